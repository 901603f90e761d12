"""Bytes to text, with the encoding that was found."""

import codecs
import re
import unicodedata

from charset_normalizer import from_bytes

from onrecord.errors import UnreadableError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WESTERN = ["cp1252", "mac_roman", "cp1250", "cp850", "latin_1"]
_SAMPLE = 200_000
"""bytes looked at to guess a single-byte encoding"""


def decoded(data: bytes) -> tuple[str, str]:
    """The text of `data` and the name of its encoding; raises UnreadableError where it is no text or a damaged one."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            try:
                return _text(data.decode(name), name), name
            except UnicodeDecodeError as error:
                raise _damaged(name.upper(), error) from None
    wide = _unmarked(data)
    if wide:
        return _text(data.decode(wide), wide), wide
    try:
        return _text(data.decode("utf8"), "utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if mostly_utf8(data):
            raise _damaged("UTF-8", error) from None
    # English in an older encoding has few bytes beyond ASCII: too few to tell apart the hundred that could be meant
    few = sum(byte > 127 for byte in data[:_SAMPLE]) * 10 < min(len(data), _SAMPLE)
    if few and _plausible(data[:_SAMPLE], "cp1252"):
        return _text(data.decode("cp1252"), "cp1252"), "cp1252"
    found = from_bytes(data[:_SAMPLE], cp_isolation=_WESTERN if few else None).best()
    if found is None:
        raise UnreadableError("encoding", "not text in any encoding known here; save it as UTF-8")
    try:
        text = data.decode(found.encoding)
        letters = [c for c in text[:_SAMPLE] if c.isalpha()]
        strange = sum(c > "\u024f" for c in letters)
        if 0 < strange < 0.5 * len(letters):
            # English with a few letters of another script is no text in that script's encoding
            raise UnreadableError("encoding", "bytes that fit no encoding of English; save it again as UTF-8")
        return _text(text, found.encoding), found.encoding
    except UnicodeDecodeError as error:
        raise _damaged(found.encoding, error) from None


def _plausible(data: bytes, encoding: str) -> bool:
    """Whether the characters beyond ASCII are ones that English texts have: letters within words, quotation marks, dashes."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return False
    letters = r"(?<=[a-zA-Z])[À-ÖØ-öø-ÿŠšŽžŸŒœ](?=[a-zA-Z\s,.’])|\b[À-ÖØ-ÞŠŽ](?=[a-zA-Z])"
    inside = re.findall(rf"{letters}|[“”‘’–—…•€£§°©®½\xa0«»]", text)
    return len(inside) >= 0.9 * sum(c > "\x7f" for c in text)


def _damaged(name: str, error: UnicodeDecodeError) -> UnreadableError:
    return UnreadableError("encoding", f"damaged {name}: byte {error.start} fits nothing; save it again as UTF-8")


def mostly_utf8(data: bytes) -> bool:
    """Whether bytes that are no valid UTF-8 are damaged UTF-8.

    Text in an older encoding has next to no valid sequences of several bytes: "É’" by chance; damaged UTF-8 has.
    """
    shown = data[:_SAMPLE].decode("utf8", "replace")
    damaged = shown.count("\ufffd")
    beyond = sum(c > "\x7f" for c in shown)
    return beyond > damaged and beyond - damaged >= damaged


def _unmarked(data: bytes) -> str | None:
    """UTF-16 without a mark at its start: every other byte of English is 0."""
    sample = data[: _SAMPLE // 100 * 2]
    half = len(sample) // 2
    if len(data) % 2 or half < 4:
        return None
    for first, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        if sample[first::2].count(0) > 0.8 * half and not sample[1 - first :: 2].count(0):
            try:
                data.decode(name)
            except UnicodeDecodeError:
                return None
            return name
    return None


def _text(text: str, encoding: str) -> str:
    sample = text[:_SAMPLE]
    strange = sum(unicodedata.category(c) in ("Cc", "Cn") and c not in "\t\n\r\f\v\x85\x1c\x1d\x1e\x1f" for c in sample)
    if strange * 50 > len(sample):
        raise UnreadableError("broken", f"not a text: control characters throughout (read as {encoding})")
    return text
