"""Readings as JSON, one line a document: the contract that other tools rely on."""

import json
from collections.abc import Callable, Iterable, KeysView, Mapping, Set
from dataclasses import fields
from typing import Any

from onrecord.schema import (
    Actor,
    Document,
    Event,
    Figure,
    Mention,
    Office,
    Party,
    Reader,
    Reading,
    Segment,
    Speaker,
    Statement,
    Tie,
    When,
)

Json = dict[str, Any]

_OPTIONAL: dict[type, set[str]] = {Document: {"pages", "meta"}, Segment: {"turn", "label"}, Mention: {"when"}}
"""fields left out where they hold nothing, since most have none"""


def as_json(value: object) -> Any:
    """A part of a reading as JSON holds it: dataclasses to objects, tuples to lists."""
    if isinstance(value, tuple):
        return [as_json(v) for v in value]
    if isinstance(value, Mapping):
        return dict(value)
    names = _fields(type(value))
    if names is None:
        return value
    optional = _OPTIONAL.get(type(value), ())
    held = ((name, getattr(value, name)) for name in names)
    return {name: as_json(v) for name, v in held if name not in optional or v not in (None, (), {})}


_FIELDS: dict[type, KeysView[str] | None] = {}
"""but for those that do not count when two are compared, which are no part of the contract"""


def _fields(kind: type) -> KeysView[str] | None:
    if kind not in _FIELDS:
        held = [f.name for f in fields(kind) if f.compare] if hasattr(kind, "__dataclass_fields__") else None
        _FIELDS[kind] = None if held is None else dict.fromkeys(held).keys()
    return _FIELDS[kind]


def line(reading: Reading) -> str:
    """One line of JSON without its end."""
    return json.dumps(as_json(reading), ensure_ascii=False, separators=(",", ":"))


def document_of(record: Json) -> Document:
    """A document from its JSON."""
    segments = tuple(_made(Segment, s, label=_span(s["label"]) if s.get("label") else None) for s in record["segments"])
    made: Document = _made(Document, record, segments=segments, pages=tuple(record.get("pages", ())))
    return made


def _made(kind: type, record: Json, **given: Any) -> Any:
    names: Set[str] = _fields(kind) or frozenset()
    known = record if record.keys() <= names else {k: v for k, v in record.items() if k in names}
    return kind(**(known | given)) if given else kind(**known)


def _span(pair: Any) -> tuple[int, int]:
    return int(pair[0]), int(pair[1])


def _spans(pairs: Any) -> tuple[tuple[int, int], ...]:
    return tuple(_span(p) for p in pairs)


def _when(record: Json | None) -> When | None:
    return _made(When, record) if record else None


def _statement(record: Json) -> Statement:
    speaker = record["speaker"]
    found: Statement = _made(
        Statement,
        record,
        speaker=_made(Speaker, speaker) if speaker else None,
        co_speakers=tuple(record["co_speakers"]),
        source=_spans(record["source"]),
        cue=_spans(record["cue"]),
        content=_spans(record["content"]),
        said=_when(record["said"]),
        about=tuple(record["about"]),
    )
    return found


def _event(record: Json) -> Event:
    parties = tuple(_made(Party, p, span=_span(p["span"])) for p in record["parties"])
    found: Event = _made(Event, record, parties=parties, span=_span(record["span"]), when=_when(record.get("when")))
    return found


def _tie(record: Json) -> Tie:
    spans = {name: _span(record[name]) for name in ("source_span", "target_span", "span")}
    found: Tie = _made(Tie, record, **spans, when=_when(record.get("when")))
    return found


_PARTS: dict[str, Callable[[Json], Any]] = {
    "mentions": lambda m: _made(Mention, m, when=_when(m.get("when"))),
    "actors": lambda a: _made(Actor, a, aliases=tuple(a["aliases"])),
    "offices": lambda o: _made(Office, o, span=_span(o["span"])),
    "statements": _statement,
    "events": _event,
    "ties": _tie,
    "figures": lambda f: _made(Figure, f, span=_span(f["span"]), when=_when(f.get("when"))),
}
PARTS = tuple(_PARTS)
"""what a reading holds beside its document and its reader"""


def parts_of(record: Json, names: Iterable[str] = PARTS) -> Json:
    """All that was found in a document, or some parts of it, by its name in the contract."""
    return {name: tuple(map(_PARTS[name], record[name])) for name in names}


def reading_of(record: Json, parts: Iterable[str] = PARTS) -> Reading:
    """A reading from its JSON, or some parts of it; unknown keys are passed over, so that older versions read newer lines."""
    reader = _made(Reader, record["reader"])
    return Reading(document=document_of(record["document"]), reader=reader, **parts_of(record, parts))
