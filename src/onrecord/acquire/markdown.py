"""Markdown, kept to the character: only what its marks say about the paragraphs is read."""

import re
from dataclasses import replace

from onrecord.acquire.dates import iso_day
from onrecord.acquire.paragraphs import Paragraph, paragraphs
from onrecord.acquire.source import Source

# fields, lists, comments: a text may open with three dashes too
_FRONT = re.compile(r"\A---[ \t\r]*\n(?P<head>(?:[ \t\r]*\n|(?:[\w-]+[ \t]*:|[ \t]+\S|- |#)[^\n]*\n)*?)---[ \t\r]*\n")
_FIELD = re.compile(r"(?m)^(?P<name>[\w-]+)[ \t]*:[ \t]*[\"']?(?P<value>.*?)[\"']?[ \t\r]*$")
_HEADING = re.compile(r"#{1,6}\s+(?=\S)")
_BOLD = re.compile(r"(?:\*\*|__)(?=\S)(?P<words>(?:(?!\*\*|__).)+)(?:\*\*|__)\W*$", re.DOTALL)
_ASKED = re.compile(r"(?P<mark>\*\*|__)(?=\S)(?P<words>(?:(?!\*\*|__).)+[?][”\"’']?)(?P=mark)\s*(?=\S)", re.DOTALL)
_QUOTED = re.compile(r"(?:>\s?)+")


def source(text: str, encoding: str) -> Source:
    """The paragraphs of a Markdown text; metadata from a block between lines of three dashes at its start."""
    front = _FRONT.match(text)
    about = {m["name"].lower(): m["value"] for m in _FIELD.finditer(front["head"])} if front else {}
    found: list[Paragraph] = []
    for p in paragraphs(text, front.end() if front else 0):
        start = p.start
        for mark in (_QUOTED, _HEADING):
            match = mark.match(text, start, p.end)
            start = match.end() if match else start
        heading = bool(_HEADING.match(text, p.start, p.end))
        bold = _BOLD.match(text, start, p.end)
        asked = None if bold else _ASKED.match(text, start, p.end)
        if asked:
            # the answer goes on in the line of its question
            found.append(Paragraph(start=asked.start("words"), end=asked.end("words"), bold=True))
            start = asked.end()
        if start < p.end:
            words = bold.span("words") if bold else (start, p.end)
            found.append(replace(p, start=words[0], end=words[1], heading=heading, bold=bool(bold)))
    title = about.pop("title", None)
    if not title and found and found[0].heading:
        title = text[found[0].start : found[0].end]
    return Source(
        text=text,
        paragraphs=tuple(found),
        extractor=f"as given ({encoding})",
        title=title,
        published=iso_day(about.pop("date", None) or about.pop("published", None)),
        publisher=about.pop("publisher", None) or about.pop("outlet", None),
        byline=about.pop("author", None) or about.pop("byline", None),
        meta=about,
    )
