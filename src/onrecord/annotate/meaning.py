"""What a stretch of text means, as a vector: the mean over its words of one projection of the network."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.annotate import labels
from onrecord.annotate.encoding import Floats, encoded
from onrecord.annotate.onnx import OnnxModel
from onrecord.annotate.pieces import gaps, pieces
from onrecord.annotate.quotations import quotations
from onrecord.annotate.words import words
from onrecord.errors import InputError

MEANING = "meaning"
"""the projection, where the network has it"""


def mean(of_words: "NDArray[np.floating[Any]]") -> Floats:
    """[size] of length 1 from [words, size]; zeros where there are no words."""
    total: Floats = of_words.sum(0, dtype=np.float32) if len(of_words) else np.zeros(of_words.shape[1], np.float32)
    length = float(np.linalg.norm(total))
    return total / length if length else total


def meaning(text: str, model: OnnxModel) -> Floats:
    """[size] what a text means, read alone.

    Raises InputError for a text without words, or a network that does not say what words mean.
    """
    if MEANING not in labels.PROJECTED:
        raise InputError("this network does not say what words mean; search for words, or update with: pip install -U onrecord")
    found = words(text, 0, len(text))
    if not found.form:
        raise InputError(f"{text}: no words to search for")
    opens = np.zeros(len(found.form), bool)
    opens[0] = True
    gap = gaps(found.start, found.end, opens)
    marks = quotations(found.form, (gap != 0).tolist(), opens.tolist())
    scores = encoded(model, pieces(model.lookup(found.form), found.form, gap, marks), gap)
    return mean(scores.projection(MEANING, slice(None)))
