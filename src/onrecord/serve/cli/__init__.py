"""The command line: parse, call one function, show."""

import io
import sys
from collections.abc import Callable
from typing import Annotated

import typer

from onrecord.serve.cli import answers, citing, reading, review
from onrecord.serve.cli.output import guarded

COMMANDS: tuple[tuple[str, Callable[..., None], tuple[str, ...]], ...] = (
    (
        "read",
        reading.read,
        (
            "onrecord read interview.txt",
            "onrecord read news/ --into record.db",
            "cat page.html | onrecord read - --format jsonl",
        ),
    ),
    (
        "search",
        answers.search,
        (
            'onrecord search "oil pipeline"',
            "onrecord search --about Iraq --form direct",
            "onrecord search sanctions --speaker Lavrov --since 2021 --until 2022-06",
        ),
    ),
    (
        "show",
        answers.show,
        ("onrecord show news/2021-10-28.txt", 'onrecord show "Elena Marchetti"', "onrecord show 3f2a --format json"),
    ),
    (
        "events",
        answers.events,
        ("onrecord events --actor Iraq --since 2021", "onrecord events --type THREATEN --speaker Lavrov"),
    ),
    ("ties", answers.ties, ("onrecord ties --actor Iraq", "onrecord ties --relation hostile --since 2021")),
    ("figures", answers.figures, ("onrecord figures --unit tonnes", "onrecord figures --speaker Lavrov --since 2021")),
    ("actors", answers.actors, ("onrecord actors", "onrecord actors Lund", 'onrecord actors "Kari Lund" --format json')),
    ("judge", review.judge, ("onrecord judge 3f2a:91c0 77be:02d4 same", "onrecord judge 3f2a:91c0 77be:02d4 undecided")),
    (
        "brief",
        citing.brief,
        (
            'onrecord brief --speaker "Elena Marchetti" --about Iraq',
            "onrecord brief --since 2021 --to brief.docx",
            "onrecord brief tolls --speaker Brandvik --against Tal --to both.md",
        ),
    ),
    (
        "cite",
        citing.cite,
        (
            "onrecord cite 3f2a91c0",
            "onrecord cite 3f2a91c0 --format bibtex >> sources.bib",
            'onrecord cite "/statements/3f2a91c0?document=...&sha=...&start=...&end=...&words=..."',
        ),
    ),
    (
        "correct",
        review.correct,
        (
            "onrecord correct 8c1d accept --by ann",
            'onrecord correct 8c1d speaker "Oren Tal"',
            "onrecord correct 8c1d spans content=120-180",
            'onrecord correct news/a.txt add "content=the ferry sails at dawn" "speaker=Oren Tal" form=indirect',
        ),
    ),
    ("undo", review.undo, ("onrecord undo 12", "onrecord undo 12 --by ann --in news.db")),
    (
        "corrections",
        review.corrections,
        ("onrecord corrections", "onrecord corrections --lost", "onrecord corrections --agreement"),
    ),
    (
        "export",
        citing.export,
        (
            "onrecord export all.jsonl",
            "onrecord export events.csv --table events",
            "onrecord export harbour.bib --speaker Brandvik",
            "onrecord export page.html --document harbour.txt",
        ),
    ),
    ("status", answers.status, ("onrecord status", "onrecord status --in news.db --format json")),
    ("open", reading.open_workspace, ("onrecord open news.db", "onrecord open news.db --port 9000 --no-browser")),
)
"""by name, in the order of their help, each with examples"""

app = typer.Typer(
    name="onrecord",
    help="Reads political news and puts on record who said what, about whom, when, in which words.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for _name, _command, _examples in COMMANDS:
    app.command(_name, epilog="Examples:  " + "  |  ".join(_examples))(guarded(_command))


@app.callback(invoke_without_command=True)
def _version(version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False) -> None:
    if version:
        from importlib.metadata import version as installed

        typer.echo(f"onrecord {installed('onrecord')}")
        raise typer.Exit


def main() -> None:
    """The entry point of the `onrecord` command."""
    for stream in (sys.stdout, sys.stderr):
        # whatever the system's own encoding: other programs rely on the lines
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf8", errors="backslashreplace")
    app()
