"""What persons corrected, replayed on a reading.

A correction is anchored by the words of its item and their place, not by an id alone, so that it holds for what another
model reads in the same text, and for a changed text in which the words still stand.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from onrecord.ids import digest, folded
from onrecord.keep.lines import Json, as_json, parts_of
from onrecord.keep.quotes import found
from onrecord.schema import Action, Actor, Correction, ItemKind, Outcome, Placement, Reading, Span

KINDS: tuple[ItemKind, ...] = get_args(ItemKind)
FIELDS: Mapping[tuple[ItemKind, Action], tuple[str, ...]] = {
    ("statement", "speaker"): ("speaker", "co_speakers"),
    ("statement", "spans"): ("source", "cue", "content"),
    ("statement", "form"): ("form",),
    ("statement", "status"): ("status",),
    ("event", "spans"): ("span",),
    ("event", "type"): ("type",),
    ("event", "status"): ("status",),
    ("event", "parties"): ("parties",),
    ("tie", "spans"): ("span",),
    ("tie", "type"): ("relation",),
    ("tie", "status"): ("status",),
    ("tie", "ends"): ("source", "target", "source_span", "target_span"),
    ("figure", "spans"): ("span",),
    ("mention", "actor"): ("actor",),
    ("mention", "type"): ("kind",),
}
"""what each kind of change sets; every kind of item can be accepted, rejected and added too"""

STRUCTURE = frozenset(["id", "score", "inside", "asserted_by"])
"""what follows from the rest of the reading, and is no part of what a person confirms"""
_SAME = 0.5
"""share of characters that two items have in common, from which they are one"""
_SURELY_SAME = 0.8
"""the same for a rejection and an addition: what is much longer or shorter may be right, and another item"""

Move = Callable[[Span], Span | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A reading as persons left it."""

    reading: Reading
    placements: tuple[Placement, ...]
    """what became of each correction, in the order of the log"""
    rejected: tuple[tuple[ItemKind, Json], ...]
    """what was taken off the record, as the contract writes it"""


def corrected(reading: Reading, log: Iterable[Correction]) -> Corrected:
    """Replays corrections, oldest first; those that were undone must be left out of `log`."""
    replay = _Replay(reading)
    placements = [replay.placed(entry) for entry in log]
    return Corrected(reading=replay.reading(), placements=tuple(placements), rejected=tuple(replay.rejected()))


def items(reading: Reading, kind: ItemKind) -> list[Json]:
    """The items of a kind as the contract writes them, a mention with an id made of its place."""
    listed = [as_json(item) for item in getattr(reading, f"{kind}s")]
    if kind == "mention":
        for item in listed:
            item["id"] = mention_id(reading.document.id, item["start"], item["end"])
    return listed


def mention_id(document: str, start: int, end: int) -> str:
    """What a mention is called, since the contract gives it no id."""
    return f"{document}:{start}-{end}"


def main_spans(kind: ItemKind, item: Mapping[str, Any]) -> list[Span]:
    """Where an item stands: the words without which it is nothing."""
    if kind == "statement":
        return [(a, b) for a, b in item["content"]]
    if kind == "mention":
        return [(item["start"], item["end"])]
    return [(item["span"][0], item["span"][1])]


def spans(kind: ItemKind, item: Mapping[str, Any]) -> Iterator[Span]:
    """All spans of an item, its main ones first."""
    yield from main_spans(kind, item)
    for name in ("source", "cue"):
        if kind == "statement":
            yield from ((a, b) for a, b in item[name])
    for name in ("source_span", "target_span"):
        if name in item:
            yield item[name][0], item[name][1]
    for party in item.get("parties", ()):
        yield party["span"][0], party["span"][1]


def actor_ids(item: Mapping[str, Any]) -> Iterator[str]:
    """Whom an item names."""
    names = (item.get("addressee"), item.get("actor"), *item.get("co_speakers", ()), *item.get("about", ()))
    yield from (a for a in names if a)
    if item.get("speaker") and item["speaker"]["actor"]:
        yield item["speaker"]["actor"]
    yield from (p["actor"] for p in item.get("parties", ()))
    if "relation" in item:
        yield from (item["source"], item["target"])


def _renamed(item: Json, name: Callable[[str], str]) -> Json:
    """An item with other ids for the actors it names."""
    made = dict(item)
    for key in ("addressee", "actor"):
        if made.get(key):
            made[key] = name(made[key])
    for key in ("co_speakers", "about"):
        if key in made:
            made[key] = list(dict.fromkeys(map(name, made[key])))
    if made.get("speaker") and made["speaker"]["actor"]:
        made["speaker"] = made["speaker"] | {"actor": name(made["speaker"]["actor"])}
    if "parties" in made:
        made["parties"] = [p | {"actor": name(p["actor"])} for p in made["parties"]]
    if "relation" in made:
        made |= {"source": name(made["source"]), "target": name(made["target"])}
    return made


def _moved(kind: ItemKind, item: Mapping[str, Any], move: Move) -> Json | None:
    """An item in another text; None where its main words do not stand there. Others that do not are left out."""
    made = dict(item)
    main = [move(span) for span in main_spans(kind, item)]
    if not main or None in main:
        return None
    if kind == "statement":
        made["content"] = [list(s) for s in main if s]
        for name in ("source", "cue"):
            made[name] = [list(s) for s in (move((a, b)) for a, b in item[name]) if s]
    elif kind == "mention":
        made["start"], made["end"] = main[0] or (0, 0)
    else:
        made["span"] = list(main[0] or ())
    for name in ("source_span", "target_span"):
        if name in item:
            end = move((item[name][0], item[name][1]))
            if end is None:
                return None
            made[name] = list(end)
    if "parties" in item:
        parties = [(p, move((p["span"][0], p["span"][1]))) for p in item["parties"]]
        made["parties"] = [p | {"span": list(span)} for p, span in parties if span]
    return made


class _Replay:
    """A reading on which corrections are done one after another."""

    def __init__(self, reading: Reading) -> None:
        self.read = reading
        self.items = {kind: items(reading, kind) for kind in KINDS}
        self.actors = list(reading.actors)
        self.become: dict[tuple[ItemKind, str], str] = {}
        """which item of this reading one that a person saw is"""
        self.off: dict[tuple[ItemKind, str], Json] = {}
        self.changed: set[str] = set()
        """statements that came, went, or have other words"""
        self.elsewhere: set[tuple[ItemKind, str]] = set()

    # --- one correction ----------------------------------------------------------------------------------------------

    def placed(self, entry: Correction) -> Placement:
        outcome, item = self._done(entry)
        return Placement(number=entry.number, who=entry.who, kind=entry.kind, item=item, outcome=outcome)

    def _done(self, entry: Correction) -> tuple[Outcome, str | None]:
        kind, key = entry.kind, (entry.kind, entry.item)
        move = self._move(entry)
        stands = _moved(kind, entry.after or entry.before or {}, move)
        if stands is None:
            return "lost", None
        target = self._target(entry, move)
        if target is not None:
            self.become[key] = target["id"]
        if entry.after is None:
            if target is None:
                return "absent", self.become.get(key, entry.item)
            self.items[kind].remove(target)
            self.off[kind, target["id"]] = target
            if kind == "statement":
                self.changed.add(target["id"])
            return "placed", target["id"]
        stands = _renamed(stands, self._actor_named({a.id: a for a in entry.actors}))
        if target is None:
            return "restored", self._put(entry, stands)
        names = FIELDS.get((kind, entry.action)) or tuple(n for n in stands if n not in STRUCTURE)
        # a cue that does not stand in another text is left as it was read there
        names = tuple(n for n in names if n not in ("source", "cue") or stands[n] or not entry.after[n])
        was = main_spans(kind, target)
        target |= {n: stands[n] for n in names}
        if main_spans(kind, target) != was:
            self._touched(kind, target)
        if kind == "mention":
            target["id"] = self.become[key] = mention_id(self.read.document.id, target["start"], target["end"])
        return "placed", target["id"]

    def _move(self, entry: Correction) -> Move:
        if entry.document == self.read.document.id:
            return lambda span: span
        text = self.read.document.text
        quoted = {(q.start, q.end): q for q in entry.quotes}
        shift = 0
        for item in (entry.before, entry.after):
            for span in main_spans(entry.kind, item) if item else ():
                place = found(text, quoted[span]) if span in quoted else None
                if place is not None:
                    shift = place[0] - span[0]
                    break
        return lambda span: found(text, quoted[span], shift=shift) if span in quoted else None

    def _target(self, entry: Correction, move: Move) -> Json | None:
        """The item of this reading that a person's is."""
        listed = self.items[entry.kind]
        known = self.become.get((entry.kind, entry.item))
        if known is None and entry.document == self.read.document.id:
            # an id is made of the item's place
            known = next((item["id"] for item in listed if item["id"] == entry.item), None)
        if known is not None:
            return next((item for item in listed if item["id"] == known), None)
        for saw in (entry.before, entry.after):
            sought = _moved(entry.kind, saw, move) if saw else None
            best = self._likest(sought, entry) if sought else None
            if best is not None:
                return best
        return None

    def _likest(self, sought: Json, entry: Correction) -> Json | None:
        """The item that has most words in common with one sought, if that is enough for one item."""
        enough = _SURELY_SAME if entry.after is None or entry.before is None else _SAME
        claimed = {item for (kind, _), item in self.become.items() if kind == entry.kind}
        best: tuple[float, bool, int] | None = None
        found: Json | None = None
        for item in self.items[entry.kind]:
            share = _shared(main_spans(entry.kind, sought), main_spans(entry.kind, item))
            taken = item["id"] in claimed
            # what is another item by an earlier correction can be this one too only where it has the very same words
            if share < (1.0 if taken else enough) or not _alike(sought, item):
                continue
            rank = (share, not taken, sum(sought[name] == item.get(name) for name in sought))
            if best is None or rank > best:
                best, found = rank, item
        return found

    def _put(self, entry: Correction, item: Json) -> str:
        kind, listed = entry.kind, self.items[entry.kind]
        free = entry.document == self.read.document.id and all(i["id"] != entry.item for i in listed)
        place = main_spans(kind, item)
        if kind == "mention":
            item["id"] = mention_id(self.read.document.id, item["start"], item["end"])
        else:
            item["id"] = entry.item if free else digest(kind, self.read.document.id, "kept", entry.item, *place)
        at = next((i for i, other in enumerate(listed) if main_spans(kind, other)[:1] > place[:1]), len(listed))
        listed.insert(at, item)
        self.become[kind, entry.item] = item["id"]
        self._touched(kind, item)
        return str(item["id"])

    def _touched(self, kind: ItemKind, item: Json) -> None:
        """Notes that an item stands where the reading had none like it."""
        self.elsewhere.add((kind, item["id"]))
        if kind == "statement":
            self.changed.add(item["id"])

    def _actor_named(self, given: Mapping[str, Actor]) -> Callable[[str], str]:
        """Finds whom a correction names among the actors of this reading, who may have another id there."""

        def name(actor: str) -> str:
            if any(a.id == actor for a in self.actors) or actor not in given:
                return actor
            called = folded(given[actor].name)
            same = [a.id for a in self.actors if called in map(folded, (a.name, *a.aliases))]
            if len(same) == 1:
                return same[0]
            self.actors.append(given[actor])
            return actor

        return name

    # --- all of them -------------------------------------------------------------------------------------------------

    def rejected(self) -> Iterator[tuple[ItemKind, Json]]:
        on = {(kind, item["id"]) for kind in KINDS for item in self.items[kind]}
        yield from ((key[0], item) for key, item in self.off.items() if key not in on)

    def reading(self) -> Reading:
        if not (self.become or self.off):
            return self.read
        if self.changed or self.elsewhere:
            self._attribute()
        lists = {f"{kind}s": listed for kind, listed in self.items.items()}
        others = {"actors": as_json(tuple(self.actors)), "offices": as_json(self.read.offices)}
        return Reading(document=self.read.document, reader=self.read.reader, **parts_of(lists | others))

    def _attribute(self) -> None:
        """Says anew inside which statement an item stands, where that statement or the item is not as it was read.

        What a statement asserted that is none any more, the statement around it asserts, or the report.
        """
        statements = self.items["statement"]
        touched = [s for s in statements if s["id"] in self.changed]
        for kind in KINDS[:4]:
            name = "inside" if kind == "statement" else "asserted_by"
            for item in self.items[kind]:
                places = main_spans(kind, item)
                if not places:
                    continue
                if (
                    item[name] in self.changed
                    or (kind, item["id"]) in self.elsewhere
                    or any(_holds(s, places) for s in touched if s is not item)
                ):
                    item[name] = _innermost(statements, item, kind, places)


def _innermost(statements: Sequence[Json], item: Json, kind: ItemKind, places: Sequence[Span]) -> str | None:
    size = _size(places) if kind == "statement" else -1
    holding = [s for s in statements if s is not item and _size(s["content"]) > size and _holds(s, places)]
    return min(holding, key=lambda s: (_size(s["content"]), s["content"]))["id"] if holding else None


def _holds(statement: Json, places: Sequence[Span]) -> bool:
    low, high = places[0][0], places[-1][1]
    return any(a <= low and high <= b for a, b in statement["content"])


def _size(spans: Iterable[Sequence[int]]) -> int:
    return sum(b - a for a, b in spans)


def _shared(a: Sequence[Span], b: Sequence[Span]) -> float:
    """Characters in both over characters in either."""
    both = sum(max(0, min(q, y) - max(p, x)) for p, q in a for x, y in b)
    either = _size(a) + _size(b) - both
    return both / either if either else float(list(a) == list(b))


def _alike(sought: Json, item: Json) -> bool:
    """Whether two items at one place can be the same: ties between several share their words."""
    return all(sought[name] == item[name] for name in ("source_span", "target_span") if name in sought)
