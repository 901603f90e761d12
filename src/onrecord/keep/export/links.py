"""What stands between actors, one link for each statement, tie and event that says so: for graphs and entity files.

Nothing is summed up: each link keeps who asserts it and where, so that no claim becomes a fact on the way.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from onrecord.keep.citation import extent
from onrecord.keep.export.source import Source, speakers_of, who_asserts
from onrecord.schema import Reading, Span, When

SIGNS: dict[str, int] = {"friendly": 1, "ally": 1, "cooperates_with": 1, "neutral": 0, "hostile": -1, "fights": -1}
"""of relations that have one: good 1, neither 0, bad -1; all others say how two belong together, not how they stand"""
REPORT = "the report"
"""who asserts what no statement does"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link between two actors, by their ids across documents."""

    id: str
    item: str
    """id of the statement, tie or event"""
    kind: str
    """speaks_of, tie or event"""
    relation: str
    """how: the form of a statement, the relation of a tie, the type of an event"""
    source: str
    target: str
    sign: int
    status: str
    negated: bool
    asserted_by: str
    first: str | None
    last: str | None
    document: str
    published: str | None
    publisher: str | None
    start: int
    end: int
    words: str
    score: float


def links(source: Source) -> Iterator[Link]:
    """The links of all readings, document by document, statements first, then ties, then events."""
    for reading in source.readings():
        yield from _links(reading, source.identities(reading.document.id))


def _links(reading: Reading, known: Mapping[str, str]) -> Iterator[Link]:
    text, document, asserts = reading.document.text, reading.document, who_asserts(reading)

    def link(item: str, kind: str, relation: str, a: str, b: str, when: When | None, span: Span, **more: Any) -> Link:
        return Link(
            id=f"{item}:{known.get(a, a)}:{known.get(b, b)}", item=item, kind=kind, relation=relation, source=known.get(a, a),
            target=known.get(b, b), first=when.first if when else None, last=when.last if when else None,
            document=document.id, published=document.published, publisher=document.publisher, start=span[0], end=span[1],
            words=" ".join(text[slice(*span)].split()), **({"sign": 0, "negated": False} | more),
        )  # fmt: skip

    for s in reading.statements:
        for a, b in product(speakers_of(s), s.about):
            # that it was said is asserted by the report, or by the one in whose words it stands
            by = asserts(s.inside) or REPORT
            yield link(s.id, "speaks_of", s.form, a, b, s.said, extent(s), status=s.status, asserted_by=by, score=s.score)
    for t in reading.ties:
        yield link(
            t.id, "tie", t.relation, t.source, t.target, t.when, t.span, status=t.status, score=t.score,
            sign=SIGNS.get(t.relation, 0), asserted_by=asserts(t.asserted_by) or REPORT,
        )  # fmt: skip
    for e in reading.events:
        roles = {role: [p.actor for p in e.parties if p.role == role] for role in ("source", "target", "partner")}
        partners = roles["partner"]
        pairs = [*product(roles["source"], roles["target"]), *product(roles["source"], partners)]
        pairs += [(a, b) for n, a in enumerate(partners) for b in partners[n + 1 :]]
        for a, b in dict.fromkeys(pairs):
            yield link(
                e.id, "event", e.type, a, b, e.when, e.span, status=e.status, score=e.score, negated=e.negated,
                asserted_by=asserts(e.asserted_by) or REPORT,
            )  # fmt: skip
