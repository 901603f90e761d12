"""How an event was done: the mode that its words give its type."""

import re
from collections.abc import Sequence

_MODES: dict[str, tuple[tuple[str, str], ...]] = {
    "AID": (
        (r"asylum|refugee|shelter|refuge|migrant", "asylum"),
        (r"peacekeep\w+|observer|mission", "peacekeeping"),
        (r"weapons?|arms|tank|missile|ammunition|rifle|warplane|aircraft|soldier|troop|train", "military"),
        (
            r"food|rice|medicine|medical|tent|blanket|relief|humanitarian|ambulance|doctor|vaccine|rescue|supplies",
            "humanitarian",
        ),
        (r"loan|lend|dollar|euro|pound|fund\w*|grant|debt|credit|money|budget|million|billion", "economic"),
    ),
    "COOPERATE": (
        (r"extradit\w+|evidence|prosecut\w+|suspect|court", "judicial"),
        (r"intelligence|information|data|fingerprint", "intelligence"),
        (r"war|exercise|drill|patrol|manoeuvre|maneuver|military|navy|naval|army|troop", "military"),
        (r"trade|sell|buy|export|import|pipeline|market|invest\w*|grain|wheat|oil|gas|corridor|project", "economic"),
        (r"cultur\w+|school|university|student|museum|scien\w+|research|space", "culture"),
    ),
    "THREATEN": (
        (r"attack|strike|kill|captur\w+|shell|bomb|invade|war|force|retaliat\w*|destroy|revenge|violence", "violence"),
        (r"sanction\w*|embargo|tariff|ban|boycott|curfew|restrict\w*|cut|halt|suspend", "restrict"),
        (r"sever|expel|recall|withdraw|relation|tie|break", "relations"),
        (r"ultimatum|deadline", "ultimatum"),
    ),
    "REQUEST": (
        (r"asylum|refuge|shelter", "asylum"),
        (r"release|free|pardon", "release"),
        (r"withdraw\w*|ceasefire|truce|restraint|disarm|halt|stop", "yield"),
        (r"aid|help|loan|money|weapon|support|troop|helicopter", "aid"),
        (r"talk|meet\w*|mediat\w+|negotiat\w+", "talks"),
        (r"election|reform|resign\w*|vote|investigat\w+|inquiry", "change"),
    ),
    "CONSULT": (
        (r"visit|travel|trip|arrive|tour|come|go|fly|land|receive|welcome|host", "visit"),
        (r"phone|telephone|call|ring", "phone"),
        (r"mediat\w+|broker", "third-party"),
        (r"meet\w*|talks?|summit|negotiat\w+|consult\w*|discuss\w*|conference|dialogue|confer|encounter", "meeting"),
    ),
    "PROTEST": (
        (r"hunger|starv\w+", "hunger"),
        (r"riot|loot|clash|stone|storm", "riot"),
        (r"strike|walkout|walk|stoppage|picket", "strike"),
        (r"boycott", "boycott"),
        (r"block\w*|obstruct|occup\w+|barricade", "obstruct"),
        (r"protest|demonstrat\w+|march|rally|sit-in|gather", "demo"),
    ),
    "SANCTION": (
        (r"expel|expulsion|recall", "expel"),
        (r"convict|fine|sentence", "convict"),
        (r"withdraw|leave|quit", "withdraw"),
        (r"halt|suspend|cut|stop|cancel|freeze|sever|discontinue", "discontinue"),
        (r"sanction\w*|embargo|ban|blacklist|designate|list", "embargo"),
    ),
    "COERCE": (
        (r"censor\w*|jam|website|newspaper|broadcast|publication|internet", "censor"),
        (r"demolish|demolition|destroy|raze|bulldoze", "destroy"),
        (r"arrest|detain|detention|jail|imprison|hold", "arrest"),
        (r"deport\w*|expel", "deport"),
        (r"seiz\w+|confiscat\w+|captur\w+|occup\w+|annex\w*|tak\w+", "seize"),
        (r"ban|censor|shut|close", "ban"),
        (r"curfew", "curfew"),
        (r"martial|emergency|siege", "martial-law"),
        (r"hack\w*|cyber\w*", "cyber"),
        (r"restrict\w*|block\w*|quarantine|lockdown|disperse|evict\w*", "restrict"),
    ),
    "ASSAULT": (
        (r"assassinat\w+", "assassinate"),
        (r"tortur\w+", "torture"),
        (r"execut\w+|behead\w*", "execute"),
        (r"abduct\w*|kidnap\w*", "abduct"),
        (r"rape\w*", "sexual"),
        (r"beat\w*|punch|stab\w*|slap", "beat"),
        (r"suicide", "suicide-attack"),
        (r"bomb\w*|explo\w+|detonat\w+|blast", "explosives"),
        (r"shell\w*|airstrikes?|rockets?|missiles?|artillery|strikes?|bombard\w*|invad\w+|invasion|offensive", "heavy-weapons"),
        (r"shoot|shot|gun\w*|fire", "firearms"),
    ),
    "MOBILIZE": (
        (r"troops?|reinforcements?|forces?|reserv\w+|soldiers?|army", "troops"),
        (r"missiles?|weapons?|artillery|tanks?|warships?|rockets?", "weapons"),
        (r"police", "police"),
        (r"militias?", "militia"),
    ),
}
"""what the words of an event say of its mode, the first that fits"""


def mode(kind: str, words: Sequence[str]) -> str | None:
    """The mode of an event of a type, from the base forms of its words and of those that hang on them."""
    for pattern, found in _MODES.get(kind, ()):
        if any(re.fullmatch(pattern, word) for word in words):
            return found
    return None
