"""Readings made by hand: a record without a network. All persons, papers and places are invented."""

import os
import subprocess
import sys

from onrecord.ids import digest
from onrecord.schema import Actor, Document, Mention, Reader, Reading, Segment, Speaker, Statement, When

READER = Reader(name="onrecord", version="0", model="by hand")
_KINDS = {"Velmora": "state", "Tasken": "state", "Harbour Board": "organization"}


def actor_id(name):
    return digest("actor", name)


def reading(
    path, *said, title=None, published=None, publisher=None, kind="report", reader=READER, sha256=None, meta=None, aliases=()
):
    """One statement for each of `said`: (speaker or None, words, and what else a `Statement` is to hold).

    The text is one paragraph a statement: the speaker, "said:", the words in quotation marks. "about" and "co_speakers" are
    names here; `aliases` are pairs of a name and another for it.
    """
    text, segments, statements, mentions, names = "", [], [], [], []

    def add(words):
        nonlocal text
        text += words
        return len(text) - len(words), len(text)

    if title:
        segments.append(Segment(kind="title", start=0, end=len(title)))
        add(title + "\n\n")
    held = []
    for speaker, words, *more in said:
        start = len(text)
        source = add(speaker) if speaker else None
        cue = add(" said") if speaker else None
        add(": “" if speaker else "“")
        content = add(words)
        add("”")
        segments.append(Segment(kind="paragraph", start=start, end=len(text)))
        add("\n\n")
        held.append((speaker, source, cue, content, dict(*more)))
    document = Document(
        id=digest("document", text, sha256 or ""),
        path=path,
        text=text,
        segments=tuple(segments),
        kind=kind,
        title=title,
        published=published,
        publisher=publisher,
        sha256=sha256 or digest("bytes", text),
        extractor="by hand",
        meta=meta or {},
    )
    for number, (speaker, source, cue, content, given) in enumerate(held):
        about, beside = given.pop("about", ()), given.pop("co_speakers", ())
        names += [n for n in (speaker, *about, *beside) if n]
        if speaker:
            mentions.append(Mention(start=source[0], end=source[1], kind="person", actor=actor_id(speaker)))
        made = {
            "form": "direct",
            "speaker": Speaker(actor=actor_id(speaker), name=speaker) if speaker else None,
            "source": (source,) if source else (),
            "cue": ((cue[0] + 1, cue[1]),) if cue else (),
            "content": (content,),
            "about": tuple(map(actor_id, about)),
            "co_speakers": tuple(map(actor_id, beside)),
        }
        statements.append(Statement(id=digest("statement", document.id, number), **(made | given)))
    others = {name: tuple(b for a, b in aliases if a == name) for name in names}
    actors = tuple(Actor(id=actor_id(n), kind=_KINDS.get(n, "person"), name=n, aliases=others[n]) for n in dict.fromkeys(names))
    return Reading(document=document, reader=reader, mentions=tuple(mentions), actors=actors, statements=tuple(statements))


def numbered(number):
    """The reading of a number: one word that is nowhere else in its text and each of its two statements."""
    return reading(
        f"news/{number}.txt",
        ("Ida Brandvik", f"The ferry number{number} leaves at dawn.", {"about": ["Velmora"]}),
        ("Oren Tal", f"Nobody boards number{number} without a pass.", {"said": When(first="2023-04-05", last="2023-04-05")}),
        title=f"Ferries, part number{number}",
        published="2023-04-06",
    )


def python(code, *args, **options):
    """A process that runs code, with what these tests can import."""
    env = os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)} | options.pop("env", {})
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, args)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=env,
        text=True,
        encoding="utf8",
        **options,
    )


def output(process, *, timeout=60):
    """What a process printed; fails with what it complained about where it failed."""
    out, err = process.communicate(timeout=timeout)
    assert process.returncode == 0, err
    return out
