"""Disaggregation: which panel of a group has which of the counted patterns, and who hears which jobs.

A pattern solution only says how many panels have each pattern. Here patterns go to panels so that each marks what it
hears, and jobs to panels so that nobody hears a candidate who is excluded. That may be impossible: the pattern model is
a relaxation.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from tspi_sched.model.instance import Agent, Assignment, Instance, Job, agent_windows, barred_jobs
from tspi_sched.model.matching import bipartite_matching
from tspi_sched.model.variables import Var
from tspi_sched.model.variables.keys import AgentDay, Expr, Literal
from tspi_sched.relaxations.patterns.data import Pattern, PatternModel
from tspi_sched.relaxations.patterns.model import marked_after

Value = Callable[[Var], int]
"""The value of a variable in a solution."""


AgentDayType = tuple[int, int, int]
"""(agent, day, job type)"""


TypeJobsAgent = tuple[int, tuple[Job, ...], int]
"""(job type, its jobs that the same agents may assess, agent)"""


@dataclass
class Disaggregation:
    """A disaggregation model with its variables."""

    pattern_model: PatternModel
    model: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    has: dict[AgentDay, list[tuple[Pattern, Literal]]] = field(default_factory=dict)
    """By agent and day: its possible patterns, each with a literal."""
    marked: dict[AgentDayType, Expr] = field(default_factory=dict)
    """By agent, day and job type: jobs marked."""
    gets: dict[TypeJobsAgent, Expr] = field(default_factory=dict)
    """By job type, jobs that the same agents may assess, and agent: how many of these the agent hears."""

    @property
    def instance(self) -> Instance:
        """The problem."""
        return self.pattern_model.instance

    def heard(self, agent: int, day: int, job_type: int) -> Var:
        """Number of jobs of a type that an agent hears on a day."""
        return sum(pattern.heard[job_type] * literal for pattern, literal in self.has[agent, day])


def build_disaggregation(pattern_model: PatternModel, value: Value) -> Disaggregation:
    """State the disaggregation of a pattern solution."""
    # One solution handed out: says where to look, and bounds nothing:
    # docs/how/arguments-patterns.md#what-bounds-nothing
    disaggregation = Disaggregation(pattern_model)
    for g, group in enumerate(pattern_model.groups):
        for d in pattern_model.days:
            counts = [(pattern, value(count)) for pattern, count in pattern_model.counts[g, d]]
            _patterns(disaggregation, group, d, [(pattern, count) for pattern, count in counts if count])
    for group in pattern_model.groups:
        for agent in group:
            _marking(disaggregation, agent)
    _jobs(disaggregation)
    return disaggregation


def _patterns(
    disaggregation: Disaggregation, group: tuple[Agent, ...], d: int, counts: list[tuple[Pattern, int]]
) -> None:
    takers: list[list[Var]] = [[] for _ in counts]
    for agent in group:
        windows, choices = agent_windows(agent, disaggregation.instance.problem.days[d]), []
        for i, (pattern, _) in enumerate(counts):
            if pattern.windows == windows:
                choices.append((pattern, disaggregation.model.new_bool_var("has")))
                takers[i].append(choices[-1][1])
        disaggregation.has[agent.index, d] = choices
        disaggregation.model.add_at_most_one(literal for _, literal in choices)
    for (_, count), literals in zip(counts, takers, strict=True):
        disaggregation.model.add(sum(literals) == count)


def _marking(disaggregation: Disaggregation, agent: Agent) -> None:
    """An agent marks what it hears, on the day or before, where its patterns leave time for it."""
    pattern_model, i = disaggregation.pattern_model, agent.index
    for d in pattern_model.days:
        ahead: dict[int, Var] = {}
        for job_type in pattern_model.job_types:
            marked = disaggregation.marked[i, d, job_type.index] = disaggregation.model.new_int_var(
                0, len(job_type.jobs), "marked"
            )
            marked_today = job_type.release >= d * disaggregation.instance.slots_per_day
            disaggregation.model.add(marked >= disaggregation.heard(i, d, job_type.index) * int(marked_today))
            ahead[job_type.index] = job_type.marking * (
                marked - disaggregation.heard(i, d, job_type.index) * int(marked_today)
            )
            if job_type.release >= (d + 1) * disaggregation.instance.slots_per_day:
                disaggregation.model.add(marked == 0)
        for n, job_types in enumerate(marked_after(pattern_model, d)):
            slack = sum(
                (pattern.slacks[n] + pattern_model.margin) * literal for pattern, literal in disaggregation.has[i, d]
            )
            disaggregation.model.add(sum(ahead[job_type.index] for job_type in job_types) <= slack)
    for job_type in pattern_model.job_types:
        for d in pattern_model.days:
            upto = range(d + 1)
            marked = sum(disaggregation.marked[i, e, job_type.index] for e in upto)
            heard = sum(disaggregation.heard(i, e, job_type.index) for e in upto)
            disaggregation.model.add(marked == heard if d == pattern_model.days[-1] else marked >= heard)


def _barring(instance: Instance) -> dict[int, set[int]]:
    """Per job, the agents who may not assess it."""
    barring: dict[int, set[int]] = defaultdict(set)
    for agent in instance.agents:
        for job in barred_jobs(instance, agent):
            barring[job].add(agent.index)
    return barring


def _jobs(disaggregation: Disaggregation) -> None:
    """Each job goes to an agent who may assess it; an agent gets as many of a type as it hears."""
    barring = _barring(disaggregation.instance)
    for job_type in disaggregation.pattern_model.job_types:
        alike: dict[tuple[int, ...], list[Job]] = defaultdict(list)
        for job in job_type.jobs:
            alike[tuple(sorted(barring[job.index]))].append(job)
        got: dict[int, list[Var]] = defaultdict(list)
        for barred, jobs in alike.items():
            shares = {
                a.index: disaggregation.model.new_int_var(0, len(jobs), "gets") for a in disaggregation.instance.agents
            }
            for number, count in shares.items():
                disaggregation.gets[job_type.index, tuple(jobs), number] = count
                got[number].append(count)
                if number in barred:
                    disaggregation.model.add(count == 0)
            disaggregation.model.add(sum(shares.values()) == len(jobs))
        for number, counts in got.items():
            disaggregation.model.add(
                sum(counts)
                == sum(disaggregation.heard(number, d, job_type.index) for d in disaggregation.pattern_model.days)
            )


def disaggregated_assignments(disaggregation: Disaggregation, value: Value) -> dict[int, tuple[Assignment, ...]]:
    """Each job's agent, and the day on which it is heard; it is marked on that day or before.

    Candidates who need accessible rooms go to as few agents as can be, from the first one on, so that these can have
    the accessible rooms.
    """
    barring, assignments = _barring(disaggregation.instance), dict[int, tuple[Assignment, ...]]()
    for job_type in disaggregation.pattern_model.job_types:
        places = [
            (agent.index, d)
            for agent in disaggregation.instance.agents
            for d in disaggregation.pattern_model.days
            for _ in range(value(disaggregation.heard(agent.index, d, job_type.index)))
        ]
        jobs = sorted(job_type.jobs, key=lambda job: (not job.candidate.accessible, -len(barring[job.index])))
        for place, job in _given(jobs, places, barring).items():
            agent, d = places[place]
            assignments[job.index] = (Assignment(disaggregation.instance.agents[agent], tuple(range(d + 1)), (d,)),)
    return assignments


def _given(jobs: list[Job], places: list[tuple[int, int]], barring: dict[int, set[int]]) -> dict[int, Job]:
    """An agent and day for each job that the agent may assess; the model has made sure that there are enough."""
    forth, back = range(len(places)), range(len(places) - 1, -1, -1)
    return bipartite_matching(
        jobs,
        places,
        lambda job, place: place[0] not in barring[job.index],
        lambda job: forth if job.candidate.accessible else back,
    )
