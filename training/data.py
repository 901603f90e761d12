"""From examples to the arrays of a training step."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from onrecord.annotate import labels
from onrecord.annotate.attribution import Place
from onrecord.annotate.pieces import BREAK, CASES, NO_GAP, Pieces, Window, WordPieces, pieces, windows
from onrecord.annotate.quotations import outermost, quotations
from training.examples import UNKNOWN, Example
from training.treebanks import TITLES

CLS, SEP, MASK = 101, 102, 103


@dataclass(kw_only=True)
class Prepared:
    """An example with its pieces and its layers as numbers; arrays over words, UNKNOWN where a layer is silent."""

    example: Example
    pieces: Pieces
    place: Place
    upos: NDArray[np.int64]
    tag: NDArray[np.int64]
    relation: NDArray[np.int64]
    head: NDArray[np.int64]
    first: NDArray[np.int64]
    """1 where a sentence starts"""
    name: NDArray[np.int64]
    proper: NDArray[np.int64]
    """0 no name, 1 the first word of one of whatever kind, 2 a later one; known where proper nouns are and names are not"""
    entity: NDArray[np.int64]
    event: NDArray[np.int64]
    fact: NDArray[np.int64]
    """factuality of event words in hundredths, counted from that of what certainly did not happen"""

    @property
    def count(self) -> int:
        return len(self.example.forms)


def prepared(example: Example, lookup: WordPieces) -> Prepared:
    count = len(example.forms)
    marks = quotations(example.forms, (example.gap != NO_GAP).tolist(), (example.gap == BREAK).tolist())
    entity = np.full(count, UNKNOWN, np.int64)
    if example.mentions is not None and example.all_mentions:
        entity[:] = 0
        for m in example.mentions:
            entity[m.head] = labels.ENTITIES.index(m.kind)
    first = np.full(count, UNKNOWN, np.int64)
    if example.sentence is not None:
        first[:] = 1
        first[1:] = example.sentence[1:] != example.sentence[:-1]
    return Prepared(
        example=example,
        pieces=pieces(lookup(example.forms), example.forms, example.gap, marks),
        place=Place(example.forms, example.gap == BREAK, outermost(count, marks)),
        upos=_indices(example.upos, labels.UPOS, count),
        tag=_indices(example.xpos, labels.TAGS, count),
        relation=_indices(example.relation, labels.RELATIONS, count),
        head=np.full(count, UNKNOWN, np.int64) if example.head is None else example.head,
        first=first,
        name=_indices(example.names, labels.NAMES, count),
        proper=_proper(example),
        entity=entity,
        event=_sparse({i: labels.EVENTS.index(e) for i, e in (example.event or {}).items()}, count),
        fact=_sparse({i: round(100 * (f + labels.FACTUALITY)) for i, f in (example.factuality or {}).items()}, count),
    )


def _sparse(known: dict[int, int], count: int) -> NDArray[np.int64]:
    out = np.full(count, UNKNOWN, np.int64)
    for word, value in known.items():
        out[word] = value
    return out


def _proper(example: Example) -> NDArray[np.int64]:
    out = np.full(len(example.forms), UNKNOWN, np.int64)
    if example.names is not None or example.upos is None or example.relation is None or example.head is None:
        return out
    for i, upos in enumerate(example.upos):
        if upos != "PROPN":
            # adjectives of nationality are names to some and not to others
            out[i] = (
                UNKNOWN if upos in ("ADJ", "X", "SYM", "PUNCT", "ADP", "DET", "NUM") and example.forms[i][0].isupper() else 0
            )
            if upos in ("PUNCT", "ADP", "CCONJ", "PART") and 0 < i < len(example.forms) - 1:
                inside = example.upos[i - 1] == "PROPN" and example.upos[i + 1] == "PROPN"
                out[i] = UNKNOWN if inside else 0
            continue
        if example.forms[i].lower() in TITLES or example.relation[i] == "nmod:desc":
            continue
        joined = i > 0 and example.upos[i - 1] == "PROPN" and out[i - 1] != UNKNOWN
        near = joined and (example.head[i] == i - 1 or example.head[i - 1] == i or example.head[i] == example.head[i - 1])
        out[i] = (
            2
            if near and (example.relation[i] in ("flat", "compound") or example.relation[i - 1] in ("flat", "compound"))
            else 1
        )
    return out


def _indices(layer: Sequence[str] | None, inventory: Sequence[str], count: int) -> NDArray[np.int64]:
    if layer is None:
        return np.full(count, UNKNOWN, np.int64)
    index = {label: i for i, label in enumerate(inventory)}
    return np.array([index.get(label, UNKNOWN) for label in layer], np.int64)


@dataclass(kw_only=True)
class Cut:
    """A window of an example."""

    of: Prepared
    window: Window

    @property
    def pieces(self) -> int:
        return int(self.of.pieces.first[self.window.end] - self.of.pieces.first[self.window.start])


def cuts(example: Prepared, *, size: int, context: int) -> list[Cut]:
    return [Cut(of=example, window=w) for w in windows(example.pieces.first, example.example.gap, size=size, context=context)]


def varied_cuts(example: Prepared, size: int, rng: random.Random) -> list[Cut]:
    """Windows of varied length, so that no word stands at the same place in every epoch."""
    return cuts(example, size=rng.choice((size, size, size * 4 // 5, size * 3 // 5)), context=rng.choice((16, 32, 64)))


@dataclass(kw_only=True)
class Inputs:
    ids: Tensor
    case: Tensor
    gap: Tensor
    quote: Tensor
    mask: Tensor
    first: Tensor
    """[batch, words] the first piece of each word"""
    words: Tensor
    """[batch, words] whether there is a word"""


def inputs(batch: Sequence[Cut], hidden: float = 0.0) -> Inputs:
    """Pads a batch to multiples of 32, so that the kernels made for one shape serve many.

    `hidden` is the share of pieces put behind a mask, drawn anew for every call.
    """
    rows = len(batch)
    length = -(-(max(c.pieces for c in batch) + 2) // 32) * 32
    width = -(-max(c.window.end - c.window.start for c in batch) // 32) * 32
    ids = np.zeros((rows, length), np.int64)
    case, gap, quote, mask = np.full_like(ids, CASES - 1), np.zeros_like(ids), np.zeros_like(ids), np.zeros_like(ids)
    first = np.zeros((rows, width), np.int64)
    there = np.zeros((rows, width), np.bool_)
    for i, cut in enumerate(batch):
        p, w = cut.of.pieces, cut.window
        a, b = int(p.first[w.start]), int(p.first[w.end])
        n = b - a
        ids[i, 0], ids[i, 1 : n + 1], ids[i, n + 1] = CLS, p.ids[a:b], SEP
        mask[i, : n + 2] = 1
        case[i, 1 : n + 1], gap[i, 1 : n + 1], quote[i, 1 : n + 1] = p.case[a:b], p.gap[a:b], p.quote[a:b]
        first[i, : w.end - w.start] = p.first[w.start : w.end] - a + 1
        there[i, : w.end - w.start] = True
    if hidden:
        # a third of the windows, so that whole ones stay the rule
        drawn = (np.random.random(ids.shape) < hidden) & (np.random.random((rows, 1)) < 0.33)
        ids[drawn & (mask == 1) & (ids != CLS) & (ids != SEP)] = MASK
    t = torch.from_numpy
    return Inputs(ids=t(ids), case=t(case), gap=t(gap), quote=t(quote), mask=t(mask), first=t(first), words=t(there))


def layer(batch: Sequence[Cut], name: str, width: int) -> Tensor:
    """[batch, words] one of the layers of `Prepared`."""
    out = np.full((len(batch), width), UNKNOWN, np.int64)
    for i, cut in enumerate(batch):
        w = cut.window
        out[i, : w.end - w.start] = getattr(cut.of, name)[w.start : w.end]
    return torch.from_numpy(out)
