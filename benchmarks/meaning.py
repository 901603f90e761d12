"""How well statements are found by what they mean: our own texts, and queries in other words than theirs.

A query names what it is to find by some of its words; a statement that holds these is right.
"""

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from onrecord.acquire.files import documents
from onrecord.annotate.onnx import OnnxModel
from onrecord.keep.store import Store
from onrecord.query.filters import Filter
from onrecord.query.meaning import nearest
from onrecord.run.meaning import meaning_of
from onrecord.run.reading import read_document
from onrecord.schema import Document

FOLDER = Path(__file__).parent.parent / "tests/cases/meaning"
FIRST = 5
"""places that a reader looks at"""


@dataclass(frozen=True, kw_only=True)
class Sought:
    """What came of a query."""

    query: str
    ranks: tuple[int | None, ...]
    """the place of each statement that was wanted, from 1; None for one that was not found"""

    @property
    def reciprocal(self) -> float:
        """One by the place of the first of them."""
        return 1 / min((rank for rank in self.ranks if rank), default=float("inf"))


def sought(model: OnnxModel, limit: int | None = None) -> Iterator[Sought]:
    """The queries, asked of a record of all the texts."""
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "meaning.db") as store:
        for path in sorted(FOLDER.glob("*.txt")):
            document = next(documents(str(path)))
            assert isinstance(document, Document), document
            store.write([read_document(document, model)])
        for line in (FOLDER / "queries.jsonl").read_text(encoding="utf8").splitlines()[:limit]:
            case = json.loads(line)
            vector, made_by = meaning_of(case["query"])
            found = [" ".join(hit.content.split()) for hit in nearest(store, vector, made_by, Filter(), limit=1000).found]
            ranks = (next((n for n, content in enumerate(found, 1) if words in content), None) for words in case["wanted"])
            yield Sought(query=case["query"], ranks=tuple(ranks))
