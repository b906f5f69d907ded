"""Tiny sessions of a shape whose every plan is tried, with the checker alone as the judge: what the model must find.

One day of few slots, one panel, one room for each place; so the order and the hours of the stages are all there is.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, product
from random import Random

from tests.support.sessions import MONDAY, at
from tests.support.shapes import SHAPES
from tspi_sched.checker import check, measure
from tspi_sched.plan import Plan, Task, in_time_order
from tspi_sched.problem import (
    ATTENDED,
    DELIBERATION,
    MARKING,
    ORAL,
    WRITTEN,
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
    Room,
    Rules,
    Title,
    Track,
)

GRID, SLOTS, MOST_STAGES = 30, 9, 6


def tiny_session(rng: Random, shape: str) -> Problem:
    """One or two candidates, every stage one slot long."""
    title = _in_slots(SHAPES[shape](rng))
    tracks = [track.code for track in title.tracks if len(track.minutes) <= MOST_STAGES]
    count = rng.choice((1, 2)) if tracks else 0
    chosen = [rng.choice(tracks) for _n in range(count)]
    if count == 2 and sum(len(title.track[code].minutes) for code in chosen) > MOST_STAGES + 1:
        chosen = chosen[:1]
    alike = Room("S1", ("MSP",), rng.choice((1, 2)), projector=True), Room("S2", ("ORAL",), 3, projector=True)
    rooms = alike if rng.choice((True, True, False)) else (Room("S1", ("MSP", "ORAL"), 3, projector=True),)
    candidates = tuple(Candidate(f"C{i}", f"C{i}", (code,)) for i, code in enumerate(chosen))
    members = (Member("J1", "Un", panel="A"), Member("J2", "Deux", panel="A"))
    day = Day(MONDAY, at("08:00"), at("08:00") + GRID * SLOTS)
    return Problem(title, (day,), candidates, members, rooms, (), (Invigilator("V1", "V"),), _rules(rng))


def _in_slots(title: Title) -> Title:
    tracks = tuple(Track(t.code, t.name, tuple((code, GRID) for code, _n in t.minutes)) for t in title.tracks)
    return replace(title, tracks=tracks, completion=None)


def _rules(rng: Random) -> Rules:
    return Rules(
        grid_minutes=GRID,
        rest_after_msp_minutes=rng.choice((0, 0, 30)),
        oral_gap_max_minutes=rng.choice((0, 0, 30, 60)),
        changeover_minutes=rng.choice((0, 0, 30)),
        oral_rooms=rng.choice(("single", "per_stage")),
        max_wait_minutes=rng.choice((None, None, 0, 30)),
        msp=MspRules(turnover_minutes=rng.choice((0, 30))),
        panel=PanelRules(mode="given"),
        meal=MealRules(0),
        marking=MarkingRules(delay_minutes=rng.choice((0, 30)), before=rng.choice(("candidate", "all"))),
        deliberation=DeliberationRules(rng.choice(("after_each", "end_of_day"))),
    )


def best(problem: Problem, name: str) -> int | None:
    """The least value of an objective over all the plans that break no rule; None if there is none."""
    values = (measure(problem, plan)[name] for plan in plans(problem) if not check(problem, plan))
    return min(values, default=None)


def plans(problem: Problem) -> Iterator[Plan]:
    """Every way to put the stages of everybody on slots, each one's in order; and each room for each of them."""
    ways = [list(_ways(problem, candidate)) for candidate in problem.candidates]
    for chosen in product(*ways):
        yield Plan(in_time_order([task for tasks in chosen for task in tasks]))


def _ways(problem: Problem, candidate: Candidate) -> Iterator[tuple[Task, ...]]:
    stages = [problem.title.stage[code] for code, _n in problem.title.track[candidate.tracks[0]].minutes]
    for slots in combinations(range(SLOTS), len(stages)):
        tasks = []
        for slot, stage in zip(slots, stages, strict=True):
            start = problem.days[0].open + GRID * slot
            use = "ORAL" if stage.kind == DELIBERATION else stage.place
            room = next((room.id for room in problem.rooms if use in room.uses), None)
            tasks.append(
                Task(
                    candidate.id,
                    candidate.tracks[0],
                    stage.code,
                    MONDAY,
                    start,
                    start + GRID,
                    room=room if stage.kind in (*ATTENDED, DELIBERATION) else None,
                    members=("J1", "J2") if stage.kind in (MARKING, ORAL, DELIBERATION) else (),
                    invigilators=("V1",) if stage.kind == WRITTEN else (),
                )
            )
        yield tuple(tasks)
