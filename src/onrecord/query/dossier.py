"""All that is on record about one actor."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.errors import MissingError
from onrecord.keep.export.links import SIGNS
from onrecord.keep.store import Store
from onrecord.query.filters import CURRENT, Filter, identities_called
from onrecord.query.network import Edge, Network, ego
from onrecord.query.search import Found, statements
from onrecord.query.told import ToldEvent, events, events_of

SHOWN = 8
"""statements and events that a dossier shows of each kind; the rest is a search away"""
_LINKS = 60
"""links that are shown one by one"""
_NEIGHBOURS = 18
"""other actors of the ego network"""
_UNDECIDED = 20
_OTHER_NAMES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name that an actor goes by."""

    name: str
    documents: int
    first: str | None
    """ISO days of publication of the earliest and latest document that uses it"""
    last: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """The actor as one document knows it."""

    document: str
    actor: str
    name: str
    title: str | None
    """of the document, else its path"""
    published: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """Two actors of two documents that are taken for one, or might be."""

    a: Unit
    b: Unit
    score: float
    reasons: tuple[str, ...]
    judged: str | None
    """who decided it last, and when; None where only the features did"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An office, as all documents that name it have it."""

    title: str
    of: str | None
    """identity of the body"""
    of_name: str | None
    to: str | None
    """where it is sent to, by its name"""
    first: str | None
    """ISO days between which texts show it held; an open end None"""
    last: str | None
    documents: int
    document: str
    """id of one that names it"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """Statements: how many, over which years, and the latest."""

    total: int
    years: tuple[tuple[str, int], ...]
    latest: tuple[Found, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """An actor of the record."""

    identity: str
    name: str
    kind: str
    refs: tuple[tuple[str, str], ...]
    documents: int
    names: tuple[Name, ...]
    """those that most documents use first"""
    joints: tuple[Joint, ...]
    """why its names were joined: one link for each pair of names and set of reasons, judged ones first"""
    joined: int
    """links in all"""
    undecided: tuple[Joint, ...]
    """with actors that may be the same"""
    parted: tuple[Joint, ...]
    """those that a person decided to be somebody else"""
    offices: tuple[Held, ...]
    """latest first"""
    said: Spoken
    about: Spoken
    events: tuple[ToldEvent, ...]
    events_total: int
    ties: tuple[Edge, ...]
    """with others, those with a sign first"""
    speakers: tuple[Edge, ...]
    """who speaks of it"""
    spoken_of: tuple[Edge, ...]
    """of whom it speaks"""
    ego: Network
    """it, those it has most to do with, and what runs between all of them"""


def dossier(store: Store, identity: str) -> Dossier:
    """Raises InputError for an actor that is not on record."""
    row = next(store.rows("SELECT name, kind FROM known_as WHERE identity = ?", (identity,)), None)
    if row is None:
        raise MissingError(f"{identity}: no such actor on record; /actors lists them")
    name, kind = row
    ((documents,),) = store.rows("SELECT count(DISTINCT document) FROM actor_names WHERE identity = ?", (identity,))
    links = _joints(store, identity)
    ((joined,),) = store.rows(
        """SELECT count(*) FROM identities i JOIN links l ON l.a_document = i.document AND l.a_actor = i.actor
           JOIN identities j ON j.document = l.b_document AND j.actor = l.b_actor WHERE i.identity = ?1 AND j.identity = ?1""",
        (identity,),
    )
    around = ego(store, identity, neighbours=_NEIGHBOURS)
    mine = around.edges
    told = events_of(identity)
    own = [e for e in mine if identity in (e.source, e.target)]
    return Dossier(
        identity=identity,
        name=name,
        kind=kind,
        refs=_refs(store, identity),
        documents=documents,
        names=tuple(_names(store, identity)),
        joints=links,
        joined=joined,
        undecided=tuple(_undecided(store, identity)),
        parted=tuple(_parted(store, identity)),
        offices=tuple(_offices(store, identity)),
        said=_spoken(store, identity, table="speakers", wanted=Filter(speaker=identity)),
        about=_spoken(store, identity, table="about", wanted=Filter(about=identity)),
        events=tuple(events(store, told, limit=SHOWN)),
        events_total=told.count(store),
        ties=tuple(sorted((e for e in own if e.kind == "tie"), key=lambda e: (e.relation not in SIGNS, -e.weight))),
        speakers=tuple(e for e in own if e.kind == "speech" and e.target == identity),
        spoken_of=tuple(e for e in own if e.kind == "speech" and e.source == identity),
        ego=around,
    )


def _refs(store: Store, identity: str) -> tuple[tuple[str, str], ...]:
    """What other lists call it, as the first document that says so has it."""
    sql = """SELECT json_extract(a.value, '$.refs') FROM identities i JOIN documents d ON d.id = i.document
             JOIN json_each(d.reading, '$.actors') a ON json_extract(a.value, '$.id') = i.actor
             WHERE i.identity = ? LIMIT 1"""
    row = next(store.rows(sql, (identity,)), None)
    return tuple(sorted(json.loads(row[0]).items())) if row and row[0] else ()


def _names(store: Store, identity: str) -> Iterator[Name]:
    sql = """SELECT n.name, count(*), min(d.published), max(d.published) FROM actor_names n
             JOIN documents d ON d.number = n.document WHERE n.identity = ? GROUP BY 1 ORDER BY 2 DESC, 1"""
    for name, documents, first, last in store.rows(sql, (identity,)):
        yield Name(name=name, documents=documents, first=first, last=last)


_UNITS = """
    (SELECT name FROM actors WHERE id = l.a_actor),
    coalesce(a.title, (SELECT max(path) FROM places WHERE document = a.id)), a.published,
    (SELECT name FROM actors WHERE id = l.b_actor),
    coalesce(b.title, (SELECT max(path) FROM places WHERE document = b.id)), b.published,
    (SELECT who || ', ' || substr(at, 1, 10) FROM judgements j WHERE verdict != 'withdrawn' AND
     (j.a_document = l.a_document AND j.a_actor = l.a_actor AND j.b_document = l.b_document AND j.b_actor = l.b_actor OR
      j.b_document = l.a_document AND j.b_actor = l.a_actor AND j.a_document = l.b_document AND j.a_actor = l.b_actor)
     ORDER BY number DESC LIMIT 1)"""
_ENDS = "l.a_document, l.a_actor, l.b_document, l.b_actor"
_DOCUMENTS = "LEFT JOIN documents a ON a.id = l.a_document LEFT JOIN documents b ON b.id = l.b_document"


_SIDES = "l.a_document, l.a_actor, l.b_document, l.b_actor"


def _joints(store: Store, identity: str) -> tuple[Joint, ...]:
    """One link for each pair of names and set of reasons, those that a person judged first."""
    sql = f"""SELECT {_ENDS}, l.score, l.reasons, {_UNITS} FROM (
                  SELECT l.*, row_number() OVER (
                      PARTITION BY l.reasons, (SELECT name FROM actors WHERE id = l.a_actor),
                                   (SELECT name FROM actors WHERE id = l.b_actor) ORDER BY l.score DESC, {_SIDES}) AS place
                  FROM identities i JOIN links l ON l.a_document = i.document AND l.a_actor = i.actor
                  JOIN identities j ON j.document = l.b_document AND j.actor = l.b_actor
                  WHERE i.identity = ?1 AND j.identity = ?1
              ) l {_DOCUMENTS} WHERE l.place = 1 ORDER BY l.reasons NOT LIKE '%judged%', l.score, {_SIDES} LIMIT ?2"""
    return tuple(_joint(row) for row in store.rows(sql, (identity, _LINKS)))


def _undecided(store: Store, identity: str) -> Iterator[Joint]:
    """Links with others that were too weak to join them; one for each of these."""
    sql = f"""SELECT {_ENDS}, l.score, l.reasons, {_UNITS} FROM (
                  SELECT l.*, row_number() OVER (PARTITION BY other ORDER BY l.score DESC, {_SIDES}) AS place FROM (
                      SELECT l.*, j.identity AS other FROM identities i
                      JOIN links l ON l.a_document = i.document AND l.a_actor = i.actor
                      JOIN identities j ON j.document = l.b_document AND j.actor = l.b_actor
                      WHERE i.identity = ?1 AND j.identity != ?1
                      UNION ALL
                      SELECT l.*, j.identity FROM identities i
                      JOIN links l ON l.b_document = i.document AND l.b_actor = i.actor
                      JOIN identities j ON j.document = l.a_document AND j.actor = l.a_actor
                      WHERE i.identity = ?1 AND j.identity != ?1
                  ) l
              ) l {_DOCUMENTS} WHERE l.place = 1 ORDER BY l.score DESC, {_SIDES} LIMIT ?2"""
    for row in store.rows(sql, (identity, _UNDECIDED)):
        yield _joint(row)


def _parted(store: Store, identity: str) -> Iterator[Joint]:
    """What a person decided to be somebody else, where that still holds."""
    sql = f"""SELECT {_ENDS}, 0, '["judged different"]', {_UNITS} FROM judgements l {_DOCUMENTS}
              WHERE l.verdict = 'different' AND ?1 IN (
                  SELECT identity FROM identities
                  WHERE (document, actor) IN ((l.a_document, l.a_actor), (l.b_document, l.b_actor)))
              AND NOT EXISTS (
                  SELECT 1 FROM judgements x WHERE x.number > l.number AND
                  (x.a_document, x.a_actor, x.b_document, x.b_actor) IN (
                      (l.a_document, l.a_actor, l.b_document, l.b_actor), (l.b_document, l.b_actor, l.a_document, l.a_actor)))
              ORDER BY l.number DESC LIMIT ?2"""
    for row in store.rows(sql, (identity, _UNDECIDED)):
        yield _joint(row)


def _joint(row: tuple[object, ...]) -> Joint:
    a_document, a_actor, b_document, b_actor, score, reasons, a_name, a_title, a_day, b_name, b_title, b_day, judged = row
    return Joint(
        a=_unit(a_document, a_actor, a_name, a_title, a_day),
        b=_unit(b_document, b_actor, b_name, b_title, b_day),
        score=float(str(score)),
        reasons=tuple(json.loads(str(reasons))),
        judged=_text(judged),
    )


def _unit(document: object, actor: object, name: object, title: object, published: object) -> Unit:
    return Unit(
        document=str(document), actor=str(actor), name=_text(name) or str(actor), title=_text(title), published=_text(published)
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _offices(store: Store, identity: str) -> Iterator[Held]:
    sql = f"""SELECT o.*, k.name, d.id FROM (
                  SELECT min(o.title), o.of_identity, min(o.first), max(o.last) AS last, count(DISTINCT o.document) AS many,
                         max(o.document) AS latest, max(t.name)
                  FROM offices o LEFT JOIN actors t ON t.id = o."to"
                  WHERE o.holder_identity = ? AND {CURRENT.format("o")} GROUP BY lower(o.title), o.of_identity
              ) o JOIN documents d ON d.number = o.latest LEFT JOIN known_as k ON k.identity = o.of_identity
              ORDER BY o.last DESC, o.many DESC, 1"""
    for title, of, first, last, documents, _, to, of_name, document in store.rows(sql, (identity,)):
        yield Held(title=title, of=of, of_name=of_name, to=to, first=first, last=last, documents=documents, document=document)


def _spoken(store: Store, identity: str, *, table: str, wanted: Filter) -> Spoken:
    sql = f"""SELECT substr(x.day, 1, 4), count(DISTINCT x.statement) FROM {table} x
              WHERE x.identity = ? AND {CURRENT.format("x")} GROUP BY 1 ORDER BY 1"""
    years = [(year, count) for year, count in store.rows(sql, (identity,))]
    return Spoken(
        total=sum(count for _, count in years),
        years=tuple((str(year), int(count)) for year, count in years if year),
        latest=tuple(statements(store, wanted, limit=SHOWN)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An actor in the list of all."""

    identity: str
    name: str
    kind: str
    documents: int
    said: int
    """statements it made, alone or with others"""
    about: int
    names: tuple[str, ...]
    """other names it goes by"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """A page of the actors of the record, and how many there are."""

    actors: tuple[Listed, ...]
    total: int


def directory(store: Store, name: str | None = None, *, kind: str | None = None, limit: int = 50, offset: int = 0) -> Directory:
    """The actors that a name fits, of a kind where one is given, those named in most documents first.

    Raises InputError for a name that nobody on record has.
    """
    where, values = ["true"], list[object]()
    if name:
        where.append("k.identity IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(identities_called(store, name)))
    if kind:
        where.append("k.kind = ?")
        values.append(kind)
    condition = " AND ".join(where)
    ((total,),) = store.rows(f"SELECT count(*) FROM known_as k WHERE {condition}", values)
    sql = f"""SELECT k.identity, k.name, k.kind, k.documents,
                     (SELECT count(*) FROM speakers WHERE identity = k.identity),
                     (SELECT count(*) FROM about WHERE identity = k.identity),
                     (SELECT group_concat(name, char(10)) FROM (SELECT DISTINCT name FROM actor_names n
                      WHERE n.identity = k.identity AND n.name != k.name ORDER BY 1 LIMIT {_OTHER_NAMES}))
              FROM (SELECT k.identity, k.name, k.kind, count(DISTINCT i.document) AS documents FROM known_as k
                    LEFT JOIN identities i ON i.identity = k.identity WHERE {condition}
                    GROUP BY k.identity ORDER BY 4 DESC, 2, 1 LIMIT ? OFFSET ?) k"""
    found = [
        Listed(
            identity=row[0], name=row[1], kind=row[2], documents=row[3], said=row[4], about=row[5],
            names=tuple(str(row[6]).split("\n")) if row[6] else (),
        )
        for row in store.rows(sql, (*values, limit, offset))
    ]  # fmt: skip
    return Directory(actors=tuple(found), total=total)


def identity_of(store: Store, document: str, actor: str) -> str:
    """Who an actor of one document is; raises InputError for one that is not on record."""
    sql = "SELECT identity FROM identities WHERE document = ? AND actor = ?"
    row = next(store.rows(sql, (document, actor)), None)
    if row is None:
        raise MissingError(f"{document} {actor}: no such actor on record; /actors lists them")
    return str(row[0])
