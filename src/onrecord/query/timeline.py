"""Statements and events in time: each as a point, or counted by month or year where there are too many to see."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from onrecord.keep.store import Store
from onrecord.query.filters import Filter, selection
from onrecord.query.told import Condition, events_asked
from onrecord.schema import Span

MOST = 400
"""points that are given one by one; more are counted by month or year"""
LANES = 12
"""lanes of each kind; what belongs to none of them is together in one more"""
_MONTHS = 240
"""months beyond which years are counted"""
_WORDS = 240
"""code points of a statement's words that a point shows"""

Kind = Literal["statement", "event"]
Step = Literal["month", "year"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A line of the picture: a speaker's statements, or the events of one type."""

    kind: Kind
    key: str | None
    """identity of the speaker, or the type; None for what belongs to no other lane"""
    name: str | None
    """None for statements without a speaker and for the rest"""
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A statement or an event on its days."""

    kind: Kind
    lane: str | None
    """key of its lane"""
    id: str
    document: str
    title: str | None
    outlet: str | None
    first: str | None
    """ISO days, one of them None where that end is open; those of publication where not `dated`"""
    last: str | None
    dated: bool
    name: str | None
    """speaker, or type of event"""
    status: str
    form: str | None
    """form of a statement, mode of an event"""
    asserted_by: str | None
    """name of who asserts an event; None where the report does; the speaker of a statement"""
    words: str
    at: Span | None
    """code points of the words of an event"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """How many of a lane fall into a month or a year."""

    kind: Kind
    lane: str | None
    time: str
    """2021 or 2021-03"""
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """What a filter finds, in time."""

    statements: int
    events: int
    undated: int
    """of both, those that neither their text nor their outlet gives a day; in no point and no bin"""
    lanes: tuple[Lane, ...]
    """statements before events, each kind by their number"""
    points: tuple[Point, ...]
    """earliest first; empty where there are bins"""
    bins: tuple[Bin, ...]
    step: Step | None
    """what the bins count by"""


def timeline(store: Store, wanted: Filter, *, kinds: Sequence[Kind] = ("statement", "event")) -> Timeline:
    """Statements and events that fit, in time; for events the filter means what `told.events_asked` says.

    Raises InputError as a search does.
    """
    chosen = selection(store, wanted)
    asked = events_asked(store, wanted)
    # all of them come faster as they lie than by their days
    source = "FROM statements s NOT INDEXED WHERE " + chosen.where[0] if chosen.everything else chosen.sql
    counted = [
        *(_counted(store, "statement", source, chosen.values) if "statement" in kinds else ()),
        *(_counted(store, "event", f"FROM events e WHERE {asked.sql}", asked.values) if "event" in kinds else ()),
    ]
    totals: Counter[Kind] = Counter()
    for row in counted:
        totals[row.kind] += row.dated + row.undated
    lanes = (*_lanes("statement", counted), *_lanes("event", counted))
    points: tuple[Point, ...] = ()
    bins: tuple[Bin, ...] = ()
    step: Step | None = None
    keys = {(lane.kind, lane.key) for lane in lanes}
    if sum(row.dated for row in counted) <= MOST:
        found = [
            *(_statements(store, chosen.sql, chosen.values) if totals["statement"] else ()),
            *(_events(store, asked) if totals["event"] else ()),
        ]
        points = tuple(sorted(found, key=lambda p: (p.first or p.last or "", p.kind, p.document, p.id)))
    else:
        step = _step({month for row in counted for month in row.months})
        bins = tuple(_binned(counted, keys, step))
    return Timeline(
        statements=totals["statement"], events=totals["event"], undated=sum(row.undated for row in counted), lanes=lanes,
        points=points, bins=bins, step=step,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counted:
    kind: Kind
    key: str | None
    name: str | None
    dated: int
    undated: int
    months: Counter[str]


def _counted(store: Store, kind: Kind, source: str, values: Sequence[object]) -> Iterator[_Counted]:
    """Counts of each speaker and type, also of those that get no lane of their own."""
    # months are taken along one by one: counted here there would be a hundred times as many rows
    if kind == "statement":
        sql = f"""SELECT v.*, k.name FROM (
                      SELECT v.identity, count(*), group_concat(c.month)
                      FROM (SELECT s.number, s.speaker, substr(s.day, 1, 7) AS month {source}) c
                      LEFT JOIN speakers v ON v.statement = c.number AND v.actor = c.speaker GROUP BY 1
                  ) v LEFT JOIN known_as k ON k.identity = v.identity"""
    else:
        sql = f"SELECT e.type, count(*), group_concat(substr(e.day, 1, 7)), e.type {source} GROUP BY 1"
    for key, count, joined, name in store.rows(sql, values):
        months = Counter(joined.split(",") if joined else ())
        dated = months.total()
        yield _Counted(kind=kind, key=key, name=name, dated=dated, undated=count - dated, months=months)


def _lanes(kind: Kind, counted: Sequence[_Counted]) -> Iterator[Lane]:
    """The fullest lanes, then one of all others."""
    dated = [row for row in counted if row.kind == kind and row.dated]
    order = sorted((row for row in dated if row.key is not None), key=lambda row: (-row.dated, row.name or ""))
    for row in order[:LANES]:
        yield Lane(kind=kind, key=row.key, name=row.name, count=row.dated)
    rest = sum(row.dated for row in dated) - sum(row.dated for row in order[:LANES])
    if rest:
        yield Lane(kind=kind, key=None, name=None, count=rest)


def _step(months: Collection[str]) -> Step:
    return "month" if (int(max(months)[:4]) - int(min(months)[:4]) + 1) * 12 <= _MONTHS else "year"


def _binned(counted: Sequence[_Counted], lanes: set[tuple[Kind, str | None]], step: Step) -> Iterator[Bin]:
    totals: Counter[tuple[Kind, str, str | None]] = Counter()
    for row in counted:
        lane = row.key if (row.kind, row.key) in lanes else None
        for month, count in row.months.items():
            totals[row.kind, month if step == "month" else month[:4], lane] += count
    for (kind, time, lane), count in sorted(totals.items(), key=lambda item: (item[0][1], item[0][0], item[0][2] or "~")):
        yield Bin(kind=kind, lane=lane, time=time, count=count)


def _statements(store: Store, source: str, values: Sequence[object]) -> Iterator[Point]:
    sql = f"""SELECT v.identity, c.id, d.id, d.title, d.publisher, c.first, c.last, c.dated, c.speaker_name, c.status, c.form,
                     substr(c.content, 1, {_WORDS + 1})
              FROM (SELECT s.* {source}) c JOIN documents d ON d.number = c.document
              LEFT JOIN speakers v ON v.statement = c.number AND v.actor = c.speaker WHERE c.day IS NOT NULL"""
    for row in store.rows(sql, values):
        yield _point("statement", row, asserted_by=row[8], at=None)


def _events(store: Store, asked: Condition) -> Iterator[Point]:
    parties = """(SELECT group_concat(k.name, ', ' ORDER BY p.role = 'target', p.rowid) FROM event_parties p
                  JOIN known_as k ON k.identity = p.identity WHERE p.event = e.number)"""
    sql = f"""SELECT e.type, e.id, d.id, d.title, d.publisher, e.first, e.last, e.dated, e.type, e.status, e.mode,
                     {parties} || ': ' || substr(d.text, e.start + 1, e.end - e.start), a.speaker_name, e.start, e.end
              FROM events e JOIN documents d ON d.number = e.document LEFT JOIN statements a ON a.id = e.asserted_by
              WHERE e.day IS NOT NULL AND {asked.sql}"""
    for row in store.rows(sql, asked.values):
        yield _point("event", row, asserted_by=row[12], at=(row[13], row[14]))


def _point(kind: Kind, row: Sequence[object], *, asserted_by: object, at: Span | None) -> Point:
    lane, id, document, title, outlet, first, last, dated, name, status, form, words = map(_text, row[:12])
    shown = words or ""
    return Point(
        kind=kind, lane=lane, id=str(id), document=str(document), title=title, outlet=outlet, first=first, last=last,
        dated=dated == "1", name=name, status=str(status), form=form, asserted_by=_text(asserted_by), at=at,
        words=shown if len(shown) <= _WORDS else shown[:_WORDS].rpartition(" ")[0] + " …",
    )  # fmt: skip


def _text(value: object) -> str | None:
    return None if value is None else str(value)
