"""How two texts are worded: how alike, which words changed, and which of the two binds more.

All pure. What changed is a matter of words only: nothing here says that two texts contradict each other, or which is right.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Indel

from onrecord.commitment import Mark, marks
from onrecord.ids import folded
from onrecord.lemmas import lemma

REPEATED = 0.86
"""likeness from which two texts are one wording said again, where no number, long word or mark of commitment differs"""
ALIKE = 0.4
"""likeness from which two texts are shown side by side"""
_MEASURED = 0.5
"""likeness from which it is said which of two wordings is softer"""
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_SHORT = 3
"""letters up to which a word, mostly "of" and the like, says little of what a text is about"""

Shift = Literal["repeated", "softer", "harder", "reworded", "near"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a text; the pieces of a text, joined, are the text."""

    text: str
    changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A text beside an earlier or another one."""

    likeness: float
    """0 to 1"""
    shift: Shift
    """of the second against the first: repeated (near-identical), softer, harder, reworded, where the marks say neither, or
    near: hardly a word in common, only the meaning"""
    first: tuple[Piece, ...]
    second: tuple[Piece, ...]
    dropped: tuple[Mark, ...]
    """marks of commitment that only the first has; code points of the first text"""
    added: tuple[Mark, ...]
    """those that only the second has; code points of the second text"""
    balance: int
    """weights of the added marks less those of the dropped ones: below 0 softer, above 0 harder"""


def change(first: str, second: str, *, likeness: float | None = None, statuses: tuple[str, str] | None = None) -> Change:
    """How the second text is worded against the first; `likeness` where it is known, else by the order of their words.

    `statuses` are those of the two statements: what is only hoped for or thought of counts as a mark of its own.
    """
    same = in_order(first, second)
    alike = same if likeness is None else max(likeness, same)
    ours, theirs = _distinct(first, second, statuses)
    balance = sum(m.weight for m in theirs) - sum(m.weight for m in ours)
    shift: Shift = "reworded"
    if _said_again(first, second, ours, theirs):
        shift = "repeated"
    elif balance and alike >= _MEASURED:
        shift = "harder" if balance > 0 else "softer"
    a, b = _pieces(first, second)
    return Change(
        likeness=round(alike, 3), shift=shift, first=a, second=b, dropped=tuple(ours), added=tuple(theirs), balance=balance
    )


def _said_again(first: str, second: str, ours: Sequence[Mark], theirs: Sequence[Mark]) -> bool:
    """Whether two texts are one wording; `ours` and `theirs` are the marks that only one of them has."""
    # a single word may turn a long text round: as long as marks differ it is no repetition
    return not ours and not theirs and _weighty(first) == _weighty(second) and in_order(first, second) >= REPEATED


def in_order(first: str, second: str) -> float:
    """How much of two texts is the same words in the same order, 0 to 1."""
    return float(Indel.normalized_similarity(_words(first), _words(second)))


_STATUS_WEIGHT = {"hoped": -1, "hypothetical": -1, "planned": 0, "denied": 0}
"""of a statement that does not stand as a plain fact"""


def _distinct(first: str, second: str, statuses: tuple[str, str] | None) -> tuple[list[Mark], list[Mark]]:
    """The marks that only one of two texts has; the same words twice in one of them differ from once in the other."""
    found = []
    for place, text in enumerate((first, second)):
        own = list(marks(text))
        if statuses is not None and statuses[0] != statuses[1] and statuses[place] in _STATUS_WEIGHT:
            status = statuses[place]
            own.append(Mark(start=0, end=0, words=status, kind="status", weight=_STATUS_WEIGHT[status]))
        found.append(own)
    return _less(found[0], found[1]), _less(found[1], found[0])


def _less(own: list[Mark], other: list[Mark]) -> list[Mark]:
    left = Counter(_base(m.words) for m in other)
    rest = []
    for mark in own:
        if left[_base(mark.words)]:
            left[_base(mark.words)] -= 1
        else:
            rest.append(mark)
    return rest


def _base(words: str) -> str:
    return " ".join(map(lemma, words.replace("’", "'").split()))


def _weighty(text: str) -> Counter[str]:
    """The words of a text that say something: long ones and numbers."""
    return Counter(w for w in _words(text) if len(w) > _SHORT or w.isdecimal())


def _pieces(first: str, second: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    a, b = list(_WORD.finditer(first)), list(_WORD.finditer(second))
    matcher = SequenceMatcher(None, [folded(w.group()) for w in a], [folded(w.group()) for w in b], autojunk=False)
    kept_a, kept_b = set[int](), set[int]()
    blocks = [x for x in matcher.get_matching_blocks() if x.size]
    for place, block in enumerate(blocks):
        # one short word between two changes is chance, not what was kept
        alone = block.size == 1 and 0 < place < len(blocks) - 1 and len(a[block.a].group()) <= _SHORT
        if not alone:
            kept_a.update(range(block.a, block.a + block.size))
            kept_b.update(range(block.b, block.b + block.size))
    return tuple(_cut(first, a, kept_a)), tuple(_cut(second, b, kept_b))


def _cut(text: str, words: Sequence[re.Match[str]], kept: set[int]) -> Iterator[Piece]:
    """The text in stretches of words that were kept and of words that were not, with what stands between them."""
    start = at = 0
    changed: bool | None = None
    for number, word in enumerate(words):
        mine = number not in kept
        if changed is not None and mine != changed:
            # what stands between belongs to the stretch that was kept
            edge = at if changed else word.start()
            yield Piece(text=text[start:edge], changed=changed)
            start = edge
        elif changed is None and mine and word.start() > 0:
            yield Piece(text=text[: word.start()], changed=False)
            start = word.start()
        changed = mine
        at = word.end()
    if changed and at < len(text):
        yield Piece(text=text[start:at], changed=True)
        start, changed = at, False
    if start < len(text):
        yield Piece(text=text[start:], changed=bool(changed))


def pairs(left: Sequence[str], right: Sequence[str]) -> list[tuple[int, int, float]]:
    """Texts of two lists that say much the same, the likeliest first, each text once: (place, place, likeness)."""
    return matched(likenesses(left, right), ALIKE)


def matched(alike: NDArray[np.floating[Any]], least: float) -> list[tuple[int, int, float]]:
    """Rows with columns that are at least so much alike, the likeliest first, each once: (row, column, likeness)."""
    found: list[tuple[int, int, float]] = []
    taken_left, taken_right = set[int](), set[int]()
    rows, columns = np.nonzero(alike >= least)
    order = np.lexsort((columns, rows, -alike[rows, columns]))
    for place in order:
        i, j = int(rows[place]), int(columns[place])
        if i not in taken_left and j not in taken_right:
            taken_left.add(i)
            taken_right.add(j)
            found.append((i, j, round(float(alike[i, j]), 3)))
    return found


def likenesses(left: Sequence[str], right: Sequence[str]) -> NDArray[np.float64]:
    """How alike each text of one list is to each of another, 0 to 1; shape (left, right).

    Twice the weight of the words that both have over that of all words of both. A word weighs more the fewer of the texts
    hold it; base forms count as one word.
    """
    texts = [*left, *right]
    weights = _weights(texts)
    held: dict[str, tuple[list[int], list[int]]] = {word: ([], []) for word in weights}
    for side, some in enumerate((left, right)):
        for place, text in enumerate(some):
            for word in set(_words(text)):
                held[word][side].append(place)
    shared = np.zeros((len(left), len(right)))
    for word, (rows, columns) in held.items():
        # word by word, since most stand in few of the texts
        if rows and columns:
            shared[np.ix_(rows, columns)] += weights[word]
    total = np.array([_weight(set(_words(text)), weights) for text in texts])
    both = total[: len(left), None] + total[None, len(left) :]
    alike: NDArray[np.float64] = np.divide(2 * shared, both, out=np.zeros_like(shared), where=both > 0)
    # without the last digits, in which sums of the same weights may differ: what is as alike is told in the order of the texts
    return alike.round(9)


def wordings(texts: Sequence[str]) -> list[list[int]]:
    """Places of texts that are near-identical, together, in the order of the first of each."""
    weights = _weights(texts)
    groups: list[list[int]] = []
    weighty: dict[frozenset[tuple[str, int]], list[list[int]]] = {}
    for place, text in enumerate(texts):
        # others are no repetition of it
        some = weighty.setdefault(frozenset(_weighty(text).items()), [])
        for group in some:
            first = texts[group[0]]
            if _likeness(first, text, weights) >= REPEATED and _said_again(first, text, *_distinct(first, text, None)):
                group.append(place)
                break
        else:
            some.append([place])
            groups.append(some[-1])
    return groups


def _likeness(first: str, second: str, weights: Mapping[str, float]) -> float:
    """That of `likenesses` for one pair."""
    a, b = set(_words(first)), set(_words(second))
    both = _weight(a, weights) + _weight(b, weights)
    return 2 * _weight(a & b, weights) / both if both else 0


def _weights(texts: Sequence[str]) -> dict[str, float]:
    """What each word of some texts weighs, the words in order."""
    held = Counter(word for text in texts for word in set(_words(text)))
    return {w: math.log1p(len(texts) / held[w]) * (0.3 if len(w) <= _SHORT else 1) for w in sorted(held)}


def _weight(words: Set[str], weights: Mapping[str, float]) -> float:
    # exactly, so that it depends on no order
    return math.fsum(weights[word] for word in words)


@lru_cache(maxsize=5_000)
def _words(text: str) -> tuple[str, ...]:
    return tuple(_base_form(w) for w in _WORD.findall(text))


@lru_cache(maxsize=50_000)
def _base_form(word: str) -> str:
    return lemma(folded(word))
