"""Who asserts what a stretch of a text says: the innermost statement that holds it."""

from collections.abc import Sequence

from onrecord.schema import Span, Statement

_BLOCK = 2_000
"""code points whose statements are looked up together"""


class Asserting:
    """The statements of a document, asked for the one that holds a place."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self._in_block: dict[int, list[Statement]] = {}
        # smaller contents first, so that the first that holds a place is the innermost
        for statement in sorted(statements, key=lambda s: (sum(b - a for a, b in s.content), s.content[0])):
            blocks = {block for a, b in statement.content for block in range(a // _BLOCK, b // _BLOCK + 1)}
            for block in blocks:
                self._in_block.setdefault(block, []).append(statement)

    def innermost(self, span: Span) -> Statement | None:
        """The statement whose words hold a span of code points, None for a report's own words."""
        near = self._in_block.get(span[0] // _BLOCK, ())
        return next((s for s in near if any(a <= span[0] and span[1] <= b + 1 for a, b in s.content)), None)

    def by(self, span: Span) -> str | None:
        """The id of the innermost statement that holds a span of code points."""
        found = self.innermost(span)
        return found.id if found else None
