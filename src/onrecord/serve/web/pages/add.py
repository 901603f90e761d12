"""Adding documents: files given in the browser are read into the record, and how far that is."""

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import UploadFile

from onrecord.errors import InputError
from onrecord.serve.web.parts import Opened, page
from onrecord.serve.web.uploads import MOST_BYTES, MOST_FILES, Readings

router = APIRouter()


def _readings(request: Request) -> Readings:
    readings: Readings = request.app.state.readings
    return readings


@router.get("/add", include_in_schema=False)
def show(request: Request, store: Opened) -> HTMLResponse:
    """The form, and the readings that this workspace started, the last first."""
    progress = [r.progress(store) for r in reversed(_readings(request).held)]
    return page(request, "add.html", progress=progress, megabytes=MOST_BYTES // 1024**2, files=MOST_FILES, problem=None)


@router.post("/add", include_in_schema=False)
async def add(request: Request, store: Opened) -> Response:
    """Takes files and starts to read them."""
    readings = _readings(request)
    try:
        # before anything of it is taken in
        length = request.headers.get("content-length", "")
        if not length.isdigit() or int(length) > MOST_BYTES:
            raise InputError(f"more than {MOST_BYTES // 1024**2} MB at once; give fewer, or read them with: onrecord read")
        async with request.form(max_files=MOST_FILES, max_fields=1) as form:
            given = [f for f in form.getlist("files") if isinstance(f, UploadFile) and f.filename]
            await run_in_threadpool(readings.start, [(f.filename or "", f.file) for f in given])
    except InputError as error:
        progress = [r.progress(store) for r in reversed(readings.held)]
        held = {"progress": progress, "megabytes": MOST_BYTES // 1024**2, "files": MOST_FILES, "problem": str(error)}
        return page(request, "add.html", code=400, **held)
    # so that the page can be loaded again without sending the files again
    return RedirectResponse("/add", status_code=303)
