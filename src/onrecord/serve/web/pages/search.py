"""Search: statements and documents by words and by who, about whom, when, how and where; as one types."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from onrecord.errors import InputError
from onrecord.keep.store import Store
from onrecord.query import coverage
from onrecord.query.facets import Facets, facets
from onrecord.query.filters import Filter
from onrecord.query.meaning import nearest
from onrecord.query.overview import Listed
from onrecord.query.search import FoundDocument, Results, documents, results
from onrecord.run import meaning as run_meaning
from onrecord.serve.web.asking import filtered
from onrecord.serve.web.excerpts import excerpts, pieces
from onrecord.serve.web.parts import Asked, Opened, Question, page

router = APIRouter()
_ON_A_PAGE = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """What the page shows."""

    results: Results | None = None
    facets: Facets | None = None
    documents: tuple[FoundDocument | Listed, ...] = ()
    more: bool = False
    """whether a further page of documents has any"""
    unfinished: bool = False
    """whether the last word was taken for the beginning of one"""
    problem: str | None = None


@router.get("/", include_in_schema=False)
def search(request: Request, store: Opened, asked: Question, what: str | None = None) -> HTMLResponse:
    """The page; `what` is meaning or documents, else statements by words."""
    what = what if what in _FINDING else None
    try:
        found = _FINDING[what](store, asked)
    except InputError as error:
        found = _Answer(problem=str(error))
    return page(
        request,
        "search.html",
        asked=asked,
        what=what,
        answer=found,
        chosen=_chosen(asked, found.facets),
        beginning=_beginning(asked, found),
        excerpt=excerpts(store, asked.about),
        snippet=lambda d: pieces(d.snippet, 0, len(d.snippet), d.marks, None),
        pages=-(-found.results.total // _ON_A_PAGE) if found.results else None,
    )


def _statements(store: Store, asked: Asked) -> _Answer:
    # the last word is the beginning of one only where it is none itself: what is shown while one types, the counts beside it
    # and the address that is left behind then mean the same
    for unfinished in (False, True):
        wanted = replace(filtered(asked), typing=unfinished)
        found = results(store, wanted, limit=_ON_A_PAGE, offset=(asked.page - 1) * _ON_A_PAGE)
        if found.total or not asked.q:
            break
    return _Answer(results=found, facets=facets(store, wanted), unfinished=bool(asked.q) and unfinished)


def _by_meaning(store: Store, asked: Asked) -> _Answer:
    wanted = replace(filtered(asked), words=None)
    counted = facets(store, wanted)
    if not asked.q:
        return _Answer(facets=counted)
    try:
        found = nearest_to(store, asked.q, wanted, limit=_ON_A_PAGE, offset=(asked.page - 1) * _ON_A_PAGE)
    except InputError as error:
        return _Answer(facets=counted, problem=str(error))
    return _Answer(results=found, facets=counted)


def nearest_to(store: Store, words: str, wanted: Filter, *, limit: int, offset: int) -> Results:
    """Statements nearest in meaning to words; raises InputError where the record has no meanings."""
    vector, made_by = run_meaning.meaning_of(words)
    return nearest(store, vector, made_by, wanted, limit=limit, offset=offset)


def _documents(store: Store, asked: Asked) -> _Answer:
    at, many = (asked.page - 1) * _ON_A_PAGE, _ON_A_PAGE + 1
    if not asked.q:
        listed = coverage.documents(store, outlet=asked.outlet, limit=many, offset=at)
        return _Answer(documents=tuple(listed[:_ON_A_PAGE]), more=len(listed) > _ON_A_PAGE)
    for unfinished in (False, True):
        found = tuple(documents(store, replace(filtered(asked), typing=unfinished), limit=many, offset=at))
        if found:
            break
    return _Answer(documents=found[:_ON_A_PAGE], more=len(found) > _ON_A_PAGE, unfinished=unfinished)


_FINDING: dict[str | None, Callable[[Store, Asked], _Answer]] = {
    None: _statements,
    "meaning": _by_meaning,
    "documents": _documents,
}
_FACETS = ("speaker", "about", "form", "status", "outlet", "year")


def _beginning(asked: Asked, found: _Answer) -> str | None:
    """What to search for to have words too that begin as the last one does; None where that is done, or makes no sense."""
    return f"{asked.q}*" if asked.q and asked.q[-1].isalnum() and found.results and not found.unfinished else None


def _chosen(asked: Asked, counted: Facets | None) -> list[tuple[str, str]]:
    """What is chosen beside the words: names of parameters, and their values as a person reads them."""
    labels = {(f, c.value): c.label for f in _FACETS for c in getattr(counted, f)} if counted else {}
    given = [(f.name, getattr(asked, f.name)) for f in fields(Asked) if f.name not in ("q", "page")]
    return [(name, labels.get((name, value), value)) for name, value in given if value]


# --- the same as data ------------------------------------------------------------------------------------------------

Limit = Annotated[int, Query(ge=1, le=1000)]
Offset = Annotated[int, Query(ge=0)]


@router.get("/api/search", tags=["search"])
def found_statements(store: Opened, asked: Question, limit: Limit = 50, offset: Offset = 0) -> Results:
    """Statements that fit: by words the best first, where not too many hold them; else the latest first."""
    return results(store, filtered(asked), limit=limit, offset=offset)


@router.get("/api/search/meaning", tags=["search"])
def found_by_meaning(store: Opened, asked: Question, limit: Limit = 50, offset: Offset = 0) -> Results:
    """Statements that fit, those first whose meaning is nearest to that of `q`, whatever their words."""
    if not asked.q:
        raise InputError("q: no words whose meaning to search for")
    return nearest_to(store, asked.q, replace(filtered(asked), words=None), limit=limit, offset=offset)


@router.get("/api/search/documents", tags=["search"])
def found_documents(store: Opened, asked: Question, limit: Limit = 20, offset: Offset = 0) -> list[FoundDocument]:
    """Documents in whose title or text the words `q` stand."""
    if not asked.q:
        raise InputError("q: no words to search for; /api/documents lists all documents")
    return list(documents(store, filtered(asked), limit=limit, offset=offset))


@router.get("/api/facets", tags=["search"])
def counted(store: Opened, asked: Question) -> Facets:
    """How many of the statements that fit are whose, about whom, of which form, status, outlet and year."""
    return facets(store, filtered(asked))
