"""The workload relaxation: how many jobs of each type a panel marks and hears on each day, from when to when.

Every plan gives a solution (forget who, where and in what order) of at most its value, so a proven bound is one of the
plan. It is small: candidates of a type are counted, not named, so they cost no symmetry, and a panel-day is a sum of
work in which idle time cannot hide. Theory: docs/how/relaxations.md.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping
from itertools import pairwise

from ortools.sat.python import cp_model

from tspi_sched.model.calendar import MealTimes, meal_times
from tspi_sched.model.instance import (
    Agent,
    Instance,
    Job,
    agent_key,
    agent_windows,
    barred_jobs,
    daily_limit,
    first_oral,
)
from tspi_sched.model.variables import Var
from tspi_sched.relaxations.workload.data import JobType, WorkloadDay, WorkloadModel
from tspi_sched.relaxations.workload.papers import place_papers
from tspi_sched.relaxations.workload.places import limit_places
from tspi_sched.relaxations.workload.waiting import sum_of_waits

MAX_BY_NAME = 6
"""Most candidates on several tracks whose jobs get types of their own."""


def workload_applies(instance: Instance) -> bool:
    """Whether the relaxation applies: a paper for each job, one start for each paper, and each takes time to mark."""
    return (
        not instance.dropped
        and instance.classic
        and all(paper.wave == 0 for paper in instance.papers)
        and all(job.marking for job in instance.jobs)
    )


def build_workload_model(instance: Instance, latest: Mapping[str, int] | None = None) -> WorkloadModel:
    """The model, without an objective; `latest`: by track, the last slot at which its paper may start."""
    o = WorkloadModel(instance, cp_model.CpModel(), _job_types(instance))
    place_papers(o, latest or {})
    for agent in instance.agents:
        for d, day in enumerate(instance.problem.days):
            windows = agent_windows(agent, day)
            if windows and instance.up(windows[0][0]) <= windows[-1][1] // instance.grid:
                o.days[agent.index, d] = _panel_day(o, agent, d, (windows[0][0], windows[-1][1]))
    _each_job_once(o)
    _opening_orals(o)
    _break_agent_symmetry(o)
    limit_places(o)
    return o


def _job_types(instance: Instance) -> tuple[JobType, ...]:
    """Job types: jobs equal in all that the relaxation sees; few candidates on several tracks get types of their
    own."""
    groups: dict[Hashable, list[Job]] = defaultdict(list)
    by_name = sum(len(candidate.tracks) > 1 for candidate in instance.problem.candidates) <= MAX_BY_NAME
    for job in instance.jobs:
        candidate = job.candidate
        several = len(candidate.tracks) > 1
        about = several, job.track == candidate.tracks[0], candidate.priority, by_name and several and candidate.id
        groups[job.track, job.written, job.marking, job.orals, job.deliberation, about].append(job)
    barring = [barred_jobs(instance, agent) for agent in instance.agents]
    barred = [frozenset(a for a, jobs in enumerate(barring) if job.index in jobs) for job in instance.jobs]
    return tuple(
        JobType(i, tuple(jobs), {job.index: barred[job.index] for job in jobs})
        for i, jobs in enumerate(groups.values())
    )


def _panel_day(o: WorkloadModel, agent: Agent, d: int, hull: tuple[int, int]) -> WorkloadDay:
    base, opens, closes = o.base(d), o.instance.up(hull[0]), hull[1] // o.instance.grid
    name = f"{agent.index}@{d}"
    first, last = (o.int_var(base + opens, base + closes, f"{end_name}[{name}]") for end_name in ("first", "last"))
    upper = [job_type.most(agent) for job_type in o.job_types]
    marked = [o.int_var(0, upper[k.index], f"marked[{name},{k.index}]") for k in o.job_types]
    heard = [o.int_var(0, upper[k.index], f"heard[{name},{k.index}]") for k in o.job_types]
    day = WorkloadDay(
        agent, d, o.bool_var(f"active[{name}]"), first, last, marked, heard, o.bool_var(f"oral_first[{name}]")
    )
    o.model.add(last >= first)
    o.model.add(last == first).only_enforce_if(~day.active)
    o.model.add(first == base + opens).only_enforce_if(~day.active)
    for job_type in o.job_types:
        any_work = _some(o, marked[job_type.index] + heard[job_type.index], 2 * len(job_type.jobs))
        o.model.add_implication(any_work, day.active)
        day.some.append(any_work)
    _span(o, day, opens, closes)
    return day


def _hearing(o: WorkloadModel, job_type: JobType) -> int:
    """Slots of a panel's time for hearing a job, changeover included."""
    return o.instance.changeover + job_type.example.chain + job_type.example.deliberation


def _load(o: WorkloadModel, day: WorkloadDay, job_type: JobType) -> Var:
    return job_type.example.marking * day.marked[job_type.index] + _hearing(o, job_type) * day.heard[job_type.index]


def _span(o: WorkloadModel, day: WorkloadDay, opens: int, closes: int) -> None:
    """From first to last there is room for the work, and for the meal unless it lies before or after."""
    # As in the exact model's day of work: docs/how/arguments-workload.md#span
    base, changeover = o.base(day.day), o.instance.changeover
    meal = meal_times(o.instance)
    before, inside, after = (o.bool_var(f) for f in ("before", "inside", "after"))
    oral_first = day.oral_first
    o.model.add(before + inside + after == day.active)
    o.model.add_implication(oral_first, day.active)
    o.model.add(day.first >= base + meal.first + meal.length).only_enforce_if(before)
    o.model.add(day.last <= base + meal.last).only_enforce_if(after)
    load = sum(_load(o, day, job_type) for job_type in o.job_types)
    o.model.add(day.last - day.first >= load - changeover * oral_first + meal.length * inside)
    late = first_oral(o.instance, day.day) - opens
    if late > 0:
        o.model.add(day.first >= base + opens + late).only_enforce_if(oral_first)
    spans = (
        closes - max(opens, meal.first + meal.length),
        closes - opens - meal.length,
        min(meal.last, closes) - opens,
    )
    places = (before, inside, after)
    o.model.add(
        load - changeover * oral_first <= sum(max(0, s) * place for s, place in zip(spans, places, strict=True))
    )
    _release(o, day, after)


def _release(o: WorkloadModel, day: WorkloadDay, after: Var) -> None:
    """A job type is marked only after its release date; all its work then takes its time."""
    # All that is done for a paper comes after its release date, apart from meals:
    # docs/how/arguments-workload.md#release-dates
    d, meal = day.day, meal_times(o.instance)
    leads = [_from_earlier(o, day)]
    for job_type in o.job_types:
        today, released = o.paper_day[job_type.example.track, d], o.released(job_type)
        upto = sum(o.paper_day[job_type.example.track, e] for e in range(d + 1))
        o.model.add(day.marked[job_type.index] <= len(job_type.jobs) * upto)
        o.model.add(day.heard[job_type.index] <= len(job_type.jobs) * upto)
        tail = released + _load(o, day, job_type) + _meal_after(o, meal, released, d) - meal.length * after
        o.model.add(day.last >= tail).only_enforce_if(today, day.some[job_type.index])
        lead = o.bool_var("lead")
        o.model.add_implication(lead, today)
        o.model.add(day.first >= released).only_enforce_if(lead)
        o.model.add(day.marked[job_type.index] >= 1).only_enforce_if(lead)
        leads.append(lead)
    o.model.add(sum(leads) == day.active)


def _meal_after(o: WorkloadModel, meal: MealTimes, moment: Var, d: int) -> Var:
    """The least part of a meal that lies after a moment of a day, if the meal is not after everything."""
    if not meal.length:
        return 0
    left, part = o.int_var(-o.horizon, meal.length, "meal_left"), o.int_var(0, meal.length, "meal_after")
    o.model.add_min_equality(left, [meal.length, o.base(d) + meal.first_end - moment])
    o.model.add_max_equality(part, [0, left])
    return part


def _some(o: WorkloadModel, count: Var, upper: int) -> Var:
    """A literal: whether a count is positive."""
    positive = o.bool_var("some")
    o.model.add(count >= positive)
    o.model.add(count <= upper * positive)
    return positive


def _from_earlier(o: WorkloadModel, day: WorkloadDay) -> Var:
    """Whether the day begins with work on a paper of an earlier day; only then can it begin with an oral."""
    # The first task of a day is a marking, or an oral marked on an earlier day:
    # docs/how/arguments-workload.md#how-a-day-begins
    lead = o.bool_var("lead_earlier")
    earlier = []
    for job_type in o.job_types:
        any_earlier = o.bool_var("earlier")
        o.model.add(sum(o.paper_day[job_type.example.track, e] for e in range(day.day)) >= any_earlier)
        o.model.add_implication(any_earlier, day.some[job_type.index])
        earlier.append(any_earlier)
    o.model.add_bool_or(*earlier, ~lead)
    o.model.add_implication(day.oral_first, lead)
    o.model.add(sum(day.heard) >= 1).only_enforce_if(day.oral_first)
    return lead


def _each_job_once(o: WorkloadModel) -> None:
    """Each job type is marked and heard as often as it has jobs, by the same agent, marked first."""
    # Each job is heard once by each of its agents, who marked it by then:
    # docs/how/arguments-workload.md#everybody-is-heard
    for job_type in o.job_types:
        i = job_type.index
        count = o.int_var(0 if o.instance.optional else len(job_type.jobs), len(job_type.jobs), f"placed[{i}]")
        o.placed.append(count)
        o.model.add(sum(day.heard[i] for day in o.days.values()) == o.instance.agents_per_job * count)
        for agent in o.instance.agents:
            own_days = [day for day in o.days.values() if day.agent is agent]
            o.model.add(sum(day.heard[i] for day in own_days) == sum(day.marked[i] for day in own_days))
            for n in range(1, len(own_days)):
                o.model.add(sum(day.heard[i] for day in own_days[:n]) <= sum(day.marked[i] for day in own_days[:n]))
        _eligibility(o, job_type)
        for d in range(len(o.instance.problem.days)):
            heard = o.heard[d, i] = o.int_var(0, len(job_type.jobs), f"heard[{d},{i}]")
            o.model.add(
                o.instance.agents_per_job * heard == sum(day.heard[i] for day in o.days.values() if day.day == d)
            )
    for day in o.days.values():
        _limits(o, day)


def _eligibility(o: WorkloadModel, job_type: JobType) -> None:
    """An agent hears no more jobs of a type than it may assess."""
    # Counts of the jobs that some agents may not assess, each job having as many agents as a panel:
    # docs/how/arguments-workload.md#eligibility
    alike: dict[frozenset[int], int] = Counter(job_type.barred.values())
    if set(alike) == {frozenset()}:
        return
    got: dict[int, list[Var]] = defaultdict(list)
    for barred, count in alike.items():
        shares = {a.index: o.int_var(0, 0 if a.index in barred else count, "gets") for a in o.instance.agents}
        total = o.instance.agents_per_job * count
        o.model.add_linear_constraint(sum(shares.values()), 0 if o.instance.optional else total, total)
        for number, gets in shares.items():
            got[number].append(gets)
    for agent in o.instance.agents:
        heard = sum(day.heard[job_type.index] for day in o.days.values() if day.agent is agent)
        o.model.add(sum(got[agent.index]) == heard)


def _opening_orals(o: WorkloadModel) -> None:
    """A day begins with an oral only if its panel has marked a paper on the days before that it has not yet heard."""
    # An oral that opens a day was marked before that day by the same agent:
    # docs/how/arguments-workload.md#opening-with-an-oral
    for day in o.days.values():
        before = [earlier for earlier in o.days.values() if earlier.agent is day.agent and earlier.day < day.day]
        ahead = sum(sum(earlier.marked) - sum(earlier.heard) for earlier in before)
        o.model.add(ahead >= day.oral_first)


def _limits(o: WorkloadModel, day: WorkloadDay) -> None:
    limit = daily_limit(o.instance, day.agent)
    if limit < len(o.instance.jobs):
        o.model.add(sum(day.heard) <= limit)


def _break_agent_symmetry(o: WorkloadModel) -> None:
    """Symmetry breaking: alike agents come in the order of what they hear."""
    # Swapping two alike agents keeps every value: docs/how/arguments-workload.md#symmetry-of-agents
    groups: dict[Hashable, list[Agent]] = defaultdict(list)
    for agent in o.instance.agents:
        groups[agent_key(o.instance, agent)].append(agent)
    for agents in groups.values():
        for first, second in pairwise(agents):
            o.model.add(_score(o, first) >= _score(o, second))


def _score(o: WorkloadModel, agent: Agent) -> Var:
    own_days = [day for day in o.days.values() if day.agent is agent]
    return sum(
        (37 * day.day + 3 * job_type.index + 11) * day.heard[job_type.index]
        for day in own_days
        for job_type in o.job_types
    )


# --- objectives ------------------------------------------------------------------------------------------------------


def unplaced(o: WorkloadModel) -> Var:
    """Sum of the priorities left out: a candidate's jobs are placed together, so its first job stands for it."""
    firsts = [job_type for job_type in o.job_types if job_type.example.track == job_type.example.candidate.tracks[0]]
    return sum(
        job_type.example.candidate.priority * (len(job_type.jobs) - o.placed[job_type.index]) for job_type in firsts
    )


def days(o: WorkloadModel) -> Var:
    """Number of the last day with a task."""
    reached = [o.bool_var("reached") for _ in o.instance.problem.days]
    for day in o.days.values():
        for d in range(day.day + 1):
            o.model.add_implication(day.active, reached[d])
    return sum(reached)


def juror_days(o: WorkloadModel) -> Var:
    """Number of (member, day) with a task."""
    return sum(day.agent.weight * day.active for day in o.days.values())


def finish(o: WorkloadModel) -> Var:
    """End of the last task, in minutes."""
    latest = o.int_var(0, o.horizon, "finish")
    for day in o.days.values():
        o.model.add(latest >= day.last).only_enforce_if(day.active)
    return o.instance.grid * latest


def waiting(o: WorkloadModel) -> Var:
    """Minutes between paper and orals on one day: at least those of each panel's own jobs of a type."""
    return o.instance.grid * sum_of_waits(o)


def presence(o: WorkloadModel) -> Var:
    """Over (member, day): from first start to last end, in minutes."""
    return o.instance.grid * sum(day.agent.weight * (day.last - day.first) for day in o.days.values())


OBJECTIVES: dict[str, Callable[[WorkloadModel], Var]] = {
    function.__name__: function for function in (unplaced, days, juror_days, finish, presence, waiting)
}
"""The objectives that the workload relaxation bounds."""
