"""Which statements are asked for, in terms of the tables."""

import json
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import get_args

from onrecord.errors import InputError, MissingError
from onrecord.ids import folded
from onrecord.keep.store import Store
from onrecord.schema import Form, Status

FORMS: tuple[str, ...] = get_args(Form)
STATUSES: tuple[str, ...] = get_args(Status)
ACTORS = {"speaker": "speakers", "about": "about"}
"""fields of a filter that name somebody, and the tables of whose statements are whose"""
KIND = ("form", "status", "outlet", "year")
"""fields of a filter that the table `kinds` holds the combinations of"""
CURRENT = "{0}.document NOT IN (SELECT number FROM documents WHERE NOT current)"
"""of a row of any table with the number of its document: that is what some place holds now"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which statements; None for any."""

    words: str | None = None
    speaker: str | None = None
    """a name, a part of one, or the identity of an actor of the record"""
    about: str | None = None
    """likewise"""
    since: str | None = None
    """ISO day, month or year; the statement's days reach to it or past it"""
    until: str | None = None
    form: str | None = None
    document: str | None = None
    """id"""
    status: str | None = None
    outlet: str | None = None
    """who published the document, as it is written there"""
    year: str | None = None
    """of the first day on which it was said, else of publication"""
    typing: bool = False
    """whether the last of the words may be unfinished"""


@dataclass(slots=True)
class Parts:
    """Conditions and their values, in the order in which they are given."""

    where: list[str] = field(default_factory=list)
    values: list[object] = field(default_factory=list)

    def add(self, condition: str, *values: object) -> None:
        """Adds a condition; each of its values stands as a question mark in it."""
        self.where.append(condition)
        self.values += values


def add_plain(parts: Parts, wanted: Filter) -> None:
    """Adds the conditions on status, outlet, days and document of `s`; events, ties and statements call their columns alike."""
    add_days(parts, wanted.since, wanted.until)
    if wanted.status:
        one_of("status", wanted.status, STATUSES)
        parts.add("s.status = ?", wanted.status)
    if wanted.outlet:
        parts.add("s.outlet = ?", wanted.outlet)
    if wanted.year:
        _add_year(parts, wanted.year)
    if wanted.document:
        parts.add("s.document = (SELECT number FROM documents WHERE id = ?)", wanted.document)


def _add_year(parts: Parts, wanted: str) -> None:
    year(wanted)
    parts.add("s.day BETWEEN ? AND ?", wanted, f"{wanted}-99")


def add_kind(parts: Parts, wanted: Filter) -> None:
    """Adds what a statement's form, status, outlet and year must be: which of the combinations on record."""
    given = kind_asked(wanted)
    if given:
        which = " AND ".join(f"{name} = ?" for name in given)
        parts.add(f"s.kind IN (SELECT number FROM kinds WHERE {which})", *given.values())
    if wanted.year:
        # a part of the index by days, where that is gone through
        _add_year(parts, wanted.year)


def kind_asked(wanted: Filter) -> dict[str, str]:
    """What is asked for of `KIND`, by fields; raises InputError for a form, status or year that is none."""
    for name, allowed in (("form", FORMS), ("status", STATUSES)):
        if value := getattr(wanted, name):
            one_of(name, value, allowed)
    if wanted.year:
        year(wanted.year)
    return {name: getattr(wanted, name) for name in KIND if getattr(wanted, name)}


def add_days(parts: Parts, since: str | None, until: str | None) -> None:
    """Adds conditions on the days of `s`; an open end reaches on, and what has no day at all is in no span of days."""
    if since:
        parts.add("(s.last >= ? OR s.last IS NULL AND s.first IS NOT NULL)", day_bound(since, last=False))
    if until:
        parts.add("(s.first <= ? OR s.first IS NULL AND s.last IS NOT NULL)", day_bound(until, last=True))


def one_of(what: str, value: str, allowed: Collection[str]) -> None:
    """Raises InputError for a value that is none of those allowed."""
    if value not in allowed:
        raise InputError(f"{value}: no such {what}; one of {', '.join(allowed)}")


def year(value: str) -> None:
    """Raises InputError for what is no year."""
    if not re.fullmatch(r"[0-9]{4}", value):
        raise InputError(f"{value}: not a year; write 2024")


def identities_called(store: Store, name: str) -> list[str]:
    """The actors of the record that a person means by an identity, a name, or words that begin those of a name.

    Raises InputError where there are none.
    """
    if next(store.rows("SELECT 1 FROM actor_names WHERE identity = ?", (name,)), None):
        return [name]
    sql = "SELECT DISTINCT identity FROM actor_names WHERE folded IN (SELECT value FROM json_each(?)) ORDER BY 1"
    return [row[0] for row in store.rows(sql, (json.dumps(_names_like(store, name)),))]


def _names_like(store: Store, name: str) -> list[str]:
    key = folded(name)
    if next(store.rows("SELECT 1 FROM actor_names WHERE folded = ?", (key,)), None):
        return [key]
    if not key:
        raise InputError("an empty name; give a name or a part of one")
    # every word of the query begins a word of the name, a compound one too: Assad of al-Assad, Brien of O'Brien
    words = re.findall(r"\w+", key)
    sql = "SELECT n.folded FROM names_text JOIN names n ON n.number = names_text.rowid WHERE names_text MATCH ?"
    found = [row[0] for row in store.rows(sql, (" ".join(f'"{w}"*' for w in words),))] if words else []
    sql = "SELECT DISTINCT folded FROM actor_names WHERE folded IN (SELECT value FROM json_each(?))"
    found = [row[0] for row in store.rows(sql, (json.dumps(found),))]
    if not found:
        raise MissingError(f"{name}: nobody of that name on record; onrecord search without it shows who is")
    return found


def day_bound(value: str, *, last: bool) -> str:
    """The first or last day of an ISO day, month or year; raises InputError for anything else."""
    try:
        if re.fullmatch(r"[0-9]{4}", value):
            return f"{value}-12-31" if last else f"{value}-01-01"
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}", value):
            date.fromisoformat(f"{value}-01")
            return f"{value}-31" if last else f"{value}-01"
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise InputError(f"{value}: not a date; write 2024-03-05, 2024-03 or 2024") from None
