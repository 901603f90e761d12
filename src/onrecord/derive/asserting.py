"""Who asserts what a stretch of a text says: the innermost statement that holds it."""

from collections.abc import Iterator, Sequence

from onrecord.derive.grammar import Grammar
from onrecord.schema import Span, Statement

_PRESUPPOSING = frozenset([
    "grateful", "thankful", "glad", "happy", "proud", "sorry", "ashamed", "aware", "pleased", "delighted", "relieved",
    "regret", "know", "realize", "realise", "forget", "mourn", "lament", "celebrate", "welcome", "resent", "rejoice",
])  # fmt: skip
"""words for feeling or knowing: what somebody is glad of, whoever tells of it takes for true"""
_BLOCK = 2_000
"""code points whose statements are looked up together"""


class Asserting:
    """The statements of a document, asked for the one that holds a place."""

    def __init__(self, statements: Sequence[Statement], grammar: Grammar) -> None:
        self._in_block: dict[int, list[Statement]] = {}
        # smaller contents first, so that the first that holds a place is the innermost
        for statement in sorted(statements, key=lambda s: (sum(b - a for a, b in s.content), s.content[0])):
            cue = [word for span in statement.cue for word in grammar.words_in(span)]
            if statement.form == "indirect" and any(grammar.lemma(word) in _PRESUPPOSING for word in cue):
                continue
            blocks = {block for a, b in statement.content for block in range(a // _BLOCK, b // _BLOCK + 1)}
            for block in blocks:
                self._in_block.setdefault(block, []).append(statement)

    def innermost(self, span: Span) -> Statement | None:
        """The statement whose words hold a span of code points, None for a report's own words."""
        return next(self._holding(span), None)

    def voice(self, span: Span) -> Statement | None:
        """The statement in which "we" is its speaker: the innermost that gives words themselves, else any that holds them."""
        holding = list(self._holding(span))
        return next((s for s in holding if s.form != "indirect"), holding[0] if holding else None)

    def _holding(self, span: Span) -> Iterator[Statement]:
        near = self._in_block.get(span[0] // _BLOCK, ())
        return (s for s in near if _holds(s.content, span))

    def by(self, span: Span) -> str | None:
        """The id of the innermost statement that holds a span of code points."""
        found = self.innermost(span)
        return found.id if found else None


def _holds(content: Sequence[Span], span: Span) -> bool:
    """Whether words hold a place, which may begin in one piece of them and end in another."""
    starts = any(a <= span[0] < b for a, b in content)
    return starts and any(a < span[1] <= b + 1 for a, b in content)
