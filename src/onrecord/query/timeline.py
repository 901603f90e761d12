"""Statements and events in time: each as a point, or counted by month or year where there are too many to see."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Literal, NamedTuple, get_args

from onrecord.keep.store import Store
from onrecord.query.actors import called
from onrecord.query.filters import CURRENT, Filter
from onrecord.query.numbers import UNORDERED, Numbers, numbers
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
_KINDS: tuple[Kind, ...] = get_args(Kind)
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
    chosen = numbers(store, wanted, few=UNORDERED)
    asked = events_asked(store, wanted)
    counted = [
        *(_said(store, wanted, chosen) if "statement" in kinds else ()),
        *(_done(store, asked) if "event" in kinds else ()),
    ]
    totals: Counter[Kind] = Counter()
    for row in counted:
        totals[row.kind] += row.number
    undated = sum(row.number - row.dated for row in counted)
    lanes = {kind: _lanes(store, kind, [row for row in counted if row.kind == kind and row.dated]) for kind in _KINDS}
    points: tuple[Point, ...] = ()
    bins: tuple[Bin, ...] = ()
    step: Step | None = None
    if totals.total() - undated <= MOST:
        found = [
            *(_statements(store, chosen) if totals["statement"] else ()),
            *(_events(store, asked) if totals["event"] else ()),
        ]
        points = tuple(sorted(found, key=lambda p: (p.first or p.last or "", p.kind, p.document, p.id)))
    else:
        months = [(lane, Counter(joined.split(","))) for own in lanes.values() for lane, joined in own]
        step = _step({month for _, counts in months for month in counts})
        bins = tuple(_binned(months, step))
    return Timeline(
        statements=totals["statement"], events=totals["event"], undated=undated,
        lanes=tuple(lane for own in lanes.values() for lane, _ in own), points=points, bins=bins, step=step,
    )  # fmt: skip


class _Counted(NamedTuple):
    """What one speaker said or of one type was done; of `key` None what no speaker is named for."""

    kind: Kind
    key: str | None
    number: int
    dated: int
    months: str
    """of each that has a day, in no order, with commas between them"""


# months are taken along one by one: counted by SQLite there would be a hundred times as many rows
_COUNTED = "count(*), count({0}), coalesce(group_concat(substr({0}, 1, 7)), '')"


def _said(store: Store, wanted: Filter, chosen: Numbers) -> Iterator[_Counted]:
    """Counts of each speaker, also of those that get no lane of their own."""
    if wanted == Filter():
        # both parts as they lie in an index: there is nothing to look up and nothing to sort
        sql = f"""SELECT v.identity, {_COUNTED.format("v.day")} FROM speakers v INDEXED BY speakers_identity
                  WHERE v.leads AND {CURRENT.format("v")} GROUP BY 1
                  UNION ALL
                  SELECT NULL, {_COUNTED.format("s.day")} FROM statements s INDEXED BY statements_unnamed
                  WHERE s.speaker IS NULL AND {CURRENT.format("s")} HAVING count(*)"""
    else:
        # the row of its speaker has a statement's day too
        sql = f"""WITH c (number) AS ({chosen.sql})
                  SELECT identity, {_COUNTED.format("day")} FROM (
                      SELECT v.identity, iif(v.day IS NULL, (SELECT day FROM statements WHERE number = c.number), v.day) AS day
                      FROM c LEFT JOIN speakers v ON v.statement = c.number AND v.leads
                  ) GROUP BY 1"""
    values = () if wanted == Filter() else chosen.values
    for row in store.rows(sql, values):
        yield _Counted("statement", *row)


def _done(store: Store, asked: Condition) -> Iterator[_Counted]:
    """Counts of each type of event."""
    sql = f"SELECT e.type, {_COUNTED.format('e.day')} FROM events e WHERE {asked.sql} GROUP BY 1"
    for row in store.rows(sql, asked.values):
        yield _Counted("event", *row)


def _lanes(store: Store, kind: Kind, dated: Sequence[_Counted]) -> list[tuple[Lane, str]]:
    """The fullest lanes, then one of all others, each with its months."""
    keyed = sorted((row for row in dated if row.key is not None), key=lambda row: -row.dated)
    # those as full as the last lane too: their names decide
    near = [row for row in keyed if row.dated >= keyed[:LANES][-1].dated]
    known = called(store, (row.key for row in near)) if kind == "statement" else {}
    names = {row.key: known.get(row.key or "") if kind == "statement" else row.key for row in near}
    own = sorted(near, key=lambda row: (-row.dated, names[row.key] or ""))[:LANES]
    lanes = [(Lane(kind=kind, key=row.key, name=names[row.key], count=row.dated), row.months) for row in own]
    kept = {row.key for row in own}
    rest = [row for row in dated if row.key not in kept]
    if rest:
        lane = Lane(kind=kind, key=None, name=None, count=sum(row.dated for row in rest))
        lanes.append((lane, ",".join(row.months for row in rest)))
    return lanes


def _step(months: Collection[str]) -> Step:
    return "month" if (int(max(months)[:4]) - int(min(months)[:4]) + 1) * 12 <= _MONTHS else "year"


def _binned(lanes: Sequence[tuple[Lane, Counter[str]]], step: Step) -> Iterator[Bin]:
    found: list[tuple[str, Kind, str, str | None, int]] = []
    for lane, months in lanes:
        times = months if step == "month" else Counter[str]()
        if step == "year":
            for month, count in months.items():
                times[month[:4]] += count
        found += [(time, lane.kind, lane.key or "~", lane.key, count) for time, count in times.items()]
    for time, kind, _, key, count in sorted(found, key=itemgetter(0, 1, 2)):
        yield Bin(kind=kind, lane=key, time=time, count=count)


def _statements(store: Store, chosen: Numbers) -> Iterator[Point]:
    sql = f"""SELECT v.identity, c.id, d.id, d.title, d.publisher, c.first, c.last, c.dated, c.speaker_name, c.status, c.form,
                     substr(c.content, 1, {_WORDS + 1})
              FROM statements c JOIN documents d ON d.number = c.document
              LEFT JOIN speakers v ON v.statement = c.number AND v.leads
              WHERE c.day IS NOT NULL AND c.number IN ({chosen.sql})"""
    for row in store.rows(sql, chosen.values):
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
