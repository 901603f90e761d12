"""The network as ONNX graphs. The only door to onnxruntime."""

import json
import os
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

# read when the engine is loaded, which else reports its use to its makers and leaves a device id in the home folder
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
import onnxruntime
from tokenizers import Tokenizer

from onrecord.annotate.encoding import Floats
from onrecord.annotate.pieces import WordPieces
from onrecord.config import model_folder


class OnnxModel:
    """Implements `encoding.Model` on one core.

    Each window is run by itself and without padding: the scales of int8 arithmetic come from all that is run together, and
    what is found in a text must not depend on what else is read.
    """

    def __init__(self, folder: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # without it, processors that lack VNNI let sums of int8 overflow, and read next to nothing in a text
        options.add_session_config_entry("session.x64quantprecision", "1")

        def session(name: str) -> onnxruntime.InferenceSession:
            return onnxruntime.InferenceSession(str(folder / name), options, providers=["CPUExecutionProvider"])

        self._words = session("words.onnx")
        self._pair = session("pair.onnx")
        self._relations = session("relations.onnx")
        self._antecedents = session("antecedents.onnx")
        self._arcs = session("arcs.onnx")
        self._deed = session("deed.onnx")
        self._ends = session("ends.onnx")
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        self.lookup = WordPieces(tokenizer, unknown=tokenizer.token_to_id("[UNK]") or 0)
        self.hash: str = json.loads((folder / "model.json").read_text(encoding="utf8"))["hash"]

    def encode(
        self,
        ids: NDArray[np.int64],
        case: NDArray[np.int64],
        gap: NDArray[np.int64],
        quote: NDArray[np.int64],
        first: NDArray[np.int64],
    ) -> NDArray[np.float16]:
        columns: NDArray[np.float16] = self._words.run(
            ["columns"], {"ids": ids, "case": case, "gap": gap, "quote": quote, "first": first}
        )[0]
        return columns

    def pair(
        self,
        word: Floats,
        gate: Floats,
        index: NDArray[np.int64],
        cue: Floats,
        cue_gate: Floats,
        features: NDArray[np.int64],
        soft: Floats,
        mask: Floats,
    ) -> Floats:
        inputs = {
            "word": word, "gate": gate, "index": index, "cue": cue, "cue_gate": cue_gate,
            "features": features, "soft": soft, "mask": mask,
        }  # fmt: skip
        scores: Floats = self._pair.run(None, inputs)[0]
        return scores

    def arcs(self, dependent: Floats, head: Floats) -> Floats:
        scores: Floats = self._arcs.run(None, {"dependent": dependent, "head": head})[0]
        return scores

    def relations(self, dependent: Floats, head: Floats) -> Floats:
        scores: Floats = self._relations.run(None, {"dependent": dependent, "head": head})[0]
        return scores

    def antecedents(
        self,
        anaphor: Floats,
        antecedent: Floats,
        later: NDArray[np.int64],
        earlier: NDArray[np.int64],
        features: NDArray[np.int64],
    ) -> Floats:
        inputs = {"anaphor": anaphor, "antecedent": antecedent, "later": later, "earlier": earlier, "features": features}
        scores: Floats = self._antecedents.run(None, inputs)[0]
        return scores

    def deed(self, words: Floats, told: NDArray[np.int64], ends: Floats, there: Floats) -> Floats:
        scores: Floats = self._deed.run(None, {"words": words, "told": told, "ends": ends, "there": there})[0]
        return scores

    def ends(self, words: Floats, told: NDArray[np.int64], by: Floats) -> Floats:
        scores: Floats = self._ends.run(None, {"words": words, "told": told, "by": by})[0]
        return scores


@cache
def shipped() -> OnnxModel:
    """The model that comes with the package, loaded once a process."""
    return OnnxModel(model_folder())
