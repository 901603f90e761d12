"""A record made by hand with events, ties and offices beside its statements. All persons, papers and places are invented."""

from dataclasses import replace

from hand_made import actor_id, reading

from onrecord.ids import digest
from onrecord.schema import Actor, Event, Link, Merged, Office, Party, Tie, When

KINDS = {"Velmora": "state", "Tasken": "state", "Harbour Board": "organization", "Fishers' Union": "organization"}


def _on(day):
    return When(first=day, last=day)


def _span(document, words):
    start = document.text.index(words)
    return start, start + len(words)


def told(made, *, events=(), ties=(), offices=()):
    """The reading with more on record: events as (type, words, ((name, role), ...), more), ties as (relation, source, target,
    words, more), offices as (holder, title, of, words, first, last). In `more`, `by` is the place of the statement that asserts
    it.
    """
    document, names = made.document, []

    def more_of(given):
        held = dict(given)
        day = held.pop("day", None)
        by = held.pop("by", None)
        standard = {
            "when": _on(day) if day else None,
            "asserted_by": None if by is None else made.statements[by].id,
            "status": "happened",
            "score": 0.8,
        }
        return standard | held

    built_events = []
    for kind, words, parties, more in events:
        span = _span(document, words)
        names += [n for n, _ in parties]
        built_events.append(
            Event(
                id=digest("event", document.id, kind, words),
                type=kind,
                span=span,
                parties=tuple(Party(actor=actor_id(n), role=r, span=span) for n, r in parties),
                **({"mode": None, "place": None, "negated": False} | more_of(more)),
            )
        )
    built_ties = []
    for relation, source, target, words, more in ties:
        span = _span(document, words)
        names += [source, target]
        built_ties.append(
            Tie(
                id=digest("tie", document.id, relation, source, target, words),
                relation=relation,
                source=actor_id(source),
                target=actor_id(target),
                source_span=span,
                target_span=span,
                span=span,
                **more_of(more),
            )
        )
    posts = []
    for holder, title, of, words, first, last in offices:
        names += [holder, of]
        posts.append(
            Office(
                holder=actor_id(holder),
                title=title,
                of=actor_id(of),
                to=None,
                first=first,
                last=last,
                span=_span(document, words),
            )
        )
    known = {a.id for a in made.actors}
    others = dict.fromkeys(n for n in names if n and actor_id(n) not in known)
    actors = tuple(Actor(id=actor_id(n), kind=KINDS.get(n, "person"), name=n) for n in others)
    return replace(made, actors=made.actors + actors, events=tuple(built_events), ties=tuple(built_ties), offices=tuple(posts))


READINGS = (
    told(
        reading(
            "post.txt",
            ("Ida Brandvik", "Velmora attacked our ferries on Monday.", {"about": ["Velmora"], "said": _on("2021-03-05")}),
            ("Oren Tal", "The Harbour Board is no friend of ours.", {"about": ["Harbour Board", "Ida Brandvik"]}),
            (None, "The delegations of Velmora and Tasken met in the old lighthouse.", {"form": "indirect"}),
            title="Ferries attacked",
            published="2021-03-06",
            publisher="The Tasken Post",
            aliases=[("Ida Brandvik", "Minister Brandvik")],
        ),
        events=(
            ("ASSAULT", "attacked our ferries", (("Velmora", "source"), ("Tasken", "target")), {"by": 0, "day": "2021-03-01"}),
            ("CONSULT", "met in the old lighthouse", (("Velmora", "partner"), ("Tasken", "partner")),
             {"mode": "meeting", "place": "the old lighthouse"}),
        ),
        ties=(
            ("hostile", "Oren Tal", "Harbour Board", "no friend of ours", {"by": 1, "status": "ongoing"}),
            ("fights", "Velmora", "Tasken", "attacked our ferries", {"by": 0}),
            ("in_charge_of", "Ida Brandvik", "Harbour Board", "The Harbour Board", {"status": "ongoing"}),
        ),
        offices=(("Ida Brandvik", "minister of ferries", "Tasken", "Ida Brandvik", "2020-01-01", "2021-03-06"),),
    ),
    told(
        reading(
            "herald.txt",
            ("I. Brandvik", "Velmora is a friend again.", {"about": ["Velmora"], "said": _on("2022-09-01")}),
            ("Oren Tal", "Nobody trusts Velmora.", {"about": ["Velmora"], "status": "denied"}),
            title="A friend again",
            published="2022-09-02",
            publisher="The Herald",
        ),
        ties=(("friendly", "Tasken", "Velmora", "a friend again", {"by": 0, "day": "2022-09-01"}),),
        offices=(("I. Brandvik", "Minister of Ferries", "Tasken", "I. Brandvik", None, "2022-09-02"),),
    ),
    reading("undated.txt", ("Oren Tal", "Boats leak.", {"about": ["Tasken"]})),
)  # fmt: skip

BRANDVIK = actor_id("Ida Brandvik")
"""her identity across the documents"""


def _unit(place, name):
    return READINGS[place].document.id, actor_id(name)


LINK = Link(a=_unit(0, "Ida Brandvik"), b=_unit(1, "I. Brandvik"), score=0.8, reasons=("the same surname", "the same office"))
WEAK = Link(a=_unit(0, "Oren Tal"), b=_unit(2, "Oren Tal"), score=0.3, reasons=("named with the same others",))


def kept(store):
    """Writes the readings and who is who."""
    store.write(READINGS)
    identity = {(r.document.id, a.id): a.id for r in READINGS for a in r.actors}
    identity[_unit(1, "I. Brandvik")] = BRANDVIK
    identity[_unit(2, "Oren Tal")] = "another"
    store.identify(Merged(identity=identity, links=(LINK, WEAK)))
