"""A session as a whole: its facts, its rules, and whom a scenario leaves out of it."""

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from tspi_sched.plan import Plan, Task
from tspi_sched.problem.completion import completed, may_complete
from tspi_sched.problem.facts import Candidate, Day, Invigilator, Means, Member, Projector, Room
from tspi_sched.problem.rules import Lock, Rules
from tspi_sched.problem.spelling import plain
from tspi_sched.problem.title import Title


@dataclass(frozen=True, slots=True)
class Gone:
    """Who and what a scenario leaves out of the session: plans made before may name them, explanations tell of them."""

    candidates: tuple[Candidate, ...] = ()
    members: tuple[Member, ...] = ()
    rooms: tuple[Room, ...] = ()
    projectors: tuple[Projector, ...] = ()
    invigilators: tuple[Invigilator, ...] = ()
    means: tuple[Means, ...] = ()
    days: tuple[Day, ...] = ()
    """Days of the workbook that are none of the session's."""
    panels: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Labels of the panels that serve no more as they lost a member, each with the ids of those who are still there."""
    barred: tuple[tuple[str, str], ...] = ()
    """Candidates, each with somebody left out who trained them or must not assess them."""


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
    in_force: Plan | None = None
    """The plan that was in force when an incident came: what is history in it stays."""
    gone: Gone = Gone()
    centre: str = ""
    manager: str = ""
    ceres: tuple[tuple[str, str], ...] = ()
    """The number of the CERES session of each track that has one, by the track's code."""
    means: tuple[Means, ...] = ()
    """What stages need besides rooms and projectors: things, and people in a role."""

    @cached_property
    def whole(self) -> "Problem":
        """The session with those left out of it, whom a plan made before may name."""
        gone = self.gone
        lost = {id: label for label, ids in gone.panels for id in ids}
        there = (replace(member, panel=lost.get(member.id, member.panel)) for member in self.members)
        return replace(
            self,
            candidates=(*self.candidates, *gone.candidates),
            members=(*there, *gone.members),
            rooms=(*self.rooms, *gone.rooms),
            projectors=(*self.projectors, *gone.projectors),
            invigilators=(*self.invigilators, *gone.invigilators),
            means=(*self.means, *gone.means),
            gone=Gone(),
        )

    def gone_from(self, task: Task) -> dict[str, tuple[str, ...]]:
        """The ids of those left out whom a task of an earlier plan names, by what they are to it: ``candidate``,
        ``projector``, ``means`` or one of `LOCK_PARTS`."""
        named = (
            ("candidate", self.gone.candidates, (task.candidate,)),
            ("panel", self.gone.members, task.members),
            ("room", self.gone.rooms, (task.room,)),
            ("projector", self.gone.projectors, (task.projector,)),
            ("invigilators", self.gone.invigilators, task.invigilators),
            ("means", self.gone.means, task.means),
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
    def means_by_id(self) -> dict[str, Means]:
        """Means by id."""
        return {one.id: one for one in self.means}

    def hosts(self, room: Room, kind: str) -> bool:
        """Whether a room is used for a place of the stages of a kind."""
        return bool(self.title.uses(kind) & set(room.uses))

    def places(self, kind: str) -> tuple[str, ...]:
        """The places of the stages of a kind, in the title's order: the uses of a room for all of them."""
        return tuple(place for place in self.title.places if place in self.title.uses(kind))

    @property
    def helpers(self) -> tuple[Means, ...]:
        """The means that are people: actors, interpreters, inspectors."""
        return tuple(one for one in self.means if one.person)

    def means_of(self, type: str) -> tuple[Means, ...]:
        """The means of a type, however it is spelt."""
        return tuple(one for one in self.means if plain(one.type) == plain(type))

    @cached_property
    def panels(self) -> dict[str, tuple[Member, ...]]:
        """The panels that the workbook names, by label, in the order of their first member."""
        named: dict[str, list[Member]] = {}
        for member in self.members:
            if member.panel:
                named.setdefault(member.panel, []).append(member)
        return {label: tuple(members) for label, members in named.items()}

    @cached_property
    def completions(self) -> dict[str, tuple[frozenset[str], ...]]:
        """By label, what named panels that the scenario took a member from may become on a day (`substitutes`); empty
        after an incident, where more than the scenario may take somebody away (`recovery.situation`)."""
        rules, found = self.rules.panel, dict[str, tuple[frozenset[str], ...]]()
        for label, there in self.gone.panels if rules.mode == "given" and self.in_force is None else ():
            others = (one.id for one in self.members if one.id not in there and may_complete(rules, one))
            if label not in self.panels and (panels := completed(rules, self.member, there, others)):
                found[label] = tuple(panels)
        return found

    @cached_property
    def sound_panels(self) -> tuple[frozenset[str], ...]:
        """The named panels that may serve as they are: of the right size, with professionals enough, nobody kept in
        reserve."""
        rules = self.rules.panel
        return tuple(
            frozenset(member.id for member in panel)
            for panel in self.panels.values()
            if len(panel) == rules.size
            and sum(member.professional for member in panel) >= rules.min_professionals
            and (rules.use_reserve or not any(member.reserve for member in panel))
        )

    @property
    def composes(self) -> bool:
        """Whether the optimiser composes panels out of members: all of them, or those that others complete."""
        return self.rules.panel.mode != "given" or bool(self.completions)

    def may_serve(self, member: Member) -> bool:
        """Whether a member is not kept in reserve, or may complete a panel."""
        stands_in = any(member.id in panel for panels in self.completions.values() for panel in panels)
        return self.rules.panel.use_reserve or not member.reserve or stands_in

    @cached_property
    def day_index(self) -> dict[date, int]:
        """The place of each day in the session, from 0."""
        return {day.date: index for index, day in enumerate(self.days)}
