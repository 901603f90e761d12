"""Which words of the sentences in `training.cases` tell of their event, and texts made of such sentences."""

import random
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from onrecord.annotate import labels, syntax
from onrecord.annotate.encoding import Model, best
from onrecord.annotate.pieces import BREAK, SPACE, WordPieces
from onrecord.lemmas import lemma
from training.cases import Case
from training.data import prepared
from training.evaluate import read
from training.examples import Deed, Example, Span
from training.treebanks import span_head

_SAYING = frozenset(["say", "tell", "state", "report", "be", "have", "add", "note"])
_NEVER = frozenset(["PUNCT", "DET", "ADP", "PRON", "AUX", "CCONJ", "SCONJ", "NUM", "PROPN", "PART", "SYM"])


def placed(model: Model, cases: Iterable[Case], lookup: WordPieces) -> list[Example]:
    """Examples in which the word on which both parties depend has the type, by the syntax that the network knows.

    Words that can tell of no event, and what is only said, have O; of the others nothing is known.
    """
    out = []
    for case in cases:
        document = prepared(case.example, lookup)
        scores = read(model, document)
        count = document.count
        head = syntax.heads(model, scores, [(0, count)])
        upos = best(scores.scores("upos"), labels.UPOS)
        # what the network says of them now: without it, learning the types of these words unlearns their syntax
        case.example.upos = upos
        case.example.xpos = best(scores.scores("tag"), labels.TAGS)
        case.example.head = head.astype(np.int64)
        case.example.relation = syntax.relations(model, scores, head)
        case.example.names = best(scores.scores("name"), labels.NAMES)
        case.example.sentence = np.zeros(count, np.int64)
        word = trigger(head, case.parties)
        if case.words and word not in case.words:
            word = next((i for i in case.words if upos[i] in ("VERB", "NOUN")), case.words[0])
        case.example.event = {
            i: "O"
            for i in range(count)
            if upos[i] in _NEVER or (upos[i] == "VERB" and lemma(case.example.forms[i], "V") in _SAYING)
        } | ({word: case.type} if word is not None else {})
        if word is not None and case.type != "O":
            ends = case.parties[: case.sources], case.parties[case.sources :]
            case.example.deeds = [Deed(sentence=(0, count), word=word, ends=ends, type=case.type)]
        out.append(case.example)
    return out


def documents(examples: Sequence[Example], rng: random.Random, times: int) -> list[Example]:
    """Sentences put together to texts of one to ten, each `times`: else a network learns that long texts tell of nothing."""
    found = []
    for _ in range(times):
        order = list(examples)
        rng.shuffle(order)
        while order:
            inside = [order.pop() for _ in range(min(len(order), rng.choice((1, 2, 4, 6, 8, 10))))]
            forms: list[str] = []
            gaps, heads, sentence = [], [], []
            event: dict[int, str] = {}
            deeds: list[Deed] = []
            for number, example in enumerate(inside):
                event |= {i + len(forms): kind for i, kind in (example.event or {}).items()}
                deeds += [deed.moved(len(forms)) for deed in example.deeds or ()]
                assert example.head is not None
                heads.append(example.head + len(forms))
                sentence += [number] * len(example.forms)
                gap = example.gap.copy()
                gap[0] = BREAK if number == 0 or rng.random() < 0.4 else SPACE
                gaps.append(gap)
                forms += example.forms
            found.append(
                Example(
                    id=inside[0].id,
                    corpus="events",
                    forms=forms,
                    gap=np.concatenate(gaps),
                    event=event,
                    deeds=deeds,
                    upos=[x for e in inside for x in e.upos or ()],
                    xpos=[x for e in inside for x in e.xpos or ()],
                    relation=[x for e in inside for x in e.relation or ()],
                    names=[x for e in inside for x in e.names or ()],
                    head=np.concatenate(heads),
                    sentence=np.array(sentence),
                )
            )
    return found


def trigger(head: NDArray[np.int32], parties: Sequence[Span]) -> int | None:
    """The lowest word outside the parties on which all of them depend; of a tree given as each word's head."""
    paths = []
    for start, end in parties:
        word = span_head(head.astype(np.int64), start, end)
        path = [word]
        while head[word] != word:
            word = int(head[word])
            path.append(word)
        paths.append(path)
    if not paths:
        return None
    inside = {i for start, end in parties for i in range(start, end)}
    return next((w for w in paths[0] if w not in inside and all(w in p for p in paths[1:])), None)


def uneventful(examples: Iterable[Example], known: frozenset[str]) -> None:
    """Gives O to the verbs of a treebank that no dictionary of event coding knows, and to those that only tell of words."""
    for example in examples:
        if example.upos is not None:
            example.event = {
                i: "O"
                for i, upos in enumerate(example.upos)
                if upos == "VERB" and (lemma(example.forms[i], "V") not in known - _SAYING)
            }


def coded_verbs(path: Path) -> frozenset[str]:
    """The verbs of a CAMEO pattern dictionary."""
    found = set()
    for line in path.read_text(encoding="utf8", errors="replace").splitlines():
        match = re.match(r"([A-Z][A-Z]+)\b", line)
        if match:
            found.add(match[1].lower())
    return frozenset(found)
