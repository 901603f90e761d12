"""Base forms of words."""

import pytest

from onrecord.lemmas import lemma
from training.verbs import differing


@pytest.mark.parametrize(
    ("form", "tag", "base"),
    [
        ("cancelled", "VBD", "cancel"),
        ("Travelling", "VBG", "travel"),
        ("bombing", "VBG", "bomb"),
        ("bombing", "NN", "bombing"),
        ("annexed", "VBN", "annex"),
        ("broke", "VBD", "break"),
        ("left", "VBD", "leave"),
        ("left", "JJ", "left"),
        ("'s", "VBZ", "be"),
        ("found", "VBN", "find"),
        ("found", "VB", "found"),
        ("lay", "VBP", "lay"),
        ("lay", "VBD", "lie"),
        ("talks", "NNS", "talk"),
        ("met", "", "meet"),
    ],
)
def test_a_verb_has_the_base_form_that_its_part_of_speech_gives(form, tag, base):
    assert lemma(form, tag) == base


def test_the_table_holds_the_verbs_that_would_be_taken_for_others():
    rows = ["bombing,noun,bombing\n", "bombing,verb,bomb\n", "found,verb,find/found\n", "met,verb,meet\n", "'m,verb,be\n"]
    assert list(differing(rows)) == ["bombing\tbomb", "found\tfind\tfound"]
