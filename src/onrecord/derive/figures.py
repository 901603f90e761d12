"""Figures: the numbers of a document with their bounds, their unit and what they count."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.derive.asserting import Asserting
from onrecord.derive.grammar import Grammar
from onrecord.derive.said import bounded
from onrecord.ids import digest
from onrecord.schema import Figure, When

_SMALL = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90, "one": 1, "a": 1, "an": 1,
}  # fmt: skip
_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12, "k": 1e3, "m": 1e6,
    "mn": 1e6, "bn": 1e9, "tn": 1e12,
}  # fmt: skip
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_ONES = "one|two|three|four|five|six|seven|eight|nine"
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_WORD = rf"(?:(?:{_TENS})(?:[-\s](?:{_ONES}))?|{_TEENS}|{_ONES})"
_LONG_SCALE = "hundred|thousand|million|billion|trillion|dozen"
_NUMBER = (
    r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"(?:\s?(?:bn|mn|tn)\b|[km]\b|[\s-](?:{_LONG_SCALE})\b)?(?:\s(?:thousand|million)\b)?"
    rf"|(?:{_WORD}|an?(?=\s(?:{_LONG_SCALE})\b))(?:[\s-](?:and\s)?(?:{_WORD}|{_LONG_SCALE})\b)*"
)
_MONEY = r"(?:(?:US|A|C|NZ|HK|S)?\$|€|£|¥|₽|₹|₺|₪|(?:USD|EUR|GBP|RUB|CNY|JPY)\s)"
_FIGURE = re.compile(
    rf"(?<![\w.,:'’#-])(?P<sign1>{_MONEY})?\s?(?P<low>{_NUMBER})"
    rf"(?P<percent1>\s?%)?"
    rf"(?:\s?(?:-|–|—|\s(?:to|or|and)\s)\s?(?P<sign2>{_MONEY})?(?P<high>{_NUMBER}))?"
    r"(?P<percent>\s?%|\s(?:percentage\spoints?|per\s?cent)\b)?(?![\w]|[-–](?=\d)|[.,:]\d)",
    re.IGNORECASE,
)
_BEFORE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"(?:{words})\s+$", re.IGNORECASE), kind)
    for words, kind in (
        (r"more\s+than|over|at\s+least|above|upwards?\s+of|in\s+excess\s+of", "least"),
        (r"no\s+(?:fewer|less)\s+than|exceed(?:s|ed|ing)?", "least"),
        (r"fewer\s+than|less\s+than|under|below|up\s+to|at\s+most", "most"),
        (r"no\s+more\s+than|as\s+many\s+as|as\s+much\s+as", "most"),
        (r"about|around|almost|nearly|roughly|some|approximately|(?:an?\s+)?estimated", "about"),
        (r"close\s+to|circa|ca\.|well\s+over", "about"),
        (r"between|from|either", "range"),
    )
)  # fmt: skip
_BESIDES = frozenset(["more", "other", "additional", "further", "extra", "fewer", "another"])
"""words by which a number is set beside others"""
_VAGUE = re.compile(r"(?<![\w-])(?P<size>dozens|hundreds|thousands|millions|billions)(?=\s+of\s+)", re.IGNORECASE)
_VAGUE_SIZES = {"dozens": 24.0, "hundreds": 200.0, "thousands": 2e3, "millions": 2e6, "billions": 2e9}
_CURRENCIES = {
    "$": "US dollars", "us$": "US dollars", "usd": "US dollars", "a$": "Australian dollars", "c$": "Canadian dollars",
    "nz$": "New Zealand dollars", "hk$": "Hong Kong dollars", "s$": "Singapore dollars", "€": "euros", "eur": "euros",
    "£": "pounds", "gbp": "pounds", "¥": "yen", "jpy": "yen", "cny": "yuan", "₽": "roubles", "rub": "roubles",
    "₹": "rupees", "₺": "lira", "₪": "shekels",
}  # fmt: skip
_DURATIONS = frozenset(["year", "month", "week", "day", "hour", "minute", "second", "decade", "century", "night"])
_NUMBERED = frozenset([
    "article", "resolution", "chapter", "section", "paragraph", "page", "no", "no.", "number", "rule", "phase", "round",
    "day", "protocol", "annex", "part", "point", "item", "figure", "table", "step", "level", "grade", "unit", "room",
    "route", "highway", "order", "decree", "law", "act", "flight", "group", "channel", "version", "season", "episode",
    "district", "block", "gate", "line", "track", "volume", "question",
])  # fmt: skip
"""nouns whose numbers name a thing and count nothing"""
_HOUR = r"(?:[01]?\d|2[0-3])"
_CLOCK = re.compile(
    rf"{_HOUR}(?:[.:][0-5]\d)?\s?(?:(?i:[ap]\.?m)\b|o['’]clock\b)|{_HOUR}[.:][0-5]\d\s(?:local\s+time|GMT|UTC|BST|MSK|CET|CEST|E[SD]T|C[SD]T|P[SD]T)\b"
)
_CLOCK_FIRST = re.compile(rf"\W*(?P<time>{_HOUR}[.:][0-5]\d)(?:\W*$|\W+[A-Z])")
"""a time of day that a line of a live blog begins with"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    start: int
    end: int
    low: float | None
    high: float | None
    approximate: bool
    unit: str | None
    """where a sign says it"""


def figures(grammar: Grammar, asserting: Asserting) -> list[Figure]:
    """The figures of a document in the order of its text; those of datelines, bylines and junk are left out."""
    return list(_Figures(grammar, asserting).all())


class _Figures:
    def __init__(self, grammar: Grammar, asserting: Asserting) -> None:
        self.g = grammar
        self.notes = grammar.notes
        self.document = grammar.notes.document
        self.asserting = asserting

    def all(self) -> Iterator[Figure]:
        last: tuple[int, str | None, str | None] | None = None
        for found in self._found():
            words = self.g.words_in((found.start, found.end))
            if not words or not self._counts(found, words):
                continue
            unit, what, end = self._unit(found, words)
            sentence = self.g.sentence[words[0]]
            if unit is None and last and sentence - last[0] <= 1 and self._elliptic(words):
                # "of which 70", "there were 4,500": of what was counted before
                unit, what = last[1], what or last[2]
            if unit is None and self._bare(words):
                continue
            last = (sentence, unit, what)
            span = (found.start, max(found.end, end))
            yield Figure(
                id=digest("figure", self.document.id, *span),
                low=found.low,
                high=found.high,
                unit=unit,
                what=what,
                approximate=found.approximate,
                span=span,
                when=self._when(words[0]),
                asserted_by=self.asserting.by(span),
                score=0.9 if unit else 0.6,
            )

    # --- numbers -----------------------------------------------------------------------------------------------------

    def _found(self) -> list[_Found]:
        found: list[_Found] = []
        for segment in self.document.segments:
            if segment.kind in ("boilerplate", "dateline", "byline"):
                continue
            text = self.document.text[segment.start : segment.end]
            at = 0
            while (m := _FIGURE.search(text, at)) is not None:
                one = self._number(m, text, segment.start)
                if one:
                    found.append(one)
                at = one.end - segment.start if one else m.end("low")
            for m in _VAGUE.finditer(text):
                a, b = m.start() + segment.start, m.end() + segment.start
                size = _VAGUE_SIZES[m["size"].lower()]
                if not any(f.start < b and a < f.end for f in found):
                    found.append(_Found(start=a, end=b, low=size, high=None, approximate=True, unit=None))
        return sorted(found, key=lambda f: f.start)

    def _number(self, m: re.Match[str], text: str, shift: int) -> _Found | None:
        lead = next(((p.search(text, 0, m.start()), kind) for p, kind in _BEFORE if p.search(text, 0, m.start())), None)
        start = m.start("sign1") if m["sign1"] else m.start("low")
        if lead is not None and lead[0] is not None:
            start = lead[0].start()
        kind = "" if lead is None else lead[1]
        joined = m["high"] is not None and not re.match(r"\s*and\b", text[m.end("low") : m.start("high")], re.IGNORECASE)
        end = m.end()
        low = _value(m["low"])
        high = low
        if m["high"] is not None:
            if joined or kind == "range":
                high = _value(m["high"])
                if (
                    low < high
                    and (scale := _scale(m["high"])) > 1
                    and _scale(m["low"]) == 1
                    and low < 1000
                    and low * scale <= high
                ):
                    low *= scale
                if high < low:
                    if kind != "range":
                        return None
                    # "fell from 6 to 4 per cent" spans the same as "rose from 4 to 6"
                    low, high = high, low
            else:
                # "30 and 40": two figures, of which the other is found by itself
                end = m.end("low")
        sign = (m["sign1"] or m["sign2"] or "").strip().lower()
        unit = _CURRENCIES.get(sign)
        if m["percent"] or m["percent1"]:
            points = "point" in (m["percent"] or "").lower()
            unit = "percentage points" if points else "per cent"
        bounds: tuple[float | None, float | None] = (low, high)
        if kind == "least" and low == high:
            bounds = (low, None)
        elif kind == "most" and low == high:
            bounds = (None, high)
        return _Found(
            start=start + shift, end=end + shift, low=bounds[0], high=bounds[1], approximate=kind == "about", unit=unit
        )

    # --- what is a figure --------------------------------------------------------------------------------------------

    def _counts(self, found: _Found, words: Sequence[int]) -> bool:
        """Whether a number counts something: it is no date, no part of a name and no name of a thing."""
        g = self.g
        if found.unit:
            return True
        text = self.document.text[found.start : found.end]
        numerals = [w for w in words if g.tag[w] == "CD" or g.forms[w][0].isdigit()]
        if not numerals:
            return bool(_VAGUE.match(self.document.text, found.start))
        last = numerals[-1]
        if text.lower() in ("one", "a", "an") or self._is_clock(numerals[0]):
            return False
        follows = g.lemma(last + 1) if last + 1 < len(g.forms) else ""
        duration = follows in _DURATIONS or (
            last + 2 < len(g.forms) and g.forms[last + 1] == "-" and g.lemma(last + 2) in _DURATIONS
        )
        for time in self.notes.times:
            if time.start < found.end and found.start < time.end and not duration:
                return False
        if numerals[0] > 0 and g.low[numerals[0] - 1] in _NUMBERED and g.sentence[numerals[0] - 1] == g.sentence[last]:
            return False
        if any(n.start <= w < n.end for n in self.notes.names for w in numerals if n.kind != "DATE"):
            return False
        before = g.forms[numerals[0] - 1] if numerals[0] else ""
        if len(numerals) == 1 and g.low[last] in ("two", "three") and before.lower() in ("the", "these", "those", "both"):
            # "the two sides" says who, not how many
            return False
        opens = numerals[0] == 0 or self.notes.paragraph[numerals[0] - 1] != self.notes.paragraph[numerals[0]]
        listed = opens and last + 1 < len(g.forms) and g.forms[last + 1] in (".", ")", ":")
        return not listed and before not in ("#", "No", "No.") and g.low[last] not in ("hundreds",)

    def _is_clock(self, numeral: int) -> bool:
        """Whether a number is a time of day."""
        text, at = self.document.text, int(self.notes.start[numeral])
        start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
        first = _CLOCK_FIRST.match(text, start, len(text) if end < 0 else end)
        return bool(_CLOCK.match(text, at)) or (first is not None and at < first.end("time"))

    def _elliptic(self, words: Sequence[int]) -> bool:
        g = self.g
        last = words[-1]
        if any(g.head[w] == last and g.relation[w] == "case" for w in g.children[last]) and not self._of_which(words[0]):
            return False
        return g.relation[last] in (
            "nsubj",
            "root",
            "obj",
            "nsubj:pass",
            "conj",
            "nmod",
            "acl:relcl",
            "appos",
            "obl",
            "xcomp",
            "parataxis",
            "ccomp",
        )

    def _of_which(self, word: int) -> bool:
        return word >= 2 and self.g.low[word - 1] in ("which", "whom", "these", "them") and self.g.low[word - 2] == "of"

    def _bare(self, words: Sequence[int]) -> bool:
        """Whether nothing says what a number without a unit counts."""
        g = self.g
        return g.relation[words[-1]] not in ("nsubj", "nsubj:pass", "obj", "obl", "root") or len(g.forms[words[-1]]) < 2

    # --- what it counts ----------------------------------------------------------------------------------------------

    def _unit(self, found: _Found, words: Sequence[int]) -> tuple[str | None, str | None, int]:
        """The unit, what is counted, and the end of the words for the unit."""
        g = self.g
        last = words[-1]
        if _VAGUE.match(self.document.text, found.start) or (last + 1 < len(g.forms) and g.low[last + 1] == "of"):
            noun = next((c for c in g.children[last] if g.relation[c] == "nmod" and c > last), None)
            if noun is not None and not found.unit:
                return self._noun(noun, last), self._phrase(noun), g.characters((noun, noun + 1))[1]
            if noun is not None:
                return found.unit, self._phrase(noun), found.end
        if found.unit:
            noun = g.head[last] if g.relation[last] in ("nummod", "compound") else None
            return found.unit, self._phrase(noun) if noun is not None else None, found.end
        first = words[0]
        if self._is_age(first, last):
            return "years of age", None, found.end
        at = last + 1
        if at < len(g.forms) and g.forms[at] == "-":
            at += 1
        if at < len(g.forms) and g.lemma(at) in _DURATIONS and g.sentence[at] == g.sentence[last]:
            old = at + 1 < len(g.forms) and (g.low[at + 1] in ("old", "-")) and "old" in g.low[at + 1 : at + 3]
            return "years of age" if old else _plural(g.lemma(at)), self._phrase(at), g.characters((at, at + 1))[1]
        noun = next(
            (g.head[w] for w in reversed(words) if g.relation[w] == "nummod" and g.head[w] > w and not g.is_verb(g.head[w])),
            None,
        )
        if noun is None:
            noun = next((i for i in range(last + 1, min(last + 4, len(g.forms))) if g.tag[i] in ("NNS", "NNPS")), None)
            if noun is not None and any(not g.tag[i].startswith(("JJ", "NN", "VBN", "VBG")) for i in range(last + 1, noun)):
                noun = None
        if noun is None or g.sentence[noun] != g.sentence[last] or noun - last > 6:
            return None, None, found.end
        return self._noun(noun, last), self._phrase(noun), g.characters((noun, noun + 1))[1]

    def _is_age(self, first: int, last: int) -> bool:
        g = self.g
        before = [g.low[i] for i in range(max(0, first - 2), first)]
        if before[-2:] == ["age", "of"] or before[-1:] == ["aged"]:
            return True
        # "Ada Lund, 58, said"
        apart = before[-1:] == [","] and first == last and g.low[last + 1 : last + 2] == [","] and g.forms[last].isdigit()
        return apart and any(n.kind == "PER" and n.end == first - 1 for n in self.notes.names)

    def _noun(self, noun: int, after: int) -> str:
        """The noun that is counted, with the nouns that make one with it."""
        g = self.g
        start = noun
        while start - 1 > after and self._is_part(start - 1, noun, ("compound", "amod")):
            start -= 1
        return " ".join(g.text((start, noun + 1)).split())

    def _is_part(self, word: int, noun: int, relations: Sequence[str]) -> bool:
        """Whether a word says what a noun counts, and not that there are more of it: "200 more officers"."""
        return self.g.head[word] == noun and self.g.relation[word] in relations and self.g.low[word] not in _BESIDES

    def _phrase(self, noun: int) -> str | None:
        """What a noun heads, in the document's words on one line, without numbers before it and clauses after it."""
        g = self.g
        start = noun
        while start > 0 and self._is_part(start - 1, noun, ("compound", "amod", "nmod:poss")):
            start -= 1
        end = noun + 1
        for child in g.children[noun]:
            if child > noun and g.relation[child] in ("nmod", "acl", "obl"):
                end = max(end, g.subtree(child)[-1] + 1)
            elif child > noun and g.relation[child] not in ("case", "punct"):
                break
        words = " ".join(g.text((start, end)).split())
        return words if len(words) <= _LONGEST else " ".join(g.text((start, noun + 1)).split())[:_LONGEST]

    def _when(self, word: int) -> When | None:
        """As of when: the one time that the clause of a figure names."""
        g = self.g
        apart = next((c for c in (word, *g.ancestors(word)) if self._is_apart(c)), None)
        held = None if apart is None else set(g.subtree(apart))
        named = [(t, g.words_in((t.start, t.end))) for t in g.times_of(word)]
        named = [(time, words) for time, words in named if (held is None or held & set(words)) and not self._is_compared(words)]
        if len(named) != 1:
            return None
        time, words = named[0]
        # "data from the 2019 census" and "40 per cent by 2030" are of all of that year
        open_ended = time.bound == "before" or "since" in g.low[max(0, words[0] - 2) : words[0]]
        when = bounded(time.when, time.bound) if open_ended else time.when
        return when if when is not None and (when.first or when.last) else None

    def _is_apart(self, word: int) -> bool:
        """Whether a word heads what its sentence does not date: "if X gets half, they vote in May", "X, 58, left in May"."""
        g = self.g
        condition = g.relation[word] == "advcl" and any(g.low[c] in ("if", "unless") for c in g.dependents(word, "mark"))
        return condition or (g.relation[word] == "appos" and g.tag[g.head[word]].startswith("NNP"))

    def _is_compared(self, words: Sequence[int]) -> bool:
        """Whether a time is that with which a figure is compared: "up from 2019", "the highest since 1994"."""
        g = self.g
        head = g.span_head(words)
        return g.tag[g.head[head]] in ("JJS", "JJR", "RBR", "RBS") or g.low[g.head[head]] in ("up", "down")


_LONGEST = 160
"""characters of what a figure counts"""


def _plural(noun: str) -> str:
    return f"{noun[:-1]}ies" if noun.endswith("y") and noun[-2] not in "aeou" else f"{noun}s"


def _value(words: str) -> float:
    """The value of a number in digits or words, with its scale."""
    total = current = 0.0
    for part in re.findall(r"\d[\d,]*(?:\.\d+)?|[a-z]+", words.lower()):
        if part[0].isdigit():
            current += float(part.replace(",", ""))
        elif part in _SMALL:
            current += _SMALL[part]
        elif part in _SCALES:
            scale = _SCALES[part]
            if scale in (1e2, 12):
                current = max(current, 1) * scale
            else:
                total += max(current, 1) * scale
                current = 0
    return round(total + current, 6)


def _scale(words: str) -> float:
    return max((_SCALES[p] for p in re.findall(r"[a-z]+", words.lower()) if p in _SCALES), default=1.0)
