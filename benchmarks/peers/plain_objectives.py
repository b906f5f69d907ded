"""The default objectives in the plain CP-SAT formulation."""

from collections.abc import Callable

from benchmarks.peers.plain_model import Model, Var
from benchmarks.peers.session import Job, Panel


def days(m: Model) -> Var:
    """The last day with a task, from 1."""
    last = m.model.new_int_var(1, len(m.s.days), "days")
    for (_kind, _what, day), here in m.days.items():
        m.model.add(last >= day + 1).only_enforce_if(here)
    return last


def finish(m: Model) -> Var:
    """The last end, in minutes."""
    last = m.model.new_int_var(0, m.s.horizon, "finish")
    for job in m.s.jobs:
        m.model.add(last >= m.oral[job.index] + job.hearing)
    return m.s.grid * last


def juror_days(m: Model) -> Var:
    """Days of duty over all members."""
    return sum(len(panel.members) * _works(m, panel, day) for panel in m.s.panels for day in m.s.days)


def _works(m: Model, panel: Panel, day: int) -> Var:
    """Whether a panel does anything on a day."""
    works = m.flag(f"panel {panel.index} works on {day}")
    for job in m.s.jobs:
        if panel in m.s.serving(job):
            for kind in ("mark", "oral"):
                m.model.add_bool_or(works, ~m.panel[job.index, panel.index], ~m.days[kind, job.index, day])
    return works


def presence(m: Model) -> Var:
    """Minutes from first to last task over members and days."""
    return m.s.grid * sum(len(panel.members) * _stay(m, panel, day) for panel in m.s.panels for day in m.s.days)


def _stay(m: Model, panel: Panel, day: int) -> Var:
    """Slots from a panel's first task on a day to its last."""
    first, last = _first_and_last(m, day)
    for job in m.s.jobs:
        if panel not in m.s.serving(job):
            continue
        own = m.panel[job.index, panel.index]
        for kind, start, length in (("mark", m.mark, job.marking), ("oral", m.oral, job.hearing)):
            _spans(m, first, last, start[job.index], length, [own, m.days[kind, job.index, day]])
    return last - first


def waiting(m: Model) -> Var:
    """Minutes that candidates spend between their own stages."""
    total = []
    for candidate in m.s.problem.candidates:
        jobs = m.s.jobs_of(candidate)
        wait = m.model.new_int_var(0, m.s.horizon, f"wait {candidate.id}")
        total.append(wait)
        if len(jobs) == 1:
            _one_wait(m, wait, jobs[0])
        else:
            _several_waits(m, wait, jobs)
    return m.s.grid * sum(total)


def _one_wait(m: Model, wait: Var, job: Job) -> None:
    """From the paper to the orals, if they are on one day."""
    for day in m.s.days:
        both = m.days["paper", job.track, day], m.days["oral", job.index, day]
        m.model.add(wait >= m.oral[job.index] - m.paper[job.track] - job.written).only_enforce_if(*both)


def _several_waits(m: Model, wait: Var, jobs: tuple[Job, ...]) -> None:
    """The spans of all days, less all papers and orals."""
    spans = []
    for day in m.s.days:
        first, last = _first_and_last(m, day)
        spans.append(last - first)
        for job in jobs:
            _spans(m, first, last, m.paper[job.track], job.written, [m.days["paper", job.track, day]])
            _spans(m, first, last, m.oral[job.index], job.chain, [m.days["oral", job.index, day]])
    m.model.add(wait >= sum(spans) - sum(job.written + job.chain for job in jobs))


def _first_and_last(m: Model, day: int) -> tuple[Var, Var]:
    low, high = day * m.s.day_slots, (day + 1) * m.s.day_slots
    first, last = m.model.new_int_var(low, high, "first"), m.model.new_int_var(low, high, "last")
    m.model.add(first <= last)
    return first, last


def _spans(m: Model, first: Var, last: Var, start: Var, length: int, literals: list[Var]) -> None:
    """A task lies between first and last, if the literals are true."""
    m.model.add(first <= start).only_enforce_if(*literals)
    m.model.add(last >= start + length).only_enforce_if(*literals)


OBJECTIVES: dict[str, Callable[[Model], Var]] = {
    "days": days,
    "juror_days": juror_days,
    "finish": finish,
    "presence": presence,
    "waiting": waiting,
}
