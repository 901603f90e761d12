"""Floors under what `python -m benchmarks quality` measures, on small slices; they fall only on purpose."""

import pytest

from benchmarks import quality, shortfalls, speakers

FLOORS = {
    # measure: (documents of each set, {figure: floor in per cent})
    "attribution": (20, {"attribution F1": 82.0, "source chars F1": 86.5, "cue chars F1": 78.0, "content chars F1": 93.0}),
    "names": (60, {"names F1": 70.0}),
    "dependencies": (12, {"LAS, gold words": 88.0}),
    "coreference": (3, {"coreference F1 (CorefUD: head match, no singletons)": 57.5}),
    "dates": (None, {"dates found": 94.0, "dates right of those found": 83.0}),
    "re3d": (None, {"names F1": 78.0, "ties precision": 58.5, "ties recall": 43.0}),
    "factuality": (300, {"factuality r": 78.0, "factuality, closeness": 85.5}),
    "speakers": (3, {"speakers (tuned): right": 89.0, "speakers (held): right": 84.0}),
    "meaning": (None, {"meaning: among the first five": 56.0, "meaning: mean reciprocal rank": 42.0}),
    "seeds": (
        None,
        {
            f"seeds: {kind}": 100.0
            for kind in (
                "document", "turn", "said on", "addressee", "nesting", "boilerplate", "kept apart", "figure",
            )
        }
        # two sources and a cue are given there as places inside the words quoted ("he" in "them")
        | {"seeds: source": 85.0, "seeds: cue": 92.0, "seeds: tie": 85.0, "seeds: all": 96.0},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FLOORS)
def test_quality_does_not_fall(name, shared, model):
    limit, floors = FLOORS[name]
    reached: dict[str, float] = {}
    for figure in quality.MEASURES[name](shared, model, limit):
        reached[figure.what] = min(figure.value, reached.get(figure.what, 100.0))
    fallen = {what: (reached[what], floor) for what, floor in floors.items() if reached[what] < floor}
    assert not fallen, fallen


def test_marks_of_speakers_are_taken_out_of_a_text_and_have_to_pair():
    text, marked = speakers.unmarked("Lund said ⟦Ada Lund|Berg had told her: ⟦Bo Berg|“No.”⟧⟧ ⟦?an aide|Yes⟧, an aide said.")
    assert text == "Lund said Berg had told her: “No.” Yes, an aide said."
    assert [(text[slice(*span)], who) for span, who in marked] == [
        ("Berg had told her: “No.”", "Ada Lund"),
        ("“No.”", "Bo Berg"),
        ("Yes", "?an aide"),
    ]
    for broken in ("⟦Lund|no", "no⟧"):
        with pytest.raises(ValueError, match="mark is"):
            speakers.unmarked(broken)


@pytest.mark.parametrize(
    ("speaker", "read", "right"),
    [
        ("Ada Lund", "Ada Lund", True),
        ("Ada Lund", "Lund", False),
        ("Ada Lund", None, False),
        ("?the aide", "senior aide", True),
        ("?senior US aide", "minister", False),
        ("?US aide", "senior US aide", True),
        ("?an aide", "", False),
        ("?an aide", None, False),
    ],
)
def test_a_speaker_is_right_by_the_full_name_or_by_the_words_for_somebody_without_one(speaker, read, right):
    assert speakers.Said(speaker=speaker, words="no", read=read).is_right is right


def test_what_is_missed_and_what_is_wrong_in_attributions_is_shown_as_the_scorer_pairs_them():
    text = "Ada said it rained. Ole said it snowed."
    ada, ole, rained, snowed = [[0, 3]], [[20, 23]], [[9, 18]], [[29, 38]]
    gold = {
        "text": text,
        "attributions": [
            {"source": ada, "cue": [[4, 8]], "content": rained},
            {"source": ole, "cue": [[24, 28]], "content": snowed},
            {"source": [], "cue": [], "content": []},
        ],
    }
    statements = [
        {"form": "indirect", "source": ada, "cue": [[4, 8]], "content": [[9, 19]]},
        {"form": "indirect", "source": ada, "cue": [[24, 28]], "content": snowed},
        {"form": "answer", "source": ada, "cue": [], "content": [[0, 39]]},
    ]
    assert list(shortfalls.attributions(gold, {"statements": statements})) == [
        "missed: Ole | said | it snowed",
        "wrong: Ada | said | it snowed",
    ]


def test_dates_that_are_missed_or_have_other_days_are_shown():
    text = "In May 2019, on Monday, then today."
    gold = {
        "text": text,
        "timex": [
            {"b": 3, "e": 11, "attrs": {"when": "2019-05"}},
            {"b": 16, "e": 22, "attrs": {"when": "2019-06-03"}},
            {"b": 29, "e": 34, "attrs": {"when": "2019"}},
            {"b": 29, "e": 34, "attrs": {"dur": "P1D"}},
        ],
    }
    may = {"first": "2019-05-01", "last": "2019-05-31"}
    mentions = [{"kind": "date", "start": 3, "end": 11, "when": may}, {"kind": "date", "start": 16, "end": 22, "when": may}]
    assert list(shortfalls.dates(gold, {"mentions": mentions})) == [
        "wrong: 2019-06-03 read as 2019-05-01 to 2019-05-31: In May 2019, on Monday, then today.",
        "missed: 2019: In May 2019, on Monday, then today.",
    ]


def test_an_event_is_wrong_where_the_one_whose_parties_fit_has_another_type():
    kenya, chad = (0, 5), (13, 17)
    gold = {
        "text": "Kenya warned Chad.",
        "expected": [{"event": "THREATEN"}],
        "spans": [{"role": "source", "b": 0, "e": 5}, {"role": "target", "b": 13, "e": 17}, {"role": "place", "b": 0, "e": 1}],
    }
    talk = {"type": "CONSULT", "parties": [{"span": kenya}, {"span": None}]}
    threat = {"type": "THREATEN", "parties": [{"span": kenya}, {"span": chad}]}
    assert list(shortfalls.events(gold, {"events": [talk, threat]})) == []
    assert list(shortfalls.events(gold, {"events": [talk]})) == ["THREATEN read as CONSULT: Kenya warned Chad."]
    assert list(shortfalls.events(gold, {"events": []})) == ["THREATEN read as nothing: Kenya warned Chad."]
    yielding = {**gold, "expected": [{"event": "CONCEDE"}]}
    assert list(shortfalls.events(yielding, {"events": [{**talk, "type": "YIELD"}]})) == []


def test_errors_in_ties_are_those_that_the_scorer_counts():
    text = "Kenya fights Chad and Peru."
    kenya, chad, peru = (0, 5), (13, 17), (22, 26)
    gold = {
        "text": text,
        "relations": [
            {"type": "FightingAgainst", "conf": 1.0, "s": chad, "t": kenya},
            {"type": "FightingAgainst", "conf": 1.0, "s": kenya, "t": peru},
            {"type": "AlliesOf", "conf": 0.2, "s": kenya, "t": peru},
        ],
    }
    ties = [
        {"relation": "fights", "source_span": kenya, "target_span": chad},
        {"relation": "ally", "source_span": kenya, "target_span": peru},
    ]
    assert list(shortfalls.ties(gold, {"ties": ties})) == [
        "missed FightingAgainst: Kenya -> Peru",
        "wrong ally: Kenya -> Peru",
    ]
