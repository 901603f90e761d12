"""Who speaks: by office, by pronoun, within the words of another; and what nobody said."""

from pathlib import Path

import pytest

from benchmarks.speakers import unmarked
from onrecord.acquire.files import documents
from onrecord.annotate.annotation import annotated
from onrecord.derive.cast import Cast
from onrecord.derive.grammar import Grammar
from onrecord.derive.posts import Post
from onrecord.derive.signed import Signed
from onrecord.derive.speakers import Speakers
from onrecord.run.reading import read_document
from onrecord.schema import Document


@pytest.fixture
def document(tmp_path):
    """Makes a document of a text."""

    def make(text):
        path = tmp_path / "text.txt"
        path.write_text(text, encoding="utf8")
        (made,) = documents(str(path))
        assert isinstance(made, Document)
        return made

    return make


@pytest.fixture
def said(document, model):
    """Reads a text: the statements as speaker, or None, and words."""

    def read(text):
        found = read_document(document(text), model).statements
        return [(s.speaker.name if s.speaker else None, " ".join(text[slice(*p)] for p in s.content)) for s in found]

    return read


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (
            "Peru's foreign minister, Ada Paz, said talks would go on. Chile's foreign minister said there was nothing to say.",
            ["Ada Paz", "Chile's foreign minister"],
        ),
        (
            "Pakistan's foreign minister, Tariq Elahi, said talks would go on. The Iranian defence minister said otherwise.",
            ["Tariq Elahi", "Iranian defence minister"],
        ),
        (
            "Peruvian Foreign Minister Ada Paz met reporters. The Chilean defence minister called for calm.",
            ["Chilean defence minister"],
        ),
        (
            "President Ole Marosh of Velden met reporters. The Peruvian president said the talks had failed.",
            ["Peruvian president"],
        ),
        (
            "Foreign Minister Ole Berg of Kalmaria met a delegation. The Kalmarian minister said that it was late.",
            ["Ole Berg"],
        ),
        (
            "Finance Minister Anna Berg said that she agreed. The interior minister said that he did not.",
            ["Anna Berg", "interior minister"],
        ),
        ("Defence Minister Anna Berg said that she agreed. The defense minister said so twice.", ["Anna Berg", "Anna Berg"]),
        ("Anna Berg, the minister of trade, spoke on Monday. The trade minister said that it was late.", ["Anna Berg"]),
        ("Finance Minister Anna Berg said that she agreed. The minister said that it was right.", ["Anna Berg", "Anna Berg"]),
        (
            "Deputy Foreign Minister Anna Berg said that talks would go on. The foreign minister said they would not.",
            ["Anna Berg", "foreign minister"],
        ),
        ("Deputy Foreign Minister Anna Berg met reporters. The minister said that talks would go on.", ["Anna Berg"]),
        ("Vice President Anna Berg met reporters on Monday. The president said that talks would go on.", ["president"]),
        (
            "The deputy prime minister, Ole Lund, spoke on Monday. The prime minister said that he wanted peace.",
            ["prime minister"],
        ),
        (
            "Foreign Minister Ole Moradi said yes. MP Bo Karrubi said no. The minister said he was sorry.",
            ["Ole Moradi", "Bo Karrubi", "Ole Moradi"],
        ),
        (
            "Foreign Minister Ole Moradi said yes. Anna Roe, who preceded Prime Minister Bob Hall, said no. "
            "The minister said he was sorry.",
            ["Ole Moradi", "Anna Roe", "Ole Moradi"],
        ),
        ("Kenya's president urged restraint.\n\nPresident Ole Kiptanui spoke a day later.", ["Ole Kiptanui"]),
        ("Kenya's president urged restraint.\n\nChadian President Ole Idris spoke a day later.", ["Kenya's president"]),
        ("A president urged restraint.\n\nPresident Ole Idris spoke a day later.", ["president"]),
        (
            "A Western diplomat in Vienna said it was odd. An Austrian diplomat said it was fine.",
            ["Western diplomat in Vienna", "Austrian diplomat"],
        ),
        ("A US official said maybe. A senior US official said never.", ["US official", "senior US official"]),
        (
            "Indian Foreign Minister Ada Berg met reporters. The external affairs minister said that talks would go on.",
            ["Ada Berg"],
        ),
        ("The minister's aide Ada Lund met reporters. The minister said yes.", ["minister"]),
        (
            "The shadow minister said 'no'.\n\nThe federation chairman said no.\n\nThe Downing Street spokeswoman said yes.",
            ["shadow minister", "federation chairman", "Downing Street spokeswoman"],
        ),
        (
            "Kremlin Spokesman Oleg Tarasov told reporters that all was quiet. “We see nothing,” the Kremlin official said.",
            ["Oleg Tarasov", "Oleg Tarasov"],
        ),
        (
            "Kremlin Spokesman Oleg Tarasov told reporters that all was quiet. “We see nothing,” the Pentagon official said.",
            ["Oleg Tarasov", "Pentagon official"],
        ),
        (
            "A diplomat said no. Spokeswoman Ada Lund said that sanctions would be met. “It will hurt,” the diplomat warned.",
            ["diplomat", "Ada Lund", "diplomat"],
        ),
        (
            "Former president Ada Lund criticised President Ole Berg. The former president said that he was tired.",
            ["Ada Lund", "Ada Lund"],
        ),
        (
            "The representative of Peru said that the pass was closed. The representative of Chile said that it was open.",
            ["representative of Peru", "representative of Chile"],
        ),
        (
            "Ruthenia's delegate said his country was ready. Ruthenia's delegate accused the others. "
            "France's delegate said it was a dark day.",
            ["Ruthenia's delegate", "Ruthenia's delegate", "France's delegate"],
        ),
        ("The representative of Denmark, co-author of the draft, urged members to act.", ["representative of Denmark"]),
        ('"We have time," Voss said. "Never," cut in the French minister, Luc Ferrand, to laughter.', ["Voss", "Luc Ferrand"]),
        (
            "The shadow minister said 'no'.\n\nThe fishers' chairman, Bo Lund, said no.\n\n"
            "A Downing Street spokeswoman said the claim was untrue.",
            ["shadow minister", "Bo Lund", "Downing Street spokeswoman"],
        ),
    ],
)
def test_an_office_is_whose_state_rank_and_field_it_has(text, speakers, said):
    assert [speaker for speaker, _ in said(text)] == speakers


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (
            "Amnesty International said prisoners were beaten. The government rejected the claim.",
            ["Amnesty International", "government"],
        ),
        (
            "Japan's Foreign Ministry said it protested. Chad's Foreign Ministry said yes. The Foreign Ministry said so.",
            ["Japan's Foreign Ministry", "Chad's Foreign Ministry", "Chad's Foreign Ministry"],
        ),
        (
            "The Israel Defense Forces said that a house was struck. The army said so again.",
            ["Israel Defense Forces", "Israel Defense Forces"],
        ),
        ("The Kurdistan Regional Government said it was ready. The government rejected the claim.", ["KRG", "KRG"]),
    ],
)
def test_a_body_is_none_with_a_name_of_another_kind(text, speakers, said):
    assert [("KRG" if "Kurdistan" in speaker else speaker) for speaker, _ in said(text)] == speakers


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ('A diplomat confirmed the call. "Lund shouted at us," he said.', "diplomat"),
        ('An aide to Berg was there. "Lund shouted at us," she said.', "aide to Berg"),
        ("The European Council condemned the war. It calls on Russia to agree to a ceasefire.", "European Council"),
        ("Chad's embassy in Peru was silent. It accused Kenya of forging the papers.", "Chad's embassy in Peru"),
        ("Rain fell on the town. It was said that the bridge had gone.", None),
        ("Ada Lund led the party. Her rival, Bo Berg, never forgave her.\n\nShe says she has no regrets.", "Ada Lund"),
        (
            "Ada Lund led the party. Her rival, Eva Berg, believes Lund has been overrated all her life.\n\n"
            'She does not deny being lucky. "My mother was, too," she says.',
            "Ada Lund",
        ),
        ("Ada Lund led the party. Bo Berg never forgave her.\n\nHe says he has no regrets.", "Bo Berg"),
        ("Observers from Peru said that voting was calm, though they criticised two arrests.", "Observers from Peru"),
    ],
)
def test_a_pronoun_is_the_subject_of_the_sentence_before(text, speaker, said):
    assert said(text)[-1][0] == speaker


@pytest.mark.parametrize(
    ("before", "speakers"),
    [
        ("Norway's foreign minister, Ada Lund, met Peru's foreign minister, Ole Paz, in Oslo.", ["Ada Lund", "Ole Paz"]),
        ("Ada Lund met Ole Paz and Bo Berg in Oslo.", ["two ministers"]),
        ("Ada Lund and Ole Paz met in Oslo.\n\nRain fell.\n\nIt was late.", ["two ministers"]),
    ],
    ids=["two", "three", "long ago"],
)
def test_two_are_those_whom_the_sentence_before_names(before, speakers, document, model):
    for told in (
        "The two ministers said that peace was near.",
        "The two ministers shook hands. They said that peace was near.",
    ):
        found = read_document(document(f"{before} {told}"), model)
        (said,) = found.statements
        name = {a.id: a.name for a in found.actors}
        assert [said.speaker.name, *(name[c] for c in said.co_speakers)] == speakers


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ('"I will not sign it," Lund said, according to two people in the room.', ("Lund", '"I will not sign it,"')),
        ('"We will leave," Lund told parliament on Monday, the BBC reported.', ("Lund", '"We will leave,"')),
        ('"We will leave," said Lund, according to two aides.', ("Lund", '"We will leave,"')),
        ('Lund told reporters: "I resign," according to two aides.', ("Lund", '"I resign,"')),
        ("\"Okoro told me, 'Tear it up,'\" Lund said.", ("Okoro", "'Tear it up,'")),
        ("Lund said that Berg had told him that Paz would resign.", ("Berg", "that Paz would resign")),
        ("“I was told by Helen Marsh that we would lose,” Lund said.", ("Helen Marsh", "that we would lose")),
        ("Lund stressed that they are not, the ministry said.", ("Lund", "that they are not")),
    ],
)
def test_who_is_quoted_within_the_words_of_another(text, inner, said):
    assert said(text)[1:] == [inner]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Governor Ada Reyes did not say that Mexico would attack Texas.", "denied"),
        ("Ada Reyes never claimed that Mexico had attacked Texas.", "denied"),
        ("Neither Lund nor Berg said that the vote was fair.", "denied"),
        ("No minister said that the vote was fair.", "denied"),
        ("Nobody said that the vote was fair.", "denied"),
        ("No 10 said the plan was dead.", "happened"),
        ("None other than Ada Lund said that the plan was dead.", "happened"),
        ("Little-known deputies, none of them from Oslo, said that the plan was dead.", "happened"),
        ("Ada Reyes did not say when the talks would begin.", "planned"),
        ("Ada Reyes did not deny that Mexico had asked for help.", "hypothetical"),
    ],
)
def test_what_somebody_did_not_say_is_denied(text, status, document, model):
    assert [s.status for s in read_document(document(text), model).statements] == [status]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Contrary to what Lund said, taxes did not rise.", []),
        ("Minister Jonas Beck likes to say that money is not the problem. It is.", ["that money is not the problem"]),
        ("Lund says that “it is over”. “It was never begun.”", ["that “it is over”. “It was never begun.”"]),
    ],
)
def test_nobody_is_given_what_the_report_says_against_them(text, content, said):
    assert [words for _, words in said(text)] == content


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('Lund shrugged. "We will veto it."', [("Lund", '"We will veto it."')]),
        ('Lund shrugged.\n\n"We will veto it."', []),
        ('Lund raised taxes last year. "They have always robbed the free people of this country."', []),
        ('Lund and Berg shrugged. "We will veto it."', []),
        ('Lund shrugged. "The Bridge" was sold out.', []),
        ('Lund shrugged. "We will veto it," Berg said.', [("Berg", '"We will veto it,"')]),
    ],
)
def test_who_is_quoted_behind_a_gesture(text, told, said):
    assert said(text) == told


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ('"And I have never" — her voice broke — "forgiven myself," Lund said.', '"And I have never" "forgiven myself,"'),
        ('"The door is," she paused, "closed," said Minister Ana Roth.', '"The door is," "closed,"'),
        (
            'The plan was "a shame," and he believed it "would fail," Lund said.',
            'The plan was "a shame," and he believed it "would fail,"',
        ),
    ],
)
def test_what_the_report_puts_between_quotations_is_not_said(text, content, said):
    assert [words for _, words in said(text)] == [content]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Asked by a reporter if he would resign, Lund said no.", "reporter"),
        ("Asked whether he would resign, Lund said no.", None),
        ("The prime minister, asked on a visit to Oslo whether he had faith in her, said: “She is doing well.”", None),
        ("Home secretary accused of 'misleading parliament'\n\nThe home secretary, Ada Lund, is in trouble.", None),
        ("No minister confirmed that talks were held.", "No minister"),
        ("Lund's remarks that the vote was rigged drew anger.", "Lund"),
    ],
)
def test_who_asks_and_whose_claim_it_is_says_it(text, speaker, said):
    assert said(text)[0][0] == speaker


def test_an_arab_surname_goes_without_its_article(said):
    text = "Oman's foreign minister, Said al-Harthy, said that he would go. Mr Harthy added that Oman would host talks."
    assert [speaker for speaker, _ in said(text)] == ["Said al-Harthy", "Said al-Harthy"]


def test_neither_is_no_part_of_a_name(said):
    assert said("Neither Galdona nor Arboleda ruled out closing the border.") == [("Galdona", "closing the border")]


def test_a_name_that_is_met_again_is_that_actor_and_no_other(said):
    text = "The State Department denied taking sides. Ethara will not wait for Sunda's permission. "
    text += "Sunda has asked the UN Security Council to step in."
    assert [speaker for speaker, _ in said(text)] == ["US State Department", "Sunda"]


def test_who_stands_behind_the_verb_after_a_quotation_says_it(document, model):
    text = '"Nothing is ruled out," cut in the Chilean minister, Ole Paz, to laughter. He left.'
    grammar = Grammar(annotated(document(text), model))
    cast = Cast(grammar)
    by_syntax = Speakers(grammar, cast, Signed(grammar, cast)).by_syntax
    start = grammar.forms.index("cut")
    assert [grammar.text(s) for s in by_syntax((start, start + 2), (), [(0, start)])] == ["the Chilean minister"]
    assert by_syntax((start, start + 2), (), [(1, start - 1)]) == ()
    assert by_syntax((start, start + 2), ((0, 1),), [(0, start)]) == ((0, 1),)


def test_a_name_with_initials_is_fuller_than_the_surname(said):
    text = "Former defence minister K R Subbiah, who left in 2020, said he was “not convinced”. Subbiah asked for more."
    assert [speaker for speaker, _ in said(text)] == ["K R Subbiah", "K R Subbiah"]


@pytest.mark.parametrize(
    ("known", "said", "same"),
    [
        (("minister", ["prime"], []), ("minister", [], []), False),
        (("minister", [], ["trade"]), ("minister", [], []), True),
        (("minister", ["deputy"], ["trade"]), ("minister", [], ["trade"]), False),
        (("minister", ["deputy"], ["trade"]), ("minister", [], []), True),
        (("president", ["vice"], []), ("president", [], []), False),
        (("minister", [], ["trade"]), ("minister", [], ["defense"]), False),
        (("minister", [], ["trade"]), ("governor", [], ["defense"]), True),
    ],
)
def test_posts_are_the_same_by_rank_and_field(known, said, same):
    def post(office, ranks, fields):
        return Post(office=office, ranks=frozenset(ranks), fields=frozenset(fields), territories=frozenset())

    assert post(*known).may_be(post(*said)) is same


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (
            "Prime Minister Ole Marosh rejected it. His office said that it was void. Marosh's office said that it was dead.",
            ["Ole Marosh's office", "Ole Marosh's office"],
        ),
        (
            "Ada Lund was away. Lund's lawyer said that it was late. Her lawyer said that it was short.",
            ["Ada Lund's lawyer", "Ada Lund's lawyer"],
        ),
        (
            "Prime Minister Ole Marosh said no.\n\nMr Marosh's predecessor, Ada Eshkan, was away. “I was told so,” she told "
            "reporters. “They say it. The cabinet knows it.”\n\nHis office said that it was false.",
            ["Ole Marosh's office"],
        ),
        ("Ada Lund, the minister, was away. The minister's office said that it was late.", ["minister's office"]),
        # a name with an article before it is not the owner of all that follows
        ("Ada Lund was away. The Danish minister's office said that it was late.", ["Danish minister's office"]),
    ],
)
def test_what_is_somebodys_is_called_by_their_name_in_full(text, speakers, said):
    assert [speaker for speaker, words in said(text) if "it was" in words] == speakers


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Ms Eshkan told reporters that it was bad. The minister rejected this. “I serve the president,” he said.", "minister"),
        ("Sir Ole Berg met Dame Ada Lund in Oslo. “We talked,” she said.", "Ada Lund"),
        ("Sir Ole Berg met Dame Ada Lund in Oslo. “We talked,” he said.", "Ole Berg"),
        ("Ms Ada Lund met the governor in Oslo. “We talked,” he said.", None),
        ("Ms Ada Lund met the governor in Oslo. “We talked,” she said.", "Ada Lund"),
        ("Angela King met the governor in Oslo. “We talked,” she said.", "Angela King"),
        ("Ms Ada Lund is the minister of trade. The minister rejected the plan. “I serve the president,” he said.", None),
    ],
)
def test_nobody_addressed_as_a_woman_is_he(text, speaker, said):
    assert said(text)[-1][0] == speaker


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        (
            "Ole Berg, the mayor, was upset. “They ask me, ‘Who will protect us?’ and I have no answer,” he said.",
            ("They", "‘Who will protect us?’"),
        ),
        ("Ada Lund was upset. “People here tell me that they are tired,” she said.", ("People", "that they are tired")),
        (
            "“I was told by our own generals, ‘A bad deal is better than no deal’,” Ole Berg said.",
            ("our own generals", "‘A bad deal is better than no deal’"),
        ),
        (
            "Minister Ada Lund summoned the envoy and told him that the ships must leave, the ministry said.",
            ("Ada Lund", "that the ships must leave"),
        ),
    ],
)
def test_words_within_words_are_somebodys_without_a_name_too(text, inner, said):
    assert inner in said(text)


def test_what_people_say_is_told_by_nobody(said):
    text = "Ole Berg said that people say that the tax is too high."
    assert [speaker for speaker, _ in said(text)] == ["Ole Berg"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("NEW DELHI: India had won, Ada Rathod said, but Congress said that it had lost.", "Indian National Congress"),
        ("LIMA: Congress said that it would impeach the president of Peru.", "Congress of Peru"),
        ("Congress said that it would not pay. Peru, Chile and the United States sent envoys to Washington.", "US Congress"),
    ],
)
def test_congress_is_that_of_the_state_told_of(text, speaker, said):
    assert speaker in [who for who, _ in said(text)]


def test_a_parliament_is_not_its_state(document, model):
    text = "India has won. The government said that the parliament agreed."
    cast = Cast(Grammar(annotated(document(text), model)))
    india = cast.figure_at(0)
    other = {text[slice(*cast.grammar.characters((n.start, n.end)))]: cast._is_another_body(n, india) for n in cast.nouns}
    assert (other["The government"], other["the parliament"]) == (False, True)


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (
            "The Foreign Ministry said that Japan had protested. Japanese ships left. Taiwan's Foreign Ministry said no more.",
            ["Foreign Ministry", "Taiwan's Foreign Ministry"],
        ),
        (
            "The Foreign Ministry said that Japan had protested. Japanese ships left. Japan's Foreign Ministry said no more.",
            ["Japan's Foreign Ministry", "Japan's Foreign Ministry"],
        ),
    ],
)
def test_a_bare_ministry_is_that_of_the_state_most_told_of(text, speakers, said):
    assert [speaker for speaker, _ in said(text)] == speakers


@pytest.mark.parametrize(
    ("lead", "second", "speakers"),
    [
        (
            "Peru's foreign minister has said that talks will go on.",
            "Ada Paz told the radio that she was in Chile.",
            ["Ada Paz"] * 3,
        ),
        (
            "Peru's foreign minister has said that talks will go on.",
            "Deputy Ada Paz told the radio that she was in Chile.",
            ["Peru's foreign minister", "Ada Paz", "Peru's foreign minister"],
        ),
        (
            "Peru's foreign minister, who is Ole Berg, has said that talks will go on.",
            "Ada Paz told the radio that she was in Chile.",
            ["Ole Berg", "Ada Paz", "Ole Berg"],
        ),
        # who speaks next need not be who was told of
        ("Peru's foreign minister left on Monday.", "Ada Paz told the radio of it.", ["Ada Paz", "Peru's foreign minister"]),
        (
            "Peru's foreign minister was fired.",
            "Ada Paz told the radio that she was away.",
            ["Ada Paz", "Peru's foreign minister"],
        ),
        (
            "Peru's foreign minister, Ole Berg, has said that talks will go on.",
            "Ada Paz told the radio that she was in Chile.",
            ["Ole Berg", "Ada Paz", "Ole Berg"],
        ),
    ],
)
def test_who_is_named_below_a_lead_holds_its_office(lead, second, speakers, said):
    found = said(f"{lead}\n\n{second}\n\nPeru's foreign minister said that it was late.")
    assert [speaker for speaker, _ in found] == speakers


@pytest.mark.parametrize(
    ("text", "count"),
    [("Ada Lund said nothing.", 0), ("Ole Berg said nothing would change.", 1)],
)
def test_who_says_nothing_says_nothing(text, count, said):
    assert len(said(text)) == count


def test_who_was_quoted_by_another_speaks(said):
    text = "Shen countered that the islands are Chinese, according to the Chinese Embassy.\n\n“The Japanese side should stop "
    text += "making trouble,” he was quoted by the embassy as saying."
    assert said(text)[-1] == ("Shen", "“The Japanese side should stop making trouble,”")


@pytest.mark.parametrize(
    ("report", "speaker", "words"),
    [
        ("05_britain", "Helen Marsh", "that we would lose in every court in the land"),
        ("09_islands", "Shen Guoliang", '"The Japanese side should stop making trouble,"'),
    ],
)
def test_who_is_quoted_in_a_long_report(report, speaker, words, said):
    marked = Path(__file__).parent / f"cases/speakers/tuned/{report}.txt"
    text, _ = unmarked(marked.read_text(encoding="utf8").strip())
    assert (speaker, words) in said(text)


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        (
            "Commenting on the remarks by President Ada Paz that Peru must have a seat, Tarask said that it was late.",
            ("Ada Paz", "that Peru must have a seat"),
        ),
        ("The report contradicts Berg's claim that the dam was safe.", ("Berg", "that the dam was safe")),
        (
            "He and Secretary Ole Pike agreed that the treaty applies to the islands, the ministry said.",
            ("Ole Pike", "that the treaty"),
        ),
    ],
)
def test_what_somebodys_remarks_say_is_theirs(text, inner, said):
    assert any(speaker == inner[0] and words.startswith(inner[1]) for speaker, words in said(text))


@pytest.mark.parametrize(
    "text",
    [
        "The minister repeated his promise that the road would open.",
        "Ole Berg rejected a claim that the road was closed.",
        "The road that Berg's promise built was closed.",
    ],
)
def test_a_promise_of_nobody_else_is_no_words_within_words(text, said):
    assert len(said(text)) <= 1


def test_what_the_speaker_promised_is_told_once(said):
    text = "Ole Berg said that the minister's promise that the road would open had been broken."
    assert [speaker for speaker, _ in said(text)] == ["Ole Berg"]


def test_what_is_ghanaian_is_of_ghana(model):
    (document,) = documents(str(Path(__file__).parent.parent / "examples/envoy-interview.txt"))
    names = {a.name for a in read_document(document, model).actors}
    assert ("Ghana" in names, "Ghanaian" in names) == (True, False)


def test_his_office_is_that_of_the_one_man_named_before(document, model):
    text = "Mr Marosh's predecessor, Ms Ada Eshkan, was away. “They say it,” she said.\n\nHis office said no."
    cast = Cast(Grammar(annotated(document(text), model)))
    his = cast._whose(cast.grammar.forms.index("His"))
    assert his is not None
    assert cast.name_of(his) == "Marosh"
