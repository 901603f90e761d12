"""Handing on: the record, or what a question finds in it, as a file of each format."""

import shutil
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import FileResponse, HTMLResponse
from starlette.background import BackgroundTask

from onrecord.errors import InputError
from onrecord.keep.export import FORMATS, TABLES, Format, Source, format_of, write
from onrecord.query.numbers import UNORDERED, numbers
from onrecord.query.overview import document_named
from onrecord.serve.source import source_of
from onrecord.serve.web.asking import filtered, form
from onrecord.serve.web.parts import Opened, Question, page

router = APIRouter()
_KINDS = {".json": "application/json", ".jsonld": "application/ld+json", ".html": "text/html", ".csv": "text/csv"}


@router.get("/export", include_in_schema=False)
def show(request: Request, store: Opened, asked: Question, document: str | None = None) -> HTMLResponse:
    """The page: every format, for whom it is, and its file; of one document where one is named."""
    problem, found, called = None, None, None
    wanted = filtered(asked)
    try:
        chosen = numbers(store, wanted, few=UNORDERED)
        ((found,),) = store.rows(f"SELECT count(*) FROM ({chosen.counted})", chosen.values)
        if document:
            called = store.document(document_named(store, document))
    except InputError as error:
        problem = str(error)
    return page(
        request,
        "export.html",
        asked=asked,
        form=form(store, asked.speaker, asked.about),
        document=called,
        found=found,
        problem=problem,
        formats=FORMATS,
        tables=tuple(TABLES),
        query=asked.query(),
    )


@router.get("/api/export", tags=["export"], response_class=FileResponse)
def as_file(
    store: Opened,
    asked: Question,
    format: Annotated[str, Query(description=", ".join(f.name for f in FORMATS))] = "jsonl",
    table: Annotated[str, Query(description=", ".join(TABLES))] = "statements",
    document: Annotated[str | None, Query(description="a path, the end of one, or an id")] = None,
) -> FileResponse:
    """The record as a file, or of it what the parameters mean; a folder of files comes as a zip file."""
    kind = format_of("-", format)
    source = source_of(store, table=table, document=document or None, wanted=filtered(asked))
    folder = Path(mkdtemp(prefix="onrecord-export-"))
    try:
        made = _written(kind, source, folder / _name(kind, table))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    media = _KINDS.get(made.suffix, "application/octet-stream")
    # never shown as a page of the workspace's own: it holds what documents hold
    return FileResponse(made, media_type=media, filename=made.name, background=BackgroundTask(_remove, folder))


def _name(kind: Format, table: str) -> str:
    return f"{table if kind.tabular else 'onrecord'}{kind.endings[0]}"


def _written(kind: Format, source: Source, to: Path) -> Path:
    write(source, to, kind)
    return Path(shutil.make_archive(str(to), "zip", to)) if kind.folder else to


def _remove(folder: Path) -> None:
    with suppress(OSError):
        shutil.rmtree(folder)
