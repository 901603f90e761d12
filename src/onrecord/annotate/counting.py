"""Which days the words of a time expression name as counted from another day: "yesterday", "last month", "two years ago".

Each function takes the match of one pattern of `onrecord.annotate.time`, whose groups it names, and where the text stands.
"""

import re
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from onrecord.annotate import days


def weekday(m: re.Match[str], c: days.Context) -> days.Range | None:
    """ "Wednesday", "last Wednesday"."""
    if c.published is None:
        return None
    wanted = days.WEEKDAYS[m["name"].lower().rstrip(".")]
    which = (m["which"] or "").lower()
    back = (c.published.weekday() - wanted) % 7
    if which.startswith("next") or (c.ahead and not which.startswith(("last", "past"))):
        ahead = (wanted - c.published.weekday()) % 7 or 7
        found = c.published + timedelta(days=ahead)
    else:
        if which.startswith("last") and back == 0:
            back = 7
        found = c.published - timedelta(days=back)
    if m["later"]:
        # "Friday last week", "Monday of next week"
        moved = -1 if "last" in m["later"].lower() else 1 if "next" in m["later"].lower() else 0
        monday = c.published - timedelta(days=c.published.weekday()) + timedelta(weeks=moved)
        found = monday + timedelta(days=wanted)
    return found, found


def deictic(m: re.Match[str], c: days.Context) -> days.Range | None:
    """ "today", "yesterday", "the day after tomorrow"."""
    if c.published is None:
        return None
    word = " ".join(m[0].lower().split())
    if "before yesterday" in word:
        moved = -2
    elif "after tomorrow" in word:
        moved = 2
    elif word.startswith(("yesterday", "last night", "last evening", "overnight")):
        moved = -1
    elif word.startswith("tomorrow"):
        moved = 1
    else:
        moved = 0
    found = c.published + timedelta(days=moved)
    return found, found


def calendar_unit(m: re.Match[str], c: days.Context) -> days.Range | None:
    """ "this week", "last month", "the following year"."""
    which, unit = m["which"].lower(), m["unit"].lower()
    told = " ".join(which.split()) in ("that", "that same", "the same", "the following", "the previous")
    anchor = c.counted_from if told else c.published
    if anchor is None:
        return None
    moved = (
        -1
        if which.startswith(("last", "the previous", "the past", "past"))
        else 1
        if which.startswith(("next", "the coming", "the following"))
        else 0
    )
    if unit in ("spring", "summer", "autumn", "fall", "winter"):
        return days.season(anchor.year + moved, unit)
    if unit in ("morning", "afternoon", "evening"):
        return anchor, anchor
    if unit.startswith("weekend"):
        saturday = (
            anchor
            - timedelta(days=anchor.weekday())
            + timedelta(days=5, weeks=min(moved, 0) if anchor.weekday() < 5 or moved else 0)
        )
        return saturday, saturday + timedelta(days=1)
    found = days.unit_around(unit, moved, anchor)
    if found is None or found[0] is None or found[1] is None:
        return found
    if (m["part"] or "").lower().startswith("earlier"):
        return found[0], min(found[1], anchor)
    if (m["part"] or "").lower().startswith("later"):
        return max(found[0], anchor), found[1]
    return days.part_of(found[0], found[1], m["part"])


def units_ago(m: re.Match[str], c: days.Context) -> days.Range | None:
    """ "three weeks ago", "a year later"."""
    count = days.number(m["count"])
    anchor = c.published if m["way"].lower() in ("ago", "back") else c.counted_from
    if count is None or anchor is None or count > 3000:
        return None
    if m["way"].lower() in ("later", "after"):
        return days.units_before(m["unit"].lower(), -count, anchor)
    return days.units_before(m["unit"].lower(), count, anchor)


def in_units(m: re.Match[str], c: days.Context) -> days.Range | None:
    """ "in three weeks"."""
    count = days.number(m["count"])
    if count is None or c.published is None or not c.ahead or count > 3000:
        return None
    return days.units_before(m["unit"].lower(), -count, c.published)


def past_units(m: re.Match[str], c: days.Context) -> days.Range | None:
    """ "the past two years", "over the last decade": up to the day of publication; "the next three months": from it."""
    if c.published is None:
        return None
    count = days.number(m["count"])
    if count is None or count > 3000:
        return None
    unit = m["unit"].lower()
    try:
        step = (
            relativedelta(days=-(-count // 24))
            if unit.startswith("hour")
            else relativedelta(days=count)
            if unit.startswith(("day", "night"))
            else relativedelta(weeks=count)
            if unit.startswith("week")
            else relativedelta(months=count * (3 if unit.startswith("quarter") else 1))
            if unit.startswith(("month", "quarter"))
            else relativedelta(years=count * (10 if unit.startswith("decade") else 100 if unit.startswith("cent") else 1))
        )
        if m["which"].lower() in ("next", "coming", "following"):
            return c.published, c.published + step
        return c.published - step, c.published
    except (ValueError, OverflowError):
        return None


def vague(m: re.Match[str], c: days.Context) -> days.Range | None:
    """ "in recent years", "now": no first day; "in the coming years": no last one."""
    word = m[0].lower()
    if c.published is None:
        return None, None
    if any(w in word for w in ("coming", "ahead", "next", "future", "later")):
        return c.published, None
    return None, c.published
