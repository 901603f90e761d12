"""Word lists of the parties of events: which verbs, nouns and prepositions lead to who does it, and to whom."""

LIGHT = frozenset([
    "hold", "have", "make", "take", "give", "pay", "conduct", "carry", "launch", "stage", "sign", "reach", "strike", "begin",
    "start", "open", "continue", "resume", "lead", "do", "mount", "host", "attend", "join", "undertake", "announce", "issue",
    "offer", "provide", "send", "impose", "express", "conclude", "seal", "order", "organize", "organise", "extend", "deliver",
    "enter", "exchange", "receive", "end", "lift", "cancel", "suspend", "postpone", "halt", "break", "put", "get",
])  # fmt: skip
"""verbs that leave it to their object to say what is done"""
BRINGING_ABOUT = frozenset([
    "plan", "prepare", "propose", "threaten", "agree", "promise", "pledge", "vow", "declare", "wage", "commit",
    "perpetrate", "intensify", "escalate", "expand", "renew", "repeat", "schedule", "arrange", "initiate", "broker", "convene",
    "call", "mediate", "consider", "mull", "seek", "execute", "perform", "step", "pursue",
])  # fmt: skip
"""further verbs whose subject does, or would do, what their object tells of; who condemns an attack has no part in it"""
TAKING_PART = frozenset([
    "participate", "engage", "take", "join", "meet", "gather", "convene", "assemble", "arrive", "come", "go", "travel", "fly",
    "return", "sit", "involve", "resort", "host",
])  # fmt: skip
"""verbs of which "in", "for" and "to" lead to what the subject takes part in"""
CAUSING = frozenset(["have", "get"])
"""verbs that have done to their object what a participle says: "had the rebels shot" """
SENDING = frozenset([
    "send", "dispatch", "deploy", "recall", "withdraw", "pull", "pledge", "contribute", "station", "post", "redeploy",
])  # fmt: skip
"""verbs whose object, where it is people without a name, goes or comes back: nothing is done to those"""
IDIOMS = frozenset([
    "deal", "agreement", "accord", "pact", "compromise", "bargain", "truce", "balance", "tone", "note", "chord", "pose",
])  # fmt: skip
"""what is struck without a blow"""
RESOLVES = frozenset([
    "decision", "refusal", "plan", "attempt", "intention", "pledge", "promise", "vow", "offer", "proposal", "threat", "bid",
    "readiness", "willingness", "failure",
])  # fmt: skip
"""nouns for what somebody resolves or tries, which a clause with "to" then says"""
TELLING = frozenset([
    "say", "comment", "answer", "discuss", "elaborate", "speculate", "confirm", "disclose", "reveal", "identify", "specify",
    "explain", "name", "state",
])  # fmt: skip
OF_ITS_OBJECT = frozenset(["of", "from", "against", "for", "into", "over", "with"])
"""prepositions before a participle that says what the object of its verb does: "accused X of helping Y" """
LEADING = frozenset(["lead", "head"])
BACKING = frozenset(["back", "support"])
INTO = frozenset(["in", "for", "to", "into"])
SUFFERING = frozenset([
    "suffer", "face", "survive", "endure", "undergo", "sustain", "experience", "withstand", "weather", "repel", "repulse",
    "die", "perish",
])  # fmt: skip
"""verbs whose subject is whom it is done to"""
TOWARDS = frozenset([
    "with", "to", "against", "on", "at", "from", "for", "into", "over", "upon", "toward", "towards", "about", "near",
    "between", "among", "of", "by", "alongside", "around", "off", "under", "through", "inside", "outside", "in", "within",
])  # fmt: skip
OCCASIONS = frozenset(["at", "during", "in", "after", "before", "on", "through"])
WHERE = frozenset(["in", "at", "near", "inside", "outside", "within", "around", "from"])
WITHIN = WHERE - {"from"}
BESIDE = frozenset(["near", "outside", "around", "over", "during", "after", "before", "since"])
"""prepositions for where and when, which name nobody who takes part"""
MEANWHILE = frozenset(["after", "before", "since", "until", "while"])
"""what leads to a clause that tells of something else"""
BESIDE_OR_AGAINST = BESIDE | {"against"}
"""prepositions inside a phrase that name nobody in whose stead it stands: "a series of strikes against X" """
BODIES = frozenset([
    "leadership", "government", "authority", "ministry", "regime", "army", "force", "coalition", "delegation", "parliament",
    "administration", "official", "opposition", "council", "cabinet", "troop", "police", "militant", "rebel", "military",
    "navy", "militia", "party", "court", "senate", "congress", "commission", "committee", "embassy", "union", "alliance",
    "bloc", "side", "people", "population", "refugee", "civilian", "protester", "soldier", "fighter", "company", "bank",
    "squadron", "battalion", "brigade", "regiment", "platoon", "fleet", "corps", "unit",
])  # fmt: skip
"""nouns for bodies and groups that act, whatever the network takes them for"""
GOING = frozenset(["withdrawal", "retreat", "pullout", "departure", "exit", "resignation", "return", "secession", "escape"])
LEAVING = GOING | frozenset([
    "expulsion", "evacuation", "release", "removal", "liberation", "separation", "exclusion", "ban", "import", "deportation",
    "extradition", "independence",
])  # fmt: skip
"""nouns with which "from" leads to what is left; with others it leads to whom they come from"""
RECEIVING = frozenset(["receive", "get", "obtain"])
"""verbs whose subject is to whom it is done, where their object comes from somebody"""
MEETINGS = frozenset(["meeting", "summit", "talk", "conference", "visit", "negotiation", "consultation", "session"])
STANDING_BY = frozenset(["support", "help", "assist", "assistance", "aid", "back", "defense", "defence"])
RECIPROCAL = frozenset([("each", "other"), ("one", "another")])
ACTING = frozenset(["person", "organization", "place"])
THIRD = frozenset(["it", "he", "she", "they"])
PLURAL = frozenset(["we", "us", "our", "ours", "ourselves"])
