"""Nothing of an organiser's work is lost: what was read or worked on is kept, a worse plan is said, another session's
plan is refused."""

import json
import os
import shutil
import sys
from collections.abc import Callable
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from tests.support.cli_runs import TINY, Run, Solved, edited_plan, ended, start, with_cells
from tests.support.xlsx_reading import Book
from tspi_sched.checker import measure
from tspi_sched.exports.kept import is_ours, keep
from tspi_sched.reading import read, read_plan
from tspi_sched.wording import objective_value

DATED = "* (avant le *).*"


@pytest.fixture
def there(solved: Solved, tmp_path: Path) -> Path:
    """A folder with the plan of the tiny session."""
    shutil.copytree(solved[0], tmp_path / "out")
    return tmp_path / "out"


def solve(run: Run, *args: Any) -> tuple[int, str, str]:
    return run("solve", TINY, "--workers", 1, "-o", "out", *args)


def kept(folder: Path) -> list[Any]:
    return sorted(folder.glob(DATED))


# --- what was read ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("option", "spelling"),
    [
        ("--lock", "out/planning.xlsx"),
        ("--lock", "./out/../out/planning.xlsx"),
        ("--lock", "link/planning.xlsx"),
        ("--lock", "a.xlsx"),
        ("--baseline", "a.xlsx"),
    ],
)
def test_a_plan_that_is_read_is_kept_whatever_it_is_called(run: Run, there: Path, option: str, spelling: str) -> None:
    if sys.platform == "win32":
        pytest.skip("links")
    Path("link").symlink_to(there)
    Path("a.xlsx").symlink_to(there / "planning.xlsx")
    with_cells(there / "planning.xlsx", there / "planning.xlsx", ("C01", "ET"), {"Verrou": "x"})
    before = (there / "planning.xlsx").read_bytes()
    code, _out, err = solve(run, option, spelling)
    assert code == 0
    (copy,) = kept(there)
    assert copy.read_bytes() == before
    assert f"« {copy.name} »" in err
    assert is_ours(there / "planning.xlsx")


def test_a_baseline_that_is_read_is_kept(run: Run, there: Path) -> None:
    before = (there / "plan.json").read_bytes()
    assert solve(run, "--baseline", there / "plan.json", "--quiet")[0] == 0
    assert [path.read_bytes() for path in kept(there)] == [before]


@pytest.mark.parametrize("command", ["solve", "export", "explain"])
def test_the_logo_that_is_read_is_never_replaced(run: Run, solved: Solved, command: str) -> None:
    pytest.importorskip("matplotlib")
    shutil.copy(TINY.parent / ".." / "instances" / "tiny.xlsx", "tiny.xlsx")
    logo = Path("planning.svg")
    logo.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    Path("documents.toml").write_text('logo = "planning.svg"\n')
    plan = (solved[0] / "plan.json",) if command == "export" else ()
    more = {"solve": ("--export", "svg"), "export": ("--to", "svg"), "explain": ()}[command]
    code, _out, err = run(command, *plan, "tiny.xlsx", *more, "-o", ".")
    assert logo.read_text().startswith("<svg xmlns='http")
    if command != "explain":  # it writes no picture
        assert (code, "il ne peut être remplacé" in err) == (1, True)


# --- what was worked on ----------------------------------------------------------------------------------------------


def plan_cell(book: Book) -> None:
    book["Plan"]["L2"].value = "x"


def other_cell(book: Book) -> None:
    book["Jurys"]["B6"].value = "à voir"


def comment(book: Book) -> None:
    book["Plan"]["F2"].comment = Comment("appeler la salle", "moi")


def colour(book: Book) -> None:
    book["Plan"]["A3"].fill = PatternFill("solid", "FFFFFF00")


def struck(book: Book) -> None:
    book["Candidats"]["A5"].font = Font(strike=True)


def column(book: Book) -> None:
    book["Plan"]["M1"].value = "Commentaire"


def sheet(book: Book) -> None:
    book.create_sheet("Notes")


def sheet_gone(book: Book) -> None:
    del book["Grille"]


def renamed(book: Book) -> None:
    book["Grille"].title = "Mur"


def hidden(book: Book) -> None:
    book["Plan"].row_dimensions[2].hidden = True


WORK = [plan_cell, other_cell, comment, colour, struck, column, sheet, sheet_gone, renamed, hidden]


@pytest.mark.parametrize("work", WORK, ids=lambda work: work.__name__)
def test_a_workbook_that_was_worked_on_is_kept(run: Run, there: Path, work: Callable[..., Any]) -> None:
    path = there / "planning.xlsx"
    book = load_workbook(path)
    work(book)
    book.save(path)
    before = path.read_bytes()
    code, _out, err = solve(run, "--quiet")
    assert code == 0
    (copy,) = kept(there)
    assert copy.read_bytes() == before
    assert err.count(copy.name) == 1
    assert is_ours(path)


def test_a_workbook_that_was_only_saved_again_is_not(run: Run, there: Path) -> None:
    load_workbook(there / "planning.xlsx").save(there / "planning.xlsx")
    assert solve(run, "--quiet") == (0, "", "")
    assert kept(there) == []


@pytest.mark.skipif(not shutil.which("soffice"), reason="no LibreOffice")
def test_a_workbook_that_libreoffice_saved_is_as_it_was_written(there: Path, tmp_path: Path) -> None:
    where = ("--headless", f"-env:UserInstallation=file://{tmp_path}/office", "--convert-to", "xlsx", "--outdir")
    os.spawnvp(os.P_WAIT, "soffice", ["soffice", *where, str(tmp_path / "saved"), str(there / "planning.xlsx")])
    assert is_ours(tmp_path / "saved" / "planning.xlsx")
    book = load_workbook(tmp_path / "saved" / "planning.xlsx")
    plan_cell(book)
    book.save(tmp_path / "saved" / "planning.xlsx")
    assert not is_ours(tmp_path / "saved" / "planning.xlsx")


@pytest.mark.parametrize("content", [b"", b"PK not a zip", b"budget"])
def test_a_file_of_that_name_that_is_not_ours_is_kept(run: Run, content: bytes) -> None:
    Path("out").mkdir()
    Path("out/planning.xlsx").write_bytes(content)
    Path("out/plan.json").write_bytes(content)
    assert solve(run, "--quiet")[0] == 0
    assert [path.read_bytes() for path in kept(Path("out"))] == [content, content]


def test_a_plan_changed_by_hand_is_kept(run: Run, there: Path, solved: Solved, tmp_path: Path) -> None:
    path = edited_plan(solved, tmp_path, lambda content: content["tasks"][-1].update(end="16:36"))
    shutil.copy(path, there / "plan.json")
    assert solve(run, "--quiet")[0] == 0
    assert [copy.read_bytes() for copy in kept(there)] == [path.read_bytes()]


def test_a_plan_whose_lines_were_only_laid_out_anew_is_not(run: Run, there: Path) -> None:
    content = json.loads((there / "plan.json").read_text(encoding="utf-8"))
    (there / "plan.json").write_text(json.dumps(content, indent=1), encoding="utf-8")
    assert solve(run, "--quiet") == (0, "", "")
    assert kept(there) == []


def test_copies_of_one_minute_have_numbers_and_names_that_windows_takes(tmp_path: Path) -> None:
    path, now = tmp_path / "planning.xlsx", datetime(2026, 11, 30, 9, 45)
    names = []
    for number in range(3):
        path.write_text(str(number))
        names.append(keep(path, now).name)
    first = "planning (avant le 30-11 à 9 h 45).xlsx"
    assert names == [first, *(first.replace(")", f" – {n})") for n in (2, 3))]
    assert [(tmp_path / name).read_text() for name in names] == ["0", "1", "2"]
    assert not any(set(name) & set('<>:"/\\|?*') for name in names)
    assert {path.name for path in tmp_path.iterdir()} == {"planning.xlsx", *names}


def test_a_full_disk_leaves_everything_as_it_was(run: Run, there: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load = load_workbook(there / "planning.xlsx")
    plan_cell(load)
    load.save(there / "planning.xlsx")
    before = {path.name: path.read_bytes() for path in there.iterdir()}

    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tspi_sched.exports.kept.shutil.copyfile", full)
    code, _out, err = solve(run)
    assert code == 1
    assert "planning.xlsx" in err
    assert {path.name: path.read_bytes() for path in there.iterdir()} == before


# --- a worse plan ----------------------------------------------------------------------------------------------------


def test_a_worse_plan_is_said_and_the_better_one_kept(run: Run, there: Path, tmp_path: Path) -> None:
    """An oral locked later than need be makes the session end later."""
    before = {path.name: path.read_bytes() for path in there.iterdir()}
    cells = {"Verrou": "heure", "Début": time(15, 35)}
    locked = with_cells(there / "planning.xlsx", tmp_path / "locked.xlsx", ("C01", "ET"), cells)
    code, _out, err = solve(run, "--lock", locked, "--quiet")
    assert code == 0
    assert sorted(path.read_bytes() for path in kept(there)) == sorted(before.values())
    problem, _wishes = read(TINY)
    (old,) = there.glob("plan (*.json")
    ends = [measure(problem, read_plan(path, problem))["finish"] for path in (old, there / "plan.json")]
    told = "Attention, le planning qui est déjà dans out est meilleur (Fin de la dernière épreuve : {}, et {} ici)."
    assert told.format(*(objective_value(problem, "finish", end) for end in ends)) in err
    assert ends[0] < ends[1]


def test_a_better_plan_takes_the_place_of_the_worse_one(run: Run, there: Path, tmp_path: Path) -> None:
    locked = with_cells(
        there / "planning.xlsx", tmp_path / "locked.xlsx", ("C01", "ET"), {"Verrou": "heure", "Début": time(15, 35)}
    )
    shutil.rmtree(there)
    solve(run, "--lock", locked)
    assert solve(run, "--quiet") == (0, "", "")
    assert kept(there) == []


def test_the_same_plan_again_keeps_nothing(run: Run, there: Path) -> None:
    before = {path.name: path.read_bytes() for path in there.iterdir()}
    assert solve(run, "--quiet") == (0, "", "")
    assert before.keys() == {path.name for path in there.iterdir()}


# --- another session -------------------------------------------------------------------------------------------------


def session(where: str | Path, name: str = "s", change: Callable[[Any], object] | None = None) -> Path:
    """A copy of the tiny session in a folder of its own."""
    folder = Path(where)
    folder.mkdir(exist_ok=True)
    book = load_workbook(TINY.parent / ".." / "instances" / "tiny.xlsx")
    if change:
        change(book)
    book.save(folder / "session.xlsx")
    path = folder / "scenario.toml"
    path.write_text(f'name = "{name}"\nworkbook = "session.xlsx"\n', encoding="utf-8")
    return path


def other_people(book: Book) -> None:
    sheet = book["Candidats"]
    names = next(row for row in sheet.iter_rows() if any(cell.value == "Nom" for cell in row))
    place = next(cell for cell in names if cell.value == "Nom")
    for row in range(place.row + 1, sheet.max_row + 1):
        if sheet.cell(row, place.column).value:
            sheet.cell(row, place.column).value = f"AUTRE{row}"


@pytest.mark.parametrize("change", [None, other_people])
def test_the_plan_of_another_workbook_is_refused(run: Run, change: Callable[..., Any] | None) -> None:
    assert run("solve", session("juin"), "--workers", 1, "--quiet")[0] == 0
    before = {path: path.read_bytes() for path in Path("planning/s").iterdir()}
    other = session("decembre", change=change)
    for command in (("solve", other), ("export", "planning/s/plan.json", other, "--to", "html")):
        if change and command[0] == "export":
            continue
        code, out, err = run(*command)
        assert (code, out) == (1, "")
        assert "planning/s contient le planning d'une autre session (juin/session.xlsx)" in err.replace("\\", "/")
        assert "-o" in err
    assert {path: path.read_bytes() for path in Path("planning/s").iterdir()} == before
    assert run("solve", other, "--workers", 1, "--quiet", "-o", "ailleurs")[0] == 0


@pytest.mark.parametrize("left", ["plan.json", "planning.xlsx"])
def test_it_is_recognised_by_its_people_when_its_workbook_is_gone(run: Run, left: str) -> None:
    run("solve", session("juin"), "--workers", 1, "--quiet")
    Path("juin/session.xlsx").unlink()
    next(path for path in Path("planning/s").iterdir() if path.name != left).unlink()
    assert run("solve", session("decembre", change=other_people))[0] == 1
    assert run("solve", session("renomme"), "--workers", 1, "--quiet")[0] == 0


def fewer(book: Book) -> None:
    book["Candidats"].cell(book["Candidats"].max_row + 1, 1).value = None
    book["Salles"].cell(book["Salles"].max_row, 2).value = "Salle neuve"


def test_the_same_workbook_edited_moved_or_saved_under_another_name_is_the_same_session(run: Run) -> None:
    path = session("juin")
    run("solve", path, "--workers", 1, "--quiet")
    assert run("solve", session("juin", change=fewer), "--workers", 1, "--quiet")[0] == 0
    assert run("solve", session("juin", change=other_people), "--workers", 1, "--quiet")[0] == 0  # the example replaced
    shutil.copy("juin/session.xlsx", "juin/session v2.xlsx")
    path.write_text('name = "s"\nworkbook = "session v2.xlsx"\n', encoding="utf-8")
    assert run("solve", path, "--workers", 1, "--quiet")[0] == 0
    Path("2027").mkdir()
    for name in ("juin", "planning"):
        Path(name).rename(Path("2027") / name)
    assert run("solve", "2027/juin/scenario.toml", "--workers", 1, "--quiet", "-o", "2027/planning/s")[0] == 0


def test_another_scenario_of_the_same_workbook_may_use_the_folder(run: Run) -> None:
    path = session("juin")
    run("solve", path, "--workers", 1, "--quiet", "-o", "out")
    (path.parent / "b.toml").write_text('workbook = "session.xlsx"\nobjectives = ["waiting"]\n', encoding="utf-8")
    assert run("solve", path.parent / "b.toml", "--workers", 1, "--quiet", "-o", "out")[0] == 0


# --- two at once -----------------------------------------------------------------------------------------------------


def test_two_runs_at_once_leave_one_plan(tmp_path: Path) -> None:
    locked = []
    for number in (1, 2):
        path = session(tmp_path / str(number), change=None)
        shutil.copy(TINY.parent / ".." / "instances" / "tiny.xlsx", tmp_path / "session.xlsx")
        wanted = '["finish"]' if number == 1 else '["waiting", "presence"]'
        path.write_text(f'workbook = "../session.xlsx"\nobjectives = {wanted}\n', encoding="utf-8")
        locked.append(path)
    runs = [start("solve", path, "-o", tmp_path / "out", "--workers", 1, "--export", "html,ics") for path in locked]
    assert [ended(run)[0] for run in runs] == [0, 0]
    from tspi_sched.exports.folder import mark, of_other_plans

    assert list(of_other_plans(tmp_path / "out", mark(tmp_path / "out" / "plan.json"))) == []
    assert [path.name for path in (tmp_path / "out").iterdir() if path.name.startswith(".")] == []
