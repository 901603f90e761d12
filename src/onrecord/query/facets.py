"""How many of the statements that fit are whose, about whom, of which form, status, outlet and year."""

from collections import Counter
from dataclasses import dataclass

from onrecord.keep.store import Store
from onrecord.query.filters import CURRENT, KIND, Filter, Selection, selection

SHOWN = 20
"""actors that a facet lists at most, those with most statements"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """One value of a facet."""

    value: str
    """as a filter takes it"""
    label: str
    """as a person reads it"""
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """Counts of statements; each facet as if nothing were chosen in it."""

    total: int
    """statements that fit"""
    speaker: tuple[Count, ...]
    """most first, as are the others but years"""
    about: tuple[Count, ...]
    form: tuple[Count, ...]
    status: tuple[Count, ...]
    outlet: tuple[Count, ...]
    year: tuple[Count, ...]
    """latest first"""


def facets(store: Store, wanted: Filter) -> Facets:
    """The facets of a filter; raises InputError as `filters.selection` does."""
    total, plain = _plain(store, wanted)
    return Facets(
        total=total,
        speaker=_actors(store, wanted, "speaker", "speakers"),
        about=_actors(store, wanted, "about", "about"),
        form=_most(plain["form"]),
        status=_most(plain["status"]),
        outlet=_most(plain["outlet"]),
        year=tuple(sorted(_most(plain["year"]), key=lambda c: c.value, reverse=True)),
    )


def _most(counts: Counter[str]) -> tuple[Count, ...]:
    given = [(value, n) for value, n in counts.items() if value]
    return tuple(Count(value=v, label=v, count=n) for v, n in sorted(given, key=lambda x: (-x[1], x[0])))


def _plain(store: Store, wanted: Filter) -> tuple[int, dict[str, Counter[str]]]:
    """Counts by form, status, outlet and year from one pass, which leaves out what is chosen in these."""
    chosen = selection(store, wanted, without=KIND)
    source = "statements s INDEXED BY statements_kind" if chosen.plain else chosen.source
    sql = f"""SELECT k.form, k.status, k.outlet, k.year, c.count FROM
              (SELECT s.kind, count(*) AS count FROM {source} WHERE {" AND ".join(chosen.where)} GROUP BY s.kind) c
              JOIN kinds k ON k.number = c.kind"""
    counts: dict[str, Counter[str]] = {name: Counter() for name in KIND}
    total = 0
    for *values, count in store.rows(sql, chosen.values):
        off = [name for name, value in zip(KIND, values, strict=True) if getattr(wanted, name) not in (None, "", value)]
        total += 0 if off else count
        for name, value in zip(KIND, values, strict=True):
            if not off or off == [name]:
                counts[name][value] += count
    return total, counts


def _actors(store: Store, wanted: Filter, field: str, table: str) -> tuple[Count, ...]:
    chosen = selection(store, wanted, without=(field,))
    sql = f"""SELECT c.identity, k.name, c.count FROM ({_counted(chosen, table)} ORDER BY 2 DESC, 1 LIMIT ?) c
              JOIN known_as k ON k.identity = c.identity ORDER BY 3 DESC, 2"""
    found = store.rows(sql, (*chosen.values, SHOWN))
    return tuple(Count(value=identity, label=name, count=count) for identity, name, count in found)


def _counted(chosen: Selection, table: str) -> str:
    # an actor under two names in a text has two rows for one statement
    if chosen.everything:
        current = CURRENT.format("y")
        return f"""SELECT y.identity, count(DISTINCT y.statement) AS count FROM {table} y INDEXED BY {table}_identity
                   WHERE {current} GROUP BY y.identity"""
    source = "statements s INDEXED BY statements_kind" if chosen.plain else chosen.source
    return f"""SELECT y.identity, count(DISTINCT y.statement) AS count
               FROM {source} CROSS JOIN {table} y ON y.statement = s.number
               WHERE {" AND ".join(chosen.where)} GROUP BY y.identity"""
