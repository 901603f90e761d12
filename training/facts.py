"""How far words present what they tell of as a fact: a head taught last, on an encoder that has learnt all else."""

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn.functional import l1_loss

from onrecord.annotate import labels
from training.data import Prepared
from training.frozen import vectors
from training.network import FactHead, Network


def learn(network: Network, documents: Sequence[Prepared], *, epochs: int = 3, rate: float = 1e-3, batch: int = 256) -> None:
    """Teaches the head anew; all else stays."""
    torch.manual_seed(6)
    seen, gold = _event_words(network, documents)
    head = FactHead(seen.shape[1])
    optimizer = torch.optim.AdamW(head.parameters(), rate, weight_decay=0.05)
    rising = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, epochs * -(-len(gold) // batch))
    for _ in range(epochs):
        for some in torch.randperm(len(gold)).split(batch):
            l1_loss(head(seen[some])[:, 0], gold[some]).backward()
            optimizer.step()
            optimizer.zero_grad()
            rising.step()
    network.fact.load_state_dict(head.state_dict())


def _event_words(network: Network, documents: Sequence[Prepared]) -> tuple[Tensor, Tensor]:
    """[event words, hidden] vectors and [event words] factuality in units of a certain fact."""
    seen, gold = [], []
    for cut, words in vectors(network, documents):
        window = cut.window
        for word, fact in (cut.of.example.factuality or {}).items():
            if window.keep_start <= word < window.keep_end:
                seen.append(words[word - window.start].clone())
                gold.append(fact / labels.FACTUALITY)
    return torch.stack(seen), torch.tensor(gold)
