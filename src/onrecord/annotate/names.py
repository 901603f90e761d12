"""Proper names, from the scores of their tags."""

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from onrecord.annotate.encoding import Encoded, softmax
from onrecord.annotate.labels import NAME_KINDS, NAMES
from onrecord.schema import Name

_ADDRESS = re.compile(
    r"(?i)(?:https?://|www\.)\S+|\S+@\S+\.\w+|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|gov|edu|info|[a-z]{2})(?:/\S*)?"
)
_COMPANY = frozenset({"inc", "inc.", "ltd", "ltd.", "llc", "corp", "corp.", "co.", "plc", "gmbh", "s.a."})


def names(encoded: Encoded, forms: Sequence[str], breaks: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> list[Name]:
    """The names of a text in order; none goes on over the start of a paragraph, and none is an address on the web.

    A span's kind is the one that its words favour together, so that "Bank of America" is one name of one kind.
    """
    out: list[Name] = []
    for name in _spans(encoded, breaks):
        last = out[-1] if out else None
        company = name.end - name.start == 1 and forms[name.start].lower() in _COMPANY
        if (
            company
            and last
            and last.kind == "ORG"
            and name.start - last.end <= 1
            and forms[name.start - 1] in (",", forms[last.end - 1])
        ):
            out[-1] = replace(last, end=name.end)
        elif name.end - name.start > 1 or not _ADDRESS.fullmatch(forms[name.start]):
            out.append(name)
    return out


def _spans(encoded: Encoded, breaks: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> list[Name]:
    chance = softmax(encoded.scores("name"))
    outside = chance[:, 0]
    begins = chance[:, 1::2]
    goes_on = chance[:, 2::2]
    found: list[Name] = []
    start = -1
    count = len(chance)
    named = np.append(outside < 0.5, False)
    for i in range(count + 1):
        inside = bool(named[i])
        fresh = inside and (start < 0 or breaks[i] or begins[i].sum() > goes_on[i].sum())
        if start >= 0 and (not inside or fresh):
            kinds = begins[start:i].sum(0) + goes_on[start:i].sum(0)
            best = int(kinds.argmax())
            found.append(Name(start=start, end=i, kind=NAME_KINDS[best], score=round(float(kinds[best] / (i - start)), 3)))
            start = -1
        if fresh:
            start = i
    return found


assert NAMES[1::2] == tuple(f"B-{kind}" for kind in NAME_KINDS)
