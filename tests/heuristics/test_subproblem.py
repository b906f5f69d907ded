"""Panels set apart: what they do now is a plan of their own session, and each of its plans fits into the whole one."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from benchmarks.sessions import session
from tests.support.tempting import TWO_DAYS, A, B, small
from tspi_sched.checker import check, measure
from tspi_sched.heuristics.dispatch.multi_start import constructive_plan
from tspi_sched.heuristics.subproblem import Subproblem, extract_subproblem, latest_agents, separable
from tspi_sched.model import add_warm_start, build_instance
from tspi_sched.plan import Plan, Task
from tspi_sched.problem import ORAL_USE, WRITTEN, Availability, Problem
from tspi_sched.search.incremental import IncrementalModel, state_model
from tspi_sched.solver import SolverProfile, run
from tspi_sched.wishes import Wishes

NAMES = ("juror_days", "finish", "presence", "waiting")

CHANGEOVER, SETUP = 10, 15


def scarce(seed: int) -> Problem:
    """Panels that share rooms and projectors; some candidates sit several tracks; in some, minutes are signed."""
    problem, _ = session("tight", 12, seed)
    rules = replace(problem.rules, changeover_minutes=CHANGEOVER, projector_setup_minutes=SETUP)
    return replace(problem, rules=replace(rules, closing_minutes=5 * (seed % 2), oral_gap_max_minutes=5 * (seed % 3)))


@pytest.fixture(scope="module")
def parts() -> list[tuple[Problem, Plan, Subproblem]]:
    """Each panel of some sessions by itself, and the first two of them together."""
    problems = [scarce(seed) for seed in range(1, 6)]
    assert all(separable(build_instance(problem), NAMES) for problem in problems)
    planned = [(problem, plan) for problem in problems if (plan := constructive_plan(problem, NAMES))]
    assert len(planned) >= 3
    return [(problem, plan, part) for problem, plan in planned for part in each_part(problem, plan)]


def each_part(problem: Problem, plan: Plan) -> Iterator[Subproblem]:
    """The panels set apart."""
    work = build_instance(problem)
    serving = [a.index for a in work.agents if any({m.id for m in a.members} == set(t.members) for t in plan.tasks)]
    for agents in (*([index] for index in serving), serving[:2]):
        yield extract_subproblem(work, plan, frozenset(agents), len(problem.days))


def stated(part: Subproblem, name: str, limits: dict[str, int]) -> IncrementalModel:
    """The part's own session, its papers when they are, within limits."""
    model = state_model(part.problem, (*limits, name), limits, dict.fromkeys(limits, 0), part.assignments)
    for paper in model.v.instance.papers:
        model.model.add(model.v.paper_start[paper.index] == part.papers[paper.track])
    model.minimise(name, 0)
    return model


def test_what_panels_do_now_is_one_of_their_plans(parts: list[tuple[Problem, Plan, Subproblem]]) -> None:
    for problem, plan, part in parts:
        values = measure(problem, plan)
        limits = part.limits({name: values[name] for name in NAMES}, values)
        model = stated(part, "waiting", limits)
        add_warm_start(model.v, part.plan)
        assert run(model.model, Wishes(workers=1), 20, lambda best, bound: None, SolverProfile.HINTED).found, limits


def test_each_of_their_plans_fits_into_the_whole_one(parts: list[tuple[Problem, Plan, Subproblem]]) -> None:
    for problem, plan, part in parts:
        model = stated(part, "waiting", {})
        outcome = run(model.model, Wishes(workers=1), 20, lambda best, bound: None, SolverProfile.FIRST)
        found = part.whole(model.plan(outcome))
        assert found != plan
        assert check(problem, found) == ()


def test_values_differ_by_what_the_part_differs(parts: list[tuple[Problem, Plan, Subproblem]]) -> None:
    for problem, plan, part in parts:
        values = measure(problem, plan)
        own = measure(part.problem, part.plan)
        spare = part.limits({name: values[name] + 7 for name in NAMES}, values)
        assert spare == {name: values[name] + 7 if name == "finish" else own[name] + 7 for name in NAMES}


def test_rooms_and_projectors_are_there_only_when_nobody_else_has_them(
    parts: list[tuple[Problem, Plan, Subproblem]],
) -> None:
    taken = 0
    for problem, _, part in parts:
        rooms = {room.id: room.availability for room in part.problem.rooms if ORAL_USE in room.uses}
        projectors = {projector.id: projector.availability for projector in part.problem.projectors}
        for task in part.rest:
            opening = problem.title.stage[task.stage].kind != WRITTEN and first_oral(problem, task, part.rest)
            for things, id, before in ((rooms, task.room, CHANGEOVER * opening), (projectors, task.projector, SETUP)):
                if id in things:
                    taken += 1
                    assert free_of(things[id], task.day, task.start - before, task.end), task
    assert taken > 50


def first_oral(problem: Problem, task: Task, tasks: tuple[Task, ...]) -> bool:
    """Whether a task is the first oral of its candidate on a track."""
    kinds = problem.title.stage
    own = [t for t in tasks if (t.candidate, t.track) == (task.candidate, task.track) and kinds[t.stage].kind == "oral"]
    return bool(own) and min((t.day, t.start) for t in own) == (task.day, task.start)


def free_of(availability: Availability, day: date, start: int, end: int) -> bool:
    """Whether nothing of an availability lies in a stretch of a day."""
    assert availability
    return all(o.day != day or o.end <= start or end <= o.start for o in availability)


@pytest.mark.parametrize("seed", [1, 3])
def test_who_is_heard_elsewhere_too_stays_to_the_minute(seed: int) -> None:
    problem, _ = session("mixed", 24, seed)
    plan = constructive_plan(problem, NAMES)
    assert plan is not None
    kept = 0
    for part in each_part(problem, plan):
        model = stated(part, "presence", {})
        outcome = run(model.model, Wishes(workers=1), 20, lambda best, bound: None, SolverProfile.FIRST)
        found = part.whole(model.plan(outcome))
        after = {task.key: (task.day, task.start, task.end) for task in found.tasks}
        assert check(problem, found) == ()
        for task in plan.tasks:
            own = part.problem.candidate.get(task.candidate or "")
            if own and own.tracks != problem.candidate[own.id].tracks:
                kept += 1
                assert after[task.key] == (task.day, task.start, task.end)
    assert kept


def test_the_last_at_work_are_known() -> None:
    """The panel that ends last, or both if they end together."""
    problem = small("CCP1", "CCP1", members=A + B)
    plan = constructive_plan(problem, ("finish",))
    assert plan is not None
    work = build_instance(problem)
    late = latest_agents(work, plan)
    end = max(task.end for task in plan.tasks)
    names = {member for task in plan.tasks if task.end == end for member in task.members}
    assert {m.id for agents in late for index in agents for m in work.agents[index].members} == names


def test_sessions_that_can_not_be_told_apart() -> None:
    problem = small("CCP1", "CCP2", days=TWO_DAYS, members=A + B)
    free = replace(problem.rules, panel=replace(problem.rules.panel, mode="free"))
    waves = replace(problem.rules, msp=replace(problem.rules.msp, waves=2))
    moving = replace(problem.rules, oral_rooms="per_stage")
    assert separable(build_instance(problem), NAMES)
    assert not separable(build_instance(problem), (*NAMES, "rooms"))
    for rules in (free, waves, moving, replace(problem.rules, allow_unplaced=True)):
        assert not separable(build_instance(replace(problem, rules=rules)), NAMES)
