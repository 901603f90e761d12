"""Names as words: what of them to compare, which can be one person's, how the record shows them, where they part."""

import re
from collections.abc import Sequence

from onrecord.derive.grammar import Grammar
from onrecord.derive.lexicon import OFFICES, TITLES
from onrecord.gazetteer import known, named
from onrecord.ids import folded
from onrecord.schema import ActorKind, Name, Noun

SMALL = frozenset(["of", "the", "and", "for", "in", "on", "at", "to", "a", "an"])
"""words of a name that an acronym leaves out"""
_PARTICLES = frozenset([
    "al", "el", "bin", "ibn", "ben", "abu", "de", "da", "do", "dos", "del", "della", "di", "du", "la", "le", "van", "von",
    "der", "den", "ter", "ten", "ze", "zu", "af", "av", "st",
])  # fmt: skip

_HONORIFICS = frozenset(["he", "hh", "hm", "hrh", "mr", "mrs", "ms", "dr", "excellency"])
"""forms of address that are no names by themselves, without full stops"""
_RANKS = frozenset(["ambassador", "extraordinary", "plenipotentiary", "and", "president", "minister", "prime", "secretary"])


def _is_title(words: Sequence[str]) -> bool:
    """Whether words read as a person's name are only what somebody is called by: "H.E.", "Ambassador Extraordinary"."""
    plain = [w.lower().replace(".", "") for w in words]
    return "".join(plain) in _HONORIFICS or all(w in _RANKS for w in plain)


def is_address(form: str) -> bool:
    """Whether a word only shows respect to who is named after it: "H.E.", "Excellency", "Mr."."""
    return form.lower().replace(".", "") in _HONORIFICS and (form.lower() != "he")


def tokens_of(words: str) -> tuple[str, ...]:
    """The words of a name for comparison: folded, without articles, titles left to the caller."""
    found = list(re.findall(r"[^\W_]+(?:[.'’-][^\W_]+)*\.?", folded(words)))
    while found and found[0] in ("the", "a", "an"):
        found = found[1:]
    # "Mr Harthy" is Said al-Harthy
    found = [re.sub(r"^(?:al|el)-(?=\w{3})", "", t) for t in found]
    return tuple(t.rstrip(".") if len(t) > 2 else t for t in found if t not in ("'s", "s"))


def same_person(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two names can be one person's: the shorter one's words, in order, in the longer, initials for names."""
    short, long = sorted((a, b), key=len)
    if short[-1] != long[-1]:
        return False
    at = 0
    for token in short[:-1]:
        while at < len(long) - 1 and not _same_first(token, long[at]):
            at += 1
        if at >= len(long) - 1:
            return False
        at += 1
    return True


def _same_first(a: str, b: str) -> bool:
    if a == b:
        return True
    x, y = a.rstrip("."), b.rstrip(".")
    return (len(x) == 1 or len(y) == 1) and x[0] == y[0]


def fullness(name: str, kind: ActorKind) -> tuple[int, int, int]:
    """How full a name is, for comparison: a person's by its words that are no initials, then by these, others by all."""
    words = name.split()
    if kind == "person":
        whole = [w for w in words if len(w.strip(".")) > 1]
        return len(whole), -sum(w.isupper() for w in whole), len(words)
    return len(words), len(name), 0


def shown_as(words: str, kind: str) -> str:
    """A name as the record shows it: on one line, no brackets of an editor, no surname in capitals."""
    name = " ".join(re.sub(r"[\[\]]", "", words).split())
    if kind == "PER":
        parts = name.split()
        if len(parts) > 1 and any(p.isupper() and len(p) > 2 for p in parts) and not name.isupper():
            name = " ".join(_capitalised(p) if p.isupper() and len(p) > 2 and "." not in p else p for p in parts)
        elif name.isupper() and len(name) > 3:
            name = " ".join(_capitalised(p) for p in parts)
    return name


def _capitalised(word: str) -> str:
    return re.sub(r"[^\W\d_]+", lambda m: m[0][0].upper() + m[0][1:].lower(), word)


def _is_short_number(form: str) -> bool:
    return form.isdigit() and len(form) < 4


def _is_office_of(g: Grammar, name: Name) -> bool:
    """Whether a name is no body's but an office: "the Permanent Observer of X", unlike "the House of Representatives of X"."""
    last = name.end - 1
    of = g.low[name.end : name.end + 1] == ["of"]
    return of and g.lemma(last) in OFFICES and g.span_head(range(name.start, name.end)) == last


def parted(grammar: Grammar, found: Sequence[Name]) -> list[Name]:
    """Names as syntax parts them: "Ambassador to Norway Kari Lund" holds a place and a person, "told France 24" no place."""
    g = grammar
    places = {tuple(g.forms[n.start : n.end]) for n in found if n.kind in ("LOC", "ORG")}
    out: list[Name] = []
    for given in found:
        name, cut = given, None
        if name.kind != "PER" and _is_office_of(g, name):
            continue
        if name.kind == "PER" and name.start > 1 and g.low[name.start - 1] in ("to", "of", "for"):
            office = g.lemma(name.start - 2) in OFFICES or g.low[name.start - 2] in OFFICES
            ends = range(name.end - 1, name.start, -1)
            known = next((i for i in ends if tuple(g.forms[name.start : i]) in places), None)
            cut = known or (name.start + 1 if office and name.end - name.start > 2 else None)
        end = name.end
        counts = end + 1 < len(g.forms) and g.tag[end + 1].startswith(("NN", "JJ"))
        if end < len(g.forms) and g.tag[end] == "CD" and _is_short_number(g.forms[end]) and (g.head[end] < end or not counts):
            # "told France 24": a number that counts nothing after it belongs to the name, which is then no place
            name = Name(start=name.start, end=end + 1, kind="ORG" if name.kind == "LOC" else name.kind, score=name.score)
        if cut:
            out.append(Name(start=name.start, end=cut, kind="LOC", score=name.score))
            name = Name(start=cut, end=name.end, kind="PER", score=name.score)
        out.append(name)
    return out


_INSIDE = frozenset(["of", "and", "the", "in", "for", "&"])
"""words that a name can have between two of its parts"""


def _listed(grammar: Grammar, found: Sequence[Name]) -> list[Name]:
    """Names with those joined that together are one in the gazetteer: "Bank of Mauritius", "Union of Tarn and the Coast"."""
    out: list[Name] = []
    at = 0
    while at < len(found):
        last = at
        for end in range(at + 1, min(at + 4, len(found))):
            between = grammar.low[found[end - 1].end : found[end].start]
            if not between or len(between) > 3 or not set(between) <= _INSIDE:
                break
            if named(known(), grammar.text((found[at].start, found[end].end))) is not None:
                last = end
        first = found[at]
        score = min(n.score for n in found[at : last + 1])
        out.append(first if last == at else Name(start=first.start, end=found[last].end, kind=first.kind, score=score))
        at = last + 1
    return out


def _behind_dash(grammar: Grammar, end: int) -> int:
    """Where a name ends that goes on behind a dash before a title: "the Combined Force – Northern Shield commander"."""
    g = grammar
    at = end + 1
    while at < len(g.forms) and g.tag[at].startswith("NNP") and g.lemma(at) not in OFFICES:
        at += 1
    goes_on = (
        g.forms[end : end + 1] and g.forms[end] in ("–", "—", "-") and at > end + 1 and g.sentence[end] == g.sentence[at - 1]
    )
    titled = at < len(g.forms) and g.lemma(at) in OFFICES and g.sentence[at] == g.sentence[end]
    return at if goes_on and titled else end


_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")


def joined(grammar: Grammar, found: Sequence[Name]) -> list[Name]:
    """Names without titles before them, and with what an editor put in brackets: "[Anna] Lund"."""
    forms = grammar.forms
    out: list[Name] = []
    for name in _listed(grammar, found):
        start, end = name.start, name.end
        if name.kind == "DATE":
            continue
        if name.kind == "PER":
            while start < end - 1 and forms[start].lower().rstrip(".") in TITLES and forms[start].lower() not in _PARTICLES:
                start += 1
            while end - 1 > start and forms[end - 1] in ("'s", "’s", "'", "’"):
                end -= 1
        while start < end and not forms[start][0].isalnum():
            start += 1
        while end > start and not forms[end - 1][0].isalnum():
            end -= 1
        if start >= end or (name.kind == "PER" and _is_title(forms[start:end])):
            continue
        if name.kind == "ORG" and start > 0 and _ORDINAL.fullmatch(forms[start - 1]):
            # "the 9th Brigade" is not the 7th
            start -= 1
        if name.kind == "ORG" and end - start > 1:
            end = _behind_dash(grammar, end)
        last = out[-1] if out else None
        if last and start < last.end:
            continue
        if (
            last
            and last.kind == name.kind == "PER"
            and last.end < start
            and "".join(forms[last.end : start]) == "]"
            and last.start
            and forms[last.start - 1] == "["
        ):
            out[-1] = Name(start=last.start, end=end, kind="PER", score=min(last.score, name.score))
            continue
        out.append(Name(start=start, end=end, kind=name.kind, score=name.score))
    return out


def with_plurals(grammar: Grammar, found: Sequence[Name], nouns: Sequence[Noun]) -> list[Name]:
    """Names with the plurals that stand for people and that no list knows: "the Velmorans", "Republicans"."""
    g = grammar
    taken = {i for name in found for i in range(name.start, name.end)}
    plurals = [
        Name(start=n.head, end=n.head + 1, kind="NORP", score=0.5)
        for n in nouns
        if n.kind in ("person", "organization")
        and g.tag[n.head] == "NNPS"
        and n.head not in taken
        and not g.forms[n.head].isupper()
        and g.lemma(n.head) not in OFFICES
        and all(g.relation[i] in ("det", "case") for i in range(n.start, n.head))
        and n.end == n.head + 1
    ]
    return sorted([*found, *{p.start: p for p in plurals}.values()], key=lambda n: n.start)
