"""The commands as Python functions: `onrecord.read`, `search`, `show`, `export`, `status`, `workspace`."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, get_args

from onrecord.acquire.files import STANDARD_INPUT, discovered
from onrecord.errors import InputError, MissingError
from onrecord.keep import export as out
from onrecord.keep.store import Store
from onrecord.query import actors as who
from onrecord.query import brief as briefing
from onrecord.query import cite as citing
from onrecord.query import overview
from onrecord.query import review as reviewing
from onrecord.query import search as finding
from onrecord.query.actors import FoundActor
from onrecord.query.agreement import Agreement
from onrecord.query.agreement import agreement as agreeing
from onrecord.query.brief import MOST as BRIEF
from onrecord.query.brief import Brief
from onrecord.query.cite import Check
from onrecord.query.overview import Listed, Overview
from onrecord.query.review import Entry
from onrecord.query.search import Filter, Found, FoundDocument
from onrecord.schema import Action, Correction, Judgement, Part, Reading, Unit, Unread, Verdict
from onrecord.serve.joining import join
from onrecord.serve.record import found as found_in
from onrecord.serve.source import source_of

Paths = str | Path | Iterable[str | Path]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What came of reading."""

    read: int
    """documents read now"""
    known: int
    """documents that were on record already, unchanged, and copies of what was read now"""
    statements: int
    unread: tuple[Unread, ...]


Progress = Callable[[int, int, str], None]
"""told after each file, and after some lines of JSON Lines: documents done, documents in all, the file's path"""


def _listed(paths: Paths) -> list[str]:
    return list(discovered([str(paths)] if isinstance(paths, str | Path) else [str(p) for p in paths]))


def readings(paths: Paths, *, jobs: int | None = None) -> Iterator[Reading | Unread]:
    """Reads documents one after another without keeping them: files, folders, patterns, "-" for standard input.

    Results come in the order of the files. Raises InputError, before anything is read, where a path means no file.
    """
    from onrecord.run.reading import in_parts, read_files, reader  # the network's engine: only who reads waits for it

    todo = _listed(paths)
    reader()
    for outcome in read_files(in_parts(todo), jobs=jobs):
        yield from outcome.found


def read(paths: Paths, *, into: str | Path, jobs: int | None = None, progress: Progress | None = None) -> Report:
    """Reads documents into a record file, which is made where there is none.

    What is on record already and unchanged is passed over, so that an interrupted reading goes on where it stopped. Each file
    is kept as soon as it is read, one of JSON Lines a few documents at a time. Raises InputError where a path means no file,
    StoreError where the file is no record.
    """
    from onrecord.run.reading import in_parts, read_files, reader

    todo = _listed(paths)
    by = reader()
    done = known = said = 0
    read_now: set[str] = set()
    unread: list[Unread] = []
    with closing(Store(into)) as store:
        tasks = in_parts(todo)
        total = sum(part.count if part else 1 for _, part in tasks)
        # a pipe may bring in any order what it brought before
        piped = store.passed(STANDARD_INPUT, by) if STANDARD_INPUT in todo else frozenset[str]()

        def passed(path: str, part: Part | None) -> frozenset[str]:
            return piped if path == STANDARD_INPUT else store.passed(path, by, part)

        for outcome in read_files(tasks, jobs=jobs, passed=passed):
            store.write(outcome.found, path=outcome.path, passed=outcome.passed, part=outcome.part)
            for item in outcome.found:
                if isinstance(item, Unread):
                    unread.append(item)
                elif item.document.id in read_now:
                    known += 1
                else:
                    read_now.add(item.document.id)
                    said += len(item.statements)
            known += len(outcome.passed)
            if progress:
                done += outcome.part.count if outcome.part else 1
                progress(done, total, outcome.path)
        if read_now or not store.is_joined():
            join(store)
    return Report(read=len(read_now), known=known, statements=said, unread=tuple(unread))


def actors(name: str | None = None, *, record: str | Path, limit: int = 50) -> list[FoundActor]:
    """The actors on record, those in most documents first: the names that each goes by and why these were joined.

    `name` is one of their names or a part of one. Raises InputError for a name that nobody has.
    """
    with closing(Store(record, read_only=True)) as store:
        return list(who.actors(store, name, limit=limit))


def judge(a: Unit, b: Unit, verdict: Verdict, *, record: str | Path, by: str) -> None:
    """Keeps that two actors of two documents are the same, different or undecided, and joins or parts them accordingly.

    Actors are (document id, actor id), as `actors` gives them. A judgement is a log entry: a later one about the same pair
    takes its place; "undecided" leaves the two without a link of their own, whatever their features say, and "withdrawn" is as
    if nobody had judged. Raises InputError for an actor that is not on record, or a verdict that is none.
    """
    if verdict not in get_args(Verdict):
        raise InputError(f"{verdict}: no such verdict; one of {', '.join(get_args(Verdict))}")
    with closing(Store(record)) as store:
        store.judge(Judgement(a=a, b=b, verdict=verdict), who=by)
        join(store)


def correct(item: str, action: Action, to: Any = None, *, record: str | Path, by: str) -> Correction:
    """Corrects an item of the record, by hand, and keeps that in the log; durable when this returns.

    `item` is the id of a statement, event, tie or figure, or DOCUMENT:START-END for a mention. `action` is accept, reject,
    speaker or actor (`to` a name, an id, or None for nobody), spans (`to` the places of source, cue and content, as words or
    offsets), form, type or status (`to` one of their words), or add: then `item` is a document and `to` the parts of a
    statement that was missed. Raises InputError for what is not there or makes no sense.
    """
    with closing(Store(record)) as store:
        if action == "add":
            return store.correct(overview.document_named(store, item), action, to, who=by)
        kind, found = reviewing.called(store, item)
        return store.correct(found, action, to, who=by, kind=kind)


def undo(number: int, *, record: str | Path, by: str) -> Correction:
    """Takes a correction back by its number in the log; an undoing too, which brings the correction back.

    Raises InputError for a number that is not in the log or is undone already.
    """
    with closing(Store(record)) as store:
        return store.undo(number, who=by)


def corrections(
    *, record: str | Path, by: str | None = None, document: str | None = None, lost: bool = False, limit: int | None = None
) -> list[Entry]:
    """What was corrected by hand, latest first, with what became of it; with `lost` only what the texts have no place for."""
    with closing(Store(record, read_only=True)) as store:
        of = None if document is None else overview.document_named(store, document)
        return list(reviewing.log(store, who=by, document=of, lost=lost, limit=limit))


def agreement(*, record: str | Path) -> Agreement:
    """How far reviewers agree where they judged the same items."""
    with closing(Store(record, read_only=True)) as store:
        return agreeing(store)


def search(
    words: str | None = None,
    *,
    record: str | Path,
    speaker: str | None = None,
    about: str | None = None,
    since: str | None = None,
    until: str | None = None,
    form: str | None = None,
    status: str | None = None,
    outlet: str | None = None,
    year: str | None = None,
    meaning: str | None = None,
    limit: int | None = 50,
) -> list[Found]:
    """Statements on record: by words, best first where not too many have them; by what they mean, nearest first to what is
    given for `meaning`; else latest first.

    `speaker` and `about` are names, parts of names or identities, `since` and `until` ISO days, months or years (the day it was
    said, else that of publication), `form` direct, indirect, mixed, question or answer, `outlet` who published it. Raises
    InputError for a name that nobody has, and where a meaning is asked for that the record does not hold.
    """
    wanted = Filter(
        words=words, speaker=speaker, about=about, since=since, until=until, form=form, status=status, outlet=outlet, year=year
    )  # fmt: skip
    with closing(Store(record, read_only=True)) as store:
        return list(found_in(store, wanted, meaning=meaning, limit=limit))


def search_documents(words: str, *, record: str | Path, limit: int = 20) -> list[FoundDocument]:
    """Documents on record in whose title or text words stand, best first."""
    with closing(Store(record, read_only=True)) as store:
        return list(finding.documents(store, words, limit=limit))


def show(name: str, *, record: str | Path, limit: int | None = None) -> Reading | list[Found]:
    """The reading of a document, called by its path, the end of it or its id; else what an actor of that name said."""
    if not name.strip():
        raise InputError("an empty name; give a document's path or id, or an actor's name")
    with closing(Store(record, read_only=True)) as store:
        document = overview.document_called(store, name)
        if document:
            return store.reading(document)
        try:
            return list(finding.statements(store, Filter(speaker=name), limit=limit))
        except InputError:
            raise MissingError(
                f"{name}: no document and nobody of that name on record; onrecord status lists the documents"
            ) from None


def status(*, record: str | Path) -> tuple[Overview, list[Listed]]:
    """What the record holds, what could not be read and why, and its documents."""
    with closing(Store(record, read_only=True)) as store:
        return overview.overview(store), list(overview.listed(store))


def brief(
    words: str | None = None,
    *,
    record: str | Path,
    speaker: str | None = None,
    about: str | None = None,
    since: str | None = None,
    until: str | None = None,
    form: str | None = None,
    status: str | None = None,
    outlet: str | None = None,
    year: str | None = None,
    against: str | None = None,
    limit: int = BRIEF,
) -> Brief:
    """What was said and done, earliest first, each line with its citation: of what a search by the same options means.

    `against` is a second speaker, whose part stands beside the first one's; `limit` a number of lines of each kind. Raises
    InputError as `search` does.
    """
    wanted = Filter(
        words=words, speaker=speaker, about=about, since=since, until=until, form=form, status=status, outlet=outlet, year=year
    )  # fmt: skip
    other = replace(wanted, speaker=against) if against else None
    with closing(Store(record, read_only=True)) as store:
        return briefing.brief(store, wanted, against=other, most=limit)


def write_brief(found: Brief, to: str | Path) -> None:
    """Writes a brief to a file that ends in .md or .docx; raises InputError for another, and where it cannot be written."""
    from onrecord.serve import paper

    kind = Path(to).suffix.lower()
    if kind not in (".md", ".docx"):
        raise InputError(f"{to}: no such format; a brief is written to a file that ends in .md or .docx")
    try:
        Path(to).write_bytes(paper.word(found) if kind == ".docx" else paper.markdown(found).encode("utf8"))
    except OSError as error:
        raise InputError(f"{to}: cannot be written: {error.strerror or error}") from None


def cite(statement: str, *, record: str | Path, format: str = "footnote") -> str:
    """The citation of a statement, named by its id or the beginning of it: as footnote, csl (CSL-JSON), ris or bibtex.

    Raises InputError for a statement that is not on record, and for another format.
    """
    with closing(Store(record, read_only=True)) as store:
        return citing.rendered(citing.cited(store, statement).citation, format)


def check(link: str, *, record: str | Path) -> Check:
    """Whether the words that a permalink quotes still stand where they were read: exact, moved (to where), or gone.

    Raises InputError for what is no permalink.
    """
    with closing(Store(record, read_only=True)) as store:
        return citing.check(store, citing.link_of(link))


def export(
    to: str | Path,
    *,
    record: str | Path,
    format: str | None = None,
    table: str = "statements",
    document: str | None = None,
    wanted: Filter | None = None,
    all_versions: bool = False,
) -> int:
    """Writes the record to a file or folder, or "-" for standard output; returns how many lines, rows or items.

    `format` is the name of one of `onrecord.keep.export.FORMATS`; where there is none the file's ending tells it. `table` is
    for CSV and Parquet: statements, actors, documents, mentions, events, ties, figures or offices. `document`, a path, the
    end of one or an id, picks one; `wanted` picks what a search for it finds, with the events and ties that belong to it.
    Earlier versions of documents are left out unless asked for. Raises InputError for what does not exist.
    """
    kind = out.format_of(str(to), format)
    with closing(Store(record, read_only=True)) as store:
        source = source_of(store, table=table, document=document, wanted=wanted, all_versions=all_versions)
        if str(to) == "-":
            return out.write_text(source, sys.stdout, kind)
        if Path(to).exists() and Path(to).samefile(record):
            raise InputError(f"{to}: is the record itself; give another file name")
        return out.write(source, to, kind)


def workspace(
    record: str | Path,
    *,
    port: int | None = None,
    host: str = "127.0.0.1",
    token: str | None = None,
    browser: bool = True,
    told: Callable[[str], None] = print,
) -> None:
    """Serves the pages of a record, the command `open`, until it is interrupted.

    `told` gets the address; the browser opens it unless `browser` is false. Without a port the first free one from 8080 on is
    taken. Any host but this machine's own takes a token, made where none is given. Raises InputError for a record that is not
    there or a port that is taken, StoreError for a file that is no record.
    """
    from onrecord.serve.web.server import serve  # the web's libraries: only who opens a record waits for them

    serve(record, port=port, host=host, token=token, browser=browser, told=told)


__all__: Sequence[str] = (
    "Report",
    "actors",
    "agreement",
    "brief",
    "check",
    "cite",
    "correct",
    "corrections",
    "export",
    "judge",
    "read",
    "readings",
    "search",
    "search_documents",
    "show",
    "status",
    "undo",
    "workspace",
    "write_brief",
)
