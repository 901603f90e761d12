"""A record opened in Python, and its twins on the command line."""

import builtins
from dataclasses import replace

import pyarrow as pa
import pytest
from hand_made import actor_id, reading
from typer.testing import CliRunner

import onrecord
from onrecord.errors import InputError, StoreError
from onrecord.keep.store import Store
from onrecord.schema import Event, Figure, Office, Party, Tie, When
from onrecord.serve.cli import app

VELMORA, TASKEN, OREN = map(actor_id, ("Velmora", "Tasken", "Oren Tal"))


def _told(number, day):
    base = reading(
        f"news/{number}.txt",
        ("Oren Tal", f"We met Velmora, time {number}.", {"about": ["Velmora", "Tasken"]}),
        ("Ida Brandvik", f"Forty boats lie in the harbour {number}.", {"status": "denied"}),
        published=day, publisher="The Tasken Post" if number else "Velmora Wire", title=f"Part {number}",
    )  # fmt: skip
    said = base.statements[0]
    span = said.content[0]
    return replace(
        base,
        offices=(Office(holder=OREN, title="envoy", of=VELMORA, to=None, first=day, last=day, span=span),),
        events=(
            Event(id=f"e{number}", type="CONSULT" if number else "AID", mode=None, span=(span[0] + 3, span[0] + 6),
                  parties=(Party(actor=TASKEN, role="source", span=span), Party(actor=VELMORA, role="target", span=span)),
                  place="the pier", when=When(first=day, last=day), status="happened", negated=False, asserted_by=said.id,
                  score=0.5),
        ),
        ties=(
            Tie(id=f"t{number}", relation="hostile" if number else "ally", source=TASKEN, target=VELMORA, source_span=span,
                target_span=span, span=span, when=None, status="ongoing", asserted_by=None, score=0.7),
        ),
        figures=(
            Figure(id=f"f{number}", low=40.0, high=40.0, unit="boats" if number else None, what="boats", approximate=True,
                   span=base.statements[1].content[0], when=None, asserted_by=base.statements[1].id, score=0.9),
        ),
    )  # fmt: skip


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("python") / "record.db"
    with Store(path) as store:
        store.write([_told(0, "2020-05-05"), _told(1, "2021-06-06"), _told(2, "2022-07-07")])
    return path


@pytest.fixture
def record(path):
    with onrecord.open(path) as record:
        yield record


def test_statements_are_rows_and_tables(record):
    found = record.search("met", speaker="Tal", since="2021")
    assert len(found) == 2 and found[0].office.words == "envoy of Velmora"
    table = found.arrow()
    assert table.column("content").to_pylist() == ["We met Velmora, time 1.", "We met Velmora, time 2."]
    assert table.column("about").to_pylist() == [["Tasken", "Velmora"]] * 2
    assert table.column("speaker_identities").to_pylist() == [[OREN]] * 2
    assert table.column("office").to_pylist() == ["envoy of Velmora"] * 2
    assert table.schema.field("start").type == pa.int64()


def test_all_statements_have_no_limit_and_take_the_same_filters(record):
    assert len(record.statements()) == 6 == len(record.search(limit=None))
    assert len(record.search(limit=2)) == 2
    assert len(record.statements(status="denied", outlet="The Tasken Post", year="2022")) == 1
    with pytest.raises(TypeError, match="colour: no such argument"):
        record.statements(colour="blue")
    with pytest.raises(InputError, match="nobody of that name"):
        record.search(speaker="Atlantis")


def test_events_by_actor_type_day_and_who_says_so(record):
    assert [e.id for e in record.events()] == ["e2", "e1", "e0"]
    assert [e.id for e in record.events(actor="Velmora", type="consult")] == ["e2", "e1"]
    assert [e.id for e in record.events(since="2021-01", until="2021")] == ["e1"]
    assert [e.id for e in record.events(speaker="Oren", limit=1)] == ["e2"]
    assert not record.events(speaker="Ida Brandvik")
    row = next(record.events(type="AID").rows())
    assert (row["source"], row["target"], row["partner"]) == (["Tasken"], ["Velmora"], [])
    assert (row["asserted_by"], row["asserted_by_name"], row["words"], row["place"]) == (OREN, "Oren Tal", "met", "the pier")
    with pytest.raises(InputError, match="DANCE: no such type on record; those are AID, CONSULT"):
        record.events(type="dance")


def test_ties_and_figures(record):
    assert [t.id for t in record.ties(actor="Tasken", relation="hostile")] == ["t2", "t1"]
    assert [t.id for t in record.ties(year="2020")] == ["t0"]
    row = next(record.ties(relation="ally").rows())
    assert (row["source"], row["target"], row["sign"], row["asserted_by"]) == ("Tasken", "Velmora", 1, None)
    assert [f.id for f in record.figures(unit="boats")] == ["f2", "f1"]
    assert [f.id for f in record.figures(speaker="Brandvik", until="2020")] == ["f0"]
    assert next(record.figures().rows())["low"] == 40.0
    with pytest.raises(InputError, match="no such unit on record; those are boats"):
        record.figures(unit="ships")


def test_actors_and_readings(record, path):
    with Store(path) as store:
        told = {r.document.path: r for r in store.readings()}
    assert record.reading("news/1.txt") == told["news/1.txt"] == record.reading(told["news/1.txt"].document.id)
    with pytest.raises(InputError, match="no such document on record"):
        record.reading("news/9.txt")
    assert not record.actors()  # nobody has been told apart yet
    assert "identity" in record.actors().arrow().column_names


def test_a_table_of_nothing_has_its_columns_and_types(record):
    for found in (
        record.search("nowhere"),
        record.events(since="2030"),
        record.ties(since="2030"),
        record.figures(since="2030"),
    ):
        table = found.arrow()
        assert table.num_rows == 0 and table.column_names
        assert not any(pa.types.is_null(field.type) for field in table.schema)


def test_data_frames_need_pandas(record, monkeypatch):
    class WithoutPandas:
        def to_pandas(self):
            raise ModuleNotFoundError("No module named 'pandas'")

    monkeypatch.setattr("onrecord.keep.export.tables.arrow_table", lambda *_: WithoutPandas())
    with pytest.raises(InputError, match="data frames need pandas; install it with: pip install pandas"):
        record.events().frame()


def test_data_frames(record):
    frame = record.events().frame()
    assert list(frame["id"]) == ["e2", "e1", "e0"]


def test_opening_what_is_no_record(tmp_path):
    with pytest.raises(InputError, match="no such record"):
        onrecord.open(tmp_path / "no.db")
    (tmp_path / "text.db").write_text("no database, and long enough not to be taken for an empty one" * 20)
    with pytest.raises(StoreError, match="not a record of onrecord"):
        onrecord.open(tmp_path / "text.db")


def test_a_star_import_leaves_the_name_open_alone():
    scope = {}
    exec("from onrecord import *", scope)
    assert scope.get("open", builtins.open) is builtins.open
    assert "open" in dir(onrecord)


# --- on the command line ---------------------------------------------------------------------------------------------


def _run(path, *args):
    outcome = CliRunner().invoke(app, [*args, "--in", str(path)])
    return outcome.exit_code, outcome.output


def test_search_with_every_filter(path):
    code, out = _run(path, "search", "harbour", "--status", "denied", "--outlet", "The Tasken Post", "--year", "2022")
    assert code == 0 and "Forty boats lie in the harbour 2." in out and "harbour 1." not in out
    code, out = _run(path, "search", "met", "--year", "2021")
    assert "Oren Tal  envoy of Velmora" in out
    assert _run(path, "search", "--status", "perhaps")[0] == 2
    code, out = _run(path, "search", "--meaning", "talks between the two")
    assert code == 2 and "does not hold what its statements mean" in out


def test_show_says_which_office_was_held(path):
    assert "Oren Tal, envoy of Velmora (direct" in _run(path, "show", "news/1.txt")[1]


def test_events_ties_and_figures(path):
    code, out = _run(path, "events", "--actor", "Velmora", "--type", "consult", "--since", "2022")
    assert code == 0
    assert "CONSULT  Tasken – Velmora  2022-07-07" in out and "says Oren Tal" in out and "2021" not in out
    code, out = _run(path, "ties", "--relation", "hostile", "--limit", "1")
    assert "Tasken hostile Velmora" in out and "says the report itself" in out and out.count("hostile") == 1
    code, out = _run(path, "figures", "--unit", "boats", "--format", "json")
    assert code == 0 and '"low": 40.0' in out
    assert "about 40 boats" in _run(path, "figures", "--unit", "boats")[1]
    assert "nothing found" in _run(path, "events", "--since", "2030")[1]
    assert _run(path, "events", "--type", "dance")[0] == 2
