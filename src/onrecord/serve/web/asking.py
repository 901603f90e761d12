"""The filter parameters of a page as a question to the record, and how they are shown in its form."""

from dataclasses import dataclass, fields
from typing import Any

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

    def chosen(self, *sides: Any, more: str = "") -> list[str]:
        """What is asked for, as a reader reads it: the parameters of one side or two, and one of the page's own."""
        given = [(f.name, getattr(side, f.name)) for side in sides for f in fields(side) if f.name != "page"]
        told = [_TOLD.get(name, "{}").format(self.names.get(value, value)) for name, value in given if value and value != ANY]
        return [*told, *(f"any {name}" for name, value in given if value == ANY), *([more] if more else ())]


_OUTLETS = 200
ANY = "*"
"""a parameter of the other side of a comparison, where the first alone is narrowed down by it"""
_TOLD = {"q": "“{}”", "about": "about {}", "since": "since {}", "until": "until {}"}


def form(store: Store, *actors: str | None) -> Form:
    """The form where some parameters may mean actors by their identities."""
    sql = "SELECT name FROM known_as WHERE identity = ?"
    names = {a: str(row[0]) for a in actors if a for row in store.rows(sql, (a,))}
    sql = "SELECT publisher FROM documents WHERE publisher IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT ?"
    return Form(names=names, outlets=tuple(str(row[0]) for row in store.rows(sql, (_OUTLETS,))))
