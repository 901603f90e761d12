"""What statements and queries mean, as vectors, where the network has them."""

import numpy as np
from numpy.typing import NDArray

from onrecord.annotate.meaning import mean, meaning
from onrecord.annotate.onnx import shipped
from onrecord.schema import Annotated, Statement


def meaning_of(text: str) -> tuple[NDArray[np.float32], str]:
    """What a text means, as [MEANING] numbers of length 1 together, and the hash of the weights that say so.

    Raises InputError for a text without words, or a network that does not say what words mean.
    """
    model = shipped()
    return meaning(text, model), model.hash


def vectors(notes: Annotated, statements: tuple[Statement, ...]) -> dict[str, bytes]:
    """What each statement means, by its id, as the record keeps it: the mean over the words of its content, read in place."""
    if notes.meaning is None:
        return {}
    found = {}
    for s in statements:
        within = np.zeros(len(notes.start), bool)
        for start, end in s.content:
            within[np.searchsorted(notes.start, start) : np.searchsorted(notes.end, end, side="right")] = True
        if within.any():
            found[s.id] = mean(notes.meaning[within]).astype("<f2").tobytes()
    return found
