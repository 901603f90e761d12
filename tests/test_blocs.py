"""States that are spoken of as one: the West, the Arab states, and who "our adversaries" are."""

import pytest
from read_text import read


def mentions(folder, text):
    reading = read(folder, text)
    name = {a.id: a.name for a in reading.actors}
    return [(text[m.start : m.end], name.get(m.actor)) for m in reading.mentions]


@pytest.mark.parametrize("words", ["Western countries", "Westerners", "The West", "The Collective West", "Western partners"])
def test_the_west_is_one_actor_under_its_names(tmp_path, words):
    text = f"{words} condemned the vote, Foreign Minister Ole Marosh said."
    (found,) = {name for told, name in mentions(tmp_path, text) if told.split()[-1] == words.split()[-1]}
    assert found == "the West"


AFRAID = """Western countries condemned the vote in the west of the country. The West is afraid, said Russian Foreign Minister \
Sergey Lavrov. "Western partners lied to us. The Westerners attacked Iraq," he told Kanye West in West Berlin. He drove West."""


@pytest.mark.parametrize(
    ("text", "west"),
    [
        # not what lies to the west, nor where somebody drives to
        (AFRAID, ["Western countries", "West", "Westerners"]),
        ("The sun sets in the West. Travel West, Ole Berg said.", ["West"]),
        ("Western states have fallen silent. States disliked by Peru have not, Ole Berg said.", ["Western states"]),
        ("This displeases our Western partners. Trade with countries disliked by them grows.", ["Western partners", "them"]),
    ],
)
def test_what_stands_for_a_bloc_and_what_does_not(tmp_path, text, west):
    assert [told for told, name in mentions(tmp_path, text) if name == "the West"] == west


def test_these_countries_are_the_bloc_told_of(tmp_path):
    found = mentions(
        tmp_path,
        "Gulf states condemned the vote. These countries have lost, Foreign Minister Ole Berg said. The Baltic countries left.",
    )
    assert ("These countries", "Gulf states") in found
    assert ("Baltic countries", "Baltic states") in found


def hostile(folder, text):
    reading = read(folder, text)
    name = {a.id: a.name for a in reading.actors}
    return [(name[t.source], name[t.target]) for t in reading.ties if t.relation == "hostile"]


@pytest.mark.parametrize(
    ("said", "by", "ties"),
    [
        ("Westerners have long watched Peru.", "Ambassador Ole Berg of Norway", [("the West", "Norway")]),
        ("The Americans have long wanted the port.", "Ambassador Ole Berg of Norway", [("United States", "Norway")]),
        # their own people are no adversaries of theirs
        ("Americans have always paid.", "US President Ann Lee", [("our rivals", "United States")]),
        ("Americans have always paid.", "US Democrats leader Ann Lee", [("our rivals", "US Democrats")]),
        # nor, as far as the text says, a people that may be of theirs
        ("Kurds have long paid.", "Iraqi Prime Minister Ali Hasan", [("our rivals", "Iraq")]),
        # one state is not several, and whoever is told something is not told of
        ("Peru has long watched us.", "Ambassador Ole Berg of Norway", [("our rivals", "Norway")]),
        ("We told the Americans so.", "Ambassador Ole Berg of Norway", [("our rivals", "Norway")]),
    ],
)
def test_our_adversaries_are_the_state_or_bloc_told_of_before(tmp_path, said, by, ties):
    assert hostile(tmp_path, f'{by} said: "{said} Clearly, our rivals did not welcome the pact."') == ties


@pytest.mark.parametrize("whose", ["our old rivals", "Chile's rivals"])
def test_other_adversaries_are_nobody_told_of_before(tmp_path, whose):
    text = f'Ambassador Ole Berg of Norway said: "Westerners watched Peru. Clearly, {whose} did not welcome the pact."'
    assert "the West" not in dict(hostile(tmp_path, text))


def test_who_is_told_of_in_another_paragraph_is_not_meant(tmp_path):
    text = """Ambassador Ole Berg of Norway said: "Westerners have long watched Peru.

"Clearly, our rivals did not welcome the pact."
"""
    assert ("the West", "Norway") not in hostile(tmp_path, text)
