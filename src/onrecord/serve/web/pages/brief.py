"""A brief: what was said and done of a chosen set, to read, to print, and to save as Word or Markdown."""

from dataclasses import dataclass, fields, replace
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from onrecord.errors import InputError
from onrecord.keep.citation import quoted
from onrecord.query.brief import Brief, brief
from onrecord.query.filters import Filter
from onrecord.serve import paper
from onrecord.serve.web.asking import ANY, filtered, form
from onrecord.serve.web.parts import Asked, Opened, Question, page

router = APIRouter()
_FILES = {
    "markdown": ("text/markdown", "md"),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
}
"""media type and ending of a file of each form"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """What the other side of a comparison differs in: None where it does not, `ANY` where the first alone is narrowed down."""

    q: str | None = None
    speaker: str | None = None
    about: str | None = None
    outlet: str | None = None
    year: str | None = None
    since: str | None = None
    until: str | None = None

    def side(self, asked: Asked) -> Asked | None:
        """The question of the other side, None where there is none."""
        given: dict[str, Any] = {
            f.name: None if value == ANY else value for f in fields(self) if (value := getattr(self, f.name))
        }
        if {"year", "since", "until"} & given.keys():
            # another period, not the part of both
            given = {"year": None, "since": None, "until": None} | given
        return replace(asked, **given) if given else None

    def filter(self, asked: Asked) -> Filter | None:
        """What that question means."""
        side = self.side(asked)
        return filtered(side) if side else None

    @property
    def query(self) -> str:
        """Its parameters as they stand in an address."""
        return urlencode([(f"against_{f.name}", value) for f in fields(self) if (value := getattr(self, f.name))])


def _against(
    against_q: str | None = None,
    against_speaker: str | None = None,
    against_about: str | None = None,
    against_outlet: str | None = None,
    against_year: str | None = None,
    against_since: str | None = None,
    against_until: str | None = None,
) -> Against:
    given = (against_q, against_speaker, against_about, against_outlet, against_year, against_since, against_until)
    return Against(**{f.name: (v or "").strip() or None for f, v in zip(fields(Against), given, strict=True)})


Other = Annotated[Against, Depends(_against)]


@router.get("/brief", include_in_schema=False)
def show(request: Request, store: Opened, asked: Question, against: Other) -> HTMLResponse:
    """The page; without a question its form alone."""
    wanted, found, problem = filtered(asked), None, None
    chosen = wanted != Filter() or against.query
    try:
        found = brief(store, wanted, against=against.filter(asked)) if chosen else None
    except InputError as error:
        problem = str(error)
    query = "&".join(x for x in (asked.query(), against.query) if x)
    return page(
        request,
        "brief.html",
        asked=asked,
        against=against,
        form=form(store, asked.speaker, asked.about, against.speaker, against.about),
        found=found,
        problem=problem,
        sections=paper.sections,
        quoted=quoted,
        query=query,
    )


@router.get("/api/brief", tags=["brief"])
def as_data(store: Opened, asked: Question, against: Other) -> Brief:
    """What was said and done of what the parameters mean, each line with its citation; `against_*` a side to compare with."""
    return brief(store, filtered(asked), against=against.filter(asked))


@router.get("/api/brief/file", tags=["brief"], response_class=Response)
def as_file(store: Opened, asked: Question, against: Other, format: str = "markdown") -> Response:
    """The same as a file: markdown or docx."""
    if format not in _FILES:
        raise InputError(f"{format}: no such format; one of {', '.join(_FILES)}")
    found = brief(store, filtered(asked), against=against.filter(asked))
    data: Any = paper.word(found) if format == "docx" else paper.markdown(found)
    kind, ending = _FILES[format]
    return Response(data, media_type=kind, headers={"content-disposition": f'attachment; filename="brief.{ending}"'})
