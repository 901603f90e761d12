"""Who says something, and to whom: the figures of a document that the source of an attribution stands for."""

from collections.abc import Iterator, Sequence

from onrecord.derive.cast import Cast
from onrecord.derive.contents import DASHES, NEAR, words
from onrecord.derive.grammar import Grammar
from onrecord.derive.lexicon import ADDRESSED, FIRST_PERSON, NOBODY, RELATIVE
from onrecord.derive.signed import Signed
from onrecord.schema import Span

_ASKING = frozenset(["ask", "question", "press", "quiz"])
_TO = frozenset([
    "say", "add", "write", "speak", "talk", "explain", "reply", "respond", "complain", "confirm", "admit", "reveal",
    "announce", "tweet", "stress", "insist",
])  # fmt: skip
_OCCASIONS_WITH = frozenset([
    "interview", "letter", "speech", "address", "remark", "comment", "statement", "conversation", "call", "message",
    "briefing",
])  # fmt: skip


class Speakers:
    """Whoever speaks and is spoken to, by the phrases for them."""

    def __init__(self, grammar: Grammar, cast: Cast, signed: Signed) -> None:
        self.g = grammar
        self.cast = cast
        self.signed = signed
        self.notes = grammar.notes
        self.document = grammar.notes.document

    def signed_after(self, cue: Span | None, content: Sequence[Span]) -> tuple[Span, ...]:
        """The name after the dash that follows somebody's words: "'...' — Ada Lund"."""
        if cue is None or self.g.forms[cue[0]] not in DASHES or content[-1][1] > cue[0] or not self.cast.named_at(cue[1]):
            return ()
        return (self.cast.extent(cue[1]),) if self.notes.quotation[cue[0] - 1] >= 0 else ()

    def by_syntax(self, cue: Span, source: tuple[Span, ...], content: Sequence[Span]) -> tuple[Span, ...]:
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
            owners += [w for w in range(cue[1], min(cue[1] + NEAR, len(g.forms))) if self.cast.extent(w)[0] == cue[1]]
        named = [o for o in owners if self.may_speak(o) and not cue[0] <= o < cue[1]]
        return (self.cast.extent(named[0]),) if named else ()

    def phrases(self, source: Sequence[Span]) -> list[Span]:
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
            return [over] if self.may_speak(over) else []
        # "a clerk at the ministry, who", "the rise of X, who"
        found = [w for w in (near, over, last) if self.may_speak(w)]
        found = [w for w in found if self.is_person(w)] or [w for w in found if not self.cast.is_place_name(w)]
        return found[:1]

    def may_speak(self, word: int) -> bool:
        """Whether a word is a name or heads a phrase for somebody, or some body."""
        noun = self.cast.noun_at(word)
        return self.cast.named_at(word) or (noun is not None and noun.kind in ("person", "organization"))

    def is_person(self, word: int) -> bool:
        """Whether a word names a person, or heads a phrase for one."""
        figure, noun = self.cast.figure_at(word), self.cast.noun_at(word)
        return self.cast.is_person(figure) if figure is not None else noun is not None and noun.kind == "person"

    def figures(self, phrases: Sequence[Span]) -> list[int]:
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

    def signing(self, source: Sequence[Span]) -> list[int]:
        """Those who signed the text, where "we" speaks in it, or "I" where there is one of them."""
        said = self.words_of(source)
        signing = self.signed.at(source[0][0]) if said in (["i"], ["we"]) else ()
        return list(signing) if said == ["we"] or len(signing) == 1 else []

    def words_of(self, spans: Sequence[Span]) -> list[str]:
        """The words of a source, in lower case."""
        return [self.g.low[i] for span in spans for i in range(*span)]

    def _is_second(self, word: int) -> bool:
        g = self.g
        return g.tag[word] in ("NNP", "NNPS", "NNS", "PRP") or any(
            g.relation[c] in ("det", "nmod:poss", "appos") for c in g.children[word]
        )

    def addressee(self, cue: Span, content: Sequence[Span], speakers: Sequence[int]) -> tuple[int | None, bool]:
        """Who is spoken to, or that it is the one who tells of it: the object of "told", or who follows "to" or "with"."""
        inside = words(content)
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
