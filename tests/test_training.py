import json
import random

import pytest

from training.cameo import patterns, petrarch
from training.cases import coded, written
from training.doers import doings, sentences
from training.treebanks import treebank
from training.vocabulary import FIRST, UNKNOWN_PIECE, cut, lookup_of, pieces_of

ACTORS = ["North Veld", "Ilsa Marek"]
DICTIONARY = """\
####### SYNONYM SETS #######

&CEASEFIRE
+CEASEFIRE
+CEASE_FIRE

####### VERB PATTERNS #######

---  CANCEL   [---]  ---
+CALL_OFF [160]
CLOSE
THROW {THROWS THROWING THREW THROWN }
- * EMBASSY                                           [161]         # CLOSE
- * {BORDER CROSSINGS}                                [1723]        # CLOSE
- * TALKS                                             [164:164]     # CALLED_OFF
- * (TO &CEASEFIRE)                                   [0356]        # AGREE
- * STONES                                            [145]         # THREW
- * OUT                                               [160]         # THROW
- * MESSAGE                                           [010]         # CONVEY
- * PRAISE                                            [:051]        # WIN
- POLICE * OFFICE                                     [1722]        # CLOSE
- * &NOSUCHSET                                        [160]         # CLOSE
- * REGRET                                            [110]         # SAY
"""


def test_patterns_of_a_dictionary_become_sentences(tmp_path):
    path = tmp_path / "patterns.txt"
    path.write_text(DICTIONARY, encoding="utf8")
    found = list(patterns(path, ACTORS, random.Random(1)))
    shown = [(c.type, c.example.forms[c.words[0]], " ".join(c.example.forms)) for c in found]
    a, b = ("North Veld", "Ilsa Marek")

    def sentence(middle: str) -> tuple[str, str]:
        return f"{a} {middle} {b} .", f"{b} {middle} {a} ."

    expected = [
        ("SANCTION", "closed", "closed the embassy with"),
        ("COERCE", "closed", "closed border crossings of"),
        ("SANCTION", "called", "called off talks with"),
        ("AGREE", "agreed", "agreed to {} with"),
        ("PROTEST", "threw", "threw stones in"),
    ]
    assert len(shown) == len(expected)
    for (kind, verb, text), (want_kind, want_verb, middle) in zip(shown, expected, strict=True):
        assert (kind, verb) == (want_kind, want_verb)
        assert any(text in sentence(middle.format(word)) for word in ("ceasefire", "cease fire"))
    assert all(len(c.parties) == 2 for c in found)


def test_demonstrations_of_petrarch_are_coded_by_the_older_scheme(tmp_path):
    def line(name: str, text: str, codes: list[tuple[str, str, str]], category: str = "DEMO") -> str:
        expected = [{"source": s, "target": t, "code": c} for s, t, c in codes]
        return json.dumps({"id": name, "category": category, "text": text, "expected": expected, "error": None})

    path = tmp_path / "tests.jsonl"
    cases = [
        line("DEMO-01", "Veldmark urged Orsund to open the port.", [("VELGOV", "ORS", "095")]),
        line("DEMO-02", "Veldmark urged Orsund to open the port.", [("VELGOV", "ORS", "095")]),
        line("DEMO-03", "Veldmark spoke of the weather in Orsund.", [("VEL", "ORS", "023")]),
        line("DEMO-04", "Veldmark met Orsund and warned Tarn.", [("VEL", "ORS", "031"), ("VEL", "TAR", "160")]),
        line("DEMO-05", "The kingdom freed two men of Orsund.", [("VEL", "ORS", "015")]),
        line("DEMO-40", "Veldmark urged Orsund to wait.", [("VEL", "ORS", "095")]),
        line("VERB-01", "Veldmark urged Orsund to pay.", [("VEL", "ORS", "095")], "VERB"),
    ]
    path.write_text("\n".join(cases), encoding="utf8")
    (found,) = petrarch(path)
    assert found.type == "REQUEST"
    assert [found.example.forms[start:end] for start, end in found.parties] == [["Veldmark"], ["Orsund"]]


def test_coded_sentences_keep_parties_and_words_under_the_types_of_today(tmp_path):
    path = tmp_path / "coded.jsonl"
    spans = [
        {"role": "source", "b": 0, "e": 8},
        {"role": "EVT", "b": 9, "e": 18},
        {"role": "TAR", "b": 24, "e": 30},
    ]
    record = {"id": "x", "text": "Veldmark retreated from Orsund.", "spans": spans, "expected": [{"event": "RETREAT"}]}
    path.write_text(json.dumps(record), encoding="utf8")
    (case,) = coded(path)
    assert (case.type, case.parties, case.words) == ("YIELD", [(0, 1), (3, 4)], [1])


@pytest.mark.parametrize("times", [1, 3])
def test_each_written_sentence_is_shown_with_other_actors(tmp_path, times):
    path = tmp_path / "events.txt"
    path.write_text("# a comment\nAID {a} [sent] tents to {b}.\n\nPROTEST Crowds [rallied] in {a}.\n", encoding="utf8")
    found = list(written(path, ACTORS, random.Random(2), times))
    assert [c.type for c in found] == ["AID"] * times + ["PROTEST"] * times
    assert [c.example.forms[c.words[0]] for c in found[::times]] == ["sent", "rallied"]
    assert [len(c.parties) for c in found[::times]] == [2, 1]


def test_every_sentence_that_the_project_brings_can_be_read():
    from pathlib import Path

    import training.cases
    from onrecord.annotate.labels import EVENTS

    path = Path(training.cases.__file__).with_name("events.txt")
    found = list(written(path, ACTORS, random.Random(3), 1))
    assert len(found) > 600
    assert {c.type for c in found} == set(EVENTS)


# --- the vocabulary --------------------------------------------------------------------------------------------------

LETTERS = "abcdefghijklmnopqrstuvwxyzé.,"
COMMON = ["the", "and", "port", "minister", "##ed", "##ing", "sail", "ferry", "日本", "harbour", "tariff"]


def _pieces():
    special = {0: "[PAD]", UNKNOWN_PIECE: "[UNK]", 101: "[CLS]", 102: "[SEP]", 103: "[MASK]"}
    signs = [*LETTERS, *(f"##{x}" for x in LETTERS)]
    return [special.get(i, f"[unused{i}]") for i in range(FIRST)] + [*signs, "[unused999]", *COMMON]


def test_a_vocabulary_is_cut_to_frequent_words_common_pieces_and_every_sign():
    pieces = _pieces()
    signs = FIRST + 2 * len(LETTERS)
    forms = ["Tariff", "tariff", "sailing", "sailing", "harbour", "quay"]

    def kept(size):
        ids = cut(pieces, forms, size)
        assert ids == sorted(set(ids)) and ids[:signs] == list(range(signs))
        return ids, [pieces[i] for i in ids[signs:]]

    # words that are met more than once come first, however rare elsewhere; then the commonest, never the unused
    assert kept(signs + 3)[1] == ["##ing", "sail", "tariff"]
    assert kept(signs + 5)[1] == ["the", "and", "##ing", "sail", "tariff"]
    ids, own = kept(10_000)
    assert own == [p for p in COMMON if p != "日本"]
    whole, small = lookup_of(pieces), lookup_of([pieces[i] for i in cut(pieces, forms, signs + 3)])
    (spelt,) = small(["Harbour"])
    assert len(whole(["Harbour"])[0]) == 1 and len(spelt) == len("harbour") and UNKNOWN_PIECE not in spelt
    assert small(["日本"]) == [[UNKNOWN_PIECE] * 2]
    assert [pieces[ids[i]] for i in lookup_of([pieces[i] for i in ids])(["sailing"])[0]] == ["sail", "##ing"]


def test_the_pieces_of_mpnet_are_those_of_bert_behind_four_of_its_own(tmp_path):
    plain = [f"p{i}" for i in range(30522)]
    for name, lines in {"bert": plain, "mpnet": ["<s>", "<pad>", "</s>", "<unk>", *plain, "<mask>"]}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "vocab.txt").write_text("\n".join([*lines, ""]), encoding="utf8")
        assert pieces_of(tmp_path / name) == plain


TREES = {
    "Peru attacked Chile .": "PROPN-NNP-2-nsubj VERB-VBD-0-root PROPN-NNP-2-obj PUNCT-.-2-punct",
    "Chile was attacked by Peru .": "PROPN-NNP-3-nsubj:pass AUX-VBD-3-aux:pass VERB-VBN-0-root "
    "ADP-IN-5-case PROPN-NNP-3-obl PUNCT-.-3-punct",
    "Chile was attacked .": "PROPN-NNP-3-nsubj:pass AUX-VBD-3-aux:pass VERB-VBN-0-root PUNCT-.-3-punct",
    "Peru met and attacked troops .": "PROPN-NNP-2-nsubj VERB-VBD-0-root CCONJ-CC-4-cc "
    "VERB-VBD-2-conj NOUN-NNS-4-obj PUNCT-.-2-punct",
    "Peru wanted Chile to withdraw .": "PROPN-NNP-2-nsubj VERB-VBD-0-root PROPN-NNP-2-obj "
    "PART-TO-5-mark VERB-VB-2-xcomp PUNCT-.-2-punct",
    "Peru marched after the attack .": "PROPN-NNP-2-nsubj VERB-VBD-0-root ADP-IN-5-case "
    "DET-DT-5-det NOUN-NN-2-obl PUNCT-.-2-punct",
    "Its attack failed .": "PRON-PRP$-2-nmod:poss NOUN-NN-3-nsubj VERB-VBD-0-root PUNCT-.-3-punct",
    "Chad , which Peru attacked , fell .": "PROPN-NNP-7-nsubj PUNCT-,-5-punct PRON-WDT-5-obj PROPN-NNP-5-nsubj "
    "VERB-VBD-1-acl:relcl PUNCT-,-5-punct VERB-VBD-0-root PUNCT-.-7-punct",
}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Peru attacked Chile .", ["attacked: Peru > Chile"]),
        ("Chile was attacked by Peru .", ["attacked: Peru > Chile"]),
        ("Chile was attacked .", ["attacked: nobody > Chile"]),
        # troops may be theirs, or stand for somebody who is named elsewhere
        ("Peru met and attacked troops .", ["met: Peru > nobody", "attacked: Peru > ?"]),
        ("Peru wanted Chile to withdraw .", ["wanted: Peru > Chile", "withdraw: Chile > nobody"]),
        # to whom a march goes may stand after "after"
        ("Peru marched after the attack .", ["marched: Peru > ?", "attack: nobody > nobody"]),
        ("Its attack failed .", ["attack: Its > ?"]),
        ("Chad , which Peru attacked , fell .", ["attacked: Peru > ?"]),
    ],
)
def test_trees_tell_who_does_what_to_whom(text, found, tmp_path):
    path = tmp_path / "trees.conllu"
    rows = []
    for number, (form, row) in enumerate(zip(text.split(), TREES[text].split(), strict=True), 1):
        upos, xpos, head, relation = row.split("-")
        rows.append("\t".join([str(number), form, "_", upos, xpos, "_", head, relation, "_", "_"]))
    other = "1\tRain\t_\tNOUN\tNN\t_\t2\tnsubj\t_\t_\n2\tfell\t_\tVERB\tVBD\t_\t0\troot\t_\t_\n"
    path.write_text("# newdoc id = a\n" + other + "\n" + "\n".join(rows) + "\n\n", encoding="utf8")
    (example,) = sentences(treebank([path], "made"))
    assert example.forms == text.split()

    def side(heads):
        return "?" if heads is None else " ".join(example.forms[h] for h in heads) or "nobody"

    told = [f"{example.forms[d.word]}: {side(d.sources)} > {side(d.targets)}" for d in doings(example)]
    assert told == found
