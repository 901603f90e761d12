"""One document as training knows it: words with whichever layers of annotation its corpus has."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from onrecord.annotate.pieces import BREAK, NO_GAP, SPACE, gaps
from onrecord.annotate.words import words

UNKNOWN = -100
"""the label of words that a layer says nothing about"""


Span = tuple[int, int]


@dataclass(kw_only=True)
class Attribution:
    """Word spans, half open."""

    source: list[Span]
    cue: Span
    content: list[Span]


@dataclass(kw_only=True)
class Mention:
    start: int
    end: int
    head: int
    cluster: int
    kind: str


@dataclass(kw_only=True)
class Meaning:
    """A stretch of words and the vector of what it means."""

    start: int
    end: int
    vector: NDArray[np.float16]


@dataclass(kw_only=True)
class Deed:
    """An event between parties."""

    sentence: Span
    word: int
    """what tells of it"""
    ends: tuple[list[Span], list[Span]]
    """those who do it, and those to whom or with whom it is done; either may be empty"""
    type: str

    def moved(self, by: int) -> "Deed":
        def far(span: Span) -> Span:
            return span[0] + by, span[1] + by

        sources, targets = self.ends
        ends = [far(s) for s in sources], [far(s) for s in targets]
        return Deed(sentence=far(self.sentence), word=self.word + by, ends=ends, type=self.type)


@dataclass(kw_only=True)
class Example:
    """One document. A layer that is None was not annotated."""

    id: str
    corpus: str
    forms: list[str]
    gap: NDArray[np.int64]
    attributions: list[Attribution] | None = None
    head: NDArray[np.int64] | None = None
    """[words] the word each depends on, itself for a root, UNKNOWN where it has none"""
    relation: list[str] | None = None
    upos: list[str] | None = None
    xpos: list[str] | None = None
    sentence: NDArray[np.int64] | None = None
    """[words] number of the sentence"""
    names: list[str] | None = None
    """[words] B-, I- and kind, O, or "" where unknown"""
    mentions: list[Mention] | None = None
    all_mentions: bool = True
    """whether what is not in `mentions` is no mention"""
    factuality: dict[int, float] | None = None
    event: dict[int, str] | None = None
    deeds: list[Deed] | None = None
    meaning: list[Meaning] | None = None
    meta: dict[str, str] = field(default_factory=dict)


def lines(path: Path) -> Iterator[dict]:  # type: ignore[type-arg]
    with path.open(encoding="utf8") as file:
        for line in file:
            yield json.loads(line)


class Aligner:
    """Code-point spans to word spans."""

    def __init__(self, text: str) -> None:
        found = words(text)
        self.text, self.start, self.end, self.forms = text, found.start, found.end, found.form
        breaks = np.array([i == 0 or "\n" in text[self.end[i - 1] : self.start[i]] for i in range(len(self.forms))], np.bool_)
        self.gap = gaps(self.start, self.end, breaks)

    def span(self, start: int, end: int) -> Span | None:
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        a = int(np.searchsorted(self.end, start, side="right"))
        b = int(np.searchsorted(self.start, end, side="left"))
        return (a, b) if a < b else None


_NO_SPACE_BEFORE = {
    ",", ".", ";", ":", "?", "!", ")", "]", "}", "%", "'s", "’s", "n't", "'re", "'ve", "'ll", "'d", "'m", "'", "’",
}  # fmt: skip
_NO_SPACE_AFTER = {"(", "[", "{", "$", "£", "€", "#"}


def respaced(forms: Sequence[str], starts: Iterable[int] = (0,)) -> NDArray[np.int64]:
    """The white space that words given without any had, guessed; `starts` are the words that start a paragraph."""
    gap = np.full(len(forms), SPACE, np.int64)
    quoted = False
    for i, form in enumerate(forms):
        if form in _NO_SPACE_BEFORE or (i and forms[i - 1] in _NO_SPACE_AFTER):
            gap[i] = NO_GAP
        if form in {'"', "``", "''"}:
            if quoted:
                gap[i] = NO_GAP
            quoted = not quoted
        elif i and forms[i - 1] in {'"', "``"} and quoted:
            gap[i] = NO_GAP
        if (form in {"-", "–", "/"} and 0 < i < len(forms) - 1) or (i and forms[i - 1] in {"-", "/"}):
            gap[i] = NO_GAP
    gap[list(starts)] = BREAK
    return gap
