"""The types that pass between the stages, and the contract of the record.

Spans are half-open code-point offsets into `Document.text` unless a field says that it counts words. `None` means that the
text does not say.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

Span = tuple[int, int]
MEANING = 256
"""numbers that say what a stretch of text means"""

DocumentKind = Literal["report", "interview", "transcript", "statement"]
SegmentKind = Literal["title", "dateline", "paragraph", "question", "answer", "byline", "boilerplate"]
MentionKind = Literal["person", "organization", "state", "region", "place", "group", "role", "date", "event"]
ActorKind = Literal["person", "organization", "state", "region", "place", "group", "role", "event"]
Form = Literal["direct", "indirect", "mixed", "question", "answer"]
Status = Literal["happened", "ongoing", "planned", "hoped", "denied", "hypothetical"]
EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
CONCLUDED = "concluded"
"""mode of an AGREE whose agreement was signed or reached, and not only said"""
Relation = Literal[
    "friendly", "ally", "hostile", "fights", "neutral", "member_of", "part_of", "in_charge_of", "owns", "cooperates_with",
    "located_in", "connects",
]  # fmt: skip


# --- acquire ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Lines of a file with a document on each that are read and kept together."""

    first: int
    """number of its first line, from 1"""
    count: int
    """lines in it"""
    start: int
    end: int
    """bytes of the file: [start, end)"""
    last: bool
    """whether no line comes after it"""
    data: bytes | None = field(default=None, repr=False)
    """the bytes themselves, of what can be read only once"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A stretch of a document with one part to play; segments follow one another and never overlap."""

    kind: SegmentKind
    start: int
    end: int
    turn: int | None = None
    """number of the turn, from 0, where the segment belongs to an interview or a transcript"""
    label: Span | None = None
    """where the words that name the speaker of the turn stand"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text that is final: every offset of the record counts its code points."""

    id: str
    path: str
    """where it came from: a path, an address, or both with a record's number"""
    text: str
    segments: tuple[Segment, ...]
    kind: DocumentKind
    title: str | None = None
    published: str | None = None
    """ISO date"""
    publisher: str | None = None
    byline: str | None = None
    language: str = "en"
    sha256: str = ""
    """hash of the raw bytes that the text was read from"""
    extractor: str = ""
    """name and version of what made the text of them, with the encoding where one was detected"""
    pages: tuple[int, ...] = ()
    """where each page of a PDF starts in the text"""
    meta: Mapping[str, object] = field(default_factory=dict)
    """what the user's own metadata said beyond the fields above"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A document that could not be read, and why."""

    path: str
    code: str
    """one word: empty, encrypted, scanned, broken, encoding, language, too-large, unsupported, missing, permission"""
    reason: str
    sha256: str = ""


# --- annotate --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A proper name; word indices."""

    start: int
    end: int
    kind: str
    """PER, ORG, LOC, NORP (peoples, followers), EVENT, DATE or MISC"""
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Noun:
    """A phrase that refers to something: a name, a noun with its dependents, a pronoun; word indices."""

    start: int
    end: int
    head: int
    kind: str
    """entity type: person, organization, place, time, event, object, abstract, animal, plant, substance"""
    chain: int
    """number of the chain of phrases that mean the same; each phrase is in one"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """A stretch between quotation marks, marks included; word indices."""

    start: int
    end: int
    closed: bool
    """whether a closing mark ends it"""
    continues: bool
    """whether it goes on from a quotation that the paragraph before left open"""
    double: bool
    """whether double marks hold it, or single ones in a text that quotes with no others"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Words given to a source; word indices."""

    source: tuple[Span, ...]
    cue: Span | None
    content: tuple[Span, ...]
    score: float

    def first(self) -> int:
        """Its first word."""
        return min(s for s, _ in (*self.content, *self.source, *([self.cue] if self.cue else [])))


Bound = Literal["since", "until", "before", "after"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeExpression:
    """A stretch of a text that names a time; code points."""

    start: int
    end: int
    when: "When"
    """the days it names; without either where nothing says which"""
    exact: bool
    """whether the words alone name the days, without another date to count from"""
    bound: Bound | None
    """whether what happens then began, ended, or lies to one side: "since 2003" """


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """The word that heads the likeliest phrase for one side of an event."""

    word: int
    score: float
    """its probability"""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventWord:
    """A word that tells of an event."""

    word: int
    """its index"""
    type: str
    """PLOVER type; YIELD for CONCEDE and RETREAT together"""
    score: float
    sure: bool = True
    """whether the word says of which type its event is; else its parties have to"""
    source: End | None = None
    """who does it; None where nobody is the likeliest"""
    target: End | None = None
    """to whom it is done"""


class TypeBetween(Protocol):
    """Says of which type an event between parties is."""

    def __call__(self, word: int, sources: Sequence[Span], targets: Sequence[Span]) -> tuple[str, float]:
        """The type, as `EventWord.type` names it, and its chance, by the word that tells of it and those of its parties."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotated:
    """A document with its layers; all arrays count words."""

    document: Document
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    """code points of each word"""
    forms: tuple[str, ...]
    sentence: NDArray[np.int32]
    """number of the sentence each word is in"""
    paragraph: NDArray[np.int32]
    """number of the segment each word is in"""
    head: NDArray[np.int32]
    """the word each depends on, itself for the root of a sentence"""
    relation: tuple[str, ...]
    """its relation to it (Universal Dependencies)"""
    tag: tuple[str, ...]
    """part of speech (Penn Treebank)"""
    quotation: NDArray[np.int32]
    """number of the outermost double-marked quotation each word is in, -1 outside"""
    quotations: tuple[Quotation, ...]
    names: tuple[Name, ...]
    nouns: tuple[Noun, ...]
    attributions: tuple[Attribution, ...]
    times: tuple[TimeExpression, ...]
    events: tuple[EventWord, ...]
    factuality: NDArray[np.float32]
    """how far each word that tells of something is presented as fact, from -3 (certainly not) to 3 (certainly)"""
    meaning: NDArray[np.float16] | None = None
    """[words, MEANING] what each word means; None where the reader does not say"""
    type_between: TypeBetween | None = None
    """what decides the type of an event whose parties are known; None where the reader does not say"""


# --- the record ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """First and last day as ISO dates, both included; an open end is None."""

    first: str | None
    last: str | None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who read a document."""

    name: str
    version: str
    model: str
    """hash of the weights"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    start: int
    end: int
    kind: MentionKind
    actor: str | None = None
    when: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    id: str
    kind: ActorKind
    name: str
    aliases: tuple[str, ...] = ()
    refs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """A post that a text says somebody holds; holder, of and to are actor ids."""

    holder: str
    title: str
    of: str | None
    to: str | None
    first: str | None
    last: str | None
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who said something: the actor, and the words for it as the document gives them in full."""

    actor: str | None
    """None for those who are nobody in particular: "many", "various sources", "reports" """
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    id: str
    form: Form
    speaker: Speaker | None
    co_speakers: tuple[str, ...] = ()
    source: tuple[Span, ...] = ()
    cue: tuple[Span, ...] = ()
    content: tuple[Span, ...] = ()
    addressee: str | None = None
    said: When | None = None
    inside: str | None = None
    about: tuple[str, ...] = ()
    status: Status = "happened"
    score: float = 1.0


Role = Literal["source", "target", "partner"]
"""what an actor is in an event: who does it, to whom it is done, or one of several who do it together"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    actor: str
    role: Role
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    id: str
    type: str
    mode: str | None
    span: Span
    parties: tuple[Party, ...]
    place: str | None
    when: When | None
    status: Status
    negated: bool
    asserted_by: str | None
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    id: str
    relation: str
    source: str
    target: str
    source_span: Span
    target_span: Span
    span: Span
    when: When | None
    status: Status
    asserted_by: str | None
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    id: str
    low: float | None
    high: float | None
    unit: str | None
    what: str | None
    approximate: bool
    span: Span
    when: When | None
    asserted_by: str | None
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one reader found in one document."""

    document: Document
    reader: Reader
    mentions: tuple[Mention, ...] = ()
    actors: tuple[Actor, ...] = ()
    offices: tuple[Office, ...] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    ties: tuple[Tie, ...] = ()
    figures: tuple[Figure, ...] = ()
    vectors: Mapping[str, bytes] = field(default_factory=dict, compare=False, repr=False)
    """id of a statement -> what it means, as `MEANING` numbers (float16, little-endian) of length 1 together, where the reader
    has them; no part of the contract"""
    vectors_by: str = field(default="", compare=False, repr=False)
    """hash of what made them; those of different ones are never compared"""


# --- identify --------------------------------------------------------------------------------------------------------

Unit = tuple[str, str]
"""document id and actor id: an actor as one document knows it"""
Verdict = Literal["same", "different", "undecided", "withdrawn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """How far two actors of two documents are one, and why."""

    a: Unit
    b: Unit
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a person decided about two actors; the last one about a pair counts, and "withdrawn" is as if there were none."""

    a: Unit
    b: Unit
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """The actors of the record."""

    identity: Mapping[Unit, str]
    """the id of the actor that each document's actor is"""
    links: tuple[Link, ...]
    """those that joined them, and those left undecided"""


# --- corrections -----------------------------------------------------------------------------------------------------

ItemKind = Literal["statement", "event", "tie", "figure", "mention"]
Action = Literal["accept", "reject", "add", "speaker", "actor", "spans", "form", "type", "status", "parties", "ends", "undo"]
Outcome = Literal["placed", "restored", "absent", "lost"]
"""what became of a correction in a reading: done to what the reading holds; put in since the reading has no such item;
nothing left to reject; its words do not stand in the text"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words and where they stand, found again where a text has changed around them."""

    start: int
    end: int
    exact: str
    prefix: str
    """what stands before them"""
    suffix: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What a person decided about an item of a record: an entry of a log that is replayed on every reading."""

    number: int = 0
    """place in the log, from 1; 0 before it is there"""
    at: str = ""
    """time, ISO, UTC"""
    who: str = ""
    document: str
    """the document that the person saw"""
    kind: ItemKind
    item: str
    """the id that it had then"""
    action: Action
    before: Mapping[str, Any] | None
    """the item as the contract writes it; None where it was not on record"""
    after: Mapping[str, Any] | None
    """None where it is to be off the record"""
    quotes: tuple[Quote, ...] = ()
    """the words of every span in `before` and `after`"""
    actors: tuple[Actor, ...] = ()
    """whom `before` and `after` name"""
    undoes: int | None = None
    """the entry that this one takes back"""
    undone_by: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """What became of a correction in one reading."""

    number: int
    who: str
    kind: ItemKind
    item: str | None
    """id of the item there; None where it is lost"""
    outcome: Outcome
