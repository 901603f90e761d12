"""What every request must pass before a page sees it, and what every answer carries.

Without a token only this machine is served, under its own names, so that a page elsewhere cannot reach the record by pointing
its own name here (DNS rebinding). With a token, whoever has it is served. Nothing that changes the record is taken from
another site's page.
"""

import hashlib
from collections.abc import Mapping
from hmac import compare_digest
from html import escape
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = ("127.0.0.1", "localhost", "::1")
_READING = ("GET", "HEAD", "OPTIONS")
_YEAR = 365 * 24 * 3600

HEADERS: Mapping[str, str] = {
    "content-security-policy": "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "connect-src 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
        )
    ),
    "x-content-type-options": "nosniff",
    # not "no-referrer": browsers would then send no origin with a form of our own
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


class Guard:
    """ASGI middleware around the pages."""

    def __init__(self, app: ASGIApp, *, token: str | None = None) -> None:
        self.app = app
        self.token = token
        # cookies know no ports: two workspaces of one machine keep theirs apart by name
        self.cookie = "onrecord-" + hashlib.sha256((token or "").encode("utf8")).hexdigest()[:8]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets a request through or answers it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        begun = False

        async def with_headers(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("cache-control", "no-cache")
            await send(message)

        refusal = self._refusal(scope)
        try:
            await (refusal or self.app)(scope, receive, with_headers)
        except Exception:
            # what nobody foresaw is answered here, since the framework's own answer carries none of the headers
            if not begun:
                await _refused(scope, 500, _FAILED)(scope, receive, with_headers)
            raise

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if self.token is None and _host(headers.get("host", "")) not in LOOPBACK:
            step = "use http://127.0.0.1 and the port, or give the workspace a token: onrecord open FILE --token"
            return _refused(scope, 421, f"This workspace answers on this machine only; {step}")
        if self.token is not None:
            entry = self._entry(scope, headers, self.token)
            if entry is not None:
                return entry
        if scope["method"] not in _READING and not _from_here(headers):
            return _refused(scope, 403, "Refused: this request comes from another site's page, or does not say where from")
        return None

    def _entry(self, scope: Scope, headers: Headers, token: str) -> Response | None:
        """What to answer to who has not shown the token yet; None for who has."""
        if scope["path"].startswith("/static/"):
            return None
        given = headers.get("authorization", "").removeprefix("Bearer ")
        if _same(given, token) or _same(_cookies(headers).get(self.cookie, ""), token):
            return None
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        shown = dict(query).get("token")
        if shown is None or not _same(shown, token):
            return _asking(scope, wrong=shown is not None)
        left = urlencode([(k, v) for k, v in query if k != "token"])
        # two slashes would name another machine
        entry = RedirectResponse("/" + scope["path"].lstrip("/") + (f"?{left}" if left else ""), status_code=303)
        entry.set_cookie(self.cookie, token, max_age=_YEAR, httponly=True, samesite="lax")
        return entry


def _host(value: str) -> str:
    """The name in a Host header, without its port."""
    if value.startswith("["):
        return value[1:].partition("]")[0]
    return value.partition(":")[0].lower()


def _from_here(headers: Headers) -> bool:
    """Whether a page of ours sent a request, or a program, which says so by a header that no foreign page can set."""
    if "sec-fetch-site" in headers:
        return headers["sec-fetch-site"] == "same-origin"
    if "origin" in headers:
        return urlsplit(headers["origin"]).netloc == headers.get("host", "") != ""
    return "x-onrecord" in headers or headers.get("authorization", "").startswith("Bearer ")


def _same(given: str, token: str) -> bool:
    return compare_digest(given.encode("utf8", "surrogatepass"), token.encode("utf8"))


def _cookies(headers: Headers) -> dict[str, str]:
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(headers.get("cookie", "")).items()}
    except CookieError:
        return {}


def _refused(scope: Scope, status: int, words: str) -> Response:
    if scope["path"].startswith("/api/"):
        return JSONResponse({"error": words}, status)
    return HTMLResponse(_PAGE.format(body=f"<p>{escape(words)}</p>"), status)


def _asking(scope: Scope, *, wrong: bool) -> Response:
    words = "That is not this workspace's token." if wrong else "This workspace asks for a token."
    if scope["path"].startswith("/api/"):
        return JSONResponse({"error": f"{words} Send it as: Authorization: Bearer TOKEN"}, 401)
    form = (
        f"<p>{words} The terminal in which it was opened shows it.</p>"
        '<form method="get"><label>Token <input name="token" type="password" autocomplete="off" required autofocus></label> '
        "<button>Enter</button></form>"
    )
    return HTMLResponse(_PAGE.format(body=form), 401)


_FAILED = "This page failed, a fault of onrecord: the terminal says more. The record is as it was."
_PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    '<title>onrecord</title><link rel="stylesheet" href="/static/onrecord.css"></head>'
    '<body><main class="page narrow"><h1>onrecord</h1>{body}</main></body></html>'
)
