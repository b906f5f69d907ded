"""Bounds by the workload and positional relaxations: every plan keeps them, and none is above an optimum, whatever is
known beforehand.

Sessions made by chance, with every odd rule under which there are positions: one moment a paper, orals back to back.
"""

from collections import defaultdict
from random import Random

import pytest
from ortools.sat.python import cp_model

from tests.support.campaigns import far
from tests.support.random_sessions import optima
from tests.support.relaxation_sessions import TIGHT, chance_session
from tests.support.sessions import ruled
from tests.support.tempting import small
from tests.support.work_clock import now
from tspi_sched.checker import check, measure
from tspi_sched.model import OBJECTIVES, Agent, Instance, build_instance, extract_plan
from tspi_sched.model.rules import state_rules
from tspi_sched.model.variables.timing import build_variables
from tspi_sched.plan import Plan, Task
from tspi_sched.problem import MARKING, ORAL, WRITTEN, Candidate, Problem
from tspi_sched.relaxations.bound import Bounds, RelaxationSolution, solve_positional, solve_workload
from tspi_sched.relaxations.patterns.bound import latest_paper_starts
from tspi_sched.relaxations.patterns.data import pattern_data
from tspi_sched.relaxations.positional.candidates import waiting as positional_waiting
from tspi_sched.relaxations.positional.data import PositionalModel
from tspi_sched.relaxations.positional.model import build_positional_model, positional_applies
from tspi_sched.relaxations.workload.model import (
    OBJECTIVES as WORKLOAD_OBJECTIVES,
)
from tspi_sched.relaxations.workload.model import (
    build_workload_model,
    workload_applies,
)
from tspi_sched.solver import Outcome, run
from tspi_sched.wishes import Wishes

NAMES = ("days", "juror_days", "finish", "presence", "waiting")


def asked(model: cp_model.CpModel) -> Outcome:
    """A short search."""
    return run(model, Wishes(workers=1), 0.3, lambda best, bound: None)


def guides(problem: Problem, name: str, known: Bounds) -> list[RelaxationSolution]:
    """What both relaxations say of an objective, where they tell of the problem."""
    told = (guide(build_instance(problem), known, name, asked) for guide in (solve_workload, solve_positional))
    return [guide for guide in told if guide is not None]


# --- what is known beforehand ----------------------------------------------------------------------------------------

UNCOUNTED: dict[str, tuple[Problem, int]] = {
    # Marking and changeover: 10 + 5.
    "a gap between the orals": (ruled(small("CCP2"), oral_gap_max_minutes=30), 15),
    # The CCP1's paper is marked while the CCP2's is written, so its orals follow that at once; then 10 of deliberation,
    # 10 of marking, 5 of changeover.
    "somebody on two tracks": (small(candidates=(Candidate("C1", "Nom1", ("CCP1", "CCP2")),)), 25),
}
"""Sessions of whose waits the workload relaxation tells nothing."""


@pytest.mark.parametrize("name", UNCOUNTED)
def test_a_least_value_that_the_workload_relaxation_does_not_count_refutes_nothing(name: str) -> None:
    problem, least = UNCOUNTED[name]
    assert optima(problem, "waiting", bare=True) == (least,)
    for guide in guides(problem, "waiting", Bounds(least=5, best=least + 30)):
        assert guide.bound <= least
    for guide in guides(problem, "presence", Bounds({"waiting": least}, {"waiting": least}, best=10_000)):
        assert guide.bound < 10_000


# --- known optima ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TIGHT)
def test_the_positional_relaxation_comes_to_the_optimum(name: str) -> None:
    problem, objective, least = TIGHT[name]
    assert optima(problem, objective, bare=True) == (least,)
    guide = solve_positional(build_instance(problem), Bounds(), objective, asked)
    assert guide is not None
    assert guide.bound == least


# --- every plan has its positions -------------------------------------------------------------------------------------


def some_plan(problem: Problem, rng: Random) -> Plan | None:
    """A plan of the plain model that is pulled about: good for an objective, or with early and late starts."""
    v = build_variables(build_instance(problem))
    state_rules(v)
    starts = [v.oral_start[job.index, 0] for job in v.instance.jobs]
    starts += [*v.paper_start.values(), *v.mark_start.values()]
    pulled = sum(rng.choice((-3, -1, 1, 2)) * start for start in starts)
    placed = sum(v.placed.values()) if v.instance.optional else 0
    v.model.minimize(rng.choice((pulled, OBJECTIVES[rng.choice(NAMES)](v))) - 5_000 * placed)
    outcome = run(v.model, Wishes(workers=1), 0.5, lambda best, bound: None)
    return extract_plan(v, outcome.value) if outcome.found else None


def slot(work: Instance, task: Task, minute: int) -> int:
    """The slot of a minute of a task's day."""
    return work.problem.day_index[task.day] * work.slots_per_day + minute // work.grid


def fix(t: PositionalModel, plan: Plan) -> None:
    """Allow positions no values but those of a plan."""
    o, stages = t.workload, t.workload.instance.problem.title.stage
    for task in plan.tasks:
        if stages[task.stage].kind == WRITTEN:
            o.model.add(o.paper_start[task.track] == slot(o.instance, task, task.start))
    for agent in o.instance.agents:
        fix_days(t, agent, [task for task in plan.tasks if {m.id for m in agent.members} <= set(task.members)])


def fix_days(t: PositionalModel, agent: Agent, tasks: list[Task]) -> None:
    """Allow an agent no days but those of its tasks, and no turns but theirs."""
    o, work = t.workload, t.workload.instance
    for (index, d), day in o.days.items():
        if index != agent.index:
            continue
        mine = [task for task in tasks if work.problem.day_index[task.day] == d]
        o.model.add(day.active == bool(mine))
        if mine:
            o.model.add(day.first == min(slot(work, task, task.start) for task in mine))
            o.model.add(day.last == max(slot(work, task, task.end) for task in mine))
    marked, heard = starts_by_kind(t, tasks, MARKING), starts_by_kind(t, tasks, ORAL)
    for kind in o.job_types:
        turns = t.positions[agent.index, kind.index]
        for starts, what in ((marked[kind.index], "marking"), (heard[kind.index], "hearing")):
            assert len(starts) <= len(turns)
            for number, turn in enumerate(turns):
                o.model.add(turn.used == (number < len(starts)))
                o.model.add(getattr(turn, what) == (starts[number] if number < len(starts) else 0))


def starts_by_kind(t: PositionalModel, tasks: list[Task], stage_kind: str) -> dict[int, list[int]]:
    """The slots at which an agent's markings, or its hearings, start, in order."""
    first: dict[int, int] = {}
    kinds = {(j.candidate.id, j.track): (j.index, kind.index) for kind in t.workload.job_types for j in kind.jobs}
    of_kind: dict[int, list[int]] = defaultdict(list)
    for task in tasks:
        if t.workload.instance.problem.title.stage[task.stage].kind == stage_kind:
            job, _ = kinds[task.candidate or "", task.track or ""]
            first[job] = min(first.get(job, t.workload.horizon), slot(t.workload.instance, task, task.start))
    for job, kind in kinds.values():
        of_kind[kind] += [first[job]] if job in first else []
    return defaultdict(list, {kind: sorted(starts) for kind, starts in of_kind.items()})


@pytest.mark.parametrize("first", range(0, far(20, 40), 20))
def test_every_plan_has_positions_of_its_own_values(first: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "tspi_sched.relaxations.workload.model._break_agent_symmetry", lambda o: None
    )  # which may swap a plan's panels
    rngs = [Random(seed) for seed in range(first, first + 20)]
    problems = [chance_session(rng) for rng in rngs]
    plans = [some_plan(problem, rng) for problem, rng in zip(problems, rngs, strict=True)]
    assert sum(plan is not None for plan in plans) >= 5
    for problem, plan in zip(problems, plans, strict=True):
        if plan is not None:
            keeps_the_positional_relaxation(problem, plan)


def last_starts(work: Instance, measured: dict[str, int]) -> dict[str, int]:
    """The last starts of the papers of plans that are no worse, asked for from midnight on."""
    what, limits = pattern_data(work), {name: measured[name] for name in ("finish", "juror_days", "presence")}
    early = {paper.track: 0 for paper in work.papers}
    return latest_paper_starts(what, limits, asked, now() + 5, early, {}) if what else {}


def keeps_the_positional_relaxation(problem: Problem, plan: Plan) -> None:
    """Assert that a plan, read off as positions, keeps all of its constraints, at the plan's own values."""
    assert not check(problem, plan)
    work = build_instance(problem)
    assert workload_applies(work)
    assert positional_applies(work)
    measured = measure(problem, plan)
    t = build_positional_model(build_workload_model(work, last_starts(work, measured)))
    fix(t, plan)
    for name, expression in WORKLOAD_OBJECTIVES.items():
        value = positional_waiting(t) if name == "waiting" else expression(t.workload)
        t.workload.model.add_linear_constraint(value, measured[name], measured[name])
    assert asked(t.workload.model).found


# --- no bound above an optimum ---------------------------------------------------------------------------------------


def known(rng: Random, least: int, limits: dict[str, int]) -> Bounds:
    """Nothing but the limits; or a bound and a plan besides, the bound as good as can be or not."""
    if not rng.randrange(3):
        return Bounds(limits)
    return Bounds(limits, limits, least=rng.choice((least, rng.randint(0, least))), best=least + rng.choice((1, 30)))


@pytest.mark.parametrize("first", range(0, far(20, 60), 20))
def test_no_bound_is_above_an_optimum(first: int) -> None:
    assert sum(bounds_below_optima(Random(seed)) for seed in range(first, first + 20)) >= 5


def bounds_below_optima(rng: Random) -> bool:
    """Assert it of a session for two objectives, the second within the first; whether its optima were proven at all."""
    problem = chance_session(rng)
    names = rng.sample(NAMES, 2)
    best = optima(problem, *names, seconds=1, bare=True)
    limits: dict[str, int] = {}
    for name, least in zip(names, best, strict=True) if isinstance(best, tuple) else ():
        for guide in guides(problem, name, known(rng, least, limits)):
            assert not guide.infeasible
            assert guide.bound <= least
        limits[name] = least
    return bool(limits)
