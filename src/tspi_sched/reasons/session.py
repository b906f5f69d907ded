"""What the sums look at: the work of each candidate in minutes, and when people and places are free for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from tspi_sched.checker.expected import expected
from tspi_sched.deadlines import go_on
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
    Member,
    Problem,
    Room,
    Windows,
    accredited,
    excluded,
    in_common,
)
from tspi_sched.texts import _, ngettext
from tspi_sched.wording.names import paper as paper_of

Reasons = Iterator[str]
"""What every sum gives."""

Agent = tuple[Member, ...]
"""Who serves as one: a named panel, or a single member when the optimiser composes the panels."""


@dataclass(frozen=True)
class Case:
    """One candidate on one track, with minutes on the grid."""

    candidate: Candidate
    track: str
    papers: tuple[tuple[str, int], ...]
    """The written stages, by code, with their minutes."""
    marking: int
    orals: tuple[tuple[int, bool], ...]
    """Minutes of each oral, and whether it is projected."""
    deliberation: int

    @cached_property
    def chain(self) -> int:
        """Minutes of all the orals."""
        return sum(minutes for minutes, _projected in self.orals)

    @property
    def label(self) -> str:
        """Who, on which track."""
        return _("{name} ({id}, {track})").format(name=self.candidate.name, id=self.candidate.id, track=self.track)


@dataclass(frozen=True)
class Writing:
    """One written stage of a candidate on a track, with its minutes on the grid."""

    case: Case
    stage: str
    minutes: int

    @property
    def candidate(self) -> Candidate:
        """Who sits it."""
        return self.case.candidate


@dataclass(frozen=True)
class Session:
    """A problem, seen as the sums need it."""

    problem: Problem

    @cached_property
    def cases(self) -> tuple[Case, ...]:
        """Every candidate on every track."""
        return tuple(self._case(c, track) for c in self.problem.candidates for track in dict.fromkeys(c.tracks))

    def _case(self, candidate: Candidate, track: str) -> Case:
        like = candidate.tracks, candidate.final_interview, candidate.extra_time, track
        if like not in self._lengths:
            self._lengths[like] = self._new_case(candidate, track)
        known = self._lengths[like]
        return Case(candidate, track, known.papers, known.marking, known.orals, known.deliberation)

    @cached_property
    def _lengths(self) -> dict[object, Case]:
        """Somebody of each kind, where only the lengths of the stages tell candidates apart."""
        return {}

    def _new_case(self, candidate: Candidate, track: str) -> Case:
        go_on()
        stages = [(self.problem.title.stage[c], n) for c, n in expected(self.problem, candidate, track).items()]
        marking, deliberation = (
            sum(minutes for stage, minutes in stages if stage.kind == kind) for kind in (MARKING, DELIBERATION)
        )
        papers = tuple((stage.code, minutes) for stage, minutes in stages if stage.kind == WRITTEN)
        orals = tuple((minutes, stage.projection) for stage, minutes in stages if stage.kind == ORAL)
        return Case(candidate, track, papers, marking, orals, deliberation)

    @cached_property
    def shortest(self) -> int:
        """The least minutes of orals of anybody."""
        return min(case.chain for case in self.cases)

    @cached_property
    def writings(self) -> tuple[Writing, ...]:
        """Every written stage of everybody."""
        return tuple(Writing(case, stage, minutes) for case in self.cases for stage, minutes in case.papers)

    @cached_property
    def by_paper(self) -> dict[tuple[str, str], list[Writing]]:
        """Who sits each written stage of each track."""
        found: dict[tuple[str, str], list[Writing]] = {}
        for writing in self.writings:
            found.setdefault((writing.case.track, writing.stage), []).append(writing)
        return found

    def rooms(self, use: str, candidate: Candidate | None = None) -> list[Room]:
        """The rooms with enough seats for papers or for orals (whatever the title calls their places), that a candidate
        can get to."""
        access = candidate is not None and candidate.accessible
        if (use, access) not in self._rooms:
            self._rooms[use, access] = list(self._fitting(use, access))
        return self._rooms[use, access]

    @cached_property
    def _rooms(self) -> dict[tuple[str, bool], list[Room]]:
        return {}

    def _fitting(self, use: str, access: bool) -> Iterator[Room]:
        chairs = self.problem.rules.panel.size + 1 if use == ORAL_USE else 1
        places = self.problem.title.uses(ORAL if use == ORAL_USE else WRITTEN)
        fitting = (room for room in self.problem.rooms if places & set(room.uses) and room.seats >= chairs)
        return (room for room in fitting if room.accessible or not access)

    def fits(self, windows: Windows, minutes: int) -> bool:
        """Whether something that starts on the grid has room in one of the stretches."""
        return self.first_end(windows, minutes) is not None

    def first_end(self, windows: Windows, minutes: int) -> int | None:
        """The earliest end of something of so many minutes; None if it has no room."""
        grid = self.problem.rules.grid_minutes
        ends = [(-(-start // grid) * grid + minutes, end) for start, end in windows]
        return min((finish for finish, end in ends if finish <= end), default=None)

    @cached_property
    def first_paper(self) -> tuple[int, int] | None:
        """Day (from 0) and minute before which nobody's written stages can be over; None if none can be sat. Whoever
        has none waits for nothing."""
        kinds = {(c.candidate.availability, c.candidate.accessible, c.papers): c for c in self.cases}
        over = map(self._papers_over, kinds.values())  # one speaks for all who come at the same times for as long
        return min((end for end in over if end is not None), default=None)

    def _papers_over(self, case: Case) -> tuple[int, int] | None:
        """Day and minute before which a candidate's written stages cannot all be over; None if one cannot be sat."""
        ends = [min(self._ends(case, minutes), default=None) for _stage, minutes in case.papers]
        known = [end for end in ends if end is not None]
        return None if len(known) < len(ends) else max(known, default=(0, 0))

    def _ends(self, case: Case, minutes: int) -> Iterator[tuple[int, int]]:
        """The first end of something so long on each day, in each room for written stages."""
        for room in self.rooms(MSP_USE, case.candidate):
            for d, day in enumerate(self.problem.days):
                windows = in_common(day, case.candidate.availability, room.availability)
                if (end := self.first_end(windows, minutes)) is not None:
                    yield d, end

    @cached_property
    def first_work(self) -> tuple[int, int] | None:
        """Day (from 0) and minute of it before which no panel has anything to do: papers are marked after a delay."""
        marked = all(case.papers and case.marking for case in self.cases)
        delay = self.problem.rules.marking.delay_minutes if marked else 0
        return self.first_paper and (self.first_paper[0], self.first_paper[1] + delay)

    @property
    def since(self) -> str:
        """From when on panels have something to do, in words that follow others; empty if that is the opening."""
        if self.first_paper in (None, (0, 0)):
            return ""
        return _(" une fois la première épreuve {paper} finie").format(paper=paper_of(self.problem.title))

    def after_papers(self, day: Day, windows: Windows, before: int = 0) -> Windows:
        """What is left of a day's stretches for panels, from so many minutes before they have anything to do."""
        if self.first_work is None:
            return ()
        number, minute = self.first_work
        at = self.problem.day_index[day.date]
        earliest = minute - before if at == number else 0 if at > number else 1440
        return tuple((max(start, earliest), end) for start, end in windows if end > earliest)

    def open_after_papers(self, day: Day, availability: Availability, before: int = 0) -> Windows:
        """What `after_papers` leaves of an availability; many things have the same."""
        key = day.date, availability, before
        if key not in self._opened:
            self._opened[key] = self.after_papers(day, day.windows(availability), before)
        return self._opened[key]

    @cached_property
    def _opened(self) -> dict[object, Windows]:
        return {}

    @cached_property
    def given(self) -> bool:
        """Whether the panels are those that the workbook names, and nobody completes one."""
        return not self.problem.composes

    @cached_property
    def agents(self) -> list[Agent]:
        """Who may serve as one: sound named panels, or single members."""
        if self.given:
            return [panel for panel in self.problem.panels.values() if not panel_fault(self.problem, panel)]
        return [(member,) for member in self.problem.members if self.may_serve(member)]

    def allowed(self, case: Case) -> list[Agent]:
        """The agents that nothing bars from a candidate."""
        go_on()
        return [agent for agent in self.agents if not any(excluded(case.candidate, member) for member in agent)]

    @cached_property
    def assessors(self) -> list[Agent]:
        """The agents that may assess at least one of the candidates."""
        return [agent for agent in self.agents if any(agent in self.allowed(case) for case in self.cases)]

    @property
    def heads(self) -> int:
        """How many agents serve together."""
        return 1 if self.given else self.problem.rules.panel.size

    def may_serve(self, member: Member) -> bool:
        """Whether a member is not kept in reserve, or may complete a panel."""
        return self.problem.may_serve(member)

    def duty(self, agent: Agent, day: Day) -> Windows:
        """When all the members of an agent can have a task on a day."""
        if not all(accredited(member, day.date) for member in agent):
            return ()
        return self.after_papers(day, in_common(day, *(member.availability for member in agent)))


def with_changeover(problem: Problem, windows: Windows) -> Windows:
    """Some stretches with the changeover ahead of each: it may lie outside the hours of panels and rooms."""
    merged: list[tuple[int, int]] = []
    for start, end in windows:
        ahead = start - problem.rules.changeover_minutes
        if merged and ahead <= merged[-1][1]:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((ahead, end))
    return tuple(merged)


def total(windows: Windows) -> int:
    """The minutes of some stretches."""
    return sum(end - start for start, end in windows)


def panel_fault(problem: Problem, panel: Agent) -> str:
    """What keeps a named panel from serving at all; empty if nothing does."""
    rules = problem.rules.panel
    professionals = sum(member.professional for member in panel)
    if len(panel) != rules.size:
        text = ngettext("{found} membre au lieu de {size}", "{found} membres au lieu de {size}", len(panel))
        return text.format(found=len(panel), size=rules.size)
    if professionals < rules.min_professionals:
        text = ngettext("{found} professionnel pour {least}", "{found} professionnels pour {least}", professionals)
        return text.format(found=professionals, least=rules.min_professionals)
    if any(member.reserve for member in panel) and not rules.use_reserve:
        return _("un membre en réserve")
    return ""
