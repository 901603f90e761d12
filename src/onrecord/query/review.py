"""What there is to review, least certain first, and what was reviewed."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.errors import InputError, MissingError
from onrecord.keep.corrections import items
from onrecord.keep.drafting import fingerprint
from onrecord.keep.index import REVIEWED
from onrecord.keep.log import COLUMNS, entry
from onrecord.keep.store import Store
from onrecord.schema import Correction, Document, ItemKind, Outcome, Reading

_PATH = "(SELECT path FROM places WHERE document = d.id AND current ORDER BY path LIMIT 1)"
_EARLIER = "document IN (SELECT number FROM documents WHERE NOT current)"
_CURRENT = _EARLIER.replace(" IN ", " NOT IN ", 1)
_JUDGED = "EXISTS (SELECT 1 FROM placements p WHERE p.item = id AND p.who = ?)"
_PLACE = "(score, document, start, id)"
_BACK = "score DESC, document DESC, start DESC, id DESC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something on record that can be reviewed."""

    kind: ItemKind
    id: str
    document: str
    title: str | None
    path: str | None
    publisher: str | None
    published: str | None
    score: float
    start: int
    """code points of its words, from the first to the last"""
    end: int
    words: str
    """the first 200 of them"""
    rejected: bool
    """whether somebody took it off the record"""
    place: tuple[float, int, int, str]
    """where it stands in the queue"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """A stretch of what a reviewer has to judge."""

    before: tuple[Item, ...]
    """what comes right before the item, nearest last"""
    item: Item | None
    """the one in question: judged already, where it was asked for by its id"""
    after: tuple[Item, ...]
    left: int
    """items that the reviewer has not judged"""
    judged: int


def queue(
    store: Store,
    reviewer: str,
    *,
    kind: str | None = None,
    document: str | None = None,
    item: str | None = None,
    limit: int = 12,
) -> Queue:
    """What a reviewer has not judged yet, least certain first: from an item on, where one is named and there.

    `kind` is statement, event, tie or figure, `document` an id.
    """
    asked: list[str] = []
    of: list[Any] = []
    if kind in REVIEWED:
        asked.append("kind = ?")
        of.append(kind)
    if document:
        asked.append("document = (SELECT number FROM documents WHERE id = ?)")
        of.append(document)
    where = " AND ".join((_CURRENT, *asked))
    todo = f"{where} AND NOT {_JUDGED}"
    values = [*of, reviewer]
    named = _items(store, "id = ?", [item]) if item else []
    if named:
        at = named[0].place
        before = _items(store, f"{todo} AND {_PLACE} < (?, ?, ?, ?) ORDER BY {_BACK} LIMIT 3", [*values, *at])[::-1]
        after = _items(store, f"{todo} AND {_PLACE} > (?, ?, ?, ?) ORDER BY {_PLACE[1:-1]} LIMIT ?", [*values, *at, limit])
    else:
        before = []
        named = _items(store, f"{todo} ORDER BY {_PLACE[1:-1]} LIMIT ?", [*values, limit + 1])
        after = named[1:]
    count = _count(store, asked, of) - _count(store, [*asked, _EARLIER], of)
    # by what was judged, which is little
    judged = _count(store, [where, "id IN (SELECT item FROM placements WHERE who = ?)"], values)
    return Queue(
        before=tuple(before), item=named[0] if named else None, after=tuple(after), left=count - judged, judged=judged
    )  # fmt: skip


def _count(store: Store, where: Sequence[str], values: Sequence[object]) -> int:
    # SQLite knows how many rows there are in all without looking at each
    ((count,),) = store.rows("SELECT count(*) FROM items" + (f" WHERE {' AND '.join(where)}" if where else ""), values)
    return int(count)


def _items(store: Store, which: str, values: list[Any]) -> list[Item]:
    # the texts, which are long, are looked into for those few alone
    sql = f"""SELECT i.kind, i.id, d.id, d.title, {_PATH}, d.publisher, d.published, i.score, i.start, i.end,
                     substr(d.text, i.start + 1, min(i.end - i.start, 200)), i.rejected, i.document
              FROM (SELECT * FROM items WHERE {which}) i JOIN documents d ON d.number = i.document"""
    found = [
        Item(
            kind=row[0], id=row[1], document=row[2], title=row[3], path=row[4], publisher=row[5], published=row[6],
            score=row[7], start=row[8], end=row[9], words=row[10], rejected=bool(row[11]),
            place=(row[7], row[12], row[8], row[1]),
        )
        for row in store.rows(sql, values)
    ]  # fmt: skip
    return sorted(found, key=lambda i: i.place, reverse="DESC" in which)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A correction with what became of it."""

    correction: Correction
    title: str | None
    path: str | None
    """where its document is now; None for one that is an earlier version or nowhere any more"""
    outcome: Outcome | None
    """the best in the current versions of the document; None for what was undone, and for an undoing"""


def log(
    store: Store,
    *,
    who: str | None = None,
    document: str | None = None,
    item: str | None = None,
    lost: bool = False,
    before: int | None = None,
    limit: int | None = 50,
) -> Iterator[Entry]:
    """What was corrected, latest first: all, or what one person, in one document, or on one item corrected.

    With `lost` only what has no place in the current texts. `before` is the number of an entry, to go on from.
    """
    where = ["1"]
    values: list[Any] = []
    for name, value in (("c.who", who), ("c.document", document), ("c.item", item)):
        if value is not None:
            where.append(f"{name} = ?")
            values.append(value)
    if before is not None:
        where.append("c.number < ?")
        values.append(before)
    if lost:
        where.append(f"({_OUTCOME}) = 'lost'")
    yield from _entries(store, " AND ".join(where), values, limit)


def _entries(store: Store, which: str, values: list[Any], limit: int | None) -> Iterator[Entry]:
    columns = ", ".join(f"c.{name}" for name in COLUMNS.split(", "))
    sql = f"""SELECT {columns}, d.title, {_PATH}, ({_OUTCOME}) FROM corrections c LEFT JOIN documents d ON d.id = c.document
              WHERE {which} ORDER BY c.number DESC LIMIT ?"""
    for row in store.rows(sql, [*values, -1 if limit is None else limit]):
        yield Entry(correction=entry(row[:-3]), title=row[-3], path=row[-2], outcome=row[-1])


_OUTCOME = """SELECT p.outcome FROM placements p JOIN documents e ON e.number = p.document WHERE p.correction = c.number
              ORDER BY e.current DESC, p.outcome = 'lost' LIMIT 1"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """An item with what a reviewer needs to judge it."""

    item: Item
    reading: Reading
    data: Mapping[str, Any]
    """the item as the contract writes it; as it was before, where it is off the record"""
    seen: str
    """its fingerprint, to be sent back with a correction"""
    start: int
    """the stretch of the text that holds it: its paragraphs and the ones around"""
    end: int
    history: tuple[Entry, ...]
    """what was done to it, latest first"""


def looked_at(store: Store, item: Item) -> Looked:
    """An item in its context."""
    reading = store.reading(item.document)
    held = items(reading, item.kind)
    data: Mapping[str, Any] | None = next((i for i in held if i["id"] == item.id), None)
    sql = """SELECT c.number FROM placements p JOIN corrections c ON c.number = p.correction
             WHERE p.item = ? AND p.document = (SELECT number FROM documents WHERE id = ?) ORDER BY c.number DESC"""
    done = [row[0] for row in store.rows(sql, (item.id, item.document))]
    history = tuple(_entries(store, "c.number IN (SELECT value FROM json_each(?))", [json.dumps(done)], None))
    if data is None:
        data = next((e.correction.before for e in history if e.correction.after is None), None)
    if data is None:
        raise MissingError(f"{item.id}: no such {item.kind} on record; it may have been read anew since")
    start, end = _around(reading.document, item.start, item.end)
    return Looked(
        item=item, reading=reading, data=data, seen=fingerprint(data), start=start, end=end, history=history
    )  # fmt: skip


def _around(document: Document, start: int, end: int) -> tuple[int, int]:
    """The segments that hold a stretch, with one before and one after, as far as they are short."""
    within = [n for n, s in enumerate(document.segments) if s.start < end and s.end > start]
    if not within:
        return max(0, start - _REACH), min(len(document.text), end + _REACH)
    first = document.segments[max(0, within[0] - 1)].start
    last = document.segments[min(len(document.segments) - 1, within[-1] + 1)].end
    return max(first, start - _REACH), min(last, end + _REACH)


_REACH = 1_200
"""code points around an item, at most"""


def called(store: Store, name: str) -> tuple[ItemKind, str]:
    """The kind and id of what a person means by an id, or by a beginning of one of four characters or more.

    A mention is called by its document's id and its place, DOCUMENT:START-END. Raises InputError for what is not there.
    """
    if re.fullmatch(r".+:\d+-\d+", name):
        return "mention", name
    found = list(store.rows("SELECT DISTINCT kind, id FROM items WHERE id = ?", (name,)))
    if not found and len(name) >= 4:
        sql = "SELECT DISTINCT kind, id FROM items WHERE id >= ?1 AND id < ?1 || char(0x10FFFF) LIMIT 20"
        found = list(store.rows(sql, (name,)))
    if len(found) == 1:
        return found[0]
    if found:
        raise InputError(f"{name}: {len(found)} items begin so: {', '.join(f'{kind} {id}' for kind, id in found)}")
    raise MissingError(f"{name}: nothing of that id on record; onrecord show DOCUMENT --format json gives the ids")
