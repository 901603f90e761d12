"""The float network back from the graphs that the package ships, to train it further where no checkpoint was kept."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper

from onrecord.annotate import labels
from training.network import Network

_MATRICES = ("qkv", "out", "up", "down")
"""of each layer of the encoder, in the order in which its graph multiplies by them"""
_LEFT = ("meaning.", "deed.", "ends.", "projected.deed")
"""what does not come back: it is not exported, or rounded too coarsely to go on from"""


def restore(network: Network, folder: Path) -> None:
    """Gives a network the weights of the graphs in `folder`, rounded as they are.

    The head of meaning and those of events between parties stay as they are.

    Raises ValueError where a weight that the graphs should hold is not found in them.
    """
    found = dict(_encoder(_Graph(folder / "words.onnx")))
    found |= {f"pair.{name}": value for name, value in _pair(_Graph(folder / "pair.onnx"))}
    for file, part in (("relations", "relation."), ("antecedents", "antecedent.")):
        found |= {part + name: value for name, value in _Graph(folder / f"{file}.onnx").floats.items()}
    for name, value in _Graph(folder / "arcs.onnx").floats.items():
        found[f"arc_{name}" if name.startswith("bias.") else name] = value
    own = network.state_dict()
    missing = [name for name in own if name not in found and not name.startswith(_LEFT)]
    if missing:
        raise ValueError(f"{folder}: no weights for {', '.join(missing)}")
    for name, value in found.items():
        own[name].copy_(torch.from_numpy(value.astype(np.float32)).view_as(own[name]))


class _Graph:
    """The constants of a graph by name, those in int8 made whole."""

    def __init__(self, path: Path) -> None:
        stored = {i.name: numpy_helper.to_array(i) for i in onnx.load(path).graph.initializer}
        self.floats = {n: v for n, v in stored.items() if v.dtype in (np.float32, np.float16) and not n.endswith("_scale")}
        self.rounded = {
            name.removesuffix("_quantized"): (value.astype(np.float32) - stored[f"{of}_zero_point"]) * stored[f"{of}_scale"]
            for name, value in stored.items()
            if name.endswith("_quantized") and (of := name.removesuffix("_quantized"))
        }


def _encoder(graph: _Graph) -> Iterator[tuple[str, NDArray[np.float32]]]:
    """The encoder, and the heads that are one matrix."""
    unnamed = []
    for name, value in (graph.floats | graph.rounded).items():
        if name.startswith("network."):
            whole = value.T if name.endswith("_Transposed") else value
            yield name.removeprefix("network.").removesuffix("_Transposed"), whole
        elif name in graph.rounded:
            unnamed.append((int(name.removeprefix("val_")), value.T))
    for place, (_, value) in enumerate(sorted(unnamed, key=lambda x: x[0])):
        layer, which = divmod(place, len(_MATRICES))
        yield f"encoder.layers.{layer}.{_MATRICES[which]}.weight", value


def _pair(graph: _Graph) -> Iterator[tuple[str, NDArray[np.float32]]]:
    """The head of pairs, whose tables but the first were put together."""
    unnamed = []
    for name, value in graph.floats.items():
        if name.startswith("head."):
            yield name.removeprefix("head."), value
        elif name.startswith("val_") and value.ndim == 2:
            unnamed.append((int(name.removeprefix("val_")), value))
    soft, far, mix, out = (value for _, value in sorted(unnamed, key=lambda x: x[0]))
    yield "soft.weight", soft.T
    yield "features.0.weight", far
    yield "mix.weight", mix.T
    yield "out.weight", out.T
    sizes = labels.PAIR_FEATURES[1:]
    together = graph.floats["together"].astype(np.float32).reshape(*sizes, -1)
    for axis in range(len(sizes)):
        # sums of one row of each: what a row adds is how far its mean is from that of all, which the first table keeps
        part = together.mean(tuple(i for i in range(len(sizes)) if i != axis))
        yield f"features.{axis + 1}.weight", part if axis == 0 else part - together.mean(tuple(range(len(sizes))))
