"""The objectives that compare with the plan before: what each counts, and that the model counts the same."""

from dataclasses import replace
from functools import cache
from random import Random
from typing import Any

import pytest

from tests.support.check_helpers import PLAN, SESSION
from tests.support.random_sessions import random_session, some_plan
from tests.support.sessions import MONDAY, TUESDAY, added, changed, dropped, edited, ruled, session, shifted
from tests.support.tempting import TWO_DAYS, A, B, small
from tspi_sched.checker import check, measure
from tspi_sched.plan import Plan, Task
from tspi_sched.planner import solve
from tspi_sched.problem import Day, Gone, Lock, Problem
from tspi_sched.wishes import AGAINST_BASELINE, Objective, Wishes

ALL = frozenset({"day", "start", "room", "panel", "invigilators"})


def counted(plan: Plan, before: Plan = PLAN, **fields: Any) -> dict[str, int]:
    """What the objectives against the baseline count, those that count anything."""
    values = measure(session(baseline=before, **fields), plan)
    return {name: values[name] for name in AGAINST_BASELINE if values[name]}


def late(key: str, minutes: int = 5, plan: Plan = PLAN) -> Plan:
    return shifted(plan, minutes, *(f"{key} {stage}" for stage in ("ET", "QPP", "EF") if _has(plan, f"{key} {stage}")))


def _has(plan: Plan, key: str) -> bool:
    return any(f"{task.candidate} {task.stage}" == key for task in plan.tasks)


CASES = {
    # C1's chain 5 minutes later: ET, QPP and EF, one call of them.
    "later": (late("C1"), {"changes": 3, "recalled": 1, "shift": 5, "task_changes": 3}),
    # Another room for one oral that is not the first: nobody is called anew.
    "room": (edited(PLAN, "C1 QPP", room="S4"), {"changes": 1, "room_changes": 1, "task_changes": 1}),
    # The only oral of C2, with J1 and J2, a day later at the same hour; they have no duty on Tuesday otherwise.
    "day": (
        edited(PLAN, "C2 ET", day=TUESDAY),
        {"changes": 1, "day_changes": 1, "recalled": 1, "shift": 1440, "duty_changes": 2, "task_changes": 1},
    ),
    # Markings and deliberations are no calls.
    "marking": (shifted(PLAN, 30, "C1 CORR", "C1 DELIB"), {"task_changes": 2}),
    # A projector for another is a task that differs, and nothing else.
    "projector": (edited(PLAN, "C1 QPP", projector="VP2"), {"task_changes": 1}),
    # The order of people is of no matter.
    "order": (edited(PLAN, "C1 ET", members=("J2", "J1")), {}),
    "the same": (PLAN, {}),
}


@pytest.mark.parametrize("case", CASES)
def test_what_each_counts(case: str) -> None:
    plan, expected = CASES[case]
    assert counted(plan) == expected


def test_another_invigilator_is_a_change_of_duty_where_it_is_the_only_sitting() -> None:
    """C1's paper is watched by V2 instead of V1."""
    plan = edited(PLAN, "C1 MSP", invigilators=("V2",))
    found = counted(plan)
    assert found["task_changes"] == 1
    duties = [{(who, task.day) for task in p.tasks for who in task.invigilators} for p in (PLAN, plan)]
    assert found.get("duty_changes", 0) == len(duties[0] ^ duties[1])


def test_a_call_that_only_one_plan_has() -> None:
    found = counted(dropped(PLAN, "C3"))
    assert (found["recalled"], found["changes"]) == (2, 3)  # paper and first oral; MSP, ET, QPP
    assert "day_changes" not in found
    assert "shift" not in found


def test_days_of_the_calendar_count_for_the_shift() -> None:
    """Two days of the session that are a fortnight apart: 14 times 1440 minutes, and 5."""
    fortnight = TUESDAY.replace(day=21)
    days = (Day(MONDAY), Day(fortnight))
    assert counted(late("C2", 5, edited(PLAN, "C2 ET", day=fortnight)), days=days)["shift"] == 14 * 1440 + 5


def test_two_tracks_are_four_calls() -> None:
    rows = [
        Task("C1", track, stage, MONDAY, start, start + 30, "S3", ("J1", "J2"))
        for track, stage, start in (
            ("CCP1", "MSP", 480), ("CCP1", "ET", 600), ("CCP2", "MSP", 720), ("CCP2", "ET", 800), ("CCP2", "QPP", 830)
        )
    ]  # fmt: skip
    moved = Plan(tuple(replace(task, start=task.start + 15, end=task.end + 15) for task in rows))
    assert counted(moved, Plan(tuple(rows))) == {"changes": 5, "recalled": 4, "shift": 60, "task_changes": 5}


def test_those_who_have_left_are_left_aside() -> None:
    j1 = SESSION.member["J1"]
    away = replace(SESSION, members=SESSION.members[1:], gone=Gone(members=(j1,)), baseline=PLAN)
    nobody = Plan(tuple(replace(task, members=tuple(m for m in task.members if m != "J1")) for task in PLAN.tasks))
    assert measure(away, nobody)["duty_changes"] == 0
    c3 = SESSION.candidate["C3"]
    rest = replace(SESSION, candidates=SESSION.candidates[:2], gone=Gone(candidates=(c3,)), baseline=PLAN)
    values = measure(rest, dropped(PLAN, "C3"))
    assert [values[name] for name in ("changes", "recalled", "task_changes")] == [0, 0, 0]


def test_a_signing_is_known_by_its_members() -> None:
    def signed(start: int, *members: str) -> Plan:
        return added(PLAN, Task(None, None, "PV", MONDAY, start, start + 10, None, members))

    assert counted(signed(950, "J1", "J2"), signed(950, "J2", "J1")) == {}
    assert counted(signed(955, "J1", "J2"), signed(950, "J1", "J2")) == {"task_changes": 1}
    assert counted(signed(950, "J3", "J4"), signed(950, "J1", "J2"))["task_changes"] == 2


# --- the model counts the same ---------------------------------------------------------------------------------------


def least(problem: Problem, name: str, *, locked: Plan | None = None) -> int:
    """The proven least value of an objective, all tasks of a plan kept where one is `locked`."""
    if locked is not None:
        problem = replace(problem, locks=tuple(Lock(task, ALL) for task in locked.tasks))
    result = solve(problem, Wishes(objectives=(Objective(name),), workers=1, time_limit=30))
    assert result.plan is not None
    assert check(problem, result.plan) == ()
    (report,) = result.objectives
    assert report.value == measure(problem, result.plan)[name]
    return report.bound if report.status == "optimal" else None


@pytest.mark.parametrize("mode", ["given", "daily", "free"])
@pytest.mark.parametrize("name", AGAINST_BASELINE)
def test_a_plan_can_stay_as_it_was(name: str, mode: str) -> None:
    problem = ruled(small("CCP1", "CCP2", days=TWO_DAYS, members=A + B), panel={"mode": mode})
    before = some_plan(problem)
    assert least(replace(problem, baseline=before), name) == 0


PLACED = {"day_changes": (1, 0), "recalled": (1, 1), "shift": (1440, 45), "room_changes": (0, 0)}
"""C1's paper was on a Monday from 07:15, before anything opens: the least of each where days are Monday alone (the
second figure, 45 minutes to 08:00) and where they are Tuesday alone (the first; only 07:15 counts for the shift)."""


@pytest.mark.parametrize("name", sorted(PLACED))
def test_what_cannot_stay(name: str) -> None:
    old = Task("C1", "CCP1", "MSP", MONDAY, 435, 555, "S1", (), ("V1",))
    monday = replace(small("CCP1", days=(Day(MONDAY),)), baseline=Plan((old,)))
    assert least(monday, name) == PLACED[name][1] + (name == "recalled")  # the first oral is new: a call, too
    tuesday = replace(small("CCP1", days=(Day(TUESDAY),)), baseline=Plan((old,)))
    expected = PLACED[name][0] + (name == "recalled") + (45 if name == "shift" else 0)
    assert least(tuesday, name) == expected


def test_the_duty_of_a_day_is_counted_for_members_and_invigilators() -> None:
    """The session has moved from Monday to Tuesday: J1, J2 and V1 are off on the one and on duty on the other."""
    problem = small("CCP1", days=(Day(TUESDAY),))
    before = some_plan(small("CCP1", days=(Day(MONDAY),)))
    assert least(replace(problem, baseline=before), "duty_changes") == 6


def test_nobody_serves_for_show() -> None:
    """J3 and J4 were there on Monday, and are not needed now: a day without a task is no duty."""
    problem = small("CCP1", members=A + B)
    before = some_plan(small("CCP1", members=B))
    kept = least(replace(changed(problem, "J3", availability=()), baseline=before), "duty_changes")
    assert kept == 0
    barred = replace(changed(problem, "C1", exclusions=("J3",)), baseline=before)
    assert least(barred, "duty_changes") == 4  # two come, two are off


@cache
def compared() -> tuple[tuple[Problem, Plan], ...]:
    """Sessions by chance with a plan each, whose baseline is another plan."""
    found = []
    for seed in range(24):
        rng = Random(seed)
        problem = replace(random_session(rng), locks=())
        plan = some_plan(problem)
        if plan is not None and not any(task.stage == "PV" for task in plan.tasks):
            found.append((replace(problem, baseline=_shaken(plan, rng, problem)), plan))
    return tuple(found)


@pytest.mark.parametrize("name", AGAINST_BASELINE)
def test_the_model_counts_what_the_checker_counts(name: str) -> None:
    """On sessions made by chance: all is locked as in one plan, and counted against another one. No lock keeps a
    projector, so tasks may be nearer to the other plan than those of the first."""
    tested = 0
    for problem, plan in compared():
        value = least(problem, name, locked=plan)
        if value is None:
            continue
        assert value <= measure(problem, plan)[name]
        tested += name == "task_changes" or value == measure(problem, plan)[name]
    assert tested >= 5


def _shaken(plan: Plan, rng: Random, problem: Problem) -> Plan:
    """A plan with some of its tasks at other hours, on other days, in other rooms, with other people, or missing."""
    tasks = []
    for task in plan.tasks:
        match rng.randrange(9):
            case 0:
                task = replace(task, start=task.start + 15, end=task.end + 15)
            case 1:
                task = replace(task, day=rng.choice(problem.days).date)
            case 2 if task.room:
                task = replace(task, room=rng.choice(problem.rooms).id)
            case 3 if task.members:
                task = replace(task, members=tuple(m.id for m in rng.sample(problem.members, len(task.members))))
            case 4 if task.invigilators:
                task = replace(task, invigilators=(rng.choice(problem.invigilators).id,))
            case 5:
                continue
        tasks.append(task)
    return Plan(tuple(tasks))
