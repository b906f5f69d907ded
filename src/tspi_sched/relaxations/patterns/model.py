"""The pattern model: on each day, how many panels of a group have which pattern, whoever they are.

As in Gilmore and Gomory's model of cutting stock (1961), patterns are enumerated and counted. Coarser than the workload
relaxation, which knows each panel, and much faster where many panels are alike. Every plan gives a solution of at most
its value, so the optimum is a bound: docs/how/arguments-patterns.md argues each part.
"""

from collections import Counter, defaultdict
from collections.abc import Callable
from itertools import islice

from tspi_sched.model.instance import agent_windows
from tspi_sched.model.variables import Var
from tspi_sched.problem import ORAL_USE, Windows
from tspi_sched.relaxations.patterns.data import (
    Count,
    GroupDay,
    JobType,
    MealPlace,
    Pattern,
    PatternData,
    PatternModel,
    candidate_types,
    seats_for,
)
from tspi_sched.relaxations.patterns.enumeration import cap_slacks, marked_before, marked_today, patterns_of

MAX_PATTERNS = 50_000
"""Most patterns in all; with more, the model is not made."""


def build_pattern_model(data: PatternData, closes: int | None = None, margin: int = 0) -> PatternModel | None:
    """The pattern model of plans that end by a slot of the session, if given; None if it would be too large."""
    instance = data.instance
    horizon = len(instance.problem.days) * instance.slots_per_day
    t = PatternModel(data, horizon if closes is None else closes, margin)
    if instance.optional:
        _who_is_placed(t)
    patterns: dict[GroupDay, list[Pattern]] = {}
    for g in range(len(t.groups)):
        patterns |= {(g, d): list(islice(patterns_of(t, g, d), MAX_PATTERNS + 1)) for d in t.days}
        if sum(map(len, patterns.values())) > MAX_PATTERNS:
            return None
    for g in range(len(t.groups)):
        cap_slacks(t, {d: patterns[g, d] for d in t.days})
    for (g, d), day_patterns in patterns.items():
        free = Counter(agent_windows(agent, instance.problem.days[d]) for agent in t.groups[g])
        t.counts[g, d] = [Count(p, t.model.new_int_var(0, free[p.windows], "panels")) for p in day_patterns]
        for windows, size in free.items():
            t.model.add(sum(count for p, count in t.counts[g, d] if p.windows == windows) <= size)
        for job_type in t.job_types:
            upper = instance.agents_per_job * len(job_type.jobs) if t.counts[g, d] else 0
            t.marked[g, d, job_type.index] = t.model.new_int_var(0, upper, "marked")
        _marking(t, g, d)
    _everybody(t)
    for d in t.days:
        _marked_before(t, d)
        _places(t, d)
    return t


def build_seat_model(data: PatternData) -> PatternModel:
    """The pattern model of seats alone: how many are placed, each with a seat; never too large."""
    t = PatternModel(data, len(data.instance.problem.days) * data.instance.slots_per_day)
    _who_is_placed(t)
    return t


# --- constraints -----------------------------------------------------------------------------------------------------


def _who_is_placed(t: PatternModel) -> None:
    """Number placed of each group of equal candidates: on each track, no more than can sit its paper."""
    # Whoever is placed sits at some desk that somebody watches: docs/how/arguments-patterns.md#who-is-placed
    t.candidate_types = [
        (candidate_type, t.model.new_int_var(0, candidate_type.size, "placed"))
        for candidate_type in candidate_types(t.pattern_data)
    ]
    tracks: dict[str, list[JobType]] = defaultdict(list)
    for job_type in t.job_types:
        tracks[job_type.jobs[0].track].append(job_type)
    for job_types in tracks.values():
        jobs = tuple(job for job_type in job_types for job in job_type.jobs)
        t.model.add(sum(t.wanted(job_type) for job_type in job_types) <= seats_for(t.instance, jobs))


def _marking(t: PatternModel, g: int, d: int) -> None:
    """Marking apart from the load fits into the slack of the day's patterns."""
    # The slack of each agent holds its marking; summed over the group: docs/how/arguments-patterns.md#marking
    ahead: dict[int, Var] = {}
    for job_type in t.job_types:
        marked = t.marked[g, d, job_type.index]
        ahead[job_type.index] = job_type.marking * (
            marked - t.heard(g, d, job_type.index) * marked_today(t, job_type, d)
        )
        if marked_today(t, job_type, d):
            t.model.add(marked >= t.heard(g, d, job_type.index))
        if job_type.release >= (d + 1) * t.instance.slots_per_day:
            t.model.add(marked == 0)
    for i, job_types in enumerate(marked_after(t, d)):
        slack = sum(pattern.slacks[i] * count for pattern, count in t.counts[g, d])
        t.model.add(sum(ahead[job_type.index] for job_type in job_types) <= slack)


def marked_after(t: PatternModel, d: int) -> list[list[JobType]]:
    """For each of a pattern's slacks, the job types that can only be marked there."""
    base = d * t.instance.slots_per_day
    return [list(t.job_types), *([s for s in t.job_types if s.release - base >= moment] for moment in t.moments(d))]


def _marked_before(t: PatternModel, d: int) -> None:
    """Panels that must have marked so much before a day had slack for a share of it on an earlier day."""
    # What does not fit into the day's slack was marked on an earlier day of the same agent:
    # docs/how/arguments-patterns.md#marked-before
    for g in range(len(t.groups)):
        needs = [(marked_before(t, pattern, d), count) for pattern, count in t.counts[g, d]]
        for threshold in {need for need, _ in needs if need > 0}:
            needy = sum(count for need, count in needs if need >= threshold)
            able = [c for e in range(d) for pattern, c in t.counts[g, e] if pattern.slack * d >= threshold]
            t.model.add(needy <= sum(able))


def _everybody(t: PatternModel) -> None:
    """Each job that is placed is marked and heard once by each of its agents, marked first, in one group."""
    # Each job is heard once by each of its agents, who marked it by then:
    # docs/how/arguments-patterns.md#everybody-is-heard
    for job_type in t.job_types:
        i, wanted = job_type.index, t.instance.agents_per_job * t.wanted(job_type)
        t.model.add(sum(t.heard(g, d, i) for g, d in t.counts) == wanted)
        for g in range(len(t.groups)):
            for d in t.days:
                upto = range(d + 1)
                marked, heard = sum(t.marked[g, e, i] for e in upto), sum(t.heard(g, e, i) for e in upto)
                t.model.add(marked == heard if d == t.days[-1] else marked >= heard)


def _places(t: PatternModel, d: int) -> None:
    """Oral rooms have time for all hearings of a day, projectors for all projected orals."""
    # Orals are alone in their rooms, after the first release date and marking:
    # docs/how/arguments-patterns.md#capacity-of-places
    rooms = [room for room in t.instance.problem.rooms if ORAL_USE in room.uses]
    # In one room a job holds it from the changeover on, which may lie ahead of the room's hours, and deliberates there.
    held = {job_type.index: job_type.hearing if t.instance.one_room else job_type.chain for job_type in t.job_types}
    ahead = t.instance.changeover if t.instance.one_room else 0
    projected = {job_type.index: job_type.projected for job_type in t.job_types}
    kits = [room.availability for room in rooms if room.projector]
    kits += [projector.availability for projector in t.instance.problem.projectors]
    for slots, places, lead in ((held, [room.availability for room in rooms], ahead), (projected, kits, 0)):
        windows = [t.instance.problem.days[d].windows(availability) for availability in places]
        total = sum(slots[s.index] * t.heard(g, d, s.index) for s in t.job_types for g in range(len(t.groups)))
        t.model.add(total <= t.instance.agents_per_job * sum(_length(t, w, d, lead) for w in windows))


def _length(t: PatternModel, windows: Windows, d: int, before: int) -> int:
    """Slots of a place's day after the first marking, with so many ahead of each stretch."""
    base = d * t.instance.slots_per_day
    ready = min(job_type.release + job_type.marking for job_type in t.job_types) - base
    close = t.closes - base
    spans = ((max(s // t.instance.grid, ready), min(e // t.instance.grid, close)) for s, e in windows)
    return sum(end - start + before for start, end in spans if start < end)


# --- objectives ------------------------------------------------------------------------------------------------------


def unplaced(t: PatternModel) -> Var:
    """Sum of the priorities of the candidates left out."""
    return sum(candidate_type.priority * (candidate_type.size - placed) for candidate_type, placed in t.candidate_types)


def juror_days(t: PatternModel) -> Var:
    """Number of (member, day) with a task."""
    return sum(t.groups[g][0].weight * count for (g, _), day_counts in t.counts.items() for _, count in day_counts)


def presence(t: PatternModel) -> Var:
    """Over (member, day): from first start to last end, in minutes: at the least the work, and a meal inside it."""
    # A day is at least its work and the meal inside: docs/how/arguments-patterns.md#objectives
    total = []
    for (g, d), day_counts in t.counts.items():
        weight = t.groups[g][0].weight
        for pattern, count in day_counts:
            span = pattern.load - (t.instance.changeover if pattern.oral_first else 0)
            total.append(weight * (span + (t.meal.length if pattern.meal is MealPlace.INSIDE else 0)) * count)
        for job_type in t.job_types:
            ahead = t.marked[g, d, job_type.index] - (
                t.heard(g, d, job_type.index) if marked_today(t, job_type, d) else 0
            )
            total.append(weight * job_type.marking * ahead)
    return t.instance.grid * sum(total)


OBJECTIVES: dict[str, Callable[[PatternModel], Var]] = {
    "unplaced": unplaced,
    "juror_days": juror_days,
    "presence": presence,
}
"""Objectives bounded by minimising; `days` and `finish` are bounded by closing earlier."""
