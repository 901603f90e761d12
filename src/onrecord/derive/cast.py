"""The cast of a document: who its names, pronouns and other phrases stand for."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from onrecord.derive.grammar import Grammar
from onrecord.derive.lexicon import CIVIC, FIRST_PERSON, LAND, OFFICES, PRONOUNS, SECOND_PERSON, TITLES
from onrecord.derive.naming import SMALL, fullness, joined, parted, same_person, shown_as, tokens_of
from onrecord.gazetteer import Entry, key, known, named
from onrecord.ids import digest, folded
from onrecord.schema import Actor, ActorKind, Name, Noun, Span

_KINDS: dict[str, ActorKind] = {
    "PER": "person",
    "ORG": "organization",
    "LOC": "place",
    "NORP": "group",
    "EVENT": "event",
    # projects, operations, laws: what is done rather than who does it
    "MISC": "event",
}


_ENTRY_KINDS: dict[str, ActorKind] = {"state": "state", "former state": "state", "region": "region"}


@dataclass(slots=True)
class _Figure:
    """An actor while the document is read."""

    kind: ActorKind
    names: Counter[str] = field(default_factory=Counter)
    tokens: set[tuple[str, ...]] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)
    entry: Entry | None = None
    """what the gazetteer knows of it"""
    people_of: Entry | None = None
    """the territory whose people it is"""


class Cast:
    """The actors of a document and where each is mentioned.

    Names are joined first: a surname to the last person of that name, an acronym to the name that it abbreviates. Pronouns
    and other phrases follow their chain to the nearest name before them; offices ("the ambassador") the person who was
    introduced with them.
    """

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar
        self._figures: list[_Figure] = []
        self._of_name: dict[int, int] = {}
        """number in `names` -> figure"""
        self.names = joined(grammar, parted(grammar, grammar.notes.names))
        self._name_at: dict[int, int] = {}
        for number, name in enumerate(self.names):
            for i in range(name.start, name.end):
                self._name_at[i] = number
        self._noun_at: dict[int, Noun] = {noun.head: noun for noun in grammar.notes.nouns}
        self._chains: defaultdict[int, list[Noun]] = defaultdict(list)
        for noun in grammar.notes.nouns:
            self._chains[noun.chain].append(noun)
        self._phrases: dict[str, int] = {}
        self._identities: dict[int, str] = {}
        self._named: dict[Span, int | None] = {}
        self._entries: dict[str, int] = {}
        """name in the gazetteer -> figure"""
        self._cities: dict[str, int] = {}
        """name of a capital -> figure of the place"""
        self._abroad: dict[tuple[tuple[str, ...], str], int] = {}
        """a people and the territory in which some of it live -> figure"""
        self._cast_names()

    # --- names -------------------------------------------------------------------------------------------------------

    def _cast_names(self) -> None:
        g = self.grammar
        full: defaultdict[str, list[int]] = defaultdict(list)
        # whole names first: a surname in the headline belongs to somebody the text names in full later
        order = sorted(range(len(self.names)), key=lambda n: (self._is_short(self.names[n]), n))
        for number in order:
            name = self.names[number]
            tokens = tokens_of(g.text((name.start, name.end)))
            if not tokens:
                continue
            where = self._home(name)
            if where is not None:
                self._of_name[number] = self._living(name, tokens, where)
                continue
            if self._is_seat(name) and self._is_city(name):
                self._of_name[number] = self._city(name)
                continue
            entry, adjective = self._listed(name)
            figure = self.figure_of(entry) if entry else self._known(name, tokens, full)
            if figure is None:
                figure = len(self._figures)
                self._figures.append(_Figure(kind=_KINDS.get(name.kind, "organization")))
            self._of_name[number] = figure
            if adjective:
                continue
            f = self._figures[figure]
            if name.kind == "NORP" and f.people_of is None:
                f.people_of = known().by_demonym.get(key(g.text((name.start, name.end))))
            shown = shown_as(g.text((name.start, name.end)), name.kind)
            f.names[re.sub(r"^[Tt]he\s+", "", shown) if entry else shown] += 1
            f.tokens.add(tokens)
            if figure not in full[tokens[-1]]:
                full[tokens[-1]].append(figure)
            if len(tokens) > 1:
                short = "".join(t[0] for t in tokens if t not in SMALL)
                if figure not in full[f"\x00{short}"]:
                    full[f"\x00{short}"].append(figure)
        for number in sorted(self._of_name):
            person = self._figures[self._of_name[number]]
            if person.kind == "person":
                person.titles |= self._titles(self.names[number])
        self._acronyms()

    def _listed(self, name: Name) -> tuple[Entry | None, bool]:
        """What the gazetteer knows a name as, and whether the name is only its adjective: "Russian", but not "Russians"."""
        g, gazetteer = self.grammar, known()
        words = g.text((name.start, name.end))
        if name.kind == "PER":
            return None, False
        entry = named(gazetteer, words)
        if entry is None and name.kind in ("LOC", "ORG"):
            entry = gazetteer.by_seat.get(key(words))
        if entry is not None:
            return entry, False
        entry = gazetteer.by_demonym.get(key(words))
        head = name.end - 1
        if entry is not None and (g.tag[head].startswith("JJ") or g.relation[head] in ("amod", "compound")):
            return entry, True
        return None, False

    def _is_seat(self, name: Name) -> bool:
        """Whether a name is that of a capital and of no state."""
        words = key(self.grammar.text((name.start, name.end)))
        return name.kind != "PER" and words in known().by_seat and words not in known().by_name

    def _city(self, name: Name) -> int:
        """The figure of a capital as a place, whatever its government does."""
        words = self.grammar.text((name.start, name.end))
        if key(words) not in self._cities:
            self._cities[key(words)] = len(self._figures)
            self._figures.append(_Figure(kind="place", names=Counter({words: 1})))
        return self._cities[key(words)]

    def _is_city(self, name: Name) -> bool:
        """Whether the name of a capital is the city's own, not its government's: "the mayor of X", "a train from X to Y"."""
        g = self.grammar
        head = g.span_head(range(name.start, name.end))
        over = g.lemma(g.head[head])
        if g.head[head] != head and over in CIVIC and g.relation[head] in ("nmod", "nmod:poss", "compound", "amod"):
            return True
        if over in ("connect", "link", "join") and g.relation[head] in ("obj", "obl"):
            return True
        case = {g.low[c] for c in g.dependents(head, "case")}
        joined = [g.head[head]] if g.relation[head] == "conj" else g.dependents(head, "conj")
        others = [n for j in joined if (n := self._name_at.get(j)) is not None and self.names[n].kind == "LOC"]
        if any(not self._is_listed(self.names[n]) for n in others):
            # beside another city
            return True
        return bool(case & {"near", "outside", "around", "via", "through"})

    def _is_whereabouts(self, name: Name) -> bool:
        """Whether the name of a capital says where something is or goes, though its state is the actor: "flew to X"."""
        g = self.grammar
        if not self._is_seat(name):
            return False
        head = g.span_head(range(name.start, name.end))
        case = {g.low[c] for c in g.dependents(head, "case")}
        if g.relation[head] == "obj":
            return g.lemma(g.head[head]) in ("visit", "leave", "reach", "enter", "tour")
        return bool(case & {"in", "at", "inside"}) or (g.relation[head] == "obl" and bool(case & {"to", "from", "into", "for"}))

    def _is_listed(self, name: Name) -> bool:
        words = self.grammar.text((name.start, name.end))
        return named(known(), words) is not None or key(words) in known().by_seat

    def _home(self, name: Name) -> Entry | None:
        """The territory in which those of a people are meant: "the Tamils in India" are neither all Tamils nor India."""
        g = self.grammar
        head = name.end - 1
        noun = self._noun_at.get(head)
        if name.end - name.start > 1 or not g.tag[head].endswith("S") or (noun and noun.kind not in ("person", "organization")):
            return None
        for child in g.dependents(head, "nmod"):
            number = self._name_at.get(child)
            if number is not None and "in" in {g.low[c] for c in g.dependents(child, "case")}:
                return named(known(), g.text((self.names[number].start, self.names[number].end)))
        return None

    def _living(self, name: Name, tokens: tuple[str, ...], where: Entry) -> int:
        """The figure of those of a people who live in a territory."""
        key_of = (tokens, where.name)
        if key_of not in self._abroad:
            self._abroad[key_of] = len(self._figures)
            people = self.grammar.text((name.start, name.end))
            names = Counter({f"{people} in {where.name}": 1} | {f"{d} {people}": 0 for d in where.demonyms[:1]})
            self._figures.append(_Figure(kind="group", names=names))
        return self._abroad[key_of]

    def figure_of(self, entry: Entry) -> int:
        """The figure of an actor that the gazetteer knows, made anew where the document has not named it."""
        if entry.name not in self._entries:
            self._entries[entry.name] = len(self._figures)
            self._figures.append(_Figure(kind=_ENTRY_KINDS.get(entry.kind, "organization"), entry=entry))
        return self._entries[entry.name]

    def _is_short(self, name: Name) -> bool:
        return name.end - name.start == 1

    def _known(self, name: Name, tokens: tuple[str, ...], full: dict[str, list[int]]) -> int | None:
        """The figure that a name belongs to, the last mentioned where several fit."""
        kind = _KINDS.get(name.kind, "organization")
        if kind == "person":
            fitting = [
                f
                for f in full.get(tokens[-1], ())
                if self._figures[f].kind == "person" and any(same_person(tokens, t) for t in self._figures[f].tokens)
            ]
            if not fitting and len(tokens) == 1:
                fitting = [
                    f
                    for f, figure in enumerate(self._figures)
                    if figure.kind == "person"
                    and any(len(t) > 1 and (tokens[0] == t[0] or tokens[0] in t[1:]) for t in figure.tokens)
                ]
            return self._nearest(fitting, name) if fitting else None
        same = [f for f in full.get(tokens[-1], ()) if tokens in self._figures[f].tokens and self._figures[f].kind != "person"]
        if same:
            return same[0]
        if len(tokens) == 1 and tokens[0].isalpha():
            form = self.grammar.forms[name.start].replace(".", "")
            if form.isupper() and 2 <= len(form) <= 6:
                spelt = [
                    f
                    for f in full.get(f"\x00{form.lower()}", ())
                    if self._figures[f].kind in ("organization", "place", "event")
                ]
                if len(spelt) == 1:
                    return spelt[0]
        return None

    def _nearest(self, fitting: Sequence[int], name: Name) -> int:
        """Of the people that a bare name may mean, the one mentioned last before it, else the one mentioned first after it."""
        if len(fitting) == 1:
            return fitting[0]
        before: dict[int, int] = {}
        after: dict[int, int] = {}
        for number, figure in self._of_name.items():
            if figure in fitting:
                at = self.names[number].start
                if at < name.start:
                    before[figure] = max(before.get(figure, -1), at)
                else:
                    after[figure] = min(after.get(figure, 1 << 30), at)
        if before:
            return self._subject_first(before)
        return min(after, key=lambda f: after[f]) if after else fitting[0]

    def _subject_first(self, before: dict[int, int]) -> int:
        return max(before, key=lambda f: before[f])

    def _titles(self, name: Name) -> set[str]:
        """Offices in the words before a name and in its apposition: "Russian Ambassador to Iraq X", "X, the minister"."""
        g = self.grammar
        found = set()
        sentence = g.sentence[name.start]
        at = name.start - 1
        while (
            at >= 0
            and g.sentence[at] == sentence
            and name.start - at < 9
            and g.low[at] not in (",", ";", "and", "said", "that", ".", "”", '"')
        ):
            word = g.low[at].rstrip(".")
            if word in OFFICES or g.lemma(at) in OFFICES:
                found.add(g.lemma(at) if g.lemma(at) in OFFICES else word)
            at -= 1
        head = g.span_head(range(name.start, name.end))
        for child in g.dependents(head, "appos", "nmod:desc", "flat", "compound"):
            if g.lemma(child) in OFFICES:
                found.add(g.lemma(child))
        if g.relation[head] in ("appos", "flat") and g.lemma(g.head[head]) in OFFICES:
            found.add(g.lemma(g.head[head]))
        return found

    def _acronyms(self) -> None:
        """Joins "(KRG)" to the name before the bracket."""
        g = self.grammar
        for number, name in enumerate(self.names[:-1]):
            short = self.names[number + 1]
            if (
                short.start == name.end + 1
                and g.forms[name.end] in ("(", "[")
                and short.end < len(g.forms)
                and g.forms[short.end] in (")", "]", ",")
            ):
                a, b = self._of_name.get(number), self._of_name.get(number + 1)
                form = g.text((short.start, short.end))
                if (
                    a is None
                    or b is None
                    or a == b
                    or not re.fullmatch(r"[A-Z][\w.&-]{1,9}", form)
                    or not any(c.isupper() for c in form[1:])
                ):
                    continue
                if self._figures[a].kind == "person":
                    continue
                if self._figures[a].entry and self._figures[b].entry:
                    continue
                self._merge(b, a)

    def _merge(self, gone: int, kept: int) -> None:
        self._figures[kept].names += self._figures[gone].names
        self._figures[kept].tokens |= self._figures[gone].tokens
        for number, figure in self._of_name.items():
            if figure == gone:
                self._of_name[number] = kept

    # --- looking up --------------------------------------------------------------------------------------------------

    def name_in(self, span: Span) -> int | None:
        """The name that a phrase is about: at its head, else beside it, else the last person's in it."""
        if span not in self._named:
            self._named[span] = self._name_in(span)
        return self._named[span]

    def _name_in(self, span: Span) -> int | None:
        g = self.grammar
        head = g.span_head(range(*span))
        seen = list(dict.fromkeys(n for i in range(*span) if (n := self._name_at.get(i)) is not None and n in self._of_name))
        if not seen:
            return None
        at = self._name_at.get(head)
        # not in "Lund's lawyer", read with the name as its head
        if at is not None and at in seen and not self._owns(at, span):
            return at
        for n in seen:
            top = g.span_head(range(self.names[n].start, self.names[n].end))
            if (
                g.relation[top] in ("appos", "flat", "nmod:desc", "compound")
                and g.head[top] == head
                and self.names[n].kind == "PER"
            ) or (top in g.children[head] and g.relation[top] == "flat"):
                return n
        people = [n for n in seen if self._figures[self._of_name[n]].kind == "person" and not self._owns(n, span)]
        return next((n for n in people if self._beside(n, span) or self._closes(n, span, head)), None)

    def _closes(self, number: int, span: Span, head: int) -> bool:
        """Whether a name ends the phrase of an office that it belongs to: "Polish ambassador to Chile X", but not "of X"."""
        g = self.grammar
        name = self.names[number]
        top = g.span_head(range(name.start, name.end))
        office = g.lemma(head) in OFFICES and g.head[top] == head and not g.dependents(top, "case")
        return office and name.end == span[1] and head < name.start

    def _beside(self, number: int, span: Span) -> bool:
        """Whether a person's name stands in apposition in a phrase: "the head of the union, X", "defence secretary X"."""
        g = self.grammar
        name = self.names[number]
        if name.start == span[0]:
            return name.end < span[1] and g.forms[name.end] == ","
        before = name.start - 1
        follows = g.forms[before] == "," or g.low[before] in TITLES | OFFICES or g.lemma(before) in OFFICES
        return follows and (name.end == span[1] or not g.low[name.end][0].isalpha())

    def _owns(self, number: int, span: Span) -> bool:
        """Whether a name is somebody's in a phrase about something of theirs: "Lund's lawyer"."""
        g = self.grammar
        name = self.names[number]
        return name.end < span[1] and g.forms[name.end] in ("'s", "’s", "'", "’")

    def actor_of(self, span: Span) -> int | None:
        """The figure that a phrase stands for, made anew where the document does not name it; None for empty words."""
        g = self.grammar
        span = self._trimmed(span)
        if span[0] >= span[1]:
            return None
        named = self.name_in(span)
        if named is not None:
            return self._of_name[named]
        head = g.span_head(range(*span))
        noun = self._noun_at.get(head)
        low = g.low[head]
        if low in FIRST_PERSON or low in SECOND_PERSON:
            # outside quotations the author speaks, inside them whoever is quoted
            return None
        if low in ("he", "she"):
            found = self._only_subject_before(head)
            if found is not None:
                return found
        if noun is not None:
            found = self._by_chain(noun)
            if found is not None:
                return found
        if low in ("he", "she"):
            return self._person_before(head)
        if low in PRONOUNS:
            return None
        found = self._by_office(head, span)
        if found is not None:
            return found
        return self._by_phrase(span, head, noun)

    def _only_subject_before(self, word: int) -> int | None:
        """The one person whom the last sentence before a pronoun names outside quotations, as its subject.

        A pronoun for a speaker hardly ever means anybody else, and chains stray further.
        """
        g = self.grammar
        at = word - 1
        while at >= 0 and (g.sentence[at] == g.sentence[word] or g.notes.quotation[at] >= 0):
            if g.notes.quotation[at] < 0 and at in self._name_at:
                return None
            at -= 1
        if at < 0 or g.notes.paragraph[word] - g.notes.paragraph[at] > 1:
            return None
        people: set[int] = set()
        subject = None
        for n in range(bisect_left(self.names, at, key=lambda name: name.start + 1), -1, -1):
            if n >= len(self.names) or self.names[n].start > at:
                continue
            name, figure = self.names[n], self._of_name.get(n)
            if g.sentence[name.start] != g.sentence[at]:
                break
            if figure is None or not self.is_person(figure):
                continue
            people.add(figure)
            if self._is_subject(name):
                subject = figure
        return subject if len(people) == 1 else None

    def _is_subject(self, name: Name) -> bool:
        g = self.grammar
        top = g.span_head(range(name.start, name.end))
        while g.relation[top] in ("appos", "flat") and g.head[top] != top:
            top = g.head[top]
        return "nsubj" in g.relation[top]

    def _person_before(self, word: int) -> int | None:
        """The person whom the sentences before a pronoun name last, one that is their subject first."""
        g = self.grammar
        at = bisect_left(self.names, word, key=lambda name: name.start)
        best: int | None = None
        while at > 0 and g.sentence[self.names[at - 1].start] > g.sentence[word] - 3:
            at -= 1
            name, figure = self.names[at], self._of_name.get(at)
            if figure is None or not self.is_person(figure) or g.notes.quotation[name.start] >= 0:
                continue
            if best is not None and g.sentence[name.start] != g.sentence[self.names[best].start]:
                break
            if best is None or self._is_subject(name):
                best = at
        return None if best is None else self._of_name[best]

    def _plain(self, span: Span, head: int) -> Span:
        """A phrase up to the clause that says more of it: "a diplomat" of "a diplomat, who asked not to be named"."""
        g = self.grammar
        end = span[1]
        for child in g.children[head]:
            if head < child < end and g.relation[child].startswith(("acl", "parataxis")):
                end = max(head + 1, g.subtree(child)[0])
        return self._trimmed((span[0], end))

    def _trimmed(self, span: Span) -> Span:
        a, b = span
        g = self.grammar
        while a < b and not g.forms[a][0].isalnum() and g.forms[a] not in ("$", "@"):
            a += 1
        while b > a and not g.forms[b - 1][-1].isalnum() and g.forms[b - 1][-1] not in ".)]":
            b -= 1
        return a, b

    def _by_chain(self, noun: Noun) -> int | None:
        """The figure of the nearest name before a phrase in its chain, else of the first after it."""
        g = self.grammar
        links = self._chains[noun.chain]
        at = links.index(noun)
        for other in [*reversed(links[:at]), *links[at + 1 :]]:
            number = self._name_at.get(other.head)
            if number is None:
                number = self.name_in((other.start, other.end))
            if number is not None and number in self._of_name:
                figure = self._of_name[number]
                if self._agrees(g.low[noun.head], self._figures[figure].kind) and self._may_be(noun, figure):
                    return figure
        return None

    def _may_be(self, noun: Noun, figure: int) -> bool:
        """Whether a phrase may be somebody's: "the trade minister" is nobody who has other offices, "ministers" nobody."""
        f = self._figures[figure]
        if f.kind == "person" and self.grammar.tag[noun.head] in ("NNS", "NNPS"):
            return False
        if f.kind != "person" and self._is_of_another(noun, figure):
            return False
        office = self.grammar.lemma(noun.head)
        described = noun.end - noun.start > 2
        return office not in OFFICES or office in f.titles or (not f.titles and not described)

    def _is_of_another(self, noun: Noun, figure: int) -> bool:
        """Whether a phrase names a territory that the names of an actor do not: "the Syrian government" is nobody else's."""
        for i in range(noun.start, noun.end):
            number = self._name_at.get(i)
            own = self._of_name.get(number) if number is not None and i != noun.head else None
            if own is not None and own != figure and (entry := self._figures[own].entry) and entry.is_territory:
                return not any(
                    folded(part) in folded(n) for n in self._figures[figure].names for part in (entry.name, *entry.demonyms)
                )
        return False

    def _agrees(self, form: str, kind: ActorKind) -> bool:
        if form in ("he", "she", "him", "her", "his", "hers", "himself", "herself"):
            return kind == "person"
        if form in ("it", "its", "itself", "which", "they", "them", "their", "theirs", "themselves"):
            return kind != "person"
        return True

    def _by_office(self, head: int, span: Span) -> int | None:
        """The last actor before a phrase that was introduced with the office it names, or whose name it ends."""
        g = self.grammar
        office = g.lemma(head)
        if g.low[span[0]] not in ("the", "this", "that", "his", "her", "their") or span[1] - span[0] > 4:
            return None
        known = self._introduced.get(office, ())
        for number in reversed(known[: bisect_left(known, span[0], key=lambda n: self.names[n].start)]):
            figure = self._of_name[number]
            # "the authority" after "the Basin Authority", but not "the other authority"
            if span[1] - span[0] == 2 or office in self._figures[figure].titles:
                return figure
        return None

    @cached_property
    def _introduced(self) -> dict[str, list[int]]:
        """The names, in order, of those who hold an office, and of organisations whose name ends in a noun."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for number in sorted(self._of_name):
            f = self._figures[self._of_name[number]]
            nouns = {tokens[-1] for tokens in f.tokens if len(tokens) > 1} if f.kind == "organization" else set()
            for word in f.titles | nouns:
                found[word].append(number)
        return found

    def _by_phrase(self, span: Span, head: int, noun: Noun | None) -> int | None:
        """A figure for somebody without a name, the same for all phrases of a chain."""
        g = self.grammar
        if noun is not None:
            first = self._chains[noun.chain][0]
            plural = g.tag[head] in ("NNS", "NNPS")
            alike = plural == (g.tag[first.head] in ("NNS", "NNPS")) and first.head not in self._name_at
            if first.head != head and alike and g.low[first.head] not in PRONOUNS:
                span, head = (first.start, first.end), first.head
        words = g.text(self._plain(span, head))
        key = folded(re.sub(r"^(?:the|a|an)\s+", "", words, flags=re.IGNORECASE))
        if not key or len(key) > 160:
            return None
        if key not in self._phrases:
            kind: ActorKind = "role"
            if noun is not None:
                kind = {"organization": "organization", "place": "place", "event": "event"}.get(noun.kind, "role")  # type: ignore[assignment]
            if kind == "role" and g.tag[head] in ("NNS", "NNPS"):
                kind = "group"
            self._phrases[key] = len(self._figures)
            shown = re.sub(r"^(?:the|a|an)\s+", "", " ".join(words.split()), flags=re.IGNORECASE).strip("“”\"'‘’ ")
            self._figures.append(_Figure(kind=kind, names=Counter({shown: 1})))
            if also := self._also_called(span, head):
                self._figures[-1].names[also] += 0
        return self._phrases[key]

    def _also_called(self, span: Span, head: int) -> str | None:
        """ "Indian Tamils" for "the Tamils in India": the same with the adjective of the place."""
        g = self.grammar
        for child in g.dependents(head, "nmod"):
            number = self._name_at.get(child)
            figure = self._of_name.get(number) if number is not None else None
            entry = self._figures[figure].entry if figure is not None else None
            if entry and entry.demonyms and {g.low[c] for c in g.dependents(child, "case")} & {"in", "of"} and child < span[1]:
                return f"{entry.demonyms[0]} {g.forms[head]}"
        return None

    def person_called(self, words: str) -> int | None:
        """The person that a label or a line of credits names, made anew where the text never does; None for no name."""
        text = re.sub(r"\(.*?\)|\[.*?\]", " ", words)
        tokens = tuple(t for t in tokens_of(text) if t.rstrip(".") not in TITLES)
        if not tokens or not any(t[0].isalpha() for t in tokens):
            return None
        fitting = [
            f
            for f, figure in enumerate(self._figures)
            if figure.kind == "person"
            and any(same_person(tokens, t) or (len(tokens) == 1 and tokens[0] in t) for t in figure.tokens)
        ]
        kept = [w for w in re.findall(r"[\w.'’-]+", text) if w.lower().rstrip(".") not in TITLES]
        shown = shown_as(" ".join(kept), "PER")
        if fitting:
            # a label may give the name in full where the text does not
            self._figures[fitting[0]].names[shown] += 1
            self._identities.pop(fitting[0], None)
            return fitting[0]
        self._figures.append(_Figure(kind="person", names=Counter({shown: 1}), tokens={tokens}))
        return len(self._figures) - 1

    def extent(self, word: int) -> Span:
        """The phrase that a word heads: the name it is in, else the noun phrase around it."""
        number = self._name_at.get(word)
        noun = self._noun_at.get(word)
        if noun is not None:
            return noun.start, noun.end
        if number is not None:
            return self.names[number].start, self.names[number].end
        return word, word + 1

    def figures_in(self, spans: Sequence[Span]) -> list[int]:
        """The actors that words speak of, in their order: by name, or by a pronoun or phrase that a name explains."""
        found: dict[int, None] = {}
        for a, b in spans:
            for i in range(a, b):
                number = self._name_at.get(i)
                if number is not None and number in self._of_name:
                    found[self._of_name[number]] = None
                    continue
                noun = self._noun_at.get(i)
                if noun is not None and self.grammar.low[i] not in FIRST_PERSON | SECOND_PERSON:
                    figure = self._by_chain(noun)
                    if figure is None:
                        figure = self._by_office(i, (noun.start, noun.end))
                    if figure is not None:
                        found[figure] = None
        return list(found)

    def mentions(self) -> list[tuple[int, int, str, int | None]]:
        """(first word, one past the last, kind, figure) of names, and of pronouns and phrases that stand for somebody."""
        found: list[tuple[int, int, str, int | None]] = []
        named: set[int] = set()
        for number, name in enumerate(self.names):
            figure = self._of_name.get(number)
            kind = self._figures[figure].kind if figure is not None else _KINDS.get(name.kind, "organization")
            if kind == "state" and self._is_whereabouts(name):
                kind = "place"
            found.append((name.start, name.end, kind, figure))
            named.update(range(name.start, name.end))
        for noun in self.grammar.notes.nouns:
            if noun.head in named:
                continue
            figure = self._by_chain(noun) if self.grammar.low[noun.head] not in FIRST_PERSON | SECOND_PERSON else None
            if figure is None:
                figure = self._by_office(noun.head, (noun.start, noun.end))
            if figure is not None:
                found.append((noun.start, noun.end, self._figures[figure].kind, figure))
            elif noun.kind == "person" and self.grammar.lemma(noun.head) in OFFICES:
                found.append((noun.start, noun.end, "role", None))
        return sorted(found, key=lambda m: (m[0], -m[1]))

    def known_as(self, words: str, kind: str) -> int | None:
        """The actor of a kind of name that the document gives just these words, None where it gives none."""
        tokens = tokens_of(words)
        for f, figure in enumerate(self._figures):
            if figure.kind == _KINDS[kind] and tokens in figure.tokens:
                return f
        return None

    def phrase_called(self, words: str) -> int:
        """The actor of a phrase that is no name and stands outside the sentences, such as a label "PRESIDENT"."""
        key = folded(words)
        if key not in self._phrases:
            self._phrases[key] = len(self._figures)
            self._figures.append(_Figure(kind="role", names=Counter({" ".join(words.split()): 1})))
        return self._phrases[key]

    def people_before(self, end: int) -> list[tuple[int, int]]:
        """(first code point, figure) of each person's name before a place in the text."""
        starts = self.grammar.notes.start
        found = [
            (int(starts[name.start]), self._of_name[number])
            for number, name in enumerate(self.names)
            if number in self._of_name and name.kind == "PER"
        ]
        return [(start, figure) for start, figure in found if start < end and self.is_person(figure)]

    def organization_called(self, words: str) -> int:
        """The organisation of a name that stands outside the text, its publisher for example."""
        tokens = tokens_of(words)
        for f, figure in enumerate(self._figures):
            if tokens in figure.tokens and figure.kind != "person":
                return f
        self._figures.append(_Figure(kind="organization", names=Counter({words: 1}), tokens={tokens}))
        return len(self._figures) - 1

    # --- results -----------------------------------------------------------------------------------------------------

    def figure_named(self, name: Name) -> int | None:
        """The actor of one of `names`."""
        number = self._name_at.get(name.start)
        return None if number is None else self._of_name.get(number)

    def figure_at(self, word: int) -> int | None:
        """The actor of the name that a word is in, else of the phrase that it heads, where a name explains that."""
        number = self._name_at.get(word)
        if number is not None:
            return self._of_name.get(number)
        noun = self._noun_at.get(word)
        return None if noun is None else self._by_chain(noun)

    def opposed_at(self, word: int) -> int | None:
        """The state that an adjective says something is against: "anti-Russian"."""
        prefix, _, rest = self.grammar.forms[word].partition("-")
        entry = known().by_demonym.get(key(rest)) if prefix.lower() == "anti" and rest else None
        return None if entry is None else self.figure_of(entry)

    def noun_at(self, word: int) -> Noun | None:
        """The phrase that a word heads."""
        return self._noun_at.get(word)

    def named_at(self, word: int) -> bool:
        """Whether a word is in a name of somebody."""
        number = self._name_at.get(word)
        return number is not None and number in self._of_name

    def is_place_name(self, word: int) -> bool:
        """Whether a word is in the name of a place, a state or a region."""
        number = self._name_at.get(word)
        return number is not None and self.names[number].kind == "LOC"

    def is_body_name(self, word: int) -> bool:
        """Whether a word is in the name of an organisation."""
        number = self._name_at.get(word)
        return number is not None and self.names[number].kind == "ORG"

    def is_led(self, word: int) -> bool:
        """Whether a word heads a phrase for what somebody can be in charge of: a body, people, land."""
        noun = self._noun_at.get(word)
        number = self._name_at.get(word)
        if number is not None:
            return self.names[number].kind in ("LOC", "ORG", "NORP")
        return (noun is not None and noun.kind == "organization") or self.grammar.lemma(word) in LAND

    def spans_of(self, actor: str, words: Sequence[int]) -> list[Span]:
        """Where, among some words, an actor given by id is named."""
        found: dict[Span, None] = {}
        for word in words:
            number = self._name_at.get(word)
            figure = self._of_name.get(number) if number is not None else None
            if number is not None and figure is not None and self.identity(figure) == actor:
                found[self.names[number].start, self.names[number].end] = None
        return list(found)

    def state_of(self, figure: int) -> int:
        """The state or region of a people, any other actor itself."""
        people = self._figures[figure].people_of
        return self.figure_of(people) if people else figure

    def kind_of(self, figure: int) -> ActorKind:
        """The kind of an actor."""
        return self._figures[figure].kind

    def is_person(self, figure: int) -> bool:
        """Whether an actor is a person."""
        return self._figures[figure].kind == "person"

    def name_of(self, figure: int) -> str:
        """The name that the gazetteer gives an actor, else the fullest that the document does."""
        f = self._figures[figure]
        if f.entry:
            return f.entry.name
        return max(f.names, key=lambda n: (fullness(n, f.kind), f.names[n], n))

    def identity(self, figure: int) -> str:
        """The id of an actor, from its kind and name."""
        if figure not in self._identities:
            name = re.sub(r"^[Tt]he\s+", "", self.name_of(figure))
            self._identities[figure] = digest("actor", self._figures[figure].kind, folded(name))
        return self._identities[figure]

    def actors(self) -> list[Actor]:
        """All actors, each once, in the order in which the document brings them up."""
        found: dict[str, Actor] = {}
        live = [*dict.fromkeys(self._of_name[n] for n in sorted(self._of_name)), *range(len(self._figures))]
        for figure in dict.fromkeys(live):
            f = self._figures[figure]
            name, identity = self.name_of(figure), self.identity(figure)
            aliases = {n for n in f.names if n != name}
            if identity in found:
                aliases |= {found[identity].name, *found[identity].aliases} - {name}
            found[identity] = Actor(
                id=identity, kind=f.kind, name=name, aliases=tuple(sorted(aliases)), refs=dict(f.entry.refs) if f.entry else {}
            )
        return list(found.values())
