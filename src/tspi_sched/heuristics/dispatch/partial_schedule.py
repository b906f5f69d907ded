"""A partial schedule: what is taken of everybody and everything so far, and where jobs were inserted."""

from copy import copy
from dataclasses import dataclass, field

from tspi_sched.heuristics.dispatch.calendars import Calendars, PanelDay, PanelDays, Slots, mask, widened
from tspi_sched.heuristics.dispatch.papers import Moment, Seating
from tspi_sched.model import Job


@dataclass(frozen=True, slots=True)
class Insertion:
    """An insertion: when a panel marks a job's paper, and the slots and places of the rest, all on one day."""

    panel_day: PanelDay
    marking: Moment
    start: int
    room: str
    kits: tuple[str | None, ...]
    """By projected oral, its mobile projector; None where the room has one."""
    late: tuple[int, ...] = ()
    """If they are at the end of the day, the starts of the day's deliberations, the job's own last."""


@dataclass
class PartialSchedule:
    """A partial schedule; panel-days that are not `opened` may not be used."""

    calendars: Calendars
    seating: Seating
    opened: PanelDays
    marked: dict[int, Moment] = field(default_factory=dict)
    """By job, its marking, where that is placed beforehand."""
    ready: dict[int, Moment] = field(default_factory=dict)
    """By panel, when its first oral may start at the earliest."""

    insertions: dict[int, Insertion] = field(default_factory=dict, init=False)
    busy: dict[PanelDay, Slots] = field(default_factory=dict, init=False)
    """When a panel is taken on a day, deliberations at its end apart."""
    worked: dict[PanelDay, int] = field(default_factory=dict, init=False)
    heard: dict[PanelDay, list[Job]] = field(default_factory=dict, init=False)
    people: dict[tuple[str, int], Slots] = field(default_factory=dict, init=False)
    """When a candidate is taken on a day."""
    rooms: list[dict[str, Slots]] = field(default_factory=list, init=False)
    """By day, when each oral room is taken, changeovers included, and in the turnover before papers."""
    kits: list[dict[str, Slots]] = field(default_factory=list, init=False)
    """By day, what is free of each mobile projector."""
    starts: dict[int, Moment] = field(init=False)
    """By job, when its paper starts."""

    def __post_init__(self) -> None:
        calendars, seating = self.calendars, self.seating
        rooms, kits = calendars.oral_rooms[False, False], calendars.instance.problem.projectors
        for d in calendars.days:
            self.rooms.append(
                {room.id: seating.taken(room.id, d, before=calendars.instance.turnover) for room in rooms}
            )
            self.kits.append({kit.id: calendars.open(kit)[d] for kit in kits})
        self.starts = seating.starts()
        for index, start in self.starts.items():
            job = calendars.instance.jobs[index]
            self._attend(job, *start, job.written)

    def _attend(self, job: Job, day: int, start: int, slots: int) -> None:
        who = job.candidate.id, day
        self.people[who] = self.people.get(who, 0) | mask(start, slots)

    def copy(self) -> "PartialSchedule":
        """A copy, to try something and come back."""
        twin = copy(self)
        twin.insertions, twin.busy, twin.worked = dict(self.insertions), dict(self.busy), dict(self.worked)
        twin.heard = {panel_day: list(jobs) for panel_day, jobs in self.heard.items()}
        twin.people = dict(self.people)
        twin.rooms, twin.kits = [dict(rooms) for rooms in self.rooms], [dict(kits) for kits in self.kits]
        return twin

    def placed(self) -> set[str]:
        """The candidates who are placed; nobody is on some tracks only."""
        return {self.calendars.instance.jobs[index].candidate.id for index in self.insertions}

    def used(self) -> PanelDays:
        """The panel-days with work."""
        return {panel_day: slots for panel_day, slots in self.opened.items() if panel_day in self.worked}

    def occupy(self, panel_day: PanelDay, start: int, slots: int) -> None:
        """Take some of a panel's time for a task."""
        self.busy[panel_day] = self.busy.get(panel_day, 0) | mask(start, slots)
        self.worked[panel_day] = self.worked.get(panel_day, 0) + slots

    def take(self, job: Job, insertion: Insertion) -> None:
        """Insert a job."""
        (panel, day), ahead, held = insertion.panel_day, self.calendars.instance.changeover, self.calendars.held(job)
        if job.marking and job.index not in self.marked:
            self.occupy((panel, insertion.marking[0]), insertion.marking[1], job.marking)
        self.occupy(insertion.panel_day, insertion.start, held)
        self.busy[insertion.panel_day] |= widened(insertion.start, 0, ahead, 0)
        if self.calendars.instance.deliberates_later(
            job
        ):  # before the orals are given a room, which may be where one was
            self.rooms[day] = self.rooms_without_deliberations(insertion.panel_day)
        self.rooms[day][insertion.room] |= widened(insertion.start, held, ahead, 0)
        for kit, (offset, slots) in zip(insertion.kits, self.calendars.shown[job.index], strict=True):
            if kit is not None:
                self.kits[day][kit] &= ~mask(insertion.start + offset, slots)
        self._attend(job, day, insertion.start, job.chain)
        self.insertions[job.index] = insertion
        self.heard.setdefault(insertion.panel_day, []).append(job)
        if self.calendars.instance.deliberates_later(job):
            self.worked[insertion.panel_day] += job.deliberation
            for start, slots, room in self.deliberations(insertion.panel_day):
                self.rooms[day][room] |= mask(start, slots)

    def later_jobs(self, panel_day: PanelDay) -> list[Job]:
        """The jobs of a day whose deliberations are at its end, in the order in which they were given."""
        return [job for job in self.heard.get(panel_day, ()) if self.calendars.instance.deliberates_later(job)]

    def deliberations(self, panel_day: PanelDay) -> list[tuple[int, int, str]]:
        """Start, slots and room of each deliberation at the end of a panel's day."""
        jobs = self.later_jobs(panel_day)
        starts = self.insertions[jobs[-1].index].late if jobs else ()
        pairs = zip(jobs, starts, strict=True)
        return [(start, job.deliberation, self.insertions[job.index].room) for job, start in pairs]

    def rooms_without_deliberations(self, panel_day: PanelDay) -> dict[str, Slots]:
        """When the rooms are taken on a day, if a panel's deliberations at its end are to be moved."""
        rooms, taken = self.rooms[panel_day[1]], self.deliberations(panel_day)
        if taken:
            rooms = dict(rooms)
            for start, slots, room in taken:
                rooms[room] &= ~mask(start, slots)
        return rooms
