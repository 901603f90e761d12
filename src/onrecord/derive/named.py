"""Who the names of a document stand for."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from onrecord.derive.grammar import Grammar
from onrecord.derive.lexicon import TITLES
from onrecord.derive.naming import SMALL, fullness, is_address, joined, parted, same_person, shown_as, tokens_of, with_plurals
from onrecord.derive.posts import STEM, Post, Posts
from onrecord.derive.seats import is_city, is_seat
from onrecord.gazetteer import Entry, key, known, named
from onrecord.ids import digest, folded
from onrecord.lemmas import known as is_word
from onrecord.schema import Actor, ActorKind, Name, Noun, Span

KINDS: dict[str, ActorKind] = {
    "PER": "person",
    "ORG": "organization",
    "LOC": "place",
    "NORP": "group",
    "EVENT": "event",
    # projects, operations, laws: what is done rather than who does it
    "MISC": "event",
}


_ENTRY_KINDS: dict[str, ActorKind] = {
    "state": "state",
    "former state": "state",
    "region": "region",
    "people": "group",
    "bloc": "group",
}
_ADDRESSED = {
    **dict.fromkeys(["mr", "sir", "lord", "king", "prince", "sheikh", "sheik", "monsieur"], "he"),
    **dict.fromkeys(["mrs", "ms", "miss", "lady", "dame", "queen", "princess", "madame", "baroness", "sheikha"], "she"),
    **dict.fromkeys(["spokeswoman", "congresswoman", "chairwoman", "assemblywoman", "councilwoman", "businesswoman"], "she"),
}
"""by which pronoun people are spoken of who are addressed so"""
_MODIFYING = ("amod", "compound", "nmod:desc")


@dataclass(slots=True)
class Figure:
    """An actor while the document is read."""

    kind: ActorKind
    names: Counter[str] = field(default_factory=Counter)
    tokens: set[tuple[str, ...]] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)
    posts: set[Post] = field(default_factory=set)
    """the offices that a person is named with"""
    pronouns: set[str] = field(default_factory=set)
    """"he" or "she", where a person is addressed so: "Mr", "Queen" """
    entry: Entry | None = None
    """what the gazetteer knows of it"""
    owner: str = ""
    """how the name of whose ministry or army it is begins: "Japan's Foreign Ministry" """
    people_of: Entry | None = None
    """the territory whose people it is"""


class Named:
    """The actors that a document names, and where.

    Names are joined: a surname to the last person of that name, an acronym to the name that it abbreviates, and what the
    gazetteer knows under several names.
    """

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar
        self._figures: list[Figure] = []
        self._of_name: dict[int, int] = {}
        """number in `names` -> figure"""
        # "H.E." is nobody's, and its chain everybody's
        self.nouns = [n for n in grammar.notes.nouns if not all(map(is_address, grammar.forms[n.start : n.end]))]
        self.names = [
            self._datelined(n) for n in with_plurals(grammar, joined(grammar, parted(grammar, grammar.notes.names)), self.nouns)
        ]
        self._name_at: dict[int, int] = {}
        for number, name in enumerate(self.names):
            for i in range(name.start, name.end):
                self._name_at[i] = number
        self._noun_at: dict[int, Noun] = {noun.head: noun for noun in self.nouns}
        self.posts = Posts(grammar, self.names, self._name_at, self._territory)
        self._identities: dict[int, str] = {}
        self._entries: dict[str, int] = {}
        """name in the gazetteer -> figure"""
        self._met: dict[int, int] = {}
        """figure -> its last name so far"""
        self._cities: dict[str, int] = {}
        """name of a capital -> figure of the place"""
        self._abroad: dict[tuple[tuple[str, ...], str], int] = {}
        """a people and the territory in which some of it live -> figure"""
        self._cast_names()

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
            if is_seat(g, name) and is_city(g, name, self._name_of):
                self._of_name[number] = self._city(name)
                continue
            if self._belongs(name):
                continue
            entry, adjective = self._listed(name)
            figure = self.figure_of(entry) if entry else self._known(name, tokens, full)
            if figure is None:
                figure = len(self._figures)
                self._figures.append(Figure(kind=KINDS.get(name.kind, "organization")))
            self._of_name[number] = figure
            self._met[figure] = number
            if adjective:
                continue
            f = self._figures[figure]
            f.owner = f.owner or self._owner(name)
            if name.kind == "NORP" and f.people_of is None:
                f.people_of = known().by_demonym.get(key(g.text((name.start, name.end))))
            start = self._owned_from(name) if f.owner and not entry else name.start
            shown = shown_as(g.text((start, name.end)), name.kind)
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
                person.titles |= self.posts.titles(self.names[number])
                person.posts |= self.posts.of(self.names[number])
                person.pronouns |= self._pronouns(self.names[number])
        self._acronyms()

    def _listed(self, name: Name) -> tuple[Entry | None, bool]:
        """What the gazetteer knows a name as, and whether the name is only its adjective: "Russian", but not "Russians"."""
        g, gazetteer = self.grammar, known()
        words = g.text((name.start, name.end))
        if name.kind == "PER":
            return None, False
        entry = named(gazetteer, words)
        if entry is not None and entry.is_people and self._modifies(name):
            entry = None
        if entry is not None and (others := gazetteer.namesakes.get(key(words))):
            entry = max(others, key=lambda e: self._told_of[e.within])
        if entry is None and name.kind in ("LOC", "ORG"):
            entry = gazetteer.by_seat.get(key(words))
        if entry is not None:
            return entry, False
        entry = gazetteer.by_demonym.get(key(words))
        head = name.end - 1
        # "96 of them are Ghanaian", but not "is a Ghanaian"
        told = bool(g.dependents(head, "cop")) and not g.dependents(head, "det") and not g.tag[head].endswith("S")
        if entry is not None and (g.tag[head].startswith("JJ") or g.relation[head] in ("amod", "compound") or told):
            return entry, True
        return None, False

    @cached_property
    def _told_of(self) -> Counter[str | None]:
        """ISO code -> how many names and adjectives of that state the document has."""
        codes = (self._territory_of(name.start) for name in self.names)
        return Counter(code for code in codes if code is not None)

    def _belongs(self, name: Name) -> bool:
        """Whether a name says only what people something is of, or where to: "Kurdish forces" are not the Kurds."""
        words = self.grammar.text((name.start, name.end))
        if name.kind == "PER" or key(words) in known().by_demonym:
            return False
        entry = named(known(), words)
        if entry is not None and entry.name == f"the {words}" and self.grammar.low[name.start - 1] != "the":
            # "he drove West"
            return True
        return key(words) in known().adjectives or (entry is not None and entry.is_people and self._modifies(name))

    def _modifies(self, name: Name) -> bool:
        return self.grammar.relation[self.grammar.span_head(range(name.start, name.end))] in _MODIFYING

    def _city(self, name: Name) -> int:
        """The figure of a capital as a place, whatever its government does."""
        words = self.grammar.text((name.start, name.end))
        if key(words) not in self._cities:
            self._cities[key(words)] = len(self._figures)
            self._figures.append(Figure(kind="place", names=Counter({words: 1})))
        return self._cities[key(words)]

    def _home(self, name: Name) -> Entry | None:
        """The territory in which those of a people are meant: "the Tamils in India" are neither all Tamils nor India."""
        g = self.grammar
        head = name.end - 1
        noun = self._noun_at.get(head)
        if name.end - name.start > 1 or not g.tag[head].endswith("S") or (noun and noun.kind not in ("person", "organization")):
            return None
        before = self._name_at.get(name.start - 1)
        if before is not None and g.head[name.start - 1] == head:
            # "Syrian Kurds"
            words = g.text((self.names[before].start, self.names[before].end))
            if key(words) in known().by_demonym:
                return known().by_demonym[key(words)]
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
            entry = named(known(), people)
            people = entry.name if entry is not None else people
            names = Counter({f"{people} in {where.name}": 1} | {f"{d} {people}": 0 for d in where.demonyms[:1]})
            self._figures.append(Figure(kind="group", names=names))
        return self._abroad[key_of]

    def figure_of(self, entry: Entry) -> int:
        """The figure of an actor that the gazetteer knows, made anew where the document has not named it."""
        if entry.name not in self._entries:
            self._entries[entry.name] = len(self._figures)
            self._figures.append(Figure(kind=_ENTRY_KINDS.get(entry.kind, "organization"), entry=entry))
        return self._entries[entry.name]

    def _is_short(self, name: Name) -> bool:
        return name.end - name.start == 1

    def _known(self, name: Name, tokens: tuple[str, ...], full: dict[str, list[int]]) -> int | None:
        """The figure that a name belongs to, the last mentioned where several fit."""
        kind = KINDS.get(name.kind, "organization")
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
        owner = self._owner(name)
        same = [f for f in same if not owner or owner == self._figures[f].owner or self._is_at_home(name, f)]
        if same:
            # "the ministry" is the one told of last
            return max(same, key=lambda f: self._met.get(f, -1)) if name.kind == "ORG" else same[0]
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
        return self._in_headline(name, tokens, full)

    def _datelined(self, name: Name) -> Name:
        """A name of a dateline, which names places and the agency: nobody in person."""
        g, document = self.grammar, self.grammar.notes.document
        if document.segments[g.notes.paragraph[name.start]].kind != "dateline":
            return name
        agency = folded(document.publisher or "") == folded(g.text((name.start, name.end)))
        return replace(name, kind="ORG" if agency else "LOC" if name.kind == "PER" else name.kind)

    def _owned_from(self, name: Name) -> int:
        """Where the name of whose body it is starts before a name with nothing of its own: "Japan's Foreign Ministry"."""
        g = self.grammar
        owner = self._name_at.get(name.start - 2) if g.tag[name.start - 1] == "POS" and name.start > 1 else None
        plain = all(is_word(form) for form in g.forms[name.start : name.end])
        if owner is None or name.kind != "ORG" or not plain or self.names[owner].kind != "LOC":
            return name.start
        return self.names[owner].start

    def _owner(self, name: Name) -> str:
        """How the name of whose body it is begins, "" where none is named."""
        start = self._owned_from(name)
        return folded(self.grammar.forms[start])[:STEM] if start < name.start else ""

    def _is_at_home(self, name: Name, figure: int) -> bool:
        """Whether a body told of without saying whose is that of the territory named here, of which the document tells most."""
        whose = self._territory_of(self._owned_from(name))
        return not self._figures[figure].owner and (whose is None or self._told_of[whose] == max(self._told_of.values()))

    def _territory_of(self, word: int) -> str | None:
        """The ISO code of the territory whose name or adjective a word is in, as `_told_of` counts it."""
        name = self._name_of(word)
        words = "" if name is None else self.grammar.text((name.start, name.end))
        entry = named(known(), words) or known().by_seat.get(key(words)) or known().by_demonym.get(key(words))
        return entry.refs.get("iso3166") or entry.within if entry is not None and entry.is_territory else None

    def _in_headline(self, name: Name, tokens: tuple[str, ...], full: dict[str, list[int]]) -> int | None:
        """The one person of that surname, where only a headline has it bare, in which the network may take it for a place."""
        fitting = [f for f in full.get(tokens[-1], ()) if self._figures[f].kind == "person"]
        if len(tokens) > 1 or name.kind == "NORP" or len(fitting) != 1 or tokens in self._bare_below:
            return None
        notes = self.grammar.notes
        return fitting[0] if notes.document.segments[notes.paragraph[name.start]].kind == "title" else None

    @cached_property
    def _bare_below(self) -> set[tuple[str, ...]]:
        """The names of one word that stand below the headline."""
        g, notes = self.grammar, self.grammar.notes
        below = [n for n in self.names if notes.document.segments[notes.paragraph[n.start]].kind != "title"]
        return {tokens_of(g.text((n.start, n.end))) for n in below if self._is_short(n)}

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

    def _pronouns(self, name: Name) -> set[str]:
        """Which pronoun the address of a person shows to be theirs."""
        # "Queen Ada", but not "Ada Queen"
        words = self.grammar.low[max(0, name.start - 1) : name.start + (not self._is_short(name))]
        return {pronoun for word in words if (pronoun := _ADDRESSED.get(word.rstrip("."))) is not None}

    def _territory(self, number: int) -> str | None:
        """The name of the territory that a name or its adjective stands for, if any."""
        entry = self._figures[self._of_name[number]].entry if number in self._of_name else None
        return entry.name if entry is not None and entry.is_territory else None

    def _name_of(self, word: int) -> Name | None:
        """The name that a word is in."""
        number = self._name_at.get(word)
        return None if number is None else self.names[number]

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
        self._figures.append(Figure(kind="person", names=Counter({shown: 1}), tokens={tokens}))
        return len(self._figures) - 1

    def known_as(self, words: str, kind: str) -> int | None:
        """The actor of a kind of name that the document gives just these words, None where it gives none."""
        tokens = tokens_of(words)
        for f, figure in enumerate(self._figures):
            if figure.kind == KINDS[kind] and tokens in figure.tokens:
                return f
        return None

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
        self._figures.append(Figure(kind="organization", names=Counter({words: 1}), tokens={tokens}))
        return len(self._figures) - 1

    def figure_named(self, name: Name) -> int | None:
        """The actor of one of `names`."""
        number = self._name_at.get(name.start)
        return None if number is None else self._of_name.get(number)

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

    def is_of_states(self, figure: int) -> bool:
        """Whether an actor is a state or its people, or states spoken of as one."""
        f = self._figures[figure]
        return f.people_of is not None or (f.entry is not None and f.entry.kind in ("state", "bloc"))

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
