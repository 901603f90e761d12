"""Who is given which words: what the network needs to know of a cue and a word, and what its scores mean together."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from onrecord.annotate.encoding import Encoded, Floats, Model, log_softmax, softmax
from onrecord.annotate.labels import PAIR_CONTENT, PAIR_FEATURES, PAIR_LABELS, PAIR_SOURCE, may_follow
from onrecord.schema import Attribution, Span

_STOPS = frozenset({".", "?", "!", "...", "…", "!!", "??", "?!", "!?"})


class Place:
    """What the features of pairs count, for every word of a document."""

    def __init__(self, forms: Sequence[str], breaks: NDArray[np.bool_], outermost: NDArray[np.int32]) -> None:
        self.quotation = outermost
        """[words] number of the outermost double-marked quotation, -1 outside"""
        self.paragraph = np.cumsum(breaks).astype(np.int32)
        stops = np.fromiter((form in _STOPS for form in forms), np.int32, len(forms))
        self.stop = np.cumsum(stops) - stops
        """[words] full stops before each word"""
        self.opened = np.maximum.accumulate(outermost) if len(outermost) else outermost
        """[words] number of the last quotation that has opened so far, -1 before the first"""


BACK, AHEAD = 64, 96
"""words before and after a cue that may belong to it"""
PARAGRAPHS_BACK, PARAGRAPHS_AHEAD = 1, 2


def reach(place: Place, cue: int) -> Span:
    """The words that may belong to a cue that starts at word `cue`."""
    paragraph = int(place.paragraph[cue])
    first = int(np.searchsorted(place.paragraph, paragraph - PARAGRAPHS_BACK))
    last = int(np.searchsorted(place.paragraph, paragraph + PARAGRAPHS_AHEAD, side="right"))
    return max(first, cue - BACK), min(last, cue + AHEAD)


def pair_features(place: Place, start: int, end: int, cue: int) -> NDArray[np.int64]:
    """[words, 5] indices into tables of the sizes `labels.PAIR_FEATURES`, of the words [start, end) to a cue.

    They are: distance, paragraphs between, full stops between, whether the word and the cue stand in quotations, and which
    quotation after or before the cue the word's is.
    """
    words = slice(start, end)
    away = np.arange(start - cue, end - cue)
    far = np.abs(away)
    bucket = np.where(far < 5, far, np.minimum(4 + np.ceil(2 * np.log2(np.maximum(far, 5) / 4.0)).astype(np.int64), 16))
    paragraphs = np.clip(place.paragraph[words] - place.paragraph[cue], -3, 3)
    stops = np.clip(place.stop[words] - place.stop[cue], -4, 4)
    own, cues = place.quotation[words], place.quotation[cue]
    inside = np.where(own == cues, 3, 4) if cues >= 0 else 1
    quoted = np.where(own < 0, 2 if cues >= 0 else 0, inside)
    which = np.where(own < 0, 5, np.clip(own - place.opened[cue], -2, 2) + 2)
    return np.stack([np.sign(away) * bucket + 16, paragraphs + 3, stops + 4, quoted, which], -1).astype(np.int64)


def cues_between(first: NDArray[np.float32], start: int, end: int, cue: int) -> NDArray[np.float32]:
    """[words, 2] how many cues are expected to start between a cue and each of the words [start, end), negative before it.

    `first` is the probability of each word that a cue starts there. The same number twice, within 3 and within 1 of 0.
    """
    signed = np.zeros(end - start, np.float32)
    at = cue - start
    ahead = np.cumsum(first[cue + 1 : end])
    signed[at + 2 :] = ahead[:-1]
    signed[:at] = -np.cumsum(first[start + 1 : cue + 1][::-1])[::-1] + first[cue]
    return np.stack([np.clip(signed, -3, 3), np.clip(signed, -1, 1)], -1)


def best_sequences(emission: Floats, moves: Floats, last: Floats | None = None) -> NDArray[np.int64]:
    """[sequences, words] best labels under [sequences, words, labels] emissions and [before, after] moves (Viterbi).

    A sequence starts after label 0 and ends before it, or where given by the scores `last` [labels] of its last label.
    """
    rows, count, width = emission.shape
    best = emission[:, 0] + moves[0]
    back = np.zeros((count, rows, width), np.int8)
    for t in range(1, count):
        steps = best[:, :, None] + moves
        back[t] = steps.argmax(1)
        best = steps.max(1) + emission[:, t]
    out = np.zeros((rows, count), np.int64)
    out[:, -1] = (best + (moves[:, 0] if last is None else last)).argmax(1)
    each = np.arange(rows)
    for t in range(count - 1, 0, -1):
        out[:, t - 1] = back[t, each, out[:, t]]
    return out


def path_scores(emission: Floats, moves: Floats, tags: NDArray[np.int64]) -> Floats:
    """[sequences] scores of [sequences, words] labels, as `best_sequences` weighs them."""
    edge = np.zeros((len(tags), 1), np.int64)
    steps = moves[np.concatenate([edge, tags], 1), np.concatenate([tags, edge], 1)].sum(1)
    total: Floats = steps + np.take_along_axis(emission, tags[:, :, None], 2)[..., 0].sum(1)
    return total


def best_with_content(emission: Floats, moves: Floats) -> NDArray[np.int64]:
    """[sequences, words] best labels among those with a span of content: labels twice over, before it and from it on."""
    width = emission.shape[-1]
    content = np.arange(width) >= PAIR_CONTENT
    barred = np.where(content, -1e6, 0).astype(np.float32)
    twice = np.concatenate([emission + barred, emission], -1)
    both = np.full((2 * width, 2 * width), -1e6, np.float32)
    both[:width, :width] = both[width:, width:] = moves
    both[:width, width:] = np.where(content, moves, -1e6)
    last = np.concatenate([np.full(width, -1e6, np.float32), moves[:, 0]])
    tags: NDArray[np.int64] = best_sequences(twice, both, last) % width
    return tags


def runs(tags: NDArray[np.int64], first: int, offset: int, *, width: int = 2) -> list[Span]:
    """Spans, moved by `offset`, of the labels [first, first + width): the first starts a span, and of four the last is one."""
    spans: list[Span] = []
    start = -1
    for i, tag in enumerate([*tags.tolist(), -1]):
        inside = first <= tag < first + width
        if start >= 0 and (not inside or tag in (first, first + 3)):
            spans.append((start + offset, i + offset))
            start = -1
        if inside and start < 0:
            start = i
    return spans


_MOVES = np.array([[0.0 if may_follow(a, b) else -1e4 for b in PAIR_LABELS] for a in PAIR_LABELS], np.float32)
"""[before, after] which label may follow which: the decision is joint, the scores are learnt word by word"""
LEAST_SCORE = 0.4
"""probability of its cue from which an attribution is kept"""
_GOES_ON = 0.2
"""probability from which a word goes on with the cue before it; the network is shyer of these than readers are"""
_READINESS = 0.6
"""how much less it counts, in log probability, that a word is neither source nor content"""
_RELUCTANCE = 0.4
"""how much it counts against a cue, in log probability, that a labelling without content scores better"""


def attributions(model: Model, encoded: Encoded, place: Place, *, least: float = LEAST_SCORE) -> list[Attribution]:
    """Who is given which words, in the order of the cues.

    Each likely cue labels the words in its reach as its source or its content. A word that several cues
    claim goes to the surest.
    """
    cue = softmax(encoded.scores("cue"))
    first = cue[:, 1]
    kept = np.flatnonzero(first >= least).tolist()
    if not kept:
        return []
    near = [reach(place, c) for c in kept]
    length = max(b - a for a, b in near)
    score = np.full((len(kept), length, len(PAIR_LABELS)), -1e4, np.float32)
    score[:, :, 0] = 0
    for at in range(0, len(kept), _BLOCK):
        block = range(at, min(at + _BLOCK, len(kept)))
        low, high = min(near[i][0] for i in block), max(near[i][1] for i in block)
        word, gate = (encoded.projection(name, slice(low, high)) for name in ("pair_word", "pair_gate"))
        # cues of like reach together: little is computed for nothing
        by_reach = sorted(block, key=lambda i: near[i][1] - near[i][0])
        for part in (by_reach[k : k + _BATCH] for k in range(0, len(by_reach), _BATCH)):
            longest = near[part[-1]][1] - near[part[-1]][0]
            index = np.zeros((len(part), longest), np.int64)
            features = np.zeros((len(part), longest, len(PAIR_FEATURES)), np.int64)
            soft = np.zeros((len(part), longest, 2), np.float32)
            mask = np.zeros((len(part), longest), np.float32)
            for k, i in enumerate(part):
                a, b = near[i]
                index[k, : b - a] = np.arange(a - low, b - low)
                features[k, : b - a] = pair_features(place, a, b, kept[i])
                soft[k, : b - a] = cues_between(first, a, b, kept[i])
                mask[k, : b - a] = 1
            cues = np.array([kept[i] for i in part])
            cue_word, cue_gate = (encoded.projection(name, cues) for name in ("cue_word", "cue_gate"))
            scored = log_softmax(model.pair(word, gate, index, cue_word, cue_gate, features, soft, mask))
            for k, i in enumerate(part):
                n = near[i][1] - near[i][0]
                score[i, :n] = scored[k, :n]
                score[i, :n, 0] -= _READINESS
    _settle(score, near, len(first))
    tags = best_sequences(score, _MOVES)
    empty = np.flatnonzero((tags < PAIR_CONTENT).all(1))
    if len(empty):
        # a sure cue has some content, even where none is the likeliest of all labellings
        forced = best_with_content(score[empty], _MOVES)
        worse = path_scores(score[empty], _MOVES, tags[empty]) - path_scores(score[empty], _MOVES, forced)
        sure = np.log(first[kept][empty]) - _RELUCTANCE * worse >= np.log(least)
        tags[empty[sure]] = forced[sure]
    found = []
    for i, c in enumerate(kept):
        a, b = near[i]
        row = tags[i, : b - a]
        content = runs(row, PAIR_CONTENT, a, width=4)
        if not content:
            continue
        source = runs(row, PAIR_SOURCE, a, width=4)
        if len(source) > 1:
            chance = np.exp(score[i, :, PAIR_SOURCE : PAIR_SOURCE + 4]).sum(-1)
            source = [max(source, key=lambda s: float(chance[s[0] - a : s[1] - a].sum()))]
        end = c + 1
        while end < len(first) and cue[end, 2] > _GOES_ON:
            end += 1
        sure = np.exp(np.concatenate([score[i, s - a : e - a].max(-1) for s, e in content]))
        found.append(
            Attribution(
                source=tuple(source),
                cue=(c, end),
                content=tuple(content),
                score=round(float(first[c] * sure.mean()), 3),
            )
        )
    return found


_BLOCK, _BATCH = 64, 16
"""cues whose words are taken up at once, and cues scored at once"""


def _settle(score: NDArray[np.float32], near: Sequence[Span], count: int) -> None:
    """Takes words that a surer cue claims as content away from the others."""
    best = np.zeros(count, np.float32)
    owner = np.full(count, -1, np.int32)
    for i, (a, b) in enumerate(near):
        claim = np.exp(score[i, : b - a, PAIR_CONTENT:]).sum(-1)
        up = claim > best[a:b]
        best[a:b][up] = claim[up]
        owner[a:b][up] = i
    for i, (a, b) in enumerate(near):
        lost = (owner[a:b] != i) & (best[a:b] > 0.5)
        score[i, : b - a, PAIR_CONTENT:][lost] -= 6
