"""docs/exports.md: every command runs as it stands there, and every line shown is in what it wrote."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hand_made import actor_id, reading
from typer.testing import CliRunner

from onrecord.keep.export import FORMATS
from onrecord.keep.store import Store
from onrecord.schema import Event, Office, Party, Tie, When
from onrecord.serve.cli import app

DOCS = (Path(__file__).parent.parent / "docs" / "exports.md").read_text(encoding="utf8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", DOCS, re.DOTALL)
IDA, OREN, VELMORA, TASKEN = (actor_id(n) for n in ("Ida Brandvik", "Oren Tal", "Velmora", "Tasken"))


def harbour():
    """The record that the examples are of."""
    made = reading(
        "news/harbour.txt",
        ("Ida Brandvik", "The harbour tolls will rise, whatever Tasken says.", {"about": ["Velmora", "Tasken"]}),
        ("Oren Tal", "Tasken refused to pay.", {"about": ["Tasken"], "said": When(first="2021-03-31", last="2021-03-31")}),
        title="Tolls at the harbour",
        publisher="The Tasken Post",
        published="2021-04-01",
        sha256="5f08e3b66b3048c3" * 4,
    )
    text = made.document.text

    def span(words, nth=0):
        at = [m.start() for m in re.finditer(re.escape(words), text)][nth]
        return at, at + len(words)

    office = Office(
        holder=IDA, title="Mayor", of=VELMORA, to=None, first="2021-04-01", last="2021-04-01", span=span("Ida Brandvik")
    )  # fmt: skip
    event = Event(
        id="c41d", type="REJECT", mode=None, span=span("refused to pay"), place=None, when=None, status="happened",
        negated=False, parties=(Party(actor=TASKEN, role="source", span=span("Tasken", 1)),),
        asserted_by=made.statements[1].id, score=0.8,
    )  # fmt: skip
    tie = Tie(
        id="9b07", relation="hostile", source=IDA, target=TASKEN, source_span=span("Ida Brandvik"), target_span=span("Tasken"),
        span=span("whatever Tasken says"), when=None, status="ongoing", asserted_by=made.statements[0].id, score=0.6,
    )  # fmt: skip
    return replace(made, offices=(office,), events=(event,), ties=(tie,))


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """The folder in which the commands of the page have run, and what each block of commands printed."""
    folder = tmp_path_factory.mktemp("docs")
    with Store(folder / "record.db") as store:
        store.write([harbour()])
    printed = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.delenv("ONRECORD_FILE", raising=False)
        for kind, block in BLOCKS:
            if kind != "sh":
                continue
            for line in block.replace("\\\n", " ").splitlines():
                words = [w.strip("'\"") for w in re.findall(r"'[^']*'|\"[^\"]*\"|\S+", line.partition("  #")[0])]
                assert words.pop(0) == "onrecord", line
                ended = CliRunner().invoke(app, [*words, "--in", "record.db"])
                assert ended.exit_code == 0, (line, ended.output)
                printed[line] = ended.stdout
    return folder, printed


def test_every_format_is_described_with_its_endings():
    for format in FORMATS:
        for ending in format.endings:
            assert f"`{ending}`" in DOCS, ending
        assert f"### {format.title}" in DOCS or f"`{format.name}`" in DOCS, format.name


def test_every_command_of_the_page_runs(written):
    folder, _ = written
    assert len(list(folder.iterdir())) > len(FORMATS)


def test_every_line_of_the_page_is_in_what_its_command_wrote(written):
    folder, printed = written
    texts = [p for p in folder.rglob("*") if p.is_file() and not re.search(r"\.(db|parquet|docx)", p.name)]
    files = [p.read_bytes().decode() for p in texts]
    everything = "\n".join([*files, *printed.values()])
    shown = [line for kind, block in BLOCKS if kind == "text" for line in block.splitlines()]
    assert len(shown) > 20
    for line in shown:
        for piece in line.split("⋯"):
            assert piece.strip() in everything, line


def test_what_python_is_shown_runs(written, monkeypatch):
    folder, _ = written
    monkeypatch.chdir(folder)
    blocks = [block for kind, block in BLOCKS if kind == "python"]
    assert blocks
    for block in blocks:
        exec(compile(block, "docs/exports.md", "exec"), {})  # what a reader would paste
