"""Word documents. The only door to python-docx."""

import io
import zipfile
from collections.abc import Iterable
from importlib.metadata import version
from typing import Any

from onrecord.acquire.paragraphs import Paragraph
from onrecord.acquire.source import ARCHIVE, Source
from onrecord.errors import UnreadableError

_OLE = b"\xd0\xcf\x11\xe0"
_LARGEST = 300_000_000
"""bytes of all parts unpacked, pictures among them"""
_LARGEST_TEXT = 50_000_000
"""bytes of the parts that hold text"""


def read(data: bytes) -> Source:
    """The paragraphs of a Word file's body and tables, in order; raises UnreadableError for locked and broken ones."""
    import docx
    from docx.table import Table

    if data.startswith(_OLE):
        raise UnreadableError("encrypted", "a locked or old Word file (.doc); save an open copy as .docx")
    try:
        _refuse_others(data)
        file = docx.Document(io.BytesIO(data))
        parts: list[str] = []
        found: list[Paragraph] = []
        title = None
        length = 0

        def add(paragraph: Any) -> None:
            nonlocal length, title
            text = paragraph.text.strip()
            if not text:
                return
            style = (paragraph.style.name or "").lower() if paragraph.style is not None else ""
            heading = style.startswith(("heading", "title"))
            runs = [run for run in paragraph.runs if run.text.strip()]
            bold = bool(runs) and all(run.bold for run in runs)
            if parts:
                length += 2
            if title is None and not found and (heading or bold):
                title = text
            found.append(Paragraph(start=length, end=length + len(text), bold=bold, heading=heading))
            parts.append(text)
            length += len(text)

        def add_all(blocks: Iterable[Any]) -> None:
            for block in blocks:
                if not isinstance(block, Table):
                    add(block)
                    continue
                # a cell that spans several places is given for each of them
                cells = {cell._tc: cell for row in block.rows for cell in row.cells}
                for cell in cells.values():
                    add_all(cell.iter_inner_content())

        add_all(file.iter_inner_content())
        about = file.core_properties
        meta = {
            k: str(v)
            for k, v in (("docx_title", about.title), ("docx_author", about.author), ("docx_created", about.created))
            if v
        }
    except UnreadableError:
        raise
    except Exception as error:  # a damaged file can make the library raise anything
        raise UnreadableError("broken", f"not a readable Word file ({type(error).__name__}); open and save it again") from None
    if not parts:
        raise UnreadableError("empty", "the Word file holds no text")
    return Source(
        text="\n\n".join(parts),
        paragraphs=tuple(found),
        extractor=f"python-docx {version('python-docx')}",
        title=title,
        meta=meta,
    )


def _refuse_others(data: bytes) -> None:
    """Refuses what is packed as a Word file is and is none, or unpacks to far more than it should."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        names = packed.namelist()
        if "[Content_Types].xml" not in names:
            raise UnreadableError("unsupported", ARCHIVE)
        if not any(name.startswith("word/") for name in names):
            raise UnreadableError("unsupported", "an Office file that is no Word document; save it as PDF or text")
        parts = packed.infolist()
        texts = [part for part in parts if part.filename.lower().endswith((".xml", ".rels"))]
        for found, most in ((parts, _LARGEST), (texts, _LARGEST_TEXT)):
            size = sum(part.file_size for part in found)
            if size > most:
                limit = f"over the limit of {most / 1e6:,.0f} MB"
                raise UnreadableError("too-large", f"{size / 1e6:,.0f} MB unpacked, {limit}; split it")
        for part in texts:
            with packed.open(part) as content:
                # words that stand for others would be left out of the text, or fill the memory
                if b"<!DOCTYPE" in content.read(4096):
                    raise UnreadableError("broken", "declares entities, which no Word file does; open and save it again")
