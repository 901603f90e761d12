"""From the actors of single documents to those of the record: links that can be undone, and what a person decided."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from onrecord.identify.match import APART, SAME, compared
from onrecord.identify.profiles import Profile
from onrecord.identify.spelling import parts, sound
from onrecord.ids import digest, folded
from onrecord.schema import Judgement, Link, Merged, Unit, Verdict

_MANY = 60
"""actors that share a key, beyond which only those with the same name are compared"""


def merged(profiles: Sequence[Profile], judgements: Iterable[Judgement] = ()) -> Merged:
    """Joins actors, surest links first; a join that would bring two known to be different together is left out."""
    by_unit = {p.unit: p for p in profiles}
    judged = {frozenset((j.a, j.b)): j.verdict for j in judgements if j.a in by_unit and j.b in by_unit}
    judged = {pair: verdict for pair, verdict in judged.items() if verdict != "withdrawn"}
    links: list[Link] = []
    apart: defaultdict[Unit, set[Unit]] = defaultdict(set)
    for a, b in _candidates(profiles):
        verdict = judged.pop(frozenset((a.unit, b.unit)), None)
        link = compared(a, b)
        if verdict is not None:
            link = _decided(link.a, link.b, verdict)
        if link.score <= APART:
            apart[a.unit].add(b.unit)
            apart[b.unit].add(a.unit)
        elif link.score > 0:
            links.append(link)
    for pair, verdict in judged.items():
        a_unit, b_unit = sorted(pair)
        if verdict == "different":
            apart[a_unit].add(b_unit)
            apart[b_unit].add(a_unit)
        elif verdict == "same":
            links.append(_decided(a_unit, b_unit, verdict))
    return _joined(profiles, sorted(links, key=lambda x: (-x.score, x.a, x.b)), apart)


def _decided(a: Unit, b: Unit, verdict: Verdict) -> Link:
    score = {"same": 10.0, "different": 10.0 * APART}.get(verdict, 0.0)
    return Link(a=a, b=b, score=score, reasons=(f"judged {verdict}",))


def _joined(profiles: Sequence[Profile], links: Sequence[Link], apart: Mapping[Unit, set[Unit]]) -> Merged:
    of: dict[Unit, int] = {p.unit: i for i, p in enumerate(profiles)}
    members: dict[int, set[Unit]] = {i: {p.unit} for i, p in enumerate(profiles)}
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
    by_unit = {p.unit: p for p in profiles}
    identity: dict[Unit, str] = {}
    groups_of: defaultdict[str, set[int]] = defaultdict(set)
    """actor id -> groups in which it is: namesakes have one id and are in several"""
    for unit, group_number in of.items():
        groups_of[unit[1]].add(group_number)
    for group in members.values():
        first = min(group)
        names = sorted({by_unit[u].name for u in group}, key=lambda n: (-len(n), n))
        # what one document alone knows keeps its id
        same = {u[1] for u in group}
        chosen = same.pop() if len(same) == 1 and len(groups_of[first[1]]) == 1 else digest("identity", names[0], *first)
        for unit in group:
            identity[unit] = chosen
    undecided = [x for x in weak if of[x.a] != of[x.b]]
    return Merged(identity=identity, links=(*kept, *undecided))


_NOBODY: set[Unit] = set()


def _candidates(profiles: Sequence[Profile]) -> Iterator[tuple[Profile, Profile]]:
    """Pairs that may be one: with a name in the gazetteer, a sound of a last word, or the letters of an acronym in common."""
    blocks: defaultdict[str, list[Profile]] = defaultdict(list)
    for profile in profiles:
        for k in _keys(profile):
            blocks[k].append(profile)
    seen: set[tuple[Unit, Unit]] = set()
    for block in blocks.values():
        for i, a in enumerate(block):
            for b in block[i + 1 :]:
                pair = (min(a.unit, b.unit), max(a.unit, b.unit))
                if a.unit[0] == b.unit[0] or pair in seen:
                    continue
                if len(block) > _MANY and folded(a.name) != folded(b.name):
                    continue
                seen.add(pair)
                yield a, b


def _keys(profile: Profile) -> set[str]:
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
