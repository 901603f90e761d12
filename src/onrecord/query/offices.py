"""Which office somebody held on a day, as far as what is on record shows it."""

import json
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from onrecord.keep.store import Store
from onrecord.query.actors import called

_NEAR = 31
"""days around that of a statement within which the office its own document gives its speaker is taken for theirs"""
_LOOKED_AT = 8
"""showings of an office on each side of a day"""
_OFTEN = 8
"""days asked for from which on an actor's showings are read as a whole"""


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


_Row = tuple[Any, ...]
_COLUMNS = 'o.title, o.of_identity, o.first, o.last, o."to"'
_OWN = f"""SELECT j.key, {_COLUMNS} FROM json_each(?) j
           CROSS JOIN offices o INDEXED BY offices_document ON o.document = j.value ->> 2 AND o.holder_identity = j.value ->> 0
           ORDER BY j.key, o.holder, o.rowid"""
_BEFORE = f"""SELECT {_COLUMNS} FROM offices o WHERE o.holder_identity = ? AND o.first <= ?
              ORDER BY o.first DESC, o.document LIMIT ?"""
_AFTER = f"""SELECT {_COLUMNS} FROM offices o WHERE o.holder_identity = ? AND o.first > ?
             ORDER BY o.first, o.document LIMIT ?"""
_WHOLE = ((_BEFORE, "~"), (_AFTER, ""))
"""all that each gives, by a day after or before any"""

Asked = tuple[str, str | None, int | None]
"""an actor of the record, a day, and the number of the document in which it is asked; None for no day, and for no document"""


def offices_held(store: Store, asked: Iterable[Asked]) -> dict[Asked, Held | None]:
    """The offices that actors of the record held on a day; None where nothing on record shows one.

    An office counts whose days cover the day, that of the document first; then one that is shown before and after it; then
    what the document itself calls them, where it is of about that time or nothing is dated.
    """
    wanted = list(dict.fromkeys(asked))
    often = Counter(identity for identity, _, _ in wanted)
    showings = {identity: _Showings(store, identity, whole=often[identity] >= _OFTEN) for identity in often}
    own = defaultdict[int, list[_Row]](list)
    for at, *row in store.rows(_OWN, (json.dumps(wanted),)):
        own[at].append(tuple(row))
    return _made(store, {a: _shown(showings[a[0]], a[1], own[n]) for n, a in enumerate(wanted)})


class _Showings:
    """The offices of an actor as texts show them, on each side of a day; read as a whole where many days are asked for."""

    def __init__(self, store: Store, identity: str, *, whole: bool) -> None:
        self._store = store
        self._identity = identity
        self._all = [list(store.rows(sql, (identity, day, -1))) for sql, day in _WHOLE] if whole else None

    def before(self, day: str) -> list[_Row]:
        """Those from that day or the days before it on, the latest first, up to a number."""
        if self._all is None:
            return list(self._store.rows(_BEFORE, (self._identity, day, _LOOKED_AT)))
        latest = self._all[0]
        at = bisect_left(latest, True, key=lambda o: bool(o[2] <= day))
        return latest[at : at + _LOOKED_AT]

    def after(self, day: str) -> list[_Row]:
        """Those from a later day on, the earliest first, up to a number."""
        if self._all is None:
            return list(self._store.rows(_AFTER, (self._identity, day, _LOOKED_AT)))
        earliest = self._all[1]
        at = bisect_left(earliest, True, key=lambda o: bool(o[2] > day))
        return earliest[at : at + _LOOKED_AT]


def _shown(showings: _Showings, day: str | None, own: list[_Row]) -> _Row | None:
    if day is None:
        return own[0] if own else None
    covering = next((o for o in own if _covers(o, day)), None)
    if covering:
        return covering
    before = showings.before(day)
    covering = next((o for o in before if _covers(o, day)), None)
    if covering:
        return covering
    after = showings.after(day) if before else []
    for office in before:
        for later in after:
            if (office[0].casefold(), office[1]) == (later[0].casefold(), later[1]):
                return (*office[:3], later[3], office[4])
    return next((o for o in own if _near(o, day)), None)


def _covers(office: _Row, day: str) -> bool:
    first, last = office[2:4]
    if first is None and last is None:
        return False
    return (first is None or str(first) <= day) and (last is None or day <= str(last))


def _near(office: _Row, day: str) -> bool:
    known = [str(d) for d in office[2:4] if d]
    return not known or any(abs((_date(d) - _date(day)).days) <= _NEAR for d in known)


def _date(day: str) -> date:
    return date.fromisoformat(day)


def _made(store: Store, offices: Mapping[Asked, _Row | None]) -> dict[Asked, Held | None]:
    """Offices with what those are called that they are of, and that their holders are sent to."""
    rows = [row for row in offices.values() if row]
    to = json.dumps(sorted({row[4] for row in rows if row[4]}))
    sent = dict(store.rows("SELECT id, name FROM actors WHERE id IN (SELECT value FROM json_each(?))", (to,)))
    names = called(store, {row[1] for row in rows})
    return {
        asked: None if row is None else Held(title=row[0], of=names.get(row[1]), first=row[2], last=row[3], to=sent.get(row[4]))
        for asked, row in offices.items()
    }
