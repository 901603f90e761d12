"""What statements are chosen and counted by, each in a row of numbers: a count of all of them takes a few milliseconds."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.keep.index import document_of
from onrecord.keep.store import Store
from onrecord.query.filters import CURRENT, KIND, Filter, identities_called, kind_asked
from onrecord.query.numbers import UNORDERED, numbers
from onrecord.query.words import match_expression

_MANY = 0.02
"""documents that changed for each statement there is, from which all are read anew rather than these"""

Mask = NDArray[np.bool_]
"""[statements] which of them"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actors:
    """Who said statements, or whom they are about: pairs of an actor and a statement, each once."""

    codes: Mapping[str, int]
    """of identities, counting from 0 in their order here"""
    who: NDArray[np.int64]
    """[pairs] codes"""
    statements: NDArray[np.int64]
    """[pairs] places in `Columns.numbers`"""

    def fitting(self, identities: Iterable[str], count: int) -> Mask:
        """Which of so many statements have one of some actors."""
        wanted = np.zeros(len(self.codes), np.bool_)
        wanted[[self.codes[identity] for identity in identities if identity in self.codes]] = True
        fits = np.zeros(count, np.bool_)
        fits[self.statements[wanted[self.who]]] = True
        return fits

    def counts(self, fits: Mask) -> NDArray[np.int64]:
        """[codes] in how many of the statements that fit each is."""
        return np.bincount(self.who[fits[self.statements]], minlength=len(self.codes))


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The statements of what is current on a record."""

    last: int
    """the last number in `changes` that they tell of"""
    numbers: NDArray[np.int64]
    """[statements] growing"""
    kinds: NDArray[np.int64]
    """[statements] numbers in the table of that name"""
    values: Mapping[str, Sequence[str]]
    """of each field in `KIND`"""
    codes: Mapping[str, NDArray[np.int64]]
    """[numbers of kinds] of each field in `KIND`: places in its `values`"""
    speaker: Actors
    about: Actors

    def all_of(self, fits: Mapping[str, Mask], *, but: str | None = None) -> Mask:
        """Which statements fit all, leaving out one of them."""
        held = np.ones(len(self.numbers), np.bool_)
        for name, mask in fits.items():
            if name != but:
                held &= mask
        return held

    def among(self, numbers: NDArray[np.int64]) -> Mask:
        """Which statements have one of some numbers."""
        fits = np.zeros(len(self.numbers), np.bool_)
        at, there = _places(self.numbers, np.sort(numbers))
        fits[at[there]] = True
        return fits

    def fit(self, fits: Mask, numbers: NDArray[np.int64]) -> Mask:
        """[numbers] whether each is that of a statement that fits."""
        at, there = _places(self.numbers, numbers)
        there[there] = fits[at[there]]
        return there


def columns(store: Store) -> Columns:
    """Those of a record, kept in memory; what changed since is read anew."""
    found: Columns = store.remembered("columns", lambda before: _columns(store, before))
    return found


def fitting(store: Store, held: Columns, wanted: Filter) -> dict[str, Mask]:
    """Which statements fit each thing that is asked for, by fields of the filter; days and document are under `since`.

    Raises InputError as `numbers.numbers` does.
    """
    fits = {}
    for name, actors in (("speaker", held.speaker), ("about", held.about)):
        if called := getattr(wanted, name):
            fits[name] = actors.fitting(identities_called(store, called), len(held.numbers))
    if wanted.words:
        sql = "SELECT group_concat(rowid) FROM statements_text WHERE statements_text MATCH ?"
        match = match_expression(store, wanted.words, typing=wanted.typing)
        fits["words"] = held.among(numbers_of(store.rows(sql, (match,))))
    if wanted.since or wanted.until or wanted.document:
        days = Filter(since=wanted.since, until=wanted.until, document=wanted.document)
        chosen = numbers(store, days, few=UNORDERED)
        fits["since"] = held.among(numbers_of(store.rows(f"SELECT group_concat(number) FROM ({chosen.sql})", chosen.values)))
    for name, value in kind_asked(wanted).items():
        code = held.values[name].index(value) if value in held.values[name] else -1
        fits[name] = (held.codes[name] == code)[held.kinds]
    return fits


def numbers_of(rows: Iterable[tuple[Any, ...]]) -> NDArray[np.int64]:
    """Those that a query's one row holds as one text with commas, which is how many come fast; none where it is null."""
    ((text,),) = rows
    return np.fromstring(text or "", np.int64, sep=",")


_NO_ACTORS = Actors(codes={}, who=np.zeros(0, np.int64), statements=np.zeros(0, np.int64))
_NOTHING = Columns(
    last=0, numbers=np.zeros(0, np.int64), kinds=np.zeros(0, np.int64), values=dict.fromkeys(KIND, ("",)),
    codes=dict.fromkeys(KIND, np.zeros(1, np.int64)), speaker=_NO_ACTORS, about=_NO_ACTORS,
)  # fmt: skip


def _columns(store: Store, before: Columns | None) -> Columns:
    ((last,),) = store.rows("SELECT coalesce(max(number), 0) FROM changes")
    changed: list[int] | None = None
    if before is not None and before.last <= last:
        changed = [row[0] for row in store.rows("SELECT document FROM changes WHERE number > ?", (before.last,))]
        if len(changed) > _MANY * len(before.numbers):
            changed = None
    held = _NOTHING if before is None or changed is None else before
    index, which, values = "narrow", "true", list[object]()
    if changed is not None:
        index, which, values = "document", "s.document IN (SELECT value FROM json_each(?))", [json.dumps(changed)]
    sql = f"""SELECT group_concat(number), group_concat(kind) FROM
              (SELECT number, kind FROM statements s INDEXED BY statements_{index} WHERE {which} AND {CURRENT.format("s")})"""
    ((numbers, kinds),) = store.rows(sql, values)
    stays = ~np.isin(document_of(held.numbers), changed or ())
    at = np.concatenate([held.numbers[stays], numbers_of([(numbers,)])])
    of = np.concatenate([held.kinds[stays], numbers_of([(kinds,)])])
    order = np.argsort(at, kind="stable")
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    moved = np.full(len(stays), -1)
    moved[stays] = place[: stays.sum()]
    speaker, about = (
        _actors(store, table, at[order], changed, was, moved)
        for table, was in (("speakers", held.speaker), ("about", held.about))
    )
    return Columns(last=last, numbers=at[order], kinds=of[order], speaker=speaker, about=about, **_kinds(store, held))


def _kinds(store: Store, held: Columns) -> dict[str, Any]:
    known = len(held.codes[KIND[0]])
    more = list(store.rows(f"SELECT number, {', '.join(KIND)} FROM kinds WHERE number >= ? ORDER BY number", (known,)))
    values, codes = {}, {}
    for n, name in enumerate(KIND, 1):
        places = {value: place for place, value in enumerate(held.values[name])}
        codes[name] = np.zeros(more[-1][0] + 1 if more else known, np.int64)
        codes[name][:known] = held.codes[name]
        for row in more:
            codes[name][row[0]] = places.setdefault(row[n], len(places))
        values[name] = tuple(places)
    return {"values": values, "codes": codes}


def _actors(
    store: Store, table: str, numbers: NDArray[np.int64], changed: list[int] | None, was: Actors, moved: NDArray[np.int64]
) -> Actors:
    """Those of statements with some numbers; `moved` says where those are now that `was` tells of, -1 for nowhere."""
    index, which, values = "identity", "true", list[object]()
    if changed is not None:
        index, which, values = "document", "document IN (SELECT value FROM json_each(?))", [json.dumps(changed)]
    sql = f"""SELECT identity, count(*), group_concat(statement) FROM {table} INDEXED BY {table}_{index} WHERE {which}
              GROUP BY identity"""
    found = list(store.rows(sql, values))
    codes = dict(was.codes)
    who = np.array([codes.setdefault(row[0], len(codes)) for row in found], np.int64)
    who = np.repeat(who, np.array([row[1] for row in found], np.int64))
    at, there = _places(numbers, numbers_of([(",".join(row[2] for row in found),)]))
    # an actor under two names in a text has two rows for one statement
    pairs = np.sort(who[there] * len(numbers) + at[there])
    pairs = pairs[np.diff(pairs, prepend=-1) > 0]
    stay = moved[was.statements] >= 0
    return Actors(
        codes=codes, who=np.concatenate([was.who[stay], pairs // max(1, len(numbers))]),
        statements=np.concatenate([moved[was.statements[stay]], pairs % max(1, len(numbers))]),
    )  # fmt: skip


def _places(numbers: NDArray[np.int64], wanted: NDArray[np.int64]) -> tuple[NDArray[np.int64], Mask]:
    """[wanted] where each is among numbers that grow, and whether it is there at all."""
    if not len(numbers):
        return np.zeros(len(wanted), np.int64), np.zeros(len(wanted), np.bool_)
    # those that follow one another are near one another in memory
    order = np.argsort(wanted, kind="stable")
    at = np.empty_like(order)
    at[order] = np.searchsorted(numbers, wanted[order]).clip(max=len(numbers) - 1)
    return at, numbers[at] == wanted
