"""How far words bind who says them: the marks of firmness and of reserve that a text holds, each with its weight.

The list is `commitment.tsv`, kept by hand: words (one or more, as forms or base forms), what kind of mark they are, and a
weight from -2 (far from binding: "perhaps", "hope to") to 2 ("must", "under no circumstances"); a negation weighs nothing,
but where it comes or goes the wording is another. It measures wording, never meaning or truth.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from onrecord.lemmas import lemma

KINDS = {
    "commit": "a promise or a plain future",
    "oblige": "a duty",
    "certain": "certainty or emphasis",
    "insist": "a demand or a rejection",
    "plan": "an intention",
    "possible": "a possibility",
    "doubt": "doubt",
    "opinion": "an opinion",
    "hope": "a hope or a wish",
    "condition": "a condition",
    "weigh": "something only weighed or offered",
    "hedge": "a hedge",
    "ask": "a request or a regret",
    "deny": "a negation",
    "status": "how the statement stands on record",
}
"""what each kind of mark is called before a reader"""
_WORD = re.compile(r"\w+(?:-\w+)+|\w+(?:['’]t\b)?|['’]\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Words of a text that bind or hold back; code points of the text."""

    start: int
    end: int
    words: str
    kind: str
    weight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    kind: str
    weight: int


def marks(text: str, *, language: str = "en") -> Iterator[Mark]:
    """The marks of a text in their order; the longest entry that fits counts, and no word counts twice.

    A capital inside a sentence begins a name, which is no mark: "in May". A language without a list has no marks.
    """
    entries, longest = _entries(language)
    words = list(_WORD.finditer(text))
    low = [w.group().lower().replace("’", "'") for w in words]
    at = 0
    while at < len(words):
        for length in range(min(longest, len(words) - at), 0, -1):
            found = _fitting(entries, low[at : at + length])
            if found is not None and not _is_name(text, words[at]):
                start, end = words[at].start(), words[at + length - 1].end()
                yield Mark(start=start, end=end, words=text[start:end], kind=found.kind, weight=found.weight)
                at += length
                break
        else:
            at += 1


def _fitting(entries: Mapping[tuple[str, ...], _Entry], forms: list[str]) -> _Entry | None:
    """The entry of some words: by their forms, else with the base form of the first that is not the same."""
    found = entries.get(tuple(forms))
    if found is not None:
        return found
    for place, form in enumerate(forms):
        base = lemma(form)
        if base != form and (found := entries.get((*forms[:place], base, *forms[place + 1 :]))) is not None:
            return found
    return None


def _is_name(text: str, word: re.Match[str]) -> bool:
    if not word.group()[0].isupper():
        return False
    before = text[: word.start()].rstrip(" \t\n\r\"'“”‘’«»([—–-")
    return bool(before) and before[-1] not in ".!?…:;"


@cache
def _entries(language: str) -> tuple[Mapping[tuple[str, ...], _Entry], int]:
    """The list of a language, and the most words that one of its entries has."""
    found: dict[tuple[str, ...], _Entry] = {}
    with (files("onrecord") / "commitment.tsv").open(encoding="utf8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if row["language"] == language:
                found[tuple(w.group() for w in _WORD.finditer(row["words"]))] = _Entry(
                    kind=row["kind"], weight=int(row["weight"])
                )
    return found, max(map(len, found), default=0)
