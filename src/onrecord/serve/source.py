"""What is handed on of a record: all of it, one document, or what a search finds."""

from dataclasses import replace

from onrecord.keep import export as out
from onrecord.keep.store import Store
from onrecord.query.chosen import chosen, readings
from onrecord.query.filters import Filter
from onrecord.query.overview import document_named


def source_of(
    store: Store,
    *,
    table: str = "statements",
    document: str | None = None,
    wanted: Filter | None = None,
    all_versions: bool = False,
) -> out.Source:
    """What `export` writes of an open record."""
    called = None if document is None else document_named(store, document)
    if wanted is not None and wanted != Filter():
        part = chosen(store, replace(wanted, document=called))
        return out.source_of(
            store, documents=part.documents, readings=lambda: readings(store, part), table=table
        )  # fmt: skip
    return out.source_of(store, all_versions=all_versions, documents=None if called is None else [called], table=table)
