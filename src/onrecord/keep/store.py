"""A record: readings, who is who in them, and what persons corrected, kept in one file and given back."""

import json
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence, Set
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from onrecord.errors import InputError, MissingError
from onrecord.ids import folded
from onrecord.keep import identities, index, log
from onrecord.keep.corrections import corrected
from onrecord.keep.drafting import drafted, fingerprint
from onrecord.keep.file import RecordFile
from onrecord.keep.lines import PARTS, as_json, reading_of
from onrecord.schema import (
    Action,
    Actor,
    Correction,
    Document,
    ItemKind,
    Judgement,
    Merged,
    Part,
    Reader,
    Reading,
    Unit,
    Unread,
)

_AT_ONCE = 20
"""documents that are profiled in one transaction, for which those who correct wait"""
_AT_PATH = """(path = ?1 OR path > ?1 || '#' AND path < ?1 || '$' AND substr(path, length(?1) + 2) NOT GLOB '*[^0-9]*')"""
"""places of a file, ?1: its own, or those of its numbered records ("$" is the character after "#")"""
_NEAR = 100
"""lines before and after a part of a file from which a document may have come into it"""
_PAUSE = 0.003
"""seconds that a writer leaves after each file for those who correct"""
_STANDARD_INPUT = "-"
"""no place that holds one document at a time: what comes by it later is no new version of what came before"""
_PATH = """coalesce(
    (SELECT path FROM places WHERE document = d.id AND current AND path = json_extract(d.about, '$.path')),
    (SELECT path FROM places WHERE document = d.id AND current ORDER BY path LIMIT 1),
    json_extract(d.about, '$.path')
)"""
"""where a document is now; where it was first read from, if it is there still or nowhere any more"""
_COLUMNS = f"d.id, title, kind, published, publisher, text, about, reader, {_PATH}, reading, corrected"
_TEXT_APART = ("text", "title", "kind", "published", "publisher", "id")


class Store(RecordFile):
    """What is on record in an open file: kept, corrected, given back."""

    # --- writing -----------------------------------------------------------------------------------------------------

    def passed(self, path: str, reader: Reader, part: Part | None = None) -> frozenset[str]:
        """Ids of the documents that are on record from a path, read by a reader: reading them again would change nothing.

        For a part of a file, of those that stand or stood in or near it.
        """
        at, values = _AT_PATH, [path, _dump(as_json(reader))]
        if part is not None:
            near = range(max(1, part.first - _NEAR), part.first + part.count + _NEAR)
            at, values = "path IN (SELECT value FROM json_each(?1))", [_dump([f"{path}#{n}" for n in near]), values[1]]
        sql = f"SELECT d.id FROM places JOIN documents d ON d.id = places.document WHERE d.reader = ?2 AND {at}"
        return frozenset(row[0] for row in self.rows(sql, values))

    def write(
        self,
        found: Iterable[Reading | Unread],
        *,
        path: str | None = None,
        passed: Iterable[tuple[str, str]] = (),
        part: Part | None = None,
    ) -> None:
        """Keeps what came of one file, in one transaction.

        A path that held another document before keeps that as an earlier version. What could not be read is listed, and
        what it was before stays. `path` is the file, where all that it, or the `part` of it, holds is in `found` and `passed`,
        which are the places and ids of those of its documents that were on record already.
        """
        now = _now()
        found, passed = list(found), list(passed)
        with self.transaction():
            if path is not None:
                self._leave(path, found, [place for place, _ in passed], part)
            for item in found:
                if isinstance(item, Unread):
                    self._db.execute(
                        "INSERT OR REPLACE INTO unread VALUES (?, ?, ?, ?, ?)",
                        (item.path, item.code, item.reason, item.sha256, now),
                    )
                else:
                    self._write(item, now)
            for place, document in passed:
                sha256 = self._one("SELECT sha256 FROM places WHERE document = ? LIMIT 1", (document,))
                self._place(place, document, str(sha256), now)
        time.sleep(_PAUSE)

    def _leave(self, path: str, found: list[Reading | Unread], passed: list[str], part: Part | None) -> None:
        """Forgets why a file or its records could not be read before, and which documents were at places it has no more."""
        held = {*passed, *(item.path if isinstance(item, Unread) else item.document.path for item in found)}
        stays = path == _STANDARD_INPUT or any(isinstance(item, Unread) and item.path == path for item in found)
        for at, values in _places_of(path, part):
            self._db.execute(f"DELETE FROM unread WHERE {at}", values)
            if stays:
                continue
            for (place,) in self._db.execute(f"SELECT path FROM places WHERE current AND {at}", values).fetchall():
                if place not in held:
                    self._db.execute("UPDATE places SET current = 0 WHERE path = ?", (place,))

    def _write(self, reading: Reading, now: str) -> None:
        document = reading.document
        record = as_json(reading)
        about = {k: v for k, v in record.pop("document").items() if k not in _TEXT_APART}
        reader = _dump(record.pop("reader"))
        if self._one("SELECT reader FROM documents WHERE id = ?", (document.id,)) == reader:
            self._place(document.path, document.id, document.sha256, now)
            if len(log.versions(self._db, document.id)) > 1:
                # what was corrected in another version at this place now holds for this one too
                self._replay_of(document.id)
            return
        # in its old place, since readings are given out in the order in which they came
        number = self._remove(document.id)
        number = self._one(
            """INSERT INTO documents (number, id, title, kind, published, publisher, text, about, reader, reading)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING number""",
            (
                number,
                document.id,
                document.title,
                document.kind,
                document.published,
                document.publisher,
                document.text,
                _dump(about),
                reader,
                _dump(record),
            ),
        )
        self._place(document.path, document.id, document.sha256, now)
        self._replay(number, reading)
        index.mean(self._db, number, [(s, reading.vectors_by, vector) for s, vector in reading.vectors.items()])

    def _replay(self, number: int, raw: Reading) -> None:
        """Does what persons corrected on a reading anew, and indexes it."""
        held = corrected(raw, log.concerning(self._db, raw.document.id))
        record = _dump({name: as_json(getattr(held.reading, name)) for name in PARTS}) if held.reading is not raw else None
        self._db.execute("UPDATE documents SET corrected = ?1 WHERE number = ?2 AND corrected IS NOT ?1", (record, number))
        identities.bring_in(self._db, raw.document.id, held.reading.actors)
        index.fill(self._db, number, held)

    def _index_anew(self) -> None:
        """Makes all that answers queries from the readings."""
        self._db.execute("DELETE FROM actors")
        numbers: list[Any] = self._db.execute("SELECT number FROM documents ORDER BY number").fetchall()
        for (number,) in numbers:
            for row in self._db.execute(f"SELECT {_COLUMNS} FROM documents d WHERE number = ?", (number,)):
                self._replay(number, _reading(row, raw=True))
        identities.name(self._db)

    def _place(self, path: str, document: str, sha256: str, now: str) -> None:
        """Notes that a document is what a path holds now."""
        if path.partition("#")[0] != _STANDARD_INPUT:
            self._db.execute("UPDATE places SET current = 0 WHERE path = ? AND document != ?", (path, document))
        self._db.execute(
            """INSERT INTO places VALUES (?, ?, ?, 1, ?)
               ON CONFLICT (path, document) DO UPDATE SET current = 1, seen = excluded.seen""",
            (path, document, sha256, now),
        )
        self._db.execute("DELETE FROM unread WHERE path = ?", (path,))

    def _remove(self, document_id: str) -> int | None:
        """Takes a document's reading out, with the actors that nobody else names; returns its number, None for no such one."""
        number: int | None = self._one("SELECT number FROM documents WHERE id = ?", (document_id,))
        if number is None:
            return None
        self._db.execute("PRAGMA defer_foreign_keys = ON")
        index.empty(self._db, number)
        self._db.execute("DELETE FROM meanings WHERE document = ?", (number,))
        self._db.execute("DELETE FROM documents WHERE number = ?", (number,))
        return number

    # --- who is who --------------------------------------------------------------------------------------------------

    def is_joined(self) -> bool:
        """Whether the actors of all documents were compared; not after a reading that was killed before it came to that."""
        sql = """SELECT 1 FROM documents d WHERE NOT EXISTS (SELECT 1 FROM identities i WHERE i.document = d.id)
                 AND EXISTS (SELECT 1 FROM actor_names n JOIN actors a ON a.id = n.actor
                             WHERE n.document = d.number AND a.kind != 'role') LIMIT 1"""
        return self._one(sql) is None

    def profile(self, made: Callable[[Reading], str], *, version: int) -> bool:
        """Keeps what is made of some of the readings of which nothing of this version is kept; False where there is none."""
        with self.transaction():
            sql = f"""SELECT d.number, {_COLUMNS} FROM documents d
                      WHERE NOT EXISTS (SELECT 1 FROM profiles p WHERE p.document = d.number AND p.version = ?) LIMIT ?"""
            some = list(self.rows(sql, (version, _AT_ONCE)))
            for number, *row in some:
                values = (number, version, made(_reading(tuple(row), raw=False)))
                self._db.execute("INSERT OR REPLACE INTO profiles VALUES (?, ?, ?)", values)
        return bool(some)

    def profiles(self) -> Iterator[str]:
        """What `profile` kept, document by document."""
        for row in self.rows("SELECT profiles FROM profiles ORDER BY document"):
            yield row[0]

    def identities(self) -> dict[Unit, str]:
        """Who the actors of single documents are."""
        return identities.kept(self._db)

    def joined(self) -> frozenset[str]:
        """The marks of the groups of actors that were joined, as `identify` was given them."""
        return frozenset(row[0] for row in self.rows("SELECT mark FROM joined"))

    def identify(
        self, found: Merged, *, judged: int | None = None, others: Set[Unit] = frozenset(), marks: Iterable[str] = ()
    ) -> bool:
        """Keeps who the actors of single documents are, in place of what was kept before, but for `others`, who stay.

        `marks` are kept for `joined`; `judged` is how many judgements were heeded: where there are others by now, nothing is
        kept, and False returned.
        """
        with self.transaction():
            if judged is not None and judged != self._one("SELECT count(*) FROM judgements"):
                return False
            identities.keep(self._db, found, others=others, marks=marks)
        return True

    def judge(self, judgement: Judgement, *, who: str) -> None:
        """Adds what a person decided to the log; durable when this returns."""
        with self._promptly():
            identities.judge(self._db, judgement, who=who, at=_now())

    def judgements(self) -> Iterator[Judgement]:
        """What persons decided, in the order in which they did."""
        for row in self.rows("SELECT a_document, a_actor, b_document, b_actor, verdict FROM judgements ORDER BY number"):
            yield Judgement(a=(row[0], row[1]), b=(row[2], row[3]), verdict=row[4])

    # --- what persons corrected --------------------------------------------------------------------------------------

    def correct(
        self, item: str, action: Action, to: Any = None, *, who: str, kind: ItemKind = "statement", seen: str | None = None
    ) -> Correction:
        """Does what a person decided about an item, and keeps it in the log; durable when this returns.

        `to` is what `drafting.drafted` takes; for "add", `item` is the id of the document. `seen` is the fingerprint of the
        item as the person saw it: InputError is raised where it has changed since, as for all that makes no sense.
        """
        with self._promptly():
            document = item if action == "add" else self._document_of(item, kind)
            reading = self.reading(document)
            off = None if action == "add" else log.rejected(self._db, item)
            draft = drafted(reading, item, action, to, kind=kind, directory=self._actors_called, rejected=off)
            if seen is not None and seen != fingerprint(draft.before or off or {}):
                raise InputError(f"{item}: was changed since you saw it; look again")
            entry = log.add(self._db, replace(draft, who=_person(who), at=_now()))
            self._replay_versions(document)
        return entry

    def undo(self, number: int, *, who: str) -> Correction:
        """Takes a correction back, or brings back what was taken back; returns the entry that says so. Durable when it returns.

        Raises InputError for an entry that is not there or is taken back already.
        """
        with self._promptly():
            entry = log.undo(self._db, number, who=_person(who), at=_now())
            self._replay_versions(entry.document)
        return entry

    def corrections(self, *, numbers: Sequence[int] | None = None) -> Iterator[Correction]:
        """The log, oldest first, or the entries with some numbers."""
        which, values = ("", []) if numbers is None else ("WHERE number IN (SELECT value FROM json_each(?))", [_dump(numbers)])
        return map(log.entry, self.rows(f"SELECT {log.COLUMNS} FROM corrections {which} ORDER BY number", values))

    def _document_of(self, item: str, kind: ItemKind) -> str:
        if kind == "mention":
            return item.rpartition(":")[0]
        sql = "SELECT d.id FROM items i JOIN documents d ON d.number = i.document WHERE i.id = ? AND i.kind = ?"
        found = self._one(sql, (item, kind))
        if found is None:
            raise MissingError(f"{item}: no such {kind} on record; onrecord show DOCUMENT --format json gives the ids")
        return str(found)

    def _actors_called(self, name: str) -> list[Actor]:
        sql = """SELECT DISTINCT a.id, a.kind, a.name FROM actor_names n JOIN actors a ON a.id = n.actor
                 WHERE n.folded = ? OR a.id = ? ORDER BY a.id"""
        return [Actor(id=id, kind=kind, name=called) for id, kind, called in self.rows(sql, (folded(name), name))]

    def _replay_versions(self, document: str) -> None:
        for version in log.versions(self._db, document):
            self._replay_of(version)

    def _replay_of(self, document: str) -> None:
        number = self._one("SELECT number FROM documents WHERE id = ?", (document,))
        if number is None:
            return
        self._replay(number, self.reading(document, raw=True))

    # --- reading -----------------------------------------------------------------------------------------------------

    def reading(self, document_id: str, *, raw: bool = False) -> Reading:
        """All that is on record about a document, as persons corrected it, or raw; raises InputError for an unknown id."""
        row = next(self.rows(f"SELECT {_COLUMNS} FROM documents d WHERE id = ?", (document_id,)), None)
        if row is None:
            raise MissingError(f"{document_id}: no such document on record; onrecord status lists them")
        return _reading(row, raw)

    def readings_of(
        self, document_ids: Iterable[str], *, parts: Collection[str] = PARTS, statements: Set[str] | None = None
    ) -> Iterator[Reading]:
        """The readings of some documents, one after another, as persons corrected them, with some of their `PARTS`.

        Of the statements with some ids, where they are given, and those that they stand in.
        """
        sql = f"SELECT {_COLUMNS} FROM json_each(?) j CROSS JOIN documents d ON d.id = j.value ORDER BY j.key"
        for row in self.rows(sql, (_dump(list(document_ids)),)):
            yield _reading(row, raw=False, parts=parts, statements=statements)

    def readings(self, *, all_versions: bool = False, raw: bool = False) -> Iterator[Reading]:
        """The readings on record, in the order in which their documents first came; the current versions by default.

        They are as persons corrected them, or raw: as they were read.
        """
        sql = f"SELECT {_COLUMNS} FROM documents d"
        if not all_versions:
            sql += " WHERE EXISTS (SELECT 1 FROM places WHERE document = d.id AND current)"
        for row in self.rows(sql + " ORDER BY number"):
            yield _reading(row, raw)

    def count(self) -> int:
        """How many documents, of all versions, are on record."""
        ((count,),) = self.rows("SELECT count(*) FROM documents")
        return int(count)

    def document(self, document_id: str) -> Document:
        """A document; raises InputError for an unknown id."""
        return self.reading(document_id).document


def _places_of(path: str, part: Part | None) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Conditions, with their values, for the places that a file, or a part of it, answers for."""
    if part is None:
        yield _AT_PATH, (path,)
        return
    lines = [f"{path}#{n}" for n in range(part.first, part.first + part.count)]
    yield "path IN (SELECT value FROM json_each(?))", (_dump([*([path] if part.first == 1 else []), *lines]),)
    if part.last:
        yield f"{_AT_PATH} AND CAST(substr(path, length(?1) + 2) AS INTEGER) >= ?2", (path, part.first + part.count)


def _reading(row: tuple[Any, ...], raw: bool, *, parts: Collection[str] = PARTS, statements: Set[str] | None = None) -> Reading:
    document_id, title, kind, published, publisher, text, about, reader, path, read, corrected_one = row
    record = json.loads(read if raw or corrected_one is None else corrected_one) if parts else {}
    if statements is not None and "statements" in parts:
        record["statements"] = _standing_in(record["statements"], statements)
    document = json.loads(about) | {
        "path": path,
        "id": document_id,
        "title": title,
        "kind": kind,
        "published": published,
        "publisher": publisher,
        "text": text,
    }
    return reading_of(record | {"document": document, "reader": json.loads(reader)}, parts)


def _standing_in(found: list[dict[str, Any]], wanted: Set[str]) -> list[dict[str, Any]]:
    """The statements with some ids and those that they stand in, in their order."""
    outer = {s["id"]: s["inside"] for s in found}
    kept = set[str | None]()
    for one in wanted & outer.keys():
        at: str | None = one
        while at is not None and at not in kept:
            kept.add(at)
            at = outer.get(at)
    return [s for s in found if s["id"] in kept]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _person(who: str) -> str:
    if not who.strip():
        raise InputError("nobody's name; say who corrects")
    return who.strip()


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
