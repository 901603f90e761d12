"""What fell short, one example a line, by the same rules as the scorers count it."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from onrecord.annotate.days import whole_month, whole_year

_RE3D: dict[str, tuple[str, ...]] = {
    "FightingAgainst": ("fights",), "AlliesOf": ("ally",), "BelongsTo": ("member_of", "part_of"),
    "InChargeOf": ("in_charge_of",), "Likes": ("friendly",), "Dislikes": ("hostile",),
}  # fmt: skip
"""relations of re3d and the ties that stand for them, as `score/system.py` counts them"""


def attributions(gold: dict[str, Any], reading: dict[str, Any]) -> Iterator[str]:
    """The attributions of a document that `score/attributions.py` counts as missed, and the statements it counts as wrong."""
    text = gold["text"]

    def held(spans: Sequence[Sequence[int]] | None) -> set[int]:
        return {i for start, end in spans or () for i in range(start, end) if not text[i].isspace()}

    def shown(one: dict[str, Any]) -> str:
        return " | ".join(
            " … ".join(text[slice(*span)] for span in one.get(role) or ()) for role in ("source", "cue", "content")
        )

    want = [a for a in gold["attributions"] if held(a.get("content"))]
    found = [s for s in reading["statements"] if s["form"] in ("direct", "indirect", "mixed") and held(s["content"])]
    wanted, got = ([(held(one["content"]), held(one.get("source"))) for one in some] for some in (want, found))
    pairs = sorted(
        ((len(a & b) / len(a | b), i, j) for i, (a, _) in enumerate(wanted) for j, (b, _) in enumerate(got) if a & b),
        reverse=True,
    )
    used: set[tuple[str, int]] = set()
    right: set[tuple[str, int]] = set()
    for overlap, i, j in pairs:
        ends = {("gold", i), ("read", j)}
        if overlap >= 0.5 and not used & ends:
            used |= ends
            mine, its = wanted[i][1], got[j][1]
            right |= ends if mine & its or not (mine or its) else set()
    yield from (f"missed: {shown(one)}" for i, one in enumerate(want) if ("gold", i) not in right)
    yield from (f"wrong: {shown(one)}" for j, one in enumerate(found) if ("read", j) not in right)


def dates(gold: dict[str, Any], reading: dict[str, Any]) -> Iterator[str]:
    """The dates of a document that `score/system.py` counts as missed, and those whose days it counts as wrong."""
    read = [m for m in reading["mentions"] if m["kind"] == "date"]
    for one in gold["timex"]:
        when = one["attrs"].get("when", "")
        if not re.fullmatch(r"\d{4}(-\d\d){0,2}", when):
            continue
        year, *rest = map(int, when.split("-"))
        first, last = (date(year, *rest),) * 2 if len(rest) == 2 else whole_month(year, *rest) if rest else whole_year(year)
        near = [m for m in read if meet((m["start"], m["end"]), (one["b"], one["e"]))]
        days = [(m["when"]["first"], m["when"]["last"]) for m in near if m.get("when")]
        if (first.isoformat(), last.isoformat()) not in days:
            told = " or ".join(f"{a} to {b}" for a, b in days) or "no days"
            words = gold["text"][max(0, one["b"] - 40) : one["e"] + 20].replace("\n", " ")
            yield f"wrong: {when} read as {told}: {words}" if near else f"missed: {when}: {words}"


def events(gold: dict[str, Any], reading: dict[str, Any]) -> Iterator[str]:
    """A coded sentence whose event `score/system.py` counts as wrong: the one whose parties fit best is compared."""
    parts = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
    want = gold["expected"][0]["event"]
    ends = [(s["b"], s["e"]) for s in gold["spans"] if s["role"] in ("source", "target")]
    best = max(
        reading["events"], key=lambda e: sum(any(meet(p.get("span"), x) for p in e["parties"]) for x in ends), default=None
    )
    got = best["type"] if best else "nothing"
    if parts.get(got, got) != parts.get(want, want):
        yield f"{want} read as {got}: {gold['text']}"


def ties(gold: dict[str, Any], reading: dict[str, Any]) -> Iterator[str]:
    """The ties of a document that `score/system.py` counts as wrong, and those that it misses."""
    text = gold["text"]
    left = [t for t in reading["ties"] if any(t["relation"] in kinds for kinds in _RE3D.values())]
    for want in gold["relations"]:
        if want["type"] not in _RE3D or want["conf"] < 0.5 or not want["s"] or not want["t"]:
            continue
        ends = [(want["s"], want["t"])]
        ends += [(want["t"], want["s"])] if want["type"] in ("FightingAgainst", "AlliesOf") else []
        fitting = (
            t
            for t in left
            if t["relation"] in _RE3D[want["type"]]
            and any(meet(t["source_span"], a) and meet(t["target_span"], b) for a, b in ends)
        )
        right = next(fitting, None)
        if right is None:
            yield f"missed {want['type']}: {text[slice(*want['s'])]} -> {text[slice(*want['t'])]}"
        else:
            left.remove(right)
    for tie in left:
        yield f"wrong {tie['relation']}: {text[slice(*tie['source_span'])]} -> {text[slice(*tie['target_span'])]}"


def meet(a: Sequence[int] | None, b: Sequence[int] | None) -> bool:
    return bool(a and b) and a[0] < b[1] and b[0] < a[1]
