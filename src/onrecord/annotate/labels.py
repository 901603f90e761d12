"""What the network's outputs mean: the label sets of its heads and their order. Training and reading share it."""

UPOS = (
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM",
    "VERB", "X",
)  # fmt: skip
TAGS = (
    "NN", "IN", "DT", "NNP", "JJ", "PRP", ".", "RB", ",", "NNS", "VB", "CC", "VBP", "VBD", "VBZ", "CD", "VBN", "VBG", "TO",
    "MD", "PRP$", "UH", ":", "-RRB-", "-LRB-", "WDT", "WRB", "WP", "HYPH", "``", "''", "RP", "POS", "NNPS", "JJR", "JJS",
    "EX", "RBR", "NFP", "FW", "SYM", "ADD", "GW", "PDT", "$", "RBS", "LS", "AFX", "WP$",
)  # fmt: skip
"""Penn Treebank parts of speech, with those that Universal Dependencies for English add"""
RELATIONS = (
    "punct", "case", "det", "nsubj", "root", "advmod", "amod", "obj", "obl", "conj", "nmod", "compound", "cc", "mark", "aux",
    "cop", "nmod:poss", "advcl", "xcomp", "flat", "acl:relcl", "ccomp", "parataxis", "acl", "aux:pass", "nummod", "appos",
    "nsubj:pass", "discourse", "obl:unmarked", "nmod:unmarked", "compound:prt", "expl", "fixed", "iobj", "list", "obl:agent",
    "dep", "reparandum", "nmod:desc", "csubj", "nsubj:outer", "det:predet", "advcl:relcl", "vocative", "goeswith",
    "cc:preconj", "orphan", "dislocated", "csubj:pass", "csubj:outer",
)  # fmt: skip
NAME_KINDS = ("PER", "ORG", "LOC", "NORP", "EVENT", "DATE", "MISC")
NAMES = ("O", *(f"{place}-{kind}" for kind in NAME_KINDS for place in "BI"))
ENTITIES = (
    "",
    "abstract",
    "person",
    "object",
    "place",
    "event",
    "organization",
    "time",
    "animal",
    "plant",
    "substance",
)
"""what the phrase that a word heads refers to; the first: it heads none"""
CUES = ("O", "B", "I")
ROLES = ("O", "B-source", "I-source", "B-content", "I-content")
SENTENCES = ("inside", "first")
EVENTS = (
    "O", "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "YIELD", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST",
    "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
"""types of event (PLOVER) that a word tells of; YIELD is its older name for CONCEDE and RETREAT together"""
FACTUALITY = 3.0
"""the factuality of what certainly happened; that of what certainly did not is its negative"""

LINEAR = {
    "cue": len(CUES),
    "role": len(ROLES),
    "name": len(NAMES),
    "upos": len(UPOS),
    "tag": len(TAGS),
    "sentence": len(SENTENCES),
    "entity": len(ENTITIES),
    "event": len(EVENTS),
}
"""heads that are one linear layer on the vector of a word, in the order of the network's columns"""
DEEPER = {"fact": 1}
"""heads with layers of their own; their columns come next"""

PROJECTED = {
    "arc_dependent": 128,
    "arc_head": 128,
    "label_dependent": 128,
    "label_head": 128,
    "anaphor": 128,
    "antecedent": 128,
    "pair_word": 128,
    "pair_gate": 128,
    "cue_word": 128,
    "cue_gate": 128,
    "deed": 128,
    "deed_end": 128,
}
"""the last columns: smaller vectors of a word, from which scores of pairs of words, and of what two do, are made"""
ACTIVATED = ("arc_dependent", "arc_head", "label_dependent", "label_head")
"""projections that go through GELU"""

PAIR_LABELS = ("O", *(f"{place}-{role}" for role in ("source", "content") for place in "BIES"))
"""what a word near a cue is to it; S- is a span of one word"""
PAIR_SOURCE, PAIR_CONTENT = 1, 5
"""where the labels of each role begin"""


def may_follow(before: str, after: str) -> bool:
    """Whether one of `PAIR_LABELS` may come after another; the edges of a sequence count as O."""
    if before[0] in "BI":
        return after[0] in "IE" and after[2:] == before[2:]
    return after[0] in "OBS"


PAIR_FEATURES = (33, 7, 9, 5, 6)
"""sizes of the tables of `attribution.pair_features`"""
PAIR_SOFT = 2
