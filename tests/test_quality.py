"""Floors under what `python -m benchmarks quality` measures, on small slices; they fall only on purpose."""

import pytest

from benchmarks import quality

FLOORS = {
    # measure: (documents of each set, {figure: floor in per cent})
    "attribution": (20, {"attribution F1": 78.5, "source chars F1": 85.5, "cue chars F1": 77.0, "content chars F1": 90.0}),
    "names": (60, {"names F1": 70.0}),
    "dependencies": (12, {"LAS, gold words": 88.0}),
    "coreference": (3, {"coreference F1 (CorefUD: head match, no singletons)": 57.5}),
    "dates": (None, {"dates found": 94.0, "dates right of those found": 83.0}),
    "re3d": (None, {"names F1": 78.0, "ties precision": 58.5, "ties recall": 43.0}),
    "factuality": (300, {"factuality r": 78.0, "factuality, closeness": 85.5}),
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
