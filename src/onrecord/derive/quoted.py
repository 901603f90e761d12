"""Statements that no attribution of the network gives: words within others' words, in headlines, after gestures."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

import numpy as np

from onrecord.derive.contents import NEAR, PARTING, words
from onrecord.derive.drafting import Draft, Drafting
from onrecord.derive.lexicon import FIRST_PERSON, NOBODY, NOT, PRONOUNS, QUOTED_SPEECH
from onrecord.derive.status import standing
from onrecord.schema import Attribution, Span

_SAYINGS = frozenset([
    "remark", "claim", "statement", "comment", "assertion", "warning", "allegation", "accusation", "suggestion", "announcement",
    "declaration", "pledge", "promise", "complaint", "prediction", "admission", "insistence", "contention",
])  # fmt: skip
"""nouns for what somebody says"""
_GESTURES = frozenset([
    "nod", "shrug", "smile", "laugh", "sigh", "grin", "frown", "sob", "weep", "chuckle", "hesitate", "wince", "blink", "snort",
    "scoff", "joke", "whisper",
])  # fmt: skip
"""what people do as they speak"""


class Quoted:
    """What is found by syntax and quotation marks beside the drafts that there are."""

    def __init__(self, drafting: Drafting) -> None:
        self.drafting = drafting
        self.contents = drafting.contents
        self.speakers = drafting.speakers
        self.cast = drafting.cast
        self.g = drafting.g
        self.notes = drafting.g.notes
        self.document = drafting.g.notes.document

    def within(self, drafts: Sequence[Draft]) -> list[Draft]:
        """Words that a speaker gives to somebody else: "he told me that ...", found by syntax within the speaker's words."""
        g = self.g
        found: list[Draft] = []
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

    def _quoting(self, verb: int, within: Span) -> Draft | None:
        """Whoever is quoted beside a verb within other words: '"No," Lund said' of '"No," Lund said, according to aides'."""
        g = self.g
        for q in self.contents.quotations_in(within):
            if not q.closed or within[1] < q.end or q.start < verb < q.end:
                continue
            between = range(q.end, verb) if q.end <= verb else range(verb + 1, q.start)
            if len(between) > NEAR or any(g.is_verb(i) or g.sentence[i] != g.sentence[verb] for i in between):
                continue
            if q.end <= verb:
                named = next(iter(self.contents.trimmed([(q.end, verb)] if q.end < verb else [])), None)
                source = named or self.cast.extent(verb + 1)
            else:
                # "I was told by Lund, '...'"
                subjects = [*g.dependents(verb, "obl:agent"), *(c for c in g.dependents(verb, "nsubj") if c < verb)]
                subject = next((c for c in subjects if within[0] <= c < q.start), None)
                if subject is None or g.forms[q.start - 1] not in (",", ":"):
                    continue
                source = self.cast.extent(subject)
            if source[1] <= within[1]:
                attribution = Attribution(source=(source,), cue=(verb, verb + 1), content=((q.start, q.end),), score=0.5)
                if (found := self._by_somebody(attribution)) is not None:
                    return found
        return None

    def _by_somebody(self, attribution: Attribution) -> Draft | None:
        """The draft of words within another's, unless nobody says them; "they" are somebody who "told me"."""
        draft = self.drafting.draft(attribution)
        if not draft.speakers and not draft.unnamed and draft.to_holder:
            draft.unnamed = self.g.text(attribution.source[0])
        return draft if draft.speakers or draft.unnamed else None

    def _inner(self, verb: int, within: Span) -> Draft | None:
        g = self.g
        # "I was told by Lund that ..."
        subjects = g.dependents(verb, "nsubj") or g.dependents(verb, "obl:agent")
        if not subjects and g.relation[verb] == "conj":
            # "summoned the envoy and told him that ..."
            subjects = g.dependents(g.head[verb], "nsubj")
        clauses = g.dependents(verb, "ccomp")
        if not subjects or not clauses or g.low[subjects[0]] in FIRST_PERSON | NOBODY | {"you", "who", "which"}:
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
        span = (source[0], self._named_end(source[-1] + 1))
        content = self.contents.trimmed([(words[0], words[-1] + 1)])
        while content and g.forms[content[-1][1] - 1] in ('"', "”", ".", "''", ","):
            a, b = content.pop()
            if b - 1 > a:
                content.append((a, b - 1))
        if not content:
            return None
        found = self._by_somebody(Attribution(source=(span,), cue=(verb, verb + 1), content=tuple(content), score=0.5))
        if found is None or (g.low[subjects[0]] in ("people", "they") and not found.to_holder):
            return None
        found.form = "indirect"
        return found

    def _named_end(self, end: int) -> int:
        """One past the name behind a comma that explains the phrase that ends at a place: "the attorney general, X,"."""
        after = self.cast.extent(end + 1)[1] if self.g.forms[end : end + 1] == (",",) and self.cast.named_at(end + 1) else end
        return after if self.g.forms[after : after + 1] == (",",) else end

    def by_noun(self, drafts: Sequence[Draft]) -> Iterator[Draft]:
        """What a noun for somebody's words says in a clause: "remarks by Lund that ...", "Berg's claim that ..."."""
        g = self.g
        given = words(p for d in drafts for p in d.content)
        cues = words(d.cue for d in drafts if d.cue)
        for noun in range(len(g.forms)):
            if g.lemma(noun) not in _SAYINGS or noun in cues or not g.tag[noun].startswith("NN"):
                continue
            clause = next(
                (c for c in g.dependents(noun, "acl", "ccomp") if any(g.low[m] == "that" for m in g.children[c])), None
            )
            by = [c for c in g.dependents(noun, "nmod") if "by" in g.case(c)]
            whose = [c for c in (*g.dependents(noun, "nmod:poss"), *by) if self.speakers.may_speak(c)]
            if clause is None or not whose or standing(g, noun).negated:
                continue
            said = g.subtree(clause)
            holders = [d for d in drafts if any(a <= noun < b for a, b in d.content)]
            if not holders and not given.isdisjoint(said):
                # these words are somebody's already
                continue
            source = self.cast.extent(whose[0])
            content = self.contents.trimmed([(said[0], said[-1] + 1)])
            if content and said[0] > noun:
                attribution = Attribution(source=(source,), cue=(noun, noun + 1), content=tuple(content), score=0.5)
                draft = self.drafting.draft(attribution)
                if draft.speakers and all(draft.speakers != holder.speakers for holder in holders):
                    yield draft

    def as_saying(self, drafts: Sequence[Draft]) -> list[Draft]:
        """Words that somebody is quoted with: "the paper quoted X as saying ...", "X was quoted as saying ..."."""
        g = self.g
        found: list[Draft] = []
        for saying in (i for i in range(1, len(g.forms)) if g.low[i - 1 : i + 1] == ["as", "saying"]):
            verb = g.head[saying]
            end = self.contents.quotation_end(max(g.subtree(saying)) + 1)
            content = self.contents.trimmed([(saying + 1, end)])
            # the words before "X was quoted" may be read as its subject too
            whom = [w for w in g.dependents(verb, "obj", "nsubj:pass") if not g.is_verb(w)]
            helping = min(g.dependents(verb, "aux", "aux:pass"), default=0)
            if not whom and helping and (g.low[helping - 1] in PRONOUNS or self.cast.named_at(helping - 1)):
                # '"...," he was quoted', read with another subject
                whom = [helping - 1]
            named = g.subtree(whom[-1]) if whom and g.lemma(verb) in ("quote", "cite") else []
            source = next(iter(self.contents.trimmed([(named[0], named[-1] + 1)] if named else [])), None)
            if source is None or verb > saying:
                # "X, as saying would have it, was quoted"
                continue
            stands = standing(g, verb)
            if stands.negated or stands.status == "hypothetical":
                continue
            known = next((d for d in drafts if d.cue and (d.cue[0] <= verb < d.cue[1] or d.cue[0] <= saying < d.cue[1])), None)
            passive = bool(g.dependents(verb, "aux:pass"))
            if known is not None and passive and (not content or g.low[content[0][0]] == "by"):
                # "'...,' X was quoted as saying by the agency"
                before = [(a, min(b, source[0])) for a, b in known.content if a < source[0]]
                resumed = [(a, b) for a, b in known.content if a > saying and self.notes.quotation[a] >= 0]
                content = self.contents.trimmed([*before, *resumed])
            if not content:
                continue
            first = min([verb, *g.dependents(verb, "aux", "aux:pass")]) if passive else saying - 1
            told = self.drafting.draft(
                Attribution(source=(source,), cue=(first, saying + 1), content=tuple(content), score=0.8)
            )
            if known is not None and passive:
                known.speakers, known.unnamed, known.source, known.cue = told.speakers, told.unnamed, told.source, told.cue
                known.content, known.form, known.status, known.said = told.content, told.form, told.status, told.said
                continue
            found.append(told)
            if known is not None:
                # whose words these are is what the outer speaker says
                known.content, known.form = [(source[0], end)], self.contents.form([(source[0], end)])
        return found

    def in_headlines(self, drafts: Sequence[Draft]) -> Iterator[Draft]:
        """Quotations of headlines whose speaker stands before a colon or behind a mark: "'No more': governor", "Lund: 'No'"."""
        g, paragraph = self.g, self.notes.paragraph
        for q in self.notes.quotations:
            tells = any(g.tag[i][:1] == "V" or g.tag[i] == "MD" for i in range(q.start, q.end))
            if self.document.segments[paragraph[q.start]].kind != "title" or not tells or not q.closed:
                continue
            if any(a < q.end and q.start < b for d in drafts for a, b in d.content):
                continue
            start, end = (int(np.searchsorted(paragraph, paragraph[q.start], side=side)) for side in ("left", "right"))
            if q.start == start and q.end + 1 < end and g.forms[q.end] in PARTING:
                mark = q.end
                head = g.span_head(range(mark + 1, end))
                # "'...': governor rejects toll"
                named = next(iter(g.dependents(head, "nsubj")), head)
            elif q.end >= end - 1 and q.start - 1 > start and g.forms[q.start - 1] == ":":
                mark = q.start - 1
                able = [w for w in range(start, mark) if self.speakers.may_speak(w) and g.tag[w + 1] != "POS"]
                named = next((w for w in able if self.speakers.is_person(w)), next(iter(able), -1))
            else:
                continue
            if named < 0 or not self.speakers.may_speak(named):
                continue
            source = self.cast.extent(named)
            # "Lund on the toll: '...'"
            source = (source[0], next((n.end for n in self.notes.names if n.start <= named < n.end), source[1]))
            yield self.drafting.draft(
                Attribution(source=(source,), cue=(mark, mark + 1), content=((q.start, q.end),), score=0.5)
            )

    def after_gestures(self, drafts: Sequence[Draft]) -> Iterator[Draft]:
        """Quotations of whole sentences behind a sentence about one person: 'Lund shrugged. "We will not."'"""
        g, paragraph = self.g, self.notes.paragraph
        given = words(p for d in drafts for p in d.content)
        for q in self.notes.quotations:
            last = q.start - 1
            follows = last >= 0 and paragraph[last] == paragraph[q.start] and g.sentence[last] != g.sentence[q.start]
            if not (q.double and q.closed and follows) or self.notes.quotation[last] >= 0 or q.end - q.start < NEAR // 2:
                continue
            goes_on = q.end < len(g.forms) and g.sentence[q.end] == g.sentence[q.end - 1]
            tells = any(g.is_verb(i) for i in range(q.start, q.end))
            if goes_on or not tells or not given.isdisjoint(range(q.start, q.end)):
                continue
            sentence = range(bisect_left(g.sentence, g.sentence[last]), q.start)
            named = {f for w in sentence if self.speakers.is_person(w) and (f := self.cast.figure_at(w)) is not None}
            top = self.cast.top(last)
            if (
                g.lemma(top) in _GESTURES
                and len(named) == 1
                and named & {self.cast.figure_at(w) for w in g.dependents(top, "nsubj")}
            ):
                yield Draft(form="direct", speakers=[*named], content=[(q.start, q.end)], score=0.5)
