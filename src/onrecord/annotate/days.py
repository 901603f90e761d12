"""The days of a month, a year or a part of one, the words for them and for numbers, and where a text stands in time."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

MONTHS = {name: i for i in range(1, 13) for name in (calendar.month_name[i].lower(), calendar.month_abbr[i].lower())} | {
    "sept": 9
}
WEEKDAYS = {name: i for i in range(7) for name in (calendar.day_name[i].lower(), calendar.day_abbr[i].lower())} | {
    "tues": 1, "thur": 3, "thurs": 3,
}  # fmt: skip
_COUNTED = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
_NUMBERS = {word: n for n, word in enumerate(_COUNTED)} | {
    "a": 1, "an": 1, "thirty": 30, "forty": 40, "fifty": 50, "hundred": 100, "a couple of": 2, "a dozen": 12,
}  # fmt: skip
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_NTH = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth",
    "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth",
    "twenty-first", "twenty-second", "twenty-third", "twenty-fourth", "twenty-fifth", "twenty-sixth", "twenty-seventh",
    "twenty-eighth", "twenty-ninth", "thirtieth", "thirty-first",
)  # fmt: skip
_SHORT = ("day", "night", "morning", "noon", "afternoon", "evening", "week")
"""units that count from a single day, where one was told"""
DAYTH = {word: n for n, word in enumerate(_NTH, 1)}
"""the days of a month in words"""


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

    day: date | None = None
    """the last single day that the text tells of, from which "the next morning" counts"""

    def counted_from(self, unit: str = "year") -> date | None:
        """The date that "the following month" follows; days follow the last single day."""
        dated = self.told or self.before
        return self.day or dated if unit.startswith(_SHORT) else dated or self.day


Range = tuple[date | None, date | None]


def number(words: str) -> int | None:
    """The number that words or figures say: "twelve", "a dozen"."""
    text = " ".join(words.lower().split())
    return int(text) if text.isdigit() else _NUMBERS.get(text)


def month_number(words: str) -> int:
    """The number of a month: "Sept." """
    return MONTHS[words.lower().rstrip(".")]


def day_number(words: str) -> int:
    """The number of a day: "3rd", "third"."""
    digits = re.sub(r"\D", "", words)
    return int(digits) if digits else DAYTH[words.lower()]


def whole_month(year: int, month: int) -> Range:
    """From the first day of a month to its last."""
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def whole_year(year: int) -> Range:
    """From the first day of a year to its last."""
    return date(year, 1, 1), date(year, 12, 31)


def season(year: int, name: str) -> Range:
    """The three months of a season that begins in a year."""
    month = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}[name.lower()]
    first = date(year, month, 1)
    return first, first + relativedelta(months=3, days=-1)


def one_day(year: int, month: int, day: int) -> Range | None:
    """A day as both ends of a stretch; None where there is no such day."""
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found, found


def nearest_year(month: int, day: int, c: Context) -> int | None:
    """The year of a day given without one: that of the date told, else the last such day, or the next where it is to come."""
    if c.told and (not c.published or abs((c.published - c.told).days) > 200):
        return c.told.year
    if c.history and c.before:
        return c.before.year
    anchor = c.published
    if anchor is None:
        return c.told.year if c.told else None
    for year in (anchor.year, anchor.year - 1, anchor.year + 1):
        found = one_day(year, month, day)
        if found is None or found[0] is None:
            continue
        away = (found[0] - anchor).days
        if 0 <= away < 320 if c.ahead else -320 < away <= 14:
            return year
    return anchor.year


def part_of(first: date, last: date, words: str | None) -> Range:
    """A part of a stretch of time: "early", "mid", "late", "the end of"."""
    days = (last - first).days + 1
    if not words or days < 3:
        return first, last
    word = words.lower()
    third = days // 3
    if word.startswith(("early", "the beginning", "the start", "beginning", "start")):
        return first, first + timedelta(days=third - 1)
    if word.startswith(("mid", "the middle")):
        return first + timedelta(days=third), last - timedelta(days=third)
    return last - timedelta(days=third - 1), last


def unit_around(unit: str, moved: int, anchor: date) -> Range | None:
    """The calendar day, week, month ... that lies `moved` of them after the one of `anchor`."""
    if unit.startswith(("day", "night")):
        d = anchor + timedelta(days=moved)
        return d, d
    if unit.startswith("week"):
        monday = anchor - timedelta(days=anchor.weekday()) + timedelta(weeks=moved)
        return monday, monday + timedelta(days=6)
    if unit.startswith("month"):
        d = anchor + relativedelta(months=moved)
        return whole_month(d.year, d.month)
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


def units_before(unit: str, count: int, anchor: date) -> Range | None:
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
            return whole_month(d.year, d.month)
        years = {"y": 1, "d": 10, "c": 100}.get(unit[0])
        return whole_year(anchor.year - count * years) if years else None
    except (ValueError, OverflowError):
        return None


def halves_before(unit: str, count: int, anchor: date) -> Range | None:
    """The time so many halves of a year, month or week before an anchor, as exact as the half."""
    try:
        if unit.startswith("year"):
            middle = anchor - relativedelta(months=6 * count)
            first, last = middle - relativedelta(months=3), middle + relativedelta(months=3)
            return whole_month(first.year, first.month)[0], whole_month(last.year, last.month)[1]
        length = {"m": 30.4, "w": 7}.get(unit[0])
        if length is None:
            return None
        middle = anchor - timedelta(days=round(count * length / 2))
        return middle - timedelta(days=length // 4), middle + timedelta(days=length // 4)
    except (ValueError, OverflowError):
        return None
