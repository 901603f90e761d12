"""Words that tell of events, and how far they are presented as facts."""

import itertools
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from onrecord.annotate.encoding import Encoded, Floats, Model, softmax
from onrecord.annotate.labels import EVENTS, FACTUALITY
from onrecord.annotate.sentences import sentence_bounds
from onrecord.lemmas import lemma
from onrecord.schema import End, EventWord, Name, Span

_VERBS = {
    "AGREE": "agree sign accept ratify promise pledge conclude approve reach settle consent undertake compromise",
    "CONSULT": "meet visit discuss speak talk travel arrive host receive consult negotiate mediate confer telephone tour "
    "invite",
    "SUPPORT": "praise welcome congratulate support endorse defend back hail thank recognise recognize apologise apologize "
    "applaud commend salute restore establish",
    "COOPERATE": "cooperate collaborate share extradite export import trade coordinate launch build open exchange sell buy "
    "partner develop"
    " join pool",
    "AID": "aid donate provide deliver lend supply train grant rescue help assist send give evacuate fund finance contribute"
    " offer shelter feed equip treat award host",
    "YIELD": "withdraw release resign free surrender ease lift retreat return allow end pull drop pardon relax unfreeze "
    "concede"
    " comply reopen relent adopt reinstate disarm roll",
    "REQUEST": "ask urge call demand appeal request want insist press seek summon beg propose order instruct",
    "ACCUSE": "accuse condemn criticise criticize blame denounce sue charge complain investigate rebuke allege suspect probe "
    "deplore fault slam decry chide",
    "REJECT": "reject refuse decline veto deny dismiss oppose boycott defy rebuff spurn resist violate ignore breach",
    "THREATEN": "threaten warn vow swear",
    "PROTEST": "march demonstrate protest rally riot strike boycott picket gather chant",
    "SANCTION": "sanction expel ban recall freeze sever cancel halt blacklist suspend fine cut embargo boycott convict"
    " withhold downgrade blacklist reduce discontinue",
    "MOBILIZE": "mass deploy mobilise mobilize position parade amass redeploy"
    " reinforce intensify strengthen beef ready concentrate assemble muster station",
    "COERCE": "arrest detain occupy seize jail imprison deport search raid hack disperse sentence confiscate block annex "
    " outlaw censor quarantine demolish curb"
    " force evict impound board nationalise nationalize expropriate bar forbid dissolve persecute",
    "ASSAULT": "attack bomb kill shell invade fire abduct kidnap shoot clash torture capture ambush overthrow wound injure "
    "assassinate murder execute fight battle stab bombard storm behead massacre overrun",
}
_NOUNS = {
    "AGREE": "agreement deal accord treaty pact memorandum ceasefire truce compromise",
    "CONSULT": "meeting visit talk summit negotiation consultation mediation",
    "SUPPORT": "endorsement congratulation apology recognition",
    "COOPERATE": "extradition exercise drill cooperation collaboration manoeuvre maneuver partnership trade",
    "AID": "aid donation loan assistance airlift shipment support donor peacekeeping",
    "YIELD": "withdrawal resignation retreat surrender release ceasefire cease-fire pardon",
    "REQUEST": "demand appeal request call plea petition",
    "ACCUSE": "accusation condemnation criticism investigation probe lawsuit",
    "REJECT": "refusal rejection veto",
    "THREATEN": "threat ultimatum warning",
    "PROTEST": "protest demonstration riot strike sit-in",
    "SANCTION": "sanction embargo expulsion boycott suspension",
    "MOBILIZE": "mobilisation mobilization buildup deployment",
    "COERCE": "arrest detention occupation seizure annexation deportation curfew crackdown"
    " blockade raid ban martial conviction",
    "ASSAULT": "attack bombing invasion offensive assault airstrike shelling killing assassination overthrow ambush massacre "
    "war"
    " beheading kidnapping abduction torture strike raid clash fighting murder",
}


def _listed(words: dict[str, str]) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for kind, lemmas in words.items():
        for one in lemmas.split():
            found[one] = (*found.get(one, ()), EVENTS.index(kind))
    return found


LISTED = {"V": _listed(_VERBS), "N": _listed(_NOUNS)}
"""lemma -> places in `EVENTS`, for verbs and for nouns"""
_STANDING_BY = frozenset(["back", "support", "help", "assist", "aid"])
_VIOLENT = [EVENTS.index(kind) for kind in ("ASSAULT", "COERCE")]
"""types of which these words never tell"""
_FAVOUR = 0.35
"""what is added to the probability of the types that the list gives a word"""
_LEAST_OTHER = 0.9
"""probability of any event from which a verb that is not on the list counts"""
_SURE_TYPE = 0.6
"""probability of its type from which such a verb says itself of which type its event is"""


def event_words(encoded: Encoded, forms: Sequence[str], tag: Sequence[str], names: Sequence[Name]) -> list[EventWord]:
    """The words of a text that tell of events, in order, each with its likeliest type; no word of a name is one.

    The list says which words can tell of an event, the network which event they tell of here; of verbs that are not on the
    list the network alone decides, where it is sure.
    """
    chance = softmax(encoded.scores("event"))
    some = 1 - chance[:, 0]
    inside = {i for n in names for i in range(n.start, n.end)}
    found = []
    for i in range(len(forms)):
        kind = tag[i][:1]
        if i in inside or kind not in LISTED or tag[i].startswith("NNP"):
            continue
        base = lemma(forms[i], tag[i])
        listed = _listed_types(forms[i], base, tag[i])
        own = _weighed(chance[i], listed, base)
        best = int(own.argmax())
        if listed or (kind == "V" and some[i] >= _LEAST_OTHER):
            sure = bool(listed) or float(own[best]) >= _SURE_TYPE
            found.append(EventWord(word=i, type=EVENTS[best], score=round(float(some[i]), 3), sure=sure))
    return found


def _listed_types(form: str, base: str, tag: str) -> tuple[int, ...]:
    """The places in `EVENTS` of the types that the list gives a word, known by its form and its base form."""
    listed = LISTED.get(tag[:1], {})
    # "meeting" is a noun of its own, though its base form is a verb
    return listed.get(form.lower()) or listed.get(base, ())


def _weighed(chance: Floats, listed: Sequence[int], base: str) -> Floats:
    """[EVENTS] chances of the types of a word that tells of an event, with what the list and its base form say of it."""
    own = chance.copy()
    own[0] = 0
    own[list(listed)] += _FAVOUR
    if base in _STANDING_BY:
        # of "troops backed by X attacked Y" the network hears the attack in both verbs
        own[_VIOLENT] = 0
    return own


class Deeds:
    """What the network says of the events of whole sentences: who does them to whom, and of which type they then are.

    Parties outside the sentences of the event words `told` are as if they were not named.
    """

    def __init__(
        self,
        model: Model,
        encoded: Encoded,
        forms: Sequence[str],
        tag: Sequence[str],
        sentence: NDArray[np.int32],
        told: Sequence[EventWord],
    ) -> None:
        inside = np.flatnonzero(np.isin(sentence, sentence[[t.word for t in told]]))
        self._model, self._told, self._forms, self._tag = model, told, forms, tag
        self._words, self._ends = encoded.kept("deed", inside), encoded.kept("deed_end", inside)
        self._bounds = sentence_bounds(sentence)
        self._row = np.full(len(forms), -1, np.int32)
        self._row[inside] = np.arange(len(inside), dtype=np.int32)

    def _sentence(self, word: int) -> tuple[int, slice]:
        """Where the sentence of a word starts, and where its words stand in what is kept."""
        at = int(np.searchsorted(self._bounds, word, side="right"))
        start, end = int(self._bounds[at - 1]), int(self._bounds[at])
        first = int(self._row[start])
        return start, slice(first, first + end - start)

    def between(self, word: int, sources: Sequence[Span], targets: Sequence[Span]) -> tuple[str, float]:
        """The type of an event once its parties are known, and its chance."""
        start, rows = self._sentence(word)
        none = np.zeros(self._ends.shape[1], np.float32)
        named = [[r for a, b in spans for r in self._row[a:b] if r >= 0] for spans in (sources, targets)]
        ends = np.stack([self._ends[r].astype(np.float32).mean(0) if r else none for r in named])
        there = np.array([bool(r) for r in named], np.float32)
        scores = self._model.deed(self._words[rows].astype(np.float32), np.array([word - start]), ends, there)
        base = lemma(self._forms[word], self._tag[word])
        own = _weighed(softmax(scores), _listed_types(self._forms[word], base, self._tag[word]), base)
        best = int(own.argmax())
        return EVENTS[best], float(own[best])

    def with_ends(self) -> list[EventWord]:
        """The event words, each with its likeliest source and target."""
        found = []
        for _, some in itertools.groupby(self._told, key=lambda t: self._sentence(t.word)[0]):
            told = list(some)
            start, rows = self._sentence(told[0].word)
            places = np.array([t.word - start for t in told])
            words = self._ends[rows].astype(np.float32)
            by = self._words[rows][places].astype(np.float32)
            for t, sides in zip(told, softmax(self._model.ends(words, places, by)), strict=True):
                source, target = (
                    End(word=start + at - 1, score=round(float(side[at]), 3)) if (at := int(side.argmax())) else None
                    for side in sides
                )
                found.append(replace(t, source=source, target=target))
        return found


def factuality(encoded: Encoded) -> NDArray[np.float32]:
    """[words] from -3 to 3 (Rudinger et al. 2018); means something for words that tell of an event only."""
    value: NDArray[np.float32] = np.clip(encoded.scores("fact")[:, 0] * FACTUALITY, -FACTUALITY, FACTUALITY)
    return value
