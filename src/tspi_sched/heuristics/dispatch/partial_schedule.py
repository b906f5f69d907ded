"""A plan in the making: what is taken of everybody and everything so far, and the turns that jobs were given."""

from copy import copy
from dataclasses import dataclass, field

from tspi_sched.heuristics.dispatch.calendars import Bin, Bins, Ground, Slots, stretch, widened
from tspi_sched.heuristics.dispatch.papers import Moment, Papers
from tspi_sched.model import Job


@dataclass(frozen=True, slots=True)
class Turn:
    """What a panel does for a job: when it marks the paper, and the slots and places of the rest, all on one day."""

    bin: Bin
    marking: Moment
    start: int
    room: str
    kits: tuple[str | None, ...]
    """By projected oral, its mobile projector; None where the room has one."""
    late: tuple[int, ...] = ()
    """If they are at the end of the day, the starts of the day's deliberations, the job's own last."""


@dataclass
class Sheet:
    """What is taken and given so far; bins that are not `opened` are not to be used."""

    ground: Ground
    papers: Papers
    opened: Bins
    marked: dict[int, Moment] = field(default_factory=dict)
    """By job, its marking, where it is given beforehand."""
    ready: dict[int, Moment] = field(default_factory=dict)
    """By panel, when its first oral may start at the earliest."""

    turns: dict[int, Turn] = field(default_factory=dict, init=False)
    busy: dict[Bin, Slots] = field(default_factory=dict, init=False)
    """When a panel is taken on a day, deliberations at its end apart."""
    worked: dict[Bin, int] = field(default_factory=dict, init=False)
    heard: dict[Bin, list[Job]] = field(default_factory=dict, init=False)
    people: dict[tuple[str, int], Slots] = field(default_factory=dict, init=False)
    """When a candidate is taken on a day."""
    rooms: list[dict[str, Slots]] = field(default_factory=list, init=False)
    """By day, when each oral room is taken, changeovers included, and in the turnover before papers."""
    kits: list[dict[str, Slots]] = field(default_factory=list, init=False)
    """By day, what is free of each mobile projector."""
    starts: dict[int, Moment] = field(init=False)
    """By job, when its paper starts."""

    def __post_init__(self) -> None:
        ground, papers = self.ground, self.papers
        rooms, kits = ground.oral_rooms[False, False], ground.instance.problem.projectors
        for d in ground.days:
            self.rooms.append({room.id: papers.taken(room.id, d, before=ground.instance.turnover) for room in rooms})
            self.kits.append({kit.id: ground.open(kit)[d] for kit in kits})
        self.starts = papers.starts()
        for index, start in self.starts.items():
            job = ground.instance.jobs[index]
            self._attend(job, *start, job.written)

    def _attend(self, job: Job, day: int, start: int, slots: int) -> None:
        who = job.candidate.id, day
        self.people[who] = self.people.get(who, 0) | stretch(start, slots)

    def copy(self) -> "Sheet":
        """The same, to go on from and maybe come back."""
        other = copy(self)
        other.turns, other.busy, other.worked = dict(self.turns), dict(self.busy), dict(self.worked)
        other.heard = {bin: list(jobs) for bin, jobs in self.heard.items()}
        other.people = dict(self.people)
        other.rooms, other.kits = [dict(rooms) for rooms in self.rooms], [dict(kits) for kits in self.kits]
        return other

    def placed(self) -> set[str]:
        """The candidates who have a turn; nobody has one on some tracks only."""
        return {self.ground.instance.jobs[index].candidate.id for index in self.turns}

    def used(self) -> Bins:
        """The bins in which there is work."""
        return {bin: slots for bin, slots in self.opened.items() if bin in self.worked}

    def occupy(self, bin: Bin, start: int, slots: int) -> None:
        """Take some of a panel's time for a task."""
        self.busy[bin] = self.busy.get(bin, 0) | stretch(start, slots)
        self.worked[bin] = self.worked.get(bin, 0) + slots

    def take(self, job: Job, turn: Turn) -> None:
        """Give a job its turn."""
        (panel, day), ahead, held = turn.bin, self.ground.instance.changeover, self.ground.held(job)
        if job.marking and job.index not in self.marked:
            self.occupy((panel, turn.marking[0]), turn.marking[1], job.marking)
        self.occupy(turn.bin, turn.start, held)
        self.busy[turn.bin] |= widened(turn.start, 0, ahead, 0)
        if self.ground.instance.deliberates_later(job):  # before the orals are given a room, which may be where one was
            self.rooms[day] = self.rooms_without_deliberations(turn.bin)
        self.rooms[day][turn.room] |= widened(turn.start, held, ahead, 0)
        for kit, (at, slots) in zip(turn.kits, self.ground.shown[job.index], strict=True):
            if kit is not None:
                self.kits[day][kit] &= ~stretch(turn.start + at, slots)
        self._attend(job, day, turn.start, job.chain)
        self.turns[job.index] = turn
        self.heard.setdefault(turn.bin, []).append(job)
        if self.ground.instance.deliberates_later(job):
            self.worked[turn.bin] += job.deliberation
            for start, slots, room in self.deliberations(turn.bin):
                self.rooms[day][room] |= stretch(start, slots)

    def later_jobs(self, bin: Bin) -> list[Job]:
        """The jobs of a day whose deliberations are at its end, in the order in which they were given."""
        return [job for job in self.heard.get(bin, ()) if self.ground.instance.deliberates_later(job)]

    def deliberations(self, bin: Bin) -> list[tuple[int, int, str]]:
        """Start, slots and room of each deliberation at the end of a panel's day."""
        jobs = self.later_jobs(bin)
        starts = self.turns[jobs[-1].index].late if jobs else ()
        pairs = zip(jobs, starts, strict=True)
        return [(start, job.deliberation, self.turns[job.index].room) for job, start in pairs]

    def rooms_without_deliberations(self, bin: Bin) -> dict[str, Slots]:
        """When the rooms are taken on a day, if a panel's deliberations at its end are to be moved."""
        rooms, taken = self.rooms[bin[1]], self.deliberations(bin)
        if taken:
            rooms = dict(rooms)
            for start, slots, room in taken:
                rooms[room] &= ~stretch(start, slots)
        return rooms
