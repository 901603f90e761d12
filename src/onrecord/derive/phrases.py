"""Phrases whose verb and object decide together which type of event they tell of."""

from collections.abc import Sequence

from onrecord.derive.grammar import Grammar

CEASEFIRES = frozenset(["ceasefire", "cease-fire", "truce", "armistice"])
_PHRASES = (
    (
        "AGREE",
        frozenset(["sign", "conclude", "seal", "initial", "reach", "strike", "ink", "clinch", "finalize", "finalise"]),
        frozenset(["agreement", "deal", "accord", "treaty", "pact", "memorandum", "contract", "protocol", "understanding"]),
    ),
    (
        "SANCTION",
        frozenset(["recall", "expel"]),
        frozenset(["ambassador", "envoy", "diplomat", "consul", "attaché", "chargé"]),
    ),
    (
        "SANCTION",
        frozenset(["withdraw", "withdrawal", "pull", "recall", "expel"]),
        frozenset(["peacekeeper", "inspector", "observer", "monitor"]),
    ),
    (
        "ASSAULT",
        frozenset(["violate", "violation", "breach", "break"]),
        CEASEFIRES,
    ),
    ("ASSAULT", frozenset(["impose", "enforce"]), frozenset(["blockade"])),
    ("AID", frozenset(["accept", "admit", "resettle", "shelter"]), frozenset(["refugee", "asylum-seeker"])),
    (
        "COOPERATE",
        frozenset(["open", "opening", "reopen", "inaugurate", "inauguration"]),
        frozenset([
            "center", "centre", "school", "institute", "factory", "plant", "pipeline", "line", "route", "branch", "office",
            "bridge", "railway", "university", "hospital", "port", "terminal",
        ]),
    ),
)  # fmt: skip
"""types that a verb has with an object, whatever either tells of by itself, as CAMEO's verb patterns have it"""


def phrase(g: Grammar, words: Sequence[int]) -> str | None:
    """The type of the event that a verb tells of together with its object, where one of the words is either."""
    for word in words:
        if not g.is_verb(word) and g.relation[word] in ("obj", "nsubj:pass") and g.is_verb(g.head[word]):
            verb, objects = g.head[word], [word]
        else:
            verb = word
            objects = g.dependents(word, "obj", "nsubj:pass")
            objects += [c for c in g.dependents(word, "nmod") if "of" in g.case(c)]
        # "the ceasefire agreement"
        nouns = {g.lemma(n) for o in objects for n in (o, *g.dependents(o, "compound"))}
        for kind, verbs, things in _PHRASES:
            if g.lemma(verb) in verbs and nouns & things:
                return kind
    return None
