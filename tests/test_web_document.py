"""A document's page: every character in its place, marks that nest whatever overlaps, and all that was read beside it."""

from dataclasses import replace

import pytest
from browse import Page, browser
from hand_made import actor_id, reading
from hard_texts import INTERVIEW, KOVAR, SCRIPTS, VALDEMAR, VELMORA
from hypothesis import given
from hypothesis import strategies as st

from onrecord.keep.citation import office_held
from onrecord.keep.store import Store
from onrecord.schema import Office, When
from onrecord.serve.web.marks import Flat, Nested, marked
from onrecord.serve.web.parts import mark_of

# --- marks -----------------------------------------------------------------------------------------------------------

_TEXT = SCRIPTS
_SPANS = st.tuples(st.integers(0, len(_TEXT)), st.integers(1, 12)).map(lambda s: (s[0], min(len(_TEXT), s[0] + s[1])))


@given(st.lists(_SPANS, max_size=6), st.lists(_SPANS, max_size=6), _SPANS)
def test_each_character_keeps_its_place_and_its_marks(said, items, within):
    nested = [Nested(start=a, end=b, item=f"n{i}", classes="said") for i, (a, b) in enumerate(said) if a < b]
    flat = [Flat(start=a, end=b, item=f"f{i}", classes="event") for i, (a, b) in enumerate(items) if a < b]
    start, end = within
    page = Page(marked(_TEXT, start, end, nested, flat))
    assert "".join(words for _, words, _, _ in page.pieces) == _TEXT[start:end]
    for at, words, around, on_top in page.pieces:
        assert _TEXT[at : at + len(words)] == words
        for place in range(at, at + len(words)):
            assert sorted(around) == sorted(n.item for n in nested if n.start <= place < n.end)
            if mark_of(words[0]) is None:
                assert on_top == [f.item for f in flat if f.start <= place < f.end]


def test_one_statement_inside_another_is_an_element_inside_another():
    outer = Nested(start=0, end=20, item="outer", classes="said")
    inner = Nested(start=5, end=10, item="inner", classes="said")
    page = Page(marked("x" * 30, 0, 30, [inner, outer], []))
    assert [around for _, _, around, _ in page.pieces] == [["outer"], ["outer", "inner"], ["outer"], []]


def test_a_crossing_statement_is_opened_again_and_numbered_once():
    a = Nested(start=0, end=10, item="a", classes="said", number=1)
    b = Nested(start=5, end=15, item="b", classes="said", number=2)
    page = Page(marked("x" * 20, 0, 20, [a, b], []))
    assert [around for _, _, around, _ in page.pieces] == [["a"], ["a", "b"], ["b"], []]
    assert page.ids == ["s-a", "s-b"]


# --- the page --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    path = tmp_path_factory.mktemp("web") / "record.db"
    with Store(path) as store:
        store.write([reading("news/envoy.txt", ("Ida Brandvik", "An earlier version."))], path="news/envoy.txt")
        store.write([INTERVIEW], path="news/envoy.txt")
    with browser(path) as client:
        yield client


@pytest.fixture(scope="module")
def shown(client):
    answer = client.get("/documents/d0c")
    assert answer.status_code == 200, answer.text
    return Page(answer.text)


def test_the_text_is_whole_and_in_its_place(shown):
    text = INTERVIEW.document.text
    assert shown.pieces
    for at, words, _, _ in shown.pieces:
        assert text[at : at + len(words)] == words
    # all but the white space between segments
    covered = {p for at, words, _, _ in shown.pieces for p in range(at, at + len(words))}
    assert all(p in covered or text[p].isspace() for p in range(len(text)))


def test_each_statement_covers_its_words_and_no_others(shown):
    for s in INTERVIEW.statements:
        for at, words, around, _ in shown.pieces:
            inside = any(a <= at and at + len(words) <= b for a, b in s.content)
            assert (s.id in around) == inside, (s.id, words)


def test_no_id_is_given_twice(shown):
    assert len(shown.ids) == len(set(shown.ids))
    assert {"s-q1", "s-a1", "s-i1", "c-q1", "c-a1", "c-i1", "c-e1", "c-t1", "c-f1", "c-o1"} <= set(shown.ids)


def test_cards_say_who_asserts_and_how_sure_the_reading_is(client):
    html = " ".join(client.get("/documents/d0c").text.split())
    tie, figure = html.index('id="c-t1"'), html.index('id="c-f1"')
    assert "the report itself" in html[tie:figure]
    assert "says <bdi>Ida Brandvik</bdi>" in html[figure:]
    assert "61 % sure" in html
    assert "Minister of <bdi>Velmora</bdi>" in html
    assert "March 2021" in html
    assert '40 to …' in html  # fmt: skip


def test_turns_and_junk(client):
    html = client.get("/documents/d0c").text
    assert 'class="turn question ' in html
    assert 'class="turn answer ' in html
    assert 'class="boilerplate"' in html
    assert 'href="javascript' not in html


def test_versions_are_listed_and_an_earlier_one_says_so(client):
    html = client.get("/documents/d0c").text
    earlier = reading("news/envoy.txt", ("Ida Brandvik", "An earlier version.")).document.id
    assert f'href="/documents/{earlier}"' in html
    assert "An earlier version: its place holds another text now." in client.get(f"/documents/{earlier}").text


def test_a_stretch_is_pointed_out(client):
    at = INTERVIEW.document.text.index("40 boats")
    page = client.get("/documents/d0c", params={"at": f"{at}-{at + 8}"}).text
    assert f'<span data-at="{at}" class="figure found" data-i="f1">40 boats</span>' in page
    for wrong in ("5-5", "9-5", "0-999999", "x", "-1-4"):
        answer = client.get("/documents/d0c", params={"at": wrong})
        assert answer.status_code == 400
        assert "no stretch of this text" in answer.text


def test_no_such_document(client):
    answer = client.get("/documents/nothing")
    assert answer.status_code == 404
    assert "nothing: no such document on record" in answer.text
    assert client.get("/api/documents/nothing").json() == {
        "error": "nothing: no such document on record; onrecord status lists them"
    }


def test_a_document_as_data(client):
    found = client.get("/api/documents/d0c").json()
    assert found["document"]["text"] == INTERVIEW.document.text
    assert [s["id"] for s in found["statements"]] == ["q1", "a1", "i1"]


def test_the_office_held_that_day():
    base = reading("x", ("Ida Brandvik", "x"), published="2022-05-01")
    offices = (
        Office(holder=VALDEMAR, title="Mayor", of=None, to=None, first=None, last="2020-12-31", span=(0, 1)),
        Office(holder=VALDEMAR, title="Minister", of=VELMORA, to=None, first="2021-01-01", last=None, span=(0, 1)),
        Office(holder=KOVAR, title="King", of=None, to=None, first=None, last=None, span=(0, 1)),
    )
    held = replace(base, offices=offices)
    assert office_held(held, VALDEMAR, None).title == "Minister"
    assert office_held(held, VALDEMAR, When(first="2019-01-01", last="2019-01-01")).title == "Mayor"
    assert office_held(held, actor_id("Oren Tal"), None) is None
