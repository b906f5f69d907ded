"""Teams: what bounds named panels bounds those that are composed for the day, where their plans can be shared out."""

from dataclasses import replace
from random import Random

import pytest

from tests.support.column_sessions import ONE, asked, bounding_problem, divided, network_of
from tests.support.random_sessions import optima
from tests.support.sessions import MONDAY, TUESDAY, at, ruled
from tests.support.tempting import A, B, small
from tspi_sched.checker import check, measure
from tspi_sched.heuristics.casting import cast_teams
from tspi_sched.model import build_instance
from tspi_sched.plan import Task
from tspi_sched.planner import solve
from tspi_sched.problem import Day, Lock, MealRules, Member, Opening, Problem, Projector, Room
from tspi_sched.relaxations.bound import Bounds, solve_positional, solve_workload
from tspi_sched.relaxations.teams import with_teams
from tspi_sched.search.incremental import state_model
from tspi_sched.wishes import Objective, Wishes

NAMES = ("days", "juror_days", "finish", "presence", "waiting")


def alone(members: tuple[Member, ...]) -> tuple[Member, ...]:
    """The members without named panels."""
    return tuple(replace(member, panel="") for member in members)


# Paper until 10:00. One is heard from 10:00 to 11:00 with marking, one from 11:45 to 12:45; in between everybody eats.
# By one panel: twice 165. Where panels may change within the day, by J1 and J2, then by J2 and J3: 60 + 165 + 60.
THREE_MEMBERS = ruled(
    small("CCP1", "CCP1", members=alone((*A, B[0])), days=(Day(MONDAY, at("08:00"), at("12:45")),)),
    meal=MealRules(45, (at("11:00"), at("11:45"))),
)


def bounds(problem: Problem, name: str, known: Bounds) -> list[int]:
    """What workload and positions prove of an objective."""
    told = [ask(build_instance(problem), known, name, asked) for ask in (solve_workload, solve_positional)]
    found = [one for one in told if one is not None]
    assert not any(one.infeasible for one in found)
    return [one.bound for one in found]


def test_teams_are_told_of_panels_for_the_day_only() -> None:
    """Panels that may change within a day have better plans than any team: it tempts indeed."""
    daily, free = (ruled(THREE_MEMBERS, panel={"mode": mode}) for mode in ("daily", "free"))
    assert optima(daily, "presence", bare=True) == (2 * 165,)
    assert optima(free, "presence", bare=True) == (60 + 165 + 60,)
    assert max(bounds(with_teams(daily), "presence", Bounds())) == 2 * 165
    assert with_teams(free) is free
    assert max(bounds(free, "presence", Bounds())) <= 285


def test_teams_are_told_of_few_days_only() -> None:
    days = [Day(MONDAY.replace(day=MONDAY.day + d)) for d in range(4)]
    for count in (1, 2, 3, 4):
        problem = ruled(replace(THREE_MEMBERS, days=tuple(days[:count])), panel={"mode": "daily"})
        assert (with_teams(problem) is problem) == (count > 3)


@pytest.mark.parametrize(("days", "there"), [(2, [2, 1]), (3, [2, 2, 2])])
def test_a_day_has_so_many_teams_as_its_members_can_form(days: int, there: list[int]) -> None:
    """J4 is away on Tuesday. Of three days, each has as many teams as all the members can form."""
    hours = tuple(Day(MONDAY.replace(day=MONDAY.day + d)) for d in range(days))
    away = tuple(Opening(day.date) for day in hours if day.date != TUESDAY)
    members = (*alone(A), B[0], replace(B[1], availability=away))
    problem = with_teams(ruled(small(members=alone(members), days=hours), panel={"mode": "daily"}))
    panels = problem.panels.values()
    assert [sum(bool(day.windows(panel[0].availability)) for panel in panels) for day in hours] == there


def by_chance(rng: Random) -> Problem:
    """Two or three candidates, five members of whom some are away or at odds with somebody, on two short days."""
    hours = tuple(Day(day, at("08:00"), at(rng.choice(("13:00", "15:00")))) for day in (MONDAY, TUESDAY))
    rooms = tuple(Room(f"O{i}", ("ORAL",), 4, projector=bool(i)) for i in range(2))
    problem = small(*rng.choices(("CCP1", "CCP2"), k=rng.choice((2, 3))), days=hours, projectors=(Projector("P1"),))
    away = (Opening(rng.choice((MONDAY, TUESDAY))), Opening(None, at("08:00"), at("14:00")))
    members = [*alone(A + B), Member("J5", "Cinq", professional=rng.random() < 0.5)][: rng.choice((3, 4, 5))]
    members[0] = replace(members[0], availability=rng.choice(((), away[:1], away[1:])))
    barred = tuple(replace(c, exclusions=(rng.choice(members).id,)) for c in problem.candidates[:1])
    whole = replace(problem, rooms=(problem.rooms[0], *rooms), members=tuple(members))
    about = {"changeover_minutes": rng.choice((0, 15)), "meal": MealRules(rng.choice((0, 45)))}
    return ruled(
        replace(whole, candidates=(*barred, *problem.candidates[1:])), panel={"mode": "daily"}, grid_minutes=15, **about
    )


def test_no_bound_is_above_an_optimum() -> None:
    proven = 0
    for seed in range(4):
        problem = by_chance(Random(f"teams {seed}"))
        names = Random(seed).sample(NAMES, 2)
        best = optima(problem, *names, seconds=2, bare=True)
        proven += isinstance(best, tuple)
        limits: dict[str, int] = {}
        for name, least in zip(names, best, strict=True) if isinstance(best, tuple) else ():
            assert max(bounds(with_teams(problem), name, Bounds(limits, best=least + 15))) <= least
            limits[name] = least
    assert proven >= 2


def test_members_are_found_for_teams_where_named_panels_would_not_do() -> None:
    """J1 and J2 are each at odds with one candidate, J4 is away on Tuesday: no two fixed panels hear everybody."""
    problem = ruled(small("CCP1", "CCP1", members=alone(A + B), days=(Day(MONDAY),)), panel={"mode": "daily"})
    first, second = problem.candidates
    odds = (replace(first, exclusions=("J1", "J3")), replace(second, exclusions=("J2", "J4")))
    rooms = (*problem.rooms, Room("S4", ("ORAL",), 4, projector=True))
    problem = replace(problem, candidates=odds, rooms=rooms)
    teams = build_instance(with_teams(problem))
    solution = solve_positional(teams, Bounds({"juror_days": 4}), "waiting", asked)
    assert solution is not None
    cast = cast_teams(problem, teams, solution, asked)
    assert cast is not None
    stated = state_model(cast.problem, ("waiting",), {}, {}, cast.guided.assignments)
    stated.minimise("waiting", 0)
    plan = cast.recast(stated.plan(asked(stated.model)))
    assert check(problem, plan) == ()
    assert measure(problem, plan)["waiting"] == 2 * (15 + 5) == solution.bound


def test_a_plan_that_breaks_a_lock_is_not_taken() -> None:
    """Teams know no locks: what they lead to is judged before it is the plan at hand."""
    heard = Task("C1", "CCP1", "ET", MONDAY, at("10:20"), at("10:50"), "S3", ("J1", "J3"))
    locked = replace(ruled(THREE_MEMBERS, panel={"mode": "daily"}), locks=(Lock(heard, frozenset({"panel"})),))
    assert optima(locked, "juror_days", "presence") == (2, 2 * 165)
    plan = solve(locked, Wishes(objectives=(Objective("presence"),), workers=1, time_limit=5)).plan
    assert plan is not None
    assert {task.members for task in plan.tasks if task.stage == "ET"} == {("J1", "J3")}


def test_columns_of_members_bound_waits_where_panels_are_free() -> None:
    """The first is heard fifteen minutes after the paper, the second 130 later: by two members, whoever they are."""
    free = ruled(replace(ONE, members=alone(ONE.members)), panel={"mode": "free"})
    asks = bounding_problem(network_of(free), "waiting", {})
    assert divided(asks, 175, 10).bound(175) == 145
    assert optima(free, "waiting", "presence") == optima(free, "waiting", "presence", bare=True)


def test_a_session_of_free_panels_is_solved_beyond_what_teams_can() -> None:
    free = ruled(THREE_MEMBERS, panel={"mode": "free"})
    assert optima(free, "juror_days", "presence") == (2, 2 * 165)
    assert optima(free, "presence") == (60 + 165 + 60,)
