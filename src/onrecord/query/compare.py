"""Two sides on one matter, next to one another: two speakers, two periods or two outlets.

What each side said is put together where it was said again in the same words; what the sides said alike is paired, with the
words that changed; of what is left, what is near in meaning is paired too, and called no more than that. Both texts and their
days are always in the answer: wording softer or harder is all that is said of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from onrecord.keep.store import Store
from onrecord.query.meaning import Vectors, vectors_of
from onrecord.query.search import Filter, Found, statements
from onrecord.query.wording import Change, change, matched, pairs, wordings

MOST = 200
"""statements of a side that are compared; the page says where there are more"""
NEAR = 0.45
"""cosine from which two statements without words in common are put together, if neither has a nearer one"""
_DAYS = 14
"""days between two reports that may still tell of the same words"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One wording of a side, with each time it was said or printed."""

    statements: tuple[Found, ...]
    """earliest first; the first is the one that is shown"""

    @property
    def shown(self) -> Found:
        """The first of them."""
        return self.statements[0]

    @property
    def times(self) -> int:
        """How often it is on record."""
        return len(self.statements)

    @property
    def first(self) -> str | None:
        """ISO day on which it was first said, as far as any is known."""
        return min((d for d in map(_day, self.statements) if d), default=None)

    @property
    def last(self) -> str | None:
        """ISO day on which it was last said."""
        return max((d for d in map(_day, self.statements) if d), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What one side said, each wording once, earliest first."""

    lines: tuple[Line, ...]
    total: int
    """statements on record"""
    cut: bool
    """whether there are more on record than are compared"""

    @property
    def first(self) -> str | None:
        """ISO day of the earliest."""
        return min((line.first for line in self.lines if line.first), default=None)

    @property
    def last(self) -> str | None:
        """ISO day of the latest."""
        return max((line.last for line in self.lines if line.last), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A line of each side that say much the same, or, where `change.shift` is near, may be on the same in other words."""

    left: Line
    right: Line
    change: Change
    """of the right against the left"""
    same_speaker: bool
    same_words: bool
    """whether the two may be reports of the same words: one speaker, two outlets, days that lie close together"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two sides, with what they have in common and what only one of them said."""

    left: Side
    right: Side
    pairs: tuple[Pair, ...]
    """the likeliest first, those that are near in meaning after those in like words"""
    only_left: tuple[Line, ...]
    only_right: tuple[Line, ...]

    def count(self, shift: str) -> int:
        """How many pairs are of a kind: repeated, softer, harder, reworded, near."""
        return sum(pair.change.shift == shift for pair in self.pairs)


def comparison(store: Store, left: Filter, right: Filter, *, made_by: str) -> Comparison:
    """Compares what two filters find, by the vectors that the table of words with the hash `made_by` gave, too.

    Raises InputError as a search does.
    """
    ours, theirs = (list(statements(store, wanted, limit=MOST + 1)) for wanted in (left, right))
    return compared(ours, theirs, vectors_of(store, [s.number for s in (*ours, *theirs)], made_by))


def compared(left: Sequence[Found], right: Sequence[Found], vectors: Vectors) -> Comparison:
    """Compares two lists of statements; of more than `MOST` only as many of each. `vectors` are by numbers of statements."""
    ours, theirs = _side(left), _side(right)
    found = pairs([line.shown.content for line in ours.lines], [line.shown.content for line in theirs.lines])
    made = [_pair(ours.lines[i], theirs.lines[j], likeness) for i, j, likeness in found]
    for i, j, nearness in _near(ours.lines, theirs.lines, found, vectors):
        pair = _pair(ours.lines[i], theirs.lines[j], nearness)
        made.append(replace(pair, change=replace(pair.change, shift="near", likeness=nearness)))
        found.append((i, j, nearness))
    paired_left, paired_right = {i for i, *_ in found}, {j for _, j, _ in found}
    return Comparison(
        left=ours,
        right=theirs,
        pairs=tuple(made),
        only_left=tuple(line for i, line in enumerate(ours.lines) if i not in paired_left),
        only_right=tuple(line for j, line in enumerate(theirs.lines) if j not in paired_right),
    )


def _near(
    left: Sequence[Line], right: Sequence[Line], found: Sequence[tuple[int, int, float]], vectors: Vectors
) -> list[tuple[int, int, float]]:
    """Lines that are in no pair yet and the nearest to each other in meaning: (place, place, cosine)."""
    sides = [
        [n for n, line in enumerate(lines) if n not in {pair[side] for pair in found} and line.shown.number in vectors]
        for side, lines in enumerate((left, right))
    ]
    if not all(sides):
        return []
    ours, theirs = (
        np.stack([vectors[lines[n].shown.number] for n in own]) for own, lines in zip(sides, (left, right), strict=True)
    )
    cosine = ours @ theirs.T
    both = (cosine == cosine.max(0)) & (cosine == cosine.max(1, keepdims=True))
    return [(sides[0][i], sides[1][j], nearness) for i, j, nearness in matched(np.where(both, cosine, 0), NEAR)]


def _side(found: Sequence[Found]) -> Side:
    kept = sorted(found[:MOST], key=lambda s: (_day(s) or "9999", s.published or "", s.document, s.start, s.id))
    groups = wordings([s.content for s in kept])
    lines = tuple(Line(statements=tuple(kept[place] for place in group)) for group in groups)
    return Side(lines=lines, total=len(kept), cut=len(found) > MOST)


def _pair(left: Line, right: Line, likeness: float) -> Pair:
    a, b = left.shown, right.shown
    same_speaker = a.speaker is not None and a.speaker == b.speaker
    return Pair(
        left=left,
        right=right,
        change=change(a.content, b.content, likeness=likeness, statuses=(a.status, b.status)),
        same_speaker=same_speaker,
        same_words=same_speaker and a.publisher != b.publisher and any(_close(x, y) for x, y in _printed(left, right)),
    )


def _printed(left: Line, right: Line) -> Iterator[tuple[str, str]]:
    for a in left.statements:
        for b in right.statements:
            x, y = _day(a), _day(b)
            if x and y:
                yield x, y


def _close(x: str, y: str) -> bool:
    return abs((date.fromisoformat(x) - date.fromisoformat(y)).days) <= _DAYS


def _day(statement: Found) -> str | None:
    return statement.first or statement.last
