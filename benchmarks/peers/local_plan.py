"""From a list of tasks to a plan: each takes the earliest start that all the rules leave it, in the order of the list.

A list for which nothing is left leaves candidates out, so the search sees how far off it is.
"""

from dataclasses import dataclass, field

from benchmarks.peers.local_papers import Seat, Shop, Slots, any_of, block, fits, lowest, seats
from benchmarks.peers.session import Job


@dataclass(frozen=True)
class Genome:
    """What the search changes; tasks are numbered 2j (marking of job j) and 2j + 1 (its orals)."""

    order: tuple[int, ...]
    """Tasks, the first to be placed first."""
    panel: tuple[int, ...]
    day: tuple[int, ...]
    """By task."""
    paper: tuple[int, ...]
    """Start by track."""


@dataclass
class Placed:
    """A plan, whole or with jobs missing."""

    seats: dict[int, Seat] = field(default_factory=dict)
    mark: dict[int, int] = field(default_factory=dict)
    orals: dict[int, int] = field(default_factory=dict)
    room: dict[int, str] = field(default_factory=dict)
    carried: dict[int, dict[int, str]] = field(default_factory=dict)
    missing: int = 0


@dataclass
class Free:
    """What is still free of everything."""

    panel: list[Slots]
    room: dict[str, Slots]
    projector: dict[str, Slots]
    candidate: dict[str, Slots]


def place(shop: Shop, genome: Genome) -> Placed | None:
    """The plan of a list; None if the papers cannot start so."""
    s, seated = shop.s, seats(shop, genome.paper)
    if seated is None:
        return None
    placed, whole = Placed(seats=seated), shop.whole
    names = s.problem
    free = Free(
        [whole] * len(s.panels),
        {room.id: whole for room in s.oral_rooms},
        {projector.id: whole for projector in names.projectors},
        {candidate.id: whole for candidate in names.candidates},
    )
    if not _sit(shop, genome, free, seated):
        return None
    done: set[int] = set()
    for task in genome.order:
        for each in (task - 1, task) if task % 2 else (task,):
            if each not in done:
                done.add(each)
                (_hear if each % 2 else _mark)(shop, genome, free, placed, s.jobs[each // 2])
    placed.missing = len(s.jobs) - len(placed.orals)
    _later(shop, genome, free, placed)
    return placed


def _sit(shop: Shop, genome: Genome, free: Free, seated: dict[int, Seat]) -> bool:
    """Take the time of candidates and rooms for the papers; whether nobody has two at a time or no meal."""
    for job in shop.s.jobs:
        moment = genome.paper[shop.s.tracks.index(job.track)]
        taken, who, room = block(moment, job.written), job.candidate.id, seated[job.index][0]
        if free.candidate[who] & taken != taken or not shop.fed(
            free.candidate[who] & ~taken, moment // shop.s.day_slots
        ):
            return False
        free.candidate[who] &= ~taken
        if room in free.room:
            free.room[room] &= ~taken
    return True


def _mark(shop: Shop, genome: Genome, free: Free, placed: Placed, job: Job) -> None:
    panel, s = genome.panel[job.index], shop.s
    ready = genome.paper[s.tracks.index(job.track)] + job.written
    ready = max(ready, genome.day[2 * job.index] * s.day_slots)
    may = shop.mark[job.index, panel] & fits(free.panel[panel], job.marking) & (shop.whole >> ready << ready)
    while may:
        start = lowest(may)
        left = free.panel[panel] & ~block(start, job.marking)
        if shop.fed(left, start // s.day_slots):
            placed.mark[job.index], free.panel[panel] = start, left
            return
        may &= may - 1


def _hear(shop: Shop, genome: Genome, free: Free, placed: Placed, job: Job) -> None:
    s, j, panel, who = shop.s, job.index, genome.panel[job.index], job.candidate.id
    before = [other for other in s.jobs_of(job.candidate) if other.index < j]
    if j not in placed.mark or any(other.index not in placed.orals for other in before):
        return
    ready = max([placed.mark[j] + job.marking, *(placed.orals[o.index] + o.chain for o in before)])
    ready, hold = max(ready, genome.day[2 * j + 1] * s.day_slots), s.changeover + job.hearing
    may = shop.hear[j, panel] & fits(free.candidate[who], job.chain) & (shop.whole >> ready << ready)
    may &= fits(free.panel[panel], hold) << s.changeover
    rooms = [(room, may & at & fits(free.room[room.id], hold) << s.changeover) for room, at in shop.room[j]]
    rooms = [(room, at if room.projector else at & _shown(shop, free, job)) for room, at in rooms]
    may = any_of(at for _, at in rooms)
    while may:
        start = lowest(may)
        day, taken = start // s.day_slots, block(start - s.changeover, hold)
        left, alone = free.panel[panel] & ~taken, free.candidate[who] & ~block(start, job.chain)
        if shop.fed(left, day) and shop.fed(alone, day):
            room = next(room for room, at in rooms if at >> start & 1)
            free.panel[panel], free.candidate[who] = left, alone
            free.room[room.id] &= ~taken
            placed.orals[j], placed.room[j] = start, room.id
            placed.carried[j] = {} if room.projector else _carry(shop, free, job, start)
            return
        may &= may - 1


def _shown(shop: Shop, free: Free, job: Job) -> Slots:
    """Starts of the orals at which each projected one has a mobile projector."""
    may = shop.whole
    for at, offset, slots in job.projected:
        ahead, some = offset - shop.s.setup, 0
        for projector, left in free.projector.items():
            fit = fits(left, shop.s.setup + slots)
            some |= shop.projector[job.index, at, projector] & (fit >> ahead if ahead > 0 else fit << -ahead)
        may &= some
    return may


def _carry(shop: Shop, free: Free, job: Job, start: int) -> dict[int, str]:
    carried = {}
    for at, offset, slots in job.projected:
        taken = block(start + offset - shop.s.setup, shop.s.setup + slots)
        for projector, left in free.projector.items():
            if left & taken == taken and shop.projector[job.index, at, projector] >> start & 1:
                carried[at], free.projector[projector] = projector, left & ~taken
                break
    return carried


def _later(shop: Shop, genome: Genome, free: Free, placed: Placed) -> None:
    """Mark as late as can be without staying longer: a panel then comes later."""
    s = shop.s
    for j in sorted(placed.mark, key=lambda j: -placed.mark[j]):
        if j not in placed.orals:
            continue
        job, start, panel = s.jobs[j], placed.mark[j], genome.panel[j]
        others = [placed.orals[o] + s.jobs[o].hearing for o in placed.orals if genome.panel[o] == panel]
        others += [placed.mark[o] + s.jobs[o].marking for o in placed.mark if genome.panel[o] == panel and o != j]
        day = start // s.day_slots
        end = min(placed.orals[j], max((e for e in others if e // s.day_slots == day), default=0))
        left = free.panel[panel] | block(start, job.marking)
        may = shop.mark[j, panel] & fits(left, job.marking) & block(0, max(0, end - job.marking + 1)) >> start << start
        while may:
            late = may.bit_length() - 1
            if shop.fed(left & ~block(late, job.marking), day):
                placed.mark[j], free.panel[panel] = late, left & ~block(late, job.marking)
                break
            may &= ~(1 << late)
