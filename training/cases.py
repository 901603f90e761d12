"""Sentences with an event between two parties, as the corpora code them and as we wrote them."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from training.examples import Aligner, Example, Span, lines

OLDER = {
    "DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT", "RETREAT": "YIELD",
    "CONCEDE": "YIELD",
}  # fmt: skip
"""types of older versions of PLOVER, and those that `labels.EVENTS` holds together"""


@dataclass(kw_only=True)
class Case:
    """A sentence with one event; word spans."""

    example: Example
    type: str
    parties: list[Span]
    """sources before targets"""
    sources: int
    """how many of them are sources"""
    words: list[int] = field(default_factory=list)
    """words that tell of the event, where the corpus marks them"""


def coded(path: Path) -> Iterator[Case]:
    """Sentences of `plv_train.jsonl` or `plover_gsr_cameo.jsonl`."""
    for line in lines(path):
        at = Aligner(line["text"])
        sources: list[Span] = []
        targets: list[Span] = []
        words: list[int] = []
        for span in line["spans"]:
            found = at.span(span["b"], span["e"])
            role = span["role"].upper()
            if found is None:
                continue
            # of those who do it to one another, the first
            if role in ("SOURCE", "SRC") or (role == "SRC/TAR" and not sources):
                sources.append(found)
            elif role in ("TARGET", "TAR", "SRC/TAR"):
                targets.append(found)
            elif role == "EVT":
                words += range(*found)
        event = line["expected"][0]["event"]
        yield Case(
            example=Example(id=line["id"], corpus="events", forms=at.forms, gap=at.gap),
            type=OLDER.get(event, event),
            parties=sources + targets,
            sources=len(sources),
            words=words,
        )


def written(path: Path, actors: Sequence[str], rng: random.Random, times: int) -> Iterator[Case]:
    """Each of our own sentences several times with other actors."""
    for number, line in enumerate(path.read_text(encoding="utf8").splitlines()):
        if line.startswith("#") or not line.strip():
            continue
        kind, pattern = line.split(" ", 1)
        for _ in range(times):
            yield filled(pattern, rng.sample(actors, 2), kind, f"written-{number}")


def filled(pattern: str, actors: Sequence[str], kind: str, name: str) -> Case:
    """A pattern with two actors in the places of {a} and {b}; brackets in it hold the word that tells of the event."""
    a, b = actors
    text = pattern.replace("{a}", a).replace("{b}", b)
    start, end = text.index("["), text.index("]") - 1
    text = text.replace("[", "").replace("]", "")
    at = Aligner(text)
    named = [actor for actor in (a, b) if actor in text]
    spans = [at.span(text.find(actor), text.find(actor) + len(actor)) for actor in named]
    told = at.span(start, end)
    assert told is not None, text
    return Case(
        example=Example(id=name, corpus="events", forms=at.forms, gap=at.gap),
        type=kind,
        parties=[s for s in spans if s],
        sources=sum(actor == a for actor in named),
        words=[told[0]],
    )
