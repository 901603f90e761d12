"""One document with its marks as an HTML file that needs nothing else: no script, no style sheet, no request."""

import unicodedata
from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise
from typing import IO

from onrecord.errors import InputError
from onrecord.keep.citation import citation, footnote, office_words
from onrecord.keep.days import day, days
from onrecord.keep.export.source import Source, amount_of, called, names_of, who_asserts
from onrecord.keep.index import content_of
from onrecord.schema import Reading, Span, Statement, When

_COLOURS = 12
_STYLE = """
:root { color-scheme: light dark; --back: #fcfcfa; --ink: #1d1f21; --quiet: #6a6f76; --line: #dfe1e0; }
@media (prefers-color-scheme: dark) { :root { --back: #16181a; --ink: #e2e3e1; --quiet: #9aa0a6; --line: #33373a; } }
body { margin: 0 auto; max-width: 46rem; padding: 2rem 1.25rem 4rem; background: var(--back); color: var(--ink);
  font: 1.0625rem/1.6 Charter, "Iowan Old Style", "Source Serif 4", Georgia, serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .25rem; } h2 { font-size: 1.05rem; margin: 2.5rem 0 .5rem; }
.data, li small, .key, dd { color: var(--quiet); font-size: .875rem; } .data { margin: 0 0 2rem; }
#text { white-space: pre-wrap; } .junk { color: var(--quiet); } .cue { font-style: italic; } .source { font-weight: 600; }
mark { color: inherit; background: color-mix(in srgb, var(--c) 20%, transparent); border-bottom: 2px solid var(--c); }
mark.inner { border-bottom-style: double; border-bottom-width: 4px; }
a.n { font: 600 .7rem/1 system-ui, sans-serif; vertical-align: super; margin: 0 .1em; color: var(--c, inherit);
  text-decoration: none; } a.n:hover { text-decoration: underline; } :target { outline: 2px solid var(--c, currentColor); }
ol, ul { padding-left: 1.75rem; } li { margin: .6rem 0; border-top: 1px solid var(--line); padding-top: .5rem; }
.control { border: 1px solid var(--quiet); border-radius: 3px; font: .65em/1 ui-monospace, monospace; padding: 0 .2em; }
@media print { body { max-width: none; padding: 0; } mark { background: none; } }
"""
_HUES = (212, 18, 145, 282, 45, 190, 330, 95, 255, 0, 165, 305)


def write_page(source: Source, out: IO[str]) -> int:
    """Writes the one document of a source; raises InputError where there are more or none. Returns 1."""
    found = source.readings()
    reading = next(found, None)
    if reading is None or next(found, None) is not None:
        count = "more than one document" if reading else "no document"
        raise InputError(f"{count} to write; HTML holds one, which --document names: its path, the end of it, or its id")
    for piece in _page(reading):
        out.write(piece)
    return 1


def _page(reading: Reading) -> Iterator[str]:
    d = reading.document
    speakers = list(dict.fromkeys(s.speaker.actor for s in reading.statements if s.speaker and s.speaker.actor))
    colour = {a: n % _COLOURS for n, a in enumerate(speakers)}
    title = shown(_line(d.title or d.path))
    hues = "".join(f".s{n} {{ --c: hsl({hue} 62% 48%); }}\n" for n, hue in enumerate(_HUES))
    published = day(d.published) if d.published else "no date"
    about = " · ".join(shown(x) for x in (d.publisher, d.byline, published, d.path, d.kind) if x)
    by = f"{reading.reader.name} {reading.reader.version} ({reading.reader.model[:12]})"
    how = f"SHA-256 {d.sha256}; text by {d.extractor or 'no extractor'}; read by {by}"
    yield f"""<!doctype html>
<html lang="{escape(d.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(_line(d.title or d.path))}</title>
<style>{_STYLE}{hues}.none {{ --c: #8a8f94; }}
</style>
</head>
<body>
<h1>{title}</h1>
<p class="data">{about}<br>{shown(how)}</p>
<main id="text" dir="auto">"""
    yield from _marked(reading, colour)
    yield "</main>\n"
    yield from _lists(reading, colour)
    yield "</body>\n</html>\n"


def _line(text: str) -> str:
    return " ".join(text.split())


def _kind(statement: Statement, colour: dict[str, int]) -> str:
    actor = statement.speaker.actor if statement.speaker else None
    return "none" if actor is None else f"s{colour[actor]}"


def _marked(reading: Reading, colour: dict[str, int]) -> Iterator[str]:
    """The text, all of it, cut wherever a mark begins or ends."""
    text = reading.document.text
    layers: list[tuple[Span, str, int]] = []
    first: dict[int, list[int]] = {}
    for n, s in enumerate(reading.statements, 1):
        kind = _kind(s, colour)
        layers += [(span, f"{kind}{' inner' if s.inside else ''}", n) for span in s.content]
        first.setdefault(s.content[0][0], []).append(n)
        layers += [(span, name, 0) for name, spans in (("source", s.source), ("cue", s.cue)) for span in spans]
    layers += [((g.start, g.end), "junk", 0) for g in reading.document.segments if g.kind == "boilerplate"]
    cuts = sorted({0, len(text), *(edge for (a, b), _, _ in layers for edge in (a, b))})
    begun = sorted(layers, key=lambda layer: layer[0])
    over: list[tuple[Span, str, int]] = []
    for a, b in pairwise(cuts):
        while begun and begun[0][0][0] <= a:
            over.append(begun.pop(0))
        over = [layer for layer in over if layer[0][1] > a]
        for n in first.get(a, ()):
            s = reading.statements[n - 1]
            kind = _kind(s, colour)
            yield f'<a class="n {kind}" id="m{n}" href="#i{n}">{n}</a>'
        # of words within words the innermost speaker's colour: the statement whose words begin last
        spoken = [(name, n) for _, name, n in over if n]
        plain = sorted({name for _, name, n in over if not n})
        piece = shown(text[a:b])
        if plain:
            piece = f'<span class="{" ".join(plain)}">{piece}</span>'
        if spoken:
            name = max(spoken, key=lambda x: reading.statements[x[1] - 1].content[0][0])[0]
            piece = f'<mark class="{name}">{piece}</mark>'
        yield piece


def _lists(reading: Reading, colour: dict[str, int]) -> Iterator[str]:
    text, name, asserts = reading.document.text, names_of(reading), who_asserts(reading)
    number = {s.id: n for n, s in enumerate(reading.statements, 1)}

    def by(statement: str | None) -> str:
        if statement is None:
            return "according to the report"
        who, n = shown(asserts(statement) or ""), number.get(statement)
        return f"according to {who}" + (f' <a class="n" href="#i{n}">{n}</a>' if n else "")

    def when(days_of: When | None) -> str:
        return days(days_of.first, days_of.last) if days_of else ""

    def section(head: str, tag: str, items: Sequence[str]) -> str:
        return f"<h2>{head}</h2>\n<{tag}>\n{''.join(items)}</{tag}>\n" if items else ""

    statements = []
    for n, s in enumerate(reading.statements, 1):
        kind = _kind(s, colour)
        who = called(s, name)
        more = [s.form, s.status, when(s.said)]
        more += ["about " + ", ".join(str(name(a)) for a in s.about) if s.about else ""]
        inside = f" · in the words of {by(s.inside).removeprefix('according to ')}" if s.inside else ""
        statements.append(
            f'<li id="i{n}" class="{kind}" value="{n}"><a class="n {kind}" href="#m{n}">↑</a> <b>{shown(who)}</b>: '
            f"{shown(_line(content_of(text, s)))}<br><small>{shown(' · '.join(x for x in more if x))}{inside}<br>"
            f"{shown(footnote(citation(reading, s)))}</small></li>\n"
        )
    yield section("Statements", "ol", statements)
    events = []
    for e in reading.events:
        parties = " – ".join(str(name(p.actor)) for p in e.parties)
        more = [f"{'not ' if e.negated else ''}{e.status}", when(e.when), e.place or ""]
        events.append(_item(f"{e.type} {parties}", text, e.span, more, by(e.asserted_by)))
    yield section("Events", "ul", events)
    ties = [
        _item(
            f"{name(t.source)} {t.relation.replace('_', ' ')} {name(t.target)}",
            text,
            t.span,
            [t.status, when(t.when)],
            by(t.asserted_by),
        )
        for t in reading.ties
    ]
    yield section("Ties", "ul", ties)
    figures = []
    for f in reading.figures:
        figures.append(_item(amount_of(f), text, f.span, [when(f.when)], by(f.asserted_by)))
    yield section("Figures", "ul", figures)
    names = {a.id: a.name for a in reading.actors}
    offices = [
        _item(f"{name(o.holder)}: {office_words(o, names)}", text, o.span, [days(o.first, o.last)], by(None))
        for o in reading.offices
    ]
    yield section("Offices", "ul", offices)


def _item(head: str, text: str, span: Span, more: Sequence[str], by: str) -> str:
    words = _line(text[slice(*span)])
    rest = " · ".join([*(shown(x) for x in more if x), by])
    return f"<li><b>{shown(head)}</b><br>“{shown(words)}”<br><small>{rest}</small></li>\n"


_BIDIRECTIONAL = {0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x2028, 0x2029, 0xFEFF}


def shown(text: str) -> str:
    """Text escaped, with what would act on the page without being seen as a visible mark."""
    return "".join(_mark(c) for c in text)


def _mark(character: str) -> str:
    hidden = ord(character) in _BIDIRECTIONAL or (unicodedata.category(character) == "Cc" and character not in "\t\n\r")
    return f'<span class="control">U+{ord(character):04X}</span>' if hidden else escape(character)
