"""The training loop: all tasks together, in batches of windows drawn from all corpora."""

import json
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from training.data import Cut, Prepared, varied_cuts
from training.examples import Example
from training.losses import WEIGHTS, losses
from training.network import Network, mixed


@dataclass(frozen=True, kw_only=True)
class Schedule:
    epochs: float = 8
    rate: float = 1.5e-4
    """learning rate of the pretrained weights"""
    head_rate: float = 1e-3
    warm_up: float = 0.05
    batch: int = 3600
    """word pieces a step"""
    window: int = 254
    smoothing: float = 0.999
    """decay of the running average of the weights, which is what is kept"""
    seed: int = 1


class Average:
    """A running average of a network's weights."""

    def __init__(self, network: nn.Module, decay: float) -> None:
        self._decay, self._steps = decay, 0
        self.weights = {k: v.detach().clone() for k, v in network.state_dict().items()}

    def update(self, network: nn.Module) -> None:
        self._steps += 1
        decay = min(self._decay, (1 + self._steps) / (10 + self._steps))
        for name, value in network.state_dict().items():
            self.weights[name].mul_(decay).add_(value.detach(), alpha=1 - decay)


def batches(examples: Sequence[Prepared], schedule: Schedule, rng: random.Random) -> Iterator[list[Cut]]:
    """One epoch: windows of like length together; the windows of a document with chains stay in one batch."""
    loose: list[Cut] = []
    whole: list[list[Cut]] = []
    for example in examples:
        own = varied_cuts(example, schedule.window, rng)
        if example.example.mentions:
            whole.append(own)
        else:
            loose += own
    rng.shuffle(loose)
    out: list[list[Cut]] = []
    pool = 3000
    for at in range(0, len(loose), pool):
        batch: list[Cut] = []
        for cut in sorted(loose[at : at + pool], key=lambda c: c.pieces):
            if batch and (len(batch) + 1) * (cut.pieces + 2) > schedule.batch:
                out.append(batch)
                batch = []
            batch.append(cut)
        out.append(batch)
    rng.shuffle(whole)
    batch = []
    for own in whole:
        if batch and sum(c.pieces for c in batch) + sum(c.pieces for c in own) > schedule.batch:
            out.append(batch)
            batch = []
        batch = batch + own
    if batch:
        out.append(batch)
    rng.shuffle(out)
    yield from out


def fit(
    network: Network,
    corpora: Sequence[tuple[Sequence[Example], float]],
    prepare: Callable[[Example, random.Random], Prepared],
    schedule: Schedule,
    out: Path,
    *,
    checked: Callable[[Network], dict[str, float]] | None = None,
    weights: dict[str, float] | None = None,
) -> None:
    """Trains on corpora, each with how often an epoch shows it; writes the averaged weights to `out`.

    `prepare` makes of an example what is shown of it this time. `checked`, where given, is called after each epoch with the
    network holding the averaged weights.
    """
    weights = weights or WEIGHTS
    rng = random.Random(schedule.seed)
    np.random.seed(schedule.seed)
    torch.manual_seed(schedule.seed)
    new = [p for n, p in network.named_parameters() if not _pretrained(n)]
    old = [p for n, p in network.named_parameters() if _pretrained(n)]
    optimizer = torch.optim.AdamW(
        [{"params": old, "lr": schedule.rate}, {"params": new, "lr": schedule.head_rate}], weight_decay=0.01, fused=True
    )
    rates = [group["lr"] for group in optimizer.param_groups]
    average = Average(network, schedule.smoothing)

    def epoch() -> list[list[Cut]]:
        shown: list[Example] = []
        for examples, times in corpora:
            shown += list(examples) * int(times)
            part = times - int(times)
            shown += rng.sample(list(examples), round(part * len(examples)))
        return list(batches([prepare(e, rng) for e in shown], schedule, rng))

    planned = epoch()
    total = int(schedule.epochs * len(planned))
    print(f"{len(planned)} steps an epoch, {total} in all", flush=True)
    step = 0
    begun = time.time()
    pieces = 0
    seen: defaultdict[str, list[float]] = defaultdict(list)
    network.train()
    number = 0
    while step < total:
        for batch in planned:
            if step >= total:
                break
            at = step / total
            share = at / schedule.warm_up if at < schedule.warm_up else (1 - at) / (1 - schedule.warm_up)
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * share
            with mixed():
                found = losses(network, batch)
            loss: Tensor = sum((weights[task] * value for task, value in found.items()), torch.zeros(()))
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad()
            average.update(network)
            step += 1
            pieces += sum(c.pieces for c in batch)
            for task, value in found.items():
                seen[task].append(value.item())
            if step % 200 == 0:
                line = " ".join(f"{task} {np.mean(values):.3f}" for task, values in sorted(seen.items()))
                print(
                    f"{step} {time.time() - begun:.0f}s {pieces / (time.time() - begun):.0f} pieces/s  {line}",
                    flush=True,
                )
                seen.clear()
        number += 1
        torch.save(average.weights, out)
        if checked is not None:
            live = {k: v.clone() for k, v in network.state_dict().items()}
            network.load_state_dict(average.weights)
            network.eval()
            print(json.dumps({"epoch": number, **checked(network)}), flush=True)
            network.load_state_dict(live)
            network.train()
        planned = epoch()


def _pretrained(name: str) -> bool:
    return name.startswith("encoder.") and not any(mark in name for mark in (".case.", ".gap.", ".quote."))
