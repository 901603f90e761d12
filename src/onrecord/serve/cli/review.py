"""What persons decide: `judge`, `correct`, `undo`, `corrections`."""

from dataclasses import asdict
from typing import Annotated, Any

import typer

from onrecord.serve.cli.options import RECORD, WHO, Format, Limit, Record, ShowFormat
from onrecord.serve.cli.output import print_json


def judge(
    a: Annotated[str, typer.Argument(metavar="DOCUMENT:ACTOR", help="As onrecord actors --format json gives it.")],
    b: Annotated[str, typer.Argument(metavar="DOCUMENT:ACTOR")],
    verdict: Annotated[str, typer.Argument(help="same, different, undecided (no link of their own) or withdrawn.")],
    by: Annotated[str, typer.Option("--by", help="Who judges.")] = WHO,
    record: Record = RECORD,
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


def correct(
    item: Annotated[
        str,
        typer.Argument(metavar="ITEM", help="An id or its beginning; DOCUMENT:START-END of a mention; a document for add."),
    ],
    action: Annotated[
        str,
        typer.Argument(
            metavar="ACTION", help="accept, reject, speaker, spans, form, type, status, parties, ends, actor or add."
        ),
    ],
    to: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[TO]...", help='What to; "" for nobody. Of spans and add PART=PLACE, of parties and ends ROLE=ACTOR.'
        ),
    ] = None,
    by: Annotated[str, typer.Option("--by", help="Who corrects.")] = WHO,
    record: Record = RECORD,
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
    elif action in ("parties", "ends"):
        given = [part.partition("=") for part in to or ()]
        if not all(sign for _, sign, _ in given):
            raise InputError(f"{' '.join(to or ())}: write ROLE=ACTOR, such as source=Velmora")
        value = {r: a for r, _, a in given} if action == "ends" else [{"role": r, "actor": a} for r, _, a in given]
    elif action not in ("accept", "reject") and value is None:
        raise InputError(f'{action}: say what to; "" for nobody')
    print_corrected(api.correct(item, action, value, record=record, by=by))  # type: ignore[arg-type]


def undo(
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="As onrecord corrections lists it.")],
    by: Annotated[str, typer.Option("--by", help="Who takes it back.")] = WHO,
    record: Record = RECORD,
) -> None:
    """Take a correction back; undoing that brings it back."""
    from onrecord.serve import api
    from onrecord.serve.terminal import print_corrected

    print_corrected(api.undo(number, record=record, by=by))


def corrections(
    by: Annotated[str | None, typer.Option("--by", help="Only what this person corrected.")] = None,
    document: Annotated[str | None, typer.Option("--document", help="Only in this one: a path or id.")] = None,
    lost: Annotated[bool, typer.Option("--lost", help="Only those whose words do not stand in the texts any more.")] = False,
    agreement: Annotated[bool, typer.Option("--agreement", help="How far reviewers agree, instead.")] = False,
    limit: Limit = 50,
    record: Record = RECORD,
    format: Format = ShowFormat.text,
) -> None:
    """List what was corrected by hand, latest first, and what became of it."""
    from onrecord.keep.lines import as_json
    from onrecord.serve import api
    from onrecord.serve.terminal import print_agreement, print_corrections

    if agreement:
        found = api.agreement(record=record)
        if format is ShowFormat.json:
            print_json(asdict(found))
        else:
            print_agreement(found)
        return
    entries = api.corrections(record=record, by=by, document=document, lost=lost, limit=limit)
    if format is ShowFormat.json:
        print_json([as_json(e) for e in entries])
    else:
        print_corrections(entries)
