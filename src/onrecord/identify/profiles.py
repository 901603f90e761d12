"""What is known of an actor of one document: the unit that is matched across documents."""

from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.gazetteer import key, known
from onrecord.schema import ActorKind, Reading, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """An actor of one document with what tells it from others."""

    unit: Unit
    kind: ActorKind
    name: str
    names: tuple[str, ...]
    refs: tuple[tuple[str, str], ...]
    titles: frozenset[str]
    """last words of its offices, in lower case"""
    bodies: frozenset[str]
    """names of what it has offices of, and of states named right beside it"""
    day: str | None
    """of the document"""
    with_: frozenset[str]
    """names of the other actors of the document"""


_NEAR = 12
"""code points between a state's name and that of a body of it"""


def profiles(reading: Reading) -> Iterator[Profile]:
    """The actors of a document that have a name."""
    named = {a.id: a for a in reading.actors if a.kind not in ("role",)}
    everybody = frozenset(a.name for a in named.values())
    states = [(m.start, m.end, m.actor) for m in reading.mentions if m.actor in named and _is_state(named[m.actor].name)]
    titles: dict[str, set[str]] = {}
    bodies: dict[str, set[str]] = {}
    for office in reading.offices:
        titles.setdefault(office.holder, set()).add(office.title.lower().split()[-1])
        if office.of in named:
            bodies.setdefault(office.holder, set()).add(named[office.of].name)
    for mention in reading.mentions:
        if mention.actor not in named or named[mention.actor].kind != "organization":
            continue
        for start, end, state in states:
            before = 0 <= mention.start - end <= 3
            after = 0 < start - mention.end <= _NEAR and "of" in reading.document.text[mention.end : start].split()
            inside = mention.start <= start and end <= mention.end
            if (before or after or inside) and state in named and state != mention.actor:
                bodies.setdefault(mention.actor, set()).add(named[state].name)
    for actor in named.values():
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
            refs=tuple(sorted(actor.refs.items())),
            titles=frozenset(titles.get(actor.id, ())),
            bodies=frozenset(bodies.get(actor.id, ())),
            day=reading.document.published,
            with_=everybody - {actor.name},
        )


def _is_state(name: str) -> bool:
    entry = known().by_name.get(key(name))
    return entry is not None and entry.is_territory
