"""Offices: who holds which post, of what and to whom it is sent, and when the text shows it held."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from onrecord.derive import titles
from onrecord.derive.asserting import Asserting
from onrecord.derive.cast import Cast
from onrecord.derive.grammar import Grammar
from onrecord.derive.lexicon import OFFICES
from onrecord.derive.status import standing
from onrecord.gazetteer import key, known
from onrecord.lemmas import bare_title
from onrecord.schema import Name, Office, Span, TimeExpression, When


@dataclass(slots=True, kw_only=True)
class _Post:
    holder: int
    title: str
    of: int | None
    to: int | None
    words: Span
    past: bool
    then: bool
    """whether it was held on the day told of, not on that of the report"""
    before: bool
    """whether it was held at another time than the clause tells of: "the envoy at the time, X, died in 2017" """
    holder_at: int
    """word of the holder's name"""
    title_at: int
    """the noun of the title"""


_Key = tuple[int, str, int | None, int | None]
"""holder, title in lower case, of and to"""


def offices(grammar: Grammar, cast: Cast, asserting: Asserting) -> list[Office]:
    """The offices of a document in the order in which it first shows them; one for each holder, title and body.

    `first` and `last` are the first and last day on which the text shows the office held: those of the clause that names it,
    of the statement that it stands in, or of publication. An office that somebody no longer holds has neither.
    """
    return _Offices(grammar, cast, asserting).all()


class _Offices:
    def __init__(self, grammar: Grammar, cast: Cast, asserting: Asserting) -> None:
        self.g = grammar
        self.cast = cast
        self.asserting = asserting
        self._ends = {name.end: name for name in cast.names}

    def all(self) -> list[Office]:
        posts: list[_Post] = []
        people = [(n, f) for n in self.cast.names if (f := self.cast.figure_named(n)) is not None and self.cast.is_person(f)]
        before = {n.start: post for n, f in people if (post := self._before(n, f)) is not None}
        holders = {post.title_at: post.holder for post in before.values()}
        """noun of a title -> whose name it introduces"""
        for name, figure in people:
            if name.start in before:
                posts.append(before[name.start])
            for post in (self._after(name, figure), self._said_to_be(name, figure)):
                # "the president, X, the minister, Y": what introduces Y is not said of X
                if post is not None and holders.get(post.title_at, figure) == figure:
                    posts.append(post)
        for name, figure in self._pronouns():
            post = self._said_to_be(name, figure)
            if post is not None:
                posts.append(post)
        self._share(posts)
        return self._merged(posts)

    # --- "Russia's Deputy Foreign Minister X" ------------------------------------------------------------------------

    def _before(self, name: Name, figure: int) -> _Post | None:
        """The title in the words right before a name."""
        g = self.g
        at = self._skip_honorifics(name.start)
        ends = name.end == len(g.forms) or g.forms[name.end] in (",", ".", ";", ")")
        ends = ends or g.sentence[name.end] != g.sentence[name.start]
        named = at > 1 and g.forms[at - 1] == "," and (ends or at < name.start)
        if named and not self._is_taken(at - 1, name):
            # "the ambassador of X to Y, NAME,"; a form of address leaves no doubt
            at = self._skip_honorifics(at - 1)
        bodies: dict[str, int] = {}
        # "ambassador of X to Y NAME"
        while (body := self._body_ending(at)) is not None and (start := self._prepositional(body)) is not None:
            other = self.cast.figure_named(body)
            if other is None or self.cast.is_person(other):
                break
            bodies.setdefault(g.low[start], other)
            at = start
        at = self._before_matters(at, name)
        end = at
        while at > 0 and g.low[at - 1] in titles.RANKS and g.sentence[at - 1] == g.sentence[name.start]:
            at -= 1
        # "the mayor and X" are two
        if at == end or g.low[at] == "and" or not self._is_office(at - 1):
            at = end
        if at == 0 or not self._is_office(at - 1) or g.sentence[at - 1] != g.sentence[name.start]:
            return None
        if g.notes.quotation[at - 1] != g.notes.quotation[name.start]:
            # '"She was a good minister," X said'
            return None
        if "of" not in bodies and name.end + 1 < len(g.forms) and self._ends_at_land(name):
            # "Prime Minister X of India"
            bodies = {**self._named_after(name.end - 1), **bodies}
        return self._post(at - 1, figure, name, bodies)

    def _is_taken(self, comma: int, name: Name) -> bool:
        """Whether the title before a comma is that of who is named before it: "A, president of X, B, minister of Y"."""
        g = self.g
        names = self.cast.names
        first, end = (
            bisect_left(names, at, key=lambda n: g.sentence[n.start]) for at in (g.sentence[comma], g.sentence[comma] + 1)
        )
        for other in names[first:end]:
            if other.kind != "PER" or other.end >= comma or g.forms[other.end] != ",":
                continue
            title = self._next_title(other.end + 1)
            if title is None or title > comma or any(g.forms[i] == "," for i in range(other.end + 1, comma)):
                continue
            figure = self.cast.figure_named(other)
            introduced = other.start > 0 and g.forms[other.start - 1] == ","
            if introduced and figure is not None and self._before(other, figure) is not None:
                # "the president, A, the minister, B"
                continue
            # "met X, the president of Y, Z," names Z as well
            after = g.low[name.end : name.end + 2]
            own = after[:1] == [","] and after[1:] != ["and"] and self._next_title(name.end + 1) is not None
            return own or g.low[other.end + 1] not in ("the", "a", "an")
        return False

    def _ends_at_land(self, holder: Name) -> bool:
        """Whether "of" and the name of a land follow the name of a holder."""
        return self.g.low[holder.end] == "of" and any(
            n.kind == "LOC" and holder.end < n.start <= holder.end + 2 for n in self.cast.names
        )

    def _matters_after(self, head: int) -> int:
        """One past a title with the words that say what it is for: "of Foreign Affairs", "for Trade and Industry"."""
        g = self.g
        end = head + 1
        while end + 1 < len(g.forms) and g.low[end] in ("of", "for") and g.sentence[end] == g.sentence[head]:
            at = end + 1
            while at < len(g.forms) and (
                g.low[at] in titles.MATTERS
                or (g.low[at] in ("the", "and", ",", "&") and at + 1 < len(g.forms) and g.low[at + 1] in titles.MATTERS)
            ):
                at += 1
            if at == end + 1 or (at < len(g.forms) and g.tag[at] in ("NN", "NNS")):
                # "minister of state media"
                break
            end = at
        return end

    def _before_matters(self, end: int, name: Name) -> int:
        """One past the noun of a title whose words for its matter end there; `end` itself where there are none."""
        g = self.g
        for head in range(end - 3, max(-1, end - 12), -1):
            if head < 0 or g.sentence[head] != g.sentence[name.start]:
                break
            if self._is_office(head) and self._matters_after(head) == end:
                return head + 1
        return end

    def _skip_honorifics(self, at: int) -> int:
        g = self.g
        while at > 0 and (g.low[at - 1].strip(".") in titles.HONORIFICS or g.forms[at - 1] in ("[", "(", ".", '"', "“")):
            if g.forms[at - 1] == "." and (at < 2 or g.low[at - 2].strip(".") not in titles.HONORIFICS):
                break
            at -= 1
        return at

    def _body_ending(self, end: int) -> Name | None:
        return self._ends.get(end)

    def _prepositional(self, body: Name) -> int | None:
        """Where "of", "to" or "for" stands before a name, None where none does."""
        g = self.g
        at = body.start - 1
        while (
            at >= 0
            and g.low[at] in ("the", "a", "republic", "kingdom", "state", "of")
            and g.low[at - 1] in ("of", "to", "for", "the")
        ):
            at -= 1
        return at if at > 0 and g.low[at] in ("of", "to", "for") else None

    def _is_office(self, word: int) -> bool:
        g = self.g
        noun = g.lemma(word)
        tail = g.low[word].rsplit("-", 1)[-1]
        office = g.low[word] if g.low[word] in OFFICES else noun if noun in OFFICES else tail
        return office in OFFICES and office not in titles.NO_POST and g.tag[word] not in ("NNS", "NNPS")

    def _post(self, head: int, figure: int, name: Name, bodies: dict[str, int]) -> _Post:
        """The office whose title ends with a word, from what stands before it and the bodies named after it."""
        g = self.g
        start = head
        while start > 0 and g.sentence[start - 1] == g.sentence[head] and self._in_title(start - 1, head):
            start -= 1
        first = g.low[start]
        then = first.startswith("then")
        past = first.startswith(titles.PAST)
        while start < head and g.low[start] in ("then", "and", "-", "in", *titles.PAST):
            start += 1
        at = start
        if at > 0 and (
            g.low[at - 1] in titles.PAST or (g.forms[at - 1] == "-" and at > 1 and g.low[at - 2] in (*titles.PAST, "then"))
        ):
            back = 1 if g.low[at - 1] in titles.PAST else 2
            then, past = then or g.low[at - back] == "then", past or g.low[at - back] in titles.PAST
            at -= back
        for words in (("then",), ("then", "the")):
            # "the then president X", "X, then the president"
            if tuple(g.low[max(0, at - len(words)) : at]) == words:
                then, at = True, at - len(words)
        end = self._matters_after(head)
        title = " ".join(titles.shown(g.forms[i]) for i in range(start, end)).replace(" ,", ",")
        noun = g.forms[head].lower()
        sent = noun in titles.SENT
        of, to = bodies.get("of"), bodies.get("to")
        if "for" in bodies:
            of, to = (of, to or bodies["for"]) if sent else (of or bodies["for"], to)
        if of is None:
            of = self._owner(at)
        if noun in titles.WITHOUT_BODY:
            of = None
        return _Post(
            holder=figure, title=title, of=of, to=to, words=(min(at, name.start), max(end, name.end)), past=past,
            then=then, before=self._is_before(head), holder_at=name.start, title_at=head,
        )  # fmt: skip

    def _is_before(self, head: int) -> bool:
        """Whether a title is said to have been held "at the time"."""
        g = self.g
        return any(
            g.low[child] == "time" and "at" in g.case(child) and not g.dependents(child, "nmod", "acl", "acl:relcl")
            for child in g.dependents(head, "nmod", "obl")
        )

    def _in_title(self, word: int, head: int) -> bool:
        g = self.g
        low = g.low[word]
        if low in ("and", "in"):
            return word + 1 < head and g.low[word + 1] in titles.WITH_TITLE and g.low[word - 1] in titles.WITH_TITLE
        if low.startswith(("then-", "ex-", "vice-", "deputy-")):
            return True
        return (low in titles.WITH_TITLE or low in OFFICES) and g.tag[word][0] in "NJV"

    def _owner(self, at: int) -> int | None:
        """The body whose name ends right before a title, with or without "'s": "Norway's", "Norwegian", "[Green Party]"."""
        g = self.g
        while at > 0 and g.forms[at - 1] in ("'s", "’s", "'", "’", "]", ")", '"', "”"):
            at -= 1
        for length in (1, 2):
            people = known().by_demonym.get(key(" ".join(g.forms[max(0, at - length) : at])))
            if people is not None:
                return self.cast.figure_of(people)
        body = self._ends.get(at)
        if body is None or (at and g.sentence[at - 1] != g.sentence[min(at, len(g.forms) - 1)]):
            return None
        figure = self.cast.figure_named(body)
        return None if figure is None or self.cast.is_person(figure) else self.cast.state_of(figure)

    # --- "X, the minister of Y" and "X is the minister of Y" ---------------------------------------------------------

    def _after(self, name: Name, figure: int) -> _Post | None:
        """The title in an apposition to a name: after a comma, or the phrase that the name itself explains."""
        g = self.g
        head = g.span_head(range(name.start, name.end))
        found = [
            c for c in g.dependents(head, "appos", "nmod:desc", "flat", "parataxis") if c >= name.end and self._is_office(c)
        ]
        if (
            not found
            and g.relation[head] in ("appos", "flat")
            and g.head[head] < name.start - 1
            and self._is_office(g.head[head])
        ):
            between = range(g.head[head] + 1, name.start)
            if not any(n.kind == "PER" and n.start in between for n in self.cast.names):
                found = [g.head[head]]
        if not found and name.end + 1 < len(g.forms) and g.forms[name.end] == ",":
            found = [i for i in [self._next_title(name.end + 1)] if i is not None]
        if name.end < len(g.forms) and g.low[name.end] == "and":
            # "minister X and ambassador Y", of whom Y need be no name
            found = [i for i in found if i < name.start]
        # "X and party president Y": that is Y's office, whatever it is read to depend on
        found = [i for i in found if i < name.start or self._named_next(i) in (None, figure)]
        return self._described(found[0], name, figure) if found else None

    def _named_next(self, word: int) -> int | None:
        """The person whose name follows a word, None where none does."""
        name = next((n for n in self.cast.names if n.start == word + 1 and n.kind == "PER"), None)
        return self.cast.figure_named(name) if name is not None else None

    def _next_title(self, at: int) -> int | None:
        """The noun of a title that starts at a word: "the deputy foreign minister", "Norway's ambassador"."""
        g = self.g
        for word in range(at, min(at + 7, len(g.forms))):
            if g.sentence[word] != g.sentence[at]:
                return None
            if self._is_office(word) and not self._goes_on(word):
                return word
            inside = g.low[word] in titles.WITH_TITLE | OFFICES or g.low[word] in ("the", "a", "an", "'s", "’s", *titles.PAST)
            if not inside and not self.cast.named_at(word):
                return None
        return None

    def _goes_on(self, word: int) -> bool:
        """Whether another title follows the noun of one as part of it: "deputy finance minister"."""
        g = self.g
        after = word + 1
        while after < len(g.forms) and g.low[after] in titles.WITH_TITLE - {"and", "in"} and not self._is_office(after):
            after += 1
        return after < len(g.forms) and g.sentence[after] == g.sentence[word] and self._is_office(after)

    def _said_to_be(self, name: Name, figure: int) -> _Post | None:
        """The title in "X is", "X became", "X was appointed"."""
        g = self.g
        head = g.span_head(range(name.start, name.end))
        if not g.relation[head].startswith("nsubj") or g.head[head] == head:
            return None
        top = g.head[head]
        stands = standing(g, top)
        if stands.negated or stands.status not in ("happened", "ongoing"):
            # "if he becomes president", "X may be named minister"
            return None
        if self._is_office(top) and g.dependents(top, "cop"):
            return self._told(top, name, figure, was=any(g.tag[c] == "VBD" for c in g.dependents(top, "cop")))
        if g.lemma(top) in ("become", "appoint", "elect", "name", "choose", "swear", "serve", "remain"):
            was = g.lemma(top) == "serve" and g.tag[top] == "VBD"
            found = [c for c in g.dependents(top, "xcomp", "obj", "obl") if c > top and self._is_office(c)]
            if not found and g.low[top + 1 : top + 2] == ["as"] and (title := self._next_title(top + 2)) is not None:
                # "served as minister", whatever the title is read to depend on
                found = [title]
            return self._told(found[0], name, figure, was=was) if found else None
        return None

    def _told(self, title: int, name: Name, figure: int, *, was: bool) -> _Post:
        """The post that a clause is about; what somebody "was" they need not be on the day of the report."""
        post = self._described(title, name, figure)
        return replace(post, then=True) if was else post

    def _pronouns(self) -> Iterator[tuple[Name, int]]:
        """Each "he" and "she" that is a subject, with whom it stands for."""
        g = self.g
        for word, low in enumerate(g.low):
            if low in ("he", "she") and g.relation[word].startswith("nsubj") and g.notes.quotation[word] < 0:
                figure = self.cast.actor_of((word, word + 1))
                if figure is not None and self.cast.is_person(figure):
                    yield Name(start=word, end=word + 1, kind="PER", score=1.0), figure

    def _named_after(self, head: int) -> dict[str, int]:
        """The bodies that follow the noun of a title: "ambassador extraordinary of the Republic of X to Y"."""
        g = self.g
        bodies: dict[str, int] = {}
        at = self._matters_after(head)
        while at < len(g.forms) and g.low[at] in titles.RANKS:
            at += 1
        if at < len(g.forms) and g.forms[at] == "," and g.lemma(head) in ("commander", "director", "chief", "head", "chairman"):
            # "X, commander, Northern Fleet"
            body = next((n for n in self.cast.names if n.start == at + 1 and n.kind == "ORG"), None)
            other = self.cast.figure_named(body) if body else None
            if other is not None:
                bodies["of"] = other
        while at < len(g.forms) and g.low[at] in ("of", "to", "for") and g.sentence[at] == g.sentence[head]:
            body = next((n for n in self.cast.names if at < n.start <= at + 2), None)
            other = self.cast.figure_named(body) if body else None
            if body is None or other is None or self.cast.is_person(other):
                break
            bodies.setdefault(g.low[at], self.cast.state_of(other))
            at = body.end
        return bodies

    def _described(self, head: int, name: Name, figure: int) -> _Post:
        g = self.g
        bodies = self._named_after(head)
        heads = [head, *g.dependents(head, "flat", "compound")]
        for child in (c for h in heads for c in g.dependents(h, "nmod", "obl", "nmod:poss", "acl")):
            case = next((g.low[c] for c in g.dependents(child, "case") if g.low[c] in ("of", "to", "for")), None)
            if g.relation[child] == "nmod:poss":
                case = "of"
            body = self._body_before(child)
            other = self.cast.figure_at(child) if body is None else body
            if other is None or self.cast.is_person(other) or case is None:
                continue
            bodies.setdefault(case, self.cast.state_of(other))
            for deeper in g.dependents(child, "nmod"):
                # "ambassador of X to Y", read with Y under X
                if "to" in (g.low[c] for c in g.dependents(deeper, "case")):
                    sent = self.cast.figure_at(deeper)
                    if sent is not None and not self.cast.is_person(sent):
                        bodies.setdefault("to", self.cast.state_of(sent))
        return self._post(head, figure, name, bodies)

    def _body_before(self, word: int) -> int | None:
        """The body that "its" is of behind a quotation: the subject of the sentence before that."""
        g = self.g
        if g.low[word] not in ("its", "their"):
            return None
        for subject in range(word - 1, -1, -1):
            if g.notes.paragraph[subject] != g.notes.paragraph[word]:
                return None
            verb = g.head[subject]
            if g.notes.quotation[subject] >= 0 or g.head[verb] != verb or not g.relation[subject].startswith("nsubj"):
                continue
            if g.sentence[subject] == g.sentence[word]:
                # the chain of what "its" refers to knows who stands nearer
                return None
            figure = self.cast.actor_of(self.cast.extent(subject))
            return figure if figure is not None and self.cast.kind_of(figure) in ("organization", "state") else None
        return None

    # --- bodies that are understood, days, results -------------------------------------------------------------------

    def _share(self, posts: Sequence[_Post]) -> None:
        """Gives posts without a body that of the one they are coordinated with, else that of their holder's other post."""
        g = self.g
        for post in posts:
            if post.of is not None or bare_title(post.title).split()[-1] in titles.WITHOUT_BODY:
                continue
            for other in posts:
                if (
                    other.of is not None
                    and other.holder != post.holder
                    and other.holder_at < post.words[0]
                    and g.sentence[other.holder_at] == g.sentence[post.holder_at]
                    and post.words[0] - other.holder_at < 7
                    and set(g.low[other.holder_at + 1 : post.words[0]]) & {"and", "as", ","}
                    and not any(g.is_verb(i) for i in range(other.holder_at, post.words[0]))
                ):
                    post.of = other.of
        for post in posts:
            if post.of is None and titles.heads_a_body(post.title):
                same = {p.of for p in posts if p.holder == post.holder and p.of is not None and titles.heads_a_body(p.title)}
                if len(same) == 1:
                    post.of = same.pop()

    def _merged(self, posts: Sequence[_Post]) -> list[Office]:
        known: dict[_Key, list[_Post]] = {}
        for post in sorted(posts, key=lambda p: p.words):
            title = post.title.lower()
            # "Ambassador X" says no more than the line that gave the post in full
            own = [k for k in known if k[0] == post.holder]
            fuller = next((k for k in own if titles.covers(k[1], title) and post.of in (None, k[2])), None)
            k = fuller or (post.holder, title, post.of, post.to)
            known.setdefault(k, []).append(post)
        for k in list(known):
            fuller = next((o for o in known if o != k and _says_more(o, k)), None)
            if fuller:
                known[fuller] += known.pop(k)
        found = [self._office(k, sorted(of, key=lambda p: p.words)) for k, of in known.items()]
        return sorted(found, key=lambda o: o.span)

    def _office(self, k: _Key, posts: Sequence[_Post]) -> Office:
        days = [when for post in posts if (when := self._held(post)) is not None]
        firsts = [w.first for w in days if w.first]
        lasts = [w.last for w in days if w.last]
        title = next(p.title for p in posts if p.title.lower() == k[1])
        return Office(
            holder=self.cast.identity(k[0]),
            title=title,
            of=None if k[2] is None else self.cast.identity(k[2]),
            to=None if k[3] is None else self.cast.identity(k[3]),
            first=min(firsts) if firsts else None,
            last=max(lasts) if lasts else None,
            span=self.g.characters(posts[0].words),
        )

    def _held(self, post: _Post) -> When | None:
        """The days on which a mention shows the office held."""
        if post.past or post.before:
            return None
        published = self.g.notes.document.published
        times = [t.when for t in self.g.times_of(post.holder_at) if t.bound is None and t.when.first and t.when.last]
        # "Minister X will travel in May" shows no office held in May
        if times and (published is None or (times[0].first or "") <= published):
            return times[0]
        for time in self._bounds(post):
            # who was minister until 2003 was so in 2003, who is since 2019 still is
            ongoing = time.bound == "since" and published is not None and not post.then
            ongoing = ongoing and (time.when.first or "") <= (published or "")
            return replace(time.when, last=published) if ongoing else time.when
        if post.then:
            return None
        inside = self.asserting.innermost(self.g.characters(post.words))
        if inside is not None and inside.said is not None and inside.said.first:
            return inside.said
        return When(first=published, last=published) if published else None

    def _bounds(self, post: _Post) -> list[TimeExpression]:
        """The times since or until which a title is said to be held: "minister since 2019", "served as mayor until 2003"."""
        g = self.g
        tops = {post.title_at} | ({over} if g.lemma(over := g.head[post.title_at]) == "serve" else set())
        times = [t for t in g.times_of(post.title_at) if t.bound in ("since", "until") and t.when.first and t.when.last]
        return [t for t in times if g.head[g.span_head(g.words_in((t.start, t.end)))] in tops]


def _says_more(a: _Key, b: _Key) -> bool:
    """Whether the first of two posts is the second, told more fully."""
    return a[0] == b[0] and titles.covers(a[1], b[1]) and b[2] in (None, a[2]) and b[3] in (None, a[3])
