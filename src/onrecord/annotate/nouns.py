"""Phrases that refer: their heads from the network, their extent from syntax, their chains from the antecedents."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from onrecord.annotate import coreference
from onrecord.annotate.encoding import Encoded, Model
from onrecord.annotate.labels import ENTITIES
from onrecord.schema import Noun, Span

_KEPT = frozenset(
    {
        "det", "det:predet", "amod", "compound", "flat", "nummod", "nmod:poss", "nmod:desc", "case", "fixed", "goeswith",
        "advmod", "punct", "cc:preconj", "nmod:unmarked",
    }
)  # fmt: skip
"""dependents that belong to a phrase as people quote it; relative clauses, appositions and further conjuncts do not"""
_OF = frozenset({"of", "for", "to", "in", "on", "at", "from", "between", "with"})


def extents(forms: Sequence[str], head: NDArray[np.int32], relation: Sequence[str], wanted: NDArray[np.int64]) -> list[Span]:
    """The unbroken phrase around each of the words `wanted`, without the preposition before it and punctuation at its edges."""
    children: dict[int, list[int]] = {}
    for i, h in enumerate(head.tolist()):
        if h != i:
            children.setdefault(h, []).append(i)
    return [_extent(forms, children, relation, int(w)) for w in wanted]


def _extent(forms: Sequence[str], children: dict[int, list[int]], relation: Sequence[str], word: int) -> Span:
    inside = {word}
    stack = [(word, True)]
    while stack:
        at, top = stack.pop()
        for child in children.get(at, ()):
            kind = relation[child]
            if kind == "case" and at == word:
                # "'s" belongs to the phrase, the preposition before it does not
                if child > word:
                    continue
                continue
            if (
                kind in _KEPT
                or (kind in ("conj", "cc") and at != word)
                or (kind == "nmod" and any(relation[c] == "case" and forms[c].lower() in _OF for c in children.get(child, ())))
                or (not top and kind == "nmod")
            ):
                inside.add(child)
                stack.append((child, False))
    start = end = word
    while start - 1 in inside:
        start -= 1
    while end + 1 in inside:
        end += 1
    while start < word and not forms[start][0].isalnum():
        start += 1
    while end > word and not (forms[end][0].isalnum() or forms[end][-1] == "."):
        end -= 1
    return start, end + 1


def nouns(
    model: Model,
    encoded: Encoded,
    forms: Sequence[str],
    head: NDArray[np.int32],
    relation: Sequence[str],
    sentence: NDArray[np.int32],
    quotation: NDArray[np.int32],
) -> list[Noun]:
    """The referring phrases of a text in the order of their heads, each with its chain."""
    entity = encoded.scores("entity").argmax(-1)
    wanted = np.flatnonzero(entity)
    if not len(wanted):
        return []
    spans = extents(forms, head, relation, wanted)
    phrases = coreference.phrases(
        forms,
        [(a, b, int(w)) for (a, b), w in zip(spans, wanted, strict=True)],
        entity=entity[wanted].astype(np.int32),
        sentence=sentence,
        quotation=quotation,
        relation=relation,
    )
    later, earlier = coreference.candidates(phrases)
    score = np.zeros(len(later), np.float32)
    for at in range(0, len(later), _BATCH):
        a, b = later[at : at + _BATCH], earlier[at : at + _BATCH]
        # of a long text only the phrases of these pairs
        own, place = np.unique(np.concatenate([a, b]), return_inverse=True)
        score[at : at + _BATCH] = model.antecedents(
            encoded.projection("anaphor", phrases.head[own]),
            encoded.projection("antecedent", phrases.head[own]),
            place[: len(a)].astype(np.int64),
            place[len(a) :].astype(np.int64),
            coreference.features(phrases, a, b),
        )
    chain = coreference.chains(len(wanted), later, earlier, score)
    return [
        Noun(start=a, end=b, head=int(w), kind=ENTITIES[entity[w]], chain=int(c))
        for (a, b), w, c in zip(spans, wanted, chain, strict=True)
    ]


_BATCH = 8192
"""pairs scored at once"""
