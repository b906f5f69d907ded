"""Who has left the session since the plan was made: an illness the day before, from the old plan to who is told."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.support.books import book, scenario
from tests.support.cli_runs import SCENARIOS, Run, Solved, with_cells
from tests.support.plan_files import ROWS, SHEET, as_json, as_xlsx
from tests.support.sessions import laid_out, session
from tspi_sched import compare
from tspi_sched.checker import check, measure
from tspi_sched.errors import InputError
from tspi_sched.exports.common.anonymise import anonymised
from tspi_sched.plan import Plan, Result, Status
from tspi_sched.problem import LOCK_PARTS, Gone, Problem
from tspi_sched.reading import read, read_freed, read_locks, read_plan


def left_out(folder: Path, *ids: str, more: str = "") -> Problem:
    """The small workbook's session without some ids."""
    book(folder / "book.xlsx")
    return read(scenario(folder / "s.toml", f"{more}\n[what_if]\nwithout = {json.dumps(ids)}"))[0]


def gone(**kinds: list[str]) -> Problem:
    """`session()` without some things, kept as those who are gone: ``gone(members=["J2"])``."""
    whole = session()
    kept: dict[str, Any] = {
        kind: tuple(o for o in getattr(whole, kind) if o.id not in ids) for kind, ids in kinds.items()
    }
    away: dict[str, Any] = {kind: tuple(o for o in getattr(whole, kind) if o.id in ids) for kind, ids in kinds.items()}
    return replace(whole, **kept, gone=Gone(**away))


# --- reading ---------------------------------------------------------------------------------------------------------


def test_those_left_out_are_known_by_name(tmp_path: Path) -> None:
    problem = left_out(tmp_path, "J2", "C1", "V1", "S2", "VP1")
    away: Any = problem.gone
    assert [one.name for one in (*away.members, *away.candidates, *away.invigilators)] == [
        "Anne Roux", "Léa Martin", "Zoé Faure"
    ]  # fmt: skip
    assert [one.id for one in (*away.rooms, *away.projectors)] == ["S2", "VP1"]
    assert not {"J2", "C1", "V1"} & {*problem.member, *problem.candidate, *problem.invigilator}
    assert {"J2"} <= set(problem.whole.member)
    assert problem.whole.gone == Gone()


def test_whoever_comes_under_the_same_id_is_not_gone(tmp_path: Path) -> None:
    book(tmp_path / "book.xlsx")
    text = '[what_if]\nwithout = ["J2"]\n[[what_if.add.Jurys]]\nId = "J2"\nNom = "Neuve"'
    problem = read(scenario(tmp_path / "s.toml", text))[0]
    assert problem.gone == Gone()
    assert problem.member["J2"].name == "Neuve"


def test_faults_in_rows_that_are_left_out_are_nobodys_business(tmp_path: Path) -> None:
    rows = [["Id", "Nom", "Parcours"], ["C1", "A", "CCP1"], ["C2", "B", "CCP77"]]
    book(tmp_path / "book.xlsx", Candidats=rows)
    assert read(scenario(tmp_path / "s.toml", '[what_if]\nwithout = ["C2"]'))[0].gone.candidates == ()


def test_an_old_plan_is_read_with_them_and_others_are_unknown(tmp_path: Path) -> None:
    problem = left_out(tmp_path, "J2", "VP1")
    path = as_json(tmp_path / "plan.json", ROWS)
    assert read_plan(path, problem.whole).tasks[1].members == ("J1", "J2")
    with pytest.raises(InputError):  # it is no plan of this session
        read_plan(path, problem)
    path.write_text(path.read_text(encoding="utf-8").replace("J2", "J77"), encoding="utf-8")
    with pytest.raises(InputError, match="J77"):
        read_plan(path, problem.whole)


# --- locks -----------------------------------------------------------------------------------------------------------


def locked(folder: Path, *locks: str) -> Path:
    rows = [SHEET[0], *([*row[:-1], lock] for row, lock in zip(SHEET[1:], locks, strict=True))]
    return as_xlsx(folder / "planning.xlsx", rows)


@pytest.mark.parametrize(
    ("away", "freed"),
    [
        # Rows: the paper of C1 in S1 under V1, the projected oral of C1 in S2 before J1 and J2, the minutes of J1, J2.
        ("J2", [("QPP", {"panel"}), ("PV", {"panel", "day", "start", "invigilators"})]),
        ("V1", [("MSP", {"invigilators"})]),
        ("S2", [("QPP", {"room"})]),
        ("VP1", []),  # a projector is not locked
        ("C1", [("MSP", set(LOCK_PARTS)), ("QPP", set(LOCK_PARTS))]),
    ],
)
def test_a_lock_on_who_is_gone_is_freed_and_the_rest_is_kept(
    tmp_path: Path, away: str, freed: list[tuple[str, set[str]]]
) -> None:
    problem, path = left_out(tmp_path, away), locked(tmp_path, "x", "x", "x")
    found = read_freed(path, problem)
    assert [(lock.task.stage, set(lock.parts)) for lock in found] == freed
    kept: dict[str, Any] = {lock.task.stage: lock.parts for lock in read_locks(path, problem)}
    assert not any(problem.gone_from(lock.task) for lock in read_locks(path, problem))
    whole = {lock.task.stage: lock.parts for lock in read_locks(path, problem.whole)}
    for stage, parts in whole.items():
        assert kept.get(stage, frozenset()) == parts - dict(freed).get(stage, set())


def test_nothing_is_freed_of_what_can_be_kept(tmp_path: Path) -> None:
    problem, path = left_out(tmp_path, "J2"), locked(tmp_path, "x", "heure;salle", None)
    assert read_freed(path, problem) == ()
    assert len(read_locks(path, problem)) == 2


def test_a_lock_on_somebody_unknown_stays_a_fault(tmp_path: Path) -> None:
    problem, path = left_out(tmp_path, "J3"), locked(tmp_path, "x", "x", None)
    rows = [SHEET[0], [*SHEET[2][:8], "J1;J77", *SHEET[2][9:11], "x"]]
    as_xlsx(path, rows)
    with pytest.raises(InputError, match="J77"):
        read_locks(path, problem)


# --- baseline and comparison -----------------------------------------------------------------------------------------


def test_a_baseline_forgets_candidates_who_are_gone_and_nobody_else() -> None:
    problem = gone(members=["J2"], candidates=["C2"])
    baseline = problem.baseline_of(laid_out())
    assert {task.candidate for task in baseline.tasks} == {"C1", "C3"}
    assert any("J2" in task.members for task in baseline.tasks)


def test_what_names_somebody_gone_counts_as_changed() -> None:
    """The plan of `session()` with J5 in the place of J2, who sits with J1 on C1 (three orals) and C2 (one)."""
    problem = gone(members=["J2"])
    moved = tuple(replace(t, members=tuple("J5" if m == "J2" else m for m in t.members)) for t in laid_out().tasks)
    against = replace(problem, baseline=problem.baseline_of(laid_out()))
    assert measure(against, Plan(moved))["changes"] == 4


def test_the_checker_names_the_tasks_of_who_is_gone() -> None:
    assert {"panel_makeup"} <= {breach.rule for breach in check(gone(members=["J2"]), laid_out())}


def test_a_comparison_tells_who_is_gone_too() -> None:
    problem = gone(members=["J2"], candidates=["C3"])
    tasks = tuple(
        replace(t, members=tuple("J5" if m == "J2" else m for m in t.members))
        for t in laid_out().tasks
        if t.candidate != "C3"
    )
    found = compare(problem, [laid_out(), Plan(tasks)])
    told = {notice.person.id: notice for notice in found.told}
    assert {"J2", "J5", "C3"} <= set(told)
    assert (told["J2"].person.name, told["J2"].after, told["C3"].after) == ("Julien Moreau", (), ())
    assert told["J2"].before
    assert {m.parts for m in found.moved if m.task.candidate == "C3"} == {("removed",)}


def test_an_old_plan_is_worth_what_it_was_when_they_were_there() -> None:
    """Costs: J1 100, J2 80, J3 60, J4 40 and the rest as before; without J2 known, 80 less."""
    old = measure(session(), laid_out())
    score = {one.name: one.values for one in compare(gone(members=["J2"]), [laid_out(), laid_out()]).scores}
    assert {name: values[0] for name, values in score.items()} == {name: old[name] for name in score}
    assert "changes" not in score  # nothing is told of what is 0 everywhere and was not asked for


def test_codes_stand_for_those_who_are_gone_as_well() -> None:
    problem = gone(members=["J2"])
    plain = replace(problem, baseline=problem.baseline_of(laid_out()))
    hidden, _result = anonymised(plain, Result(Status.FEASIBLE, Plan(())))
    assert "Moreau" not in repr(hidden)
    assert "J2" not in repr(hidden.baseline)


# --- the whole story -------------------------------------------------------------------------------------------------

ILL = """
name = "malade"
workbook = {workbook}
objectives = ["changes", "days", "finish"]
[what_if]
without = ["J2"]
[[what_if.add.Jurys]]
Id = "J9"
Nom = "NOUVELLE"
"Prénom" = "Ada"
"Binôme" = "Jury A"
"""


@pytest.fixture
def ill(tmp_path: Path) -> Path:
    """The scenario of the day before: J2 is ill, somebody new comes instead."""
    workbook = json.dumps(str(SCENARIOS.parent / "instances" / "tiny.xlsx"))
    path = tmp_path / "malade.toml"
    path.write_text(ILL.format(workbook=workbook), encoding="utf-8")
    return path


def test_from_an_illness_to_who_must_be_told(run: Run, solved: Solved, ill: Path) -> None:
    old = solved[0] / "plan.json"
    code, _out, err = run("solve", ill, "--baseline", old, "--workers", 1, "-o", "new")
    assert code == 0, err
    problem, _wishes = read(ill)
    before, after = read_plan(old, problem.whole), read_plan("new/plan.json", problem)
    against = replace(problem, baseline=problem.baseline_of(before))
    orals = sum(task.stage in ("ET", "QPP", "EF") for task in after.tasks)
    assert measure(against, after)["changes"] == orals  # nothing but the panel
    code, out, err = run("compare", old, "new/plan.json", "--with", ill)
    assert (code, err) == (0, "")
    assert "Marc DELMONT (J2), juré – lundi 15 mars 2027" in out
    assert "Ada NOUVELLE (J9), juré – lundi 15 mars 2027" in out


def test_the_changes_of_a_plan_are_taken_on_trust_where_there_is_nothing_to_count_them_against(
    run: Run, solved: Solved, ill: Path
) -> None:
    run("solve", ill, "--baseline", solved[0] / "plan.json", "--workers", 1, "-o", "new")
    assert "Le fichier annonce" not in run("check", "new/plan.json", ill)[1]
    code, _out, err = run("export", "new/plan.json", ill, "-o", "out")
    assert (code, err) == (0, "")  # the proofs are kept


def test_the_old_plan_is_checked_not_refused_unread(run: Run, solved: Solved, ill: Path) -> None:
    code, out, _err = run("check", solved[0] / "plan.json", ill)
    assert code == 4
    assert "J2 n'est pas membre du jury de la session" in out
    code, _out, err = run("export", solved[0] / "plan.json", ill, "-o", "out")
    assert code == 4
    assert "J2 n'est pas membre du jury de la session" in err
    assert not Path("out").exists()


def test_freed_locks_are_said(run: Run, solved: Solved, ill: Path, tmp_path: Path) -> None:
    path = with_cells(solved[0] / "planning.xlsx", tmp_path / "locked.xlsx", ("C01", "ET"), {"Verrou": "x"})
    code, _out, err = run("solve", ill, "--lock", path, "--workers", 1, "-o", "new")
    assert code == 0
    lines = err.splitlines()
    assert lines[0].startswith("Verrous levés")
    assert lines[1].startswith("  – ET (TITRE) – Nadia ABELIN (C01) [jury : ")
    assert "Marc DELMONT (J2)" in lines[1]
    (kept,) = read_locks(path, read(ill)[0])
    again = next(t for t in read_plan("new/plan.json", read(ill)[0]).tasks if t.key == kept.task.key)
    assert (again.start, again.room) == (kept.task.start, kept.task.room)
    assert "Verrous levés" not in run("solve", ill, "--lock", path, "--workers", 1, "-o", "new", "--quiet")[2]
