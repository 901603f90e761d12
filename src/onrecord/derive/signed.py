"""Whose "I" and "we" stand in texts that somebody signs: speeches and statements by their title, letters by their end."""

import re

from onrecord.derive.cast import Cast
from onrecord.derive.grammar import Grammar
from onrecord.derive.lexicon import OFFICES, RANKS, TITLES
from onrecord.markup import unmarked

_BY = re.compile(
    r"(?i)\b(?:statement|remarks|declaration|communiqu[eé]|address|speech|message|letter|intervention|keynote)s?\s+(?:by|of|from)\s+"
)
_SMALL = OFFICES | TITLES | RANKS | {"the", "of", "for", "to", "and", "his", "her", "its", "our"}
"""words in small letters that may stand before the name of whom words are by: "the envoy to Peru, X" """
_OF = re.compile(r".*\b(?:of|for|to)\b(?:\s+the\b)?(?P<rest>.*)")
_SALUTATION = re.compile(r"(?:(?:My\s+)?Dear\s[^.!?:,]{2,80}[,:]?$|(?:Sir|Madam|Sir or Madam|To the [Ee]ditor)\s?[,:])")
_CLOSING = re.compile(
    r"(?i)(?:yours(?:\s\w+){1,2}|(?:very\s)?(?:sincerely|respectfully|faithfully)(?:\syours)?"
    r"|(?:with\s)?(?:best|kind|warm)\s(?:regards|wishes)|signed)\W*$"
)
_SIGNATURE = re.compile(r"[—–-]*\s*(?P<name>(?:[A-ZÀ-Þ][\w.’'-]*\s+){1,5}[A-ZÀ-Þ][\w.’'-]+)(?:,\s.{2,100})?$")
_SENTENCE = re.compile(r"[.!?…:;][\"'”’)\]]*$")
_LONGEST = 120
"""code points of the longest line of a signature"""


class Signed:
    """The figures that speak as "I" and "we" outside quotations, where a text is signed."""

    def __init__(self, grammar: Grammar, cast: Cast) -> None:
        self.g = grammar
        self.cast = cast
        self.document = grammar.notes.document
        self._people = cast.people_before(len(self.document.text))
        self._of_segment: dict[int, tuple[int, ...]] = {}
        if any(s.turn is not None for s in self.document.segments):
            return
        # a salutation at the start may look like a title
        own = [i for i, s in enumerate(self.document.segments) if s.kind in ("paragraph", "title")]
        titled = self._titled() if self.document.kind == "statement" else ()
        self._of_segment = dict.fromkeys(own, titled) if titled else self._letters(own)

    def at(self, word: int) -> tuple[int, ...]:
        """Those who say "we" at a word; nobody inside quotations and where nobody signed."""
        notes = self.g.notes
        return () if notes.quotation[word] >= 0 else self._of_segment.get(int(notes.paragraph[word]), ())

    def _titled(self) -> tuple[int, ...]:
        """The persons, else the bodies, whom the title says the words are by."""
        text = self.document.text
        for segment in self.document.segments:
            by = _BY.search(text, segment.start, segment.end) if segment.kind == "title" else None
            if by is None:
                continue
            found: dict[int, None] = {}
            at = by.end()
            for start, figure in self._people:
                between = text[at:start] if at <= start < segment.end else None
                if between is None:
                    continue
                if not _leads(between, bool(found)):
                    continue
                found[figure] = None
                at = self._end_of(start)
            return tuple(found) or self._bodies(by.end(), segment.end)
        return ()

    def _bodies(self, start: int, end: int) -> tuple[int, ...]:
        """The bodies whose names stand first in a stretch of a title: "the European Union", "Peru and Chile"."""
        found: dict[int, None] = {}
        for word in self.g.words_in((start, end)):
            figure = self.cast.figure_at(word) if self.cast.named_at(word) else None
            if figure is not None and not self.cast.is_person(figure) and self.g.tag[word].startswith("NNP"):
                found[self.cast.state_of(figure)] = None
            elif self.g.tag[word].startswith(("NN", "JJ", "POS")):
                # "NATO's envoy", "the NATO Secretary General"
                return ()
            elif self.g.low[word] not in ("the", "and", ","):
                break
        return tuple(found)

    def _letters(self, own: list[int]) -> dict[int, tuple[int, ...]]:
        """The paragraphs of each letter, from its salutation to the names at its end, with whose these are."""
        segments = (self.document.segments[i] for i in own)
        lines = [unmarked(self.document.text[s.start : s.end]) for s in segments]
        starts = [n for n, line in enumerate(lines) if _SALUTATION.match(line)]
        found: dict[int, tuple[int, ...]] = {}
        for first, end in zip(starts or [0], [*starts[1:], len(lines)], strict=True):
            last = end
            while last > first + 1 and len(lines[last - 1]) < _LONGEST and not _SENTENCE.search(lines[last - 1]):
                last -= 1
            closed = last < end and (bool(starts) or _CLOSING.match(lines[last]) or lines[last].startswith(("—", "–")))
            figures = dict.fromkeys(f for n in range(last, end) for f in self._signing(own[n], lines[n])) if closed else {}
            if figures:
                found |= dict.fromkeys(own[first:last], tuple(figures))
        return found

    def _signing(self, number: int, line: str) -> list[int]:
        """The person whose name is a line of a signature, with what they are behind a comma."""
        segment = self.document.segments[number]
        name = _SIGNATURE.match(line)
        if name is None:
            return []
        end = segment.start + self.document.text[segment.start : segment.end].find(name["name"]) + len(name["name"])
        return [figure for start, figure in self._people if segment.start <= start < end]

    def _end_of(self, start: int) -> int:
        """Where the name ends that begins at a place in the text."""
        word = self.g.words_in((start, start + 1))[0]
        return self.g.characters(self.cast.extent(word))[1]


def _leads(words: str, named: bool) -> bool:
    """Whether words lead from "by", or from the first who is `named`, to somebody whose office they say: not "by X to Y"."""
    if any(w[0].islower() and w.lower() not in _SMALL for w in re.findall(r"[\w’'-]+", words)):
        return False
    if named and not re.match(r"\s*(?:,|and\b|&)", words):
        return False
    of = _OF.match(words)
    if of is None or words.rstrip().endswith(","):
        return True
    # "the Minister of Ports X", but not "the envoy of President X"
    before = of["rest"].split()
    return bool(before) and before[-1].lower().strip(".") not in OFFICES | {"mr", "mrs", "ms", "dr", "sir", "lord", "dame"}
