"""The one list of stages, and many documents through it on several cores."""

import json
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from importlib.metadata import version
from types import ModuleType

from onrecord.acquire.files import STANDARD_INPUT, documents, lines, parts
from onrecord.annotate.annotation import annotated
from onrecord.annotate.meaning import senses
from onrecord.annotate.onnx import OnnxModel, shipped
from onrecord.config import model_hash
from onrecord.derive.reading import reading
from onrecord.errors import OnrecordError
from onrecord.keep.lines import as_json
from onrecord.run.meaning import vectors
from onrecord.schema import Document, Part, Reader, Reading, Unread

Outcome = Reading | Unread
Passed = Callable[[str, Part | None], frozenset[str]]
"""the ids of documents to leave out of a file or a part of it"""
_Task = tuple[str, Part | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """All that came of one file, or of a part of one."""

    path: str
    found: tuple[Outcome, ...]
    passed: tuple[tuple[str, str], ...] = ()
    """places and ids of its documents that were left out as asked"""
    part: Part | None = None
    """which part, where the file is read in several"""


def reader() -> Reader:
    """How a record names who reads, without loading the network; raises InputError where there is none."""
    return _reader(model_hash())


def _reader(model: str) -> Reader:
    return Reader(name="onrecord", version=version("onrecord"), model=model)


def read_document(document: Document, model: OnnxModel) -> Reading:
    """One document through all stages."""
    notes = annotated(document, model)
    found = reading(notes, _reader(model.hash))
    return replace(found, vectors=vectors(notes, found.statements), vectors_by=senses().hash)


def read_file(path: str, passed: frozenset[str] = frozenset(), part: Part | None = None) -> Outcomes:
    """What one file, or a part of it, holds, read; documents whose id is in `passed` are left out."""
    model = shipped()
    found: list[Outcome] = []
    left: list[tuple[str, str]] = []
    try:
        for document in documents(path, part):
            named = replace(document, path=printable(document.path))
            if isinstance(named, Unread):
                found.append(named)
            elif named.id in passed:
                left.append((named.path, named.id))
            else:
                found.append(_read(named, model))
    except Exception as error:
        found.append(_fault(printable(path), error))
    return Outcomes(path=printable(path), found=tuple(found), passed=tuple(left), part=part)


def printable(path: str) -> str:
    """A path as text: bytes of a file's name that are no UTF-8 are written as \\xff."""
    try:
        path.encode("utf8")
    except UnicodeEncodeError:
        return os.fsencode(path).decode("utf8", "backslashreplace")
    return path


def _read(document: Document, model: OnnxModel) -> Outcome:
    try:
        # halves of characters, which JSON can hold and neither a file nor the network can
        json.dumps(as_json(document), ensure_ascii=False, default=str).encode("utf8")
        return read_document(document, model)
    except Exception as error:
        return _fault(document.path, error, document.sha256)


def _fault(path: str, error: Exception, sha256: str = "") -> Unread:
    # a fault of ours in one document must not lose the others
    reason = f"a fault in onrecord while reading it ({type(error).__name__}: {error}); please report it"
    return Unread(path=path, code="fault", reason=reason.encode("utf8", "backslashreplace").decode("utf8"), sha256=sha256)


def in_parts(paths: Iterable[str]) -> list[_Task]:
    """Files with the parts in which each is read and kept: JSON Lines some documents at a time, any other file whole.

    Of standard input that holds JSON Lines all is taken.
    """
    whole: list[Part | None] = [None]
    return [(path, part) for path in paths for part in parts(path) or whole]


def read_files(paths: Iterable[str | _Task], *, jobs: int | None = None, passed: Passed | None = None) -> Iterator[Outcomes]:
    """Many files, or parts of files, in their order, on `jobs` processes (by default one a core, one process for few files).

    `passed` gives the ids of documents to leave out. What kills its process is tried again by itself, and where it kills that
    too, recorded as not read; the others go on. Raises OnrecordError where no process can be started.
    """
    todo: list[_Task] = [(path, None) if isinstance(path, str) else path for path in paths]
    skip: Passed = passed or (lambda path, part: frozenset())
    jobs = min(jobs or cores(), max(1, len(todo)))
    if jobs == 1 or len(todo) < 3:
        for path, part in todo:
            yield _read_here(path, part, skip)
        return
    yield from _in_parallel(deque(todo), jobs, skip)


def _read_here(path: str, part: Part | None, skip: Passed) -> Outcomes:
    return read_file(path, skip(printable(path), part), part)


def cores() -> int:
    """Cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def _in_parallel(todo: "deque[_Task]", jobs: int, skip: Passed) -> Iterator[Outcomes]:
    pool = _pool(jobs)
    ahead: deque[tuple[_Task, Future[Outcomes]]] = deque()
    try:
        while todo or ahead:
            while todo and len(ahead) < jobs * 4:
                ahead.append((todo[0], _submitted(pool, todo[0], skip)))
                todo.popleft()
            task, future = ahead.popleft()
            try:
                outcomes = future.result()
            except BrokenProcessPool:
                pool.shutdown(wait=False, cancel_futures=True)
                under_way = [(task, future), *ahead]
                ahead.clear()
                yield from _one_by_one(under_way, skip)
                pool = _pool(jobs)
            else:
                yield outcomes
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _one_by_one(under_way: "list[tuple[_Task, Future[Outcomes]]]", skip: Passed) -> Iterator[Outcomes]:
    """The files that were under way when a process died, each alone, to find the one, or its line, that it died of."""
    pool = _pool(1)

    def alone(task: _Task, times: int) -> Outcomes | None:
        nonlocal pool
        for _ in range(times):
            pool = _working(pool)
            with suppress(BrokenProcessPool):
                return _submitted(pool, task, skip).result()
        return None

    try:
        for task, future in under_way:
            if future.done() and not future.cancelled() and future.exception() is None:
                yield future.result()
                continue
            # twice, since what killed it among the others may have been theirs
            yield alone(task, 2) or _crashed(*task, [alone(line, 1) or _crashed(*line) for line in _lines(*task)])
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _lines(path: str, part: Part | None) -> list[_Task]:
    return [(path, line) for line in lines(path, part)] if part is not None and part.count > 1 else []


def _crashed(path: str, part: Part | None, by_line: Iterable[Outcomes] = ()) -> Outcomes:
    """What came of what ended the process twice: of a part of a file, what came of its lines."""
    name = printable(path)
    by_line = list(by_line)
    if by_line:
        found = tuple(item for line in by_line for item in line.found)
        return Outcomes(path=name, found=found, passed=tuple(p for line in by_line for p in line.passed), part=part)
    reason = "reading it ended the process; it may need more memory than there is"
    place = f"{name}#{part.first}" if part is not None and part.count == 1 else name
    return Outcomes(path=name, found=(Unread(path=place, code="crash", reason=reason),), part=part)


def _pool(jobs: int) -> ProcessPoolExecutor:
    # spawned, not forked: the engine's threads do not outlive a fork
    return ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"), initializer=_attend)


def _attend() -> None:
    """In each process of a pool: leaves an interruption to the parent, and ends with it whatever ends that."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()

    def outlive() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=outlive, daemon=True).start()


def _working(pool: ProcessPoolExecutor) -> ProcessPoolExecutor:
    """A pool of one process that is there, so that a file is blamed for its own death only."""
    for candidate in (pool, None):
        found = candidate or _pool(1)
        try:
            with _no_main():
                future = found.submit(os.getpid)
            future.result()
        except BrokenProcessPool:
            found.shutdown(wait=False)
        else:
            return found
    raise OnrecordError("no process to read with could be started; try again with --jobs 1")


def _submitted(pool: ProcessPoolExecutor, task: _Task, skip: Passed) -> Future[Outcomes]:
    """A file's reading to come, that of standard input as a whole by this process, which alone has it."""
    path, part = task
    if path == STANDARD_INPUT and part is None:
        done: Future[Outcomes] = Future()
        done.set_result(_read_here(path, part, skip))
        return done
    passed = skip(printable(path), part)
    try:
        with _no_main():
            return pool.submit(read_file, path, passed, part)
    except BrokenProcessPool as error:
        broken: Future[Outcomes] = Future()
        broken.set_exception(error)
        return broken


@contextmanager
def _no_main() -> Iterator[None]:
    """New processes do not run the caller's script again, which may have no guard against that; they need nothing of it."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
