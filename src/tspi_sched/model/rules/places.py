"""The rules about rooms and projectors."""

from tspi_sched.model.calendar import free_starts
from tspi_sched.model.groups import RoomGroup
from tspi_sched.model.instance import Job
from tspi_sched.model.variables import Interval, Var, Variables
from tspi_sched.problem import Projector, Windows


def oral_room(v: Variables) -> None:
    """A room with enough chairs, held by one candidate at a time, for the whole chain or oral by oral."""
    # A changeover is no task: holds that overlap in it alone would still be apart:
    # docs/how/arguments-exact-model.md#changeover-in-an-oral-room
    # A hold is a busy interval of its panel, so disjoint panels limit holds already:
    # docs/how/arguments-exact-model.md#a-room-group-without-a-limit
    for room_group in v.room_groups:
        held = v.room_group_held[room_group.index]
        if len(room_group.rooms) == 1:
            v.model.add_no_overlap(held)
        elif (
            v.instance.oral_gap
            or v.instance.dropped
            or len(room_group.rooms) < len(v.instance.agents) // v.instance.agents_per_job
        ):
            v.model.add_cumulative(held, [1] * len(held), len(room_group.rooms))
        if room_group.example.seats <= v.instance.problem.rules.panel.size:
            for key, chosen in v.in_room_group.items():
                if key[2] == room_group.index:
                    v.model.add(chosen == 0)
        for job in v.instance.jobs:
            _room_hours(v, job, room_group)
    for job in v.instance.jobs:
        _transfers(v, job)
    _preparations(v)


def _preparations(v: Variables) -> None:
    """Rooms for preparations are open, have a seat for each, and are not held for orals meanwhile."""
    for room in v.instance.problem.rooms:
        intervals = preparing(v, room.id)
        if not intervals:
            continue
        windows = [day.windows(room.availability) for day in v.instance.problem.days]
        for (job_index, oral, where), chosen in v.prepared_in.items():
            if where == room.id:
                slots = v.instance.jobs[job_index].prepares(oral)
                start = v.oral_start[job_index, oral] - slots
                domain = free_starts(v.instance, windows, 0, slots)
                v.model.add_linear_expression_in_domain(start, domain).only_enforce_if(chosen)
        groups = [group.index for group in v.room_groups if room in group.rooms]
        held = [interval for group in groups for interval in v.room_group_held[group]]
        demands = [1] * len(intervals) + [room.seats] * len(held)
        v.model.add_cumulative([*intervals, *held], demands, room.seats)


def preparing(v: Variables, room: str) -> list[Interval]:
    """The preparations that may be in a room."""
    found = []
    for (job_index, oral, where), chosen in v.prepared_in.items():
        if where == room:
            slots = v.instance.jobs[job_index].prepares(oral)
            start = v.oral_start[job_index, oral] - slots
            found.append(v.model.new_optional_fixed_size_interval_var(start, slots, chosen, "preparing"))
    return found


def _room_hours(v: Variables, job: Job, room_group: RoomGroup) -> None:
    windows = [day.windows(room_group.example.availability) for day in v.instance.problem.days]
    for start, slots, _, chosen in v.held_stretches(job, room_group):
        if isinstance(slots, int):
            domain = free_starts(v.instance, windows, 0, slots)
            v.model.add_linear_expression_in_domain(start, domain).only_enforce_if(chosen)
        else:  # held over gaps of unknown length: both ends lie in one window
            _in_one_window(v, start, start + slots, windows, chosen)


def _in_one_window(v: Variables, start: Var, end: Var, windows: list[Windows], chosen: Var) -> None:
    stretches = []
    for d, day in enumerate(windows):
        for window in day:
            inside = v.bool_var("in_window")
            for first, last in v.instance.starts(d, (window,), 0, 0):
                v.model.add(start >= first).only_enforce_if(inside)
                v.model.add(end <= last).only_enforce_if(inside)
                stretches.append(inside)
    v.model.add_bool_or(*stretches, ~chosen)


def _transfers(v: Variables, job: Job) -> None:
    """A change of room between two orals takes its time."""
    transfer = v.instance.up(v.instance.problem.rules.transfer_minutes)
    moving = (i for i in range(len(job.orals) - 1) if v.instance.leg(job, i) != v.instance.leg(job, i + 1))
    for i in moving if v.instance.one_room else range(len(job.orals) - 1):
        for room_group in v.room_groups:
            before, after = (
                v.in_room_group[job.index, i, room_group.index],
                v.in_room_group[job.index, i + 1, room_group.index],
            )
            earliest = v.oral_end(job, i) + transfer
            v.model.add(v.oral_start[job.index, i + 1] >= earliest).only_enforce_if([before, ~after])


def projection(v: Variables) -> None:
    """A projected oral has a fixed projector in its room, or a mobile one set up beforehand."""
    for job in v.instance.jobs:
        for oral, (code, _) in enumerate(job.orals):
            if v.instance.problem.title.stage[code].projection:
                bare = sum(v.in_room_group[job.index, oral, p.index] for p in v.room_groups if not p.example.projector)
                carried = sum(v.carries[job.index, oral, group] for group in range(len(v.projector_groups)))
                v.model.add(carried == bare)
    for group, projectors in enumerate(v.projector_groups):
        _mobile(v, group, projectors)


def _mobile(v: Variables, group: int, projectors: tuple[Projector, ...]) -> None:
    """Alike mobile projectors: no more in use at once than there are, set-up included, when they are available."""
    minutes = v.instance.problem.rules.projector_setup_minutes
    setup = v.instance.up(minutes)
    windows = [day.windows(projectors[0].availability) for day in v.instance.problem.days]
    intervals: list[Var] = []
    for (job_index, oral, index), carried in v.carries.items():
        if index != group:
            continue
        start, slots = v.oral_start[job_index, oral], v.instance.jobs[job_index].orals[oral][1]
        domain = free_starts(v.instance, windows, minutes, slots)
        v.model.add_linear_expression_in_domain(start, domain).only_enforce_if(carried)
        intervals.append(
            v.model.new_optional_fixed_size_interval_var(start - setup, setup + slots, carried, "projector")
        )
    v.model.add_cumulative(intervals, [1] * len(intervals), len(projectors))


def access(v: Variables) -> None:
    """A candidate marked so has accessible rooms only, for the paper, the orals and what prepares them."""
    for job in v.instance.jobs:
        if job.candidate.accessible:
            for key, chosen in v.in_room_group.items():
                if key[0] == job.index and not v.room_groups[key[2]].example.accessible:
                    v.model.add(chosen == 0)
            for (index, _, room), chosen in v.prepared_in.items():
                if index == job.index and not v.instance.problem.room[room].accessible:
                    v.model.add(chosen == 0)
    for (index, _, room, _), seated in v.some_seated.items():
        if v.seat_groups[index].accessible and not v.instance.problem.room[room].accessible:
            v.model.add(seated == 0)
