"""Coverage: what was read, what was not and why, and what is there twice."""

from itertools import groupby
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from onrecord.query.coverage import Coverage, Twins, coverage, documents, twins, unread
from onrecord.query.overview import Listed
from onrecord.serve.web.parts import Opened, Question, page

router = APIRouter()
_ON_A_PAGE = 50
_LISTED = 200
"""what could not be read for one reason, as far as the page lists it"""


@router.get("/coverage", include_in_schema=False)
def show(request: Request, store: Opened, asked: Question, show: str | None = None) -> HTMLResponse:
    """The page; `show` names a part: documents, unread, duplicates, else the overview."""
    if show == "documents":
        held: dict[str, Any] = {"documents": _page(store, asked), "more": _ON_A_PAGE}
    elif show == "unread":
        by_reason = groupby(unread(store), key=lambda u: u.code)
        held = {"reasons": [(code, list(items)) for code, items in by_reason]}
    elif show == "duplicates":
        held = {"twins": twins(store)}
    else:
        show, held = "overview", _overview(coverage(store))
    return page(request, "coverage.html", asked=asked, show=show, listed=_LISTED, **held)


def _overview(found: Coverage) -> dict[str, Any]:
    years = _by_year(found)
    return {
        "found": found,
        "years": years,
        "most": max((n for _, year in years for n in year), default=0),
        "undated": sum(m.documents for m in found.months if m.value is None),
    }


def _page(store: Opened, asked: Question) -> list[Listed]:
    # one more than is shown says whether there is a next page
    return documents(store, outlet=asked.outlet, limit=_ON_A_PAGE + 1, offset=(asked.page - 1) * _ON_A_PAGE)


def _by_year(found: Coverage) -> list[tuple[str, list[int]]]:
    """Documents of each month, January to December, year after year without a gap."""
    counts = {m.value: m.documents for m in found.months if m.value}
    if not counts:
        return []
    years = [int(m[:4]) for m in counts]
    return [(f"{y:04}", [counts.get(f"{y:04}-{m:02}", 0) for m in range(1, 13)]) for y in range(min(years), max(years) + 1)]


@router.get("/api/coverage", tags=["coverage"])
def as_data(store: Opened) -> Coverage:
    """What was read, of which outlets, days and languages, and what was not and why."""
    return coverage(store)


@router.get("/api/duplicates", tags=["coverage"])
def duplicates(store: Opened) -> tuple[Twins, ...]:
    """Documents that are there twice: in several places, in one text, under one title, or quoting the same words."""
    return twins(store)


@router.get("/api/documents", tags=["documents"])
def listed(
    store: Opened,
    outlet: str | None = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 50,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> list[Listed]:
    """Documents on record, latest first."""
    return documents(store, outlet=outlet, limit=limit, offset=offset)
