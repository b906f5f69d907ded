"""Dispatching: jobs in some order, each inserted in the panel-day where its orals can start first."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from heapq import heappop, heappush

from tspi_sched.deadlines import go_on
from tspi_sched.heuristics.dispatch.calendars import PanelDay, feasible_starts, from_slot, mask
from tspi_sched.heuristics.dispatch.insertion import earliest_insertion, marking_in
from tspi_sched.heuristics.dispatch.papers import Moment
from tspi_sched.heuristics.dispatch.partial_schedule import Insertion, PartialSchedule
from tspi_sched.model import Job

Entry = tuple[Moment, PanelDay]
"""A heap entry: the start last seen for a panel-day, and the panel-day."""


@dataclass
class Budget:
    """A budget of insertions that may still be evaluated."""

    left: int = 0


def dispatch(s: PartialSchedule, jobs: Iterable[Job], budget: Budget, panels: dict[int, int] | None = None) -> bool:
    """Insert every job in this order, with its panel if that is known; whether there was a place for each."""
    heaps: dict[object, list[Entry]] = {}
    for job in jobs:
        go_on()
        panel = panels[job.index] if panels else None
        likeness = job_key(s, job), panel
        if likeness not in heaps:
            heaps[likeness] = sorted(
                ((panel_day[1], 0), panel_day) for panel_day in s.opened if panel in (None, panel_day[0])
            )
        insertion = first_insertion(s, job, heaps[likeness], budget)
        if insertion is None:
            return False
        s.take(job, insertion)
    return True


def job_key(s: PartialSchedule, job: Job) -> object:
    """Equal for jobs with the same possible insertions, apart from the panels that may not assess them."""
    candidate = job.candidate
    jobs = s.calendars.instance.jobs_of(candidate)
    # Beside the papers, all that the first one of a candidate's jobs has to heed is what others have to heed as well.
    siblings = tuple((s.starts.get(sibling.index), sibling.written) for sibling in jobs if sibling is not job)
    alone = candidate.id if job is not jobs[0] else siblings
    lengths = job.marking, job.orals, job.deliberation, job.written
    return s.starts[job.index], lengths, candidate.accessible, candidate.availability, alone


def first_insertion(s: PartialSchedule, job: Job, heap: list[Entry], budget: Budget) -> Insertion | None:
    """The insertion of a job whose orals start first, among the panel-days that are still open.

    Lazy heap: the start last seen for a panel-day is a lower bound, since free time only shrinks. (A day on which a
    panel comes after all may still help it, by a marking ahead; that is not looked for again.)
    """
    aside, best, soonest = [], None, (0, 0)
    while heap and (best is None or heap[0][0] < soonest) and budget.left > 0:
        known, panel_day = heappop(heap)
        if job.index in s.calendars.barred[panel_day[0]]:
            aside.append((known, panel_day))
            continue
        budget.left -= 1
        insertion = earliest_insertion(s, job, panel_day)
        if insertion is not None:  # else there will be none for jobs like this one
            aside.append(((panel_day[1], insertion.start), panel_day))
            if best is None or aside[-1][0] < soonest:
                best, soonest = insertion, aside[-1][0]
    for entry in aside:
        heappush(heap, entry)
    return best


# --- before and after ------------------------------------------------------------------------------------------------


def mark_before_orals(s: PartialSchedule, jobs: Iterable[Job], panels: dict[int, int], before_all: bool) -> bool:
    """Place all markings before any orals, each as early as possible; whether there is time for all.

    `before_all`: no panel may hear anybody before it has marked its last paper.
    """
    for job in sorted((job for job in jobs if job.marking), key=lambda job: s.starts[job.index]):
        panel = panels[job.index]
        marking = _earliest(s, job, panel)
        if marking is None:
            return False
        s.occupy((panel, marking[0]), marking[1], job.marking)
        s.marked[job.index] = marking
        if before_all:
            s.ready[panel] = max(s.ready.get(panel, (0, 0)), (marking[0], marking[1] + job.marking))
    return True


def _earliest(s: PartialSchedule, job: Job, panel: int) -> Moment | None:
    """The earliest marking that a panel has time for, on any day."""
    paper = s.starts[job.index]
    for d in s.calendars.days[paper[0] :]:
        slot = marking_in(s, job, (panel, d), s.calendars.marked_from(job, paper, d))
        if slot is not None:
            return d, slot
    return None


def right_shift(s: PartialSchedule) -> None:
    """Right shift: move each marking as late as possible on its day, the last one first, so that panels come later."""
    insertions = [
        (insertion.marking, index) for index, insertion in s.insertions.items() if insertion.panel_day[0] not in s.ready
    ]
    for (day, slot), index in sorted(insertions, reverse=True):
        job, insertion = s.calendars.instance.jobs[index], s.insertions[index]
        panel_day = insertion.panel_day[0], day
        if not job.marking:
            continue
        end = (
            insertion.start - s.calendars.instance.changeover
            if insertion.panel_day[1] == day
            else s.busy[panel_day].bit_length()
        )
        late = _latest(s, panel_day, (slot, job.marking), end)
        s.busy[panel_day] = s.busy[panel_day] & ~mask(slot, job.marking) | mask(late, job.marking)
        s.insertions[index] = replace(insertion, marking=(day, late))


def _latest(s: PartialSchedule, panel_day: PanelDay, marking: Moment, end: int) -> int:
    """The latest slot at which a marking (slot, slots) may start that ends by a slot and leaves a meal."""
    slot, slots = marking
    busy = s.busy[panel_day] & ~mask(slot, slots)
    for start, length, _ in s.deliberations(panel_day):
        busy |= mask(start, length)
    starts = from_slot(
        feasible_starts(s.opened[panel_day] & ~busy, slots) & s.calendars.starts & mask(0, max(0, end - slots + 1)),
        slot,
    )
    while starts:
        last = starts.bit_length() - 1
        if s.calendars.fed(busy | mask(last, slots)):
            return last
        starts &= ~(1 << last)
    return slot
