"""A record that holds what exports must not lose: pieces, nesting, astral characters, denials, hostile marks."""

from dataclasses import replace

from hand_made import actor_id, numbered, reading

from onrecord.keep.store import Store
from onrecord.schema import Event, Figure, Judgement, Merged, Office, Party, Reading, Segment, Speaker, Statement, Tie, When

IDA, OREN, VELMORA, TASKEN = (actor_id(n) for n in ("Ida Brandvik", "Oren Tal", "Velmora", "Tasken"))
TEXT = (
    "Tolls {100% \\ & #1_x} 𝔸🚢 “quoted”\r\n\r\n"
    "Mayor Ida Brandvik said Oren Tal had told her: “The ferries 🚢🚢 will\r\nnot sail,” "
    "and “Tasken is no friend of Velmora.”\r\n\r\n"
    "Three 🚢 ferries met in Tasken <script>alert(1)</script> \u202e]]>.\r\n"
)


def span(words: str, nth: int = 0) -> tuple[int, int]:
    """Where words stand in `TEXT`."""
    at = -1
    for _ in range(nth + 1):
        at = TEXT.index(words, at + 1)
    return at, at + len(words)


def rich() -> Reading:
    """A reading with one of everything: 2 statements, 1 office, 2 events, 2 ties, 1 figure."""
    made = reading(
        'news/tolls, "odd".txt',
        ("Ida Brandvik", "x", {"about": ["Velmora", "Tasken"]}),
        ("Oren Tal", "y"),
        publisher="The Tasken Post & Sons",
        published="2022-02-03",
        meta={"url": "https://post.example/a?b=1&c={2}"},
    )
    document = replace(
        made.document,
        text=TEXT,
        title=TEXT.split("\r", maxsplit=1)[0],
        byline="By {Ann} O’Neill",
        segments=(
            Segment(kind="title", start=0, end=span("\r\n\r\n")[0]),
            Segment(kind="paragraph", start=span("Mayor")[0], end=span("Velmora.”")[1]),
            Segment(kind="boilerplate", start=span("Three")[0], end=len(TEXT) - 2),
        ),
    )
    outer = Statement(
        id="f0f0f0f0f0f0f0f0",
        form="mixed",
        speaker=Speaker(actor=IDA, name="Ida Brandvik"),
        source=(span("Mayor Ida Brandvik"),),
        cue=(span("said"),),
        content=((span("Oren Tal")[0], span("not sail,”")[1]), span("“Tasken is no friend of Velmora.”")),
        about=(VELMORA, TASKEN),
        said=When(first="2022-02-01", last="2022-02-01", text="Tuesday"),
        score=0.8,
    )
    inner = Statement(
        id="0f0f0f0f0f0f0f0f",
        form="direct",
        speaker=Speaker(actor=OREN, name="Oren Tal"),
        source=(span("Oren Tal"),),
        cue=(span("told"),),
        content=((span("The ferries")[0], span("not sail,")[1]),),
        addressee=IDA,
        inside=outer.id,
        status="denied",
    )
    when = When(first="2022-01-01", last=None, text="since January")
    return replace(
        made,
        document=document,
        mentions=tuple(
            replace(m, start=a, end=b)
            for m, (a, b) in zip(made.mentions, [span("Ida Brandvik"), span("Oren Tal")], strict=True)
        ),
        actors=tuple(replace(a, refs={"iso3166": "NO", "wikidata": "Q20"}) if a.id == VELMORA else a for a in made.actors),
        statements=(outer, inner),
        offices=(
            Office(
                holder=IDA, title="Mayor", of=VELMORA, to=None, first=None, last="2022-02-03", span=span("Mayor Ida Brandvik")
            ),
        ),
        events=(
            Event(
                id="e1",
                type="CONSULT",
                mode="meeting",
                span=span("met"),
                place="Tasken",
                when=when,
                status="happened",
                negated=False,
                asserted_by=None,
                score=0.5,
                parties=(
                    Party(actor=VELMORA, role="partner", span=span("Velmora")),
                    Party(actor=TASKEN, role="partner", span=span("Tasken")),
                ),
            ),
            Event(
                id="e2",
                type="REJECT",
                mode=None,
                span=span("sail"),
                place=None,
                when=None,
                status="planned",
                negated=True,
                asserted_by=inner.id,
                score=0.9,
                parties=(Party(actor=OREN, role="source", span=span("Oren Tal")),),
            ),
        ),
        ties=(
            Tie(
                id="t1",
                relation="friendly",
                source=TASKEN,
                target=VELMORA,
                source_span=span("Tasken"),
                status="denied",
                target_span=span("Velmora"),
                span=span("is no friend of"),
                when=None,
                asserted_by=outer.id,
                score=0.7,
            ),
            Tie(
                id="t2",
                relation="hostile",
                source=IDA,
                target=OREN,
                source_span=span("Ida Brandvik"),
                when=when,
                score=0.6,
                target_span=span("Oren Tal"),
                span=span("said"),
                status="ongoing",
                asserted_by=None,
            ),
        ),
        figures=(
            Figure(
                id="f1",
                low=3.0,
                high=3.0,
                unit="ferries",
                what=None,
                approximate=True,
                span=span("Three 🚢 ferries"),
                when=None,
                asserted_by=None,
                score=0.9,
            ),
        ),
    )


def keep(path) -> list[Reading]:
    """Writes the record, with one actor of two documents joined, and gives what it holds."""
    with Store(path) as store:
        first, second = rich(), numbered(1)
        store.write([first, second, reading("empty.txt", title="Nothing said")])
        units = {(r.document.id, a.id): a.id for r in (first, second) for a in r.actors}
        units |= {(second.document.id, IDA): "joined", (first.document.id, IDA): "joined"}
        store.identify(Merged(identity=units, links=()))
        store.judge(Judgement(a=(first.document.id, IDA), b=(second.document.id, IDA), verdict="same"), who="tester")
        return list(store.readings())
