"""Sessions, Données and Réglages in a real browser: typed, dropped, dragged, moved by keys, seen again after a save."""

import signal
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.campaigns import far
from tests.support.chromium import CONTRASTS, NEEDED, browsing, new_page
from tests.support.cli_runs import PATIENCE, start
from tests.support.spoilt import spoilt
from tests.support.web import started

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = NEEDED

LOOKS = (((1440, 900), "light"), ((390, 844), "dark"), ((1024, 768), "dark"), ((390, 844), "light"))[: far(2, 4)]
HOSTILE = "<img src=x onerror=document.title='hit'> & <b>Été</b>"


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    with browsing() as one:
        yield one


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder of sessions with its server: the folder and the first address."""
    folder = tmp_path / "sessions"
    folder.mkdir()
    process = start("web", folder, "--no-browser")
    try:
        yield folder, process.stdout.readline().strip()
    finally:
        process.kill()
        process.communicate()


def opened(browser: "Browser", address: str, path: str = "/", **options: object) -> "Page":
    """A view, past the token; what the page complains of or asks for elsewhere fails the test that looks."""
    page, heard = new_page(browser, **options)  # type: ignore[arg-type]
    page.goto(address)
    page.goto(address.partition("/?")[0] + path)
    page.heard = heard  # type: ignore[attr-defined]
    return page


def is_quiet(page: "Page", address: str) -> None:
    heard = page.heard  # type: ignore[attr-defined]
    assert heard.complaints == []
    assert {url.split("/")[2] for url in heard.asked if url.startswith("http")} == {address.split("/")[2]}


def test_from_the_template_to_faults_by_cell_and_back(browser: "Browser", served: tuple[Path, str]) -> None:
    folder, address = served
    page = opened(browser, address)
    page.fill("#new-name", "Juin 2027")
    page.click("section:has(#new-name) button.main")
    page.wait_for_url("**/s/Juin%202027/scenario/data")
    assert "1 candidat, 2 jurés" in page.inner_text("#verdict")
    workbook = folder / "Juin 2027" / "session.xlsx"
    spoilt(workbook, "Candidats", "D5", "CCP9")
    page.wait_for_selector("text=Candidats!D5")
    assert "1 faute à corriger" in page.inner_text("#said")
    spoilt(workbook, "Candidats", "D5", "CCP1")
    page.wait_for_selector("#verdict.good")
    assert "Candidats!D5" not in page.inner_text("main")
    is_quiet(page, address)
    page.close()


def test_a_list_is_dropped_asked_about_and_opened(browser: "Browser", served: tuple[Path, str], tmp_path: Path) -> None:
    folder, address = served
    page = opened(browser, address)
    (tmp_path / "inscrits.csv").write_text("Patronyme ou nom;Prénom;Formule\nBérard;Inès;TITRE\n", encoding="cp1252")
    data = page.evaluate_handle(
        """(text) => { const data = new DataTransfer();
        data.items.add(new File([text], "inscrits.csv", { type: "text/csv" })); return data; }""",
        "Patronyme ou nom;Prénom;Formule\nBérard;Inès;TITRE\n",
    )
    page.dispatch_event("#drop", "drop", {"dataTransfer": data})
    page.click("#drop button.main")
    page.wait_for_url("**/lists/*")
    assert "Bérard" in page.inner_text("main")
    assert "à vérifier" in page.inner_text("main")
    page.click("button.main")
    page.wait_for_url("**/s/inscrits/scenario/data")
    assert tomllib.loads((folder / "inscrits" / "scenario.toml").read_text(encoding="utf-8"))["columns"] == {
        "Candidats": {"Nom": "Patronyme ou nom", "Parcours": "Formule"}
    }
    is_quiet(page, address)
    page.close()


def test_a_file_that_is_none_is_refused_in_place(browser: "Browser", served: tuple[Path, str], tmp_path: Path) -> None:
    folder, address = served
    page = opened(browser, address)
    bad = tmp_path / "plan.xlsx"
    bad.write_bytes(b"no workbook")
    page.set_input_files("#drop-file", bad)
    page.click("#drop button.main")
    page.wait_for_selector("#drop .told .bad")
    assert "plan.xlsx" not in {path.name for path in folder.iterdir()}
    assert page.url.endswith("/")
    page.close()


def order(page: "Page") -> list[str]:
    return list(page.eval_on_selector_all("#objectives li.used", "items => items.map(it => it.dataset.name)"))


def saved_order(folder: Path) -> list[object]:
    path = folder / "ma-session" / "scenario.toml"
    return list(tomllib.loads(path.read_text(encoding="utf-8"))["objectives"])


def save(page: "Page") -> None:
    page.click(".save button")
    page.wait_for_url("**?saved=1")


def test_objectives_are_dragged_moved_by_buttons_and_by_keys(browser: "Browser", served: tuple[Path, str]) -> None:
    folder, address = served
    started(folder)
    page = opened(browser, address, "/s/ma-session/scenario/settings")
    assert order(page) == ["days", "juror_days", "finish", "presence", "waiting"]
    page.drag_and_drop("li[data-name=waiting] .hint", "li[data-name=days] .hint")
    assert order(page)[:2] == ["waiting", "days"]
    page.click("li[data-name=finish] button >> nth=0")
    assert order(page) == ["waiting", "days", "finish", "juror_days", "presence"]
    page.focus("#use-presence")
    page.keyboard.press("Alt+ArrowUp")
    assert order(page)[3:] == ["presence", "juror_days"]
    assert page.evaluate("document.activeElement.id") == "use-presence"
    assert "place 4" in page.inner_text("#said")
    page.uncheck("#use-juror_days")
    page.fill("li[data-name=days] .tolerance", "1")
    assert page.is_visible("#unsaved")
    save(page)
    assert saved_order(folder) == ["waiting", {"name": "days", "tolerance": 1}, "finish", "presence"]
    assert order(page) == ["waiting", "days", "finish", "presence"]
    is_quiet(page, address)
    page.close()


def test_what_ifs_are_ticked_and_typed(browser: "Browser", served: tuple[Path, str]) -> None:
    folder, address = served
    started(folder)
    page = opened(browser, address, "/s/ma-session/scenario/settings")
    for part in page.query_selector_all("#what-if > details:not([open]) > summary"):
        part.click()
    page.check("#what-if label:has-text('VP1')")
    parts = page.query_selector_all("#what-if > details")
    parts[2].query_selector("button:has-text('Ajouter')").click()
    parts[2].query_selector("select").select_option("Projecteurs")
    parts[2].query_selector("label:has-text('Id') input").fill("VP7")
    parts[3].query_selector("button:has-text('Ajouter')").click()
    for place, value in enumerate(("S1", "Places")):
        parts[3].query_selector_all("select")[place].select_option(value)
    parts[3].query_selector("input").fill("9")
    save(page)
    content = tomllib.loads((folder / "ma-session" / "scenario.toml").read_text(encoding="utf-8"))
    assert content["what_if"] == {
        "without": ["VP1"], "add": {"Projecteurs": [{"Id": "VP7"}]}, "change": {"S1": {"Places": "9"}},
    }  # fmt: skip
    page.uncheck("#what-if label:has-text('VP1')")
    save(page)
    content = tomllib.loads((folder / "ma-session" / "scenario.toml").read_text(encoding="utf-8"))
    assert content["what_if"].get("without", []) == []
    is_quiet(page, address)
    page.close()


def test_a_fault_is_shown_at_its_field_and_two_tabs_lose_nothing(browser: "Browser", served: tuple[Path, str]) -> None:
    folder, address = served
    started(folder)
    path = folder / "ma-session" / "scenario.toml"
    view = "/s/ma-session/scenario/settings"
    one, other = opened(browser, address, view), opened(browser, address, view)
    one.fill("[id='rules.changeover_minutes']", "cinq")
    one.click(".save button")
    one.wait_for_selector(".field.wrong")
    assert one.input_value("[id='rules.changeover_minutes']") == "cinq"
    one.wait_for_selector("[id='rules.changeover_minutes']:focus")
    one.fill("[id='rules.changeover_minutes']", "10")
    save(one)
    other.wait_for_selector("#said:has-text('dans une autre fenêtre')")
    other.fill("[id='rules.transfer_minutes']", "8")
    save(other)
    rules = tomllib.loads(path.read_text(encoding="utf-8"))["rules"]
    assert (rules["changeover_minutes"], rules["transfer_minutes"]) == (10, 8)
    one.close()
    other.close()


def test_the_page_says_that_the_server_is_gone_and_finds_it_again(browser: "Browser", tmp_path: Path) -> None:
    started(tmp_path)
    process = start("web", tmp_path, "--no-browser")
    address = process.stdout.readline().strip()
    page = opened(browser, address, "/s/ma-session/scenario/data")
    process.send_signal(signal.SIGKILL)
    process.wait()
    page.wait_for_selector("#watching.bad")
    assert "1 candidat" in page.inner_text("#verdict")
    page.close()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The first address of a server whose session has a name that would do harm and a fault; nobody changes it."""
    folder = tmp_path_factory.mktemp("sessions")
    workbook = started(folder) / "session.xlsx"
    spoilt(workbook, "Candidats", "B5", HOSTILE)
    spoilt(workbook, "Salles", "D5", "beaucoup")
    process = start("web", folder, "--no-browser")
    try:
        yield process.stdout.readline().strip()
    finally:
        process.kill()
        process.communicate(timeout=PATIENCE)


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_every_size_and_scheme_is_readable_and_names_are_texts(
    browser: "Browser", hostile: str, size: tuple[int, int], scheme: str
) -> None:
    page = opened(browser, hostile, width=size[0], height=size[1], color_scheme=scheme)
    for path in ("/", "/s/ma-session/scenario/data", "/s/ma-session/scenario/settings", "/s/nothing/x/data"):
        page.goto(hostile.partition("/?")[0] + path)
        assert page.title() != "hit"
        assert page.query_selector("main img") is None
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        assert page.get_attribute("html", "lang") == "fr"
        low = {what: ratio for what, ratio in page.evaluate(CONTRASTS).items() if ratio < 4.5}
        assert low == {}
        names = "input:not([type=hidden]), select, button, textarea"
        assert page.eval_on_selector_all(names, UNNAMED) == []
    page.close()


UNNAMED = """items => items.filter(it => it.checkVisibility() && !(it.labels && it.labels.length)
  && !it.getAttribute("aria-label") && !it.getAttribute("aria-labelledby") && !it.textContent.trim())
  .map(it => it.outerHTML)"""
"""What a screen reader would have no name for."""
