"""The rules about when a candidate's stages take place, one after the other."""

from collections.abc import Mapping
from functools import cache
from itertools import combinations, pairwise, product

from tspi_sched.model.calendar import DAYS_APART, free_starts, meal_intervals, until
from tspi_sched.model.instance import Job, agent_windows, daily_limit
from tspi_sched.model.variables import Var, Variables
from tspi_sched.model.variables.keys import JobDay, Literal


def order(v: Variables) -> None:
    """Written paper, marking, preparation, orals, deliberation: each starts at or after the end of the one before;
    tracks too."""
    rest = v.instance.up(v.instance.problem.rules.rest_after_msp_minutes)
    for job in v.instance.jobs:
        placed = v.placed[job.candidate.id]
        written_end = v.written_start[job.index] + job.written
        marked = v.mark_start[job.index] + job.marking
        begins = v.oral_start[job.index, 0] - job.lead
        _papers_in_order(v, job)
        if job.has_paper:
            follows = v.mark_start[job.index] if job.marking else begins
            v.model.add(follows >= written_end).only_enforce_if(placed)
        if job.marking and v.instance.delay:
            _after_paper(v, job, v.mark_start[job.index], v.mark_day, v.instance.delay)
        if job.marking or not job.lead:
            v.model.add(begins >= marked).only_enforce_if(placed)
        if rest and job.has_paper:
            _after_paper(v, job, begins, v.oral_day, rest)
        if v.instance.oral_gap:
            for i in range(len(job.orals) - 1):
                ready = v.oral_end(job, i) + job.prepares(i + 1)
                v.model.add(v.oral_start[job.index, i + 1] >= ready).only_enforce_if(placed)
        v.model.add(v.deliberation_start[job.index] >= v.oral_end(job)).only_enforce_if(placed)
    for candidate in v.instance.problem.candidates:
        for before, after in pairwise(v.instance.jobs_of(candidate)):
            start, end = v.oral_start[after.index, 0], v.oral_end(before)
            v.model.add(start >= end).only_enforce_if(v.placed[candidate.id])


def _papers_in_order(v: Variables, job: Job) -> None:
    for before, after in pairwise((*job.earlier, job)):
        over = v.written_start[before.index] + before.written
        v.model.add(v.written_start[after.index] >= over).only_enforce_if(v.placed[job.candidate.id])


def _after_paper(v: Variables, job: Job, start: Var, days: Mapping[JobDay, Literal], slots: int) -> None:
    """A job's start (`days`: the literals of its day) is so many slots of the calendar after the end of the paper."""
    skipped: Var = 0
    if not v.instance.overnight(slots):
        pairs = ((n, days[job.index, d] - v.written_day[job.index, d]) for d, n in enumerate(v.instance.skipped) if n)
        skipped = sum(n * between for n, between in pairs)
    end = v.written_start[job.index] + job.written
    v.model.add(start + skipped >= end + slots).only_enforce_if(v.placed[job.candidate.id])


def chain(v: Variables) -> None:
    """Two consecutive orals are no further apart than allowed, what prepares the second not counted, and on one day; no
    gap is how the starts are made."""
    if v.instance.oral_gap == 0:
        return
    for job in v.instance.jobs:
        for i in range(len(job.orals) - 1):
            latest = v.oral_end(job, i) + v.instance.gap_after(job, i) + job.prepares(i + 1)
            v.model.add(v.oral_start[job.index, i + 1] <= latest).only_enforce_if(v.placed[job.candidate.id])
        for d in v.day_indices:
            last = v.oral_start[job.index, len(job.orals) - 1]
            v.model.add(last < v.day_start(d + 1)).only_enforce_if(v.oral_day[job.index, d])


def hours(v: Variables) -> None:
    """Every task lies in the opening hours and in everybody's availability; nobody does too much in a day."""
    for job in v.instance.jobs:
        _candidate_hours(v, job)
    _panels_hours(v)
    _signing_hours(v)
    _daily_limits(v)


def _candidate_hours(v: Variables, job: Job) -> None:
    days = v.instance.problem.days
    windows = [day.windows(job.candidate.availability) for day in days]
    placed = v.placed[job.candidate.id]
    for one in (*job.earlier, job) if job.has_paper else ():
        written = free_starts(v.instance, windows, 0, one.written)
        v.model.add_linear_expression_in_domain(v.written_start[one.index], written).only_enforce_if(placed)
    if v.instance.oral_gap == 0:
        orals = free_starts(v.instance, windows, job.lead * v.instance.grid, job.chain)
        v.model.add_linear_expression_in_domain(v.oral_start[job.index, 0], orals).only_enforce_if(placed)
        return
    for i, (_, length) in enumerate(job.orals):
        oral = free_starts(v.instance, windows, job.prepares(i) * v.instance.grid, length)
        v.model.add_linear_expression_in_domain(v.oral_start[job.index, i], oral).only_enforce_if(placed)


def _panels_hours(v: Variables) -> None:
    """The marking, each oral and the deliberation, inside the windows that the panel's members have in common."""
    days = v.instance.problem.days
    windows = {agent.index: [agent_windows(agent, day) for day in days] for agent in v.instance.agents}
    starts = cache(lambda agent, length: free_starts(v.instance, windows[agent], 0, length))
    for job in v.instance.jobs:
        tasks = v.tasks(job)
        for agent in (assignment.agent.index for assignment in v.instance.assignments(job)):
            inside = v.model.add_linear_expression_in_domain
            inside(v.mark_start[job.index], starts(agent, job.marking)).only_enforce_if(v.marks[job.index, agent])
            for start, length in tasks:
                inside(start, starts(agent, length)).only_enforce_if(v.hears[job.index, agent])


def _signing_hours(v: Variables) -> None:
    for (panel, _day), signs in v.signs.items():
        for agent in v.signing_panels[panel]:
            windows = [agent_windows(agent, day) for day in v.instance.problem.days]
            domain = free_starts(v.instance, windows, 0, v.instance.closing)
            v.model.add_linear_expression_in_domain(v.signing_start[panel], domain).only_enforce_if(signs)


def _daily_limits(v: Variables) -> None:
    longest = v.instance.problem.rules.member.max_duty_minutes_per_day
    for agent in v.instance.agents:
        limit = daily_limit(v.instance, agent)
        for d in v.day_indices:
            if limit < len(v.instance.jobs):
                v.model.add(sum(literal for _, literal in v.heard_on[agent.index, d]) <= limit)
            if longest is not None:
                v.model.add(duty(v, agent.index, d) <= longest // v.instance.grid)


def duty(v: Variables, agent: int, day: int) -> Var:
    """Slots of the tasks of an agent on a day."""
    marking = sum(job.marking * literal for job, literal in v.marked_on[agent, day])
    hearing = sum((job.chain - job.between + job.deliberation) * literal for job, literal in v.heard_on[agent, day])
    signings = (
        signs
        for (panel, d), signs in v.signs.items()
        if d == day and v.instance.agents[agent] in v.signing_panels[panel]
    )
    return marking + hearing + v.instance.closing * sum(signings)


def candidate_time(v: Variables) -> None:
    """A candidate does one thing at a time, waits no longer than allowed, on one day or on two as the rules want."""
    for candidate in v.instance.problem.candidates:
        v.model.add_no_overlap(v.candidate_busy[candidate.id] + v.meals.get(candidate.id, []))
        for first, second in combinations(v.instance.jobs_of(candidate), 2):
            _tracks_apart(v, first, second)
    for job in (job for job in v.instance.jobs if job.has_paper):
        _same_day(v, job)


def _tracks_apart(v: Variables, first: Job, second: Job) -> None:
    """Paper and orals of one track, these taken whole, are the rest apart from those of another one on that day."""
    if not v.instance.rest and not v.instance.oral_gap:
        return
    for block in _rested(v, first):
        for other_block in _rested(v, second):
            v.model.add_no_overlap([block, other_block])


def _rested(v: Variables, job: Job) -> list[Var]:
    """A job's paper, and its orals with what prepares them, each with the rest after it."""
    placed, days = v.placed[job.candidate.id], v.day_indices
    orals = v.oral_start[job.index, 0] - job.lead
    blocks = []
    for one in (*job.earlier, job) if job.has_paper else ():
        written = v.written_start[one.index]
        blocks.append((written, written + one.written, [v.written_day[one.index, d] for d in days]))
    blocks.append((orals, v.oral_end(job), [v.oral_day[job.index, d] for d in days]))
    return [
        v.model.new_optional_interval_var(
            start,
            v.int_var(0, v.horizon + v.instance.rest, "rested"),
            until(v, end, v.instance.rest, on, DAYS_APART),
            placed,
            f"block[{job.index}]",
        )
        for start, end, on in blocks
    ]


def _same_day(v: Variables, job: Job) -> None:
    rules, placed = v.instance.problem.rules, v.placed[job.candidate.id]
    together = v.same_day[job.index]
    if rules.msp_and_orals == "same_day":
        v.model.add(together == placed)
    if rules.msp_and_orals == "different_day":
        v.model.add(together == 0)
        for one, d in product(job.earlier, v.day_indices):
            v.model.add_bool_or(~v.written_day[one.index, d], ~v.oral_day[job.index, d])
    if rules.max_wait_minutes is not None:
        wait = v.oral_start[job.index, 0] - job.lead - v.written_start[job.index] - job.written
        v.model.add(wait <= rules.max_wait_minutes // v.instance.grid).only_enforce_if(together)


def meal(v: Variables) -> None:
    """Everybody with a task on a day has a free stretch for the meal."""
    # A free stretch that holds a meal contains a least one, so only these need be stated:
    # docs/how/arguments-exact-model.md#meals
    if not v.instance.problem.rules.meal.minutes:
        return
    for agent in v.instance.agents:
        v.meals[agent.index] = meal_intervals(v, agent.index, v.day_indices)
    for candidate in v.instance.problem.candidates:
        v.meals[candidate.id] = meal_intervals(v, candidate.id, v.instance.days_of(candidate))
    for invigilator in v.instance.problem.invigilators:
        v.meals[invigilator.id] = meal_intervals(v, invigilator.id, v.day_indices)
    for helper in v.instance.problem.helpers:
        v.meals[helper.id] = meal_intervals(v, helper.id, v.day_indices)
    _meals_alone(v)


def _meals_alone(v: Variables) -> None:
    """Keep meals free of tasks where the rule that keeps tasks apart is left out, and so does not do it with them."""
    for rule, busy in (
        ("one_at_a_time", v.agent_busy),
        ("candidate_time", v.candidate_busy),
        ("invigilation", v.invigilator_busy),
        ("means", {one.id: [t.held for t in v.means_taken.get(one.id, [])] for one in v.instance.problem.helpers}),
    ):
        if v.instance.keeps(rule):
            continue
        for who, intervals in busy.items():
            for interval in intervals:
                v.model.add_no_overlap([interval, *v.meals[who]])
