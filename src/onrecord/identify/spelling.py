"""Names as they sound, so that spellings of one name from another script come together."""

import re
from functools import lru_cache

from onrecord.ids import folded

_SOUNDS: tuple[tuple[str, str], ...] = (
    (r"tsch|tch|sch|sh|ch|zh|dzh|ş|č|š|ž", "x"),
    (r"kh|gh|q|ck|ħ", "k"),
    (r"ph|ff", "f"),
    (r"th", "t"),
    (r"dh|dj", "d"),
    (r"w|ou?v", "v"),
    (r"oo|ou|u|o", "u"),
    (r"ei|ai|ay|ey|ee|ie|iy|yy|y|j|e|i", "i"),
    (r"aa|ah\b|a", "a"),
    (r"c|k", "k"),
    (r"z", "s"),
    (r"h", ""),
    (r"(.)\1+", r"\1"),
)
"""what romanisations of Arabic, Persian, Kurdish and Cyrillic names spell in several ways, undone in this order"""
PARTICLES = frozenset([
    "al", "el", "ul", "bin", "ibn", "ben", "de", "da", "van", "von", "der", "la", "le", "di", "abu", "the", "as", "ad", "ar",
    "an", "os",
])  # fmt: skip
_SUFFIXES = frozenset(["jr", "sr", "ii", "iii", "iv"])


@lru_cache(maxsize=100_000)
def sound(token: str) -> str:
    """One word of a name as it sounds, roughly."""
    plain = re.sub(r"[^\w]", "", folded(token))
    for pattern, plainer in _SOUNDS:
        plain = re.sub(pattern, plainer, plain)
    return plain


@lru_cache(maxsize=100_000)
def plain(name: str) -> str:
    """A name folded; each is asked for many times over."""
    return folded(name)


@lru_cache(maxsize=100_000)
def without_article(name: str) -> str:
    """A name folded, without "the" before it."""
    return plain(name).removeprefix("the ")


@lru_cache(maxsize=100_000)
def parts(name: str) -> tuple[str, ...]:
    """The words of a name without particles, articles and marks, folded; initials without full stops."""
    words = re.findall(r"[^\W_]+(?:['’][^\W_]+)*", folded(name).replace("-", " "))
    kept = tuple(w.replace("'", "") for w in words if w not in PARTICLES)
    return kept or tuple(words)


def suffix(name: str) -> str | None:
    """Jr, Sr or a number after a name, which part father and son."""
    last = parts(name)[-1:] if name else ()
    return last[0] if last and last[0] in _SUFFIXES else None
