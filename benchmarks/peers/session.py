"""A session as a peer needs it: whole numbers of grid slots.

Only what all comparisons use is known here: named panels, and the rules at their defaults but for a few minutes. Slots
run over the whole session: day d has the slots from ``d * day_slots`` on.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from tspi_sched.checker.expected import expected
from tspi_sched.problem import (
    DELIBERATION,
    MARKING,
    MSP_USE,
    ORAL,
    ORAL_USE,
    WRITTEN,
    Availability,
    Candidate,
    Day,
    Invigilator,
    Member,
    PanelRules,
    Problem,
    Projector,
    Room,
    Rules,
)

Spans = tuple[tuple[int, int], ...]
"""Stretches of slots of the whole session, in order."""


@dataclass(frozen=True)
class Job:
    """One candidate on one track; lengths in slots."""

    index: int
    candidate: Candidate
    track: str
    paper: str
    written: int
    marking_stage: str
    marking: int
    orals: tuple[tuple[str, int, bool], ...]
    """Stage, slots, whether it is projected."""
    deliberation_stage: str
    deliberation: int

    @cached_property
    def chain(self) -> int:
        """All the orals."""
        return sum(slots for _, slots, _ in self.orals)

    @cached_property
    def hearing(self) -> int:
        """The orals and the deliberation."""
        return self.chain + self.deliberation

    @cached_property
    def offsets(self) -> tuple[int, ...]:
        """Each oral's start after the first one's."""
        return tuple(sum(slots for _, slots, _ in self.orals[:i]) for i in range(len(self.orals)))

    @cached_property
    def projected(self) -> tuple[tuple[int, int, int], ...]:
        """The projected orals: place among the orals, offset, slots."""
        return tuple((i, self.offsets[i], slots) for i, (_, slots, shown) in enumerate(self.orals) if shown)


@dataclass(frozen=True)
class Panel:
    """A named panel that may serve; the jobs it may not hear; the most it may hear on a day."""

    index: int
    members: tuple[Member, ...]
    spans: Spans
    barred: frozenset[int]
    most: int | None


@dataclass(frozen=True)
class Session:
    """A problem in slots."""

    problem: Problem
    jobs: tuple[Job, ...]
    panels: tuple[Panel, ...]

    @cached_property
    def grid(self) -> int:
        """Minutes in a slot."""
        return self.problem.rules.grid_minutes

    @cached_property
    def day_slots(self) -> int:
        """Slots from one midnight to the next."""
        return 1440 // self.grid

    @cached_property
    def days(self) -> range:
        """The days, from 0."""
        return range(len(self.problem.days))

    @cached_property
    def horizon(self) -> int:
        """Slots of the whole session."""
        return len(self.problem.days) * self.day_slots

    @cached_property
    def tracks(self) -> tuple[str, ...]:
        """The tracks that somebody sits."""
        return tuple(dict.fromkeys(job.track for job in self.jobs))

    @cached_property
    def changeover(self) -> int:
        """Slots kept free before a job's first oral."""
        return self.problem.rules.changeover_minutes // self.grid

    @cached_property
    def delay(self) -> int:
        """Slots from the end of a paper to its marking, at least; `rest` between two tracks of a candidate on one day,
        `turnover` between two sittings of a room or of an invigilator."""
        return -(-self.problem.rules.marking.delay_minutes // self.grid)

    @cached_property
    def rest(self) -> int:
        """See `delay`."""
        return -(-self.problem.rules.rest_between_tracks_minutes // self.grid)

    @cached_property
    def turnover(self) -> int:
        """See `delay`."""
        return -(-self.problem.rules.msp.turnover_minutes // self.grid)

    @cached_property
    def setup(self) -> int:
        """Slots to set up a mobile projector."""
        return self.problem.rules.projector_setup_minutes // self.grid

    @cached_property
    def meal(self) -> int:
        """Slots of a meal; 0: nobody needs one."""
        return -(-self.problem.rules.meal.minutes // self.grid)

    @cached_property
    def meal_starts(self) -> tuple[int, int]:
        """The first and the last slot of a day at which a meal may start."""
        opens, closes = self.problem.rules.meal.window
        return opens // self.grid, closes // self.grid - self.meal

    @cached_property
    def written_rooms(self) -> tuple[Room, ...]:
        """Rooms for papers."""
        return tuple(room for room in self.problem.rooms if MSP_USE in room.uses)

    @cached_property
    def oral_rooms(self) -> tuple[Room, ...]:
        """Rooms for orals, with chairs enough."""
        chairs = self.problem.rules.panel.size + 1
        return tuple(room for room in self.problem.rooms if ORAL_USE in room.uses and room.seats >= chairs)

    def jobs_of(self, candidate: Candidate) -> tuple[Job, ...]:
        """A candidate's jobs in the order of the tracks."""
        return tuple(job for job in self.jobs if job.candidate.id == candidate.id)

    def spans(self, thing: Candidate | Room | Projector | Invigilator) -> Spans:
        """When somebody or something is there."""
        return _spans(self.problem.days, [thing.availability], self.grid)

    def closed(self, spans: Spans) -> Spans:
        """The slots outside some stretches."""
        edges = [0, *(edge for span in spans for edge in span), self.horizon]
        return tuple((a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b)

    def serving(self, job: Job) -> tuple[Panel, ...]:
        """The panels that may hear a job."""
        return tuple(panel for panel in self.panels if job.index not in panel.barred)

    def suited(self, job: Job, rooms: Iterable[Room]) -> tuple[Room, ...]:
        """The rooms that a job's candidate can enter."""
        return tuple(room for room in rooms if room.accessible or not job.candidate.accessible)


def starts(spans: Spans, before: int, length: int) -> list[tuple[int, int]]:
    """First and last slot, span by span, at which something may start that takes `before` and `length` slots."""
    return [(a + before, b - length) for a, b in spans if a + before <= b - length]


def both(left: Spans, right: Spans) -> Spans:
    """The common parts of two lists of stretches."""
    parts = ((max(a0, b0), min(a1, b1)) for a0, a1 in left for b0, b1 in right)
    return tuple((a, b) for a, b in parts if a < b)


# --- from a problem --------------------------------------------------------------------------------------------------


def session(problem: Problem) -> Session:
    """Count a problem in slots; ends the program if it has rules that the peers do not know."""
    _refuse_others(problem)
    pairs = [(candidate, track) for candidate in problem.candidates for track in candidate.tracks]
    jobs = tuple(_job(problem, candidate, track, index) for index, (candidate, track) in enumerate(pairs))
    fit = [members for members in problem.panels.values() if _may_serve(problem, members)]
    return Session(problem, jobs, tuple(_panel(problem, members, jobs, i) for i, members in enumerate(fit)))


def without_distances(s: Session) -> Session:
    """The session; ends the program if it has least distances that a peer does not know."""
    if s.delay or s.rest or s.turnover:
        raise SystemExit("this peer knows no delay, rest or turnover: leave out `distances`")
    return s


def _refuse_others(problem: Problem) -> None:
    rules, usual = problem.rules, Rules(panel=PanelRules("given"))
    free = (
        "grid_minutes", "changeover_minutes", "projector_setup_minutes", "rest_between_tracks_minutes",
        "meal", "marking", "deliberation",
    )  # fmt: skip
    rules = replace(rules, msp=replace(rules.msp, turnover_minutes=usual.msp.turnover_minutes))
    kept = replace(rules, **{name: getattr(usual, name) for name in free})
    times = (rules.changeover_minutes, rules.projector_setup_minutes, *rules.meal.window)
    if kept != usual or rules.marking.before != "candidate" or rules.deliberation.position != "after_each":
        raise SystemExit("the peers know named panels and the default rules only")
    nights = (1440 - one.close + after.open for one, after in pairwise(problem.days))
    longest = max(rules.marking.delay_minutes, rules.rest_between_tracks_minutes, problem.rules.msp.turnover_minutes)
    if longest > min(nights, default=1440):
        raise SystemExit("the peers know no least distances that are longer than a night")
    if any(minutes % rules.grid_minutes for minutes in times) or problem.locks:
        raise SystemExit("the peers know set-ups and meals on the grid only, and no locks")


def _job(problem: Problem, candidate: Candidate, track: str, index: int) -> Job:
    slots = {code: m // problem.rules.grid_minutes for code, m in expected(problem, candidate, track).items()}
    stages = {k: [c for c in slots if problem.title.stage[c].kind == k] for k in (WRITTEN, MARKING, ORAL, DELIBERATION)}
    if not all(stages.values()):
        raise SystemExit("the peers know only stages that take time")
    (paper, *_), (marking, *_), (deliberation, *_) = stages[WRITTEN], stages[MARKING], stages[DELIBERATION]
    orals = tuple((code, slots[code], problem.title.stage[code].projection) for code in stages[ORAL])
    lengths = slots[paper], slots[marking], slots[deliberation]
    return Job(index, candidate, track, paper, lengths[0], marking, lengths[1], orals, deliberation, lengths[2])


def _may_serve(problem: Problem, members: tuple[Member, ...]) -> bool:
    rules = problem.rules.panel
    professionals = sum(member.professional for member in members)
    in_reserve = any(member.reserve for member in members) and not rules.use_reserve
    return len(members) == rules.size and professionals >= rules.min_professionals and not in_reserve


def _panel(problem: Problem, members: tuple[Member, ...], jobs: tuple[Job, ...], index: int) -> Panel:
    days = [day for day in problem.days if all(_accredited(member, day) for member in members)]
    spans = _spans(problem.days, [member.availability for member in members], problem.rules.grid_minutes, days)
    barred = frozenset(job.index for job in jobs if any(_excluded(job.candidate, member) for member in members))
    limits = [member.max_candidates_per_day for member in members if member.max_candidates_per_day is not None]
    return Panel(index, members, spans, barred, min(limits, default=None))


def _accredited(member: Member, day: Day) -> bool:
    return (member.accredited_from or day.date) <= day.date <= (member.accredited_to or day.date)


def _excluded(candidate: Candidate, member: Member) -> bool:
    same = bool(candidate.company_key) and candidate.company_key == member.company_key
    return same or member.id in candidate.trainers or member.id in candidate.exclusions


def _spans(days: tuple[Day, ...], wanted: list[Availability], grid: int, among: list[Day] | None = None) -> Spans:
    """The slots of the opening hours that lie inside all the availabilities, on all days or only on some."""
    found: list[tuple[int, int]] = []
    for index, day in enumerate(days):
        if among is not None and day not in among:
            continue
        common: Spans = ((day.open, day.close),)
        for availability in wanted:
            common = both(common, day.windows(availability))
        slots = ((-(-start // grid), end // grid) for start, end in common)
        found += [(index * (1440 // grid) + a, index * (1440 // grid) + b) for a, b in slots if a < b]
    return tuple(found)
