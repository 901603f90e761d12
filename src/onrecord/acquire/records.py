"""JSON Lines: one document a line, with the user's own metadata."""

import json
from collections.abc import Iterator

from onrecord.acquire.dates import iso_day
from onrecord.acquire.source import Source
from onrecord.errors import UnreadableError

_NAMES = {
    "title": ("title", "headline"),
    "published": ("published", "date", "publication_date", "published_at", "datePublished"),
    "publisher": ("publisher", "outlet", "source", "site", "sitename"),
    "byline": ("byline", "author", "authors"),
}


def records(text: str, first: int = 1) -> Iterator[tuple[str, Source | UnreadableError]]:
    """(line number, document or why it cannot be read) of each line; a document needs a "text". `first` numbers the first line.

    Known names are title, published, publisher and byline with their usual synonyms; the rest is kept as it is.
    """
    for number, line in enumerate(text.split("\n"), first):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield str(number), UnreadableError("broken", f"not JSON ({error})")
            continue
        body = record.get("text") if isinstance(record, dict) else None
        if not isinstance(body, str):
            yield (
                str(number),
                UnreadableError("broken", 'no "text" in the record; each line is an object with a "text"'),
            )
            continue
        if not _whole(record):
            reason = "half a character (a lone surrogate) in it, which no file can hold; write the record again"
            yield str(number), UnreadableError("encoding", reason)
            continue
        if not body.strip():
            yield str(number), UnreadableError("empty", "the text is empty")
            continue
        yield str(number), _source(record, body)


def _whole(record: object) -> bool:
    try:
        json.dumps(record, ensure_ascii=False).encode("utf8")
    except UnicodeEncodeError:
        return False
    return True


def _source(record: dict[str, object], body: str) -> Source:
    known: dict[str, str | None] = {}
    used = {"text"}
    for field, names in _NAMES.items():
        name = next((n for n in names if record.get(n)), None)
        value = record.get(name) if name else None
        if isinstance(value, list):
            value = ", ".join(map(str, value))
        known[field] = iso_day(value) if field == "published" else str(value) if value else None
        if name and (field != "published" or known[field]):
            used.add(name)
    rest = {k: v for k, v in record.items() if k not in used}
    return Source(
        text=body,
        extractor="as given",
        title=known["title"],
        published=known["published"],
        publisher=known["publisher"],
        byline=known["byline"],
        meta=rest,
    )
