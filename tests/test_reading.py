"""Whole documents through all stages: the examples, our own cases, and what must hold of every reading."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import cases
from onrecord.acquire.files import documents
from onrecord.keep.lines import line
from onrecord.run.reading import read_document
from onrecord.schema import Document, Reader

EXAMPLES = sorted((Path(__file__).parent.parent / "examples").iterdir())
TEXTS = [path for path, _ in cases.cases()]


@pytest.fixture(scope="module")
def readings(weights):
    from onrecord.annotate.onnx import shipped

    model = shipped()
    found = {}
    for path in [*EXAMPLES, *TEXTS]:
        document = next(documents(str(path)))
        assert isinstance(document, Document), document
        found[path.name] = read_document(document, model)
    return found


def test_every_span_lies_in_its_text_and_is_trimmed(readings):
    for reading in readings.values():
        text = reading.document.text
        spans = [(m.start, m.end) for m in reading.mentions]
        for s in reading.statements:
            spans += [*s.source, *s.cue]
            spans += s.content
            assert s.content and list(s.content) == sorted(s.content)
        for a, b in spans:
            assert 0 <= a < b <= len(text)
            assert text[a:b] == text[a:b].strip()


def test_whatever_is_referred_to_is_there(readings):
    for reading in readings.values():
        actors = {a.id for a in reading.actors}
        statements = {s.id for s in reading.statements}
        assert len(actors) == len(reading.actors) and len(statements) == len(reading.statements)
        assert {m.actor for m in reading.mentions} - {None} <= actors
        for s in reading.statements:
            speaker = s.speaker.actor if s.speaker else None
            assert {*s.co_speakers, *s.about, speaker, s.addressee} - {None} <= actors
            assert s.inside is None or s.inside in statements
            assert s.said is None or not (s.said.first and s.said.last) or s.said.first <= s.said.last


def test_a_statement_lies_in_the_one_it_is_inside(readings):
    nested = 0
    for reading in readings.values():
        by_id = {s.id: s for s in reading.statements}
        for s in reading.statements:
            if s.inside:
                nested += 1
                outer = by_id[s.inside]
                assert all(any(a <= x and y <= b for a, b in outer.content) for x, y in (s.content[0], s.content[-1]))
    assert nested > 3


def test_reading_again_gives_the_same_record(readings):
    from onrecord.annotate.onnx import OnnxModel
    from onrecord.config import model_folder

    fresh = OnnxModel(model_folder())
    for path in reversed([*EXAMPLES, *TEXTS]):
        again = read_document(next(documents(str(path))), fresh)
        assert line(again) == line(readings[path.name])


def test_no_words_of_junk_are_put_into_a_mouth(readings):
    for reading in readings.values():
        for segment in reading.document.segments:
            if segment.kind == "boilerplate":
                for s in reading.statements:
                    assert all(b <= segment.start or a >= segment.end for a, b in s.content), reading.document.path


def test_our_own_cases_are_read_as_a_careful_reader_does(readings):
    held: Counter[bool] = Counter()
    missed = []
    for path, gold in cases.cases():
        for check in cases.checks(gold, readings[path.name]):
            held[check.held] += 1
            if not check.held:
                missed.append(f"{path.name}: {check.kind}: {check.what}")
    share = held[True] / held.total()
    assert share >= 0.9, f"{share:.1%}\n" + "\n".join(missed)


def test_the_example_interview_is_read_turn_by_turn(readings):
    reading = readings["envoy-interview.txt"]
    turns = [s for s in reading.statements if s.form in ("question", "answer")]
    assert [s.form for s in turns] == ["question", "answer"] * 3 + ["question"]
    assert {s.speaker.name for s in turns if s.form == "answer"} == {"Teresa Valdemar"}
    assert {s.speaker.name for s in turns if s.form == "question"} == {"Abena Owusu"}
    quoted = [s for s in reading.statements if s.speaker and s.speaker.name == "Kofi Mensah-Boateng"]
    assert quoted and quoted[0].inside == turns[0].id


def _read(text, tmp_path, model):
    path = tmp_path / "text.txt"
    path.write_text(text, encoding="utf8")
    return read_document(next(documents(str(path))), model)


def _voices(text, tmp_path, weights):
    from onrecord.annotate.onnx import shipped

    reading = _read(text, tmp_path, shipped())
    turns = [s for s in reading.statements if s.form in ("question", "answer")]
    return [(s.form, s.speaker.name if s.speaker else None) for s in turns]


def test_labels_of_letters_and_of_names_part_one_transcript(tmp_path, weights):
    text = (
        "MINISTER AYGUL SEITOVA: The bridge opens in May.\n\nFOREIGN SECRETARY PAAVO LINDH: We welcome that.\n\n"
        "QUESTION: Who pays for it?\n\nMINISTER SEITOVA: We do.\n\nQ: And the other half?\n\n"
        "FOREIGN SECRETARY LINDH: We do.\n\nQUESTION (via interpreter): Is that a promise?\n\nA: It is.\n"
    )
    assert _voices(text, tmp_path, weights) == [
        ("answer", "Aygul Seitova"),
        ("answer", "Paavo Lindh"),
        ("question", "QUESTION"),
        ("answer", "Aygul Seitova"),
        ("question", "QUESTION"),
        ("answer", "Paavo Lindh"),
        ("question", "QUESTION"),
        # two have answered: the letter does not say which of them
        ("answer", None),
    ]


def test_initials_as_labels_are_those_who_were_labelled_in_full(tmp_path, weights):
    text = (
        "Esi Boateng: Why did you return?\n\nAdama Keita: Because I was asked.\n\nEB: By whom?\n\nAK: By the town.\n\n"
        "EB: And now?\n\nAK: Now I stay here.\n"
    )
    assert _voices(text, tmp_path, weights) == [("question", "Esi Boateng"), ("answer", "Adama Keita")] * 3


def test_who_asks_is_named_after_question_and_an_office_is_whose_the_title_names(tmp_path, weights):
    text = (
        "Daily Briefing by the Spokesperson of the Ministry of Fisheries of Peru, Rosa Marin\n\n"
        "Spokesperson: The minister will visit the port in May.\n\nQuestion (Ada Lund, Daily Ferry): Which port?\n\n"
        "Answer: The old one.\n\nQuestion (Olu Berg of Northwire): Why that one?\n\nAnswer: It has the fish.\n\n"
        "Question (via interpreter): Is that so?\n\nAnswer: It is.\n"
    )
    asked = ["Ada Lund", "Olu Berg", "Question"]
    turns = [turn for name in asked for turn in (("question", name), ("answer", "Rosa Marin"))]
    assert _voices(text, tmp_path, weights) == [("answer", "Rosa Marin"), *turns]
    only = text.replace("Spokesperson: The minister will visit the port in May.", "Rosa Marin spoke in Lima on Monday.")
    assert _voices(only, tmp_path, weights) == [(form, None if name == "Question" else name) for form, name in turns]
    two = text.replace("Marin\n", "Marin, and the Spokesperson of the Ministry of Ports, Ida Quispe\n", 1)
    assert _voices(two, tmp_path, weights)[0] == ("answer", "Spokesperson")


def test_first_names_and_parts_as_labels_are_those_who_are_introduced(tmp_path, weights):
    text = (
        "The Long Pier, episode 9\n\nHost: Welcome. I'm Nora Falk, and with me are Petra Roos and the ferryman Nora Birk.\n\n"
        "Petra Roos: Good evening.\n\nHost: Petra, who pays?\n\nPetra: Nobody does.\n\n"
        "Nora Birk: We do.\n\nHost: And who rows?\n\nNora: I row.\n"
    )
    assert [name for _, name in _voices(text, tmp_path, weights)] == [
        "Nora Falk", "Petra Roos", "Nora Falk", "Petra Roos", "Nora Birk", "Nora Falk", "Nora Birk",
    ]  # fmt: skip


def test_he_is_who_spoke_last_where_no_chain_says_it_and_nobody_else_was_named(weights, tmp_path):
    from onrecord.annotate.annotation import annotated
    from onrecord.annotate.onnx import shipped
    from onrecord.derive.reading import reading

    def speakers(between: str) -> list[str | None]:
        text = (
            "Piet Maas, the consul of Lodria, said that the two sides had known one another for decades.\n\n"
            '"They came as students. They stayed as teachers."\n\n'
            f'"They built the school. {between}Their children went there. Some of them teach there now."\n\n'
            "Read more: The long road of the engineers\n\nHe pointed out that the Coast is home to families from the north."
        )
        path = tmp_path / "ties.txt"
        path.write_text(text, encoding="utf8")
        document = next(documents(str(path)))
        assert isinstance(document, Document)
        # as if the network had joined nothing
        notes = annotated(document, shipped())
        alone = tuple(replace(noun, chain=number) for number, noun in enumerate(notes.nouns))
        found = reading(replace(notes, nouns=alone), Reader(name="test", version="0", model=""))
        return [s.speaker.name if s.speaker else None for s in found.statements]

    assert speakers("")[-1] == "Piet Maas"
    assert speakers("Anna Berg taught them. ")[-1] != "Piet Maas"


def test_int8_is_summed_exactly_on_processors_without_vnni_too(model):
    # the floors of quality show it only where the tests run on such a processor
    assert model._words.get_session_options().get_session_config_entry("session.x64quantprecision") == "1"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ('Asked whether Peru would attack, Paz said: "No."', None),
        ("Lund asked whether Peru would attack.", "Lund"),
        ("Saying the vote was rigged, Lund left the room.", "Lund"),
    ],
)
def test_whoever_is_asked_something_does_not_say_it(text, speaker, model, tmp_path):
    first = _read(text, tmp_path, model).statements[0]
    assert (first.speaker and first.speaker.name) == speaker


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "The news agency quoted General Omar Said as saying the army controlled Goma.",
            [
                ("news agency", "quoted", "General Omar Said as saying the army controlled Goma", False),
                ("Omar Said", "as saying", "the army controlled Goma", True),
            ],
        ),
        (
            "General Omar Said was quoted as saying the army controlled Goma.",
            [("Omar Said", "was quoted as saying", "the army controlled Goma", False)],
        ),
        (
            'The agency quoted Lund as saying: "We go home." He left.',
            [
                ("agency", "quoted", 'Lund as saying: "We go home."', False),
                ("Lund", "as saying", '"We go home."', True),
            ],
        ),
        (
            '"We go home," Lund was quoted as saying by the agency.',
            [("Lund", "was quoted as saying", '"We go home,"', False)],
        ),
        (
            '"We repaid the loan," Holt was quoted as saying by the Velmora Wire, "and we shall not borrow again."',
            [("Holt", "was quoted as saying", '"We repaid the loan," "and we shall not borrow again."', False)],
        ),
        (
            "The paper did not quote Lund as saying the talks had failed.",
            [("paper", "did not quote", "Lund as saying the talks had failed", False)],
        ),
        (
            "The ministry said that Paz had assured Norway that the deal was safe.",
            [
                ("ministry", "said", "that Paz had assured Norway that the deal was safe", False),
                ("Paz", "assured", "that the deal was safe", True),
            ],
        ),
        (
            "The ministry said that Paz never told Norway that the deal was safe.",
            [("ministry", "said", "that Paz never told Norway that the deal was safe", False)],
        ),
        (
            "The ministry said that if Paz told Norway that the deal was safe, he was wrong.",
            [("ministry", "said", "that if Paz told Norway that the deal was safe, he was wrong", False)],
        ),
        (
            "The minister said that Olu Brandt, as saying would have it, was quoted.",
            [("minister", "said", "that Olu Brandt, as saying would have it, was quoted", False)],
        ),
    ],
)
def test_whoever_is_said_or_quoted_to_say_something_said_it(text, told, model, tmp_path):
    found = _read(text, tmp_path, model).statements
    shown = [
        (s.speaker and s.speaker.name, text[slice(*s.cue[0])], " ".join(text[a:b] for a, b in s.content), s.inside is not None)
        for s in found
    ]
    assert shown == told


@pytest.mark.parametrize(
    ("text", "speaker", "others"),
    [
        ("Ada Okoye, who said that the loan was repaid, left.", "Ada Okoye", []),
        ("Ada Okoye, who was quoted by the Wire as saying that the loan was repaid, left.", "Ada Okoye", []),
        ("Ada Okoye (Independent, Oslo), who said that the loan was repaid, left.", "Ada Okoye", []),
        ("Ada Okoye (Independent, Oslo), who argued that such a push would be fruitless, turned to the bank.", "Ada Okoye", []),
        ("Ada Okoye and Jan Holt, who said that the loan was repaid, left.", "Ada Okoye", ["Jan Holt"]),
        ("The mayor of Oslo, who denied that the port was closed, went home.", "mayor of Oslo", []),
        ("The European Union, which says that the loan was repaid, paid nothing.", "European Union", []),
        ("Some fishermen who said that the port was closed went home.", "Some fishermen", []),
        ("The rules, which say that nobody may fish there, are old.", None, []),
        ("The mayor's letter to Ada Okoye, which says that the port is closed, was leaked.", None, []),
        ("The new mayor is Ada Okoye\n\nWho said that the port was closed?", None, []),
        ("Ada Okoye, who argued that such a push would be fruitless, turned to the bank.", "Ada Okoye", []),
        ("The report was about the rise of Ada Okoye, who had said that she would win.", "Ada Okoye", []),
        ("Jan Holt, a clerk at the Finance Ministry who said that the loan was repaid, left.", "Jan Holt", []),
        ("The vote is a test for Ada Okoye, who refused to endorse the treaty.", "Ada Okoye", []),
    ],
)
def test_who_and_which_are_whom_they_follow(text, speaker, others, model, tmp_path):
    reading = _read(text, tmp_path, model)
    said = next(s for s in reading.statements if text[slice(*s.source[0])] in ("who", "which", "Who"))
    names = {a.id: a.name for a in reading.actors}
    assert (said.speaker and said.speaker.name) == speaker
    assert [names[a] for a in said.co_speakers] == others


@pytest.mark.parametrize(
    ("text", "signed"),
    [
        ("“It was dark when the ferry left the port.” — Ada Okoye", "Ada Okoye"),
        ("“It was dark when the ferry left the port.” — a rumour", None),
        ("“It was dark,” said Lund — Ada Okoye was asleep.", "Lund"),
    ],
)
def test_a_quotation_may_be_signed_behind_a_dash(text, signed, model, tmp_path):
    (said,) = _read(text, tmp_path, model).statements
    assert (said.speaker and said.speaker.name) == signed
    assert [text[slice(*s)] for s in said.source] == ([signed] if signed else [])


def test_brackets_after_a_name_are_passed_over_for_whom_who_stands_for(model, tmp_path):
    from onrecord.annotate.annotation import annotated
    from onrecord.derive.grammar import Grammar

    path = tmp_path / "a.txt"
    path.write_text("Ada Okoye (Independent, Oslo), who said that the loan was repaid, left.", encoding="utf8")
    document = next(documents(str(path)))
    assert isinstance(document, Document)
    grammar = Grammar(annotated(document, model))
    assert grammar.forms[grammar.before(grammar.low.index("who"))] == "Ada"


def test_a_name_signs_only_what_is_quoted_before_its_dash(model, tmp_path):
    from onrecord.annotate.annotation import annotated
    from onrecord.derive.cast import Cast
    from onrecord.derive.grammar import Grammar
    from onrecord.derive.signed import Signed
    from onrecord.derive.speakers import Speakers

    def signer(text: str, *, after: bool = False) -> list[str]:
        path = tmp_path / "a.txt"
        path.write_text(text, encoding="utf8")
        document = next(documents(str(path)))
        assert isinstance(document, Document)
        grammar = Grammar(annotated(document, model))
        dash = grammar.forms.index("—")
        content = (dash + 1, len(grammar.forms)) if after else (0, dash)
        made = Speakers(grammar, cast := Cast(grammar), Signed(grammar, cast))
        return [grammar.text(s) for s in made.signed_after((dash, dash + 1), [content])]

    assert signer("“It was dark when the ferry left the port.” — Ada Okoye") == ["Ada Okoye"]
    assert signer("“It was dark when the ferry left the port.” — a rumour") == []
    assert signer("It was dark when the ferry left the port. — Ada Okoye") == []
    assert signer("“It was dark when the ferry left the port” — Ada Okoye was asleep.", after=True) == []


def test_a_dateline_is_no_part_of_who_speaks(model, tmp_path):
    text = "MARENA (Northwire) - Ida Brandvik, the governor of Upper Valdor, rejected the new toll."
    (said,) = _read(text, tmp_path, model).statements
    assert said.speaker.name == "Ida Brandvik"
    assert [text[slice(*s)] for s in said.source] == ["Ida Brandvik, the governor of Upper Valdor,"]


def test_a_dateline_names_places_and_the_agency(model, tmp_path):
    told = "The governor of Upper Valdor, Ida Brandvik, spoke on Monday."
    found = _read(f"Brandvik on the toll: 'It is a shame'\n\nMARENA (Northwire) - {told}", tmp_path, model)
    kinds = {a.name: a.kind for a in found.actors}
    assert (kinds["MARENA"], kinds["Northwire"]) == ("place", "organization")


@pytest.mark.parametrize(
    ("more", "speaker"), [("", "Ida Brandvik"), (" The ferry left Brandvik at noon.", "Brandvik")], ids=["person", "town"]
)
def test_a_bare_name_of_a_headline_is_the_one_person_of_that_surname(more, speaker, model, tmp_path):
    told = f"The governor of Upper Valdor, Ida Brandvik, rejected the new toll on Monday.{more}"
    found = _read(f"Brandvik: 'We will not pay the toll'\n\nMARENA (Northwire) - {told}", tmp_path, model)
    assert found.statements[0].speaker.name == speaker


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Ida Brandvik told reporters: 'We will not pay the toll, and it won't last.'", "direct"),
        ('Ida Brandvik told reporters: ‘The toll is "a shame", and it is ours.’', "direct"),
        ("Governor Ida Brandvik said the farmers' toll was 'a shame' and the fishers' toll 'a crime'.", "mixed"),
        ("Ida Brandvik said the farmers' toll was a shame for the fishers' town.", "indirect"),
    ],
)
def test_single_marks_quote_as_double_ones_do(text, form, model, tmp_path):
    (said,) = _read(text, tmp_path, model).statements
    assert said.form == form


@pytest.mark.parametrize(
    ("title", "source"),
    [
        ("'We will not pay': governor rejects toll", "governor"),
        ("“We will not pay the toll on the bridge”: Brandvik", "Brandvik"),
        ("'We will not pay the toll on the bridge' - Governor Brandvik", "Governor Brandvik"),
        ("Governor Brandvik on the toll: 'It is a shame'", "Governor Brandvik"),
        ("‘The night that was sold’: a review", None),
        ("Norway's election: ‘Everything must change’", None),
        ("‘A bridge too far’: Brandvik", None),
        ("Why 'nobody will pay' for the bridge: Brandvik explains", None),
    ],
)
def test_a_headline_says_who_is_quoted_before_or_behind_a_mark(title, source, model, tmp_path):
    text = f"{title}\n\nMARENA (Northwire) - The governor of Upper Valdor, Ida Brandvik, spoke on Monday."
    said = [s for s in _read(text, tmp_path, model).statements if text[s.content[0][0]] in "'“‘"]
    assert [(s.speaker.name, s.form, text[slice(*s.source[0])]) for s in said] == (
        [("Ida Brandvik", "direct", source)] if source else []
    )


TALK = '# "The river is ours"\n\n{}\n\n**Is the ferry paid for?**\n\nIt is, by the town.\n\n**Since when?**\n\nSince May.\n'


@pytest.mark.parametrize(
    ("introduction", "asks", "answers"),
    [
        ("*Transport Minister Ilva Dorn talks to Kompas. Translated from the Czech by Petr Sand.*", "Kompas", "Ilva Dorn"),
        ("Ilva Dorn spoke to the newspaper Kompas about ferries.", "Kompas", "Ilva Dorn"),
        ("Ilva Dorn, the transport minister, spoke to Petr Sand of Kompas.", "Petr Sand", "Ilva Dorn"),
        ("The minister of transport, Ilva Dorn, talks to our correspondent Petr Sand.", "Petr Sand", "Ilva Dorn"),
        ("Petr Sand talked to Czechia's transport minister, Ilva Dorn.", "Petr Sand", "Ilva Dorn"),
        ("Our correspondent Petr Sand spoke to Ilva Dorn, the transport minister.", "Petr Sand", "Ilva Dorn"),
        ("Kompas bureau chief Petr Sand sat down with Ilva Dorn.", "Petr Sand", "Ilva Dorn"),
        ("Ilva Dorn runs the ferries. Petr Sand spoke to Dorn.", "Petr Sand", "Ilva Dorn"),
        ("Petr Sand talked to the journalist Ilva Dorn about her book.", "Petr Sand", "Ilva Dorn"),
    ],
)
def test_whoever_holds_an_office_or_talks_to_an_outlet_answers(introduction, asks, answers, model, tmp_path):
    path = tmp_path / "text.md"
    path.write_text(TALK.format(introduction), encoding="utf8")
    turns = [s for s in read_document(next(documents(str(path))), model).statements if s.form in ("question", "answer")]
    assert [(s.form, s.speaker and s.speaker.name) for s in turns] == [("question", asks), ("answer", answers)] * 2


@pytest.mark.parametrize("mark", ["*", "**", "_"])
def test_a_line_of_marks_alone_signs_nothing(mark, model, tmp_path):
    text = f"The ministry said that the port of Tema will close in May.\n\n{mark}\n\nRead the full text in Oslo"
    assert [s.speaker.name for s in _read(text, tmp_path, model).statements] == ["ministry"]
