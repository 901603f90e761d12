"""Actors of two documents that may be one, least certain first, and what was judged about them."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.identify.match import SAME
from onrecord.keep.store import Store
from onrecord.schema import Unit

_PATH = "(SELECT path FROM places WHERE document = d.id ORDER BY current DESC, path LIMIT 1)"
_JUDGED = """EXISTS (SELECT 1 FROM judgements j WHERE (j.a_document, j.a_actor, j.b_document, j.b_actor) IN (
    (l.a_document, l.a_actor, l.b_document, l.b_actor), (l.b_document, l.b_actor, l.a_document, l.a_actor)))"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """An actor as one document knows it."""

    unit: Unit
    identity: str
    names: tuple[str, ...]
    title: str | None
    path: str | None
    published: str | None
    words: tuple[str, ...]
    """some of what it says there"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two actors that may be one."""

    a: Side
    b: Side
    score: float
    reasons: tuple[str, ...]
    joined: bool
    """whether they are taken for one now"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """An entry of the log of judgements."""

    number: int
    at: str
    who: str
    a: Unit
    b: Unit
    names: tuple[str, str]
    verdict: str
    before: str
    counts: bool
    """whether it is the last about its pair, and not withdrawn"""


def pairs(store: Store, *, limit: int = 10, skip: int = 0) -> list[Pair]:
    """What nobody has judged yet, least certain first."""
    sql = f"""SELECT l.a_document, l.a_actor, l.b_document, l.b_actor, l.score, l.reasons FROM links l WHERE NOT {_JUDGED}
              ORDER BY abs(l.score - {SAME}), 1, 2, 3, 4 LIMIT ? OFFSET ?"""
    found = []
    for a, x, b, y, score, reasons in list(store.rows(sql, (limit, skip))):
        one, other = _side(store, (a, x)), _side(store, (b, y))
        joined = one.identity == other.identity
        found.append(Pair(a=one, b=other, score=score, reasons=tuple(json.loads(reasons)), joined=joined))
    return found


def _side(store: Store, unit: Unit) -> Side:
    sql = f"SELECT d.number, d.title, {_PATH}, d.published FROM documents d WHERE d.id = ?"
    number, title, path, published = next(store.rows(sql, (unit[0],)), (0, None, None, None))
    names = store.rows("SELECT name, identity FROM actor_names WHERE document = ? AND actor = ?", (number, unit[1]))
    called = sorted(names, key=lambda row: (-len(row[0]), row[0]))
    sql = """SELECT substr(s.content, 1, 240) FROM speakers x JOIN statements s ON s.number = x.statement
             WHERE x.document = ? AND x.actor = ? ORDER BY s.start LIMIT 2"""
    words = tuple(row[0] for row in store.rows(sql, (number, unit[1])))
    return Side(
        unit=unit, identity=called[0][1] if called else unit[1], names=tuple(row[0] for row in called) or (unit[1],),
        title=title, path=path, published=published, words=words,
    )  # fmt: skip


def judged(store: Store, *, limit: int = 50) -> Iterator[Judged]:
    """The log of judgements, latest first."""
    sql = """SELECT number, at, who, a_document, a_actor, b_document, b_actor, verdict, before FROM judgements
             ORDER BY number DESC"""
    seen: set[frozenset[Unit]] = set()
    for number, at, who, a, x, b, y, verdict, before in list(store.rows(sql))[:limit]:
        pair = frozenset([(a, x), (b, y)])
        yield Judged(
            number=number, at=at, who=who, a=(a, x), b=(b, y), names=(_name(store, (a, x)), _name(store, (b, y))),
            verdict=verdict, before=before, counts=pair not in seen and verdict != "withdrawn",
        )  # fmt: skip
        seen.add(pair)


def _name(store: Store, unit: Sequence[str]) -> str:
    row = next(store.rows("SELECT name FROM actors WHERE id = ?", (unit[1],)), None)
    return str(row[0]) if row else unit[1]
