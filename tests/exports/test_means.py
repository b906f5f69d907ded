"""Means in what is written: the plan read back, the sheet of means, and the papers of people in a role."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.support.paths import ROOT
from tests.support.pdf_reading import pages
from tspi_sched.checker import check
from tspi_sched.comparison.people import notices
from tspi_sched.exports import ics, pdf, plan_json, xlsx
from tspi_sched.exports.common.anonymise import anonymised
from tspi_sched.plan import Plan, Result
from tspi_sched.planner import solve
from tspi_sched.problem import Problem
from tspi_sched.reading import read, read_plan
from tspi_sched.texts import clock
from tspi_sched.wishes import Objective

TODAY = date(2026, 11, 2)
Planned = tuple[Problem, Result, Plan]


@pytest.fixture(scope="module")
def planned() -> Planned:
    """The carer's session: an actor, a bed in the flat."""
    problem, wishes = read(ROOT / "examples/sessions/advf.toml")
    result = solve(problem, replace(wishes, objectives=(Objective("days"),), workers=1, time_limit=600))
    assert result.plan is not None
    return problem, result, result.plan


def test_the_plan_is_read_back_with_its_means(planned: Planned, tmp_path: Path) -> None:
    problem, result, plan = planned
    plan_json.write(problem, result, tmp_path / "plan.json")
    xlsx.write(problem, result, tmp_path / "planning.xlsx", today=TODAY)
    assert read_plan(tmp_path / "plan.json", problem).tasks == plan.tasks
    assert read_plan(tmp_path / "planning.xlsx", problem).tasks == plan.tasks


def test_a_plan_without_means_has_no_word_of_them(tmp_path: Path) -> None:
    problem, wishes = read(ROOT / "scenarios/tiny.toml")
    result = solve(problem, replace(wishes, objectives=(Objective("days"),), workers=1))
    plan_json.write(problem, result, tmp_path / "plan.json")
    assert '"means"' not in (tmp_path / "plan.json").read_text(encoding="utf-8")
    xlsx.write(problem, result, tmp_path / "planning.xlsx", today=TODAY)
    book = load_workbook(tmp_path / "planning.xlsx")
    assert "Moyens" not in book.sheetnames
    assert "Moyens" not in [cell.value for cell in book["Plan"][1]]


def test_the_sheet_says_where_and_when_each_is_needed(planned: Planned, tmp_path: Path) -> None:
    problem, result, plan = planned
    xlsx.write(problem, result, tmp_path / "planning.xlsx", today=TODAY)
    rows = list(load_workbook(tmp_path / "planning.xlsx")["Moyens"].iter_rows(min_row=5, values_only=True))
    told = [(row[0], row[1], 60 * row[4].hour + row[4].minute) for row in rows if row[0]]
    used = [(problem.means_by_id[id], task) for task in plan.tasks for id in task.means]
    assert sorted(told) == sorted((one.name or one.id, one.type, task.start) for one, task in used)
    minutes = [(row[0], row[4].hour * 60 + row[4].minute - row[3].hour * 60 - row[3].minute) for row in rows if row[3]]
    assert set(minutes) == {("LIT", 10)}


def test_an_actor_has_a_letter_and_a_calendar(planned: Planned, tmp_path: Path) -> None:
    problem, result, plan = planned
    busy = [one for one in problem.helpers if any(one.id in task.means for task in plan.tasks)]
    pdf.write(problem, result, tmp_path, today=TODAY)
    letters = pages(tmp_path / "convocations-intervenants.pdf")
    assert len(letters) == len(busy)
    for letter, one in zip(letters, busy, strict=True):
        mine = [problem.candidate[task.candidate or ""].name for task in plan.tasks if one.id in task.means]
        assert all(name in letter for name in (one.name, one.type, *mine))
        first, *_others = (task for task in plan.tasks if one.id in task.means)
        assert f"présentez-vous à {clock(first.start - 15)}" in letter, "as early as a member of the panel"
    signed = "".join(text for text in pages(tmp_path / "emargements.pdf") if "Intervenants" in text)
    assert all(one.name in signed for one in busy)
    ics.write(problem, result, tmp_path / "calendriers")
    for one in busy:
        text = (tmp_path / "calendriers" / f"intervenant-{one.id}.ics").read_text(encoding="utf-8")
        assert text.count("BEGIN:VEVENT") == sum(one.id in task.means for task in plan.tasks)


def test_the_meal_of_an_actor_stands_in_the_letter(planned: Planned, tmp_path: Path) -> None:
    problem, result, plan = planned
    (busy,) = {id for task in plan.tasks for id in task.means if problem.means_by_id[id].person}
    first, second = [task for task in plan.tasks if busy in task.means][:2]
    moved = {
        first: replace(first, start=600, end=600 + first.minutes),
        second: replace(second, day=first.day, start=900, end=900 + second.minutes),
    }
    noon = replace(result, plan=Plan(tuple(moved.get(t, replace(t, means=())) for t in plan.tasks)))
    pdf.write(problem, noon, tmp_path, today=TODAY)
    (letter,) = pages(tmp_path / "convocations-intervenants.pdf")
    meal = problem.rules.meal.window
    assert f"Pause déjeuner – {clock(max(meal[0], 600 + first.minutes))} à {clock(meal[1])}" in letter


def test_the_summary_says_what_the_sheet_of_means_is_for(planned: Planned, tmp_path: Path) -> None:
    problem, result, _plan = planned
    xlsx.write(problem, result, tmp_path / "planning.xlsx", today=TODAY)
    rows = load_workbook(tmp_path / "planning.xlsx")["Synthèse"].iter_rows(values_only=True)
    (row,) = [row for row in rows if "Moyens" in row]
    assert any("par moyen et par intervenant" in str(cell) for cell in row)


def test_who_plays_another_hour_must_be_told(planned: Planned) -> None:
    problem, _result, plan = planned
    later = tuple(replace(t, start=t.start + 5, end=t.end + 5) if t.means else t for t in plan.tasks)
    told = {notice.person.id for notice in notices(problem, "", plan, Plan(later)) if notice.kind == "helper"}
    assert told == {id for t in plan.tasks for id in t.means if problem.means_by_id[id].person}


def test_without_names_the_actor_is_a_code(planned: Planned) -> None:
    problem, result, _plan = planned
    coded, same = anonymised(problem, result)
    assert same.plan is not None
    assert check(coded, same.plan) == ()
    assert "Vasseur" not in repr(coded)
    assert {one.id for one in coded.helpers} == {"Intervenant 1", "Intervenant 2"}
