"""What a record covers: which outlets, days and languages, what could not be read and why, and what is there twice."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, groupby

import numpy as np

from onrecord.keep.store import Store
from onrecord.query.overview import Listed
from onrecord.schema import Unread

_CURRENT = "d.current"
_WORDS = 40
"""characters from which on two documents are not taken to quote the same words by chance"""
_QUOTED = 2
"""how many of these must be the same"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """What is on record of one publisher; None for the documents that name none."""

    name: str | None
    documents: int
    statements: int
    first: str | None
    """ISO days of publication of the earliest and the latest document"""
    last: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A value with the number of documents that have it; None for those that say nothing."""

    value: str | None
    documents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """A document that another is like."""

    id: str
    path: str
    title: str | None
    publisher: str | None
    published: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Twins:
    """Documents that are like one another, and in what."""

    why: str
    documents: tuple[Twin, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What a record covers, by the current versions of its documents."""

    documents: int
    earlier: int
    """versions of documents whose places hold others now"""
    statements: int
    outlets: tuple[Outlet, ...]
    """most documents first"""
    kinds: tuple[Counted, ...]
    languages: tuple[Counted, ...]
    months: tuple[Counted, ...]
    """of publication, as 2024-03, earliest first, without those in which nothing was published"""
    readers: tuple[Counted, ...]
    """name, version and model of what read them"""
    unread: tuple[Unread, ...]
    """by reason, then path"""


def coverage(store: Store) -> Coverage:
    """What a record covers."""
    outlets = tuple(_outlets(store))
    sql = f"SELECT count(*) FROM documents d WHERE NOT {_CURRENT}"
    ((earlier,),) = store.rows(sql)
    return Coverage(
        documents=sum(o.documents for o in outlets),
        earlier=earlier,
        statements=sum(o.statements for o in outlets),
        outlets=outlets,
        kinds=_counted(store, "d.kind", "2 DESC, 1"),
        languages=_counted(store, "json_extract(d.about, '$.language')", "2 DESC, 1"),
        months=_counted(store, "substr(d.published, 1, 7)", "1"),
        readers=tuple(_readers(store)),
        unread=unread(store),
    )


def unread(store: Store) -> tuple[Unread, ...]:
    """What could not be read, by reason, then path."""
    rows = store.rows("SELECT path, code, reason, sha256 FROM unread ORDER BY code, path")
    return tuple(Unread(path=path, code=code, reason=reason, sha256=sha256) for path, code, reason, sha256 in rows)


def _outlets(store: Store) -> Iterator[Outlet]:
    sql = f"""SELECT d.publisher, count(*), sum((SELECT count(*) FROM statements s WHERE s.document = d.number)),
                     min(d.published), max(d.published)
              FROM documents d WHERE {_CURRENT} GROUP BY d.publisher ORDER BY 2 DESC, 1"""
    for name, documents, statements, first, last in store.rows(sql):
        yield Outlet(name=name, documents=documents, statements=statements, first=first, last=last)


def _counted(store: Store, value: str, order: str) -> tuple[Counted, ...]:
    # the limit, which is none, keeps SQLite from counting in the same step, for which it would open every document
    each = f"SELECT {value} AS value FROM documents d WHERE {_CURRENT} LIMIT -1"
    sql = f"SELECT value, count(*) FROM ({each}) GROUP BY 1 ORDER BY {order}"
    return tuple(Counted(value=v, documents=n) for v, n in store.rows(sql))


def _readers(store: Store) -> Iterator[Counted]:
    # thousands of documents have the same one, of which the words are made once
    sql = f"""SELECT r.reader ->> 'name' || ' ' || (r.reader ->> 'version') || ' ' || (r.reader ->> 'model'), sum(r.count)
              FROM (SELECT reader, count(*) AS count FROM documents d WHERE {_CURRENT} GROUP BY 1) r GROUP BY 1 ORDER BY 1"""
    for value, documents in store.rows(sql):
        yield Counted(value=value, documents=documents)


def documents(store: Store, *, outlet: str | None = None, limit: int = 50, offset: int = 0) -> list[Listed]:
    """Documents on record, latest first, of one publisher where one is given."""
    sql = f"""SELECT d.id, (SELECT path FROM places WHERE document = d.id AND current ORDER BY path LIMIT 1), d.kind, d.title,
                     d.publisher, d.published, (SELECT count(*) FROM statements s WHERE s.document = d.number)
              FROM documents d WHERE {_CURRENT} {"AND d.publisher = ?" if outlet else ""}
              ORDER BY d.published DESC, d.number LIMIT ? OFFSET ?"""
    rows = store.rows(sql, (*([outlet] if outlet else []), limit, offset))
    return [Listed(id=r[0], path=r[1], kind=r[2], title=r[3], publisher=r[4], published=r[5], statements=r[6]) for r in rows]


# --- what is there twice ---------------------------------------------------------------------------------------------


def twins(store: Store) -> tuple[Twins, ...]:
    """Documents found in several places, with the same text, with the same title of one outlet, or quoting the same words.

    The same documents are given once, by the first of these that they share. What was found is kept in memory.
    """
    found: tuple[Twins, ...] = store.remembered("twins", lambda _: tuple(_twins(store)))
    return found


def _twins(store: Store) -> Iterator[Twins]:
    sql = """SELECT d.number, p.path FROM places p JOIN documents d ON d.id = p.document WHERE p.current AND p.document IN
             (SELECT document FROM places WHERE current GROUP BY document HAVING count(*) > 1) ORDER BY 1, 2"""
    placed = {number: [row[1] for row in rows] for number, rows in groupby(store.rows(sql), key=lambda row: int(row[0]))}
    past = {row[0] for row in store.rows(f"SELECT number FROM documents d WHERE NOT {_CURRENT}")}
    told: dict[frozenset[int], str] = {}
    for why, groups in (
        ("the same text", _same_text(store)),
        ("the same title of one outlet", _same_title(store)),
        ("the same words quoted", _same_quotations(store)),
    ):
        for group in groups:
            numbers = frozenset(group) - past
            if len(numbers) > 1:
                told.setdefault(numbers, why)
    held = _held(store, {*placed, *(n for numbers in told for n in numbers)})
    for number, paths in placed.items():
        yield Twins(why="one document in several places", documents=tuple(replace(held[number], path=path) for path in paths))
    for numbers, why in told.items():
        yield Twins(why=why, documents=tuple(held[n] for n in sorted(numbers)))


def _held(store: Store, numbers: Iterable[int]) -> dict[int, Twin]:
    sql = """SELECT d.number, d.id, (SELECT path FROM places WHERE document = d.id AND current ORDER BY path LIMIT 1),
                    d.title, d.publisher, d.published FROM documents d WHERE d.number IN (SELECT value FROM json_each(?))"""
    return {
        number: Twin(id=i, path=path, title=title, publisher=publisher, published=published)
        for number, i, path, title, publisher, published in store.rows(sql, (json.dumps(sorted(numbers)),))
    }


def _same_text(store: Store) -> Iterator[list[int]]:
    # by hash: the texts of a whole record are not held at once
    return _groups((hash(text), number) for number, text in store.rows("SELECT number, text FROM documents"))


def _same_title(store: Store) -> Iterator[list[int]]:
    sql = f"""SELECT d.number, d.title, d.publisher FROM documents d
              WHERE {_CURRENT} AND d.title != '' AND d.publisher != '' ORDER BY d.number"""
    return _groups((hash((" ".join(title.casefold().split()), of)), number) for number, title, of in store.rows(sql))


def _same_quotations(store: Store) -> Iterator[list[int]]:
    """Documents with several statements in the same words: one report taken over by another."""
    sql = "SELECT content, document FROM statements WHERE length(content) >= ?"
    shared: defaultdict[tuple[int, int], int] = defaultdict(int)
    for group in _groups((hash(content), document) for content, document in store.rows(sql, (_WORDS,))):
        first, *others = sorted(set(group))
        for other in others:
            shared[first, other] += 1
    joined: defaultdict[int, list[int]] = defaultdict(list)
    for (first, other), count in sorted(shared.items()):
        if count >= _QUOTED:
            joined[first].append(other)
    return ([first, *others] for first, others in joined.items())


def _groups(pairs: Iterable[tuple[int, int]]) -> Iterator[list[int]]:
    """The numbers that have a key in common with others; each pair is a key's hash and a number."""
    keys, numbers = np.fromiter(chain.from_iterable(pairs), np.int64).reshape(-1, 2).T
    ordered = np.sort(keys)
    # most keys are those of one
    several = np.isin(keys, ordered[1:][ordered[1:] == ordered[:-1]])
    first: dict[int, int] = {}
    found: dict[int, list[int]] = {}
    for key, number in zip(keys[several].tolist(), numbers[several].tolist(), strict=True):
        if first.setdefault(key, number) != number:
            found.setdefault(key, [first[key]]).append(number)
    return iter(found.values())
