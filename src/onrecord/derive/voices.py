"""Whose turns an interview's or a transcript's are: from labels, the title, the introduction and the credits."""

import re
from collections import Counter
from dataclasses import dataclass

from onrecord.derive.cast import Cast
from onrecord.derive.lexicon import OFFICES, TITLES
from onrecord.schema import Document, Segment

_FULL_NAME = r"[A-ZÀ-Þ][\w.’'-]+(?:\s+(?:[a-z]{2,3}\s+)?[A-ZÀ-Þ][\w.’'-]+){1,3}"
_TALKED = r"(?:speaks?|spoke|talks?|talked|sat\s+down|met)"
_INTERVIEWER = re.compile(
    r"(?i:interview(?:ed)?\s+(?:was\s+)?(?:conducted\s+|done\s+|recorded\s+|prepared\s+)?by|interviewer\s*:"
    r"|questions?\s+(?:were\s+)?(?:asked\s+)?by|conducted\s+by)\s*:?\s*(?P<by>[A-ZÀ-Þ][^,.;:()\n]{2,60})"
    rf"|(?P<spoke>{_FULL_NAME})(?:,[^,]{{3,80}},)?\s+{_TALKED}\s+(?:to|with)\b"
    rf"|{_TALKED}\s+(?:to|with)\s+(?P<of>{_FULL_NAME})\s+(?:of|for|from)\s+[A-Z]"
)
_QUESTION = re.compile(r"(?i)^(?:q|question|questioner)[\s\d]*\W*$")
_ANSWER = re.compile(r"(?i)^(?:a|answer)[\s\d]*\W*$")
_ROLES = re.compile(r"(?i)^(?:reporter|journalist|interviewer|moderator|host|press|correspondent)\W*$")
_OFFICE = re.compile(r"The\s+(?P<before>(?:[\w’'-]+\s+){0,5})(?P<noun>[\w-]+)(?:\s*\((?P<holder>[^()]+)\))?")
"""a label that is an office: "The Prime Minister", "The Prime Minister (Ada Lund)" """


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
    interviewer = _interviewer(document, cast)
    answering = Counter(figure for number, figure in labelled.items() if turns[number].kind == "answer")
    interviewee = answering.most_common(1)[0][0] if answering else _interviewee(document, cast, interviewer)
    asking = Counter(figure for number, figure in labelled.items() if turns[number].kind == "question")
    if asking:
        interviewer = asking.most_common(1)[0][0]
    if interviewer is None and document.publisher and document.kind == "interview":
        interviewer = cast.organization_called(document.publisher)
    of_turn: dict[int, int | None] = {}
    for number, segment in turns.items():
        if number in labelled:
            of_turn[number] = labelled[number]
        elif document.kind == "interview":
            of_turn[number] = interviewer if segment.kind == "question" else interviewee
        else:
            of_turn[number] = None
    return Voices(of_turn=of_turn, interviewee=interviewee, interviewer=interviewer)


def _labels(document: Document, turns: dict[int, Segment], cast: Cast) -> dict[int, int]:
    """The figure of each turn that a label names."""
    found: dict[int, int] = {}
    initials: dict[str, int] = {}
    asking: int | None = None
    answering: set[int] = set()
    for number, segment in turns.items():
        if not segment.label:
            continue
        label = document.text[slice(*segment.label)].strip("*_ ")
        plain = re.sub(r"\s*[(\[].*", "", label)
        if _QUESTION.match(plain):
            if document.kind == "transcript":
                # "Q", "Question": whoever it is, the document means the same by them
                asking = cast.phrase_called(plain) if asking is None else asking
                found[number] = asking
        elif _ANSWER.match(plain):
            # where several answer, "A" does not say who
            if document.kind == "transcript" and len(answering) == 1:
                found[number] = min(answering)
        elif document.kind == "transcript" or not _ROLES.match(label):
            figure = initials.get(label)
            if figure is None:
                figure = cast.phrase_called(label) if _ROLES.match(label) else _labelled(label, cast)
            if figure is None:
                continue
            found[number] = figure
            if label.startswith("The "):
                # "The Prime Minister (Ada Lund):" is "The Prime Minister:" later
                initials[plain] = figure
            for short in _initials(cast.name_of(figure)):
                initials.setdefault(short, figure)
            if segment.kind == "answer":
                answering.add(figure)
    return found


def _initials(name: str) -> set[str]:
    """The capitals of a name, of its hyphened parts too: labels shorten names to them once they are known."""
    return {"".join(w[0] for w in re.split(parts, name) if w[:1].isupper()) for parts in (r"\s+", r"[\s-]+")}


def _labelled(label: str, cast: Cast) -> int | None:
    """The figure of a label: a person, or an outlet that asks under its own name."""
    office = _OFFICE.fullmatch(label)
    if office and office["noun"].lower() in OFFICES:
        holder = office["holder"]
        named = holder is not None and re.fullmatch(_FULL_NAME, holder) is not None
        return cast.person_called(holder) if named else cast.phrase_called(f"{office['before']}{office['noun']}")
    words = list(re.findall(r"[\w.’'-]+", re.split(r"[,(\[]", label)[0]))
    plain = " ".join(w for w in words if w.lower().rstrip(".") not in TITLES)
    if not plain:
        return cast.phrase_called(label)
    for kind in ("ORG", "MISC"):
        found = cast.known_as(plain, kind)
        if found is not None:
            return found
    return cast.person_called(label)


def _interviewer(document: Document, cast: Cast) -> int | None:
    credits = [document.text[s.start : s.end] for s in document.segments if s.kind == "byline"]
    for text in credits:
        match = _INTERVIEWER.search(text) or re.match(r"[*_]*(?i:by)\s+(?P<by>[A-ZÀ-Þ][^,.;:()\n]{2,60})", text)
        if match and (figure := _credited(match, cast)) is not None:
            return figure
    if document.kind == "interview" and document.byline and not credits:
        return cast.person_called(re.split(r"[,/]|\s+and\s", re.sub(r"(?i)^by\s+", "", document.byline))[0])
    for text in _introduction(document):
        match = _INTERVIEWER.search(text)
        if match and cast.known_as(_plain_name(match), "ORG") is None:
            return _credited(match, cast)
    return None


def _plain_name(match: re.Match[str]) -> str:
    found = match.groupdict()
    name = found["by"] or found.get("spoke") or found.get("of") or ""
    return re.split(r"\s+(?:and|for|of|in)\s", name)[0]


def _credited(match: re.Match[str], cast: Cast) -> int | None:
    return cast.person_called(_plain_name(match))


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
        if figure == interviewer:
            continue
        in_title = any(s.kind == "title" and s.start <= start < s.end for s in document.segments)
        weight[figure] += 3 if in_title else 1
        order.setdefault(figure, len(order))
        after = document.text[start : start + 80]
        before = document.text[max(0, start - 60) : start]
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
