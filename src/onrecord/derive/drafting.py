"""Drafts of statements from attributions: who says it to whom, when, in which form and with what standing."""

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.derive.cast import Cast
from onrecord.derive.contents import Contents
from onrecord.derive.grammar import Grammar
from onrecord.derive.lexicon import FIRST_PERSON, NOT
from onrecord.derive.said import Chronicle
from onrecord.derive.signed import Signed
from onrecord.derive.speakers import Speakers
from onrecord.derive.status import put_forward
from onrecord.schema import Attribution, Form, Span, Status, When

_PUTTING = frozenset([
    "say", "tell", "claim", "state", "declare", "assert", "suggest", "announce", "argue", "confirm", "report",
    "promise", "rule",
])  # fmt: skip
_OPEN = frozenset(["whether", "if", "when", "where", "why", "how", "what", "who", "which", "whom", "whose"])
"""words that begin what is left unsaid"""
_SOON = 4
"""paragraphs, junk among them, within which "he" may still be who spoke last"""


@dataclass(slots=True, kw_only=True)
class Draft:
    """A statement while it is made; word indices."""

    form: Form
    speakers: list[int]
    unnamed: str | None = None
    """the words for a speaker who is nobody in particular"""
    content: list[Span]
    source: tuple[Span, ...] = ()
    cue: Span | None = None
    addressee: int | None = None
    to_holder: bool = False
    """said to whoever tells of it: "he told me" """
    said: When | None = None
    status: Status = "happened"
    score: float = 1.0
    turn: bool = False
    inside: "Draft | None" = None


class Drafting:
    """Makes a draft of an attribution whose cue is known."""

    def __init__(self, grammar: Grammar, cast: Cast, signed: Signed) -> None:
        self.g = grammar
        self.notes = grammar.notes
        self.cast = cast
        self.contents = Contents(grammar)
        self.speakers = Speakers(grammar, cast, signed)
        self.chronicle = Chronicle(grammar)

    def draft(self, attribution: Attribution) -> Draft:
        """The statement that an attribution with a cue tells of, as it says it."""
        content = list(attribution.content)
        cue = attribution.cue
        assert cue is not None
        phrases = self.speakers.phrases(attribution.source)
        speakers = self.speakers.figures(phrases)
        addressee, to_holder = self.speakers.addressee(cue, content, speakers)
        return Draft(
            form=self.contents.form(content),
            speakers=speakers,
            unnamed=self.cast.unnamed(phrases[0]) if phrases and not speakers else None,
            content=content,
            source=attribution.source,
            cue=cue,
            addressee=addressee,
            to_holder=to_holder,
            said=self.chronicle.said(cue, content, attribution.source),
            status=self.status(cue, content),
            score=attribution.score,
        )

    def still_speaking(self, source: Sequence[Span], last: Draft) -> list[int]:
        """Who spoke last, where "he" or "she" speaks and nobody else was named since."""
        if self.speakers.words_of(source) not in (["he"], ["she"]) or last.cue is None or len(last.speakers) != 1:
            return []
        kind = self.cast.kind_of(last.speakers[0])
        at, since = source[0][0], last.cue[0]
        if not 0 <= self.notes.paragraph[at] - self.notes.paragraph[since] <= _SOON:
            return []
        start, end = (int(self.notes.start[i]) for i in (since, at))
        named = {figure for place, figure in self.cast.people_before(end) if place > start}
        same = kind == "role" or (kind == "person" and self.cast.agrees(self.g.low[at], last.speakers[0]))
        return list(last.speakers) if same and named <= {*last.speakers} else []

    def issuing(self, source: Sequence[Span], first: Draft | None) -> list[int]:
        """The body that a statement is from, where "we" speaks in it: the one whose words it gives first."""
        stated = self.notes.document.kind == "statement" and self.speakers.words_of(source) == ["we"]
        if not stated or first is None or len(first.speakers) != 1:
            return []
        return [f for f in first.speakers if self.cast.kind_of(f) not in ("person", "role")]

    def status(self, cue: Span, content: Sequence[Span]) -> Status:
        """What the words are put forward as: a hope, a plan, a denial, else as what is or was."""
        g = self.g
        lemmas = {g.lemma(i) for i in range(*cue)}
        said = g.span_head(range(*cue))
        nobody = any(self._is_no_one(c) for c in g.dependents(said, "nsubj", "nsubj:pass"))
        if (nobody or any(g.low[i] in NOT for i in range(*cue))) and g.low[content[0][0]] not in _OPEN:
            # "did not say that", but not "did not say when"
            if lemmas & _PUTTING:
                return "denied"
            if put_forward(lemmas) == "denied":
                return "hypothetical"
        top = g.span_head(range(*content[0]))
        own = g.lemma(top) if g.is_verb(top) or g.tag[top][0] == "N" else ""
        subject = next((c for c in g.dependents(top, "nsubj")), None)
        first_person = subject is not None and (g.low[subject] in FIRST_PERSON or g.low[subject] in ("he", "she", "it", "they"))
        meant = put_forward(lemmas | {own} if first_person else lemmas)
        if meant is not None:
            return meant
        auxiliaries = {g.low[c] for c in g.dependents(top, "aux")}
        clauses = g.dependents(top, "advcl")
        if any(g.low[m] in ("if", "unless") for c in clauses for m in g.dependents(c, "mark")):
            return "hypothetical"
        # what somebody said would be was "will" in their mouth
        told = any(g.tag[i] in ("VBD", "VBN") for i in range(*cue))
        if auxiliaries & {"will", "shall", "'ll", "’ll"} or ("would" in auxiliaries and told):
            return "planned"
        return "hypothetical" if auxiliaries & {"would", "could", "might", "may"} else "happened"

    def _is_no_one(self, subject: int) -> bool:
        """Whether a subject is nobody: "no minister", "neither Lund nor Berg", but not "No 10", "none other than Lund"."""
        g = self.g
        before = [c for c in g.dependents(subject, "det", "cc:preconj") if g.low[c] in ("no", "neither")]
        before = [c for c in before if next(iter(g.tag[c + 1 : c + 2]), "") != "CD"]
        alone = g.low[subject] in ("nobody", "none", "neither") and g.low[subject + 1 : subject + 2] != ["other"]
        return alone or bool(before)
