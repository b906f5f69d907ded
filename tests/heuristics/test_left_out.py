"""More candidates than fit: a plan with most of them by dispatching alone, never a worse one later, and honest bounds.

Nothing here is timed: the dispatcher is given turns to look for, not seconds.
"""

from dataclasses import replace
from random import Random
from typing import Any

import pytest

from benchmarks.sessions import session as benchmark
from tests.support.random_sessions import optimum, random_session
from tests.support.sessions import MONDAY, TUESDAY, at, changed, ruled
from tests.support.tempting import small
from tspi_sched.checker import check, measure
from tspi_sched.heuristics.dispatch.dispatch import Budget
from tspi_sched.heuristics.dispatch.fullest import Filler, filler, ruin_and_recreate, start_full
from tspi_sched.model import build_instance
from tspi_sched.plan import Plan, Task
from tspi_sched.planner import solve
from tspi_sched.problem import MSP_USE, Day, Invigilator, Lock, Problem, Room
from tspi_sched.relaxations.patterns.bound import solve_patterns
from tspi_sched.relaxations.patterns.data import pattern_data, seats_for
from tspi_sched.relaxations.patterns.model import build_pattern_model
from tspi_sched.search.grow import grow
from tspi_sched.search.state import Search
from tspi_sched.search.unplaced_steps import seat_bound
from tspi_sched.wishes import Objective, Wishes

ENOUGH = Budget(1_000_000)
"""More turns than any of these sessions needs."""


def full(problem: Problem, rounds: int = 0) -> tuple[Filler, list[Plan]]:
    """The dispatcher after its start and some rounds of ruin and recreate, and the plans that it told, each sound."""
    told: list[Plan] = []
    f = filler(problem, lambda plan: told.append(plan))
    start_full(f)
    rng = Random(1)
    for _ in range(rounds):
        ruin_and_recreate(f, rng, replace(ENOUGH))
    for plan in told:
        assert [v.message for v in check(problem, plan)] == []
    return f, told


def left_out(problem: Problem, plan: Plan) -> int:
    return measure(problem, plan)["unplaced"]


def bound(problem: Problem, name: str = "unplaced") -> int:
    """What the pattern model proves of an objective: by default, what is left out at the least."""
    what = pattern_data(build_instance(problem))
    assert what is not None

    def ask(model: Any) -> Any:
        from tspi_sched.solver import run

        return run(model, Wishes(workers=1), 60, lambda _best, _bound: None)

    guide = solve_patterns(what, {}, (name,), ask, float("inf"))
    assert guide is not None
    return guide.bound


# --- the start -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("count", "most"), [(30, 1.3), (60, 1.3), (120, 1.3)])
def test_the_start_places_nearly_as_many_as_fit(count: int, most: float) -> None:
    problem, _wishes = benchmark("full", count, 1)
    f, told = full(problem)
    assert f.sound == left_out(problem, told[-1])
    least = bound(problem)
    assert 0 < least <= f.sound <= most * least + 3


def test_a_first_plan_is_told_after_one_filling() -> None:
    problem, _wishes = benchmark("full", 120, 2)
    _f, told = full(problem)
    # The first filling alone places most: what is worth most of the panels' time goes first.
    assert left_out(problem, told[0]) <= 1.5 * left_out(problem, told[-1]) + 3


def test_the_same_session_gives_the_same_plans() -> None:
    problem, _wishes = benchmark("full", 30, 3)
    assert full(problem, 20)[1] == full(problem, 20)[1]


MODES: dict[str, dict[str, Any]] = {
    "panels for a day": {"panel": {"mode": "daily"}},
    "panels for each": {"panel": {"mode": "free"}},
    "a room for each oral": {"oral_rooms": "per_stage", "oral_gap_max_minutes": 15},
    "two waves that overlap": {"msp": {"waves": 2}},
    "three waves, one after the other": {"msp": {"waves": 3, "waves_overlap": False}},
    "one track to a room": {"msp": {"mix_tracks": False}},
    "marking before all": {"marking": {"before": "all"}},
    "marking before all, in waves": {"marking": {"before": "all"}, "msp": {"waves": 2, "waves_overlap": False}},
    "deliberations at the end of the day": {"deliberation": {"position": "end_of_day"}},
    "minutes to sign": {"closing_minutes": 15, "deliberation": {"position": "end_of_day"}},
    "few a day": {"member": {"max_candidates_per_day": 3, "max_duty_minutes_per_day": 300}},
    "paper and orals on one day": {"msp_and_orals": "same_day"},
    "paper and orals on two days": {"msp_and_orals": "different_day"},
    "short waits": {"max_wait_minutes": 60},
    "a coarse grid": {"grid_minutes": 10, "changeover_minutes": 15},
}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("count", [12, 30])
def test_rules_are_kept_and_no_bound_lies(mode: str, count: int) -> None:
    problem = ruled(benchmark("full", count, 1)[0], **MODES[mode])
    f, told = full(problem, 40)
    values = [left_out(problem, plan) for plan in told]
    assert values == sorted(values, reverse=True)
    assert f.sound == values[-1]
    assert bound(problem) <= f.sound


SHORT: dict[str, Any] = {
    "desks": lambda p: replace(p, rooms=tuple(_smaller(room) for room in p.rooms)),
    "oral rooms": lambda p: replace(p, rooms=(*_halls(p), next(room for room in p.rooms if MSP_USE not in room.uses))),
    "projectors": lambda p: replace(
        p, projectors=p.projectors[:1], rooms=tuple(replace(room, projector=False) for room in p.rooms)
    ),
    "invigilators": lambda p: replace(p, invigilators=p.invigilators[:1]),
    "panels": lambda p: replace(p, members=p.members[:2]),
    "days of unequal length": lambda p: replace(
        p, days=tuple(replace(day, close=close) for day, close in zip(p.days, (at("18:00"), at("12:30")), strict=False))
    ),
}  # fmt: skip


def _halls(problem: Problem) -> list[Room]:
    return [room for room in problem.rooms if MSP_USE in room.uses]


def _smaller(room: Room) -> Room:
    return replace(room, seats=2) if MSP_USE in room.uses else room


@pytest.mark.parametrize("short", SHORT)
def test_whatever_is_short_somebody_is_placed(short: str) -> None:
    problem = SHORT[short](benchmark("full", 30, 2)[0])
    f, told = full(problem, 40)
    least = bound(problem)
    assert told[-1].tasks
    assert 0 < least <= (f.sound or 0)
    assert len(told[-1].unplaced) < len(problem.candidates)


# --- priorities, tracks ----------------------------------------------------------------------------------------------


def crowd(*priorities: int, **changes: Any) -> Problem:
    """So many on CCP1, and time for two of them: a panel, from 10:00 to 12:00, hears two of 15 + 5 + 30 + 10 minutes
    (less a changeover where hours do not hold it)."""
    days = (Day(MONDAY, at("08:00"), at("12:00")),)
    problem = ruled(small(*["CCP1"] * len(priorities), days=days, **changes), allow_unplaced=True, meal={"minutes": 0})
    people = tuple(replace(c, priority=p) for c, p in zip(problem.candidates, priorities, strict=True))
    return replace(problem, candidates=people)


def test_priorities_are_weights() -> None:
    problem = crowd(1, 5, 1, 3, 0)
    f, told = full(problem)
    # The two that count most, 5 and 3, are placed: 1 + 1 + 0 are left.
    assert f.sound == 2 == optimum(problem, "unplaced")
    assert {row.candidate for row in told[-1].unplaced} == {"C1", "C3", "C5"}


def test_whoever_cannot_be_placed_on_both_tracks_is_not_placed_on_one() -> None:
    problem = changed(crowd(2, 1), "C1", tracks=("CCP1", "CCP2"))  # CCP2's orals alone take 90 minutes after its paper
    _f, told = full(problem, 5)
    assert {task.candidate for task in told[-1].tasks} == {"C2"}


def test_an_empty_plan_only_where_there_is_no_other() -> None:
    nobody = ruled(small("CCP1", invigilators=()), allow_unplaced=True)
    f, told = full(nobody)
    assert f.sound == 1
    assert told[-1].tasks == ()


# --- bounds ----------------------------------------------------------------------------------------------------------


def test_the_pattern_model_never_says_more_than_the_least_that_is_left_out() -> None:
    told = 0
    for seed in range(30):
        rng = Random(f"full {seed}")
        problem = ruled(random_session(rng), allow_unplaced=True)
        short = replace(problem, days=tuple(replace(day, close=max(day.open, day.close - 150)) for day in problem.days))
        assert bound(short, "days") == bound(short, "finish") == 0  # nobody need be placed
        least = optimum(short, "unplaced", bare=True)
        if isinstance(least, int):
            sound = full(short, 5)[0].sound
            assert bound(short) <= least
            assert short.locks if sound is None else least <= sound
            told += least > 0
    assert told > 2


def test_seats_are_desks_that_somebody_watches() -> None:
    problem = ruled(
        small(
            *["CCP1"] * 30,
            rooms=(Room("S1", ("MSP",), 25), Room("S2", ("MSP",), 12), Room("S3", ("ORAL",), 3)),
            invigilators=(Invigilator("V1", "A"), Invigilator("V2", "B")),
        ),
        allow_unplaced=True,
        msp={"waves": 2, "candidates_per_invigilator": 10},
    )
    work = build_instance(problem)
    # Portions of 10: 10 + 10 + 5 and 10 + 2; two people watch 20 of them at a moment, and there are two moments.
    assert seats_for(work, work.jobs) == 40
    assert seats_for(build_instance(ruled(problem, msp={"candidates_per_invigilator": 30})), work.jobs) == 74


def test_seats_alone_bound_what_is_left_out() -> None:
    problem = changed(crowd(1, 2, 3, 4), "S1", seats=2)
    search = Search(problem, Wishes(objectives=(Objective("unplaced"),), workers=1), lambda progress: None)
    search.objective = "unplaced"
    # Two desks, one moment: of 1, 2, 3 and 4, at least 1 + 2 are left out, whatever the panels have time for.
    assert seat_bound(search, 0, float("inf")) == 3


def test_the_pattern_model_of_everybody_counts_nobody_out() -> None:
    what = pattern_data(build_instance(small("CCP1", "CCP1")))
    assert what is not None
    pattern_model = build_pattern_model(what)
    assert pattern_model is not None
    assert pattern_model.candidate_types == []


# --- the search ------------------------------------------------------------------------------------------------------


def test_the_search_ends_with_the_least_left_out() -> None:
    problem = crowd(1, 5, 1, 3, 2)
    wishes = Wishes(objectives=(Objective("unplaced"), Objective("finish")), workers=1)
    result = solve(problem, wishes)
    assert result.status == "optimal"
    assert next((r.name, r.value, r.bound) for r in result.objectives) == ("unplaced", 4, 4)
    assert result.plan is not None
    assert {row.candidate for row in result.plan.unplaced} == {"C1", "C3", "C5"}


def test_everybody_is_placed_where_all_fit() -> None:
    problem = crowd(1, 1)
    result = solve(problem, Wishes(objectives=(Objective("unplaced"), Objective("finish")), workers=1))
    assert result.plan is not None
    assert result.plan.unplaced == ()
    assert result.status == "optimal"


def test_a_lock_that_dispatching_does_not_heed_is_kept_while_the_plan_grows() -> None:
    problem = crowd(1, 1, 1)
    late = Task("C3", "CCP1", "ET", MONDAY, at("11:20"), at("11:50"))
    locked = replace(problem, locks=(Lock(late, frozenset({"day", "start"})),))
    assert full(locked)[1] == []
    search = Search(locked, Wishes(objectives=(Objective("unplaced"),), workers=1), lambda progress: None)
    search.objective = "unplaced"
    assert grow(search, 0, float("inf")) == 0
    assert search.plan is not None
    assert [v.message for v in check(locked, search.plan)] == []
    # C3 from 11:20, and one more before: from 10:05 on, 15 + 5 + 30 + 10.
    assert left_out(locked, search.plan) == 1
    assert "C3" in {task.candidate for task in search.plan.tasks}


def test_two_days_take_more_than_one() -> None:
    one = crowd(1, 1, 1, 1, 1, 1)
    two = replace(one, days=(*one.days, Day(TUESDAY, at("08:00"), at("12:00"))))
    out = [full(problem)[0].sound or 0 for problem in (one, two)]
    assert out[1] < out[0]
