"""Gaps between orals: bounds say that there are none, where nothing but markings fits into one."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest

from tests.support.column_sessions import ONE, asked, bounding_problem, divided, network_of
from tests.support.random_sessions import optima
from tests.support.sessions import MONDAY, at, changed, ruled
from tests.support.tempting import A, B, opened, roomed, small
from tspi_sched.model import build_instance
from tspi_sched.problem import Day, MealRules, Problem, Projector, Room
from tspi_sched.relaxations.bound import Bounds, solve_positional, solve_workload
from tspi_sched.relaxations.gaps import gaps_close

NAMES = ("days", "juror_days", "finish", "presence", "waiting")


def apart(problem: Problem, gap: int, **rules: Any) -> Problem:
    """A room for each oral, and so many minutes between two of them."""
    return ruled(problem, oral_rooms="per_stage", transfer_minutes=0, oral_gap_max_minutes=gap, **rules)


# Both are heard as if there were no gaps: 10 + 5 until the first, 5 + 90 + 10 and 10 + 5 + 10 until the second.
TWO_OF_ONE_PANEL = apart(ONE, 15)

# One projector for two panels: 09:00 + 10 + 5, projected from 09:45 on, and the other one from 10:45 on. That one's
# interview ends at 10:30, fifteen minutes before: its candidate waits from 09:00 to 10:00 and in the gap.
ONE_PROJECTOR = apart(
    roomed(
        changed(small("CCP2", "CCP2", members=A + B, projectors=(Projector("P1"),)), "S3", projector=False),
        Room("S4", ("ORAL",), 4),
    ),
    15,
    projector_setup_minutes=0,
)  # fmt: skip

# The first interview from 09:15 to 09:45, the projected one from 10:00 on: until 11:10. Without a gap, from 10:00 on.
AWAY_BETWEEN = apart(changed(small("CCP2"), "J1", availability=opened("08:00-09:50", "10:00-18:00")), 15)

# So too with a meal of a quarter of an hour, from 09:45 on.
MEAL_BETWEEN = apart(small("CCP2"), 15, meal=MealRules(15, (at("09:45"), at("10:00"))))


def bounds(problem: Problem, name: str, known: Bounds) -> list[int]:
    """What is proven of an objective by the relaxations that know hours or tables."""
    told = [ask(build_instance(problem), known, name, asked) for ask in (solve_workload, solve_positional)]
    found = [one for one in told if one is not None]
    assert not any(one.infeasible for one in found)
    return [one.bound for one in found]


def test_waits_are_counted_as_if_there_were_no_gaps() -> None:
    least = 15 + 130
    assert optima(TWO_OF_ONE_PANEL, "waiting", bare=True) == (least,)
    assert bounds(TWO_OF_ONE_PANEL, "waiting", Bounds()) == [least, least]
    asks = bounding_problem(network_of(TWO_OF_ONE_PANEL), "waiting", {})
    assert divided(asks, least + 30, 10).bound(least + 30) == least


def test_projectors_are_not_counted_at_hours_that_no_plan_has() -> None:
    """With one projector at a time as if there were no gaps, the second would begin half an hour before 10:45."""
    optimum = optima(ONE_PROJECTOR, "finish", "waiting", bare=True)
    assert optimum == (at("11:55"), 15 + 75)
    assert max(bounds(ONE_PROJECTOR, "waiting", Bounds({"finish": at("11:55")}))) <= 90
    asks = bounding_problem(network_of(ONE_PROJECTOR, at("11:55")), "waiting", {})
    assert divided(asks, 120, 10).bound(120) <= 90


@pytest.mark.parametrize("problem", [AWAY_BETWEEN, MEAL_BETWEEN])
def test_a_gap_that_holds_more_than_markings_stays(problem: Problem, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the switch forced on, each of these would be refuted: it tempts indeed."""
    assert not gaps_close(build_instance(problem))
    assert optima(problem, "finish", bare=True) == (at("11:10"),)
    assert max(bounds(problem, "finish", Bounds())) <= at("11:10")
    monkeypatch.setattr("tspi_sched.relaxations.positional.model.gaps_close", lambda instance: True)
    assert max(bounds(problem, "finish", Bounds())) > at("11:10")


@pytest.mark.parametrize("gap", [30, 35])
def test_an_oral_that_fits_into_a_gap_keeps_it_open(gap: int) -> None:
    assert not gaps_close(build_instance(apart(small("CCP2", "CCP2"), gap)))
    assert gaps_close(build_instance(apart(small("CCP2", "CCP2"), 25)))


def by_chance(rng: Random) -> Problem:
    """One or two candidates with one or two panels, on a coarse grid, a quarter of an hour between their orals."""
    hours = Day(MONDAY, at(rng.choice(("08:00", "09:30"))), at("15:00"))
    rooms = tuple(Room(f"O{i}", ("ORAL",), 4, projector=bool(i)) for i in range(2))
    problem = small(*rng.choices(("CCP1", "CCP2"), k=rng.choice((1, 2))), days=(hours,), projectors=(Projector("P1"),))
    problem = replace(problem, rooms=(problem.rooms[0], *rooms), members=rng.choice((A, A + B)))
    about = {"changeover_minutes": rng.choice((0, 15)), "meal": MealRules(rng.choice((0, 45)))}
    return apart(problem, 15, grid_minutes=15, projector_setup_minutes=0, **about)


def test_no_bound_is_above_an_optimum() -> None:
    proven = 0
    for seed in range(12):
        problem = by_chance(Random(f"gaps {seed}"))
        assert gaps_close(build_instance(problem))
        names = Random(seed).sample(NAMES, 2)
        best = optima(problem, *names, seconds=1, bare=True)
        proven += isinstance(best, tuple)
        limits: dict[str, int] = {}
        for name, least in zip(names, best, strict=True) if isinstance(best, tuple) else ():
            assert max(bounds(problem, name, Bounds(limits, best=least + 15))) <= least
            limits[name] = least
    assert proven >= 8
