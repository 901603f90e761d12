"""Treebanks in CoNLL-U, read into `Example`s; those of GUM with mentions and names."""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from onrecord.annotate.pieces import BREAK, NO_GAP, SPACE
from training.examples import Example, Mention, Span


def treebank(paths: Iterable[Path], corpus: str) -> Iterator[Example]:
    """Dependencies, parts of speech and sentences; where the treebank has them, mentions with their chains (GUM)."""
    for path in paths:
        doc: list[list[list[str]]] = []
        par: list[bool] = []
        name, new_par = "", True
        sentence: list[list[str]] = []
        for line in [*path.read_text(encoding="utf8").split("\n"), "# newdoc"]:
            if line.startswith("# newdoc"):
                if doc:
                    yield _conllu(name, corpus, doc, par)
                doc, par = [], []
                name, new_par = line.split("=")[-1].strip(), True
            elif line.startswith("# newpar"):
                new_par = True
            elif line.startswith("#"):
                continue
            elif line:
                sentence.append(line.split("\t"))
            elif sentence:
                doc.append(sentence)
                par.append(new_par)
                sentence, new_par = [], False


_ENTITY = re.compile(r"\([^()]*\)?|[^()]+\)")


def _conllu(name: str, corpus: str, doc: list[list[list[str]]], par: list[bool]) -> Example:
    forms: list[str] = []
    gap: list[int] = []
    head: list[int] = []
    relation: list[str] = []
    upos: list[str] = []
    xpos: list[str] = []
    number: list[int] = []
    mentions: list[Mention] = []
    opened: list[tuple[str, str, int]] = []
    grouped: dict[str, int] = {}
    annotated = False
    spaced = True
    for s, (sentence, starts) in enumerate(zip(doc, par, strict=True)):
        offset = len(forms)
        inside_until = 0
        spaced_after_group = True
        for column in sentence:
            if "." in column[0]:
                continue
            if "-" in column[0]:
                inside_until = int(column[0].split("-")[1])
                spaced_after_group = "SpaceAfter=No" not in column[9]
                continue
            i = int(column[0])
            gap.append(BREAK if starts and i == 1 else SPACE if spaced or (i == 1 and not spaced) else NO_GAP)
            if i < inside_until:
                spaced = False
            elif i == inside_until:
                spaced = spaced_after_group
            else:
                spaced = "SpaceAfter=No" not in column[9]
            word = len(forms)
            forms.append(column[1])
            upos.append(column[3])
            xpos.append(column[4])
            head.append(word if column[6] == "0" else offset + int(column[6]) - 1)
            relation.append(column[7])
            number.append(s)
            entity = re.search(r"(?:^|\|)Entity=([^|]*)", column[9])
            if entity:
                annotated = True
                for part in _ENTITY.findall(entity[1]):
                    if part.startswith("("):
                        fields = part.strip("()").split("-")
                        opened.append((fields[0], fields[1], word))
                    if part.endswith(")"):
                        key = part.strip("()").split("-")[0]
                        at = max(k for k, o in enumerate(opened) if o[0] == key)
                        _, kind, first = opened.pop(at)
                        cluster = grouped.setdefault(key, len(grouped))
                        mentions.append(Mention(start=first, end=word + 1, head=-1, cluster=cluster, kind=kind))
    if gap:
        gap[0] = BREAK
    heads = np.array(head, np.int64)
    for mention in mentions:
        mention.head = span_head(heads, mention.start, mention.end)
    names = None
    if annotated:
        names = _gum_names(forms, upos, xpos, heads, relation, mentions)
    return Example(
        id=name,
        corpus=corpus,
        forms=forms,
        gap=np.array(gap, np.int64),
        head=heads,
        relation=relation,
        upos=upos,
        xpos=xpos,
        sentence=np.array(number, np.int64),
        names=names,
        mentions=mentions if annotated else None,
    )


def span_head(head: NDArray[np.int64], start: int, end: int) -> int:
    """The first word of [start, end) that depends on a word outside it."""
    for i in range(start, end):
        if not start <= head[i] < end or head[i] == i:
            return i
    return start


_GUM_NAMED = {
    "person": "PER",
    "organization": "ORG",
    "place": "LOC",
    "event": "EVENT",
    "time": "DATE",
    "object": "MISC",
    "abstract": "MISC",
}


_NAME_RELATIONS = {
    "flat",
    "compound",
    "goeswith",
    "nummod",
    "case",
    "det",
    "punct",
    "nmod",
    "nmod:poss",
    "amod",
    "conj",
    "cc",
}


_WITHIN_NAMES = {"of", "the", "and", "for", "de", "la", "al", "bin", "van", "von", "der", "du", "in", "on"}


def _gum_names(
    forms: Sequence[str],
    upos: Sequence[str],
    xpos: Sequence[str],
    head: NDArray[np.int64],
    relation: Sequence[str],
    mentions: Sequence[Mention],
) -> list[str]:
    """Names from mentions headed by a proper noun: the head with what is flat or compounded to it, titles left out."""
    names = ["O"] * len(forms)
    for m in sorted(mentions, key=lambda m: m.start - m.end):
        kind = _GUM_NAMED.get(m.kind)
        if kind is None:
            continue
        start, end = m.start, m.end
        if kind == "DATE":
            if not any(forms[i][0].isdigit() or upos[i] == "PROPN" for i in range(start, end)):
                continue
            while start < end and upos[start] in {"DET", "ADP", "PUNCT"}:
                start += 1
        else:
            if upos[m.head] != "PROPN" or not any(forms[i][:1].isupper() for i in range(start, end)):
                continue
            start, end = _name_around(forms, upos, head, relation, m)
            if kind == "PER":
                titled = [i for i in range(start, end) if forms[i].lower() in TITLES]
                start = titled[-1] + 1 if titled else start
                if start == end - 1 and xpos[start] == "NNPS":
                    kind = "NORP"
        if start >= end or any(names[i] != "O" for i in range(start, end)):
            continue
        names[start] = f"B-{kind}"
        for i in range(start + 1, end):
            names[i] = f"I-{kind}"
    return names


TITLES = frozenset([
    "president", "vice", "prime", "minister", "secretary", "spokesperson", "spokesman", "spokeswoman", "chancellor",
    "king", "queen", "prince", "princess", "pope", "sir", "lord", "lady", "dame", "mr", "mr.", "mrs", "mrs.", "ms", "ms.",
    "dr", "dr.", "professor", "prof.", "judge", "justice", "senator", "congressman", "congresswoman", "representative",
    "governor", "mayor", "ambassador", "general", "colonel", "major", "captain", "lieutenant", "sergeant", "chief",
    "officer", "director", "state", "speaker", "leader", "emperor", "empress", "sultan", "sheikh", "reverend", "rev.",
    "father", "bishop", "archbishop", "saint", "st.", "st", "commissioner", "commander", "admiral", "attorney", "deputy",
    "premier", "chairman", "coach", "detective", "us", "u.s.", "former", "foreign", "defense", "defence", "interior",
    "rep.", "sen.", "gov.", "gen.", "col.", "lt.", "capt.", "sgt.", "honorable", "aunt", "uncle", "mom", "dad", "mother",
    "grandma", "grandpa", "miss",
])  # fmt: skip


def _name_around(
    forms: Sequence[str], upos: Sequence[str], head: NDArray[np.int64], relation: Sequence[str], m: Mention
) -> Span:
    def belongs(i: int) -> bool:
        if i == m.head:
            return True
        if relation[i] not in _NAME_RELATIONS or not m.start <= head[i] < m.end:
            return False
        if relation[i] in {"case", "cc", "det"}:
            # "Bank of America": function words count between capitals only; they are trimmed at the edges
            return forms[i] in _WITHIN_NAMES and belongs(int(head[i])) and i > 0
        if relation[i] == "punct":
            return forms[i] in {"-", "&", ".", "'", "’", "/"} and belongs(int(head[i]))
        if not (forms[i][0].isupper() or forms[i][0].isdigit() or (relation[i] == "flat" and upos[i] == "PROPN")):
            return False
        if relation[i] in {"nmod", "conj"} and upos[i] != "PROPN" and not forms[i][0].isupper():
            return False
        if relation[i] == "nmod:poss" and m.kind == "person":
            return False
        return belongs(int(head[i]))

    start = end = m.head
    while start > m.start and (belongs(start - 1) or (forms[start - 1] == "'s" and start - 1 > m.start and belongs(start - 2))):
        start -= 1
    end = m.head + 1
    while end < m.end and (
        belongs(end) or (forms[end] == "'s" and end + 1 < m.end and belongs(end + 1) and relation[end - 1] == "nmod:poss")
    ):
        end += 1
    while start < m.head and not (forms[start][0].isupper() or forms[start][0].isdigit() or upos[start] == "PROPN"):
        start += 1
    while (end > m.head + 1 and not forms[end - 1][0].isalnum()) or (forms[end - 1] in _WITHIN_NAMES and end > m.head + 1):
        end -= 1
    return start, end
