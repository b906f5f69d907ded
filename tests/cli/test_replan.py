"""The command `replan`: what it shows, writes and ends with; an incident noted in Excel; faults in events."""

import json
import shutil
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.support.cli_runs import MIXED, ended, start
from tests.support.paths import ROOT
from tspi_sched import recovery
from tspi_sched.errors import InputError
from tspi_sched.exports import xlsx
from tspi_sched.reading import read, read_plan, read_result
from tspi_sched.recovery.holes import holes

IN_FORCE = ROOT / "tests" / "recovery" / "mixte.json"
LATE = ("--event", "fin C08 ET 10:25", "--now", "16/03/2027 10:25")


def replan(*words: Any, plan: Path = IN_FORCE, **settings: Any) -> tuple[int, str, str]:
    return ended(start("replan", plan, MIXED, "--workers", "2", "--time-limit", "600", *words, **settings))


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The answers to an oral that ends late: the folder, what was printed."""
    folder = tmp_path_factory.mktemp("replan")
    code, out, err = replan(*LATE, "-o", folder)
    assert (code, err) == (0, "")
    return folder, out


def workbook_with(tmp_path: Path, notes: Any, gone: Any = None, turned: bool = False) -> Any:
    """The plan in force as a workbook, with cells noted, a row deleted, or its rows upside down."""
    result = read_result(IN_FORCE, read(MIXED)[0])
    shutil.copy(IN_FORCE, tmp_path / "plan.json")
    path = xlsx.write(read(MIXED)[0], result, tmp_path / "planning.xlsx") or tmp_path / "planning.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["Plan"]
    titles = {cell.value: cell.column for cell in sheet[1]}
    rows = {(sheet.cell(r, 1).value, sheet.cell(r, 4).value): r for r in range(2, sheet.max_row + 1)}
    for (candidate, stage, title), value in notes.items():
        sheet.cell(rows[candidate, stage], titles[title], value)
    if turned:
        width = max(titles.values())
        every = [[sheet.cell(r, c).value for c in range(1, width + 1)] for r in range(2, sheet.max_row + 1)]
        for r, values in enumerate(reversed(every), start=2):
            for c, value in enumerate(values, start=1):
                sheet.cell(r, c).value = value
    if gone:
        sheet.delete_rows(rows[gone])
    book.save(path)
    return path


def test_answers_stand_side_by_side_with_their_price(answered: tuple[Path, str]) -> None:
    _folder, out = answered
    assert "Il est 10:25 le mardi 16 mars 2027" in out
    assert "meilleur : la même réponse que « attendre »" in out
    assert "reporter" in out
    assert "aucun candidat n'est rappelé" in out
    assert "prouvé" in out


def test_each_answer_has_its_plan_and_the_best_one_its_workbook(answered: tuple[Path, str]) -> None:
    folder, out = answered
    assert {path.parent.name for path in folder.glob("*/plan.json")} == {"attendre", "meilleur", "reporter"}
    content = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    assert content["now"] == "2027-03-16 10:25"
    assert content["events"] == [
        {"event": "ended", "candidate": "C08", "stage": "ET", "track": "CCP1", "at": "2027-03-16 10:25"}
    ]
    assert {task.get("state") for task in content["tasks"]} == {"done", None}
    problem, _wishes = read(MIXED)
    assert read_plan(folder / "planning.xlsx", problem) == read_plan(folder / "plan.json", problem)
    assert str(folder / "plan.json") in out


def test_the_next_command_can_be_pasted(answered: tuple[Path, str]) -> None:
    folder, out = answered
    assert f"tspi-sched publish {folder / 'plan.json'}" in out
    assert '--event "fin C08 ET 10:25" --now "16/03/2027 10:25"' in out


def test_check_accepts_the_plan_and_says_the_findings(answered: tuple[Path, str]) -> None:
    folder, _out = answered
    for name in ("plan.json", "planning.xlsx"):
        code, out, _err = ended(start("check", folder / name, MIXED))
        assert code == 0
        assert "1 constat" in out
        assert "Toutes les règles sont respectées." in out


def test_the_day_may_be_noted_in_excel(answered: tuple[Path, str], tmp_path: Path) -> None:
    folder, _out = answered
    path = tmp_path / "planning.xlsx"
    book = openpyxl.load_workbook(folder / "planning.xlsx")
    sheet = book["Plan"]
    titles = {cell.value: cell.column for cell in sheet[1]}
    (row,) = (
        r for r in range(2, sheet.max_row + 1) if (sheet.cell(r, 1).value, sheet.cell(r, 4).value) == ("C06", "ET")
    )
    sheet.cell(row, titles["Absent"], "x")
    book.save(path)
    code, out, err = replan("--now", "16/03 13:20", "--dry-run", plan=path)
    assert (code, err) == (0, "")
    assert "Oumar FERRAND (C06)" in out
    assert not (tmp_path / "replan").exists()


def test_an_answer_may_be_chosen_in_either_language(tmp_path: Path) -> None:
    code, out, _err = replan(*LATE, "--option", "postpone", "--lang", "en", "-o", tmp_path)
    assert code == 0
    assert "postpone: no candidate is called again" in out
    content = json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))
    assert [row["candidate"] for row in content["unplaced"]] == ["C04"]


def test_an_answer_that_is_impossible_ends_with_its_reason(tmp_path: Path) -> None:
    event = ("--event", "absent J6 à partir de 10:30", "--now", "16/03/2027 10:30", "--dry-run")
    code, out, err = replan(*event, "--option", "redistribuer")
    assert code == 3
    assert "impossible sans laisser de côté" in err
    assert "meilleur" in out
    code, _out, err = replan(*LATE, "--option", "remplacer", "--dry-run")
    assert code == 3
    assert "ne s'applique pas" in err


def test_faults_are_told_at_once_and_nothing_is_written(tmp_path: Path) -> None:
    code, out, err = replan("--event", "absent J99", "--event", "retard C07", "-o", tmp_path / "r")
    assert (code, out) == (1, "")
    assert "« J99 »" in err
    assert "il manque l'heure" in err
    assert not (tmp_path / "r").exists()
    code, _out, err = replan("--option", "rien")
    assert code == 2
    assert "remplacer" in err


def test_faults_of_cells_options_and_the_moment_are_told_at_once(tmp_path: Path) -> None:
    path = workbook_with(tmp_path, {("C06", "ET", "Réel fin"): "vers 11h", ("C09", "ET", "Réel fin"): "08:00"})
    code, out, err = replan("--now", "16/03 13:20", "--event", "absent J99", "--dry-run", plan=path)
    assert (code, out) == (1, "")
    for part in ("vers 11h", "08:00", "« J99 »"):
        assert part in err, part


def test_a_row_deleted_or_changed_by_hand_is_said_and_rows_sorted_are_not(tmp_path: Path) -> None:
    now = ("--event", "fermé VP1 à partir de 15:00", "--now", "16/03/2027 10:30", "--dry-run")
    path = workbook_with(tmp_path, {("C12", "ET", "Salle"): "S2"}, gone=("C01", "EF"))
    code, out, err = replan(*now, plan=path)
    assert (code, err) == (0, "")
    assert out.count("ligne supprimée") == 1
    assert "Manon ALLARD (C01)" in out.splitlines()[1]
    assert "Ibrahim LOISEL (C12) : salle" in out
    code, out, err = replan(*now, plan=workbook_with(tmp_path, {}, turned=True))
    assert (code, err) == (0, "")
    assert "Plan" not in out.splitlines()[0]


def test_a_deleted_row_of_what_has_happened_is_named(tmp_path: Path) -> None:
    path = workbook_with(tmp_path, {}, gone=("C07", "ET"))
    code, out, err = replan("--event", "absent J2 à partir de 11h", "--now", "16/03/2027 11:00", "--dry-run", plan=path)
    assert (code, out) == (1, "")
    assert "planning.xlsx : Élise GIRAUDET (C07), ET (TITRE) : il manque cette ligne" in err
    assert "remettez-la telle qu'elle a eu lieu (" in err
    assert err.count("il manque cette ligne") == 1


@pytest.mark.parametrize("gone", ["MSP", "ET", "QPP"])
def test_a_plan_without_a_row_of_what_has_happened_is_refused_in_python_too(gone: str) -> None:
    problem, _wishes = read(MIXED)
    plan = read_plan(IN_FORCE, problem)
    holed = replace(plan, tasks=tuple(row for row in plan.tasks if (row.candidate, row.stage) != ("C07", gone)))
    assert list(holes(problem, plan, datetime(2027, 3, 16, 11))) == []
    assert list(holes(problem, holed, datetime(2027, 3, 15, 8))) == [], "nothing of it has happened"
    with pytest.raises(InputError, match="il manque cette ligne"):
        recovery.replan(problem, recovery.Incident(holed, datetime(2027, 3, 16, 11), ()))


def test_an_absence_without_an_hour_says_what_it_undoes() -> None:
    code, out, err = replan("--event", "absent C03", "--now", "16/03/2027 09:20", "--dry-run")
    assert (code, err) == (0, "")
    assert "« absent C03 à partir de 16/03/2027 09:20 »" in out
    code, out, _err = replan("--event", "absent C03 à partir de 09:20", "--now", "16/03/2027 09:20", "--dry-run")
    assert "sans heure" not in out


def test_printed_commands_have_the_options_that_were_given() -> None:
    code, out, _err = replan(*LATE, "--option", "reporter", "--dry-run")
    assert code == 0
    (again,) = (line for line in out.splitlines() if line.startswith("Pour écrire"))
    assert again.endswith("--option reporter")
    assert "--time-limit 600 --workers 2" in again


def test_a_session_that_is_over_has_nothing_to_change() -> None:
    code, out, _err = replan("--event", "absent J2", "--now", "20/03/2027 09:00")
    assert code == 0
    assert "La session est terminée" in out


def test_the_clock_does_not_go_back(answered: tuple[Path, str]) -> None:
    folder, _out = answered
    code, _out, err = replan("--now", "16/03 09:00", "--dry-run", plan=folder / "plan.json")
    assert code == 1
    assert "n'est pas plus tôt" in err


MORE = """
now = "2027-03-16 10:30"
[[absent]]
who = "J6"
from = "10:30"
[[absent]]
who = "J7"
[[what_if.add.Jurys]]
Id = "J9"
Nom = "Zélande"
"Prénom" = "Ève"
"Réserve" = "oui"
"Téléphone" = "06 00 00 00 01"
"""


def test_somebody_is_added_for_the_day_and_every_command_knows_it(tmp_path: Path) -> None:
    """The plan says who was added: the input stays as it is."""
    (tmp_path / "plan.json").write_bytes(IN_FORCE.read_bytes())
    (tmp_path / "imprevu.toml").write_text(MORE, encoding="utf-8")
    folder = tmp_path / "replan"
    code, out, err = replan("--events", tmp_path / "imprevu.toml", "-o", folder, plan=tmp_path / "plan.json")
    assert (code, err) == (0, "")
    assert "Ajouté, feuille Jurys : Ève Zélande (J9)." in out
    assert "à appeler : Ève Zélande (J9)" in out
    for name in ("plan.json", "planning.xlsx"):
        assert ended(start("check", folder / name, MIXED))[0] == 0
    plan = folder / "plan.json"
    for words in (("export", plan, MIXED, "--to", "ics", "-o", folder), ("simulate", plan, MIXED)):
        assert ended(start(*words))[::2] == (0, "")
    compared = ended(start("compare", tmp_path / "plan.json", folder / "plan.json", "--with", MIXED))
    assert compared[0] == 0
    assert "Zélande" in compared[1]


def test_faults_of_facts_and_of_events_are_told_together(tmp_path: Path) -> None:
    (tmp_path / "imprevu.toml").write_text(MORE.replace("Nom =", "Nomm =").replace('"J6"', '"J66"'), encoding="utf-8")
    code, _out, err = replan("--events", tmp_path / "imprevu.toml", "-o", tmp_path / "replan")
    assert code == 1
    assert "J66" in err
    assert "Nomm" in err
    assert not (tmp_path / "replan").exists()
