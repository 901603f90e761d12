"""The workspace in a browser, headless: every page at three widths, light and dark, and the ways people go through it.

Needs chromium (Debian's package) beside the test extra; skipped without.
"""

import os
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from browse import kept
from hand_made import actor_id, numbered, reading
from hard_texts import HOSTILE_READING, INTERVIEW, SCRIPTS_READING
from one_of_each import keep, rich

import onrecord
from onrecord.keep.store import Store
from onrecord.serve.web.pages import PAGES

sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install 'onrecord[test]'")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
if CHROMIUM is None:
    pytest.skip("needs chromium; on Debian: apt-get install chromium", allow_module_level=True)

AXE = (Path(__file__).parent / "vendor" / "axe" / "axe.min.js").read_text(encoding="utf8")
WIDTHS = (390, 1024, 1600)
SCHEMES = ("light", "dark")
_HERE = re.compile(r"http://127\.0\.0\.1[:/]|data:|blob:")
HARD = (HOSTILE_READING, INTERVIEW, SCRIPTS_READING)


@pytest.fixture(scope="module")
def chromium():
    with sync_api.sync_playwright() as play:
        # as root there is no sandbox to be had; what is shown comes from this test alone
        options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
        browser = play.chromium.launch(executable_path=CHROMIUM, args=options)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def thousand(tmp_path_factory):
    """A record of 1,000 documents, with texts that are hard to show among them."""
    return kept(tmp_path_factory.mktemp("browser") / "thousand.db", [*map(numbered, range(1000 - len(HARD))), *HARD])


@pytest.fixture(scope="module")
def seeds(tmp_path_factory, shared, weights):
    """The record of two real documents."""
    path = tmp_path_factory.mktemp("browser") / "seeds.db"
    onrecord.read([str(p) for p in sorted((shared / "seeds").glob("*.txt"))], into=path, jobs=1)
    return path


@pytest.fixture(scope="module")
def served():
    """Opens records as the command does; gives their addresses."""
    running = []
    env = os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    command = "import sys; from onrecord.serve.cli import main; sys.argv[0] = 'onrecord'; main()"

    def address(record):
        process = subprocess.Popen(
            [sys.executable, "-c", command, "open", str(record), "--port", "0", "--no-browser"],
            stderr=subprocess.PIPE, text=True, encoding="utf8", env=env,
        )  # fmt: skip
        running.append(process)
        told = process.stderr.readline()
        found = re.search(r"http://[\w.:]+", told)
        assert found, told
        return found[0]

    yield address
    for process in running:
        process.terminate()
        process.wait(10)
        process.stderr.close()


@pytest.fixture(scope="module")
def of_thousand(served, thousand):
    return served(thousand)


@pytest.fixture(scope="module")
def of_seeds(served, seeds):
    return served(seeds)


@pytest.fixture
def page(chromium):
    """A page that fails the test where a script fails, a rule of the policy is broken or another host is asked for anything."""
    context = chromium.new_context(viewport={"width": 1024, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    wrong = []
    page.on("pageerror", lambda error: wrong.append(f"script: {error}"))
    page.on("console", lambda told: wrong.append(f"console: {told.text}") if told.type in ("error", "warning") else None)
    page.on("dialog", lambda dialog: (wrong.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.on("request", lambda asked: _HERE.match(asked.url) or wrong.append(asked.url))
    yield page
    context.close()
    assert wrong == []


def _open(page, address):
    answer = page.goto(address)
    assert answer.status == 200, (address, answer.status)
    page.wait_for_load_state("load")


def _serious(page):
    """What axe finds that keeps people from using the page."""
    found = page.evaluate(AXE + "; axe.run(document, {resultTypes: ['violations']})")
    bad = [v for v in found["violations"] if v["impact"] in ("serious", "critical")]
    return [f"{v['id']}: {v['help']}: {[n['html'][:160] for n in v['nodes'][:3]]}" for v in bad]


def _paths(record):
    """The pages of the navigation and one of each other kind."""
    with Store(record, read_only=True) as store:
        ((document,),) = store.rows("SELECT id FROM documents WHERE kind = 'interview' LIMIT 1")
        ((statement,),) = store.rows("SELECT s.id FROM statements s WHERE form NOT IN ('question', 'answer') LIMIT 1")
        ((actor,),) = store.rows("SELECT identity FROM identities GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1")
    entries = [entry.path for entry in PAGES if entry.label]
    of_one = [f"/documents/{document}", f"/statements/{statement}", f"/actors/{actor}", "/actors", "/api", "/export"]
    return [*entries, *of_one, "/?what=documents", "/coverage?show=duplicates", "/review/log", f"/brief?speaker={actor}"]


@pytest.mark.parametrize("record", ["thousand", "seeds"])
def test_every_page_fits_and_can_be_used_by_all(page, request, record):
    address = request.getfixturevalue(f"of_{record}")
    problems = []
    for path in _paths(request.getfixturevalue(record)):
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            _open(page, address + path)
            over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            if over > 0:
                problems.append(f"{path} at {width}: {over} pixels wider than the window")
        page.set_viewport_size({"width": 1024, "height": 900})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            problems += [f"{path}, {scheme}: {found}" for found in _serious(page)]
    assert problems == []


# --- search ----------------------------------------------------------------------------------------------------------


def test_results_come_while_one_types(page, of_thousand):
    _open(page, of_thousand)
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("nobody boards numbe", delay=10)
    sync_api.expect(page.locator(".count")).to_contain_text("997 statements")
    # the field keeps what is typed, and the address says what is shown
    assert page.input_value("#q") == "nobody boards numbe"
    page.wait_for_url(re.compile(r"\?q=nobody%20boards%20numbe$"))
    page.reload()
    assert "997 statements" in page.inner_text(".count")


def test_a_choice_narrows_without_a_new_page_and_back_takes_it_off(page, of_thousand):
    _open(page, f"{of_thousand}/?q=number31")
    page.evaluate("window.same = true")
    assert "2 statements" in page.inner_text(".count")
    page.click("aside >> text=Ida Brandvik")
    sync_api.expect(page.locator(".count")).to_contain_text("1 statement")
    assert page.evaluate("window.same") is True
    assert f"speaker={actor_id('Ida Brandvik')}" in page.url
    # typing on keeps the choice
    page.fill("#q", "number32")
    page.wait_for_url(re.compile("number32"))
    assert f"speaker={actor_id('Ida Brandvik')}" in page.url
    page.go_back()
    sync_api.expect(page.locator(".count")).to_contain_text("2 statements")


def test_by_keyboard_alone(page, of_thousand):
    _open(page, f"{of_thousand}/?q=number31")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.statement .in')"):
            break
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.wait_for_url("**/documents/*#s-*")
    assert page.locator(".text .said:target, .text .turn:target").count() == 1


# --- filters ---------------------------------------------------------------------------------------------------------

FILTERED = {
    "/timeline?speaker=Ida+Brandvik": ".picture",
    "/network?speaker=Ida+Brandvik": ".drawing",
    "/compare?speaker=Ida+Brandvik&against_speaker=Oren+Tal": ".compare .statement",
    "/brief?speaker=Ida+Brandvik": ".lines > li",
    "/export?speaker=Ida+Brandvik": ".formats > li",
    "/?speaker=Ida+Brandvik": ".statement",
    "/actors?q=Ida": ".stacked td",
}
"""pages that are asked something, and the first of what each then shows"""


def test_a_phone_shows_results_on_its_first_screen(page, of_thousand):
    page.set_viewport_size({"width": 390, "height": 844})
    places = {}
    for path, first in FILTERED.items():
        _open(page, of_thousand + path)
        places[path] = page.locator(first).first.bounding_box()["y"]
    assert {path: y for path, y in places.items() if y > 0.8 * 844} == {}


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_filters_fold_where_it_is_narrow_and_open_by_keyboard(chromium, of_thousand, scripts):
    context = chromium.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=scripts)
    page = context.new_page()
    _open(page, f"{of_thousand}/timeline?speaker=Ida+Brandvik&since=2020&kind=statements")
    summary, words = page.locator(".filters > summary"), page.locator(".asking [name=q]")
    sync_api.expect(summary).to_have_text("Filters (3 chosen) Ida Brandvik, since 2020, statements")
    assert not words.is_visible()
    summary.press("Enter")
    assert words.is_visible()
    words.fill("number31")
    words.press("Enter")
    page.wait_for_url("**q=number31*")
    assert "since=2020" in page.url and "kind=statements" in page.url
    sync_api.expect(summary).to_have_text("Filters (4 chosen) “number31”, Ida Brandvik, since 2020, statements")
    # where there is room they are there, whether it is folded or not, and Tab goes to them
    page.set_viewport_size({"width": 1024, "height": 844})
    assert page.locator(".asking [name=q]").is_visible() and not page.locator(".filters > summary").is_visible()
    page.focus("main")
    page.keyboard.press("Tab")
    sync_api.expect(page.locator(".asking [name=q]")).to_be_focused()
    context.close()


def test_filters_are_open_where_nothing_is_shown_for_them(page, of_thousand):
    page.set_viewport_size({"width": 390, "height": 844})
    for path in ("/timeline?since=yesterday", "/network?q=nowhereatall", "/compare", "/brief", "/export?since=yesterday"):
        _open(page, of_thousand + path)
        assert page.locator(".asking [name=since]").is_visible(), path


# --- a timeline ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "shown"), [((6,), ["6"]), ((6, 7), ["6", "7"])])
def test_a_timeline_of_few_days_shows_whole_days_and_no_hours(page, served, tmp_path, days, shown):
    said = [reading(f"{d}.txt", ("Ida Brandvik", f"The ferry leaves on {d}."), published=f"2023-04-0{d}") for d in days]
    address = served(kept(tmp_path / "days.db", said))
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        _open(page, f"{address}/timeline")
        page.wait_for_selector("#timeline svg")
        labels = page.locator("#timeline svg [aria-label*='tick label'] text")
        # the month beside the first of them, above and below
        assert [re.sub("[^0-9]", "", words) for words in labels.all_text_contents()] == shown * 2
        picture = page.locator("#timeline svg").bounding_box()
        for label in labels.all():
            box = label.bounding_box()
            assert picture["x"] <= box["x"] and box["x"] + box["width"] <= picture["x"] + picture["width"], width


# --- a document ------------------------------------------------------------------------------------------------------


def test_pointing_at_words_lights_their_card_and_back(page, of_thousand):
    page.set_viewport_size({"width": 1600, "height": 900})
    _open(page, f"{of_thousand}/documents/{INTERVIEW.document.id}")
    page.hover("[data-s=i1] >> nth=0")
    assert page.evaluate("[...document.querySelectorAll('.card.lit')].map((c) => c.id)") == ["c-i1"]
    # both pieces of it, and what names its speaker
    assert page.locator(".text [data-s=i1].lit").count() == 2
    page.hover("#c-q1")
    assert page.evaluate("[...document.querySelectorAll('.text .lit')].map((e) => e.dataset.turn ?? e.dataset.s)") == [
        "q1",
        "q1",
    ]
    page.click("label[for=show-figures]")
    page.focus("#c-f1")
    assert page.inner_text(".text .figure.lit") == "40 boats"


def test_cards_are_gone_through_by_keys(page, of_thousand):
    _open(page, f"{of_thousand}/documents/{INTERVIEW.document.id}")
    page.focus("#c-q1")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.id") == "c-a1"
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.id") == "c-i1"
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.id") == "c-a1"


@pytest.mark.parametrize("reading", HARD, ids=lambda reading: reading.document.path)
def test_places_on_the_page_are_code_points_of_the_text(page, of_thousand, reading):
    text = reading.document.text
    _open(page, f"{of_thousand}/documents/{reading.document.id}")
    dice = random.Random(7)
    ends = sorted({*range(len(text) + 1)})
    pairs = [sorted(dice.sample(ends, 2)) for _ in range(120)]
    found = page.evaluate(
        """(pairs) => pairs.map(([start, end]) => {
            const range = onrecord.rangeOf(document.getElementById("text"), start, end);
            if (!range) return null;
            // what a reader sees: without the numbers of statements, and marks for what is not seen
            const seen = range.cloneContents();
            for (const n of seen.querySelectorAll(".n, .speaker")) n.remove();
            return [onrecord.stretchOf(range), seen.textContent];
        })""",
        pairs,
    )
    compared = 0
    for (start, end), answer in zip(pairs, found, strict=True):
        if answer is None:
            # white space between segments is not on the page
            assert text[start].isspace() or text[end - 1].isspace()
            continue
        assert answer[0] == [start, end]
        seen = re.sub(r"U\+([0-9A-F]{4})", lambda m: chr(int(m[1], 16)), answer[1])
        # between segments, white space is not on the page
        assert "".join(seen.split()) == "".join(text[start:end].split())
        compared += 1
    assert compared > 60


def test_a_selection_becomes_an_address_that_points_it_out(page, of_thousand):
    text = INTERVIEW.document.text
    at = text.index("tolls will")
    _open(page, f"{of_thousand}/documents/{INTERVIEW.document.id}")
    page.evaluate(
        """([start, end]) => {
            const range = onrecord.rangeOf(document.getElementById("text"), start, end);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
        }""",
        [at, at + 10],
    )
    page.click("text=Link to this passage")
    page.wait_for_url(f"**?at={at}-{at + 10}")
    assert "".join(page.locator(".text .found").all_text_contents()) == "tolls will"


def test_hostile_text_does_nothing(page, of_thousand):
    for path in (f"/documents/{HOSTILE_READING.document.id}", "/?q=alert", "/coverage?show=documents"):
        _open(page, of_thousand + path)
        assert page.locator("img").count() == 0
        assert not page.evaluate("[...document.links].some((a) => !a.href.startsWith('http'))")
    # the fixture fails where a dialog opened


# --- review ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def reviewed(tmp_path):
    """A record of one's own, since it is corrected: a statement with pieces and characters beyond UTF-16's units."""
    return kept(tmp_path / "record.db", [rich(), *map(numbered, range(5))])


def _reviewing(page, address):
    _open(page, f"{address}/review")
    page.keyboard.type("Ann Ødegård")  # the field has the focus
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-key=a]")


def _after(page, key):
    with page.expect_navigation():
        page.keyboard.press(key)


def _select(page, words, text, digit=0):
    """Selects words of a document on its page, and presses a digit before the browser tells that; gives their place."""
    at = text.index(words)
    page.evaluate(
        """([start, end, digit]) => {
            getSelection().removeAllRanges();
            getSelection().addRange(onrecord.rangeOf(document.getElementById("text"), start, end));
            const key = { key: `${digit}`, code: `Digit${digit}`, bubbles: true };
            if (digit) document.body.dispatchEvent(new KeyboardEvent("keydown", key));
        }""",
        [at, at + len(words), digit],
    )
    return at, at + len(words)


def test_reviewing_by_keyboard(page, served, reviewed):
    _reviewing(page, served(reviewed))
    first = page.get_attribute(".item", "data-item")
    _after(page, "j")
    second = page.get_attribute(".item", "data-item")
    _after(page, "k")
    assert page.get_attribute(".item", "data-item") == first != second
    _after(page, "a")
    assert page.get_attribute(".item", "data-item") == second
    _after(page, "r")
    assert [(e.correction.item, e.correction.action) for e in onrecord.corrections(record=reviewed)] == [
        (second, "reject"),
        (first, "accept"),
    ]
    _after(page, "u")
    assert page.get_attribute(".item", "data-item") == second
    page.keyboard.press("t")
    assert page.evaluate("document.activeElement.tagName") == "SELECT"
    page.keyboard.press("a")  # chooses in the list, and accepts nothing
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.evaluate("document.getElementById('help').open")
    page.keyboard.press("r")  # and rejects nothing
    page.keyboard.press("Escape")
    assert len(onrecord.corrections(record=reviewed)) == 3


def test_words_are_chosen_by_selecting_them(page, served, reviewed):
    document = rich().document
    statement = rich().statements[1]
    address = served(reviewed)
    _reviewing(page, address)
    _open(page, f"{address}/review?item={statement.id}")
    place = _select(page, "🚢🚢 will", document.text, digit=3)
    assert page.input_value("textarea[name=content]") == f"{place[0]}-{place[1]}"
    more = _select(page, "sail", document.text)
    page.keyboard.press("Shift+Digit3")
    page.click("button[value=spans]")
    page.wait_for_url("**done=1")
    held = next(s for s in onrecord.show(document.id, record=reviewed).statements if s.id == statement.id)
    assert held.content == (place, more)
    page.keyboard.press("s")
    page.keyboard.type("Bo Lind")
    page.keyboard.press("Enter")
    page.wait_for_url("**done=2")
    held = next(s for s in onrecord.show(document.id, record=reviewed).statements if s.id == statement.id)
    assert held.speaker.name == "Bo Lind"


def _tab_to(page, name):
    """Goes on by Tab to a field of a form; what is in it is selected then."""
    for _ in range(12):
        if page.evaluate("document.activeElement.name") == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way to {name} by Tab")


def _sent(page, number):
    """Sends the form by Enter, after which the page says under which number it is kept."""
    with page.expect_navigation(url=f"**done={number}"):
        page.keyboard.press("Enter")
    sync_api.expect(page.locator(".undo [role=status]").last).to_contain_text(f"kept as number {number}")


def test_parties_of_an_event_are_added_changed_and_taken_off_by_keyboard(page, served, reviewed):
    address, first = served(reviewed), rich().events[0]
    _reviewing(page, address)

    def parties():
        (event,) = [e for e in onrecord.show(rich().document.id, record=reviewed).events if e.span == first.span]
        names = {a.id: a.name for a in onrecord.show(rich().document.id, record=reviewed).actors}
        return [(p.role, names[p.actor]) for p in event.parties]

    _open(page, f"{address}/review?item={first.id}")
    page.keyboard.press("p")
    assert page.evaluate("document.activeElement.name") == "party-0"
    page.keyboard.press("Shift+Tab")
    # a list is gone through by the first letter of what it offers
    page.keyboard.press("s")
    _tab_to(page, "party-2")
    page.keyboard.type("Oren Tal")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("t")
    page.keyboard.press("Tab")
    _sent(page, 1)
    assert parties() == [("source", "Velmora"), ("partner", "Tasken"), ("target", "Oren Tal")]
    assert page.locator(".item .facts dd", has_text="Oren Tal").count() == 1

    page.keyboard.press("p")
    _tab_to(page, "party-1")
    page.keyboard.type("Ida Brandvik")
    _sent(page, 2)
    assert parties() == [("source", "Velmora"), ("partner", "Ida Brandvik"), ("target", "Oren Tal")]

    page.keyboard.press("p")
    _tab_to(page, "party-0")
    page.keyboard.press("Delete")
    _sent(page, 3)
    assert parties() == [("partner", "Ida Brandvik"), ("target", "Oren Tal")]

    # back, and forth again
    _after(page, "u")
    assert parties() == [("source", "Velmora"), ("partner", "Ida Brandvik"), ("target", "Oren Tal")]
    _after(page, "b")
    assert parties() == [("partner", "Ida Brandvik"), ("target", "Oren Tal")]


def test_the_ends_of_a_tie_are_changed_and_brought_back_by_keyboard(page, served, reviewed):
    address, first = served(reviewed), rich().ties[0]
    _reviewing(page, address)

    def ends():
        held = onrecord.show(rich().document.id, record=reviewed)
        names = {a.id: a.name for a in held.actors}
        return [(names[t.source], names[t.target]) for t in held.ties if t.span == first.span]

    _open(page, f"{address}/review?item={first.id}")
    page.keyboard.press("p")
    _tab_to(page, "target")
    page.keyboard.type("Oren Tal")
    _sent(page, 1)
    assert ends() == [("Tasken", "Oren Tal")]
    # a tie has two ends: none can be taken off, and the page says so before it asks
    page.keyboard.press("p")
    page.keyboard.press("Delete")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.validity.valueMissing") and len(onrecord.corrections(record=reviewed)) == 1
    page.keyboard.press("Escape")
    _after(page, "u")
    assert ends() == [("Tasken", "Velmora")]
    _after(page, "b")
    assert ends() == [("Tasken", "Oren Tal")]


def test_a_missed_statement_is_added_from_its_document(page, served, reviewed):
    document = rich().document
    address = served(reviewed)
    _reviewing(page, address)
    _open(page, f"{address}/documents/{document.id}")
    place = _select(page, "Three 🚢 ferries met", document.text)
    page.click("text=Add as a statement")
    page.wait_for_url("**/review/add?**")
    page.fill("#speaker", "Bo Lind")
    page.click("text=Put on record")
    page.wait_for_url("**/review?item=*")
    assert (place,) in [s.content for s in onrecord.show(document.id, record=reviewed).statements]


def test_review_fits_and_can_be_used_by_all(page, served, reviewed):
    address = served(reviewed)
    _reviewing(page, address)
    onrecord.correct(rich().statements[0].id, "speaker", "Bo Lind", record=reviewed, by="bea")
    paths = [f"/review?kind={kind}" for kind in ("statement", "event", "tie", "figure")]
    problems = []
    for path in (*paths, "/review/log", "/review/actors", f"/review/add?document={rich().document.id}"):
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            _open(page, address + path)
            if path in paths:
                page.keyboard.press("e")
            over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            problems += [f"{path} at {width}: {over} pixels too wide"] if over > 0 else []
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            problems += [f"{path}, {scheme}: {found}" for found in _serious(page)]
    assert problems == []


# --- handing on ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def handed(tmp_path_factory):
    """A record with one of everything."""
    path = tmp_path_factory.mktemp("handed") / "record.db"
    keep(path)
    return path


def test_a_citation_is_copied_as_it_is(page, served, handed):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    statement = rich().statements[0].id
    _open(page, f"{served(handed)}/statements/{statement}")
    for name in ("footnote", "bibtex", "ris", "csl"):
        page.click(f"[data-copy=text-{name}]")
        sync_api.expect(page.locator(f"[data-copy=text-{name}]")).to_have_text("Copied")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied.splitlines() == onrecord.cite(statement, record=handed, format=name).splitlines()
    page.click("[data-copy=text-permalink]")
    sync_api.expect(page.locator("[data-copy=text-permalink]")).to_have_text("Copied")
    _open(page, page.evaluate("navigator.clipboard.readText()"))
    assert page.inner_text(".verdict strong") == "exact"
    page.click("text=show in the text")
    page.wait_for_url("**/documents/**")
    assert page.inner_text(".text .found >> nth=0")


def test_a_document_that_was_saved_as_a_page_needs_nothing_else(chromium, handed, tmp_path):
    saved = tmp_path / "saved.html"
    onrecord.export(saved, record=handed, document=rich().document.id)
    context = chromium.new_context()
    page, wrong = context.new_page(), []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda told: wrong.append(told.text) if told.type in ("error", "warning") else None)
    page.on("dialog", lambda dialog: (wrong.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda asked: wrong.append(asked.url) if asked.url != saved.as_uri() else None)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(saved.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        wrong += _serious(page)
    page.click("a[href='#i2'] >> nth=0")
    assert page.evaluate("document.querySelector(':target').id") == "i2"
    context.close()
    assert wrong == []


def test_a_brief_on_paper_has_its_citations_and_no_controls(page, served, handed):
    _open(page, f"{served(handed)}/brief?speaker=Ida+Brandvik&against_speaker=Oren+Tal")
    page.emulate_media(media="print")
    shown = [s for s in (".top", ".filters", ".asking", ".save", ".sources") if page.is_visible(s)]
    assert shown == [".sources"]
    assert page.evaluate("getComputedStyle(document.querySelector('.path'), '::after').content").startswith('"/statements/')
