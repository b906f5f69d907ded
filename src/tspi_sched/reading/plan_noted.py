"""What the organiser notes in the rows of a plan on the day: real hours, and who was not there."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from tspi_sched.plan import VOID, Event, Task, moment
from tspi_sched.problem import WRITTEN, Problem
from tspi_sched.reading.faults import Faults
from tspi_sched.reading.plan.ids import PlanIds
from tspi_sched.reading.values.cells import Unclear, shown, yes_no
from tspi_sched.reading.values.near import fold
from tspi_sched.reading.workbook.records import Record
from tspi_sched.texts import _, clock

_ABSENT = frozenset(("abs", "absent", "absente", "defaillant", "defaillante", "away"))
_SIGNS = frozenset("✓✔☑")
_THERE = frozenset(("p", "present", "presente", "la", "there"))
"""What people write in the column besides a tick, by letters alone."""


@dataclass(frozen=True)
class Noted:
    """A row of the plan with what stands in it."""

    record: Record
    task: Task

    @property
    def start(self) -> int | None:
        """The real start that was noted, if it is another than that of the row."""
        found = self.record.values.get("real_start")
        return found if found != self.task.start else None

    @property
    def end(self) -> int | None:
        """The real end that was noted, if it is another than that of the row."""
        found = self.record.values.get("real_end")
        return found if found != self.task.end else None


def noted_events(
    rows: Sequence[Noted], problem: Problem, known: PlanIds, now: datetime | None, faults: Faults
) -> Iterator[Event]:
    """The events of all rows; an hour that is the row's own says nothing new."""
    for row in rows:
        if _is_sound(row, now, faults):
            yield from _hours(row, rows, problem)
        for who in _absent(row, known, faults):
            yield Event("absent", who, moment(row.task.day, row.task.start))
    _one_start_each(rows, problem, faults)


def _hours(row: Noted, rows: Sequence[Noted], problem: Problem) -> Iterator[Event]:
    task = row.task
    whose = partial(Event, candidate=task.candidate, track=task.track, stage=task.stage)
    if row.start is not None and _is_written(task, problem) and _alone_that_day(task, rows, problem):
        yield Event("started", task.room, moment(task.day, row.start), stage=task.stage)
    elif row.start is not None and task.candidate:
        yield whose("started", start=moment(task.day, row.start))
    if row.end is not None and task.candidate:
        yield whose("ended", start=moment(task.day, row.end))


def _is_written(task: Task, problem: Problem) -> bool:
    return task.stage in problem.title.stage and problem.title.stage[task.stage].kind == WRITTEN


def _alone_that_day(task: Task, rows: Iterable[Noted], problem: Problem) -> bool:
    """Whether no other sitting of this stage is in that room that day: then the room says which one is meant."""
    same = (other.task for other in rows if _is_written(other.task, problem) and not other.task.state)
    starts = {o.start for o in same if (o.room, o.day, o.stage) == (task.room, task.day, task.stage)}
    return len(starts | {task.start}) == 1


# --- what cannot be --------------------------------------------------------------------------------------------------


def _is_sound(row: Noted, now: datetime | None, faults: Faults) -> bool:
    """Whether the hours of a row can be; a fault for each that cannot."""
    if row.start is None and row.end is None:
        return True
    wrong = tuple(_wrong_hours(row, now))
    for field, message in wrong:
        row.record.fault(faults, field, message)
    return not wrong


def _wrong_hours(row: Noted, now: datetime | None) -> Iterator[tuple[str, str]]:
    task, first = row.task, "real_end" if row.start is None else "real_start"
    start = row.record.values.get("real_start", task.start)
    if task.state == VOID:
        yield first, _("cette ligne est annulée : ses heures ne se notent plus")
    if now is None:
        text = _("la session n'a pas commencé ; donnez le moment présent avec {option}")
        yield first, text.format(option="--now")
    elif row.start is not None and moment(task.day, row.start) > now:
        text = _("{name} : {at} est à venir, il est {now:%H:%M} le {now:%d/%m} ; cette colonne dit ce qui a eu lieu")
        yield "real_start", text.format(name=_("Réel début"), at=clock(row.start), now=now)
    for field, at in (("real_start", row.start), ("real_end", row.end)):
        if at in (0, 1440):  # what 0 or 1 becomes in a cell of hours
            yield field, _("{at} n'est pas une heure de la journée ; écrivez par exemple 08:30").format(at=clock(at))
    if row.end is not None and row.end <= start:
        text = _("{name} : {end} ne vient pas après le début, {start}")
        yield "real_end", text.format(name=_("Réel fin"), end=clock(row.end), start=clock(start))


def _one_start_each(rows: Iterable[Noted], problem: Problem, faults: Faults) -> None:
    """A sitting starts for all at one moment: two different hours in its rows are a fault."""
    noted: dict[tuple[str | None, date, str, int], Noted] = {}
    for row in (row for row in rows if row.start is not None and _is_written(row.task, problem)):
        task = row.task
        first = noted.setdefault((task.room, task.day, task.stage, task.start), row)
        if first.start != row.start:
            text = _("{name} : la séance commence pour tous à la même heure, et {where} dit {other}")
            where, other = first.record.row.where("real_start"), clock(first.start or 0)
            row.record.fault(faults, "real_start", text.format(name=_("Réel début"), where=where, other=other))


# --- who was not there -----------------------------------------------------------------------------------------------


def _absent(row: Noted, known: PlanIds, faults: Faults) -> Iterator[str]:
    """Who is ticked or named in a row; only somebody of that row can be, and the candidate cannot have begun."""
    task, record = row.task, row.record
    for text in record.values.get("absent", ()):
        ticked = _ticked(text)
        if ticked is False:
            continue
        who = task.candidate if ticked else _named(text, known)
        if who is None or who not in (task.candidate, *task.members, *task.invigilators):
            message = _("Absent : « {value} » n'est pas de cette ligne ; écrivez x pour le candidat, ou {people}")
            people = ", ".join((*task.members, *task.invigilators)) or "x"
            record.fault(faults, "absent", message.format(value=shown(text), people=people))
        elif "real_start" in record.values or "real_end" in record.values:
            message = _("Absent : {who} ne peut à la fois être absent et avoir, sur cette ligne, une heure réelle")
            record.fault(faults, "absent", message.format(who=who))
        else:
            yield who


def _named(text: str, known: PlanIds) -> str | None:
    return known.members.find(text) or known.invigilators.find(text) or known.candidates.find(text)


def _ticked(text: str) -> bool | None:
    """Whether the candidate is ticked, or said to be there; None for a text that names somebody."""
    if fold(text) in _ABSENT or text.strip() in _SIGNS:
        return True
    if fold(text) in _THERE:
        return False
    try:
        return yes_no(text)
    except Unclear:
        return None
