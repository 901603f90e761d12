"""Which days the words of a time expression name, counted from where they have to be.

Each function takes the match of one pattern of `onrecord.annotate.time`, whose groups it names, and where the text stands.
"""

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

_MONTHS = {name: i for i in range(1, 13) for name in (calendar.month_name[i].lower(), calendar.month_abbr[i].lower())} | {
    "sept": 9
}
_DAYS = {name: i for i in range(7) for name in (calendar.day_name[i].lower(), calendar.day_abbr[i].lower())} | {
    "tues": 1, "thur": 3, "thurs": 3,
}  # fmt: skip
_NUMBERS = {
    word: n
    for n, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
} | {"a": 1, "an": 1, "thirty": 30, "forty": 40, "fifty": 50, "hundred": 100, "a couple of": 2, "a dozen": 12}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}

DAYTH = {
    word: n
    for n, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
            "twenty-first",
            "twenty-second",
            "twenty-third",
            "twenty-fourth",
            "twenty-fifth",
            "twenty-sixth",
            "twenty-seventh",
            "twenty-eighth",
            "twenty-ninth",
            "thirtieth",
            "thirty-first",
        ],
        1,
    )
}


@dataclass(frozen=True, slots=True)
class Context:
    """Where the text stands when it names a time."""

    published: date | None
    told: date | None
    """the last date that the paragraph has named"""
    ahead: bool
    """whether the clause speaks of the future"""
    history: bool = False
    """whether all dates of the document lie long before it was published"""
    before: date | None = None
    """the last date that any paragraph has named, from which "a year later" counts where its own names none"""

    @property
    def counted_from(self) -> date | None:
        """The date that "the following month" follows."""
        return self.told or self.before


Range = tuple[date | None, date | None]


def _number(words: str) -> int | None:
    text = " ".join(words.lower().split())
    return int(text) if text.isdigit() else _NUMBERS.get(text)


def _month(words: str) -> int:
    return _MONTHS[words.lower().rstrip(".")]


def _whole_month(year: int, month: int) -> Range:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def whole_year(year: int) -> Range:
    """From the first day of a year to its last."""
    return date(year, 1, 1), date(year, 12, 31)


def _day(year: int, month: int, day: int) -> Range | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found, found


def _nearest_year(month: int, day: int, c: Context) -> int | None:
    """The year of a day given without one: that of the date told, else the last such day, or the next where it is to come."""
    if c.told and (not c.published or abs((c.published - c.told).days) > 200):
        return c.told.year
    if c.history and c.before:
        return c.before.year
    anchor = c.published
    if anchor is None:
        return c.told.year if c.told else None
    for year in (anchor.year, anchor.year - 1, anchor.year + 1):
        found = _day(year, month, day)
        if found is None or found[0] is None:
            continue
        away = (found[0] - anchor).days
        if 0 <= away < 320 if c.ahead else -320 < away <= 14:
            return year
    return anchor.year


def _part(first: date, last: date, words: str | None) -> Range:
    """A part of a stretch of time: "early", "mid", "late", "the end of"."""
    if not words:
        return first, last
    word = words.lower()
    days = (last - first).days + 1
    third = days // 3
    if word.startswith(("early", "the beginning", "the start", "beginning", "start")):
        return first, first + timedelta(days=third - 1)
    if word.startswith(("mid", "the middle")):
        return first + timedelta(days=third), last - timedelta(days=third)
    return last - timedelta(days=third - 1), last


def _unit_span(unit: str, moved: int, anchor: date) -> Range | None:
    """The calendar day, week, month ... that lies `moved` of them after the one of `anchor`."""
    if unit.startswith(("day", "night")):
        d = anchor + timedelta(days=moved)
        return d, d
    if unit.startswith("week"):
        monday = anchor - timedelta(days=anchor.weekday()) + timedelta(weeks=moved)
        return monday, monday + timedelta(days=6)
    if unit.startswith("month"):
        d = anchor + relativedelta(months=moved)
        return _whole_month(d.year, d.month)
    if unit.startswith("quarter"):
        d = anchor + relativedelta(months=3 * moved)
        first = date(d.year, (d.month - 1) // 3 * 3 + 1, 1)
        return first, first + relativedelta(months=3, days=-1)
    if unit.startswith("year"):
        return whole_year(anchor.year + moved)
    if unit.startswith("decade"):
        year = anchor.year // 10 * 10 + 10 * moved
        return date(year, 1, 1), date(year + 9, 12, 31)
    if unit.startswith("centur"):
        year = anchor.year // 100 * 100 + 100 * moved
        return date(year, 1, 1), date(year + 99, 12, 31)
    return None


def _ago(unit: str, count: int, anchor: date) -> Range | None:
    """The time so many units before an anchor, as exact as the unit."""
    try:
        if unit.startswith(("day", "night")):
            d = anchor - timedelta(days=count)
            return d, d
        if unit.startswith(("week", "fortnight")):
            d = anchor - timedelta(weeks=count * (2 if unit.startswith("fort") else 1))
            return (d, d) if count == 1 else (d - timedelta(days=3), d + timedelta(days=3))
        if unit.startswith("month"):
            d = anchor - relativedelta(months=count)
            return _whole_month(d.year, d.month)
        years = {"y": 1, "d": 10, "c": 100}.get(unit[0])
        return whole_year(anchor.year - count * years) if years else None
    except (ValueError, OverflowError):
        return None


def _day_number(words: str) -> int:
    digits = re.sub(r"\D", "", words)
    return int(digits) if digits else DAYTH[words.lower()]


def full_date(m: re.Match[str], c: Context) -> Range | None:
    """ "3 May 2018"."""
    return _day(int(m["year"]), _month(m["month"]), _day_number(m["day"]))


def day_range(m: re.Match[str], c: Context) -> Range | None:
    """ "May 3-5", "3 to 5 May 2018"."""
    month = _month(m["month"])
    a, b = int(re.sub(r"\D", "", m["day"])), int(re.sub(r"\D", "", m["day2"]))
    year = int(m["year"]) if m["year"] else _nearest_year(month, b, c)
    if year is None:
        return None
    first, last = _day(year, month, a), _day(year, month, b)
    return (first[0], last[1]) if first and last else None


def day_of_month(m: re.Match[str], c: Context) -> Range | None:
    """ "3 May", "the 3rd of May last"."""
    month, day = _month(m["month"]), _day_number(m["day"])
    year = _nearest_year(month, min(day, 28), c)
    which = (m.groupdict().get("which") or "").strip().lower()
    anchor = c.counted_from if c.history else c.published
    if which and anchor:
        found = _day(anchor.year, month, min(day, 28))
        assert found and found[0]
        # "the 12th of October last", "the 1st of May next"
        year = anchor.year - (which == "last" and found[0] >= anchor) + (which == "next" and found[0] <= anchor)
    return _day(year, month, day) if year else None


def iso(m: re.Match[str], c: Context) -> Range | None:
    """ "2018-05-03"."""
    return _day(int(m["y"]), int(m["m"]), int(m["d"]))


def slashed(m: re.Match[str], c: Context) -> Range | None:
    """ "5/3/2018"."""
    a, b, year = int(m["a"]), int(m["b"]), int(m["y"])
    # month first, as in the United States, unless only the other order is a date
    return _day(year, a, b) or _day(year, b, a)


def month_of_year(m: re.Match[str], c: Context) -> Range | None:
    """ "May 2018", "late May 2018"."""
    first, last = _whole_month(int(m["year"]), _month(m["month"]))
    assert first and last
    return _part(first, last, m["part"])


def month_alone(m: re.Match[str], c: Context) -> Range | None:
    """ "May", "last May", "early May"."""
    month = _month(m["month"])
    which = (m["which"] or "").lower()
    if c.published and which:
        year = c.published.year
        if which.startswith(("last", "past")):
            year -= month >= c.published.month
        elif which.startswith(("next", "coming")):
            year += month <= c.published.month
        found = _whole_month(year, month)
    else:
        nearest = _nearest_year(month, 1, c)
        if nearest is None:
            return None
        found = _whole_month(nearest, month)
    assert found[0] and found[1]
    return _part(found[0], found[1], m["part"])


def years(m: re.Match[str], c: Context) -> Range | None:
    """ "between 2018 and 2020", "2018-20"."""
    a = int(m["a"])
    b = int(m["b"]) + (a // 100 * 100 if len(m["b"]) == 2 else 0)
    return (date(a, 1, 1), date(b, 12, 31)) if a <= b else None


def year(m: re.Match[str], c: Context) -> Range | None:
    """ "2018", "the end of 2018"."""
    year = int(m["year"])
    if c.published and year > c.published.year + 80:
        return None
    first, last = whole_year(year)
    assert first and last
    return _part(first, last, m["part"])


def decade(m: re.Match[str], c: Context) -> Range | None:
    """ "the 1990s", "the late nineties" in figures."""
    digits = m["decade"]
    if len(digits) == 4:
        year = int(digits)
    else:
        now = (c.published or date.today()).year if c.published else 2000
        year = 1900 + int(digits)
        if int(digits) <= 10 and now >= 2000 + int(digits):
            year = 2000 + int(digits)
    return _part(date(year, 1, 1), date(year + 9, 12, 31), m["part"])


def century(m: re.Match[str], c: Context) -> Range | None:
    """ "the 19th century"."""
    number = int(m["n"])
    if not 1 <= number <= 22:
        return None
    first = max(1, (number - 1) * 100)
    return _part(date(first, 1, 1), date(number * 100 - 1, 12, 31), m["part"])


def weekday(m: re.Match[str], c: Context) -> Range | None:
    """ "Wednesday", "last Wednesday"."""
    if c.published is None:
        return None
    wanted = _DAYS[m["name"].lower().rstrip(".")]
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


def deictic(m: re.Match[str], c: Context) -> Range | None:
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


def calendar_unit(m: re.Match[str], c: Context) -> Range | None:
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
        return _season(anchor.year + moved, unit)
    if unit in ("morning", "afternoon", "evening"):
        return anchor, anchor
    if unit.startswith("weekend"):
        saturday = (
            anchor
            - timedelta(days=anchor.weekday())
            + timedelta(days=5, weeks=min(moved, 0) if anchor.weekday() < 5 or moved else 0)
        )
        return saturday, saturday + timedelta(days=1)
    found = _unit_span(unit, moved, anchor)
    if found is None or found[0] is None or found[1] is None:
        return found
    if (m["part"] or "").lower().startswith("earlier"):
        return found[0], min(found[1], anchor)
    if (m["part"] or "").lower().startswith("later"):
        return max(found[0], anchor), found[1]
    return _part(found[0], found[1], m["part"])


def deadline(m: re.Match[str], c: Context) -> Range | None:
    """ "by the end of the year", "by year-end", "by the end of March": the last day there is."""
    given = m.groupdict()
    unit, month = (given.get("unit") or given.get("short") or "year").lower(), given.get("month")
    year = int(given["year"]) if given.get("year") else None
    whole: Range | None
    if month:
        year = year or _nearest_year(_month(month), 28, replace(c, ahead=True))
        whole = _whole_month(year, _month(month)) if year else None
    elif year:
        whole = whole_year(year)
    else:
        whole = _unit_span(unit, 1 if given["next"] else 0, c.published) if c.published else None
    return (whole[1], whole[1]) if whole else None


def _season(year: int, name: str) -> Range:
    month = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}[name.lower()]
    first = date(year, month, 1)
    return first, first + relativedelta(months=3, days=-1)


def season_of_year(m: re.Match[str], c: Context) -> Range | None:
    """ "the spring of 2018"."""
    return _season(int(m["year"]), m["season"])


def units_ago(m: re.Match[str], c: Context) -> Range | None:
    """ "three weeks ago", "a year later"."""
    count = _number(m["count"])
    anchor = c.published if m["way"].lower() in ("ago", "back") else c.counted_from
    if count is None or anchor is None or count > 3000:
        return None
    if m["way"].lower() in ("later", "after"):
        return _ago(m["unit"].lower(), -count, anchor)
    return _ago(m["unit"].lower(), count, anchor)


def in_units(m: re.Match[str], c: Context) -> Range | None:
    """ "in three weeks"."""
    count = _number(m["count"])
    if count is None or c.published is None or not c.ahead or count > 3000:
        return None
    return _ago(m["unit"].lower(), -count, c.published)


def past_units(m: re.Match[str], c: Context) -> Range | None:
    """ "the past two years", "over the last decade": up to the day of publication; "the next three months": from it."""
    if c.published is None:
        return None
    count = _number(m["count"])
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


def vague(m: re.Match[str], c: Context) -> Range | None:
    """ "in recent years", "now": no first day; "in the coming years": no last one."""
    word = m[0].lower()
    if c.published is None:
        return None, None
    if any(w in word for w in ("coming", "ahead", "next", "future", "later")):
        return c.published, None
    return None, c.published


def quarter(m: re.Match[str], c: Context) -> Range | None:
    """ "the second quarter of 2018"."""
    number = _ORDINALS.get(m["nth"].lower())
    if m["year"]:
        year: int | None = int(m["year"])
    else:
        year = c.published.year + (-1 if "last" in m[0].lower() else 0) if c.published else None
    if number is None or year is None:
        return None
    months = 3 if m["of"].lower().startswith("quarter") else 6
    if number > 12 // months:
        return None
    first = date(year, (number - 1) * months + 1, 1)
    return first, first + relativedelta(months=months, days=-1)
