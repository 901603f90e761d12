"""Events, ties and figures as they are shown: with their parties, their words in place, and who says so."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from onrecord.errors import MissingError
from onrecord.keep.export.links import SIGNS
from onrecord.keep.store import Store
from onrecord.query.filters import CURRENT, Filter, Parts, add_plain, identities_called
from onrecord.query.numbers import UNORDERED, numbers
from onrecord.query.words import match_expression

_AROUND = 160
"""code points shown to either side of the words"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Words in their place."""

    document: str
    """id"""
    title: str | None
    """else its path"""
    outlet: str | None
    published: str | None
    start: int
    """code points of the document"""
    end: int
    before: str
    """what stands before them, cut at a blank; an ellipsis where it was cut"""
    words: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asserted:
    """Who says that it is so: a speaker in a statement; the report itself where both are None."""

    statement: str | None = None
    """id"""
    speaker: str | None = None
    """identity"""
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Partaker:
    """Who takes part in an event."""

    identity: str
    name: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldEvent:
    """An event of the record."""

    id: str
    type: str
    mode: str | None
    status: str
    negated: bool
    first: str | None
    """ISO days, those of publication where not `dated`"""
    last: str | None
    dated: bool
    place: str | None
    """in the document's words"""
    parties: tuple[Partaker, ...]
    asserted: Asserted
    passage: Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldTie:
    """A tie of the record."""

    id: str
    relation: str
    sign: int | None
    """as in `SIGNS`"""
    source: str
    """identity"""
    source_name: str
    target: str
    target_name: str
    status: str
    first: str | None
    last: str | None
    dated: bool
    asserted: Asserted
    passage: Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldFigure:
    """A figure of the record."""

    id: str
    low: float | None
    high: float | None
    unit: str | None
    what: str | None
    approximate: bool
    first: str | None
    last: str | None
    dated: bool
    asserted: Asserted
    passage: Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Which rows of a table, in SQL."""

    table: str
    """with the name that its columns go by"""
    where: tuple[str, ...]
    values: tuple[object, ...]

    @property
    def sql(self) -> str:
        """What follows WHERE."""
        return " AND ".join(self.where)

    def count(self, store: Store) -> int:
        """How many rows fit."""
        ((count,),) = store.rows(f"SELECT count(*) FROM {self.table} WHERE {self.sql}", self.values)
        return int(count)


EVENT_OF = "{0}.number IN (SELECT event FROM event_parties WHERE identity IN (SELECT value FROM json_each(?)))"
"""of an event: that one of some actors takes part in it"""
_TIE_OF = """{0}.number IN (SELECT x.number FROM json_each(?) n
    CROSS JOIN ties x ON x.source_identity = n.value OR x.target_identity = n.value)"""


def events_asked(store: Store, wanted: Filter, *, type: str | None = None) -> Condition:
    """The events `e` that a filter of statements means, of a type where it is given.

    Those that fit `about` have the actor as a party; those that fit `speaker` or `form` are asserted in a statement that does;
    those that fit `words` stand in a document that holds them. Raises InputError as a search does, and for a type that is not
    on record.
    """
    return _also(store, _asked(store, wanted, "events e"), "type", type and type.upper())


def ties_asked(store: Store, wanted: Filter, *, relation: str | None = None) -> Condition:
    """The ties `t` that a filter of statements means, as for events; those that fit `about` have the actor at one end."""
    return _also(store, _asked(store, wanted, "ties t"), "relation", relation and relation.replace(" ", "_"))


def figures_asked(store: Store, wanted: Filter, *, unit: str | None = None) -> Condition:
    """The figures `f` that a filter of statements means, as for events; `about` and `status`, which they lack, say nothing."""
    return _also(store, _asked(store, replace(wanted, about=None, status=None), "figures f"), "unit", unit)


def _also(store: Store, asked: Condition, column: str, value: str | None) -> Condition:
    """What has a value in a column too; raises InputError where nothing on record has it."""
    if not value:
        return asked
    table = asked.table[:-2]
    known = [row[0] for row in store.rows(f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL ORDER BY 1")]
    if value not in known:
        some = f"those are {', '.join(known[:40])}" if known else f"there are no {table}"
        raise MissingError(f"{value}: no such {column} on record; {some}")
    return replace(asked, where=(f"{asked.table[-1]}.{column} = ?", *asked.where), values=(value, *asked.values))


def ties_between(store: Store, wanted: Filter, source: str, target: str, relation: str) -> Condition:
    """Those of one relation from one actor to another, by their identities."""
    asked = ties_asked(store, wanted)
    own = ("t.source_identity = ?", "t.target_identity = ?", "t.relation = ?")
    return replace(asked, where=(*own, *asked.where), values=(source, target, relation, *asked.values))


def events_of(identity: str) -> Condition:
    """The events in which an actor takes part."""
    return Condition(
        table="events e",
        where=("e.number IN (SELECT event FROM event_parties WHERE identity = ?)", CURRENT.format("e")),
        values=(identity,),
    )


def _asked(store: Store, wanted: Filter, table: str) -> Condition:
    alias = table[-1]
    where = [CURRENT.format(alias)]
    values: list[object] = []
    # what is said of days, outlet and status goes for events as for statements, whose columns are called alike
    plain = Parts()
    add_plain(plain, wanted)
    where += [re.sub(r"\bs\.", f"{alias}.", w) for w in plain.where]
    values += plain.values
    if wanted.about:
        where.append((EVENT_OF if alias == "e" else _TIE_OF).format(alias))
        values.append(json.dumps(identities_called(store, wanted.about)))
    if wanted.speaker or wanted.form:
        said = numbers(store, Filter(speaker=wanted.speaker, form=wanted.form), few=UNORDERED)
        where.append(f"{alias}.asserted_by IN (SELECT id FROM statements WHERE number IN ({said.sql}))")
        values += said.values
    if wanted.words:
        where.append(f"{alias}.document IN (SELECT rowid FROM documents_text WHERE documents_text MATCH ?)")
        values.append(match_expression(store, wanted.words, typing=wanted.typing))
    return Condition(table=table, where=tuple(where), values=tuple(values))


_SHOWN = f"""d.id, coalesce(d.title, (SELECT max(path) FROM places WHERE document = d.id)), d.publisher, d.published,
    {{0}}.start, {{0}}.end,
    substr(d.text, max(1, {{0}}.start + 1 - {_AROUND}), min({_AROUND}, {{0}}.start)),
    substr(d.text, {{0}}.start + 1, {{0}}.end - {{0}}.start), substr(d.text, {{0}}.end + 1, {_AROUND}),
    {{0}}.start > {_AROUND}, {{0}}.end + {_AROUND} < length(d.text)"""
_ASSERTING = """LEFT JOIN statements a ON a.id = {0}.asserted_by
    LEFT JOIN speakers v ON v.statement = a.number AND v.leads"""


def events(store: Store, asked: Condition, *, limit: int, offset: int = 0) -> Iterator[ToldEvent]:
    """The events `e` that fit, latest first, undated last."""
    sql = f"""SELECT e.number, e.id, e.type, e.mode, e.status, e.negated, e.first, e.last, e.dated, e.place, e.asserted_by,
                     v.identity, a.speaker_name, {_SHOWN.format("e")}
              FROM (SELECT * FROM events e WHERE {asked.sql} ORDER BY e.day DESC, e.number LIMIT ? OFFSET ?) e
              JOIN documents d ON d.number = e.document {_ASSERTING.format("e")} ORDER BY e.day DESC, e.number"""
    rows = list(store.rows(sql, (*asked.values, limit, offset)))
    parties = _parties(store, [row[0] for row in rows])
    for row in rows:
        yield ToldEvent(
            id=row[1], type=row[2], mode=row[3], status=row[4], negated=bool(row[5]), first=row[6], last=row[7],
            dated=bool(row[8]), place=row[9], parties=parties.get(row[0], ()),
            asserted=Asserted(statement=row[10], speaker=row[11], name=row[12]), passage=_passage(row[13:]),
        )  # fmt: skip


def _parties(store: Store, numbers: Sequence[int]) -> dict[int, tuple[Partaker, ...]]:
    sql = """SELECT p.event, p.identity, k.name, p.role FROM json_each(?) n JOIN event_parties p ON p.event = n.value
             JOIN known_as k ON k.identity = p.identity ORDER BY p.event, p.role = 'target', p.rowid"""
    found: dict[int, tuple[Partaker, ...]] = {}
    for event, identity, name, role in store.rows(sql, (json.dumps(numbers),)):
        found[event] = (*found.get(event, ()), Partaker(identity=identity, name=name, role=role))
    return found


def ties(store: Store, asked: Condition, *, limit: int, offset: int = 0) -> Iterator[ToldTie]:
    """The ties `t` that fit, latest first, undated last."""
    sql = f"""SELECT t.id, t.relation, t.source_identity, p.name, t.target_identity, q.name, t.status, t.first, t.last, t.dated,
                     t.asserted_by, v.identity, a.speaker_name, {_SHOWN.format("t")}
              FROM (SELECT * FROM ties t WHERE {asked.sql} ORDER BY t.day DESC, t.number LIMIT ? OFFSET ?) t
              JOIN documents d ON d.number = t.document {_ASSERTING.format("t")}
              JOIN known_as p ON p.identity = t.source_identity JOIN known_as q ON q.identity = t.target_identity
              ORDER BY t.day DESC, t.number"""
    for row in store.rows(sql, (*asked.values, limit, offset)):
        yield ToldTie(
            id=row[0], relation=row[1], sign=SIGNS.get(row[1]), source=row[2], source_name=row[3], target=row[4],
            target_name=row[5], status=row[6], first=row[7], last=row[8], dated=bool(row[9]),
            asserted=Asserted(statement=row[10], speaker=row[11], name=row[12]), passage=_passage(row[13:]),
        )  # fmt: skip


def figures(store: Store, asked: Condition, *, limit: int, offset: int = 0) -> Iterator[ToldFigure]:
    """The figures `f` that fit, latest first, undated last."""
    sql = f"""SELECT f.id, f.low, f.high, f.unit, f.what, f.approximate, f.first, f.last, f.dated,
                     f.asserted_by, v.identity, a.speaker_name, {_SHOWN.format("f")}
              FROM (SELECT * FROM figures f WHERE {asked.sql} ORDER BY f.day DESC, f.number LIMIT ? OFFSET ?) f
              JOIN documents d ON d.number = f.document {_ASSERTING.format("f")} ORDER BY f.day DESC, f.number"""
    for row in store.rows(sql, (*asked.values, limit, offset)):
        yield ToldFigure(
            id=row[0], low=row[1], high=row[2], unit=row[3], what=row[4], approximate=bool(row[5]), first=row[6], last=row[7],
            dated=bool(row[8]), asserted=Asserted(statement=row[9], speaker=row[10], name=row[11]), passage=_passage(row[12:]),
        )  # fmt: skip


def _passage(row: Sequence[object]) -> Passage:
    document, title, outlet, published, start, end, before, words, after, cut_before, cut_after = row
    before, after = str(before), str(after)
    # of its own paragraph only, and no half words
    begun, ended = before.rpartition("\n"), after.partition("\n")
    if begun[1]:
        before = begun[2]
    elif cut_before:
        before = "… " + before.partition(" ")[2]
    if ended[1]:
        after = ended[0]
    elif cut_after:
        after = after.rpartition(" ")[0] + " …"
    return Passage(
        document=str(document), title=_text(title), outlet=_text(outlet), published=_text(published), start=int(str(start)),
        end=int(str(end)), before=before, words=str(words), after=after,
    )  # fmt: skip


def _text(value: object) -> str | None:
    return None if value is None else str(value)
