"""The options that several commands have, each said once, and what a class of them is to a command."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import Annotated, Any

import typer

from onrecord.config import default_record


class ReadFormat(StrEnum):
    """How `read` shows what it read."""

    text = "text"
    json = "json"
    jsonl = "jsonl"


class ShowFormat(StrEnum):
    """How the other commands show what they found."""

    text = "text"
    json = "json"


RECORD = default_record()
WHO = os.environ.get("USER", "somebody")
Record = Annotated[str, typer.Option("--in", metavar="FILE", help="The record file (or set ONRECORD_FILE).", show_default=True)]
Speaker = Annotated[str | None, typer.Option("--speaker", help="Who said it: a name or a part of one.")]
About = Annotated[str | None, typer.Option("--about", help="Whom it is about.")]
Form = Annotated[str | None, typer.Option("--form", help="direct, indirect, mixed, question or answer.")]
Status = Annotated[str | None, typer.Option("--status", help="happened, ongoing, planned, hoped, denied or hypothetical.")]
Outlet = Annotated[str | None, typer.Option("--outlet", help="Published by.")]
Limit = Annotated[int, typer.Option("--limit", min=1, help="How many at most.")]
Format = Annotated[ShowFormat, typer.Option("--format", help="text for people, json for programs.")]


@dataclass(frozen=True, kw_only=True)
class Asserted:
    """Which of the events, ties or figures, and how they are shown."""

    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="On this day, in this month or year, or later.")
    ] = None
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="By then.")] = None
    speaker: Annotated[str | None, typer.Option("--speaker", help="Who says so.")] = None
    outlet: Outlet = None
    limit: Limit = 50
    record: Record = RECORD
    format: Format = ShowFormat.text

    @property
    def narrowed(self) -> dict[str, Any]:
        """What a record is asked for."""
        return {
            "since": self.since,
            "until": self.until,
            "speaker": self.speaker,
            "outlet": self.outlet,
            "limit": self.limit,
        }


def spread(command: Callable[..., None]) -> Callable[..., None]:
    """A command whose last parameter is a class of options, as one that has each of these for a parameter."""
    *own, last = signature(command).parameters.values()
    options = last.annotation

    @wraps(command)
    def run(**given: Any) -> None:
        command(**{p.name: given.pop(p.name) for p in own}, **{last.name: options(**given)})

    parameters = [
        *(p.replace(kind=Parameter.KEYWORD_ONLY) for p in own),
        *(Parameter(f.name, Parameter.KEYWORD_ONLY, default=f.default, annotation=f.type) for f in fields(options)),
    ]
    run.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in parameters}
    return run


def quoted(words: list[str] | None) -> str | None:
    """Words of the command line as a search takes them: the shell took the quotes off what has a blank within."""
    return " ".join(f'"{w}"' if re.search(r"\s", w.strip()) and '"' not in w else w for w in words) if words else None
