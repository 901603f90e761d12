"""A statement in a list: its words in their sentence, and of a long one the part that it was found for."""

import re
from collections.abc import Callable
from itertools import pairwise

from markupsafe import Markup

from onrecord.errors import InputError
from onrecord.keep.store import Store
from onrecord.query.filters import identities_called
from onrecord.query.search import Found
from onrecord.schema import Span
from onrecord.serve.web.parts import shown

_LENGTH = 480
"""characters of a sentence that are shown; of a longer one, those around what was searched for"""
_BEFORE = 140
_MARK = (Markup("<mark>"), Markup("</mark>"))
_AROUND = (Markup('<span class="around">'), Markup("</span>"))
_NAMES = 200
"""names of an actor that are looked for at most"""


def excerpts(store: Store, *about: str | None) -> Callable[[Found], Markup]:
    """Makes excerpts that begin where an actor is named, of those that are asked about."""
    names = {name for asked in about if asked for name in _names(store, asked)}
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(names, key=lambda n: (-len(n), n))))})\b") if names else None
    return lambda hit: excerpt(hit, pattern)


def _names(store: Store, asked: str) -> list[str]:
    try:
        identities = identities_called(store, asked)
    except InputError:
        return []
    sql = "SELECT DISTINCT name FROM actor_names WHERE identity = ? LIMIT ?"
    return [str(row[0]) for identity in identities[:8] for row in store.rows(sql, (identity, _NAMES))]


def excerpt(hit: Found, named: re.Pattern[str] | None = None) -> Markup:
    """A statement in its sentence: the words around it apart, those that were searched for marked.

    Of a long one the part around these; else around the first name that `named` finds in it.
    """
    first, last = hit.sentence
    spans = tuple((max(a, first), min(b, last)) for a, b in hit.spans if a < last and b > first)
    start, end = 0, len(hit.context)
    if end > _LENGTH:
        at = (hit.marks[0] if hit.marks else spans[0] if spans else (first, last))[0] - first
        if not hit.marks and named and (name := named.search(hit.context, at)):
            at = name.start()
        start = _word_start(hit.context, max(0, min(at - _BEFORE, end - _LENGTH)))
        if start + _LENGTH < end:
            # no half word at the end either
            end = max(hit.context.rfind(" ", start + _LENGTH // 2, start + _LENGTH), 0) or start + _LENGTH
    shift = [(a - first, b - first) for a, b in hit.marks]
    within = [(a - first, b - first) for a, b in spans]
    words = pieces(hit.context, start, end, shift, within)
    return Markup("{}{}{}").format("… " if start else "", words, " …" if end < len(hit.context) else "")


def _word_start(text: str, at: int) -> int:
    """The start of the next word, where one is near."""
    blank = text.find(" ", at, at + 30) if at else -1
    return blank + 1 if blank >= 0 else at


def pieces(text: str, start: int, end: int, marks: "list[Span] | tuple[Span, ...]", within: list[Span] | None) -> Markup:
    """A stretch of a text with marks, and, where `within` is given, what is outside of it apart."""
    ends = {p for a, b in (*marks, *(within or ())) for p in (a, b) if start < p < end}
    made = []
    for a, b in pairwise(sorted({start, end, *ends})):
        words = shown(text[a:b])
        if any(x <= a and b <= y for x, y in marks):
            words = _MARK[0] + words + _MARK[1]
        if within is not None and not any(x <= a and b <= y for x, y in within):
            words = _AROUND[0] + words + _AROUND[1]
        made.append(words)
    return Markup("").join(made)
