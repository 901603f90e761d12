"""Ids that come from content and place, so that the same input gives the same ids everywhere."""

import hashlib
import unicodedata


def digest(*parts: object) -> str:
    """64 bits of SHA-256 over the parts, as 16 hexadecimal digits."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode("utf8", "surrogatepass")).hexdigest()[:16]


def folded(name: str) -> str:
    """A name without case, accents, double blanks and the kind of apostrophe, for comparing names."""
    plain = unicodedata.normalize("NFKD", name.casefold()).replace("’", "'").replace("ʼ", "'")
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())
