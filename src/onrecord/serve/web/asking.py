"""The filter parameters of a page as a question to the record, and how they are shown in its form."""

from dataclasses import dataclass

from onrecord.keep.store import Store
from onrecord.query.filters import FORMS, STATUSES, Filter
from onrecord.serve.web.parts import Asked


def filtered(asked: Asked) -> Filter:
    """What the parameters ask for."""
    return Filter(
        words=asked.q, speaker=asked.speaker, about=asked.about, form=asked.form, status=asked.status, outlet=asked.outlet,
        year=asked.year, since=asked.since, until=asked.until,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What the form of the filter parameters shows beside them."""

    names: dict[str, str]
    """names of the actors that a parameter means by their identity"""
    forms: tuple[str, ...] = FORMS
    statuses: tuple[str, ...] = STATUSES
    outlets: tuple[str, ...] = ()


_OUTLETS = 200


def form(store: Store, *actors: str | None) -> Form:
    """The form where some parameters may mean actors by their identities."""
    sql = "SELECT name FROM known_as WHERE identity = ?"
    names = {a: str(row[0]) for a in actors if a for row in store.rows(sql, (a,))}
    sql = "SELECT publisher FROM documents WHERE publisher IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT ?"
    return Form(names=names, outlets=tuple(str(row[0]) for row in store.rows(sql, (_OUTLETS,))))
