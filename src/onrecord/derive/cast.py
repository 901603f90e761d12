"""The cast of a document: who its names, pronouns and other phrases stand for."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from functools import cached_property

import numpy as np

from onrecord.derive.described import GENDERED, Described
from onrecord.derive.grammar import Grammar
from onrecord.derive.groups import group
from onrecord.derive.lexicon import FIRST_PERSON, OFFICES, OWN, PRONOUNS, SECOND_PERSON
from onrecord.derive.named import KINDS, Figure
from onrecord.derive.posts import Post
from onrecord.derive.seats import is_whereabouts
from onrecord.derive.unnamed import is_unnamed, issuer
from onrecord.gazetteer import key, known, named
from onrecord.ids import folded
from onrecord.schema import ActorKind, Noun, Span

_CALLING = frozenset(["call", "name", "dub"])
_DEEP = 3
"""sentences that are gone back for whom one pronoun after another stands"""
_PAIRED = frozenset(["man", "woman", "counterpart", "official", "statesman", "politician"])
_MARKS = re.compile(r"[“”\"]")


class Cast(Described):
    """The actors of a document and where each is mentioned.

    Names are joined first, then phrases that a name explains; a phrase that none does may stand for somebody without one, the
    same wherever its chain goes on.
    """

    def __init__(self, grammar: Grammar) -> None:
        super().__init__(grammar)
        self._phrases: dict[str, int] = {}

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
        found = self._by_chain(noun) if noun is not None else self._called(head) if self.posts.is_strange(head) else None
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
            found = self._by_same_post(head, span)
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
        same = next(words for words in GENDERED.values() if g.low[word] in words)
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
        return subject if len(people) == 1 and subject is not None and self.agrees(g.low[word], subject) else None

    def _whose(self, pronoun: int) -> int | None:
        """Whose "his" or "her" is by the sentences before it."""
        found = self._only_subject_before(pronoun)
        return self._only_one_before(pronoun) if found is None else found

    def _only_one_before(self, word: int) -> int | None:
        """The one person named in the paragraph before that of a pronoun at the head of its own, of whom it may speak."""
        g, paragraph = self.grammar, self.grammar.notes.paragraph
        if word == 0 or paragraph[word - 1] == paragraph[word]:
            return None
        start = int(np.searchsorted(paragraph, paragraph[word - 1]))
        named = {self.figure_at(w) for w in range(start, word) if g.notes.quotation[w] < 0 and w in self._name_at}
        able = [f for f in named if f is not None and self.agrees(g.low[word], f)]
        return able[0] if len(able) == 1 else None

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
                found = self.actor_of(self.extent(subject))
                # "the minister" may be read as Ms Lund, but "he" then is nobody known
                return None if found in self.named_figures and not self.agrees(g.low[word], found) else found
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
        whose = self._owned(self._plain(span, head), head) if given is None else None
        if given is not None:
            span, head = given, given[1] - 1
        elif noun is not None:
            first = self._first_as(noun)
            plural = g.tag[head] in ("NNS", "NNPS")
            alike = plural == (g.tag[first.head] in ("NNS", "NNPS")) and first.head not in self._name_at
            alike = alike and self._addressed_after(first.head) is None and self._may_be_post_of(first.head, head)
            # who a group is called by, not "gunmen" before it
            own = group(g, noun) is None or group(g, first) is not None
            if first.head != head and alike and own and g.low[first.head] not in PRONOUNS and not g.is_verb(first.head):
                span, head = (first.start, first.end), first.head
        if is_unnamed(g, span, head):
            return None
        called = group(g, self._noun_at[head]) if head in self._noun_at else None
        plain = called or self._plain(span, head)
        words = _MARKS.sub("", whose or self._owned(plain, head) or g.text(plain))
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

    def _owned(self, span: Span, head: int) -> str | None:
        """A phrase for something of somebody's with their name in full: "Ada Lund's office" for "her office"."""
        g = self.grammar
        for owner in g.dependents(head, "nmod:poss"):
            if not span[0] <= owner < head or g.low[span[0]] in ("the", "a", "an"):
                continue
            noun, mark, rest = self._noun_at.get(owner), "'s", owner + 1
            if g.low[owner] in OWN:
                figure = self._whose(owner) if g.low[owner] in ("his", "her") else None
                figure = self._by_chain(noun) if figure is None and noun is not None else figure
            else:
                figure = self.figure_at(owner)
                mark, rest = (g.forms[rest], rest + 1) if g.tag[rest] == "POS" else ("", rest)
            if figure is not None and mark and self.extent(owner)[0] == span[0] and figure in self.named_figures:
                return f"{self.name_of(figure)}{mark} {g.text((rest, span[1]))}"
        return None

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
            if kind == "state" and is_whereabouts(self.grammar, name):
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

    def opposed_at(self, word: int) -> int | None:
        """The state that an adjective says something is against: "anti-Russian"."""
        prefix, _, rest = self.grammar.forms[word].partition("-")
        entry = known().by_demonym.get(key(rest)) if prefix.lower() == "anti" and rest else None
        return None if entry is None else self.figure_of(entry)


def _shown(words: str) -> str:
    """A phrase as the record shows it: on one line, without its article and marks around it."""
    return re.sub(r"^(?:the|a|an)\s+", "", " ".join(words.split()), flags=re.IGNORECASE).strip("“”\"'‘’ ")
