"""What is on record about one document as rows of the tables that answer queries.

The reading itself, kept as JSON, is the record; these rows say the same and are made of it, at any time again.
"""

import itertools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from onrecord.ids import folded
from onrecord.keep.corrections import Corrected, main_spans
from onrecord.schema import Document, Event, Figure, ItemKind, Office, Reading, Span, Statement, Tie, When

REVIEWED: tuple[ItemKind, ...] = ("statement", "event", "tie", "figure")
"""kinds of items that have a score, by which they are reviewed"""

Row = tuple[str, tuple[object, ...]]
"""a table and the values of its columns, in their order"""

_TABLES = (
    "profiles",
    "items",
    "placements",
    "event_parties",
    "events",
    "ties",
    "figures",
    "offices",
    "speech",
    "about",
    "speakers",
    "statements",
    "actor_names",
)
"""those that hold rows of a document, by its number in their column `document`; what refers to another comes before it"""
_KIND = "(SELECT number FROM kinds WHERE (form, status, outlet, year) = (?, ?, ?, ?))"
_Item = TypeVar("_Item")
Numbers = TypeVar("Numbers", int, NDArray[np.int64])
_ROOM = 20
"""bits of a row's number that count within its document, so that numbers follow the order of the text"""
_SENTENCE = 400
"""code points around a statement's words that are searched for the ends of its sentence"""


class Database(Protocol):
    """A connection on which a transaction is open."""

    def execute(self, statements: str, bindings: Any = ..., /) -> Any:
        """Runs a statement; the cursor gives its rows."""

    def executemany(self, statements: str, sequenceofbindings: Any, /) -> Any:
        """Runs a statement once for each of many values."""


def document_of(number: Numbers) -> Numbers:
    """The number of the document that a statement, event, tie or figure with some number is in, or those of many."""
    return number >> _ROOM


def fill(db: Database, number: int, held: Corrected) -> None:
    """Makes the rows of a document those of its reading; its own row in `documents` is there already.

    A statement that was there before keeps its number.
    """
    reading = held.reading
    had = dict(db.execute("SELECT id, number FROM statements WHERE document = ?", (number,)).fetchall())
    empty(db, number)
    db.executemany(
        "INSERT INTO actors VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING", [(a.id, a.kind, a.name) for a in reading.actors]
    )
    sql = "SELECT actor, identity FROM identities WHERE document = ?"
    identity = dict(db.execute(sql, (reading.document.id,)).fetchall())
    db.executemany(
        "INSERT OR IGNORE INTO known_as VALUES (?, ?, ?)",
        [(identity.get(a.id, a.id), a.kind, a.name) for a in reading.actors],
    )
    for kind in {_kind(s, reading.document) for s in reading.statements}:
        db.execute("INSERT OR IGNORE INTO kinds (form, status, outlet, year) VALUES (?, ?, ?, ?)", kind)
    for table, values in _rows(number, reading, identity, had):
        places = ", ".join("?" * len(values))
        if table == "statements":
            # its kind by what that is, its last four values
            places = places[: -len(", ?, ?, ?, ?")] + ", " + _KIND
        db.execute(f"INSERT OR IGNORE INTO {table} VALUES ({places})", values)
    _items(db, number, held)
    vectors = db.execute("SELECT id, model, vector FROM meanings WHERE document = ?", (number,)).fetchall()
    mean(db, number, vectors)


def mean(db: Database, number: int, vectors: Sequence[tuple[str, str, bytes]]) -> None:
    """Makes (id of a statement, hash of the weights, vector) what a document's statements mean."""
    db.execute("DELETE FROM meanings WHERE document = ?", (number,))
    sql = """INSERT INTO meanings (document, id, statement, model, vector)
             VALUES (?1, ?2, (SELECT number FROM statements WHERE id = ?2), ?3, ?4)"""
    db.executemany(sql, [(number, *vector) for vector in vectors])


def empty(db: Database, number: int) -> None:
    """Takes the rows of a document out, with the actors that nobody else names."""
    named = db.execute("SELECT DISTINCT actor FROM actor_names WHERE document = ?", (number,)).fetchall()
    for table in _TABLES:
        db.execute(f"DELETE FROM {table} WHERE document = ?", (number,))
    db.executemany("DELETE FROM actors WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM actor_names WHERE actor = ?1)", named)
    db.execute("INSERT OR REPLACE INTO changes (document) VALUES (?)", (number,))


def _rows(number: int, reading: Reading, identity: Mapping[str, str], had: Mapping[str, int]) -> Iterator[Row]:
    """The rows of a document; `number` is its own, `identity` says who its actors are, as far as that is known.

    The numbers of its statements, events, ties and figures come from its own and their places in the text, but for statements
    that have one already, by their ids in `had`.
    """

    def who(actor: str | None) -> str | None:
        return None if actor is None else identity.get(actor, actor)

    document = reading.document
    for actor in reading.actors:
        for name in dict.fromkeys((actor.name, *actor.aliases)):
            yield "actor_names", (folded(name), actor.id, number, name, who(actor.id))
    for at, s in _numbered(number, reading.statements, had):
        yield "statements", _statement(at, number, document, s)
        day = _days(s.said, document)[0]
        speakers = dict.fromkeys((*([s.speaker.actor] if s.speaker and s.speaker.actor else ()), *s.co_speakers))
        about = dict.fromkeys(s.about)
        for actor_id in speakers:
            leads = s.speaker is not None and actor_id == s.speaker.actor
            yield "speakers", (actor_id, at, number, who(actor_id), day, leads)
        for actor_id in about:
            yield "about", (actor_id, at, number, who(actor_id), day)
        for a, b in itertools.product(speakers, about):
            yield "speech", (number, a, who(a), b, who(b), day)
    for at, e in _placed(number, sorted(reading.events, key=lambda e: e.span)):
        yield "events", _event(at, number, document, e)
        for party in e.parties:
            yield "event_parties", (at, number, party.actor, who(party.actor), party.role)
    for at, t in _placed(number, sorted(reading.ties, key=lambda t: t.span)):
        yield "ties", _tie(at, number, document, t, who(t.source), who(t.target))
    for at, f in _placed(number, sorted(reading.figures, key=lambda f: f.span)):
        yield "figures", _figure(at, number, document, f)
    for o in reading.offices:
        yield "offices", _office(number, o, who(o.holder), who(o.of))


def _numbered(number: int, statements: Sequence[Statement], had: Mapping[str, int]) -> Iterator[tuple[int, Statement]]:
    free = itertools.count(max(had.values(), default=(number << _ROOM) - 1) + 1)
    for s in sorted(statements, key=lambda s: (s.content[0][0], -s.content[-1][1])):
        yield had.get(s.id) or next(free), s


def _placed(number: int, items: list[_Item]) -> Iterator[tuple[int, _Item]]:
    for n, item in enumerate(items):
        yield (number << _ROOM) + n, item


def _days(when: When | None, document: Document) -> tuple[str | None, str | None, str | None, bool]:
    """The day to order by, the first and last day, and whether the text says them; else they are those of publication."""
    # a day left open is not filled with that of publication, which may lie on its other side
    dated = when is not None and (when.first is not None or when.last is not None)
    first, last = (when.first, when.last) if when is not None and dated else (document.published, document.published)
    return first or last, first, last, dated


def _statement(at: int, number: int, document: Document, s: Statement) -> tuple[object, ...]:
    day, first, last, dated = _days(s.said, document)
    sentence = sentence_around(document, (s.content[0][0], s.content[-1][1]))
    return (
        at, s.id, number, s.form, s.status, document.publisher, day, first, last, dated,
        s.speaker.actor if s.speaker else None, s.speaker.name if s.speaker else None, s.addressee, s.inside,
        s.content[0][0], *sentence, json.dumps(s.content, separators=(",", ":")), s.score, content_of(document.text, s),
        *_kind(s, document),
    )  # fmt: skip


def _kind(s: Statement, document: Document) -> tuple[str, str, str, str]:
    """What a statement is chosen by most: form, status, outlet, year."""
    return s.form, s.status, document.publisher or "", (_days(s.said, document)[0] or "")[:4]


def _event(at: int, number: int, document: Document, e: Event) -> tuple[object, ...]:
    return (
        at, e.id, number, e.type, e.mode, *e.span, e.place, document.publisher, *_days(e.when, document), e.status, e.negated,
        e.asserted_by, e.score,
    )  # fmt: skip


def _tie(at: int, number: int, document: Document, t: Tie, source: str | None, target: str | None) -> tuple[object, ...]:
    return (
        at, t.id, number, t.relation, t.source, source, t.target, target, *t.span, document.publisher,
        *_days(t.when, document), t.status, t.asserted_by, t.score,
    )  # fmt: skip


def _figure(at: int, number: int, document: Document, f: Figure) -> tuple[object, ...]:
    return (
        at, f.id, number, f.low, f.high, f.unit, f.what, f.approximate, *f.span, document.publisher,
        *_days(f.when, document), f.asserted_by, f.score,
    )  # fmt: skip


def _office(number: int, o: Office, holder: str | None, of: str | None) -> tuple[object, ...]:
    return number, o.holder, holder, o.title, o.of, of, o.to, o.first, o.last, *o.span


def content_of(text: str, statement: Statement) -> str:
    """A statement's words, its pieces joined by an ellipsis."""
    return " … ".join(text[a:b] for a, b in statement.content)


_END = re.compile(r"""([^\W\d_]*)[.]["'”’»)\]]*\s+(?=(\w?))|[!?…。؟]["'”’»)\]]*\s+|\n\s*\n""")
"""what may be the end of a sentence, with the word before a full stop and the letter after it"""


def sentence_around(document: Document, span: Span) -> Span:
    """From where the sentence of the span's first word begins to where that of its last one ends, within its paragraphs.

    For showing only: told by the marks alone.
    """
    text = document.text
    start = min(span[0], len(text))
    end = max(start, min(span[1], len(text)))
    floor = max((s.start for s in document.segments if s.start <= start), default=0)
    ceiling = min((s.end for s in document.segments if end <= s.end <= len(text)), default=len(text))
    at, to = max(floor, start - _SENTENCE), min(ceiling, end + _SENTENCE)
    before = [e for e in _ends(text, at, start) if e <= start]
    begin = before[-1] if before else floor if at == floor else text.find(" ", at, start) + 1 or start
    # what ends the words may end the sentence too
    after = next((e for e in _ends(text, max(start, end - 4), to) if e >= end), None)
    close = after if after is not None else to if to == ceiling else max(end, text.rfind(" ", end, to))
    while begin < start and text[begin].isspace():
        begin += 1
    while close > end and text[close - 1].isspace():
        close -= 1
    return begin, close


def _ends(text: str, start: int, end: int) -> Iterator[int]:
    for match in _END.finditer(text, start, end):
        word, following = match[1] or "", match[2] or ""
        title = 0 < len(word) <= 3 and word[0].isupper()
        if not (title or following.islower()):
            yield match.end()


def _items(db: Database, number: int, held: Corrected) -> None:
    db.executemany(
        "INSERT INTO items (document, kind, id, start, end, score, rejected) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(number, *row) for row in _item_rows(held)],
    )
    db.executemany(
        "INSERT INTO placements (correction, document, kind, item, outcome, who) VALUES (?, ?, ?, ?, ?, ?)",
        [(p.number, number, p.kind, p.item, p.outcome, p.who) for p in held.placements],
    )


def _item_rows(held: Corrected) -> Iterator[tuple[object, ...]]:
    for kind in REVIEWED:
        for item in getattr(held.reading, f"{kind}s"):
            start, end = (item.content[0][0], item.content[-1][1]) if kind == "statement" else item.span
            yield kind, item.id, start, end, item.score, 0
    for kind, was in held.rejected:
        if kind in REVIEWED:
            places = main_spans(kind, was)
            yield kind, was["id"], places[0][0], places[-1][1], was["score"], 1
