"""A brief as a paper: Markdown, and Word. The door to python-docx for writing."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from onrecord.keep.citation import quoted
from onrecord.keep.days import days
from onrecord.query.brief import Brief, Line, Part

SECTIONS = (("said", "Said"), ("done", "Done"), ("standing", "How they stand"))
_NOTE = "Nothing here is a finding of its own: each line is somebody's words or a report's, as its citation shows."
_EPOCH = datetime(1980, 1, 1)
"""of all files: the same brief is the same file, to the byte"""


def when(line: Line) -> str:
    """The days of a line in words, those of publication marked as such."""
    shown = days(line.first, line.last)
    return (shown if line.dated else f"published {shown}") if shown else "no date"


def sections(part: Part) -> Iterator[tuple[str, tuple[Line, ...]]]:
    """The sections of a part that hold lines, each with its heading."""
    for name, heading in SECTIONS:
        lines = getattr(part, name)
        if lines:
            yield heading, lines


def markdown(brief: Brief) -> str:
    """A brief as Markdown, its citations as footnotes (GitHub, Pandoc, Obsidian)."""
    return "\n".join(_markdown(brief))


def _markdown(brief: Brief) -> Iterator[str]:
    yield from (f"# {_plain(brief.title)}", "", f"*{_NOTE}*", "")
    for part in brief.parts:
        if len(brief.parts) > 1:
            yield from (f"## {_plain(part.title)}", "")
        for heading, lines in sections(part):
            yield from (f"{'###' if len(brief.parts) > 1 else '##'} {heading}", "")
            for line in lines:
                more = f", {_plain(line.more)}" if line.more else ""
                yield (
                    f"- {_plain(when(line))}: **{_plain(line.who)}**{more}, according to {_plain(line.asserted_by)}: "
                    f"{_plain(quoted(line.words))}[^{line.number}]"
                )
            yield ""
        yield from (f"*Left out: {', '.join(part.left_out)}.*", "") if part.left_out else ()
        yield from ("Nothing on record.", "") if not any(sections(part)) else ()
    yield from ("## Citations", "") if brief.sources else ()
    for source in brief.sources:
        yield from (f"[^{source.number}]: {_plain(source.text)} `{source.path}`", "")
    yield from (f"*Read by {_plain('; '.join(brief.readers))}.*", "") if brief.readers else ()


def _plain(text: str) -> str:
    """Text that no mark of Markdown acts in."""
    return re.sub(r"([\\`*_{}\[\]<>#+!|~&])", r"\\\1", _visible(text))


def _visible(text: str) -> str:
    """Text without what acts unseen; XML cannot hold all of it either."""
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]", "", text)


def word(brief: Brief) -> bytes:
    """A brief as a Word file."""
    import docx

    file = docx.Document()
    about = file.core_properties
    about.author, about.title, about.created, about.modified = "onrecord", _visible(brief.title)[:255], _EPOCH, _EPOCH
    file.add_heading(_visible(brief.title), 0)
    file.add_paragraph().add_run(_NOTE).italic = True
    for part in brief.parts:
        if len(brief.parts) > 1:
            file.add_heading(_visible(part.title), 1)
        for heading, lines in sections(part):
            file.add_heading(heading, 2)
            for line in lines:
                _add(file.add_paragraph(style="List Bullet"), line)
        if part.left_out:
            file.add_paragraph().add_run(f"Left out: {', '.join(part.left_out)}.").italic = True
        if not any(sections(part)):
            file.add_paragraph("Nothing on record.")
    file.add_heading("Citations", 1)
    for source in brief.sources:
        file.add_paragraph(f"{source.number}. {_visible(source.text)} {source.path}")
    if brief.readers:
        file.add_paragraph().add_run(f"Read by {_visible('; '.join(brief.readers))}.").italic = True
    written = io.BytesIO()
    file.save(written)
    return _undated(written.getvalue())


def _add(paragraph: Any, line: Line) -> None:
    paragraph.add_run(f"{when(line)}: ")
    paragraph.add_run(_visible(line.who)).bold = True
    more = f", {line.more}" if line.more else ""
    paragraph.add_run(_visible(f"{more}, according to {line.asserted_by}: {quoted(line.words)}"))
    paragraph.add_run(f"[{line.number}]").font.superscript = True


def _undated(data: bytes) -> bytes:
    """A zip file with the same parts, without the moment at which it was written."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as packed, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        for name in sorted(packed.namelist()):
            out.writestr(zipfile.ZipInfo(name, _EPOCH.timetuple()[:6]), packed.read(name), zipfile.ZIP_DEFLATED)
    return made.getvalue()
