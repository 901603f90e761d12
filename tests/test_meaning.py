"""Finding statements by what they mean, with vectors made by hand."""

import re
from dataclasses import replace

import numpy as np
import pytest
from hand_made import READER, reading

from onrecord.acquire.files import documents
from onrecord.annotate.meaning import mean, meaning, pieces, senses
from onrecord.errors import InputError
from onrecord.keep.lines import line
from onrecord.keep.store import Store
from onrecord.query import meaning as nearness
from onrecord.query.filters import Filter
from onrecord.query.meaning import nearest
from onrecord.run.meaning import meaning_of, vectors
from onrecord.run.reading import read_document
from onrecord.schema import MEANING, Annotated

TABLE = "a table"


def _vector(seed, near=None, share=0.0):
    rng = np.random.default_rng(seed)
    made = rng.standard_normal(MEANING).astype(np.float32)
    made = made if near is None else share * near * np.linalg.norm(made) + (1 - share) * made
    return made / np.linalg.norm(made)


TALKS = _vector(9999)


def _reading(n, *, by=TABLE, share=None):
    """Two statements, the first of them as near to talks as `share` says."""
    made = reading(f"news/{n}.txt", ("Ida Brandvik", f"Both sides, {n}, will learn to talk.", {"about": ["Velmora"]}),
                   ("Oren Tal", f"The ferry {n} leaves at dawn."), published=f"2021-{n % 12 + 1:02}-05",
                   publisher="The Tasken Post" if n % 2 else "Velmora Wire")  # fmt: skip
    share = n / 100 if share is None else share
    held = (_vector(n, TALKS, share), _vector(1000 + n))
    return replace(
        made, vectors={s.id: v.astype("<f2").tobytes() for s, v in zip(made.statements, held, strict=True)}, vectors_by=by
    )  # fmt: skip


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "record.db"
    with Store(path) as store:
        store.write([_reading(n) for n in range(60)])
    return path


def _found(store, wanted=None, **page):
    return [(s.content, s.likeness) for s in nearest(store, TALKS, TABLE, wanted or Filter(), **page).found]


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
        assert nearest(store, TALKS, TABLE, Filter(), limit=7).total == 120


def test_the_signs_choose_what_is_compared(path, monkeypatch):
    with Store(path, read_only=True) as store:
        exact = _found(store, limit=5)
        monkeypatch.setattr(nearness, "COMPARED", 20)
        assert nearest(store, TALKS, TABLE, Filter(), limit=50).total == 20
        assert _found(store, limit=5) == exact


def test_with_words_and_every_other_filter(path):
    with Store(path, read_only=True) as store:
        assert all("ferry" in content for content, _ in _found(store, Filter(words="ferry"), limit=500))
        some = nearest(store, TALKS, TABLE, Filter(outlet="The Tasken Post", speaker="Brandvik"), limit=500)
        assert some.total == 30 and {s.publisher for s in some.found} == {"The Tasken Post"}
        assert not nearest(store, TALKS, TABLE, Filter(words="nowhere")).found
        with pytest.raises(InputError, match="nobody of that name"):
            nearest(store, TALKS, TABLE, Filter(speaker="Atlantis"))


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


def test_vectors_by_different_tables_are_never_compared(path):
    with Store(path) as store:
        store.write([_reading(200, by="another", share=1.0)])
        assert "Both sides, 200, will learn to talk." not in dict(_found(store, limit=500))
        theirs = nearest(store, TALKS, "another", Filter())
        assert theirs.found[0].content == "Both sides, 200, will learn to talk." and theirs.total == 2
        with pytest.raises(InputError, match="noted by another version of onrecord; read its documents again"):
            nearest(store, TALKS, "a third", Filter())


def test_vectors_outlive_another_network(path):
    with Store(path) as store:
        store.write([replace(_reading(201, share=1.0), reader=replace(READER, model="another"))])
        assert _found(store)[0][0] == "Both sides, 201, will learn to talk."


def test_a_record_without_vectors_says_what_to_do(tmp_path):
    with Store(tmp_path / "plain.db") as store:
        store.write([reading("plain.txt", ("Oren Tal", "The ferry leaves."))])
        with pytest.raises(InputError, match="does not hold what its statements mean; read its documents again: onrecord read"):
            nearest(store, TALKS, TABLE, Filter())


def test_a_correction_keeps_what_a_statement_means(path):
    with Store(path) as store:
        first = nearest(store, TALKS, TABLE, Filter()).found[0]
        entry = store.correct(first.id, "reject", who="ann")
        assert first.content not in dict(_found(store, limit=500))
        store.undo(entry.number, who="ann")
        assert _found(store)[0] == (first.content, first.likeness)


def test_vectors_are_no_part_of_the_contract():
    made = _reading(1)
    assert "vectors" not in line(made)
    assert made == replace(made, vectors={})


# --- where they come from --------------------------------------------------------------------------------------------


def _notes(made, of_words):
    """Of a document, whose sentences end at full stops."""
    spans = [(m.start(), m.end()) for m in re.finditer(r"\w+|[^\w\s]", made.document.text)]
    sentence = np.cumsum([0, *(made.document.text[a:b] == "." for a, b in spans[:-1])]).astype(np.int32)
    none = np.zeros(len(spans), np.int32)
    forms = tuple(made.document.text[a:b] for a, b in spans)
    return Annotated(
        document=made.document, start=np.array([a for a, _ in spans], np.int32), end=np.array([b for _, b in spans], np.int32),
        forms=forms, sentence=sentence, paragraph=none, head=none, relation=(), tag=(), quotation=none, quotations=(), names=(),
        nouns=(), attributions=(), times=(), events=(), factuality=none.astype(np.float32), meaning=of_words(forms),
    )  # fmt: skip


def _held(made, of_words):
    found = vectors(_notes(made, of_words), made.statements)
    return [np.frombuffer(found[s.id], "<f2").astype(np.float32) for s in made.statements]


def _one_hot(forms):
    """Each letter that a word begins with is a direction of its own."""
    made = np.zeros((len(forms), MEANING), np.float16)
    made[np.arange(len(forms)), [ord(form[0]) % MEANING for form in forms]] = 1
    return made


def test_a_statement_means_what_its_words_do_the_sentence_before_and_what_it_continues():
    (said,) = _held(reading("a.txt", ("Ida Brandvik", "go")), _one_hot)
    assert said[ord("g")] == pytest.approx(1, abs=1e-3), "nothing before it"
    first, other, next_ = _held(reading("a.txt", ("Ida", "go."), ("Oren", "hide."), ("Oren", "dare.")), _one_hot)
    assert first[ord("h")] == first[ord("d")] == 0
    # what another said before counts less than what one goes on from, and what was said before that not at all
    assert next_[ord("h")] > other[ord("g")] > 0 and next_[ord("d")] > 0 and next_[ord("g")] == 0


def test_an_answer_means_what_its_question_asks(model, tmp_path):
    path = tmp_path / "talk.txt"
    turns = [("Is it late?", "It is late."), ("Will Velmora sell its boats to Tasken?", "The king is old. They will.")]
    path.write_text("\n\n".join(f"Q: {q}\n\nA: {a}" for q, a in turns * 2), encoding="utf8")
    kept = read_document(next(documents(str(path))), model)
    question, answer = [kept.vectors[s.id] for s in kept.statements if s.form in ("question", "answer")][2:4]
    asked, said = (np.frombuffer(v, "<f2").astype(np.float32) for v in (question, answer))
    alone = meaning("The king is old. They will.")
    assert kept.vectors_by == senses().hash
    assert said @ asked > alone @ asked + 0.1


def test_a_statement_without_words_or_a_reader_without_meanings_has_no_vector():
    made = reading("a.txt", ("Ida Brandvik", "go"))
    assert vectors(replace(_notes(made, _one_hot), meaning=None), made.statements) == {}
    empty = replace(made.statements[0], content=((0, 0),))
    assert vectors(_notes(made, _one_hot), (empty,)) == {}


def test_the_mean_has_length_one_or_none():
    assert np.linalg.norm(mean(np.stack([_vector(1), _vector(2)]))) == pytest.approx(1)
    assert not mean(np.zeros((0, MEANING), np.float32)).any()


@pytest.mark.parametrize(
    "form, made_of",
    [
        ("mediation", ["mediation"]), ("MEDIATION", ["mediation"]), ("mediations", ["mediation", "##s"]),
        ("Médiation", ["mediation"]), ("xmediation", ["##mediation"]), ("media-tion", ["media", "-"]), ("U.S.", ["u.s."]),
        ("日本", []), ("", []), ("  ", []), ("\ud800", []), ("##s", []),
    ],
)  # fmt: skip
def test_a_word_is_made_of_its_longest_beginnings(form, made_of):
    assert list(pieces(form, {"mediation", "media", "##mediation", "##s", "-", "u.s."})) == made_of


def test_what_is_alike_in_meaning_is_near():
    a, b, c = (meaning(t) for t in (
        "mediation between the two sides", "the mediator will help both parties to talk", "the price of copper rose",
    ))  # fmt: skip
    assert a @ b > a @ c + 0.2


@pytest.mark.parametrize("text", ["", "  ", "日本", "\x00"])
def test_a_query_without_words_that_are_known_says_so(text):
    with pytest.raises(InputError, match="no words to search for"):
        meaning(text)


def test_the_same_words_mean_the_same_in_any_company():
    forms = ("Kurds", "and", "Damascus")
    assert (senses()(forms)[0] == senses()(("of", "Kurds"))[1]).all()
    assert senses()(()).shape == (0, MEANING)


def test_the_two_sides_are_found_by_who_they_are(shared, model, tmp_path):
    with Store(tmp_path / "seeds.db") as store:
        store.write([read_document(d, model) for p in sorted((shared / "seeds").glob("*.txt")) for d in documents(str(p))])
        vector, made_by = meaning_of("mediation between Kurds and Damascus")
        assert any("learn to talk" in hit.content for hit in nearest(store, vector, made_by, Filter(), limit=5).found)
