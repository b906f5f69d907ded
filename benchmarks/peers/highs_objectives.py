"""The default objectives in the time-indexed MIP, as sums of columns."""

from collections.abc import Callable, Iterable
from itertools import pairwise

from benchmarks.peers.highs_model import Model, Starts, attended
from benchmarks.peers.mip import Term
from benchmarks.peers.session import Panel

Tasks = list[tuple[Starts, int]]
"""Columns by start, and a length."""


def days(m: Model) -> list[Term]:
    """The last day with a task, from 1: each day that is reached, or lies before one that is."""
    reached = [m.mip.column() for _ in m.s.days]
    for columns in (*m.paper.values(), *(hears for hears in m.hear.values())):
        for day, today in _by_day(m, columns).items():
            m.mip.most([*((column, 1) for column in today.values()), (reached[day], -1)], 0)
    for earlier, later in pairwise(reached):
        m.mip.most([(later, 1), (earlier, -1)], 0)
    return [(column, 1) for column in reached]


def finish(m: Model) -> list[Term]:
    """The last end, in minutes."""
    last = m.mip.column(m.s.horizon, whole=False)
    for job in m.s.jobs:
        hears = [columns for (j, _), columns in m.hear.items() if j == job.index]
        ends = [(column, slot + job.hearing) for columns in hears for slot, column in columns.items()]
        m.mip.most([*ends, (last, -1)], 0)
    return [(last, m.s.grid)]


def juror_days(m: Model) -> list[Term]:
    """Days of duty over all members."""
    terms: list[Term] = []
    for panel in m.s.panels:
        for day in m.s.days:
            works = m.mip.column()
            for columns, _ in _duties(m, panel):
                m.mip.most([*((c, 1) for c in _by_day(m, columns).get(day, {}).values()), (works, -1)], 0)
            terms.append((works, len(panel.members)))
    return terms


def presence(m: Model) -> list[Term]:
    """Minutes from first to last task over members and days."""
    terms: list[Term] = []
    for panel in m.s.panels:
        stay = (term for day in m.s.days for term in _span(m, _duties(m, panel), day))
        terms += [(column, value * len(panel.members) * m.s.grid) for column, value in stay]
    return terms


def waiting(m: Model) -> list[Term]:
    """Minutes that candidates spend between their own stages."""
    terms: list[Term] = []
    for candidate in m.s.problem.candidates:
        jobs = m.s.jobs_of(candidate)
        tasks = [(columns, length) for columns, _, length in attended(m, candidate)]
        spans = [term for day in m.s.days for term in _span(m, tasks, day)]
        wait = m.mip.column(m.s.horizon, whole=False)
        m.mip.most([*spans, (wait, -1)], sum(job.written + job.chain for job in jobs))
        terms.append((wait, m.s.grid))
    return terms


def _duties(m: Model, panel: Panel) -> Tasks:
    """All that a panel may do."""
    jobs = [job for job in m.s.jobs if panel in m.s.serving(job)]
    marks = [(m.mark[job.index, panel.index], job.marking) for job in jobs]
    return marks + [(m.hear[job.index, panel.index], job.hearing) for job in jobs]


def _by_day(m: Model, columns: Starts) -> dict[int, Starts]:
    found: dict[int, Starts] = {}
    for slot, column in columns.items():
        found.setdefault(slot // m.s.day_slots, {})[slot] = column
    return found


def _span(m: Model, tasks: Iterable[tuple[Starts, int]], day: int) -> list[Term]:
    """Slots from the first start on a day to the last end; 0 if nothing is on it."""
    long, base = m.s.day_slots, day * m.s.day_slots
    there, last, lead = m.mip.column(), m.mip.column(long, whole=False), m.mip.column(long, whole=False)
    for columns, length in tasks:
        today = _by_day(m, columns).get(day, {})
        m.mip.most([*((column, 1) for column in today.values()), (there, -1)], 0)
        m.mip.most([*((column, slot - base + length) for slot, column in today.items()), (last, -1)], 0)
        m.mip.most([*((column, long - slot + base) for slot, column in today.items()), (lead, -1)], 0)
    m.mip.most([(there, long), (last, -1), (lead, -1)], 0)
    return [(last, 1), (lead, 1), (there, -long)]


OBJECTIVES: dict[str, Callable[[Model], list[Term]]] = {
    "days": days,
    "juror_days": juror_days,
    "finish": finish,
    "presence": presence,
    "waiting": waiting,
}
