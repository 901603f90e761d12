"""Words found again in a text that has changed around them (as the text position and text quote selectors of the W3C)."""

import re
from collections.abc import Iterator
from itertools import takewhile

from onrecord.schema import Quote, Span

_CONTEXT = 32
"""code points kept on each side"""
_ENOUGH = 20
"""code points of a quotation that are found by themselves, without what stood around them"""
_KNOWN = 6
"""code points around shorter words that must stand as they stood"""


def quote(text: str, span: Span) -> Quote:
    """The words of a span with what stands around them."""
    start, end = span
    return Quote(
        start=start,
        end=end,
        exact=text[start:end],
        prefix=text[max(0, start - _CONTEXT) : start],
        suffix=text[end : end + _CONTEXT],
    )


def found(text: str, sought: Quote, *, shift: int = 0) -> Span | None:
    """Where quoted words stand in a text, None where they do not; white space may have changed.

    Of several places the one with the most of the old words around it counts, then the one nearest to the old place moved by
    `shift` code points. Short words need some of what stood around them, or they would be found anywhere.
    """
    place = sought.start + shift
    best: tuple[int, int, Span] | None = None
    for span in _places(text, sought.exact):
        around = _agreeing(text, span, sought)
        if span[1] - span[0] < _ENOUGH and around < _needed(sought):
            continue
        candidate = (-around, abs(span[0] - place), span)
        if best is None or candidate < best:
            best = candidate
    return best[2] if best else None


def _places(text: str, words: str) -> Iterator[Span]:
    parts = words.split()
    if not parts:
        return
    for match in re.finditer(r"\s+".join(map(re.escape, parts)), text):
        yield match.span()


def _agreeing(text: str, span: Span, sought: Quote) -> int:
    """Code points next to a place that stand as they stood, blanks aside."""
    before, was_before = _tight(text[max(0, span[0] - 2 * _CONTEXT) : span[0]]), _tight(sought.prefix)
    after, was_after = _tight(text[span[1] : span[1] + 2 * _CONTEXT]), _tight(sought.suffix)
    return _begin_alike(before[::-1], was_before[::-1]) + _begin_alike(after, was_after)


def _begin_alike(a: str, b: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(a, b, strict=False)))


def _needed(sought: Quote) -> int:
    return min(_KNOWN, len(_tight(sought.prefix)) + len(_tight(sought.suffix)))


def _tight(text: str) -> str:
    return "".join(text.split())
