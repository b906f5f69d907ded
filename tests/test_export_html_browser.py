"""The page in a real browser: what its script draws, keys, mouse, sizes, paper, and that no name is ever a program.

The demonstration session: papers on Monday at 8:00 (C03's second one at 14:00), C01 before panel A on Monday from
13:00, C02 before A and C03 before B on Tuesday.
"""

import io
import re

import pytest

import export_demo as demo
import hostile
from browser import BROWSER, CONTRASTS, browsing
from tspi_sched.export import html
from tspi_sched.plan import Plan

pytestmark = [pytest.mark.browser, pytest.mark.skipif(BROWSER is None, reason="no Chromium here")]

SEEN = """const seen = (what) => [...document.querySelectorAll(what)].filter((it) => !it.closest("[hidden]"));"""
"""Elements that are not hidden; for the scripts of the tests."""

CLEAR = 4.5
"""How much a text must stand out from what is behind it, by WCAG 2 (AA)."""


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    with browsing(tmp_path_factory.mktemp("browser")) as page:
        yield page


@pytest.fixture
def opened(browser, tmp_path):
    """Opens the page of a plan as a file; nothing may have been complained of or asked of anybody when all is over."""

    def open(problem=None, result=None, place="", **size):
        path = tmp_path / "planning.html"
        html.write(problem or demo.problem(), result or demo.result(), path)
        browser.prefer()
        browser.open(path.as_uri() + place, **size)
        assert browser.run("document.documentElement.dataset.ready") == "yes"
        return browser

    browser.console.clear()
    yield open
    assert browser.console == []
    assert {url.partition("#")[0] for url in browser.asked} == {(tmp_path / "planning.html").as_uri()}


def labels(page, what=".block"):
    """What a screen reader says of some elements that are seen."""
    return page.run(f"(() => {{ {SEEN} return seen({what!r}).map((it) => it.getAttribute('aria-label')); }})()")


def texts(page, what):
    """The texts of some elements that are seen."""
    return page.run(f"(() => {{ {SEEN} return seen({what!r}).map((it) => it.innerText); }})()")


def focused(page):
    return page.run("document.activeElement.getAttribute('aria-label') || document.activeElement.id")


def typed(page, field, text):
    """A text typed into a field, letter by letter."""
    page.run(f"document.querySelector({field!r}).focus()")
    page.press(*text)


def test_every_block_of_the_first_view_is_drawn(opened):
    page = opened()
    # two sittings; a marking and a passage for each of C01, C02, and both tracks of C03
    assert len(labels(page)) == 2 + 2 * 4
    assert page.run("document.querySelectorAll('.meal:not(i)').length") == 1
    assert [text for text in labels(page, ".lane") if text.startswith("Jury A, ")] == [
        "Jury A, lundi 7 décembre 2026",
        "Jury A, mardi 8 décembre 2026",
    ]


def test_the_address_says_what_is_looked_at(opened):
    page = opened(place="#vue=candidats&jour=2&zoom=2&filtre=noe&sans=3")
    assert texts(page, ".labels .name b") == ["Noé Garnier"]  # of three candidates
    (label,) = labels(page)
    assert label.startswith("mardi 8 décembre 2026, 08:30–10:20, Noé Garnier (C02), ET, QPP, EF")
    assert page.run("document.documentElement.style.getPropertyValue('--zoom')") == "2"


@pytest.mark.parametrize("text", hostile.TEXTS, ids=range(len(hostile.TEXTS)))
def test_names_stay_names(opened, text):
    page = opened(*hostile.hostile(text), place="#vue=candidats&filtre=%3Cscript%3E")
    page.run("document.getElementById('filter').value = ''")
    page.run("document.getElementById('filter').dispatchEvent(new Event('input', { bubbles: true }))")
    page.point(".block")
    assert page.run("document.title") != "owned"
    assert page.run("document.querySelectorAll('img, iframe, a').length") == 0
    assert page.run("document.querySelectorAll('script').length") == 2
    assert len(labels(page)) >= 3


def test_an_empty_plan_is_an_empty_page(opened):
    assert labels(opened(result=demo.result(Plan(())))) == []


# --- keys and mouse --------------------------------------------------------------------------------------------------


def test_tab_leads_through_the_tools_to_one_block_and_out_again(opened):
    page = opened()
    stops = []
    for _ in range(16):
        page.press("Tab")
        stops.append(focused(page) or page.run("document.activeElement.name || document.activeElement.tagName"))
    # the views as one stop, the day, the filter, zoom (as small as it gets), print, six stages, a block, the proofs
    assert stops[:6] == ["view", "day", "filter", "fit", "Agrandir", "print"]
    assert stops[6:12] == ["stage"] * 6
    assert "MSP – 3 candidats" in stops[12]
    assert stops[13] == "SUMMARY"


def test_whoever_uses_keys_sees_where_they_are(opened):
    page = opened()
    for _ in range(13):
        page.press("Tab")
        own = "document.activeElement"
        shown = f"({own}.matches('.tabs input') ? {own}.nextSibling : {own})"
        assert page.run(f"getComputedStyle({shown}).outlineWidth") == "3px"


def test_arrows_lead_from_block_to_block(opened):
    page = opened()
    page.run("document.querySelector('.block[tabindex=\"0\"]').focus()")
    first = focused(page)
    assert first.startswith("lundi 7 décembre 2026, 08:00–12:00, MSP – 3 candidats, MSP")
    steps = {}
    for key in ("ArrowRight", "ArrowLeft", "ArrowDown", "End"):
        page.press(key)
        steps[key] = focused(page)
    assert "14:00–15:00, MSP – 1 candidat" in steps["ArrowRight"]
    assert steps["ArrowLeft"] == first
    assert "11:05–11:25, Zoé Lefèvre (C01), CORR" in steps["ArrowDown"]
    assert "mardi 8 décembre 2026, 08:30–10:30, Noé Garnier (C02), ET, QPP, EF, DELIB" in steps["End"]
    page.press("ArrowRight")
    assert focused(page) == steps["End"]  # there is nothing beyond
    page.press("Home")
    assert focused(page) == steps["ArrowDown"]
    assert page.run("document.querySelectorAll('.block[tabindex=\"0\"]').length") == 1


def test_details_come_with_the_keys_and_go_with_escape(opened):
    page = opened()
    page.run("document.querySelector('.block[tabindex=\"0\"]').focus()")
    assert "12:00 Noé Garnier (C02), TITRE" in texts(page, "#tip")[0]
    page.press("Escape")
    assert texts(page, "#tip") == []
    page.press("ArrowDown")
    assert "CORR – Correction" in texts(page, "#tip")[0]


def test_details_come_with_the_mouse_and_go_with_escape(opened):
    page = opened()
    page.point(".block")
    assert "12:00 Noé Garnier (C02), TITRE" in texts(page, "#tip")[0]
    page.point("#tip")  # it can be read and copied from
    assert len(texts(page, "#tip")) == 1
    page.press("Escape")
    assert texts(page, "#tip") == []


def test_zoom_with_keys_and_buttons(opened):
    page = opened()
    width = "document.getElementById('chart').scrollWidth"
    narrow = page.run(width)
    page.run("document.querySelector('.block[tabindex=\"0\"]').focus()")
    page.press("+", "+")
    assert page.run(width) > 1.5 * narrow
    page.press("0")
    assert page.run(width) == narrow
    page.run("document.getElementById('larger').click()")
    assert page.run(width) > narrow
    assert page.run("location.hash").endswith("zoom=1")


# --- filter and views ------------------------------------------------------------------------------------------------


def test_the_filter_leaves_out_whom_it_does_not_fit(opened):
    page = opened()
    typed(page, "#filter", "ROUX")
    assert texts(page, ".labels .name b") == ["Salle Ampère", "Jury B"]
    assert texts(page, "#shown") == ["Lignes affichées : 2 sur 3"]
    assert not any("Jury A" in label for label in labels(page, ".lane"))
    typed(page, "#filter", "zzz")
    assert labels(page) == []
    assert texts(page, "#shown") == ["Rien ne correspond à ce filtre."]


def test_view_day_and_stages(opened):
    page = opened(place="#vue=candidats&jour=2")
    assert texts(page, ".labels .name b") == ["Zoé Lefèvre", "Noé Garnier", "Inès Roux"]
    assert texts(page, ".day h2") == ["mardi 8 décembre 2026"]
    assert len(labels(page)) == 3  # C02's orals, C03's on both tracks
    page.run("document.querySelector(\"[name=stage][value='0']\").click()")
    assert page.run("decodeURIComponent(location.hash)") == "#vue=candidats&jour=2&sans=0"
    page.run("location.hash = 'vue=candidats&sans=0'")
    page.wait("document.querySelectorAll('.day').length === 2")
    assert [", MSP" in label for label in labels(page)] == [False] * 4  # the papers are away


def test_every_view_has_a_lane_for_each_of_a_large_session(opened):
    page = opened(*large(60), place="#vue=candidats")
    assert len(texts(page, ".labels .name b")) == 60
    typed(page, "#filter", "nom0042")
    assert texts(page, ".labels .name b") == ["Prénom0042 NOM0042"]


def large(count):
    problem, plan = demo.large(count)
    return problem, demo.result(plan)


# --- how it looks ----------------------------------------------------------------------------------------------------


def test_every_text_stands_out(opened):
    page = opened()
    page.point(".block")
    page.run("document.getElementById('quality').open = true")
    found = page.run(CONTRASTS)
    assert len(found) > 15
    assert {what: round(ratio, 2) for what, ratio in found.items() if ratio < CLEAR} == {}


def test_nothing_moves_by_itself(opened):
    page = opened()
    rules = "[...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])"
    assert page.run(f"{rules}.filter((rule) => /animation|transition|smooth/.test(rule.cssText)).length") == 0
    assert page.run("document.getAnimations().length") == 0


def test_stages_keep_their_colours_where_a_system_gives_its_own(opened):
    page = opened()
    colours = "[...document.querySelectorAll('.part')].map((it) => getComputedStyle(it).backgroundColor).join()"
    usual = page.run(colours)
    page.prefer(forced_colors="active")
    assert page.run("matchMedia('(forced-colors: active)').matches") is True
    assert page.run(colours) == usual
    assert page.run("getComputedStyle(document.querySelector('.tools button')).color") != "rgb(31, 41, 51)"


def test_a_screen_reader_finds_its_way(opened):
    page = opened()
    nodes = page.ask("Accessibility.getFullAXTree")["nodes"]
    named = {(node["role"]["value"], node.get("name", {}).get("value", "")) for node in nodes if not node["ignored"]}
    assert {("main", "Planning"), ("group", "Zoom"), ("button", "Agrandir"), ("searchbox", "Filtrer")} <= named
    assert {("group", "Voir par"), ("group", "Épreuves"), ("radio", "Candidats"), ("combobox", "Jour")} <= named
    assert not {role for role, name in named if not name} & {"button", "radio", "checkbox", "searchbox", "combobox"}


@pytest.mark.parametrize("width", [360, 768, 1920])
def test_it_fits_every_screen(opened, width):
    page = opened(width=width, height=800, mobile=width < 700)
    assert page.run("document.documentElement.scrollWidth") == width
    cut = "[...document.querySelectorAll('.tabs span, .tools button')].filter((it) => it.clientHeight > 40).length"
    assert page.run(cut) == 0  # no word is broken over two lines


def test_on_paper_each_day_has_its_page_and_its_hours(opened):
    reader = pytest.importorskip("pypdf").PdfReader
    pages = [bare(page.extract_text()) for page in reader(io.BytesIO(opened().printed())).pages]
    assert ["lundi7" in pages[0], "mardi8" in pages[1]] == [True, True]
    assert "Roux" in pages[1]
    assert pages[0].count("mardi8décembre2026") == 1  # in the heading of the page
    assert not any("Filtrer" in page for page in pages)


def test_on_paper_the_hours_stand_on_every_page_of_a_long_day(opened):
    reader = pytest.importorskip("pypdf").PdfReader
    page = opened(*large(60), place="#vue=candidats&jour=1")
    pages = [bare(one.extract_text()) for one in reader(io.BytesIO(page.printed())).pages]
    with_people = [text for text in pages if re.search(r"NOM00\d\d", text)]
    assert len(with_people) > 1
    assert all("lundi7décembre2026" in text and "11h" in text for text in with_people)


def bare(text):
    """A text without its blanks, which a reader of PDF has to guess."""
    return re.sub(r"\s", "", text)
