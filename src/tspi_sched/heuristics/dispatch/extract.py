"""Extraction: from a partial schedule to a plan: slots back to minutes, and the signing of the minutes."""

from collections.abc import Iterator
from datetime import date

from tspi_sched.heuristics.dispatch.calendars import feasible_starts, from_slot, lowest, mask
from tspi_sched.heuristics.dispatch.papers import Moment, RoomSitting
from tspi_sched.heuristics.dispatch.partial_schedule import PartialSchedule
from tspi_sched.model import Job
from tspi_sched.plan import Plan, Task, Unplaced, in_time_order
from tspi_sched.problem import CLOSING


def plan_of(s: PartialSchedule) -> Plan | None:
    """The plan of a schedule; None if a panel finds no time to sign the minutes. Whoever has no place is left out."""
    tasks = [
        task
        for moment, group in s.seating.moments.items()
        for sitting in group
        for task in _written(s, moment, sitting)
    ]
    for index in s.insertions:
        tasks += _assessed(s, s.calendars.instance.jobs[index])
    if s.calendars.instance.closing:
        for panel in sorted({panel for panel, _ in s.worked}):
            signing = _signing(s, panel)
            if signing is None:
                return None
            tasks.append(signing)
    placed = s.placed()
    out = (candidate for candidate in s.calendars.instance.problem.candidates if candidate.id not in placed)
    return Plan(in_time_order(tasks), tuple(Unplaced(candidate.id, "") for candidate in out))


def _written(s: PartialSchedule, moment: Moment, sitting: RoomSitting) -> Iterator[Task]:
    jobs = [job for job in sitting.jobs if job.index in s.insertions]
    watching = sitting.watching[: -(-len(jobs) // s.calendars.instance.problem.rules.msp.candidates_per_invigilator)]
    for job in jobs:
        day, start, end = _when(s, moment, job.written)
        yield Task(job.candidate.id, job.track, job.paper, day, start, end, sitting.room, invigilators=watching)


def _assessed(s: PartialSchedule, job: Job) -> Iterator[Task]:
    """What the panel does for a job."""
    insertion = s.insertions[job.index]
    (panel, d), id = insertion.panel_day, job.candidate.id
    members, kits = _members(s, panel), iter(insertion.kits)
    if job.marking:
        yield Task(id, job.track, job.marking_stage, *_when(s, insertion.marking, job.marking), members=members)
    for (code, slots), offset in zip(job.orals, job.offsets, strict=True):
        kit = next(kits) if s.calendars.instance.problem.title.stage[code].projection else None
        when = _when(s, (d, insertion.start + offset), slots)
        yield Task(id, job.track, code, *when, insertion.room, members, projector=kit)
    if job.deliberation:
        when = _when(s, (d, _deliberation(s, job)), job.deliberation)
        yield Task(id, job.track, job.deliberation_stage, *when, insertion.room, members)


def _deliberation(s: PartialSchedule, job: Job) -> int:
    """When a job's deliberation starts."""
    insertion = s.insertions[job.index]
    for heard, (start, _, _) in zip(
        s.later_jobs(insertion.panel_day), s.deliberations(insertion.panel_day), strict=True
    ):
        if heard.index == job.index:
            return start
    return insertion.start + job.chain


def _signing(s: PartialSchedule, panel: int) -> Task | None:
    """A panel's signing of the minutes, after all that it does."""
    d = max(day for p, day in s.worked if p == panel)
    busy, closing = s.busy[panel, d], s.calendars.instance.closing
    for start, slots, _ in s.deliberations((panel, d)):
        busy |= mask(start, slots)
    starts = from_slot(feasible_starts(s.calendars.there(panel, d), closing) & s.calendars.starts, busy.bit_length())
    while starts and not s.calendars.fed(busy | mask(lowest(starts), closing)):
        starts &= starts - 1
    if not starts:
        return None
    code = next(stage.code for stage in s.calendars.instance.problem.title.stages if stage.kind == CLOSING)
    return Task(None, None, code, *_when(s, (d, lowest(starts)), closing), members=_members(s, panel))


def _members(s: PartialSchedule, panel: int) -> tuple[str, ...]:
    return tuple(member.id for member in s.calendars.panels[panel].members)


def _when(s: PartialSchedule, moment: Moment, slots: int) -> tuple[date, int, int]:
    """Day, start and end of so many slots, in minutes from midnight."""
    (d, start), grid = moment, s.calendars.instance.grid
    return s.calendars.instance.problem.days[d].date, start * grid, (start + slots) * grid
