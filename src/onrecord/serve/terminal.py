"""How results look in a terminal."""

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from onrecord.query.actors import FoundActor
from onrecord.query.agreement import Agreement
from onrecord.query.offices import Held
from onrecord.query.overview import Listed, Overview
from onrecord.query.review import Entry
from onrecord.query.search import Found, FoundDocument
from onrecord.query.told import ToldEvent, ToldFigure, ToldTie
from onrecord.schema import Correction, Reading, Span, Statement
from onrecord.serve.api import Progress as Moved

_COLOURS = (
    "cyan",
    "green",
    "yellow",
    "magenta",
    "blue",
    "red",
    "bright_cyan",
    "bright_green",
    "bright_yellow",
    "bright_magenta",
)
_JUNK = "dim"
_CONTROLS = {i: "\n" if i in (11, 12, 13) else " " for i in (*range(9), *range(11, 32), *range(127, 160))}


class _Console(Console):
    def on_broken_pipe(self) -> None:
        # the command line knows what to do where the reader of our output has gone
        self.quiet = True
        raise BrokenPipeError


def _console() -> Console:
    return _Console(highlight=False, soft_wrap=not sys.stdout.isatty())


def _clean(text: str) -> str:
    """Text on one line without a terminal's control characters."""
    return " ".join(text.translate(_CONTROLS).split())


@contextmanager
def progress_bar() -> Iterator[Moved | None]:
    """A bar on standard error while files are read; nothing where that is no terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    with Progress(
        TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.fields[path]}"),
        console=console, transient=True,
    ) as bar:  # fmt: skip
        task = bar.add_task("", total=None, path="")

        def moved(done: int, total: int, path: str) -> None:
            bar.update(task, completed=done, total=total, path=path[-40:])

        yield moved


def _said(s: Statement) -> str:
    if s.said is None:
        return ""
    if s.said.first is None and s.said.last is None:
        return f", {_clean(s.said.text)}" if s.said.text else ""
    if s.said.first == s.said.last:
        return f", {s.said.first}"
    return f", {s.said.first or '…'} to {s.said.last or '…'}"


def _post(reading: Reading, s: Statement, names: dict[str, str]) -> str:
    """The office that its speaker held then, as far as the document shows it."""
    day = (s.said and (s.said.first or s.said.last)) or reading.document.published
    for o in reading.offices:
        dated = o.first is not None or o.last is not None
        if (
            s.speaker
            and o.holder == s.speaker.actor
            and (not dated or (day is not None and (o.first or day) <= day <= (o.last or day)))
        ):
            of, to = names.get(o.of or ""), names.get(o.to or "")
            return f", {Held(title=_clean(o.title), of=of, first=o.first, last=o.last, to=to).words}"
    return ""


def print_reading(reading: Reading) -> None:
    """A document with its statements in the colours of their speakers, numbered, and the list of them below."""
    console = _console()
    d = reading.document
    about = [d.kind, d.publisher, d.published, d.byline]
    # most texts begin with their title
    if d.title and not any(s.kind == "title" for s in d.segments):
        console.print(Text(_clean(d.title), style="bold"))
    console.print(Text(_clean(" · ".join([d.path, *(a for a in about if a)])), style="dim"))
    console.print()
    speakers = list(dict.fromkeys(s.speaker.name if s.speaker else "" for s in reading.statements))
    colour = {name: _COLOURS[i % len(_COLOURS)] for i, name in enumerate(speakers)}
    for part in _marked(reading, colour):
        console.print(part)
    console.print()
    names = {a.id: _clean(a.name) for a in reading.actors}
    for number, s in enumerate(reading.statements, 1):
        who = _clean(s.speaker.name) if s.speaker else "nobody named"
        also = "".join(f" and {names.get(a, a)}" for a in s.co_speakers)
        to = f" to {names.get(s.addressee, s.addressee)}" if s.addressee else ""
        inside = next((f", inside {i}" for i, o in enumerate(reading.statements, 1) if o.id == s.inside), "")
        status = "" if s.status == "happened" else f", {s.status}"
        head = Text(f"{number:>3} ", style="dim")
        head.append(f"{who}{also}", style=f"bold {colour[s.speaker.name if s.speaker else '']}")
        head.append(f"{_post(reading, s, names)}{to} ({s.form}{_said(s)}{status}{inside})", style="dim")
        console.print(head)
        if s.form not in ("question", "answer"):
            words = " … ".join(_clean(d.text[a:b]) for a, b in s.content)
            console.print(Text("    " + words))
        if s.about:
            console.print(Text("    about " + ", ".join(names.get(a, a) for a in s.about), style="dim"))
    order = {s.id: n for n, s in enumerate(reading.statements, 1)}
    for title, lines in _facts(reading, names, order).items():
        if lines:
            console.print()
            console.print(Text(title, style="bold"))
            for fact in lines:
                console.print(fact)


def _facts(reading: Reading, names: dict[str, str], order: dict[str, int]) -> dict[str, list[Text]]:
    """Offices, events, ties and figures, a line each, with the number of the statement that asserts it."""
    text = reading.document.text

    def line(head: str, rest: str, words: Span, by: str | None) -> Text:
        shown = Text("    " + _clean(head), style="cyan")
        shown.append("  " + _clean(rest) if rest else "", style="green")
        quoted = " ".join(text[slice(*words)].split())
        shown.append(f"  “{_clean(quoted if len(quoted) <= 120 else quoted[:120] + ' …')}”", style="default")
        shown.append(f"  [{order[by]}]" if by in order else "  the report itself", style="dim")
        return shown

    def days(first: str | None, last: str | None) -> str:
        return _day(first, last) if first or last else ""

    offices = []
    for o in reading.offices:
        bodies = f"{' of ' + names[o.of] if o.of in names else ''}{' to ' + names[o.to] if o.to in names else ''}"
        shown = Text(f"    {names.get(o.holder, o.holder)}", style="cyan")
        shown.append(f"  {_clean(o.title)}{bodies}")
        shown.append(f"  {days(o.first, o.last)}", style="green")
        offices.append(shown)
    events = []
    for e in reading.events:
        parties = " – ".join(names.get(p.actor, p.actor) for p in e.parties)
        status = f"{'not ' if e.negated else ''}{e.status}"
        when = days(e.when.first, e.when.last) if e.when else ""
        head = f"{e.type}{f' ({e.mode})' if e.mode else ''}  {parties}"
        events.append(line(head, "  ".join(x for x in (status, when, e.place) if x), e.span, e.asserted_by))
    ties = []
    for t in reading.ties:
        head = f"{names.get(t.source, t.source)} {t.relation.replace('_', ' ')} {names.get(t.target, t.target)}"
        when = days(t.when.first, t.when.last) if t.when else ""
        ties.append(line(head, "  ".join(x for x in (t.status, when) if x), t.span, t.asserted_by))
    figures = []
    for f in reading.figures:
        head = f"{_amount(f.low, f.high, f.approximate)} {f.unit or ''}".rstrip()
        figures.append(line(head, days(f.when.first, f.when.last) if f.when else "", f.span, f.asserted_by))
    return {"Offices": offices, "Events": events, "Ties": ties, "Figures": figures}


def _amount(low: float | None, high: float | None, approximate: bool) -> str:
    first, last = (f"{x:,.10g}" if x is not None else "…" for x in (low, high))
    return f"{'about ' if approximate else ''}{first if first == last else f'{first} to {last}'}"


def print_actors(found: Sequence[FoundActor]) -> None:
    """Who is on record, with other names and the reasons for which they were taken for one."""
    console = _console()
    if not found:
        console.print("nobody on record")
    for actor in found:
        head = Text(_clean(actor.name), style="bold cyan")
        others = [n for n in actor.names if n != actor.name]
        head.append(f"  {actor.kind}", style="dim")
        counts = ((actor.documents, "document"), (actor.statements, "statement"))
        head.append("  " + ", ".join(f"{n:,} {what}{'' if n == 1 else 's'}" for n, what in counts), style="green")
        console.print(head)
        if others:
            console.print(Text("    also " + _clean(", ".join(others)), style="dim"))
        for reasons in actor.why:
            console.print(Text("    joined by: " + "; ".join(reasons), style="dim"))


def print_corrected(done: Correction) -> None:
    """What was just done to an item, and how to take it back."""
    console = _console()
    console.print(_correction(done))
    console.print(Text(f"take it back with: onrecord undo {done.number}", style="dim"))


def print_corrections(found: Sequence[Entry]) -> None:
    """A list of corrections with what became of them."""
    console = _console()
    if not found:
        console.print("nothing corrected")
    for entry in found:
        line = _correction(entry.correction)
        if entry.correction.undone_by is not None:
            line.append(f"  undone by {entry.correction.undone_by}", style="yellow")
        elif entry.outcome == "lost":
            line.append("  not placed: its words do not stand in the text any more", style="red")
        console.print(line)
        about = " ".join(filter(None, (entry.correction.at, entry.correction.who, entry.path or "(an earlier version)")))
        console.print(Text("    " + _clean(about), style="dim"))


def _correction(c: Correction) -> Text:
    line = Text(f"{c.number}  ", style="bold")
    line.append(f"{c.kind} {c.item} {c.action}", style="cyan")
    if c.undoes is not None:
        line.append(f" of {c.undoes}", style="cyan")
        return line
    was, now = c.before or {}, c.after or {}
    for name in now:
        if c.before and name not in ("id", "score") and was.get(name) != now[name]:
            line.append(f"  {name}: {_value(was.get(name))} → {_value(now[name])}")
    words = next((q.exact for q in c.quotes), "")
    line.append(f"  “{_clean(words[:80])}”", style="dim")
    return line


def _value(value: Any) -> str:
    if isinstance(value, dict) and "name" in value:
        value = value["name"]
    return _clean(str(value)) if value is not None else "nobody"


def print_agreement(found: Agreement) -> None:
    """How far reviewers agree."""
    console = _console()
    if not found.items:
        console.print("no item was judged by two reviewers yet")
        return
    console.print(f"{', '.join(map(_clean, found.reviewers))}: {found.items:,} judged by two or more, {found.alike:,} alike")
    shown = "undefined, since all verdicts are the same" if found.alpha is None else f"{found.alpha:.3f}"
    console.print(f"Krippendorff's alpha (nominal): {shown}")


def _marked(reading: Reading, colour: dict[str, str]) -> Iterator[Text]:
    d = reading.document
    # one for one, so that offsets hold: a terminal's own control characters do not belong on it
    text = Text(d.text.replace("\r\n", " \n").translate(_CONTROLS))
    for segment in d.segments:
        if segment.kind in ("boilerplate", "byline", "dateline"):
            text.stylize(_JUNK, segment.start, segment.end)
        elif segment.kind == "title":
            text.stylize("bold", segment.start, segment.end)
    for s in reading.statements:
        name = s.speaker.name if s.speaker else ""
        style = colour[name] if s.form not in ("question", "answer") else f"dim {colour[name]}"
        for a, b in s.content:
            text.stylize(style, a, b)
        for a, b in s.source:
            text.stylize(f"underline {colour[name]}", a, b)
        for a, b in s.cue:
            text.stylize("bold", a, b)
    marks = sorted(((s.content[0][0], n) for n, s in enumerate(reading.statements, 1)), reverse=True)
    pieces: list[Text] = []
    end = len(text)
    for at, number in marks:
        if at < end:
            pieces.append(text[at:end])
        pieces.append(Text(f"[{number}]", style="dim"))
        end = min(at, end)
    pieces.append(text[0:end])
    whole = Text()
    for piece in reversed(pieces):
        whole.append_text(piece)
    yield whole


def _day(first: str | None, last: str | None) -> str:
    if not first and not last:
        return "no date"
    return (first or "…") if first == last else f"{first or '…'} to {last or '…'}"


def print_found(found: Sequence[Found], words: str | None) -> None:
    """Statements, two lines each, with the words that were searched for marked."""
    console = _console()
    if not found:
        console.print("nothing found")
        return
    sought = [re.escape(w.strip('"*')) for w in re.findall(r'"[^"]+"|\S+', words or "") if w.strip('"*')]
    pattern = re.compile("|".join(rf"\b{w}\w*" for w in sought), re.IGNORECASE) if sought else None
    for hit in found:
        head = Text(_clean(hit.speaker or "nobody named"), style="bold cyan")
        head.append(f"  {_clean(hit.office.words)}" if hit.office else "", style="cyan")
        status = "" if hit.status == "happened" else f", {hit.status}"
        day = _day(hit.first, hit.last)
        head.append(f"  {day if hit.dated or not hit.first else f'published {day}'}", style="green")
        near = "" if hit.likeness is None else f"  likeness {hit.likeness:.2f}"
        head.append(f"  {hit.form}{status}  {_clean(hit.publisher or '')}{near}", style="dim")
        console.print(head)
        body = _clean(hit.content)
        line = Text("  " + (body if len(body) <= 600 else body[:600] + " …"))
        if pattern:
            line.highlight_regex(pattern, "bold reverse")
        console.print(line)
        console.print(Text(f"  {_clean(hit.path)}:{hit.start}  {hit.id}", style="dim"))


def print_events(found: Sequence[ToldEvent]) -> None:
    """Events, two lines each."""
    for e in _some(found):
        parties = " – ".join(_clean(p.name) for p in e.parties)
        status = f"{'not ' if e.negated else ''}{e.status}"
        _print_told(e, f"{e.type}{f' ({e.mode})' if e.mode else ''}  {parties}", status)


def print_ties(found: Sequence[ToldTie]) -> None:
    """Ties, two lines each."""
    for t in _some(found):
        _print_told(t, f"{_clean(t.source_name)} {t.relation.replace('_', ' ')} {_clean(t.target_name)}", t.status)


def print_figures(found: Sequence[ToldFigure]) -> None:
    """Figures, two lines each."""
    for f in _some(found):
        _print_told(f, f"{_amount(f.low, f.high, f.approximate)} {_clean(f.unit or '')}".rstrip(), _clean(f.what or ""))


_Told = TypeVar("_Told", ToldEvent, ToldTie, ToldFigure)


def _some(found: Sequence[_Told]) -> Sequence[_Told]:
    if not found:
        _console().print("nothing found")
    return found


def _print_told(item: ToldEvent | ToldTie | ToldFigure, head: str, more: str) -> None:
    console = _console()
    shown = Text(head, style="bold cyan")
    day = _day(item.first, item.last)
    shown.append(f"  {day if item.dated or not item.first else f'published {day}'}", style="green")
    by = _clean(item.asserted.name or "somebody") if item.asserted.statement else "the report itself"
    shown.append(f"  {more}  says {by}".replace("    ", "  "), style="dim")
    console.print(shown)
    p = item.passage
    line = Text("  " + _clean(p.before), style="dim")
    line.append(" " + _clean(p.words), style="not dim")
    line.append(" " + _clean(p.after))
    console.print(line)
    console.print(Text(f"  {_clean(p.outlet or '')}  {_clean(p.title or p.document)}:{p.start}  {item.id}", style="dim"))


def print_documents(found: Sequence[FoundDocument]) -> None:
    """Documents, two lines each."""
    console = _console()
    if not found:
        console.print("nothing found")
    for page in found:
        head = Text(_clean(page.title or page.path), style="bold")
        head.append("  " + _clean(f"{page.published or 'no date'}  {page.publisher or ''}  {page.path}"), style="dim")
        console.print(head)
        console.print(Text("  " + _clean(page.snippet)))


def print_status(record: str, summary: Overview, listed: Sequence[Listed] | None) -> None:
    """Counts, what could not be read, and where asked for the documents."""
    console = _console()
    kinds = ", ".join(f"{count} {kind}{'s' if count != 1 else ''}" for kind, count in summary.kinds.items())
    forms = ", ".join(f"{count:,} {form}" for form, count in summary.statements.items())
    console.print(Text(record, style="bold"))
    console.print(f"documents   {summary.documents:,}" + (f" ({kinds})" if kinds else ""))
    console.print(f"statements  {sum(summary.statements.values()):,}" + (f" ({forms})" if forms else ""))
    console.print(f"actors      {summary.actors:,}")
    if summary.first:
        console.print(f"published   {summary.first} to {summary.last}")
    console.print(f"not read    {len(summary.unread):,}")
    for item in summary.unread:
        console.print(Text("  " + _clean(f"{item.path}: {item.reason}"), style="yellow"))
    for d in listed or ():
        line = Text(f"{d.id[:8]}  {d.published or '----------'}  {d.statements:>4}  ")
        line.append(_clean(d.path), style="bold")
        line.append(f"  {_clean(d.title or '')}", style="dim")
        console.print(line)
