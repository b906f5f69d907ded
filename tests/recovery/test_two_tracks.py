"""Incidents in a session of fourteen candidates: some on two tracks, a reserve, a juror of one afternoon."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from unittest.mock import patch

import pytest

import tspi_sched
from tests.support.cli_runs import SCENARIOS
from tspi_sched.checker import judged, measure
from tspi_sched.errors import InputError
from tspi_sched.exports import ics
from tspi_sched.plan import DONE, VOID, Event, Plan, Result, Status, Task, moment
from tspi_sched.problem import Problem
from tspi_sched.recovery import BEST, Incident, Replanned, replan
from tspi_sched.recovery.price import price
from tspi_sched.recovery.search import FIRST
from tspi_sched.wishes import Objective, Wishes

IN_FORCE = Path(__file__).parent / "deux-parcours.json"
MONDAY = datetime(2027, 3, 15)
Session = tuple[Problem, Plan, Wishes]


@pytest.fixture(scope="module")
def session() -> Session:
    problem, wishes = tspi_sched.read(SCENARIOS / "deux-parcours.toml")
    wishes = replace(wishes, objectives=(Objective("finish"),), time_limit=60.0, workers=1)
    return problem, tspi_sched.read_plan(IN_FORCE, problem), wishes


def answered(
    session: Session, now: datetime | None, *events: Event, later: float = 0.0
) -> tuple[Replanned, Plan, dict[str, int]]:
    """The best answer; it keeps every rule. `later`: the share of the time for what comes after the leading objectives,
    so that nobody waits here for what is not asserted."""
    problem, plan, wishes = session
    with patch("tspi_sched.recovery.search.LATER", later):
        found = replan(problem, Incident(plan, now, events), wishes, (BEST,))
    answer = found.named(BEST)
    assert answer is not None
    assert answer.plan is not None, answer.why
    assert judged(found.problem, answer.plan)[0] == ()
    return found, answer.plan, measure(found.problem, answer.plan)


def at(task: Task, minute: int) -> datetime:
    """A minute of a task's day."""
    return moment(task.day, minute)


def right(found: Replanned, *expected: int) -> None:
    """The best answer comes to these values of the first objectives, in their order, and that is proven."""
    answer = found.named(BEST)
    assert answer is not None
    reports = answer.result.objectives[: len(expected)]
    names = FIRST[: len(expected)]
    assert {r.name: (r.value, r.status) for r in reports} == {
        name: (value, Status.OPTIMAL) for name, value in zip(names, expected, strict=True)
    }


def busy_panel(plan: Plan) -> tuple[Task, datetime]:
    """A panel with something to hear after an oral of it that runs, and a moment inside that oral."""
    orals = sorted((t for t in plan.tasks if t.stage == "QPP"), key=lambda t: (t.day, t.start))
    for oral in orals:
        later = [t for t in plan.tasks if t.members == oral.members and t.day == oral.day and t.start > oral.end + 30]
        if any(t.stage == "ET" for t in later):
            return oral, at(oral, oral.start + 1)
    raise AssertionError("no panel hears two candidates on a day")


def test_on_the_eve_the_reserve_stands_in_and_no_candidate_is_called_again(session: Session) -> None:
    found, plan, _values = answered(session, None, Event("absent", "J2"), later=0.25)
    right(found, 0, 0, 0, 2, 0)
    assert not any("J2" in task.members for task in plan.tasks)
    best = found.named(BEST)
    assert best is not None
    cost = price(found, best)
    assert cost is not None
    assert {id for id, _day in cost.called_in} <= {"J7", "J8"}
    assert len(cost.called_in) + len(cost.called_off) == 2  # a day each


def test_a_juror_leaves_and_the_reserve_can_come_at_one(session: Session) -> None:
    """The chain that runs is held anew or left out; nobody is called back another day if today has room."""
    oral, now = busy_panel(session[1])
    reserve = Event("absent", "J7", None, at(oral, 780))
    found, plan, _values = answered(session, now, Event("absent", oral.members[0], now), reserve)
    right(found, 0, 1, 3, 1)  # the one who was being heard goes to another day; two more calls have other hours
    void = [task for task in plan.tasks if task.state == VOID and task.stage != "CORR"]
    assert {task.candidate for task in void} == {oral.candidate}
    again = [t for t in plan.tasks if t.candidate == oral.candidate and t.track == oral.track and not t.state]
    assert again
    early = [t for t in plan.tasks if "J7" in t.members and t.day == oral.day and t.start < 780]
    assert early == []


def test_a_juror_who_heard_in_the_morning_leaves_after_noon(session: Session) -> None:
    """What was heard stays heard by who heard it; the morning is untouched."""
    plan = session[1]
    first = min((t for t in plan.tasks if t.stage == "DELIB"), key=lambda t: (t.day, t.end))
    now = at(first, first.end + 1)
    found, after, _values = answered(session, now, Event("absent", first.members[0], now))
    right(found, 0, 0, 1, 2)
    whole = [t for t in plan.tasks if t.candidate == first.candidate and t.track == first.track]
    assert {replace(task, state=DONE) for task in whole} <= set(after.tasks)
    assert not any(first.members[0] in task.members for task in after.tasks if not task.state)


def test_a_juror_leaves_in_the_middle_of_an_oral(session: Session) -> None:
    oral, now = busy_panel(session[1])
    found, plan, _values = answered(session, now, Event("absent", oral.members[0], now))
    right(found, 0, 1, 1, 2)
    void = [task for task in plan.tasks if task.state == VOID and task.stage != "CORR"]
    assert {task.candidate for task in void} == {oral.candidate}
    assert max(task.end for task in void) == now.hour * 60 + now.minute
    again = [t for t in plan.tasks if t.key == oral.key and t.state != VOID]
    assert again
    assert all(oral.members[0] not in task.members for task in again)


def test_a_candidate_on_two_tracks_does_not_come(session: Session) -> None:
    now = MONDAY.replace(hour=9, minute=20)
    found, plan, _values = answered(session, now, Event("absent", "C13"), later=0.25)
    right(found, *[0] * 8)
    assert [row.candidate for row in plan.unplaced] == ["C13"]
    assert not any(task.candidate == "C13" for task in plan.tasks)


def test_an_oral_ends_late(session: Session) -> None:
    oral, _now = busy_panel(session[1])
    end = oral.end + 25
    now = at(oral, end)
    ended = Event("ended", None, now, candidate=oral.candidate, track=oral.track, stage="QPP")
    found, plan, _values = answered(session, now, ended, later=0.25)
    right(found, 0, 0, 0, 0, 15, 0)  # the panel has ten minutes to spare before its next candidate
    assert next(t for t in plan.tasks if t.key == oral.key and t.state == DONE).end == end
    slid = [t for t in plan.tasks if t.candidate == oral.candidate and t.track == oral.track and not t.state]
    assert all(task.members == oral.members for task in slid)
    assert {v.rule for v in judged(found.problem, plan)[1]} <= {"duration", "meal"}


def test_a_room_is_flooded(session: Session) -> None:
    oral, now = busy_panel(session[1])
    found, plan, _values = answered(session, now, Event("closed", oral.room, now))
    right(found, 0, 2, 3, 0)
    assert not any(task.room == oral.room for task in plan.tasks if not task.state)


def test_a_projector_fails(session: Session) -> None:
    oral = max((t for t in session[1].tasks if t.projector or t.stage == "QPP"), key=lambda t: t.day)
    now = at(oral, 480)
    what = oral.projector or oral.room
    found, plan, _values = answered(session, now, Event("closed", what, now))
    right(found, 0, 0, 1, 0)
    assert not any(what in (task.projector, task.room) for task in plan.tasks if not task.state)


def test_a_late_oral_says_nothing_of_extra_time(session: Session, tmp_path: Path) -> None:
    oral, _now = busy_panel(session[1])
    now = at(oral, oral.end + 25)
    ended = Event("ended", None, now, candidate=oral.candidate, track=oral.track, stage="QPP")
    found, plan, _values = answered(session, now, ended)
    ics.write(found.problem, Result(Status.FEASIBLE, plan), tmp_path / "calendriers")
    assert not any("majoré" in path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.ics"))


def test_two_events_at_once(session: Session) -> None:
    oral, _now = busy_panel(session[1])
    now = at(oral, oral.end + 25)
    ended = Event("ended", None, now, candidate=oral.candidate, track=oral.track, stage="QPP")
    found, plan, _values = answered(session, now, ended, Event("absent", "C13"))
    right(found, 0, 0, 0, 0)
    assert [row.candidate for row in plan.unplaced] == ["C13"]


def test_an_event_that_contradicts_history_is_said(session: Session) -> None:
    late = max((t for t in session[1].tasks if t.stage == "ET"), key=lambda t: (t.day, t.start))
    now = MONDAY.replace(hour=9, minute=20)
    ended = Event("ended", None, at(late, late.end), candidate=late.candidate, track=late.track, stage="ET")
    found, _plan, values = answered(session, now, ended, later=0.25)
    assert found.situation.past.unmatched == [ended]
    assert values["task_changes"] == 0


def test_two_tracks_need_the_track_to_be_said_and_nobody_is_invented(session: Session) -> None:
    problem, plan, _wishes = session
    for said in ("fin C13 ET 2027-03-15 10:25", "absent J99", "absent Zorro"):
        with pytest.raises(InputError, match=r"C13|J99|Zorro"):
            tspi_sched.incident(problem, plan, [said], now="2027-03-15 11:00")
    assert (
        tspi_sched.incident(problem, plan, ["fin C13 CCP2 ET 10:25"], now="2027-03-15 11:00").events[0].track == "CCP2"
    )


def test_an_answer_that_is_another_s_for_want_of_time_is_said_to_be_unproven(session: Session) -> None:
    from tspi_sched.plan import ObjectiveReport
    from tspi_sched.recovery.answering import Answer, _once

    plan, names = session[1], ("unplaced", "day_changes", "recalled", "duty_changes")
    results = [
        Result(status, plan, tuple(ObjectiveReport(name, 0, 0, 0, status, 0.0) for name in names))
        for status in (Status.OPTIMAL, Status.FEASIBLE)
    ]
    (late,) = _once([Answer("reporter", results[0]), Answer(BEST, results[1])])
    assert (late.same, late.unproven, late.result.status) == ((BEST,), (BEST,), Status.OPTIMAL)
    (sure,) = _once([Answer("reporter", results[1]), Answer(BEST, results[0])])
    assert (sure.same, sure.unproven, sure.result.status) == ((BEST,), (), Status.OPTIMAL)
