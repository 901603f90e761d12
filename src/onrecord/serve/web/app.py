"""The workspace as one ASGI application."""

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from onrecord.errors import InputError, MissingError, OnrecordError
from onrecord.serve.web import parts
from onrecord.serve.web.guard import Guard
from onrecord.serve.web.pages import PAGES
from onrecord.serve.web.uploads import Readings


def application(record: str, *, token: str | None = None) -> FastAPI:
    """The pages and the JSON API on a record file.

    Without a token it answers to this machine's own names only; with one, to whoever shows it once by `?token=` or sends it as
    a bearer token.
    """
    made = FastAPI(title="onrecord", docs_url=None, redoc_url=None, openapi_url="/api/openapi.json")
    made.state.record = record
    made.state.openings = parts.Openings(record)
    made.state.readings = Readings(record=record)
    made.state.navigation = tuple(page for page in PAGES if page.label)
    for page in PAGES:
        made.include_router(page.router)
    made.mount("/static", StaticFiles(directory=parts.FOLDER / "static"), name="static")
    made.add_middleware(Guard, token=token)
    made.add_exception_handler(OnrecordError, _told)
    made.add_exception_handler(HTTPException, _told)
    return made


_CODES = ((MissingError, 404), (InputError, 400), (OnrecordError, 503))
"""what answers an error, the first kind that it is of"""


def _told(request: Request, error: Exception) -> Response:
    """What a person reads where a page cannot be shown: what, and what next."""
    code = error.status_code if isinstance(error, HTTPException) else next(c for kind, c in _CODES if isinstance(error, kind))
    words = str(error.detail) if isinstance(error, HTTPException) else str(error)
    if code == 404 and words == "Not Found":
        words = f"{request.url.path}: no such page"
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": words}, code)
    return parts.page(request, "error.html", code=code, words=words)
