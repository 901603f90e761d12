"""What a record holds: documents, what could not be read, counts; and finding one document by what a person would call it."""

from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.errors import InputError, MissingError
from onrecord.keep.store import Store
from onrecord.schema import Unread


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Counts over the current versions of all documents."""

    documents: int
    kinds: dict[str, int]
    statements: dict[str, int]
    """by form"""
    actors: int
    first: str | None
    """earliest and latest day of publication"""
    last: str | None
    unread: tuple[Unread, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A document on record."""

    id: str
    path: str
    kind: str
    title: str | None
    publisher: str | None
    published: str | None
    statements: int


_CURRENT = "d.current"


def overview(store: Store) -> Overview:
    """What the record holds."""
    kinds = dict(store.rows(f"SELECT kind, count(*) FROM documents d WHERE {_CURRENT} GROUP BY kind ORDER BY kind"))
    forms = dict(
        store.rows(
            f"""SELECT s.form, count(*) FROM statements s JOIN documents d ON d.number = s.document
                WHERE {_CURRENT} GROUP BY s.form ORDER BY s.form"""
        )
    )
    ((first, last),) = store.rows(f"SELECT min(published), max(published) FROM documents d WHERE {_CURRENT}")
    named = f"""SELECT count(DISTINCT n.identity) FROM actor_names n JOIN documents d ON d.number = n.document
                WHERE {_CURRENT}"""
    ((actors,),) = store.rows(named)
    unread = tuple(
        Unread(path=path, code=code, reason=reason, sha256=sha256)
        for path, code, reason, sha256 in store.rows("SELECT path, code, reason, sha256 FROM unread ORDER BY path")
    )
    return Overview(
        documents=sum(kinds.values()),
        kinds=kinds,
        statements=forms,
        actors=actors,
        first=first,
        last=last,
        unread=unread,
    )


def listed(store: Store) -> Iterator[Listed]:
    """The documents on record, in the order in which they came."""
    sql = f"""SELECT d.id, p.path, d.kind, d.title, d.publisher, d.published,
                     (SELECT count(*) FROM statements s WHERE s.document = d.number)
              FROM documents d JOIN places p ON p.document = d.id AND p.current WHERE {_CURRENT} ORDER BY d.number, p.path"""
    for row in store.rows(sql):
        yield Listed(id=row[0], path=row[1], kind=row[2], title=row[3], publisher=row[4], published=row[5], statements=row[6])


def document_called(store: Store, name: str) -> str | None:
    """The id of the document that a person means by an id, its beginning, a path or the end of one; None for no such one.

    Raises InputError where several fit.
    """
    for sql in (
        "SELECT id, title FROM documents WHERE id = ?",
        "SELECT d.id, p.path FROM documents d JOIN places p ON p.document = d.id AND p.current WHERE p.path = ?",
        "SELECT d.id, p.path FROM documents d JOIN places p ON p.document = d.id AND p.current"
        " WHERE substr(p.path, -length(?1) - 1) = '/' || ?1",
        "SELECT id, title FROM documents WHERE length(?1) >= 4 AND substr(id, 1, length(?1)) = ?1",
    ):
        found = dict(store.rows(sql, (name,)))
        if len(found) == 1:
            return str(next(iter(found)))
        if found:
            several = "; ".join(f"{id} {called or ''}".rstrip() for id, called in sorted(found.items()))
            raise InputError(f"{name}: {len(found)} documents are called that; give the id of one: {several}")
    return None


def document_named(store: Store, name: str) -> str:
    """As `document_called`; raises InputError where none goes by the name too."""
    found = document_called(store, name)
    if found is None:
        raise MissingError(f"{name}: no such document on record; onrecord status --documents lists them")
    return found
