"""How many of the statements that fit are whose, about whom, of which form, status, outlet and year."""

from dataclasses import dataclass

import numpy as np

from onrecord.keep.store import Store
from onrecord.query.actors import called
from onrecord.query.columns import Actors, Columns, Mask, columns, fitting
from onrecord.query.filters import KIND, Filter

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
    """The facets of a filter; raises InputError as `numbers.numbers` does."""
    held = columns(store)
    fits = fitting(store, held, wanted)
    plain = {name: _plain(held, name, held.all_of(fits, but=name)) for name in KIND}
    return Facets(
        total=int(held.all_of(fits).sum()),
        speaker=_actors(store, held.speaker, held.all_of(fits, but="speaker")),
        about=_actors(store, held.about, held.all_of(fits, but="about")),
        form=plain["form"],
        status=plain["status"],
        outlet=plain["outlet"],
        year=tuple(sorted(plain["year"], key=lambda c: c.value, reverse=True)),
    )


def _plain(held: Columns, name: str, fits: Mask) -> tuple[Count, ...]:
    counts = np.bincount(held.codes[name][held.kinds[fits]], minlength=len(held.values[name])).tolist()
    given = [(value, n) for value, n in zip(held.values[name], counts, strict=True) if value and n]
    return tuple(Count(value=v, label=v, count=n) for v, n in sorted(given, key=lambda x: (-x[1], x[0])))


def _actors(store: Store, actors: Actors, fits: Mask) -> tuple[Count, ...]:
    counts = actors.counts(fits)
    few = max(1, np.partition(counts, -SHOWN)[-SHOWN]) if len(counts) > SHOWN else 1
    identities = tuple(actors.codes)
    most = sorted((-int(counts[code]), identities[code]) for code in np.flatnonzero(counts >= few).tolist())[:SHOWN]
    named = called(store, (identity for _, identity in most))
    found = sorted((count, named[identity], identity) for count, identity in most if identity in named)
    return tuple(Count(value=identity, label=name, count=-count) for count, name, identity in found)
