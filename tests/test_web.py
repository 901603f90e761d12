"""The workspace as a browser meets it: what is let in, what is refused, and that whatever a text holds shows as text."""

import re
from itertools import pairwise

import pytest
from browse import Page, browser, kept
from fastapi.testclient import TestClient
from hand_made import actor_id, reading
from hard_texts import HOSTILE_READING

from onrecord.keep.store import Store
from onrecord.schema import When
from onrecord.serve.web import parts
from onrecord.serve.web.app import application
from onrecord.serve.web.guard import HEADERS
from onrecord.serve.web.parts import days, file, named, shown, titled

SPRING = When(first="2021-03-05", last="2021-03-05")
READINGS = (
    reading(
        "news/harbour.txt",
        ("Ida Brandvik", "The harbour tolls will rise.", {"about": ["Velmora"], "said": SPRING}),
        ("Rashid al-Omari", "Tolls on every harbour boat are theft.", {"form": "indirect", "status": "denied"}),
        title="Tolls at the harbour",
        published="2021-04-01",
        publisher="The Tasken Post",
    ),
    HOSTILE_READING,
)  # fmt: skip


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    """A small record file."""
    return kept(tmp_path_factory.mktemp("web") / "record.db", READINGS)


@pytest.fixture(scope="module")
def client(record):
    """A browser on this machine, on one of our own pages."""
    with browser(record) as client:
        yield client


def test_a_page_shows_what_was_said(client):
    page = client.get("/", params={"q": "tolls"})
    assert page.status_code == 200
    assert "The harbour tolls will rise." in Page(page.text).text
    assert "Ida Brandvik" in page.text


def test_a_record_stays_open_from_one_page_to_the_next_and_shows_what_came_since(tmp_path, monkeypatch):
    opened = []
    monkeypatch.setattr(parts, "Store", lambda *args, **options: opened.append(Store(*args, **options)) or opened[-1])
    with browser(kept(tmp_path / "record.db", READINGS[:1])) as client:
        for _ in range(2):
            assert "2 statements" in Page(client.get("/").text).text
        with Store(tmp_path / "record.db") as store:
            store.write(READINGS[1:])
        assert "2 statements" not in Page(client.get("/").text).text
    assert len(opened) == 1


def test_an_opening_more_begins_with_what_another_has_in_memory(tmp_path):
    openings, made = parts.Openings(str(kept(tmp_path / "record.db", READINGS[:1]))), []

    def remembered(store):
        return store.remembered("how many", lambda before: made.append(before) or len(made))

    with openings.opened() as one:
        assert remembered(one) == 1
        with openings.opened() as other:
            assert remembered(other) == 2
    assert made == [None, 1]
    openings.close()


def test_another_record_in_the_place_of_one_that_is_open_is_shown(tmp_path):
    other = kept(tmp_path / "other.db", [reading("b.txt", ("Oren Tal", "Boats are late."))])
    with browser(kept(tmp_path / "record.db", READINGS[:1])) as client:
        assert "Boats are late." not in Page(client.get("/").text).text
        other.replace(tmp_path / "record.db")
        assert "Boats are late." in Page(client.get("/").text).text


def test_a_mistake_is_told_on_the_page(client):
    page = client.get("/", params={"speaker": "Nobody Known"})
    assert "Nobody Known: nobody of that name on record" in page.text


@pytest.mark.parametrize(
    "path",
    [
        "/", "/?what=documents", "/?what=documents&q=tolls", "/actors", "/timeline", "/network", "/compare", "/review",
        "/brief", "/brief?q=tolls", "/brief?q=tolls&against_year=2021", "/coverage", "/coverage?show=documents", "/export",
        "/add", "/api", "/review/log", "/review/actors", "/compare?q=tolls&against_year=2021", "a document", "a statement",
        "an actor",
    ],
)  # fmt: skip
def test_headings_leave_out_no_level(client, path):
    made = READINGS[0]
    some = {
        "a document": f"/documents/{made.document.id}",
        "a statement": f"/statements/{made.statements[0].id}",
        "an actor": f"/actors/{actor_id('Ida Brandvik')}",
    }
    page = Page(client.get(some.get(path, path)).text)
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert levels and levels[0] == 1 == levels.count(1)
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels


def test_a_document_without_a_title_is_called_by_its_file_not_by_where_that_lies():
    for path in ("/home/me/News of May/a 1.txt", "news/may/a 1.txt", r"C:\News\a 1.txt", "./a 1.txt"):
        assert file(path) in ("a 1.txt", "news/may/a 1.txt") and ("home" not in file(path))
    assert file("news/may/a.txt") == "a.txt"
    assert file("https://example.org/a/b.html") == "https://example.org/a/b.html"
    assert file("War and/or peace") == "War and/or peace"
    assert str(titled("/home/me/a<b.txt")) == '<span title="/home/me/a&lt;b.txt"><bdi>a&lt;b.txt</bdi></span>'


def test_htmx_gets_a_part_of_the_page(client):
    part = client.get("/", params={"q": "tolls"}, headers={"HX-Request": "true"})
    assert "The harbour tolls will rise." in Page(part.text).text
    assert "<html" not in part.text
    assert part.headers["vary"] == "HX-Request"


def test_no_such_page(client):
    page = client.get("/<script>alert(1)</script>")
    assert page.status_code == 404
    assert "<script>alert" not in page.text
    assert "no such page" in page.text
    assert client.get("/api/nothing").json() == {"error": "/api/nothing: no such page"}


def test_the_api_describes_itself_without_another_host(client):
    page = client.get("/api").text
    for path in client.get("/api/openapi.json").json()["paths"]:
        assert path in page
    assert not [a for tag, a in Page(page).elements if (a.get("src") or a.get("href") or "").startswith(("http", "//"))]


# --- hostile text ----------------------------------------------------------------------------------------------------


def test_hostile_text_shows_as_text(client):
    page = client.get("/", params={"q": "alert"}).text
    assert "<script>alert(1)</script>" in Page(page).text
    assert "Oren &lt;b&gt;Tal&lt;/b&gt;" in page
    assert "<img" not in page
    for tag, attributes in Page(page).elements:
        assert tag != "script" or re.fullmatch(r"/static/[\w./-]+", attributes["src"]), "every script is a file of ours"
    assert "\u202e" not in page
    assert "U+202E" in page
    assert "\x07" not in page
    assert "U+0007" in page
    # joined emoji are whole
    assert "\U0001f469\u200d\U0001f680" in page


def test_what_was_asked_for_is_escaped(client):
    page = client.get("/", params={"q": '"><script>alert(1)</script>'}).text
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    "given, expected",
    [
        (None, ""),
        ("a < b & c", "a &lt; b &amp; c"),
        ("one\ttwo\r\n", "one\ttwo\r\n"),
        ("x\u2066y", 'x<span class="control" title="left-to-right isolate">U+2066</span>y'),
        ("\x00", '<span class="control" title="control character">U+0000</span>'),
    ],
)
def test_shown(given, expected):
    assert shown(given) == expected


def test_a_name_is_isolated_and_on_one_line():
    assert named("عمر\n الفاروق") == "<bdi>عمر الفاروق</bdi>"


@pytest.mark.parametrize(
    "first, last, expected",
    [
        (None, None, "no date"),
        ("2021-03-05", "2021-03-05", "5 March 2021"),
        ("2021-03-05", "2021-03-07", "5 to 7 March 2021"),
        ("2021-03-05", "2021-04-07", "5 March 2021 to 7 April 2021"),
        ("2021-03-01", "2021-03-31", "March 2021"),
        ("2021-02-01", "2021-02-28", "February 2021"),
        ("2021-12-01", "2021-12-31", "December 2021"),
        ("2020-01-01", "2020-12-31", "2020"),
        ("2020-01-01", "2021-12-31", "2020 to 2021"),
        ("2020-05-01", None, "since 1 May 2020"),
        (None, "2020-05-01", "until 1 May 2020"),
        ("9999-12-01", "9999-12-31", "December 9999"),
    ],
)
def test_days(first, last, expected):
    assert days(first, last) == expected


# --- who is let in ---------------------------------------------------------------------------------------------------


def test_every_answer_has_a_strict_policy(client):
    for address in ("/", "/nothing", "/static/onrecord.css", "/api/openapi.json"):
        answer = client.get(address)
        for name, value in HEADERS.items():
            assert answer.headers[name] == value, address
        assert "unsafe" not in answer.headers["content-security-policy"]


def test_pages_have_no_inline_script_or_style(client):
    for tag, attributes in Page(client.get("/").text).elements:
        assert tag != "style"
        assert not [name for name in attributes if name == "style" or name.startswith("on")]


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:8080", "", "localhost.evil:80"])
def test_a_name_that_is_not_this_machines_is_refused(record, host):
    with TestClient(application(str(record)), base_url="http://127.0.0.1") as client:
        assert client.get("/", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:9000", "[::1]:9000", "LOCALHOST:80"])
def test_this_machines_names_are_served(record, host):
    with TestClient(application(str(record)), base_url="http://127.0.0.1") as client:
        assert client.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers, code",
    [
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1:8080"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1:9999"}, 403),
        ({}, 403),
        # past the guard: there is nothing at this address to post to
        ({"Sec-Fetch-Site": "same-origin"}, 405),
        ({"Origin": "http://127.0.0.1:8080"}, 405),
        ({"X-Onrecord": "1"}, 405),
    ],
)
def test_posts_of_other_sites_are_refused(record, headers, code):
    with TestClient(application(str(record)), base_url="http://127.0.0.1:8080") as client:
        assert client.post("/", headers=headers).status_code == code


# --- with a token ----------------------------------------------------------------------------------------------------


@pytest.fixture
def outside(record):
    """A browser on another machine."""
    with TestClient(application(str(record), token="to-ken"), base_url="http://desk.example:8080") as client:
        yield client


def test_without_the_token_nothing_is_shown(outside):
    page = outside.get("/", params={"q": "tolls"})
    assert page.status_code == 401
    assert "harbour" not in page.text
    assert "asks for a token" in page.text
    assert outside.get("/api/openapi.json").status_code == 401
    assert outside.post("/", headers={"Sec-Fetch-Site": "same-origin"}).status_code == 401
    assert outside.get("/", params={"token": "another"}).status_code == 401
    assert outside.get("/", headers={"Cookie": "onrecord=to-ken"}).status_code == 401


def test_the_token_is_shown_once(outside):
    entry = outside.get("/", params={"token": "to-ken", "q": "tolls"}, follow_redirects=False)
    assert entry.status_code == 303
    assert entry.headers["location"] == "/?q=tolls"
    assert "HttpOnly" in entry.headers["set-cookie"]
    assert "samesite=lax" in entry.headers["set-cookie"].lower()
    assert "harbour" in outside.get("/", params={"q": "tolls"}).text
    assert outside.post("/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_the_token_leads_to_no_other_machine(outside):
    entry = outside.get("http://desk.example:8080//evil.example/", params={"token": "to-ken"}, follow_redirects=False)
    assert entry.headers["location"] == "/evil.example/"


def test_a_program_sends_the_token_with_each_request(outside):
    answer = outside.get("/api/openapi.json", headers={"Authorization": "Bearer to-ken"})
    assert answer.status_code == 200
    assert outside.post("/", headers={"Authorization": "Bearer to-ken"}).status_code == 405
