"""``check -o``: every breach of every rule is in its cell and on a sheet, however the plan is broken."""

import random
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.support.campaigns import far
from tests.support.marking import TODAY, concerned, exported, is_red, mark, noted, red, row_of, told
from tests.support.sessions import MONDAY, TUESDAY, WEDNESDAY, dropped, edited, laid_out, ruled, session
from tests.support.tempted import best_without
from tests.support.tempting import TEMPTATIONS
from tools.workbook_package import faults
from tspi_sched.checker import RULES
from tspi_sched.exports import marked
from tspi_sched.exports.marked.cells import SIGN
from tspi_sched.plan import Plan, Result, Status, Unplaced
from tspi_sched.reading import read_plan
from tspi_sched.wording.rules import rule_title

# --- every rule ------------------------------------------------------------------------------------------------------

COLUMNS = {
    "duration": {"Fin", "Début"}, "order": {"Début"}, "chain": {"Début", "Date"}, "same_panel": {"Jury"},
    "panel_makeup": {"Jury"}, "one_at_a_time": {"Début"}, "hours": {"Jury"}, "meal": {"Début"},
    "candidate_time": {"Date"}, "sitting": {"Salle"}, "same_paper": {"Début"}, "invigilation": {"Surveillants"},
    "oral_room": {"Salle"}, "projection": {"Projecteur"}, "access": {"Salle"}, "deliberation": {"Début"},
    "marking": {"Début"}, "panel_mode": {"Jury"}, "locks": {"Début"}, "all_or_nothing": {"Candidat", "Épreuve"},
    "minutes": {"Jury"}, "means": {"Moyens"},
}  # fmt: skip
"""Where the breach of each temptation is to be seen."""


@pytest.mark.parametrize(
    ("rule", "source"),
    [*((rule, "xlsx") for rule in RULES), *((rule, "json") for rule in list(RULES)[:: far(8, 1)])],
)
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
    checked = marked.Checked("plan.json", "s.toml", Result(Status.FEASIBLE, plan), found, folded)
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


def spoilt(seed: int) -> Plan:
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


@pytest.mark.parametrize("seed", range(far(4, 12)))
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
