"""Where reserves must stand by: small sessions by hand, and many by chance against every set there is."""

import random
from dataclasses import replace

import pytest

from tests.support.campaigns import far
from tests.support.losing import (
    bakers,
    by_chance,
    case_of,
    inline,
    is_enough,
    least_by_trying,
    least_standby,
    on,
    pair,
    planned_first,
    reserve,
)
from tests.support.sessions import MONDAY, TUESDAY
from tspi_sched.losses.session import Reserves, standing_by
from tspi_sched.losses.standby import Standby, standby
from tspi_sched.problem import Candidate, Problem

ON_TUESDAY = Candidate("C1", "Client 1", ("PAIN",), availability=on(TUESDAY))
ON_MONDAY = Candidate("C2", "Client 2", ("GATEAU",), availability=on(MONDAY))


def found_for(problem: Problem) -> Standby:
    plan = planned_first(problem)
    assert plan is not None
    found = least_standby(problem, plan)
    assert found.proven
    assert is_enough(problem, plan, Reserves(frozenset(found.days), found.more))
    return found


def test_a_loss_that_only_the_reserve_saves_on_the_one_day_when_the_candidate_comes() -> None:
    found = found_for(bakers([ON_TUESDAY], [*pair("A", "J1", "J2"), reserve("R1")]))
    assert (found.days, found.more, found.needing) == ((("R1", TUESDAY),), (), ("J1", "J2"))


def test_two_losses_that_need_different_days() -> None:
    """Panel A hears on Tuesday, B on Monday, and neither may hear the other's candidate: one day each."""
    first, second = replace(ON_TUESDAY, exclusions=("J3", "J4")), replace(ON_MONDAY, exclusions=("J1", "J2"))
    problem = bakers([first, second], [*pair("A", "J1", "J2"), *pair("B", "J3", "J4"), reserve("R1"), reserve("R2")])
    found = found_for(problem)
    assert {day for _id, day in found.days} == {MONDAY, TUESDAY}
    assert len(found.days) == found.fewest == 2
    assert not found.more


def test_nothing_suffices_and_one_more_is_needed() -> None:
    """The reserve may not hear the only candidate: somebody else must be found for Tuesday."""
    found = found_for(bakers([replace(ON_TUESDAY, exclusions=("R1",))], [*pair("A", "J1", "J2"), reserve("R1")]))
    assert (found.days, found.more, found.fewest_more) == ((), ((TUESDAY, 1),), 1)


@pytest.mark.parametrize("mode", ["given", "daily", "free"])
def test_the_reserve_covers_one_day_and_one_more_is_needed_for_the_other(mode: str) -> None:
    members = [*pair("A", "J1", "J2"), reserve("R1", availability=on(TUESDAY))]
    found = found_for(bakers([ON_TUESDAY, ON_MONDAY], members, mode=mode))
    assert (found.days, found.more) == ((("R1", TUESDAY),), ((MONDAY, 1),))


def test_no_reserve_is_needed_where_another_panel_takes_over() -> None:
    found = found_for(bakers([ON_TUESDAY], [*pair("A", "J1", "J2"), *pair("B", "J3", "J4"), reserve("R1")]))
    assert (found.days, found.more, found.needing) == ((), (), ())


def test_without_reserves_in_the_workbook_it_is_said_how_many_are_missing() -> None:
    found = found_for(bakers([ON_TUESDAY, ON_MONDAY], pair("A", "J1", "J2")))
    assert (found.days, found.more) == ((), ((MONDAY, 1), (TUESDAY, 1)))


def test_a_reserve_who_serves_anyway_need_not_stand_by() -> None:
    """R1 is of the only panel: whoever is lost, R2 must come; R1 does not stand by where R1 serves."""
    problem = bakers([ON_TUESDAY], [*pair("A", "J1"), *pair("A", "R1", reserve=True), reserve("R2")])
    problem = replace(problem, rules=replace(problem.rules, panel=replace(problem.rules.panel, use_reserve=True)))
    plan = planned_first(problem)
    assert ("R1", TUESDAY) not in standing_by(problem, plan)
    assert found_for(problem).days == (("R2", TUESDAY),)


def test_accreditation_and_availability_say_on_which_days_one_may_stand_by() -> None:
    members = [*pair("A", "J1", "J2"), reserve("R1", accredited_from=TUESDAY), reserve("R2", availability=on(MONDAY))]
    problem = bakers([ON_TUESDAY], members)
    assert standing_by(problem, planned_first(problem)) == (("R1", TUESDAY), ("R2", MONDAY))


def test_out_of_time_both_ends_of_the_interval_are_told() -> None:
    """Without a single question asked it is known that one on each day is enough, and nothing else."""
    problem = bakers([ON_TUESDAY, ON_MONDAY], [*pair("A", "J1", "J2"), reserve("R1")])
    plan = planned_first(problem)
    found = standby(case_of(problem, plan), {}, inline, -1.0)
    assert set(found.days) == {("R1", MONDAY), ("R1", TUESDAY)}
    assert (found.fewest, found.proven, found.asked) == (0, False, 0)


ENOUGH = {"sessions": far(10, 40), "needing": far(5, 20), "more": far(2, 8), "several": far(2, 8)}
"""How many sessions by chance must have a plan, need somebody, need more than there are, need several days."""


@pytest.mark.real_size
def test_by_chance_no_set_of_fewer_is_enough() -> None:
    chance, counted = random.Random(7), dict.fromkeys(ENOUGH, 0)
    for _trial in range(400):
        problem = by_chance(chance)
        plan = planned_first(problem)
        if plan is None:
            continue
        found = least_standby(problem, plan)
        assert found.proven
        assert (found.more_days, len(found.days)) == least_by_trying(problem, plan)
        counted["sessions"] += 1
        counted["needing"] += bool(found.needing)
        counted["more"] += bool(found.more)
        counted["several"] += len(found.days) + found.more_days > 1
        if all(counted[what] >= least for what, least in ENOUGH.items()):
            return
    raise AssertionError(counted)
