"""What a person typed, as a full-text query and as marks in a text."""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.errors import InputError
from onrecord.ids import folded
from onrecord.keep.store import Store
from onrecord.schema import Span

_SHORTEST = 3
"""letters of a beginning from which a base form may be shorter"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Words that are to stand next to one another, in their order."""

    words: str
    beginning: bool
    """whether the last of them may be the beginning of a word"""


def phrases(words: str, *, typing: bool = False) -> tuple[Phrase, ...]:
    """The parts of what a person typed: words, "quoted phrases", a word* as a beginning.

    With `typing`, the last word is taken for one that is not finished, unless a blank or a quotation mark ends it. Raises
    InputError where there is nothing to search for.
    """
    found = []
    # a NUL would end the query
    clean = words.replace("\x00", " ")
    for phrase, word in re.findall(r'"([^"]*)"?|(\S+)', clean):
        if phrase.strip():
            found.append(Phrase(words=phrase.strip(), beginning=False))
            continue
        stem = word.rstrip("*")
        if any(c.isalnum() for c in stem):
            found.append(Phrase(words=stem, beginning=word.endswith("*")))
    if not found:
        raise InputError(f"{words}: no words to search for")
    if typing and clean[-1].isalnum():
        found[-1] = Phrase(words=found[-1].words, beginning=True)
    return tuple(found)


def match_expression(store: Store, words: str, *, typing: bool = False) -> str:
    """What a person typed as a full-text query of a record; raises InputError where there is nothing to search for."""
    return " AND ".join(_expression(store, p) for p in phrases(words, typing=typing))


def whole_expression(words: str, *, typing: bool = False) -> str | None:
    """The part of a full-text query that needs no beginnings, which are slow to find; None where there is none."""
    return " AND ".join(_quoted(p.words) for p in phrases(words, typing=typing) if not p.beginning) or None


def _expression(store: Store, phrase: Phrase) -> str:
    if not phrase.beginning:
        return _quoted(phrase.words)
    # a whole word too, since its base form need not begin with what was typed of it
    wanted = [f"{_quoted(phrase.words)}*", _quoted(phrase.words), *map(_quoted, _longer(store, phrase.words))]
    return f"({' OR '.join(wanted)})"


def _quoted(words: str) -> str:
    return '"' + words.replace('"', '""') + '"'


def _longer(store: Store, typed: str) -> Iterator[str]:
    """What was typed with its last word finished, in each way that the index, which holds base forms, would not find.

    "negotia" is no beginning of "negoti", the base form of "negotiation". One word stands for all of its base form.
    """
    if len(beginning := _last_word(typed)) < _SHORTEST:
        return
    sql = "SELECT term FROM forms WHERE term >= ? AND term < ?"
    forms = [form for (form,) in store.rows(sql, (beginning, beginning + chr(sys.maxunicode)))]
    by_base = {base: form for form in forms for _, _, base in store.tokens(form)}
    before = re.sub(r"\w+$", "", typed)
    yield from (before + form for base, form in by_base.items() if not base.startswith(beginning))


def has_beginning(words: str, *, typing: bool = False) -> bool:
    """Whether any of the words may be the beginning of one; such a search is never ranked, which would be slow."""
    return any(p.beginning for p in phrases(words, typing=typing))


def _last_word(typed: str) -> str:
    """As the index writes it; empty where no word ends it."""
    found = re.search(r"\w+$", typed)
    return folded(found.group()) if found else ""


class Marks:
    """Finds in a text what a full-text query matched."""

    def __init__(self, store: Store, words: str, *, typing: bool = False) -> None:
        self._store = store
        self._phrases = [
            ([word for _, _, word in store.tokens(p.words)], _last_word(p.words), p.beginning)
            for p in phrases(words, typing=typing)
        ]

    def spans(self, text: str) -> tuple[Span, ...]:
        """Where the words stand, in code points, in their order; what touches is not joined."""
        tokens = self._store.tokens(text)
        marked = {n for sought, typed, beginning in self._phrases for n in _matched(tokens, sought, typed, beginning, text)}
        return tuple((tokens[n][0], tokens[n][1]) for n in sorted(marked))


def _matched(tokens: list[tuple[int, int, str]], sought: list[str], typed: str, beginning: bool, text: str) -> Iterator[int]:
    for at in range(len(tokens) - len(sought) + 1 if sought else 0):
        if any(tokens[at + n][2] != word for n, word in enumerate(sought[:-1])):
            continue
        start, end, last = tokens[at + len(sought) - 1]
        if last == sought[-1] or (beginning and (last.startswith(sought[-1]) or folded(text[start:end]).startswith(typed))):
            yield from range(at, at + len(sought))
