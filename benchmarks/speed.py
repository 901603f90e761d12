"""How fast, against what: the whole reading beside the encoder alone and beside a spaCy pipeline, taken in turns in one run."""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from onrecord.acquire.files import documents
from onrecord.annotate.encoding import encoded
from onrecord.annotate.onnx import OnnxModel, shipped
from onrecord.annotate.pieces import Pieces, gaps, pieces
from onrecord.annotate.quotations import quotations
from onrecord.annotate.words import words
from onrecord.run.reading import read_document, read_files
from onrecord.schema import Document


def _texts(shared: Path, limit: int | None) -> list[Document]:
    found = list(documents(str(shared / "data/polnear/dev.jsonl")))[:limit]
    return [d for d in found if isinstance(d, Document)]


Given = tuple[Pieces, NDArray[np.int64]]
"""word pieces, and the gap before each word"""


def _windows(document: Document, model: OnnxModel) -> Given:
    """What the encoder is given of a document."""
    parts = [words(document.text, s.start, s.end) for s in document.segments if s.kind != "boilerplate"]
    start, end = (np.concatenate([getattr(p, side) for p in parts]) for side in ("start", "end"))
    forms = [f for p in parts for f in p.form]
    opens = np.concatenate([np.arange(len(p.form)) == 0 for p in parts])
    gap = gaps(start, end, opens)
    marks = quotations(forms, (gap != 0).tolist(), opens.tolist())
    return pieces(model.lookup(forms), forms, gap, marks), gap


def _spacy() -> Callable[[str], object] | None:
    """A pipeline of spaCy's small CPU architecture with random weights: speed does not depend on them."""
    try:
        import spacy
        from spacy.training import Example
    except ImportError:
        return None
    nlp = spacy.blank("en")
    for name in ("tagger", "parser", "ner"):
        nlp.add_pipe(name)
    said = ["The", "minister", "said", "on", "Monday", "that", "Riga", "would", "wait", "."]
    gold = {
        "words": said,
        "tags": ["DT", "NN", "VBD", "IN", "NNP", "IN", "NNP", "MD", "VB", "."],
        "heads": [1, 2, 2, 2, 3, 8, 8, 8, 2, 2],
        "deps": ["det", "nsubj", "ROOT", "prep", "pobj", "mark", "nsubj", "aux", "ccomp", "punct"],
        "entities": ["O", "O", "O", "O", "U-DATE", "O", "U-GPE", "O", "O", "O"],
    }
    doc = spacy.tokens.Doc(nlp.vocab, words=said)
    nlp.initialize(lambda: [Example.from_dict(doc, gold)])
    return nlp


def one_core(shared: Path, limit: int | None = None) -> Iterator[str]:
    """Words a second on one core; each document is read by all in turn, so that noise meets them alike."""
    model = shipped()
    texts = _texts(shared, limit)
    given = [_windows(d, model) for d in texts]
    spacy = _spacy()
    spent = {"encoder": 0.0, "reading": 0.0, "spacy": 0.0}
    _taken(texts[0], given[0], model, spacy)
    for document, cut in zip(texts, given, strict=True):
        for name, seconds in _taken(document, cut, model, spacy).items():
            spent[name] += seconds
    count = sum(len(cut.first) - 1 for cut, _ in given)
    size = sum(len(cut.ids) for cut, _ in given)
    yield f"PolNeAR dev, {len(texts)} documents, {count:,} words, {size:,} word pieces, one core"
    yield f"encoder alone     {count / spent['encoder']:>8,.0f} words/s  ({size / spent['encoder']:,.0f} word pieces/s)"
    yield f"reading, all      {count / spent['reading']:>8,.0f} words/s"
    if spacy:
        yield f"spaCy small (CPU) {count / spent['spacy']:>8,.0f} words/s  (tagger, parser, names)"
    yield f"reading / encoder {spent['reading'] / spent['encoder']:.2f}  (aim: at most 1.50)"
    if spacy:
        yield f"reading / spaCy   {spent['reading'] / spent['spacy']:.2f}"


def _taken(document: Document, given: Given, model: OnnxModel, spacy: Callable[[str], object] | None) -> dict[str, float]:
    """The seconds that each takes for a document."""
    times = {
        "encoder": _timed(lambda: encoded(model, *given)),
        "reading": _timed(lambda: read_document(document, model)),
    }
    return times | ({"spacy": _timed(lambda: spacy(document.text))} if spacy else {})


def _timed(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def two_cores(shared: Path, limit: int | None = None) -> Iterator[str]:
    """The same documents, three times over, as files on one and on two processes; starting the processes is left out."""
    with tempfile.TemporaryDirectory() as folder:
        paths: list[str] = []
        for copy in range(3):
            for number, document in enumerate(_texts(shared, limit)):
                path = Path(folder) / f"{copy}-{number:03}.txt"
                path.write_text(f"{document.text}\n\n{copy}", encoding="utf8")
                paths.append(str(path))
        spent = {1: _read_all(paths, 1), 2: _read_all(paths, 2)}
    yield f"two cores / one core {spent[1] / spent[2]:.2f}  (aim: at least 1.80)"


def _read_all(paths: Sequence[str], jobs: int) -> float:
    outcomes = read_files(paths, jobs=jobs)
    for _ in range(2 * jobs):
        next(outcomes)
    return _timed(lambda: list(outcomes)) * len(paths) / (len(paths) - 2 * jobs)


def memory(shared: Path, limit: int | None = None) -> Iterator[str]:
    """The most memory that reading a document of 100,000 words takes, in a process of its own."""
    texts = [d.text for d in _texts(shared, None)]
    count, body = 0, []
    while count < 100_000:
        for text in texts:
            body.append(text)
            count += len(text.split())
            if count >= 100_000:
                break
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.txt"
        path.write_text("\n\n".join(body), encoding="utf8")
        run = [sys.executable, "-m", "benchmarks", "memory-of", str(path)]
        shown = subprocess.run(run, capture_output=True, text=True, check=True).stdout
    about = json.loads(shown)
    yield f"memory            {about['megabytes']:,.0f} MB at most for a document of {count:,} words  (aim: under 1,000)"


def memory_of(path: Path) -> None:
    """Reads a file and prints the most memory that this process has taken."""
    statements = 0
    for outcome in read_files([str(path)], jobs=1):
        statements += sum(len(getattr(item, "statements", ())) for item in outcome.found)
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"megabytes": kilobytes / 1024, "statements": statements}))


def start(shared: Path, limit: int | None = None) -> Iterator[str]:
    """How long `onrecord --help` takes, the best of five."""
    run = [sys.executable, "-c", "from onrecord.serve.cli import main; main()", "--help"]
    best = min(_timed(lambda: subprocess.run(run, capture_output=True, check=True)) for _ in range(5))
    yield f"onrecord --help   {best:.2f} s  (aim: under 0.30)"


PARTS = {"one-core": one_core, "two-cores": two_cores, "memory": memory, "start": start}
