"""Variety that the corpora lack: names from all over the world, other quotation marks, other layouts.

Every function gives a new example whose layers still fit its words.
"""

import random
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from onrecord.annotate.pieces import BREAK, NO_GAP, SPACE
from onrecord.annotate.quotations import quotations
from onrecord.annotate.words import words
from training.examples import Attribution, Deed, Example, Mention, Span

Edit = tuple[int, int, list[str]]
"""words [start, end) and what stands in their place"""


class Names:
    """Names of persons and places to put in: from the gazetteers of event coding, which cover all states."""

    def __init__(self, gazetteers: Path, examples: Sequence[Example]) -> None:
        self.people = _people(gazetteers / "Phoenix.Countries.actors.txt")
        self.places = _places(gazetteers / "CountryInfo.txt")
        self.first_names: set[str] = set()
        """first names in the annotated corpora, to find persons in those without names"""
        self.known_places: set[tuple[str, ...]] = set()
        for example in examples:
            for start, end, kind in spans(example.names or ()):
                found = tuple(example.forms[start:end])
                if kind == "PER" and len(found) > 1 and found[0].isalpha() and found[0].istitle():
                    self.first_names.add(found[0])
                elif kind == "LOC" and all(f[0].isupper() and len(f) > 2 for f in found) and found[0] != "The":
                    self.known_places.add(found)


def spans(names: Sequence[str]) -> list[tuple[int, int, str]]:
    """The spans of B- and I- labels."""
    found = []
    start = -1
    for i, name in enumerate([*names, "O"]):
        if start >= 0 and not name.startswith("I-"):
            found.append((start, i, names[start][2:]))
            start = -1
        if name.startswith("B-"):
            start = i
    return found


def _people(path: Path) -> list[tuple[list[str], list[str]]]:
    """(first names, last name) of office holders, in words as the tokenizer cuts them."""
    found = []
    for line in path.read_text(encoding="utf8", errors="replace").split("\n"):
        if "; CountryInfo" not in line or line.startswith(("+", "\t", "#")):
            continue
        parts = [p for p in re.split(r"[_\s]+", line.split(";")[0].strip()) if re.fullmatch(r"[A-Z'.-]{2,}", p)]
        if not 2 <= len(parts) <= 4:
            continue
        shown = [re.sub(r"[A-Z]+", lambda m: m[0].capitalize(), p) for p in parts]
        first, last = shown[:-1], shown[-1:]
        if len(shown) == 3 and shown[1] in ("Al", "El", "Bin", "Ben", "De", "Da", "Van", "Von", "Le", "Abu"):
            first, last = shown[:1], shown[1:]
        found.append((words(" ".join(first)).form, words(" ".join(last)).form))
    return found


def _places(path: Path) -> list[list[str]]:
    found = []
    inside = False
    for line in path.read_text(encoding="utf8", errors="replace").split("\n"):
        if line.startswith(("<Capital>", "<MajorCities>")):
            inside = True
        if inside:
            name = re.sub(r"<.*?>|#.*", "", line).strip()
            if re.fullmatch(r"[A-Z][A-Z' _-]{2,20}", name):
                found.append(words(name.replace("_", " ").title()).form)
        if "</" in line:
            inside = False
    return found


def rewritten(example: Example, edits: Sequence[Edit]) -> Example:
    """An example with some of its words replaced; edits must not overlap. Layers of syntax need as many words as before."""
    forms: list[str] = []
    gap: list[int] = []
    to = np.zeros(len(example.forms) + 1, np.int64)
    at = 0
    whole = example.head is not None
    for start, end, new in sorted(edits, key=lambda e: e[0]):
        if start < at or (whole and len(new) != end - start):
            continue
        for i in range(at, start):
            to[i] = len(forms)
            forms.append(example.forms[i])
            gap.append(int(example.gap[i]))
        for i in range(start, end):
            to[i] = len(forms) + min(i - start, len(new) - 1)
        glued = [k > 0 and (new[k] == "-" or new[k - 1] == "-") for k in range(len(new))]
        gap += [int(example.gap[start])] + [NO_GAP if glued[k] else SPACE for k in range(1, len(new))]
        forms += new
        at = end
    for i in range(at, len(example.forms)):
        to[i] = len(forms)
        forms.append(example.forms[i])
        gap.append(int(example.gap[i]))
    to[-1] = len(forms)
    if len(forms) == len(example.forms):
        return replace(example, forms=forms)

    def moved(span: Span) -> Span:
        return int(to[span[0]]), int(to[span[1]])

    attributions = example.attributions and [
        Attribution(source=[moved(s) for s in a.source], cue=moved(a.cue), content=[moved(s) for s in a.content])
        for a in example.attributions
    ]
    mentions = example.mentions and [
        Mention(start=int(to[m.start]), end=int(to[m.end]), head=int(to[m.head]), cluster=m.cluster, kind=m.kind)
        for m in example.mentions
    ]
    names = None
    if example.names is not None:
        names = ["O"] * len(forms)
        for i, label in enumerate(example.names):
            names[int(to[i])] = label
        for start, end, kind in spans(example.names):
            a, b = moved((start, end))
            names[a:b] = [f"B-{kind}", *[f"I-{kind}"] * (b - a - 1)]
    return replace(
        example,
        forms=forms,
        gap=np.array(gap, np.int64),
        attributions=attributions,
        mentions=mentions,
        names=names,
        factuality=example.factuality and {int(to[i]): fact for i, fact in example.factuality.items()},
        event=example.event and {int(to[i]): event for i, event in example.event.items()},
        deeds=example.deeds
        and [
            Deed(
                sentence=moved(d.sentence),
                word=int(to[d.word]),
                ends=([moved(s) for s in d.ends[0]], [moved(s) for s in d.ends[1]]),
                type=d.type,
            )
            for d in example.deeds
        ],
    )


def swapped_people(example: Example, names: Names, rng: random.Random, share: float = 0.7) -> Example:
    """Persons under other names, each the same throughout."""
    forms = example.forms
    full: list[tuple[int, int, int]] = []
    """first names from, last name from, end"""
    single: dict[str, list[int]] = {}
    if example.names is not None:
        for start, end, kind in spans(example.names):
            if kind != "PER":
                continue
            if end - start == 1:
                single.setdefault(forms[start], []).append(start)
            elif (
                end - start <= 4 and all(f[0].isupper() or f in "-." for f in forms[start:end]) and "-" not in forms[start:end]
            ):
                full.append((start, end - 1, end))
    else:
        i = 0
        while i < len(forms) - 1:
            if forms[i] in names.first_names:
                end = i + 1
                if re.fullmatch(r"[A-Z]\.", forms[end]) and end + 1 < len(forms):
                    end += 1
                if (
                    re.fullmatch(r"[A-Z][a-z]+(?:[A-Z][a-z]+)?", forms[end])
                    and example.gap[end] == SPACE
                    and forms[end] not in _NO_SURNAMES
                ):
                    full.append((i, end, end + 1))
                    i = end
            i += 1
        surnames = {forms[last] for _, last, _ in full}
        taken = {last for _, last, _ in full}
        for i, form in enumerate(forms):
            if form in surnames and i not in taken:
                single.setdefault(form, []).append(i)
    new: dict[tuple[str, str], tuple[list[str], list[str]]] = {}
    edits: list[Edit] = []
    keep_length = example.head is not None
    for first, last, end in full:
        key = (forms[first], forms[last])
        if key not in new:
            if rng.random() > share:
                continue
            person = rng.choice(names.people)
            for _ in range(20):
                if not keep_length or (len(person[0]) == last - first and len(person[1]) == 1):
                    break
                person = rng.choice(names.people)
            new[key] = _styled(person, rng) if not keep_length else person
        given, surname = new[key]
        edits.append((first, end, [*given, *surname]))
    by_last = {last: surname for (_, last), (_, surname) in new.items()}
    for form, places in single.items():
        if form in by_last:
            edits += [(i, i + 1, by_last[form]) for i in places]
    return rewritten(example, edits) if edits else example


_NO_SURNAMES = frozenset([
    "County", "City", "University", "Street", "Park", "Avenue", "Island", "Beach", "Hall", "House", "School", "College",
    "Hotel", "Day", "Times", "Post", "News", "Center", "Valley",
])  # fmt: skip


def _styled(person: tuple[list[str], list[str]], rng: random.Random) -> tuple[list[str], list[str]]:
    given, surname = list(person[0]), list(person[1])
    if len(given) == 2 and rng.random() < 0.3:
        given = [given[0], "-", given[1]]
    elif surname[0] not in ("Al", "El") and rng.random() < 0.06:
        surname = [rng.choice(("Al", "al", "El")), "-", *surname]
    elif rng.random() < 0.06:
        surname = [*surname, "-", rng.choice(_SECOND_SURNAMES)]
    if rng.random() < 0.02:
        surname = [s.upper() for s in surname]
    return given, surname


_SECOND_SURNAMES = (
    "Okoye",
    "Ferreira",
    "Iweala",
    "Larsen",
    "Kovacs",
    "Diop",
    "Haddad",
    "Sato",
    "Mbeki",
    "Ruiz",
    "Smith",
    "Tanaka",
)


def swapped_places(example: Example, names: Names, rng: random.Random, share: float = 0.5) -> Example:
    """Places under other names, each the same throughout."""
    forms = example.forms
    new: dict[tuple[str, ...], list[str] | None] = {}
    edits: list[Edit] = []
    longest = 3
    i = 0
    while i < len(forms):
        step = 1
        if forms[i][0].isupper():
            for n in range(longest, 0, -1):
                key = tuple(forms[i : i + n])
                if len(key) == n and key in names.known_places:
                    if key not in new:
                        new[key] = rng.choice(names.places) if rng.random() < share else None
                    place = new[key]
                    if place is not None and (example.head is None or len(place) == n):
                        edits.append((i, i + n, place))
                    step = n
                    break
        i += step
    return rewritten(example, edits) if edits else example


_INSTITUTIONS: dict[tuple[str, ...], tuple[str, ...]] = {
    ("White", "House"): (
        "Kremlin",
        "Foreign Ministry",
        "Presidency",
        "Elysee",
        "Cabinet",
        "Royal Court",
        "Presidential Office",
    ),
    ("State", "Department"): ("Foreign Ministry", "Foreign Office", "Ministry of Foreign Affairs"),
    ("Pentagon",): ("Defence Ministry", "General Staff", "Ministry of Defence", "Bundeswehr"),
    ("Congress",): (
        "parliament",
        "Parliament",
        "National Assembly",
        "Duma",
        "Majlis",
        "Knesset",
        "Bundestag",
        "Verkhovna Rada",
    ),
    ("Senate",): ("Duma", "Sejm", "Lok Sabha", "Knesset", "upper house", "Federation Council"),
    ("Republicans",): ("Socialists", "Islamists", "Kurds", "Conservatives", "Greens", "Peronists", "separatists"),
    ("Democrats",): ("Liberals", "Communists", "Sadrists", "Nationalists", "Christian Democrats", "reformists"),
    ("President",): (
        "Prime Minister",
        "Chancellor",
        "Foreign Minister",
        "Ambassador",
        "President",
        "President",
        "Deputy Prime Minister",
    ),
    ("Sen.",): ("Minister", "Deputy", "MP", "Senator", "Foreign Minister"),
    ("Rep.",): ("Minister", "Deputy", "MP", "lawmaker", "Defence Minister"),
    ("Gov.",): ("Governor", "Mayor", "Premier", "Ambassador", "General"),
    ("Republican",): ("Socialist", "Islamist", "Kurdish", "Conservative", "Russian", "Turkish", "Iraqi", "Japanese"),
    ("Democratic",): ("Liberal", "Communist", "Shiite", "Labour", "Chinese", "Polish", "Nigerian", "opposition"),
    ("American",): ("Russian", "Iraqi", "French", "Indian", "Kenyan", "Turkish", "Vietnamese", "Brazilian"),
    ("Americans",): ("Russians", "Iraqis", "Kurds", "Egyptians", "Filipinos", "Poles", "Ukrainians"),
}


def swapped_institutions(example: Example, rng: random.Random, share: float = 0.5) -> Example:
    """American offices and bodies under the names of others."""
    forms = example.forms
    chosen: dict[tuple[str, ...], list[str] | None] = {}
    edits: list[Edit] = []
    for i, form in enumerate(forms):
        for key in ((form,), tuple(forms[i : i + 2])):
            if key in _INSTITUTIONS and not (edits and edits[-1][1] > i):
                if key not in chosen:
                    chosen[key] = rng.choice(_INSTITUTIONS[key]).split() if rng.random() < share else None
                new = chosen[key]
                if new is not None and (example.head is None or len(new) == len(key)):
                    edits.append((i, i + len(key), new))
    return rewritten(example, edits) if edits else example


_DOUBLE_STYLES = (("“", "”"), ('"', '"'), ("''", "''"), ("‘", "’"), ("«", "»"), ("„", "“"), ("“", '"'))
_STYLE_WEIGHTS = (30, 34, 14, 14, 3, 2, 3)


def other_marks(example: Example, rng: random.Random) -> Example:
    """Another house's quotation marks."""
    opening, closing = rng.choices(_DOUBLE_STYLES, _STYLE_WEIGHTS)[0]
    found = quotations(example.forms, (example.gap != NO_GAP).tolist(), (example.gap == BREAK).tolist())
    forms = list(example.forms)
    for q in found:
        if q.double:
            forms[q.start] = opening
            if q.closed:
                forms[q.end - 1] = closing
        else:
            inner = ("“", "”") if opening == "‘" else ("'", "'") if opening in ('"', "''") else ("‘", "’")
            forms[q.start], forms[q.end - 1] = inner
    if opening != "“" and rng.random() < 0.8:
        forms = [re.sub("’", "'", f) if len(f) > 1 or (f == "’" and closing != "’") else f for f in forms]
    return replace(example, forms=forms)


def other_layout(example: Example, rng: random.Random) -> Example:
    """Paragraphs joined, or one to each sentence."""
    gap = example.gap.copy()
    if rng.random() < 0.6:
        joined = rng.random()
        for i in np.flatnonzero(gap == BREAK)[2:]:
            if rng.random() < joined:
                gap[i] = SPACE
    else:
        quoted = False
        for i in range(1, len(gap)):
            if example.forms[i - 1] in ("“", "”", '"'):
                quoted = example.forms[i - 1] == "“" or (example.forms[i - 1] == '"' and not quoted)
            if (
                example.forms[i - 1] in (".", "?", "!")
                and gap[i] == SPACE
                and not quoted
                and example.forms[i] not in ("”", '"', "''")
            ):
                gap[i] = BREAK
    return replace(example, gap=gap)


def other_case(example: Example, rng: random.Random) -> Example:
    """A headline in capitals or in title case, or a whole text without capitals."""
    forms = list(example.forms)
    starts = np.flatnonzero(example.gap == BREAK)
    end = int(starts[1]) if len(starts) > 1 else len(forms)
    if rng.random() < 0.25:
        forms = [f.lower() for f in forms]
    elif end < 30:
        forms[:end] = (
            [f.upper() if rng.random() < 0.98 else f for f in forms[:end]]
            if rng.random() < 0.6
            else [f[:1].upper() + f[1:] for f in forms[:end]]
        )
    return replace(example, forms=forms)


def varied(example: Example, names: Names, rng: random.Random) -> Example:
    """One of many variants of an example, often itself."""
    out = example
    if rng.random() < 0.35:
        out = swapped_people(out, names, rng)
    if rng.random() < 0.3:
        out = swapped_places(out, names, rng)
    if rng.random() < 0.25 and out.corpus != "litbank":
        out = swapped_institutions(out, rng)
    if rng.random() < 0.45:
        out = other_marks(out, rng)
    if rng.random() < 0.08:
        out = other_layout(out, rng)
    if rng.random() < 0.08:
        out = other_case(out, rng)
    return out
