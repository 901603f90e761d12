"""Word lists of ties: what says that one is another's ally, foe, part or head."""

RELATIONS = frozenset([
    "relation", "relationship", "tie", "friendship", "dialogue", "bond", "link", "contact", "rapport", "rapprochement",
])  # fmt: skip
GOOD = frozenset([
    "good", "excellent", "friendly", "close", "strong", "warm", "traditional", "historic", "historical", "long-standing",
    "longstanding", "deep", "strategic", "special", "brotherly", "fraternal", "cordial", "solid", "great", "positive",
    "constructive", "stable", "mutual", "trusting", "better", "best", "closer", "stronger", "active", "respectful",
    "bilateral", "allied", "neighbourly", "neighborly", "amicable", "productive", "fruitful", "privileged",
])  # fmt: skip
WORKING = frozenset(["cooperation", "partnership"])
BAD = frozenset([
    "bad", "poor", "strained", "tense", "hostile", "cold", "frosty", "broken", "difficult", "troubled", "fraught", "worst",
    "worse", "icy", "damaged", "sour", "adversarial", "antagonistic", "uneasy",
])  # fmt: skip
ROLES = {
    "ally": "ally", "friend": "friendly", "supporter": "friendly", "backer": "friendly", "partner": "cooperates_with",
    "enemy": "hostile", "adversary": "hostile", "foe": "hostile", "rival": "hostile", "opponent": "hostile",
    "member": "member_of", "leader": "in_charge_of", "commander": "in_charge_of", "ruler": "in_charge_of",
    "owner": "owns", "subsidiary": "part_of", "part": "part_of", "branch": "part_of", "wing": "part_of",
    "affiliate": "part_of", "component": "part_of", "offshoot": "part_of", "arm": "part_of",
}  # fmt: skip
"""nouns that say what one actor is to another"""
MUTUAL_ROLES = frozenset(["ally", "friendly", "cooperates_with", "hostile"])
"""what each of several is to the others"""
DIRECTED: tuple[tuple[str, frozenset[str]], ...] = (
    ("friendly", frozenset([
        "like", "trust", "admire", "respect", "love", "support", "back", "appreciate", "value", "favour", "favor",
    ])),
    ("hostile", frozenset([
        "dislike", "hate", "distrust", "despise", "oppose", "resent", "detest", "mistrust", "loathe", "displease",
    ])),
    ("fights", frozenset([
        "fight", "battle", "combat", "defeat", "attack", "bomb", "engage", "clash", "resist", "counter", "repel", "shell",
        "eliminate", "degrade", "destroy", "kill", "ambush", "strike", "target", "invade", "rout", "bombard", "confront",
        "repulse", "liquidate", "eradicate", "annihilate", "vanquish", "crush", "pound", "besiege",
    ])),
    ("in_charge_of", frozenset([
        "control", "rule", "govern", "command", "lead", "head", "run", "hold", "occupy", "seize", "capture", "retake",
        "recapture", "regain", "reclaim", "conquer", "overrun",
        "administer", "oversee", "dominate", "chair", "direct",
    ])),
    ("owns", frozenset(["own", "possess"])),
    ("member_of", frozenset(["join", "belong"])),
    ("part_of", frozenset(["include"])),
    ("cooperates_with", frozenset(["cooperate", "collaborate", "partner", "coordinate", "work"])),
    ("ally", frozenset(["ally"])),
)  # fmt: skip
"""verbs, and what their subject then is to their object"""
FIGHTING = dict(DIRECTED)["fights"]
ABOUT_WITH = frozenset(["cooperates_with", "ally"])
"""relations whose verbs take "with" """
LIKED = {
    "grateful": "friendly", "thankful": "friendly", "friendly": "friendly", "loyal": "friendly", "sympathetic": "friendly",
    "hostile": "hostile", "opposed": "hostile", "neutral": "neutral", "allied": "ally",
}  # fmt: skip
STRIFE = frozenset([
    "fight", "war", "battle", "campaign", "operation", "strike", "airstrike", "offensive", "attack", "struggle", "assault",
    "raid", "defense", "defence", "counterattack", "insurgency", "jihad", "counteroffensive", "clash", "fighting", "conflict",
    "firefight", "skirmish",
])  # fmt: skip
HOSTILE_NOUNS = STRIFE | frozenset([
    "mission", "weapon", "position", "sortie", "hostility", "resistance", "effort", "action", "bombing", "invasion",
    "shelling", "crackdown", "war", "fire", "force",
])  # fmt: skip
"""what can be "against" somebody who is fought"""
GIVEN = frozenset(["weapon", "mission", "position", "effort", "force"])
"""of these, what one may have from friends: "received weapons from X" """
STRIKING = frozenset(["strike", "airstrike", "raid", "operation", "offensive", "attack", "bombing", "shelling", "assault"])
"""what hits and destroys in somebody's stead"""
HIT_OF_THEIRS = frozenset([
    "target", "position", "site", "asset", "stronghold", "base", "building", "camp", "vehicle", "headquarters", "convoy",
    "infrastructure", "facility", "outpost", "hideout",
])  # fmt: skip
"""what is hit of those who are fought"""
MUTUAL = frozenset(["war", "battle", "clash", "fighting", "conflict", "firefight", "skirmish"])
"""strife that is "with" somebody who is fought"""
DEALING = frozenset(["deliver", "inflict", "deal", "hand", "put", "impose"])
BLOWS = frozenset(["defeat", "blow", "loss", "casualty", "damage", "pressure"])
"""what is dealt to those who are fought"""
SUFFERING = frozenset([
    "receive", "come", "take", "draw", "face", "suffer", "sustain", "repel", "repulse", "withstand", "resist", "endure",
])  # fmt: skip
"""verbs whose subject is attacked where their object is an attack"""
HITTING = frozenset(["damage", "hit", "suppress", "wound", "disable"])
WRESTING = frozenset([
    "seize", "capture", "retake", "recapture", "take", "liberate", "clear", "free", "wrest", "rid", "regain", "reclaim",
])  # fmt: skip
"""verbs with an object and, after "from" or "of", whom it is taken from"""
HOLDING = frozenset(["hold", "occupy", "control", "seize", "capture"])
SHOOTING = frozenset(["fire", "shoot"])
EJECTING = frozenset(["drive", "push", "flush", "force", "dislodge", "chase"])
"""verbs whose object, after "from" or "out of", loses land"""
AIDING = frozenset(["support", "back", "assist", "aid", "help", "advise", "train", "equip", "reinforce", "arm"])
SUPPORT = frozenset(["support", "assistance", "backing", "solidarity"])
AFFIRMING = frozenset(["reaffirm", "affirm", "reiterate", "express", "voice", "pledge", "confirm", "declare", "renew"])
"""verbs by which somebody says that they stand by another"""
GIVING = frozenset(["give", "provide", "offer", "lend", "supply", "extend", "increase"])
TRAINING = frozenset(["train", "advise", "equip"])
ARMED = frozenset([
    "force", "army", "troop", "militia", "coalition", "fighter", "military", "guard", "navy", "corps", "brigade", "rebel",
    "soldier", "airman", "marine", "peshmerga", "battalion", "regiment", "division", "squadron",
])  # fmt: skip
"""last words of the names of those who bear arms: who supports them is their ally"""
CRAFT = frozenset([
    "aircraft", "plane", "jet", "warplane", "bomber", "drone", "helicopter", "gunship", "warship", "ship", "frigate",
    "destroyer", "submarine", "vessel", "boat", "tank", "artillery", "missile",
])  # fmt: skip
"""what fights in the stead of those whose it is"""
UNITS = frozenset([
    "battalion", "brigade", "company", "battery", "squadron", "regiment", "division", "platoon", "wing", "group", "corps",
    "fleet", "army", "command", "unit", "squad",
])  # fmt: skip
LED_BY_PERSONS = frozenset(
    ["force", "army", "troop", "militia", "fighter", "regime", "government", "administration", "cabinet"]
)
LED_BY_BODIES = UNITS - {"company", "group", "command"} | {"force", "militia", "network", "cell"}
"""what is led by the person or the body whose it is said to be"""
LEAGUES = frozenset(["coalition", "alliance", "bloc", "union"])
"""bodies of several that are joined, under a name or without one"""
ASSIGNED = frozenset(["assign", "attach", "deploy", "second", "enlist", "post", "serve", "integrate", "embed", "incorporate"])
ONE_OF = frozenset(["a", "an", "senior", "top", "local", "regional", "mid-level", "prominent"])
"""words before leaders who are not the only one"""
SPEAKING = frozenset(["spokesman", "spokeswoman", "spokesperson"])
AMONG = frozenset(["including", "especially", "notably", "primarily", "mainly", "mostly", "predominantly", "chiefly"])
"""words before those who are among others"""
BESIDE = FIGHTING | {"stand", "serve", "operate", "deploy"}
"""what those who do it "alongside" somebody are allied in"""
HAVENS = frozenset(["haven", "sanctuary", "refuge", "foothold"])
"""what is denied to those who are disliked"""
DEFEATS = frozenset(["defeat", "destruction", "elimination", "eradication"])
SEEKING = frozenset(["commit", "dedicate", "seek", "achieve", "pursue", "hasten", "accelerate", "ensure", "vow", "pledge"])
"""verbs whose subject is to bring about the defeat that they are followed by"""
COMMAND = frozenset(["control", "command", "leadership", "authority", "rule"])
AIMS = frozenset(["effort", "mission", "role", "part", "participation", "contribution", "series", "wave", "number", "phase"])
"""nouns of which "against X" can be said through strife: "their efforts in the fight against X" """
PARTAKING = frozenset(["play", "participate", "join", "engage", "assist"])
"""verbs whose subject has a part in the efforts that follow them"""
TELLING = frozenset([
    "discuss", "criticise", "criticize", "condemn", "praise", "describe", "watch", "report", "cover", "study", "mention",
    "oppose", "denounce", "review", "debate", "note", "see", "follow", "hear", "survive", "mark", "honor", "honour",
    "welcome", "celebrate", "thank", "congratulate", "blame", "accuse", "regret", "mourn", "remember", "recall", "investigate",
    "fear", "predict", "apologize", "apologise", "protest", "reject", "stop", "halt", "prevent", "thwart", "foil", "witness",
    "deplore", "decry", "slam",
])  # fmt: skip
"""verbs whose subject has no part in the strife that is their object"""
BASES = frozenset(["base", "headquarters", "stronghold", "hideout", "outpost", "barracks"])
"""what a place is used as by those who hold it"""
ONCE = frozenset(["previously", "formerly", "once", "originally"])
"""words for what is no longer so"""
TRYING = frozenset(["attempt", "try", "seek", "fail", "want", "plan", "hope", "struggle"])
HAVING = frozenset(["have", "take", "gain", "seize", "hold", "keep", "retain", "maintain", "exercise", "regain", "assume"])
CONNECTING = frozenset(["connect", "link"])
MEN = frozenset([
    "fighter", "militant", "terrorist", "soldier", "troop", "member", "leader", "commander", "official", "operative",
    "spokesman", "spokeswoman", "spokesperson", "officer", "lawmaker", "insurgent", "gunman", "recruit", "cadre",
    "deputy", "emir",
    "captain", "colonel", "lieutenant", "sergeant",
    "airman", "sailor", "marine", "crew", "pilot", "delegate", "activist", "rebel", "man", "woman",
])  # fmt: skip
TAKING = FIGHTING | dict(DIRECTED)["in_charge_of"] | WRESTING | {"advance"}
"""verbs of fights and of ground gained"""
