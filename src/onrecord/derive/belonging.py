"""Who and what is of whom: members of bodies, units of others, forces and craft of those whose they are."""

from collections.abc import Iterator

from onrecord.derive import tie_words
from onrecord.derive.pairs import Pair, paired
from onrecord.derive.parties import Parties


class Belonging:
    """The ties of members and parts, and what rules of ties ask of a phrase."""

    def __init__(self, parties: Parties) -> None:
        self.g = parties.g
        self.cast = parties.cast
        self.parties = parties

    def _of_men(self, noun: int) -> Iterator[Pair]:
        """ "an X commander", "X fighters", "soldiers from X": of X."""
        g = self.g
        lemma = g.lemma(noun)
        if lemma not in tie_words.MEN:
            return
        modifiers = g.dependents(noun, "compound", "nmod:poss")
        if g.relation[noun] == "nmod:desc":
            # "[X Party] lawmaker | NAME", read as the name's own
            modifiers += [c for c in g.dependents(g.head[noun], "compound") if c < noun]
        modifiers += [d for c in modifiers for d in g.dependents(c, "compound")]
        for child in modifiers:
            figure = self.cast.figure_at(child)
            people = figure is not None and self.cast.kind_of(figure) in ("state", "region")
            if (self.cast.is_body_name(child) or g.lemma(child) in tie_words.LEAGUES) and not people:
                holder = self._who(noun)
                if holder is not None and holder not in (child, noun):
                    one_of = any(g.low[c] in tie_words.ONE_OF for c in g.dependents(noun, "det", "amod"))
                    leads = lemma in ("leader", "commander") and self._ends_before(child, noun) and not one_of
                    holders = self._all(holder) if g.tag[noun] == "NNS" else [holder]
                    yield from paired("in_charge_of" if leads else "member_of", holders, [child], noun, 0.6)

    def _ends_before(self, word: int, noun: int) -> bool:
        """Whether only the rest of a name, after a dash at most, stands between a word of it and a noun."""
        between = range(self.cast.extent(word)[1], noun)
        return all(self.g.tag[i].startswith(("NNP", "HYPH")) or self.g.forms[i] in ("-", "–", "—") for i in between)

    def _of_owner(self, noun: int) -> Iterator[Pair]:
        """ "General X's forces", "the council's fighter network": X and the council lead them."""
        g = self.g
        for owner in g.dependents(noun, "nmod:poss"):
            led = tie_words.LED_BY_PERSONS if self._is_person(owner) else tie_words.LED_BY_BODIES
            whose = self.cast.named_at(owner) and (self._is_person(owner) or self.cast.is_body_name(owner))
            if whose and g.lemma(noun) in led:
                yield from paired("in_charge_of", [owner], [noun], noun, 0.6)

    def _craft(self, noun: int) -> Iterator[Pair]:
        """ "the French frigates X and Y", "the French frigate X": they are of whose they are."""
        g = self.g
        owners = [c for c in g.dependents(noun, "nmod:poss", "amod", "compound") if self.cast.named_at(c)]
        called = g.dependents(noun, "appos", "flat", "nmod:desc")
        called += [g.head[noun]] if g.relation[noun] in ("nmod:desc", "compound", "appos") else []
        first = [c for c in called if self.cast.named_at(c) and c > noun]
        others = [
            d for c in first for i in range(*self.cast.extent(c)) for d in g.dependents(i, "conj") if self.cast.named_at(d)
        ]
        yield from paired("part_of", [*first, *others], owners[:1], noun, 0.6)

    def _from_body(self, noun: int) -> Iterator[Pair]:
        """ "militants from X", "aircraft from X" where X is a body: they are of it."""
        holder = self._who(noun)
        from_it = {"from"} | ({"for"} if self.g.lemma(noun) in tie_words.SPEAKING else set())
        bodies = [
            c for c in self.g.dependents(noun, "nmod") if self.g.case(c) & from_it and self.cast.is_body_name(c) and c != holder
        ]
        if holder is not None and bodies:
            person = self.g.lemma(noun) in tie_words.MEN or self._is_person(holder)
            yield from paired("member_of" if person else "part_of", [holder], bodies, noun, 0.6)

    def _of_unit(self, person: int) -> Iterator[Pair]:
        """ "Jan Berg, 24, of the 9th Battalion"."""
        g = self.g
        near = [c for c in g.dependents(person, "nmod", "appos") if c > person]
        bodies = [c for c in near if self.g.case(c) & {"of", "from", "with"} and self._is_body(c)]
        yield from paired("member_of", [person], bodies, person, 0.6)

    def _as_part(self, noun: int) -> Iterator[Pair]:
        """ "will sail as part of X": who sails is part of X."""
        g = self.g
        if "as" not in self.g.case(noun) or noun + 1 >= len(g.forms) or g.low[noun + 1] != "of":
            return
        whole = g.head[noun + 1]
        numbered = any(g.tag[i] == "CD" for i in range(*self.cast.extent(whole)))
        if self._is_body(whole) or (self.cast.named_at(whole) and numbered and g.tag[whole].startswith("NNP")):
            subject = self.parties.subject(g.head[noun]) if g.is_verb(g.head[noun]) else None
            # a ship has a name, and is no actor by itself
            named = [subject] if subject is not None and g.tag[subject].startswith("NNP") else []
            yield from paired("part_of", self._subject_over(noun) or named, [whole], noun, 0.6)

    def _named_parts(self, noun: int) -> Iterator[Pair]:
        """ "X partners including Y and Z", "X members, especially Y": they are among those, who need a name themselves."""
        g = self.g
        own = [noun, *g.dependents(noun, "compound", "amod", "nmod:poss")]
        if not any(self.cast.named_at(w) or g.tag[w].startswith("NNP") for w in own):
            return
        for child in g.dependents(noun, "nmod", "appos", "acl", "conj"):
            case = self.g.case(child) | {g.low[c] for c in g.dependents(child, "advmod")}
            named = any(self.cast.named_at(w) for w in (child, *g.dependents(child, "compound", "amod")))
            if case & tie_words.AMONG and named and self.parties.is_actor(noun):
                for part in self._with_as_well(child):
                    yield from paired("member_of" if self._is_person(part) else "part_of", [part], [noun], noun, 0.6)

    def _whole(self, noun: int) -> list[int]:
        """The body of which those are part whom a phrase includes: X of "X nations include Y", none of "nations include Y"."""
        g = self.g
        if g.tag[noun] != "NNS" or self.cast.named_at(noun) or g.lemma(noun) in tie_words.ARMED | tie_words.MEN - {"member"}:
            return [noun]
        bodies = [c for c in g.dependents(noun, "compound", "amod", "nmod:poss", "nmod") if self.cast.is_body_name(c)]
        return bodies[:1]

    def _who(self, noun: int) -> int | None:
        """Who is what a noun says: its subject, what it is in apposition to, the name that follows it, or itself."""
        g = self.g
        subject = next(iter(g.dependents(noun, "nsubj", "nsubj:outer")), None)
        if subject is None and g.relation[noun] in ("xcomp", "obj") and g.lemma(g.head[noun]) in ("remain", "become"):
            subject = self.parties.subject(g.head[noun])
        if subject is not None:
            return subject
        if g.relation[noun] in ("appos", "nmod:desc", "compound", "flat") and self.parties.is_actor(g.head[noun]):
            return g.head[noun]
        named = next((c for c in g.dependents(noun, "appos", "flat", "nmod:desc") if self.cast.named_at(c)), None)
        if named is not None:
            return named
        return noun if self.parties.is_actor(noun) else None

    def _all(self, head: int) -> list[int]:
        return list(self.parties.actors(head, own=False)) or [head]

    def _with_as_well(self, word: int) -> list[int]:
        """The actors of a phrase, with those that "as well as" adds."""
        g = self.g
        found = list(self.parties.actors(word, own=True))
        for head in list(found):
            found += [
                c for c in g.dependents(head, "conj", "appos", "flat", "advcl") if self.parties.is_actor(c) and c not in found
            ]
        return found

    def _subject_over(self, word: int) -> list[int]:
        """The actors that are subject of the nearest verb above a word that has one."""
        for over in self.g.ancestors(word):
            if self.g.is_verb(over):
                # "partners flying in support of X", but not "strikes carried out in support of X"
                acting = (
                    self.g.relation[over] == "acl" and self.g.tag[over] == "VBG" and self.parties.is_actor(self.g.head[over])
                )
                subject = self.g.head[over] if acting else self.parties.subject(over)
                if subject is not None and subject != word:
                    return list(self.parties.actors(subject, own=True))
        return []

    def _is_body(self, word: int) -> bool:
        """Whether a word heads the name of a body, or a phrase for one that only its unit and number name."""
        noun = self.cast.noun_at(word)
        unit = noun is not None and (noun.kind not in ("person", "place") or self.g.low[word] in tie_words.UNITS)
        numbered = self.g.tag[word].startswith("NNP") and unit and noun is not None and noun.kind != "person"
        return self.cast.is_body_name(word) or (numbered and not self.cast.named_at(word))

    def _is_person(self, word: int) -> bool:
        figure = self.cast.figure_at(word)
        return figure is not None and self.cast.is_person(figure)
