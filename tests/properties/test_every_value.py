"""Every parameter of a scenario at every kind of value, through solve and check; what the cases of
`test_parameters` do one by one is counted here, and the rest done: tolerances, whole scenarios, many free members.
"""

from dataclasses import replace
from functools import reduce
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest
from pydantic import BaseModel

from tests.support.books import book, scenario
from tests.support.parameter_cases import CASES
from tests.support.parameter_sessions import best, clock
from tests.support.sessions import MONDAY, at, changed, ruled
from tests.support.tempting import BOTH, NINE, SMALL, TWO_DAYS, A, B, opened, roomed, small
from tspi_sched.checker import check
from tspi_sched.plan import Plan, Task
from tspi_sched.planner import solve
from tspi_sched.problem import LOCK_PARTS, Day, Member, Problem, Room
from tspi_sched.reading import read
from tspi_sched.reading.scenario.keys import ScenarioKeys
from tspi_sched.wishes import Objective, Wishes

# --- what the cases hold ---------------------------------------------------------------------------------------------

RENAMED = {"final_interview_last_ccp.minutes": "final_interview_minutes"}
"""Parameters that `Rules` calls otherwise than the scenario does."""


def parameters(keys: type[BaseModel], path: str = "") -> dict[str, Any]:
    """The parameters of the rules by their dotted names, each with the type that a scenario gives it."""
    found: dict[str, Any] = {}
    for name, field in keys.model_fields.items():
        table: Any = field.annotation
        inside = isinstance(table, type) and issubclass(table, BaseModel)
        found |= parameters(table, f"{path}{name}.") if inside else {path + name: table}
    return found


RULES: Any = ScenarioKeys.model_fields["rules"].annotation
AFTER_AN_INCIDENT = {"notice_minutes", "slide_minutes", "panel.substitutes", "marking.handover"}
"""Parameters of plans after an incident, tried in `tests/recovery` and `tests/checker/test_since.py`."""

PARAMETERS = parameters(RULES) | {"grid_minutes": int, "allow_unplaced": bool}


def tried(name: str) -> set[Any]:
    """The values that a parameter has in the cases."""
    path = RENAMED.get(name, name).split(".")
    return {reduce(getattr, path, problem.rules) for problem, _values in CASES.values()}


def choices(kind: Any) -> set[Any]:
    """The values to choose from; none if any number will do."""
    if kind is bool:
        return {False, True}
    kinds = [one for one in (kind, *get_args(kind)) if get_origin(one) is Literal]
    return {value for one in kinds for value in get_args(one)}


@pytest.mark.parametrize("name", sorted(PARAMETERS.keys() - AFTER_AN_INCIDENT))
def test_each_parameter_has_cases_that_differ(name: str) -> None:
    values = tried(name)
    assert len(values) >= 2
    assert values >= choices(PARAMETERS[name])


def test_sizes_and_waves_have_cases() -> None:
    assert tried("panel.size") >= {2, 3}
    assert tried("panel.min_professionals") >= {0, 1, 2}
    rules = [problem.rules for problem, _values in CASES.values()]
    assert {(r.msp.waves, r.msp.waves_overlap) for r in rules} >= {(1, True), (2, True), (2, False)}


def test_each_part_of_a_task_is_locked_by_itself() -> None:
    alone = {lock.parts for problem, _values in CASES.values() for lock in problem.locks if len(lock.parts) == 1}
    assert alone == {frozenset({part}) for part in LOCK_PARTS}


# --- tolerances ------------------------------------------------------------------------------------------------------

DEAR = roomed(changed(SMALL, "S3", cost=9), Room("S4", ("ORAL",), 6, availability=opened("11:00-18:00")))
LATE = changed(small(members=A + B), "J1", availability=opened("13:00-18:00"))
TWO_PANELS = roomed(small("CCP1", "CCP1", members=A + B), Room("S4", ("ORAL",), 6))
ONE_MAY_GO = ruled(SMALL, allow_unplaced=True)
AS_BEFORE = replace(
    SMALL,
    baseline=Plan((NINE, Task("C1", "CCP1", "ET", MONDAY, at("11:30"), at("12:00"), "S3", ("J1", "J2")))),
)

SPENT: dict[str, tuple[Problem, Objective, str, tuple[int, int], int]] = {
    # A session, the objective with its tolerance, the objective after it, the values of both, the best of the first.
    # S3 costs 9 and is there all day, S4 opens at 11:00.
    "cost kept": (DEAR, Objective("cost"), "finish", (0, clock("11:40")), 0),
    "cost": (DEAR, Objective("cost", 9), "finish", (9, clock("11:00")), 0),
    # B is of one gender; A marks from 13:00 on: 15 + 5 + 30 + 10.
    "mixed panels kept": (LATE, Objective("mixed_panels"), "finish", (0, clock("14:00")), 0),
    "mixed panels": (LATE, Objective("mixed_panels", 1), "finish", (1, clock("11:00")), 0),
    # One each, or both before one panel.
    "balance kept": (TWO_PANELS, Objective("balance"), "juror_days", (0, 4), 0),
    "balance of one": (TWO_PANELS, Objective("balance", 1), "juror_days", (0, 4), 0),
    "balance": (TWO_PANELS, Objective("balance", 2), "juror_days", (2, 2), 0),
    # Paper until 11:00 and interview 11:30-12:00, deliberation; the interview at 11:20; both earlier.
    "changes kept": (AS_BEFORE, Objective("changes"), "finish", (0, clock("12:10")), 0),
    "one change": (AS_BEFORE, Objective("changes", 1), "finish", (1, clock("12:00")), 0),
    "changes": (AS_BEFORE, Objective("changes", 2), "finish", (2, clock("11:00")), 0),
    # One panel for both: 100 minutes from 10:00 on each for the second, or a panel each.
    "juror days": (TWO_PANELS, Objective("juror_days", 2), "finish", (4, clock("11:00")), 2),
    # The paper on one day, the interview on the next.
    "days": (small(days=TWO_DAYS), Objective("days", 1), "waiting", (2, 0), 1),
    "candidate days": (small(days=TWO_DAYS), Objective("candidate_days", 1), "waiting", (2, 0), 1),
    # Who is not there keeps nobody busy.
    "unplaced": (ONE_MAY_GO, Objective("unplaced", 1), "presence", (1, 0), 0),
    # S4 beside S3: two panels at once.
    "rooms": (TWO_PANELS, Objective("rooms", 1), "finish", (3, clock("11:00")), 2),
}


@pytest.mark.parametrize("case", SPENT)
def test_a_tolerance_is_spent_as_far_as_it_helps(case: str) -> None:
    problem, objective, after, values, least = SPENT[case]
    result = solve(problem, Wishes(objectives=(objective, Objective(after)), workers=1))
    assert result.plan is not None
    assert check(problem, result.plan) == ()
    first, second = result.objectives
    assert (first.value, second.value) == values
    assert (first.best, first.bound, second.best, second.bound) == (least, least, values[1], values[1])
    assert result.status == "optimal"


# --- many members, any of whom may sit with any other ----------------------------------------------------------------

CROWD = tuple(Member(f"J{number}", f"Juré{number}") for number in range(1, 21))


def test_twenty_members_in_any_panel() -> None:
    """Two can be heard one after the other by noon; a third needs a panel that shares nobody with the first."""
    short = (Day(MONDAY, at("08:00"), at("12:00")),)
    problem = small("CCP1", "CCP1", "CCP1", members=CROWD, days=short)
    problem = ruled(roomed(problem, Room("S4", ("ORAL",), 4)), panel={"mode": "free"})
    assert best(problem, "juror_days") == 4
    assert best(ruled(problem, panel={"size": 3}), "juror_days") == 6


# --- a scenario with everything that is not a rule -------------------------------------------------------------------

EVERYTHING = """
name = "tout"
title = "TP-01305"
grid_minutes = 10
allow_unplaced = true
objectives = ["unplaced", { name = "days", tolerance = 1 }, "juror_days", "cost"]
[what_if]
without = ["C1"]
days = [{ date = "2026-12-09", open = "09:00", close = "17:00" }, { date = "2026-12-10" }]
[what_if.change.C3]
"Disponibilités" = ""
Parcours = "CCP2"
[what_if.change.J2]
"Disponibilités" = ""
[[what_if.add.Salles]]
Id = "S3"
Usages = "ORAL"
Places = 4
Accessible = "oui"
[rules.panel]
use_reserve = true
[solver]
time_limit = 20
workers = 2
seed = 7
[columns.Session]
Responsable = "CHEF DE CENTRE"
"""


def test_a_whole_scenario(tmp_path: Path) -> None:
    """Without C1 there are two candidates for J2 and J3, and no daily cost but J1's."""
    session = [["Titre", "Centre", "CHEF DE CENTRE"], ["TP-01305", "Lyon", "Claire Morel"]]
    book(tmp_path / "book.xlsx", Session=session)
    problem, wishes = read(scenario(tmp_path / "s.toml", EVERYTHING))
    assert problem.manager == "Claire Morel"
    result = solve(problem, wishes)
    assert result.plan is not None
    assert check(problem, result.plan) == ()
    assert (result.status, result.scenario) == ("optimal", "tout")
    assert [(report.name, report.value) for report in result.objectives] == [
        ("unplaced", 0), ("days", 1), ("juror_days", 2), ("cost", 0),
    ]  # fmt: skip


def test_seeds_and_workers_change_no_optimum() -> None:
    """The values of `BOTH` are worked out in `parameter_cases`."""
    for workers, seed in ((1, 5), (2, 1), (0, 3)):
        wishes = Wishes(objectives=(Objective("finish"), Objective("waiting")), workers=workers, seed=seed)
        assert [report.best for report in solve(BOTH, wishes).objectives] == [clock("12:00"), 100]
