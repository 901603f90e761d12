"""Who speaks about whom, and which ties stand: actors, and what runs between them in time."""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from onrecord.keep.export.links import SIGNS
from onrecord.keep.store import Store
from onrecord.query.filters import CURRENT, Filter, identities_called, selection
from onrecord.query.told import ties_asked

MOST = 120
"""edges given"""
_ASSERTING = 4
"""names given of those who assert a tie"""

Kind = Literal["speech", "tie"]
Key = tuple[Kind, str, str, str]
"""kind, source, target, relation"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An actor."""

    identity: str
    name: str
    kind: str
    weight: int
    """of all edges given that touch it"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """Who asserts a tie, how often: a speaker, or the report itself where `identity` is None."""

    identity: str | None
    name: str | None
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """What runs from one actor to another."""

    kind: Kind
    source: str
    """identity"""
    source_name: str
    target: str
    target_name: str
    relation: str
    """of a tie; "speaks about" """
    sign: int | None
    """of a tie, as in `SIGNS`; None of speech and of what says only how two belong together"""
    weight: int
    """statements, or times that the tie is asserted"""
    first: str | None
    last: str | None
    months: tuple[tuple[str, int], ...]
    """how many in each month, earliest first; those without a day under an empty one"""
    asserted: tuple[Teller, ...]
    """of a tie: who says so, most often first; of speech, its speaker"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """The weightiest edges, and their ends."""

    nodes: tuple[Node, ...]
    """by weight"""
    edges: tuple[Edge, ...]
    """by weight"""
    total: int
    """edges that fit"""


SPEECH = "speaks about"


@dataclass(slots=True)
class _Tally:
    weight: int = 0
    months: Counter[str] = field(default_factory=Counter)
    tellers: Counter[tuple[str | None, str | None]] = field(default_factory=Counter)
    first: str | None = None
    last: str | None = None


_Row = tuple[Key, str | None, int, str | None, str | None, tuple[str | None, str | None]]
"""an edge in one month as one teller tells it: month, how often, first day, last day, teller"""


def network(
    store: Store,
    wanted: Filter,
    *,
    kinds: Sequence[Kind] = ("speech", "tie"),
    sign: int | None = None,
    limit: int = MOST,
) -> Network:
    """The weightiest edges among what fits; for ties the filter means what `told.ties_asked` says.

    With `sign`, ties of that sign only. Neither speech nor ties crowd the other out. Raises InputError as a search does.
    """
    found: dict[Key, _Tally] = {}
    if "speech" in kinds and sign is None:
        _gather(found, _spoken(store, wanted))
    if "tie" in kinds:
        _gather(found, (row for row in _tied(store, wanted) if sign is None or SIGNS.get(row[0][3]) == sign))
    ranked = sorted(found, key=lambda key: (-found[key].weight, key))
    return _made(store, found, _fair(ranked, limit))


def ego(store: Store, identity: str, *, neighbours: int) -> Network:
    """What runs between an actor and those it has most to do with, and which ties stand among these."""
    found: dict[Key, _Tally] = {}
    _gather(found, _spoken(store, Filter(speaker=identity)))
    _gather(found, _spoken(store, Filter(about=identity)))
    _gather(found, _tied(store, Filter(about=identity)))
    near: Counter[str] = Counter()
    for (_, a, b, _), tally in found.items():
        near[b if a == identity else a] += tally.weight
    chosen = sorted(near, key=lambda other: (-near[other], other))[:neighbours]
    _gather(found, (row for row in _tied(store, Filter(), among=chosen) if identity not in row[0][1:3]))
    kept = [key for key in found if {key[1], key[2]} <= {identity, *chosen}]
    return _made(store, found, sorted(kept, key=lambda key: (-found[key].weight, key)))


def _made(store: Store, found: dict[Key, _Tally], kept: Sequence[Key]) -> Network:
    known = _known(store, {end for key in kept for end in key[1:3]})
    weights: Counter[str] = Counter()
    for key in kept:
        weights.update({key[1]: found[key].weight, key[2]: found[key].weight})
    nodes = [Node(identity=i, name=n, kind=k, weight=weights[i]) for i, (n, k) in known.items()]
    edges = [_edge(key, found[key], known) for key in kept]
    return Network(
        nodes=tuple(sorted(nodes, key=lambda n: (-n.weight, n.name, n.identity))),
        edges=tuple(sorted(edges, key=lambda e: (-e.weight, e.kind, e.source_name, e.target_name, e.relation))),
        total=len(found),
    )


def _gather(found: dict[Key, _Tally], rows: Iterable[_Row]) -> None:
    for key, month, count, first, last, teller in rows:
        tally = found.get(key)
        if tally is None:
            tally = found[key] = _Tally()
        tally.weight += count
        tally.months[month or ""] += count
        tally.tellers[teller] += count
        if first and (tally.first is None or first < tally.first):
            tally.first = first
        if last and (tally.last is None or last > tally.last):
            tally.last = last


def _fair(ranked: Sequence[Key], limit: int) -> list[Key]:
    speech = [key for key in ranked if key[0] == "speech"]
    ties = [key for key in ranked if key[0] == "tie"]
    share = max(limit - limit // 2, limit - len(ties))
    return [*speech[:share], *ties[: limit - min(share, len(speech))]]


def _spoken(store: Store, wanted: Filter) -> Iterator[_Row]:
    values: list[object] = []
    where = ["x.identity != b.identity"]
    if wanted == Filter():
        tables = "about b JOIN speakers x ON x.statement = b.statement"
        where.append(CURRENT.format("b"))
    else:
        chosen = selection(store, wanted)
        tables = f"""(SELECT s.number {chosen.sql}) c JOIN speakers x ON x.statement = c.number
                     JOIN about b ON b.statement = c.number"""
        values += chosen.values
    # of a statement about several, or by several, only those who were asked for
    for alias, name in (("x", wanted.speaker), ("b", wanted.about)):
        if name:
            where.append(f"{alias}.identity IN (SELECT value FROM json_each(?))")
            values.append(json.dumps(identities_called(store, name)))
    sql = f"""SELECT x.identity, b.identity, substr(x.day, 1, 7), count(*), min(x.day), max(x.day) FROM {tables}
              WHERE {" AND ".join(where)} GROUP BY 1, 2, 3"""
    for a, b, month, count, first, last in store.rows(sql, values):
        yield ("speech", a, b, SPEECH), month, count, first, last, (a, None)


def _tied(store: Store, wanted: Filter, *, among: Collection[str] | None = None) -> Iterator[_Row]:
    asked = ties_asked(store, wanted)
    where, values = [*asked.where, "t.source_identity != t.target_identity"], list(asked.values)
    if among is not None:
        where += [f"t.{end}_identity IN (SELECT value FROM json_each(?))" for end in ("source", "target")]
        values += [json.dumps(among)] * 2
    sql = f"""SELECT t.source_identity, t.target_identity, t.relation, substr(t.day, 1, 7), count(*), min(t.day), max(t.day),
                     v.identity, k.name
              FROM ties t LEFT JOIN statements a ON a.id = t.asserted_by
              LEFT JOIN speakers v ON v.statement = a.number AND v.actor = a.speaker
              LEFT JOIN known_as k ON k.identity = v.identity
              WHERE {" AND ".join(where)} GROUP BY 1, 2, 3, 4, v.identity, t.asserted_by IS NULL"""
    for a, b, relation, month, count, first, last, teller, name in store.rows(sql, values):
        yield ("tie", a, b, relation), month, count, first, last, (teller, name)


def _edge(key: Key, tally: _Tally, known: dict[str, tuple[str, str]]) -> Edge:
    kind, a, b, relation = key
    tellers = [
        Teller(identity=identity, name=known[a][0] if kind == "speech" else name, count=count)
        for (identity, name), count in sorted(tally.tellers.items(), key=lambda item: (-item[1], item[0][1] or ""))
    ]
    return Edge(
        kind=kind, source=a, source_name=known[a][0], target=b, target_name=known[b][0], relation=relation,
        sign=SIGNS.get(relation), weight=tally.weight, first=tally.first, last=tally.last,
        months=tuple(sorted(tally.months.items())), asserted=tuple(tellers[:_ASSERTING]),
    )  # fmt: skip


def _known(store: Store, identities: Collection[str]) -> dict[str, tuple[str, str]]:
    """Names and kinds of actors."""
    sql = "SELECT k.identity, k.name, k.kind FROM json_each(?) n JOIN known_as k ON k.identity = n.value"
    return {identity: (name, kind) for identity, name, kind in store.rows(sql, (json.dumps(sorted(identities)),))}
