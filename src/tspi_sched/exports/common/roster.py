"""A plan seen from the people's side: who passes when, before whom, in which sitting. What every document needs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import groupby

from tspi_sched.documents import Leads
from tspi_sched.plan import VOID, Plan, Task, in_time_order
from tspi_sched.problem import ATTENDED, WRITTEN, Candidate, Problem, Stage, alphabetical
from tspi_sched.texts import says


@dataclass(frozen=True)
class Assessment:
    """One candidate on one track: all their tasks in time order, and the panel's members."""

    candidate: Candidate
    track: str
    tasks: tuple[Task, ...]
    members: tuple[str, ...]

    @cached_property
    def by_stage(self) -> dict[str, Task]:
        """Tasks by stage code."""
        return {task.stage: task for task in self.tasks}

    def on(self, day: date) -> tuple[Task, ...]:
        """The tasks of one day."""
        return tuple(task for task in self.tasks if task.day == day)


@dataclass(frozen=True)
class Sitting:
    """The candidates who start their paper together in one room."""

    day: date
    start: int
    room: str | None
    tasks: tuple[Task, ...]

    @cached_property
    def end(self) -> int:
        """When the last of them must stop."""
        return max(task.end for task in self.tasks)

    @cached_property
    def invigilators(self) -> tuple[str, ...]:
        """Everybody who watches over it, each once."""
        return tuple(dict.fromkeys(person for task in self.tasks for person in task.invigilators))


@dataclass(frozen=True)
class Roster:
    """A problem and its plan, with the groupings that documents are made of."""

    problem: Problem
    plan: Plan
    leads: Leads = field(default_factory=Leads)

    def __post_init__(self) -> None:
        """What happened may name who is left out of the session by now."""
        if self.plan.is_replanned:
            object.__setattr__(self, "problem", self.problem.whole)

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """All tasks in time order, but for those that count for nothing any more."""
        return in_time_order([task for task in self.plan.tasks if task.state != VOID])

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The days with a task."""
        return tuple(dict.fromkeys(task.day for task in self.tasks))

    @cached_property
    def by_day(self) -> dict[date, list[Task]]:
        """The tasks of each day, in time order."""
        found: dict[date, list[Task]] = {}
        for task in self.tasks:
            found.setdefault(task.day, []).append(task)
        return found

    @cached_property
    def tasks_of(self) -> dict[tuple[str | None, str | None], list[Task]]:
        """The tasks of each candidate and track, in time order."""
        found: dict[tuple[str | None, str | None], list[Task]] = {}
        for task in self.tasks:
            found.setdefault((task.candidate, task.track), []).append(task)
        return found

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        """The title's stages that occur in the plan, in the title's order."""
        used = {task.stage for task in self.tasks}
        return tuple(stage for stage in self.problem.title.stages if stage.code in used)

    def kind(self, task: Task) -> str:
        """What kind of stage a task is."""
        return self.problem.title.stage[task.stage].kind

    def of_kind(self, *kinds: str) -> tuple[Task, ...]:
        """The tasks of some kinds, in time order."""
        return tuple(task for task in self.tasks if self.kind(task) in kinds)

    @cached_property
    def assessments(self) -> tuple[Assessment, ...]:
        """Every placed (candidate, track), in the order of the workbook."""
        return tuple(
            Assessment(candidate, track, tuple(tasks), self._panel(tasks))
            for candidate in self.problem.candidates
            for track in candidate.tracks
            if (tasks := self.tasks_of.get((candidate.id, track)))
        )

    def _panel(self, tasks: Sequence[Task]) -> tuple[str, ...]:
        """The panel of an assessment; nobody in a plan that breaks rules so far."""
        return next((self.panel_of(task) for task in tasks if task.members), ())

    @cached_property
    def seen_by(self) -> dict[tuple[tuple[str, ...], date], list[Assessment]]:
        """Whom each panel assesses or marks on each day, in the order of the workbook."""
        found: dict[tuple[tuple[str, ...], date], dict[Assessment, None]] = {}
        for one in self.assessments:
            for task in one.tasks:
                if task.members:
                    found.setdefault((self.panel_of(task), task.day), {})[one] = None
        return {key: list(ones) for key, ones in found.items()}

    def called(self, assessment: Assessment, to: str) -> Task | None:
        """The first task that a candidate is called to (see `Title.call`), None if there is none."""
        return next((task for task in assessment.tasks if self.problem.title.call(task.stage) == to), None)

    @cached_property
    def panels(self) -> tuple[tuple[str, ...], ...]:
        """Every set of members that serves, named panels first, in the order of the workbook."""
        found = {self.panel_of(task) for task in self.tasks if task.members}
        return tuple(sorted(found, key=lambda ids: (not self._label(ids), [self._member_order[i] for i in ids])))

    @cached_property
    def by_panel(self) -> dict[tuple[str, ...], list[Task]]:
        """The tasks of each panel, in time order."""
        found: dict[tuple[str, ...], list[Task]] = {panel: [] for panel in self.panels}
        for task in self.tasks:
            if task.members:
                found[self.panel_of(task)].append(task)
        return found

    @cached_property
    def duty(self) -> dict[tuple[str, date], list[Task]]:
        """The tasks of each member on each day of duty, members in the order of the workbook."""
        found: dict[tuple[str, date], list[Task]] = {}
        for task in self.tasks:
            for member in task.members:
                found.setdefault((member, task.day), []).append(task)
        return dict(sorted(found.items(), key=lambda item: (self._member_order[item[0][0]], item[0][1])))

    def helping(self, means: str) -> dict[date, list[Task]]:
        """The tasks that use a means, or in which somebody in a role takes part, in time order, day by day."""
        found: dict[date, list[Task]] = {}
        for task in (task for task in self.tasks if means in task.means):
            found.setdefault(task.day, []).append(task)
        return found

    @cached_property
    def stays(self) -> dict[str, dict[date, list[Task]]]:
        """The papers, preparations and orals of each candidate, day by day."""
        found: dict[str, dict[date, list[Task]]] = {}
        for task in self.of_kind(*ATTENDED):
            found.setdefault(task.candidate or "", {}).setdefault(task.day, []).append(task)
        return found

    def waiting(self, candidate: str) -> int:
        """Minutes between a candidate's own stages, day by day, over all their tracks."""
        return sum(
            max(task.end for task in tasks) - tasks[0].start - sum(task.minutes for task in tasks)
            for tasks in self.stays.get(candidate, {}).values()
        )

    def by_name(self, tasks: Sequence[Task]) -> list[Task]:
        """Tasks in the order of their candidates' names."""

        def key(task: Task) -> tuple[tuple[str, ...], tuple[str, ...], str]:
            person = self.problem.candidate[task.candidate or ""]
            return alphabetical(person.last_name), alphabetical(person.first_name), person.id

        return sorted(tasks, key=key)

    @cached_property
    def room_order(self) -> dict[str, int]:
        """The place of each room in the workbook."""
        return {room.id: place for place, room in enumerate(self.problem.rooms)}

    def rooms_of(self, tasks: Sequence[Task]) -> str:
        """The one room of some tasks, or each room with the stages that it hosts."""
        hosts: dict[str, list[str]] = {}
        for task in tasks:
            if task.room is not None:
                hosts.setdefault(task.room, []).append(task.stage)
        if len(hosts) == 1:
            return self.short_room(next(iter(hosts)))
        return ", ".join(f"{self.short_room(room)} ({' '.join(codes)})" for room, codes in hosts.items())

    def panel_of(self, task: Task) -> tuple[str, ...]:
        """The members of a task in the order of the workbook, so that one panel always reads the same."""
        return tuple(sorted(task.members, key=self._member_order.__getitem__))

    @cached_property
    def _member_order(self) -> dict[str, int]:
        return {member.id: place for place, member in enumerate(self.problem.members)}

    def panel_name(self, members: tuple[str, ...]) -> str:
        """The label of a named panel, else its members' names."""
        return self._label(members) or self.member_names(members)

    def member_names(self, members: tuple[str, ...]) -> str:
        """Names of members, one after the other."""
        return ", ".join(self.problem.member[member].name for member in members)

    def _label(self, members: tuple[str, ...]) -> str:
        wanted = frozenset(members)
        return next((label for label, ids in self._named.items() if ids == wanted), "")

    @cached_property
    def _named(self) -> dict[str, frozenset[str]]:
        return {label: frozenset(member.id for member in group) for label, group in self.problem.panels.items()}

    @cached_property
    def sittings(self) -> tuple[Sitting, ...]:
        """Every sitting, in time order."""

        def key(task: Task) -> tuple[date, int, str]:
            return task.day, task.start, task.room or ""

        grouped = groupby(sorted(self.of_kind(WRITTEN), key=key), key=key)
        return tuple(Sitting(day, start, room or None, tuple(tasks)) for (day, start, room), tasks in grouped)

    def extra_minutes(self, task: Task) -> int:
        """How much longer a task is than the title says because of extra time; 0 without."""
        if task.candidate is None or task.track is None:
            return 0
        granted = any(extra.stage == task.stage for extra in self.problem.candidate[task.candidate].extra_time)
        usual = dict(self.problem.title.track[task.track].minutes).get(task.stage, task.minutes)
        return max(0, task.minutes - usual) if granted else 0

    def needs_copy(self, candidate: Candidate) -> bool:
        """Whether the candidate presents the written paper for want of a report, so that it must be copied."""
        return not candidate.report and any(
            self.problem.title.stage[code].projection
            for track in candidate.tracks
            for code, _minutes in self.problem.title.track[track].minutes
        )

    def candidate_name(self, candidate: str | None) -> str:
        """A candidate as lists show them: the name with the id, or the id alone."""
        if candidate is None:
            return ""
        name = self.problem.candidate[candidate].name
        return f"{name} ({candidate})" if name and name != candidate else candidate

    def short_room(self, room: str | None) -> str:
        """A room's name, or its id if it has none."""
        return self.problem.room[room].name or room if room is not None else ""

    def room_name(self, room: str | None) -> str:
        """A room as people know it: its name, with its id unless the name says it; or the id alone."""
        if room is None:
            return ""
        name = self.problem.room[room].name
        return f"{name} ({room})" if name and not says(name, room) else name or room

    def invigilator_names(self, ids: tuple[str, ...]) -> str:
        """Names of invigilators, one after the other."""
        return ", ".join(self.problem.invigilator[person].name for person in ids)
