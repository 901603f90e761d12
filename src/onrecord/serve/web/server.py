"""Serving the workspace: a socket, an address to show, a browser."""

import gc
import secrets
import socket
import threading
import webbrowser
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import uvicorn

from onrecord.errors import InputError, StoreError
from onrecord.keep.store import Store
from onrecord.lemmas import lemma
from onrecord.query.columns import columns
from onrecord.serve.web.app import application
from onrecord.serve.web.guard import LOOPBACK
from onrecord.serve.web.parts import prepare

_FIRST, _TRIES = 8080, 20
_SHORTEST = 12
"""characters of a token, so that it is not found by trying"""


def serve(
    record: str | Path, *, port: int | None, host: str, token: str | None, browser: bool, told: Callable[[str], None]
) -> None:
    """Serves a record until it is interrupted, as `onrecord.workspace` says."""
    _checked(record)
    if host not in LOOPBACK and token is None:
        token = secrets.token_urlsafe(18)
    if token is not None and len(token.strip()) < _SHORTEST:
        raise InputError(f"give a token of {_SHORTEST} characters or more, or none: then one is made")
    listening = _listening(host, port)
    name = host if host not in ("0.0.0.0", "::") else socket.gethostname()
    address = f"http://{f'[{name}]' if ':' in name else name}:{listening.getsockname()[1]}/"
    if token is not None:
        address += "?" + urlencode({"token": token})
    made = application(str(record), token=token)
    server = uvicorn.Server(uvicorn.Config(made, log_level="warning", server_header=False, lifespan="off"))
    told(address)
    if browser:
        # the socket listens already: what the browser asks before the server runs waits there
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
    with closing(listening), closing(made.state.openings):
        # while the browser starts; what it asks waits at the socket
        prepare()
        with made.state.openings.opened() as store:
            columns(store)
        # the dictionary of base forms is read with the first word
        lemma("words")
        # what the server is made of lasts: looked through for garbage it would hold up a page now and then
        gc.collect()
        gc.freeze()
        try:
            server.run(sockets=[listening])
        finally:
            gc.unfreeze()


def _checked(record: str | Path) -> None:
    """Brings a record of an older version up to this one; raises as `serve` says where it is none."""
    try:
        with closing(Store(record, read_only=True)):
            return
    except StoreError:
        if not Path(record).is_file() or not Path(record).stat().st_size:
            raise
    with closing(Store(record)):
        pass


def _listening(host: str, port: int | None) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # then any that is free
    candidates = [port] if port is not None else [*range(_FIRST, _FIRST + _TRIES), 0]
    for candidate in candidates:
        try:
            return socket.create_server((host, candidate), family=family, backlog=128)
        except socket.gaierror:
            raise InputError(f"{host}: no such host; use 127.0.0.1, or 0.0.0.0 for all of this machine's addresses") from None
        except (OSError, OverflowError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else error
            refused = InputError(f"{host}:{candidate}: cannot be listened on ({reason}); choose another with --port")
    raise refused from None
