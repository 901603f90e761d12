"""Review: what is on record, least certain first, judged by a person with a few keys."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, get_args
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.background import BackgroundTask

from onrecord.errors import InputError
from onrecord.keep.corrections import main_spans
from onrecord.keep.drafting import allowed, choices
from onrecord.keep.lines import as_json
from onrecord.query.agreement import Agreement, agreement
from onrecord.query.pairs import judged, pairs
from onrecord.query.review import Looked, Queue, called, log, looked_at, queue
from onrecord.schema import Action, Judgement, Role, Unit, Verdict
from onrecord.serve.joining import join_soon
from onrecord.serve.web.forms import COOKIE, Form, Reviewer, back
from onrecord.serve.web.marks import Flat, Nested, marked
from onrecord.serve.web.parts import Opened, Writable, colours, page

router = APIRouter()
_ACTS = {
    "accept": "accepted", "reject": "rejected", "add": "added", "speaker": "changed who said",
    "actor": "changed who is meant by", "spans": "changed the words of", "form": "changed the form of",
    "type": "changed the type of", "status": "changed the status of", "parties": "changed the parties of",
    "ends": "changed the ends of", "undo": "took back a change of",
}  # fmt: skip
"""what a person did, before what it was done to"""
_YEAR = 365 * 24 * 3600
_KINDS = ("statement", "event", "tie", "figure")
_LISTED = 50


def _address(path: str, **asked: str | None) -> str:
    given = urlencode([(name, value) for name, value in asked.items() if value])
    return f"{path}?{given}" if given else path


# --- the queue -------------------------------------------------------------------------------------------------------


@router.get("/review", include_in_schema=False)
def show(
    request: Request,
    store: Opened,
    who: Reviewer,
    kind: str | None = None,
    document: str | None = None,
    item: str | None = None,
    done: int | None = None,
) -> HTMLResponse:
    """The item in question in its context, with what can be done to it; `done` is the number of what was done last."""
    return _shown(request, store, who, kind=kind, document=document, item=item, done=done)


def _shown(
    request: Request, store: Opened, who: str | None, *, kind: str | None, document: str | None, item: str | None,
    done: int | None = None, problem: str | None = None,
) -> HTMLResponse:  # fmt: skip
    kind = kind if kind in _KINDS else None
    found = queue(store, who or "", kind=kind, document=document, item=item)
    looked = looked_at(store, found.item) if found.item else None
    held: dict[str, Any] = _item_shown(looked) if looked else {}
    return page(
        request,
        "review.html",
        code=409 if problem else 200,
        who=who,
        queue=found,
        looked=looked,
        kind=kind,
        kinds=_KINDS,
        document=document,
        here=lambda **asked: _address("/review", **({"kind": kind, "document": document} | asked)),
        taken_back=_taken_back(store, looked) if looked else None,
        last=next((e.correction for e in log(store, who=who, limit=20) if _can_undo(e.correction)), None) if who else None,
        done=done,
        acted=_acted,
        problem=problem,
        **held,
    )


def _acted(correction: Any) -> str:
    """What a correction did, in words: rejected a statement."""
    return f"{_ACTS[correction.action]} {'an' if correction.kind == 'event' else 'a'} {correction.kind}"


def _can_undo(correction: Any) -> bool:
    return correction.undone_by is None and correction.undoes is None


def _taken_back(store: Opened, looked: Looked) -> Any:
    """The entry that took the last change of an item back, unless that was brought back; None where there is none."""
    entries = {e.correction.number: e.correction for e in log(store, item=looked.item.id, limit=50)}
    last = at = entries[max(entries)] if entries else None
    undone = False
    while at is not None and at.action == "undo":
        undone, at = not undone, entries.get(at.undoes or 0)
    return last if undone else None


def _item_shown(looked: Looked) -> dict[str, Any]:
    kind, data, reading = looked.item.kind, looked.data, looked.reading
    names = {a.id: a.name for a in reading.actors}
    speakers = colours(s.speaker.actor if s.speaker else None for s in reading.statements)
    speaker = (data.get("speaker") or {}).get("actor")
    colour = speakers.get(speaker, speakers[None])
    nested, flat = _marks(looked, f"s{colour}")
    text = reading.document.text
    asserted = next((s for s in reading.statements if s.id == data.get("asserted_by")), None)
    return {
        "data": data,
        "names": names,
        "colour": colour,
        "asserted": asserted,
        "context": _paragraphs(looked, nested, flat),
        "cut": (looked.start > 0, looked.end < len(text)),
        "actions": allowed(kind),
        "roles": get_args(Role),
        "choices": {name: choices(kind, name) for name in ("form", "type", "status")},
        "people": sorted({name for a in reading.actors for name in (a.name, *a.aliases)}),
        "places": {
            name: ", ".join(f"{a}-{b}" for a, b in data[name]) if kind == "statement" else "{}-{}".format(*data[name])
            for name in (("source", "cue", "content") if kind == "statement" else ("span",))
        },
        "words": lambda name: " … ".join(text[a:b] for a, b in (data[name] if kind == "statement" else [data[name]])),
    }  # fmt: skip


def _marks(looked: Looked, colour: str) -> tuple[list[Nested], list[Flat]]:
    """The item's own words and what belongs to them."""
    item, data = looked.item, looked.data
    if item.kind == "statement":
        nested = [Nested(start=a, end=b, item=item.id, classes=f"said {colour}") for a, b in data["content"]]
        flat = [Flat(start=a, end=b, classes=f"source {colour}") for a, b in data["source"]]
        return nested, flat + [Flat(start=a, end=b, classes="cue") for a, b in data["cue"]]
    flat = [Flat(start=a, end=b, classes="found") for a, b in main_spans(item.kind, data)]
    flat += [Flat(start=p["span"][0], end=p["span"][1], classes="party") for p in data.get("parties", ())]
    flat += [Flat(start=data[n][0], end=data[n][1], classes="party") for n in ("source_span", "target_span") if n in data]
    return [], flat


def _paragraphs(looked: Looked, nested: list[Nested], flat: list[Flat]) -> list[tuple[str, Any]]:
    """The context in the segments of the document, what is in none between them."""
    text, reached, found = looked.reading.document.text, looked.start, []
    for s in looked.reading.document.segments:
        start, end = max(s.start, looked.start), min(s.end, looked.end)
        if start >= end:
            continue
        if text[reached:start].strip():
            found.append(("between", marked(text, reached, start, nested, flat)))
        found.append((s.kind, marked(text, start, end, nested, flat)))
        reached = end
    if text[reached : looked.end].strip():
        found.append(("between", marked(text, reached, looked.end, nested, flat)))
    return found


# --- decisions -------------------------------------------------------------------------------------------------------


@router.post("/review/who", include_in_schema=False)
def introduce(form: Form) -> Response:
    """Keeps who reviews in a cookie."""
    response = RedirectResponse(back(form), 303)
    name = " ".join(form.get("who", "").split())[:80]
    response.set_cookie(COOKIE, quote(name), max_age=_YEAR if name else 0, httponly=True, samesite="strict")
    return response


@router.post("/review", include_in_schema=False)
def decide(request: Request, store: Writable, who: Reviewer, form: Form) -> Response:
    """Does what a form asks for, and shows the next item, or the same one where more may have to be changed in it."""
    kind, document, item = form.get("kind") or None, form.get("document") or None, form.get("item", "")
    try:
        if who is None:
            raise InputError("say who you are before you correct")
        following = queue(store, who, kind=kind, document=document, item=item, limit=1)
        number = _done(store, who, item, form)
    except InputError as error:
        return _shown(request, store, who, kind=kind, document=document, item=item, problem=str(error))
    judged = form.get("action") in ("accept", "reject")
    if judged:
        item = next((i.id for i in (*following.after, *following.before)), "")
    return RedirectResponse(_address("/review", kind=kind, document=document, item=item, done=str(number)), 303)


def _done(store: Writable, who: str, item: str, form: Mapping[str, str]) -> int:
    """The number of the last correction that a form asks for; raises InputError where it asks for none."""
    kind, found = called(store, item)
    action, seen = form.get("action", ""), form.get("seen")
    wanted: list[tuple[str, Any]] = [(action, form.get("to"))]
    if action == "spans":
        names = ("source", "cue", "content") if kind == "statement" else ("span",)
        wanted = [(action, {n: form[n] for n in names if n in form and _changed(form, n)})]
    elif action == "parties":
        wanted = [(action, _parties(form))] if _rows(form) != _rows(form, "was-") else []
    elif action == "ends":
        wanted = [(action, {n: form[n] for n in ("source", "target") if n in form and _changed(form, n)})]
    elif action == "kind":
        wanted = [(n, form[n]) for n in ("form", "type", "status") if n in form and _changed(form, n)]
    if not wanted or wanted[0][1] == {}:
        raise InputError("nothing was changed; choose something else first")
    number = 0
    for name, to in wanted:
        number = store.correct(found, name, to, who=who, kind=kind, seen=seen).number  # type: ignore[arg-type]
        seen = None
    return number


_MOST_PARTIES = 50


def _rows(form: Mapping[str, str], before: str = "") -> list[tuple[str, str]]:
    """The rows of a form of parties: role and name, those that name nobody left out."""
    rows = ((form.get(f"{before}role-{n}", ""), form.get(f"{before}party-{n}", "").strip()) for n in range(_MOST_PARTIES))
    return [(role, name) for role, name in rows if name]


def _parties(form: Mapping[str, str]) -> list[dict[str, str]]:
    """The parties that a form gives; one whose name was not touched is meant by its id, since several may go by a name."""
    made = []
    for n in range(_MOST_PARTIES):
        name = form.get(f"party-{n}", "").strip()
        if name:
            same = name == form.get(f"was-party-{n}", "").strip()
            made.append({"role": form.get(f"role-{n}", ""), "actor": form.get(f"id-{n}", name) if same else name})
    return made


def _changed(form: Mapping[str, str], name: str) -> bool:
    # a browser writes the ends of lines in its own way
    return form[name].split() != form.get(f"was-{name}", "").split()


@router.post("/review/undo", include_in_schema=False)
def take_back(request: Request, store: Writable, who: Reviewer, form: Form) -> Response:
    """Takes a correction back, or brings it back, and shows its item or the log, where that was asked from."""
    kind, document = form.get("kind") or None, form.get("document") or None
    try:
        if who is None:
            raise InputError("say who you are before you correct")
        undone = store.undo(int(form.get("number", "") or 0), who=who)
    except (InputError, ValueError) as error:
        return _shown(request, store, who, kind=kind, document=document, item=None, problem=str(error))
    if form.get("log"):
        return RedirectResponse("/review/log", 303)
    return RedirectResponse(_address("/review", kind=kind, document=document, item=undone.item), 303)


# --- the log ---------------------------------------------------------------------------------------------------------


@router.get("/review/log", include_in_schema=False)
def history(
    request: Request,
    store: Opened,
    reviewer: Reviewer,
    who: str | None = None,
    lost: bool = False,
    before: Annotated[int | None, Query(ge=1)] = None,
) -> HTMLResponse:
    """What was corrected, latest first."""
    entries = list(log(store, who=who or None, lost=lost, before=before, limit=_LISTED + 1))
    return page(
        request,
        "review_log.html",
        entries=entries[:_LISTED],
        more=entries[_LISTED - 1].correction.number if len(entries) > _LISTED else None,
        agreement=agreement(store),
        judged=list(judged(store)) if not (lost or who or before) else [],
        who=who,
        lost=lost,
        reviewer=reviewer,
        here=lambda **asked: _address("/review/log", **({"who": who, "lost": "1" if lost else None} | asked)),
        changes=_changes,
        acted=_acted,
    )


_NOT_TOLD = frozenset(["id", "score", "source_span", "target_span"])
"""what follows from the rest of a change"""


def _changes(correction: Any) -> list[tuple[str, str, str]]:
    """What a correction changed: the part, what it was and what it is."""
    was, now = correction.before, correction.after
    if not was or not now:
        return []
    words = {(q.start, q.end): q.exact for q in correction.quotes}
    names = {a.id: a.name for a in correction.actors}

    def told(value: Any) -> str:
        if isinstance(value, Mapping):
            return str(value.get("name"))
        if isinstance(value, list) and value and isinstance(value[0], Mapping):
            return ", ".join(f"{p['role']} {names.get(p['actor'], p['actor'])}" for p in value)
        if isinstance(value, list):
            pairs = [value] if value and isinstance(value[0], int) else value
            return " … ".join(words.get((p[0], p[1]), "") if isinstance(p, list) else names.get(p, str(p)) for p in pairs)
        return "nobody" if value is None else names.get(value, str(value))

    return [(n, told(was.get(n)), told(v)) for n, v in now.items() if n not in _NOT_TOLD and was.get(n) != v]


# --- actors of two documents -----------------------------------------------------------------------------------------


@router.get("/review/actors", include_in_schema=False)
def compare(
    request: Request, store: Opened, who: Reviewer, skip: Annotated[int, Query(ge=0)] = 0, done: int | None = None
) -> HTMLResponse:
    """Two actors that may be one."""
    return page(request, "review_actors.html", who=who, pairs=pairs(store, limit=1, skip=skip), skip=skip, done=done)


@router.post("/review/actors", include_in_schema=False)
def judge(request: Request, store: Writable, who: Reviewer, form: Form) -> Response:
    """Keeps what a person decided about two actors, and has the record's actors joined anew."""
    if who is None:
        raise InputError("say who you are before you judge")
    verdict = form.get("verdict", "")
    if verdict not in get_args(Verdict):
        raise InputError(f"{verdict}: no such verdict; one of {', '.join(get_args(Verdict))}")
    store.judge(Judgement(a=_unit(form, "a"), b=_unit(form, "b"), verdict=verdict), who=who)  # type: ignore[arg-type]
    # joining takes seconds on a large record: it is done when the answer is out
    after = BackgroundTask(join_soon, request.app.state.record)
    return RedirectResponse(back(form), 303, background=after)


def _unit(form: Mapping[str, str], side: str) -> Unit:
    document, colon, actor = form.get(side, "").rpartition(":")
    if not colon:
        raise InputError(f"{form.get(side, '')}: no actor; write DOCUMENT:ACTOR")
    return document, actor


# --- for programs ----------------------------------------------------------------------------------------------------


@router.get("/api/review", tags=["review"])
def queue_as_data(
    store: Opened,
    by: str,
    kind: str | None = None,
    document: str | None = None,
    item: str | None = None,
    limit: Annotated[int, Query(ge=0, le=1000)] = 20,
) -> Queue:
    """What a reviewer has not judged yet, least certain first."""
    return queue(store, by, kind=kind, document=document, item=item, limit=limit)


@router.get("/api/corrections", tags=["review"])
def log_as_data(
    store: Opened,
    by: str | None = None,
    document: str | None = None,
    lost: bool = False,
    before: Annotated[int | None, Query(ge=1)] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 50,
) -> list[Any]:
    """What was corrected, latest first, with what became of it."""
    return [as_json(e) for e in log(store, who=by, document=document, lost=lost, before=before, limit=limit)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A correction to be made."""

    item: str
    """an id; DOCUMENT:START-END for a mention; the document for "add" """
    action: Action
    by: str
    to: Any = None


@router.post("/api/corrections", tags=["review"])
def correct_as_data(store: Writable, wanted: Wanted) -> Any:
    """Corrects an item as `onrecord.correct` does; durable when the answer comes."""
    if wanted.action == "add":
        return as_json(store.correct(wanted.item, "add", wanted.to, who=wanted.by))
    kind, item = called(store, wanted.item)
    return as_json(store.correct(item, wanted.action, wanted.to, who=wanted.by, kind=kind))


@router.post("/api/corrections/{number}/undo", tags=["review"])
def undo_as_data(store: Writable, number: int, by: str) -> Any:
    """Takes a correction back, or brings it back."""
    return as_json(store.undo(number, who=by))


@router.get("/api/agreement", tags=["review"])
def agreement_as_data(store: Opened) -> Agreement:
    """How far reviewers agree where they judged the same items."""
    return agreement(store)
