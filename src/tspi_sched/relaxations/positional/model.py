"""The timetable of the panels: an outline with hours, in which nothing that one panel does overlaps.

An outline only adds up work; here each panel's markings and hearings are laid out one after the other around its meal,
alike jobs by their number instead of their name. Every plan has a timetable (sort each panel's jobs of a kind by their
hours), so its bounds are bounds of the plan, and they are better than the outline's: idle time and waits show.
"""

from collections import defaultdict
from collections.abc import Hashable
from itertools import pairwise

from ortools.sat.python import cp_model

from tspi_sched.model.calendar import free_starts, heard_for, oral_starts
from tspi_sched.model.instance import Agent, Job, Work, agent_windows
from tspi_sched.model.variables import Var
from tspi_sched.problem import ORAL_USE, Windows
from tspi_sched.relaxations.positional.candidates import place_candidates
from tspi_sched.relaxations.positional.data import Timetable, Turn, meals
from tspi_sched.relaxations.workload.data import Kind, Outline, PanelDay

MOST_TURNS = 1_500
"""Beyond so many turns, a timetable is not worth its while."""


def timetable_applies(work: Work) -> bool:
    """Whether plans have timetables that are worth their while: orals back to back, not too many agents and jobs."""
    kinds: dict[Hashable, list[Job]] = defaultdict(list)
    for job in work.jobs:
        kinds[job.track, job.orals, job.deliberation].append(job)
    turns = (min(len(jobs), _fitting(work, agent, jobs[0])) for agent in work.agents for jobs in kinds.values())
    return not work.oral_gap and sum(turns) <= MOST_TURNS


def build_timetable(outline: Outline) -> Timetable:
    """The outline's model with hours stated in it."""
    o, t = outline, Timetable(outline)
    for kind in o.kinds:
        rooms = oral_starts(o.work, kind.like)
        for agent in o.work.agents:
            most = min(kind.most(agent), _fitting(o.work, agent, kind.like))
            t.turns[agent.index, kind.index] = _turns(o, agent, kind, most, rooms)
    for agent in o.work.agents:
        _one_at_a_time(t, agent)
    place_candidates(t)
    _places(t)
    return t


def _fitting(work: Work, agent: Agent, job: Job) -> int:
    """How many jobs like this one an agent can hear in the whole session."""
    each = work.changeover + heard_for(work, job)
    spans = (agent_windows(agent, day) for day in work.problem.days)
    slots = (w[-1][1] // work.grid - work.up(w[0][0]) + work.changeover for w in spans if w)
    return sum(max(0, span // each) for span in slots)


# --- turns -----------------------------------------------------------------------------------------------------------


def _turns(o: Outline, agent: Agent, kind: Kind, most: int, rooms: cp_model.Domain) -> list[Turn]:
    windows: list[Windows] = [agent_windows(agent, day) for day in o.work.problem.days]
    hearing = free_starts(o.work, windows, 0, heard_for(o.work, kind.like)).intersection_with(rooms)
    marking = free_starts(o.work, windows, 0, kind.like.marking)
    days = {d: o.days[agent.index, d] for d in range(len(windows)) if (agent.index, d) in o.days}
    turns = [_turn(o, agent, kind, days, marking, hearing) for _ in range(most)]
    for d, day in days.items():
        o.model.add(sum(turn.marked[d] for turn in turns) == day.marked[kind.index])
        o.model.add(sum(turn.heard[d] for turn in turns) == day.heard[kind.index])
    for turn, after in pairwise(turns):
        o.model.add_implication(after.used, turn.used)
        o.model.add(after.marking >= turn.marking + kind.like.marking).only_enforce_if(after.used)
        gap = heard_for(o.work, kind.like) + o.work.changeover
        o.model.add(after.hearing >= turn.hearing + gap).only_enforce_if(after.used)
    return turns


def _turn(
    o: Outline,
    agent: Agent,
    kind: Kind,
    days: dict[int, PanelDay],
    marking: cp_model.Domain,
    hearing: cp_model.Domain,
) -> Turn:
    nought = cp_model.Domain(0, 0)
    turn = Turn(
        agent,
        kind,
        o.flag("used"),
        o.model.new_int_var_from_domain(marking.union_with(nought), "marking"),
        o.model.new_int_var_from_domain(hearing.union_with(nought), "hearing"),
        {d: o.flag("marked") for d in days},
        {d: o.flag("heard") for d in days},
    )
    o.model.add(sum(turn.marked.values()) == turn.used)
    o.model.add(sum(turn.heard.values()) == turn.used)
    o.model.add(turn.marking == 0).only_enforce_if(~turn.used)
    o.model.add(turn.hearing == 0).only_enforce_if(~turn.used)
    o.model.add(turn.marking >= o.released(kind)).only_enforce_if(turn.used)
    ready = turn.marking + kind.like.marking + o.work.changeover
    o.model.add(turn.hearing >= ready).only_enforce_if(turn.used)
    for d, day in days.items():
        tasks = (
            (turn.marked[d], turn.marking, kind.like.marking),
            (turn.heard[d], turn.hearing, heard_for(o.work, kind.like)),
        )
        for literal, start, length in tasks:
            o.model.add_implication(literal, day.active)
            o.model.add(start >= day.first).only_enforce_if(literal)
            o.model.add(start + length <= day.last).only_enforce_if(literal)
    return turn


def _one_at_a_time(t: Timetable, agent: Agent) -> None:
    """What an agent does, its changeovers and its meals do not overlap."""
    o = t.outline
    busy: list[Var] = []
    for kind in o.kinds:
        length, changeover = heard_for(o.work, kind.like), o.work.changeover
        for turn in t.turns[agent.index, kind.index]:
            marking, hearing = kind.like.marking, changeover + length
            busy.append(o.model.new_optional_fixed_size_interval_var(turn.marking, marking, turn.used, "marking"))
            start = turn.hearing - changeover
            busy.append(o.model.new_optional_fixed_size_interval_var(start, hearing, turn.used, "hearing"))
    o.model.add_no_overlap(busy + meals(o))


# --- places ----------------------------------------------------------------------------------------------------------


def _places(t: Timetable) -> None:
    """No more jobs at once than oral rooms, no more projected orals than projectors; all its agents hear a job."""
    o, problem = t.outline, t.outline.work.problem
    rooms = [room for room in problem.rooms if ORAL_USE in room.uses and room.seats > problem.rules.panel.size]
    kits = sum(room.projector for room in rooms) + len(problem.projectors)
    held, shown = [], []
    before = o.work.changeover if o.work.one_room else 0
    for turn in (turn for turns in t.turns.values() for turn in turns):
        job, start = turn.kind.like, turn.hearing
        length = before + (heard_for(o.work, turn.kind.like) if o.work.one_room else job.chain)
        held.append(o.model.new_optional_fixed_size_interval_var(start - before, length, turn.used, "held"))
        for (code, slots), offset in zip(job.orals, job.offsets, strict=True):
            if problem.title.stage[code].projection:
                at = start + offset
                shown.append(o.model.new_optional_fixed_size_interval_var(at, slots, turn.used, "shown"))
    per_job = o.work.agents_per_job
    for intervals, places in ((held, len(rooms)), (shown, kits)):
        if places * per_job < len(o.work.agents):
            o.model.add_cumulative(intervals, [1] * len(intervals), places * per_job)
