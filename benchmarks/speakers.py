"""Who says what in reports of our own, in which each statement is marked: ⟦speaker|what is said⟧.

A speaker is the full name by which the text names an actor, or "?" and the words for somebody whom it never names.
"""

import json
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from onrecord.acquire.files import documents
from onrecord.annotate.onnx import OnnxModel
from onrecord.run.reading import read_document
from onrecord.schema import Document, Reading, Span

CASES = Path(__file__).parent.parent / "tests/cases/speakers"
_LEAST = 0.5
"""of the characters of two spans together, how many they must share to be the same words"""


@dataclass(frozen=True, kw_only=True)
class Said:
    """A marked statement, and who says the words that were read there: "" where nobody does, None where none were read."""

    speaker: str
    words: str
    read: str | None

    @property
    def is_right(self) -> bool:
        """Whether the same actor says it; for somebody without a name the words may be more or fewer."""
        if self.read is None or not self.speaker.startswith("?"):
            return self.read == self.speaker
        ours, its = _plain(self.speaker[1:]), _plain(self.read)
        return bool(its) and (its in ours or ours in its)


def unmarked(marked: str) -> tuple[str, list[tuple[Span, str]]]:
    """A text without its marks, and the spans that they mark with their speakers; raises ValueError where marks do not pair."""
    text, open_marks, found = "", list[tuple[int, str]](), list[tuple[Span, str]]()
    for piece in re.split(r"(⟦[^|⟦⟧]*\||⟧)", marked):
        if piece.startswith("⟦"):
            open_marks.append((len(text), piece[1:-1]))
        elif piece == "⟧":
            if not open_marks:
                raise ValueError(f"a mark is closed that was not opened: ...{text[-40:]}")
            start, speaker = open_marks.pop()
            found.append(((start, len(text)), speaker))
        else:
            text += piece
    if open_marks:
        raise ValueError(f"a mark is not closed: {text[open_marks[-1][0] :][:40]}...")
    return text, sorted(found)


def read(folder: Path, model: OnnxModel, limit: int | None = None) -> Iterator[Said]:
    """Every marked statement of the texts of a folder, with who is read to say it."""
    for path in sorted(folder.glob("*.txt"))[:limit]:
        text, marked = unmarked(path.read_text(encoding="utf8").strip())
        with tempfile.TemporaryDirectory() as place:
            lines = Path(place) / "text.jsonl"
            lines.write_text(json.dumps({"text": text}), encoding="utf8")
            (document,) = documents(str(lines))
        assert isinstance(document, Document)
        found = read_document(document, model)
        for span, speaker in marked:
            yield Said(speaker=speaker, words=text[slice(*span)], read=_speaker(found, span))


def _speaker(found: Reading, span: Span) -> str | None:
    """Who says the words that were read at a span, by the piece of content that shares most of it."""
    pieces = [(_shared(span, piece), statement) for statement in found.statements for piece in statement.content]
    share, best = max(pieces, key=lambda p: p[0], default=(0.0, None))
    if best is None or share < _LEAST:
        return None
    return best.speaker.name if best.speaker else ""


def _shared(a: Span, b: Span) -> float:
    inside = min(a[1], b[1]) - max(a[0], b[0])
    return max(0, inside) / (max(a[1], b[1]) - min(a[0], b[0]))


def _plain(words: str) -> str:
    """Words for somebody without a name, bare of whose they are: "office" of "his office" and of "Ada Lund's office"."""
    return re.sub(r"^(?:the|a|an|one|another|his|her|its|their|.*['’]s) ", "", words.casefold())
