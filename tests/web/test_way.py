"""Calcul, Comparer, Documents and Jour J in a real browser: what an organiser clicks, from a search to edition 2."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.chromium import NEEDED, browsing, new_page
from tests.support.web_server import TOKEN, served
from tests.support.web_sessions import TINY, tiny
from tspi_sched.editions import editions_in
from tspi_sched.web import jobs

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = NEEDED


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    """One browser for all."""
    with browsing() as one:
        yield one


@pytest.fixture(autouse=True)
def without_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Papers have their own tests, and take longest."""
    monkeypatch.setattr("tspi_sched.editions.documents.lacking", lambda names: ("not here",))
    monkeypatch.setattr("tspi_sched.editions.todo.is_there", lambda package: False)


def opened(browser: "Browser", base: str, path: str = "") -> "Page":
    """A page past the token, which has nothing to complain of."""
    page, _heard = new_page(browser)
    page.goto(f"{base}/?token={TOKEN}")
    if path:
        page.goto(base + path)
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    return page


def test_a_search_is_seen_from_two_tabs_and_its_plan_kept(browser: "Browser", tmp_path: Path) -> None:
    home = tiny(tmp_path, plan=False)
    with served(tmp_path) as base:
        page = opened(browser, base, f"{TINY}/solve")
        page.get_by_role("button", name="Calculer").click()
        second = opened(browser, base, f"{TINY}/solve")
        for one in (page, second):
            one.get_by_text("Plan optimal prouvé.").wait_for()
        page.reload()
        page.get_by_text("C'est maintenant le planning de cette variante.").wait_for()
    assert (home / "planning" / "tiny" / "plan.json").is_file()


def test_a_search_is_stopped_and_then_kept_after_the_server_ended(browser: "Browser", tmp_path: Path) -> None:
    """Stopped at once: the search may have ended by then, on a fast machine, and its plan is kept in both cases."""
    home = tiny(tmp_path, plan=False)
    job = jobs.Job(home / "planning" / "tiny", "solve")
    with served(tmp_path) as base:
        page = opened(browser, base, f"{TINY}/solve")
        page.get_by_role("button", name="Calculer").click()
        page.locator("#keep:not([disabled]), .ended").first.wait_for()
        stop = page.locator("#stop")
        if stop.is_visible():
            page.evaluate("document.getElementById('stop').click()")
        page.locator(".ended").wait_for()
    assert jobs.wait(job)
    with served(tmp_path) as base:  # another one, on another port
        page = opened(browser, base, f"{TINY}/solve")
        button = page.get_by_role("button", name="Garder ce planning")
        if not jobs.state_of(job)["done"]["kept"]:
            button.click()
        page.get_by_text("C'est maintenant le planning de cette variante.").wait_for()
    assert (home / "planning" / "tiny" / "plan.json").is_file()


def test_without_a_plan_the_cause_is_told_and_a_repair_tried(browser: "Browser", tmp_path: Path) -> None:
    home = tiny(tmp_path, '[what_if]\nwithout = ["J1"]\n', plan=False)
    with served(tmp_path) as base:
        page = opened(browser, base, f"{TINY}/solve")
        page.get_by_role("button", name="Calculer").click()
        page.get_by_text("Aucun plan ne respecte toutes les règles").wait_for()
        assert page.locator(".ended h3").first.inner_text()
        page.get_by_role("button", name="Essayer").first.click()
        page.wait_for_url("**/s/tiny/tiny-essai-1/solve")
        page.get_by_text("C'est maintenant le planning de cette variante.").wait_for()
    assert (home / "tiny-essai-1.toml").is_file()


def test_published_then_the_day_and_edition_2_with_what_is_to_be_done(browser: "Browser", tmp_path: Path) -> None:
    place = tiny(tmp_path) / "planning" / "tiny"
    with served(tmp_path) as base:
        page = opened(browser, base, f"{TINY}/documents")
        page.get_by_label("Raison de cette édition").fill("première")
        page.get_by_role("button", name="Publier", exact=True).click()
        page.get_by_text("Édition 1").first.wait_for()
        _to_the_first_call(page, base)
        passage = page.locator("li.passage").first
        for state in ("accueilli", "en cours", "terminé", "en cours"):
            passage.get_by_role("button", name=state).click()
            passage.locator(f"button[aria-pressed=true]:text-is('{state}')").wait_for()
        assert page.locator(".now-line").count() >= 1
        page.get_by_label("Qui").first.select_option(index=2)  # the second candidate
        page.get_by_role("button", name="Noter l'absence").click()
        page.get_by_role("button", name="Retirer").wait_for()
        page.get_by_role("button", name="Chercher les réponses").click()
        page.get_by_label("C'est une répétition").last.check()
        page.get_by_role("button", name="Choisir et publier").last.click()
        page.get_by_text("Édition 2").first.wait_for()
        box = page.locator("#todo input[type=checkbox]").first
        if box.count():
            box.check()
            page.locator("#todo li.done").first.wait_for()
            page.goto(f"{base}{TINY}/documents")
            assert page.locator("#todo input[type=checkbox]").first.is_checked()
        page.goto(f"{base}{TINY}/compare")
        page.get_by_role("heading", name="À prévenir").wait_for()
        page.goto(f"{base}{TINY}/day/screen")
        assert page.locator(".waiting").is_visible()
    assert [one.number for one in editions_in(place)] == [1, 2]


def _to_the_first_call(page: "Page", base: str) -> None:
    """The day rehearsed, at the hour of its first paper."""
    page.goto(f"{base}{TINY}/day")
    day = page.locator("#board").get_attribute("data-day")
    hour = page.locator(".passage .planned").first.inner_text()
    page.locator("#rehearsal").fill(f"{day}T{hour}")
    page.get_by_role("button", name="Régler").click()
    page.get_by_text("répétition, il est").wait_for()
