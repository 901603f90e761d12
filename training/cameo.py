"""Sentences with events from the material of CAMEO coders: the test cases of PETRARCH and a dictionary of verb patterns."""

import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from training.cases import Case, filled
from training.examples import Aligner, Example, lines

TYPES = {
    "02": "REQUEST", "03": "AGREE", "04": "CONSULT", "05": "SUPPORT", "06": "COOPERATE", "07": "AID", "08": "YIELD",
    "09": "ACCUSE", "10": "REQUEST", "11": "ACCUSE", "12": "REJECT", "13": "THREATEN", "14": "PROTEST", "15": "MOBILIZE",
    "16": "SANCTION", "17": "COERCE", "18": "ASSAULT", "19": "ASSAULT", "20": "ASSAULT",
}  # fmt: skip
"""first two digits of a CAMEO code -> type of event; public statements (01) are none"""
_TOWARDS = {
    "REQUEST": "from", "AGREE": "with", "CONSULT": "with", "SUPPORT": "for", "COOPERATE": "with", "AID": "to", "YIELD": "for",
    "ACCUSE": "against", "REJECT": "of", "THREATEN": "against", "PROTEST": "in", "MOBILIZE": "near", "SANCTION": "with",
    "COERCE": "of", "ASSAULT": "in",
}  # fmt: skip
"""the preposition that mostly leads from what is done to whom it is done"""


WEIS = {
    "01": "YIELD", "03": "CONSULT", "04": "SUPPORT", "05": "AGREE", "06": "SUPPORT", "07": "AID", "08": "AGREE",
    "09": "REQUEST", "10": "REQUEST", "11": "REJECT", "12": "ACCUSE", "13": "ACCUSE", "14": "REJECT", "15": "REQUEST",
    "16": "THREATEN", "17": "THREATEN", "18": "PROTEST", "19": "SANCTION", "20": "SANCTION", "21": "COERCE", "22": "ASSAULT",
}  # fmt: skip
"""first two digits of a code of CAMEO's forerunner -> type of event; comments (02) are none"""


def petrarch(path: Path) -> Iterator[Case]:
    """The first sentences that PETRARCH demonstrates itself with, where one type of event stands between two actors named.

    They have codes of WEIS; the other tests have those of several schemes, or invented ones. Actors are codes, whose first
    three letters mostly begin the name: GONGOV is of Gondor.
    """
    seen = set()
    for line in lines(path):
        if not re.fullmatch(r"DEMO-[01]\d", line["id"]) or line["error"]:
            continue
        kinds = {WEIS.get(e["code"][:2]) for e in line["expected"]}
        kind = kinds.pop() if len(kinds) == 1 else None
        # some sentences are told again, with more at the end
        if kind is None or (kind, line["text"][:40]) in seen:
            continue
        seen.add((kind, line["text"][:40]))
        at = Aligner(line["text"])
        event = line["expected"][0]
        codes = [event[role][:3] for role in ("source", "target")]
        places = [next((i for i, f in enumerate(at.forms) if f[:3].upper() == code), None) for code in codes]
        if None in places:
            continue
        yield Case(
            example=Example(id=f"petrarch-{line['id']}", corpus="events", forms=at.forms, gap=at.gap),
            type=kind,
            parties=[(i, i + 1) for i in places if i is not None],
            sources=1,
        )


_PATTERN = re.compile(r"- \*((?: (?:\{[^}]+\}|\([^)]+\)|&?[A-Z-]+))+)\s+\[(\d+)[:\d]*\]\s+# ([A-Z_-]+)")
_FORMS = re.compile(r"^\+?([A-Z][A-Z_-]*)\s*\{([A-Z_+ -]+)\}", re.MULTILINE)


def patterns(path: Path, actors: Sequence[str], rng: random.Random) -> Iterator[Case]:
    """A sentence for each pattern of a CAMEO dictionary that is a verb and what follows it: "* CONSULATE [161] # CLOSE"."""
    text = path.read_text(encoding="utf8", errors="replace")
    sets = _synonyms(text)
    past = _irregular(text)
    for number, (after, code, verb) in enumerate(dict.fromkeys(_PATTERN.findall(text))):
        kind = TYPES.get(code[:2])
        words = [_member(w, sets, rng) for w in re.findall(r"&?[\w-]+", after)]
        # what only leads on, as in "throw out", is no object
        if kind is None or verb in _SAYING or not words[-1] or None in words or re.fullmatch(_LEADING, words[-1]):
            continue
        told = [w.lower() for w in (past.get(verb) or _past(verb)).split("_")]
        rest = " ".join(w.lower() for w in words if w)
        article = "" if after.startswith(" (") or rest.endswith("s") or re.match(_LEADING, rest.upper()) else "the "
        pattern = f"{{a}} [{told[0]}] {' '.join([*told[1:], article + rest])} {_TOWARDS[kind]} {{b}}."
        yield filled(pattern, rng.sample(actors, 2), kind, f"pattern-{number}")


_SAYING = frozenset(["SAY", "STATE", "REPORT", "TELL", "REACT", "BELIEVE"])
_LEADING = r"(?:\w+LY|AGAINST|AS|AT|BACK|BETWEEN|BY|DOWN|FOR|FROM|IN|INTO|NOT|OF|OFF|ON|OUT|OVER|TO|TOWARD|UP|WITH)\b"


def _irregular(text: str) -> dict[str, str]:
    """Verbs whose past is no regular one -> that past; a past that stands for its verb is its own."""
    found = {verb: verb for verb in ("CAST", "CUT", "HIT", "PUT", "SET", "SHUT", "SPLIT")} | {"HEAR": "HEARD", "SEE": "SAW"}
    for verb, forms in _FORMS.findall(text):
        past = [form.strip("+") for form in forms.split() if not re.match(r"\+?[A-Z-]+(S|ING)(_|$)", form)]
        if past:
            found.setdefault(verb, past[0])
            found |= {form: form for form in past}
    return found


def _past(verb: str) -> str:
    """The past of a regular verb in capitals, of several words perhaps; a past stays as it is."""
    first, *rest = verb.split("_")
    if first.endswith("E"):
        first += "D"
    elif first.endswith("Y") and first[-2:-1] not in tuple("AEIOU"):
        first = first[:-1] + "IED"
    elif not first.endswith("ED") or first == "NEED":
        first += "ED"
    return "_".join([first, *rest])


def _synonyms(text: str) -> dict[str, list[str]]:
    """The sets of words that patterns name with &, each with its members."""
    found: dict[str, list[str]] = {}
    members: list[str] = []
    for line in text.splitlines():
        if match := re.match(r"&([A-Z0-9]+)_?\s*$", line):
            members = found.setdefault(match[1], [])
        elif match := re.match(r"\+([A-Z_-]+?)_?\s*(?:#|$)", line):
            members.append(match[1].replace("_", " "))
        elif line.startswith("---"):
            break
    return found


def _member(word: str, sets: dict[str, list[str]], rng: random.Random) -> str | None:
    """A word of a pattern, or one of the first words of the set that it names; None if there is no such set."""
    if not word.startswith("&"):
        return word
    members = sets.get(word[1:])
    return rng.choice(members[:6]) if members else None
