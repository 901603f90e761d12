"""Questions that rules ask of an annotated text: children, subtrees, base forms, the words of a span."""

from collections.abc import Iterable
from functools import cached_property

import numpy as np

from onrecord.lemmas import lemma
from onrecord.schema import Annotated, Span, TimeExpression

_CLOSING = (")", "]", '"', "”")
_LONGEST_ASIDE = 20
"""words in brackets at most"""
_OTHER_CLAUSES = ("ccomp", "csubj", "acl", "acl:relcl", "parataxis")
_CONDITIONS = ("if", "unless", "because", "although", "though", "whether")
_ASKED = ("ask", "press", "question", "quote", "contact", "reach", "interview")
_JUDGING = (
    "condemn", "denounce", "deplore", "criticize", "criticise", "regret", "welcome", "praise", "hail", "mourn", "recall",
    "commemorate", "investigate", "lament", "decry",
)  # fmt: skip
_REACH = 30
"""words before a verb among which its subject is looked for"""


class Grammar:
    """An annotated document with its trees turned over: who depends on each word."""

    def __init__(self, notes: Annotated) -> None:
        self.notes = notes
        self.forms = notes.forms
        self.head: list[int] = notes.head.tolist()
        self.relation = notes.relation
        self.tag = notes.tag
        self.sentence: list[int] = notes.sentence.tolist()
        self._mend()

    def _mend(self) -> None:
        """Makes an object of a second subject, behind its verb, and hangs genitives on what they own: "backed | X's | plan".

        Whoever something is told according to has not done it. A date right behind what is judged is that of the thing.
        """
        relation = list(self.relation)
        for word, low in enumerate(self.low):
            if low == "according" and relation[word] == "case":
                if relation[self.head[word]] == "appos" and word < self.head[self.head[word]]:
                    self.head[word] = self.head[self.head[word]]
                if relation[self.head[word]] == "obl:agent":
                    relation[self.head[word]] = "obl"
        for word, over in enumerate(self.head):
            if relation[word] == "nsubj" and over < word and self.tag[over].startswith("V"):
                before = range(max(0, over - _REACH), over)
                if any(self.head[i] == over and relation[i] == "nsubj" for i in before):
                    relation[word] = "obj"
        for mark, tag in enumerate(self.tag):
            owner, over = self.head[mark], self.head[self.head[mark]]
            if tag != "POS" or relation[owner] not in ("obj", "nsubj", "obl", "nmod"):
                continue
            for word in range(mark + 1, min(mark + 5, len(self.forms))):
                if self.head[word] == over and relation[word] == relation[owner] and self.tag[word].startswith("N"):
                    self.head[owner], relation[owner] = word, "nmod:poss"
                    break
        for mark, low in enumerate(self.low):
            word = self.head[mark]
            if (
                low == "that"
                and relation[mark] == "mark"
                and relation[word] in ("obj", "iobj", "obl")
                and word > self.head[word]
            ):
                # "told him that X would resign"
                relation[word] = "ccomp"
        for time in filter(_is_day, self.times):
            # "condemned the attack on 2 April"
            words = self.words_in((time.start, time.end))
            date = self.span_head(words) if words else 0
            thing = words[0] - 2 if words else 0
            if thing > 0 and self.head[date] == self.judging(thing) and relation[date] == "obl":
                self.head[date], relation[date] = thing, "nmod"
        self.relation = tuple(relation)

    @cached_property
    def children(self) -> list[list[int]]:
        """[words] the dependents of each word, in order."""
        found: list[list[int]] = [[] for _ in self.head]
        for i, h in enumerate(self.head):
            if h != i:
                found[h].append(i)
        return found

    @cached_property
    def low(self) -> list[str]:
        """[words] forms in lower case; the state "US" is no "us"."""
        return ["u.s." if f == "US" and t.startswith("NNP") else f.lower() for f, t in zip(self.forms, self.tag, strict=True)]

    def lemma(self, word: int) -> str:
        """The base form of a word."""
        return lemma(self.forms[word], self.tag[word])

    def is_verb(self, word: int) -> bool:
        """Whether a word is a verb or an auxiliary."""
        return self.tag[word].startswith(("V", "MD"))

    def dependents(self, word: int, *relations: str) -> list[int]:
        """The dependents of a word with one of the relations."""
        return [c for c in self.children[word] if self.relation[c] in relations]

    def case(self, word: int) -> set[str]:
        """The prepositions and marks of a phrase, in lower case; those of a title or of what else stands before are its."""
        heads = (word, *self.dependents(word, "nmod:desc", "compound"))
        return {self.low[c] for h in heads for c in self.dependents(h, "case", "mark")}

    def before(self, word: int) -> int:
        """The head of the phrase that ends before a word, or before the comma there: X of "the port of X, which"."""
        at = word - 1
        if at > 0 and self.forms[at] == ",":
            at -= 1
        while at > 0 and self.forms[at] in _CLOSING:
            opened = next((i for i in range(at - 1, max(at - _LONGEST_ASIDE, 0), -1) if self.forms[i] in ("(", "[")), at)
            # "X (Independent, Oslo), who"
            at = (opened if self.forms[at] in (")", "]") else at) - 1
        while self.head[at] != at and (
            self.relation[at] in ("flat", "compound", "nmod:desc", "nmod:unmarked")
            or (self.relation[at] == "nmod" and "of" in self.case(at) and self.head[at] < at)
        ):
            at = self.head[at]
        return at

    def subtree(self, word: int) -> list[int]:
        """A word with all that depends on it, in order."""
        found, stack = [], [word]
        while stack:
            at = stack.pop()
            found.append(at)
            stack += self.children[at]
        return sorted(found)

    def span_head(self, words: Iterable[int]) -> int:
        """The word of a span on which its others depend: the first whose head stands outside."""
        inside = list(words)
        held = set(inside)
        for i in inside:
            if self.head[i] not in held or self.head[i] == i:
                if self.relation[i] in ("punct", "case", "det", "cc", "mark") and len(inside) > 1:
                    continue
                return i
        return inside[0]

    def ancestors(self, word: int) -> Iterable[int]:
        """The head of a word, its head, and so on."""
        while self.head[word] != word:
            word = self.head[word]
            yield word

    def characters(self, span: Span) -> Span:
        """The code points of a span of words."""
        return int(self.notes.start[span[0]]), int(self.notes.end[span[1] - 1])

    def words_in(self, characters: Span) -> list[int]:
        """The words that a span of code points touches."""
        first = int(np.searchsorted(self.notes.end, characters[0], side="right"))
        last = int(np.searchsorted(self.notes.start, characters[1], side="left"))
        return list(range(first, last))

    @cached_property
    def times(self) -> list[TimeExpression]:
        """The times of the document, without those that are the ends of a stretch."""
        found: list[TimeExpression] = []
        for time in self.notes.times:
            if not found or time.end > found[-1].end:
                found.append(time)
        return found

    @cached_property
    def _times(self) -> list[list[int]]:
        return [self.words_in((t.start, t.end)) for t in self.times]

    @cached_property
    def _times_in(self) -> dict[int, list[int]]:
        """sentence -> numbers of the times in it"""
        found: dict[int, list[int]] = {}
        for number, words in enumerate(self._times):
            if words:
                found.setdefault(self.sentence[words[0]], []).append(number)
        return found

    def times_of(self, word: int) -> list[TimeExpression]:
        """The times that depend on the clause of a word, on a higher one of its sentence where that has none."""
        inside = self._times_in.get(self.sentence[word], [])
        for top in (word, *self.ancestors(word)) if inside else ():
            clause = self.is_verb(top) or self.head[top] == top or self.relation[top] in ("conj", "acl:relcl", "parataxis")
            if not clause and top != word:
                continue
            held = set(self.subtree(top))
            found = [n for n in inside if held & set(self._times[n]) and self._dates(n, top, word)]
            if found:
                return [self.times[n] for n in found]
            if self.relation[top] == "parataxis":
                # "X will open in June, she said"
                return []
        return []

    def _dates(self, time: int, top: int, word: int) -> bool:
        """Whether a time under `top` is that of its clause: not of what somebody says in it, nor of a thing that it names."""
        notes = self.notes
        head = self.span_head(self._times[time])
        above = {word, *self.ancestors(word)}
        for x in (head, *self.ancestors(head)):
            if x == top:
                return True
            if x in above:
                continue
            relation, over = self.relation[x], self.head[x]
            if relation in _OTHER_CLAUSES and x != head:
                own = relation.startswith("acl") and over == word and not self.tag[word].startswith("NNP")
                if not own:
                    return False
            if relation == "advcl" and any(self.low[c] in _CONDITIONS for c in self.dependents(x, "mark")):
                return False
            if relation == "advcl" and self._says_more(x):
                # "to respect the ceasefire signed on Monday", read as said of the respecting
                return False
            if relation == "appos" and x != head and over not in above:
                # "X, minister since 2019, met Y"
                return False
            if relation == "advcl" and x != head and self._is_earlier(x):
                # "Founded in 1949, the alliance attacked Y"
                return False
            if relation == "xcomp" and _is_ahead(self.times[time], notes.document.published):
                # "promised to leave by May"
                return False
            judged = self.judging(over) is not None and _is_day(self.times[time])
            of = relation == "nmod" and x == head and (judged or any(self.low[c] == "of" for c in self.dependents(x, "case")))
            if (of or relation == "nmod:poss") and over not in above:
                return False
        return False

    def _says_more(self, word: int) -> bool:
        """Whether a bare participle follows a noun, of which it then tells."""
        before = word - 1
        bare = self.tag[word] == "VBN" and not any(c < word for c in self.children[word])
        return bare and before >= 0 and self.sentence[before] == self.sentence[word] and self.tag[before] in ("NN", "NNS")

    def is_dated(self, sentence: int) -> bool:
        """Whether a sentence names a time."""
        return sentence in self._times_in

    def judging(self, noun: int) -> int | None:
        """The verb that a noun is the object of, where that only passes judgement on it: "condemned the attack"."""
        over = self.head[noun]
        return over if self.relation[noun] == "obj" and self.lemma(over) in _JUDGING else None

    def _is_earlier(self, word: int) -> bool:
        """Whether a bare participle says what was done before: "elected in 1995", but not "asked on Monday"."""
        bare = self.tag[word] == "VBN" and self.head[word] > word
        return bare and self.lemma(word) not in _ASKED and not self.dependents(word, "mark", "advmod", "nsubj", "nsubj:pass")

    def text(self, span: Span) -> str:
        """The words of a span as they stand in the document."""
        a, b = self.characters(span)
        return self.notes.document.text[a:b]


def _is_day(time: TimeExpression) -> bool:
    """Whether a time is a date rather than a day counted from that of the report."""
    words = time.when.text or ""
    return any(c.isdigit() for c in words) and not words.endswith("ago")


def _is_ahead(time: TimeExpression, published: str | None) -> bool:
    """Whether a time is a day by which something is due, or lies after the report."""
    return time.bound == "until" or (published is not None and (time.when.first or "") > published)
