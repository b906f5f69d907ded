"""Who and what there is in a session: days, candidates, members, rooms, projectors, invigilators."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tspi_sched.problem.spelling import company_key

MSP_USE, ORAL_USE = "MSP", "ORAL"
"""What a room may host: written papers, orals."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A time when somebody or something is available: on one day, or on every day if `day` is None."""

    day: date | None = None
    start: int = 0
    end: int = 1440


Availability = tuple[Opening, ...]
"""All the times stated; none stated means always."""

Windows = tuple[tuple[int, int], ...]
"""Stretches of one day in minutes from midnight, in order."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the session and its opening hours, in minutes from midnight."""

    date: date
    open: int = 480
    close: int = 1080

    def windows(self, availability: Availability = ()) -> Windows:
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
    phone: str = ""
    salutation: str = ""
    """``Madame``, ``Monsieur``, or as the organiser writes it; so for members and invigilators."""
    address: str = ""
    """A postal address, its lines parted by line breaks; so for members and invigilators."""
    number: str = ""
    """The number under which the candidate is registered, as written: a text, leading zeros and all."""

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def company_key(self) -> str:
        """The company as it is compared: by letters and digits only, empty for none."""
        return company_key(self.company)


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
    phone: str = ""
    salutation: str = ""
    address: str = ""

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def company_key(self) -> str:
        """The company as it is compared: by letters and digits only, empty for none."""
        return company_key(self.company)


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
class Means:
    """Something that stages need, by its `type`: `count` alike things under one id, or one person in a role.

    `room`: the id of the room where it is, empty if it is carried to where it is needed; `setup_minutes`: it is taken
    so long before each stage, too.
    """

    id: str
    type: str
    room: str = ""
    count: int = 1
    setup_minutes: int = 0
    availability: Availability = ()
    person: bool = False
    last_name: str = ""
    first_name: str = ""
    email: str = ""
    phone: str = ""
    salutation: str = ""
    address: str = ""

    @property
    def name(self) -> str:
        """A person's first and last name, a thing's name."""
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True, slots=True)
class Invigilator:
    """Somebody who watches over written papers."""

    id: str
    last_name: str
    first_name: str = ""
    availability: Availability = ()
    cost: int = 0
    email: str = ""
    phone: str = ""
    salutation: str = ""
    address: str = ""

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()
