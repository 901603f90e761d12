"""Two sides next to one another."""

import pytest
from hand_made import reading

from onrecord.errors import InputError
from onrecord.keep.store import Store
from onrecord.query.compare import MOST, compared, comparison
from onrecord.query.search import Filter
from onrecord.schema import When


def _on(day, **more):
    return {"said": When(first=day, last=day), "about": ["Velmora"], **more}


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
    found = comparison(store, early, late)
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
    found = compared(*held)
    pair = next(p for p in found.pairs if p.change.shift == "repeated")
    assert pair.same_words and pair.left.shown.publisher != pair.right.shown.publisher
    # two years apart, it is another occasion
    later = compared(list(_by(store, "The Herald")), list(_by(store, "The Tasken Post", since="2022")))
    assert later.pairs and not any(p.same_words for p in later.pairs)


def _by(store, outlet, **wanted):
    from onrecord.query.search import statements

    return [s for s in statements(store, Filter(**wanted)) if s.publisher == outlet]


def test_two_speakers_with_nothing_in_common(store):
    found = comparison(store, Filter(speaker="Oren Tal"), Filter(speaker="Brandvik", since="2022"))
    assert not found.pairs
    assert (len(found.only_left), len(found.only_right)) == (1, 2)


def test_a_side_that_nothing_fits(store):
    found = comparison(store, Filter(words="lighthouse"), Filter(words="submarine"))
    assert (found.left.total, found.right.total, found.right.first) == (1, 0, None)
    assert len(found.only_left) == 1 and not found.pairs


def test_an_unknown_name_is_an_error(store):
    with pytest.raises(InputError, match="nobody of that name"):
        comparison(store, Filter(speaker="Nemo"), Filter())


def test_more_than_can_be_compared_is_said(tmp_path):
    words = [("Oren Tal", f"Boat {'x' * n} leaves.") for n in range(MOST + 5)]
    with Store(tmp_path / "many.db") as store:
        store.write([reading("many.txt", *words)])
        found = comparison(store, Filter(speaker="Tal"), Filter(words="nothing"))
    assert found.left.cut and found.left.total == MOST and not found.right.cut
