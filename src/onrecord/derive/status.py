"""How what a clause tells of stands: whether it happened, goes on, is planned, hoped for, denied or only thought of."""

import itertools
from collections.abc import Sequence, Set
from dataclasses import dataclass

from onrecord.derive.grammar import Grammar
from onrecord.schema import Status

_HOPING = frozenset(["hope", "wish", "want", "desire", "aspire", "yearn", "dream", "aim", "seek", "long"])
_PLANNING = frozenset([
    "plan", "intend", "prepare", "schedule", "expect", "propose", "promise", "pledge", "vow", "agree", "decide", "arrange",
    "undertake", "resolve", "mean", "ready", "willing", "prepared", "set", "due", "poised", "going",
])  # fmt: skip
_DENYING = frozenset(["deny", "refute", "dismiss"])
_DOUBTING = frozenset(
    ["doubt", "consider", "suggest", "threaten", "warn", "could", "may", "might", "would", "imagine", "suppose"]
)
_ORDERING = frozenset(["order", "tell", "ask", "urge", "instruct", "authorize", "authorise", "direct", "call", "invite"])
"""verbs for what somebody is to do"""
_ALLEGED = frozenset(["allegedly", "reportedly", "supposedly", "purportedly", "perhaps", "maybe", "possibly", "probably"])
_UNSURE = frozenset(
    ["unlikely", "doubtful", "possible", "impossible", "likely", "probable", "unclear", "uncertain", "conceivable"]
)
_SIGNS = frozenset([
    "evidence", "sign", "proof", "indication", "suggestion", "chance", "possibility", "risk", "danger", "threat", "attempt",
    "bid",
])  # fmt: skip
"""nouns of which a clause says what may be"""
_PREMODIFIED: tuple[tuple[Status, frozenset[str]], ...] = (
    ("planned", frozenset(["planned", "proposed", "upcoming", "scheduled", "future", "imminent", "forthcoming", "intended"])),
    ("hypothetical", frozenset(["possible", "potential", "alleged", "supposed", "threatened", "reported", "likely", "feared"])),
    ("denied", frozenset(["denied", "nonexistent", "fictitious"])),
)
"""adjectives before a noun that tells of an event, and how it then stands"""
_AVERTED = frozenset(["averted", "foiled", "cancelled", "canceled", "failed", "aborted", "abortive", "attempted", "thwarted"])
_FAILING = frozenset(["fail", "refuse", "decline", "avoid", "stop", "refrain", "cease", "abstain", "neglect"])
_PREVENTING = frozenset([
    "prevent", "stop", "keep", "bar", "ban", "discourage", "deter", "dissuade", "prohibit", "forbid", "hinder", "block", "save",
])  # fmt: skip
"""verbs from whose "from" on follows what did not take place"""
_REFUSALS = frozenset(["refusal", "failure", "inability", "reluctance", "unwillingness"])
_ENDING = frozenset([
    "lift", "end", "cancel", "suspend", "postpone", "halt", "stop", "revoke", "drop", "remove", "ease", "prevent", "avert",
    "reject", "rule", "abandon", "avoid", "terminate", "repeal", "oppose", "scrap", "shelve", "abort", "axe",
])  # fmt: skip
"""verbs whose object did not or will no longer take place"""
_NOT = frozenset(["not", "n't", "n’t", "never", "no", "neither", "nor", "hardly", "without"])
_SAYING = frozenset([
    "say", "tell", "claim", "state", "declare", "assert", "argue", "suggest", "imply", "allege", "announce", "predict", "write",
])  # fmt: skip
_DECLINING = frozenset(["decline", "refuse"])
_ASKING = ("WRB", "WP", "WDT")
"""tags of the words that lead to what is taken for so: "did not say when X left" """
_CALLING = frozenset(["call", "appeal", "ask", "press", "push", "plead", "lobby", "hope"])
"""verbs by which what follows "for" is wanted"""
_GRANTED = frozenset(["the", "this", "that", "these", "those"])
_PUT_FORWARD: tuple[tuple[Status, frozenset[str]], ...] = (
    ("denied", frozenset(["deny", "reject", "refute", "dispute", "dismiss"])),
    ("hoped", frozenset(["hope", "wish"])),
    ("planned", frozenset(["plan", "intend", "pledge", "vow", "promise", "prepare", "aim", "propose"])),
)
"""verbs by which a speaker denies, hopes or plans what the words are about; the first that fits holds"""
_FORESEEING: tuple[tuple[Status, frozenset[str]], ...] = (
    ("planned", frozenset(["plan", "prepare", "propose", "schedule", "arrange", "promise", "pledge", "vow"])),
    ("hypothetical", frozenset(["threaten", "consider", "mull", "weigh", "fear", "suspect"])),
    ("hoped", frozenset(["seek", "want", "demand", "urge", "request", "advocate"])),
)
"""verbs whose object, told of by a noun, is still to come"""
_LEAST_FACT = -0.75
"""factuality under which what is not marked otherwise did not certainly happen"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The status of what a word tells of, and whether it is said not to be so."""

    status: Status
    negated: bool


def put_forward(lemmas: Set[str]) -> Status | None:
    """How the verbs of a cue, or of its speaker's own plans, put words forward; None for as what is or was."""
    return _first(_PUT_FORWARD, lemmas)


def _first(table: Sequence[tuple[Status, Set[str]]], words: Set[str]) -> Status | None:
    """The status of the first row that has one of some words."""
    return next((status for status, its in table if its & words), None)


def standing(grammar: Grammar, word: int) -> Standing:
    """How what a word tells of is presented in its sentence, by auxiliaries, governing verbs and conditions.

    Where these say nothing, the network's factuality decides between what happened and what is only thought of.
    """
    g = grammar
    top = _clause(g, word)
    negated = _is_negated(g, top) or (top != word and _is_negated(g, word))
    if not g.is_verb(word):
        over = g.head[word]
        if g.relation[word] in ("obj", "nsubj:pass"):
            if _is_ending(g, over, word):
                negated = not negated
                top = over
            foreseen = _first(_FORESEEING, {g.lemma(over)})
            if foreseen is not None:
                return Standing(status=foreseen, negated=negated)
        if g.relation[word] == "obl" and "for" in g.case(word) and g.lemma(over) in _CALLING:
            return Standing(status="hoped", negated=False)
    before = {g.low[c] for c in g.dependents(word, "amod")}
    if not g.is_verb(word) and before:
        if before & _AVERTED:
            negated = not negated
        modified = _first(_PREMODIFIED, before)
        if modified is not None:
            return Standing(status=modified, negated=negated)
    own = _own_status(g, top)
    if own is not None:
        return Standing(status=own, negated=negated)
    current = top
    for over in g.ancestors(top):
        relation = g.relation[current]
        lemma = g.lemma(over)
        if relation in ("xcomp", "ccomp", "acl", "advcl", "csubj", "obl", "obj", "nsubj", "nmod", "nsubj:pass"):
            if relation in ("xcomp", "advcl") and lemma in _FAILING:
                negated = True
            marks = {g.low[c] for c in g.dependents(current, "mark")}
            opening = marks | {g.low[c] for c in g.dependents(current, "case")}
            prevented = relation in ("advcl", "obl") and "from" in opening and lemma in _PREVENTING
            if prevented or (relation == "acl" and lemma in _REFUSALS):
                negated = True
            if relation == "advcl" and "against" in marks:
                # "warned against leaving"
                return Standing(status="hypothetical", negated=negated)
            if relation == "advcl" and marks & {"if", "unless", "whether"}:
                return Standing(status="hypothetical", negated=negated)
            if relation == "advcl" and not marks and _is_inverted(g, current):
                # "had it attacked"
                return Standing(status="hypothetical", negated=negated)
            if relation == "advcl" and "to" not in marks and g.dependents(current, "nsubj", "nsubj:pass"):
                # "when it attacked": told as it was, whatever it is told beside
                break
            if relation in ("xcomp", "ccomp", "acl", "csubj") and lemma in _HOPING:
                return Standing(status="hoped", negated=negated)
            if relation in ("xcomp", "acl") and (lemma in _PLANNING or g.low[over] in _PLANNING or lemma in _ORDERING):
                # "has no plans to attack"
                return Standing(status="planned", negated=negated or (relation == "acl" and _is_without(g, over)))
            if relation == "xcomp" and g.low[over] == "about" and g.dependents(over, "cop"):
                return Standing(status="planned", negated=negated)
            if relation in ("csubj", "ccomp") and g.low[over] in _UNSURE:
                return Standing(status="hypothetical", negated=negated)
            if relation in ("acl", "nmod") and lemma in _SIGNS and (g.is_verb(current) or relation == "nmod"):
                return Standing(status="hypothetical", negated=negated)
            if relation in ("ccomp", "xcomp", "obj") and lemma in _DENYING:
                return Standing(status="denied", negated=True)
            if relation in ("xcomp", "ccomp") and lemma in _DOUBTING:
                return Standing(status="hypothetical", negated=negated)
            if relation == "advcl" and "to" in marks:
                return Standing(status="planned", negated=negated)
            if relation == "csubj" and g.tag[current] == "VBG" and _own_status(g, over) == "planned":
                # "opening a school there will help us": told as what ought to be
                return Standing(status="hoped", negated=negated)
            if relation in ("xcomp", "obj", "nsubj", "nsubj:pass", "obl", "csubj"):
                own = _own_status(g, over)
                if own is not None and not (relation in ("nsubj", "obl") and own == "ongoing"):
                    return Standing(status=own, negated=negated)
        if relation in ("conj", "acl:relcl", "parataxis"):
            break
        current = over
    if float(g.notes.factuality[word]) < _LEAST_FACT and not negated:
        return Standing(status="hypothetical", negated=False)
    return Standing(status=_tense(g, top), negated=negated)


def is_asked(grammar: Grammar, word: int) -> bool:
    """Whether what a word tells of is only asked about, as in "Did X attack Y?"; "the attack" there is taken for granted."""
    g = grammar
    at = _clause(g, word)
    if _is_granted(g, word):
        return False
    if not g.is_verb(word) and g.relation[word] == "nsubj" and g.lemma(g.head[word]) == "be":
        # "Are there talks?"
        at = g.head[word]
    while not _is_question(g, at):
        own = g.relation[at] == "conj" and g.dependents(at, "nsubj", "nsubj:pass")
        if g.relation[at] not in ("xcomp", "ccomp", "conj") or own:
            return False
        at = g.head[at]
    return True


def is_unsaid(grammar: Grammar, word: int) -> bool:
    """Whether a word stands in what somebody did not say: "did not say that ...", "denied having said that ..."."""
    g = grammar
    if _is_granted(g, word):
        return False
    at = word
    for over in g.ancestors(word):
        if g.relation[at] == "ccomp" and g.lemma(over) in _SAYING and not any(g.tag[c] in _ASKING for c in g.children[at]):
            only = any(g.low[c] in ("only", "just", "merely") for c in g.children[over])
            # "denied having said that ...", but "denied it, saying that ..."
            under = g.relation[over] in ("xcomp", "ccomp") or (g.relation[over] == "advcl" and g.forms[over - 1] != ",")
            above = g.head[over] if under and g.head[over] < over else over
            if (_is_negated(g, over) and not only) or g.lemma(above) in _DENYING | _DECLINING:
                return True
        at = over
    return False


def _is_granted(g: Grammar, word: int) -> bool:
    """Whether a noun tells of something that is taken for granted: "the attack", "X's attack"."""
    if g.is_verb(word) or g.dependents(word, "cop"):
        return False
    return any(g.low[c] in _GRANTED or g.relation[c] == "nmod:poss" for c in g.children[word])


def _is_question(g: Grammar, verb: int) -> bool:
    """Whether a clause asks whether something is so: an auxiliary before the subject, a question mark at its end."""
    helping = [*g.dependents(verb, "aux", "aux:pass", "cop"), *([verb] if g.lemma(verb) == "be" else [])]
    subjects = g.dependents(verb, "nsubj", "nsubj:pass", "expl")
    if not helping or not subjects or min(helping) > min(subjects):
        return False
    before = [c for c in g.children[verb] if c < min(helping) and g.relation[c] not in ("advcl", "parataxis")]
    if any(g.tag[w].startswith("W") for c in before for w in g.subtree(c)):
        # "why did X leave?": it did
        return False
    rest = itertools.takewhile(lambda i: g.sentence[i] == g.sentence[verb], range(verb, len(g.forms)))
    return next((g.forms[i] for i in rest if g.forms[i][0] in ".?!;"), "").startswith("?")


def _clause(g: Grammar, word: int) -> int:
    """The verb on which a noun depends as its object, else the word itself: "held" of "held talks"."""
    if not g.is_verb(word) and g.relation[word] in ("obj", "nsubj:pass") and g.is_verb(g.head[word]):
        return g.head[word]
    if g.relation[word] == "conj" and not any(g.relation[c].startswith("aux") for c in g.children[word]) and g.is_verb(word):
        first = g.head[word]
        # "will meet and discuss": one auxiliary for both
        if g.tag[first] == g.tag[word] and g.is_verb(first):
            return first
    return word


def _is_negated(g: Grammar, word: int) -> bool:
    denying = (c for c in g.dependents(word, "advmod", "det", "cc:preconj", "case", "mark") if g.low[c] in _NOT)
    # "X attended; Y did not", read as one
    if any(";" not in g.forms[min(c, word) : max(c, word)] for c in denying):
        return True
    subjects = g.dependents(word, "nsubj", "nsubj:pass", "obj")
    return any(g.low[d] in ("no", "neither") for s in subjects for d in g.dependents(s, "det")) or any(
        g.low[s] in ("nobody", "none", "nothing") for s in subjects
    )


def _is_ending(g: Grammar, verb: int, noun: int) -> bool:
    """Whether the object of a verb did not or will no longer take place: "cancelled", "called off"."""
    # the parser gives "off" to either
    off = any(g.low[c] == "off" for c in (*g.children[verb], *g.children[noun]))
    return g.lemma(verb) in _ENDING or (g.lemma(verb) == "call" and off)


def _own_status(g: Grammar, word: int) -> Status | None:
    """What the auxiliaries of a word say."""
    auxiliaries = {g.low[c] for c in g.dependents(word, "aux", "aux:pass", "cop")}
    if any(g.low[m] in ("if", "unless") for c in g.dependents(word, "advcl") for m in g.dependents(c, "mark")) and (
        auxiliaries & {"would", "will", "could", "might", "may"}
    ):
        return "hypothetical"
    if any(g.low[m] in ("if", "unless", "whether") for m in g.dependents(word, "mark")):
        return "hypothetical"
    if any(g.low[c] in _ALLEGED for c in g.dependents(word, "advmod")):
        return "hypothetical"
    if auxiliaries & {"will", "shall", "'ll", "’ll", "wo"}:
        return "hoped" if _is_someday(g, word) else "planned"
    if auxiliaries & {"would", "could", "might", "may", "should", "must", "can"}:
        return "hypothetical"
    return None


def _is_without(g: Grammar, noun: int) -> bool:
    """Whether a noun is said to be lacking: "no plans", "has not any plans"."""
    return any(g.low[c] in ("no", "any", "neither") for c in g.dependents(noun, "det")) and (
        any(g.low[c] in ("no", "neither") for c in g.dependents(noun, "det")) or _is_negated(g, g.head[noun])
    )


def _is_inverted(g: Grammar, verb: int) -> bool:
    """Whether "had", "were" or "should" stands before the subject at the head of a clause."""
    subject = next(iter(g.dependents(verb, "nsubj", "nsubj:pass")), None)
    first = min(g.subtree(subject)) - 1 if subject is not None else -1
    starts = first == 0 or (first > 0 and (g.sentence[first - 1] != g.sentence[first] or not g.forms[first - 1][0].isalnum()))
    return first >= 0 and starts and g.low[first] in ("had", "were", "should")


def _is_someday(g: Grammar, word: int) -> bool:
    """Whether nobody says when, as in "one day the wall will fall"."""
    return any(
        g.low[c] in ("someday", "hopefully") or (g.low[c] == "day" and any(g.low[d] in ("one", "some") for d in g.children[c]))
        for c in g.dependents(word, "advmod", "obl:unmarked", "obl")
    )


def _tense(g: Grammar, word: int) -> Status:
    auxiliaries = {g.low[c] for c in g.dependents(word, "aux", "aux:pass")}
    if g.tag[word] == "VBG" and auxiliaries & {"is", "are", "'s", "’s", "am", "'re", "’re"}:
        return "ongoing"
    if g.tag[word] in ("VBZ", "VBP"):
        return "ongoing"
    return "happened"
