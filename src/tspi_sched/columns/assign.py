"""From chosen columns to agents and hours: which agent follows which column, which marking is for which orals."""

from collections import Counter, defaultdict
from collections.abc import Mapping

from ortools.sat.python import cp_model

from tspi_sched.columns.network import Network, PanelSchedule
from tspi_sched.columns.realisable import markings_of
from tspi_sched.model.instance import barred_jobs
from tspi_sched.relaxations.bound import Minimise, RelaxationSolution, ServiceTimes


def assign_schedules(
    network: Network, papers: dict[str, int], chosen: list[PanelSchedule], run: Minimise
) -> RelaxationSolution | None:
    """A relaxation solution that follows columns; None if no agents may assess whom they would hear."""
    agents = _agents_of(network, chosen, run)
    if agents is None:
        return None
    times: ServiceTimes = defaultdict(list)
    for schedule, agent in zip(chosen, agents, strict=True):
        for job_type, turn in _turns(network, papers, schedule):
            times[agent, tuple(job.index for job in network.job_types[job_type].jobs)].append(turn)
    return RelaxationSolution(service_times=dict(times), papers=papers)


def _agents_of(network: Network, chosen: list[PanelSchedule], run: Minimise) -> list[int] | None:
    """An agent for each column, so that everybody can be heard by somebody who may."""
    model, barred = cp_model.CpModel(), {a.index: barred_jobs(network.instance, a) for a in network.instance.agents}
    follows = [
        {agent.index: model.new_bool_var("") for agent in network.panel_groups[schedule.panel_group].agents}
        for schedule in chosen
    ]
    for choices in follows:
        model.add_exactly_one(choices.values())
    for agent in barred:
        model.add_at_most_one(choices[agent] for choices in follows if agent in choices)
    for number, job_type in enumerate(network.job_types):
        heard = [[model.new_bool_var("") for _ in job_type.jobs] for _ in chosen]
        for schedule, hears in zip(chosen, heard, strict=True):
            model.add(sum(hears) == schedule.jobs[number])
        for place, job in enumerate(job_type.jobs):
            model.add(sum(hears[place] for hears in heard) == network.instance.agents_per_job)
            for hears, by in zip(heard, follows, strict=True):
                for agent in (agent for agent in by if job.index in barred[agent]):
                    model.add_bool_or(~hears[place], ~by[agent])
    outcome = run(model)
    if not outcome.found:
        return None
    return [next(agent for agent, literal in choices.items() if outcome.value(literal)) for choices in follows]


def _turns(network: Network, papers: Mapping[str, int], schedule: PanelSchedule) -> list[tuple[int, tuple[int, int]]]:
    """Each hearing's job type, with the slots of a suitable marking and of its orals."""
    hearings = list(markings_of(network, papers, schedule))
    taken = Counter(
        (network.job_types[number].papers, marking) for number, marking, _ in hearings if marking is not None
    )
    left = Counter(schedule.marked) - taken
    turns = []
    for number, marking, slot in hearings:
        if marking is None:
            paper_type, marking = next(
                spare for spare in left.elements() if spare[0] == network.job_types[number].papers
            )
            left[paper_type, marking] -= 1
        turns.append((number, (marking, slot)))
    return turns
