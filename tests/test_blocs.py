"""States that are spoken of as one: the West, the Arab states, and who "our adversaries" are."""

import pytest

from tests.read_text import read


def mentions(folder, text):
    reading = read(folder, text)
    name = {a.id: a.name for a in reading.actors}
    return [(text[m.start : m.end], name.get(m.actor)) for m in reading.mentions]


@pytest.mark.parametrize("words", ["Western countries", "Westerners", "The West", "The Collective West", "Western partners"])
def test_the_west_is_one_actor_under_its_names(tmp_path, words):
    text = f"{words} condemned the vote, Foreign Minister Ole Marosh said."
    (found,) = {name for told, name in mentions(tmp_path, text) if told.split()[-1] == words.split()[-1]}
    assert found == "the West"


def test_a_bloc_is_not_meant_by_a_direction_or_by_other_states(tmp_path):
    text = "Western countries condemned the vote in the west of Peru. Countries disliked by Chile left. Marosh drove West."
    found = mentions(tmp_path, text)
    assert ("Western countries", "the West") in found
    assert [told for told, name in found if name == "the West"] == ["Western countries"]


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
        ("Westerners have always watched Peru.", "Ambassador Ole Berg of Norway", [("the West", "Norway")]),
        ("The Americans have always wanted the port.", "Ambassador Ole Berg of Norway", [("United States", "Norway")]),
        # their own people are no adversaries of theirs
        ("Americans have always paid.", "US President Ann Lee", [("our adversaries", "United States")]),
        # nor, as far as the text says, a people that may be of theirs
        ("Kurds have always paid.", "Iraqi Prime Minister Ali Hasan", [("our adversaries", "Iraq")]),
    ],
)
def test_our_adversaries_are_the_state_or_bloc_told_of_before(tmp_path, said, by, ties):
    assert hostile(tmp_path, f'{by} said: "{said} Naturally, our adversaries do not like this friendship."') == ties


@pytest.mark.parametrize("whose", ["our old enemies", "their adversaries"])
def test_other_adversaries_are_nobody_told_of_before(tmp_path, whose):
    text = f'Ambassador Ole Berg of Norway said: "Westerners watched Peru. Naturally, {whose} do not like this friendship."'
    assert "the West" not in dict(hostile(tmp_path, text))


def test_who_is_told_of_in_another_paragraph_is_not_meant(tmp_path):
    text = """Ambassador Ole Berg of Norway said: "Westerners have always watched Peru.

"Naturally, our adversaries do not like this friendship."
"""
    assert ("the West", "Norway") not in hostile(tmp_path, text)
