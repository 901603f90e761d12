"""What every export reads: readings, one after another, and who their actors are across documents."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO

from onrecord.keep.citation import UNNAMED
from onrecord.keep.store import Store
from onrecord.schema import Actor, Correction, Document, Figure, Judgement, Reading, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What is handed on. It is read as a stream, by some formats twice; the record is never held as a whole."""

    readings: Callable[[], Iterator[Reading]]
    identities: Callable[[str], Mapping[str, str]]
    """of a document, by its id: the id across documents of each of its actors"""
    judgements: Callable[[], Iterator[Judgement]]
    corrections: Callable[[], Iterator[tuple[Correction, Document]]] = lambda: iter(())
    """what persons corrected and did not undo, oldest first, each with the document they saw"""
    table: str = "statements"
    """which of the tables, for the formats that hold one"""


def source_of(
    store: Store,
    *,
    all_versions: bool = False,
    documents: Sequence[str] | None = None,
    readings: Callable[[], Iterator[Reading]] | None = None,
    table: str = "statements",
) -> Source:
    """The record of a store, or some of its documents, or parts of these as `readings`; current versions by default."""

    def whole() -> Iterator[Reading]:
        if documents is not None:
            return (store.reading(d) for d in documents)
        return store.readings(all_versions=all_versions)

    def identities(document: str) -> dict[str, str]:
        return dict(store.rows("SELECT actor, identity FROM identities WHERE document = ?", (document,)))

    def corrections() -> Iterator[tuple[Correction, Document]]:
        for entry in store.corrections():
            if entry.undoes is None and entry.undone_by is None and (documents is None or entry.document in documents):
                yield entry, store.document(entry.document)

    return Source(
        readings=readings or whole, identities=identities, judgements=store.judgements, corrections=corrections, table=table
    )


@dataclass(slots=True, kw_only=True)
class Who:
    """An actor across documents."""

    kinds: Counter[str] = field(default_factory=Counter)
    names: Counter[str] = field(default_factory=Counter)
    """how many documents call it so first of all"""
    aliases: set[str] = field(default_factory=set)
    refs: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name that most documents give it, the longest of those."""
        return max(self.names, key=lambda n: (self.names[n], len(n), n))

    @property
    def kind(self) -> str:
        """What most documents take it for."""
        return max(self.kinds, key=lambda k: (self.kinds[k], k))

    def add(self, actor: Actor) -> None:
        """Counts what one document calls it."""
        self.kinds[actor.kind] += 1
        self.names[actor.name] += 1
        self.aliases.update(actor.aliases)
        self.refs.update(actor.refs)


def everybody(source: Source) -> dict[str, Who]:
    """The actors across documents by id, in the order in which they first come. Holds these, not the readings."""
    found: dict[str, Who] = {}
    for reading in source.readings():
        known = source.identities(reading.document.id)
        for actor in reading.actors:
            found.setdefault(known.get(actor.id, actor.id), Who()).add(actor)
    return found


def names_of(reading: Reading) -> Callable[[str | None], str | None]:
    """The names by which a document's actors go, by their ids."""
    names = {a.id: a.name for a in reading.actors}
    return lambda actor: None if actor is None else names.get(actor, actor)


def who_asserts(reading: Reading) -> Callable[[str | None], str | None]:
    """The words for whoever asserts something, by the id of the statement it stands in; None for the report itself."""
    by = {s.id: s.speaker.name if s.speaker else UNNAMED for s in reading.statements}
    return lambda statement: None if statement is None else by.get(statement, UNNAMED)


def speakers_of(statement: Statement) -> tuple[str, ...]:
    """Ids of whoever made a statement, the speaker first."""
    speaker = statement.speaker
    return tuple(dict.fromkeys([*([speaker.actor] if speaker and speaker.actor else ()), *statement.co_speakers]))


def called(statement: Statement, name: Callable[[str | None], str | None]) -> str:
    """The words for whoever made a statement, given the names of actors."""
    unnamed = statement.speaker.name if statement.speaker else UNNAMED
    return " and ".join(str(name(actor)) for actor in speakers_of(statement)) or unnamed


def amount_of(figure: Figure) -> str:
    """The words for how much of what a figure counts."""
    low, high = (f"{x:,.10g}" if x is not None else "…" for x in (figure.low, figure.high))
    much = low if low == high else f"{low} to {high}"
    of = None if figure.what == figure.unit else figure.what
    return " ".join(x for x in ("about" if figure.approximate else "", much, figure.unit, of) if x)


def write_array(items: Iterable[object], out: IO[str], *, head: str = "[", tail: str = "]\n") -> int:
    """Writes items as a JSON array, one a line, between a head and a tail; returns their number."""
    out.write(head)
    count = 0
    for item in items:
        out.write(",\n" if count else "\n")
        out.write(json.dumps(item, ensure_ascii=False))
        count += 1
    out.write("\n" + tail)
    return count
