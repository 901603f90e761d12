"""Who speaks about whom, and which ties stand: actors, and what runs between them in time."""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from onrecord.keep.export.links import SIGNS
from onrecord.keep.store import Store
from onrecord.query.filters import CURRENT, Filter, identities_called
from onrecord.query.numbers import UNORDERED, numbers
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


@dataclass(frozen=True, slots=True)
class _Tally:
    weight: int
    days: str
    """of each, in no order, with commas between them; what has no day is left out"""


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
    total = 0
    if "speech" in kinds and sign is None:
        rows, count = _heaviest(store, _spoken(store, wanted), limit)
        found.update(map(_speech, rows))
        total += count
    if "tie" in kinds:
        relations = None if sign is None else [relation for relation, its in SIGNS.items() if its == sign]
        rows, count = _heaviest(store, _tied(store, wanted, relations=relations), limit)
        found.update(map(_tie, rows))
        total += count
    return _made(store, found, _fair(_ranked(found, found), limit), wanted, total=total)


def _heaviest(store: Store, asked: "_Asked", limit: int) -> tuple[list[tuple[Any, ...]], int]:
    """The first of some edges by weight, and how many there are: most are not given, so the record ranks and counts them."""
    sql = f"""WITH edges AS MATERIALIZED ({asked.sql})
              SELECT *, (SELECT count(*) FROM edges) FROM edges ORDER BY weight DESC, a, b, relation LIMIT ?"""
    rows = list(store.rows(sql, (*asked.values, limit)))
    return [row[:-1] for row in rows], rows[0][-1] if rows else 0


def ego(store: Store, identity: str, *, neighbours: int) -> Network:
    """What runs between an actor and those it has most to do with, and which ties stand among these."""
    found: dict[Key, _Tally] = {}
    for spoken in (_spoken(store, Filter(speaker=identity)), _spoken(store, Filter(about=identity))):
        found.update(map(_speech, store.rows(spoken.sql, spoken.values)))
    tied = _tied(store, Filter(about=identity))
    found.update(map(_tie, store.rows(tied.sql, tied.values)))
    near: Counter[str] = Counter()
    for (_, a, b, _), tally in found.items():
        near[b if a == identity else a] += tally.weight
    chosen = sorted(near, key=lambda other: (-near[other], other))[:neighbours]
    tied = _tied(store, Filter(), among=chosen)
    found.update(map(_tie, store.rows(tied.sql, tied.values)))
    kept = [key for key in found if {key[1], key[2]} <= {identity, *chosen}]
    return _made(store, found, _ranked(found, kept), Filter(), total=len(found))


def _ranked(found: dict[Key, _Tally], keys: Iterable[Key]) -> list[Key]:
    return sorted(keys, key=lambda key: (-found[key].weight, key))


def _made(store: Store, found: dict[Key, _Tally], kept: Sequence[Key], wanted: Filter, *, total: int) -> Network:
    tellers = _tellers(store, wanted, [key for key in kept if key[0] == "tie"])
    names = {end for key in kept for end in key[1:3]}
    known = _known(store, names | {teller for counts in tellers.values() for teller in counts if teller})
    weights: Counter[str] = Counter()
    for key in kept:
        weights.update({key[1]: found[key].weight, key[2]: found[key].weight})
    nodes = [Node(identity=i, name=known[i][0], kind=known[i][1], weight=weights[i]) for i in names]
    edges = [_edge(key, found[key], tellers.get(key, {key[1]: found[key].weight}), known) for key in kept]
    return Network(
        nodes=tuple(sorted(nodes, key=lambda n: (-n.weight, n.name, n.identity))),
        edges=tuple(sorted(edges, key=lambda e: (-e.weight, e.kind, e.source_name, e.target_name, e.relation))),
        total=total,
    )


def _fair(ranked: Sequence[Key], limit: int) -> list[Key]:
    speech = [key for key in ranked if key[0] == "speech"]
    ties = [key for key in ranked if key[0] == "tie"]
    share = max(limit - limit // 2, limit - len(ties))
    return [*speech[:share], *ties[: limit - min(share, len(speech))]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """Edges in SQL: `a`, `b` and `relation`, their weight and their days."""

    sql: str
    values: tuple[object, ...]


def _spoken(store: Store, wanted: Filter) -> _Asked:
    values: list[object] = []
    where = [CURRENT.format("b")]
    ends = "x.identity", "b.identity"
    tables = "speakers x CROSS JOIN about b ON b.statement = x.statement"
    if wanted == Filter(speaker=wanted.speaker, about=wanted.about) and (wanted.speaker or not wanted.about):
        # in the order of the pairs: there is nothing to sort
        tables = "speech b INDEXED BY speech_pair"
        ends = "b.source_identity", "b.target_identity"
    elif wanted == Filter(about=wanted.about):
        tables = "about b CROSS JOIN speakers x ON x.statement = b.statement"
    else:
        chosen = numbers(store, wanted, few=UNORDERED)
        where.append(f"x.statement IN ({chosen.sql})")
        values += chosen.values
    # of a statement about several, or by several, only those who were asked for
    for end, name in zip(ends, (wanted.speaker, wanted.about), strict=True):
        if name:
            where.append(f"{end} IN (SELECT value FROM json_each(?))")
            values.append(json.dumps(identities_called(store, name)))
    # days are taken along as they are: most edges are not given, and by month there would be ten times as many rows
    sql = f"""SELECT {ends[0]} AS a, {ends[1]} AS b, NULL AS relation, count(*) AS weight, group_concat(b.day) FROM {tables}
              WHERE {" AND ".join(where)} GROUP BY 1, 2 HAVING a != b"""
    return _Asked(sql=sql, values=tuple(values))


def _speech(row: Sequence[Any]) -> tuple[Key, _Tally]:
    a, b, _, count, days = row
    return ("speech", a, b, SPEECH), _Tally(count, days or "")


def _tied(
    store: Store, wanted: Filter, *, among: Collection[str] | None = None, relations: Collection[str] | None = None
) -> _Asked:
    """Ties, where given only those between some actors or of some relations."""
    asked = ties_asked(store, wanted)
    where, values = [*asked.where, "t.source_identity != t.target_identity"], list(asked.values)
    if relations is not None:
        where.append("t.relation IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(list(relations)))
    if among is not None:
        where += [f"t.{end}_identity IN (SELECT value FROM json_each(?))" for end in ("source", "target")]
        values += [json.dumps(among)] * 2
    sql = f"""SELECT t.source_identity AS a, t.target_identity AS b, t.relation, count(*) AS weight, group_concat(t.day)
              FROM ties t WHERE {" AND ".join(where)} GROUP BY 1, 2, 3"""
    return _Asked(sql=sql, values=tuple(values))


def _tie(row: Sequence[Any]) -> tuple[Key, _Tally]:
    a, b, relation, count, days = row
    return ("tie", a, b, relation), _Tally(count, days or "")


def _tellers(store: Store, wanted: Filter, ties: Sequence[Key]) -> dict[Key, dict[str | None, int]]:
    """Who asserts each of some ties, by identity, and how often; None for the report itself and for a speaker not named."""
    asked = ties_asked(store, wanted)
    # one row for each tie, with all who assert it
    sql = f"""SELECT n.key, group_concat(coalesce(v.identity, ''), char(10))
              FROM json_each(?) n CROSS JOIN ties t INDEXED BY ties_source
                  ON (t.source_identity, t.target_identity, t.relation) = (n.value ->> 0, n.value ->> 1, n.value ->> 2)
              LEFT JOIN statements a ON a.id = t.asserted_by LEFT JOIN speakers v ON v.statement = a.number AND v.leads
              WHERE {asked.sql} GROUP BY 1"""
    rows = store.rows(sql, (json.dumps([key[1:] for key in ties]), *asked.values))
    return {ties[at]: {who or None: count for who, count in Counter(all_.split("\n")).items()} for at, all_ in rows}


def _edge(key: Key, tally: _Tally, tellers: dict[str | None, int], known: dict[str, tuple[str, str]]) -> Edge:
    kind, a, b, relation = key
    days = tally.days.split(",") if tally.days else []
    months = Counter(day[:7] for day in days)
    if len(days) < tally.weight:
        months[""] = tally.weight - len(days)
    most = sorted((-count, known[i][0] if i else "", i or "") for i, count in tellers.items())[:_ASSERTING]
    asserted = tuple(Teller(identity=i or None, name=name if i else None, count=-count) for count, name, i in most)
    return Edge(
        kind=kind, source=a, source_name=known[a][0], target=b, target_name=known[b][0], relation=relation,
        sign=SIGNS.get(relation), weight=tally.weight, first=min(days, default=None), last=max(days, default=None),
        months=tuple(sorted(months.items())), asserted=asserted,
    )  # fmt: skip


def _known(store: Store, identities: Collection[str]) -> dict[str, tuple[str, str]]:
    """Names and kinds of actors."""
    sql = "SELECT k.identity, k.name, k.kind FROM json_each(?) n JOIN known_as k ON k.identity = n.value"
    return {identity: (name, kind) for identity, name, kind in store.rows(sql, (json.dumps(sorted(identities)),))}
