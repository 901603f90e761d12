"""The JSON API's own page: what can be asked, rendered from its OpenAPI description without any outside script."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from onrecord.serve.web.parts import page

router = APIRouter()


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """What a request may give."""

    name: str
    place: str
    """query or path"""
    kind: str
    required: bool
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """A request that the API answers."""

    method: str
    path: str
    words: str
    parameters: tuple[Parameter, ...]
    body: bool

    @property
    def plain(self) -> bool:
        """Whether a link can ask it."""
        return self.method == "GET" and not any(p.required for p in self.parameters)


@router.get("/api", include_in_schema=False)
def interface(request: Request) -> HTMLResponse:
    """The page."""
    found: dict[str, list[Operation]] = {}
    for group, operation in _operations(request.app.openapi()):
        found.setdefault(group, []).append(operation)
    return page(request, "interface.html", groups=found)


def _operations(description: dict[str, Any]) -> Iterator[tuple[str, Operation]]:
    for path, methods in description["paths"].items():
        for method, told in methods.items():
            parameters = tuple(
                Parameter(
                    name=p["name"],
                    place=p["in"],
                    kind=_kind(p.get("schema", {})),
                    required=p.get("required", False),
                    words=p.get("description", ""),
                )
                for p in told.get("parameters", ())
            )
            words = told.get("description") or told.get("summary", "")
            made = Operation(
                method=method.upper(), path=path, words=words, parameters=parameters, body="requestBody" in told
            )  # fmt: skip
            yield (told.get("tags") or ["other"])[0], made


def _kind(schema: dict[str, Any]) -> str:
    """A parameter's type in a word or two, with its default."""
    kinds = [s.get("type", "") for s in schema.get("anyOf", [schema])]
    known = " or ".join(k for k in kinds if k and k != "null") or "any"
    return known if schema.get("default") is None else f"{known}, {schema['default']} by default"
