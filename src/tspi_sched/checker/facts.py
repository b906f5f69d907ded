"""What the rules look at: the problem, the plan's rows, and the rows seen by candidate, sitting and room."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import pairwise

from tspi_sched.checker.expected import expected
from tspi_sched.checker.since import Since
from tspi_sched.checker.spans import ended, grouped, started
from tspi_sched.plan import DONE, VOID, Plan, Task
from tspi_sched.problem import (
    DELIBERATION,
    MARKING,
    ORAL,
    PREPARATION,
    WRITTEN,
    Availability,
    Candidate,
    Day,
    Problem,
    Stage,
)

OF_PANEL = (MARKING, ORAL, DELIBERATION)
"""The kinds of stage that a panel holds for one candidate."""

OF_CANDIDATE = (WRITTEN, PREPARATION, ORAL)
"""The kinds of stage that a candidate attends."""

Due = tuple[tuple[Stage, int], ...]


@dataclass(frozen=True)
class Case:
    """One candidate on one track: the stages due with their minutes, in order, and the rows found for them."""

    candidate: Candidate
    track: str
    due: Due
    rows: dict[str, Task]
    """By stage code; of a stage found twice, the first row."""

    def of(self, *kinds: str) -> tuple[Task, ...]:
        """The rows of some kinds of stage, in the order of the stages due."""
        return tuple(self.rows[stage.code] for stage, _ in self.due if stage.kind in kinds and stage.code in self.rows)

    @cached_property
    def orals(self) -> tuple[Task, ...]:
        """The orals in order of time, so that a swap breaks `order` and nothing else."""
        return tuple(sorted(self.of(ORAL), key=started))

    @cached_property
    def paper(self) -> Task | None:
        """The row of the last written stage due, from which rest, wait and marking count."""
        codes = [stage.code for stage, _minutes in self.due if stage.kind == WRITTEN]
        return self.rows.get(codes[-1]) if codes else None

    def preparation(self, oral: Task) -> Task | None:
        """The row of what prepares an oral, if there is any."""
        return self._prepared.get(oral.stage)

    @cached_property
    def _prepared(self) -> dict[str, Task]:
        """By the code of an oral, its preparation: the stage due before it."""
        pairs = ((before.code, after.code) for (before, _m), (after, _n) in pairwise(self.due) if after.kind == ORAL)
        rows = ((oral, self.rows.get(before)) for before, oral in pairs if before in self._preparing)
        return {oral: row for oral, row in rows if row is not None}

    @cached_property
    def _preparing(self) -> frozenset[str]:
        return frozenset(stage.code for stage, _minutes in self.due if stage.kind == PREPARATION)

    @cached_property
    def chain(self) -> tuple[Task, ...]:
        """The orals and what prepares them, in order of time."""
        return tuple(sorted(self.of(PREPARATION, ORAL), key=started))

    @cached_property
    def waited_for(self) -> tuple[tuple[Task, Task], ...]:
        """The preparations between two orals, while which the panel waits, each with the oral that it is for."""
        pairs = ((self.preparation(oral), oral) for oral in self.orals[1:])
        return tuple((row, oral) for row, oral in pairs if row is not None)

    @cached_property
    def panel(self) -> frozenset[str]:
        """The members of the first oral, or of the first row that a panel holds."""
        rows = self.orals or self.of(*OF_PANEL)
        return frozenset(rows[0].members) if rows else frozenset()


@dataclass(frozen=True, slots=True)
class Sitting:
    """The written papers that start together in one room; lasts until its longest candidate ends."""

    room: str | None
    day: date
    start: int
    rows: tuple[Task, ...]

    @property
    def end(self) -> int:
        """When the last candidate ends."""
        return max(row.end for row in self.rows)

    def watched_by(self, *people: str) -> tuple[Task, ...]:
        """The rows that name one of some invigilators."""
        return tuple(row for row in self.rows if not set(people).isdisjoint(row.invigilators))

    @property
    def candidates(self) -> tuple[str, ...]:
        """Who sits it, once each."""
        return tuple(dict.fromkeys(row.candidate for row in self.rows if row.candidate is not None))

    @property
    def invigilators(self) -> tuple[str, ...]:
        """Everybody whom one of its rows names."""
        return tuple(dict.fromkeys(name for row in self.rows for name in row.invigilators))


@dataclass(frozen=True, slots=True)
class Changeover:
    """The minutes before the first oral of a (candidate, track)."""

    oral: Task
    minutes: int

    @property
    def day(self) -> date:
        """The day of the oral."""
        return self.oral.day

    @property
    def rows(self) -> tuple[Task, ...]:
        """The oral."""
        return (self.oral,)

    @property
    def start(self) -> int:
        """When the changeover begins."""
        return self.oral.start - self.minutes

    @property
    def end(self) -> int:
        """When the oral begins."""
        return self.oral.start


@dataclass(frozen=True)
class Facts:
    """A problem and a plan for it, seen from every side that a rule needs."""

    problem: Problem
    plan: Plan
    _due: dict[tuple[str, str], Due] = field(default_factory=dict, repr=False, compare=False)
    """The stages due and what they should last, by candidate and track; the same for every plan of the problem."""

    def of_plan(self, plan: Plan) -> "Facts":
        """Another plan of the same problem, without working out again what does not depend on the plan."""
        return Facts(self.problem, plan, self._due)

    @property
    def tasks(self) -> tuple[Task, ...]:
        """All the rows of the plan, void ones too: these take people's and rooms' time, and nothing else."""
        return self.plan.tasks

    @cached_property
    def live(self) -> tuple[Task, ...]:
        """The rows that count."""
        return tuple(task for task in self.plan.tasks if task.state != VOID)

    @cached_property
    def since(self) -> Since:
        """What has happened."""
        return Since(self.problem, self.plan)

    @cached_property
    def left_out(self) -> frozenset[str]:
        """The candidates whom the plan says to be left out."""
        return frozenset(row.candidate for row in self.plan.unplaced)

    def is_gone(self, candidate: str) -> bool:
        """Whether a candidate is absent to the end of the session, and has not sat all papers and orals before."""
        return candidate in self._gone

    @cached_property
    def _gone(self) -> frozenset[str]:
        return frozenset(
            case.candidate.id
            for case in self.cases
            if self.since.left(case.candidate.id)
            for stage, _minutes in case.due
            if stage.kind in OF_CANDIDATE and not (stage.code in case.rows and case.rows[stage.code].state == DONE)
        )

    def is_finding(self, rule: str, part: str, rows: Iterable[Task]) -> bool:
        """Whether a breach is of history alone; the closing hour (`part` is the end) and meals give way to a chain that
        has begun as well."""
        rows = tuple(rows)
        gives_way = rule == "meal" or (rule, part) == ("hours", "end")
        return bool(rows) and all(map(self.settled if gives_way else self.is_past, rows))

    def is_past(self, task: Task) -> bool:
        """Whether a row is history, or void, and can be: it has started by now."""
        return bool(task.state) and self.plan.now is not None and started(task) <= self.since.now

    def settled(self, task: Task) -> bool:
        """Whether nothing can be changed about a row: it is history, or goes on with a chain that has begun."""
        of_chain = self.kind(task) in (PREPARATION, ORAL, DELIBERATION)
        goes_on = of_chain and (task.candidate, task.track) in self._begun
        return self.is_past(task) or goes_on

    @cached_property
    def _begun(self) -> frozenset[tuple[str | None, str | None]]:
        """Whose chains have begun and count."""
        return frozenset((task.candidate, task.track) for task in self.of(ORAL) if task.state == DONE)

    def kind(self, task: Task) -> str:
        """The kind of a row's stage; empty for a stage that the title does not know."""
        stage = self.problem.title.stage.get(task.stage)
        return stage.kind if stage else ""

    def call(self, task: Task) -> str:
        """What a row calls a candidate to: its written stage, or the orals of its track; empty for other rows."""
        kind = self.kind(task)
        return task.stage if kind == WRITTEN else ORAL if kind in (PREPARATION, ORAL) else ""

    def of(self, *kinds: str) -> tuple[Task, ...]:
        """All rows of some kinds of stage that count, also those that nobody asked for."""
        return tuple(task for task in self.live if self.kind(task) in kinds)

    @cached_property
    def days(self) -> dict[date, Day]:
        """The session's days by date."""
        return {day.date: day for day in self.problem.days}

    @cached_property
    def by_day(self) -> dict[date, list[Task]]:
        """The rows of each day."""
        return grouped(self.tasks, lambda task: task.day)

    @cached_property
    def _by_use(self) -> dict[tuple[date, str | None], list[Task]]:
        """The rows of each day that need a member or a room."""
        uses: dict[tuple[date, str | None], list[Task]] = defaultdict(list)
        for task in self.tasks:
            for name in {*task.members, task.room}:
                uses[task.day, name].append(task)
        return uses

    def near(self, task: Task) -> list[Task]:
        """The rows of the same day that need one of a row's members, or its room; each row once."""
        names = (*task.members, task.room)
        return list({id(row): row for name in names for row in self._by_use[task.day, name]}.values())

    def moves(self, before: Task, after: Task) -> bool:
        """Whether two orals of a track are in different places by the title, so that the candidate and panel move."""
        stages = self.problem.title.stage
        return stages[before.stage].place != stages[after.stage].place

    @cached_property
    def _moves(self) -> bool:
        return self.problem.title.moves_between_orals

    def leg(self, task: Task) -> int:
        """How many times the place has changed before an oral of its track: 0 where all orals are in one place."""
        title = self.problem.title
        if not self._moves:
            return 0
        candidate, track = self.problem.candidate.get(task.candidate or ""), task.track or ""
        known = candidate is not None and track in title.track
        codes = list(expected(self.problem, candidate, track)) if candidate and known else []
        orals = [code for code in codes if title.stage[code].kind == ORAL]
        upto = orals[: orals.index(task.stage) + 1] if task.stage in orals else []
        return sum(title.stage[a].place != title.stage[b].place for a, b in pairwise(upto))

    @cached_property
    def by_key(self) -> dict[tuple[str | None, str | None, str], list[Task]]:
        """The rows of each candidate, track and stage: one each in a sound plan."""
        return grouped(self.live, lambda task: task.key)

    @cached_property
    def cases(self) -> tuple[Case, ...]:
        """Every candidate on every track, placed or not."""
        return tuple(self._case(c, track) for c in self.problem.candidates for track in dict.fromkeys(c.tracks))

    def _case(self, candidate: Candidate, track: str) -> Case:
        key = candidate.id, track
        if key not in self._due:
            lengths, stages = expected(self.problem, candidate, track), self.problem.title.stage
            self._due[key] = tuple((stages[code], minutes) for code, minutes in lengths.items())
        due, known = self._due[key], self.by_key
        found = ((stage.code, known.get((candidate.id, track, stage.code))) for stage, _minutes in due)
        return Case(candidate, track, due, {code: rows[0] for code, rows in found if rows})

    def waiting_panel(self, task: Task) -> tuple[str, ...]:
        """The members who wait while a task is done: a preparation between two orals."""
        return self._waiting.get(id(task), ())

    @cached_property
    def _waiting(self) -> dict[int, tuple[str, ...]]:
        pairs = (pair for case in self.cases for pair in case.waited_for)
        return {id(prepares): oral.members for prepares, oral in pairs}

    @cached_property
    def undeliberated(self) -> frozenset[tuple[str | None, str | None]]:
        """The (candidate, track) for which no deliberation is due."""
        decided = (any(stage.kind == DELIBERATION for stage, _minutes in case.due) for case in self.cases)
        return frozenset((c.candidate.id, c.track) for c, d in zip(self.cases, decided, strict=True) if not d)

    @cached_property
    def sittings(self) -> tuple[Sitting, ...]:
        """The written papers by day, room and start."""
        groups = grouped(self.of(WRITTEN), lambda task: (task.day, task.room, task.start))
        return tuple(Sitting(room, day, start, tuple(rows)) for (day, room, start), rows in groups.items())

    @cached_property
    def sittings_in(self) -> dict[tuple[str | None, date], list[Sitting]]:
        """The sittings of each room on each day; of none where no room is named."""
        return grouped((s for s in self.sittings if s.room is not None), lambda s: (s.room, s.day))

    @cached_property
    def changeovers(self) -> tuple[Changeover, ...]:
        """One per (candidate, track) that has an oral: also the second track of one candidate."""
        minutes = self.problem.rules.changeover_minutes
        return tuple(Changeover(case.orals[0], minutes) for case in self.cases if case.orals and minutes > 0)

    @cached_property
    def duties(self) -> dict[tuple[str, date], list[Task]]:
        """The rows that name a member, by member and day."""
        named = ((member, task) for task in self.tasks for member in dict.fromkeys(task.members))
        groups = grouped(named, lambda pair: (pair[0], pair[1].day))
        return {key: [task for _, task in pairs] for key, pairs in groups.items()}

    @cached_property
    def attended(self) -> dict[tuple[str, date], list[Task]]:
        """The written papers and orals of each candidate on each day, void ones too."""
        rows = [(task.candidate, task) for task in self.tasks if self.kind(task) in OF_CANDIDATE]
        groups = grouped(((who, task) for who, task in rows if who is not None), lambda pair: (pair[0], pair[1].day))
        return {key: [task for _, task in pairs] for key, pairs in groups.items()}

    @cached_property
    def watches(self) -> dict[tuple[str, date], list[Sitting]]:
        """The sittings of each invigilator on each day."""
        named = ((who, sitting) for sitting in self.sittings for who in sitting.invigilators)
        groups = grouped(named, lambda pair: (pair[0], pair[1].day))
        return {key: [sitting for _, sitting in pairs] for key, pairs in groups.items()}

    def windows(self, day: date, availability: Availability) -> tuple[tuple[int, int], ...]:
        """The parts of a session day inside an availability; none on a day that is not in the session."""
        return self.days[day].windows(availability) if day in self.days else ()


def within(windows: Iterable[tuple[int, int]], start: int, end: int) -> bool:
    """Whether a stretch lies inside one of the windows."""
    return any(window_start <= start and end <= window_end for window_start, window_end in windows)


def last(rows: Iterable[Task]) -> Task:
    """The row that ends last."""
    return max(rows, key=ended)
