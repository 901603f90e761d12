"""Time expressions, each with its first and last day.

Days named without a year or a date ("on Wednesday", "last month", "October 2") are counted from the day the text was
published, or from the date that its paragraph tells of. Vague ones keep their words and leave open what they leave open.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from itertools import chain

from onrecord.annotate import counting, reckoning
from onrecord.annotate.days import DAYTH, Context, Range, whole_year
from onrecord.schema import Bound, Span, TimeExpression, When

_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?(?![a-z]))"
_DAY_NAME = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\.)"
_YEAR = r"(?:1[0-9]\d\d|20\d\d)"
_NTH = r"(?:\d{1,2}(?:st|nd|rd|th)?)"
_DAY_OF = rf"(?:{_NTH}(?:\s+day)?|(?:{'|'.join(sorted(DAYTH, key=len, reverse=True))}))"
"""the day in "the fifth of May" """
_COUNT = r"(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|a\s+couple\s+of)"
_UNIT = r"(?:day|night|week|fortnight|month|quarter|year|decade|century|centurie)s?"
_PART = r"(?:\s+(?:morning|afternoon|evening|night|noon))?"
_SEASON = r"(?:spring|summer|autumn|fall|winter)"

_SOONER = re.compile(
    r"(?i)\b(?:will|shall|would|won't|is to|are to|to be|plans?|planned|scheduled|expected|expects|due|next|upcoming|set to|coming)\b"
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
_COMPARED = re.compile(r"(?i)\b(?:than|as|like|compared\s+(?:to|with)|unlike)(?:\s+(?:in|on|at|of|during))?\s+(?:the\s+)?$")


_Rule = Callable[[re.Match[str], Context], Range | None]
_PARTS = r"(?P<part>(?:early|mid|late|the\s+(?:beginning|start|middle|end)\s+of|beginning\s+of|end\s+of)[\s-]+(?:the\s+)?)?"


def _rule(pattern: str, rule: _Rule, exact: bool, needs: str = "") -> tuple[re.Pattern[str], _Rule, bool, frozenset[str]]:
    """`needs` names the groups of `_HINT` without which the pattern finds nothing."""
    return re.compile(pattern, re.IGNORECASE), rule, exact, frozenset(needs.split())


_RULES: tuple[tuple[re.Pattern[str], _Rule, bool, frozenset[str]], ...] = (
    _rule(rf"\b(?P<y>{_YEAR})-(?P<m>\d\d)-(?P<d>\d\d)\b", reckoning.iso, True, "digit"),
    # a day that goes by its number, in whatever order others write days
    _rule(r"(?<![\d/])9/11\b(?![/\d])", lambda m, c: (date(2001, 9, 11), date(2001, 9, 11)), True, "digit"),
    _rule(rf"\b(?P<a>\d{{1,2}})/(?P<b>\d{{1,2}})/(?P<y>{_YEAR})\b", reckoning.slashed, True, "digit"),
    _rule(
        rf"\b(?:{_DAY_NAME},?\s+)?(?P<month>{_MONTH})\s+(?P<day>{_NTH})\s*(?:-|–|to|and)\s*(?P<day2>{_NTH})\b(?:,?\s+(?P<year>{_YEAR})\b)?",
        reckoning.day_range,
        False,
        "digit month",
    ),
    _rule(
        rf"\b(?P<day>{_NTH})\s*(?:-|–|to|and)\s*(?P<day2>{_NTH})\s+(?P<month>{_MONTH})\b(?:,?\s+(?P<year>{_YEAR})\b)?",
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
        rf"(?<=\bby\s)(?:the\s+)?end\s+of\s+(?:(?:the|this)\s+|(?P<next>next\s+))?(?P<unit>week|month|year|decade|century|(?P<month>{_MONTH}))\b(?!\s*['’]s?\s)(?:,?\s+(?P<year>{_YEAR})\b)?"
        rf"|(?<=\bby\s)(?:the\s+)?(?P<short>year|month)(?:\s+|-|['’]s\s+)end\b",
        reckoning.deadline,
        False,
    ),
    _rule(
        rf"(?<=\bby\s)(?:the\s+)?end\s+of\s+(?P<year>{_YEAR})\b(?![-–/]\d)",
        reckoning.deadline,
        True,
        "digit",
    ),
    _rule(
        rf"\b{_PARTS}(?P<month>{_MONTH})(?:\s+of|,)?\s+(?P<year>{_YEAR}|(?<=of\s)\d{{3}})\b",
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
    _rule(rf"(?<=\bbetween\s)(?P<a>{_YEAR})\s+and\s+(?P<b>{_YEAR})\b", reckoning.years, True, "digit"),
    _rule(rf"(?<=\bfrom\s)(?P<a>{_YEAR})\s+(?:to|until|through)\s+(?P<b>{_YEAR})\b", reckoning.years, True, "digit"),
    _rule(rf"\b(?P<a>{_YEAR})(?:-|–|/|\s–\s)(?P<b>\d\d)\b(?![-\d])", reckoning.years, True, "digit"),
    _rule(rf"\b{_PARTS}(?:the\s+)?(?P<decade>(?:1[0-9]|20)\d0)['’]?s\b", reckoning.decade, True, "digit"),
    _rule(rf"(?:\b(?:the|in|of|since)\s+){_PARTS}(?P<decade>\d0)['’]?s\b", reckoning.decade, True, "digit"),
    _rule(rf"{_PARTS}(?:\bthe\s+)?['’‘](?P<decade>\d0)['’]?s\b", reckoning.decade, True, "digit"),
    _rule(
        rf"\b{_PARTS}(?:the\s+)?(?P<n>\d{{1,2}})(?:st|nd|rd|th)[\s-]+centur(?:y|ies)\b", reckoning.century, True, "digit unit"
    ),
    _rule(
        r"\b(?:the\s+day\s+)?(?:before\s+yesterday|after\s+tomorrow)\b|\b(?:today|yesterday|tomorrow|tonight|overnight|last\s+night|last\s+evening)\b"
        + _PART,
        counting.deictic,
        False,
    ),
    _rule(
        rf"\b(?:(?P<which>last|next|this|this\s+past|this\s+coming|past)\s+)?(?P<name>{_DAY_NAME}){_PART}(?P<later>\s+(?:of\s+)?(?:last|this|next)\s+week)?\b",
        counting.weekday,
        False,
        "weekday",
    ),
    _rule(
        rf"\b(?P<part>(?:early|mid|late|earlier|later|at\s+the\s+end\s+of|the\s+end\s+of|the\s+beginning\s+of|the\s+start\s+of)[\s-]+)?(?P<which>this|last(?!\s+day)|next|that|that\s+same|the\s+same|the\s+following|the\s+previous|the\s+coming|this\s+past|the\s+past)\s+"
        rf"(?P<unit>day|night|week|weekend|month|quarter|year|decade|century|{_SEASON}|morning|afternoon|evening)\b(?!\s*['’]s?\s)",
        counting.calendar_unit,
        False,
    ),
    _rule(
        rf"\b(?:(?:about|almost|nearly|over|more\s+than|some|around|exactly|just)\s+)?(?P<count>{_COUNT})\s+(?P<unit>{_UNIT})\s+(?P<way>ago|earlier|later|back|before|after)\b",
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
        rf"{_PARTS}(?<![\d.,$£€#/:])(?<![\d\w]-)\b(?P<year>{_YEAR})\b(?!\s*(?:percent|per\s+cent|people|points?|votes?|troops|soldiers|dollars|euros|men|women|miles|km|kilomet\w+|feet|meters|metres|seats|acres|homes|jobs|%|°)|[,.]\d|/\d|-\d\d\b|%)",
        reckoning.year,
        True,
        "digit",
    ),
)


def time_expressions(text: str, published: str | None, paragraphs: list[Span]) -> list[TimeExpression]:
    """The time expressions of `paragraphs` (code points) in order, none overlapping but a stretch of years and its ends; earlier rules win.

    `published` is an ISO date. Where nothing says which day is meant, `when` has neither day.
    """
    issued = date.fromisoformat(published) if published else None
    found = _in_order(text, issued, paragraphs, history=False)
    if issued and _is_history(found, issued):
        found = _in_order(text, issued, paragraphs, history=True)
    return found


def _in_order(text: str, issued: date | None, paragraphs: list[Span], *, history: bool) -> list[TimeExpression]:
    found: list[TimeExpression] = []
    before: date | None = None
    for start, end in paragraphs:
        inside = list(_of_paragraph(text, start, end, issued, before, history))
        named = [t.when.first for t in inside if t.exact and t.when.first]
        before = date.fromisoformat(named[-1]) if named else before
        found += inside
    return found


def _is_history(found: list[TimeExpression], issued: date) -> bool:
    """Whether a text names dates, all of them years before it was published, so that its days are of those years."""
    named = [date.fromisoformat(t.when.first) for t in found if t.exact and t.when.first]
    told = [t for t in found if not t.exact and t.when.first]
    return len(named) > 2 and bool(told) and all((issued - day).days > 1_800 for day in named)


_HINT = re.compile(
    rf"(?i)(?P<digit>\d)|\b(?:(?P<unit>{_UNIT}|centuries|half)|(?P<season>{_SEASON})"
    rf"|(?P<word>yesterday|today|tomorrow|tonight|overnight|times|weekend|recently|currently|nowadays|present|morning|afternoon|evening))\b|\b(?P<month>{_MONTH})|\b(?P<weekday>{_DAY_NAME})"
)
"""what every time expression holds"""
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


def _of_paragraph(
    text: str, start: int, end: int, published: date | None, before: date | None, history: bool
) -> Iterator[TimeExpression]:
    likely = _likely(text, start, end)
    taken: list[tuple[int, int, re.Match[str], _Rule, bool]] = []
    for pattern, rule, exact, needs in _RULES if likely else ():
        spans = ((x, y) for x, y, hints in likely if needs <= hints)
        for match in chain.from_iterable(pattern.finditer(text, *span) for span in spans):
            a, b = match.span()
            if all(b <= x or a >= y for x, y, *_ in taken):
                taken.append((a, b, match, rule, exact))
    told: date | None = None
    for a, b, match, rule, exact in sorted(taken, key=lambda t: t[0]):
        clause = text[max(start, a - 90) : a]
        clause = re.split(r"[.;?!]\s", clause)[-1]
        # when a report says that somebody spoke is counted from its own day, whatever year it has just told of
        near = None if published and _SPOKE.search(clause) else told
        ahead = bool(_SOONER.search(clause)) and not _WAS.search(clause)
        if clause.strip().lower() in ("", "on", "in", "by"):
            # "On Monday the two are to meet"
            ahead = ahead or _TO_COME.match(text, b, min(end, b + 80)) is not None
        context = Context(published, near, ahead, history, before)
        days = rule(match, context)
        if days is None:
            if rule in (reckoning.year, reckoning.years, reckoning.decade):
                continue
            days = (None, None)
        first, last = days
        lead_in = text[max(start, a - 40) : a]
        bound = next((bound for bound, pattern in _BOUNDS if pattern.search(lead_in)), None)
        # what is only compared with or counted from is not what the text goes on to tell of
        if exact and first and bound != "since" and not _COMPARED.search(lead_in):
            told = first
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
