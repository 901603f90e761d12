"""The cast of a document: who its names, pronouns and other phrases stand for."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cached_property

from onrecord.derive.grammar import Grammar
from onrecord.derive.groups import group
from onrecord.derive.lexicon import FIRST_PERSON, LAND, OFFICES, PEERS, PRONOUNS, RANKS, SECOND_PERSON, TITLES
from onrecord.derive.named import KINDS, Figure, Named, Post
from onrecord.derive.naming import is_address
from onrecord.derive.unnamed import is_unnamed, issuer
from onrecord.gazetteer import key, known, named
from onrecord.ids import folded
from onrecord.schema import ActorKind, Name, Noun, Span

_CALLING = frozenset(["call", "name", "dub"])
_GENDERS = (frozenset(["he", "him", "his", "himself"]), frozenset(["she", "her", "hers", "herself"]))
_DESCRIBING = frozenset(["official", "diplomat", "politician", "lawmaker", "statesman", "veteran"])
"""what the holder of an office is called for a change"""
_OF_ANY_OFFICE = frozenset([
    "official", "diplomat", "envoy", "ambassador", "leader", "chief", "head", "representative", "delegate", "officer", "aide",
    "deputy", "secretary",
])  # fmt: skip
"""nouns for holders of more than one office"""
_SOON = 3
"""paragraphs within which the holder of an office is named"""
_DEEP = 3
"""sentences that are gone back for whom one pronoun after another stands"""
_PAIRED = frozenset(["man", "woman", "counterpart", "official", "statesman", "politician"])
_BODIES = frozenset([
    "government", "ministry", "court", "parliament", "police", "army", "military", "commission", "cabinet", "senate",
    "tribunal", "embassy", "presidency", "opposition",
])  # fmt: skip
"""nouns for bodies that a name of several words would have in it"""
_BODY_STEM = 6
_ARMED = ("army", "milit", "force", "defen", "guard")
_ACTING = frozenset(["nsubj", "nsubj:pass", "obj", "iobj", "obl", "obl:agent"])
_MARKS = re.compile(r"[“”\"]")


class Cast(Named):
    """The actors of a document and where each is mentioned.

    Names are joined first: a surname to the last person of that name, an acronym to the name that it abbreviates. Pronouns
    and other phrases follow their chain to the nearest name before them; offices ("the ambassador") the person who was
    introduced with them.
    """

    def __init__(self, grammar: Grammar) -> None:
        super().__init__(grammar)
        self._chains: defaultdict[int, list[Noun]] = defaultdict(list)
        for noun in self.nouns:
            self._chains[noun.chain].append(noun)
        self._phrases: dict[str, int] = {}
        self._named: dict[Span, int | None] = {}

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

    def actor_of(self, span: Span) -> int | None:
        """The figure that a phrase stands for, made anew where the document does not name it; None for empty words."""
        g = self.grammar
        span = self._trimmed(span)
        if span[0] >= span[1]:
            return None
        named = self.name_in(span)
        if named is not None:
            return self._of_name[named]
        head = self._head(span)
        noun = self._noun_at.get(head)
        low = g.low[head]
        if low in FIRST_PERSON or low in SECOND_PERSON:
            # outside quotations the author speaks, inside them whoever is quoted
            return None
        if low in ("he", "she"):
            found = self._only_subject_before(head)
            if found is None:
                found = self.subject_before(head)
            if found is not None:
                return found
        found = self._addressed_after(head)
        if found is not None:
            return found
        found = self._by_chain(noun) if noun is not None else self._called(head) if self.is_strange(head) else None
        if found is not None:
            return found
        if low in ("he", "she"):
            return self._person_before(head)
        if low == "they":
            above = self._subject_above(head)
            return self._group_before(head) if above is None else self.actor_of(self.extent(above))
        if low in PRONOUNS:
            return None
        found = self._country_of(head)
        if found is None:
            found = self._by_office(head, span)
        if found is None:
            found = self._by_later_office(head, span)
        if found is None:
            found = self._by_description(head, span)
        if found is not None:
            return found
        source = issuer(g, head)
        return self.actor_of(source) if source is not None else self._by_phrase(span, head, noun)

    def unnamed(self, span: Span) -> str | None:
        """The words for those who are nobody in particular, None for a phrase that stands for an actor."""
        span = self._trimmed(span)
        if span[0] >= span[1] or not is_unnamed(self.grammar, span, head := self._head(span)):
            return None
        return _shown(self.grammar.text(self._plain(span, head)))

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

    def _only_subject_before(self, word: int, depth: int = 0) -> int | None:
        """The one person whom the last sentence before a pronoun names outside quotations, as its subject.

        A pronoun for a speaker hardly ever means anybody else, and chains stray further.
        """
        g = self.grammar
        at = word - 1
        while at >= 0 and (g.sentence[at] == g.sentence[word] or g.notes.quotation[at] >= 0):
            if g.notes.quotation[at] < 0 and at in self._name_at:
                return None
            at -= 1
        if at < 0 or g.notes.paragraph[word] - g.notes.paragraph[at] > 1:
            return None
        same = next(words for words in _GENDERS if g.low[word] in words)
        sentence = range(bisect_left(g.sentence, g.sentence[at]), at + 1)
        spoken_of = {
            f
            for w in sentence
            if g.low[w] in same and g.notes.quotation[w] < 0 and (f := self._stands_for(w, depth)) is not None
        }
        if len(spoken_of) == 1:
            # "Her rival never forgave her. She ..."
            return spoken_of.pop()
        people: set[int] = set()
        subject = None
        for n in range(bisect_left(self.names, at, key=lambda name: name.start + 1), -1, -1):
            if n >= len(self.names) or self.names[n].start > at:
                continue
            name, figure = self.names[n], self._of_name.get(n)
            if g.sentence[name.start] != g.sentence[at]:
                break
            if figure is None or not self.is_person(figure):
                continue
            people.add(figure)
            if self._is_subject(name):
                subject = figure
        return subject if len(people) == 1 else None

    def _stands_for(self, pronoun: int, depth: int) -> int | None:
        noun = self._noun_at.get(pronoun)
        before = None
        if self.grammar.low[pronoun] in ("he", "she") and depth < _DEEP:
            before = self._only_subject_before(pronoun, depth + 1)
        return before if before is not None or noun is None else self._by_chain(noun)

    def _group_before(self, word: int) -> int | None:
        """The group that "they" is, if any."""
        subject = self._plural_before(word)
        return None if subject is None else self.actor_of(self.extent(subject))

    def _plural_before(self, word: int) -> int | None:
        """Those whom the last sentence before "they" has as its subject, where that is a plural and all is outside quotations.

        Not those who say something in it: in "Witnesses said that soldiers came. They fired" it is hardly the witnesses.
        """
        g = self.grammar
        if g.notes.quotation[word] >= 0:
            return None
        at = word - 1
        while at >= 0 and (g.sentence[at] == g.sentence[word] or g.notes.quotation[at] >= 0 or not g.forms[at][0].isalpha()):
            at -= 1
        if at < 0 or g.notes.paragraph[word] - g.notes.paragraph[at] > 1:
            return None
        top = self.top(at)
        if g.dependents(top, "ccomp", "parataxis"):
            return None
        for subject in g.dependents(top, "nsubj"):
            noun = self._noun_at.get(subject)
            people = noun is not None and noun.kind in ("person", "organization") and g.tag[subject] in ("NNS", "NNPS")
            if people and not g.dependents(subject, "conj"):
                return subject
        return None

    def _subject_above(self, word: int) -> int | None:
        """The plural subject of a clause above that of "they": "Observers said it was calm, though they criticised arrests"."""
        g = self.grammar
        verb = g.head[word]
        if g.relation[verb] not in ("advcl", "conj"):
            return None
        while g.relation[verb] in ("advcl", "conj", "ccomp"):
            verb = g.head[verb]
            for subject in g.dependents(verb, "nsubj"):
                noun = self._noun_at.get(subject)
                if g.tag[subject] in ("NNS", "NNPS") and noun is not None and noun.kind in ("person", "organization"):
                    return subject
        return None

    def top(self, word: int) -> int:
        """The word at the head of a sentence."""
        return next((w for w in (word, *self.grammar.ancestors(word)) if self.grammar.head[w] == w), word)

    def subject_before(self, word: int) -> int | None:
        """Whoever has no name, or the body for "it", that is the subject of the sentence before a pronoun, in its paragraph.

        Chains stray to those of whom words in quotation marks speak: 'A diplomat was there. "Lund left," he said.'
        """
        g = self.grammar
        at = word - 1
        while at >= 0 and (g.sentence[at] == g.sentence[word] or g.notes.quotation[at] >= 0 or not g.forms[at][0].isalpha()):
            at -= 1
        if at < 0 or g.notes.paragraph[word] != g.notes.paragraph[at]:
            return None
        for subject in g.dependents(self.top(at), "nsubj"):
            noun, named = self._noun_at.get(subject), self._name_at.get(subject)
            if g.tag[subject] in ("NNS", "NNPS") or g.low[subject] in PRONOUNS or g.dependents(subject, "conj"):
                return None
            if g.low[word] == "it":
                if named is None:
                    return self.actor_of(self.extent(subject)) if noun is not None and noun.kind == "organization" else None
                figure = self._of_name.get(named)
                return (
                    figure if figure is not None and self._figures[figure].kind in ("organization", "state", "region") else None
                )
            if noun is not None and noun.kind == "person" and named is None and g.tag[subject] == "NN":
                return self.actor_of(self.extent(subject))
        return None

    def two_before(self, head: int) -> list[int]:
        """The persons of "the two ministers", or of "they" after these: the two whom the last sentence with names has."""
        g = self.grammar
        if g.low[head] == "they":
            subject = self._plural_before(head)
            return [] if subject is None else self.two_before(subject)
        counted = any(g.low[c] in ("two", "both") for c in g.dependents(head, "nummod", "det", "cc:preconj"))
        if not counted or g.tag[head] not in ("NNS", "NNPS") or g.lemma(head) not in OFFICES | _PAIRED:
            return []
        at = bisect_left(self.names, g.sentence[head], key=lambda name: g.sentence[name.start])
        last = self.names[at - 1].start if at else head
        if at == 0 or g.notes.paragraph[head] - g.notes.paragraph[last] > 1:
            return []
        first = bisect_left(self.names, g.sentence[last], key=lambda name: g.sentence[name.start])
        figures = [self._of_name.get(n) for n in range(first, at)]
        people = list(dict.fromkeys(f for f in figures if f is not None and self.is_person(f)))
        return people if len(people) == 2 else []

    def _country_of(self, head: int) -> int | None:
        """The state whose office somebody holds, where "his country" or "her country" means it."""
        g = self.grammar
        if g.low[head] not in ("country", "nation"):
            return None
        for owner in g.dependents(head, "nmod:poss"):
            noun = self._noun_at.get(owner)
            person = self._by_chain(noun) if noun is not None and g.low[owner] in ("his", "her") else None
            posts = self._figures[person].posts if person is not None else set[Post]()
            states = {entry.name: entry for post in posts for t in post.territories if (entry := named(known(), t)) is not None}
            if len(states) == 1:
                return self.figure_of(next(iter(states.values())))
        return None

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
            if best is not None and g.sentence[name.start] != g.sentence[self.names[best].start]:
                break
            if best is None or self._is_subject(name):
                best = at
        return None if best is None else self._of_name[best]

    def _plain(self, span: Span, head: int) -> Span:
        """A phrase up to the clause that says more of it: "a diplomat" of "a diplomat, who asked not to be named"."""
        g = self.grammar
        end = span[1]
        for child in g.children[head]:
            more = g.relation[child].startswith(("acl", "parataxis")) or (
                g.relation[child] == "appos" and g.forms[child - 1] == ","
            )
            if head < child < end and more:
                end = max(head + 1, g.subtree(child)[0])
        return self._trimmed((span[0], end))

    def _trimmed(self, span: Span) -> Span:
        a, b = span
        g = self.grammar
        while a < b and not g.forms[a][0].isalnum() and g.forms[a] not in ("$", "@"):
            a += 1
        while b > a and not g.forms[b - 1][-1].isalnum() and g.forms[b - 1][-1] not in ".)]":
            b -= 1
        return a, b

    def _by_chain(self, noun: Noun) -> int | None:
        """The figure of the nearest name before a phrase in its chain, else of the first after it."""
        g = self.grammar
        if self.is_strange(noun.head):
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
                if self._agrees(g.low[noun.head], self._figures[figure].kind) and self._may_be(noun, figure):
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
        for figure in {*self._of_name.values()}:
            for tokens in self._figures[figure].tokens:
                if len(tokens) == 1 or self._figures[figure].kind == "person":
                    found[tokens[-1], len(tokens) == 1].add(figure)
        return found

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
        said = self._post(head)
        alike = [p for p in posts if p.office == said.office] or posts
        return not any(p.may_be(said) for p in alike)

    def _may_be_post_of(self, first: int, head: int) -> bool:
        """Whether two phrases for somebody without a name may mean one: "the envoy of Peru" is not "the envoy of Chad"."""
        g = self.grammar
        if not {g.lemma(first), g.lemma(head)} <= OFFICES:
            return True
        known, said = self._post(first), self._post(head)
        # a chairman is no spokeswoman, but may be "the official"
        return known.may_be(said) and (known.office == said.office or bool({known.office, said.office} & _OF_ANY_OFFICE))

    def _is_another_body(self, noun: Noun, figure: int) -> bool:
        """Whether a phrase is for another kind of body than a name of several words: no "court" is Amnesty International."""
        f, word = self._figures[figure], self.grammar.lemma(noun.head)
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

    def _agrees(self, form: str, kind: ActorKind) -> bool:
        if form in ("he", "she", "him", "her", "his", "hers", "himself", "herself"):
            return kind == "person"
        if form in ("it", "its", "itself", "which", "they", "them", "their", "theirs", "themselves"):
            return kind != "person"
        return True

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
            found[figure].update(self.grammar.low[at] for at in self._before(self.names[number]))
        return found

    @cached_property
    def _new(self) -> dict[str, int]:
        """noun -> where somebody is introduced as such for the first time: "a diplomat" """
        g = self.grammar
        places = [(g.lemma(n.head), n.head) for n in reversed(self.nouns) if g.low[n.start] in ("a", "an")]
        return dict(places)

    def _by_later_office(self, head: int, span: Span) -> int | None:
        """The person whom the next paragraphs name with the very office: "Kenya's president" of a lead."""
        g = self.grammar
        if g.lemma(head) not in OFFICES or g.tag[head] in ("NNS", "NNPS") or g.low[span[0]] in ("a", "an"):
            return None
        said, known = self._post(head), self._introduced.get(g.lemma(head), ())
        for number in known[bisect_left(known, span[1], key=lambda n: self.names[n].start) :]:
            name, figure = self.names[number], self._of_name[number]
            if g.notes.paragraph[name.start] - g.notes.paragraph[head] > _SOON:
                return None
            for post in self._figures[figure].posts if self.is_person(figure) else ():
                same = (post.office, post.ranks, post.fields) == (said.office, said.ranks, said.fields)
                if same and post.may_be(said) and (said.territories or said.fields):
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

    def _first_as(self, noun: Noun) -> Noun:
        """The phrase of a chain that introduces whom another stands for: "a diplomat" is somebody new each time."""
        g = self.grammar
        links = self._chains[noun.chain]
        for other in reversed(links[: links.index(noun) + 1]):
            if g.low[other.start] in ("a", "an") and g.lemma(other.head) == g.lemma(noun.head):
                return other
        return links[0]

    def _by_phrase(self, span: Span, head: int, noun: Noun | None) -> int | None:
        """A figure for somebody without a name, the same for all phrases of a chain."""
        g = self.grammar
        given = self._given.get(noun.chain) if noun is not None else None
        if given is not None:
            span, head = given, given[1] - 1
        elif noun is not None:
            first = self._first_as(noun)
            plural = g.tag[head] in ("NNS", "NNPS")
            alike = plural == (g.tag[first.head] in ("NNS", "NNPS")) and first.head not in self._name_at
            alike = alike and self._addressed_after(first.head) is None and self._may_be_post_of(first.head, head)
            # who a group is called by, not "gunmen" before it
            own = group(g, noun) is None or group(g, first) is not None
            if first.head != head and alike and own and g.low[first.head] not in PRONOUNS:
                span, head = (first.start, first.end), first.head
        if is_unnamed(g, span, head):
            return None
        called = group(g, self._noun_at[head]) if head in self._noun_at else None
        words = _MARKS.sub("", g.text(called or self._plain(span, head)))
        if called == (head, head + 1):
            words = words.lower()
        key = folded(re.sub(r"^(?:the|a|an)\s+", "", words, flags=re.IGNORECASE))
        if not key or len(key) > 160:
            return None
        if key not in self._phrases:
            kind: ActorKind = "role"
            if noun is not None:
                kind = {"organization": "organization", "place": "place", "event": "event"}.get(noun.kind, "role")  # type: ignore[assignment]
            if given is not None and kind == "role":
                kind = "organization"
            if called or (kind == "role" and g.tag[head] in ("NNS", "NNPS")):
                kind = "group"
            self._phrases[key] = len(self._figures)
            self._figures.append(Figure(kind=kind, names=Counter({_shown(words): 1})))
            if also := self._also_called(span, head):
                self._figures[-1].names[also] += 0
        return self._phrases[key]

    def _by_group(self, noun: Noun) -> int | None:
        """The figure of a group without a name; "Houthi rebels" are the Houthis."""
        within = (self._name_at.get(i) for i in range(noun.start, noun.head))
        figures = [self._figures[self._of_name[n]] for n in within if n is not None and n in self._of_name]
        if any(f.kind in ("organization", "group", "person") for f in figures) or group(self.grammar, noun) is None:
            return None
        return self._by_phrase((noun.start, noun.end), noun.head, noun)

    @cached_property
    def _given(self) -> dict[int, Span]:
        """chain -> the name that a clause gives what it stands for: "it is called the Long Road" """
        g = self.grammar
        found: dict[int, Span] = {}
        for noun in g.notes.nouns:
            head = noun.head
            over = g.head[head]
            if not (g.tag[head].startswith("NNP") and g.relation[head] in ("xcomp", "obj") and g.lemma(over) in _CALLING):
                continue
            start = head
            while start > noun.start and g.tag[start - 1].startswith("NNP"):
                start -= 1
            for subject in g.dependents(over, "nsubj:pass"):
                so_called = self._noun_at.get(subject)
                person = "person" in (noun.kind, so_called and so_called.kind)
                if so_called and not person and head not in self._name_at and subject not in self._name_at:
                    found |= dict.fromkeys((noun.chain, so_called.chain), (start, head + 1))
        return found

    def _also_called(self, span: Span, head: int) -> str | None:
        """ "Indian Tamils" for "the Tamils in India": the same with the adjective of the place."""
        g = self.grammar
        for child in g.dependents(head, "nmod"):
            number = self._name_at.get(child)
            figure = self._of_name.get(number) if number is not None else None
            entry = self._figures[figure].entry if figure is not None else None
            if entry and entry.demonyms and {g.low[c] for c in g.dependents(child, "case")} & {"in", "of"} and child < span[1]:
                return f"{entry.demonyms[0]} {g.forms[head]}"
        return None

    def phrase_called(self, words: str) -> int:
        """The actor of a phrase that is no name and stands outside the sentences, such as a label "PRESIDENT"."""
        key = folded(words)
        if key not in self._phrases:
            self._phrases[key] = len(self._figures)
            self._figures.append(Figure(kind="role", names=Counter({" ".join(words.split()): 1})))
        return self._phrases[key]

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

    def figures_in(self, spans: Sequence[Span]) -> list[int]:
        """The actors that words speak of, in their order: by name, or by a pronoun or phrase that a name explains."""
        found: dict[int, None] = {}
        for a, b in spans:
            for i in range(a, b):
                number = self._name_at.get(i)
                if number is not None and number in self._of_name:
                    found[self._of_name[number]] = None
                    continue
                noun = self._noun_at.get(i)
                if noun is not None and self.grammar.low[i] not in FIRST_PERSON | SECOND_PERSON:
                    figure = self._by_chain(noun)
                    if figure is None:
                        figure = self._by_office(i, (noun.start, noun.end))
                    if figure is None:
                        figure = self._by_group(noun)
                    if figure is not None:
                        found[figure] = None
        return list(found)

    def mentions(self) -> list[tuple[int, int, str, int | None]]:
        """(first word, one past the last, kind, figure) of names, and of pronouns and phrases that stand for somebody."""
        found: list[tuple[int, int, str, int | None]] = []
        named: set[int] = set()
        for number, name in enumerate(self.names):
            figure = self._of_name.get(number)
            kind = self._figures[figure].kind if figure is not None else KINDS.get(name.kind, "organization")
            if kind == "state" and self._is_whereabouts(name):
                kind = "place"
            found.append((name.start, name.end, kind, figure))
            named.update(range(name.start, name.end))
        for noun in self.nouns:
            if noun.head in named:
                continue
            figure = self._by_chain(noun) if self.grammar.low[noun.head] not in FIRST_PERSON | SECOND_PERSON else None
            if figure is None:
                figure = self._by_office(noun.head, (noun.start, noun.end))
            if figure is None:
                figure = self._by_group(noun)
            if figure is not None:
                found.append((noun.start, noun.end, self._figures[figure].kind, figure))
            elif noun.kind == "person" and self.grammar.lemma(noun.head) in OFFICES:
                found.append((noun.start, noun.end, "role", None))
        return sorted(found, key=lambda m: (m[0], -m[1]))

    def figure_at(self, word: int) -> int | None:
        """The actor of the name that a word is in, else of the phrase that it heads, where a name explains that."""
        number = self._name_at.get(word)
        if number is not None:
            return self._of_name.get(number)
        noun = self._noun_at.get(word)
        return None if noun is None else self._by_chain(noun)

    def opposed_at(self, word: int) -> int | None:
        """The state that an adjective says something is against: "anti-Russian"."""
        prefix, _, rest = self.grammar.forms[word].partition("-")
        entry = known().by_demonym.get(key(rest)) if prefix.lower() == "anti" and rest else None
        return None if entry is None else self.figure_of(entry)

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


def _shown(words: str) -> str:
    """A phrase as the record shows it: on one line, without its article and marks around it."""
    return re.sub(r"^(?:the|a|an)\s+", "", " ".join(words.split()), flags=re.IGNORECASE).strip("“”\"'‘’ ")
