"""The rows that index a reading: what searches and lists go by. A document's row in `documents` is there already."""

from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from onrecord.ids import folded
from onrecord.keep.corrections import Corrected, main_spans
from onrecord.schema import ItemKind, Reading, Statement

REVIEWED: tuple[ItemKind, ...] = ("statement", "event", "tie", "figure")
"""kinds of items that have a score, by which they are reviewed"""


class Database(Protocol):
    """A connection on which a transaction is open."""

    def execute(self, statements: str, bindings: Any = ..., /) -> Any:
        """Runs a statement; the cursor gives its rows."""

    def executemany(self, statements: str, sequenceofbindings: Any, /) -> Any:
        """Runs a statement once for each of many values."""


def content_of(text: str, statement: Statement) -> str:
    """A statement's words, its pieces joined by an ellipsis."""
    return " … ".join(text[a:b] for a, b in statement.content)


def fill(db: Database, number: int, held: Corrected) -> None:
    """Makes the rows of a document those of its reading. A statement that is as it was keeps its row and its number."""
    _actors(db, number, held.reading)
    _statements(db, number, held.reading)
    _items(db, number, held)


def empty(db: Database, number: int) -> None:
    """Takes the rows of a document out, with the actors that nobody else names."""
    for (statement,) in db.execute("SELECT number FROM statements WHERE document = ?", (number,)).fetchall():
        _remove(db, statement)
    for table in ("items", "placements"):
        db.execute(f"DELETE FROM {table} WHERE document = ?", (number,))
    named = db.execute("SELECT DISTINCT actor FROM actor_names WHERE document = ?", (number,)).fetchall()
    db.execute("DELETE FROM actor_names WHERE document = ?", (number,))
    _forget(db, (actor for (actor,) in named))


def _forget(db: Database, actors: Iterable[str]) -> None:
    db.executemany(
        "DELETE FROM actors WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM actor_names WHERE actor = ?1)", [(a,) for a in actors]
    )


def _actors(db: Database, number: int, reading: Reading) -> None:
    before = {row[0] for row in db.execute("SELECT DISTINCT actor FROM actor_names WHERE document = ?", (number,))}
    if before:
        db.execute("DELETE FROM actor_names WHERE document = ?", (number,))
    for actor in reading.actors:
        db.execute("INSERT INTO actors VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING", (actor.id, actor.kind, actor.name))
        for name in (actor.name, *actor.aliases):
            db.execute("INSERT OR IGNORE INTO actor_names VALUES (?, ?, ?, ?)", (folded(name), actor.id, number, name))
    _forget(db, before - {a.id for a in reading.actors})


_ROW = "id, document, form, speaker, speaker_name, addressee, first, last, dated, inside, status, start, content"


def _statements(db: Database, number: int, reading: Reading) -> None:
    had = {row[1]: row for row in db.execute(f"SELECT number, {_ROW} FROM statements WHERE document = ?", (number,)).fetchall()}
    for s in reading.statements:
        values = _row(number, reading, s)
        speakers = {*([s.speaker.actor] if s.speaker else ()), *s.co_speakers}
        was = had.pop(s.id, None)
        if was is not None:
            if was[1:] == values and _beside(db, was[0]) == (speakers, set(s.about)):
                continue
            _remove(db, was[0])
        places = ", ".join("?" * (len(values) + 1))
        db.execute(f"INSERT INTO statements (number, {_ROW}) VALUES ({places})", (was and was[0], *values))
        row = was[0] if was else db.execute("SELECT last_insert_rowid()").fetchone()[0]
        for table, actors in (("about", s.about), ("speakers", speakers)):
            db.executemany(f"INSERT OR IGNORE INTO {table} VALUES (?, ?)", [(actor, row) for actor in actors])
    for row in had.values():
        _remove(db, row[0])


def _row(number: int, reading: Reading, s: Statement) -> tuple[object, ...]:
    published = reading.document.published
    # a day left open is not filled with that of publication, which may lie on its other side
    dated = s.said is not None and (s.said.first is not None or s.said.last is not None)
    first, last = (s.said.first, s.said.last) if s.said and dated else (published, published)
    speaker = (s.speaker.actor, s.speaker.name) if s.speaker else (None, None)
    words = content_of(reading.document.text, s)
    return (s.id, number, s.form, *speaker, s.addressee, first, last, int(dated), s.inside, s.status, s.content[0][0], words)


def _beside(db: Database, statement: int) -> tuple[set[str], set[str]]:
    speakers, about = (
        {row[0] for row in db.execute(f"SELECT actor FROM {table} WHERE statement = ?", (statement,))}
        for table in ("speakers", "about")
    )
    return speakers, about


def _remove(db: Database, statement: int) -> None:
    for table in ("about", "speakers"):
        db.execute(f"DELETE FROM {table} WHERE statement = ?", (statement,))
    db.execute("DELETE FROM statements WHERE number = ?", (statement,))


def _items(db: Database, number: int, held: Corrected) -> None:
    for table in ("items", "placements"):
        db.execute(f"DELETE FROM {table} WHERE document = ?", (number,))
    db.executemany(
        "INSERT INTO items (document, kind, id, start, end, score, rejected) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(number, *row) for row in _item_rows(held)],
    )
    db.executemany(
        "INSERT INTO placements (correction, document, kind, item, outcome) VALUES (?, ?, ?, ?, ?)",
        [(p.number, number, p.kind, p.item, p.outcome) for p in held.placements],
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
