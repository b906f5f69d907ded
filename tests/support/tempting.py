"""Tiny sessions that tempt a solver: for each rule, one where the best plan without the rule breaks it, and it alone.

`small()` is the session they are made of: one day, one panel, one candidate for the CCP1, no meals, and none of the
least distances that rules ask for by default but the changeover. Its best plan:

==  =====  ===========  ===========  ===========  ===========
id  track  MSP (S1 V1)  CORR         ET (S3)      DELIB
==  =====  ===========  ===========  ===========  ===========
C1  CCP1   08:00-10:00  10:00-10:15  10:20-10:50  10:50-11:00
==  =====  ===========  ===========  ===========  ===========
"""

from dataclasses import dataclass, replace
from typing import Any

from tests.support.sessions import MONDAY, NO_DISTANCES, TUESDAY, at, changed, ruled, title
from tspi_sched.plan import Task
from tspi_sched.problem import (
    Candidate,
    Day,
    Invigilator,
    Lock,
    MealRules,
    Means,
    Member,
    Need,
    Opening,
    Problem,
    Room,
)

A = (Member("J1", "Un", panel="A", gender="F"), Member("J2", "Deux", panel="A", gender="M"))
B = (Member("J3", "Trois", panel="B", gender="F"), Member("J4", "Quatre", panel="B", gender="F"))


def small(*tracks: str, **changes: Any) -> Problem:
    """A session with a candidate C1, C2… for each track named (the CCP1 by default); any field may be changed."""
    candidates = tuple(Candidate(f"C{i}", f"Nom{i}", (track,)) for i, track in enumerate(tracks or ("CCP1",), 1))
    whole = Problem(
        title=title(),
        days=(Day(MONDAY),),
        candidates=candidates,
        members=A,
        rooms=(Room("S1", ("MSP",), 10), Room("S3", ("ORAL",), 6, projector=True)),
        invigilators=(Invigilator("V1", "Veille"),),
        rules=replace(NO_DISTANCES, meal=MealRules(0)),
    )
    return replace(whole, **changes)


def opened(*hours: str) -> tuple[Opening, ...]:
    """Availability on every day: ``08:00-10:00``."""
    return tuple(Opening(None, *map(at, stretch.split("-"))) for stretch in hours)


def roomed(problem: Problem, *rooms: Room) -> Problem:
    """The session with more rooms."""
    return replace(problem, rooms=(*problem.rooms, *rooms))


def needing(problem: Problem, stage: str, type: str, *means: Means) -> Problem:
    """The session whose stage needs a type of means, with some means."""
    needy = replace(problem.title.stage[stage], needs=(Need(type),))
    stages = tuple(needy if one.code == stage else one for one in problem.title.stages)
    return replace(problem, title=replace(problem.title, stages=stages), means=means)


TWO_DAYS = (Day(MONDAY), Day(TUESDAY))
TWO_WATCH = (Invigilator("V1", "Veille"), Invigilator("V2", "Garde"))
SMALL, BOTH = small(), small("CCP1", "CCP1")
APART = replace(
    BOTH, rooms=(Room("S1", ("MSP",), 1), Room("S2", ("MSP",), 1), Room("S3", ("ORAL",), 6)), invigilators=TWO_WATCH
)
AWAY_AT_TEN = changed(small("CCP2"), "C1", availability=opened("08:00-10:00", "11:00-13:00"))
MARKING_B = changed(
    changed(small(members=A + B), "J1", availability=opened("13:00-18:00")), "J3", availability=opened("08:00-10:15")
)
NINE = Task("C1", "CCP1", "MSP", MONDAY, at("09:00"), at("11:00"), "S1", (), ("V1",))


@dataclass(frozen=True)
class Temptation:
    """A session and the objective that a plan without the rule does better on."""

    problem: Problem
    objective: str = "finish"


TEMPTATIONS: dict[str, Temptation] = {
    # Shorter stages end sooner.
    "duration": Temptation(SMALL),
    # Orals before the paper end sooner.
    "order": Temptation(SMALL),
    # The technical interview before 10:00, the other from 11:00 on: an end at 12:10 instead of 12:40.
    "chain": Temptation(AWAY_AT_TEN),
    # B could mark before it leaves at 10:15, A hears from 13:00 on.
    "same_panel": Temptation(MARKING_B),
    # B is cheaper, but J3 trained the candidate.
    "panel_makeup": Temptation(
        replace(changed(SMALL, "C1", trainers=("J3",)), members=(*(replace(m, cost=5) for m in A), *B)), "cost"
    ),
    # One panel hears two candidates at once.
    "one_at_a_time": Temptation(roomed(BOTH, Room("S4", ("ORAL",), 6, projector=True))),
    # Both candidates on one day, though a member hears one a day.
    "hours": Temptation(ruled(replace(BOTH, days=TWO_DAYS), member={"max_candidates_per_day": 1}), "days"),
    # Marked at 11:00, heard from 11:25 to 13:15, settled at 13:25: 35 minutes are left until 14:00.
    "meal": Temptation(ruled(small("TITRE"), meal={"minutes": 45})),
    # Heard on the day of the paper.
    "candidate_time": Temptation(ruled(small(days=TWO_DAYS), msp_and_orals="different_day"), "days"),
    # Two papers at one desk.
    "sitting": Temptation(APART, "rooms"),
    # One desk, used twice.
    "same_paper": Temptation(APART, "rooms"),
    # Nobody watching costs nothing.
    "invigilation": Temptation(changed(SMALL, "V1", cost=5), "cost"),
    # The free room has two chairs.
    "oral_room": Temptation(changed(roomed(SMALL, Room("S4", ("ORAL",), 2)), "S3", cost=5), "cost"),
    # The free room has no projector.
    "projection": Temptation(changed(roomed(small("CCP2"), Room("S4", ("ORAL",), 6)), "S3", cost=5), "cost"),
    # The interpreter comes at eleven.
    "means": Temptation(needing(SMALL, "ET", "interprète", Means("I1", "Interprète", person=True, last_name="Vox",
                                                                 availability=opened("11:00-18:00")))),
    # The free room is up the stairs.
    "access": Temptation(
        changed(changed(changed(roomed(SMALL, Room("S4", ("ORAL",), 6)), "S3", cost=5, accessible=True),
                        "S1", accessible=True), "C1", accessible=True),
        "cost",
    ),
    # The second candidate waits less if the first deliberation comes after his interview.
    "deliberation": Temptation(BOTH, "waiting"),
    # The first candidate waits less if the second paper is marked after his interview.
    "marking": Temptation(ruled(BOTH, marking={"before": "all"}), "waiting"),
    # The cheapest of each panel.
    "panel_mode": Temptation(
        small(members=tuple(replace(m, cost=c) for m, c in zip(A + B, (100, 1, 1, 100), strict=True))), "cost"
    ),
    # The paper could start at 08:00.
    "locks": Temptation(replace(SMALL, locks=(Lock(NINE, frozenset({"start"})),))),
    # Who places nobody ends soonest.
    "all_or_nothing": Temptation(SMALL),
    # Who signs nothing leaves sooner.
    "minutes": Temptation(ruled(SMALL, closing_minutes=10), "presence"),
}  # fmt: skip
