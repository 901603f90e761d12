"""A statement: in its place, cited in every form, and whether quoted words still stand where they were read."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, PlainTextResponse

from onrecord.errors import InputError
from onrecord.keep.citation import permalink
from onrecord.keep.lines import as_json
from onrecord.query.cite import FORMATS, Check, Cited, check, cited, link_of, rendered
from onrecord.serve.web.parts import Opened, colour_of, page

router = APIRouter()
_TITLES = {"footnote": "Footnote", "bibtex": "BibTeX", "ris": "RIS", "csl": "CSL-JSON"}
_KINDS = {
    "footnote": ("text/plain", "txt"),
    "bibtex": ("application/x-bibtex", "bib"),
    "ris": ("application/x-research-info-systems", "ris"),
    "csl": ("application/vnd.citationstyles.csl+json", "json"),
}
"""media type and ending of a file of each form"""
Words = Annotated[str | None, Query(description="the first 16 hexadecimal digits of the SHA-256 of the quoted characters")]


@router.get("/statements/{statement_id}", include_in_schema=False)
def show(request: Request, store: Opened, statement_id: str, words: Words = None) -> HTMLResponse:
    """The page; the query of a permalink has its words checked, also where no statement has that id any more."""
    checked = check(store, link_of(str(request.url))) if words is not None else None
    try:
        found = cited(store, statement_id)
    except InputError:
        if checked is None:
            raise
        found = None
    if checked is None and found is not None:
        checked = check(store, link_of(permalink(found.citation)))
    held: dict[str, Any] = {"found": found, "checked": checked, "asked": words is not None, "wanted": statement_id}
    if found is not None:
        held |= _shown(request, found, store)
    return page(request, "statement.html", **held)


def _shown(request: Request, found: Cited, store: Opened) -> dict[str, Any]:
    sql = "SELECT actor, identity FROM identities WHERE document = ?"
    identities = dict(store.rows(sql, (found.reading.document.id,)))
    speaker = found.statement.speaker
    return {
        "names": {a.id: a.name for a in found.reading.actors},
        "identities": identities,
        "colour": colour_of(identities.get(speaker.actor, speaker.actor) if speaker else None),
        "outer": next((s for s in found.reading.statements if s.id == found.statement.inside), None),
        "address": str(request.base_url).rstrip("/") + permalink(found.citation),
        "forms": [(name, title, rendered(found.citation, name)) for name, title in _TITLES.items()],
    }


@router.get("/api/statements/{statement_id}", tags=["statements"])
def as_data(store: Opened, statement_id: str) -> dict[str, Any]:
    """A statement with its citation and its permalink."""
    found = cited(store, statement_id)
    forms = {name: rendered(found.citation, name) for name in FORMATS}
    return {
        "statement": as_json(found.statement),
        "document": found.reading.document.id,
        "citation": as_json(found.citation),
        "sentence": "".join(p.text for p in found.sentence),
        "permalink": permalink(found.citation),
        **forms,
    }


@router.get("/api/statements/{statement_id}/citation", tags=["statements"], response_class=PlainTextResponse)
def as_file(store: Opened, statement_id: str, format: str = "footnote") -> PlainTextResponse:
    """The citation as a file: footnote, csl, ris or bibtex."""
    found = cited(store, statement_id)
    text = rendered(found.citation, format)
    kind, ending = _KINDS[format]
    name = f"{found.statement.id}.{ending}"
    return PlainTextResponse(text + "\n", media_type=kind, headers={"content-disposition": f'attachment; filename="{name}"'})


@router.get("/api/check", tags=["statements"])
def checked_link(
    request: Request, store: Opened, document: str, sha: str, start: int, end: int, words: Annotated[str, Words]
) -> Check:
    """Whether the words that a permalink quotes still stand where they were read: exact, moved or gone."""
    return check(store, link_of(str(request.url)))
