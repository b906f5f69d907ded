"""Calendars: what never changes while plans are made by dispatching; each day's slots as the bits of an integer.

Bit `i` of a set of slots stands for slot `i` of one day, so "where does this fit" is a few shifts of it.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from tspi_sched.model import Agent, Instance, Job
from tspi_sched.model.calendar import meal_slots
from tspi_sched.model.instance import agent_windows, barred_jobs
from tspi_sched.problem import (
    MSP_USE,
    ORAL_USE,
    Availability,
    Candidate,
    Invigilator,
    Projector,
    Room,
    Windows,
    accredited,
)

Slots = int
"""A set of slots of one day."""

PanelDay = tuple[int, int]
"""A panel-day: a panel (by its place among those who may serve) and a day, into which work is packed."""

PanelDays = dict[PanelDay, Slots]
"""The panel-days that may be used, and when."""


def mask(start: int, length: int) -> Slots:
    """A mask of some slots from a first one on."""
    return ((1 << length) - 1) << start


def feasible_starts(free: Slots, length: int) -> Slots:
    """The feasible starts: slots from which on so many are free."""
    have = 1
    while have < length:
        more = min(have, length - have)
        free &= free >> more
        have += more
    return free


def lowest(slots: Slots) -> int:
    """The lowest of some slots."""
    return (slots & -slots).bit_length() - 1


def slots_after(busy: Slots, length: int) -> Slots:
    """The slots that come at most so many after one of some."""
    shadow, have = busy << 1 if length else 0, 1
    while have < length:
        more = min(have, length - have)
        shadow |= shadow << more
        have += more
    return shadow


def widened(start: int, length: int, before: int, behind: int) -> Slots:
    """A mask of some slots from a first one on, widened before and behind."""
    begin = max(0, start - before)
    return mask(begin, start + length + behind - begin)


def from_slot(slots: Slots, start: int) -> Slots:
    """Those of some slots that are not before a given one."""
    return slots >> start << start


@dataclass(frozen=True)
class Calendars:
    """The calendars of a problem whose panels are named."""

    instance: Instance
    _opened: dict[Availability, tuple[Slots, ...]] = field(init=False, default_factory=dict, repr=False, compare=False)
    """A memo: the slots of the availabilities asked for so far, by day."""
    _after_meal: dict[Slots, int] = field(init=False, default_factory=dict, repr=False, compare=False)
    """A memo: the first slots after a meal, by the free slots asked for so far."""

    @cached_property
    def days(self) -> range:
        """The days, from 0."""
        return range(len(self.instance.problem.days))

    @cached_property
    def starts(self) -> Slots:
        """The slots that are points of the grid."""
        return sum(1 << slot for slot in range(0, self.instance.slots_per_day, self.instance.step))

    @cached_property
    def opening(self) -> tuple[Slots, ...]:
        """Each day's opening hours."""
        return tuple(self.inside(day.windows()) for day in self.instance.problem.days)

    def inside(self, windows: Windows) -> Slots:
        """The slots that lie wholly inside some stretches of a day."""
        grid, slots = self.instance.grid, 0
        for start, end in windows:
            low, high = self.instance.up(start), end // grid
            slots |= mask(low, high - low) if high > low else 0
        return slots

    def open(self, thing: Candidate | Room | Projector | Invigilator) -> tuple[Slots, ...]:
        """When somebody or something is available, by day."""
        if thing.availability not in self._opened:
            windows = (day.windows(thing.availability) for day in self.instance.problem.days)
            self._opened[thing.availability] = tuple(map(self.inside, windows))
        return self._opened[thing.availability]

    # --- the panels

    @cached_property
    def panels(self) -> tuple[Agent, ...]:
        """The panels that may serve at all."""
        rules = self.instance.problem.rules.panel
        return tuple(
            agent
            for agent in self.instance.agents
            if len(agent.members) == rules.size
            and sum(member.professional for member in agent.members) >= rules.min_professionals
            and (rules.use_reserve or not any(member.reserve for member in agent.members))
        )

    @cached_property
    def duty(self) -> dict[PanelDay, Slots]:
        """When a panel may work; the time to sign the minutes is kept free."""
        present = {(panel, d): self.there(panel, d) for panel in range(len(self.panels)) for d in self.days}
        return {
            panel_day: slots & mask(0, max(0, slots.bit_length() - self.instance.closing))
            for panel_day, slots in present.items()
        }

    def there(self, panel: int, d: int) -> Slots:
        """When all the members of a panel are there on a day."""
        day, agent = self.instance.problem.days[d], self.panels[panel]
        if not all(accredited(member, day.date) for member in agent.members):
            return 0
        return self.inside(agent_windows(agent, day))

    @cached_property
    def barred(self) -> tuple[frozenset[int], ...]:
        """By panel, the jobs that it may not assess."""
        return tuple(barred_jobs(self.instance, panel) for panel in self.panels)

    @cached_property
    def most_heard(self) -> tuple[int, ...]:
        """By panel, how many it may hear in a day."""
        usual, many = self.instance.problem.rules.member.max_candidates_per_day, len(self.instance.jobs)
        own = [[m.max_candidates_per_day for m in panel.members] for panel in self.panels]
        limits = ([usual if limit is None else limit for limit in own_limits] for own_limits in own)
        return tuple(
            min((many if limit is None else limit for limit in own_limits), default=many) for own_limits in limits
        )

    @cached_property
    def most_worked(self) -> int:
        """Slots that anybody may work in a day, apart from signing the minutes."""
        limit = self.instance.problem.rules.member.max_duty_minutes_per_day
        return self.instance.slots_per_day if limit is None else limit // self.instance.grid - self.instance.closing

    # --- meals

    @cached_property
    def meals(self) -> dict[int, Slots]:
        """By the slots that a meal takes, where it may begin; empty if nobody needs one."""
        starts_by_length: dict[int, Slots] = {}
        for start, length in meal_slots(self.instance) if self.instance.problem.rules.meal.minutes else ():
            starts_by_length[length] = starts_by_length.get(length, 0) | 1 << start
        return starts_by_length

    @cached_property
    def hungry(self) -> bool:
        """Whether everybody needs a meal."""
        return self.instance.problem.rules.meal.minutes > 0

    def fed(self, busy: Slots) -> bool:
        """Whether somebody with these busy slots finds time for a meal."""
        return not self.hungry or self.after_meal(busy) > 0

    def after_meal(self, busy: Slots) -> int:
        """The first slot before which somebody with these busy slots may have had a meal; 0: there is none."""
        free = ~busy & self.meal_window
        if free not in self._after_meal:
            openings = ((feasible_starts(free, slots) & starts, slots) for slots, starts in self.meals.items())
            self._after_meal[free] = min(
                (lowest(starts_open) + slots for starts_open, slots in openings if starts_open), default=0
            )
        return self._after_meal[free]

    @cached_property
    def meal_window(self) -> Slots:
        """The slots that meals may take at all."""
        window = 0
        for slots, starts in self.meals.items():
            window |= mask(lowest(starts), starts.bit_length() - 1 + slots - lowest(starts))
        return window

    # --- places

    @cached_property
    def halls(self) -> tuple[Room, ...]:
        """The rooms for papers."""
        return tuple(room for room in self.instance.problem.rooms if MSP_USE in room.uses)

    @cached_property
    def oral_rooms(self) -> dict[tuple[bool, bool], tuple[Room, ...]]:
        """By what a job needs (access, projection), the rooms for its orals; those that others need least come
        first."""
        chairs = self.instance.problem.rules.panel.size
        rooms = [room for room in self.instance.problem.rooms if ORAL_USE in room.uses and room.seats > chairs]
        return {
            (access, shown): tuple(
                sorted(
                    (room for room in rooms if room.accessible or not access),
                    key=lambda room: (MSP_USE in room.uses, room.projector != shown, room.accessible != access),
                )
            )
            for access in (False, True)
            for shown in (False, True)
        }

    @cached_property
    def shown(self) -> tuple[tuple[tuple[int, int], ...], ...]:
        """By job, its projected orals: first slot, from the start of the first oral, and slots, set-up included."""
        stage, setup = (
            self.instance.problem.title.stage,
            self.instance.up(self.instance.problem.rules.projector_setup_minutes),
        )
        return tuple(
            tuple(
                (offset - setup, setup + slots)
                for (code, slots), offset in zip(job.orals, job.offsets, strict=True)
                if stage[code].projection
            )
            for job in self.instance.jobs
        )

    def hearing(self, free: Slots, busy: Slots, job: Job) -> Slots:
        """The slots from which on somebody or something free then may be held for a job, who is not busy in the
        changeover before."""
        return feasible_starts(free & ~busy, self.held(job)) & ~slots_after(busy, self.instance.changeover)

    def marked_from(self, job: Job, paper: tuple[int, int], d: int) -> int:
        """The slot of a day before which a job is not marked, or not heard if nothing is marked, its paper starting
        then."""
        delay = self.instance.delay if job.marking else 0
        return self.since_paper(job, paper, d, delay)

    def since_paper(self, job: Job, paper: tuple[int, int], d: int, slots: int) -> int:
        """The slot of a day that is so many of the calendar after the end of a job's paper, its first one at least."""
        days, (day, start) = self.instance.problem.days, paper
        passed = (days[d].date - days[day].date).days * self.instance.slots_per_day
        return max(0, start + job.written + slots - passed)

    def work_of(self, jobs: Iterable[Job]) -> int:
        """Slots that panels are taken for some jobs, changeovers included."""
        return sum(job.marking + self.instance.changeover + job.chain + job.deliberation for job in jobs)

    def held(self, job: Job) -> int:
        """Slots for which a job holds its room, from the first oral on."""
        return job.chain + (0 if self.deliberates_at_end else job.deliberation)

    @cached_property
    def deliberates_at_end(self) -> bool:
        """Whether deliberations are at the end of the day."""
        return not self.instance.deliberates_at_once

    @cached_property
    def trained(self) -> dict[str, int]:
        """How many of the candidates somebody trained."""
        return Counter(trainer for candidate in self.instance.problem.candidates for trainer in candidate.trainers)
