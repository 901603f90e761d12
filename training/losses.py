"""What each task asks of the network in one step."""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.functional import cross_entropy, l1_loss, normalize

from onrecord.annotate import coreference, labels
from onrecord.annotate.attribution import cues_between, pair_features, reach, runs
from training.data import Cut, Inputs, Prepared, inputs, layer
from training.examples import UNKNOWN, Mention
from training.network import Network

WEIGHTS = {
    "cue": 1.0,
    "role": 0.3,
    "pair": 1.5,
    "name": 0.6,
    "proper": 0.3,
    "upos": 0.3,
    "tag": 0.3,
    "sentence": 0.3,
    "entity": 0.3,
    "arc": 0.4,
    "label": 0.4,
    "antecedent": 0.3,
    "event": 1.0,
    "fact": 0.7,
    "meaning": 2.0,
}
_NO_EVENT = 0.5
"""weight of words that tell of no event, beside one for those that do"""
HIDDEN = 0.12
"""share of pieces put behind a mask in some windows"""
_FALSE_CUES = 4
"""words of a window, likeliest first, that are shown to the pair head as cues of nothing"""


def _mean(logits: Tensor, target: Tensor) -> Tensor | None:
    """Cross-entropy over what is known, None where nothing is."""
    if not bool((target != UNKNOWN).any()):
        return None
    return cross_entropy(logits.flatten(0, -2).float(), target.flatten(), ignore_index=UNKNOWN)


def _proper(logits: Tensor, target: Tensor) -> Tensor | None:
    """Whether a word starts, continues or is outside a name, of whatever kind."""
    known = target != UNKNOWN
    if not bool(known.any()):
        return None
    scores = logits[known].float()
    begins, goes_on = scores[:, 1::2].logsumexp(-1), scores[:, 2::2].logsumexp(-1)
    return cross_entropy(torch.stack([scores[:, 0], begins, goes_on], -1), target[known])


def _events(logits: Tensor, target: Tensor) -> Tensor | None:
    """Cross-entropy of the few words that tell of events, and with less weight of the many that tell of none."""
    told, none = target > 0, target == 0
    parts = [(w, m) for w, m in ((1.0, told), (_NO_EVENT, none)) if bool(m.any())]
    if not parts:
        return None
    return sum((w * cross_entropy(logits[m].float(), target[m]) for w, m in parts), torch.zeros(()))


def _factuality(network: Network, batch: Sequence[Cut], words: Tensor) -> Tensor | None:
    """Of event words, how far the predicted factuality is off, in units of a certain fact."""
    hundredths = layer(batch, "fact", words.shape[1])
    known = hundredths != UNKNOWN
    if not bool(known.any()):
        return None
    gold = (hundredths[known].float() / 100 - labels.FACTUALITY) / labels.FACTUALITY
    return l1_loss(network.fact(words[known])[:, 0].float(), gold)


def losses(network: Network, batch: Sequence[Cut]) -> dict[str, Tensor]:
    """The loss of each task that the batch has gold for, unweighted."""
    x = inputs(batch, HIDDEN)
    words = network.words(x)
    width = x.words.shape[1]
    out = network.linear(words)
    found: dict[str, Tensor | None] = {}
    columns = dict(zip(labels.LINEAR, out.split(list(labels.LINEAR.values()), -1), strict=True))
    for head in ("name", "upos", "tag", "entity"):
        found[head] = _mean(columns[head], layer(batch, head, width))
    found["event"] = _events(columns["event"], layer(batch, "event", width))
    found["fact"] = _factuality(network, batch, words)
    found["proper"] = _proper(columns["name"], layer(batch, "proper", width))
    found["sentence"] = _mean(columns["sentence"], layer(batch, "first", width))
    found["arc"], found["label"] = _syntax(network, batch, words, x)
    found |= _attribution(network, batch, words, columns)
    found["antecedent"] = _coreference(network, batch, words)
    found["meaning"] = _meaning(network, batch, words)
    return {task: loss for task, loss in found.items() if loss is not None}


def _syntax(network: Network, batch: Sequence[Cut], words: Tensor, x: Inputs) -> tuple[Tensor | None, Tensor | None]:
    width = words.shape[1]
    heads = layer(batch, "head", width)
    shift = torch.tensor([c.window.start for c in batch])[:, None]
    inside = heads - shift
    # the head of a word at the edge may stand outside the window
    known = (heads != UNKNOWN) & (inside >= 0) & (inside < x.words.sum(1, keepdim=True)) & x.words
    if not bool(known.any()):
        return None, None
    sentence = _sentences(batch, width)
    rows = known.any(1).nonzero()[:, 0]
    w, known, inside, sentence = words[rows], known[rows], inside[rows].clamp(0, width - 1), sentence[rows]
    scores = network.arcs(w).float().masked_fill(sentence[:, :, None] != sentence[:, None, :], -1e4)
    arc = cross_entropy(scores.flatten(0, 1), torch.where(known, inside, UNKNOWN).flatten(), ignore_index=UNKNOWN)
    logits = network.relations(w, inside)
    relation = layer(batch, "relation", width)[rows]
    return arc, _mean(logits, torch.where(known, relation, UNKNOWN))


def _sentences(batch: Sequence[Cut], width: int) -> Tensor:
    out = np.full((len(batch), width), -1, np.int64)
    for i, cut in enumerate(batch):
        w = cut.window
        numbers = cut.of.example.sentence
        if numbers is not None:
            out[i, : w.end - w.start] = numbers[w.start : w.end]
    return torch.from_numpy(out)


def attribution_targets(cut: Cut) -> tuple[NDArray[np.int64], NDArray[np.int64], list[tuple[int, NDArray[np.int64]]]]:
    """[words] cue labels, [words] role labels, and (first word in the window, [words] roles) of each cue that starts in it."""
    a, b = cut.window.start, cut.window.end
    cue, role = np.zeros(b - a, np.int64), np.zeros(b - a, np.int64)
    items = []
    for attribution in cut.of.example.attributions or ():
        start, end = attribution.cue
        if end <= a or start >= b:
            continue
        own = np.zeros(b - a, np.int64)
        for spans, first in ((attribution.source, 1), (attribution.content, 3)):
            for s, e in spans:
                if max(s, a) < min(e, b):
                    own[max(s, a) - a : min(e, b) - a] = first + 1
                    if s >= a:
                        own[s - a] = first
        role = np.where(own > 0, own, role)
        cue[max(start, a) - a : min(end, b) - a] = 2
        if start >= a:
            cue[start - a] = 1
            items.append((start - a, own))
    return cue, role, items


def _attribution(network: Network, batch: Sequence[Cut], words: Tensor, columns: dict[str, Tensor]) -> dict[str, Tensor | None]:
    rows = [i for i, cut in enumerate(batch) if cut.of.example.attributions is not None]
    if not rows:
        return {}
    width = words.shape[1]
    first = columns["cue"].detach().float().softmax(-1)[..., 1].numpy()
    cue, role = np.full((len(batch), width), UNKNOWN, np.int64), np.full((len(batch), width), UNKNOWN, np.int64)
    pairs = Pairs()
    for i in rows:
        cut = batch[i]
        a, n = cut.window.start, cut.window.end - cut.window.start
        cue[i, :n], role[i, :n], items = attribution_targets(cut)
        true = {start for start, _ in items}
        likely = [int(j) for j in np.argsort(-first[i, :n])[: len(items) + _FALSE_CUES] if first[i, j] > 0.05]
        items += [(j, np.zeros(n, np.int64)) for j in likely if j not in true][:_FALSE_CUES]
        for at, own in items:
            low, high = reach(cut.of.place, at + a)
            low, high = max(low - a, 0), min(high - a, n)
            pairs.add(
                i,
                at,
                (low, high),
                pair_features(cut.of.place, low + a, high + a, at + a),
                cues_between(first[i], low, high, at),
                _framed(own[low:high]),
            )
    found = {
        "cue": _mean(columns["cue"], torch.from_numpy(cue)),
        "role": _mean(columns["role"], torch.from_numpy(role)),
    }
    if pairs.gold:
        found["pair"] = pairs.loss(network, words)
    return found


class Pairs:
    """Cues of a batch, each with the words near it, padded together."""

    def __init__(self) -> None:
        self.row: list[int] = []
        self.cue: list[int] = []
        self.near: list[tuple[int, int]] = []
        self.features: list[NDArray[np.int64]] = []
        self.soft: list[NDArray[np.float32]] = []
        self.gold: list[NDArray[np.int64]] = []

    def add(
        self,
        row: int,
        cue: int,
        near: tuple[int, int],
        features: NDArray[np.int64],
        soft: NDArray[np.float32],
        gold: NDArray[np.int64],
    ) -> None:
        self.row.append(row)
        self.cue.append(cue)
        self.near.append(near)
        self.features.append(features)
        self.soft.append(soft)
        self.gold.append(gold)

    def loss(self, network: Network, words: Tensor) -> Tensor | None:
        length = -(-max(b - a for a, b in self.near) // 16) * 16
        count = len(self.row)
        index = np.zeros((count, length), np.int64)
        features = np.zeros((count, length, len(labels.PAIR_FEATURES)), np.int64)
        soft = np.zeros((count, length, labels.PAIR_SOFT), np.float32)
        gold = np.full((count, length), UNKNOWN, np.int64)
        for k, (a, b) in enumerate(self.near):
            index[k, : b - a] = np.arange(a, b)
            features[k, : b - a], soft[k, : b - a], gold[k, : b - a] = self.features[k], self.soft[k], self.gold[k]
        t = torch.from_numpy
        logits = network.pairs(
            words, torch.tensor(self.row), torch.tensor(self.cue), t(index), t(features), t(soft), t(gold != UNKNOWN)
        )
        return _mean(logits, t(gold))


def _framed(own: NDArray[np.int64]) -> NDArray[np.int64]:
    """Roles as B- and I- to `labels.PAIR_LABELS`, in which the last word of a span is marked too."""
    out = np.zeros_like(own)
    for first, start in ((1, labels.PAIR_SOURCE), (3, labels.PAIR_CONTENT)):
        for a, b in runs(own, first, 0):
            out[a:b] = start + 1
            out[a], out[b - 1] = start, start + 2
            if b == a + 1:
                out[a] = start + 3
    return out


def _meaning(network: Network, batch: Sequence[Cut], words: Tensor) -> Tensor | None:
    """How far the vectors of sentences, and their likeness to one another, are from what they should be."""
    pooled, want = [], []
    for i, cut in enumerate(batch):
        a, b = cut.window.start, cut.window.end
        for m in cut.of.example.meaning or ():
            if a <= m.start and m.end <= b:
                pooled.append(words[i, m.start - a : m.end - a].mean(0))
                want.append(torch.from_numpy(m.vector.astype(np.float32)))
    if not pooled:
        return None
    # the mean of projections is the projection of the mean
    found = normalize(network.meaning(torch.stack(pooled)).float(), dim=-1)
    gold = torch.stack(want)
    apart = (1 - (found * gold).sum(-1)).mean()
    return apart + ((found @ found.T - gold @ gold.T) ** 2).mean()


def _coreference(network: Network, batch: Sequence[Cut], words: Tensor) -> Tensor | None:
    """Over the documents of which the batch holds all windows."""
    total: list[Tensor] = []
    of: dict[int, list[int]] = {}
    for i, cut in enumerate(batch):
        if cut.of.example.mentions:
            of.setdefault(id(cut.of), []).append(i)
    for rows in of.values():
        document = batch[rows[0]].of
        vectors = document_vectors([batch[i] for i in rows], [words[i] for i in rows], document.count)
        if vectors is not None:
            loss = _antecedents(network, document, vectors)
            if loss is not None:
                total.append(loss)
    return torch.stack(total).mean() if total else None


def document_vectors(windows: Sequence[Cut], words: Sequence[Tensor], count: int) -> Tensor | None:
    """[words of the document, hidden] each word's vector from the window that keeps it; None where windows are missing."""
    order = sorted(range(len(windows)), key=lambda i: windows[i].window.start)
    parts = []
    reached = 0
    for i in order:
        w = windows[i].window
        if w.keep_start != reached:
            return None
        parts.append(words[i][w.keep_start - w.start : w.keep_end - w.start])
        reached = w.keep_end
    return torch.cat(parts) if reached == count else None


def gold_phrases(document: Prepared, mentions: Sequence[Mention]) -> coreference.Phrases:
    example = document.example
    sentence = (
        example.sentence.astype(np.int32)
        if example.sentence is not None
        else np.cumsum(np.isin(np.array(["", *example.forms[:-1]]), (".", "?", "!"))).astype(np.int32)
    )
    return coreference.phrases(
        example.forms,
        [(m.start, m.end, m.head) for m in mentions],
        entity=np.array([labels.ENTITIES.index(m.kind) if m.kind else 0 for m in mentions], np.int32),
        sentence=sentence,
        quotation=document.place.quotation,
        relation=example.relation,
    )


def _antecedents(network: Network, document: Prepared, vectors: Tensor) -> Tensor | None:
    mentions = sorted({m.head: m for m in document.example.mentions or ()}.values(), key=lambda m: m.head)
    if len(mentions) < 2:
        return None
    phrases = gold_phrases(document, mentions)
    later, earlier = coreference.candidates(phrases)
    cluster = np.array([m.cluster for m in mentions])
    right = torch.from_numpy(cluster[later] == cluster[earlier])
    score = network.antecedents(vectors, phrases, later, earlier).float()
    # each phrase chooses among its candidates and none, whose score is 0; all right ones count
    count = len(mentions)
    index = torch.from_numpy(later.astype(np.int64))
    everything = _sums(score, index, count, torch.zeros(count))
    has = torch.zeros(count).index_add(0, index, right.float()) > 0
    chosen = _sums(score.masked_fill(~right, -1e4), index, count, torch.where(has, -1e4, 0.0))
    return (everything - chosen).mean()


def _sums(score: Tensor, index: Tensor, count: int, none: Tensor) -> Tensor:
    """[phrases] log of the summed exponentials of each phrase's scores and that of none."""
    top = none.detach().scatter_reduce(0, index, score.detach(), "amax")
    return top + (torch.exp(none - top) + torch.zeros(count).index_add(0, index, torch.exp(score - top[index]))).log()
