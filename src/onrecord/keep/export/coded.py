"""Tables as users of event data and of discourse networks know them: PLOVER (POLECAT's columns) and actor-statement-concept."""

from collections.abc import Iterator
from itertools import product
from typing import IO

from onrecord.authors import authors
from onrecord.keep.citation import extent
from onrecord.keep.export.links import REPORT
from onrecord.keep.export.source import Source, names_of, speakers_of, who_asserts
from onrecord.keep.export.tables import Row, write_rows
from onrecord.keep.index import content_of
from onrecord.schema import CONCLUDED, Actor, Event, Office, Party, Reading, Statement

_QUADS = {
    "AGREE": "VERBAL COOPERATION", "CONSULT": "VERBAL COOPERATION", "SUPPORT": "VERBAL COOPERATION",
    "CONCEDE": "VERBAL COOPERATION", "COOPERATE": "MATERIAL COOPERATION", "AID": "MATERIAL COOPERATION",
    "RETREAT": "MATERIAL COOPERATION", "REQUEST": "VERBAL CONFLICT", "ACCUSE": "VERBAL CONFLICT",
    "REJECT": "VERBAL CONFLICT", "THREATEN": "VERBAL CONFLICT", "PROTEST": "MATERIAL CONFLICT",
    "SANCTION": "MATERIAL CONFLICT", "MOBILIZE": "MATERIAL CONFLICT", "COERCE": "MATERIAL CONFLICT",
    "ASSAULT": "MATERIAL CONFLICT",
}  # fmt: skip
"""PLOVER's types; YIELD, which holds CONCEDE and RETREAT, has none"""
_FRIENDLY = frozenset(["CONSULT", "SUPPORT", "COOPERATE", "AID", "YIELD", "CONCEDE", "RETREAT"])
_HOSTILE = frozenset(["PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"])
_PLOVER = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Quad Code", "Actor Name", "Actor Name Raw", "Actor Country",
    "Actor Title", "Wikidata Actor ID", "Recipient Name", "Recipient Name Raw", "Recipient Country", "Recipient Title",
    "Wikidata Recipient ID", "Raw Placename", "Source", "Publication Date", "Headline", "Language", "Version",
    "Event Date Last", "Date Known", "Status", "Negated", "Asserted By", "Asserted By Statement", "Document", "Path",
    "Start", "End", "Text", "Score", "Type on Record",
)  # fmt: skip


def plover_type(event: Event) -> str:
    """The type that PLOVER's codebook gives an event.

    What is friendly and still to come is AGREE there, what is hostile and to come THREATEN, and an agreement that was signed
    SUPPORT; the record has the type of what will be done, with its status, and AGREE.
    """
    if event.status == "planned" and not event.negated:
        return "AGREE" if event.type in _FRIENDLY else "THREATEN" if event.type in _HOSTILE else event.type
    signed = event.type == "AGREE" and event.mode == CONCLUDED and event.status == "happened"
    return "SUPPORT" if signed else event.type


def write_plover(source: Source, out: IO[str]) -> int:
    """Writes a row for each event and pair of actor and recipient, with who asserts it; returns their number."""
    return write_rows((row for r in source.readings() for row in _events(r)), _PLOVER, out)


def _events(reading: Reading) -> Iterator[Row]:
    document, text = reading.document, reading.document.text
    actors, asserts = {a.id: a for a in reading.actors}, who_asserts(reading)
    posts = {o.holder: o for o in reversed(reading.offices)}
    for e in reading.events:
        # partners act on one another: each pair once, its first as the actor
        partners = [p for p in e.parties if p.role == "partner"]
        sources: list[Party | None] = [p for p in e.parties if p.role == "source"] or list(partners[:1]) or [None]
        targets: list[Party | None] = [p for p in e.parties if p.role == "target"]
        targets += [p for p in partners if p not in sources]
        known = e.when is not None and (e.when.first or e.when.last)
        # a limit alone ("by 2030") says no more than that it was not later
        limit = min(x for x in (e.when.last, document.published) if x) if e.when and e.when.last else document.published
        kind = plover_type(e)
        for a, b in product(sources, targets or [None]):
            yield {
                "Event ID": e.id,
                "Event Date": (e.when.first if e.when else None) or limit,
                "Event Type": kind,
                "Event Mode": e.mode if kind == e.type else None,
                "Quad Code": _QUADS.get(kind),
                **_side("Actor", a, actors, posts, text),
                **_side("Recipient", b, actors, posts, text),
                "Raw Placename": e.place,
                "Source": document.publisher,
                "Publication Date": document.published,
                "Headline": document.title,
                "Language": document.language,
                "Version": reading.reader.version,
                "Event Date Last": e.when.last if e.when and known else document.published,
                "Date Known": bool(known),
                "Status": e.status,
                "Negated": e.negated,
                "Asserted By": asserts(e.asserted_by) or REPORT,
                "Asserted By Statement": e.asserted_by,
                "Document": document.id,
                "Path": document.path,
                "Start": e.span[0],
                "End": e.span[1],
                "Text": text[slice(*e.span)],
                "Score": e.score,
                "Type on Record": e.type,
            }


def _side(side: str, party: Party | None, actors: dict[str, Actor], posts: dict[str, Office], text: str) -> Row:
    actor = actors.get(party.actor) if party else None
    post = posts.get(party.actor) if party else None
    refs = actor.refs if actor else {}
    served = actors.get(post.of) if post and post.of else None
    return {
        f"{side} Name": actor.name if actor else None,
        f"{side} Name Raw": text[slice(*party.span)] if party else None,
        f"{side} Country": refs.get("iso3166") or (served.refs.get("iso3166") if served else None),
        f"{side} Title": post.title if post else None,
        f"Wikidata {side} ID": refs.get("wikidata"),
    }


_DNA = (
    "statement_id", "time", "document_id", "document_title", "document_author", "document_source", "document_section",
    "document_type", "person", "organization", "concept", "agreement", "concept_kind", "concept_status", "form",
    "quoted_by", "start", "end", "text",
)  # fmt: skip


def write_dna(source: Source, out: IO[str]) -> int:
    """Writes the event list that users of Discourse Network Analyzer know: one row for a statement and a concept.

    A concept is an actor that the statement speaks of (agreement left open), or a tie or event that it asserts (agreement 1, 0
    where it denies it). Without an actor where the text names none, without a concept where there is none. Returns the number
    of rows.
    """
    return write_rows((row for r in source.readings() for s in r.statements for row in _concepts(r, s)), _DNA, out)


def _concepts(reading: Reading, s: Statement) -> Iterator[Row]:
    document, name = reading.document, names_of(reading)
    kinds = {a.id: a.kind for a in reading.actors}
    found: list[tuple[str | None, int | None, str | None, str]] = [(name(a), None, "actor", s.status) for a in s.about]
    for t in reading.ties:
        if t.asserted_by == s.id:
            words = f"{name(t.source)} {t.relation.replace('_', ' ')} {name(t.target)}"
            found.append((words, int(t.status != "denied"), "tie", t.status))
    for e in reading.events:
        if e.asserted_by == s.id:
            parts = (
                " and ".join(str(name(p.actor)) for p in e.parties if p.role == r) for r in ("source", "partner", "target")
            )
            words = " – ".join([e.type, *filter(None, parts)])
            found.append((words, int(not e.negated and e.status != "denied"), "event", e.status))
    start, end = extent(s)
    speakers: list[str | None] = [*speakers_of(s)] or [None]
    for speaker, (concept, agreement, kind, status) in product(speakers, found or [(None, None, None, s.status)]):
        person = kinds.get(speaker or "", "person") in ("person", "role")
        yield {
            "statement_id": s.id,
            "time": (s.said.first or s.said.last if s.said else None) or document.published,
            "document_id": document.id,
            "document_title": document.title,
            "document_author": "; ".join(authors(document.byline, document.publisher)) or None,
            "document_source": document.publisher,
            "document_section": None,
            "document_type": document.kind,
            "person": name(speaker) if person else None,
            "organization": name(_body(reading.offices, speaker)) if person else name(speaker),
            "concept": concept,
            "agreement": agreement,
            "concept_kind": kind,
            "concept_status": status,
            "form": s.form,
            "quoted_by": who_asserts(reading)(s.inside),
            "start": start,
            "end": end,
            "text": content_of(document.text, s),
        }


def _body(offices: tuple[Office, ...], holder: str | None) -> str | None:
    return next((o.of for o in offices if o.holder == holder and o.of), None)
