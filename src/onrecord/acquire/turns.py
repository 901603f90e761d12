"""Turns of interviews and transcripts, in the forms the press prints them."""

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from onrecord.acquire.paragraphs import Paragraph
from onrecord.markup import unmarked
from onrecord.schema import Span
from onrecord.stage_notes import stage_notes

_Kind = Literal["question", "answer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One speaker's turn: paragraphs [first, last) of the list it was found in, its words from `start` on."""

    kind: _Kind
    first: int
    last: int
    start: int
    label: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """How a text is told in turns."""

    kind: Literal["interview", "transcript"]
    turns: tuple[Turn, ...]


_DASH = re.compile(r"[—–―-]{1,2}\s+(?=\S)")
_MARKUP = r"[*_]{0,3}"
# a colon or a full stop after the letter, or blanks as in the transcripts of some press offices
_QA = re.compile(
    rf"{_MARKUP}(?:(?P<label>(?:Q|A|Question|Answer|QUESTION|ANSWER)(?:[ \u00a0]?\d{{1,3}})?){_MARKUP}\s?[:.]{_MARKUP}\s*(?=\S|$)"
    # not the number of a question: "Q2. Ada Lund (North Dunmere) (Lab): ..."
    r"(?![A-Z][^.:!?()\n]{2,40}\s(?:\([^()\n]{2,40}\)\s?){1,3}:)"
    rf"|(?P<letter>[QA])(?:[ \u00a0]{{2,}}|\t)\s*(?=\S))"
)
_NAMED = re.compile(
    rf"{_MARKUP}(?:Q?\d{{1,3}}\.[ \u00a0])?(?P<label>The[ \u00a0][A-Z][^:.!?()\[\]\n]{{2,110}}[ \u00a0]?\((?P<holder>[A-ZÀ-Þ][\w.’'-]+"
    rf"(?:[ \u00a0][\w.’'-]+){{0,3}}[ \u00a0][A-ZÀ-Þ][\w.’'-]+)\)|[A-Z][\w.'’-]*"
    rf"(?:[ \u00a0][A-Z0-9(][\w.’'()-]*|[ \u00a0](?:of|the|and|for|al|de|van|bin)){{0,6}}"
    rf"(?:,[ \u00a0][A-Z][^:\n]{{2,40}})?(?:[ \u00a0]?[(\[][^)\]\n]{{2,40}}[)\]]){{0,3}}){_MARKUP}:{_MARKUP}\s*"
)
_QUESTIONER = re.compile(
    r"(?i)^(?:q|question|questioner|reporter|journalist|interviewer|moderator|host|anchor|press|correspondent|presenter)\b"
)
_NOT_NAMES = frozenset([
    "read", "transcript", "note", "photo", "update", "source", "sources", "credit", "editor", "watch", "listen",
    "related", "more", "see", "also", "image", "video", "by", "date", "place", "time", "subject", "re", "from", "to",
    "cc", "contact", "tags", "topics", "background", "fact", "facts", "verdict", "claim", "summary", "abstract",
    "correction", "breaking", "opinion", "analysis", "live", "exclusive", "warning", "location", "phone", "email",
    "twitter", "telegram", "facebook", "tel", "fax", "written", "published", "updated", "posted", "reporting", "editing",
    "caption", "download",
])  # fmt: skip
_DIRECTION = re.compile(
    r"""(?x)(?!(?:I|We|You|He|She|They|It)\s)(?:
      (?:Original\s|Main\s)?Questions?(?:,\sas\samended,)?\s(?:accordingly\s|again\s|forthwith\s|be\snow\s)*(?:put|proposed|negatived|agreed\sto)
      (?:\s(?:forthwith\s)?and\s(?:agreed\sto|negatived|disagreed\sto))?(?:,\sThat\b.+|\s\(S.+)?
    | (?:The\s)?(?:New\s)?(?:[Mm]otion|[Aa]mendment|[Cc]lause|[Ss]chedule|[Bb]ill|[Rr]esolution)s?(?:\s\d+)?(?:,\sas\samended,)?
      (?:\s(?:(?:was|were)\s)?(?:accordingly\s)?|,\sby\sleave,\s)(?:made|agreed\sto|put\sto\sthe\svote|negatived|withdrawn|carried|adopted|defeated
      |rejected|read\s(?:a|the)\s\w+\stime|ordered\sto\s.+)(?:\sunanimously|\sand\spassed|,\sand\sQuestion\sproposed.*)?
    | [^.?!:]{2,60}\s(?:indicated|nodded|signified)\s(?:\w+\s)?(?:assent|dissent|agreement)
    | (?:[^.?!:]|\b[Hh]on\.){0,60}\b(?:[Mm]embers|[Dd]eputies|[Ss]enators|[Dd]elegates|MPs)\s(?:rose|stood(?:\sup)?)(?:\sin\stheir\s(?:places|seats))?
    | (?:[^.?!:]|\b[Hh]on\.){2,60}\srose\s?(?:[—–-]+|in\s(?:his|her|their)\splaces?|(?:to|on)\sa\spoint\sof\sorder)
    | [^.?!:]{2,60}\s(?:resumed\s(?:his|her|their)\sseats?|took\sthe\s[Cc]hair)
    | The\s(?:House|Committee|Assembly|Chamber|Senate|[Ss]itting|[Mm]eeting|[Ss]ession)\s(?:was\s)?(?:divided|adjourned|suspended|rose|resumed)
      (?:\s(?:at|until|accordingly)\b[^?!]{0,60}|:\sAyes\b.+)?
    )[\s.—–-]*"""
)
"""what the minutes of a parliament put between its speeches"""
_SMALL = frozenset(["a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "the", "to", "with"])
"""words that headlines set in small letters"""
_STOP = re.compile(r"[.?!…:;,—–-][\"'”’)\]]*$")
_WORD = re.compile(r"[^\W\d_]{2}")
_QUESTION_END = re.compile(r"\?[\"'”’)\]*_]*\s*$")
_TALK = re.compile(
    r"(?i)\b(?:interview|spoke (?:to|with)|speaks (?:to|with)|talk(?:s|ed) (?:to|with)|asked|questions?|Q&A|answers?)\b"
)
_QUOTED_QUESTION = re.compile(r"\?[\"'”’]+\s*$")
_ADDRESSING = re.compile(r"(?i)\byou(?:r|rs|rself|rselves)?\b")
_SAYING = re.compile(r"[”\"’']\s*(?:,\s*)?(?:\w+\s){0,4}(?:said|says|told|added)\b|\b(?:said|says|told)\b")


def conversation(text: str, body: Sequence[Paragraph]) -> Conversation | None:
    """The turns of a text whose paragraphs are `body`, None where it is no conversation.

    Forms, in the order tried: Q: and A:, names before a colon, a dash at each turn, questions in bold, questions that stand
    as paragraphs of their own.
    """
    for read in (_lettered, _named, _dashed, _bold, _plain):
        found = read(text, body)
        if found:
            return found
    return None


def _asks(text: str, p: Paragraph) -> bool:
    end = p.end
    # "Will it hold? (Laughter.)"
    for start, stop in reversed(list(stage_notes(text, max(p.start, p.end - 80), p.end))):
        if not text[stop:end].strip():
            end = start
    return bool(_QUESTION_END.search(text, max(p.start, end - 12), end))


def _lettered(text: str, body: Sequence[Paragraph]) -> Conversation | None:
    starts = [(i, m) for i, p in enumerate(body) if (m := _QA.match(text, p.start, p.end))]
    letters = [(m["label"] or m["letter"])[0].upper() for _, m in starts]
    if letters.count("Q") < 2 or "A" not in letters:
        return None
    # people named among the letters: it is their names that part the turns
    others = [m["label"] for p in body if (m := _named_label(text, p)) and not _QA.match(text, p.start, p.end)]
    if any(same_speaker(x, y) for x, y in itertools.combinations(others, 2)):
        return None
    turns = [
        Turn(kind="question" if letter == "Q" else "answer", first=i, last=j, start=m.end(), label=_label(m)[1])
        for (i, m), letter, j in zip(starts, letters, _ends(starts, len(body)), strict=True)
    ]
    return Conversation(kind="interview", turns=tuple(turns))


def _label(match: re.Match[str]) -> tuple[str, Span]:
    """The words that name the speaker, and where they stand."""
    group = "letter" if match.re is _QA and match["label"] is None else "label"
    return match[group], match.span(group)


def speaker(text: str, p: Paragraph) -> str | None:
    """What stands for the speaker at the start of a paragraph: "" for a dash or a letter, a name; None for nothing."""
    if _DASH.match(text, p.start, p.end) or _QA.match(text, p.start, p.end):
        return ""
    named = _named_label(text, p)
    return _speaker_key(named["label"]) or None if named else None


def _named_label(text: str, p: Paragraph) -> re.Match[str] | None:
    m = _NAMED.match(text, p.start, p.end)
    if m is None or m["label"].split()[0].strip(".").lower() in _NOT_NAMES:
        return None
    return m if m["holder"] or len(re.sub(r"\s*[(\[].*", "", m["label"])) < 70 else None


def _ends(starts: Sequence[tuple[int, object]], count: int) -> list[int]:
    return [i for i, _ in starts[1:]] + [count]


def _named(text: str, body: Sequence[Paragraph]) -> Conversation | None:
    starts: list[tuple[int, re.Match[str]]] = []
    for i, p in enumerate(body):
        m = _QA.match(text, p.start, p.end) or _named_label(text, p)
        if m:
            starts.append((i, m))
    once = Counter(_speaker_key(_label(m)[0]) for _, m in starts)
    # "Estovia: Border Crossings", the topic of what follows
    starts = [
        (i, m) for i, m in starts if once[_speaker_key(_label(m)[0])] > 1 or not _is_headline(text[m.end() : body[i].end])
    ]
    names = _keys([m for _, m in starts])
    often = {name for name, times in Counter(names).items() if times >= 2}
    if len(often) < 2 and not (len(often) == 1 and len(set(names)) > 1 and len(names) >= 3):
        return None
    # a colon after a name in a report is no label: labels carry most of what follows the first of them
    if len(starts) < 3 or len(starts) < 0.25 * (len(body) - starts[0][0]):
        return None
    ends = _ends(starts, len(body))
    if sum(not _WORD.search(text, m.end(), body[j - 1].end) for (_, m), j in zip(starts, ends, strict=True)) > 0.3 * len(
        starts
    ):
        # what each has, in figures
        return None
    asked: Counter[str] = Counter()
    spoken: Counter[str] = Counter()
    for (i, _), name, j in zip(starts, names, ends, strict=True):
        spoken[name] += 1
        asked[name] += _asks(text, body[i]) or _asks(text, body[j - 1])
    voices = len(spoken)
    # "Lena Berg (Daily Post):" asks for her paper, whatever she says
    press = {
        name for (_, m), name in zip(starts, names, strict=True) if re.search(r"[(\[][A-Z]", _label(m)[0]) and not _holder(m)
    }
    questioners = {n for n in spoken if _QUESTIONER.match(n) or (asked[n] >= 0.5 * spoken[n] and asked[n] > 0)}
    if len(questioners | press) < voices:
        questioners |= press
    if len(questioners) == voices:
        questioners -= {min(spoken, key=lambda n: asked[n] / spoken[n])}
    turns = tuple(
        Turn(kind="question" if name in questioners else "answer", first=i, last=j, start=m.end(), label=_label(m)[1])
        for (i, m), name, j in zip(starts, names, ends, strict=True)
    )
    interview = voices == 2 and len(questioners) == 1
    return Conversation(kind="interview" if interview else "transcript", turns=turns)


def same_speaker(a: str, b: str) -> bool:
    """Whether two labels may be one speaker's: the same, by the surname, or one by the initials of the other."""
    x, y = _speaker_key(a), _speaker_key(b)
    if not x or not y:
        return False
    initials = ["".join(w[0] for w in re.split(r"[\s-]+", key)) for key in (x, y)]
    return x == y or x.split()[-1] == y.split()[-1] or x == initials[1] or y == initials[0]


def _speaker_key(label: str) -> str:
    """A label without what stands in brackets or after a comma: the same speaker is often labelled in full once."""
    return re.split(r"[,(\[]", label)[0].strip().casefold()


def _holder(match: re.Match[str]) -> str | None:
    """Who holds the office that is a label: "Ada Lund" of "The Prime Minister (Ada Lund)"."""
    found: str | None = match.groupdict().get("holder")
    return found


def _keys(labels: Sequence[re.Match[str]]) -> list[str]:
    """The speaker of each label; who holds an office is labelled with it, by name, or with the office alone later."""
    holders: dict[str, str] = {}
    keys = []
    for match in labels:
        key, holder = _speaker_key(_label(match)[0]), _holder(match)
        if holder:
            holders[key] = _speaker_key(holder)
        keys.append(holders.get(key, key))
    return keys


def _is_headline(words: str) -> bool:
    """Whether words are no sentence but a headline: capitals, no mark at the end."""
    plain = unmarked(words)
    parts = re.findall(r"[^\W_][\w’'-]*", plain)
    set_so = all(w[0].isupper() or w[0].isdigit() or w in _SMALL for w in parts) and any(len(w) > 3 for w in parts)
    return len(plain) < 90 and set_so and not plain.isupper() and not _STOP.search(plain)


def is_aside(text: str, p: Paragraph) -> bool:
    """Whether a paragraph of a transcript is none of a speaker's words: "Question put and agreed to.", a headline."""
    words = text[p.start : p.end].strip("*_[]() ")
    return len(words) < 200 and (bool(_DIRECTION.fullmatch(words)) or (" " in words and _is_headline(words)))


def _dashed(text: str, body: Sequence[Paragraph]) -> Conversation | None:
    starts = [(i, m) for i, p in enumerate(body) if (m := _DASH.match(text, p.start, p.end))]
    # points of a list are parts of a sentence: they begin small or end in a semicolon
    points = sum(text[m.end()].islower() or text[body[i].end - 1] in ";," for i, m in starts)
    if len(starts) < 3 or points > 0.5 * len(starts):
        return None
    kinds = _alternating(text, body, [i for i, _ in starts], _ends(starts, len(body)))
    if not kinds:
        return None
    turns = [
        Turn(kind=kind, first=i, last=j, start=m.end())
        for (i, m), kind, j in zip(starts, kinds, _ends(starts, len(body)), strict=True)
    ]
    return Conversation(kind="interview", turns=tuple(turns))


def _alternating(text: str, body: Sequence[Paragraph], starts: Sequence[int], ends: Sequence[int]) -> list[_Kind] | None:
    """Which of the turns that start at paragraphs `starts` are questions: they alternate, unless question marks say otherwise.

    None where the turns do not look like questions and answers at all, a list of points for example.
    """
    asks = [_asks(text, body[i]) or _asks(text, body[j - 1]) for i, j in zip(starts, ends, strict=True)]
    if sum(asks) < 2 or sum(asks) < 0.25 * len(asks):
        return None
    # the cheapest sequence: a question without its mark costs 1, an answer with one 2, two turns of a kind in a row 3
    cost: dict[_Kind, float] = {"question": 0.0 if asks[0] else 0.6, "answer": 2.0 if asks[0] else 0.5}
    other: dict[_Kind, _Kind] = {"question": "answer", "answer": "question"}
    before: list[dict[_Kind, _Kind]] = []
    for asking in asks[1:]:
        new_cost: dict[_Kind, float] = {}
        came: dict[_Kind, _Kind] = {}
        for kind, turned in other.items():
            here = (0.0 if asking else 1.0) if kind == "question" else (2.0 if asking else 0.0)
            change = cost[turned] <= cost[kind] + 3
            new_cost[kind] = here + (cost[turned] if change else cost[kind] + 3)
            came[kind] = turned if change else kind
        cost = new_cost
        before.append(came)
    kinds = [min(cost, key=lambda k: cost[k])]
    for came in reversed(before):
        kinds.append(came[kinds[-1]])
    kinds.reverse()
    answered = sum(not a for a, kind in zip(asks, kinds, strict=True) if kind == "answer")
    return kinds if answered >= 0.5 * kinds.count("answer") > 0 else None


def _is_quoted(text: str, p: Paragraph) -> bool:
    """Whether the question at the end of a paragraph is one that somebody is quoted with: 'She asked: "Why?"'."""
    return text[p.start] in "“\"'‘" or bool(_QUOTED_QUESTION.search(text, max(p.start, p.end - 6), p.end))


def _bold(text: str, body: Sequence[Paragraph]) -> Conversation | None:
    asking = [i for i, p in enumerate(body) if (p.bold or p.heading) and "?" in text[p.start : p.end]]
    if asking:
        # among questions in bold, a sentence in bold is one too: "**They call it a back door.**"
        said = [
            i
            for i, p in enumerate(body)
            if i > asking[0] and i not in asking and p.bold and not p.heading and _is_said(text[p.start : p.end])
        ]
        asking = sorted(asking + said) if len(said) <= len(asking) else asking
    return _standing(text, body, asking, 2)


def _is_said(words: str) -> bool:
    """Whether words in bold are a sentence of whoever asks: no heading, and no quotation that is set off."""
    return bool(re.search(r"[.!…][\"'”’)\]]*$", words)) and not (words[0] in '“"‘«„' and words[-1] in '”"’»“')


def _plain(text: str, body: Sequence[Paragraph]) -> Conversation | None:
    """Questions as paragraphs of their own, without bold or labels: only where the text says that it is an interview."""
    questions = [i for i, p in enumerate(body) if _asks(text, p) and p.end - p.start < 900 and not _is_quoted(text, p)]
    if len(questions) < 3 or not _TALK.search(text, 0, body[questions[0]].end):
        return None
    # whoever writes to readers asks here and there, and nobody in particular
    addressing = sum(bool(_ADDRESSING.search(text, body[i].start, body[i].end)) for i in questions)
    if addressing < 0.5 * len(questions) and len(questions) < 0.3 * (len(body) - questions[0]):
        return None
    asked = set(questions)
    answers = [i for i in range(questions[0], len(body)) if i not in asked]
    reported = sum(bool(_SAYING.search(text, body[i].start, body[i].end)) for i in answers)
    if not answers or reported > max(1, 0.3 * len(answers)):
        return None
    return _standing(text, body, questions, 3)


def _standing(text: str, body: Sequence[Paragraph], questions: Sequence[int], least: int) -> Conversation | None:
    """Turns where whole paragraphs are questions and what stands between them answers."""
    if len(questions) < least:
        return None
    turns: list[Turn] = []
    answered = 0
    for at, i in enumerate(questions):
        if turns and turns[-1].kind == "question" and turns[-1].last == i:
            turns[-1] = Turn(kind="question", first=turns[-1].first, last=i + 1, start=turns[-1].start)
        else:
            turns.append(Turn(kind="question", first=i, last=i + 1, start=body[i].start))
        end = questions[at + 1] if at + 1 < len(questions) else len(body)
        if end > i + 1:
            answered += 1
            turns.append(Turn(kind="answer", first=i + 1, last=end, start=body[i + 1].start))
    if answered < 0.6 * len(questions):
        return None
    return Conversation(kind="interview", turns=tuple(turns))
