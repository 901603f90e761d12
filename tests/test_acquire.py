"""Bytes to documents: every format, every layout of the press, and what cannot be read with its reason."""

import datetime
import io
import itertools
import json
import os
import sys
import zipfile
from pathlib import Path

import docx
import pytest
from conftest import cases
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from onrecord.acquire import files
from onrecord.acquire.dates import day, iso_day
from onrecord.acquire.decoding import decoded
from onrecord.acquire.files import discovered, documents
from onrecord.acquire.paragraphs import Paragraph
from onrecord.acquire.turns import is_aside
from onrecord.errors import InputError
from onrecord.schema import Document, Unread

EXAMPLES = Path(__file__).parent.parent / "examples"

CODES = {"empty", "encrypted", "scanned", "broken", "encoding", "language", "too-large", "unsupported", "missing", "permission"}

ENGLISH = (
    "The council of ministers met twice on Monday and agreed on nothing, its secretary said.\n\n"
    "“We will meet again on Thursday,” she told reporters in the café of the old custom house."
)
GERMAN = "Der Rat der Minister hat sich am Montag zweimal getroffen und sich auf nichts geeinigt, sagte seine Sekretärin."
FRENCH = "Le conseil des ministres s’est réuni deux fois lundi et ne s’est entendu sur rien, a dit sa secrétaire à la presse."
RUSSIAN = "Совет министров собирался в понедельник дважды и ни о чём не договорился, сообщила вечером его секретарь."


def _read(folder, data, name="a.txt") -> list:
    path = folder / name
    path.write_bytes(data)
    return list(documents(str(path)))


def _one(folder, data, name="a.txt") -> Document:
    (found,) = _read(folder, data, name)
    assert isinstance(found, Document), found
    return found


def _refused(folder, data, name="a.txt") -> Unread:
    (found,) = _read(folder, data, name)
    assert isinstance(found, Unread), found
    assert found.code in CODES and len(found.reason) > 10
    return found


def _parts(document) -> list:
    return [(s.kind, document.text[s.start : s.end]) for s in document.segments]


def _assert_true(document) -> None:
    """What holds of the segments of every document."""
    end = 0
    for s in document.segments:
        assert end <= s.start < s.end <= len(document.text)
        assert document.text[s.start : s.end].strip() == document.text[s.start : s.end]
        assert s.label is None or s.label[1] <= s.start
        end = s.end
    labels = [s.label for s in document.segments if s.label]
    for (_, before), (start, end) in itertools.pairwise(sorted([*labels, *((s.start, s.end) for s in document.segments)])):
        assert before <= start < end
    turns = [s.turn for s in document.segments if s.turn is not None]
    assert turns == sorted(turns)


# --- layouts ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", cases("acquire/documents.jsonl"))
def test_documents(case, tmp_path):
    document = _one(tmp_path, case["text"].encode(), "a" + case.get("format", ".txt"))
    _assert_true(document)
    found = [[s.kind, document.text[s.start : s.end], s.turn] for s in document.segments]
    # of a segment its first words are given
    begins = [e[1] for e in case["segments"]] + [""] * len(found)
    assert [[k, words[: len(b)], t] for (k, words, t), b in zip(found, begins, strict=False)] == case["segments"]
    for key in ("kind", "published", "publisher", "title", "byline"):
        if key in case:
            assert getattr(document, key) == case[key], key
    if "labels" in case:
        assert [document.text[slice(*s.label)] for s in document.segments if s.label] == case["labels"]


@pytest.mark.parametrize(
    ("words", "aside"),
    [
        ("Question, as amended, put and agreed to.", True),
        ("Motion made, and Question proposed, That this House do now rest.", True),
        ("Amendment, by leave, withdrawn.", True),
        ("Clause 4 ordered to stand part of the Bill.", True),
        ("Hon. Members rose.", True),
        ("Mr Otto Pell rose—", True),
        ("The Minister nodded assent.", True),
        ("The House divided: Ayes 9, Noes 4.", True),
        ("The sitting was suspended until 3 pm.", True),
        ("*Ministry of Fords and Ferries*", True),
        ("The question put to me was unfair.", False),
        ("Amendments made last year are bad.", False),
        ("Prices rose.", False),
        ("I indicated assent.", False),
        ("The meeting was suspended because of you.", False),
        ("Thank you", False),
        ("WE WILL NOT PAY", False),
    ],
)
def test_minutes_are_told_from_what_is_said(words, aside):
    assert is_aside(words, Paragraph(start=0, end=len(words))) is aside


PLAIN = [pytest.param(c.values[0], id=c.id) for c in cases("acquire/documents.jsonl") if "format" not in c.values[0]]


@pytest.mark.parametrize("case", PLAIN)
def test_line_ends_change_no_segment(case, tmp_path):
    plain = _one(tmp_path, case["text"].replace("\r\n", "\n").encode())
    for line_end in ("\r\n", "\r"):
        other = _one(tmp_path, case["text"].replace("\r\n", "\n").replace("\n", line_end).encode())
        assert [(k, t.replace(line_end, "\n")) for k, t in _parts(other)] == _parts(plain)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("on May 3, 2021 in Marena", "2021-05-03"),
        ("3rd of May 2021", "2021-05-03"),
        ("Sept. 3, 2021", "2021-09-03"),
        ("13/04/2020", "2020-04-13"),
        ("04/13/2020", "2020-04-13"),
        ("05/05/2020", "2020-05-05"),
        ("03/04/2020", None),
        ("31 February 2021, then 2 March 2021", "2021-03-02"),
        ("2021-02-30", None),
        ("in May 2021", None),
    ],
)
def test_days_in_a_text(text, found):
    assert day(text) == found


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("2021-05-03T23:30:00-05:00", "2021-05-03"),
        ("3 May 2021", "2021-05-03"),
        (1620000000, "2021-05-03"),
        (1620000000000, "2021-05-03"),
        (12, None),
        (True, None),
        (10**400, None),
        (float("nan"), None),
        (float("inf"), None),
        ("soon", None),
        ("2021-99-99", None),
        (None, None),
    ],
)
def test_days_in_metadata(value, found):
    assert iso_day(value) == found


def test_seconds_mean_the_same_day_everywhere(monkeypatch):
    import time

    found = set()
    for zone in ("Pacific/Kiritimati", "UTC", "Pacific/Pago_Pago"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        found.add(iso_day(1620000000))
    monkeypatch.undo()
    time.tzset()
    assert found == {"2021-05-03"}


# --- plain text ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (ENGLISH.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + ENGLISH.encode(), "utf-8-sig"),
        (ENGLISH.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + ENGLISH.encode("utf-16-be"), "utf-16"),
        (ENGLISH.encode("utf-16-le"), "utf-16-le"),
        (ENGLISH.encode("utf-16-be"), "utf-16-be"),
        (ENGLISH.encode("utf-32"), "utf-32"),
        (ENGLISH.encode("cp1252"), "cp1252"),
    ],
)
def test_encodings(data, named, tmp_path):
    document = _one(tmp_path, data)
    assert document.text == ENGLISH
    assert document.extractor == f"as given ({named})"


def test_latin_1(tmp_path):
    text = "The café of the old custom house in Málaga-on-Orr is open again, its owner said on Friday; the naïve doubted it."
    assert _one(tmp_path, text.encode("latin-1")).text == text


def test_an_older_encoding_with_one_pair_of_bytes_that_is_utf8_by_chance(tmp_path):
    text = "The owner of the CAFÉ’S cellar, Zoë Müller-Orr, said that the naïve would drink elsewhere. “Let them,” she said."
    assert _one(tmp_path, text.encode("cp1252")).text == text


def test_plain_text_is_kept_as_it_came(tmp_path):
    text = "\r\n  Ferries to stop \r\n\r\n\tThe company has no diesel left,\x0b its owner said on Friday.\r\rNobody pays. \n\n"
    document = _one(tmp_path, text.encode())
    assert document.text == text
    _assert_true(document)


def test_the_id_comes_from_the_bytes_and_not_from_the_name(tmp_path):
    a, b = _one(tmp_path, ENGLISH.encode(), "a.txt"), _one(tmp_path, ENGLISH.encode(), "b.txt")
    assert a.id == b.id and a.sha256 == b.sha256 and a.path != b.path
    assert _one(tmp_path, ENGLISH.encode() + b"\n").id != a.id


# --- Markdown --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_markdown_front_matter(line_end, tmp_path):
    text = (
        '---\ntitle: "Ferries to stop"\ndate: 2021-05-03\npublisher: Harbour Post\nauthor: Olu Brandt\n'
        "desk-code:\ntags: sea\n---\n\n"
        "# Ferries to stop\n\nThe company has no **diesel** left, its owner said on Friday.\n"
    ).replace("\n", line_end)
    document = _one(tmp_path, text.encode(), "a.md")
    assert document.text == text
    assert (document.title, document.published, document.publisher, document.byline) == (
        "Ferries to stop",
        "2021-05-03",
        "Harbour Post",
        "Olu Brandt",
    )
    assert document.meta == {"desk-code": "", "tags": "sea"}
    assert _parts(document) == [
        ("title", "Ferries to stop"),
        ("paragraph", "The company has no **diesel** left, its owner said on Friday."),
    ]


def test_text_between_two_rules_is_no_front_matter(tmp_path):
    text = "---\n\nThe company has no diesel left, its owner said on Friday.\n\n---\n\nNobody pays, he added on Monday.\n"
    found = _parts(_one(tmp_path, text.encode(), "a.md"))
    assert ("paragraph", "The company has no diesel left, its owner said on Friday.") in found


# --- news pages ------------------------------------------------------------------------------------------------------

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Lighthouse of Orr to stay lit, minister says - Harbour Post</title>
<script type="application/ld+json">
{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Lighthouse of Orr to stay lit, minister says",
 "datePublished": "2023-11-04T18:20:00+00:00", "author": {"@type": "Person", "name": "Anna Kellerman"},
 "publisher": {"@type": "Organization", "name": "Harbour Post"}}
</script>
</head>
<body>
<div id="cookie-banner" class="cookie-consent" role="dialog">
<p>We use cookies to improve your visit.</p><button>Accept</button></div>
<header><nav><ul><li><a href="/">Home</a></li><li><a href="/coast">Coast</a></li></ul></nav></header>
<main>
<article>
<h1>Lighthouse of Orr to stay lit, minister says</h1>
<div class="share-bar social"><a href="#">Share on Facebook</a> <a href="#">Share on X</a></div>
<p>PORT SELM — The lighthouse of Orr will stay lit for two winters, the minister of ports, Akua Osei, said on Saturday.</p>
<figure><img src="orr.jpg" alt="The tower"><figcaption>The tower at dusk. Photo: Olu Brandt</figcaption></figure>
<p>“We have bought the lamp oil,” Osei told reporters in the café of the old custom house. “It is paid for.”</p>
<p>The keeper, Edda Moran, said she had counted the barrels <em>herself</em>. She would have liked fifty of them.</p>
<p>Fishermen’s groups had asked for a machine in her place. The ministry refused and gave no reason, they said.</p>
<p>Read more: <a href="/fog">Ten nights of fog</a></p>
</article>
<aside class="related"><h3>Related</h3><ul><li><a href="/a">Ferries to stop on Tuesday</a></li></ul></aside>
</main>
<footer><p>© 2023 Harbour Post. All rights reserved.</p></footer>
</body>
</html>
"""
ARTICLE = [
    ("title", "Lighthouse of Orr to stay lit, minister says"),
    ("dateline", "PORT SELM —"),
    (
        "paragraph",
        "The lighthouse of Orr will stay lit for two winters, the minister of ports, Akua Osei, said on Saturday.",
    ),
    (
        "paragraph",
        "“We have bought the lamp oil,” Osei told reporters in the café of the old custom house. “It is paid for.”",
    ),
    (
        "paragraph",
        "The keeper, Edda Moran, said she had counted the barrels herself. She would have liked fifty of them.",
    ),
    (
        "paragraph",
        "Fishermen’s groups had asked for a machine in her place. The ministry refused and gave no reason, they said.",
    ),
    ("boilerplate", "Read more: Ten nights of fog"),
]


def test_a_news_page(tmp_path):
    document = _one(tmp_path, PAGE.encode(), "a.html")
    assert _parts(document) == ARTICLE
    assert (document.kind, document.published, document.publisher) == ("report", "2023-11-04", "Harbour Post")
    assert (document.title, document.byline) == ("Lighthouse of Orr to stay lit, minister says", "Anna Kellerman")
    assert document.extractor.startswith("trafilatura ")
    _assert_true(document)


@pytest.mark.parametrize(
    "data", [b"\xef\xbb\xbf" + PAGE.encode(), PAGE.encode("utf-16"), PAGE.replace("utf-8", "windows-1252").encode("cp1252")]
)
def test_encodings_of_pages(data, tmp_path):
    assert _parts(_one(tmp_path, data, "a.html")) == ARTICLE


def test_one_damaged_byte_garbles_no_other_character_of_a_page(tmp_path):
    document = _one(tmp_path, PAGE.encode().replace("café".encode(), b"caf\xc3"), "a.html")
    assert "“We have bought the lamp oil,” Osei told reporters in the caf\ufffd" in document.text


def test_a_page_without_an_ending_is_known_by_its_first_bytes(tmp_path):
    assert _parts(_one(tmp_path, PAGE.encode(), "saved page")) == ARTICLE


def test_scripts_that_compare_numbers_nest_nothing(tmp_path):
    script = "<script>" + "for(var i=0;i<n;i++){if(a<b)c()}" * 2000 + "</script><style>p<b{}</style><!-- <i><i> -->"
    assert _parts(_one(tmp_path, PAGE.replace("</head>", script + "</head>").encode(), "a.html")) == ARTICLE


def test_a_paragraph_that_a_page_repeats_is_read_once(tmp_path):
    lead = ARTICLE[4][1]
    document = _one(tmp_path, PAGE.replace("</article>", f"<p>{lead}</p></article>").encode(), "a.html")
    assert document.text.count(lead) == 1


def _zip(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name in names:
            packed.writestr(name, ENGLISH)
    return out.getvalue()


# --- PDF -------------------------------------------------------------------------------------------------------------


def _pdf(objects: list) -> bytes:
    """A PDF of these objects, the first of which is its catalogue."""
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n" % number + body + b"\nendobj\n")
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table))
    return out.getvalue()


def _stream(data: bytes, about: bytes = b"") -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (about, len(data), data)


def _pages_of(pages: list) -> bytes:
    """A PDF whose pages show these lines, an empty one for a gap, one below another."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for lines in pages:
        shown = b" ".join(b"(%s) Tj T*" % line.encode("ascii") for line in lines)
        objects.append(_stream(b"BT /F1 11 Tf 14 TL 60 780 Td " + shown + b" ET"))
        content = len(objects)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % content
        )
        kids.append(len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(b"%d 0 R" % k for k in kids))
    return _pdf(objects)


def _picture() -> bytes:
    """A PDF of one page with a picture and no letter."""
    return _pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>",
            _stream(b"q 200 0 0 200 0 0 cm /I Do Q"),
            _stream(
                b"\x00\xff\xff\x00",
                b"/Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8",
            ),
        ]
    )


THREE_PAGES = [
    [
        "Annual report of the port",
        "",
        "The ferries of the bay carried four hundred thousand passengers last year, and",
        "the harbour master said that it was enough. He has asked for no new ship and",
        "he will ask for none.",
        "",
        "The dues were halved in spring. In the autumn the council raised them again and",
        "the fishermen, who had",
        "",
        "Page 1",
    ],
    [
        "Annual report of the port",
        "",
        "not been asked, blocked the pier for nine days.",
        "",
        "The lighthouse of Orr stayed lit for all of the nine nights, its keeper said.",
        "",
        "Page 2",
    ],
    ["Annual report of the port", "", "No ship was lost in any of them, and none was late by more than a day.", "", "Page 3"],
]


@pytest.mark.parametrize("second", ["Special correspondents", "Olu Brandt, Special correspondent"])
def test_a_byline_over_two_lines_of_a_pdf(tmp_path, second):
    first = "By Anna Kellerman and Olu Brandt" if second[0] == "S" else "By Anna Kellerman and"
    told = [
        "The ferries of the bay carried four hundred thousand passengers last year, and",
        "the harbour master said that it was enough. He has asked for no new ship and",
        "he will ask for none.",
    ]
    page = ["Ferries of the bay are full", "", first, second, "", *told]
    document = _one(tmp_path, _pages_of([page]), "a.pdf")
    _assert_true(document)
    kinds = [s.kind for s in document.segments]
    assert (kinds[0], kinds[-1], set(kinds[1:-1])) == ("title", "paragraph", {"byline"})
    assert document.byline == f"{first} {second}"
    assert document.publisher is None


def test_pages_of_a_pdf(tmp_path):
    document = _one(tmp_path, _pages_of(THREE_PAGES), "a.pdf")
    _assert_true(document)
    assert len(document.pages) == 3 and document.pages[0] == 0
    assert all(document.text[start - 1] == "\f" for start in document.pages[1:])
    for start, end, lines in zip(document.pages, [*document.pages[1:], len(document.text)], THREE_PAGES, strict=True):
        assert [line for line in document.text[start:end].strip("\f\n").split("\n") if line] == [line for line in lines if line]


def test_running_heads_and_page_numbers_are_marked(tmp_path):
    document = _one(tmp_path, _pages_of(THREE_PAGES), "a.pdf")
    marked = [text for kind, text in _parts(document) if kind == "boilerplate"]
    # the first of them is the title
    assert marked == [
        "Page 1",
        "Annual report of the port",
        "Page 2",
        "Annual report of the port",
        "Page 3",
    ]
    body = [" ".join(text.split()) for kind, text in _parts(document) if kind == "paragraph"]
    assert body == [
        " ".join(THREE_PAGES[0][2:5]),
        " ".join(THREE_PAGES[0][6:8]),
        THREE_PAGES[1][2],
        THREE_PAGES[1][4],
        THREE_PAGES[2][2],
    ]


def test_a_paragraph_goes_on_over_the_page(tmp_path):
    first, second = THREE_PAGES[0][2:8], THREE_PAGES[1][2:5]
    document = _one(tmp_path, _pages_of([first, second]), "a.pdf")
    _assert_true(document)
    body = [" ".join(text.split()) for _, text in _parts(document)]
    assert body == [" ".join(first[:3]), " ".join([*first[4:], second[0]]), second[2]]


def test_words_divided_at_the_end_of_a_line_are_whole(tmp_path):
    lines = [
        "The harbour master called it a diplo-",
        "matic success, said that the well-",
        "known pilot Orsolya Bakalar-",
        "ovic, who came second, would not co-",
        "operate, and that the Tasken-",
        "Velmora ferry was on time.",
    ]
    document = _one(tmp_path, _pages_of([lines]), "a.pdf")
    _assert_true(document)
    assert " ".join(document.text.split()) == (
        "The harbour master called it a diplomatic success, said that the well-known pilot Orsolya Bakalarovic, "
        "who came second, would not cooperate, and that the Tasken-Velmora ferry was on time."
    )
    assert [kind for kind, _ in _parts(document)] == ["paragraph"]


def test_the_example_pdf():
    (document,) = documents(str(EXAMPLES / "rail-communique.pdf"))
    assert isinstance(document, Document)
    _assert_true(document)
    assert (document.published, document.publisher) == ("2021-06-18", "Caucasus Wire")
    assert document.title == "Three railways agree on one timetable"
    assert [kind for kind, _ in _parts(document)][:3] == ["title", "dateline", "paragraph"]


def _locked() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(_pages_of(THREE_PAGES))))
    writer.encrypt("fog", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


# --- Word ------------------------------------------------------------------------------------------------------------


def _word(fill) -> bytes:
    file = docx.Document()
    file.core_properties.author = "Olu Brandt"
    file.core_properties.created = datetime.datetime(2021, 5, 3)
    fill(file)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def test_a_word_file(tmp_path):
    def fill(file):
        file.add_heading("Edda Moran on fog", 0)
        file.add_paragraph("We met the keeper of the light at Orr in her kitchen.")
        for question, answer in (("Why did you stay?", "Nobody else applied."), ("And who is next?", "A machine, I am told.")):
            file.add_paragraph().add_run(question).bold = True
            file.add_paragraph(answer)

    document = _one(tmp_path, _word(fill), "a.docx")
    _assert_true(document)
    assert (document.kind, document.title) == ("interview", "Edda Moran on fog")
    assert _parts(document) == [
        ("title", "Edda Moran on fog"),
        ("paragraph", "We met the keeper of the light at Orr in her kitchen."),
        ("question", "Why did you stay?"),
        ("answer", "Nobody else applied."),
        ("question", "And who is next?"),
        ("answer", "A machine, I am told."),
    ]
    assert document.extractor.startswith("python-docx ")
    assert document.meta["docx_author"] == "Olu Brandt"


def test_cells_of_a_table_are_read_once_and_in_order(tmp_path):
    def fill(file):
        file.add_paragraph("The ferries of the bay and what they carried in the last two years of the war.")
        table = file.add_table(rows=2, cols=3)
        for at, words in enumerate(("Solace", "Patience", "Hope", "four", "five", "six")):
            table.cell(at // 3, at % 3).text = words
        table.cell(0, 0).merge(table.cell(1, 0))
        table.cell(0, 1).merge(table.cell(0, 2))
        table.cell(1, 2).add_table(rows=1, cols=1).cell(0, 0).text = "seven"
        file.add_paragraph("The figures are those of the port.")

    document = _one(tmp_path, _word(fill), "a.docx")
    _assert_true(document)
    assert document.text.split("\n\n")[1:] == [
        "Solace",
        "four",
        "Patience",
        "Hope",
        "five",
        "six",
        "seven",
        "The figures are those of the port.",
    ]


# --- JSON Lines ------------------------------------------------------------------------------------------------------


def test_json_lines_with_metadata(tmp_path):
    records = [
        {
            "text": ENGLISH,
            "headline": "Nothing agreed",
            "date": "2021-05-03T10:00:00Z",
            "source": "Harbour Post",
            "authors": ["A. Orr", "B. Selm"],
            "desk": 7,
        },
        {"text": ENGLISH, "date": "soon"},
    ]
    first, second = _read(tmp_path, "\r\n\n".join(map(json.dumps, records)).encode(), "a.jsonl")
    assert first.text == second.text == ENGLISH
    assert (first.title, first.published, first.publisher, first.byline) == (
        "Nothing agreed",
        "2021-05-03",
        "Harbour Post",
        "A. Orr, B. Selm",
    )
    assert first.meta == {"desk": 7}
    # what cannot be understood is kept
    assert second.published is None and second.meta == {"date": "soon"}
    assert [d.path.rpartition("#")[2] for d in (first, second)] == ["1", "3"]
    assert first.id != second.id


def test_bad_records_do_not_stop_the_good_ones(tmp_path):
    lines = [
        json.dumps({"text": ENGLISH}),
        "{",
        "[" * 100_000,
        "7",
        '{"words": "no text"}',
        '{"text": " "}',
        '{"text": 5}',
        '{"text": "…"}',
        json.dumps({"text": GERMAN}),
        '{"text": "The council met twice on Monday and agreed on nothing at all, its secretary said \\ud800 to the press."}',
        json.dumps({"text": ENGLISH, "date": 10**400}),
    ]
    found = _read(tmp_path, "\n".join(lines).encode(), "a.jsonl")
    assert [getattr(f, "code", "read") for f in found] == [
        "read",
        "broken",
        "broken",
        "broken",
        "broken",
        "empty",
        "broken",
        "empty",
        "language",
        "encoding",
        "read",
    ]
    assert [f.path.rpartition("#")[2] for f in found] == [str(n) for n in range(1, 12)]


# --- standard input, folders, patterns -------------------------------------------------------------------------------


class _Input:
    def __init__(self, data):
        self.buffer = io.BytesIO(data)


@pytest.mark.parametrize(
    "data", [ENGLISH.encode(), PAGE.encode(), _pages_of(THREE_PAGES), json.dumps({"text": ENGLISH}).encode()]
)
def test_standard_input_is_known_by_its_first_bytes(data, monkeypatch):
    monkeypatch.setattr(sys, "stdin", _Input(data))
    assert list(discovered(["-"])) == ["-"]
    (document,) = documents("-")
    assert isinstance(document, Document)
    assert document.path.startswith("-")
    _assert_true(document)


def _tree(folder) -> None:
    for name in ("b.txt", "a.md", "skip.exe", ".hidden.txt", "sub/c.html", "sub/D.TXT", ".git/x.txt"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(ENGLISH, encoding="utf8")


def test_folders_in_the_order_of_their_names_each_file_once(tmp_path):
    _tree(tmp_path)
    found = list(discovered([str(tmp_path), str(tmp_path / "b.txt"), str(tmp_path / "*.txt")]))
    assert [os.path.relpath(f, tmp_path) for f in found] == ["a.md", "b.txt", "sub/D.TXT", "sub/c.html"]


def test_patterns(tmp_path):
    _tree(tmp_path)
    assert [Path(f).name for f in discovered([str(tmp_path / "**" / "*.*t*")])] == ["b.txt", "c.html"]
    # a pattern may mean folders
    assert [Path(f).name for f in discovered([str(tmp_path / "s?b")])] == ["D.TXT", "c.html"]


def test_a_name_that_looks_like_a_pattern_is_a_name(tmp_path):
    (tmp_path / "a[1].txt").write_text(ENGLISH, encoding="utf8")
    assert [Path(f).name for f in discovered([str(tmp_path / "a[1].txt")])] == ["a[1].txt"]


def test_what_means_no_file_is_an_error_before_anything_is_read(tmp_path):
    (tmp_path / "empty.txt").mkdir()
    for path in (tmp_path / "none.txt", tmp_path / "*.md", tmp_path / "empty.txt", tmp_path / "*.txt"):
        with pytest.raises(InputError, match="no "):
            list(discovered([str(path)]))


def test_one_unreadable_file_among_good_ones(tmp_path):
    _tree(tmp_path)
    (tmp_path / "a dangling link.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "a folder.txt").mkdir()
    found = [f for path in discovered([str(tmp_path)]) for f in documents(path)]
    assert [getattr(f, "code", Path(f.path).name) for f in found][:3] == ["missing", "a.md", "b.txt"]
    assert len(found) == 5


def test_a_folder_that_cannot_be_listed_is_named(tmp_path, monkeypatch):
    _tree(tmp_path)
    listed = os.scandir

    def refuse(path):
        if str(path).endswith("sub"):
            raise PermissionError(13, "Permission denied", str(path))
        return listed(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = list(discovered([str(tmp_path)]))
    assert [Path(f).name for f in found] == ["a.md", "b.txt", "sub"]
    (unread,) = documents(found[-1])
    assert isinstance(unread, Unread) and unread.code in ("permission", "unsupported")


def test_links_to_folders_are_followed_but_not_in_circles(tmp_path):
    _tree(tmp_path)
    (tmp_path / "elsewhere").mkdir()
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "link").symlink_to(tmp_path / "sub")
    (corpus / "circle").symlink_to(corpus)
    assert [os.path.relpath(f, corpus) for f in discovered([str(corpus)])] == ["link/D.TXT", "link/c.html"]


# --- what cannot be read ---------------------------------------------------------------------------------------------

DEEP = b"<html><body><article>" + b"<div>" * 10_000 + ENGLISH.encode() * 3 + b"</div>" * 10_000 + b"</article></body></html>"


@pytest.mark.parametrize(
    ("data", "name", "code", "says"),
    [
        (b"", "a.txt", "empty", "empty"),
        (b" \r\n\t\n", "a.txt", "empty", "empty"),
        ("\u00a0\u2003\n\ufeff".encode(), "a.txt", "empty", "no words"),
        ("— … !".encode(), "a.md", "empty", "no words"),
        (b"word " * 400_001, "a.txt", "too-large", "split it"),
        (ENGLISH.encode().replace(b"\x9d", b"", 1), "a.txt", "encoding", "UTF-8"),
        (ENGLISH.encode()[:-5] + b"\xff\xc3", "a.txt", "encoding", "UTF-8"),
        (ENGLISH.encode("utf-16")[:-1], "a.txt", "encoding", "UTF-16"),
        (GERMAN.encode(), "a.txt", "language", "German"),
        (GERMAN.encode("cp1252"), "a.txt", "language", "German"),
        (FRENCH.encode(), "a.txt", "language", "French"),
        (RUSSIAN.encode(), "a.txt", "language", "Russian"),
        (RUSSIAN.encode("utf-16"), "a.txt", "language", "Russian"),
        (RUSSIAN.encode("cp1251"), "a.txt", "language", "Russian"),
        (bytes(range(256)) * 8, "a.txt", "encoding", "not text"),
        (b"\x7fELF" + bytes(3000), "a.txt", "broken", "not a text"),
        (b"\x7fELF" + bytes(3000), "a.bin", "unsupported", "not a document"),
        (_picture(), "a.pdf", "scanned", "OCR"),
        (_locked(), "a.pdf", "encrypted", "password"),
        (b"%PDF-1.4\nnothing more", "a.pdf", "broken", "PDF"),
        (ENGLISH.encode(), "a.pdf", "broken", "PDF"),
        (_pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 0 /Kids [] >>"]), "a.pdf", "empty", "no pages"),
        (DEEP, "a.html", "broken", "deep"),
        (b"<html><body><script>load()</script></body></html>", "a.html", "empty", "no article"),
        (b"<html><body></body></html>", "a.html", "empty", "no article"),
        (b"<", "a.html", "empty", "no article"),
        (_word(lambda file: file.add_paragraph(ENGLISH))[:-2000], "a.docx", "broken", "Word"),
        (_word(lambda file: None), "a.docx", "empty", "no text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "a.doc", "encrypted", ".docx"),
        (ENGLISH.encode(), "a.docx", "broken", "Word"),
        (_zip("notes.txt"), "a.zip", "unsupported", "unpack it"),
        (_zip("notes.txt"), "a.docx", "unsupported", "unpack it"),
        (_zip("[Content_Types].xml", "xl/workbook.xml"), "a.xlsx", "unsupported", "no Word document"),
        (ENGLISH.encode(), "a.tar", "unsupported", "unpack it"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_says_why(data, name, code, says, tmp_path):
    found = _refused(tmp_path, data, name)
    assert (found.code, says in found.reason) == (code, True), found
    assert found.path == str(tmp_path / name) and len(found.sha256) == 64


def test_a_word_file_that_unpacks_to_more_than_memory_holds(tmp_path, monkeypatch):
    from onrecord.acquire import docx as reader

    monkeypatch.setattr(reader, "_LARGEST", 10_000)
    assert _refused(tmp_path, _word(lambda file: file.add_paragraph(ENGLISH)), "a.docx").code == "too-large"


def test_a_file_over_the_limit_is_not_even_opened(tmp_path):
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(files.LARGEST + 1)
    (found,) = documents(str(path))
    assert isinstance(found, Unread) and found.code == "too-large"


def test_paths_that_are_no_files(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    for path, code in ((tmp_path, "unsupported"), (tmp_path / "none.txt", "missing"), (tmp_path / "pipe.txt", "unsupported")):
        (found,) = documents(str(path))
        assert isinstance(found, Unread) and found.code == code


def test_damaged_files_of_every_format_end_as_a_document_or_with_a_reason(tmp_path):
    good = {
        "a.pdf": _pages_of(THREE_PAGES),
        "b.pdf": (EXAMPLES / "rail-communique.pdf").read_bytes(),
        "a.docx": _word(lambda file: file.add_paragraph(ENGLISH)),
        "a.html": PAGE.encode(),
    }
    for name, data in good.items():
        for at in range(0, len(data), max(1, len(data) // 25)):
            for damaged in (data[:at], data[:at] + b"\xff\x00<" + data[at + 3 :], data[:at] + data[at + 50 :]):
                for found in _read(tmp_path, damaged, name):
                    assert isinstance(found, Document) or found.code in CODES


# --- what holds of all input -----------------------------------------------------------------------------------------

KINDS = """The council of ministers met twice on Monday, its secretary said.
By Anna Kellerman, Harbour Post
3 May 2021
“We will meet again,” she told reporters
Q: Who pays?
A: The ferries pay.
A:
Q
Q    So?
VARGA: And why?
OSEI:
— And then?
- We went home.
—
**Who pays?**
**Who pays?** The ferries.
# Why?
**
>
---
***
=====
MARENA, May 3, 2021 (Northwire) —
MARENA (Northwire) - Nothing.
Statement by the Ministry of Ports on fog
The minister said:
Read more: Fog
Follow us on Telegram
© 2021
Who asked the questions in this interview?
the fishermen of the bay were not asked and blocked the pier for nine
days."""
LINES = st.sampled_from([*KINDS.splitlines(), "", " ", "\t", "\x1c", "\ufeff"])
ENDS = st.sampled_from(["\n", "\n\n", "\r\n", "\r\n\r\n", "\r", "\n \n", "\f", "\x0b", "\x85", "\u2028", "\u2029", " "])
TEXTS = st.lists(st.tuples(LINES, ENDS), min_size=1, max_size=14).map(lambda found: "".join(itertools.chain(*found)))
# one folder serves all examples of a test
ANY = settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])


@ANY
@given(TEXTS, st.sampled_from(["a.txt", "a.md"]))
@example("OSEI:\n\nVARGA:\n\nOSEI:", "a.txt")
@example("Q: a?\n\nA:\n\nQ: b?\n\nA:", "a.txt")
def test_segments_are_in_order_and_the_text_is_what_came(tmp_path, text, name):
    (found,) = _read(tmp_path, text.encode(), name)
    if isinstance(found, Document):
        # a mark of the byte order says how the bytes are to be read and is no part of the text
        assert found.text == text.removeprefix("\ufeff")
        _assert_true(found)


@ANY
@given(TEXTS)
def test_every_letter_is_in_a_segment(tmp_path, text):
    (found,) = _read(tmp_path, text.encode())
    if isinstance(found, Document):
        covered = bytearray(len(found.text))
        for s in found.segments:
            for start, end in ((s.start, s.end), s.label or (0, 0)):
                covered[start:end] = b"\x01" * (end - start)
        left = {c for c, seen in zip(found.text, covered, strict=True) if not seen and c.isalpha()}
        # nothing but the labels of turns without words
        assert left <= set("QAOSEI")


@ANY
@given(st.text(max_size=300), st.sampled_from(["a.txt", "a.md", "a.html", "a.jsonl"]))
@example("\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"), "a.txt")
def test_any_text_is_read_or_refused(tmp_path, text, name):
    data = text.encode()
    for found in _read(tmp_path, data, name):
        if isinstance(found, Document):
            _assert_true(found)
            if name == "a.txt" and not data.startswith((b"\xef\xbb\xbf", b"%PDF", b"PK")):
                assert found.text == text
        else:
            assert found.code in CODES


@ANY
@given(
    st.binary(max_size=300),
    st.sampled_from(
        [b"", b"\xff\xfe", b"\xef\xbb\xbf", b"%PDF-1.7\n", b"PK\x03\x04", b"<html><p>", b'{"text": "', ENGLISH.encode()]
    ),
    st.sampled_from(["a.txt", "a.md", "a.html", "a.pdf", "a.docx", "a.jsonl", "a.xyz"]),
)
def test_any_bytes_are_read_or_refused(tmp_path, data, head, name):
    for found in _read(tmp_path, head + data, name):
        if isinstance(found, Document):
            _assert_true(found)
        else:
            assert found.code in CODES and found.reason


TAGS = ("div", "p", "b", "strong", "br", "li", "ul", "td", "tr", "table", "h2", "blockquote", "em", "a", "figure", "script")
WORDS = ("", " ", "Who pays?", "The council of ministers met twice on Monday, its secretary said.", "&amp;", "A: No.")


@ANY
@given(st.lists(st.tuples(st.sampled_from(TAGS), st.sampled_from(WORDS), st.booleans()), max_size=25))
def test_any_tags_are_read_or_refused(tmp_path, tags):
    body = "".join(f"<{tag}>{words}" + f"</{tag}>" * closed for tag, words, closed in tags)
    for found in _read(tmp_path, f"<html><body><article>{body}</article></body></html>".encode(), "a.html"):
        if isinstance(found, Document):
            _assert_true(found)


@ANY
@given(st.binary(max_size=200))
def test_decoding_gives_text_that_can_be_kept(data):
    from onrecord.errors import UnreadableError

    try:
        text, _ = decoded(data)
    except UnreadableError:
        return
    text.encode("utf8")


@pytest.mark.parametrize(
    "line", ["— Why?\n\n— So.\n\n", "Who asks the questions?\n\nWe do, he said.\n\n", "OSEI: Why?\n\nORR: So.\n\n", "- a\n"]
)
def test_long_texts_take_no_more_time_than_their_length(line, tmp_path):
    import time

    text = "An interview of many turns\n\n" + line * (400_000 // len(line))
    start = time.process_time()
    _read(tmp_path, text.encode())
    assert time.process_time() - start < 20


def test_a_file_named_twice_in_other_words_is_one_file(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text("One.")
    monkeypatch.chdir(tmp_path)
    assert list(discovered(["./a.txt", "a.txt", "."])) == ["a.txt"]
