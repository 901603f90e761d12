"""From the actors of single documents to those of the record: links that can be undone, and what a person decided."""

import itertools
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from onrecord.identify.match import APART, SAME, compared
from onrecord.identify.profiles import Profile
from onrecord.identify.spelling import parts, plain, sound, suffix
from onrecord.ids import digest
from onrecord.schema import Judgement, Link, Merged, Unit, Verdict

_MANY = 60
"""nodes that share a key, beyond which only those with the same name are compared, each with its next ones"""
_NEXT = 8
_CROWD = 20
"""actors of single documents that are alike in all that is compared, beyond which whom they are named with says nothing"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Node:
    """Actors of single documents that are alike in all that is compared, and one by that alone; or one actor by itself."""

    profile: Profile
    """that of the first, named with all whom they are named with"""
    units: tuple[Unit, ...]
    """in their order"""
    within: Link | None
    """why the first two are one"""


def merged(profiles: Sequence[Profile], judgements: Iterable[Judgement] = ()) -> Merged:
    """Joins actors, surest links first; a join that would bring two known to be different together is left out."""
    known = {p.unit for p in profiles}
    judged = {frozenset((j.a, j.b)): j.verdict for j in judgements if j.a in known and j.b in known}
    judged = {pair: verdict for pair, verdict in judged.items() if verdict != "withdrawn"}
    nodes = _nodes(profiles, {unit for pair in judged for unit in pair})
    links: list[Link] = []
    apart: defaultdict[Unit, set[Unit]] = defaultdict(set)
    for a, b in _candidates(nodes):
        verdict = judged.pop(frozenset((a.profile.unit, b.profile.unit)), None)
        link = compared(a.profile, b.profile)
        if verdict is not None:
            link = _decided(link.a, link.b, verdict)
        if link.score <= APART:
            apart[link.a].add(link.b)
            apart[link.b].add(link.a)
        elif link.score > 0:
            links.append(link)
    for pair, verdict in judged.items():
        a_unit, b_unit = sorted(pair)
        if verdict == "different":
            apart[a_unit].add(b_unit)
            apart[b_unit].add(a_unit)
        elif verdict == "same":
            links.append(_decided(a_unit, b_unit, verdict))
    return _joined(nodes, profiles, sorted(links, key=lambda x: (-x.score, x.a, x.b)), apart)


def _nodes(profiles: Sequence[Profile], judged: Container[Unit]) -> list[_Node]:
    alike: defaultdict[tuple[object, ...], list[Profile]] = defaultdict(list)
    # what a profile is but for whose it is and whom it is named with -> whether that makes two of it one
    sure: dict[tuple[object, ...], bool] = {}
    for p in profiles:
        of = (p.kind, p.name, p.names, p.titles, p.bodies)
        if of not in sure:
            sure[of] = compared(p, _another(p)).score >= SAME
        # what nothing but its name is known of is compared by itself, and so is what a person judged
        own = p.unit if p.unit in judged or not sure[of] else None
        names = frozenset(map(plain, p.names))
        alike[p.kind, plain(p.name), names, p.entry and p.entry.name, p.titles, p.bodies, suffix(p.name), own].append(p)
    nodes = [_node(sorted(some, key=lambda p: p.unit)) for some in alike.values()]
    return sorted(nodes, key=lambda n: n.profile.unit)


def _another(p: Profile) -> Profile:
    """One that is alike in all but whom it is named with."""
    return replace(p, unit=("", ""), with_=frozenset())


def _node(alike: Sequence[Profile]) -> _Node:
    first = alike[0]
    company = frozenset[str]().union(*(p.with_ for p in alike)) if len(alike) <= _CROWD else frozenset()
    within = compared(first, replace(alike[1], with_=frozenset())) if len(alike) > 1 else None
    return _Node(profile=replace(first, with_=company), units=tuple(p.unit for p in alike), within=within)


def _decided(a: Unit, b: Unit, verdict: Verdict) -> Link:
    score = {"same": 10.0, "different": 10.0 * APART}.get(verdict, 0.0)
    return Link(a=a, b=b, score=score, reasons=(f"judged {verdict}",))


def _joined(
    nodes: Sequence[_Node], profiles: Sequence[Profile], links: Sequence[Link], apart: Mapping[Unit, set[Unit]]
) -> Merged:
    of = {node.profile.unit: i for i, node in enumerate(nodes)}
    """the first actor of each node -> its group"""
    members = {i: {node.profile.unit} for i, node in enumerate(nodes)}
    kept: list[Link] = []
    weak: list[Link] = []
    for link in links:
        a, b = of[link.a], of[link.b]
        if link.score < SAME:
            weak.append(link)
            continue
        if a == b:
            kept.append(link)
            continue
        if any(apart.get(u, _NOBODY) & members[b] for u in members[a]):
            continue
        kept.append(link)
        if len(members[a]) < len(members[b]):
            a, b = b, a
        for unit in members[b]:
            of[unit] = a
        members[a] |= members.pop(b)
    undecided = [x for x in weak if of[x.a] != of[x.b]]
    alike = {node.profile.unit: node.units for node in nodes}
    groups = [sorted(unit for first in group for unit in alike[first]) for group in members.values()]
    within = [replace(n.within, a=n.units[0], b=unit) for n in nodes if n.within is not None for unit in n.units[1:]]
    return Merged(identity=_identities(groups, {p.unit: p.name for p in profiles}), links=(*kept, *within, *undecided))


def _identities(groups: Sequence[Sequence[Unit]], name: Mapping[Unit, str]) -> dict[Unit, str]:
    """The id of each actor's group; units come in their order."""
    found: dict[Unit, str] = {}
    groups_of: Counter[str] = Counter(actor for group in groups for actor in {unit[1] for unit in group})
    """actor id -> in how many groups it is: namesakes have one id and are in several"""
    for group in groups:
        first = group[0]
        same = {unit[1] for unit in group}
        # what one document alone knows keeps its id
        if len(same) == 1 and groups_of[first[1]] == 1:
            chosen = first[1]
        else:
            longest = min({name[u] for u in group}, key=lambda n: (-len(n), n))
            chosen = digest("identity", longest, *first)
        found |= dict.fromkeys(group, chosen)
    return found


_NOBODY: set[Unit] = set()


def _candidates(nodes: Sequence[_Node]) -> Iterator[tuple[_Node, _Node]]:
    """Pairs that may be one: with a name in the gazetteer, a sound of a last word, or the letters of an acronym in common."""
    blocks: defaultdict[str, list[_Node]] = defaultdict(list)
    for node in nodes:
        for k in keys(node.profile):
            blocks[k].append(node)
    seen: set[tuple[Unit, Unit]] = set()
    for block in blocks.values():
        for a, b in _paired(block):
            first, second = a.profile.unit, b.profile.unit
            pair = (min(first, second), max(first, second))
            # a document tells its own actors apart
            alone = first[0] == second[0] and len(a.units) == len(b.units) == 1
            if not alone and pair not in seen:
                seen.add(pair)
                yield a, b


def _paired(block: Sequence[_Node]) -> Iterator[tuple[_Node, _Node]]:
    if len(block) <= _MANY:
        yield from itertools.combinations(block, 2)
        return
    ordered = sorted(block, key=lambda n: (plain(n.profile.name), n.profile.unit))
    for i, a in enumerate(ordered):
        for b in ordered[i + 1 : i + 1 + _NEXT]:
            if plain(a.profile.name) == plain(b.profile.name):
                yield a, b


def keys(profile: Profile) -> set[str]:
    """What an actor is compared by: only with those that have one of them too."""
    found: set[str] = set()
    if profile.entry is not None:
        found.add(f"known {profile.entry.name}")
    for name in profile.names:
        words = parts(name)
        if not words:
            continue
        if profile.kind == "person":
            found.add(f"person {sound(words[-1])[:4]}")
        else:
            found.add(f"body {' '.join(words)}")
            found.add(f"sound {' '.join(map(sound, words))}")
            letters = "".join(w[0] for w in words if w not in ("of", "and", "for", "in", "on", "to"))
            found.add(f"letters {letters if len(words) > 1 else words[0]}")
    return found
