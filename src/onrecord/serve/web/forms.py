"""Forms that a person sends, and who sends them."""

import re
from collections.abc import Mapping
from typing import Annotated
from urllib.parse import parse_qsl, unquote

from fastapi import Depends, Request
from starlette.exceptions import HTTPException

COOKIE = "onrecord-reviewer"
_MOST = 100_000
"""bytes of a form"""


async def _form(request: Request) -> dict[str, str]:
    body = b""
    async for piece in request.stream():
        body += piece
        # before the rest of it is taken in
        if len(body) > _MOST:
            raise HTTPException(413, "This form is too long; give fewer words")
    return dict(parse_qsl(body.decode("utf8", "replace"), keep_blank_values=True))


Form = Annotated[Mapping[str, str], Depends(_form)]
"""the fields of a form that was sent"""


def _reviewer(request: Request) -> str | None:
    return unquote(request.cookies.get(COOKIE, "")).strip() or None


Reviewer = Annotated[str | None, Depends(_reviewer)]
"""who reviews, as they said themselves"""


def back(form: Mapping[str, str]) -> str:
    """Where to go on from: a page of ours, whatever a form says."""
    wanted = form.get("back", "")
    # browsers take two slashes, and a backslash for one, for the name of another machine
    return wanted if re.match(r"/(?![/\\])", wanted) else "/review"
