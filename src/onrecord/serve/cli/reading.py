"""Documents in, and the workspace open: `read`, `open`."""

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onrecord.serve.cli.options import RECORD, ReadFormat
from onrecord.serve.cli.output import many, print_json

if TYPE_CHECKING:
    from onrecord.schema import Unread


def read(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH...", help='Files, folders, patterns ("*.html"), or - for standard input.'),
    ],
    into: Annotated[str | None, typer.Option("--into", metavar="FILE", help="Keep what is read in this record file.")] = None,
    format: Annotated[
        ReadFormat,
        typer.Option("--format", help="Without --into: text for people, jsonl one document a line, json an array."),
    ] = ReadFormat.text,
    jobs: Annotated[int | None, typer.Option("--jobs", "-j", min=1, help="Processes; by default one a core.")] = None,
    opened: Annotated[bool, typer.Option("--open", help="Then open the record in the browser, as onrecord open does.")] = False,
) -> None:
    """Read documents: plain text, Markdown, HTML, PDF, Word, JSON Lines.

    What cannot be read is listed with the reason, and the exit status is 1; all the others are read. With --into, documents
    that are on record and unchanged are passed over, so an interrupted reading goes on where it stopped.
    """
    if opened and into is None:
        into = RECORD
    unread = _read_out(paths, format, jobs) if into is None else _read_into(paths, into, format, jobs)
    for item in unread:
        typer.echo(f"not read: {item.path}: {item.reason}", err=True)
    if opened and into:
        _open(into)
    if unread:
        raise typer.Exit(1)


def _read_into(paths: list[str], into: str, format: ReadFormat, jobs: int | None) -> "list[Unread]":
    from onrecord.serve import api
    from onrecord.serve.terminal import progress_bar

    with progress_bar() as moved:
        report = api.read(paths, into=into, jobs=jobs, progress=moved)
    if format is ReadFormat.text:
        known = f", {many(report.known, 'document')} on record already" if report.known else ""
        typer.echo(f"{into}: {many(report.read, 'document')} read, {many(report.statements, 'statement')}{known}")
    else:
        print_json(asdict(report))
    return list(report.unread)


def _read_out(paths: list[str], format: ReadFormat, jobs: int | None) -> "list[Unread]":
    from onrecord.keep.lines import as_json, line
    from onrecord.schema import Unread
    from onrecord.serve import api
    from onrecord.serve.terminal import print_reading

    unread: list[Unread] = []
    array: list[Any] = []
    for item in api.readings(paths, jobs=jobs):
        if isinstance(item, Unread):
            unread.append(item)
        elif format is ReadFormat.jsonl:
            sys.stdout.write(line(item) + "\n")
            sys.stdout.flush()
        elif format is ReadFormat.json:
            array.append(as_json(item))
        else:
            print_reading(item)
    if format is ReadFormat.json:
        print_json(array)
    return unread


def open_workspace(
    record: Annotated[str, typer.Argument(metavar="[FILE]", help="The record file (or set ONRECORD_FILE).")] = RECORD,
    port: Annotated[
        int | None, typer.Option("--port", min=0, max=65535, help="By default the first free from 8080 on.")
    ] = None,
    host: Annotated[
        str, typer.Option("--host", help="The address to answer at; any but this machine's own asks for a token.")
    ] = "127.0.0.1",
    token: Annotated[str | None, typer.Option("--token", help="What a visitor must show; made where none is given.")] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the browser.")] = True,
) -> None:
    """Open a record in the browser: search, follow, compare, correct, cite. Ends with Ctrl-C."""
    _open(record, port=port, host=host, token=token, browser=browser)


def _open(record: str, **options: Any) -> None:
    from onrecord.serve import api

    def told(address: str) -> None:
        typer.echo(f"{record} is open at {address} (Ctrl-C ends it)", err=True)

    api.workspace(record, told=told, **options)
