"""What is on record: `search`, `show`, `events`, `ties`, `figures`, `actors`, `status`."""

from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onrecord.serve.cli.options import (
    RECORD,
    About,
    Asserted,
    Form,
    Format,
    Limit,
    Outlet,
    Record,
    ShowFormat,
    Speaker,
    Status,
    quoted,
    spread,
)
from onrecord.serve.cli.output import print_json, show_found

if TYPE_CHECKING:
    from onrecord.serve.record import Record as Held


def search(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[WORDS]...", help='All these words; "in quotes" a phrase, a word* a beginning.'),
    ] = None,
    speaker: Speaker = None,
    about: About = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="Said on this day, in this month or year, or later.")
    ] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="Said by then.")] = None,
    form: Form = None,
    status: Status = None,
    outlet: Outlet = None,
    year: Annotated[str | None, typer.Option("--year", help="Said in this year.")] = None,
    meaning: Annotated[
        str | None, typer.Option("--meaning", metavar="TEXT", help="Those nearest in meaning to this first.")
    ] = None,
    documents: Annotated[bool, typer.Option("--documents", help="Find documents instead of statements.")] = False,
    limit: Limit = 50,
    record: Record = RECORD,
    format: Format = ShowFormat.text,
) -> None:
    """Find statements on record, best first; without words, and where too many have them, latest first."""
    from onrecord.serve import api
    from onrecord.serve.terminal import print_documents, print_found

    sought = quoted(words)
    if documents:
        if not sought:
            typer.echo("onrecord: --documents needs words to search for", err=True)
            raise typer.Exit(2)
        pages = api.search_documents(sought, record=record, limit=limit)
        show_found(pages, format, print_documents)
        return
    found = api.search(
        sought, record=record, speaker=speaker, about=about, since=since, until=until, form=form, status=status, outlet=outlet,
        year=year, meaning=meaning, limit=limit,
    )  # fmt: skip
    show_found(found, format, lambda hits: print_found(hits, sought))


def show(
    name: Annotated[
        str, typer.Argument(metavar="DOCUMENT|ACTOR", help="A document's path, its end or id; or an actor's name.")
    ],
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="How many statements of an actor at most.")] = None,
    record: Record = RECORD,
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
            print_json(as_json(found))
        else:
            print_reading(found)
    else:
        show_found(found, format, lambda hits: print_found(hits, None))


def _list(wanted: Asserted, show_text: Callable[[list[Any]], None], found: "Callable[[Held], Iterable[Any]]") -> None:
    from onrecord.serve.record import open

    with open(wanted.record) as held:
        show_found(list(found(held)), wanted.format, show_text)


@spread
def events(
    actor: Annotated[str | None, typer.Option("--actor", help="Who takes part: a name or a part of one.")] = None,
    type: Annotated[str | None, typer.Option("--type", help="PLOVER type: CONSULT, AID, SANCTION ...")] = None,
    status: Status = None,
    *,
    wanted: Asserted,
) -> None:
    """List events on record, latest first, each with who asserts it."""
    from onrecord.serve.terminal import print_events

    _list(wanted, print_events, lambda held: held.events(actor=actor, type=type, status=status, **wanted.narrowed))


@spread
def ties(
    actor: Annotated[str | None, typer.Option("--actor", help="Who is at one end: a name or a part of one.")] = None,
    relation: Annotated[str | None, typer.Option("--relation", help="friendly, ally, hostile, member_of ...")] = None,
    status: Status = None,
    *,
    wanted: Asserted,
) -> None:
    """List ties between actors on record, latest first, each with who asserts it."""
    from onrecord.serve.terminal import print_ties

    _list(wanted, print_ties, lambda held: held.ties(actor=actor, relation=relation, status=status, **wanted.narrowed))


@spread
def figures(
    unit: Annotated[str | None, typer.Option("--unit", help="What is counted in.")] = None, *, wanted: Asserted
) -> None:
    """List figures on record, latest first, each with who asserts it."""
    from onrecord.serve.terminal import print_figures

    _list(wanted, print_figures, lambda held: held.figures(unit=unit, **wanted.narrowed))


def actors(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="One of their names, or a part of one.")] = None,
    limit: Limit = 50,
    record: Record = RECORD,
    format: Format = ShowFormat.text,
) -> None:
    """List who is on record, under which names, and why these were taken for one."""
    from onrecord.serve import api
    from onrecord.serve.terminal import print_actors

    show_found(api.actors(name, record=record, limit=limit), format, print_actors)


def status(
    record: Record = RECORD,
    documents: Annotated[bool, typer.Option("--documents", help="List the documents too.")] = False,
    format: Format = ShowFormat.text,
) -> None:
    """Show what is on record: what was read, what was not and why."""
    from onrecord.serve import api
    from onrecord.serve.terminal import print_status

    summary, listed = api.status(record=record)
    if format is ShowFormat.json:
        print_json({**asdict(summary), "listed": [asdict(d) for d in listed]})
    else:
        print_status(record, summary, listed if documents else None)
