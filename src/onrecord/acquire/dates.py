"""The day a document was published, where its text states it in a dateline or on a line of its own."""

import re
from datetime import UTC, date, datetime

from dateutil import parser

_MONTH = r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|Jun(?:e|\.)?|Jul(?:y|\.)?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
_DAY = re.compile(
    rf"\b(?:(?P<iso>(?:19|20)\d\d-\d\d-\d\d)"
    rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?\s+(?:19|20)\d\d"
    rf"|(?P<slash>\d{{1,2}}[/.]\d{{1,2}}[/.](?:19|20)\d\d))(?!\d)",
    re.IGNORECASE,
)


def day(text: str, start: int = 0, end: int | None = None) -> str | None:
    """The first full date in `text[start:end]` as an ISO date; "03/04/2020", which could be two days, is passed over."""
    for match in _DAY.finditer(text, start, len(text) if end is None else end):
        found = _parsed(match)
        if found:
            return found
    return None


def _parsed(match: re.Match[str]) -> str | None:
    try:
        if match["iso"]:
            return date.fromisoformat(match[0]).isoformat()
        if match["slash"]:
            first, second, year = (int(n) for n in re.split(r"[/.]", match[0]))
            if first <= 12 and second <= 12 and first != second:
                return None
            return (date(year, second, first) if first > 12 or first == second else date(year, first, second)).isoformat()
        return parser.parse(re.sub(r"\bof\b", " ", match[0], flags=re.IGNORECASE)).date().isoformat()
    except (ValueError, OverflowError):
        return None


def iso_day(value: object) -> str | None:
    """A date in somebody's metadata (a string in any usual form, a number of seconds) as an ISO date."""
    if value is None or value == "" or isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        try:
            seconds = value / 1000 if value > 1e11 else value
            # by the clock of Greenwich: a record must not depend on where it is read
            return datetime.fromtimestamp(seconds, UTC).date().isoformat() if seconds > 1e8 else None
        except (ValueError, OverflowError, OSError):
            return None
    text = str(value).strip()
    if re.match(r"\d{4}-\d\d-\d\d", text):
        try:
            return date.fromisoformat(text[:10]).isoformat()
        except ValueError:
            return None
    return day(text)
