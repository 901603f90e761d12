"""Reviewing: the queue, the log, how far reviewers agree, and the same from the command line."""

import json

import pytest
from hand_made import numbered, reading
from typer.testing import CliRunner

import onrecord
from onrecord.errors import InputError
from onrecord.keep.store import Store
from onrecord.query.agreement import agreement, alpha
from onrecord.query.review import called, log, queue
from onrecord.serve.cli import app

FERRIES = reading(
    "news/ferries.txt",
    ("Ida Brandvik", "The ferries leave at dawn.", {"score": 0.6}),
    ("Oren Tal", "Nobody sails on a Sunday.", {"score": 0.2}),
    ("Ida Brandvik", "The pier is closed.", {"score": 0.2}),
    ("Bo Lind", "I saw no ship.", {"score": 0.9}),
    title="Ferries",
    published="2024-03-01",
)
LATER = reading("news/later.txt", ("Oren Tal", "We shall see.", {"score": 0.1}), title="Later")


@pytest.fixture
def record(tmp_path):
    path = tmp_path / "record.db"
    with Store(path) as store:
        store.write([FERRIES, LATER])
    return path


def _queued(store, reviewer="ann", **options):
    found = queue(store, reviewer, **options)
    return [i.words for i in (*found.before, *([found.item] if found.item else ()), *found.after)]


# --- the queue -------------------------------------------------------------------------------------------------------

IN_ORDER = [
    "We shall see.",
    "Nobody sails on a Sunday.",
    "The pier is closed.",
    "The ferries leave at dawn.",
    "I saw no ship.",
]


def test_the_queue_is_least_certain_first(record):
    with Store(record, read_only=True) as store:
        assert _queued(store) == IN_ORDER
        assert _queued(store, limit=1) == IN_ORDER[:2]
        assert _queued(store, document=FERRIES.document.id) == IN_ORDER[1:]
        assert _queued(store, kind="event") == []
        found = queue(store, "ann", item=FERRIES.statements[2].id, limit=1)
        assert [i.words for i in found.before] == IN_ORDER[:2]
        assert (found.item.words, [i.words for i in found.after]) == (IN_ORDER[2], IN_ORDER[3:4])
        assert (found.left, found.judged) == (5, 0)
        assert found.item.title == "Ferries" and found.item.path == "news/ferries.txt"


@pytest.mark.parametrize("kind", [None, "statement"])
def test_earlier_versions_are_not_in_the_queue(record, kind):
    with Store(record) as store:
        store.correct(LATER.statements[0].id, "accept", who="ann")
        store.write([reading("news/later.txt", ("Oren Tal", "We have seen.", {"score": 0.1}))])
        found = queue(store, "ann", kind=kind)
        assert (found.item.words, found.left, found.judged) == ("We have seen.", 5, 0)


def test_what_a_reviewer_judged_leaves_their_queue_and_no_other(record):
    with Store(record) as store:
        store.correct(LATER.statements[0].id, "accept", who="ann")
        store.correct(FERRIES.statements[1].id, "reject", who="ann")
        assert _queued(store) == IN_ORDER[2:]
        assert (queue(store, "ann").left, queue(store, "ann").judged) == (3, 2)
        assert _queued(store, "bea") == IN_ORDER
        assert queue(store, "bea", item=FERRIES.statements[1].id).item.rejected
        store.undo(2, who="ann")
        assert _queued(store) == IN_ORDER[1:]


def test_an_earlier_version_is_not_reviewed(record):
    with Store(record) as store:
        store.write([reading(LATER.document.path, ("Oren Tal", "We have seen.", {"score": 0.1}))], path=LATER.document.path)
        assert _queued(store)[0] == "We have seen." and "We shall see." not in _queued(store)


def test_what_was_judged_stays_judged_in_a_new_version(record):
    with Store(record) as store:
        store.correct(LATER.statements[0].id, "accept", who="ann")
        new = reading(LATER.document.path, ("Oren Tal", "We shall see.", {"score": 0.3}), title="Much later than that")
        store.write([new], path=LATER.document.path)
        assert "We shall see." not in _queued(store)
        assert "We shall see." in _queued(store, "bea")


def test_items_are_called_by_a_beginning_of_their_id(record):
    first = FERRIES.statements[0].id
    with Store(record, read_only=True) as store:
        assert called(store, first) == called(store, first[:8]) == ("statement", first)
        assert called(store, "d:1-2") == ("mention", "d:1-2")
        with pytest.raises(InputError, match="zzzz: nothing of that id on record"):
            called(store, "zzzz")


# --- the log ---------------------------------------------------------------------------------------------------------


def test_the_log_says_who_did_what_and_what_became_of_it(record):
    with Store(record) as store:
        store.correct(FERRIES.statements[0].id, "speaker", "Oren Tal", who="ann")
        store.correct(LATER.statements[0].id, "form", "mixed", who="bea")
        store.correct(FERRIES.statements[1].id, "reject", who="bea")
        store.undo(3, who="bea")
        store.write(
            [
                reading(
                    LATER.document.path,
                    (
                        "Oren Tal",
                        "All is different.",
                    ),
                )
            ],
            path=LATER.document.path,
        )
        found = list(log(store))
        assert [(e.correction.number, e.outcome) for e in found] == [(4, None), (3, None), (2, "lost"), (1, "placed")]
        assert [e.correction.number for e in log(store, who="ann")] == [1]
        assert [e.correction.number for e in log(store, lost=True)] == [2]
        assert [e.correction.number for e in log(store, document=FERRIES.document.id, limit=2)] == [4, 3]
        assert [e.correction.number for e in log(store, before=2)] == [1]
        assert [e.correction.number for e in log(store, item=FERRIES.statements[0].id)] == [1]


# --- agreement -------------------------------------------------------------------------------------------------------


def _units(*judges):
    return [[j[n] for j in judges if j[n] != "."] for n in range(len(judges[0]))]


@pytest.mark.parametrize(
    ("judges", "value"),
    [
        # Krippendorff, Computing Krippendorff's alpha-reliability (2011): the examples A, B and C
        (("0100000010", "1110010000"), 0.095),
        (("aabbdcccedda", "babbbcccedd d".replace(" ", "")), 0.692),
        (("123321412...", "1233224125.3", ".33323422" + "51.", "1233244125" + "1."), 0.743),
    ],
)
def test_alpha_is_the_published_one(judges, value):
    assert alpha(_units(*judges)) == pytest.approx(value, abs=0.0006)


def test_alpha_of_nothing_to_disagree_about_is_none():
    assert alpha([]) is None
    assert alpha([["a"], ["b"]]) is None
    assert alpha([["a", "a"], ["a", "a"]]) is None
    assert alpha([["a", "a"], ["b", "b"]]) == 1


def test_reviewers_agree_where_they_came_to_the_same(record):
    one, two, three, four = (s.id for s in FERRIES.statements)
    with Store(record) as store:
        store.correct(one, "accept", who="ann")
        store.correct(one, "accept", who="bea")
        store.correct(two, "speaker", "Bo Lind", who="ann")
        store.correct(two, "accept", who="bea")  # accepts what ann made of it
        store.correct(three, "reject", who="ann")
        store.correct(three, "accept", who="bea")
        store.correct(four, "accept", who="ann")
        assert agreement(store).items == 3
        assert (agreement(store).reviewers, agreement(store).alike) == (("ann", "bea"), 2)
        assert agreement(store).alpha == pytest.approx(alpha([["r", "r"], ["s", "s"], ["x", "r"]]))
        store.correct(three, "reject", who="bea")  # the last word counts
        assert (agreement(store).alike, agreement(store).alpha) == (3, 1)
        store.undo(7, who="ann")
        store.undo(1, who="ann")
        assert agreement(store).items == 2


# --- the command line and its twins ----------------------------------------------------------------------------------


@pytest.fixture
def run(tmp_path, record, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def run(*words, code=0):
        ended = CliRunner().invoke(app, [*map(str, words), "--in", str(record)])
        assert ended.exit_code == code, ended.output
        return " ".join((ended.output + ended.stderr if code else ended.output).split())

    return run


def test_correcting_on_the_command_line(run, record):
    first, second, third, fourth = (s.id for s in FERRIES.statements)
    done = run("correct", first[:10], "speaker", "Oren", "Tal", "--by", "ann")
    assert f"1 statement {first} speaker" in done and "Ida Brandvik → Oren Tal" in done and "onrecord undo 1" in done
    run("correct", second, "spans", "content=Nobody sails", "cue=", "--by", "ann")
    run("correct", third, "reject", "--by", "ann")
    run("correct", fourth, "speaker", "", "--by", "ann")
    run("correct", "ferries.txt", "add", "content=closed", "speaker=Bo Lind", "form=mixed", "--by", "ann")
    with Store(record, read_only=True) as store:
        held = store.reading(FERRIES.document.id)
        assert [(s.speaker and s.speaker.name, held.document.text[slice(*s.content[0])]) for s in held.statements] == [
            ("Oren Tal", "The ferries leave at dawn."), ("Oren Tal", "Nobody sails"), ("Bo Lind", "closed"),
            (None, "I saw no ship."),
        ]  # fmt: skip
    run("undo", 3, "--by", "bea")
    assert len(onrecord.show("ferries.txt", record=record).statements) == 5
    listed = run("corrections")
    assert "6 statement" in listed and "undo of 3" in listed and "undone by 6" in listed
    assert [e["correction"]["number"] for e in json.loads(run("corrections", "--by", "bea", "--format", "json"))] == [6]
    assert "nothing corrected" in run("corrections", "--lost")
    assert "no item was judged by two" in run("corrections", "--agreement")
    run("correct", first, "accept", "--by", "bea")
    assert "ann, bea: 1 judged by two or more, 1 alike" in run("corrections", "--agreement")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("correct", "zzzz", "accept"), "zzzz: nothing of that id on record"),
        (("correct", "FIRST", "speaker"), 'speaker: say what to; "" for nobody'),
        (("correct", "FIRST", "spans", "somewhere"), "somewhere: write PART=PLACE"),
        (("correct", "FIRST", "sing", "la"), "sing: cannot be done to a statement; one of accept, reject, speaker"),
        (("correct", "nowhere.txt", "add", "content=x"), "nowhere.txt: no such document on record"),
        (("correct", "FIRST", "accept", "--by", " "), "nobody's name; say who corrects"),
        (("undo", "7"), "7: no such correction; onrecord corrections lists them"),
    ],
)
def test_what_cannot_be_corrected_says_why(run, words, said):
    first = FERRIES.statements[0].id
    assert said in run(*(first if w == "FIRST" else w for w in words), code=2)


def test_corrections_are_exported_as_training_data(run, record, tmp_path):
    onrecord.correct(FERRIES.statements[0].id, "speaker", "Oren Tal", record=record, by="ann")
    onrecord.correct(FERRIES.statements[1].id, "reject", record=record, by="ann")
    onrecord.correct(FERRIES.statements[2].id, "reject", record=record, by="ann")
    onrecord.undo(3, record=record, by="ann")
    run("export", "--corrections", "made.jsonl")
    assert onrecord.export(tmp_path / "same.corrections.jsonl", record=record) == 2
    text = (tmp_path / "made.jsonl").read_text(encoding="utf8")
    assert (tmp_path / "same.corrections.jsonl").read_text(encoding="utf8") == text
    one, two = map(json.loads, text.splitlines())
    assert one["text"] == FERRIES.document.text and one["who"] == "ann" and one["at"] > "2020"
    assert one["before"]["speaker"]["name"] == "Ida Brandvik" and one["after"]["speaker"]["name"] == "Oren Tal"
    (span,) = one["after"]["content"]
    assert one["text"][slice(*span)] == "The ferries leave at dawn."
    assert [a["name"] for a in one["actors"]] == ["Ida Brandvik", "Oren Tal"]
    assert (two["action"], two["after"]) == ("reject", None)


def test_a_judgement_is_withdrawn(tmp_path):
    from onrecord.serve.joining import join

    record = tmp_path / "record.db"
    with Store(record) as store:
        store.write([reading(f"{n}.txt", ("Ida Brandvik", f"Number {n} sails.")) for n in range(2)])
        join(store)
    (actor,) = onrecord.actors("Brandvik", record=record)
    for verdict, count in (("different", 2), ("withdrawn", 1), ("same", 1), ("withdrawn", 1)):
        onrecord.judge(*actor.units, verdict, record=record, by="ann")
        assert len(onrecord.actors("Brandvik", record=record)) == count
    assert "judged same" not in str(onrecord.actors("Brandvik", record=record))


def test_a_judgement_made_while_actors_are_joined_is_heeded(tmp_path, monkeypatch):
    from onrecord.schema import Judgement
    from onrecord.serve import joining

    record = tmp_path / "record.db"
    with Store(record) as store:
        store.write([reading(f"{n}.txt", ("Ida Brandvik", f"Number {n} sails.")) for n in range(2)])
        joining.join(store)
    (actor,) = onrecord.actors("Brandvik", record=record)
    joined = joining.merged
    calls = []

    def meanwhile(found, judgements):
        if not calls:
            with Store(record) as other:
                other.judge(Judgement(a=actor.units[0], b=actor.units[1], verdict="different"), who="bea")
        calls.append(1)
        return joined(found, judgements)

    monkeypatch.setattr(joining, "merged", meanwhile)
    with Store(record) as store:
        store.write([numbered(1)])
        joining.join(store)
    assert len(calls) == 2
    assert len(onrecord.actors("Ida Brandvik", record=record)) == 2
