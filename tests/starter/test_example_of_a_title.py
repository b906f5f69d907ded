"""The example that `init` writes is planned as it stands, whatever shape the title has."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.support.paths import ROOT
from tests.support.placed_title import heading, stage
from tspi_sched.checker import check
from tspi_sched.planner import solve
from tspi_sched.problem import PREPARATION
from tspi_sched.reading import read, read_title
from tspi_sched.starter import write_starter
from tspi_sched.starter.documents import documents_text

TODAY = date(2026, 11, 2)
PREPARED = (
    heading("TP-00002", "Vente", '"MSP", "ORAL", "PREPARATION"')
    + stage("CAS", "Étude de cas", "written", "MSP", with_="invigilator")
    + stage("SUITE", "Suite de l'étude", "written", "MSP", with_="invigilator")
    + stage("JEU", "Négociation", "oral", "ORAL", with_="panel", more='needs = [{ means = "client" }]')
    + stage("PREP", "Préparation", "preparation", "PREPARATION")
    + stage("ET", "Entretien", "oral", "ORAL", with_="panel")
    + """[tracks.TITRE]
name = "Titre"
minutes = { CAS = 225, SUITE = 225, JEU = 60, PREP = 20, ET = 30 }
totals = { candidate = 560, panel = 90 }
"""
)


def written(tmp_path: Path, title: Path) -> None:
    known = read_title(str(title), tmp_path)
    paths = write_starter(tmp_path / "session", today=TODAY, title=known, title_file=title)
    problem, wishes = read(next(path for path in paths if path.name == "scenario.toml"))
    result = solve(problem, replace(wishes, workers=1, time_limit=30))
    assert result.status == "optimal"
    assert result.plan is not None
    assert check(problem, result.plan) == ()
    rooms = {task.stage: task.room for task in result.plan.tasks}
    kinds = {code: problem.title.stage[code].kind for code in rooms}
    assert {rooms[code] for code in rooms if kinds[code] == PREPARATION} <= {"S2"}


@pytest.mark.parametrize("title", sorted((ROOT / "examples/titles").glob("*.toml")), ids=lambda path: path.stem)
def test_of_the_example_titles(tmp_path: Path, title: Path) -> None:
    written(tmp_path, title)


def test_of_a_preparation_between_two_orals_and_more_than_a_day(tmp_path: Path) -> None:
    title = tmp_path / "titre.toml"
    title.write_text(PREPARED, encoding="utf-8")
    written(tmp_path, title)


def test_the_documents_speak_of_papers_only_where_one_is_written() -> None:
    """Invigilators, sealed papers, something to write with: nothing of it for the trainer's title."""
    trainer = documents_text(read_title(str(ROOT / "examples/titles/fpa.toml"), Path()))
    usual = documents_text(read_title("TP-01305", Path()))
    for word in ("surveill", "plis", "de quoi écrire", "épreuve écrite", "written ="):
        assert word not in trainer
    for word in ("surveill", "plis", "de quoi écrire", "written ="):
        assert word in usual
