"""What the organiser notes in the rows of a plan on the day: real hours, and who was not there."""

from collections.abc import Iterator
from functools import partial

from tspi_sched.plan import Event, Task, moment
from tspi_sched.problem import WRITTEN, Problem
from tspi_sched.reading.faults import Faults
from tspi_sched.reading.plan.ids import PlanIds
from tspi_sched.reading.values.cells import Unclear, shown, yes_no
from tspi_sched.reading.workbook.rows import Record
from tspi_sched.texts import _


def noted(record: Record, task: Task, problem: Problem, known: PlanIds, faults: Faults) -> Iterator[Event]:
    """The events of one row; an hour that is the row's own says nothing new."""
    kind = problem.title.stage[task.stage].kind if task.stage in problem.title.stage else ""
    start, end = record.values.get("real_start"), record.values.get("real_end")
    whose = partial(Event, candidate=task.candidate, track=task.track, stage=task.stage)
    if start is not None and start != task.start and kind == WRITTEN:
        yield Event("started", task.room, moment(task.day, start), stage=task.stage)
    elif start is not None and start != task.start and task.candidate:
        yield whose("started", start=moment(task.day, start))
    if end is not None and end != task.end and task.candidate:
        yield whose("ended", start=moment(task.day, end))
    for who in _absent(record, task, known, faults):
        yield Event("absent", who, moment(task.day, task.start))


def _absent(record: Record, task: Task, known: PlanIds, faults: Faults) -> Iterator[str]:
    """Who is ticked or named in a row; only somebody of that row can be."""
    for text in record.values.get("absent", ()):
        who = task.candidate if _ticked(text) else known.members.find(text) or known.invigilators.find(text)
        if who is not None and who in (task.candidate, *task.members, *task.invigilators):
            yield who
        else:
            message = _("Absent : « {value} » n'est pas de cette ligne ; écrivez x pour le candidat, ou {people}")
            people = ", ".join((*task.members, *task.invigilators)) or "x"
            record.fault(faults, "absent", message.format(value=shown(text), people=people))


def _ticked(text: str) -> bool:
    try:
        return yes_no(text)
    except Unclear:
        return False
