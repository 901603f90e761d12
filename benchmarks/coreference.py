"""Coreference scores by the conventions of the CorefUD shared tasks (Žabokrtský et al. 2022, their primary score).

Mentions match when their heads are the same word (head match); where several mentions of one side share a head, one is kept,
the longest. Entities with a single mention are left out on both sides. The score is the mean of the F1 of MUC, B-cubed and
entity-based CEAF, each summed over all documents.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

Mention = tuple[int, int, int, int]
"""(head, start, end, number of the entity), word indices"""


@dataclass(slots=True)
class _Sum:
    right_p: float = 0.0
    right_r: float = 0.0
    predicted: float = 0.0
    gold: float = 0.0

    def f1(self) -> float:
        p = self.right_p / self.predicted if self.predicted else 0.0
        r = self.right_r / self.gold if self.gold else 0.0
        return 200 * p * r / (p + r) if p + r else 0.0


def _entities(mentions: Sequence[Mention]) -> list[frozenset[int]]:
    """Entities of two heads or more, as sets of heads."""
    longest: dict[int, Mention] = {}
    for m in mentions:
        kept = longest.get(m[0])
        if kept is None or m[2] - m[1] > kept[2] - kept[1]:
            longest[m[0]] = m
    found: defaultdict[int, set[int]] = defaultdict(set)
    for head, _, _, entity in longest.values():
        found[entity].add(head)
    return [frozenset(heads) for heads in found.values() if len(heads) > 1]


def conll_f1(documents: Iterable[tuple[Sequence[Mention], Sequence[Mention]]]) -> dict[str, float]:
    """F1 in per cent of MUC, B-cubed, CEAF-e and their mean ("conll"), of (gold, predicted) mentions of each document."""
    muc, cubed, ceaf = _Sum(), _Sum(), _Sum()
    for gold_mentions, predicted_mentions in documents:
        gold, predicted = _entities(gold_mentions), _entities(predicted_mentions)
        of_gold = {head: i for i, entity in enumerate(gold) for head in entity}
        of_predicted = {head: i for i, entity in enumerate(predicted) for head in entity}
        muc.right_r += sum(len(e) - _parts(e, of_predicted) for e in gold)
        muc.gold += sum(len(e) - 1 for e in gold)
        muc.right_p += sum(len(e) - _parts(e, of_gold) for e in predicted)
        muc.predicted += sum(len(e) - 1 for e in predicted)
        cubed.right_r += sum(_shared(e, of_predicted) for e in gold)
        cubed.gold += sum(len(e) for e in gold)
        cubed.right_p += sum(_shared(e, of_gold) for e in predicted)
        cubed.predicted += sum(len(e) for e in predicted)
        if gold and predicted:
            alike = np.array([[2 * len(a & b) / (len(a) + len(b)) for b in predicted] for a in gold])
            rows, columns = linear_sum_assignment(-alike)
            best = float(alike[rows, columns].sum())
            ceaf.right_p += best
            ceaf.right_r += best
        ceaf.gold += len(gold)
        ceaf.predicted += len(predicted)
    scores = {"MUC": muc.f1(), "B-cubed": cubed.f1(), "CEAF-e": ceaf.f1()}
    return scores | {"conll": sum(scores.values()) / 3}


def _parts(entity: frozenset[int], other: dict[int, int]) -> int:
    """Into how many parts the other side's entities cut an entity, each head that it does not know a part of its own."""
    known = {other[h] for h in entity if h in other}
    return len(known) + sum(h not in other for h in entity)


def _shared(entity: frozenset[int], other: dict[int, int]) -> float:
    """B-cubed's sum over the heads of an entity: of each, the share of the entity that the other side puts with it."""
    together = Counter(other[h] for h in entity if h in other)
    return sum(n * n for n in together.values()) / len(entity)
