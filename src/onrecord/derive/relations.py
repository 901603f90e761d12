"""What ties actors to each other: the words of a text that say so, and between which phrases."""

import itertools
from collections.abc import Iterator

from onrecord.derive import tie_words
from onrecord.derive.belonging import Belonging
from onrecord.derive.lexicon import NOT
from onrecord.derive.pairs import Pair, paired
from onrecord.derive.parties import Parties
from onrecord.derive.strife import Strife
from onrecord.gazetteer import extent, known
from onrecord.schema import Name

_PARTS_OF_THE_WORLD = frozenset([
    "europe", "asia", "africa", "america", "oceania", "east", "caucasus", "balkans", "sahel", "maghreb", "levant", "caribbean",
    "scandinavia", "pacific", "gulf", "peninsula", "region", "hemisphere",
])  # fmt: skip
"""last words of the names of what holds states"""


def pairs(parties: Parties) -> Iterator[Pair]:
    """The ties that a document tells of, in no order; some of them twice."""
    return _Relations(parties).all()


class _Relations(Belonging):
    def __init__(self, parties: Parties) -> None:
        super().__init__(parties)
        self.strife = Strife(parties)

    def all(self) -> Iterator[Pair]:
        g = self.g
        for word in range(len(g.forms)):
            tag = g.tag[word]
            if tag.startswith("V"):
                yield from self._of_verb(word)
            elif tag in ("NN", "NNS") or (tag.startswith("NNP") and not self.cast.named_at(word)):
                yield from self._of_noun(word)
            elif tag.startswith("JJ"):
                yield from self._of_adjective(word)
            if self.cast.named_at(word):
                if self._is_person(word):
                    yield from self._of_unit(word)
                elif tag.startswith("N"):
                    yield from self._named_parts(word)
            if tag.startswith("N"):
                yield from self._of_owner(word)
        yield from self._of_places()

    # --- verbs -------------------------------------------------------------------------------------------------------

    def _of_verb(self, verb: int) -> Iterator[Pair]:
        g = self.g
        lemma = g.lemma(verb)
        if lemma in tie_words.CONNECTING:
            yield from self._connecting(verb)
        if lemma in tie_words.AIDING and not self._is_negated(verb):
            yield from self._aiding(verb)
        if lemma in tie_words.ASSIGNED:
            yield from self._assigned(verb)
        if lemma == "use":
            yield from self._based(verb)
        if lemma == "fall":
            yield from self._falling(verb)
        yield from self._made_of(verb)
        yield from self.strife.of_verb(verb)
        relation = next((relation for relation, verbs in tie_words.DIRECTED if lemma in verbs), None)
        if relation is None or not self.parties.is_blow(verb):
            return
        sources, targets = self._ends(verb, relation)
        if relation == "in_charge_of":
            # "US-backed rebels captured the town": the rebels have it
            sources = [s for s in sources if not self.parties.is_backing(s)]
        if relation == "in_charge_of" and g.relation[verb] == "xcomp" and g.lemma(g.head[verb]) in tie_words.TRYING:
            return
        if lemma in tie_words.AIDING and any(self._is_armed(w) for w in [*sources, *targets]):
            return
        if lemma == "join":
            # who joins a state or an exercise is no member of it
            targets = [t for t in targets if self._is_body(t) or g.lemma(t) in tie_words.LEAGUES]
        if relation == "in_charge_of" and any(g.low[c] in tie_words.ONCE for c in g.dependents(verb, "advmod")):
            return
        if self._is_negated(verb):
            if relation != "friendly":
                return
            relation = "hostile"
        yield from paired(relation, sources, targets, verb, 0.7)

    def _ends(self, verb: int, relation: str) -> tuple[list[int], list[int]]:
        g = self.g
        passive = self.parties.is_passive(verb)
        subject = self.parties.subject_of(verb)
        first = list(self.parties.actors(subject, own=False)) if subject is not None else []
        first = [w for w in first if g.lemma(w) not in tie_words.STRIKING or self.cast.named_at(w)]
        if g.relation[verb] == "amod" and g.tag[verb] == "VBN":
            if g.head[verb] < verb:
                return [], []
            # "X-held territory"
            before = [g.head[i] if g.relation[i] == "flat" else i for i in range(verb - 2, verb - 1) if g.forms[i + 1] == "-"]
            own = [c for c in g.dependents(verb, "compound", "obl") if self.cast.named_at(c)]
            return own or [i for i in before if self.cast.named_at(i)], [g.head[verb]]
        if subject is not None and passive and not self.cast.named_at(subject) and g.dependents(subject, "cop"):
            # "Mosul is the city held by X"
            first = [a for s in g.dependents(subject, "nsubj") for a in self.parties.actors(s, own=False)] or first
        if relation == "in_charge_of" and passive and subject is not None and not first:
            first = self._led(subject)
        second: list[int] = []
        for child in g.children[verb]:
            case = self.g.case(child)
            if g.relation[child] in ("obj", "iobj") and relation == "fights":
                second += self.strife.fought(child)
            elif g.relation[child] in ("obj", "iobj") and relation not in tie_words.ABOUT_WITH:
                acting = list(self.parties.actors(child, own=False))
                second += acting or (self._led(child) if relation == "in_charge_of" else self._partners(child))
            elif (g.relation[child] in ("obl", "obl:agent") and passive and "by" in case) or (
                g.relation[child] == "obl"
                and not passive
                and case & {"with", "against", "to"}
                and (
                    relation in tie_words.ABOUT_WITH
                    or (relation == "fights" and "against" in case)
                    or (g.lemma(verb) == "belong" and "to" in case)
                )
            ):
                second += self.parties.actors(child, own=True)
        if relation == "part_of":
            first = [w for head in first for w in self._whole(head)]
            # "the group includes X": X is part of it
            return (first, second) if passive else (second, first)
        return (second, first) if passive and relation not in tie_words.ABOUT_WITH else (first, second)

    def _led(self, word: int) -> list[int]:
        """What can be led or held though it does not act: a unit known by its number, so many miles of land."""
        return [word] if self.cast.is_led(word) else []

    def _partners(self, noun: int) -> list[int]:
        """With whom somebody has the relations that a phrase tells of: "values the partnership with X"."""
        g = self.g
        if g.lemma(noun) not in tie_words.RELATIONS | tie_words.WORKING:
            return []
        return [a for c in g.dependents(noun, "nmod") if "with" in self.g.case(c) for a in self.parties.actors(c, own=False)]

    def _is_armed(self, word: int) -> bool:
        """Whether a phrase is for people who bear arms, by the last word of it or of the actor's name."""
        figure = self.cast.figure_at(word)
        names = [self.g.low[word], *(self.cast.name_of(figure).casefold().split()[-1:] if figure is not None else [])]
        return any(name.removesuffix("s") in tie_words.ARMED for name in names)

    def _aiding(self, verb: int) -> Iterator[Pair]:
        """Who stands by those who bear arms, or does so with arms, is their ally."""
        g = self.g
        passive = self.parties.is_passive(verb)
        subject = g.head[verb] if g.relation[verb] == "acl" else self.parties.subject(verb)
        first = list(self.parties.actors(subject, own=False)) if subject is not None else []
        ends = g.dependents(verb, "obl", "obl:agent") if passive else g.dependents(verb, "obj")
        second = [a for e in ends if not passive or "by" in self.g.case(e) for a in self.parties.actors(e, own=False)]
        if passive:
            first, second = second, first
        first, second = ([w for w in side if self._is_somebody(w)] for side in (first, second))
        if any(self._is_armed(w) for w in [*first, *second]):
            # who trains an army does not fight with it yet
            relation = "cooperates_with" if g.lemma(verb) in tie_words.TRAINING else "ally"
            yield from paired(relation, first, second, verb, 0.6)
        if not passive:
            waged = [e for e in ends if g.lemma(e) in tie_words.AIMS | tie_words.STRIFE and self._is_of_war(e)]
            yield from paired("ally", first, [o for e in waged for o in self.parties.owners(e)], verb, 0.6)

    def _is_of_war(self, noun: int) -> bool:
        """Whether a phrase tells of a fight, as that of "their efforts in the fight against X" does."""
        lemmas = {self.g.lemma(w) for w in self.g.subtree(noun)}
        return bool(lemmas & (tie_words.STRIFE | tie_words.FIGHTING) - {"operation"})

    def _is_somebody(self, word: int) -> bool:
        """Whether a phrase is for a person or a body, or names a place that acts; "Operation X" is neither."""
        noun = self.cast.noun_at(word)
        figure = self.cast.figure_at(word)
        if self.g.low[self.cast.extent(word)[0]] in ("operation", "exercise"):
            return False
        if figure is not None and self.cast.name_of(figure).split()[0] in ("Operation", "Exercise"):
            return False
        return self.cast.named_at(word) or noun is None or noun.kind in ("person", "organization")

    def _assigned(self, verb: int) -> Iterator[Pair]:
        """ "was assigned to the 2nd Brigade", "deployed from the 9th Wing"."""
        g = self.g
        subject = g.head[verb] if g.relation[verb] == "acl" else self.parties.subject(verb)
        if subject is None or (g.tag[verb] not in ("VBN", "VBD") and g.lemma(verb) != "serve"):
            return
        bodies = [
            c
            for c in g.dependents(verb, "obl", "nmod")
            if self.g.case(c) & {"to", "from", "with", "in", "into"} and self._is_body(c)
        ]
        yield from paired("member_of", self._all(subject), bodies, verb, 0.6)

    def _based(self, verb: int) -> Iterator[Pair]:
        """ "uses the hospital as a base": it holds that."""
        g = self.g
        subject = self.parties.subject(verb)
        used = [c for c in g.dependents(verb, "obl", "nmod") if "as" in self.g.case(c) and g.lemma(c) in tie_words.BASES]
        if subject is not None and used and not self.parties.is_passive(verb):
            held = [o for o in g.dependents(verb, "obj") if self.cast.is_led(o)]
            yield from paired("in_charge_of", list(self.parties.actors(subject, own=False)), held, verb, 0.6)

    def _falling(self, verb: int) -> Iterator[Pair]:
        """ "the town fell to X", "fell into the hands of X": X holds it."""
        g = self.g
        subject = self.parties.subject(verb)
        ends = [c for c in g.dependents(verb, "obl") if "to" in self.g.case(c) or g.lemma(c) == "hand"]
        ends = [d for c in ends for d in (g.dependents(c, "nmod", "nmod:poss") if g.lemma(c) == "hand" else [c])]
        if subject is not None and self.cast.is_led(subject):
            takers = [a for c in ends for a in self.parties.actors(c, own=False) if self.strife.is_foe(a)]
            yield from paired("in_charge_of", takers, [subject], verb, 0.6)

    def _made_of(self, verb: int) -> Iterator[Pair]:
        """ "made up of X and Y", "consists of X": they are part of it."""
        g = self.g
        lemma = g.lemma(verb)
        up = lemma == "make" and g.low[verb + 1 : verb + 2] == ["up"]
        if not up and lemma not in ("consist", "compose"):
            return
        own = g.dependents(verb, "aux:pass") or lemma == "consist"
        subject = self.parties.subject(verb) if own else self.g.before(verb)
        parts = [c for c in g.dependents(verb, "obl", "obl:agent") if self.g.case(c) & {"of", "by"}]
        sources = [a for c in parts for a in self._with_as_well(c)]
        if subject is not None:
            yield from paired("part_of", sources, [subject], verb, 0.6)

    def _connecting(self, verb: int) -> Iterator[Pair]:
        g = self.g
        subject = self._called(verb) or self.parties.subject(verb)
        ends = g.dependents(verb, "obj")
        ends += [c for c in g.dependents(verb, "obl") if (self.g.case(c) | {g.low[c - 1]}) & {"with", "to", "and"}]
        targets = [t for e in ends for t in self.parties.actors(e, own=True)]
        if subject is not None:
            yield from paired("connects", [subject], targets, verb, 0.7)

    def _called(self, verb: int) -> int | None:
        """What the subject of a verb is called just before: "it is called the Long Road and will connect ..." """
        g = self.g
        for over in g.ancestors(verb):
            if g.lemma(over) in ("call", "name", "dub") and g.dependents(over, "nsubj:pass"):
                return next((c for c in g.dependents(over, "xcomp", "obj") if g.tag[c].startswith("NNP")), None)
        return None

    def _is_negated(self, word: int) -> bool:
        return any(self.g.low[c] in NOT for c in self.g.dependents(word, "advmod"))

    # --- nouns -------------------------------------------------------------------------------------------------------

    def _of_noun(self, noun: int) -> Iterator[Pair]:
        g = self.g
        lemma = g.lemma(noun)
        if lemma in tie_words.RELATIONS or lemma in tie_words.WORKING | {"alliance"}:
            relation = self._colour(noun)
            if relation:
                sources, targets = self._between(noun)
                yield from paired(relation, sources, targets, noun, 0.7)
                if relation in ("friendly", "hostile"):
                    # relations are the same from either side
                    yield from paired(relation, targets, sources, noun, 0.7)
                if relation == "cooperates_with" and "close" in self._described(noun):
                    yield from paired("friendly", sources, targets, noun, 0.6)
                    yield from paired("friendly", targets, sources, noun, 0.6)
        elif lemma == "support" and "in" in self.g.case(noun):
            helped = [c for c in g.dependents(noun, "nmod", "obl", "obl:agent") if "of" in self.g.case(c)]
            if not helped and g.low[noun + 1 : noun + 2] == ["of"] and g.relation[noun + 1] == "case":
                # "coordinated with and in support of X"
                helped = [g.head[noun + 1]]
            targets = [t for c in helped for t in self.parties.actors(c, own=False)]
            fought = self.strife.foes_over(noun)
            armed = [s for s in self._subject_over(noun) if fought or self._is_armed(s) or any(map(self._is_armed, targets))]
            # in whose support X is fought, fights X too
            yield from paired("fights", [t for t in targets if self.parties.is_actor(t)], fought, noun, 0.6)
            yield from paired("ally", armed, targets, noun, 0.6)
        elif lemma in tie_words.SUPPORT:
            yield from self._supporting(noun)
        elif lemma in tie_words.COMMAND:
            over_what = {"of"} if "under" in self.g.case(noun) else {"of", "over"}
            held = [
                t for c in g.dependents(noun, "nmod") if self.g.case(c) & over_what for t in self.parties.actors(c, own=False)
            ]
            over = g.head[noun]
            if "under" in self.g.case(noun):
                # "serves under the command of X", "land under X control"
                held += [c for c in g.dependents(noun, "nmod:poss", "compound", "amod") if self.cast.named_at(c)]
                yield from paired("in_charge_of", held, self._under(noun), noun, 0.65)
                return
            sources = [c for c in g.dependents(noun, "nmod:poss") if self.parties.is_actor(c)]
            if not sources and g.relation[noun] in ("obj", "obl") and g.lemma(over) in tie_words.HAVING:
                subject = self.parties.subject(over)
                sources = list(self.parties.actors(subject, own=False)) if subject is not None else []
            yield from paired("in_charge_of", sources, held, noun, 0.7)
        elif lemma in ("neutrality", "neutral"):
            subject = next(iter(g.dependents(noun, "nsubj") or g.dependents(g.head[noun], "nsubj")), None)
            if subject is not None and subject != noun:
                owner = [c for c in g.dependents(subject, "nmod:poss") if self.parties.is_actor(c)]
                about = [c for c in g.dependents(subject, "nmod") if self.g.case(c) & {"on", "towards", "toward", "to"}]
                yield from paired("neutral", owner or [subject], about, noun, 0.7)
        elif lemma in tie_words.ROLES:
            yield from self._role(noun, tie_words.ROLES[lemma])
        yield from self.strife.of_noun(noun)
        yield from self._from_body(noun)
        if lemma == "part":
            yield from self._as_part(noun)
        if not self.cast.named_at(noun):
            yield from self._named_parts(noun)
        if lemma in tie_words.CRAFT:
            yield from self._craft(noun)
        yield from self._of_men(noun)

    def _supporting(self, noun: int) -> Iterator[Pair]:
        """ "X's support for Y", "gave support to Y", "took the town with the support of X"."""
        g = self.g
        over = g.head[noun] if g.is_verb(g.head[noun]) else None
        tops = [noun] if over is None or g.relation[noun] != "obj" else [noun, over]
        ends = [c for top in tops for c in g.dependents(top, "nmod", "obl") if self.g.case(c) & {"for", "to"}]
        helped = [a for c in ends for a in self.parties.actors(c, own=False) if self._is_somebody(a)]
        helpers = self.parties.owners(noun)
        helpers += [c for c in g.dependents(noun, "amod", "compound") if self.parties.is_actor(c)]
        affirmed = over is not None and g.lemma(over) in tie_words.AFFIRMING
        given = over is not None and g.lemma(over) in tie_words.GIVING
        if over is not None and g.relation[noun] == "obj" and (affirmed or (given and not helpers)):
            subject = self.parties.subject(over)
            helpers = list(self.parties.actors(subject, own=False)) if subject is not None else helpers
        if over is not None and "with" in self.g.case(noun) and g.lemma(over) in tie_words.TAKING:
            helpers += [
                a for c in g.dependents(noun, "nmod") if "of" in self.g.case(c) for a in self.parties.actors(c, own=False)
            ]
            subject = self.parties.subject(over)
            helped = list(self.parties.actors(subject, own=False)) if subject is not None else []
        armed = any(self._is_armed(w) for w in [*helpers, *helped])
        if armed or affirmed:
            yield from paired("ally" if armed else "friendly", helpers, helped, noun, 0.6)

    def _under(self, noun: int) -> list[int]:
        """Who or what is under a command: the phrase that this belongs to, else the subject of its verb."""
        over = self.g.head[noun]
        if self.g.dependents(noun, "cop"):
            return [a for s in self.g.dependents(noun, "nsubj") for a in self.parties.actors(s, own=False)]
        if self.g.relation[noun] == "nmod":
            return [over]
        return self._subject_over(noun)

    def _colour(self, noun: int) -> str | None:
        """What a noun for relations says that they are, by the noun itself or the adjectives with it."""
        lemma = self.g.lemma(noun)
        words = self._described(noun)
        if words & tie_words.BAD:
            return "hostile"
        if lemma == "alliance":
            return "ally"
        if lemma in tie_words.WORKING:
            return "cooperates_with"
        return "friendly" if words & tie_words.GOOD or lemma == "friendship" else None

    def _described(self, noun: int) -> set[str]:
        """The adjectives of a noun, before it, shared with another, or said of it."""
        g = self.g
        words = {g.low[c] for c in g.dependents(noun, "amod", "compound")}
        words |= {g.low[d] for c in g.dependents(noun, "amod", "conj") for d in g.dependents(c, "conj", "amod")}
        words |= (
            {g.low[c] for c in g.children[g.head[noun]] if g.relation[c] == "amod"} if g.relation[noun] == "conj" else set()
        )
        if g.relation[noun] == "nsubj" and g.dependents(g.head[noun], "cop"):
            words.add(g.low[g.head[noun]])
        return words

    def _between(self, noun: int) -> tuple[list[int], list[int]]:
        """Who has relations with whom: "X has relations with Y", "X's relations with Y", "relations between X and Y"."""
        g = self.g
        sources = [c for c in g.dependents(noun, "nmod:poss", "amod", "compound") if self.parties.is_actor(c)]
        targets: list[int] = []
        top = noun
        while g.relation[top] == "conj" and g.tag[g.head[top]].startswith("N"):
            top = g.head[top]
        for child in {*g.children[noun], *g.children[top]}:
            case = self.g.case(child)
            if g.relation[child] in ("nmod", "obl") and "between" in case:
                both = list(self.parties.actors(child, own=True))
                # the second may be read as hanging beside the first
                beside = [c for c in g.dependents(noun, "nmod") if c > child and g.dependents(c, "cc") and not both[1:]]
                both += [a for c in beside for a in self.parties.actors(c, own=True)]
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
                    if "with" in self.g.case(child):
                        targets += self._with_as_well(child)
        return sources, targets

    def _role(self, noun: int, relation: str) -> Iterator[Pair]:
        """Ties of somebody who is said to be another's ally, enemy, member ..."""
        g = self.g
        owners: list[int] = []
        for child in g.children[noun]:
            if (g.relation[child] == "nmod:poss" and self.parties.is_actor(child)) or (
                g.relation[child] == "nmod" and self.g.case(child) & {"of", "to"}
            ):
                owners += self.parties.actors(child, own=False)
        if relation in ("ally", "friendly", "hostile", "cooperates_with") and not owners:
            owners += [c for c in g.dependents(noun, "compound", "amod") if self.parties.is_actor(c)]
        first = g.head[noun]
        joined = g.relation[noun] in ("conj", "compound") and g.lemma(first) in tie_words.ROLES
        if joined and not owners:
            # "is our ally and partner": one subject, one owner
            owners = [c for c in g.dependents(first, "nmod:poss", "nmod", "amod") if self.parties.is_actor(c)]
        holder = self._who(first if joined else noun)
        if relation == "part_of" and not owners and holder not in (None, noun):
            # "al-Qaeda affiliate X"
            owners = [c for c in g.dependents(noun, "compound", "amod") if self.cast.is_body_name(c)]
        if holder is not None and not owners and g.tag[noun] == "NNS" and g.dependents(noun, "cop"):
            # "X and Y are allies"
            each = self._all(holder)
            if relation in tie_words.MUTUAL_ROLES:
                yield from paired(relation, each[:1], each[1:], noun, 0.7)
            return
        if holder is None or not owners or (relation == "part_of" and holder == noun):
            return
        acts = relation == "hostile" and "nsubj" in g.relation[first if joined else noun]
        if holder in (noun, first if joined else noun) and not self._has_name(noun) and not acts:
            # "our allies", "members of X": nobody else is told of, unlike in "our adversaries dislike it"
            return
        yield from paired(relation, self._all(holder), [o for o in owners if o != holder], noun, 0.7)

    def _has_name(self, noun: int) -> bool:
        """Whether a phrase says of a name that it is what the noun says: "our Turkish allies"."""
        return any(self.cast.named_at(c) for c in self.g.dependents(noun, "amod", "compound", "appos", "flat"))

    # --- adjectives, places ------------------------------------------------------------------------------------------

    def _of_adjective(self, word: int) -> Iterator[Pair]:
        """ "grateful to X", "hostile to X", "neutral on X"."""
        g = self.g
        relation = tie_words.LIKED.get(g.low[word])
        subject = next(iter(g.dependents(word, "nsubj")), None)
        if relation is None or subject is None or self._is_negated(word):
            return
        about = [c for c in g.dependents(word, "obl") if self.g.case(c) & {"to", "with", "for", "towards", "toward", "on"}]
        # "grateful for the help given by X"
        about += [a for c in about for v in g.dependents(c, "acl") for a in g.dependents(v, "obl:agent", "obl")]
        targets = [t for c in about for t in self._with_as_well(c)]
        yield from paired(relation, list(self.parties.actors(subject, own=True)), targets, word, 0.6)

    def _of_places(self) -> Iterator[Pair]:
        """ "Mosul, Iraq", "the hospital in Mosul": one place in another."""
        g = self.g
        names = self.cast.names
        for at, (a, b) in enumerate(itertools.pairwise(names)):
            if a.kind == b.kind == "LOC" and self._is_next(a, b) and self._lies(at):
                yield from paired("located_in", [a.start], [b.start], b.start, 0.6)
            elif a.kind == "LOC" and b.kind == "ORG" and g.low[a.end : b.start] in (["within"], ["within", "the"]):
                yield from paired("member_of", [a.start], [b.start], b.start, 0.5)
            elif a.kind in ("ORG", "LOC") and b.kind == "LOC" and g.low[a.end : b.start] == ["in"] and self._fits(a, b):
                yield from paired("located_in", [a.start], [b.start], b.start, 0.5)

    def _is_next(self, a: Name, b: Name) -> bool:
        """Whether only a comma stands between two names."""
        return self.g.low[a.end : b.start] == [","]

    def _lies(self, at: int) -> bool:
        """Whether the comma after a place can mean that it lies in the next: "X, Y and Z" and "W, X, Y and Z" are lists."""
        names, last = self.cast.names, at + 1
        while last + 1 < len(names) and names[last + 1].kind == "LOC" and self._is_next(names[last], names[last + 1]):
            last += 1
        after = names[last].end
        listed = after < len(self.g.forms) and self.g.low[after] in ("and", "or", "&")
        return not listed and self._fits(names[at], names[at + 1])

    def _fits(self, a: Name, b: Name) -> bool:
        """Whether one place can lie in another: a state, and a capital that stands for it, only in a part of the world."""
        inner, outer = (extent(known(), self.g.text((n.start, n.end))) for n in (a, b))
        if inner in (1, 3):
            return self.g.low[b.end - 1] in _PARTS_OF_THE_WORLD
        return inner is None or outer is None or inner < outer
