"""Words that tell of no event where they stand, though others like them do."""

from onrecord.derive.cast import Cast
from onrecord.derive.grammar import Grammar
from onrecord.derive.parties import Parties
from onrecord.derive.phrases import phrase
from onrecord.derive.status import is_asked, is_unsaid, standing
from onrecord.schema import EventWord

_TELLING = frozenset(["cite", "report", "note", "mention", "add", "remark", "comment", "quote", "write"])
_SAYING = frozenset(["say", "state", "rule"])
_SURE_SAYING = 0.98
"""score from which these tell of an event all the same"""
_FINITE = frozenset(["is", "are", "was", "were", "has", "have", "had", "does", "did", "do", "will", "would", "can", "could"])
"""auxiliaries of what is said to be so, not of what is asked for"""
_CALLED_BACK = frozenset([
    "ambassador", "envoy", "diplomat", "staff", "consul", "attaché", "chargé", "delegation", "delegate", "mission", "official",
    "representative", "negotiator", "personnel", "troop", "soldier", "force", "reservist", "team", "embassy", "adviser",
    "advisor", "expert", "commissioner", "governor", "parliament",
])  # fmt: skip
"""who is recalled; all else is remembered"""


def is_untold(parties: Parties, told: EventWord) -> bool:
    """Whether a word tells of no event here, though others like it do."""
    g = parties.g
    arrived = g.lemma(told.word) == "reach" and any(_is_place(parties, o) for o in g.dependents(told.word, "obj"))
    asks = g.lemma(told.word) == "ask" and any(is_asked(g, c) for c in g.dependents(told.word, "ccomp"))
    if told.type == "AID" and g.relation[told.word] == "acl:relcl" and g.low[g.head[told.word]] == "what":
        # "what our correspondent has just sent"
        return True
    named = _is_naming(g, told) or _is_quoting(g, told) or _is_remembering(g, parties.cast, told)
    if arrived or asks or named or _is_saying(g, told) or _is_insisting(g, told) or is_unsaid(g, told.word):
        return True
    # "struck a balance", but "struck a deal"
    return not parties.is_blow(told.word) and phrase(g, [told.word]) is None


def _is_place(parties: Parties, word: int) -> bool:
    """Whether a word is or names a place: "reached the city" agrees to nothing."""
    noun = parties.cast.noun_at(word)
    return parties.cast.is_place_name(word) or (noun is not None and noun.kind == "place")


def _is_remembering(g: Grammar, cast: Cast, told: EventWord) -> bool:
    """Whether "recalled" calls nobody back: "recalling its conclusions"."""
    word = told.word
    if g.lemma(word) != "recall" or not g.is_verb(word):
        return False
    called = g.dependents(word, "obj", "nsubj:pass")
    posts = {g.lemma(d) for c in called for d in (c, *g.dependents(c, "appos", "nmod:desc"))}
    back = any("from" in g.case(c) for c in g.dependents(word, "obl"))
    named = any(g.relation[c] == "nsubj:pass" and cast.named_at(c) for c in called)
    return not (posts & _CALLED_BACK or back or named)


def _is_naming(g: Grammar, told: EventWord) -> bool:
    """Whether "called" only gives a name: "called it a dream", but not "called for help", "called on X"."""
    word = told.word
    if told.type != "REQUEST" or g.lemma(word) != "call" or not g.is_verb(word):
        return False
    asked = any(g.case(c) & {"for", "on", "upon"} for c in g.dependents(word, "obl", "nmod"))
    return not asked and (len(g.dependents(word, "obj")) > 1 or bool(g.dependents(word, "xcomp", "nsubj:pass")))


def _is_saying(g: Grammar, told: EventWord) -> bool:
    """Whether a verb only tells what somebody says; who "said that it would not leave" refuses."""
    word = told.word
    said = g.dependents(word, "ccomp") if g.is_verb(word) else []
    if told.sure and told.type == "REJECT" and any(standing(g, c).negated for c in said):
        return False
    plain = g.lemma(word) in _SAYING and (told.score < _SURE_SAYING or not told.sure)
    return g.is_verb(word) and (g.lemma(word) in _TELLING or plain)


def _is_insisting(g: Grammar, told: EventWord) -> bool:
    """Whether "insists that he has left" only says so; "insists that he leave" asks for it."""
    said = g.dependents(told.word, "ccomp") if g.lemma(told.word) == "insist" else []
    helping = {g.low[a] for c in said for a in g.dependents(c, "aux", "aux:pass", "cop")}
    return bool(helping & _FINITE) or any(g.tag[c] in ("VBD", "VBZ") for c in said)


def _is_quoting(g: Grammar, told: EventWord) -> bool:
    """Whether "quoted X as saying" gives X words: that accuses nobody."""
    return g.lemma(told.word) in ("quote", "cite") and any(
        g.low[c] in ("saying", "telling") for c in g.dependents(told.word, "advcl")
    )
