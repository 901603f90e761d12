"""A document's text as HTML in which every character keeps its place.

The text is cut at every end of a mark. The pieces carry, as `data-at`, the code point at which they start, so that a script
finds the offset of a place on the page without counting the page. Statements nest as elements: one that another crosses is
closed and opened again, so that the page is well formed whatever overlaps.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from markupsafe import Markup, escape

from onrecord.serve.web.parts import mark_of, mark_title


@dataclass(frozen=True, slots=True, kw_only=True)
class Nested:
    """A stretch of a statement's words."""

    start: int
    end: int
    item: str
    """the statement's id"""
    classes: str
    number: int | None = None
    """the statement's number, on its first stretch"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flat:
    """A stretch that something else was read from, which may cross any other."""

    start: int
    end: int
    item: str = ""
    classes: str = ""


def marked(text: str, start: int, end: int, nested: Iterable[Nested], flat: Iterable[Flat]) -> Markup:
    """The text from one code point to another with its marks."""
    inside = sorted((n for n in nested if n.start < end and n.end > start), key=lambda n: (n.start, -n.end))
    on_top = [f for f in flat if f.start < end and f.end > start]
    ends = {p for m in inside for p in (m.start, m.end)} | {p for m in on_top for p in (m.start, m.end)}
    pieces: list[str] = []
    opened: list[Nested] = []
    for a, b in pairwise(sorted({start, end, *(p for p in ends if start < p < end)})):
        wanted = [n for n in inside if n.start <= a and n.end >= b]
        same = sum(1 for _ in takewhile(lambda pair: pair[0] is pair[1], zip(opened, wanted, strict=False)))
        pieces += ["</span>"] * (len(opened) - same)
        pieces += [_opening(n, a) for n in wanted[same:]]
        opened = wanted
        pieces += _leaves(text[a:b], a, [f for f in on_top if f.start <= a and f.end >= b])
    pieces += ["</span>"] * len(opened)
    return Markup("".join(pieces))


def _opening(n: Nested, at: int) -> str:
    tag = Markup('<span class="{}" data-s="{}"').format(n.classes, n.item)
    if n.number is None or at != n.start:
        return tag + Markup(">")
    number = Markup('<a class="n" href="#c-{}" aria-label="Statement {}">{}</a>').format(n.item, n.number, n.number)
    return tag + Markup(' id="s-{}">').format(n.item) + number


def _leaves(text: str, at: int, marks: Sequence[Flat]) -> Iterator[str]:
    classes = " ".join(dict.fromkeys(m.classes for m in marks if m.classes))
    items = " ".join(dict.fromkeys(m.item for m in marks if m.item))
    rest = Markup(' class="{}"').format(classes) if classes else Markup("")
    rest += Markup(' data-i="{}"').format(items) if items else Markup("")
    start = 0
    for place, character in enumerate(text):
        mark = mark_of(character)
        if mark:
            if place > start:
                yield f'<span data-at="{at + start}"{rest}>{_escaped(text[start:place])}</span>'
            title = mark_title(character)
            # a program that counts takes it for one character, whatever its mark's length
            yield f'<span class="control" data-at="{at + place}" data-length="1" title="{title}">{mark}</span>'
            start = place + 1
    if start < len(text):
        yield f'<span data-at="{at + start}"{rest}>{_escaped(text[start:])}</span>'


def _escaped(text: str) -> str:
    # a browser would take the two characters of a line's end for one, and count one too few
    return str(escape(text)).replace("\r", "&#13;")
