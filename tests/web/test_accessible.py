"""axe-core finds nothing serious in any view, light or dark, wide or narrow."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.support.axe import violations
from tests.support.campaigns import far
from tests.support.chromium import NEEDED, browsing, new_page
from tests.support.cli_runs import start
from tests.support.web import started
from tspi_sched.exports.folder import files_of
from tspi_sched.exports.formats import FORMATS
from tspi_sched.planner import solve
from tspi_sched.reading import read
from tspi_sched.web.pages import VIEWS

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = NEEDED

LOOKS = (("light", 1440, 900), ("dark", 390, 844), ("dark", 1440, 900), ("light", 390, 844))[: far(2, 4)]


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    with browsing() as one:
        yield one


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A folder with a session that has a plan and one that has none."""
    folder = tmp_path_factory.mktemp("sessions")
    started(folder, "sans-planning")
    session = started(folder, "avec-planning")
    problem, wishes = read(session / "scenario.toml")
    out = session / "planning" / "avec-planning"
    out.mkdir(parents=True)
    FORMATS["json"].write(problem, solve(problem, wishes), out, None)
    assert list(files_of("json", out))
    process = start("web", folder, "--no-browser")
    try:
        yield process.stdout.readline().strip()
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look[0]}-{look[1]}")
def test_nothing_serious(browser: "Browser", address: str, look: tuple[str, int, int]) -> None:
    scheme, width, height = look
    page, _heard = new_page(browser, width, height, color_scheme=scheme)
    page.goto(address)
    root, found = address.partition("/?")[0], {}
    for session in ("avec-planning", "sans-planning"):
        for path in ("/", "/nothing", *(f"/s/{session}/scenario/{view}" for view in VIEWS)):
            page.goto(root + path)
            page.wait_for_load_state("load")
            if wrong := violations(page):
                found[path] = wrong
    page.close()
    assert found == {}
