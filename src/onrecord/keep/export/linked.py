"""JSON-LD: W3C Web Annotations of the texts, and PROV-O of how each item on record came to be."""

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import IO, Any
from urllib.parse import quote_plus

from onrecord.keep.citation import extent, office_words
from onrecord.keep.export.source import Source, amount_of, called, everybody, names_of, speakers_of, who_asserts, write_array
from onrecord.keep.quotes import quote
from onrecord.schema import Reading, Span, When

Json = dict[str, Any]
TERMS = "urn:onrecord:term:"
"""the names of onrecord's own: the keys of its JSON Lines"""


def iri(kind: str, name: str) -> str:
    """The name of something on record in linked data."""
    return f"urn:onrecord:{kind}:{name}"


# --- Web Annotation --------------------------------------------------------------------------------------------------

_PLAIN = ("status", "negated", "score", "form", "relation", "eventType", "path", "sha256", "first", "last")
_NAMED = ("assertedBy", "inside", "speaker", "about", "party", "actor")
_OWN: Json = {
    "onrecord": TERMS,
    **{name: f"onrecord:{name}" for name in _PLAIN},
    **{name: {"@id": f"onrecord:{name}", "@type": "@id"} for name in _NAMED},
}


def write_annotations(source: Source, out: IO[str]) -> int:
    """Writes a page of Web Annotations: one each statement, event, tie, figure and office; returns their number.

    The text of a document is its source, by the id that the JSON Lines give; positions count code points, as the standard asks.
    """
    context = '["http://www.w3.org/ns/anno.jsonld", ' + json.dumps(_OWN) + "]"
    head = f'{{"@context": {context},\n"id": "urn:onrecord:annotations", "type": "AnnotationPage", "items": ['
    return write_array((a for r in source.readings() for a in _annotations(r)), out, head=head, tail="]}\n")


def _annotations(reading: Reading) -> Iterator[Json]:
    name, asserts = names_of(reading), who_asserts(reading)

    def made(kind: str, item: str, spans: Iterable[Span], tags: Iterable[str], words: str, **own: object) -> Json:
        bodies: list[Json] = [{"type": "TextualBody", "purpose": "classifying", "value": kind}]
        bodies += [{"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in tags if tag]
        bodies.append({"type": "TextualBody", "purpose": "describing", "value": words, "format": "text/plain"})
        generator = {"id": _reader(reading), "type": "Software", "name": f"{reading.reader.name} {reading.reader.version}"}
        targets = [_target(reading, span) for span in spans]
        return {
            "id": iri(kind, item),
            "type": "Annotation",
            "motivation": "describing",
            "generator": generator,
            "body": bodies,
            "target": targets[0] if len(targets) == 1 else targets,
            **{k: v for k, v in own.items() if v not in (None, [])},
        }

    def by(statement: str | None) -> Json:
        return (
            {"assertedBy": iri("statement", statement)} if statement else {"assertedBy": iri("document", reading.document.id)}
        )

    def said(statement: str | None) -> str:
        return f", according to {asserts(statement) or 'the report'}"

    for s in reading.statements:
        who = called(s, name)
        quoted = f", quoted by {asserts(s.inside)}" if s.inside else ""
        yield made(
            "statement",
            s.id,
            s.content,
            (s.form, s.status),
            f"{who} ({s.form}){quoted}",
            form=s.form,
            status=s.status,
            score=s.score,
            speaker=[iri("actor", a) for a in speakers_of(s)],
            about=[iri("actor", a) for a in s.about],
            inside=iri("statement", s.inside) if s.inside else None,
            **by(s.inside),
            **_days(s.said),
        )
    for e in reading.events:
        parties = " – ".join(str(name(p.actor)) for p in e.parties)
        words = f"{'not ' if e.negated else ''}{e.status}: {e.type} {parties}".rstrip() + said(e.asserted_by)
        yield made(
            "event",
            e.id,
            [e.span],
            (e.type, e.mode or "", e.status),
            words,
            eventType=e.type,
            status=e.status,
            negated=e.negated,
            score=e.score,
            party=[iri("actor", p.actor) for p in e.parties],
            **by(e.asserted_by),
            **_days(e.when),
        )
    for t in reading.ties:
        words = f"{name(t.source)} {t.relation.replace('_', ' ')} {name(t.target)}" + said(t.asserted_by)
        yield made(
            "tie",
            t.id,
            [t.span],
            (t.relation, t.status),
            words,
            relation=t.relation,
            status=t.status,
            score=t.score,
            party=[iri("actor", t.source), iri("actor", t.target)],
            **by(t.asserted_by),
            **_days(t.when),
        )
    for f in reading.figures:
        words = amount_of(f) + said(f.asserted_by)
        yield made("figure", f.id, [f.span], (f.unit or "",), words, score=f.score, **by(f.asserted_by), **_days(f.when))
    names = {a.id: a.name for a in reading.actors}
    for n, o in enumerate(reading.offices):
        yield made(
            "office",
            f"{reading.document.id}:{n}",
            [o.span],
            (),
            f"{name(o.holder)}, {office_words(o, names)}",
            actor=iri("actor", o.holder),
            **by(None),
            **_days(When(first=o.first, last=o.last)),
        )


def _days(when: When | None) -> Json:
    return {"first": when.first, "last": when.last} if when else {}


def _target(reading: Reading, span: Span) -> Json:
    found, d = quote(reading.document.text, span), reading.document
    return {
        "type": "SpecificResource",
        "source": {
            "id": iri("document", d.id),
            "type": "Text",
            "format": "text/plain",
            "language": d.language,
            "path": d.path,
            "sha256": d.sha256,
        },
        "selector": [
            {"type": "TextPositionSelector", "start": found.start, "end": found.end},
            {"type": "TextQuoteSelector", "exact": found.exact, "prefix": found.prefix, "suffix": found.suffix},
        ],
    }


def _reader(reading: Reading) -> str:
    r = reading.reader
    return iri("reader", "-".join(x.replace(" ", "_") for x in (r.name, r.version, r.model)))


# --- provenance ------------------------------------------------------------------------------------------------------

_PROV: Json = {
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "onrecord": TERMS,
    "label": "rdfs:label",
    **{
        n: {"@id": f"prov:{n}", "@type": "@id"}
        for n in (
            "wasGeneratedBy",
            "wasDerivedFrom",
            "wasQuotedFrom",
            "wasAttributedTo",
            "wasAssociatedWith",
            "used",
            "alternateOf",
            "generated",
            "invalidated",
        )
    },
    **{n: f"onrecord:{n}" for n in ("path", "sha256", "start", "end", "words", "status", "negated", "verdict", "model")},
    "assertedBy": {"@id": "onrecord:assertedBy", "@type": "@id"},
    "endedAtTime": {"@id": "prov:endedAtTime", "@type": "http://www.w3.org/2001/XMLSchema#dateTime"},
}


def write_provenance(source: Source, out: IO[str]) -> int:
    """Writes PROV-O: raw bytes, text, reading, and each item with what it was read from and who asserts it.

    Returns the number of items.
    """
    head = f'{{"@context": {json.dumps(_PROV)},\n"@graph": ['
    nodes = chain(
        (node for r in source.readings() for node in _provenance(r, source.identities(r.document.id))),
        _actors(source),
        _judged(source),
        _corrected(source),
    )
    return write_array(nodes, out, head=head, tail="]}\n")


def _provenance(reading: Reading, known: Mapping[str, str]) -> Iterator[Json]:
    d, text = reading.document, reading.document.text
    raw, document, extraction, act = (iri(k, d.id) for k in ("bytes", "document", "extraction", "reading"))
    reader, name = _reader(reading), names_of(reading)
    yield {"@id": raw, "@type": "prov:Entity", "label": d.path, "sha256": d.sha256, "path": d.path}
    extractor = iri("extractor", d.extractor.replace(" ", "_") or "none")
    yield {"@id": extractor, "@type": ["prov:Agent", "prov:SoftwareAgent"], "label": d.extractor or "plain text"}
    yield {"@id": extraction, "@type": "prov:Activity", "used": raw, "wasAssociatedWith": extractor}
    yield {
        "@id": document,
        "@type": "prov:Entity",
        "label": d.title or d.path,
        "wasDerivedFrom": raw,
        "wasGeneratedBy": extraction,
    }
    yield {
        "@id": reader,
        "@type": ["prov:Agent", "prov:SoftwareAgent"],
        "model": reading.reader.model,
        "label": f"{reading.reader.name} {reading.reader.version}",
    }
    yield {"@id": act, "@type": "prov:Activity", "used": document, "wasAssociatedWith": reader}
    for a in reading.actors:
        # an agent of its own: whom a document names, not yet who that is across documents
        unit = iri("unit", f"{d.id}:{a.id}")
        yield {
            "@id": unit,
            "@type": ["prov:Entity", "prov:Agent"],
            "label": a.name,
            "wasGeneratedBy": act,
            "wasDerivedFrom": document,
            "alternateOf": iri("actor", known.get(a.id, a.id)),
        }

    def item(kind: str, id: str, span: Span, label: str, by: str | None, **more: Any) -> Json:
        return {
            "@id": iri(kind, id),
            "@type": "prov:Entity",
            "label": label,
            "wasGeneratedBy": act,
            "wasDerivedFrom": document,
            "assertedBy": iri("statement", by) if by else document,
            "start": span[0],
            "end": span[1],
            "words": text[slice(*span)],
            **more,
        }

    for s in reading.statements:
        who = [iri("unit", f"{d.id}:{a}") for a in speakers_of(s)]
        label = f"{called(s, name)} ({s.form})"
        quoted = iri("statement", s.inside) if s.inside else document
        more = {"wasAttributedTo": who} if who else {}
        yield item("statement", s.id, extent(s), label, s.inside, status=s.status, wasQuotedFrom=quoted, **more)
    for e in reading.events:
        yield item("event", e.id, e.span, e.type, e.asserted_by, status=e.status, negated=e.negated)
    for t in reading.ties:
        label = f"{name(t.source)} {t.relation} {name(t.target)}"
        yield item("tie", t.id, t.span, label, t.asserted_by, status=t.status)
    for f in reading.figures:
        yield item("figure", f.id, f.span, amount_of(f), f.asserted_by)
    for n, o in enumerate(reading.offices):
        yield item("office", f"{d.id}:{n}", o.span, f"{name(o.holder)}: {o.title}", None)


def _actors(source: Source) -> Iterator[Json]:
    for identity, who in everybody(source).items():
        yield {"@id": iri("actor", identity), "@type": "prov:Entity", "label": who.name}


def _judged(source: Source) -> Iterator[Json]:
    """What persons decided about two actors of two documents."""
    for n, judgement in enumerate(source.judgements()):
        units = [iri("unit", f"{document}:{actor}") for document, actor in (judgement.a, judgement.b)]
        yield {"@id": iri("judgement", str(n)), "@type": "prov:Activity", "used": units, "verdict": judgement.verdict}


def _corrected(source: Source) -> Iterator[Json]:
    """What persons corrected, each as an activity of its own that made the item what it is on record as."""
    people: set[str] = set()
    for c, document in source.corrections():
        person = iri("person", quote_plus(c.who))
        if person not in people:
            people.add(person)
            yield {"@id": person, "@type": ["prov:Agent", "prov:Person"], "label": c.who}
        yield {
            "@id": iri("correction", str(c.number)),
            "@type": "prov:Activity",
            "label": f"{c.action} of {c.kind}",
            "wasAssociatedWith": person,
            "used": iri("document", document.id),
            "endedAtTime": c.at,
            "generated" if c.after is not None else "invalidated": iri(c.kind, c.item),
        }
