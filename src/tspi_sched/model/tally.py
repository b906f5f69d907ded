"""The tally of a plan: on each day, how many panels of a group hear which jobs, whoever they are.

Coarser than the outline, which knows each panel, and so much faster where there are many alike: a panel's day is one
of the few combinations of jobs that fit into it (a pattern), and patterns are counted. Every plan has a tally, so the
least tally is no more than the least plan; `docs/model.md` argues each part.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice

from ortools.sat.python import cp_model

from tspi_sched.model.times import meal_slots
from tspi_sched.model.variables import Var
from tspi_sched.model.work import Agent, Job, Windows, Work, agent_windows, barred_jobs, common_windows, first_oral
from tspi_sched.problem import MSP_USE, ORAL_USE

MOST_SORTS = 4
"""Beyond so many lengths, jobs are counted by track: combinations multiply."""

MOST_PATTERNS = 50_000
"""Beyond so many combinations in all, a tally is not worth its while."""


@dataclass(frozen=True)
class Sort:
    """Jobs that are counted together; lengths in slots are those of the shortest.

    `ready`: the slot of the session before which no paper of theirs can have ended.
    """

    index: int
    jobs: tuple[Job, ...]
    ready: int
    marking: int
    chain: int
    hearing: int
    """The orals, the deliberation and the changeover before them."""
    projected: int


@dataclass(frozen=True)
class Pattern:
    """A panel's day: how many of each sort it hears, where its meal lies, whether it begins with an oral."""

    windows: Windows
    """When the panels are available that may have this day."""
    heard: tuple[int, ...]
    meal: str
    oral_first: bool
    load: int
    """Slots of the hearing and of what comes with it."""
    rooms: tuple[int, ...]
    """Slots that are left for marking ahead: in all, and after each of the day's moments (`Tally.moments`)."""

    @property
    def room(self) -> int:
        """Slots that are left for marking ahead in all."""
        return self.rooms[0]


@dataclass(frozen=True)
class Counted:
    """What a tally counts: sorts of jobs, groups of agents, and jobs that nobody in a group may assess."""

    work: Work
    sorts: tuple[Sort, ...]
    groups: tuple[tuple[Agent, ...], ...]
    barred: tuple[frozenset[int], ...]


def counted(work: Work) -> Counted | None:
    """What there is to count in a problem; None if some jobs may be left out, or some rules are."""
    if work.dropped or work.optional or not work.jobs:
        return None
    groups: dict[Hashable, list[Agent]] = defaultdict(list)
    for agent in work.agents:
        groups[agent.weight, _limit(work, agent)].append(agent)
    barred = (frozenset.intersection(*(barred_jobs(work, agent) for agent in group)) for group in groups.values())
    return Counted(work, _sorts(work), tuple(map(tuple, groups.values())), tuple(barred))


def later(what: Counted, starts: Mapping[str, int]) -> Counted:
    """The same where some tracks' papers start at a slot of the session or later."""

    def moved(sort: Sort) -> Sort:
        start = starts.get(sort.jobs[0].track, 0)
        return replace(sort, ready=max(sort.ready, start + min(job.written for job in sort.jobs)))

    return replace(what, sorts=tuple(map(moved, what.sorts)))


@dataclass
class Tally:
    """The unknowns of a tally."""

    counted: Counted
    closes: int
    """No task of the session ends after this slot."""
    slack: int = 0
    """Slots of each panel's day that are not counted on: such a tally bounds nothing, but is easier to follow."""
    model: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    counts: dict[tuple[int, int], list[tuple[Pattern, Var]]] = field(default_factory=dict)
    """By group and day: each pattern, and how many panels of the group have it."""
    marked: dict[tuple[int, int, int], Var] = field(default_factory=dict)
    """By group, day and sort."""

    def heard(self, group: int, day: int, sort: int) -> Var:
        """How many jobs of a sort a group hears on a day."""
        return sum(pattern.heard[sort] * count for pattern, count in self.counts.get((group, day), []))

    def moments(self, day: int) -> list[int]:
        """The slots of a day at which papers may be over at the earliest, after the first such slot."""
        base = day * self.work.slots_per_day
        later = {sort.ready - base for sort in self.sorts if sort.ready >= base}
        first = min(sort.ready for sort in self.sorts) - base
        return sorted(moment for moment in later if first < moment < self.work.slots_per_day)

    @property
    def work(self) -> Work:
        """The problem."""
        return self.counted.work

    @property
    def sorts(self) -> tuple[Sort, ...]:
        """What is counted."""
        return self.counted.sorts

    @property
    def groups(self) -> tuple[tuple[Agent, ...], ...]:
        """Whose days are counted together."""
        return self.counted.groups

    @cached_property
    def meal(self) -> tuple[int, int, int, int]:
        """The slots of a meal at the least, its earliest and latest start, its earliest end; all 0 without meals."""
        if not self.work.problem.rules.meal.minutes:
            return 0, 0, 0, 0
        stretches = meal_slots(self.work)
        firsts = [first for first, _ in stretches]
        return min(n for _, n in stretches), min(firsts), max(firsts), min(map(sum, stretches))

    @cached_property
    def days(self) -> range:
        """The days, from 0."""
        return range(len(self.work.problem.days))


def build_tally(what: Counted, closes: int | None = None, slack: int = 0) -> Tally | None:
    """The tally of the plans that end by a slot of the session, if given; None if it would be too large."""
    work = what.work
    horizon = len(work.problem.days) * work.slots_per_day
    t = Tally(what, horizon if closes is None else closes, slack)
    patterns: dict[tuple[int, int], list[Pattern]] = {}
    for g in range(len(t.groups)):
        patterns |= {(g, d): list(islice(_patterns(t, g, d), MOST_PATTERNS + 1)) for d in t.days}
        if sum(map(len, patterns.values())) > MOST_PATTERNS:
            return None
    for g in range(len(t.groups)):
        _useful_room(t, {d: patterns[g, d] for d in t.days})
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


def _limit(work: Work, agent: Agent) -> int:
    """The most jobs that an agent may hear on a day."""
    limits = work.problem.rules.member
    own = [m.max_candidates_per_day for m in agent.members]
    known = [most for limit in own if (most := limits.max_candidates_per_day if limit is None else limit) is not None]
    return min([len(work.jobs), *known])


def _sorts(work: Work) -> tuple[Sort, ...]:
    """Jobs of the same lengths; all of a track if that would be too many sorts for their combinations."""
    exact: dict[Hashable, list[Job]] = defaultdict(list)
    tracks: dict[Hashable, list[Job]] = defaultdict(list)
    for job in work.jobs:
        exact[job.track, job.written, job.marking, job.orals, job.deliberation].append(job)
        tracks[job.track].append(job)
    groups = exact if len(exact) <= MOST_SORTS else tracks
    return tuple(_sort(work, i, tuple(jobs)) for i, jobs in enumerate(groups.values()))


def _sort(work: Work, index: int, jobs: tuple[Job, ...]) -> Sort:
    stage = work.problem.title.stage
    return Sort(
        index,
        jobs,
        min(ready_slot(work, job) for job in jobs),
        min(job.marking for job in jobs),
        min(job.chain for job in jobs),
        min(work.changeover + job.chain + job.deliberation for job in jobs),
        min(sum(slots for code, slots in job.orals if stage[code].projection) for job in jobs),
    )


def ready_slot(work: Work, job: Job) -> int:
    """The first slot at which a job's paper can have ended: in some room, on some day, when the candidate is there."""
    rooms = [room for room in work.problem.rooms if MSP_USE in room.uses]
    ends = (
        first + job.written
        for d, day in enumerate(work.problem.days)
        for room in rooms
        for window in common_windows(day, [job.candidate.availability, room.availability])
        for first, _ in work.starts(d, (window,), 0, job.written)
    )
    return min(ends, default=len(work.problem.days) * work.slots_per_day)


# --- patterns --------------------------------------------------------------------------------------------------------


def _patterns(t: Tally, g: int, d: int) -> Iterator[Pattern]:
    """Every combination of jobs that fits into a day of one of a group, by where the meal lies and what is first."""
    for windows in dict.fromkeys(agent_windows(agent, t.work.problem.days[d]) for agent in t.groups[g]):
        if windows:
            yield from _patterns_within(t, g, d, windows)


def _patterns_within(t: Tally, g: int, d: int, windows: Windows) -> Iterator[Pattern]:
    hull = t.work.up(windows[0][0]), min(windows[-1][1] // t.work.grid, t.closes - d * t.work.slots_per_day)
    if hull[1] < hull[0]:
        return
    most = _most(t, g, d)
    for meal, low, high, inside in _stretches(t, hull, d):
        for oral_first in (False, True):
            begin = max(low, first_oral(t.work, d)) if oral_first else low
            room = high - begin - inside + (t.work.changeover if oral_first else 0)
            for heard, load in _combinations(t, most, d, room):
                rooms = tuple(n - t.slack for n in (room - load, *_rooms_later(t, heard, d, high, inside)))
                if min(rooms) >= 0 and (not oral_first or _old(t, heard, d)):
                    yield Pattern(windows, heard, meal, oral_first, load, rooms)


def _rooms_later(t: Tally, heard: tuple[int, ...], d: int, close: int, meal: int) -> Iterator[int]:
    """What is left for marking after each moment of the day, if all that could be done before it was."""
    base = d * t.work.slots_per_day
    for moment in t.moments(d):
        late = [(sort, n) for sort, n in zip(t.sorts, heard, strict=True) if sort.ready - base >= moment]
        still = max(0, min(meal, t.meal[3] - moment))
        early = 0 if all(sort.marking for sort, _ in late) else t.work.changeover
        yield close - moment - still + early - sum(_each(t, sort, d) * n for sort, n in late)


def _stretches(t: Tally, hull: tuple[int, int], d: int) -> Iterator[tuple[str, int, int, int]]:
    """Where the meal lies, the first and last slot of the work then, and the slots that the meal takes from it."""
    ready = min(sort.ready for sort in t.sorts) - d * t.work.slots_per_day
    opens, closes = max(hull[0], ready), hull[1]
    length, earliest, latest, _ = t.meal
    if not length:
        yield "none", opens, closes, 0
        return
    yield "before", max(opens, earliest + length), closes, 0
    yield "after", opens, min(closes, latest), 0
    yield "inside", opens, closes, length


def _today(t: Tally, sort: Sort, d: int) -> bool:
    """Whether a sort that is heard on a day must be marked on it: no paper of it can have ended before."""
    return sort.ready >= d * t.work.slots_per_day


def _old(t: Tally, heard: tuple[int, ...], d: int) -> bool:
    """Whether something heard need not be marked on the day, so that the day may begin with it."""
    pairs = zip(t.sorts, heard, strict=True)
    return any(count and not (_today(t, sort, d) and sort.marking) for sort, count in pairs)


def _most(t: Tally, g: int, d: int) -> tuple[int, ...]:
    """How many jobs of each sort one of a group may hear on a day, and of all sorts together."""
    barred = t.counted.barred[g]
    allowed = [sum(job.index not in barred for job in sort.jobs) for sort in t.sorts]
    here = [sort.ready < (d + 1) * t.work.slots_per_day for sort in t.sorts]
    return *(n * ready for n, ready in zip(allowed, here, strict=True)), _limit(t.work, t.groups[g][0])


def _combinations(t: Tally, most: tuple[int, ...], d: int, room: int) -> Iterator[tuple[tuple[int, ...], int]]:
    """How many of each sort fit into so many slots of a day, and the slots that they take."""
    each = [_each(t, sort, d) for sort in t.sorts]

    def extend(index: int, heard: tuple[int, ...], load: int) -> Iterator[tuple[tuple[int, ...], int]]:
        if index == len(each):
            yield heard, load
            return
        for count in range(min(most[index], most[-1] - sum(heard)) + 1):
            if load + count * each[index] > room:
                break
            yield from extend(index + 1, (*heard, count), load + count * each[index])

    if room >= 0:
        yield from extend(0, (), 0)


def _each(t: Tally, sort: Sort, d: int) -> int:
    """Slots of hearing a job of a sort, and of its marking if that must be today."""
    return sort.hearing + (sort.marking if _today(t, sort, d) else 0)


def _to_mark(t: Tally, pattern: Pattern, d: int) -> int:
    """Slots of marking for what a panel hears that it may have marked before that day."""
    return sum(s.marking * n for s, n in zip(t.sorts, pattern.heard, strict=True) if not _today(t, s, d))


def _at_most(rooms: tuple[int, ...], most: int) -> tuple[int, ...]:
    return tuple(min(room, most) for room in rooms)


def _before(t: Tally, pattern: Pattern, d: int) -> int:
    """Slots of marking for what a panel hears that it must have marked before that day, as there is no room on it."""
    old = [(s.marking, n) for s, n in zip(t.sorts, pattern.heard, strict=True) if not _today(t, s, d)]
    sums = {0}
    for slots, n in old:
        sums |= {total + slots * k for total in sums for k in range(n + 1)}
    return _to_mark(t, pattern, d) - max(total for total in sums if total <= pattern.room)


def _useful_room(t: Tally, patterns: dict[int, list[Pattern]]) -> None:
    """A panel marks no more on a day than what it hears on that day and can hear on the days after."""
    later = 0
    for d in reversed(t.days):
        some = patterns[d]
        patterns[d][:] = [replace(p, rooms=_at_most(p.rooms, _to_mark(t, p, d) + later)) for p in some]
        marking = (sum(s.marking * n for s, n in zip(t.sorts, p.heard, strict=True)) for p in some)
        later += max(marking, default=0)


# --- constraints -----------------------------------------------------------------------------------------------------


def _marking(t: Tally, g: int, d: int) -> None:
    """What is marked on a day without being heard on it fits into what the patterns leave of it."""
    ahead: dict[int, Var] = {}
    for sort in t.sorts:
        marked = t.marked[g, d, sort.index]
        ahead[sort.index] = sort.marking * (marked - t.heard(g, d, sort.index) * _today(t, sort, d))
        if _today(t, sort, d):
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
        needs = [(_before(t, pattern, d), count) for pattern, count in t.counts[g, d]]
        for least in {need for need, _ in needs if need > 0}:
            needy = sum(count for need, count in needs if need >= least)
            able = [c for e in range(d) for pattern, c in t.counts[g, e] if pattern.room * d >= least]
            t.model.add(needy <= sum(able))


def _everybody(t: Tally) -> None:
    """Each job is marked and heard once by each of its agents, marked first, in one group."""
    for sort in t.sorts:
        i, wanted = sort.index, t.work.agents_per_job * len(sort.jobs)
        t.model.add(sum(t.heard(g, d, i) for g, d in t.counts) == wanted)
        for g in range(len(t.groups)):
            for d in t.days:
                upto = range(d + 1)
                marked, heard = sum(t.marked[g, e, i] for e in upto), sum(t.heard(g, e, i) for e in upto)
                t.model.add(marked == heard if d == t.days[-1] else marked >= heard)


def _places(t: Tally, d: int) -> None:
    """The oral rooms have time for all that is heard on a day, the projectors for all that is projected."""
    rooms = [room for room in t.work.problem.rooms if ORAL_USE in room.uses]
    held = {sort.index: sort.chain for sort in t.sorts}
    projected = {sort.index: sort.projected for sort in t.sorts}
    kits = [room.availability for room in rooms if room.projector]
    kits += [projector.availability for projector in t.work.problem.projectors]
    for slots, places in ((held, [room.availability for room in rooms]), (projected, kits)):
        windows = [t.work.problem.days[d].windows(availability) for availability in places]
        total = sum(slots[s.index] * t.heard(g, d, s.index) for s in t.sorts for g in range(len(t.groups)))
        t.model.add(total <= t.work.agents_per_job * sum(_length(t, w, d) for w in windows))


def _length(t: Tally, windows: Windows, d: int) -> int:
    """Slots of a place's day after the first paper is marked."""
    base = d * t.work.slots_per_day
    ready = min(sort.ready + sort.marking for sort in t.sorts) - base
    close = t.closes - base
    spans = ((max(s // t.work.grid, ready), min(e // t.work.grid, close)) for s, e in windows)
    return sum(max(0, end - start) for start, end in spans)


# --- objectives ------------------------------------------------------------------------------------------------------


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
            total.append(weight * (span + (t.meal[0] if pattern.meal == "inside" else 0)) * count)
        for sort in t.sorts:
            ahead = t.marked[g, d, sort.index] - (t.heard(g, d, sort.index) if _today(t, sort, d) else 0)
            total.append(weight * sort.marking * ahead)
    return t.work.grid * sum(total)


OBJECTIVES: dict[str, Callable[[Tally], Var]] = {"juror_days": juror_days, "presence": presence}
"""What a tally bounds by minimising it; `days` and `finish` are bounded by tallies that close earlier."""
