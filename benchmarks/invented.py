"""A record of any size: documents, persons and words that a seeded generator invents, distributed as in the press."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate

import numpy as np

from onrecord.ids import digest
from onrecord.schema import (
    MEANING,
    Actor,
    Document,
    Event,
    Figure,
    Mention,
    Office,
    Party,
    Reader,
    Reading,
    Segment,
    Span,
    Speaker,
    Statement,
    Tie,
    When,
)

READER = Reader(name="onrecord", version="0", model="invented")
VECTORS_BY = "by chance"
STATEMENTS = 8
"""of each document"""
_ONSETS = ("b", "br", "d", "f", "g", "k", "kr", "l", "m", "n", "p", "r", "s", "st", "t", "tr", "v", "z", "h", "j")
_RIMES = ("a", "an", "e", "el", "i", "in", "o", "or", "u", "us", "ar", "en", "il", "om", "ak", "eth")
_FORMS = ("direct", "indirect", "indirect", "mixed", "direct", "indirect")
_STATUSES = ("happened",) * 8 + ("planned", "hoped", "denied", "hypothetical", "ongoing")
_TITLES = ("minister", "foreign minister", "spokesman", "president", "ambassador", "chair", "envoy", "commander")
_TYPES = ("AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION")
_RELATIONS = ("friendly", "ally", "hostile", "member_of", "in_charge_of", "cooperates_with")
_START = date(2012, 1, 1)
_DAYS = 12 * 365


class _Pool:
    """Things of which the first are met most: the n-th as often as 1/n."""

    def __init__(self, items: list[str], power: float = 1.0) -> None:
        self.items = items
        self._weights = list(accumulate((n + 1) ** -power for n in range(len(items))))

    def some(self, rng: random.Random, count: int) -> list[str]:
        return rng.choices(self.items, cum_weights=self._weights, k=count)


def _word(rng: random.Random, syllables: int) -> str:
    return "".join(rng.choice(_ONSETS) + rng.choice(_RIMES) for _ in range(syllables))


class World:
    """What the documents are about."""

    def __init__(self, seed: int, *, persons: int = 3000, states: int = 60, bodies: int = 400, words: int = 12_000) -> None:
        rng = random.Random(seed)
        self._rng = rng
        self._vectors = np.random.default_rng(seed)
        names = dict.fromkeys(f"{_word(rng, 2).title()} {_word(rng, rng.choice((2, 3))).title()}" for _ in range(persons))
        self.persons = _Pool(list(names))
        self.states = _Pool(list(dict.fromkeys(_word(rng, 3).title() + "ia" for _ in range(states))))
        self.bodies = _Pool(
            list(dict.fromkeys(f"{_word(rng, 2).title()} Union of {_word(rng, 2).title()}" for _ in range(bodies)))
        )
        self.outlets = _Pool([f"The {_word(rng, 2).title()} Post" for _ in range(12)], 0.8)
        self.words = _Pool(list(dict.fromkeys(_word(rng, rng.choice((1, 2, 2, 3, 3, 4))) for _ in range(words))))
        self.kinds = dict.fromkeys(self.persons.items, "person") | dict.fromkeys(self.states.items, "state")

    def readings(self, documents: int) -> Iterator[Reading]:
        """So many documents, one after another."""
        for number in range(documents):
            yield self._reading(number)

    def _reading(self, number: int) -> Reading:
        rng = self._rng
        published = (_START + timedelta(days=rng.randrange(_DAYS))).isoformat()
        text = _Text()
        title = text.add(" ".join(self.words.some(rng, 6)).capitalize())
        segments = [Segment(kind="title", start=title[0], end=title[1])]
        text.add("\n\n")
        cast = list(dict.fromkeys([*self.persons.some(rng, 3), *self.states.some(rng, 3), *self.bodies.some(rng, 1)]))
        persons = [n for n in cast if self.kinds.get(n) == "person"]
        others = [n for n in cast if n not in persons]
        mentions, offices, said, places = [], [], [], []
        for person in persons[:2]:
            span = text.add(person)
            text.add(f" is {_TITLES[rng.randrange(len(_TITLES))]} here. ")
            offices.append((person, _TITLES[hash_of(person) % len(_TITLES)], rng.choice(others), span))
            places.append(span)
        for _ in range(STATEMENTS):
            text.add(" ".join(self.words.some(rng, rng.randrange(8, 25))).capitalize() + ". ")
            start = len(text)
            speaker = rng.choice(persons)
            source = text.add(speaker)
            text.add(" ")
            cue = text.add("said")
            text.add(" that ")
            content = text.add(" ".join(self.words.some(rng, rng.randrange(10, 35))))
            text.add(".\n\n")
            segments.append(Segment(kind="paragraph", start=start, end=content[1] + 1))
            mentions.append(Mention(start=source[0], end=source[1], kind="person", actor=_actor(speaker)))
            said.append((speaker, source, cue, content, rng.sample(others, rng.randrange(0, min(3, len(others)) + 1))))
        document = Document(
            id=digest("document", number, published), path=f"news/{number}.txt", text=str(text), segments=tuple(segments),
            kind="report", title=str(text)[slice(*title)], published=published, publisher=self.outlets.some(rng, 1)[0],
            sha256=digest("bytes", number), extractor="invented",
        )  # fmt: skip
        statements = [
            Statement(
                id=digest("statement", document.id, n), form=rng.choice(_FORMS), status=rng.choice(_STATUSES),
                speaker=Speaker(actor=_actor(speaker), name=speaker), source=(source,), cue=(cue,), content=(content,),
                about=tuple(map(_actor, about)), said=_said(rng, published), score=round(rng.random(), 3),
            )
            for n, (speaker, source, cue, content, about) in enumerate(said)
        ]  # fmt: skip
        return Reading(
            document=document, reader=READER, mentions=tuple(mentions), statements=tuple(statements),
            actors=tuple(Actor(id=_actor(n), kind=self.kinds.get(n, "organization"), name=n) for n in cast),
            offices=tuple(
                Office(holder=_actor(h), title=t, of=_actor(o), to=None, first=published, last=published, span=s)
                for h, t, o, s in offices
            ),
            events=tuple(self._event(document, n, others, s) for n, s in enumerate(statements) if n % 2),
            ties=tuple(self._tie(document, n, others, s) for n, s in enumerate(statements) if n % 5 == 0 and len(others) > 1),
            figures=tuple(self._figure(document, n, s) for n, s in enumerate(statements) if n % 4 == 0),
            vectors={s.id: self._vector() for s in statements},
            vectors_by=VECTORS_BY,
        )  # fmt: skip

    def _vector(self) -> bytes:
        made = self._vectors.standard_normal(MEANING).astype(np.float32)
        vector: bytes = (made / np.linalg.norm(made)).astype("<f2").tobytes()
        return vector

    def _event(self, document: Document, n: int, cast: list[str], said: Statement) -> Event:
        rng, span = self._rng, said.content[0]
        two = rng.sample(cast, min(2, len(cast)))
        parties = tuple(Party(actor=_actor(a), role=r, span=span) for a, r in zip(two, ("source", "target"), strict=False))
        return Event(
            id=digest("event", document.id, n), type=rng.choice(_TYPES), mode=None, span=span, parties=parties, place=None,
            when=said.said, status=said.status, negated=rng.random() < 0.1, asserted_by=said.id, score=said.score,
        )  # fmt: skip

    def _tie(self, document: Document, n: int, cast: list[str], said: Statement) -> Tie:
        a, b = map(_actor, self._rng.sample(cast, 2))
        span = said.content[0]
        return Tie(
            id=digest("tie", document.id, n), relation=self._rng.choice(_RELATIONS), source=a, target=b, source_span=span,
            target_span=span, span=span, when=None, status="ongoing", asserted_by=said.id, score=said.score,
        )  # fmt: skip

    def _figure(self, document: Document, n: int, said: Statement) -> Figure:
        low = float(self._rng.randrange(1, 5000))
        return Figure(
            id=digest("figure", document.id, n), low=low, high=low, unit="tonnes", what=self.words.some(self._rng, 1)[0],
            approximate=False, span=said.content[0], when=None, asserted_by=said.id, score=said.score,
        )  # fmt: skip


class _Text:
    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0

    def add(self, words: str) -> Span:
        """Adds words; returns where they stand."""
        self._parts.append(words)
        self._length += len(words)
        return self._length - len(words), self._length

    def __len__(self) -> int:
        return self._length

    def __str__(self) -> str:
        return "".join(self._parts)


def hash_of(name: str) -> int:
    """A number that a name has on every machine."""
    return int(digest(name), 16)


def _actor(name: str) -> str:
    return digest("actor", name)


def _said(rng: random.Random, published: str) -> When | None:
    if rng.random() < 0.6:
        return None
    day = (date.fromisoformat(published) - timedelta(days=rng.randrange(0, 60))).isoformat()
    return When(first=day, last=day)
