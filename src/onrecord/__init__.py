"""onrecord reads political news and puts on record who said what, about whom, when, in which words.

The commands of the command line are functions here: `read`, `readings`, `search`, `show`,
`actors`, `judge`, `correct`, `undo`, `corrections`, `agreement`, `cite`, `check`, `brief`, `export`, `status`, `workspace`.
`open` gives a record whose statements, actors, events, ties and figures are Arrow tables and data frames.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.serve.api import (
        actors,
        agreement,
        brief,
        check,
        cite,
        correct,
        corrections,
        export,
        judge,
        read,
        readings,
        search,
        search_documents,
        show,
        status,
        undo,
        workspace,
        write_brief,
    )
    from onrecord.serve.record import open as open

__all__ = [
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
]


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__, "open"])


def __getattr__(name: str) -> object:
    # the stages load numpy and the network's engine: only what is used is imported
    if name in __all__:
        from onrecord.serve import api

        return getattr(api, name)
    if name == "open":
        # not in __all__: "from onrecord import *" must leave Python's own as it is
        from onrecord.serve.record import open

        return open
    raise AttributeError(f"module 'onrecord' has no attribute {name!r}")
