"""How fast a record answers: searches, counts and pages, alone and beside a reading that writes to it."""

import http.client
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import numpy as np

from benchmarks.invented import STATEMENTS, VECTORS_BY, World
from onrecord.identify.merge import merged
from onrecord.identify.profiles import profiles
from onrecord.ids import folded
from onrecord.keep.store import Store
from onrecord.query.facets import facets
from onrecord.query.filters import Filter
from onrecord.query.meaning import nearest
from onrecord.query.search import documents, results
from onrecord.schema import MEANING
from onrecord.serve.joining import join

_SEED = 7
_BATCH = 100
_MORE = (20, 20, 1)
"""documents that are read into a record before its actors are joined again"""


@dataclass(frozen=True, kw_only=True)
class Row:
    """How long one kind of question took."""

    what: str
    count: int
    median: float
    """milliseconds, as are the others"""
    slow: float
    """the 95th percentile"""
    busy: float | None
    """the 95th percentile of the processor's time, which other programs on the machine do not lengthen; None where unknown"""
    aim: float

    def __str__(self) -> str:
        busy = "" if self.busy is None else f"{self.busy:>9.1f}"
        return f"{self.what:<44}{self.count:>5}{self.median:>9.1f}{self.slow:>9.1f}{self.aim:>7.0f}{busy}"


HEADER = f"{'what':<44}{'n':>5}{'median':>9}{'95%':>9}{'aim':>7}{'cpu 95%':>9}  (milliseconds)"


def made(path: Path, statements: int, told: Callable[[str], None]) -> None:
    """Makes a record of invented readings, unless it is there already."""
    if path.exists():
        told(f"{path}: is there already")
        # one of an older version is brought up to this one
        Store(path).close()
        return
    world, batch, known = World(_SEED), [], []
    started = time.perf_counter()
    with Store(path) as store:
        for reading in world.readings(statements // STATEMENTS):
            batch.append(reading)
            known += profiles(reading)
            if len(batch) == _BATCH:
                store.write(batch)
                batch = []
        store.write(batch)
        told(f"{path}: {statements:,} statements written in {time.perf_counter() - started:.0f} s")
        started = time.perf_counter()
        store.identify(merged(known))
        told(f"{len(known):,} actors of documents joined from scratch in {time.perf_counter() - started:.0f} s")


def _person(store: Store, world: World, rng: random.Random) -> str:
    """Somebody on record: who is named most most often."""
    while True:
        (name,) = world.persons.some(rng, 1)
        if next(store.rows("SELECT 1 FROM actor_names WHERE folded = ?", (folded(name),)), None):
            return name


def questions(store: Store, world: World, rng: random.Random) -> dict[str, Callable[[], Filter]]:
    """Kinds of searches; each call asks another one."""

    def word(count: int = 1) -> str:
        return " ".join(world.words.some(rng, count))

    def person() -> str:
        return _person(store, world, rng)

    def state() -> str:
        return world.states.some(rng, 1)[0]

    def outlet() -> str:
        return world.outlets.some(rng, 1)[0]

    return {
        "nothing chosen": Filter,
        "a word": lambda: Filter(words=word()),
        "two words": lambda: Filter(words=word(2)),
        "a word while it is typed": lambda: Filter(words=word()[: rng.randrange(1, 6)], typing=True),
        "a word and another while it is typed": lambda: Filter(words=f"{word()} {word()[: rng.randrange(1, 4)]}", typing=True),
        "a speaker": lambda: Filter(speaker=person()),
        "a speaker by the beginning of the name": lambda: Filter(speaker=person()[:3]),
        "about a state": lambda: Filter(about=state()),
        "a speaker about a state": lambda: Filter(speaker=person(), about=state()),
        "a word about a state": lambda: Filter(words=word(), about=state()),
        "form, outlet": lambda: Filter(form="direct", outlet=outlet()),
        "status, year": lambda: Filter(status="denied", year=str(rng.randrange(2012, 2023))),
        "a span of days": lambda: Filter(since=str(rng.randrange(2012, 2023)), until="2022-06"),
    }


def asked(path: Path, *, each: int, suffix: str = "", slow: float = 50, counted: float = 300) -> Iterator[Row]:
    """Searches, counts, documents and meanings of a record, `each` times for each kind of question."""
    world, rng = World(_SEED), random.Random(1)
    vectors = np.random.default_rng(1)
    with Store(path, read_only=True) as store:
        kinds = questions(store, world, rng)
        wanted = [ask() for ask in kinds.values() for _ in range(each)]
        rng.shuffle(wanted)

        def near(some: Filter) -> object:
            vector = vectors.standard_normal(MEANING).astype(np.float32)
            return nearest(store, vector / np.linalg.norm(vector), VECTORS_BY, some)

        near(Filter())
        yield _timed(f"search{suffix}", [lambda w=w: results(store, w) for w in wanted], slow)
        yield _timed(f"counts beside a search{suffix}", [lambda w=w: facets(store, w) for w in wanted], counted)
        worded = [w for w in wanted if w.words]
        yield _timed(f"search of documents{suffix}", [lambda w=w: list(documents(store, w)) for w in worded], slow)
        yield _timed(f"search by meaning{suffix}", [lambda w=w: near(w) for w in wanted if not w.words], slow)


def _timed(what: str, calls: list[Callable[[], object]], aim: float) -> Row:
    wall, busy = [], []
    for call in calls:
        at, on = time.perf_counter(), time.thread_time()
        call()
        wall.append(time.perf_counter() - at)
        busy.append(time.thread_time() - on)
    return _row(what, wall, busy, aim)


def _row(what: str, wall: list[float], busy: list[float] | None, aim: float) -> Row:
    def at(times: list[float], share: float) -> float:
        return 1000 * sorted(times)[min(len(times) - 1, int(share * len(times)))]

    return Row(
        what=what, count=len(wall), median=at(wall, 0.5), slow=at(wall, 0.95), busy=None if busy is None else at(busy, 0.95),
        aim=aim,
    )  # fmt: skip


@contextmanager
def reading_beside(path: Path, folder: Path) -> Iterator[None]:
    """A reading of invented texts into the record, on one core, until this ends."""
    folder.mkdir(exist_ok=True)
    for number, reading in enumerate(World(_SEED + 1).readings(2000)):
        (folder / f"{number}.txt").write_text(reading.document.text, encoding="utf8")
    command = ["-c", "from onrecord.serve.cli import main; main()", "read", str(folder), "--into", str(path), "--jobs", "1"]
    process = subprocess.Popen([sys.executable, *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        with Store(path, read_only=True) as store:
            before = store.count()
            while store.count() == before and process.poll() is None:
                time.sleep(0.1)
        yield
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def paged(path: Path, *, each: int, suffix: str = "") -> Iterator[Row]:
    """Every page of the workspace over HTTP, `each` times, the slowest kind of question first asked cold."""
    world, rng = World(_SEED), random.Random(2)
    with Store(path, read_only=True) as store:
        some = list(store.rows("SELECT id FROM documents ORDER BY random() LIMIT ?", (each,)))
        said = list(store.rows("SELECT id FROM statements ORDER BY random() LIMIT ?", (each,)))

    def person() -> str:
        with Store(path, read_only=True) as store:
            return _person(store, world, rng)

    def identity() -> str:
        with Store(path, read_only=True) as store:
            sql = "SELECT identity FROM actor_names WHERE folded = ? LIMIT 1"
            found: str = next(store.rows(sql, (folded(person()),)))[0]
            return found

    def query(**given: str) -> str:
        return "?" + urlencode(given)

    pages: dict[str, Callable[[], str]] = {
        "search": lambda: "/" + query(q=world.words.some(rng, 1)[0]),
        "search about a state": lambda: "/" + query(about=world.states.some(rng, 1)[0]),
        "a document": lambda: f"/documents/{rng.choice(some)[0]}",
        "a statement": lambda: f"/statements/{rng.choice(said)[0]}",
        "actors": lambda: "/actors",
        "an actor": lambda: f"/actors/{identity()}",
        "timeline": lambda: "/timeline" + query(about=world.states.some(rng, 1)[0]),
        "timeline of all": lambda: "/timeline",
        "network": lambda: "/network" + query(year=str(rng.randrange(2012, 2023))),
        "network of all": lambda: "/network",
        "compare": lambda: "/compare" + query(speaker=person(), against_speaker=person()),
        "review": lambda: "/review",
        "brief": lambda: "/brief" + query(speaker=person()),
        "brief about a state": lambda: "/brief" + query(about=world.states.some(rng, 1)[0]),
        "brief of a word": lambda: "/brief" + query(q=world.words.some(rng, 1)[0]),
        "coverage": lambda: "/coverage",
        "coverage's duplicates": lambda: "/coverage?show=duplicates",
    }
    with _served(path) as (port, server):
        for name, where in pages.items():
            times, busy = [], []
            for _ in range(each):
                address = where()
                at, on = time.perf_counter(), _worked(server)
                status = _fetched(port, address)
                times.append(time.perf_counter() - at)
                busy.append(_worked(server) - on)
                if status != 200:
                    raise SystemExit(f"{address}: answered {status}")
            yield _row(f"page: {name}{suffix}", times, busy if all(busy) else None, 300)


def joined(path: Path, folder: Path) -> Iterator[str]:
    """Seconds of the processor that joining the actors of a copy of a record takes: once, then after more documents."""
    copy = folder / "joined.db"
    shutil.copy(path, copy)
    more = list(World(_SEED + 2).readings(sum(_MORE)))
    with Store(copy) as store:
        at = 0
        for count in (0, *_MORE):
            if count:
                store.write(more[at : at + count])
                at += count
            begun = time.process_time()
            join(store)
            yield f"actors joined {f'after {count} more documents' if count else 'once'}: {time.process_time() - begun:.1f} s"


def _fetched(port: int, address: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", address)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def _worked(process: int) -> float:
    """Seconds of the processor's time that a process had, where the system tells; else 0."""
    tasks = Path(f"/proc/{process}/task").glob("*/schedstat")
    return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9


@contextmanager
def _served(path: Path) -> Iterator[tuple[int, int]]:
    """The workspace on a record: its port, and the number of its process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command = ["-c", "from onrecord.serve.cli import main; main()", "open", str(path), "--no-browser", "--port", str(port)]
    process = subprocess.Popen([sys.executable, *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 120
        while True:
            try:
                _fetched(port, "/api")
                break
            except OSError:
                if process.poll() is not None or time.monotonic() > until:
                    raise SystemExit("the workspace does not start") from None
                time.sleep(0.2)
        yield port, process.pid
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()
