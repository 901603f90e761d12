"""Which days the words of a time expression name by the calendar: "3 May 2018", "the 1990s", "the second quarter".

Each function takes the match of one pattern of `onrecord.annotate.time`, whose groups it names, and where the text stands.
"""

import re
from dataclasses import replace
from datetime import date

from dateutil.relativedelta import relativedelta

from onrecord.annotate import days

_FEASTS = {
    "newyearsday": (1, 1), "newyearseve": (12, 31), "womensday": (3, 8), "mayday": (5, 1), "bastilleday": (7, 14),
    "halloween": (10, 31), "christmaseve": (12, 24), "christmas": (12, 25), "boxingday": (12, 26),
}  # fmt: skip
"""feasts that fall on the same day each year, by their letters; month and day"""


def full_date(m: re.Match[str], c: days.Context) -> days.Range | None:
    """ "3 May 2018"."""
    return days.one_day(int(m["year"]), days.month_number(m["month"]), days.day_number(m["day"]))


def day_range(m: re.Match[str], c: days.Context) -> days.Range | None:
    """ "May 3-5", "3 to 5 May 2018"."""
    month = days.month_number(m["month"])
    a, b = int(re.sub(r"\D", "", m["day"])), int(re.sub(r"\D", "", m["day2"]))
    year = int(m["year"]) if m["year"] else days.nearest_year(month, b, c)
    if year is None:
        return None
    first, last = days.one_day(year, month, a), days.one_day(year, month, b)
    return (first[0], last[1]) if first and last else None


def day_of_month(m: re.Match[str], c: days.Context) -> days.Range | None:
    """ "3 May", "the 3rd of May last"."""
    month, day = days.month_number(m["month"]), days.day_number(m["day"])
    year = days.nearest_year(month, min(day, 28), c)
    which = (m.groupdict().get("which") or "").strip().lower()
    year = _which_year(which, month, min(day, 28), c.counted_from() if c.history else c.published) or year
    return days.one_day(year, month, day) if year else None


def _which_year(which: str, month: int, day: int, anchor: date | None) -> int | None:
    """The year of "the 12th of October last", "the 1st of May next", "last Christmas"; None where neither is said."""
    if anchor is None or which not in ("last", "next"):
        return None
    found = date(anchor.year, month, day)
    return anchor.year - 1 if which == "last" and found >= anchor else anchor.year + (which == "next" and found <= anchor)


def iso(m: re.Match[str], c: days.Context) -> days.Range | None:
    """ "2018-05-03"."""
    return days.one_day(int(m["y"]), int(m["m"]), int(m["d"]))


def slashed(m: re.Match[str], c: days.Context) -> days.Range | None:
    """ "5/3/2018"."""
    a, b, year = int(m["a"]), int(m["b"]), int(m["y"])
    # month first, as in the United States, unless only the other order is a date
    return days.one_day(year, a, b) or days.one_day(year, b, a)


def month_of_year(m: re.Match[str], c: days.Context) -> days.Range | None:
    """ "May 2018", "late May 2018"."""
    first, last = days.whole_month(int(m["year"]), days.month_number(m["month"]))
    assert first and last
    return days.part_of(first, last, m["part"])


def month_alone(m: re.Match[str], c: days.Context) -> days.Range | None:
    """ "May", "last May", "early May"."""
    month = days.month_number(m["month"])
    which = (m["which"] or "").lower()
    if c.published and which:
        year = c.published.year
        if which.startswith(("last", "past")):
            year -= month >= c.published.month
        elif which.startswith(("next", "coming")):
            year += month <= c.published.month
        found = days.whole_month(year, month)
    else:
        nearest = days.nearest_year(month, 1, c)
        if nearest is None:
            return None
        found = days.whole_month(nearest, month)
    assert found[0] and found[1]
    return days.part_of(found[0], found[1], m["part"])


def months(m: re.Match[str], c: days.Context) -> days.Range | None:
    """ "from May to June 2018", "March–May"; the first month lies in the year before where it comes later in the year."""
    a, b = days.month_number(m["month"]), days.month_number(m["month2"])
    year = int(m["year"]) if m["year"] else days.nearest_year(b, 1, c)
    return None if year is None else (days.whole_month(year - (a > b), a)[0], days.whole_month(year, b)[1])


def years(m: re.Match[str], c: days.Context) -> days.Range | None:
    """ "2018-2020", "2018-20"."""
    a = int(m["a"])
    b = int(m["b"]) + (a // 100 * 100 if len(m["b"]) == 2 else 0)
    return (date(a, 1, 1), date(b, 12, 31)) if a <= b else None


def year(m: re.Match[str], c: days.Context) -> days.Range | None:
    """ "2018", "the end of 2018"."""
    year = int(m["year"])
    if c.published and year > c.published.year + 80:
        return None
    first, last = days.whole_year(year)
    assert first and last
    return days.part_of(first, last, m["part"])


def decade(m: re.Match[str], c: days.Context) -> days.Range | None:
    """ "the 1990s", "the late nineties" in figures."""
    digits = m["decade"]
    if len(digits) == 4:
        year = int(digits)
    else:
        now = c.published.year if c.published else 2000
        year = 1900 + int(digits)
        if int(digits) <= 10 and now >= 2000 + int(digits):
            year = 2000 + int(digits)
    return days.part_of(date(year, 1, 1), date(year + 9, 12, 31), m["part"])


def feast(m: re.Match[str], c: days.Context) -> days.Range | None:
    """ "Christmas Eve", "May Day 2019": feasts that fall on the same day each year."""
    month, day = next(on for name, on in _FEASTS.items() if re.sub(r"[\W_]+", "", m["feast"].lower()).startswith(name))
    if m["year"]:
        return days.one_day(int(m["year"]), month, day)
    year = _which_year((m["which"] or "").lower(), month, day, c.published) or days.nearest_year(month, day, c)
    return days.one_day(year, month, day) if year else None


def year_of_era(m: re.Match[str], c: days.Context) -> days.Range | None:
    """ "347 AD", "the year 71"."""
    year = int(m["year"] or m["before"] or m["after"])
    return days.whole_year(year) if year else None


def century(m: re.Match[str], c: days.Context) -> days.Range | None:
    """ "the 19th century"."""
    number = int(m["n"])
    if not 1 <= number <= 22:
        return None
    first = max(1, (number - 1) * 100)
    return days.part_of(date(first, 1, 1), date(number * 100 - 1, 12, 31), m["part"])


def deadline(m: re.Match[str], c: days.Context) -> days.Range | None:
    """ "by the end of the year", "by year-end", "by the end of March": the last day there is."""
    given = m.groupdict()
    unit, month = (given.get("unit") or given.get("short") or "year").lower(), given.get("month")
    year = int(given["year"]) if given.get("year") else None
    whole: days.Range | None
    if month:
        year = year or days.nearest_year(days.month_number(month), 28, replace(c, ahead=True))
        whole = days.whole_month(year, days.month_number(month)) if year else None
    elif year:
        whole = days.whole_year(year)
    else:
        whole = days.unit_around(unit, 1 if given["next"] else 0, c.published) if c.published else None
    return (whole[1], whole[1]) if whole else None


def season_of_year(m: re.Match[str], c: days.Context) -> days.Range | None:
    """ "the spring of 2018"."""
    return days.season(int(m["year"]), m["season"])


def quarter(m: re.Match[str], c: days.Context) -> days.Range | None:
    """ "the second quarter of 2018"."""
    number = days.ORDINALS.get(m["nth"].lower())
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
