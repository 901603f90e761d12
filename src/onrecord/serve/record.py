"""A record opened in Python: what is on it, as rows, Arrow tables and data frames."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, Self, TypeVar, overload

from onrecord.keep.export.tables import Row, arrow_table, data_frame
from onrecord.keep.store import Store
from onrecord.query import actors as who
from onrecord.query import told
from onrecord.query.actors import FoundActor
from onrecord.query.filters import Filter
from onrecord.query.meaning import COMPARED, nearest
from onrecord.query.overview import document_named
from onrecord.query.search import Found, Known, statements
from onrecord.query.told import Asserted, Passage, ToldEvent, ToldFigure, ToldTie
from onrecord.run.meaning import meaning_of
from onrecord.schema import Reading

Item = TypeVar("Item")


class Table(Sequence[Item], Generic[Item]):
    """What was found: a sequence of it, and a table of one row each."""

    def __init__(self, items: Iterable[Item], row: Callable[[Item], Row], types: Mapping[str, str]) -> None:
        self._items = tuple(items)
        self._row = row
        self._types = types

    @overload
    def __getitem__(self, index: int) -> Item: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Item, ...]: ...
    def __getitem__(self, index: int | slice) -> Item | tuple[Item, ...]:
        return self._items[index]

    def __len__(self) -> int:
        return len(self._items)

    def __repr__(self) -> str:
        return f"<{len(self)} rows: {', '.join(self._types)}>"

    def rows(self) -> Iterator[Row]:
        """Each as a mapping from columns to plain values."""
        return map(self._row, self._items)

    def arrow(self) -> Any:
        """A pyarrow.Table, whose columns and types are the same where it is empty."""
        return arrow_table(self.rows(), self._types)

    def frame(self) -> Any:
        """A pandas.DataFrame; raises InputError where pandas is not installed."""
        return data_frame(self.rows(), self._types)


class Record:
    """An open record file, to read; a context manager.

    Names, days and all else are given as `onrecord.search` takes them, and the same errors raised. `limit` None: all.
    """

    def __init__(self, path: str | Path) -> None:
        self._store = Store(path, read_only=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Closes the file; the record cannot be used after it."""
        self._store.close()

    def search(
        self, words: str | None = None, *, meaning: str | None = None, limit: int | None = 50, **wanted: str | None
    ) -> Table[Found]:
        """Statements by words, best first, or by what they mean, nearest first; else latest first.

        What else may be given are the fields of a filter: speaker, about, since, until, form, status, outlet, year, document.
        """
        return Table(found(self._store, _filter(words=words, **wanted), meaning=meaning, limit=limit), _statement, _STATEMENT)

    def statements(self, **wanted: str | None) -> Table[Found]:
        """All statements that fit, latest first."""
        return self.search(limit=None, **wanted)

    def actors(self, name: str | None = None, *, limit: int | None = None) -> Table[FoundActor]:
        """Who is on record, those in most documents first."""
        return Table(who.actors(self._store, name, limit=-1 if limit is None else limit), _actor, _ACTOR)

    def events(
        self, *, actor: str | None = None, type: str | None = None, limit: int | None = None, **wanted: str | None
    ) -> Table[ToldEvent]:
        """Events that an actor takes part in, of a type, latest first.

        What else may be given: since, until, status, outlet, year, document; speaker, who says so; words of the document.
        """
        asked = told.events_asked(self._store, _filter(about=actor, **wanted), type=type)
        return Table(told.events(self._store, asked, limit=-1 if limit is None else limit), _event, _EVENT)

    def ties(
        self, *, actor: str | None = None, relation: str | None = None, limit: int | None = None, **wanted: str | None
    ) -> Table[ToldTie]:
        """Ties that an actor is at one end of, of a relation, latest first; what else may be given is as for events."""
        asked = told.ties_asked(self._store, _filter(about=actor, **wanted), relation=relation)
        return Table(told.ties(self._store, asked, limit=-1 if limit is None else limit), _tie, _TIE)

    def figures(self, *, unit: str | None = None, limit: int | None = None, **wanted: str | None) -> Table[ToldFigure]:
        """Figures of a unit, latest first; what else may be given is as for events, but for status."""
        asked = told.figures_asked(self._store, _filter(**wanted), unit=unit)
        return Table(told.figures(self._store, asked, limit=-1 if limit is None else limit), _figure, _FIGURE)

    def reading(self, name: str) -> Reading:
        """All that was read in a document, called by its id, its path or the end of it, as persons corrected it."""
        return self._store.reading(document_named(self._store, name))


def open(path: str | Path) -> Record:
    """Opens a record file to read it; raises InputError where there is none, StoreError where it is no record."""
    return Record(path)


def found(store: Store, wanted: Filter, *, meaning: str | None, limit: int | None) -> Iterable[Found]:
    """Statements that fit, nearest in meaning first where that is given; else as `search.statements` orders them."""
    if meaning is None:
        return statements(store, wanted, limit=limit)
    vector, made_by = meaning_of(meaning)
    return nearest(store, vector, made_by, wanted, limit=COMPARED if limit is None else limit).found


_FIELDS = ("words", "speaker", "about", "since", "until", "form", "status", "outlet", "year", "document")


def _filter(**wanted: str | None) -> Filter:
    for name in wanted:
        if name not in _FIELDS:
            raise TypeError(f"{name}: no such argument; one of {', '.join(_FIELDS)}")
    given: dict[str, Any] = wanted
    return Filter(**given)


# --- columns ---------------------------------------------------------------------------------------------------------

_WHEN = {"first": "string", "last": "string", "dated": "bool_"}
_PLACE = {"document": "string", "title": "string", "outlet": "string", "published": "string"}
_TOLD = _WHEN | {"asserted_by": "string", "asserted_by_name": "string", "statement": "string"} | _PLACE | {
    "start": "int64", "end": "int64", "words": "string",
}  # fmt: skip
_STATEMENT = {
    "id": "string", "form": "string", "status": "string", "speaker": "string", "speakers": "strings",
    "speaker_identities": "strings", "office": "string", "content": "string", "about": "strings", "about_identities": "strings",
} | _WHEN | _PLACE | {
    "path": "string", "start": "int64", "sentence": "string", "score": "float64", "likeness": "float64",
}  # fmt: skip
_ACTOR = {
    "identity": "string",
    "kind": "string",
    "name": "string",
    "names": "strings",
    "documents": "int64",
    "statements": "int64",
}
_EVENT = {
    "id": "string", "type": "string", "mode": "string", "status": "string", "negated": "bool_", "source": "strings",
    "target": "strings", "partner": "strings", "identities": "strings", "place": "string",
} | _TOLD  # fmt: skip
_TIE = {
    "id": "string", "relation": "string", "sign": "int64", "source": "string", "source_identity": "string", "target": "string",
    "target_identity": "string", "status": "string",
} | _TOLD  # fmt: skip
_FIGURE = {
    "id": "string", "low": "float64", "high": "float64", "unit": "string", "what": "string", "approximate": "bool_",
} | _TOLD  # fmt: skip


def _statement(s: Found) -> Row:
    def names(known: tuple[Known, ...]) -> list[str]:
        return [k.name for k in known]

    def identities(known: tuple[Known, ...]) -> list[str]:
        return [k.identity for k in known]

    return {
        "id": s.id, "form": s.form, "status": s.status, "speaker": s.speaker, "speakers": names(s.speakers),
        "speaker_identities": identities(s.speakers), "office": s.office and s.office.words, "content": s.content,
        "about": names(s.about), "about_identities": identities(s.about), "first": s.first, "last": s.last, "dated": s.dated,
        "document": s.document, "title": s.title, "outlet": s.publisher, "published": s.published, "path": s.path,
        "start": s.start, "sentence": s.context, "score": s.score, "likeness": s.likeness,
    }  # fmt: skip


def _actor(a: FoundActor) -> Row:
    return {
        "identity": a.id, "kind": a.kind, "name": a.name, "names": list(a.names), "documents": a.documents,
        "statements": a.statements,
    }  # fmt: skip


def _told(item: ToldEvent | ToldTie | ToldFigure) -> Row:
    asserted, passage = item.asserted, item.passage
    return {"first": item.first, "last": item.last, "dated": item.dated} | _asserted(asserted) | _place(passage)


def _asserted(asserted: Asserted) -> Row:
    return {"asserted_by": asserted.speaker, "asserted_by_name": asserted.name, "statement": asserted.statement}


def _place(passage: Passage) -> Row:
    return {
        "document": passage.document, "title": passage.title, "outlet": passage.outlet, "published": passage.published,
        "start": passage.start, "end": passage.end, "words": passage.words,
    }  # fmt: skip


def _event(e: ToldEvent) -> Row:
    roles = {role: [p.name for p in e.parties if p.role == role] for role in ("source", "target", "partner")}
    return {
        "id": e.id, "type": e.type, "mode": e.mode, "status": e.status, "negated": e.negated, **roles,
        "identities": [p.identity for p in e.parties], "place": e.place,
    } | _told(e)  # fmt: skip


def _tie(t: ToldTie) -> Row:
    return {
        "id": t.id, "relation": t.relation, "sign": t.sign, "source": t.source_name, "source_identity": t.source,
        "target": t.target_name, "target_identity": t.target, "status": t.status,
    } | _told(t)  # fmt: skip


def _figure(f: ToldFigure) -> Row:
    return {
        "id": f.id, "low": f.low, "high": f.high, "unit": f.unit, "what": f.what, "approximate": f.approximate,
    } | _told(f)  # fmt: skip
