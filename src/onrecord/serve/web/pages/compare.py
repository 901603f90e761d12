"""Compare: two speakers, two periods, two outlets or two targets on one matter, side by side."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from onrecord.annotate.meaning import senses
from onrecord.commitment import KINDS
from onrecord.errors import InputError
from onrecord.keep.store import Store
from onrecord.query.compare import MOST, Comparison, comparison
from onrecord.query.facets import facets
from onrecord.query.filters import Filter, day_bound, identities_called
from onrecord.serve.web.asking import Form, filtered, form
from onrecord.serve.web.excerpts import excerpts
from onrecord.serve.web.pages.brief import Against, Other
from onrecord.serve.web.parts import Asked, Opened, Question, days, page

router = APIRouter()
SHIFTS = {
    "softer": "wording softer",
    "harder": "wording harder",
    "repeated": "repeated",
    "reworded": "reworded",
    "near": "perhaps the same, in other words",
}
"""what became of a wording on the other side, and how a reader is told"""
_PAIRS = 40
"""pairs on a page"""
_ALONE = 60
"""lines shown that only one side has"""
_OFFERED = 6
"""other sides offered of each kind"""


@router.get("/compare", include_in_schema=False)
def shown(request: Request, store: Opened, asked: Question, against: Other, show: str = "") -> HTMLResponse:
    """The page; without another side its form, with what could be put beside the first."""
    wanted, found, problem, offered = filtered(asked), None, None, []
    side = against.side(asked)
    other = filtered(side) if side else None
    show = show if show in SHIFTS else ""
    fields = form(store, asked.speaker, asked.about, against.speaker, against.about)
    try:
        if other is not None:
            found = comparison(store, wanted, other, made_by=senses().hash)
        elif wanted != Filter():
            offered = _offered(store, asked)
    except InputError as error:
        problem = str(error)
    pairs = [p for p in found.pairs if not show or p.change.shift == show] if found else []
    start = (asked.page - 1) * _PAIRS
    return page(
        request,
        "compare.html",
        asked=asked,
        against=against,
        form=fields,
        found=found,
        problem=problem,
        offered=offered,
        show=show,
        shifts=SHIFTS,
        kinds=KINDS,
        pairs=pairs[start : start + _PAIRS],
        pages=-(-len(pairs) // _PAIRS),
        most=MOST,
        alone=_ALONE,
        left=_called(asked, side, fields),
        right=_called(side, asked, fields) if side else "",
        other=side,
        excerpt=excerpts(store, asked.about, side.about if side else None),
        here=lambda **changed: _link(asked, against, **({"show": show, "page": 1} | changed)),
    )


@router.get("/api/compare", tags=["analysis"])
def as_data(store: Opened, asked: Question, against: Other) -> Comparison:
    """One side beside another, which differs in what `against_*` give: pairs alike, changed words, what one alone said."""
    other = against.filter(asked)
    if other is None:
        raise InputError("no other side; give against_speaker, against_about, against_outlet, against_since or against_until")
    return comparison(store, filtered(asked), other, made_by=senses().hash)


def _called(side: Asked, other: Asked | None, fields: Form) -> str:
    """What a side is called: whose words, and that in which it differs from the other."""
    speaker = fields.names.get(side.speaker or "", side.speaker or "")
    about = fields.names.get(side.about or "", side.about or "")
    period = days(side.since, side.until) if side.since or side.until else side.year or ""
    own = (
        (f"“{side.q}”" if side.q else "", other is not None and side.q != other.q),
        (f"about {about}" if about else "", other is not None and side.about != other.about),
    )
    return (
        ", ".join(part for part in (speaker, *(words for words, told in own if told), side.outlet or "", period) if part)
        or "everybody"
    )


def _link(asked: Asked, against: Against, *, show: str, page: int) -> str:
    query = "&".join(part for part in (asked.query(page=page), against.query, f"show={show}" if show else "") if part)
    return f"/compare?{query}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Other sides of one kind that could be put beside the first."""

    title: str
    sides: tuple[tuple[str, int | None, str], ...]
    """what each is called, how many statements it has, where that was counted, and its address"""


def _offered(store: Store, asked: Asked) -> list[Offer]:
    found = facets(store, filtered(asked))
    query = asked.query()
    kinds = (
        ("another speaker", "speaker", found.speaker, asked.speaker),
        ("another outlet", "outlet", found.outlet, asked.outlet),
        ("another year", "year", found.year, asked.year),
        ("another matter", "about", found.about, asked.about),
    )
    offers = []
    for title, name, counts, own in kinds:
        sides: list[tuple[str, int | None, str]] = []
        if own:
            # by a name that was typed too
            mine = {own, *(identities_called(store, own) if name in ("speaker", "about") else ())}
            sides = [
                (c.label, c.count, f"/compare?{query}&{Against(**{name: c.value}).query}")
                for c in counts
                if c.value not in mine
            ]
        elif name in ("outlet", "year"):
            sides = [_both(asked, name, a.value, b.value) for a, b in combinations(counts[:_OFFERED], 2)]
        if sides:
            offers.append(Offer(title=title if own else f"two {name}s", sides=tuple(sides[:_OFFERED])))
    periods = [(days(a.since, a.until), None, f"/compare?{query}&{a.query}") for a in _around(asked)]
    return [*offers, *([Offer(title="another period", sides=tuple(periods))] if periods else ())]


def _both(asked: Asked, name: str, one: str, other: str) -> tuple[str, int | None, str]:
    """Two outlets or years of what is asked for, beside one another."""
    query = asked.query(**{name: one})
    return f"{one} and {other}", None, f"/compare?{query}&{Against(**{name: other}).query}"


def _around(asked: Asked) -> Iterator[Against]:
    """The time before a period and the time after it."""
    if asked.since and (first := _shifted(day_bound(asked.since, last=False), -1)):
        yield Against(until=first)
    if asked.until and (last := _shifted(day_bound(asked.until, last=True), 1)):
        yield Against(since=last)


def _shifted(day: str, by: int) -> str | None:
    try:
        return (date.fromisoformat(day) + timedelta(days=by)).isoformat()
    except (ValueError, OverflowError):
        # the end of a short month, written as its 31st
        return f"{day[:5]}{int(day[5:7]) + 1:02}-01" if by > 0 and day.endswith("-31") else None
