"""ISO days as a reader writes them, the same on every page, in notes and in files."""

from calendar import monthrange
from datetime import date
from functools import lru_cache

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def day(value: str) -> str:
    """An ISO day: 5 March 2021; a month or a year as it is."""
    try:
        at = date.fromisoformat(value)
    except ValueError:
        return value
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}"


@lru_cache(maxsize=10_000)
def days(first: str | None, last: str | None) -> str:
    """A span of ISO days, both included, an open end None, as short as can be said: 5 March 2021, March 2021, 2021 to 2023.

    Nothing where both ends are open.
    """
    if not first or not last:
        return f"since {day(first)}" if first else f"until {day(last)}" if last else ""
    if first == last:
        return day(first)
    try:
        a, b = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return f"{first} to {last}"
    if a.day == 1 and b.day == monthrange(b.year, b.month)[1]:
        if (a.year, a.month) == (b.year, b.month):
            return f"{_MONTHS[a.month - 1]} {a.year}"
        if (a.month, b.month) == (1, 12):
            return str(a.year) if a.year == b.year else f"{a.year} to {b.year}"
    if (a.year, a.month) == (b.year, b.month):
        return f"{a.day} to {day(last)}"
    return f"{day(first)} to {day(last)}"
