"""Corrections while the record is read and served, with reader and server killed at any moment: is each acknowledged one kept?

A reader reads the same invented documents again and again, each time as another model, and joins the actors now and then; a
server takes corrections over HTTP; both are killed by SIGKILL while corrections are on their way.
"""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from benchmarks.invented import World
from onrecord.keep.corrections import corrected
from onrecord.keep.store import Store

DOCUMENTS = 60
WORLD = {"persons": 200, "words": 1000}
_LATEST = 0.5
"""seconds after which a process is killed, at most"""
_NURSERY = """
import os, signal, sys
{loaded}
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
for turn, _ in enumerate(sys.stdin):
    child = os.fork()
    if child == 0:
        run(turn)
        os._exit(1)
    print(child, flush=True)
"""
"""a process that has loaded all and has children for the killing, at once where each by itself would load for seconds"""
_READER = """
import random, time
from dataclasses import replace
from benchmarks.invented import World
from benchmarks.kills import DOCUMENTS, WORLD
from onrecord.keep.store import Store
from onrecord.schema import Reader
from onrecord.serve.joining import join

readings = list(World(0, **WORLD).readings(DOCUMENTS))

def run(turn):
    rng = random.Random(turn)
    with Store(sys.argv[1]) as store:
        while True:
            by = Reader(name="onrecord", version="1", model=str(rng.random()))
            for reading in rng.sample(readings, len(readings)):
                # another model does not find some of what was found before
                kept = tuple(s for s in reading.statements if rng.random() < 0.8)
                store.write([replace(reading, reader=by, statements=kept, events=(), ties=(), figures=())])
                time.sleep(0.01)
            join(store)
"""
_SERVER = """
import socket
import uvicorn
from onrecord.serve.web.app import application

pages = application(sys.argv[1])
listening = socket.socket(fileno=int(sys.argv[2]))

def run(turn):
    uvicorn.Server(uvicorn.Config(pages, log_level="critical", lifespan="off")).run(sockets=[listening])
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kills:
    """What came of it."""

    readers: int
    """processes killed"""
    servers: int
    acknowledged: int
    """corrections that the server said are kept"""
    on_their_way: int
    """those that were not answered, since the server was killed"""
    kept: int
    """of these, those that are in the log all the same"""
    slowest: float
    """seconds that a correction took at most, its server being there"""
    lost: tuple[str, ...]
    """what went wrong: nothing, it is hoped"""


class _Nursery:
    """Processes of one kind, one at a time."""

    def __init__(self, code: str, *arguments: object, sockets: tuple[int, ...] = ()) -> None:
        env = os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
        self._parent = subprocess.Popen(
            [sys.executable, "-c", _NURSERY.format(loaded=code), *map(str, arguments)],
            env=env, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, pass_fds=sockets,
        )  # fmt: skip
        self._child: int | None = None

    def start(self) -> None:
        assert self._parent.stdin is not None and self._parent.stdout is not None
        self._parent.stdin.write("\n")
        self._parent.stdin.flush()
        self._child = int(self._parent.stdout.readline())

    def kill(self) -> None:
        if self._child is not None:
            os.kill(self._child, signal.SIGKILL)
            self._child = None

    def close(self) -> None:
        self.kill()
        self._parent.communicate()


def _posted(port: int, item: str, name: str) -> int | None:
    """The number in the log that the server gave a correction; None where there was no answer."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    body = json.dumps({"item": item, "action": "speaker", "to": name, "by": "ann"})
    try:
        connection.request("POST", "/api/corrections", body, {"content-type": "application/json", "x-onrecord": "1"})
        answer = connection.getresponse()
        held = json.loads(answer.read())
    except (OSError, HTTPException, ValueError):
        return None
    finally:
        connection.close()
    # the statement may not be found by the model that read last: nothing was asked for then
    return int(held["number"]) if answer.status == 200 else 0


def kills(record: Path, count: int, *, seed: int = 0) -> Kills:
    """Kills so many processes and looks into the record."""
    rng = random.Random(seed)
    readings = list(World(0, **WORLD).readings(DOCUMENTS))
    with Store(record) as store:
        store.write(readings)
    said = [s.id for r in readings for s in r.statements]
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    nurseries = {
        "reader": _Nursery(_READER, record),
        "server": _Nursery(_SERVER, record, listening.fileno(), sockets=(listening.fileno(),)),
    }
    killed = dict.fromkeys(nurseries, 0)
    acknowledged: dict[int, tuple[str, str]] = {}
    unanswered: list[str] = []
    slowest = 0.0
    try:
        for nursery in nurseries.values():
            nursery.start()
        assert _posted(port, said[0], "Person zero") == 1, "the server does not keep a correction"
        acknowledged[1] = (said[0], "Person zero")
        for turn in range(count):
            victim = rng.choice(list(nurseries))
            timer = threading.Timer(rng.uniform(0, _LATEST), nurseries[victim].kill)
            timer.start()
            while timer.is_alive():
                item, name = rng.choice(said), f"Person {turn} {len(acknowledged) + len(unanswered)}"
                began = time.monotonic()
                number = _posted(port, item, name)
                if number is None:
                    unanswered.append(name)
                    break
                slowest = max(slowest, time.monotonic() - began)
                if number:
                    acknowledged[number] = (item, name)
            timer.join()
            killed[victim] += 1
            nurseries[victim].start()
    finally:
        for nursery in nurseries.values():
            nursery.close()
        listening.close()
    with Store(record) as store:
        names = {c.after["speaker"]["name"] for c in store.corrections() if c.after}
        lost = tuple(_lost(store, acknowledged, set(unanswered)))
    return Kills(
        readers=killed["reader"], servers=killed["server"], acknowledged=len(acknowledged), on_their_way=len(unanswered),
        kept=sum(n in names for n in unanswered), slowest=slowest, lost=lost,
    )  # fmt: skip


def _lost(store: Store, acknowledged: dict[int, tuple[str, str]], unanswered: set[str]) -> Iterator[str]:
    """What a record holds otherwise than it was acknowledged."""
    log = {c.number: c for c in store.corrections()}
    last: dict[str, str] = {}
    for number, entry in log.items():
        assert entry.after is not None
        name = entry.after["speaker"]["name"]
        last[entry.item] = name
        if number not in acknowledged and name not in unanswered:
            yield f"{number}: in the log, and nobody asked for it"
    for number, (item, name) in acknowledged.items():
        entry = log.get(number)
        if entry is None or entry.after is None or (entry.item, entry.after["speaker"]["name"]) != (item, name):
            yield f"{number}: acknowledged, and not in the log"
    on_record: dict[str, str | None] = {}
    for reading in store.readings():
        raw = store.reading(reading.document.id, raw=True)
        if corrected(raw, [c for c in log.values() if c.document == reading.document.id]).reading != reading:
            yield f"{reading.document.id}: what is on record is not the reading with its corrections"
        on_record |= {s.id: s.speaker.name if s.speaker else None for s in reading.statements}
    for item, name in last.items():
        if on_record.get(item) != name:
            yield f"{item}: {name} in the log, {on_record.get(item)} on record"
    indexed = dict(store.rows("SELECT id, speaker_name FROM statements"))
    if indexed != on_record:
        yield "the index differs from the readings"
    for check, fine in (("PRAGMA integrity_check", [("ok",)]), ("PRAGMA foreign_key_check", [])):
        if list(store.rows(check)) != fine:
            yield f"{check}: {list(store.rows(check))[:3]}"
