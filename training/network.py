"""The network in PyTorch: a small MPNet that also sees case, white space and quotation marks, and thin heads on its words."""

import functools
import json
import math
import timeit
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file
from torch import Tensor, nn

from onrecord.annotate import coreference
from onrecord.annotate.labels import (
    ACTIVATED,
    EVENTS,
    LINEAR,
    PAIR_FEATURES,
    PAIR_LABELS,
    PAIR_SOFT,
    PROJECTED,
    RELATIONS,
)
from onrecord.annotate.pieces import CASES, GAPS, QUOTES
from onrecord.schema import MEANING
from training.data import Inputs

LAYERS = 6
"""of the pretrained encoder's twelve; the upper ones, made for vectors of whole sentences, are left out"""


def mixed() -> torch.autocast:
    """bfloat16 where the processor is faster in it than in float32: without such instructions it would take a hundred times as
    long, and some that have them take twice as long."""
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=_faster_in_bfloat16())


@functools.cache
def _faster_in_bfloat16() -> bool:
    if not torch.cpu._is_avx512_bf16_supported():
        return False

    def seconds(kind: torch.dtype) -> float:
        a, b = torch.ones(2048, 768, dtype=kind), torch.ones(768, 2048, dtype=kind)
        return min(timeit.repeat(lambda: a @ b, number=3, repeat=5))

    return seconds(torch.bfloat16) < seconds(torch.float32)


@dataclass(frozen=True, kw_only=True)
class Shape:
    """Sizes of the encoder; but for the number of layers those of the pretrained weights."""

    vocabulary: int
    hidden: int
    layers: int
    heads: int
    inner: int
    buckets: int
    """distances that attention tells apart"""
    positions: int = 512
    dropout: float = 0.1
    epsilon: float = 1e-5

    @classmethod
    def of(cls, base: Path, *, vocabulary: int = 30522, layers: int | None = None) -> "Shape":
        config = json.loads((base / "config.json").read_text(encoding="utf8"))
        return cls(
            vocabulary=vocabulary,
            hidden=config["hidden_size"],
            layers=layers or config["num_hidden_layers"],
            heads=config["num_attention_heads"],
            inner=config["intermediate_size"],
            buckets=config["relative_attention_num_buckets"],
            epsilon=config["layer_norm_eps"],
        )


class Dropout(nn.Module):
    """Dropout whose mask is drawn by numpy: PyTorch draws it on one core, which takes half of a training step."""

    _draw = np.random.Generator(np.random.SFC64(7))

    def __init__(self, share: float) -> None:
        super().__init__()
        self.limit = round(256 * share)

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or not self.limit:
            return x
        drawn = np.frombuffer(self._draw.bytes(x.numel()), np.uint8)
        kept = torch.from_numpy(drawn >= self.limit).view(x.shape)
        return x * kept * (256 / (256 - self.limit))


class Layer(nn.Module):
    def __init__(self, s: Shape) -> None:
        super().__init__()
        self.heads = s.heads
        self.qkv = nn.Linear(s.hidden, 3 * s.hidden)
        self.out = nn.Linear(s.hidden, s.hidden)
        self.attended = nn.LayerNorm(s.hidden, eps=s.epsilon)
        self.up = nn.Linear(s.hidden, s.inner)
        self.down = nn.Linear(s.inner, s.hidden)
        self.done = nn.LayerNorm(s.hidden, eps=s.epsilon)
        self.drop = Dropout(s.dropout)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        b, t, d = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4)
        # written out: on a CPU in bfloat16 the fused kernel is several times slower, and autocast's softmax is float32
        with torch.autocast(x.device.type, enabled=False):
            weights = torch.softmax((q * (d // self.heads) ** -0.5) @ k.transpose(-1, -2) + bias.to(q.dtype), -1)
            mixed = (weights @ v).transpose(1, 2).reshape(b, t, d)
        x = self.attended(x + self.drop(self.out(mixed)))
        return self.done(x + self.drop(self.down(nn.functional.gelu(self.up(x)))))


class Encoder(nn.Module):
    """[batch, pieces] ids and marks to [batch, pieces, hidden]."""

    def __init__(self, s: Shape) -> None:
        super().__init__()
        self.words = nn.Embedding(s.vocabulary, s.hidden)
        self.positions = nn.Embedding(s.positions, s.hidden)
        self.case = nn.Embedding(CASES, s.hidden)
        self.gap = nn.Embedding(GAPS, s.hidden)
        self.quote = nn.Embedding(QUOTES, s.hidden)
        self.norm = nn.LayerNorm(s.hidden, eps=s.epsilon)
        self.relative = nn.Embedding(s.buckets, s.heads)
        self.farthest = s.positions - 1
        self.register_buffer("bucket", _buckets(s.buckets, self.farthest), persistent=False)
        self.layers = nn.ModuleList(Layer(s) for _ in range(s.layers))
        self.drop = Dropout(s.dropout)
        for marks in (self.case, self.gap, self.quote):
            nn.init.zeros_(marks.weight)

    def forward(self, ids: Tensor, case: Tensor, gap: Tensor, quote: Tensor, mask: Tensor) -> Tensor:
        at = torch.arange(ids.shape[1], device=ids.device)
        x = self.words(ids) + self.positions(at) + self.case(case) + self.gap(gap) + self.quote(quote)
        x = self.drop(self.norm(x))
        if torch.is_autocast_enabled(x.device.type):
            x = x.to(torch.get_autocast_dtype(x.device.type))
        near = self.bucket[at[None, :] - at[:, None] + self.farthest]
        bias = self.relative(near).permute(2, 0, 1)[None].to(x.dtype) + (1.0 - mask.to(x.dtype))[:, None, None, :] * -1e4
        for layer in self.layers:
            x = layer(x, bias)
        return x


def _buckets(count: int, farthest: int, most: int = 128) -> Tensor:
    """[2 * farthest + 1] the bucket of each distance from -farthest on, as MPNet (Song et al. 2020) and T5 count them.

    Half of the buckets are for words before and half for those after; near ones have one each, far ones share on a log scale.
    """
    away = torch.arange(-farthest, farthest + 1)
    side, exact = count // 2, count // 4
    far = away.abs()
    log = exact + (torch.log(far.clamp(min=1) / exact) / math.log(most / exact) * (side - exact)).long()
    return torch.where(far < exact, far, log.clamp(max=side - 1)) + (away > 0) * side


_ENDS = {0: 1, 101: 0, 102: 2, 103: 30526}
"""pieces that MPNet has under ids of its own; the others are four further on"""


def pretrained(base: Path, s: Shape, kept: Sequence[int] | None) -> Encoder:
    """An encoder with the weights of a Hugging Face folder of MPNet (config.json, model.safetensors).

    `kept` are the ids, in BERT's order, of the pieces of its vocabulary, all where None.
    """
    w = load_file(base / "model.safetensors")
    w = {k.removeprefix("mpnet."): v for k, v in w.items()}
    encoder = Encoder(s)
    rows = [_ENDS.get(i, i + 4) for i in (range(s.vocabulary) if kept is None else kept)]
    own: dict[str, Tensor] = {
        "words.weight": w["embeddings.word_embeddings.weight"][rows],
        # the first two are for padding
        "positions.weight": w["embeddings.position_embeddings.weight"][2:],
        "norm.weight": w["embeddings.LayerNorm.weight"],
        "norm.bias": w["embeddings.LayerNorm.bias"],
        "relative.weight": w["encoder.relative_attention_bias.weight"],
    }
    for i in range(s.layers):
        a = f"encoder.layer.{i}."
        for kind in ("weight", "bias"):
            own[f"layers.{i}.qkv.{kind}"] = torch.cat([w[f"{a}attention.attn.{n}.{kind}"] for n in "qkv"])
            own[f"layers.{i}.out.{kind}"] = w[f"{a}attention.attn.o.{kind}"]
            own[f"layers.{i}.attended.{kind}"] = w[f"{a}attention.LayerNorm.{kind}"]
            own[f"layers.{i}.up.{kind}"] = w[f"{a}intermediate.dense.{kind}"]
            own[f"layers.{i}.down.{kind}"] = w[f"{a}output.dense.{kind}"]
            own[f"layers.{i}.done.{kind}"] = w[f"{a}output.LayerNorm.{kind}"]
    missing, unexpected = encoder.load_state_dict(own, strict=False)
    assert not unexpected and set(missing) == {"case.weight", "gap.weight", "quote.weight"}, (missing, unexpected)
    return encoder


class PairHead(nn.Module):
    """What each word near a cue is to it: outside, source or content."""

    def __init__(self, size: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.features = nn.ModuleList(nn.Embedding(n, size) for n in PAIR_FEATURES)
        self.soft = nn.Linear(PAIR_SOFT, size)
        self.norm = nn.LayerNorm(size)
        # neighbours one channel at a time, then channels word by word: a full convolution costs six times as much
        self.near = nn.Conv1d(size, size, 7, padding=3, groups=size)
        self.mix = nn.Linear(size, size)
        self.norm_near = nn.LayerNorm(size)
        self.out = nn.Linear(size, len(PAIR_LABELS))
        self.drop = Dropout(dropout)
        for table in self.features:
            nn.init.normal_(table.weight, std=0.02)

    def forward(
        self, word: Tensor, gate: Tensor, cue: Tensor, cue_gate: Tensor, features: Tensor, soft: Tensor, mask: Tensor
    ) -> Tensor:
        """[cues, words, size] and [cues, size] projections, [cues, words, n] features, [cues, words] mask; to logits."""
        x = word + cue[:, None] + gate * cue_gate[:, None] + self.soft(soft)
        for i, table in enumerate(self.features):
            x = x + table(features[..., i])
        return self.scored(x, mask)

    def scored(self, x: Tensor, mask: Tensor) -> Tensor:
        """[cues, words, size] sums of all that is known of a pair to [cues, words, labels] scores."""
        x = self.drop(nn.functional.gelu(self.norm(x))) * mask[..., None]
        near = self.near(x.transpose(1, 2)).transpose(1, 2)
        return self.out(self.drop(self.norm_near(x + nn.functional.gelu(self.mix(near)))))


class Network(nn.Module):
    """The encoder with all heads.

    The heads of `LINEAR` are one matrix on the vectors of the words, which are those of their first pieces.
    """

    def __init__(self, encoder: Encoder, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = encoder
        hidden = encoder.norm.normalized_shape[0]
        self.linear = nn.Linear(hidden, sum(LINEAR.values()))
        self.fact = FactHead(hidden)
        self.projected = nn.ModuleDict({name: nn.Linear(hidden, size) for name, size in PROJECTED.items()})
        self.pair = PairHead(PROJECTED["pair_word"])
        self.arc = nn.Linear(PROJECTED["arc_dependent"], PROJECTED["arc_head"])
        self.arc_bias = nn.Linear(PROJECTED["arc_head"], 1)
        self.relation = RelationHead(PROJECTED["label_head"])
        self.antecedent = Antecedent(PROJECTED["antecedent"])
        self.deed = DeedHead(PROJECTED["deed"])
        self.ends = EndsHead(PROJECTED["deed_end"])
        # only for training: what it teaches the encoder stays, the package has a better table of its own
        self.meaning = nn.Linear(hidden, MEANING)
        self.drop = Dropout(dropout)

    def words(self, x: Inputs) -> Tensor:
        """[batch, words, hidden] vectors of the words."""
        pieces = self.encoder(x.ids, x.case, x.gap, x.quote, x.mask)
        return self.drop(pieces.gather(1, x.first[..., None].expand(-1, -1, pieces.shape[-1])))

    def columns(self, words: Tensor) -> Tensor:
        """[..., hidden] vectors of words to the columns that the package knows."""
        return torch.cat([self.linear(words), self.fact(words), *(self.project(words, name) for name in PROJECTED)], -1)

    def pairs(
        self, words: Tensor, row: Tensor, cue: Tensor, near: Tensor, features: Tensor, soft: Tensor, mask: Tensor
    ) -> Tensor:
        """[cues, near, labels] scores of the words `near` [cues, near] to the cues at `cue` [cues], both in `row` [cues]."""
        at = words[row, cue]
        each = row[:, None]
        return self.pair(
            self.project(words, "pair_word")[each, near],
            self.project(words, "pair_gate")[each, near],
            self.project(at, "cue_word"),
            self.project(at, "cue_gate"),
            features,
            soft,
            mask,
        )

    def project(self, words: Tensor, name: str) -> Tensor:
        projected = self.projected[name](words)
        return self.drop(nn.functional.gelu(projected)) if name in ACTIVATED else projected

    def arcs(self, words: Tensor) -> Tensor:
        """[batch, dependents, heads] scores; a word as its own head is the root of its sentence."""
        head = self.project(words, "arc_head")
        return self.arc(self.project(words, "arc_dependent")) @ head.transpose(-1, -2) + self.arc_bias(head).transpose(-1, -2)

    def relations(self, words: Tensor, heads: Tensor) -> Tensor:
        """[batch, words, relations] scores of the relation of each word to its head, given as its place."""
        head = self.project(words, "label_head")
        head = head.gather(1, heads[..., None].expand(-1, -1, head.shape[-1]))
        return self.relation(self.project(words, "label_dependent"), head)

    def antecedents(
        self, words: Tensor, phrases: coreference.Phrases, later: NDArray[np.int32], earlier: NDArray[np.int32]
    ) -> Tensor:
        """[pairs] scores of the candidates of a document's phrases, from the vectors [words, hidden] of all its words."""
        heads = words[torch.from_numpy(phrases.head.astype(np.int64))]
        t = torch.from_numpy
        a, b = self.project(heads, "anaphor"), self.project(heads, "antecedent")
        rows, columns = t(later.astype(np.int64)), t(earlier.astype(np.int64))
        return self.antecedent(a, b, rows, columns, t(coreference.features(phrases, later, earlier)))


class FactHead(nn.Module):
    """How far what a word tells of is presented as a fact, in units of a certain one.

    What is certain, one way or the other, is most of what there is: one linear layer spreads its values too little.
    """

    def __init__(self, hidden: int, inner: int = 128, dropout: float = 0.2) -> None:
        super().__init__()
        self.seen = nn.Linear(hidden, inner)
        self.norm = nn.LayerNorm(inner)
        self.mix = nn.Linear(inner, inner)
        self.out = nn.Linear(inner, 1)
        self.drop = Dropout(dropout)

    def forward(self, words: Tensor) -> Tensor:
        """[..., hidden] to [..., 1]."""
        x = self.mix(self.drop(self.norm(self.seen(words))))
        return self.out(self.drop(nn.functional.gelu(x)))


class DeedHead(nn.Module):
    """Of which type an event between two ends is."""

    def __init__(self, size: int, inner: int = 128, dropout: float = 0.1) -> None:
        super().__init__()
        self.absent = nn.Parameter(torch.zeros(2, size))
        """what stands for an end that is not named"""
        self.asked = nn.Linear(2 * size, size)
        self.norm = nn.LayerNorm(5 * size)
        self.hidden = nn.Linear(5 * size, inner)
        self.out = nn.Linear(inner, len(EVENTS))
        self.drop = Dropout(dropout)

    def forward(self, words: Tensor, mask: Tensor, told: Tensor, ends: Tensor, there: Tensor) -> Tensor:
        """Of [deeds] sentences, to [deeds, events] scores.

        [deeds, words, size] their words with a [deeds, words] mask, [deeds] the word that tells of it, [deeds, 2, size] the
        ends and whether each is named.
        """
        there = there[..., None]
        ends = (ends * there + self.absent * (1 - there)).flatten(-2)
        # the words that matter differ with who does it to whom
        likeness = (words @ self.asked(ends)[..., None])[..., 0] * words.shape[-1] ** -0.5
        share = torch.softmax(likeness.float() + (mask.float() - 1) * 1e4, -1).to(words.dtype)
        attended = (share[..., None] * words).sum(-2)
        mean = (mask[..., None] * words).sum(-2) / mask.sum(-1, keepdim=True)
        word = words[torch.arange(len(words)), told]
        x = self.norm(torch.cat([mean, attended, word, ends], -1))
        return self.out(self.drop(nn.functional.gelu(self.hidden(self.drop(x)))))


class EndsHead(nn.Module):
    """Which words of its sentence head the source and the target of an event."""

    def __init__(self, size: int, far: int = 8, dropout: float = 0.3) -> None:
        super().__init__()
        self.far = nn.Embedding(2 * far + 1, size)
        """how many words before or after the one that tells of it"""
        self.by = nn.Linear(size, 2 * size)
        self.nobody = nn.Linear(size, 2)
        self.norm = nn.LayerNorm(size)
        self.out = nn.Linear(size, 2)
        self.drop = Dropout(dropout)

    def forward(self, words: Tensor, mask: Tensor, told: Tensor, by: Tensor) -> Tensor:
        """[deeds, words, size] sentences with a [deeds, words] mask, the [deeds] words that tell and [deeds, size] projections
        of these; to [deeds, 2, 1 + words] scores, the first of each that nobody is named.
        """
        by = self.drop(by)
        added, scaled = self.by(by)[:, None].chunk(2, -1)
        far = self.far.num_embeddings // 2
        place = torch.arange(words.shape[1])[None] - told[:, None]
        x = words + added + words * scaled + self.far(place.clamp(-far, far) + far)
        scores = self.out(self.drop(nn.functional.gelu(self.norm(x)))).transpose(1, 2)
        return torch.cat([self.nobody(by)[..., None], scores + (mask[:, None] - 1) * 1e4], -1)


class RelationHead(nn.Module):
    def __init__(self, size: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(size)
        self.out = nn.Linear(size, len(RELATIONS))

    def forward(self, dependent: Tensor, head: Tensor) -> Tensor:
        """[..., size] vectors of the word and of its head to [..., relations] scores."""
        return self.out(nn.functional.gelu(self.norm(dependent + head + dependent * head)))


class Antecedent(nn.Module):
    """How much better an earlier phrase is as the antecedent of a later one than none."""

    def __init__(self, size: int, inner: int = 96, dropout: float = 0.1) -> None:
        super().__init__()
        self.product = nn.Linear(size, inner)
        self.later = nn.Linear(size, inner, bias=False)
        self.earlier = nn.Linear(size, inner, bias=False)
        self.features = nn.ModuleList(nn.Embedding(n, inner) for n in coreference.FEATURES)
        self.norm = nn.LayerNorm(inner)
        self.hidden = nn.Linear(inner, inner)
        self.out = nn.Linear(inner, 1)
        self.drop = Dropout(dropout)
        for table in self.features:
            nn.init.normal_(table.weight, std=0.02)

    def forward(self, anaphor: Tensor, antecedent: Tensor, later: Tensor, earlier: Tensor, features: Tensor) -> Tensor:
        """[phrases, size] vectors of heads, [pairs] phrases of each pair and [pairs, n] features to [pairs] scores."""
        x = self.product(anaphor[later] * antecedent[earlier]) + self.later(anaphor)[later] + self.earlier(antecedent)[earlier]
        for i, table in enumerate(self.features):
            x = x + table(features[..., i])
        x = nn.functional.gelu(self.norm(x))
        x = x + nn.functional.gelu(self.hidden(self.drop(x)))
        return self.out(x)[..., 0]
