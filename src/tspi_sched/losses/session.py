"""The session after a loss, with the reserves that stand by: what is planned anew, and against which plan.

Candidates whom the plan leaves out stay left out: a loss is to leave out nobody else. A reserve member who serves in
the plan on a day serves there without standing by.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from tspi_sched.losses.loss import MEMBER, Loss, thing, uses, without
from tspi_sched.plan import Plan, Task
from tspi_sched.problem import ORAL, WRITTEN, Day, Lock, Member, Opening, Problem, accredited
from tspi_sched.wishes import Objective, Wishes

Duty = tuple[str, date]
"""Somebody on a day, by id."""

OBJECTIVES = (
    "unplaced", "day_changes", "recalled", "duty_changes", "shift", "room_changes", "changes", "task_changes",
)  # fmt: skip
"""What matters after a loss, most important first; what else the scenario wishes comes after these."""

Parts = frozenset[str]
"""Parts of a task that are locked."""

NEVER = (Opening(date.min, 0, 1),)
"""The availability of somebody who is not there on any day of a session."""


def wishes_after(wishes: Wishes, seconds: float) -> Wishes:
    """What is wished of a plan after a loss, one core each: little change first, then what the scenario wishes."""
    own = {objective.name: objective for objective in wishes.objectives}
    first = tuple(Objective(name) for name in OBJECTIVES)
    rest = tuple(objective for objective in own.values() if objective.name not in OBJECTIVES)
    return replace(wishes, objectives=(*first, *rest), time_limit=seconds)


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


def before(problem: Problem, plan: Plan) -> Problem:
    """The session of the candidates whom a plan places, any of whom may be left out; the plan is its baseline."""
    out = {row.candidate for row in plan.unplaced}
    placed = tuple(candidate for candidate in problem.candidates if candidate.id not in out)
    rules = replace(problem.rules, allow_unplaced=True)
    return replace(problem, candidates=placed, baseline=replace(plan, unplaced=()), rules=rules)


def after(problem: Problem, plan: Plan, loss: Loss, reserves: Reserves = ALL) -> tuple[Problem, ...]:
    """The sessions to plan anew after a loss, of which one is enough: without what is lost, with its candidates of the
    plan, and the plan as the baseline.

    Where panels are named, one that lost a member is completed, by each in turn who has no panel and can be called; or,
    last, its candidates are shared out.
    """
    here = without(_with_reserves(before(problem, plan), plan, loss, reserves), loss)
    return (*_completed(here, loss, problem), here)


def calls_kept(problem: Problem, all_of: Parts, untouched: Parts = frozenset(), loss: Loss | None = None) -> Problem:
    """The session in which candidates are called as in the baseline: of each paper and of the first oral of each track
    some parts (of ``day`` and ``start``) are locked, more of them for candidates whom a loss does not touch."""
    tasks = problem.baseline.tasks if problem.baseline else ()
    touched = {task.candidate for task in tasks if loss is not None and uses(task, loss)}
    kinds = {stage.code: stage.kind for stage in problem.title.stages}
    first: dict[tuple[str | None, str | None, str], Task] = {}
    for task in tasks:
        if kinds.get(task.stage) in (WRITTEN, ORAL):
            first.setdefault((task.candidate, task.track, kinds[task.stage]), task)
    parts = [(task, all_of if task.candidate in touched else all_of | untouched) for task in first.values()]
    return replace(problem, locks=(*problem.locks, *(Lock(task, kept) for task, kept in parts if kept)))


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


def _completed(problem: Problem, loss: Loss, whole: Problem) -> Iterator[Problem]:
    """The session with the panel that lost a member completed by somebody without a panel, each in turn."""
    lost = thing(whole, loss)
    if not isinstance(lost, Member) or not lost.panel or problem.rules.panel.mode != "given":
        return
    left = dict(problem.gone.panels)[lost.panel]
    if len(left) + 1 != problem.rules.panel.size:
        return
    spare = [one for one in problem.members if not one.panel and one.id not in left and _callable(problem, one)]
    for other in _once(spare, whole):
        inside = {*left, other.id}
        members = tuple(replace(one, panel=lost.panel) if one.id in inside else one for one in problem.members)
        yield replace(problem, members=members)


def _callable(problem: Problem, member: Member) -> bool:
    return any(day.windows(member.availability) for day in problem.days)


def _once(members: Iterable[Member], whole: Problem) -> Iterator[Member]:
    """Of those invented only the first, who is there whenever another one is."""
    invented = [one for one in members if one.id not in whole.member]
    yield from (one for one in members if one not in invented[1:])


def whole_plan(plan: Plan, earlier: Plan) -> Plan:
    """A plan made after a loss, with those left out whom the plan before it left out already."""
    return replace(plan, unplaced=(*earlier.unplaced, *plan.unplaced))


def own_plan(plan: Plan, earlier: Plan) -> Plan:
    """The same without them: the plan of the session after a loss."""
    already = {row.candidate for row in earlier.unplaced}
    return replace(plan, unplaced=tuple(row for row in plan.unplaced if row.candidate not in already))
