"""Time expressions, each with its first and last day.

Days named without a year or a date ("on Wednesday", "last month", "October 2") are counted from the day the text was
published, or from the date that its paragraph tells of. Vague ones keep their words and leave open what they leave open.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from onrecord.annotate import counting, reckoning, stretches
from onrecord.annotate.days import DAYTH, Context, Range, whole_year
from onrecord.schema import Bound, Span, TimeExpression, When

_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?(?![a-z]))"
_DAY_NAME = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\.)"
_MASTHEAD = r"(?-i:Times|Telegraph|Mail|Post|Mirror|Express|Herald|Tribune|Star|Sun|Independent|Nation)\b"
_YEAR = r"(?:1[0-9]\d\d|20\d\d)"
_NTH = r"(?:\d{1,2}(?:st|nd|rd|th)?)"
_DAY_OF = rf"(?:{_NTH}(?:\s+day)?|(?:{'|'.join(sorted(DAYTH, key=len, reverse=True))}))"
"""the day in "the fifth of May" """
_TO = r"(?:\s*[-–]\s*|\s+(?:to|and|until|till|through)\s+(?:the\s+)?)"
"""what joins the ends of a stretch"""
_UP_TO = r"(?:(?<=\bby\s)|(?<=\bbefore\s)|(?<=\buntil\s)|(?<=\btill\s)|(?<=\bthrough\s))"
_COUNT = r"(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|a\s+couple\s+of)"
_UNIT = r"(?:day|night|week|fortnight|month|quarter|year|decade|century|centurie)s?"
_PART = r"(?:\s+(?:morning|afternoon|evening|night|noon))?"
_COUNTED = r"\s*(?:percent|per\s+cent|people|points?|votes?|troops|soldiers|dollars|euros|men|women|miles|km|kilomet\w+|feet|meters|metres|seats|acres|homes|jobs|%|°)"
"""what follows a number that is no year"""
_SEASON = r"(?:spring|summer|autumn|fall|winter)"
_NO_FEAST = r"\s+(?!(?:and|but|or|in|at|on|with|when|as|to|the|an?|he|she|they|we|it|is|was|will|this|last|next)\b)[a-z]"
"""what follows a feast in "Christmas tree" """

_SOONER = re.compile(
    r"(?i)\b(?:will|shall|would|won't|is to|are to|to be|plans?|planned|scheduled|expected|expects|due|next|upcoming|set to|coming|(?:hop(?:es?|ing)|(?:aim|intend)(?:s|ing)?)\s+to|ha(?:s|ve)\s+until)\b"
)
_BOUNDS: tuple[tuple[Bound, re.Pattern[str]], ...] = (
    ("since", re.compile(r"(?i)\b(?:since|from)\s+(?:the\s+)?$")),
    ("until", re.compile(r"(?i)\b(?:until|till|up to|by|through)\s+(?:the\s+)?$|\bfrom\s[^.;]{4,30}\sto\s+$")),
    ("before", re.compile(r"(?i)\bbefore\s+(?:the\s+)?$")),
    ("after", re.compile(r"(?i)\b(?:after|following)\s+(?:the\s+)?$")),
)


_TO_COME = re.compile(
    r"(?i)(?:(?!\b(?:said|was|were|had|did|(?-i:[a-z]{2,}ed))\b)[^.;?!\n])*?\b(?:will|shall|is\s+to|are\s+to|is\s+due|are\s+due)\b"
)
"""what follows a time at the head of a sentence about what is to come"""
_WAS = re.compile(
    r"(?i)\b(?:said|told|met|was|were|came|went|took|gave|spoke|wrote|held|made|left|(?!plann|schedul|expect|intend|suppos|need)(?-i:[a-z]{2,}ed))"
    r"(?:\s+(?:him|her|it|them|us|reporters|journalists|here|there|again))?\s+(?:on\s+|last\s+)?$"
)
"""a verb of the past right before a time: "which will publish it, he said on Thursday" """
_SPOKE = re.compile(
    r"(?i)\b(?:said|says|told|added|announced|stated|warned|declared|insisted|argued|claimed|denied|confirmed|wrote|replied|answered|stressed)"
    r"(?:\s+(?:him|her|them|us|reporters|journalists|parliament|lawmakers)|\s+[A-Z]\w+(?:\s+[A-Z]?\w+){0,2}|,)?\s*,?\s+(?:in\s+\w+\s+|late\s+|early\s+)?(?:on\s+|in\s+|last\s+)?$"
)
_PASSED = re.compile(r"(?i)\b(?:was|were|had|did|(?-i:[a-z]{2,}ed))\b")
_TODAY_IS = re.compile(
    rf"(?i)\b(?:today(?:\s+is|['’]s)|it(?:\s+is|['’]s)\s+(?:(?:now|currently)\s+)?(?=(?:the\s+)?$)),?\s*(?:{_DAY_NAME},?\s+)?(?:the\s+)?$"
)
"""what leads to the day on which somebody speaks"""
_COMPARED = re.compile(r"(?i)\b(?:than|as|like|compared\s+(?:to|with)|unlike)(?:\s+(?:in|on|at|of|during))?\s+(?:the\s+)?$")


_Rule = Callable[[re.Match[str], Context], Range | None]
_PARTS = r"(?P<part>(?:early|mid|late|the\s+(?:beginning|start|middle|end)\s+of|beginning\s+of|end\s+of)[\s-]+(?:the\s+)?)?"


def _rule(pattern: str, rule: _Rule, exact: bool, needs: str = "") -> tuple[re.Pattern[str], _Rule, bool, frozenset[str]]:
    """`needs` names the groups of `_HINT` without which the pattern finds nothing."""
    return re.compile(pattern, re.IGNORECASE), rule, exact, frozenset(needs.split())


_RULES: tuple[tuple[re.Pattern[str], _Rule, bool, frozenset[str]], ...] = (
    _rule(
        r"\b(?:(?P<which>last|next|this)\s+)?(?P<feast>Christmas(?:\s+(?:Day|Eve))?|Halloween|(?-i:May\s+Day)|New\s+Year['’]s\s+(?:Day|Eve)"
        rf"|(?:Boxing|Bastille|Women['’]s)\s+Day)\b(?![-'’]|{_NO_FEAST})(?:,?\s+(?P<year>{_YEAR})\b)?",
        reckoning.feast,
        False,
        "feast",
    ),
    _rule(rf"\b(?P<y>{_YEAR})-(?P<m>\d\d)-(?P<d>\d\d)\b", reckoning.iso, True, "digit"),
    # a day that goes by its number, in whatever order others write days
    _rule(r"(?<![\d/])9/11\b(?![/\d])", lambda m, c: (date(2001, 9, 11), date(2001, 9, 11)), True, "digit"),
    _rule(rf"\b(?P<a>\d{{1,2}})/(?P<b>\d{{1,2}})/(?P<y>{_YEAR})\b", reckoning.slashed, True, "digit"),
    _rule(
        rf"\b(?:{_DAY_NAME},?\s+)?(?P<month>{_MONTH})\s+(?P<day>{_NTH}){_TO}(?P<day2>{_NTH})\b(?:,?\s+(?P<year>{_YEAR})\b)?",
        reckoning.day_range,
        False,
        "digit month",
    ),
    _rule(
        rf"\b(?P<day>{_NTH}){_TO}(?P<day2>{_NTH})\s+(?:of\s+)?(?P<month>{_MONTH})\b(?:,?\s+(?P<year>{_YEAR})\b)?",
        reckoning.day_range,
        False,
        "digit month",
    ),
    _rule(
        rf"\b(?:{_DAY_NAME},?\s+)?(?:the\s+)?(?P<month>{_MONTH})\s+(?:the\s+)?(?P<day>{_NTH}),?\s+(?P<year>\d{{3,4}})\b",
        reckoning.full_date,
        True,
        "digit month",
    ),
    _rule(
        rf"\b(?:{_DAY_NAME},?\s+)?(?:the\s+)?(?P<day>{_NTH}(?=\s+{_MONTH})|{_DAY_OF}(?=\s+of))\s+(?:of\s+)?(?P<month>{_MONTH})(?:,|\s+of)?\s+(?P<year>\d{{3,4}})\b",
        reckoning.full_date,
        True,
        "digit month",
    ),
    _rule(
        rf"\b(?:{_DAY_NAME},?\s+)?(?P<month>{_MONTH})\s+(?:the\s+)?(?P<day>{_NTH})\b(?![\d,]*\d{{3}})(?!\s*(?:percent|%|people|years?))",
        reckoning.day_of_month,
        False,
        "digit month",
    ),
    _rule(
        rf"\b(?:{_DAY_NAME},?\s+)?(?:the\s+)?(?P<day>{_NTH}(?=\s+{_MONTH})|{_DAY_OF}(?=\s+of))\s+(?:of\s+)?(?P<month>{_MONTH})(?P<which>\s+(?:last|next)(?![\s-]+(?:year|week|month)))?(?!\w)",
        reckoning.day_of_month,
        False,
        "month",
    ),
    _rule(
        r"(?<=\bon\s)the\s+(?P<day>\d{1,2}(?:st|nd|rd|th))\b(?=\s*[,.;:!?)”\"\n]|\s*$|\s+(?:and|but|he|she|they|it|we|to|at|in|for|with|by|when)\b)",
        counting.day_of_told_month,
        False,
        "digit",
    ),
    _rule(
        rf"{_UP_TO}(?:the\s+)?end\s+of\s+(?:(?:the|this)\s+|(?P<next>next\s+))?(?P<unit>week|month|year|decade|century|(?P<month>{_MONTH}))\b(?!\s*['’]s?\s)(?:,?\s+(?P<year>{_YEAR})\b)?"
        rf"|{_UP_TO}(?:the\s+)?(?P<short>year|month)(?:\s+|-|['’]s\s+)end\b",
        reckoning.deadline,
        False,
    ),
    _rule(
        rf"{_UP_TO}(?:the\s+)?end\s+of\s+(?P<year>{_YEAR})\b(?![-–/]\d)",
        reckoning.deadline,
        True,
        "digit",
    ),
    _rule(
        rf"(?:(?<=\bfrom\s)|(?<=\bbetween\s)|\b(?={_MONTH}\s*[-–]))(?P<month>{_MONTH}){_TO}(?P<month2>{_MONTH})\b(?!\s+\d{{1,2}}\b)(?:(?:\s+of|,)?\s+(?P<year>{_YEAR})\b)?",
        reckoning.months,
        False,
        "month",
    ),
    _rule(
        rf"\b{_PARTS}(?P<month>{_MONTH})(?:\s+of|,)?\s+(?P<year>{_YEAR}|(?<=of\s)[1-9]\d{{2}})\b",
        reckoning.month_of_year,
        True,
        "digit month",
    ),
    _rule(
        rf"\b(?:the\s+)?(?P<nth>first|second|third|fourth)\s+(?P<of>quarter|half)(?:\s+of\s+(?:(?P<year>{_YEAR})|this\s+year|last\s+year)|(?=\s))\b",
        reckoning.quarter,
        False,
        "unit",
    ),
    _rule(
        rf"\b(?:the\s+)?(?P<season>{_SEASON})(?:\s+of|,)?\s+(?P<year>{_YEAR})\b", reckoning.season_of_year, True, "digit season"
    ),
    _rule(
        rf"(?<![\w.,/$£€-])(?P<a>{_YEAR})\s?[-–]\s?(?P<b>{_YEAR})\b(?!{_COUNTED}|[-–/]|[.,]\d)", reckoning.years, True, "digit"
    ),
    _rule(rf"\b(?P<a>{_YEAR})(?:-|–|/|\s–\s)(?P<b>\d\d)\b(?![-\d])", reckoning.years, True, "digit"),
    _rule(rf"\b{_PARTS}(?:the\s+)?(?P<decade>(?:1[0-9]|20)\d0)s\b", reckoning.decade, True, "digit"),
    # "the 1990's", but not "Plan 2030's aims"
    _rule(rf"\b(?=\D){_PARTS}(?:the\s+)?(?P<decade>(?:1[0-9]|20)\d0)['’]s\b", reckoning.decade, True, "digit"),
    _rule(rf"(?:\b(?:the|in|of|since)\s+){_PARTS}(?P<decade>\d0)['’]?s\b", reckoning.decade, True, "digit"),
    _rule(rf"{_PARTS}(?:\bthe\s+)?['’‘](?P<decade>\d0)['’]?s\b", reckoning.decade, True, "digit"),
    _rule(
        rf"\b{_PARTS}(?:the\s+)?(?P<n>\d{{1,2}})(?:st|nd|rd|th)[\s-]+centur(?:y|ies)\b", reckoning.century, True, "digit unit"
    ),
    _rule(
        rf"\b(?P<count>{_COUNT})\s+(?P<unit>(?:day|week|month|year)s?)\s+ago\s+(?P<to>today|tomorrow|yesterday|tonight|this\s+(?:day|week|month))\b{_PART}",
        counting.units_ago_today,
        False,
        "unit",
    ),
    _rule(
        # "the Today programme" has a name
        r"(?!(?-i:T(?:oday|onight))\s+(?:program(?:me)?|show|newspaper|podcast|magazine)\b)(?!(?<=\bthe\s)(?-i:T(?:oday|onight)\b))"
        r"(?:\b(?:the\s+day\s+)?(?:before\s+yesterday|after\s+tomorrow)\b|\b(?:today|yesterday|tomorrow|tonight|overnight|last\s+night|last\s+evening)\b)"
        + _PART,
        counting.deictic,
        False,
    ),
    _rule(
        # so have "the Sunday Times" and "the Mail on Sunday"
        rf"(?<!\bMail\son\s)\b(?:(?P<which>last|next|this|this\s+past|this\s+coming|past)\s+)?(?:(?<=\bon\s)|(?!{_DAY_NAME}\s+{_MASTHEAD}))(?P<name>{_DAY_NAME})(?!\s+(?-i:Agreement|Accord)\b){_PART}(?P<later>\s+(?:of\s+)?(?:last|this|next)\s+week)?\b",
        counting.weekday,
        False,
        "weekday",
    ),
    _rule(
        r"\b(?P<count>)(?P<which>the\s+past|(?:(?<=over\s)|(?<=in\s)|(?<=within\s)|(?<=during\s)|(?<=for\s)|(?<=throughout\s))the\s+(?:last|next|coming))"
        r"\s+(?P<unit>week|month|quarter|year|decade)\b(?!\s*(?:of\b|['’]s\b))",
        counting.past_units,
        False,
        "unit",
    ),
    _rule(
        rf"\b(?P<part>(?:early|mid|late|earlier|later|at\s+the\s+end\s+of|the\s+end\s+of|the\s+beginning\s+of|the\s+start\s+of)[\s-]+)?(?P<which>this|last(?!\s+day)|the\s+next|next|that|that\s+same|the\s+same|the\s+following|the\s+previous|the\s+coming|this\s+past|the\s+past)\s+"
        rf"(?P<unit>day|night|week|weekend|month|quarter|year|decade|century|{_SEASON}|morning|afternoon|evening)\b",
        counting.calendar_unit,
        False,
    ),
    _rule(
        r"\b(?P<part>earlier|later|early|late)\s+in\s+(?P<which>the)\s+(?P<unit>day|week|month|year)\b(?!\s+of\b)",
        counting.calendar_unit,
        False,
        "unit",
    ),
    _rule(
        r"\bthe\s+(?P<unit>day|night|week|month|year|morning|evening)\s+(?P<way>before|after|earlier|later)(?=\s*(?:[,.;:!?)”\"\n]|$))",
        counting.unit_beside,
        False,
        "unit",
    ),
    _rule(
        rf"(?<!\w)(?:(?:about|almost|nearly|over|more\s+than|some|around|exactly|just)\s+)?\[?(?P<count>half\s+an?|{_COUNT})\]?(?P<half>\s+and\s+a\s+half|-and-a-half|\s+1/2)?\s+(?P<unit>{_UNIT})(?P<and_half>\s+and\s+a\s+half)?\s+(?P<way>ago|earlier|later|back|before|after)\b",
        counting.units_ago,
        False,
        "unit",
    ),
    _rule(rf"\b(?<=in\s)(?P<count>{_COUNT})\s+(?P<unit>{_UNIT})\b(?:['’]\s+time)?", counting.in_units, False, "unit"),
    _rule(
        rf"\b(?:the\s+)?(?P<which>past|last|next|coming|previous|following)\s+(?P<count>{_COUNT})\s+(?P<unit>(?:hour|day|week|month|quarter|year|decade|centur)(?:s|y|ies))\b",
        counting.past_units,
        False,
        "unit",
    ),
    _rule(
        r"\b(?:(?:the\s+)?(?:recent|past|last|past\s+few|last\s+few|past\s+several|last\s+several|previous)\s+(?:days|weeks|months|years|decades|times)|"
        r"(?:the\s+)?(?:coming|next\s+few|next\s+several)\s+(?:days|weeks|months|years|decades)|the\s+(?:days|weeks|months|years)\s+ahead|"
        r"several\s+(?:days|weeks|months|years|decades)\s+ago|(?:many|some)\s+(?:years|months)\s+ago|recently|currently|nowadays|at\s+present)\b",
        counting.vague,
        False,
    ),
    _rule(
        rf"\b{_PARTS}(?:(?P<which>last|next|this|this\s+past|this\s+coming)\s+)(?P<month>{_MONTH})\b",
        reckoning.month_alone,
        False,
        "month",
    ),
    _rule(
        rf"(?:(?<=\bin\s)|(?<=\bsince\s)|(?<=\buntil\s)|(?<=\bof\s)|(?<=\bby\s)|(?<=\bfrom\s)|(?<=\blate\s)|(?<=\bearly\s)|(?<=\bmid-)|(?<=\bfor\s)|(?<=\bbefore\s)|(?<=\bafter\s)){_PARTS}(?P<which>)(?P<month>{_MONTH})\b(?!\s+\d)",
        reckoning.month_alone,
        False,
        "month",
    ),
    _rule(
        r"\b(?-i:AD|A\.D\.)\s*(?P<before>\d{1,4})\b|\b(?P<after>\d{1,4})\s+(?-i:AD\b|CE\b|A\.D\.|C\.E\.)|(?<=\bthe\syear\s)(?P<year>\d{2,3})\b(?![,.]\d)",
        reckoning.year_of_era,
        True,
        "digit",
    ),
    _rule(
        rf"{_PARTS}(?<![\d.,$£€#/:])(?<![\d\w]-)\b(?P<year>{_YEAR})\b(?!(?:[-–]\d{{4}})?{_COUNTED}|[,.]\d|/\d|-\d\d\b|%)",
        reckoning.year,
        True,
        "digit",
    ),
)


_STRETCHES = (reckoning.day_range, reckoning.months, reckoning.years)


def time_expressions(text: str, published: str | None, paragraphs: list[Span]) -> list[TimeExpression]:
    """The time expressions of `paragraphs` (code points) in order, none overlapping but a stretch and its ends; earlier rules win.

    `published` is an ISO date. Where nothing says which day is meant, `when` has neither day.
    """
    issued = date.fromisoformat(published) if published else None
    found = _in_order(text, issued, paragraphs, history=False)
    if issued and _is_history(found, issued):
        found = _in_order(text, issued, paragraphs, history=True)
    return found


_HEAD = 4
"""paragraphs in which a text says of when it is"""
_APART = 3
"""days by which that may differ from when it was published"""


@dataclass(slots=True)
class _Story:
    """What a text has told so far of when."""

    today: date | None
    """the day on which it speaks"""
    before: date | None = None
    """the last date that an earlier paragraph named"""
    day: date | None = None
    """the last single day that it told of"""


def _in_order(text: str, issued: date | None, paragraphs: list[Span], *, history: bool) -> list[TimeExpression]:
    found: list[TimeExpression] = []
    story = _Story(issued)
    for number, (start, end) in enumerate(paragraphs):
        inside = stretches.joined(text, list(_of_paragraph(text, start, end, story, history)), story.today)
        if number < _HEAD and len(inside) == 1 and inside[0].exact and text[start:end].strip() == inside[0].when.text:
            # a line that holds a date alone says when the text was written; what it came with may be a day off
            dated = date.fromisoformat(inside[0].when.first or "")
            story.today = dated if issued and abs((issued - dated).days) <= _APART else issued
        named = [t.when.first for t in inside if t.exact and t.when.first]
        story.before = date.fromisoformat(named[-1]) if named else story.before
        found += inside
    return found


def _is_history(found: list[TimeExpression], issued: date) -> bool:
    """Whether a text names dates, all of them years before it was published, so that its days are of those years."""
    named = [date.fromisoformat(t.when.first) for t in found if t.exact and t.when.first]
    told = [t for t in found if not t.exact and t.when.first]
    return len(named) > 2 and bool(told) and all((issued - day).days > 1_800 for day in named)


_HINT = re.compile(
    rf"(?i)(?P<digit>\d)|\b(?:(?P<unit>{_UNIT}|centuries|half)|(?P<season>{_SEASON})|(?P<feast>Christmas|Halloween|New\s+Year['’]s|(?:May|Boxing|Bastille|Women['’]s)\s+Day)"
    rf"|(?P<word>yesterday|today|tomorrow|tonight|overnight|times|weekend|recently|currently|nowadays|present|morning|afternoon|evening))\b|\b(?P<month>{_MONTH})|\b(?P<weekday>{_DAY_NAME})"
)
"""what every time expression holds"""
_NEARER = 3
"""days back from which the same weekday is nearer ahead"""
_AROUND = 70
"""characters to each side of a hint that may belong to the expression"""


def _likely(text: str, start: int, end: int) -> list[tuple[int, int, set[str]]]:
    """The stretches of a paragraph in which times may stand, cut between words, each with the groups of its hints."""
    found: list[tuple[int, int, set[str]]] = []
    for hint in _HINT.finditer(text, start, end):
        a, b = max(start, hint.start() - _AROUND), min(end, hint.end() + _AROUND)
        while a > start and not text[a - 1].isspace():
            a -= 1
        while b < end and not text[b].isspace():
            b += 1
        group = hint.lastgroup or ""
        if found and a <= found[-1][1]:
            found[-1] = (found[-1][0], b, found[-1][2] | {group})
        else:
            found.append((a, b, {group}))
    return found


def _of_paragraph(text: str, start: int, end: int, story: _Story, history: bool) -> Iterator[TimeExpression]:
    spoken = story.today
    likely = _likely(text, start, end)
    taken: list[tuple[int, int, re.Match[str], _Rule, bool]] = []
    for pattern, rule, exact, needs in _RULES if likely else ():
        spans = ((x, y) for x, y, hints in likely if needs <= hints)
        for match in chain.from_iterable(pattern.finditer(text, *span) for span in spans):
            a, b = match.span()
            if all(b <= x or a >= y for x, y, *_ in taken):
                taken.append((a, b, match, rule, exact))
    told: date | None = None
    coming = start
    """where the last time ends, when that is still to come"""
    for a, b, match, rule, exact in sorted(taken, key=lambda t: t[0]):
        clause = text[max(start, a - 90) : a]
        clause = re.split(r"[.;?!]\s", clause)[-1]
        # when a report says that somebody spoke is counted from its own day, whatever year it has just told of
        spoke = _SPOKE.search(clause) is not None
        near = None if spoken and spoke else told
        ahead = bool(_SOONER.search(clause)) and not _WAS.search(clause)
        if coming > start and not ahead and not spoke:
            # "will meet in November, in Oslo in December and in Bern in January"
            ahead = not re.search(r"[.;?!]\s", text[coming:a]) and not _PASSED.search(text[coming:a])
        if clause.strip().lower() in ("", "on", "in", "by"):
            # "On Monday the two are to meet"
            ahead = ahead or _TO_COME.match(text, b, min(end, b + 80)) is not None
        context = Context(spoken, near, ahead, history, story.before, story.day)
        days = rule(match, context)
        if days is None:
            if rule in (reckoning.year, reckoning.years, reckoning.decade):
                continue
            days = (None, None)
        first, last = days
        lead_in = text[max(start, a - 40) : a]
        if rule is counting.weekday and first and spoken and (spoken - first).days > _NEARER and _TODAY_IS.search(lead_in):
            # "it is Tuesday", in a text of the Monday before
            first = last = first + timedelta(weeks=1)
        bound = next((bound for bound, pattern in _BOUNDS if pattern.search(lead_in)), None)
        if rule in _STRETCHES and lead_in.lower().rstrip().endswith("from"):
            # "from 16 to 18 April" has both its ends
            bound = None
        # what is only compared with or counted from is not what the text goes on to tell of
        if first and bound != "since" and not _COMPARED.search(lead_in):
            told = first if exact else told
            if first == last and not spoke:
                story.day = first
            elif exact:
                story.day = None
        if first and first == last and _TODAY_IS.search(lead_in) and (not spoken or abs((spoken - first).days) < 60):
            # what is quoted speaks of its own today
            spoken = first
            if text.count('"', start, a) % 2 == 0 and text.count("“", start, a) <= text.count("”", start, a):
                story.today = first
        coming = b if first and spoken and first > spoken else start
        lead = len(match[0]) - len(match[0].lstrip())
        yield TimeExpression(
            start=a + lead,
            end=b,
            when=When(
                first=first.isoformat() if first else None,
                last=last.isoformat() if last else None,
                text=" ".join(text[a:b].split()),
            ),
            exact=exact,
            bound=bound,
        )
        if rule is reckoning.years and first and last:
            # the years that a stretch goes from and to are named as well
            for group, year in (("a", first.year), ("b", last.year)):
                begin, finish = whole_year(year)
                assert begin and finish
                yield TimeExpression(
                    start=match.start(group),
                    end=match.end(group),
                    when=When(first=begin.isoformat(), last=finish.isoformat(), text=match[group]),
                    exact=True,
                    bound=None,
                )
