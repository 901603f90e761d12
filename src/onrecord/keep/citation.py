"""How a statement and its document are cited: a footnote, CSL-JSON, RIS, BibTeX, and a link that proves itself.

Pure: of a reading alone. A footnote follows the Chicago manual's notes for newspapers, its days as the pages have
them.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from onrecord.authors import authors
from onrecord.ids import digest
from onrecord.keep.days import day, days
from onrecord.keep.index import content_of
from onrecord.schema import Document, DocumentKind, Form, Office, Reading, Span, Statement, Status, When

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """The document that is cited."""

    document: str
    kind: DocumentKind
    title: str | None
    publisher: str | None
    authors: tuple[str, ...]
    """who wrote it"""
    published: str | None
    """ISO date"""
    language: str
    path: str
    url: str | None
    """its address in the web, where it has one"""
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A statement, as far as it is cited."""

    id: str
    speakers: tuple[str, ...]
    """its speaker and those of a joint statement beside them; none where the text names nobody"""
    office: str | None
    """the post that the document shows the speaker in then"""
    form: Form
    status: Status
    quoted_by: tuple[str | None, ...]
    """whose words it stands in, from the nearest; None for one whom the text does not name"""
    words: str
    said: When | None
    """days on which it was said, where the text says so"""
    start: int
    end: int
    """code points from its first word to its last, what lies between its pieces included"""
    digest: str
    """of these characters: the first 16 hexadecimal digits of the SHA-256 of their UTF-8"""
    reference: Reference


def reference(document: Document) -> Reference:
    """What is cited of a document."""
    address = document.meta.get("url")
    url = next((str(u) for u in (address, document.path) if u and re.match(r"https?://", str(u))), None)
    return Reference(
        document=document.id,
        kind=document.kind,
        title=_line(document.title) or None,
        publisher=_line(document.publisher) or None,
        authors=tuple(filter(None, map(_line, authors(document.byline, document.publisher)))),
        published=document.published,
        language=document.language,
        path=document.path,
        # what no address may hold, a brace or a blank, would end it in the formats that have it between such
        url=quote(url, safe="%/:=&?~#+!$,;'@()*[]") if url else None,
        sha256=document.sha256,
    )


def citation(reading: Reading, statement: Statement) -> Citation:
    """What is cited of a statement of a reading."""
    return next(citations(reading, (statement,)))


def citations(reading: Reading, statements: Iterable[Statement]) -> Iterator[Citation]:
    """What is cited of some statements of a reading, one after another."""
    names = {a.id: a.name for a in reading.actors}
    by_id = {s.id: s for s in reading.statements}
    document = reference(reading.document)
    for statement in statements:
        quoted_by: list[str | None] = []
        outer, seen = by_id.get(statement.inside or ""), {statement.id}
        while outer is not None and outer.id not in seen:
            seen.add(outer.id)
            quoted_by.append(_line(outer.speaker.name) if outer.speaker else None)
            outer = by_id.get(outer.inside or "")
        start, end = extent(statement)
        speaker = statement.speaker
        office = office_held(reading, speaker.actor, statement.said) if speaker else None
        called = (*([speaker.name] if speaker else ()), *(names.get(a, a) for a in statement.co_speakers))
        yield Citation(
            id=statement.id,
            speakers=tuple(map(_line, called)),
            office=office_words(office, names) if office else None,
            form=statement.form,
            status=statement.status,
            quoted_by=tuple(quoted_by),
            words=_line(content_of(reading.document.text, statement)),
            said=statement.said,
            start=start,
            end=end,
            digest=digest(reading.document.text[start:end]),
            reference=document,
        )


def extent(statement: Statement) -> Span:
    """From the first to the last code point of a statement's words."""
    return min(a for a, _ in statement.content), max(b for _, b in statement.content)


def office_held(reading: Reading, actor: str | None, said: When | None) -> Office | None:
    """The office that a document says an actor held when something was said; without a day, on the day of publication.

    Of several that fit, the one whose days are known the closest; None where the document gives none that fits.
    """
    day = (said and (said.first or said.last)) or reading.document.published
    fitting = [
        o
        for o in reading.offices
        if o.holder == actor and (not day or ((o.first is None or o.first <= day) and (o.last is None or day <= o.last)))
    ]
    # the fullest of equals: a body beside the title says more
    return max(fitting, key=lambda o: (o.first is not None, o.of is not None, len(o.title), -o.span[0]), default=None)


def office_words(office: Office, names: Mapping[str, str]) -> str:
    """A post in words: Ambassador of Velmora to Tasken."""
    bodies = ((word, body) for word, body in (("of", office.of), ("to", office.to)) if body)
    return _line(" ".join([office.title, *(f"{word} {names.get(body, body)}" for word, body in bodies)]))


def permalink(cited: Citation) -> str:
    """The address, within a workspace, that finds the words again and says whether they still stand there."""
    query = {
        "document": cited.reference.document,
        "sha": cited.reference.sha256[:16],
        "start": cited.start,
        "end": cited.end,
        "words": cited.digest,
    }
    return f"/statements/{cited.id}?{urlencode(query)}"


# --- footnotes -------------------------------------------------------------------------------------------------------

UNNAMED = "a source that the text does not name"
MANNER: dict[Form, str] = {
    "direct": "",
    "mixed": ", partly in indirect speech",
    "indirect": ", in indirect speech",
    "question": ", asking",
    "answer": ", answering",
}


def footnote(cited: Citation) -> str:
    """The citation as a note, on one line."""
    return f"{quotation(cited)}{where(cited.reference)}, characters {cited.start}–{cited.end}."


def quotation(cited: Citation) -> str:
    """Who said which words when, quoted by whom; ends in a full stop and a blank."""
    who = _and(cited.speakers) or UNNAMED[0].upper() + UNNAMED[1:]
    if cited.office:
        who += f", {cited.office}"
    # a claim keeps its chain: it is the outer speaker who says that these words were said
    who += "".join(f", as quoted by {by or UNNAMED}" for by in cited.quoted_by)
    who += MANNER[cited.form]
    if cited.status != "happened":
        who += f" [{cited.status}]"
    said = days(cited.said.first, cited.said.last) if cited.said else ""
    return f"{who}: {quoted(cited.words)}{'' if _ends(cited.words) else '.'} {f'Said {said}. ' if said else ''}"


def where(cited: Reference) -> str:
    """The document as a note cites it, without the full stop."""
    title = f"“{_single(cited.title)}{'' if cited.title[-1:] in '?!' else ','}”" if cited.title else ""
    published = day(cited.published) if cited.published else "no date"
    head = " ".join(x for x in (f"{_and(cited.authors)}," if cited.authors else "", title) if x)
    tail = ", ".join(x for x in (cited.publisher, published, cited.url or file_name(_line(cited.path))) if x)
    return f"{head} {tail}".strip()


def file_name(path: str) -> str:
    """The last part of a path: a note tells nobody the folders of whoever read the document."""
    return re.split(r"[/\\]", path.rstrip("/\\"))[-1]


def quoted(words: str) -> str:
    """Words within quotation marks, those within them single; words in marks of their own as they are."""
    marked = words[:1] + words[-1:] in ("“”", '""')
    return words if marked else f"“{_single(words)}”"


def _ends(words: str) -> bool:
    return words.rstrip("”’\"')»")[-1:] in {".", "?", "!", "…"}


def _and(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def _single(words: str) -> str:
    """Words with their double quotation marks single, since they stand in double ones."""
    return re.sub(r'"([^"]*)"', r"‘\1’", words.replace("“", "‘").replace("”", "’"))


def _line(text: str | None) -> str:
    """Text on one line, without control characters."""
    text = text or ""
    if text.isprintable():
        return " ".join(text.split())
    return " ".join("".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in text).split())


# --- for reference managers ------------------------------------------------------------------------------------------

_CSL: dict[DocumentKind, str] = {
    "report": "article-newspaper", "interview": "interview", "transcript": "speech", "statement": "document",
}  # fmt: skip
_RIS: dict[DocumentKind, str] = {"report": "NEWS", "interview": "NEWS", "transcript": "GEN", "statement": "GEN"}
_BIBTEX: dict[DocumentKind, str] = {"report": "article", "interview": "article", "transcript": "misc", "statement": "misc"}


def key(cited: Reference, *, of: str | None = None) -> str:
    """A citation key that comes from content: a word, the year, and the beginning of an id, its document's by default."""
    word = re.findall(r"[a-z]{4,}", _ascii(cited.publisher or cited.title or "").lower())
    return f"{word[0] if word else 'onrecord'}{(cited.published or '')[:4]}-{(of or cited.document)[:12]}"


def note_of(cited: Citation) -> str:
    """A statement as a note of its document's reference."""
    return f"{quotation(cited)}(characters {cited.start}–{cited.end}, {cited.digest})"


def csl(cited: Reference, notes: Iterable[str] = (), *, of: str | None = None) -> Json:
    """A document as an item of CSL-JSON, with notes."""
    item: Json = {"id": key(cited, of=of), "type": _CSL[cited.kind], "language": cited.language}
    if cited.title:
        item["title"] = cited.title
    if cited.authors:
        item["author"] = [{"literal": name} for name in cited.authors]
    if cited.publisher:
        item["container-title" if cited.kind in ("report", "interview") else "publisher"] = cited.publisher
    if cited.published:
        item["issued"] = {"date-parts": [[int(part) for part in cited.published.split("-")]]}
    if cited.url:
        item["URL"] = cited.url
    item["archive_location"] = cited.path
    item["note"] = "\n".join([*map(_line, notes), f"SHA-256 {cited.sha256}"])
    return item


def ris(cited: Reference, notes: Iterable[str] = (), *, of: str | None = None) -> str:
    """A document as a RIS record with notes, each line ended by CR LF, the last one by two of them."""
    lines = [("TY", _RIS[cited.kind]), ("ID", key(cited, of=of))]
    about = (("TI", cited.title), *(("AU", name) for name in cited.authors), ("T2", cited.publisher))
    lines += [(tag, value) for tag, value in about if value]
    if cited.published:
        lines += [("PY", cited.published[:4]), ("DA", cited.published.replace("-", "/") + "/")]
    if cited.url:
        lines.append(("UR", cited.url))
    lines += [("LA", cited.language), ("L1", cited.path)]
    lines += [("N1", _line(note)) for note in notes]
    lines += [("N1", f"SHA-256 {cited.sha256}"), ("ER", "")]
    return "".join(f"{tag}  - {_line(value)}\r\n" for tag, value in lines) + "\r\n"


def bibtex(cited: Reference, notes: Iterable[str] = (), *, of: str | None = None) -> str:
    """A document as an entry of BibTeX (biblatex, UTF-8) with notes, an empty line at its end."""
    kind = _BIBTEX[cited.kind]
    fields = {
        "title": cited.title,
        "author": " and ".join(f"{{{_tex(name)}}}" for name in cited.authors),
        "journal" if kind == "article" else "howpublished": cited.publisher,
        "date": cited.published,
        "year": (cited.published or "")[:4],
        "month": (cited.published or "")[5:7].lstrip("0"),
        "url": cited.url,
        "file": cited.path,
        "annote": " / ".join(map(_line, notes)),
        "note": f"SHA-256 {cited.sha256}",
    }
    # an address is taken as it is: escapes would be part of it
    held = ((n, v if n in ("author", "url") else _tex(v)) for n, v in fields.items() if v)
    return f"@{kind}{{{key(cited, of=of)},\n" + "".join(f"  {n} = {{{v}}},\n" for n, v in held) + "}\n\n"


_TEX = {
    "\\": r"\textbackslash{}", "{": r"\ensuremath{\lbrace}", "}": r"\ensuremath{\rbrace}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", **{c: "\\" + c for c in "$&%#_"},
}  # fmt: skip


def _tex(text: str) -> str:
    return "".join(_TEX.get(c, c) for c in _line(text))


def _ascii(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if c.isascii())
