"""Actors of single documents in groups between which nothing is compared, and by what a group is known to be as it was."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files

from onrecord.identify.merge import keys
from onrecord.identify.profiles import Profile
from onrecord.identify.spelling import plain
from onrecord.ids import digest
from onrecord.schema import Judgement, Unit


def separate(profiles: Sequence[Profile], judgements: Iterable[Judgement] = ()) -> list[list[Profile]]:
    """Groups of actors that have nothing in common by which they are compared, judged or told apart.

    `merged` of some of the groups is what `merged` of all has for the actors in them.
    """
    above: dict[Hashable, Hashable] = {}

    def top(key: Hashable) -> Hashable:
        while (higher := above.get(key, key)) != key:
            above[key] = above.get(higher, higher)
            key = higher
        return key

    of_names: dict[Hashable, list[Hashable]] = {}
    for p in profiles:
        called = (p.kind, p.name, p.names)
        if called not in of_names:
            of_names[called] = [("name", plain(p.name)), *sorted(keys(p))]
            for key in of_names[called][1:]:
                above[top(key)] = top(of_names[called][0])
        # namesakes have one id, which becomes that of the actor where it is in one group alone
        above[top(("id", p.unit[1]))] = top(of_names[called][0])
    known = {p.unit for p in profiles}
    for j in judgements:
        if j.a in known and j.b in known:
            above[top(("id", j.a[1]))] = top(("id", j.b[1]))
    groups: defaultdict[Hashable, list[Profile]] = defaultdict(list)
    for p in profiles:
        groups[top(("id", p.unit[1]))].append(p)
    return list(groups.values())


def mark(
    group: Sequence[Profile],
    *,
    texts: Mapping[str, str],
    identity: Mapping[Unit, str],
    judgements: Mapping[Unit, Sequence[str]],
) -> str:
    """What a group and who its actors are come down to: as long as it is the same, to join them again would change nothing.

    `texts` are digests of what is known of the actors of each document, `judgements` what was decided about an actor.
    """
    lines = sorted((*p.unit, texts[p.unit[0]], identity.get(p.unit, ""), *judgements.get(p.unit, ())) for p in group)
    return digest(_rules(), *map("\x1e".join, lines))


@cache
def _rules() -> str:
    """A digest of the rules themselves: actors that older ones joined are joined anew."""
    here = sorted((f for f in files("onrecord.identify").iterdir() if f.name.endswith(".py")), key=lambda f: f.name)
    package = files("onrecord")
    return digest(*(f.read_bytes() for f in (*here, package / "ids.py", package / "gazetteer.py", package / "gazetteer.tsv")))
