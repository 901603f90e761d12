"""The citation of a statement, and whether quoted words still stand where they were read."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import parse_qsl, urlsplit

from onrecord.errors import InputError, MissingError
from onrecord.ids import digest
from onrecord.keep.citation import Citation, bibtex, citation, csl, extent, footnote, note_of, ris
from onrecord.keep.index import sentence_around
from onrecord.keep.quotes import found, quote
from onrecord.keep.store import Store
from onrecord.query.document import Version, document
from onrecord.query.offices import Asked, offices_held
from onrecord.schema import Document, Reading, Span, Statement

FORMATS = ("footnote", "csl", "ris", "bibtex")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of the context of a statement."""

    text: str
    quoted: bool
    """whether it is of the statement's own words"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A statement with all that cites it."""

    citation: Citation
    reading: Reading
    statement: Statement
    sentence: tuple[Piece, ...]
    """the sentences that the words stand in"""
    paragraph: tuple[Piece, ...]
    """the paragraphs that they stand in"""
    versions: tuple[Version, ...]
    """of its document, itself among them where there are others, the newest first"""


def cited(store: Store, statement_id: str) -> Cited:
    """A statement by its id or the beginning of one; raises InputError where none or several begin so."""
    full, document_id = _known(store, statement_id)
    kept = document(store, document_id)
    statement = next(s for s in kept.reading.statements if s.id == full)
    text, span = kept.reading.document.text, extent(statement)
    return Cited(
        citation=citation_of(store, kept.reading, statement),
        reading=kept.reading,
        statement=statement,
        sentence=tuple(pieces(text, sentence_around(kept.reading.document, span), statement.content)),
        paragraph=tuple(pieces(text, _paragraph(kept.reading.document, span), statement.content)),
        versions=kept.versions,
    )


def rendered(found: Citation, format: str) -> str:
    """A citation as text in one of `FORMATS`; raises InputError for another name."""
    notes = [note_of(found)]
    match format:
        case "footnote":
            return footnote(found)
        case "csl":
            return json.dumps([csl(found.reference, notes, of=found.id)], ensure_ascii=False, indent=1)
        case "ris":
            return ris(found.reference, notes, of=found.id).strip()
        case "bibtex":
            return bibtex(found.reference, notes, of=found.id).strip()
    raise InputError(f"{format}: no such format; one of {', '.join(FORMATS)}")


def citation_of(store: Store, reading: Reading, statement: Statement) -> Citation:
    """What is cited of a statement, with an office that its document does not give where another one shows it held then."""
    made = citation(reading, statement)
    sql = "SELECT actor, identity FROM identities WHERE document = ?"
    sought = office_sought(reading, statement, made, dict(store.rows(sql, (reading.document.id,))))
    office = offices_held(store, [sought])[sought] if sought else None
    return replace(made, office=office.words) if office else made


def office_sought(reading: Reading, statement: Statement, made: Citation, identities: Mapping[str, str]) -> Asked | None:
    """What to ask a record for where the document does not say what the speaker was; `identities` are those of its actors."""
    if made.office is not None or statement.speaker is None:
        return None
    identity = identities.get(statement.speaker.actor or "")
    day = (statement.said and (statement.said.first or statement.said.last)) or reading.document.published
    return (identity, day, None) if identity and day else None


def _known(store: Store, statement_id: str) -> tuple[str, str]:
    sql = "SELECT s.id, d.id FROM statements s JOIN documents d ON d.number = s.document WHERE s.id {} LIMIT 3"
    rows = list(store.rows(sql.format("= ?"), (statement_id,)))
    if not rows and len(statement_id) >= 4:
        rows = list(store.rows(sql.format(">= ?1 AND s.id < ?1 || 'g'"), (statement_id,)))
    if not rows:
        raise MissingError(f"{statement_id}: no such statement on record; onrecord search --format json gives their ids")
    if len(rows) > 1:
        raise InputError(f"{statement_id}: several statements begin so; give more of the id: {', '.join(r[0] for r in rows)}")
    return rows[0][0], rows[0][1]


def _paragraph(document: Document, span: Span) -> Span:
    """The paragraphs that a span stands in."""
    over = [s for s in document.segments if s.start < span[1] and span[0] < s.end]
    return (min(over[0].start, span[0]), max(over[-1].end, span[1])) if over else span


def pieces(text: str, span: Span, content: tuple[Span, ...]) -> Iterator[Piece]:
    """A span cut into what is of some words and what is around them."""
    at = span[0]
    for first, last in sorted(content):
        start, end = max(at, first), min(last, span[1])
        if start >= end:
            continue
        if at < start:
            yield Piece(text=text[at:start], quoted=False)
        yield Piece(text=text[start:end], quoted=True)
        at = end
    if at < span[1]:
        yield Piece(text=text[at : span[1]], quoted=False)


# --- whether it still stands -----------------------------------------------------------------------------------------

State = Literal["exact", "moved", "gone"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What a permalink says it quotes."""

    document: str
    """id"""
    sha: str
    """the beginning of the SHA-256 of the document's raw bytes"""
    start: int
    end: int
    words: str
    """the first 16 hexadecimal digits of the SHA-256 of the quoted characters"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What has become of quoted words."""

    state: State
    why: str
    """the words for it that a reader is shown"""
    document: str | None
    """the id of the document in which they stand, as new a version as holds them; None where none does"""
    start: int | None
    end: int | None
    statement: str | None
    """id of the statement that has its words there"""


def link_of(address: str) -> Link:
    """What a permalink says; raises InputError for an address that is none."""
    given = dict(parse_qsl(urlsplit(address).query))
    try:
        link = Link(
            document=given["document"],
            sha=given["sha"].lower(),
            start=int(given["start"]),
            end=int(given["end"]),
            words=given["words"].lower(),
        )
    except (KeyError, ValueError):
        link = None
    if link is None or not re.fullmatch(r"[0-9a-f]{8,64}", link.sha) or not 0 <= link.start < link.end < _FAR:
        raise InputError(f"{address}: no permalink; one ends in ?document=...&sha=...&start=...&end=...&words=...")
    return link


_FAR = 2**53
"""no text is as long: a number that no offset can be"""


def check(store: Store, link: Link) -> Check:
    """Whether the quoted words still stand in the newest version of the document that they were quoted from.

    "exact": the same characters at the same place. "moved": at another place, or in another version, or with other blanks.
    "gone": in no version that is on record, or no more in the newest. An earlier version that still holds them is named.
    """
    known = _document(store, link)
    if known is None:
        return _check(store, "gone", "No document with this hash is on record.", None, None)
    quoted = document(store, known)
    text = quoted.reading.document.text
    stands = link.end <= len(text) and digest(text[link.start : link.end]) == link.words
    if stands:
        newer = [v.id for v in quoted.versions if v.current and v.id != known]
        if not newer or any(p.current for p in quoted.places):
            gone = "" if any(p.current for p in quoted.places) else " The file is not at its place any more; its text is kept."
            return _check(
                store, "exact", f"The quoted words stand there to the character.{gone}", known, (link.start, link.end)
            )
        return _in_newer(store, known, newer[0], text, link)
    for other in (known, *(v.id for v in quoted.versions if v.id != known)):
        place = _by_digest(store.document(other).text, link)
        if place:
            what = "its text was read anew" if other == known else "another version of the document holds them"
            return _check(store, "moved", f"The quoted words stand at another place: {what}.", other, place)
    why = "The document's text has changed, and the quoted words stand in no version of it that is on record."
    return _check(store, "gone", why, None, None)


def _in_newer(store: Store, known: str, newer: str, text: str, link: Link) -> Check:
    """Where words that an earlier version holds stand in the newest."""
    now, span = store.document(newer).text, (link.start, link.end)
    if digest(now[slice(*span)]) == link.words:
        why = "The document has a newer version, in which the quoted words stand at the same place to the character."
        return _check(store, "exact", why, newer, span)
    place = found(now, quote(text, span))
    if place is None:
        why = "The newest version of the document does not hold the quoted words any more; the version cited is kept."
        return _check(store, "gone", why, known, span)
    same = digest(now[slice(*place)]) == link.words
    why = "The document has a newer version, in which the quoted words stand at another place"
    return _check(store, "moved", f"{why}{'' if same else ', with other blanks between them'}.", newer, place)


def _check(store: Store, state: State, why: str, document_id: str | None, span: Span | None) -> Check:
    start, end = span or (None, None)
    statement = None
    if document_id is not None and span is not None:
        held_there = store.reading(document_id).statements
        statement = next((s.id for s in held_there if extent(s) == span), None)
    return Check(state=state, why=why, document=document_id, start=start, end=end, statement=statement)


def _document(store: Store, link: Link) -> str | None:
    """The document with the hash of a link; of several the one that the link names."""
    sql = """SELECT document FROM places WHERE substr(sha256, 1, length(?1)) = ?1 {}
             ORDER BY document = ?2 DESC, current DESC, document LIMIT 1"""
    # by its id first: no index helps to find a hash
    for only in ("AND document = ?2", ""):
        row = next(store.rows(sql.format(only), (link.sha, link.document)), None)
        if row:
            return str(row[0])
    return None


def _by_digest(text: str, link: Link) -> Span | None:
    """Where as many characters with the hash of the quoted ones stand, nearest to where they stood."""
    length = link.end - link.start
    if not 0 < length <= len(text):
        return None
    starts = sorted(range(len(text) - length + 1), key=lambda at: abs(at - link.start))
    at = next((at for at in starts if digest(text[at : at + length]) == link.words), None)
    return None if at is None else (at, at + length)
