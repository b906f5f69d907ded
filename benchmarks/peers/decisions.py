"""From what a peer decided to the rows of a plan."""

from dataclasses import dataclass, field

from benchmarks.peers.session import Job, Panel, Session
from tspi_sched.plan import Plan, Task, in_time_order


@dataclass(frozen=True)
class Decision:
    """All that a peer decides for one job; starts in slots, the rest ids."""

    written: int
    seat: str
    invigilators: tuple[str, ...]
    marking: int
    orals: int
    panel: Panel
    room: str
    projectors: dict[int, str] = field(default_factory=dict)
    """Mobile projectors by the place of the oral."""


def to_plan(session: Session, decisions: dict[int, Decision]) -> Plan:
    """The rows of a plan from one decision per job."""
    tasks: list[Task] = []
    for job in session.jobs:
        made, panel = decisions[job.index], tuple(member.id for member in decisions[job.index].panel.members)
        tasks += [
            _task(session, job, job.paper, made.written, job.written, room=made.seat, invigilators=made.invigilators),
            _task(session, job, job.marking_stage, made.marking, job.marking, members=panel),
        ]
        for i, (code, slots, _) in enumerate(job.orals):
            start, projector = made.orals + job.offsets[i], made.projectors.get(i)
            tasks.append(_task(session, job, code, start, slots, made.room, panel, projector=projector))
        end = made.orals + job.chain
        tasks.append(_task(session, job, job.deliberation_stage, end, job.deliberation, made.room, panel))
    return Plan(in_time_order(tasks))


def anybody(session: Session) -> dict[str, tuple[str, ...]]:
    """Invigilators for each track's paper in a session without that rule: different ones for each, enough for all."""
    share, free = session.problem.rules.msp.candidates_per_invigilator, iter(session.problem.invigilators)
    needed = {track: -(-sum(job.track == track for job in session.jobs) // share) for track in session.tracks}
    return {track: tuple(next(free).id for _ in range(count)) for track, count in needed.items()}


def _task(
    session: Session,
    job: Job,
    stage: str,
    start: int,
    slots: int,
    room: str | None = None,
    members: tuple[str, ...] = (),
    invigilators: tuple[str, ...] = (),
    projector: str | None = None,
) -> Task:
    day, slot = divmod(start, session.day_slots)
    minutes, date = slot * session.grid, session.problem.days[day].date
    end = minutes + slots * session.grid
    return Task(job.candidate.id, job.track, stage, date, minutes, end, room, members, invigilators, projector)
