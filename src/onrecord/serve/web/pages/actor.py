"""An actor's page, and the list of all actors."""

from typing import Annotated, Any, get_args

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from onrecord.errors import InputError
from onrecord.identify.match import SAME
from onrecord.query.dossier import Directory, Dossier, directory, dossier, identity_of
from onrecord.schema import ActorKind
from onrecord.serve.web.excerpts import excerpts
from onrecord.serve.web.forms import Reviewer
from onrecord.serve.web.pages.network import SIGNED, picture, texts_link
from onrecord.serve.web.parts import Asked, Opened, Question, colour_of, page

router = APIRouter()
_ROWS = 50
_BAR = 40
"""pixels of the highest bar of a year"""


@router.get("/actors", include_in_schema=False)
def everybody(request: Request, store: Opened, asked: Question, kind: str = "") -> HTMLResponse:
    """The actors of the record, those in most documents first; those that a name fits, where one is given."""
    found, problem = Directory(actors=(), total=0), None
    kind = kind if kind in get_args(ActorKind) else ""
    try:
        found = directory(store, asked.q, kind=kind or None, limit=_ROWS, offset=(asked.page - 1) * _ROWS)
    except InputError as error:
        problem = str(error)
    return page(
        request, "actors.html", asked=asked, kind=kind, kinds=get_args(ActorKind), found=found, problem=problem,
        here=lambda **changed: asked.link("/actors", own={"kind": kind}, **changed), pages=-(-found.total // _ROWS),
    )  # fmt: skip


@router.get("/actors/{identity}", include_in_schema=False)
def one(request: Request, store: Opened, who: Reviewer, identity: str) -> HTMLResponse:
    """All that is on record about one actor."""
    found = dossier(store, identity)
    asked = Asked()
    return page(
        request,
        "actor.html",
        found=found,
        who=who,
        colour=colour_of(identity),
        said_years=_bars(found.said.years, {"speaker": identity}),
        about_years=_bars(found.about.years, {"about": identity}),
        picture=picture(found.ego, asked, months=False),
        texts_link=lambda edge: texts_link(edge, asked),
        signed=SIGNED,
        same=SAME,
        excerpt=excerpts(store, identity),
    )


@router.get("/actors/{document}/{actor}", include_in_schema=False)
def whoever(store: Opened, document: str, actor: str) -> Response:
    """To the page of who an actor of one document is now."""
    return RedirectResponse(f"/actors/{identity_of(store, document, actor)}", 303)


@router.get("/api/actors", tags=["analysis"])
def everybody_as_data(
    store: Opened, asked: Question, kind: str = "", limit: Annotated[int, Query(ge=0, le=1000)] = _ROWS
) -> Directory:
    """The actors of the record, those in most documents first; those that the name `q` fits."""
    return directory(store, asked.q, kind=kind or None, limit=limit, offset=(asked.page - 1) * limit)


@router.get("/api/actors/{identity}", tags=["analysis"])
def one_as_data(store: Opened, identity: str) -> Dossier:
    """All that is on record about one actor."""
    return dossier(store, identity)


def _bars(years: tuple[tuple[str, int], ...], whose: dict[str, Any]) -> list[dict[str, Any]]:
    """A bar for each year from the first to the last, empty ones too."""
    if not years:
        return []
    counts = dict(years)
    most = max(counts.values())
    first, last = int(years[0][0]), int(years[-1][0])
    return [
        {
            "year": year,
            "count": counts.get(f"{year:04}", 0),
            "height": max(2, round(_BAR * counts.get(f"{year:04}", 0) / most)) if counts.get(f"{year:04}") else 0,
            "link": Asked(**whose, year=f"{year:04}").link("/"),
        }
        for year in range(first, last + 1)
    ]
