"""Closed word lists of the press: titles, verbs of speech, words that stand for a speaker."""

TITLES = frozenset([
    "president", "prime", "minister", "secretary", "spokesperson", "spokesman", "spokeswoman", "chancellor", "king",
    "queen", "prince", "princess", "pope", "sir", "lord", "lady", "dame", "mr", "mrs", "ms", "dr", "prof", "professor",
    "judge", "justice", "senator", "congressman", "congresswoman", "representative", "governor", "mayor", "ambassador",
    "envoy", "general", "colonel", "major", "captain", "lieutenant", "lieutenant-general", "sergeant", "chief", "officer",
    "director", "speaker", "leader", "emperor", "empress", "sultan", "sheikh", "sheik", "emir", "reverend", "rev",
    "father", "bishop", "archbishop", "patriarch", "ayatollah", "imam", "saint", "commissioner", "commander", "admiral",
    "attorney", "deputy", "premier", "chairman", "chairwoman", "chairperson", "chair", "foreign", "defense", "defence",
    "interior", "finance", "rep", "sen", "gov", "gen", "col", "lt", "capt", "sgt", "adm", "maj", "hon", "he", "hh",
    "excellency", "vice", "former", "ex", "then", "then-prime", "then-president", "minister", "acting", "late", "first",
    "second", "state", "senior", "high", "representative", "mp", "mep", "us", "u.s.", "taoiseach", "comrade", "counsel",
    "counselor", "counsellor", "consul", "coordinator", "administrator", "analyst", "expert", "economist", "journalist",
    "author", "lawyer", "activist", "head", "special", "assistant", "under", "undersecretary", "treasury", "homeland",
    "security", "national", "press", "house", "majority", "minority", "whip", "republican", "democrat", "democratic",
    "democratic-nominee", "nominee", "candidate", "editor", "correspondent", "reporter", "anchor", "host", "baroness",
    "baron", "count", "countess", "duke", "duchess", "crown", "marshal", "brigadier", "field", "doctor", "engineer",
])  # fmt: skip
"""words that stand before a name without being part of it, in lower case and without full stops"""

OFFICES = frozenset([
    "president", "minister", "premier", "chancellor", "secretary", "ambassador", "envoy", "spokesman", "spokeswoman",
    "spokesperson", "governor", "mayor", "senator", "congressman", "congresswoman", "lawmaker", "representative",
    "chairman", "chairwoman", "chair", "director", "chief", "head", "leader", "commander", "general", "king", "queen",
    "prince", "princess", "emir", "sultan", "pope", "patriarch", "ayatollah", "commissioner", "speaker", "judge",
    "justice", "prosecutor", "attorney", "deputy", "official", "diplomat", "consul", "coordinator", "adviser", "advisor",
    "aide", "counsel", "analyst", "expert", "economist", "professor", "author", "candidate", "nominee", "manager",
    "executive", "ceo", "founder", "owner", "editor", "journalist", "correspondent", "reporter", "activist", "lawyer",
    "historian", "scientist", "researcher", "director-general", "delegate", "negotiator", "mediator", "rapporteur",
    "administrator", "treasurer", "premier", "taoiseach", "colonel", "admiral", "marshal", "captain", "sheriff",
    "officer", "observer", "teacher", "pastor", "priest", "bishop", "archbishop", "imam", "writer", "mp", "mep",
])  # fmt: skip
"""nouns that say what office or part somebody has"""

OWN = frozenset(["its", "their", "his", "her"])
"""whose something is, where a third person's"""

PEERS = frozenset(["counterpart", "colleague", "peer"])
"""nouns for those who hold the same office elsewhere"""

RANKS = frozenset(["extraordinary", "plenipotentiary", "designate", "elect"])
"""words that may follow the noun of an office"""

RELATIVE = frozenset(["which", "who", "that", "whom"])

SOME = frozenset(["some", "any", "many", "few", "several", "most", "more", "other", "certain"])
"""words before a plural that then stands for a part of those"""

QUOTED_SPEECH = frozenset([
    "say", "tell", "state", "announce", "declare", "write", "ask", "reply", "respond", "claim", "argue", "insist",
    "stress", "emphasize", "emphasise", "add", "warn", "explain", "promise", "pledge", "vow", "assure", "inform",
    "remind", "confirm", "admit", "acknowledge", "deny", "remark", "note", "assert", "agree", "counter", "reiterate", "caution",
    "contend", "concede", "complain", "reaffirm", "predict", "tweet", "testify",
])  # fmt: skip
"""verbs that introduce words even within somebody else's quoted words"""

ADDRESSED = frozenset([
    "tell", "ask", "inform", "assure", "remind", "warn", "brief", "address", "urge", "promise", "advise", "convince",
    "persuade", "lecture", "instruct",
])  # fmt: skip
"""verbs whose object is who is spoken to"""

CIVIC = frozenset([
    "mayor", "city", "town", "municipality", "airport", "university", "suburb", "outskirt", "street", "resident", "borough",
    "district", "neighbourhood", "neighborhood", "stadium", "port", "harbour", "harbor", "museum", "bishop", "archbishop",
    "metro", "subway", "tram", "theatre", "theater", "quarter", "council", "councillor", "citizen", "inhabitant", "lord",
    "marathon", "zoo", "hospital", "cathedral", "square", "train", "flight", "road", "centre", "center", "downtown", "mile",
    "kilometre", "kilometer", "north", "south", "east", "west", "governor",
])  # fmt: skip
"""nouns for what a city has, whoever governs from there"""

LAND = frozenset([
    "area", "territory", "city", "town", "village", "province", "region", "district", "terrain", "land", "country", "state",
    "border", "valley", "island", "neighbourhood", "neighborhood", "capital", "airport", "port", "coast", "zone", "stronghold",
    "quarter", "governorate", "suburb", "base", "kilometer", "kilometre", "mile", "hospital", "complex",
    "headquarters", "dam", "refinery", "oilfield", "prison", "crossing", "camp",
])  # fmt: skip
"""nouns for land and what stands on it that somebody can hold"""

FIRST_PERSON = frozenset(["i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"])
THIRD_PERSON = frozenset([
    "he", "she", "him", "her", "his", "hers", "they", "them", "their", "it", "its", "who", "whom", "whose", "which",
    "that", "himself", "herself", "themselves", "itself",
])  # fmt: skip

SECOND_PERSON = frozenset(["you", "your", "yours", "yourself", "yourselves"])
PRONOUNS = FIRST_PERSON | SECOND_PERSON | THIRD_PERSON

NOT = frozenset(["not", "n't", "n’t", "never"])
NOBODY = frozenset(["it", "there", "this", "that", "what"])
"""subjects that are no source: "it was announced", "it emerged" """
