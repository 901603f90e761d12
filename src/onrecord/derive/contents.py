"""The content of a statement: which words it has, without what is the report's own, and how far they are quoted."""

import itertools
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property

from onrecord.derive.grammar import Grammar
from onrecord.schema import Form, Quotation, Span

DASHES = ("—", "–", "―", "--", "-")
PARTING = (":", ",", *DASHES)
"""marks between a quotation and who says it"""
NEAR = 8
"""words at most between a verb of saying and the quotation beside it"""
_NO_SPEECH = ("dateline", "byline", "boilerplate")


class Contents:
    """Spans of words as contents of statements."""

    def __init__(self, grammar: Grammar) -> None:
        self.g = grammar
        self.notes = grammar.notes
        self.document = grammar.notes.document

    def within_text(self, spans: Sequence[Span], cue: Span | None = None) -> list[Span]:
        """Spans without datelines and bylines; what a headline says, with the cue in it, ends with it."""
        segments, paragraph = self.document.segments, self.notes.paragraph
        headline = cue is not None and segments[paragraph[cue[0]]].kind == "title"
        kept: list[Span] = []
        for a, b in spans:
            start = a
            for i in range(a, b + 1):
                inside = i < b and (
                    segments[paragraph[i]].kind == "title" if headline else segments[paragraph[i]].kind not in _NO_SPEECH
                )
                if not inside:
                    if start < i:
                        kept.append((start, i))
                    start = i + 1
        return kept

    def within_clause(self, content: Sequence[Span]) -> list[Span]:
        """The content without what a later sentence adds in nobody's marks to "that ...": 'says that it is not so. It is.'"""
        g = self.g
        if not content or g.low[content[0][0]] not in ("that", "whether"):
            return list(content)
        sentence = g.sentence[content[0][0]]
        kept = []
        for a, b in content:
            inside = [i for i in range(a, b) if g.sentence[i] == sentence or self.notes.quotation[i] >= 0]
            if len(inside) < b - a and inside and g.forms[inside[-1]] == ".":
                inside.pop()
            kept += [(inside[0], inside[-1] + 1)] if inside else []
        return kept

    def trimmed(self, content: Iterable[Span]) -> list[Span]:
        """Pieces without the commas and colons before and after them."""
        forms = self.g.forms
        found = []
        for start, end in content:
            a, b = start, end
            while a < b and forms[a] in (",", ":", ";", "—", "–", "--", "-", "."):
                a += 1
            while b > a and forms[b - 1] in (",", ":", ";", "—", "–", "--", "-"):
                b -= 1
            if a < b:
                found.append((a, b))
        # the "it" of "it was announced that" says nothing
        found = [s for s in found if s[1] - s[0] > 1 or self.g.low[s[0]] != "it" or len(found) == 1]
        return [piece for span in found for piece in self._parted(span)]

    def quotations_in(self, span: Span) -> Sequence[Quotation]:
        """The quotations that begin within a span."""
        first, end = (bisect_left(self.notes.quotations, at, key=lambda q: q.start) for at in span)
        return self.notes.quotations[first:end]

    def _parted(self, span: Span) -> list[Span]:
        """A piece of content without what the report puts between two quotations: '"It is," she paused, "closed"'."""
        g = self.g
        inside = [q for q in self.quotations_in(span) if q.double and q.closed and q.end <= span[1]]
        pieces = [span]
        for before, after in itertools.pairwise(inside):
            if after.start < before.end:
                continue
            gap = [i for i in range(before.end, after.start) if g.forms[i] not in PARTING]
            broken = g.forms[before.end] in DASHES or g.forms[before.end - 2] in (",", *DASHES)
            told = any(g.is_verb(i) and g.dependents(i, "nsubj") for i in gap) and len(gap) <= NEAR
            if broken and told and g.relation[gap[0]] not in ("cc", "mark"):
                a, b = pieces.pop()
                pieces += [(a, before.end), (after.start, b)]
        return pieces

    def form(self, content: Sequence[Span]) -> Form:
        """direct, indirect or mixed: how much stands within quotation marks; 'that "..."' is mixed."""
        g, marked = self.g, self._marked
        letters = quoted = 0
        for a, b in content:
            for i in range(a, b):
                n = sum(c.isalnum() for c in g.forms[i])
                letters += n
                quoted += n if i in marked else 0
        framed = content[0][0] not in marked and g.forms[content[0][0]][0].isalpha()
        if letters and quoted >= 0.95 * letters and not framed:
            return "direct"
        return "mixed" if quoted else "indirect"

    @cached_property
    def _marked(self) -> frozenset[int]:
        """The words within quotation marks, single ones too, as British papers and headlines quote."""
        return frozenset(i for q in self.notes.quotations for i in range(q.start, q.end))

    def whole(self, cue: Span) -> Span:
        """A cue without the beginning of a name that goes on behind it: "said" of "said in La" before "Paz"."""
        start, end = cue
        names = self.notes.names
        last = bisect_left(names, end, key=lambda n: n.start) - 1
        cut = names[last].start if last >= 0 and start < names[last].start and end < names[last].end else end
        while start + 1 < cut < end and self.g.tag[cut - 1] in ("IN", "TO", "DT"):
            cut -= 1
        return start, cut

    def quotation_end(self, end: int) -> int:
        """Where the quotation that the word before ends in, or that begins after it, ends; else the place itself."""
        for q in self.notes.quotations:
            if q.double and q.closed and q.start <= end < q.end:
                return q.end
        return end


def size(spans: Iterable[Span]) -> int:
    """How many words spans have."""
    return sum(b - a for a, b in spans)


def words(spans: Iterable[Span]) -> set[int]:
    """The words of spans."""
    return {i for a, b in spans for i in range(a, b)}
