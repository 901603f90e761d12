"""Words: where each word of a text starts and ends.

The cuts follow Universal Dependencies for English (EWT, GUM): clitics ("n't", "'s"), hyphens between full words and
every punctuation mark stand alone; numbers, abbreviations, web addresses and prefixed words ("re-elected") stay whole.
"""

import re
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_PREFIXES = "non|e|re|anti|co|pre|pro|mid|cross|post|over|semi|sub|multi|counter|mini|inter|intra|un|socio|micro|ex"

# Abbreviations that keep their full stop. Those of one capital letter ("J.") and of letters with stops ("U.S.", "p.m.")
# are patterns below.
_ABBREVIATIONS = (
    "Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Capt|Sgt|Cpl|Pvt|Adm|Cmdr|Brig|Rev|Fr|Hon|Gov|Sen|Rep|Reps|Sens|Pres|Amb|Atty|Supt|"
    "Msgr|Messrs|Mme|Mlle|St|Ste|Mt|Ft|Jr|Sr|Esq|Inc|Corp|Co|Ltd|Bros|Cos|LLC|vs|v|etc|al|cf|viz|approx|est|dept|univ|"
    "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|Mon|Tue|Tues|Wed|Thu|Thurs|Fri|Ave|Blvd|Rd|No|Nos|Vol|Fig|pp|"
    "Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Md|Mass|Mich|Minn|Miss|Mo|Mont|Neb|Nev|Okla|Ore|Pa|Penn|"
    "Tenn|Tex|Va|Vt|Wash|Wis|Wyo"
)

_WORD = re.compile(
    r"""
    [^\W\d_]+(?=\s)                                     # most words: nothing else need be tried
  | (?:https?://|www\.)[^\s<>"“”]*[\w/]               # web address
  | [\w.+-]+@[\w-]+(?:\.[\w-]+)*                       # mail address
  | (?:[\w-]+\.)+(?:com|net|org|gov|edu|info|ru|uk|de|fr|eu|cn|pdf|docx?|html?|xlsx?)\b  # site, file
  | [@\#]\w+                                           # handle, topic
  | (?:[^\W\d_]\.){2,}                                 # U.S. p.m.
  | [^\W\d_]\.[^\W\d_](?![\w.])                        # p.m without its last stop
  | \b(?:ABBREVIATIONS)\.(?=\s|[,;:)\]"”'’-]|$)        # Mr. Sept.
  | \b[A-Z]\.(?=[\s-]*\w)                              # J. Edgar
  | \d+(?:[.,:/]\d+)*(?:-\d+){2,}                      # 713-853-3989, 2016-09-12
  | \d+(?:[.,:/]\d+)*(?:st|nd|rd|th|s|['’]s)?\b        # 1,200  5:30  11/28/2000  21st  1990s
  | \d+(?:[.,:/]\d+)*
  | ['’‘]\d\ds\b                                       # '90s
  | \b(?i:PREFIXES)-(?=[^\W\d_])[\w]+(?:['’][\w]+)?  # re-elected
  | [^\W\d_]+&[^\W\d_]+\b                              # AT&T
  | [\w\u0300-\u036f]+(?:['’ʼ`][\w\u0300-\u036f]+)*    # a word, with what hangs on it by apostrophes
  | \.{2,} | -{2,} | '' | `` | ’’ | ‘‘ | !+\?*!* | \?+!*\?* | [*=_~]{2,}
  | \S
    """.replace("ABBREVIATIONS", _ABBREVIATIONS).replace("PREFIXES", _PREFIXES),
    re.VERBOSE,
)
_CLITIC = re.compile(r"(?i)(?:n['’]t|['’`](?:s|m|d|re|ve|ll))$")
_FUSED = {"cannot": 3, "gonna": 3, "wanna": 3, "gotta": 3, "dunno": 2, "lemme": 3, "gimme": 3}


class Words(NamedTuple):
    """The words of one text, in order."""

    start: NDArray[np.int32]
    """[words] first code point of each"""
    end: NDArray[np.int32]
    """[words] one past the last code point of each"""
    form: list[str]


def words(text: str, start: int = 0, end: int | None = None) -> Words:
    """The words of `text[start:end]`; offsets count from the start of `text`."""
    starts: list[int] = []
    ends: list[int] = []
    forms: list[str] = []
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        a, b = match.span()
        form = match[0]
        cut = 0
        if form[-1].isalpha():
            if "'" in form or "’" in form or "`" in form:
                clitic = _CLITIC.search(form)
                cut = clitic.start() if clitic else 0
            elif len(form) < 7:
                cut = _FUSED.get(form.lower(), 0)
        if cut:
            starts += (a, a + cut)
            ends += (a + cut, b)
            forms += (form[:cut], form[cut:])
        else:
            starts.append(a)
            ends.append(b)
            forms.append(form)
    return Words(np.array(starts, np.int32), np.array(ends, np.int32), forms)
