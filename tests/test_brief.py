"""Briefs: every line on record, with who asserts it and where it stands; the same each time; on paper as on the screen."""

import io
import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import docx
import pytest
from fastapi.testclient import TestClient
from hand_made import actor_id, reading
from one_of_each import OREN, TASKEN, keep
from typer.testing import CliRunner

import onrecord
from onrecord.errors import InputError
from onrecord.keep.citation import permalink
from onrecord.keep.store import Store
from onrecord.query.brief import LONGEST, brief
from onrecord.query.cite import check, cited, link_of
from onrecord.query.filters import Filter
from onrecord.schema import Mention, Merged, Office, Tie
from onrecord.serve.cli import app
from onrecord.serve.paper import markdown, word
from onrecord.serve.web.app import application


@pytest.fixture
def record(tmp_path):
    keep(tmp_path / "record.db")
    return tmp_path / "record.db"


@pytest.fixture
def store(record):
    with Store(record) as opened:
        yield opened


def _lines(found):
    return [line for part in found.parts for line in (*part.said, *part.done, *part.standing)]


def test_a_brief_of_somebody_has_what_they_said_did_and_how_they_stand(store):
    found = brief(store, Filter(speaker="Ida Brandvik"))
    (part,) = found.parts
    assert (found.title, part.title, part.left_out) == ("Ida Brandvik", "Ida Brandvik", ())
    early, late = part.said
    assert (early.who, early.more, early.asserted_by) == (
        "Ida Brandvik",
        "Mayor of Velmora, partly in indirect speech",
        "the report",
    )
    assert early.words.startswith("Oren Tal had told her: “The ferries 🚢🚢 will not sail,” …")
    assert (early.first, early.dated, late.first, late.dated) == ("2022-02-01", True, "2023-04-06", False)
    assert part.done == ()
    (tie,) = part.standing
    assert (tie.who, tie.more, tie.asserted_by) == ("Ida Brandvik – hostile – Oren Tal", "ongoing", "the report")


def test_an_office_that_another_document_shows_stands_in_a_brief(tmp_path):
    office = Office(
        holder=actor_id("Ida Brandvik"), title="Minister", of=None, to=None, first="2020-01-01", last="2020-12-31", span=(0, 3)
    )
    early = replace(reading("early.txt", ("Ida Brandvik", "We wait."), published="2020-03-03"), offices=(office,))
    told = [early, reading("late.txt", ("Ida Brandvik", "We go."), published="2020-09-09")]
    told.append(reading("later.txt", ("Ida Brandvik", "We went."), published="2021-09-09"))
    with Store(tmp_path / "record.db") as store:
        store.write(told)
        store.identify(Merged(identity={(r.document.id, office.holder): office.holder for r in told}, links=()))
        (part,) = brief(store, Filter(speaker="Ida Brandvik")).parts
    assert [line.more for line in part.said] == ["Minister", "Minister", ""]


def test_what_the_same_words_say_both_ways_is_one_line(tmp_path):
    made = reading("both.txt", ("Ida Brandvik", "We are friends.", {"about": ["Velmora", "Tasken"]}), published="2022-02-02")
    velmora, tasken = (next(a.id for a in made.actors if a.name == name) for name in ("Velmora", "Tasken"))
    words = made.statements[0].content[0]

    def tie(number, relation, source, target):
        return Tie(
            id=f"t{number}", relation=relation, source=source, target=target, source_span=words, target_span=words, span=words,
            status="ongoing", when=None, asserted_by=None, score=1.0,
        )  # fmt: skip

    held = (tie(1, "friendly", velmora, tasken), tie(2, "friendly", tasken, velmora), tie(3, "part_of", tasken, velmora))
    with Store(tmp_path / "both.db") as store:
        store.write([replace(made, ties=(*held, tie(4, "part_of", velmora, tasken)))])
        store.identify(Merged(identity={(made.document.id, a.id): a.id for a in made.actors}, links=()))
        (part,) = brief(store, Filter(about="Tasken")).parts
        assert sorted(line.who for line in part.standing) == [
            "Tasken – part of – Velmora",
            "Velmora and Tasken – friendly",
            "Velmora – part of – Tasken",
        ]


def test_a_claim_names_who_makes_it(store):
    (part,) = brief(store, Filter(speaker="Oren Tal")).parts
    inner = next(line for line in part.said if line.id == "0f0f0f0f0f0f0f0f")
    assert (inner.more, inner.asserted_by) == ("quoted by Ida Brandvik, denied", "Ida Brandvik")
    (refused,) = part.done
    assert (refused.who, refused.more, refused.asserted_by) == ("Oren Tal", "reject, not planned", "Oren Tal")
    (part,) = brief(store, Filter(about="Tasken")).parts
    (met,) = part.done
    assert (met.who, met.more, met.asserted_by) == ("Velmora and Tasken", "consult, meeting, in Tasken, happened", "the report")
    (tie,) = part.standing
    assert (tie.who, tie.more, tie.asserted_by) == ("Tasken – friendly – Velmora", "denied", "Ida Brandvik")


def test_each_line_has_a_citation_that_leads_to_its_words(store):
    found = brief(store, Filter(), against=Filter(about="Tasken"))
    lines = _lines(found)
    assert [line.number for line in lines] == [s.number for s in found.sources] == list(range(1, len(lines) + 1))
    for line, source in zip(lines, found.sources, strict=True):
        assert source.path == line.path
        start, end = map(int, re.search(r"characters (\d+)–(\d+)\.$", source.text).groups())
        if line.path.startswith("/statements/"):
            statement = cited(store, line.id)
            assert line.path == permalink(statement.citation)
            checked = check(store, link_of(line.path))
            assert (checked.state, checked.start, checked.end) == ("exact", start, end)
        else:
            assert line.path.endswith(f"?at={start}-{end}")
            text = store.document(line.path.split("/")[2].split("?")[0]).text
            assert " ".join(text[start:end].split()) in line.words
    # each document in full once
    first = next(s for s in found.sources if "The Tasken Post" in s.text)
    assert sum("The Tasken Post" in s.text for s in found.sources) == 1
    assert sum(s.text.startswith(f"As in {first.number}, ") for s in found.sources) > 3


def test_two_sides_stand_next_to_one_another(store):
    found = brief(store, Filter(speaker="Ida Brandvik"), against=Filter(speaker="Oren Tal"))
    assert found.title == "Ida Brandvik and Oren Tal" and [p.title for p in found.parts] == ["Ida Brandvik", "Oren Tal"]
    left, right = found.parts
    assert {line.who for line in left.said} == {"Ida Brandvik"} and {line.who for line in right.said} == {"Oren Tal"}


def test_what_is_left_out_is_said(store):
    store.write([reading(f"{n}.txt", ("Ida Brandvik", f"Ferry {n}."), published=f"2024-01-{n + 1:02}") for n in range(12)])
    (part,) = brief(store, Filter(speaker="Ida Brandvik"), most=3).parts
    assert [line.words for line in part.said] == ["Ferry 9.", "Ferry 10.", "Ferry 11."]
    assert part.left_out == ("11 more statements",)
    assert "*Left out: 11 more statements.*" in markdown(brief(store, Filter(speaker="Ida Brandvik"), most=3))


def test_of_long_words_the_sentences_that_were_asked_for_are_given(store):
    other = "Nothing of interest was said about anything here. " * 20
    words = f"{other}Velmora will pay for the bridge. {other}So will Velmora again. {other}"
    made = reading("long.txt", ("Ida Brandvik", words.strip(), {"about": ["Velmora"]}))
    start = made.document.text.index("Velmora will pay")
    made = replace(made, mentions=(*made.mentions, Mention(start=start, end=start + 7, kind="state", actor=made.actors[1].id)))
    store.write([made])
    (line,) = brief(store, Filter(about="Velmora", document=made.document.id)).parts[0].said
    assert line.words == "[…] Velmora will pay for the bridge. […]"
    (line,) = brief(store, Filter(words="again", document=made.document.id)).parts[0].said
    assert line.words == "[…] So will Velmora again. […]"
    (line,) = brief(store, Filter(document=made.document.id)).parts[0].said
    assert line.words.startswith("Nothing of") and line.words.endswith("here. […]") and len(line.words) < LONGEST


def test_a_name_that_nobody_has_is_an_error(store):
    with pytest.raises(InputError, match="nobody of that name"):
        brief(store, Filter(speaker="Nobody"))


def test_an_actor_that_is_meant_by_its_identity_is_named(store):
    assert brief(store, Filter(about=TASKEN)).title == "About Tasken"


# --- on paper --------------------------------------------------------------------------------------------------------


def test_markdown_holds_every_line_and_every_citation(store):
    found = brief(store, Filter(), against=Filter(speaker="Oren Tal"))
    text = markdown(found)
    plain = re.sub(r"\\(.)", r"\1", text)
    for line in _lines(found):
        assert f"**{line.who}**" in plain and f"according to {line.asserted_by}" in plain
        assert text.count(f"[^{line.number}]") == 2
    for source in found.sources:
        assert f"[^{source.number}]: {source.text} `{source.path}`" in plain


def test_a_word_file_holds_the_same_and_is_the_same_each_time(store, tmp_path):
    found = brief(store, Filter(), against=Filter(speaker="Oren Tal"))
    data = word(found)
    assert data == word(brief(store, Filter(), against=Filter(speaker="Oren Tal")))
    text = "\n".join(p.text for p in docx.Document(io.BytesIO(data)).paragraphs)
    for line in _lines(found):
        assert line.who in text and f"according to {line.asserted_by}: " in text and f"[{line.number}]" in text
    for source in found.sources:
        assert f"{source.number}. {source.text} {source.path}" in text


def test_nothing_that_a_document_holds_acts_on_paper(store):
    evil = "**bold** [x](javascript:alert(1)) <script> `code` # \x00\x07\u202e\ufffe~~a~~ | ![i](u)"
    store.write([reading("evil.txt", ("Ida" + evil, f"We {evil} sail."), title=evil, publisher=evil)])
    found = brief(store, Filter(words="bold"))
    text = markdown(found)
    assert not re.search(r"(?<!\\)(\*\*bold|<script|`code|~~|!\[|\]\()|[\x00\x07\u202e]", text)
    assert word(found)


# --- the page, and the command ---------------------------------------------------------------------------------------


class _Ids(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.ids, self.links = set(), []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.ids |= {attributes.get("id")}
        self.links.append(attributes.get("href") or "")


@pytest.fixture
def client(record):
    return TestClient(application(str(record)), base_url="http://127.0.0.1:8080")


def test_the_page_shows_the_brief_and_links_its_files(client, store):
    found = brief(store, Filter(speaker=OREN), against=Filter(speaker="Ida Brandvik"))
    page = client.get(f"/brief?speaker={OREN}&against_speaker=Ida+Brandvik").text
    shown = unescape(re.sub(r"<[^>]+>", "", page))
    for line in _lines(found):
        assert f"according to {line.asserted_by}" in shown
    for source in found.sources:
        assert source.text in shown
    ids = _Ids(page)
    assert all(link[1:] in ids.ids for link in ids.links if link.startswith("#"))
    files = [link for link in ids.links if link.startswith("/api/brief")]
    assert len(files) == 3
    by_format = {re.search(r"format=(\w+)", f)[1] if "format" in f else "json": client.get(f) for f in files}
    assert by_format["markdown"].text == markdown(found) and by_format["docx"].content == word(found)
    assert by_format["json"].json()["title"] == "Oren Tal and Ida Brandvik"
    assert client.get("/api/brief/file?format=odt").status_code == 400


def test_the_page_without_a_question_is_a_form_and_with_a_wrong_one_says_so(client):
    assert "Choose an actor" in client.get("/brief").text
    wrong = client.get("/brief?speaker=Nobody")
    assert wrong.status_code == 200 and "nobody of that name" in wrong.text


def test_a_second_period_takes_the_place_of_the_first(client):
    page = client.get("/api/brief?speaker=Ida+Brandvik&year=2022&against_year=2023").json()
    assert [p["title"] for p in page["parts"]] == ["Ida Brandvik, 2022", "Ida Brandvik, 2023"]
    assert [line["id"] for line in page["parts"][0]["said"]] == ["f0f0f0f0f0f0f0f0"]


def test_the_command_writes_what_the_function_gives(record, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def run(*words):
        return CliRunner().invoke(app, ["brief", *words, "--in", str(record)])

    found = onrecord.brief(record=record, speaker="Ida Brandvik", against="Oren Tal")
    both = ("--speaker", "Ida Brandvik", "--against", "Oren Tal")
    assert run(*both).stdout == markdown(found)
    ended = run(*both, "--to", "b.docx")
    assert (ended.exit_code, ended.stderr) == (0, f"b.docx: {len(found.sources)} lines written\n")
    assert (tmp_path / "b.docx").read_bytes() == word(found)
    onrecord.write_brief(found, tmp_path / "b.md")
    assert (tmp_path / "b.md").read_bytes().decode() == markdown(found)
    for to, said in (("b.odt", "b.odt: no such format; a brief is written to a file that ends in .md or .docx"),
                     ("nowhere/b.md", "nowhere/b.md: cannot be written: No such file or directory")):  # fmt: skip
        ended = run(*both, "--to", to)
        assert ended.exit_code == 2 and said in ended.stderr
