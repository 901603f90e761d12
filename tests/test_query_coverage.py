"""What a record covers: outlets, days and languages, what was not read, and what is there twice."""

from dataclasses import replace

import pytest
from browse import browser
from hand_made import reading

from onrecord.keep.store import Store
from onrecord.query.coverage import Counted, coverage, documents, twins
from onrecord.schema import Unread

TOLLS = "The harbour tolls will rise again before the winter comes."
QUOTAS = "Nobody will fish beyond the line that the two sides drew."
OURS = "These are the words of this paper alone, and of nobody else."


def _of(path, *words, **more):
    return reading(path, *((("Ida Brandvik", w)) for w in words), **more)


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    path = tmp_path_factory.mktemp("coverage") / "record.db"
    first = _of("a/one.txt", TOLLS, QUOTAS, title="Tolls", publisher="The Post", published="2021-03-05")
    wire = _of("b/wire.txt", OURS, TOLLS, QUOTAS, title="Harbour", publisher="The Wire", published="2021-05-06")
    again = _of("a/again.txt", OURS, title=" TOLLS ", publisher="The Post", published="2023-01-01")
    one_quotation = _of("b/single.txt", TOLLS, publisher="The Wire")
    french = _of("c/fr.txt", "Tolls.")
    copied = replace(again.document, id="copy", title="Another title", path="d/copy.txt", publisher=None)
    readings = (first, wire, again, one_quotation, replace(french, document=replace(french.document, language="fr")))
    with Store(path) as store:
        store.write([_of("a/one.txt", "What it said before.")], path="a/one.txt")
        store.write(readings[:1], path="a/one.txt")
        store.write(readings[1:])
        store.write([replace(again, document=copied, statements=(), mentions=(), actors=())])
        store.write([replace(first, document=replace(first.document, path="z/one-copy.txt"))])
        store.write(
            [
                Unread(path="x/torn.pdf", code="broken", reason="torn <in> two"),
                Unread(path="x/no.txt", code="empty", reason="-"),
            ]
        )
    return path


@pytest.fixture(scope="module")
def store(record):
    with Store(record, read_only=True) as store:
        yield store


def test_counts(store):
    found = coverage(store)
    assert (found.documents, found.earlier, found.statements) == (6, 1, 8)
    assert [(o.name, o.documents, o.statements, o.first, o.last) for o in found.outlets] == [
        (None, 2, 1, "2023-01-01", "2023-01-01"),
        ("The Post", 2, 3, "2021-03-05", "2023-01-01"),
        ("The Wire", 2, 4, "2021-05-06", "2021-05-06"),
    ]
    assert found.languages == (Counted(value="en", documents=5), Counted(value="fr", documents=1))
    assert [(m.value, m.documents) for m in found.months] == [(None, 2), ("2021-03", 1), ("2021-05", 1), ("2023-01", 2)]
    assert [r.value for r in found.readers] == ["onrecord 0 by hand"]
    assert [(u.code, u.path) for u in found.unread] == [("broken", "x/torn.pdf"), ("empty", "x/no.txt")]


def test_documents_latest_first_by_pages(store):
    paths = [d.path for d in documents(store)]
    assert paths[2:4] == ["b/wire.txt", "a/one.txt"]
    assert set(paths[4:]) == {"b/single.txt", "c/fr.txt"}
    assert [d.path for d in documents(store, limit=2, offset=2)] == paths[2:4]
    assert [d.path for d in documents(store, outlet="The Wire")] == ["b/wire.txt", "b/single.txt"]


def test_what_is_there_twice(store):
    found = [(group.why, {d.path for d in group.documents}) for group in twins(store)]
    assert found == [
        ("one document in several places", {"a/one.txt", "z/one-copy.txt"}),
        ("the same text", {"a/again.txt", "d/copy.txt"}),
        ("the same title of one outlet", {"a/one.txt", "a/again.txt"}),
        ("the same words quoted", {"a/one.txt", "b/wire.txt"}),
    ]


def test_what_is_there_twice_is_looked_for_once_until_the_record_changes(tmp_path):
    with Store(tmp_path / "record.db") as kept:
        kept.write([_of("a.txt", "The same."), _of("b.txt", "Another.")])
        assert twins(kept) == ()
        kept.write([_of("c.txt", "The same.")])
        found = twins(kept)
        assert [[d.path for d in group.documents] for group in found] == [["a.txt", "c.txt"]]
        assert twins(kept) is found


def test_an_empty_record_covers_nothing(tmp_path):
    with Store(tmp_path / "empty.db") as store:
        found = coverage(store)
        assert (found.documents, found.statements, found.outlets, list(twins(store))) == (0, 0, (), [])


# --- its page --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def client(record):
    with browser(record) as client:
        yield client


def test_the_page_says_what_was_read_and_what_was_not(client):
    page = " ".join(client.get("/coverage").text.split())
    assert "6 documents" in page
    assert "2 files could not be read." in page
    assert 'href="/?outlet=The%20Post"' in page
    assert 'title="1 document">1</td>' in page
    assert "2 documents without a date of publication." in page
    unread = client.get("/coverage", params={"show": "unread"}).text
    assert "torn &lt;in&gt; two" in unread
    assert "x/torn.pdf" in unread


def test_documents_are_listed(client):
    page = client.get("/coverage", params={"show": "documents", "outlet": "The Wire"}).text
    assert "Harbour" in page
    assert "The Post" not in page
    assert "No documents here." in client.get("/coverage", params={"show": "documents", "page": "9"}).text


def test_duplicates_are_listed(client):
    page = client.get("/coverage", params={"show": "duplicates"}).text
    assert "the same words quoted" in page
    assert "b/wire.txt" in page


def test_the_same_as_data(client):
    assert client.get("/api/coverage").json()["documents"] == 6
    assert client.get("/api/duplicates").json()[0]["why"] == "one document in several places"
    assert [d["path"] for d in client.get("/api/documents", params={"outlet": "The Wire"}).json()] == [
        "b/wire.txt",
        "b/single.txt",
    ]
    assert client.get("/api/documents", params={"limit": 0}).status_code == 422
