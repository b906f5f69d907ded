"""What was planned beside what really happened, task by task: to plan the next session better."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tspi_sched.day.expected import OVER, TO_COME, Hours
from tspi_sched.plan import VOID, Plan, Task, in_time_order, moment
from tspi_sched.problem import ORAL, WRITTEN, Problem
from tspi_sched.texts import _, clock
from tspi_sched.wording.bare import candidate_name, member_name, room_name

Value = str | int


@dataclass(frozen=True)
class Row:
    """A task as it was first `planned` and as it went; the `hours` are None for one that did not take place."""

    planned: Task
    hours: Hours | None


def rows(problem: Problem, plan: Plan, published: Iterable[Plan], hours: Iterable[Hours]) -> tuple[Row, ...]:
    """The papers and orals of a plan in the order of the plan.

    `published` are the plans of the editions, the first one first: a task that is history in the plan was planned as
    the last of them had it that knew it as still to come.
    """
    before: dict[object, Task] = {}
    for one in (*published, plan):
        before.update({task.key: task for task in one.tasks if not task.state})
    went = {one.task.key: one for one in hours}
    kinds = problem.title.stage
    found = [task for task in plan.tasks if task.state != VOID and kinds[task.stage].kind in (ORAL, WRITTEN)]
    return tuple(Row(before.get(task.key, task), went.get(task.key)) for task in in_time_order(found))


def headings() -> tuple[str, ...]:
    """The titles of the columns."""
    return (
        _("Candidat"), _("Nom"), _("Parcours"), _("Épreuve"), _("Date"), _("Salle"), _("Jury"), _("Début prévu"),
        _("Fin prévue"), _("Début réel"), _("Fin réelle"), _("Retard (min)"), _("Durée prévue (min)"),
        _("Durée réelle (min)"), _("Noté"),
    )  # fmt: skip


def cells(problem: Problem, found: Iterable[Row]) -> Iterator[tuple[Value, ...]]:
    """Each row as texts and whole numbers; nothing where it is not known what happened."""
    whole = problem.whole
    for row in found:
        task = row.planned
        yield (
            task.candidate or "",
            candidate_name(whole, task.candidate),
            task.track or "",
            task.stage,
            f"{task.day:%d/%m/%Y}",
            room_name(whole, task.room),
            ", ".join(member_name(whole, id) for id in task.members),
            clock(task.start),
            clock(task.end),
            *_real(row),
        )


def _real(row: Row) -> tuple[Value, ...]:
    """When a task began and ended, by how much later, how long it took, and whether that was noted."""
    task, hours = row.planned, row.hours
    if hours is None:
        return ("", "", "", task.minutes, "", _("absent"))
    if hours.state == TO_COME:
        return ("", "", "", task.minutes, "", "")
    late = int((moment(hours.task.day, hours.start) - moment(task.day, task.start)).total_seconds() // 60)
    noted = _("oui") if hours.noted else _("non")
    if hours.state != OVER:
        return (clock(hours.start), "", late, task.minutes, "", noted)
    return (clock(hours.start), clock(hours.end), late, task.minutes, hours.end - hours.start, noted)
