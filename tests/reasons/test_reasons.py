"""Sums that prove that there is no plan: each is found, with its numbers, and never where there is a plan."""

from pathlib import Path
from random import Random

import pytest

from tests.support.counted_out import IMPOSSIBLE, possible
from tests.support.paths import ROOT
from tests.support.random_sessions import random_session
from tests.support.sessions import changed, ruled
from tests.support.tempting import small
from tspi_sched.planner import solve
from tspi_sched.problem import Invigilator, Problem, Room
from tspi_sched.reading import read
from tspi_sched.reasons import counting_reasons
from tspi_sched.wishes import Objective, Wishes


def watched(random: Random) -> Problem:
    """A few candidates to one paper, rooms and invigilators by chance; whatever else there is suffices."""
    count, sizes = random.randint(2, 5), [random.randint(1, 4) for _room in range(random.randint(1, 3))]
    watch = tuple(Invigilator(f"V{n}", f"Veille{n}") for n in range(1, random.randint(2, 3) + 1))
    rooms = tuple(Room(f"E{n}", ("MSP",), seats, accessible=n == 0) for n, seats in enumerate(sizes))
    problem = small(*["CCP1"] * count, rooms=(*rooms, Room("S3", ("ORAL",), 6, accessible=True)), invigilators=watch)
    for one in problem.candidates:
        trainers = tuple(each.id for each in watch if random.random() < 0.3)
        problem = changed(problem, one.id, trainers=trainers, accessible=random.random() < 0.15)
    return ruled(problem, msp={"candidates_per_invigilator": random.randint(1, 3)})


FIRST_PLAN = Wishes(objectives=(Objective("days"),), time_limit=60, workers=1)


@pytest.mark.parametrize("name", [name for name, (_problem, text) in IMPOSSIBLE.items() if text])
def test_a_reason_is_found(name: str) -> None:
    problem, text = IMPOSSIBLE[name]
    assert text in counting_reasons(problem)


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_the_solver_agrees(name: str) -> None:
    problem, text = IMPOSSIBLE[name]
    status = solve(problem, FIRST_PLAN).status
    assert status == ("infeasible" if text else "optimal")
    assert bool(counting_reasons(problem)) == bool(text)


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_no_reason_when_candidates_may_be_left_out(name: str) -> None:
    assert counting_reasons(ruled(IMPOSSIBLE[name][0], allow_unplaced=True)) == ()


@pytest.mark.parametrize("name", possible())
def test_no_reason_where_there_is_a_plan(name: str) -> None:
    problem = possible()[name]
    assert solve(problem, FIRST_PLAN).plan is not None
    assert counting_reasons(problem) == ()


@pytest.mark.parametrize("seed", range(24))
def test_a_paper_can_be_watched_or_it_is_said_that_it_cannot(seed: int) -> None:
    problem = watched(Random(seed))
    found = solve(problem, FIRST_PLAN)
    assert bool(counting_reasons(problem)) == (found.plan is None), counting_reasons(problem)


@pytest.mark.parametrize("path", sorted((ROOT / "scenarios").glob("*.toml")), ids=lambda path: path.stem)
def test_no_reason_in_the_bundled_scenarios(path: Path) -> None:
    assert counting_reasons(read(path)[0]) == ()


def test_what_is_said_of_a_random_session_is_true() -> None:
    problems = [random_session(Random(seed)) for seed in range(40)]
    refused = [problem for problem in problems if counting_reasons(problem)]
    assert [solve(problem, FIRST_PLAN).status for problem in refused] == ["infeasible"] * len(refused)
    assert 5 <= len(refused) <= 30
