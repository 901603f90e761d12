"""Who has a part in an event, how it stands, and which words tell of none: one way of putting it in a sentence each."""

import pytest
from read_text import events_in, read

from onrecord.acquire.files import documents
from onrecord.annotate.annotation import annotated
from onrecord.derive.contents import Contents
from onrecord.derive.grammar import Grammar
from onrecord.derive.phrases import phrase


def told(tmp_path, text):
    """The events of a text in words, then its ties."""
    reading = read(tmp_path, text)
    name = {a.id: a.name for a in reading.actors}
    ties = [f"{name[t.source]} {t.relation} {name[t.target]} {t.status}" for t in reading.ties if t.relation != "located_in"]
    return events_in(reading) + ties


@pytest.mark.parametrize("verb", ["called", "branded", "labelled", "termed", "deemed", "found", "considered"])
def test_who_judges_an_attack_did_not_do_it(verb, tmp_path):
    events = told(tmp_path, f"The harbour council {verb} the attack on Peru unlawful.")
    assert events[0].startswith("ACCUSE happened ")
    assert [e for e in events[1:] if "council" in e] == []
    assert any(e.startswith("ASSAULT") and e.endswith("Peru target") for e in events)


def test_who_calls_a_strike_brings_it_about(tmp_path):
    assert "PROTEST happened unions source, Peru target" in told(tmp_path, "The unions called a strike in Peru.")


@pytest.mark.parametrize(
    ("text", "events"),
    [
        ("Did Peru attack Chile?", ["ASSAULT hypothetical Peru source, Chile target", "Peru fights Chile hypothetical"]),
        ("Was Chile attacked by Peru?", ["ASSAULT hypothetical Peru source, Chile target", "Peru fights Chile hypothetical"]),
        ("Did Kenya hold talks with Chad?", ["CONSULT hypothetical Kenya partner, Chad partner"]),
        ("Are there talks between Kenya and Chad?", ["CONSULT hypothetical Kenya partner, Chad partner"]),
        ("Is Kenya an ally of Chad?", ["Kenya ally Chad hypothetical"]),
        # what a question takes for granted
        (
            "Did Kenya condemn the attack on Chile?",
            ["ACCUSE hypothetical Kenya source, Chile target", "ASSAULT happened Chile target"],
        ),
        (
            "Did Kenya protest after Peru attacked Chile?",
            ["PROTEST hypothetical Kenya source", "ASSAULT happened Peru source, Chile target", "Peru fights Chile ongoing"],
        ),
        ("Why did Peru attack Chile?", ["ASSAULT happened Peru source, Chile target", "Peru fights Chile ongoing"]),
        ("Why is Kenya opposed?", ["REJECT happened Kenya source"]),
        (
            '"Did Peru attack Chile?" Ada Lund asked.',
            ["ASSAULT hypothetical Peru source, Chile target", "Peru fights Chile hypothetical"],
        ),
    ],
)
def test_what_is_only_asked_has_not_happened(text, events, tmp_path):
    assert told(tmp_path, text) == events


@pytest.mark.parametrize(
    ("text", "events"),
    [
        ("Peru's highest court struck down Peru's harbour law.", []),
        ("Ada Lund struck a balance between Kenya and Chad.", []),
        ("Kenya struck a conciliatory tone towards Chad.", []),
        ("Kenya struck a deal with Chad.", ["AGREE happened Kenya partner, Chad partner"]),
        ("Kenya struck Chad on Friday.", ["ASSAULT happened Kenya source, Chad target", "Kenya fights Chad ongoing"]),
    ],
)
def test_not_all_that_is_struck_is_hit(text, events, tmp_path):
    assert told(tmp_path, text) == events


@pytest.mark.parametrize(
    ("text", "events"),
    [
        ("Ada Lund recalled the resolutions of the Harbour Council on Chad.", []),
        ("Peru recalled its ambassador to Chile.", ["SANCTION happened Peru source, Chile target"]),
        ("Peru recalled its Chilean ambassador for consultations.", ["SANCTION happened Peru source, Chile target"]),
        ("Peru recalled two diplomats from Chile.", ["SANCTION happened Peru source, Chile target"]),
    ],
)
def test_only_people_are_called_back(text, events, tmp_path):
    assert told(tmp_path, text) == events


@pytest.mark.parametrize(
    ("text", "events"),
    [
        ("Kenya sent 200 soldiers to Chad.", ["AID happened Kenya source, Chad target"]),
        ("Kenya withdrew its troops from Chad.", ["RETREAT happened Kenya source, Chad target"]),
        ("Kenya sent the refugees food.", ["AID happened Kenya source, refugees target"]),
    ],
)
def test_nothing_is_done_to_those_who_are_sent(text, events, tmp_path):
    assert told(tmp_path, text) == events


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Kenya takes note of the decision of Peru to suspend Chile.", "SANCTION happened Peru source, Chile target"),
        ("Kenya takes note of Peru's decision to suspend Chile.", "SANCTION happened Peru source, Chile target"),
        ("Kenya noted the plan of Peru to attack Chile.", "ASSAULT planned Peru source, Chile target"),
        ("Kenya condemned an attempt by Peru to invade Chile.", "ASSAULT hypothetical Peru source, Chile target"),
        ("Kenya criticised the refusal of Peru to sign the treaty with Chile.", "REJECT happened Peru source"),
        ("Kenya took the decision to suspend Chad.", "SANCTION happened Kenya source, Chad target"),
    ],
)
def test_who_decides_to_do_something_does_it(text, event, tmp_path):
    assert event in told(tmp_path, text)


@pytest.mark.parametrize(
    "text",
    [
        "Ada Lund did not say that Peru would attack Chile.",
        "Ada Lund never said that Peru attacked Chile.",
        "Nobody said that Peru attacked Chile.",
        "Ada Lund did not say Peru had supported Chile.",
        "Ada Lund did not say that Chad must leave the port.",
    ],
)
def test_what_nobody_said_is_no_event(text, tmp_path):
    assert told(tmp_path, text) == []


@pytest.mark.parametrize(
    ("text", "events"),
    [
        ("Ada Lund denied having said that Peru would attack Chile.", ["REJECT happened Ada Lund source"]),
        ("Ada Lund declined to say whether Peru would attack Chile.", ["REJECT happened Ada Lund source"]),
        ("Kenya's spokesman declined to say whether Chile would retaliate.", ["REJECT happened Kenya's spokesman source"]),
        ("Kenya refused to answer questions about Chad.", ["REJECT happened Kenya source"]),
        ("Kenya declined to meet Chad.", ["REJECT happened Kenya source, Chad target"]),
        ("Kenya denied taking sides.", ["REJECT happened Kenya source"]),
    ],
)
def test_who_has_nothing_to_say_turns_nobody_down(text, events, tmp_path):
    assert told(tmp_path, text) == events


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Ada Lund did not say when Peru attacked Chile.", "Peru fights Chile ongoing"),
        ("Ada Lund said that Peru would not attack Chile.", "ASSAULT no planned Peru source, Chile target"),
        ("Ada Lund dismissed the offer, saying that Peru attacked Chile.", "ASSAULT happened Peru source, Chile target"),
        ("Ada Lund did not only say that Peru attacked Chile.", "ASSAULT happened Peru source, Chile target"),
    ],
)
def test_what_was_said_after_all_is_an_event(text, event, tmp_path):
    assert event in told(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "events"),
    [
        ("Ada Lund's allies insist that she never used the phrase.", []),
        ("Ada Lund insisted that the port was open.", []),
        ("Ada Lund insisted that Chile leave the port.", ["REQUEST happened Ada Lund source, Chile target"]),
    ],
)
def test_who_insists_that_something_is_so_asks_for_nothing(text, events, tmp_path):
    assert told(tmp_path, text)[:1] == events


@pytest.mark.parametrize(
    ("text", "events"),
    [
        ("Kenya noted the minister had lied about the port.", []),
        ("Kenyan officials reported Peru was to blame for the fire.", []),
        ("Ada Lund said Peru was to blame for the fire.", []),
        ("Kenya said it would not stay in the club.", ["REJECT happened Kenya source, club target"]),
    ],
)
def test_that_somebody_says_something_is_no_event_but_a_refusal(text, events, tmp_path):
    assert told(tmp_path, text) == events


@pytest.mark.parametrize(
    ("text", "events"),
    [
        (
            "OFAC is designating Viktor Lemnov and Gulf Star for operating in the oil sector of Chad.",
            ["SANCTION ongoing OFAC source, Viktor Lemnov target, Gulf Star target"],
        ),
        ("Gulf Star was designated by OFAC on Monday.", ["SANCTION happened OFAC source, Gulf Star target"]),
        ("Norway designated Gulf Star as a terrorist organization.", ["SANCTION happened Norway source, Gulf Star target"]),
        (
            "The following individuals have been added to OFAC's SDN List: Viktor Lemnov and Saeed Dahir.",
            ["SANCTION happened OFAC source, Viktor Lemnov target, Saeed Dahir target"],
        ),
        ("Norway added Gulf Star to its sanctions list.", ["SANCTION happened Norway source, Gulf Star target"]),
        ("Gulf Star was added to the blacklist.", ["SANCTION happened Gulf Star target"]),
        ("Norway did not say that it had added Gulf Star to the blacklist.", []),
        ("Kenya designated Ada Lund as its envoy to Chad.", []),
        ("Kenya added Ada Lund to the list of candidates.", []),
    ],
)
def test_who_is_put_on_a_list_is_sanctioned(text, events, tmp_path):
    assert told(tmp_path, text) == events


@pytest.mark.parametrize(
    ("text", "events"),
    [
        ("Marosh is expected to visit Paris in May.", ["CONSULT planned Marosh source, France target"]),
        ("Ada Lund said she would speak to the devil.", ["CONSULT planned Ada Lund partner, devil partner"]),
        (
            "Experts called for an investigation by the United Nations.",
            ["REQUEST happened Experts source, United Nations target", "ACCUSE hoped United Nations source"],
        ),
        (
            "Kenya called for talks with Chad.",
            ["REQUEST happened Kenya source, Chad target", "CONSULT hoped Chad target"],
        ),
        ("The strait will reopen.", []),
        ("The border reopened on Monday.", []),
        ("Here is what my colleague Peter Ladbury has just sent from Geneva.", []),
    ],
)
def test_what_is_still_to_come_or_nobody_does(text, events, tmp_path):
    assert told(tmp_path, text) == events


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("The ministry said on Monday that Kenya will sanction Chad.", None),
        ("Kenya will sanction Chad on Friday, the ministry said on Monday.", ("2026-06-05", "2026-06-05")),
        ("Kenya said on Monday that it would not meet Chad.", ("2026-06-01", "2026-06-01")),
    ],
)
def test_what_is_to_come_is_not_dated_by_the_day_on_which_somebody_said_so(text, days, tmp_path):
    (event,) = read(tmp_path, text, date="2026-06-03").events
    assert (event.when and (event.when.first, event.when.last)) == days


def test_the_two_ministers_of_an_event_are_both(tmp_path):
    events = told(tmp_path, "Ada Lund and Ole Paz spoke in Oslo. The two ministers signed a treaty.")
    assert events[-1] == "AGREE happened Ada Lund partner, Ole Paz partner"


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Peru closed its embassy in Chad.", "SANCTION happened Peru source, Chad target"),
        ("Kenya said it would reopen its border with Chad.", "AGREE planned Kenya partner, Chad partner"),
    ],
)
def test_what_a_state_has_towards_another_is_that_other(text, event, tmp_path):
    assert told(tmp_path, text) == [event]


def test_a_judgement_takes_no_day_from_the_sentence_before(tmp_path):
    words = "On 2 May, Norway condemned the attack on the port. Peru condemned the attack on 3 May in a tweet."
    found = read(tmp_path, words, date="2026-06-03")
    peru = next(a.id for a in found.actors if a.name == "Peru")
    assert [e.when for e in found.events if e.type == "ACCUSE" and e.parties[0].actor == peru] == [None]


@pytest.mark.parametrize(
    ("text", "events"),
    [
        ("Ole Berg was detained and later freed by the rebels.", "CONCEDE happened rebels source, Ole Berg target"),
        ("Ada Lund was arrested on Monday and released on Friday.", "CONCEDE happened Ada Lund target"),
    ],
)
def test_a_participle_goes_on_with_a_passive(text, events, tmp_path):
    assert events in told(tmp_path, text)


def test_who_backs_rebels_captures_no_town(tmp_path):
    events = told(tmp_path, "US-backed rebels captured the town.")
    assert events == ["ASSAULT happened rebels source, town target", "rebels in_charge_of town ongoing"]


def test_who_leads_a_coalition_fights(tmp_path):
    assert "Saudi Arabia fights Yemen ongoing" in told(tmp_path, "A Saudi-led coalition bombed Sanaa.")


@pytest.mark.parametrize("text", ["Norway cut its aid to Chad.", "Norway suspended two million euros in aid to Chad."])
def test_aid_that_is_cut_is_not_given(text, tmp_path):
    assert told(tmp_path, text) == ["SANCTION happened Norway source, Chad target"]


def test_what_another_did_not_do_is_not_denied(tmp_path):
    events = read(tmp_path, "Jordan's King Abdul and Qatar's emir attended; Saudi Arabia's crown prince did not.").events
    assert [e.negated for e in events] == [False]


def test_who_reaches_a_city_agrees_to_nothing(tmp_path):
    assert told(tmp_path, "Chad and Kenya reached the city on Friday.") == []
    assert told(tmp_path, "Chad and Kenya reached a deal on Friday.") == ["AGREE happened Chad partner, Kenya partner"]


def test_a_state_that_recalls_its_ambassador_breaks_with_another(tmp_path):
    text = "Chad expelled two envoys on Tuesday. Peru recalled its own ambassador and called the move “unjustified”."
    assert any(e.startswith("SANCTION happened Peru source") for e in told(tmp_path, text))


def test_a_capital_is_not_its_state(tmp_path):
    text = "President Lucia Arce of Bolivia expelled the envoy of Peru after Lima granted asylum to Juan Roque.\n\n"
    text += "“No,” Arce said in La Paz. About 3,000 supporters of Roque marched on the capital."
    (protest,) = [e for e in told(tmp_path, text) if e.startswith("PROTEST")]
    assert "Peru" not in protest


def test_more_officers_are_officers(tmp_path):
    found = read(tmp_path, "Kenya deployed 200 more police officers. 300 other people left.").figures
    assert [f.unit for f in found] == ["police officers", "people"]


def grammar_of(tmp_path, model, text):
    """The grammar of a text."""
    path = tmp_path / "grammar.txt"
    path.write_text(text, encoding="utf8")
    (document,) = documents(str(path))
    return Grammar(annotated(document, model))


def test_a_cue_does_not_cut_a_name(tmp_path, model):
    grammar = grammar_of(tmp_path, model, "“We will not tolerate interference,” Arce said in La Paz.")
    said, la = grammar.forms.index("said"), grammar.forms.index("La")
    contents = Contents(grammar)
    assert (contents.whole((said, la + 1)), contents.whole((said, la))) == ((said, said + 1), (said, la))


@pytest.mark.parametrize(
    ("text", "verb", "kind"),
    [
        ("Peru recalled its own ambassador.", "recalled", "SANCTION"),
        ("Norway withdrew its peacekeepers.", "withdrew", "SANCTION"),
        ("Chad violated the ceasefire agreement.", "violated", "ASSAULT"),
        ("Chad violated the agreement.", "violated", None),
        ("Kenya admitted 300 refugees.", "admitted", "AID"),
        ("Kenya admitted its mistake.", "admitted", None),
        ("Kenya signed a treaty.", "signed", "AGREE"),
    ],
)
def test_a_verb_and_its_object_decide_together(text, verb, kind, tmp_path, model):
    grammar = grammar_of(tmp_path, model, text)
    assert phrase(grammar, [grammar.forms.index(verb)]) == kind


@pytest.mark.parametrize(
    ("text", "events"),
    [
        ("Hezbollah used Chadian civilians as human shields.", ["ASSAULT happened Hezbollah source, Chadian civilians target"]),
        (
            "Kenyan soldiers were held as human shields by the rebels.",
            ["ASSAULT happened rebels source, Kenyan soldiers target"],
        ),
        ("Chad issued an ultimatum to Kenya.", ["THREATEN happened Chad source, Kenya target"]),
        ("Norway has set a deadline for Peru to leave.", ["THREATEN happened Norway source, Peru target"]),
        ("The ministers set a deadline for the vote.", []),
        ("The court issued an arrest warrant for Ole Berg.", ["COERCE happened court source, Ole Berg target"]),
        ("A warrant was issued for the arrest of Ada Lund.", ["COERCE happened Ada Lund target"]),
        ("Norwegian troops remained on alert in the north.", ["MOBILIZE happened Norwegian troops source"]),
        ("The forces of Chad are on alert.", ["MOBILIZE happened forces of Chad source"]),
        ("The public was on alert.", []),
        ("Chad and Kenya violated the ceasefire.", ["ASSAULT happened Chad source, Kenya source"]),
        ("Norway withdrew its peacekeepers from Chad.", ["SANCTION happened Norway source, Chad target"]),
        ("Norway withdrew its troops from Chad.", ["RETREAT happened Norway source, Chad target"]),
        ("Kenya accepted 300 Chadian refugees.", ["AID happened Kenya source, 300 Chadian refugees target"]),
        ("A court in Chad found Ole Berg guilty of theft.", ["COERCE happened court in Chad source, Ole Berg target"]),
        ("Ole Berg was found guilty by the court.", ["COERCE happened court source, Ole Berg target"]),
        ("Ada Lund filed a complaint against Peru.", ["ACCUSE happened Ada Lund source, Peru target"]),
        ("Chad announced a ceasefire with the rebels.", ["RETREAT happened Chad source, rebels target"]),
        ("The fighters will lay down their arms.", ["RETREAT planned fighters source"]),
        ("The rebels handed over their weapons to Kenya.", ["RETREAT happened rebels source, Kenya target"]),
        ("The soldiers laid down arms.", ["RETREAT happened soldiers source"]),
        ("War games were staged by Kenya and Chad.", ["COOPERATE happened Kenya partner, Chad partner"]),
        ("Kenya will hold war games with Chad.", ["COOPERATE planned Kenya partner, Chad partner"]),
        ("Kenya held war games on Monday.", []),
        ("Teachers from Oslo went on strike.", ["PROTEST happened Teachers from Oslo source"]),
        ("The teachers are on strike.", ["PROTEST happened teachers source"]),
        ("Chad imposed a blockade on the north.", ["ASSAULT happened Chad source, north target"]),
        ("Chad was willing to withdraw its troops from Kenya.", ["AGREE planned Chad partner, Kenya partner"]),
    ],
)
def test_what_several_words_tell_of_together(text, events, tmp_path):
    assert [e for e in told(tmp_path, text) if " fights " not in e] == events


@pytest.mark.parametrize(
    "text",
    [
        "Chad handed over weapons to Kenya's army.",
        "Chad laid down its maps.",
        "The rebels gave their weapons names.",
        "Kenya and Chad lost war games to Peru.",
    ],
)
def test_other_arms_and_games_are_no_surrender_and_no_drill(text, tmp_path):
    assert [e for e in told(tmp_path, text) if e.startswith(("RETREAT", "CONCEDE", "COOPERATE"))] == []


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("Ole Berg called on President Ada Paz in Tasken on Friday to discuss trade.", "visit"),
        ("Ole Berg called President Ada Paz on Friday.", "phone"),
        ("Kenya will hold war games with Chad.", "military"),
    ],
)
def test_the_mode_of_what_several_words_tell(text, mode, tmp_path):
    assert read(tmp_path, text).events[0].mode == mode


@pytest.mark.parametrize(
    ("text", "events"),
    [
        ("Argentina has assured Chad.", ["AGREE happened Argentina partner, Chad partner"]),
        ("Chad shunned Kenya.", ["REJECT happened Chad source, Kenya target"]),
        # whose parties decide nothing either
        ("Kenya surrounded itself with Chadian advisers.", []),
        ("Chad assigned envoys to Kenya.", []),
        # one party has to be surer
        ("The rebels dug in.", ["ASSAULT happened rebels source"]),
        ("Authorities did not enforce the curfew.", []),
    ],
)
def test_the_parties_of_an_event_decide_what_its_word_leaves_open(text, events, tmp_path):
    assert told(tmp_path, text) == events


def test_what_nobody_speaks_of_is_no_ultimatum(tmp_path):
    events = told(tmp_path, "Chad declined to say whether it had issued an ultimatum to Kenya.")
    assert [e for e in events if e.startswith("THREATEN")] == []
