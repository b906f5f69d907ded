"""The earliest turn that all the rules leave a job on one day of one panel."""

from collections.abc import Iterable

from tspi_sched.heuristics.dispatch.calendars import Bin, Ground, Slots, first, later, spots, stretch, widened
from tspi_sched.heuristics.dispatch.papers import Moment
from tspi_sched.heuristics.dispatch.partial_schedule import Sheet, Turn
from tspi_sched.model import Job
from tspi_sched.problem import Room


def turn_in(s: Sheet, job: Job, bin: Bin) -> Turn | None:
    """The earliest turn of a job in a bin; None if there is none."""
    day, paper = bin[1], s.starts[job.index]
    if not s.opened.get(bin) or paper[0] > day or len(s.heard.get(bin, ())) >= s.ground.most_heard[bin[0]]:
        return None
    rule = s.ground.instance.problem.rules.msp_and_orals
    if rule != "any" and (rule == "same_day") != (paper[0] == day):
        return None
    marking = s.marked.get(job.index) or _marking(s, job, bin)
    after = _after(s, job, bin, marking) if marking else None
    if marking is None or after is None:
        return None
    busy, more = s.busy.get(bin, 0), 0
    if marking[0] == day and job.index not in s.marked:
        busy, more = busy | stretch(marking[1], job.marking), job.marking
    if s.worked.get(bin, 0) + more + job.chain + job.deliberation > s.ground.most_worked:
        return None
    return _heard(s, job, bin, marking, busy, after)


def _marking(s: Sheet, job: Job, bin: Bin) -> Moment | None:
    """The earliest marking that a panel may do before a day's orals, on a day when it is there in any case."""
    (panel, day), (paper_day, paper) = bin, s.starts[job.index]
    if not job.marking:
        return paper_day, paper + job.written
    for d in range(paper_day, day + 1):
        if d == day or s.worked.get((panel, d)):
            at = marking_in(s, job, (panel, d), s.ground.marked_from(job, (paper_day, paper), d))
            if at is not None:
                return d, at
    return None


def marking_in(s: Sheet, job: Job, bin: Bin, after: int) -> int | None:
    """The earliest marking in a bin from a slot on; None if there is no time for it."""
    busy = s.busy.get(bin, 0)
    if s.worked.get(bin, 0) + job.marking > s.ground.most_worked:
        return None
    for start, slots, _ in s.deliberations(bin) if s.ground.later else ():
        busy |= stretch(start, slots)
    starts = later(spots(s.opened.get(bin, 0) & ~busy, job.marking) & s.ground.starts, after)
    while starts:
        at = first(starts)
        wait = _fed_from(s.ground, busy, at, job.marking)
        if wait == at:
            return at
        starts = later(starts, wait)
    return None


def _after(s: Sheet, job: Job, bin: Bin, marking: Moment) -> int | None:
    """The earliest start of the orals in a bin; None if its day is too early."""
    (paper_day, paper), rules, (panel, day) = s.starts[job.index], s.ground.instance.problem.rules, bin
    ready = max((marking[0], marking[1] + job.marking), s.ready.get(panel, (0, 0)))
    rest = s.ground.instance.up(rules.rest_after_msp_minutes)
    ready = max(ready, (day, s.ground.since_paper(job, (paper_day, paper), day, rest)))
    for other in s.ground.instance.jobs_of(job.candidate) if len(job.candidate.tracks) > 1 else ():
        if other.index < job.index:
            before = s.turns[other.index]
            ready = max(ready, (before.bin[1], before.start + other.chain))
    return None if ready[0] > day else ready[1] if ready[0] == day else 0


def _heard(s: Sheet, job: Job, bin: Bin, marking: Moment, busy: Slots, after: int) -> Turn | None:
    """The earliest orals in a bin from a slot on, beside what the panel does then."""
    ground, day, ahead, held = s.ground, bin[1], s.ground.instance.changeover, s.ground.held(job)
    seen = s.people.get((job.candidate.id, day), 0)
    starts = ground.hearing(s.opened[bin], busy, job) & ground.starts
    starts = later(starts, after) & _in_time(s, job, day)
    if job.candidate.availability or len(job.candidate.tracks) > 1:  # else after the paper is all that is asked
        starts &= spots(ground.open(job.candidate)[day] & ~seen & ~_too_near(s, job, day), job.chain)
    rooms, known = s.rooms_without_deliberations(bin) if ground.later else s.rooms[day], False
    while starts:
        at = first(starts)
        led = min(at, ahead)
        wait = max(_fed_from(ground, busy, at - led, led + held) + led, _fed_from(ground, seen, at, job.chain))
        place = _place(s, job, bin, rooms, at) if wait == at else None
        if place is not None:
            turn = Turn(bin, marking, at, *place)
            return _deliberated(s, job, turn, busy, rooms) if ground.instance.deliberates_later(job) else turn
        if wait == at and not known:
            starts, known = starts & _anywhere(s, job, day, rooms), True
        starts = later(starts, max(wait, at + 1))
    return None


def _too_near(s: Sheet, job: Job, day: int) -> Slots:
    """When a candidate's paper and orals on other tracks of that day would be too near."""
    found, rest = 0, s.ground.instance.rest
    for other in (other for other in s.ground.instance.jobs_of(job.candidate) if other.index != job.index):
        (paper_day, paper), turn = s.starts[other.index], s.turns.get(other.index)
        found |= widened(paper, other.written, rest, rest) if paper_day == day else 0
        found |= widened(turn.start, other.chain, rest, rest) if turn and turn.bin[1] == day else 0
    return found


def _in_time(s: Sheet, job: Job, day: int) -> Slots:
    """The slots that are not too long after the paper."""
    (paper_day, paper), most = s.starts[job.index], s.ground.instance.problem.rules.max_wait_minutes
    if paper_day != day or most is None:
        return -1
    return stretch(0, paper + job.written + most // s.ground.instance.grid + 1)


def _fed_from(ground: Ground, busy: Slots, start: int, slots: int) -> int:
    """The earliest slot, no earlier than one, from which on a task so long leaves somebody so busy a meal."""
    taken = stretch(start, slots)
    if not taken & ground.meal_window or ground.fed(busy | taken):
        return start
    return ground.after_meal(busy) or ground.instance.slots_per_day


# --- places ----------------------------------------------------------------------------------------------------------


def _rooms(s: Sheet, job: Job, bin: Bin) -> Iterable[Room]:
    """The rooms that suit a job, the one where the panel is first, if nothing of it is wasted on the job."""
    shown = bool(s.ground.shown[job.index])
    rooms = s.ground.oral_rooms[job.candidate.accessible, shown]
    before = s.heard.get(bin)
    if before:
        room = s.ground.instance.problem.room[s.turns[before[-1].index].room]
        if room.projector == shown and (room.accessible or not job.candidate.accessible):
            return room, *rooms
    return rooms


def _place(s: Sheet, job: Job, bin: Bin, rooms: dict[str, Slots], at: int) -> tuple[str, tuple[str | None, ...]] | None:
    """A room and projectors for orals that start then."""
    ahead, shown = s.ground.instance.changeover, s.ground.shown[job.index]
    held = stretch(at, s.ground.held(job))
    taken = widened(at, s.ground.held(job), ahead, 0)
    mobile: tuple[str | None, ...] | None = None
    for room in _rooms(s, job, bin):
        if taken & rooms[room.id] or held & ~s.ground.open(room)[bin[1]]:
            continue
        if room.projector or not shown:
            return room.id, (None,) * len(shown)
        mobile = _kits(s, shown, bin[1], at) if mobile is None else mobile
        if mobile:
            return room.id, mobile
    return None


def _kits(s: Sheet, shown: tuple[tuple[int, int], ...], day: int, at: int) -> tuple[str, ...]:
    """A mobile projector for each projected oral; none if they do not suffice."""
    chosen: list[str] = []
    for offset, slots in shown:
        taken = stretch(at + offset, slots) if at + offset >= 0 else -1
        kit = next((kit for kit, free in s.kits[day].items() if not taken & ~free and kit not in chosen), None)
        if kit is None:
            return ()
        chosen.append(kit)
    return tuple(chosen)


def _anywhere(s: Sheet, job: Job, day: int, rooms: dict[str, Slots]) -> Slots:
    """The slots at which the orals may start in one of the rooms."""
    shown, found, carried = s.ground.shown[job.index], 0, -1
    for at, slots in shown:
        carried &= _shifted_any(s.kits[day].values(), slots, -at)
    for room in s.ground.oral_rooms[job.candidate.accessible, bool(shown)]:
        starts = s.ground.hearing(s.ground.open(room)[day], rooms[room.id], job)
        found |= starts if room.projector or not shown else starts & carried
    return found


def _shifted_any(free: Iterable[Slots], length: int, by: int) -> Slots:
    found = 0
    for slots in free:
        found |= spots(slots, length)
    return found << by if by >= 0 else found >> -by


# --- deliberations at the end of the day -----------------------------------------------------------------------------


def _deliberated(s: Sheet, job: Job, turn: Turn, busy: Slots, rooms: dict[str, Slots]) -> Turn | None:
    """The turn with all the deliberations of its day after the last oral; None if there is no time for them."""
    held = widened(turn.start, job.chain, s.ground.instance.changeover, 0)
    busy |= held
    orals = [turn.start + job.chain, *(s.turns[j.index].start + j.chain for j in s.heard.get(turn.bin, ()))]
    places = [(j, s.turns[j.index].room) for j in s.later_jobs(turn.bin)] + [(job, turn.room)]
    taken, starts = {**rooms, turn.room: rooms[turn.room] | held}, list[int]()
    for each, room in places:
        free = (
            s.opened[turn.bin] & ~busy & s.ground.open(s.ground.instance.problem.room[room])[turn.bin[1]] & ~taken[room]
        )
        at = later(spots(free, each.deliberation) & s.ground.starts, max(orals))
        if not at:
            return None
        starts.append(first(at))
        busy |= stretch(starts[-1], each.deliberation)
    if not s.ground.fed(busy):
        return None
    return Turn(turn.bin, turn.marking, turn.start, turn.room, turn.kits, tuple(starts))
