"""Search: statements by words and by who, about whom, when and how."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from onrecord.errors import InputError
from onrecord.query.search import Filter, Found, statements
from onrecord.serve.web.parts import Opened, Question, page

router = APIRouter()


@router.get("/", include_in_schema=False)
def search(request: Request, store: Opened, asked: Question) -> HTMLResponse:
    """The page of results, or its results alone for htmx."""
    wanted = Filter(
        words=asked.q, speaker=asked.speaker, about=asked.about, since=asked.since, until=asked.until, form=asked.form
    )
    found: list[Found] = []
    problem = None
    try:
        found = list(statements(store, wanted))
    except InputError as error:
        problem = str(error)
    return page(request, "search.html", asked=asked, found=found, problem=problem)
