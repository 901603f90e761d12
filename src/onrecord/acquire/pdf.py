"""PDF files with a text layer. The only door to pypdfium2 and pypdf."""

import io
import itertools
import re
from collections import Counter
from dataclasses import dataclass
from importlib.metadata import version
from statistics import median_low
from typing import Any

from onrecord.acquire.dates import iso_day
from onrecord.acquire.paragraphs import Paragraph, of_lines
from onrecord.acquire.source import Source
from onrecord.errors import UnreadableError
from onrecord.lemmas import known
from onrecord.schema import Span

_LEAST = 8
"""letters a page on average below which it was scanned"""


def read(data: bytes) -> Source:
    """The text of all pages, each starting after a form feed; raises UnreadableError for scans and locked files."""
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise UnreadableError("encrypted", "the PDF is locked by a password; save an open copy") from None
        return _second_try(data, error)
    try:
        pages = []
        for page in pdf:
            layer = page.get_textpage()
            pages.append(_page(layer))
            layer.close()
            page.close()
        about = pdf.get_metadata_dict(skip_empty=True)
    except pypdfium2.PdfiumError as error:
        return _second_try(data, error)
    finally:
        pdf.close()
    return _source(
        pages, about.get("Title"), about.get("Author"), about.get("CreationDate"), f"pypdfium2 {version('pypdfium2')}"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A line of a page: its text, where its letters stand, how high they are; points from the foot of the page."""

    text: str
    foot: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    lines: tuple[_Line, ...]


def _page(layer: Any) -> _Page:
    """The lines of a page's text layer, with their places."""
    lines = []
    text = layer.get_text_range()
    at = 0
    for line in text.split("\r\n"):
        feet, heights = [], []
        for k, c in enumerate(line[:40]):
            if c.isalnum():
                _, foot, _, top = layer.get_charbox(at + k, loose=True)
                feet.append(foot)
                heights.append(top - foot)
        shown = _DIVIDED.sub(_whole, line).replace("\r", " ").replace("\n", " ")
        lines.append(_Line(text=shown, foot=min(feet, default=0.0), height=max(heights, default=0.0)))
        at += len(line) + 2
    return _Page(lines=tuple(lines))


# PDFium puts the lines together where the first ends in a hyphen, and this mark in the hyphen's place
_DIVIDED = re.compile(r"(?P<first>[^\W\d_]*)[\ufffe\x02](?P<rest>[^\W\d_]*)")


def _whole(match: re.Match[str]) -> str:
    """A word that was divided at the end of a line, with the hyphen only where it belongs to the word.

    That is where both parts are words of some length ("well-known"), or the second is a name.
    """
    first, rest = match["first"], match["rest"]
    words = all(len(part) > 3 and known(part) for part in (first, rest))
    own = not first or not rest.islower() or words
    return f"{first}-{rest}" if own else first + rest


def _second_try(data: bytes, first: Exception) -> Source:
    """pypdf rebuilds damaged files that PDFium refuses."""
    import logging

    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            raise UnreadableError("encrypted", "the PDF is locked by a password; save an open copy")
        pages = [
            _Page(lines=tuple(_Line(text=line, foot=0.0, height=0.0) for line in page.extract_text().split("\n")))
            for page in reader.pages
        ]
        about: Any = reader.metadata or {}
    except UnreadableError:
        raise
    except Exception:  # a damaged file can make the library raise anything
        raise UnreadableError("broken", f"not a readable PDF ({first}); open and save it again") from None
    return _source(pages, about.get("/Title"), about.get("/Author"), about.get("/CreationDate"), f"pypdf {version('pypdf')}")


def _source(pages: list[_Page], title: object, author: object, created: object, extractor: str) -> Source:
    if not pages:
        raise UnreadableError("empty", "the PDF has no pages")
    letters = sum(c.isalpha() for page in pages for line in page.lines for c in line.text)
    if letters < _LEAST * len(pages):
        count = "one page" if len(pages) == 1 else f"{len(pages)} pages"
        raise UnreadableError("scanned", f"{count} without a text layer; run OCR over it, or export it as text")
    running = _running(pages)
    starts: list[int] = []
    parts: list[str] = []
    blocks: list[list[Span]] = []
    junk: list[Span] = []
    length = 0
    for page in pages:
        if parts:
            parts.append("\f")
            length += 1
        starts.append(length)
        gap = _usual_gap(page)
        before: _Line | None = None
        for line in page.lines:
            span = _stripped(line.text, length)
            if span and _bare(line.text) in running:
                junk.append(span)
            elif span:
                if before is None or _parted(before, line, gap) or not blocks:
                    blocks.append([])
                blocks[-1].append(span)
                before = line
            elif gap == 0.0:
                before = None
            parts.append(line.text + "\n")
            length += len(line.text) + 1
    text = "".join(parts)
    found = [
        p for block in _over_pages(text, blocks, junk) for p in of_lines(text, block, wrapped=True if len(block) > 1 else None)
    ]
    found += [Paragraph(start=a, end=b, junk=True) for a, b in junk]
    stamp = str(created or "").removeprefix("D:")
    about = {"pdf_title": title, "pdf_author": author, "pdf_created": iso_day(f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}")}
    return Source(
        text=text,
        paragraphs=tuple(sorted(found, key=lambda p: p.start)),
        extractor=extractor,
        pages=tuple(starts),
        meta={k: v for k, v in about.items() if v},
    )


def _stripped(text: str, at: int) -> Span | None:
    """Where the words of a line that starts at `at` are; None for a blank one."""
    kept = text.strip()
    if not kept:
        return None
    start = at + len(text) - len(text.lstrip())
    return start, start + len(kept)


def _bare(line: str) -> str:
    return re.sub(r"\d+", "#", " ".join(line.split()))


def _running(pages: list[_Page]) -> set[str]:
    """Lines, numbers aside, that open or close at least three pages and most of them: running heads and page numbers."""
    seen: Counter[str] = Counter()
    for page in pages:
        lines = [_bare(line.text) for line in page.lines if line.text.strip()]
        seen.update(set(lines[:2] + lines[-2:]))
    often = max(3, len(pages) // 2)
    return {line for line, times in seen.items() if times >= often or (line in ("#", "- # -", "Page #") and times > 1)}


def _usual_gap(page: _Page) -> float:
    """The distance from line to line that most lines of a page keep, 0 where it is not known."""
    feet = [line.foot for line in page.lines if line.text.strip() and line.height]
    steps = [a - b for a, b in itertools.pairwise(feet) if a > b]
    return median_low(steps) if steps else 0.0


def _parted(before: _Line, line: _Line, gap: float) -> bool:
    """Whether the space between two lines, or a change of size, parts two paragraphs."""
    if not gap or not before.height or not line.height:
        return False
    step = before.foot - line.foot
    return step > 1.3 * gap or step < 0 or abs(before.height - line.height) > 0.2 * max(before.height, line.height)


def _over_pages(text: str, blocks: list[list[Span]], junk: list[Span]) -> list[list[Span]]:
    """Joins a paragraph that breaks off within a sentence at the end of a page to its rest on the next.

    Not over a running head or a page number: a paragraph is one stretch and would take them in.
    """
    out: list[list[Span]] = []
    for block in blocks:
        if (
            out
            and "\f" in text[out[-1][-1][1] : block[0][0]]
            and not any(out[-1][-1][1] <= start < block[0][0] for start, _ in junk)
            and text[block[0][0]].islower()
            and text[out[-1][-1][1] - 1] not in '.!?:”"'
        ):
            out[-1] += block
        else:
            out.append(block)
    return out
