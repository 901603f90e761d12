"""How far reviewers agree where they judged the same items."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.keep.corrections import STRUCTURE
from onrecord.keep.store import Store
from onrecord.schema import Correction

_PLACED = """SELECT p.item, p.correction FROM placements p JOIN documents d ON d.number = p.document
             WHERE d.current AND p.item IN (SELECT item FROM placements GROUP BY item HAVING count(DISTINCT who) > 1)
             ORDER BY 1, 2"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far reviewers agree: on whether items are right as they were read, wrong altogether, or wrong in which parts."""

    reviewers: tuple[str, ...]
    items: int
    """judged by two of them or more"""
    alike: int
    """items on which all that judged them came to the very same"""
    alpha: float | None
    """Krippendorff's: 1 full agreement, 0 what chance gives; None where there is nothing to disagree about"""


def agreement(store: Store) -> Agreement:
    """The agreement of all who reviewed; a reviewer's last word on an item counts, and what was undone does not.

    A reviewer who accepts what another has corrected agrees with the correction.
    """
    placed = list(store.rows(_PLACED))
    log = {c.number: c for c in store.corrections(numbers=[number for _, number in placed])}
    by_item: defaultdict[str, list[Correction]] = defaultdict(list)
    for item, number in placed:
        by_item[item].append(log[number])
    units, exact = [], []
    reviewers: set[str] = set()
    for entries in by_item.values():
        last = {c.who: c for c in entries}
        if len(last) < 2:
            continue
        reviewers |= set(last)
        units.append([_verdict(entries[0].before, c.after) for c in last.values()])
        exact.append(len({repr(_judged(c.after)) for c in last.values()}) == 1)
    return Agreement(reviewers=tuple(sorted(reviewers)), items=len(units), alike=sum(exact), alpha=alpha(units))


def _judged(item: Mapping[str, Any] | None) -> Mapping[str, Any]:
    return {k: v for k, v in (item or {}).items() if k not in STRUCTURE}


def _verdict(read: Mapping[str, Any] | None, left: Mapping[str, Any] | None) -> str:
    if left is None:
        return "rejected"
    if read is None:
        return "missed"
    other = sorted(name for name, value in _judged(left).items() if value != read.get(name))
    return ", ".join(other) or "right"


def alpha(units: Iterable[Sequence[Hashable]]) -> float | None:
    """Krippendorff's alpha for nominal values: each unit holds the values that its judges gave, in any order.

    Units with one value say nothing. None where fewer than two values are left, or all are the same: then chance cannot
    disagree.
    """
    differing = 0.0
    totals: Counter[Hashable] = Counter()
    for unit in units:
        if len(unit) < 2:
            continue
        counts = Counter(unit)
        totals.update(counts)
        same = sum(n * (n - 1) for n in counts.values())
        differing += (len(unit) * (len(unit) - 1) - same) / (len(unit) - 1)
    n = sum(totals.values())
    by_chance = (n * n - sum(t * t for t in totals.values())) / (n - 1) if n > 1 else 0
    return 1 - differing / by_chance if by_chance else None
