"""A tie as words tell of it, between two phrases."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.schema import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A tie that words tell of, between two phrases."""

    relation: str
    source: int
    """word at the head of its phrase"""
    target: int
    word: int
    """the word that says so"""
    score: float
    status: Status | None = None
    """how the tie stands where that is not how what the word tells of does: who is to lose a town still holds it"""


def paired(
    relation: str, sources: Sequence[int], targets: Sequence[int], word: int, score: float, *, status: Status | None = None
) -> Iterator[Pair]:
    """Each source with each target but itself."""
    for source in sources:
        for target in targets:
            if source != target:
                yield Pair(relation=relation, source=source, target=target, word=word, score=score, status=status)
