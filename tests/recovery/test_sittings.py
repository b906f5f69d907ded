"""A sitting that began at another hour: all of it, and no other of that room."""

from dataclasses import replace
from datetime import datetime

import pytest

from tests.support.sessions import MONDAY, at, laid_out, session
from tspi_sched.plan import Event, Plan, in_time_order
from tspi_sched.problem import rules_in_force
from tspi_sched.recovery.past import past_of
from tspi_sched.recovery.timeline import Timeline


def moment(clock: str) -> datetime:
    hour, minute = map(int, clock.split(":"))
    return datetime(MONDAY.year, MONDAY.month, MONDAY.day, hour, minute)


def two_sittings() -> Plan:
    """The paper of C3 in the room of C1's, in the afternoon."""
    room = next(task.room for task in laid_out().tasks if task.key[::2] == ("C1", "MSP"))
    rows = [
        replace(t, room=room, day=MONDAY, start=at("14:00"), end=at("15:00")) if t.key[::2] == ("C3", "MSP") else t
        for t in laid_out().tasks
    ]
    return Plan(in_time_order(rows))


def history(plan: Plan, now: str, *events: Event) -> dict[tuple[str | None, str], tuple[int, int]]:
    problem = replace(session(), rules=rules_in_force(session().rules, True))
    past = past_of(plan, Timeline(problem, moment(now), events))
    assert not past.unmatched
    return {(row.candidate, row.stage): (row.start, row.end) for row in past.rows}


@pytest.mark.parametrize(("clock", "moved", "kept"), [("08:10", "C1", "C3"), ("14:10", "C3", "C1")])
def test_of_two_sittings_in_a_room_the_nearest_is_meant(clock: str, moved: str, kept: str) -> None:
    plan = two_sittings()
    planned = {(t.candidate, t.stage): (t.start, t.end) for t in plan.tasks}
    room = next(task.room for task in plan.tasks if task.key[::2] == ("C1", "MSP"))
    found = history(plan, "15:00", Event("started", room, moment(clock), stage="MSP"))
    start, end = planned[moved, "MSP"]
    late = at(clock) - start
    assert found[moved, "MSP"] == (start + late, end + late)
    assert found[kept, "MSP"] == planned[kept, "MSP"]


def test_both_may_be_told() -> None:
    plan = two_sittings()
    room = next(task.room for task in plan.tasks if task.key[::2] == ("C1", "MSP"))
    own = Event("started", None, moment("14:10"), candidate="C3", track="CCP2", stage="MSP")
    found = history(plan, "15:00", Event("started", room, moment("08:10"), stage="MSP"), own)
    assert (found["C1", "MSP"][0], found["C3", "MSP"][0]) == (at("08:10"), at("14:10"))


def test_a_sitting_that_is_not_there_is_said() -> None:
    problem = replace(session(), rules=rules_in_force(session().rules, True))
    told = Event("started", "S2", moment("08:10"), stage="MSP")
    assert past_of(laid_out(), Timeline(problem, moment("09:00"), (told,))).unmatched == [told]


def test_what_is_told_before_the_session_has_no_effect_and_is_said() -> None:
    problem = replace(session(), rules=rules_in_force(session().rules, True))
    told = Event("ended", None, moment("13:42"), candidate="C1", track="TITRE", stage="ET")
    assert past_of(laid_out(), Timeline(problem, None, (told,))).unmatched == [told]
