"""Events in the types of PLOVER: what was done, by whom, to whom or with whom, where, when, and who says so."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from onrecord.derive import party_words
from onrecord.derive.asserting import Asserting
from onrecord.derive.lexicon import FIRST_PERSON, NOT, OWN
from onrecord.derive.modes import mode
from onrecord.derive.parties import Found, Parties
from onrecord.derive.phrases import phrase
from onrecord.derive.said import clause_time, own_clause
from onrecord.derive.status import is_asked, is_unsaid, standing
from onrecord.derive.untold import is_untold
from onrecord.derive.wordings import ARMS, wordings
from onrecord.ids import digest
from onrecord.schema import CONCLUDED, Event, EventWord, Party, Span, Statement, When

_PARTNERS = frozenset(["AGREE", "CONSULT", "COOPERATE"])
"""types whose parties do the same to each other"""
_RETREATING = ARMS | frozenset([
    "withdraw", "withdrawal", "retreat", "pull", "pullout", "surrender", "evacuate", "evacuation", "leave", "ceasefire",
    "truce", "disarm", "demobilize", "demobilise", "capitulate", "abandon", "lay", "flee",
])  # fmt: skip
"""words of military concessions; all others of type YIELD are CONCEDE"""
_PHRASED = 0.5
"""score of an event that a phrase of these tells of"""
_SURE = 0.3
"""score of its word from which an event of one party counts; with two, the list of words is enough"""
_DECIDED, _DECIDED_ALONE = 0.4, 0.7
"""chance of its type from which an event counts whose word leaves that open: with two parties, and with one"""
_COMPLEMENTS = ("obj", "nsubj", "nsubj:pass", "obl")
_REFUSABLE = frozenset(["AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "YIELD", "REJECT"])
"""types that somebody refuses who says that they will not do so; what the head takes for a rejection already is the same"""
_REJECTING = frozenset([
    "reject", "refuse", "decline", "veto", "deny", "dismiss", "oppose", "boycott", "defy", "resist", "violate", "ignore",
])  # fmt: skip
"""verbs whose "will not" refuses nothing"""
_CUTTING = frozenset(["freeze", "suspend", "cut", "withhold", "halt", "stop", "block", "slash"])
"""verbs by which there is no more of what is given"""
_FACING = frozenset(["border", "frontier", "crossing", "embassy", "consulate", "mission", "airspace"])
"""what a state has towards or in another"""
_INQUIRIES = frozenset(["investigation", "inquiry", "enquiry", "probe", "audit"])
"""what is asked for, and no reproach, where somebody calls for it"""
_GOING = frozenset(["visit", "travel", "trip", "speak"])
"""words of type CONSULT that are no agreement where they are still to come, and no threat"""
_ADDED, _PREFERRED = 0.5, 0.9
"""probability from which whom the network takes for a side of an event counts: where syntax finds nobody, where others"""
_GOVERNING = frozenset(["xcomp", "ccomp", "obj", "obl", "nsubj:pass", "advcl", "conj", "nmod", "acl"])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    word: EventWord
    words: tuple[int, ...]
    """all words that tell of it"""
    parties: tuple[Found, ...]
    kind: str | None = None
    """its type, where the words leave no doubt"""


def events(parties: Parties, asserting: Asserting) -> list[Event]:
    """The events of a document in the order of their words. That somebody said something is a statement and no event."""
    found = list(_Events(parties, asserting).all())
    said: dict[tuple[str, frozenset[str]], list[Span]] = {}

    def what(event: Event) -> tuple[str, frozenset[str]]:
        """What was done between whom, a minister's word being the state's."""
        return event.type, frozenset(parties.body_of(p.actor) or p.actor for p in event.parties)

    for event, _, asserted in found:
        said.setdefault(what(event), []).extend(asserted.cue if asserted else ())
    # "said that it will not sign": one refusal
    return [e for e, word, _ in found if not any(a <= word[0] < b for a, b in said[what(e)])]


class _Events:
    def __init__(self, parties: Parties, asserting: Asserting) -> None:
        self.g = parties.g
        self.cast = parties.cast
        self.asserting = asserting
        self.parties = parties
        self.document = parties.g.notes.document
        told = {e.word: e for e in parties.g.notes.events if not is_untold(parties, e)}
        self._told = {word: e for word, e in told.items() if e.sure or not self._is_beside(word, told)}

    def _is_beside(self, word: int, told: Container[int]) -> bool:
        """Whether a verb only says of what else is told of that it is so: "imposed sanctions", "the attack angered farmers"."""
        g = self.g
        return any(c in told for c in g.dependents(word, *_COMPLEMENTS)) or (g.relation[word] == "acl" and g.head[word] in told)

    def all(self) -> Iterator[tuple[Event, Span, Statement | None]]:
        """Each event with the characters of its word and the innermost statement that these stand in."""
        worded = [
            _Draft(word=EventWord(word=w.words[0], type=w.type, score=_PHRASED), words=w.words, parties=w.parties, kind=w.type)
            for w in wordings(self.parties)
        ]
        taken = {word for draft in worded for word in draft.words}
        others = [d for d in self._drafts() if d.word.word not in taken]
        drafts = sorted([*others, *self._demands(), *worded], key=lambda d: d.word.word)
        told: dict[tuple[str, str], list[Party]] = {}
        """type and noun -> the parties that the last such phrase named"""
        dated: tuple[int, int, When] | None = None
        """paragraph, sentence and days of the last event that the text dates"""
        for draft in drafts:
            g, word = self.g, draft.word.word
            characters = g.characters((word, word + 1))
            asserted = self.asserting.innermost(characters)
            asked = self._asked(draft, asserted)
            phrased = self._phrased(draft)
            if asked is None and draft.kind is None and word not in self._told:
                continue
            given = "REQUEST" if asked else draft.kind or phrased
            kind, chance = (given, 1.0) if given else self._type(draft)
            refused = asked is None and kind in _REFUSABLE and self._is_refused(draft, asserted)
            if refused:
                kind = "REJECT"
            voiced = refused or asked is not None
            score = max(draft.word.score, _PHRASED) if phrased else draft.word.score
            if kind == "YIELD":
                kind = "RETREAT" if any(g.lemma(w) in _RETREATING for w in draft.words) else "CONCEDE"
            how = self._mode(kind, draft)
            mutual = kind in _PARTNERS and how != "visit"
            took_part = [f for f in draft.parties if not (f.where and mutual)]
            parties = [p for f in took_part for p in (self._whose(f) if phrased == "COOPERATE" else self._facing(f))]
            named = [p for f in parties for p in self._parties(f, asserted, len(parties), mutual)]
            found = _unique(asked or [*named, *self._here(draft, asserted, named)])
            meant = (draft.word.type, g.lemma(word))
            if not found and self._is_known(word) and meant in told:
                # "the sanctions": those told of before
                found, score = told[meant], max(score, _SURE)
            if not found or (len(found) < 2 and score < _SURE):
                continue
            if not draft.word.sure and chance < (_DECIDED if len(found) > 1 else _DECIDED_ALONE):
                continue
            for w in draft.words:
                # the predicate of a demand ("must be at the table") need not tell of an event itself
                if w in self._told and (inside := self._inside(w, asserted)):
                    told[self._told[w].type, g.lemma(w)] = inside
            stands = standing(g, word)
            status = stands.status
            if asserted is not None and asserted.status in ("hoped", "planned") and status == "hypothetical":
                # "hopes that they can agree"
                status = asserted.status
            if any(is_asked(g, w) for w in draft.words):
                status, voiced = "hypothetical", False
            when = clause_time(g, word)
            published = self.document.published
            if when and published and status == "happened" and (when.first or when.last or "") > published:
                # what has happened did so by the day of its report
                when = None
            said = asserted.said if asserted is not None and status == "planned" and not voiced else None
            if when and said and (when.first, when.last) == (said.first, said.last):
                # "said on Monday that it will leave"
                when = None
            paragraph, sentence = int(g.notes.paragraph[word]), g.sentence[word]
            goes_on = self._is_past(word) and own_clause(g, word) is None and not g.is_dated(sentence)
            if when is None and dated and dated[0] == paragraph and sentence - dated[1] <= 2 and goes_on:
                when = dated[2]
            elif when is not None and when.last and not self._is_aside(word) and g.judging(word) is None:
                dated = (paragraph, sentence, replace(when, text=None))
            if kind == phrased == "AGREE" and status == "happened" and not stands.negated:
                how = CONCLUDED
            event = Event(
                id=digest("event", self.document.id, kind, *characters),
                type=kind,
                mode=how,
                span=self._span(draft),
                parties=tuple(found),
                place=self._place(draft),
                when=when,
                status="happened" if voiced else status,
                negated=stands.negated and not voiced,
                # to say what another must do is to ask for it, what one will not do to refuse it: the saying is what is told
                asserted_by=None if asserted is None else asserted.inside if voiced else asserted.id,
                score=score,
            )
            yield event, characters, asserted

    def _demands(self) -> Iterator[_Draft]:
        """What somebody says that another must do: a request, whatever is to be done."""
        g = self.g
        for word in range(len(g.forms)):
            verb = g.head[word]
            if g.low[word] != "must" or g.relation[word] != "aux" or verb in self._told or is_unsaid(g, verb):
                continue
            parties = [replace(p, role="target") for p in self.parties.of(verb) if p.role == "source"]
            yield _Draft(word=EventWord(word=verb, type="REQUEST", score=_PHRASED), words=(verb,), parties=tuple(parties))

    def _asked(self, draft: _Draft, asserted: Statement | None) -> list[Party] | None:
        """Who asks whom, where a clause says what somebody other than its speaker must do; None where it does not."""
        g, verb = self.g, draft.word.word
        speaker = asserted.speaker.actor if asserted and asserted.speaker else None
        if asserted is None or speaker is None or asserted.form in ("question", "answer") or not asserted.source:
            return None
        if not any(g.low[c] == "must" for c in g.dependents(verb, "aux")):
            return None
        subjects = [f for f in draft.parties if f.role != "target" or verb not in self._told]
        # what is the speaker's own is asked of nobody
        subjects = [f for f in subjects if not any(g.low[c] in FIRST_PERSON for c in g.children[f.head])]
        asked = [p for f in subjects if (p := self._party(replace(f, role="target"), asserted, 1, False))]
        asked = [p for p in asked if p.actor != speaker]
        return [Party(actor=speaker, role="source", span=asserted.source[0]), *asked] if asked else None

    def _is_refused(self, draft: _Draft, asserted: Statement | None) -> bool:
        """Whether somebody says, or is told, not to be going to do it: no forecast of what another will not do."""
        g = self.g
        modal = "would" if asserted and asserted.form == "indirect" else "will"

        def is_ruled_out(verb: int) -> bool:
            helping = {g.low[c] for c in g.dependents(verb, "aux")}
            denied = any(g.low[c] in NOT for c in g.dependents(verb, "advmod"))
            return (
                denied and bool(helping & {"will", "wo", modal}) and "have" not in helping and g.lemma(verb) not in _REJECTING
            )

        if not any(is_ruled_out(w if g.is_verb(w) else g.head[w]) for w in draft.words):
            return False
        sources = {self.parties.actor(f.head, asserted) for f in draft.parties if f.role != "target"} - {None}
        if asserted is None:
            return bool(sources)
        speaker = asserted.speaker.actor if asserted.speaker else None
        # a foreign minister says what the state will not do
        return speaker is not None and bool({speaker, self.parties.body_of(speaker)} & sources)

    # --- which words tell of one event -------------------------------------------------------------------------------

    def _drafts(self) -> list[_Draft]:
        """Event words joined with those that they govern: "agreed to provide", "held talks" are one event each."""
        g = self.g
        told = self._told
        of: dict[int, int] = {}
        for word in sorted(told, key=self._depth):
            over = g.head[word]
            if g.relation[word] == "nmod" and g.relation[over] == "obj" and "in" in self.g.case(word):
                # "pledged two millions in aid"
                over = g.head[over]
            if over in told and g.relation[word] in _GOVERNING and self._is_one(over, word):
                of[word] = of.get(over, over)
        together: dict[int, list[int]] = {}
        for word in told:
            together.setdefault(of.get(word, word), []).append(word)
        drafts = []
        for top, words in together.items():
            lead = self._leading(top, words)
            parties = self.parties.of(top)
            for word in words:
                if word != top and len(parties) < 2:
                    parties += [p for p in self.parties.of(word) if p.span not in {q.span for q in parties}]
            parties = self._with_ends((top, *words), parties)
            drafts.append(_Draft(word=told[lead], words=tuple(sorted(words)), parties=tuple(parties)))
        return sorted(drafts, key=lambda d: d.word.word)

    def _with_ends(self, words: Sequence[int], parties: list[Found]) -> list[Found]:
        """Parties by syntax, with those whom the network takes for a side that has none, or surely for another target."""
        sides: tuple[Literal["source", "target"], ...] = ("source", "target")
        for role in sides:
            pointed = [(end, w) for w in words if (end := getattr(self._told[w], role)) is not None]
            if not pointed:
                continue
            end, word = max(pointed, key=lambda p: p[0].score)
            held = [f for f in parties if (f.role == "target") == (role == "target")]
            free = all(f.where for f in held)
            if end.score < (_ADDED if free else _PREFERRED):
                continue
            if role == "source" and (not free or self.g.lemma(word) in party_words.SUFFERING):
                # who does it syntax knows better; "ten died in clashes between X and Y"
                continue
            if any(f.head == end.word or f.span[0] <= end.word < f.span[1] for f in parties):
                continue
            found = [f for f in self.parties.below(word, end.word, role) if f.head not in {p.head for p in parties}]
            if found:
                rest = [f for f in parties if f not in held]
                parties = [*found, *rest] if role == "source" else [*rest, *found]
        return parties

    def _depth(self, word: int) -> int:
        return sum(1 for _ in self.g.ancestors(word))

    def _is_one(self, over: int, word: int) -> bool:
        """Whether a word tells of the same event as the one that governs it."""
        g = self.g
        relation = g.relation[word]
        if relation == "xcomp":
            return True
        if relation == "obl" and g.lemma(over) in party_words.TAKING_PART and self._told[over].type == self._told[word].type:
            # "met for talks", "participated in the protest"
            return True
        if relation == "obj" and g.lemma(over) in party_words.SUFFERING:
            return True
        if g.lemma(over) in _CUTTING and self._told[word].type == "AID" and relation in ("obj", "nmod"):
            # "froze aid to X", "froze two millions in aid"
            return True
        if relation == "nmod" and g.head[word] != over:
            return self._told[over].type == self._told[word].type
        if g.is_verb(word):
            return False
        if relation in ("obj", "nsubj:pass", "obl"):
            mine, its = self._told[over].type, self._told[word].type
            return g.lemma(over) in party_words.LIGHT and (mine == its or relation == "obj") and mine != "YIELD"
        return False

    def _leading(self, top: int, words: Sequence[int]) -> int:
        """The word whose type an event has: the highest, but the object of a verb that says little by itself."""
        objects = [w for w in words if w != top and self.g.relation[w] in ("obj", "nsubj:pass") and self.g.head[w] == top]
        if objects and self.g.lemma(top) in party_words.LIGHT and self._told[objects[0]].score > self._told[top].score:
            return objects[0]
        return top

    def _inside(self, noun: int, asserted: Statement | None) -> list[Party]:
        """The parties that the phrase of a noun names by itself."""
        found = [] if self.g.is_verb(noun) else self.parties.inside(noun)
        return [p for f in found if (p := self._party(f, asserted, len(found), False))]

    def _whose(self, thing: Found) -> list[Found]:
        """Those whose thing it is, by name: Norway of "a Norwegian school"; the thing where nobody is named."""
        if self.cast.named_at(thing.head):
            return [thing]
        of = self.g.dependents(thing.head, "amod", "compound", "nmod:poss", "nmod")
        named = [replace(thing, head=c, span=self.parties.extent(c)) for c in of if self.cast.named_at(c)]
        return named or [thing]

    def _facing(self, thing: Found) -> list[Found]:
        """Those whom something of one's own is turned to: Chad of "its border with Chad", "its embassy in Chad"."""
        g = self.g
        owned = any(g.low[c] in OWN for c in g.dependents(thing.head, "nmod:poss"))
        if thing.role == "source" or not owned or g.lemma(thing.head) not in _FACING:
            return [thing]
        beyond = [c for c in g.dependents(thing.head, "nmod") if g.case(c) & {"with", "in", "to"} and self.cast.named_at(c)]
        return [replace(thing, head=c, span=self.parties.extent(c)) for c in beyond] or [thing]

    def _is_known(self, noun: int) -> bool:
        """Whether a noun tells of what was told before: "these talks" are no others."""
        g = self.g
        return not g.is_verb(noun) and any(g.low[c] in ("the", "this", "that", "these", "those") for c in g.children[noun])

    def _phrased(self, draft: _Draft) -> str | None:
        """The type of a phrase like "signed an agreement", whose verb and object together decide it."""
        found = phrase(self.g, draft.words)
        # "refused to sign the treaty", but "violated the ceasefire"
        return found if draft.word.type != "REJECT" or found == "ASSAULT" else None

    def _type(self, draft: _Draft) -> tuple[str, float]:
        """The type that its word and its parties decide together, and its chance."""
        g, word = self.g, draft.word.word
        if g.lemma(word) == "call" and any("for" in g.case(c) and g.lemma(c) in _INQUIRIES for c in g.dependents(word, "obl")):
            return "REQUEST", 1.0
        between = self.g.notes.type_between
        if between is None or not draft.parties:
            return draft.word.type, 1.0
        sources = [f.span for f in draft.parties if f.role == "source"]
        kind, chance = between(draft.word.word, sources, [f.span for f in draft.parties if f.role != "source"])
        if draft.word.type == "CONSULT" and kind in ("AGREE", "THREATEN") and g.lemma(word) in _GOING:
            return "CONSULT", chance
        # "refusal to recognise": the no is not counted twice
        refused = kind == "REJECT" and standing(self.g, draft.word.word).negated
        return (draft.word.type if refused else kind), chance

    # --- parties -----------------------------------------------------------------------------------------------------

    def _party(self, found: Found, asserted: Statement | None, count: int, mutual: bool) -> Party | None:
        figure = self.parties.actor(found.head, asserted)
        if figure is None:
            return None
        role = found.role
        if mutual and count > 1:
            role = "partner"
        elif role == "partner":
            role = "source"
        return Party(actor=figure, role=role, span=self.g.characters(found.span))

    def _parties(self, found: Found, asserted: Statement | None, count: int, mutual: bool) -> list[Party]:
        """The party of a phrase; both of "the two ministers", and each of those who sign a text together as "we"."""
        several = [self.cast.identity(f) for f in self.cast.two_before(found.head)]
        party = None if several else self._party(found, asserted, count, mutual)
        if party is not None:
            return [party]
        several = several or self.parties.signing(found.head)
        role = "partner" if mutual else "source" if found.role == "partner" else found.role
        return [Party(actor=one, role=role, span=self.g.characters(found.span)) for one in several]

    def _here(self, draft: _Draft, asserted: Statement | None, named: Sequence[Party]) -> list[Party]:
        """The state to which a speaker is sent, where the event's target is "here"."""
        speaker = asserted.speaker.actor if asserted and asserted.speaker else None
        if speaker is None or any(p.role == "target" for p in named):
            return []
        post = self.parties.sent_to(speaker)
        for word in draft.words:
            for child in self.g.dependents(word, "advmod"):
                if self.g.low[child] == "here" and post is not None:
                    return [Party(actor=post, role="target", span=self.g.characters((child, child + 1)))]
        return []

    # --- when, where, how --------------------------------------------------------------------------------------------

    def _is_aside(self, word: int) -> bool:
        """Whether a clause that says more of somebody tells of something: "X, which left in 2024, did ..."."""
        above = (word, *self.g.ancestors(word))
        return any(self.g.relation[w] == "acl:relcl" and self.parties.is_actor(self.g.head[w]) for w in above)

    def _is_past(self, word: int) -> bool:
        g = self.g
        over = g.head[word] if not g.is_verb(word) else word
        return g.tag[over] == "VBD" or any(g.tag[c] == "VBD" for c in g.dependents(over, "aux", "aux:pass"))

    def _place(self, draft: _Draft) -> str | None:
        """Where it took place, in the document's words."""
        g = self.g
        parties = {i for f in draft.parties for i in range(*f.span)}
        tops = [*draft.words, *(g.head[w] for w in draft.words if not g.is_verb(w) and g.is_verb(g.head[w]))]
        for top in tops:
            for child in g.dependents(top, "obl", "nmod"):
                case = {g.low[c] for c in g.dependents(child, "case")}
                noun = self.cast.noun_at(child)
                if case & {"in", "at", "near", "outside", "inside"} and self.cast.is_place_name(child):
                    a, b = self.cast.extent(child)
                    return " ".join(g.text((a, b)).split())
                if case & {"in", "at"} and noun is not None and noun.kind == "place" and child not in parties:
                    return " ".join(g.text((noun.start, noun.end)).split())
            if g.lemma(top) in ("visit", "reach", "arrive", "enter", "tour"):
                for child in g.dependents(top, "obj", "obl"):
                    if self.cast.is_place_name(child):
                        return " ".join(g.text(self.cast.extent(child)).split())
        return None

    def _mode(self, kind: str, draft: _Draft) -> str | None:
        g = self.g
        words = [g.lemma(w) for w in draft.words]
        if kind == "CONSULT" and words[0] == "call" and any("on" in g.case(f.head) for f in draft.parties):
            # "called on the president"
            return "visit"
        words += [g.lemma(c) for w in draft.words for c in g.dependents(w, "obj", "compound", "obl", "nmod")]
        return mode(kind, words)

    def _span(self, draft: _Draft) -> Span:
        """From the first word of the event and its parties to the last, within the sentence."""
        g = self.g
        sentence = g.sentence[draft.word.word]
        inside = [i for f in draft.parties for i in (f.span[0], f.span[1] - 1) if g.sentence[i] == sentence]
        words = [*draft.words, *inside]
        return g.characters((min(words), max(words) + 1))


def _unique(parties: Sequence[Party]) -> list[Party]:
    """Each actor once, where it stands first."""
    kept: dict[str, Party] = {}
    for party in parties:
        kept.setdefault(party.actor, party)
    return list(kept.values())
