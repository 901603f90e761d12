"""Network: who speaks about whom and which ties stand, as a picture and as a table; each edge opens its texts."""

from dataclasses import replace
from functools import lru_cache
from typing import Any
from urllib.parse import quote_plus, urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from onrecord.errors import InputError, MissingError
from onrecord.query.network import SPEECH, Edge, Kind, Network, network
from onrecord.query.search import results
from onrecord.query.told import ties, ties_between
from onrecord.serve.web.asking import filtered, form
from onrecord.serve.web.excerpts import excerpts
from onrecord.serve.web.parts import Asked, Opened, Question, colour_of, days, page

router = APIRouter()
_ROWS = 60
"""rows of the table on a page"""
_TEXTS = 30
"""texts of an edge on a page"""
_KINDS: dict[str, tuple[tuple[Kind, ...], int | None]] = {
    "": (("speech", "tie"), None),
    "speech": (("speech",), None),
    "ties": (("tie",), None),
    "good": (("tie",), 1),
    "bad": (("tie",), -1),
}
SIGNED = {1: "good", 0: "neutral", -1: "bad", None: "plain"}
"""what a tie's sign is called in the page's classes"""


@router.get("/network", include_in_schema=False)
def shown(request: Request, store: Opened, asked: Question, kind: str = "") -> HTMLResponse:
    """The page, or its results alone for htmx."""
    kind = kind if kind in _KINDS else ""
    found, problem = Network(nodes=(), edges=(), total=0), None
    kinds, sign = _KINDS[kind]
    try:
        found = network(store, filtered(asked), kinds=kinds, sign=sign)
    except InputError as error:
        problem = str(error)
    start = (asked.page - 1) * _ROWS
    return page(
        request,
        "network.html",
        asked=asked,
        kind=kind,
        here=lambda **changed: asked.link("/network", own={"kind": kind}, **changed),
        form=form(store, asked.speaker, asked.about),
        found=found,
        problem=problem,
        picture=picture(found, asked),
        listed=found.edges[start : start + _ROWS],
        pages=-(-len(found.edges) // _ROWS),
        texts_link=lambda edge: texts_link(edge, asked),
        signed=SIGNED,
    )


@router.get("/api/network", tags=["analysis"])
def as_data(store: Opened, asked: Question, kind: str = "") -> Network:
    """Who speaks about whom and which ties stand, the weightiest; `kind` speech, ties, good or bad."""
    kinds, sign = _KINDS.get(kind, _KINDS[""])
    return network(store, filtered(asked), kinds=kinds, sign=sign)


def texts_link(edge: Edge, asked: Asked) -> str:
    """Where the texts of an edge are, as far as they fit the question."""
    source, target, relation = map(_escaped, (edge.source, edge.target, edge.relation))
    return f"/network/texts?source={source}&target={target}&relation={relation}{_rest(asked, edge.kind)}"


@lru_cache(maxsize=1_000)
def _rest(asked: Asked, kind: Kind) -> str:
    rest = asked.query(speaker=None, about=None) if kind == "speech" else asked.query()
    return f"&{rest}" if rest else ""


_escaped = lru_cache(maxsize=10_000)(quote_plus)


def picture(found: Network, asked: Asked, *, months: bool = True) -> dict[str, Any]:
    """What the page's script draws; `months` is what a slider of time needs."""
    return {
        "nodes": [
            {"id": n.identity, "name": n.name, "kind": n.kind, "weight": n.weight, "colour": colour_of(n.identity)}
            for n in found.nodes
        ],
        "edges": [
            {
                "source": e.source,
                "target": e.target,
                "relation": e.relation.replace("_", " "),
                "kind": e.kind,
                "sign": SIGNED[e.sign] if e.kind == "tie" else "speech",
                "weight": e.weight,
                "months": e.months if months else (),
                "words": f"{e.source_name} {e.relation.replace('_', ' ')} {e.target_name}",
                "when": days(e.first, e.last),
                "asserted": [t.name or "the report itself" for t in e.asserted],
                "link": texts_link(e, asked),
            }
            for e in found.edges
        ],
    }


@router.get("/network/texts", include_in_schema=False)
def texts(request: Request, store: Opened, asked: Question, source: str, target: str, relation: str) -> HTMLResponse:
    """The texts that one edge rests on, as a page, or as the side of the network's page for htmx."""
    start = (asked.page - 1) * _TEXTS
    names = form(store, source, target).names
    for identity in (source, target):
        if identity not in names:
            raise MissingError(f"{identity}: no such actor on record; /actors lists them")
    told, said, total = [], None, 0
    if relation == SPEECH:
        wanted = filtered(replace(asked, speaker=source, about=target))
        said = results(store, wanted, limit=_TEXTS, offset=start)
        total = said.total
    else:
        between = ties_between(store, filtered(asked), source, target, relation)
        told = list(ties(store, between, limit=_TEXTS, offset=start))
        total = between.count(store)
    return page(
        request,
        "network_texts.html",
        asked=asked,
        source=source,
        target=target,
        relation=relation,
        names=names,
        told=told,
        said=said.found if said else (),
        total=total,
        excerpt=excerpts(store, target),
        more=start + _TEXTS < total,
        own=urlencode({"source": source, "target": target, "relation": relation}),
    )
