"""A record in one SQLite file. The only door to the database.

One process writes while others read (WAL). Each batch of documents is one transaction: a kill at any moment leaves the file
as it was after the last one.
"""

import itertools
import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import apsw

from onrecord.errors import InputError, StoreError
from onrecord.ids import folded
from onrecord.keep import identities, index, log
from onrecord.keep.corrections import corrected
from onrecord.keep.drafting import drafted, fingerprint
from onrecord.keep.lines import PARTS, as_json, reading_of
from onrecord.keep.tables import APPLICATION, INDEXED, MIGRATIONS
from onrecord.schema import (
    Action,
    Actor,
    Correction,
    Document,
    ItemKind,
    Judgement,
    Merged,
    Reader,
    Reading,
    Unread,
)

_AT_ONCE = 20
"""documents that are profiled in one transaction, for which those who correct wait"""
_CACHE = 65_536
"""KiB of the file that are kept in memory at most"""
_PATIENCE = 10_000
"""milliseconds to wait for another process that writes"""
_AT_PATH = """(path = ?1 OR path > ?1 || '#' AND path < ?1 || '$' AND substr(path, length(?1) + 2) NOT GLOB '*[^0-9]*')"""
"""places of a file, ?1: its own, or those of its numbered records ("$" is the character after "#")"""
_POLL = 0.001
"""seconds between looks whether a writer has paused"""
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


class Store:
    """An open record file; a context manager.

    Raises StoreError where the file is no record, is from a newer version or cannot be opened.
    """

    def __init__(self, path: str | Path, *, read_only: bool = False) -> None:
        self.path = str(path)
        self._tokenizer: apsw.FTS5Tokenizer | None = None
        if read_only and not Path(path).exists():
            raise InputError(f"{path}: no such record; make one with: onrecord read DOCUMENTS --into {path}")
        flags = apsw.SQLITE_OPEN_READONLY if read_only else apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE
        try:
            self._db = apsw.Connection(self.path, flags=flags)
        except apsw.Error as error:
            raise _refused(self.path, error) from None
        try:
            self._db.set_busy_timeout(_PATIENCE)
            try:
                self._prepare(read_only)
            except (apsw.ReadOnlyError, apsw.CantOpenError):
                # in a folder that nobody here may write to: then nobody else here writes either
                if not read_only or Path(f"{path}-wal").exists():
                    raise
                self._db.close()
                address = f"{Path(path).absolute().as_uri()}?immutable=1"
                self._db = apsw.Connection(address, flags=flags | apsw.SQLITE_OPEN_URI)
                self._prepare(read_only)
        except apsw.Error as error:
            self._db.close()
            raise _refused(self.path, error) from None
        except BaseException:
            self._db.close()
            raise

    def _prepare(self, read_only: bool) -> None:
        with self._db:
            # all at one moment: another process may be making the record
            application = self._one("PRAGMA application_id")
            version = self._one("PRAGMA user_version")
            empty = not self._one("SELECT count(*) FROM sqlite_schema")
        if application == 0 and version == 0 and empty:
            if read_only:
                step = f"fill it with: onrecord read DOCUMENTS --into {self.path}"
                raise StoreError(f"{self.path}: nothing on record yet; {step}")
            application = APPLICATION
        if application != APPLICATION:
            raise StoreError(f"{self.path}: not a record of onrecord; give --into another file name")
        if version > len(MIGRATIONS):
            raise StoreError(f"{self.path}: written by a newer onrecord; update with: pip install -U onrecord")
        self._db.execute("PRAGMA foreign_keys = ON")
        self._db.execute(f"PRAGMA cache_size = {-_CACHE}")
        if read_only:
            if version < len(MIGRATIONS):
                raise StoreError(f"{self.path}: from an older onrecord; open it once for writing, with: onrecord read")
            return
        self._write_ahead()
        # a commit survives the process; the operating system's own crash may cost the last ones, never the file
        self._db.execute("PRAGMA synchronous = NORMAL")
        if version < len(MIGRATIONS):
            with self.transaction():
                # another process may have been faster
                version = self._one("PRAGMA user_version")
                for number in range(version, len(MIGRATIONS)):
                    self._db.execute(MIGRATIONS[number])
                    self._db.execute(f"PRAGMA user_version = {number + 1}")
                    self._db.execute(f"PRAGMA application_id = {APPLICATION}")
                if version < INDEXED:
                    self._index_anew()

    def _write_ahead(self) -> None:
        """Sets the journal's mode, for which SQLite does not wait where another process is making the record."""
        until = time.monotonic() + _PATIENCE / 1000
        while True:
            try:
                self._db.execute("PRAGMA journal_mode = WAL")
                return
            except apsw.BusyError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.01)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Closes the file; the store cannot be used after it."""
        self._db.close()

    def rows(self, sql: str, values: Sequence[object] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, for the `query` stage; raises InputError for a value that is no text."""
        try:
            yield from self._db.execute(sql, tuple(values))
        except apsw.Error as error:
            raise _refused(self.path, error) from None
        except UnicodeEncodeError as error:
            raise InputError(f"{error.object!a}: holds bytes that are no characters; write it in UTF-8") from None

    def tokens(self, text: str) -> list[tuple[int, int, str]]:
        """The words of a text as the search of words knows them: code points of each, and its base form."""
        if self._tokenizer is None:
            self._tokenizer = self._db.fts5_tokenizer("porter", ["unicode61", "remove_diacritics", "2"])
        try:
            data = text.encode("utf8")
        except UnicodeEncodeError:
            raise InputError(f"{text!a}: holds bytes that are no characters; write it in UTF-8") from None
        found: Iterable[Any] = self._tokenizer(data, apsw.FTS5_TOKENIZE_DOCUMENT, None)
        if len(data) == len(text):
            return [(start, end, word) for start, end, word in found]
        at = [0, *itertools.accumulate(len(c.encode("utf8")) for c in text)]
        code_point = {byte: n for n, byte in enumerate(at)}
        return [(code_point[start], code_point[end], word) for start, end, word in found]

    def _one(self, sql: str, values: Sequence[object] = ()) -> Any:
        row = self._db.execute(sql, tuple(values)).fetchone()
        return None if row is None else row[0]

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All writes within are kept together or not at all."""
        try:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                # some errors, such as a full disk, have ended it already
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")
        except apsw.Error as error:
            raise _refused(self.path, error) from None

    # --- writing -----------------------------------------------------------------------------------------------------

    def passed(self, path: str, reader: Reader) -> frozenset[str]:
        """Ids of the documents that are on record from a path, read by a reader: reading them again would change nothing."""
        sql = f"SELECT d.id FROM places JOIN documents d ON d.id = places.document WHERE d.reader = ?2 AND {_AT_PATH}"
        return frozenset(row[0] for row in self.rows(sql, (path, _dump(as_json(reader)))))

    def write(
        self, found: Iterable[Reading | Unread], *, path: str | None = None, passed: Iterable[tuple[str, str]] = ()
    ) -> None:
        """Keeps what came of one file, in one transaction.

        A path that held another document before keeps that as an earlier version. What could not be read is listed, and
        what it was before stays. `path` is the file, where all that it holds is in `found` and `passed`, which are the places
        and ids of those of its documents that were on record already.
        """
        now = _now()
        found, passed = list(found), list(passed)
        with self.transaction():
            if path is not None:
                self._leave(path, found, [place for place, _ in passed])
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

    def _leave(self, path: str, found: list[Reading | Unread], passed: list[str]) -> None:
        """Forgets why a file or its records could not be read before, and which documents were at places it has no more."""
        self._db.execute(f"DELETE FROM unread WHERE {_AT_PATH}", (path,))
        held = {*passed, *(item.path if isinstance(item, Unread) else item.document.path for item in found)}
        if path == _STANDARD_INPUT or any(isinstance(item, Unread) and item.path == path for item in found):
            return
        for (place,) in self._db.execute(f"SELECT path FROM places WHERE current AND {_AT_PATH}", (path,)).fetchall():
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
        index.mean(self._db, number, [(s, reading.reader.model, vector) for s, vector in reading.vectors.items()])

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

    def identify(self, found: Merged, *, judged: int | None = None) -> bool:
        """Keeps who the actors of single documents are, in place of what was kept before.

        `judged` is how many judgements were heeded: where there are others by now, nothing is kept, and False returned.
        """
        with self.transaction():
            if judged is not None and judged != self._one("SELECT count(*) FROM judgements"):
                return False
            identities.keep(self._db, found)
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

    @contextmanager
    def _promptly(self) -> Iterator[None]:
        """A transaction for what a person waits for: it begins as soon as a writer pauses, and is on the disk when it ends."""
        until = time.monotonic() + _PATIENCE / 1000

        def again(_: int) -> bool:
            time.sleep(_POLL)
            return time.monotonic() < until

        self._db.set_busy_handler(again)
        self._db.execute("PRAGMA synchronous = FULL")
        try:
            with self.transaction():
                yield
        finally:
            self._db.execute("PRAGMA synchronous = NORMAL")
            self._db.set_busy_timeout(_PATIENCE)

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
            raise InputError(f"{item}: no such {kind} on record; onrecord show DOCUMENT --format json gives the ids")
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
            raise InputError(f"{document_id}: no such document on record; onrecord status lists them")
        return _reading(row, raw)

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


def _reading(row: tuple[Any, ...], raw: bool) -> Reading:
    document_id, title, kind, published, publisher, text, about, reader, path, read, corrected_one = row
    record = read if raw or corrected_one is None else corrected_one
    document = json.loads(about) | {
        "path": path,
        "id": document_id,
        "title": title,
        "kind": kind,
        "published": published,
        "publisher": publisher,
        "text": text,
    }
    return reading_of(json.loads(record) | {"document": document, "reader": json.loads(reader)})


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _person(who: str) -> str:
    if not who.strip():
        raise InputError("nobody's name; say who corrects")
    return who.strip()


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _refused(path: str, error: apsw.Error) -> StoreError:
    if isinstance(error, apsw.NotADBError):
        return StoreError(f"{path}: not a record of onrecord; give --into another file name")
    if isinstance(error, apsw.BusyError):
        return StoreError(f"{path}: another process is writing to it; try again when it has finished")
    if isinstance(error, apsw.CantOpenError):
        return StoreError(f"{path}: cannot be opened; check the folder and its permissions")
    if isinstance(error, apsw.FullError):
        return StoreError(f"{path}: the disk is full; what was written before is kept")
    if isinstance(error, apsw.ReadOnlyError):
        return StoreError(f"{path}: not allowed to write to it; check its permissions")
    return StoreError(f"{path}: {error}")
