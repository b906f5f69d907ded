"""What fits into a day: the inequalities cut off no plan, also where hours tempt them to, and they prove what they are
for."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from random import Random
from typing import Any
from unittest.mock import patch

import pytest
from ortools.sat.python import cp_model

from tests.support.random_incidents import some_incident
from tests.support.sessions import MONDAY
from tests.support.tiny_incidents import moment, rows, tiny
from tspi_sched.checker import check, measure
from tspi_sched.plan import Event, Plan, Task, in_time_order
from tspi_sched.problem import DeliberationRules, MealRules, Opening, PanelRules, Problem, Projector, Room
from tspi_sched.recovery import BEST, Incident, replan
from tspi_sched.recovery.build import Stated, build
from tspi_sched.recovery.objectives import OBJECTIVES
from tspi_sched.recovery.search import LEADING
from tspi_sched.recovery.situation import in_force, situation, timeline
from tspi_sched.wishes import Objective, Wishes

WISHES = Wishes(objectives=(Objective("unplaced"),), time_limit=60.0, workers=1)


@contextmanager
def plain() -> Iterator[None]:
    """The model without the inequalities."""
    with patch("tspi_sched.recovery.build.limit_days", lambda _v: None):
        yield


# --- tempted to cut off a plan ---------------------------------------------------------------------------------------


def plan_of_two(*chains: list[Task]) -> Plan:
    """Both write from 8 to 10, then are heard as given."""
    papers = [Task(c, "CCP1", "MSP", MONDAY, 480, 600, "E1", (), ("V1",)) for c in ("C1", "C2")]
    return Plan(in_time_order([*papers, *(row for chain in chains for row in chain)]))


def there(problem: Problem, *spans: tuple[int, int]) -> Problem:
    """J1 and J2 are there in some stretches only."""
    hours = tuple(Opening(MONDAY, start, end) for start, end in spans)
    return replace(problem, members=tuple(replace(one, availability=hours) for one in problem.members))


def changeovers_between_stretches() -> tuple[Problem, Plan]:
    """Nobody of the panel is there for the changeovers, which fill the time between its stretches."""
    problem = there(tiny(changeover_minutes=30), (600, 660), (690, 720), (750, 780))
    return problem, plan_of_two(rows("C1", 600, 690), rows("C2", 630, 750))


def a_meal_while_away() -> tuple[Problem, Plan]:
    """The meal is while the panel is away; what it hears and marks fills the rest to the last minute."""
    problem = there(tiny(meal=MealRules(30, (660, 720))), (600, 660), (690, 750))
    return problem, plan_of_two(rows("C1", 600, 690), rows("C2", 630, 720))


def a_meal_half_away() -> tuple[Problem, Plan]:
    """Half of the meal is while the panel is away."""
    problem = there(tiny(meal=MealRules(60, (630, 720))), (600, 690), (720, 780))
    return problem, plan_of_two(rows("C1", 600, 720), rows("C2", 630, 750))


def one_room_filled() -> tuple[Problem, Plan]:
    """One room for orals, there for two chains and not for the changeover before."""
    problem = tiny(changeover_minutes=30)
    hours = (Opening(MONDAY, 690, 720), Opening(MONDAY, 750, 780))
    room = replace(problem.room["O1"], availability=hours)
    problem = replace(problem, rooms=(problem.room["E1"], room))
    return problem, plan_of_two(rows("C1", 600, 690), rows("C2", 630, 750))


@pytest.mark.parametrize("now", [None, "10:10", "11:45"])
@pytest.mark.parametrize(
    "tempting", [changeovers_between_stretches, a_meal_while_away, a_meal_half_away, one_room_filled]
)
def test_a_plan_that_fills_every_minute_is_not_cut_off(tempting: Callable[..., Any], now: str | None) -> None:
    problem, plan = tempting()
    assert check(problem, plan) == ()
    found = replan(problem, Incident(plan, moment(now) if now else None, ()), WISHES, (BEST,))
    values = measure(found.problem, found.answers[0].plan)
    assert (values["unplaced"], values["recalled"], values["changes"]) == (0, 0, 0)


# --- projection ------------------------------------------------------------------------------------------------------


def projecting(kit: bool) -> tuple[Problem, Plan]:
    """Two candidates whose questions are projected, with the only mobile projector there is, or in the only room with
    one, which is there just as long as they need it."""
    problem, hours = tiny(projector_setup_minutes=30), (Opening(MONDAY, 600, 780),)
    rooms = (problem.room["E1"], Room("O1", ("ORAL",), 4, projector=not kit, availability=hours), problem.room["O2"])
    candidates = tuple(replace(one, tracks=("CCP2",)) for one in problem.candidates)
    kits = (Projector("VP", availability=hours),) if kit else ()
    problem = replace(problem, candidates=candidates, rooms=rooms, projectors=kits)
    tasks = [Task(c, "CCP2", "MSP", MONDAY, 480, 540, "E1", (), ("V1",)) for c in ("C1", "C2")]
    for candidate, marked, heard in (("C1", 540, 600), ("C2", 570, 690)):
        head, panel = (candidate, "CCP2"), ("J1", "J2")
        tasks.append(Task(*head, "CORR", MONDAY, marked, marked + 30, None, panel))
        tasks.append(Task(*head, "ET", MONDAY, heard, heard + 30, "O1", panel))
        tasks.append(Task(*head, "QPP", MONDAY, heard + 30, heard + 90, "O1", panel, projector="VP" if kit else None))
    return problem, Plan(in_time_order(tasks))


@pytest.mark.parametrize("kit", [True, False])
@pytest.mark.parametrize("now", [None, "10:40"])
def test_what_projects_may_be_used_to_the_last_minute(kit: bool, now: str | None) -> None:
    problem, plan = projecting(kit)
    assert check(problem, plan) == ()
    found = replan(problem, Incident(plan, moment(now) if now else None, ()), WISHES, (BEST,))
    values = measure(found.problem, found.answers[0].plan)
    assert (values["unplaced"], values["recalled"], values["changes"]) == (0, 0, 0)


def test_whose_projection_does_not_fit_into_the_day_is_seen_without_hours() -> None:
    problem, plan = projecting(kit=False)
    closed = (Event("closed", "O1", moment("12:30")),)
    since = in_force(problem, plan)
    s = situation(since, plan, plan, timeline(since, replace(plan, events=closed), closed))
    assert bound_without_hours(build(s)) == 1
    with plain():
        assert bound_without_hours(build(s)) == 0


# --- the same answers with and without -------------------------------------------------------------------------------


def leading_values(problem: Problem, incident: Incident) -> list[int] | None:
    """What the best answer comes to in the leading objectives, as far as it is proven; None without a plan."""
    result = replan(problem, incident, WISHES, (BEST,)).answers[0].result
    if result.plan is None:
        return None
    reports = {report.name: report for report in result.objectives}
    proven = [reports[name] for name in LEADING]
    return [report.value for report in proven] if all(r.status == "optimal" for r in proven) else []


@pytest.mark.parametrize("seed", range(8))
def test_no_answer_is_lost_to_the_inequalities(seed: int) -> None:
    made = some_incident(Random(9_000 + seed))
    if made is None:
        return
    found = leading_values(*made)
    with plain():
        expected = leading_values(*made)
    assert [] in (found, expected) or found == expected


# --- what they are for -----------------------------------------------------------------------------------------------


def bound_without_hours(stated: Stated) -> float:
    """The least that can be left out if everybody could be in many places at once."""
    stated.v.m.minimize(OBJECTIVES["unplaced"](stated.v, stated.items))
    for constraint in stated.v.m.proto.constraints:
        if constraint.has_no_overlap():
            constraint.clear_no_overlap()
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(stated.v.m) == cp_model.OPTIMAL
    return solver.best_objective_bound


def short_of_time() -> Stated:
    """The panel leaves when it has time for one of two candidates yet, and nobody can stand in."""
    problem = there(tiny(panel=PanelRules("given", substitutes="none")), (600, 840))
    plan = plan_of_two(rows("C1", 600, 660), rows("C2", 630, 690))
    away = (Event("absent", "J1", moment("11:10")),)
    s_problem = in_force(problem, plan)
    return build(situation(s_problem, plan, plan, timeline(s_problem, replace(plan, events=away), away)))


def test_who_does_not_fit_into_the_day_is_seen_without_hours() -> None:
    assert bound_without_hours(short_of_time()) == 1
    with plain():
        assert bound_without_hours(short_of_time()) == 0


# --- a deliberation into the meal ------------------------------------------------------------------------------------


def test_a_deliberation_after_a_late_oral_takes_the_meal() -> None:
    problem = tiny(deliberation=DeliberationRules(minutes=30), meal=MealRules(30, (660, 750)))
    chains = (rows("C1", 600, 660), rows("C2", 630, 750))
    decided = [
        Task(c[0].candidate, "CCP1", "DELIB", MONDAY, c[1].end, c[1].end + 30, "O1", ("J1", "J2")) for c in chains
    ]
    plan = plan_of_two(*chains, decided)
    assert check(problem, plan) == ()
    late = Event("ended", None, moment("12:00"), candidate="C1", track="CCP1", stage="ET")
    found = replan(problem, Incident(plan, moment("12:00"), (late,)), WISHES, (BEST,))
    answer = found.answers[0]
    assert answer.plan is not None
    values = measure(found.problem, answer.plan)
    assert (values["unplaced"], values["recalled"]) == (0, 0)
    held = next(task for task in answer.plan.tasks if task.key == ("C1", "CCP1", "DELIB"))
    assert (held.start, held.end) == (720, 750)
