"""The pages that follow, compare and connect: what they show, and that each thing on them opens its words."""

import json
import re

import pytest
from fastapi.testclient import TestClient
from hand_made import actor_id, reading
from told import READINGS, kept

from onrecord.keep.store import Store
from onrecord.serve.web.app import application

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
    assert "6 statements, 2 events" in page and "1 item without a day is left out" in page
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


@pytest.mark.parametrize("path", ["/timeline", "/network"])
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
