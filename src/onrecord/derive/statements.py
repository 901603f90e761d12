"""Statements: who said what, to whom, when, about whom, within whose words."""

import re
from collections.abc import Sequence
from dataclasses import replace

from onrecord.derive.cast import Cast
from onrecord.derive.contents import size
from onrecord.derive.drafting import Draft, Drafting
from onrecord.derive.grammar import Grammar
from onrecord.derive.lexicon import FIRST_PERSON
from onrecord.derive.quoted import Quoted
from onrecord.derive.signed import Signed
from onrecord.derive.spoken import Spoken
from onrecord.derive.voices import Voices, voices
from onrecord.ids import digest
from onrecord.schema import Attribution, Form, Span, Speaker, Statement


def statements(grammar: Grammar, cast: Cast, signed: Signed) -> list[Statement]:
    """The statements of a document in the order of their contents, the ones that hold others before these."""
    return _Statements(grammar, cast, signed).all()


class _Statements:
    def __init__(self, grammar: Grammar, cast: Cast, signed: Signed) -> None:
        self.g = grammar
        self.cast = cast
        self.notes = grammar.notes
        self.document = grammar.notes.document
        self.drafting = Drafting(grammar, cast, signed)
        self.contents = self.drafting.contents
        self.speakers = self.drafting.speakers
        self.quoted = Quoted(self.drafting)
        self.spoken = Spoken(grammar)

    def all(self) -> list[Statement]:
        voiced = voices(self.document, self.cast)
        drafts = self._turns(voiced)
        drafts += self._proclaimed(drafts)
        drafts += self._attributed(drafts)
        drafts += self.quoted.within(drafts)
        drafts += self.quoted.as_saying(drafts)
        drafts += self.quoted.by_noun(drafts)
        drafts += self.quoted.in_headlines(drafts)
        drafts += self.quoted.after_gestures(drafts)
        drafts = [d for d in drafts if self.spoken.words(d.content) and not (d.cue and self.spoken.is_note(d.cue))]
        drafts.sort(key=lambda d: (d.content[0][0], -self._last(d)))
        self._nest(drafts)
        return self._finished(drafts)

    # --- turns and whole documents -----------------------------------------------------------------------------------

    def _turns(self, voiced: Voices) -> list[Draft]:
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
                Draft(
                    form=kinds[turn],
                    speakers=[] if figure is None else [figure],
                    content=content,
                    addressee=other if self.document.kind == "interview" else None,
                    turn=True,
                )
            )
        return drafts

    def _proclaimed(self, turns: Sequence[Draft]) -> list[Draft]:
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
            draft = self.drafting.draft(attribution)
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

    def _attributed(self, outer: Sequence[Draft]) -> list[Draft]:
        drafts: list[Draft] = []
        first: Draft | None = None
        last: Draft | None = None
        for found in self.notes.attributions:
            content = self.contents.trimmed(self.contents.within_clause(self.contents.within_text(found.content, found.cue)))
            if not content or self._repeats(content, outer) or _ANONYMOUS.search(self.g.text(content[0])):
                continue
            if [self.g.low[a:b] for a, b in content] == _EMPTY:
                continue
            if found.source and self.g.low[found.source[0][0] - 3 : found.source[0][0]] == ["contrary", "to", "what"]:
                # what follows is the opposite of what they said
                continue
            source = tuple(self.contents.within_text(found.source)) or self.speakers.signed_after(found.cue, content)
            cue = None if found.cue is None else self.contents.whole(found.cue)
            source = source if cue is None else self.speakers.by_syntax(cue, source, content)
            attribution = replace(found, cue=cue, content=tuple(content), source=source)
            if attribution.cue is None:
                if last is None:
                    continue
                drafts.append(
                    Draft(
                        form=self.contents.form(content),
                        speakers=list(last.speakers),
                        unnamed=last.unnamed,
                        content=content,
                        addressee=last.addressee,
                        said=last.said,
                        score=attribution.score,
                    )
                )
                continue
            draft = self.drafting.draft(attribution)
            if not draft.speakers:
                draft.speakers = self.speakers.signing(source)
            if not draft.speakers and last is not None:
                draft.speakers = self.drafting.still_speaking(source, last) or self.drafting.issuing(source, first)
            holder = self._holder(content, outer)
            if holder and self._own_words(attribution, draft, holder):
                continue
            drafts.append(draft)
            first, last = first or draft, draft
        return drafts

    def _repeats(self, content: Sequence[Span], outer: Sequence[Draft]) -> bool:
        """Whether a whole turn or proclamation has just these words."""
        own = size(content)
        for d in outer:
            shared = sum(max(0, min(b, y) - max(a, x)) for a, b in content for x, y in d.content)
            if shared > 0.9 * (own + size(d.content) - shared):
                return True
        return False

    def _holder(self, content: Sequence[Span], outer: Sequence[Draft]) -> Draft | None:
        return next((d for d in outer if d.content[0][0] <= content[0][0] and content[-1][1] <= d.content[-1][1]), None)

    def _own_words(self, attribution: Attribution, draft: Draft, holder: Draft) -> bool:
        """Whether somebody speaking gives words to themselves ("I think") or to nobody: that is the turn itself."""
        g = self.g
        if not attribution.source:
            return draft.form == "indirect"
        head = g.span_head(range(*attribution.source[0]))
        return g.low[head] in FIRST_PERSON or (bool(draft.speakers) and draft.speakers == holder.speakers)

    # --- words within words ------------------------------------------------------------------------------------------

    def _last(self, d: Draft) -> int:
        return max(b for _, b in d.content)

    def _nest(self, drafts: Sequence[Draft]) -> None:
        """Puts each statement into the smallest one whose content holds its content."""
        open_pieces: list[tuple[Span, int, Draft]] = []
        """(piece, words of its statement, statement) of what may still hold something"""
        pieces = sorted(((p, size(d.content), d) for d in drafts for p in d.content), key=lambda piece: piece[0][0])
        at = 0
        for draft in sorted(drafts, key=lambda d: d.content[0][0]):
            low, high = draft.content[0][0], draft.content[-1][1]
            while at < len(pieces) and pieces[at][0][0] <= low:
                open_pieces.append(pieces[at])
                at += 1
            open_pieces = [piece for piece in open_pieces if piece[0][1] > low]
            own = size(draft.content)
            holding = [(size, d) for (_, end), size, d in open_pieces if high <= end and size > own and d is not draft]
            draft.inside = min(holding, key=lambda h: h[0])[1] if holding else None
            if draft.inside and draft.to_holder and draft.inside.speakers:
                draft.addressee = draft.inside.speakers[0]

    # --- results -----------------------------------------------------------------------------------------------------

    def _speaker(self, draft: Draft) -> Speaker | None:
        if draft.speakers:
            return Speaker(actor=self.cast.identity(draft.speakers[0]), name=self.cast.name_of(draft.speakers[0]))
        return Speaker(actor=None, name=draft.unnamed) if draft.unnamed else None

    def _finished(self, drafts: Sequence[Draft]) -> list[Statement]:
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


_EMPTY = [["nothing"]]
"""what somebody says who says nothing"""
_ANONYMOUS = re.compile(r"(?i)^(?:not )?to (?:not )?be (?:named|identified|quoted)|^(?:for |on condition of )?anonymity\b")
"""what a source asks of a reporter, which is no statement"""
