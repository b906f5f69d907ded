"""The Planning view in a real browser: moves by mouse, by click and click, by keys, by form, by finger; a drop on a
breach and the rest mended; undo to the start; two windows; a reload. What is asserted is what is on the disk."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.chromium import NEEDED, browsing, new_page
from tests.support.planned_page import ADDRESS, FIRST, SECOND, planned_session
from tests.support.sessions import at

pytest.importorskip("starlette", reason="no local page here: pip install '.[web]'")

from tests.support.web_server import TOKEN, served
from tspi_sched.checker import check
from tspi_sched.plan import Plan
from tspi_sched.problem import Problem
from tspi_sched.reading import read, read_plan

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = NEEDED

PATIENCE = 60.0
"""Seconds that a file may take to say what the page has said."""


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    with browsing() as found:
        yield found


class Window:
    """A window on the plan, and the file of the plan."""

    def __init__(self, page: "Page", path: Path) -> None:
        self.page, self.path = page, path

    @property
    def problem(self) -> Problem:
        return read(self.path.parents[2] / "scenario.toml")[0]

    def plan(self) -> Plan:
        return read_plan(self.path, self.problem)

    def orals(self, candidate: str) -> int:
        """When the first oral of a candidate starts, by the file."""
        return next(t.start for t in self.plan().tasks if (t.candidate, t.stage) == (candidate, "ET"))

    def block(self, key: str) -> "Locator":
        """The block of the orals, which is the widest one of a chain."""
        found = self.page.locator("#chart .block").filter(has=self.page.locator(".part", has_text="QPP"))
        return found.and_(self.page.locator(f"[data-key='{key}']")).first

    def told(self, text: str) -> None:
        """What the last command came to has been said."""
        self.page.locator("#done-said", has_text=text).wait_for()

    def picked(self) -> None:
        """The block in hand knows the places of its own line."""
        self.page.wait_for_selector("#chart[data-places]", state="attached")

    def point_of(self, minute: int) -> tuple[float, float]:
        """Where a minute is in the line of the panel."""
        box = self.page.locator("#chart .lane[data-name='Jury A'], #chart .lane").last.bounding_box()
        line = self.block(SECOND).locator("xpath=..").bounding_box() or box
        assert line is not None
        scale = self.page.evaluate("() => getComputedStyle(document.documentElement).getPropertyValue('--span')")
        opened = self.page.locator(".hours span").first.inner_text()
        return line["x"] + (minute - at(opened)) * line["width"] / float(scale), line["y"] + line["height"] / 2


Open = Callable[..., Window]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    planned_session(tmp_path)
    return tmp_path


@pytest.fixture
def address(root: Path) -> Iterator[str]:
    with served(root) as found:
        yield found


@pytest.fixture
def open_window(browser: "Browser", root: Path, address: str) -> Iterator[Open]:
    """Opens windows on the plan; nothing may have been complained of when all is over."""
    opened = []

    def open(width: int = 1280, height: int = 900, place: str = "", **options: object) -> Window:
        page, heard = new_page(browser, width, height, **options)
        opened.append((page, heard))
        page.goto(f"{address}/?token={TOKEN}")
        page.goto(f"{address}{ADDRESS}{place}")
        page.wait_for_selector("html[data-ready=yes]", state="attached")
        return Window(page, root / "petite" / "planning" / "petite" / "plan.json")

    yield open
    for page, heard in opened:
        expected = ("409", "ERR_FAILED")  # a refused command, and what a test keeps from the page
        assert [text for text in heard.complaints if not any(known in text for known in expected)] == []
        page.close()


def within_patience(what: Callable[[], bool]) -> None:
    """Wait for something that another thread does."""
    until = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < until
        time.sleep(0.05)


def by_keys(window: Window, key: str, *pressed: str) -> None:
    """A block moved by keys alone."""
    window.block(key).focus()
    for name in ("Enter", *pressed, "Enter"):
        window.page.keyboard.press(name)


# --- ways to move ----------------------------------------------------------------------------------------------------


def test_by_keys(open_window: Open) -> None:
    window = open_window()
    window.block(SECOND).focus()
    window.page.keyboard.press("Enter")
    window.picked()
    for name in ("Shift+ArrowRight", "ArrowLeft", "ArrowLeft"):
        window.page.keyboard.press(name)
    window.page.locator("#verdict", has_text="15:30, Jury A : toutes les règles sont respectées").wait_for()
    window.page.keyboard.press("Enter")
    window.told("à 15:30. Aucune règle enfreinte")
    assert window.orals("C02") == at("15:30")
    # who moves by keys goes on from the block that was moved
    assert window.page.evaluate("document.activeElement.dataset.key") == SECOND


def test_escape_leaves_it(open_window: Open) -> None:
    window = open_window()
    before = window.path.read_bytes()
    window.block(SECOND).focus()
    for name in ("Enter", "ArrowRight", "Escape"):
        window.page.keyboard.press(name)
    assert window.page.locator("#holding").is_hidden()
    assert window.page.locator(".ghost, .places").count() == 0
    assert window.path.read_bytes() == before


def test_by_mouse(open_window: Open) -> None:
    window = open_window()
    box = window.block(SECOND).bounding_box()
    (start, y), (wanted, _y) = window.point_of(at("14:40")), window.point_of(at("15:20"))
    grabbed = box["x"] + box["width"] / 2
    window.page.mouse.move(grabbed, y)
    window.page.mouse.down()
    window.page.mouse.move(grabbed + 20, y, steps=3)
    window.picked()
    window.page.mouse.move(grabbed + wanted - start, y, steps=5)
    window.page.mouse.up()
    window.told("à 15:20. Aucune règle enfreinte")
    assert window.orals("C02") == at("15:20")


def test_by_click_and_click(open_window: Open) -> None:
    window = open_window()
    window.block(SECOND).click()
    window.picked()
    assert window.page.locator(".places .fine").count() > 0
    assert window.page.locator(".places .breaks").count() > 0
    window.page.mouse.click(*window.point_of(at("15:40")))
    window.told("à 15:40. Aucune règle enfreinte")
    assert window.orals("C02") == at("15:40")


def test_by_form(open_window: Open) -> None:
    window = open_window()
    page = window.page
    page.click("#by-form")
    page.select_option("#form-block", SECOND)
    page.fill("[name=hour]", "13:00")
    page.click("#form-see")
    page.locator("#form-verdict", has_text="Règles enfreintes").wait_for()
    page.fill("[name=hour]", "15:00")
    page.click("#form-move")
    window.told("à 15:00. Aucune règle enfreinte")
    assert window.orals("C02") == at("15:00")


def test_by_finger_on_a_telephone(open_window: Open) -> None:
    window = open_window(390, 844, "#liste=non", has_touch=True, is_mobile=True)
    page = window.page
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("#chart .block[data-key]").filter(
        has=page.locator(".part", has_text="QPP")
    ).last.scroll_into_view_if_needed()
    window.block(SECOND).tap()
    window.picked()
    x, y = window.point_of(at("15:00"))
    page.touchscreen.tap(x, y)
    assert "Jury A" in page.inner_text("#verdict")
    page.tap("#drop")
    page.locator("#done-said").wait_for()
    assert window.orals("C02") > at("14:40")


def test_the_list_of_a_telephone_leads_to_the_form(open_window: Open) -> None:
    window = open_window(390, 844, has_touch=True, is_mobile=True)
    page = window.page
    entry = page.locator(".entry").filter(has=page.locator(f"button.move[data-key='{SECOND}']")).last
    entry.locator("summary").tap()
    entry.locator("button.move").tap()
    page.fill("[name=hour]", "15:10")
    page.tap("#form-move")
    page.locator("#done-said", has_text="15:10").wait_for()
    assert window.orals("C02") == at("15:10")


# --- what comes of it ------------------------------------------------------------------------------------------------


def test_a_drop_on_a_breach_is_marked_and_the_rest_mended(open_window: Open) -> None:
    window = open_window()
    page = window.page
    by_keys(window, SECOND, "Shift+ArrowLeft", "Shift+ArrowLeft", *["ArrowRight"] * 4)  # 13:00, into C01's orals
    window.told("Règles enfreintes")
    assert window.orals("C02") == at("13:00")
    assert page.locator("#chart .block.faulty").count() > 0
    assert page.locator("#rules").is_visible()
    assert page.locator("#tip").is_hidden()  # nothing covers what the drop broke
    page.emulate_media(media="print")
    assert page.locator("#chart .block").first.is_visible()
    page.emulate_media(media="screen")
    page.click("#mend")
    window.told("remis en ordre")
    assert page.locator("#told summary", has_text="C02").count() == 1  # whom the drop itself moved is told, too
    assert check(window.problem, window.plan()) == ()
    assert window.orals("C02") == at("13:00")
    assert page.locator("#chart .block.faulty").count() == 0
    assert page.locator("#rules").is_hidden()


def test_others_are_asked_to_make_room_for_the_place_pointed_at(open_window: Open) -> None:
    window = open_window()
    window.block(SECOND).focus()
    for name in ("Enter", "Shift+ArrowLeft", "Shift+ArrowLeft", *["ArrowRight"] * 4):
        window.page.keyboard.press(name)
    window.page.locator("#verdict em", has_text="possible si d'autres bougent").wait_for()
    for _ in range(6):
        window.page.keyboard.press("Shift+ArrowRight")
    window.page.locator("#verdict", has_text="heures d'ouverture").wait_for()  # beyond the day's end there is a verdict


def test_undo_to_the_start_and_back_with_a_reload_between(open_window: Open) -> None:
    window = open_window()
    page, before = window.page, window.path.read_bytes()
    by_keys(window, SECOND, "ArrowRight")
    window.told("14:45")
    by_keys(window, SECOND, "ArrowRight")
    window.told("14:50")
    page.reload()
    page.wait_for_selector("html[data-ready=yes]", state="attached")
    page.locator("#chart").focus()
    for start in ("14:50", "14:45"):
        page.keyboard.press("Control+z")
        page.locator("#done-said", has_text="Annulé").filter(has_text=start).wait_for()
    assert window.path.read_bytes() == before
    assert page.locator("#undo").is_disabled()
    for start in ("14:45", "14:50"):
        page.keyboard.press("Control+y")
        page.locator("#done-said", has_text="Rétabli").filter(has_text=start).wait_for()
    assert window.orals("C02") == at("14:50")


def test_two_windows_see_the_same(open_window: Open) -> None:
    one, two = open_window(), open_window()
    by_keys(one, SECOND, "Shift+ArrowRight")
    one.told("15:40")
    two.page.locator("#undo:not([disabled])").wait_for()  # the change has come there by itself
    by_keys(two, SECOND, "ArrowRight")
    two.told("15:45")
    assert two.orals("C02") == at("15:45")


def test_a_window_that_was_not_told_is_told_when_it_asks(open_window: Open) -> None:
    window = open_window()
    window.page.route("**/events", lambda route: route.abort())
    window.page.reload()
    window.page.wait_for_selector("html[data-ready=yes]", state="attached")
    other = open_window()
    by_keys(other, SECOND, "ArrowRight")
    other.told("14:45")
    by_keys(window, FIRST, "ArrowLeft")
    window.page.locator("#said", has_text="changé entre-temps").wait_for()
    window.page.locator("#undo:not([disabled])").wait_for()
    assert other.orals("C01") == at("12:35")
    by_keys(window, FIRST, "ArrowLeft")
    within_patience(lambda: other.orals("C01") == at("12:30"))


def test_a_lock_is_seen(open_window: Open) -> None:
    window = open_window()
    page = window.page
    page.click("#by-form")
    page.select_option("#form-block", SECOND)
    for part in ("start", "room"):
        page.check(f"[name=part][value={part}]")
    page.click("#form-lock")
    page.locator("#chart .block.locked").first.wait_for()
    assert "verrouillé : heure, salle" in window.block(SECOND).get_attribute("aria-label")


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1024, 768), (390, 844)])
def test_nothing_is_wider_than_the_window(open_window: Open, width: int, height: int) -> None:
    window = open_window(width, height)
    assert window.page.evaluate("document.documentElement.scrollWidth") <= width
