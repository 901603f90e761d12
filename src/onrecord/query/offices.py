"""Which office somebody held on a day, as far as what is on record shows it."""

from dataclasses import dataclass
from datetime import date

from onrecord.keep.store import Store

_NEAR = 31
"""days around that of a statement within which the office its own document gives its speaker is taken for theirs"""
_LOOKED_AT = 8
"""showings of an office on each side of a day"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An office that a text shows held."""

    title: str
    of: str | None
    """what it is an office of, by the name that it goes by most"""
    first: str | None
    """ISO days between which texts show it held"""
    last: str | None
    to: str | None = None
    """where it is sent to"""

    @property
    def words(self) -> str:
        """As one writes it after a name: Ambassador of Velmora to Tasken."""
        named = ((word, body) for word, body in (("of", self.of), ("to", self.to)) if body)
        return " ".join([self.title, *(f"{word} {body}" for word, body in named if body.lower() not in self.title.lower())])


_SQL = """SELECT o.title, o.of_identity, k.name, o.first, o.last, o.document, t.name FROM offices o
          LEFT JOIN known_as k ON k.identity = o.of_identity LEFT JOIN actors t ON t.id = o."to" WHERE """


def held(store: Store, identity: str, day: str | None, *, document: int | None = None) -> Held | None:
    """The office that an actor of the record held on a day; None where nothing on record shows one.

    An office counts whose days cover the day, that of the document (by its number) first; then one that is shown before and
    after it; then what the document itself calls them, where it is of about that time or nothing is dated.
    """
    own = list(store.rows(_SQL + "o.document = ? AND o.holder_identity = ?", (document, identity))) if document else []
    if day is None:
        return _made(own[0]) if own else None
    covering = [o for o in own if _covers(o, day)]
    if covering:
        return _made(covering[0])
    sql = _SQL + "o.holder_identity = ? AND o.first <= ? ORDER BY o.first DESC, o.document LIMIT ?"
    before = list(store.rows(sql, (identity, day, _LOOKED_AT)))
    for office in before:
        if _covers(office, day):
            return _made(office)
    sql = _SQL + "o.holder_identity = ? AND o.first > ? ORDER BY o.first, o.document LIMIT ?"
    after = list(store.rows(sql, (identity, day, _LOOKED_AT)))
    for office in before:
        for later in after:
            if (office[0].casefold(), office[1]) == (later[0].casefold(), later[1]):
                return Held(title=office[0], of=office[2], first=office[3], last=later[4], to=office[6])
    near = [o for o in own if _near(o, day)]
    return _made(near[0]) if near else None


def _covers(office: tuple[object, ...], day: str) -> bool:
    first, last = office[3], office[4]
    if first is None and last is None:
        return False
    return (first is None or str(first) <= day) and (last is None or day <= str(last))


def _near(office: tuple[object, ...], day: str) -> bool:
    known = [str(d) for d in office[3:5] if d]
    return not known or any(abs((_date(d) - _date(day)).days) <= _NEAR for d in known)


def _date(day: str) -> date:
    return date.fromisoformat(day)


def _made(office: tuple[object, ...]) -> Held:
    title, _, of, first, last, _, to = office
    return Held(title=str(title), of=_text(of), first=_text(first), last=_text(last), to=_text(to))


def _text(value: object) -> str | None:
    return None if value is None else str(value)
