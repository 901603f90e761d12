"""Wording: which words bind, what changed between two texts, and which of them is softer."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.commitment import KINDS, marks
from onrecord.query.wording import ALIKE, change, likenesses, pairs, wordings


def _marks(text):
    return [(m.words, m.weight) for m in marks(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We will reopen the port in May.", [("will", 1)]),
        ("May we reopen the port? We may.", [("May", -2), ("may", -2)]),
        ("We are not sure that it helps.", [("not sure", -2)]),
        ("We’ll hold the line under no circumstances.", [("’ll", 1), ("under no circumstances", 2)]),
        ("Velmora condemned the raid and demands an answer.", [("condemned", 2), ("demands", 2)]),
        ("The ferry left at dawn.", []),
        ("", []),
        ("We would like to talk, if they can.", [("would like", -2), ("if", -1), ("can", -1)]),
        ("We will not rule out a toll.", [("will", 1), ("not rule out", -1)]),
    ],
)
def test_words_that_bind_or_hold_back(text, found):
    assert _marks(text) == found


def test_a_language_without_a_list_has_no_marks():
    assert not list(marks("We will, we must.", language="xx"))


def test_each_kind_of_mark_has_words_for_the_reader():
    text = "We intend to guarantee it; perhaps we must certainly insist if it seems so; I think we hope to weigh some request."
    assert {m.kind for m in marks(text)} <= set(KINDS)
    assert len({m.kind for m in marks(text)}) > 8


@pytest.mark.parametrize(
    ("first", "second", "shift", "dropped", "added"),
    [
        ("The quay will open in spring.", "The quay may open in spring.", "softer", ["will"], ["may"]),
        ("The quay may open in spring.", "The quay will open in spring.", "harder", ["may"], ["will"]),
        ("The quay will open in spring.", "the quay will open, in spring", "repeated", [], []),
        ("The quay opens in spring, by the old gate.", "The quay opens in autumn, by the old gate.", "reworded", [], []),
        (
            "The quay by the old gate opens in the spring of the year.",
            "The quay by the old gate opens not in the spring of the year.",
            "reworded",
            [],
            ["not"],
        ),
        (
            "Some 330 berths are let to the fishermen of Tasken.",
            "Some 340 berths are let to the fishermen of Tasken.",
            "reworded",
            [],
            [],
        ),
        ("We urge Tasken to leave the strait.", "We demand that Tasken leave the strait.", "harder", ["urge"], ["demand"]),
        ("The ferry sank off the cape.", "We demand that Tasken leave the strait.", "reworded", [], ["demand"]),
    ],
)
def test_softer_harder_repeated(first, second, shift, dropped, added):
    found = change(first, second)
    assert found.shift == shift
    assert [m.words for m in found.dropped] == dropped
    assert [m.words for m in found.added] == added
    assert (found.balance < 0) == (shift == "softer") or shift == "reworded"


def test_a_status_is_a_mark_like_a_word():
    found = change("The quay opens in spring.", "The quay opens in spring.", statuses=("planned", "hoped"))
    assert found.shift == "softer"
    assert [(m.words, m.kind) for m in found.added] == [("hoped", "status")]
    assert [m.words for m in found.dropped] == ["planned"]
    denied = change("The quay opens in spring.", "The quay opens in spring.", statuses=("denied", "happened"))
    assert denied.shift == "reworded" and [m.words for m in denied.dropped] == ["denied"]


def test_the_words_that_changed_are_marked():
    found = change("We will open the old quay in May.", "We may open the quay in June, at last.")
    assert [p.text for p in found.first if p.changed] == ["will", "old", "May"]
    assert [p.text for p in found.second if p.changed] == ["may", "June, at last"]


_WORDS = st.lists(
    st.sampled_from(["the", "quay", "will", "may", "open", "of", ",", "“", "é", "😀", "\n", "Al-Omari"]), max_size=12
)


@given(_WORDS, _WORDS)
def test_the_pieces_of_a_text_are_the_text(first, second):
    first, second = " ".join(first), " ".join(second)
    found = change(first, second)
    assert "".join(p.text for p in found.first) == first
    assert "".join(p.text for p in found.second) == second
    if first == second:
        assert not any(p.changed for p in found.first)
    for text, held in ((first, found.dropped), (second, found.added)):
        assert all(text[m.start : m.end] == m.words for m in held)


LEFT = [
    "We support talks between the islanders and the port of Velmora.",
    "The tolls at the strait are a tax on every fisherman.",
    "Our ferries leave at dawn.",
]
RIGHT = [
    "A tax on each fisherman, that is what the tolls at the strait are.",
    "Talks between the port of Velmora and the islanders have our support.",
    "Nobody has asked the minister about the lighthouse.",
]


def test_texts_that_say_much_the_same_are_paired():
    found = pairs(LEFT, RIGHT)
    assert {(i, j) for i, j, _ in found} == {(0, 1), (1, 0)}
    assert all(ALIKE <= score <= 1 for *_, score in found)
    assert not pairs(LEFT, []) and not pairs([], RIGHT)


def test_each_text_is_paired_once():
    found = pairs([LEFT[0], LEFT[0]], [LEFT[0], RIGHT[2]])
    assert found == [(0, 0, 1.0)]


def test_texts_that_are_as_alike_are_paired_in_their_order():
    texts = [" ".join(f"word{(n + 1) * (k + 3)}" for k in range(n + 5)) for n in range(20)]
    assert pairs(texts, texts) == [(n, n, 1.0) for n in range(20)]


def test_likeness_is_the_same_both_ways():
    assert np.allclose(likenesses(LEFT, RIGHT).T, likenesses(RIGHT, LEFT))


def test_the_same_wording_said_again_is_one():
    texts = [
        LEFT[0],
        RIGHT[0],
        LEFT[0].replace("We", "“We"),
        "We might support talks between the islanders and the port of Velmora.",
    ]
    assert wordings(texts) == [[0, 2], [1], [3]]
