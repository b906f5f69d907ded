"""The whole way of an organiser in a real browser, from an empty folder to edition 2 on the day."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import tomlkit

from tests.support.chromium import NEEDED, browsing, new_page
from tests.support.paths import ROOT
from tests.support.spoilt import spoilt
from tests.support.web_server import TOKEN, served
from tspi_sched.checker import check
from tspi_sched.editions import editions_in
from tspi_sched.reading import read, read_plan

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = NEEDED

SESSION = "/s/juin/scenario"


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    with browsing() as one:
        yield one


def test_from_an_empty_folder_to_edition_2(browser: "Browser", tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tspi_sched.editions.documents.lacking", lambda names: ("not here",))
    monkeypatch.setattr("tspi_sched.editions.todo.is_there", lambda package: False)
    with served(tmp_path) as base:
        page, _heard = new_page(browser)
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        page.goto(f"{base}/?token={TOKEN}")
        home = _new_session(page, tmp_path)
        _faults_by_cell(page, home)
        _impossible_then_tried(page, base, home)
        plan = _solved(page, base, home)
        _moved_and_undone(page, base, home, plan)
        _published(page, base)
        _on_the_day(page, base)
        page.close()
    assert [one.number for one in editions_in(plan.parent)] == [1, 2]
    assert "absence" in editions_in(plan.parent)[1].reason


def _new_session(page: "Page", folder: Path) -> Path:
    page.fill("#new-name", "juin")
    page.click("section:has(#new-name) button.main")
    page.wait_for_url(f"**{SESSION}/data")
    return folder / "juin"


def _faults_by_cell(page: "Page", home: Path) -> None:
    """The workbook is saved again on the disk, with a fault, then filled in with another session's people."""
    workbook = home / "session.xlsx"
    spoilt(workbook, "Candidats", "D5", "CCP9")
    page.wait_for_selector("text=Candidats!D5")
    shutil.copy(ROOT / "instances" / "tiny.xlsx", workbook)
    page.wait_for_selector("#verdict.good")


def _impossible_then_tried(page: "Page", base: str, home: Path) -> None:
    """Without a juror there is no plan: the cause is told, and a repair is tried in a variant."""
    scenario = home / "scenario.toml"
    before = scenario.read_text(encoding="utf-8")
    document = tomlkit.parse(before)
    document.setdefault("what_if", tomlkit.table())["without"] = ["J1"]
    scenario.write_text(tomlkit.dumps(document), encoding="utf-8")
    _solve(page, base, SESSION)
    page.get_by_text("Aucun plan ne respecte toutes les règles").wait_for()
    page.get_by_role("button", name="Essayer").first.click()
    page.wait_for_url("**/s/juin/scenario-essai-1/solve")
    page.get_by_text("C'est maintenant le planning de cette variante.").wait_for()
    scenario.write_text(before, encoding="utf-8")


def _solve(page: "Page", base: str, variant: str) -> None:
    page.goto(f"{base}{variant}/solve")
    page.get_by_role("button", name="Calculer", exact=True).click()


def _solved(page: "Page", base: str, home: Path) -> Path:
    """A search that is kept as soon as there is something to keep, or has ended by itself before that."""
    _solve(page, base, SESSION)
    page.locator("#keep:not([disabled]), .ended").first.wait_for()
    page.evaluate("document.getElementById('live').hidden || document.getElementById('keep').click()")
    page.get_by_text("C'est maintenant le planning de cette variante.").wait_for()
    (plan,) = (path for path in home.glob("planning/*/plan.json") if "essai" not in path.parent.name)
    return plan


def _moved_and_undone(page: "Page", base: str, home: Path, plan: Path) -> None:
    """A block is put down on a breach by keys, and taken back."""
    before = plan.read_bytes()
    page.goto(f"{base}{SESSION}/planning")
    page.wait_for_selector("html[data-ready=yes]", state="attached")
    page.locator("#chart .block[data-key]").first.focus()
    for key in ("Enter", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    page.locator("#done-said:not(:empty)").wait_for()
    page.locator("#undo:not([disabled])").click()
    page.locator("#done-said", has_text="Annulé").wait_for()
    assert plan.read_bytes() == before
    problem = read(home / "scenario.toml")[0]
    assert check(problem, read_plan(plan, problem)) == ()


def _published(page: "Page", base: str) -> None:
    page.goto(f"{base}{SESSION}/compare")
    page.get_by_role("heading", name="Objectifs").wait_for()  # beside the variant that was tried
    page.goto(f"{base}{SESSION}/documents")
    page.get_by_role("button", name="Publier", exact=True).click()
    page.get_by_text("Édition 1").first.wait_for()


def _on_the_day(page: "Page", base: str) -> None:
    page.goto(f"{base}{SESSION}/day")
    day, hour = page.locator("#board").get_attribute("data-day"), page.locator(".passage .planned").first.inner_text()
    page.locator("#rehearsal").fill(f"{day}T{hour}")
    page.get_by_role("button", name="Régler").click()
    page.get_by_text("répétition, il est").wait_for()
    passage = page.locator("li.passage").first
    for state in ("accueilli", "en cours", "terminé"):
        passage.get_by_role("button", name=state).click()
        passage.locator(f"button[aria-pressed=true]:text-is('{state}')").wait_for()
    page.get_by_label("Qui").first.select_option(index=2)
    page.get_by_role("button", name="Noter l'absence").click()
    page.get_by_role("button", name="Chercher les réponses").click()
    page.get_by_label("C'est une répétition").last.check()
    page.get_by_role("button", name="Choisir et publier").last.click()
    page.get_by_text("Édition 2").first.wait_for()
    page.locator("#todo input[type=checkbox]").first.check()
    page.locator("#todo li.done").first.wait_for()
