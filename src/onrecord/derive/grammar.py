"""Questions that rules ask of an annotated text: children, subtrees, base forms, the words of a span."""

from collections.abc import Iterable
from functools import cached_property, lru_cache

import simplemma

from onrecord.schema import Annotated, Span

_VERBS = {
    "left": "leave",
    "thought": "think",
    "felt": "feel",
    "swore": "swear",
    "found": "find",
    "saw": "see",
    "'s": "be",
    "’s": "be",
}
"""past forms that are nouns or other words too, of which simplemma, which knows no parts of speech, gives the other reading"""


@lru_cache(maxsize=50_000)
def lemma(form: str, tag: str = "") -> str:
    """The base form of an English word in lower case."""
    low = form.lower()
    if tag.startswith("V") and low in _VERBS:
        return _VERBS[low]
    return simplemma.lemmatize(low, lang="en").lower()


class Grammar:
    """An annotated document with its trees turned over: who depends on each word."""

    def __init__(self, notes: Annotated) -> None:
        self.notes = notes
        self.forms = notes.forms
        self.head = notes.head.tolist()
        self.relation = notes.relation
        self.tag = notes.tag
        self.sentence = notes.sentence.tolist()

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
        """[words] forms in lower case."""
        return [form.lower() for form in self.forms]

    def lemma(self, word: int) -> str:
        """The base form of a word."""
        return lemma(self.forms[word], self.tag[word])

    def is_verb(self, word: int) -> bool:
        """Whether a word is a verb or an auxiliary."""
        return self.tag[word].startswith(("V", "MD"))

    def dependents(self, word: int, *relations: str) -> list[int]:
        """The dependents of a word with one of the relations."""
        return [c for c in self.children[word] if self.relation[c] in relations]

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

    def text(self, span: Span) -> str:
        """The words of a span as they stand in the document."""
        a, b = self.characters(span)
        return self.notes.document.text[a:b]
