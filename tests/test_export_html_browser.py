"""The page in a real browser: what its script draws, keys, mouse, sizes, paper, and that no name is ever a program.

The demonstration session: papers on Monday at 8:00 (C03's second one at 14:00), C01 before panel A on Monday from
13:00, C02 before A and C03 before B on Tuesday.
"""

import io
import re

import pytest

import export_demo as demo
import hostile
from chromium import CONTRASTS, NEEDED, browsing, new_page
from tspi_sched.export import html
from tspi_sched.plan import Plan

pytestmark = NEEDED

SEEN = """const seen = (what) => [...document.querySelectorAll(what)].filter((it) => !it.closest("[hidden]"));"""
"""Elements that are not hidden; for the scripts of the tests."""

CLEAR = 4.5
"""How much a text must stand out from what is behind it, by WCAG 2 (AA)."""


@pytest.fixture(scope="module")
def browser():
    with browsing() as found:
        yield found


@pytest.fixture
def opened(browser, tmp_path):
    """Opens the page of a plan as a file; nothing may have been complained of or asked of anybody when all is over."""
    pages = []

    def open(problem=None, result=None, place="", **size):
        path = tmp_path / "planning.html"
        html.write(problem or demo.problem(), result or demo.result(), path)
        page, heard = new_page(browser, **size)
        pages.append((page, heard))
        page.goto(path.as_uri() + place)
        assert page.evaluate("document.documentElement.dataset.ready") == "yes"
        return page

    yield open
    for page, heard in pages:
        assert heard.complaints == []
        assert {url.partition("#")[0] for url in heard.asked} == {(tmp_path / "planning.html").as_uri()}
        page.close()


def labels(page, what=".block"):
    """What a screen reader says of some elements that are seen."""
    return page.evaluate(f"(() => {{ {SEEN} return seen({what!r}).map((it) => it.getAttribute('aria-label')); }})()")


def texts(page, what):
    """The texts of some elements that are seen."""
    return page.evaluate(f"(() => {{ {SEEN} return seen({what!r}).map((it) => it.innerText); }})()")


def focused(page):
    return page.evaluate("document.activeElement.getAttribute('aria-label') || document.activeElement.id")


def typed(page, field, text):
    """A text typed into a field, letter by letter."""
    page.locator(field).press_sequentially(text)


def test_every_block_of_the_first_view_is_drawn(opened):
    page = opened()
    # two sittings; a marking and a passage for each of C01, C02, and both tracks of C03
    assert len(labels(page)) == 2 + 2 * 4
    assert page.evaluate("document.querySelectorAll('.meal:not(i)').length") == 1
    assert [text for text in labels(page, ".lane") if text.startswith("Jury A, ")] == [
        "Jury A, lundi 7 décembre 2026",
        "Jury A, mardi 8 décembre 2026",
    ]


def test_the_address_says_what_is_looked_at(opened):
    page = opened(place="#vue=candidats&jour=2&zoom=2&filtre=noe&sans=3")
    assert texts(page, ".labels .name b") == ["Noé Garnier"]  # of three candidates
    (label,) = labels(page)
    assert label.startswith("mardi 8 décembre 2026, 08:30–10:20, Noé Garnier (C02), ET, QPP, EF")
    assert page.evaluate("document.documentElement.style.getPropertyValue('--zoom')") == "2"


@pytest.mark.parametrize("text", hostile.TEXTS, ids=range(len(hostile.TEXTS)))
def test_names_stay_names(opened, text):
    page = opened(*hostile.hostile(text), place="#vue=candidats&filtre=%3Cscript%3E")
    page.evaluate("document.getElementById('filter').value = ''")
    page.evaluate("document.getElementById('filter').dispatchEvent(new Event('input', { bubbles: true }))")
    page.hover(".block")
    assert page.evaluate("document.title") != "owned"
    assert page.evaluate("document.querySelectorAll('img, iframe, a').length") == 0
    assert page.evaluate("document.querySelectorAll('script').length") == 2
    assert len(labels(page)) >= 3


def test_an_empty_plan_is_an_empty_page(opened):
    assert labels(opened(result=demo.result(Plan(())))) == []


# --- keys and mouse --------------------------------------------------------------------------------------------------


def test_tab_leads_through_the_tools_to_one_block_and_out_again(opened):
    page = opened()
    stops = []
    for _ in range(16):
        page.keyboard.press("Tab")
        stops.append(focused(page) or page.evaluate("document.activeElement.name || document.activeElement.tagName"))
    # the views as one stop, the day, the filter, zoom (as small as it gets), print, six stages, a block, the proofs
    assert stops[:6] == ["view", "day", "filter", "fit", "Agrandir", "print"]
    assert stops[6:12] == ["stage"] * 6
    assert "MSP – 3 candidats" in stops[12]
    assert stops[13] == "SUMMARY"


def test_whoever_uses_keys_sees_where_they_are(opened):
    page = opened()
    for _ in range(13):
        page.keyboard.press("Tab")
        own = "document.activeElement"
        shown = f"({own}.matches('.tabs input') ? {own}.nextSibling : {own})"
        assert page.evaluate(f"getComputedStyle({shown}).outlineWidth") == "3px"


def test_arrows_lead_from_block_to_block(opened):
    page = opened()
    page.evaluate("document.querySelector('.block[tabindex=\"0\"]').focus()")
    first = focused(page)
    assert first.startswith("lundi 7 décembre 2026, 08:00–12:00, MSP – 3 candidats, MSP")
    steps = {}
    for key in ("ArrowRight", "ArrowLeft", "ArrowDown", "End"):
        page.keyboard.press(key)
        steps[key] = focused(page)
    assert "14:00–15:00, MSP – 1 candidat" in steps["ArrowRight"]
    assert steps["ArrowLeft"] == first
    assert "11:05–11:25, Zoé Lefèvre (C01), CORR" in steps["ArrowDown"]
    assert "mardi 8 décembre 2026, 08:30–10:30, Noé Garnier (C02), ET, QPP, EF, DELIB" in steps["End"]
    page.keyboard.press("ArrowRight")
    assert focused(page) == steps["End"]  # there is nothing beyond
    page.keyboard.press("Home")
    assert focused(page) == steps["ArrowDown"]
    assert page.evaluate("document.querySelectorAll('.block[tabindex=\"0\"]').length") == 1


def test_details_come_with_the_keys_and_go_with_escape(opened):
    page = opened()
    page.evaluate("document.querySelector('.block[tabindex=\"0\"]').focus()")
    assert "12:00 Noé Garnier (C02), TITRE" in texts(page, "#tip")[0]
    page.keyboard.press("Escape")
    assert texts(page, "#tip") == []
    page.keyboard.press("ArrowDown")
    assert "CORR – Correction" in texts(page, "#tip")[0]


def test_details_come_with_the_mouse_and_go_with_escape(opened):
    page = opened()
    page.hover(".block")
    assert "12:00 Noé Garnier (C02), TITRE" in texts(page, "#tip")[0]
    page.hover("#tip")  # it can be read and copied from
    assert len(texts(page, "#tip")) == 1
    page.keyboard.press("Escape")
    assert texts(page, "#tip") == []


def test_zoom_with_keys_and_buttons(opened):
    page = opened()
    width = "document.getElementById('chart').scrollWidth"
    narrow = page.evaluate(width)
    page.evaluate("document.querySelector('.block[tabindex=\"0\"]').focus()")
    page.keyboard.press("+")
    page.keyboard.press("+")
    assert page.evaluate(width) > 1.5 * narrow
    page.keyboard.press("0")
    assert page.evaluate(width) == narrow
    page.evaluate("document.getElementById('larger').click()")
    assert page.evaluate(width) > narrow
    assert page.evaluate("location.hash").endswith("zoom=1")


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
    page.evaluate("document.querySelector(\"[name=stage][value='0']\").click()")
    assert page.evaluate("decodeURIComponent(location.hash)") == "#vue=candidats&jour=2&sans=0"
    page.evaluate("location.hash = 'vue=candidats&sans=0'")
    page.wait_for_function("document.querySelectorAll('.day').length === 2")
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
    page.hover(".block")
    page.evaluate("document.getElementById('quality').open = true")
    found = page.evaluate(CONTRASTS)
    assert len(found) > 15
    assert {what: round(ratio, 2) for what, ratio in found.items() if ratio < CLEAR} == {}


def test_nothing_moves_by_itself(opened):
    page = opened()
    rules = "[...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])"
    assert page.evaluate(f"{rules}.filter((rule) => /animation|transition|smooth/.test(rule.cssText)).length") == 0
    assert page.evaluate("document.getAnimations().length") == 0


def test_stages_keep_their_colours_where_a_system_gives_its_own(opened):
    page = opened()
    colours = "[...document.querySelectorAll('.part')].map((it) => getComputedStyle(it).backgroundColor).join()"
    usual = page.evaluate(colours)
    page.emulate_media(forced_colors="active")
    assert page.evaluate("matchMedia('(forced-colors: active)').matches") is True
    assert page.evaluate(colours) == usual
    assert page.evaluate("getComputedStyle(document.querySelector('.tools button')).color") != "rgb(31, 41, 51)"


def test_a_screen_reader_finds_its_way(opened):
    page = opened()
    named = [("main", "Planning"), ("group", "Zoom"), ("button", "Agrandir"), ("searchbox", "Filtrer")]
    named += [("group", "Voir par"), ("group", "Épreuves"), ("radio", "Candidats"), ("combobox", "Jour")]
    assert [page.get_by_role(role, name=name, exact=True).count() for role, name in named] == [1] * len(named)
    said = page.locator("body").aria_snapshot()
    assert re.findall(r"^ *- (?:button|radio|checkbox|searchbox|combobox)\b(?! \").*$", said, re.MULTILINE) == []


@pytest.mark.parametrize("width", [360, 768, 1920])
def test_it_fits_every_screen(opened, width):
    page = opened(width=width, height=800, is_mobile=width < 700)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    cut = "[...document.querySelectorAll('.tabs span, .tools button')].filter((it) => it.clientHeight > 40).length"
    assert page.evaluate(cut) == 0  # no word is broken over two lines


def test_on_paper_each_day_has_its_page_and_its_hours(opened):
    reader = pytest.importorskip("pypdf").PdfReader
    pages = [bare(page.extract_text()) for page in reader(io.BytesIO(printed(opened()))).pages]
    assert ["lundi7" in pages[0], "mardi8" in pages[1]] == [True, True]
    assert "Roux" in pages[1]
    assert pages[0].count("mardi8décembre2026") == 1  # in the heading of the page
    assert not any("Filtrer" in page for page in pages)


def test_on_paper_the_hours_stand_on_every_page_of_a_long_day(opened):
    reader = pytest.importorskip("pypdf").PdfReader
    page = opened(*large(60), place="#vue=candidats&jour=1")
    pages = [bare(one.extract_text()) for one in reader(io.BytesIO(printed(page))).pages]
    with_people = [text for text in pages if re.search(r"NOM00\d\d", text)]
    assert len(with_people) > 1
    assert all("lundi7décembre2026" in text and "11:00" in text for text in with_people)


def printed(page):
    """The page as a PDF, as printing makes it."""
    return page.pdf(prefer_css_page_size=True, print_background=True)


def bare(text):
    """A text without its blanks, which a reader of PDF has to guess."""
    return re.sub(r"\s", "", text)
