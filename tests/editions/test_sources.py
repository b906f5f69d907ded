"""What an edition was made from is kept with it, and reads as it did."""

import shutil
from dataclasses import replace
from importlib.resources import files as package_files
from pathlib import Path

import pytest

from tests.support.books import book
from tests.support.published import files, published, session
from tests.support.sessions import laid_out
from tspi_sched.editions.kept import load
from tspi_sched.editions.sources import copy_sources
from tspi_sched.reading import documents_for, read

OWN = package_files("tspi_sched") / "titles" / "TP-01305.toml"
PNG = b"\x89PNG\r\n\x1a\n"


def own_title(path: Path) -> Path:
    """A title of one's own, by another name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = OWN.read_text(encoding="utf-8").replace("Technicien supérieur", "Artisan")
    path.write_text(text, encoding="utf-8")
    return path


def same(input: Path, copy: Path) -> None:
    """Whether two inputs are read alike."""
    problem, wishes = read(input)
    other, others = read(copy)
    assert problem == other
    assert wishes == others


def test_a_scenario_and_its_workbook_elsewhere(tmp_path: Path) -> None:
    scenario = files(tmp_path / "a" / "instances")
    moved = tmp_path / "a" / "scenarios" / "essai.toml"
    moved.parent.mkdir()
    text = scenario.read_text(encoding="utf-8").replace('"book.xlsx"', '"../instances/book.xlsx"')
    moved.write_text(f"# à moi\n{text}", encoding="utf-8")
    name = copy_sources(moved, None, tmp_path / "copy")
    same(moved, tmp_path / "copy" / name)
    assert "# à moi" in (tmp_path / "copy" / name).read_text(encoding="utf-8")


def test_the_copy_needs_nothing_of_the_original(tmp_path: Path) -> None:
    scenario = files(tmp_path / "a")
    own_title(tmp_path / "titles" / "mien.toml")
    scenario.write_text(f'title = "../titles/mien.toml"\n{scenario.read_text(encoding="utf-8")}', encoding="utf-8")
    before = read(scenario)
    name = copy_sources(scenario, None, tmp_path / "copy")
    shutil.rmtree(tmp_path / "a")
    shutil.rmtree(tmp_path / "titles")
    assert read(tmp_path / "copy" / name) == before
    assert before[0].title.name.startswith("Artisan")


def test_a_scenario_without_a_name_keeps_the_one_of_its_file(tmp_path: Path) -> None:
    scenario = files(tmp_path / "a")
    scenario.write_text(scenario.read_text(encoding="utf-8").replace('name = "s"\n', ""), encoding="utf-8")
    name = copy_sources(scenario, None, tmp_path / "copy")
    same(scenario, tmp_path / "copy" / name)


@pytest.mark.parametrize("place", ["mien.toml", "titres/mien.toml", "../mien.toml"])
def test_a_workbook_alone_that_names_a_title_s_file(tmp_path: Path, place: str) -> None:
    folder = tmp_path / "a"
    folder.mkdir()
    own_title(folder / place)
    rows = [["Titre", "Centre", "Responsable"], [place, "Lyon", "Claire Morel"]]
    path = book(folder / "Ma session.xlsx", Session=rows)
    before = read(path)
    name = copy_sources(path, None, tmp_path / "copy")
    shutil.rmtree(folder)
    assert read(tmp_path / "copy" / name) == before


def test_a_workbook_alone(tmp_path: Path) -> None:
    path = book(tmp_path / "Ma session.xlsx")
    name = copy_sources(path, None, tmp_path / "copy")
    assert name == "Ma session.xlsx"
    same(path, tmp_path / "copy" / name)


@pytest.mark.parametrize("given", [True, False])
def test_the_organiser_s_words_with_their_logo(tmp_path: Path, given: bool) -> None:
    scenario = files(tmp_path / "a")
    words = tmp_path / "b" / "mots.toml" if given else scenario.parent / "documents.toml"
    words.parent.mkdir(exist_ok=True)
    (words.parent / "logo du centre.png").write_bytes(PNG)
    words.write_text('centre = "Lycée"\nlogo = "logo du centre.png"\n[copies]\ndoor = 3\n', encoding="utf-8")
    name = copy_sources(scenario, words if given else None, tmp_path / "copy")
    says = documents_for(tmp_path / "copy" / name)
    assert (says.centre, says.copies.door) == ("Lycée", 3)
    assert says.logo
    assert says.logo.content == PNG


def test_what_is_published_is_what_was_read_whatever_becomes_of_the_workbook(tmp_path: Path) -> None:
    scenario = files(tmp_path / "session")
    edition = published(tmp_path / "p", laid_out(), scenario)
    files(tmp_path / "session", replace(session(), members=session().members[:4]))
    assert len(load(edition).problem.members) == 6


def test_the_moment_is_that_of_the_centre(tmp_path: Path) -> None:
    scenario = files(tmp_path / "session")
    (scenario.parent / "documents.toml").write_text('timezone = "Indian/Reunion"\n', encoding="utf-8")
    edition = published(tmp_path / "p", laid_out(), scenario)
    assert edition.at.isoformat() == "2026-12-01T09:00:00+04:00"
