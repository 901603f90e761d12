"""Tables of statements, actors, documents, mentions, events, ties, figures and offices: CSV and Parquet.

The only door to pyarrow.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from onrecord.errors import InputError
from onrecord.keep.export.source import Source
from onrecord.keep.index import content_of
from onrecord.schema import (
    Actor,
    Document,
    Event,
    Figure,
    Mention,
    Office,
    Reader,
    Reading,
    Speaker,
    Statement,
    Tie,
    When,
)

Row = dict[str, object]


def _statements(reading: Reading) -> Iterator[Row]:
    text, d = reading.document.text, reading.document
    names = {a.id: a.name for a in reading.actors}
    for s in reading.statements:
        yield {
            "id": s.id,
            "document": d.id,
            "path": d.path,
            "title": d.title,
            "publisher": d.publisher,
            "published": d.published,
            "form": s.form,
            "speaker": s.speaker.name if s.speaker else None,
            "speaker_id": s.speaker.actor if s.speaker else None,
            "co_speakers": "; ".join(names.get(a, a) for a in s.co_speakers) or None,
            "source": " … ".join(text[a:b] for a, b in s.source) or None,
            "cue": " … ".join(text[a:b] for a, b in s.cue) or None,
            "content": content_of(text, s),
            "start": s.content[0][0],
            "end": s.content[-1][1],
            "addressee": names.get(s.addressee, s.addressee) if s.addressee else None,
            "said_first": s.said.first if s.said else None,
            "said_last": s.said.last if s.said else None,
            "inside": s.inside,
            "about": "; ".join(names.get(a, a) for a in s.about) or None,
            "status": s.status,
            "score": s.score,
        }


def _actors(reading: Reading) -> Iterator[Row]:
    for a in reading.actors:
        yield {
            "id": a.id,
            "kind": a.kind,
            "name": a.name,
            "aliases": "; ".join(a.aliases) or None,
            "document": reading.document.id,
        }


def _documents(reading: Reading) -> Iterator[Row]:
    d = reading.document
    yield {
        "id": d.id,
        "path": d.path,
        "kind": d.kind,
        "title": d.title,
        "published": d.published,
        "publisher": d.publisher,
        "byline": d.byline,
        "language": d.language,
        "characters": len(d.text),
        "sha256": d.sha256,
        "extractor": d.extractor,
        "model": reading.reader.model,
    }


def _mentions(reading: Reading) -> Iterator[Row]:
    for m in reading.mentions:
        yield {
            "document": reading.document.id,
            "start": m.start,
            "end": m.end,
            "words": reading.document.text[m.start : m.end],
            "kind": m.kind,
            "actor": m.actor,
            "first": m.when.first if m.when else None,
            "last": m.when.last if m.when else None,
        }


def _when(when: When | None) -> Row:
    return {"first": when.first if when else None, "last": when.last if when else None}


def _asserted(reading: Reading, by: str | None) -> Row:
    """The statement that says so, and who made it."""
    speaker = next((s.speaker for s in reading.statements if s.id == by), None)
    return {"asserted_by": by, "asserted_by_speaker": speaker.name if speaker else None}


def _events(reading: Reading) -> Iterator[Row]:
    names = {a.id: a.name for a in reading.actors}
    for e in reading.events:
        parties = {role: "; ".join(names.get(p.actor, p.actor) for p in e.parties if p.role == role) or None for role in _PARTS}
        yield {
            "id": e.id, "document": reading.document.id, "published": reading.document.published, "type": e.type,
            "mode": e.mode, **parties, "place": e.place, **_when(e.when), "status": e.status, "negated": e.negated,
            **_asserted(reading, e.asserted_by), "words": reading.document.text[slice(*e.span)], "start": e.span[0],
            "end": e.span[1], "score": e.score,
        }  # fmt: skip


_PARTS = ("source", "target", "partner")


def _ties(reading: Reading) -> Iterator[Row]:
    names = {a.id: a.name for a in reading.actors}
    for t in reading.ties:
        yield {
            "id": t.id, "document": reading.document.id, "relation": t.relation, "source": names.get(t.source, t.source),
            "target": names.get(t.target, t.target), **_when(t.when), "status": t.status,
            **_asserted(reading, t.asserted_by), "words": reading.document.text[slice(*t.span)], "start": t.span[0],
            "end": t.span[1], "score": t.score,
        }  # fmt: skip


def _figures(reading: Reading) -> Iterator[Row]:
    for f in reading.figures:
        yield {
            "id": f.id, "document": reading.document.id, "low": f.low, "high": f.high, "unit": f.unit, "what": f.what,
            "approximate": f.approximate, **_when(f.when), **_asserted(reading, f.asserted_by),
            "words": reading.document.text[slice(*f.span)], "start": f.span[0], "end": f.span[1], "score": f.score,
        }  # fmt: skip


def _offices(reading: Reading) -> Iterator[Row]:
    names = {a.id: a.name for a in reading.actors}
    for o in reading.offices:
        yield {
            "document": reading.document.id, "holder": names.get(o.holder, o.holder), "title": o.title,
            "of": names.get(o.of or "", o.of), "to": names.get(o.to or "", o.to), "first": o.first, "last": o.last,
            "words": reading.document.text[slice(*o.span)], "start": o.span[0], "end": o.span[1],
        }  # fmt: skip


TABLES: dict[str, Callable[[Reading], Iterator[Row]]] = {
    "statements": _statements,
    "actors": _actors,
    "documents": _documents,
    "mentions": _mentions,
    "events": _events,
    "ties": _ties,
    "figures": _figures,
    "offices": _offices,
}

_TYPES = {
    "start": "int64",
    "end": "int64",
    "characters": "int64",
    "score": "float64",
    "low": "float64",
    "high": "float64",
    "negated": "bool_",
    "approximate": "bool_",
}


def check_table(table: str) -> None:
    """Raises InputError for a name that is none of `TABLES`."""
    if table not in TABLES:
        raise InputError(f"{table}: no such table; one of {', '.join(TABLES)}")


def _columns(table: str) -> list[str]:
    nothing = (0, 0)
    sample = Reading(
        document=Document(id="", path="", text="", segments=(), kind="report"),
        reader=Reader(name="", version="", model=""),
        mentions=(Mention(start=0, end=0, kind="person"),),
        actors=(Actor(id="", kind="person", name=""),),
        offices=(Office(holder="", title="", of=None, to=None, first=None, last=None, span=nothing),),
        statements=(Statement(id="", form="direct", speaker=Speaker(actor="", name=""), content=(nothing,)),),
        events=(
            Event(
                id="",
                type="",
                mode=None,
                span=nothing,
                parties=(),
                place=None,
                when=None,
                status="happened",
                negated=False,
                asserted_by=None,
                score=0.0,
            ),
        ),
        ties=(
            Tie(
                id="",
                relation="",
                source="",
                target="",
                source_span=nothing,
                target_span=nothing,
                span=nothing,
                when=None,
                status="ongoing",
                asserted_by=None,
                score=0.0,
            ),
        ),
        figures=(
            Figure(
                id="",
                low=None,
                high=None,
                unit=None,
                what=None,
                approximate=False,
                span=nothing,
                when=None,
                asserted_by=None,
                score=0.0,
            ),
        ),
    )
    return list(next(TABLES[table](sample)))


def rows(readings: Iterable[Reading], table: str) -> Iterator[Row]:
    """The rows of one of `TABLES`; raises InputError for another name."""
    check_table(table)
    for reading in readings:
        yield from TABLES[table](reading)


def write_csv(source: Source, out: IO[str]) -> int:
    """Writes the table that is asked for as CSV with a header; returns the number of rows."""
    check_table(source.table)
    return write_rows(rows(source.readings(), source.table), _columns(source.table), out)


_COMPUTED = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""beginnings of what spreadsheets compute, some of them as East Asian keyboards write them"""


def write_rows(found: Iterable[Row], columns: Sequence[str], out: IO[str]) -> int:
    """Writes rows as CSV with a header; returns their number.

    Text that a spreadsheet would compute ("=...") has an apostrophe before it, which spreadsheets take for the sign of text.
    """
    # the line end of RFC 4180: a lone carriage return within a field is quoted only where it is part of the line end
    writer = csv.DictWriter(out, columns, lineterminator="\r\n")
    writer.writeheader()
    count = 0
    for row in found:
        writer.writerow({name: f"'{v}" if isinstance(v, str) and v.startswith(_COMPUTED) else v for name, v in row.items()})
        count += 1
    return count


def write_parquet(source: Source, path: Path) -> int:
    """Writes the table that is asked for as a Parquet file, 10,000 rows a group; returns the number of rows."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    check_table(source.table)
    found = rows(source.readings(), source.table)
    schema = pa.schema([(name, getattr(pa, _TYPES.get(name, "string"))()) for name in _columns(source.table)])
    count = 0
    batch: list[Row] = []
    with pq.ParquetWriter(path, schema) as writer:
        for row in found:
            batch.append(row)
            if len(batch) == _GROUP:
                writer.write_table(pa.Table.from_pylist(batch, schema))
                count += len(batch)
                batch = []
        writer.write_table(pa.Table.from_pylist(batch, schema))
    return count + len(batch)


def arrow_table(found: Iterable[Row], types: Mapping[str, str]) -> Any:
    """A pyarrow.Table of rows, with a column for each of `types`: a type of pyarrow's, or "strings" for a list of them."""
    import pyarrow as pa

    kinds = {name: pa.list_(pa.string()) if kind == "strings" else getattr(pa, kind)() for name, kind in types.items()}
    return pa.Table.from_pylist(list(found), pa.schema(list(kinds.items())))


def data_frame(found: Iterable[Row], types: Mapping[str, str]) -> Any:
    """A pandas.DataFrame of rows, as `arrow_table` makes its table; raises InputError where pandas is not installed."""
    try:
        return arrow_table(found, types).to_pandas()
    except ImportError:
        raise InputError("data frames need pandas; install it with: pip install pandas") from None


_GROUP = 10_000
