"""What the pages share: the open record, what was asked for, templates, and how text, days and speakers are shown."""

import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote, urlencode

import jinja2
from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup, escape

from onrecord.keep.citation import file_name
from onrecord.keep.days import days as written
from onrecord.keep.store import Store

FOLDER = Path(__file__).parent
COLOURS = 12
"""how many colours speakers have: the classes s0 to s11"""

# --- the record ------------------------------------------------------------------------------------------------------


_KEPT = 4
"""openings of a record that are kept while nobody uses them, with what each has read of it in memory"""


class Openings:
    """One record opened to be read, by one request at a time: kept for the next, which then need not begin from nothing."""

    def __init__(self, record: str) -> None:
        self._record = record
        self._idle: list[tuple[tuple[int, int] | None, Store]] = []
        self._last: tuple[tuple[int, int] | None, Store] | None = None
        self._lock = threading.Lock()

    @contextmanager
    def opened(self) -> Iterator[Store]:
        """One of them until the request is answered."""
        # another file may have come in the place of the record
        file = self._file()
        store = self._kept(file) or self._another(file)
        try:
            yield store
        except BaseException:
            store.close()
            raise
        with self._lock:
            if len(self._idle) < _KEPT and not store.frozen:
                self._idle.append((file, store))
                return
        store.close()

    def close(self) -> None:
        """Closes those that nobody uses."""
        with self._lock:
            while self._idle:
                self._idle.pop()[1].close()

    def _kept(self, file: tuple[int, int] | None) -> Store | None:
        with self._lock:
            while self._idle:
                known, store = self._idle.pop()
                if known == file:
                    return store
                store.close()
        return None

    def _another(self, file: tuple[int, int] | None) -> Store:
        store = Store(self._record, read_only=True)
        with self._lock:
            if self._last is not None and self._last[0] == file:
                store.recall(self._last[1])
            self._last = (file, store)
        return store

    def _file(self) -> tuple[int, int] | None:
        try:
            about = Path(self._record).stat()
        except OSError:
            return None
        return about.st_dev, about.st_ino


def _opened(request: Request) -> Iterator[Store]:
    with request.app.state.openings.opened() as store:
        yield store


def _writable(request: Request) -> Iterator[Store]:
    with closing(Store(request.app.state.record)) as store:
        yield store


Opened = Annotated[Store, Depends(_opened)]
"""the record, for one request, to read"""
Writable = Annotated[Store, Depends(_writable)]
"""the record, for one request, to write a person's decision into"""


# --- what was asked for ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The filter parameters, the same on every page; None for any."""

    q: str | None = None
    speaker: str | None = None
    about: str | None = None
    form: str | None = None
    status: str | None = None
    outlet: str | None = None
    year: str | None = None
    since: str | None = None
    until: str | None = None
    page: int = 1

    def query(self, **changes: Any) -> str:
        """The query string of the same question with some parameters changed; to the first page unless one is named."""
        asked = replace(self, **({"page": 1} | changes))
        held = ((f.name, getattr(asked, f.name)) for f in fields(asked))
        return urlencode([(name, value) for name, value in held if value and (name, value) != ("page", 1)])

    def link(self, path: str, *, own: Mapping[str, str | None] | None = None, **changes: Any) -> str:
        """The address of a page on the same question with some parameters changed, and the page's own ones."""
        given = [(name, value) for name, value in (own or {}).items() if value]
        query = "&".join(part for part in (self.query(**changes), urlencode(given)) if part)
        return f"{path}?{query}" if query else path


def _asked(
    q: str | None = None,
    speaker: str | None = None,
    about: str | None = None,
    form: str | None = None,
    status: str | None = None,
    outlet: str | None = None,
    year: str | None = None,
    since: str | None = None,
    until: str | None = None,
    page: str | None = None,
) -> Asked:
    given = (q, speaker, about, form, status, outlet, year, since, until)
    names = [f.name for f in fields(Asked)]
    # a form sends its empty fields too
    held = {name: value.strip() or None for name, value in zip(names, given, strict=False) if value is not None}
    number = int(page) if page and page.isascii() and page.isdigit() and len(page) < 7 else 1
    return Asked(**held, page=max(1, number))


Question = Annotated[Asked, Depends(_asked)]


# --- text as it is shown ---------------------------------------------------------------------------------------------

_BIDIRECTIONAL = {0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
_INVISIBLE = {*range(9), *range(11, 32), *range(127, 160), *_BIDIRECTIONAL, 0x2028, 0x2029, 0xFEFF} - {9, 10, 13}
"""characters that would act on the page without being seen; a tab and a line's end are seen"""
_ACTING = re.compile(f"[{re.escape(''.join(map(chr, sorted(_INVISIBLE))))}]")


def mark_of(character: str) -> str | None:
    """A short name for a character that must be shown by a mark; None for one that is shown as it is."""
    if ord(character) not in _INVISIBLE:
        return None
    return f"U+{ord(character):04X}"


def mark_title(character: str) -> str:
    """What a character that is shown by a mark is called."""
    return unicodedata.name(character, "control character").lower()


def shown(text: str | None) -> Markup:
    """Text with its control and bidirectional characters as visible marks, all else escaped."""
    return Markup(_ACTING.sub(_visible, escape(text or "")))


def _visible(acting: re.Match[str]) -> str:
    character = acting.group()
    return f'<span class="control" title="{mark_title(character)}">{mark_of(character)}</span>'


def named(name: str | None) -> Markup:
    """A name or title within a line, on one line, whichever way its letters run."""
    return Markup(f"<bdi>{shown(' '.join((name or '').split()))}</bdi>")


_PATH = re.compile(r"(?:/|\\\\|[A-Za-z]:[/\\]|\.{1,2}/).*|\S+/\S+\.\w{1,5}", re.DOTALL)
"""what a document without a title is called by: where it lies, never an address"""


def file(called: str | None) -> str:
    """A path as the name of its file; anything else as it is."""
    if not called or "://" in called or not _PATH.fullmatch(called):
        return called or ""
    return file_name(called)


def titled(called: str | None) -> Markup:
    """A document's title, or the name of its file, with the whole path where one points at it."""
    short = file(called)
    return named(called) if short == called else Markup('<span title="{}">{}</span>').format(called, named(short))


@lru_cache(maxsize=10_000)
def colour_of(identity: str | None) -> int:
    """The colour of an actor, the same on every page: 0 to `COLOURS` - 1."""
    if identity is None:
        return COLOURS - 1
    return sum(ord(c) * (i + 1) for i, c in enumerate(identity)) % (COLOURS - 1)


def colours(speakers: Iterable[str | None]) -> dict[str | None, int]:
    """Colours of the speakers of one page, neighbours in the list apart as long as there are colours; None has the grey one."""
    distinct = [s for s in dict.fromkeys(speakers) if s is not None]
    return {s: i % (COLOURS - 1) for i, s in enumerate(distinct)} | {None: COLOURS - 1}


def day(value: str | None) -> str:
    """An ISO day, month or year as a reader writes it: 5 March 2021."""
    return days(value, value)


def days(first: str | None, last: str | None) -> str:
    """A span of ISO days as `keep.days` has it, where none is known in words too."""
    return written(first, last) or "no date"


def many(count: int, what: str) -> str:
    """A count with its noun: 1 document, 1,200 documents."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def quantity(low: float | None, high: float | None) -> str:
    """The bounds of a figure: 330, or 3,000 to 4,000; an open one as an ellipsis."""
    a, b = (f"{x:,.10g}" if x is not None else "…" for x in (low, high))
    return a if a == b else f"{a} to {b}"


# --- pages -----------------------------------------------------------------------------------------------------------


def _environment() -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"shown": shown, "named": named, "day": day, "colour": colour_of, "segment": lambda s: quote(str(s), "")}
    made.filters |= {"file": file, "titled": titled}
    made.globals |= {"days": days, "many": many, "quantity": quantity}
    return made


_TEMPLATES = _environment()


def prepare() -> None:
    """Compiles all templates, so that nobody waits for it on the first look at a page."""
    for name in _TEMPLATES.list_templates():
        _TEMPLATES.get_template(name)


def page(request: Request, template: str, *, code: int = 200, **held: Any) -> HTMLResponse:
    """A page from its template, which sees what is given by name beside `request`, `navigation` and `record`.

    A template that extends `base.html` draws its `main` block alone where htmx asks for a part of the page.
    """
    state = request.app.state
    asked_for = request.headers
    whole = "hx-boosted" in asked_for or "hx-history-restore-request" in asked_for
    partial = "hx-request" in asked_for and not whole
    html = _TEMPLATES.get_template(template).render(
        request=request,
        navigation=state.navigation,
        record=Path(state.record).name,
        layout="part.html" if partial else "base.html",
        **held,
    )
    # the same address has two faces, of which a browser must not keep the wrong one
    return HTMLResponse(html, code, headers={"vary": "HX-Request"})
