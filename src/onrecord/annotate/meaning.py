"""What a stretch of text means, as a vector: the sum of those of its words, from a table learnt from a large encoder."""

import hashlib
import io
import re
from collections.abc import Container, Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.annotate.words import words
from onrecord.errors import InputError
from onrecord.ids import folded
from onrecord.schema import MEANING

Floats = NDArray[np.float32]

TABLE = "senses.npz"
"""beside this module: `entries`, words and pieces of words (##...), by lines; of each its `scale` and [entries, parts] `codes`,
which say for each part of its vector which of [parts, centres, numbers] `centres` that is"""
_RUN = re.compile(r"\w+|[^\w\s]")
_KEPT = 200_000


def pieces(form: str, known: Container[str]) -> Iterator[str]:
    """The entries of a table that make up a word: itself, else the longest beginnings of what is left of it.

    What no entry begins is passed over, a character at a time.
    """
    plain = folded(form)
    if plain in known and not plain.startswith("##"):
        yield plain
        return
    for run in _RUN.findall(plain):
        start = 0
        while start < len(run):
            mark = "##" if start else ""
            end = next((e for e in range(len(run), start, -1) if mark + run[start:e] in known), None)
            if end is not None:
                yield mark + run[start:end]
            start = end or start + 1


class Senses:
    """Looks up what words mean, keeping those it has met; texts repeat their words."""

    def __init__(self, data: bytes) -> None:
        self.hash = hashlib.sha256(data).hexdigest()[:16]
        with np.load(io.BytesIO(data)) as held:
            self._row = {entry: n for n, entry in enumerate(held["entries"].tobytes().decode("utf8").split("\n"))}
            self._codes: NDArray[np.uint8] = held["codes"]
            self._centres: Floats = held["centres"].astype(np.float32)
            self._scale: Floats = held["scale"].astype(np.float32)
        self._known: dict[str, Floats] = {}

    def __call__(self, forms: Sequence[str]) -> NDArray[np.float16]:
        """[words, MEANING] of each word, zeros for one of which no piece is known."""
        if len(self._known) > _KEPT:
            self._known.clear()
        for form in set(forms) - self._known.keys():
            own = [self._row[piece] for piece in pieces(form, self._row)]
            vectors = self._centres[np.arange(self._codes.shape[1]), self._codes[own]].reshape(len(own), MEANING)
            self._known[form] = self._scale[own] @ vectors
        return np.array([self._known[form] for form in forms], np.float16).reshape(-1, MEANING)


@cache
def senses() -> Senses:
    """The table that comes with the package, loaded once a process."""
    return Senses((files("onrecord.annotate") / TABLE).read_bytes())


def mean(of_words: "NDArray[np.floating[Any]]") -> Floats:
    """[size] of length 1 from [words, size]; zeros where there are no words."""
    total: Floats = of_words.sum(0, dtype=np.float32)
    length = float(np.linalg.norm(total))
    return total / length if length else total


def meaning(text: str) -> Floats:
    """[MEANING] what a text means; raises InputError for one without words that are known."""
    found = mean(senses()(words(text).form))
    if not found.any():
        raise InputError(f"{text}: no words to search for")
    return found
