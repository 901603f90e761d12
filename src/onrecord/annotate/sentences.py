"""Sentences: where the network sees one start, and at every paragraph."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.annotate.encoding import Encoded

_LONGEST = 250
"""words after which a sentence ends at the next word that may start one: lists and tables have no full stops"""


def sentence_numbers(encoded: Encoded, breaks: NDArray[np.bool_]) -> NDArray[np.int32]:
    """[words] number of the sentence of each word."""
    scores = encoded.scores("sentence")
    starts = (scores[:, 1] > scores[:, 0]) | breaks
    bounds = np.flatnonzero(starts)
    for a, b in zip(bounds, [*bounds[1:], len(starts)], strict=True):
        starts[a + _LONGEST : b : _LONGEST] = True
    return np.cumsum(starts).astype(np.int32) - 1


def sentence_bounds(sentence: NDArray[np.integer[Any]]) -> NDArray[np.intp]:
    """[sentences + 1] where each sentence starts, and where the last ends, by the [words] numbers of their sentences."""
    return np.append(np.flatnonzero(np.diff(sentence, prepend=-1)), len(sentence))
