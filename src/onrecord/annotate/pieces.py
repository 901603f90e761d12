"""From words to what the encoder takes: word pieces with the marks of layout that an uncased vocabulary loses.

Each piece carries the case of its word, the white space before it and its place with respect to quotation marks.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from onrecord.schema import Quotation

CASES = 6
GAPS = 4
QUOTES = 5
_LOWER, _TITLE, _UPPER, _MIXED, _INITIAL, _UNLETTERED = range(CASES)
NO_GAP, SPACE, BREAK, INNER = range(GAPS)
"""before a word: nothing, white space, the start of a paragraph; INNER marks the later pieces of a word"""
_PLAIN, _OPEN, _CLOSE, _QUOTED, _SINGLE_QUOTED = range(QUOTES)


class Vocabulary(Protocol):
    """What gives the word pieces of a word: `tokenizers.Tokenizer`, or a stand-in."""

    def encode_batch(self, input: list[str], *, add_special_tokens: bool = True) -> list[Any]:
        """One encoding, with `ids`, for each word."""
        ...


class WordPieces:
    """Looks up the pieces of words, keeping those it has met; texts repeat their words."""

    _KEPT = 200_000

    def __init__(self, vocabulary: Vocabulary, *, unknown: int) -> None:
        self._vocabulary = vocabulary
        self._unknown = [unknown]
        self._known: dict[str, list[int]] = {}

    def __call__(self, forms: Sequence[str]) -> list[list[int]]:
        """The piece ids of each word, at least one a word."""
        known = self._known
        new = list({form for form in forms if form not in known})
        if new:
            if len(known) > self._KEPT:
                known.clear()
                new = list(set(forms))
            for form, encoded in zip(new, self._vocabulary.encode_batch(new, add_special_tokens=False), strict=True):
                # a word of a hundred pieces is noise (a hash, an address): its head is enough
                known[form] = encoded.ids[:16] or self._unknown
        return [known[form] for form in forms]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """The word pieces of a text; arrays over pieces unless said otherwise."""

    ids: NDArray[np.int64]
    case: NDArray[np.int64]
    gap: NDArray[np.int64]
    quote: NDArray[np.int64]
    word: NDArray[np.int32]
    """the word each piece belongs to"""
    first: NDArray[np.int32]
    """[words + 1] the first piece of each word, then the number of pieces"""


def pieces(ids: Sequence[Sequence[int]], forms: Sequence[str], gaps: NDArray[np.int64], quoted: Sequence[Quotation]) -> Pieces:
    """The pieces of words with `ids` each, `gaps` [words] before them and quotation marks as `quoted` says."""
    lengths = np.fromiter((len(i) for i in ids), np.int32, len(ids))
    first = np.zeros(len(ids) + 1, np.int32)
    np.cumsum(lengths, out=first[1:])
    word = np.repeat(np.arange(len(ids), dtype=np.int32), lengths)
    flat = np.fromiter((i for word_ids in ids for i in word_ids), np.int64, int(first[-1]))
    gap = np.full(len(flat), INNER, np.int64)
    gap[first[:-1]] = gaps
    return Pieces(
        ids=flat, case=cases(forms)[word], gap=gap, quote=quote_states(len(forms), quoted)[word], word=word, first=first
    )


def cases(forms: Sequence[str]) -> NDArray[np.int64]:
    """[words] the case class of each word."""
    return np.fromiter((_case(form) for form in forms), np.int64, len(forms))


def _case(form: str) -> int:
    if form.islower():
        return _LOWER
    if form.isupper():
        return _UPPER if len(form) > 1 and form[1].isalpha() else _INITIAL
    if form[0].isupper():
        return _TITLE if form[1:].islower() else _MIXED
    return _MIXED if any(c.isalpha() for c in form) else _UNLETTERED


def gaps(start: NDArray[np.int32], end: NDArray[np.int32], breaks: NDArray[np.bool_]) -> NDArray[np.int64]:
    """[words] what stands before each word; `breaks` [words] says which start a paragraph."""
    found = np.full(len(start), NO_GAP, np.int64)
    found[1:][start[1:] > end[:-1]] = SPACE
    found[breaks] = BREAK
    return found


def quote_states(count: int, quoted: Sequence[Quotation]) -> NDArray[np.int64]:
    """[words] plain, an opening mark, a closing mark, or within double or single marks."""
    states = np.full(count, _PLAIN, np.int64)
    for q in quoted:
        inner = states[q.start : q.end]
        inner[inner == _PLAIN] = _QUOTED if q.double else _SINGLE_QUOTED
        states[q.start] = _OPEN
        if q.closed:
            states[q.end - 1] = _CLOSE
    return states


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A run of words that the encoder reads at once; word indices, half open."""

    start: int
    end: int
    keep_start: int
    """what is read of words before this one is left to the window before"""
    keep_end: int


def windows(first: NDArray[np.int32], gap: NDArray[np.int64], *, size: int, context: int) -> list[Window]:
    """Cuts a text into windows of at most `size` pieces that share about `context` pieces with their neighbours.

    `first` [words + 1] and `gap` [words] are those of `Pieces` and `gaps`. Windows begin and end at paragraphs where one
    begins in reach; each word is kept by the one window where it stands further from an edge.
    """
    count = len(first) - 1
    starts = np.flatnonzero(gap == BREAK)

    def near(low: int, high: int, otherwise: int) -> int:
        """The last start of a paragraph in [low, high)."""
        at = int(np.searchsorted(starts, high)) - 1
        return int(starts[at]) if at >= 0 and starts[at] >= low else otherwise

    def back(word: int, by: int) -> int:
        return int(np.searchsorted(first, first[word] - by))

    cut: list[tuple[int, int]] = []
    start = 0
    while True:
        end = max(int(np.searchsorted(first, first[start] + size, side="right")) - 1, start + 1)
        if end >= count:
            cut.append((start, count))
            break
        end = near(max(start + 1, back(end, size // 4)), end + 1, end)
        cut.append((start, end))
        start = max(start + 1, near(back(end, context + context // 2), back(end, context // 2), back(end, context)))
    keeps = [0]
    for left, right in itertools.pairwise(cut):
        middle = (right[0] + left[1]) // 2
        keeps.append(near((right[0] + middle) // 2, (middle + left[1]) // 2 + 1, middle))
    keeps.append(count)
    return [Window(start=a, end=b, keep_start=keeps[i], keep_end=keeps[i + 1]) for i, (a, b) in enumerate(cut)]
