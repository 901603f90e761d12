"""Groups without a name of their own that things are said about: "the opposition", "Syrian rebels"."""

from onrecord.derive.grammar import Grammar
from onrecord.derive.lexicon import SOME
from onrecord.gazetteer import key, known
from onrecord.schema import Noun, Span

_GROUPS = frozenset([
    "rebel", "insurgent", "separatist", "secessionist", "militant", "guerrilla", "jihadist", "islamist", "loyalist",
    "nationalist", "royalist", "monarchist", "reformist", "hardliner", "mutineer", "paramilitary", "protester", "protestor",
    "demonstrator", "striker", "dissident", "settler", "refugee", "migrant", "exile", "hostage",
])  # fmt: skip
"""nouns whose plural stands for those who act, or are acted on, as one"""
_TELLING = frozenset([
    "armed", "political", "parliamentary", "democratic", "exiled", "moderate", "secular", "foreign", "islamist", "ethnic",
    "communist", "leftist", "maoist", "right-wing", "left-wing", "far-right", "far-left", "anti-government", "pro-government",
])  # fmt: skip
"""adjectives that say which group is meant, beside those with a capital: not "the remaining rebels" """


def group(grammar: Grammar, noun: Noun) -> Span | None:
    """The words that say which group a phrase stands for, None where it is for none.

    They end with the noun, or with the name of whose the group is: "militants from the Long Coast".
    """
    g = grammar
    head = noun.head
    plural = g.tag[head] in ("NNS", "NNPS") and g.lemma(head) in _GROUPS
    if not plural and not (g.low[head] == "opposition" and _is_definite(g, head)):
        return None
    if any(g.relation[c] == "nummod" or g.low[c] in SOME | {"no"} for c in g.children[head]):
        return None
    start = head
    while start > noun.start and g.head[start - 1] == head and _tells(g, start - 1):
        start -= 1
    whose = [d for d in g.dependents(head, "nmod") if d > head and g.tag[d].startswith("NNP")]
    return start, max((w + 1 for d in whose for w in g.subtree(d)), default=head + 1)


def _tells(g: Grammar, word: int) -> bool:
    if g.low[word] in _TELLING or key(g.forms[word]) in known().by_demonym:
        return True
    opens = word == 0 or g.sentence[word - 1] != g.sentence[word] or g.notes.quotation[word - 1] != g.notes.quotation[word]
    return g.relation[word] in ("amod", "compound") and g.forms[word] != g.low[word] and not opens


def _is_definite(g: Grammar, head: int) -> bool:
    """Whether "opposition" is a body, and not what somebody feels: not "the opposition to the plan", "in opposition"."""
    if any({g.low[c] for c in g.dependents(child, "case")} & {"to", "of", "from"} for child in g.dependents(head, "nmod")):
        return False
    before = [c for c in g.children[head] if c < head]
    return any(g.low[c] == "the" or (g.relation[c] in ("nmod:poss", "amod") and g.forms[c] != g.low[c]) for c in before)
