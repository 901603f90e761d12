"""Adding documents in the browser: what is kept, what is refused, and that each is read."""

import subprocess
import time

import pytest
from browse import HERE, Page, browser, kept
from hand_made import numbered

from onrecord.keep.store import Store
from onrecord.serve.web import uploads
from onrecord.serve.web.uploads import plain_name


@pytest.fixture
def record(tmp_path):
    return kept(tmp_path / "record.db", [numbered(0)])


@pytest.fixture
def client(record):
    with browser(record) as client:
        yield client


@pytest.mark.parametrize(
    "given, kept_as",
    [
        ("interview.txt", "interview.txt"),
        ("../../etc/passwd", "passwd"),
        ("C:\\news\\a b.pdf", "a b.pdf"),
        ("...", "document"),
        ("", "document"),
        (".hidden", "hidden"),
        ("a\x00\u202eb\n.txt", "a__b_.txt"),
        ("q?#1<2>.html", "q__1_2_.html"),
        ("x" * 300 + ".html", "x" * 115 + ".html"),
        ("y" * 300, "y" * 120),
        ("مقابلة.txt", "مقابلة.txt"),
    ],
)
def test_a_file_has_a_plain_name(given, kept_as):
    assert plain_name(given) == kept_as


def _finished(client):
    for _ in range(600):
        page = Page(client.get("/add").text)
        if "read so far" not in page.text:
            return page
        time.sleep(0.1)
    raise AssertionError(page.text)


def test_given_files_are_read(client, record, weights):
    files = [
        ("files", ("../harbour.txt", b"The harbour will close, Minister Ida Brandvik said on Monday.\n")),
        ("files", ("harbour.txt", b"The harbour will open, Minister Ida Brandvik said on Tuesday.\n")),
        ("files", ("empty.txt", b"")),
    ]
    answer = client.post("/add", files=files, follow_redirects=False)
    assert answer.status_code == 303
    page = _finished(client)
    assert "3 of 3 files read" in page.text
    assert "empty.txt" in page.text
    with Store(record, read_only=True) as store:
        places = sorted(r[0] for r in store.rows("SELECT path FROM places WHERE current AND path LIKE '%harbour.txt'"))
    # two files of one name are two documents
    assert len(places) == 2
    assert all(p.startswith(f"{record.with_suffix('.documents')}/") and p.endswith("/harbour.txt") for p in places)
    assert "will close" in Page(client.get("/", params={"q": "harbour close"}).text).text


def test_nothing_given_is_told(client):
    assert "choose some first" in client.post("/add", files=[("files", ("", b""))]).text
    assert "choose some first" in client.post("/add", data={"files": "x"}).text


def test_too_much_is_refused_before_it_is_taken(client, monkeypatch):
    answer = client.post("/add", content=b"x", headers={"Content-Length": str(uploads.MOST_BYTES + 1)})
    assert answer.status_code == 400
    assert "more than 64 MB at once" in answer.text
    assert client.post("/add", content=iter([b"x"])).status_code == 400
    many = [("files", (f"{n}.txt", b"x")) for n in range(uploads.MOST_FILES + 1)]
    assert client.post("/add", files=many).status_code == 400


def test_one_reading_at_a_time_and_a_failed_one_says_why(client, record, monkeypatch):
    started = []

    def popen(command, *, stderr, **options):
        code = "import sys, time; time.sleep(1); sys.stderr.write('onrecord: the disk is full\\n'); sys.exit(2)"
        started.append(subprocess_popen([command[0], "-c", code], stderr=stderr))
        return started[-1]

    subprocess_popen = subprocess.Popen
    monkeypatch.setattr(uploads.subprocess, "Popen", popen)
    assert client.post("/add", files=[("files", ("a.txt", b"x"))], follow_redirects=False).status_code == 303
    assert "are being read still" in client.post("/add", files=[("files", ("b.txt", b"x"))]).text
    started[0].wait(20)
    page = Page(client.get("/add").text)
    assert "onrecord: the disk is full" in page.text
    assert "0 of 1 file read" in page.text


def test_another_sites_form_is_refused(client):
    answer = client.post("/add", files=[("files", ("a.txt", b"x"))], headers={"Origin": "http://evil.example"})
    assert answer.status_code == 403
    answer = client.post("/add", files=[("files", ("a.txt", b"x"))], headers={"Sec-Fetch-Site": "cross-site", "Origin": HERE})
    assert answer.status_code == 403


def test_a_folder_that_cannot_be_written_is_told(client, record):
    record.with_suffix(".documents").write_text("a file in its place")
    answer = client.post("/add", files=[("files", ("a.txt", b"x"))])
    assert answer.status_code == 400
    assert "cannot be written" in answer.text
