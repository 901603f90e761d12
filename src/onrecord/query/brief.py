"""A brief: what was said and done, as it is on record, each line with its citation.

The same record and question give the same brief, to the character: no clock, no order by chance. Nothing is summed up and
nothing added; each line says who asserts it.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from onrecord.keep.citation import MANNER, UNNAMED, Citation, citations, permalink, reference, where
from onrecord.keep.index import sentence_around
from onrecord.keep.store import Store
from onrecord.query.cite import office_sought
from onrecord.query.filters import Filter, identities_called
from onrecord.query.numbers import numbers
from onrecord.query.offices import Asked, offices_held
from onrecord.query.search import RANKED, Found, statements
from onrecord.query.told import Asserted, ToldEvent, ToldTie, events, events_asked, ties, ties_asked
from onrecord.schema import Reading, Span, Statement

MOST = 200
"""lines of each kind: the latest, or the best where words are searched for; the brief says where there are more on record"""
LONGEST = 700
"""characters of a statement's words beyond which not all of its sentences are given"""
REPORT = "the report"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a brief."""

    id: str
    """of the statement, event or tie"""
    first: str | None
    """ISO days"""
    last: str | None
    dated: bool
    """whether the text gives them; else they are those of publication"""
    who: str
    """the speaker; the parties of an event; the ends of a tie with their relation"""
    more: str
    """office, form and status of a statement; type, place and status of an event; status of a tie"""
    asserted_by: str
    """whose words it rests on"""
    words: str
    """of the document, on one line; of a long statement the sentences that it was found for, "[…]" where others are left out"""
    number: int
    """of its citation"""
    path: str
    """within a workspace, where it stands"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What a filter finds."""

    title: str
    said: tuple[Line, ...]
    done: tuple[Line, ...]
    standing: tuple[Line, ...]
    left_out: tuple[str, ...]
    """what there is more of on record, in words"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A citation at the end of a brief."""

    number: int
    text: str
    path: str
    """the permalink of a statement, the place in its document of anything else"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """One or two parts with the citations of their lines."""

    title: str
    parts: tuple[Part, ...]
    sources: tuple[Source, ...]
    readers: tuple[str, ...]
    """who read the documents: name, version and model"""


def brief(store: Store, wanted: Filter, *, against: Filter | None = None, most: int = MOST) -> Brief:
    """A brief of what a filter finds, or of two next to one another, earliest first, at most `most` lines of each kind.

    Of somebody who speaks, the events and ties are those that they take part in. Raises InputError as a search does.
    """
    sides = [wanted] if against is None else [wanted, against]
    found = [_found(store, side, most, key) for key, side in enumerate(sides)]
    readers: set[str] = set()
    lines = _lines(store, found, readers)
    sources: list[Source] = []
    cited: dict[str, int] = {}

    def numbered(side: _Found, items: Iterable[_Item]) -> Iterator[Line]:
        # numbers follow the order in which the lines are read
        for made in sorted((lines[side.key, item.id] for item in items), key=lambda made: made.order):
            number = len(sources) + 1
            # in full once, then by the number of that
            first = cited.setdefault(made.document, number)
            text = f"{made.cited if first == number else f'As in {first}'}, {made.place}."
            sources.append(Source(number=number, text=text, path=made.line.path))
            yield replace(made.line, number=number)

    parts = tuple(
        Part(
            title=title(store, side), said=tuple(numbered(f, f.said)), done=tuple(numbered(f, f.done)),
            standing=tuple(numbered(f, f.standing)), left_out=f.left_out,
        )
        for side, f in zip(sides, found, strict=True)
    )  # fmt: skip
    called = " and ".join(part.title for part in parts)
    return Brief(title=called[:1].upper() + called[1:], parts=parts, sources=tuple(sources), readers=tuple(sorted(readers)))


def title(store: Store, wanted: Filter) -> str:
    """What a filter asks for, in words; actors that it means by their identity under the name that they go by."""
    shown = []
    for name, words in _TITLES.items():
        value = getattr(wanted, name)
        if value and name in ("speaker", "about"):
            value = next((row[0] for row in store.rows("SELECT name FROM known_as WHERE identity = ?", (value,))), value)
        if value:
            shown.append(words.format(" ".join(value.split())))
    return ", ".join(shown) or "The whole record"


_TITLES = {
    "speaker": "{}", "about": "about {}", "words": "“{}”", "form": "{}", "status": "{}", "outlet": "in {}", "year": "{}",
    "since": "since {}", "until": "until {}",
}  # fmt: skip


_Item = Found | ToldEvent | ToldTie

# --- what is found ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    key: int
    """tells the sides apart"""
    about: frozenset[str]
    """identities of whom the statements were asked to speak of"""
    said: list[Found]
    done: list[ToldEvent]
    standing: list[ToldTie]
    left_out: tuple[str, ...]
    mutual: frozenset[str]
    """ids of the ties that are said to hold both ways"""


def _found(store: Store, wanted: Filter, most: int, key: int) -> _Found:
    chosen = numbers(store, wanted, few=RANKED)
    # of an actor, what they did and how they stand; not only what they say of it
    own = replace(wanted, speaker=None, about=wanted.speaker) if wanted.speaker and not wanted.about else wanted
    event, tie = events_asked(store, own), ties_asked(store, own)
    # an office is that which the citation gives
    said = list(statements(store, wanted, limit=most, offices=False))
    done = list(events(store, event, limit=most))
    stand = list(ties(store, tie, limit=most))
    # counted only where there may be more than were found
    counts = {
        "statement": next(store.rows(f"SELECT count(*) FROM ({chosen.counted})", chosen.values))[0] if len(said) == most else 0,
        "event": event.count(store) if len(done) == most else 0,
        "tie": tie.count(store) if len(stand) == most else 0,
    }
    left = tuple(f"{n - most:,} more {kind}{'s' if n - most > 1 else ''}" for kind, n in counts.items() if n > most)
    standing, mutual = _both_ways(stand)
    return _Found(
        key=key, about=frozenset(identities_called(store, wanted.about) if wanted.about else ()), said=said,
        done=done, standing=standing, left_out=left, mutual=mutual,
    )  # fmt: skip


def _both_ways(found: Iterable[ToldTie]) -> tuple[list[ToldTie], frozenset[str]]:
    """Ties without those that the same words say the other way round, and the ids of those that these are one line with."""
    kept: dict[tuple[object, ...], ToldTie] = {}
    mutual: set[str] = set()
    for t in found:
        said = (t.passage.document, t.passage.start, t.passage.end, t.relation, t.status, t.first, t.last, t.asserted)
        other = kept.get((*said, t.target, t.source)) if t.relation in _MUTUAL else None
        if other is None:
            kept[*said, t.source, t.target] = t
        else:
            mutual.add(other.id)
    return list(kept.values()), frozenset(mutual)


_MUTUAL = frozenset(["friendly", "ally", "hostile", "fights", "neutral", "cooperates_with", "connects"])
"""relations that mean the same from either side"""


# --- lines -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """A line without its number, and what its citation says."""

    line: Line
    cited: str
    """the document"""
    place: str
    document: str
    order: tuple[str, str, int, str]


def _lines(store: Store, found: Iterable[_Found], readers: set[str]) -> dict[tuple[int, str], _Made]:
    """The lines by side and the ids of what they say, each document opened once and left again."""
    by_document: dict[str, list[tuple[_Found, _Item]]] = {}
    for side in found:
        items: list[_Item] = [*side.said, *side.done, *side.standing]
        for item in items:
            document = item.document if isinstance(item, Found) else item.passage.document
            by_document.setdefault(document, []).append((side, item))
    made: dict[tuple[int, str], _Made] = {}
    sought: dict[tuple[int, str], Asked] = {}
    quoted = {s.id for side in found for s in side.said}
    # of the others, their text alone
    speaking = {s.document for side in found for s in side.said}
    identities = _identities(store, speaking)
    readings = (
        store.readings_of(speaking, parts=_parts(found), statements=quoted),
        store.readings_of(by_document.keys() - speaking, parts=()),
    )
    for reading in chain(*readings):
        held, known = by_document[reading.document.id], identities[reading.document.id]
        readers.add(f"{reading.reader.name} {reading.reader.version}, model {reading.reader.model[:12]}")
        said = [s for s in reading.statements if s.id in quoted]
        by_id = {s.id: (s, c) for s, c in zip(said, citations(reading, said), strict=True)} if said else {}
        cited = where(by_id[said[0].id][1].reference if said else reference(reading.document))
        for side, item in held:
            key = (side.key, item.id)
            if isinstance(item, Found):
                statement, own = by_id[item.id]
                meant = [(m.start, m.end) for m in reading.mentions if known.get(m.actor or "", m.actor) in side.about]
                line = _said(reading, statement, own, item, (*item.marks, *meant))
                made[key] = _made(line, reading, cited, (own.start, own.end))
                if asked := office_sought(reading, statement, own, known):
                    sought[key] = asked
            else:
                span = (item.passage.start, item.passage.end)
                made[key] = _made(_told(reading, item, span, mutual=item.id in side.mutual), reading, cited, span)
    offices = offices_held(store, sought.values())
    for key, sought_for in sought.items():
        if office := offices[sought_for]:
            line = made[key].line
            made[key] = replace(made[key], line=replace(line, more=_listed(office.words, line.more)))
    return made


def _identities(store: Store, documents: Iterable[str]) -> defaultdict[str, dict[str, str]]:
    """Of some documents, who their actors are on record."""
    found = defaultdict[str, dict[str, str]](dict)
    sql = "SELECT document, actor, identity FROM identities WHERE document IN (SELECT value FROM json_each(?))"
    for document, actor, identity in store.rows(sql, (json.dumps(list(documents)),)):
        found[document][actor] = identity
    return found


def _parts(found: Iterable[_Found]) -> list[str]:
    """What of the readings the lines are made of: mentions only where a long statement is cut to those of somebody."""
    cut = any(len(s.content) > LONGEST for side in found if side.about for s in side.said)
    return ["actors", "offices", "statements", *(["mentions"] if cut else [])]


def _said(reading: Reading, statement: Statement, cited: Citation, item: Found, meant: Iterable[Span]) -> Line:
    quoted_by = f"quoted by {_chain(cited)}" if cited.quoted_by else ""
    manner = MANNER[cited.form].removeprefix(", ")
    return Line(
        id=item.id, first=item.first, last=item.last, dated=item.dated, who=" and ".join(cited.speakers) or UNNAMED,
        more=_listed(cited.office, quoted_by, manner, cited.status if cited.status != "happened" else None),
        asserted_by=_chain(cited) if cited.quoted_by else REPORT, number=0, path=permalink(cited),
        words=cited.words if len(cited.words) <= LONGEST else _shortened(reading, statement.content, meant),
    )  # fmt: skip


def _shortened(reading: Reading, content: Iterable[Span], meant: Iterable[Span]) -> str:
    """The sentences of some words that hold what they were found for; where none does, the first ones."""
    text, pieces = reading.document.text, sorted(content)
    wanted = [place for place in meant if any(a <= place[0] and place[1] <= b for a, b in pieces)]
    at, last = pieces[0][0], pieces[-1][1]
    kept: list[list[int]] = []
    for place in sorted(wanted) or [(at, at + 1)]:
        a, b = sentence_around(reading.document, place)
        if kept and a <= kept[-1][1] + 1:
            kept[-1][1] = max(kept[-1][1], b)
        else:
            kept.append([a, b])
    while not wanted and kept[0][1] < last and kept[0][1] - at < LONGEST // 2:
        after = kept[0][1] + 1
        kept[0][1] = max(after, sentence_around(reading.document, (after, after + 1))[1])
    shown = [" ".join(text[max(a, at) : min(b, last)].split()) for a, b in kept]
    head, tail = "[…] " if kept[0][0] > at else "", " […]" if kept[-1][1] < last else ""
    return head + " […] ".join(shown) + tail


def _chain(cited: Citation) -> str:
    return ", quoted by ".join(by or UNNAMED for by in cited.quoted_by)


def _told(reading: Reading, item: ToldEvent | ToldTie, span: Span, *, mutual: bool) -> Line:
    if isinstance(item, ToldEvent):
        names = {role: " and ".join(p.name for p in item.parties if p.role == role) for role in ("source", "partner", "target")}
        who = " – ".join(filter(None, names.values())) or "parties not named"
        status = f"{'not ' if item.negated else ''}{item.status}"
        more = _listed(item.type.lower(), item.mode, f"in {item.place}" if item.place else None, status)
    else:
        relation = item.relation.replace("_", " ")
        both, one_way = (
            f"{item.source_name} and {item.target_name} – {relation}",
            f"{item.source_name} – {relation} – {item.target_name}",
        )
        who = both if mutual else one_way
        more = item.status
    text = reading.document.text
    return Line(
        id=item.id, first=item.first, last=item.last, dated=item.dated, who=who, more=more, asserted_by=_who(item.asserted),
        words=" ".join(text[slice(*sentence_around(reading.document, span))].split()), number=0,
        path=f"/documents/{reading.document.id}?at={span[0]}-{span[1]}",
    )  # fmt: skip


def _who(asserted: Asserted) -> str:
    return REPORT if asserted.statement is None else asserted.name or UNNAMED


def _made(line: Line, reading: Reading, cited: str, span: Span) -> _Made:
    return _Made(
        line=line, cited=cited, place=f"characters {span[0]}–{span[1]}",
        document=reading.document.id, order=(line.first or line.last or "~", reading.document.id, span[0], line.id),
    )  # fmt: skip


def _listed(*words: str | None) -> str:
    return ", ".join(w for w in words if w)
