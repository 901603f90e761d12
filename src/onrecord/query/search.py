"""Finding statements and documents by their words and by who, about whom, when and how."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from onrecord.errors import InputError
from onrecord.ids import folded
from onrecord.keep.store import Store

_PATH = "(SELECT path FROM places WHERE document = d.id AND current ORDER BY path LIMIT 1)"

FORMS = ("direct", "indirect", "mixed", "question", "answer")


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
    form: str
    status: str
    dated: bool
    """whether the text says when it was said; else `first` and `last` are the day of publication"""
    first: str | None
    """ISO days it was said, those of publication where the text does not say"""
    last: str | None
    start: int
    """first code point of its content"""
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which statements; None for any."""

    words: str | None = None
    speaker: str | None = None
    about: str | None = None
    since: str | None = None
    until: str | None = None
    form: str | None = None
    document: str | None = None


def statements(store: Store, wanted: Filter, *, limit: int | None = 50) -> Iterator[Found]:
    """The statements that fit, best first where words are searched for, else latest first.

    `speaker` and `about` are names or parts of them; `since` and `until` ISO dates, years or months. Raises InputError for
    a date or form that is none, and for a name that nobody on record has.
    """
    where = ["EXISTS (SELECT 1 FROM places p WHERE p.document = d.id AND p.current)"]
    values: list[object] = []
    if wanted.speaker:
        where.append(_OF_ACTORS.format(table="speakers"))
        values += _who(store, wanted.speaker)
    if wanted.about:
        where.append(_OF_ACTORS.format(table="about"))
        values += _who(store, wanted.about)
    # an open end reaches on; a statement of no day at all is in no span of days
    if wanted.since:
        where.append("(s.last >= ? OR s.last IS NULL AND s.first IS NOT NULL)")
        values.append(day_bound(wanted.since, last=False))
    if wanted.until:
        where.append("(s.first <= ? OR s.first IS NULL AND s.last IS NOT NULL)")
        values.append(day_bound(wanted.until, last=True))
    if wanted.form:
        if wanted.form not in FORMS:
            raise InputError(f"{wanted.form}: no such form; one of {', '.join(FORMS)}")
        where.append("s.form = ?")
        values.append(wanted.form)
    if wanted.document:
        where.append("d.id = ?")
        values.append(wanted.document)
    source = "statements s"
    order = "coalesce(s.first, s.last) DESC, s.document, s.start, s.number"
    if wanted.words:
        source = "statements_text JOIN statements s ON s.number = statements_text.rowid"
        where.append("statements_text MATCH ?")
        values.append(match_expression(wanted.words))
        order = "bm25(statements_text), s.number"
    sql = f"""SELECT s.id, d.id, {_PATH}, d.title, d.publisher, d.published,
                     s.speaker_name, s.form, s.status, s.first, s.last, s.start, s.content, s.dated
              FROM {source} JOIN documents d ON d.number = s.document WHERE {" AND ".join(where)} ORDER BY {order}"""
    if limit is not None:
        sql += f" LIMIT {int(limit)}"
    for row in store.rows(sql, values):
        yield Found(
            id=row[0], document=row[1], path=row[2], title=row[3], publisher=row[4], published=row[5], speaker=row[6],
            form=row[7], status=row[8], first=row[9], last=row[10], start=row[11], content=row[12],
            dated=bool(row[13]),
        )  # fmt: skip


_OF_ACTORS = """s.number IN (
    SELECT x.statement FROM {table} x JOIN statements y ON y.number = x.statement JOIN documents e ON e.number = y.document
    LEFT JOIN identities i ON i.document = e.id AND i.actor = x.actor
    WHERE x.actor IN (SELECT value FROM json_each(?)) AND coalesce(i.identity, x.actor) IN (SELECT value FROM json_each(?))
)"""
"""statements with one of some actors: their ids in single documents, and who these are across documents"""


def _who(store: Store, name: str) -> tuple[str, str]:
    """The values of `_OF_ACTORS` for a name: a namesake of somebody who has it in full is somebody else."""
    called = json.dumps(actors_called(store, name))
    sql = """SELECT DISTINCT coalesce(i.identity, n.actor) FROM actor_names n JOIN documents d ON d.number = n.document
             LEFT JOIN identities i ON i.document = d.id AND i.actor = n.actor
             WHERE n.actor IN (SELECT value FROM json_each(?))"""
    identities = [row[0] for row in store.rows(sql, (called,))]
    sql = "SELECT DISTINCT actor FROM identities WHERE identity IN (SELECT value FROM json_each(?))"
    units = [row[0] for row in store.rows(sql, (json.dumps(identities),))]
    return json.dumps(sorted({*units, *json.loads(called)})), json.dumps(identities)


def match_expression(words: str) -> str:
    """What a person typed as a full-text query: all words, "quoted phrases" in their order, a word* as a beginning."""
    parts = []
    # a NUL would end the query
    for phrase, word in re.findall(r'"([^"]*)"?|(\S+)', words.replace("\x00", " ")):
        if phrase.strip():
            parts.append('"' + phrase.strip() + '"')
            continue
        stem = word.rstrip("*")
        if any(c.isalnum() for c in stem):
            parts.append('"' + stem.replace('"', '""') + '"' + ("*" if word.endswith("*") else ""))
    if not parts:
        raise InputError(f"{words}: no words to search for")
    return " ".join(parts)


def actors_called(store: Store, name: str) -> list[str]:
    """Ids of the actors that have a name, or all whose names hold its words; raises InputError where there are none."""
    key = folded(name)
    exact = [row[0] for row in store.rows("SELECT DISTINCT actor FROM actor_names WHERE folded = ?", (key,))]
    if exact:
        return exact
    # every word of the query begins a word of the name
    tokens = key.split()
    if not tokens:
        raise InputError("an empty name; give a name or a part of one")
    # of a compound name too: Assad of al-Assad, Brien of O'Brien
    parts = "(' ' || folded || ' ' || replace(replace(folded, '-', ' '), '''', ' '))"
    sql = f"""SELECT DISTINCT actor FROM actor_names
              WHERE NOT EXISTS (SELECT 1 FROM json_each(?) WHERE instr({parts}, ' ' || value) = 0)"""
    found = [row[0] for row in store.rows(sql, (json.dumps(tokens),))]
    if not found:
        raise InputError(f"{name}: nobody of that name on record; onrecord search without it shows who is")
    return found


def day_bound(value: str, *, last: bool) -> str:
    """The first or last day of an ISO day, month or year; raises InputError for anything else."""
    try:
        if re.fullmatch(r"[0-9]{4}", value):
            return f"{value}-12-31" if last else f"{value}-01-01"
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}", value):
            date.fromisoformat(f"{value}-01")
            return f"{value}-31" if last else f"{value}-01"
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise InputError(f"{value}: not a date; write 2024-03-05, 2024-03 or 2024") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDocument:
    """A document on record in which the words stand."""

    id: str
    path: str
    title: str | None
    publisher: str | None
    published: str | None
    snippet: str


def documents(store: Store, words: str, *, limit: int = 20) -> Iterator[FoundDocument]:
    """The documents whose text or title holds words, best first."""
    sql = f"""SELECT d.id, {_PATH}, d.title, d.publisher, d.published,
                    snippet(documents_text, 1, '', '', '…', 16)
             FROM documents_text JOIN documents d ON d.number = documents_text.rowid
             WHERE documents_text MATCH ? AND EXISTS (SELECT 1 FROM places p WHERE p.document = d.id AND p.current)
             ORDER BY bm25(documents_text), d.number LIMIT ?"""
    for row in store.rows(sql, (match_expression(words), limit)):
        yield FoundDocument(id=row[0], path=row[1], title=row[2], publisher=row[3], published=row[4], snippet=row[5])
