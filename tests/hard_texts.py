"""Texts that are hard to show: hostile ones, and all kinds of characters, marks and places. All is invented."""

from dataclasses import replace

from hand_made import actor_id, reading

from onrecord.schema import Event, Figure, Mention, Office, Party, Segment, Speaker, Statement, Tie, When

WOMAN = "\U0001f469\u200d\U0001f680"
HOSTILE = "<script>alert(1)</script> \u202egnp.exe\u202c \x07 [x](javascript:alert(2)) \" ' onmouseover=alert(3) " + WOMAN
HOSTILE_READING = reading(
    "news/hostile.txt", ("Oren <b>Tal</b>", HOSTILE), title="<img src=x onerror=alert(4)>", publisher="\u202eevil"
)
SCRIPTS = (
    "Ünal\u0301 met عمر " + WOMAN + " \u202e<&>\"'\x00 𐎀𐎁 עמוס \u2067x\u2069 e\u0301\u0301\r\nand\tleft \U0001f1f3\U0001f1f4 ﷺ."
)
"""emoji, combining marks, right-to-left names, characters beyond the first plane, ones that are not seen"""
SCRIPTS_READING = reading("news/scripts.txt", ("عمر الفاروق", SCRIPTS), (WOMAN, SCRIPTS[::-1]), title="𐎀 " + WOMAN)

VALDEMAR, KOVAR, VELMORA = actor_id("Ida Brandvik"), actor_id("Zdeněk Kovář"), actor_id("Velmora")


def _interview():
    """Two turns after a title and before a line of junk: an answer that quotes another speaker in two pieces."""
    text = ""
    spans = {}

    def add(name, words):
        nonlocal text
        spans[name] = (len(text), len(text) + len(words))
        text += words

    add("title", "The envoy speaks " + WOMAN)
    text += "\r\n\r\n"
    add("question", "Q: Will the harbour close?")
    text += "\r\n"
    add("answer", "A: No. The minister told me “tolls will rise” and, by \u202eevil\u202c mail, “<b>not</b> fall”.")
    text += "\r\n"
    add("more", "There are 40 boats.")
    text += "\r\n \x07stray\r\n"
    add("junk", "Read also: javascript:alert(1)")
    base = reading("news/envoy.txt", ("Ida Brandvik", "x"), kind="interview", title="The envoy speaks", publisher="Tasken Post")
    by = Speaker(actor=VALDEMAR, name="Ida Brandvik")
    first, second = text.index("“tolls"), text.index("“<b>")
    statements = (
        Statement(id="q1", form="question", speaker=None, content=(spans["question"],)),
        Statement(id="a1", form="answer", speaker=by, content=((spans["answer"][0], spans["more"][1]),)),
        Statement(
            id="i1", form="direct", speaker=Speaker(actor=KOVAR, name="Zdeněk Kovář"), inside="a1", about=(VELMORA,),
            score=0.61,
            content=((first, first + 17), (second, second + 17)), source=((text.index("The minister"), text.index(" told")),),
            said=When(first="2021-03-01", last="2021-03-31", text="in March"), status="planned",
        ),
    )  # fmt: skip
    boats = text.index("40 boats")
    event = Event(
        id="e1", type="AID", mode=None, span=(first, first + 6),
        parties=(Party(actor=KOVAR, role="source", span=(first, first)),),
        place="Tasken", when=None, status="planned", negated=True, asserted_by="i1", score=0.5,
    )  # fmt: skip
    tie = Tie(
        id="t1", relation="member_of", source=KOVAR, target=VELMORA, source_span=(0, 1), target_span=(0, 1), span=(4, 9),
        when=None, status="ongoing", asserted_by=None, score=0.5,
    )  # fmt: skip
    figure = Figure(
        id="f1", low=40, high=None, unit="boats", what=None, approximate=False, span=(boats, boats + 8), when=None,
        asserted_by="a1", score=1.0,
    )  # fmt: skip
    kinds = {"title": {}, "question": {"turn": 0}, "answer": {"turn": 1}, "more": {"turn": 1}, "junk": {}}
    names = {"more": "answer", "junk": "boilerplate"}
    actors = reading("x", ("Ida Brandvik", "x", {"about": ["Zdeněk Kovář", "Velmora"]})).actors
    return replace(
        base,
        document=replace(
            base.document,
            id="d0c",
            text=text,
            segments=tuple(Segment(kind=names.get(n, n), start=spans[n][0], end=spans[n][1], **k) for n, k in kinds.items()),
            meta={"desk": "<i>"},
        ),
        mentions=(Mention(start=first, end=first + 6, kind="person", actor=KOVAR),),
        statements=statements,
        events=(event,),
        ties=(tie,),
        figures=(figure,),
        actors=actors,
        offices=(Office(holder=KOVAR, title="Minister", of=VELMORA, to=None, first=None, last=None, span=spans["title"]),),
    )


INTERVIEW = _interview()
