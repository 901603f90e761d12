"""What the record is handed on as, each format read back by what its users read it with."""

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import bibtexparser
import networkx
import pytest
import rdflib
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware
from fastapi.testclient import TestClient
from hand_made import numbered, reading
from hypothesis import given
from hypothesis import strategies as st
from one_of_each import IDA, OREN, TASKEN, TEXT, VELMORA, keep, rich, span
from rdflib.plugins.shared.jsonld import context as jsonld

import onrecord
from onrecord.errors import InputError
from onrecord.keep.citation import bibtex, citation, csl, extent, footnote, note_of, permalink, reference, ris
from onrecord.keep.export import FORMATS, TABLES, Source, format_of
from onrecord.keep.export.source import amount_of
from onrecord.keep.export.standoff import fragments
from onrecord.keep.lines import reading_of
from onrecord.keep.store import Store
from onrecord.query.filters import Filter
from onrecord.schema import Party, When
from onrecord.serve.web.app import application

CASES = Path(__file__).parent / "cases" / "export"


@pytest.fixture
def record(tmp_path):
    keep(tmp_path / "record.db")
    return tmp_path / "record.db"


@pytest.fixture
def exported(record, tmp_path):
    """Exports to a file and gives its path."""

    def export(name, **options):
        options.setdefault("record", record)
        onrecord.export(tmp_path / name, **options)
        return tmp_path / name

    return export


# --- the table of formats --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", FORMATS, ids=lambda f: f.name)
def test_every_format_is_meant_by_its_endings_and_its_name(format):
    for ending in format.endings:
        assert format_of(f"some.thing{ending.upper()}") is format_of("-", format.name) is format
    assert sum((format.text is not None, format.file is not None, format.folder is not None)) == 1


@pytest.mark.parametrize("format", FORMATS, ids=lambda f: f.name)
def test_every_format_is_the_same_each_time_and_needs_no_one_on_record(format, exported, tmp_path):
    def whole(path):
        return {p.name: p.read_bytes() for p in path.iterdir()} if path.is_dir() else path.read_bytes()

    document = {"document": "news/1.txt"} if format.name == "html" else {}
    written = [whole(exported(f"{n}{format.endings[0]}", **document)) for n in (1, 2)]
    assert written[0] == written[1]
    with Store(tmp_path / "none.db") as store:
        store.write([reading("empty.txt", title="Nothing said")])
    exported(f"none{format.endings[0]}", record=tmp_path / "none.db")
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("format", FORMATS, ids=lambda f: f.name)
def test_every_format_says_where_it_cannot_write(format, record, tmp_path):
    with pytest.raises(InputError, match="cannot be written"):
        onrecord.export(tmp_path / "nowhere" / f"a{format.endings[0]}", record=record, document="news/1.txt")
    if not format.folder:
        with pytest.raises(InputError, match="it is a folder; name a file in it"):
            onrecord.export(tmp_path, record=record, format=format.name)
    if not format.text:
        with pytest.raises(InputError, match=f"{format.title} is written to a f"):
            onrecord.export("-", record=record, format=format.name)


def test_an_export_that_fails_leaves_what_was_there(record, tmp_path):
    there = tmp_path / "mine.html"
    there.write_text("mine")
    with pytest.raises(InputError, match="more than one document to write; HTML holds one, which --document names"):
        onrecord.export(there, record=record)
    assert there.read_text() == "mine" and not list(tmp_path.glob("*.part"))


def test_a_document_that_there_is_not_is_not_exported(record, tmp_path):
    with pytest.raises(InputError, match=r"nothing\.txt: no such document on record"):
        onrecord.export(tmp_path / "a.csv", record=record, document="nothing.txt")
    assert onrecord.export(tmp_path / "a.jsonl", record=record, document="news/1.txt") == 1


@pytest.mark.parametrize(
    "format", [f for f in FORMATS if f.text and f.name not in ("html", "corrections")], ids=lambda f: f.name
)
def test_what_is_read_is_written_before_more_is_read(format):
    out, passes = io.StringIO(), []

    def readings():
        passes.append([])
        for n in range(5):
            passes[-1].append(out.tell())
            yield replace(rich(), document=replace(rich().document, id=f"d{n}"))

    format.text(Source(readings=readings, identities=lambda _: {}, judgements=lambda: iter(())), out)
    assert any(sorted(set(written)) == written for written in passes)


# --- references ------------------------------------------------------------------------------------------------------


def _notes(found):
    return [note_of(citation(found, s)) for s in found.statements]


def test_ris_is_read_by_rispy(exported):
    first, second, empty = rispy.loads(exported("a.ris").read_text(encoding="utf8"))
    assert (first["type_of_reference"], first["title"], first["secondary_title"], first["year"], first["date"]) == (
        "NEWS",
        TEXT.split("\r")[0],
        "The Tasken Post & Sons",
        "2022",
        "2022/02/03/",
    )
    assert first["authors"] == ["{Ann} O’Neill"] and first["urls"] == ["https://post.example/a?b=1&c=%7B2%7D"]
    assert first["notes"][:2] == _notes(rich()) and second["notes"][:2] == _notes(numbered(1)) and len(empty["notes"]) == 1


def test_bibtex_is_read_by_bibtexparser(exported):
    library = bibtexparser.parse_string(
        exported("a.bib").read_text(encoding="utf8"), append_middleware=[LatexDecodingMiddleware(keep_braced_groups=True)]
    )
    assert not library.failed_blocks and len(library.entries) == 3
    first = library.entries[0]
    assert re.fullmatch(r"tasken2022-[0-9a-f]{12}", first.key) and first.entry_type == "article"
    assert first["title"] == TEXT.split("\r")[0] and first["journal"] == "The Tasken Post & Sons"
    assert first["annote"] == " / ".join(_notes(rich()))


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_the_same_after_bibtex_and_ris(words):
    found = numbered(1)
    cited = reference(found.document)
    line = " ".join("".join(" " if rispy_breaks(c) else c for c in words).split())
    (entry,) = bibtexparser.parse_string(
        bibtex(cited, [f"a {words} z"]), append_middleware=[LatexDecodingMiddleware(keep_braced_groups=True)]
    ).entries
    # pylatexenc takes ligatures of TeX's own for what they print
    assert _ligatures(entry["annote"]) == _ligatures(" ".join(f"a {line} z".split()))
    (entry,) = rispy.loads(ris(cited, [f"a {words} z"]))
    assert entry["notes"][0] == " ".join(f"a {line} z".split())


def rispy_breaks(character):
    import unicodedata

    return unicodedata.category(character) in ("Cc", "Zl", "Zp")


def _ligatures(text):
    for a, b in (
        ("---", "—"),
        ("--", "–"),
        ("``", "“"),
        ("''", "”"),
        ("?`", "¿"),
        ("!`", "¡"),
        ("`", "‘"),
        ("'", "’"),
        ("ˆ", "^"),
    ):
        text = text.replace(a, b)
    return text


def test_csl_is_what_citation_processors_read(exported):
    first, second, empty = json.loads(exported("a.csl.json").read_text(encoding="utf8"))
    assert first == csl(reference(rich().document), _notes(rich()))
    assert (first["type"], first["issued"], first["author"]) == (
        "article-newspaper",
        {"date-parts": [[2022, 2, 3]]},
        [{"literal": "{Ann} O’Neill"}],
    )
    assert second["note"].split("\n")[:-1] == _notes(numbered(1)) and "issued" not in empty


# --- citations -------------------------------------------------------------------------------------------------------


def test_a_footnote_says_who_then_in_which_office_said_what_when_quoted_by_whom_where():
    found = rich()
    outer, inner = (citation(found, s) for s in found.statements)
    place = (
        "{Ann} O’Neill, “Tolls {100% \\ & #1_x} 𝔸🚢 ‘quoted’,” The Tasken Post & Sons, 3 February 2022, "
        "https://post.example/a?b=1&c=%7B2%7D, characters"
    )
    a, b = extent(found.statements[0])
    assert footnote(outer) == (
        "Ida Brandvik, Mayor of Velmora, partly in indirect speech: “Oren Tal had told her: ‘The ferries 🚢🚢 will not sail,’ "
        f"… ‘Tasken is no friend of Velmora.’” Said 1 February 2022. {place} {a}–{b}."
    )
    a, b = extent(found.statements[1])
    assert footnote(inner) == (
        f"Oren Tal, as quoted by Ida Brandvik [denied]: “The ferries 🚢🚢 will not sail,”. {place} {a}–{b}."
    )
    assert (outer.quoted_by, inner.quoted_by) == ((), ("Ida Brandvik",))


def test_a_permalink_holds_what_proves_it():
    import hashlib

    found = rich()
    cited = citation(found, found.statements[1])
    a, b = extent(found.statements[1])
    words = hashlib.sha256(TEXT[a:b].encode()).hexdigest()[:16]
    assert permalink(cited) == (
        f"/statements/{cited.id}?document={found.document.id}&sha={found.document.sha256[:16]}&start={a}&end={b}&words={words}"
    )


# --- linked data -----------------------------------------------------------------------------------------------------

ONRECORD = rdflib.Namespace("urn:onrecord:term:")
OA, PROV = rdflib.Namespace("http://www.w3.org/ns/oa#"), rdflib.PROV


@pytest.fixture
def graph(exported, monkeypatch):
    """Reads linked data without a network: the one context that is fetched is a file here."""

    def read(name):
        def kept(source, *args, **options):
            assert source == "http://www.w3.org/ns/anno.jsonld"
            return json.loads((CASES / "anno.jsonld").read_text()), None

        monkeypatch.setattr(jsonld, "source_to_json", kept)
        return rdflib.Graph().parse(exported(name), format="json-ld")

    return read


def test_annotations_are_read_by_rdflib(graph):
    found = graph("a.anno.jsonld")
    assert len(set(found.subjects(rdflib.RDF.type, OA.Annotation))) == 2 + 2 + 2 + 1 + 1 + 2
    statement = rdflib.URIRef("urn:onrecord:statement:f0f0f0f0f0f0f0f0")
    targets = list(found.objects(statement, OA.hasTarget))
    assert len(targets) == 2
    quoted = set()
    for target in targets:
        assert found.value(target, OA.hasSource) == rdflib.URIRef(f"urn:onrecord:document:{rich().document.id}")
        selectors = {str(found.value(s, rdflib.RDF.type)).split("#")[1]: s for s in found.objects(target, OA.hasSelector)}
        position, quote = selectors["TextPositionSelector"], selectors["TextQuoteSelector"]
        start, end = int(found.value(position, OA.start)), int(found.value(position, OA.end))
        assert str(found.value(quote, OA.exact)) == TEXT[start:end]
        before, after = str(found.value(quote, OA.prefix)), str(found.value(quote, OA.suffix))
        assert TEXT[max(0, start - 32) : start] == before and TEXT[end : end + 32] == after
        quoted.add((start, end))
    assert quoted == set(rich().statements[0].content)
    by = {str(s).split(":", 2)[2]: str(o) for s, o in found.subject_objects(ONRECORD.assertedBy)}
    document = f"urn:onrecord:document:{rich().document.id}"
    assert by["event:e1"] == by["tie:t2"] == by["statement:f0f0f0f0f0f0f0f0"] == document
    assert by["event:e2"] == "urn:onrecord:statement:0f0f0f0f0f0f0f0f"
    assert by["statement:0f0f0f0f0f0f0f0f"] == by["tie:t1"] == "urn:onrecord:statement:f0f0f0f0f0f0f0f0"


def test_provenance_is_read_by_rdflib(graph):
    found = graph("a.prov.jsonld")
    statement = rdflib.URIRef("urn:onrecord:statement:0f0f0f0f0f0f0f0f")
    document = rdflib.URIRef(f"urn:onrecord:document:{rich().document.id}")
    reading_of_it = found.value(statement, PROV.wasGeneratedBy)
    assert found.value(reading_of_it, PROV.used) == document == found.value(statement, PROV.wasDerivedFrom)
    (agent,) = found.objects(reading_of_it, PROV.wasAssociatedWith)
    assert (agent, rdflib.RDF.type, PROV.SoftwareAgent) in found and str(found.value(agent, ONRECORD.model)) == "by hand"
    raw = found.value(document, PROV.wasDerivedFrom)
    assert str(found.value(raw, ONRECORD.sha256)) == rich().document.sha256
    assert found.value(statement, PROV.wasQuotedFrom) == rdflib.URIRef("urn:onrecord:statement:f0f0f0f0f0f0f0f0")
    (speaker,) = found.objects(statement, PROV.wasAttributedTo)
    assert str(speaker) == f"urn:onrecord:unit:{rich().document.id}:{OREN}"
    # one actor of two documents, and the judgement that says so
    joined = set(found.subjects(PROV.alternateOf, rdflib.URIRef("urn:onrecord:actor:joined")))
    (judgement,) = found.subjects(ONRECORD.verdict, rdflib.Literal("same"))
    assert joined == set(found.objects(judgement, PROV.used)) and len(joined) == 2
    for item in ("event:e1", "event:e2", "tie:t1", "tie:t2", "figure:f1"):
        assert found.value(rdflib.URIRef(f"urn:onrecord:{item}"), ONRECORD.assertedBy), item


def test_a_correction_is_an_activity_of_the_person_who_made_it(graph, record):
    onrecord.correct("0f0f0f0f0f0f0f0f", "status", "happened", record=record, by="Ann O'Neill & Co")
    onrecord.correct("t1", "reject", record=record, by="Ann O'Neill & Co")
    found = graph("a.prov.jsonld")
    statement, tie = (rdflib.URIRef(f"urn:onrecord:{x}") for x in ("statement:0f0f0f0f0f0f0f0f", "tie:t1"))
    (made,), (undone,) = found.subjects(PROV.generated, statement), found.subjects(PROV.invalidated, tie)
    (person,) = found.objects(made, PROV.wasAssociatedWith)
    assert (
        found.value(undone, PROV.wasAssociatedWith) == person
        and str(found.value(person, rdflib.RDFS.label)) == "Ann O'Neill & Co"
    )
    assert (person, rdflib.RDF.type, PROV.Person) in found and found.value(
        made, PROV.endedAtTime
    ).datatype == rdflib.XSD.dateTime
    assert (tie, None, None) not in found


# --- parts of the record ---------------------------------------------------------------------------------------------


def _part(exported, **wanted):
    lines = exported("a.jsonl", wanted=Filter(**wanted)).read_text(encoding="utf8").splitlines()
    return [reading_of(json.loads(line)) for line in lines]


def test_a_part_of_the_record_is_what_a_search_finds_with_what_asserts_it(exported):
    (one,) = _part(exported, about="Tasken")
    assert [s.id for s in one.statements] == ["f0f0f0f0f0f0f0f0"]
    assert ([e.id for e in one.events], [t.id for t in one.ties], one.figures) == (["e1"], ["t1"], ())
    first, second = _part(exported, speaker="Oren Tal")
    # the statement that it stands in comes along: without it nobody would know who quotes it
    assert [s.id for s in first.statements] == ["f0f0f0f0f0f0f0f0", "0f0f0f0f0f0f0f0f"] and [e.id for e in first.events] == [
        "e2"
    ]
    assert [s.speaker.name for s in second.statements] == ["Oren Tal"]
    assert first.document == rich().document and first.actors == rich().actors
    assert [r.document.path for r in _part(exported, until="2022")] == [rich().document.path]
    assert _part(exported, words="nothingofthesort") == []
    with pytest.raises(InputError, match="nobody of that name"):
        _part(exported, speaker="Nobody")


def test_a_part_of_one_document(exported, tmp_path, record):
    assert onrecord.export(tmp_path / "a.csv", record=record, wanted=Filter(speaker="Ida Brandvik"), document="news/1.txt") == 1


# --- graphs ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending, read", [("graphml", networkx.read_graphml), ("gexf", networkx.read_gexf)])
def test_graphs_are_read_by_networkx(exported, ending, read):
    found = read(exported(f"a.{ending}"))
    assert found.is_multigraph() and found.is_directed()
    assert set(found.nodes) == {"joined", OREN, VELMORA, TASKEN}
    assert found.nodes["joined"]["label"] == "Ida Brandvik" and found.nodes[VELMORA]["iso3166"] == "NO"
    edges = {(a, b, d["kind"], d["item"]): d for a, b, d in found.edges(data=True)}
    assert len(edges) == found.number_of_edges() == 2 + 1 + 2 + 1
    said = edges["joined", TASKEN, "speaks_of", "f0f0f0f0f0f0f0f0"]
    assert (said["relation"], said["asserted_by"], said["status"], said["first"]) == (
        "mixed",
        "the report",
        "happened",
        "2022-02-01",
    )
    tie = edges[TASKEN, VELMORA, "tie", "t1"]
    assert (tie["sign"], tie["status"], tie["asserted_by"], tie["score"]) == (1, "denied", "Ida Brandvik", 0.7)
    assert edges["joined", OREN, "tie", "t2"]["sign"] == -1
    event = edges[VELMORA, TASKEN, "event", "e1"]
    assert (event["negated"], event["relation"], event["weight"]) == (False, "CONSULT", 1.0)
    words = span("met")
    assert (event["start"], event["end"], event["words"]) == (*words, "met")


# --- tables ----------------------------------------------------------------------------------------------------------


def _rows(path):
    with path.open(encoding="utf8", newline="") as file:
        return list(csv.DictReader(file))


def test_events_are_a_row_for_each_actor_and_recipient(exported):
    met, refused = _rows(exported("a.plover.csv"))
    assert (met["Event Type"], met["Event Mode"], met["Quad Code"]) == ("CONSULT", "meeting", "VERBAL COOPERATION")
    assert (met["Actor Name"], met["Actor Country"], met["Recipient Name"]) == ("Velmora", "NO", "Tasken")
    assert (met["Event Date"], met["Date Known"], met["Event Date Last"], met["Asserted By"]) == (
        "2022-01-01",
        "True",
        "",
        "the report",
    )
    assert (refused["Actor Name"], refused["Recipient Name"], refused["Negated"]) == ("Oren Tal", "", "True")
    assert (refused["Asserted By"], refused["Event Date"], refused["Date Known"]) == ("Oren Tal", "2022-02-03", "False")
    assert TEXT[int(met["Start"]) : int(met["End"])] == met["Text"] == "met"


@pytest.mark.parametrize(
    ("event", "kind", "mode"),
    [
        ({"type": "CONSULT", "mode": "visit", "status": "planned"}, "AGREE", ""),
        ({"type": "ASSAULT", "mode": None, "status": "planned"}, "THREATEN", ""),
        ({"type": "REQUEST", "mode": "aid", "status": "planned"}, "REQUEST", "aid"),
        ({"type": "ASSAULT", "mode": None, "status": "planned", "negated": True}, "ASSAULT", ""),
        ({"type": "CONSULT", "mode": "visit", "status": "hoped"}, "CONSULT", "visit"),
        ({"type": "AGREE", "mode": "concluded", "status": "happened"}, "SUPPORT", ""),
        ({"type": "AGREE", "mode": "concluded", "status": "planned"}, "AGREE", "concluded"),
        ({"type": "AGREE", "mode": "concluded", "status": "hoped"}, "AGREE", "concluded"),
        ({"type": "AGREE", "mode": "concluded", "status": "ongoing"}, "AGREE", "concluded"),
        ({"type": "AGREE", "mode": None, "status": "happened"}, "AGREE", ""),
    ],
)
def test_what_is_to_come_and_what_was_signed_has_the_type_of_plovers_codebook(tmp_path, exported, event, kind, mode):
    made = rich()
    with Store(tmp_path / "coded.db") as store:
        store.write([replace(made, events=(replace(made.events[0], **{"negated": False} | event),))])
    row = _rows(exported("a.plover.csv", record=tmp_path / "coded.db"))[0]
    assert (row["Event Type"], row["Event Mode"], row["Type on Record"]) == (kind, mode, event["type"])


@pytest.mark.parametrize(
    ("last", "date"), [("2030-12-31", "2022-02-03"), ("2021-12-31", "2021-12-31")], ids=["later", "earlier"]
)
def test_a_limit_alone_dates_no_event_after_its_report_and_a_post_says_whose_its_holder_is(tmp_path, exported, last, date):
    made = rich()
    warned = replace(
        made.events[1],
        when=When(first=None, last=last, text="by then"),
        parties=(Party(actor=IDA, role="source", span=span("Ida Brandvik")),),
    )
    with Store(tmp_path / "limit.db") as store:
        store.write([replace(made, events=(warned,))])
    (row,) = _rows(exported("a.plover.csv", record=tmp_path / "limit.db"))
    assert (row["Event Date"], row["Event Date Last"], row["Date Known"]) == (date, last, "True")
    assert (row["Actor Name"], row["Actor Title"], row["Actor Country"]) == ("Ida Brandvik", "Mayor", "NO")


@pytest.mark.parametrize(
    ("low", "high", "unit", "what", "approximate", "words"),
    [
        (2.0, 2.0, "years", "years", False, "2 years"),
        (3000.0, 4000.0, "students", "students", True, "about 3,000 to 4,000 students"),
        (12.5, 12.5, "tonnes", "wheat", False, "12.5 tonnes wheat"),
        (None, 7.0, None, "villages", False, "… to 7 villages"),
    ],
)
def test_an_amount_is_said_as_people_say_it(low, high, unit, what, approximate, words):
    (figure,) = rich().figures
    figure = replace(figure, low=low, high=high, unit=unit, what=what, approximate=approximate)
    assert amount_of(figure) == words


def test_statements_are_a_row_for_each_concept(exported):
    rows = _rows(exported("a.dna.csv"))
    assert list(rows[0])[:12] == [
        "statement_id",
        "time",
        "document_id",
        "document_title",
        "document_author",
        "document_source",
        "document_section",
        "document_type",
        "person",
        "organization",
        "concept",
        "agreement",
    ]
    found = {(r["person"], r["concept"], r["agreement"], r["concept_kind"]) for r in rows}
    assert found == {
        ("Ida Brandvik", "Velmora", "", "actor"),
        ("Ida Brandvik", "Tasken", "", "actor"),
        ("Ida Brandvik", "Tasken friendly Velmora", "0", "tie"),
        ("Oren Tal", "REJECT – Oren Tal", "0", "event"),
        ("Oren Tal", "", "", ""),
    }
    ida = next(r for r in rows if r["concept"] == "Tasken")
    assert (ida["organization"], ida["time"], ida["quoted_by"]) == ("Velmora", "2022-02-01", "")
    assert next(r for r in rows if r["concept_kind"] == "event")["quoted_by"] == "Ida Brandvik"


# --- FollowTheMoney --------------------------------------------------------------------------------------------------


def _entities(path):
    return [json.loads(line) for line in path.read_text(encoding="utf8").splitlines()]


def test_entities_keep_to_the_schema_of_followthemoney(exported):
    schema = json.loads((CASES / "ftm.json").read_text())
    entities = _entities(exported("a.ftm.json"))
    schemas = {e["id"]: e["schema"] for e in entities}
    assert len({(e["id"]) for e in entities}) == len(entities)
    assert {"Person", "PublicBody", "Article", "Position", "Occupancy", "Documentation", "UnknownLink", "Event", "Note"} <= set(
        schemas.values()
    )
    for entity in entities:
        known = schema[entity["schema"]]
        assert set(known["required"]) <= set(entity["properties"]), entity
        for name, values in entity["properties"].items():
            assert name in known["properties"] and all(isinstance(v, str) and v for v in values), (entity["schema"], name)
            range_of = known["properties"][name]
            if range_of:
                assert all(schemas[v] in schema[range_of]["descendants"] for v in values), (entity["schema"], name)


def test_entities_never_state_what_somebody_claims_as_a_fact(exported):
    held = {e["id"]: e for e in _entities(exported("a.ftm.json"))}
    assert not {"Membership", "Ownership", "Directorship", "Family"} & {e["schema"] for e in held.values()}
    tie = held["onrecord-tie-t1"]["properties"]
    assert tie["role"] == ["friendly, denied, according to Ida Brandvik"] and tie["subject"] == [f"onrecord-actor-{TASKEN}"]
    assert held["onrecord-event-e2"]["properties"]["name"] == ["REJECT Oren Tal (not planned, according to Oren Tal)"]
    said = held[f"onrecord-said-0f0f0f0f0f0f0f0f-{OREN}"]["properties"]
    assert said["role"] == ["said (direct, denied), quoted by Ida Brandvik"] and said["summary"] == [
        "The ferries 🚢🚢 will not sail,"
    ]


def test_entities_are_read_by_followthemoney(exported):
    ftm = pytest.importorskip("followthemoney", reason="its extra needs a compiler and ICU: pip install '.[ftm]'")
    proxies = {e["id"]: ftm.model.get_proxy(e, cleaned=False) for e in _entities(exported("a.ftm.json"))}
    for entity in _entities(exported("a.ftm.json")):
        proxy = proxies[entity["id"]]
        proxy.schema.validate(entity)
        cleaned = proxy.to_dict()["properties"]
        # what the library would not take for a value of its type it drops
        assert {n: sorted(v) for n, v in cleaned.items()} == {
            n: sorted(x.strip() for x in v) for n, v in entity["properties"].items()
        }
    schema = json.loads((CASES / "ftm.json").read_text())
    for name, known in schema.items():
        there = ftm.model.get(name)
        assert set(known["properties"]) <= set(there.properties) and set(there.required) <= set(known["required"])


# --- brat ------------------------------------------------------------------------------------------------------------


def _brat(folder, document):
    """A document's text and its annotations, by brat's own rules: ids to fields."""
    text = (folder / f"{document}.txt").read_bytes().decode()
    found = {}
    for line in (folder / f"{document}.ann").read_bytes().decode().split("\n")[:-1]:
        id, *fields = line.split("\t")
        assert id not in found and re.fullmatch(r"[TERA#][1-9][0-9]*", id)
        found[id] = fields
        if id[0] == "T":
            kind, _, places = fields[0].partition(" ")
            spans = [tuple(map(int, place.split(" "))) for place in places.split(";")]
            assert spans == sorted(spans) and " ".join(text[a:b] for a, b in spans) == fields[1]
            found[id] = [kind, spans, fields[1]]
    return text, found


def test_standoff_points_at_the_right_characters(exported):
    text, found = _brat(exported("a.brat"), rich().document.id)
    assert text == TEXT
    bound = {(f[0], f[2]) for id, f in found.items() if id[0] == "T"}
    assert ("Content", "Oren Tal had told her: “The ferries 🚢🚢 will not sail,” “Tasken is no friend of Velmora.”") in bound
    assert ("Figure", "Three 🚢 ferries") in bound and ("Person", "Ida Brandvik") in bound
    events = [f[0].split(" ") for id, f in found.items() if id[0] == "E"]
    assert len(events) == 4
    for (kind, trigger), *roles in ([part.split(":") for part in event] for event in events):
        assert found[trigger][0] == kind
        wanted = {"Source": "Source", "Content": "Content"} if kind == "Statement" else {}
        assert all(found[target][0] == wanted.get(role, "Party") for role, target in roles)
    relations = [f[0].split(" ") for id, f in found.items() if id[0] == "R"]
    assert sorted(r[0] for r in relations) == ["Friendly", "Hostile", "Inside"]
    assert all(arg.split(":")[1] in found for r in relations for arg in r[1:])
    attributes = {tuple(f[0].split(" ")) for id, f in found.items() if id[0] == "A"}
    assert {("Form", "E1", "mixed"), ("Status", "E2", "denied"), ("Negated", "E4")} <= attributes
    notes = [f for id, f in found.items() if id[0] == "#"]
    assert any("asserted by E2" in f[1] for f in notes) and any("asserted by the report" in f[1] for f in notes)


def test_standoff_uses_only_what_its_configuration_names(exported):
    folder = exported("a.brat")
    names = set(re.findall(r"^(\w+)", (folder / "annotation.conf").read_text(), re.MULTILINE))
    for document in (rich(), numbered(1)):
        _, found = _brat(folder, document.document.id)
        used = {f[0].split(" ")[0].split(":")[0] for id, f in found.items() if id[0] != "#"}
        assert used <= names


@given(st.text(st.sampled_from("ab \t\r\n\u2028🚢"), max_size=20), st.data())
def test_fragments_hold_all_words_and_no_line_end(text, data):
    edges = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=2)))
    found = fragments(text, [tuple(edges)])
    assert "".join(text[a:b] for a, b in found).split() == [] or all(text[a:b].strip() == text[a:b] != "" for a, b in found)
    assert not any(re.search(r"[\t\r\n\u2028]", text[a:b]) for a, b in found)
    kept = {i for a, b in found for i in range(a, b)}
    assert all(i in kept for i in range(*edges) if not text[i].isspace())


# --- a page ----------------------------------------------------------------------------------------------------------


class _Seen(HTMLParser):
    def __init__(self):
        super().__init__()
        self.text, self.tags, self.marked, self._open = "", [], {}, []

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag not in ("meta", "br"):
            self._open.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert self._open.pop()[0] == tag

    def handle_data(self, data):
        inside = [tag for tag, _ in self._open]
        if "main" in inside and "a" not in inside:
            last = self._open[-1][1]
            data = chr(int(data[2:], 16)) if last.get("class") == "control" else data
            self.text += data
            for tag, attributes in self._open:
                if tag == "mark":
                    self.marked.setdefault(attributes["class"], []).append(data)


def test_a_page_of_a_document_holds_its_whole_text_and_asks_for_nothing(exported):
    html = exported("a.html", document=rich().document.id).read_bytes().decode()
    page = _Seen()
    page.feed(html)
    assert page.text == TEXT
    assert "".join(page.marked["s1 inner"]) == "The ferries 🚢🚢 will\r\nnot sail,"
    assert "".join(page.marked["s0"]) == "Oren Tal had told her: “”“Tasken is no friend of Velmora.”"
    assert {tag for tag, _ in page.tags} <= {
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "h1",
        "h2",
        "p",
        "br",
        "main",
        "a",
        "span",
        "mark",
        "ol",
        "ul",
        "li",
        "b",
        "small",
    }
    links = [v for _, attributes in page.tags for name, v in attributes.items() if name in ("href", "src", "srcset", "action")]
    ids = {attributes["id"] for _, attributes in page.tags if "id" in attributes}
    assert links and all(link.startswith("#") and link[1:] in ids for link in links)
    assert not re.search(r"url\(|@import|<script|javascript:", html) and not any(
        n.startswith("on") for _, a in page.tags for n in a
    )
    assert "according to the report" in html and "according to Ida Brandvik" in html


# --- from the workspace ----------------------------------------------------------------------------------------------


@pytest.fixture
def client(record):
    return TestClient(application(str(record)), base_url="http://127.0.0.1:8080")


@pytest.mark.parametrize("format", FORMATS, ids=lambda f: f.name)
def test_the_workspace_gives_the_same_files(client, exported, format):
    document = rich().document.id if format.name == "html" else None
    written = exported(f"a{format.endings[0]}", document=document)
    given = client.get("/api/export", params={"format": format.name} | ({"document": document} if document else {}))
    assert given.status_code == 200 and given.headers["content-disposition"].startswith("attachment")
    if format.folder:
        with zipfile.ZipFile(io.BytesIO(given.content)) as packed:
            assert {n: packed.read(n) for n in packed.namelist() if not n.endswith("/")} == {
                p.name: p.read_bytes() for p in written.iterdir()
            }
    else:
        assert given.content == written.read_bytes()


def test_the_page_of_formats_hands_on_what_was_asked_for(client, exported):
    page = client.get("/export?about=Tasken").text
    assert "1 statement and what belongs" in page
    links = [unescape(link) for link in re.findall(r'href="(/api/export[^"]+)"', page)]
    assert len(links) == len(FORMATS) - 3 + 2 * len(TABLES) and all("about=Tasken" in link for link in links)
    for link in links:
        assert client.get(link).status_code == 200, link
    lines = client.get(next(link for link in links if "jsonl" in link)).text
    assert lines == exported("part.jsonl", wanted=Filter(about="Tasken")).read_text(encoding="utf8")
    of_one = client.get(f"/export?document={rich().document.id}").text
    assert f"/api/export?format=html&amp;document={rich().document.id}" in of_one
    assert client.get("/export", params={"document": rich().document.path}).text == of_one
    assert "nobody of that name" in client.get("/export?speaker=Nobody").text
    assert "no such document" in client.get("/export?document=nothing").text
    for wrong in ("format=xlsx", "format=csv&table=cats", "format=html"):
        assert client.get(f"/api/export?{wrong}").status_code == 400, wrong
    for missing in ("speaker=Nobody", "document=nothing"):
        assert client.get(f"/api/export?{missing}").status_code == 404, missing


def test_no_file_is_left_behind(client, monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    assert client.get("/api/export?format=ris").status_code == 200
    assert client.get("/api/export?format=html").status_code == 400
    assert not list((tmp_path / "temporary").iterdir())
