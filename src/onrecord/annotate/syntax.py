"""Dependencies: the best tree of each sentence from the scores of its arcs."""

import itertools
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from onrecord.annotate.encoding import Encoded, Floats, Model
from onrecord.annotate.labels import RELATIONS
from onrecord.schema import Span

_BATCH = 4096
"""words taken up at once"""
_LONGEST = 400
"""words of a sentence that is still parsed as a whole"""


def heads(model: Model, encoded: Encoded, sentences: Iterable[Span]) -> NDArray[np.int32]:
    """[words] the word each depends on, itself for the root of its sentence."""
    found: NDArray[np.int32] = np.arange(len(encoded.columns), dtype=np.int32)
    low = high = 0
    for start, end in sentences:
        for a in range(start, end, _LONGEST):
            b = min(a + _LONGEST, end)
            if b > high:
                low, high = a, max(b, min(a + _BATCH, len(found)))
                part = slice(low, high)
                dependent, head = encoded.projection("arc_dependent", part), encoded.projection("arc_head", part)
            if b - a > 1:
                found[a:b] = tree(model.arcs(dependent[a - low : b - low], head[a - low : b - low])) + a
    return found


def relations(model: Model, encoded: Encoded, head: NDArray[np.int32]) -> list[str]:
    """[words] the relation of each word to its head."""
    root = RELATIONS.index("root")
    own = head == np.arange(len(head))
    found: list[str] = []
    for at in range(0, len(head), _BATCH):
        part = slice(at, at + _BATCH)
        scores = model.relations(encoded.projection("label_dependent", part), encoded.projection("label_head", head[part]))
        scores[:, root] = np.where(own[part], 1e4, -1e4)
        found += [RELATIONS[i] for i in scores.argmax(-1)]
    return found


def tree(scores: Floats) -> NDArray[np.int32]:
    """[words] heads of the best tree with one root, from [words, words] scores of dependents (rows) and heads.

    A word's score with itself is that of being the root. Greedy where that is a tree, else Chu and Liu's and Edmonds'
    algorithm for each of the likeliest roots.
    """
    head: NDArray[np.int32] = scores.argmax(1).astype(np.int32)
    count = len(head)
    roots = np.flatnonzero(head == np.arange(count))
    if len(roots) == 1 and not _cycle(head):
        return head
    best, best_score = head, -np.inf
    own = np.diag(scores).copy()
    others = np.where(np.eye(count, dtype=bool), -np.inf, scores)
    gain = own - others.max(1)
    most = float(others.max(1).sum())
    for root in np.argsort(-gain)[:2]:
        # no tree of this root can be better than its free choice of heads
        if most + gain[root] <= best_score:
            break
        found = _arborescence(others.astype(np.float64), int(root))
        found_score = float(own[root] + sum(others[d, h] for d, h in enumerate(found) if d != root))
        if found_score > best_score:
            best, best_score = found, found_score
    return best


def _cycle(head: NDArray[np.int32]) -> list[int]:
    """The words of one cycle of heads, none where all lead to a root."""
    state = [0] * len(head)
    for start in range(len(head)):
        path = []
        at = start
        while state[at] == 0:
            state[at] = 1
            path.append(at)
            if head[at] == at:
                break
            at = int(head[at])
        if state[at] == 1 and at in path and head[at] != at:
            return path[path.index(at) :]
        for word in path:
            state[word] = 2
    return []


def _arborescence(scores: NDArray[np.float64], root: int) -> NDArray[np.int32]:
    """The best heads of all words but `root`, which gets itself; `scores` [dependents, heads] without self-loops."""
    count = len(scores)
    scores = scores.copy()
    scores[root] = -np.inf
    head: NDArray[np.int32] = scores.argmax(1).astype(np.int32)
    head[root] = root
    cycle = _cycle(head)
    if not cycle:
        return head
    # the cycle becomes one word, the last, in a smaller problem
    inside = np.zeros(count, bool)
    inside[cycle] = True
    rest = np.flatnonzero(~inside)
    members = np.array(cycle)
    size = len(rest) + 1
    small = np.full((size, size), -np.inf)
    small[:-1, :-1] = scores[np.ix_(rest, rest)]
    into = scores[np.ix_(rest, members)]
    small[:-1, -1] = into.max(1)
    kept = scores[members, head[members]]
    entering = scores[np.ix_(members, rest)] - kept[:, None]
    small[-1, :-1] = entering.max(0)
    np.fill_diagonal(small, -np.inf)
    solved = _arborescence(small, int(np.flatnonzero(rest == root)[0]))
    out = head.copy()
    for i, word in enumerate(rest):
        if word == root:
            continue
        out[word] = members[into[i].argmax()] if solved[i] == size - 1 else rest[solved[i]]
    source = rest[solved[-1]]
    broken = members[int(entering[:, solved[-1]].argmax())]
    out[broken] = source
    out[root] = root
    return out


_SUBJECTS = ("nsubj", "nsubj:pass")


def name_states(forms: Sequence[str], tag: list[str], sentence: NDArray[np.int32]) -> list[str]:
    """The forms with "U.S." for the state "US", whose tag is set; "us" in capitals is left only to lines all in capitals."""
    named = list(forms)
    for i in [i for i, form in enumerate(forms) if form == "US"]:
        others = [f for f, s in zip(forms, sentence.tolist(), strict=True) if s == sentence[i] and f != "US" and len(f) > 1]
        if not all(f.isupper() for f in others if f.isalpha()):
            tag[i] = "NNP"
        if tag[i].startswith("NNP"):
            named[i] = "U.S."
    return named


def join_titles(head: NDArray[np.int32], relation: list[str], tag: Sequence[str]) -> None:
    """Makes a title depend on the name right after it where both were read as subjects of one word, in place.

    No word has two subjects in Universal Dependencies: "the envoy to Tasken Ida Brandvik said" has one.
    """
    dependents = Dependents(head)
    subjects = [i for i, r in enumerate(relation) if r in _SUBJECTS]
    for title, name in itertools.pairwise(subjects):
        if head[title] != head[name] or not tag[title].startswith("NN") or not tag[name].startswith("NNP"):
            continue
        if dependents.extent(title)[1] == dependents.extent(name)[0]:
            head[title], relation[title] = name, "nmod:desc"


class Dependents:
    """Who depends on each word: the trees of `heads` turned over."""

    def __init__(self, head: NDArray[np.int32]) -> None:
        self._of: dict[int, list[int]] = {}
        for word, above in enumerate(head.tolist()):
            if above != word:
                self._of.setdefault(above, []).append(word)

    def of(self, word: int) -> list[int]:
        """The words that depend on a word, in order."""
        return self._of.get(word, [])

    def extent(self, word: int) -> Span:
        """From the first to one past the last of a word and all that hangs on it."""
        first = last = word
        stack = [word]
        while stack:
            at = stack.pop()
            first, last = min(first, at), max(last, at)
            stack += self.of(at)
        return first, last + 1
