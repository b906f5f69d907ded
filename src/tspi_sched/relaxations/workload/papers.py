"""The papers in the workload relaxation: one start a track, rooms with enough desks, no candidate at two at once."""

from collections import defaultdict
from collections.abc import Mapping
from itertools import combinations, product

from ortools.sat.python import cp_model

from tspi_sched.model.calendar import beside_meals, free_starts
from tspi_sched.model.instance import Instance, Job
from tspi_sched.model.variables import Var
from tspi_sched.problem import MSP_USE, Room
from tspi_sched.relaxations.workload.data import WorkloadModel

Seats = dict[int, tuple[Var, Var]]
"""How many sit a paper in a room, and whether anybody does, by the paper's length."""

TrackRoom = tuple[str, str]
"""(track, room)"""


def place_papers(o: WorkloadModel, latest: Mapping[str, int], *, access: bool = False) -> None:
    """State when and in which rooms the papers may be; `latest`: the last start of a track's, in slots."""
    for track, slots in paper_slots(o.instance, latest).items():
        _moment(o, track, slots)
    tracks = list(o.paper_start)
    if o.instance.optional:
        return
    rooms = [room for room in o.instance.problem.rooms if MSP_USE in room.uses]
    seats = {(track, room.id): _seats(o, track, room) for track in tracks for room in rooms}
    for track in tracks:
        for length, jobs in _by_length(o, track).items():
            o.model.add(sum(seats[track, room.id][length][0] for room in rooms) == len(jobs))
            if access:
                needing = sum(job.candidate.accessible for job in jobs)
                o.model.add(sum(seats[track, room.id][length][0] for room in rooms if room.accessible) >= needing)
    for first, second in combinations(tracks, 2):
        _side_by_side(o, first, second, rooms, seats)


def paper_slots(instance: Instance, latest: Mapping[str, int]) -> dict[str, tuple[int, ...]]:
    """By track, the slots at which its paper may start."""
    starts = _possible_starts(instance, instance.optional)
    return {track: tuple(s for s in slots if s <= latest.get(track, s)) for track, slots in starts.items()}


def _by_length(o: WorkloadModel, track: str) -> dict[int, list[Job]]:
    """The jobs of a track by the slots that their papers take."""
    by_length: dict[int, list[Job]] = defaultdict(list)
    for job in o.instance.jobs:
        if job.track == track:
            by_length[job.written].append(job)
    return by_length


def _possible_starts(instance: Instance, shortest: bool = False) -> dict[str, tuple[int, ...]]:
    """By track, the slots at which its paper may start: inside the opening hours, with time for a meal beside it.

    It must do for the longest, or only for the `shortest`.
    """
    days = [day.windows() for day in instance.problem.days]
    starts: dict[str, tuple[int, ...]] = {}
    for track in dict.fromkeys(paper.track for paper in instance.papers):
        length = (min if shortest else max)(job.written for job in instance.jobs if job.track == track)
        spans = (
            free_starts(instance, days, 0, length)
            .intersection_with(beside_meals(instance, length))
            .flattened_intervals()
        )
        steps = [range(low, high + 1) for low, high in zip(spans[::2], spans[1::2], strict=True)]
        starts[track] = tuple(slot for span in steps for slot in span if slot % instance.step == 0)
    return starts


def _moment(o: WorkloadModel, track: str, slots: tuple[int, ...]) -> None:
    """One start a track, on one day.

    Where there is none, as after a close before which nobody has sat the paper yet, it is the session's first slot:
    whoever may be left out then is, in every plan that is asked about, and the start is of no matter to the others.
    """
    # All takers of a track start at one moment, also whoever has the longest paper:
    # docs/how/arguments-workload.md#starts-of-papers
    o.paper_slots[track] = slots = slots or (0,)
    start = o.model.new_int_var_from_domain(cp_model.Domain.from_values(slots), f"paper[{track}]")
    o.paper_start[track] = start
    days = range(len(o.instance.problem.days))
    for d in days:
        literal = o.paper_day[track, d] = o.bool_var(f"paper[{track}]@{d}")
        o.model.add_linear_constraint(start, o.base(d), o.base(d + 1) - 1).only_enforce_if(literal)
    o.model.add_exactly_one(o.paper_day[track, d] for d in days)


def _seats(o: WorkloadModel, track: str, room: Room) -> Seats:
    """How many sit a paper in a room, and whether anybody does, by the paper's length."""
    seats = {length: (o.int_var(0, room.seats, "seated"), o.bool_var("sits")) for length in _by_length(o, track)}
    for count, used in seats.values():
        o.model.add(count <= room.seats * used)
    o.model.add(sum(count for count, _ in seats.values()) <= room.seats)
    return seats


def _side_by_side(
    o: WorkloadModel, first_track: str, second_track: str, rooms: list[Room], seats: dict[TrackRoom, Seats]
) -> None:
    """Two papers may only share a room at different hours, the turnover apart, or starting together; a candidate sits
    one at a time."""
    # Two papers in one room are one sitting, or one is over before the other begins:
    # docs/how/arguments-workload.md#papers-side-by-side
    first, second, turnover = o.paper_start[first_track], o.paper_start[second_track], o.instance.sure_turnover
    before, after, together = (
        _over(o, first_track, second_track, turnover),
        _over(o, second_track, first_track, turnover),
        o.bool_var("together"),
    )
    o.model.add(first == second).only_enforce_if(together)
    if not o.instance.problem.rules.msp.mix_tracks:
        o.model.add(together == 0)
    watched = []
    for room in rooms:
        first_seats, second_seats = seats[first_track, room.id], seats[second_track, room.id]
        for (length, (_, used)), (of_other, (_, used_by_other)) in product(first_seats.items(), second_seats.items()):
            o.model.add_bool_or(~used, ~used_by_other, before[length], after[of_other], together)
        counts = [count for count, _ in (*first_seats.values(), *second_seats.values())]
        o.model.add(sum(counts) <= room.seats).only_enforce_if(together)
        watched.append(o.bool_var("watched"))
        for _, used in (*first_seats.values(), *second_seats.values()):
            o.model.add_implication(used, watched[-1])
    watchers = len(o.instance.problem.invigilators)
    o.model.add(sum(watched) <= watchers).only_enforce_if(~before[min(before)], ~after[min(after)])
    _one_by_one(o, first_track, second_track)


def _one_by_one(o: WorkloadModel, first_track: str, second_track: str) -> None:
    """Who sits two papers has the rest between them."""
    written = {(job.candidate.id, job.track): job.written for job in o.instance.jobs}
    both = [id for id, track in written if track == first_track and (id, second_track) in written]
    if both:
        rest = o.instance.sure_rest
        before, after = _over(o, first_track, second_track, rest), _over(o, second_track, first_track, rest)
        for lengths in dict.fromkeys((written[id, first_track], written[id, second_track]) for id in both):
            o.model.add_bool_or(before[lengths[0]], after[lengths[1]])


def _over(o: WorkloadModel, first_track: str, second_track: str, slots: int) -> dict[int, Var]:
    """By the length of a paper of a track: whether it is over so many slots before those of another track start."""
    over = {length: o.bool_var("before") for length in _by_length(o, first_track)}
    for length, literal in over.items():
        o.model.add(o.paper_start[first_track] + length + slots <= o.paper_start[second_track]).only_enforce_if(literal)
    return over
