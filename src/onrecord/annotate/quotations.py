"""Quotation marks: which open, which close, and what stands between them.

Straight, curly, doubled (''), low („), angle («) and single marks are read. A mark that could do either is decided by the
white space around it, then by whether a quotation is open. Apostrophes are told from single marks; single marks count as
double ones in a text that quotes with no others. A quotation left open at the end of its paragraph goes on in the next one
when that starts with the same mark, as newspapers print long quotations; in one that straight marks hold, curly ones stand for
what is quoted within it.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from onrecord.schema import Quotation

_OPENING = frozenset("“„«")
_CLOSING = frozenset("”»")
_EITHER = frozenset({'"', "''", "``", "’’", "‘‘", "＂", "‟"})
_DOUBLE = _OPENING | _CLOSING | _EITHER
_SINGLE = frozenset("'‘’‛`")
_BRACKETS = frozenset("([{-–—―/")
_ELISIONS = frozenset({"tis", "twas", "em", "til", "cause", "round", "n", "bout"})
_SPEECH, _HOUSE_STYLE = 6, 2
"""a text without double marks that has this many longer stretches, of more words, between single ones quotes speech in them"""
_LONGEST_SINGLE = 80
"""words between single marks at most: beyond that one of them was an apostrophe"""


def quotations(forms: Sequence[str], spaced: Sequence[bool], breaks: Sequence[bool]) -> list[Quotation]:
    """The quotations of a text in order of their start, single-marked ones inside double-marked ones included.

    `spaced[i]` says whether white space stands before word i, `breaks[i]` whether word i starts a paragraph.
    """
    count = len(forms)
    found: list[Quotation] = []
    first = 0
    left_open = ""
    while first < count:
        last = first + 1
        while last < count and not breaks[last]:
            last += 1
        left_open = _paragraph(forms, spaced, first, last, left_open, found)
        first = last
    found.sort(key=lambda q: (q.start, -q.end))
    if not any(q.double for q in found) and sum(q.end - q.start > _SPEECH for q in found) >= _HOUSE_STYLE:
        found = [replace(q, double=True) for q in found]
    return found


def outermost(count: int, found: Sequence[Quotation]) -> NDArray[np.int32]:
    """[words] number of the double-marked quotation that each of `count` words is in, -1 for none."""
    number = np.full(count, -1, np.int32)
    for i, q in enumerate(q for q in found if q.double):
        number[q.start : q.end] = i
    return number


def _paragraph(
    forms: Sequence[str], spaced: Sequence[bool], first: int, last: int, left_open: str, found: list[Quotation]
) -> str:
    """Adds the quotations of one paragraph to `found`; returns the double mark that is left open at its end, if one is."""
    opened = -1
    continues = within = False
    singles: list[int] = []
    # the last of each mark that may close as well as open
    final = {forms[i]: i for i in range(first, last) if forms[i] in _EITHER}
    for i in range(first, last):
        form = forms[i]
        if form in _DOUBLE:
            opens = _opens(forms, spaced, i, first, last, opened >= 0)
            if opens and opened < 0:
                opened = i
                continues = form == left_open and i == first
            elif within and form in _CLOSING:
                within = False
            elif opens and form in _OPENING and forms[opened] in final and (opened == first or final[forms[opened]] > i):
                # a straight mark that is closed later, or opens the paragraph and stays open, holds curly ones
                within = True
            elif not opens and opened >= 0:
                found.append(Quotation(start=opened, end=i + 1, closed=True, continues=continues, double=True))
                opened = -1
        elif form in _SINGLE:
            singles.append(i)
    if opened >= 0:
        found.append(Quotation(start=opened, end=last, closed=False, continues=continues, double=True))
    if singles:
        _single_marked(forms, spaced, singles, first, last, found)
    return forms[opened] if opened >= 0 else ""


def _opens(forms: Sequence[str], spaced: Sequence[bool], i: int, first: int, last: int, inside: bool) -> bool:
    form = forms[i]
    before = i == first or spaced[i] or forms[i - 1] in _BRACKETS or forms[i - 1] in _SINGLE
    after = i + 1 >= last or spaced[i + 1] or not (forms[i + 1][0].isalnum() or forms[i + 1][0] in "$€£#@‘'“([…")
    if form in _OPENING:
        # some houses print “ at both ends
        return not (inside and after and not before)
    if form in _CLOSING:
        # and some print ” at both ends
        return not inside and before and not after
    if before and not after:
        return True
    if after and not before:
        return False
    return not inside


def _single_marked(
    forms: Sequence[str], spaced: Sequence[bool], marks: list[int], first: int, last: int, found: list[Quotation]
) -> None:
    at = 0
    while at < len(marks):
        i = marks[at]
        at += 1
        before = i == first or spaced[i] or forms[i - 1] in _BRACKETS or forms[i - 1] in _DOUBLE
        if forms[i] == "’" or not before or i + 1 >= last or spaced[i + 1]:
            continue
        word = forms[i + 1]
        if not (word[0].isalnum() or word in _DOUBLE) or word.lower() in _ELISIONS or (word[0].isdigit() and word[-1] == "s"):
            continue
        closing = -1
        for k in range(at, len(marks)):
            j = marks[k]
            if j - i > _LONGEST_SINGLE:
                break
            if spaced[j] or forms[j] == "‘" or (j + 1 < last and not spaced[j + 1] and forms[j + 1][0].isalnum()):
                continue
            possessive = forms[j - 1][-1] in "sS" and j + 1 < last and spaced[j + 1] and forms[j + 1][0].isalpha()
            if closing < 0 or not possessive:
                closing = k
            if not possessive:
                break
        if closing >= 0:
            found.append(Quotation(start=i, end=marks[closing] + 1, closed=True, continues=False, double=False))
            at = closing + 1
