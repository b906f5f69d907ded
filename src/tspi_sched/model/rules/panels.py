"""The rules about who assesses: the panel of a job, its makeup, its time."""

from itertools import combinations

from tspi_sched.model.instance import Agent, Job
from tspi_sched.model.rules.completed import named_or_completed
from tspi_sched.model.variables import Var, Variables
from tspi_sched.problem import accredited, excluded


def same_panel(v: Variables) -> None:
    """Who marks a job's paper hears its orals; the deliberation follows the orals."""
    for job in v.instance.jobs:
        for assignment in v.instance.assignments(job):
            key = job.index, assignment.agent.index
            v.model.add(v.marks[key] == v.hears[key])


def panel_makeup(v: Variables) -> None:
    """The right number of members, enough professionals, nobody excluded, accredited, no reserve unless wanted."""
    for agent in v.instance.agents:
        if not _may_serve(v, agent):
            for d in v.day_indices:
                v.model.add(v.active[agent.index, d] == 0)
        for d, day in enumerate(v.instance.problem.days):
            if not all(accredited(member, day.date) for member in agent.members):
                v.model.add(v.active[agent.index, d] == 0)
    for job in v.instance.jobs:
        _panel_of(v, job)


def _may_serve(v: Variables, agent: Agent) -> bool:
    """Whether an agent may serve at all, whoever the candidate is."""
    rules = v.instance.problem.rules.panel
    if not all(map(v.instance.problem.may_serve, agent.members)):
        return False
    if v.instance.composes:
        return True
    return agent.weight == rules.size and sum(m.professional for m in agent.members) >= rules.min_professionals


def _panel_of(v: Variables, job: Job) -> None:
    placed, rules = v.placed[job.candidate.id], v.instance.problem.rules.panel
    for service in (v.marks, v.hears):
        agents = [assignment.agent for assignment in v.instance.assignments(job)]
        for agent in agents:
            if any(excluded(job.candidate, member) for member in agent.members):
                v.model.add(service[job.index, agent.index] == 0)
        if v.instance.composes:
            professionals = sum(service[job.index, a.index] for a in agents if a.members[0].professional)
            v.model.add(professionals >= rules.min_professionals).only_enforce_if(placed)


def one_at_a_time(v: Variables) -> None:
    """A panel does one thing at a time, and nothing else in the changeover before a first oral."""
    for agent in v.instance.agents:
        v.model.add_no_overlap(v.agent_busy[agent.index] + v.meals.get(agent.index, []))


def marking(v: Variables) -> None:
    """With ``before: all``, a panel has marked all its papers before its first oral."""
    if v.instance.problem.rules.marking.before != "all":
        return
    for first, second in combinations(v.instance.jobs, 2):
        for together in _common_panels(v, first, second):
            for marked, heard in ((first, second), (second, first)):
                if not marked.marking:
                    continue
                end = v.mark_start[marked.index] + marked.marking
                v.model.add(v.oral_start[heard.index, 0] >= end).only_enforce_if(together)


def _common_panels(v: Variables, first: Job, second: Job) -> list[list[object]]:
    """The sets of service literals that, all true, mean that two jobs have one and the same panel."""
    offered = [{assignment.agent.index for assignment in v.instance.assignments(job)} for job in (first, second)]
    shared = [agent for agent in v.instance.agents if all(agent.index in agents for agents in offered)]
    groups = combinations(shared, v.instance.agents_per_job)
    return [[v.hears[job.index, a.index] for job in (first, second) for a in group] for group in groups]


def deliberation(v: Variables) -> None:
    """At the end of the day, after all the orals of its members; or at once, which is how the starts are made."""
    if v.instance.deliberates_at_once:
        return
    for agent in v.instance.agents:
        for d in v.day_indices:
            heard = v.heard_on[agent.index, d]
            end = v.int_var(0, v.horizon, f"orals_end[{agent.index},{d}]")
            for job, literal in heard:
                v.model.add(end >= v.oral_end(job)).only_enforce_if(literal)
                if not v.instance.deliberates_later(job):
                    continue
                v.model.add(v.deliberation_start[job.index] >= end).only_enforce_if(literal)
                v.model.add(v.deliberation_start[job.index] < v.day_start(d + 1)).only_enforce_if(literal)


def panel_mode(v: Variables) -> None:
    """``daily``: who serves together on a day serves with nobody else that day; ``given`` is how agents are made,
    unless others complete a panel."""
    if v.instance.problem.completions:
        named_or_completed(v)
    elif v.instance.problem.rules.panel.mode == "daily" and v.instance.composes:
        _partners_for_the_day(v)


def _partners_for_the_day(v: Variables) -> None:
    # Whoever serves with somebody on a day has all of its colleagues of that day there:
    # docs/how/arguments-exact-model.md#partners-for-the-day
    partner = {}
    for first, second in combinations(v.instance.agents, 2):
        for d in v.day_indices:
            partner[first.index, second.index, d] = v.bool_var(f"partners[{first.index},{second.index}]@{d}")
    for agent in v.instance.agents:
        for d in v.day_indices:
            mates = [literal for (a, b, day), literal in partner.items() if day == d and agent.index in (a, b)]
            v.model.add(sum(mates) == (v.instance.agents_per_job - 1) * v.active[agent.index, d])
    for (a, b, d), together in partner.items():
        for on in (v.marked_on, v.heard_on):
            literals_of_partner = {job.index: literal for job, literal in on[b, d]}
            for job, literal in on[a, d]:
                if job.index in literals_of_partner:
                    v.model.add_bool_or(~literal, ~literals_of_partner[job.index], together)


def minutes(v: Variables) -> None:
    """Each panel signs the minutes once, on the last day it serves, after its last deliberation."""
    for panel in range(len(v.signing_panels)):
        days = [v.signs[panel, d] for d in v.day_indices]
        v.model.add_at_most_one(days)
        for job in v.instance.jobs:
            assesses = v.assesses[job.index, panel]
            end = v.deliberation_start[job.index] + job.deliberation
            v.model.add_bool_or(*days, ~assesses)
            v.model.add(v.signing_start[panel] >= end).only_enforce_if(assesses)
        for d, signs in enumerate(days):
            v.model.add_bool_or(*(_serves_on(v, job, panel, d) for job in v.instance.jobs), ~signs)


def _serves_on(v: Variables, job: Job, panel: int, d: int) -> Var:
    """Only if the team hears the job on that day."""
    serves = v.bool_var("serves")
    v.model.add_implication(serves, v.assesses[job.index, panel])
    v.model.add_implication(serves, v.oral_day[job.index, d])
    return serves
