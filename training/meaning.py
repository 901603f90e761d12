"""Vectors of sentences, by which statements are found that say the like in other words.

The encoder that is fine-tuned was made to give them; fine-tuning would lose them. What it says of each sentence before is
kept in fewer numbers, and the network learns to say the same with one projection beside its other tasks.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from onrecord.annotate.pieces import BREAK, NO_GAP, WordPieces
from onrecord.schema import MEANING
from training.examples import Example, Meaning
from training.network import Encoder, Shape, mixed, pretrained

_STOPS = frozenset([".", "?", "!"])
_LONGEST = 80
_PIECES = 200
_BATCH = 6000
"""pieces at once"""


@dataclass(kw_only=True)
class _Stretch:
    """Consecutive sentences of one document."""

    example: Example
    spans: list[tuple[int, int]]


def examples(sets: Iterable[Sequence[Example]], base: Path, words: WordPieces, kept: Path, rng: random.Random) -> list[Example]:
    """Short texts whose sentences have the vectors that the encoder of `base` gives them; `words` is its own vocabulary.

    The vectors are computed once and kept in `kept`.
    """
    stretches = [s for found in sets for e in found for s in _stretches(e, rng)]
    texts = [s.example.forms[a:b] for s in stretches for a, b in s.spans]
    vectors = np.load(kept) if kept.exists() else _small(sentence_vectors(base, texts, words))
    np.save(kept, vectors)
    out, at = [], 0
    for s in stretches:
        start, end = s.spans[0][0], s.spans[-1][1]
        gap = s.example.gap[start:end].copy()
        gap[0] = BREAK
        meaning = [Meaning(start=a - start, end=b - start, vector=vectors[at + k]) for k, (a, b) in enumerate(s.spans)]
        at += len(s.spans)
        out.append(Example(id=s.example.id, corpus="meaning", forms=s.example.forms[start:end], gap=gap, meaning=meaning))
    return out


def _stretches(example: Example, rng: random.Random) -> Iterator[_Stretch]:
    spans = [(a, b) for a, b in _sentences(example) if 3 <= b - a <= _LONGEST]
    at = 0
    while at < len(spans):
        inside = [spans[at]]
        for following in spans[at + 1 : at + rng.choice((1, 1, 2, 4))]:
            if following[0] != inside[-1][1]:
                break
            inside.append(following)
        at += len(inside)
        yield _Stretch(example=example, spans=inside)
        if rng.random() < 0.2:
            # a few words alone, as people search
            a, b = inside[0]
            start = rng.randrange(a, b)
            part = (start, min(b, start + rng.choice((1, 2, 3, 4, 6))))
            if any(f[0].isalpha() for f in example.forms[part[0] : part[1]]):
                yield _Stretch(example=example, spans=[part])


def _sentences(example: Example) -> Iterator[tuple[int, int]]:
    start = 0
    for i, form in enumerate(example.forms, 1):
        last = i == len(example.forms)
        # a closing mark goes with the sentence before it
        ends = form in _STOPS and (last or example.gap[i] != NO_GAP)
        if last or ends or example.gap[i] == BREAK:
            yield start, i
            start = i


def _small(vectors: NDArray[np.float32]) -> NDArray[np.float16]:
    """[texts, MEANING] the directions in which the vectors vary most, of length 1."""
    _, axes = np.linalg.eigh(vectors.T @ vectors)
    projected = vectors @ axes[:, ::-1][:, :MEANING]
    return (projected / np.linalg.norm(projected, axis=1, keepdims=True)).astype(np.float16)


def sentence_vectors(base: Path, texts: Sequence[Sequence[str]], words: WordPieces) -> NDArray[np.float32]:
    """[texts, hidden] means over the pieces, of length 1, as Sentence Transformers computes them."""
    whole = Shape.of(base)
    encoder = pretrained(base, whole, None).eval()
    ids = [[*[101, *(i for own in words(t) for i in own)][:_PIECES], 102] for t in texts]
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    out = np.zeros((len(ids), whole.hidden), np.float32)
    batch: list[int] = []
    for number, i in enumerate(order):
        batch.append(i)
        if number == len(order) - 1 or len(ids[order[number + 1]]) * (len(batch) + 1) > _BATCH:
            out[batch] = _pooled(encoder, [ids[k] for k in batch])
            batch = []
    return out


def _pooled(encoder: Encoder, ids: Sequence[Sequence[int]]) -> NDArray[np.float32]:
    length = -(-max(map(len, ids)) // 8) * 8
    padded, mask = np.zeros((len(ids), length), np.int64), np.zeros((len(ids), length), np.int64)
    for row, own in enumerate(ids):
        padded[row, : len(own)], mask[row, : len(own)] = own, 1
    x, m = torch.from_numpy(padded), torch.from_numpy(mask)
    none = torch.zeros_like(x)
    with torch.no_grad(), mixed():
        pieces = encoder(x, none, none, none, m).float()
    mean = (pieces * m[..., None]).sum(1) / m.sum(1, keepdim=True)
    return torch.nn.functional.normalize(mean, dim=-1).numpy()
