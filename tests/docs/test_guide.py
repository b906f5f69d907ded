"""The guide as it is shipped: one page that works without a network, and the command that opens it."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.support.paths import ROOT
from tools.guide_page import slug, write_guide
from tspi_sched.cli import guide, main

GUIDE = ROOT / "docs" / "guide"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page, in a folder with its pictures."""
    return write_guide(GUIDE, tmp_path_factory.mktemp("guide"))


def run(*args: Any) -> int:
    with pytest.raises(SystemExit) as end:
        main(["guide", *args])
    return end.value.code


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The addresses that a browser is asked for; it comes."""
    asked = []
    monkeypatch.setattr("tspi_sched.cli.guide.webbrowser.open", lambda address: not asked.append(address))
    return asked


# --- the page --------------------------------------------------------------------------------------------------------


def test_every_page_of_the_guide_is_a_chapter(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert set(re.findall(r'<section id="([\w-]+)">', text)) == {path.stem for path in GUIDE.glob("*.md")}
    for path in GUIDE.glob("*.md"):
        title = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
        assert title.replace(" ", "").replace("'", "") in re.sub(r"[\s\u00a0']", "", text), title


def test_no_link_leads_nowhere_and_nothing_is_asked_of_the_network(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    anchors = re.findall(r' id="([^"]+)"', text)
    assert len(anchors) == len(set(anchors))
    for target in re.findall(r' href="([^"]+)"', text):
        assert target.startswith("https://") or target[1:] in anchors, target
    sources = re.findall(r' src="([^"]+)"', text)
    assert {path.name for path in (GUIDE / "images").iterdir()} == {Path(source).name for source in sources}
    assert all((page.parent / source).is_file() for source in sources)
    assert not re.search(r"<script|<link|@import|url\(", text)


def test_what_only_makers_see_is_left_out(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert "&lt;!--" not in text
    assert "<!-- " not in text
    assert "../reference" not in text


def test_tables_outputs_and_boxes_are_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert text.count("<table>") > 15
    assert "Plan optimal prouvé" in text
    assert re.search(r"<blockquote>\s*<p><strong>Pressé", text)


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("Avec les PDF et les images", "avec-les-pdf-et-les-images"),
        ("Et si… ?", "et-si"),
        ("Commencer la vôtre", "commencer-la-votre"),
    ],
)
def test_headings_are_linked_to_by_their_words(heading: str, anchor: str) -> None:
    assert slug(heading) == anchor


# --- the command -----------------------------------------------------------------------------------------------------


def test_the_page_opens_in_the_browser(
    page: Path, monkeypatch: pytest.MonkeyPatch, opened: list[Any], capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(guide, "PLACES", (page,))
    assert run() == 0
    assert opened == [page.as_uri()]
    assert str(page) in capsys.readouterr().out


def test_its_path_alone_is_said_where_that_is_asked_for(
    page: Path, monkeypatch: pytest.MonkeyPatch, opened: list[Any], capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(guide, "PLACES", (page,))
    assert run("--print-path") == 0
    assert capsys.readouterr().out == f"{page}\n"
    assert opened == []


def test_where_no_browser_comes_the_path_is_said(
    page: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(guide, "PLACES", (page,))
    monkeypatch.setattr("tspi_sched.cli.guide.webbrowser.open", lambda _address: False)
    assert run() == 0
    assert capsys.readouterr().out == f"À ouvrir vous-même : {page}\n"


def test_in_a_source_folder_the_first_page_is_named(opened: list[Any], capsys: pytest.CaptureFixture[str]) -> None:
    """Tests run on the source folder, or on an installed package beside it."""
    assert run("--print-path") == 0
    assert Path(capsys.readouterr().out.strip()).name in ("index.md", "index.html")


def test_a_guide_that_is_missing_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(guide, "PLACES", (tmp_path / "index.html",))
    assert run() == 1
    assert "docs/guide" in capsys.readouterr().err
