"""Who the actors of single documents are across documents, and what persons judged about that: rows of the record."""

import json
from collections.abc import Iterable, Sequence, Set

from onrecord.errors import MissingError
from onrecord.keep.index import Database
from onrecord.keep.lines import as_json
from onrecord.schema import Actor, Judgement, Merged, Unit


def kept(db: Database) -> dict[Unit, str]:
    """Who the actors of single documents are."""
    return {(document, actor): identity for document, actor, identity in db.execute("SELECT * FROM identities")}


def keep(db: Database, found: Merged, *, others: Set[Unit] = frozenset(), marks: Iterable[str] = ()) -> None:
    """Puts identities and links in place of what was kept before, but for `others`, who stay who they are.

    `marks` are those of the groups in which all of them are then.
    """
    before = kept(db)
    changed = [(*u, i) for u, i in found.identity.items() if before.get(u) != i]
    gone = before.keys() - found.identity.keys() - others
    db.executemany("DELETE FROM identities WHERE (document, actor) = (?, ?)", gone)
    db.executemany(
        """INSERT INTO identities VALUES (?, ?, ?)
           ON CONFLICT (document, actor) DO UPDATE SET identity = excluded.identity""",
        changed,
    )
    db.executemany(
        "INSERT OR REPLACE INTO changes (document) SELECT number FROM documents WHERE id = ?",
        sorted({(document,) for document, *_ in (*changed, *gone)}),
    )
    if others:
        # both ends of a link are in one group; those that a new reading has no more left their links behind
        db.executemany("DELETE FROM links WHERE (a_document, a_actor) = (?, ?)", found.identity)
        db.execute(f"DELETE FROM links WHERE {_NO_END.format('a')} OR {_NO_END.format('b')}")
    else:
        db.execute("DELETE FROM links")
    db.executemany(
        "INSERT INTO links VALUES (?, ?, ?, ?, ?, ?)",
        [(*link.a, *link.b, link.score, json.dumps(list(link.reasons), ensure_ascii=False)) for link in found.links],
    )
    db.execute("DELETE FROM joined")
    db.executemany("INSERT OR IGNORE INTO joined VALUES (?)", [(m,) for m in marks])
    if others:
        db.execute("DELETE FROM known_as WHERE identity NOT IN (SELECT identity FROM identities)")
        name(db, {*found.identity.values()})
    else:
        name(db)


_NO_END = "NOT EXISTS (SELECT 1 FROM identities WHERE document = {0}_document AND actor = {0}_actor)"


def name(db: Database, identities: Iterable[str] | None = None) -> None:
    """Keeps what each actor of the record, or some of them, is called most.

    A document's own name for an actor comes before its other names: a state is not called by its capital.
    """
    some = None if identities is None else json.dumps(sorted(identities))
    db.execute("DELETE FROM known_as WHERE ?1 IS NULL OR identity IN (SELECT value FROM json_each(?1))", (some,))
    db.execute(
        f"""INSERT INTO known_as SELECT identity, kind, name FROM (
               SELECT n.identity, a.kind, n.name,
                      row_number() OVER (
                          PARTITION BY n.identity
                          ORDER BY sum(a.name = n.name) DESC, count(*) DESC, length(n.name) DESC, n.name
                      ) AS place
               FROM actor_names n JOIN actors a ON a.id = n.actor
               {"" if some is None else "WHERE n.identity IN (SELECT value FROM json_each(?1))"}
               GROUP BY n.identity, n.name
           ) WHERE place = 1""",
        () if some is None else (some,),
    )


def bring_in(db: Database, document: str, actors: Sequence[Actor]) -> None:
    """Makes the identities of a document those of its actors: new ones are who they are elsewhere.

    Nothing is done for a document whose actors were never compared; all are compared anew after the next reading.
    """
    if not db.execute("SELECT 1 FROM identities WHERE document = ?", (document,)).fetchone():
        return
    named = json.dumps([as_json(a) for a in actors], ensure_ascii=False)
    for sql in _BROUGHT_IN:
        db.execute(sql, (document, named))


_BROUGHT_IN = (
    """DELETE FROM identities WHERE document = ?1 AND actor NOT IN (SELECT value ->> 'id' FROM json_each(?2))""",
    """INSERT INTO identities SELECT ?1, j.value ->> 'id', coalesce(
           (SELECT min(identity) FROM identities WHERE actor = j.value ->> 'id' HAVING count(DISTINCT identity) = 1),
           j.value ->> 'id'
       ) FROM json_each(?2) j WHERE j.value ->> 'kind' != 'role'
       AND NOT EXISTS (SELECT 1 FROM identities WHERE document = ?1 AND actor = j.value ->> 'id')""",
    """INSERT INTO known_as SELECT i.identity, j.value ->> 'kind', j.value ->> 'name' FROM json_each(?2) j
       JOIN identities i ON i.document = ?1 AND i.actor = j.value ->> 'id' WHERE true ON CONFLICT DO NOTHING""",
)


def judge(db: Database, judgement: Judgement, *, who: str, at: str) -> None:
    """Adds a judgement to the log; raises InputError for an actor that is not on record."""
    for document, actor in (judgement.a, judgement.b):
        if not db.execute("SELECT 1 FROM identities WHERE document = ? AND actor = ?", (document, actor)).fetchone():
            raise MissingError(f"{document} {actor}: no such actor on record; onrecord actors lists them")
    pair = (*judgement.a, *judgement.b)
    sql = "SELECT count(DISTINCT identity) FROM identities WHERE (document, actor) IN ((?, ?), (?, ?))"
    before = "same" if db.execute(sql, pair).fetchone()[0] == 1 else "different"
    db.execute(
        """INSERT INTO judgements (at, who, a_document, a_actor, b_document, b_actor, verdict, before)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
        (at, who, *pair, judgement.verdict, before),
    )
