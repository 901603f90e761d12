"""How commands end: what they found in lines or JSON, errors in one line."""

import json
import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict
from functools import wraps
from typing import Any, ParamSpec

import typer

from onrecord.serve.cli.options import ShowFormat

P = ParamSpec("P")


def guarded(command: Callable[P, None]) -> Callable[P, None]:
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


def show_found(found: list[Any], format: ShowFormat, show_text: Callable[[list[Any]], None]) -> None:
    """Shows what was found, as JSON or for people."""
    if format is ShowFormat.json:
        print_json([asdict(item) for item in found])
    else:
        show_text(found)


def print_json(value: Iterable[Any] | dict[str, Any]) -> None:
    """Writes JSON to the standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def many(count: int, what: str) -> str:
    """A count of something, in words."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"
