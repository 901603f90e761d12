"""Two sides next to one another."""

from dataclasses import replace

import pytest
from hand_made import reading

from onrecord.annotate.meaning import meaning
from onrecord.errors import InputError
from onrecord.keep.store import Store
from onrecord.query.compare import MOST, NEAR, compared, comparison
from onrecord.query.meaning import vectors_of
from onrecord.query.search import Filter, statements
from onrecord.schema import When


def _on(day, **more):
    return {"said": When(first=day, last=day), "about": ["Velmora"], **more}


TABLE = "a table"
READINGS = (
    reading(
        "post.txt",
        ("Ida Brandvik", "The harbour of Velmora will reopen before the winter.", _on("2021-03-05")),
        ("Ida Brandvik", "Nobody in Velmora pays for the lighthouse.", _on("2021-03-06")),
        ("Oren Tal", "The tolls on the strait are robbery.", _on("2021-03-07")),
        published="2021-03-08",
        publisher="The Tasken Post",
    ),
    reading(
        "herald.txt",
        ("Ida Brandvik", "The harbour of Velmora might reopen before the winter, if the ice allows.", _on("2021-03-06")),
        ("Ida Brandvik", "“The harbour of Velmora will reopen before the winter”", _on("2021-03-10")),
        published="2021-03-11",
        publisher="The Herald",
    ),
    reading(
        "later.txt",
        ("Ida Brandvik", "The harbour of Velmora may reopen before the winter.", _on("2022-09-01")),
        ("Ida Brandvik", "Ferries need crews.", _on("2022-09-02", status="hoped")),
        published="2022-09-03",
        publisher="The Tasken Post",
    ),
)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    path = tmp_path_factory.mktemp("compare") / "record.db"
    with Store(path) as store:
        store.write(READINGS)
    with Store(path, read_only=True) as store:
        yield store


def test_two_periods_of_one_speaker(store):
    early = Filter(speaker="Brandvik", until="2021")
    late = Filter(speaker="Brandvik", since="2022")
    found = comparison(store, early, late, made_by=TABLE)
    (pair,) = found.pairs
    assert pair.change.shift == "softer"
    assert ([m.words for m in pair.change.dropped], [m.words for m in pair.change.added]) == (["will"], ["may"])
    # said twice in the same words, the first time shown, both days kept
    assert (pair.left.times, pair.left.first, pair.left.last) == (2, "2021-03-05", "2021-03-10")
    assert (pair.left.shown.publisher, pair.right.shown.publisher) == ("The Tasken Post", "The Tasken Post")
    assert pair.same_speaker
    assert [line.shown.content for line in found.only_right] == ["Ferries need crews."]
    assert len(found.only_left) == 2
    assert (found.left.first, found.left.last, found.left.total) == ("2021-03-05", "2021-03-10", 4)
    assert (found.count("softer"), found.count("harder")) == (1, 0)


def test_two_outlets_print_the_same_words_differently(store):
    held = list(_by(store, "The Tasken Post", until="2021")), list(_by(store, "The Herald"))
    found = compared(*held, {})
    pair = next(p for p in found.pairs if p.change.shift == "repeated")
    assert pair.same_words and pair.left.shown.publisher != pair.right.shown.publisher
    # two years apart, it is another occasion
    later = compared(list(_by(store, "The Herald")), list(_by(store, "The Tasken Post", since="2022")), {})
    assert later.pairs and not any(p.same_words for p in later.pairs)


def _by(store, outlet, **wanted):
    return [s for s in statements(store, Filter(**wanted)) if s.publisher == outlet]


def test_two_speakers_with_nothing_in_common(store):
    found = comparison(store, Filter(speaker="Oren Tal"), Filter(speaker="Brandvik", since="2022"), made_by=TABLE)
    assert not found.pairs
    assert (len(found.only_left), len(found.only_right)) == (1, 2)


def test_a_side_that_nothing_fits(store):
    found = comparison(store, Filter(words="lighthouse"), Filter(words="submarine"), made_by=TABLE)
    assert (found.left.total, found.right.total, found.right.first) == (1, 0, None)
    assert len(found.only_left) == 1 and not found.pairs


def test_an_unknown_name_is_an_error(store):
    with pytest.raises(InputError, match="nobody of that name"):
        comparison(store, Filter(speaker="Nemo"), Filter(), made_by=TABLE)


def test_more_than_can_be_compared_is_said(tmp_path):
    words = [("Oren Tal", f"Boat {'x' * n} leaves.") for n in range(MOST + 5)]
    with Store(tmp_path / "many.db") as store:
        store.write([reading("many.txt", *words)])
        found = comparison(store, Filter(speaker="Tal"), Filter(words="nothing"), made_by=TABLE)
    assert found.left.cut and found.left.total == MOST and not found.right.cut


# --- in other words --------------------------------------------------------------------------------------------------

BRANDVIK = (
    "We welcome the ceasefire.",
    "Citizens will go to the polls in April.",
    "Parliament has to approve the agreement by December.",
    "Lighthouses should be painted white.",
)
TAL = (
    "The treaty must be ratified this year.",
    "Cocoa is bought at the old price.",
    "Elections will be held in the spring.",
    "The truce is good news.",
)


@pytest.fixture(scope="module")
def meant(tmp_path_factory):
    path = tmp_path_factory.mktemp("meant") / "record.db"
    made = reading(
        "two.txt",
        *(("Ida Brandvik", w, _on("2021-03-05")) for w in BRANDVIK),
        *(("Oren Tal", w, _on("2022-03-05")) for w in TAL),
    )
    text = made.document.text
    held = {s.id: meaning(text[slice(*s.content[0])]).astype("<f2").tobytes() for s in made.statements}
    with Store(path) as store:
        store.write([replace(made, vectors=held, vectors_by=TABLE)])
        yield store


def test_what_is_near_in_meaning_is_paired_without_a_verdict(meant):
    found = comparison(meant, Filter(speaker="Brandvik"), Filter(speaker="Tal"), made_by=TABLE)
    said = {(p.left.shown.content, p.right.shown.content) for p in found.pairs}
    assert said == {(BRANDVIK[0], TAL[3]), (BRANDVIK[1], TAL[2]), (BRANDVIK[2], TAL[0])}
    assert {p.change.shift for p in found.pairs} == {"near"} and found.count("near") == 3
    assert all(NEAR <= p.change.likeness < 1 for p in found.pairs)
    assert [p.change.likeness for p in found.pairs] == sorted((p.change.likeness for p in found.pairs), reverse=True)
    assert [line.shown.content for line in (*found.only_left, *found.only_right)] == [BRANDVIK[3], TAL[1]]
    assert {(p.left.first, p.right.first) for p in found.pairs} == {("2021-03-05", "2022-03-05")}


def test_words_come_before_meaning_and_each_line_is_in_one_pair(meant):
    left = list(statements(meant, Filter(speaker="Brandvik")))
    right = list(statements(meant, Filter(speaker="Tal")))
    vectors = vectors_of(meant, [s.number for s in (*left, *right)], TABLE)
    # the same words again, with vectors that are nearer to others
    again = [replace(s, content=left[0].content) if s.content == TAL[1] else s for s in right]
    found = compared(left, again, vectors)
    assert found.pairs[0].change.shift == "repeated"
    for side in ("left", "right"):
        lines = [getattr(p, side).shown.number for p in found.pairs]
        assert len(lines) == len(set(lines)) and all(n not in lines for n in _numbers(getattr(found, f"only_{side}")))


def _numbers(lines):
    return [line.shown.number for line in lines]


def test_vectors_by_another_table_pair_nothing(meant):
    assert not comparison(meant, Filter(speaker="Brandvik"), Filter(speaker="Tal"), made_by="another").pairs
