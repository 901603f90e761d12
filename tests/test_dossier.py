"""What is on record about one actor, in time, and between actors."""

from collections import Counter

import pytest
from hand_made import actor_id, reading
from told import BRANDVIK, LINK, READINGS, kept, told

from onrecord.errors import InputError
from onrecord.keep.store import Store
from onrecord.query import told as telling
from onrecord.query.dossier import dossier
from onrecord.query.filters import Filter
from onrecord.query.network import network
from onrecord.query.timeline import LANES, MOST, timeline
from onrecord.schema import Judgement, Merged, When

TAL, VELMORA, TASKEN, BOARD = map(actor_id, ("Oren Tal", "Velmora", "Tasken", "Harbour Board"))


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("dossier") / "record.db"
    with Store(path) as store:
        kept(store)
    return path


@pytest.fixture
def store(path):
    with Store(path, read_only=True) as store:
        yield store


# --- an actor --------------------------------------------------------------------------------------------------------


def test_names_and_why_they_were_joined(store):
    found = dossier(store, BRANDVIK)
    assert (found.name, found.kind, found.documents) == ("Ida Brandvik", "person", 2)
    assert {n.name for n in found.names} == {"Ida Brandvik", "Minister Brandvik", "I. Brandvik"}
    (joint,) = found.joints
    assert (joint.a.name, joint.b.name) == ("Ida Brandvik", "I. Brandvik")
    assert joint.reasons == LINK.reasons and joint.judged is None and found.joined == 1
    assert (joint.a.title, joint.b.published) == ("Ferries attacked", "2022-09-02")


def test_who_may_be_the_same_is_left_open(store):
    (joint,) = dossier(store, "another").undecided
    assert (joint.score, joint.reasons) == (0.3, ("named with the same others",))
    assert [j.score for j in dossier(store, TAL).undecided] == [0.3]


def test_what_a_person_parted_is_shown_until_it_is_withdrawn(tmp_path):
    with Store(tmp_path / "record.db") as store:
        kept(store)
        store.judge(Judgement(a=LINK.a, b=LINK.b, verdict="different"), who="Sigrid")
        (joint,) = dossier(store, BRANDVIK).parted
        assert joint.judged.startswith("Sigrid, 20") and {joint.a.name, joint.b.name} == {"Ida Brandvik", "I. Brandvik"}
        store.judge(Judgement(a=LINK.b, b=LINK.a, verdict="same"), who="Sigrid")
        assert not dossier(store, BRANDVIK).parted


def test_offices_are_one_however_they_are_written(store):
    (office,) = dossier(store, BRANDVIK).offices
    assert (office.title.lower(), office.of_name, office.first, office.last) == (
        "minister of ferries", "Tasken", "2020-01-01", "2022-09-02",
    )  # fmt: skip
    assert office.documents == 2


def test_what_was_said_by_and_about(store):
    found = dossier(store, BRANDVIK)
    assert (found.said.total, found.said.years) == (2, (("2021", 1), ("2022", 1)))
    assert [s.content for s in found.said.latest] == ["Velmora is a friend again.", "Velmora attacked our ferries on Monday."]
    assert [s.content for s in found.about.latest] == ["The Harbour Board is no friend of ours."]
    assert [(e.source_name, e.weight) for e in found.speakers] == [("Oren Tal", 1)]
    assert [(e.target_name, e.weight) for e in found.spoken_of] == [("Velmora", 2)]


def test_ties_and_events_keep_who_asserts_them(store):
    found = dossier(store, VELMORA)
    assert {(e.relation, e.sign, e.asserted[0].name) for e in found.ties} == {
        ("fights", -1, "Ida Brandvik"), ("friendly", 1, "Ida Brandvik"),
    }  # fmt: skip
    assert found.events_total == 2
    told = {e.type: e for e in found.events}
    assert told["ASSAULT"].asserted.name == "Ida Brandvik" and told["ASSAULT"].asserted.speaker == BRANDVIK
    assert told["CONSULT"].asserted == telling.Asserted()
    assert [(p.name, p.role) for p in told["ASSAULT"].parties] == [("Velmora", "source"), ("Tasken", "target")]
    assert (told["CONSULT"].place, told["CONSULT"].mode) == ("the old lighthouse", "meeting")


def test_the_words_of_an_event_stand_in_their_paragraph(store):
    (event,) = [e for e in dossier(store, VELMORA).events if e.type == "ASSAULT"]
    shown = event.passage
    assert (shown.before, shown.words, shown.after) == (
        "Ida Brandvik said: “Velmora ", "attacked our ferries", " on Monday.”",
    )  # fmt: skip
    assert shown.before + shown.words + shown.after in READINGS[0].document.text


def test_the_ego_network_has_only_its_own(store):
    found = dossier(store, BOARD).ego
    assert {n.name for n in found.nodes} == {"Harbour Board", "Oren Tal", "Ida Brandvik"}
    assert {(e.kind, e.source_name, e.target_name) for e in found.edges} == {
        ("speech", "Oren Tal", "Harbour Board"), ("tie", "Oren Tal", "Harbour Board"), ("tie", "Ida Brandvik", "Harbour Board"),
    }  # fmt: skip


def test_nobody_of_that_identity(store):
    with pytest.raises(InputError, match="nemo: no such actor on record"):
        dossier(store, "nemo")


# --- in time ---------------------------------------------------------------------------------------------------------


def test_statements_and_events_in_time(store):
    found = timeline(store, Filter())
    assert (found.statements, found.events, found.undated, found.step) == (6, 2, 1, None)
    assert [(p.kind, p.first, p.dated) for p in found.points] == [
        ("event", "2021-03-01", True), ("statement", "2021-03-05", True), ("event", "2021-03-06", False),
        ("statement", "2021-03-06", False), ("statement", "2021-03-06", False), ("statement", "2022-09-01", True),
        ("statement", "2022-09-02", False),
    ]  # fmt: skip
    assert [(n.kind, n.name, n.count) for n in found.lanes] == [
        ("statement", "Ida Brandvik", 2), ("statement", "Oren Tal", 2), ("statement", None, 1), ("event", "ASSAULT", 1),
        ("event", "CONSULT", 1),
    ]  # fmt: skip
    assault = found.points[0]
    assert (assault.asserted_by, assault.words) == ("Ida Brandvik", "Velmora, Tasken: attacked our ferries")


@pytest.mark.parametrize(
    ("wanted", "statements", "events"),
    [
        ({"speaker": "Ida Brandvik"}, 2, 1),
        ({"about": "Velmora"}, 3, 2),
        ({"about": "Tasken"}, 1, 2),
        ({"words": "ferries"}, 1, 2),
        ({"form": "indirect"}, 1, 0),
        ({"status": "denied"}, 1, 0),
        ({"outlet": "The Herald"}, 2, 0),
        ({"until": "2021-03-01"}, 0, 1),
        ({"since": "2022"}, 2, 0),
        ({"year": "2021"}, 3, 2),
    ],
)
def test_filters_go_for_events_as_for_statements(store, wanted, statements, events):
    found = timeline(store, Filter(**wanted))
    assert (found.statements, found.events) == (statements, events)
    assert len(found.points) + found.undated == statements + events


def test_kinds_can_be_left_out(store):
    assert {p.kind for p in timeline(store, Filter(), kinds=("event",)).points} == {"event"}
    with pytest.raises(InputError, match="nobody of that name"):
        timeline(store, Filter(speaker="Nemo"))


@pytest.mark.parametrize(("years", "step"), [(2, "month"), (60, "year")])
def test_too_many_points_are_counted(tmp_path, years, step):
    def said(n):
        day = f"{1950 + n % years}-{n % 12 + 1:02}-05"
        return f"Speaker {n % (LANES + 3)}", f"Boat {n} leaves.", {"said": When(first=day, last=day)}

    count = MOST + 20
    with Store(tmp_path / "many.db") as store:
        store.write([reading("many.txt", *map(said, range(count)))])
        store.identify(_alone(store))
        found = timeline(store, Filter())
    assert found.step == step and not found.points
    assert sum(b.count for b in found.bins) == count == found.statements
    assert len(found.lanes) == LANES + 1 and found.lanes[-1].key is None
    assert {b.lane for b in found.bins} == {lane.key for lane in found.lanes}
    assert sum(lane.count for lane in found.lanes) == count


@pytest.mark.parametrize("kind", ["statement", "event"])
def test_what_is_counted_falls_into_the_months_of_its_points(store, monkeypatch, kind):
    points = timeline(store, Filter(), kinds=(kind,)).points
    monkeypatch.setattr("onrecord.query.timeline.MOST", 0)
    found = timeline(store, Filter(), kinds=(kind,))
    months = Counter((p.first or p.last)[:7] for p in points)
    counted = Counter()
    for one in found.bins:
        counted[one.time] += one.count
    assert found.step == "month" and counted == months and months


@pytest.mark.parametrize("wanted", [Filter(), Filter(since="2021"), Filter(form="direct")])
def test_a_joint_statement_is_in_the_lane_of_its_speaker(tmp_path, wanted):
    with Store(tmp_path / "joint.db") as store:
        store.write(
            [
                reading(
                    "joint.txt",
                    ("Ida Brandvik", "We agree.", {"co_speakers": ["Oren Tal"]}),
                    ("Oren Tal", "I agree too."),
                    (None, "All agreed.", {"co_speakers": ["Oren Tal"]}),
                    (None, "Nobody knows."),
                    published="2021-03-05",
                )
            ]
        )
        found = timeline(store, wanted)
    assert {lane.name: lane.count for lane in found.lanes} == {"Ida Brandvik": 1, "Oren Tal": 1, None: 2}
    assert Counter(p.lane and p.name for p in found.points) == {"Ida Brandvik": 1, "Oren Tal": 1, None: 2}


def test_who_is_spoken_of_under_two_names_is_counted_once_in_time(tmp_path):
    made = reading("twice.txt", ("Oren Tal", "The Board is the Harbour Board.", {"about": ["Board", "Harbour Board"]}))
    units = {(made.document.id, a.id): BOARD if a.name == "Board" else a.id for a in made.actors}
    with Store(tmp_path / "twice.db") as store:
        store.write([made])
        store.identify(Merged(identity=units, links=()))
        assert timeline(store, Filter(about=BOARD)).statements == 1


def _alone(store):
    return Merged(identity={(r.document.id, a.id): a.id for r in store.readings() for a in r.actors}, links=())


# --- between actors --------------------------------------------------------------------------------------------------


def _edges(found):
    return {(e.kind, e.source_name, e.relation, e.target_name): e for e in found.edges}


def test_who_speaks_about_whom_and_which_ties_stand(store):
    found = network(store, Filter())
    edges = _edges(found)
    assert found.total == len(edges) == 9
    spoken = edges["speech", "Ida Brandvik", "speaks about", "Velmora"]
    assert (spoken.weight, spoken.first, spoken.last) == (2, "2021-03-05", "2022-09-01")
    assert spoken.months == (("2021-03", 1), ("2022-09", 1))
    tie = edges["tie", "Oren Tal", "hostile", "Harbour Board"]
    assert (tie.sign, tie.weight, [t.name for t in tie.asserted]) == (-1, 1, ["Oren Tal"])
    report = edges["tie", "Ida Brandvik", "in_charge_of", "Harbour Board"]
    assert report.sign is None and [(t.identity, t.name) for t in report.asserted] == [(None, None)]
    assert {n.identity for n in found.nodes} == {x for e in found.edges for x in (e.source, e.target)}


@pytest.mark.parametrize(
    ("wanted", "more", "count"),
    [
        ({}, {"kinds": ("tie",)}, 4),
        ({}, {"kinds": ("speech",)}, 5),
        ({}, {"sign": -1}, 2),
        ({}, {"sign": 1}, 1),
        ({}, {"limit": 4}, 4),
        ({"about": "Harbour Board"}, {"kinds": ("tie",)}, 2),
        ({"speaker": "Ida Brandvik"}, {}, 3),
        ({"since": "2022"}, {}, 3),
        ({"words": "friend again"}, {}, 2),
        ({"outlet": "The Herald"}, {}, 3),
    ],
)
def test_the_network_is_filtered(store, wanted, more, count):
    assert len(network(store, Filter(**wanted), **more).edges) == count


def test_neither_kind_crowds_the_other_out(store):
    found = network(store, Filter(), limit=4)
    assert [e.kind for e in found.edges].count("tie") == 2
    assert network(store, Filter(), limit=8).total == 9


def test_only_others_in_current_documents_are_spoken_about(tmp_path):
    with Store(tmp_path / "record.db") as store:
        for about in ("Velmora", "Tasken"):
            store.write([reading("a.txt", ("Ida Brandvik", f"I and {about}.", {"about": ["Ida Brandvik", about]}))])
        assert list(_edges(network(store, Filter()))) == [("speech", "Ida Brandvik", "speaks about", "Tasken")]


def test_of_a_joint_statement_its_speaker_asserts_what_it_says(tmp_path):
    joint = reading("joint.txt", ("Ida Brandvik", "Velmora is a friend.", {"co_speakers": ["Oren Tal"]}))
    with Store(tmp_path / "joint.db") as store:
        store.write([told(joint, ties=[("friendly", "Tasken", "Velmora", "is a friend", {"by": 0})])])
        (edge,) = network(store, Filter(), kinds=("tie",)).edges
        assert [(t.name, t.count) for t in edge.asserted] == [("Ida Brandvik", 1)]
        (tie,) = telling.ties(store, telling.ties_asked(store, Filter()), limit=10)
        assert tie.asserted.name == "Ida Brandvik"


@pytest.mark.parametrize("kind", ["speech", "tie"])
def test_of_many_edges_the_weightiest_are_kept(store, kind):
    every = network(store, Filter(), kinds=(kind,)).edges
    ranked = sorted(every, key=lambda e: (-e.weight, e.source, e.target, e.relation))
    for limit in range(1, len(every)):
        few = network(store, Filter(), kinds=(kind,), limit=limit)
        assert {(e.source, e.target, e.relation) for e in few.edges} == {
            (e.source, e.target, e.relation) for e in ranked[:limit]
        }
        assert few.total == len(every)


def test_the_texts_of_a_tie(store):
    told = list(telling.ties(store, telling.ties_asked(store, Filter(about=BOARD)), limit=10))
    assert {(t.relation, t.source_name, t.asserted.name) for t in told} == {
        ("hostile", "Oren Tal", "Oren Tal"), ("in_charge_of", "Ida Brandvik", None),
    }  # fmt: skip
    assert {t.passage.words for t in told} == {"no friend of ours", "The Harbour Board"}
