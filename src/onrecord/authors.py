"""Who wrote a text, by the lines that credit somebody with it: the names alone, no editors, no outlets, no offices."""

import re

from onrecord.ids import folded

# who a credit is for: those of no text, those who gathered what is in it, those who wrote it
_CREDIT = re.compile(
    r"""(?ix)(?:^|(?<=[\s(\[;,.]))(?:
      (?P<other>(?:edit(?:ing|ed)|translat(?:ion|ing|ed)|photo(?:graph)?(?:s|ed|y)?|graphics?|illustrat(?:ions?|ed)|video
        |(?:fact[ -]?)?check(?:ing|ed)|produc(?:tion|ed)|compil(?:ing|ed)\s+and\s+edited)\s+by)
    | (?P<reporting>(?:with\s+)?(?:(?:additional|further|more)\s+)?
        (?:report(?:ing|ed)|writing|research(?:ed)?|compil(?:ing|ed)|prepar(?:ing|ed))\s+(?:by|from))
    | (?P<byline>(?:words|written|story|text|analysis|commentary|conducted
        |(?:the\s+)?interview(?:ed)?(?:\s+was)?(?:\s+(?:conducted|done|recorded|prepared))?)\s+by
        |^(?:by|from)|^interviewer(?=\s*:))
    )\b\s*:?\s*"""
)
_CONTRIBUTED = re.compile(r"(?i)\s+(?:also\s+)?(?:contributed\s+to\s+this|reported\s+from)\b.*$")
_WHERE = re.compile(r"\s+(?:in|at|from|for|of|on|with)\s.*$|\s+[|–—-]\s.*$")
_COMMA = re.compile(r"\s*[,;]\s*")
_AND = re.compile(r"\s*[,;]\s*(?:(?:and|&)\s+)?|\s+(?:and|&)\s+")
_BODY = re.compile(r"\b(?:of|for|on)\b")
_ROLE = re.compile(
    r"""(?ix)(?:^|\s+)
      (?:(?:an?|the|our|chief|senior|special|staff|political|foreign|diplomatic|national|international|science|business|economics
        |defen[cs]e|security|culture|sports?|freelance|guest|contributing|deputy|[\w’'.-]+\s+affairs)\s+)*
      (?:correspondents?|reporters?|journalists?|writers?|editors?|columnists?|contributors?|staff|desk|bureau(?:\s+chief)?
        |interviewer)$"""
)
_LONGEST = 120
"""characters of a name with what its bearer is"""
_AFTER_NAME = re.compile(r"(?i)(?:[js]r|ph\.?d|m\.?d|esq|ii|iii)\.?")


def authors(byline: str | None, publisher: str | None = None) -> tuple[str, ...]:
    """The names of those whom a byline gives for a text's writers, else of those credited with reporting for it.

    A byline without any such words is names alone, as files give it.
    """
    wrote: list[str] = []
    reported: list[str] = []
    bare: list[str] = []
    credited = False
    for credit in " ".join((byline or "").split()).split(" / "):
        line = credit.strip(" ()[]")
        marks = list(_CREDIT.finditer(line))
        before = line[: marks[0].start()] if marks else line
        contributed = _CONTRIBUTED.sub("", before)
        (reported if contributed != before else bare).append(contributed)
        credited = credited or bool(marks) or contributed != before
        for mark, end in zip(marks, [*(m.start() for m in marks[1:]), len(line)], strict=False):
            named = line[mark.end() : end]
            if mark["byline"]:
                wrote.append(named)
            elif mark["reporting"]:
                reported.append(named)
    # what stands beside a credit is whose the text is: "By Olu Brandt / Harbour Post"
    told = wrote or reported or ([] if credited else bare)
    return tuple(dict.fromkeys(name for words in told for name in _names(words, publisher, alone=not credited)))


def _names(words: str, publisher: str | None, *, alone: bool) -> list[str]:
    """The names in a list of them, without what their bearers are, for whom and where.

    Where they stand `alone`, one may be that of a body, which no place ends: "Ministry of Trade and Transport".
    """
    plain = words.strip(" ;,.()[]")
    entries = [e.strip() for e in plain.split(";")]
    if all(map(_is_turned, entries)):
        return entries
    body = alone and _BODY.search(plain) is not None
    pieces = [p.strip(" ()[]") for p in (_COMMA if body else _AND).split(plain)]
    found: list[str] = []
    for piece in pieces:
        if found and _AFTER_NAME.fullmatch(piece):
            found[-1] += f", {piece}"
            continue
        name = piece
        if len(piece) < _LONGEST:
            without = _WHERE.sub("", piece)
            role = _ROLE.sub("", without)
            name = (piece if body and role == without else role).strip(" .")
        beside = bool(found) and (name.islower() or _same(name, publisher))
        if any(c.isalpha() for c in name) and "@" not in name and not beside:
            found.append(name)
    return found


def _is_turned(name: str) -> bool:
    """Whether the last name stands first: "Brandt, Olu"."""
    pieces = _AND.split(name)
    return len(pieces) == 2 and "," in name and " " not in pieces[0] and not _ROLE.search(pieces[1])


def _same(name: str, publisher: str | None) -> bool:
    return publisher is not None and folded(name).removeprefix("the ") == folded(publisher).removeprefix("the ")
