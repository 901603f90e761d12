"""Titles of offices: the words that they are made of, and which says more than another."""

from onrecord.derive import lexicon
from onrecord.lemmas import bare_title

NO_POST = frozenset([
    "official", "diplomat", "expert", "analyst", "author", "activist", "historian", "scientist", "researcher", "writer",
    "teacher", "lawmaker", "aide", "owner", "candidate", "nominee", "economist", "journalist", "lawyer", "judge", "priest",
    "officer", "executive", "delegate", "negotiator", "mediator", "reporter", "pastor",
])  # fmt: skip
"""nouns that say what somebody is, but not which post"""
WITH_TITLE = frozenset([
    "prime", "deputy", "vice", "foreign", "defence", "defense", "interior", "finance", "first", "second", "acting", "chief",
    "senior", "special", "general", "secretary", "secretary-general", "assistant", "under", "permanent", "high", "economy",
    "economic", "oil", "energy", "health", "trade", "justice", "education", "culture", "labour", "labor", "transport",
    "agriculture", "environment", "national", "security", "press", "state", "attorney", "crown", "supreme", "lieutenant",
    "major", "brigadier", "managing", "executive", "founding", "honorary", "interim", "peshmerga", "military", "government",
    "presidential", "parliament", "parliamentary", "majority", "minority", "opposition", "police", "army", "navy", "air",
    "force", "central", "bank", "water", "planning", "electricity", "home", "affairs", "information", "development",
    "digital", "climate", "migration", "tourism", "sports", "youth", "housing", "intelligence", "communications", "and",
    "co", "co-chair", "editor", "in", "party", "faction", "group", "team", "regional", "district", "village", "city",
])  # fmt: skip
"""words that are part of a title before its noun"""
MATTERS = frozenset([
    "foreign", "external", "internal", "home", "affairs", "relations", "finance", "finances", "economy", "economic", "defence",
    "defense", "interior", "justice", "trade", "commerce", "industry", "energy", "oil", "health", "education", "culture",
    "labour", "labor", "employment", "transport", "transportation", "agriculture", "fisheries", "forestry", "environment",
    "climate", "water", "resources", "natural", "state", "war", "security", "national", "public", "social", "welfare",
    "development", "international", "cooperation", "co-operation", "planning", "information", "communications", "technology",
    "science", "sport", "sports", "youth", "women", "religious", "tourism", "housing", "works", "infrastructure", "migration",
    "immigration", "treasury", "veterans", "electricity", "investment", "intelligence", "digital", "staff", "police",
])  # fmt: skip
"""what a minister is a minister of"""
PAST = ("former", "ex", "late", "outgoing", "ousted", "erstwhile", "previous")
HONORIFICS = frozenset(["mr", "mrs", "ms", "dr", "h.e", "h", "e", "he", "excellency", "his", "her", "prof", "sir", "hon"])
RANKS = lexicon.RANKS | {"and"}
SENT = ("envoy", "ambassador", "representative", "emissary", "coordinator")
"""titles of those who are sent for something or to somebody"""
_HEADING = frozenset(["president", "minister", "premier", "chancellor", "secretary", "leader", "governor", "speaker"])
WITHOUT_BODY = frozenset(["judge", "captain"])
"""titles of which "of" says no body that they lead or serve"""


def covers(title: str, other: str) -> bool:
    """Whether a title says what another does: "foreign minister" and "minister of finance" say "minister"."""
    return title.endswith(other) or title.startswith((f"{other} of ", f"{other} for "))


def heads_a_body(title: str) -> bool:
    """Whether a title is that of whoever heads a state, a body or a department of one."""
    return bare_title(title).split()[-1] in _HEADING


def shown(form: str) -> str:
    """A word of a title as the record shows it: with a capital, but for the small ones."""
    low = form.lower()
    if low in ("of", "and", "in", "for", "the", "to"):
        return low
    for lead in ("then-", "ex-"):
        low = low.removeprefix(lead)
    shouted = form.isupper() and len(form) > 3
    return low[:1].upper() + low[1:] if form.islower() or shouted or form.lower().startswith(("then-", "ex-")) else form
