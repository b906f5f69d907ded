"""PyJobShop: a job shop on CP-SAT. Panels, candidates, rooms and projectors are its machines; modes choose among them.

Two starts may be made equal and two modes dependent, so most rules can be said. What cannot: that papers in one room
start together or apart (`sitting`), how many watch them (`invigilation`), and a member's candidates per day. Of the
objectives it knows `finish` only, as the greatest tardiness of hearings that were due at the very beginning.
"""

from dataclasses import dataclass, field

from pyjobshop import Model
from pyjobshop.ProblemData import Machine, Mode, Renewable, Task
from pyjobshop.Solution import Solution

from benchmarks.peers.decisions import Decision, anybody, to_plan
from benchmarks.peers.peer import Outcome, Run, main
from benchmarks.peers.reduced import own_room
from benchmarks.peers.session import Job, Session, Spans, session, without_distances
from tspi_sched.problem import Candidate, Problem

WITHOUT = ("sitting", "invigilation", "daily_limit")


@dataclass
class Shop:
    """The job shop that stands for a session."""

    s: Session
    model: Model = field(default_factory=Model)
    panels: list[tuple[Machine, Renewable]] = field(default_factory=list)
    """What a panel does at a time, and when it is there: it may eat when it is not."""
    rooms: dict[str, tuple[Machine, Renewable]] = field(default_factory=dict)
    projectors: dict[str, Machine] = field(default_factory=dict)
    written: dict[int, Task] = field(default_factory=dict)
    marking: dict[int, Task] = field(default_factory=dict)
    hold: dict[int, Task] = field(default_factory=dict)
    """From the changeover to the end of the deliberation."""
    shown: dict[tuple[int, int], Task] = field(default_factory=dict)
    """A projected oral with its set-up, by job and place."""
    means: dict[int, tuple[int, str]] = field(default_factory=dict)
    """Panel and room of each mode of a hold."""
    carried: dict[int, str] = field(default_factory=dict)
    """Projector of each mode of a projected oral."""

    def breaks(self, spans: Spans) -> list[tuple[int, int]]:
        """All the time outside some stretches."""
        return list(self.s.closed(spans))

    def there(self, spans: Spans) -> Renewable:
        """Somebody's hours."""
        return self.model.add_renewable(1, self.breaks(spans))

    def meals(self, machine: Machine) -> None:
        """A meal a day inside the meal's window."""
        first, last = self.s.meal_starts
        for base in (day * self.s.day_slots for day in self.s.days if self.s.meal):
            meal = self.model.add_task(earliest_start=base + first, latest_start=base + last)
            self.model.add_mode(meal, machine, self.s.meal)

    @property
    def last_mode(self) -> int:
        """The place of the mode just added: solutions name modes so."""
        return len(self.model.modes) - 1


def build(s: Session) -> Shop:
    """The whole shop."""
    shop = Shop(s)
    for panel in s.panels:
        shop.panels.append((shop.model.add_machine(), shop.there(panel.spans)))
        shop.meals(shop.panels[-1][0])
    shop.rooms = {room.id: (shop.model.add_machine(), shop.there(s.spans(room))) for room in s.oral_rooms}
    shop.projectors = {p.id: shop.model.add_machine(shop.breaks(s.spans(p))) for p in s.problem.projectors}
    for candidate in s.problem.candidates:
        attend(shop, candidate)
    for before, after in ((a, b) for a in s.jobs for b in s.jobs if a.index < b.index and a.track == b.track):
        shop.model.add_start_at_start(shop.written[before.index], shop.written[after.index])
    shop.model.set_objective(weight_max_tardiness=1)
    return shop


def attend(shop: Shop, candidate: Candidate) -> None:
    """All the tasks of a candidate."""
    machine, hours = shop.model.add_machine(), shop.there(shop.s.spans(candidate))
    shop.meals(machine)
    before: Task | None = None
    for job in shop.s.jobs_of(candidate):
        written = shop.written[job.index] = shop.model.add_task()
        shop.model.add_mode(written, [machine, hours], job.written, [0, 1])
        orals = shop.model.add_task()
        shop.model.add_mode(orals, [machine, hours], job.chain, [0, 1])
        if before:
            shop.model.add_end_before_start(before, orals)
        before = orals
        assess(shop, job, written, orals)


def assess(shop: Shop, job: Job, written: Task, orals: Task) -> None:
    """All that a panel does for a job."""
    model, s = shop.model, shop.s
    marking = shop.marking[job.index] = model.add_task()
    hold = shop.hold[job.index] = model.add_task()
    hearing = model.add_task(model.add_job(due_date=0))
    model.add_end_before_start(written, marking)
    model.add_end_before_start(marking, orals)
    model.add_start_at_start(hold, orals, s.changeover)
    model.add_start_at_start(hold, hearing, s.changeover)
    holds: list[tuple[Mode, str]] = []
    for panel in s.serving(job):
        machine, hours = shop.panels[panel.index]
        marks = model.add_mode(marking, [machine, hours], job.marking, [0, 1])
        for room in s.suited(job, s.oral_rooms):
            at_once, there = shop.rooms[room.id]
            hears = model.add_mode(hearing, [hours, there], job.hearing, [1, 1])
            mode = model.add_mode(hold, [machine, at_once], s.changeover + job.hearing)
            shop.means[shop.last_mode] = panel.index, room.id
            model.add_mode_dependency(mode, [marks])
            model.add_mode_dependency(mode, [hears])
            holds.append((mode, room.id))
    for place, offset, slots in job.projected:
        shown = shop.shown[job.index, place] = model.add_task()
        model.add_start_at_start(orals, shown, offset - s.setup)
        project(shop, shown, s.setup + slots, holds)


def project(shop: Shop, shown: Task, length: int, holds: list[tuple[Mode, str]]) -> None:
    """Nothing to carry into a room with a projector, one of the mobile ones into another."""
    fixed = shop.model.add_mode(shown, [], length)
    mobile = []
    for projector, machine in shop.projectors.items():
        mobile.append(shop.model.add_mode(shown, machine, length))
        shop.carried[shop.last_mode] = projector
    for mode, room in holds:
        if shop.s.problem.room[room].projector:
            shop.model.add_mode_dependency(mode, [fixed])
        elif mobile:
            shop.model.add_mode_dependency(mode, mobile)
        else:
            raise SystemExit("a room without a projector, and no mobile one: leave out `projection`")


def solve(problem: Problem, run: Run) -> None:
    """Plan the session; the library tells of nothing on the way."""
    if run.limits.objectives != ("finish",):
        raise SystemExit("PyJobShop knows no objective of ours but finish: --objectives finish")
    shop = build(without_distances(session(problem)))
    result = shop.model.solve(
        time_limit=run.left, display=False, num_workers=run.limits.workers, random_seed=run.limits.seed
    )
    if not result.best.tasks:
        return
    run.plan = to_plan(shop.s, decisions(shop, result.best))
    grid, best = shop.s.grid, round(result.objective)
    bound = round(result.lower_bound) * grid
    run.claim("finish", Outcome(best * grid, bound, result.status.value == "Optimal"))


def decisions(shop: Shop, solution: Solution) -> dict[int, Decision]:
    """What the solver decided; each paper in its own room, watched by anybody, as the session was changed to allow."""
    place = {id(task): index for index, task in enumerate(shop.model.tasks)}
    found, watching, made = solution.tasks, anybody(shop.s), {}
    for job in shop.s.jobs:
        hold = found[place[id(shop.hold[job.index])]]
        panel, room = shop.means[hold.mode]
        modes = {at: found[place[id(shop.shown[job.index, at])]].mode for at, _, _ in job.projected}
        made[job.index] = Decision(
            written=found[place[id(shop.written[job.index])]].start,
            seat=own_room(job.track),
            invigilators=watching[job.track],
            marking=found[place[id(shop.marking[job.index])]].start,
            orals=hold.start + shop.s.changeover,
            panel=shop.s.panels[panel],
            room=room,
            projectors={at: shop.carried[mode] for at, mode in modes.items() if mode in shop.carried},
        )
    return made


if __name__ == "__main__":
    main("pyjobshop_peer", solve, WITHOUT)
