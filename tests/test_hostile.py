"""What attackers try: another site's requests, paths out of the folder, files that swell, tables that compute."""

import asyncio
import csv
import io
import zipfile
from dataclasses import replace

import docx
import pytest
from browse import HERE, browser, kept
from fastapi.testclient import TestClient
from hand_made import numbered, reading
from hard_texts import HOSTILE_READING

import onrecord
from onrecord.acquire import docx as word
from onrecord.errors import UnreadableError
from onrecord.serve.web import forms
from onrecord.serve.web.app import application
from onrecord.serve.web.guard import HEADERS

TOKEN = "a token that nobody guesses"


@pytest.fixture
def record(tmp_path):
    return kept(tmp_path / "record.db", [numbered(0), HOSTILE_READING])


def _asked(app, path, *, method="GET", headers=(), pieces=(b"",)):
    """The status and headers that a request gets whose path no client has tidied up, and how much of its body was taken in."""
    sent, taken = [], []

    async def receive():
        taken.append(pieces[len(taken)])
        return {"type": "http.request", "body": taken[-1], "more_body": len(taken) < len(pieces)}

    async def send(message):
        sent.append(message)

    path, _, query = path.partition("?")
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http", "path": path,
        "raw_path": path.encode(), "query_string": query.encode(), "root_path": "", "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8080), "headers": [(name.encode(), value.encode()) for name, value in headers],
    }  # fmt: skip
    asyncio.run(app(scope, receive, send))
    return sent[0]["status"], {k.decode(): v.decode() for k, v in sent[0]["headers"]}, len(taken)


# --- requests --------------------------------------------------------------------------------------------------------


def _changing(app):
    """Every method and path that is not only for reading."""

    def of(routes, prefix=""):
        for route in routes:
            if included := getattr(route, "routes", None) or getattr(getattr(route, "original_router", None), "routes", None):
                yield from of(included, prefix)
            elif getattr(route, "methods", None):
                yield from ((m, route.path) for m in route.methods - {"GET", "HEAD", "OPTIONS"})

    return sorted(set(of(app.routes)))


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Referer": f"{HERE}/review"},
        {"Origin": "null"},
        {"Origin": f"{HERE}.evil.example"},
        {"Origin": "http://evil.example", "X-Onrecord": "1"},
        {"Sec-Fetch-Site": "cross-site", "X-Onrecord": "1"},
        {"Origin": HERE, "Sec-Fetch-Site": "same-site"},
    ],
)
def test_nothing_that_changes_the_record_is_taken_from_elsewhere(record, headers):
    app = application(str(record))
    changing = _changing(app)
    assert {("POST", "/add"), ("POST", "/review")} <= set(changing) and len(changing) >= 8
    client = TestClient(app, base_url=HERE)
    for method, path in changing:
        assert client.request(method, path, headers=headers).status_code == 403, (method, path)


@pytest.mark.parametrize("host", ["", "127.0.0.1:8080"])
def test_a_page_without_an_origin_is_none_of_ours_even_with_the_token(record, host):
    app = application(str(record), token=TOKEN)
    cookie = TestClient(app, base_url=HERE).get("/", params={"token": TOKEN}, follow_redirects=False).headers["set-cookie"]
    headers = [("host", host), ("origin", "null"), ("cookie", cookie.partition(";")[0])]
    assert _asked(app, "/review", method="POST", headers=headers)[0] == 403
    assert _asked(app, "/", headers=headers)[0] == 200


def test_every_answer_carries_the_headers_whatever_went_wrong(record):
    app = application(str(record))

    def fails():
        raise RuntimeError("nobody foresaw this")

    app.add_api_route("/fails", fails)
    app.add_api_route("/api/fails", fails)
    client = TestClient(app, base_url=HERE, raise_server_exceptions=False)
    answers = {
        "/": 200, "/nothing": 404, "/api/nothing": 404, "/documents/nothing": 404, "/static/nothing.js": 404,
        "/api/check": 422, "/api/export?format=xlsx": 400, "/fails": 500, "/api/fails": 500, "/static/onrecord.css": 200,
    }  # fmt: skip
    held = {path: client.get(path) for path in answers}
    held |= {"405": client.post("/", headers={"Origin": HERE}), "403": client.post("/review")}
    held |= {"421": client.get("/", headers={"Host": "evil.example"})}
    held |= {"401": TestClient(application(str(record), token=TOKEN), base_url=HERE).get("/")}
    for what, answer in held.items():
        assert answer.status_code == answers.get(what, None if what.startswith("/") else int(what)), (what, answer.text)
        assert {name: answer.headers.get(name) for name in HEADERS} == dict(HEADERS), what
    for path in ("/fails", "/api/fails"):
        assert "a fault of onrecord" in held[path].text and "nobody foresaw" not in held[path].text
    assert held["/api/fails"].json().keys() == {"error"}
    # who runs it sees what it was
    with pytest.raises(RuntimeError, match="nobody foresaw this"):
        TestClient(app, base_url=HERE).get("/fails")


@pytest.mark.parametrize(
    "path",
    [
        "/static/../guard.py",
        "/static/%2e%2e/guard.py",
        "/static/..%2fguard.py",
        "/static/..\\guard.py",
        "/static//etc/passwd",
        "/static/vendor/../../guard.py",
        "/static/../api/documents",
        "/static/\x00",
        "/static/",
    ],
)
def test_the_files_of_the_pages_are_the_only_ones_given(record, path):
    # they need no token, so that nothing else may be reached by their way
    status, headers, _ = _asked(application(str(record), token=TOKEN), path, headers=[("host", "127.0.0.1")])
    assert status in (404, 405) and headers["content-type"].startswith("text/html")


def test_a_form_that_is_too_long_is_not_taken_in(record):
    pieces = [b"x" * 50_000] * 100
    headers = [("host", "127.0.0.1:8080"), ("origin", HERE), ("content-type", "application/x-www-form-urlencoded")]
    status, _, taken = _asked(application(str(record)), "/review", method="POST", headers=headers, pieces=pieces)
    assert status == 413 and taken <= 1 + forms._MOST // 50_000


def test_no_name_reaches_a_header(record):
    with browser(record) as client:
        for answer in (
            client.get("/api/statements/abc%22%0d%0aX-Evil: 1/citation"),
            client.get("/api/export", params={"format": 'csv"\r\nX-Evil: 1'}),
            client.get("/api/export", params={"format": "csv", "table": 'actors"\r\nX-Evil: 1'}),
            client.get("/api/brief/file", params={"format": 'docx"\r\nX-Evil: 1', "speaker": "x"}),
        ):
            assert 400 <= answer.status_code < 500 and "x-evil" not in answer.headers
        given = client.get("/api/export", params={"format": "html", "document": HOSTILE_READING.document.id})
        assert given.headers["content-disposition"] == 'attachment; filename="onrecord.html"'


@pytest.mark.parametrize(
    "back", ["/\t/evil.example/", "/\r\nX-Evil: 1", "\\\\evil.example", "/%0a/evil.example", " //evil.example"]
)
def test_a_form_leads_only_to_our_pages(record, back):
    with browser(record) as client:
        answer = client.post("/review/who", data={"who": "ann", "back": back}, follow_redirects=False)
    assert answer.status_code == 303 and "x-evil" not in answer.headers
    assert answer.headers["location"].startswith("/") and not answer.headers["location"].startswith(("//", "/\\", "/\t"))


# --- files -----------------------------------------------------------------------------------------------------------


def _packed(change):
    """A Word file of one paragraph, with its text's part changed."""
    plain, out = io.BytesIO(), io.BytesIO()
    file = docx.Document()
    file.add_paragraph("The minister said MARK the port is shut.")
    file.save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(data) if name == "word/document.xml" else data)
    return out.getvalue()


def test_a_word_file_as_it_should_be():
    assert word.read(_packed(lambda xml: xml)).text == "The minister said MARK the port is shut."


@pytest.mark.parametrize(
    "entities",
    [
        '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY x "&b;&b;&b;&b;&b;&b;&b;&b;">',
        '<!ENTITY x SYSTEM "file:///etc/hostname">',
        '<!ENTITY x SYSTEM "http://127.0.0.1:9/x">',
    ],
    ids=["swelling", "of a file", "of another machine"],
)
def test_a_word_file_with_entities_is_not_read(entities):
    def change(xml):
        return xml.replace(b"?>", f"?><!DOCTYPE d [{entities}]>".encode(), 1).replace(b"MARK", b"&x;")

    with pytest.raises(UnreadableError, match="declares entities"):
        word.read(_packed(change))


def test_a_small_word_file_that_swells_is_not_unpacked():
    swollen = _packed(lambda xml: xml.replace(b"</w:body>", b"<w:p/>" * (word._LARGEST_TEXT // 6) + b"</w:body>"))
    assert len(swollen) < 1_000_000
    with pytest.raises(UnreadableError, match="MB unpacked, over the limit of 50 MB") as refused:
        word.read(swollen)
    assert refused.value.code == "too-large"


# --- tables ----------------------------------------------------------------------------------------------------------


def test_no_text_is_computed_by_a_spreadsheet(tmp_path):
    starts = ["=", "+", "-", "@", "\t=", "\r=", "\n=", "＝", "＋", "－", "＠"]
    plain = ["It is = 1", "'=1", " =1", "1-2", "–5"]
    said = [*(f'{s}HYPERLINK("http://evil.example")' for s in starts), *plain]
    made = reading("a.txt", *(("Oren Tal", words) for words in said), publisher="@tasken", title="=1+1")
    kept(tmp_path / "r.db", [replace(made, reader=replace(made.reader, version="=0"))])
    for name, columns in {
        "a.csv": ("content", "publisher", "title"),
        "a.dna.csv": ("text", "document_source", "document_title"),
    }.items():
        assert onrecord.export(tmp_path / name, record=tmp_path / "r.db") >= len(said)
        with (tmp_path / name).open(encoding="utf8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert not any(cell.startswith((*"=+-@\t\r\n＝＋－＠",)) for row in rows for cell in row.values()), name
        found = list(dict.fromkeys(row[columns[0]] for row in rows))
        assert found == [*(f"'{s}" for s in said[: len(starts)]), *plain]
        assert {(row[columns[1]], row[columns[2]]) for row in rows} == {("'@tasken", "'=1+1")}
    # numbers stay numbers
    onrecord.export(tmp_path / "s.csv", record=tmp_path / "r.db", table="statements")
    with (tmp_path / "s.csv").open(encoding="utf8", newline="") as file:
        assert all(float(row["score"]) <= 1 and int(row["start"]) >= 0 for row in csv.DictReader(file))
