"""A document: its text as it was, and beside it what was read from it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from onrecord.errors import InputError
from onrecord.keep.citation import office_held
from onrecord.keep.lines import as_json
from onrecord.query.document import Held, document
from onrecord.schema import Document, Reading, Segment, Statement
from onrecord.serve.web.marks import Flat, Nested, marked
from onrecord.serve.web.parts import Opened, colours, page

router = APIRouter()
_TURNS = ("question", "answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A stretch of the page: a paragraph, or a turn of several."""

    kind: str
    """a kind of segment, "turn", or "between" for text in no segment"""
    parts: tuple[Markup, ...]
    statement: Statement | None = None
    """what is said in a turn"""


@router.get("/documents/{document_id}", include_in_schema=False)
def show(request: Request, store: Opened, document_id: str, at: str | None = None) -> HTMLResponse:
    """The page; `at` is a stretch to point out, as START-END in code points."""
    held = document(store, document_id)
    reading = held.reading
    speakers = colours(_colour_key(held, s) for s in reading.statements)
    return page(
        request,
        "document.html",
        held=held,
        reading=reading,
        document=reading.document,
        text=reading.document.text,
        blocks=tuple(_blocks(held, speakers, _stretch(at, reading.document.text))),
        titled=any(s.kind == "title" for s in reading.document.segments),
        names={a.id: a.name for a in reading.actors},
        number={s.id: n for n, s in enumerate(reading.statements, 1)},
        statement={s.id: s for s in reading.statements},
        colour={s.id: speakers[_colour_key(held, s)] for s in reading.statements},
        office={s.id: office_held(reading, s.speaker.actor, s.said) for s in reading.statements if s.speaker},
        legend=_legend(held, speakers),
        quoted=lambda spans: " … ".join(reading.document.text[a:b] for a, b in spans),
    )


@router.get("/api/documents/{document_id}", tags=["documents"])
def as_data(store: Opened, document_id: str) -> dict[str, Any]:
    """A document with all that is on record about it: one line of the contract, as JSON."""
    found: dict[str, Any] = as_json(store.reading(document_id))
    return found


def _colour_key(held: Held, s: Statement) -> str | None:
    return held.identities.get(s.speaker.actor, s.speaker.actor) if s.speaker and s.speaker.actor else None


def _legend(held: Held, speakers: dict[str | None, int]) -> list[tuple[str | None, str, int, int]]:
    """Who speaks: identity, name, colour and number of statements, in the order of the text."""
    found: dict[str | None, list[Statement]] = {}
    for s in held.reading.statements:
        found.setdefault(_colour_key(held, s), []).append(s)
    return [
        (key, next((s.speaker.name for s in said if s.speaker and key), "nobody named"), speakers[key], len(said))
        for key, said in found.items()
    ]


def _stretch(at: str | None, text: str) -> Flat | None:
    if at is None:
        return None
    found = re.fullmatch(r"([0-9]{1,9})-([0-9]{1,9})", at)
    if not found or not int(found[1]) < int(found[2]) <= len(text):
        raise InputError(f"{at}: no stretch of this text; write START-END in characters, at most 0-{len(text)}")
    return Flat(start=int(found[1]), end=int(found[2]), classes="found")


# --- the text --------------------------------------------------------------------------------------------------------


def _blocks(held: Held, speakers: dict[str | None, int], found: Flat | None) -> Iterator[Block]:
    reading = held.reading
    text = reading.document.text
    groups = tuple(_groups(reading.document))
    heads = [_said_in(group, reading) for group in groups]
    headed = {s.id for s in heads if s}
    nested = tuple(_nested(held, speakers, headed))
    flat = (*_flat(held, speakers), *([found] if found else ()))

    def part(start: int, end: int) -> Markup:
        return marked(text, start, end, nested, flat)

    reached = 0
    for group, said in zip(groups, heads, strict=True):
        if text[reached : group[0].start].strip():
            yield Block(kind="between", parts=(part(reached, group[0].start),))
        reached = group[-1].end
        kind = "turn" if _in_turn(group[0]) else group[0].kind
        yield Block(kind=kind, parts=tuple(part(s.start, s.end) for s in group), statement=said)
    if text[reached:].strip():
        yield Block(kind="between", parts=(part(reached, len(text)),))


def _in_turn(segment: Segment) -> bool:
    return segment.turn is not None and segment.kind in _TURNS


def _groups(document: Document) -> Iterator[list[Segment]]:
    """The segments, those of one turn together as long as no other words stand between them."""
    group: list[Segment] = []
    for segment in document.segments:
        if group:
            together = _in_turn(segment) and _in_turn(group[0]) and segment.turn == group[0].turn
            if together and not document.text[group[-1].end : segment.start].strip():
                group.append(segment)
                continue
            yield group
        group = [segment]
    if group:
        yield group


def _said_in(group: list[Segment], reading: Reading) -> Statement | None:
    """The question or answer that a turn is."""
    if not _in_turn(group[0]):
        return None
    start, end = group[0].start, group[-1].end
    return next((s for s in reading.statements if s.form in _TURNS and start <= s.content[0][0] < end), None)


def _nested(held: Held, speakers: dict[str | None, int], headed: set[str]) -> Iterator[Nested]:
    """The words of the statements; a turn shows the number of its own at its head."""
    for number, s in enumerate(held.reading.statements, 1):
        whole = " whole" if s.form in _TURNS else ""
        for piece, (start, end) in enumerate(s.content):
            classes = f"said s{speakers[_colour_key(held, s)]}{whole}"
            shown_here = piece == 0 and s.id not in headed
            yield Nested(start=start, end=end, item=s.id, classes=classes, number=number if shown_here else None)


def _flat(held: Held, speakers: dict[str | None, int]) -> Iterator[Flat]:
    reading = held.reading
    for s in reading.statements:
        for kind, spans in ((f"source s{speakers[_colour_key(held, s)]}", s.source), ("cue", s.cue)):
            for a, b in spans:
                yield Flat(start=a, end=b, classes=kind, item=s.id)
    for kind, items in (("event", reading.events), ("tie", reading.ties), ("figure", reading.figures)):
        for item in items:
            yield Flat(start=item.span[0], end=item.span[1], classes=kind, item=item.id)
    for number, office in enumerate(reading.offices, 1):
        yield Flat(start=office.span[0], end=office.span[1], classes="office", item=f"o{number}")
    for m in reading.mentions:
        if m.actor:
            yield Flat(start=m.start, end=m.end, classes="name", item=f"a{m.actor}")
