"""Part of a record as readings: what a filter means, with what it needs to be understood."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from onrecord.keep.store import Store
from onrecord.query.filters import Filter
from onrecord.query.numbers import UNORDERED, numbers
from onrecord.query.told import events_asked, ties_asked
from onrecord.schema import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The ids of what a filter means, by document; of figures those in the statements."""

    documents: tuple[str, ...]
    """in the order in which they came"""
    statements: Mapping[str, frozenset[str]]
    events: Mapping[str, frozenset[str]]
    ties: Mapping[str, frozenset[str]]


def chosen(store: Store, wanted: Filter) -> Chosen:
    """What a filter means; raises InputError as a search does."""
    said = numbers(store, wanted, few=UNORDERED)
    event, tie = events_asked(store, wanted), ties_asked(store, wanted)
    order: dict[int, str] = {}

    def by_document(id: str, source: str, values: tuple[object, ...]) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        sql = f"SELECT x.number, x.id, f.id FROM (SELECT {id} AS id, {id[0]}.document AS document {source}) f"
        for number, document, item in store.rows(f"{sql} JOIN documents x ON x.number = f.document", values):
            order[number] = document
            found.setdefault(document, set()).add(item)
        return {document: frozenset(items) for document, items in found.items()}

    statements = by_document("s.id", f"FROM statements s WHERE s.number IN ({said.sql})", said.values)
    events = by_document("e.id", f"FROM events e WHERE {event.sql}", event.values)
    ties = by_document("t.id", f"FROM ties t WHERE {tie.sql}", tie.values)
    return Chosen(
        documents=tuple(order[n] for n in sorted(order)), statements=statements, events=events, ties=ties
    )  # fmt: skip


def readings(store: Store, part: Chosen) -> Iterator[Reading]:
    """The readings of the documents with what was chosen in them, one after another."""
    for document in part.documents:
        yield _reduced(store.reading(document), part)


def _reduced(reading: Reading, part: Chosen) -> Reading:
    """A reading with what was chosen, and the statements that assert it or hold it, without which it would pass for a fact."""
    d = reading.document.id
    events = tuple(e for e in reading.events if e.id in part.events.get(d, ()))
    ties = tuple(t for t in reading.ties if t.id in part.ties.get(d, ()))
    by_id = {s.id: s for s in reading.statements}
    kept = set(part.statements.get(d, ()))
    figures = tuple(f for f in reading.figures if f.asserted_by in kept)
    asserting = (*(e.asserted_by for e in events), *(t.asserted_by for t in ties))
    todo = [*kept, *(by for by in asserting if by)]
    kept = set()
    while todo:
        item = todo.pop()
        if item not in kept and item in by_id:
            kept.add(item)
            outer = by_id[item].inside
            todo += [outer] if outer else []
    statements = tuple(s for s in reading.statements if s.id in kept)
    return replace(reading, statements=statements, events=events, ties=ties, figures=figures)
