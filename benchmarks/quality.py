"""Quality on open data and on our own cases, each measure with the command's own decoding."""

import itertools
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import cases, shortfalls
from benchmarks import meaning as meant
from benchmarks import merging as joining
from benchmarks import speakers as speaking
from benchmarks.coreference import Mention, conll_f1
from onrecord.acquire.files import documents
from onrecord.annotate import syntax
from onrecord.annotate.encoding import Encoded, best, encoded
from onrecord.annotate.events import factuality as factuality_of
from onrecord.annotate.labels import TAGS
from onrecord.annotate.names import names, with_known
from onrecord.annotate.nouns import nouns
from onrecord.annotate.onnx import OnnxModel
from onrecord.annotate.pieces import BREAK, pieces
from onrecord.annotate.quotations import outermost, quotations
from onrecord.annotate.sentences import sentence_numbers
from onrecord.keep.lines import line
from onrecord.run.reading import read_document
from onrecord.schema import Document, Reading, Unread
from training import corpora, treebanks
from training.augment import spans
from training.examples import Example

_SHOWN = 50
"""errors shown where all are wrong by more or less"""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One line of the table; values in per cent."""

    what: str
    on: str
    value: float
    aim: float | None = None
    detail: str = ""
    errors: tuple[str, ...] = ()
    """what fell short, one example a line"""


def _read(paths: Sequence[Path], model: OnnxModel) -> Iterator[Reading]:
    for path in paths:
        for document in documents(str(path)):
            if isinstance(document, Unread):
                raise SystemExit(f"{document.path}: {document.reason}")
            yield read_document(document, model)


def _scored(script: Path, *arguments: str) -> list[str]:
    run = subprocess.run([sys.executable, str(script), *arguments], capture_output=True, text=True, check=False)
    if run.returncode not in (0, 1) or not run.stdout:
        raise SystemExit(f"{script}: {run.stderr}")
    return run.stdout.splitlines()


def _fell(shortfall: Callable[[Any, Any], Iterator[str]], gold: Path, read: Path) -> tuple[str, ...]:
    """What fell short in a file of readings, each of the document on the same line of the gold."""
    both = (path.read_text(encoding="utf8").splitlines() for path in (gold, read))
    return tuple(e for one, reading in zip(*both, strict=True) for e in shortfall(json.loads(one), json.loads(reading)))


def attribution(shared: Path, model: OnnxModel, limit: int | None = None) -> Iterator[Figure]:
    """PolNeAR dev read as documents, scored by `score/attributions.py`."""
    lines = (shared / "data/polnear/dev.jsonl").read_text(encoding="utf8").splitlines()
    with tempfile.TemporaryDirectory() as folder:
        gold, read = Path(folder) / "gold.jsonl", Path(folder) / "read.jsonl"
        gold.write_text("\n".join(lines[:limit]), encoding="utf8")
        with read.open("w", encoding="utf8") as out:
            for reading in _read([gold], model):
                out.write(line(reading) + "\n")
        shown = _scored(shared / "score/attributions.py", str(gold), str(read))
        errors = _fell(shortfalls.attributions, gold, read)
    aims = {
        "source exact": 82, "cue exact": 74, "content exact": 70, "source chars": 87, "cue chars": 75, "content chars": 92,
    }  # fmt: skip
    yield Figure(
        what="attribution F1",
        on="PolNeAR dev",
        value=float(shown[-1].split()[-1]),
        aim=75.3,
        detail="; ".join(r.strip() for r in shown if r.startswith(("recall", "attribution P"))),
        errors=errors,
    )
    for row in shown:
        parts = row.split()
        key = " ".join(parts[:2])
        if key in aims:
            yield Figure(what=f"{key} F1", on="PolNeAR dev", value=float(parts[-1]), aim=aims[key])


def _encoded(example: Example, model: OnnxModel) -> tuple[Encoded, "np.ndarray[tuple[int], np.dtype[np.bool_]]"]:
    """The scores of an example's own words."""
    opens = example.gap == BREAK
    marks = quotations(example.forms, (example.gap != 0).tolist(), opens.tolist())
    return encoded(model, pieces(model.lookup(example.forms), example.forms, example.gap, marks), example.gap), opens


def _gum(shared: Path) -> list[Example]:
    held = (shared / "data/gum/dev.list").read_text().split()
    return list(treebanks.treebank([p for n in held if (p := shared / f"data/gum/{n}.conllu").exists()], "gum"))


def dependencies(shared: Path, model: OnnxModel, limit: int | None = None) -> Iterator[Figure]:
    """Labelled attachment on gold words and sentences, relations without subtypes (CoNLL 2018)."""
    sets = {"EWT dev": list(treebanks.treebank([shared / "data/ewt/dev.conllu"], "ewt")), "GUM dev": _gum(shared)}
    for name, examples in sets.items():
        count: Counter[str] = Counter()
        for example in examples[:limit]:
            if example.head is None or example.relation is None or example.sentence is None:
                continue
            scores, _ = _encoded(example, model)
            bounds = [0, *(np.flatnonzero(np.diff(example.sentence)) + 1).tolist(), len(example.forms)]
            head = syntax.heads(model, scores, itertools.pairwise(bounds))
            relation = syntax.relations(model, scores, head)
            right = head == example.head
            same = [a.split(":")[0] == b.split(":")[0] for a, b in zip(relation, example.relation, strict=True)]
            count["words"] += len(example.forms)
            count["uas"] += int(right.sum())
            count["las"] += int((right & np.array(same)).sum())
        detail = f"UAS {100 * count['uas'] / count['words']:.1f}"
        yield Figure(what="LAS, gold words", on=name, value=100 * count["las"] / count["words"], aim=86, detail=detail)


def proper_names(shared: Path, model: OnnxModel, limit: int | None = None) -> Iterator[Figure]:
    """Exact spans with their kind (PER, ORG, LOC) on gold words."""
    right = predicted = gold = 0
    errors: list[str] = []
    for example in itertools.islice(corpora.uner(shared / "data/uner/dev.iob2"), limit):
        scores, opens = _encoded(example, model)
        kinds = ("PER", "ORG", "LOC")
        tag = best(scores.scores("tag"), TAGS)
        read = with_known(names(scores, example.forms, opens), example.forms, tag, example.gap)
        found = {(n.start, n.end, n.kind) for n in read if n.kind in kinds}
        want = {s for s in spans(example.names or []) if s[2] in kinds}
        right += len(found & want)
        predicted += len(found)
        gold += len(want)
        for said, some in (("missed", want - found), ("wrong", found - want)):
            errors += (f"{said} {kind}: {' '.join(example.forms[start:end])}" for start, end, kind in sorted(some))
    detail = f"P {100 * right / max(1, predicted):.1f}  R {100 * right / max(1, gold):.1f}"
    value = 200 * right / max(1, predicted + gold)
    yield Figure(what="names F1", on="UNER dev", value=value, aim=80, detail=detail, errors=tuple(errors))


def coreference(shared: Path, model: OnnxModel, limit: int | None = None) -> Iterator[Figure]:
    """Chains of predicted mentions on gold words; sentences and trees predicted."""
    genres = ("news", "interview", "speech")
    pairs: list[tuple[list[Mention], list[Mention]]] = []
    for example in [e for e in _gum(shared) if e.id.split("_")[1] in genres][:limit]:
        scores, opens = _encoded(example, model)
        sentence = sentence_numbers(scores, opens)
        bounds = [0, *(np.flatnonzero(np.diff(sentence)) + 1).tolist(), len(example.forms)]
        head = syntax.heads(model, scores, itertools.pairwise(bounds))
        relation = syntax.relations(model, scores, head)
        marks = quotations(example.forms, (example.gap != 0).tolist(), opens.tolist())
        quotation = outermost(len(example.forms), marks)
        found = nouns(model, scores, example.forms, head, relation, sentence, quotation)
        gold = [(m.head, m.start, m.end, m.cluster) for m in example.mentions or ()]
        pairs.append((gold, [(n.head, n.start, n.end, n.chain) for n in found]))
    scores_of = conll_f1(pairs)
    detail = ", ".join(f"{k} {v:.1f}" for k, v in scores_of.items() if k != "conll")
    yield Figure(
        what="coreference F1 (CorefUD: head match, no singletons)",
        on="GUM dev: news, interview, speech",
        value=scores_of["conll"],
        aim=60,
        detail=detail,
    )


def dates(shared: Path, model: OnnxModel, limit: int | None = None) -> Iterator[Figure]:
    """Dates of GUM dev by `score/system.py dates`: how many are found, and how many of those have the right days."""
    lines = (shared / "data/time/gum_dates.dev.jsonl").read_text(encoding="utf8").splitlines()[:limit]
    with tempfile.TemporaryDirectory() as folder:
        gold, read = Path(folder) / "gold.jsonl", Path(folder) / "read.jsonl"
        gold.write_text("\n".join(lines), encoding="utf8")
        given = Path(folder) / "given.jsonl"
        records = [json.loads(one) for one in lines]
        kept = [json.dumps({"text": r["text"], **({"published": r["dct"]} if r.get("dct") else {})}) for r in records]
        given.write_text("\n".join(kept), encoding="utf8")
        with read.open("w", encoding="utf8") as out:
            for reading in _read([given], model):
                out.write(line(reading) + "\n")
        shown = _scored(shared / "score/system.py", "dates", str(gold), str(read))
        errors = _fell(shortfalls.dates, gold, read)
    row = next(row for row in shown if row.startswith("found"))
    found, right = (float(part) for part in re.findall(r"\d+\.\d+", row))
    for what, value, aim, said in (("dates found", found, 85, "missed"), ("dates right of those found", right, 88, "wrong")):
        yield Figure(what=what, on="GUM dev", value=value, aim=aim, errors=tuple(e for e in errors if e.startswith(said)))


def re3d(shared: Path, model: OnnxModel, limit: int | None = None) -> Iterator[Figure]:
    """Names and ties of re3d (CENTCOM, DFAT, EEAS), none of it trained on, by `score/system.py`."""
    parts = ("centcom", "dfat", "eeas")
    lines = [x for p in parts for x in (shared / f"data/re3d/{p}.jsonl").read_text(encoding="utf8").splitlines()][:limit]
    with tempfile.TemporaryDirectory() as folder:
        gold, given, read = (Path(folder) / f"{name}.jsonl" for name in ("gold", "given", "read"))
        gold.write_text("\n".join(lines), encoding="utf8")
        given.write_text("\n".join(json.dumps({"text": json.loads(x)["text"]}) for x in lines), encoding="utf8")
        with read.open("w", encoding="utf8") as out:
            for reading in _read([given], model):
                out.write(line(reading) + "\n")
        scorer = shared / "score/system.py"
        named, tied = (_scored(scorer, task, str(gold), str(read)) for task in ("names", "ties"))
        found = [json.loads(one) for one in read.read_text(encoding="utf8").splitlines()]
    # the others are held out: their errors are not looked at
    errors = [
        e for one, reading in list(zip(map(json.loads, lines), found, strict=True))[::2] for e in shortfalls.ties(one, reading)
    ]
    yield Figure(what="names F1", on="re3d", value=float(named[-1].split()[-1]), aim=80, detail=named[-1])
    for what, place, aim in (("ties precision", 1, 60), ("ties recall", 3, 40)):
        value = float(tied[-1].split()[place])
        detail = "; ".join(" ".join(row.split()) for row in tied[:-1])
        said = "wrong" if what == "ties precision" else "missed"
        fell = tuple(e for e in errors if e.startswith(said))
        yield Figure(what=what, on="re3d", value=value, aim=aim, detail=detail, errors=fell)


def factuality(shared: Path, model: OnnxModel, limit: int | None = None) -> Iterator[Figure]:
    """How far event words are presented as facts: Pearson's r, in hundredths, and the mean absolute error on -3 to 3."""
    found: list[float] = []
    gold: list[float] = []
    told: list[str] = []
    for example in itertools.islice(corpora.factuality(shared / "data/factuality/UDS_IH2_dev.jsonl"), limit):
        value = factuality_of(_encoded(example, model)[0])
        for word, fact in (example.factuality or {}).items():
            found.append(float(value[word]))
            gold.append(fact)
            told.append(f"{fact:+.1f} read as {value[word]:+.1f}: {example.forms[word]} in: {' '.join(example.forms)}")
    furthest = sorted(range(len(gold)), key=lambda i: -abs(found[i] - gold[i]))[:_SHOWN]
    errors = tuple(told[i] for i in furthest)
    error = float(np.abs(np.array(found) - np.array(gold)).mean())
    yield Figure(what="factuality r", on="UDS dev", value=100 * float(np.corrcoef(found, gold)[0, 1]), aim=75)
    # of the widest possible error, so that more is better, as with all figures
    detail = f"mean absolute error {error:.3f} (aim: under 0.8)"
    closeness, aim = (100 * (1 - off / 6) for off in (error, 0.8))
    yield Figure(what="factuality, closeness", on="UDS dev", value=closeness, aim=aim, detail=detail, errors=errors)


def merging(shared: Path | None, model: OnnxModel, limit: int | None = None) -> Iterator[Figure]:
    """Our own forty texts, in which actors go by several names."""
    found = joining.merging(model)
    detail = f"P {100 * found.precision:.1f}  R {100 * found.recall:.1f}  traps merged: {len(found.trapped)}"
    yield Figure(
        what="merging, B-cubed F1", on="tests/cases/merging.txt", value=found.f1, aim=95, detail=detail, errors=found.wrong
    )


def seeds(shared: Path, model: OnnxModel, limit: int | None = None) -> Iterator[Figure]:
    """The seed documents by `seeds/check.py`, class by class."""
    with tempfile.TemporaryDirectory() as folder:
        read = Path(folder) / "read.jsonl"
        with read.open("w", encoding="utf8") as out:
            for reading in _read(sorted((shared / "seeds").glob("*.txt"))[:limit], model):
                out.write(line(reading) + "\n")
        shown = _scored(shared / "seeds/check.py", str(read))
    for row in shown:
        match = re.fullmatch(r"\s*(\D*?)\s*(\d+) of (\d+)\s*", row)
        if match:
            missing = f"missing {match[1]}: "
            yield Figure(
                what=f"seeds: {match[1] or 'all'}",
                on="the seed documents",
                value=100 * int(match[2]) / int(match[3]),
                aim=85 if match[1] else 94.3,
                detail=f"{match[2]} of {match[3]}",
                errors=tuple(row.removeprefix("missing ") for row in shown if match[1] and row.startswith(missing)),
            )


def own_cases(shared: Path | None, model: OnnxModel, limit: int | None = None) -> Iterator[Figure]:
    """Eight texts written for this project, with what is in them."""
    count: Counter[tuple[str, bool]] = Counter()
    missed: dict[str, list[str]] = {}
    for path, gold in cases.cases()[:limit]:
        document = next(documents(str(path)))
        assert isinstance(document, Document), document
        for check in cases.checks(gold, read_document(document, model)):
            count[check.kind, check.held] += 1
            if not check.held:
                missed.setdefault(check.kind, []).append(f"{path.stem}: {check.what}")
    for kind in dict.fromkeys(k for k, _ in count):
        right, total = count[kind, True], count[kind, True] + count[kind, False]
        yield Figure(
            what=f"own cases: {kind}", on="tests/cases/whole", value=100 * right / total, detail=f"{right} of {total}",
            errors=tuple(missed.get(kind, ())),
        )  # fmt: skip
    right, total = (sum(n for (_, held), n in count.items() if held or every) for every in (False, True))
    yield Figure(what="own cases, all", on="tests/cases/whole", value=100 * right / total, aim=90, detail=f"{right} of {total}")


def meaning(shared: Path | None, model: OnnxModel, limit: int | None = None) -> Iterator[Figure]:
    """Thirteen texts of our own and queries in other words: how many statements are among the first five, how near the top."""
    asked = list(meant.sought(model, limit))
    ranks = [rank for one in asked for rank in one.ranks]
    first = sum(rank is not None and rank <= meant.FIRST for rank in ranks)
    errors = tuple(f"{one.query}: {one.ranks}" for one in asked if one.reciprocal < 1 / meant.FIRST)
    on = "tests/cases/meaning"
    yield Figure(
        what="meaning: among the first five",
        on=on,
        value=100 * first / len(ranks),
        detail=f"{first} of {len(ranks)}",
        errors=errors,
    )
    yield Figure(what="meaning: mean reciprocal rank", on=on, value=100 * sum(one.reciprocal for one in asked) / len(asked))


def speakers(shared: Path | None, model: OnnxModel, limit: int | None = None) -> Iterator[Figure]:
    """Reports of our own with many speakers: how many statements are found, and how many of all have the right speaker."""
    for kind in ("tuned", "held"):
        marked = list(speaking.read(speaking.CASES / kind, model, limit))
        found = [one for one in marked if one.read is not None]
        # the errors of texts that the rules were not tuned on are left unread
        errors = tuple(f"{one.speaker}, not {one.read}: {one.words}" for one in marked if not one.is_right and kind == "tuned")
        on, right = f"tests/cases/speakers/{kind}", sum(one.is_right for one in marked)
        yield Figure(what=f"speakers ({kind}): found", on=on, value=100 * len(found) / len(marked))
        yield Figure(
            what=f"speakers ({kind}): right",
            on=on,
            value=100 * right / len(marked),
            detail=f"{right} of {len(marked)}",
            errors=errors,
        )


Measure = Callable[[Path, OnnxModel, int | None], Iterator[Figure]]

MEASURES: dict[str, Measure] = {
    "attribution": attribution,
    "names": proper_names,
    "dependencies": dependencies,
    "coreference": coreference,
    "dates": dates,
    "re3d": re3d,
    "factuality": factuality,
    "merging": merging,
    "meaning": meaning,
    "speakers": speakers,
    "seeds": seeds,
    "cases": own_cases,
}
