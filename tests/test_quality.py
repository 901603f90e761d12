"""Floors under what `python -m benchmarks quality` measures, on small slices; they fall only on purpose."""

import pytest

from benchmarks import quality, speakers

FLOORS = {
    # measure: (documents of each set, {figure: floor in per cent})
    "attribution": (20, {"attribution F1": 78.5, "source chars F1": 85.5, "cue chars F1": 77.0, "content chars F1": 90.0}),
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
        | {"seeds: source": 85.0, "seeds: cue": 92.0, "seeds: all": 93.5},
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
    assert list(quality.tie_errors(gold, {"ties": ties})) == [
        "missed FightingAgainst: Kenya -> Peru",
        "wrong ally: Kenya -> Peru",
    ]
