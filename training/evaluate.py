"""What a network reaches on the development data, measured with the package's own decoding."""

import itertools
from collections import Counter
from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from onrecord.annotate import coreference, labels, syntax
from onrecord.annotate.attribution import attributions
from onrecord.annotate.encoding import Encoded, Floats, Model, encoded
from training.data import Prepared
from training.losses import gold_phrases
from training.network import Network


class TorchModel:
    """A network behind the interface of the package's `Model`."""

    def __init__(self, network: Network) -> None:
        self.network = network.eval()

    def encode(
        self,
        ids: NDArray[np.int64],
        case: NDArray[np.int64],
        gap: NDArray[np.int64],
        quote: NDArray[np.int64],
        first: NDArray[np.int64],
    ) -> NDArray[np.float16]:
        t = torch.from_numpy
        with torch.no_grad():
            pieces = self.network.encoder(t(ids)[None], t(case)[None], t(gap)[None], t(quote)[None], torch.ones(1, len(ids)))
            return self.network.columns(pieces[0, t(first)]).half().numpy()

    def pair(self, word: Floats, gate: Floats, index: NDArray[np.int64], *others: NDArray[np.generic]) -> Floats:
        arrays = (np.ascontiguousarray(a) for a in (word[index], gate[index], *others))
        with torch.no_grad():
            out: Tensor = self.network.pair(*map(torch.from_numpy, arrays))
        return out.numpy()

    def arcs(self, dependent: Floats, head: Floats) -> Floats:
        d, h = torch.from_numpy(dependent.copy()), torch.from_numpy(head.copy())
        with torch.no_grad():
            return (self.network.arc(d) @ h.T + self.network.arc_bias(h).T).numpy()

    def relations(self, dependent: Floats, head: Floats) -> Floats:
        with torch.no_grad():
            return self.network.relation(torch.from_numpy(dependent.copy()), torch.from_numpy(head.copy())).numpy()

    def antecedents(
        self,
        anaphor: Floats,
        antecedent: Floats,
        later: NDArray[np.int64],
        earlier: NDArray[np.int64],
        features: NDArray[np.int64],
    ) -> Floats:
        arrays = (np.ascontiguousarray(a) for a in (anaphor, antecedent, later, earlier, features))
        with torch.no_grad():
            return self.network.antecedent(*map(torch.from_numpy, arrays)).numpy()

    def deed(self, words: Floats, told: NDArray[np.int64], ends: Floats, there: Floats) -> Floats:
        w, of, e, t = (torch.from_numpy(np.ascontiguousarray(a)) for a in (words, told, ends, there))
        with torch.no_grad():
            return self.network.deed(w[None], torch.ones(1, len(w)), of, e[None], t[None])[0].numpy()

    def ends(self, words: Floats, told: NDArray[np.int64], by: Floats) -> Floats:
        w, of, b = (torch.from_numpy(np.ascontiguousarray(a)) for a in (words, told, by))
        each = w.expand(len(of), *w.shape)
        with torch.no_grad():
            return self.network.ends(each, torch.ones(each.shape[:2]), of, b).numpy()


def read(model: Model, document: Prepared) -> Encoded:
    return encoded(model, document.pieces, document.example.gap)


def attribution_f1(model: TorchModel, documents: Sequence[Prepared], least: float = 0.4) -> dict[str, float]:
    """F1 as `score/attributions.py` counts it, on words instead of characters."""
    right = predicted = gold = 0
    spans: Counter[tuple[str, str]] = Counter()
    for document in documents:
        found = attributions(model, read(model, document), document.place, least=least)
        want = document.example.attributions or []
        predicted += len(found)
        gold += len(want)
        for role in ("source", "cue", "content"):
            g = {s for a in want for s in ([a.cue] if role == "cue" else getattr(a, role))}
            p = {s for a in found for s in ([a.cue] if role == "cue" else getattr(a, role))}
            spans[role, "right"] += len(g & p)
            spans[role, "both"] += len(g) + len(p)
        pairs = []
        words_g = [_words(a.content) for a in want]
        words_p = [_words(a.content) for a in found]
        for i, a in enumerate(words_g):
            for j, b in enumerate(words_p):
                if a & b:
                    pairs.append((len(a & b) / len(a | b), i, j))
        used_g: set[int] = set()
        used_p: set[int] = set()
        for overlap, i, j in sorted(pairs, reverse=True):
            if overlap >= 0.5 and i not in used_g and j not in used_p:
                used_g.add(i)
                used_p.add(j)
                a, b = _words(want[i].source), _words(found[j].source)
                right += bool(a & b) or not (a or b)
    scores = {f"{role}": 200 * spans[role, "right"] / max(1, spans[role, "both"]) for role in ("source", "cue", "content")}
    return {"attribution": 200 * right / max(1, predicted + gold), **scores}


def _words(spans: Sequence[tuple[int, int]]) -> set[int]:
    return {i for a, b in spans for i in range(a, b)}


def syntax_scores(model: TorchModel, documents: Sequence[Prepared], name: str) -> dict[str, float]:
    """On gold words and sentences: LAS without subtypes (CoNLL 2018), with them, tags; F1 of sentence starts on gold words."""
    count: Counter[str] = Counter()
    for document in documents:
        example = document.example
        if example.sentence is None or example.relation is None or example.head is None:
            continue
        e = read(model, document)
        bounds = [0, *(np.flatnonzero(np.diff(example.sentence)) + 1).tolist(), document.count]
        head = syntax.heads(model, e, itertools.pairwise(bounds))
        relation = syntax.relations(model, e, head)
        right = head == example.head
        same = np.array([a.split(":")[0] == b.split(":")[0] for a, b in zip(relation, example.relation, strict=True)])
        exact = np.array([a == b for a, b in zip(relation, example.relation, strict=True)])
        count["words"] += document.count
        count["uas"] += int(right.sum())
        count["las"] += int((right & same).sum())
        count["full"] += int((right & exact).sum())
        count["upos"] += int((e.scores("upos").argmax(-1) == document.upos).sum())
        count["tag"] += int((e.scores("tag").argmax(-1) == document.tag).sum())
        starts = e.scores("sentence").argmax(-1)
        count["starts"] += int((starts & document.first).sum())
        count["starts both"] += int(starts.sum() + document.first.sum())
    scores = {k: 100 * count[k] / count["words"] for k in ("uas", "las", "full", "upos", "tag")}
    return {f"{name} {k}": v for k, v in (scores | {"sentences": 200 * count["starts"] / count["starts both"]}).items()}


def name_f1(model: TorchModel, documents: Sequence[Prepared], kinds: Sequence[str]) -> float:
    """F1 of exact spans with their kind."""
    right = both = 0
    for document in documents:
        tags = [labels.NAMES[i] for i in read(model, document).scores("name").argmax(-1)]
        predicted = {s for s in name_spans(tags) if s[2] in kinds}
        gold = {s for s in name_spans(document.example.names or []) if s[2] in kinds}
        right += len(predicted & gold)
        both += len(predicted) + len(gold)
    return 200 * right / max(1, both)


def name_spans(tags: Sequence[str]) -> set[tuple[int, int, str]]:
    spans = set()
    start = -1
    for i, tag in enumerate([*tags, "O"]):
        if start >= 0 and tag != f"I-{tags[start][2:]}":
            spans.add((start, i, tags[start][2:]))
            start = -1
        if tag.startswith("B-") or (tag.startswith("I-") and start < 0):
            start = i
    return spans


def chains_on_gold(model: TorchModel, documents: Sequence[Prepared]) -> float:
    """B-cubed F1 of chains over gold phrases: what the antecedents alone reach."""
    precision = recall = count = 0.0
    for document in documents:
        mentions = sorted({m.head: m for m in document.example.mentions or ()}.values(), key=lambda m: m.head)
        if not mentions:
            continue
        e = read(model, document)
        phrases = gold_phrases(document, mentions)
        later, earlier = coreference.candidates(phrases)
        score = model.antecedents(
            e.projection("anaphor", phrases.head),
            e.projection("antecedent", phrases.head),
            later.astype(np.int64),
            earlier.astype(np.int64),
            coreference.features(phrases, later, earlier),
        )
        predicted = coreference.chains(len(mentions), later, earlier, score)
        gold = np.array([m.cluster for m in mentions])
        same = (predicted[:, None] == predicted[None]) & (gold[:, None] == gold[None])
        precision += float((same.sum(1) / (predicted[:, None] == predicted[None]).sum(1)).sum())
        recall += float((same.sum(1) / (gold[:, None] == gold[None]).sum(1)).sum())
        count += len(mentions)
    p, r = precision / max(1, count), recall / max(1, count)
    return 200 * p * r / max(1e-9, p + r)


def factuality_scores(model: TorchModel, documents: Sequence[Prepared]) -> dict[str, float]:
    """Pearson's r, in hundredths, and the mean absolute error of the factuality of gold event words."""
    found, gold = [], []
    for document in documents:
        value = read(model, document).scores("fact")[:, 0] * labels.FACTUALITY
        for word, fact in (document.example.factuality or {}).items():
            found.append(float(value[word]))
            gold.append(fact)
    x, y = np.array(found), np.array(gold)
    return {"fact r": 100 * float(np.corrcoef(x, y)[0, 1]), "fact mae": float(np.abs(x - y).mean())}
