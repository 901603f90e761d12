"""The parts of a document: title, dateline, bylines, junk, turns, paragraphs; and what they tell about it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from onrecord.acquire import bylines
from onrecord.acquire.dates import day
from onrecord.acquire.paragraphs import Paragraph
from onrecord.acquire.turns import conversation, is_aside, same_speaker, speaker
from onrecord.markup import unmarked
from onrecord.schema import DocumentKind, Segment, SegmentKind, Span

assert "boilerplate" in get_args(SegmentKind)

# a sentence that somebody says may begin as a page's calls do: "Join us or leave the channel, the union told them."
_UNSAID = r"(?!.*\b(?:said|says|told|asked|added|answered|replied|warned|wrote|demanded|insisted|explained|recalled)\b.*[.!?”\"’]\s*$)"
_JUNK = re.compile(
    r"""(?ix)^[\W_]*(?:
      (?:also\s+read|(?:read|see|watch|listen|explore)\s+(?:also|more|next|on|now|this|the\s+full\s+\w+))\s*[:|>»–—-]
    | (?:read|see|watch|listen|explore)\s*[:|>»–—-](?!.*[.!?…][\"”’)]*$)
    | (?:read|see|watch)\s+(?:also|more|next|the\s+rest|the\s+full)\b{_UNSAID}
    | (?:related|recommended|most\s+read|trending|more\s+(?:on|from|stories)|you\s+may\s+(?:also\s+)?like|don.t\s+miss|editor.s\s+picks?)\b(?=[^.]*$)
    | (?:follow|find|join|like|contact|reach|email|tweet)\b.{0,60}\b(?:on|at|via|through)\s+(?:our\s+)?(?:twitter|x|facebook|telegram|instagram|whatsapp|youtube|linkedin|threads|bluesky|tiktok)\b{_UNSAID}
    | (?:follow|find|join|like|contact|reach|email|tweet|write\s+to)\s+us(?:\W*$|\s+(?:on|at|by|via|for|here|through|today|now)\b){_UNSAID}
    | (?:follow|join|like|visit)\s+our\s+(?:\w+\s+){0,2}(?:channels?|pages?|groups?|newsletters?|community|accounts?|feeds?|website)\b{_UNSAID}
    | (?:contact|email|reach)\s+(?:our|the)\s+(?:\w+\s+)?(?:newsroom|editors?|author|reporter|news\s+desk)\b{_UNSAID}
    | (?:subscribe|sign\s+up|log\s+in|sign\s+in|click|tap|swipe|donate)\b(?=.{0,160}$)(?=.*\b(?:here|now|today|newsletters?|app|free|this|inbox|alerts?|news|email|articles?|stor(?:y|ies)|channel|journalism|account|page|below|us)\b|\W*\w+\W*$){_UNSAID}
    | (?:register|download|share|print|comment|support\s+our|get)\s+(?:it\s+|this\s+|that\s+|our\s+|the\s+|more\s+)?(?:here|now|today|free|this|below|article|story|page|on\s+(?:facebook|twitter|x|telegram|whatsapp|linkedin)|via\s+\w+|for\s+(?:free|an?\s+account)|(?:\w+\s+){0,3}(?:newsletters?|app|alerts?|journalism|reporting|(?:to|in)\s+your\s+inbox))\b(?=.{0,100}$){_UNSAID}
    | (?:register|download|share|print|comment)\W*$
    | (?:advertisement|advertising|sponsored|promoted|ad|continue\s+reading|story\s+continues\s+below|scroll\s+down|skip\s+to|back\s+to\s+top|load\s+more|show\s+more|view\s+comments|comments?(?:\s*\(\d+\))?|tags?\s*:.*|topics?\s*:.*|filed\s+under.*|keywords?\s*:.*|categor(?:y|ies)\s*:.*)\W*$
    | (?:©|(?:\(c\)|copyright)\W*(?:©|\(c\)|(?:19|20)\d\d\b|by\s|:|\|)).{0,200}$
    | copyright\s[^.,;:]{3,60}$
    | .{0,120}\ball\s+rights\s+reserved\b
    | (?:photo(?:graph)?s?|image|picture|file\s+photo|video|graphic|map|illustration)\s*(?:credits?\b|courtesy\b|source\b|by\b(?=[^.!?]*$)|:|/|\|)
    | \(?(?:photo|image|file)\s*[:/].{0,120}\)?$
    | this\s+(?:article|story|interview|text)\s+(?:was|has\s+been|is|first|originally)\b.{0,80}\b(?:published|appeared|updated|corrected|translated|reproduced)\b{_UNSAID}
    | (?:the\s+)?views\s+expressed\s+in\s+this\b
    | we\s+use\s+cookies|by\s+(?:continuing|using)\b.{0,80}\bcookies
    | https?://\S+\s*$
    | pic\.twitter\.com/\S+
    | (?:last\s+)?(?:updated|modified)\s*(?:on|at|:).{0,60}$
    | (?:for\s+(?:further|more)\s+information|media\s+(?:contact|enquiries|inquiries)|press\s+contact)\b.{0,120}(?:[:@]|\bcontact\b|\bvisit\b)
    | contacts?\b(?:\s*:|.{0,120}\S@\S)
    | subscribe\b.{0,80}(?:[£$€]|\ba\s+(?:week|month|year)\b)
    | \d+\s+min(?:ute)?s?\s+read\W*$
    | [*#=_~•·\s-]{3,}$
    )""".replace("{_UNSAID}", _UNSAID)
)
_LONGEST_JUNK = 260
_PLACE = r"[A-ZÀ-Þ][\w.'’-]*(?:[ /-][A-ZÀ-Þa-z][\w.'’-]*){0,3}(?:, ?[A-ZÀ-Þ][\w.'’ -]{1,25}){0,2}"
_WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
_MONTHS = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DATELINE = re.compile(
    rf"""(?x)
    (?:date\s+)?(?:(?:19|20)\d\d-\d\d-\d\d\s+)?
    (?P<place>{_PLACE})
    (?:
        (?:,?\s*(?:{_MONTHS}\s+\d{{1,2}}(?:,?\s+\d{{4}})?|\d{{1,2}}\s+{_MONTHS}(?:,?\s+\d{{4}})?)\.?)?
        \s*\(?(?P<agency>\([^)\n]{{2,60}}\)|(?<=[.,\d]\s)/[A-Z][\w\s-]{{1,30}}/\.?)?
        (?:,?\s*(?:{_MONTHS}\s+\d{{1,2}}(?:,?\s+\d{{4}})?|\d{{1,2}}\s+{_MONTHS}(?:,?\s+\d{{4}})?)\.?)?
    )
    \s*(?P<stop>—|–|--|:|-(?=\s)|(?<=/\.)|(?<=/))\s*
    """
)
_DATE_LINE = re.compile(
    r"(?i)(?:(?:first\s+)?(?:published|posted|issued|date|released|created|updated)\s*(?:on|at)?\s*:?\s*)?(?:[^\d\n]{0,24})[\d][^\n]{3,40}"
)
_STATEMENT_TITLE = re.compile(
    r"(?i)\W*(?:joint |press |official |opening |closing |full (?:text|transcript) of )?(?:statement|remarks|declaration|communiqu[eé]|address|speech|message|"
    r"letter|press release|readout|intervention|keynote)\b.{0,40}\b(?:by|from|of|on|at|to|following|regarding|concerning)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A text's segments and what they say about the document; None where they do not."""

    kind: DocumentKind
    segments: tuple[Segment, ...]
    title: str | None
    published: str | None
    publisher: str | None
    byline: str | None


def layout(text: str, found: Sequence[Paragraph], *, title: str | None = None) -> Layout:
    """Sorts the paragraphs of a text; `title` is what metadata gives, None where the text's own is to be found."""
    found = bylines.parted(text, found)
    count = len(found)
    kinds: list[SegmentKind] = ["paragraph"] * count

    def words_of(i: int) -> str:
        return text[found[i].start : found[i].end]

    first = _mark_titles(text, found, kinds, title)
    for i in range(count):
        if kinds[i] == "paragraph" and (found[i].junk or _is_junk(words_of(i))):
            kinds[i] = "boilerplate"
    credits = bylines.marked(text, found, kinds, first)
    for i in (*range(min(first + 6, count)), *range(max(0, count - 3), count)):
        if kinds[i] == "paragraph" and _DATE_LINE.fullmatch(words_of(i)) and day(words_of(i)):
            kinds[i] = "dateline"
    dateline = _dateline(text, found, kinds)
    body = [i for i in range(count) if kinds[i] == "paragraph"]
    talk = conversation(text, [found[i] for i in body])
    segments: list[Segment] = []
    alone: tuple[int, Span | None] = (-1, None)
    turn_of: dict[int, tuple[int, SegmentKind, int, Span | None]] = {}
    if talk:
        for number, turn in enumerate(talk.turns):
            for at in range(turn.first, turn.last):
                opens = at == turn.first
                if not opens and talk.kind == "transcript" and is_aside(text, found[body[at]]):
                    continue
                start = turn.start if opens else found[body[at]].start
                turn_of[body[at]] = (number, turn.kind, start, turn.label if opens else None)
    for i, p in enumerate(found):
        if i in turn_of:
            number, kind, start, label = turn_of[i]
            if start >= p.end:
                # a name on a line of its own names the speaker of the lines below
                alone = (number, label)
                continue
            if alone[0] == number:
                label, alone = alone[1], (-1, None)
            segments.append(Segment(kind=kind, start=start, end=p.end, turn=number, label=label))
        elif dateline and i == dateline[0]:
            at, stop, _ = dateline
            segments.append(Segment(kind="dateline", start=p.start, end=stop))
            rest = stop + len(text[stop : p.end]) - len(text[stop : p.end].lstrip())
            if rest < p.end:
                segments.append(Segment(kind="paragraph", start=rest, end=p.end))
        else:
            segments.append(Segment(kind=kinds[i], start=p.start, end=p.end))
    own_title = next((words_of(i).strip("#*_ ") for i in range(count) if kinds[i] == "title"), None)
    return Layout(
        kind=talk.kind if talk else _kind(title or own_title, text, found, kinds),
        segments=tuple(segments),
        title=title or own_title,
        published=_published(text, found, kinds, dateline),
        publisher=_publisher(text, found, [i for lines in credits for i in lines], dateline),
        byline=" / ".join(" ".join(" ".join(unmarked(words_of(i)) for i in lines).split()) for lines in credits) or None,
    )


def _same(a: str, b: str) -> bool:
    return re.sub(r"\W+", "", a).casefold() == re.sub(r"\W+", "", b).casefold()


def _mark_titles(text: str, found: Sequence[Paragraph], kinds: list[SegmentKind], title: str | None) -> int:
    """Marks the title, printed twice too; returns the first paragraph after it."""
    first = 0
    if title is None:
        # under a letterhead the title is the line that says what kind of statement follows
        headed = next((i for i in range(min(8, len(found) - 1)) if _is_heading(text, found, i)), None)
        if headed is not None:
            title = text[found[headed].start : found[headed].end]
        elif len(found) > 1 and _looks_like_title(text, found):
            title = text[found[0].start : found[0].end]
    if title is not None:
        for i in range(min(8, len(found))):
            # a running head repeats the title on each page
            if _same(text[found[i].start : found[i].end], title) and not (first and found[i].junk):
                kinds[i] = "title"
                first = i + 1
    return first


def _is_heading(text: str, found: Sequence[Paragraph], i: int) -> bool:
    p = found[i]
    return p.end - p.start < 200 and bool(_STATEMENT_TITLE.match(text, p.start, p.end)) and text[p.end - 1] not in ".:,;"


def _looks_like_title(text: str, found: Sequence[Paragraph]) -> bool:
    line = text[found[0].start : found[0].end]
    if found[0].heading or line.startswith("# "):
        return True
    if len(line) > 220 or line[0] in "—–-•" or (_DATELINE.match(line) and len(line) > 120):
        return False
    if bylines.TOP.match(line) or _is_junk(line) or day(line):
        return False
    words = re.findall(r"[^\W\d_][\w’'-]*", line)
    if not words:
        return False
    label = speaker(text, found[0])
    if line.endswith(":") or label == "":
        return False
    # the first of many turns, or a headline of the form "Moran: Fog is patience"
    if label and re.search(r"[.?!…][\"”’)]*$", line) and any(same_speaker(label, speaker(text, p) or "") for p in found[1:]):
        talk = conversation(text, found)
        if talk and talk.turns[0].first == 0:
            return False
    capital = sum(w[0].isupper() for w in words if len(w) > 3) / max(1, sum(len(w) > 3 for w in words))
    asks = re.search(r"[?][\"”’)]*$", line)
    if re.search(r"[.!?][\"”’)]*$", line) and not (asks and _sole_question(text, found)):
        # headlines have few articles and no weekdays: "The mayor of Port Selm resigned on Friday."
        told = re.match(r"(?:The|An?)\s+[a-z]", line) or _WEEKDAY.search(line)
        return capital >= (0.75 if told else 0.6) and len(words) < 25
    longer = any(p.end - p.start > len(line) for p in found[1:4])
    # an interview may begin with short turns
    return (longer or speaker(text, found[1]) is not None) and (
        len(line) < 160 or _same(line, text[found[1].start : found[1].end])
    )


def _sole_question(text: str, found: Sequence[Paragraph]) -> bool:
    """Whether the question at the start is a headline: what follows is a dateline or a byline, or never asks again."""
    second = text[found[1].start : found[1].end]
    if _DATELINE.match(second) or bylines.TOP.match(second):
        return True
    return not any(text[p.start : p.end].endswith("?") for p in found[1:])


def _is_junk(line: str) -> bool:
    return len(line) <= _LONGEST_JUNK and bool(_JUNK.match(line))


def _dateline(text: str, found: Sequence[Paragraph], kinds: list[SegmentKind]) -> tuple[int, int, re.Match[str]] | None:
    """The paragraph that a dateline opens, where the dateline ends, and its match."""
    seen = 0
    for i, p in enumerate(found):
        if kinds[i] != "paragraph":
            continue
        seen += 1
        if seen > 3:
            break
        match = _DATELINE.match(text, p.start, min(p.end, p.start + 120))
        if not match or match.end() >= p.end:
            continue
        place = match["place"]
        dated = day(text, p.start, match.end()) or re.search(rf"{_MONTHS}\s+\d|\d\s+{_MONTHS}", match[0])
        shouted = place.split(",")[0].isupper() and len(place) > 2
        if (match["stop"] == ":" or not (shouted or match["agency"])) and not dated:
            continue
        # "UNBA — the union of the bay's bargemen — said": after a dateline a sentence begins
        if text[match.end()].islower() and not (dated or match["agency"]):
            continue
        return i, _trimmed(text, p.start, match.end()), match
    return None


def _trimmed(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def _published(
    text: str, found: Sequence[Paragraph], kinds: Sequence[SegmentKind], dateline: tuple[int, int, re.Match[str]] | None
) -> str | None:
    if dateline:
        dated = day(text, found[dateline[0]].start, dateline[1])
        if dated:
            return dated
    edge = [*range(min(6, len(found))), *range(max(0, len(found) - 3), len(found))]
    for i in edge:
        p = found[i]
        if p.end - p.start <= 90 and kinds[i] != "title":
            dated = day(text, p.start, p.end)
            if dated:
                return dated
    return None


def _publisher(
    text: str, found: Sequence[Paragraph], credits: Sequence[int], dateline: tuple[int, int, re.Match[str]] | None
) -> str | None:
    if dateline and dateline[2]["agency"]:
        agency = dateline[2]["agency"].strip("()/. ")
        if not day(agency):
            return agency
    outlets = (bylines.outlet(text[found[i].start : found[i].end]) for i in credits)
    return next((outlet for outlet in outlets if outlet), None)


def _kind(title: str | None, text: str, found: Sequence[Paragraph], kinds: Sequence[SegmentKind]) -> DocumentKind:
    if title and _STATEMENT_TITLE.match(title):
        return "statement"
    body = [p for p, kind in zip(found, kinds, strict=True) if kind == "paragraph"]
    total = sum(p.end - p.start for p in body)
    for i, p in enumerate(body[:8]):
        if re.search(r"\b(?:said|stated|says|statement|declared|announced|reads|follows)\b[^.]{0,80}:$", text[p.start : p.end]):
            after = body[i + 1 :]
            if after and text[after[0].start] not in "“\"'‘«„" and sum(q.end - q.start for q in after) > 0.5 * total:
                return "statement"
    return "report"
