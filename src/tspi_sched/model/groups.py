"""Equivalence classes of interchangeable things: oral rooms, seats at the papers, mobile projectors.

Members of a group are counted instead of named, so they cost no symmetry; `extract` decides who gets which.
"""

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass

from tspi_sched.model.instance import Instance, Job
from tspi_sched.problem import ORAL, WRITTEN, Projector, Room


@dataclass(frozen=True)
class RoomGroup:
    """A group of interchangeable oral rooms."""

    index: int
    rooms: tuple[Room, ...]

    @property
    def example(self) -> Room:
        """A representative room."""
        return self.rooms[0]


@dataclass(frozen=True)
class SeatGroup:
    """Jobs whose papers may change places: same track and length, same needs, same people who may not watch them."""

    index: int
    track: str
    written: int
    accessible: bool
    unwatched_by: frozenset[str]
    barred: frozenset[str]
    """People in a role who must not be in their sittings."""
    jobs: tuple[Job, ...]


def room_groups(instance: Instance) -> tuple[RoomGroup, ...]:
    """The oral rooms in groups, each alone where it must be known by name."""
    groups: dict[Hashable, list[Room]] = defaultdict(list)
    locked = {lock.task.room for lock in instance.problem.locks}
    title = instance.problem.title
    hearing = title.uses(ORAL)
    preparing = {title.stage[code].place for job in instance.jobs for code, slots in job.preparations if slots}
    shared = title.uses(WRITTEN) | preparing
    for room in instance.problem.rooms:
        if not hearing & set(room.uses):
            continue
        alone = not instance.pools_rooms or room.id in locked or not shared.isdisjoint(room.uses)
        enough = room.seats > instance.problem.rules.panel.size
        alike = (enough, room.projector, room.accessible, room.availability)
        groups[room.id if alone else alike].append(room)
    return tuple(RoomGroup(index, tuple(rooms)) for index, rooms in enumerate(groups.values()))


def seat_groups(instance: Instance) -> tuple[SeatGroup, ...]:
    """The jobs with a paper, grouped by all that matters for a seat; each alone where a plan before this one does."""
    locked = {lock.task.candidate for lock in instance.problem.locks}
    compared = _compared(instance)
    groups: dict[Hashable, list[Job]] = defaultdict(list)
    for job in instance.sitters:
        alone = job.index if compared or job.candidate.id in locked else None
        barred = barred_helpers(instance, job)
        alike = job.track, job.paper, job.written, job.candidate.accessible, _unwatched_by(instance, job), barred
        groups[alike, alone].append(job)
    return tuple(
        SeatGroup(
            i,
            jobs[0].track,
            jobs[0].written,
            jobs[0].candidate.accessible,
            _unwatched_by(instance, jobs[0]),
            barred_helpers(instance, jobs[0]),
            tuple(jobs),
        )
        for i, jobs in enumerate(groups.values())
    )


def barred_helpers(instance: Instance, job: Job) -> frozenset[str]:
    """The people in a role who must have no part in what a job's candidate sits."""
    barred = {*job.candidate.exclusions, *job.candidate.trainers}
    return frozenset(one.id for one in instance.problem.helpers if one.id in barred)


def _unwatched_by(instance: Instance, job: Job) -> frozenset[str]:
    return frozenset(job.candidate.trainers) & set(instance.problem.invigilator)


def _compared(instance: Instance) -> bool:
    """Whether somebody looks at who had which seat, room and projector in the plan before."""
    return instance.names_rooms and instance.problem.baseline is not None


def projector_groups(instance: Instance) -> tuple[tuple[Projector, ...], ...]:
    """Mobile projectors, those with the same availability together; each alone where a plan before this one counts."""
    groups: dict[Hashable, list[Projector]] = defaultdict(list)
    for projector in instance.problem.projectors:
        groups[projector.id if _compared(instance) else projector.availability].append(projector)
    return tuple(tuple(group) for group in groups.values())
