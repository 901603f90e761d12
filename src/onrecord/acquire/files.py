"""Which files a user means, and the documents in them."""

import glob
import hashlib
import io
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import BinaryIO

from onrecord.acquire import markdown, records
from onrecord.acquire.decoding import decoded
from onrecord.acquire.language import language
from onrecord.acquire.paragraphs import paragraphs
from onrecord.acquire.segments import layout
from onrecord.acquire.source import ARCHIVE, Source
from onrecord.errors import InputError, UnreadableError
from onrecord.ids import digest
from onrecord.schema import Document, Part, Unread

STANDARD_INPUT = "-"
_SHELL_PIPES = ("/dev/fd/", "/dev/stdin", "/proc/self/fd/")
LARGEST = 20_000_000
"""bytes of a file beyond which it is no document; JSON Lines hold many"""
LONGEST = 2_000_000
"""code points of a document's text"""
_LINES, _BYTES = 16, 200_000
"""lines of a part of JSON Lines at most, and bytes after which it ends with the line"""

_FORMATS = {
    ".txt": "plain",
    ".text": "plain",
    "": "plain",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".docx": "docx",
    ".doc": "docx",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    **dict.fromkeys((".zip", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".7z", ".rar"), "archive"),
    **dict.fromkeys((".rtf", ".odt", ".epub", ".pages", ".wpd", ".mht", ".mhtml", ".eml", ".msg"), "other"),
}
"""What a folder is searched for; a file that is named itself is read whatever its name."""


def discovered(paths: Iterable[str]) -> Iterator[str]:
    """The files that paths, folders and patterns mean, each once, folders in the order of their names.

    Raises InputError, before anything is read, where one of them means no file.
    """
    found: dict[str, None] = {}
    for path in paths:
        if path == STANDARD_INPUT:
            found[path] = None
        elif os.path.isdir(path):
            inside = _folder(path)
            if not inside:
                raise InputError(f"{path}: no document in this folder; it would be one of {_endings()}")
            found.update(dict.fromkeys(inside))
        elif os.path.lexists(path):
            found[path] = None
        else:
            matched = sorted(glob.glob(path, recursive=True))
            if not matched:
                pattern = glob.has_magic(path)
                raise InputError(f"{path}: no file of such a name" if pattern else f"{path}: no such file or folder")
            inside = [p for m in matched for p in ([m] if not os.path.isdir(m) else _folder(m))]
            if not inside:
                raise InputError(f"{path}: no document in these folders; it would be one of {_endings()}")
            found.update(dict.fromkeys(inside))
    # ./a.txt is a.txt
    yield from dict.fromkeys(path if path == STANDARD_INPUT else os.path.normpath(path) for path in found)


def _endings() -> str:
    return ", ".join(sorted(e for e, kind in _FORMATS.items() if e and kind not in ("other", "archive")))


def _folder(path: str) -> list[str]:
    """The documents in a folder and in those below it; a folder that cannot be listed is named in place of its documents."""
    found: list[str] = []
    seen = {os.path.realpath(path)}
    for folder, folders, names in os.walk(path, onerror=lambda error: found.append(error.filename), followlinks=True):
        below = {f: os.path.realpath(os.path.join(folder, f)) for f in sorted(folders) if not f.startswith(".")}
        # links may lead in a circle, or twice to one folder
        folders[:] = [f for f, real in below.items() if real not in seen]
        seen.update(below.values())
        for name in sorted(names):
            ending = Path(name).suffix.lower()
            if not name.startswith(".") and ending in _FORMATS and ending:
                found.append(os.path.join(folder, name))
    return found


def parts(path: str) -> list[Part] | None:
    """The parts in which to read JSON Lines, a file's or those that standard input holds; None for what is to be read whole.

    Lines are told apart in UTF-8 only; a file in another encoding is read whole. All of standard input is taken, and its parts
    hold the bytes.
    """
    try:
        if path == STANDARD_INPUT:
            return _piped()
        if _FORMATS.get(Path(path).suffix.lower()) != "jsonl" or not Path(path).is_file():
            return None
        with Path(path).open("rb") as file:
            return _cut(file)
    except (OSError, UnicodeDecodeError):
        return None


def _piped() -> list[Part] | None:
    if sys.stdin is None:
        return None
    data = sys.stdin.buffer.read()
    try:
        lines = _format(STANDARD_INPUT, data) == "jsonl"
    except UnreadableError:
        lines = False
    if not lines:
        _taken.append(data)
        return None
    found = None
    with suppress(UnicodeDecodeError):
        found = _cut(io.BytesIO(data))
    found = found or [Part(first=1, count=data.count(b"\n") + 1, start=0, end=len(data), last=True)]
    return [replace(part, data=data[part.start : part.end]) for part in found]


_taken: list[bytes] = []
"""standard input that was taken to see what it is, until it is read"""


def _cut(file: BinaryIO) -> list[Part] | None:
    found: list[Part] = []
    first, count, start, at = 1, 0, 0, 0
    words = False
    for line in file:
        line.decode("utf8")
        if b"\x00" in line:
            return None
        words = words or not line.isspace()
        at += len(line)
        count += 1
        if count == _LINES or at - start >= _BYTES:
            found.append(Part(first=first, count=count, start=start, end=at, last=False))
            first, count, start = first + count, 0, at
    if count:
        found.append(Part(first=first, count=count, start=start, end=at, last=False))
    return [*found[:-1], replace(found[-1], last=True)] if words else None


def lines(path: str, part: Part) -> list[Part]:
    """The lines of a part, each a part of its own; none where the file is there no more."""
    found: list[Part] = []
    start = part.start
    with suppress(UnreadableError):
        for number, line in enumerate(io.BytesIO(_bytes(path, part)), part.first):
            own = None if part.data is None else line
            found.append(Part(first=number, count=1, start=start, end=start + len(line), last=False, data=own))
            start += len(line)
    return found


def documents(path: str, part: Part | None = None) -> Iterator[Document | Unread]:
    """What one file, or a part of it, holds, in its order: documents, and those that cannot be read with the reason."""
    sha256 = ""
    try:
        if part is not None:
            yield from _records(path, _bytes(path, part), first=part.first)
            return
        data = _bytes(path)
        sha256 = hashlib.sha256(data).hexdigest()
        if not data.strip():
            raise UnreadableError("empty", "the file is empty")
        kind = _format(path, data)
        if kind != "jsonl" and len(data) > LARGEST:
            raise _too_large(f"{len(data) / 1e6:,.0f} MB", f"{LARGEST / 1e6:,.0f} MB")
        if kind == "jsonl":
            yield from _records(path, data)
            return
        yield _document(path, _source(kind, data), sha256)
    except UnreadableError as error:
        yield Unread(path=path, code=error.code, reason=error.reason, sha256=sha256)


def _bytes(path: str, part: Part | None = None) -> bytes:
    try:
        if part is not None and part.data is not None:
            return part.data
        if path == STANDARD_INPUT:
            return _taken.pop() if _taken else sys.stdin.buffer.read()
        about = Path(path).stat()
        kind = _FORMATS.get(Path(path).suffix.lower())
        if kind == "archive" and about.st_size > LARGEST:
            raise UnreadableError("unsupported", ARCHIVE)
        if about.st_size > LARGEST and kind != "jsonl":
            raise _too_large(f"{about.st_size / 1e6:,.0f} MB", f"{LARGEST / 1e6:,.0f} MB")
        # nobody may ever write to a pipe that lies in a folder; one that the shell made is meant
        if not (stat.S_ISREG(about.st_mode) or stat.S_ISDIR(about.st_mode) or path.startswith(_SHELL_PIPES)):
            raise UnreadableError(
                "unsupported", "a pipe or a device, not a file; for a pipe name - and send it to standard input"
            )
        if part is None:
            return Path(path).read_bytes()
        with Path(path).open("rb") as file:
            file.seek(part.start)
            return file.read(part.end - part.start)
    except FileNotFoundError:
        raise UnreadableError("missing", "no such file any more") from None
    except IsADirectoryError:
        raise UnreadableError("unsupported", "a folder, not a file") from None
    except PermissionError:
        raise UnreadableError("permission", "not allowed to read it; check its permissions") from None
    except OSError as error:
        raise UnreadableError("broken", f"cannot be read: {error.strerror or error}") from None


def _too_large(size: str, limit: str) -> UnreadableError:
    return UnreadableError("too-large", f"{size}, over the limit of {limit} a document; split it")


def _format(path: str, data: bytes) -> str:
    head = data[:1024].lstrip()
    kind = "stdin" if path == STANDARD_INPUT else _FORMATS.get(Path(path).suffix.lower(), "unknown")
    if kind == "archive":
        raise UnreadableError("unsupported", ARCHIVE)
    if head.startswith(b"%PDF"):
        return "pdf"
    if head.startswith(b"PK\x03\x04") or head.startswith(b"\xd0\xcf\x11\xe0"):
        return "docx"
    if kind == "other" or head.startswith(b"{\\rtf"):
        raise UnreadableError("unsupported", f"not a format that onrecord reads; save it as one of {_endings()}")
    if kind in ("stdin", "unknown", "plain"):
        lowered = head[:200].lower()
        if lowered.startswith((b"<!doctype html", b"<html")) or b"<html" in lowered:
            return "html"
        if kind != "plain" and head.startswith(b"{") and b'"text"' in data[:100_000]:
            return "jsonl"
        if kind == "unknown" and b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise UnreadableError("unsupported", f"not a document; onrecord reads {_endings()}")
        return "plain"
    return kind


def _source(kind: str, data: bytes) -> Source:
    if kind in ("plain", "markdown"):
        text, encoding = decoded(data)
        if kind == "markdown":
            return markdown.source(text, encoding)
        return Source(text=text, extractor=f"as given ({encoding})")
    # the libraries behind these are heavy: only who reads such a file waits for them
    reader = import_module(f"onrecord.acquire.{kind}")
    source: Source = reader.read(data)
    return source


def _records(path: str, data: bytes, *, first: int = 1) -> Iterator[Document | Unread]:
    text, _ = decoded(data)
    for number, found in records.records(text, first):
        place = f"{path}#{number}"
        try:
            if isinstance(found, UnreadableError):
                raise found
            about = {"title": found.title, "published": found.published, "publisher": found.publisher, "byline": found.byline}
            given = sorted({k: v for k, v in (about | dict(found.meta)).items() if v is not None}.items())
            identity = "\x1f".join([found.text, *(f"{k}={v}" for k, v in given)])
            sha256 = hashlib.sha256(identity.encode("utf8", "surrogatepass")).hexdigest()
            yield _document(place, found, sha256)
        except UnreadableError as error:
            yield Unread(path=place, code=error.code, reason=error.reason)


def _document(path: str, source: Source, sha256: str) -> Document:
    text = source.text
    if len(text) > LONGEST:
        raise _too_large(f"{len(text):,} characters", f"{LONGEST:,}")
    if not any(c.isalnum() for c in text):
        raise UnreadableError("empty", "no words in it")
    spoken = language(text)
    if spoken and spoken[0] != "en":
        raise UnreadableError("language", f"written in {spoken[1]}; onrecord reads English so far")
    found = source.paragraphs
    if found is None:
        found = tuple(p for page in _pages(source) for p in paragraphs(text, *page))
    seen = layout(text, found, title=source.title)
    return Document(
        id=digest("document", sha256),
        path=path,
        text=text,
        segments=seen.segments,
        kind=seen.kind,
        title=seen.title,
        published=source.published or seen.published,
        publisher=source.publisher or seen.publisher,
        byline=source.byline or seen.byline,
        sha256=sha256,
        extractor=source.extractor,
        pages=source.pages,
        meta=source.meta,
    )


def _pages(source: Source) -> list[tuple[int, int]]:
    starts = source.pages or (0,)
    return list(zip(starts, [*starts[1:], len(source.text)], strict=True))
