"""Who is who across documents, and what a person decided about it."""

import random
from collections import Counter
from contextlib import suppress
from dataclasses import replace

import pytest
from hand_made import actor_id, reading

import onrecord
from benchmarks.invented import World
from benchmarks.merging import TRAPS, merging
from onrecord.annotate.onnx import shipped
from onrecord.errors import InputError
from onrecord.gazetteer import known, named
from onrecord.identify import separate as separating
from onrecord.identify.match import APART, SAME, compared
from onrecord.identify.merge import merged
from onrecord.identify.profiles import Profile, as_text, of_text, profiles
from onrecord.identify.spelling import sound
from onrecord.keep.store import Store
from onrecord.query.dossier import dossier
from onrecord.query.facets import facets
from onrecord.query.filters import Filter
from onrecord.schema import Judgement, Merged
from onrecord.serve import joining
from onrecord.serve.joining import join


def person(document, name, *aliases, titles=(), bodies=(), others=()):
    return Profile(
        unit=(document, name), kind="person", name=name, names=(name, *aliases), entry=None, titles=frozenset(titles),
        bodies=frozenset(bodies), with_=frozenset(others),
    )  # fmt: skip


def state(document, name, *aliases, kind="state", entry=None):
    return Profile(
        unit=(document, name), kind=kind, name=name, names=(name, *aliases), entry=entry, titles=frozenset(),
        bodies=frozenset(), with_=frozenset(),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Kutrashov", "Kutrachov"), ("Hussein", "Husayn"), ("Mohammed", "Muhammad"), ("Masoud", "Masud"), ("Sergei", "Sergey"),
        ("Qasim", "Kassem"), ("Yevgeny", "Evgeni"),
    ],
)  # fmt: skip
def test_spellings_of_one_name_are_alike(a, b):
    link = compared(person("1", f"Ali {a}"), person("2", f"Ali {b}"))
    assert link.score >= SAME, (sound(a), sound(b))
    assert "the same name in another spelling" in link.reasons


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Nerin Zerdeshti", "Mansur Zerdeshti"), ("Mansur Zerdeshti", "Masud Zerdeshti"), ("Ali Hassan", "Ali Hussein"),
        ("Omar Said Sr.", "Omar Said Jr."), ("Kari Lund", "Carl Lund"),
    ],
)  # fmt: skip
def test_relatives_stay_apart(a, b):
    assert compared(person("1", a), person("2", b)).score <= (APART if a.split()[-1] == b.split()[-1] or "r." in a else 0)


def test_namesakes_are_kept_apart_by_office():
    senator = person("1", "John Miller", titles=["senator"], bodies=["United States"])
    officer = person("2", "John Miller", titles=["commissioner"], bodies=["Australia"])
    again = person("3", "John Miller", titles=["senator"], bodies=["United States"])
    identity = merged([senator, officer, again]).identity
    assert identity[senator.unit] == identity[again.unit] != identity[officer.unit]


def test_a_city_is_not_what_is_governed_from_it():
    norway = named(known(), "Norway")
    one, two = (state(document, "Norway", "Oslo", entry=norway) for document in "12")
    city, again = (state(document, "Oslo", kind="place") for document in "23")
    identity = merged([one, two, city, again]).identity
    assert identity[one.unit] == identity[two.unit] != identity[city.unit] == identity[again.unit]
    # a city state is its city
    singapore = state("1", "Singapore", entry=named(known(), "Singapore"))
    assert compared(singapore, state("2", "Singapore", kind="place")).score >= SAME


def test_an_actor_goes_by_its_own_name_before_what_else_it_is_called(tmp_path):
    read = [
        reading(f"{n}.txt", ("Ida Brandvik", f"Yes, {n}.", {"about": ["Velmora"]}), aliases=[("Velmora", "Abel")]) for n in "ab"
    ]
    other = reading("c.txt", ("Ida Brandvik", "No.", {"about": ["Abel"]}))
    one = {actor_id("Abel"): actor_id("Velmora")}
    units = {(r.document.id, a.id): one.get(a.id, a.id) for r in (*read, other) for a in r.actors}
    with Store(tmp_path / "record.db") as store:
        store.write([*read, other])
        store.identify(Merged(identity=units, links=()))
        sql = "SELECT name FROM known_as WHERE identity = ?"
        assert list(store.rows(sql, (actor_id("Velmora"),))) == [("Velmora",)]


def test_judgements_are_replayed_and_can_be_taken_back():
    a, b = person("1", "Ana Costa"), person("2", "Ana Costa")
    assert len(set(merged([a, b]).identity.values())) == 1
    parted = Judgement(a=a.unit, b=b.unit, verdict="different")
    assert len(set(merged([a, b], [parted]).identity.values())) == 2
    back = Judgement(a=a.unit, b=b.unit, verdict="same")
    assert len(set(merged([a, b], [parted, back]).identity.values())) == 1


def test_two_judged_different_are_not_joined_by_a_third():
    a, b, c = (person(number, "Ana Costa") for number in "123")
    identity = merged([a, b, c], [Judgement(a=a.unit, b=b.unit, verdict="different")]).identity
    assert identity[a.unit] != identity[b.unit]
    assert identity[c.unit] in (identity[a.unit], identity[b.unit])


def test_a_judgement_of_same_joins_what_no_feature_would():
    a, b = person("1", "Oleksiy Bondar"), person("2", "Alexei B.")
    same = Judgement(a=b.unit, b=a.unit, verdict="same")
    found = merged([a, b], [same])
    assert len(set(found.identity.values())) == 1
    assert found.links[0].reasons == ("judged same",)


def test_what_thousands_of_documents_name_has_links_in_proportion():
    states = [state(f"{n}", "Velmora") for n in range(600)]
    plain = [person(f"{n}", "Ida Brandvik") for n in range(600)]
    posts = [person(f"x{n}", "Ida Brandvik", titles=["minister"], bodies=["Velmora"]) for n in range(600)]
    surnames = [person(f"s{n}", "Brandvik") for n in range(600)]
    crowd = [*states, *plain, *posts, *surnames]
    found = merged(crowd)
    assert len(found.links) < 20 * len(crowd)
    identity = found.identity
    assert len({identity[p.unit] for p in (*plain, *posts)}) == 1 == len({identity[p.unit] for p in states})
    assert len({identity[p.unit] for p in surnames}) == 600, "a surname alone joins nobody"
    assert merged(random.Random(1).sample(crowd, len(crowd))) == found, "whatever the order"


def test_one_of_a_crowd_is_parted_by_a_judgement_and_the_others_stay():
    crowd = [person(f"{n:03}", "Ida Brandvik") for n in range(100)]
    parted = Judgement(a=crowd[50].unit, b=crowd[60].unit, verdict="different")
    identity = merged(crowd, [parted]).identity
    assert identity[crowd[50].unit] != identity[crowd[60].unit]
    assert sorted(Counter(identity.values()).values()) == [1, 99]


def test_profiles_come_back_as_they_were_kept():
    for read in World(3).readings(20):
        made = list(profiles(read))
        assert list(of_text(as_text(made))) == made
    assert list(of_text(as_text([]))) == []


def _who(store):
    tables = ("identities ORDER BY 1, 2", "known_as ORDER BY 1", "links ORDER BY 1, 2, 3, 4")
    return [list(store.rows(f"SELECT * FROM {table}")) for table in tables]


@pytest.mark.parametrize("seed", range(3))
def test_documents_that_come_one_after_another_give_the_same_as_all_at_once(tmp_path, seed):
    read = list(World(seed, persons=12, states=4, bodies=3).readings(25))
    with Store(tmp_path / "once.db") as store:
        store.write(read)
        join(store)
        once = _who(store)
    rng = random.Random(seed)
    rng.shuffle(read)
    with Store(tmp_path / "one.db") as store:
        while read:
            some = [read.pop() for _ in range(min(len(read), rng.randrange(1, 6)))]
            # a version of one of them that is read anew
            store.write([replace(some[0], actors=some[0].actors[:1], reader=replace(some[0].reader, version="old"))])
            join(store)
            store.write(some)
            join(store)
        assert _who(store) == once


def _anew(store, path):
    """Who is who in a copy of a record in which nobody was joined yet."""
    store._db.execute("VACUUM INTO ?", (str(path),))
    with Store(path) as copy:
        with copy.transaction():
            for table in ("identities", "known_as", "links", "joined"):
                copy._db.execute(f"DELETE FROM {table}")
        join(copy)
        return _who(copy)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_to_a_record_its_actors_are_those_of_one_joined_anew(tmp_path, seed):
    rng = random.Random(seed)
    coming = list(World(seed, persons=10, states=4, bodies=4).readings(24))
    there, done = [], []
    with Store(tmp_path / "record.db") as store:

        def read():
            some = [coming.pop() for _ in range(min(len(coming), rng.randrange(1, 5)))]
            store.write(some)
            there.extend(some)

        def read_again():
            old = rng.choice(there)
            fewer = old.actors[: rng.randrange(1, len(old.actors) + 1)]
            store.write([replace(old, actors=fewer, reader=replace(old.reader, version=f"{rng.random()}"))])

        def take_away():
            store.write([], path=rng.choice(there).document.path)

        def correct():
            item = rng.choice(rng.choice(there).statements).id
            name = rng.choice(["Somebody Else", rng.choice(there).actors[0].name])
            with suppress(InputError):
                done.append(store.correct(item, "speaker", name, who="ann").number)

        def undo():
            with suppress(InputError):
                store.undo(rng.choice(done or [0]), who="ann")

        def judge():
            a, b = rng.sample(sorted(store.identities()), 2)
            if rng.random() < 0.5:
                a, b, *_ = rng.choice([(link[:2], link[2:4]) for link in store.rows("SELECT * FROM links")] or [(a, b)])
            verdict = rng.choice(["same", "different", "different", "undecided", "withdrawn"])
            store.judge(Judgement(a=tuple(a), b=tuple(b), verdict=verdict), who="ann")

        read()
        join(store)
        for number in range(16):
            for _ in range(rng.randrange(1, 4)):
                rng.choice([read, read, read_again, take_away, correct, undo, judge, judge])()
            join(store)
            assert _who(store) == _anew(store, tmp_path / f"{number}.db"), number


def test_only_those_are_compared_again_whom_something_new_concerns(tmp_path, monkeypatch):
    compared_again = []

    def merging_some(found, judgements):
        compared_again.append({p.name for p in found})
        return merged(found, judgements)

    monkeypatch.setattr(joining, "merged", merging_some)
    with Store(tmp_path / "record.db") as store:
        store.write([reading(f"{n}.txt", ("Ida Brandvik", f"Yes, {n}."), ("Oren Tal", f"No, {n}.")) for n in "ab"])
        join(store)
        join(store)
        store.write([reading("c.txt", ("I. Brandvik", "Perhaps."), ("Bo Lind", "Never."))])
        join(store)
        one, two = sorted(unit for unit in store.identities() if unit[1] == actor_id("Oren Tal"))
        store.judge(Judgement(a=one, b=two, verdict="different"), who="ann")
        join(store)
        everybody = {"Ida Brandvik", "Oren Tal"}
        assert compared_again == [everybody, set(), {"Ida Brandvik", "I. Brandvik", "Bo Lind"}, {"Oren Tal"}]
        # by other rules all are
        monkeypatch.setattr(separating, "_rules", lambda: "others")
        join(store)
        assert compared_again[-1] == everybody | {"I. Brandvik", "Bo Lind"}


def test_who_an_actor_was_said_to_be_in_between_is_made_right(tmp_path):
    with Store(tmp_path / "record.db") as store:
        store.write([reading(f"{n}.txt", ("Ida Brandvik", f"Yes, {n}."), ("Oren Tal", f"No, {n}.")) for n in "ab"])
        join(store)
        right = _who(store)
        with store.transaction():
            store._db.execute("UPDATE identities SET identity = 'x' WHERE actor = ?", (actor_id("Oren Tal"),))
        join(store)
        assert _who(store) == right


def test_only_what_is_new_is_looked_at_as_a_reading(tmp_path, monkeypatch):
    seen = []
    kept = joining.profiles
    monkeypatch.setattr(joining, "profiles", lambda r: [seen.append(r.document.id), *kept(r)][1:])
    read = list(World(5).readings(30))
    with Store(tmp_path / "record.db") as store:
        store.write(read[:29])
        join(store)
        assert len(seen) == 29
        store.write(read[29:])
        join(store)
        assert seen[29:] == [read[29].document.id]
        store.correct(read[3].statements[0].id, "speaker", "Somebody Else", who="ann")
        join(store)
        assert seen[30:] == [read[3].document.id]


def test_our_own_texts_merge_without_a_trap():
    found = merging(shipped())
    assert found.trapped == () and len(TRAPS) > 5
    assert found.f1 >= 95, "\n".join(found.wrong)


def test_judging_on_record(tmp_path):
    for day, name in (("2020-01-01", "Yevgeny Sokolov"), ("2020-02-02", "Evgeni Sokolov")):
        (tmp_path / f"{day}.txt").write_text(f'OSLO, {day} - "We will come," {name} said on Monday.\n', encoding="utf8")
    record = tmp_path / "record.db"
    onrecord.read([tmp_path], into=record)
    (actor,) = onrecord.actors("Sokolov", record=record)
    assert set(actor.names) == {"Yevgeny Sokolov", "Evgeni Sokolov"}
    assert len(onrecord.search(speaker="Yevgeny Sokolov", record=record)) == 2
    onrecord.judge(*actor.units, "different", record=record, by="tester")
    assert len(onrecord.actors("Sokolov", record=record)) == 2
    assert len(onrecord.search(speaker="Yevgeny Sokolov", record=record)) == 1
    # a new document is read: the judgement still stands
    (tmp_path / "third.txt").write_text('"We went," Ana Costa said on Monday.\n', encoding="utf8")
    onrecord.read([tmp_path], into=record)
    assert len(onrecord.actors("Sokolov", record=record)) == 2
    onrecord.judge(*actor.units, "undecided", record=record, by="tester")
    with pytest.raises(InputError, match="no such verdict"):
        onrecord.judge(*actor.units, "maybe", record=record, by="tester")
    with pytest.raises(InputError, match="no such actor"):
        onrecord.judge(("x", "y"), actor.units[0], "same", record=record, by="tester")


def test_a_people_is_one_actor_whatever_it_is_called(tmp_path, weights):
    texts = (
        '"The Kurds deserve better," Minister Ole Berg said.', "Minister Ole Berg said that the Kurdish people were patient.",
        "Minister Ole Berg said that Kurds in Norway vote.", '"The Kurdistan Region is our partner," Envoy Mina Das said.',
    )  # fmt: skip
    for number, text in enumerate(texts):
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf8")
    record = tmp_path / "record.db"
    onrecord.read(sorted(tmp_path.glob("*.txt")), into=record)
    about = onrecord.search(about="Kurds", record=record)
    assert sorted(found.path[-5:] for found in about) == ["0.txt", "1.txt"]
    (kurds,) = onrecord.actors("Kurdish people", record=record)
    assert (kurds.kind, kurds.name, kurds.documents) == ("group", "Kurds", 2)
    with Store(record, read_only=True) as store:
        assert (kurds.id, 2) in {(c.value, c.count) for c in facets(store, Filter()).about}
        assert dossier(store, kurds.id).about.total == 2


def test_groups_without_a_name_are_one_only_where_something_else_says_so():
    rebels, others, near = (replace(state(n, "rebels", kind="group"), with_=frozenset([w])) for n, w in ("1A", "2B", "3A"))
    identity = merged([rebels, others, near]).identity
    assert identity[rebels.unit] == identity[near.unit] != identity[others.unit]
