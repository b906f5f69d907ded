"""A second opinion on optima: on tiny sessions, every plan is tried in turn and the checker is the only judge.

A plan is built candidate by candidate; rows are proposed in every way that `ways` can think of, and a part of a plan
that breaks a rule, or is already no better than the best plan known, is not continued: both can only grow worse.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import combinations, product
from random import Random

import pytest

from tests.support.campaigns import far
from tests.support.random_sessions import optimum, rarely
from tests.support.sessions import MONDAY, at, ruled, title
from tests.support.tempting import opened
from tspi_sched.checker import check, measure
from tspi_sched.checker.expected import expected
from tspi_sched.plan import Plan, Task
from tspi_sched.problem import (
    MSP_USE,
    ORAL_USE,
    Candidate,
    Day,
    DeliberationRules,
    Invigilator,
    MarkingRules,
    MealRules,
    Member,
    MspRules,
    PanelRules,
    Problem,
    Projector,
    Room,
    Rules,
)

# --- every plan ------------------------------------------------------------------------------------------------------


def exhaustive(problem: Problem, objective: str) -> int | str:
    """The optimum, by trying every plan."""
    best: int | None = None

    def value(tasks: tuple[Task, ...]) -> int:
        return measure(problem, Plan(tasks))[objective]

    singles = [[(value(way), way) for way in ways(problem, c) if sound(problem, way)] for c in problem.candidates]
    singles = [sorted(single, key=lambda pair: pair[0]) for single in singles]

    def extend(tasks: tuple[Task, ...], place: int) -> None:
        nonlocal best
        if place == len(singles):
            best = value(tasks)
            return
        for alone, way in singles[place]:
            if best is not None and alone >= best:
                return
            longer = tasks + way
            if not clash(tasks, way) and (best is None or value(longer) < best) and sound(problem, longer):
                extend(longer, place + 1)

    extend((), 0)
    return "infeasible" if best is None else best


def clash(tasks: tuple[Task, ...], others: tuple[Task, ...]) -> bool:
    """Whether some member or oral room is needed twice at once: seen quickly, judged by the checker anyway."""
    return any(
        a.members and b.members and a.day == b.day and a.start < b.end and b.start < a.end
        and (set(a.members) & set(b.members) or (a.room is not None and a.room == b.room))
        for a in tasks for b in others
    )  # fmt: skip


def sound(problem: Problem, tasks: tuple[Task, ...]) -> bool:
    """Whether the candidates who have rows keep every rule."""
    there = {task.candidate for task in tasks}
    part = replace(problem, candidates=tuple(c for c in problem.candidates if c.id in there))
    return not check(part, Plan(tasks))


def ways(problem: Problem, candidate: Candidate) -> Iterator[tuple[Task, ...]]:
    """All that a candidate on one track may be given: panel, days, moments, rooms, an invigilator, projectors."""
    lengths = list(expected(problem, candidate, candidate.tracks[0]).items())
    grid = problem.rules.grid_minutes
    starts = [(day, start) for day in problem.days for start in range(-(-day.open // grid) * grid, day.close, grid)]
    panels = list(combinations([m.id for m in problem.members], problem.rules.panel.size))
    desks = list(product([room.id for room in problem.rooms if MSP_USE in room.uses], problem.invigilators))
    for chosen in moments(problem, lengths, starts, grid):
        for panel, (desk, watch), held in product(panels, desks, places(problem, [code for code, _ in lengths])):
            yield rows(candidate, lengths, chosen, panel, desk, watch.id, held)


Place = tuple[str, str | None]


def places(problem: Problem, stages: list[str]) -> Iterator[dict[str, Place]]:
    """A room, and a mobile projector where the room has none, for each oral; the last one's room for what follows."""
    known = [problem.title.stage[code] for code in stages]
    orals = [stage for stage in known if stage.place == ORAL_USE]
    rooms = [room for room in problem.rooms if ORAL_USE in room.uses]
    single = problem.rules.oral_rooms == "single"
    for chosen in [(room,) * len(orals) for room in rooms] if single else product(rooms, repeat=len(orals)):
        lent = [
            [p.id for p in problem.projectors] if stage.projection and not room.projector else [None]
            for stage, room in zip(orals, chosen, strict=True)
        ]
        for projectors in product(*lent):
            held = {s.code: (r.id, p) for s, r, p in zip(orals, chosen, projectors, strict=True)}
            yield held | {stage.code: (chosen[-1].id, None) for stage in known if stage.place == "last_oral"}


def moments(
    problem: Problem, lengths: list[tuple[str, int]], starts: list[tuple[Day, int]], grid: int
) -> Iterator[tuple[tuple[Day, int], ...]]:
    """A moment for each stage, leaving out nothing but what `order`, `chain` or `deliberation` forbid."""

    def further(place: int, chosen: tuple[tuple[Day, int], ...]) -> Iterator[tuple[tuple[Day, int], ...]]:
        if place == len(lengths):
            yield chosen
            return
        for day, start in starts:
            if chosen:
                before, begun = chosen[-1]
                end = begun + lengths[place - 1][1]
                kinds = [problem.title.stage[lengths[i][0]].kind for i in (place - 1, place)]
                gap = start - end
                early = (day.date, start) < (before.date, end)
                late = kinds == ["oral", "oral"] and (day != before or gap > problem.rules.oral_gap_max_minutes)
                at_once = kinds[1] == "deliberation" and problem.rules.deliberation.position == "after_each" and gap
                if early or late or at_once or (kinds[1] == "deliberation" and day != before):
                    continue
            if start + lengths[place][1] <= day.close:
                yield from further(place + 1, (*chosen, (day, start)))

    yield from further(0, ())


def rows(
    candidate: Candidate,
    lengths: list[tuple[str, int]],
    chosen: tuple[tuple[Day, int], ...],
    panel: tuple[str, ...],
    desk: str,
    watch: str,
    held: dict[str, Place],
) -> tuple[Task, ...]:
    """The rows of one way: the first is the paper."""
    tasks = []
    for (code, minutes), (day, start) in zip(lengths, chosen, strict=True):
        room, projector = held.get(code, (None, None))
        task = Task(candidate.id, candidate.tracks[0], code, day.date, start, start + minutes)
        tasks.append(replace(task, room=room, members=panel, projector=projector))
    return (replace(tasks[0], room=desk, members=(), invigilators=(watch,)), *tasks[1:])


# --- tiny sessions ---------------------------------------------------------------------------------------------------


def tiny_session(rng: Random) -> Problem:
    """One to three candidates on a coarse grid and a short day."""
    count = rng.choice((2, 1, 2, 3))
    grid = rng.choice((30, 20)) if count == 1 else 30
    size = rarely(rng, 1, 2)
    panel = PanelRules(rng.choice(("given", "daily", "free")), size)
    days = (Day(MONDAY, at("08:00"), at("13:30")), Day(MONDAY + timedelta(days=1), at("08:00"), at("10:30")))
    problem = Problem(
        title(),
        days[: rng.choice((1, 2)) if count == 1 else 1],
        tuple(_candidate(rng, i) for i in range(count)),
        tuple(
            Member(f"J{i}", f"J{i}", panel="AB"[i // size], availability=rarely(rng, opened("08:00-12:30"), (), 6))
            for i in range(size * rng.choice((1, 2)))
        ),
        (
            Room("S", ("MSP",), rng.choice((2, 3, 1))),
            Room("O", (("ORAL",), ("MSP", "ORAL"))[rng.randrange(2)], 3, projector=rng.choice((True, False))),
            *((Room("P", ("ORAL",), 3, projector=True, availability=opened("10:00-13:30")),) * rng.randrange(2)),
        ),
        (Projector("VP"),) * rng.randrange(2),
        (Invigilator("V", "V"), *((Invigilator("W", "W"),) * rng.randrange(2))),
        Rules(
            grid_minutes=grid,
            rest_after_msp_minutes=rarely(rng, 60, 0),
            oral_gap_max_minutes=rng.choice((0, grid)),
            changeover_minutes=rng.choice((0, grid)),
            msp_and_orals=rarely(rng, "same_day", "any"),
            oral_rooms=rng.choice(("single", "per_stage")),
            transfer_minutes=rng.choice((0, grid)),
            max_wait_minutes=rarely(rng, 90, None),
            msp=MspRules(rng.choice((1, 1, 2)), rng.choice((True, False)), rng.choice((True, False))),
            panel=panel,
            meal=rng.choice((MealRules(0), MealRules(30, (690, 780)), MealRules(45, (660, 760)))),
            marking=MarkingRules(rng.choice(("candidate", "all"))),
            deliberation=DeliberationRules(rng.choice(("after_each", "end_of_day"))),
        ),
    )  # fmt: skip
    turnover, delay = rng.choice((0, 0, 15, 45)), rng.choice((0, 0, 0, 5))
    return ruled(problem, msp={"turnover_minutes": turnover}, marking={"delay_minutes": delay})


def _candidate(rng: Random, i: int) -> Candidate:
    track = rng.choice(("CCP1", "CCP1", "CCP2"))
    away = rarely(rng, opened("08:00-12:00"), (), 8)
    return Candidate(f"C{i}", f"C{i}", (track,), exclusions=rarely(rng, ("J0",), (), 8), availability=away)


@pytest.mark.parametrize("first", range(0, far(8, 16), 8))
@pytest.mark.parametrize("objective", ["finish", "presence"])
def test_trying_every_plan_finds_nothing_better(first: int, objective: str) -> None:
    problems = [tiny_session(Random(seed)) for seed in range(first, first + 8)]
    found = [optimum(problem, objective) for problem in problems]
    assert found == [exhaustive(problem, objective) for problem in problems]
    assert sum(isinstance(least, int) for least in found) >= 3
