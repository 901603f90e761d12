"""Which of the words given to somebody are theirs: not the notes of whoever wrote them down, nor a page's junk between them."""

from collections.abc import Iterable, Sequence

import numpy as np

from onrecord.derive.grammar import Grammar
from onrecord.schema import Span
from onrecord.stage_notes import stage_notes


class Spoken:
    """The words of a document that can be somebody's."""

    def __init__(self, grammar: Grammar) -> None:
        notes = grammar.notes
        segments = notes.document.segments
        self._forms = grammar.forms
        self._note = np.zeros(len(grammar.forms), bool)
        for segment in segments:
            for place in stage_notes(notes.document.text, segment.start, segment.end):
                self._note[grammar.words_in(place)] = True
        junk = np.cumsum([segment.kind == "boilerplate" for segment in segments])
        passed = junk[notes.paragraph] if len(notes.paragraph) else np.zeros(0, int)
        self._cut = {int(i) + 1 for i in np.flatnonzero(np.diff(passed))}
        """words before which there is junk"""

    def is_note(self, span: Span) -> bool:
        """Whether all of a phrase stands in such a note."""
        return bool(self._note[span[0] : span[1]].all())

    def words(self, content: Iterable[Span]) -> list[Span]:
        """The pieces of a content without what is none of its words; more pieces where that stood in between."""
        return [piece for a, b in content for piece in self._pieces(a, b)]

    def _pieces(self, start: int, end: int) -> Sequence[Span]:
        if not self._note[start:end].any() and not any(i in self._cut for i in range(start + 1, end)):
            return [(start, end)]
        found: list[Span] = []
        first = start
        for i in range(start, end + 1):
            note = i < end and bool(self._note[i])
            if i == end or note or (i > first and i in self._cut):
                found.append((first, i))
                first = i + 1 if note else i
        # a full stop after the bracket is the note's, or of the sentence before it
        kept = [(a, b) for a, b in found if any(form[0].isalnum() for form in self._forms[a:b])]
        return [(next(i for i in range(a, b) if a == start or self._forms[i][0] not in ".,;:"), b) for a, b in kept]
