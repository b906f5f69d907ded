"""Plans read back: from JSON, and from the sheet `Plan` as people edit it."""

import json
from copy import deepcopy
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.support.books import book, scenario
from tests.support.plan_files import EXPECTED, LEFT_OUT, ROWS, SHEET, as_json, as_xlsx, faults
from tspi_sched.errors import InputError
from tspi_sched.plan import ObjectiveReport, Result, Status
from tspi_sched.problem import LOCK_PARTS, Problem
from tspi_sched.reading import headings, read, read_locks, read_plan, read_result
from tspi_sched.reading.workbook.layout import PLAN


@pytest.fixture
def problem(tmp_path: Path) -> Problem:
    return read(book(tmp_path / "book.xlsx"))[0]


@pytest.fixture
def less(tmp_path: Path) -> Problem:
    """The session without some of those whom the plan names."""
    book(tmp_path / "book.xlsx")
    return read(scenario(tmp_path / "less.toml", '[what_if]\nwithout = ["C1", "C2", "J2", "S2", "V1", "VP1"]'))[0]


# --- good ones -------------------------------------------------------------------------------------------------------


def test_json(tmp_path: Path, problem: Problem) -> None:
    result = read_result(as_json(tmp_path / "plan.json", ROWS), problem)
    assert result.plan == EXPECTED
    assert (result.status, result.scenario) == ("optimal", "two-days")
    assert result.objectives == (ObjectiveReport("finish", 1035, 1035, 1035, Status.OPTIMAL, 0.4),)
    assert read_locks(tmp_path / "plan.json", problem) == ()


def test_json_from_elsewhere(tmp_path: Path, problem: Problem) -> None:
    """Rows in another order, ids in another case, what may be left out left out, more keys at the top."""
    rows = deepcopy(ROWS)
    rows["tasks"].reverse()
    rows["tasks"][1] |= {"members": ["j1", "J2"], "candidate": "c1", "start": "14h"}
    del rows["tasks"][1]["invigilators"], rows["status"], rows["objectives"], rows["scenario"]
    assert read_plan(as_json(tmp_path / "plan.json", {**rows, "generator": "other"}), problem) == EXPECTED


def test_sheet(tmp_path: Path, problem: Problem) -> None:
    result = read_result(as_xlsx(tmp_path / "planning.xlsx", SHEET), problem)
    assert result.plan == EXPECTED
    assert (result.status, result.objectives) == ("feasible", ())
    assert read_locks(tmp_path / "planning.xlsx", problem) == ()


def test_an_older_plan_may_name_who_is_left_out(tmp_path: Path, less: Problem) -> None:
    """It is compared and kept to as far as it goes; what nobody ever knew is still a fault."""
    assert read_plan(as_json(tmp_path / "plan.json", ROWS), less.whole) == EXPECTED
    assert read_plan(as_xlsx(tmp_path / "planning.xlsx", SHEET), less.whole) == EXPECTED
    rows = [*SHEET[:2], [*SHEET[2][:8], "J9", *SHEET[2][9:]]]
    assert list(faults(as_xlsx(tmp_path / "planning.xlsx", rows), less.whole)) == ["Plan!I3"]


def test_sheet_in_english(tmp_path: Path, problem: Problem) -> None:
    rows = [list(headings(PLAN, "en")), *SHEET[1:]]
    assert read_plan(as_xlsx(tmp_path / "planning.xlsx", rows, LEFT_OUT), problem) == EXPECTED


def test_sheet_as_edited(tmp_path: Path, problem: Problem) -> None:
    """Typed times and dates, moved columns, rows added above, lists with other separators, names of stages."""
    order = [3, 0, 4, 5, 6, 2, 7, 8, 9, 10]
    rows = [[row[number] for number in order] for row in SHEET]
    rows[1][:5] = ["Mise en situation professionnelle", "c1", "7/12/26", "8 h", "11h00"]
    rows[2][0], rows[2][2], rows[2][7] = "qpp", 46363, "J1, j2"
    rows[3][7] = "J1 / J2"
    with_title = [["Plan modifié"], [], *rows, [None] * 10]
    assert read_plan(as_xlsx(tmp_path / "planning.xlsx", with_title), problem).tasks[1:] == EXPECTED.tasks[1:]


def test_locks(tmp_path: Path, problem: Problem) -> None:
    rows = deepcopy(SHEET)
    rows[1][-1], rows[2][-1] = "x", "Heure; jury"
    first, second = read_locks(as_xlsx(tmp_path / "planning.xlsx", rows), problem)
    assert (first.task.key, first.parts) == (("C1", "TITRE", "MSP"), frozenset(LOCK_PARTS))
    assert (second.task.key, second.parts) == (("C1", "TITRE", "QPP"), {"start", "panel"})


def test_locks_of_a_plan_that_names_who_is_no_more(tmp_path: Path, problem: Problem) -> None:
    """Rows without a lock, and what a lock leaves free, may name people and rooms that are not known."""
    rows = deepcopy(SHEET)
    rows[1][0], rows[1][7] = "C8", "S9"
    rows[2][7:11], rows[2][-1] = ["S9", "J1;J9", "V9", "VP9"], "jour;heure"
    (lock,) = read_locks(as_xlsx(tmp_path / "planning.xlsx", rows), problem)
    assert (lock.task.key, lock.parts) == (("C1", "TITRE", "QPP"), {"day", "start"})


@pytest.mark.parametrize(
    ("row", "column", "value", "parts", "where"),
    [
        (1, 0, "C8", "heure", "Plan!A2"),
        (1, 7, "S9", "salle", "Plan!H2"),
        (2, 8, "J1;J9", "x", "Plan!I3"),
        (1, 9, "V9", "surveillant", "Plan!J2"),
        (3, 8, "J1;J9", "heure", "Plan!I4"),  # minutes are known by who signs them
    ],
)
def test_a_lock_on_who_is_no_more(
    row: int, column: int, value: str, parts: str, where: str, tmp_path: Path, problem: Problem
) -> None:
    rows = deepcopy(SHEET)
    rows[row][column], rows[row][-1] = value, parts
    with pytest.raises(InputError) as caught:
        read_locks(as_xlsx(tmp_path / "planning.xlsx", rows), problem)
    assert [fault.where for fault in caught.value.faults] == [where]


def test_nonsense_is_for_the_checker(tmp_path: Path, problem: Problem) -> None:
    """A task that ends before it starts, on no day of the session, twice: read as it stands."""
    odd = ["C1", "", "CCP2", "MSP", date(2027, 1, 1), time(11), time(8), "S2", "J1;J1", "V1", None, None]
    plan = read_plan(as_xlsx(tmp_path / "planning.xlsx", [*SHEET, odd, odd]), problem)
    assert len(plan.tasks) == 5


def test_a_task_until_midnight(tmp_path: Path, problem: Problem) -> None:
    rows = deepcopy(SHEET)
    rows[3][6] = 1.0
    path = as_xlsx(tmp_path / "planning.xlsx", rows)
    workbook = load_workbook(path)
    workbook["Plan"]["G4"].number_format = "hh:mm"
    workbook.save(path)
    assert read_plan(path, problem).tasks[-1].end == 1440


# --- broken ones -----------------------------------------------------------------------------------------------------

BROKEN_SHEET = [
    (1, 0, "C11", "Plan!A2", "vouliez-vous dire « C1 »"),
    (1, 0, None, "Plan!A2", "valeur requise, absente"),
    (1, 2, None, "Plan!C2", "valeur requise, absente"),
    (1, 2, "CCP3", "Plan!C2", "inconnu : « CCP3 »"),
    (1, 3, "MPS", "Plan!D2", "vouliez-vous dire « MSP »"),
    (1, 3, None, "Plan!D2", "cellule vide"),
    (1, 4, "lundi", "Plan!E2", "n'est pas une date"),
    (1, 5, "tôt", "Plan!F2", "n'est pas une heure"),
    (3, 6, None, "Plan!G4", "la durée n'est pas connue"),
    (1, 4, "7/11", "Plan!E2", "n'est pas un jour de la session"),
    (1, 5, 10.1, "Plan!F2", "n'est pas une heure"),
    (1, 7, "S3", "Plan!H2", "connus : S1, S2"),
    (2, 8, "J1;J7", "Plan!I3", "« J7 »"),
    (2, 8, "Paul Duran", "Plan!I3", "vouliez-vous dire « J1 »"),
    (1, 9, "J1", "Plan!J2", "connus : V1"),
    (2, 10, "VP9", "Plan!K3", "vouliez-vous dire « VP1 »"),
    (2, 11, "sale", "Plan!L3", "vouliez-vous dire « salle »"),
    (2, 4, "=E2", "Plan!E3", "formule sans résultat"),
    (0, 7, "Sale", "Plan!H1", "est-ce « Sale »"),
    (0, 11, "Verrous", "Plan!L1", "vouliez-vous dire « Verrou »"),
]  # fmt: skip


@pytest.mark.parametrize(("row", "column", "value", "where", "message"), BROKEN_SHEET)
def test_broken_sheet(
    row: int, column: int, value: object, where: str, message: str, tmp_path: Path, problem: Problem
) -> None:
    rows = deepcopy(SHEET)
    rows[row][column] = value
    assert message in faults(as_xlsx(tmp_path / "planning.xlsx", rows), problem)[where]


def test_no_plan_sheet(tmp_path: Path, problem: Problem) -> None:
    assert faults(as_xlsx(tmp_path / "a.xlsx", SHEET, title="Feuil1"), problem).keys() == {""}
    assert "aucune ligne" in faults(as_xlsx(tmp_path / "b.xlsx", SHEET[:1], None), problem)["Plan"]
    unknown = [["Candidat", "Motif"], ["C9", ""]]
    assert "« C9 »" in faults(as_xlsx(tmp_path / "c.xlsx", SHEET, unknown), problem)["Non placés!A2"]


BROKEN_JSON = [
    (("format",), "other", "format", "n'est pas admis"),
    (("version",), 2, "version", "au plus 1"),
    (("status",), "optimum", "status", "« optimal »"),
    (("tasks",), {}, "tasks", "une liste"),
    (("tasks",), None, "tasks", "une liste"),
    (("tasks", 0), 3, "tasks n° 1", "une table"),
    (("tasks", 0, "candidate"), "C11", "tasks n° 1, candidate", "vouliez-vous dire « C1 »"),
    (("tasks", 0, "candidate"), None, "tasks n° 1, candidate", "valeur requise"),
    (("tasks", 0, "candidate"), 7, "tasks n° 1, candidate", "un texte"),
    (("tasks", 0, "stage"), "MPS", "tasks n° 1, stage", "« MSP »"),
    (("tasks", 0, "date"), "2026-13-07", "tasks n° 1, date", "n'est pas une date"),
    (("tasks", 0, "start"), 480, "tasks n° 1, start", "entre guillemets"),
    (("tasks", 0, "start"), "25:00", "tasks n° 1, start", "n'est pas une heure"),
    (("tasks", 0, "room"), "S9", "tasks n° 1, room", "connus : S1, S2"),
    (("tasks", 1, "members"), "J1", "tasks n° 2, members", "une liste"),
    (("tasks", 1, "members", 1), "J9", "tasks n° 2, members", "« J9 »"),
    (("tasks", 1, "members", 1), None, "tasks n° 2, members n° 2", "un texte"),
    (("tasks", 1, "menbers"), [], "tasks n° 2, menbers", "« members »"),
    (("objectives", 0, "value"), "1", "objectives n° 1, value", "nombre entier"),
    (("objectives", 0, "value"), 10**30, "objectives n° 1, value", "au plus"),
    (("unplaced", 0, "candidate"), "C9", "unplaced n° 1, candidate", "« C9 »"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "where", "message"), BROKEN_JSON)
def test_broken_json(
    path: tuple[Any, ...], value: object, where: str, message: str, tmp_path: Path, problem: Problem
) -> None:
    rows = deepcopy(ROWS)
    place = rows
    for part in path[:-1]:
        place = place[part]
    place[path[-1]] = value
    found = faults(as_json(tmp_path / "plan.json", rows), problem)
    assert message in found[where]


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"3", b'"x"', b"\xff\xfe", b"[" * 100_000, b"9" * 10_000, b"NaN", b"PK\x03\x04"],
)
def test_not_even_a_plan(content: bytes, tmp_path: Path, problem: Problem) -> None:
    path = tmp_path / "plan.json"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"plan\.json"):
        read_plan(path, problem)


def test_a_search_without_a_plan(tmp_path: Path, problem: Problem) -> None:
    path = as_json(tmp_path / "plan.json", {**ROWS, "status": "infeasible", "tasks": []})
    assert read_result(path, problem).plan is None
    assert "aucun plan" in faults(path, problem)["status"]


def test_other_files(tmp_path: Path, problem: Problem) -> None:
    (tmp_path / "plan.csv").write_text("a")
    for name in ("plan.csv", "absent.csv", "absent.json", "absent.xlsx"):
        with pytest.raises(InputError, match=name):
            read_plan(tmp_path / name, problem)


def test_a_status_is_the_word_that_files_and_commands_show() -> None:
    result = Result("feasible", None)  # type: ignore[arg-type]  # as whoever knows the words may write it
    assert result.status is Status.FEASIBLE
    assert (str(result.status), repr(result.status), f"{result.status}") == ("feasible", "'feasible'", "feasible")
    assert json.loads(json.dumps({"status": result.status})) == {"status": "feasible"}
    with pytest.raises(ValueError, match="perfect"):
        Result("perfect", None)  # type: ignore[arg-type]


def test_the_workbook_of_a_session_is_no_plan(tmp_path: Path) -> None:
    problem = read(book(tmp_path / "book.xlsx"))[0]
    with pytest.raises(InputError, match="classeur d'une session"):
        read_plan(tmp_path / "book.xlsx", problem)


def test_broken_json_is_told_without_a_word_of_the_library(tmp_path: Path) -> None:
    problem = read(book(tmp_path / "book.xlsx"))[0]
    (tmp_path / "plan.json").write_text("{bad", encoding="utf-8")
    with pytest.raises(InputError, match="ce n'est pas du JSON, à partir de la colonne 2") as caught:
        read_plan(tmp_path / "plan.json", problem)
    assert "Expecting" not in str(caught.value)
