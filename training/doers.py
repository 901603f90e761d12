"""Who does what a word tells of, and to whom, as the trees of a treebank have it.

Sentences coded with events always name both sides, and what they tell of is their main clause: from them alone a network learns
that everything is done by the subject of the sentence to somebody.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from onrecord.annotate.events import LISTED
from onrecord.annotate.pieces import BREAK
from onrecord.annotate.sentences import sentence_bounds
from onrecord.lemmas import lemma
from training.examples import Example, Span

_NOMINAL = frozenset(["NOUN", "PROPN", "PRON"])
_NAMING = frozenset(["PROPN", "PRON"])
_ADDING = frozenset(["obj", "iobj", "obl", "nmod", "ccomp", "xcomp", "obl:agent"])
"""relations of what may name to whom something is done"""
_OWN = frozenset(["nmod:poss", "compound", "nmod"])


@dataclass(frozen=True, kw_only=True)
class Doing:
    """A word that tells of something, in its sentence; the sides are heads of phrases, none where nobody is named, None where
    the tree does not say."""

    sentence: Span
    word: int
    sources: list[int] | None
    targets: list[int] | None


def doings(example: Example) -> Iterator[Doing]:
    """The words of a text that may tell of an event, with the sides that the tree gives without doubt."""
    if example.sentence is None or example.head is None:
        return
    tree = _Tree(example)
    for start, end in itertools.pairwise(sentence_bounds(example.sentence).tolist()):
        for word in range(start, end):
            base = lemma(example.forms[word], tree.tag[word])
            if base not in LISTED.get(tree.tag[word][:1], {}) or tree.upos[word] not in ("VERB", "NOUN"):
                continue
            sources, targets = tree.of_verb(word) if tree.upos[word] == "VERB" else tree.of_noun(word)
            if sources is not None or targets is not None:
                yield Doing(sentence=(start, end), word=word, sources=sources, targets=targets)


def sentences(examples: Iterable[Example]) -> Iterator[Example]:
    """The sentences of treebanks in which a word does so, each by itself."""
    for example in examples:
        for start, end in dict.fromkeys(doing.sentence for doing in doings(example)):
            assert example.head is not None and example.relation and example.upos and example.xpos
            within = slice(start, end)
            gap = example.gap[within].copy()
            gap[0] = BREAK
            yield Example(
                id=f"{example.id}-{start}",
                corpus=example.corpus,
                forms=example.forms[within],
                gap=gap,
                head=example.head[within] - start,
                relation=example.relation[within],
                upos=example.upos[within],
                xpos=example.xpos[within],
                sentence=np.zeros(end - start, np.int64),
            )


class _Tree:
    def __init__(self, example: Example) -> None:
        assert example.head is not None and example.relation and example.upos and example.xpos
        self.head, self.relation = example.head.tolist(), example.relation
        self.upos, self.tag, self.low = example.upos, example.xpos, [f.lower() for f in example.forms]
        self.children: list[list[int]] = [[] for _ in self.head]
        for word, over in enumerate(self.head):
            if over != word and over >= 0:
                self.children[over].append(word)

    def under(self, word: int, *relations: str) -> list[int]:
        return [c for c in self.children[word] if self.relation[c] in relations]

    def case(self, word: int) -> set[str]:
        return {self.low[c] for c in self.under(word, "case")}

    def of_verb(self, verb: int) -> tuple[list[int] | None, list[int] | None]:
        passive = self._is_passive(verb) or (self.relation[verb] == "acl" and self.tag[verb] == "VBN")
        subject = self._subject(verb, passive)
        agents = self.under(verb, "obl:agent") + [c for c in self.under(verb, "obl") if "by" in self.case(c)]
        added = [c for c in self.children[verb] if self.relation[c] in _ADDING and c not in agents]
        if passive:
            return self._nominal(agents), subject
        objects = self.under(verb, "obj")
        if objects and all(self.upos[o] in _NAMING for o in objects) and self.low[objects[0]] not in ("it", "which", "that"):
            return subject, objects
        return subject, None if added else []

    def _is_passive(self, verb: int) -> bool:
        return bool(self.under(verb, "nsubj:pass", "aux:pass"))

    def _subject(self, verb: int, passive: bool) -> list[int] | None:
        """The subject of a verb, or of the one that it shares it with."""
        own = self.under(verb, "nsubj:pass" if passive else "nsubj")
        if own:
            if self.relation[verb].startswith("acl:relcl") and self.low[own[0]] in ("who", "which", "that"):
                own = [self.head[verb]]
            return self._nominal(own)
        over, relation = self.head[verb], self.relation[verb]
        if relation == "acl":
            return self._nominal([over]) if self.tag[verb] in ("VBG", "VBN") else None
        if relation == "conj" and self.upos[over] == "VERB" and self._is_passive(over) == passive:
            return self._subject(over, passive)
        if relation == "xcomp" and not passive and self.upos[over] == "VERB":
            held = self.under(over, "obj", "iobj")
            return self._nominal(held) if held else self._subject(over, self._is_passive(over))
        return None

    def _nominal(self, words: Sequence[int]) -> list[int] | None:
        """Words that can stand for somebody; None where one cannot."""
        return list(words) if all(self.upos[w] in _NOMINAL for w in words) else None

    def of_noun(self, noun: int) -> tuple[list[int] | None, list[int] | None]:
        """Nobody, where its phrase holds nothing but the noun and says nothing else of it."""
        if self.relation[noun] in ("obj", "nsubj:pass", "xcomp", "root", "compound", "conj"):
            return None, None
        named = [
            c for c in self.children[noun] if self.relation[c] in _OWN or (self.relation[c] == "amod" and self.tag[c] == "JJ")
        ]
        owners = [c for c in named if self.relation[c] == "nmod:poss" and self.upos[c] in _NAMING]
        if not named:
            return [], []
        return (owners if owners and len(owners) == len(named) else None), None
