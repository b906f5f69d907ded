"""Every parameter of the rules, and every objective: the optimum is the one worked out by hand (`parameter_cases`)."""

from dataclasses import replace

import pytest

from tests.support.parameter_cases import CASES
from tests.support.parameter_sessions import NONE, best, clock, composed
from tests.support.sessions import MONDAY, TUESDAY, at, changed, ruled
from tests.support.tempting import APART, NINE, SMALL, TWO_WATCH, opened, roomed, small
from tspi_sched.checker import OBJECTIVES
from tspi_sched.plan import Plan, Task
from tspi_sched.planner import solve
from tspi_sched.problem import Day, Invigilator, Problem, Room
from tspi_sched.wishes import AGAINST_BASELINE, Objective, Wishes

VALUES = [(case, name) for case, (_, values) in CASES.items() for name in values]


@pytest.mark.parametrize(("case", "name"), VALUES)
def test_the_optimum_is_the_one_worked_out_by_hand(case: str, name: str) -> None:
    problem, values = CASES[case]
    assert best(problem, name) == values[name]


def test_every_objective_has_a_case() -> None:
    """Those against a baseline have theirs in `test_against`."""
    tried = {name for _, values in CASES.values() for name in values}
    assert tried | set(AGAINST_BASELINE) == set(OBJECTIVES)


# --- changes: against a baseline -------------------------------------------------------------------------------------

BASE = (
    NINE,
    Task("C1", "CCP1", "ET", MONDAY, at("11:30"), at("12:00"), "S3", ("J1", "J2")),
    Task("C2", "CCP1", "MSP", MONDAY, at("09:00"), at("11:00"), "S2", (), ("V2",)),
    Task("C2", "CCP1", "ET", MONDAY, at("12:30"), at("13:00"), "S3", ("J1", "J2")),
)


def against(problem: Problem, *tasks: Task) -> Problem:
    """The session with a baseline."""
    return replace(problem, baseline=Plan(tasks))


@pytest.mark.parametrize(
    ("problem", "least"),
    [
        # One desk a room: each keeps the desk of the baseline, whichever way round.
        (against(APART, *BASE), 0),
        (against(APART, replace(BASE[0], room="S2"), BASE[1], replace(BASE[2], room="S1"), BASE[3]), 0),
        # Off the grid, in another room, before somebody else, on a day that is no more.
        (against(APART, replace(BASE[0], start=541), *BASE[1:]), 1),
        (against(APART, BASE[0], replace(BASE[1], room="S9"), *BASE[2:]), 1),
        (against(APART, BASE[0], replace(BASE[1], members=("J1", "J9")), *BASE[2:]), 1),
        (against(APART, BASE[0], replace(BASE[1], day=TUESDAY), *BASE[2:]), 1),
        # C2 is new: two rows; or C1 is gone: two rows.
        (against(APART, *BASE[:2]), 2),
        (against(replace(APART, candidates=APART.candidates[1:]), *BASE), 2),
        # C1 comes at 10:00: both papers move, and his interview, before which he would still be writing.
        (against(changed(APART, "C1", availability=opened("10:00-18:00")), *BASE), 3),
        # A panel of two is not the same as three.
        (against(composed("free", 3, use_reserve=True), BASE[1]), 4),
    ],
)  # fmt: skip
def test_changes_count_what_differs(problem: Problem, least: int) -> None:
    assert best(problem, "changes") == least


# --- several objectives ----------------------------------------------------------------------------------------------


def test_a_tolerance_is_spent_on_what_comes_after() -> None:
    """Alone, A ends at 11:00 with the two rooms open all day; S4 is free of cost but opens at 11:00."""
    dear = roomed(changed(SMALL, "S3", cost=9), Room("S4", ("ORAL",), 6, availability=opened("11:00-18:00")))
    for tolerance, finish, cost in ((0, "11:00", 9), (45, "11:40", 0)):
        wishes = Wishes(objectives=(Objective("finish", tolerance), Objective("cost")), workers=1)
        reports = solve(dear, wishes).objectives
        assert [r.value for r in reports] == [clock(finish), cost]
        assert [r.best for r in reports] == [clock("11:00"), cost]
        assert {r.status for r in reports} == {"optimal"}


def test_nobody_to_assess() -> None:
    assert best(small(candidates=()), "finish") == 0


def test_the_invigilator_has_a_meal_too() -> None:
    """One desk from 11:00 on: whoever watches both papers, 11:00-14:00, eats afterwards; two may share the work."""
    problem = changed(small("CCP1", "CCP2", days=(Day(MONDAY, at("11:00"), at("19:00")),)), "S1", seats=1)
    hungry = ruled(problem, meal={"minutes": 45})
    shared = replace(hungry, invigilators=TWO_WATCH)
    late, early = best(hungry, "finish"), best(shared, "finish")
    assert isinstance(late, int)
    assert isinstance(early, int)
    assert late > early


def test_an_invigilator_watches_one_room_at_a_time() -> None:
    assert best(replace(APART, invigilators=(Invigilator("V1", "Veille"),)), "finish") == NONE
