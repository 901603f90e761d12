"""Phrases that stand for nobody in particular: quantities of people, and papers, which are no actors."""

from onrecord.derive.grammar import Grammar
from onrecord.schema import Span

_QUANTITIES = frozenset([
    "many", "some", "others", "several", "few", "most", "all", "both", "none", "one", "ones", "anyone", "anybody", "someone",
    "somebody", "everyone", "everybody", "nobody", "no-one", "any", "each", "either", "neither", "more", "another", "half",
    "those", "these", "plenty", "majority", "minority", "handful",
])  # fmt: skip
_ANYBODY = frozenset(["people", "persons", "person", "source", "sources", "folk", "folks"])
"""nouns that say no more than that it is people"""
_ISSUED = frozenset([
    "statement", "letter", "report", "declaration", "communique", "communiqué", "release", "message", "tweet", "post", "memo",
    "memorandum", "email", "e-mail", "note", "article", "study", "readout", "decree", "speech", "testimony", "account", "book",
    "op-ed", "column", "essay", "brief", "dispatch", "cable", "press-release", "manifesto",
])  # fmt: skip
"""papers that speak for whoever they are from"""
_PAPERS = _ISSUED | frozenset([
    "document", "survey", "poll", "datum", "data", "figure", "statistic", "result", "finding", "evidence", "record", "file",
    "image", "video", "photo", "photograph", "picture", "footage", "recording", "estimate", "rumour", "rumor", "map", "text",
    "treaty", "agreement", "accord", "law", "constitution", "resolution", "bill", "clause", "provision", "rule", "contract",
    "meeting", "talk", "visit", "trip", "experience", "history", "fact", "event", "analysis", "research", "model", "forecast",
    "projection", "calculation", "test", "index", "indicator", "number", "chart", "list", "diary", "transcript", "draft",
    "proposal", "charter", "archive", "headline", "chapter", "paragraph", "page", "sign", "poster", "placard", "proverb",
    "saying", "story", "lesson", "logic",
])  # fmt: skip
_COUNTING = frozenset([
    "many", "some", "several", "few", "most", "various", "different", "multiple", "other", "numerous", "unnamed", "anonymous",
    "unidentified", "certain", "all", "more", "countless", "any", "such", "these", "those", "own", "local",
])  # fmt: skip
"""words before a noun that say how many or which, and not who"""


def is_unnamed(grammar: Grammar, span: Span, head: int) -> bool:
    """Whether a phrase names nobody in particular: "many", "one of them", "various sources", "reports", "my meetings"."""
    g = grammar
    low = g.low[head]
    if low in _QUANTITIES or g.tag[head] == "CD" or g.low[span[0]] == "no":
        return True
    if low in _ANYBODY:
        return all(_counts(g, child) for child in g.children[head] if span[0] <= child < span[1])
    # names are told from other words by their capitals: "the Report" of a headline is none
    return g.lemma(head) in _PAPERS and not g.tag[head].startswith("NNP")


def _counts(g: Grammar, word: int) -> bool:
    relation = g.relation[word]
    return relation in ("det", "nummod", "punct", "case", "cc", "advmod") or g.low[word] in _COUNTING


def issuer(grammar: Grammar, head: int) -> Span | None:
    """The phrase for whoever a paper is from: "the ministry's statement", "a letter from the union"; None where none is."""
    g = grammar
    if g.lemma(head) not in _ISSUED:
        return None
    for child in g.children[head]:
        case = {g.low[c] for c in g.dependents(child, "case")}
        if g.relation[child] == "nmod:poss" or (g.relation[child] in ("nmod", "obl") and case & {"by", "from"}):
            words = [i for i in g.subtree(child) if i not in g.dependents(child, "case")]
            return words[0], words[-1] + 1
    return None
