"""Sessions that once refuted an argument for a bound: a better plan than the relaxation allowed, or none
where it saw one.

Each has an optimum worked out by hand, to which both the whole search and the plain model, without the workload
relaxation and without strengthening, must come. What the relaxation assumes, and why, is in
docs/how/arguments-workload.md.
"""

from dataclasses import replace

import pytest

from tests.support.random_sessions import optima
from tests.support.sessions import MONDAY, TUESDAY, at, changed, ruled
from tests.support.tempting import opened, small
from tspi_sched.problem import (
    DELIBERATION,
    MARKING,
    ORAL,
    WRITTEN,
    Candidate,
    Day,
    ExtraTime,
    MealRules,
    Problem,
    Projector,
    Room,
    Stage,
    Title,
    Track,
)


def evening(opens: str, *tracks: str) -> Problem:
    """One day until midnight; candidates may be left out."""
    return ruled(small(*tracks, days=(Day(MONDAY, at(opens), 1440),)), allow_unplaced=True)


def one_day(opens: str, closes: str) -> tuple[Day, ...]:
    return (Day(MONDAY, at(opens), at(closes)),)


def pooled(rooms: int) -> Problem:
    """Three candidates, alike oral rooms, long gaps between the orals; the only projector is there from 13:55 on."""
    orals = tuple(Room(f"O{i}", ("ORAL",), 4) for i in range(rooms))
    problem = small(
        "CCP2", "CCP2", "CCP2",
        days=one_day("08:00", "19:00"),
        rooms=(Room("S1", ("MSP",), 10), *orals),
        projectors=(Projector("P1", opened("13:55-19:00")),),
    )  # fmt: skip
    return ruled(problem, oral_gap_max_minutes=480)


def two_projections() -> Title:
    """A title with two projected orals on one track."""
    both = ("candidate", "panel")
    stages = (
        Stage("ECRIT", "Écrit", WRITTEN, ("candidate", "invigilator"), "MSP"),
        Stage("LECTURE", "Lecture", MARKING, ("panel",), "anywhere"),
        Stage("FILM", "Film", ORAL, both, "ORAL", projection=True),
        Stage("EXPOSE", "Exposé", ORAL, both, "ORAL", projection=True),
        Stage("CONSEIL", "Conseil", DELIBERATION, ("panel",), "last_oral"),
    )
    minutes = (("ECRIT", 60), ("LECTURE", 10), ("FILM", 30), ("EXPOSE", 30), ("CONSEIL", 10))
    return Title("TP-99998", "01", "Projectionniste de papier", stages, (Track("CINE", "Cinéma", minutes),))


SESSIONS: dict[str, tuple[Problem, dict[str, int]]] = {
    # A panel that waits for its meal marks ahead. Paper until 11:00; two are marked by 11:40, meal until 12:25. Heard
    # at 12:30 (after 90 minutes); deliberation until 14:30, heard at 14:35 (215); deliberation until 16:35, the third
    # is marked until 16:55, heard at 17:00 (360), settled at 19:00. 90 + 215 + 360. One marked ahead: the third would
    # be settled at 19:10; three: 110 + 235 + 360. A first hearing before the meal would end at 13:15, settled at 13:25,
    # with 35 minutes left until 14:00.
    "marking ahead of the meal": (
        ruled(small("TITRE", "TITRE", "TITRE", days=one_day("08:00", "19:00")), meal={"minutes": 45}),
        {"waiting": 665},
    ),
    # Nobody is free from 12:00 to 12:45. Both are marked before it, so the paper ends at 11:30 at the latest; heard at
    # 12:50 (80) and, settled at 13:30, at 13:35 (125), which ends at 14:15. With the second marked after the first is
    # heard, the day would end at 14:30; heard before the meal there would have to be 15 + 5 + 30 + 10 minutes from
    # 11:20, the earliest end of the paper.
    "a meal at one moment only": (
        ruled(
            small("CCP1", "CCP1", days=one_day("09:20", "14:20")),
            meal={"minutes": 45, "window": (at("12:00"), at("12:45"))},
        ),
        {"waiting": 205},
    ),
    # The projector is set up by 14:00. With a room for each, all technical interviews are over by then: three times 60,
    # and 10 for a deliberation each: 17:30. A candidate holds the room in the gap too: with two rooms the third is
    # heard once the first is settled, 5 + 30 more; with one room so is the second.
    "three rooms of a pool": (pooled(3), {"finish": at("17:30")}),
    "two rooms of a pool": (pooled(2), {"finish": at("18:05")}),
    "one room of a pool": (pooled(1), {"finish": at("18:40")}),
    # Three minutes of set-up from 13:07 end on the grid, at 13:10: 60, and 10.
    "set-up off the slots": (
        ruled(
            changed(small("CCP2", projectors=(Projector("P1", opened("13:07-14:10")),)), "S3", projector=False),
            projector_setup_minutes=3,
        ),
        {"finish": 860},
    ),
    # The first is projected in the equipped room, 10:00-10:30; ten minutes for the change of rooms, the second with the
    # mobile projector, set up from 10:35 on, 10:40-11:10; ten minutes.
    "projectors of both sorts for one candidate": (
        ruled(
            small(
                title=two_projections(),
                candidates=(Candidate("C1", "Nom1", ("CINE",)),),
                rooms=(
                    Room("S1", ("MSP",), 10),
                    Room("S3", ("ORAL",), 4, projector=True, availability=opened("10:00-10:30")),
                    Room("S4", ("ORAL",), 4),
                ),
                projectors=(Projector("P1", opened("10:35-11:10")),),
            ),
            oral_rooms="per_stage",
            transfer_minutes=10,
            oral_gap_max_minutes=30,
        ),
        {"finish": 680},
    ),
    # One hearing a day: only the candidate on one track can be placed.
    "tracks in any order": (
        ruled(
            small(
                candidates=(
                    Candidate("C1", "Nom1", ("CCP1", "CCP2"), extra_time=(ExtraTime("QPP", minutes=5),)),
                    Candidate("C2", "Nom2", ("CCP2", "CCP1")),
                    Candidate("C3", "Nom3", ("CCP1",)),
                )
            ),
            allow_unplaced=True,
            member={"max_candidates_per_day": 1},
        ),
        {"unplaced": 2},
    ),
    # Paper until 20:10. Two are heard: at 20:25 (15) and, settled at 22:05, at 22:20 (130), settled at midnight. There
    # is no time for a third.
    "waits until midnight": (
        evening("19:10", "CCP2", "CCP2", "CCP2"),
        {"unplaced": 1, "waiting": 145, "finish": 1440},
    ),
    # Five minutes less: only one has a place. Paper until 20:15, heard 15 minutes later, settled 100 minutes later.
    "waits beyond midnight": (
        evening("19:15", "CCP2", "CCP2"),
        {"unplaced": 1, "waiting": 15, "finish": at("22:10")},
    ),
    # Papers start together. Only after one on Monday there is time for orals on Tuesday: marked from 07:30 on, settled
    # 10 + 5 + 90 + 10 minutes later. The second's extra time would go beyond midnight.
    "a paper that ends beyond midnight": (
        ruled(
            small(
                candidates=(
                    Candidate("C1", "Nom1", ("CCP2",)),
                    Candidate("C2", "Nom2", ("CCP2",), extra_time=(ExtraTime("MSP", minutes=20),)),
                ),
                days=(Day(MONDAY, at("22:55"), 1440), Day(TUESDAY, at("07:30"), at("10:00"))),
            ),
            allow_unplaced=True,
        ),
        {"unplaced": 1, "waiting": 0, "finish": 1440 + at("09:25")},
    ),
}  # fmt: skip


@pytest.mark.parametrize("bare", [False, True], ids=["whole", "plain"])
@pytest.mark.parametrize("name", SESSIONS)
def test_the_search_and_the_plain_model_come_to_the_value_by_hand(name: str, bare: bool) -> None:
    problem, values = SESSIONS[name]
    assert optima(problem, *values, bare=bare) == tuple(values.values())


def test_meals_do_not_matter_where_there_is_no_time_for_one() -> None:
    """Late in the evening the meal is over before anything begins: its bounds change nothing."""
    problem, values = SESSIONS["waits until midnight"]
    hungry = replace(problem, rules=replace(problem.rules, meal=MealRules()))
    assert optima(hungry, *values) == optima(hungry, *values, bare=True) == tuple(values.values())
