"""What an encoder says of texts once and for all: heads taught last learn from that, and nothing else changes with them.

Whatever moves the encoder moves all that is read a little: a small part of what rules make of it then comes out otherwise.
"""

from collections.abc import Iterator, Sequence

import torch
from torch import Tensor

from training.data import Cut, Prepared, cuts, inputs
from training.network import Network, mixed

_PIECES = 4000
"""of a batch"""


def vectors(network: Network, documents: Sequence[Prepared]) -> Iterator[tuple[Cut, Tensor]]:
    """The windows of some documents, shorter ones first, each with the [words, hidden] vectors of its words."""
    network.eval()
    windows = sorted((c for d in documents for c in cuts(d, size=254, context=64)), key=lambda c: c.pieces)
    for some in _batches(windows):
        with torch.no_grad(), mixed():
            words = network.words(inputs(some)).float()
        for row, cut in zip(words, some, strict=True):
            yield cut, row[: cut.window.end - cut.window.start]


def _batches(windows: Sequence[Cut]) -> list[list[Cut]]:
    """Windows in the order of their length, as many together as `_PIECES` allow."""
    out: list[list[Cut]] = []
    for cut in windows:
        if not out or (len(out[-1]) + 1) * (cut.pieces + 2) > _PIECES:
            out.append([])
        out[-1].append(cut)
    return out
