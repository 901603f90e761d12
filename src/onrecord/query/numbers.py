"""The numbers of the statements that fit a filter, by whichever index has to be looked through least."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from onrecord.keep.store import Store
from onrecord.query.filters import ACTORS, CURRENT, Filter, Parts, add_kind, add_plain, identities_called, kind_asked
from onrecord.query.words import has_beginning, match_expression

_FITTING = "SELECT rowid FROM statements_text WHERE statements_text MATCH ?"
_WORDS = "statements_text CROSS JOIN statements s INDEXED BY statements_narrow ON s.number = statements_text.rowid"
UNORDERED = 10**9
"""for `few` where no order is asked for: statements that hold words are found by these, however many they are"""
_LOOKED_AT = 5_000
"""rows up to which it is asked which actor has fewer"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """The numbers of some statements, each once, in SQL."""

    sql: str
    counted: str
    """as many rows, which are faster to count"""
    values: tuple[object, ...]
    """of either"""
    order: str
    """the best first, else the latest, and those of one day as they came"""
    ranked: bool
    """whether the best come first"""


def numbers(store: Store, wanted: Filter, *, few: int) -> Numbers:
    """The statements that fit, the best first where few hold the words and none of these is a beginning; else the latest.

    Raises InputError for a date, form, status or year that is none, and for a name that nobody on record has.
    """
    by = {name: identities_called(store, called) for name in ACTORS if (called := getattr(wanted, name))}
    match = match_expression(store, wanted.words, typing=wanted.typing) if wanted.words else None
    if match is not None:
        ((count,),) = store.rows(f"SELECT count(*) FROM ({_FITTING} LIMIT ?)", (match, few + 1))
        if count <= few:
            return _by_words(wanted, match, by)
    return _by_actor(store, wanted, match, by) if by else _by_day(wanted, match)


def _by_words(wanted: Filter, match: str, by: Mapping[str, list[str]]) -> Numbers:
    parts = Parts()
    parts.add("statements_text MATCH ?", match)
    for name, actors in by.items():
        _add_actors(parts, "s.number", name, actors)
    _add_rest(parts, wanted)
    sql = f"SELECT s.number FROM {_WORDS} WHERE {_all(parts, 's')}"
    ranked = not has_beginning(wanted.words or "", typing=wanted.typing)
    order = "bm25(statements_text), s.number" if ranked else "s.day DESC, s.number"
    return Numbers(sql=sql, counted=sql, values=tuple(parts.values), order=order, ranked=ranked)


def _by_actor(store: Store, wanted: Filter, match: str | None, by: Mapping[str, list[str]]) -> Numbers:
    leading = min(by, key=lambda name: _rows(store, name, by[name]))
    parts = Parts()
    if len(by[leading]) == 1:
        # whose rows are in the order of their days
        parts.add("x.identity = ?", by[leading][0])
    else:
        parts.add("x.identity IN (SELECT value FROM json_each(?))", json.dumps(by[leading]))
    if match is not None:
        parts.add(f"x.statement IN ({_FITTING})", match)
    for name in by:
        if name != leading:
            _add_actors(parts, "x.statement", name, by[name])
    source = f"{ACTORS[leading]} x INDEXED BY {ACTORS[leading]}_identity"
    if wanted.since or wanted.until or wanted.document:
        source += " CROSS JOIN statements s ON s.number = x.statement"
    elif kind_asked(wanted):
        source += " CROSS JOIN statements s INDEXED BY statements_narrow ON s.number = x.statement"
    _add_rest(parts, wanted)
    # an actor under two names in a text has two rows for one statement
    sql = f"SELECT x.statement FROM {source} WHERE {_all(parts, 'x')} GROUP BY x.day, x.statement"
    return Numbers(sql=sql, counted=sql, values=tuple(parts.values), order="x.day DESC, x.statement", ranked=False)


def _by_day(wanted: Filter, match: str | None) -> Numbers:
    parts = Parts()
    _add_rest(parts, wanted)
    sql = counted = f"SELECT s.number FROM statements s INDEXED BY statements_{'document' if wanted.document else 'day'}"
    if match is not None:
        sql += f" WHERE s.number IN ({_FITTING}) AND {_all(parts, 's')}"
        counted = f"SELECT 1 FROM {_WORDS} WHERE statements_text MATCH ? AND {_all(parts, 's')}"
    else:
        if kind_asked(wanted) and not (wanted.since or wanted.until or wanted.document):
            counted = "SELECT 1 FROM statements s INDEXED BY statements_kind"
        sql, counted = (f"{rows} WHERE {_all(parts, 's')}" for rows in (sql, counted))
    values = (*(() if match is None else (match,)), *parts.values)
    return Numbers(sql=sql, counted=counted, values=values, order="s.day DESC, s.number", ranked=False)


def _rows(store: Store, name: str, actors: list[str]) -> int:
    some = f"SELECT 1 FROM {ACTORS[name]} WHERE identity IN (SELECT value FROM json_each(?)) LIMIT ?"
    ((count,),) = store.rows(f"SELECT count(*) FROM ({some})", (json.dumps(actors), _LOOKED_AT))
    return int(count)


def _add_actors(parts: Parts, number: str, name: str, actors: list[str]) -> None:
    # looked up by the statement: by the actors all of their statements would be
    which = f"z.statement = {number} AND +z.identity IN (SELECT value FROM json_each(?))"
    parts.add(f"EXISTS (SELECT 1 FROM {ACTORS[name]} z WHERE {which})", json.dumps(actors))


def _add_rest(parts: Parts, wanted: Filter) -> None:
    add_plain(parts, replace(wanted, status=None, outlet=None, year=None))
    add_kind(parts, wanted)


def _all(parts: Parts, rows: str) -> str:
    return " AND ".join((*parts.where, CURRENT.format(rows)))
