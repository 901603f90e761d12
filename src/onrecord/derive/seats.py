"""Capitals: whether the name of one is the city's own, says where something is, or stands for a government."""

from collections.abc import Callable

from onrecord.derive.grammar import Grammar
from onrecord.derive.lexicon import CIVIC
from onrecord.gazetteer import key, known, named
from onrecord.schema import Name


def is_seat(g: Grammar, name: Name) -> bool:
    """Whether a name is that of a capital and of no state."""
    words = key(g.text((name.start, name.end)))
    return name.kind != "PER" and words in known().by_seat and words not in known().by_name


def is_city(g: Grammar, name: Name, at: Callable[[int], Name | None]) -> bool:
    """Whether the name of a capital is the city's own, not its government's: "the mayor of X", "a train from X to Y"."""
    head = g.span_head(range(name.start, name.end))
    over = g.lemma(g.head[head])
    if g.head[head] != head and over in CIVIC and g.relation[head] in ("nmod", "nmod:poss", "compound", "amod"):
        return True
    if over in ("connect", "link", "join") and g.relation[head] in ("obj", "obl"):
        return True
    case = {g.low[c] for c in g.dependents(head, "case")}
    joined = [g.head[head]] if g.relation[head] == "conj" else g.dependents(head, "conj")
    others = [other for j in joined if (other := at(j)) is not None and other.kind == "LOC"]
    if any(not _is_listed(g, other) for other in others):
        # beside another city
        return True
    return bool(case & {"near", "outside", "around", "via", "through"})


def is_whereabouts(g: Grammar, name: Name) -> bool:
    """Whether the name of a capital says where something is or goes, though its state is the actor: "flew to X"."""
    if not is_seat(g, name):
        return False
    head = g.span_head(range(name.start, name.end))
    case = {g.low[c] for c in g.dependents(head, "case")}
    if g.relation[head] == "obj":
        return g.lemma(g.head[head]) in ("visit", "leave", "reach", "enter", "tour")
    return bool(case & {"in", "at", "inside"}) or (g.relation[head] == "obl" and bool(case & {"to", "from", "into", "for"}))


def _is_listed(g: Grammar, name: Name) -> bool:
    words = g.text((name.start, name.end))
    return named(known(), words) is not None or key(words) in known().by_seat
