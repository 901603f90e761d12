"""Which phrases of a document mean the same: candidates, features of pairs, and chains from their scores.

Each phrase is known by its head word (Dobrovolskii 2021, Word-Level Coreference Resolution); each looks back for one
antecedent, or none.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

REACH = 30
"""phrases back that are always looked at"""
LEAST_SCORE = -1.0
"""score from which an antecedent is taken; it was trained against 0 for none, on phrases that gold gives"""
ECHOES = 6
"""phrases further back that are looked at because they share a head word or a name"""

_FAR_DEFINITE, _FAR_OTHER = 8, 3
"""phrases back that are looked at of a definite phrase, and of a name or an indefinite one, where no word is the same"""

_FIRST, _FIRST_PLURAL, _SECOND, _HE, _SHE, _IT, _THEY, _THIS, _WHO, _NAME, _DEFINITE, _INDEFINITE, _BARE = range(13)
_KINDS = 13
_PRONOUNS = {
    **dict.fromkeys(("i", "me", "my", "mine", "myself"), _FIRST),
    **dict.fromkeys(("we", "us", "our", "ours", "ourselves"), _FIRST_PLURAL),
    **dict.fromkeys(("you", "your", "yours", "yourself", "yourselves"), _SECOND),
    **dict.fromkeys(("he", "him", "his", "himself"), _HE),
    **dict.fromkeys(("she", "her", "hers", "herself"), _SHE),
    **dict.fromkeys(("it", "its", "itself"), _IT),
    **dict.fromkeys(("they", "them", "their", "theirs", "themselves"), _THEY),
    **dict.fromkeys(("this", "that", "these", "those"), _THIS),
    **dict.fromkeys(("who", "whom", "whose", "which"), _WHO),
}
_DEFINITE_WORDS = frozenset(["the", "this", "that", "these", "those", "his", "her", "its", "their", "our", "my", "your"])
_INDEFINITE_WORDS = frozenset(
    ["a", "an", "some", "any", "another", "no", "every", "each", "many", "several", "few", "two", "three", "four", "five"]
)
_SKIPPED = (
    _DEFINITE_WORDS | _INDEFINITE_WORDS | {"'s", "’s", "'", "’", ",", "mr.", "mrs.", "ms.", "dr.", "mr", "ms", "mrs", "dr"}
)
_PLURAL = frozenset({_FIRST_PLURAL, _THEY})
_SINGULAR = frozenset({_FIRST, _HE, _SHE, _IT})

_DISTANCES, _SENTENCES, _STRINGS, _QUOTED, _NUMBERS, _PLACES, _ROLES = 12, 8, 8, 5, 9, 4, 7
FEATURES = (_DISTANCES, _SENTENCES, _STRINGS, _KINDS * _KINDS, 121, _QUOTED, _NUMBERS, _PLACES, _ROLES)
"""sizes of the tables of `features`"""
_ROLE = {
    "nsubj": 1,
    "nsubj:pass": 1,
    "csubj": 1,
    "obj": 2,
    "iobj": 2,
    "obl": 3,
    "obl:agent": 3,
    "nmod": 4,
    "nmod:poss": 5,
    "root": 6,
    "appos": 6,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """The phrases of a document in the order of their heads; arrays over phrases."""

    head: NDArray[np.int32]
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    entity: NDArray[np.int32]
    """index into `labels.ENTITIES`"""
    sentence: NDArray[np.int32]
    quotation: NDArray[np.int32]
    role: NDArray[np.int32]
    kind: NDArray[np.int32]
    number: NDArray[np.int32]
    """0 unknown, 1 singular, 2 plural"""
    whole: NDArray[np.int32]
    """number of the phrase's words without articles"""
    noun: NDArray[np.int32]
    """number of the head's form; its own for each pronoun"""
    names: NDArray[np.int32]
    """[phrases, 4] numbers of the capitalised words, -1 for none"""
    initials: NDArray[np.int32]
    """number of the form that the phrase's initials make, and of a form in capitals its own"""


def phrases(
    forms: Sequence[str],
    spans: Sequence[tuple[int, int, int]],
    *,
    entity: NDArray[np.int32],
    sentence: NDArray[np.int32],
    quotation: NDArray[np.int32],
    relation: Sequence[str] | None = None,
) -> Phrases:
    """What the features need of each phrase; `spans` are (start, end, head) word indices in the order of the heads.

    `entity` counts phrases; `sentence`, `quotation` and `relation` count the words of the document.
    """
    count = len(spans)
    known: dict[str, int] = {}
    kind = np.zeros(count, np.int32)
    number = np.zeros(count, np.int32)
    whole = np.zeros(count, np.int32)
    noun = np.zeros(count, np.int32)
    names = np.full((count, 4), -1, np.int32)
    initials = np.full(count, -1, np.int32)
    for i, (start, end, head) in enumerate(spans):
        form = forms[head]
        low = form.lower()
        pronoun = _PRONOUNS.get(low) if end - start == 1 else None
        opening = forms[start].lower()
        if pronoun is not None:
            kind[i] = pronoun
            number[i] = 2 if pronoun in _PLURAL else 1 if pronoun in _SINGULAR else 0
            whole[i] = noun[i] = known.setdefault(f"\x00{low}", len(known))
            continue
        named = form[0].isupper() and (head > start or not _starts_sentence(sentence, start) or form.isupper())
        kind[i] = (
            _NAME
            if named
            else _DEFINITE
            if opening in _DEFINITE_WORDS
            else _INDEFINITE
            if opening in _INDEFINITE_WORDS
            else _BARE
        )
        if kind[i] in (_DEFINITE, _BARE, _INDEFINITE):
            number[i] = (
                2
                if (low.endswith("s") and not low.endswith(("ss", "us", "is"))) or low in ("people", "men", "women", "police")
                else 1
            )
        kept = [f for f in forms[start : min(end, start + 12)] if f.lower() not in _SKIPPED]
        whole[i] = known.setdefault(" ".join(kept).lower(), len(known))
        noun[i] = known.setdefault(_stem(low), len(known))
        capitals = [f for f in kept if f[0].isupper()]
        # the last capitalised words are the name, the first are often titles
        for k, f in enumerate(capitals[-4:]):
            names[i, k] = known.setdefault(_stem(f.lower()), len(known))
        if len(capitals) > 1:
            initials[i] = known.setdefault("".join(f[0] for f in capitals).lower(), len(known))
        elif named and form.replace(".", "").isupper() and len(form) > 1:
            initials[i] = known.setdefault(form.replace(".", "").lower(), len(known))
    heads = np.array([s[2] for s in spans], np.int32).reshape(-1)
    role = np.zeros(count, np.int32)
    if relation is not None:
        role[:] = [_ROLE.get(relation[h], 0) for h in heads.tolist()]
    return Phrases(
        head=heads,
        start=np.array([s[0] for s in spans], np.int32).reshape(-1),
        end=np.array([s[1] for s in spans], np.int32).reshape(-1),
        entity=entity,
        sentence=sentence[heads],
        quotation=quotation[heads],
        role=role,
        kind=kind,
        number=number,
        whole=whole,
        noun=noun,
        names=names,
        initials=initials,
    )


def _starts_sentence(sentence: NDArray[np.int32], word: int) -> bool:
    return word == 0 or sentence[word] != sentence[word - 1]


def _stem(form: str) -> str:
    return form[:-1] if len(form) > 3 and form.endswith("s") and not form.endswith("ss") else form


def candidates(p: Phrases) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """[pairs] later phrase and [pairs] earlier phrase of every pair worth scoring, ordered by the later one."""
    count = len(p.head)
    later: list[NDArray[np.int32]] = []
    earlier: list[NDArray[np.int32]] = []
    by_form: defaultdict[int, list[int]] = defaultdict(list)
    for i in range(count):
        low = max(0, i - REACH)
        near = np.arange(low, i, dtype=np.int32)
        forms = {
            int(p.noun[i]),
            *(int(n) for n in p.names[i] if n >= 0),
            *([int(p.initials[i])] if p.initials[i] >= 0 else []),
        }
        if p.kind[i] >= _NAME or p.kind[i] == _FIRST:
            far = {j for form in forms for j in by_form[form][-ECHOES:] if j < low}
            if far:
                near = np.concatenate([np.array(sorted(far), np.int32), near])
            for form in forms:
                kept = by_form[form]
                kept.append(i)
                if len(kept) > REACH + ECHOES:
                    del kept[0]
        later.append(np.full(len(near), i, np.int32))
        earlier.append(near)
    if not count:
        return np.zeros(0, np.int32), np.zeros(0, np.int32)
    a, b = np.concatenate(later), np.concatenate(earlier)
    worth = _worth_scoring(p, a, b)
    return a[worth], b[worth]


def _worth_scoring(p: Phrases, later: NDArray[np.int32], earlier: NDArray[np.int32]) -> NDArray[np.bool_]:
    """[pairs] whether two phrases may mean the same at all: far ones without a pronoun must share a word."""
    shared = (p.names[later][:, :, None] == p.names[earlier][:, None, :]) & (p.names[later] >= 0)[:, :, None]
    alike = shared.any((1, 2)) | (p.noun[later] == p.noun[earlier])
    alike |= (p.initials[later] == p.initials[earlier]) & (p.initials[later] >= 0)
    apart = later - earlier
    kind = p.kind[later]
    near = np.where(kind < _NAME, REACH, np.where(kind == _DEFINITE, _FAR_DEFINITE, _FAR_OTHER))
    kept: NDArray[np.bool_] = alike | (apart <= near)
    return kept


def features(p: Phrases, later: NDArray[np.int32], earlier: NDArray[np.int32]) -> NDArray[np.int64]:
    """[pairs, features] indices into tables of the sizes `FEATURES`."""
    apart = later - earlier
    distance = np.where(apart < 5, apart, np.minimum(3 + np.log2(np.maximum(apart, 1)).astype(np.int32), _DISTANCES - 1))
    sentences = p.sentence[later] - p.sentence[earlier]
    sentences = np.where(sentences < 5, sentences, np.where(sentences < 8, 5, np.where(sentences < 16, 6, 7)))
    shared = (p.names[later][:, :, None] == p.names[earlier][:, None, :]) & (p.names[later] >= 0)[:, :, None]
    some = shared.any((1, 2))
    own, others = (p.names[later] >= 0).sum(1), (p.names[earlier] >= 0).sum(1)
    overlap = shared.any(2).sum(1)
    held = some & (overlap == np.minimum(own, others))
    pronoun = (p.kind[later] < _NAME) | (p.kind[earlier] < _NAME)
    string = np.where(
        p.whole[later] == p.whole[earlier],
        np.where(pronoun, 7, 1),
        np.where(
            pronoun,
            0,
            np.where(
                (p.initials[later] == p.initials[earlier]) & (p.initials[later] >= 0),
                2,
                np.where(
                    held,
                    np.where(p.noun[later] == p.noun[earlier], 3, 4),
                    np.where(p.noun[later] == p.noun[earlier], 5, np.where(some, 6, 0)),
                ),
            ),
        ),
    )
    a, b = p.quotation[later], p.quotation[earlier]
    quoted = np.where(a < 0, np.where(b < 0, 0, 1), np.where(b < 0, 2, np.where(a == b, 3, 4)))
    inside = (p.start[earlier] <= p.start[later]) & (p.end[later] <= p.end[earlier])
    around = (p.start[later] <= p.start[earlier]) & (p.end[earlier] <= p.end[later])
    touching = p.end[earlier] + 1 >= p.start[later]
    place = np.where(inside, 1, np.where(around, 2, np.where(touching, 3, 0)))
    return np.stack(
        [
            distance,
            sentences,
            string,
            p.kind[later] * _KINDS + p.kind[earlier],
            p.entity[later] * 11 + p.entity[earlier],
            quoted,
            p.number[later] * 3 + p.number[earlier],
            place,
            p.role[earlier],
        ],
        -1,
    ).astype(np.int64)


def chains(count: int, later: NDArray[np.int32], earlier: NDArray[np.int32], score: NDArray[np.float32]) -> NDArray[np.int32]:
    """[phrases] number of the chain of each phrase; each joins its best antecedent where one scores well enough."""
    number = np.arange(count, dtype=np.int32)
    if len(later):
        starts = np.flatnonzero(np.concatenate([[True], later[1:] != later[:-1]]))
        ends = np.append(starts[1:], len(later))
        for a, b in zip(starts, ends, strict=True):
            best = a + int(np.argmax(score[a:b]))
            if score[best] > LEAST_SCORE:
                number[later[best]] = number[earlier[best]]
    return number
