"""What syntax adds to the network: sources that are the subjects of their cues, and the plainest reported speech."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from onrecord.annotate.sentences import sentence_bounds
from onrecord.annotate.syntax import Dependents
from onrecord.schema import Attribution, Span

_SAYING = frozenset(["said", "says", "told", "tells", "announced", "stated", "warned", "insisted", "argued", "claimed"])
_SIGNS = _SAYING | {"according", "According"}
_NOBODY = frozenset(["it", "there", "i", "we", "you"])
_SHARING = ("conj", "advcl", "xcomp", "acl", "parataxis")
"""relations of verbs that have the subject of the verb above them"""
_NO_SOURCE = frozenset(["it", "there", "this", "what"])
_ASKED = frozenset(["asked", "questioned", "pressed", "quizzed"])
_LONGEST_SOURCE = 30
"""words of a subject that may be a source"""
_SCORE = 0.5
_LEAST = 3
"""words of a content at least"""


def with_subjects(
    found: Sequence[Attribution],
    forms: Sequence[str],
    head: NDArray[np.int32],
    relation: Sequence[str],
    dependents: Dependents,
) -> list[Attribution]:
    """Attributions with the subjects of their cues as sources, where the network sees none."""
    out = []
    for a in found:
        source = None if a.source or a.cue is None else _subject(a.cue, forms, head, relation, dependents)
        taken = [*a.content, *([a.cue] if a.cue else [])]
        if source and not any(s < source[1] and source[0] < e for s, e in taken):
            out.append(replace(a, source=(source,)))
        else:
            out.append(a)
    return out


def _subject(
    cue: Span, forms: Sequence[str], head: NDArray[np.int32], relation: Sequence[str], dependents: Dependents
) -> Span | None:
    """The phrase of the subject of a cue's verb, which may be that of a verb above it."""
    verb = next((i for i in range(*cue) if not cue[0] <= head[i] < cue[1] or head[i] == i), cue[0])
    subject = None
    for _ in range(3):
        below = dependents.of(verb)
        subject = next((c for c in below if relation[c] == "nsubj"), None)
        passive = any(relation[c] == "nsubj:pass" for c in below)
        # "Asked whether it would rain, X said": X is asked
        passive = passive or (forms[verb].lower() in _ASKED and relation[verb] == "advcl")
        if subject is not None or relation[verb] not in _SHARING or passive:
            break
        verb = int(head[verb])
    if subject is None or forms[subject].lower() in _NO_SOURCE:
        return None
    start, end = dependents.extent(subject)
    while end - start > 1 and forms[end - 1] in (",", "—", "–", "--"):
        end -= 1
    return (start, end) if end - start <= _LONGEST_SOURCE else None


def reported(
    found: Sequence[Attribution],
    forms: Sequence[str],
    head: NDArray[np.int32],
    relation: Sequence[str],
    sentence: NDArray[np.int32],
    dependents: Dependents,
) -> list[Attribution]:
    """Further attributions: "according to X, ...", and "X said (that) ..." with a clause of its own."""
    taken = {i for a in found for s in (*a.content, *a.source, *([a.cue] if a.cue else [])) for i in range(*s)}
    likely = [i for i, form in enumerate(forms) if form in _SIGNS and i not in taken]
    if not likely:
        return list(found)
    bounds = sentence_bounds(sentence).tolist()
    starts, ends = bounds[:-1], bounds[1:]

    def according() -> Iterator[Attribution]:
        for i in likely:
            if forms[i] in _SAYING or i + 2 >= len(forms) or forms[i + 1].lower() != "to":
                continue
            number = int(sentence[i])
            start, end = starts[number], ends[number]
            who = int(head[i])
            if not i < who < end:
                continue
            source = (i + 2, max(dependents.extent(who)[1], who + 1))
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
            below = dependents.of(i)
            clause = next((c for c in below if relation[c] == "ccomp" and c > i), None)
            subject = next((c for c in below if relation[c] == "nsubj" and c < i), None)
            if clause is None or subject is None or forms[subject].lower() in _NOBODY:
                continue
            source = dependents.extent(subject)
            content = _trimmed(dependents.extent(clause), forms)
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
