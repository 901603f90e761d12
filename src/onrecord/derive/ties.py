"""Ties: what stands between actors according to a text, with the words that it rests on."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.derive.asserting import Asserting
from onrecord.derive.parties import Parties
from onrecord.derive.said import clause_time
from onrecord.derive.status import standing
from onrecord.ids import digest
from onrecord.schema import Event, Office, Span, Tie, When

_RELATIONS = frozenset([
    "relation", "relationship", "tie", "friendship", "dialogue", "bond", "link", "contact", "rapport", "rapprochement",
])  # fmt: skip
_GOOD = frozenset([
    "good", "excellent", "friendly", "close", "strong", "warm", "traditional", "historic", "historical", "long-standing",
    "longstanding", "deep", "strategic", "special", "brotherly", "fraternal", "cordial", "solid", "great", "positive",
    "constructive", "stable", "mutual", "trusting", "better", "best", "closer", "stronger", "active", "respectful",
    "bilateral", "allied", "neighbourly", "neighborly", "amicable", "productive", "fruitful", "privileged",
])  # fmt: skip
_BAD = frozenset([
    "bad", "poor", "strained", "tense", "hostile", "cold", "frosty", "broken", "difficult", "troubled", "fraught", "worst",
    "worse", "icy", "damaged", "sour", "adversarial", "antagonistic", "uneasy",
])  # fmt: skip
_ROLES = {
    "ally": "ally", "friend": "friendly", "supporter": "friendly", "backer": "friendly", "partner": "cooperates_with",
    "enemy": "hostile", "adversary": "hostile", "foe": "hostile", "rival": "hostile", "opponent": "hostile",
    "member": "member_of", "leader": "in_charge_of", "commander": "in_charge_of", "ruler": "in_charge_of",
    "owner": "owns", "subsidiary": "part_of", "part": "part_of", "branch": "part_of", "wing": "part_of",
    "affiliate": "part_of", "component": "part_of", "offshoot": "part_of", "arm": "part_of",
}  # fmt: skip
"""nouns that say what one actor is to another"""
_DIRECTED: tuple[tuple[str, frozenset[str]], ...] = (
    ("friendly", frozenset([
        "like", "trust", "admire", "respect", "love", "support", "back", "appreciate", "value", "favour", "favor",
    ])),
    ("hostile", frozenset([
        "dislike", "hate", "distrust", "despise", "oppose", "resent", "detest", "mistrust", "loathe", "displease",
    ])),
    ("fights", frozenset([
        "fight", "battle", "combat", "defeat", "attack", "bomb", "engage", "clash", "resist", "counter", "repel", "shell",
        "eliminate", "degrade", "destroy", "kill", "ambush", "strike", "target", "invade", "rout", "bombard", "confront",
        "repulse", "liquidate",
    ])),
    ("in_charge_of", frozenset([
        "control", "rule", "govern", "command", "lead", "head", "run", "hold", "occupy", "seize", "capture", "retake",
        "administer", "oversee", "dominate", "chair", "direct",
    ])),
    ("owns", frozenset(["own", "possess"])),
    ("member_of", frozenset(["join", "belong"])),
    ("part_of", frozenset(["comprise", "include", "constitute"])),
    ("cooperates_with", frozenset(["cooperate", "collaborate", "partner", "coordinate", "work"])),
    ("ally", frozenset(["ally"])),
)  # fmt: skip
"""verbs, and what their subject then is to their object"""
_ABOUT_WITH = frozenset(["cooperates_with", "ally"])
"""relations whose verbs take "with" """
_LIKED = {
    "grateful": "friendly", "thankful": "friendly", "friendly": "friendly", "loyal": "friendly", "sympathetic": "friendly",
    "hostile": "hostile", "opposed": "hostile", "neutral": "neutral", "allied": "ally",
}  # fmt: skip
_STRIFE = frozenset([
    "fight", "war", "battle", "campaign", "operation", "strike", "airstrike", "offensive", "attack", "struggle", "assault",
    "raid", "defense", "defence", "counterattack", "insurgency", "jihad", "counteroffensive",
])  # fmt: skip
_HAVING = frozenset(["have", "take", "gain", "seize", "hold", "keep", "retain", "maintain", "exercise", "regain", "assume"])
_BODIES = ("state", "region", "organization", "group")
"""kinds of actors that can be at war"""
_BEGINNING = frozenset(["establish", "begin", "start", "form", "build", "found", "restore"])
_CONNECTING = frozenset(["connect", "link"])
_MEN = frozenset([
    "fighter", "militant", "terrorist", "soldier", "troop", "member", "leader", "commander", "official", "operative",
    "spokesman", "spokesperson", "officer", "lawmaker", "insurgent", "gunman", "recruit", "cadre", "deputy", "emir",
])  # fmt: skip
_HEADS = frozenset([
    "president", "minister", "premier", "chancellor", "leader", "commander", "chief", "head", "director", "king", "queen",
    "emir", "chairman", "chairwoman", "chair", "governor", "general", "secretary", "sultan", "ruler", "mayor", "ceo",
])  # fmt: skip
"""last words of titles whose holders lead what they are of"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    relation: str
    source: int
    """word at the head of its phrase"""
    target: int
    word: int
    """the word that says so"""
    score: float


def ties(parties: Parties, asserting: Asserting, told: Sequence[Event], posts: Sequence[Office]) -> list[Tie]:
    """The ties of a document in the order of their words; each relation between two actors once a statement."""
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
        found = [t for f in self._found() if (t := self._tie(f))]
        found += self._of_offices(posts)
        found += self._of_events(told)
        kept: dict[tuple[str, str, str, str | None, Span], Tie] = {}
        for tie in sorted(found, key=lambda t: (t.span, -t.score)):
            kept.setdefault((tie.relation, tie.source, tie.target, tie.asserted_by, tie.source_span), tie)
        return sorted(kept.values(), key=lambda t: t.span)

    def _found(self) -> Iterator[_Found]:
        g = self.g
        for word in range(len(g.forms)):
            tag = g.tag[word]
            if tag.startswith("V"):
                yield from self._of_verb(word)
            elif tag in ("NN", "NNS") or (tag.startswith("NNP") and not self.cast.named_at(word)):
                yield from self._of_noun(word)
            elif tag.startswith("JJ"):
                yield from self._of_adjective(word)
        yield from self._of_places()

    # --- verbs -------------------------------------------------------------------------------------------------------

    def _of_verb(self, verb: int) -> Iterator[_Found]:
        g = self.g
        lemma = g.lemma(verb)
        if lemma in _CONNECTING:
            yield from self._connecting(verb)
        relation = next((relation for relation, verbs in _DIRECTED if lemma in verbs), None)
        if relation is None:
            return
        sources, targets = self._ends(verb, relation)
        if self._is_negated(verb):
            if relation != "friendly":
                return
            relation = "hostile"
        yield from self._pairs(relation, sources, targets, verb, 0.7)

    def _ends(self, verb: int, relation: str) -> tuple[list[int], list[int]]:
        g = self.g
        passive = bool(g.dependents(verb, "nsubj:pass", "aux:pass")) or (g.relation[verb] == "acl" and g.tag[verb] == "VBN")
        subject = g.head[verb] if g.relation[verb] in ("acl", "amod") else self.parties.subject(verb)
        first = list(self.parties.actors(subject, own=False)) if subject is not None else []
        if g.relation[verb] == "amod" and g.tag[verb] == "VBN":
            # "X-held territory"
            return [c for c in g.dependents(verb, "compound", "obl") if self.cast.named_at(c)], [g.head[verb]]
        second: list[int] = []
        for child in g.children[verb]:
            case = self.parties.case(child)
            if g.relation[child] in ("obj", "iobj") and relation not in _ABOUT_WITH:
                second += self.parties.actors(child, own=relation == "fights")
            elif (g.relation[child] in ("obl", "obl:agent") and passive and "by" in case) or (
                g.relation[child] == "obl"
                and not passive
                and case & {"with", "against", "to"}
                and (
                    relation in _ABOUT_WITH
                    or (relation == "fights" and "against" in case)
                    or (g.lemma(verb) == "belong" and "to" in case)
                )
            ):
                second += self.parties.actors(child, own=True)
        if relation == "part_of":
            # "the group includes X": X is part of it
            return (first, second) if passive else (second, first)
        return (second, first) if passive and relation not in _ABOUT_WITH else (first, second)

    def _connecting(self, verb: int) -> Iterator[_Found]:
        g = self.g
        subject = self._called(verb) or self.parties.subject(verb)
        ends = g.dependents(verb, "obj")
        ends += [c for c in g.dependents(verb, "obl") if self.parties.case(c) & {"with", "to", "and"}]
        targets = [t for e in ends for t in self.parties.actors(e, own=True)]
        if subject is not None:
            yield from self._pairs("connects", [subject], targets, verb, 0.7)

    def _called(self, verb: int) -> int | None:
        """What the subject of a verb is called just before: "it is called the Long Road and will connect ..." """
        g = self.g
        for over in g.ancestors(verb):
            if g.lemma(over) in ("call", "name", "dub") and g.dependents(over, "nsubj:pass"):
                return next((c for c in g.dependents(over, "xcomp", "obj") if self.cast.named_at(c)), None)
        return None

    def _is_negated(self, word: int) -> bool:
        return any(self.g.low[c] in ("not", "n't", "n’t", "never") for c in self.g.dependents(word, "advmod"))

    # --- nouns -------------------------------------------------------------------------------------------------------

    def _of_noun(self, noun: int) -> Iterator[_Found]:
        g = self.g
        lemma = g.lemma(noun)
        if lemma in _RELATIONS or lemma in ("cooperation", "alliance", "partnership"):
            relation = self._colour(noun)
            if relation:
                sources, targets = self._between(noun)
                yield from self._pairs(relation, sources, targets, noun, 0.7)
        elif lemma in _STRIFE:
            against = [c for c in g.dependents(noun, "nmod", "obl") if self.parties.case(c) & {"against", "on"}]
            against = against or self._against_after(noun)
            targets = [t for c in against for t in self.parties.actors(c, own=True)]
            if not targets:
                return
            sources = [c for c in g.dependents(noun, "nmod:poss", "compound", "amod") if self.parties.is_actor(c)]
            sources += [
                a for c in g.dependents(noun, "nmod") if "by" in self.parties.case(c) for a in self.parties.actors(c, own=True)
            ]
            if not sources and g.relation[noun] in ("obj", "obl", "nsubj:pass") and g.is_verb(g.head[noun]):
                over = g.head[noun]
                subject = self.parties.subject(over)
                if subject is not None and subject != noun:
                    sources = list(self.parties.actors(subject, own=True))
            yield from self._pairs("fights", sources, targets, noun, 0.65)
        elif lemma in ("control", "command"):
            held = [
                t for c in g.dependents(noun, "nmod") if "of" in self.parties.case(c) for t in self.parties.actors(c, own=False)
            ]
            over = g.head[noun]
            sources = [c for c in g.dependents(noun, "nmod:poss") if self.parties.is_actor(c)]
            if not sources and g.relation[noun] in ("obj", "obl") and g.lemma(over) in _HAVING:
                subject = self.parties.subject(over)
                sources = list(self.parties.actors(subject, own=False)) if subject is not None else []
            yield from self._pairs("in_charge_of", sources, held, noun, 0.7)
        elif lemma in ("neutrality", "neutral"):
            subject = next(iter(g.dependents(noun, "nsubj") or g.dependents(g.head[noun], "nsubj")), None)
            if subject is not None and subject != noun:
                owner = [c for c in g.dependents(subject, "nmod:poss") if self.parties.is_actor(c)]
                about = [c for c in g.dependents(subject, "nmod") if self.parties.case(c) & {"on", "towards", "toward", "to"}]
                yield from self._pairs("neutral", owner or [subject], about, noun, 0.7)
        elif lemma in _ROLES:
            yield from self._role(noun, _ROLES[lemma])
        if lemma in _MEN:
            # "an X commander", "X fighters": of X
            for child in g.dependents(noun, "compound", "nmod:poss"):
                if self.cast.is_body_name(child):
                    holder = self._who(noun)
                    if holder is not None and holder not in (child, noun):
                        leads = lemma in ("leader", "commander") and g.relation[child] == "compound" and child == noun - 1
                        yield from self._pairs("in_charge_of" if leads else "member_of", [holder], [child], noun, 0.6)

    def _against_after(self, noun: int) -> list[int]:
        """What follows the next "against" in the clause: "carried out strikes with drones against X"."""
        g = self.g
        for i in range(noun + 1, min(noun + 22, len(g.forms))):
            if g.sentence[i] != g.sentence[noun] or g.forms[i] in (";", ":"):
                break
            if g.low[i] == "against" and g.relation[i] == "case":
                return [g.head[i]]
        return []

    def _colour(self, noun: int) -> str | None:
        """What a noun for relations says that they are, by the noun itself or the adjectives with it."""
        g = self.g
        lemma = g.lemma(noun)
        words = {g.low[c] for c in g.dependents(noun, "amod", "compound")}
        words |= {g.low[d] for c in g.dependents(noun, "amod", "conj") for d in g.dependents(c, "conj", "amod")}
        words |= (
            {g.low[c] for c in g.children[g.head[noun]] if g.relation[c] == "amod"} if g.relation[noun] == "conj" else set()
        )
        if g.relation[noun] == "nsubj" and g.dependents(g.head[noun], "cop"):
            words.add(g.low[g.head[noun]])
        if words & _BAD:
            return "hostile"
        if lemma == "alliance":
            return "ally"
        if lemma in ("cooperation", "partnership"):
            return "cooperates_with"
        return "friendly" if words & _GOOD or lemma == "friendship" else None

    def _between(self, noun: int) -> tuple[list[int], list[int]]:
        """Who has relations with whom: "X has relations with Y", "X's relations with Y", "relations between X and Y"."""
        g = self.g
        sources = [c for c in g.dependents(noun, "nmod:poss", "amod", "compound") if self.parties.is_actor(c)]
        targets: list[int] = []
        top = noun
        while g.relation[top] == "conj" and g.tag[g.head[top]].startswith("N"):
            top = g.head[top]
        for child in {*g.children[noun], *g.children[top]}:
            case = self.parties.case(child)
            if g.relation[child] in ("nmod", "obl") and "between" in case:
                both = list(self.parties.actors(child, own=True))
                return both[:1], both[1:]
            if g.relation[child] in ("nmod", "obl") and "with" in case:
                targets += self._with_as_well(child)
        over = g.head[top]
        if g.relation[top] in ("obj", "obl", "xcomp") and g.is_verb(over):
            if not sources:
                subject = self.parties.subject(over)
                sources = list(self.parties.actors(subject, own=True)) if subject is not None else []
            if not targets:
                for child in g.dependents(over, "obl"):
                    if "with" in self.parties.case(child):
                        targets += self._with_as_well(child)
        return sources, targets

    def _with_as_well(self, word: int) -> list[int]:
        """The actors of a phrase, with those that "as well as" adds."""
        g = self.g
        found = list(self.parties.actors(word, own=True))
        for head in list(found):
            found += [
                c for c in g.dependents(head, "conj", "appos", "flat", "advcl") if self.parties.is_actor(c) and c not in found
            ]
        return found

    def _role(self, noun: int, relation: str) -> Iterator[_Found]:
        """Ties of somebody who is said to be another's ally, enemy, member ..."""
        g = self.g
        owners: list[int] = []
        for child in g.children[noun]:
            if (g.relation[child] == "nmod:poss" and self.parties.is_actor(child)) or (
                g.relation[child] == "nmod" and self.parties.case(child) & {"of", "to"}
            ):
                owners += self.parties.actors(child, own=False)
        if relation in ("ally", "friendly", "hostile", "cooperates_with"):
            owners += [c for c in g.dependents(noun, "compound", "amod") if self.parties.is_actor(c)]
        first = g.head[noun]
        joined = g.relation[noun] in ("conj", "compound") and g.lemma(first) in _ROLES
        if joined and not owners:
            # "is our ally and partner": one subject, one owner
            owners = [c for c in g.dependents(first, "nmod:poss", "nmod", "amod") if self.parties.is_actor(c)]
        holder = self._who(first if joined else noun)
        if holder is None or not owners or (relation == "part_of" and holder == noun):
            return
        yield from self._pairs(relation, self._all(holder), [o for o in owners if o != holder], noun, 0.7)

    def _all(self, head: int) -> list[int]:
        return list(self.parties.actors(head, own=False)) or [head]

    def _who(self, noun: int) -> int | None:
        """Who is what a noun says: its subject, what it is in apposition to, the name that follows it, or itself."""
        g = self.g
        subject = next(iter(g.dependents(noun, "nsubj", "nsubj:outer")), None)
        if subject is not None:
            return subject
        if g.relation[noun] in ("appos", "nmod:desc", "compound", "flat") and self.parties.is_actor(g.head[noun]):
            return g.head[noun]
        named = next((c for c in g.dependents(noun, "appos", "flat", "nmod:desc") if self.cast.named_at(c)), None)
        if named is not None:
            return named
        return noun if self.parties.is_actor(noun) else None

    # --- adjectives, places ------------------------------------------------------------------------------------------

    def _of_adjective(self, word: int) -> Iterator[_Found]:
        """ "grateful to X", "hostile to X", "neutral on X"."""
        g = self.g
        relation = _LIKED.get(g.low[word])
        subject = next(iter(g.dependents(word, "nsubj")), None)
        if relation is None or subject is None or self._is_negated(word):
            return
        about = [
            c for c in g.dependents(word, "obl") if self.parties.case(c) & {"to", "with", "for", "towards", "toward", "on"}
        ]
        targets = [t for c in about for t in self.parties.actors(c, own=True)]
        yield from self._pairs(relation, list(self.parties.actors(subject, own=True)), targets, word, 0.6)

    def _of_places(self) -> Iterator[_Found]:
        """ "Mosul, Iraq", "the hospital in Mosul": one place in another."""
        g = self.g
        names = self.cast.names
        for a, b in itertools.pairwise(names):
            if a.kind == b.kind == "LOC" and b.start == a.end + 1 and g.forms[a.end] == "," and self._lies(a.start, b.start):
                yield from self._pairs("located_in", [a.start], [b.start], b.start, 0.6)
            elif a.kind in ("ORG", "LOC") and b.kind == "LOC" and b.start == a.end + 1 and g.low[a.end] == "in":
                yield from self._pairs("located_in", [a.start], [b.start], b.start, 0.5)

    def _lies(self, a: int, b: int) -> bool:
        """Whether a comma between two places can mean that one lies in the other: "X, Y and Z" is a list."""
        g = self.g
        after = next((n.end for n in self.cast.names if n.start == b), b + 1)
        return g.low[after] not in ("and", "or", "&") if after < len(g.forms) else True

    # --- results -----------------------------------------------------------------------------------------------------

    def _pairs(
        self, relation: str, sources: Sequence[int], targets: Sequence[int], word: int, score: float
    ) -> Iterator[_Found]:
        for source in sources:
            for target in targets:
                if source != target:
                    yield _Found(relation=relation, source=source, target=target, word=word, score=score)

    def _tie(self, found: _Found) -> Tie | None:
        g = self.g
        asserted = self.asserting.innermost(g.characters((found.word, found.word + 1)))
        source = self.parties.actor(found.source, asserted)
        target = self.parties.actor(found.target, asserted)
        if source is None or target is None or source == target:
            return None
        if found.relation == "fights" and not (self._fights(found.source) and self._fights(found.target)):
            return None
        stands = standing(g, found.word)
        if stands.negated and found.relation != "hostile":
            return None
        if found.relation == "in_charge_of" and (stands.status == "hypothetical" or not self.cast.is_led(found.target)):
            return None
        a, b = self.parties.extent(found.source), self.parties.extent(found.target)
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

    def _fights(self, word: int) -> bool:
        """Whether a word heads a phrase for somebody who can be at war: one with a name, people, a body."""
        noun = self.cast.noun_at(word)
        return self.cast.named_at(word) or noun is None or noun.kind in ("person", "organization")

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
            title = post.title.lower().split()
            if post.of is None or title[-1] not in _HEADS or set(title) & {"deputy", "vice", "assistant", "foreign", "under"}:
                continue
            spans = self.cast.spans_of(post.of, self.g.words_in(post.span))
            holder = self.cast.spans_of(post.holder, self.g.words_in(post.span))
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

    def _of_events(self, told: Sequence[Event]) -> list[Tie]:
        """Who fights whom, from attacks between bodies."""
        found = []
        for event in told:
            if event.type != "ASSAULT" or event.negated or event.status not in ("happened", "ongoing"):
                continue
            sources = [p for p in event.parties if p.role == "source" and self._kinds.get(p.actor) in _BODIES]
            targets = [p for p in event.parties if p.role == "target" and self._kinds.get(p.actor) in _BODIES]
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
