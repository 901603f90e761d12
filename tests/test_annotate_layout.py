"""Words given by marks, labels, colons and dashes: quotations in quotations, excerpts, block quotations, credits."""

import numpy as np
import pytest
from read_text import read

from onrecord.annotate.layout import laid_out
from onrecord.annotate.quotations import quotations
from onrecord.annotate.speech import settled
from onrecord.schema import Attribution


class Text:
    """Words parted by spaces, paragraphs by ¶."""

    def __init__(self, text):
        paragraphs = [part.split() for part in text.split("¶")]
        self.forms = [form for part in paragraphs for form in part]
        breaks = [i == 0 for part in paragraphs for i in range(len(part))]
        self.paragraph = np.cumsum(breaks).astype(np.int32)
        self.quoted = quotations(self.forms, [True] * len(self.forms), breaks)

    def _at(self, words, after=0):
        some = words.split()
        at = next(i for i in range(after, len(self.forms)) if self.forms[i : i + len(some)] == some)
        return at, at + len(some)

    def said(self, source, cue, *content):
        by = (self._at(source),) if source else ()
        return Attribution(source=by, cue=self._at(cue) if cue else None, content=tuple(map(self._at, content)), score=1)

    def told(self, found):
        """Each attribution as source | cue | content."""
        return [
            " | ".join(
                " … ".join(" ".join(self.forms[a:b]) for a, b in s) for s in (f.source, [f.cue] if f.cue else [], f.content)
            )
            for f in found
        ]

    def laid_out(self, *found):
        return self.told(laid_out(found, self.quoted, self.forms, self.paragraph))


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('" They call it “ the pit ” here , " she said .', ['" They call it “ the pit ” here , "']),
        ('She said : " They call it “ the pit ” here . "', ['" They call it “ the pit ” here . "']),
        # a mark of the same kind closes nothing twice
        ("“ We go , he said . “ We stay . ” He left .", ["“ We go , he said . “ We stay . ”"]),
        # the paragraph's own mark stays open
        ('" They call it “ the pit ” here . ¶ " We do not .', ['" They call it “ the pit ” here .', '+ " We do not .']),
        # a stray mark holds nothing
        ('He wore a 6 " heel . “ Never ” , she said , “ again ” .', ['" heel . “ Never ”', "“ again ”"]),
        ('" Come ” , he said . “ Go ” , she said .', ['" Come ”', "“ Go ”"]),
        # marks of another kind open a quotation of their own
        ('" The dam was full . ¶ “ It broke , ” she said .', ['" The dam was full .', "“ It broke , ”"]),
    ],
)
def test_curly_marks_within_straight_ones(text, quoted):
    t = Text(text)
    assert [q.continues * "+ " + " ".join(t.forms[q.start : q.end]) for q in t.quoted] == quoted


def test_a_quotation_is_given_whole_to_whom_its_first_words_are():
    t = Text('" We agree , " Ada said , naming some doubts , as in " Will it rain ? Will it snow ? I doubt it . "')
    first = t.said("Ada", "said", '" We agree , "', "it snow ? I doubt")
    second = t.said("Ada", "naming", 'some doubts , as in " Will it rain ?')
    found = settled([first, second], t.quoted, t.forms, ["VBD"] * len(t.forms), t.paragraph)
    assert t.told(found) == [
        'Ada | said | " We agree , "',
        'Ada | naming | some doubts , as in " Will it rain ? Will it snow ? I doubt it . "',
    ]


def test_a_quotation_is_given_whole_to_whom_a_dash_after_it_credits():
    t = Text("“ It rains . ” — Ole ¶ “ Good . We need it in May . ” — Ada")
    first, second = t.said("Ole", "—", "“ It rains . ”", "“ Good"), t.said("Ada", "—", "need it in May . ”")
    second = Attribution(source=second.source, cue=(len(t.forms) - 2, len(t.forms) - 1), content=second.content, score=1)
    found = settled([first, second], t.quoted, t.forms, ["VBD"] * len(t.forms), t.paragraph)
    assert t.told(found) == ["Ole | — | “ It rains . ”", "Ada | — | “ Good . We need it in May . ”"]


EXCERPT = """Excerpts as follows : ¶ \
" ADA PAZ : Will the “ pit ” close ? ¶ " ( LAUGHTER . ) ¶ " OLE : It will . Mayor Lund said it closes . ¶ \
" And soon . ¶ He left ."""


def test_labels_in_marks_say_who_speaks_in_an_excerpt():
    t = Text(EXCERPT)
    stray = t.said("Excerpts", "as follows :", '" ADA PAZ : Will the “ pit ” close ? ¶ " ( LAUGHTER'.replace("¶ ", ""))
    within = t.said("Mayor Lund", "said", "it closes")
    assert t.laid_out(stray, within) == [
        "ADA PAZ | : | Will the “ pit ” close ?",
        'OLE | : | It will . Mayor Lund said it closes . … " And soon .',
        "Mayor Lund | said | it closes",
    ]


def test_a_quotation_after_an_excerpt_is_no_part_of_it():
    t = Text('" ADA : It rains . " ¶ " OLE : It does . " ¶ " Never ! " they sang .')
    assert t.laid_out() == ["ADA | : | It rains .", "OLE | : | It does ."]


@pytest.mark.parametrize("label", ["He said", "Note", ""])
def test_other_words_before_a_colon_are_no_labels(label):
    assert Text(f'" {label} : It rains . ¶ " {label} : It pours .').laid_out() == []


def test_one_word_in_capitals_before_a_colon_is_no_label():
    t = Text('" BREAKING : The pit closes . ¶ " And soon .')
    assert t.laid_out() == []


def test_a_credit_behind_a_dash_is_for_the_whole_paragraph():
    t = Text("“ It rains . As they say , ‘ it pours . ” So it does “ in May . ” — Ada Paz .")
    assert t.laid_out(t.said("Ada Paz", "—", "“ in May . ”")) == [
        "Ada Paz | — | “ It rains . As they say , ‘ it pours . ” So it does “ in May . ”"
    ]
    t = Text("“ It rains , ” he added . “ In May , ” said Ada Paz .")
    assert t.laid_out(t.said("Ada Paz", "said", "“ In May , ”")) == ["Ada Paz | said | “ In May , ”"]
    t = Text("Ada Paz writes : ¶ “ It rains . ” So it does “ in May . ” — in full .")
    assert t.laid_out(t.said("Ada Paz", "—", "“ in May . ”")) == ["Ada Paz | — | “ in May . ”"]
    t = Text("“ It rains , ” he said . She left “ in May ” again — Ada Paz .")
    assert t.laid_out(t.said("Ada Paz", "—", "“ in May ”")) == ["Ada Paz | — | “ in May ”"]
    # words of the report before the quotation are no part of it
    t = Text("They say this : “ It rains . ” — Ada Paz .")
    assert t.laid_out(t.said("Ada Paz", "—", "“ It rains . ”")) == ["Ada Paz | — | “ It rains . ”"]


def test_a_paragraph_without_marks_belongs_to_whom_the_colon_before_it_names():
    text = "It rained . Ada added : ¶ The dam is full . It leaks . You saw it . ¶ She left ."
    t = Text(text)
    assert t.laid_out(t.said("Ada", "added :", "The dam is full .")) == [
        "Ada | added : | The dam is full . It leaks . You saw it ."
    ]
    # what is said before the colon is one thing, what follows another
    t = Text(text.replace("added", "gave a warning"))
    assert t.laid_out(t.said("Ada", "gave", "a warning")) == [
        "Ada | gave | a warning",
        " |  | The dam is full . It leaks . You saw it .",
    ]


@pytest.mark.parametrize(
    "text",
    [
        # one sentence may be an item of a list
        "Ada added : ¶ The dam is full . ¶ She left .",
        "Ada added this . ¶ The dam is full . It leaks . ¶ She left .",
        "What Ada added ¶ The dam is full . It leaks . ¶ She left .",
        "Ada added : ¶ “ The dam is full . It leaks . ” ¶ She left .",
    ],
)
def test_other_paragraphs_stay_as_they_are(text):
    t = Text(text)
    assert t.laid_out(t.said("Ada", "added", "The dam")) == ["Ada | added | The dam"]


def test_a_list_that_the_writer_announces_is_no_quotation():
    t = Text("Now we look ahead to the worst : ¶ The dam is full . It leaks . ¶ She left .")
    assert t.laid_out(t.said("we", "look ahead to", "the worst")) == ["we | look ahead to | the worst"]


def test_a_colon_without_a_speaker_gives_the_next_paragraph_to_nobody():
    t = Text("Ada left . The rest is simple : ¶ The dam is full . It leaks . ¶ She left .")
    assert t.laid_out(t.said("Ada", "left", "It leaks")) == ["Ada | left | It leaks"]


def test_a_sentence_quoted_after_a_colon_is_said_by_somebody_unknown():
    t = Text("One line stands out : “ The dam was known to leak in May . ” Ada said so .")
    assert t.laid_out() == [" | : | “ The dam was known to leak in May . ”"]
    t = Text("One line stands out : “ 27 dams were known to leak in May . ” Ada said so .")
    assert t.laid_out() == [" | : | “ 27 dams were known to leak in May . ”"]
    t = Text("It was added : ¶ The dam is full . It leaks . ¶ She left .")
    assert t.laid_out(t.said("", "added", "The dam")) == [" | added | The dam"]
    for none in (
        "One line stands out . “ The dam was known to leak in May . ” Ada said so .",
        "One line stands out : “ The dam was known to leak in May .",
    ):
        assert Text(none).laid_out() == []
    for none in ("One line stands out : “ Leaks ” .", "He saw a sign : “ the dam was known to leak in May . ”"):
        assert Text(none).laid_out() == []


def test_an_excerpt_with_labels_is_read_as_what_each_said(tmp_path):
    text = """Minister: harbour will stay open

Transport Minister Ada Paz told Radio Lund on Sunday that the harbour would stay open through the winter.

Partial transcript as follows:

"HOLM: Let us start with the harbour, which some call the "pit" of the north. Will it close?

"PAZ: Well, look, the harbour is the “lung” of this town. It will stay open as long as I am minister, and I expect to be.

"(CROSSTALK.)

"HOLM: And the ferries?

"PAZ: They will sail every day.

"We have hired forty sailors for that.
"""
    reading = read(tmp_path, text)
    said = [(s.speaker and s.speaker.name, text[slice(*s.content[0])][:20]) for s in reading.statements]
    assert ("Ada Paz", "Well, look, the harb") in said
    assert ("Ada Paz", "They will sail every") in said
    lung, sailors = (
        next(s for s in reading.statements if words in text[s.content[0][0] : s.content[-1][1]])
        for words in ("lung", "sailors")
    )
    assert text[slice(*lung.content[0])].endswith("and I expect to be.") and lung.form == "direct"
    assert text[slice(*sailors.content[-1])].startswith('"We have hired')


def test_a_block_quotation_after_a_colon_is_read_whole(tmp_path):
    text = """Governor scolds utility over dam

Governor Ole Berg criticised the utility on Monday, calling its plans "a joke".

The governor added:

It is typical of this company. It knows nothing, but it never stops talking. People trusted it with their valley, and it \
gave them a leaking wall. The same engineers, as you pointed out, warned of it in May, and nobody listened to them, because \
listening costs money.

The utility declined to comment.
"""
    reading = read(tmp_path, text)
    (block,) = [s for s in reading.statements if text[slice(*s.content[0])].startswith("It is typical")]
    assert text[slice(*block.content[-1])].rstrip(".").endswith("because listening costs money")
    assert [a.name for a in reading.actors if block.speaker and a.id == block.speaker.actor] == ["Ole Berg"]
