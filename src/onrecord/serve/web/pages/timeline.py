"""Timeline: statements and events on their days, as a picture and as a table."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from onrecord.errors import InputError
from onrecord.query.timeline import Bin, Kind, Lane, Point, Timeline, timeline
from onrecord.serve.web.asking import filtered, form
from onrecord.serve.web.parts import COLOURS, Asked, Opened, Question, colour_of, days, named, page

router = APIRouter()
_ROWS = 50
"""rows of the table on a page"""
_KINDS: dict[str, tuple[Kind, ...]] = {
    "": ("statement", "event"),
    "statements": ("statement",),
    "events": ("event",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What falls into a month or a year."""

    time: str
    first: str
    last: str
    statements: int
    events: int
    lanes: tuple[tuple[Lane, int], ...]


@router.get("/timeline", include_in_schema=False)
def shown(request: Request, store: Opened, asked: Question, kind: str = "") -> HTMLResponse:
    """The page, or its results alone for htmx."""
    kind = kind if kind in _KINDS else ""
    found, problem = _EMPTY, None
    try:
        found = timeline(store, filtered(asked), kinds=_KINDS[kind])
    except InputError as error:
        problem = str(error)
    rows = _rows(found)
    listed: list[Any] = list(reversed(found.points)) if found.points else rows
    start = (asked.page - 1) * _ROWS
    return page(
        request,
        "timeline.html",
        asked=asked,
        kind=kind,
        here=lambda **changed: asked.link("/timeline", own={"kind": kind}, **changed),
        form=form(store, asked.speaker, asked.about),
        found=found,
        problem=problem,
        picture=_picture(found, asked, kind),
        listed=listed[start : start + _ROWS],
        pages=-(-len(listed) // _ROWS),
        # each stands in many rows
        heads={lane: (_lane_colour(lane), _head(lane)) for lane in found.lanes},
        point_link=point_link,
    )


@router.get("/api/timeline", tags=["analysis"])
def as_data(store: Opened, asked: Question, kind: str = "") -> Timeline:
    """Statements and events in time, as points, or counted where there are too many; `kind` statements or events."""
    return timeline(store, filtered(asked), kinds=_KINDS.get(kind, _KINDS[""]))


_EMPTY = Timeline(statements=0, events=0, undated=0, lanes=(), points=(), bins=(), step=None)


def point_link(point: Point) -> str:
    """Where a point's words stand."""
    if point.at:
        return f"/documents/{point.document}?at={point.at[0]}-{point.at[1]}#c-{point.id}"
    return f"/documents/{point.document}#s-{point.id}"


def _head(lane: Lane) -> Markup:
    """A lane's dot and what it is called, with a link to its speaker."""
    dot = "dot" if lane.kind == "statement" else "dot square"
    name = Markup("{}").format(_called(lane))
    if lane.kind == "statement" and lane.key:
        name = Markup('<a class="quiet" href="/actors/{}">{}</a>').format(quote(lane.key, ""), named(lane.name))
    return Markup('<span class="{}"></span> {}').format(dot, name)


def _lane_colour(lane: Lane) -> int:
    return colour_of(lane.key) if lane.kind == "statement" else COLOURS - 1


def _picture(found: Timeline, asked: Asked, kind: str) -> dict[str, Any]:
    """What the page's script draws."""
    places = {(lane.kind, lane.key): place for place, lane in enumerate(found.lanes)}
    # where a bin leads, but for its days
    rest = "&".join(part for part in (asked.query(since=None, until=None, year=None), f"kind={kind}" if kind else "") if part)

    def place(kind: Kind, key: str | None) -> int:
        return places.get((kind, key), places.get((kind, None), 0))

    return {
        "lanes": [
            {
                "kind": lane.kind,
                "name": _called(lane),
                "count": lane.count,
                "colour": _lane_colour(lane),
                "rest": lane.key is None,
            }
            for lane in found.lanes
        ],
        "points": [
            {
                "lane": place(p.kind, p.lane),
                "first": p.first or p.last,
                "last": p.last or p.first,
                "when": days(p.first, p.last) + ("" if p.dated else ", day of publication"),
                "who": p.name or "nobody named",
                "by": p.asserted_by if p.kind == "event" else None,
                "kind": p.kind,
                "status": p.status,
                "words": p.words,
                "link": point_link(p),
            }
            for p in found.points
        ],
        "bins": [{"lane": place(b.kind, b.lane), "time": b.time, "count": b.count} for b in found.bins],
        "base": f"/timeline?{rest}{'&' if rest else ''}",
    }


def _called(lane: Lane) -> str:
    if lane.kind == "event":
        return (lane.name or "other events").lower()
    return lane.name or "others"


def span(time: str) -> tuple[str, str]:
    """First and last day of a month or a year."""
    if len(time) == 4:
        return f"{time}-01-01", f"{time}-12-31"
    return f"{time}-01", f"{time}-{monthrange(int(time[:4]), int(time[5:]))[1]:02}"


def _rows(found: Timeline) -> list[Row]:
    """The bins by their times, latest first."""
    lanes = {(lane.kind, lane.key): lane for lane in found.lanes}
    by_time: dict[str, list[Bin]] = {}
    for b in found.bins:
        by_time.setdefault(b.time, []).append(b)
    return [
        Row(
            time=time, first=span(time)[0], last=span(time)[1], statements=_sum(bins, "statement"), events=_sum(bins, "event"),
            lanes=tuple((lanes[b.kind, b.lane], b.count) for b in sorted(bins, key=lambda b: (b.kind == "event", -b.count))),
        )
        for time, bins in sorted(by_time.items(), reverse=True)
    ]  # fmt: skip


def _sum(bins: Iterable[Bin], kind: Kind) -> int:
    return sum(b.count for b in bins if b.kind == kind)
