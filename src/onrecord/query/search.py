"""Finding statements and documents by their words and by who, about whom, when, how and where."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.keep.store import Store
from onrecord.query.filters import (
    FORMS,
    STATUSES,
    Filter,
    Parts,
    day_bound,
    identities_called,
    year,
)
from onrecord.query.numbers import Numbers, numbers
from onrecord.query.offices import Held, offices_held
from onrecord.query.words import Marks, has_beginning, match_expression, whole_expression
from onrecord.schema import Span

__all__ = [
    "FORMS",
    "STATUSES",
    "Filter",
    "Found",
    "FoundDocument",
    "Known",
    "Results",
    "day_bound",
    "documents",
    "found",
    "identities_called",
    "match_expression",
    "results",
    "statements",
]

PATH = "(SELECT path FROM places WHERE document = d.id AND current ORDER BY path LIMIT 1)"
RANKED = 2_000
"""statements with the words that are searched for, up to which the best come first; of more, the latest"""
COUNTED = 10_000
"""up to which results are counted"""
_AT_ONCE = 500
_LATEST, _MORE = 3, 10
"""how many of the latest documents are looked at first for each one wanted, and how many times as many after that"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An actor of the record."""

    identity: str
    name: str
    """what it is called most"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A statement on record with what a reader wants to see beside it."""

    id: str
    document: str
    path: str
    title: str | None
    publisher: str | None
    published: str | None
    speaker: str | None
    """as the document names whoever said it"""
    speakers: tuple[Known, ...]
    """who said it, those of a joint statement beside its speaker"""
    office: Held | None
    """what its speaker then was"""
    form: str
    status: str
    dated: bool
    """whether the text says when it was said; else `first` and `last` are the day of publication"""
    first: str | None
    """ISO days it was said, those of publication where the text does not say"""
    last: str | None
    start: int
    """first code point of its content"""
    spans: tuple[Span, ...]
    """code points of the pieces of its content"""
    content: str
    about: tuple[Known, ...]
    sentence: Span
    """code points of the sentences that its words stand in"""
    context: str
    """their text"""
    marks: tuple[Span, ...]
    """code points of the document in which words that were searched for stand, within the sentences"""
    score: float
    number: int
    """its place in the store"""
    likeness: float | None = None
    """how near its meaning is to what was searched for, 1 for the same; None in a search of words"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """A page of what was found."""

    found: tuple[Found, ...]
    total: int
    """how many fit in all, counted up to `COUNTED`"""
    more: bool
    """whether there are more than were counted"""
    ranked: bool
    """whether the best come first; else the latest do"""


def results(store: Store, wanted: Filter, *, limit: int = 50, offset: int = 0) -> Results:
    """A page of the statements that fit.

    The best come first where not too many hold the words that are searched for, and none of them is a beginning; else the
    latest. Raises InputError as `numbers.numbers` does.
    """
    chosen = numbers(store, wanted, few=RANKED)
    page = _some(store, chosen, limit=limit, offset=offset)
    ((total,),) = store.rows(f"SELECT count(*) FROM ({chosen.counted} LIMIT ?)", (*chosen.values, COUNTED + 1))
    return Results(
        found=tuple(found(store, page, wanted)), total=min(total, COUNTED), more=total > COUNTED, ranked=chosen.ranked
    )  # fmt: skip


def statements(store: Store, wanted: Filter, *, limit: int | None = 50, offices: bool = True) -> Iterator[Found]:
    """The statements that fit, in the order of `results`, all of them where there is no limit; `offices` as for `found`."""
    fitting = _some(store, numbers(store, wanted, few=RANKED), limit=-1 if limit is None else limit)
    for at in range(0, len(fitting), _AT_ONCE):
        yield from found(store, fitting[at : at + _AT_ONCE], wanted, offices=offices)


def _some(store: Store, chosen: Numbers, *, limit: int, offset: int = 0) -> list[int]:
    sql = f"{chosen.sql} ORDER BY {chosen.order} LIMIT ? OFFSET ?"
    return [row[0] for row in store.rows(sql, (*chosen.values, limit, offset))]


def found(store: Store, numbers: Sequence[int], wanted: Filter | None = None, *, offices: bool = True) -> Iterator[Found]:
    """The statements of some numbers, in their order, with the words marked that a filter searches for.

    What their speakers were is looked up only where `offices` are wanted.
    """
    sql = f"""SELECT s.number, s.id, d.id, {PATH}, d.title, d.publisher, d.published, s.speaker_name, s.form, s.status, s.dated,
                     s.first, s.last, s.start, s.spans, s.content, s.sentence_start, s.sentence_end, s.score, s.speaker, s.day,
                     s.document
              FROM statements s JOIN documents d ON d.number = s.document
              WHERE s.number IN (SELECT value FROM json_each(?))"""
    rows = {row[0]: row for row in store.rows(sql, (json.dumps(list(numbers)),))}
    said, about = (_actors(store, table, numbers) for table in ("speakers", "about"))
    texts = _texts(store, {row[-1] for row in rows.values()})
    marks = Marks(store, wanted.words, typing=wanted.typing) if wanted is not None and wanted.words else None
    # its speaker first
    who_of = {number: sorted(said[number], key=lambda x: x[0] != rows[number][19]) for number in numbers}
    held_by = {
        number: (who[0][1].identity, *rows[number][20:22])
        for number, who in who_of.items()
        if offices and who and rows[number][19] is not None
    }
    held = offices_held(store, held_by.values())
    for number in numbers:
        row, who = rows[number], who_of[number]
        document = row[21]
        office = held[held_by[number]] if number in held_by else None
        sentence = (row[16], row[17])
        context = texts[document][slice(*sentence)]
        marked = marks.spans(context) if marks else ()
        yield Found(
            number=number, id=row[1], document=row[2], path=row[3], title=row[4], publisher=row[5], published=row[6],
            speaker=row[7], speakers=tuple(dict.fromkeys(known for _, known in who)), office=office, form=row[8], status=row[9],
            dated=bool(row[10]), first=row[11], last=row[12], start=row[13],
            spans=tuple((a, b) for a, b in json.loads(row[14])), content=row[15],
            about=tuple(dict.fromkeys(known for _, known in about[number])), sentence=sentence, context=context,
            marks=tuple((a + sentence[0], b + sentence[0]) for a, b in marked), score=row[18],
        )  # fmt: skip


def _actors(store: Store, table: str, numbers: Sequence[int]) -> defaultdict[int, list[tuple[str, Known]]]:
    """Of each statement, the actors as its document knows them and as the record does."""
    sql = f"""SELECT x.statement, x.actor, x.identity, k.name FROM {table} x JOIN known_as k ON k.identity = x.identity
              WHERE x.statement IN (SELECT value FROM json_each(?)) ORDER BY x.statement, 4"""
    out: defaultdict[int, list[tuple[str, Known]]] = defaultdict(list)
    for statement, actor, identity, name in store.rows(sql, (json.dumps(list(numbers)),)):
        out[statement].append((actor, Known(identity=identity, name=name)))
    return out


def _texts(store: Store, numbers: set[int]) -> dict[int, str]:
    sql = "SELECT number, text FROM documents WHERE number IN (SELECT value FROM json_each(?))"
    return dict(store.rows(sql, (json.dumps(sorted(numbers)),)))


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDocument:
    """A document on record in which the words stand."""

    id: str
    path: str
    title: str | None
    publisher: str | None
    published: str | None
    snippet: str
    marks: tuple[Span, ...]
    """code points of the snippet in which words that were searched for stand"""


def documents(store: Store, wanted: Filter | str, *, limit: int = 20, offset: int = 0) -> Iterator[FoundDocument]:
    """The documents whose text or title holds the words of a filter, best first; latest first where a word is a beginning.

    Of a filter counts what is said of documents: words, outlet, and year, since and until as days of publication; and who
    speaks and is spoken about in them. Raises InputError where there are no words, and as `numbers.numbers` does.
    """
    wanted = Filter(words=wanted) if isinstance(wanted, str) else wanted
    words = wanted.words or ""
    match = match_expression(store, words, typing=wanted.typing)
    if has_beginning(words, typing=wanted.typing):
        rows = _begun(store, wanted, match, limit=limit, offset=offset)
    else:
        rows = _whole(store, wanted, match, limit=limit, offset=offset)
    marks = Marks(store, words, typing=wanted.typing)
    for row in rows:
        yield FoundDocument(
            id=row[0], path=row[1], title=row[2], publisher=row[3], published=row[4], snippet=row[5], marks=marks.spans(row[5])
        )  # fmt: skip


_Rows = Iterable[tuple[Any, ...]]
_SHOWN = f"d.id, {PATH}, d.title, d.publisher, d.published, snippet(documents_text, 1, '', '', '…', 16)"
_WITH_WORDS = "documents_text CROSS JOIN documents d ON d.number = documents_text.rowid"


def _whole(store: Store, wanted: Filter, match: str, *, limit: int, offset: int) -> _Rows:
    """Documents with whole words: first which, then each by its number, since a snippet is slow to make."""
    fitting = "SELECT rowid FROM documents_text WHERE documents_text MATCH ?"
    ((count,),) = store.rows(f"SELECT count(*) FROM ({fitting} LIMIT ?)", (match, RANKED + 1))
    parts = Parts()
    if count <= RANKED:
        source, order = _WITH_WORDS, "bm25(documents_text), d.number"
        parts.add("documents_text MATCH ?", match)
    else:
        source, order = "documents d INDEXED BY documents_published", "d.published DESC, d.number"
        parts.add(f"d.number IN ({fitting})", match)
    _add_of_documents(store, parts, wanted)
    sql = f"SELECT d.number FROM {source} WHERE {' AND '.join(parts.where)} ORDER BY {order} LIMIT ? OFFSET ?"
    which = [row[0] for row in store.rows(sql, (*parts.values, limit, offset))]
    sql = f"""SELECT {_SHOWN} FROM json_each(?) j CROSS JOIN {_WITH_WORDS}
              WHERE documents_text MATCH ? AND documents_text.rowid = j.value ORDER BY j.key"""
    return store.rows(sql, (json.dumps(which), match))


def _begun(store: Store, wanted: Filter, match: str, *, limit: int, offset: int) -> _Rows:
    """Documents with words that begin so, latest first.

    They are looked for among the latest with the other words, and then among more: to ask for each by its number is slow here,
    and so is a snippet of each.
    """
    parts = Parts()
    if whole := whole_expression(wanted.words or "", typing=wanted.typing):
        parts.add("d.number IN (SELECT rowid FROM documents_text WHERE documents_text MATCH ?)", whole)
    _add_of_documents(store, parts, wanted)
    latest = f"""SELECT d.number FROM documents d INDEXED BY documents_published WHERE {" AND ".join(parts.where)}
                 ORDER BY d.published DESC, d.number LIMIT ?"""
    sql = f"""SELECT {_SHOWN} FROM {_WITH_WORDS}
              WHERE documents_text MATCH ? AND +documents_text.rowid IN (SELECT value FROM json_each(?))
              ORDER BY d.published DESC, d.number LIMIT ? OFFSET ?"""
    many = _LATEST * (limit + offset)
    while True:
        some = [row[0] for row in store.rows(latest, (*parts.values, many))]
        rows = list(store.rows(sql, (match, json.dumps(some), limit, offset)))
        if len(rows) == limit or len(some) < many:
            return rows
        many *= _MORE


def _add_of_documents(store: Store, parts: Parts, wanted: Filter) -> None:
    # their column `current` stands behind the text
    parts.add("+d.number NOT IN (SELECT number FROM documents WHERE NOT current)")
    if wanted.outlet:
        parts.add("d.publisher = ?", wanted.outlet)
    if wanted.since:
        parts.add("d.published >= ?", day_bound(wanted.since, last=False))
    if wanted.until:
        parts.add("d.published <= ?", day_bound(wanted.until, last=True))
    if wanted.year:
        year(wanted.year)
        parts.add("d.published BETWEEN ? AND ?", wanted.year, f"{wanted.year}-99")
    for table, name in (("speakers", wanted.speaker), ("about", wanted.about)):
        if name:
            called = json.dumps(identities_called(store, name))
            which = f"SELECT document FROM {table} WHERE identity IN (SELECT value FROM json_each(?))"
            parts.add(f"+d.number IN ({which})", called)
