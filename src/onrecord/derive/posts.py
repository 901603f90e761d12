"""Offices as phrases name them, and those that somebody is named with."""

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from onrecord.derive.grammar import Grammar
from onrecord.derive.lexicon import OFFICES, PEERS
from onrecord.derive.naming import is_address
from onrecord.ids import folded
from onrecord.lemmas import known as is_word
from onrecord.schema import Name

_RANKING = frozenset([
    "deputy", "vice", "assistant", "associate", "prime", "first", "under", "junior", "shadow", "chief", "former", "ex",
])  # fmt: skip
"""words before an office that make it another"""
_SECOND = frozenset(["deputy", "vice", "assistant", "associate", "under", "former", "ex"])
_FIRST = frozenset(["president", "premier", "chancellor", "governor", "mayor", "speaker", "king", "queen"])
"""offices by which nobody calls a deputy or one who held them before"""
_PASSING = frozenset([
    "affair", "affairs", "then", "late", "outgoing", "new", "current", "acting", "interim", "incoming", "old",
    "longtime", "veteran", "senior", "other", "same", "state",
])  # fmt: skip
"""words before an office that say nothing of what it is for"""
_FIELDS = {"external": "foreign", "home": "interior"}
"""what the same field is called elsewhere"""
STEM = 4
"""letters by which an adjective is known to be of a place: "Valdor", "Valdorian" """


@dataclass(frozen=True, slots=True)
class Post:
    """An office as a phrase names it."""

    office: str
    ranks: frozenset[str]
    """"deputy", "prime" and the like"""
    fields: frozenset[str]
    """what it is for: "foreign" of "foreign minister", "trade" of "minister of trade" """
    territories: frozenset[str]

    def may_be(self, said: "Post") -> bool:
        """Whether a later phrase may mean it: "the minister" the trade minister, "the French minister" no Japanese one."""
        if self.territories and said.territories and not self.territories & said.territories:
            return False
        if self.office != said.office:
            return True
        if self.fields and said.fields and not self.fields & said.fields:
            return False
        # "the minister" may be a deputy; whoever has more said of them has all their ranks said
        bare = not (said.ranks or said.fields or "prime" in self.ranks or (self.ranks & _SECOND and said.office in _FIRST))
        return bare or self.ranks == said.ranks


class Posts:
    """The offices in a document, by the words around a noun for one or around a name."""

    def __init__(
        self, grammar: Grammar, names: Sequence[Name], name_at: Mapping[int, int], territory: Callable[[int], str | None]
    ) -> None:
        """`name_at` gives the number of the name that a word is in, `territory` what a name of a number is known as, if one."""
        self.grammar = grammar
        self.names = names
        self._name_at = name_at
        self._territory = territory
        self._posts_at: dict[int, Post] = {}

    def of(self, name: Name) -> set[Post]:
        """The offices before a name and in its apposition: "Russian Ambassador to Iraq X", "the trade minister, X"."""
        g = self.grammar
        head = g.span_head(range(name.start, name.end))
        before = itertools.takewhile(lambda at: not (g.is_verb(at) or self.is_persons_name(at)), self.before(name))
        places = [*before, *g.dependents(head, "appos")]
        if g.relation[head] in ("appos", "flat"):
            places.append(g.head[head])
        posts = {self.at(at) for at in places if g.lemma(at) in OFFICES | PEERS and at not in self._name_at}
        # "President Lund of Norway"
        where = self._territories(self._after(name.end))
        return {replace(post, territories=post.territories | where) for post in posts}

    def is_persons_name(self, word: int) -> bool:
        """Whether a word is in the name of a person."""
        number = self._name_at.get(word)
        return number is not None and self.names[number].kind == "PER"

    def at(self, head: int) -> Post:
        """The office that a noun heads, by the words just before it, and those of "of ..." and "for ..." just after it."""
        if head not in self._posts_at:
            self._posts_at[head] = self._read_post(head)
        return self._posts_at[head]

    def _read_post(self, head: int) -> Post:
        g = self.grammar
        words = []
        at = head - 1
        while at >= 0 and g.sentence[at] == g.sentence[head] and (g.tag[at][:2] in ("JJ", "NN") or g.tag[at] == "POS"):
            words.append(at)
            at -= 1
        words += self._after(head + 1)
        named = [at for at in words if at in self._name_at or self.is_strange(at)]
        said = [g.lemma(at) for at in words if at not in named and g.tag[at][:2] in ("JJ", "NN")]
        return Post(
            office=g.lemma(head),
            ranks=frozenset(w for w in said if w in _RANKING),
            fields=frozenset(_FIELDS.get(w, w) for w in said if w not in _RANKING | _PASSING),
            territories=self._territories(named),
        )

    def _after(self, start: int) -> list[int]:
        """The words of "of ..." or "for ..." at a place."""
        g = self.grammar
        if g.low[start : start + 1] not in (["of"], ["for"]):
            return []
        end = start + 1
        while end < min(start + 8, len(g.forms)) and (
            g.tag[end][:2] in ("JJ", "NN", "DT") or g.low[end] in ("of", "and", "for")
        ):
            end += 1
        return list(range(start + 1, end))

    def _territories(self, words: Iterable[int]) -> frozenset[str]:
        """The territories that words name; of those nobody knows the beginnings, which adjectives share with nouns."""
        g = self.grammar
        found = {folded(g.forms[at])[:STEM] for at in words if self.is_strange(at)}
        for number in {n for at in words if (n := self._name_at.get(at)) is not None}:
            name, known_as = self.names[number], self._territory(number)
            if known_as is not None:
                found.add(known_as)
            elif name.kind in ("LOC", "NORP"):
                found.update(folded(form)[:STEM] for form in g.forms[name.start : name.end] if len(form) >= STEM)
        return frozenset(found)

    def is_strange(self, word: int) -> bool:
        """Whether a word can only be a name, though the network does not take it for one."""
        g = self.grammar
        form = g.forms[word]
        proper = g.tag[word] in ("NNP", "NNPS") and word not in self._name_at and form[1:].islower() and form[0].isupper()
        return proper and len(form) >= STEM and not is_word(form)

    def before(self, name: Name) -> list[int]:
        """The words before a name in which its title may stand, the nearest first."""
        g = self.grammar
        found: list[int] = []
        at = name.start - 1
        while (
            at >= 0
            and g.sentence[at] == g.sentence[name.start]
            and name.start - at < 9
            and g.low[at] not in (",", ";", "and", "said", "that", ".", "”", '"')
        ):
            found.append(at)
            at -= 1
        return found

    def titles(self, name: Name) -> set[str]:
        """Offices in the words before a name and in its apposition: "Russian Ambassador to Iraq X", "X, the minister"."""
        g = self.grammar
        found = set()
        for at in self.before(name):
            word = g.low[at].rstrip(".")
            if is_address(g.forms[at]) and word.replace(".", "") in ("he", "excellency"):
                found.add("excellency")
            if (word in OFFICES or g.lemma(at) in OFFICES) and g.tag[at + 1] != "POS":
                found.add(g.lemma(at) if g.lemma(at) in OFFICES else word)
        head = g.span_head(range(name.start, name.end))
        for child in g.dependents(head, "appos", "nmod:desc", "flat", "compound"):
            if g.lemma(child) in OFFICES:
                found.add(g.lemma(child))
        if g.relation[head] in ("appos", "flat") and g.lemma(g.head[head]) in OFFICES:
            found.add(g.lemma(g.head[head]))
        return found
