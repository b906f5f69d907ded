"""``solve`` with another plan: what ``--lock`` keeps or refuses, and ``--baseline``."""

from datetime import time
from pathlib import Path
from typing import Any

import pytest

from tests.support.cli_runs import TINY, Run, Solved, with_cells
from tspi_sched.reading import read, read_locks, read_plan


def test_a_locked_task_stays(run: Run, solved: Solved, tmp_path: Path) -> None:
    problem, _wishes = read(TINY)
    plan = read_plan(solved[0] / "plan.json", problem)
    locked = [task for task in plan.tasks if task.stage == "ET"][-1]
    code, _out, err = run("solve", TINY, "--lock", solved[0] / "plan.json", "--workers", 1)
    assert code == 0
    assert "aucun verrou" in err
    path = with_cells(solved[0] / "planning.xlsx", tmp_path / "locked.xlsx", (locked.candidate,), {"Verrou": "x"})
    code, _out, err = run("solve", TINY, "--lock", path, "--workers", 1, "-o", "again")
    assert (code, "aucun verrou" in err) == (0, False)
    again = read_plan("again/plan.json", problem)
    assert next(t for t in again.tasks if t.key == locked.key).start == locked.start


@pytest.mark.parametrize(
    ("cells", "kept"),
    [
        ({"Verrou": "jour"}, ()),
        ({"Verrou": "heure", "Début": time(14, 40)}, ("start",)),
        ({"Verrou": "salle;jury"}, ("room", "members")),
    ],
)
def test_a_part_of_a_task_stays(
    run: Run, solved: Solved, tmp_path: Path, cells: dict[str, Any], kept: tuple[str, ...]
) -> None:
    problem, _wishes = read(TINY)
    path = with_cells(solved[0] / "planning.xlsx", tmp_path / "locked.xlsx", ("C01", "ET"), cells)
    (locked,) = read_locks(path, problem)
    assert run("solve", TINY, "--lock", path, "--workers", 1, "-o", "again")[0] == 0
    again = next(t for t in read_plan("again/plan.json", problem).tasks if t.key == locked.task.key)
    assert [getattr(again, name) for name in kept] == [getattr(locked.task, name) for name in kept]


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (
            {"Verrou": "heure", "Début": time(17, 55)},
            "Verrou ET (TITRE) – Nadia ABELIN (C01) [heure : 17:55], contraire à la règle"
            " « horaires et disponibilités » : ET (TITRE) – Nadia ABELIN (C01),"
            " lundi 15 mars 2027 de 17:55 à 18:25 : hors des heures d'ouverture, 08:00–18:00.",
        ),
        (
            {"Verrou": "x", "Salle": "S1"},
            "Verrou ET (TITRE) – Nadia ABELIN (C01) [salle : Ampère (S1)], contraire à la règle « salle d'oral » :"
            " ET (TITRE) – Nadia ABELIN (C01), lundi 15 mars 2027 de 12:35 à 13:05 : la salle Ampère (S1) ne"
            " reçoit pas d'oraux.",
        ),
        (
            {"Verrou": "jury", "Jury": "J2"},
            "Verrou ET (TITRE) – Nadia ABELIN (C01) [jury : Marc DELMONT (J2)], contraire à la règle"
            " « composition du jury » : ET (TITRE) – Nadia ABELIN (C01),"
            " lundi 15 mars 2027 de 12:35 à 13:05 : le jury (Marc DELMONT (J2)) doit"
            " compter exactement 2 membres différents.",
        ),
    ],
)
def test_a_lock_that_contradicts_a_rule_is_named_before_any_search(
    run: Run, solved: Solved, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cells: dict[str, Any], sentence: str
) -> None:
    monkeypatch.setattr("tspi_sched.planner.solve", lambda *_: pytest.fail("searched"))
    path = with_cells(solved[0] / "planning.xlsx", tmp_path / "locked.xlsx", ("C01", "ET"), cells)
    code, out, err = run("solve", TINY, "--lock", path, "--workers", 1, "-o", "again")
    assert (code, out) == (3, "")
    assert f"  – {sentence}" in err.splitlines()
    assert not Path("again").exists()


def test_a_baseline_without_its_objective_is_noticed(run: Run, solved: Solved) -> None:
    code, _out, err = run("solve", TINY, "--baseline", solved[0] / "plan.json", "--workers", 1)
    assert code == 0
    assert "« changes » n'est pas un objectif" in err
