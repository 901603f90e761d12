"""What a reading holds beside statements: figures, offices, actors under their names in the gazetteer."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from read_text import events_in, read

from onrecord.acquire.files import documents
from onrecord.annotate.annotation import annotated
from onrecord.annotate.onnx import shipped
from onrecord.derive.modes import mode
from onrecord.derive.reading import reading
from onrecord.gazetteer import key, known, named
from onrecord.ids import digest
from onrecord.schema import End, EventWord, Reader

CASES = Path(__file__).parent / "cases/derive"


def cases(name):
    found = []
    for line in (CASES / f"{name}.jsonl").read_text(encoding="utf8").splitlines():
        case = json.loads(line)
        marks = [pytest.mark.xfail(reason=case["fails"])] if "fails" in case else []
        found.append(pytest.param(case, id=case["text"][:50], marks=marks))
    return found


@pytest.mark.parametrize("case", cases("figures"))
def test_figures(case, tmp_path):
    found = read(tmp_path, case["text"]).figures
    text = case["text"]
    assert [[text[slice(*f.span)], f.low, f.high, f.unit, f.approximate] for f in found] == case["figures"]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("The union was on 41.8 per cent, up 6 points from 2019.", [None, None]),
        ("Turnout was 71 per cent, the highest since 1994.", [None]),
        ("In May 2020 turnout was 71 per cent, the highest since 1994.", [("2020-05-01", "2020-05-31")]),
        ("If no list gets more than 50 per cent, a runoff will be held on 22 October 2023.", [None]),
        ("Kari Lund, 58, was the minister from 1999 to 2003.", [None]),
        ("Data from the 2014 census show that women were about 41 per cent.", [("2014-01-01", "2014-12-31")]),
        ("Since 2019, 300 people have died.", [("2019-01-01", None)]),
        ("From 2010 to 2015, 300 people left.", [("2010-01-01", "2015-12-31")]),
    ],
)
def test_a_figure_is_of_the_time_that_its_own_clause_names(text, days, tmp_path):
    found = read(tmp_path, text, published="2024-03-12").figures
    assert [f.when and (f.when.first, f.when.last) for f in found] == days


@pytest.mark.parametrize("case", cases("offices"))
def test_offices(case, tmp_path):
    reading = read(tmp_path, case["text"])
    name = {a.id: a.name for a in reading.actors} | {None: None}
    assert [[name[o.holder], o.title, name[o.of], name[o.to]] for o in reading.offices] == case["offices"]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("The port will open in June, Minister Kari Lund said.", "2024-03-12"),
        ("Minister Kari Lund said that the port would open in 2026.", "2024-03-12"),
        ("Minister Kari Lund will travel to Peru on 4 May 2024.", "2024-03-12"),
        ("On Monday, Minister Kari Lund met the press.", "2024-03-11"),
    ],
)
def test_an_office_is_not_shown_held_on_a_day_that_is_only_spoken_of(tmp_path, text, days):
    assert [(o.first, o.last) for o in read(tmp_path, text, published="2024-03-12").offices] == [(days, days)]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Kari Lund was deputy finance minister of Norway from 1999 to 2003.", ("1999-01-01", "2003-12-31")),
        ("Kari Lund was finance minister of Norway between May 1999 and June 2003.", ("1999-05-01", "2003-06-30")),
        ("Kari Lund has been finance minister of Norway since 2019.", ("2019-01-01", "2024-03-12")),
        ("Kari Lund, finance minister of Norway since 2019, met Jon Berg.", ("2019-01-01", "2024-03-12")),
        ("Kari Lund served as mayor of Oslo until 2003.", ("2003-01-01", "2003-12-31")),
        ("Kari Lund was finance minister of Norway.", (None, None)),
        ("The port was opened by the then president, Kari Lund.", (None, None)),
        ("Kari Lund, then president of Ghana, opened the port in 2014.", ("2014-01-01", "2014-12-31")),
        ("The envoy to Ghana at the time, Kari Lund, died in 2017.", (None, None)),
        ("Elected to parliament in 1995, she served under Prime Minister Kari Lund.", ("2024-03-12", "2024-03-12")),
    ],
)
def test_an_office_was_held_on_the_days_that_the_text_tells(tmp_path, text, days):
    assert [(o.first, o.last) for o in read(tmp_path, text, published="2024-03-12").offices] == [days]


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ('"They gave US nothing," Kari Lund said.', True),
        ("Peru asked US to leave, Kari Lund said.", True),
        ("PERU WARNS US OVER STRIKES\n\nKari Lund spoke on Monday.", True),
        ("THEY TOLD US NOTHING, SAYS LUND\n\nKari Lund spoke on Monday.", False),
        ('"They gave us nothing," Kari Lund said.', False),
    ],
)
def test_us_in_capitals_is_the_state_but_where_all_is_in_capitals(tmp_path, text, state):
    reading = read(tmp_path, text)
    name = {a.id: a.name for a in reading.actors} | {None: None}
    found = [name[m.actor] for m in reading.mentions if text[m.start : m.end] in ("US", "us")]
    assert ("United States" in found) == state


@pytest.mark.parametrize("case", cases("events"))
def testevents_in(case, tmp_path):
    reading = read(tmp_path, case["text"], **{k: case[k] for k in ("published",) if k in case})
    name = {a.id: a.name for a in reading.actors}
    found = [
        [e.type, [name[p.actor] for p in e.parties], e.status, e.negated, e.when and [e.when.first, e.when.last]]
        for e in reading.events
    ]
    assert len(found) == len(case["events"])
    for got, want in zip(found, case["events"], strict=True):
        assert [got[0], *got[2:]] == [want[0], *want[2:]]
        assert set(want[1]) <= set(got[1])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Kenya condemned the attack.", ["ACCUSE happened Kenya source"]),
        ("The attack was condemned by Kenya.", ["ACCUSE happened Kenya source"]),
        ("Kenya's envoy called for a ceasefire.", ["REQUEST happened Kenya's envoy source"]),
        ("Kenya rejected the agreement.", ["REJECT happened Kenya source"]),
        ("Norway closed its embassy after the bombing.", ["SANCTION happened Norway source, Norway's embassy target"]),
        ("Kenya witnessed a massacre.", []),
        (
            "Norway sent aid to Chad after the attack on Kenya.",
            ["AID happened Norway source, Chad target", "ASSAULT happened Kenya target"],
        ),
        ("Kenya planned an attack.", ["ASSAULT planned Kenya source"]),
        ("Chad announced sanctions.", ["SANCTION happened Chad source"]),
        ("Norway participated in the protest.", ["PROTEST happened Norway source"]),
        ("Norway met Sweden for talks.", ["CONSULT happened Norway partner, Sweden partner"]),
        ("Norway suffered an attack.", ["ASSAULT happened Norway target"]),
        ("Norway faces sanctions.", ["SANCTION ongoing Norway target"]),
        (
            "Norway protested after Peru met Chad.",
            ["PROTEST happened Norway source", "CONSULT happened Peru partner, Chad partner"],
        ),
    ],
)
def test_whoever_only_speaks_of_an_event_has_no_part_in_it(text, told, tmp_path):
    assert events_in(read(tmp_path, text)) == told


@pytest.mark.parametrize(
    ("text", "word", "side", "end", "score", "told"),
    [
        # nobody is found by syntax
        (
            "Kenya hit out with words that left nobody in Chad in doubt.",
            "hit",
            "target",
            "Chad",
            0.6,
            "Kenya source, Chad target",
        ),
        ("Kenya hit out with words that left nobody in Chad in doubt.", "hit", "target", "Chad", 0.4, "Kenya source"),
        # others are
        ("Norway blamed a court, despite calls by Chad.", "blamed", "target", "Chad", 0.95, "Norway source, Chad target"),
        ("Norway blamed a court, despite calls by Chad.", "blamed", "target", "Chad", 0.85, "Norway source, court target"),
        ("Norway marched in Chad, despite calls by Peru.", "marched", "target", "Peru", 0.6, "Norway source, Peru target"),
        ("Norway blamed a court, despite calls by Chad.", "blamed", "source", "Chad", 0.99, "Norway source, court target"),
        ("Norway blamed friends of Chad.", "blamed", "target", "Chad", 0.99, "Norway source, friends of Chad target"),
        # nothing of it is said
        ("Kenya condemned the attack.", "attack", "source", "Kenya", 0.99, None),
        ("Norway marched after a strike in Chad.", "marched", "target", "Chad", 0.99, "Norway source"),
        ("Norway marched while Peru met Chad.", "marched", "target", "Chad", 0.99, "Norway source"),
        ("Ten died in clashes between Peru and Chile.", "died", "source", "Peru", 0.99, None),
    ],
)
def test_whom_the_network_takes_for_a_side_counts_where_syntax_finds_nobody(text, word, side, end, score, told, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf8")
    (document,) = documents(str(path))
    notes = annotated(document, shipped())
    at = notes.forms.index(word)
    known = {e.word: replace(e, source=None, target=None) for e in notes.events}
    known[at] = replace(
        known.get(at) or EventWord(word=at, type="ASSAULT", score=0.9), **{side: End(word=notes.forms.index(end), score=score)}
    )
    found = reading(replace(notes, events=tuple(known[i] for i in sorted(known))), Reader(name="", version="", model=""))
    name = {a.id: a.name for a in found.actors}
    start = notes.start[at]
    events = [
        ", ".join(f"{name[p.actor]} {p.role}" for p in e.parties)
        for e in found.events
        if e.id == digest("event", document.id, e.type, int(start), int(notes.end[at]))
    ]
    assert events == ([told] if told else [])


@pytest.mark.parametrize(
    ("text", "told", "said"),
    [
        ("Kenya said it will not sign the treaty with Chad.", "REJECT happened Kenya source, Chad target", False),
        ("Kenya said it would not meet Chad.", "REJECT happened Kenya source, Chad target", False),
        (
            "Kenyan Foreign Minister Ada Kamau said Kenya would not meet Chad.",
            "REJECT happened Kenya source, Chad target",
            False,
        ),
        ('"We will never help Chad," Kenya said.', "REJECT happened Kenya source, Chad target", False),
        ("Kenya won't hold talks with Chad.", "REJECT happened Kenya source, Chad target", False),
        # whoever says what another will not do refuses nothing, nor does who will not attack
        ("Experts said Kenya will not meet Chad.", "CONSULT no planned Kenya partner, Chad partner", True),
        ("Kenya said it would not attack Chad.", "ASSAULT no planned Kenya source, Chad target", True),
        ("Kenya added that it would not have met Chad.", "CONSULT no planned Kenya partner, Chad partner", True),
        ("Kenya would not help Chad.", "AID no hypothetical Kenya source, Chad target", False),
        ("Kenya will not boycott Chad.", "REJECT no planned Kenya source, Chad target", False),
        ("Kenya will hold talks with Chad.", "CONSULT planned Kenya partner, Chad partner", False),
        ("Kenya did not help Chad.", "AID no happened Kenya source, Chad target", False),
    ],
)
def test_who_says_not_to_be_going_to_do_something_refuses_it(text, told, said, tmp_path):
    found = read(tmp_path, text)
    assert events_in(found) == [told]
    # a refusal is told by whoever tells of the saying
    assert [e.asserted_by is not None for e in found.events] == [said]


@pytest.mark.parametrize(
    ("text", "told", "fought"),
    [
        (
            "Peru accused Chile of attacking Bolivia.",
            ["ACCUSE happened Peru source, Chile target", "ASSAULT happened Chile source, Bolivia target"],
            ["Chile ongoing Bolivia"],
        ),
        (
            "Chile was accused of attacking Bolivia.",
            ["ACCUSE happened Chile target", "ASSAULT happened Chile source, Bolivia target"],
            ["Chile ongoing Bolivia"],
        ),
        (
            "Peru warned Chile against attacking Bolivia.",
            ["THREATEN happened Peru source, Chile target", "ASSAULT hypothetical Chile source, Bolivia target"],
            ["Chile hypothetical Bolivia"],
        ),
        (
            "Peru prevented Chile from attacking Bolivia.",
            ["ASSAULT no happened Chile source, Bolivia target"],
            [],
        ),
        (
            "Peru gave Chile weapons to fight Bolivia.",
            ["AID happened Peru source, Chile target", "ASSAULT planned Chile source, Bolivia target"],
            ["Chile planned Bolivia"],
        ),
        (
            "Chile, which Peru attacked in 1879, met Bolivia.",
            ["ASSAULT happened Peru source, Chile target", "CONSULT happened Chile partner, Bolivia partner"],
            ["Peru ongoing Chile"],
        ),
        ("Peru, not Chile, attacked Bolivia.", ["ASSAULT happened Peru source, Bolivia target"], ["Peru ongoing Bolivia"]),
        ("Peru received aid from Chile.", ["AID happened Chile source, Peru target"], []),
        (
            "Peru received aid from Chile during its war with Bolivia.",
            ["AID happened Chile source, Peru target", "ASSAULT happened Bolivia target"],
            ["Peru ongoing Bolivia"],
        ),
        ("Peru came under attack from Chile.", ["ASSAULT happened Chile source, Peru target"], ["Chile ongoing Peru"]),
        (
            "Peru hailed Chile's withdrawal from Bolivia.",
            ["SUPPORT happened Peru source, Chile target", "RETREAT happened Chile source, Bolivia target"],
            [],
        ),
        (
            "The killing of ten Chileans by Peru drew protests.",
            ["ASSAULT happened Peru source, Chileans target"],
            [],
        ),
        (
            "Peru blamed Chile for the attack on Bolivia.",
            ["ACCUSE happened Peru source, Chile target", "ASSAULT happened Bolivia target"],
            [],
        ),
        ("Peru denied attacking Chile.", ["REJECT happened Peru source, Chile target"], []),
        ("Peru refused to sign the treaty with Chile.", ["REJECT happened Peru source, Chile target"], []),
        (
            "Chile's navy repelled an attack by Peru.",
            ["ASSAULT happened Peru source, Chile's navy target"],
            ["Peru ongoing Chile's navy"],
        ),
        (
            "Ten died in clashes between Peru and Chile near Arica.",
            ["ASSAULT happened Peru source, Chile source"],
            ["Peru ongoing Chile"],
        ),
        ("Peru and Chile held joint exercises in the Arctic.", ["COOPERATE happened Peru partner, Chile partner"], []),
        ("Peru pledged two million dollars in aid to Chile.", ["AGREE happened Peru partner, Chile partner"], []),
        ("Peru saved Chile from an attack by Bolivia.", ["ASSAULT no happened Bolivia source"], []),
        ("Peru's army ordered rebels to hand over their arms.", ["REQUEST happened Peru's army source, rebels target"], []),
        (
            "Posts of Chile were overrun by Bolivian rebels.",
            ["ASSAULT happened Bolivian rebels source, Chile target"],
            ["Bolivian rebels ongoing Chile"],
        ),
        ("Rebels overran a base of Chile.", ["ASSAULT happened rebels source, base of Chile target"], ["rebels ongoing Chile"]),
        (
            "Peru called off talks with Chile.",
            ["SANCTION happened Peru source, Chile target", "CONSULT no happened Chile target"],
            [],
        ),
        ("Peru cancelled a planned visit to Chile.", ["REJECT happened Peru source, Chile target"], []),
        ("Peru and Chile accused each other of lying.", ["ACCUSE happened Peru source, Chile source"], []),
        ("No country has attacked Chile.", ["ASSAULT no happened Chile target"], []),
        ("Norway sent help against Chad.", ["AID happened Norway source"], []),
        (
            "Kenya launched a probe after the attack on Uganda.",
            ["ACCUSE happened Kenya source", "ASSAULT happened Uganda target"],
            [],
        ),
        ("Pressed by Cruz, Lund left.", ["REQUEST happened Cruz source, Lund target"], []),
        ("Reuters quoted Lund as saying the deal was dead.", [], []),
        ("Chad received aid from France and Germany.", ["AID happened France source, Germany source, Chad target"], []),
        ("The withdrawal of France from Mali began.", ["RETREAT happened France source, Mali target"], []),
        ("Norway's support against Chad grew.", ["SUPPORT happened Norway source"], []),
        (
            "Rebels backed by Bolivia attacked Chile.",
            ["SUPPORT happened Bolivia source, rebels target", "ASSAULT happened rebels source, Chile target"],
            ["rebels ongoing Chile", "Bolivia ongoing Chile"],
        ),
        (
            "The sanctions imposed by Norway on Sudan hurt farmers.",
            ["SANCTION happened Norway source, Sudan target"],
            [],
        ),
        (
            "Peru's refusal to recognise Chile angered farmers.",
            ["REJECT happened Peru source, Chile target", "SUPPORT no happened Peru source, Chile target"],
            [],
        ),
    ],
)
def test_who_did_it_to_whom_goes_by_the_verb_that_governs(text, told, fought, tmp_path):
    reading = read(tmp_path, text)
    name = {a.id: a.name for a in reading.actors}
    assert events_in(reading) == told
    assert [f"{name[t.source]} {t.status} {name[t.target]}" for t in reading.ties if t.relation == "fights"] == fought


def test_an_agreement_that_is_signed_is_concluded_and_one_to_do_something_is_not(tmp_path):
    reading = read(tmp_path, "Peru signed a treaty with Chile. Kenya agreed to help Chad. Norway will sign a treaty with Chad.")
    assert [(e.type, e.mode) for e in reading.events] == [("AGREE", "concluded"), ("AGREE", None), ("AGREE", None)]


def test_what_is_demanded_has_not_happened(tmp_path):
    reading = read(tmp_path, "The minister demanded the release of the journalists.")
    assert [(e.type, e.status) for e in reading.events] == [("REQUEST", "happened"), ("CONCEDE", "hoped")]


@pytest.mark.parametrize("case", cases("ties"))
def test_ties(case, tmp_path):
    reading = read(tmp_path, case["text"])
    name = {a.id: re.sub("^[Tt]he ", "", a.name) for a in reading.actors}
    found = [[name[t.source], t.relation, name[t.target]] for t in reading.ties if t.relation != "located_in"]
    assert (found[: len(case["ties"])] if case["ties"] else found) == case["ties"]


@pytest.mark.parametrize("case", cases("about"))
def test_whom_a_statement_is_about(case, tmp_path):
    reading = read(tmp_path, case["text"])
    name = {a.id: a.name for a in reading.actors}
    assert [sorted(name[i] for i in s.about) for s in reading.statements] == list(map(sorted, case["about"]))


def test_peoples_and_groups_are_actors_of_that_kind(tmp_path):
    text = "Ole Berg said that the Velmorans and the rebels would meet the opposition. He knew the Kurds."
    found = {a.name: a.kind for a in read(tmp_path, text).actors if a.name != "Ole Berg"}
    assert found == dict.fromkeys(["Kurds", "Velmorans", "rebels", "opposition"], "group")


def test_what_is_an_actors_own_is_not_the_actor(tmp_path):
    path = tmp_path / "text.txt"
    path.write_text("Al-Qaida grew for years. Al-Qaida's terrorist network was hit.", encoding="utf8")
    notes = annotated(next(documents(str(path))), shipped())
    # as if the network had joined all
    one = replace(notes, nouns=tuple(replace(noun, chain=0) for noun in notes.nouns))
    found = reading(one, Reader(name="test", version="0", model=""))
    name = {a.id: a.name for a in found.actors}
    assert [[name[t.source], name[t.target]] for t in found.ties] == [["al-Qaeda", "Al-Qaida's terrorist network"]]


def test_a_tie_rests_on_a_name_with_its_short_form(tmp_path):
    text = "Kenya is a member of the Coast Trade Organization (CTO)."
    (tie,) = read(tmp_path, text).ties
    assert text[slice(*tie.target_span)].removeprefix("the ") == "Coast Trade Organization (CTO)"


@pytest.mark.parametrize(
    "text",
    [
        "Soldiers of Chad tried to capture the port.",
        "Kenya joined Chad in an exercise.",
        "They called our allies and friends.",
        "Sudan's envoy criticised the campaign to defeat Hezbollah.",
        "The command will hold three meetings in May.",
        "Critics, including Senator Ann Hale, left.",
        "Kenyan forces conducted ten strikes in Chad and Sudan.",
        "Polish energy minister Jan Kos resigned.",
        "The meeting took place under heavy fire.",
        "The ministry put pressure on prices.",
        "Ministers discussed the fight against al-Shabaab.",
        "Nobody will attack Chad.",
        "Aircraft from Nairobi landed.",
        "They met under the command tent.",
        "Doctors use the school as a hospital.",
        "The wind drove refugees from the coast.",
        "Kenya denied the report.",
        "Rosa Quispe of Peru met Jan Berg.",
        "Kenya mourned the defeat of Peru.",
        "The parade was seen alongside the river.",
    ],
)
def test_no_tie_is_told_of(text, tmp_path):
    assert [t.relation for t in read(tmp_path, text).ties if t.relation != "located_in"] == []


@pytest.mark.parametrize(
    ("text", "lies"),
    [
        ("The hospital in Mombasa, Kenya, was hit.", [("Mombasa", "Kenya")]),
        ("Planes left from Lund, Skåne, Sweden, at dawn.", [("Lund", "Skåne"), ("Skåne", "Sweden")]),
        ("The group is active in Kenya, Chad, Sudan and Libya.", []),
        ("The group is active in Kenya, Chad, and Sudan.", []),
        ("She went from Oslo, Stockholm, Helsinki and Riga to Berlin.", []),
        ("Norway met Sweden in Helsinki.", []),
        ("France met Russia in Geneva.", []),
        ("London, Ontario, is in Canada.", []),
        ("Sweden in Scandinavia is cold.", [("Sweden", "Scandinavia")]),
    ],
)
def test_places_lie_in_others_but_not_in_the_next_of_a_list(text, lies, tmp_path):
    reading = read(tmp_path, text)
    name = {a.id: a.name for a in reading.actors}
    assert [(name[t.source], name[t.target]) for t in reading.ties if t.relation == "located_in"] == lies


def test_an_event_has_who_asserts_it(tmp_path):
    text = '"Peru attacked Chile in 1879," historian Jon Berg said. Chile asked Bolivia for help.'
    reading = read(tmp_path, text)
    by = {e.type: e.asserted_by for e in reading.events}
    assert by == {"ASSAULT": reading.statements[0].id, "REQUEST": None}


def test_an_office_is_held_when_the_text_shows_it(tmp_path):
    text = (
        "In March 2014, then-Prime Minister Wanjiru Kamau opened the port. "
        "Former Prime Minister Ali Hassan was absent. President Kamau spoke again."
    )
    held = {
        o.title: (o.first, o.last) for o in read(tmp_path, text, published="2020-06-01").offices if o.title != "Prime Minister"
    }
    first = next(o for o in read(tmp_path, text, published="2020-06-01").offices)
    assert (first.title, first.first, first.last) == ("Prime Minister", "2014-03-01", "2014-03-31")
    assert held == {"President": ("2020-06-01", "2020-06-01")}


def test_a_figure_has_the_statement_that_gives_it(tmp_path):
    reading = read(tmp_path, 'The port is closed. "We lost 40 ships," harbour master Jon Berg said. Only 12 ships are left.')
    by = {f.low: f.asserted_by for f in reading.figures}
    assert by == {40: reading.statements[0].id, 12: None}


def test_a_state_is_one_actor_under_all_its_names(tmp_path):
    text = "The Russian Federation and Turkey agreed. Moscow thanked Türkiye, and Russian officials left Ankara."
    actors = {a.name: a for a in read(tmp_path, text).actors}
    assert actors["Russia"].refs == {"iso3166": "RU", "wikidata": "Q159"}
    assert set(actors["Russia"].aliases) == {"Russian Federation", "Moscow"}
    assert set(actors["Turkey"].aliases) == {"Türkiye", "Ankara"}
    assert actors["Russia"].kind == "state"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "Ambassador Extraordinary and Plenipotentiary of the Republic of Peru to Japan, H.E. Mr. Pablo Quispe",
            "Pablo Quispe",
        ),
        ("The Ambassador Extraordinary and Plenipotentiary of Norway to Chad, Kari Lund,", "Kari Lund"),
        ("H.E. Ms. Rosa Okoro, Ambassador Extraordinary and Plenipotentiary of Kenya to Peru,", "Rosa Okoro"),
        ("H.E. Mr. Pablo Quispe", "Pablo Quispe"),
        ("His Excellency Archbishop Marek Dolny", "Marek Dolny"),
    ],
)
def test_a_title_with_a_form_of_address_is_one_person(tmp_path, text, name):
    reading = read(tmp_path, f"{text} said on Monday that the river was open.")
    assert [s.speaker.name for s in reading.statements] == [name]
    assert [a.name for a in reading.actors if a.kind in ("person", "role")] == [name]


def test_a_title_in_a_headline_is_the_person_whom_the_text_goes_on_about(tmp_path):
    reading = read(
        tmp_path,
        "AMBASSADOR EXTRAORDINARY AND PLENIPOTENTIARY OF PERU TO JAPAN, H.E. MR. PABLO QUISPE, VISITS PORT SELM\n\n"
        "H.E. Mr. Pablo Quispe visited the port on Monday. His Excellency said that the river would open in June.\n",
    )
    assert [s.speaker.name for s in reading.statements] == ["Pablo Quispe"]
    assert [a.name for a in reading.actors if a.kind in ("person", "role")] == ["Pablo Quispe"]


@pytest.mark.parametrize("others", ["president of Kenya and Dr. Nils Brandt", "ambassador of Chad, the mayor and Mr. Arne Lie"])
def test_who_is_named_after_and_is_somebody_else(tmp_path, others):
    reading = read(tmp_path, f"The {others} said on Monday that the port was open.")
    [speaker] = {s.speaker.name for s in reading.statements}
    assert speaker == re.split(" and |, ", others)[0]


@pytest.mark.parametrize(
    "who",
    ["Many", "Some in the party", "Others", "Several of the sailors", "Everybody", "People", "Various sources", "Reports",
     "Documents", "My meetings", "Two recent surveys"],
)  # fmt: skip
def test_nobody_in_particular_is_no_actor(tmp_path, who):
    reading = read(tmp_path, f"{who} say that the port will be closed in June.")
    [statement] = reading.statements
    assert statement.speaker.actor is None
    assert statement.speaker.name == who
    assert not [a for a in reading.actors if a.kind in ("person", "role", "group", "event")]


@pytest.mark.parametrize(
    ("who", "name"),
    [
        ("Observers", "Observers"),
        ("Some shipowners", "Some shipowners"),
        ("Two officials", "Two officials"),
        ("Military sources", "Military sources"),
        ("People who live at the port", "People"),
        ("The harbour ministry's statement", "harbour ministry"),
        ("A letter from the harbour council", "harbour council"),
        ("A report by Rosa Quispe", "Rosa Quispe"),
    ],
)
def test_those_who_are_somebody_stay_actors(tmp_path, who, name):
    [statement] = read(tmp_path, f"{who} said that the port would be closed in June.").statements
    assert statement.speaker.actor is not None
    assert statement.speaker.name == name


def test_nobody_is_the_addressee_of_their_own_words(tmp_path):
    text = "The harbour minister, Ilja Taren, said on Monday that boat 7 would leave. He told the mayor that it was late."
    for statement in read(tmp_path, text).statements:
        assert statement.addressee is None or statement.addressee != statement.speaker.actor


def test_a_capital_is_a_government_where_it_acts_and_a_place_where_it_is_one(tmp_path):
    text = "Lima accused Quito of spying. A delegation flew to Lima. The mayor of Quito, Rosa Quispe, left a museum near Lima."
    reading = read(tmp_path, text)
    name = {a.id: (a.name, a.kind) for a in reading.actors}
    found = [
        (text[m.start : m.end], m.kind, name[m.actor]) for m in reading.mentions if text[m.start : m.end] in ("Lima", "Quito")
    ]
    assert found == [
        ("Lima", "state", ("Peru", "state")),
        ("Quito", "state", ("Ecuador", "state")),
        ("Lima", "place", ("Peru", "state")),
        ("Quito", "place", ("Quito", "place")),
        ("Lima", "place", ("Lima", "place")),
    ]


def test_the_gazetteer_keeps_old_states_and_words_apart():
    gazetteer = known()
    assert named(gazetteer, "the Soviet Union") is not named(gazetteer, "Russia")
    assert named(gazetteer, "us") is None and named(gazetteer, "U.S.").name == "United States"
    assert gazetteer.by_demonym[key("South Korean")].name == "South Korea"
    assert all(e.refs.get("iso3166", "XX").isupper() for e in gazetteer.by_name.values())


@pytest.mark.parametrize(
    ("kind", "words", "expected"),
    [
        ("AID", ["send", "rice"], "humanitarian"),
        ("AID", ["send", "tank"], "military"),
        ("AID", ["grant", "asylum"], "asylum"),
        ("AID", ["lend", "dollar"], "economic"),
        ("COOPERATE", ["hold", "exercise"], "military"),
        ("COOPERATE", ["extradite", "banker"], "judicial"),
        ("THREATEN", ["threaten", "capture"], "violence"),
        ("THREATEN", ["threaten", "tariff"], "restrict"),
        ("PROTEST", ["begin", "hunger", "strike"], "hunger"),
        ("COERCE", ["close", "newspaper"], "censor"),
        ("CONSULT", ["visit"], "visit"),
        ("SUPPORT", ["praise"], None),
    ],
)
def test_the_words_of_an_event_give_its_mode(kind, words, expected):
    assert mode(kind, words) == expected
