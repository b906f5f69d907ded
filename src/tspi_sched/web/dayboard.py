"""The day as the page shows it: the plan in force, what was noted, the passages by panel and sitting."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from tspi_sched.day.expected import minute_of
from tspi_sched.day.notes import Notes, notes_in, read_notes
from tspi_sched.day.passages import Passage, passages
from tspi_sched.day.told import FOREVER
from tspi_sched.editions import Edition, editions_in, last_edition
from tspi_sched.errors import InputError
from tspi_sched.exports.common.marks import mark_of
from tspi_sched.exports.common.roster import Roster
from tspi_sched.plan import Event
from tspi_sched.problem import Problem
from tspi_sched.reading import read_plan
from tspi_sched.reading.events import machine_now, sentence_of
from tspi_sched.texts import _, clock
from tspi_sched.web.papers import Made, made_of
from tspi_sched.web.sessions import Variant
from tspi_sched.wording.bare import candidate_name
from tspi_sched.wording.names import person

CLICKED = ("arrived", "started", "ended")
"""The events that clicks on passages make."""


@dataclass(frozen=True)
class Lane:
    """The passages before one panel, or of one sitting, in time order."""

    title: str
    paper: bool
    passages: tuple[Passage, ...]

    @property
    def since(self) -> int:
        """When a sitting begins; panels need no other order than that of their names."""
        return self.passages[0].planned if self.paper else 0


@dataclass(frozen=True)
class Board:
    """A day of a variant: `made` is the plan in force, of the `edition` if there is one; `notes` what was noted."""

    made: Made
    edition: Edition | None
    draft: bool
    notes: Notes
    path: Path
    day: date

    @property
    def problem(self) -> Problem:
        """The session, with those whom the scenario leaves out."""
        return self.made.problem.whole

    @cached_property
    def roster(self) -> Roster:
        """The plan as its documents see it."""
        return Roster(self.made.problem, self.made.plan, self.made.documents.leads)

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The days with a task."""
        return self.roster.days

    @property
    def now(self) -> int | None:
        """The minute of this day; None before it, `FOREVER` after it."""
        return minute_of(self.day, self.notes.clock)

    @property
    def is_today(self) -> bool:
        """Whether the clock is on this day."""
        return self.now is not None and self.now < FOREVER

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """What the plan in force knows, and what was noted since."""
        said = {event.subject for event in self.notes.events}
        return (*(event for event in self.made.plan.events if event.subject not in said), *self.notes.events)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The passages of the day."""
        return passages(self.problem, self.made.plan, self.events, self.day, self.now)

    @cached_property
    def lanes(self) -> tuple[Lane, ...]:
        """The sittings, then the panels."""
        found: dict[object, list[Passage]] = {}
        for one in self.passages:
            key = (one.tasks[0].stage, one.room, one.planned) if one.paper else frozenset(one.members)
            found.setdefault(key, []).append(one)
        lanes = [Lane(self._title(some[0]), some[0].paper, tuple(some)) for some in found.values()]
        return tuple(
            sorted(lanes, key=lambda lane: (not lane.paper, lane.paper and lane.passages[0].planned, lane.title))
        )

    def _title(self, one: Passage) -> str:
        if not one.paper:
            return self.roster.panel_name(self.roster.panel_of(one.tasks[0])) or _("Jury")
        return f"{self.problem.title.stage[one.tasks[0].stage].name} – {self.roster.short_room(one.room)}"

    def passage(self, key: str) -> Passage | None:
        """A passage by its key."""
        return next((one for one in self.passages if one.key == key), None)

    @property
    def overruns(self) -> tuple[Passage, ...]:
        """The passages that are over their time, from the minute at which they are."""
        return tuple(one for one in self.passages if one.overrun is not None)

    @property
    def name(self) -> dict[str, str]:
        """The names of the candidates."""
        return {one.candidate: candidate_name(self.problem, one.candidate) for one in self.passages}

    def person(self, id: str) -> str:
        """Somebody, with the id; a thing by its id."""
        return person(self.problem, id)

    def people(self, ids: tuple[str, ...]) -> str:
        """Several of them."""
        return ", ".join(map(self.person, ids))

    @property
    def incidents(self) -> list[tuple[int, str]]:
        """What else was noted, in sentences, with its place among the notes."""
        said = enumerate(self.notes.events)
        return [(n, self._sentence(event)) for n, event in said if event.kind not in CLICKED]

    def _sentence(self, event: Event) -> str:
        sentence = sentence_of(event)
        who = self.person(event.who) if event.who else ""
        return f"{sentence} – {who}" if who and who != event.who else sentence

    @cached_property
    def real(self) -> Edition | None:
        """The last edition that was not published from a rehearsal."""
        every = editions_in(self.made.variant.plan_folder)
        return next((one for one in reversed(every) if not one.rehearsal), None)

    @property
    def hour(self) -> str:
        """What the clock shows."""
        return clock(self.notes.clock.hour * 60 + self.notes.clock.minute)


def notes_path(variant: Variant) -> Path:
    """The notes of a session's day, or of its rehearsal."""
    return notes_in(variant.session.folder)


def in_force(variant: Variant) -> Path:
    """The plan that people live by: that of the last edition, or the variant's while nothing is published."""
    edition = last_edition(variant.plan_folder)
    return edition.plan_path if edition else variant.plan


def machine(made: Made) -> datetime:
    """What the clock of the centre shows."""
    return machine_now(made.documents.timezone)


def board_of(variant: Variant, wanted: str = "") -> Board:
    """A day of a variant: the one wanted, else today, else the next one, else the last."""
    made = made_of(variant, in_force(variant))
    edition = last_edition(variant.plan_folder)
    notes = read_notes(made.problem, notes_path(variant), machine(made))
    days = Roster(made.problem, made.plan).days or tuple(day.date for day in made.problem.days)
    today = notes.clock.date()
    later = [day for day in days if day >= today] or days[-1:]
    day = next((day for day in days if day.isoformat() == wanted), later[0])
    return Board(made, edition, _is_draft(variant, edition, made), notes, notes_path(variant), day)


def _is_draft(variant: Variant, edition: Edition | None, made: Made) -> bool:
    """Whether the variant has another plan than the one published."""
    if edition is None or not variant.plan.is_file():
        return False
    try:
        return mark_of(read_plan(variant.plan, made.problem.whole)) != mark_of(made.plan)
    except InputError:  # the day goes by the edition; what can be done about the plan is told in the other views
        return True
