"""From what a person asks for to an entry of the log: what the item is now, and what it is to be."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, get_args

from onrecord.errors import InputError, MissingError
from onrecord.ids import digest, folded
from onrecord.keep.corrections import FIELDS, actor_ids, items, spans
from onrecord.keep.lines import Json, as_json
from onrecord.keep.quotes import quote
from onrecord.schema import (
    Action,
    Actor,
    ActorKind,
    Correction,
    EventType,
    Form,
    ItemKind,
    MentionKind,
    Reading,
    Relation,
    Role,
    Span,
    Speaker,
    Statement,
    Status,
)

Directory = Callable[[str], Sequence[Actor]]
"""the actors of the whole record that have a name"""

_VALUES: Mapping[str, tuple[str, ...]] = {
    "form": get_args(Form),
    "status": get_args(Status),
    "type": get_args(EventType),
    "relation": get_args(Relation),
    "kind": get_args(MentionKind),
    "role": get_args(Role),
}
"""what the fields that hold one word of a list may hold"""


def allowed(kind: ItemKind) -> tuple[Action, ...]:
    """What can be done to an item of a kind."""
    return ("accept", "reject", *(action for of, action in FIELDS if of == kind))


def choices(kind: ItemKind, action: Action) -> tuple[str, ...]:
    """The words that a change may set, none where it sets something else."""
    names = FIELDS.get((kind, action), ())
    return _VALUES.get(names[0], ()) if names else ()


def fingerprint(item: Mapping[str, Any]) -> str:
    """Tells whether an item is still what a person saw."""
    return digest(json.dumps(item, sort_keys=True, ensure_ascii=False))


def drafted(
    reading: Reading,
    item: str,
    action: Action,
    to: Any = None,
    *,
    kind: ItemKind = "statement",
    directory: Directory = lambda name: (),
    rejected: Json | None = None,
) -> Correction:
    """What a person's decision does to an item of a reading as it is on record now.

    `rejected` is the item as it was before somebody rejected it, where it is not on record. Raises InputError for an item that
    is not there, a change that its kind has not, and a value that makes no sense.
    """
    at = _Draft(reading, directory)
    before: Json | None = None
    after: Json | None
    if action == "add":
        if kind != "statement":
            raise InputError(f"add: of a {kind} nothing can be added; a statement can")
        after = at.added(to)
        item = after["id"]
    else:
        before = next((i for i in items(reading, kind) if i["id"] == item), None)
        now = before or rejected
        if now is None:
            raise MissingError(f"{item}: no such {kind} on record; it may have been read anew or rejected since")
        if action not in allowed(kind):
            raise InputError(f"{action}: cannot be done to a {kind}; one of {', '.join(allowed(kind))}")
        after = None if action == "reject" else dict(now) if action == "accept" else at.changed(now, kind, action, to)
        if action == "reject" and before is None:
            raise InputError(f"{item}: rejected already")
    text = reading.document.text
    places = dict.fromkeys(span for i in (before, after) if i for span in spans(kind, i))
    named = dict.fromkeys(actor for i in (before, after) if i for actor in actor_ids(i))
    known = {a.id: a for a in (*reading.actors, *at.new)}
    return Correction(
        document=reading.document.id,
        kind=kind,
        item=item,
        action=action,
        before=before,
        after=after,
        quotes=tuple(quote(text, span) for span in places),
        actors=tuple(known[a] for a in named if a in known),
    )


class _Draft:
    """Finds what a person means in a reading."""

    def __init__(self, reading: Reading, directory: Directory) -> None:
        self.reading = reading
        self.text = reading.document.text
        self.directory = directory
        self.new: list[Actor] = []
        """whom the reading does not know yet"""

    def added(self, to: Any) -> Json:
        given = self._fields(to, ("content", "source", "cue", "speaker", "form", "status"))
        if not given.get("content"):
            raise InputError("add: give the content, as words of the document or as offsets such as 120-180")
        held: Json = as_json(Statement(id="", form="indirect", speaker=None))
        held["content"] = self.pieces("content", given["content"], ())
        edges = held["content"][0][0], held["content"][-1][1]
        for name in ("source", "cue"):
            if given.get(name):
                held[name] = self.pieces(name, given[name], edges)
        held["form"] = self._word("form", given.get("form") or "indirect")
        held["status"] = self._word("status", given.get("status") or "happened")
        held["speaker"] = self._speaker(given.get("speaker"))
        held["id"] = digest("statement", self.reading.document.id, "added", *held["content"])
        held["about"] = self._about(held["content"])
        return held

    def changed(self, now: Mapping[str, Any], kind: ItemKind, action: Action, to: Any) -> Json:
        names = FIELDS[kind, action]
        made = dict(now)
        if action == "speaker":
            made["speaker"] = self._speaker(to)
            # who spoke with the one before did not thereby speak with another
            made["co_speakers"] = [a for a in now["co_speakers"] if not made["speaker"] or a != made["speaker"]["actor"]]
        elif action == "parties":
            made["parties"] = self._parties(now, to)
        elif action == "ends":
            made |= self._ends(now, to)
        elif action == "actor":
            found = self._actor(to)
            made["actor"] = found.id if found else None
        elif action == "spans":
            given = self._fields(to, names)
            for name, wanted in given.items():
                was = now[name] if kind == "statement" else [now[name]]
                edges = [edge for span in was or now["content"] for edge in span]
                pieces = self.pieces(name, wanted, edges)
                if kind == "statement":
                    made[name] = pieces
                elif len(pieces) == 1:
                    made[name] = pieces[0]
                else:
                    raise InputError(f"{name}: a {kind} stands in one place; give one")
            if kind == "statement" and not made["content"]:
                raise InputError("content: a statement without words is none; reject it instead")
        else:
            made[names[0]] = self._word(names[0], to)
        return made

    def _fields(self, to: Any, names: Sequence[str]) -> dict[str, Any]:
        if not isinstance(to, Mapping) or not to:
            raise InputError(f"{to}: give one or more of {', '.join(names)}")
        for name in to:
            if name not in names:
                raise InputError(f"{name}: cannot be set; one of {', '.join(names)}")
        return dict(to)

    def _word(self, name: str, to: Any) -> str:
        if to not in _VALUES[name]:
            raise InputError(f"{to}: no such {name}; one of {', '.join(_VALUES[name])}")
        return str(to)

    # --- places ------------------------------------------------------------------------------------------------------

    def pieces(self, name: str, wanted: Any, near: Sequence[int]) -> list[list[int]]:
        """Places given as offsets, "120-180, 190-200", or as the words that stand there, pieces parted by " … ".

        Of several places where the words stand, the one nearest to one of `near` is meant.
        """
        found: list[Span] = []
        if isinstance(wanted, str):
            if re.fullmatch(r"\s*\d+-\d+(\s*,\s*\d+-\d+)*\s*", wanted):
                found = [(int(a), int(b)) for a, b in re.findall(r"(\d+)-(\d+)", wanted)]
            else:
                for words in filter(str.strip, re.split(r"\s…\s", wanted)):
                    found.append(self._words(name, words.strip(), near))
                    near = found[-1]
        else:
            try:
                found = [(int(a), int(b)) for a, b in wanted]
            except (TypeError, ValueError):
                raise InputError(f"{name}: {wanted}: no places; write [[120, 180]], 120-180, or the words") from None
        found.sort()
        for place, (a, b) in enumerate(found):
            if not 0 <= a < b <= len(self.text) or not self.text[a:b].strip():
                raise InputError(f"{name}: {a}-{b}: no words of the document; it has {len(self.text)} characters")
            if place and a < found[place - 1][1]:
                raise InputError(f"{name}: {a}-{b}: overlaps the piece before it")
        return [[a, b] for a, b in found]

    def _words(self, name: str, words: str, near: Sequence[int]) -> Span:
        """The place of words; white space counts as one blank."""
        pattern = r"\s+".join(map(re.escape, words.split()))
        places = [m.span() for m in re.finditer(pattern, self.text)]
        if not places:
            raise InputError(f"{name}: “{words}” does not stand in the document; copy the words from its text")
        if not near and len(places) > 1:
            raise InputError(
                f"{name}: “{words}” stands in {len(places)} places; give more words, or offsets: "
                + ", ".join(f"{a}-{b}" for a, b in places[:5])
            )
        return min(places, key=lambda p: (min((abs(edge - at) for edge in p for at in near), default=0), p[0]))

    def _about(self, content: Sequence[Sequence[int]]) -> list[str]:
        """Whom words name."""
        within = (m for m in self.reading.mentions if any(a <= m.start and m.end <= b for a, b in content))
        return list(dict.fromkeys(m.actor for m in within if m.actor))

    def _place(self, actor: str, within: Sequence[int], otherwise: Sequence[int]) -> list[int]:
        """Where an actor is named within a stretch, first; else another place."""
        named = (m for m in self.reading.mentions if m.actor == actor and within[0] <= m.start and m.end <= within[1])
        return next(([m.start, m.end] for m in named), list(otherwise))

    # --- parties and ends --------------------------------------------------------------------------------------------

    def _parties(self, now: Mapping[str, Any], to: Any) -> list[Json]:
        """The parties of an event, each where it was named before, else where the event's words name it."""
        if not isinstance(to, Sequence) or isinstance(to, str):
            raise InputError(f"{to}: give the parties as a list, each with role and actor; an empty one for none")
        was = now["parties"]
        made: list[Json] = []
        for at, wanted in enumerate(to):
            given = self._fields(wanted, ("role", "actor"))
            role = self._word("role", given.get("role"))
            found = self._actor(given.get("actor"))
            if found is None:
                raise InputError(f"{role}: names nobody; leave the party out, or name an actor")
            before = next((p["span"] for p in was if p["actor"] == found.id), None)
            there = was[at]["span"] if at < len(was) else now["span"]
            span = list(before) if before else self._place(found.id, now["span"], there)
            party = {"actor": found.id, "role": role, "span": span}
            if any(p["actor"] == found.id and p["role"] == role for p in made):
                raise InputError(f"{found.name}: is given twice as {role}; once is enough")
            made.append(party)
        return made

    def _ends(self, now: Mapping[str, Any], to: Any) -> Json:
        """Both ends of a tie, one that is not given as it is; those that change places take their words with them."""
        given = self._fields(to, ("source", "target"))
        places = {now[name]: now[f"{name}_span"] for name in ("source", "target")}
        made: Json = {}
        for name in ("source", "target"):
            found = self._actor(given[name]) if name in given else None
            if name in given and found is None:
                raise InputError(f"{name}: a tie has two ends; name an actor, or reject the tie")
            actor = found.id if found else now[name]
            made[name] = actor
            made[f"{name}_span"] = list(places.get(actor) or self._place(actor, now["span"], now[f"{name}_span"]))
        if made["source"] == made["target"]:
            raise InputError(f"{made['source']}: stands at both ends; nobody has a tie to itself")
        return made

    # --- actors ------------------------------------------------------------------------------------------------------

    def _speaker(self, to: Any) -> Json | None:
        found = self._actor(to)
        return as_json(Speaker(actor=found.id, name=found.name)) if found else None

    def _actor(self, to: Any) -> Actor | None:
        """An actor by id or name; one that nobody knows yet is made. None for nobody."""
        given = dict(to) if isinstance(to, Mapping) else {"name": to}
        called, kind = given.get("name"), given.get("kind")
        if called is None or (isinstance(called, str) and not called.strip()):
            return None
        if not isinstance(called, str):
            raise InputError(f"{called}: no name")
        if kind is not None and kind not in get_args(ActorKind):
            raise InputError(f"{kind}: no such kind of actor; one of {', '.join(get_args(ActorKind))}")
        name = " ".join(called.split())
        here = [a for a in self.reading.actors if name == a.id]
        here = here or [a for a in self.reading.actors if a.name == name]
        here = here or [a for a in self.reading.actors if folded(name) in map(folded, (a.name, *a.aliases))]
        here = here or list(self.directory(name))
        if kind is not None:
            here = [a for a in here if a.kind == kind]
        if len(here) > 1:
            several = "; ".join(f"{a.id} {a.name} ({a.kind})" for a in here)
            raise InputError(f"{name}: {len(here)} actors are called that; give the id of one: {several}")
        if not here:
            made: ActorKind = kind or "person"
            here = [Actor(id=digest("actor", made, folded(name)), kind=made, name=name)]
        self.new.append(here[0])
        return here[0]
