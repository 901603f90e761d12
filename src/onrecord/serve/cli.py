"""The command line: parse, call one function, show."""

import io
import json
import os
import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict
from enum import StrEnum
from functools import wraps
from typing import TYPE_CHECKING, Annotated, Any, ParamSpec

import typer

from onrecord.config import default_record

if TYPE_CHECKING:
    from onrecord.schema import Unread

P = ParamSpec("P")

app = typer.Typer(
    name="onrecord",
    help="Reads political news and puts on record who said what, about whom, when, in which words.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class ReadFormat(StrEnum):
    """How `read` shows what it read."""

    text = "text"
    json = "json"
    jsonl = "jsonl"


class ShowFormat(StrEnum):
    """How the other commands show what they found."""

    text = "text"
    json = "json"


_RECORD = default_record()
_WHO = os.environ.get("USER", "somebody")
Record = Annotated[str, typer.Option("--in", metavar="FILE", help="The record file (or set ONRECORD_FILE).", show_default=True)]
Status = Annotated[str | None, typer.Option("--status", help="happened, ongoing, planned, hoped, denied or hypothetical.")]
Outlet = Annotated[str | None, typer.Option("--outlet", help="Published by.")]
Since = Annotated[str | None, typer.Option("--since", metavar="DATE", help="On this day, in this month or year, or later.")]
Until = Annotated[str | None, typer.Option("--until", metavar="DATE", help="By then.")]
By = Annotated[str | None, typer.Option("--speaker", help="Who says so.")]
Limit = Annotated[int, typer.Option("--limit", min=1, help="How many at most.")]
Format = Annotated[ShowFormat, typer.Option("--format", help="text for people, json for programs.")]


def _guarded(command: Callable[P, None]) -> Callable[P, None]:
    """Shows errors that are meant for the user as one line, with exit status 2."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        from onrecord.errors import OnrecordError

        try:
            command(*args, **kwargs)
            sys.stdout.flush()
        except OnrecordError as error:
            typer.echo(f"onrecord: {error}", err=True)
            raise typer.Exit(2) from None
        except KeyboardInterrupt:
            typer.echo("onrecord: stopped; what was read before is kept, the same command goes on from there", err=True)
            raise typer.Exit(130) from None
        except BrokenPipeError:
            # the reader of our output has gone, `head` for example
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from None

    return run


@app.command(
    epilog="Examples:  onrecord read interview.txt  |  onrecord read news/ --into record.db  |  "
    "cat page.html | onrecord read - --format jsonl"
)
@_guarded
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
    if opened:
        into = into or _RECORD
    unread = _read_into(paths, into, format, jobs) if into else _read_out(paths, format, jobs)
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
        known = f", {_many(report.known, 'document')} on record already" if report.known else ""
        typer.echo(f"{into}: {_many(report.read, 'document')} read, {_many(report.statements, 'statement')}{known}")
    else:
        _print_json(asdict(report))
    return list(report.unread)


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


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
        _print_json(array)
    return unread


@app.command(
    epilog='Examples:  onrecord search "oil pipeline"  |  onrecord search --about Iraq --form direct  |  '
    "onrecord search sanctions --speaker Lavrov --since 2021 --until 2022-06"
)
@_guarded
def search(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[WORDS]...", help='All these words; "in quotes" a phrase, a word* a beginning.'),
    ] = None,
    speaker: Annotated[str | None, typer.Option("--speaker", help="Who said it: a name or a part of one.")] = None,
    about: Annotated[str | None, typer.Option("--about", help="Whom it is about.")] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="Said on this day, in this month or year, or later.")
    ] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="Said by then.")] = None,
    form: Annotated[str | None, typer.Option("--form", help="direct, indirect, mixed, question or answer.")] = None,
    status: Status = None,
    outlet: Outlet = None,
    year: Annotated[str | None, typer.Option("--year", help="Said in this year.")] = None,
    meaning: Annotated[
        str | None, typer.Option("--meaning", metavar="TEXT", help="Those nearest in meaning to this first.")
    ] = None,
    documents: Annotated[bool, typer.Option("--documents", help="Find documents instead of statements.")] = False,
    limit: Limit = 50,
    record: Record = _RECORD,
    format: Format = ShowFormat.text,
) -> None:
    """Find statements on record, best first; without words, and where too many have them, latest first."""
    from onrecord.serve import api
    from onrecord.serve.terminal import print_documents, print_found

    sought = _sought(words)
    if documents:
        if not sought:
            typer.echo("onrecord: --documents needs words to search for", err=True)
            raise typer.Exit(2)
        pages = api.search_documents(sought, record=record, limit=limit)
        _shown(pages, format, print_documents)
        return
    found = api.search(
        sought, record=record, speaker=speaker, about=about, since=since, until=until, form=form, status=status, outlet=outlet,
        year=year, meaning=meaning, limit=limit,
    )  # fmt: skip
    _shown(found, format, lambda hits: print_found(hits, sought))


def _sought(words: list[str] | None) -> str | None:
    # the shell takes the quotes off a phrase: what has a blank within was in quotes
    return " ".join(f'"{w}"' if re.search(r"\s", w.strip()) and '"' not in w else w for w in words) if words else None


def _shown(found: list[Any], format: ShowFormat, show_text: Callable[[list[Any]], None]) -> None:
    if format is ShowFormat.json:
        _print_json([asdict(item) for item in found])
    else:
        show_text(found)


@app.command(
    epilog='Examples:  onrecord show news/2021-10-28.txt  |  onrecord show "Elena Marchetti"  |  '
    "onrecord show 3f2a --format json"
)
@_guarded
def show(
    name: Annotated[
        str, typer.Argument(metavar="DOCUMENT|ACTOR", help="A document's path, its end or id; or an actor's name.")
    ],
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="How many statements of an actor at most.")] = None,
    record: Record = _RECORD,
    format: Format = ShowFormat.text,
) -> None:
    """Show a document with its statements marked, or what somebody said."""
    from onrecord.keep.lines import as_json
    from onrecord.schema import Reading
    from onrecord.serve import api
    from onrecord.serve.terminal import print_found, print_reading

    found = api.show(name, record=record, limit=limit)
    if isinstance(found, Reading):
        if format is ShowFormat.json:
            _print_json(as_json(found))
        else:
            print_reading(found)
    elif format is ShowFormat.json:
        _print_json([asdict(item) for item in found])
    else:
        print_found(found, None)


@app.command(epilog="Examples:  onrecord events --actor Iraq --since 2021  |  onrecord events --type THREATEN --speaker Lavrov")
@_guarded
def events(
    actor: Annotated[str | None, typer.Option("--actor", help="Who takes part: a name or a part of one.")] = None,
    type: Annotated[str | None, typer.Option("--type", help="PLOVER type: CONSULT, AID, SANCTION ...")] = None,
    since: Since = None,
    until: Until = None,
    status: Status = None,
    speaker: By = None,
    outlet: Outlet = None,
    limit: Limit = 50,
    record: Record = _RECORD,
    format: Format = ShowFormat.text,
) -> None:
    """List events on record, latest first, each with who asserts it."""
    from onrecord.serve.record import open
    from onrecord.serve.terminal import print_events

    with open(record) as held:
        found = held.events(
            actor=actor, type=type, since=since, until=until, status=status, speaker=speaker, outlet=outlet, limit=limit
        )  # fmt: skip
    _shown(list(found), format, print_events)


@app.command(epilog="Examples:  onrecord ties --actor Iraq  |  onrecord ties --relation hostile --since 2021")
@_guarded
def ties(
    actor: Annotated[str | None, typer.Option("--actor", help="Who is at one end: a name or a part of one.")] = None,
    relation: Annotated[str | None, typer.Option("--relation", help="friendly, ally, hostile, member_of ...")] = None,
    since: Since = None,
    until: Until = None,
    status: Status = None,
    speaker: By = None,
    outlet: Outlet = None,
    limit: Limit = 50,
    record: Record = _RECORD,
    format: Format = ShowFormat.text,
) -> None:
    """List ties between actors on record, latest first, each with who asserts it."""
    from onrecord.serve.record import open
    from onrecord.serve.terminal import print_ties

    with open(record) as held:
        found = held.ties(
            actor=actor, relation=relation, since=since, until=until, status=status, speaker=speaker, outlet=outlet, limit=limit
        )  # fmt: skip
    _shown(list(found), format, print_ties)


@app.command(epilog="Examples:  onrecord figures --unit tonnes  |  onrecord figures --speaker Lavrov --since 2021")
@_guarded
def figures(
    unit: Annotated[str | None, typer.Option("--unit", help="What is counted in.")] = None,
    since: Since = None,
    until: Until = None,
    speaker: By = None,
    outlet: Outlet = None,
    limit: Limit = 50,
    record: Record = _RECORD,
    format: Format = ShowFormat.text,
) -> None:
    """List figures on record, latest first, each with who asserts it."""
    from onrecord.serve.record import open
    from onrecord.serve.terminal import print_figures

    with open(record) as held:
        found = held.figures(unit=unit, since=since, until=until, speaker=speaker, outlet=outlet, limit=limit)
    _shown(list(found), format, print_figures)


@app.command(epilog='Examples:  onrecord actors  |  onrecord actors Lund  |  onrecord actors "Kari Lund" --format json')
@_guarded
def actors(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="One of their names, or a part of one.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many at most.")] = 50,
    record: Record = _RECORD,
    format: Format = ShowFormat.text,
) -> None:
    """List who is on record, under which names, and why these were taken for one."""
    from onrecord.serve import api
    from onrecord.serve.terminal import print_actors

    _shown(api.actors(name, record=record, limit=limit), format, print_actors)


@app.command(
    epilog="Examples:  onrecord judge 3f2a:91c0 77be:02d4 same  |  onrecord judge 3f2a:91c0 77be:02d4 undecided",
)
@_guarded
def judge(
    a: Annotated[str, typer.Argument(metavar="DOCUMENT:ACTOR", help="As onrecord actors --format json gives it.")],
    b: Annotated[str, typer.Argument(metavar="DOCUMENT:ACTOR")],
    verdict: Annotated[str, typer.Argument(help="same, different, undecided (no link of their own) or withdrawn.")],
    by: Annotated[str, typer.Option("--by", help="Who judges.")] = _WHO,
    record: Record = _RECORD,
) -> None:
    """Decide whether two actors are one; kept in a log and replayed after every reading."""
    from onrecord.errors import InputError
    from onrecord.serve import api

    units = []
    for given in (a, b):
        document, colon, actor = given.partition(":")
        if not colon:
            raise InputError(f"{given}: write DOCUMENT:ACTOR, as onrecord actors --format json gives it")
        units.append((document, actor))
    api.judge(units[0], units[1], verdict, record=record, by=by)  # type: ignore[arg-type]
    typer.echo(f"{a} and {b}: {verdict}", err=True)


@app.command(
    epilog='Examples:  onrecord brief --speaker "Elena Marchetti" --about Iraq  |  onrecord brief --since 2021 --to brief.docx'
    "  |  onrecord brief tolls --speaker Brandvik --against Tal --to both.md"
)
@_guarded
def brief(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[WORDS]...", help="All these words, as search takes them.")
    ] = None,
    speaker: Annotated[str | None, typer.Option("--speaker", help="Who said it: a name or a part of one.")] = None,
    about: Annotated[str | None, typer.Option("--about", help="Whom it is about.")] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="A day, month or year.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="By then.")] = None,
    form: Annotated[str | None, typer.Option("--form", help="direct, indirect, mixed, question or answer.")] = None,
    status: Annotated[
        str | None, typer.Option("--status", help="happened, ongoing, planned, hoped, denied, hypothetical.")
    ] = None,
    outlet: Annotated[str | None, typer.Option("--outlet", help="Who published it.")] = None,
    against: Annotated[
        str | None, typer.Option("--against", metavar="NAME", help="A second speaker, beside the first.")
    ] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="FILE", help="Write to this .md or .docx file.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many lines of each kind at most.")] = 200,
    record: Record = _RECORD,
    format: Format = ShowFormat.text,
) -> None:
    """Say what was said and done, line by line, each with its citation; as Markdown, or in a Word file."""
    from onrecord.serve import api
    from onrecord.serve.paper import markdown

    found = api.brief(
        _sought(words), record=record, speaker=speaker, about=about, since=since, until=until, form=form, status=status,
        outlet=outlet, against=against, limit=limit,
    )  # fmt: skip
    if to is not None:
        api.write_brief(found, to)
        typer.echo(f"{to}: {_many(len(found.sources), 'line')} written", err=True)
    elif format is ShowFormat.json:
        _print_json(asdict(found))
    else:
        sys.stdout.write(markdown(found))


@app.command(
    epilog="Examples:  onrecord cite 3f2a91c0  |  onrecord cite 3f2a91c0 --format bibtex >> sources.bib  |  "
    'onrecord cite "/statements/3f2a91c0?document=...&sha=...&start=...&end=...&words=..."'
)
@_guarded
def cite(
    statement: Annotated[
        str,
        typer.Argument(metavar="STATEMENT|LINK", help="A statement's id or its beginning; or a permalink, which is checked."),
    ],
    format: Annotated[str, typer.Option("--format", help="footnote, csl, ris or bibtex.")] = "footnote",
    record: Record = _RECORD,
) -> None:
    """Cite a statement, or check whether what a permalink quotes still stands there: exact, moved or gone."""
    from onrecord.serve import api

    if "?" not in statement:
        typer.echo(api.cite(statement, record=record, format=format))
        return
    found = api.check(statement, record=record)
    place = f" {found.document} {found.start}-{found.end}" if found.document else ""
    typer.echo(f"{found.state}:{place} {found.why}")
    if found.state != "exact":
        raise typer.Exit(1)


@app.command(
    epilog='Examples:  onrecord correct 8c1d accept --by ann  |  onrecord correct 8c1d speaker "Oren Tal"  |  '
    "onrecord correct 8c1d spans content=120-180  |  "
    'onrecord correct news/a.txt add "content=the ferry sails at dawn" "speaker=Oren Tal" form=indirect'
)
@_guarded
def correct(
    item: Annotated[
        str,
        typer.Argument(metavar="ITEM", help="An id or its beginning; DOCUMENT:START-END of a mention; a document for add."),
    ],
    action: Annotated[
        str, typer.Argument(metavar="ACTION", help="accept, reject, speaker, spans, form, type, status, actor or add.")
    ],
    to: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TO]...", help='What to; "" for nobody. Of spans and add: PART=PLACE, as offsets or words.'),
    ] = None,
    by: Annotated[str, typer.Option("--by", help="Who corrects.")] = _WHO,
    record: Record = _RECORD,
) -> None:
    """Correct an item by hand; kept in a log and replayed after every new reading."""
    from onrecord.errors import InputError
    from onrecord.serve import api
    from onrecord.serve.terminal import print_corrected

    value: Any = " ".join(to) if to is not None else None
    if action in ("spans", "add"):
        parts = [part.partition("=") for part in to or ()]
        value = {name: place for name, sign, place in parts if sign}
        if len(value) < len(parts):
            raise InputError(f"{' '.join(to or ())}: write PART=PLACE, such as content=120-180")
    elif action not in ("accept", "reject") and value is None:
        raise InputError(f'{action}: say what to; "" for nobody')
    print_corrected(api.correct(item, action, value, record=record, by=by))  # type: ignore[arg-type]


@app.command(epilog="Examples:  onrecord undo 12  |  onrecord undo 12 --by ann --in news.db")
@_guarded
def undo(
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="As onrecord corrections lists it.")],
    by: Annotated[str, typer.Option("--by", help="Who takes it back.")] = _WHO,
    record: Record = _RECORD,
) -> None:
    """Take a correction back; undoing that brings it back."""
    from onrecord.serve import api
    from onrecord.serve.terminal import print_corrected

    print_corrected(api.undo(number, record=record, by=by))


@app.command(epilog="Examples:  onrecord corrections  |  onrecord corrections --lost  |  onrecord corrections --agreement")
@_guarded
def corrections(
    by: Annotated[str | None, typer.Option("--by", help="Only what this person corrected.")] = None,
    document: Annotated[str | None, typer.Option("--document", help="Only in this one: a path or id.")] = None,
    lost: Annotated[bool, typer.Option("--lost", help="Only those whose words do not stand in the texts any more.")] = False,
    agreement: Annotated[bool, typer.Option("--agreement", help="How far reviewers agree, instead.")] = False,
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many at most.")] = 50,
    record: Record = _RECORD,
    format: Format = ShowFormat.text,
) -> None:
    """List what was corrected by hand, latest first, and what became of it."""
    from onrecord.keep.lines import as_json
    from onrecord.serve import api
    from onrecord.serve.terminal import print_agreement, print_corrections

    if agreement:
        found = api.agreement(record=record)
        if format is ShowFormat.json:
            _print_json(asdict(found))
        else:
            print_agreement(found)
        return
    entries = api.corrections(record=record, by=by, document=document, lost=lost, limit=limit)
    if format is ShowFormat.json:
        _print_json([as_json(e) for e in entries])
    else:
        print_corrections(entries)


@app.command(
    epilog="Examples:  onrecord export all.jsonl  |  onrecord export events.csv --table events  |  "
    "onrecord export harbour.bib --speaker Brandvik  |  onrecord export page.html --document harbour.txt"
)
@_guarded
def export(
    to: Annotated[str, typer.Argument(metavar="FILE", help="Where to; - for standard output.")],
    table: Annotated[
        str,
        typer.Option(
            "--table", help="For csv and parquet: statements, actors, documents, mentions, events, ties, figures or offices."
        ),
    ] = "statements",
    format: Annotated[
        str | None, typer.Option("--format", help="One of those below; by default told by the file's ending.")
    ] = None,
    document: Annotated[
        str | None, typer.Option("--document", help="Only this one: its path, the end of it, or its id.")
    ] = None,
    all_versions: Annotated[bool, typer.Option("--all-versions", help="Earlier versions of documents too.")] = False,
    speaker: Annotated[str | None, typer.Option("--speaker", help="Only what this one said.")] = None,
    about: Annotated[str | None, typer.Option("--about", help="Only what is about this one.")] = None,
    words: Annotated[str | None, typer.Option("--words", help="Only what a search for these finds.")] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="A day, month or year.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="By then.")] = None,
    corrections: Annotated[
        bool, typer.Option("--corrections", help="What was corrected by hand, with the texts: short for --format corrections.")
    ] = False,
    record: Record = _RECORD,
) -> None:
    """Write the record for other programs, or of it what a search by the same options finds.

    Whole: jsonl, csv, parquet (one table), prov. Texts: annotations (W3C), brat, html (one document). Networks: graphml, gexf,
    ftm (FollowTheMoney). Coded: plover (events), dna (Discourse Network Analyzer). References: ris, bibtex, csl.
    """
    from onrecord.query.filters import Filter
    from onrecord.serve import api

    format = "corrections" if corrections else format
    wanted = Filter(words=words, speaker=speaker, about=about, since=since, until=until)
    count = api.export(
        to, record=record, format=format, table=table, document=document, wanted=wanted, all_versions=all_versions
    )
    if to != "-":
        typer.echo(f"{to}: {count:,} written", err=True)


@app.command(epilog="Examples:  onrecord status  |  onrecord status --in news.db --format json")
@_guarded
def status(
    record: Record = _RECORD,
    documents: Annotated[bool, typer.Option("--documents", help="List the documents too.")] = False,
    format: Format = ShowFormat.text,
) -> None:
    """Show what is on record: what was read, what was not and why."""
    from onrecord.serve import api
    from onrecord.serve.terminal import print_status

    summary, listed = api.status(record=record)
    if format is ShowFormat.json:
        _print_json({**asdict(summary), "listed": [asdict(d) for d in listed]})
    else:
        print_status(record, summary, listed if documents else None)


@app.command("open", epilog="Examples:  onrecord open news.db  |  onrecord open news.db --port 9000 --no-browser")
@_guarded
def open_workspace(
    record: Annotated[str, typer.Argument(metavar="[FILE]", help="The record file (or set ONRECORD_FILE).")] = _RECORD,
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


@app.callback(invoke_without_command=True)
def _version(version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False) -> None:
    if version:
        from importlib.metadata import version as installed

        typer.echo(f"onrecord {installed('onrecord')}")
        raise typer.Exit


def _print_json(value: Iterable[Any] | dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def main() -> None:
    """The entry point of the `onrecord` command."""
    for stream in (sys.stdout, sys.stderr):
        # whatever the system's own encoding: other programs rely on the lines
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf8", errors="backslashreplace")
    app()
