"""``check -o``: the plan's workbook with every breach in its cell, nothing of the organiser's lost, no mark left."""

import random
import shutil
import subprocess
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.styles.colors import Color

from tests.support import hostile
from tests.support.cli_runs import PATIENCE
from tests.support.sessions import MONDAY, TUESDAY, WEDNESDAY, dropped, edited, laid_out, ruled, session
from tests.support.tempted import best_without
from tests.support.tempting import TEMPTATIONS
from tests.support.xlsx_reading import Book, Sheet
from tools.workbook_package import faults
from tspi_sched.checker import RULES, check
from tspi_sched.exports import marked, xlsx
from tspi_sched.exports.common.colours import BREACH
from tspi_sched.exports.common.fingerprint import looks, values
from tspi_sched.exports.marked.cells import SIGN
from tspi_sched.plan import Plan, Result, Unplaced
from tspi_sched.problem import Problem
from tspi_sched.reading import read_plan
from tspi_sched.texts import in_language
from tspi_sched.wording.rules import rule_title

TODAY = date(2026, 11, 30)
SOFFICE = shutil.which("soffice")


def mark(folder: Path, problem: Problem, plan: Plan, source="plan.json", name: str = "controle.xlsx", **more):
    """The path of a plan's marked workbook, the book, and the breaches."""
    found, path = check(problem, plan), folder / name
    checked = marked.Checked(str(source), "s.toml", Result("feasible", plan), found, **more)
    marked.write(problem, checked, path, today=TODAY)
    return path, load_workbook(path), found


def exported(folder: Path, problem: Problem, plan: Plan, name: str = "planning.xlsx"):
    """The path of a plan's own workbook."""
    xlsx.write(problem, Result("feasible", plan), folder / name, today=TODAY)
    return folder / name


def is_red(cell):
    return cell.fill.fill_type == "solid" and cell.fill.fgColor.rgb == f"FF{BREACH}"


def noted(book: Book):
    """What the marks of a book say, by sheet and cell."""
    return {
        (sheet.title, cell.coordinate): cell.comment.text
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment and SIGN in cell.comment.text
    }


def red(book: Book):
    return {(s.title, c.coordinate) for s in book.worksheets for row in s.iter_rows() for c in row if is_red(c)}


def told(text: str):
    """A message as notes and cells print it."""
    return text.replace("'", "’")


def row_of(sheet: Sheet, number):
    """A row of the plan by the titles of its columns."""
    heads = [cell.value for cell in sheet[1]]
    return {head: sheet.cell(number, place).value for place, head in enumerate(heads, 1) if head}


def concerned(row, breach):
    """Whether a row of the plan is one of those that a breach is about."""
    people = {row["Candidat"], *str(row["Jury"] or "").split(";"), *str(row["Surveillants"] or "").split(";")}
    same_day = breach.day is None or row["Date"].date() in (breach.day, *(task.day for task in breach.tasks))
    return same_day and (bool(people & set(breach.people)) or not breach.people)


# --- every rule ------------------------------------------------------------------------------------------------------

COLUMNS = {
    "duration": {"Fin", "Début"}, "order": {"Début"}, "chain": {"Début", "Date"}, "same_panel": {"Jury"},
    "panel_makeup": {"Jury"}, "one_at_a_time": {"Début"}, "hours": {"Jury"}, "meal": {"Début"},
    "candidate_time": {"Date"}, "sitting": {"Salle"}, "same_paper": {"Début"}, "invigilation": {"Surveillants"},
    "oral_room": {"Salle"}, "projection": {"Projecteur"}, "access": {"Salle"}, "deliberation": {"Début"},
    "marking": {"Début"}, "panel_mode": {"Jury"}, "locks": {"Début"}, "all_or_nothing": {"Candidat", "Épreuve"},
    "minutes": {"Jury"},
}  # fmt: skip
"""Where the breach of each temptation is to be seen."""


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("source", ["json", "xlsx"])
def test_the_breach_of_each_rule_is_marked_where_it_is(tmp_path: Path, rule: str, source: str) -> None:
    """Of the plans that break one rule each: every breach has a note in a row that it is about, in its column."""
    problem = TEMPTATIONS[rule].problem
    plan = best_without(rule, TEMPTATIONS[rule])
    if rule == "all_or_nothing":  # nobody is placed: then there is no row at all
        assert not plan.tasks
        problem, plan = session(), dropped(laid_out(), "C1 DELIB")
    before = exported(tmp_path, problem, plan) if source == "xlsx" else "plan.json"
    path, book, found = mark(tmp_path, problem, plan, before)
    assert {breach.rule for breach in found} == {rule}
    sheet, heads = book["Plan"], {cell.column_letter: cell.value for cell in book["Plan"][1]}
    for breach in found:
        cells = [sheet[cell] for (title, cell), text in noted(book).items() if told(breach.message)[:500] in text]
        assert cells, breach.message
        assert all(is_red(cell) for cell in cells)
        assert {heads[cell.column_letter] for cell in cells} <= COLUMNS[rule]
        assert any(concerned(row_of(sheet, cell.row), breach) for cell in cells)
    assert red(book) == set(noted(book))
    assert Counter(read_plan(path, problem).tasks) == Counter(plan.tasks)
    assert faults(path) == []


def test_the_sheet_lists_every_breach_with_a_link_to_its_cell(tmp_path: Path) -> None:
    plan = edited(laid_out(), "C1 ET", members=("J3", "J4"), room="S1")
    _path, book, found = mark(tmp_path, session(), plan)
    sheet = book.worksheets[0]
    assert sheet.title == "Contrôle"
    assert book.active is sheet
    assert [one.title for one in book.worksheets if one.sheet_view.tabSelected] == ["Contrôle"]
    (top,) = (row for row in range(1, 12) if sheet.cell(row, 1).value == "N°")
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=top + 1, max_row=top + len(found))]
    assert [row[0] for row in rows] == list(range(1, len(found) + 1))
    assert [row[1] for row in rows] == [told(rule_title(breach.rule)) for breach in found]
    assert [row[2] for row in rows] == [told(breach.message) for breach in found]
    for number, breach in enumerate(found, 1):
        link = sheet.cell(top + number, 4).hyperlink
        title, cell = link.location.split("!")
        assert told(breach.message) in book[title.strip("'")][cell].comment.text
        assert all(f"({id})" in rows[number - 1][6] for id in breach.people)


def test_a_sound_plan_says_so(tmp_path: Path) -> None:
    path, book, _found = mark(tmp_path, session(), laid_out())
    texts = [cell.value for row in book.worksheets[0].iter_rows() for cell in row if cell.value]
    assert any(text.startswith("Aucune règle enfreinte") for text in map(str, texts))
    assert red(book) == set()
    assert faults(path) == []


def test_several_breaches_in_a_cell_are_one_note(tmp_path: Path) -> None:
    plan = edited(laid_out(), "C1 ET", members=("J1",))
    _path, book, found = mark(tmp_path, session(), plan)
    texts = list(noted(book).values())
    assert max(text.count("• ") for text in texts) >= 2
    assert all(text.count(SIGN) == 1 for text in texts)
    assert sum(map(len, texts)) > sum(len(breach.message) for breach in found)


def test_who_is_missing_is_marked_at_the_head_or_among_those_left_out(tmp_path: Path) -> None:
    """There is no row to mark: the candidate is not in the plan, whether or not the plan says why."""
    plan = dropped(laid_out(), "C2")
    _path, book, (breach,) = mark(tmp_path, session(), plan)
    assert list(noted(book)) == [("Plan", "A1")]
    assert breach.tasks == ()
    _path, book, _found = mark(tmp_path, session(), replace(plan, unplaced=(Unplaced("C2", "malade"),)))
    assert list(noted(book)) == [("Non placés", "A2")]
    both = replace(laid_out(), unplaced=(Unplaced("C2", "malade"),))
    _path, book, _found = mark(tmp_path, session(), both)
    assert list(noted(book)) == [("Non placés", "A2")]


def test_of_papers_at_two_moments_the_few_are_marked(tmp_path: Path) -> None:
    plan = edited(laid_out(), "C3 MSP", start="10:00", end="11:00", room="S2", invigilators=("V2",))
    problem = session(candidates=tuple(replace(one, tracks=("CCP1",)) for one in session().candidates))
    tasks = tuple(replace(task, track="CCP1") for task in plan.tasks if task.stage == "MSP")
    _path, book, found = mark(tmp_path, problem, Plan(tasks))
    (breach,) = (one for one in found if one.rule == "same_paper")
    cells = [cell for (_title, cell), text in noted(book).items() if told(breach.message) in text]
    assert [row_of(book["Plan"], book["Plan"][cell].row)["Candidat"] for cell in cells] == ["C3"]


def test_of_a_sitting_the_row_that_names_another_invigilator_is_marked(tmp_path: Path) -> None:
    """Every message is about the one row that was changed; where all name one too many, about all of them."""
    _path, book, found = mark(tmp_path, session(), edited(laid_out(), "C2 MSP", invigilators=("V2",)))
    assert {breach.rule for breach in found} == {"invigilation"}
    assert [row_of(book["Plan"], book["Plan"][cell].row)["Candidat"] for _title, cell in noted(book)] == ["C2"]
    everybody = edited(laid_out(), "C1 MSP", "C2 MSP", "C3 MSP", invigilators=("V1", "V2"))
    _path, book, _found = mark(tmp_path, session(), everybody)
    assert len(noted(book)) == 3


def test_a_meal_that_is_missing_is_marked_around_noon(tmp_path: Path) -> None:
    plan = edited(laid_out(), "C2 CORR", start="11:20", end="14:00")
    _path, book, found = mark(tmp_path, ruled(session(), meal={"minutes": 60}), plan)
    meals = [breach for breach in found if breach.rule == "meal"]
    assert {id for breach in meals for id in breach.people} == {"J1", "J2"}
    for breach in meals:
        assert {(task.candidate, task.stage) for task in breach.tasks} >= {("C2", "CORR")}
        assert {task.stage for task in breach.tasks} <= {"CORR", "ET", "QPP"}
        assert any(told(breach.message) in text for text in noted(book).values())


def test_an_end_that_was_forgotten_is_marked_in_its_row(tmp_path: Path) -> None:
    """What else is found is found on a plan whose ends were put right: its rows are found all the same."""
    from tspi_sched.cli.check import breaches

    plan = edited(laid_out(), "C2 ET", start="12:55")
    found, folded = breaches(session(), plan, edited=True)
    checked = marked.Checked("plan.json", "s.toml", Result("feasible", plan), found, folded)
    marked.write(session(), checked, tmp_path / "c.xlsx", today=TODAY)
    book = load_workbook(tmp_path / "c.xlsx")
    heads = {cell.column_letter: cell.value for cell in book["Plan"][1]}
    assert [
        heads[cell.rstrip("0123456789")] for (_t, cell), text in noted(book).items() if "n’a pas suivi" in text
    ] == ["Fin"]
    for breach in found:
        assert any(told(breach.message)[:500] in text for text in noted(book).values()), breach.message
    assert folded > 0
    assert any("Non répétée" in str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row)


# --- plans broken in any way -----------------------------------------------------------------------------------------

CHANGES = (
    lambda r, t: replace(t, start=r.randrange(0, 1440, 5)),
    lambda r, t: replace(t, end=r.randrange(0, 1440, 5)),
    lambda r, t: replace(t, room=r.choice(["S1", "S2", "S3", "S4", None])),
    lambda r, t: replace(t, members=tuple(r.sample(["J1", "J2", "J3", "J4", "J5", "J6"], r.randint(0, 3)))),
    lambda r, t: replace(t, invigilators=tuple(r.sample(["V1", "V2"], r.randint(0, 2)))),
    lambda r, t: replace(t, projector=r.choice([None, "VP1", "VP2"])),
    lambda r, t: replace(t, day=r.choice([MONDAY, TUESDAY, WEDNESDAY])),
    lambda r, t: replace(t, candidate=r.choice(["C1", "C2", "C3"])),
)


def spoilt(seed):
    """The plan with some rows changed, lost or doubled."""
    r, tasks = random.Random(seed), list(laid_out().tasks)
    for _ in range(r.randint(1, 4)):
        place = r.randrange(len(tasks))
        task = tasks.pop(place)
        if r.random() < 0.8:
            tasks.append(r.choice(CHANGES)(r, task))
        if r.random() < 0.2:
            tasks.append(task)
    return Plan(tuple(tasks))


@pytest.mark.parametrize("seed", range(12))
def test_however_a_plan_is_broken_every_breach_has_its_cell(tmp_path: Path, seed: int) -> None:
    """Also where the sheets that people print cannot be made of it."""
    plan = spoilt(seed)
    path, book, found = mark(tmp_path, session(), plan)
    assert faults(path) == []
    assert Counter(read_plan(path, session()).tasks) == Counter(plan.tasks)
    texts = noted(book).values()
    for breach in found:
        full = [text for text in texts if "… et " in text]
        assert full or any(told(breach.message)[:500] in text for text in texts), breach.message


def test_a_plan_without_panels_has_every_sheet(tmp_path: Path) -> None:
    """A candidate whom no panel sees is written all the same, as by ``export --despite``."""
    plan = edited(laid_out(), "C1", members=())
    path, book, _found = mark(tmp_path, session(), plan)
    assert book.sheetnames[0] == "Contrôle"
    assert {"Synthèse", "Candidats", "Plan", "Codes"} <= set(book.sheetnames)
    assert faults(path) == []


# --- the organiser's own workbook ------------------------------------------------------------------------------------


def worked_on(folder: Path, plan: Plan = None):
    """A workbook as organisers leave theirs: colours, notes, a column, a formula, a chart, a sheet called as ours."""
    path = exported(folder, session(), plan or edited(laid_out(), "C1 ET", room="S1"), "le mien.xlsx")
    book = load_workbook(path)
    sheet = book["Plan"]
    (room,) = (r[7] for r in sheet.iter_rows(min_row=2) if (r[0].value, r[3].value) == ("C1", "ET"))
    room.fill = PatternFill("solid", fgColor="FFFFFF00")
    room.comment = Comment("vu avec Paul", "Camille")
    sheet.cell(room.row, 9).fill = PatternFill("solid", fgColor=Color(theme=4, tint=0.5))
    sheet["G2"].comment = Comment("à confirmer", "Camille")
    sheet.column_dimensions["B"].width = 41
    mine = book.create_sheet("Contrôle")
    mine["A1"], mine["B1"] = "à moi", "=1+1"
    mine["A2"] = "=HYPERLINK"
    mine["A2"].data_type = "s"
    chart = BarChart()
    chart.add_data(Reference(mine, min_col=2, min_row=1))
    mine.add_chart(chart, "D2")
    book.save(path)
    return path, room.coordinate


def content(path: Path, *, without=()):
    """Values and looks of every sheet but some."""
    book = load_workbook(path)
    return {s.title: (values(s), looks(s)) for s in book.worksheets if s.title not in without}


def test_nothing_of_the_organisers_is_lost(tmp_path: Path) -> None:
    source, room = worked_on(tmp_path)
    untouched = source.read_bytes()
    plan = read_plan(source, session())
    path, book, _found = mark(tmp_path, session(), plan, source)
    assert source.read_bytes() == untouched
    assert book.sheetnames[0] == "Contrôle (2)"
    assert (book["Contrôle"]["A1"].value, book["Contrôle"]["B1"].value, len(book["Contrôle"]._charts)) == (
        "à moi",
        "=1+1",
        1,
    )
    assert book["Contrôle"]["A2"].data_type == "s"
    assert book["Plan"].column_dimensions["B"].width == 41
    assert book["Plan"]["G2"].comment.text == "à confirmer"
    assert book["Plan"][room].comment.text.startswith(f"vu avec Paul\n\n{SIGN}\n• ")
    assert is_red(book["Plan"][room])
    assert read_plan(path, session()) == plan
    assert faults(path) == []


def test_the_next_check_takes_the_marks_away(tmp_path: Path) -> None:
    """After the plan was put right in the marked workbook: all is as it was, but for what the organiser changed."""
    source, room = worked_on(tmp_path)
    path, book, _found = mark(tmp_path, session(), read_plan(source, session()), source)
    book["Plan"][room].value = "S3"
    book.save(path)
    plan = read_plan(path, session())
    again, book, found = mark(tmp_path, session(), plan, path, "encore.xlsx")
    assert found == ()
    assert red(book) == set()
    assert noted(book) == {}
    mine = load_workbook(source)
    mine["Plan"][room].value = "S3"
    mine.save(source)
    assert content(again, without=("Contrôle (2)",)) == content(source)
    assert book["Plan"].cell(book["Plan"][room].row, 9).fill.fgColor.theme == 4


def test_marks_move_with_their_rows(tmp_path: Path) -> None:
    """The rows are sorted another way in between, notes and colours with them, as Excel does."""
    source, room = worked_on(tmp_path)
    path, book, _found = mark(tmp_path, session(), read_plan(source, session()), source)
    sheet, number = book["Plan"], book["Plan"][room].row
    other = number + 1
    for column in range(1, 13):
        one, two = sheet.cell(number, column), sheet.cell(other, column)
        one.value, two.value = two.value, one.value
        one._style, two._style = two._style, one._style
        notes = one.comment, two.comment
        one.comment = two.comment = None
        one.comment, two.comment = (note and Comment(note.text, note.author) for note in reversed(notes))
    book.save(path)
    plan = edited(read_plan(path, session()), "C1 ET", room="S3")
    _path, book, found = mark(tmp_path, session(), plan, path, "encore.xlsx")
    assert found == ()
    assert book["Plan"][room].fill.fill_type is None
    assert book["Plan"].cell(other, 8).fill.fgColor.rgb == "FFFFFF00"
    assert book["Plan"].cell(other, 8).comment.text == "vu avec Paul"


def test_a_note_that_somebody_deleted_leaves_no_colour_behind(tmp_path: Path) -> None:
    path, book, _found = mark(tmp_path, session(), edited(laid_out(), "C1 ET", room="S1"))
    for _title, cell in noted(book):
        book["Plan"][cell].comment = None
    book.save(path)
    _path, book, _found = mark(tmp_path, session(), laid_out(), path, "encore.xlsx")
    assert red(book) == set()


def test_formulas_keep_their_values(tmp_path: Path) -> None:
    """A copy whose formulas have no value could not be read before Excel has been at it."""
    source = exported(tmp_path, session(), laid_out())
    book = load_workbook(source)
    sheet = book["Plan"]
    for number in range(2, sheet.max_row + 1):
        sheet.cell(number, 2).value = f'=A{number}&" <&>"'
        start = sheet.cell(number, 6).value
        sheet.cell(number, 14).value = f"=TIME({start.hour},{start.minute},0)"
        sheet.cell(number, 6).value = f"=N{number}"
    book.save(source)
    if not SOFFICE:
        pytest.skip("no LibreOffice to calculate")
    office(source, tmp_path / "calculated")
    source = tmp_path / "calculated" / source.name
    path, _book, _found = mark(tmp_path, session(), read_plan(source, session()), source)
    before, after = (load_workbook(one, data_only=True)["Plan"] for one in (source, path))
    assert values(before) == values(after)
    assert load_workbook(path)["Plan"]["F2"].value == "=N2"
    assert read_plan(path, session()) == laid_out()


def test_a_workbook_laid_out_otherwise(tmp_path: Path) -> None:
    """A title above, columns in another order, blanks around the sheet's name, cells merged."""
    source = exported(tmp_path, session(), edited(laid_out(), "C1 ET", room="S1"))
    book = load_workbook(source)
    rows = [[cell.value for cell in row] for row in book["Plan"].iter_rows(max_col=12)]
    sheet = book.create_sheet(" Plan ")
    for title in [title for title in book.sheetnames if title != " Plan "]:
        del book[title]
    book.defined_names.clear()
    sheet.append(["Session de décembre"])
    sheet.append([])
    for row in rows:
        sheet.append([row[7], *row[:7], *row[8:]])
    book.save(source)
    plan = read_plan(source, session())
    path, book, found = mark(tmp_path, session(), plan, source)
    sheet = book[" Plan "]
    assert all(cell.startswith("A") for _title, cell in noted(book))
    assert {breach.rule for breach in found} == {"oral_room"}
    assert all(sheet[f"E{sheet[cell].row}"].value in ("ET", "QPP") for _title, cell in noted(book))
    assert read_plan(path, session()) == plan
    assert faults(path) == []


# --- safe everywhere -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", hostile.TEXTS, ids=lambda text: text[:12].encode("ascii", "replace").decode())
def test_hostile_texts_stay_texts(tmp_path: Path, text: str) -> None:
    problem, result = hostile.hostile(text)
    plan = replace(result.plan, tasks=result.plan.tasks[:-3])
    path, book, found = mark(tmp_path, problem, plan, remarks=(text, f"={text}"))
    assert found
    assert faults(path) == []
    assert not [c for row in book.worksheets[0].iter_rows() for c in row if c.data_type == "f"]


def test_in_english(tmp_path: Path) -> None:
    with in_language("en"):
        path, book, _found = mark(tmp_path, session(), edited(laid_out(), "C1 ET", room="S1"))
        assert book.sheetnames[0] == "Check"
        assert faults(path) == []
    _path, book, _found = mark(tmp_path, session(), laid_out(), path, "encore.xlsx")
    assert "Check" not in book.sheetnames
    assert red(book) == set()


def office(path: Path, folder: Path):
    """A workbook opened and saved by LibreOffice."""
    home = folder.with_name("home")
    command = [
        SOFFICE,
        f"-env:UserInstallation=file://{home}",
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        folder,
    ]
    subprocess.run([*map(str, command), str(path)], check=True, capture_output=True, timeout=PATIENCE)
    return folder / path.name


@pytest.mark.skipif(not SOFFICE, reason="no LibreOffice")
def test_marks_go_after_libreoffice_has_saved_them(tmp_path: Path) -> None:
    """LibreOffice forgets who wrote a note, and the colour behind a colour."""
    source, room = worked_on(tmp_path)
    path, book, _found = mark(tmp_path, session(), read_plan(source, session()), source)
    saved = office(path, tmp_path / "office")
    assert values(load_workbook(saved)["Contrôle (2)"]) == values(book["Contrôle (2)"])
    assert set(noted(load_workbook(saved))) == set(noted(book))
    assert red(load_workbook(saved)) == red(book)
    _path, book, _found = mark(tmp_path, session(), edited(laid_out(), "C1 ET", room="S3"), saved, "encore.xlsx")
    assert red(book) == set()
    assert noted(book) == {}
    assert book["Plan"][room].fill.fgColor.rgb == "FFFFFF00"
    assert book["Plan"][room].comment.text == "vu avec Paul"


def test_what_a_copy_cannot_hold_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """openpyxl leaves out drawn shapes; they stay in the original, which is said."""
    from zipfile import ZipFile

    source, _room = worked_on(tmp_path)
    with ZipFile(source, "a") as archive:
        archive.writestr("xl/drawings/drawing9.xml", "<xdr:wsDr><xdr:sp ></xdr:sp></xdr:wsDr>")
    plan = read_plan(source, session())
    checked = marked.Checked(str(source), "s.toml", Result("feasible", plan), check(session(), plan))
    assert marked.write(session(), checked, tmp_path / "c.xlsx", today=TODAY) == ("formes dessinées",)
    texts = [str(c.value) for row in load_workbook(tmp_path / "c.xlsx").worksheets[0].iter_rows() for c in row]
    assert any("formes dessinées" in text for text in texts)


def test_a_workbook_that_cannot_be_copied_is_made_from_the_plan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(*_args: object) -> None:
        raise KeyError("xl/theme")

    source, _room = worked_on(tmp_path)
    plan = read_plan(source, session())
    monkeypatch.setattr(marked, "opened", damaged)
    path, book, found = mark(tmp_path, session(), plan, source)
    assert found
    assert noted(book)
    assert read_plan(path, session()) == plan
    texts = [str(c.value) for row in book.worksheets[0].iter_rows() for c in row]
    assert any("n’a pas pu être recopié" in text or "n'a pas pu être recopié" in text for text in texts)


def test_what_is_not_read_is_listed(tmp_path: Path) -> None:
    source = exported(tmp_path, session(), laid_out())
    book = load_workbook(source)
    book["Plan"]["M1"], book["Plan"]["M2"] = "Remarques", "à rappeler"
    book.save(source)
    _path, book, _found = mark(
        tmp_path, session(), laid_out(), source, remarks=("La feuille « Salles » a été modifiée",)
    )
    texts = [str(c.value) for row in book.worksheets[0].iter_rows() for c in row]
    assert any("Remarques" in text and "Plan" in text for text in texts)
    assert "La feuille « Salles » a été modifiée" in texts


def test_locks_show_the_part_that_is_locked(tmp_path: Path) -> None:
    from tspi_sched.problem import Lock

    locked = laid_out().tasks[0]
    problem = replace(ruled(session()), locks=(Lock(replace(locked, room="S2"), frozenset({"room"})),))
    _path, book, found = mark(tmp_path, problem, laid_out())
    assert [breach.part for breach in found] == ["room"]
    assert [cell[0] for _title, cell in noted(book)] == ["H"]
