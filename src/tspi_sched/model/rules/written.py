"""The rules about the written paper: sittings, moments, invigilators."""

from collections import defaultdict
from itertools import combinations

from tspi_sched.model.calendar import ON_THE_CALENDAR, blocked, until
from tspi_sched.model.instance import Paper
from tspi_sched.model.rules.places import preparing
from tspi_sched.model.variables import Sitting, Var, Variables


def sitting(v: Variables) -> None:
    """A room holds one sitting at a time, within its desks and its availability, of one track if tracks may not mix;
    sittings of a room and of an invigilator are the turnover apart, before which the room has no oral either."""
    days = v.instance.problem.days
    in_room: dict[str, list[Var]] = defaultdict(list)
    for (room, lead), s in v.sittings.items():
        takers = {key: count for key, count in v.seated.items() if key[2:] == (room, lead)}
        v.model.add(sum(takers.values()) <= s.room.seats).only_enforce_if(s.held)
        led = [literal for key, literal in v.some_seated.items() if key[1:] == (lead, room, lead)]
        v.model.add_bool_or(*led, ~s.held)
        in_room[room].append(v.model.new_optional_interval_var(s.start, s.size, s.end, s.held, f"sitting[{room}]"))
        if not v.instance.problem.rules.msp.mix_tracks:
            _one_track(v, room, s.paper)
    for room_id, intervals in in_room.items():
        if prepares := preparing(v, room_id):
            seats = v.instance.problem.room[room_id].seats
            demands = [seats] * len(intervals) + [1] * len(prepares)
            v.model.add_cumulative([*intervals, *prepares], demands, seats)
        availability = v.instance.problem.room[room_id].availability
        closed = blocked(v, [day.windows(availability) for day in days])
        v.model.add_no_overlap([*intervals, *closed])
        for room_group, held in v.room_group_held.items():
            if v.room_groups[room_group].example.id == room_id:
                made_ready = [_made_ready(v, s, s.held) for (room, _), s in v.sittings.items() if room == room_id]
                v.model.add_no_overlap([*made_ready, *held])
    _turnover(v)


def _turnover(v: Variables) -> None:
    """Sittings of a room, and of an invigilator, with the turnover after them, do not overlap; those of one paper do
    in any case, as they start together."""
    # No hold begins in the turnover before a sitting and ends after it:
    # docs/how/arguments-exact-model.md#turnover-between-sittings
    if not v.instance.turnover or len(v.instance.papers) == 1:
        return
    left: dict[str, list[Var]] = defaultdict(list)
    for (room, lead), s in v.sittings.items():
        on = [v.paper_day[lead, d] for d in v.day_indices]
        after, longest = until(v, s.end, v.instance.turnover, on, ON_THE_CALENDAR), v.horizon + v.instance.turnover
        watches = {who.id: v.watches[who.id, room, lead] for who in v.instance.problem.invigilators}
        for name, present in ((f"room {room}", s.held), *((f"by {who}", lit) for who, lit in watches.items())):
            size = v.int_var(1, longest, "with_turnover")
            left[name].append(v.model.new_optional_interval_var(s.start, size, after, present, f"turnover[{name}]"))
    for intervals in left.values():
        v.model.add_no_overlap(intervals)


def _made_ready(v: Variables, s: Sitting, present: Var) -> Var:
    """A sitting with the turnover before it, from the midnight of its day on if no session day is just before."""
    begin, latest = s.start - v.instance.turnover, v.horizon + v.instance.turnover
    if not v.instance.overnight(v.instance.turnover):
        skipped = (-1, *v.instance.skipped)
        floors = ((v.day_start(d), skipped[d] != skipped[d + 1], d) for d in v.day_indices)
        floor = sum(v.paper_day[s.paper.index, d] * (midnight if cut else -latest) for midnight, cut, d in floors)
        begin = v.int_var(-latest, latest, "made_ready")
        v.model.add_max_equality(begin, [s.start - v.instance.turnover, floor])
    return v.model.new_optional_interval_var(begin, v.int_var(1, latest, "ready_for"), s.end, present, "made_ready")


def _one_track(v: Variables, room: str, lead: Paper) -> None:
    for (index, _, where, by), seated in v.some_seated.items():
        if (where, by) == (room, lead.index) and v.seat_groups[index].track != lead.track:
            v.model.add(seated == 0)


def same_paper(v: Variables) -> None:
    """The paper of a track starts at so many moments at most; overlapping waves meet nobody who has left.

    How many moments there are is how papers are made; here they come in order and overlap.
    """
    for earlier, later in combinations(v.instance.papers, 2):
        if (earlier.track, earlier.stage) != (later.track, later.stage):
            continue
        both = [v.used[earlier.index], v.used[later.index]]
        if later.wave == earlier.wave + 1:
            v.model.add_implication(v.used[later.index], v.used[earlier.index])
            v.model.add(v.paper_start[later.index] > v.paper_start[earlier.index]).only_enforce_if(both)
        if v.instance.problem.rules.msp.waves_overlap and v.instance.keeps("same_paper"):
            _overlap(v, earlier, later)


def _overlap(v: Variables, earlier: Paper, later: Paper) -> None:
    for job in v.instance.sitters:
        if (job.track, job.paper) == (earlier.track, earlier.stage):
            literals = [v.used[later.index], v.sits[job.index, earlier.index]]
            end = v.written_start[job.index] + job.written
            v.model.add(end >= v.paper_start[later.index]).only_enforce_if(literals)


def invigilation(v: Variables) -> None:
    """Each sitting has its number of invigilators for its whole length, none of them a trainer of somebody in it."""
    share = v.instance.problem.rules.msp.candidates_per_invigilator
    for (room, lead), s in v.sittings.items():
        watching = sum(v.watches[i.id, room, lead] for i in v.instance.problem.invigilators)
        total = sum(count for key, count in v.seated.items() if key[2:] == (room, lead))
        v.model.add(share * watching >= total).only_enforce_if(s.held)
        v.model.add(share * watching <= total + share - 1).only_enforce_if(s.held)
        v.model.add(watching == 0).only_enforce_if(~s.held)
        for key, seated in v.some_seated.items():
            if key[2:] == (room, lead):
                for trainer in v.seat_groups[key[0]].unwatched_by:
                    v.model.add_implication(seated, ~v.watches[trainer, room, lead])
    for invigilator in v.instance.problem.invigilators:
        windows = [day.windows(invigilator.availability) for day in v.instance.problem.days]
        busy, meals = v.invigilator_busy[invigilator.id], v.meals.get(invigilator.id, [])
        v.model.add_no_overlap(busy + meals)
        v.model.add_no_overlap(busy + blocked(v, windows))
