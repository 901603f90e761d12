"""From trained weights to what the package ships: ONNX graphs, the encoder's in int8, checked against the float network."""

import hashlib
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import Tensor, nn

from onrecord.annotate import labels
from onrecord.annotate.encoding import encoded
from onrecord.annotate.onnx import OnnxModel
from training.data import Prepared
from training.evaluate import TorchModel
from training.network import Network


class _Words(nn.Module):
    """One window to the columns of its words."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, case: Tensor, gap: Tensor, quote: Tensor, first: Tensor) -> Tensor:
        pieces = self.network.encoder(ids[None], case[None], gap[None], quote[None], torch.ones_like(ids)[None])
        # as the package keeps them
        return self.network.columns(pieces[0][first]).half()


class _Pair(nn.Module):
    """The pair head with its words gathered inside, and all features but the distance in one table."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.head = network.pair
        far, *others = (table.weight.detach() for table in network.pair.features)
        self.register_buffer("far", far)
        together = others[0]
        for table in others[1:]:
            together = (together[:, None] + table[None]).flatten(0, 1)
        # in half precision it takes half the room, and is made whole again when the graph is loaded
        self.register_buffer("together", together.half())

    def forward(
        self,
        word: Tensor,
        gate: Tensor,
        index: Tensor,
        cue: Tensor,
        cue_gate: Tensor,
        features: Tensor,
        soft: Tensor,
        mask: Tensor,
    ) -> Tensor:
        row = features[..., 1]
        for k, size in enumerate(labels.PAIR_FEATURES[2:], 2):
            row = row * size + features[..., k]
        x = word[index] + cue[:, None] + gate[index] * cue_gate[:, None] + self.head.soft(soft)
        return self.head.scored(x + self.far[features[..., 0]] + self.together.float()[row], mask)


class _Deed(nn.Module):
    """One event between two ends."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.head = network.deed

    def forward(self, words: Tensor, told: Tensor, ends: Tensor, there: Tensor) -> Tensor:
        return self.head(words[None], torch.ones_like(words[None, :, 0]), told, ends[None], there[None])[0]


class _Ends(nn.Module):
    """The ends of the events of one sentence."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.head = network.ends

    def forward(self, words: Tensor, told: Tensor, by: Tensor) -> Tensor:
        each = words[None].expand(by.shape[0], -1, -1)
        return self.head(each, torch.ones_like(each[..., 0]), told, by)


class _Arcs(nn.Module):
    """The score of each word of a sentence as the head of each."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.arc, self.bias = network.arc, network.arc_bias

    def forward(self, dependent: Tensor, head: Tensor) -> Tensor:
        return self.arc(dependent) @ head.T + self.bias(head).T


def export(network: Network, folder: Path, tokenizer: Tokenizer) -> None:
    """Writes the graphs, the vocabulary and `model.json`, which names them and their hash, into `folder`."""
    network.eval()
    folder.mkdir(parents=True, exist_ok=True)
    n = torch.export.Dim("n", min=3, max=512)
    w = torch.export.Dim("w", min=1, max=510)
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(temporary) / "words.onnx"
        ids = torch.randint(1000, 2000, (20,))
        # a tensor given twice would become one input
        case, gap, quote = (torch.zeros(20, dtype=torch.int64) for _ in range(3))
        torch.onnx.export(
            _Words(network),
            (ids, case, gap, quote, torch.arange(1, 13)),
            path,
            input_names=["ids", "case", "gap", "quote", "first"],
            output_names=["columns"],
            dynamic_shapes={"ids": {0: n}, "case": {0: n}, "gap": {0: n}, "quote": {0: n}, "first": {0: w}},
            dynamo=True,
            external_data=False,
            optimize=True,
        )
        _quantized(path, folder)
    _export_heads(network, folder)
    for path in folder.glob("*.onnx"):
        _strip(path)
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    files = sorted(p for p in folder.iterdir() if p.suffix == ".onnx" or p.name == "tokenizer.json")
    digest = hashlib.sha256(b"".join(hashlib.sha256(p.read_bytes()).digest() for p in files)).hexdigest()
    (folder / "model.json").write_text(json.dumps({"hash": digest[:16], "files": [p.name for p in files]}, indent=1) + "\n")


def compiled(network: Network, tokenizer: Tokenizer) -> OnnxModel:
    """A network as the package runs it, which reads many times faster than PyTorch does."""
    with tempfile.TemporaryDirectory() as folder:
        export(network, Path(folder), tokenizer)
        return OnnxModel(Path(folder))


def _strip(path: Path) -> None:
    """Takes the exporter's notes on where its nodes came from out of a graph."""
    graph = onnx.load(path)
    for node in graph.graph.node:
        node.ClearField("metadata_props")
        node.ClearField("doc_string")
    onnx.save(graph, path)


LEAST_COSINE, LEAST_SAME = 0.98, 0.97
"""how well the int8 graphs must agree with the float network"""


def agreement(network: Network, folder: Path, documents: Sequence[Prepared]) -> dict[str, float]:
    """How far the exported graphs find what the network finds: the cosine of the columns, the share of equal labels.

    Raises ValueError where they do not agree well enough to ship.
    """
    float_model, int_model = TorchModel(network), OnnxModel(folder)
    cosines: list[float] = []
    same: dict[str, list[float]] = {name: [] for name in labels.LINEAR}
    for document in documents:
        a, b = (encoded(model, document.pieces, document.example.gap) for model in (float_model, int_model))
        x, y = a.columns.astype(np.float32), b.columns.astype(np.float32)
        cosines += ((x * y).sum(1) / (np.linalg.norm(x, axis=1) * np.linalg.norm(y, axis=1))).tolist()
        for name, shares in same.items():
            shares.append(float((a.scores(name).argmax(1) == b.scores(name).argmax(1)).mean()))
    found = {"cosine": float(np.mean(cosines)), **{name: float(np.mean(shares)) for name, shares in same.items()}}
    if found["cosine"] < LEAST_COSINE or min(found.values()) < LEAST_SAME:
        raise ValueError(f"{folder}: the int8 graphs do not agree with the float network: {found}")
    return {name: round(value, 4) for name, value in found.items()}


def _export_heads(network: Network, folder: Path) -> None:
    size, hidden = labels.PROJECTED["pair_word"], labels.PROJECTED["label_head"]
    c, t, p, w = (torch.export.Dim(name, min=1, max=1 << 20) for name in ("c", "t", "p", "w"))
    torch.onnx.export(
        _Pair(network),
        (
            torch.zeros(9, size),
            torch.zeros(9, size),
            torch.zeros(3, 7, dtype=torch.int64),
            torch.zeros(3, size),
            torch.zeros(3, size),
            torch.zeros(3, 7, len(labels.PAIR_FEATURES), dtype=torch.int64),
            torch.zeros(3, 7, 2),
            torch.ones(3, 7),
        ),
        folder / "pair.onnx",
        input_names=["word", "gate", "index", "cue", "cue_gate", "features", "soft", "mask"],
        output_names=["scores"],
        dynamic_shapes=({0: w}, {0: w}, {0: c, 1: t}, {0: c}, {0: c}, {0: c, 1: t}, {0: c, 1: t}, {0: c, 1: t}),
        dynamo=True,
        external_data=False,
    )
    torch.onnx.export(
        network.relation,
        (torch.zeros(5, hidden), torch.zeros(5, hidden)),
        folder / "relations.onnx",
        input_names=["dependent", "head"],
        output_names=["scores"],
        dynamic_shapes=({0: w}, {0: w}),
        dynamo=True,
        external_data=False,
    )
    a = labels.PROJECTED["antecedent"]
    phrases = torch.export.Dim("phrases", min=1, max=1 << 20)
    pairs = torch.zeros(5, dtype=torch.int64)
    torch.onnx.export(
        network.antecedent,
        (
            torch.zeros(4, a),
            torch.zeros(4, a),
            pairs,
            pairs.clone(),
            torch.zeros(5, len(network.antecedent.features), dtype=torch.int64),
        ),
        folder / "antecedents.onnx",
        input_names=["anaphor", "antecedent", "later", "earlier", "features"],
        output_names=["scores"],
        dynamic_shapes=({0: phrases}, {0: phrases}, {0: p}, {0: p}, {0: p}),
        dynamo=True,
        external_data=False,
    )
    arc = labels.PROJECTED["arc_head"]
    torch.onnx.export(
        _Arcs(network),
        (torch.zeros(6, arc), torch.zeros(6, arc)),
        folder / "arcs.onnx",
        input_names=["dependent", "head"],
        output_names=["scores"],
        dynamic_shapes=({0: w}, {0: w}),
        dynamo=True,
        external_data=False,
    )
    d = labels.PROJECTED["deed"]
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(temporary) / "deed.onnx"
        torch.onnx.export(
            _Deed(network),
            (torch.zeros(6, d), torch.zeros(1, dtype=torch.int64), torch.zeros(2, d), torch.ones(2)),
            path,
            input_names=["words", "told", "ends", "there"],
            output_names=["scores"],
            dynamic_shapes=({0: w}, {}, {}, {}),
            dynamo=True,
            external_data=False,
        )
        _quantized(path, folder)
        path = Path(temporary) / "ends.onnx"
        torch.onnx.export(
            _Ends(network),
            (torch.zeros(6, d), torch.zeros(3, dtype=torch.int64), torch.zeros(3, d)),
            path,
            input_names=["words", "told", "by"],
            output_names=["scores"],
            dynamic_shapes=({0: w}, {0: t}, {0: t}),
            dynamo=True,
            external_data=False,
        )
        _quantized(path, folder)


def _quantized(path: Path, folder: Path) -> None:
    """Writes a graph with int8 matrices under its name into `folder`."""
    graph = onnx.load(path)
    # the exporter's notes on shapes no longer hold for the matrices that it folded
    graph.graph.ClearField("value_info")
    quantize_dynamic(graph, folder / path.name, per_channel=True, weight_type=QuantType.QInt8, reduce_range=False)
