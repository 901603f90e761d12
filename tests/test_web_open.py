"""Opening a record: the address that is told, who is let in from where, and what is said where it cannot be opened."""

import gc
import socket
import time

import pytest
from browse import kept
from fastapi.testclient import TestClient
from hand_made import numbered
from typer.testing import CliRunner

import onrecord
from onrecord.errors import InputError, StoreError
from onrecord.query import columns
from onrecord.serve import cli
from onrecord.serve.web import parts, server


@pytest.fixture
def record(tmp_path):
    return kept(tmp_path / "record.db", [numbered(0)])


@pytest.fixture
def opened(monkeypatch):
    """Opens without serving: gives the address, the browser's one, and the application."""
    held = {"browser": []}
    monkeypatch.setattr(server.webbrowser, "open", held["browser"].append)

    def run(self, sockets):
        held["app"] = self.config.app
        held["lasting"] = gc.get_freeze_count()
        held["bound"] = sockets[0].getsockname()

    monkeypatch.setattr(server.uvicorn.Server, "run", run)

    def open_(record, **options):
        onrecord.workspace(record, told=lambda address: held.update(address=address), **options)
        return held

    return open_


def test_a_record_is_open_on_this_machine_alone(opened, record):
    held = opened(record, port=0)
    assert held["bound"][0] == "127.0.0.1"
    assert held["address"] == f"http://127.0.0.1:{held['bound'][1]}/"
    # another thread asks the browser
    for _ in range(100):
        if held["browser"]:
            break
        time.sleep(0.05)
    assert held["browser"] == [held["address"]]
    assert TestClient(held["app"], base_url=held["address"]).get("/").status_code == 200
    assert TestClient(held["app"], base_url="http://desk.example").get("/").status_code == 421


def test_pages_are_compiled_before_they_are_asked_for(opened, record):
    parts._TEMPLATES.cache.clear()
    assert opened(record, port=0)["lasting"] > 1_000 and gc.get_freeze_count() == 0
    assert len(parts._TEMPLATES.cache) == len(list((parts.FOLDER / "templates").iterdir())) > 20


def test_what_is_counted_by_is_read_before_a_page_is_asked_for(opened, record, monkeypatch):
    made = []
    monkeypatch.setattr(columns, "_columns", lambda store, before: made.append(before) or before)
    opened(record, port=0)
    assert made == [None]


def test_without_a_browser(opened, record):
    assert opened(record, port=0, browser=False)["browser"] == []


def test_any_other_address_asks_for_a_token(opened, record):
    held = opened(record, port=0, host="0.0.0.0")
    address, _, token = held["address"].partition("?token=")
    assert len(token) >= 20
    assert "0.0.0.0" not in address
    client = TestClient(held["app"], base_url=address)
    assert client.get("/").status_code == 401
    assert client.get("/", params={"token": token}).status_code == 200
    # another is made each time
    assert opened(record, port=0, host="0.0.0.0")["address"].partition("?token=")[2] != token


def test_a_given_token_is_taken(opened, record):
    held = opened(record, port=0, token="a secret of some length & more")
    assert held["address"].endswith("/?token=a+secret+of+some+length+%26+more")
    client = TestClient(held["app"], base_url="http://127.0.0.1")
    assert client.get("/?" + held["address"].partition("/?")[2]).status_code == 200
    for short in ("", "   ", "short"):
        with pytest.raises(InputError, match="a token of 12 characters or more"):
            opened(record, port=0, token=short)


def test_the_next_free_port_is_taken(opened, record):
    first = opened(record)["bound"][1]
    with socket.create_server(("127.0.0.1", first)):
        assert opened(record)["bound"][1] != first
        with pytest.raises(InputError, match=f"127.0.0.1:{first}: cannot be listened on"):
            opened(record, port=first)


def test_a_host_that_is_none(opened, record):
    with pytest.raises(InputError, match=r"cannot be listened on|no such host"):
        opened(record, port=0, host="no.such.host.invalid")


def test_what_is_no_record_is_not_opened(opened, tmp_path):
    with pytest.raises(InputError, match="no such record; make one with"):
        opened(tmp_path / "nothing.db")
    other = tmp_path / "other.db"
    other.write_text("a shopping list, and not a short one: " * 100)
    with pytest.raises(StoreError, match="not a record of onrecord"):
        opened(other)
    empty = tmp_path / "empty.db"
    empty.touch()
    with pytest.raises(StoreError, match="nothing on record yet"):
        opened(empty)


def test_the_command_says_where(record, monkeypatch):
    monkeypatch.setattr(server.uvicorn.Server, "run", lambda self, sockets: None)
    monkeypatch.setattr(server.webbrowser, "open", pytest.fail)
    done = CliRunner().invoke(cli.app, ["open", str(record), "--port", "0", "--no-browser"])
    assert done.exit_code == 0
    assert f"{record} is open at http://127.0.0.1:" in done.output
    assert "no such record" in CliRunner().invoke(cli.app, ["open", str(record) + "x"]).output
