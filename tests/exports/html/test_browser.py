"""The page in a real browser: what its script draws, keys, mouse, sizes, paper, and that no name is ever a program.

The demonstration session: papers on Monday at 8:00 (C03's second one at 14:00), C01 before panel A on Monday from
13:00, C02 before A and C03 before B on Tuesday.
"""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.support import export_demo as demo
from tests.support import hostile
from tests.support.chromium import CONTRASTS, NEEDED, browsing, new_page
from tspi_sched.exports import html
from tspi_sched.plan import Plan, Result
from tspi_sched.problem import Problem

pytestmark = NEEDED

SEEN = """const seen = (what) => [...document.querySelectorAll(what)].filter((it) => !it.closest("[hidden]"));"""
"""Elements that are not hidden; for the scripts of the tests."""

CLEAR = 4.5
"""How much a text must stand out from what is behind it, by WCAG 2 (AA)."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with browsing() as found:
        yield found


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Opens the page of a plan as a file; nothing may have been complained of or asked of anybody when all is over."""
    pages = []

    def open(problem: Problem = None, result: Result = None, place: str = "", **size: Any) -> Any:
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


def labels(page: Any, what: str = ".block") -> Any:
    """What a screen reader says of some elements that are seen."""
    return page.evaluate(f"(() => {{ {SEEN} return seen({what!r}).map((it) => it.getAttribute('aria-label')); }})()")


def texts(page: Any, what: str) -> Any:
    """The texts of some elements that are seen."""
    return page.evaluate(f"(() => {{ {SEEN} return seen({what!r}).map((it) => it.innerText); }})()")


def focused(page: Any) -> Any:
    return page.evaluate("document.activeElement.getAttribute('aria-label') || document.activeElement.id")


def typed(page: Any, field: str, text: str) -> None:
    """A text typed into a field, letter by letter."""
    page.locator(field).press_sequentially(text)


def test_every_block_of_the_first_view_is_drawn(opened: Callable[..., Any]) -> None:
    page = opened()
    # two sittings; a marking and a passage for each of C01, C02, and both tracks of C03
    assert len(labels(page)) == 2 + 2 * 4
    assert page.evaluate("document.querySelectorAll('.meal:not(i)').length") == 1
    assert [text for text in labels(page, ".lane") if text.startswith("Jury A, ")] == [
        "Jury A, lundi 7 décembre 2026",
        "Jury A, mardi 8 décembre 2026",
    ]


def test_the_address_says_what_is_looked_at(opened: Callable[..., Any]) -> None:
    page = opened(place="#vue=candidats&jour=2&zoom=2&filtre=noe&sans=3")
    assert texts(page, ".labels .name b") == ["Noé Garnier"]  # of three candidates
    (label,) = labels(page)
    assert label.startswith("mardi 8 décembre 2026, 08:30–10:20, Noé Garnier (C02), ET, QPP, EF")
    assert page.evaluate("document.documentElement.style.getPropertyValue('--zoom')") == "2"


@pytest.mark.parametrize("text", hostile.TEXTS, ids=range(len(hostile.TEXTS)))
def test_names_stay_names(opened: Callable[..., Any], text: str) -> None:
    page = opened(*hostile.hostile(text), place="#vue=candidats&filtre=%3Cscript%3E")
    page.evaluate("document.getElementById('filter').value = ''")
    page.evaluate("document.getElementById('filter').dispatchEvent(new Event('input', { bubbles: true }))")
    page.hover(".block")
    assert page.evaluate("document.title") != "owned"
    assert page.evaluate("document.querySelectorAll('img, iframe, a').length") == 0
    assert page.evaluate("document.querySelectorAll('script').length") == 2
    assert len(labels(page)) >= 3


def test_an_empty_plan_is_an_empty_page(opened: Callable[..., Any]) -> None:
    assert labels(opened(result=demo.result(Plan(())))) == []


# --- keys and mouse --------------------------------------------------------------------------------------------------


def test_tab_leads_through_the_tools_to_one_block_and_out_again(opened: Callable[..., Any]) -> None:
    page = opened()
    stops = []
    for _ in range(17):
        page.keyboard.press("Tab")
        stops.append(focused(page) or page.evaluate("document.activeElement.name || document.activeElement.tagName"))
    # the views as one stop, day, filter, zoom (as small as it gets), list, print, six stages, a block, the proofs
    assert stops[:7] == ["view", "day", "filter", "fit", "Agrandir", "list", "print"]
    assert stops[7:13] == ["stage"] * 6
    assert "MSP – 3 candidats" in stops[13]
    assert stops[14] == "SUMMARY"


def test_whoever_uses_keys_sees_where_they_are(opened: Callable[..., Any]) -> None:
    page = opened()
    for _ in range(14):
        page.keyboard.press("Tab")
        own = "document.activeElement"
        shown = f"({own}.matches('.tabs input') ? {own}.nextSibling : {own})"
        assert page.evaluate(f"getComputedStyle({shown}).outlineWidth") == "3px"


def test_arrows_lead_from_block_to_block(opened: Callable[..., Any]) -> None:
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


def test_details_come_with_the_keys_and_go_with_escape(opened: Callable[..., Any]) -> None:
    page = opened()
    page.evaluate("document.querySelector('.block[tabindex=\"0\"]').focus()")
    assert "12:00 Noé Garnier (C02), TITRE" in texts(page, "#tip")[0]
    page.keyboard.press("Escape")
    assert texts(page, "#tip") == []
    page.keyboard.press("ArrowDown")
    assert "CORR – Correction" in texts(page, "#tip")[0]


def test_details_come_with_the_mouse_and_go_with_escape(opened: Callable[..., Any]) -> None:
    page = opened()
    page.hover(".block")
    assert "12:00 Noé Garnier (C02), TITRE" in texts(page, "#tip")[0]
    page.hover("#tip")  # it can be read and copied from
    assert len(texts(page, "#tip")) == 1
    page.keyboard.press("Escape")
    assert texts(page, "#tip") == []


def test_zoom_with_keys_and_buttons(opened: Callable[..., Any]) -> None:
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


def test_the_filter_leaves_out_whom_it_does_not_fit(opened: Callable[..., Any]) -> None:
    page = opened()
    typed(page, "#filter", "ROUX")
    assert texts(page, ".labels .name b") == ["Salle Ampère", "Jury B"]
    assert texts(page, "#shown") == ["Lignes affichées : 2 sur 3"]
    assert not any("Jury A" in label for label in labels(page, ".lane"))
    typed(page, "#filter", "zzz")
    assert labels(page) == []
    assert texts(page, "#shown") == ["Rien ne correspond à ce filtre."]


def test_view_day_and_stages(opened: Callable[..., Any]) -> None:
    page = opened(place="#vue=candidats&jour=2")
    assert texts(page, ".labels .name b") == ["Zoé Lefèvre", "Noé Garnier", "Inès Roux"]
    assert texts(page, ".day h2") == ["mardi 8 décembre 2026"]
    assert len(labels(page)) == 3  # C02's orals, C03's on both tracks
    page.evaluate("document.querySelector(\"[name=stage][value='0']\").click()")
    assert page.evaluate("decodeURIComponent(location.hash)") == "#vue=candidats&jour=2&sans=0"
    page.evaluate("location.hash = 'vue=candidats&sans=0'")
    page.locator(".day").nth(1).wait_for()
    assert page.locator(".day").count() == 2
    assert [", MSP" in label for label in labels(page)] == [False] * 4  # the papers are away


def test_every_view_has_a_lane_for_each_of_a_large_session(opened: Callable[..., Any]) -> None:
    page = opened(*large(60), place="#vue=candidats")
    assert len(texts(page, ".labels .name b")) == 60
    typed(page, "#filter", "nom0042")
    assert texts(page, ".labels .name b") == ["Prénom0042 NOM0042"]


def large(count: int) -> tuple[Problem, Result]:
    problem, plan = demo.large(count)
    return problem, demo.result(plan)


# --- how it looks ----------------------------------------------------------------------------------------------------


def test_every_text_stands_out(opened: Callable[..., Any]) -> None:
    page = opened()
    page.hover(".block")
    page.evaluate("document.getElementById('quality').open = true")
    found = page.evaluate(CONTRASTS)
    assert len(found) > 15
    assert {what: round(ratio, 2) for what, ratio in found.items() if ratio < CLEAR} == {}


def test_nothing_moves_by_itself(opened: Callable[..., Any]) -> None:
    page = opened()
    rules = "[...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])"
    assert page.evaluate(f"{rules}.filter((rule) => /animation|transition|smooth/.test(rule.cssText)).length") == 0
    assert page.evaluate("document.getAnimations().length") == 0


def test_stages_keep_their_colours_where_a_system_gives_its_own(opened: Callable[..., Any]) -> None:
    page = opened()
    colours = "[...document.querySelectorAll('.part')].map((it) => getComputedStyle(it).backgroundColor).join()"
    usual = page.evaluate(colours)
    page.emulate_media(forced_colors="active")
    assert page.evaluate("matchMedia('(forced-colors: active)').matches") is True
    assert page.evaluate(colours) == usual
    assert page.evaluate("getComputedStyle(document.querySelector('.tools button')).color") != "rgb(31, 41, 51)"


def test_a_screen_reader_finds_its_way(opened: Callable[..., Any]) -> None:
    page = opened()
    named = [("main", "Planning"), ("group", "Zoom"), ("button", "Agrandir"), ("searchbox", "Filtrer")]
    named += [("group", "Voir par"), ("group", "Épreuves"), ("radio", "Candidats"), ("combobox", "Jour")]
    assert [page.get_by_role(role, name=name, exact=True).count() for role, name in named] == [1] * len(named)
    said = page.locator("body").aria_snapshot()
    assert re.findall(r"^ *- (?:button|radio|checkbox|searchbox|combobox)\b(?! \").*$", said, re.MULTILINE) == []


@pytest.mark.parametrize("width", [360, 768, 1920])
def test_it_fits_every_screen(opened: Callable[..., Any], width: int) -> None:
    page = opened(width=width, height=800, is_mobile=width < 700)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    cut = "[...document.querySelectorAll('.tabs span, .tools button')].filter((it) => it.clientHeight > 40).length"
    assert page.evaluate(cut) == 0  # no word is broken over two lines


# --- small and large -------------------------------------------------------------------------------------------------

PHONE = {"width": 390, "height": 844, "is_mobile": True, "has_touch": True}


def test_a_phone_gets_a_list_and_nothing_before_it_but_the_heading(opened: Callable[..., Any]) -> None:
    page = opened(**PHONE)
    assert page.is_hidden("#chart")
    assert page.is_hidden("#filter")
    assert page.is_hidden("#stages")
    assert page.is_hidden("#keys")  # nobody has a keyboard there
    assert texts(page, ".agenda h2") == ["lundi 7 décembre 2026", "mardi 8 décembre 2026"]
    # two sittings; a marking and a passage for each of C01, C02, and both tracks of C03
    assert page.locator(".entry").count() == 2 + 2 * 4
    assert page.locator(".entry").first.bounding_box()["y"] < 844 / 3
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_an_entry_of_the_list_opens_to_all_that_is_known(opened: Callable[..., Any]) -> None:
    page = opened(**PHONE, place="#vue=candidats")
    entry = page.locator(".entry").first
    assert entry.locator("li").first.is_hidden()
    entry.locator("summary").tap()
    assert "Parcours : Titre complet" in entry.inner_text()
    assert "Salle : Salle Ampère (S1)" in entry.inner_text()


def test_the_list_follows_view_day_filter_and_stages(opened: Callable[..., Any]) -> None:
    page = opened(**PHONE, place="#vue=candidats&jour=2&filtre=noe")
    assert texts(page, ".agenda h3") == ["Noé GarnierC02 · TITRE"]
    page.locator("#controls > summary").tap()
    page.locator("#filter").fill("")
    assert page.locator(".agenda section").count() == 2  # C01 has no oral on Tuesday
    page.locator("#day").select_option("0")
    papers = page.locator(".entry", has_text="MSP").count()
    page.locator("[name=stage][value='0']").tap()
    assert papers > 0 == page.locator(".entry .what", has_text="MSP").count()


def test_list_and_chart_on_every_screen_and_the_address_keeps_it(opened: Callable[..., Any]) -> None:
    page = opened(**PHONE)
    page.locator("#controls > summary").tap()
    page.locator("#list").tap()
    assert page.is_visible("#chart")
    assert page.locator(".entry").count() == 0
    assert page.evaluate("location.hash").endswith("liste=non")
    wide = opened(place="#liste=oui")
    assert wide.is_hidden("#chart")
    wide.locator("#list").click()
    assert len(labels(wide)) == 2 + 2 * 4


@pytest.mark.parametrize("size", [(1440, 900), (1024, 768), (1280, 600), (1920, 1080)])
def test_the_chart_ends_with_a_whole_row_and_is_no_higher_than_its_rows(
    opened: Callable[..., Any], size: tuple[int, int]
) -> None:
    width, height = size
    for count in (14, 60):
        page = opened(*large(count), place="#vue=candidats", width=width, height=height)
        box = page.evaluate(
            "(({top, bottom}) => [top, bottom])(document.getElementById('chart').getBoundingClientRect())"
        )
        rows = page.evaluate("[...document.querySelectorAll('.name')].map((it) => it.getBoundingClientRect().bottom)")
        inside = page.evaluate("document.getElementById('chart').clientHeight") + box[0]
        shown = [bottom for bottom in rows if bottom <= inside + 2]
        assert len(shown) >= 4
        assert abs(max(shown) - inside) <= 2, (count, max(shown), inside)
        if len(shown) < count:  # more rows than the window has room for: it is filled, and no more
            assert height - 42 - 60 < box[1] <= height


def test_no_name_beside_the_chart_is_cut(opened: Callable[..., Any]) -> None:
    long = ("Anne-Sophie Charlotte", "GUÉRIN DE LA ROCHEFOUCAULD-MONTMORENCY")
    people = (replace(demo.CANDIDATES[0], first_name=long[0], last_name=long[1]), *demo.CANDIDATES[1:])
    for width in (1440, 1024, 700):
        page = opened(demo.problem(candidates=people), place="#vue=candidats", width=width)
        cut = """[...document.querySelectorAll('.name b')].filter((it) => it.scrollWidth > it.clientWidth + 1
          || it.getBoundingClientRect().bottom > it.parentElement.getBoundingClientRect().bottom)
          .map((it) => it.innerText)"""
        assert page.evaluate(cut) == []


def test_a_block_s_name_may_use_the_free_time_after_it(opened: Callable[..., Any]) -> None:
    page = opened(place="#vue=candidats&jour=2", width=1440)
    room = "document.querySelector('.block .label').clientWidth > 1.5 * document.querySelector('.block').clientWidth"
    assert page.evaluate(room)


def test_on_paper_each_day_has_its_page_and_its_hours(opened: Callable[..., Any]) -> None:
    reader = pytest.importorskip("pypdf").PdfReader
    pages = [bare(page.extract_text()) for page in reader(io.BytesIO(printed(opened()))).pages]
    assert ["lundi7" in pages[0], "mardi8" in pages[1]] == [True, True]
    assert "Roux" in pages[1]
    assert pages[0].count("mardi8décembre2026") == 1  # in the heading of the page
    assert not any("Filtrer" in page for page in pages)


def test_on_paper_the_hours_stand_on_every_page_of_a_long_day(opened: Callable[..., Any]) -> None:
    reader = pytest.importorskip("pypdf").PdfReader
    page = opened(*large(60), place="#vue=candidats&jour=1")
    pages = [bare(one.extract_text()) for one in reader(io.BytesIO(printed(page))).pages]
    with_people = [text for text in pages if re.search(r"NOM00\d\d", text)]
    assert len(with_people) > 1
    assert all("lundi7décembre2026" in text and "11:00" in text for text in with_people)


def printed(page: Any) -> Any:
    """The page as a PDF, as printing makes it."""
    return page.pdf(prefer_css_page_size=True, print_background=True)


def bare(text: str) -> str:
    """A text without its blanks, which a reader of PDF has to guess."""
    return re.sub(r"\s", "", text)
