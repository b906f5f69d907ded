"""The rest of a plan put right around a block that stays where it was put, with the least change."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from tspi_sched.explanations.why import nearest
from tspi_sched.moves.blocks import Block, block_of, kind_of
from tspi_sched.moves.putting import Place, put
from tspi_sched.plan import Plan, Result, Status, Task
from tspi_sched.planner import Progress, solve
from tspi_sched.problem import LOCK_PARTS, ORAL, WRITTEN, Lock, Problem
from tspi_sched.recovery import BEST, Incident, replan
from tspi_sched.recovery.search import order_of
from tspi_sched.wishes import Wishes

Watch = Callable[[Progress], None]

OF_PAPERS = frozenset(LOCK_PARTS) - {"panel"}
OF_OTHERS = frozenset(LOCK_PARTS) - {"invigilators"}


def locks_of(problem: Problem, tasks: Iterable[Task], parts: Iterable[str] = LOCK_PARTS) -> tuple[Lock, ...]:
    """Locks of some parts of tasks, of each those that it has: a paper has no panel, an oral nobody who watches."""
    wanted = frozenset(parts)
    of = ((task, wanted & (OF_PAPERS if kind_of(problem, task) == WRITTEN else OF_OTHERS)) for task in tasks)
    return tuple(Lock(task, own) for task, own in of if own)


def mend(problem: Problem, plan: Plan, block: Block, wishes: Wishes, watch: Watch | None = None) -> Result:
    """A plan that keeps every rule with a block where it is, and changes as little else as can be.

    The orals, or papers, of the block are locked, its marking and deliberation are not. The objectives are those of a
    plan made anew after an incident: calls and duties first, then the scenario's own. The result has no plan if there
    is none (``infeasible``) or none was found within the time limit (``unknown``).
    """
    held = [task for task in block.tasks if kind_of(problem, task) in (WRITTEN, ORAL)]
    around = replace(problem, locks=(*_without(problem.locks, held), *locks_of(problem, held)), baseline=plan)
    if plan.is_replanned:
        incident = Incident(plan, plan.now, plan.events, plan)
        answer = replan(around, incident, wishes, (BEST,)).named(BEST)
        return answer.result if answer else Result(Status.UNKNOWN, None)
    return solve(around, replace(wishes, objectives=order_of(wishes)), watch)


def _without(locks: Iterable[Lock], tasks: list[Task]) -> tuple[Lock, ...]:
    """The locks of other tasks: where a block is put by hand, its own earlier ones give way."""
    keys = {task.key for task in tasks}
    return tuple(lock for lock in locks if lock.task.key not in keys)


def possible(problem: Problem, plan: Plan, block: Block, place: Place, wishes: Wishes) -> bool | None:
    """Whether some plan keeps every rule with a block put somewhere, if others move; None if that is not known within
    the time limit of the wishes."""
    after = put(problem, plan, block, place)
    keys = {task.key for task in block.tasks if kind_of(problem, task) in (WRITTEN, ORAL)}
    held = [task for task in after.tasks if task.key in keys]
    free = replace(problem, locks=_without(problem.locks, held))
    return nearest(free, plan, locks_of(problem, held), wishes)


def moved_block(problem: Problem, after: Plan, block: Block) -> Block:
    """The block in the plan that it was moved in: the one that now holds its first task."""
    keys = {task.key for task in block.tasks}
    found = (one for task, one in block_of(problem, after).items() if task.key in keys and one.kind == block.kind)
    return next(found, block)
