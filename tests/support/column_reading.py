"""What agents do in a plan, read off as schedules; and by chance, nodes that such a plan is in, and duals."""

from collections import defaultdict
from random import Random

from tspi_sched.columns.linking import Ends, HearingKey
from tspi_sched.columns.network import AMOUNTS, Duals, Network, PanelSchedule, projected
from tspi_sched.columns.node import Node
from tspi_sched.model import Instance
from tspi_sched.plan import Plan, Task
from tspi_sched.problem import MARKING, ORAL, WRITTEN
from tspi_sched.relaxations.workload.papers import paper_slots


def slot(work: Instance, task: Task, minute: int) -> int:
    """The slot of a minute of a task's day."""
    return work.problem.day_index[task.day] * work.slots_per_day + minute // work.grid


def read_off(network: Network, plan: Plan) -> list[PanelSchedule]:
    """The schedule of each agent that does something; waits are not known without a node."""
    ends = _ends(network, plan)
    found = (
        _of_agent(
            network, number, [task for task in plan.tasks if {m.id for m in agent.members} <= set(task.members)], ends
        )
        for number, team in enumerate(network.panel_groups)
        for agent in team.agents
    )
    return [one for one in found if one.duty]


def _ends(network: Network, plan: Plan) -> dict[tuple[str, str], Ends]:
    """Of each job, whether its orals are the first and the last of its candidate on their day."""
    days: dict[tuple[str, object], list[str]] = defaultdict(list)
    for task in sorted(plan.tasks, key=lambda task: task.start):
        if task.candidate and task.track and network.instance.problem.title.stage[task.stage].kind == ORAL:
            days[task.candidate, task.day].append(task.track)
    return {
        (candidate, track): Ends(track == tracks[0], track == tracks[-1])
        for (candidate, _), tracks in days.items()
        for track in tracks
    }


def _of_agent(network: Network, team: int, tasks: list[Task], ends: dict[tuple[str, str], Ends]) -> PanelSchedule:
    work, weight = network.instance, network.panel_groups[team].weight
    kinds = work.problem.title.stage
    sorts = {(job.candidate.id, job.track): n for n, sort in enumerate(network.job_types) for job in sort.jobs}
    first: dict[tuple[str, str], int] = {}
    marked: list[tuple[int, int]] = []
    spans: dict[int, list[int]] = defaultdict(list)
    for task in tasks:
        start, end = slot(work, task, task.start), slot(work, task, task.end)
        job = task.candidate or "", task.track or ""
        spans[start // work.slots_per_day] += [start, end]
        if kinds[task.stage].kind == MARKING:
            marked.append((network.job_types[sorts[job]].papers, start))
        if kinds[task.stage].kind == ORAL:
            first[job] = min(start, first.get(job, start))
    heard = sorted((sorts[job], start, ends[job]) for job, start in first.items())
    counts = tuple(sum(number == sort for number, _, _ in heard) for sort in range(len(network.job_types)))
    presence = sum(max(ends) - min(ends) for ends in spans.values())
    amounts = {"juror_days": weight * len(spans), "presence": weight * presence, "waiting": 0}
    return PanelSchedule(team, tuple(sorted(marked)), tuple(heard), counts, frozenset(spans), amounts)


def cost(network: Network, duals: Duals, one: PanelSchedule) -> int:
    """What a schedule costs."""
    day = network.instance.slots_per_day
    fetched = sum(duals.job(number, *divmod(start, day), ends) for number, start, ends in one.heard)
    return (
        sum(duals.amounts[name] * one.amounts[name] for name in AMOUNTS)
        - fetched
        + sum(duals.duty[d] for d in one.duty)
        + sum(duals.projectors.get(slot, 0) for slot in projected(network, one))
    )


def papers_of(work: Instance, plan: Plan) -> dict[str, int]:
    """By track, the slot at which its paper starts."""
    written = (task for task in plan.tasks if work.problem.title.stage[task.stage].kind == WRITTEN)
    return {task.track or "": slot(work, task, task.start) for task in written}


def some_node(rng: Random, network: Network, plan: Plan, schedules: list[PanelSchedule]) -> Node:
    """A node that a plan is in."""
    starts = {}
    for track, start in papers_of(network.instance, plan).items():
        day = start // network.instance.slots_per_day
        slots = [s for s in paper_slots(network.instance, {})[track] if s // network.instance.slots_per_day == day]
        at = slots.index(start)
        low, high = max(0, at - rng.choice((0, 1, 3, 99))), at + rng.choice((0, 1, 3, 99))
        starts[track] = tuple(slots[low : high + 1])
    duty = []
    for d in range(len(network.instance.problem.days)):
        busy = sum(d in one.duty for one in schedules)
        duty.append((max(0, busy - rng.choice((0, 1, 2))), busy + rng.choice((0, 1, 2))))
    return Node(starts, tuple(duty))


def some_duals(rng: Random, network: Network, duty: int = 300_000) -> Duals:
    """Prices of jobs, neighbours of hearings, days of duty, projectors and what is counted, some of them nothing."""
    days = len(network.instance.problem.days)
    jobs = tuple(rng.choice((0, rng.randrange(400_000))) for _ in network.job_types)
    together: dict[HearingKey, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for pairing in network.linking_constraints:
        price = rng.choice((0, -rng.randrange(1_000 if pairing.by_slot else 200_000)))
        price *= rng.choice((1, -1)) if pairing.exact else 1
        for kind, (fixed, each) in pairing.coefficients.items():
            together[kind] = together[kind][0] + price * fixed, together[kind][1] + price * each
    amounts = {name: rng.choice((0, 1_000, rng.randrange(5_000))) for name in AMOUNTS}
    on_duty = tuple(rng.choice((0, rng.randrange(-duty, duty))) for _ in range(days))
    hours = range(days * network.instance.slots_per_day)
    projectors = {slot: rng.randrange(100_000) for slot in rng.sample(hours, rng.choice((0, len(hours) // 8)))}
    return Duals(jobs, on_duty, amounts, projectors, dict(together))
