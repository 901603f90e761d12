"""What is handed on: `brief`, `cite`, `export`."""

import sys
from dataclasses import asdict
from typing import Annotated

import typer

from onrecord.serve.cli.options import RECORD, About, Form, Format, Record, ShowFormat, Speaker, quoted
from onrecord.serve.cli.output import many, print_json


def brief(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[WORDS]...", help="All these words, as search takes them.")
    ] = None,
    speaker: Speaker = None,
    about: About = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="A day, month or year.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="By then.")] = None,
    form: Form = None,
    status: Annotated[
        str | None, typer.Option("--status", help="happened, ongoing, planned, hoped, denied, hypothetical.")
    ] = None,
    outlet: Annotated[str | None, typer.Option("--outlet", help="Who published it.")] = None,
    against: Annotated[
        str | None, typer.Option("--against", metavar="NAME", help="A second speaker, beside the first.")
    ] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="FILE", help="Write to this .md or .docx file.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many lines of each kind at most.")] = 200,
    record: Record = RECORD,
    format: Format = ShowFormat.text,
) -> None:
    """Say what was said and done, line by line, each with its citation; as Markdown, or in a Word file."""
    from onrecord.serve import api
    from onrecord.serve.paper import markdown

    found = api.brief(
        quoted(words), record=record, speaker=speaker, about=about, since=since, until=until, form=form, status=status,
        outlet=outlet, against=against, limit=limit,
    )  # fmt: skip
    if to is not None:
        api.write_brief(found, to)
        typer.echo(f"{to}: {many(len(found.sources), 'line')} written", err=True)
    elif format is ShowFormat.json:
        print_json(asdict(found))
    else:
        sys.stdout.write(markdown(found))


def cite(
    statement: Annotated[
        str,
        typer.Argument(metavar="STATEMENT|LINK", help="A statement's id or its beginning; or a permalink, which is checked."),
    ],
    format: Annotated[str, typer.Option("--format", help="footnote, csl, ris or bibtex.")] = "footnote",
    record: Record = RECORD,
) -> None:
    """Cite a statement, or check whether what a permalink quotes still stands there: exact, moved or gone."""
    from onrecord.serve import api

    if "?" not in statement:
        typer.echo(api.cite(statement, record=record, format=format))
        return
    found = api.check(statement, record=record)
    place = f" {found.document} {found.start}-{found.end}" if found.document else ""
    typer.echo(f"{found.state}:{place} {found.why}")
    if found.state != "exact":
        raise typer.Exit(1)


def export(
    to: Annotated[str, typer.Argument(metavar="FILE", help="Where to; - for standard output.")],
    table: Annotated[
        str,
        typer.Option(
            "--table", help="For csv and parquet: statements, actors, documents, mentions, events, ties, figures or offices."
        ),
    ] = "statements",
    format: Annotated[
        str | None, typer.Option("--format", help="One of those below; by default told by the file's ending.")
    ] = None,
    document: Annotated[
        str | None, typer.Option("--document", help="Only this one: its path, the end of it, or its id.")
    ] = None,
    all_versions: Annotated[bool, typer.Option("--all-versions", help="Earlier versions of documents too.")] = False,
    speaker: Annotated[str | None, typer.Option("--speaker", help="Only what this one said.")] = None,
    about: Annotated[str | None, typer.Option("--about", help="Only what is about this one.")] = None,
    words: Annotated[str | None, typer.Option("--words", help="Only what a search for these finds.")] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="A day, month or year.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="By then.")] = None,
    corrections: Annotated[
        bool, typer.Option("--corrections", help="What was corrected by hand, with the texts: short for --format corrections.")
    ] = False,
    record: Record = RECORD,
) -> None:
    """Write the record for other programs, or of it what a search by the same options finds.

    Whole: jsonl, csv, parquet (one table), prov. Texts: annotations (W3C), brat, html (one document). Networks: graphml, gexf,
    ftm (FollowTheMoney). Coded: plover (events), dna (Discourse Network Analyzer). References: ris, bibtex, csl.
    """
    from onrecord.query.filters import Filter
    from onrecord.serve import api

    format = "corrections" if corrections else format
    wanted = Filter(words=words, speaker=speaker, about=about, since=since, until=until)
    count = api.export(
        to, record=record, format=format, table=table, document=document, wanted=wanted, all_versions=all_versions
    )
    if to != "-":
        typer.echo(f"{to}: {count:,} written", err=True)
