"""What statements are chosen and counted by, each in a row of numbers: a count of all of them takes a few milliseconds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.keep.store import Store
from onrecord.query.filters import CURRENT, KIND, Filter, identities_called, kind_asked, selection
from onrecord.query.words import match_expression

Mask = NDArray[np.bool_]
"""[statements] which of them"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actors:
    """Who said statements, or whom they are about: pairs of an actor and a statement, each once, by actors."""

    identities: tuple[str, ...]
    """in their order"""
    ends: NDArray[np.int64]
    """[identities] where the pairs of each end, and those of the next begin"""
    who: NDArray[np.int32]
    """[pairs] places in `identities`"""
    statements: NDArray[np.int64]
    """[pairs] places in `Columns.numbers`"""

    def fitting(self, identities: Iterable[str], count: int) -> Mask:
        """Which of so many statements have one of some actors."""
        fits = np.zeros(count, np.bool_)
        place = {identity: n for n, identity in enumerate(self.identities)}
        for n in (place[i] for i in identities if i in place):
            fits[self.statements[self.ends[n - 1] if n else 0 : self.ends[n]]] = True
        return fits

    def counts(self, fits: Mask) -> NDArray[np.int64]:
        """[identities] in how many of the statements that fit each is."""
        return np.bincount(self.who[fits[self.statements]], minlength=len(self.identities))


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The statements of what is current on a record."""

    numbers: NDArray[np.int64]
    """[statements] growing"""
    kinds: NDArray[np.int32]
    """[statements] places in the two below"""
    values: dict[str, tuple[str, ...]]
    """of each field in `KIND`"""
    codes: dict[str, NDArray[np.int32]]
    """[kinds] of each field in `KIND`: places in its `values`"""
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
        at, there = _places(self.numbers, numbers)
        fits[at[there]] = True
        return fits


def columns(store: Store) -> Columns:
    """Those of a record, kept in memory as long as it does not change."""
    found: Columns = store.remembered("columns", lambda: _columns(store))
    return found


def fitting(store: Store, held: Columns, wanted: Filter) -> dict[str, Mask]:
    """Which statements fit each thing that is asked for, by fields of the filter; days and document are under `since`.

    Raises InputError as `filters.selection` does.
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
        chosen = selection(store, Filter(since=wanted.since, until=wanted.until, document=wanted.document))
        fits["since"] = held.among(numbers_of(store.rows(f"SELECT group_concat(s.number) {chosen.sql}", chosen.values)))
    for name, value in kind_asked(wanted).items():
        code = held.values[name].index(value) if value in held.values[name] else -1
        fits[name] = (held.codes[name] == code)[held.kinds]
    return fits


def numbers_of(rows: Iterable[tuple[Any, ...]]) -> NDArray[np.int64]:
    """Those that a query's one row holds as one text with commas, which is how many come fast; none where it is null."""
    ((text,),) = rows
    return np.fromstring(text or "", np.int64, sep=",")


def _columns(store: Store) -> Columns:
    narrow = f"SELECT number, kind FROM statements s INDEXED BY statements_narrow WHERE {CURRENT.format('s')} ORDER BY number"
    ((numbers, kinds),) = store.rows(f"SELECT group_concat(number), group_concat(kind) FROM ({narrow})")
    at, of = numbers_of([(numbers,)]), numbers_of([(kinds,)])
    known = list(store.rows(f"SELECT number, {', '.join(KIND)} FROM kinds ORDER BY number"))
    values, codes = {}, {}
    for n, name in enumerate(KIND, 1):
        values[name] = tuple(sorted({row[n] for row in known}))
        place = {value: code for code, value in enumerate(values[name])}
        codes[name] = np.array([place[row[n]] for row in known], np.int32)
    return Columns(
        numbers=at, kinds=np.searchsorted(np.array([row[0] for row in known], np.int64), of).astype(np.int32), values=values,
        codes=codes, speaker=_actors(store, "speakers", at), about=_actors(store, "about", at),
    )  # fmt: skip


def _actors(store: Store, table: str, numbers: NDArray[np.int64]) -> Actors:
    sql = f"""SELECT identity, count(*), group_concat(statement) FROM {table} INDEXED BY {table}_identity
              GROUP BY identity ORDER BY identity"""
    found = list(store.rows(sql))
    who = np.repeat(np.arange(len(found), dtype=np.int32), np.array([row[1] for row in found], np.int64))
    at, there = _places(numbers, numbers_of([(",".join(row[2] for row in found),)]))
    who, at = who[there], at[there]
    # an actor under two names in a text has two rows for one statement, one after the other
    once = np.ones(len(who), np.bool_)
    once[1:] = (who[1:] != who[:-1]) | (at[1:] != at[:-1])
    who, at = who[once], at[once]
    return Actors(
        identities=tuple(row[0] for row in found), ends=np.searchsorted(who, np.arange(len(found)), "right"), who=who,
        statements=at,
    )  # fmt: skip


def _places(numbers: NDArray[np.int64], wanted: NDArray[np.int64]) -> tuple[NDArray[np.int64], Mask]:
    """[wanted] where each is among numbers that grow, and whether it is there at all."""
    if not len(numbers):
        return np.zeros(len(wanted), np.int64), np.zeros(len(wanted), np.bool_)
    at = np.searchsorted(numbers, wanted).clip(max=len(numbers) - 1)
    return at, numbers[at] == wanted
