"""Many files on several processes: the same results in the same order, whatever becomes of a process."""

import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest
from hand_made import python

from onrecord.errors import OnrecordError
from onrecord.keep.lines import line
from onrecord.run import reading as run
from onrecord.run.reading import Outcomes, in_parts, printable, read_file, read_files
from onrecord.schema import Reading, Unread

TEXTS = {
    "1.txt": "TASKEN — Harbour minister Ida Brandvik said on Monday that tolls would rise.\n\n“We waited,” she added.\n",
    "2.txt": "Q: Who pays for the ferry?\n\nA: The harbour pays for it.\n\nQ: Since when?\n\nA: Since March.\n",
    "3.txt": "",
    "4.md": "# Talks on fishing\n\nOren Tal told the *Tasken Post* he would not sign the treaty of the two islands.\n",
    "5.jsonl": '{"text": "The envoy said that he would return."}\nnot json\n{"text": "“No,” said Nuala O\'Hara."}\n',
    "6.txt": "The government of Velmora denied that its boats had fished there.\n",
}  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text, encoding="utf8")
    return tmp_path


def test_several_processes_read_the_same_in_the_same_order_as_one(folder, weights):
    paths = [str(folder / name) for name in TEXTS]
    alone = list(read_files(paths, jobs=1))
    assert [o.path for o in alone] == paths
    kinds = [(Path(i.path if isinstance(i, Unread) else i.document.path).name, type(i)) for o in alone for i in o.found]
    assert kinds == [
        ("1.txt", Reading), ("2.txt", Reading), ("3.txt", Unread), ("4.md", Reading), ("5.jsonl#1", Reading),
        ("5.jsonl#2", Unread), ("5.jsonl#3", Reading), ("6.txt", Reading),
    ]  # fmt: skip
    assert list(read_files(paths, jobs=2)) == alone
    assert list(read_files(reversed(paths), jobs=1)) == alone[::-1], "what is read before does not matter"


def test_documents_to_leave_out_are_left_out(folder, weights):
    path = str(folder / "5.jsonl")
    first, torn, second = read_file(path).found
    again = read_file(path, frozenset([first.document.id]))
    assert again.found == (torn, second)
    assert again.passed == ((f"{path}#1", first.document.id),)


def test_offsets_of_a_reading_are_true(folder, weights):
    for name in ("1.txt", "2.txt", "6.txt"):
        for found in read_file(str(folder / name)).found:
            text = found.document.text
            assert text == TEXTS[name]
            for s in found.statements:
                spans = (*s.source, *s.cue, *s.content)
                assert all(0 <= a < b <= len(text) and text[a:b] == text[a:b].strip() for a, b in spans)
            assert json.loads(line(found))["document"]["text"] == text


def test_a_fault_in_one_document_does_not_lose_the_others(folder, weights, monkeypatch):
    real = run.read_document

    def faulty(document, model):
        if document.path.endswith("#1"):
            raise ZeroDivisionError("division of a heart")
        return real(document, model)

    monkeypatch.setattr(run, "read_document", faulty)
    fault, torn, read = read_file(str(folder / "5.jsonl")).found
    assert fault.code == "fault" and "ZeroDivisionError: division of a heart" in fault.reason
    assert torn.code == "broken" and isinstance(read, Reading)


def test_a_fault_in_a_formats_reader_does_not_lose_the_others(folder, weights, monkeypatch):
    def faulty(path, part=None):
        yield from real(path, part)
        if path.endswith(".jsonl"):
            raise AttributeError("no such thing")

    real = run.documents
    monkeypatch.setattr(run, "documents", faulty)
    outcomes = list(read_files([str(folder / n) for n in ("5.jsonl", "6.txt")], jobs=1))
    assert [len(o.found) for o in outcomes] == [4, 1]
    assert outcomes[0].found[-1].path == outcomes[0].path and outcomes[0].found[-1].code == "fault"


def test_halves_of_characters_are_no_text(folder, weights):
    (folder / "half.jsonl").write_text(
        '{"text": "He said \\ud83d it."}\n{"text": "He said it.", "mood": "\\udc00"}\n{"text": "He said it."}\n'
    )
    *torn, read = read_file(str(folder / "half.jsonl")).found
    assert all(isinstance(u, Unread) and u.reason.encode("utf8") for u in torn)
    assert isinstance(read, Reading)


def test_a_files_name_need_not_be_text(folder, weights):
    name = os.fsdecode(os.fsencode(folder) + b"/caf\xe9.txt")
    try:
        Path(name).write_text(TEXTS["6.txt"])
    except OSError:
        pytest.skip("this file system takes UTF-8 only")
    outcomes = read_file(name)
    assert outcomes.path == outcomes.found[0].document.path == f"{folder}/caf\\xe9.txt"
    assert line(outcomes.found[0]).encode("utf8")


def test_a_name_that_is_text_is_left_as_it_is():
    assert printable("news/Zdeněk – 日本.txt") == "news/Zdeněk – 日本.txt"


# --- processes that die ----------------------------------------------------------------------------------------------


_READ_HERE = []


def _told(path, passed=frozenset(), part=None):
    """In place of reading: does what a file's name says, then gives the process's number."""
    told = Path(path).name
    if told == "-":
        _READ_HERE.append(told)
    if told.startswith("deadly"):
        os.kill(os.getpid(), signal.SIGKILL)
    if told.startswith("line") and part.first <= 3 < part.first + part.count:
        os.kill(os.getpid(), signal.SIGKILL)
    if told.startswith("once") and not Path(path).exists():
        Path(path).touch()
        os._exit(3)
    if told.startswith("slow"):
        time.sleep(60)
    return Outcomes(path=path, found=(Unread(path=path, code="told", reason=str(os.getpid())),))


@pytest.fixture
def told(monkeypatch):
    # the processes of a pool are given the function by its name, so they need no change of their own
    monkeypatch.setattr(run, "read_file", _told)
    _READ_HERE.clear()
    return _READ_HERE


def test_a_file_that_kills_its_process_loses_no_other(told, tmp_path):
    paths = [str(tmp_path / name) for name in ("a", "b", "deadly", "c", "once", "d", "deadly too", "e", "f")]
    outcomes = list(read_files(paths, jobs=2))
    assert [o.path for o in outcomes] == paths
    assert {Path(o.path).name: o.found[0].code for o in outcomes} == {
        **dict.fromkeys(["a", "b", "c", "once", "d", "e", "f"], "told"),
        **dict.fromkeys(["deadly", "deadly too"], "crash"),
    }
    assert len({o.found[0].reason for o in outcomes} - {str(os.getpid())}) > 2, "read in other processes"


def test_a_file_is_blamed_only_where_it_kills_twice(told, tmp_path):
    under_way = [((str(tmp_path / name), None), Future()) for name in ("once", "deadly", "a")]
    outcomes = run._one_by_one(under_way, lambda path, part: frozenset())
    assert [o.found[0].code for o in outcomes] == ["told", "crash", "told"]


def test_of_a_file_of_lines_only_the_one_that_kills_is_lost(told, tmp_path):
    path = tmp_path / "lines.jsonl"
    path.write_text('{"text": "A"}\n' * 20)
    first, second = in_parts([str(path)])
    outcomes = list(read_files([str(tmp_path / "a"), first, second], jobs=2))
    assert outcomes[1].part == first[1]
    codes = [u.code for u in outcomes[1].found]
    assert codes == ["told", "told", "crash", *["told"] * 13]
    assert outcomes[1].found[2].path == f"{path}#3" and "ended the process" in outcomes[1].found[2].reason


def test_a_process_that_dies_between_two_files_loses_none(told, tmp_path, monkeypatch):
    submitted = []
    real = ProcessPoolExecutor.submit

    def broken_at_once(self, *args, **options):
        submitted.append(args)
        if len(submitted) == 3:
            raise BrokenProcessPool("a process died while nothing was read")
        return real(self, *args, **options)

    monkeypatch.setattr(ProcessPoolExecutor, "submit", broken_at_once)
    paths = [str(tmp_path / name) for name in "abcdefgh"]
    outcomes = list(read_files(paths, jobs=2))
    assert [o.path for o in outcomes] == paths and all(o.found[0].code == "told" for o in outcomes)


def test_where_no_process_starts_no_file_is_blamed(told, monkeypatch):
    def broken(self, *args, **options):
        raise BrokenProcessPool("no process")

    monkeypatch.setattr(ProcessPoolExecutor, "submit", broken)
    with pytest.raises(OnrecordError, match="try again with --jobs 1"):
        list(read_files(["a", "b", "c"], jobs=2))


def test_standard_input_is_read_where_it_is(told):
    outcomes = list(read_files(["a", "-", "b", "c"], jobs=2))
    assert outcomes[1].path == "-" and outcomes[1].found[0].reason == str(os.getpid())
    assert outcomes[0].found[0].reason != str(os.getpid())


def test_standard_input_is_read_once_though_a_process_dies(told, tmp_path):
    outcomes = list(read_files([str(tmp_path / "deadly"), "-", "b", "c"], jobs=2))
    assert told == ["-"]
    assert [o.found[0].code for o in outcomes] == ["crash", "told", "told", "told"]


def test_what_is_left_out_is_asked_file_by_file(told, monkeypatch):
    asked = []
    list(read_files(["a", "b", "c"], jobs=2, passed=lambda path, part: asked.append(path) or frozenset()))
    assert asked == ["a", "b", "c"]


def test_no_file_at_all():
    assert list(read_files([])) == []


_SLOW = """
import sys, test_run
from onrecord.run import reading

reading.read_file = test_run._told
found = reading.read_files(["a", "b", *("slow%d" % n for n in range(6))], jobs=2)
print(*(next(found).found[0].reason for _ in range(2)), flush=True)
for outcomes in found:
    print(outcomes)
"""


def _children(process):
    found = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    if not found.exists():
        pytest.skip("needs /proc")
    return [int(pid) for pid in found.read_text().split()]


def _alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_no_process_outlives_the_one_that_started_it(end):
    parent = python(_SLOW)
    assert parent.stdout.readline().strip()
    children = _children(parent)
    assert children
    parent.send_signal(end)
    parent.wait(10)
    until = time.monotonic() + 10
    while any(map(_alive, children)) and time.monotonic() < until:
        time.sleep(0.02)
    left = [pid for pid in children if _alive(pid)]
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    assert not left
    parent.communicate()


def test_a_script_without_a_guard_can_read_on_several_processes(folder, weights):
    script = folder / "script.py"
    script.write_text("import sys, onrecord\nprint(sum(1 for _ in onrecord.readings(sys.argv[1:], jobs=2)))\n")
    command = [sys.executable, script, *(folder / n for n in ("1.txt", "2.txt", "6.txt"))]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (ended.stdout, ended.stderr) == ("3\n", "")


def test_reading_leaves_nothing_in_the_home_folder(folder, weights, tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    # the engine's own reports of its use would begin with a device id there; these tests may have set what prevents them
    code = "import os; os.environ.pop('ORT_DISABLE_TELEMETRY', None); from onrecord.serve.cli import main; main()"
    ended = python(code, "read", folder / "1.txt", env={"HOME": str(home)})
    assert ended.wait() == 0
    assert list(home.rglob("*")) == []
