"""Words that the layout of a text gives to somebody: labelled paragraphs of an excerpt, block quotations, credited ones."""

import itertools
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from onrecord.annotate.sentences import sentence_bounds
from onrecord.annotate.speech import less
from onrecord.schema import Attribution, Quotation, Span

_DASHES = frozenset(["-", "--", "–", "—", "―"])
_STOPS = frozenset([".", "?", "!", "…"])
_WRITER = frozenset(["i", "we"])
_LEAST_LABELS = 2
"""paragraphs that a label starts in an excerpt: one may be a capitalised word before a colon"""
_LONGEST_LABEL = 4
_LEAST_SENTENCE = 8
"""words of a quotation, marks included, that is no title"""
_SCORE = 0.6


def laid_out(
    found: Sequence[Attribution], quoted: Sequence[Quotation], forms: Sequence[str], paragraph: NDArray[np.int32]
) -> list[Attribution]:
    """The attributions of a text with what its paragraphs say, in the order of their first words.

    `paragraph` [words] numbers the paragraphs.
    """
    paragraphs = list(itertools.pairwise(sentence_bounds(paragraph).tolist()))
    doubles = {q.start: q for q in quoted if q.double}
    labelled, excerpt = _labelled(doubles, forms, paragraphs)
    out = _with(found, labelled, excerpt)
    credited = _credited(out, doubles, forms, paragraphs, paragraph)
    out = _with(out, credited, _words(credited))
    set_off = _set_off(out, doubles, forms, paragraphs)
    out = _with(out, set_off, _words(set_off))
    out += _announced(out, doubles, forms)
    return sorted(out, key=Attribution.first)


def _with(found: Sequence[Attribution], given: Sequence[Attribution], taken: Sequence[Span]) -> list[Attribution]:
    """Attributions with further ones; the others lose the words `taken`, but for what is said within the words given."""
    out = []
    words = _words(given)
    for a in found:
        content = list(a.content)
        if a.cue is None or not any(s <= a.cue[0] < e for s, e in words):
            for span in taken:
                content = less(content, span)
        if content:
            out.append(replace(a, content=tuple(content)))
    return [*out, *given]


def _words(found: Sequence[Attribution]) -> list[Span]:
    return [span for a in found for span in a.content]


def _labelled(
    doubles: dict[int, Quotation], forms: Sequence[str], paragraphs: Sequence[Span]
) -> tuple[list[Attribution], list[Span]]:
    """Paragraphs of an excerpt from a transcript, each after a mark of its own ("ADA PAZ: We ...), and all words of them."""
    out: list[Attribution] = []
    whole: list[Span] = []
    for start, _ in paragraphs:
        quotation = doubles.get(start)
        if quotation is None:
            continue
        end = quotation.end - quotation.closed
        colon = _label_end(forms, start + 1, end)
        if colon:
            label, words = (start + 1, colon), (colon + 1, end)
            out.append(Attribution(source=(label,), cue=(colon, colon + 1), content=(words,), score=_SCORE))
        elif not (out and quotation.continues):
            continue
        elif forms[start + 1] != "(":
            out[-1] = replace(out[-1], content=(*out[-1].content, (start, end)))
        whole.append((start, quotation.end))
    return (out, whole) if len(out) >= _LEAST_LABELS else ([], [])


def _label_end(forms: Sequence[str], start: int, end: int) -> int:
    """The colon after a label that starts at a word, 0 where there is none."""
    for i in range(start, min(start + _LONGEST_LABEL + 1, end - 1)):
        if forms[i] == ":":
            return i if i > start else 0
        if not forms[i].isupper():
            break
    return 0


def _credited(
    found: Sequence[Attribution],
    doubles: dict[int, Quotation],
    forms: Sequence[str],
    paragraphs: Sequence[Span],
    paragraph: NDArray[np.int32],
) -> list[Attribution]:
    """Quotations whose speaker stands behind a dash at their end, from the mark that opens their paragraph on."""
    starts = {int(paragraph[start]): start for start, _ in paragraphs}
    out = []
    for a in found:
        if a.cue is None or not a.source or forms[a.cue[0]] not in _DASHES or a.cue[1] != a.source[0][0]:
            continue
        start = starts[int(paragraph[a.cue[0]])]
        if start in doubles and a.content[-1][1] == a.cue[0] and start < a.content[0][0]:
            out.append(replace(a, content=((start, a.cue[0]),)))
    return out


def _set_off(
    found: Sequence[Attribution], doubles: dict[int, Quotation], forms: Sequence[str], paragraphs: Sequence[Span]
) -> list[Attribution]:
    """Paragraphs without marks that somebody says by the colon at the end of the one before."""
    out = []
    for (start, colon), (first, last) in itertools.pairwise(paragraphs):
        stops = [i for i in range(first, last) if forms[i] in _STOPS]
        if forms[colon - 1] != ":" or first in doubles or not stops or stops[0] >= last - 2:
            continue
        before = max((i + 1 for i in range(start, colon) if forms[i] in _STOPS), default=start)
        saying = [a for a in found if a.cue is not None and before <= a.cue[0] < colon and a.source]
        if not saying:
            continue
        a = max(saying, key=lambda a: a.cue or (0, 0))
        if all(s >= first for s, _ in a.content):
            out.append(replace(a, content=((first, last),)))
        elif forms[a.source[0][0]].lower() not in _WRITER:
            out.append(Attribution(source=(), cue=None, content=((first, last),), score=_SCORE))
    return out


def _announced(found: Sequence[Attribution], doubles: dict[int, Quotation], forms: Sequence[str]) -> list[Attribution]:
    """Sentences quoted after a colon that nobody is given."""
    given = _words(found)
    return [
        Attribution(source=(), cue=(start - 1, start), content=((start, q.end),), score=_SCORE)
        for start, q in doubles.items()
        if start
        and forms[start - 1] == ":"
        and q.closed
        and q.end - start > _LEAST_SENTENCE
        and not forms[start + 1][0].islower()
        and not any(s < q.end and start < e for s, e in given)
    ]
