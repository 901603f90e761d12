"""What is known of an actor of one document: the unit that is matched across documents."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from onrecord.gazetteer import Entry, key, known, named
from onrecord.lemmas import bare_title
from onrecord.schema import ActorKind, Reading, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """An actor of one document with what tells it from others."""

    unit: Unit
    kind: ActorKind
    name: str
    names: tuple[str, ...]
    entry: Entry | None
    """what the gazetteer knows by its name; what a document calls "HDP" for short need not be what the gazetteer does"""
    titles: frozenset[str]
    """last words of its offices, in lower case"""
    bodies: frozenset[str]
    """names of what it has offices of, and of states named right beside it"""
    with_: frozenset[str]
    """names of the other actors of the document"""


VERSION = 1
"""of how profiles are made: what is kept of another one is made anew"""
_NEAR = 12
"""code points between a state's name and that of a body of it"""


def profiles(reading: Reading) -> Iterator[Profile]:
    """The actors of a document that have a name."""
    actors = {a.id: a for a in reading.actors if a.kind not in ("role",)}
    everybody = frozenset(a.name for a in actors.values())
    states = [(m.start, m.end, m.actor) for m in reading.mentions if m.actor in actors and _is_state(actors[m.actor].name)]
    titles: dict[str, set[str]] = {}
    bodies: dict[str, set[str]] = {}
    for office in reading.offices:
        titles.setdefault(office.holder, set()).add(bare_title(office.title).split()[-1])
        if office.of in actors:
            bodies.setdefault(office.holder, set()).add(actors[office.of].name)
    for mention in reading.mentions:
        if mention.actor not in actors or actors[mention.actor].kind != "organization":
            continue
        for start, end, state in states:
            before = 0 <= mention.start - end <= 3
            after = 0 < start - mention.end <= _NEAR and "of" in reading.document.text[mention.end : start].split()
            inside = mention.start <= start and end <= mention.end
            if (before or after or inside) and state in actors and state != mention.actor:
                bodies.setdefault(mention.actor, set()).add(actors[state].name)
    for actor in actors.values():
        for name in (actor.name, *actor.aliases):
            for word in name.split():
                people = known().by_demonym.get(key(word))
                if people is not None and actor.kind == "organization":
                    bodies.setdefault(actor.id, set()).add(people.name)
        yield Profile(
            unit=(reading.document.id, actor.id),
            kind=actor.kind,
            name=actor.name,
            names=(actor.name, *actor.aliases),
            entry=named(known(), actor.name),
            titles=frozenset(titles.get(actor.id, ())),
            bodies=frozenset(bodies.get(actor.id, ())),
            with_=everybody - {actor.name},
        )


def _is_state(name: str) -> bool:
    entry = named(known(), name)
    return entry is not None and entry.is_territory


def as_text(found: Iterable[Profile]) -> str:
    """The profiles of one document as they are kept."""
    some = list(found)
    everybody = sorted({p.name for p in some}.union(*(p.with_ for p in some)))
    actors = [(p.unit[1], p.kind, p.name, p.names, sorted(p.titles), sorted(p.bodies)) for p in some]
    held = {"document": some[0].unit[0] if some else "", "everybody": everybody, "actors": actors}
    return json.dumps(held, ensure_ascii=False, separators=(",", ":"))


def of_text(text: str) -> Iterator[Profile]:
    """The profiles that `as_text` kept."""
    held = json.loads(text)
    everybody = frozenset(held["everybody"])
    for actor, kind, name, names, titles, bodies in held["actors"]:
        yield Profile(
            unit=(held["document"], actor), kind=kind, name=name, names=tuple(names), entry=named(known(), name),
            titles=frozenset(titles), bodies=frozenset(bodies), with_=everybody - {name},
        )  # fmt: skip
