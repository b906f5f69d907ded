"""The tally of a plan: on each day, how many panels of a group hear which jobs, whoever they are.

Coarser than the outline, which knows each panel, and so much faster where there are many alike: a panel's day is one
of the few combinations of jobs that fit into it (a pattern), and patterns are counted. Every plan has a tally, so the
least tally is no more than the least plan; `docs/model.md` argues each part.
"""

from collections import Counter, defaultdict
from collections.abc import Callable
from itertools import islice

from tspi_sched.model.instance import agent_windows
from tspi_sched.model.variables import Var
from tspi_sched.problem import ORAL_USE, Windows
from tspi_sched.relaxations.patterns.data import Counted, Pattern, Sort, Tally, likes, seats
from tspi_sched.relaxations.patterns.enumeration import before, patterns_of, today, useful_room

MOST_PATTERNS = 50_000
"""Beyond so many combinations in all, a tally is not worth its while."""


def build_tally(what: Counted, closes: int | None = None, slack: int = 0) -> Tally | None:
    """The tally of the plans that end by a slot of the session, if given; None if it would be too large."""
    work = what.work
    horizon = len(work.problem.days) * work.slots_per_day
    t = Tally(what, horizon if closes is None else closes, slack)
    if work.optional:
        _who_is_placed(t)
    patterns: dict[tuple[int, int], list[Pattern]] = {}
    for g in range(len(t.groups)):
        patterns |= {(g, d): list(islice(patterns_of(t, g, d), MOST_PATTERNS + 1)) for d in t.days}
        if sum(map(len, patterns.values())) > MOST_PATTERNS:
            return None
    for g in range(len(t.groups)):
        useful_room(t, {d: patterns[g, d] for d in t.days})
    for (g, d), some in patterns.items():
        free = Counter(agent_windows(agent, work.problem.days[d]) for agent in t.groups[g])
        t.counts[g, d] = [(p, t.model.new_int_var(0, free[p.windows], "panels")) for p in some]
        for windows, size in free.items():
            t.model.add(sum(count for p, count in t.counts[g, d] if p.windows == windows) <= size)
        for sort in t.sorts:
            most = work.agents_per_job * len(sort.jobs) if t.counts[g, d] else 0
            t.marked[g, d, sort.index] = t.model.new_int_var(0, most, "marked")
        _marking(t, g, d)
    _everybody(t)
    for d in t.days:
        _marked_before(t, d)
        _places(t, d)
    return t


def build_seats(what: Counted) -> Tally:
    """What is left of a tally without the panels' days: how many are placed, who all find seats; never too large."""
    t = Tally(what, len(what.work.problem.days) * what.work.slots_per_day)
    _who_is_placed(t)
    return t


# --- constraints -----------------------------------------------------------------------------------------------------


def _who_is_placed(t: Tally) -> None:
    """How many are placed of those who are alike: no more on any track than can sit its paper."""
    t.likes = [(like, t.model.new_int_var(0, like.size, "placed")) for like in likes(t.counted)]
    tracks: dict[str, list[Sort]] = defaultdict(list)
    for sort in t.sorts:
        tracks[sort.jobs[0].track].append(sort)
    for sorts in tracks.values():
        jobs = tuple(job for sort in sorts for job in sort.jobs)
        t.model.add(sum(t.wanted(sort) for sort in sorts) <= seats(t.work, jobs))


def _marking(t: Tally, g: int, d: int) -> None:
    """What is marked on a day without being heard on it fits into what the patterns leave of it."""
    ahead: dict[int, Var] = {}
    for sort in t.sorts:
        marked = t.marked[g, d, sort.index]
        ahead[sort.index] = sort.marking * (marked - t.heard(g, d, sort.index) * today(t, sort, d))
        if today(t, sort, d):
            t.model.add(marked >= t.heard(g, d, sort.index))
        if sort.ready >= (d + 1) * t.work.slots_per_day:
            t.model.add(marked == 0)
    for i, sorts in enumerate(marked_after(t, d)):
        room = sum(pattern.rooms[i] * count for pattern, count in t.counts[g, d])
        t.model.add(sum(ahead[sort.index] for sort in sorts) <= room)


def marked_after(t: Tally, d: int) -> list[list[Sort]]:
    """For each of a pattern's rooms, the sorts that can only be marked there."""
    base = d * t.work.slots_per_day
    return [list(t.sorts), *([s for s in t.sorts if s.ready - base >= moment] for moment in t.moments(d))]


def _marked_before(t: Tally, d: int) -> None:
    """Panels that must have marked so much before a day had room for a share of it on one of the days before."""
    for g in range(len(t.groups)):
        needs = [(before(t, pattern, d), count) for pattern, count in t.counts[g, d]]
        for least in {need for need, _ in needs if need > 0}:
            needy = sum(count for need, count in needs if need >= least)
            able = [c for e in range(d) for pattern, c in t.counts[g, e] if pattern.room * d >= least]
            t.model.add(needy <= sum(able))


def _everybody(t: Tally) -> None:
    """Each job that is placed is marked and heard once by each of its agents, marked first, in one group."""
    for sort in t.sorts:
        i, wanted = sort.index, t.work.agents_per_job * t.wanted(sort)
        t.model.add(sum(t.heard(g, d, i) for g, d in t.counts) == wanted)
        for g in range(len(t.groups)):
            for d in t.days:
                upto = range(d + 1)
                marked, heard = sum(t.marked[g, e, i] for e in upto), sum(t.heard(g, e, i) for e in upto)
                t.model.add(marked == heard if d == t.days[-1] else marked >= heard)


def _places(t: Tally, d: int) -> None:
    """The oral rooms have time for all that is heard on a day, the projectors for all that is projected."""
    rooms = [room for room in t.work.problem.rooms if ORAL_USE in room.uses]
    # In one room a job holds it from the changeover on, which may lie ahead of the room's hours, and deliberates there.
    held = {sort.index: sort.hearing if t.work.one_room else sort.chain for sort in t.sorts}
    ahead = t.work.changeover if t.work.one_room else 0
    projected = {sort.index: sort.projected for sort in t.sorts}
    kits = [room.availability for room in rooms if room.projector]
    kits += [projector.availability for projector in t.work.problem.projectors]
    for slots, places, lead in ((held, [room.availability for room in rooms], ahead), (projected, kits, 0)):
        windows = [t.work.problem.days[d].windows(availability) for availability in places]
        total = sum(slots[s.index] * t.heard(g, d, s.index) for s in t.sorts for g in range(len(t.groups)))
        t.model.add(total <= t.work.agents_per_job * sum(_length(t, w, d, lead) for w in windows))


def _length(t: Tally, windows: Windows, d: int, before: int) -> int:
    """Slots of a place's day after the first paper is marked, and so many ahead of each of its stretches."""
    base = d * t.work.slots_per_day
    ready = min(sort.ready + sort.marking for sort in t.sorts) - base
    close = t.closes - base
    spans = ((max(s // t.work.grid, ready), min(e // t.work.grid, close)) for s, e in windows)
    return sum(end - start + before for start, end in spans if start < end)


# --- objectives ------------------------------------------------------------------------------------------------------


def unplaced(t: Tally) -> Var:
    """Sum of the priorities of those who are left out."""
    return sum(like.priority * (like.size - placed) for like, placed in t.likes)


def juror_days(t: Tally) -> Var:
    """Number of (member, day) with a task."""
    return sum(t.groups[g][0].weight * count for (g, _), some in t.counts.items() for _, count in some)


def presence(t: Tally) -> Var:
    """Over (member, day): from first start to last end, in minutes: at the least the work, and a meal inside it."""
    total = []
    for (g, d), some in t.counts.items():
        weight = t.groups[g][0].weight
        for pattern, count in some:
            span = pattern.load - (t.work.changeover if pattern.oral_first else 0)
            total.append(weight * (span + (t.meal.length if pattern.meal == "inside" else 0)) * count)
        for sort in t.sorts:
            ahead = t.marked[g, d, sort.index] - (t.heard(g, d, sort.index) if today(t, sort, d) else 0)
            total.append(weight * sort.marking * ahead)
    return t.work.grid * sum(total)


OBJECTIVES: dict[str, Callable[[Tally], Var]] = {
    "unplaced": unplaced,
    "juror_days": juror_days,
    "presence": presence,
}
"""What a tally bounds by minimising it; `days` and `finish` are bounded by tallies that close earlier."""
