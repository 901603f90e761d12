"""The command line: what it takes, what it shows, how it ends."""

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hand_made import actor_id, output, python, reading
from typer.testing import CliRunner

import onrecord
from onrecord.keep.lines import reading_of
from onrecord.keep.store import Store
from onrecord.schema import Unread
from onrecord.serve.cli import app

COMMANDS = ("read", "search", "show", "correct", "undo", "corrections", "export", "status")
HEAVY = ("onnxruntime", "tokenizers", "numpy", "pyarrow", "trafilatura", "lxml", "apsw", "rich", "pypdfium2", "docx")

GOOD = {
    "1.txt": "Harbour minister Ida Brandvik said on Monday that the ferry tolls would rise.\n",
    "2.md": "# Fishing\n\nOren Tal told the *Tasken Post* that he would not sign the treaty of the two islands.\n",
    "3.txt": "Q: Who pays for the ferry?\n\nA: The harbour pays for it.\n\nQ: Since when?\n\nA: Since March, as you know.\n",
    "deep/4.html": "<html><body><article><h1>Boats</h1><p>The government of Velmora denied that its boats had fished there, "
    "and it said that it would ask the harbour board for its papers before the week was over.</p></article></body></html>",
}  # fmt: skip


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ONRECORD_FILE", raising=False)

    def run(*words, **options):
        ended = CliRunner().invoke(app, [str(w) for w in words], **options)
        assert ended.exception is None or isinstance(ended.exception, SystemExit), ended.exception
        return ended

    return run


@pytest.fixture
def news(tmp_path):
    """A folder of four good documents and one that is none."""
    for name, text in GOOD.items():
        path = tmp_path / "news" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf8")
    (tmp_path / "news" / "2b.txt").write_bytes(b"\x00\x00")
    return tmp_path / "news"


READING = reading(
    "news/harbour.txt",
    ("Ida Brandvik", "The harbour tolls\nwill rise.", {"about": ["Velmora"]}),
    ("Rashid al-Omari", "Tolls are theft [bold]of the harbour[/bold] :boat:", {"addressee": actor_id("Ida Brandvik")}),
    (None, "All answered.", {"co_speakers": ["Oren Tal"], "status": "denied", "form": "mixed"}),
    title="Tolls at the harbour",
    published="2021-04-01",
    publisher="The Tasken Post",
)


@pytest.fixture
def record(tmp_path):
    with Store(tmp_path / "record.db") as store:
        store.write([READING, Unread(path="news/torn.pdf", code="broken", reason="torn in two")])
    return tmp_path / "record.db"


# --- help ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_a_command_shows_examples(run, command):
    ended = run(command, "--help")
    assert ended.exit_code == 0
    text = " ".join(ended.output.split())
    examples = re.findall(rf"onrecord {command}\b", text.partition("Examples:")[2])
    assert len(examples) >= 2, text


def test_the_help_names_the_commands(run):
    ended = run("--help")
    assert ended.exit_code == 0
    assert all(f"  {command} " in ended.output for command in COMMANDS)
    assert run("-h").output == ended.output


_IMPORTS = """
import sys
from typer.testing import CliRunner
from onrecord.serve.cli import app
ended = CliRunner().invoke(app, sys.argv[2:])
assert ended.exit_code == 0, ended.output
print(*(name for name in sys.argv[1].split() if name in sys.modules))
"""


def test_help_and_version_load_nothing_heavy():
    code = _IMPORTS.replace("ended = ", "for words in [[*(c and [c]), '--help'] for c in %r] + [['--version']]:\n  ended = ")
    code = code.replace("sys.argv[2:]", "words").replace("\nassert", "\n  assert")
    assert output(python(code % (["", *COMMANDS],), " ".join(HEAVY))).split() == []


def test_who_asks_the_record_does_not_wait_for_the_network(record):
    for words in (["search", "tolls"], ["show", "harbour.txt"], ["status"], ["export", "-"]):
        loaded = output(python(_IMPORTS, "onnxruntime tokenizers trafilatura pyarrow", *words, "--in", record)).split()
        assert loaded == [], words


def test_the_version(run):
    ended = run("--version")
    assert ended.exit_code == 0 and re.fullmatch(r"onrecord \d+\.\d+\.\d+\S*\n", ended.output)


@pytest.mark.parametrize(
    "words", [["reed"], ["read"], ["show"], ["search", "--limit", "0"], ["status", "--format", "xml"], ["-x"]]
)
def test_what_makes_no_sense_ends_with_2(run, words):
    ended = run(*words)
    assert ended.exit_code == 2 and ended.stderr


# --- read ------------------------------------------------------------------------------------------------------------


def _not_read(ended):
    return [line for line in ended.stderr.splitlines() if line]


def test_a_bad_file_among_good_ones(run, news, weights):
    ended = run("read", "news", "--into", "record.db", "--jobs", "1")
    assert ended.exit_code == 1
    (line,) = _not_read(ended)
    assert line.startswith(f"not read: {os.path.join('news', '2b.txt')}: ") and len(line) > 30
    assert re.fullmatch(r"record\.db: 4 documents read, \d+ statements?\n", ended.stdout)
    summary, listed = onrecord.status(record="record.db")
    assert {d.path for d in listed} == {os.path.join("news", n) for n in GOOD}
    assert [u.path for u in summary.unread] == [os.path.join("news", "2b.txt")]
    for found in listed:
        assert onrecord.show(found.id, record="record.db").document.path == found.path

    again = run("read", "news", "--into", "record.db", "--jobs", "1")
    assert again.exit_code == 1 and _not_read(again) == [line]
    assert again.stdout == "record.db: 0 documents read, 0 statements, 4 documents on record already\n"
    assert onrecord.status(record="record.db") == (summary, listed)

    # mended, it is no more among those that could not be read
    (news / "2b.txt").write_text("Oren Tal said that the boats were back.\n")
    healed = run("read", "news", "--into", "record.db", "--jobs", "1", "--format", "json")
    assert healed.exit_code == 0 and json.loads(healed.stdout)["unread"] == []
    assert not onrecord.status(record="record.db")[0].unread


def test_an_interrupted_reading_goes_on_where_it_stopped(run, news, weights):
    (news / "2b.txt").unlink()
    half = run("read", "news/1.txt", "news/2.md", "--into", "record.db")
    assert half.exit_code == 0 and half.stdout.startswith("record.db: 2 documents read, ")
    rest = run("read", "news", "--into", "record.db", "--jobs", "1", "--format", "json")
    report = json.loads(rest.stdout)
    assert rest.exit_code == 0 and (report["read"], report["known"], report["unread"]) == (2, 2, [])
    whole = run("read", "news", "--into", "whole.db", "--jobs", "1")
    assert whole.exit_code == 0

    def held(record):
        run("export", f"{record}.jsonl", "--in", record)
        return sorted(Path(f"{record}.jsonl").read_text(encoding="utf8").split("\n"))

    assert held("record.db") == held("whole.db"), "in one go or in two, the record is the same"


@pytest.mark.parametrize("name", ["", " "])
def test_a_record_without_a_file_is_refused_before_anything_is_read(run, news, weights, name):
    ended = run("read", "news/1.txt", "--into", name)
    assert ended.exit_code != 0 and "no name of a file; give the record one, such as record.db" in ended.output
    assert "statement" not in ended.output and not Path(" ").exists()


def test_a_changed_file_is_read_again(run, news, weights):
    run("read", "news/1.txt", "--into", "record.db")
    (news / "1.txt").write_text("Harbour minister Ida Brandvik said on Tuesday that the tolls would fall.\n")
    assert run("read", "news/1.txt", "--into", "record.db").stdout.startswith("record.db: 1 document read")
    assert "fall" in onrecord.show("1.txt", record="record.db").document.text
    run("export", "now.jsonl", "--in", "record.db")
    run("export", "all.jsonl", "--all-versions", "--in", "record.db")
    assert [Path(f).read_text(encoding="utf8").count("\n") for f in ("now.jsonl", "all.jsonl")] == [1, 2]


def test_reading_to_standard_output(run, news, weights):
    lines = run("read", "news/1.txt", "news/2b.txt", "--format", "jsonl")
    assert lines.exit_code == 1 and len(_not_read(lines)) == 1
    found = reading_of(json.loads(lines.stdout))
    assert found.document.text == GOOD["1.txt"]
    array = run("read", "news/1.txt", "--format", "json")
    assert [reading_of(r) for r in json.loads(array.stdout)] == [found]
    text = run("read", "news/1.txt")
    assert text.exit_code == 0 and text.stdout.startswith("news/1.txt · report\n")
    assert list(onrecord.readings("news/1.txt")) == [found]
    assert not os.path.exists("record.db")


def test_standard_input(run, news, weights):
    ended = run("read", "-", "--format", "jsonl", input=GOOD["3.txt"])
    document = reading_of(json.loads(ended.stdout)).document
    assert (document.path, document.text) == ("-", GOOD["3.txt"])
    run("read", "-", "--into", "record.db", input=GOOD["1.txt"])
    run("read", "-", "--into", "record.db", input=GOOD["3.txt"])
    assert onrecord.status(record="record.db")[0].documents == 2
    empty = run("read", "-", input="")
    assert empty.exit_code == 1 and _not_read(empty) == ["not read: -: the file is empty"]


def test_standard_input_among_many_files(run, news, weights):
    ended = run("read", "news/1.txt", "-", "news/2.md", "--jobs", "2", "--format", "jsonl", input=GOOD["3.txt"])
    assert ended.exit_code == 0, ended.output
    assert [json.loads(line)["document"]["path"] for line in ended.stdout.splitlines()] == ["news/1.txt", "-", "news/2.md"]


def test_a_path_that_means_no_file_is_an_error_before_anything_is_read(run, news):
    ended = run("read", "news", "nowhere.txt", "--into", "record.db")
    assert ended.exit_code == 2
    assert ended.stderr == "onrecord: nowhere.txt: no such file or folder\n" and ended.stdout == ""
    assert not os.path.exists("record.db")
    assert run("read", "news/*.rtf").stderr == "onrecord: news/*.rtf: no file of such a name\n"
    assert (
        run("read", "news", "--into", "news").stderr == "onrecord: news: a folder, not a file; give the record a name in it\n"
    )


def test_copies_of_a_document_are_one(run, news, weights):
    (news / "copy.txt").write_bytes((news / "1.txt").read_bytes())
    (news / "news.zip").write_bytes(b"PK\x03\x04")
    ended = run("read", "news/1.txt", "news/copy.txt", "--into", "record.db")
    assert ended.stdout.startswith("record.db: 1 document read, ") and "1 document on record already" in ended.stdout
    assert "news.zip: an archive, not a document; unpack it and read the folder" in run("read", "news").stderr
    Path("bare").mkdir()
    bare = run("read", "bare")
    assert bare.exit_code == 2 and bare.stderr.startswith("onrecord: bare: no document in this folder")


def test_no_network_is_an_error_before_anything_is_kept(run, news, monkeypatch):
    from onrecord import config

    monkeypatch.setenv("ONRECORD_MODEL", "nowhere")
    config.model_hash.cache_clear()
    for words in (["--into", "record.db"], []):
        ended = run("read", "news", *words)
        assert ended.exit_code == 2
        assert ended.stderr == "onrecord: nowhere: no network's files there; set ONRECORD_MODEL to another folder\n"
    assert not os.path.exists("record.db")
    config.model_hash.cache_clear()


def test_reading_into_what_is_no_record(run, news, weights):
    ended = run("read", "news/1.txt", "--into", "news/2.md")
    assert ended.exit_code == 2
    assert ended.stderr == "onrecord: news/2.md: not a record of onrecord; give --into another file name\n"
    assert (news / "2.md").read_text() == GOOD["2.md"]


def test_an_interruption_keeps_what_was_read_and_says_how_to_go_on(tmp_path, weights):
    many = tmp_path / "many"
    many.mkdir()
    for n in range(3000):
        (many / f"{n:04}.txt").write_text(f"Ida Brandvik said that ferry {n} would leave at dawn.\n")
    # a shell that runs the tests in the background has its children ignore the signal
    code = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    code += "from onrecord.serve.cli import main; main()"
    words = ["read", many, "--format", "jsonl", "--jobs", "2"]
    process = python(code, *words, start_new_session=True)
    first = process.stdout.readline()
    # as a terminal does: to the command and its processes
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert json.loads(first)["document"]["path"].endswith("0000.txt")
    assert process.returncode == 130 and out.count("\n") < 2999
    assert err == "onrecord: stopped; what was read before is kept, the same command goes on from there\n"


# --- search, show, status, export ------------------------------------------------------------------------------------


def test_search_for_people(run, record):
    ended = run("search", "tolls", "--in", record)
    assert ended.exit_code == 0 and ended.stderr == ""
    assert ended.stdout.count("news/harbour.txt:") == 2
    assert "Ida Brandvik  published 2021-04-01  direct  The Tasken Post\n  The harbour tolls will rise.\n" in ended.stdout
    assert "[bold]of the harbour[/bold] :boat:" in ended.stdout, "words are shown as they are"
    nothing = run("search", "nowhere")
    assert (nothing.exit_code, nothing.stdout) == (0, "nothing found\n")


def test_search_for_programs(run, record):
    ended = run("search", "tolls", "--speaker", "Brandvik", "--about", "Velmora", "--since", "2021", "--format", "json")
    (found,) = json.loads(ended.stdout)
    assert (found["speaker"], found["content"]) == ("Ida Brandvik", "The harbour tolls\nwill rise.")
    assert json.loads(run("search", "nowhere", "--format", "json").stdout) == []
    pages = json.loads(run("search", "tolls", "--documents", "--format", "json").stdout)
    assert [p["path"] for p in pages] == ["news/harbour.txt"]
    assert "Tolls at the harbour" in run("search", "tolls", "--documents").stdout
    assert len(json.loads(run("search", "--limit", 1, "--format", "json").stdout)) == 1


def test_words_in_the_shells_quotes_are_a_phrase(run, record):
    def found(*words):
        return len(json.loads(run("search", *words, "--format", "json").stdout))

    assert found("harbour", "tolls") == 2
    assert found("harbour tolls") == found('"harbour tolls"') == 1
    assert found("tolls harbour") == 0
    assert found("harbour", "tolls will") == 1
    assert found('harbour "tolls are"') == 1
    assert found(" tolls ") == 2


@pytest.mark.parametrize(
    "words, said",
    [
        (["search", "--since", "yesterday"], "yesterday: not a date; write 2024-03-05, 2024-03 or 2024"),
        (["search", "--form", "sung"], "sung: no such form; one of direct, indirect, mixed, question, answer"),
        (["search", "--speaker", "Nobody"], "Nobody: nobody of that name on record"),
        (["search", "***"], "***: no words to search for"),
        (["search", "--documents"], "--documents needs words to search for"),
        (["show", "nothing.txt"], "nothing.txt: no document and nobody of that name on record; onrecord status lists"),
        (["status", "--in", "no.db"], "no.db: no such record; make one with: onrecord read DOCUMENTS --into no.db"),
        (["search", "x", "--in", "plain.txt"], "plain.txt: not a record of onrecord"),
        (["export", "t.xlsx"], "t.xlsx: no such format; --format takes jsonl, csv, parquet"),
        (["export", "t.csv", "--table", "cats"], "cats: no such table; one of statements, actors, documents, mentions"),
        (["export", "nowhere/t.csv"], "nowhere/t.csv: cannot be written: No such file or directory"),
        (["export", "-", "--format", "parquet"], "Parquet is written to a file; name one that ends in .parquet"),
        (["export", "record.db", "--format", "csv"], "record.db: is the record itself; give another file name"),
    ],
)
def test_errors_say_what_and_the_next_step_on_one_line(run, record, tmp_path, words, said):
    (tmp_path / "plain.txt").write_text("Dear diary")
    ended = run(*words)
    assert ended.exit_code == 2 and ended.stdout == ""
    assert ended.stderr.startswith(f"onrecord: {said}") and ended.stderr.count("\n") == 1
    assert not any(Path(name).exists() for name in ("t.xlsx", "t.csv", "no.db"))


def test_show_a_document(run, record):
    ended = run("show", "harbour.txt")
    assert ended.exit_code == 0
    shown = ended.stdout.splitlines()
    assert shown[0] == "news/harbour.txt · report · The Tasken Post · 2021-04-01"
    assert shown.count("Tolls at the harbour") == 1
    assert "“[1]The harbour tolls" in ended.stdout and "will rise.”" in ended.stdout
    assert "  1 Ida Brandvik (direct)\n    The harbour tolls will rise.\n    about Velmora\n" in ended.stdout
    assert "  2 Rashid al-Omari to Ida Brandvik (direct)\n" in ended.stdout
    assert "  3 nobody named and Oren Tal (mixed, denied)\n" in ended.stdout
    assert reading_of(json.loads(run("show", "harbour.txt", "--format", "json").stdout)) == READING


def test_show_an_actor(run, record):
    assert "The harbour tolls will rise." in run("show", "Brandvik").stdout
    (found,) = json.loads(run("show", "ida brandvik", "--format", "json").stdout)
    assert found["speaker"] == "Ida Brandvik"
    (joint,) = json.loads(run("show", "Oren Tal", "--format", "json").stdout)
    assert joint["content"] == "All answered."


def test_status(run, record):
    ended = run("status")
    assert ended.exit_code == 0
    assert "documents   1 (1 report)\nstatements  3 (2 direct, 1 mixed)\nactors      4\n" in ended.stdout
    assert "not read    1\n  news/torn.pdf: torn in two\n" in ended.stdout and "harbour.txt" not in ended.stdout
    assert "news/harbour.txt" in run("status", "--documents").stdout
    held = json.loads(run("status", "--format", "json").stdout)
    assert held["documents"] == 1 and held["unread"][0]["code"] == "broken"
    assert held["listed"][0]["path"] == "news/harbour.txt"


def test_export(run, record):
    lines = run("export", "-")
    assert reading_of(json.loads(lines.stdout)) == READING and lines.stderr == ""
    table = run("export", "-", "--format", "csv", "--table", "actors")
    assert [r["name"] for r in csv.DictReader(io.StringIO(table.stdout, newline=""))] == [a.name for a in READING.actors]
    ended = run("export", "all.jsonl")
    assert (ended.exit_code, ended.stdout, ended.stderr) == (0, "", "all.jsonl: 1 written\n")
    assert Path("all.jsonl").read_text(encoding="utf8") == lines.stdout
    assert run("export", "-", "--format", "json").stdout == lines.stdout


def test_the_record_of_a_variable_is_used_where_none_is_named(record, tmp_path):
    record.rename(tmp_path / "mine.db")
    code = "from onrecord.serve.cli import main; main()"
    held = output(python(code, "status", "--format", "json", env={"ONRECORD_FILE": str(tmp_path / "mine.db")}))
    assert json.loads(held)["documents"] == 1


def test_nothing_that_a_document_holds_commands_the_terminal(run, tmp_path):
    evil = "\x1b]0;owned\x07\x1b[2J\x9b31m\x7f\x08"
    found = reading(
        f"news/{evil}.txt",
        ("Ida" + evil, f"We {evil} sail.", {"about": ["Vel" + evil]}),
        title="T" + evil,
        publisher="P" + evil,
    )
    with Store(tmp_path / "record.db") as store:
        store.write([found, Unread(path=f"a{evil}", code="broken", reason="torn " + evil)])
    for words in (
        ["search", "sail"],
        ["search", "sail", "--documents"],
        ["show", found.document.id],
        ["status", "--documents"],
    ):
        shown = run(*words).stdout
        assert "sail" in shown or "We" in shown or words[0] == "status"
        assert not re.findall(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", shown), words


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_output_is_utf8_whatever_the_systems_own_encoding(record, encoding):
    code = "from onrecord.serve.cli import main; main()"
    for words in (["show", "harbour.txt"], ["export", "-"], ["search", "--format", "json"]):
        env = {"PYTHONIOENCODING": encoding}
        out = output(python(code, *words, "--in", record, env=env))
        assert "“" in out or "tolls" in out


@pytest.mark.parametrize(
    "words", [["export", "-"], ["search", "--limit", "100000"], ["status", "--format", "json", "--documents"], ["status"]]
)
def test_a_reader_that_goes_away_is_no_error(tmp_path, words):
    with Store(tmp_path / "record.db") as store:
        store.write([reading(f"{n}.txt", ("Ida Brandvik", f"Ferry {n}. " * 40)) for n in range(400)])
    code = "import sys; sys.stdin.readline(); from onrecord.serve.cli import main; main()"
    process = python(code, *words, "--in", tmp_path / "record.db", stdin=subprocess.PIPE)
    process.stdout.close()
    process.stdin.write("\n")
    process.stdin.close()
    assert process.stderr.read() == ""
    assert process.wait(30) == 0


def test_the_command_is_installed():
    command = Path(sys.executable).parent / "onrecord"
    if not command.exists():
        pytest.skip("the package is not installed")
    ended = subprocess.run([command, "--version"], capture_output=True, text=True, check=False)
    assert ended.returncode == 0 and ended.stdout.startswith("onrecord ")
