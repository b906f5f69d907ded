"""A plan: ids and times only. It may come from the solver, from Excel or from a colleague."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from tspi_sched.stamp import UNSTAMPED, Stamp

DONE, VOID = "done", "void"
"""The states of a task that is no longer to come."""


class Span(Protocol):
    """Anything with a day, a start and an end in minutes from midnight."""

    @property
    def day(self) -> date:
        """The day."""

    @property
    def start(self) -> int:
        """The first minute."""

    @property
    def end(self) -> int:
        """The minute after the last."""


@dataclass(frozen=True, slots=True)
class Task:
    """One timed piece of work on one `day`; `start` and `end` are minutes from midnight, local time of the centre.

    `candidate` and `track` are None for the signing of the minutes (`PV`) only. `stage` is the référentiel's code. The
    `room`, the `members` of the panel, the `invigilators` and the mobile `projector` are ids of the session.
    """

    candidate: str | None
    track: str | None
    stage: str
    day: date
    start: int
    end: int
    room: str | None = None
    members: tuple[str, ...] = ()
    invigilators: tuple[str, ...] = ()
    projector: str | None = None
    state: str = ""
    """``done``: it has happened, with the times it really had; ``void``: it happened and counts for nothing; empty: it
    is to come."""
    means: tuple[str, ...] = ()
    """The ids of all other means it uses: things, fixed or carried, and people in a role."""

    @property
    def minutes(self) -> int:
        """How long the task lasts."""
        return self.end - self.start

    @property
    def key(self) -> tuple[str | None, str | None, str]:
        """What the task is, whatever its time and place: candidate, track and stage."""
        return self.candidate, self.track, self.stage


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A `candidate` left out of the plan, by id, and the `reason`, a sentence."""

    candidate: str
    reason: str


Fact = str | int | float | bool
"""What a cell says that an incident adds."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, or is known to happen, once a plan is in force.

    `kind` is one of `EVENTS`; `who` is the id of a person, of the room or projector closed, or of the room of a
    sitting that started; `start` and `end` are moments of the centre's local time: from and until for an absence or a
    closure, in `start` alone when something happened. `candidate`, `track` and `stage` say of which task; `room` is
    where a paper goes on. A row added to a `sheet` of the workbook, or the row of `who` with other values, has the
    values in `facts`, by the titles of their columns.
    """

    kind: str
    who: str | None = None
    start: datetime | None = None
    end: datetime | None = None
    candidate: str | None = None
    track: str | None = None
    stage: str | None = None
    room: str | None = None
    sheet: str | None = None
    facts: tuple[tuple[str, Fact], ...] = ()

    @property
    def subject(self) -> tuple[str | None, ...]:
        """What the event is about: a later event about the same replaces it."""
        whose = f"{self.sheet} {self.who}" if self.sheet else self.who
        if self.kind == "started" and self.who and self.start:
            whose = f"{self.who} {self.start:%Y-%m-%d}"  # a room has its sittings day by day
        return self.kind, whose, self.candidate, self.track, self.stage


EVENTS = ("absent", "present", "late", "arrived", "ended", "started", "closed", "room", "more")
"""The kinds of events."""


@dataclass(frozen=True, slots=True)
class Plan:
    """All the `tasks` of a session in time order, and the candidates left out (`unplaced`).

    A plan made after an incident knows the moment `now` at which it was made, None before the session, and all the
    `events` that hold.
    """

    tasks: tuple[Task, ...]
    unplaced: tuple[Unplaced, ...] = ()
    now: datetime | None = None
    events: tuple[Event, ...] = ()

    @property
    def history(self) -> tuple[Task, ...]:
        """The tasks that have happened and count."""
        return tuple(task for task in self.tasks if task.state == DONE)

    @property
    def is_replanned(self) -> bool:
        """Whether something happened since the first plan: such a plan is judged with the defaults of `replan`."""
        return self.now is not None or bool(self.events)


def in_time_order(tasks: list[Task]) -> tuple[Task, ...]:
    """Tasks sorted by day, start and what they are, so that equal plans read the same."""
    return tuple(sorted(tasks, key=_in_time))


def _in_time(task: Task) -> tuple[object, ...]:
    return task.day, task.start, task.end, task.candidate or "", task.track or "", task.stage


def moment(day: date, minute: int) -> datetime:
    """A minute of a day as Python and Excel count: minute 1440 is midnight of the next day."""
    return datetime(day.year, day.month, day.day) + timedelta(minutes=minute)


class Status(StrEnum):
    """How far a search came, or one of its objectives; equal to the word that files and commands show."""

    OPTIMAL = "optimal"
    """Proven: nothing better exists."""
    FEASIBLE = "feasible"
    """There is a plan, and no proof."""
    INFEASIBLE = "infeasible"
    """Proven: no plan keeps all the rules."""
    UNKNOWN = "unknown"
    """Nothing was found in time."""

    __repr__ = str.__repr__


@dataclass(frozen=True, slots=True)
class ObjectiveReport:
    """How far the objective `name` was brought, in its own unit (see `measure`).

    `value` is measured on the plan, `best` was reached while the objective was being minimised (they differ only
    by a tolerance), `bound` is a proven lower bound of `best`: no plan has less that keeps the objectives before it,
    within their tolerances. `status` is ``optimal``, ``feasible`` or ``unknown``; `seconds` were spent on it.
    """

    name: str
    value: int
    best: int
    bound: int
    status: Status
    seconds: float

    def __post_init__(self) -> None:
        """A status that comes as a word, as from a file, becomes a `Status`."""
        object.__setattr__(self, "status", Status(self.status))


@dataclass(frozen=True, slots=True)
class StepReport:
    """What one step of a search did for the objective `name`: who closed which gap.

    `step` is the function that took it (`first_plan`, `pattern_bound`, …), in so many `seconds`. `value_before` and
    `value_after` are those of the plan at hand, in the objective's own unit, and None while there is none;
    `bound_before` and `bound_after` are proven, and 0 at first. While one objective is worked on, values never rise,
    bounds never fall, and each step begins where the last one ended.
    """

    name: str
    step: str
    seconds: float
    value_before: int | None
    value_after: int | None
    bound_before: int
    bound_after: int


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a plan comes from: the `input` (scenario or workbook) as a command was given it, and the `workbook` of its
    facts as an absolute path; each is empty where it is not known."""

    input: str = ""
    workbook: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """How a search ended.

    `status`: ``optimal`` (every objective proven), ``feasible``, ``infeasible`` (proven: no plan keeps all the rules)
    or ``unknown`` (nothing found in time). `plan` is None for the last two. `objectives` are the reports, in the order
    of the wishes. `reasons` are sentences that say why there is no plan, as far as counting shows it. `interrupted`: by
    Ctrl-C, before the time limit; `seconds` is how long it took. `steps` tell what each step of the search did, in
    their order; no file keeps them.
    """

    status: Status
    plan: Plan | None
    objectives: tuple[ObjectiveReport, ...] = ()
    reasons: tuple[str, ...] = ()
    interrupted: bool = False
    seconds: float = 0.0
    scenario: str = ""
    """The name of the scenario that was solved."""
    origin: Origin = field(default=Origin(), compare=False)
    """The files that it was made from; two results of the same plan are equal wherever these are."""
    steps: tuple[StepReport, ...] = field(default=(), compare=False)
    stamp: Stamp = field(default=UNSTAMPED, compare=False)
    """The edition that it is published as, on everything that is written of it."""

    def __post_init__(self) -> None:
        """A status that comes as a word, as from a file, becomes a `Status`."""
        object.__setattr__(self, "status", Status(self.status))
