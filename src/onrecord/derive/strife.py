"""Who fights whom: the verbs and nouns of war, and whose strikes, weapons and ground they tell of."""

from collections.abc import Iterator

from onrecord.derive import tie_words
from onrecord.derive.pairs import Pair, paired
from onrecord.derive.parties import Parties


class Strife:
    """The ties that words of war tell of."""

    def __init__(self, parties: Parties) -> None:
        self.g = parties.g
        self.cast = parties.cast
        self.parties = parties

    # --- verbs -------------------------------------------------------------------------------------------------------

    def of_verb(self, verb: int) -> Iterator[Pair]:
        """The ties of a verb beyond those between its subject and its object."""
        g = self.g
        lemma = g.lemma(verb)
        if lemma in tie_words.WRESTING:
            yield from self._wresting(verb)
        if (lemma in tie_words.HITTING or lemma in tie_words.FIGHTING) and self.parties.is_blow(verb):
            yield from self._by_strikes(verb)
            yield from self._of_others(verb)
        if lemma in tie_words.DEALING:
            yield from self._dealing(verb)
        if lemma in tie_words.SUFFERING:
            yield from self._suffering(verb)
        if lemma in tie_words.EJECTING:
            yield from self._ejecting(verb)
        if lemma in tie_words.BESIDE:
            yield from self._alongside(verb)
        if lemma == "deny":
            yield from self._denying(verb)
        if lemma in tie_words.SHOOTING or (lemma == "open" and any(g.lemma(o) == "fire" for o in g.dependents(verb, "obj"))):
            yield from self._shooting(verb)

    def fought(self, head: int) -> list[int]:
        """The actors of a phrase, else those whose it is by name: X of "three X-held houses and an X tank"."""
        g = self.g
        found = []
        for part in (head, *g.dependents(head, "conj")):
            of = [c for c in g.dependents(part, "nmod") if "of" in self.g.case(c)]
            owners = [*g.dependents(part, "nmod:poss", "compound", "amod"), *of]
            owners += [c for o in owners for c in g.dependents(o, "compound")]
            named = [o for o in owners if self.cast.named_at(o) and self.cast.extent(o) != self.cast.extent(part)]
            theirs = named and g.lemma(part) in tie_words.HIT_OF_THEIRS and not self.cast.named_at(part)
            if (self.parties.is_actor(part) and not theirs) or not named:
                found += [part] if self.parties.is_actor(part) else []
            else:
                found += named[:1]
        return found

    def _wresting(self, verb: int) -> Iterator[Pair]:
        """ "seized the port from X", "cleared the town of X": X is fought, and has what is still to be taken."""
        g = self.g
        subject = self.parties.subject(verb)
        taken = g.dependents(verb, "obj")
        over = [c for o in taken for c in g.dependents(o, "nmod")]
        lost = [c for c in [*g.dependents(verb, "obl"), *over] if self._is_wrested(verb, c)]
        held = [h for part in [*taken, *over] for h in self._holders(part)]
        if subject is not None:
            yield from paired("fights", list(self.parties.actors(subject, own=False)), held, verb, 0.6)
        if not taken:
            return
        for child in lost:
            targets = [t for t in self.parties.actors(child, own=True) if self.is_foe(t)]
            if subject is not None:
                yield from paired("fights", list(self.parties.actors(subject, own=True)), targets, verb, 0.6)
            if "from" in self.g.case(child) and "to" in self.g.case(verb):
                yield from paired("in_charge_of", targets, taken, verb, 0.6, status="ongoing")

    def _holders(self, noun: int) -> list[int]:
        """Who holds what is taken: X of "territory held by X", "X-held territory"."""
        g = self.g
        found: list[int] = []
        for clause in g.dependents(noun, "acl", "amod"):
            if g.lemma(clause) in tie_words.HOLDING and g.tag[clause] == "VBN":
                agents = [c for c in g.dependents(clause, "obl", "obl:agent") if "by" in self.g.case(c)]
                agents += [c for c in g.dependents(clause, "compound") if self.cast.named_at(c)]
                found += [a for c in agents for a in self.parties.actors(c, own=False) if self.is_foe(a)]
        return found

    def _is_wrested(self, verb: int, child: int) -> bool:
        case = self.g.case(child)
        return "from" in case or (
            "of" in case and self.g.lemma(verb) in ("clear", "rid", "free") and self.g.head[child] == verb
        )

    def is_foe(self, word: int) -> bool:
        """Whether a phrase is for somebody who can lose ground: people, a body, but no place."""
        noun = self.cast.noun_at(word)
        figure = self.cast.figure_at(word)
        if figure is not None and self.cast.kind_of(figure) in ("organization", "group"):
            return True
        return not self.cast.is_place_name(word) and (noun is None or noun.kind in ("person", "organization"))

    def _ejecting(self, verb: int) -> Iterator[Pair]:
        """ "drove X out of the town": X is fought."""
        g = self.g
        subject = self.parties.subject(verb)
        lost = [c for c in g.dependents(verb, "obl") if self.g.case(c) & {"from", "out"}]
        if subject is not None and lost:
            targets = [t for o in g.dependents(verb, "obj") for t in self.parties.actors(o, own=False) if self.is_foe(t)]
            yield from paired("fights", list(self.parties.actors(subject, own=False)), targets, verb, 0.6)

    def _alongside(self, verb: int) -> Iterator[Pair]:
        """ "fights alongside X", "stands shoulder to shoulder with X"."""
        g = self.g
        subject = self.parties.subject_of(verb)
        firmly = {"alongside", "side-by-side"}
        beside = [c for c in g.dependents(verb, "obl") if self.g.case(c) & firmly or self._is_shoulder(verb, c)]
        if subject is not None:
            targets = [t for c in beside for t in self.parties.actors(c, own=False)]
            yield from paired("ally", list(self.parties.actors(subject, own=False)), targets, verb, 0.6)

    def _is_shoulder(self, verb: int, word: int) -> bool:
        """Whether a phrase after a verb follows "side by side with" or "shoulder to shoulder with"."""
        with_it = [c for c in self.g.dependents(word, "case") if self.g.low[c] == "with" and c > verb]
        return bool(with_it) and self.g.low[with_it[0] - 1].rsplit("-", 1)[-1] in ("side", "shoulder")

    def foes_over(self, word: int) -> list[int]:
        """Who is fought in the clause of a phrase: X of "strikes against X in support of Y", "struck X in support of Y"."""
        g = self.g
        over = next((w for w in g.ancestors(word) if g.is_verb(w) and g.relation[w] != "acl"), None)
        if over is None:
            return []
        objects = g.dependents(over, "obj")
        if g.lemma(over) in tie_words.FIGHTING:
            return [t for o in objects for t in self.fought(o) if self.is_foe(t)]
        waged = [o for o in objects if g.lemma(o) in tie_words.STRIKING]
        return [t for o in waged for c in self._against(o, {"against", "on"}) for t in self.fought(c)]

    def _shooting(self, verb: int) -> Iterator[Pair]:
        """ "fired on X", "gunmen shooting at X"."""
        g = self.g
        subject = self.parties.subject_of(verb)
        hit = [c for c in g.dependents(verb, "obl") if self.g.case(c) & {"on", "at", "upon"}]
        targets = [t for c in hit for t in self.parties.actors(c, own=False) if self.is_foe(t)]
        if subject is not None and not self.parties.is_passive(verb):
            yield from paired("fights", list(self.parties.actors(subject, own=False)), targets, verb, 0.6)

    def _denying(self, verb: int) -> Iterator[Pair]:
        """ "denies X a safe haven"."""
        g = self.g
        havens = [o for o in g.dependents(verb, "obj") if g.lemma(o) in tie_words.HAVENS]
        subject = self.parties.subject(verb)
        if subject is None or not havens:
            return
        hit = g.dependents(verb, "iobj")
        hit += [c for o in havens for c in g.dependents(o, "nmod") if "for" in self.g.case(c)]
        targets = [t for c in hit for t in self.parties.actors(c, own=False)]
        yield from paired("hostile", list(self.parties.actors(subject, own=False)), targets, verb, 0.6)

    def _by_strikes(self, verb: int) -> Iterator[Pair]:
        """ "two Y strikes hit X", "X was killed in a Y strike": Y fights X."""
        g = self.g
        subject = self.parties.subject(verb)
        if subject is None:
            return
        if self.parties.is_passive(verb):
            strikes = [c for c in g.dependents(verb, "obl", "obl:agent") if self.g.case(c) & {"in", "by", "during"}]
            hit = list(self.parties.actors(subject, own=False))
        else:
            # "a series of strikes"
            strikes = [subject, *(c for c in g.dependents(subject, "nmod") if "of" in self.g.case(c))]
            hit = [t for o in g.dependents(verb, "obj") for t in self.fought(o)]
        own = [c for s in strikes if g.lemma(s) in tie_words.STRIKING and not self.cast.named_at(s) for c in self._waging(s)]
        yield from paired("fights", own, [t for t in hit if self.is_foe(t)], verb, 0.6)

    def _of_others(self, verb: int) -> Iterator[Pair]:
        """Who fights beside the subject of a verb: "X, together with Y, fought Z", "Y helps X to fight Z"."""
        g = self.g
        targets = [t for o in g.dependents(verb, "obj") for t in self.fought(o)]
        targets += [t for c in g.dependents(verb, "obl") if "against" in self.g.case(c) for t in self.fought(c)]
        if self.parties.is_passive(verb) or not targets:
            return
        sources = self.subject_with_others(verb)
        yield from paired("fights", sources, targets, verb, 0.6)
        subject = self.parties.subject(verb)
        if subject is not None:
            # who fights together is allied
            yield from paired("ally", list(self.parties.actors(subject, own=False)), sources, verb, 0.6)
        over = g.head[verb]
        if g.relation[verb] in ("xcomp", "advcl") and "to" in self.g.case(verb) and g.lemma(over) in tie_words.AIDING:
            helper = self.parties.subject(over)
            if helper is not None:
                yield from paired("fights", list(self.parties.actors(helper, own=False)), targets, verb, 0.6)

    def subject_with_others(self, verb: int) -> list[int]:
        """Who does what a verb says beside its subject: who is with that, or whose effort it is."""
        g = self.g
        found: list[int] = []
        at = verb
        for over in g.ancestors(verb):
            if g.relation[at] != "acl" or g.is_verb(over):
                break
            found += self._whose_aim(over)
            if g.relation[over] == "obl" and g.lemma(g.head[over]) in tie_words.PARTAKING and "in" in self.g.case(over):
                # "the part that X plays in Y's efforts"
                also = self.parties.subject(g.head[over])
                found += list(self.parties.actors(also, own=False)) if also is not None else []
            at = over
        subject = self.parties.subject(verb)
        return found or (self.beside(verb, subject) if subject is not None else [])

    def _whose_aim(self, noun: int) -> list[int]:
        """Whose campaign or capacity it is; for "its" who in the same clause that can be."""
        g = self.g
        for child in g.dependents(noun, "nmod:poss"):
            over = g.head[noun]
            subject = self.parties.subject(over) if g.low[child] in ("its", "their") and g.is_verb(over) else None
            if subject is not None and self.cast.figure_at(child) in (None, self.cast.figure_at(subject)):
                return list(self.parties.actors(subject, own=False))
        return self.parties.owners(noun)

    def beside(self, verb: int, subject: int) -> list[int]:
        """Those who are with the subject of a verb: "X, together with Y, ..."."""
        g = self.g
        # by the words: what "together with" depends on differs from text to text
        with_them = [
            g.head[i]
            for i in range(subject + 1, verb)
            if g.low[i] == "alongside" or (g.low[i] == "with" and g.low[i - 1] in ("together", "along", "jointly"))
        ]
        return [a for head in with_them for a in self.parties.actors(head, own=False)]

    def _dealing(self, verb: int) -> Iterator[Pair]:
        """ "dealt X a blow", "inflicted losses on X", "put pressure on X"."""
        g = self.g
        if not any(g.lemma(o) in tie_words.BLOWS for o in g.dependents(verb, "obj")):
            return
        subject = self.parties.subject(verb)
        hit = g.dependents(verb, "iobj")
        hit += [
            c
            for top in (verb, *g.dependents(verb, "obj"))
            for c in g.dependents(top, "obl", "nmod")
            if self.g.case(c) & {"on", "upon", "to"}
        ]
        targets = [t for c in hit for t in self.fought(c) if self.is_foe(t)]
        if subject is not None:
            yield from paired("fights", list(self.parties.actors(subject, own=False)), targets, verb, 0.6)

    def _suffering(self, verb: int) -> Iterator[Pair]:
        """ "came under fire from X", "repelled an attack by X"."""
        g = self.g
        subject = self.parties.subject(verb)
        what = [c for c in g.dependents(verb, "obj", "obl") if g.lemma(c) in tie_words.HOSTILE_NOUNS - tie_words.GIVEN]
        if subject is None or not what:
            return
        near = [c for top in (verb, *what) for c in g.dependents(top, "obl", "nmod") if self.g.case(c) & {"from", "by"}]
        near += [c for w in what for c in g.dependents(w, "nmod:poss", "compound") if self.cast.named_at(c)]
        sources = [a for c in near for a in self.parties.actors(c, own=False) if self.is_foe(a)]
        yield from paired("fights", sources, list(self.parties.actors(subject, own=False)), verb, 0.6)

    # --- nouns -------------------------------------------------------------------------------------------------------

    def of_noun(self, noun: int) -> Iterator[Pair]:
        """ "X's war on Y", "carried out strikes against Y", "fighting between X and Y"."""
        g = self.g
        lemma = g.lemma(noun)
        if lemma in tie_words.DEFEATS:
            yield from self._defeat(noun)
        if lemma in tie_words.LEAGUES:
            foes = [t for c in g.dependents(noun, "nmod") if "against" in self.g.case(c) for t in self.fought(c)]
            yield from paired("fights", [noun], foes, noun, 0.6)
        if lemma not in tie_words.HOSTILE_NOUNS:
            return
        sides = [c for c in g.dependents(noun, "nmod") if "between" in self.g.case(c)]
        if lemma in tie_words.STRIFE and sides:
            both = [a for c in sides for a in self.parties.actors(c, own=False)]
            yield from paired("fights", both[:1], both[1:], noun, 0.65)
            return
        on = {"against", "on"} if lemma in tie_words.STRIFE else {"against"}
        if lemma in tie_words.MUTUAL:
            on = on | {"with"}
        targets = [t for c in self._against(noun, on) for t in self.fought(c) or self.parties.actors(c, own=True)]
        if not targets:
            return
        sources = self._waging(noun)
        sources += [a for c in g.dependents(noun, "nmod") if "by" in self.g.case(c) for a in self.parties.actors(c, own=True)]
        while not sources and g.relation[noun] in ("nmod", "amod", "obl", "advcl") and not g.is_verb(g.head[noun]):
            # "their efforts in the fight against X"
            noun = g.head[noun]
            if g.tag[noun].startswith("N"):
                if g.lemma(noun) not in tie_words.AIMS | tie_words.STRIFE:
                    return
                sources = self._whose_aim(noun)
        over = g.head[noun]
        if not sources and g.relation[noun] in ("obj", "obl", "nsubj:pass") and g.is_verb(over):
            beside = g.relation[noun] == "obl" and self.g.case(noun) & {"after", "before", "since", "over", "amid"}
            if g.lemma(over) in tie_words.TELLING or beside or self.parties.is_judging(over):
                return
            subject = self.parties.subject(over)
            if subject is not None and subject != noun:
                sources = list(self.parties.actors(subject, own=g.lemma(subject) in tie_words.STRIKING))
        yield from paired("fights", sources, targets, noun, 0.65)

    def _against(self, noun: int, on: set[str]) -> list[int]:
        """Whom strife is against, by the phrases that depend on it, else by the next "against"."""
        found = [c for c in self.g.dependents(noun, "nmod", "obl") if self.g.case(c) & on]
        return found or (self._against_after(noun) if self.g.lemma(noun) in tie_words.STRIFE else [])

    def _waging(self, noun: int) -> list[int]:
        """Whose war or strikes they are, by the words before them, whatever those are read to depend on."""
        g = self.g
        found = self.parties.owners(noun)
        found += [c for c in g.dependents(noun, "compound", "amod") if self.parties.is_actor(c)]
        if not found and noun > 0 and g.relation[noun - 1] in ("compound", "amod") and self.cast.named_at(noun - 1):
            found = [noun - 1]
        return found

    def _defeat(self, noun: int) -> Iterator[Pair]:
        """ "X's defeat of Y", "X is committed to the defeat of Y"."""
        g = self.g
        of = [c for c in g.dependents(noun, "nmod") if "of" in self.g.case(c)]
        targets = [t for c in of for t in self.fought(c) if self.is_foe(t)]
        sources = self.parties.owners(noun)
        over = g.head[noun]
        if not sources and g.relation[noun] in ("obj", "obl") and g.lemma(over) in tie_words.SEEKING:
            subject = self.parties.subject(over)
            sources = list(self.parties.actors(subject, own=False)) if subject is not None else []
        yield from paired("fights", sources, targets, noun, 0.6)

    def _against_after(self, noun: int) -> list[int]:
        """What follows the next "against" in the clause: "carried out strikes with drones against X"."""
        g = self.g
        for i in range(noun + 1, min(noun + 30, len(g.forms))):
            if g.sentence[i] != g.sentence[noun] or g.forms[i] in (";", ":") or g.tag[i] in ("VBD", "VBZ", "VBP", "MD"):
                break
            if g.low[i] == "against" and g.relation[i] == "case":
                return [g.head[i]]
        return []
