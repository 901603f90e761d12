"""brat standoff: for each document its text, and beside it the spans found in it, in code points."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from onrecord.keep.export.source import Source, amount_of
from onrecord.schema import Reading, Span

_TYPES = {
    "person": "Person", "organization": "Organization", "state": "State", "region": "Region", "place": "Place",
    "group": "Group", "role": "Role", "date": "Date", "event": "NamedEvent",
}  # fmt: skip
_RELATIONS = {
    "friendly": "Friendly", "ally": "Ally", "hostile": "Hostile", "fights": "Fights", "neutral": "Neutral",
    "member_of": "MemberOf", "part_of": "PartOf", "in_charge_of": "InChargeOf", "owns": "Owns",
    "cooperates_with": "CooperatesWith", "located_in": "LocatedIn", "connects": "Connects",
}  # fmt: skip
_STATUSES = "happened|ongoing|planned|hoped|denied|hypothetical"
_CONFIGURATION = f"""[entities]
{chr(10).join(_TYPES.values())}
Source
Content
Party
Figure

[relations]
{chr(10).join(f"{name}	Arg1:Party, Arg2:Party" for name in _RELATIONS.values())}
Inside	Arg1:Content, Arg2:Content

[events]
Statement	Source*:Source, Content:Content
Event	Source*:Party, Target*:Party, Partner*:Party

[attributes]
Status	Arg:<ANY>, Value:{_STATUSES}
Form	Arg:Statement, Value:direct|indirect|mixed|question|answer
Negated	Arg:Event
"""
"""brat's annotation.conf"""


def write_standoff(source: Source, folder: Path) -> int:
    """Writes DOCUMENT.txt and DOCUMENT.ann for each document, and annotation.conf; returns how many documents."""
    (folder / "annotation.conf").write_text(_CONFIGURATION, encoding="utf8", newline="")
    count = 0
    for reading in source.readings():
        name = reading.document.id
        (folder / f"{name}.txt").write_text(reading.document.text, encoding="utf8", newline="")
        lines = "".join(f"{line}\n" for line in _lines(reading))
        (folder / f"{name}.ann").write_text(lines, encoding="utf8", newline="")
        count += 1
    return count


def fragments(text: str, spans: Iterable[Span]) -> list[Span]:
    """Spans cut at tabs and the ends of lines, which no fragment of brat's may hold, without the blanks at their ends."""
    found = []
    for start, end in spans:
        for line in re.finditer(r"[^\t\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+", text[start:end]):
            words = line.group()
            a = start + line.start() + len(words) - len(words.lstrip())
            b = start + line.end() - len(words) + len(words.rstrip())
            if a < b:
                found.append((a, b))
    return found


class _Numbers:
    """Lines of text-bound annotations, the same span and type once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines: list[str] = []
        self._known: dict[tuple[str, tuple[Span, ...]], str] = {}

    def bound(self, kind: str, spans: Iterable[Span]) -> str | None:
        found = fragments(self.text, spans)
        if not found:
            return None
        key = (kind, tuple(found))
        if key not in self._known:
            self._known[key] = f"T{len(self._known) + 1}"
            places = ";".join(f"{a} {b}" for a, b in found)
            self.lines.append(f"{self._known[key]}\t{kind} {places}\t{' '.join(self.text[a:b] for a, b in found)}")
        return self._known[key]


def _lines(reading: Reading) -> Iterator[str]:
    text = reading.document.text
    numbers = _Numbers(text)
    rest: list[str] = []
    events = relations = attributes = notes = 0
    of: dict[str, str] = {}
    """where each statement is: its event, and its content"""
    contents: dict[str, str] = {}

    def attribute(name: str, target: str, value: str = "") -> None:
        nonlocal attributes
        attributes += 1
        rest.append(f"A{attributes}\t{name} {target} {value}".rstrip())

    def note(target: str, words: str) -> None:
        nonlocal notes
        notes += 1
        rest.append(f"#{notes}\tAnnotatorNotes {target}\t{' '.join(words.split())}")

    def asserted(by: str | None) -> str:
        return f"asserted by {of.get(by, by) if by else 'the report'}"

    for m in reading.mentions:
        numbers.bound(_TYPES[m.kind], [(m.start, m.end)])
    names = {a.id: a.name for a in reading.actors}
    for s in reading.statements:
        content = numbers.bound("Content", s.content)
        if content is None:
            continue
        # the trigger of brat's event is the cue; where there is none, the words themselves
        trigger = numbers.bound("Statement", s.cue or s.content) or content
        spoken = numbers.bound("Source", s.source)
        events += 1
        of[s.id], contents[s.id] = f"E{events}", content
        rest.append(f"E{events}\tStatement:{trigger}" + (f" Source:{spoken}" if spoken else "") + f" Content:{content}")
        attribute("Form", of[s.id], s.form)
        attribute("Status", of[s.id], s.status)
        note(of[s.id], f"{s.id} {s.speaker.name if s.speaker else 'nobody named'}")
    for s in reading.statements:
        if s.inside in contents and s.id in contents:
            relations += 1
            rest.append(f"R{relations}\tInside Arg1:{contents[s.id]} Arg2:{contents[s.inside]}")
    for e in reading.events:
        trigger_of = numbers.bound("Event", [e.span])
        if trigger_of is None:
            continue
        events += 1
        parties = [(p.role.capitalize(), numbers.bound("Party", [p.span])) for p in e.parties]
        counted: dict[str, int] = {}
        shown = []
        for role, party in parties:
            if party:
                counted[role] = counted.get(role, 0) + 1
                # brat numbers a role that comes more than once
                shown.append(f"{role}{counted[role] if counted[role] > 1 else ''}:{party}")
        rest.append(" ".join([f"E{events}\tEvent:{trigger_of}", *shown]))
        attribute("Status", f"E{events}", e.status)
        if e.negated:
            attribute("Negated", f"E{events}")
        note(f"E{events}", f"{e.type} {e.id}, {asserted(e.asserted_by)}")
    for t in reading.ties:
        a, b = numbers.bound("Party", [t.source_span]), numbers.bound("Party", [t.target_span])
        if a and b:
            relations += 1
            rest.append(f"R{relations}\t{_RELATIONS.get(t.relation, 'Connects')} Arg1:{a} Arg2:{b}")
            attribute("Status", f"R{relations}", t.status)
            ends = f"{names.get(t.source, t.source)} {t.relation} {names.get(t.target, t.target)}"
            note(f"R{relations}", f"{t.id} {ends}, {asserted(t.asserted_by)}")
    for f in reading.figures:
        bound = numbers.bound("Figure", [f.span])
        if bound:
            note(bound, f"{f.id} {amount_of(f)}, {asserted(f.asserted_by)}")
    yield from numbers.lines
    yield from rest
