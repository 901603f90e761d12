"""The search page: statements in their sentences, counts to choose by, documents, pages, and the same as data."""

from dataclasses import replace

import numpy as np
import pytest
from browse import Page, browser, kept
from hand_made import actor_id, reading

from onrecord.keep.store import Store
from onrecord.query.search import Filter, results
from onrecord.run import meaning as run_meaning
from onrecord.schema import MEANING, When
from onrecord.serve.web.excerpts import excerpt

SPRING = When(first="2021-03-05", last="2021-03-05")
LONG = " ".join(f"word{n}" for n in range(200))

READINGS = (
    reading(
        "news/harbour.txt",
        ("Ida Brandvik", "The harbour tolls will rise.", {"about": ["Velmora"], "said": SPRING}),
        ("Rashid al-Omari", "Tolls on every boat are theft.", {"form": "indirect", "status": "denied"}),
        (None, f"Long {LONG} lighthouse {LONG} end."),
        title="Tolls at the harbour",
        published="2021-04-01",
        publisher="The Tasken Post",
    ),
    reading(
        "news/many.txt",
        *(("Oren Tal", f"Ferry number {n} sails.") for n in range(70)),
        title="Ferries",
        published="2023-02-03",
        publisher="The Ferry News",
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    return kept(tmp_path_factory.mktemp("web") / "record.db", READINGS)


@pytest.fixture(scope="module")
def client(record):
    with browser(record) as client:
        yield client


def _page(client, **params):
    answer = client.get("/", params=params)
    assert answer.status_code == 200
    return Page(answer.text)


def test_a_statement_stands_in_its_sentence_with_the_words_marked(client):
    html = client.get("/", params={"q": "toll harbour"}).text
    assert '<span class="around">Ida Brandvik said: “</span>The <mark>harbour</mark> <mark>tolls</mark> will rise.' in html
    page = Page(html)
    assert "1 statement, best first" in page.text
    assert "5 March 2021" in page.text
    assert "The Tasken Post" in page.text
    assert f"/documents/{READINGS[0].document.id}#s-{READINGS[0].statements[0].id}" in page.links()
    assert f"/actors/{actor_id('Ida Brandvik')}" in page.links()


def test_a_day_of_publication_is_not_given_for_the_day_it_was_said(client):
    assert "published 1 April 2021" in _page(client, q="theft").text
    assert "published" not in _page(client, q="rise").text


def test_without_words_the_latest_come_first(client):
    page = _page(client)
    assert "73 statements, latest first" in page.text
    assert "Ferry number 0" in page.text


def test_what_is_chosen_narrows_and_can_be_taken_off(client):
    page = _page(client, q="tolls", form="indirect")
    assert "1 statement" in page.text
    assert "form indirect ×" in page.text
    assert "/?q=tolls" in page.links()
    # counts of the other forms stay
    assert "/?q=tolls&form=direct" in page.links()


def test_counts_lead_to_what_they_count(client):
    page = _page(client)
    link = f"/?speaker={actor_id('Rashid al-Omari')}"
    assert link in page.links()
    found = Page(client.get(link).text)
    assert "1 statement" in found.text
    assert "speaker Rashid al-Omari ×" in found.text
    assert "/?outlet=The+Ferry+News" in page.links()
    assert "70 statements" in _page(client, outlet="The Ferry News").text
    assert "73" not in _page(client, year="2021").text


def test_pages(client):
    first, third = _page(client, q="ferry"), _page(client, q="ferry", page="3")
    assert "Page 1 of 3" in first.text
    assert "/?q=ferry&page=2" in first.links()
    assert "Page 3 of 3" in third.text
    assert "/?q=ferry&page=2" in third.links()
    assert len([1 for tag, a in third.elements if a.get("class", "").startswith("statement ")]) == 10
    assert "Nothing on record fits" in _page(client, q="ferry", page="9").text
    assert "Page 1 of" in _page(client, q="ferry", page="x").text


def test_while_typing_the_last_word_is_a_beginning(client):
    part = Page(client.get("/", params={"q": "harb"}, headers={"HX-Request": "true", "HX-Trigger": "q"}).text)
    assert "1 statement, latest first, words that begin so included" in part.text
    # the address that is left behind shows the same
    assert "1 statement, latest first, words that begin so included" in _page(client, q="harb").text
    assert "Nothing on record fits" in _page(client, q="xarb").text


def test_a_whole_word_is_no_beginning_and_counts_lead_to_what_they_count(client):
    typed = Page(client.get("/", params={"q": "toll"}, headers={"HX-Request": "true", "HX-Trigger": "q"}).text)
    assert "2 statements, best first" in typed.text and "words that begin so included" not in typed.text
    assert "2 statements, best first" in _page(client, q="toll", year="2021").text
    # who wants more finds it
    assert "/?q=toll%2A" in typed.links()
    assert "words that begin so included" not in _page(client, q="toll*").text


def test_of_a_long_statement_the_part_about_whom_was_asked_for_is_shown(tmp_path):
    words = f"It begins so, {LONG}, and then Velmora is our friend, {LONG}."
    record = kept(tmp_path / "long.db", [reading("long.txt", ("Ida Brandvik", words, {"about": ["Velmora"]}))])
    with browser(record) as client:
        assert "Velmora is our friend" not in Page(client.get("/").text).text
        for path in (f"/?about={actor_id('Velmora')}", "/?about=Velmora", f"/actors/{actor_id('Velmora')}"):
            assert "and then Velmora is our friend" in Page(client.get(path).text).text


def test_documents(client):
    page = _page(client, what="documents", q="ferry")
    assert f"/documents/{READINGS[1].document.id}" in page.links()
    assert f"/documents/{READINGS[0].document.id}" not in page.links()
    everything = _page(client, what="documents")
    assert "Documents, latest first" in everything.text
    assert f"/documents/{READINGS[0].document.id}" in everything.links()
    assert "No document holds nothing-such." in _page(client, what="documents", q="nothing-such").text


def test_a_question_that_makes_no_sense_is_told(client):
    for params, words in (
        ({"q": "??"}, "no words to search for"),
        ({"since": "soon"}, "soon: not a date"),
        ({"form": "sung"}, "sung: no such form"),
        ({"speaker": "Nobody Known"}, "nobody of that name on record"),
    ):
        assert words in _page(client, **params).text


def test_of_a_long_sentence_the_part_that_was_searched_for(record):
    with Store(record, read_only=True) as store:
        (hit,) = results(store, Filter(words="lighthouse")).found
    shown = str(excerpt(hit))
    assert "<mark>lighthouse</mark>" in shown
    assert len(shown) < 600
    assert shown.startswith("… ")
    assert shown.endswith(" …")


@pytest.fixture
def meant(tmp_path, monkeypatch):
    """A record in which the first statement means the same as any query, and the second its opposite."""
    made = reading(
        "a.txt", ("Ida Brandvik", "The two will learn to talk."), ("Oren Tal", "Boats are late.", {"form": "indirect"})
    )
    same = np.full(MEANING, MEANING**-0.5, np.float32)
    held = {s.id: (same * sign).astype("<f2").tobytes() for s, sign in zip(made.statements, (1, -1), strict=True)}
    monkeypatch.setattr(run_meaning, "meaning_of", lambda words: (same, "a table"))
    with browser(kept(tmp_path / "meant.db", [replace(made, vectors=held, vectors_by="a table")])) as client:
        yield client


def test_by_meaning_whatever_the_words(meant):
    page = _page(meant, what="meaning", q="mediation")
    assert "Nearest in meaning first" in page.text
    assert page.text.index("learn to talk") < page.text.index("Boats are late")
    assert "1.00 alike" in page.text
    assert "learn to talk" not in _page(meant, what="meaning", q="mediation", form="indirect").text
    assert "in words of your own" in _page(meant, what="meaning").text
    assert meant.get("/api/search/meaning", params={"q": "mediation"}).json()["found"][0]["speaker"] == "Ida Brandvik"
    assert meant.get("/api/search/meaning").status_code == 400


def test_a_record_without_meanings_says_what_to_do(client, monkeypatch):
    monkeypatch.setattr(run_meaning, "meaning_of", lambda words: (np.ones(MEANING, np.float32), "other"))
    assert "does not hold what its statements mean; read its documents again" in _page(client, what="meaning", q="tolls").text


def test_the_same_as_data(client):
    found = client.get("/api/search", params={"q": "tolls", "form": "indirect"}).json()
    assert found["total"] == 1
    assert found["found"][0]["content"] == "Tolls on every boat are theft."
    assert found["found"][0]["status"] == "denied"
    assert (
        client.get("/api/search", params={"q": "ferry", "limit": 2, "offset": 69}).json()["found"][0]["speaker"] == "Oren Tal"
    )
    assert [d["path"] for d in client.get("/api/search/documents", params={"q": "ferry"}).json()] == ["news/many.txt"]
    assert client.get("/api/search/documents").json() == {
        "error": "q: no words to search for; /api/documents lists all documents"
    }
    counted = client.get("/api/facets", params={"year": "2021"}).json()
    assert counted["total"] == 3
    assert {"value": "2023", "label": "2023", "count": 70} in counted["year"]
