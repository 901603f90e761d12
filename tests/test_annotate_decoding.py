"""What the network's scores mean together: best sequences, best trees, chains, quotations settled."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.coreference import conll_f1
from onrecord.annotate import coreference, labels
from onrecord.annotate.attribution import Place, best_sequences, cues_between, pair_features, reach, runs
from onrecord.annotate.encoding import COLUMNS, Encoded
from onrecord.annotate.labels import PAIR_CONTENT, PAIR_FEATURES, PAIR_LABELS, PAIR_SOURCE, may_follow
from onrecord.annotate.names import names
from onrecord.annotate.quotations import quotations
from onrecord.annotate.reported import reported
from onrecord.annotate.speech import settled
from onrecord.annotate.syntax import Dependents, join_titles, tree
from onrecord.schema import Attribution

seeds = st.integers(0, 2**32 - 1)


@given(seeds, st.integers(1, 6))
@settings(max_examples=60, deadline=None)
def test_best_sequences_are_the_best_of_all(seed, count):
    rng = np.random.default_rng(seed)
    width = 3
    emission = rng.normal(size=(2, count, width)).astype(np.float32)
    moves = rng.normal(size=(width, width)).astype(np.float32)

    def score(row, tags):
        steps = zip((0, *tags), (*tags, 0), strict=True)
        return sum(moves[a, b] for a, b in steps) + sum(emission[row, t, tag] for t, tag in enumerate(tags))

    found = best_sequences(emission, moves)
    for row in range(2):
        best = max(itertools.product(range(width), repeat=count), key=lambda tags: score(row, tags))
        assert score(row, found[row].tolist()) == pytest.approx(score(row, best), abs=1e-4)


def _is_tree(head):
    roots = [i for i, h in enumerate(head) if h == i]
    if len(roots) != 1:
        return False
    # from every word, as many steps up as there are words must end at the root
    at = list(head)
    for _ in head:
        at = [head[i] for i in at]
    return set(at) == set(roots)


@given(seeds, st.integers(1, 5))
@settings(max_examples=60, deadline=None)
def test_trees_are_the_best_trees(seed, count):
    scores = np.random.default_rng(seed).normal(size=(count, count)).astype(np.float32)
    found = tree(scores.copy())
    assert _is_tree(found.tolist())
    every = (h for h in itertools.product(range(count), repeat=count) if _is_tree(h))
    best = max(sum(scores[d, h] for d, h in enumerate(head)) for head in every)
    reached = sum(scores[d, h] for d, h in enumerate(found))
    # only the two likeliest roots are tried
    assert reached == pytest.approx(best, abs=1e-4) or _root_rank(scores, best) > 1


def _root_rank(scores, best):
    count = len(scores)
    gain = np.diag(scores) - np.where(np.eye(count, dtype=bool), -np.inf, scores).max(1)
    order = np.argsort(-gain).tolist()
    for head in itertools.product(range(count), repeat=count):
        if _is_tree(head) and abs(sum(scores[d, h] for d, h in enumerate(head)) - best) < 1e-4:
            return order.index(next(i for i, h in enumerate(head) if h == i))
    raise AssertionError


def test_a_long_sentence_still_gives_a_tree():
    scores = np.random.default_rng(3).normal(size=(300, 300)).astype(np.float32)
    assert _is_tree(tree(scores).tolist())


def test_a_title_and_the_name_after_it_are_one_subject():
    # the envoy to Tasken Ida Brandvik said
    head, relation = np.array([1, 6, 3, 1, 6, 4, 6], np.int32), ["det", "nsubj", "case", "nmod", "nsubj", "flat", "root"]
    tag = ["DT", "NN", "IN", "NNP", "NNP", "NNP", "VBD"]
    join_titles(head, relation, tag)
    assert head.tolist() == [1, 4, 3, 1, 6, 4, 6]
    assert relation == ["det", "nmod:desc", "case", "nmod", "nsubj", "flat", "root"]


def test_two_subjects_with_something_between_stay_two():
    # the envoy , Brandvik said
    head, relation = np.array([1, 4, 4, 4, 4], np.int32), ["det", "nsubj", "punct", "nsubj", "root"]
    join_titles(head, relation, ["DT", "NN", ",", "NNP", "VBD"])
    assert head.tolist() == [1, 4, 4, 4, 4]


def test_a_name_ends_before_the_stop_of_its_sentence():
    columns = np.zeros((3, COLUMNS), np.float16)
    first = sum(n for head, n in itertools.takewhile(lambda x: x[0] != "name", labels.LINEAR.items()))
    for word, tag in enumerate(("O", "B-LOC", "I-LOC")):
        columns[word, first + labels.NAMES.index(tag)] = 9
    found = names(Encoded(columns=columns), ["from", "Tasken", "."], np.array([True, False, False]))
    assert [(n.start, n.end, n.kind) for n in found] == [(1, 2, "LOC")]


def test_runs_part_spans_that_touch():
    b, i, e, s = range(PAIR_CONTENT, PAIR_CONTENT + 4)
    assert runs(np.array([0, b, i, e, s, 0, b, e]), PAIR_CONTENT, 10, width=4) == [(11, 14), (14, 15), (16, 18)]
    assert runs(np.array([b, e]), PAIR_SOURCE, 0, width=4) == []


def test_labels_follow_one_another_as_spans_do():
    names = PAIR_LABELS
    begins, goes_on, ends, single = range(PAIR_CONTENT, PAIR_CONTENT + 4)
    assert may_follow(names[begins], names[goes_on]) and may_follow(names[begins], names[ends])
    assert may_follow(names[ends], names[begins]) and may_follow(names[single], names[0])
    assert not may_follow(names[0], names[goes_on]) and not may_follow(names[begins], names[0])
    assert not may_follow(names[begins], names[PAIR_SOURCE])


def _place(words, breaks=(), quoted=None):
    opens = np.zeros(len(words), bool)
    opens[[0, *breaks]] = True
    marks = np.full(len(words), -1, np.int32)
    for number, (a, b) in enumerate(quoted or []):
        marks[a:b] = number
    return Place(words, opens, marks)


def test_a_cue_reaches_one_paragraph_back_and_two_ahead():
    place = _place(["w"] * 60, breaks=range(10, 60, 10))
    assert reach(place, 25) == (10, 50)


def test_features_of_pairs_stay_within_their_tables():
    rng = np.random.default_rng(0)
    words = [str(w) for w in rng.choice(["a", ".", "?"], 200)]
    place = _place(words, breaks=[50, 120, 121], quoted=[(3, 9), (60, 80), (81, 85)])
    for cue in range(0, 200, 7):
        a, b = reach(place, cue)
        found = pair_features(place, a, b, cue)
        assert found.min() >= 0 and (found.max(0) < np.array(PAIR_FEATURES)).all()


def test_cues_between_count_what_lies_between():
    first = np.zeros(10, np.float32)
    first[[2, 5]] = 1
    found = cues_between(first, 0, 10, 5)
    assert found[:, 0].tolist() == [-1, -1, 0, 0, 0, 0, 0, 0, 0, 0]
    found = cues_between(first, 0, 10, 2)
    assert found[6:, 0].tolist() == [1, 1, 1, 1]
    assert found[:5, 0].tolist() == [0, 0, 0, 0, 0]


def test_chains_take_the_best_antecedent_or_none():
    later = np.array([1, 2, 2, 3, 3, 3], np.int32)
    earlier = np.array([0, 0, 1, 0, 1, 2], np.int32)
    score = np.array([-2, 2, 1, -2, 3, 2], np.float32)
    assert coreference.chains(4, later, earlier, score).tolist() == [0, 1, 0, 1]


def _settled(text, found, tags=None):
    paragraphs = [part.split() for part in text.split("¶")]
    forms = [form for part in paragraphs for form in part]
    breaks = [i == 0 for part in paragraphs for i in range(len(part))]
    marks = quotations(forms, [True] * len(forms), breaks)
    paragraph = np.cumsum(breaks).astype(np.int32)
    return forms, settled(found, marks, forms, tags or ["VBD"] * len(forms), paragraph)


def _content(forms, attribution):
    return [" ".join(forms[a:b]) for a, b in attribution.content]


def test_a_quotation_is_given_whole():
    forms, found = _settled(
        "“ We will wait , ” she said .", [Attribution(source=((6, 7),), cue=(7, 8), content=((1, 3),), score=1)]
    )
    assert _content(forms, found[0]) == ["“ We will wait , ”"]


def test_a_quotation_that_goes_on_in_the_next_paragraph_keeps_its_speaker():
    said = [Attribution(source=((7, 8),), cue=(8, 9), content=((0, 7),), score=1)]
    forms, found = _settled("“ We will wait here . ” she said . ¶ “ Nobody will come . ”", said)
    assert len(found) == 2
    assert found[1].cue is None and _content(forms, found[1]) == ["“ Nobody will come . ”"]


def test_scare_quotes_are_no_speech():
    said = [Attribution(source=((4, 5),), cue=(5, 6), content=((0, 4),), score=1)]
    _, found = _settled("It rains there , she said . The “ silent dam ” is empty .", said)
    assert len(found) == 1


def test_words_without_any_attribution_before_them_get_none():
    _, found = _settled("“ We will wait here for it . ”", [])
    assert found == []


def test_coreference_scores_of_a_worked_example():
    # gold {a b c} {d e}; predicted {a b} {c d e}; computed by hand
    gold = [(h, h, h + 1, n) for h, n in ((0, 0), (1, 0), (2, 0), (3, 1), (4, 1))]
    predicted = [(h, h, h + 1, n) for h, n in ((0, 0), (1, 0), (2, 1), (3, 1), (4, 1))]
    scores = conll_f1([(gold, predicted)])
    assert scores["MUC"] == pytest.approx(200 / 3)
    assert scores["B-cubed"] == pytest.approx(100 * 11 / 15)
    assert scores["CEAF-e"] == pytest.approx(80)
    assert scores["conll"] == pytest.approx((200 / 3 + 1100 / 15 + 80) / 3)


def test_coreference_scores_leave_out_single_mentions():
    gold = [(0, 0, 1, 0), (1, 1, 2, 0), (2, 2, 3, 1)]
    assert conll_f1([(gold, [*gold[:2], (7, 7, 8, 9)])])["conll"] == pytest.approx(100)
    assert conll_f1([(gold, gold[2:])])["conll"] == 0


def _reported(text, heads, relations, found=()):
    forms = text.split()
    head = np.array(heads, np.int32)
    given = reported(found, forms, head, relations.split(), np.zeros(len(forms), np.int32), Dependents(head))
    return [([" ".join(forms[a:b]) for a, b in x.source], _content(forms, x)) for x in given]


def test_according_to_somebody_is_an_attribution_without_the_network():
    heads = [2, 0, 5, 5, 5, 5, 5]
    relations = "case fixed obl punct nsubj root punct"
    assert _reported("According to Lund , prices rise steadily", heads, relations) == [(["Lund"], ["prices rise steadily"])]


def test_a_clause_after_said_is_an_attribution_without_the_network_and_is_not_doubled():
    heads = [1, 1, 4, 4, 1]
    relations = "nsubj root mark nsubj ccomp"
    text = "Lund said that prices rise"
    assert _reported(text, heads, relations) == [(["Lund"], ["that prices rise"])]
    known = Attribution(source=((0, 1),), cue=(1, 2), content=((2, 5),), score=1)
    assert len(_reported(text, heads, relations, [known])) == 1
