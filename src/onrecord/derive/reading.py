"""An annotated document to its reading: what it says, in terms of the record."""

from collections.abc import Iterator
from typing import get_args

from onrecord.derive.asserting import Asserting
from onrecord.derive.cast import Cast
from onrecord.derive.events import events
from onrecord.derive.figures import figures
from onrecord.derive.grammar import Grammar
from onrecord.derive.offices import offices
from onrecord.derive.parties import Parties
from onrecord.derive.signed import Signed
from onrecord.derive.statements import statements
from onrecord.derive.ties import ties
from onrecord.schema import Annotated, Mention, MentionKind, Reader, Reading

_KINDS = get_args(MentionKind)


def reading(notes: Annotated, reader: Reader) -> Reading:
    """All that is on record about one document."""
    grammar = Grammar(notes)
    cast = Cast(grammar)
    signed = Signed(grammar, cast)
    said = statements(grammar, cast, signed)
    asserting = Asserting(said, grammar)
    posts = offices(grammar, cast, asserting)
    parties = Parties(grammar, cast, posts, asserting, signed)
    told = events(parties, asserting)
    tied = ties(parties, asserting, told, posts)
    mentions = [
        Mention(
            start=grammar.characters((a, b))[0],
            end=grammar.characters((a, b))[1],
            kind=kind if kind in _KINDS else "organization",  # type: ignore[arg-type]
            actor=None if figure is None else cast.identity(figure),
        )
        for a, b, kind, figure in cast.mentions()
    ]
    mentions += _first_persons(parties, asserting)
    mentions += [Mention(start=t.start, end=t.end, kind="date", when=t.when) for t in notes.times]
    used = {m.actor for m in mentions} | {i for s in said for i in (s.addressee, *s.co_speakers, *s.about)}
    used |= {s.speaker.actor for s in said if s.speaker and s.speaker.actor}
    if notes.document.publisher:
        used.add(cast.identity(cast.organization_called(notes.document.publisher)))
    used |= {p.actor for e in told for p in e.parties}
    used |= {i for t in tied for i in (t.source, t.target)}
    used |= {i for o in posts for i in (o.holder, o.of, o.to)}
    return Reading(
        document=notes.document,
        reader=reader,
        mentions=tuple(sorted(mentions, key=lambda m: (m.start, -m.end))),
        actors=tuple(a for a in cast.actors() if a.id in used),
        statements=tuple(said),
        offices=tuple(posts),
        events=tuple(told),
        ties=tuple(tied),
        figures=tuple(figures(grammar, asserting)),
    )


def _first_persons(parties: Parties, asserting: Asserting) -> Iterator[Mention]:
    """ "I" and "we" in somebody's words: the speaker, and the body in whose name it is said."""
    grammar = parties.g
    kinds = {a.id: a.kind for a in parties.cast.actors()}
    for word, low in enumerate(grammar.low):
        if low not in ("i", "me", "we", "us"):
            continue
        start, end = grammar.characters((word, word + 1))
        actor = parties.actor(word, asserting.innermost((start, end)))
        if actor is not None and grammar.tag[word].startswith("PRP"):
            kind = kinds.get(actor, "person") if low in ("i", "me") or kinds.get(actor) != "person" else "group"
            yield Mention(start=start, end=end, kind=kind, actor=actor)
