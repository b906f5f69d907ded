"""Sessions that the workload and positional relaxations tell of: by chance, and with known optima."""

from dataclasses import replace
from random import Random

from tests.support.random_sessions import random_session
from tests.support.sessions import at, ruled
from tests.support.tempting import TWO_WATCH, B, opened, roomed, small
from tspi_sched.problem import Candidate, ExtraTime, MealRules, Problem, Room

MEALS = (
    MealRules(),
    MealRules(0),
    MealRules(45, (at("12:00"), at("12:45"))),
    MealRules(33, (at("11:58"), at("13:03"))),
    MealRules(90, (at("11:07"), at("14:02"))),
)


def chance_session(rng: Random) -> Problem:
    """A session by chance whose plans have positions; somebody comes twice, now and then barred from another panel."""
    problem = random_session(rng)
    first = problem.candidates[0]
    barred = (rng.choice(problem.members).id,) if rng.randrange(2) else first.exclusions
    problem = replace(problem, candidates=(*problem.candidates[:2], replace(first, id="C9", exclusions=barred)))
    return ruled(
        replace(problem, locks=(), baseline=None),
        grid_minutes=rng.choice((5, 10, 15, 20)),
        changeover_minutes=rng.choice((0, 5, 7, 15)),
        oral_gap_max_minutes=0,
        transfer_minutes=0,
        msp={"waves": 1},
        marking={"minutes": tuple((track, 7) for track, _ in problem.rules.marking.minutes)},
        meal=rng.choice(MEALS),
    )


TIGHT: dict[str, tuple[Problem, str, int]] = {
    # Papers until the same moment R. Each panel marks and hears in turn: R + 15, then 10 + 5 + 90 + 10 later.
    "waiting of two by one panel": (small("CCP2", "CCP2"), "waiting", 15 + 130),
    "waiting of four by two panels": (
        roomed(small(*["CCP2"] * 4, members=(*small().members, *B)), Room("S4", ("ORAL",), 4, projector=True)),
        "waiting",
        2 * (15 + 130),
    ),
    # One room, held for 5 + 90 + 10: the second is heard 105 after the first; its panel has marked meanwhile.
    "waiting of two panels for a room": (
        small("CCP2", "CCP2", members=(*small().members, *B)), "waiting", 15 + 120,
    ),
    # The room opens at 11:30: orals from 11:35. Marked from 11:15 on, 5 for the changeover, 30 + 10 after it; by two.
    "presence before a room opens": (
        small(rooms=(Room("S1", ("MSP",), 10), Room("S3", ("ORAL",), 4, availability=opened("11:30-18:00")))),
        "presence",
        2 * (15 + 5 + 40),
    ),
    # One seat a room and one invigilator: the papers of the two tracks, 60 and 120, follow each other until 11:00. The
    # CCP1's, if last, is marked until 11:15, heard from 11:20 to 11:50, settled at 12:00; the CCP2's at 12:55.
    "finish of papers one after the other": (
        small("CCP1", "CCP2", rooms=(Room("S1", ("MSP",), 1), Room("S2", ("MSP",), 1), *small().rooms[1:])),
        "finish",
        at("12:00"),
    ),
    # Together, in two rooms. CCP2: until 09:00, 10, 5, 90, 10: 10:55; then the CCP1, written long since: 15, 5, 30, 10.
    "finish of papers side by side": (
        small(
            "CCP1", "CCP2",
            rooms=(Room("S1", ("MSP",), 1), Room("S2", ("MSP",), 1), *small().rooms[1:]), invigilators=TWO_WATCH,
        ),
        "finish",
        at("11:55"),
    ),
    # The seat of the CCP2 that is not prolonged is free at 09:00, for the CCP1: until 11:00, 15, 5, 30, 10. The first
    # panel is done with its CCP2 at 10:55, the second with the other: until 10:00, 10, 5, 90, 10: at 11:55.
    "finish of papers beside a longer one": (
        small(
            rooms=(
                Room("S1", ("MSP",), 1), Room("S2", ("MSP",), 1),
                Room("S3", ("ORAL",), 4, projector=True), Room("S4", ("ORAL",), 4, projector=True),
            ),
            candidates=(
                Candidate("C1", "Nom1", ("CCP2",), extra_time=(ExtraTime("MSP", minutes=60),)),
                Candidate("C2", "Nom2", ("CCP2",)),
                Candidate("C3", "Nom3", ("CCP1",)),
            ),
            members=(*small().members, *B),
            invigilators=TWO_WATCH,
        ),
        "finish",
        at("12:00"),
    ),
}  # fmt: skip


EXACT: dict[str, tuple[Problem, str, int]] = {
    name: case
    for name, case in TIGHT.items()
    if name in ("waiting of two by one panel", "waiting of four by two panels")
}
"""Sessions of whose optimum schedules know all: the papers, the agents' hours; not the rooms."""
