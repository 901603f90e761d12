"""How what a clause tells of stands: whether it happened, goes on, is planned, hoped for, denied or only thought of."""

from dataclasses import dataclass

from onrecord.derive.grammar import Grammar
from onrecord.schema import Status

_HOPING = frozenset(["hope", "wish", "want", "desire", "aspire", "yearn", "dream", "aim", "seek", "long"])
_PLANNING = frozenset([
    "plan", "intend", "prepare", "schedule", "expect", "propose", "promise", "pledge", "vow", "agree", "decide", "arrange",
    "undertake", "resolve", "mean", "ready", "set", "due", "poised", "going",
])  # fmt: skip
_DENYING = frozenset(["deny", "refute", "dismiss"])
_DOUBTING = frozenset(
    ["doubt", "consider", "suggest", "threaten", "warn", "could", "may", "might", "would", "imagine", "suppose"]
)
_FAILING = frozenset(["fail", "refuse", "decline", "avoid", "stop", "refrain", "cease", "abstain", "neglect"])
_ENDING = frozenset([
    "lift", "end", "cancel", "suspend", "postpone", "halt", "stop", "revoke", "drop", "remove", "ease", "prevent", "avert",
    "reject", "rule", "abandon", "avoid", "terminate", "repeal", "oppose",
])  # fmt: skip
"""verbs whose object did not or will no longer take place"""
_NOT = frozenset(["not", "n't", "n’t", "never", "no", "neither", "nor", "hardly", "without"])
_LEAST_FACT = -0.75
"""factuality under which what is not marked otherwise did not certainly happen"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The status of what a word tells of, and whether it is said not to be so."""

    status: Status
    negated: bool


def standing(grammar: Grammar, word: int) -> Standing:
    """How what a word tells of is presented in its sentence, by auxiliaries, governing verbs and conditions.

    Where these say nothing, the network's factuality decides between what happened and what is only thought of.
    """
    g = grammar
    top = _clause(g, word)
    negated = _is_negated(g, top) or (top != word and _is_negated(g, word))
    if not g.is_verb(word):
        over = g.head[word]
        if g.relation[word] in ("obj", "nsubj:pass") and g.lemma(over) in _ENDING:
            negated = not negated
            top = over
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
            if relation == "advcl" and marks & {"if", "unless", "whether"}:
                return Standing(status="hypothetical", negated=negated)
            if relation == "advcl" and "to" not in marks and g.dependents(current, "nsubj", "nsubj:pass"):
                # "when it attacked": told as it was, whatever it is told beside
                break
            if relation in ("xcomp", "ccomp", "acl", "csubj") and lemma in _HOPING:
                return Standing(status="hoped", negated=negated)
            if relation in ("xcomp", "acl") and (lemma in _PLANNING or g.low[over] in _PLANNING):
                return Standing(status="planned", negated=negated)
            if relation in ("ccomp", "obj") and lemma in _DENYING:
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
    if any(g.low[c] in _NOT and g.relation[c] in ("advmod", "det", "cc:preconj", "case", "mark") for c in g.children[word]):
        return True
    subjects = g.dependents(word, "nsubj", "nsubj:pass", "obj")
    return any(g.low[d] in ("no", "neither") for s in subjects for d in g.dependents(s, "det")) or any(
        g.low[s] in ("nobody", "none", "nothing") for s in subjects
    )


def _own_status(g: Grammar, word: int) -> Status | None:
    """What the auxiliaries of a word say."""
    auxiliaries = {g.low[c] for c in g.dependents(word, "aux", "aux:pass", "cop")}
    if any(g.low[m] in ("if", "unless") for c in g.dependents(word, "advcl") for m in g.dependents(c, "mark")) and (
        auxiliaries & {"would", "will", "could", "might", "may"}
    ):
        return "hypothetical"
    if any(g.low[m] in ("if", "unless", "whether") for m in g.dependents(word, "mark")):
        return "hypothetical"
    if auxiliaries & {"will", "shall", "'ll", "’ll", "wo"}:
        return "hoped" if _is_someday(g, word) else "planned"
    if auxiliaries & {"would", "could", "might", "may", "should", "must", "can"}:
        return "hypothetical"
    return None


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
