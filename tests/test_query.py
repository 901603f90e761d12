"""Answers from the record: search, overview, and finding a document or an actor by what a person calls it."""

import pytest
from hand_made import actor_id, reading
from hypothesis import example, given, settings
from hypothesis import strategies as st

import onrecord
from onrecord.errors import InputError
from onrecord.keep.store import Store
from onrecord.query.overview import document_called, listed, overview
from onrecord.query.search import FORMS, Filter, day_bound, documents, identities_called, match_expression, statements
from onrecord.schema import Unread, When


def _on(first, last=None):
    return {"said": When(first=first, last=last or first)}


READINGS = (
    reading(
        "news/harbour.txt",
        ("Ida Brandvik", "The harbour tolls will rise.", {"about": ["Velmora"], **_on("2021-03-05")}),
        ("Rashid al-Omari", "Tolls on every harbour boat are theft.", {"form": "indirect", **_on("2021-03-31")}),
        title="Tolls at the harbour",
        published="2021-04-01",
        publisher="The Tasken Post",
        aliases=[("Ida Brandvik", "Minister Brandvik")],
    ),
    reading(
        "news/talks_1.txt",
        ("Zdeněk Kovář", "Fishing quotas are a matter for Velmora.", {"about": ["Velmora"], **_on("2022-01-01", "2022-12-31")}),
        ("Zdeněk Kovář", "Who asked?", {"form": "question"}),
        (None, "The boats sailed — or so it was said.", {"form": "mixed", "said": When(first="2022-06-01", last=None)}),
        kind="interview",
        published="2022-05-17",
    ),
    reading(
        "archive/talks_1.txt",
        ("Ida Brandvik", "We agree on fishing.", {"co_speakers": ["Zdeněk Kovář"], "about": ["Tasken"]}),
        ("Nuala O'Hara", "Harbours fished empty serve nobody.", {"status": "denied", **_on("2019-07-08")}),
        published="2023-09-09",
    ),
    reading("archive/talksX1.txt", ("Oren Tal", "An undated word."), title="Words"),
)


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("query") / "record.db"
    with Store(path) as store:
        store.write(READINGS[:3])
        store.write(
            [reading("archive/talksX1.txt", ("Oren Tal", "A harbour word that was taken back."))], path="archive/talksX1.txt"
        )
        store.write(READINGS[3:], path="archive/talksX1.txt")
        store.write([Unread(path="news/torn.pdf", code="broken", reason="torn in two")])
    return path


@pytest.fixture(scope="module")
def store(path):
    with Store(path, read_only=True) as store:
        yield store


def _first_words(store, limit=50, **wanted):
    return [s.content.split()[0] for s in statements(store, Filter(**wanted), limit=limit)]


# --- words -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words, found",
    [
        ("tolls", {"The", "Tolls"}),
        ("TOLLS harbour", {"The", "Tolls"}),
        ("toll", {"The", "Tolls"}),  # by their stems
        ("harbour boat", {"Tolls"}),
        ('"harbour tolls"', {"The"}),
        ('"harbour tolls" rise', {"The"}),
        ('"tolls harbour"', set()),
        ('"harbour tolls', {"The"}),
        ("quo*", {"Fishing"}),
        ("quo", set()),
        ("fish*", {"Fishing", "We", "Harbours"}),
        ("brandvik", {"The", "We"}),  # the speaker's name counts as a word
        ("zdenek", {"Fishing", "Who"}),
        ("Kovář quotas", {"Fishing"}),
        ("nowhere", set()),
        ("tolls nowhere", set()),
        ("rise.", {"The"}),
        ("-tolls", {"The", "Tolls"}),
        ("tolls AND rise", set()),  # a word like any other
        ("O'Hara", {"Harbours"}),
    ],
)
def test_words(store, words, found):
    assert set(_first_words(store, words=words)) == found


def test_the_best_answer_comes_first(store):
    assert [s.speaker for s in statements(store, Filter(words="tolls rise"))] == ["Ida Brandvik"]
    assert [d.path for d in documents(store, "tolls harbour")] == ["news/harbour.txt"]


def test_words_of_a_version_that_is_no_more_are_not_found(store):
    assert not _first_words(store, words="taken back")
    assert not list(documents(store, "taken back"))
    assert "An" in _first_words(store)


@pytest.mark.parametrize(
    "words", ["", " ", '"', '""', "*", "- -", "(", "...", "\x00", "“”", "\ud800", '"\x00"', "+ ^ :", "\ue000"]
)  # fmt: skip
def test_no_words_is_an_error_that_says_so(store, words):
    with pytest.raises(InputError, match=r"no words to search for|holds bytes that are no characters"):
        match_expression(store, words) and list(statements(store, Filter(words=f"{words} x\ud800")))


_SYNTAX = ['"', '"tolls', "AND", "OR", "NOT", "NEAR(tolls harbour, 5)", "*", "-", "(", ")", "content:", "^", "{a b}:", "\x00",
           "+", "'", ";", "--", "tolls", "\\", "%", "?1", ":x", "\ud800", "²", "é", "日本", "\u0301", "\ufffe"]  # fmt: skip


@settings(max_examples=150, deadline=None)
@example(["tolls", "\x00"])
@example(['"tolls\x00"'])
@example(["tolls " * 5000])
@example(["x" * 100_000])
@given(st.lists(st.sampled_from(_SYNTAX) | st.text(max_size=6), max_size=6))
def test_whatever_is_typed_gives_an_answer_or_says_what_is_wrong(path, parts):
    with Store(path, read_only=True) as store:
        for joint in ("", " "):
            words = joint.join(parts)
            for ask in (
                lambda w: list(statements(store, Filter(words=w))),
                lambda w: list(documents(store, w)),
                lambda w: list(statements(store, Filter(speaker=w or "?"))),
                lambda w: list(statements(store, Filter(about=w or "?"))),
                lambda w: document_called(store, w),
            ):
                try:
                    ask(words)
                except InputError as error:
                    assert str(error)


# --- who, about whom, when, how --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name, found",
    [
        ("Ida Brandvik", {"The", "We"}),
        ("ida brandvik", {"The", "We"}),
        ("Brandvik", {"The", "We"}),
        ("Brand", {"The", "We"}),
        ("minister brandvik", {"The", "We"}),  # another name of hers
        ("Kovar", {"Fishing", "Who", "We"}),  # said together with her
        ("Zdeněk KOVÁŘ", {"Fishing", "Who", "We"}),
        ("Omari", {"Tolls"}),
        ("al-Omari", {"Tolls"}),
        ("Hara", {"Harbours"}),
        ("O’Hara", {"Harbours"}),
        ("Nuala OHara", None),
        ("andvik", None),
        ("Velmora", set()),
        ("%", None),
        ("_", None),
    ],
)
def test_speaker(store, name, found):
    if found is None:
        with pytest.raises(InputError, match="nobody of that name on record"):
            _first_words(store, speaker=name)
    else:
        assert set(_first_words(store, speaker=name)) == found


def test_about(store):
    assert set(_first_words(store, about="velmora")) == {"The", "Fishing"}
    assert _first_words(store, about="Velmora", speaker="Brandvik") == ["The"]
    assert _first_words(store, about="Velmora", words="quotas") == ["Fishing"]
    with pytest.raises(InputError, match="nobody of that name on record"):
        _first_words(store, about="Atlantis")


def test_an_empty_name_is_an_error(store):
    for name in ("  ", "\u0301"):
        with pytest.raises(InputError, match="an empty name"):
            _first_words(store, speaker=name)


def test_a_name_that_very_many_have(tmp_path):
    crowd = [(f"Ida {n}", f"Word {n}.") for n in range(40_000)]
    held = reading("crowd.txt", *crowd[:3])
    with Store(tmp_path / "crowd.db") as store:
        store.write([held])
        with store.transaction():
            store._db.executemany("INSERT INTO actors VALUES (?, 'person', ?)", [(f"x{n}", f"Ida {n}") for n in range(40_000)])
            store._db.executemany(
                "INSERT INTO actor_names VALUES (?, ?, 1, ?, ?)",
                [(f"ida {n}", f"x{n}", f"Ida {n}", f"x{n}") for n in range(40_000)],
            )
        assert len(list(statements(store, Filter(speaker="Ida", about=None)))) == 3
        assert not list(statements(store, Filter(about="Ida")))


@pytest.mark.parametrize(
    "since, until, found",
    [
        ("2021-03-05", "2021-03-05", {"The"}),
        ("2021-03-06", "2021-03-30", set()),
        ("2021-03", "2021-03", {"The", "Tolls"}),
        ("2021-03-31", "2021-03", {"Tolls"}),
        ("2021", "2021", {"The", "Tolls"}),
        (None, "2019", {"Harbours"}),
        (None, "2021-03-05", {"The", "Harbours"}),
        ("2022-11", "2022-11", {"Fishing", "The"}),  # a year, and since June
        ("2022-05-17", "2022-05-17", {"Fishing", "Who"}),  # said on the day of publication
        ("2023-01", None, {"We", "The"}),
        ("2023-09-09", "2023-09-09", {"We", "The"}),
        ("1900", "2100", {"The", "Tolls", "Fishing", "Who", "We", "Harbours"}),  # but nothing without a day
        ("2022", "2021", set()),
    ],
)
def test_since_and_until(store, since, until, found):
    said = list(statements(store, Filter(since=since, until=until)))
    assert {s.content.split()[0] for s in said} == found
    assert all(s.first or s.last for s in said)


def test_the_days_of_months_and_years():
    assert [day_bound(v, last=False) for v in ("2024", "2024-02", "2024-02-29")] == ["2024-01-01", "2024-02-01", "2024-02-29"]
    assert day_bound("2024", last=True) == "2024-12-31"
    assert "2024-02-29" <= day_bound("2024-02", last=True) < "2024-03-01"


@pytest.mark.parametrize(
    "value",
    ["yesterday", "2024-13", "2024-02-30", "24", "2024-3-5", "05.03.2024", "2024-", "٢٠٢٤", "2024\n", "2024-03-05T10", "\x00"],
)
def test_a_date_that_is_none_is_an_error_with_the_way_to_write_it(store, value):
    for wanted in (Filter(since=value), Filter(until=value)):
        with pytest.raises(InputError, match="not a date; write 2024-03-05, 2024-03 or 2024"):
            list(statements(store, wanted))


def test_form(store):
    assert _first_words(store, form="question") == ["Who"]
    assert _first_words(store, form="indirect", speaker="omari") == ["Tolls"]
    assert sum(len(_first_words(store, form=f)) for f in FORMS) == len(_first_words(store))
    with pytest.raises(InputError, match="shouted: no such form; one of direct, indirect, mixed, question, answer"):
        _first_words(store, form="shouted")


def test_latest_first_without_words_and_no_more_than_asked_for(store):
    days = [s.first or "" for s in statements(store, Filter())]
    assert days == sorted(days, reverse=True) and len(days) == 8
    assert _first_words(store, limit=2) == _first_words(store)[:2]
    assert len(_first_words(store, limit=None)) == 8
    assert len(list(documents(store, "fish*", limit=1))) == 1


def test_what_a_statement_that_is_found_says_of_itself(store):
    (found,) = statements(store, Filter(words="empty"))
    document = READINGS[2].document
    assert (found.document, found.path, found.published) == (document.id, "archive/talks_1.txt", "2023-09-09")
    assert (found.speaker, found.form, found.status, found.first) == ("Nuala O'Hara", "direct", "denied", "2019-07-08")
    assert document.text[found.start :].startswith(found.content)


# --- the record as a whole, and its documents ------------------------------------------------------------------------


def test_overview(store):
    summary = overview(store)
    assert summary.documents == 4 and summary.kinds == {"interview": 1, "report": 3}
    assert summary.statements == {"direct": 5, "indirect": 1, "mixed": 1, "question": 1}
    assert summary.actors == 7
    assert (summary.first, summary.last) == ("2021-04-01", "2023-09-09")
    assert [u.reason for u in summary.unread] == ["torn in two"]


def test_the_list_of_documents(store):
    assert [(d.path, d.statements) for d in listed(store)] == [
        ("news/harbour.txt", 2),
        ("news/talks_1.txt", 3),
        ("archive/talks_1.txt", 2),
        ("archive/talksX1.txt", 1),
    ]


def test_an_empty_record(tmp_path):
    with Store(tmp_path / "empty.db") as store:
        summary = overview(store)
        assert (summary.documents, summary.actors, summary.first, summary.unread) == (0, 0, None, ())
        assert not list(listed(store)) and not list(statements(store, Filter(words="x")))
        assert document_called(store, "x") is None


@pytest.mark.parametrize(
    "name, index",
    [
        ("news/harbour.txt", 0),
        ("harbour.txt", 0),
        ("news/talks_1.txt", 1),
        ("archive/talks_1.txt", 2),
        ("talksX1.txt", 3),
        (READINGS[0].document.id, 0),
        (READINGS[3].document.id[:5], 3),
        ("arbour.txt", None),
        ("HARBOUR.TXT", None),
        ("ks_1.txt", None),
        ("%", None),
        ("", None),
        (READINGS[0].document.id[:3], None),
    ],
)
def test_a_document_is_called_by_its_path_the_end_of_it_or_its_id(store, name, index):
    assert document_called(store, name) == (None if index is None else READINGS[index].document.id)


def test_a_name_that_fits_several_documents_is_an_error_that_names_them(store):
    with pytest.raises(InputError) as error:
        document_called(store, "talks_1.txt")
    said = str(error.value)
    assert "2 documents are called that; give the id of one" in said
    for place in READINGS[1:3]:
        assert f"{place.document.id} {place.document.path}" in said
    assert "talksX1" not in said, "an underscore is a letter like any other"


def test_show_by_what_a_person_calls_it(path):
    for name in ("news/harbour.txt", "harbour.txt", READINGS[0].document.id[:6]):
        assert onrecord.show(name, record=path) == READINGS[0]
    said = onrecord.show("Brandvik", record=path)
    assert {s.content for s in said} == {"The harbour tolls will rise.", "We agree on fishing."}
    assert len(onrecord.show("Brandvik", record=path, limit=1)) == 1
    with pytest.raises(InputError, match="no document and nobody of that name on record; onrecord status lists"):
        onrecord.show("Atlantis", record=path)


def test_actors_by_name(store):
    assert identities_called(store, "Brandvik") == [actor_id("Ida Brandvik")]
    assert set(identities_called(store, "o")) == {actor_id("Oren Tal"), actor_id("Nuala O'Hara"), actor_id("Rashid al-Omari")}


def test_python_and_record_files_that_are_not_there(tmp_path):
    for ask in (
        lambda p: onrecord.search("x", record=p),
        lambda p: onrecord.show("x", record=p),
        lambda p: onrecord.status(record=p),
        lambda p: onrecord.search_documents("x", record=p),
        lambda p: onrecord.export(tmp_path / "t.csv", record=p),
    ):
        with pytest.raises(InputError, match="no such record"):
            ask(tmp_path / "no.db")
    assert not list(tmp_path.iterdir())


def test_a_day_that_only_the_publication_has_is_told_from_one_that_the_text_gives(store):
    found = {s.content: s for s in statements(store, Filter(speaker="Nuala O'Hara")) if s.first}
    denied = found["Harbours fished empty serve nobody."]
    assert denied.dated and denied.first == "2019-07-08"
    agreed = next(s for s in statements(store, Filter(words="agree fishing")))
    assert not agreed.dated and agreed.first == agreed.published == "2023-09-09"
