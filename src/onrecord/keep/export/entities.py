"""FollowTheMoney entities, one JSON object a line, for Aleph, yente and the `ftm` command.

Written without the library, which holds the schema but no means to stream; the extra `ftm` brings it for those who go on in
Python. A tie that the text asserts becomes an `UnknownLink` and not an `Ownership` or `Membership`: these would state as a fact
what somebody claims. Who claims it is part of its role.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import IO, Any

from onrecord.ids import digest
from onrecord.keep.citation import office_words, reference
from onrecord.keep.export.links import REPORT
from onrecord.keep.export.source import Source, amount_of, everybody, names_of, speakers_of, who_asserts
from onrecord.keep.index import content_of
from onrecord.schema import Reading, When

Json = dict[str, Any]
_SCHEMAS = {
    "person": "Person",
    "role": "Person",
    "organization": "Organization",
    "state": "PublicBody",
    "group": "Organization",
    "region": "Address",
    "place": "Address",
    "event": "Event",
}
_LANGUAGES = {
    "ar": "ara",
    "de": "deu",
    "en": "eng",
    "es": "spa",
    "fa": "fas",
    "fr": "fra",
    "ru": "rus",
    "tr": "tur",
    "zh": "zho",
}
"""two letters to the three that the schema takes; others are left out"""
_LEGAL = {"Person", "Organization", "PublicBody"}
"""schemas of whoever can take part in an event"""


def write_entities(source: Source, out: IO[str]) -> int:
    """Writes actors across documents, then each document with its offices, statements, ties and events; returns the number."""
    count = 0
    schemas: dict[str, str] = {}
    for identity, who in everybody(source).items():
        schemas[identity] = _SCHEMAS[who.kind]
        iso, wikidata = who.refs.get("iso3166", "").lower(), who.refs.get("wikidata")
        names = sorted({*who.names, *who.aliases} - {who.name})
        made = _entity(_actor(identity), schemas[identity], name=[who.name], alias=names, country=[iso], wikidataId=[wikidata])
        count += _written(made, out)
    for reading in source.readings():
        known = source.identities(reading.document.id)
        for made in _entities(reading, partial(_across, known), schemas):
            count += _written(made, out)
    return count


def _across(known: Mapping[str, str], actor: str) -> str:
    return known.get(actor, actor)


def _written(entity: Json, out: IO[str]) -> int:
    out.write(json.dumps(entity, ensure_ascii=False) + "\n")
    return 1


def _entity(id: str, schema: str, **properties: list[Any]) -> Json:
    held = {name: [str(v) for v in dict.fromkeys(values) if v] for name, values in properties.items()}
    return {"id": id, "schema": schema, "properties": {name: values for name, values in held.items() if values}}


def _actor(identity: str) -> str:
    return f"onrecord-actor-{identity}"


def _dates(when: When | None) -> dict[str, list[Any]]:
    if when is None:
        return {}
    if when.first == when.last:
        return {"date": [when.first]}
    return {"startDate": [when.first], "endDate": [when.last]}


def _entities(reading: Reading, who: Callable[[str], str], schemas: Mapping[str, str]) -> Iterator[Json]:
    d, name, asserts = reading.document, names_of(reading), who_asserts(reading)
    cited = reference(d)
    article = f"onrecord-document-{d.id}"
    yield _entity(
        article,
        "Article" if d.kind in ("report", "interview") else "Document",
        title=[cited.title],
        fileName=[d.path.rsplit("/", 1)[-1] or d.path],
        author=list(cited.authors),
        publisher=[cited.publisher],
        publishedAt=[d.published],
        sourceUrl=[cited.url],
        language=[_LANGUAGES.get(d.language)],
        bodyText=[d.text],
        processingAgent=[f"{reading.reader.name} {reading.reader.version} {reading.reader.model}"],
    )
    origin: dict[str, list[Any]] = {"proof": [article], "publisher": [cited.publisher], "sourceUrl": [cited.url]}
    names = {a.id: a.name for a in reading.actors}
    for o in reading.offices:
        if schemas.get(who(o.holder)) != "Person":
            continue
        words = office_words(o, names)
        post = f"onrecord-post-{digest(words)}"
        # a body is named by the post's own name; whether it is an organization, the text need not say
        yield _entity(post, "Position", name=[words])
        yield _entity(
            f"onrecord-office-{digest(d.id, who(o.holder), words, *o.span)}",
            "Occupancy",
            holder=[_actor(who(o.holder))],
            post=[post],
            startDate=[o.first],
            endDate=[o.last],
            summary=[_words(d.text[slice(*o.span)])],
            **origin,
        )
    for s in reading.statements:
        words, when = _words(content_of(d.text, s)), _dates(s.said)
        said: dict[str, list[Any]] = {
            "summary": [words],
            "recordId": [s.id],
            "publisher": [cited.publisher],
            "sourceUrl": [cited.url],
        }
        quoted = f", quoted by {asserts(s.inside)}" if s.inside else ""
        for speaker in speakers_of(s):
            role = [f"said ({s.form}, {s.status}){quoted}"]
            yield _entity(
                f"onrecord-said-{s.id}-{who(speaker)}",
                "Documentation",
                document=[article],
                entity=[_actor(who(speaker))],
                role=role,
                **said,
                **when,
            )
            for about in s.about:
                speaks = f"speaks of ({s.form}, {s.status}){quoted}"
                yield _entity(
                    f"onrecord-about-{s.id}-{who(speaker)}-{who(about)}",
                    "UnknownLink",
                    subject=[_actor(who(speaker))],
                    object=[_actor(who(about))],
                    role=[speaks],
                    proof=[article],
                    **said,
                    **when,
                )
    for t in reading.ties:
        yield _entity(
            f"onrecord-tie-{t.id}",
            "UnknownLink",
            subject=[_actor(who(t.source))],
            object=[_actor(who(t.target))],
            role=[f"{t.relation.replace('_', ' ')}, {t.status}, according to {asserts(t.asserted_by) or REPORT}"],
            status=[t.status],
            summary=[_words(d.text[slice(*t.span)])],
            recordId=[t.id],
            **origin,
            **_dates(t.when),
        )
    for e in reading.events:
        parties = " – ".join(str(name(p.actor)) for p in e.parties)
        involved = [_actor(who(p.actor)) for p in e.parties if schemas.get(who(p.actor)) in _LEGAL]
        by = asserts(e.asserted_by) or REPORT
        status = f"{'not ' if e.negated else ''}{e.status}, according to {by}"
        yield _entity(
            f"onrecord-event-{e.id}",
            "Event",
            name=[f"{e.type} {parties}".strip() + f" ({status})"],
            involved=involved,
            location=[e.place],
            summary=[_words(d.text[slice(*e.span)])],
            keywords=[e.type, e.mode],
            notes=[status],
            recordId=[e.id],
            **origin,
            **_dates(e.when),
        )
    for f in reading.figures:
        yield _entity(
            f"onrecord-figure-{f.id}",
            "Note",
            name=[amount_of(f)],
            description=[f"according to {asserts(f.asserted_by) or REPORT}"],
            summary=[_words(d.text[slice(*f.span)])],
            **origin,
        )


def _words(text: str) -> str:
    return " ".join(text.split())
