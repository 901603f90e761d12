"""Events that several words tell of together: blacklists, human shields, ultimatums, warrants, verdicts, alerts, strikes.

Their types are those that CAMEO's list of verb patterns gives them, by PLOVER's names.
"""

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass

from onrecord.derive.parties import Found, Parties, Role
from onrecord.derive.phrases import CEASEFIRES
from onrecord.derive.status import is_unsaid

_LISTING = frozenset(["add", "place", "put", "list", "name", "include"])
_MARKING = ("sanction", "sdn", "terror", "designat", "blocked")
"""how words begin that make a list one of those under sanctions"""
_SHIELDING = frozenset(["use", "hold", "keep", "take", "deploy", "employ"])
_GIVING = frozenset(["issue", "give", "deliver", "set", "send", "hand", "present"])
_LIMITS = frozenset(["ultimatum", "deadline"])
_WARRANTS = frozenset(["warrant"])
_FILING = frozenset(["file", "lodge", "bring", "submit"])
_SUITS = frozenset(["complaint", "lawsuit", "suit", "charge"])
_YIELDING = frozenset(["lay", "hand", "give", "turn"])
ARMS = frozenset(["arm", "weapon"])
_HOLDING = frozenset(["stage", "hold", "conduct", "run", "begin", "start", "launch"])
_GAMES = frozenset(["game", "wargame"])
_TOGETHER = 2
_DECLARING = frozenset(["announce", "declare", "proclaim"])
_FORCES = frozenset([
    "troop", "force", "army", "military", "navy", "soldier", "police", "guard", "unit", "battalion", "brigade", "fleet",
    "reservist",
])  # fmt: skip
"""those who are on alert in arms"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """An event that words tell of together: the verb or noun first."""

    type: str
    words: tuple[int, ...]
    parties: tuple[Found, ...]


def wordings(parties: Parties) -> Iterator[Wording]:
    """Each such event of a document, in the order of their words; none that somebody only declines to speak of."""
    finder = _Wordings(parties)
    for word in range(len(parties.g.forms)):
        found = finder.on_alert(word) or finder.on_strike(word)
        if found is None and parties.g.tag[word].startswith("V"):
            found = finder.listing(word) or finder.shielding(word) or finder.limit(word) or finder.warrant(word)
            found = found or finder.verdict(word) or finder.complaint(word) or finder.ceasefire(word)
            found = found or finder.disarming(word) or finder.war_game(word)
        if found is not None and not is_unsaid(parties.g, word):
            yield found


class _Wordings:
    def __init__(self, parties: Parties) -> None:
        self.g = parties.g
        self.cast = parties.cast
        self.parties = parties

    def listing(self, verb: int) -> Wording | None:
        """Whom somebody designates, or adds to a list of those under sanctions."""
        g = self.g
        lists = [c for c in g.dependents(verb, "obl") if self._is_blacklist(c)] if g.lemma(verb) in _LISTING else []
        if not (lists or self._is_designating(verb)):
            return None
        sources = self._doers(verb) or [c for one in lists for c in self.parties.owners(one)]
        whom = [t for c in self._objects(verb) for t in self._by_name(c)]
        return self._wording("SANCTION", (verb,), sources, whom) if whom else None

    def shielding(self, verb: int) -> Wording | None:
        """Whom somebody uses as human shields."""
        g = self.g
        if g.lemma(verb) not in _SHIELDING:
            return None
        shields = [c for c in g.dependents(verb, "obl") if g.lemma(c) == "shield" and "as" in g.case(c)]
        if not any(g.low[d] == "human" for c in shields for d in g.children[c]):
            return None
        whom = [t for c in self._objects(verb) for t in self.parties.actors(c, own=True)]
        return self._wording("ASSAULT", (verb, *shields), self._doers(verb), whom)

    def limit(self, verb: int) -> Wording | None:
        """To whom somebody issues an ultimatum or sets a deadline."""
        limits = self._said_of(verb, _GIVING, _LIMITS)
        if not limits:
            return None
        whom = self._actors([*self.g.dependents(verb, "iobj"), *self._after((verb, *limits), {"to", "for"})])
        return self._wording("THREATEN", (verb, *limits), self._doers(verb), whom) if whom else None

    def warrant(self, verb: int) -> Wording | None:
        """For whose arrest somebody issues a warrant."""
        g = self.g
        warrants = self._said_of(verb, _GIVING, _WARRANTS)
        if not warrants:
            return None
        for_them = self._after((verb, *warrants), {"for", "against"})
        # "a warrant for the arrest of X"
        for_them += [c for arrest in for_them if g.lemma(arrest) == "arrest" for c in g.dependents(arrest, "nmod")]
        whom = self._actors(for_them)
        return self._wording("COERCE", (verb, *warrants), self._doers(verb), whom) if whom else None

    def verdict(self, verb: int) -> Wording | None:
        """Whom a court finds guilty."""
        g = self.g
        guilty = [w for w in g.children[verb] if g.low[w] == "guilty" and w > verb]
        if g.lemma(verb) != "find" or not guilty:
            return None
        return self._wording("COERCE", (verb, *guilty), self._doers(verb), self._actors(self._objects(verb)))

    def complaint(self, verb: int) -> Wording | None:
        """Against whom somebody files a complaint or a lawsuit."""
        suits = self._said_of(verb, _FILING, _SUITS)
        whom = self._actors(self._after((verb, *suits), {"against"})) if suits else []
        return self._wording("ACCUSE", (verb, *suits), self._doers(verb), whom) if whom else None

    def ceasefire(self, verb: int) -> Wording | None:
        """Who announces a ceasefire, and with whom."""
        ends = self._said_of(verb, _DECLARING, CEASEFIRES)
        if not ends:
            return None
        whom = self._actors(self._after((verb, *ends), {"with", "against"}))
        return self._wording("YIELD", (verb, *ends), self._doers(verb), whom)

    def disarming(self, verb: int) -> Wording | None:
        """Who lays down or hands over arms, and to whom."""
        g = self.g
        arms = self._said_of(verb, _YIELDING, ARMS)
        if not arms:
            return None
        away = {g.low[c] for c in g.children[verb]}
        # arms that somebody hands over may be aid
        theirs = away & {"over", "up", "in"} and any(g.dependents(c, "nmod:poss") for c in arms)
        if not ("down" in away or theirs) or g.relation[verb] == "xcomp":
            # what somebody is ordered to do is only asked for
            return None
        return self._wording("YIELD", (verb, *arms), self._doers(verb), self._actors(self._after((verb, *arms), {"to"})))

    def war_game(self, verb: int) -> Wording | None:
        """Who hold war games together."""
        games = [c for c in self._said_of(verb, _HOLDING, _GAMES) if self._is_of_war(c)]
        if not games:
            return None
        players = self._actors([*self.g.dependents(verb, "obl:agent", "nsubj"), *self._after((verb, *games), {"with"})])
        return self._wording("COOPERATE", (verb, *games), players, []) if len(players) >= _TOGETHER else None

    def on_strike(self, noun: int) -> Wording | None:
        """Who is or goes on strike."""
        g = self.g
        if g.low[noun] != "strike" or "on" not in g.case(noun):
            return None
        verb = self._predicate(noun)
        who = self._actors(g.dependents(verb, "nsubj"))
        goes = verb == noun or g.lemma(verb) in ("go", "be", "remain", "stay", "walk")
        return self._wording("PROTEST", tuple(dict.fromkeys((verb, noun))), who, []) if who and goes else None

    def on_alert(self, noun: int) -> Wording | None:
        """Whose forces are on alert, or are put on it."""
        g = self.g
        if g.low[noun] != "alert" or "on" not in g.case(noun):
            return None
        verb = self._predicate(noun)
        forces = g.dependents(verb, "nsubj", "nsubj:pass", "obj")
        if not any(g.lemma(f) in _FORCES for f in forces):
            return None
        sources = [a for f in g.dependents(verb, "nsubj", "nsubj:pass") for a in self.parties.actors(f, own=True)]
        return self._wording("MOBILIZE", tuple(dict.fromkeys((verb, noun))), [*self._doers(verb), *sources], [])

    def _doers(self, verb: int) -> list[int]:
        """Whoever does what a verb tells of: its agent, else its subject where that is active."""
        subject = None if self.parties.is_passive(verb) else self.parties.subject(verb)
        return self._actors([*self.g.dependents(verb, "obl:agent"), *([] if subject is None else [subject])])

    def _objects(self, verb: int) -> list[int]:
        """What a verb is said of: its objects, or the subject of a passive."""
        return self.g.dependents(verb, "obj", "nsubj:pass")

    def _said_of(self, verb: int, verbs: Set[str], nouns: Set[str]) -> list[int]:
        """The objects of a verb that are some nouns, where it is one of some verbs."""
        return [c for c in self._objects(verb) if self.g.lemma(c) in nouns] if self.g.lemma(verb) in verbs else []

    def _predicate(self, noun: int) -> int:
        """What says of somebody that they are on something: the noun itself with "are", else the verb above it."""
        return noun if self.g.dependents(noun, "cop") else self.g.head[noun]

    def _actors(self, heads: Iterable[int]) -> list[int]:
        return [a for head in heads for a in self.parties.actors(head, own=False)]

    def _after(self, words: Iterable[int], cases: set[str]) -> list[int]:
        """The phrases that depend on words by one of some prepositions."""
        return [c for w in words for c in self.g.dependents(w, "obl", "nmod") if self.g.case(c) & cases]

    def _wording(self, kind: str, words: tuple[int, ...], sources: Iterable[int], targets: Iterable[int]) -> Wording:
        sides: tuple[tuple[Role, Iterable[int]], ...] = (("source", sources), ("target", targets))
        found = (Found(head=h, span=self.parties.extent(h), role=role) for role, heads in sides for h in dict.fromkeys(heads))
        return Wording(type=kind, words=words, parties=tuple(found))

    def _is_designating(self, verb: int) -> bool:
        """Whether "designated" puts somebody under sanctions; not "designated X as envoy", "designated X to lead"."""
        g = self.g
        posts = g.dependents(verb, "xcomp")
        posts += [c for c in g.dependents(verb, "obl", "nmod", "ccomp") if "as" in g.case(c)]
        listed = any(g.low[w].startswith("terror") for c in posts for w in g.subtree(c))
        return g.lemma(verb) == "designate" and (listed or not posts)

    def _is_blacklist(self, noun: int) -> bool:
        g = self.g
        onto = bool(g.case(noun) & {"to", "on"})
        marked = any(g.low[w].startswith(_MARKING) for w in g.subtree(noun))
        return onto and (g.lemma(noun) == "blacklist" or (g.lemma(noun) == "list" and marked))

    def _is_of_war(self, noun: int) -> bool:
        return self.g.lemma(noun) == "wargame" or any(self.g.low[c] == "war" for c in self.g.dependents(noun, "compound"))

    def _by_name(self, head: int) -> Iterator[int]:
        """The actors of a phrase, by name where it goes on to name them: "the following individuals: X and Y"."""
        g = self.g
        named = [c for c in g.dependents(head, "appos") if c > head and self.cast.named_at(c)]
        # what follows a colon may be read as of the verb
        after = [c for c in g.dependents(g.head[head], "obl") if c > head and self.cast.named_at(c)]
        named += [c for c in after if g.forms[self.cast.extent(c)[0] - 1] == ":"]
        for top in named if named and not self.cast.named_at(head) else [head]:
            yield from self.parties.actors(top, own=False)
