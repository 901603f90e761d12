"""The pages that follow, compare and connect: what they show, and that each thing on them opens its words."""

import json
import re
import time
from dataclasses import replace

import pytest
from browse import browser
from browse import kept as written
from fastapi.testclient import TestClient
from hand_made import actor_id, reading
from test_compare import READINGS as COMPARED
from told import BRANDVIK, READINGS, kept

import onrecord
from onrecord.annotate.meaning import meaning, senses
from onrecord.keep.store import Store
from onrecord.serve.joining import join
from onrecord.serve.web.app import application
from onrecord.serve.web.parts import Asked

TAL, VELMORA = actor_id("Oren Tal"), actor_id("Velmora")
HOSTILE = "</script><script>alert(1)</script> \u202e 👩‍🚀"


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    path = tmp_path_factory.mktemp("pages") / "record.db"
    with Store(path) as store:
        kept(store)
    return path


@pytest.fixture(scope="module")
def client(record):
    address = "http://127.0.0.1:8080"
    with TestClient(application(str(record)), base_url=address, headers={"Origin": address}) as client:
        yield client


def data(page, name):
    """The block of data that a page's script draws."""
    (block,) = re.findall(rf'<script type="application/json" id="{name}">(.*?)</script>', page, re.DOTALL)
    return json.loads(block)


# --- timeline --------------------------------------------------------------------------------------------------------


def test_the_timeline_shows_each_point_and_opens_its_words(client):
    page = client.get("/timeline").text
    assert "6 statements, 2 events" in page and "1 of them without a day, left out here" in page
    drawn = data(page, "timeline-data")
    assert len(drawn["points"]) == 7 == page.count('class="quiet words"')
    assault = next(p for p in drawn["points"] if p["who"] == "ASSAULT")
    assert assault["by"] == "Ida Brandvik"
    # the link marks the very words
    document, start, end = re.match(r"/documents/(\w+)\?at=(\d+)-(\d+)#c-", assault["link"]).groups()
    (made,) = [r.document for r in READINGS if r.document.id == document]
    assert made.text[int(start) : int(end)] == "attacked our ferries"
    assert client.get(assault["link"]).status_code == 200


def test_the_timeline_keeps_its_question(client):
    page = client.get(f"/timeline?speaker={VELMORA}&kind=events&status=denied").text
    # an identity is shown by its name
    assert f'href="/actors/{VELMORA}"' in page and f'name="speaker" value="{VELMORA}"' in page
    assert "<option selected>denied</option>" in page and "Nothing on record fits" in page


@pytest.mark.parametrize("path", ["/timeline", "/network", "/actors", "/compare"])
@pytest.mark.parametrize("query", ["speaker=Nemo", "since=yesterday", "q=%22", "form=shouted", "page=99", "kind=x", "q=%00"])
def test_what_makes_no_sense_is_told(client, path, query):
    answer = client.get(f"{path}?{query}")
    assert answer.status_code == 200 and 'id="main"' in answer.text


# --- network ---------------------------------------------------------------------------------------------------------


def test_the_network_says_who_asserts_each_tie(client):
    page = client.get("/network").text
    drawn = data(page, "network-data")
    assert len(drawn["edges"]) == 9 and "6 actors; 9 relations" in page
    hostile = next(e for e in drawn["edges"] if e["relation"] == "hostile")
    assert (hostile["sign"], hostile["asserted"]) == ("bad", ["Oren Tal"])
    report = next(e for e in drawn["edges"] if e["relation"] == "in charge of")
    assert (report["sign"], report["asserted"]) == ("plain", ["the report itself"])
    assert "the report itself" in page


def test_each_edge_opens_its_texts(client):
    drawn = data(client.get("/network").text, "network-data")
    for edge in drawn["edges"]:
        page = client.get(edge["link"]).text
        assert page.count("<article") == edge["weight"]
        assert f"{edge['weight']} text" in page
    hostile = next(e for e in drawn["edges"] if e["relation"] == "hostile")
    page = client.get(hostile["link"]).text
    assert '<mark class="own">no friend of ours</mark>' in page and "asserted by" in page


def test_texts_of_a_filtered_network_are_filtered(client):
    drawn = data(client.get("/network?since=2022&kind=speech").text, "network-data")
    spoken = next(e for e in drawn["edges"] if e["words"] == "Ida Brandvik speaks about Velmora")
    page = client.get(spoken["link"]).text
    assert spoken["weight"] == 1 == page.count("<article") and "Velmora is a friend again." in page


def test_an_edge_that_is_not_there(client):
    assert client.get("/network/texts?source=x&target=y&relation=ally").status_code == 404
    page = client.get(f"/network/texts?source={TAL}&target={VELMORA}&relation=owns")
    assert page.status_code == 200 and "Nothing on record fits" in page.text


# --- actors ----------------------------------------------------------------------------------------------------------


def test_the_list_of_actors(client):
    page = client.get("/actors").text
    assert "6 actors" in page and f'href="/actors/{BRANDVIK}"' in page and "Minister Brandvik" in page
    found = client.get("/actors?q=Brandvik").text
    assert "1 actor called" in found and f'href="/actors/{TAL}"' not in found
    assert "3 actors" in client.get("/actors?kind=person").text
    assert "nobody of that name" in client.get("/actors?q=Nemo").text


def test_an_actor_s_page(client):
    page = client.get(f"/actors/{BRANDVIK}").text
    for shown in (
        "minister of ferries", "the same surname; the same office", "Velmora is a friend again.",
        "1 January 2020 to 2 September 2022",
        "The Harbour Board is no friend of ours.", f"/?speaker={BRANDVIK}", "Say who you are",
    ):  # fmt: skip
        assert shown in page, shown
    assert {e["relation"] for e in data(page, "ego-data")["edges"]} == {"speaks about", "in charge of", "hostile"}
    assert client.get("/actors/nemo").status_code == 404


def test_a_join_is_taken_back_from_the_page_and_the_other_way_round(tmp_path):
    path = tmp_path / "record.db"
    with Store(path) as store:
        store.write(
            [reading(f"{n}.txt", (name, "We will come.")) for n, name in enumerate(("Yevgeny Sokolov", "Evgeni Sokolov"))]
        )
        join(store)
    (actor,) = onrecord.actors("Sokolov", record=path)
    address = "http://127.0.0.1:8080"
    with TestClient(application(str(path)), base_url=address, headers={"Origin": address}) as client:
        client.post("/review/who", data={"who": "Sigrid"})
        page = client.get(f"/actors/{actor.id}").text
        fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
        answer = client.post("/review/actors", data=fields | {"verdict": "different"})
        assert answer.status_code == 200 and answer.url.path.startswith("/actors/")
        assert wait(lambda: len(onrecord.actors("Sokolov", record=path)) == 2)
        parted = client.get(fields["back"].partition("#")[0]).text
        assert "Judged to be somebody else" in parted and "Sigrid, 20" in parted
        client.post("/review/actors", data=fields | {"verdict": "withdrawn"})
        assert wait(lambda: len(onrecord.actors("Sokolov", record=path)) == 1)


def wait(until, seconds=20):
    """Whether something comes true in time."""
    end = time.monotonic() + seconds
    while not until():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


# --- comparison ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def beside(tmp_path_factory):
    """A browser on a record of what two said in two years."""
    path = tmp_path_factory.mktemp("compare") / "record.db"
    with Store(path) as store:
        store.write(COMPARED)
        join(store)
    with TestClient(application(str(path)), base_url="http://127.0.0.1") as client:
        yield client


def test_two_periods_side_by_side_with_the_words_it_rests_on(beside):
    page = beside.get("/compare?speaker=Brandvik&until=2021&against_since=2022").text
    assert "Ida Brandvik" not in page[: page.index("<main")]
    assert "<strong>wording softer</strong>" in page and '<mark class="changed">may</mark>' in page
    assert 'will <span class="number">+1</span>' in page.replace("<bdi>", "").replace("</bdi>", "")
    # both texts, both days
    for shown in ("5 March 2021", "1 September 2022", "on record 2 times", "Said on one side only"):
        assert shown in page, shown
    assert "contradict" not in page


def test_what_is_paired_by_meaning_says_so(tmp_path):
    made = reading("two.txt", ("Ida Brandvik", "We welcome the ceasefire."), ("Oren Tal", "The truce is good news."))
    held = {s.id: meaning(made.document.text[slice(*s.content[0])]).astype("<f2").tobytes() for s in made.statements}
    with browser(written(tmp_path / "r.db", [replace(made, vectors=held, vectors_by=senses().hash)])) as client:
        page = client.get("/compare?speaker=Brandvik&against_speaker=Tal").text
        (found,) = client.get("/api/compare?speaker=Brandvik&against_speaker=Tal").json()["pairs"]
    assert "<strong>perhaps the same, in other words</strong>" in page and "paired by meaning alone" in page
    assert "We welcome the ceasefire." in page and "The truce is good news." in page and "Said on one side only" not in page
    assert found["change"]["shift"] == "near"


def test_pairs_of_one_kind(beside):
    query = "/compare?speaker=Brandvik&until=2021&against_since=2022"
    assert beside.get(f"{query}&show=softer").text.count('<article class="pair') == 1
    assert "No pair of that kind" in beside.get(f"{query}&show=harder").text


def test_what_could_be_put_beside_is_offered(beside):
    page = beside.get("/compare?speaker=Brandvik&until=2021&about=Velmora").text
    assert "another speaker" in page and "Oren Tal" in page and "against_since=2022-01-01" in page
    assert "against_since=2021-03-01" in beside.get("/compare?q=harbour&until=2021-02").text
    assert "Choose whose words on what" in beside.get("/compare").text


def test_the_other_side_may_be_of_another_matter_and_of_any_period(beside):
    page = beside.get("/compare?q=harbour&speaker=Brandvik&until=2021&against_q=*&against_about=Velmora&against_until=*").text
    heads = page[page.index('class="sides heads"') : page.index("as a brief</a>, each line")]
    assert "Brandvik, “harbour”, until 2021" in heads and "Brandvik, about Velmora" in heads
    # each side leads to what it rests on, and what is empty on the right is as on the left
    assert "/?q=harbour&amp;speaker=Brandvik&amp;until=2021" in page
    assert "/?speaker=Brandvik&amp;about=Velmora" in page
    assert 'placeholder="the same"' in page
    total = beside.get("/api/facets?speaker=Brandvik&about=Velmora").json()["total"]
    found = beside.get("/api/compare?q=harbour&speaker=Brandvik&until=2021&against_q=*&against_about=Velmora&against_until=*")
    assert found.json()["right"]["total"] == total > found.json()["left"]["total"]


def test_nobody_is_offered_beside_themselves_and_two_outlets_are(beside):
    page = beside.get("/compare?speaker=Brandvik").text
    offers = page[page.index('<dl class="facts">') : page.index("</dl>")]
    assert "Oren Tal" in offers and "Ida Brandvik" not in offers
    assert "two outlets" in offers and "against_outlet=" in offers


@pytest.mark.parametrize("path", ["/", "/timeline", "/network", "/brief", "/export"])
def test_a_question_leads_to_the_other_pages(beside, path):
    page = beside.get(path, params={"speaker": "Brandvik", "year": "2021"}).text
    onward = page[page.index('class="onward') :]
    onward = onward[: onward.index("</nav>")]
    others = {"/", "/timeline", "/network", "/compare", "/brief", "/export"} - {path}
    assert {f'href="{other}?speaker=Brandvik&amp;year=2021"' in onward for other in others} == {True}
    assert "onward" not in beside.get(path).text


def test_the_pages_of_a_list_keep_what_it_shows(client):
    assert client.get("/actors/" + BRANDVIK).text.count(f"/compare?speaker={BRANDVIK}") == 1
    asked = Asked(page=2)
    assert asked.link("/timeline", own={"kind": "events"}, page=1) == "/timeline?kind=events"
    assert asked.link("/timeline", own={"kind": ""}, page=3) == "/timeline?page=3"


def test_a_comparison_as_data(beside):
    found = beside.get("/api/compare?speaker=Brandvik&until=2021&against_since=2022").json()
    assert [p["change"]["shift"] for p in found["pairs"]] == ["softer"]
    assert beside.get("/api/compare?speaker=Brandvik").status_code == 400


@pytest.mark.parametrize("path", ["timeline", "network", "actors", f"actors/{BRANDVIK}"])
def test_the_same_as_data(client, path):
    answer = client.get(f"/api/{path}")
    assert answer.status_code == 200 and "Ida Brandvik" in answer.text
    assert client.get("/api/timeline?speaker=Nemo").status_code == 404


def test_a_part_of_the_page_for_htmx(client):
    assert "<html" not in client.get("/timeline", headers={"HX-Request": "true"}).text


def test_hostile_text_stays_text_in_the_data(tmp_path):
    with Store(tmp_path / "hostile.db") as store:
        store.write(
            [reading("x.txt", (HOSTILE, HOSTILE, {"about": [HOSTILE + "?"]}), published="2021-01-01", publisher=HOSTILE)]
        )
        from onrecord.schema import Merged

        store.identify(Merged(identity={(r.document.id, a.id): a.id for r in store.readings() for a in r.actors}, links=()))
    with TestClient(application(str(tmp_path / "hostile.db")), base_url="http://127.0.0.1") as client:
        page = client.get("/timeline").text
        assert "<script>alert" not in page
        assert data(page, "timeline-data")["points"][0]["words"] == HOSTILE
