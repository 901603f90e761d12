"""A record for other programs: the table of formats, one module a family of them."""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from onrecord.errors import InputError
from onrecord.keep.export import coded, entities, graphs, linked, page, references, standoff, tables
from onrecord.keep.export.source import Source, source_of
from onrecord.keep.export.tables import TABLES
from onrecord.keep.lines import as_json, line


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A way to hand on a record. It has one writer: of text, of a file, or of files into a folder."""

    name: str
    endings: tuple[str, ...]
    """of file names that mean it"""
    title: str
    what: str
    """what it holds"""
    text: Callable[[Source, IO[str]], int] | None = None
    file: Callable[[Source, Path], int] | None = None
    folder: Callable[[Source, Path], int] | None = None
    tabular: bool = False
    """whether it holds one of `TABLES`"""


def _lines(source: Source, out: IO[str]) -> int:
    count = 0
    for reading in source.readings():
        out.write(line(reading) + "\n")
        count += 1
    return count


def _corrections(source: Source, out: IO[str]) -> int:
    count = 0
    for entry, document in source.corrections():
        record = {"number": entry.number, "who": entry.who, "at": entry.at, "kind": entry.kind, "action": entry.action}
        record |= {"document": document.id, "path": document.path, "language": document.language, "text": document.text}
        record |= {"before": entry.before, "after": entry.after, "actors": as_json(entry.actors)}
        out.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n")
        count += 1
    return count


FORMATS: tuple[Format, ...] = (
    Format(
        name="jsonl", title="JSON Lines", endings=(".jsonl", ".ndjson", ".json"), text=_lines,
        what="one document a line, with all that was found in it",
    ),
    Format(name="csv", title="CSV", endings=(".csv",), text=tables.write_csv, tabular=True, what="one table"),
    Format(name="parquet", title="Parquet", endings=(".parquet",), file=tables.write_parquet, tabular=True, what="one table"),
    Format(
        name="annotations", title="Web Annotation", endings=(".anno.jsonld", ".anno.json"), text=linked.write_annotations,
        what="W3C annotations of the texts: positions and quotations",
    ),
    Format(
        name="prov", title="PROV-O", endings=(".prov.jsonld", ".prov.json", ".jsonld"), text=linked.write_provenance,
        what="how each item came to be, as JSON-LD",
    ),
    Format(
        name="ftm", title="FollowTheMoney", endings=(".ftm.json", ".ftm.jsonl", ".ftm"), text=entities.write_entities,
        what="entities, one a line",
    ),
    Format(
        name="plover", title="PLOVER", endings=(".plover.csv",), text=coded.write_plover,
        what="events by actor and recipient, with POLECAT's columns",
    ),
    Format(name="graphml", title="GraphML", endings=(".graphml",), text=graphs.write_graphml, what="the network of actors"),
    Format(name="gexf", title="GEXF", endings=(".gexf",), text=graphs.write_gexf, what="the network of actors, for Gephi"),
    Format(
        name="dna", title="Discourse Network Analyzer", endings=(".dna.csv",), text=coded.write_dna,
        what="actor, statement, concept: one row each",
    ),
    Format(name="ris", title="RIS", endings=(".ris",), text=references.write_ris, what="documents, statements as their notes"),
    Format(name="bibtex", title="BibTeX", endings=(".bib",), text=references.write_bibtex, what="the same for LaTeX"),
    Format(name="csl", title="CSL-JSON", endings=(".csl.json", ".csl"), text=references.write_csl, what="the same for Pandoc"),
    Format(
        name="brat", title="brat standoff", endings=(".brat",), folder=standoff.write_standoff,
        what="a folder: each text, and its spans beside it",
    ),
    Format(name="html", title="HTML", endings=(".html", ".htm"), text=page.write_page, what="one document with its marks"),
    Format(
        name="corrections", title="Corrections", endings=(".corrections.jsonl",), text=_corrections,
        what="one correction a line, with the text, the item before and after, who and when: training data",
    ),
)  # fmt: skip
"""The ending of a file name means the format with the longest that fits."""


def format_of(to: str, name: str | None = None) -> Format:
    """The format of that name, or the one that a file name's ending means; JSON Lines where it has none.

    Raises InputError where there is no such format.
    """
    if name is None:
        fitting = [(len(e), f) for f in FORMATS for e in f.endings if to.lower().endswith(e)]
        if fitting:
            return max(fitting, key=lambda pair: pair[0])[1]
    wanted = "jsonl" if name == "json" or (name is None and not Path(to).suffix) else name
    found = next((f for f in FORMATS if f.name == wanted), None)
    if found is None:
        raise InputError(f"{name or to}: no such format; --format takes {', '.join(f.name for f in FORMATS)}")
    return found


def write(source: Source, to: str | Path, format: Format) -> int:
    """Writes a source to a file, or a folder, and returns how many items; a file is there as a whole or not at all.

    Raises InputError for a table that there is none of, and for a place that cannot be written to.
    """
    if format.tabular:
        tables.check_table(source.table)
    to = Path(to)
    try:
        if format.folder:
            to.mkdir(exist_ok=True)
            return format.folder(source, to)
        if to.is_dir():
            raise InputError(f"{to}: cannot be written: it is a folder; name a file in it")
        if to.exists() and not to.is_file():
            # a pipe or a device: nothing to put in its place
            return _write_file(source, to, format)
        part = to.with_name(to.name + ".part")
        try:
            count = _write_file(source, part, format)
            part.replace(to)
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
        return count
    except OSError as error:
        raise InputError(f"{to}: cannot be written: {error.strerror or error}") from None


def _write_file(source: Source, to: Path, format: Format) -> int:
    if format.file:
        return format.file(source, to)
    with to.open("w", encoding="utf8", newline="") as out:
        return write_text(source, out, format)


def write_text(source: Source, out: IO[str], format: Format) -> int:
    """Writes a source as text; raises InputError for a format that is none, and for a table that there is none of."""
    if not format.text:
        where = f"a file; name one that ends in {format.endings[0]}" if format.file else "a folder; name one"
        raise InputError(f"{format.title} is written to {where}")
    return format.text(source, out)


__all__ = ("FORMATS", "TABLES", "Format", "Source", "format_of", "source_of", "write", "write_text")
