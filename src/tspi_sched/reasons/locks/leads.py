"""Locked tasks too early for what must come before them, or too late for what must come after."""

from dataclasses import dataclass
from datetime import date

from tspi_sched.checker import Violation
from tspi_sched.checker.facts import Case, within
from tspi_sched.checker.violation import at
from tspi_sched.plan import Task
from tspi_sched.problem import DELIBERATION, MARKING, ORAL, WRITTEN, Problem
from tspi_sched.reasons.locks.alone import at_its_time, moments
from tspi_sched.reasons.locks.judged import Breaches, knowing
from tspi_sched.reasons.locks.known import DAY, ROOM, START, Known, Row
from tspi_sched.texts import _, clock, duration, long_date
from tspi_sched.wording import names
from tspi_sched.wording.names import paper as paper_of


@dataclass(frozen=True)
class Lengths:
    """Minutes of what a candidate does on a track; `delay`: from the end of the paper to its marking, if any."""

    delay: int
    marking: int
    orals: tuple[tuple[str, int], ...]
    deliberation: int

    @property
    def after_paper(self) -> int:
        """Minutes of all that follows the written paper."""
        return self.delay + self.marking + sum(minutes for _code, minutes in self.orals) + self.deliberation


def leads(problem: Problem, session: Known) -> Breaches:
    """Each candidate's track, with its written paper as early as it can be, and its orals as late as they can be."""
    for case in session.cases:
        timed = knowing(session.of(case, WRITTEN, MARKING, ORAL), DAY, START)
        if not timed:
            continue
        lengths = _lengths(problem, case)
        if later := [row for row in timed if row.kind != WRITTEN]:
            yield from _too_early(problem, session, case, lengths, later[0])
        if timed[0].kind != ORAL:
            yield from _too_late(problem, lengths, timed[0])


def _lengths(problem: Problem, case: Case) -> Lengths:
    by_kind = {kind: [(s.code, n) for s, n in case.due if s.kind == kind] for kind in (MARKING, ORAL, DELIBERATION)}
    marking, deliberation = (sum(n for _code, n in by_kind[kind]) for kind in (MARKING, DELIBERATION))
    delay = problem.rules.marking.delay_minutes if marking else 0
    return Lengths(delay, marking, tuple(by_kind[ORAL]), deliberation)


def _too_early(problem: Problem, session: Known, case: Case, lengths: Lengths, row: Row) -> Breaches:
    paper = _earliest_paper(problem, session, case)
    if paper is None or row.task.day > paper.day:
        return
    codes = [code for code, _minutes in lengths.orals]
    place = codes.index(row.task.stage) if row.kind == ORAL else 0
    rest, lead, free = problem.rules.rest_after_msp_minutes, lengths.delay, 0
    if row.kind == ORAL:
        before, marked = sum(minutes for _code, minutes in lengths.orals[:place]), lengths.delay + lengths.marking
        lead = max(marked, rest) + before
        free = marked + problem.rules.changeover_minutes + before if lengths.marking else 0
    for rule, minutes in (("order", lead), ("one_at_a_time", free)):
        if row.task.day < paper.day or row.task.start < paper.end + minutes:
            yield _early(problem, rule, row.task, paper.day, paper.end + minutes)
            return


def _early(problem: Problem, rule: str, task: Task, day: date, minute: int) -> Violation:
    text = _("{task} : ce qui doit précéder ({paper}, correction) ne peut pas être fini avant {time} le {day}.")
    if rule == "one_at_a_time":
        text = _("{task} : le jury ne peut pas être prêt avant {time} le {day} ({paper}, correction, battement).")
    message = text.format(
        task=names.task(problem, task), time=clock(minute), day=long_date(day), paper=paper_of(problem.title)
    )
    return at(rule, task, message, task.candidate)


def _earliest_paper(problem: Problem, session: Known, case: Case) -> Task | None:
    """The candidate's last written stage at the earliest moment that it may have, if it may have one."""
    written = [(stage, minutes) for stage, minutes in case.due if stage.kind == WRITTEN]
    if not written:
        return None
    stage, minutes = written[-1]  # what comes before it can only make it later
    anywhen = Row(
        Task(case.candidate.id, case.track, stage.code, problem.days[0].date, 0, minutes), WRITTEN, frozenset()
    )
    row = next((row for row in session.of(case, WRITTEN) if row.task.stage == stage.code), anywhen)
    free = (
        moment.task
        for moment in moments(problem, row)
        if _has_room(problem, case, moment) and not any(at_its_time(problem, moment))
    )
    return next(free, None)


def _has_room(problem: Problem, case: Case, row: Row) -> bool:
    """Whether a room for papers is open; which one it is only matters by its hours."""
    task, day = row.task, problem.days[problem.day_index[row.task.day]]
    rooms = [room for room in problem.rooms if problem.hosts(room, WRITTEN)]
    rooms = [room for room in rooms if not row.knows(ROOM) or room.id == task.room]
    fitting = (room for room in rooms if room.accessible or not case.candidate.accessible)
    return any(within(day.windows(room.availability), task.start, task.end) for room in fitting)


def _too_late(problem: Problem, lengths: Lengths, row: Row) -> Breaches:
    """A paper or its marking on the last day, with too little of the day left."""
    last, task = problem.days[-1], row.task
    needed = lengths.after_paper - (lengths.delay + lengths.marking if row.kind == MARKING else 0)
    needed += problem.rules.changeover_minutes if lengths.marking else 0
    if task.day == last.date and task.end + needed > last.close:
        text = _("{task} : il faut encore {needed} ensuite, correction et oraux, et le dernier jour finit à {close}.")
        message = text.format(task=names.task(problem, task), needed=duration(needed), close=clock(last.close))
        yield at("hours", task, message, task.candidate)
