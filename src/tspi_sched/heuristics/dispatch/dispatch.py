"""Dispatching: the jobs in some order, each to the bin where its orals may start first."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from heapq import heappop, heappush

from tspi_sched.deadlines import go_on
from tspi_sched.heuristics.dispatch.calendars import Bin, later, spots, stretch
from tspi_sched.heuristics.dispatch.insertion import marking_in, turn_in
from tspi_sched.heuristics.dispatch.papers import Moment
from tspi_sched.heuristics.dispatch.partial_schedule import Sheet, Turn
from tspi_sched.model import Job

Entry = tuple[Moment, Bin]
"""When the orals of some jobs could start in a bin when it was last looked at, and the bin."""


@dataclass
class Effort:
    """How many turns may still be looked for."""

    left: int = 0


def dispatch(s: Sheet, jobs: Iterable[Job], effort: Effort, panels: dict[int, int] | None = None) -> bool:
    """Give every job a turn, in this order, before its panel if they are known; whether there was one for each."""
    heaps: dict[object, list[Entry]] = {}
    for job in jobs:
        go_on()
        panel = panels[job.index] if panels else None
        likeness = likeness_of(s, job), panel
        if likeness not in heaps:
            heaps[likeness] = sorted(((bin[1], 0), bin) for bin in s.opened if panel in (None, bin[0]))
        turn = first_turn(s, job, heaps[likeness], effort)
        if turn is None:
            return False
        s.take(job, turn)
    return True


def likeness_of(s: Sheet, job: Job) -> object:
    """Equal for jobs for which the same turns are open, but for the panels that may not assess them."""
    candidate = job.candidate
    jobs = s.ground.instance.jobs_of(candidate)
    # Beside the papers, all that the first one of a candidate's jobs has to heed is what others have to heed as well.
    others = tuple((s.starts.get(other.index), other.written) for other in jobs if other is not job)
    alone = candidate.id if job is not jobs[0] else others
    lengths = job.marking, job.orals, job.deliberation, job.written
    return s.starts[job.index], lengths, candidate.accessible, candidate.availability, alone


def first_turn(s: Sheet, job: Job, heap: list[Entry], effort: Effort) -> Turn | None:
    """The turn of a job whose orals start first, among the bins that were not left for good.

    What was seen of a bin before is taken for the best that may be had of it now: the more is given, the less is left.
    (A day on which a panel comes after all may still help it, by a marking ahead; that is not looked for again.)
    """
    aside, best, soonest = [], None, (0, 0)
    while heap and (best is None or heap[0][0] < soonest) and effort.left > 0:
        known, bin = heappop(heap)
        if job.index in s.ground.barred[bin[0]]:
            aside.append((known, bin))
            continue
        effort.left -= 1
        turn = turn_in(s, job, bin)
        if turn is not None:  # else there will be none for jobs like this one
            aside.append(((bin[1], turn.start), bin))
            if best is None or aside[-1][0] < soonest:
                best, soonest = turn, aside[-1][0]
    for entry in aside:
        heappush(heap, entry)
    return best


# --- before and after ------------------------------------------------------------------------------------------------


def mark_first(s: Sheet, jobs: Iterable[Job], panels: dict[int, int], before_all: bool) -> bool:
    """Give papers their marking before there are any orals, each as early as can be; whether there is time for all.

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


def _earliest(s: Sheet, job: Job, panel: int) -> Moment | None:
    """The earliest marking that a panel has time for, on any day."""
    paper = s.starts[job.index]
    for d in s.ground.days[paper[0] :]:
        at = marking_in(s, job, (panel, d), s.ground.marked_from(job, paper, d))
        if at is not None:
            return d, at
    return None


def mark_late(s: Sheet) -> None:
    """Mark each paper as late as can be on its day, the last one first: a panel then comes later."""
    turns = [(turn.marking, index) for index, turn in s.turns.items() if turn.bin[0] not in s.ready]
    for (day, at), index in sorted(turns, reverse=True):
        job, turn = s.ground.instance.jobs[index], s.turns[index]
        bin = turn.bin[0], day
        if not job.marking:
            continue
        end = turn.start - s.ground.instance.changeover if turn.bin[1] == day else s.busy[bin].bit_length()
        late = _latest(s, bin, (at, job.marking), end)
        s.busy[bin] = s.busy[bin] & ~stretch(at, job.marking) | stretch(late, job.marking)
        s.turns[index] = replace(turn, marking=(day, late))


def _latest(s: Sheet, bin: Bin, marking: Moment, end: int) -> int:
    """The latest slot at which a marking (slot, slots) may start that ends by a slot and leaves a meal."""
    at, slots = marking
    busy = s.busy[bin] & ~stretch(at, slots)
    for start, length, _ in s.deliberations(bin):
        busy |= stretch(start, length)
    starts = later(spots(s.opened[bin] & ~busy, slots) & s.ground.starts & stretch(0, max(0, end - slots + 1)), at)
    while starts:
        last = starts.bit_length() - 1
        if s.ground.fed(busy | stretch(last, slots)):
            return last
        starts &= ~(1 << last)
    return at
