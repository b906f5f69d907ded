"""The facts and the rules of a session: what a plan must respect, whatever we wish from it.

Everything here is frozen and self-consistent: past `read`, nothing is half-right. Times are minutes from midnight,
local time of the centre; a variant of a problem is made with `dataclasses.replace`.
"""

import unicodedata
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import cached_property, lru_cache

from tspi_sched.plan import Plan, Task

WRITTEN, MARKING, ORAL, DELIBERATION, CLOSING = "written", "marking", "oral", "deliberation", "closing"
KINDS = (WRITTEN, MARKING, ORAL, DELIBERATION, CLOSING)
"""What a stage is: the written paper, its marking, an oral, the deliberation, the signing of the minutes."""

MSP_USE, ORAL_USE = "MSP", "ORAL"
"""What a room may host: written papers, orals."""

LOCK_PARTS = ("day", "start", "room", "panel", "invigilators")


# --- the title -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stage:
    """One timed part of the référentiel. `attends`: ``candidate``, ``panel``, ``invigilator``; `place`: a use of a
    room, ``anywhere`` or ``last_oral`` (the room of the last oral); `projection`: a projector is needed."""

    code: str
    name: str
    kind: str
    attends: tuple[str, ...]
    place: str
    projection: bool = False


@dataclass(frozen=True, slots=True)
class Track:
    """One way through the title: its stages in order with their minutes, as the référentiel gives them."""

    code: str
    name: str
    minutes: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Title:
    """A référentiel as data: stages and tracks, and the final interview of who completes the title by its parts.

    Each track is one written stage, its marking, one or more orals and a deliberation, in this order.
    """

    code: str
    version: str
    name: str
    stages: tuple[Stage, ...]
    tracks: tuple[Track, ...]
    completion: tuple[str, int] | None = None
    """Stage code and minutes of the final interview after the last certificate; None: the title has none."""

    @cached_property
    def stage(self) -> dict[str, Stage]:
        """Stages by code."""
        return {stage.code: stage for stage in self.stages}

    @cached_property
    def track(self) -> dict[str, Track]:
        """Tracks by code."""
        return {track.code: track for track in self.tracks}


# --- who and what ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Opening:
    """A time when somebody or something is available: on one day, or on every day if `day` is None."""

    day: date | None = None
    start: int = 0
    end: int = 1440


Availability = tuple[Opening, ...]
"""All the times stated; none stated means always."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the session and its opening hours, in minutes from midnight."""

    date: date
    open: int = 480
    close: int = 1080

    def windows(self, availability: Availability = ()) -> tuple[tuple[int, int], ...]:
        """The parts of the opening hours inside an availability, merged and in order."""
        if not availability:
            return ((self.open, self.close),)
        inside = sorted(
            (max(o.start, self.open), min(o.end, self.close)) for o in availability if o.day in (None, self.date)
        )
        merged: list[tuple[int, int]] = []
        for start, end in inside:
            if start >= end:
                continue
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        return tuple(merged)


@dataclass(frozen=True, slots=True)
class ExtraTime:
    """Extra time on one stage: a share of its length, or minutes."""

    stage: str
    share: Fraction = Fraction(0)
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody to assess, on one or several tracks in the order listed."""

    id: str
    last_name: str
    tracks: tuple[str, ...]
    first_name: str = ""
    final_interview: bool = False
    """Completes the title with this session's certificates, so sits the final interview after the last of them."""
    route: str = ""
    company: str = ""
    trainers: tuple[str, ...] = ()
    exclusions: tuple[str, ...] = ()
    extra_time: tuple[ExtraTime, ...] = ()
    report: bool = True
    """False: no activity report, so the written paper is presented at the projected oral."""
    accessible: bool = False
    availability: Availability = ()
    priority: int = 1
    email: str = ""

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def company_key(self) -> str:
        """The company as it is compared: see `plain`."""
        return plain(self.company)


@dataclass(frozen=True, slots=True)
class Member:
    """A juror. `panel` is the label of a named panel; `gender` is ``F``, ``M`` or empty; costs are per day of duty."""

    id: str
    last_name: str
    first_name: str = ""
    panel: str = ""
    company: str = ""
    professional: bool = True
    gender: str = ""
    accredited_from: date | None = None
    accredited_to: date | None = None
    reserve: bool = False
    max_candidates_per_day: int | None = None
    availability: Availability = ()
    cost: int = 0
    email: str = ""

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def company_key(self) -> str:
        """The company as it is compared: see `plain`."""
        return plain(self.company)


@dataclass(frozen=True, slots=True)
class Room:
    """A room. `seats`: desks for candidates when used for the MSP, chairs in all when used for orals."""

    id: str
    uses: tuple[str, ...]
    seats: int
    name: str = ""
    projector: bool = False
    accessible: bool = False
    availability: Availability = ()
    cost: int = 0


@dataclass(frozen=True, slots=True)
class Projector:
    """A mobile presentation kit."""

    id: str
    availability: Availability = ()


@dataclass(frozen=True, slots=True)
class Invigilator:
    """Somebody who watches over written papers."""

    id: str
    last_name: str
    first_name: str = ""
    availability: Availability = ()
    cost: int = 0
    email: str = ""

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()


# --- the rules' parameters -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MspRules:
    """Parameters of the written paper."""

    waves: int = 1
    waves_overlap: bool = True
    mix_tracks: bool = True
    candidates_per_invigilator: int = 20


@dataclass(frozen=True, slots=True)
class PanelRules:
    """Parameters of the panels; `mode` is ``given``, ``daily`` or ``free``."""

    mode: str = "daily"
    size: int = 2
    min_professionals: int = 1
    use_reserve: bool = False


@dataclass(frozen=True, slots=True)
class MemberRules:
    """Limits of a member's day; None: no limit."""

    max_candidates_per_day: int | None = None
    max_duty_minutes_per_day: int | None = None


@dataclass(frozen=True, slots=True)
class MealRules:
    """The free stretch that everybody has on a day with a task; `window` in minutes from midnight."""

    minutes: int = 45
    window: tuple[int, int] = (690, 840)


@dataclass(frozen=True, slots=True)
class MarkingRules:
    """`before`: ``candidate`` (each paper before its own orals) or ``all``; `minutes` per track replace the title's."""

    before: str = "candidate"
    minutes: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class DeliberationRules:
    """`position`: ``after_each`` or ``end_of_day``; `minutes` None means the title's."""

    position: str = "after_each"
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """Every parameter of the rules, under the names of the scenario file, with their defaults."""

    grid_minutes: int = 5
    allow_unplaced: bool = False
    rest_after_msp_minutes: int = 0
    oral_gap_max_minutes: int = 0
    changeover_minutes: int = 5
    msp_and_orals: str = "any"
    oral_rooms: str = "single"
    transfer_minutes: int = 5
    projector_setup_minutes: int = 5
    closing_minutes: int = 0
    max_wait_minutes: int | None = None
    msp: MspRules = MspRules()
    panel: PanelRules = PanelRules()
    member: MemberRules = MemberRules()
    meal: MealRules = MealRules()
    marking: MarkingRules = MarkingRules()
    deliberation: DeliberationRules = DeliberationRules()
    final_interview_minutes: int | None = None
    """Minutes of the final interview after the last certificate; None means the title's."""


@dataclass(frozen=True, slots=True)
class Lock:
    """The `parts` of a `task` that must be as they are in it: names of `LOCK_PARTS`."""

    task: Task
    parts: frozenset[str]


# --- the whole -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Gone:
    """Who and what a scenario leaves out of the session: plans made before may name them."""

    candidates: tuple[Candidate, ...] = ()
    members: tuple[Member, ...] = ()
    rooms: tuple[Room, ...] = ()
    projectors: tuple[Projector, ...] = ()
    invigilators: tuple[Invigilator, ...] = ()


@dataclass(frozen=True)
class Problem:
    """A session to plan: its facts and its rules. Days are in the order of the calendar; all ids are known ids."""

    title: Title
    days: tuple[Day, ...]
    candidates: tuple[Candidate, ...]
    members: tuple[Member, ...] = ()
    rooms: tuple[Room, ...] = ()
    projectors: tuple[Projector, ...] = ()
    invigilators: tuple[Invigilator, ...] = ()
    rules: Rules = field(default_factory=Rules)
    locks: tuple[Lock, ...] = ()
    baseline: Plan | None = None
    """The plan that the objective `changes` counts against."""
    gone: Gone = Gone()
    centre: str = ""
    manager: str = ""

    @cached_property
    def whole(self) -> "Problem":
        """The session with those left out of it, whom a plan made before may name."""
        gone = self.gone
        return replace(
            self,
            candidates=(*self.candidates, *gone.candidates),
            members=(*self.members, *gone.members),
            rooms=(*self.rooms, *gone.rooms),
            projectors=(*self.projectors, *gone.projectors),
            invigilators=(*self.invigilators, *gone.invigilators),
            gone=Gone(),
        )

    def gone_from(self, task: Task) -> dict[str, tuple[str, ...]]:
        """The ids of those left out whom a task of an earlier plan names, by what they are to it: ``candidate``,
        ``projector`` or one of `LOCK_PARTS`."""
        named = (
            ("candidate", self.gone.candidates, (task.candidate,)),
            ("panel", self.gone.members, task.members),
            ("room", self.gone.rooms, (task.room,)),
            ("projector", self.gone.projectors, (task.projector,)),
            ("invigilators", self.gone.invigilators, task.invigilators),
        )
        found = {part: tuple(thing.id for thing in things if thing.id in ids) for part, things, ids in named}
        return {part: ids for part, ids in found.items() if ids}

    def baseline_of(self, plan: Plan) -> Plan:
        """A plan made before as a baseline: without the candidates who are left out now."""
        return replace(plan, tasks=tuple(task for task in plan.tasks if "candidate" not in self.gone_from(task)))

    @cached_property
    def candidate(self) -> dict[str, Candidate]:
        """Candidates by id."""
        return {candidate.id: candidate for candidate in self.candidates}

    @cached_property
    def member(self) -> dict[str, Member]:
        """Members by id."""
        return {member.id: member for member in self.members}

    @cached_property
    def room(self) -> dict[str, Room]:
        """Rooms by id."""
        return {room.id: room for room in self.rooms}

    @cached_property
    def projector(self) -> dict[str, Projector]:
        """Mobile projectors by id."""
        return {projector.id: projector for projector in self.projectors}

    @cached_property
    def invigilator(self) -> dict[str, Invigilator]:
        """Invigilators by id."""
        return {invigilator.id: invigilator for invigilator in self.invigilators}

    @cached_property
    def panels(self) -> dict[str, tuple[Member, ...]]:
        """The panels that the workbook names, by label, in the order of their first member."""
        named: dict[str, list[Member]] = {}
        for member in self.members:
            if member.panel:
                named.setdefault(member.panel, []).append(member)
        return {label: tuple(members) for label, members in named.items()}

    @cached_property
    def day_index(self) -> dict[date, int]:
        """The place of each day in the session, from 0."""
        return {day.date: index for index, day in enumerate(self.days)}


@lru_cache(maxsize=10_000)
def plain(text: str) -> str:
    """A text without case, accents and blanks, as companies and headings are compared."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in letters if not unicodedata.combining(c) and not c.isspace())
