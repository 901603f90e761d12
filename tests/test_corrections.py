"""What persons corrected: on one reading, on new readings, on changed texts, and kept through all of them."""

import json
import time
from dataclasses import replace

import apsw
import pytest
from hand_made import actor_id, numbered, python, reading
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import InputError
from onrecord.identify.merge import merged
from onrecord.identify.profiles import profiles
from onrecord.ids import digest
from onrecord.keep.corrections import corrected, items
from onrecord.keep.drafting import drafted, fingerprint
from onrecord.keep.lines import as_json
from onrecord.keep.quotes import found, quote
from onrecord.keep.store import Store
from onrecord.keep.tables import APPLICATION, MIGRATIONS
from onrecord.query.search import Filter, statements
from onrecord.schema import Actor, Event, Figure, Party, Reader, Reading, Speaker, Tie

BETTER = Reader(name="onrecord", version="1", model="a better one")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "record.db"


@pytest.fixture
def said():
    """Three statements, the third with an event, a tie and a figure that it asserts."""
    found = reading(
        "news/harbour.txt",
        ("Ida Brandvik", "The harbour of Tasken will open again in the spring.", {"about": ["Tasken"], "score": 0.4}),
        ("Oren Tal", "Nobody has asked the fishermen what they think of it.", {"score": 0.9}),
        ("Ida Brandvik", "Velmora attacked 40 boats of Tasken last night.", {"about": ["Velmora", "Tasken"], "score": 0.7}),
        title="The harbour",
        published="2024-02-01",
    )
    text, third = found.document.text, found.statements[2]
    velmora, tasken = (_at(text, w, third.content[0][0]) for w in ("Velmora", "Tasken"))
    whole = third.content[0]
    return replace(
        found,
        statements=tuple(_identified(found.document.id, s) for s in found.statements),
        events=(
            Event(
                id="e1", type="PROTEST", mode=None, span=_at(text, "attacked"), place=None, when=None, status="happened",
                parties=(
                    Party(actor=actor_id("Velmora"), role="source", span=velmora),
                    Party(actor=actor_id("Tasken"), role="target", span=tasken),
                ),
                negated=False, asserted_by=_identified(found.document.id, third).id, score=0.3,
            ),
        ),
        ties=(
            Tie(
                id="t1", relation="hostile", source=actor_id("Velmora"), target=actor_id("Tasken"), source_span=velmora,
                target_span=tasken, span=whole, when=None, status="happened", score=0.6,
                asserted_by=_identified(found.document.id, third).id,
            ),
        ),
        figures=(
            Figure(
                id="f1", low=40.0, high=40.0, unit="boats", what=None, approximate=False, span=_at(text, "40 boats"),
                when=None, asserted_by=_identified(found.document.id, third).id, score=0.8,
            ),
        ),
    )  # fmt: skip


def _at(text, words, start=0):
    at = text.index(words, start)
    return at, at + len(words)


def _identified(document, statement):
    return replace(statement, id=digest("statement", document, *statement.content))


def _read_by_better(found, **parts):
    """The same document as another model reads it."""
    return replace(found, reader=BETTER, **parts)


def _changed(found, old, new):
    """The document with other words in its text, read anew: spans move with their words."""
    text = found.document.text.replace(old, new)
    assert text != found.document.text
    document = replace(found.document, id=digest("document", text), text=text, sha256=digest("bytes", text))

    def moved(span):
        return found_at if (found_at := _found(text, found.document.text, span)) else None

    kept = []
    for s in found.statements:
        content = tuple(moved(c) for c in s.content)
        if None in content:
            continue
        new_one = replace(
            s, content=content, source=tuple(filter(None, map(moved, s.source))), cue=tuple(filter(None, map(moved, s.cue)))
        )
        kept.append(_identified(document.id, new_one))
    mentions = tuple(replace(m, start=at[0], end=at[1]) for m in found.mentions if (at := moved((m.start, m.end))) is not None)
    return Reading(document=document, reader=found.reader, mentions=mentions, actors=found.actors, statements=tuple(kept))


def _found(new, old, span):
    return found(new, quote(old, span))


# --- quotations ------------------------------------------------------------------------------------------------------


def test_words_are_found_where_they_have_moved_to():
    old = "Before. She said the ferry leaves at dawn. After."
    sought = quote(old, _at(old, "the ferry leaves at dawn"))
    for new in ("Much more before. She said the ferry leaves at dawn.", "He said\nthe  ferry leaves\r\nat dawn tomorrow."):
        start, end = found(new, sought)
        assert new[start:end].split() == sought.exact.split()
    assert found("The ferry does not leave.", sought) is None


def test_of_several_places_the_one_with_the_old_surroundings_counts():
    old = "Ida said so. Oren said so, too."
    second = _at(old, "said", 10)
    new = "Oren said so, too. Ida said so. Bo said so."
    assert found(new, quote(old, second)) == _at(new, "said")
    assert found(new, quote(old, _at(old, "said"))) == _at(new, "said", 20)


def test_short_words_are_not_found_just_anywhere():
    assert found("Here somebody else said nothing of the kind.", quote("Ida said so in 1990.", (4, 8))) is None


@given(st.text(max_size=80), st.integers(0, 80), st.integers(0, 80))
def test_words_are_found_in_their_own_text(text, a, b):
    a, b = sorted((min(a, len(text)), min(b, len(text))))
    place = found(text, quote(text, (a, b)))
    if text[a:b].split():
        assert text[slice(*place)].split() == text[a:b].split()
    else:
        assert place is None


# --- one reading -----------------------------------------------------------------------------------------------------


def _log(found, *wanted):
    """The entries for corrections made one after another, each on the reading as the ones before left it."""
    log = []
    for item, action, *to in wanted:
        kind = to.pop() if len(to) > 1 else "statement"
        now = corrected(found, log).reading
        log.append(replace(drafted(now, item, action, *to, kind=kind), number=len(log) + 1, who="ann", at="now"))
    return log


def test_a_reading_without_corrections_is_itself(said):
    assert corrected(said, []).reading is said


@pytest.mark.parametrize(
    ("action", "to", "field", "value"),
    [
        ("speaker", "Oren Tal", "speaker", Speaker(actor=actor_id("Oren Tal"), name="Oren Tal")),
        ("speaker", None, "speaker", None),
        ("form", "indirect", "form", "indirect"),
        ("status", "hoped", "status", "hoped"),
    ],
)
def test_a_change_sets_what_it_names_and_nothing_else(said, action, to, field, value):
    first = said.statements[0]
    held = corrected(said, _log(said, (first.id, action, to)))
    assert held.reading == replace(said, statements=(replace(first, **{field: value}), *said.statements[1:]))
    assert [(p.item, p.outcome) for p in held.placements] == [(first.id, "placed")]


def test_spans_are_changed_by_offsets_or_by_words(said):
    first, text = said.statements[0], said.document.text
    shorter = _at(text, "The harbour of Tasken")
    for to in ({"content": "The harbour of  Tasken"}, {"content": [list(shorter)]}, {"content": f"{shorter[0]}-{shorter[1]}"}):
        held = corrected(said, _log(said, (first.id, "spans", to))).reading
        assert held.statements[0] == replace(first, content=(shorter,))
    parted = corrected(
        said, _log(said, (first.id, "spans", {"content": "The harbour … again in the spring", "cue": ""}))
    ).reading
    assert [text[slice(*s)] for s in parted.statements[0].content] == ["The harbour", "again in the spring"]
    assert parted.statements[0].cue == ()


def test_a_missed_statement_is_added_in_its_place(said):
    missed = replace(said, statements=(said.statements[0], said.statements[2]), events=(), ties=(), figures=())
    words = "Nobody has asked the fishermen what they think of it."
    log = _log(missed, (missed.document.id, "add", {"content": words, "speaker": "Bo Lind", "cue": "said", "form": "direct"}))
    held = corrected(missed, log).reading
    added = held.statements[1]
    assert missed.document.text[slice(*added.content[0])] == words
    assert (added.speaker.name, added.form, added.score) == ("Bo Lind", "direct", 1.0)
    assert added.speaker.actor in {a.id for a in held.actors}
    assert [s.id for s in held.statements] == [missed.statements[0].id, added.id, missed.statements[1].id]


def test_what_a_rejected_statement_asserted_the_statement_around_it_asserts(said):
    third = said.statements[2]
    outer = replace(third, id="outer", content=((third.content[0][0] - 1, third.content[0][1] + 1),))
    nested = replace(said, statements=(*said.statements[:2], outer, replace(third, inside="outer")))
    held = corrected(nested, _log(nested, (third.id, "reject"))).reading
    assert {held.events[0].asserted_by, held.ties[0].asserted_by, held.figures[0].asserted_by} == {"outer"}
    held = corrected(said, _log(said, (third.id, "reject"))).reading
    assert held.events[0].asserted_by is None
    assert third.id not in {s.id for s in held.statements}


def test_a_claim_stays_one_where_a_statement_grows_around_it(said):
    bare = replace(
        said, statements=said.statements[:2], events=(replace(said.events[0], asserted_by=None),), ties=(), figures=()
    )
    held = corrected(
        bare, _log(bare, (bare.document.id, "add", {"content": "Velmora attacked 40 boats of Tasken last night."}))
    )
    assert held.reading.events[0].asserted_by == held.reading.statements[2].id


def test_events_ties_figures_and_mentions_are_corrected_too(said):
    first = said.mentions[0]
    mention = f"{said.document.id}:{first.start}-{first.end}"
    log = _log(
        said,
        ("e1", "type", "ASSAULT", "event"),
        ("t1", "type", "fights", "tie"),
        ("t1", "status", "denied", "tie"),
        ("f1", "spans", {"span": "40 boats of Tasken"}, "figure"),
        (mention, "actor", "Oren Tal", "mention"),
        (mention, "type", "role", "mention"),
    )
    held = corrected(said, log).reading
    assert held.events == (replace(said.events[0], type="ASSAULT"),)
    assert held.ties == (replace(said.ties[0], relation="fights", status="denied"),)
    assert held.figures[0].span == _at(said.document.text, "40 boats of Tasken")
    assert held.mentions == (replace(first, actor=actor_id("Oren Tal"), kind="role"), *said.mentions[1:])


def test_parties_and_ends_are_changed_and_keep_their_words(said):
    velmora, tasken = (p.span for p in said.events[0].parties)
    parties = [{"role": "partner", "actor": "Tasken"}, {"role": "partner", "actor": "Oren Tal"}]
    log = _log(said, ("e1", "parties", parties, "event"), ("t1", "ends", {"source": "Tasken", "target": "Velmora"}, "tie"))
    held = corrected(said, log).reading
    # who was named already stays at their words; another stands at those of whom they take the place
    assert held.events[0].parties == (
        Party(actor=actor_id("Tasken"), role="partner", span=tasken),
        Party(actor=actor_id("Oren Tal"), role="partner", span=tasken),
    )
    (tie,) = held.ties
    assert (tie.source, tie.source_span, tie.target, tie.target_span) == (
        actor_id("Tasken"), tasken, actor_id("Velmora"), velmora,
    )  # fmt: skip
    # one end alone; nobody takes part; somebody whom no document names is made
    log += [
        replace(drafted(held, "t1", "ends", {"target": "Bo Lind"}, kind="tie"), number=3),
        replace(drafted(held, "e1", "parties", [], kind="event"), number=4),
    ]
    held = corrected(said, log).reading
    assert held.ties[0].source == actor_id("Tasken") and held.events[0].parties == ()
    assert next(a.name for a in held.actors if a.id == held.ties[0].target) == "Bo Lind"
    # a better model, which gives its items other ids, and reads them as wrongly
    new = _read_by_better(said, events=(replace(said.events[0], id="e9"),), ties=(replace(said.ties[0], id="t9"),))
    again = corrected(new, log)
    assert [p.outcome for p in again.placements] == ["placed"] * 4
    assert replace(again.reading.ties[0], id="t1") == held.ties[0] and again.reading.events[0].parties == ()
    # a changed text, in which the words stand elsewhere
    moved = replace(_changed(said, "The harbour\n\n", "The great harbour\n\n"), ties=(), events=())
    (kept,) = corrected(moved, log).reading.ties
    assert moved.document.text[slice(*kept.source_span)] == "Tasken" and kept.source == actor_id("Tasken")


def test_what_was_rejected_can_be_accepted_again(said):
    third = said.statements[2]
    log = _log(said, (third.id, "reject"))
    again = drafted(corrected(said, log).reading, third.id, "accept", rejected=log[0].before)
    held = corrected(said, [*log, replace(again, number=2)])
    assert held.reading == said
    assert not held.rejected


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        (("nothing", "accept"), "nothing: no such statement on record"),
        (
            ("e1", "form", "direct", "event"),
            "form: cannot be done to a event; one of accept, reject, spans, type, status, parties",
        ),
        (("FIRST", "form", "sung"), "sung: no such form; one of direct, indirect"),
        (("FIRST", "spans", {"content": "words that nobody wrote"}), "does not stand in the document"),
        (("FIRST", "spans", {"content": [[5, 5]]}), "5-5: no words of the document"),
        (("FIRST", "spans", {"content": [[0, 5], [3, 8]]}), "3-8: overlaps the piece before"),
        (("FIRST", "spans", {"content": "0-99999"}), "0-99999: no words of the document"),
        (("FIRST", "spans", {"content": ""}), "a statement without words is none"),
        (("FIRST", "spans", {"mood": "glad"}), "mood: cannot be set; one of source, cue, content"),
        (("FIRST", "spans", None), "give one or more of source, cue, content"),
        (("FIRST", "speaker", {"name": "Bo", "kind": "cat"}), "cat: no such kind of actor"),
        (("e1", "parties", "Velmora", "event"), "give the parties as a list"),
        (
            ("e1", "parties", [{"role": "guest", "actor": "Tasken"}], "event"),
            "guest: no such role; one of source, target, partner",
        ),
        (("e1", "parties", [{"role": "source", "actor": " "}], "event"), "source: names nobody"),
        (("e1", "parties", [{"role": "source", "actor": "Tasken"}] * 2, "event"), "Tasken: is given twice as source"),
        (("t1", "ends", {"source": ""}, "tie"), "source: a tie has two ends"),
        (("t1", "ends", {"source": "Tasken"}, "tie"), "stands at both ends"),
        (("t1", "ends", {"middle": "Tasken"}, "tie"), "middle: cannot be set; one of source, target"),
        (("DOCUMENT", "add", {"speaker": "Bo"}), "add: give the content"),
        (("DOCUMENT", "add", {"content": "said"}), "stands in 3 places; give more words"),
        (("DOCUMENT", "add", {"content": "said"}, "event"), "of a event nothing can be added"),
    ],
)
def test_a_correction_that_makes_no_sense_says_why(said, wanted, message):
    names = {"FIRST": said.statements[0].id, "DOCUMENT": said.document.id}
    with pytest.raises(InputError, match=message):
        _log(said, (names.get(wanted[0], wanted[0]), *wanted[1:]))


# --- new readings ----------------------------------------------------------------------------------------------------


def test_a_correction_outlives_a_better_model(said):
    first, second, third = said.statements
    log = _log(
        said, (first.id, "speaker", "Oren Tal"), (second.id, "accept"), (third.id, "reject"), (first.id, "status", "planned")
    )
    # it finds the first a little longer and by another id, the second with another speaker, and the third again
    longer = replace(first, id="n1", content=((first.content[0][0], first.content[0][1] + 1),), form="mixed")
    other = replace(second, id="n2", speaker=None, score=0.2)
    new = _read_by_better(said, statements=(longer, other, replace(third, id="n3")), events=(), ties=(), figures=())
    held = corrected(new, log)
    assert [p.outcome for p in held.placements] == ["placed"] * 4
    assert held.reading.statements == (
        replace(longer, speaker=Speaker(actor=actor_id("Oren Tal"), name="Oren Tal"), status="planned"),
        replace(second, id="n2", score=0.2),
    )
    assert [item["id"] for _, item in held.rejected] == ["n3"]


def test_what_a_person_accepted_or_corrected_is_there_when_a_model_does_not_find_it(said):
    log = _log(
        said,
        (said.statements[0].id, "accept"),
        (said.statements[1].id, "form", "indirect"),
        ("e1", "type", "ASSAULT", "event"),
        ("t1", "accept", None, "tie"),
        ("f1", "accept", None, "figure"),
    )
    held = corrected(_read_by_better(said, statements=(), events=(), ties=(), figures=(), actors=()), log)
    assert [p.outcome for p in held.placements] == ["restored"] * 5
    assert held.reading.statements == (said.statements[0], replace(said.statements[1], form="indirect"))
    # what the statement asserted that this model does not find, nobody asserts
    assert held.reading.events == (replace(said.events[0], type="ASSAULT", asserted_by=None),)
    assert held.reading.ties == (replace(said.ties[0], asserted_by=None),)
    named = {a.name for a in held.reading.actors}
    assert named == {"Ida Brandvik", "Oren Tal", "Velmora", "Tasken"}


def test_a_rejection_of_what_a_model_does_not_find_leaves_nothing_to_do(said):
    log = _log(said, (said.statements[1].id, "reject"))
    held = corrected(_read_by_better(said, statements=(said.statements[0],)), log)
    assert [p.outcome for p in held.placements] == ["absent"]


def test_a_rejection_does_not_take_out_a_much_shorter_statement(said):
    first = said.statements[0]
    part = replace(first, id="n1", content=(_at(said.document.text, "The harbour of Tasken will open"),))
    held = corrected(_read_by_better(said, statements=(part,)), _log(said, (first.id, "reject")))
    assert held.reading.statements == (part,)


def test_a_speaker_who_has_another_id_in_a_new_reading_is_the_same(said):
    log = _log(said, (said.statements[0].id, "speaker", "Oren Tal"))
    renamed = Actor(id="o2", kind="person", name="Oren J. Tal", aliases=("Oren Tal",))
    new = _read_by_better(said, actors=(renamed, *(a for a in said.actors if a.name != "Oren Tal")))
    assert corrected(new, log).reading.statements[0].speaker == Speaker(actor="o2", name="Oren Tal")


def test_a_correction_holds_in_a_changed_text_where_its_words_stand(said):
    first, second, third = said.statements
    log = _log(
        said,
        (first.id, "speaker", "Oren Tal"),
        (second.id, "reject"),
        (third.id, "spans", {"content": "Velmora attacked 40 boats"}),
        (said.document.id, "add", {"content": "Oren Tal said", "form": "indirect"}),
    )
    new = _changed(said, "The harbour\n\n", "The harbour of Tasken, a history in many words\n\n")
    held = corrected(new, log)
    assert [p.outcome for p in held.placements] == ["placed", "placed", "placed", "restored"]
    text = new.document.text
    assert [(s.speaker and s.speaker.name, text[slice(*s.content[0])]) for s in held.reading.statements] == [
        ("Oren Tal", "The harbour of Tasken will open again in the spring."),
        (None, "Oren Tal said"),
        ("Ida Brandvik", "Velmora attacked 40 boats"),
    ]


def test_a_correction_whose_words_are_gone_is_lost_and_the_others_hold(said):
    log = _log(said, (said.statements[1].id, "speaker", "Bo Lind"), (said.statements[0].id, "speaker", "Bo Lind"))
    new = _changed(said, "Nobody has asked the fishermen what they think of it.", "The fishermen were asked.")
    held = corrected(new, log)
    assert [(p.outcome, p.item is None) for p in held.placements] == [("lost", True), ("placed", False)]
    assert held.reading.statements[0].speaker.name == "Bo Lind"


def test_what_is_put_into_a_changed_text_has_an_id_of_that_text(said):
    log = _log(said, (said.statements[0].id, "accept"))
    new = replace(_changed(said, "The harbour\n\n", "Harbours\n\n"), statements=())
    (kept,) = corrected(new, log).reading.statements
    assert kept.id != said.statements[0].id
    assert kept.source and kept.cue and new.document.text[slice(*kept.cue[0])] == "said"


def test_a_later_correction_of_what_an_earlier_one_put_in_finds_it(said):
    log = _log(said, (said.statements[0].id, "accept"))
    new = replace(_changed(said, "The harbour\n\n", "Harbours\n\n"), statements=())
    kept = corrected(new, log).reading.statements[0]
    log.append(replace(drafted(corrected(new, log).reading, kept.id, "form", "mixed"), number=2))
    assert [s.form for s in corrected(new, log).reading.statements] == ["mixed"]
    # and in the text as it was, where it was read
    held = corrected(said, log)
    assert [s.form for s in held.reading.statements] == ["mixed", "direct", "direct"]


_CHANGES = [
    ("accept", None),
    ("reject", None),
    ("speaker", "Bo Lind"),
    ("speaker", None),
    ("form", "mixed"),
    ("status", "hoped"),
]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_replaying_on_what_was_read_gives_what_was_left(data):
    read = numbered(data.draw(st.integers(0, 9)))
    log, now = [], read
    for number in range(1, data.draw(st.integers(1, 6)) + 1):
        if not now.statements:
            break
        item = data.draw(st.sampled_from(now.statements)).id
        action, to = data.draw(st.sampled_from(_CHANGES))
        entry = replace(drafted(now, item, action, to), number=number)
        log.append(entry)
        step = corrected(now, [entry]).reading
        now = corrected(read, log).reading
        assert now == step
        for s in now.statements:
            assert s.speaker is None or s.speaker.actor in {a.id for a in now.actors}


# --- the store -------------------------------------------------------------------------------------------------------


def test_the_record_is_the_corrected_one_and_the_raw_one_stays(path, said):
    first = said.statements[0]
    with Store(path) as store:
        store.write([said])
        entry = store.correct(first.id, "speaker", "Bo Lind", who="ann")
        assert (entry.number, entry.who, entry.before["speaker"]["name"]) == (1, "ann", "Ida Brandvik")
        assert store.reading(said.document.id, raw=True) == said
        assert list(store.readings(raw=True)) == [said]
        assert store.reading(said.document.id).statements[0].speaker.name == "Bo Lind"
        assert [r.statements[0].speaker.name for r in store.readings()] == ["Bo Lind"]
        assert [f.content for f in statements(store, Filter(speaker="Bo Lind"))] == [
            "The harbour of Tasken will open again in the spring."
        ]
        assert [f.start for f in statements(store, Filter(speaker="Ida Brandvik"))] == [said.statements[2].content[0][0]]


def test_an_undone_correction_is_as_if_it_had_not_been_and_can_come_back(path, said):
    item = said.statements[0].id
    with Store(path) as store:
        store.write([said])
        store.identify(merged(list(profiles(said))))
        before = _tables(store)
        store.correct(item, "speaker", "Bo Lind", who="ann")
        store.correct(item, "form", "mixed", who="ann")
        store.correct("e1", "reject", who="ann", kind="event")
        for number in (1, 3, 2):
            store.undo(number, who="bea")
        assert store.reading(said.document.id) == said
        assert _tables(store) == before
        store.undo(4, who="ann")  # brings the first back
        assert store.reading(said.document.id).statements[0].speaker.name == "Bo Lind"
        log = list(store.corrections())
        assert [(c.number, c.action, c.undoes, c.undone_by) for c in log] == [
            (1, "speaker", None, None), (2, "form", None, 6), (3, "reject", None, 5), (4, "undo", 1, 7), (5, "undo", 3, None),
            (6, "undo", 2, None), (7, "undo", 4, None),
        ]  # fmt: skip
        with pytest.raises(InputError, match="2: undone already, by 6"):
            store.undo(2, who="ann")
        with pytest.raises(InputError, match="99: no such correction; onrecord corrections lists them"):
            store.undo(99, who="ann")
        with pytest.raises(InputError, match="say who corrects"):
            store.undo(1, who=" ")


_TABLES = ("statements", "speakers", "about", "actors", "actor_names", "identities", "placements")


def _tables(store):
    held = {name: sorted(store.rows(f"SELECT * FROM {name}"), key=repr) for name in _TABLES}
    return held | {"items": sorted(store.rows("SELECT kind, id, start, end, score, rejected FROM items"))}


def test_other_statements_keep_their_rows_when_one_is_corrected(path, said):
    with Store(path) as store:
        store.write([said])
        sql = "SELECT id, number FROM statements"
        before = dict(store.rows(sql))
        store.correct(said.statements[0].id, "reject", who="ann")
        store.correct(said.statements[1].id, "form", "mixed", who="ann")
        after = dict(store.rows(sql))
        assert after == {k: n for k, n in before.items() if k != said.statements[0].id}


def test_corrections_are_replayed_when_a_document_is_read_anew(path, said):
    with Store(path) as store:
        store.write([said])
        store.correct(said.statements[0].id, "speaker", "Bo Lind", who="ann")
        store.correct(said.statements[1].id, "reject", who="ann")
        store.write([_read_by_better(said)])
        held = store.reading(said.document.id)
        assert held.reader == BETTER
        assert [s.speaker.name for s in held.statements] == ["Bo Lind", "Ida Brandvik"]
        assert len(list(statements(store, Filter(speaker="Bo Lind")))) == 1


def test_corrections_are_replayed_on_a_new_version_and_those_not_placed_are_listed(path, said):
    new = _changed(said, "Nobody has asked the fishermen what they think of it.", "The fishermen were asked.")
    with Store(path) as store:
        store.write([said], path=said.document.path)
        store.correct(said.statements[0].id, "speaker", "Bo Lind", who="ann")
        store.correct(said.statements[1].id, "speaker", "Bo Lind", who="ann")
        store.write([new], path=said.document.path)
        (held,) = store.readings()
        assert held.document == new.document
        assert held.statements[0].speaker.name == "Bo Lind"
        rows = store.rows(
            "SELECT correction, outcome FROM placements p JOIN documents d ON d.number = p.document WHERE d.id = ? ORDER BY 1",
            (new.document.id,),
        )
        assert list(rows) == [(1, "placed"), (2, "lost")]
        # the old text comes back
        store.write([said], path=said.document.path)
        assert [s.speaker.name for s in next(iter(store.readings())).statements[:2]] == ["Bo Lind", "Bo Lind"]


def test_what_comes_by_standard_input_is_not_corrected_by_what_came_before(path):
    one, other = (reading("-", ("Ida Brandvik", "The same old words, whatever the day."), title=t) for t in ("One", "Two"))
    with Store(path) as store:
        store.write([one, other])
        store.correct(one.statements[0].id, "speaker", "Bo Lind", who="ann")
        assert store.reading(other.document.id) == other


def test_a_correction_of_what_has_changed_since_it_was_seen_is_refused(path, said):
    item = said.statements[0].id
    with Store(path) as store:
        store.write([said])
        seen = fingerprint(items(said, "statement")[0])
        store.correct(item, "form", "mixed", who="ann", seen=seen)
        with pytest.raises(InputError, match="was changed since you saw it; look again"):
            store.correct(item, "accept", who="bea", seen=seen)
        assert len(list(store.corrections())) == 1


def test_a_record_from_before_corrections_can_be_reviewed(path, said):
    before = next(i for i, sql in enumerate(MIGRATIONS) if "CREATE TABLE corrections" in sql)
    parts = as_json(said)
    about, reader = parts.pop("document"), parts.pop("reader")
    with apsw.Connection(str(path)) as db:
        for sql in (*MIGRATIONS[:before], f"PRAGMA user_version = {before}", f"PRAGMA application_id = {APPLICATION}"):
            db.execute(sql)
        d = said.document
        values = (d.id, d.title, d.kind, d.published, d.publisher, d.text, *map(json.dumps, (about, reader, parts)))
        names = "id, title, kind, published, publisher, text, about, reader, reading"
        db.execute(f"INSERT INTO documents ({names}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
        db.execute("INSERT INTO places VALUES (?, ?, ?, 1, '')", (d.path, d.id, d.sha256))
    with Store(path) as store, Store(":memory:") as new:
        new.write([said])
        assert store.reading(said.document.id) == said
        assert _tables(store) == _tables(new)
        store.correct(said.statements[0].id, "form", "mixed", who="ann")
        assert [f.form for f in statements(store, Filter())] != ["direct"] * 3


# --- beside a writer -------------------------------------------------------------------------------------------------

_WRITER = """
import sys
from dataclasses import replace
from hand_made import numbered
from onrecord.keep.store import Store
from onrecord.keep.tables import APPLICATION, MIGRATIONS
from onrecord.schema import Reader

# reads the same documents again and again, as one better model after another
with Store(sys.argv[1]) as store:
    print("ready", flush=True)
    for turn in range(1_000_000):
        for n in range(20):
            store.write([replace(numbered(n), reader=Reader(name="onrecord", version="1", model=str(turn)))])
"""


def test_a_correction_does_not_wait_long_for_a_writer_and_is_never_lost(path):
    with Store(path) as store:
        store.write([numbered(n) for n in range(20)])
    writer = python(_WRITER, path)
    try:
        assert writer.stdout.readline() == "ready\n"
        waited = []
        with Store(path) as store:
            for n in range(20):
                began = time.perf_counter()
                store.correct(numbered(n).statements[0].id, "speaker", "Bo Lind", who="ann")
                waited.append(time.perf_counter() - began)
            time.sleep(0.5)
            for held in store.readings():
                assert held.statements[0].speaker.name == "Bo Lind"
        assert sorted(waited)[len(waited) // 2] < 0.3, waited
        assert writer.poll() is None, writer.stderr.read()
    finally:
        writer.kill()
        writer.communicate()
