"""Merging across documents: our own forty short texts, in which some sixty actors go by two hundred names, with traps."""

import itertools
import json
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from onrecord.acquire.files import documents
from onrecord.annotate.onnx import OnnxModel
from onrecord.identify.merge import merged
from onrecord.identify.profiles import profiles
from onrecord.run.reading import read_document
from onrecord.schema import Document, Reading

TEXTS = Path(__file__).parent.parent / "tests/cases/merging.txt"
TRAPS = (
    ("zerin", "mzerin", "uzerin"), ("hdp", "hdpk"), ("miller1", "miller2"), ("ussr", "russia"), ("hassan1", "hassan2"),
    ("drc", "congo"), ("rao", "rao2"), ("shev", "shev2"), ("halab", "hdp"), ("imf", "nilebank"),
)  # fmt: skip
"""actors whose names are alike and who must never be one"""


@dataclass(frozen=True, kw_only=True)
class Merging:
    """What came of joining the actors of the texts."""

    precision: float
    recall: float
    trapped: tuple[tuple[str, str], ...]
    """pairs of different actors that were taken for one, of those in `TRAPS`"""
    wrong: tuple[str, ...]
    """what fell short, for a reader"""

    @property
    def f1(self) -> float:
        """B-cubed F1 in per cent (Bagga and Baldwin 1998), over the names that the texts mark."""
        return 200 * self.precision * self.recall / max(1e-9, self.precision + self.recall)


def _marked(line: str) -> tuple[str, str, list[tuple[int, int, str]]]:
    """The day, the text and the (start, end, actor) of a line."""
    day, marked = line.split(" ", 1)
    text, found = "", []
    for part in re.split(r"(\[\[.*?\]\])", marked):
        match = re.fullmatch(r"\[\[(\w+)\|(.*)\]\]", part)
        if match:
            found.append((len(text), len(text) + len(match[2]), match[1]))
        text += match[2] if match else part
    return day, text, found


def read(model: OnnxModel) -> Iterator[tuple[Reading, list[tuple[int, int, str]]]]:
    """The readings of the texts, each with the names that it marks."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "texts.jsonl"
        lines = [_marked(x) for x in TEXTS.read_text(encoding="utf8").splitlines() if x and not x.startswith("#")]
        path.write_text("\n".join(json.dumps({"text": t, "published": d}) for d, t, _ in lines), encoding="utf8")
        for document, (_, _, found) in zip(documents(str(path)), lines, strict=True):
            assert isinstance(document, Document)
            yield read_document(document, model), found


def merging(model: OnnxModel) -> Merging:
    """Reads the texts, joins their actors and holds them against what is marked; a name nobody found is by itself."""
    readings = list(read(model))
    identity = merged([p for reading, _ in readings for p in profiles(reading)]).identity
    gold: list[str] = []
    got: list[str] = []
    words: list[str] = []
    for reading, marked in readings:
        for start, end, actor in marked:
            near = [m for m in reading.mentions if m.start < end and start < m.end and m.actor]
            near.sort(key=lambda m: -(min(m.end, end) - max(m.start, start)) + 0.01 * (m.end - m.start))
            gold.append(actor)
            words.append(reading.document.text[start:end])
            unit = (reading.document.id, near[0].actor or "") if near else None
            got.append(identity.get(unit, f"{unit}") if unit else f"nobody {len(got)}")
    together, right = Counter(zip(gold, got, strict=True)), range(len(gold))
    of_gold, of_got = Counter(gold), Counter(got)
    precision = sum(together[gold[i], got[i]] / of_got[got[i]] for i in right) / len(gold)
    recall = sum(together[gold[i], got[i]] / of_gold[gold[i]] for i in right) / len(gold)
    held: defaultdict[str, set[str]] = defaultdict(set)
    for i in right:
        held[got[i]].add(gold[i])
    trapped = tuple(
        (a, b)
        for trap in TRAPS
        for a, b in itertools.combinations(trap, 2)
        if any({a, b} <= actors for actors in held.values())
    )
    wrong = [f"taken for one: {', '.join(sorted(actors))}" for actors in held.values() if len(actors) > 1]
    for actor in of_gold:
        parted = defaultdict(list)
        for i in right:
            if gold[i] == actor:
                parted[got[i]].append(words[i])
        if len(parted) > 1:
            wrong.append(f"{actor} parted: " + " | ".join(", ".join(w) for w in parted.values()))
    return Merging(precision=precision, recall=recall, trapped=trapped, wrong=tuple(wrong))
