"""A statement that the reading missed, added by a person."""

import re
from collections.abc import Mapping
from typing import get_args
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from onrecord.errors import InputError
from onrecord.schema import Form as StatementForm
from onrecord.schema import Reading, Status
from onrecord.serve.web.forms import Form, Reviewer
from onrecord.serve.web.marks import Flat, Nested, marked
from onrecord.serve.web.parts import Opened, Writable, page

router = APIRouter()
_PARTS = ("source", "cue", "content", "speaker", "form", "status")


@router.get("/review/add", include_in_schema=False)
def show(request: Request, store: Opened, who: Reviewer, document: str, content: str | None = None) -> HTMLResponse:
    """The document with what was found in it, and a form for what was not; `content` is START-END, in code points."""
    return _shown(request, store.reading(document), who, {"content": content or ""})


def _shown(
    request: Request, reading: Reading, who: str | None, given: Mapping[str, str], problem: str | None = None
) -> HTMLResponse:
    text = reading.document.text
    found = [Nested(start=a, end=b, item=s.id, classes="said s11") for s in reading.statements for a, b in s.content]
    place = re.fullmatch(r"([0-9]{1,9})-([0-9]{1,9})", given.get("content", ""))
    chosen = [Flat(start=int(place[1]), end=int(place[2]), classes="found")] if place else []
    segments = reading.document.segments or ()
    return page(
        request,
        "review_add.html",
        code=409 if problem else 200,
        who=who,
        reading=reading,
        given=dict.fromkeys(_PARTS, "") | dict(given),
        paragraphs=[(s.kind, marked(text, s.start, s.end, found, chosen)) for s in segments],
        people=sorted({name for a in reading.actors for name in (a.name, *a.aliases)}),
        forms=get_args(StatementForm),
        statuses=get_args(Status),
        problem=problem,
    )


@router.post("/review/add", include_in_schema=False)
def add(request: Request, store: Writable, who: Reviewer, form: Form) -> Response:
    """Puts the statement on record and shows it."""
    document = form.get("document", "")
    try:
        if who is None:
            raise InputError("say who you are before you correct")
        made = store.correct(document, "add", {n: form[n] for n in _PARTS if form.get(n, "").strip()}, who=who)
    except InputError as error:
        return _shown(request, store.reading(document), who, form, str(error))
    return RedirectResponse(f"/review?item={quote(made.item)}&done={made.number}", 303)
