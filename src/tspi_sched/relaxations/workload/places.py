"""Rooms and projectors in the workload relaxation: on each day, what they are held for fits into their hours.

An energetic argument: only sums of time are compared, so every plan passes.
"""

from collections.abc import Sequence

from tspi_sched.model.variables import Var
from tspi_sched.problem import ORAL_USE, Availability
from tspi_sched.relaxations.workload.data import JobType, WorkloadModel


def limit_places(o: WorkloadModel) -> None:
    """State, for each day, that the oral rooms, the fixed projectors and the mobile ones suffice."""
    # Uses of a place are disjoint and in its hours; sums lose order, never time:
    # docs/how/arguments-workload.md#capacity-of-places
    problem = o.instance.problem
    rooms = [room for room in problem.rooms if ORAL_USE in room.uses]
    fixed = [room.availability for room in rooms if room.projector]
    for d in range(len(problem.days)):
        end = _end_of_day(o, d)
        everything = [(job_type, o.heard[d, job_type.index], _hold(o, job_type), 0) for job_type in o.job_types]
        ahead = o.instance.changeover if o.instance.one_room else 0
        _limit_loads(o, d, end, everything, _openings(o, d, [room.availability for room in rooms], outside=ahead))
        in_fixed, carried = [], []
        for job_type in o.job_types:
            if _projected(o, job_type):
                mobile = o.int_var(0, len(job_type.jobs), f"mobile[{d},{job_type.index}]")
                rest = o.heard[d, job_type.index] - mobile
                o.model.add(rest >= 0)
                in_fixed.append(
                    (job_type, rest, _hold(o, job_type) if o.instance.one_room else _projected(o, job_type), 0)
                )
                setup = o.instance.up(problem.rules.projector_setup_minutes)
                carried.append(
                    (job_type, mobile, setup + _projected(o, job_type), _before_projection(o, job_type) - setup)
                )
        if o.instance.one_room or not _several_projected(o):
            _limit_loads(o, d, end, in_fixed, _openings(o, d, fixed, outside=ahead))
            mobiles = [projector.availability for projector in problem.projectors]
            _limit_loads(o, d, end, carried, _openings(o, d, mobiles, inside=problem.rules.projector_setup_minutes))


Load = tuple[JobType, Var, int, int]
"""A job type, its count, slots of each use, and slots from the end of marking and changeover to the use."""


def _hold(o: WorkloadModel, job_type: JobType) -> int:
    """Slots for which a job holds the room of its orals, at the least."""
    if not o.instance.one_room:
        return job_type.example.chain
    return (
        o.instance.changeover
        + job_type.example.chain
        + (job_type.example.deliberation if o.instance.deliberates_at_once else 0)
    )


def _projected(o: WorkloadModel, job_type: JobType) -> int:
    """Slots of a job's projected orals."""
    return sum(slots for code, slots in job_type.example.orals if o.instance.problem.title.stage[code].projection)


def _several_projected(o: WorkloadModel) -> bool:
    """Whether a job may use a fixed projector for one oral and a mobile one for another, in rooms apart."""
    stage = o.instance.problem.title.stage
    return any(sum(stage[code].projection for code, _ in job_type.example.orals) > 1 for job_type in o.job_types)


def _before_projection(o: WorkloadModel, job_type: JobType) -> int:
    """Slots from the first oral's start to the first projected oral, and the changeover before."""
    codes = [o.instance.problem.title.stage[code].projection for code, _ in job_type.example.orals]
    return o.instance.changeover + job_type.example.offsets[codes.index(True)]


def _end_of_day(o: WorkloadModel, d: int) -> Var:
    """No later than the last task of the day."""
    end = o.int_var(o.base(d), o.base(d + 1), f"end_of_day[{d}]")
    lasts = [day.last for day in o.days.values() if day.day == d]
    if lasts:
        o.model.add_max_equality(end, lasts)
    return end


Openings = list[list[tuple[int, int]]]
"""Of each place that is there on a day, the stretches in which loads may lie, in slots from midnight."""


def _openings(
    o: WorkloadModel, d: int, places: Sequence[Availability], *, outside: int = 0, inside: int = 0
) -> Openings:
    """When loads may lie that begin by making the place ready.

    That may be `outside` its hours, so many slots ahead of them (a changeover), or takes so many minutes `inside` them
    (a set-up), after which there is a slot's start.
    """
    windows = (o.instance.problem.days[d].windows(availability) for availability in places)
    up, grid, ahead = o.instance.up, o.instance.grid, o.instance.up(inside) + outside
    return [[(up(start + inside) - ahead, end // grid) for start, end in place] for place in windows if place]


def _limit_loads(o: WorkloadModel, d: int, end: Var, loads: Sequence[Load], places: Openings) -> None:
    """The loads of a day fit into the places' time, from the first release to the end of the day's work."""
    if not loads:
        return
    base = o.base(d)
    total = sum(count * slots for _, count, slots, _ in loads)
    o.model.add(total <= sum(max(0, close - first) for place in places for first, close in place))
    if not places:
        return
    opens = min(place[0][0] for place in places)
    begin = o.int_var(base + opens, base + o.instance.slots_per_day, f"begin[{d}]")
    o.model.add(total <= len(places) * (end - begin)).only_enforce_if(_some_load(o, loads))
    _begins(o, d, begin, loads)
    for job_type, count, slots, later in loads:
        today, any_load = o.paper_day[job_type.example.track, d], o.bool_var("some")
        o.model.add(count >= any_load)
        o.model.add(count <= len(job_type.jobs) * any_load)
        start = o.released(job_type) + job_type.example.marking + later
        o.model.add(count * slots <= len(places) * (end - start)).only_enforce_if(today, any_load)
        closes = max(place[-1][1] for place in places)
        o.model.add(count * slots <= len(places) * (base + closes - start)).only_enforce_if(today, any_load)


def _some_load(o: WorkloadModel, loads: Sequence[Load]) -> Var:
    any_load = o.bool_var("some_load")
    o.model.add(sum(count for _, count, _, _ in loads) <= sum(len(job_type.jobs) for job_type, *_ in loads) * any_load)
    return any_load


def _begins(o: WorkloadModel, d: int, begin: Var, loads: Sequence[Load]) -> None:
    """The first of the loads is of an earlier day's paper, or starts after the paper and the marking of its own."""
    firsts = []
    for job_type, count, _, later in loads:
        today = o.paper_day[job_type.example.track, d]
        first, old = o.bool_var("first"), o.bool_var("old")
        o.model.add_implication(first, today)
        o.model.add(count >= first)
        o.model.add(begin >= o.released(job_type) + job_type.example.marking + later).only_enforce_if(first)
        o.model.add_implication(old, ~today)
        o.model.add(count >= old)
        firsts += [first, old]
    nothing = o.bool_var("nothing")
    o.model.add(sum(count for _, count, _, _ in loads) == 0).only_enforce_if(nothing)
    o.model.add_exactly_one([*firsts, nothing])
