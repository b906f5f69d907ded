"""Incidents on a session of real size, with the values that are right for each: who is called again, what stays."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

import tspi_sched
from tests.support.cli_runs import MIXED
from tspi_sched.checker import judged, measure
from tspi_sched.errors import InputError
from tspi_sched.plan import DONE, VOID, Plan
from tspi_sched.problem import Problem
from tspi_sched.reading.events import read_incident
from tspi_sched.recovery import ANSWERS, BEST, Incident, Replanned, replan
from tspi_sched.recovery.price import price
from tspi_sched.recovery.search import FIRST
from tspi_sched.recovery.told import details_of
from tspi_sched.wishes import Objective, Wishes

IN_FORCE = Path(__file__).parent / "mixte.json"


@pytest.fixture(scope="module")
def mixed() -> tuple[Problem, Wishes, Plan]:
    problem, wishes = tspi_sched.read(MIXED)
    wishes = replace(wishes, objectives=(Objective("finish"),), time_limit=60.0, workers=1)
    return problem, wishes, tspi_sched.read_plan(IN_FORCE, problem)


def answered(
    mixed: tuple[Problem, Wishes, Plan], now: str | None, *events: str, wanted: tuple[str, ...] = ANSWERS
) -> Replanned:
    """The answers to some events; every plan keeps every rule, and the plan in force where it is history."""
    problem, wishes, plan = mixed
    said = read_incident(problem, events, now=now)
    found = replan(problem, Incident(plan, said.now, said.events), wishes, wanted)
    for answer in found.answers:
        if answer.plan:
            assert judged(found.problem, answer.plan)[0] == ()
            assert _past(plan, answer.plan) or said.events
    return found


def _past(before: Plan, after: Plan) -> bool:
    done = {replace(task, state="") for task in after.tasks if task.state == DONE}
    return done <= set(before.tasks)


def values(found: Replanned, name: str = BEST) -> dict[str, int]:
    """What an answer comes to, where all that matters after an incident is proven."""
    answer = found.named(name)
    assert answer is not None
    assert answer.plan is not None
    proven = {report.name for report in answer.result.objectives if report.status == "optimal"}
    assert set(FIRST) <= proven
    return measure(found.problem, answer.plan)


def right(found: Replanned, *expected: int) -> None:
    """The best answer comes to these values of the objectives after an incident, in their order, and that is proven."""
    best = values(found)
    assert dict(zip(FIRST, (best[name] for name in FIRST), strict=True)) == dict(zip(FIRST, expected, strict=True))


def test_on_the_eve_a_juror_is_ill_and_the_reserve_is_free(mixed: tuple[Problem, Wishes, Plan]) -> None:
    found = answered(mixed, "2027-03-10 09:00", "absent J5")
    right(found, 0, 0, 0, 1, 0, 0, 7, 13)
    cost = price(found, found.named(BEST))
    assert len(cost.called_in) == 1  # the reserve; J6 comes as planned
    assert cost.called_off == cost.recalled == cost.left_out == ()
    assert BEST in found.named("remplacer").same or found.named("remplacer").name == "remplacer"
    assert values(found, "reporter")["unplaced"] == 3  # whom J5 was to hear


def test_in_the_middle_of_an_oral_a_juror_leaves(mixed: tuple[Problem, Wishes, Plan]) -> None:
    found = answered(mixed, "2027-03-16 10:30", "absent J6 à partir de 10:30", "absent J7 jusqu'à 16/03 13:00")
    plan = found.named(BEST).plan
    void = [task for task in plan.tasks if task.state == VOID]
    assert {task.candidate for task in void} == {"C03"}
    assert max(task.end for task in void) == 630  # cut when the juror left
    heard = [task for task in plan.tasks if task.candidate == "C03" and not task.state and task.stage == "ET"]
    assert heard == [] or "J6" not in heard[0].members
    right(found, 0, 2, 2, 2, 2750, 0, 7, 12)  # two of the three whom J6 was to hear go to the day after, no fewer
    assert values(found, "reporter")["unplaced"] == 3
    assert len(price(found, found.named(BEST)).recalled) == 2


def test_what_was_heard_stays_heard_by_who_heard_it(mixed: tuple[Problem, Wishes, Plan]) -> None:
    found = answered(mixed, "2027-03-16 12:20", "absent J1 à partir de 12:20", wanted=("meilleur",))
    right(found, 0, 0, 0, 1, 15, 0, 3, 4)  # the reserve comes for C06, who waits a quarter of an hour
    plan, before = found.named(BEST).plan, mixed[2]
    morning = [task for task in before.tasks if task.candidate in ("C04", "C08")]
    assert {replace(task, state=DONE) for task in morning} <= set(plan.tasks)
    assert not any("J1" in task.members for task in plan.tasks if not task.state)


def test_a_candidate_has_not_come_and_nobody_moves(mixed: tuple[Problem, Wishes, Plan]) -> None:
    found = answered(mixed, "2027-03-16 09:20", "absent C03")
    right(found, *[0] * 8)
    plan = found.named(BEST).plan
    assert [row.candidate for row in plan.unplaced] == ["C03"]
    assert not any(task.candidate == "C03" for task in plan.tasks)
    assert len(found.answers) == 1  # they are all the same
    gap = next(line for line in details_of(found, found.answers[0]) if "trou" in line)
    members = next(task.members for task in mixed[2].tasks if task.key == ("C03", "TITRE", "ET"))
    assert all(name in gap for name in (*members, "2027", "C03")), gap


def test_an_oral_ends_25_minutes_late(mixed: tuple[Problem, Wishes, Plan]) -> None:
    found = answered(mixed, "2027-03-16 10:25", "fin C08 ET 10:25")
    right(found, 0, 0, 0, 0, 50, 0, 6, 9)  # C04 and C06, 25 minutes later each, by the same panel
    plan = found.named(BEST).plan
    et = next(task for task in plan.tasks if task.key == ("C08", "CCP1", "ET"))
    assert (et.end, et.state) == (625, DONE)
    slid = next(task for task in plan.tasks if task.key == ("C04", "TITRE", "ET"))
    assert slid.members == ("J1", "J2")
    assert {v.rule for v in judged(found.problem, plan)[1]} == {"duration"}


@pytest.mark.parametrize(
    ("fails", "expected"),
    [
        ("11:50", (0, 1, 2, 2, 1255, 4, 4, 6)),  # one goes to another day, and the panel with them
        ("15:00", (0, 0, 1, 0, 65, 4, 6, 9)),  # later hours, in other rooms
    ],
)
def test_a_projector_fails_and_a_room_is_flooded(
    mixed: tuple[Problem, Wishes, Plan], fails: str, expected: tuple[int, ...]
) -> None:
    closed = (f"fermé VP1 à partir de {fails}", "fermé S2 à partir de 11:00")
    found = answered(mixed, "2027-03-16 11:00", *closed, wanted=(BEST,))
    right(found, *expected)
    plan, since = found.named(BEST).plan, int(fails[:2]) * 60 + int(fails[3:])
    to_come = [task for task in plan.tasks if not task.state]
    assert not any(task.room == "S2" for task in to_come)
    assert not any(task.projector for task in to_come if task.end > since)


def test_two_events_at_once(mixed: tuple[Problem, Wishes, Plan]) -> None:
    found = answered(mixed, "2027-03-16 09:20", "absent C03", "retard C06 13:10", wanted=("meilleur",))
    right(found, 0, 0, 0, 0, 5, 0, 3, 4)  # C06 slides by five minutes
    plan = found.named(BEST).plan
    assert next(task.start for task in plan.tasks if task.key == ("C06", "TITRE", "ET")) == 790


def test_an_event_that_contradicts_history_is_a_finding(mixed: tuple[Problem, Wishes, Plan]) -> None:
    found = answered(mixed, "2027-03-16 09:20", "fin C01 QPP 13:50", wanted=("meilleur",))
    assert [event.candidate for event in found.situation.past.unmatched] == ["C01"]
    assert values(found)["task_changes"] == 0


def test_an_event_of_somebody_unknown_is_a_fault(mixed: tuple[Problem, Wishes, Plan]) -> None:
    with pytest.raises(InputError, match="J99"):
        answered(mixed, "2027-03-16 09:20", "absent J99")


def test_a_plan_after_an_incident_is_replanned_again(mixed: tuple[Problem, Wishes, Plan]) -> None:
    problem, wishes, _plan = mixed
    first = answered(mixed, "2027-03-16 10:25", "fin C08 ET 10:25", wanted=("meilleur",)).named(BEST).plan
    later = datetime(2027, 3, 16, 11, 0)
    again = replan(problem, Incident(first, later, first.events), wishes, ("meilleur",))
    assert values(again)["task_changes"] == 0
    kept = {task for task in first.tasks if task.state}
    assert kept <= set(again.named(BEST).plan.tasks)


def test_what_the_scenario_wishes_comes_after(mixed: tuple[Problem, Wishes, Plan]) -> None:
    problem, wishes, plan = mixed
    wishes = replace(wishes, objectives=(Objective("presence"), Objective("waiting")), time_limit=1.0)
    names = [o.name for o in replan(problem, Incident(plan, None, ()), wishes, (BEST,)).answers[0].result.objectives]
    assert names[:3] == ["unplaced", "day_changes", "recalled"]
    assert names[-2:] == ["presence", "waiting"]
