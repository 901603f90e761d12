"""Reported speech by syntax alone, for the plainest patterns where the network sees no cue."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from onrecord.schema import Attribution, Span

_SAYING = frozenset(["said", "says", "told", "tells", "announced", "stated", "warned", "insisted", "argued", "claimed"])
_SIGNS = _SAYING | {"according", "According"}
_NOBODY = frozenset(["it", "there", "i", "we", "you"])
_SCORE = 0.5
_LEAST = 3
"""words of a content at least"""


def reported(
    found: Sequence[Attribution],
    forms: Sequence[str],
    head: NDArray[np.int32],
    relation: Sequence[str],
    sentence: NDArray[np.int32],
) -> list[Attribution]:
    """Further attributions: "according to X, ...", and "X said (that) ..." with a clause of its own."""
    taken = {i for a in found for s in (*a.content, *a.source, *([a.cue] if a.cue else [])) for i in range(*s)}
    likely = [i for i, form in enumerate(forms) if form in _SIGNS and i not in taken]
    if not likely:
        return list(found)
    children: dict[int, list[int]] = {}
    for word, above in enumerate(head.tolist()):
        if above != word:
            children.setdefault(above, []).append(word)
    starts = np.flatnonzero(np.diff(sentence, prepend=-1)).tolist()
    ends = [*starts[1:], len(forms)]

    def subtree(word: int) -> Span:
        words, stack = [], [word]
        while stack:
            at = stack.pop()
            words.append(at)
            stack += children.get(at, ())
        return min(words), max(words) + 1

    def according() -> Iterator[Attribution]:
        for i in likely:
            if forms[i] in _SAYING or i + 2 >= len(forms) or forms[i + 1].lower() != "to":
                continue
            number = int(sentence[i])
            start, end = starts[number], ends[number]
            who = int(head[i])
            if not i < who < end:
                continue
            source = (i + 2, max(subtree(who)[1], who + 1))
            while source[1] < end and forms[source[1] - 1] == ",":
                source = (source[0], source[1] - 1)
            content = [s for s in ((start, i), (source[1], end)) if s[1] - s[0] >= _LEAST]
            content = [t for s in content if (t := _trimmed(s, forms)) is not None]
            if content and source[1] - source[0] <= 20 and not any(k in taken for s in content for k in range(*s)):
                yield Attribution(source=(source,), cue=(i, i + 2), content=tuple(content), score=_SCORE)

    def said() -> Iterator[Attribution]:
        for i in likely:
            if forms[i] not in _SAYING:
                continue
            below = children.get(i, ())
            clause = next((c for c in below if relation[c] == "ccomp" and c > i), None)
            subject = next((c for c in below if relation[c] == "nsubj" and c < i), None)
            if clause is None or subject is None or forms[subject].lower() in _NOBODY:
                continue
            source = subtree(subject)
            content = _trimmed(subtree(clause), forms)
            if content is None or content[0] <= i or source[1] > i or content[1] - content[0] < _LEAST:
                continue
            if not any(k in taken for s in (source, content) for k in range(*s)):
                yield Attribution(source=(source,), cue=(i, i + 1), content=(content,), score=_SCORE)

    return sorted([*found, *according(), *said()], key=lambda a: (a.cue or a.content[0])[0])


def _trimmed(span: Span, forms: Sequence[str]) -> Span | None:
    a, b = span
    while a < b and forms[a] in (",", ":", ";", "—", "–", "-", "and", "but", "And", "But"):
        a += 1
    while b > a and forms[b - 1] in (",", ":", ";", "—", "–", "-", "."):
        b -= 1
    return (a, b) if b - a >= _LEAST else None
