"""The record: lines of JSON, the store, what a kill leaves of it, exports."""

import csv
import json
import random
import signal
import threading
import time
import types
import typing
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, is_dataclass, replace

import apsw
import pyarrow.parquet
import pytest
from hand_made import READER, actor_id, numbered, output, python, reading
from hypothesis import given, settings
from hypothesis import strategies as st
from one_of_each import rich

import onrecord
from benchmarks.invented import World
from onrecord.errors import InputError, StoreError
from onrecord.keep import file as file_module
from onrecord.keep.export.tables import TABLES, rows
from onrecord.keep.lines import as_json, line, reading_of
from onrecord.keep.store import Store
from onrecord.keep.tables import APPLICATION, MIGRATIONS
from onrecord.query.overview import document_called, listed, overview
from onrecord.query.search import Filter, identities_called, statements
from onrecord.schema import Event, Figure, Mention, Office, Party, Reading, Tie, Unread, When

# --- the contract ----------------------------------------------------------------------------------------------------

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)


def _values(hint):
    """Values of a type of the schema, whatever it is."""
    if is_dataclass(hint):
        hints = typing.get_type_hints(hint)
        return st.builds(hint, **{f.name: _values(hints[f.name]) for f in fields(hint) if f.compare})
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return st.one_of([_values(a) for a in args])
    if origin is tuple and args[-1] is ...:
        return st.lists(_values(args[0]), max_size=2).map(tuple)
    if origin is tuple:
        return st.tuples(*map(_values, args))
    if origin is typing.Literal:
        return st.sampled_from(args)
    if origin is Mapping:
        return st.dictionaries(st.text(max_size=5), _values(args[1]), max_size=2)
    simple = {
        str: st.text(max_size=12),
        int: st.integers(0, 10_000),
        float: st.floats(allow_nan=False, allow_infinity=False),
        bool: st.booleans(),
        type(None): st.none(),
        object: _JSON,
    }
    return simple[hint]


@settings(max_examples=100, deadline=None)
@given(_values(Reading))
def test_a_reading_comes_back_from_its_line(found):
    written = line(found)
    assert "\n" not in written
    assert reading_of(json.loads(written)) == found


@settings(max_examples=60, deadline=None)
@given(_values(Reading))
def test_a_reading_comes_back_from_the_store(found):
    said = {s.id: s for s in found.statements if s.content}
    found = replace(found, statements=tuple(said.values()))
    with Store(":memory:") as store:
        store.write([found])
        assert store.reading(found.document.id) == found
        assert list(store.readings()) == [found]


_CONTRACT = {
    "document": "id path title kind published publisher byline language text segments sha256",
    "segments": "kind start end",
    "reader": "name version model",
    "mentions": "start end kind actor",
    "actors": "id kind name aliases refs",
    "offices": "holder title of to first last span",
    "statements": "id form speaker co_speakers source cue content addressee said inside about status score",
    "speaker": "actor name",
    "when": "first last text",
    "events": "id type mode span parties place when status negated asserted_by score",
    "parties": "actor role span",
    "ties": "id relation source target source_span target_span span when status asserted_by score",
    "figures": "id low high unit what approximate span when asserted_by score",
}
_EXTRAS = {"document": "extractor pages meta", "segments": "turn label", "mentions": "when"}
"""keys beyond the contract; but for the extractor's they are there only where they hold something"""


def _keys_hold(name, found):
    contract, extras = set(_CONTRACT[name].split()), set(_EXTRAS.get(name, "").split())
    assert contract <= set(found) <= contract | extras, name
    for key, value in found.items():
        if key in ("said", "when") and value is not None:
            assert set(value) == set(_CONTRACT["when"].split())
        elif isinstance(value, dict) and key in _CONTRACT:
            _keys_hold(key, value)
        elif isinstance(value, list) and key in _CONTRACT:
            for item in value:
                _keys_hold(key, item)


@settings(max_examples=60, deadline=None)
@given(_values(Reading))
def test_the_keys_of_a_line_are_those_of_the_contract(found):
    record = json.loads(line(found))
    assert list(record) == [
        "document", "reader", "mentions", "actors", "offices", "statements", "events", "ties", "figures",
    ]  # fmt: skip
    for name, part in record.items():
        for item in part if isinstance(part, list) else [part]:
            _keys_hold(name, item)


def test_what_the_text_does_not_say_is_null_and_not_absent():
    event = Event(
        id="e", type="CONSULT", mode=None, span=(0, 1), parties=(Party(actor="a", role="source", span=(0, 1)),), place=None,
        when=None, status="planned", negated=False, asserted_by=None, score=1.0,
    )  # fmt: skip
    tie = Tie(
        id="t", relation="ally", source="a", target="b", source_span=(0, 1), target_span=(0, 1), span=(0, 1), when=None,
        status="happened", asserted_by=None, score=1.0,
    )  # fmt: skip
    figure = Figure(
        id="f", low=None, high=0.0, unit=None, what=None, approximate=False, span=(0, 1), when=None, asserted_by=None,
        score=0.0,
    )  # fmt: skip
    office = Office(holder="a", title="envoy", of=None, to=None, first=None, last=None, span=(0, 1))
    for part in (event, tie, figure, office):
        assert all(f.name in as_json(part) for f in fields(part) if f.compare)
    assert "actor" in as_json(Mention(start=0, end=1, kind="role"))
    assert "when" not in as_json(Mention(start=0, end=1, kind="role"))


def test_a_newer_line_with_more_keys_is_read():
    record = json.loads(line(numbered(1)))
    record["document"]["mood"] = record["weather"] = "fair"
    record["statements"][0]["tone"] = 3
    assert reading_of(record) == numbered(1)


def test_spans_point_to_the_words():
    found = reading("a.txt", ("Ida Brandvik", "We sail."), title="Ferries")
    (s,) = found.statements
    text = found.document.text
    assert [text[a:b] for a, b in (*s.source, *s.cue, *s.content)] == ["Ida Brandvik", "said", "We sail."]


# --- the store -------------------------------------------------------------------------------------------------------


def _dump(path):
    """All that a record file holds but the times at which documents were seen."""
    with Store(path, read_only=True) as store:
        tables = [r[0] for r in store.rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
        plain = [t for t in tables if "_text" not in t]
        held = {t: list(store.rows(f"SELECT * FROM {t}")) for t in plain}
    return {t: sorted((r[:-1] if t in ("places", "unread") else r for r in found), key=repr) for t, found in held.items()}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "record.db"


def test_reading_the_same_document_again_changes_nothing(path):
    with Store(path) as store:
        store.write([numbered(1)], path="news/1.txt")
        store.write([numbered(2)], path="news/2.txt")
    before = _dump(path)
    with Store(path) as store:
        store.write([numbered(1)], path="news/1.txt")
        (known,) = store.passed("news/2.txt", READER)
        store.write([], path="news/2.txt", passed=[("news/2.txt", known)])
    assert _dump(path) == before


def test_another_reader_of_a_document_takes_the_place_of_the_one_before(path):
    first = reading("a.txt", ("Ida Brandvik", "We sail."), aliases=[("Ida Brandvik", "the harbour lamp")])
    again = replace(first, reader=replace(READER, model="newer"), actors=(replace(first.actors[0], aliases=("Ida",)),))
    with Store(path) as store:
        store.write([first, numbered(2)])
        assert store.passed("a.txt", READER) and not store.passed("a.txt", again.reader)
        assert not store.passed("a.txt", replace(READER, version="1"))
        store.write([again])
        assert [r.document.id for r in store.readings()] == [first.document.id, numbered(2).document.id]
        assert store.reading(first.document.id) == again
        assert identities_called(store, "Ida") == [actor_id("Ida Brandvik")]
        with pytest.raises(InputError):
            identities_called(store, "harbour lamp")
    with apsw.Connection(str(path)) as db:
        assert not db.execute("PRAGMA foreign_key_check").fetchall()


def test_a_changed_document_is_a_new_version_and_the_old_one_stays(path):
    old = reading("a.txt", ("Ida Brandvik", "We sail at dawn."))
    new = reading("a.txt", ("Ida Brandvik", "We sail at noon."))
    with Store(path) as store:
        store.write([old], path="a.txt")
        store.write([new], path="a.txt")
        assert list(store.readings()) == [new]
        assert list(store.readings(all_versions=True)) == [old, new]
        assert store.reading(old.document.id) == old
        assert [s.content for s in statements(store, Filter(words="sail"))] == ["We sail at noon."]
        assert overview(store).documents == 1
        assert document_called(store, "a.txt") == new.document.id
        assert document_called(store, old.document.id) == old.document.id
        # and back
        assert old.document.id in store.passed("a.txt", READER)
        store.write([], path="a.txt", passed=[("a.txt", old.document.id)])
        assert list(store.readings()) == [old]


def test_records_that_change_their_lines_stay_on_record(path):
    def record(number, words):
        return reading(f"all.jsonl#{number}", ("Ida Brandvik", words))

    with Store(path) as store:
        store.write([record(1, "One."), record(2, "Two.")], path="all.jsonl")
        # the first line is gone, the second is the first, and a third is the second now
        known = record(2, "Two.").document.id
        assert known in store.passed("all.jsonl", READER)
        store.write([record(2, "Three.")], path="all.jsonl", passed=[("all.jsonl#1", known)])
        assert {s.content: s.path for s in statements(store, Filter())} == {"Two.": "all.jsonl#1", "Three.": "all.jsonl#2"}
        assert {d.path for d in listed(store)} == {"all.jsonl#1", "all.jsonl#2"}
        assert {r.document.path for r in store.readings()} == {"all.jsonl#1", "all.jsonl#2"}
        # one line is left
        store.write([], path="all.jsonl", passed=[("all.jsonl#1", known)])
        assert [s.content for s in statements(store, Filter())] == ["Two."]
        assert store.count() == 3


def test_a_file_whose_name_looks_like_a_record_of_another_is_its_own(path):
    with Store(path) as store:
        store.write([reading("a#b.txt", ("Ida Brandvik", "Mine."))], path="a#b.txt")
        store.write([Unread(path="a#c", code="broken", reason="torn")], path="a#c")
        store.write([reading("a", ("Oren Tal", "Yours."))], path="a")
        assert len(list(listed(store))) == 2 and len(overview(store).unread) == 1
        assert len(store.passed("a", READER)) == 1


def test_what_comes_by_standard_input_does_not_take_the_place_of_what_came_before(path):
    with Store(path) as store:
        for words in ("One.", "Two."):
            store.write([reading("-", ("Ida Brandvik", words))], path="-")
        assert [s.content for s in statements(store, Filter())] in (["One.", "Two."], ["Two.", "One."])


def test_one_document_at_two_places_is_on_record_once(path):
    here, there = (reading(p, ("Ida Brandvik", "We sail."), sha256="same") for p in ("here.txt", "there.txt"))
    with Store(path) as store:
        store.write([here], path="here.txt")
        store.write([there], path="there.txt")
        assert store.count() == 1 and len(list(statements(store, Filter()))) == 1
        assert {d.path for d in listed(store)} == {"here.txt", "there.txt"}
        store.write([reading("here.txt", ("Oren Tal", "We stay."))], path="here.txt")
        # what it is now, not where it was first
        assert [r.document.path for r in store.readings()] == ["there.txt", "here.txt"]


def test_what_could_not_be_read_is_listed_until_it_is_read(path):
    torn = Unread(path="a.txt", code="broken", reason="torn in two", sha256="0")
    with Store(path) as store:
        store.write([numbered(1), torn])
        store.write([torn], path="a.txt")
        assert overview(store).unread == (torn,)
        store.write([reading("a.txt", ("Ida Brandvik", "We sail."))], path="a.txt")
        assert overview(store).unread == ()
        # later it is torn: listed, and what it was before stays
        store.write([torn], path="a.txt")
        assert overview(store).unread == (torn,)
        assert [s.content for s in statements(store, Filter(words="sail"))] == ["We sail."]
        assert "a.txt" in {d.path for d in listed(store)}


def test_lines_that_could_not_be_read_are_forgotten_with_their_file_as_it_was(path):
    with Store(path) as store:
        store.write([Unread(path="all.jsonl", code="permission", reason="locked")], path="all.jsonl")
        store.write([Unread(path=f"all.jsonl#{n}", code="broken", reason="torn") for n in (1, 2)], path="all.jsonl")
        assert [u.path for u in overview(store).unread] == ["all.jsonl#1", "all.jsonl#2"]
        store.write([reading("all.jsonl#1", ("Ida Brandvik", "We sail."))], path="all.jsonl")
        assert overview(store).unread == ()


def test_a_day_left_open_is_not_filled_from_publication(path):
    until = {"said": When(first=None, last="2020-01-31", text="until January 2020")}
    undated = {"said": When(first=None, last=None, text="once")}
    found = reading("a.txt", ("Ida Brandvik", "Then.", until), ("Oren Tal", "Once.", undated), published="2024-03-01")
    with Store(path) as store:
        store.write([found])
        days = {s.content: (s.first, s.last) for s in statements(store, Filter())}
    assert days == {"Then.": (None, "2020-01-31"), "Once.": ("2024-03-01", "2024-03-01")}


def test_all_of_a_batch_or_nothing_of_it(path):
    def batch():
        yield numbered(1)
        raise RuntimeError("the lights went out")

    with Store(path) as store:
        with pytest.raises(RuntimeError):
            store.write(batch())
        with pytest.raises(RuntimeError), store.transaction():
            store._write(numbered(1), "now")
            raise RuntimeError
        assert store.count() == 0
        store.write([numbered(1)])
        assert store.count() == 1


def test_a_full_disk_says_so_and_keeps_what_was_written(path):
    with Store(path) as store:
        store.write([numbered(1)])
        store._db.execute(f"PRAGMA max_page_count = {store._one('PRAGMA page_count') + 1}")
        with pytest.raises(StoreError, match="disk is full"):
            store.write([numbered(n) for n in range(2, 500)])
    with Store(path) as store:
        assert list(store.readings()) == [numbered(1)]


def test_a_record_that_is_not_there_says_how_to_make_one(path):
    with pytest.raises(InputError, match="no such record; make one with: onrecord read"):
        Store(path, read_only=True)
    assert not path.exists()


@pytest.mark.parametrize("content", [b"Dear diary", b"SQLite format 3 it is not" * 100, bytes(5000)])
@pytest.mark.parametrize("read_only", [True, False])
def test_a_file_that_is_no_record_is_refused_and_left_alone(path, content, read_only):
    path.write_bytes(content)
    with pytest.raises(StoreError, match="not a record of onrecord"):
        Store(path, read_only=read_only)
    assert path.read_bytes() == content


def test_another_programs_database_is_refused_and_left_alone(path):
    with apsw.Connection(str(path)) as db:
        db.execute("CREATE TABLE cats (name)")
    before = path.read_bytes()
    for read_only in (True, False):
        with pytest.raises(StoreError, match="not a record of onrecord; give --into another file name"):
            Store(path, read_only=read_only)
    assert path.read_bytes() == before


def test_an_empty_file_becomes_a_record_when_written_to(path):
    path.touch()
    with pytest.raises(StoreError, match="nothing on record yet; fill it with: onrecord read"):
        Store(path, read_only=True)
    with Store(path) as store:
        store.write([numbered(1)])
    with Store(path, read_only=True) as store:
        assert store.count() == 1


def test_a_newer_record_is_refused_with_the_way_to_update(path):
    Store(path).close()
    with apsw.Connection(str(path)) as db:
        db.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    for read_only in (True, False):
        with pytest.raises(StoreError, match="written by a newer onrecord; update with: pip install -U onrecord"):
            Store(path, read_only=read_only)


def test_an_older_record_becomes_a_newer_one_when_written_to(path, monkeypatch):
    with Store(path) as store:
        store.write([numbered(1)])
    monkeypatch.setattr(file_module, "MIGRATIONS", (*MIGRATIONS, "CREATE TABLE later (id TEXT)"))
    with pytest.raises(StoreError, match="from an older onrecord; open it once for writing"):
        Store(path, read_only=True)
    Store(path).close()
    with Store(path, read_only=True) as store:
        assert list(store.readings()) == [numbered(1)]
        assert next(store.rows("SELECT count(*) FROM later")) == (0,)


def test_a_folder_and_a_file_in_no_folder_cannot_be_opened(tmp_path):
    with pytest.raises(StoreError, match="a folder, not a file; give the record a name in it"):
        Store(tmp_path)
    with pytest.raises(StoreError, match="cannot be opened; check the folder and its permissions"):
        Store(tmp_path / "nowhere" / "record.db")


def test_a_record_is_marked_as_one(path):
    Store(path).close()
    with apsw.Connection(str(path)) as db:
        assert db.execute("PRAGMA application_id").fetchone() == (APPLICATION,)
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_copy_of_the_file_holds_all_though_somebody_has_it_open(path, tmp_path):
    Store(path).close()
    with Store(path, read_only=True) as beside:
        assert beside.count() == 0
        with Store(path) as store:
            store.write([numbered(1)])
        copy = tmp_path / "copy.db"
        copy.write_bytes(path.read_bytes())
        with Store(copy, read_only=True) as copied:
            assert list(copied.readings()) == [numbered(1)] == list(beside.readings())


def test_a_damaged_record_gives_an_error_for_the_user(path):
    with Store(path) as store:
        store.write([numbered(n) for n in range(200)])
    data = bytearray(path.read_bytes())
    data[8192:-4096] = random.Random(0).randbytes(len(data) - 8192 - 4096)
    path.write_bytes(data)
    with pytest.raises(StoreError), Store(path, read_only=True) as store:
        list(store.readings())


# --- several processes -----------------------------------------------------------------------------------------------

_WRITER = """
import sys
from hand_made import numbered
from onrecord.keep.store import Store

with Store(sys.argv[1]) as store:
    for n in range(int(sys.argv[2]), int(sys.argv[3])):
        store.write([numbered(2 * n), numbered(2 * n + 1)])
        print(n, flush=True)
"""


def test_one_process_reads_while_another_writes(path):
    writer = python(_WRITER, path, 0, 150)
    assert writer.stdout.readline() == "0\n"
    seen = [0]
    while writer.poll() is None:
        with Store(path, read_only=True) as store:
            count = store.count()
            # a transaction is seen whole or not at all
            assert count >= seen[-1] and count % 2 == 0
            assert [r.document.id for r in store.readings()][:count] == [numbered(n).document.id for n in range(count)]
            assert list(statements(store, Filter(words=f"number{count - 1}"), limit=None))
        seen.append(count)
    output(writer)
    assert len(set(seen)) > 2, "nothing was read during the writing"
    with Store(path, read_only=True) as store:
        assert list(store.readings()) == [numbered(n) for n in range(300)]


def test_two_processes_write_a_new_record_at_once(path):
    writers = [python(_WRITER, path, start, start + 40) for start in (0, 40)]
    for writer in writers:
        output(writer)
    with Store(path, read_only=True) as store:
        assert sorted(r.document.path for r in store.readings()) == sorted(f"news/{n}.txt" for n in range(160))


def test_a_new_record_is_opened_by_several_at_once(tmp_path):
    def opened(path):
        start.wait()
        with Store(path) as store:
            return store.count()

    with ThreadPoolExecutor(3) as pool:
        for n in range(40):
            start = threading.Barrier(3)
            assert list(pool.map(opened, [tmp_path / f"{n}.db"] * 3)) == [0, 0, 0]


def test_a_writer_waits_for_another_and_then_says_what_holds_it_up(path, monkeypatch):
    monkeypatch.setattr(file_module, "_PATIENCE", 50)
    with Store(path) as one, Store(path) as other, one.transaction():
        with pytest.raises(StoreError, match="another process is writing to it; try again"):
            other.write([numbered(1)])
        with Store(path, read_only=True) as reader:
            assert reader.count() == 0


def test_a_kill_at_any_moment_leaves_whole_documents(path):
    moments = random.Random(7)
    done = 0
    for _ in range(15):
        writer = python(_WRITER, path, done, 1_000_000)
        first = writer.stdout.readline()
        assert first == f"{done}\n", writer.stderr.read()
        time.sleep(moments.uniform(0, 0.05))
        writer.send_signal(signal.SIGKILL)
        # the last line may be cut short
        said = first + writer.communicate()[0]
        promised = int(said[: said.rindex("\n")].splitlines()[-1])
        with apsw.Connection(str(path)) as db:
            assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert not db.execute("PRAGMA foreign_key_check").fetchall()
            for table in ("statements_text", "documents_text"):
                db.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)")
        with Store(path, read_only=True) as store:
            count = store.count()
            assert count % 2 == 0 and count // 2 > promised
            assert all(found == numbered(n) for n, found in enumerate(store.readings()))
            for n in range(2 * done, count):
                assert len(list(statements(store, Filter(words=f"number{n}")))) == 2
        done = count // 2
    assert done > 15


# --- exports ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def record(path):
    odd = reading(
        "odd, \"name\".txt",
        ("Ida Brandvik", 'She wrote "stop",\r\nthen\rnothing;\n\n= 1 + 1 – über', {"about": ["Velmora", "Tasken"]}),
        (None, "No\rone.", {"said": When(first="2021-01-01", last=None)}),
        ("Oren Tal", "Together.", {"co_speakers": ["Ida Brandvik"], "form": "mixed", "addressee": actor_id("Velmora")}),
        published="2022-02-03",
        meta={"desk": ["a", 1, None]},
    )  # fmt: skip
    ida, velmora, said = actor_id("Ida Brandvik"), actor_id("Velmora"), odd.statements[0].id
    when = When(first="2020-01-01", last=None, text="since 2020")
    odd = replace(
        odd,
        offices=(Office(holder=ida, title="Mayor", of=velmora, to=None, first=None, last="2022-02-03", span=(0, 4)),),
        events=(
            Event(
                id="e1", type="CONSULT", mode="visit", span=(0, 9), place=None, when=when, status="planned", negated=True,
                parties=(Party(actor=ida, role="source", span=(0, 3)),), asserted_by=said, score=0.5,
            ),
        ),
        ties=(
            Tie(
                id="t1", relation="ally", source=ida, target=velmora, source_span=(0, 3), target_span=(4, 9), span=(0, 9),
                when=None, status="ongoing", asserted_by=None, score=0.7,
            ),
        ),
        figures=(
            Figure(
                id="f1", low=3.0, high=None, unit="ferries", what=None, approximate=True, span=(2, 5), when=when,
                asserted_by=said, score=0.9,
            ),
        ),
    )  # fmt: skip
    with Store(path) as store:
        store.write([odd, numbered(1)])
        store.write([reading("empty.txt", title="Nothing said")])
        store.write([reading("a.txt", ("Ida Brandvik", "Before."))], path="a.txt")
        store.write([reading("a.txt", ("Ida Brandvik", "After."))], path="a.txt")
    return path


def _held(record, **options):
    with Store(record, read_only=True) as store:
        return list(store.readings(**options))


def test_lines_that_are_exported_are_the_readings(record, tmp_path):
    for every, count in ((False, 4), (True, 5)):
        assert onrecord.export(tmp_path / "all.jsonl", record=record, all_versions=every) == count
        with (tmp_path / "all.jsonl").open(encoding="utf8", newline="\n") as file:
            back = [reading_of(json.loads(found)) for found in file]
        assert back == _held(record, all_versions=every)


@pytest.mark.parametrize("table", TABLES)
def test_tables_that_are_exported_hold_the_same_in_csv_and_parquet(record, tmp_path, table):
    wanted = list(rows(_held(record), table))
    assert wanted
    assert onrecord.export(tmp_path / "t.csv", record=record, table=table) == len(wanted)
    with (tmp_path / "t.csv").open(encoding="utf8", newline="") as file:
        back = list(csv.DictReader(file))
    assert back == [{k: "" if v is None else str(v) for k, v in row.items()} for row in wanted]
    assert onrecord.export(tmp_path / "t.parquet", record=record, table=table) == len(wanted)
    found = pyarrow.parquet.read_table(tmp_path / "t.parquet")
    assert found.to_pylist() == wanted
    assert found.column_names == list(wanted[0])


def test_an_empty_record_is_exported_with_its_columns(tmp_path, path):
    Store(path).close()
    assert onrecord.export(tmp_path / "t.csv", record=path) == 0
    assert (tmp_path / "t.csv").read_text().startswith("id,document,path,")
    assert onrecord.export(tmp_path / "t.parquet", record=path) == 0
    assert pyarrow.parquet.read_table(tmp_path / "t.parquet").column_names[:2] == ["id", "document"]


def test_groups_of_rows_are_all_exported(record, tmp_path, monkeypatch):
    monkeypatch.setattr("onrecord.keep.export.tables._GROUP", 2)
    wanted = list(rows(_held(record), "statements"))
    assert onrecord.export(tmp_path / "t.parquet", record=record) == len(wanted)
    assert pyarrow.parquet.read_table(tmp_path / "t.parquet").to_pylist() == wanted


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_table_that_there_is_not_is_refused_before_anything_is_written(record, tmp_path, ending):
    out = tmp_path / f"t.{ending}"
    out.write_text("mine")
    with pytest.raises(InputError, match="cats: no such table; one of statements, actors"):
        onrecord.export(out, record=record, table="cats")
    assert out.read_text() == "mine"


def test_an_export_never_overwrites_its_record(record):
    before = record.read_bytes()
    for kind in ("jsonl", "csv", "parquet"):
        with pytest.raises(InputError, match="is the record itself"):
            onrecord.export(record, record=record, format=kind)
    assert record.read_bytes() == before


@pytest.mark.parametrize("name", ["nowhere/t.csv", "nowhere/t.parquet", "nowhere/t.jsonl"])
def test_an_export_to_no_folder_says_so(record, tmp_path, name):
    with pytest.raises(InputError, match="cannot be written"):
        onrecord.export(tmp_path / name, record=record)


def test_an_export_of_an_unknown_kind_names_those_there_are(record, tmp_path):
    with pytest.raises(InputError, match="no such format; --format takes jsonl, csv, parquet"):
        onrecord.export(tmp_path / "t.xlsx", record=record)
    with pytest.raises(InputError, match="Parquet is written to a file"):
        onrecord.export("-", record=record, format="parquet")


def test_what_a_document_is_written_by_is_compiled_once(tmp_path):
    told = list(World(1).readings(8))
    again = [replace(r, reader=replace(r.reader, version="1")) for r in told]
    with Store(tmp_path / "record.db") as store:
        for some in (told[:4], again[:2]):
            store.write(some)
        compiled = store._db.cache_stats()["misses"]
        for some in (told[4:], again[2:]):
            store.write(some)
        assert store._db.cache_stats()["misses"] < compiled + 10


def test_some_parts_of_some_readings(tmp_path):
    whole = rich()
    outer, inner = whole.statements
    ids = [numbered(2).document.id, whole.document.id]
    with Store(tmp_path / "record.db") as store:
        store.write([numbered(1), whole, numbered(2)])
        assert list(store.readings_of(ids)) == [numbered(2), whole]
        (found,) = store.readings_of(ids[1:], parts=["statements", "actors"])
        assert found == replace(whole, mentions=(), offices=(), events=(), ties=(), figures=())
        (found,) = store.readings_of(ids[1:], parts=(), statements={inner.id})
        assert found == Reading(document=whole.document, reader=whole.reader)
        # with what it stands in
        (found,) = store.readings_of(ids[1:], statements={inner.id})
        assert found == whole
        (found,) = store.readings_of(ids[1:], statements={outer.id})
        assert found.statements == (outer,)
