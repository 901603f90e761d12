"""Stretches of time that a text gives by two expressions, one for each end: "from 30 April to 2 May", "Monday–Wednesday"."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from onrecord.annotate.days import MONTHS, WEEKDAYS
from onrecord.schema import TimeExpression, When

_LINKS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (re.compile(r"(?i)\bfrom\s+(?:the\s+)?$"), re.compile(r"(?i),?\s+(?:(?:up\s+)?to|until|till|through)\s+(?:the\s+)?")),
    (re.compile(r"(?i)\bbetween\s+(?:the\s+)?$"), re.compile(r"(?i),?\s+and\s+(?:the\s+)?")),
    (re.compile(r"(?i)(?<!\bon)(?:\s|[(\[]|^)(?:the\s+)?$"), re.compile(r"\s?[-–]\s?|—|\s+(?:to|through)\s+")),
)
"""what leads to a stretch, with what joins its ends"""
_MOVED = re.compile(
    r"(?i)\b(?:mov|postpon|delay|reschedul|shift|push|brought|bring|defer|adjourn|chang|exten[ds]|prolong|put\s+(?:off|back))\w*\b[^.;?!]*$"
)
"""what is done to a day that is another from then on: "moved the vote from Monday to Wednesday" """
_BEFORE = 80
"""characters before a stretch that may say so"""
_WEEKDAY = re.compile(rf"(?i)(?<!last )(?<!next )(?<!this )\b(?:{'|'.join(WEEKDAYS)})\b(?!.*\d)")
"""a day of the week without a date"""
_MONTH = re.compile(rf"(?i)(?<!last )(?<!next )(?<!this )\b(?:{'|'.join(MONTHS)})\b")
"""a month of whatever year"""


def joined(text: str, times: Sequence[TimeExpression], today: date | None) -> list[TimeExpression]:
    """The times of a paragraph, with the stretches before the two that are their ends.

    An end that names no year or week of its own lies in that of the other.
    """
    found = list(times)
    at = 0
    while at + 1 < len(found):
        a, b = found[at], found[at + 1]
        inside = at > 0 and b.end <= found[at - 1].end
        ends = _ends(a, b, today) if not inside and _is_stretch(text, a, b) else None
        if ends is None:
            at += 1
            continue
        a, b = ends
        words = " ".join(text[a.start : b.end].split())
        both = When(first=a.when.first, last=b.when.last, text=words)
        found[at : at + 2] = [TimeExpression(start=a.start, end=b.end, when=both, exact=a.exact and b.exact, bound=None), a, b]
        at += 3
    return found


def _is_stretch(text: str, a: TimeExpression, b: TimeExpression) -> bool:
    before, between = text[max(0, a.start - _BEFORE) : a.start], text[a.end : max(a.end, b.start)]
    kinds = {(bool(_WEEKDAY.search(t.when.text or "")), any(c.isdigit() for c in t.when.text or "")) for t in (a, b)}
    if between.strip() in ("-", "–") and between != between.strip() and len(kinds) > 1:
        # "talks failed last week – Monday was worse"
        return False
    return not _MOVED.search(before) and any(lead.search(before) and link.fullmatch(between) for lead, link in _LINKS)


def _ends(a: TimeExpression, b: TimeExpression, today: date | None) -> tuple[TimeExpression, TimeExpression] | None:
    """Two times in order, moved to the same week or year where their words leave that open; None where they are no stretch."""
    if not (a.when.first and a.when.last and b.when.first and b.when.last):
        return None
    start, finish = date.fromisoformat(a.when.first), date.fromisoformat(b.when.first)
    ahead = today is not None and start > today
    if _WEEKDAY.search(a.when.text or "") and _WEEKDAY.search(b.when.text or ""):
        week = relativedelta(days=(finish - start).days % 7)
        if ahead:
            b = _shifted(b, start + week - finish)
        else:
            a = _shifted(a, finish - week - start)
    elif _is_of_any_year(a) and (b.exact or (start > finish and not ahead)):
        years = relativedelta(years=finish.year - start.year)
        a = _shifted(a, years if start + years <= finish else years - relativedelta(years=1))
    elif _is_of_any_year(b) and (a.exact or start > finish):
        years = relativedelta(years=start.year - finish.year)
        b = _shifted(b, years if finish + years >= start else years + relativedelta(years=1))
    return (a, b) if (a.when.first or "") < (b.when.last or "") else None


def _is_of_any_year(time: TimeExpression) -> bool:
    return not time.exact and _MONTH.search(time.when.text or "") is not None


def _shifted(time: TimeExpression, by: relativedelta | timedelta) -> TimeExpression:
    first, last = (date.fromisoformat(day or "") + by for day in (time.when.first, time.when.last))
    return replace(time, when=When(first=first.isoformat(), last=last.isoformat(), text=time.when.text))
