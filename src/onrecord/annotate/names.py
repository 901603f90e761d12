"""Proper names, from the scores of their tags."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from onrecord.annotate.encoding import Encoded, Floats, softmax
from onrecord.annotate.labels import NAME_KINDS, NAMES
from onrecord.annotate.pieces import BREAK, NO_GAP
from onrecord.gazetteer import Entry, Gazetteer, key, known, named
from onrecord.gazetteer import start as beginning
from onrecord.schema import Name, Quotation

_ADDRESS = re.compile(
    r"(?i)(?:https?://|www\.)\S+|\S+@\S+\.\w+|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|gov|edu|info|[a-z]{2})(?:/\S*)?"
)
_COMPANY = frozenset({"inc", "inc.", "ltd", "ltd.", "llc", "corp", "corp.", "co.", "plc", "gmbh", "s.a."})


LEAST_SCORE = 0.75
"""probability of its kind from which a name is kept"""


def names(encoded: Encoded, forms: Sequence[str], breaks: NDArray[np.bool_]) -> list[Name]:
    """The names of a text in order; none goes on over the start of a paragraph, and none is an address on the web.

    A name's kind is the one that its words favour together in all places of the text where it stands, so that "Bank of
    America" is one name of one kind, and the same kind throughout.
    """
    found = ((a, _without_stop(forms, a, b), kinds) for a, b, kinds in _spans(encoded, breaks))
    spans = [(a, b, kinds) for a, b, kinds in found if b - a > 1 or not _ADDRESS.fullmatch(forms[a])]
    together: dict[str, list[Floats]] = {}
    for a, b, kinds in spans:
        key = " ".join(forms[a:b]).lower()
        together.setdefault(key, []).append(kinds)
    out: list[Name] = []
    for a, b, own in spans:
        kinds = np.mean(together[" ".join(forms[a:b]).lower()], axis=0)
        best = int(kinds.argmax())
        last = out[-1] if out else None
        if last and a < last.end:
            continue
        follows = last and (a == last.end or (a == last.end + 1 and forms[last.end] == ","))
        if last and follows and last.kind == "ORG" and b - a == 1 and forms[a].lower() in _COMPANY:
            out[-1] = replace(last, end=b)
            continue
        score = float(max(own[best], kinds[best]))
        if score >= LEAST_SCORE:
            end = _with_suffix(forms, b) if NAME_KINDS[best] == "PER" else b
            out.append(Name(start=a, end=end, kind=NAME_KINDS[best], score=round(score, 3)))
    return out


def _with_suffix(forms: Sequence[str], end: int) -> int:
    """Where a person's name ends: behind the "Jr." or "Sr." by which father and son are told apart."""
    at = end + 1 if forms[end : end + 1] == [","] else end
    return at + 1 if at < len(forms) and forms[at].rstrip(".") in ("Jr", "Sr") else end


def _without_stop(forms: Sequence[str], start: int, end: int) -> int:
    """Where a name ends: not with a stop that is a word by itself and ends the sentence, nor with "of", "the" or "and"."""
    while end > start + 1 and (forms[end - 1] in _STOPS or forms[end - 1] in _SMALL):
        end -= 1
    return end


_STOPS = frozenset(".,;:?!")
_ALSO_OTHERS = frozenset([
    "male", "victoria", "lima", "sofia", "georgetown", "santiago", "san jose", "kingston", "wellington", "chad", "jordan",
    "georgia", "is", "rt", "dawn", "axios", "politico", "interfax", "car", "as", "ap", "sdf", "au", "who", "punjab", "cis",
    "congress", "wagner", "praia", "papua", "wales", "america", "republican party", "democratic party", "pt", "pis", "ft",
    "dw", "sana",
])  # fmt: skip
"""names of the gazetteer that are as often somebody or something else, and are left to the network"""
_LONGEST = 6
"""words of a name in the gazetteer"""


def with_known(found: Sequence[Name], forms: Sequence[str], tag: Sequence[str], gap: NDArray[np.int64]) -> list[Name]:
    """Names with those that only the gazetteer knows, and with the kind that it gives to states and regions.

    A longer name of the gazetteer takes the place of the parts of it that were found: "al-Qaeda", not "Qaeda".
    """
    gazetteer = known()
    taken = {i: n for n in found for i in range(n.start, n.end)}
    out: list[Name] = []
    replaced: set[Name] = set()

    def text(start: int, end: int) -> str:
        return "".join(forms[i] if i == start or gap[i] == NO_GAP else f" {forms[i]}" for i in range(start, end))

    for name in found:
        words = text(name.start, name.end)
        entry = named(gazetteer, words)
        territory = entry is not None and entry.is_territory and key(words) not in _ALSO_OTHERS
        if entry is not None and entry.is_territory and name.kind == "PER" and _is_peopled(entry, forms):
            territory = True
        if territory and name.kind in ("ORG", "MISC", "NORP", "PER"):
            out.append(replace(name, kind="LOC"))
        elif entry is not None and entry.is_people and name.kind != "PER":
            out.append(replace(name, kind="NORP"))
        else:
            out.append(name)
    at = 0
    while at < len(forms):
        length = 0
        capital = forms[at][0].isupper() or forms[at].lower() == "al"
        if capital and (at not in taken or taken[at].start == at) and beginning(forms[at]) in gazetteer.starts:
            for end in range(min(at + _LONGEST, len(forms)), at, -1):
                inside = {taken[i] for i in range(at, end) if i in taken}
                if any(n.end > end or n.end - n.start == end - at for n in inside) or BREAK in gap[at + 1 : end]:
                    continue
                kind = _known_kind(gazetteer, text(at, end), tag[at:end])
                if kind and (not inside or end - at > 1):
                    replaced |= inside
                    out.append(Name(start=at, end=end, kind=kind, score=LEAST_SCORE))
                    length = end - at
                    break
        at += max(length, 1)
    return sorted((n for n in out if n not in replaced), key=lambda n: n.start)


_NAMING = frozenset(["called", "named", "dubbed", "nicknamed", "titled", "entitled", "christened", "codenamed"])
_SMALL = frozenset(["of", "the", "and", "for", "in", "on", "to", "a"])


def with_given(found: Sequence[Name], forms: Sequence[str], marks: Sequence[Quotation]) -> list[Name]:
    """Names with those that the text itself says are such: the corridor is called the "Amber Way".

    No name that was found goes beyond the marks or beside what is between them.
    """
    out = list(found)
    for mark in marks:
        a, b = mark.start + 1, mark.end - 1
        before = forms[mark.start - 1].lower() if mark.start else ""
        before = forms[mark.start - 2].lower() if before in ("the", "a") and mark.start > 1 else before
        if not mark.closed or before not in _NAMING or not 0 < b - a <= _LONGEST:
            continue
        words = forms[a:b]
        if not words[0][0].isupper() or any(not w[0].isupper() and w not in _SMALL for w in words):
            continue
        inside = [n for n in out if n.start < mark.end and n.end > mark.start - 1]
        if any(n.start <= a and n.end >= b for n in inside):
            out = [replace(n, start=a, end=b) if n in inside else n for n in out]
        else:
            kind = inside[0].kind if len(inside) == 1 else "MISC"
            out = [n for n in out if n not in inside]
            out.append(Name(start=a, end=b, kind=kind, score=LEAST_SCORE))
    return sorted(out, key=lambda n: n.start)


def _is_peopled(entry: Entry, forms: Sequence[str]) -> bool:
    """Whether a text speaks of a territory's people too: then "Jordan" in it is nobody's first name."""
    return bool(set(entry.demonyms) & set(forms))


def _known_kind(gazetteer: Gazetteer, words: str, tag: Sequence[str]) -> str | None:
    entry = named(gazetteer, words)
    like_a_name = any(t.startswith(("NNP", "JJ")) for t in tag) or (entry is not None and entry.is_people and tag[-1] == "NNS")
    if key(words) in _ALSO_OTHERS or not like_a_name:
        return None
    if entry is not None:
        return "LOC" if entry.is_territory else "NORP" if entry.is_people else "ORG"
    if tag[-1].startswith("NNP") and key(words) in gazetteer.by_seat:
        return "LOC"
    return "NORP" if key(words) in gazetteer.by_demonym else None


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
