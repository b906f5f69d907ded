"""The papers alone, at given moments: who writes longer holds a room longer, and no moments of a plan are refused."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest

from tests.support.column_sessions import asked, network_of, node_of
from tests.support.sessions import MONDAY, at, ruled
from tests.support.tempting import small
from tspi_sched.columns.node import Node, papers_in
from tspi_sched.model import build_model
from tspi_sched.plan import Task
from tspi_sched.problem import Candidate, ExtraTime, Invigilator, Lock, Member, Problem, Room

HOURS = [f"{minute // 60:02}:{minute % 60:02}" for minute in range(at("08:00"), at("13:30"), 30)]
"""The moments that are tried; afterwards there is time enough to hear everybody."""


def session(seats: Sequence[int], *people: tuple[str, int], watching: int = 4) -> Problem:
    """Candidates by their tracks and the minutes that they write longer, in rooms with so many desks.

    Of these rooms the first one is accessible. Three panels have a room each for the orals.
    """
    candidates = tuple(
        Candidate(f"C{i}", f"Nom{i}", tuple(tracks.split("+")), extra_time=(ExtraTime("MSP", minutes=more),))
        for i, (tracks, more) in enumerate(people)
    )
    rooms = tuple(Room(f"S{i}", ("MSP",), desks, accessible=not i) for i, desks in enumerate(seats))
    orals = tuple(Room(f"O{i}", ("ORAL",), 6, projector=True, accessible=True) for i in range(3))
    members = tuple(Member(f"J{i}", f"Juré{i}", panel="AABBCC"[i]) for i in range(6))
    watchers = tuple(Invigilator(f"V{i}", f"Veille{i}") for i in range(watching))
    problem = small(candidates=candidates, rooms=rooms + orals, members=members, invigilators=watchers)
    return ruled(problem, grid_minutes=30, changeover_minutes=0)


def alone(problem: Problem, **clocks: str) -> bool:
    """Whether the papers alone may be at these moments."""
    network = network_of(problem)
    outcome = asked(papers_in(network.instance, {}, node_of(network, **clocks)))
    assert outcome.found or outcome.infeasible
    return outcome.found


def in_full(problem: Problem, **clocks: str) -> bool:
    """Whether the plain model has a plan with the papers at these moments."""
    someone = {track: one.id for one in problem.candidates for track in one.tracks}
    starts = {track: at(clock) for track, clock in clocks.items()}
    tasks = [Task(someone[track], track, "MSP", MONDAY, start, start + 60) for track, start in starts.items()]
    locks = tuple(Lock(task, frozenset({"start", "day"})) for task in tasks)
    outcome = asked(build_model(replace(problem, locks=locks)).model)
    assert outcome.found or outcome.infeasible
    return outcome.found


def needing(problem: Problem, *who: str) -> Problem:
    """The session where some candidates need accessible rooms."""
    return replace(problem, candidates=tuple(replace(one, accessible=one.id in who) for one in problem.candidates))


TWO, LONGER, TWICE = [("CCP1", 0)] * 2, [("CCP1", 0), ("CCP1", 60)], [("CCP2", 0)] * 2
"""A paper of 120, or for one of two 180; and one of 60."""

DESKS: dict[str, tuple[Problem, str, str]] = {
    # Both rooms are free at 10:00; or one of them only at 11:00, which matters if both are needed.
    "two rooms": (session((1, 1), *TWO, *TWICE), "08:00", "10:00-13:00"),
    "one held longer": (session((1, 1), *LONGER, *TWICE), "08:00", "11:00-13:00"),
    "one held longer, one needed": (session((1, 1), *LONGER, ("CCP2", 0)), "08:00", "10:00-13:00"),
    # Who writes longer sits in the small room; two who do so hold the large one, too.
    "a room that is not needed is held longer": (session((1, 2), *LONGER, *TWICE), "08:00", "10:00-13:00"),
    "both held longer": (session((1, 2), *[("CCP1", 60)] * 2, *TWICE), "08:00", "11:00-13:00"),
    # The CCP2 ends before 11:00, or starts after 13:00.
    "before another": (session((1, 1), *TWO, *TWICE), "11:00", "08:00-10:00 13:00-13:00"),
    "before another, one held longer": (
        session((1, 1), *TWO, ("CCP2", 0), ("CCP2", 30)), "11:00", "08:00-09:30 13:00-13:00",
    ),
    # All four start together, or the two of the CCP2 have the large room before 09:00 or after 11:00.
    "together": (session((3, 1), *LONGER, *TWICE), "09:00", "08:00-08:00 09:00-09:00 11:00-13:00"),
    "not together": (
        ruled(session((3, 1), *LONGER, *TWICE), msp={"mix_tracks": False}), "09:00", "08:00-08:00 11:00-13:00",
    ),
    # Somebody sits both papers: of 120 and 60, or of 180 and 120.
    "one after the other": (session((2, 2), ("CCP1+CCP2", 0), *TWO), "10:00", "08:00-09:00 12:00-13:00"),
    "one longer after the other": (session((2, 2), ("CCP1+CCP2", 60), *TWO), "10:00", "08:00-08:00 13:00-13:00"),
    "others write longer": (
        session((2, 2), ("CCP1+CCP2", 0), ("CCP1", 60), ("CCP2", 60)), "10:00", "08:00-09:00 12:00-13:00",
    ),
    # All three rooms are needed, the first one until 10:00: from then on, two are watched.
    "two who watch": (session((1, 1, 1), *LONGER, ("CCP2", 0), watching=2), "08:00", "10:00-13:00"),
    "two who watch three rooms in turn": (
        needing(session((1, 1, 3), *LONGER, *TWICE, ("CCP2", 0), watching=2), "C0"), "08:00", "10:00-13:00",
    ),
    # The first room is accessible.
    "access for one of two": (needing(session((1, 1), *TWO, ("CCP2", 0)), "C0", "C2"), "08:00", "10:00-13:00"),
    "access for the longer paper": (
        needing(session((1, 1), *LONGER, ("CCP2", 0)), "C1", "C2"), "08:00", "11:00-13:00",
    ),
    "access for the shorter paper": (
        needing(session((1, 1), *LONGER, ("CCP2", 0)), "C0", "C2"), "08:00", "10:00-13:00",
    ),
}  # fmt: skip
"""Sessions, when the CCP1 starts, and from when to when the CCP2 may."""


@pytest.mark.parametrize("name", DESKS)
def test_who_writes_longer_holds_a_room_longer(name: str) -> None:
    problem, first, spans = DESKS[name]
    wanted = [
        clock for span in spans.split() for low, high in [span.split("-")] for clock in HOURS if low <= clock <= high
    ]
    assert [clock for clock in HOURS if alone(problem, CCP1=first, CCP2=clock)] == wanted
    assert [clock for clock in HOURS if in_full(problem, CCP1=first, CCP2=clock)] == wanted


def test_papers_are_asked_in_a_part_of_a_box_only() -> None:
    """Of all moments from 09:00 to 11:00 the last one is possible, and it is no longer if the node is less."""
    problem = session((1, 1), *LONGER, *TWICE)
    network = network_of(problem)
    first, some = (
        at("08:00") // network.instance.grid,
        range(at("09:00") // network.instance.grid, at("11:30") // network.instance.grid),
    )
    for slots, possible in ((tuple(some), True), (tuple(some)[:-1], False), (tuple(some)[-1:], True)):
        outcome = asked(papers_in(network.instance, {}, Node({"CCP1": (first,), "CCP2": slots}, ((0, 9),))))
        assert outcome.infeasible != possible
        assert outcome.found == possible


def some_session(rng: Random) -> Problem:
    """Few desks, and often fewer who watch than rooms; everybody may write longer, sit two papers or need access."""
    tracks = ["CCP1", "CCP2", *(rng.choice(("CCP1", "CCP2", "CCP1+CCP2")) for _ in range(rng.choice((1, 2))))]
    people = [(mine, rng.choice((0, 0, 30, 60))) for mine in tracks]
    seats = [rng.choice((1, 2, 2, 3)) for _ in range(rng.choice((1, 2, 2)))]
    problem = session(seats, *people, watching=rng.choice((1, 2, 3)))
    needed = [one.id for one in problem.candidates if not rng.randrange(3)]
    return ruled(needing(problem, *needed), msp={"mix_tracks": rng.randrange(2) > 0})


def test_no_moments_of_a_plan_are_refused() -> None:
    both = [0, 0]
    for seed in range(16):
        problem = some_session(Random(seed))
        for clock in HOURS:
            found, possible = in_full(problem, CCP1="10:00", CCP2=clock), alone(problem, CCP1="10:00", CCP2=clock)
            assert possible >= found
            both[found] += possible == found
    assert min(both) >= 30
