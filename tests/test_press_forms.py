"""What communiqués, meetings coverage, debates and wire reports do that plain news does not: who speaks, when, of what age."""

from types import SimpleNamespace

import pytest

from onrecord.acquire.files import documents
from onrecord.derive.naming import parted
from onrecord.run.reading import read_document
from onrecord.schema import Document, Name

COMMUNIQUE = """Joint Communiqué of the Lake Initiative

Tasken, 14 October 2026

1. The Ministers of Trade of Peru and Chile met in Tasken at the invitation of H.E. Dr. Selma Bekele, Minister of Trade of Peru.

2. The Ministers expressed grave concern over the renewed fighting in Ruvia.

3. They condemned the attack on a convoy of the World Food Programme.
"""
DEBATE = """Questions to the Prime Minister: full exchange

The Speaker: Order. I call Martin Calloway.

Martin Calloway (Northfield): Will she now admit that her deal has failed?

The Prime Minister (Ada Lund): I will not. The deal has brought much money into our ports.

Martin Calloway: Is the governor wrong?

The Prime Minister: I spoke to the governor this morning. He is.
"""
MEETING = """Council Fails to Adopt Resolution on Karvel Strait

NEW YORK, 3 March 2026 — The Security Council today failed to adopt a draft resolution demanding free passage.

France's delegate, also speaking for Germany, regretted the veto, adding that Paris would continue to work with its partners.

The Permanent Observer of Estovia, Liina Tamm, warned that "silence will be read as permission". Nearly 40 ships had been \
stopped since January, she added.
"""
BRIEFING = """Department Press Briefing – May 6, 2026
Tamsin Orlov, Department Spokesperson

MS ORLOV: Good afternoon, everyone. Secretary Whitcombe spoke this morning with Turkish Foreign Minister Fidan. They discussed \
the ceasefire in Gaza. Second, we condemn the execution of three protesters in Iran.

QUESTION: Thanks. On Iran, does the administration still believe that a nuclear deal is possible by the summer?

MS ORLOV: Look, Matt, I'm not going to put a timeline on it. The President has been clear: Iran will never have a bomb.

QUESTION: The Iranian foreign minister said yesterday that the U.S. had moved the goalposts. Do you have a response?
"""
STATEMENT = """Statement by the Spokesperson on the detention of journalists in Karvelia

Brussels, 17 February 2026

The European Union strongly condemns the detention of four journalists by the Karvelian authorities. We call for their release.

"We are afraid," a lawyer of theirs said.
"""
COLUMN = """# Why the juntas are courting Ankara

*By Ousmane Fall | 22 July 2026 | The Tasken Review*

The general stood beside the president on Monday, and few had expected it.
"""


@pytest.fixture
def read(model, tmp_path):
    def reading(text, name="a.txt"):
        path = tmp_path / name
        path.write_text(text, encoding="utf8")
        document = next(documents(str(path)))
        assert isinstance(document, Document)
        return read_document(document, model)

    return reading


def speakers(reading):
    return [s.speaker and s.speaker.name for s in reading.statements]


def parties(reading):
    names = {a.id: a.name for a in reading.actors}
    return [(e.type, [names[p.actor] for p in e.parties]) for e in reading.events]


def test_ministers_together_are_none_of_them_and_they_are_those_before(read):
    found = speakers(read(COMMUNIQUE))
    assert found == ["Ministers of Trade of Peru and Chile"] * 2


def test_a_minister_of_one_state_is_no_minister_of_another(read):
    text = "Turkish Foreign Minister Hakan Demir met the envoy. The Iranian foreign minister said that the talks had failed."
    assert speakers(read(text)) == ["Iranian foreign minister"]
    same = text.replace("Iranian", "Turkish")
    assert speakers(read(same)) == ["Hakan Demir"]
    assert speakers(read(BRIEFING))[-1] == "Iranian foreign minister"


@pytest.mark.parametrize(
    "text",
    [
        "Witnesses said that soldiers attacked a village. They killed 12 people.",
        "The ministers met on Monday. “They killed my son,” a mother said.",
    ],
)
def test_they_are_not_those_who_tell_of_them_nor_those_outside_a_quotation(read, text):
    found = parties(read(text))
    assert found and not [names for kind, names in found if kind == "ASSAULT" and {"Witnesses", "ministers"} & {*names}]


@pytest.mark.parametrize(
    ("between", "speaker"),
    [("", "delegate of Peru"), ("Jan Holt listened. ", "Jan Holt")],
)
def test_she_may_be_whoever_spoke_without_a_name(read, between, speaker):
    text = f'The delegate of Peru said the text was too long. {between}"Nobody will read it," she said.'
    assert speakers(read(text))[1] == speaker


def test_an_observer_is_an_office_and_no_name_ends_in_of(read):
    reading = read(MEETING)
    assert speakers(reading)[-2:] == ["Liina Tamm"] * 2
    assert not [a.name for a in reading.actors if a.name.endswith(" of")]


def test_a_body_keeps_its_name_though_that_ends_in_an_office():
    words = ("House", "of", "Representatives", "of", "Estovia")
    observer = ("the", "Permanent", "Observer", "of", "Estovia")
    for forms, start, head, kept in ((words, 0, 0, 1), (observer, 1, 2, 0)):
        name = Name(start=start, end=3, kind="ORG", score=0.9)
        grammar = SimpleNamespace(
            forms=forms,
            low=[f.lower() for f in forms],
            tag=("NNP",) * 5,
            head=[0] * 5,
            lemma=lambda word, forms=forms: forms[word].lower().removesuffix("s"),
            span_head=lambda span, head=head: head,
        )
        assert len(parted(grammar, [name])) == kept


def test_one_speaks_for_somebody_else_than_one_speaks_to(read):
    (said,) = read("France's delegate, also speaking for Germany, said that the veto was wrong.").statements
    assert said.addressee is None


def test_a_number_between_commas_after_a_name_is_an_age(read):
    figures = read("Two diplomats left. Omar Phiri, 58, told state radio that the army had won.").figures
    assert [(f.low, f.unit) for f in figures] == [(2, "diplomats"), (58, "years of age")]


def test_at_least_stays_with_its_number(read):
    reading = read("Omar Phiri told state radio that at least 11 villagers had been killed in the raid.")
    assert ("ASSAULT", ["at least 11 villagers"]) in parties(reading)
    reading = read("Omar Phiri told state radio that at least the army had attacked Chad.")
    assert ("ASSAULT", ["army", "Chad"]) in parties(reading)


def test_who_tells_of_something_takes_no_part_in_it(read):
    text = (
        "South Africa, which chairs the regional bloc, offered to mediate, according to two diplomats familiar with the "
        "matter, who spoke on condition of anonymity because they were not authorised to speak publicly."
    )
    assert parties(read(text)) == [("AGREE", ["South Africa"])]


def test_what_is_done_by_force_is_done_to_no_force(read):
    found = parties(read("Kenya rejected any attempt to change the treaty by force."))
    assert found and all("force" not in name for _, names in found for name in names)


def test_names_of_groups_hold_no_halves_of_marks(read):
    reading = read("Some “eastern friends” told the mayor that the port was closed.")
    assert speakers(reading) == ["Some eastern friends"]


def test_labels_may_be_offices_with_their_holders(read):
    assert speakers(read(DEBATE)) == ["Speaker", "Martin Calloway", "Ada Lund", "Martin Calloway", "Ada Lund"]
    spoken = DEBATE.replace("(Ada Lund)", "(spoke in French)")
    assert speakers(read(spoken))[2::2] == ["Prime Minister"] * 2
    unnamed = DEBATE.replace(" (Ada Lund)", "")
    assert speakers(read(unnamed)) == ["Speaker", "Martin Calloway", "Prime Minister", "Martin Calloway", "Prime Minister"]


def test_we_is_whoever_issues_a_statement(read):
    assert speakers(read(STATEMENT)) == ["European Union", "European Union", "lawyer of theirs"]
    other = STATEMENT.replace(" We call", " Karvelia announced that it would put them on trial. We call")
    assert speakers(read(other))[1:3] == ["Karvelia", "European Union"]


def test_what_is_told_in_passing_dates_nothing_after_it(read):
    aside = read("France, which withdrew its troops in 2024, kept silent. Its ambassador accused Peru of spying.")
    told = read("France withdrew its troops in 2024. Its ambassador accused Peru of spying.")
    days = read(
        "The islanders thanked Kenya for its help in the dark days of 2024 when rebels threatened to capture the port of Chad. "
        "Kenya accused Peru of spying."
    )
    for reading, year in ((aside, None), (told, "2024"), (days, "2024")):
        (accused,) = [e for e in reading.events if e.type == "ACCUSE"]
        assert (accused.when and accused.when.first and accused.when.first[:4]) == year


def test_a_day_on_which_something_else_was_signed_is_not_that_of_the_call(read):
    (call,) = [
        e for e in read("The Ministers called on all parties to respect the ceasefire signed in Luanda on 30 July 2026.").events
        if e.type == "REQUEST"
    ]  # fmt: skip
    assert call.when is None


def test_a_line_of_credits_in_italics_with_a_date_names_author_and_outlet(read):
    document = read(COLUMN, "a.md").document
    assert (document.published, document.publisher) == ("2026-07-22", "The Tasken Review")
    assert document.byline and document.byline.startswith("By Ousmane Fall")
    assert read(COLUMN.replace(" | The Tasken Review", ""), "b.md").document.publisher is None


TALKS = """Estovia, Karvelia foreign ministers hold talks on border demarcation

TALVIK, Sept. 3 (Northern News) -- Estovian Foreign Minister Liina Tamm and her Karvelian counterpart Dragan Petrov held talks \
here Wednesday, pledging to speed up the demarcation of their 212-km common border.

Tamm said Estovia attaches great importance to its ties with Karvelia and stands ready to expand cooperation in \
trade, energy and tourism.

For his part, Petrov said that his country appreciates Estovia's support for its bid to join the European Union, \
adding that the two sides should "let bygones be bygones."

The two ministers also exchanged views on the situation in the Karvel Strait and signed a memorandum of understanding \
on customs cooperation.

Bilateral trade rose by 14 percent to 870 million euros in the first half of this year, official data showed.

Petrov arrived in Talvik on Tuesday for a two-day visit, his first since taking office in March. He is scheduled to \
meet President Jaan Kask on Thursday morning.
"""


def test_a_counterpart_is_whoever_is_named_after_it(read):
    reading = read(TALKS)
    names = {a.id: a.name for a in reading.actors}
    pledged = next(s for s in reading.statements if s.cue and TALKS[slice(*s.cue[0])] == "pledging")
    assert (pledged.speaker and pledged.speaker.name, [names[a] for a in pledged.co_speakers]) == (
        "Liina Tamm",
        ["Dragan Petrov"],
    )


def test_his_country_is_that_whose_office_he_holds(read):
    text = (
        "Peruvian Foreign Minister Ana Ruiz and her Chilean counterpart Jan Paz held talks on Wednesday. For his part, Paz "
        "said that his country supports Chad. Omar Holt said that his country supports Chad."
    )
    reading = read(text)
    names = {a.id: a.name for a in reading.actors}
    backed = [[names[p.actor] for p in e.parties] for e in reading.events if e.type == "SUPPORT" and e.asserted_by]
    assert backed == [["Chile", "Chad"], ["Omar Holt's country", "Chad"]]


def test_a_month_that_somebody_hopes_for_is_still_to_come(read):
    text = "PARIS, April 12, 2026 — The two leaders agreed to speed up talks on an agreement, which they hope to sign in June."
    dates = [m.when for m in read(text).mentions if m.kind == "date" and text[m.start : m.end] == "June"]
    assert [d and d.first for d in dates] == ["2026-06-01"]


@pytest.mark.parametrize(
    ("text", "tie"),
    [
        ("Britain sanctions 12 over attacks on protesters in Chad.", False),
        ("Britain wages attacks on protesters in Chad.", True),
        ("The rebels receive weapons from the Americans.", False),
        ("The rebels came under fire from the Americans.", True),
    ],
)
def test_who_sanctions_attackers_or_arms_rebels_does_not_fight_them(read, text, tie):
    assert bool([t for t in read(text).ties if t.relation == "fights"]) == tie


def test_who_counts_the_dead_killed_nobody(read):
    text = (
        "At least 19 people have been killed and more than 400 arrested since the protests began on 8 May, according to the "
        "Karvelian Human Rights Centre, a local group."
    )
    assert not [names for _, names in parties(read(text)) if "Karvelian Human Rights Centre" in names]


def test_an_office_with_a_comma_in_it_is_whose_who_holds_it(read):
    office = "The Minister of State for Ports, Ferries and Fords"
    debate = DEBATE.replace("The Prime Minister (", f"{office} (").replace("The Prime Minister:", f"{office}:")
    assert speakers(read(debate)) == ["Speaker", "Martin Calloway", "Ada Lund", "Martin Calloway", "Ada Lund"]
    unnamed = debate.replace(" (Ada Lund)", "")
    assert speakers(read(unnamed))[2::2] == ["Minister of State for Ports, Ferries and Fords"] * 2


def test_what_minutes_put_between_paragraphs_is_in_nobodys_words(read):
    noted = DEBATE.replace("our ports.", "our ports.\n\nSeveral hon. Members rose—\n\nIt will bring more.")
    said = read(noted)
    words = [[said.document.text[a:b] for a, b in s.content] for s in said.statements]
    assert ["I will not. The deal has brought much money into our ports.", "It will bring more."] in words


def test_marks_of_markdown_between_paragraphs_are_no_words_of_a_turn(read):
    asked = (
        "# Fords\n\nWe met Ada Lund.\n\n**Who dredges?**\n\nThe town.\n\n**Mill and mud**\n\nIt silts.\n\n**And now?**\n\nMud."
    )
    said = read(asked, "a.md")
    assert not any("*" in said.document.text[a:b] for s in said.statements for a, b in s.content)


SPOKEN = (
    "Dear friends,\n\nI believe that peace is possible. We call on Chile to dredge the ford. “I doubt it,” my aunt said to me."
)


@pytest.mark.parametrize(
    ("title", "author"),
    [
        ("Statement by the Minister of Ports of Peru, Ada Lund", "Ada Lund"),
        ("Remarks by Trade Minister Ada Lund at the Ferry Forum", "Ada Lund"),
        ("Speech by the Minister of Fisheries Ada Lund to President Olu Berg", "Ada Lund"),
        ("Address of President Ada Lund on the visit of Olu Berg", "Ada Lund"),
        ("Statement by the Spokesperson for President Olu Berg, Ada Lund", "Ada Lund"),
        ("Statement by the African Union on the ford", "African Union"),
        ("Statement by the envoy of President Olu Berg", None),
        ("Statement by Peru’s foreign ministry on the ford", None),
        ("Statement by the NATO Secretary General on the ford", None),
        ("Statement of support for President Olu Berg", None),
    ],
)
def test_i_and_we_are_by_whom_the_title_says_the_words_are(read, title, author):
    said = read(f"{title}\n\n{SPOKEN}")
    assert speakers(said)[:2] == [author, author]
    assert speakers(said)[2] == "my aunt"
    names = {a.id: a.name for a in said.actors}
    assert names.get(said.statements[2].addressee) == author


def test_we_in_events_is_who_signs_or_what_they_hold_an_office_of(read):
    asked = "We call on Chile to dredge the ford."
    assert ("REQUEST", ["Peru", "Chile"]) in parties(
        read(f"Statement by the Minister of Foreign Affairs of Peru, Ada Lund\n\n{asked}")
    )
    assert ("REQUEST", ["Ada Lund", "Chile"]) in parties(read(f"{asked}\n\n— Ada Lund, ferryman at Orr"))
    joint = read(f"Joint Statement by Peru and Bolivia\n\n{asked}")
    assert ("REQUEST", ["Peru", "Bolivia", "Chile"]) in parties(joint)
    assert [len(s.co_speakers) for s in joint.statements] == [1]


LETTER = "Dear Minister,\n\nWe call on Peru to open the ford.\n\nI condemn the attack on the ferry.\n\n{}"


@pytest.mark.parametrize(
    ("end", "told", "others"),
    [
        ("Yours sincerely,\n\nAda Lund\n\nFormer Ambassador to Peru", ["Ada Lund", "Ada Lund"], 0),
        ("Ada Lund, former ambassador to Peru", ["Ada Lund", "Ada Lund"], 0),
        # nobody says which of two is "I"
        ("Yours faithfully,\n\nSir Ada Lund\nOrr\nDame Ida Berg", ["Ada Lund", None], 1),
        ("Ada Lund, who was there, laughed.", [None, None], 0),
    ],
)
def test_who_signs_a_letter_is_i_and_we_in_it(read, end, told, others):
    said = read(LETTER.format(end))
    assert speakers(said)[:2] == told
    assert len(said.statements[0].co_speakers) == others


def test_each_letter_is_by_those_at_its_own_end(read):
    first = "Letters\n\nSir, We call on Peru to open the ford.\n\nAda Lund\nOrr\n\n"
    assert speakers(read(first + "Sir, I believe that the ford should stay closed to all ships.\n\nIda Berg\nVarn")) == [
        "Ada Lund",
        "Ida Berg",
    ]


def test_a_name_at_the_end_of_a_report_signs_nothing(read):
    assert speakers(read("We call on Peru to open the ford.\n\nAda Lund"))[0] is None
