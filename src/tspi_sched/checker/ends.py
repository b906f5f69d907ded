"""Rows whose start was changed and whose end was not: one message each, instead of all that follows from it."""

from collections.abc import Iterator
from dataclasses import replace

from tspi_sched.checker.expected import expected
from tspi_sched.checker.violation import Violation, at
from tspi_sched.plan import Plan, Task
from tspi_sched.problem import Problem
from tspi_sched.texts import _, clock
from tspi_sched.wording import names


def ends_left_behind(problem: Problem, plan: Plan) -> tuple[tuple[Violation, ...], Plan]:
    """A violation of `duration` for each row whose end does not follow its start, and the plan with ends that do."""
    late = {task: _right_end(problem, task) for task in plan.tasks}
    wrong = {task: end for task, end in late.items() if end is not None and end != task.end}
    tasks = tuple(replace(task, end=wrong[task]) if task in wrong else task for task in plan.tasks)
    return tuple(_told(problem, wrong)), replace(plan, tasks=tasks)


def _right_end(problem: Problem, task: Task) -> int | None:
    """When a row would end if it lasted what it has to; None if that is not known."""
    candidate = problem.candidate.get(task.candidate or "")
    if task.state or candidate is None or task.track not in candidate.tracks:
        return None
    minutes = expected(problem, candidate, task.track).get(task.stage)
    return None if minutes is None else task.start + minutes


def _told(problem: Problem, wrong: dict[Task, int]) -> Iterator[Violation]:
    for task, end in wrong.items():
        text = _("{task} : la fin n'a pas suivi le début ; {right} serait juste (une « Fin » vide suit d'elle-même).")
        shown = names.task(problem, task)
        yield at("duration", task, text.format(task=shown, right=clock(end)), task.candidate, *task.members)
