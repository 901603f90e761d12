"""Notes of whoever wrote somebody's words down are no words of theirs."""

import pytest

from onrecord.acquire.files import documents
from onrecord.run.reading import read_document
from onrecord.stage_notes import stage_notes

NOTES = [
    "(Laughter.)", "(laughs)", "[Applause]", "(Loud applause.)", "(Laughter and applause.)", "(Applause in the hall.)",
    "(inaudible)", "[inaudible due to wind]", "[unintelligible]", "[crosstalk]", "(cross-talk)", "(pause)", "(Music.)",
    "(Through interpreter)", "(through an interpreter)", "(via translator)", "(Speaking through a translator.)",
    "(Through Russian interpreter.)", "(translated from Kurdish)", "(as translated)", "(In Russian.)", "(speaking in Arabic)",
    "(Off-mike.)", "(microphone off)", "(audio break)", "(No response.)", "(he laughs)", "(Shakes her head.)",
    "(Points to the map.)", "(via video link)", "[sic]", "(sic!)", "(ph)",
]  # fmt: skip
WORDS = [
    "[several]", "[the ministry]", "[Russian]", "[silence]", "[he]", "[of the port]", "(see below)", "(in Geneva)", "(UNBA)",
    "(2018)", "(the laughter of the crowd was heard)", "(a fund for music schools)", "(and others)", "(Spanish exports fell)",
    "(the bell of the old church, he said, is broken)", "(who applauded the plan)", "(no answers from the state)", "(English)",
    "(by interpreters who were paid)", "(look at the map of 1920)", "(their music)",
]  # fmt: skip


@pytest.mark.parametrize("note", NOTES)
def test_a_note_is_found_where_it_stands(note):
    text = f"We will {note} go on."
    assert [text[a:b] for a, b in stage_notes(text)] == [note]


@pytest.mark.parametrize("words", WORDS)
def test_other_words_in_brackets_are_none(words):
    assert not list(stage_notes(f"We will {words} go on."))


BRIEFING = """Joint press conference in Port Selm

12 May 2021

MODERATOR: Good morning. We take two questions. (Laughter.)

MINISTER TAREN: (Through interpreter.) We have agreed to open the river. (Applause.) The locks [at Brask] will be ready in \
June, and the tolls are [sic] to fall.

PRESIDENT OKORO: (Laughs.) I hope that the treaty holds [crosstalk] for many years.

Q: Will the tolls fall before the vote? (Laughter.)

MINISTER TAREN: (Laughter.)

(Applause.)

They will. (inaudible)

PRESIDENT OKORO: (Nods.)
"""


def read(tmp_path, model, text):
    path = tmp_path / "briefing.txt"
    path.write_text(text, encoding="utf8")
    return read_document(next(documents(str(path))), model)


def words(reading):
    return [[reading.document.text[a:b] for a, b in s.content] for s in reading.statements]


def test_a_transcript_has_the_words_without_the_notes(tmp_path, model):
    reading = read(tmp_path, model, BRIEFING)
    assert reading.document.text == BRIEFING
    turns = [s for s in reading.statements if s.form in ("question", "answer")]
    assert [[BRIEFING[a:b] for a, b in s.content] for s in turns] == [
        ["Good morning. We take two questions."],
        [
            "We have agreed to open the river.",
            "The locks [at Brask] will be ready in June, and the tolls are",
            "to fall.",
        ],
        ["I hope that the treaty holds", "for many years."],
        ["Will the tolls fall before the vote?"],
        ["They will."],
    ]
    assert [s.form for s in turns] == ["question", "answer", "answer", "question", "answer"]
    for statement in reading.statements:
        for start, end in statement.content:
            assert not list(stage_notes(BRIEFING, start, end))


def test_junk_within_a_turn_is_part_of_no_words(tmp_path, model):
    text = """Oren Tal: The locks will hold

Q: Will the river rise?
A: It will rise by a metre in spring.
Read more: Who pays for the locks at Brask
After that it falls.
Q: And the tolls?
A: They stay.
"""
    assert ["It will rise by a metre in spring.", "After that it falls."] in words(read(tmp_path, model, text))


def test_a_quotation_goes_on_after_a_note(tmp_path, model):
    text = (
        '"[Several] boats will pass the locks at once (applause) and the tolls will fall," Minister Ilja Taren said. '
        '"The old bell (the one at Brask) will ring again," he said.'
    )
    found = words(read(tmp_path, model, text))
    assert ['"[Several] boats will pass the locks at once', 'and the tolls will fall,"'] in found
    assert any("(the one at Brask)" in piece for pieces in found for piece in pieces)
    assert not any("applause" in piece for pieces in found for piece in pieces)


def test_what_is_told_over_a_note_has_its_teller(tmp_path, model):
    text = (
        "Press conference in Port Selm\n\nQ: What did Norway do?\n\n"
        "MINISTER TAREN: Norway has imposed (pause) sanctions on Chad.\n\nQ: And Peru?\n\nMINISTER TAREN: Nothing yet.\n"
    )
    reading = read(tmp_path, model, text)
    ids = {s.id: s for s in reading.statements}
    assert reading.events and all(ids[e.asserted_by].form == "answer" for e in reading.events)
