"""Citations of statements, and whether what they quote still stands there."""

import json
from dataclasses import replace
from html import unescape

import pytest
from fastapi.testclient import TestClient
from hand_made import READER, actor_id, numbered, reading
from one_of_each import TEXT, keep, rich

import onrecord
from onrecord.acquire.files import documents
from onrecord.authors import authors
from onrecord.errors import InputError
from onrecord.ids import digest
from onrecord.keep.citation import bibtex, csl, permalink, reference, ris, where
from onrecord.keep.store import Store
from onrecord.query.cite import FORMATS, check, cited, link_of, rendered
from onrecord.schema import Merged, Office
from onrecord.serve.web.app import application


@pytest.fixture
def record(tmp_path):
    keep(tmp_path / "record.db")
    return tmp_path / "record.db"


@pytest.fixture
def store(record):
    with Store(record) as opened:
        yield opened


# --- what is cited ---------------------------------------------------------------------------------------------------


def test_a_statement_is_cited_in_its_sentence_and_paragraph(store):
    found = cited(store, "0f0f0f0f0f0f0f0f")
    assert [p.text for p in found.sentence if p.quoted] == ["The ferries 🚢🚢 will\r\nnot sail,"]
    whole = "".join(p.text for p in found.paragraph)
    assert whole.startswith("Mayor Ida Brandvik said") and whole.endswith("Velmora.”") and whole in TEXT
    outer = cited(store, "f0f0")
    assert [p.text for p in outer.sentence if p.quoted] == [TEXT[a:b] for a, b in rich().statements[0].content]
    assert "".join(p.text for p in outer.sentence) in TEXT
    assert (outer.citation.office, outer.versions) == ("Mayor of Velmora", ())


def test_an_office_that_another_document_shows_held_that_day_is_given(store):
    ida, body = actor_id("Ida Brandvik"), actor_id("Harbour Board")
    made = numbered(1)
    office = Office(holder=ida, title="Chair", of=body, to=None, first="2023-04-01", last="2023-04-30", span=(0, 5))
    other = reading("other.txt", ("Ida Brandvik", "Here.", {"about": ["Harbour Board"]}), published="2023-04-10")
    store.write([replace(other, offices=(office,))])
    units = {(r.document.id, a.id): a.id for r in (made, other) for a in r.actors}
    assert cited(store, made.statements[0].id).citation.office is None
    store.identify(Merged(identity=units, links=()))
    assert cited(store, made.statements[0].id).citation.office == "Chair of Harbour Board"
    assert cited(store, made.statements[1].id).citation.office is None


@pytest.mark.parametrize(
    "name, said", [("nothing", "no such statement on record"), ("0f", "no such statement"), ("", "no such")]
)
def test_a_statement_that_there_is_not_is_not_cited(store, name, said):
    with pytest.raises(InputError, match=said):
        cited(store, name)


def test_several_statements_that_begin_alike_are_told_apart(store):
    ids = [s.id for s in numbered(1).statements]
    store.write(
        [
            replace(
                reading("a.txt", ("Oren Tal", "a"), ("Oren Tal", "b")),
                statements=tuple(
                    replace(s, id=id)
                    for s, id in zip(
                        reading("a.txt", ("Oren Tal", "a"), ("Oren Tal", "b")).statements, ("abcd1", "abcd2"), strict=True
                    )
                ),
            )
        ]
    )
    with pytest.raises(InputError, match="several statements begin so; give more of the id: abcd1, abcd2"):
        cited(store, "abcd")
    assert cited(store, "abcd1").statement.id == "abcd1" and cited(store, ids[0]).statement.id == ids[0]


# --- whether it still stands -----------------------------------------------------------------------------------------


def _said(*words, path="a.txt", reader=READER):
    return reading(path, *(("Ida Brandvik", w) for w in words), reader=reader)


def _link(found, number=0):
    from onrecord.keep.citation import citation

    return link_of(permalink(citation(found, found.statements[number])))


def test_words_that_stand_where_they_stood_are_exact(store):
    found = check(store, link_of(permalink(cited(store, "0f0f").citation)))
    assert (found.state, found.document, found.statement) == ("exact", rich().document.id, "0f0f0f0f0f0f0f0f")
    assert TEXT[found.start : found.end] == "The ferries 🚢🚢 will\r\nnot sail,"


def test_words_of_an_earlier_version_are_found_in_the_newest(store):
    first = _said("The bridge opens in May, whatever they say.")
    store.write([first], path="a.txt")
    second = _said("No comment.", "The bridge opens in May, whatever they say.")
    store.write([second], path="a.txt")
    found = check(store, _link(first))
    assert (found.state, found.document, found.statement) == ("moved", second.document.id, second.statements[1].id)
    assert second.document.text[found.start : found.end] == "The bridge opens in May, whatever they say."
    assert check(store, _link(second, 1)).state == "exact"
    third = _said("The bridge opens in June.")
    store.write([third], path="a.txt")
    found = check(store, _link(first))
    assert (found.state, found.document, found.statement) == ("gone", first.document.id, first.statements[0].id)
    assert "the version cited is kept" in found.why
    # as it was: what was cited is the newest again
    store.write([first], path="a.txt")
    assert check(store, _link(first)).state == "exact"


def test_words_at_the_same_place_of_a_newer_version_are_exact(store):
    first, second = _said("The bridge opens in May.", "a"), _said("The bridge opens in May.", "b")
    store.write([first], path="a.txt")
    store.write([second], path="a.txt")
    found = check(store, _link(first))
    assert (found.state, found.document) == ("exact", second.document.id) and "newer version" in found.why


def test_words_whose_blanks_have_changed_have_moved(store):
    first, second = _said("The bridge opens in May, whatever they say."), _said("The bridge opens\nin May, whatever they  say.")
    store.write([first], path="a.txt")
    store.write([second], path="a.txt")
    found = check(store, _link(first))
    assert found.state == "moved" and "other blanks" in found.why and found.document == second.document.id


def test_a_text_that_was_read_anew_from_the_same_bytes_is_searched_by_the_hash_of_the_words(store):
    first = _said("The bridge opens in May.", "It does.")
    anew = _said("The bridge opens in May.", "It does.", reader=replace(READER, version="2"))
    text = "Extracted better. " + first.document.text
    moved = tuple(replace(s, content=tuple((a + 18, b + 18) for a, b in s.content), source=(), cue=()) for s in anew.statements)
    store.write([first], path="a.txt")
    store.write([replace(anew, document=replace(first.document, text=text), statements=moved, mentions=())], path="a.txt")
    found = check(store, _link(first))
    assert (found.state, found.start, found.statement) == ("moved", _link(first).start + 18, moved[0].id)
    other = replace(anew, document=replace(first.document, text="Nothing of it."), reader=replace(READER, version="3"))
    store.write([replace(other, statements=(), mentions=())], path="a.txt")
    found = check(store, _link(first))
    assert (found.state, found.document, found.start) == ("gone", None, None)


def test_a_document_whose_file_has_gone_is_still_exact(store):
    first = _said("The bridge opens in May.", path="a.jsonl#1")
    store.write([first], path="a.jsonl")
    store.write([], path="a.jsonl")
    found = check(store, _link(first))
    assert found.state == "exact" and "not at its place any more; its text is kept" in found.why


def test_a_link_that_was_tampered_with_is_not_exact(store):
    link = link_of(permalink(cited(store, "0f0f").citation))
    assert check(store, replace(link, words=digest("other"))).state == "gone"
    assert check(store, replace(link, sha="0" * 16)).state == "gone"
    assert check(store, replace(link, start=link.start + 1)).state == "gone"
    assert check(store, replace(link, start=10**9, end=10**9 + 5)).state == "gone"
    # the hash finds it under whatever id
    assert check(store, replace(link, document="other")).state == "exact"
    moved = check(store, replace(link, start=link.start - 2, end=link.end - 2))
    assert (moved.state, moved.start) == ("moved", link.start)


@pytest.mark.parametrize(
    "address", ["", "/statements/a", "?document=a&sha=&start=1&end=2&words=a", "?document=a&sha=12345678&start=x&end=2&words=a",
                "?document=a&sha=12345678&start=3&end=2&words=a", "?document=a&sha=1234567z&start=1&end=2&words=a",
                f"?document=a&sha=12345678&start=1&end={10**40}&words=a"],
)  # fmt: skip
def test_an_address_that_is_no_permalink_is_refused(address):
    with pytest.raises(InputError, match="no permalink; one ends in"):
        link_of(address)


# --- the command's twin ----------------------------------------------------------------------------------------------


def test_a_citation_in_each_form(record, store):
    held = cited(store, "f0f0").citation
    for form in FORMATS:
        assert onrecord.cite("f0f0", record=record, format=form) == rendered(held, form)
    (item,) = json.loads(onrecord.cite("f0f0", record=record, format="csl"))
    assert item["id"].endswith("f0f0f0f0f0f0") and "Ida Brandvik, Mayor of Velmora" in item["note"]
    with pytest.raises(InputError, match="mla: no such format; one of footnote, csl, ris, bibtex"):
        onrecord.cite("f0f0", record=record, format="mla")
    found = onrecord.check(permalink(held), record=record)
    assert found == check(store, link_of(permalink(held)))


# --- the page --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Anna Kellerman / (Reporting by Ida Brandvik in Orr; Editing by Mina Castell)", ["Anna Kellerman"]),
        ("By Olu Brandt / Jo Orr contributed to this report.", ["Olu Brandt"]),
        (
            "(Reporting by Ida Brandvik in Orr and Olu Brandt in Marena; Editing by Mina Castell)",
            ["Ida Brandvik", "Olu Brandt"],
        ),
        ("Reporting by Olu Brandt; writing by Kit Hale; editing by Mina Castell", ["Olu Brandt", "Kit Hale"]),
        ("Jo Orr contributed to this report", ["Jo Orr"]),
        ("Edited by Mina Castell", []),
        ("Written by Olu Brandt; translated by Jo Orr", ["Olu Brandt"]),
        ("Words by Olu Brandt / Photos by Jo Orr", ["Olu Brandt"]),
        ("By J. R. Hollis, Mina Castell and Bo Dahl, Special correspondents", ["J. R. Hollis", "Mina Castell", "Bo Dahl"]),
        ("By Anna Kellerman Chief political correspondent", ["Anna Kellerman"]),
        ("By Anna Kellerman, Harbour Post", ["Anna Kellerman"]),
        ("By Olu Brandt / Harbour Post", ["Olu Brandt"]),
        ("By Olu Brandt of the Harbour Post", ["Olu Brandt"]),
        ("By A. Smith, Jr., and Bo Dahl", ["A. Smith, Jr.", "Bo Dahl"]),
        ("By staff writer", []),
        ("The interview was conducted by Yara Nunn, exclusively for the Harbour Post", ["Yara Nunn"]),
        ("Anna Kellerman; Olu Brandt", ["Anna Kellerman", "Olu Brandt"]),
        ("Brandt, Olu; Kellerman, Anna", ["Brandt, Olu", "Kellerman, Anna"]),
        ("Olu Brandt, correspondent; Anna Kellerman", ["Olu Brandt", "Anna Kellerman"]),
        ("Kellerman, Anna", ["Kellerman, Anna"]),
        ("Ministry of Trade and Transport", ["Ministry of Trade and Transport"]),
        ("Harbour Post", ["Harbour Post"]),
        (None, []),
    ],
)
def test_authors_are_those_of_the_byline_else_who_reported_and_never_who_edited(byline, names):
    assert list(authors(byline, "The Harbour Post")) == names


def test_a_document_is_cited_by_its_authors(tmp_path):
    path = tmp_path / "pact.txt"
    end = "(Reporting by Ida Brandvik in Orr; Editing by Mina Castell)"
    path.write_text(f"Pact survives\n\nBy Anna Kellerman and Olu Brandt\n\nThe pact was renewed.\n\n{end}", encoding="utf8")
    (document,) = documents(str(path))
    held = reference(document)
    assert end in document.byline
    assert where(held) == "Anna Kellerman and Olu Brandt, “Pact survives,” no date, pact.txt"
    assert csl(held)["author"] == [{"literal": "Anna Kellerman"}, {"literal": "Olu Brandt"}]
    assert "AU  - Anna Kellerman\r\nAU  - Olu Brandt\r\n" in ris(held)
    assert "author = {{Anna Kellerman} and {Olu Brandt}}," in bibtex(held)
    reported = reference(replace(document, byline=end))
    assert where(reported).startswith("Ida Brandvik, “Pact")


@pytest.fixture
def client(record):
    return TestClient(application(str(record)), base_url="http://127.0.0.1:8080")


def test_the_page_of_a_statement_shows_its_words_in_place_and_every_form(client, store):
    held = cited(store, "0f0f0f0f0f0f0f0f").citation
    page = client.get("/statements/0f0f0f0f0f0f0f0f")
    assert page.status_code == 200
    shown = unescape(page.text)
    assert '<mark class="own">The ferries 🚢🚢 will\r\nnot sail,</mark>' in shown
    for form in FORMATS:
        assert rendered(held, form) in shown
    assert f"http://127.0.0.1:8080{permalink(held)}" in shown
    assert "<strong>exact</strong>" in shown and "Quoted by" in shown and "Ida Brandvik" in shown


def test_a_permalink_is_checked_whether_its_statement_is_there_or_not(client, store):
    address = permalink(cited(store, "0f0f0f0f0f0f0f0f").citation)
    assert "<strong>exact</strong>" in client.get(address).text
    assert "<strong>gone</strong>" in client.get(address.replace("sha=", "sha=00")).text
    page = client.get(address.replace("0f0f0f0f0f0f0f0f", "ffffffffffffffff"))
    assert page.status_code == 200 and "No statement has this id any more" in page.text and "cite them there" in page.text
    assert client.get("/api/check?" + address.split("?")[1]).json()["state"] == "exact"
    assert client.get("/statements/ffffffffffffffff").status_code == 404
    assert client.get(address.split("&start")[0] + "&words=aa").status_code == 400


def test_citations_are_saved_as_files(client, store):
    held = cited(store, "0f0f0f0f0f0f0f0f").citation
    for form, ending in (("bibtex", "bib"), ("ris", "ris"), ("csl", "json"), ("footnote", "txt")):
        file = client.get(f"/api/statements/0f0f0f0f0f0f0f0f/citation?format={form}")
        assert file.content.decode() == rendered(held, form) + "\n"
        assert file.headers["content-disposition"] == f'attachment; filename="0f0f0f0f0f0f0f0f.{ending}"'
    assert client.get("/api/statements/0f0f0f0f0f0f0f0f/citation?format=mla").status_code == 400
    found = client.get("/api/statements/0f0f0f0f0f0f0f0f").json()
    assert found["permalink"] == permalink(held) and found["citation"]["quoted_by"] == ["Ida Brandvik"]


def test_nothing_that_a_document_holds_acts_on_the_page(client, store):
    evil = "</pre></mark><script>alert(1)</script><a href=javascript:alert(1)>"
    made = reading("evil.txt", ("Ida" + evil, f"We {evil} \u202e sail."), title=evil, publisher=evil)
    store.write([made])
    page = client.get(f"/statements/{made.statements[0].id}").text
    assert "<script>alert" not in page and "<a href=javascript" not in page and "\u202e" not in page
    assert evil in unescape(page)
