"""Words, quotation marks and times: what is read before and beside the network."""

import itertools
import random

import numpy as np
import pytest
from conftest import cases
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.annotate.names import with_given
from onrecord.annotate.pieces import BREAK, SPACE, Pieces, WordPieces, gaps, pieces, windows
from onrecord.annotate.pieces import cases as case_classes
from onrecord.annotate.quotations import outermost, quotations
from onrecord.annotate.time import time_expressions
from onrecord.annotate.words import words
from onrecord.schema import Name


@pytest.mark.parametrize("case", cases("annotate/words.jsonl"))
def test_words(case):
    assert words(case["text"]).form == case["words"]


@given(st.text(max_size=200))
def test_words_point_to_themselves(text):
    found = words(text)
    for start, end, form in zip(found.start, found.end, found.form, strict=True):
        assert text[start:end] == form
    assert "".join(found.form) == "".join(text.split())
    assert (found.start[1:] >= found.end[:-1]).all()


def _marked(text):
    found = words(text)
    breaks = np.array([i == 0 or "\n" in text[found.end[i - 1] : found.start[i]] for i in range(len(found.form))], bool)
    gap = gaps(found.start, found.end, breaks)
    return found, quotations(found.form, (gap != 0).tolist(), breaks.tolist())


@pytest.mark.parametrize("case", cases("annotate/quotations.jsonl"))
def test_quotations(case):
    found, marks = _marked(case["text"])
    assert [case["text"][found.start[q.start] : found.end[q.end - 1]] for q in marks] == case["quotations"]
    for key in ("continues", "closed"):
        if key in case:
            assert [getattr(q, key) for q in marks] == case[key]


def test_a_name_is_what_the_text_calls_one():
    found, marks = _marked(
        'The route, called the “Amber Way”, is “Very Long”. It was dubbed "the Folly", then named “House of Tar”.'
    )
    at = found.form.index("Tar")
    given = with_given([Name(start=at, end=at + 1, kind="LOC", score=0.9)], found.form, marks)
    assert [(" ".join(found.form[n.start : n.end]), n.kind) for n in given] == [("Amber Way", "MISC"), ("House of Tar", "LOC")]


@given(st.text(alphabet="ab .,“”\"'‘’«»„\n-(", max_size=120))
def test_any_marks_break_nothing(text):
    found, marks = _marked(text)
    for q in marks:
        assert 0 <= q.start < q.end <= len(found.form)
    assert len(outermost(len(found.form), marks)) == len(found.form)


@pytest.mark.parametrize("case", cases("annotate/times.jsonl"))
def test_times(case):
    text = case["text"]
    found = time_expressions(text, case["published"], [(0, len(text))])
    assert [[text[t.start : t.end], t.when.first, t.when.last] for t in found] == case["times"]


def test_text_counts_from_the_date_line_at_its_head():
    found = time_expressions(
        "Port shut\n\nTuesday, October 26, 2021\n\nYesterday it shut.", "2021-10-28", [(0, 9), (11, 36), (38, 57)]
    )
    assert [t.when.first for t in found] == ["2021-10-26", "2021-10-25"]


def test_what_is_quoted_says_nothing_of_the_day_of_the_report():
    text = '"Today is May 7," it began.\n\nYesterday it shut.'
    found = time_expressions(text, "2021-05-28", [(0, 27), (29, len(text))])
    assert [t.when.first for t in found] == ["2021-05-28", "2021-05-07", "2021-05-27"]


@given(st.text(alphabet="0123456789 ofthe-/,.'sMaychJnuary日", max_size=60))
def test_any_numbers_break_no_times(text):
    for t in time_expressions(text, "2024-03-12", [(0, len(text))]):
        assert 0 <= t.start < t.end <= len(text)


class _Letters:
    """A vocabulary in which each letter is a piece."""

    def encode_batch(self, found, *, add_special_tokens=True):
        class Encoded:
            def __init__(self, form):
                self.ids = [ord(c) for c in form if c.isalnum()]

        return [Encoded(form) for form in found]


def _pieces(forms) -> Pieces:
    gap = np.full(len(forms), SPACE)
    gap[:1] = BREAK
    return pieces(WordPieces(_Letters(), unknown=0)(forms), forms, gap, [])


def test_a_word_of_no_pieces_is_unknown():
    cut = _pieces(["ab", "—", "c"])
    assert cut.ids.tolist() == [97, 98, 0, 99]
    assert cut.first.tolist() == [0, 2, 3, 4]
    assert cut.word.tolist() == [0, 0, 1, 2]


def test_cases_of_words():
    assert len(set(case_classes(["word", "Word", "WORD", "iPhone", "A", "12"]).tolist())) == 6


@settings(max_examples=200)
@given(st.integers(1, 400), st.integers(20, 90), st.integers(0, 19), st.randoms(use_true_random=False))
def test_windows_keep_every_word_once(count, size, context, rng: random.Random):
    lengths = np.array([rng.randint(1, 4) for _ in range(count)])
    first = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    gap = np.array([BREAK if i == 0 or rng.random() < 0.05 else SPACE for i in range(count)])
    found = windows(first, gap, size=size, context=context)
    assert found[0].keep_start == 0 and found[-1].keep_end == count
    for w in found:
        assert w.start <= w.keep_start <= w.keep_end <= w.end
        assert first[w.end] - first[w.start] <= size
    for a, b in itertools.pairwise(found):
        assert a.keep_end == b.keep_start


def test_a_text_about_long_ago_dates_its_days_by_the_years_that_it_tells():
    paragraphs = [
        "Olav Dahl was born in 1811.",
        "He fell ill in March 1832.",
        "His last book came out in 1833.",
        "On 2 June he died.",
    ]
    text = "\n\n".join(paragraphs)
    spans = [(at := text.index(p), at + len(p)) for p in paragraphs]
    days = {text[t.start : t.end]: t.when.first for t in time_expressions(text, "2004-08-18", spans)}
    assert days["2 June"] == "1833-06-02"
    recent = text.replace("in 1833", "in 2004")
    days = {recent[t.start : t.end]: t.when.first for t in time_expressions(recent, "2004-08-18", spans)}
    assert days["2 June"] == "2004-06-02"
