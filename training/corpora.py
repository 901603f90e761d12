"""The corpora, each read into `Example`s: words with whichever layers of annotation the corpus has."""

import itertools
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from onrecord.annotate.pieces import BREAK, NO_GAP, SPACE, gaps
from onrecord.annotate.words import words

UNKNOWN = -100
"""the label of words that a layer says nothing about"""

Span = tuple[int, int]


@dataclass(kw_only=True)
class Attribution:
    """Word spans, half open."""

    source: list[Span]
    cue: Span
    content: list[Span]


@dataclass(kw_only=True)
class Mention:
    start: int
    end: int
    head: int
    cluster: int
    kind: str


@dataclass(kw_only=True)
class Meaning:
    """A stretch of words and the vector of what it means."""

    start: int
    end: int
    vector: NDArray[np.float16]


@dataclass(kw_only=True)
class Example:
    """One document. A layer that is None was not annotated."""

    id: str
    corpus: str
    forms: list[str]
    gap: NDArray[np.int64]
    attributions: list[Attribution] | None = None
    head: NDArray[np.int64] | None = None
    """[words] the word each depends on, itself for a root, UNKNOWN where it has none"""
    relation: list[str] | None = None
    upos: list[str] | None = None
    xpos: list[str] | None = None
    sentence: NDArray[np.int64] | None = None
    """[words] number of the sentence"""
    names: list[str] | None = None
    """[words] B-, I- and kind, O, or "" where unknown"""
    mentions: list[Mention] | None = None
    all_mentions: bool = True
    """whether what is not in `mentions` is no mention"""
    factuality: dict[int, float] | None = None
    event: dict[int, str] | None = None
    meaning: list[Meaning] | None = None
    meta: dict[str, str] = field(default_factory=dict)


def lines(path: Path) -> Iterator[dict]:  # type: ignore[type-arg]
    with path.open(encoding="utf8") as file:
        for line in file:
            yield json.loads(line)


class Aligner:
    """Code-point spans to word spans."""

    def __init__(self, text: str) -> None:
        found = words(text)
        self.text, self.start, self.end, self.forms = text, found.start, found.end, found.form
        breaks = np.array([i == 0 or "\n" in text[self.end[i - 1] : self.start[i]] for i in range(len(self.forms))], np.bool_)
        self.gap = gaps(self.start, self.end, breaks)

    def span(self, start: int, end: int) -> Span | None:
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        a = int(np.searchsorted(self.end, start, side="right"))
        b = int(np.searchsorted(self.start, end, side="left"))
        return (a, b) if a < b else None


def polnear(path: Path) -> Iterator[Example]:
    """Attributions; of an article annotated by several people, the first one's."""
    seen = set()
    for doc in lines(path):
        key = doc["id"][:-5]
        if key in seen:
            continue
        seen.add(key)
        at = Aligner(doc["text"])
        found = []
        for a in doc["attributions"]:
            spans = {role: [s for x in a[role] if (s := at.span(*x))] for role in ("source", "cue", "content")}
            if spans["cue"] and spans["content"]:
                found.append(
                    Attribution(source=_joined(spans["source"]), cue=spans["cue"][0], content=_joined(spans["content"]))
                )
        yield Example(id=doc["id"], corpus="polnear", forms=at.forms, gap=at.gap, attributions=found)


def _joined(spans: list[Span]) -> list[Span]:
    out: list[Span] = []
    for a, b in sorted(spans):
        if out and out[-1][1] >= a:
            out[-1] = (out[-1][0], max(out[-1][1], b))
        else:
            out.append((a, b))
    return out


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


_NO_SPACE_BEFORE = {
    ",",
    ".",
    ";",
    ":",
    "?",
    "!",
    ")",
    "]",
    "}",
    "%",
    "'s",
    "’s",
    "n't",
    "'re",
    "'ve",
    "'ll",
    "'d",
    "'m",
    "'",
    "’",
}
_NO_SPACE_AFTER = {"(", "[", "{", "$", "£", "€", "#"}


def _respaced(forms: Sequence[str], starts: Iterable[int] = (0,)) -> NDArray[np.int64]:
    """The white space that words given without any had, guessed; `starts` are the words that start a paragraph."""
    gap = np.full(len(forms), SPACE, np.int64)
    quoted = False
    for i, form in enumerate(forms):
        if form in _NO_SPACE_BEFORE or (i and forms[i - 1] in _NO_SPACE_AFTER):
            gap[i] = NO_GAP
        if form in {'"', "``", "''"}:
            if quoted:
                gap[i] = NO_GAP
            quoted = not quoted
        elif i and forms[i - 1] in {'"', "``"} and quoted:
            gap[i] = NO_GAP
        if (form in {"-", "–", "/"} and 0 < i < len(forms) - 1) or (i and forms[i - 1] in {"-", "/"}):
            gap[i] = NO_GAP
    gap[list(starts)] = BREAK
    return gap


_CROSSNER = {
    "politician": "PER",
    "person": "PER",
    "politicalparty": "ORG",
    "organisation": "ORG",
    "country": "LOC",
    "location": "LOC",
    "election": "EVENT",
    "event": "EVENT",
    "misc": "MISC",
}


def crossner(paths: Iterable[Path]) -> Iterator[Example]:
    """Names in single sentences on politics."""
    for path in paths:
        for number, block in enumerate(path.read_text(encoding="utf8").strip().split("\n\n")):
            rows = [line.split("\t") for line in block.split("\n") if line.strip()]
            forms = [r[0] for r in rows]
            names = [r[1] if r[1] == "O" else f"{r[1][:2]}{_CROSSNER[r[1][2:]]}" for r in rows]
            yield Example(id=f"{path.stem}-{number}", corpus="crossner", forms=forms, gap=_respaced(forms), names=names)


def redocred(path: Path) -> Iterator[Example]:
    """Names in encyclopedic documents; adjectives of nationality, which it gives as places, are left unknown."""
    kinds = {"PER": "PER", "ORG": "ORG", "LOC": "LOC", "TIME": "DATE", "MISC": "MISC"}
    for doc in json.loads(path.read_text(encoding="utf8")):
        forms = [form for sentence in doc["sents"] for form in sentence]
        names = ["O"] * len(forms)
        offset = np.cumsum([0, *map(len, doc["sents"])])
        for entity in doc["vertexSet"]:
            for m in entity:
                kind = kinds.get(m["type"])
                if kind is None:
                    continue
                a, b = offset[m["sent_id"]] + m["pos"][0], offset[m["sent_id"]] + m["pos"][1]
                adjective = (
                    kind in {"LOC", "MISC"}
                    and re.search(r"(?:ese|ian|ean|ish|can|ani|eli|aqi|yan|man|ench|utch|wiss|reek)s?$", forms[b - 1])
                    and b - a == 1
                )
                for i in range(a, b):
                    names[i] = "" if adjective else ("B-" if i == a else "I-") + kind
        yield Example(id=doc["title"], corpus="redocred", forms=forms, gap=_respaced(forms), names=names)


_LITBANK_PART = re.compile(r"\((\d+)\)|\((\d+)|(\d+)\)")


def litbank(paths: Iterable[Path]) -> Iterator[Example]:
    """Chains of persons, places and groups in literary texts; other mentions are not annotated."""
    for path in paths:
        forms: list[str] = []
        starts: list[int] = []
        opened: dict[str, list[int]] = {}
        mentions: list[Mention] = []
        for line in path.read_text(encoding="utf8").split("\n"):
            column = line.split("\t")
            if len(column) < 12:
                continue
            word = len(forms)
            if column[2] == "0":
                starts.append(word)
            forms.append(column[3])
            for whole, opens, closes in _LITBANK_PART.findall(column[12]):
                if whole:
                    mentions.append(Mention(start=word, end=word + 1, head=word, cluster=int(whole), kind=""))
                elif opens:
                    opened.setdefault(opens, []).append(word)
                elif closes and opened.get(closes):
                    start = opened[closes].pop()
                    head = _guess_head(forms, start, word + 1)
                    mentions.append(Mention(start=start, end=word + 1, head=head, cluster=int(closes), kind=""))
        yield Example(id=path.stem, corpus="litbank", forms=forms, gap=_respaced(forms), mentions=mentions, all_mentions=False)


def _guess_head(forms: Sequence[str], start: int, end: int) -> int:
    """The head of a noun phrase without syntax: the last word before what follows the noun."""
    for i in range(start + 1, end):
        if forms[i].lower() in {
            "of",
            "who",
            "which",
            "that",
            "in",
            "with",
            "to",
            "at",
            "on",
            "from",
            "for",
            ",",
            "whose",
            "whom",
            "by",
            "and",
            "between",
            "--",
        }:
            return i - 1
    return end - 1


def factuality(path: Path) -> Iterator[Example]:
    """Event words and how far the writer presents each as fact, -3 to 3, in single sentences given as spaced words."""
    for line in lines(path):
        forms = line["text"].split()
        start = np.cumsum([0, *(len(f) + 1 for f in forms)])[:-1]
        found = {int(np.searchsorted(start, e["b"])): float(e["fact"]) for e in line["events"]}
        yield Example(id=line["id"], corpus=path.stem, forms=forms, gap=_respaced(forms), factuality=found)


def with_factuality(examples: Sequence[Example], sentences: Iterable[Example]) -> list[Example]:
    """Documents with the factuality that the same sentences, given one by one, have elsewhere; then the sentences of none."""
    given = {tuple(s.forms): s for s in sentences}
    found = set()
    for example in examples:
        assert example.sentence is not None
        starts = [0, *(np.flatnonzero(np.diff(example.sentence)) + 1).tolist(), len(example.forms)]
        example.factuality = {}
        for a, b in itertools.pairwise(starts):
            key = tuple(example.forms[a:b])
            if key in given:
                found.add(key)
                example.factuality |= {a + i: fact for i, fact in (given[key].factuality or {}).items()}
    return [*examples, *(s for key, s in given.items() if key not in found)]


def uner(path: Path) -> Iterator[Example]:
    """Names over the documents of EWT, for measuring only: PER, ORG and LOC; each sentence is a paragraph."""
    forms: list[str] = []
    names: list[str] = []
    gap: list[int] = []
    text, at = "", 0
    name = ""
    for line in [*path.read_text(encoding="utf8").split("\n"), "# newdoc id = "]:
        if line.startswith("# newdoc"):
            if forms:
                yield Example(id=name, corpus="uner", forms=forms, gap=np.array(gap, np.int64), names=names)
            forms, names, gap = [], [], []
            name = line.split("=")[-1].strip()
        elif line.startswith("# text = "):
            text, at = line.removeprefix("# text = "), -1
        elif line and line[0].isdigit():
            _, form, label = line.split("\t")[:3]
            found = text.find(form, max(at, 0))
            gap.append(BREAK if at < 0 else NO_GAP if found == at else SPACE)
            at = (found if found >= 0 else max(at, 0)) + len(form)
            forms.append(form)
            names.append(label if label[2:] in ("PER", "ORG", "LOC") else "O")
