"""Locks that can be kept are never refused, and what is said against locks is true of every plan."""

from dataclasses import replace
from datetime import timedelta
from functools import cache
from random import Random

import pytest

from tests.support.locking import BASE, FIRST_PLAN, GAPS, SIX, WEDNESDAY, lock, paper, under
from tests.support.locks_on_places import PAPERS
from tests.support.random_sessions import random_session, some_plan
from tests.support.sessions import MONDAY, TUESDAY, laid_out, planned, row, ruled
from tspi_sched.plan import Plan, Task
from tspi_sched.planner import solve
from tspi_sched.problem import LOCK_PARTS, Candidate, Lock, Problem
from tspi_sched.reasons import lock_breaches, lock_reasons
from tspi_sched.reasons.locks.known import known

POSSIBLE = {
    "a whole plan": under(BASE, *(Lock(task, frozenset(LOCK_PARTS)) for task in laid_out().tasks)),
    "nothing of a row": under(BASE, Lock(row(laid_out(), "C1 ET"), frozenset())),
    "what is not locked may be wrong": under(BASE, lock("C1 ET", "panel", day=WEDNESDAY, start="03:02", room="S9")),
    "more invigilators for those who will join": under(
        ruled(replace(SIX, candidates=SIX.candidates[:3]), msp={"candidates_per_invigilator": 2}),
        paper("C1", watching=("V1", "V2")),
    ),
    "no changeover before a later oral": under(
        # the ET may come well before the QPP, so another paper may be marked until the QPP begins
        replace(GAPS, candidates=(*GAPS.candidates, Candidate("C4", "Roger", ("CCP2",)))),
        lock("C3 QPP", start="10:00"),
        Lock(replace(lock("C3 CORR", start="09:50", end="10:00").task, candidate="C4"), frozenset(LOCK_PARTS)),
    ),
    "two waves on two days": under(
        ruled(SIX, msp={"waves": 2, "waves_overlap": False}), paper("C1"),
        Lock(replace(paper("C2").task, day=TUESDAY), frozenset({"day"})),
    ),
    "who is not locked is left out": under(
        ruled(PAPERS["everybody's paper, where somebody cannot"][0], allow_unplaced=True),
        *PAPERS["everybody's paper, where somebody cannot"][0].locks,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", POSSIBLE)
def test_what_can_be_kept_is_not_refused(name: str) -> None:
    result = solve(POSSIBLE[name], FIRST_PLAN)
    assert result.plan is not None
    assert lock_reasons(POSSIBLE[name]) == ()


# --- locks of plans made by chance -----------------------------------------------------------------------------------


def random_locks(rng: Random, problem: Problem, plan: Plan) -> tuple[Lock, ...]:
    """Locks on tasks of a plan; what they do not lock may be anything."""
    share, locks = rng.choice((0.1, 0.4, 1)), []
    for task in plan.tasks:
        parts = frozenset(part for part in LOCK_PARTS if rng.random() < rng.choice((0.3, 0.9)))
        start = task.start if "start" in parts else rng.randrange(0, 1440, 5)
        day = task.day if "day" in parts else rng.choice(problem.days).date
        room = task.room if "room" in parts else rng.choice((None, "S9", task.room))
        if rng.random() < share:
            locks.append(Lock(replace(task, day=day, start=start, end=start + task.minutes, room=room), parts))
    return tuple(locks)


@cache
@cache
def with_a_plan(seed: int) -> tuple[Problem, Plan]:
    problem = replace(random_session(Random(seed)), locks=(), baseline=None)
    return problem, some_plan(problem) or planned()


@pytest.mark.parametrize("seed", range(30))
def test_no_reason_against_the_locks_of_a_plan(seed: int) -> None:
    problem, plan = with_a_plan(seed)
    for number in range(5):
        locked = replace(problem, locks=random_locks(Random(100 * seed + number), problem, plan))
        assert lock_breaches(locked) == ()
        for found in known(locked).rows:
            (task,) = [
                t for t in plan.tasks if t.key == found.task.key and (t.candidate or same_members(t, found.task))
            ]
            real = replace(found, task=task)
            assert {part: found.value(part) for part in found.known} == {part: real.value(part) for part in found.known}


def same_members(one: Task, other: Task) -> bool:
    return set(one.members) == set(other.members)


def tampered(rng: Random, problem: Problem, task: Task) -> Task:
    """A task with one of its parts changed."""
    start = rng.choice((task.start + rng.choice((-30, 15, 60)), rng.randrange(400, 1100)))
    return rng.choice((
        replace(task, start=start, end=start + task.minutes),
        replace(task, day=rng.choice((MONDAY, WEDNESDAY, TUESDAY + timedelta(9)))),
        replace(task, room=rng.choice([None, "S9", *problem.room])),
        replace(task, members=tuple(rng.sample(sorted(problem.member), 2))),
        replace(task, invigilators=tuple(rng.sample(sorted(problem.invigilator), 1))),
    ))  # fmt: skip


def test_reasons_against_changed_locks_are_true() -> None:
    assert sum(a_true_reason(seed) for seed in range(30)) >= 5


def a_true_reason(seed: int) -> bool:
    """Assert that some changed locks are impossible if there is a reason against them; whether there is."""
    problem, plan = with_a_plan(seed)
    rng = Random(seed)
    tasks = [tampered(rng, problem, task) for task in plan.tasks if rng.random() < 0.15]
    locked = replace(problem, locks=tuple(Lock(task, frozenset(rng.sample(LOCK_PARTS, 4))) for task in tasks))
    breaches = lock_breaches(locked)
    assert not breaches or solve(locked, FIRST_PLAN).status == "infeasible"
    return bool(breaches)
