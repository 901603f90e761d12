"""Direct speech: what the quotation marks of a text say about who is given which words.

A quotation that is given to somebody is given whole; one that goes on in the next paragraph stays with its speaker; one that
stands by itself after somebody's words is a further attribution, without source and cue. Scare quotes, titles and nicknames
are no speech.
"""

import itertools
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from onrecord.schema import Attribution, Quotation, Span

_LEAST = 4
"""words of a quotation that may be speech without a cue"""
_STOPS = frozenset(".?!…,—–-")


def settled(
    found: Sequence[Attribution],
    quoted: Sequence[Quotation],
    forms: Sequence[str],
    tag: Sequence[str],
    paragraph: NDArray[np.int32],
) -> list[Attribution]:
    """The attributions of a text with its quotations settled, in the order of their first words.

    `paragraph` [words] numbers the paragraphs.
    """
    doubles = [q for q in quoted if q.double]
    spans = [list(a.content) for a in found]
    cues = [a.cue for a in found]
    sources = [a.source for a in found]
    taken = np.full(len(forms), -1, np.int32)
    for number, content in enumerate(spans):
        for a, b in content:
            taken[a:b] = number
    for q in doubles:
        inside = taken[q.start : q.end]
        owners = [int(n) for n in np.unique(inside) if n >= 0]
        # words given away within the quotation itself are its speaker's affair
        owners = [n for n in owners if not _within(cues[n], q)]
        if len(owners) > 1:
            # whose cue follows at once, else to whom the opening mark is given
            owner = next((n for n in owners if (cues[n] or (-1, -1))[0] == q.end), int(taken[q.start]))
            if owner in owners:
                _keep_out(spans, taken, q, [n for n in owners if n != owner])
                owners = [owner]
                inside = taken[q.start : q.end]
        if len(owners) != 1:
            continue
        number = owners[0]
        _widen(spans[number], q, sources[number])
        taken[q.start : q.end] = np.where(inside < 0, number, inside)
    for content in spans:
        # the conjunction belongs to the words, as PolNeAR has it: said [that "..."]
        first = min(content, default=(0, 0))
        before = first[0] - 1
        if before > 0 and forms[before] == "that" and tag[before] == "IN" and taken[before] < 0:
            content[content.index(first)] = (before, first[1])
    _carry_on(doubles, spans, taken)
    out = [replace(a, content=_merged(content)) for a, content in zip(found, spans, strict=True)]
    out = [part for a in out for part in _parted(a, doubles, forms, tag)]
    out = [part for a in out for part in _by_paragraph(a, doubles, paragraph)]
    return sorted([*out, *_alone(doubles, taken, out, forms, tag, paragraph)], key=Attribution.first)


def _parted(a: Attribution, doubles: Sequence[Quotation], forms: Sequence[str], tag: Sequence[str]) -> list[Attribution]:
    """Parts reported words from whole sentences quoted after them: these are a further attribution, without a cue."""
    if a.cue is None or not a.content:
        return [a]
    start, end = a.content[0][0], a.content[-1][1]
    inside = [q for q in doubles if start <= q.start and q.end <= end]
    first = next((q for q in inside if q.start > start and _sentence_like(q, forms, tag)), None)
    if first is None or inside[0] is not first or forms[first.start - 1][-1] not in ".?!":
        return [a]
    told = tuple((s, min(e, first.start)) for s, e in a.content if s < first.start)
    quoted = tuple((max(s, first.start), e) for s, e in a.content if e > first.start)
    # the cue after the quotation is the quotation's
    if not told or not quoted or a.cue[0] > first.start:
        return [a]
    return [replace(a, content=told), Attribution(source=(), cue=None, content=quoted, score=a.score)]


def _by_paragraph(a: Attribution, doubles: Sequence[Quotation], paragraph: NDArray[np.int32]) -> list[Attribution]:
    """Parts words from quotations that a later paragraph opens anew: each is a further attribution, without a cue."""
    if a.cue is None:
        return [a]
    opened = [q.start for q in doubles if not q.continues and q.start and paragraph[q.start] > paragraph[q.start - 1]]
    opened = [start for start in opened if paragraph[start] > paragraph[a.cue[0]]]
    pieces: list[Span] = []
    for start, end in a.content:
        cuts = [start, *(i for i in opened if start < i < end), end]
        pieces += itertools.pairwise(cuts)
    later = [piece for piece in pieces if piece[0] in opened]
    kept = tuple(piece for piece in pieces if piece not in later)
    if not later or not kept:
        return [a]
    return [replace(a, content=kept), *(Attribution(source=(), cue=None, content=(c,), score=a.score) for c in later)]


def _within(cue: Span | None, q: Quotation) -> bool:
    return cue is not None and q.start <= cue[0] < q.end


def _keep_out(spans: list[list[Span]], taken: NDArray[np.int32], q: Quotation, strays: Sequence[int]) -> None:
    """Takes the words of a quotation away from those to whom it is not given."""
    for n in strays:
        spans[n] = less(spans[n], (q.start, q.end))
    within = taken[q.start : q.end]
    within[np.isin(within, strays)] = -1


def less(spans: Sequence[Span], taken: Span) -> list[Span]:
    """What is left of spans without the words of another."""
    return [piece for a, b in spans for piece in ((a, min(b, taken[0])), (max(a, taken[1]), b)) if piece[0] < piece[1]]


def _widen(content: list[Span], q: Quotation, source: Sequence[Span]) -> None:
    """Makes the pieces that reach into a quotation reach to its marks."""
    if any(q.start <= s < q.end for s, _ in source):
        return
    for i, (a, b) in enumerate(content):
        if a < q.end and q.start < b and not (a <= q.start and q.end <= b):
            # a piece that takes in only a word or two of a long quotation has strayed
            share = min(b, q.end) - max(a, q.start)
            if share * 3 < q.end - q.start and share < _LEAST:
                continue
            content[i] = (min(a, q.start), max(b, q.end))


def _carry_on(doubles: Sequence[Quotation], spans: list[list[Span]], taken: NDArray[np.int32]) -> None:
    """Gives the parts of a quotation over several paragraphs to the owner of any of them."""
    chain: list[Quotation] = []
    for q in [*doubles, None]:
        if q is not None and q.continues:
            chain.append(q)
            continue
        if len(chain) > 1:
            owners = {int(n) for part in chain for n in taken[part.start : part.end] if n >= 0}
            if len(owners) == 1:
                owner = owners.pop()
                for part in chain:
                    spans[owner].append((part.start, part.end))
                    taken[part.start : part.end] = owner
        chain = [q] if q is not None else []


def _merged(content: Sequence[Span]) -> tuple[Span, ...]:
    out: list[Span] = []
    for a, b in sorted(content):
        if out and a <= out[-1][1]:
            out[-1] = (out[-1][0], max(b, out[-1][1]))
        else:
            out.append((a, b))
    return tuple(out)


def _alone(
    doubles: Sequence[Quotation],
    taken: NDArray[np.int32],
    found: Sequence[Attribution],
    forms: Sequence[str],
    tag: Sequence[str],
    paragraph: NDArray[np.int32],
) -> list[Attribution]:
    """Quotations that nobody is given, after words that somebody is: they keep their speaker."""
    out: list[Attribution] = []
    ends = sorted((a.content[-1][1], number) for number, a in enumerate(found) if a.content)
    spoken = [end for end, _ in ends]
    chain_open = False
    for q in doubles:
        free = bool((taken[q.start : q.end] < 0).all())
        if not free:
            chain_open = False
            continue
        if q.continues and chain_open:
            last = out[-1]
            out[-1] = replace(last, content=(*last.content, (q.start, q.end)))
            taken[q.start : q.end] = len(found)
            continue
        chain_open = False
        if not _sentence_like(q, forms, tag):
            continue
        before = int(np.searchsorted(spoken, q.start, side="right"))
        near = before > 0 and paragraph[q.start] - paragraph[spoken[before - 1] - 1] <= 1
        near = near or (bool(out) and 0 <= paragraph[q.start] - paragraph[out[-1].content[-1][1] - 1] <= 1)
        if not near:
            continue
        chain_open = not q.closed
        out.append(Attribution(source=(), cue=None, content=((q.start, q.end),), score=0.6))
    return out


def _sentence_like(q: Quotation, forms: Sequence[str], tag: Sequence[str]) -> bool:
    """Whether a quotation is speech by its looks: it starts a sentence, has a verb and ends one."""
    words = q.end - q.start - 1 - q.closed
    if words < _LEAST or (not forms[q.start + 1][0].isupper() and not forms[q.start + 1][0].isdigit()):
        return False
    starts = q.start == 0 or forms[q.start - 1][-1] in _STOPS or forms[q.start - 1][-1] in "”\"'’)]"
    last = forms[q.end - 1 - q.closed]
    finite = any(t in ("VBZ", "VBP", "VBD", "MD") for t in tag[q.start : q.end])
    return starts and finite and (last[-1] in ".?!…,—–-" or not q.closed)
