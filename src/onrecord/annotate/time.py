"""Time expressions, each with its first and last day.

Days named without a year or a date ("on Wednesday", "last month", "October 2") are counted from the day the text was
published, or from the date that its paragraph tells of. Vague ones keep their words and leave open what they leave open.
"""

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from dateutil.relativedelta import relativedelta

from onrecord.schema import Bound, Span, TimeExpression, When

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

_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?(?![a-z]))"
_DAY_NAME = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\.)"
_YEAR = r"(?:1[0-9]\d\d|20\d\d)"
_NTH = r"(?:\d{1,2}(?:st|nd|rd|th)?)"
_COUNT = r"(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|a\s+couple\s+of)"
_UNIT = r"(?:day|night|week|fortnight|month|quarter|year|decade|century|centurie)s?"
_PART = r"(?:\s+(?:morning|afternoon|evening|night|noon))?"
_SEASON = r"(?:spring|summer|autumn|fall|winter)"

_SOONER = re.compile(
    r"(?i)\b(?:will|shall|would|won't|is to|are to|to be|plans?|planned|scheduled|expected|expects|due|next|upcoming|set to|coming)\b"
)
_BOUNDS: tuple[tuple[Bound, re.Pattern[str]], ...] = (
    ("since", re.compile(r"(?i)\b(?:since|from)\s+(?:the\s+)?$")),
    ("until", re.compile(r"(?i)\b(?:until|till|up to|by|through)\s+(?:the\s+)?$|\bfrom\s[^.;]{4,30}\sto\s+$")),
    ("before", re.compile(r"(?i)\bbefore\s+(?:the\s+)?$")),
    ("after", re.compile(r"(?i)\b(?:after|following)\s+(?:the\s+)?$")),
)


_WAS = re.compile(
    r"(?i)\b(?:said|told|met|was|were|came|went|took|gave|spoke|wrote|held|made|left|(?!plann|schedul|expect|intend|suppos|need)[a-z]{2,}ed)"
    r"(?:\s+(?:him|her|it|them|us|reporters|journalists|here|there|again))?\s+(?:on\s+|last\s+)?$"
)
"""a verb of the past right before a time: "which will publish it, he said on Thursday" """
_SPOKE = re.compile(
    r"(?i)\b(?:said|says|told|added|announced|stated|warned|declared|insisted|argued|claimed|denied|confirmed|wrote|replied|answered|stressed)"
    r"(?:\s+(?:him|her|them|us|reporters|journalists|parliament|lawmakers)|\s+[A-Z]\w+(?:\s+[A-Z]?\w+){0,2}|,)?\s*,?\s+(?:in\s+\w+\s+|late\s+|early\s+)?(?:on\s+|in\s+|last\s+)?$"
)
_COMPARED = re.compile(r"(?i)\b(?:than|as|like|compared\s+(?:to|with)|unlike)(?:\s+(?:in|on|at|of|during))?\s+(?:the\s+)?$")


@dataclass(frozen=True, slots=True)
class _Context:
    published: date | None
    told: date | None
    """the last date that the paragraph has named"""
    ahead: bool
    """whether the clause speaks of the future"""
    before: date | None = None
    """the last date that any paragraph has named, from which "a year later" counts where its own names none"""

    @property
    def counted_from(self) -> date | None:
        """The date that "the following month" follows."""
        return self.told or self.before


_Range = tuple[date | None, date | None]


def _number(words: str) -> int | None:
    text = " ".join(words.lower().split())
    return int(text) if text.isdigit() else _NUMBERS.get(text)


def _month(words: str) -> int:
    return _MONTHS[words.lower().rstrip(".")]


def _whole_month(year: int, month: int) -> _Range:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _whole_year(year: int) -> _Range:
    return date(year, 1, 1), date(year, 12, 31)


def _day(year: int, month: int, day: int) -> _Range | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found, found


def _nearest_year(month: int, day: int, c: _Context) -> int | None:
    """The year of a day given without one: that of the date told, else the last such day, or the next where it is to come."""
    if c.told and (not c.published or abs((c.published - c.told).days) > 200):
        return c.told.year
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


def _part(first: date, last: date, words: str | None) -> _Range:
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


def _unit_span(unit: str, moved: int, anchor: date) -> _Range | None:
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
        return _whole_year(anchor.year + moved)
    if unit.startswith("decade"):
        year = anchor.year // 10 * 10 + 10 * moved
        return date(year, 1, 1), date(year + 9, 12, 31)
    if unit.startswith("centur"):
        year = anchor.year // 100 * 100 + 100 * moved
        return date(year, 1, 1), date(year + 99, 12, 31)
    return None


def _ago(unit: str, count: int, anchor: date) -> _Range | None:
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
        return _whole_year(anchor.year - count * years) if years else None
    except (ValueError, OverflowError):
        return None


def _full_date(m: re.Match[str], c: _Context) -> _Range | None:
    return _day(int(m["year"]), _month(m["month"]), int(re.sub(r"\D", "", m["day"])))


def _day_range(m: re.Match[str], c: _Context) -> _Range | None:
    month = _month(m["month"])
    a, b = int(re.sub(r"\D", "", m["day"])), int(re.sub(r"\D", "", m["day2"]))
    year = int(m["year"]) if m["year"] else _nearest_year(month, b, c)
    if year is None:
        return None
    first, last = _day(year, month, a), _day(year, month, b)
    return (first[0], last[1]) if first and last else None


def _day_of_month(m: re.Match[str], c: _Context) -> _Range | None:
    month, day = _month(m["month"]), int(re.sub(r"\D", "", m["day"]))
    year = _nearest_year(month, min(day, 28), c)
    return _day(year, month, day) if year else None


def _iso(m: re.Match[str], c: _Context) -> _Range | None:
    return _day(int(m["y"]), int(m["m"]), int(m["d"]))


def _slashed(m: re.Match[str], c: _Context) -> _Range | None:
    a, b, year = int(m["a"]), int(m["b"]), int(m["y"])
    # month first, as in the United States, unless only the other order is a date
    return _day(year, a, b) or _day(year, b, a)


def _month_of_year(m: re.Match[str], c: _Context) -> _Range | None:
    first, last = _whole_month(int(m["year"]), _month(m["month"]))
    assert first and last
    return _part(first, last, m["part"])


def _month_alone(m: re.Match[str], c: _Context) -> _Range | None:
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


def _years(m: re.Match[str], c: _Context) -> _Range | None:
    a = int(m["a"])
    b = int(m["b"]) + (a // 100 * 100 if len(m["b"]) == 2 else 0)
    return (date(a, 1, 1), date(b, 12, 31)) if a <= b else None


def _year(m: re.Match[str], c: _Context) -> _Range | None:
    year = int(m["year"])
    if c.published and year > c.published.year + 80:
        return None
    first, last = _whole_year(year)
    assert first and last
    return _part(first, last, m["part"])


def _decade(m: re.Match[str], c: _Context) -> _Range | None:
    digits = m["decade"]
    if len(digits) == 4:
        year = int(digits)
    else:
        now = (c.published or date.today()).year if c.published else 2000
        year = 1900 + int(digits)
        if int(digits) <= 10 and now >= 2000 + int(digits):
            year = 2000 + int(digits)
    return _part(date(year, 1, 1), date(year + 9, 12, 31), m["part"])


def _century(m: re.Match[str], c: _Context) -> _Range | None:
    number = int(m["n"])
    if not 1 <= number <= 22:
        return None
    first = max(1, (number - 1) * 100)
    return _part(date(first, 1, 1), date(number * 100 - 1, 12, 31), m["part"])


def _weekday(m: re.Match[str], c: _Context) -> _Range | None:
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


def _deictic(m: re.Match[str], c: _Context) -> _Range | None:
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


def _calendar_unit(m: re.Match[str], c: _Context) -> _Range | None:
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


def _season(year: int, name: str) -> _Range:
    month = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}[name.lower()]
    first = date(year, month, 1)
    return first, first + relativedelta(months=3, days=-1)


def _season_of_year(m: re.Match[str], c: _Context) -> _Range | None:
    return _season(int(m["year"]), m["season"])


def _units_ago(m: re.Match[str], c: _Context) -> _Range | None:
    count = _number(m["count"])
    anchor = c.published if m["way"].lower() in ("ago", "back") else c.counted_from
    if count is None or anchor is None or count > 3000:
        return None
    if m["way"].lower() in ("later", "after"):
        return _ago(m["unit"].lower(), -count, anchor)
    return _ago(m["unit"].lower(), count, anchor)


def _in_units(m: re.Match[str], c: _Context) -> _Range | None:
    count = _number(m["count"])
    if count is None or c.published is None or not c.ahead or count > 3000:
        return None
    return _ago(m["unit"].lower(), -count, c.published)


def _past_units(m: re.Match[str], c: _Context) -> _Range | None:
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


def _vague(m: re.Match[str], c: _Context) -> _Range | None:
    """ "in recent years", "now": no first day; "in the coming years": no last one."""
    word = m[0].lower()
    if c.published is None:
        return None, None
    if any(w in word for w in ("coming", "ahead", "next", "future", "later")):
        return c.published, None
    return None, c.published


def _quarter(m: re.Match[str], c: _Context) -> _Range | None:
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


_Rule = Callable[[re.Match[str], _Context], _Range | None]
_PARTS = r"(?P<part>(?:early|mid|late|the\s+(?:beginning|start|middle|end)\s+of|beginning\s+of|end\s+of)[\s-]+(?:the\s+)?)?"


def _rule(pattern: str, rule: _Rule, exact: bool, needs: str = "") -> tuple[re.Pattern[str], _Rule, bool, frozenset[str]]:
    """`needs` names the groups of `_HINT` without which the pattern finds nothing."""
    return re.compile(pattern, re.IGNORECASE), rule, exact, frozenset(needs.split())


_RULES: tuple[tuple[re.Pattern[str], _Rule, bool, frozenset[str]], ...] = (
    _rule(rf"\b(?P<y>{_YEAR})-(?P<m>\d\d)-(?P<d>\d\d)\b", _iso, True, "digit"),
    _rule(rf"\b(?P<a>\d{{1,2}})/(?P<b>\d{{1,2}})/(?P<y>{_YEAR})\b", _slashed, True, "digit"),
    _rule(
        rf"\b(?:{_DAY_NAME},?\s+)?(?P<month>{_MONTH})\s+(?P<day>{_NTH})\s*(?:-|–|to|and)\s*(?P<day2>{_NTH})\b(?:,?\s+(?P<year>{_YEAR})\b)?",
        _day_range,
        False,
        "digit month",
    ),
    _rule(
        rf"\b(?P<day>{_NTH})\s*(?:-|–|to|and)\s*(?P<day2>{_NTH})\s+(?P<month>{_MONTH})\b(?:,?\s+(?P<year>{_YEAR})\b)?",
        _day_range,
        False,
        "digit month",
    ),
    _rule(
        rf"\b(?:{_DAY_NAME},?\s+)?(?:the\s+)?(?P<month>{_MONTH})\s+(?:the\s+)?(?P<day>{_NTH}),?\s+(?P<year>\d{{3,4}})\b",
        _full_date,
        True,
        "digit month",
    ),
    _rule(
        rf"\b(?:{_DAY_NAME},?\s+)?(?:the\s+)?(?P<day>{_NTH})\s+(?:day\s+)?(?:of\s+)?(?P<month>{_MONTH})(?:,|\s+of)?\s+(?P<year>\d{{3,4}})\b",
        _full_date,
        True,
        "digit month",
    ),
    _rule(
        rf"\b(?:{_DAY_NAME},?\s+)?(?P<month>{_MONTH})\s+(?:the\s+)?(?P<day>{_NTH})\b(?![\d,]*\d{{3}})(?!\s*(?:percent|%|people|years?))",
        _day_of_month,
        False,
        "digit month",
    ),
    _rule(
        rf"\b(?:{_DAY_NAME},?\s+)?(?:the\s+)?(?P<day>{_NTH})\s+(?:of\s+)?(?P<month>{_MONTH})\b",
        _day_of_month,
        False,
        "digit month",
    ),
    _rule(
        rf"\b{_PARTS}(?P<month>{_MONTH})(?:\s+of|,)?\s+(?P<year>{_YEAR}|(?<=of\s)\d{{3}})\b",
        _month_of_year,
        True,
        "digit month",
    ),
    _rule(
        rf"\b(?:the\s+)?(?P<nth>first|second|third|fourth)\s+(?P<of>quarter|half)(?:\s+of\s+(?:(?P<year>{_YEAR})|this\s+year|last\s+year)|(?=\s))\b",
        _quarter,
        False,
        "unit",
    ),
    _rule(rf"\b(?:the\s+)?(?P<season>{_SEASON})(?:\s+of|,)?\s+(?P<year>{_YEAR})\b", _season_of_year, True, "digit season"),
    _rule(rf"(?<=\bbetween\s)(?P<a>{_YEAR})\s+and\s+(?P<b>{_YEAR})\b", _years, True, "digit"),
    _rule(rf"(?<=\bfrom\s)(?P<a>{_YEAR})\s+(?:to|until|through)\s+(?P<b>{_YEAR})\b", _years, True, "digit"),
    _rule(rf"\b(?P<a>{_YEAR})(?:-|–|/)(?P<b>\d\d)\b(?![-\d])", _years, True, "digit"),
    _rule(rf"\b{_PARTS}(?:the\s+)?(?P<decade>(?:1[0-9]|20)\d0)['’]?s\b", _decade, True, "digit"),
    _rule(rf"(?:\b(?:the|in|of|since)\s+){_PARTS}(?P<decade>\d0)['’]?s\b", _decade, True, "digit"),
    _rule(rf"{_PARTS}(?:\bthe\s+)?['’‘](?P<decade>\d0)['’]?s\b", _decade, True, "digit"),
    _rule(rf"\b{_PARTS}(?:the\s+)?(?P<n>\d{{1,2}})(?:st|nd|rd|th)[\s-]+centur(?:y|ies)\b", _century, True, "digit unit"),
    _rule(
        r"\b(?:the\s+day\s+)?(?:before\s+yesterday|after\s+tomorrow)\b|\b(?:today|yesterday|tomorrow|tonight|overnight|last\s+night|last\s+evening)\b"
        + _PART,
        _deictic,
        False,
    ),
    _rule(
        rf"\b(?:(?P<which>last|next|this|this\s+past|this\s+coming|past)\s+)?(?P<name>{_DAY_NAME}){_PART}(?P<later>\s+(?:of\s+)?(?:last|this|next)\s+week)?\b",
        _weekday,
        False,
        "weekday",
    ),
    _rule(
        rf"\b(?P<part>(?:early|mid|late|earlier|later|at\s+the\s+end\s+of|the\s+end\s+of|the\s+beginning\s+of|the\s+start\s+of)[\s-]+)?(?P<which>this|last|next|that|that\s+same|the\s+same|the\s+following|the\s+previous|the\s+coming|this\s+past|the\s+past)\s+"
        rf"(?P<unit>day|night|week|weekend|month|quarter|year|decade|century|{_SEASON}|morning|afternoon|evening)\b(?!\s*['’]s?\s)",
        _calendar_unit,
        False,
    ),
    _rule(
        rf"\b(?:(?:about|almost|nearly|over|more\s+than|some|around|exactly|just)\s+)?(?P<count>{_COUNT})\s+(?P<unit>{_UNIT})\s+(?P<way>ago|earlier|later|back|before|after)\b",
        _units_ago,
        False,
        "unit",
    ),
    _rule(rf"\b(?<=in\s)(?P<count>{_COUNT})\s+(?P<unit>{_UNIT})\b(?:['’]\s+time)?", _in_units, False, "unit"),
    _rule(
        rf"\b(?:the\s+)?(?P<which>past|last|next|coming|previous|following)\s+(?P<count>{_COUNT})\s+(?P<unit>(?:hour|day|week|month|quarter|year|decade|centur)(?:s|y|ies))\b",
        _past_units,
        False,
        "unit",
    ),
    _rule(
        r"\b(?:(?:the\s+)?(?:recent|past|last|past\s+few|last\s+few|past\s+several|last\s+several|previous)\s+(?:days|weeks|months|years|decades|times)|"
        r"(?:the\s+)?(?:coming|next\s+few|next\s+several)\s+(?:days|weeks|months|years|decades)|the\s+(?:days|weeks|months|years)\s+ahead|"
        r"several\s+(?:days|weeks|months|years|decades)\s+ago|(?:many|some)\s+(?:years|months)\s+ago|recently|currently|nowadays|at\s+present)\b",
        _vague,
        False,
    ),
    _rule(
        rf"\b{_PARTS}(?:(?P<which>last|next|this|this\s+past|this\s+coming)\s+)(?P<month>{_MONTH})\b",
        _month_alone,
        False,
        "month",
    ),
    _rule(
        rf"(?:(?<=\bin\s)|(?<=\bsince\s)|(?<=\buntil\s)|(?<=\bof\s)|(?<=\bby\s)|(?<=\bfrom\s)|(?<=\blate\s)|(?<=\bearly\s)|(?<=\bmid-)|(?<=\bfor\s)|(?<=\bbefore\s)|(?<=\bafter\s)){_PARTS}(?P<which>)(?P<month>{_MONTH})\b(?!\s+\d)",
        _month_alone,
        False,
        "month",
    ),
    _rule(
        rf"{_PARTS}(?<![\d.,$£€#/:])(?<![\d\w]-)\b(?P<year>{_YEAR})\b(?!\s*(?:percent|per\s+cent|people|points?|votes?|troops|soldiers|dollars|euros|men|women|miles|km|kilomet\w+|feet|meters|metres|seats|acres|homes|jobs|%|°)|[,.]\d|/\d|-\d\d\b|%)",
        _year,
        True,
        "digit",
    ),
)


def time_expressions(text: str, published: str | None, paragraphs: list[Span]) -> list[TimeExpression]:
    """The time expressions of `paragraphs` (code points) in order, none overlapping; earlier rules win.

    `published` is an ISO date. Where nothing says which day is meant, `when` has neither day.
    """
    issued = date.fromisoformat(published) if published else None
    found: list[TimeExpression] = []
    before: date | None = None
    for start, end in paragraphs:
        inside = list(_of_paragraph(text, start, end, issued, before))
        named = [t.when.first for t in inside if t.exact and t.when.first]
        before = date.fromisoformat(named[-1]) if named else before
        found += inside
    return found


_HINT = re.compile(
    rf"(?i)(?P<digit>\d)|\b(?:(?P<unit>{_UNIT}|centuries|half)|(?P<season>{_SEASON})"
    rf"|(?P<word>yesterday|today|tomorrow|tonight|overnight|times|weekend|recently|currently|nowadays|present|morning|afternoon|evening))\b|\b(?P<month>{_MONTH})|\b(?P<weekday>{_DAY_NAME})"
)
"""what every time expression holds"""
_AROUND = 70
"""characters to each side of a hint that may belong to the expression"""


def _likely(text: str, start: int, end: int) -> list[tuple[int, int, set[str]]]:
    """The stretches of a paragraph in which times may stand, cut between words, each with the groups of its hints."""
    found: list[tuple[int, int, set[str]]] = []
    for hint in _HINT.finditer(text, start, end):
        a, b = max(start, hint.start() - _AROUND), min(end, hint.end() + _AROUND)
        while a > start and not text[a - 1].isspace():
            a -= 1
        while b < end and not text[b].isspace():
            b += 1
        group = hint.lastgroup or ""
        if found and a <= found[-1][1]:
            found[-1] = (found[-1][0], b, found[-1][2] | {group})
        else:
            found.append((a, b, {group}))
    return found


def _of_paragraph(text: str, start: int, end: int, published: date | None, before: date | None) -> Iterator[TimeExpression]:
    likely = _likely(text, start, end)
    taken: list[tuple[int, int, re.Match[str], _Rule, bool]] = []
    for pattern, rule, exact, needs in _RULES if likely else ():
        spans = ((x, y) for x, y, hints in likely if needs <= hints)
        for match in chain.from_iterable(pattern.finditer(text, *span) for span in spans):
            a, b = match.span()
            if all(b <= x or a >= y for x, y, *_ in taken):
                taken.append((a, b, match, rule, exact))
    told: date | None = None
    for a, b, match, rule, exact in sorted(taken, key=lambda t: t[0]):
        clause = text[max(start, a - 90) : a]
        clause = re.split(r"[.;?!]\s", clause)[-1]
        # when a report says that somebody spoke is counted from its own day, whatever year it has just told of
        near = None if published and _SPOKE.search(clause) else told
        context = _Context(published, near, bool(_SOONER.search(clause)) and not _WAS.search(clause), before)
        days = rule(match, context)
        if days is None:
            if rule in (_year, _years, _decade):
                continue
            days = (None, None)
        first, last = days
        lead_in = text[max(start, a - 40) : a]
        bound = next((bound for bound, pattern in _BOUNDS if pattern.search(lead_in)), None)
        # what is only compared with or counted from is not what the text goes on to tell of
        if exact and first and bound != "since" and not _COMPARED.search(lead_in):
            told = first
        lead = len(match[0]) - len(match[0].lstrip())
        yield TimeExpression(
            start=a + lead,
            end=b,
            when=When(
                first=first.isoformat() if first else None,
                last=last.isoformat() if last else None,
                text=" ".join(text[a:b].split()),
            ),
            exact=exact,
            bound=bound,
        )
