"""Subproblems: some panels' work as an instance of its own, with everything else fixed and not stated at all.

Their candidates and members; the oral rooms and projectors while nobody else has them; a hall for each paper, which
starts when it does in the plan. Any plan of the subproblem can take the place of these panels' part of the whole plan
(cf. LSSPER, Palpant et al. 2004).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from tspi_sched.checker import measure
from tspi_sched.heuristics.guided import Restriction, paper_starts_of
from tspi_sched.heuristics.neighbourhoods import Neighbourhood, restriction_to
from tspi_sched.model import Instance, build_instance
from tspi_sched.plan import Plan, Task, in_time_order
from tspi_sched.problem import (
    MSP_USE,
    ORAL,
    ORAL_USE,
    WRITTEN,
    Availability,
    Candidate,
    Day,
    Invigilator,
    Opening,
    Problem,
    Projector,
    Room,
)

ADDITIVE, BOTTLENECK = frozenset(("juror_days", "presence", "waiting")), frozenset(("days", "finish"))
"""Additive objectives (sums over the panels), and bottleneck objectives (maxima)."""

HALL = "#"
"""Where, and before whom, these candidates sit their papers; in the whole plan papers stay where they are."""

SPARE = 2
"""Rooms and projectors that the panels do not use now, but may: those that are free for longest."""

Stretch = tuple[date, int, int]
"""A day, a first and a last minute."""


@dataclass(frozen=True)
class Subproblem:
    """A subproblem: its problem, restriction and present plan, and the rest of the whole plan.

    `papers`: by track, the slot at which its paper starts.
    """

    problem: Problem
    assignments: Restriction
    papers: Mapping[str, int]
    plan: Plan
    rest: tuple[Task, ...]

    def limits(self, limits: Mapping[str, int], values: Mapping[str, int]) -> dict[str, int]:
        """What these panels may come to, if the whole plan comes to some values now and must keep some limits."""
        own = measure(self.problem, self.plan)
        return {
            name: limit if name in BOTTLENECK else own[name] + limit - values[name] for name, limit in limits.items()
        }

    def whole(self, plan: Plan) -> Plan:
        """The whole plan with this one in the place of these panels' part; papers stay where they were."""
        return Plan(in_time_order([*self.rest, *_assessed(self.problem, plan.tasks)]))


def separable(instance: Instance, names: Iterable[str]) -> bool:
    """Whether subproblems apply, for some objectives.

    Each job must begin with a paper. Orals must be in one room, because only then its hours say that it must be free in
    the changeover, too.
    """
    rules, locked = instance.problem.rules, bool(instance.problem.locks)
    usual = instance.classic and instance.one_room and rules.msp.waves == 1
    unlike = not usual or instance.composes or instance.optional or locked
    return not unlike and set(names) <= ADDITIVE | BOTTLENECK


def extract_subproblem(instance: Instance, plan: Plan, agents: frozenset[int], days: int) -> Subproblem:
    """What some agents do, as a session of its own, of so many days."""
    problem = instance.problem
    members = {member.id for index in agents for member in instance.agents[index].members}
    served = {(t.candidate, t.track) for t in plan.tasks if t.members and members.issuperset(t.members)}
    signed = [task for task in plan.tasks if task.candidate is None and members.issuperset(task.members)]
    own_tasks = [task for task in plan.tasks if task.candidate and (task.candidate, task.track) in served] + signed
    moved = set(_assessed(problem, own_tasks))
    rest = tuple(task for task in plan.tasks if task not in moved)
    written = [task for task in own_tasks if task not in moved]
    tracks = list(dict.fromkeys(task.track for task in written))
    own = replace(
        problem,
        days=problem.days[:days],
        candidates=tuple(_candidates(problem, served)),
        members=tuple(member for member in problem.members if member.id in members),
        rooms=(*_halls(tracks, len(written)), *_rooms(problem, own_tasks, rest, days)),
        projectors=tuple(_projectors(problem, own_tasks, rest, days)),
        invigilators=tuple(Invigilator(f"{HALL}{track}", HALL) for track in tracks),
        rules=replace(problem.rules, msp=replace(problem.rules.msp, candidates_per_invigilator=len(written))),
        baseline=None,
    )
    nowhere = [replace(task, room=None, invigilators=()) for task in written]
    part, own_work = Plan(in_time_order([*moved, *nowhere])), build_instance(own)
    return Subproblem(own, _assignments(own_work, part, problem), paper_starts_of(own_work, part), part, rest)


def _assessed(problem: Problem, tasks: Iterable[Task]) -> list[Task]:
    """All tasks but the papers."""
    return [task for task in tasks if problem.title.stage[task.stage].kind != WRITTEN]


def _candidates(problem: Problem, served: set[tuple[str | None, str | None]]) -> Iterator[Candidate]:
    """The candidates on the tracks on which they are served here."""
    for candidate in problem.candidates:
        tracks = tuple(track for track in candidate.tracks if (candidate.id, track) in served)
        if tracks:
            last = candidate.final_interview and tracks[-1] == candidate.tracks[-1]
            yield replace(candidate, tracks=tracks, final_interview=last)


def _assignments(instance: Instance, plan: Plan, problem: Problem) -> Restriction:
    """Everybody is free in panel, day and hour, but who is also heard elsewhere: all of that stays to the minute."""
    free = restriction_to(instance, plan, Neighbourhood(frozenset(agent.index for agent in instance.agents)))
    kept = restriction_to(instance, plan, Neighbourhood())
    whole = {candidate.id: len(candidate.tracks) for candidate in problem.candidates}
    alone = {job.index: len(job.candidate.tracks) == whole[job.candidate.id] for job in instance.jobs}
    return {index: free[index] if alone[index] else kept[index] for index in alone}


def _halls(tracks: Iterable[str | None], seats: int) -> Iterator[Room]:
    """A hall for each paper, in which all find a seat."""
    for track in tracks:
        yield Room(f"{HALL}{track}", (MSP_USE,), seats, accessible=True)


def _rooms(problem: Problem, own_tasks: list[Task], rest: Iterable[Task], days: int) -> Iterator[Room]:
    """The rooms for orals that these panels may use, when nobody else does."""
    held = _held(problem, rest)
    oral = {room.id: room for room in problem.rooms if ORAL_USE in room.uses}
    left = {id: _left(problem.days[:days], room.availability, held[id]) for id, room in oral.items()}
    for id, openings in _offered(left, {task.room for task in own_tasks}):
        yield replace(oral[id], uses=(ORAL_USE,), availability=openings)


def _projectors(problem: Problem, own_tasks: list[Task], rest: Iterable[Task], days: int) -> Iterator[Projector]:
    """The mobile projectors that these panels may use, when nobody else does."""
    held: dict[str | None, list[Stretch]] = defaultdict(list)
    for task in rest:
        held[task.projector].append((task.day, task.start - problem.rules.projector_setup_minutes, task.end))
    left = {p.id: _left(problem.days[:days], p.availability, held[p.id]) for p in problem.projectors}
    for id, openings in _offered(left, {task.projector for task in own_tasks}):
        yield Projector(id, openings)


def _held(problem: Problem, tasks: Iterable[Task]) -> dict[str | None, list[Stretch]]:
    """By room, when these panels may have no oral in it: while it is held for all the orals of a candidate on a track
    at once, in the changeover before and in their own, right after; and in the turnover before papers."""
    kinds = {stage.code: stage.kind for stage in problem.title.stages}
    groups: dict[tuple[object, ...], list[Task]] = defaultdict(list)
    for task in tasks:
        groups[task.candidate, task.track, task.room, task.day, kinds[task.stage]].append(task)
    held: dict[str | None, list[Stretch]] = defaultdict(list)
    for rows in groups.values():
        rules = problem.rules
        lead = {ORAL: rules.changeover_minutes, WRITTEN: rules.msp.turnover_minutes}.get(kinds[rows[0].stage], 0)
        start, end = min(row.start for row in rows), max(row.end for row in rows)
        held[rows[0].room].append((rows[0].day, start - lead, end + rules.changeover_minutes))
    return held


def _left(days: Iterable[Day], availability: Availability, held: Iterable[Stretch]) -> Availability:
    """The times of an availability at which something is not held."""
    left: list[Opening] = []
    for day in days:
        for opens, closes in day.windows(availability):
            taken = sorted((start, end) for date, start, end in held if date == day.date)
            for start, end in [*taken, (closes, closes)]:
                if opens < min(start, closes):
                    left.append(Opening(day.date, opens, min(start, closes)))
                opens = max(opens, end)
    return tuple(left)


def _offered(left: Mapping[str, Availability], used: set[str | None]) -> list[tuple[str, Availability]]:
    """Of rooms or projectors, those in use here, and the others that are free for longest."""
    free = {id: sum(opening.end - opening.start for opening in openings) for id, openings in left.items() if openings}
    spare = sorted((id for id in free if id not in used), key=lambda id: -free[id])[:SPARE]
    return [(id, left[id]) for id in free if id in used or id in spare]


def latest_agents(instance: Instance, plan: Plan) -> list[frozenset[int]]:
    """The agents, each by itself, who have a task at the very end of a plan."""
    end = max((task.day, task.end) for task in plan.tasks)
    late = {member for task in plan.tasks if (task.day, task.end) == end for member in task.members}
    return [frozenset([a.index]) for a in instance.agents if any(member.id in late for member in a.members)]
