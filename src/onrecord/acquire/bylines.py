"""Who wrote a text: the lines at its start and its end that say so, on one line or two."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from onrecord.acquire.dates import day
from onrecord.acquire.paragraphs import Paragraph
from onrecord.markup import unmarked
from onrecord.schema import SegmentKind

_NAME = r"[A-ZÀ-Þ][\w.'’-]*"
_BETWEEN = r"and|&|in|of|for|at|with|the|de|da|di|du|la|le|van|von|der|den|bin|ibn|al|el"
_DAYS = (
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|November"
    r"|December"
)
# names, then what follows a comma or a bar; a sentence goes on in small letters ("By Monday the last ...") or ends in a stop
TOP = re.compile(
    rf"(?:By|BY|Words by|Written by|From)\s+(?!(?:{_DAYS})\b(?!\s+[A-ZÀ-Þ]))"
    rf"(?P<who>{_NAME}(?:,?\s+(?:{_NAME}|{_BETWEEN}))*)(?:\.?|\s*[,|/–—-]\s*[^!?\n]*[^.!?\n])$"
)
_END = re.compile(
    r"(?ix)^\W*(?:(?:the\s+)?interview(?:ed)?\s+(?:was\s+)?(?:conducted\s+|done\s+|recorded\s+|prepared\s+)?by|questions?\s+(?:were\s+)?(?:asked\s+)?by|"
    r"conducted\s+by|(?:written|reported|compiled|translated|edited|prepared)\s+by|reporting\s+by|editing\s+by|"
    r"(?:by\s+)?staff\s+writer|with\s+reporting\s+(?:by|from)|additional\s+reporting|contributed\s+(?:by|to)|about\s+the\s+author"
    # not what an interviewer asks: "Interviewer: Is that decided?"
    rf"|interviewers?\s*:\s*(?-i:{_NAME}(?:,?\s+(?:{_NAME}|{_BETWEEN}))+)[.\s]*$)"
)
_TAIL = re.compile(
    r"(?i)\b(?:contributed to this (?:report|article|story)|reported from|(?:spoke|talked) (?:to|with) .{2,60} for)\b.{0,80}$"
)
_OUTLET = re.compile(
    r"(?i)(?:\b(?:correspondents?|reporters?|journalists?|writers?|editors?|columnists?|contributors?|special|exclusively|exclusive)\s+(?:for|to|at|of|with)\s+|^(?:for|©)\s+)"
    r"(?P<outlet>(?:the\s+)?[A-Z0-9][\w.&’'-]*(?:\s+(?:[A-Z0-9][\w.&’'-]*|of|the|and|for))*)"
)
_TOP_OUTLET = re.compile(
    r"(?i:by)\s+[^,|/]{3,60}(?:,|\s*[|/](?:[^|]*\b\d{4}\s*\|)?)\s*(?P<outlet>(?:the\s+)?[A-Z0-9][\w.&’'-]*(?:\s+(?:[A-Z0-9][\w.&’'-]*|of|the|and|for))*)\s*$"
)
_UNFINISHED = re.compile(r"(?i)(?:\b(?:by|and)|[,;&])$")
_BY_ALONE = re.compile(r"(?i)\W*(?:(?:words|written|reported|compiled|story)\s+)?by:?$")
_NAMES = re.compile(rf"(?:(?:and|&)\s+)?{_NAME}(?:,?\s+(?:{_NAME}|{_BETWEEN}))*\.?")
_ROLE = re.compile(
    r"(?x)(?:[\w’'.-]+\s){0,4}(?i:correspondents?|reporters?|journalists?|editors?|writers?|columnists?|contributors?|bureau(?:\s+chief)?"
    r"|staff|desk)(?:\s*[,|/–—-]\s*[^.!?:]{2,60}|\s+(?:in|at|for|of|to|with)\s[^.!?:]{2,60})?"
)
_AGENCY_TAIL = re.compile(
    r"""(?ix)(?<=[.!?”"’)\]])\s+(?P<credit>
      [(\[](?:additional\s+)?(?:reporting|writing|edit(?:ing|ed)|written|compiled|translated)\s+by\s[^()\[\]]{3,260}[)\]]\.?
    | (?-i:(?:Additional\s+)?(?:[Rr]eporting|Writing))\s+by\s[^.!?]{3,200};\s*(?:\w+\s+)?editing\s+by\s[^!?\n]{3,80}
    )$"""
)


def parted(text: str, found: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs with the credits of an agency parted from its last sentence: "... (Reporting by Olu Brandt)"."""
    out: list[Paragraph] = []
    for i, p in enumerate(found):
        tail = _AGENCY_TAIL.search(text, p.start, p.end) if i >= len(found) - _LAST else None
        if tail is None:
            out.append(p)
        else:
            out += [replace(p, end=tail.start()), replace(p, start=tail.start("credit"))]
    return out


def marked(text: str, found: Sequence[Paragraph], kinds: list[SegmentKind], first: int) -> list[list[int]]:
    """Marks the lines that say who wrote a text, in `kinds`; returns them, those of one credit together.

    `first` is the first paragraph after the title.
    """
    credits: list[list[int]] = []
    taken = -1
    for i, p in enumerate(found):
        line = unmarked(text[p.start : p.end])
        if i <= taken or kinds[i] != "paragraph" or len(line) > 300:
            continue
        near_title = i <= first + 3
        top = near_title and (_is_top(line) or _is_by_alone(text, found, i))
        end = i >= len(found) - _LAST and (_END.match(line) or _TAIL.search(line) or (TOP.match(line) and len(line) < 90))
        if top or end or (near_title and _END.match(line)):
            lines = [i, *_going_on(text, found, kinds, i)]
            taken = lines[-1]
            for at in lines:
                kinds[at] = "byline"
            credits.append(lines)
    return credits


def _is_top(line: str) -> bool:
    """Whether a paragraph says "By" and who; where it has a second line, what they are or the other names."""
    if len(line) >= 140:
        return False
    first, *rest = re.split(r"\s*[\r\n]\s*", line.rstrip(" ,;&"))
    below = all(_ROLE.fullmatch(r) or (_UNFINISHED.search(first) and _NAMES.match(r)) for r in rest)
    return TOP.match(line.rstrip(" ,;&")) is not None or (below and TOP.match(first.rstrip(" ,;&")) is not None)


def _is_by_alone(text: str, found: Sequence[Paragraph], i: int) -> bool:
    """Whether a line is only "By", and the next the names."""
    by, after = found[i], found[i + 1 : i + 2]
    named = bool(after) and _NAMES.fullmatch(text, after[0].start, after[0].end) is not None
    return named and _BY_ALONE.fullmatch(text, by.start, by.end) is not None


def _going_on(text: str, found: Sequence[Paragraph], kinds: Sequence[SegmentKind], first: int) -> Iterator[int]:
    """The lines after one of a credit that belong to it: its other names, what its writers are, the rest of its brackets."""
    whole = unmarked(text[found[first].start : found[first].end])
    for i in range(first + 1, min(first + 4, len(found))):
        p = found[i]
        line = unmarked(text[p.start : p.end])
        if kinds[i] != "paragraph" or not line or len(line) > 200:
            return
        if whole.count("(") > whole.count(")"):
            goes_on = ")" in line
        elif _UNFINISHED.search(whole):
            goes_on = len(line) < 120 and (_NAMES.fullmatch(line) or _ROLE.fullmatch(line) or _END.match(line)) is not None
        else:
            goes_on = len(line) < 90 and line[0].isupper() and _ROLE.fullmatch(line) is not None
        if not goes_on:
            return
        whole += f" {line}"
        yield i


def outlet(line: str) -> str | None:
    """For whom the writers in a credit write, where it says so."""
    line = unmarked(line)
    match = _OUTLET.search(line) or _TOP_OUTLET.match(line)
    if match is None or _ROLE.fullmatch(match["outlet"]) or day(match["outlet"]):
        # "By Olu Brandt, Staff Writer", "By Olu Brandt | 22 July 2026"
        return None
    return re.sub(r"^the ", "", match["outlet"]).strip(" .,")


_LAST = 5
"""paragraphs at the end of a text among which credits stand"""
