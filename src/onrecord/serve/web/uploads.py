"""Documents given in the browser: kept beside the record, and read into it by a process of its own."""

import os
import re
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, BinaryIO

from onrecord.errors import InputError
from onrecord.ids import digest
from onrecord.keep.store import Store
from onrecord.schema import Unread

MOST_BYTES = 64 * 1024 * 1024
"""of one upload, all files together"""
MOST_FILES = 200
_NAME = 120
"""characters of a file's name that are kept, its ending among them"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a reading is."""

    names: tuple[str, ...]
    done: int
    """files read, or found to be unreadable"""
    running: bool
    unread: tuple[Unread, ...]
    problem: str | None
    """what ended it before all were read"""


@dataclass(slots=True, kw_only=True)
class Reading:
    """A process that reads documents into a record."""

    record: str
    paths: tuple[str, ...]
    process: subprocess.Popen[bytes]
    complaints: IO[bytes]

    def progress(self, store: Store) -> Progress:
        """How far it is, by what is on record."""
        running = self.process.poll() is None
        # from "FOLDER/" to "FOLDER0", the next character
        folder = str(folder_of(self.record))
        within = (f"{folder}/", f"{folder}0")
        places = store.rows("SELECT path FROM places WHERE current AND path BETWEEN ? AND ?", within)
        sql = "SELECT path, code, reason, sha256 FROM unread WHERE path BETWEEN ? AND ? ORDER BY path"
        unread = tuple(
            Unread(path=path, code=code, reason=reason, sha256=sha256)
            for path, code, reason, sha256 in store.rows(sql, within)
            if _file_of(path) in self.paths
        )
        found = {_file_of(path) for (path,) in places} | {_file_of(u.path) for u in unread}
        names = tuple(Path(p).name for p in self.paths)
        done = len(found.intersection(self.paths))
        problem = None if running else self._problem()
        return Progress(names=names, done=done, running=running, unread=unread, problem=problem)

    def _problem(self) -> str | None:
        # 1 says that some could not be read: they are listed
        if self.process.returncode in (0, 1):
            return None
        self.complaints.seek(0)
        said = self.complaints.read().decode("utf8", "replace").strip().splitlines()
        return said[-1] if said else f"the reading ended with status {self.process.returncode}"


@dataclass(slots=True, kw_only=True)
class Readings:
    """The readings that a workspace started, the last of which may run still."""

    record: str
    held: list[Reading] = field(default_factory=list)

    @property
    def running(self) -> bool:
        """Whether one runs."""
        return bool(self.held) and self.held[-1].process.poll() is None

    def start(self, files: Iterable[tuple[str, BinaryIO]]) -> None:
        """Keeps files, by name and content, beside the record and starts to read them; raises InputError where it cannot."""
        if self.running:
            raise InputError("documents are being read still; wait until they are, then give more")
        paths = tuple(dict.fromkeys(self._keep(name, content) for name, content in files))
        if not paths:
            raise InputError("no files; choose some first")
        code = "from onrecord.serve.cli import main; main()"
        complaints = tempfile.TemporaryFile()  # noqa: SIM115 - as long as the process
        process = subprocess.Popen(
            [sys.executable, "-c", code, "read", *paths, "--into", self.record],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=complaints,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
        )
        self.held.append(Reading(record=self.record, paths=paths, process=process, complaints=complaints))

    def _keep(self, name: str, content: BinaryIO) -> str:
        whole = content.read()
        # by content: another file of the same name is no new version of this one
        folder = folder_of(self.record) / digest(whole.hex())
        path = folder / plain_name(name)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path.write_bytes(whole)
        except OSError as error:
            raise InputError(f"{path}: cannot be written ({error.strerror}); check the folder and its permissions") from None
        return str(path)


def folder_of(record: str) -> Path:
    """Where the documents that are given in the browser are kept."""
    return Path(record).absolute().with_suffix(".documents")


def _file_of(place: str) -> str:
    """The file of a place, which has a number where the file holds many documents."""
    return place.partition("#")[0]


def plain_name(name: str) -> str:
    """The last part of a file's name that a browser sent, fit to be one on any machine."""
    last = re.split(r"[/\\]", name)[-1]
    kept = "".join(c if unicodedata.category(c)[0] not in "CZ" or c == " " else "_" for c in last)
    kept = re.sub(r'[<>:"|?*#]', "_", kept).strip(". ") or "document"
    stem, dot, ending = kept.rpartition(".")
    return f"{stem[: _NAME - len(ending) - 1]}.{ending}" if dot and len(ending) < 10 else kept[:_NAME]
