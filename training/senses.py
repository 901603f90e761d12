"""The table of what words mean: `python -m training.senses CORPORA BASE WEIGHTS OUT`.

A vector for each word and piece of a word, so that their sum over a sentence is near to what the whole encoder of BASE says of
it. The network's own vectors, learnt beside its other tasks, are much further from that: they are half of an encoder that is
fine-tuned for something else. WEIGHTS is the folder of the network, whose pieces the table has too.
"""

import argparse
import json
import random
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.functional import embedding_bag, normalize

from onrecord.annotate.meaning import pieces
from onrecord.ids import folded
from onrecord.schema import MEANING
from training import meaning, vocabulary
from training.__main__ import MEANT, training_sets

_OFTEN = 3
"""times that a word is met in the corpora, from which it has a vector of its own"""
_LONG = 4
"""letters from which a rare word has one"""
_EPOCHS, _AT_ONCE, _RATE = 5, 512, 3e-3
_PARTS, _CENTRES, _ROUNDS = 64, 256, 12
"""pieces into which a vector is cut, how many each of them can be, and the rounds in which these are found"""
_COMMON = 1e-3
"""share of all words from which one weighs less at the start"""


def entries(base: Path, weights: Path, forms: Sequence[str]) -> list[str]:
    """The network's pieces, all whole words among those of BASE, and words of the corpora that are met often enough."""
    vocabulary_ = json.loads((weights / "tokenizer.json").read_text(encoding="utf8"))["model"]["vocab"]
    own = [piece for piece in vocabulary_ if not piece.startswith("[") or len(piece) == 1]
    counts = Counter(map(folded, forms))
    more = {w for w, n in counts.items() if n >= _OFTEN and any(c.isalpha() for c in w) and not set(w) & set("#@/\n")}
    # of the rare ones only those of letters, since the others are numbers and scripts that are not English
    more |= {w for w in vocabulary.pieces_of(base) if len(w) >= _LONG and w.isascii() and w.isalpha()}
    return [*own, *sorted(more - set(own))]


def told(base: Path, found: Sequence[str], kept: Path) -> Tensor:
    """[entries, hidden] what the encoder says of each alone; computed once and kept."""
    if kept.exists():
        return torch.from_numpy(np.load(kept))
    whole = vocabulary.pieces_of(base)
    number = {piece: n for n, piece in enumerate(whole)}
    lookup = vocabulary.lookup_of(whole)

    def cut(words: Sequence[str]) -> list[list[int]]:
        return [[number[word]] if word in number else lookup([word])[0] for word in words]

    vectors = meaning.sentence_vectors(base, [[entry] for entry in found], cut)
    np.save(kept, vectors)
    return torch.from_numpy(vectors)


class Bags:
    """The entries of many texts, and sums of their vectors."""

    def __init__(self, texts: Sequence[Sequence[str]], found: Sequence[str]) -> None:
        row = {entry: n for n, entry in enumerate(found)}
        known: dict[str, list[int]] = {}
        for form in {form for text in texts for form in text}:
            known[form] = [row[piece] for piece in pieces(form, row)]
        self.rows = [[n for form in text for n in known[form]] or [0] for text in texts]

    def sums(self, table: Tensor, which: Sequence[int]) -> Tensor:
        """[texts, size] of length 1."""
        own = [self.rows[n] for n in which]
        starts = [0, *accumulate(len(rows) for rows in own[:-1])]
        flat = torch.tensor([n for rows in own for n in rows])
        return normalize(embedding_bag(flat, table, torch.tensor(starts), mode="sum"), dim=-1)


def start(said: Tensor, bags: Bags, gold: Tensor) -> Tensor:
    """[entries, MEANING] what the encoder says of each alone, common ones weighing less, in the directions of `gold`."""
    counts = np.bincount(np.concatenate([np.array(rows) for rows in bags.rows]), minlength=len(said)) + 1
    weighed = said * torch.from_numpy(_COMMON / (_COMMON + counts / counts.sum())).float()[:, None]
    sums = bags.sums(weighed, range(len(bags.rows)))
    turn = torch.linalg.solve(sums.T @ sums + 10 * torch.eye(said.shape[1]), sums.T @ gold)
    turned = weighed @ turn
    return turned / turned.norm(dim=-1).mean()


def fitted(table: Tensor, bags: Bags, gold: Tensor, rng: random.Random) -> Tensor:
    """The table after learning what texts mean and how alike they are; a fortieth of them only shows how well."""
    table = table.clone().requires_grad_()
    gold = normalize(gold, dim=-1)
    optimizer = torch.optim.Adam([table], lr=_RATE)
    held = range(0, len(bags.rows), 40)
    order = [n for n in range(len(bags.rows)) if n % 40]
    for epoch in range(_EPOCHS):
        optimizer.param_groups[0]["lr"] = _RATE * (1 - epoch / _EPOCHS)
        rng.shuffle(order)
        for at in range(0, len(order), _AT_ONCE):
            some = order[at : at + _AT_ONCE]
            found, want = bags.sums(table, some), gold[some]
            loss = (1 - (found * want).sum(-1)).mean() + 2 * ((found @ found.T - want @ want.T) ** 2).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        with torch.no_grad():
            print(f"{epoch}: {(bags.sums(table, held) * gold[list(held)]).sum(-1).mean():.4f} like the encoder's", flush=True)
    return table.detach()


def write(out: Path, found: Sequence[str], table: NDArray[np.float32]) -> None:
    """Writes a table by product quantization (Jégou et al. 2011), a byte for each of a vector's parts.

    It takes a quarter of the room of 8 bits a number, and finds hardly less.
    """
    scale = np.linalg.norm(table, axis=1).clip(1e-8)
    parts = np.stack(np.split(table / scale[:, None], _PARTS, axis=1))
    rng = np.random.default_rng(0)
    centres, codes = zip(*(_clusters(part, rng) for part in parts), strict=True)
    held = np.frombuffer("\n".join(found).encode("utf8"), np.uint8)
    np.savez_compressed(
        out,
        entries=held,
        codes=np.stack(codes, 1),
        centres=np.stack(centres).astype(np.float16),
        scale=scale.astype(np.float16),
    )


def _clusters(points: NDArray[np.float32], rng: np.random.Generator) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    """[_CENTRES, size] centres of points, by k-means, and [points] the nearest of each."""
    centres = points[rng.choice(len(points), _CENTRES, replace=False)]
    for _ in range(_ROUNDS):
        nearest = ((centres**2).sum(1) - 2 * points @ centres.T).argmin(1)
        sums = np.stack([np.bincount(nearest, column, _CENTRES) for column in points.T], 1)
        counts = np.bincount(nearest, minlength=_CENTRES)[:, None]
        centres = np.where(counts > 0, sums / counts.clip(1), centres).astype(np.float32)
    return centres, ((centres**2).sum(1) - 2 * points @ centres.T).argmin(1).astype(np.uint8)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.senses", description=__doc__)
    parser.add_argument("data", type=Path, help="folder of the corpora")
    parser.add_argument("base", type=Path, help="folder of the pretrained encoder (config.json, model.safetensors)")
    parser.add_argument("weights", type=Path, help="folder of the network")
    parser.add_argument("out", type=Path, help="file for the table; what is computed once is kept beside it")
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(0)
    sets = training_sets(options.data)
    whole = vocabulary.lookup_of(vocabulary.pieces_of(options.base))
    kept = options.out.with_suffix(".texts.npy")
    examples = meaning.examples([sets[name][0] for name in MEANT], options.base, whole, kept, random.Random(3))
    meant = [(e.forms[m.start : m.end], m.vector) for e in examples for m in e.meaning or ()]
    found = entries(options.base, options.weights, [form for forms, _ in meant for form in forms])
    bags = Bags([forms for forms, _ in meant], found)
    gold = torch.from_numpy(np.stack([vector for _, vector in meant]).astype(np.float32))
    assert gold.shape[1] == MEANING, gold.shape
    said = told(options.base, found, options.out.with_suffix(".words.npy"))
    write(options.out, found, fitted(start(said, bags, gold), bags, gold, random.Random(0)).numpy())


if __name__ == "__main__":
    main()
