"""Searching as a page does: results with what stands beside them, facets, and an older file made searchable."""

import random
import re
from collections import Counter
from dataclasses import replace

import apsw
import pytest
from hand_made import actor_id, reading
from hypothesis import given, settings
from hypothesis import strategies as st

import onrecord
from onrecord.errors import InputError
from onrecord.keep.index import sentence_around
from onrecord.keep.store import Store
from onrecord.keep.tables import APPLICATION, MIGRATIONS
from onrecord.query import overview
from onrecord.query.facets import facets
from onrecord.query.filters import STATUSES, Filter, identities_called
from onrecord.query.offices import offices_held
from onrecord.query.search import documents, results, statements
from onrecord.query.words import Marks, match_expression
from onrecord.schema import Document, Event, Figure, Merged, Office, Party, Segment, Tie, When

SPEAKERS = ("Ida Brandvik", "Oren Tal", "Nuala O'Hara", "Zdeněk Kovář", None)
PLACES = ("Velmora", "Tasken", "Harbour Board")
OUTLETS = ("The Tasken Post", "Velmora Wire", None)
WORDS = (
    "tolls",
    "harbour",
    "ferry",
    "quotas",
    "fishing",
    "boats",
    "rise",
    "agreed",
    "nobody",
    "grain",
    "pier",
    "talks",
    "winter",
)


def _many(seed, count=60):
    """Readings of a few statements each, and what a filter is to say of each statement."""
    rng = random.Random(seed)
    for n in range(count):
        outlet, day = rng.choice(OUTLETS), f"20{rng.randrange(18, 24)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 28):02}"
        said = []
        for _ in range(rng.randrange(1, 5)):
            more = {
                "about": rng.sample(PLACES, rng.randrange(3)),
                "form": rng.choice(("direct", "indirect", "mixed")),
                "status": rng.choice(STATUSES),
            }
            if rng.random() < 0.3:
                more["said"] = When(first=f"20{rng.randrange(10, 24)}-05-01", last=None)
            said.append((rng.choice(SPEAKERS), " ".join(rng.choices(WORDS, k=8)) + f" part {n}.", more))
        yield reading(f"news/{n}.txt", *said, published=day, publisher=outlet, title=f"Part {n}")


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("search") / "record.db"
    with Store(path) as store:
        store.write(_many(1))
        # as an earlier version of one of them, which no place holds any more
        old = reading("news/0.txt", ("Oren Tal", "A harbour word that was taken back."), publisher="Velmora Wire")
        store.write([old])
        store.write(list(_many(1))[:1])
    return path


@pytest.fixture(scope="module")
def store(path):
    with Store(path, read_only=True) as store:
        yield store


# --- facets ----------------------------------------------------------------------------------------------------------

_FILTERS = st.builds(
    Filter,
    words=st.sampled_from([None, "tolls", "harbour boats", "fish*", "nowhere"]),
    speaker=st.sampled_from([None, "Brandvik", "o", actor_id("Oren Tal")]),
    about=st.sampled_from([None, "Velmora", "Tasken"]),
    form=st.sampled_from([None, "direct", "mixed"]),
    status=st.sampled_from([None, "happened", "denied"]),
    outlet=st.sampled_from([None, *OUTLETS[:2]]),
    year=st.sampled_from([None, "2019", "2021"]),
    since=st.sampled_from([None, "2019-06"]),
    until=st.sampled_from([None, "2022"]),
)


def _values(hit, name):
    if name == "speaker":
        return {k.identity for k in hit.speakers}
    if name == "about":
        return {k.identity for k in hit.about}
    return {{"form": hit.form, "status": hit.status, "outlet": hit.publisher, "year": (hit.first or hit.last or "")[:4]}[name]}


@settings(max_examples=120, deadline=None)
@given(_FILTERS)
def test_a_facet_counts_what_a_search_with_each_of_its_values_finds(path, wanted):
    with Store(path, read_only=True) as store:
        found = facets(store, wanted)
        assert found.total == len(list(statements(store, wanted, limit=None))) == results(store, wanted).total
        for name in ("speaker", "about", "form", "status", "outlet", "year"):
            others = statements(store, replace(wanted, **{name: None}), limit=None)
            counts = Counter(value for hit in others for value in _values(hit, name) if value)
            assert {c.value: c.count for c in getattr(found, name)} == counts


def test_facets_are_labelled_as_a_person_reads_them_and_take_the_most_first(store):
    found = facets(store, Filter())
    assert {c.label for c in found.speaker} == {s for s in SPEAKERS if s}
    for counts in (found.speaker, found.about, found.form, found.outlet):
        assert [c.count for c in counts] == sorted((c.count for c in counts), reverse=True)
    assert [c.value for c in found.year] == sorted((c.value for c in found.year), reverse=True)


def test_facets_count_what_changed_since_they_were_asked_for(tmp_path, monkeypatch):
    # never all anew
    monkeypatch.setattr("onrecord.query.columns._MANY", 100)
    path, many = tmp_path / "record.db", list(_many(2, count=8))
    other = reading(
        "news/0.txt", ("Oren Tal", "Other words.", {"about": ["Velmora"], "status": "planned"}), publisher="New Post"
    )
    said = many[3].statements[0].id
    units = {(r.document.id, a.id): a.id for r in (*many, other) for a in r.actors}
    velmora, tasken = actor_id("Velmora"), actor_id("Tasken")
    with Store(path) as store, Store(path, read_only=True) as beside:
        changes = (
            lambda: store.write(many[:5]),
            lambda: store.write(many[5:]),
            lambda: store.write([other]),
            # back to the version that it held before
            lambda: store.write(many[:1]),
            lambda: store.identify(Merged(identity=units | {u: velmora for u in units if u[1] == tasken}, links=())),
            lambda: store.correct(said, "reject", who="me"),
            lambda: store.undo(1, who="me"),
            lambda: store.identify(Merged(identity=units, links=())),
        )
        wanted = [Filter(), Filter(words="tolls"), Filter(about="Velmora"), Filter(form="direct"), Filter(year="2020")]
        before = None
        for change in changes:
            change()
            with Store(path, read_only=True) as fresh:
                counted = [facets(fresh, w) for w in wanted]
            assert counted != before
            before = counted
            for kept in (store, beside):
                assert [facets(kept, w) for w in wanted] == counted


def test_what_is_remembered_of_a_record_is_made_once_until_it_changes(tmp_path):
    made = []
    with Store(tmp_path / "record.db") as store, Store(tmp_path / "record.db", read_only=True) as beside:
        for kept in (store, beside):
            assert [kept.remembered("how many", lambda before: made.append(before) or len(made)) for _ in range(2)] == [
                len(made)
            ] * 2
        store.write(list(_many(3, count=1)))
        for kept in (store, beside):
            assert kept.remembered("how many", lambda before: made.append(before) or len(made)) == len(made)
    assert made == [None, None, 1, 2]


# --- pages of results ------------------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(_FILTERS, st.integers(1, 20))
def test_pages_follow_one_another_without_gap_or_repetition(path, wanted, size):
    with Store(path, read_only=True) as store:
        whole = [s.id for s in statements(store, wanted, limit=None)]
        paged, at = [], 0
        while page := results(store, wanted, limit=size, offset=at).found:
            paged += [s.id for s in page]
            at += size
        assert paged == whole


def test_the_version_that_no_place_holds_is_not_found(store):
    assert not results(store, Filter(words="taken back")).total
    assert facets(store, Filter(words="taken back")).total == 0


@pytest.mark.parametrize(
    "typed, found",
    [
        ("toll", True), ("tol", True), ("t", True), ("harbour tol", True), ("tol harbour", False), ("tol ", False),
        ("tolls ", True), ('"harbour tol"', False), ("fishing", True), ("fishin", True), ("fishinx", False),
        ("brandv", True), ("zdenek kov", True),
    ],
)  # fmt: skip
def test_the_last_word_may_be_unfinished_while_it_is_typed(store, typed, found):
    # "fishin" is the beginning of no base form, but of a word
    assert bool(results(store, Filter(words=typed, typing=True)).total) == found


def test_a_beginning_is_not_ranked(store):
    assert not results(store, Filter(words="tol", typing=True)).ranked
    assert results(store, Filter(words="tolls harbour")).ranked
    days = [s.first for s in results(store, Filter(words="tol", typing=True)).found if s.dated is False]
    assert days == sorted(days, reverse=True)


def test_the_latest_come_first_where_too_many_fit_to_rank_them(store, monkeypatch):
    monkeypatch.setattr("onrecord.query.search.RANKED", 3)
    page = results(store, Filter(words="tolls"))
    assert not page.ranked and page.total > 3
    days = [s.first or s.last for s in page.found]
    assert days == sorted(days, reverse=True)


@settings(max_examples=120, deadline=None)
@given(_FILTERS)
def test_the_same_are_found_whether_many_or_few_hold_the_words(path, wanted):
    with Store(path, read_only=True) as store, pytest.MonkeyPatch.context() as patched:
        few = results(store, wanted, limit=1000)
        patched.setattr("onrecord.query.search.RANKED", 0)
        many = results(store, wanted, limit=1000)
    assert {s.id for s in few.found} == {s.id for s in many.found}
    assert few.total == many.total == len(many.found)
    latest = sorted(many.found, key=lambda s: s.number)
    assert list(many.found) == sorted(latest, key=lambda s: s.first or s.last or "", reverse=True)


def test_results_are_counted_up_to_a_bound(store, monkeypatch):
    monkeypatch.setattr("onrecord.query.search.COUNTED", 5)
    page = results(store, Filter())
    assert (page.total, page.more) == (5, True)


@pytest.mark.parametrize(
    "wrong, says",
    [
        (Filter(status="perhaps"), "no such status; one of happened"),
        (Filter(year="24"), "not a year; write 2024"),
        (Filter(form="shouted"), "no such form"),
        (Filter(speaker="Atlantis"), "nobody of that name"),
    ],
)
def test_what_makes_no_sense_is_said(store, wrong, says):
    for ask in (results, facets):
        with pytest.raises(InputError, match=says):
            ask(store, wrong)


@pytest.mark.parametrize("words", ["tol", "pie", "harbour fer", "part 1", "tolls harbour pier gra"])
@pytest.mark.parametrize("more", [{}, {"outlet": "Velmora Wire"}, {"speaker": "Oren Tal"}])
def test_documents_with_a_beginning_come_latest_first_from_page_to_page(store, monkeypatch, words, more):
    wanted = Filter(words=words, typing=True, **more)
    every = list(documents(store, wanted, limit=100))
    days = [d.published for d in every]
    assert every and days == sorted(days, reverse=True)
    # as one by one from all
    text = {d.id: d.text.casefold() for d in map(store.document, (listed.id for listed in overview.listed(store)))}
    if not more:
        assert {d.id for d in every} == {id for id, t in text.items() if all(re.search(rf"\b{w}", t) for w in words.split())}
    monkeypatch.setattr("onrecord.query.search._LATEST", 1)
    monkeypatch.setattr("onrecord.query.search._MORE", 2)
    paged = [d for at in range(0, len(every) + 3, 3) for d in documents(store, wanted, limit=3, offset=at)]
    assert paged == every


@pytest.mark.parametrize("words", ["tolls", "harbour pier"])
def test_the_same_documents_are_found_whether_many_or_few_hold_the_words(store, monkeypatch, words):
    few = list(documents(store, Filter(words=words), limit=100))
    monkeypatch.setattr("onrecord.query.search.RANKED", 0)
    many = list(documents(store, Filter(words=words), limit=100))
    assert sorted(few, key=lambda d: d.id) == sorted(many, key=lambda d: d.id) and few
    assert [d.published for d in many] == sorted((d.published for d in many), reverse=True)


def test_documents_by_outlet_year_and_who_speaks(store):
    every = list(documents(store, Filter(words="part"), limit=100))
    assert len(every) == 60
    for wanted in (Filter(outlet="Velmora Wire"), Filter(year="2020"), Filter(since="2020-03", until="2020-11")):
        found = list(documents(store, replace(wanted, words="part"), limit=100))
        assert 0 < len(found) < 60
        assert all(d.publisher == "Velmora Wire" for d in found) or all(d.published[:4] == "2020" for d in found)
    said_by = {s.document for s in statements(store, Filter(speaker="Oren Tal"), limit=None)}
    assert {d.id for d in documents(store, Filter(words="part", speaker="Oren Tal"), limit=100)} == said_by
    hit = next(documents(store, Filter(words="tol", typing=True)))
    assert {hit.snippet[a:b] for a, b in hit.marks} == {"tolls"}


# --- what stands beside a result -------------------------------------------------------------------------------------


def test_the_sentence_around_the_words_and_the_marks_in_it(store):
    for hit in statements(store, Filter(words="tolls"), limit=None):
        text = store.document(hit.document).text
        assert hit.context == text[slice(*hit.sentence)] and hit.content in hit.context
        assert {text[a:b] for a, b in hit.marks} == {"tolls"}
        assert " … ".join(text[a:b] for a, b in hit.spans) == hit.content and text[hit.start :].startswith(hit.content[:5])


@pytest.mark.parametrize(
    "words, text, marked",
    [
        ("toll", "Tolls, tolling the toll-house", ["Tolls", "tolling", "toll"]),
        ('"harbour toll"', "a harbour, a toll, the harbour tolls", ["harbour", "tolls"]),
        ("har*", "Harbour härte 😀 shar hard", ["Harbour", "härte", "hard"]),
        ("Kovar", "😀 Zdeněk Kovář a\u0301 kovar", ["Kovář", "kovar"]),
        ("О́льга", "Ольга и О́льга", ["Ольга", "О́льга"]),
    ],
)
def test_marks_are_what_the_search_matches(store, words, text, marked):
    assert [text[a:b] for a, b in Marks(store, words).spans(text)] == marked


@pytest.mark.parametrize(
    "text, words, sentence",
    [
        ("He came. Mr. Tal said we go. They left.", "we go", "Mr. Tal said we go."),
        ("He came. U.S. officials said we go now. They left.", "we go", "U.S. officials said we go now."),
        ("“We go.” She left. More.", "We go.", "“We go.”"),
        ("We go", "We go", "We go"),
        ("One! Did they go? Yes.", "they", "Did they go?"),
        ("They asked. We go. And we\n\n stay here.", "go. And", "We go. And we"),
        ("x " * 400 + "we go " + "y " * 400, "we go", ("x " * 199 + "we go" + " y" * 199)),
    ],
)
def test_the_sentence_around(text, words, sentence):
    at = text.index(words)
    document = Document(id="d", path="p", text=text, segments=(), kind="report")
    a, b = sentence_around(document, (at, at + len(words)))
    assert text[a:b] == sentence


def test_a_sentence_does_not_leave_its_paragraph():
    text = "TITLE WITHOUT A STOP\nWe go\nThe next"
    parts = ((0, 20), (21, 26), (27, 35))
    segments = tuple(Segment(kind="paragraph", start=a, end=b) for a, b in parts)
    document = Document(id="d", path="p", text=text, segments=segments, kind="report")
    assert sentence_around(document, (21, 23)) == (21, 26)


def _office(title, first, last, of="Harbour Board", holder="Ida Brandvik", to=None):
    return Office(
        holder=actor_id(holder), title=title, of=of and actor_id(of), to=to and actor_id(to), first=first, last=last,
        span=(0, 3),
    )  # fmt: skip


def _spoken(path, day, *offices, **more):
    said = reading(path, ("Ida Brandvik", f"Words of {path}.", {"about": ["Harbour Board"], **more}), published=day)
    return replace(said, offices=offices)


def test_the_office_held_when_it_was_said(tmp_path):
    with Store(tmp_path / "offices.db") as store:
        store.write(
            [
                _spoken("a", "2010-05-05", _office("clerk", "2010-05-05", "2010-05-05")),
                _spoken("b", "2012-01-01"),
                _spoken("c", "2014-02-02", _office("clerk", "2014-02-02", "2014-02-02")),
                _spoken("d", "2018-01-01", _office("chair", "2018-01-01", "2018-01-01")),
                _spoken("e", "2020-01-01"),
                _spoken("f", "2021-06-06", _office("minister", "2021-06-06", None, of=None)),
                _spoken("g", "2023-07-07"),
                _spoken("h", "2017-12-20", _office("chair", "2018-01-01", "2018-01-01")),
                _spoken("i", None, _office("pilot", None, None)),
                _spoken("j", "2009-01-01"),
                _spoken("k", "2005-05-05", _office("envoy", "2005-05-05", "2005-05-06", to="Velmora"), about=["Velmora"]),
            ]
        )
        held = {s.path: s.office and s.office.words for s in statements(store, Filter())}
        assert held == {
            "a": "clerk of Harbour Board",
            "b": "clerk of Harbour Board",  # shown before and after
            "c": "clerk of Harbour Board",
            "d": "chair of Harbour Board",
            "e": None,  # nothing shows that it was still held
            "f": "minister",
            "g": "minister",  # since then
            "h": "chair of Harbour Board",  # as its own document calls her, of about that time
            "i": "pilot of Harbour Board",
            "j": None,
            "k": "envoy of Harbour Board to Velmora",
        }


def test_an_office_is_the_same_whether_few_days_are_asked_for_or_many(tmp_path, monkeypatch):
    rng = random.Random(4)

    def shown():
        days = sorted(f"2020-0{rng.randrange(1, 9)}-0{rng.randrange(1, 4)}" for _ in range(2))
        return _office(rng.choice(["clerk", "chair", "pilot"]), rng.choice([None, days[0]]), rng.choice([None, days[1]]))

    with Store(tmp_path / "record.db") as store:
        store.write(_spoken(f"{n}", "2020-05-05", *(shown() for _ in range(4))) for n in range(12))
        (who,) = {identity for (identity,) in store.rows("SELECT holder_identity FROM offices")}
        asked = [(who, f"2020-0{month}-0{day}", None) for month in range(1, 10) for day in range(1, 5)]
        at_once = offices_held(store, asked)
        monkeypatch.setattr("onrecord.query.offices._OFTEN", len(asked) + 1)
        assert offices_held(store, asked) == at_once
        assert len({held and held.words for held in at_once.values()}) > 2


def test_an_actor_under_two_names_in_a_text_counts_once(tmp_path):
    made = reading("twice.txt", ("Ida Brandvik", "The Board is the Harbour Board.", {"about": ["Board", "Harbour Board"]}))
    board = actor_id("Harbour Board")
    units = {(made.document.id, a.id): board if a.name == "Board" else a.id for a in made.actors}
    with Store(tmp_path / "twice.db") as store:
        store.write([made])
        store.identify(Merged(identity=units, links=()))
        for wanted in (Filter(about=board), Filter(words="board")):
            assert [(c.value, c.count) for c in facets(store, wanted).about] == [(board, 1)]
        (hit,) = results(store, Filter(about=board)).found
        assert [a.identity for a in hit.about] == [board]


# --- the tables ------------------------------------------------------------------------------------------------------


def _told():
    base = reading("told.txt", ("Oren Tal", "We met in Velmora.", {"about": ["Velmora", "Tasken"]}), published="2020-02-02")
    said = base.statements[0].id
    a, b = actor_id("Velmora"), actor_id("Tasken")
    return replace(
        base,
        events=(Event(id="e1", type="CONSULT", mode=None, span=(3, 9), parties=(Party(actor=a, role="source", span=(3, 5)),),
                      place="Pier", when=When(first="2020-01", last=None), status="happened", negated=False, asserted_by=said,
                      score=0.5),),
        ties=(Tie(id="t1", relation="ally", source=a, target=b, source_span=(1, 2), target_span=(2, 3), span=(1, 3), when=None,
                  status="happened", asserted_by=None, score=0.7),),
        figures=(Figure(id="f1", low=3.0, high=4.0, unit="boats", what="boats", approximate=True, span=(2, 4), when=None,
                        asserted_by=said, score=0.9),),
        offices=(Office(holder=actor_id("Oren Tal"), title="pilot", of=a, to=None, first=None, last=None, span=(0, 2)),),
    )  # fmt: skip


_ALL = ("statements", "speakers", "about", "speech", "events", "event_parties", "ties", "figures", "offices", "actor_names",
        "known_as", "actors", "forms")  # fmt: skip


def _rows(store):
    return {table: sorted(map(repr, store.rows(f"SELECT * FROM {table}"))) for table in _ALL}


def test_an_older_file_is_indexed_anew(tmp_path):
    told = [*_many(3, 12), _told()]
    new, old = tmp_path / "new.db", tmp_path / "old.db"
    with Store(new) as store:
        store.write(told)
        columns = "number, id, title, kind, published, publisher, text, about, reader, reading"
        kept = list(store.rows(f"SELECT {columns} FROM documents"))
        placed = list(store.rows("SELECT * FROM places"))
    db = apsw.Connection(str(old))
    for number in (0, 1):
        db.execute(MIGRATIONS[number])
    db.execute(f"PRAGMA application_id = {APPLICATION}; PRAGMA user_version = 2")
    db.executemany("INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", kept)
    db.executemany("INSERT INTO places VALUES (?, ?, ?, ?, ?)", placed)
    velmora = actor_id("Velmora")
    db.execute("INSERT INTO identities VALUES (?, ?, 'one and all')", (told[-1].document.id, velmora))
    db.close()
    with Store(old) as store:
        assert list(store.readings()) == told
        assert [s.speakers[0].name for s in statements(store, Filter(words="met"))] == ["Oren Tal"]
        assert "one and all" in identities_called(store, "Velmora")
        assert next(store.rows("SELECT identity FROM event_parties")) == ("one and all",)
        identity = {(r.document.id, a.id): a.id for r in told for a in r.actors}
        store.identify(Merged(identity=identity, links=()))
        with Store(new) as fresh:
            fresh.identify(Merged(identity=identity, links=()))
            assert _rows(store) == _rows(fresh)


def test_a_file_from_before_pairs_were_kept_gets_them(tmp_path):
    joint = reading(
        "joint.txt", ("Ida Brandvik", "Yes.", {"co_speakers": ["Oren Tal"], "about": ["Velmora", "Tasken"]}), (None, "No.")
    )
    with Store(tmp_path / "record.db") as store:
        store.write([*_many(3, 12), _told(), joint])
        store.identify(Merged(identity={(joint.document.id, actor_id("Velmora")): "one and all"}, links=()))
        rows = _rows(store)
    assert any("one and all" in row for row in rows["speech"])
    before = next(i for i, sql in enumerate(MIGRATIONS) if "CREATE TABLE speech" in sql)
    with apsw.Connection(store.path) as db:
        for name in ("speech_identities_in", "speech_identities_changed", "speech_identities_out"):
            db.execute(f"DROP TRIGGER {name}")
        for name in ("speakers_identity", "statements_unnamed", "documents_publisher"):
            db.execute(f"DROP INDEX {name}")
        db.execute(f"DROP TABLE speech; ALTER TABLE speakers DROP COLUMN leads; PRAGMA user_version = {before}")
        db.execute("CREATE INDEX speakers_identity ON speakers (identity, day DESC, statement, document)")
    with Store(store.path) as store:
        assert _rows(store) == rows


def test_who_an_actor_is_reaches_all_tables(tmp_path):
    told = _told()
    units = {(told.document.id, a.id): f"{a.name} of the record" for a in told.actors}
    with Store(tmp_path / "told.db") as store:
        store.write([told])
        before = _rows(store)
        store.identify(Merged(identity=units, links=()))
        assert [k.identity for k in next(statements(store, Filter(words="met"))).speakers] == ["Oren Tal of the record"]
        columns = {
            "event_parties": "identity",
            "ties": "source_identity",
            "offices": "of_identity",
            "speech": "target_identity",
        }
        identified = [f"SELECT max({column}) FROM {table}" for table, column in columns.items()]
        for sql in identified:
            assert list(store.rows(sql)) == [("Velmora of the record",)]
        # and a new reading of the document keeps it
        again = replace(told, reader=replace(told.reader, version="1"))
        store.write([again])
        assert list(store.rows(identified[0])) == [("Velmora of the record",)]
        store.identify(Merged(identity={}, links=()))
        after = _rows(store)
        assert after == before | {"known_as": after["known_as"]}


def test_numbers_follow_the_text_and_outlive_a_new_reading(tmp_path):
    told = list(_many(5, 3))
    with Store(tmp_path / "r.db") as store:
        store.write(told)
        before = [(s.number, s.id) for s in statements(store, Filter(), limit=None)]
        store.write([replace(told[0], reader=replace(told[0].reader, version="1"))])
        assert [(s.number, s.id) for s in statements(store, Filter(), limit=None)] == before


def test_match_expressions(store):
    assert match_expression(store, "oil pip", typing=True) == '"oil" AND ("pip"* OR "pip")'
    assert match_expression(store, '"oil pip" x*') == '"oil pip" AND ("x"* OR "x")'
    assert match_expression(store, "fishi*") == '("fishi"* OR "fishi" OR "fishing")'
    assert match_expression(store, "night-fishi", typing=True) == '("night-fishi"* OR "night-fishi" OR "night-fishing")'


_WORDS = ("negotiation", "Negotiating", "mediators", "agreed", "policies", "happily", "sanctioned", "négociateurs")


@pytest.fixture(scope="module")
def typed_in(tmp_path_factory):
    path = tmp_path_factory.mktemp("typed") / "record.db"
    with Store(path) as store:
        store.write([reading(f"{w}.txt", (None, f"We heard of {w} in the hall."), (None, "Nothing.")) for w in _WORDS])
        yield store


@pytest.mark.parametrize("word", _WORDS)
def test_a_word_is_found_and_marked_from_its_third_letter_to_its_last(typed_in, word):
    for typed in (word[:end] for end in range(3, len(word) + 1)):
        for wanted in (Filter(words=typed, typing=True), Filter(words=f"{typed.upper()}*"), Filter(words=f"heard {typed}*")):
            (hit,) = [h for h in statements(typed_in, wanted) if word in h.content]
            assert word in {hit.context[a - hit.sentence[0] : b - hit.sentence[0]] for a, b in hit.marks}, typed
        assert any(d.path == f"{word}.txt" for d in documents(typed_in, Filter(words=typed, typing=True)))


def test_the_words_of_a_document_that_was_taken_out_are_taken_out(tmp_path):
    with Store(tmp_path / "r.db") as store:
        first = reading("a.txt", (None, "The negotiation ends."))
        store.write([first])
        assert list(store.rows("SELECT term FROM forms WHERE term = 'negotiation'"))
        store.write([replace(first, reader=replace(first.reader, version="1"))])
        assert [count for (count,) in store.rows("SELECT doc FROM forms WHERE term = 'negotiation'")] == [1]


def test_the_python_function(path):
    hit = onrecord.search("tolls", record=path, status="denied", outlet="Velmora Wire")
    assert hit and all(h.status == "denied" and h.publisher == "Velmora Wire" for h in hit)
    assert all(h.first[:4] == "2021" for h in onrecord.search(record=path, year="2021"))
