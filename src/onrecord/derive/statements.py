"""Statements: who said what, to whom, when, about whom, within whose words."""

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from onrecord.derive.cast import Cast
from onrecord.derive.grammar import Grammar
from onrecord.derive.lexicon import ADDRESSED, FIRST_PERSON, NOBODY, NOT, QUOTED_SPEECH, RELATIVE
from onrecord.derive.said import Chronicle
from onrecord.derive.signed import Signed
from onrecord.derive.spoken import Spoken
from onrecord.derive.status import put_forward, standing
from onrecord.derive.voices import Voices, voices
from onrecord.ids import digest
from onrecord.schema import Attribution, Form, Quotation, Span, Speaker, Statement, Status, When


@dataclass(slots=True, kw_only=True)
class _Draft:
    """A statement while it is made; word indices."""

    form: Form
    speakers: list[int]
    unnamed: str | None = None
    """the words for a speaker who is nobody in particular"""
    content: list[Span]
    source: tuple[Span, ...] = ()
    cue: Span | None = None
    addressee: int | None = None
    to_holder: bool = False
    """said to whoever tells of it: "he told me" """
    said: When | None = None
    status: Status = "happened"
    score: float = 1.0
    turn: bool = False
    inside: "_Draft | None" = None


def statements(grammar: Grammar, cast: Cast, signed: Signed) -> list[Statement]:
    """The statements of a document in the order of their contents, the ones that hold others before these."""
    return _Statements(grammar, cast, signed).all()


class _Statements:
    def __init__(self, grammar: Grammar, cast: Cast, signed: Signed) -> None:
        self.g = grammar
        self.cast = cast
        self.signed = signed
        self.notes = grammar.notes
        self.document = grammar.notes.document
        self.chronicle = Chronicle(grammar)
        self.spoken = Spoken(grammar)

    def all(self) -> list[Statement]:
        voiced = voices(self.document, self.cast)
        drafts = self._turns(voiced)
        drafts += self._proclaimed(drafts)
        drafts += self._attributed(drafts)
        drafts += self._quoted_within(drafts)
        drafts += self._as_saying(drafts)
        drafts += self._in_headlines(drafts)
        drafts += self._after_gestures(drafts)
        drafts = [d for d in drafts if self.spoken.words(d.content) and not (d.cue and self.spoken.is_note(d.cue))]
        drafts.sort(key=lambda d: (d.content[0][0], -self._last(d)))
        self._nest(drafts)
        return self._finished(drafts)

    # --- turns and whole documents -----------------------------------------------------------------------------------

    def _turns(self, voiced: Voices) -> list[_Draft]:
        """One statement a turn, from its first word to its last."""
        pieces: dict[int, list[Span]] = {}
        kinds: dict[int, Form] = {}
        segments = self.document.segments
        number = -1
        for i, paragraph in enumerate(self.notes.paragraph):
            turn = segments[paragraph].turn
            if turn is not None:
                said = pieces.setdefault(turn, [])
                # not what stands between the paragraphs of a turn: a stage direction, the marks of Markdown
                between = self.document.text[segments[number].end : segments[paragraph].start] if number != paragraph else ""
                if said and said[-1][1] == i and not between.strip():
                    said[-1] = (said[-1][0], i + 1)
                else:
                    said.append((i, i + 1))
                kinds[turn] = "question" if segments[paragraph].kind == "question" else "answer"
            number = paragraph
        drafts = []
        for turn, content in pieces.items():
            figure = voiced.of_turn.get(turn)
            other = next((f for t in (turn - 1, turn + 1) if (f := voiced.of_turn.get(t)) not in (None, figure)), None)
            drafts.append(
                _Draft(
                    form=kinds[turn],
                    speakers=[] if figure is None else [figure],
                    content=content,
                    addressee=other if self.document.kind == "interview" else None,
                    turn=True,
                )
            )
        return drafts

    def _proclaimed(self, turns: Sequence[_Draft]) -> list[_Draft]:
        """Words that follow "X said:" as unquoted paragraphs to the end, as governments publish them."""
        g, notes = self.g, self.notes
        if turns or self.document.kind != "statement":
            return []
        for attribution in notes.attributions:
            if attribution.cue is None:
                continue
            end = attribution.cue[1]
            paragraph = notes.paragraph[attribution.cue[0]]
            while end < len(g.forms) and notes.paragraph[end] == paragraph:
                end += 1
            if g.forms[end - 1] != ":" or end >= len(g.forms):
                continue
            last = self._body_end(end)
            if last <= end or notes.quotation[end] >= 0:
                continue
            draft = self._draft(attribution)
            draft.content = [(end, last)]
            draft.form = "direct"
            return [draft]
        return []

    def _body_end(self, start: int) -> int:
        """The end of the last paragraph after a word that is the document's own text."""
        segments = self.document.segments
        last = start
        for i in range(start, len(self.g.forms)):
            if segments[self.notes.paragraph[i]].kind == "paragraph":
                last = i + 1
        return last

    # --- attributions ------------------------------------------------------------------------------------------------

    def _attributed(self, outer: Sequence[_Draft]) -> list[_Draft]:
        drafts: list[_Draft] = []
        first: _Draft | None = None
        last: _Draft | None = None
        for found in self.notes.attributions:
            content = self._trimmed(self._within_clause(self._within_text(found.content, found.cue)))
            if not content or self._repeats(content, outer) or _ANONYMOUS.search(self.g.text(content[0])):
                continue
            if found.source and self.g.low[found.source[0][0] - 3 : found.source[0][0]] == ["contrary", "to", "what"]:
                # what follows is the opposite of what they said
                continue
            source = tuple(self._within_text(found.source)) or self._signed(found.cue, content)
            source = source if found.cue is None else self._by_syntax(found.cue, source, content)
            attribution = replace(found, content=tuple(content), source=source)
            if attribution.cue is None:
                if last is None:
                    continue
                drafts.append(
                    _Draft(
                        form=self._form(content),
                        speakers=list(last.speakers),
                        unnamed=last.unnamed,
                        content=content,
                        addressee=last.addressee,
                        said=last.said,
                        score=attribution.score,
                    )
                )
                continue
            draft = self._draft(attribution)
            if not draft.speakers:
                draft.speakers = self._signing(source)
            if not draft.speakers and last is not None:
                draft.speakers = self._still_speaking(source, last) or self._issuing(source, first)
            holder = self._holder(content, outer)
            if holder and self._own_words(attribution, draft, holder):
                continue
            drafts.append(draft)
            first, last = first or draft, draft
        return drafts

    def _within_text(self, spans: Sequence[Span], cue: Span | None = None) -> list[Span]:
        """Spans without datelines and bylines; what a headline says, with the cue in it, ends with it."""
        segments, paragraph = self.document.segments, self.notes.paragraph
        headline = cue is not None and segments[paragraph[cue[0]]].kind == "title"
        kept: list[Span] = []
        for a, b in spans:
            start = a
            for i in range(a, b + 1):
                inside = i < b and (
                    segments[paragraph[i]].kind == "title" if headline else segments[paragraph[i]].kind not in _NO_SPEECH
                )
                if not inside:
                    if start < i:
                        kept.append((start, i))
                    start = i + 1
        return kept

    def _within_clause(self, content: Sequence[Span]) -> list[Span]:
        """The content without what a later sentence adds in nobody's marks to "that ...": 'says that it is not so. It is.'"""
        g = self.g
        if not content or g.low[content[0][0]] not in ("that", "whether"):
            return list(content)
        sentence = g.sentence[content[0][0]]
        kept = []
        for a, b in content:
            inside = [i for i in range(a, b) if g.sentence[i] == sentence or self.notes.quotation[i] >= 0]
            if len(inside) < b - a and inside and g.forms[inside[-1]] == ".":
                inside.pop()
            kept += [(inside[0], inside[-1] + 1)] if inside else []
        return kept

    def _repeats(self, content: Sequence[Span], outer: Sequence[_Draft]) -> bool:
        """Whether a whole turn or proclamation has just these words."""
        own = _size(content)
        for d in outer:
            shared = sum(max(0, min(b, y) - max(a, x)) for a, b in content for x, y in d.content)
            if shared > 0.9 * (own + _size(d.content) - shared):
                return True
        return False

    def _holder(self, content: Sequence[Span], outer: Sequence[_Draft]) -> _Draft | None:
        return next((d for d in outer if d.content[0][0] <= content[0][0] and content[-1][1] <= d.content[-1][1]), None)

    def _own_words(self, attribution: Attribution, draft: _Draft, holder: _Draft) -> bool:
        """Whether somebody speaking gives words to themselves ("I think") or to nobody: that is the turn itself."""
        g = self.g
        if not attribution.source:
            return draft.form == "indirect"
        head = g.span_head(range(*attribution.source[0]))
        return g.low[head] in FIRST_PERSON or (bool(draft.speakers) and draft.speakers == holder.speakers)

    def _trimmed(self, content: Iterable[Span]) -> list[Span]:
        """Pieces without the commas and colons before and after them."""
        forms = self.g.forms
        found = []
        for start, end in content:
            a, b = start, end
            while a < b and forms[a] in (",", ":", ";", "—", "–", "--", "-", "."):
                a += 1
            while b > a and forms[b - 1] in (",", ":", ";", "—", "–", "--", "-"):
                b -= 1
            if a < b:
                found.append((a, b))
        # the "it" of "it was announced that" says nothing
        found = [s for s in found if s[1] - s[0] > 1 or self.g.low[s[0]] != "it" or len(found) == 1]
        return [piece for span in found for piece in self._parted(span)]

    def _quotations_in(self, span: Span) -> Sequence[Quotation]:
        """The quotations that begin within a span."""
        first, end = (bisect_left(self.notes.quotations, at, key=lambda q: q.start) for at in span)
        return self.notes.quotations[first:end]

    def _parted(self, span: Span) -> list[Span]:
        """A piece of content without what the report puts between two quotations: '"It is," she paused, "closed"'."""
        g = self.g
        inside = [q for q in self._quotations_in(span) if q.double and q.closed and q.end <= span[1]]
        pieces = [span]
        for before, after in itertools.pairwise(inside):
            if after.start < before.end:
                continue
            gap = [i for i in range(before.end, after.start) if g.forms[i] not in _PARTING]
            broken = g.forms[before.end] in _DASHES or g.forms[before.end - 2] in (",", *_DASHES)
            told = any(g.is_verb(i) and g.dependents(i, "nsubj") for i in gap) and len(gap) <= _NEAR
            if broken and told and g.relation[gap[0]] not in ("cc", "mark"):
                a, b = pieces.pop()
                pieces += [(a, before.end), (after.start, b)]
        return pieces

    def _draft(self, attribution: Attribution) -> _Draft:
        content = list(attribution.content)
        cue = attribution.cue
        assert cue is not None
        phrases = self._phrases(attribution.source)
        speakers = self._speakers(phrases)
        addressee, to_holder = self._addressee(cue, content, speakers)
        return _Draft(
            form=self._form(content),
            speakers=speakers,
            unnamed=self.cast.unnamed(phrases[0]) if phrases and not speakers else None,
            content=content,
            source=attribution.source,
            cue=cue,
            addressee=addressee,
            to_holder=to_holder,
            said=self.chronicle.said(cue, content, attribution.source),
            status=self._status(cue, content),
            score=attribution.score,
        )

    def _form(self, content: Sequence[Span]) -> Form:
        """direct, indirect or mixed: how much stands within quotation marks; 'that "..."' is mixed."""
        g, marked = self.g, self._marked
        letters = quoted = 0
        for a, b in content:
            for i in range(a, b):
                n = sum(c.isalnum() for c in g.forms[i])
                letters += n
                quoted += n if i in marked else 0
        framed = content[0][0] not in marked and g.forms[content[0][0]][0].isalpha()
        if letters and quoted >= 0.95 * letters and not framed:
            return "direct"
        return "mixed" if quoted else "indirect"

    @cached_property
    def _marked(self) -> frozenset[int]:
        """The words within quotation marks, single ones too, as British papers and headlines quote."""
        return frozenset(i for q in self.notes.quotations for i in range(q.start, q.end))

    def _signed(self, cue: Span | None, content: Sequence[Span]) -> tuple[Span, ...]:
        """The name after the dash that follows somebody's words: "'...' — Ada Lund"."""
        if cue is None or self.g.forms[cue[0]] not in _DASHES or content[-1][1] > cue[0] or not self.cast.named_at(cue[1]):
            return ()
        return (self.cast.extent(cue[1]),) if self.notes.quotation[cue[0] - 1] >= 0 else ()

    def _by_syntax(self, cue: Span, source: tuple[Span, ...], content: Sequence[Span]) -> tuple[Span, ...]:
        """Who says it: who asks where somebody is "asked by X", whose claim it is where the network sees nobody."""
        g = self.g
        head = g.span_head(range(*cue))
        agents = g.dependents(head, "obl:agent")
        alone = not g.dependents(head, "nsubj", "obj", "iobj")
        asked = g.lemma(head) in _ASKING and g.relation[head] in ("advcl", "acl") and (g.tag[head] == "VBN" or agents or alone)
        accused = g.low[head : head + 2] == ["accused", "of"]
        if asked or accused:
            # whoever is asked or "accused of lying" does not say it
            source = ()
        if source:
            return source
        if g.is_verb(head):
            owners = agents
        else:
            by = [c for c in g.dependents(head, "nmod") if "by" in g.case(c)]
            owners = [*g.dependents(head, "nmod:poss"), *by]
        if any(b == cue[0] and self.notes.quotation[b - 1] >= 0 for _, b in content):
            # '"Never," cut in the minister'
            owners += [w for w in range(cue[1], min(cue[1] + _NEAR, len(g.forms))) if self.cast.extent(w)[0] == cue[1]]
        named = [o for o in owners if self._may_speak(o) and not cue[0] <= o < cue[1]]
        return (self.cast.extent(named[0]),) if named else ()

    def _phrases(self, source: Sequence[Span]) -> list[Span]:
        """The phrases that say who speaks: the source, or where that is a relative pronoun, what it stands for."""
        for word, end in source[:1]:
            if end - word > 1 or self.g.low[word] not in RELATIVE or not self.g.tag[word].startswith("W"):
                return [(word, end)]
            return [self.cast.extent(w) for w in self._stood_for(word)] or [(word, end)]
        return []

    def _stood_for(self, pronoun: int) -> list[int]:
        """Whom a relative pronoun stands for: "X, who said", and both in "X and Y, who said" where that is told of both."""
        g = self.g
        if pronoun == 0 or g.sentence[pronoun - 1] != g.sentence[pronoun]:
            # "Who said that?"
            return []
        clause = next((w for w in g.ancestors(pronoun) if g.relation[w] == "acl:relcl"), None)
        near, last = g.before(pronoun), pronoun - (2 if g.forms[pronoun - 1] == "," else 1)
        over = near if clause is None else g.head[clause]
        if near in g.dependents(over, "conj"):
            return [over, *(c for c in g.dependents(over, "conj") if c <= near)]
        if g.low[pronoun] != "who":
            # not X of "the letter to X, which says"
            return [over] if self._may_speak(over) else []
        # "a clerk at the ministry, who", "the rise of X, who"
        found = [w for w in (near, over, last) if self._may_speak(w)]
        found = [w for w in found if self._is_person(w)] or [w for w in found if not self.cast.is_place_name(w)]
        return found[:1]

    def _may_speak(self, word: int) -> bool:
        noun = self.cast.noun_at(word)
        return self.cast.named_at(word) or (noun is not None and noun.kind in ("person", "organization"))

    def _is_person(self, word: int) -> bool:
        figure, noun = self.cast.figure_at(word), self.cast.noun_at(word)
        return self.cast.is_person(figure) if figure is not None else noun is not None and noun.kind == "person"

    def _speakers(self, phrases: Sequence[Span]) -> list[int]:
        """The figures of phrases that say who speaks, more than one for "Lund and Berg"."""
        g = self.g
        found: list[int] = []
        for span in phrases:
            head = g.span_head(range(*span))
            if g.low[head] in NOBODY and span[1] - span[0] == 1:
                # "It called on Peru to talk", but not "it was said"
                body = self.cast.subject_before(head) if g.relation[head] == "nsubj" else None
                found += [] if body is None else [body]
                continue
            if two := self.cast.two_before(head):
                found += two
                continue
            heads = [head, *(c for c in g.dependents(head, "conj") if span[0] <= c < span[1])]
            # "Lund and Berg" are two, "the minister of trade and industry" is one
            cuts = [h for h in heads[1:] if self._is_second(h)]
            pieces = []
            start = span[0]
            for cut in cuts:
                words = [i for i in g.subtree(cut) if span[0] <= i < span[1]]
                pieces.append((start, words[0]))
                start = words[0]
            pieces.append((start, span[1]))
            for first, end in pieces:
                a, b = first, end
                while a < b and g.low[a] in ("and", "or", "nor", "neither", "both", "either", ",", "&"):
                    a += 1
                while b > a and g.low[b - 1] in ("and", "or", ",", "&"):
                    b -= 1
                figure = self.cast.actor_of((a, b)) if a < b else None
                if figure is not None and figure not in found:
                    found.append(figure)
        return found

    def _still_speaking(self, source: Sequence[Span], last: _Draft) -> list[int]:
        """Who spoke last, where "he" or "she" speaks and nobody else was named since."""
        if self._words_of(source) not in (["he"], ["she"]) or last.cue is None or len(last.speakers) != 1:
            return []
        kind = self.cast.kind_of(last.speakers[0])
        at, since = source[0][0], last.cue[0]
        if not 0 <= self.notes.paragraph[at] - self.notes.paragraph[since] <= _SOON:
            return []
        start, end = (int(self.notes.start[i]) for i in (since, at))
        named = {figure for place, figure in self.cast.people_before(end) if place > start}
        return list(last.speakers) if kind in ("person", "role") and named <= {*last.speakers} else []

    def _issuing(self, source: Sequence[Span], first: _Draft | None) -> list[int]:
        """The body that a statement is from, where "we" speaks in it: the one whose words it gives first."""
        if self.document.kind != "statement" or self._words_of(source) != ["we"] or first is None or len(first.speakers) != 1:
            return []
        return [f for f in first.speakers if self.cast.kind_of(f) not in ("person", "role")]

    def _signing(self, source: Sequence[Span]) -> list[int]:
        """Those who signed the text, where "we" speaks in it, or "I" where there is one of them."""
        said = self._words_of(source)
        signing = self.signed.at(source[0][0]) if said in (["i"], ["we"]) else ()
        return list(signing) if said == ["we"] or len(signing) == 1 else []

    def _words_of(self, spans: Sequence[Span]) -> list[str]:
        return [self.g.low[i] for span in spans for i in range(*span)]

    def _is_second(self, word: int) -> bool:
        g = self.g
        return g.tag[word] in ("NNP", "NNPS", "NNS", "PRP") or any(
            g.relation[c] in ("det", "nmod:poss", "appos") for c in g.children[word]
        )

    def _addressee(self, cue: Span, content: Sequence[Span], speakers: Sequence[int]) -> tuple[int | None, bool]:
        """Who is spoken to, or that it is the one who tells of it: the object of "told", or who follows "to" or "with"."""
        inside = _words(content)
        for word in self._spoken_to(cue):
            if word in inside:
                continue
            if self.g.low[word] in FIRST_PERSON:
                signing = self.signed.at(word) if self.g.low[word] in ("me", "us") else ()
                return signing[0] if len(signing) == 1 else None, True
            found = self.cast.actor_of(self.cast.extent(word))
            # nobody tells themselves: "He told the mayor", read with the mayor as him
            if found is not None and found not in speakers:
                return found, False
        return None, False

    def _spoken_to(self, cue: Span) -> Iterator[int]:
        """The words that may head the phrase for who is spoken to."""
        g = self.g
        for verb in [i for i in range(*cue) if g.is_verb(i)] or [g.span_head(range(*cue))]:
            if g.lemma(verb) in ADDRESSED:
                yield from g.dependents(verb, "iobj", "obj")
                # the object of "told" is now and then read as an oblique without a preposition
                yield from (c for c in g.dependents(verb, "obl") if c == verb + 1 and not g.dependents(c, "case"))
            for child in g.dependents(verb, "obl", "nmod", "advcl"):
                case = {g.low[c] for c in g.dependents(child, "case", "mark")}
                if g.relation[child] == "obl" and "to" in case and g.lemma(verb) in _TO:
                    yield child
                speaks = g.lemma(child) in ("speak", "talk")
                if g.lemma(child) in _OCCASIONS_WITH or speaks:
                    for deeper in g.dependents(child, "nmod", "obl"):
                        # one speaks for somebody else than one speaks to
                        case = {g.low[c] for c in g.dependents(deeper, "case")}
                        if case & {"with", "to"} or ("for" in case and not speaks):
                            yield deeper

    def _status(self, cue: Span, content: Sequence[Span]) -> Status:
        """What the words are put forward as: a hope, a plan, a denial, else as what is or was."""
        g = self.g
        lemmas = {g.lemma(i) for i in range(*cue)}
        said = g.span_head(range(*cue))
        nobody = any(self._is_no_one(c) for c in g.dependents(said, "nsubj", "nsubj:pass"))
        if (nobody or any(g.low[i] in NOT for i in range(*cue))) and g.low[content[0][0]] not in _OPEN:
            # "did not say that", but not "did not say when"
            if lemmas & _PUTTING:
                return "denied"
            if put_forward(lemmas) == "denied":
                return "hypothetical"
        top = g.span_head(range(*content[0]))
        own = g.lemma(top) if g.is_verb(top) or g.tag[top][0] == "N" else ""
        subject = next((c for c in g.dependents(top, "nsubj")), None)
        first_person = subject is not None and (g.low[subject] in FIRST_PERSON or g.low[subject] in ("he", "she", "it", "they"))
        meant = put_forward(lemmas | {own} if first_person else lemmas)
        if meant is not None:
            return meant
        auxiliaries = {g.low[c] for c in g.dependents(top, "aux")}
        clauses = g.dependents(top, "advcl")
        if any(g.low[m] in ("if", "unless") for c in clauses for m in g.dependents(c, "mark")):
            return "hypothetical"
        # what somebody said would be was "will" in their mouth
        told = any(g.tag[i] in ("VBD", "VBN") for i in range(*cue))
        if auxiliaries & {"will", "shall", "'ll", "’ll"} or ("would" in auxiliaries and told):
            return "planned"
        return "hypothetical" if auxiliaries & {"would", "could", "might", "may"} else "happened"

    def _is_no_one(self, subject: int) -> bool:
        """Whether a subject is nobody: "no minister", "neither Lund nor Berg", but not "No 10", "none other than Lund"."""
        g = self.g
        before = [c for c in g.dependents(subject, "det", "cc:preconj") if g.low[c] in ("no", "neither")]
        before = [c for c in before if next(iter(g.tag[c + 1 : c + 2]), "") != "CD"]
        alone = g.low[subject] in ("nobody", "none", "neither") and g.low[subject + 1 : subject + 2] != ["other"]
        return alone or bool(before)

    # --- words within words ------------------------------------------------------------------------------------------

    def _quoted_within(self, drafts: Sequence[_Draft]) -> list[_Draft]:
        """Words that a speaker gives to somebody else: "he told me that ...", found by syntax within the speaker's words."""
        g = self.g
        found: list[_Draft] = []
        cues = {i for d in drafts if d.cue for i in range(*d.cue)}
        for draft in drafts:
            if draft.turn:
                continue
            for a, b in draft.content:
                for i in range(a, b):
                    if i in cues or not g.is_verb(i) or g.lemma(i) not in QUOTED_SPEECH:
                        continue
                    inner = self._quoting(i, (a, b)) or self._inner(i, (a, b))
                    if inner is not None and inner.speakers != draft.speakers:
                        found.append(inner)
        return found

    def _quoting(self, verb: int, within: Span) -> _Draft | None:
        """Whoever is quoted beside a verb within other words: '"No," Lund said' of '"No," Lund said, according to aides'."""
        g = self.g
        for q in self._quotations_in(within):
            if not q.closed or within[1] < q.end or q.start < verb < q.end:
                continue
            between = range(q.end, verb) if q.end <= verb else range(verb + 1, q.start)
            if len(between) > _NEAR or any(g.is_verb(i) or g.sentence[i] != g.sentence[verb] for i in between):
                continue
            if q.end <= verb:
                named = next(iter(self._trimmed([(q.end, verb)] if q.end < verb else [])), None)
                source = named or self.cast.extent(verb + 1)
            else:
                subject = next((c for c in g.dependents(verb, "nsubj") if within[0] <= c < verb), None)
                if subject is None or g.forms[q.start - 1] not in (",", ":"):
                    continue
                source = self.cast.extent(subject)
            speakers = self._speakers([source]) if source[1] <= within[1] else []
            if speakers:
                attribution = Attribution(source=(source,), cue=(verb, verb + 1), content=((q.start, q.end),), score=0.5)
                return self._draft(attribution)
        return None

    def _inner(self, verb: int, within: Span) -> _Draft | None:
        g = self.g
        # "I was told by Lund that ..."
        subjects = g.dependents(verb, "nsubj") or g.dependents(verb, "obl:agent")
        clauses = g.dependents(verb, "ccomp")
        if (
            not subjects
            or not clauses
            or g.low[subjects[0]] in FIRST_PERSON | NOBODY | {"you", "who", "which", "people", "they"}
        ):
            return None
        if not any(c > verb for c in g.dependents(clauses[0], "nsubj", "nsubj:pass", "expl", "csubj")):
            # "..., said X if it rains": the clause stands before
            return None
        words = [i for i in g.subtree(clauses[0]) if i > verb]
        while words and words[-1] + 1 < within[1] and g.low[words[-1] + 1] in NOT:
            # "that they are not"
            words.append(words[-1] + 1)
        source = [i for i in g.subtree(subjects[0]) if g.relation[i] != "case" or g.head[i] != subjects[0]]
        if len(words) < 3 or words[0] < within[0] or words[-1] >= within[1] or source[0] < within[0]:
            return None
        if any(
            g.relation[c] in ("aux",) and g.low[c] in ("will", "would", "should", "can", "could", "may", "might", "to")
            for c in g.children[verb]
        ):
            return None
        stands = standing(g, verb)
        if stands.negated or stands.status == "hypothetical":
            # "Y said that X never told ...", "... that if X told ..."
            return None
        span = (source[0], source[-1] + 1)
        speakers = self._speakers([span])
        if not speakers:
            return None
        content = self._trimmed([(words[0], words[-1] + 1)])
        while content and g.forms[content[-1][1] - 1] in ('"', "”", ".", "''", ","):
            a, b = content.pop()
            if b - 1 > a:
                content.append((a, b - 1))
        if not content:
            return None
        addressee, to_holder = self._addressee((verb, verb + 1), content, speakers)
        return _Draft(
            form="indirect",
            speakers=speakers,
            content=content,
            source=(span,),
            cue=(verb, verb + 1),
            addressee=addressee,
            to_holder=to_holder,
            said=self.chronicle.said((verb, verb + 1), content, (span,)),
            status=self._status((verb, verb + 1), content),
            score=0.5,
        )

    def _as_saying(self, drafts: Sequence[_Draft]) -> list[_Draft]:
        """Words that somebody is quoted with: "the paper quoted X as saying ...", "X was quoted as saying ..."."""
        g = self.g
        found: list[_Draft] = []
        for saying in (i for i in range(1, len(g.forms)) if g.low[i - 1 : i + 1] == ["as", "saying"]):
            verb = g.head[saying]
            end = self._quotation_end(max(g.subtree(saying)) + 1)
            content = self._trimmed([(saying + 1, end)])
            # the words before "X was quoted" may be read as its subject too
            whom = [w for w in g.dependents(verb, "obj", "nsubj:pass") if not g.is_verb(w)]
            named = g.subtree(whom[-1]) if whom and g.lemma(verb) in ("quote", "cite") else []
            source = next(iter(self._trimmed([(named[0], named[-1] + 1)] if named else [])), None)
            if source is None or verb > saying:
                # "X, as saying would have it, was quoted"
                continue
            stands = standing(g, verb)
            if stands.negated or stands.status == "hypothetical":
                continue
            known = next((d for d in drafts if d.cue and (d.cue[0] <= verb < d.cue[1] or d.cue[0] <= saying < d.cue[1])), None)
            passive = g.relation[whom[-1]] == "nsubj:pass"
            if known is not None and passive and (not content or g.low[content[0][0]] == "by"):
                # "'...,' X was quoted as saying by the agency"
                before = [(a, min(b, source[0])) for a, b in known.content if a < source[0]]
                resumed = [(a, b) for a, b in known.content if a > saying and self.notes.quotation[a] >= 0]
                content = self._trimmed([*before, *resumed])
            if not content:
                continue
            first = min([verb, *g.dependents(verb, "aux", "aux:pass")]) if passive else saying - 1
            told = self._draft(Attribution(source=(source,), cue=(first, saying + 1), content=tuple(content), score=0.8))
            if known is not None and passive:
                known.speakers, known.unnamed, known.source, known.cue = told.speakers, told.unnamed, told.source, told.cue
                known.content, known.form, known.status, known.said = told.content, told.form, told.status, told.said
                continue
            found.append(told)
            if known is not None:
                # whose words these are is what the outer speaker says
                known.content, known.form = [(source[0], end)], self._form([(source[0], end)])
        return found

    def _in_headlines(self, drafts: Sequence[_Draft]) -> Iterator[_Draft]:
        """Quotations of headlines whose speaker stands before a colon or behind a mark: "'No more': governor", "Lund: 'No'"."""
        g, paragraph = self.g, self.notes.paragraph
        for q in self.notes.quotations:
            tells = any(g.tag[i][:1] == "V" or g.tag[i] == "MD" for i in range(q.start, q.end))
            if self.document.segments[paragraph[q.start]].kind != "title" or not tells or not q.closed:
                continue
            if any(a < q.end and q.start < b for d in drafts for a, b in d.content):
                continue
            start, end = (int(np.searchsorted(paragraph, paragraph[q.start], side=side)) for side in ("left", "right"))
            if q.start == start and q.end + 1 < end and g.forms[q.end] in _PARTING:
                mark = q.end
                head = g.span_head(range(mark + 1, end))
                # "'...': governor rejects toll"
                named = next(iter(g.dependents(head, "nsubj")), head)
            elif q.end >= end - 1 and q.start - 1 > start and g.forms[q.start - 1] == ":":
                mark = q.start - 1
                able = [w for w in range(start, mark) if self._may_speak(w) and g.tag[w + 1] != "POS"]
                named = next((w for w in able if self._is_person(w)), next(iter(able), -1))
            else:
                continue
            if named < 0 or not self._may_speak(named):
                continue
            source = self.cast.extent(named)
            # "Lund on the toll: '...'"
            source = (source[0], next((n.end for n in self.notes.names if n.start <= named < n.end), source[1]))
            yield self._draft(Attribution(source=(source,), cue=(mark, mark + 1), content=((q.start, q.end),), score=0.5))

    def _after_gestures(self, drafts: Sequence[_Draft]) -> Iterator[_Draft]:
        """Quotations of whole sentences behind a sentence about one person: 'Lund shrugged. "We will not."'"""
        g, paragraph = self.g, self.notes.paragraph
        given = _words(p for d in drafts for p in d.content)
        for q in self.notes.quotations:
            last = q.start - 1
            follows = last >= 0 and paragraph[last] == paragraph[q.start] and g.sentence[last] != g.sentence[q.start]
            if not (q.double and q.closed and follows) or self.notes.quotation[last] >= 0 or q.end - q.start < _NEAR // 2:
                continue
            goes_on = q.end < len(g.forms) and g.sentence[q.end] == g.sentence[q.end - 1]
            tells = any(g.is_verb(i) for i in range(q.start, q.end))
            if goes_on or not tells or not given.isdisjoint(range(q.start, q.end)):
                continue
            sentence = range(bisect_left(g.sentence, g.sentence[last]), q.start)
            named = {f for w in sentence if self._is_person(w) and (f := self.cast.figure_at(w)) is not None}
            top = self.cast.top(last)
            if (
                g.lemma(top) in _GESTURES
                and len(named) == 1
                and named & {self.cast.figure_at(w) for w in g.dependents(top, "nsubj")}
            ):
                yield _Draft(form="direct", speakers=[*named], content=[(q.start, q.end)], score=0.5)

    def _quotation_end(self, end: int) -> int:
        """Where the quotation that the word before ends in, or that begins after it, ends; else the place itself."""
        for q in self.notes.quotations:
            if q.double and q.closed and q.start <= end < q.end:
                return q.end
        return end

    def _last(self, d: _Draft) -> int:
        return max(b for _, b in d.content)

    def _nest(self, drafts: Sequence[_Draft]) -> None:
        """Puts each statement into the smallest one whose content holds its content."""
        open_pieces: list[tuple[Span, int, _Draft]] = []
        """(piece, words of its statement, statement) of what may still hold something"""
        pieces = sorted(((p, _size(d.content), d) for d in drafts for p in d.content), key=lambda piece: piece[0][0])
        at = 0
        for draft in sorted(drafts, key=lambda d: d.content[0][0]):
            low, high = draft.content[0][0], draft.content[-1][1]
            while at < len(pieces) and pieces[at][0][0] <= low:
                open_pieces.append(pieces[at])
                at += 1
            open_pieces = [piece for piece in open_pieces if piece[0][1] > low]
            own = _size(draft.content)
            holding = [(size, d) for (_, end), size, d in open_pieces if high <= end and size > own and d is not draft]
            draft.inside = min(holding, key=lambda h: h[0])[1] if holding else None
            if draft.inside and draft.to_holder and draft.inside.speakers:
                draft.addressee = draft.inside.speakers[0]

    # --- results -----------------------------------------------------------------------------------------------------

    def _speaker(self, draft: _Draft) -> Speaker | None:
        if draft.speakers:
            return Speaker(actor=self.cast.identity(draft.speakers[0]), name=self.cast.name_of(draft.speakers[0]))
        return Speaker(actor=None, name=draft.unnamed) if draft.unnamed else None

    def _finished(self, drafts: Sequence[_Draft]) -> list[Statement]:
        ids: dict[int, str] = {}
        for draft in drafts:
            draft.content = self.spoken.words(draft.content)
            place = (draft.form, *(self.g.characters(s) for s in (*draft.content, *draft.source)))
            ids[id(draft)] = digest("statement", self.document.id, *place)
        return [
            Statement(
                id=ids[id(d)],
                form=d.form,
                speaker=self._speaker(d),
                co_speakers=tuple(self.cast.identity(f) for f in d.speakers[1:]),
                source=tuple(self.g.characters(s) for s in d.source),
                cue=(self.g.characters(d.cue),) if d.cue else (),
                content=tuple(self.g.characters(s) for s in d.content),
                addressee=None if d.addressee is None else self.cast.identity(d.addressee),
                said=d.said,
                inside=ids[id(d.inside)] if d.inside else None,
                about=tuple(dict.fromkeys(self.cast.identity(f) for f in self.cast.figures_in(d.content))),
                status=d.status,
                score=d.score,
            )
            for d in drafts
        ]


_DASHES = ("—", "–", "―", "--", "-")
_ASKING = frozenset(["ask", "question", "press", "quiz"])
_GESTURES = frozenset([
    "nod", "shrug", "smile", "laugh", "sigh", "grin", "frown", "sob", "weep", "chuckle", "hesitate", "wince", "blink", "snort",
    "scoff", "joke", "whisper",
])  # fmt: skip
"""what people do as they speak"""
_NEAR = 8
"""words at most between a verb of saying and the quotation beside it"""
_PUTTING = frozenset([
    "say", "tell", "claim", "state", "declare", "assert", "suggest", "announce", "argue", "confirm", "report",
    "promise", "rule",
])  # fmt: skip
_OPEN = frozenset(["whether", "if", "when", "where", "why", "how", "what", "who", "which", "whom", "whose"])
"""words that begin what is left unsaid"""
_PARTING = (":", ",", *_DASHES)
"""marks between a quotation at the head of a headline and who says it"""
_NO_SPEECH = ("dateline", "byline", "boilerplate")
_ANONYMOUS = re.compile(r"(?i)^(?:not )?to (?:not )?be (?:named|identified|quoted)|^(?:for |on condition of )?anonymity\b")
"""what a source asks of a reporter, which is no statement"""


def _size(spans: Iterable[Span]) -> int:
    return sum(b - a for a, b in spans)


def _words(spans: Iterable[Span]) -> set[int]:
    return {i for a, b in spans for i in range(a, b)}


_SOON = 4
"""paragraphs, junk among them, within which "he" may still be who spoke last"""
_TO = frozenset([
    "say", "add", "write", "speak", "talk", "explain", "reply", "respond", "complain", "confirm", "admit", "reveal",
    "announce", "tweet", "stress", "insist",
])  # fmt: skip
_OCCASIONS_WITH = frozenset([
    "interview", "letter", "speech", "address", "remark", "comment", "statement", "conversation", "call", "message",
    "briefing",
])  # fmt: skip
