"""The one pass of the encoder over a text, and the scores that come straight from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from onrecord.annotate import labels
from onrecord.annotate.pieces import Pieces, windows

Floats = NDArray[np.float32]


class Model(Protocol):
    """The network, in whichever engine runs it."""

    def encode(
        self,
        ids: NDArray[np.int64],
        case: NDArray[np.int64],
        gap: NDArray[np.int64],
        quote: NDArray[np.int64],
        first: NDArray[np.int64],
    ) -> NDArray[np.float16]:
        """Of one window, [pieces] each but `first` [words]: [words, columns] heads and projections."""
        ...

    def pair(
        self,
        word: Floats,
        gate: Floats,
        index: NDArray[np.int64],
        cue: Floats,
        cue_gate: Floats,
        features: NDArray[np.int64],
        soft: Floats,
        mask: Floats,
    ) -> Floats:
        """[cues, near, labels.PAIR_LABELS] scores of the words `index` [cues, near] near each cue.

        `word` and `gate` are projections [words, size], those of the cues [cues, size]; `features` are of each pair.
        """
        ...

    def arcs(self, dependent: Floats, head: Floats) -> Floats:
        """[words, words] scores of dependents (rows) and heads from their projections."""
        ...

    def relations(self, dependent: Floats, head: Floats) -> Floats:
        """[words, labels.RELATIONS] scores from the projections of words and of their heads."""
        ...

    def antecedents(
        self,
        anaphor: Floats,
        antecedent: Floats,
        later: NDArray[np.int64],
        earlier: NDArray[np.int64],
        features: NDArray[np.int64],
    ) -> Floats:
        """[pairs] scores from [phrases, size] projections, the [pairs] phrases of each pair and [pairs, n] features."""
        ...

    def deed(self, words: Floats, told: NDArray[np.int64], ends: Floats, there: Floats) -> Floats:
        """[labels.EVENTS] scores of what is done between the two ends [2, size] of a sentence [words, size].

        `told` [1] is the place in it of the word that tells of it, `there` [2] is 1 for each end that is named.
        """
        ...

    def ends(self, words: Floats, told: NDArray[np.int64], by: Floats) -> Floats:
        """[told, 2, 1 + words] scores of nobody, then of each word of a sentence [words, size] to head the source, the target.

        `told` [told] are the places in it of words that tell of events, `by` [told, size] their own projections.
        """
        ...


CLS, SEP = 101, 102
WINDOW = 254
"""pieces read at once, without the two marks at the ends"""
CONTEXT = 64
"""pieces that neighbouring windows share"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """What the encoder says about each word of a text."""

    columns: NDArray[np.float16]
    """[words, columns] the heads of `labels.LINEAR` and `labels.DEEPER`, then the projections of `labels.PROJECTED`; half
    precision, since a long text has a hundred million of them"""

    def scores(self, head: str) -> Floats:
        """[words, labels] of a head, unnormalised."""
        return self.columns[:, _COLUMNS[head]].astype(np.float32)

    def kept(self, name: str, words: NDArray[np.intp]) -> NDArray[np.float16]:
        """[words, size] of a projection, of some words, as they stand: a copy, so that the rest need not be kept."""
        some: NDArray[np.float16] = self.columns[words, _COLUMNS[name]]
        return some

    def projection(self, name: str, words: "NDArray[np.integer[Any]] | slice") -> Floats:
        """[..., size] of a projection, of some words."""
        return self.columns[:, _COLUMNS[name]][words].astype(np.float32)


def _columns() -> dict[str, slice]:
    found, at = {}, 0
    for name, size in (labels.LINEAR | labels.DEEPER | labels.PROJECTED).items():
        found[name] = slice(at, at + size)
        at += size
    return found


_COLUMNS = _columns()
COLUMNS = max(columns.stop for columns in _COLUMNS.values())


def encoded(model: Model, pieces: Pieces, gap: NDArray[np.int64], *, size: int = WINDOW, context: int = CONTEXT) -> Encoded:
    """Reads a text window by window; each word's scores come from the window where it stands furthest from an edge."""
    out = np.empty((len(pieces.first) - 1, COLUMNS), np.float16)
    for w in windows(pieces.first, gap, size=size, context=context):
        a, b = int(pieces.first[w.start]), int(pieces.first[w.end])
        columns = model.encode(
            _framed(pieces.ids[a:b], CLS, SEP),
            _framed(pieces.case[a:b], 5, 5),
            _framed(pieces.gap[a:b], 0, 0),
            _framed(pieces.quote[a:b], 0, 0),
            pieces.first[w.start : w.end].astype(np.int64) - a + 1,
        )
        out[w.keep_start : w.keep_end] = columns[w.keep_start - w.start : w.keep_end - w.start]
    return Encoded(columns=out)


def _framed(values: NDArray[np.int64], first: int, last: int) -> NDArray[np.int64]:
    return np.concatenate([[first], values, [last]]).astype(np.int64)


def log_softmax(scores: Floats) -> Floats:
    """Over the last axis."""
    top: Floats = scores - scores.max(-1, keepdims=True)
    out: Floats = top - np.log(np.exp(top).sum(-1, keepdims=True))
    return out


def softmax(scores: Floats) -> Floats:
    """Over the last axis."""
    top: Floats = np.exp(scores - scores.max(-1, keepdims=True))
    out: Floats = top / top.sum(-1, keepdims=True)
    return out


def best(scores: Floats, inventory: Sequence[str]) -> list[str]:
    """The likeliest label of each row."""
    return [inventory[i] for i in scores.argmax(-1)]
