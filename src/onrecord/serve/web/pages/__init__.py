"""The pages of the workspace, one module each."""

from dataclasses import dataclass

from fastapi import APIRouter

from onrecord.serve.web.pages import (
    actor,
    add,
    brief,
    compare,
    coverage,
    document,
    export,
    interface,
    missed,
    network,
    review,
    search,
    statement,
    timeline,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page, and its entry in the navigation where it has one."""

    router: APIRouter
    label: str | None = None
    path: str = ""


PAGES = (
    # in the order of the navigation: Search, Actors, Timeline, Network, Compare, Review, Brief, Coverage; then those
    # without an entry
    Page(router=search.router, label="Search", path="/"),
    Page(router=actor.router, label="Actors", path="/actors"),
    Page(router=timeline.router, label="Timeline", path="/timeline"),
    Page(router=network.router, label="Network", path="/network"),
    Page(router=compare.router, label="Compare", path="/compare"),
    Page(router=review.router, label="Review", path="/review"),
    Page(router=brief.router, label="Brief", path="/brief"),
    Page(router=coverage.router, label="Coverage", path="/coverage"),
    Page(router=export.router, label="Export", path="/export"),
    Page(router=add.router, label="Add", path="/add"),
    Page(router=document.router),
    Page(router=missed.router),
    Page(router=statement.router),
    Page(router=interface.router),
)
