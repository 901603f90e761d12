"""Whose turns an interview's or a transcript's are: from labels, the title, the introduction and the credits."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.derive.cast import Cast
from onrecord.derive.lexicon import OFFICES, TITLES
from onrecord.markup import unmarked
from onrecord.schema import Document, Segment

_FULL_NAME = r"[A-ZÀ-Þ][\w.’'-]+(?:\s+(?:[a-z]{2,3}\s+)?[A-ZÀ-Þ][\w.’'-]+){1,3}"
_TALKED = r"(?:speaks?|spoke|talks?|talked|sat\s+down|met)"
_INTERVIEWER = re.compile(
    r"(?i:interview(?:ed)?\s+(?:was\s+)?(?:conducted\s+|done\s+|recorded\s+|prepared\s+)?by|interviewer\s*:"
    r"|questions?\s+(?:were\s+)?(?:asked\s+)?by|conducted\s+by)\s*:?\s*(?P<by>[A-ZÀ-Þ][^,.;:()\n]{2,60})"
    rf"|(?P<spoke>{_FULL_NAME})(?:,(?P<beside>[^,]{{3,80}}),|,)?\s+{_TALKED}\s+(?:to|with)\b"
    rf"|{_TALKED}\s+(?:to|with)\s+(?P<of>{_FULL_NAME})\s+(?:of|for|from)\s+[A-Z]"
)
_PRESS = frozenset([
    "author", "editor", "journalist", "correspondent", "reporter", "writer", "columnist", "host", "anchor", "presenter",
])  # fmt: skip
"""whose office it is to ask"""
_OUTLET = r"(?:newspapers?|magazine|weekly|daily|agency|broadcaster|channel|station|website|outlet|podcast|radio)"
_TO_OUTLET = re.compile(
    rf"\s+(?:us|(?:(?:a|an|the)\s+)?(?:[\w’'-]+\s+){{0,2}}?{_OUTLET}"
    rf"|(?:our|this|[\w-]+[’']s)\s+(?:[\w-]+\s+){{0,2}}?(?:{_OUTLET}|journalists?|reporters?|correspondents?)|our)\b"
)
_PART = r"(?:[A-ZÀ-Þ][a-z]?\.|[A-ZÀ-Þ][\w-]*+(?:[’'](?!s\b)[\w-]+)*+)"
_TO_NAME = re.compile(
    r"\s+(?:the\s+)?(?:[A-ZÀ-Þ][\w.-]*(?:\s[A-ZÀ-Þ][\w.-]*)?[’']s\s+)?"
    rf"(?P<name>{_PART}(?:\s+(?:(?:d[aeiu]|del|van|von|der|den|bin|al|el)\s+)?{_PART})*+)(?![’'])"
    r"(?P<of>\s+(?:of|for|from)\s+[A-Z])?"
)
_HOLDING = re.compile(
    rf"(?i)(?<![\w-])(?<!bureau\s)(?:{'|'.join(sorted(OFFICES - _PRESS))})(?:\s+(?:of|for|to)\s[^.;:,]{{3,60}})?,?\s*$"
)
"""an office that leads to a name"""
_OFFICE_BEFORE = re.compile(rf"^.*\b(?i:{'|'.join(sorted(OFFICES))})\s+(?=[A-ZÀ-Þ])")
_CREDITED = re.compile(
    r"(?i)\b(?:translat|interpret|transcri|edit|photograph|illustrat)(?:ed|ions?|s|bed|ptions?)\s+(?:[\w’'-]+\s+){0,4}by\s+$"
)
"""what leads to the name of somebody who only helped with an interview"""
_QUESTION = re.compile(r"(?i)^(?:q|question|questioner)[\s\d]*\W*$")
_ANSWER = re.compile(r"(?i)^(?:a|answer)[\s\d]*\W*$")
_ROLES = re.compile(r"(?i)^(?:reporter|journalist|interviewer|moderator|host|press|correspondent|presenter|anchor)\W*$")
_ASKER = re.compile(rf"[(\[](?P<name>{_FULL_NAME})(?:,|\s+(?:of|from)\s|\s+[–-]\s)")
"""who asks, in a label: "Question (Ada Lund, Daily Post)" """
_MYSELF = re.compile(rf"\b(?:I[’']m|I\s+am|[Mm]y\s+name\s+is)\s+(?P<name>{_FULL_NAME})")
_OFFICE = re.compile(r"The\s+(?P<office>[^()]+?)(?:\s*\((?P<holder>[^()]+)\))?")
"""a label that is an office: "The Prime Minister", "The Minister for Europe (Ada Lund)" """


@dataclass(frozen=True, slots=True, kw_only=True)
class Voices:
    """The figure that speaks in each turn, None where the document does not say."""

    of_turn: dict[int, int | None]
    interviewee: int | None
    interviewer: int | None


def voices(document: Document, cast: Cast) -> Voices:
    """Who speaks in each turn of a document."""
    turns: dict[int, Segment] = {}
    for segment in document.segments:
        if segment.turn is not None and segment.turn not in turns:
            turns[segment.turn] = segment
    if not turns:
        return Voices(of_turn={}, interviewee=None, interviewer=None)
    labelled = _labels(document, turns, cast)
    interviewer, interviewee = _introduced(document, cast)
    answering = Counter(figure for number, figure in labelled.items() if turns[number].kind == "answer")
    if answering:
        interviewee = answering.most_common(1)[0][0]
    elif interviewee is None:
        interviewee = _interviewee(document, cast, interviewer)
    asking = Counter(figure for number, figure in labelled.items() if turns[number].kind == "question")
    if asking:
        interviewer = asking.most_common(1)[0][0]
    if interviewer is None and document.publisher and document.kind == "interview":
        interviewer = cast.organization_called(document.publisher)
    of_turn: dict[int, int | None] = {}
    for number, segment in turns.items():
        if number in labelled:
            of_turn[number] = labelled[number]
        elif document.kind == "interview" and segment.kind == "answer":
            of_turn[number] = interviewee
        else:
            # of several who ask, nobody says whose a question without a name is
            of_turn[number] = interviewer if document.kind == "interview" and len(asking) < 2 else None
    return Voices(of_turn=of_turn, interviewee=interviewee, interviewer=interviewer)


def _labels(document: Document, turns: dict[int, Segment], cast: Cast) -> dict[int, int]:
    """The figure of each turn that a label names."""
    found: dict[int, int] = {}
    initials: dict[str, int] = {}
    asking: int | None = None
    answering: set[int] = set()
    labels = {number: unmarked(document.text[slice(*segment.label)]) for number, segment in turns.items() if segment.label}
    roles = _roles(document, labels, cast)
    whole = _in_full(labels.values())
    for number, label in labels.items():
        plain = re.sub(r"\s*[(\[].*", "", label)
        asker = _ASKER.search(label)
        if _QUESTION.match(plain) and asker:
            figure = cast.person_called(asker["name"])
            if figure is not None:
                found[number] = figure
        elif _QUESTION.match(plain):
            if document.kind == "transcript":
                # "Q", "Question": whoever it is, the document means the same by them
                asking = cast.phrase_called(plain) if asking is None else asking
                found[number] = asking
        elif _ANSWER.match(plain):
            # where several answer, "A" does not say who
            if document.kind == "transcript" and len(answering) == 1:
                found[number] = min(answering)
        elif plain in roles or document.kind == "transcript" or not _ROLES.match(label):
            figure = initials.get(label, roles.get(plain))
            if figure is None:
                figure = cast.phrase_called(label) if _ROLES.match(label) else _labelled(whole.get(label, label), cast)
            if figure is None:
                continue
            found[number] = figure
            if label.startswith("The "):
                # "The Prime Minister (Ada Lund):" is "The Prime Minister:" later
                initials[plain] = figure
            for short in _initials(cast.name_of(figure)):
                initials.setdefault(short, figure)
            if turns[number].kind == "answer":
                answering.add(figure)
    return found


def _roles(document: Document, labels: dict[int, str], cast: Cast) -> dict[str, int]:
    """Whose labels say only what they are: the one whom the introduction names with that office, or who says "I am X"."""
    text = document.text
    first = min((s.start for s in document.segments if s.turn is not None), default=len(text))
    found: dict[str, int] = {}
    for label in dict.fromkeys(re.sub(r"\s*[(\[].*", "", label) for label in labels.values()):
        words = re.findall(r"[\w-]+", label.lower())
        if not words or not (_ROLES.match(label) or (words[-1] in OFFICES and TITLES.issuperset(set(words) - {"the"}))):
            continue
        noun = words[-1]
        led = re.compile(rf"(?i)\b{noun}(?:\s+(?:of|for)\s[^.;:\n]{{2,100}},|,)?\s+$")
        followed = re.compile(rf"(?i)[^,.;:\n]{{2,60}},\s+(?:[\w’'-]+\s+){{0,4}}?{noun}\b")
        people = {
            figure
            for start, figure in cast.people_before(first)
            if led.search(text, max(0, start - 140), start) or followed.match(text, start)
        }
        for segment in document.segments:
            if segment.turn is not None and labels.get(segment.turn) == label:
                myself = _MYSELF.search(text, segment.start, segment.end)
                named = cast.known_as(myself["name"], "PER") if myself else None
                people |= set() if named is None else {named}
        if len(people) == 1:
            found[label] = people.pop()
    return found


def _in_full(labels: Iterable[str]) -> dict[str, str]:
    """The full label of whoever is labelled by first name only too, where it is one person's."""
    full: dict[str, set[str]] = {}
    for label in labels:
        name = re.match(_FULL_NAME, label)
        if name:
            full.setdefault(name[0].split()[0], set()).add(name[0])
    return {first: names.pop() for first, names in full.items() if len(names) == 1}


def _initials(name: str) -> set[str]:
    """The capitals of a name, of its hyphened parts too: labels shorten names to them once they are known."""
    return {"".join(w[0] for w in re.split(parts, name) if w[:1].isupper()) for parts in (r"\s+", r"[\s-]+")}


def _labelled(label: str, cast: Cast) -> int | None:
    """The figure of a label: a person, or an outlet that asks under its own name."""
    office = _OFFICE.fullmatch(label)
    if office and re.split(r",|\s(?:of|for|to)\s", office["office"])[0].split()[-1].lower() in OFFICES:
        holder = office["holder"]
        named = holder is not None and re.fullmatch(_FULL_NAME, holder) is not None
        return cast.person_called(holder) if named else cast.phrase_called(office["office"])
    words = list(re.findall(r"[\w.’'-]+", re.split(r"[,(\[]", label)[0]))
    plain = " ".join(w for w in words if w.lower().rstrip(".") not in TITLES)
    if not plain:
        return cast.phrase_called(label)
    for kind in ("ORG", "MISC"):
        found = cast.known_as(plain, kind)
        if found is not None:
            return found
    return cast.person_called(label)


def _introduced(document: Document, cast: Cast) -> tuple[int | None, int | None]:
    """Who asks, by the credits and the introduction, and who answers where they say it too."""
    credits = [document.text[s.start : s.end] for s in document.segments if s.kind == "byline"]
    for text in credits:
        match = _INTERVIEWER.search(text) or re.match(r"[*_]*(?i:by)\s+(?P<by>[A-ZÀ-Þ][^,.;:()\n]{2,60})", text)
        if match:
            asking, answering = _talking(match, document, cast)
            if asking is not None or answering is not None:
                return asking, answering
    if document.kind == "interview" and document.byline and not credits:
        return cast.person_called(re.split(r"[,/]|\s+and\s", re.sub(r"(?i)^by\s+", "", document.byline))[0]), None
    for text in _introduction(document):
        match = _INTERVIEWER.search(text)
        if match and cast.known_as(_plain_name(match), "ORG") is None:
            return _talking(match, document, cast)
    return None, None


def _talking(match: re.Match[str], document: Document, cast: Cast) -> tuple[int | None, int | None]:
    """Who asks and who answers where a line says who talked to whom: outlets ask, and those who hold offices answer."""
    person = cast.person_called(_plain_name(match))
    spoke = match.groupdict().get("spoke")
    if not spoke:
        return person, None
    rest = match.string[match.end() :]
    outlet = _TO_OUTLET.match(rest)
    to = _TO_NAME.match(rest, outlet.end() if outlet else 0)
    name = to["name"] if to else ""
    if not outlet and (not name or not (_holds_office(match, spoke) or _is_outlet(name, document, cast))):
        return person, None
    if not to:
        return None, person
    found = cast.known_as(name, "PER")
    if found is None and (to["of"] or (" " in name and not outlet and cast.known_as(name, "ORG") is None)):
        found = cast.person_called(name)
    return cast.organization_called(name) if found is None else found, person


def _holds_office(match: re.Match[str], spoke: str) -> bool:
    """Whether an office stands with the name of who talks to somebody, and no journalist's."""
    beside = re.findall(r"[\w-]+", f"{spoke} {match['beside'] or ''}".lower())
    held = OFFICES.intersection(beside) or _HOLDING.search(match.string, 0, match.start())
    return bool(held) and not _PRESS.intersection(beside)


def _is_outlet(name: str, document: Document, cast: Cast) -> bool:
    """Whether a name is that of an organisation, or one word that neither the title nor a fuller name makes a person's."""
    if cast.known_as(name, "ORG") is not None:
        return True
    fuller = re.search(rf"\b(?!The\b)[A-ZÀ-Þ][\w.’'-]*\s+{re.escape(name)}\b", document.text)
    return " " not in name and name.lower() not in TITLES and fuller is None and name not in (document.title or "")


def _plain_name(match: re.Match[str]) -> str:
    found = match.groupdict()
    name = found["by"] or found.get("spoke") or found.get("of") or ""
    return _OFFICE_BEFORE.sub("", re.split(r"\s+(?:and|for|of|in)\s", name)[0])


def _introduction(document: Document) -> list[str]:
    found = []
    for segment in document.segments:
        if segment.turn is not None:
            break
        if segment.kind in ("paragraph", "title"):
            found.append(document.text[segment.start : segment.end])
    return found


def _interviewee(document: Document, cast: Cast, interviewer: int | None) -> int | None:
    """The person whom the title and the introduction name first and most often, the interviewer left out."""
    first_turn = next((s.start for s in document.segments if s.turn is not None), len(document.text))
    weight: Counter[int] = Counter()
    order: dict[int, int] = {}
    for start, figure in cast.people_before(first_turn):
        before = document.text[max(0, start - 60) : start]
        if figure == interviewer or _CREDITED.search(before):
            continue
        in_title = any(s.kind == "title" and s.start <= start < s.end for s in document.segments)
        weight[figure] += 3 if in_title else 1
        order.setdefault(figure, len(order))
        after = document.text[start : start + 80]
        if re.match(r"[^:.\n]{2,70}:\s*[“\"'‘«A-Z]", after) and in_title:
            weight[figure] += 4
        if re.search(
            r"(?i)(?:interview(?:ed)?\s+(?:with)?|(?:spoke|speaks|talk(?:s|ed)|sat\s+down)\s+(?:to|with)|guest\b[^.]{0,30},?)\s*(?:[\w.,’'-]+\s+){0,6}$",
            before,
        ):
            weight[figure] += 3
    if document.title and not weight:
        match = re.match(r"\W*(?P<who>[A-Z][\w.’'-]+(?:\s+[A-Z][\w.’'-]+){1,3})\s*:", document.title)
        if match:
            return cast.person_called(match["who"])
    if not weight:
        return None
    return min(weight, key=lambda f: (-weight[f], order[f]))
