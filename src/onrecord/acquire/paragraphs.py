"""Where the paragraphs of a text are, hard-wrapped or not."""

import re
from dataclasses import dataclass
from statistics import median

_LINE = re.compile(r"[^\n\r\f\v\x85\u2028\u2029]+")
# "\r\n" is one line end, not two
_BREAK = r"(?:\n|\r\n?+|[\x85\u2028])"
_BLANK = re.compile(rf"{_BREAK}[^\S\n\r]*{_BREAK}|[\f\u2029]")
_ENDS = re.compile(r"[.!?:;…][\"'”’)\]]*$")
_WIDEST = 132
"""code points of the longest hard-wrapped line"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph without the white space around it."""

    start: int
    end: int
    bold: bool = False
    """whether all of it is set off as questions and headings are: bold, strong, a heading's style"""
    heading: bool = False
    junk: bool = False
    """whether the format shows that it belongs to the page and not to the text: a running head, a page number"""


def paragraphs(text: str, start: int = 0, end: int | None = None) -> list[Paragraph]:
    """The paragraphs of `text[start:end]`, in order.

    Empty lines part paragraphs. Between them each line is one, unless the lines were wrapped at a column: then a line that
    stops short of it after a full stop ends one.
    """
    end = len(text) if end is None else end
    found: list[Paragraph] = []
    block: list[tuple[int, int]] = []
    last = start
    for match in _LINE.finditer(text, start, end):
        a, b = match.span()
        while a < b and text[a].isspace():
            a += 1
        while b > a and text[b - 1].isspace():
            b -= 1
        if block and _BLANK.search(text, last, a if a < b else match.end()):
            found += of_lines(text, block)
            block = []
        if a < b:
            block.append((a, b))
            last = b
    if block:
        found += of_lines(text, block)
    return found


def of_lines(text: str, lines: list[tuple[int, int]], *, wrapped: bool | None = None) -> list[Paragraph]:
    """The paragraphs that lines which follow one another without a gap make; `wrapped` where it is known."""
    if len(lines) == 1 or not (_wrapped(text, lines) if wrapped is None else wrapped):
        return [Paragraph(start=a, end=b) for a, b in lines]
    width = max(b - a for a, b in lines)
    found = []
    first = 0
    for i, (a, b) in enumerate(lines):
        short = b - a < 0.8 * width and _ENDS.search(text, a, b)
        if short or i == len(lines) - 1:
            found.append(Paragraph(start=lines[first][0], end=b))
            first = i + 1
    return found


def _wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    lengths = [b - a for a, b in lines[:-1]]
    width = max(b - a for a, b in lines)
    if width > _WIDEST or width < 30 or median(lengths) < 0.7 * width:
        return False
    # a line that breaks off within a sentence was wrapped
    broken = sum(not _ENDS.search(text, a, b) for a, b in lines[:-1])
    carried = sum(text[a].islower() for a, _ in lines[1:])
    return broken >= 0.5 * len(lengths) and carried >= 0.25 * len(lengths)
