"""The review pages as a browser meets them, with and without scripts, and the same for programs."""

import re

import pytest
from browse import Page, browser
from hand_made import reading
from hard_texts import HOSTILE
from one_of_each import rich
from test_review import FERRIES, LATER

import onrecord
from onrecord.keep.store import Store
from onrecord.serve.joining import join


@pytest.fixture
def record(tmp_path):
    path = tmp_path / "record.db"
    with Store(path) as store:
        store.write([FERRIES, LATER])
    return path


@pytest.fixture
def client(record):
    """The browser of a reviewer who has said who they are."""
    with browser(record) as client:
        client.post("/review/who", data={"who": "Ann Ødegård", "back": "/review"})
        yield client


def hidden(page):
    """The hidden fields of a page's first form with an item."""
    form = re.search(r'<form method="post" action="/review" class="row">.*?</form>', page.text, re.S)[0]
    return {a["name"]: a["value"] for _, a in Page(form).elements if a.get("type") == "hidden"}


def test_who_reviews_is_asked_once(record):
    with browser(record) as client:
        page = client.get("/review")
        assert "Who reviews?" in page.text and 'value="accept"' not in page.text
        refused = client.post("/review", data={"item": LATER.statements[0].id, "action": "accept"})
        assert refused.status_code == 409 and "say who you are before you correct" in refused.text
        page = client.post("/review/who", data={"who": "  Ann   Ødegård ", "back": "/review?kind=statement"})
        assert page.url.query == b"kind=statement" and "Ann Ødegård" in page.text
        assert 'value="accept"' in client.get("/review").text
        assert "Who reviews?" in client.post("/review/who", data={"who": ""}).text


@pytest.mark.parametrize("back", ["//evil.example/", "/\\evil.example", "https://evil.example", "", "javascript:alert(1)"])
def test_no_form_leads_to_another_machine(record, back):
    with browser(record) as client:
        answer = client.post("/review/who", data={"who": "ann", "back": back}, follow_redirects=False)
        assert answer.headers["location"] == "/review"


def test_the_least_certain_item_is_shown_in_its_context_with_what_can_be_done(client):
    page = client.get("/review")
    assert page.status_code == 200
    assert '<span class="said s0"' in page.text and "We shall see." in page.text
    for key in "arseuj":
        shown = key in "u" or f'data-key="{key}"' in page.text
        assert shown and (key == "u" or f"<kbd>{key}</kbd>" in page.text)
    assert "0</span> judged by" in page.text and "5</span> left" in page.text
    assert not any("style" in a or any(n.startswith("on") for n in a) for _, a in Page(page.text).elements)


def test_accepting_and_rejecting_go_on_to_the_next(client, record):
    page = client.get("/review")
    page = client.post("/review", data=hidden(page) | {"action": "accept"})
    assert "Nobody sails on a Sunday." in page.text and "1</span> judged by" in page.text
    page = client.post("/review", data=hidden(page) | {"action": "reject"})
    assert hidden(page)["item"] == FERRIES.statements[2].id
    assert "You rejected a statement: kept as number 2" in Page(page.text).text
    page = client.post("/review/undo", data={"number": "2"})
    assert hidden(page)["item"] == FERRIES.statements[1].id
    assert [e.correction.action for e in onrecord.corrections(record=record)] == ["undo", "reject", "accept"]
    assert {e.correction.who for e in onrecord.corrections(record=record)} == {"Ann Ødegård"}


def test_a_change_stays_with_its_item(client, record):
    item = FERRIES.statements[0].id
    page = client.get("/review", params={"item": item})
    page = client.post("/review", data=hidden(page) | {"action": "speaker", "to": "Oren Tal"})
    assert hidden(page)["item"] == item and "Oren Tal</b>" not in page.text and "Oren Tal" in page.text
    page = client.post("/review", data=hidden(page) | {"action": "spans", "content": "The ferries", "was-content": "x"})
    wanted = {"form": "mixed", "was-form": "direct", "status": "hoped", "was-status": "happened"}
    page = client.post("/review", data=hidden(page) | {"action": "kind"} | wanted)
    assert page.status_code == 200, page.text
    first = onrecord.show("ferries.txt", record=record).statements[0]
    assert (first.speaker.name, first.form, first.status) == ("Oren Tal", "mixed", "hoped")
    assert FERRIES.document.text[slice(*first.content[0])] == "The ferries"
    page = client.post("/review", data=hidden(page) | {"action": "speaker", "to": ""})
    assert onrecord.show("ferries.txt", record=record).statements[0].speaker is None


def test_what_a_browser_did_to_the_ends_of_lines_changes_nothing(record):
    text = reading("news/lines.txt", ("Bo Lind", "One line,\nanother line.", {"score": 0.01}))
    with Store(record) as store:
        store.write([text])
    with browser(record) as client:
        client.post("/review/who", data={"who": "ann"})
        page = client.get("/review")
        words = {"content": "One line,\r\nanother line.", "was-content": "One line,\r\nanother line."}
        page = client.post("/review", data=hidden(page) | {"action": "spans", "cue": "", "was-cue": "said"} | words)
        (held,) = onrecord.show("lines.txt", record=record).statements
        assert (held.content, held.cue) == (text.statements[0].content, ())


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"action": "spans"}, "nothing was changed"),
        ({"action": "spans", "content": "Never said.", "was-content": ""}, "“Never said.” does not stand in the document"),
        ({"action": "sing"}, "sing: cannot be done to a statement"),
        ({"action": "accept", "seen": "0"}, "was changed since you saw it; look again"),
        ({"action": "accept", "item": "zzzz"}, "zzzz: nothing of that id on record"),
    ],
)
def test_what_cannot_be_done_is_told_beside_the_item(client, record, sent, said):
    page = client.get("/review")
    refused = client.post("/review", data=hidden(page) | sent)
    assert refused.status_code == 409 and said in refused.text and 'role="alert"' in refused.text
    assert onrecord.corrections(record=record) == []


def test_all_kinds_are_shown_and_judged(tmp_path):
    with Store(tmp_path / "record.db") as store:
        store.write([rich()])
    with browser(tmp_path / "record.db") as client:
        client.post("/review/who", data={"who": "ann"})
        for kind in ("event", "tie", "figure", "statement"):
            page = client.get("/review", params={"kind": kind})
            assert f'<span class="tag">{kind}</span>' in page.text
            page = client.post("/review", data=hidden(page) | {"action": "accept"})
            assert page.status_code == 200
        client.post("/review", data={"item": "e1", "action": "kind", "type": "AID", "was-type": "CONSULT"})
        client.post("/review", data={"item": "t1", "action": "kind", "type": "hostile", "was-type": "friendly"})
        held = onrecord.show(rich().document.id, record=tmp_path / "record.db")
        assert (held.events[0].type, held.ties[0].relation) == ("AID", "hostile")


def test_who_took_part_and_who_stands_at_which_end_is_changed_and_taken_back(tmp_path):
    record = tmp_path / "record.db"
    with Store(record) as store:
        store.write([rich()])
    was = onrecord.show(rich().document.id, record=record)
    names = {a.id: a.name for a in was.actors}
    with browser(record) as client:
        client.post("/review/who", data={"who": "ann"})
        page = client.get("/review", params={"item": "e1"})
        sent = hidden(page) | {"action": "parties"}
        rows = {f"role-{n}": p.role for n, p in enumerate(was.events[0].parties)}
        rows |= {f"party-{n}": names[p.actor] for n, p in enumerate(was.events[0].parties)}
        shown = {f"was-{name}": value for name, value in rows.items()}
        shown |= {f"id-{n}": p.actor for n, p in enumerate(was.events[0].parties)}
        assert all(f'name="{name}" value="{value}"' in page.text for name, value in shown.items())
        sent |= shown
        refused = client.post("/review", data=sent | rows)
        assert refused.status_code == 409 and "nothing was changed" in refused.text
        page = client.post(
            "/review", data=sent | rows | {"role-0": "source", "party-1": "", "role-2": "target", "party-2": "Oren Tal"}
        )
        assert "You changed the parties of an event: kept as number 1" in Page(page.text).text
        event = onrecord.show(rich().document.id, record=record).events[0]
        assert [(p.role, names[p.actor]) for p in event.parties] == [("source", "Velmora"), ("target", "Oren Tal")]
        page = client.get("/review", params={"item": "t1"})
        page = client.post("/review", data=hidden(page) | {"action": "ends", "source": "Ida Brandvik", "target": "Velmora"})
        tie = onrecord.show(rich().document.id, record=record).ties[0]
        assert (names[tie.source], tie.target) == ("Ida Brandvik", was.ties[0].target)
        refused = client.post("/review", data=hidden(page) | {"action": "ends", "source": "", "was-source": "Ida Brandvik"})
        assert refused.status_code == 409 and "a tie has two ends" in refused.text
        log = Page(client.get("/review/log").text).text
        assert "changed the ends of a tie" in log and "source: Tasken Ida Brandvik" in log
        assert "parties: partner Velmora, partner Tasken source Velmora, target Oren Tal" in log
        # taken back, brought back, from the item's own page
        page = client.post("/review/undo", data={"number": "1"})
        assert "ann took number 1 back." in Page(page.text).text and 'data-key="b"' in page.text
        assert onrecord.show(rich().document.id, record=record).events == was.events
        page = client.post("/review/undo", data={"number": "3"})
        assert onrecord.show(rich().document.id, record=record).events[0] == event
        assert 'data-key="b"' not in page.text


def test_nothing_left_says_so(client):
    page = client.get("/review", params={"kind": "event"})
    assert "Nothing is left to review here" in page.text


def test_another_sites_page_changes_nothing(record):
    with browser(record) as client:
        client.post("/review/who", data={"who": "ann"})
        for path in ("/review", "/review/undo", "/review/actors", "/review/who", "/api/corrections"):
            foreign = client.post(
                path, data={"item": LATER.statements[0].id, "action": "accept"}, headers={"Origin": "http://a.b"}
            )
            assert foreign.status_code == 403
    assert onrecord.corrections(record=record) == []


def test_a_form_of_any_length_is_refused(client):
    assert client.post("/review", data={"item": "x" * 200_000}).status_code == 413


def test_hostile_text_shows_as_text(record):
    hostile = reading("news/hostile.txt", ("Oren <b>Tal</b>", HOSTILE, {"score": 0.0}), title="<img src=x onerror=alert(4)>")
    with Store(record) as store:
        store.write([hostile])
    with browser(record) as client:
        client.post("/review/who", data={"who": "<b>ann</b>"})
        page = client.get("/review")
        page = client.post("/review", data=hidden(page) | {"action": "speaker", "to": "<script>alert(5)</script>"})
        for shown in (page, client.get("/review/log"), client.get("/review", params={"document": "<b>"})):
            assert shown.status_code == 200
            assert "alert(5)</script>" not in shown.text.replace("&lt;/script&gt;", "")
            assert not any(tag in ("b onclick", "img") for tag, _ in Page(shown.text).elements)
            assert not re.search(r"<script(?! src=\"/static/)", shown.text)


# --- the log, and actors ---------------------------------------------------------------------------------------------


def test_the_log_lists_and_undoes(client, record):
    client.post("/review", data={"item": FERRIES.statements[0].id, "action": "speaker", "to": "Oren Tal"})
    page = client.get("/review/log")
    assert '<span class="was">Ida Brandvik</span> Oren Tal' in page.text
    assert "The ferries leave at dawn." in page.text
    page = client.post("/review/undo", data={"number": "1", "log": "1"})
    assert page.url.path == "/review/log" and "undone by number 2" in page.text and "Bring back" in page.text
    assert onrecord.show("ferries.txt", record=record).statements[0].speaker.name == "Ida Brandvik"
    page = client.post("/review/undo", data={"number": "2", "log": "1"})
    assert onrecord.show("ferries.txt", record=record).statements[0].speaker.name == "Oren Tal"
    assert "no such correction" in client.post("/review/undo", data={"number": "99"}).text
    assert "Every correction has its place." in client.get("/review/log", params={"lost": "1"}).text
    assert "Nothing was corrected yet." in client.get("/review/log", params={"who": "nobody"}).text


def test_what_has_no_place_any_more_is_listed(client, record):
    client.post("/review", data={"item": LATER.statements[0].id, "action": "accept"})
    with Store(record) as store:
        store.write([reading(LATER.document.path, ("Oren Tal", "All is different."))], path=LATER.document.path)
    assert "We shall see." in client.get("/review/log", params={"lost": "1"}).text


def test_reviewers_agreement_is_shown(client, record):
    for item, action in ((FERRIES.statements[0].id, "accept"), (FERRIES.statements[1].id, "reject")):
        for who in ("bea", "carl"):
            onrecord.correct(item, action if who == "bea" else "accept", record=record, by=who)
    assert "bea, carl judged 2 items" in client.get("/review/log").text


def test_two_actors_are_joined_and_parted(tmp_path):
    record = tmp_path / "record.db"
    with Store(record) as store:
        store.write([reading(f"{n}.txt", ("Ida Brandvik", f"Number {n} sails.")) for n in range(2)])
        join(store)
    with browser(record) as client:
        assert "Say who you are first" in client.get("/review/actors").text
        client.post("/review/who", data={"who": "ann"})
        page = client.get("/review/actors")
        assert "Taken for <b>one</b>" in page.text and "Number 1 sails." in page.text
        pair = {a["name"]: a["value"] for _, a in Page(page.text).elements if a.get("type") == "hidden"}
        page = client.post("/review/actors", data=pair | {"verdict": "different"})
        assert "No two actors are left open." in page.text
        assert len(onrecord.actors("Brandvik", record=record)) == 2
        assert "Take back" in client.get("/review/log").text
        client.post("/review/actors", data=pair | {"verdict": "withdrawn", "back": "/review/log"})
        assert len(onrecord.actors("Brandvik", record=record)) == 1
        assert client.post("/review/actors", data=pair | {"verdict": "maybe"}).status_code == 400
        assert client.post("/review/actors", data={"verdict": "same", "a": "x", "b": "y"}).status_code == 400


# --- programs --------------------------------------------------------------------------------------------------------


def test_programs_review_too(client):
    found = client.get("/api/review", params={"by": "bot", "limit": 1}).json()
    assert found["item"]["words"] == "We shall see." and (found["left"], len(found["after"])) == (5, 1)
    item = found["item"]["id"]
    made = client.post("/api/corrections", json={"item": item, "action": "form", "to": "mixed", "by": "bot"}).json()
    assert (made["number"], made["after"]["form"], made["who"]) == (1, "mixed", "bot")
    wanted = {"item": FERRIES.document.id, "action": "add", "to": {"content": "dawn"}, "by": "bot"}
    assert client.post("/api/corrections", json=wanted).json()["after"]["about"] == []
    assert client.post("/api/corrections/1/undo", params={"by": "bot"}).json()["undoes"] == 1
    assert [e["correction"]["number"] for e in client.get("/api/corrections", params={"by": "bot"}).json()] == [3, 2, 1]
    assert client.get("/api/agreement").json() == {"reviewers": [], "items": 0, "alike": 0, "alpha": None}
    refused = client.post("/api/corrections", json={"item": "zzzz", "action": "accept", "by": "bot"})
    assert refused.status_code == 404 and "nothing of that id" in refused.json()["error"]


# --- what was missed -------------------------------------------------------------------------------------------------


def test_a_missed_statement_is_added(client, record):
    at = FERRIES.document.text.index("The pier is")
    page = client.get("/review/add", params={"document": FERRIES.document.id, "content": f"{at}-{at + 11}"})
    assert f">{at}-{at + 11}</textarea>" in page.text and "found" in page.text and Page(page.text).pieces
    sent = {"document": FERRIES.document.id, "content": f"{at}-{at + 11}", "speaker": "Bo Lind", "form": "mixed", "cue": ""}
    page = client.post("/review/add", data=sent)
    assert page.url.path == "/review" and "1</span> judged by" in page.text
    added = next(s for s in onrecord.show("ferries.txt", record=record).statements if s.content == ((at, at + 11),))
    assert (added.speaker.name, added.form, added.status) == ("Bo Lind", "mixed", "happened")
    refused = client.post("/review/add", data=sent | {"content": "Never said."})
    assert refused.status_code == 409 and "does not stand in the document" in refused.text and "Never said." in refused.text
    assert client.get("/review/add", params={"document": "nothing"}).status_code == 404
    with browser(record) as stranger:
        asked = stranger.get("/review/add", params={"document": FERRIES.document.id})
        assert "Who reviews?" in asked.text and "Put on record" not in asked.text
        assert stranger.post("/review/add", data=sent).status_code == 409
