"""Insertion: the earliest place that all the rules leave a job on one panel-day."""

from collections.abc import Iterable

from tspi_sched.heuristics.dispatch.calendars import (
    Calendars,
    PanelDay,
    Slots,
    feasible_starts,
    from_slot,
    lowest,
    mask,
    widened,
)
from tspi_sched.heuristics.dispatch.papers import Moment
from tspi_sched.heuristics.dispatch.partial_schedule import Insertion, PartialSchedule
from tspi_sched.model import Job
from tspi_sched.problem import Room


def earliest_insertion(s: PartialSchedule, job: Job, panel_day: PanelDay) -> Insertion | None:
    """The earliest insertion of a job in a panel-day; None if there is none."""
    day, paper = panel_day[1], s.starts[job.index]
    if (
        not s.opened.get(panel_day)
        or paper[0] > day
        or len(s.heard.get(panel_day, ())) >= s.calendars.most_heard[panel_day[0]]
    ):
        return None
    rule = s.calendars.instance.problem.rules.msp_and_orals
    if job.has_paper and rule != "any" and (rule == "same_day") != (paper[0] == day):
        return None
    marking = s.marked.get(job.index) or _marking(s, job, panel_day)
    after = _after(s, job, panel_day, marking) if marking else None
    if marking is None or after is None:
        return None
    busy, more = s.busy.get(panel_day, 0), 0
    if marking[0] == day and job.index not in s.marked:
        busy, more = busy | mask(marking[1], job.marking), job.marking
    if s.worked.get(panel_day, 0) + more + job.chain + job.deliberation > s.calendars.most_worked:
        return None
    return _heard(s, job, panel_day, marking, busy, after)


def _marking(s: PartialSchedule, job: Job, panel_day: PanelDay) -> Moment | None:
    """The earliest marking that a panel may do before a day's orals, on a day when it is there in any case."""
    (panel, day), (paper_day, paper) = panel_day, s.starts[job.index]
    if not job.marking:
        return paper_day, paper + job.written
    for d in range(paper_day, day + 1):
        if d == day or s.worked.get((panel, d)):
            slot = marking_in(s, job, (panel, d), s.calendars.marked_from(job, (paper_day, paper), d))
            if slot is not None:
                return d, slot
    return None


def marking_in(s: PartialSchedule, job: Job, panel_day: PanelDay, after: int) -> int | None:
    """The earliest marking in a panel-day from a slot on; None if there is no time for it."""
    busy = s.busy.get(panel_day, 0)
    if s.worked.get(panel_day, 0) + job.marking > s.calendars.most_worked:
        return None
    for start, slots, _ in s.deliberations(panel_day) if s.calendars.deliberates_at_end else ():
        busy |= mask(start, slots)
    starts = from_slot(feasible_starts(s.opened.get(panel_day, 0) & ~busy, job.marking) & s.calendars.starts, after)
    while starts:
        slot = lowest(starts)
        wait = _fed_from(s.calendars, busy, slot, job.marking)
        if wait == slot:
            return slot
        starts = from_slot(starts, wait)
    return None


def _after(s: PartialSchedule, job: Job, panel_day: PanelDay, marking: Moment) -> int | None:
    """The earliest start of the orals in a panel-day; None if its day is too early."""
    (paper_day, paper), rules, (panel, day) = s.starts[job.index], s.calendars.instance.problem.rules, panel_day
    ready = max((marking[0], marking[1] + job.marking), s.ready.get(panel, (0, 0)))
    rest = s.calendars.instance.up(rules.rest_after_msp_minutes) if job.has_paper else 0
    ready = max(ready, (day, s.calendars.since_paper(job, (paper_day, paper), day, rest)))
    for sibling in s.calendars.instance.jobs_of(job.candidate) if len(job.candidate.tracks) > 1 else ():
        if sibling.index < job.index:
            before = s.insertions[sibling.index]
            ready = max(ready, (before.panel_day[1], before.start + sibling.chain))
    return None if ready[0] > day else ready[1] if ready[0] == day else 0


def _heard(
    s: PartialSchedule, job: Job, panel_day: PanelDay, marking: Moment, busy: Slots, after: int
) -> Insertion | None:
    """The earliest orals in a panel-day from a slot on, beside what the panel does then."""
    calendars, day, ahead, held = s.calendars, panel_day[1], s.calendars.instance.changeover, s.calendars.held(job)
    seen = s.people.get((job.candidate.id, day), 0)
    starts = calendars.hearing(s.opened[panel_day], busy, job) & calendars.starts
    starts = from_slot(starts, after) & _in_time(s, job, day)
    if job.candidate.availability or len(job.candidate.tracks) > 1:  # else after the paper is all that is asked
        starts &= feasible_starts(calendars.open(job.candidate)[day] & ~seen & ~_too_near(s, job, day), job.chain)
    rooms, known = s.rooms_without_deliberations(panel_day) if calendars.deliberates_at_end else s.rooms[day], False
    while starts:
        slot = lowest(starts)
        led = min(slot, ahead)
        wait = max(
            _fed_from(calendars, busy, slot - led, led + held) + led, _fed_from(calendars, seen, slot, job.chain)
        )
        place = _place(s, job, panel_day, rooms, slot) if wait == slot else None
        if place is not None:
            insertion = Insertion(panel_day, marking, slot, *place)
            return (
                _deliberated(s, job, insertion, busy, rooms) if calendars.instance.deliberates_later(job) else insertion
            )
        if wait == slot and not known:
            starts, known = starts & _anywhere(s, job, day, rooms), True
        starts = from_slot(starts, max(wait, slot + 1))
    return None


def _too_near(s: PartialSchedule, job: Job, day: int) -> Slots:
    """When a candidate's paper and orals on other tracks of that day would be too near."""
    near, rest = 0, s.calendars.instance.rest
    for sibling in (sibling for sibling in s.calendars.instance.jobs_of(job.candidate) if sibling.index != job.index):
        (paper_day, paper), insertion = s.starts[sibling.index], s.insertions.get(sibling.index)
        near |= widened(paper, sibling.written, rest, rest) if sibling.has_paper and paper_day == day else 0
        near |= (
            widened(insertion.start, sibling.chain, rest, rest) if insertion and insertion.panel_day[1] == day else 0
        )
    return near


def _in_time(s: PartialSchedule, job: Job, day: int) -> Slots:
    """The slots that are not too long after the paper."""
    (paper_day, paper), limit = s.starts[job.index], s.calendars.instance.problem.rules.max_wait_minutes
    if not job.has_paper or paper_day != day or limit is None:
        return -1
    return mask(0, paper + job.written + limit // s.calendars.instance.grid + 1)


def _fed_from(calendars: Calendars, busy: Slots, start: int, slots: int) -> int:
    """The first slot ≥ `start` at which a task of `slots` still leaves time for a meal."""
    taken = mask(start, slots)
    if not taken & calendars.meal_window or calendars.fed(busy | taken):
        return start
    return calendars.after_meal(busy) or calendars.instance.slots_per_day


# --- places ----------------------------------------------------------------------------------------------------------


def _rooms(s: PartialSchedule, job: Job, panel_day: PanelDay) -> Iterable[Room]:
    """The rooms that suit a job, the one where the panel is first, if nothing of it is wasted on the job."""
    shown = bool(s.calendars.shown[job.index])
    rooms = s.calendars.oral_rooms[job.candidate.accessible, shown]
    before = s.heard.get(panel_day)
    if before:
        room = s.calendars.instance.problem.room[s.insertions[before[-1].index].room]
        if room.projector == shown and (room.accessible or not job.candidate.accessible):
            return room, *rooms
    return rooms


def _place(
    s: PartialSchedule, job: Job, panel_day: PanelDay, rooms: dict[str, Slots], slot: int
) -> tuple[str, tuple[str | None, ...]] | None:
    """A room and projectors for orals that start then."""
    ahead, shown = s.calendars.instance.changeover, s.calendars.shown[job.index]
    held = mask(slot, s.calendars.held(job))
    taken = widened(slot, s.calendars.held(job), ahead, 0)
    mobile: tuple[str | None, ...] | None = None
    for room in _rooms(s, job, panel_day):
        if taken & rooms[room.id] or held & ~s.calendars.open(room)[panel_day[1]]:
            continue
        if room.projector or not shown:
            return room.id, (None,) * len(shown)
        mobile = _kits(s, shown, panel_day[1], slot) if mobile is None else mobile
        if mobile:
            return room.id, mobile
    return None


def _kits(s: PartialSchedule, shown: tuple[tuple[int, int], ...], day: int, slot: int) -> tuple[str, ...]:
    """A mobile projector for each projected oral; none if they do not suffice."""
    chosen: list[str] = []
    for offset, slots in shown:
        taken = mask(slot + offset, slots) if slot + offset >= 0 else -1
        kit = next((kit for kit, free in s.kits[day].items() if not taken & ~free and kit not in chosen), None)
        if kit is None:
            return ()
        chosen.append(kit)
    return tuple(chosen)


def _anywhere(s: PartialSchedule, job: Job, day: int, rooms: dict[str, Slots]) -> Slots:
    """The slots at which the orals may start in one of the rooms."""
    shown, starts_possible, carried = s.calendars.shown[job.index], 0, -1
    for offset, slots in shown:
        carried &= _shifted_any(s.kits[day].values(), slots, -offset)
    for room in s.calendars.oral_rooms[job.candidate.accessible, bool(shown)]:
        starts = s.calendars.hearing(s.calendars.open(room)[day], rooms[room.id], job)
        starts_possible |= starts if room.projector or not shown else starts & carried
    return starts_possible


def _shifted_any(free: Iterable[Slots], length: int, by: int) -> Slots:
    union = 0
    for slots in free:
        union |= feasible_starts(slots, length)
    return union << by if by >= 0 else union >> -by


# --- deliberations at the end of the day -----------------------------------------------------------------------------


def _deliberated(
    s: PartialSchedule, job: Job, insertion: Insertion, busy: Slots, rooms: dict[str, Slots]
) -> Insertion | None:
    """The insertion with all deliberations of its day after the last oral; None if there is no time for them."""
    held = widened(insertion.start, job.chain, s.calendars.instance.changeover, 0)
    busy |= held
    orals = [
        insertion.start + job.chain,
        *(s.insertions[j.index].start + j.chain for j in s.heard.get(insertion.panel_day, ())),
    ]
    places = [(j, s.insertions[j.index].room) for j in s.later_jobs(insertion.panel_day)] + [(job, insertion.room)]
    taken, starts = {**rooms, insertion.room: rooms[insertion.room] | held}, list[int]()
    for deliberated, room in places:
        free = (
            s.opened[insertion.panel_day]
            & ~busy
            & s.calendars.open(s.calendars.instance.problem.room[room])[insertion.panel_day[1]]
            & ~taken[room]
        )
        free_starts = from_slot(feasible_starts(free, deliberated.deliberation) & s.calendars.starts, max(orals))
        if not free_starts:
            return None
        starts.append(lowest(free_starts))
        busy |= mask(starts[-1], deliberated.deliberation)
    if not s.calendars.fed(busy):
        return None
    return Insertion(
        insertion.panel_day, insertion.marking, insertion.start, insertion.room, insertion.kits, tuple(starts)
    )
