"""Base forms of English words."""

import re
from functools import lru_cache

import simplemma

_VERBS = {
    "left": "leave",
    "thought": "think",
    "felt": "feel",
    "swore": "swear",
    "found": "find",
    "saw": "see",
    "remains": "remain",
    "'s": "be",
    "’s": "be",
}
"""forms that are nouns or other words too, of which simplemma, which knows no parts of speech, gives the other reading"""


_FOR = re.compile(r" (?:of|for) ")


@lru_cache(maxsize=50_000)
def lemma(form: str, tag: str = "") -> str:
    """The base form of an English word in lower case."""
    low = form.lower()
    if tag.startswith("V") and low in _VERBS:
        return _VERBS[low]
    return simplemma.lemmatize(low, lang="en").lower()


def bare_title(title: str) -> str:
    """A title in lower case without what it is for: "deputy minister" of "Deputy Minister of Foreign Affairs"."""
    return _FOR.split(title.lower(), maxsplit=1)[0]


def known(form: str) -> bool:
    """Whether it is an English word in any of its forms; names are mostly not."""
    return bool(simplemma.is_known(form.lower(), lang="en"))
