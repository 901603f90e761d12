"""Base forms of English words.

simplemma knows no parts of speech; the verbs that it takes for other words stand in `verbs.tsv`, each form with its base form,
and once more where it is a base form itself ("found"). `training/verbs.py` makes it of LemmInflect's table (MIT).
"""

import re
from functools import cache, lru_cache
from importlib.resources import files

import simplemma

_FOR = re.compile(r" (?:of|for) ")


@lru_cache(maxsize=50_000)
def lemma(form: str, tag: str = "") -> str:
    """The base form of an English word in lower case."""
    low = form.lower()
    if tag.startswith("V") and (bases := _verbs().get(low)):
        # "will found", "found"
        return bases[-1] if tag in ("VB", "VBP") else bases[0]
    return simplemma.lemmatize(low, lang="en").lower()


@cache
def _verbs() -> dict[str, list[str]]:
    """Form of a verb -> its base form; and the form, where it is a base form too."""
    lines = (files("onrecord") / "verbs.tsv").read_text(encoding="utf8").splitlines()
    return {form: bases for form, *bases in (line.split("\t") for line in lines)} | {"'s": ["be"], "’s": ["be"]}


def bare_title(title: str) -> str:
    """A title in lower case without what it is for: "deputy minister" of "Deputy Minister of Foreign Affairs"."""
    return _FOR.split(title.lower(), maxsplit=1)[0]


def known(form: str) -> bool:
    """Whether it is an English word in any of its forms; names are mostly not."""
    return bool(simplemma.is_known(form.lower(), lang="en"))
