"""Ties: what stands between actors according to a text, with the words that it rests on."""

from collections.abc import Sequence
from dataclasses import replace

from onrecord.derive import tie_words
from onrecord.derive.asserting import Asserting
from onrecord.derive.lexicon import FIRST_PERSON
from onrecord.derive.pairs import Pair
from onrecord.derive.parties import Parties
from onrecord.derive.relations import pairs
from onrecord.derive.said import clause_time
from onrecord.derive.status import Standing, is_asked, is_unsaid, standing
from onrecord.ids import digest
from onrecord.lemmas import bare_title
from onrecord.schema import Event, Office, Party, Span, Tie, When

_HEADS = frozenset([
    "president", "premier", "chancellor", "leader", "commander", "chief", "head", "director", "king", "queen", "emir",
    "chairman", "chairwoman", "chair", "governor", "sultan", "ruler", "mayor", "ceo", "secretary-general",
    "director-general",
])  # fmt: skip
"""last words of titles whose holders lead what they are of"""
_BELOW = frozenset(["deputy", "vice", "assistant", "foreign", "under", "press"])
"""words of titles whose holders lead nothing"""
_TWO_WORDS = frozenset(["prime minister", "secretary general", "director general", "general secretary", "chief minister"])
"""last two words of titles whose holders lead what they are of"""

_BEGINNING = frozenset(["establish", "begin", "start", "form", "build", "found", "restore"])
_OF_ALL = ("fights", "ally", "hostile", "friendly", "cooperates_with")
"""relations in which the men of a body stand for it"""
_NOBODY = frozenset(["nobody", "none", "no-one", "anybody", "anyone", "somebody", "someone", "everybody", "everyone"])
_BODIES = ("state", "region", "organization", "group")
"""kinds of actors that can be at war"""


def ties(parties: Parties, asserting: Asserting, told: Sequence[Event], posts: Sequence[Office]) -> list[Tie]:
    """The ties of a document in the order of their words; each relation between two actors once a sentence."""
    return _Ties(parties, asserting).all(told, posts)


class _Ties:
    def __init__(self, parties: Parties, asserting: Asserting) -> None:
        self.g = parties.g
        self.cast = parties.cast
        self.asserting = asserting
        self.parties = parties
        self.document = parties.g.notes.document
        self._kinds = {actor.id: actor.kind for actor in self.cast.actors()}

    def all(self, told: Sequence[Event], posts: Sequence[Office]) -> list[Tie]:
        found = [t for f in pairs(self.parties) if (t := self._tie(f))]
        found += self._of_offices(posts)
        found += self._of_events(told)
        kept: dict[tuple[str, str, str, int], Tie] = {}
        for tie in sorted(found, key=lambda t: (t.span, -t.score)):
            sentence = self.g.sentence[self.g.words_in(tie.span)[0]]
            kept.setdefault((tie.relation, tie.source, tie.target, sentence), tie)
        return sorted(kept.values(), key=lambda t: t.span)

    def _tie(self, found: Pair) -> Tie | None:
        g = self.g
        asserted = self.asserting.innermost(g.characters((found.word, found.word + 1)))
        ends = found.source, found.target
        if found.relation in _OF_ALL:
            ends = self._whose_men(found.source), self._whose_men(found.target)
        if is_unsaid(g, found.word):
            return None
        target = self.parties.actor(ends[1], asserted)
        if found.relation == "hostile":
            ends = self._foes(ends[0], target), ends[1]
        source = self.parties.actor(ends[0], asserted)
        if source is None or target is None or source == target or any(self.g.low[end] in _NOBODY for end in ends):
            return None
        if found.relation == "fights" and not (self._fights(ends[0]) and self._fights(ends[1])):
            return None
        stands = Standing(status=found.status, negated=False) if found.status else standing(g, found.word)
        if is_asked(g, found.word):
            stands = replace(stands, status="hypothetical")
        if stands.negated and found.relation != "hostile":
            return None
        if found.relation == "in_charge_of" and (stands.status == "hypothetical" or not self.cast.is_led(found.target)):
            return None
        a, b = (self._with_short_name(self.parties.extent(end)) for end in ends)
        inside = [i for span in (a, b) for i in (span[0], span[1] - 1) if g.sentence[i] == g.sentence[found.word]]
        span = g.characters((min([found.word, *inside]), max([found.word, *inside]) + 1))
        return Tie(
            id=digest("tie", self.document.id, found.relation, source, target, *span),
            relation=found.relation,
            source=source,
            target=target,
            source_span=g.characters(a),
            target_span=g.characters(b),
            span=span,
            when=self._when(found.word),
            status="ongoing" if stands.status == "happened" else stands.status,
            asserted_by=asserted.id if asserted else None,
            score=found.score,
        )

    def _with_short_name(self, span: Span) -> Span:
        """A name with the short one in brackets behind it: "the Coast Liberation Army (CLA)"."""
        g = self.g
        a, b = span
        bracket = g.forms[b : b + 1] == ("(",) and g.forms[b + 2 : b + 3] == (")",) and g.forms[b + 1].isupper()
        named = self.cast.named_at(b - 1) and bracket and self.cast.named_at(b + 1)
        return (a, b + 3) if named and self.cast.figure_at(b - 1) == self.cast.figure_at(b + 1) else span

    def _whose_men(self, word: int) -> int:
        """The body of "the men and women of a body", whose aircraft it is, any other phrase itself."""
        g = self.g
        if not self.cast.named_at(word) and g.lemma(word) in tie_words.CRAFT | tie_words.HIT_OF_THEIRS:
            owners = g.dependents(word, "nmod:poss", "amod", "compound")
            owners += [c for c in g.dependents(word, "nmod") if self.g.case(c) & {"of", "from"}]
            return next((o for o in owners if self.cast.named_at(o)), word)
        if self.cast.named_at(word) or g.lemma(word) not in tie_words.MEN:
            return word
        joined = [word, *g.dependents(word, "conj"), *([g.head[word]] if g.relation[word] == "conj" else [])]
        men = [w for w in joined if g.lemma(w) in tie_words.MEN]
        of = [c for w in men for c in g.dependents(w, "nmod") if "of" in self.g.case(c) and self.cast.is_body_name(c)]
        return of[0] if of else word

    def _foes(self, word: int, whose: str | None) -> int:
        """The state or bloc that the paragraph tells of before "our adversaries" of another state, else the phrase itself."""
        g = self.g
        ours = any(g.low[c] in FIRST_PERSON for c in g.dependents(word, "nmod:poss"))
        told = g.tag[word] == "NNS" and tie_words.ROLES.get(g.lemma(word)) == "hostile" and not g.dependents(word, "amod")
        if not ours or not told or self._kinds.get(whose or "") != "state":
            return word
        for i in range(word - 1, -1, -1):
            if g.notes.paragraph[i] != g.notes.paragraph[word]:
                break
            other = self.cast.figure_at(i) if g.tag[i] in ("NNS", "NNPS") and g.relation[i] == "nsubj" else None
            if other is not None and self.cast.named_at(i):
                return i if self.cast.is_of_states(other) and self.parties.actor(i, None) != whose else word
        return word

    def _fights(self, word: int) -> bool:
        """Whether a word heads a phrase for somebody who can be at war: one with a name, people, a body."""
        noun = self.cast.noun_at(word)
        people = noun is None or noun.kind in ("person", "organization") or self.g.lemma(word) in tie_words.UNITS
        return self.cast.named_at(word) or people

    def _when(self, word: int) -> When | None:
        when = clause_time(self.g, word)
        verb = self.g.head[word] if not self.g.is_verb(word) else word
        if when is not None and self.g.lemma(verb) in _BEGINNING:
            # what was begun then has stood since
            return When(first=when.first, last=None, text=when.text)
        return when

    def _of_offices(self, posts: Sequence[Office]) -> list[Tie]:
        """Who leads what, from the offices."""
        found = []
        for post in posts:
            one_of = any(self.g.low[i] in tie_words.ONE_OF for i in self.g.words_in(post.span))
            title = bare_title(post.title).split()
            if post.of is None or not self._leads(title, post.of) or (one_of and title[-1] in ("leader", "commander")):
                continue
            # "X, commander, Northern Command": the body stands beside the office
            near = self.g.words_in(post.span)
            near = [
                i for i in range(max(0, near[0] - 8), near[-1] + 9) if self.g.sentence[i : i + 1] == [self.g.sentence[near[0]]]
            ]
            spans = self.cast.spans_of(post.of, self.g.words_in(post.span)) or self.cast.spans_of(post.of, near)
            holder = self.cast.spans_of(post.holder, self.g.words_in(post.span)) or self.cast.spans_of(post.holder, near)
            if not spans or not holder:
                continue
            asserted = self.asserting.by(post.span)
            found.append(
                Tie(
                    id=digest("tie", self.document.id, "in_charge_of", post.holder, post.of, *post.span),
                    relation="in_charge_of",
                    source=post.holder,
                    target=post.of,
                    source_span=self.g.characters(holder[0]),
                    target_span=self.g.characters(spans[0]),
                    span=post.span,
                    when=When(first=post.first, last=post.last) if post.first or post.last else None,
                    status="ongoing",
                    asserted_by=asserted,
                    score=0.7,
                )
            )
        return found

    def _of_men(self, party: Party, event: Event) -> Party:
        """The body whose men a party is, else the party itself."""
        head = self.g.span_head(self.g.words_in(party.span))
        body = self._whose_men(head)
        actor = self.parties.actor(body, self.asserting.innermost(event.span)) if body != head else None
        if actor is None:
            return party
        return Party(actor=actor, role=party.role, span=self.g.characters(self.parties.extent(body)))

    def _is_hit(self, party: Party) -> bool:
        """Whether the target of an attack is a body, not where it took place or who helped: "strikes in X", "alongside X"."""
        g = self.g
        top = g.span_head(g.words_in(party.span))
        case = self.g.case(g.head[top] if g.relation[top] == "conj" else top)
        where = self.cast.is_place_name(top) and case & {"in", "near", "at", "inside"}
        return self._kinds.get(party.actor) in _BODIES and not where and "alongside" not in case

    def _leads(self, title: Sequence[str], of: str) -> bool:
        """Whether the holder of a title is in charge of an actor: a minister of a ministry, but of no state."""
        if set(title) & _BELOW:
            return False
        ministry = title[-1] in ("minister", "secretary") and self._kinds.get(of) == "organization"
        return title[-1] in _HEADS or " ".join(title[-2:]) in _TWO_WORDS or ministry

    def _of_events(self, told: Sequence[Event]) -> list[Tie]:
        """Who fights whom, from attacks between bodies."""
        found = []
        for event in told:
            if event.type != "ASSAULT" or event.negated or event.status not in ("happened", "ongoing"):
                continue
            parties = [self._of_men(p, event) for p in event.parties]
            sources = [p for p in parties if p.role == "source" and self._kinds.get(p.actor) in _BODIES]
            targets = [p for p in parties if p.role == "target" and self._is_hit(p)]
            for a in sources:
                for b in targets:
                    found.append(
                        Tie(
                            id=digest("tie", self.document.id, "fights", a.actor, b.actor, *event.span),
                            relation="fights",
                            source=a.actor,
                            target=b.actor,
                            source_span=a.span,
                            target_span=b.span,
                            span=event.span,
                            when=event.when,
                            status="ongoing",
                            asserted_by=event.asserted_by,
                            score=0.6,
                        )
                    )
        return found
