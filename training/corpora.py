"""The corpora but for treebanks, each read into `Example`s."""

import itertools
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from onrecord.annotate.pieces import BREAK, NO_GAP, SPACE
from training.examples import Aligner, Attribution, Example, Mention, Span, lines, respaced


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
            yield Example(id=f"{path.stem}-{number}", corpus="crossner", forms=forms, gap=respaced(forms), names=names)


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
        yield Example(id=doc["title"], corpus="redocred", forms=forms, gap=respaced(forms), names=names)


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
        yield Example(id=path.stem, corpus="litbank", forms=forms, gap=respaced(forms), mentions=mentions, all_mentions=False)


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
        yield Example(id=line["id"], corpus=path.stem, forms=forms, gap=respaced(forms), factuality=found)


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
