"""One document with what surrounds it on record: where it was found, its other versions, who its actors are elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass

from onrecord.keep.store import Store
from onrecord.schema import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a document was found."""

    path: str
    current: bool
    """whether it is what the place held when it was last read"""
    seen: str
    """moment it was last found there, ISO, UTC"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A document that one of the same places held, at the same time or before."""

    id: str
    title: str | None
    published: str | None
    current: bool
    seen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A document on record."""

    reading: Reading
    places: tuple[Place, ...]
    versions: tuple[Version, ...]
    """itself among them where there are others, the newest first; none where there are no others"""
    identities: Mapping[str, str]
    """who its actors are across documents"""


def document(store: Store, document_id: str) -> Held:
    """A document by its id; raises InputError for an unknown one."""
    reading = store.reading(document_id)
    sql = "SELECT path, current, seen FROM places WHERE document = ? ORDER BY current DESC, path"
    places = tuple(Place(path=p, current=bool(c), seen=s) for p, c, s in store.rows(sql, (document_id,)))
    sql = """SELECT d.id, d.title, d.published, max(p.current), max(p.seen) FROM places p JOIN documents d ON d.id = p.document
             WHERE p.path IN (SELECT path FROM places WHERE document = ?) GROUP BY d.id
             ORDER BY 4 DESC, 5 DESC, d.number DESC"""
    versions = tuple(
        Version(id=i, title=t, published=p, current=bool(c), seen=s) for i, t, p, c, s in store.rows(sql, (document_id,))
    )
    identities = dict(store.rows("SELECT actor, identity FROM identities WHERE document = ?", (document_id,)))
    return Held(
        reading=reading, places=places, versions=versions if len(versions) > 1 else (), identities=identities
    )  # fmt: skip
