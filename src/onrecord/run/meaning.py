"""What statements and queries mean, as vectors."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from onrecord.annotate.meaning import mean, meaning, senses
from onrecord.schema import Annotated, Statement


def meaning_of(text: str) -> tuple[NDArray[np.float32], str]:
    """What a text means, as [MEANING] numbers of length 1 together, and the hash of the table that says so.

    Raises InputError for a text without words that are known.
    """
    return meaning(text), senses().hash


def vectors(notes: Annotated, statements: tuple[Statement, ...]) -> dict[str, bytes]:
    """What each statement means, by its id, as the record keeps it: its own words, the sentence before, what it continues.

    What is said next seldom repeats what it is about: "the two sides" were named before, and an answer leaves that to the
    question. The sentence before counts as much as its own words, the statement that it continues half as much; other weights
    found less in our own texts.
    """
    if notes.meaning is None:
        return {}
    own: dict[str, NDArray[np.float32]] = {}
    found = {}
    for s, continued in _continuing(statements):
        within = np.zeros(len(notes.start), bool)
        for start, end in s.content:
            within[np.searchsorted(notes.start, start) : np.searchsorted(notes.end, end, side="right")] = True
        if within.any():
            own[s.id] = mean(notes.meaning[within])
            before = mean(notes.meaning[notes.sentence == notes.sentence[within.argmax()] - 1])
            both = own[s.id] + before + (0.5 * own[continued.id] if continued is not None and continued.id in own else 0)
            found[s.id] = mean(both[None]).astype("<f2").tobytes()
    return found


def _continuing(statements: tuple[Statement, ...]) -> Iterator[tuple[Statement, Statement | None]]:
    """Each statement with the one that it continues: the one before by the same speaker, or the question that it answers."""
    last: Statement | None = None
    for s in statements:
        if s.inside is not None:
            yield s, None
            continue
        answers = last is not None and (last.form, s.form) == ("question", "answer")
        same = last is not None and last.form != "question" and last.speaker is not None and last.speaker == s.speaker
        yield s, last if answers or same else None
        last = s
