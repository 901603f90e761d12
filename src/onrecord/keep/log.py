"""The log of what persons corrected: entries are added, and none is ever taken out."""

import json
from dataclasses import replace
from typing import Any

from onrecord.errors import InputError, MissingError
from onrecord.keep.index import Database
from onrecord.keep.lines import Json, as_json
from onrecord.schema import Actor, Correction, Quote

COLUMNS = "number, at, who, document, kind, item, action, before, after, quotes, actors, undoes, undone_by"


def entry(row: tuple[Any, ...]) -> Correction:
    """An entry from its row of `COLUMNS`."""
    number, at, who, document, kind, item, action, before, after, quotes, actors, undoes, undone_by = row
    return Correction(
        number=number, at=at, who=who, document=document, kind=kind, item=item, action=action,
        before=None if before is None else json.loads(before), after=None if after is None else json.loads(after),
        quotes=tuple(Quote(**q) for q in json.loads(quotes)),
        actors=tuple(Actor(**a | {"aliases": tuple(a["aliases"])}) for a in json.loads(actors)),
        undoes=undoes, undone_by=undone_by,
    )  # fmt: skip


def concerning(db: Database, document: str) -> list[Correction]:
    """What holds for a document, oldest first: what was corrected in it and in other versions of it, and was not undone."""
    sql = f"""SELECT {COLUMNS} FROM corrections
              WHERE undone_by IS NULL AND undoes IS NULL AND document IN ({_VERSIONS}) ORDER BY number"""
    return [entry(row) for row in db.execute(sql, (document,))]


def versions(db: Database, document: str) -> list[str]:
    """A document and all that stood at a place of its at another time."""
    return [row[0] for row in db.execute(_VERSIONS, (document,))]


_VERSIONS = """SELECT ?1 UNION SELECT q.document FROM places p JOIN places q ON q.path = p.path
               WHERE p.document = ?1 AND p.path != '-' AND p.path NOT GLOB '-#*'"""
"""what comes by standard input is no version of what came before"""


def add(db: Database, correction: Correction) -> Correction:
    """Puts an entry at the end of the log; gives it with its number."""
    c = correction
    values = (
        c.at, c.who, c.document, c.kind, c.item, c.action, _json(c.before), _json(c.after), _json(as_json(c.quotes)),
        _json(as_json(c.actors)), c.undoes, None,
    )  # fmt: skip
    names = COLUMNS.removeprefix("number, ")
    marks = ", ".join("?" * len(values))
    db.execute(f"INSERT INTO corrections ({names}) VALUES ({marks})", values)
    return replace(c, number=db.execute("SELECT last_insert_rowid()").fetchone()[0])


def undo(db: Database, number: int, *, who: str, at: str) -> Correction:
    """Adds an entry that takes another back; one that takes back an undoing brings the first into force again.

    Raises InputError for an entry that is not there or is taken back already.
    """
    row = db.execute(f"SELECT {COLUMNS} FROM corrections WHERE number = ?", (number,)).fetchone()
    if row is None:
        raise MissingError(f"{number}: no such correction; onrecord corrections lists them")
    was = entry(row)
    if was.undone_by is not None:
        raise InputError(f"{number}: undone already, by {was.undone_by}; undo that to bring it back")
    made = add(
        db,
        replace(was, who=who, at=at, action="undo", before=was.after, after=was.before, undoes=number, quotes=(), actors=()),
    )
    db.execute("UPDATE corrections SET undone_by = ? WHERE number = ?", (made.number, number))
    # back in force, unless it was not by the entry that this one undoes
    db.execute("UPDATE corrections SET undone_by = NULL WHERE number = ?", (was.undoes,))
    return made


def rejected(db: Database, item: str) -> Json | None:
    """An item as it was before somebody rejected it, where that holds."""
    sql = """SELECT c.before FROM placements p JOIN corrections c ON c.number = p.correction
             WHERE p.item = ? AND c.after IS NULL ORDER BY c.number DESC LIMIT 1"""
    row = db.execute(sql, (item,)).fetchone()
    found: Json | None = json.loads(row[0]) if row else None
    return found


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
