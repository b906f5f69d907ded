"""The page in a real browser: sorting, curves, the front with its line, parallel axes by mouse and by keys; offline."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import tspi_sched
from tests.support.chromium import CONTRASTS, NEEDED, browsing, new_page
from tests.support.cli_runs import TINY

pytestmark = NEEDED

CLEAR = 4.5
"""How much a text must stand out from what is behind it, by WCAG 2 (AA)."""

LABELS = ("=1+1", "<img src=x onerror=alert(1)>", "</script><script>alert(1)</script>", "tous \u202e sruot")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with browsing() as found:
        yield found


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sweep over a tolerance, and over labels of every kind."""
    folder = tmp_path_factory.mktemp("sweep")
    wishes: list[list[Any]] = [["days", {"name": "finish", "tolerance": minutes}, "waiting"] for minutes in (0, 30, 60)]
    margins = {"name": "marge", "values": [{"label": one[1]["tolerance"], "objectives": one} for one in wishes]}
    names = [{"label": label, "rules.transfer_minutes": place} for place, label in enumerate(LABELS)]
    tspi_sched.sweep(
        {
            "name": "<b>essai</b>",
            "base": str(TINY),
            "time_limit": 60,
            "axis": [margins, {"name": "<i>", "values": names}],
        },
        folder,
    )
    return folder / "sweep.html"


@pytest.fixture
def opened(browser: Any, path: Path) -> Iterator[Callable[..., Any]]:
    pages = []

    def open(**size: Any) -> Any:
        page, heard = new_page(browser, **size)
        pages.append((page, heard))
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.dataset.ready") == "yes"
        return page

    yield open
    for page, heard in pages:
        assert heard.complaints == []
        assert set(heard.asked) == {path.as_uri()}
        page.close()


SHOWN = "[...document.querySelectorAll('#table tbody tr')].filter((row) => !row.hidden)"


def column(page: Any, number: int) -> Any:
    """The first texts of a column's cells, in the rows that are shown."""
    return page.evaluate(f"{SHOWN}.map((row) => row.cells[{number}].firstChild.textContent)")


def test_labels_are_texts(opened: Callable[..., Any]) -> None:
    page = opened()
    assert page.evaluate("document.querySelectorAll('img, b, i:not(.legend i)').length") == 0
    assert page.title() == "<b>essai</b>"
    assert set(column(page, 1)) == {label.replace("\u202e", "") for label in LABELS}


def test_a_click_on_a_title_sorts_and_another_turns_it(opened: Callable[..., Any]) -> None:
    page = opened()
    before = column(page, 0)
    head = page.locator("#table thead button", has_text="Fin de la dernière épreuve")
    head.click()
    ends = column(page, 4)
    assert ends == sorted(ends)
    assert page.locator("[aria-sort=ascending]").count() == 1
    head.click()
    assert column(page, 4) == sorted(ends, reverse=True)
    assert sorted(column(page, 0)) == sorted(before)


def test_the_front_has_its_plans_and_the_line_that_none_crosses(opened: Callable[..., Any]) -> None:
    page = opened()
    page.select_option("#x", label="Fin de la dernière épreuve")
    page.select_option("#y", label="Attente cumulée des candidats")
    assert page.locator("#front .dot").count() >= 2
    assert page.locator("#front .floor").count() == 1
    # as it is drawn, no plan lies in the excluded area
    inside = page.evaluate("""(() => {
      const area = document.querySelector('#front .excluded'), svg = area.ownerSVGElement;
      return [...document.querySelectorAll('#front .dot')].filter((dot) => {
        const point = svg.createSVGPoint();
        point.x = +dot.getAttribute('cx'); point.y = +dot.getAttribute('cy') - 1;
        return area.isPointInFill(point);
      }).length;
    })()""")
    assert inside == 0
    page.select_option("#x", label="Attente cumulée des candidats")
    page.select_option("#y", label="Fin de la dernière épreuve")
    assert page.locator("#front .floor").count() == 1


def test_a_point_says_what_it_is_by_mouse_and_by_keyboard(opened: Callable[..., Any]) -> None:
    page = opened()
    dot = page.locator("#front .dot").first
    dot.focus()
    told = page.locator("#tip").text_content()
    assert "Fin de la dernière épreuve" in told
    assert page.locator("#tip").is_visible()
    page.keyboard.press("Enter")
    assert page.locator("#table tr.hot").count() == 1
    page.keyboard.press("Escape")
    assert page.locator("#tip").is_hidden()


def test_a_curve_for_each_combination_of_the_other_axes(opened: Callable[..., Any]) -> None:
    page = opened()
    page.select_option("#factor", label="marge")
    assert page.locator("#curves .curve").count() == len(LABELS)
    page.select_option("#factor", label="<i>")
    assert page.locator("#curves .curve").count() == 3


def test_a_part_of_an_axis_is_kept_by_keys_and_freed(opened: Callable[..., Any]) -> None:
    page = opened()
    assert page.locator("#kept").text_content() == "12 sur 12"
    page.locator("#grip-0-0").focus()
    page.keyboard.press("ArrowUp")
    assert page.locator("#kept").text_content() == "8 sur 12"
    assert set(column(page, 0)) == {"30", "60"}
    assert page.evaluate("document.activeElement.id") == "grip-0-0"
    page.keyboard.press("End")
    assert page.locator("#kept").text_content() == "4 sur 12"
    page.keyboard.press("Escape")
    assert page.locator("#kept").text_content() == "12 sur 12"


def test_a_part_of_an_axis_is_kept_by_mouse_and_freed(opened: Callable[..., Any]) -> None:
    page = opened()
    strip = page.locator("#parallel .strip").first
    strip.scroll_into_view_if_needed()
    box = strip.bounding_box()
    middle = box["x"] + box["width"] / 2
    page.mouse.move(middle, box["y"] + box["height"] - 12)
    page.mouse.down()
    page.mouse.move(middle, box["y"] + box["height"] / 2 + 4)
    page.mouse.up()
    assert page.locator("#kept").text_content() == "8 sur 12"
    page.locator("#reset").click()
    assert page.locator("#kept").text_content() == "12 sur 12"


@pytest.mark.parametrize("width", [390, 768, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_any_window_and_can_be_read(opened: Callable[..., Any], width: int, scheme: str) -> None:
    page = opened(width=width, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert {text: much for text, much in page.evaluate(CONTRASTS).items() if much < CLEAR} == {}


def test_english(browser: Any, tmp_path: Path) -> None:
    from tspi_sched.texts import in_language

    with in_language("en"):
        tspi_sched.sweep({"base": str(TINY), "time_limit": 60}, tmp_path, jobs=1)
    page, heard = new_page(browser)
    page.goto((tmp_path / "sweep.html").as_uri())
    assert page.locator("html").get_attribute("lang") == "en"
    assert "less is better" in page.locator("header").text_content()
    assert heard.complaints == []
    page.close()
