"""The actors of a record: the names that each goes by, why these were taken for one, and what is left open."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from onrecord.keep.store import Store
from onrecord.query.filters import identities_called


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundActor:
    """An actor of the record."""

    id: str
    kind: str
    name: str
    """the name that most documents give it"""
    names: tuple[str, ...]
    documents: int
    statements: int
    """that it made"""
    units: tuple[tuple[str, str], ...]
    """document and actor ids of what was joined"""
    why: tuple[tuple[str, ...], ...]
    """the reasons of each link that joined them, the same ones once"""


def called(store: Store, identities: Iterable[str | None]) -> dict[str, str]:
    """What some actors of the record are called most; of one that is none there is nothing."""
    sql = "SELECT identity, name FROM known_as WHERE identity IN (SELECT value FROM json_each(?))"
    return dict(store.rows(sql, (json.dumps(list(identities)),)))


def actors(store: Store, name: str | None = None, *, limit: int = 50) -> Iterator[FoundActor]:
    """The actors on record, those named in most documents first; those that a name fits, where one is given.

    Raises InputError for a name that nobody on record has.
    """
    where, values = "", []
    if name is not None:
        where = "WHERE identity IN (SELECT value FROM json_each(?))"
        values.append(json.dumps(identities_called(store, name)))
    sql = f"""SELECT identity, count(DISTINCT document) FROM identities {where}
              GROUP BY identity ORDER BY 2 DESC, 1 LIMIT ?"""
    for identity, documents in list(store.rows(sql, [*values, limit])):
        yield _actor(store, identity, documents)


def _actor(store: Store, identity: str, documents: int) -> FoundActor:
    sql = "SELECT document, actor FROM identities WHERE identity = ? ORDER BY 1, 2"
    units = [(str(document), str(actor)) for document, actor in store.rows(sql, (identity,))]
    sql = """SELECT n.name, count(*), max(a.kind), max(a.name = n.name) FROM actor_names n JOIN actors a ON a.id = n.actor
             WHERE n.identity = ? GROUP BY n.name ORDER BY 4 DESC, 2 DESC, length(n.name) DESC, 1"""
    names = list(store.rows(sql, (identity,)))
    ((said,),) = store.rows("SELECT count(*) FROM speakers WHERE identity = ?", (identity,))
    sql = """SELECT DISTINCT l.reasons FROM links l JOIN identities i ON i.document = l.a_document AND i.actor = l.a_actor
             JOIN identities j ON j.document = l.b_document AND j.actor = l.b_actor
             WHERE i.identity = ?1 AND j.identity = ?1 ORDER BY 1"""
    why = tuple(tuple(json.loads(r[0])) for r in store.rows(sql, (identity,)))
    return FoundActor(
        id=identity, kind=names[0][2], name=names[0][0], names=tuple(n[0] for n in names), documents=documents,
        statements=said, units=tuple(units), why=why,
    )  # fmt: skip
