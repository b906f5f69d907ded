"""A folder holds the documents of one plan: they are renewed with it, or named; ``check`` says what does not follow."""

import json
import shlex
import shutil
from datetime import time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Font

from tests.support.cli_runs import TINY, Run, Solved, with_cells, with_rows
from tests.support.xlsx_reading import Sheet
from tspi_sched.cli import main
from tspi_sched.exports.common.marks import mark_of
from tspi_sched.exports.folder import files_of, mark, of_other_plans
from tspi_sched.exports.formats import FORMATS, lacking
from tspi_sched.exports.kept import is_ours
from tspi_sched.reading import read, read_locks, read_plan

SESSION = Path("ma session/scenario.toml")
OUT = Path("planning/ma session")
LOCK = {"Verrou": "heure", "Début": time(15, 35)}
"""Later than need be, so that another plan is made."""


@pytest.fixture(scope="module")
def written(solved: Solved, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan's folder beside a session whose path has a blank: every format that can be written here, written once."""
    top = tmp_path_factory.mktemp("written")
    with pytest.MonkeyPatch.context() as there:
        there.chdir(top)
        there.delenv("TSPI_SCHED_LANG", raising=False)
        SESSION.parent.mkdir()
        shutil.copy(TINY.parent / ".." / "instances" / "tiny.xlsx", SESSION.parent / "session.xlsx")
        SESSION.write_text('name = "s"\nworkbook = "session.xlsx"\n', encoding="utf-8")
        formats = [name for name in FORMATS if not lacking((name,))]
        asked = ["export", solved[0] / "plan.json", SESSION, "--to", ",".join(formats), "-o", OUT]
        with pytest.raises(SystemExit) as end:
            main([str(arg) for arg in asked])
        assert end.value.code == 0
    return top


@pytest.fixture
def folder(run: Run, written: Path, tmp_path: Path) -> Path:
    """The folder of a plan in a copy of its own; all that is written there names paths from where the command runs."""
    shutil.copytree(written, tmp_path, dirs_exist_ok=True)
    return OUT


def later(run: Run, out: Path, *more: Any) -> Path:
    """Another plan of the session, with the first oral locked at a later hour; its folder."""
    source = Path("first.xlsx")  # the workbook as it was, whatever became of it
    if not source.exists():
        shutil.copy(OUT / "planning.xlsx", source)
    locked = with_cells(source, Path("locked.xlsx"), ("C01", "ET"), LOCK)
    code, _out, err = run("solve", SESSION, "--lock", locked, "--workers", 1, "--quiet", "-o", out, *more)
    assert code == 0, err
    return out


def marks(folder: Path) -> set[str]:
    return {mark(path) for name in FORMATS for path in files_of(name, folder)}


def commands(text: str) -> list[Any]:
    """What a reader would paste, as words."""
    return [shlex.split(line[line.index("tspi-sched ") :])[1:] for line in text.splitlines() if "tspi-sched " in line]


def test_everything_bears_the_mark_of_its_plan(folder: Path) -> None:
    problem, _wishes = read(SESSION)
    assert marks(folder) == {mark_of(read_plan(folder / "plan.json", problem))}
    assert all(is_ours(path) for name in FORMATS for path in files_of(name, folder))


def test_solving_again_renews_every_document(run: Run, folder: Path) -> None:
    before = marks(folder)
    later(run, folder)
    assert len(marks(folder)) == 1
    assert not marks(folder) & before
    assert len(list(folder.glob("plan (avant le *.json"))) == 1  # the documents may have been sent


def test_exporting_into_the_folder_of_another_plan_renews_the_plan_too(run: Run, folder: Path) -> None:
    """The guide's last command of « Un imprévu »: new letters, and the plan that they are of."""
    new = later(run, Path("planning/autre"))
    code, out, _err = run("export", new / "plan.json", SESSION, "--to", "ics", "-o", folder)
    assert code == 0
    assert marks(folder) == marks(new)
    assert str(folder / "plan.json") in out
    problem, _wishes = read(SESSION)
    assert read_plan(folder / "planning.xlsx", problem) == read_plan(new / "plan.json", problem)


def test_exporting_an_edited_workbook_renews_the_plan_beside_it(run: Run, folder: Path) -> None:
    new = later(run, Path("planning/autre"))
    shutil.copy(new / "planning.xlsx", "edited.xlsx")
    assert run("export", "edited.xlsx", SESSION, "--to", "xlsx", "-o", folder)[0] == 0
    assert len(marks(folder)) == 1
    problem, _wishes = read(SESSION)
    assert read_plan(folder / "plan.json", problem) == read_plan("edited.xlsx", problem)


def test_what_cannot_be_renewed_is_named_with_the_command_that_does_it(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = with_cells(OUT / "planning.xlsx", Path("locked.xlsx"), ("C01", "ET"), LOCK)
    with monkeypatch.context() as without:
        without.setattr(
            "tspi_sched.editions.delivery.lacking", lambda names: ("not there",) if names == ("html",) else ()
        )
        _code, _out, err = run("solve", SESSION, "--lock", locked, "--workers", 1, "--quiet", "-o", folder)
    assert f"Encore d'un autre planning, dans {folder} : planning.html" in err
    (command,) = commands(err)
    assert run(*command)[0] == 0
    assert len(marks(folder)) == 1


def test_a_workbook_under_way_is_not_replaced_unasked(run: Run, folder: Path) -> None:
    book = load_workbook(folder / "planning.xlsx")
    book["Plan"]["M1"].value = "Commentaire"
    book.save(folder / "planning.xlsx")
    before = (folder / "planning.xlsx").read_bytes()
    new = later(run, Path("planning/autre"))
    _code, _out, err = run("export", new / "plan.json", SESSION, "--to", "html", "-o", folder)
    assert (folder / "planning.xlsx").read_bytes() == before
    assert f"Encore d'un autre planning, dans {folder} : planning.xlsx" in err


def test_documents_without_names_are_named_too(run: Run, folder: Path) -> None:
    assert run("export", folder / "plan.json", SESSION, "--to", "html", "--anonymise")[0] == 0
    locked = with_cells(folder / "planning.xlsx", Path("locked.xlsx"), ("C01", "ET"), LOCK)
    _code, _out, err = run("solve", SESSION, "--lock", locked, "--workers", 1, "--quiet", "-o", folder)
    assert f"Encore d'un autre planning, dans {folder / 'anonyme'} : planning.html" in err
    (command,) = commands(err)
    code, _out, err = run(*command)
    assert (code, "autre planning" in err) == (0, False)


@pytest.mark.parametrize("gone", ["plan.json", "planning.xlsx", "calendriers"])
def test_files_deleted_or_added_break_nothing(run: Run, folder: Path, gone: str) -> None:
    path = folder / gone
    shutil.copy(folder / "planning.xlsx", "first.xlsx")
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    (folder / "notes.txt").write_text("appeler")
    (folder / "documents").mkdir(exist_ok=True)
    (folder / "documents" / "plan d'accès.pdf").write_bytes(b"%PDF-1.4")
    later(run, folder)
    assert len(marks(folder) - {""}) == 1
    assert (folder / "notes.txt").read_text() == "appeler"
    assert (folder / "documents" / "plan d'accès.pdf").read_bytes() == b"%PDF-1.4"


def test_an_interruption_between_two_files_is_noticed(run: Run, folder: Path) -> None:
    """As if a run had been killed when it had written ``plan.json`` only."""
    new = later(run, Path("planning/autre"))
    shutil.copy(new / "plan.json", folder / "plan.json")
    code, out, _err = run("check", folder / "plan.json", SESSION)
    assert code == 0
    assert f"Encore d'un autre planning, dans {folder} : planning.xlsx, " in out
    (command,) = commands(out)
    assert run(*command)[0] == 0
    assert len(marks(folder)) == 1
    assert commands(run("check", folder / "plan.json", SESSION)[1]) == []


# --- check -----------------------------------------------------------------------------------------------------------


def with_value(path: Path, sheet: Sheet, cell: str, value: str | time) -> Any:
    book = load_workbook(path)
    name = next(title for title in book.sheetnames if title.startswith(sheet))
    before = book[name][cell].value
    book[name][cell].value = value
    book.save(path)
    return name, before


def test_nothing_is_said_of_a_workbook_as_it_was_written(run: Run, folder: Path) -> None:
    out = run("check", folder / "planning.xlsx", SESSION)[1]
    load_workbook(folder / "planning.xlsx").save(folder / "planning.xlsx")
    assert run("check", folder / "planning.xlsx", SESSION)[1] == out
    assert out.splitlines()[-1].startswith("  ")  # the last measure


@pytest.mark.parametrize("sheet", ["Jour 1", "Candidats", "Fiches candidats", "Présences"])
def test_a_change_on_a_sheet_that_is_not_read_is_told(run: Run, folder: Path, sheet: str) -> None:
    path = folder / "planning.xlsx"
    book = load_workbook(path)
    cells = (cell for row in book[next(t for t in book.sheetnames if t.startswith(sheet))].iter_rows() for cell in row)
    cell = next(cell for cell in cells if isinstance(cell.value, time))
    name, before = with_value(path, sheet, cell.coordinate, time(23, 55))
    code, out, _err = run("check", path, SESSION)
    assert code == 0
    told = f"La feuille « {name} » a été modifiée (case {cell.coordinate} : {before:%H:%M} → 23:55) ; seule la feuille"
    assert f"{told} « Plan » est lue." in out


def test_many_changes_are_counted_and_a_summary_too_is_compared(run: Run, folder: Path) -> None:
    path = folder / "planning.xlsx"
    for row in range(30, 35):
        with_value(path, "Jurys", f"B{row}", "à voir")
    with_value(path, "Synthèse", "A1", "Mon planning")
    out = run("check", path, SESSION)[1]
    assert "(case B30 : vide → à voir, case B31 : vide → à voir, case B32 : vide → à voir, et 2 autres)" in out
    assert "La feuille « Synthèse » a été modifiée" in out


def test_a_change_is_told_even_where_what_stood_there_is_not_known(run: Run, folder: Path) -> None:
    """Without ``plan.json``, and with another plan on the sheet ``Plan``, nobody knows how the others were."""
    path = folder / "planning.xlsx"
    with_value(path, "Jour 1", "A1", "Mur")
    with_cells(path, path, ("C01", "ET"), {"Salle": "S1"})
    (folder / "plan.json").unlink()
    code, out, _err = run("check", path, SESSION)
    assert code == 4
    assert "a été modifiée ; seule la feuille « Plan » est lue." in out


def test_colours_alone_are_no_change_of_a_cell(run: Run, folder: Path) -> None:
    path = folder / "planning.xlsx"
    book = load_workbook(path)
    book["Jurys"]["A5"].font = Font(color="FFFF0000")
    book["Jurys"].column_dimensions["A"].width = 60
    book.save(path)
    assert "aucune case ne diffère" in run("check", path, SESSION)[1]


@pytest.mark.parametrize("threshold", ["C20", "C21"])
def test_the_thresholds_of_the_legend_may_be_changed(run: Run, folder: Path, threshold: str) -> None:
    with_value(folder / "planning.xlsx", "Légende", threshold, time(1, 0))
    assert "a été modifiée" not in run("check", folder / "planning.xlsx", SESSION)[1]


def test_after_a_change_check_ends_with_the_command_that_renews_the_rest(run: Run, folder: Path) -> None:
    new = later(run, Path("planning/autre"))
    problem, _wishes = read(SESSION)
    changed = read_plan(new / "plan.json", problem)
    path = folder / "planning.xlsx"
    typed: dict[tuple[str, ...], dict[str, object]] = {}  # the organiser types the other plan into the sheet
    for task in changed.tasks:
        cells = {"Début": time(*divmod(task.start, 60)), "Fin": time(*divmod(task.end, 60))}
        typed[task.candidate, task.stage] = {
            **cells,
            "Date": task.day,
            "Salle": task.room,
            "Jury": ";".join(task.members),
        }
    typed["C01", "ET"]["Verrou"] = "x"
    with_rows(path, path, typed)
    code, out, err = run("check", path, SESSION)
    assert code == 0, out + err
    assert "ne suivent pas ce qui a été changé dans « Plan », ni les autres documents de ce dossier." in out
    command = shlex.split(out.splitlines()[-1].partition(" : ")[2])[1:]
    assert command == ["export", str(path), str(SESSION), "--to", "xlsx"]
    edited = path.read_bytes()
    assert run(*command)[0] == 0
    assert marks(folder) == {mark_of(changed)}
    assert is_ours(path)
    assert [lock.task.stage for lock in read_locks(path, problem)] == ["ET"]  # what was locked stays so
    assert [copy.read_bytes() for copy in folder.glob("planning (avant*.xlsx")] == [edited]
    assert list(of_other_plans(folder, mark_of(changed))) == []


def test_the_legend_has_the_session_s_own_commands(run: Run, folder: Path) -> None:
    sheet = load_workbook(folder / "planning.xlsx")["Légende"]
    texts = "\n".join(cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str))
    found = commands(texts)
    assert [words[0] for words in found] == ["check", "export", "solve"]
    for words in found:
        assert {str(SESSION), str(folder / "planning.xlsx")} <= set(words)
    assert run(*found[0])[0] == 0
    assert run(*found[1])[0] == 0


def test_the_legend_s_commands_hold_for_names_with_apostrophes(run: Run, folder: Path) -> None:
    """A folder of one's own, whose apostrophe stays that of its name; all three commands stay in it."""
    own = Path("résultats d'août") / "l'été"
    assert run("export", folder / "plan.json", SESSION, "--to", "json,xlsx", "-o", own)[0] == 0
    sheet = load_workbook(own / "planning.xlsx")["Légende"]
    texts = "\n".join(cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str))
    found = commands(texts)
    assert [words[0] for words in found] == ["check", "export", "solve"]
    assert all(str(own / "planning.xlsx") in words for words in found)
    assert found[2][-2:] == ["-o", str(own)]
    assert run(*found[0])[0] == 0


def test_what_compare_and_explain_print_can_be_pasted(run: Run, folder: Path) -> None:
    _code, out, _err = run("explain", SESSION, "--time-limit", 20, "--workers", 1)
    assert commands(out) == [["solve", str(SESSION)]]


def test_a_comparison_takes_the_place_of_comparisons_only(run: Run, folder: Path) -> None:
    new = later(run, Path("planning/autre"))
    plans = (folder / "plan.json", new / "plan.json", "--with", SESSION)
    for name in ("c.xlsx", "c.html"):
        for _twice in range(2):
            code, _out, err = run("compare", *plans, "-o", name)
            assert (code, err) == (0, "")
    before = (folder / "planning.xlsx").read_bytes()
    Path("notes.html").write_text("<p>appeler</p>")
    code, _out, err = run("compare", *plans, "-o", folder / "planning.xlsx", "-o", "notes.html")
    assert code == 0
    (kept,) = folder.glob("planning (avant*.xlsx")
    assert (kept.read_bytes(), kept.name in err) == (before, True)
    assert [path.read_text() for path in Path().glob("notes (avant*.html")] == ["<p>appeler</p>"]


def test_the_files_say_where_they_come_from_and_nothing_of_people(run: Run, folder: Path) -> None:
    content = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    assert content["session"]["workbook"] == "../../ma session/session.xlsx"
    assert run("export", folder / "plan.json", SESSION, "--to", "json,xlsx", "--anonymise")[0] == 0
    assert "session" not in json.loads((folder / "anonyme" / "plan.json").read_text(encoding="utf-8"))
    said = load_workbook(folder / "anonyme" / "planning.xlsx").custom_doc_props  # type: ignore[attr-defined]  # missing in the stubs
    assert "ma session" not in " ".join(str(one.value) for one in said.props)
