"""Who does an event to whom, and of which type it then is: heads taught on an encoder that has learnt all else."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, dropout

from onrecord.annotate import labels
from training.data import Cut, Prepared
from training.doers import doings
from training.examples import Deed, Span
from training.frozen import vectors
from training.network import DeedHead, EndsHead, Network
from training.treebanks import span_head

_OWN = ("deed", "deed_end")
"""the projections that are learnt here"""
_UNSURE = 0.1
"""label smoothing: the sentences are few, and their coders often differ"""
_UNNAMED = 0.1
"""share of the ends of events that are hidden, as a reader misses some"""
_UNSEEN = 0.2
"""share of the numbers of words that are hidden"""


def learn(
    network: Network,
    documents: Sequence[Prepared],
    treebanks: Sequence[Prepared] = (),
    *,
    epochs: int = 6,
    rate: float = 2e-3,
    batch: int = 32,
) -> None:
    """Teaches the heads and the projections that they share anew; all else stays."""
    torch.manual_seed(5)
    rng = random.Random(5)
    told, doing = _told(network, documents), _doing(network, treebanks)
    size = told[0].words.shape[1]
    head, ends = DeedHead(labels.PROJECTED["deed"]), EndsHead(labels.PROJECTED["deed_end"])
    projected = nn.ModuleDict({name: nn.Linear(size, labels.PROJECTED[name]) for name in _OWN})
    parameters = [*head.parameters(), *ends.parameters(), *projected.parameters()]
    optimizer = torch.optim.AdamW(parameters, rate, weight_decay=0.05)
    steps = -(-len(told) // batch)
    rising = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, epochs * steps)
    for _ in range(epochs):
        rng.shuffle(told)
        rng.shuffle(doing)
        for step in range(steps):
            some = told[step * batch : (step + 1) * batch]
            beside = doing[step * len(doing) // steps : (step + 1) * len(doing) // steps]
            (_type_loss(head, projected, some) + _ends_loss(ends, projected, [*some, *beside])).backward()
            optimizer.step()
            optimizer.zero_grad()
            rising.step()
    network.deed.load_state_dict(head.state_dict())
    network.ends.load_state_dict(ends.state_dict())
    for name in _OWN:
        network.projected[name].load_state_dict(projected[name].state_dict())


@dataclass(kw_only=True)
class _Doing:
    words: Tensor
    """[words, hidden] of its sentence"""
    word: int
    heads: tuple[list[int] | None, list[int] | None]
    """the words that head its sources and its targets; None where that is not known"""


@dataclass(kw_only=True)
class _Told(_Doing):
    deed: Deed


def _told(network: Network, documents: Sequence[Prepared]) -> list[_Told]:
    """The events whose sentence stands wholly in a window."""
    found = []
    for cut, words in vectors(network, documents):
        tree = cut.of.example.head
        for deed in cut.of.example.deeds or ():
            if (own := _sentence(cut, words, deed.word, deed.sentence)) is not None:
                assert tree is not None
                start = deed.sentence[0]
                sources, targets = ([span_head(tree, *span) - start for span in spans] for spans in deed.ends)
                found.append(_Told(words=own, word=deed.word - start, heads=(sources, targets), deed=deed.moved(-start)))
    return found


def _doing(network: Network, treebanks: Sequence[Prepared]) -> list[_Doing]:
    """What else words tell of, with the sides that trees give."""
    found = []
    for cut, words in vectors(network, treebanks):
        for doing in doings(cut.of.example):
            if (own := _sentence(cut, words, doing.word, doing.sentence)) is not None:
                start = doing.sentence[0]
                sources, targets = (
                    None if side is None else [w - start for w in side] for side in (doing.sources, doing.targets)
                )
                found.append(_Doing(words=own, word=doing.word - start, heads=(sources, targets)))
    return found


def _sentence(cut: Cut, words: Tensor, word: int, sentence: Span) -> Tensor | None:
    """The vectors of the words of a sentence, where the window shows it whole and is the one that keeps the word."""
    (start, end), window = sentence, cut.window
    if not (window.keep_start <= word < window.keep_end and window.start <= start and end <= window.end):
        return None
    return words[start - window.start : end - window.start].half()


def _padded(batch: Sequence[_Doing]) -> tuple[Tensor, Tensor, Tensor]:
    """The [deeds, words, hidden] words, of which some numbers are hidden, their [deeds, words] mask, the [deeds] words told."""
    words = nn.utils.rnn.pad_sequence([d.words for d in batch], batch_first=True).float()
    mask = nn.utils.rnn.pad_sequence([torch.ones(len(d.words)) for d in batch], batch_first=True)
    return dropout(words, _UNSEEN), mask, torch.tensor([d.word for d in batch])


def _type_loss(head: DeedHead, projected: nn.ModuleDict, batch: Sequence[_Told]) -> Tensor:
    words, mask, told = _padded(batch)
    ends = [[w for a, b in spans for w in range(a, b)] for t in batch for spans in t.deed.ends]
    there = torch.tensor([float(bool(e)) for e in ends]) * (torch.rand(len(ends)) >= _UNNAMED)
    # the mean of projections is the projection of the mean
    none = torch.zeros(words.shape[-1])
    mean = torch.stack([words[k // 2, e].mean(0) if e else none for k, e in enumerate(ends)])
    logits = head(
        projected["deed"](words),
        mask,
        told,
        projected["deed_end"](mean).view(len(batch), 2, -1),
        there.view(len(batch), 2),
    )
    gold = torch.tensor([labels.EVENTS.index(t.deed.type) for t in batch])
    return cross_entropy(logits, gold, label_smoothing=_UNSURE)


def _ends_loss(head: EndsHead, projected: nn.ModuleDict, batch: Sequence[_Doing]) -> Tensor:
    words, mask, told = _padded(batch)
    by = projected["deed"](words[torch.arange(len(batch)), told])
    scores = head(projected["deed_end"](words), mask, told, by)
    right = torch.zeros_like(scores, dtype=torch.bool)
    for k, doing in enumerate(batch):
        for side, heads in enumerate(doing.heads):
            # of what is not known, nothing is wrong; nobody stands before the words
            right[k, side, slice(None) if heads is None else [h + 1 for h in heads] or [0]] = True
    # of several, whichever is found: the others are coordinated with it
    lost = torch.logsumexp(scores, -1) - torch.logsumexp(scores.masked_fill(~right, -1e4), -1)
    return lost.mean()
