"""onrecord reads political news and puts on record who said what, about whom, when, in which words.

The commands of the command line are functions here: `read`, `readings`, `search`, `show`,
`actors`, `judge`, `cite`, `check`, `brief`, `export`, `status`, `workspace`.
`actors`, `judge`, `correct`, `undo`, `corrections`, `agreement`, `export`, `status`, `workspace`.
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
    return sorted([*globals(), *__all__])


def __getattr__(name: str) -> object:
    # the stages load numpy and the network's engine: only what is used is imported
    if name in __all__:
        from onrecord.serve import api

        return getattr(api, name)
    raise AttributeError(f"module 'onrecord' has no attribute {name!r}")
