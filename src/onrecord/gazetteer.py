"""Known actors: states with their capitals and peoples, regions, peoples, international organisations, armed groups and more.

The list is `gazetteer.tsv`, kept by hand; the codes and Wikidata ids of territories were taken from rigour 2.6.1 (MIT) and
held against the names of Unicode's CLDR.
"""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from onrecord.ids import folded


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An actor that most readers know."""

    name: str
    kind: str
    """state, former state, region, people, bloc (states spoken of as one, without a body of theirs), igo (between governments),
    armed, party, media, government, ngo or company"""
    aliases: tuple[str, ...]
    seats: tuple[str, ...]
    """its capital, under the names that stand for its government"""
    demonyms: tuple[str, ...]
    """adjectives and nouns of its people; of a people, those that stand for none of it: "Kurdish", "a Kurd" """
    within: str | None
    """the ISO 3166 code of the state that a region lies in, or a body or party is of"""
    refs: Mapping[str, str]
    """iso3166 (of existing states) and wikidata"""

    @property
    def is_people(self) -> bool:
        """Whether it is many who are called as one, without a body that acts for them."""
        return self.kind in ("people", "bloc")

    @property
    def is_territory(self) -> bool:
        """Whether it is a state or a region, today or formerly."""
        return self.kind in ("state", "former state", "region")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gazetteer:
    """Known actors by what they are called; all keys are `key`s."""

    by_name: Mapping[str, Entry]
    namesakes: Mapping[str, tuple[Entry, ...]]
    """the actors of several states that a name is one of, the first of which `by_name` gives: "Congress" """
    by_seat: Mapping[str, Entry]
    by_demonym: Mapping[str, Entry]
    """the territories alone"""
    adjectives: frozenset[str]
    """what belongs to a people is called by"""
    starts: frozenset[str]
    """what the names, seats and demonyms begin with, as `start` gives it"""


def key(name: str) -> str:
    """A name as the gazetteer looks it up: folded, without an article, and an acronym without full stops."""
    plain = folded(name).removeprefix("the ")
    short = plain.replace(".", "")
    return short if len(short) <= 4 and " " not in short else plain


def start(word: str) -> str:
    """The letters that a word begins with, folded: a quick look at whether it can begin a name of the gazetteer."""
    match = re.match(r"\w+", word)
    return folded(match[0]) if match else ""


_WORDS = frozenset(["us", "is", "car", "male", "gap"])
"""acronyms that are words too, and count only in capitals"""


def named(gazetteer: Gazetteer, name: str) -> Entry | None:
    """The actor that a name is a name of; "Georgia" and its like are the state.

    The letters of a party, a company or a paper alone are nobody's: they are those of others elsewhere.
    """
    k = key(name)
    if k in _WORDS and not name.isupper() and "." not in name:
        return None
    entry = gazetteer.by_name.get(k)
    if entry is not None and entry.kind in ("party", "company", "media") and name.isupper() and len(name) < 6:
        return entry if entry.name == name else None
    return entry


def extent(gazetteer: Gazetteer, name: str) -> int | None:
    """How much land a known place is: 1 a capital, 2 a region, 3 a state; None where the name is not known."""
    entry = named(gazetteer, name)
    if entry is None:
        return 1 if key(name) in gazetteer.by_seat else None
    return {"region": 2, "state": 3, "former state": 3}.get(entry.kind)


@cache
def known() -> Gazetteer:
    """The gazetteer of the package, read once a process."""
    by_name: dict[str, Entry] = {}
    namesakes: dict[str, list[Entry]] = {}
    by_seat: dict[str, Entry] = {}
    by_demonym: dict[str, Entry] = {}
    adjectives: set[str] = set()
    text = (files("onrecord") / "gazetteer.tsv").read_text(encoding="utf8")
    for row in csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        refs = {k: row[k] for k in ("iso3166", "wikidata") if row[k]}
        entry = Entry(
            name=row["name"],
            kind=row["kind"],
            aliases=_parts(row["aliases"]),
            seats=_parts(row["seats"]),
            demonyms=_parts(row["demonyms"]),
            within=row["within"] or None,
            refs=refs,
        )
        for name in (entry.name, *entry.aliases):
            first = by_name.setdefault(key(name), entry)
            if first is not entry and first.within and entry.within:
                namesakes.setdefault(key(name), [first]).append(entry)
        for name in entry.seats:
            by_seat.setdefault(key(name), entry)
        if entry.kind == "people":
            adjectives |= set(map(key, entry.demonyms))
            continue
        for name in entry.demonyms:
            by_demonym.setdefault(key(name), entry)
    starts = frozenset(start(k) for names in (by_name, by_seat, by_demonym) for k in names)
    # keys of acronyms have lost their full stops: "u.s."
    starts |= {k[0] for k in by_name if len(k) < 5}
    return Gazetteer(
        by_name=by_name, namesakes={k: tuple(v) for k, v in namesakes.items()}, by_seat=by_seat, by_demonym=by_demonym,
        adjectives=frozenset(adjectives), starts=starts,
    )  # fmt: skip


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split(";") if part)
