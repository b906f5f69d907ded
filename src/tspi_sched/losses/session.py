"""The session after a loss, with the reserves that stand by: what is planned anew, and against which plan.

Candidates whom the plan leaves out stay left out: a loss is to leave out nobody else. A reserve member who serves in
the plan on a day serves there without standing by.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from tspi_sched.losses.loss import HELPER, INVIGILATOR, MEMBER, Loss, uses, without
from tspi_sched.plan import Event, Plan, Task
from tspi_sched.problem import Day, Lock, Member, Opening, Problem, accredited
from tspi_sched.recovery.situation import in_force

Duty = tuple[str, date]
"""Somebody on a day, by id."""

NEVER = (Opening(date.min, 0, 1),)
"""The availability of somebody who is not there on any day of a session."""


def served(plan: Plan) -> frozenset[Duty]:
    """Who serves when in a plan."""
    return frozenset((member, task.day) for task in plan.tasks for member in task.members)


def standing_by(problem: Problem, plan: Plan) -> tuple[Duty, ...]:
    """Where a reserve member of the session might stand by: each day of the session on which one is available and
    accredited, and does not serve in the plan anyway."""
    busy = served(plan)
    return tuple(
        (member.id, day.date)
        for member in problem.members
        if member.reserve
        for day in problem.days
        if day.windows(member.availability) and accredited(member, day.date) and (member.id, day.date) not in busy
    )


@dataclass(frozen=True, slots=True)
class Reserves:
    """The reserve members who can be called: on which days those of the session are (None: on all of theirs), and more
    of them, invented, who are available to everybody: so many on each day."""

    ready: frozenset[Duty] | None = None
    more: tuple[tuple[date, int], ...] = ()


ALL = Reserves()
"""Those of the session, whenever they are available."""


def event_of(loss: Loss) -> Event:
    """A loss as what happened: not there from the beginning of the session to its end."""
    return Event("absent" if loss.kind in (MEMBER, INVIGILATOR, HELPER) else "closed", loss.id)


def before(problem: Problem, plan: Plan) -> Problem:
    """The session of the candidates whom a plan places, any of whom may be left out; the plan is its baseline."""
    out = {row.candidate for row in plan.unplaced}
    placed = tuple(candidate for candidate in problem.candidates if candidate.id not in out)
    rules = replace(problem.rules, allow_unplaced=True)
    return replace(problem, candidates=placed, baseline=own_plan(plan, plan), rules=rules)


def after(problem: Problem, plan: Plan, loss: Loss, reserves: Reserves = ALL) -> Problem:
    """The session to plan anew after a loss, and by which the new plan is judged: the candidates of the plan before,
    which is the baseline; reserve members may serve in place of a member, if they can be called."""
    session = _with_reserves(before(problem, plan), plan, loss, reserves)
    return in_force(session, own_plan(plan, plan))


def near(problem: Problem, plan: Plan, loss: Loss) -> Problem:
    """The session for the planner, without what is lost and with everybody placed, in which only candidates whom the
    loss touches may be called at another hour: day and start of the others' papers and first orals are locked."""
    touched = {task.candidate for task in plan.tasks if uses(task, loss)}
    first: dict[tuple[str | None, str | None, str], Task] = {}
    for task in plan.tasks:
        if (to := problem.title.call(task.stage)) and task.candidate not in touched:
            first.setdefault((task.candidate, task.track, to), task)
    locks = tuple(Lock(task, frozenset({"day", "start"})) for task in first.values())
    rules = replace(problem.rules, allow_unplaced=False)
    return without(replace(problem, in_force=None, rules=rules, locks=(*problem.locks, *locks)), loss)


def _with_reserves(problem: Problem, plan: Plan, loss: Loss, reserves: Reserves) -> Problem:
    """The session in which reserve members may serve in place of a member, on the days on which they can be called."""
    if loss.kind != MEMBER:
        return problem
    busy = served(plan)
    members = tuple(_ready(problem, one, reserves, busy) if one.reserve else one for one in problem.members)
    panel = replace(problem.rules.panel, use_reserve=True)
    rules = replace(problem.rules, panel=panel)
    return replace(problem, members=(*members, *_more(problem, reserves)), rules=rules)


def _ready(problem: Problem, member: Member, reserves: Reserves, busy: frozenset[Duty]) -> Member:
    if reserves.ready is None:
        return member
    days = [day for day in problem.days if (member.id, day.date) in reserves.ready | busy]
    whole = (Day(day.date, 0, 1440) for day in days)
    there = tuple(Opening(day.date, start, end) for day in whole for start, end in day.windows(member.availability))
    return replace(member, availability=there or NEVER)


def _more(problem: Problem, reserves: Reserves) -> Iterator[Member]:
    """Invented reserve members: the first is there on each day with one more at least, the second on those with two."""
    most = max((count for _day, count in reserves.more), default=0)
    for number, id in enumerate(new_ids(problem, most), 1):
        there = tuple(Opening(day) for day, count in reserves.more if count >= number)
        yield Member(id, id, reserve=True, availability=there)


def new_ids(problem: Problem, count: int) -> tuple[str, ...]:
    """Ids that nobody has: longer than all others."""
    whole = problem.whole
    people = (*whole.candidate, *whole.member, *whole.invigilator)
    longest = max(map(len, people), default=0)
    return tuple("+" * (longest + number) for number in range(1, count + 1))


def whole_plan(plan: Plan, earlier: Plan) -> Plan:
    """A plan made after a loss, with those left out whom the plan before it left out already."""
    return replace(plan, unplaced=(*earlier.unplaced, *plan.unplaced))


def own_plan(plan: Plan, earlier: Plan) -> Plan:
    """The same without them: the plan of the session after a loss."""
    already = {row.candidate for row in earlier.unplaced}
    return replace(plan, unplaced=tuple(row for row in plan.unplaced if row.candidate not in already))
