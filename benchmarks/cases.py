"""Whole documents with what a careful reader finds in them, and a reading held against that.

A case is a text and, beside it, a JSON file of what is in it. Pieces of text stand in it as their own words, each the first
such place, or that within the words of a "..._near"; turns as their first and last words. The classes are those of a seed
document: document, turn, statement, speaker, form, source, cue, said on, addressee, nesting, status, boilerplate; and, in the
cases that have them, events and ties, with some of their words as "in".
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.ids import folded
from onrecord.schema import Event, Reading, Span, Speaker, Statement, Tie

FOLDER = Path(__file__).parent.parent / "tests/cases/whole"
SPOKEN = ("direct", "indirect", "mixed")


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing that a careful reader finds."""

    kind: str
    held: bool
    what: str


def cases() -> list[tuple[Path, dict[str, Any]]]:
    """The texts with what is in them, in the order of their names."""
    found = []
    for gold in sorted(FOLDER.glob("*.json")):
        text = next(p for p in sorted(FOLDER.glob(f"{gold.stem}.*")) if p.suffix != ".json")
        found.append((text, json.loads(gold.read_text(encoding="utf8"))))
    return found


def _place(text: str, words: str, near: str | None = None) -> Span:
    at = text.index(near) if near else 0
    start = text.index(words, at)
    return start, start + len(words)


def _characters(spans: list[Span] | tuple[Span, ...]) -> set[int]:
    return {i for a, b in spans for i in range(a, b)}


def _overlap(a: list[Span] | tuple[Span, ...], b: list[Span] | tuple[Span, ...]) -> float:
    x, y = _characters(a), _characters(b)
    return len(x & y) / len(x | y) if x | y else 0.0


def checks(gold: dict[str, Any], reading: Reading) -> Iterator[Check]:
    """Everything that a case asks of a reading, held or not."""
    text = reading.document.text
    names = {a.id: {_plain(n) for n in (a.name, *a.aliases)} for a in reading.actors}

    def is_(actor: str | None, name: str) -> bool:
        return actor is not None and _plain(name) in names.get(actor, set())

    def by_(speaker: Speaker | None, name: str) -> bool:
        if speaker is None or speaker.actor is None:
            return speaker is not None and _plain(speaker.name) == _plain(name)
        return is_(speaker.actor, name)

    for key in ("kind", "published", "publisher"):
        if key in gold:
            got = getattr(reading.document, key)
            yield Check(kind="document", held=got == gold[key], what=f"{key} {gold[key]}, not {got}")
    turns = []
    for turn in gold.get("turns", []):
        start = text.index(turn["begins"], turns[-1][1] if turns else 0)
        span = (start, text.index(turn["ends"], start) + len(turn["ends"]))
        turns.append(span)
        near = [s for s in reading.statements if s.form == turn["turn"] and _overlap(s.content, [span]) >= 0.9]
        held = any(by_(s.speaker, turn["speaker"]) for s in near)
        yield Check(kind="turn", held=held, what=f"{turn['turn']} by {turn['speaker']}: {turn['begins']}")
    gold_spans: list[list[Span]] = []
    for want in gold["statements"]:
        content = [_place(text, words) for words in want["content"]]
        gold_spans.append(content)
        yield from _statement(want, content, turns, gold_spans, reading, is_, by_)
    for words in gold["boilerplate"]:
        span = _place(text, words)
        spoken = any(_characters(s.content) & _characters([span]) for s in reading.statements if s.form in SPOKEN)
        yield Check(kind="boilerplate", held=not spoken, what=f"read as speech: {words}")
    yield from _told(gold, reading, is_)


def _told(gold: dict[str, Any], reading: Reading, is_: Any) -> Iterator[Check]:
    """The events and ties of a case: each, its parties, how it stands and who asserts it."""
    text = reading.document.text
    said = {s.id: s for s in reading.statements}

    def asserted(found: Event | Tie, by: str | None) -> bool:
        if by is None or found.asserted_by is None:
            return by == found.asserted_by
        speaker = said[found.asserted_by].speaker
        return speaker is not None and is_(speaker.actor, by)

    for want in gold.get("events", []):
        a, b = _place(text, want["in"])
        # what is to come is AGREE in PLOVER's codebook and what it will be in the seeds: some events have two types
        near = [e for e in reading.events if e.type in want["type"].split(" or ") and e.span[0] < b and a < e.span[1]]
        label = f"{want['type']} {want['in']}"
        yield Check(kind="event", held=bool(near), what=label)
        for name in want.get("parties", []):
            held = any(is_(p.actor, name) for e in near for p in e.parties)
            yield Check(kind="event party", held=held, what=f"{name} in {label}")
        if "when" in want:
            held = any(e.when is not None and [e.when.first, e.when.last] == want["when"] for e in near)
            yield Check(kind="event date", held=held, what=f"{want['when']}: {label}")
        yield Check(kind="event status", held=any(e.status == want["status"] for e in near), what=f"{want['status']}: {label}")
        held = any(asserted(e, want["asserted_by"]) for e in near)
        yield Check(kind="event asserted by", held=held, what=f"{want['asserted_by']}: {label}")
    for want in gold.get("ties", []):
        a, b = _place(text, want["in"])
        near_ties = [t for t in reading.ties if t.relation == want["relation"] and t.span[0] < b and a < t.span[1]]
        label = f"{want['source']} {want['relation']} {want['target']}"
        held = any(is_(t.source, want["source"]) and is_(t.target, want["target"]) for t in near_ties)
        yield Check(kind="tie", held=held, what=label)
        held = any(asserted(t, want["asserted_by"]) for t in near_ties)
        yield Check(kind="tie asserted by", held=held, what=f"{want['asserted_by']}: {label}")


def _plain(name: str) -> str:
    return re.sub(r"^(?:the|an?) ", "", folded(name))


def _statement(want: Any, content: Any, turns: Any, before: Any, reading: Reading, is_: Any, by_: Any) -> Iterator[Check]:
    text = reading.document.text
    words = " … ".join(want["content"])[:70].replace("\n", " ")
    near: list[Statement] = [s for s in reading.statements if s.form in SPOKEN and _overlap(s.content, content) >= 0.5]
    yield Check(kind="statement", held=bool(near), what=f"not found: {words}")
    speaker = want["speaker"]
    right = any(s.speaker is None if speaker is None else by_(s.speaker, speaker) for s in near)
    yield Check(kind="speaker", held=right, what=f"{speaker} of: {words}")
    yield Check(kind="form", held=any(s.form == want["form"] for s in near), what=f"{want['form']}: {words}")
    for role in ("source", "cue"):
        if role in want:
            anchor = want.get(f"{role}_near") or (want["source_near"] if role == "cue" and "source_near" in want else None)
            span = _place(text, want[role], anchor) if anchor or role == "source" else _nearest(text, want[role], content)
            held = any(_characters(getattr(s, role)) & _characters([span]) for s in near)
            yield Check(kind=role, held=held, what=f"{want[role]} of: {words}")
    if "said" in want:
        held = any(s.said is not None and [s.said.first, s.said.last] == want["said"] for s in near)
        yield Check(kind="said on", held=held, what=f"{want['said']}: {words}")
    if "addressee" in want:
        yield Check(
            kind="addressee",
            held=any(is_(s.addressee, want["addressee"]) for s in near),
            what=f"{want['addressee']}: {words}",
        )
    if "status" in want:
        yield Check(kind="status", held=any(s.status == want["status"] for s in near), what=f"{want['status']}: {words}")
    outer = (
        [turns[want["inside"]]]
        if "inside" in want
        else before[want["inside_statement"]]
        if "inside_statement" in want
        else None
    )
    if outer:
        by_id = {s.id: s for s in reading.statements}
        held = any(s.inside is not None and _overlap(by_id[s.inside].content, outer) >= 0.8 for s in near)
        yield Check(kind="nesting", held=held, what=words)


def _nearest(text: str, words: str, content: list[Span]) -> Span:
    """The place of a cue's words that is nearest to the content."""
    found = [m.span() for m in re.finditer(rf"\b{re.escape(words)}", text)]
    return min(found, key=lambda s: min(abs(s[1] - a) + 0 if s[1] <= a else abs(s[0] - b) for a, b in content))
