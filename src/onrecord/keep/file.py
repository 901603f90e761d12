"""The file that a record is: one SQLite database, opened, brought up to date and locked for writing. The only door to it.

One process writes while others read (WAL). What is written in one transaction is kept together: a kill at any moment leaves
the file as it was after the last one.
"""

import itertools
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import apsw

from onrecord.errors import InputError, StoreError
from onrecord.keep.tables import APPLICATION, INDEXED, MIGRATIONS

_CACHE = 65_536
"""KiB of the file that are kept in memory at most"""
_STATEMENTS = 400
"""statements of SQL that are kept compiled: all that a document is written by, or they push one another out in turn"""
_PATIENCE = 10_000
"""milliseconds to wait for another process that writes"""
_POLL = 0.001
"""seconds between looks whether a writer has paused"""


class RecordFile(ABC):
    """An open record file; a context manager.

    Raises StoreError where the file is no record, is from a newer version or cannot be opened.
    """

    def __init__(self, path: str | Path, *, read_only: bool = False) -> None:
        self.path = str(path)
        self.frozen = False
        """whether what others write after this was opened is not seen"""
        self._read_only = read_only
        self._tokenizer: apsw.FTS5Tokenizer | None = None
        self._remembered: dict[str, tuple[object, Any]] = {}
        if not self.path.strip():
            # SQLite would keep it nowhere
            raise StoreError(f"{self.path!r}: no name of a file; give the record one, such as record.db")
        if read_only and not Path(path).exists():
            raise InputError(f"{path}: no such record; make one with: onrecord read DOCUMENTS --into {path}")
        flags = apsw.SQLITE_OPEN_READONLY if read_only else apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE
        try:
            self._db = apsw.Connection(self.path, flags=flags, statementcachesize=_STATEMENTS)
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
                self._db = apsw.Connection(address, flags=flags | apsw.SQLITE_OPEN_URI, statementcachesize=_STATEMENTS)
                self._prepare(read_only)
                self.frozen = True
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

    @abstractmethod
    def _index_anew(self) -> None:
        """Makes all that answers queries from what is kept: a part of making an older file a newer one."""

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
        if not self._read_only:
            self._put_together()
        self._db.close()

    def _put_together(self) -> None:
        """Brings what was written into the one file, so that a copy of it holds all, though others have it open to read."""
        # where somebody reads or writes at this moment it is left for later
        with suppress(apsw.Error):
            self._db.set_busy_timeout(0)
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def rows(self, sql: str, values: Sequence[object] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, for the `query` stage; raises InputError for a value that is no text."""
        try:
            yield from self._db.execute(sql, tuple(values))
        except apsw.Error as error:
            raise _refused(self.path, error) from None
        except UnicodeEncodeError as error:
            raise InputError(f"{error.object!a}: holds bytes that are no characters; write it in UTF-8") from None

    def remembered(self, what: str, made: Callable[[Any], Any]) -> Any:
        """What `made` gives from the record as it is at one moment, made anew only after something was written to it.

        `made` is given what it made before, None the first time.
        """
        with self._db:
            # the first counts what others write, the second what this connection does
            now = (*self.rows("PRAGMA data_version"), self._db.total_changes())
            of, held = self._remembered.get(what, (None, None))
            if of != now:
                held = made(held)
                self._remembered[what] = (now, held)
            return held

    def recall(self, other: Self) -> None:
        """Takes what another opening of the same file remembers for what was made before."""
        self._remembered = {what: (None, held) for what, (_, held) in other._remembered.copy().items()}

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


def _refused(path: str, error: apsw.Error) -> StoreError:
    if isinstance(error, apsw.NotADBError):
        return StoreError(f"{path}: not a record of onrecord; give --into another file name")
    if isinstance(error, apsw.BusyError):
        return StoreError(f"{path}: another process is writing to it; try again when it has finished")
    if isinstance(error, apsw.CantOpenError) and Path(path).is_dir():
        return StoreError(f"{path}: a folder, not a file; give the record a name in it")
    if isinstance(error, apsw.CantOpenError):
        return StoreError(f"{path}: cannot be opened; check the folder and its permissions")
    if isinstance(error, apsw.FullError):
        return StoreError(f"{path}: the disk is full; what was written before is kept")
    if isinstance(error, apsw.ReadOnlyError):
        return StoreError(f"{path}: not allowed to write to it; check its permissions")
    return StoreError(f"{path}: {error}")
