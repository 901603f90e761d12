"""Which of the actors that a document names its phrases and pronouns stand for."""

import itertools
from bisect import bisect_left
from collections import defaultdict
from functools import cached_property

import numpy as np

from onrecord.derive.grammar import Grammar
from onrecord.derive.lexicon import LAND, OFFICES, PEERS, QUOTED_SPEECH, RANKS, TITLES
from onrecord.derive.named import Named
from onrecord.derive.naming import is_address
from onrecord.ids import folded
from onrecord.schema import Name, Noun, Span

_DESCRIBING = frozenset(["official", "diplomat", "politician", "lawmaker", "statesman", "veteran"])
"""what the holder of an office is called for a change"""
_OF_ANY_OFFICE = frozenset([
    "official", "diplomat", "envoy", "ambassador", "leader", "chief", "head", "representative", "delegate", "officer", "aide",
    "deputy", "secretary",
])  # fmt: skip
"""nouns for holders of more than one office"""
_SOON = 3
"""paragraphs within which the holder of an office is named"""
_FAR = 200
"""names at most, of holders of an office, among which the one of a phrase is looked for"""
_BODIES = frozenset([
    "government", "ministry", "court", "parliament", "police", "army", "military", "commission", "cabinet", "senate",
    "tribunal", "embassy", "presidency", "opposition",
])  # fmt: skip
"""nouns for bodies that a name of several words would have in it"""
_TOWNS = frozenset(["capital", "city", "town", "village", "port", "airport", "suburb", "district"])
_BODY_STEM = 6
_ARMED = ("army", "milit", "force", "defen", "guard")
GENDERED = {
    "he": frozenset(["he", "him", "his", "himself"]),
    "she": frozenset(["she", "her", "hers", "herself"]),
}
_ACTING = frozenset(["nsubj", "nsubj:pass", "obj", "iobj", "obl", "obl:agent"])


class Described(Named):
    """The named actors of a document, by phrases.

    Pronouns and other phrases follow their chain to the nearest name before them; offices ("the ambassador") the person who
    was introduced with them.
    """

    def __init__(self, grammar: Grammar) -> None:
        super().__init__(grammar)
        self._chains: defaultdict[int, list[Noun]] = defaultdict(list)
        for noun in self.nouns:
            self._chains[noun.chain].append(noun)
        self._named: dict[Span, int | None] = {}
        self._know_lead()

    def _know_lead(self) -> None:
        """Gives the office of a lead to whom the next paragraph names in full as saying more, as many reports begin.

        "Peru's foreign minister has said that talks will go on. [new paragraph] Ada Paz told the radio ..."
        """
        g, paragraph = self.grammar, self.grammar.notes.paragraph
        body = [n for n, segment in enumerate(g.notes.document.segments) if segment.kind == "paragraph"][:2]
        subjects: list[int] = []
        for number in body:
            start, end = (int(np.searchsorted(paragraph, number, side=side)) for side in ("left", "right"))
            top = next((w for w in range(start, end) if g.head[w] == w), -1)
            said = top >= 0 and g.is_verb(top) and g.lemma(top) in QUOTED_SPEECH
            subjects += [w for w in g.dependents(top, "nsubj") if w < top][:1] if said else []
        if len(subjects) < 2:
            return
        office, name = subjects[0], self._name_of(subjects[1])
        noun = self._noun_at.get(office)
        if g.lemma(office) not in OFFICES or g.tag[office] in ("NNS", "NNPS") or noun is None or name is None:
            return
        figure = self.figure_named(name)
        if figure is None or not self.is_person(figure) or self._is_short(name):
            return
        if any(self.posts.is_persons_name(w) for w in range(noun.start, g.head[office])):
            # "the foreign minister, X, has said"
            return
        person = self._figures[figure]
        if not person.titles and not person.posts and not self._is_named_between(figure, noun.start, name.start):
            person.titles.add(g.lemma(office))
            person.posts.add(self.posts.at(office))

    def _is_named_between(self, figure: int, start: int, end: int) -> bool:
        return any(start <= self.names[n].start < end for n, f in self._of_name.items() if f == figure)

    def name_in(self, span: Span) -> int | None:
        """The name that a phrase is about: at its head, else beside it, else the last person's in it."""
        if span not in self._named:
            self._named[span] = self._name_in(span)
        return self._named[span]

    def _head(self, span: Span) -> int:
        """The word that a phrase is about: not the "H.E." before a name."""
        head = self.grammar.span_head(range(*span))
        while head + 1 < span[1] and is_address(self.grammar.forms[head]):
            head += 1
        return head

    def _name_in(self, span: Span) -> int | None:
        g = self.grammar
        head = self._head(span)
        seen = list(dict.fromkeys(n for i in range(*span) if (n := self._name_at.get(i)) is not None and n in self._of_name))
        if not seen:
            return None
        at = self._name_at.get(head)
        # not in "Lund's lawyer", read with the name as its head
        if at is not None and at in seen and not self._owns(at, span):
            return at
        for n in seen:
            top = g.span_head(range(self.names[n].start, self.names[n].end))
            if (
                g.relation[top] in ("appos", "flat", "nmod:desc", "compound")
                and g.head[top] == head
                and self.names[n].kind == "PER"
            ) or (top in g.children[head] and g.relation[top] == "flat"):
                return n
        people = [n for n in seen if self._figures[self._of_name[n]].kind == "person" and not self._owns(n, span)]
        return next((n for n in people if self._beside(n, span) or self._closes(n, span, head)), None)

    def _closes(self, number: int, span: Span, head: int) -> bool:
        """Whether a name ends the phrase of an office that it belongs to: "Polish ambassador to Chile X", but not "of X"."""
        g = self.grammar
        name = self.names[number]
        top = g.span_head(range(name.start, name.end))
        office = g.lemma(head) in OFFICES and g.head[top] == head and not g.dependents(top, "case")
        return office and name.end == span[1] and head < name.start

    def _beside(self, number: int, span: Span) -> bool:
        """Whether a person's name stands in apposition in a phrase: "the head of the union, X", "defence secretary X"."""
        g = self.grammar
        name = self.names[number]
        if name.start == span[0]:
            return name.end < span[1] and g.forms[name.end] == ","
        before = name.start - 1
        follows = g.forms[before] == "," or g.low[before] in TITLES | OFFICES or g.lemma(before) in OFFICES | PEERS
        return follows and (name.end == span[1] or not g.low[name.end][0].isalpha())

    def _owns(self, number: int, span: Span) -> bool:
        """Whether a name is somebody's in a phrase about something of theirs: "Lund's lawyer"."""
        g = self.grammar
        name = self.names[number]
        return name.end < span[1] and g.forms[name.end] in ("'s", "’s", "'", "’")

    def _trimmed(self, span: Span) -> Span:
        a, b = span
        g = self.grammar
        while a < b and not g.forms[a][0].isalnum() and g.forms[a] not in ("$", "@"):
            a += 1
        while b > a and not g.forms[b - 1][-1].isalnum() and g.forms[b - 1][-1] not in ".)]":
            b -= 1
        return a, b

    def extent(self, word: int) -> Span:
        """The phrase that a word heads: the name it is in, else the noun phrase around it."""
        g = self.grammar
        number = self._name_at.get(word)
        noun = self._noun_at.get(word)
        if noun is not None:
            start = noun.start
            while (
                g.low[start : start + 2] not in (["at", "least"], ["at", "most"])
                and start < word
                and g.relation[start] in ("case", "advmod")
                and g.tag[start] in ("IN", "RB")
            ):
                # not "of the battalion", "especially the battalion"
                start += 1
            # a name may go on behind the phrase
            return start, max(noun.end, self.names[number].end) if number is not None else noun.end
        if number is not None:
            return self.names[number].start, self.names[number].end
        return word, word + 1

    def _by_chain(self, noun: Noun) -> int | None:
        """The figure of the nearest name before a phrase in its chain, else of the first after it."""
        g = self.grammar
        if self.posts.is_strange(noun.head):
            # chains of such words go astray
            return self._called(noun.head)
        links = self._chains[noun.chain]
        at = links.index(noun)
        for other in [*reversed(links[:at]), *links[at + 1 :]]:
            number = self._name_at.get(other.head)
            if number is None:
                number = self.name_in((other.start, other.end))
            if number is not None and number in self._of_name:
                figure = self._of_name[number]
                if self.agrees(g.low[noun.head], figure) and self._may_be(noun, figure):
                    return figure
        return None

    def _called(self, word: int) -> int | None:
        """The one actor that has a word for its name, or a person's surname."""
        token = folded(self.grammar.forms[word])
        own = self._bearers[token, True] or self._bearers[token, False]
        return next(iter(own)) if len(own) == 1 else None

    @cached_property
    def _bearers(self) -> defaultdict[tuple[str, bool], set[int]]:
        """word, and whether it is the whole name or a person's surname -> actors"""
        found: defaultdict[tuple[str, bool], set[int]] = defaultdict(set)
        for figure in self.named_figures:
            for tokens in self._figures[figure].tokens:
                if len(tokens) == 1 or self._figures[figure].kind == "person":
                    found[tokens[-1], len(tokens) == 1].add(figure)
        return found

    @cached_property
    def named_figures(self) -> frozenset[int]:
        """The actors that the text names."""
        return frozenset(self._of_name.values())

    def agrees(self, form: str, figure: int) -> bool:
        """Whether a pronoun may stand for an actor; any other word may."""
        kind, own = self._figures[figure].kind, self._figures[figure].pronouns
        for pronoun, words in GENDERED.items():
            if form in words:
                return kind == "person" and (not own or pronoun in own)
        if form in ("it", "its", "itself", "which", "they", "them", "their", "theirs", "themselves"):
            return kind != "person"
        return True

    def _may_be(self, noun: Noun, figure: int) -> bool:
        """Whether a phrase may be somebody's: "the trade minister" is nobody who has other offices, "ministers" nobody."""
        f, g = self._figures[figure], self.grammar
        if f.kind == "person" and g.tag[noun.head] in ("NNS", "NNPS"):
            return False
        if f.kind == "person" and g.low[noun.start] in ("a", "an") and g.relation[noun.head] in _ACTING:
            # "a reporter asked": somebody new
            return False
        if f.kind == "person" and self._is_another_post(noun.head, figure):
            return False
        if (
            f.entry is not None
            and f.entry.kind == "bloc"
            and any(c > noun.head for c in g.dependents(noun.head, "nmod", "acl", "acl:relcl"))
        ):
            # "countries disliked by X", "the west of the country"
            return False
        if f.kind != "person" and (self._is_of_another(noun, figure) or self._is_owned(noun, figure)):
            return False
        if self._is_another_body(noun, figure):
            return False
        office = g.lemma(noun.head)
        if office not in OFFICES or office in f.titles:
            return True
        # "the minister" is none of those without an office where one was introduced
        names = self._introduced.get(office, ())
        held = names[: bisect_left(names, noun.start, key=lambda n: self.names[n].start)]
        described = noun.end - noun.start > 2
        return not f.titles and not described and not any(self.is_person(self._of_name[n]) for n in held)

    def _is_another_post(self, head: int, figure: int) -> bool:
        """Whether a phrase names an office that a person is not known by: "the Peruvian minister" is no Chilean one."""
        posts = self._figures[figure].posts
        if not posts or self.grammar.lemma(head) not in OFFICES:
            return False
        said = self.posts.at(head)
        alike = [p for p in posts if p.office == said.office] or posts
        return not any(p.may_be(said) for p in alike)

    def _may_be_post_of(self, first: int, head: int) -> bool:
        """Whether two phrases for somebody without a name may mean one: "the envoy of Peru" is not "the envoy of Chad"."""
        g = self.grammar
        if not {g.lemma(first), g.lemma(head)} <= OFFICES:
            return True
        known, said = self.posts.at(first), self.posts.at(head)
        # a chairman is no spokeswoman, but may be "the official"
        return known.may_be(said) and (known.office == said.office or bool({known.office, said.office} & _OF_ANY_OFFICE))

    def _is_another_body(self, noun: Noun, figure: int) -> bool:
        """Whether a phrase is for another kind of body than a name of several words: no "court" is Amnesty International."""
        f, word = self._figures[figure], self.grammar.lemma(noun.head)
        if f.kind in ("state", "region", "place"):
            # a state is its government, but no "parliament" of its, nor the capital that stands for it
            town = f.kind != "place" and word in _TOWNS
            return town or word in _BODIES - {"government", "cabinet", "presidency"}
        if f.kind != "organization" or word not in _BODIES or all(" " not in name for name in f.names):
            return False
        if f.entry is not None and f.entry.kind in ("government", "region", "state"):
            return False
        stems = _ARMED if word in ("army", "military") else (word[:_BODY_STEM],)
        return not any(stem in folded(name) for name in f.names for stem in stems)

    def _is_of_another(self, noun: Noun, figure: int) -> bool:
        """Whether a phrase names a territory that the names of an actor do not: "the Syrian government" is nobody else's."""
        for i in range(noun.start, noun.end):
            number = self._name_at.get(i)
            own = self._of_name.get(number) if number is not None and i != noun.head else None
            if own is not None and own != figure and (entry := self._figures[own].entry) and entry.is_territory:
                return not any(
                    folded(part) in folded(n) for n in self._figures[figure].names for part in (entry.name, *entry.demonyms)
                )
        return False

    def _is_owned(self, noun: Noun, figure: int) -> bool:
        """Whether a phrase is for something of an actor's: "X's network" is not X."""
        owners = self.grammar.dependents(noun.head, "nmod:poss")
        return any((number := self._name_at.get(o)) is not None and self._of_name.get(number) == figure for o in owners)

    def _by_office(self, head: int, span: Span) -> int | None:
        """The last actor before a phrase that was introduced with the office it names, or whose name it ends."""
        g = self.grammar
        office = g.lemma(head)
        if g.low[span[0]] not in ("the", "this", "that", "his", "her", "their") or span[1] - span[0] > 4:
            return None
        known = self._introduced.get(office, ())
        for number in reversed(known[: bisect_left(known, span[0], key=lambda n: self.names[n].start)]):
            figure = self._of_name[number]
            if self.is_person(figure) and (g.tag[head] in ("NNS", "NNPS") or self._is_another_post(head, figure)):
                continue
            # "the authority" after "the Basin Authority", but not "the other authority"
            if span[1] - span[0] == 2 or office in self._figures[figure].titles:
                return figure
        return None

    @cached_property
    def _introduced(self) -> dict[str, list[int]]:
        """The names, in order, of those who hold an office, and of organisations whose name ends in a noun."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for number in sorted(self._of_name):
            f = self._figures[self._of_name[number]]
            nouns = {tokens[-1] for tokens in f.tokens if len(tokens) > 1} if f.kind == "organization" else set()
            for word in f.titles | nouns:
                found[word].append(number)
        return found

    def _by_same_post(self, head: int, span: Span) -> int | None:
        """The person named with the very office, last before or in the next paragraphs: "Kenya's president" of a lead."""
        g = self.grammar
        if g.lemma(head) not in OFFICES or g.tag[head] in ("NNS", "NNPS") or g.low[span[0]] in ("a", "an"):
            return None
        said, known = self.posts.at(head), self._introduced.get(g.lemma(head), ())
        if not (said.territories or said.fields):
            return None
        after = bisect_left(known, span[1], key=lambda n: self.names[n].start)
        for number in itertools.chain(reversed(known[max(0, after - _FAR) : after]), known[after : after + _FAR]):
            figure = self._of_name[number]
            if g.notes.paragraph[self.names[number].start] - g.notes.paragraph[head] > _SOON:
                return None
            for post in self._figures[figure].posts if self.is_person(figure) else ():
                same = (post.office, post.ranks, post.fields) == (said.office, said.ranks, said.fields)
                if same and post.may_be(said):
                    return figure
        return None

    def _by_description(self, head: int, span: Span) -> int | None:
        """The holder of an office who was named last, where "the diplomat" or "the Kremlin official" goes on about them."""
        g = self.grammar
        if g.lemma(head) not in _DESCRIBING or g.low[span[0]] != "the" or g.tag[head] in ("NNS", "NNPS"):
            return None
        figure = self._person_before(head)
        if figure is None or not self._figures[figure].titles or self._new.get(g.lemma(head), head) < head:
            return None
        own = self._words_before[figure]
        return figure if all(g.low[at] in own for at in range(*span) if at in self._name_at) else None

    @cached_property
    def _words_before(self) -> defaultdict[int, set[str]]:
        """figure -> the words before its names, in which its titles stand"""
        found: defaultdict[int, set[str]] = defaultdict(set)
        for number, figure in self._of_name.items():
            found[figure].update(self.grammar.low[at] for at in self.posts.before(self.names[number]))
        return found

    @cached_property
    def _new(self) -> dict[str, int]:
        """noun -> where somebody is introduced as such for the first time: "a diplomat" """
        g = self.grammar
        places = [(g.lemma(n.head), n.head) for n in reversed(self.nouns) if g.low[n.start] in ("a", "an")]
        return dict(places)

    def _is_subject(self, name: Name) -> bool:
        g = self.grammar
        top = g.span_head(range(name.start, name.end))
        while g.relation[top] in ("appos", "flat") and g.head[top] != top:
            top = g.head[top]
        return "nsubj" in g.relation[top]

    def _person_before(self, word: int) -> int | None:
        """The person whom the sentences before a pronoun name last, one that is their subject first."""
        g = self.grammar
        at = bisect_left(self.names, word, key=lambda name: name.start)
        best: int | None = None
        while at > 0 and g.sentence[self.names[at - 1].start] > g.sentence[word] - 3:
            at -= 1
            name, figure = self.names[at], self._of_name.get(at)
            if figure is None or not self.is_person(figure) or g.notes.quotation[name.start] >= 0:
                continue
            if not self.agrees(g.low[word], figure):
                continue
            if best is not None and g.sentence[name.start] != g.sentence[self.names[best].start]:
                break
            if best is None or self._is_subject(name):
                best = at
        return None if best is None else self._of_name[best]

    def _addressed_after(self, head: int) -> int | None:
        """The person whom an office and a form of address lead to: "Ambassador of Peru to Japan, H.E. Mr. X"."""
        g = self.grammar
        if g.lemma(head) not in OFFICES:
            return None
        addressed = False
        for word in range(head + 1, min(head + 20, len(g.forms) - 1)):
            number = self._name_at.get(word)
            if g.notes.paragraph[word] != g.notes.paragraph[head]:
                return None
            if number is not None and self.names[number].kind == "PER":
                return self._of_name.get(number) if addressed else None
            low, after = g.low[word], g.forms[word + 1]
            addressed = addressed or is_address(g.forms[word])
            if low == ",":
                goes_on = is_address(after) or after.lower() in ("his", "her")
            elif low == "and":
                # "and Mr. X" is somebody else
                goes_on = after.lower() in RANKS or (g.tag[word + 1].startswith("NNP") and not is_address(after))
            else:
                goes_on = number is not None or low in ("of", "to", "the", "for", "his", "her") or low in RANKS
                goes_on = goes_on or low.strip(".") in TITLES or g.tag[word].startswith("NNP") or addressed
            if not goes_on:
                return None
        return None

    def figure_at(self, word: int) -> int | None:
        """The actor of the name that a word is in, else of the phrase that it heads, where a name explains that."""
        number = self._name_at.get(word)
        if number is not None:
            return self._of_name.get(number)
        noun = self._noun_at.get(word)
        return None if noun is None else self._by_chain(noun)

    def noun_at(self, word: int) -> Noun | None:
        """The phrase that a word heads."""
        return self._noun_at.get(word)

    def is_led(self, word: int) -> bool:
        """Whether a word heads a phrase for what somebody can be in charge of: a body, people, land."""
        noun = self._noun_at.get(word)
        number = self._name_at.get(word)
        if number is not None:
            return self.names[number].kind in ("LOC", "ORG", "NORP")
        if noun is not None and noun.kind != "person" and self.grammar.tag[word].startswith("NNP"):
            return True
        return (noun is not None and noun.kind == "organization") or self.grammar.lemma(word) in LAND
