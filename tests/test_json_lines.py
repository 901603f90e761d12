"""A file of JSON Lines is read and kept part by part: what a kill leaves of it, and what becomes of its lines later."""

import io
import itertools
import json
import signal

import pytest
from hand_made import output, python

import onrecord
from onrecord.acquire.files import documents, parts
from onrecord.keep.store import Store
from onrecord.query.overview import listed, overview
from onrecord.run.reading import in_parts, read_files
from onrecord.schema import Document
from onrecord.serve import api

COUNT = 40
_READ = """
import os, signal, sys
from onrecord.serve import api

def told(done, total, path):
    # two parts are kept, the third is read or waits for it
    if done > 16:
        os.kill(os.getpid(), signal.SIGKILL)

api.read(sys.argv[1], into=sys.argv[2], jobs=int(sys.argv[3]), progress=told)
"""


def record(number: int) -> str:
    text = f"Harbour minister Ida Brandvik said on Monday that boat {number} would leave. “It is late,” she added."
    return json.dumps({"text": text, "title": f"Boat {number}"}) + "\n"


@pytest.fixture
def boats(tmp_path):
    path = tmp_path / "boats.jsonl"
    path.write_text("".join(map(record, range(1, COUNT + 1))), encoding="utf8")
    return path


def lines_on_record(path) -> list[int]:
    with Store(path, read_only=True) as store:
        return sorted(int(d.path.rpartition("#")[2]) for d in listed(store))


def test_parts_cover_a_file_to_the_byte(boats):
    found = parts(str(boats))
    assert len(found) > 2
    assert [p.last for p in found] == [False] * (len(found) - 1) + [True]
    assert (found[0].start, found[0].first, found[-1].end) == (0, 1, boats.stat().st_size)
    for a, b in itertools.pairwise(found):
        assert (a.end, a.first + a.count) == (b.start, b.first)


@pytest.mark.parametrize("words", [b"", b"\n\n", "é\n".encode("utf-16"), b"caf\xe9\n"])
def test_what_is_no_lines_of_utf8_is_read_whole(tmp_path, words):
    path = tmp_path / "a.jsonl"
    path.write_bytes(words)
    assert parts(str(path)) is None
    (tmp_path / "a.txt").write_text("A\nB\n")
    assert parts(str(tmp_path / "a.txt")) is None


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_reading_that_is_killed_goes_on_where_it_stopped(boats, tmp_path, weights, jobs):
    into = tmp_path / "record.db"
    reading = python(_READ, boats, into, jobs)
    reading.communicate()
    assert reading.returncode == -signal.SIGKILL
    kept = lines_on_record(into)
    assert 0 < len(kept) < COUNT, "killed in the middle"
    assert kept == list(range(1, len(kept) + 1)), "what is kept is the file's beginning"
    told: list[tuple[int, int]] = []
    report = api.read(boats, into=into, jobs=jobs, progress=lambda done, total, path: told.append((done, total)))
    assert (report.known, report.read) == (len(kept), COUNT - len(kept))
    assert lines_on_record(into) == list(range(1, COUNT + 1))
    assert told[-1] == (COUNT, COUNT) and len(told) > 2 and told == sorted(told)
    with Store(into, read_only=True) as store:
        assert store.is_joined()
    hits = onrecord.search("boat", record=into, speaker="Ida Brandvik", limit=100)
    assert {h.title for h in hits} == {f"Boat {n}" for n in range(1, COUNT + 1)}


def test_lines_through_a_pipe_are_kept_part_by_part_too(boats, tmp_path, weights):
    into = tmp_path / "record.db"
    with boats.open() as piped:
        reading = python(_READ, "-", into, 2, stdin=piped)
        reading.communicate()
    assert reading.returncode == -signal.SIGKILL
    kept = lines_on_record(into)
    assert 0 < len(kept) < COUNT and kept == list(range(1, len(kept) + 1))
    with boats.open() as piped:
        code = "import sys; from onrecord.serve import api; print(api.read('-', into=sys.argv[1]))"
        assert f"read={COUNT - len(kept)}, known={len(kept)}," in output(python(code, into, stdin=piped))
    assert lines_on_record(into) == list(range(1, COUNT + 1))


def test_what_a_pipe_brought_before_is_known_in_any_order(tmp_path, weights, monkeypatch):
    into = tmp_path / "record.db"
    lines = [record(n) for n in range(300)]
    for order, read, known in ((lines[:120], 120, 0), (lines[119::-1] + lines[120:122], 2, 120)):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("".join(order).encode())))
        report = api.read("-", into=into, jobs=1)
        assert (report.read, report.known) == (read, known)


@pytest.mark.parametrize(
    ("data", "count"),
    [
        (b'{"text": "A"}\n' * 40, 3),
        (b'{"text": "A"}\n{"text": "caf\xe9"}', 1),  # no UTF-8: all lines together, in what encoding they are
    ],
)
def test_standard_input_is_taken_in_parts_with_their_bytes(data, count, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(data))))
    found = parts("-")
    assert len(found) == count and found[-1].last
    assert b"".join(p.data for p in found) == data
    assert [d.path for p in found for d in documents("-", p)] == [f"-#{n}" for n in range(1, len(data.splitlines()) + 1)]


@pytest.mark.parametrize("data", ["He said it.", "{} is no record", "{\\rtf1 A}", ""])
def test_standard_input_that_is_one_document_is_left_to_be_read_whole(data, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(data.encode()))))
    assert parts("-") is None
    (found,) = documents("-")
    assert found.text == data if isinstance(found, Document) else found.path == "-"
    assert isinstance(found, Document) == (data in ("He said it.", "{} is no record"))


def test_who_is_who_is_made_up_for_after_a_kill_before_it(boats, tmp_path, weights, monkeypatch):
    into = tmp_path / "record.db"

    def killed(store):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(api, "join", killed)
        with pytest.raises(KeyboardInterrupt):
            api.read(boats, into=into)
    with Store(into) as store:
        assert store.count() == COUNT and not store.is_joined()
    assert api.read(boats, into=into).known == COUNT
    with Store(into) as store:
        assert store.is_joined()


def test_several_processes_read_the_parts_as_one_does(boats, weights):
    tasks = in_parts([str(boats)])
    assert list(read_files(tasks, jobs=2)) == list(read_files(tasks, jobs=1))


def test_lines_that_change_go_or_come_are_found_in_every_part(boats, tmp_path, weights):
    into = tmp_path / "record.db"
    lines = boats.read_text().splitlines(keepends=True)
    lines[4], lines[20] = "not json\n", "\n"
    boats.write_text("".join(lines))
    first = api.read(boats, into=into)
    assert [u.path for u in first.unread] == [f"{boats}#5"]
    assert lines_on_record(into) == [n for n in range(1, COUNT + 1) if n not in (5, 21)]
    # the fifth is mended, the thirtieth goes, the last ten are cut off
    lines[4], lines[29] = record(5), "\n"
    boats.write_text("".join(lines[:-10]))
    again = api.read(boats, into=into)
    assert (again.read, again.known, again.unread) == (1, 27, ())
    assert lines_on_record(into) == [n for n in range(1, 30) if n != 21]
    with Store(into, read_only=True) as store:
        assert not overview(store).unread
        assert store.count() == COUNT - 1, "what was there stays as an earlier version"


def test_a_line_put_in_front_reads_little_anew(boats, tmp_path, weights):
    into = tmp_path / "record.db"
    api.read(boats, into=into)
    boats.write_text(record(99) + boats.read_text())
    report = api.read(boats, into=into)
    assert (report.read, report.known) == (1, COUNT)
    assert lines_on_record(into) == list(range(1, COUNT + 2))
