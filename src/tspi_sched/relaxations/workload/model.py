"""The outline of a plan: how many papers of each kind a panel marks and hears on each day, from when to when.

Every plan has an outline (forget who, where and in what order), so the best outline is no worse than the best plan,
and its proven bound bounds the plan's objective. It is small: candidates of a kind are counted, not named, so alike
candidates cost no symmetry, and a panel's day is a sum of work that idle time cannot hide in.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping
from itertools import pairwise

from ortools.sat.python import cp_model

from tspi_sched.model.calendar import MealTimes, meal_times
from tspi_sched.model.instance import (
    Agent,
    Job,
    Work,
    agent_likeness,
    agent_windows,
    barred_jobs,
    daily_limit,
    first_oral,
)
from tspi_sched.model.variables import Var
from tspi_sched.relaxations.workload.data import Kind, Outline, PanelDay
from tspi_sched.relaxations.workload.papers import place_papers
from tspi_sched.relaxations.workload.places import share_places
from tspi_sched.relaxations.workload.waiting import sum_of_waits

MOST_BY_NAME = 6
"""Up to so many candidates on several tracks, each is known by name."""


def outline_applies(work: Work) -> bool:
    """Whether every plan of a problem has an outline of this form: one moment a paper, and every paper marked."""
    return not work.dropped and all(paper.wave == 0 for paper in work.papers) and all(job.marking for job in work.jobs)


def build_outline(work: Work, latest: Mapping[str, int] | None = None) -> Outline:
    """The outline's model, without an objective; `latest`: by track, the last slot at which its paper may start."""
    o = Outline(work, cp_model.CpModel(), _kinds(work))
    place_papers(o, latest or {})
    for agent in work.agents:
        for d, day in enumerate(work.problem.days):
            windows = agent_windows(agent, day)
            if windows and work.up(windows[0][0]) <= windows[-1][1] // work.grid:
                o.days[agent.index, d] = _panel_day(o, agent, d, (windows[0][0], windows[-1][1]))
    _everybody(o)
    _opening_orals(o)
    _alike_agents(o)
    share_places(o)
    return o


def _kinds(work: Work) -> tuple[Kind, ...]:
    """Jobs by all that an outline sees of them; few candidates on several tracks are known by name."""
    groups: dict[Hashable, list[Job]] = defaultdict(list)
    by_name = sum(len(candidate.tracks) > 1 for candidate in work.problem.candidates) <= MOST_BY_NAME
    for job in work.jobs:
        candidate = job.candidate
        several = len(candidate.tracks) > 1
        about = several, job.track == candidate.tracks[0], candidate.priority, by_name and several and candidate.id
        groups[job.track, job.written, job.marking, job.orals, job.deliberation, about].append(job)
    barring = [barred_jobs(work, agent) for agent in work.agents]
    barred = [frozenset(a for a, jobs in enumerate(barring) if job.index in jobs) for job in work.jobs]
    return tuple(
        Kind(i, tuple(jobs), {job.index: barred[job.index] for job in jobs}) for i, jobs in enumerate(groups.values())
    )


def _panel_day(o: Outline, agent: Agent, d: int, hull: tuple[int, int]) -> PanelDay:
    base, opens, closes = o.base(d), o.work.up(hull[0]), hull[1] // o.work.grid
    name = f"{agent.index}@{d}"
    first, last = (o.number(base + opens, base + closes, f"{which}[{name}]") for which in ("first", "last"))
    most = [kind.most(agent) for kind in o.kinds]
    marked = [o.number(0, most[k.index], f"marked[{name},{k.index}]") for k in o.kinds]
    heard = [o.number(0, most[k.index], f"heard[{name},{k.index}]") for k in o.kinds]
    day = PanelDay(agent, d, o.flag(f"active[{name}]"), first, last, marked, heard, o.flag(f"oral_first[{name}]"))
    o.model.add(last >= first)
    o.model.add(last == first).only_enforce_if(~day.active)
    o.model.add(first == base + opens).only_enforce_if(~day.active)
    for kind in o.kinds:
        some = _some(o, marked[kind.index] + heard[kind.index], 2 * len(kind.jobs))
        o.model.add_implication(some, day.active)
        day.some.append(some)
    _span(o, day, opens, closes)
    return day


def _hearing(o: Outline, kind: Kind) -> int:
    """Slots that a job takes from its panel when it is heard, changeover included."""
    return o.work.changeover + kind.like.chain + kind.like.deliberation


def _load(o: Outline, day: PanelDay, kind: Kind) -> Var:
    return kind.like.marking * day.marked[kind.index] + _hearing(o, kind) * day.heard[kind.index]


def _span(o: Outline, day: PanelDay, opens: int, closes: int) -> None:
    """From first to last there is room for the work, and for the meal unless it lies before or after."""
    base, changeover = o.base(day.day), o.work.changeover
    meal = meal_times(o.work)
    before, inside, after = (o.flag(f) for f in ("before", "inside", "after"))
    oral_first = day.oral_first
    o.model.add(before + inside + after == day.active)
    o.model.add_implication(oral_first, day.active)
    o.model.add(day.first >= base + meal.first + meal.length).only_enforce_if(before)
    o.model.add(day.last <= base + meal.last).only_enforce_if(after)
    load = sum(_load(o, day, kind) for kind in o.kinds)
    o.model.add(day.last - day.first >= load - changeover * oral_first + meal.length * inside)
    late = first_oral(o.work, day.day) - opens
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


def _release(o: Outline, day: PanelDay, after: Var) -> None:
    """Nothing of a kind is marked before the end of its paper; what is marked after it takes its time."""
    d, meal = day.day, meal_times(o.work)
    leads = [_from_earlier(o, day)]
    for kind in o.kinds:
        today, released = o.paper_day[kind.like.track, d], o.released(kind)
        upto = sum(o.paper_day[kind.like.track, e] for e in range(d + 1))
        o.model.add(day.marked[kind.index] <= len(kind.jobs) * upto)
        o.model.add(day.heard[kind.index] <= len(kind.jobs) * upto)
        tail = released + _load(o, day, kind) + _meal_after(o, meal, released, d) - meal.length * after
        o.model.add(day.last >= tail).only_enforce_if(today, day.some[kind.index])
        lead = o.flag("lead")
        o.model.add_implication(lead, today)
        o.model.add(day.first >= released).only_enforce_if(lead)
        o.model.add(day.marked[kind.index] >= 1).only_enforce_if(lead)
        leads.append(lead)
    o.model.add(sum(leads) == day.active)


def _meal_after(o: Outline, meal: MealTimes, moment: Var, d: int) -> Var:
    """The least part of a meal that lies after a moment of a day, if the meal is not after everything."""
    if not meal.length:
        return 0
    left, part = o.number(-o.horizon, meal.length, "meal_left"), o.number(0, meal.length, "meal_after")
    o.model.add_min_equality(left, [meal.length, o.base(d) + meal.first_end - moment])
    o.model.add_max_equality(part, [0, left])
    return part


def _some(o: Outline, count: Var, most: int) -> Var:
    """Whether a count is not nought."""
    some = o.flag("some")
    o.model.add(count >= some)
    o.model.add(count <= most * some)
    return some


def _from_earlier(o: Outline, day: PanelDay) -> Var:
    """Whether the day begins with work on a paper of an earlier day; only then can it begin with an oral."""
    lead = o.flag("lead_earlier")
    earlier = []
    for kind in o.kinds:
        some = o.flag("earlier")
        o.model.add(sum(o.paper_day[kind.like.track, e] for e in range(day.day)) >= some)
        o.model.add_implication(some, day.some[kind.index])
        earlier.append(some)
    o.model.add_bool_or(*earlier, ~lead)
    o.model.add_implication(day.oral_first, lead)
    o.model.add(sum(day.heard) >= 1).only_enforce_if(day.oral_first)
    return lead


def _everybody(o: Outline) -> None:
    """Each kind is marked and heard as often as it has jobs, by the same agent, marked first."""
    for kind in o.kinds:
        i = kind.index
        count = o.number(0 if o.work.optional else len(kind.jobs), len(kind.jobs), f"placed[{i}]")
        o.placed.append(count)
        o.model.add(sum(day.heard[i] for day in o.days.values()) == o.work.agents_per_job * count)
        for agent in o.work.agents:
            mine = [day for day in o.days.values() if day.agent is agent]
            o.model.add(sum(day.heard[i] for day in mine) == sum(day.marked[i] for day in mine))
            for n in range(1, len(mine)):
                o.model.add(sum(day.heard[i] for day in mine[:n]) <= sum(day.marked[i] for day in mine[:n]))
        _who_may(o, kind)
        for d in range(len(o.work.problem.days)):
            heard = o.heard[d, i] = o.number(0, len(kind.jobs), f"heard[{d},{i}]")
            o.model.add(o.work.agents_per_job * heard == sum(day.heard[i] for day in o.days.values() if day.day == d))
    for day in o.days.values():
        _limits(o, day)


def _who_may(o: Outline, kind: Kind) -> None:
    """Of what an agent hears, only so many are jobs that it may assess."""
    alike: dict[frozenset[int], int] = Counter(kind.barred.values())
    if set(alike) == {frozenset()}:
        return
    got: dict[int, list[Var]] = defaultdict(list)
    for barred, count in alike.items():
        mine = {a.index: o.number(0, 0 if a.index in barred else count, "gets") for a in o.work.agents}
        total = o.work.agents_per_job * count
        o.model.add_linear_constraint(sum(mine.values()), 0 if o.work.optional else total, total)
        for number, gets in mine.items():
            got[number].append(gets)
    for agent in o.work.agents:
        heard = sum(day.heard[kind.index] for day in o.days.values() if day.agent is agent)
        o.model.add(sum(got[agent.index]) == heard)


def _opening_orals(o: Outline) -> None:
    """A day begins with an oral only if its panel has marked a paper on the days before that it has not yet heard."""
    for day in o.days.values():
        before = [other for other in o.days.values() if other.agent is day.agent and other.day < day.day]
        ahead = sum(sum(other.marked) - sum(other.heard) for other in before)
        o.model.add(ahead >= day.oral_first)


def _limits(o: Outline, day: PanelDay) -> None:
    most = daily_limit(o.work, day.agent)
    if most < len(o.work.jobs):
        o.model.add(sum(day.heard) <= most)


def _alike_agents(o: Outline) -> None:
    """Agents that nothing tells apart come in the order of what they hear: any outline lets them swap."""
    groups: dict[Hashable, list[Agent]] = defaultdict(list)
    for agent in o.work.agents:
        groups[agent_likeness(o.work, agent)].append(agent)
    for agents in groups.values():
        for one, other in pairwise(agents):
            o.model.add(_score(o, one) >= _score(o, other))


def _score(o: Outline, agent: Agent) -> Var:
    mine = [day for day in o.days.values() if day.agent is agent]
    return sum((37 * day.day + 3 * kind.index + 11) * day.heard[kind.index] for day in mine for kind in o.kinds)


# --- objectives ------------------------------------------------------------------------------------------------------


def unplaced(o: Outline) -> Var:
    """Sum of the priorities left out: a candidate's jobs are placed together, so its first job stands for it."""
    firsts = [kind for kind in o.kinds if kind.like.track == kind.like.candidate.tracks[0]]
    return sum(kind.like.candidate.priority * (len(kind.jobs) - o.placed[kind.index]) for kind in firsts)


def days(o: Outline) -> Var:
    """Number of the last day with a task."""
    reached = [o.flag("reached") for _ in o.work.problem.days]
    for day in o.days.values():
        for d in range(day.day + 1):
            o.model.add_implication(day.active, reached[d])
    return sum(reached)


def juror_days(o: Outline) -> Var:
    """Number of (member, day) with a task."""
    return sum(day.agent.weight * day.active for day in o.days.values())


def finish(o: Outline) -> Var:
    """End of the last task, in minutes."""
    latest = o.number(0, o.horizon, "finish")
    for day in o.days.values():
        o.model.add(latest >= day.last).only_enforce_if(day.active)
    return o.work.grid * latest


def waiting(o: Outline) -> Var:
    """Minutes between paper and orals on one day: at the least those that each panel's own chains of a kind make."""
    return o.work.grid * sum_of_waits(o)


def presence(o: Outline) -> Var:
    """Over (member, day): from first start to last end, in minutes."""
    return o.work.grid * sum(day.agent.weight * (day.last - day.first) for day in o.days.values())


OBJECTIVES: dict[str, Callable[[Outline], Var]] = {
    function.__name__: function for function in (unplaced, days, juror_days, finish, presence, waiting)
}
"""The objectives that an outline can bound."""
