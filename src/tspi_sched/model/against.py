"""What may be minimised against the plan before this one: one function each, under the name that `check` measures it
by. Without a baseline each is 0.

A *call* is what a candidate is called to: the start of a written paper, and of the first oral of each track or of what
prepares it.
"""

from collections.abc import Iterator
from datetime import date
from itertools import product

from tspi_sched.model.instance import Job
from tspi_sched.model.variables import Var, Variables
from tspi_sched.model.variables.keys import JobAgent, Literal
from tspi_sched.plan import Task
from tspi_sched.problem import ORAL, PREPARATION, WRITTEN

AGAINST = frozenset({"changes", "day_changes", "recalled", "shift", "duty_changes", "room_changes", "task_changes"})
"""The objectives made here: candidates and agents that nothing else tells apart differ for them."""
PAPER = -1
"""The number of the written paper where orals have theirs, from 0."""
_DAY = 1440
Key = tuple[str | None, str | None, str]


def changes(v: Variables) -> Var:
    """Number of papers and orals whose start, room or panel differs from the baseline plan."""
    before = _before(v)
    if before is None:
        return 0
    differs = [
        _unless(v, job, _kept(v, job, stage, old) if old else [], name=f"differs[{job.index},{stage}]", counted=old)
        for job, stage, old in _own(v, before)
    ]
    return sum(differs) + _lost(v, before)


def day_changes(v: Variables) -> Var:
    """Number of calls that both plans have, on different days."""
    return sum(v.placed[job.candidate.id] - _on_day(v, job, stage, old) for job, stage, old in _calls(v) if old)


def recalled(v: Variables) -> Var:
    """Number of calls that differ in day or hour; a call that only one plan has differs."""
    if v.instance.problem.baseline is None:
        return 0
    calls = list(_calls(v))
    moved = [
        _unless(v, job, [_at(v, _called(v, job, stage), old)] if old else [], name=f"called[{job.index}]", counted=old)
        for job, stage, old in calls
    ]
    return sum(moved) + len(_calls_before(v)) - sum(old is not None for _job, _stage, old in calls)


def shift(v: Variables) -> Var:
    """Over the calls that both plans have, minutes between them; a day of the calendar is 1440."""
    return sum(_apart(v, job, stage, old) for job, stage, old in _calls(v) if old)


def duty_changes(v: Variables) -> Var:
    """Number of (member or invigilator, day) with a task in exactly one of the plans, without those who are gone."""
    baseline, problem = _baseline(v), v.instance.problem
    if baseline is None:
        return 0
    before = {(who, task.day) for task in baseline for who in (*task.members, *task.invigilators)}
    people = {*problem.member, *problem.invigilator}
    gone = {member.id for member in problem.gone.members} | {person.id for person in problem.gone.invigilators}
    elsewhere = sum(who not in gone and not (who in people and day in problem.day_index) for who, day in before)
    return elsewhere + sum(_duty_differs(v, who, d, before) for who, d in product(sorted(people), v.day_indices))


def room_changes(v: Variables) -> Var:
    """Number of papers and orals that both plans have, in different rooms; needs each room by name."""
    before = _before(v)
    if before is None:
        return 0
    moved = []
    for job, stage, old in _own(v, before):
        if old:
            differs = v.bool_var(f"room_differs[{job.index},{stage}]")
            v.model.add_bool_or(differs, ~v.placed[job.candidate.id], _in_room(v, job, stage, old.room))
            moved.append(differs)
    return sum(moved)


def task_changes(v: Variables) -> Var:
    """Number of tasks of any stage of which anything differs; needs each room and projector by name."""
    baseline = _baseline(v)
    if baseline is None:
        return 0
    before = {task.key: task for task in baseline if task.candidate is not None}
    own = [(one, code) for job in v.instance.jobs for one in (*job.earlier, job) for code in _stages(one)]
    differs = []
    for job, code in own:
        old = before.get((job.candidate.id, job.track, code))
        kept = _wholly_kept(v, job, code, old) if old else []
        differs.append(_unless(v, job, kept, name=f"task_differs[{job.index},{code}]", counted=old))
    keys = {(job.candidate.id, job.track, code) for job, code in own}
    return sum(differs) + sum(key not in keys for key in before) + _signings_differ(v, baseline)


# --- the plan before -------------------------------------------------------------------------------------------------


def _baseline(v: Variables) -> tuple[Task, ...] | None:
    """The tasks of the baseline but for those of candidates who have left; None without a baseline."""
    baseline = v.instance.problem.baseline
    return None if baseline is None else v.instance.problem.baseline_of(baseline).tasks


def _before(v: Variables, *more: str) -> dict[Key, Task] | None:
    """The baseline's papers and orals by what they are; with stages of `more` kinds."""
    baseline, known = _baseline(v), v.instance.problem.title.stage
    if baseline is None:
        return None
    kinds = (WRITTEN, ORAL, *more)
    return {task.key: task for task in baseline if task.stage in known and known[task.stage].kind in kinds}


def _own(v: Variables, before: dict[Key, Task]) -> Iterator[tuple[Job, int, Task | None]]:
    """Every paper and oral of this session, with its task in the baseline."""
    for job in v.instance.jobs:
        for one in (*job.earlier, job) if job.has_paper else ():
            yield one, PAPER, before.get((one.candidate.id, one.track, one.paper))
        for stage, code in enumerate(dict(job.orals)):
            yield job, stage, before.get((job.candidate.id, job.track, code))


def _lost(v: Variables, before: dict[Key, Task]) -> int:
    """The baseline's papers and orals that this session has no longer: they differ whatever the plan."""
    now = {(job.candidate.id, job.track, code) for job in v.instance.jobs for code in dict(job.orals)}
    now |= {(one.candidate.id, one.track, one.paper) for one in v.instance.sitters}
    return sum(key not in now for key in before)


def _calls_before(v: Variables) -> dict[Key, Task]:
    """The baseline's calls by candidate, track and what they are to: of the orals of a track and what prepares them,
    the first in time."""
    calls: dict[Key, Task] = {}
    for task in (_before(v, PREPARATION) or {}).values():
        written = v.instance.problem.title.stage[task.stage].kind == WRITTEN
        key = task.candidate, task.track, task.stage if written else ORAL
        calls[key] = min(calls.get(key, task), task, key=lambda call: (call.day, call.start))
    return calls


def _calls(v: Variables) -> Iterator[tuple[Job, int, Task | None]]:
    """Every call of this session, with its task in the baseline."""
    before = _calls_before(v)
    for job in v.instance.jobs:
        for one in (*job.earlier, job) if job.has_paper else ():
            yield one, PAPER, before.get((one.candidate.id, one.track, one.paper))
        yield job, 0, before.get((job.candidate.id, job.track, ORAL))


# --- alike, or not ---------------------------------------------------------------------------------------------------


def _unless(v: Variables, job: Job, kept: list[Var], *, name: str, counted: Task | None) -> Var:
    """Whether a task differs from the one in the baseline (`counted`): unless all the literals `kept` hold, or where
    its candidate is left out. One that the baseline does not have differs where it is placed."""
    placed = v.placed[job.candidate.id]
    if counted is None:
        return placed
    differs = v.bool_var(name)
    for literal in (placed, *kept):
        v.model.add_implication(~differs, literal)
    return differs


def _start(v: Variables, job: Job, stage: int) -> Var:
    return v.written_start[job.index] if stage == PAPER else v.oral_start[job.index, stage]


def _called(v: Variables, job: Job, stage: int) -> Var:
    """When a candidate is called: to a paper, or to the orals with what prepares them."""
    return _start(v, job, stage) - (0 if stage == PAPER else job.lead)


def _on_day(v: Variables, job: Job, stage: int, old: Task) -> Var:
    """Whether a job that is placed has its paper, or its orals, on the day of an old task."""
    d, days = v.instance.problem.day_index.get(old.day), v.written_day if stage == PAPER else v.oral_day
    return v.false_literal if d is None else days[job.index, d]


def _at(v: Variables, start: Var, old: Task) -> Var:
    """A literal that holds only if something starts when an old task did."""
    day = v.instance.problem.day_index.get(old.day)
    slot, off_grid = divmod(old.start, v.instance.grid)
    if day is None or off_grid:
        return v.false_literal
    same = v.bool_var("same_start")
    v.model.add(start == v.day_start(day) + slot).only_enforce_if(same)
    return same


def _apart(v: Variables, job: Job, stage: int, old: Task) -> Var:
    """Minutes between a call and the old one; 0 for a candidate who is left out."""
    days = v.written_day if stage == PAPER else v.oral_day
    dates = [day.date for day in v.instance.problem.days]
    base = min(dates[0], old.day).toordinal()
    clock = _called(v, job, stage) - sum(v.day_start(d) * days[job.index, d] for d in v.day_indices)
    calendar = sum(_DAY * (dates[d].toordinal() - base) * days[job.index, d] for d in v.day_indices)
    before = _minute(old, base)
    span = _DAY * (max(*dates, old.day).toordinal() - base + 1)
    apart = v.int_var(0, span, f"apart[{job.index},{stage}]")
    for sign in (1, -1):
        difference = sign * (v.instance.grid * clock + calendar - before)
        v.model.add(apart >= difference).only_enforce_if(v.placed[job.candidate.id])
    return apart


def _minute(task: Task, base: int) -> int:
    return _DAY * (task.day.toordinal() - base) + task.start


def _kept(v: Variables, job: Job, stage: int, old: Task) -> list[Var]:
    """Literals that all hold only if start, room and panel are those of an old paper or oral."""
    panel = [] if stage == PAPER else _panel_of(v, job, old, v.hears)
    return [_at(v, _start(v, job, stage), old), _in_room(v, job, stage, old.room), *panel]


def _in_room(v: Variables, job: Job, stage: int, room: str | None) -> Var:
    """A literal that holds only if a paper or an oral is in a room."""
    if stage == PAPER:
        return _seat_in(v, job, room)
    room_groups = [p.index for p in v.room_groups if room in {member.id for member in p.rooms}]
    return v.in_room_group[job.index, stage, room_groups[0]] if room_groups else v.false_literal


def _seat_in(v: Variables, job: Job, room: str | None) -> Var:
    seats = next(seats for seats in v.seat_groups if job in seats.jobs)
    seated = [literal for key, literal in v.some_seated.items() if key[0] == seats.index and key[2] == room]
    inside = v.bool_var(f"seat[{job.index},{room}]")
    v.model.add_bool_or(*seated, ~inside)
    return inside


def _panel_of(v: Variables, job: Job, old: Task, service: dict[JobAgent, Literal]) -> list[Var]:
    """Literals that all hold only if an old task's members, all of them, do this service (`marks`, `hears`)."""
    inside = [a for a in v.instance.agents if {m.id for m in a.members} <= set(old.members)]
    serving = [service[job.index, a.index] for a in inside if (job.index, a.index) in service]
    whole = sum(a.weight for a in inside) == len(set(old.members))
    return (
        serving if serving and whole and len(inside) == len(serving) == v.instance.agents_per_job else [v.false_literal]
    )


# --- tasks of any stage ----------------------------------------------------------------------------------------------


def _stages(job: Job) -> list[str]:
    """The codes of a job's tasks; what takes no time is no task."""
    written, marking = [job.paper] if job.has_paper else [], [job.marking_stage] if job.marking else []
    prepares = [code for code, slots in job.preparations if slots]
    return [*written, *marking, *prepares, *dict(job.orals), *([job.deliberation_stage] if job.deliberation else [])]


def _wholly_kept(v: Variables, job: Job, code: str, old: Task) -> list[Var]:
    """Literals that all hold only if nothing of an old task differs."""
    orals = list(dict(job.orals))
    if code == job.paper:
        strange = bool(old.members) or old.projector is not None
        kept = [*_kept(v, job, PAPER, old), *_watched_by(v, job, old)]
    elif code in orals:
        strange = bool(old.invigilators)
        kept = [*_kept(v, job, orals.index(code), old), _with_projector(v, job, orals.index(code), old.projector)]
        kept += _with_means(v, job, orals.index(code), old.means)
    elif code in dict(job.preparations):
        strange = bool(old.members or old.invigilators) or old.projector is not None
        oral = [code for code, _ in job.preparations].index(code)
        where = v.prepared_in.get((job.index, oral, old.room or ""), v.false_literal)
        kept = [_at(v, v.oral_start[job.index, oral] - job.prepares(oral), old), where]
    elif code == job.marking_stage:
        strange = bool(old.invigilators) or old.room is not None or old.projector is not None
        kept = [_at(v, v.mark_start[job.index], old), *_panel_of(v, job, old, v.marks)]
    else:
        strange = bool(old.invigilators) or old.projector is not None
        same_time = _at(v, v.deliberation_start[job.index], old)
        kept = [same_time, _in_room(v, job, len(orals) - 1, old.room), *_panel_of(v, job, old, v.hears)]
    return [v.false_literal] if strange else kept


def _watched_by(v: Variables, job: Job, old: Task) -> list[Var]:
    """A literal that holds only if the sitting of a job's paper has the invigilators of an old one, and no others."""
    if not set(old.invigilators) <= set(v.instance.problem.invigilator):
        return [v.false_literal]
    seats = next(seats for seats in v.seat_groups if job in seats.jobs)
    same = v.bool_var(f"same_watch[{job.index}]")
    for (index, _, room, lead), seated in v.some_seated.items():
        if index == seats.index:
            for invigilator in v.instance.problem.invigilators:
                watches = v.watches[invigilator.id, room, lead]
                v.model.add(watches == int(invigilator.id in old.invigilators)).only_enforce_if([same, seated])
    return [same]


def _with_projector(v: Variables, job: Job, oral: int, projector: str | None) -> Var:
    """A literal that holds only if an oral uses a mobile projector, or none."""
    groups = [(index, {p.id for p in group}) for index, group in enumerate(v.projector_groups)]
    carried = [v.carries[job.index, oral, index] for index, _ids in groups if (job.index, oral, index) in v.carries]
    if projector is not None:
        suitable = [index for index, ids in groups if projector in ids and (job.index, oral, index) in v.carries]
        return v.carries[job.index, oral, suitable[0]] if suitable else v.false_literal
    none = v.bool_var(f"no_projector[{job.index},{oral}]")
    for literal in carried:
        v.model.add_implication(none, ~literal)
    return none


def _with_means(v: Variables, job: Job, oral: int, ids: tuple[str, ...]) -> list[Var]:
    """Literals that all hold only if an oral uses these means and no others."""
    own = {key[2]: literal for key, literal in v.oral_means.items() if key[:2] == (job.index, oral)}
    lost = [] if set(ids) <= own.keys() else [v.false_literal]
    return [*lost, *(literal if id in ids else ~literal for id, literal in own.items())]


def _signings_differ(v: Variables, baseline: tuple[Task, ...]) -> Var:
    """Signings of the minutes that differ, each known by its members; those of panels that can sign no more differ."""
    before = {frozenset(task.members): task for task in baseline if task.candidate is None}
    teams = {frozenset(m.id for a in panel for m in a.members): index for index, panel in enumerate(v.signing_panels)}
    differs: list[Var] = [int(members not in teams) for members in before]
    for members, panel in teams.items():
        signs, old = sum(v.signs[panel, d] for d in v.day_indices), before.get(members)
        if old is None:
            differs.append(signs)
            continue
        differing = v.bool_var(f"signing_differs[{panel}]")
        d = v.instance.problem.day_index.get(old.day)
        for literal in (v.false_literal if d is None else v.signs[panel, d], _at(v, v.signing_start[panel], old)):
            v.model.add_implication(~differing, literal)
        differs.append(differing)
    return sum(differs)


# --- days of duty ----------------------------------------------------------------------------------------------------


def _duty_differs(v: Variables, who: str, d: int, before: set[tuple[str, date]]) -> Var:
    """Whether somebody of this session serves on a day in exactly one of the plans."""
    serves = _serves(v, who, d)
    if (who, v.instance.problem.days[d].date) not in before:
        return serves
    return 1 - serves


def _serves(v: Variables, who: str, d: int) -> Var:
    """A literal that holds if, and only if, somebody has a task on a day."""
    reasons = _marks_or_hears(v, who, d) if who in v.instance.problem.member else _watching(v, who, d)
    serves = v.bool_var(f"serves[{who},{d}]")
    v.model.add_bool_or(*reasons, ~serves)
    for reason in reasons:
        v.model.add_implication(reason, serves)
    return serves


def _marks_or_hears(v: Variables, who: str, d: int) -> list[Var]:
    """What makes a day one of duty for a member; a marking without length is no task."""
    agents = [a.index for a in v.instance.agents if who in {m.id for m in a.members}]
    marked = [literal for a in agents for job, literal in v.marked_on[a, d] if job.marking]
    heard = [literal for a in agents for _job, literal in v.heard_on[a, d]]
    return [*marked, *heard, *(sign for (panel, day), sign in v.signs.items() if day == d and _signs(v, panel, agents))]


def _signs(v: Variables, panel: int, agents: list[int]) -> bool:
    return any(agent.index in agents for agent in v.signing_panels[panel])


def _watching(v: Variables, who: str, d: int) -> list[Var]:
    """The sittings of a day that an invigilator watches, each a literal that holds if and only if it is so."""
    literals = []
    for (id, room, lead), watches in v.watches.items():
        if id == who:
            watching = v.bool_var(f"watches[{who},{room},{lead}]@{d}")
            v.model.add_implication(watching, watches)
            v.model.add_implication(watching, v.paper_day[lead, d])
            v.model.add_bool_or(watching, ~watches, ~v.paper_day[lead, d])
            literals.append(watching)
    return literals
