"""Which days the words of a time expression name as counted from another day: "yesterday", "last month", "two years ago".

Each function takes the match of one pattern of `onrecord.annotate.time`, whose groups it names, and where the text stands.
"""

import re
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from onrecord.annotate import days

_GOES_ON = re.compile(r"(?i)\s+(?!(?:and|but|or|when|that|in|at|on|with)\b)[\w“\"]")
"""what follows "before" or "after" where they count from it"""


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
    which = " ".join(which.split())
    # "the next morning" is that of a story, "next month" and "the next year" lie before the writer
    told = which in ("that", "that same", "the same", "the following", "the previous") or (
        which == "the next" and unit.startswith(("day", "night", "morning", "afternoon", "evening"))
    )
    anchor = c.counted_from(unit) if told else c.published
    if which == "the":
        # "later in the week"
        anchor = c.told or c.day or c.published
    if anchor is None:
        return None
    moved = (
        -1
        if which.startswith(("last", "the previous", "the past", "past"))
        else 1
        if which.startswith(("next", "the next", "the coming", "the following"))
        else 0
    )
    if unit in ("spring", "summer", "autumn", "fall", "winter"):
        return days.season(anchor.year + moved, unit)
    if unit in ("morning", "afternoon", "evening"):
        return days.unit_around("day", moved, anchor)
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
    unit, way = m["unit"].lower(), m["way"].lower()
    whole = not m["count"].lower().startswith("half")
    count = days.number(m["count"]) if whole else 0
    anchor = c.published if way in ("ago", "back") else c.counted_from(unit)
    if count is None or anchor is None or count > 3000:
        return None
    if way in ("before", "after") and _GOES_ON.match(m.string, m.end()):
        # counted from what the text says next: "five days before the vote"
        return None
    sign = -1 if way in ("later", "after") else 1
    if m["half"] or m["and_half"] or not whole:
        return days.halves_before(unit, sign * (2 * count + 1), anchor)
    return days.units_before(unit, sign * count, anchor)


def units_ago_today(m: re.Match[str], c: days.Context) -> days.Range | None:
    """ "three years ago today", "ten years ago this week": to the day, or the week."""
    count, to = days.number(m["count"]), m["to"].lower()
    if count is None or c.published is None or count > 3000:
        return None
    unit = m["unit"].lower()
    step = relativedelta(
        days=count if unit[0] == "d" else 0,
        weeks=count if unit[0] == "w" else 0,
        months=count if unit[0] == "m" else 0,
        years=count if unit[0] == "y" else 0,
    )
    try:
        anchor = c.published + timedelta(days=1 if to == "tomorrow" else -1 if to == "yesterday" else 0) - step
    except (ValueError, OverflowError):
        return None
    return days.unit_around(to.split()[-1] if to.startswith("this") else "day", 0, anchor)


def unit_beside(m: re.Match[str], c: days.Context) -> days.Range | None:
    """ "the day before", "the year after", from the date told; nothing where the text says before what."""
    unit = "day" if m["unit"].lower() in ("morning", "evening") else m["unit"].lower()
    anchor = c.counted_from(unit)
    if anchor is None:
        return None
    return days.unit_around(unit, -1 if m["way"].lower() in ("before", "earlier") else 1, anchor)


def day_of_told_month(m: re.Match[str], c: days.Context) -> days.Range | None:
    """ "on the 12th": of the month told, else the last such day, or the next where it is to come."""
    day, anchor = days.day_number(m["day"]), c.day or c.told
    if anchor is None and c.published is not None:
        behind, before = day - c.published.day, c.published.day - day
        moved = 1 if c.ahead and before > 0 else -1 if not c.ahead and behind > 0 else 0
        anchor = c.published.replace(day=1) + relativedelta(months=moved)
    return days.one_day(anchor.year, anchor.month, day) if anchor else None


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
    count = days.number(m["count"]) if m["count"] else 1
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
        if m["which"].lower().split()[-1] in ("next", "coming", "following"):
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
