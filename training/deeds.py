"""Of which type an event between parties is: heads taught on an encoder that has learnt all else."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, dropout

from onrecord.annotate import labels
from training.data import Prepared
from training.examples import Deed
from training.frozen import vectors
from training.network import DeedHead, Network

_OWN = ("deed", "deed_end")
"""the projections that are learnt here"""
_UNSURE = 0.1
"""label smoothing: the sentences are few, and their coders often differ"""
_UNNAMED = 0.1
"""share of the ends of events that are hidden, as a reader misses some"""
_UNSEEN = 0.2
"""share of the numbers of words that are hidden"""


def learn(network: Network, documents: Sequence[Prepared], *, epochs: int = 6, rate: float = 2e-3, batch: int = 32) -> None:
    """Teaches the head and its projections anew; all else stays."""
    torch.manual_seed(5)
    rng = random.Random(5)
    told = _told(network, documents)
    size = told[0].words.shape[1]
    head = DeedHead(labels.PROJECTED["deed"])
    projected = nn.ModuleDict({name: nn.Linear(size, labels.PROJECTED[name]) for name in _OWN})
    parameters = [*head.parameters(), *projected.parameters()]
    optimizer = torch.optim.AdamW(parameters, rate, weight_decay=0.05)
    rising = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, epochs * -(-len(told) // batch))
    for _ in range(epochs):
        rng.shuffle(told)
        for at in range(0, len(told), batch):
            _loss(head, projected, told[at : at + batch]).backward()
            optimizer.step()
            optimizer.zero_grad()
            rising.step()
    network.deed.load_state_dict(head.state_dict())
    for name in _OWN:
        network.projected[name].load_state_dict(projected[name].state_dict())


@dataclass(kw_only=True)
class _Told:
    words: Tensor
    """[words, hidden] of its sentence"""
    deed: Deed


def _told(network: Network, documents: Sequence[Prepared]) -> list[_Told]:
    """The events whose sentence stands wholly in a window."""
    found = []
    for cut, words in vectors(network, documents):
        for deed in cut.of.example.deeds or ():
            start, end = deed.sentence
            if cut.window.keep_start <= deed.word < cut.window.keep_end and cut.window.start <= start and end <= cut.window.end:
                a = start - cut.window.start
                found.append(_Told(words=words[a : a + end - start].half(), deed=deed.moved(-start)))
    return found


def _loss(head: DeedHead, projected: nn.ModuleDict, batch: Sequence[_Told]) -> Tensor:
    words = nn.utils.rnn.pad_sequence([t.words for t in batch], batch_first=True).float()
    mask = nn.utils.rnn.pad_sequence([torch.ones(len(t.words)) for t in batch], batch_first=True)
    words = dropout(words, _UNSEEN)
    ends = [[w for a, b in spans for w in range(a, b)] for t in batch for spans in t.deed.ends]
    there = torch.tensor([float(bool(e)) for e in ends]) * (torch.rand(len(ends)) >= _UNNAMED)
    # the mean of projections is the projection of the mean
    none = torch.zeros(words.shape[-1])
    mean = torch.stack([words[k // 2, e].mean(0) if e else none for k, e in enumerate(ends)])
    logits = head(
        projected["deed"](words),
        mask,
        torch.tensor([t.deed.word for t in batch]),
        projected["deed_end"](mean).view(len(batch), 2, -1),
        there.view(len(batch), 2),
    )
    gold = torch.tensor([labels.EVENTS.index(t.deed.type) for t in batch])
    return cross_entropy(logits, gold, label_smoothing=_UNSURE)
