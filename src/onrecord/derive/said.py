"""When something was said: the time that a clause names, by itself or by an event whose date was told."""

from collections.abc import Iterable, Sequence

from onrecord.derive.grammar import Grammar
from onrecord.schema import Bound, Span, TimeExpression, When

_OCCASIONS = {
    "meet": "meeting", "meeting": "meeting", "talk": "talks", "talks": "talks", "negotiation": "talks", "negotiate": "talks",
    "discuss": "talks", "visit": "visit", "trip": "visit", "travel": "visit", "arrive": "visit", "tour": "visit",
    "summit": "summit", "conference": "conference", "interview": "interview", "session": "session", "ceremony": "ceremony",
    "speech": "speech", "address": "speech", "debate": "debate", "rally": "rally", "briefing": "briefing", "call": "call",
    "phone": "call", "hearing": "hearing", "forum": "forum", "event": "event", "gathering": "meeting", "dinner": "dinner",
    "news": "conference", "consultation": "talks", "signing": "ceremony", "sign": "ceremony", "testimony": "hearing",
    "congress": "congress", "assembly": "assembly",
}  # fmt: skip
"""words for occasions on which people speak, each with the name it is remembered by"""
_FINDS = {
    "meeting": ("talks", "visit", "summit"),
    "talks": ("meeting", "visit", "summit"),
    "visit": ("meeting", "talks"),
    "event": ("meeting", "rally", "ceremony", "forum", "conference"),
    "summit": ("meeting", "talks"),
}
"""occasions that another word may mean as well"""


_JOINED = ("advcl", "conj", "xcomp", "parataxis", "ccomp", "acl")


class Chronicle:
    """What a document has told so far of when things happened, sentence by sentence."""

    def __init__(self, grammar: Grammar) -> None:
        self._g = grammar
        notes = grammar.notes
        self._times: dict[int, list[tuple[TimeExpression, Span]]] = {}
        """sentence -> time expressions with the words they cover"""
        starts, ends = notes.start, notes.end
        for time in grammar.times:
            a, b = int(ends.searchsorted(time.start, side="right")), int(starts.searchsorted(time.end, side="left"))
            if a < b:
                self._times.setdefault(grammar.sentence[a], []).append((time, (a, b)))
        self._told: dict[int, list[Sequence[Span]]] = {}
        """first word of a time expression -> the contents that hold it"""
        dated = {span[0] for found in self._times.values() for _, span in found}
        for attribution in notes.attributions:
            for a, b in attribution.content:
                for i in dated.intersection(range(a, b)):
                    self._told.setdefault(i, []).append(attribution.content)
        self._remember()

    def _remember(self) -> None:
        """Notes each occasion with the date that its paragraph has told when it comes up."""
        g = self._g
        notes = g.notes
        told: When | None = None
        paragraph = -1
        self._log: list[tuple[int, str, When]] = []
        """(word, occasion, when)"""
        time_at = {span[0]: time for found in self._times.values() for time, span in found}
        for i in range(len(g.forms)):
            if notes.paragraph[i] != paragraph:
                paragraph = int(notes.paragraph[i])
                told = None
            if i in time_at and notes.quotation[i] < 0:
                when = time_at[i].when
                if time_at[i].bound in (None, "after") and when.first and when.last:
                    told = when
            name = _OCCASIONS.get(g.lemma(i)) if g.tag[i][0] in "NV" else None
            if name and notes.quotation[i] < 0:
                own = self._inside(i) or told
                if own:
                    self._log.append((i, name, own))

    def _inside(self, word: int) -> When | None:
        """The time that hangs on a word: "a meeting in December"."""
        g = self._g
        for time, span in self._times.get(g.sentence[word], ()):
            hangs = any(a == word for k in range(*span) for a in g.ancestors(k))
            # of what depends on the word, only what does not depend on a verb of its own
            if time.bound is None and time.when.first and hangs and not any(map(g.is_verb, self._path(span[0], word))):
                return time.when
        return None

    def _path(self, word: int, top: int) -> Iterable[int]:
        for a in self._g.ancestors(word):
            if a == top:
                return
            yield a

    def said(self, cue: Span, content: Sequence[Span], source: Sequence[Span]) -> When | None:
        """When the words given by a cue were said; None where the text does not tell."""
        g = self._g
        head = g.span_head(range(*cue))
        excluded = {i for a, b in content for i in range(a, b)}
        sentence = g.sentence[head]
        near: list[tuple[int, TimeExpression, Span]] = []
        for time, span in self._times.get(sentence, ()):
            if any(k in excluded for k in range(*span)) or g.notes.quotation[span[0]] != g.notes.quotation[head]:
                continue
            # a date in somebody else's words is not that of the cue
            if any(not any(a <= head < b for a, b in words) for words in self._told.get(span[0], ())):
                continue
            if any(s <= span[0] < e for s, e in source):
                continue
            if self._belongs(span, cue, head):
                near.append((min(abs(span[0] - cue[1]), abs(cue[0] - span[1])), time, span))
        if near:
            _, time, _ = min(near, key=lambda n: n[0])
            return bounded(time.when, time.bound)
        return self._by_occasion(head, cue, excluded)

    def _belongs(self, span: Span, cue: Span, head: int) -> bool:
        """Whether a time hangs on the cue: its nearest verb is the cue's, or the occasion it hangs on hangs on the cue."""
        g = self._g
        for a in g.ancestors(g.span_head(range(*span))):
            if cue[0] <= a < cue[1] or a == head:
                return True
            if g.is_verb(a):
                # "speaking on Tuesday, he said", "told X on Tuesday, adding that"
                return self._joined(a, head) or self._joined(head, a)
        return False

    def _joined(self, verb: int, above: int) -> bool:
        """Whether a verb hangs on another as part of the same act, not as what somebody else did."""
        g = self._g
        return g.head[verb] == above and g.relation[verb] in _JOINED and not g.dependents(verb, "nsubj")

    def _by_occasion(self, head: int, cue: Span, excluded: set[int]) -> When | None:
        """The date of the occasion that the clause names: "after the meeting", "at that same summit"."""
        g = self._g
        start = head
        while start > 0 and g.sentence[start - 1] == g.sentence[head]:
            start -= 1
        end = head
        while end + 1 < len(g.forms) and g.sentence[end + 1] == g.sentence[head]:
            end += 1
        for i in range(start, end + 1):
            if i in excluded or g.tag[i][0] != "N" or g.notes.quotation[i] != g.notes.quotation[head]:
                continue
            name = _OCCASIONS.get(g.lemma(i))
            if name is None or not any(g.relation[c] == "case" for c in g.children[i]):
                continue
            if not self._belongs((i, i + 1), cue, head):
                continue
            definite = any(g.low[c] in ("the", "that", "this", "same", "his", "her", "their", "its") for c in g.children[i])
            if definite:
                found = self._last(name, i)
                if found:
                    return found
        return None

    def _last(self, name: str, before: int) -> When | None:
        for wanted in (name, *_FINDS.get(name, ())):
            for word, occasion, when in reversed(self._log):
                if word < before and occasion == wanted:
                    return when
        return None


def bounded(when: When, bound: Bound | None) -> When | None:
    """The days that a time means after "since", "until", "before" or "after"; None where it names none."""
    if when.first is None and when.last is None:
        return When(first=None, last=None, text=when.text) if when.text else None
    if bound == "since":
        return When(first=when.first, last=None, text=when.text)
    if bound in ("until", "before"):
        return When(first=None, last=when.last if bound == "until" else when.first, text=when.text)
    return when


def clause_time(grammar: Grammar, word: int) -> When | None:
    """The days of the clause that a word is in, None where it names none."""
    g, top = grammar, own_clause(grammar, word)
    held = None if top is None else set(g.subtree(top))
    for time in g.times_of(word):
        words = g.words_in((time.start, time.end))
        if top is not None and held is not None and not held & set(words) and not _is_inserted(g, g.head[top], words):
            continue
        when = bounded(time.when, time.bound)
        if when is not None and (when.first or when.last):
            return when
    return None


def _is_inserted(grammar: Grammar, verb: int, words: Sequence[int]) -> bool:
    """Whether a verb of saying stands in what it tells of, behind a time in that: "On Tuesday, X said, Y attacked Z"."""
    return words[-1] < verb and grammar.forms[verb + 1 : verb + 2] == (",",)


_BACK = ("because", "although", "though", "since", "before")
"""marks of a clause about another time than that of the one it belongs to"""


def own_clause(grammar: Grammar, word: int) -> int | None:
    """The highest word whose phrase can date what a clause of its own tells of; None where the whole sentence can.

    That "X ruled on Friday that Y had left", or that the law "under which Y left" is void, is no date of the leaving.
    """
    g = grammar
    for top in (word, *g.ancestors(word)):
        relation = g.relation[top]
        if relation == "acl:relcl":
            # "the raid on Friday that killed ten"
            return g.head[top]
        if g.judging(top) is not None:
            # "condemned the raid"
            return top
        told = relation == "ccomp" or (relation == "advcl" and any(g.low[c] in _BACK for c in g.dependents(top, "mark")))
        if told and "VBD" in (g.tag[top], *(g.tag[c] for c in g.dependents(top, "aux", "aux:pass", "cop"))):
            return top
    return None
