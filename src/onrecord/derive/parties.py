"""The parties of an event: who does it and to whom or with whom, by the syntax around the word that tells of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from onrecord.derive import party_words as words
from onrecord.derive.asserting import Asserting
from onrecord.derive.cast import Cast
from onrecord.derive.grammar import Grammar
from onrecord.derive.lexicon import FIRST_PERSON, OWN, QUOTED_SPEECH, RELATIVE, SECOND_PERSON, SOME
from onrecord.derive.signed import Signed
from onrecord.derive.tie_words import AMONG
from onrecord.schema import Office, Span, Statement

Role = Literal["source", "target", "partner"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A party: the word at the head of its phrase, its words, and its part."""

    head: int
    span: Span
    role: Role
    where: bool = False
    """whether it is only where it took place"""


class Parties:
    """Finds the parties of the events and ties of a document, in whose statements "we" is what a speaker has an office of."""

    def __init__(self, grammar: Grammar, cast: Cast, posts: Sequence[Office], asserting: Asserting, signed: Signed) -> None:
        self.g = grammar
        self._asserting = asserting
        self._signed = signed
        self.cast = cast
        # of several offices the first
        self._bodies = {post.holder: post.of for post in reversed(posts) if post.of}
        self._sent = {post.holder: post.to for post in reversed(posts) if post.to}
        self._acting = {n.head for n in grammar.notes.nouns if n.kind in words.ACTING}

    def body_of(self, person: str) -> str | None:
        """The body in whose name somebody with an office speaks; both are ids."""
        return self._bodies.get(person)

    def sent_to(self, person: str) -> str | None:
        """The body to which somebody is sent; both are ids."""
        return self._sent.get(person)

    def of(self, word: int) -> list[Found]:
        """The parties of the event that a word tells of, sources first."""
        g = self.g
        sources: list[int] = []
        targets: list[int] = []
        predicate = word
        if not g.is_verb(word):
            self._of_noun(word, sources, targets)
            if g.relation[word] in ("obj", "obl", "nsubj:pass", "xcomp") and g.is_verb(g.head[word]):
                over = g.head[word]
                if g.relation[word] == "obl" and g.lemma(over) in words.STANDING_BY:
                    # "supports X with strikes" strikes somebody else
                    subject = self.subject(over)
                    sources += list(self.actors(subject, own=True)) if subject is not None and not sources else []
                elif self._leaves(over, word) or (not (sources or targets) and self._does(over, word)):
                    predicate = over
                elif self._suffers(over, word) and (subject := self.subject(over)) is not None:
                    targets += [t for t in self.actors(subject, own=True) if t not in sources and t not in targets]
            meeting = g.relation[word] == "obl" and g.low[word].removesuffix("s") in words.MEETINGS
            if predicate == word and not sources and meeting and self.g.case(word) & words.OCCASIONS:
                # "at a meeting with Y, X said"
                subject = self.subject(g.head[word])
                if subject is not None:
                    sources.extend(self.actors(subject, own=True))
        if g.is_verb(predicate) or g.dependents(predicate, "cop"):
            self._of_verb(predicate, word, sources, targets)
        # whoever backs those who do it fights on their side, but did not do it
        sources = [s for s in sources if g.head[s] == word or not self.is_backing(s)]
        givers = list(dict.fromkeys(self._givers(predicate)))
        if givers:
            sources, targets = givers, [s for s in sources if s not in givers]
        together = {h for h in sources if self._with_others(h)}
        # those who clash do it to one another, wherever that is
        places = [] if targets or self._is_between(word) else [t for t in self._places(predicate) if t not in sources]
        partners = together if not targets and not places else set()
        return [
            *(self._found(h, "partner" if h in partners else "source") for h in dict.fromkeys(sources)),
            *(self._found(h, "target") for h in dict.fromkeys(targets) if h not in sources),
            *(self._found(h, "target") for h in places),
        ]

    def is_backing(self, word: int) -> bool:
        """Whether somebody is named only as backing others: the United States of "US-backed rebels"."""
        over = self.g.head[word]
        return self.g.lemma(over) in words.BACKING and self.g.relation[over] in ("acl", "amod")

    def is_judging(self, verb: int) -> bool:
        """Whether a verb only says what its object is: who "called the attack a crime", "found it unlawful" did not do it."""
        g = self.g
        judged = g.dependents(verb, "obj", "nsubj:pass") and g.lemma(verb) not in words.CAUSING
        predicates = [c for c in g.dependents(verb, "xcomp") if not g.is_verb(c) or (g.tag[c] == "VBN" and not g.case(c))]
        return bool(judged and predicates)

    def is_blow(self, verb: int) -> bool:
        """Whether a verb of hitting hits somebody; not "struck a deal", "struck down a law"."""
        g = self.g
        objects = g.dependents(verb, "obj", "nsubj:pass")
        down = any(g.low[c] == "down" for c in g.dependents(verb, "compound:prt", "advmod"))
        felled = any(self.is_actor(o) for o in objects)
        return g.lemma(verb) != "strike" or not (any(g.lemma(o) in words.IDIOMS for o in objects) or (down and not felled))

    def _is_sent(self, word: int) -> bool:
        """Whether people without a name are only sent or called back: "200 soldiers", "its ambassador"."""
        g = self.g
        verb = g.head[word]
        given = [o for o in g.dependents(verb, "obj") if o > word]
        sent = g.relation[word] == "obj" and g.lemma(verb) in words.SENDING and g.is_verb(verb)
        return sent and not given and not self.cast.named_at(word)

    def _leaves(self, verb: int, noun: int) -> bool:
        """Whether a verb leaves it to a noun to say what is done; not "received aid during its war", "sent aid after a war"."""
        apart = self.g.lemma(verb) in words.RECEIVING or self.g.case(noun) & words.BESIDE
        return (
            self.g.lemma(verb) in words.LIGHT and not (self.g.relation[noun] == "obl" and apart) and not self.is_judging(verb)
        )

    def _suffers(self, verb: int, noun: int) -> bool:
        """Whether what a noun tells of is done to the subject of its verb: "suffered an attack", "came under attack"."""
        under = self.g.relation[noun] == "obl" and "under" in self.g.case(noun)
        return self.g.lemma(verb) in words.SUFFERING or (under and self.g.lemma(verb) in ("come", "be", "remain", "fall"))

    def _givers(self, verb: int) -> Iterator[int]:
        """From whom the subject of a verb has what its object tells of."""
        g = self.g
        things = [o for o in g.dependents(verb, "obj") if not self.is_actor(o)]
        if g.lemma(verb) in words.RECEIVING and things:
            for of in (verb, *things):
                for child in g.dependents(of, "obl", "nmod"):
                    if "from" in self.g.case(child):
                        yield from self.actors(child, own=True)

    def _is_between(self, noun: int) -> bool:
        return any("between" in self.g.case(c) for c in self.g.dependents(noun, "nmod"))

    def _does(self, verb: int, noun: int) -> bool:
        """Whether the subject of a verb does, or takes part in, what a noun under it tells of."""
        if self.g.relation[noun] == "obl":
            return self.g.lemma(verb) in words.TAKING_PART and bool(self.g.case(noun) & words.INTO)
        return self.g.lemma(verb) in words.BRINGING_ABOUT and not self.is_judging(verb)

    def inside(self, noun: int) -> list[Found]:
        """The parties that the phrase of a noun names by itself, sources first."""
        sources: list[int] = []
        targets: list[int] = []
        self._of_noun(noun, sources, targets)
        return [*(self._found(h, "source") for h in sources), *(self._found(h, "target") for h in targets)]

    def below(self, told: int, word: int, role: Role) -> list[Found]:
        """The actors of the phrase that a word heads, as parties of the event that `told` tells of.

        None where the word does not depend on it, or only says when and where it was.
        """
        at = word
        if self._is_sent(word) or (role == "source" and self._is_opening(told, word)):
            return []
        while at != told:
            over = self.g.head[at]
            if self._is_told(at, told) or self._is_untold(at):
                return []
            apart = words.BESIDE_OR_AGAINST if self.g.lemma(over) in words.STANDING_BY else words.BESIDE
            if over == at or self.g.case(at) & (apart | words.MEANWHILE):
                return []
            at = over
        return [self._found(h, role) for h in dict.fromkeys(self.actors(word, own=True))]

    def _found(self, head: int, role: Role) -> Found:
        where = role == "target" and self.g.relation[head] in ("obl", "nmod") and bool(self.g.case(head) & words.WITHIN)
        return Found(head=head, span=self.extent(head), role=role, where=where)

    def extent(self, head: int) -> Span:
        """The words of the phrase that a word heads."""
        a, b = self.cast.extent(head)
        return (a, b) if a <= head < b else (head, head + 1)

    def _with_others(self, head: int) -> bool:
        g = self.g
        return bool(g.dependents(head, "conj")) or g.relation[head] == "conj"

    def actor(self, head: int, asserted: Statement | None) -> str | None:
        """The id of the actor that a phrase stands for; "we" and "I" are whoever speaks, a people its state."""
        low = self.g.low[head]
        if any(self.g.low[c] == "no" for c in self.g.dependents(head, "det")):
            return None
        if low in FIRST_PERSON:
            voice = self._asserting.voice(self.g.characters((head, head + 1)))
            speaker = voice.speaker.actor if voice and voice.speaker else None
            if speaker is None:
                signing = self.signing(head)
                return signing[0] if len(signing) == 1 else None
            return self._bodies.get(speaker, speaker) if low in words.PLURAL else speaker
        if low in SECOND_PERSON:
            return asserted.addressee if asserted else None
        # "the oil company X", "her guest, X"
        named = [c for c in self.g.dependents(head, "appos", "flat", "nmod:desc") if c > head and self.cast.named_at(c)]
        # "our partners, especially X" are more than X
        named = [c for c in named if not any(self.g.low[d] in AMONG for d in self.g.dependents(c, "advmod"))]
        beside = named and not self.cast.named_at(head)
        figure = self.cast.figure_at(named[0] if beside else head)
        if figure is None:
            figure = self.cast.opposed_at(head)
        if figure is None:
            figure = self.cast.actor_of(self.extent(head))
        if figure is None and low in words.THIRD and asserted is not None and asserted.speaker and asserted.form == "indirect":
            # "X denied that it attacked": X
            return asserted.speaker.actor
        if figure is None:
            return None
        # many of a people are not their state
        some = any(self.g.low[c] in SOME | {"fewer"} or self.g.relation[c] == "nummod" for c in self.g.children[head])
        return self.cast.identity(figure if some else self.cast.state_of(figure))

    def signing(self, head: int) -> list[str]:
        """The ids of those who sign a text in which "we" and "I" are they: of several nobody is "I"."""
        low = self.g.low[head]
        signed = [self.cast.identity(f) for f in self._signed.at(head)] if low in FIRST_PERSON else []
        if low in words.PLURAL:
            return list(dict.fromkeys(self._bodies.get(one, one) for one in signed))
        return signed if len(signed) == 1 else []

    # --- verbs -------------------------------------------------------------------------------------------------------

    def _of_verb(self, verb: int, word: int, sources: list[int], targets: list[int]) -> None:
        g = self.g
        passive = bool(g.dependents(verb, "nsubj:pass", "aux:pass")) or g.lemma(verb) in words.SUFFERING
        passive = passive or "under" in self.g.case(word) or self._is_done_to(verb) or self._is_done_too(verb)
        subject = self.subject(verb)
        if subject is not None and g.low[verb] == "opposed" and not g.dependents(verb, "obl:agent") and self.is_actor(subject):
            # "X is opposed": X opposes
            passive = False
        if subject is not None and not self._is_opening(verb, subject):
            found = list(self.actors(subject, own=True))
            (targets if passive else sources).extend(found)
        elif subject is None and g.relation[verb] == "acl":
            # "forces backed by X", "groups fighting X"
            side = targets if g.tag[verb] == "VBN" else sources
            side.extend(self.actors(g.head[verb], own=True))
            passive = g.tag[verb] == "VBN"
        for agent in g.dependents(verb, "obl:agent"):
            sources.extend(self.actors(agent, own=True))
        if passive:
            for other in g.dependents(verb, "obl"):
                if "by" in self.g.case(other):
                    sources.extend(self.actors(other, own=True))
        # "X was accused of attacking Y": nothing is done to Y
        deep = 1 if passive and targets else 4
        if g.lemma(verb) in ("die", "perish") or any(
            tuple(g.low[o : o + 2]) in words.RECIPROCAL for o in g.dependents(verb, "obj")
        ):
            # "ten died in clashes with X", "X and Y accused each other of breaking the truce"
            deep = 0
        reached = list(self._reached(verb, {subject, word} if subject is not None else {word}, deep))
        relative = [c for c in g.dependents(verb, "obj") if g.low[c] in RELATIVE]
        if g.relation[verb] == "acl:relcl" and relative:
            # "X, which Y attacked": X
            reached = [*self.actors(self._antecedent(verb, relative[0]), own=True), *reached]
        if word != verb and word in g.children[verb]:
            reached += [t for t in self._reached(word, set()) if t not in reached]
        targets.extend(t for t in reached if t not in sources and t not in targets)

    def _is_opening(self, verb: int, subject: int) -> bool:
        """Whether a place is opened or closed by somebody who is not named: "the border reopened"."""
        noun = self.cast.noun_at(subject)
        place = noun is not None and noun.kind == "place" and not self.cast.named_at(subject)
        return place and self.g.lemma(verb) in ("open", "reopen", "close") and not self.g.dependents(verb, "obj")

    def subject(self, verb: int) -> int | None:
        """The subject of a verb, its own or that of the verb that governs it."""
        g = self.g
        at = verb
        for _ in range(5):
            found = g.dependents(at, "nsubj", "nsubj:pass", "csubj")
            if found:
                # of two, the nearer: "Your Excellency, at a meeting X said"
                nearest = max((f for f in found if f < at), default=found[0])
                # "X, which has a port": X
                return (
                    self._antecedent(at, nearest) if g.relation[at] == "acl:relcl" and g.low[nearest] in RELATIVE else nearest
                )
            over = g.head[at]
            if g.relation[at] == "acl" and any(g.low[c] == "to" for c in g.dependents(at, "mark")):
                doers = self._doers(g.head[at], at)
                if doers:
                    # "notes the decision of X to leave": X leaves
                    return doers[0]
                # "leads the campaign to win": who leads
                at = g.head[at]
                while not g.is_verb(at) and g.head[at] != at:
                    at = g.head[at]
                if g.lemma(at) in words.LIGHT:
                    continue
                return None
            if over == at or g.relation[at] not in ("xcomp", "conj", "advcl", "ccomp", "parataxis"):
                return None
            if g.relation[at] == "ccomp" and g.tag[at] not in ("VB", "VBG"):
                return None
            helped = g.relation[at] == "advcl" and "to" in self.g.case(at) and g.lemma(over) in words.STANDING_BY
            held = [o for o in g.dependents(over, "obj", "iobj") if o < at and self.is_actor(o)]
            if g.relation[at] == "advcl" and "to" in self.g.case(at):
                # "gave X weapons to fight Y", but not "hit X to free Y"
                held = held if helped else [o for o in held if g.relation[o] == "iobj"]
            elif g.relation[at] == "advcl" and not (g.tag[at] == "VBG" and self.g.case(at) & words.OF_ITS_OBJECT):
                held = []
            if held and g.relation[at] in ("xcomp", "advcl"):
                # "urged X to leave", "helped X to leave", "accused X of leaving": X leaves
                return held[0]
            at = over
        return None

    def _doers(self, noun: int, clause: int) -> list[int]:
        """Those by name whose decision, plan or attempt it is that a clause with "to" says more of."""
        g = self.g
        if g.lemma(noun) not in words.RESOLVES:
            return []
        found = [c for c in g.dependents(noun, "nmod:poss") if self.is_actor(c) and not g.tag[c].startswith("PRP")]
        return found or [c for c in g.dependents(noun, "nmod") if c < clause and g.case(c) & {"of", "by"} and self.is_actor(c)]

    def subject_of(self, verb: int) -> int | None:
        """The subject of a verb, or what a participle says more of: "forces fighting X", "the town held by X"."""
        g = self.g
        if g.relation[verb] == "amod" or (g.relation[verb] == "acl" and "to" not in self.g.case(verb)):
            # not "made progress, retaking the town", read as more about the progress
            if g.tag[verb] == "VBG" and verb > 0 and g.forms[verb - 1] == "," and not self.is_actor(g.head[verb]):
                over = next((w for w in g.ancestors(verb) if g.is_verb(w)), None)
                return self.subject(over) if over is not None else None
            return g.head[verb]
        return self.subject(verb)

    def _antecedent(self, clause: int, pronoun: int) -> int:
        """Whom a relative pronoun stands for: the phrase just before it, unless that is nobody and "who" needs somebody."""
        near, over = self.g.before(pronoun), self.g.head[clause]
        noun = self.cast.noun_at(near)
        nobody = noun is not None and noun.kind not in ("person", "organization") and not self.cast.named_at(near)
        return over if self.g.low[pronoun] in ("who", "whom") and nobody and self.is_actor(over) else near

    def _is_done_to(self, verb: int) -> bool:
        """Whether a bare participle tells what is done to the subject of the clause that it leads: "Pressed by X, Y said"."""
        g = self.g
        bare = g.tag[verb] == "VBN" and g.relation[verb] == "advcl" and not g.dependents(verb, "aux", "nsubj", "obj")
        return bare and not any(c < verb for c in g.dependents(verb, "mark"))

    def _is_done_too(self, verb: int) -> bool:
        """Whether a participle goes on with a passive: "was arrested and later released"."""
        g, over = self.g, self.g.head[verb]
        bare = g.tag[verb] == "VBN" and g.relation[verb] == "conj" and not g.dependents(verb, "aux", "nsubj", "obj")
        return bare and bool(g.dependents(over, "aux:pass"))

    def is_passive(self, verb: int) -> bool:
        """Whether the subject of a verb is whom it is done to: "was hit", "forces backed by"."""
        g = self.g
        backed = (
            g.relation[verb] == "advcl" and not g.dependents(verb, "aux", "nsubj") and bool(g.dependents(verb, "obl:agent"))
        )
        participle = g.tag[verb] == "VBN" and (g.relation[verb] == "acl" or backed)
        return bool(g.dependents(verb, "nsubj:pass", "aux:pass")) or participle or self._is_done_too(verb)

    def _reached(self, top: int, without: set[int], deep: int = 4) -> Iterator[int]:
        """The actors below a word that are no subjects: objects first, then what follows a preposition, then deeper.

        `deep` is how many words down they may stand.
        """
        g = self.g
        order = {"obj": 0, "iobj": 0, "obl": 1, "nmod": 1, "xcomp": 2, "obl:agent": 9, "nmod:poss": 1, "ccomp": 3, "advcl": 4,
                 "compound": 1, "amod": 2, "acl": 3, "obl:unmarked": 8, "appos": 2, "conj": 5}  # fmt: skip
        level = [top]
        for depth in range(deep):
            found: list[int] = []
            following: list[int] = []
            for at in level:
                children = [c for c in g.children[at] if c not in without and g.relation[c] in order]
                owners = [c for c in self.owners(at) if c in children]
                if depth and owners and not self._is_sent(at):
                    # "condemned X's attack on Y": X
                    children = owners
                for child in sorted(children, key=lambda c: (order[g.relation[c]], c)):
                    relation = g.relation[child]
                    if relation == "obl:agent" or (relation == "conj" and (at == top or g.is_verb(child))):
                        continue
                    if relation == "acl" and g.lemma(child) in words.STANDING_BY | {"coordinate"}:
                        # "strikes coordinated with X" are not against X
                        continue
                    case = self.g.case(child)
                    if "according" in case:
                        continue
                    if relation == "advcl" and case & words.MEANWHILE:
                        # "X marched after Y met Z"
                        continue
                    if relation in ("obl", "nmod") and not (case & words.TOWARDS):
                        continue
                    if ("in" in case and g.lemma(child) in words.STANDING_BY) or (
                        "against" in case and g.lemma(at) in words.STANDING_BY
                    ):
                        # what is done "in support of X" is not done to X, nor does "help against X" go to X
                        continue
                    if self._is_told(child, top) or self._is_untold(child):
                        continue
                    if relation == "obl" and case & words.WHERE and not case & {"at", "from"} and self._is_where(child):
                        continue
                    clause = relation in ("xcomp", "ccomp", "advcl", "acl")
                    if self.is_actor(child) and not clause and not self._is_sent(child):
                        found.extend(self.actors(child, own=depth == 0))
                    else:
                        following.append(child)
            if found:
                yield from found
                return
            level = following

    def _is_told(self, clause: int, word: int) -> bool:
        """Whether a clause is what somebody says in the course of an event: "denied having said that ..."."""
        over = self.g.head[clause]
        return self.g.relation[clause] == "ccomp" and over != word and self.g.lemma(over) in QUOTED_SPEECH

    def _is_untold(self, clause: int) -> bool:
        """Whether somebody only has nothing to say: who "declined to comment on the deal with X" does not turn X down."""
        g = self.g
        declined = g.relation[clause] == "xcomp" and g.lemma(g.head[clause]) in ("decline", "refuse")
        return declined and g.lemma(clause) in words.TELLING

    def _is_where(self, word: int) -> bool:
        """Whether a phrase is where something took place: a place that is named, or no actor at all."""
        noun = self.cast.noun_at(word)
        return noun is not None and noun.kind == "place"

    def _places(self, predicate: int) -> list[int]:
        """Places where it took place, to which it was done where nothing else is."""
        g = self.g
        return [c for c in g.dependents(predicate, "obl", "nmod") if self.g.case(c) & words.WHERE and self.cast.named_at(c)]

    # --- nouns -------------------------------------------------------------------------------------------------------

    def _of_noun(self, noun: int, sources: list[int], targets: list[int]) -> None:
        """The parties inside a phrase: "X's visit to Y", "the Russian attack on Y", "talks between X and Y"."""
        g = self.g
        for child in g.children[noun]:
            relation, case = g.relation[child], self.g.case(child)
            if relation in ("nmod:poss", "compound", "amod") and child < noun:
                if self.cast.opposed_at(child) is not None:
                    targets.append(child)
                elif self.is_actor(child):
                    sources.append(child)
            elif relation == "acl" and g.lemma(child) in words.LIGHT and g.dependents(child, "obl:agent"):
                # "the sanctions imposed by X on Y"
                for other in g.dependents(child, "obl:agent", "obl"):
                    side = sources if "by" in self.g.case(other) else targets if self.g.case(other) & {"on", "against"} else []
                    side.extend(self.actors(other, own=True))
            elif relation in ("nmod", "obl", "acl") and child > noun:
                if "against" in case and g.lemma(noun) in words.STANDING_BY:
                    # "help against X" is no help for X
                    continue
                if case & {"between", "among"} or "by" in case or (case == {"from"} and g.lemma(noun) not in words.LEAVING):
                    sources.extend(self.actors(child, own=True))
                elif "of" in case and self._is_of_doer(noun, child):
                    # "the attack of X on Y", "the withdrawal of X from Y"
                    sources.extend(self.actors(child, own=True))
                elif case & {"of", "with", "to", "on", "against", "at", "from", "into", "for", "over"}:
                    targets.extend(self.actors(child, own=True))

    def _is_of_doer(self, noun: int, child: int) -> bool:
        """Whether "of" names who does what a noun tells of, since another preposition names to whom it is done."""
        others = {"from"} if self.g.lemma(noun) in words.GOING else {"on", "against"}
        if any(self.g.tag[c] == "VB" and c > child for c in self.g.dependents(noun, "acl")):
            # "the refusal of X to leave"
            return True
        return any(self.g.case(c) & others for c in self.g.children[noun] if c != child)

    # --- actors ------------------------------------------------------------------------------------------------------

    def is_actor(self, word: int) -> bool:
        """Whether a word heads a phrase for somebody: a person, a body, a place that may act."""
        g = self.g
        if g.low[word] == "force" and g.children[word] and all(g.relation[c] == "case" for c in g.children[word]):
            # "by force"
            return False
        if g.lemma(word) == "side" and g.relation[word] == "obj" and g.lemma(g.head[word]) == "take":
            # "took sides"
            return False
        if self.cast.named_at(word) or word in self._acting or g.lemma(word) in words.BODIES:
            return True
        subject = g.low[word] in words.THIRD and g.relation[word] in ("nsubj", "nsubj:pass")
        return (subject or g.low[word] in FIRST_PERSON | SECOND_PERSON) and g.tag[word].startswith("PRP")

    def owners(self, noun: int) -> list[int]:
        """Whose something is: "X's campaign", "its capacity" where it is known who that is."""
        found = self.g.dependents(noun, "nmod:poss")
        return [c for c in found if self.is_actor(c) or (self.g.low[c] in OWN and self.cast.figure_at(c) is not None)]

    def actors(self, head: int, *, own: bool) -> Iterator[int]:
        """The actors of a phrase: its head with what is coordinated with it, else those that its dependents name."""
        g = self.g
        heads = [head, *g.dependents(head, "conj")]
        # "X, not Y", "not X but Y"
        heads = [h for h in heads if len(heads) == 1 or not any(g.low[c] == "not" for c in g.dependents(h, "advmod", "cc"))]
        actors = [h for h in heads if self.is_actor(h)]
        if actors:
            yield from actors
            for h in actors:
                # "the US-led coalition"
                for clause in g.dependents(h, "amod"):
                    if g.low[clause] in ("led", "backed"):
                        yield from (c for c in g.dependents(clause, "compound", "obl") if self.cast.named_at(c))
                # "a delegation led by X"
                for clause in g.dependents(h, "acl"):
                    if g.lemma(clause) in words.LEADING | words.BACKING:
                        agents = g.dependents(clause, "obl:agent", "obl")
                        # "by X" may be read as of the delegation, not of "led"
                        agents += [c for c in g.dependents(h, "nmod") if c > clause and "by" in self.g.case(c)]
                        yield from (a for a in agents if self.cast.named_at(a))
            return
        if own:
            for deeper in g.dependents(head, "nmod:poss", "nmod", "compound", "amod", "appos"):
                if self.is_actor(deeper) and not self.g.case(deeper) & words.BESIDE_OR_AGAINST:
                    yield deeper
