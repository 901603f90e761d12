"""Finding statements by what they mean, with vectors made by hand."""

from dataclasses import replace

import numpy as np
import pytest
from hand_made import READER, reading

from onrecord.annotate import labels
from onrecord.annotate.meaning import mean, meaning
from onrecord.errors import InputError
from onrecord.keep.lines import line
from onrecord.keep.store import Store
from onrecord.query import meaning as nearness
from onrecord.query.filters import Filter
from onrecord.query.meaning import nearest
from onrecord.run.meaning import vectors
from onrecord.schema import MEANING, Annotated

MODEL = READER.model


def _vector(seed, near=None, share=0.0):
    rng = np.random.default_rng(seed)
    made = rng.standard_normal(MEANING).astype(np.float32)
    made = made if near is None else share * near * np.linalg.norm(made) + (1 - share) * made
    return made / np.linalg.norm(made)


TALKS = _vector(9999)


def _reading(n, *, reader=READER, share=None):
    """Two statements, the first of them as near to talks as `share` says."""
    made = reading(f"news/{n}.txt", ("Ida Brandvik", f"Both sides, {n}, will learn to talk.", {"about": ["Velmora"]}),
                   ("Oren Tal", f"The ferry {n} leaves at dawn."), published=f"2021-{n % 12 + 1:02}-05",
                   publisher="The Tasken Post" if n % 2 else "Velmora Wire", reader=reader)  # fmt: skip
    share = n / 100 if share is None else share
    held = (_vector(n, TALKS, share), _vector(1000 + n))
    return replace(
        made, vectors={s.id: v.astype("<f2").tobytes() for s, v in zip(made.statements, held, strict=True)}
    )  # fmt: skip


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "record.db"
    with Store(path) as store:
        store.write([_reading(n) for n in range(60)])
    return path


def _found(store, wanted=None, **page):
    return [(s.content, s.likeness) for s in nearest(store, TALKS, MODEL, wanted or Filter(), **page).found]


def test_the_nearest_come_first_as_exact_arithmetic_has_them(path):
    with Store(path, read_only=True) as store:
        found = _found(store, limit=500)
        assert all("learn to talk" in content for content, _ in found[:20])
        assert [like for _, like in found] == sorted((like for _, like in found), reverse=True)
        held = dict(store.rows("SELECT s.content, m.vector FROM meanings m JOIN statements s ON s.number = m.statement"))
        for content, like in found:
            assert like == pytest.approx(float(np.frombuffer(held[content], "<f2").astype(np.float32) @ TALKS), abs=1e-4)
        assert len(found) == 120


def test_pages(path):
    with Store(path, read_only=True) as store:
        whole = _found(store, limit=500)
        assert _found(store, limit=7) + _found(store, limit=7, offset=7) == whole[:14]
        assert nearest(store, TALKS, MODEL, Filter(), limit=7).total == 120


def test_the_signs_choose_what_is_compared(path, monkeypatch):
    with Store(path, read_only=True) as store:
        exact = _found(store, limit=5)
        monkeypatch.setattr(nearness, "COMPARED", 20)
        assert nearest(store, TALKS, MODEL, Filter(), limit=50).total == 20
        assert _found(store, limit=5) == exact


def test_with_words_and_every_other_filter(path):
    with Store(path, read_only=True) as store:
        assert all("ferry" in content for content, _ in _found(store, Filter(words="ferry"), limit=500))
        some = nearest(store, TALKS, MODEL, Filter(outlet="The Tasken Post", speaker="Brandvik"), limit=500)
        assert some.total == 30 and {s.publisher for s in some.found} == {"The Tasken Post"}
        assert not nearest(store, TALKS, MODEL, Filter(words="nowhere")).found
        with pytest.raises(InputError, match="nobody of that name"):
            nearest(store, TALKS, MODEL, Filter(speaker="Atlantis"))


def test_what_is_written_later_is_found_and_what_was_read_anew_only_once(path):
    with Store(path) as store:
        before = len(_found(store, limit=500))
        store.write([_reading(100, share=0.99)])
        assert _found(store)[0][0] == "Both sides, 100, will learn to talk."
        again = replace(_reading(59, share=0.0), reader=replace(READER, version="1"))
        store.write([again])
        found = _found(store, limit=500)
        assert len(found) == before + 2
        assert [c for c, _ in found].count("Both sides, 59, will learn to talk.") == 1
        assert dict(found)["Both sides, 59, will learn to talk."] < 0.3


def test_a_version_that_is_no_more_is_not_found(path):
    with Store(path) as store:
        store.write([replace(_reading(101), document=replace(_reading(101).document, path="news/59.txt"))])
        assert "Both sides, 59, will learn to talk." not in dict(_found(store, limit=500))


def test_vectors_of_different_networks_are_never_compared(path):
    other = replace(READER, model="another")
    with Store(path) as store:
        store.write([_reading(200, reader=other, share=1.0)])
        assert "Both sides, 200, will learn to talk." not in dict(_found(store, limit=500))
        theirs = nearest(store, TALKS, "another", Filter())
        assert theirs.found[0].content == "Both sides, 200, will learn to talk." and theirs.total == 2
        with pytest.raises(InputError, match="noted by another version of the network; read its documents again"):
            nearest(store, TALKS, "a third", Filter())


def test_a_record_without_vectors_says_what_to_do(tmp_path):
    with Store(tmp_path / "plain.db") as store:
        store.write([reading("plain.txt", ("Oren Tal", "The ferry leaves."))])
        with pytest.raises(InputError, match="does not hold what its statements mean; read its documents again: onrecord read"):
            nearest(store, TALKS, MODEL, Filter())


def test_a_correction_keeps_what_a_statement_means(path):
    with Store(path) as store:
        first = nearest(store, TALKS, MODEL, Filter()).found[0]
        entry = store.correct(first.id, "reject", who="ann")
        assert first.content not in dict(_found(store, limit=500))
        store.undo(entry.number, who="ann")
        assert _found(store)[0] == (first.content, first.likeness)


def test_vectors_are_no_part_of_the_contract():
    made = _reading(1)
    assert "vectors" not in line(made)
    assert made == replace(made, vectors={})


# --- where they come from --------------------------------------------------------------------------------------------


def _notes(document, starts, ends, meanings):
    none = np.zeros(len(starts), np.int32)
    return Annotated(
        document=document, start=np.array(starts, np.int32), end=np.array(ends, np.int32), forms=("x",) * len(starts),
        sentence=none, paragraph=none, head=none, relation=(), tag=(), quotation=none, quotations=(), names=(), nouns=(),
        attributions=(), times=(), events=(), factuality=np.zeros(len(starts), np.float32), meaning=meanings,
    )  # fmt: skip


def test_a_statement_means_the_mean_of_its_words():
    made = reading("a.txt", (None, "We go."))
    (said,) = made.statements
    (start, end) = said.content[0]
    words = np.stack([_vector(n) for n in range(4)]).astype(np.float16)
    notes = _notes(made.document, [start - 1, start, start + 3, end], [start, start + 2, end, end + 1], words)
    held = np.frombuffer(vectors(notes, made.statements)[said.id], "<f2").astype(np.float32)
    want = words[1:3].astype(np.float32).mean(0)
    assert np.allclose(held, want / np.linalg.norm(want), atol=1e-3)
    assert vectors(replace(notes, meaning=None), made.statements) == {}
    assert vectors(_notes(made.document, [0], [1], words[:1]), made.statements) == {}, "no word of it"


def test_the_mean_has_length_one_or_none():
    assert np.linalg.norm(mean(np.stack([_vector(1), _vector(2)]))) == pytest.approx(1)
    assert not mean(np.zeros((0, MEANING), np.float32)).any()


def test_a_network_without_it_says_so(model):
    if "meaning" in labels.PROJECTED:
        pytest.skip("this one has it")
    with pytest.raises(InputError, match="this network does not say what words mean"):
        meaning("the two sides will talk", model)


def test_what_is_alike_in_meaning_is_near(model):
    if "meaning" not in labels.PROJECTED:
        pytest.skip("needs a network that says what words mean")
    a, b, c = (meaning(t, model) for t in (
        "mediation between the two sides", "the mediator will help both parties to talk", "the price of copper rose",
    ))  # fmt: skip
    assert a @ b > a @ c
    with pytest.raises(InputError, match="no words"):
        meaning("  ", model)
