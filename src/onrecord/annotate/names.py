"""Proper names, from the scores of their tags."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from onrecord.annotate.encoding import Encoded, Floats, softmax
from onrecord.annotate.labels import NAME_KINDS, NAMES
from onrecord.schema import Name

_ADDRESS = re.compile(
    r"(?i)(?:https?://|www\.)\S+|\S+@\S+\.\w+|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|gov|edu|info|[a-z]{2})(?:/\S*)?"
)
_COMPANY = frozenset({"inc", "inc.", "ltd", "ltd.", "llc", "corp", "corp.", "co.", "plc", "gmbh", "s.a."})


LEAST_SCORE = 0.55
"""probability of its kind from which a name is kept"""


def names(encoded: Encoded, forms: Sequence[str], breaks: NDArray[np.bool_]) -> list[Name]:
    """The names of a text in order; none goes on over the start of a paragraph, and none is an address on the web.

    A name's kind is the one that its words favour together in all places of the text where it stands, so that "Bank of
    America" is one name of one kind, and the same kind throughout.
    """
    spans = [(a, b, kinds) for a, b, kinds in _spans(encoded, breaks) if b - a > 1 or not _ADDRESS.fullmatch(forms[a])]
    together: dict[str, list[Floats]] = {}
    for a, b, kinds in spans:
        key = " ".join(forms[a:b]).lower()
        together.setdefault(key, []).append(kinds)
    out: list[Name] = []
    for a, b, own in spans:
        kinds = np.mean(together[" ".join(forms[a:b]).lower()], axis=0)
        best = int(kinds.argmax())
        last = out[-1] if out else None
        follows = last and (a == last.end or (a == last.end + 1 and forms[last.end] == ","))
        if last and follows and last.kind == "ORG" and b - a == 1 and forms[a].lower() in _COMPANY:
            out[-1] = replace(last, end=b)
            continue
        score = float(max(own[best], kinds[best]))
        if score >= LEAST_SCORE:
            out.append(Name(start=a, end=b, kind=NAME_KINDS[best], score=round(score, 3)))
    return out


def _spans(encoded: Encoded, breaks: NDArray[np.bool_]) -> Iterator[tuple[int, int, Floats]]:
    """(first word, one past the last, [kinds] probabilities) of each stretch of words that are likelier in a name than not."""
    chance = softmax(encoded.scores("name"))
    begins = chance[:, 1::2]
    goes_on = chance[:, 2::2]
    start = -1
    count = len(chance)
    named = np.append(chance[:, 0] < 0.5, False)
    for i in range(count + 1):
        inside = bool(named[i])
        fresh = inside and (start < 0 or breaks[i] or begins[i].sum() > goes_on[i].sum())
        if start >= 0 and (not inside or fresh):
            yield start, i, (begins[start:i] + goes_on[start:i]).mean(0)
            start = -1
        if fresh:
            start = i


assert NAMES[1::2] == tuple(f"B-{kind}" for kind in NAME_KINDS)
