"""Filling a sheet: candidates in some order get turns on all their tracks, or are left out and the next one comes.

What was left of the panels' time only shrinks while a sheet is filled, so where one found no turn, nobody alike will.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field

from tspi_sched.deadlines import go_on
from tspi_sched.heuristics.dispatch.calendars import Bins, Ground
from tspi_sched.heuristics.dispatch.dispatch import Effort, Entry, first_turn, likeness_of, mark_first
from tspi_sched.heuristics.dispatch.insertion import turn_in
from tspi_sched.heuristics.dispatch.papers import Moment, Papers
from tspi_sched.heuristics.dispatch.partial_schedule import Sheet, Turn
from tspi_sched.model import Job
from tspi_sched.problem import Candidate

ROUNDS = 4
"""How often all are given turns anew after each panel's marking, until that leaves nobody out any more."""


@dataclass
class Filling:
    """A sheet being filled, and for whom it is known that there is nothing left."""

    sheet: Sheet
    effort: Effort
    panels: Mapping[int, int] | None = None
    """By job, its panel, if they are known."""
    _heaps: dict[Hashable, list[Entry]] = field(default_factory=dict)
    _hopeless: set[Hashable] = field(default_factory=set)

    def add(self, candidates: Iterable[Candidate]) -> None:
        """Give each candidate turns for all jobs, if there are any."""
        for candidate in candidates:
            go_on()
            jobs = self.sheet.ground.instance.jobs_of(candidate)
            if self.effort.left <= 0:
                return
            if all(job.index in self.sheet.starts for job in jobs):
                self._add(jobs)

    def _add(self, jobs: tuple[Job, ...]) -> None:
        kind = self._kind(jobs)
        if kind in self._hopeless:
            return
        before = self.sheet.copy() if len(jobs) > 1 else self.sheet
        for job in jobs:
            turn = first_turn(self.sheet, job, self._heap(job), self.effort)
            if turn is None:
                self.sheet = before
                self._hopeless |= {kind} if self.effort.left > 0 else set()
                return
            self.sheet.take(job, turn)

    def _kind(self, jobs: tuple[Job, ...]) -> Hashable:
        """Equal for candidates for whom the same turns are left, if any."""
        barred = self.sheet.ground.barred
        return tuple(
            (
                likeness_of(self.sheet, job) if job is jobs[0] else (job.marking, job.orals, job.deliberation),
                tuple(panel for panel, some in enumerate(barred) if job.index in some),
                self.panels and self.panels.get(job.index),
            )
            for job in jobs
        )

    def _heap(self, job: Job) -> list[Entry]:
        panel = self.panels.get(job.index) if self.panels else None
        likeness = likeness_of(self.sheet, job), panel
        if likeness not in self._heaps:
            opened = self.sheet.opened
            self._heaps[likeness] = sorted(((bin[1], 0), bin) for bin in opened if panel in (None, bin[0]))
        return self._heaps[likeness]


def filled(ground: Ground, papers: Papers, candidates: Iterable[Candidate], bins: Bins, effort: Effort) -> Sheet:
    """A sheet with turns for as many of the candidates as find some, in this order."""
    candidates = list(candidates)
    if ground.instance.problem.rules.marking.before != "all":
        filling = Filling(Sheet(ground, papers, bins), effort)
        filling.add(candidates)
        return filling.sheet
    return _marked_before_all(ground, papers, candidates, bins, effort)


def _marked_before_all(
    ground: Ground, papers: Papers, candidates: list[Candidate], bins: Bins, effort: Effort
) -> Sheet:
    """The same where each panel marks all its papers before its first oral.

    Either everybody's papers are waited for, or only those that are over by some moment are heard at all.
    """
    starts, jobs_of = papers.starts(), ground.instance.jobs_of
    over = {index: (day, at + ground.instance.jobs[index].written) for index, (day, at) in starts.items()}
    seated = [one for one in candidates if all(job.index in over for job in jobs_of(one))]
    best: Sheet | None = None
    for last in sorted({*over.values()}, reverse=True):
        some = [one for one in seated if all(over[job.index] <= last for job in jobs_of(one))]
        sheet = _after_papers(ground, papers, some, bins, last, effort)
        best = sheet if best is None or _worth(sheet) > _worth(best) else best
    return Sheet(ground, papers, bins) if best is None else best


def _worth(sheet: Sheet) -> int:
    """The sum of the priorities of those who have turns."""
    return sum(sheet.ground.instance.problem.candidate[id].priority for id in sheet.placed())


def _after_papers(
    ground: Ground, papers: Papers, candidates: list[Candidate], bins: Bins, last: Moment, effort: Effort
) -> Sheet:
    """Who hears whom is settled first, after the last paper; then turns are given anew after each panel's marking."""
    filling = Filling(Sheet(ground, papers, bins, ready=dict.fromkeys(range(len(ground.panels)), last)), effort)
    filling.add(candidates)
    for _ in range(ROUNDS):
        before, placed = filling.sheet, filling.sheet.placed()
        panels = {index: turn.bin[0] for index, turn in before.turns.items()}
        filling = Filling(Sheet(ground, papers, before.used()), Effort(len(candidates) * len(bins)), panels)
        filling.add(_with_marking(filling.sheet, [one for one in candidates if one.id in placed], panels))
        if filling.sheet.placed() == placed:
            break
    return filling.sheet


def _with_marking(sheet: Sheet, candidates: list[Candidate], panels: dict[int, int]) -> list[Candidate]:
    """The candidates whose papers could all be marked, each given its marking."""
    jobs_of = sheet.ground.instance.jobs_of
    return [one for one in candidates if mark_first(sheet, jobs_of(one), panels, before_all=True)]


def refilled(before: Sheet, papers: Papers, out: set[str], order: Iterable[Candidate], effort: Effort) -> Sheet:
    """A sheet on which all keep their turns but those who are out; then the candidates of an order are added."""
    ground, filling = before.ground, Filling(Sheet(before.ground, papers, before.opened), effort)
    kept: dict[str, dict[Job, Turn]] = {}
    for index, turn in before.turns.items():  # in the order in which they were given, on which deliberations depend
        job = ground.instance.jobs[index]
        if job.candidate.id not in out:
            kept.setdefault(job.candidate.id, {})[job] = turn
    for turns in kept.values():
        go_on()
        filling.sheet = _with_turns(filling.sheet, turns)
    filling.add(order)
    return filling.sheet


def _with_turns(sheet: Sheet, turns: dict[Job, Turn]) -> Sheet:
    """The sheet with the turns of a candidate as they were.

    Where a panel's deliberations are at the end of its day they move, so turns are found anew in the same places.
    """
    if not sheet.ground.later:
        for job, turn in turns.items():
            sheet.take(job, turn)
        return sheet
    before = sheet.copy()
    for job, turn in turns.items():
        anew = turn_in(sheet, job, turn.bin)
        if anew is None:
            return before
        sheet.take(job, anew)
    return sheet
