"""What a plan made anew has to decide: each candidate on each track with what is over and what is to come."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from itertools import combinations, pairwise
from math import ceil

from tspi_sched.plan import DONE, Event, Plan, Task
from tspi_sched.problem import (
    DELIBERATION,
    MARKING,
    ORAL,
    PREPARATION,
    WRITTEN,
    Candidate,
    Member,
    Problem,
    accredited,
    completed,
    excluded,
    may_complete,
    rules_in_force,
)
from tspi_sched.recovery.past import Past, past_of
from tspi_sched.recovery.timeline import Timeline

Panel = frozenset[str]


@dataclass(frozen=True, slots=True)
class Chain:
    """One candidate on one track: the stages due with their minutes, and the rows of them that are over."""

    index: int
    candidate: Candidate
    track: str
    due: tuple[tuple[str, str, int], ...]
    """(stage, kind, minutes) in order; stages of no minutes are none."""
    over: dict[str, Task]

    def of(self, kind: str) -> tuple[tuple[str, int], ...]:
        """The stages of a kind with their minutes."""
        return tuple((code, minutes) for code, what, minutes in self.due if what == kind)

    def done(self, kind: str) -> tuple[Task, ...]:
        """The rows of a kind that are over, in order."""
        return tuple(self.over[code] for code, _minutes in self.of(kind) if code in self.over)

    @property
    def rest(self) -> tuple[tuple[str, int], ...]:
        """The orals that are to come."""
        return tuple((code, minutes) for code, minutes in self.of(ORAL) if code not in self.over)

    def prepares(self, oral: str) -> tuple[str, int]:
        """What is to come of the preparation of an oral: its code and minutes; an empty code where nothing is."""
        pairs = ((before, code) for before, (code, _kind, _minutes) in pairwise(self.due) if code == oral)
        code, kind, minutes = next((before for before, _code in pairs), ("", "", 0))
        return (code, minutes) if kind == PREPARATION and code not in self.over else ("", 0)

    @property
    def lead(self) -> int:
        """Minutes of what is to come of the preparation of its next oral."""
        return self.prepares(self.rest[0][0])[1] if self.rest else 0

    @property
    def to_go(self) -> int:
        """Minutes from the start of its next oral to the end of the last, without gaps."""
        waits = sum(self.prepares(code)[1] for code, _minutes in self.rest[1:])
        return sum(minutes for _code, minutes in self.rest) + waits

    @property
    def begun(self) -> bool:
        """Whether its first oral is over, or under way."""
        return bool(self.done(ORAL))

    @property
    def complete(self) -> bool:
        """Whether nothing is to come: nobody marks a paper any more whose oral has begun (an event may say so)."""
        return all(code in self.over or (kind == MARKING and self.begun) for code, kind, _minutes in self.due)

    @property
    def needs_candidate(self) -> bool:
        """Whether the paper or an oral is to come."""
        return any(code not in self.over for code, kind, _minutes in self.due if kind in (WRITTEN, ORAL))


@dataclass(frozen=True)
class Situation:
    """A session at a moment: its rules in force, the plan in force with its history, the baseline, and what is left to
    decide."""

    problem: Problem
    line: Timeline
    plan: Plan
    baseline: Plan
    past: Past
    chains: tuple[Chain, ...]
    gone: frozenset[str]
    """Candidates absent to the end of the session."""
    out: frozenset[str]
    """Candidates who can be placed no more: gone, or come after their paper has ended."""
    unplaced_before: dict[str, str] = field(default_factory=dict)

    @cached_property
    def open_chains(self) -> tuple[Chain, ...]:
        """The chains that something is to come of."""
        return tuple(c for c in self.chains if not c.complete and c.candidate.id not in self.out)

    @cached_property
    def before(self) -> dict[tuple[str | None, str | None, str], Task]:
        """The tasks of the plan in force that are to come, by what they are."""
        over = {row.key for row in self.past.rows if row.state == DONE}
        return {row.key: row for row in self.plan.tasks if row.key not in over and row.state != "void"}

    @cached_property
    def incomplete(self) -> dict[tuple[str, int], tuple[Panel, int]]:
        """The named panels that lack members, by label and day: those who are there, and since when."""
        found: dict[tuple[str, int], tuple[Panel, int]] = {}
        gone = {member.id for member in self.problem.gone.members}
        for label, ids in named_panels(self.problem).items():
            for d, day in enumerate(self.problem.days):
                base = self.line.at(day.date)
                since = {id: 0 if id in gone else self.line.leaves([id], base, base + 1440) for id in ids}
                lacking = {id: at for id, at in since.items() if at is not None}
                if lacking and ids - lacking.keys():
                    found[label, d] = frozenset(ids - lacking.keys()), min(lacking.values())
        return found


def situation(problem: Problem, plan: Plan, baseline: Plan, line: Timeline) -> Situation:
    """What is left to decide of a plan in force at the moment of a timeline, with the events it holds."""
    return _of(problem, plan, baseline, line, past_of(plan, line))


def with_past(s: Situation, past: Past) -> Situation:
    """A situation with another history."""
    return _of(s.problem, s.plan, s.baseline, s.line, past)


def _of(problem: Problem, plan: Plan, baseline: Plan, line: Timeline, past: Past) -> Situation:
    chains = tuple(_chains(problem, past))
    gone = {c.id for c in problem.candidates if line.has_left(c.id) and _needed(c.id, chains)}
    late = {id for id, arrives in line.arrival.items() if _missed(id, arrives, plan, chains, line)}
    reasons = {row.candidate: row.reason for row in plan.unplaced}
    return Situation(problem, line, plan, baseline, past, chains, frozenset(gone), frozenset(gone | late), reasons)


def in_force(problem: Problem, plan: Plan) -> Problem:
    """A session with the rules that hold after an incident, and the plan whose history stays."""
    return replace(problem, rules=rules_in_force(problem.rules, True), in_force=plan)


def timeline(problem: Problem, plan: Plan, events: Iterable[Event]) -> Timeline:
    """The scale of a session at the moment of a plan."""
    return Timeline(problem, plan.now, tuple(events))


def _needed(id: str, chains: tuple[Chain, ...]) -> bool:
    return any(chain.needs_candidate for chain in chains if chain.candidate.id == id)


def _missed(id: str, arrives: int, plan: Plan, chains: tuple[Chain, ...], line: Timeline) -> bool:
    """Whether somebody comes after their paper has ended, which was not held anew since."""
    for chain in (chain for chain in chains if chain.candidate.id == id and not chain.done(WRITTEN)):
        keys = {(id, chain.track, code) for code, _minutes in chain.of(WRITTEN)}
        for row in (row for row in plan.tasks if row.key in keys):
            if line.start(row) < line.now and line.end(row) <= arrives:
                return True
    return False


def _chains(problem: Problem, past: Past) -> Iterable[Chain]:
    over = {row.key: row for row in past.rows if row.state == DONE}
    for candidate in problem.candidates:
        for track in dict.fromkeys(candidate.tracks):
            due = tuple(due_of(problem, candidate, track))
            done = {code: over[key] for code, _k, _m in due if (key := (candidate.id, track, code)) in over}
            yield Chain(-1, candidate, track, due, done)


def due_of(problem: Problem, candidate: Candidate, track: str) -> Iterable[tuple[str, str, int]]:
    """The stages of a candidate on a track: code, kind, minutes on the grid."""
    title, rules = problem.title, problem.rules
    parts = list(title.track[track].minutes)
    if title.completion and candidate.final_interview and track == candidate.tracks[-1]:
        code, minutes = title.completion
        if code not in dict(parts):
            minutes = minutes if rules.final_interview_minutes is None else rules.final_interview_minutes
            last = max(n for n, (stage, _m) in enumerate(parts) if title.stage[stage].kind == ORAL)
            parts.insert(last + 1, (code, minutes))
    for code, base in parts:
        kind, minutes = title.stage[code].kind, base
        if kind == MARKING:
            minutes = dict(rules.marking.minutes).get(track, base)
        if kind == DELIBERATION and rules.deliberation.minutes is not None:
            minutes = rules.deliberation.minutes
        extra = sum((e.share * minutes + e.minutes for e in candidate.extra_time if e.stage == code), Fraction(0))
        length = ceil((minutes + extra) / rules.grid_minutes) * rules.grid_minutes
        if length:
            yield code, kind, length


# --- panels ----------------------------------------------------------------------------------------------------------


def named_panels(problem: Problem) -> dict[str, set[str]]:
    """The members of every panel that the workbook names, those who are left out by the scenario too."""
    found = {label: {member.id for member in panel} for label, panel in problem.panels.items()}
    for label, there in problem.gone.panels:
        found.setdefault(label, set()).update(there)
    for member in problem.gone.members:
        if member.panel:
            found.setdefault(member.panel, set()).add(member.id)
    return found


def whole_panels(problem: Problem) -> tuple[Panel, ...]:
    """The panels that may serve without anybody standing in."""
    rules = problem.rules.panel
    if rules.mode == "given":
        lost = {frozenset(ids) for _label, ids in problem.gone.panels}
        return tuple(panel for panel in problem.sound_panels if panel not in lost)
    return tuple(
        frozenset(m.id for m in group)
        for group in combinations(problem.members, rules.size)
        if sum(m.professional for m in group) >= rules.min_professionals
        and (rules.use_reserve or not any(m.reserve for m in group))
    )


def may_assess(problem: Problem, candidate: Candidate, panel: Panel) -> bool:
    """Whether nobody of a panel is excluded for a candidate."""
    return not any(excluded(candidate, problem.member[id]) for id in panel)


def completions(s: Situation, label: str, d: int) -> tuple[Panel, ...]:
    """The panels that a named panel which lacks members may become on a day."""
    own = s.incomplete[label, d][0]
    others = [m.id for m in s.problem.members if m.id not in own and _may_stand_in(s, m, d)]
    lacking = named_panels(s.problem)[label] - own
    day = s.problem.days[d].date
    return tuple(
        panel
        for panel in completed(s.problem.rules.panel, s.problem.member, sorted(own), others)
        if not panel & lacking and all(accredited(s.problem.member[id], day) for id in panel)
    )


def _may_stand_in(s: Situation, member: Member, d: int) -> bool:
    """Of the reserve, or (`anyone`) without a task to come that day, in the baseline, in a panel that is whole."""
    if member.reserve or not may_complete(s.problem.rules.panel, member):
        return may_complete(s.problem.rules.panel, member)
    return not any(
        s.line.at(task.day) // 1440 == s.line.at(s.problem.days[d].date) // 1440
        and member.id in task.members
        and s.line.start(task) >= s.line.now
        and not task.state
        and is_whole(s, task)
        for task in s.baseline.tasks
    )


def is_whole(s: Situation, task: Task) -> bool:
    """Whether all members of a task are there at its time."""
    gone = {member.id for member in s.problem.gone.members}
    away = any(s.line.is_away(id, s.line.start(task), s.line.end(task)) for id in task.members)
    return not away and not gone & set(task.members)
