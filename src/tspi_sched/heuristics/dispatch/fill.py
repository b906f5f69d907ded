"""Filling a schedule: candidates in some order are inserted on all their tracks, or left out.

The panels' free time only shrinks meanwhile, so where one candidate found no place, nobody alike will.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field

from tspi_sched.deadlines import go_on
from tspi_sched.heuristics.dispatch.calendars import Calendars, PanelDays
from tspi_sched.heuristics.dispatch.dispatch import Budget, Entry, first_insertion, job_key, mark_before_orals
from tspi_sched.heuristics.dispatch.insertion import earliest_insertion
from tspi_sched.heuristics.dispatch.papers import Moment, Seating
from tspi_sched.heuristics.dispatch.partial_schedule import Insertion, PartialSchedule
from tspi_sched.model import Job
from tspi_sched.problem import Candidate

ROUNDS = 4
"""Most repetitions of inserting all anew after each panel's marking, until that leaves nobody more out."""


@dataclass
class Filling:
    """A schedule being filled, and for whom it is known that there is no place left."""

    schedule: PartialSchedule
    budget: Budget
    panels: Mapping[int, int] | None = None
    """By job, its panel, if they are known."""
    _heaps: dict[Hashable, list[Entry]] = field(default_factory=dict)
    _hopeless: set[Hashable] = field(default_factory=set)

    def add(self, candidates: Iterable[Candidate]) -> None:
        """Insert each candidate on all tracks, if possible."""
        for candidate in candidates:
            go_on()
            jobs = self.schedule.calendars.instance.jobs_of(candidate)
            if self.budget.left <= 0:
                return
            if all(job.index in self.schedule.starts for job in jobs):
                self._add(jobs)

    def _add(self, jobs: tuple[Job, ...]) -> None:
        kind = self._kind(jobs)
        if kind in self._hopeless:
            return
        before = self.schedule.copy() if len(jobs) > 1 else self.schedule
        for job in jobs:
            insertion = first_insertion(self.schedule, job, self._heap(job), self.budget)
            if insertion is None:
                self.schedule = before
                self._hopeless |= {kind} if self.budget.left > 0 else set()
                return
            self.schedule.take(job, insertion)

    def _kind(self, jobs: tuple[Job, ...]) -> Hashable:
        """Equal for candidates with the same possible insertions."""
        barred = self.schedule.calendars.barred
        return tuple(
            (
                job_key(self.schedule, job) if job is jobs[0] else (job.marking, job.orals, job.deliberation),
                tuple(panel for panel, jobs_barred in enumerate(barred) if job.index in jobs_barred),
                self.panels and self.panels.get(job.index),
            )
            for job in jobs
        )

    def _heap(self, job: Job) -> list[Entry]:
        panel = self.panels.get(job.index) if self.panels else None
        likeness = job_key(self.schedule, job), panel
        if likeness not in self._heaps:
            opened = self.schedule.opened
            self._heaps[likeness] = sorted(
                ((panel_day[1], 0), panel_day) for panel_day in opened if panel in (None, panel_day[0])
            )
        return self._heaps[likeness]


def filled(
    calendars: Calendars, seating: Seating, candidates: Iterable[Candidate], panel_days: PanelDays, budget: Budget
) -> PartialSchedule:
    """A schedule with as many of the candidates as find a place, in this order."""
    candidates = list(candidates)
    if calendars.instance.problem.rules.marking.before != "all":
        filling = Filling(PartialSchedule(calendars, seating, panel_days), budget)
        filling.add(candidates)
        return filling.schedule
    return _marked_before_all(calendars, seating, candidates, panel_days, budget)


def _marked_before_all(
    calendars: Calendars, seating: Seating, candidates: list[Candidate], panel_days: PanelDays, budget: Budget
) -> PartialSchedule:
    """As `filled`, where each panel marks all its papers before its first oral.

    Either everybody's papers are waited for, or only those that are over by some moment are heard at all.
    """
    starts, jobs_of = seating.starts(), calendars.instance.jobs_of
    over = {index: (day, slot + calendars.instance.jobs[index].written) for index, (day, slot) in starts.items()}
    seated = [candidate for candidate in candidates if all(job.index in over for job in jobs_of(candidate))]
    best: PartialSchedule | None = None
    for last in sorted({*over.values()}, reverse=True):
        in_time = [candidate for candidate in seated if all(over[job.index] <= last for job in jobs_of(candidate))]
        schedule = _after_papers(calendars, seating, in_time, panel_days, last, budget)
        best = schedule if best is None or _worth(schedule) > _worth(best) else best
    return PartialSchedule(calendars, seating, panel_days) if best is None else best


def _worth(schedule: PartialSchedule) -> int:
    """The sum of the priorities of those who have places."""
    return sum(schedule.calendars.instance.problem.candidate[id].priority for id in schedule.placed())


def _after_papers(
    calendars: Calendars,
    seating: Seating,
    candidates: list[Candidate],
    panel_days: PanelDays,
    last: Moment,
    budget: Budget,
) -> PartialSchedule:
    """Who hears whom is settled first, after the last paper; then turns are given anew after each panel's marking."""
    filling = Filling(
        PartialSchedule(calendars, seating, panel_days, ready=dict.fromkeys(range(len(calendars.panels)), last)), budget
    )
    filling.add(candidates)
    for _ in range(ROUNDS):
        before, placed = filling.schedule, filling.schedule.placed()
        panels = {index: insertion.panel_day[0] for index, insertion in before.insertions.items()}
        filling = Filling(
            PartialSchedule(calendars, seating, before.used()), Budget(len(candidates) * len(panel_days)), panels
        )
        filling.add(
            _with_marking(filling.schedule, [candidate for candidate in candidates if candidate.id in placed], panels)
        )
        if filling.schedule.placed() == placed:
            break
    return filling.schedule


def _with_marking(schedule: PartialSchedule, candidates: list[Candidate], panels: dict[int, int]) -> list[Candidate]:
    """The candidates whose papers could all be marked, each given its marking."""
    jobs_of = schedule.calendars.instance.jobs_of
    return [
        candidate
        for candidate in candidates
        if mark_before_orals(schedule, jobs_of(candidate), panels, before_all=True)
    ]


def refilled(
    before: PartialSchedule, seating: Seating, out: set[str], order: Iterable[Candidate], budget: Budget
) -> PartialSchedule:
    """A schedule on which all keep their places but those who are out; then the candidates of an order are inserted."""
    calendars, filling = before.calendars, Filling(PartialSchedule(before.calendars, seating, before.opened), budget)
    kept: dict[str, dict[Job, Insertion]] = {}
    for (
        index,
        insertion,
    ) in before.insertions.items():  # in the order in which they were given, on which deliberations depend
        job = calendars.instance.jobs[index]
        if job.candidate.id not in out:
            kept.setdefault(job.candidate.id, {})[job] = insertion
    for insertions in kept.values():
        go_on()
        filling.schedule = _with_turns(filling.schedule, insertions)
    filling.add(order)
    return filling.schedule


def _with_turns(schedule: PartialSchedule, insertions: dict[Job, Insertion]) -> PartialSchedule:
    """The schedule with a candidate's places as they were.

    Where a panel's deliberations are at the end of its day they move, so places are found anew on the same panel-days.
    """
    if not schedule.calendars.deliberates_at_end:
        for job, insertion in insertions.items():
            schedule.take(job, insertion)
        return schedule
    before = schedule.copy()
    for job, insertion in insertions.items():
        anew = earliest_insertion(schedule, job, insertion.panel_day)
        if anew is None:
            return before
        schedule.take(job, anew)
    return schedule
