"""Whether two actors of two documents are one, with the features that decided."""

from collections.abc import Callable
from dataclasses import dataclass

from rapidfuzz.distance import JaroWinkler

from onrecord.identify.profiles import Profile
from onrecord.identify.spelling import parts, sound, suffix, without_article
from onrecord.ids import folded
from onrecord.schema import Link

SAME = 0.5
"""score from which two actors are taken for one"""
APART = -1.0
"""score at and under which they are known to be two; between the two nothing is decided"""
_CLOSE = 0.9
"""Jaro-Winkler similarity of words that are one word spelt in two ways"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One thing that speaks for or against."""

    words: str
    """as a reader of the result is shown it"""
    weight: float
    holds: Callable[[Profile, Profile], bool]


def _same_name(a: Profile, b: Profile) -> bool:
    return not set(map(without_article, a.names)).isdisjoint(map(without_article, b.names))


def _same_full(a: Profile, b: Profile) -> bool:
    return any(len(parts(x)) > 1 and parts(x) == parts(y) for x in a.names for y in b.names)


def _alike(x: str, y: str) -> bool:
    """Whether two words are one, spelt in two ways."""
    if x == y or sound(x) == sound(y):
        return True
    return (
        min(len(x), len(y)) > 4
        and x[0] == y[0]
        and _one_letter(sound(x), sound(y))
        and JaroWinkler.similarity(sound(x), sound(y)) >= _CLOSE
    )


def _one_letter(x: str, y: str) -> bool:
    if abs(len(x) - len(y)) > 1:
        return False
    if len(x) == len(y):
        return sum(a != b for a, b in zip(x, y, strict=True)) <= 1
    short, long = sorted((x, y), key=len)
    return any(short == long[:i] + long[i + 1 :] for i in range(len(long)))


def _spelt(a: Profile, b: Profile) -> bool:
    """Full names of as many words, each word alike."""
    for x in map(parts, a.names):
        for y in map(parts, b.names):
            if len(x) == len(y) > 1 and all(map(_alike, x, y)):
                return True
    return False


def _shortened(a: Profile, b: Profile) -> bool:
    """One name is the other with words left out or cut to initials, its last word kept."""
    for x in map(parts, a.names):
        for y in map(parts, b.names):
            short, long = sorted((x, y), key=len)
            if len(short) > 1 and short != long and _alike(short[-1], long[-1]) and _within(short[:-1], long[:-1]):
                return True
    return False


def _within(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    at = 0
    for word in short:
        while at < len(long) and not (_alike(word, long[at]) or (1 in (len(word), len(long[at])) and word[0] == long[at][0])):
            at += 1
        if at == len(long):
            return False
        at += 1
    return True


def _surname_only(a: Profile, b: Profile) -> bool:
    short, long = sorted((a, b), key=lambda p: max(len(parts(n)) for n in p.names))
    mine = {parts(n) for n in short.names}
    return all(len(m) == 1 for m in mine) and any(_alike(m[0], parts(n)[-1]) for m in mine for n in long.names)


def _given_conflict(a: Profile, b: Profile) -> bool:
    """Full names that share the last word and differ in the first: brothers, not one."""
    x, y = max(map(parts, a.names), key=len), max(map(parts, b.names), key=len)
    if len(x) < 2 or len(y) < 2 or not _alike(x[-1], y[-1]):
        return False
    return not (_within(x[:-1], y[:-1]) or _within(y[:-1], x[:-1]))


def _generation(a: Profile, b: Profile) -> bool:
    return suffix(a.name) != suffix(b.name) and bool(suffix(a.name) or suffix(b.name))


def _same_office(a: Profile, b: Profile) -> bool:
    return bool(a.titles & b.titles) and (bool(a.bodies & b.bodies) or not a.bodies or not b.bodies)


def _other_body(a: Profile, b: Profile) -> bool:
    return bool(a.bodies) and bool(b.bodies) and not a.bodies & b.bodies


def _other_offices(a: Profile, b: Profile) -> bool:
    return bool(a.titles) and bool(b.titles) and not a.titles & b.titles and not a.bodies & b.bodies


def _company(a: Profile, b: Profile) -> bool:
    return len(a.with_ & b.with_) >= 1


def _acronym(a: Profile, b: Profile) -> bool:
    return any(_abbreviates(x, y) or _abbreviates(y, x) for x in a.names for y in b.names)


def _abbreviates(short: str, long: str) -> bool:
    letters = short.replace(".", "")
    words = [w for w in parts(long) if w not in ("of", "and", "for", "in", "on", "to")]
    return letters.isupper() and 2 < len(letters) < 8 and len(words) > 1 and "".join(w[0] for w in words) == letters.lower()


_COMMON = frozenset([
    "ministry", "parliament", "congress", "senate", "army", "navy", "police", "government", "assembly", "court", "bank",
    "council", "cabinet", "treasury", "department", "commission", "committee", "agency", "office", "university", "party",
    "union", "movement", "front", "federation", "authority", "institute", "corporation", "guard", "force", "forces",
    "service",
])  # fmt: skip


def _common(a: Profile, b: Profile) -> bool:
    """A name that every country has, with nothing in it that says whose: "the Ministry of Defence", "rebels"."""
    plain = [n for n in (a.name, b.name) if (set(parts(n)) & _COMMON or n.islower()) and len(parts(n)) <= 4]
    return len(plain) == 2 and a.entry is None and not _shared_body(a, b)


def _same_letters(a: Profile, b: Profile) -> bool:
    """Two bodies with different names in full, and the same acronym."""
    x, y = ([n for n in p.names if len(parts(n)) > 1] for p in (a, b))
    if not _same_name(a, b) or a.entry is not None:
        return False
    return (
        bool(x)
        and bool(y)
        and not any(len(parts(m)) == len(parts(n)) and all(map(_alike, parts(m), parts(n))) for m in x for n in y)
    )


def _short(a: Profile, b: Profile) -> bool:
    """An acronym is all that one of the two is called, and nothing else speaks for it."""
    if a.entry is not None or _company(a, b):
        return False
    return any(all(n.isupper() and len(n) <= 6 for n in p.names) for p in (a, b))


def _other_spelling(a: Profile, b: Profile) -> bool:
    return not _same_full(a, b) and _spelt(a, b)


def _one_entry(a: Profile, b: Profile) -> bool:
    return a.entry is not None and a.entry is b.entry


def _two_entries(a: Profile, b: Profile) -> bool:
    return None not in (a.entry, b.entry) and a.entry is not b.entry


def _seat(a: Profile, b: Profile) -> bool:
    """A city, and the state or region that is called by its name because it is governed from there."""
    for city, other in ((a, b), (b, a)):
        entry = other.entry
        if city.kind == "place" and other.kind != "place" and entry is not None and entry.is_territory:
            theirs = {folded(n) for n in city.names}
            return theirs <= {folded(s) for s in entry.seats} - {folded(n) for n in (entry.name, *entry.aliases)}
    return False


def _shared_body(a: Profile, b: Profile) -> bool:
    return bool(a.bodies & b.bodies)


PERSONS = (
    Feature(words="same full name", weight=1.0, holds=_same_full),
    Feature(words="the same name in another spelling", weight=0.8, holds=_other_spelling),
    Feature(words="one name shortens the other", weight=0.6, holds=_shortened),
    Feature(words="only a surname in common", weight=0.1, holds=_surname_only),
    Feature(words="the same office", weight=0.5, holds=_same_office),
    Feature(words="an office of the same body", weight=0.2, holds=_shared_body),
    Feature(words="named with the same others", weight=0.1, holds=_company),
    Feature(words="offices of different bodies", weight=-0.7, holds=_other_body),
    Feature(words="different offices", weight=-0.6, holds=_other_offices),
    Feature(words="different first names", weight=-3.0, holds=_given_conflict),
    Feature(words="father and son", weight=-3.0, holds=_generation),
)
BODIES = (
    Feature(words="same name", weight=0.9, holds=_same_name),
    Feature(words="one actor in the gazetteer", weight=2.0, holds=_one_entry),
    Feature(words="two actors in the gazetteer", weight=-3.0, holds=_two_entries),
    Feature(words="a city, and what is governed from it", weight=-3.0, holds=_seat),
    Feature(words="the same name in another spelling", weight=0.7, holds=lambda a, b: not _same_name(a, b) and _spelt(a, b)),
    Feature(words="one name abbreviates the other", weight=0.5, holds=lambda a, b: not _same_name(a, b) and _acronym(a, b)),
    Feature(words="of the same state", weight=0.3, holds=_shared_body),
    Feature(words="of different states", weight=-2.0, holds=lambda a, b: _other_body(a, b) and a.entry is None),
    Feature(words="a name that many countries have, and nothing says whose", weight=-0.6, holds=_common),
    Feature(words="the same letters for different names", weight=-2.0, holds=_same_letters),
    Feature(words="an acronym alone", weight=-0.5, holds=_short),
    Feature(words="named with the same others", weight=0.2, holds=_company),
)
_PERSONAL = ("person",)


def compared(a: Profile, b: Profile) -> Link:
    """How far two actors are one: the sum of the features that hold, which are its reasons."""
    if (a.kind in _PERSONAL) != (b.kind in _PERSONAL):
        return Link(a=a.unit, b=b.unit, score=APART, reasons=("a person and something else",))
    features = PERSONS if a.kind in _PERSONAL else BODIES
    held = [f for f in features if f.holds(a, b)]
    return Link(a=a.unit, b=b.unit, score=round(sum(f.weight for f in held), 3), reasons=tuple(f.words for f in held))
