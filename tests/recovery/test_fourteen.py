"""Incidents in a session of fourteen candidates: some on two tracks, a reserve, a juror of one afternoon."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from tests.support.sessions import title
from tspi_sched.checker import check, judged, measure
from tspi_sched.plan import DONE, VOID, Event
from tspi_sched.planner import solve
from tspi_sched.problem import Candidate, Day, Invigilator, Member, Opening, PanelRules, Problem, Projector, Room, Rules
from tspi_sched.recovery import BEST, Incident, replan
from tspi_sched.wishes import Objective, Wishes

MONDAY, TUESDAY, WEDNESDAY = date(2027, 6, 14), date(2027, 6, 15), date(2027, 6, 16)
AFTERNOON = (Opening(TUESDAY, 780, 1080),)


def fourteen() -> Problem:
    """Eight on the whole title, four on one certificate, two on both, three days, three panels."""
    tracks = [("TITRE",)] * 7 + [("CCP1",)] * 3 + [("CCP2",)] * 2 + [("CCP1", "CCP2")] * 2
    candidates = tuple(Candidate(f"C{n:02}", f"Nom{n:02}", track) for n, track in enumerate(tracks, start=1))
    members = tuple(Member(f"J{n}", f"Juré{n}", panel=panel) for n, panel in enumerate("AABBCC", start=1))
    members = (*members, Member("J7", "Réserve", reserve=True), Member("J8", "Passage", availability=AFTERNOON))
    return Problem(
        title(),
        tuple(Day(day, 480, 1080) for day in (MONDAY, TUESDAY, WEDNESDAY)),
        candidates,
        members,
        (
            Room("E1", ("MSP",), 16),
            *(Room(f"S{n}", ("ORAL",), 5, projector=n < 3) for n in (1, 2, 3)),
        ),
        (Projector("VP1"),),
        (Invigilator("V1", "Veille"), Invigilator("V2", "Garde")),
        Rules(panel=PanelRules(mode="given")),
    )


@pytest.fixture(scope="module")
def session():
    problem = fourteen()
    wishes = Wishes(objectives=(Objective("days"),), time_limit=300.0, workers=2)
    plan = solve(problem, wishes).plan
    assert check(problem, plan) == ()
    return problem, plan, replace(wishes, time_limit=300.0)


def answered(session, now, *events, wanted=(BEST,)):
    problem, plan, wishes = session
    found = replan(problem, Incident(plan, now, events), wishes, wanted)
    answer = found.named(wanted[-1])
    assert answer.plan is not None, answer.why
    assert judged(found.problem, answer.plan)[0] == ()
    return found, answer.plan, measure(found.problem, answer.plan)


def busy_panel(plan):
    """A panel with something to hear after an oral of it that runs, and a moment inside that oral."""
    orals = sorted((t for t in plan.tasks if t.stage == "QPP"), key=lambda t: (t.day, t.start))
    for oral in orals:
        later = [t for t in plan.tasks if t.members == oral.members and t.day == oral.day and t.start > oral.end + 30]
        if any(t.stage == "ET" for t in later):
            return oral, datetime(oral.day.year, oral.day.month, oral.day.day, oral.start // 60, oral.start % 60 + 1)
    raise AssertionError("no panel hears two candidates on a day")


def test_on_the_eve_the_reserve_stands_in_and_no_candidate_is_called_again(session):
    _found, plan, values = answered(session, None, Event("absent", "J2"))
    assert (values["unplaced"], values["day_changes"], values["recalled"]) == (0, 0, 0)
    assert not any("J2" in task.members for task in plan.tasks)


def test_a_juror_leaves_in_the_middle_of_an_oral(session):
    oral, now = busy_panel(session[1])
    _found, plan, values = answered(session, now, Event("absent", oral.members[0], now))
    void = [task for task in plan.tasks if task.state == VOID and task.stage != "CORR"]
    assert {task.candidate for task in void} == {oral.candidate}
    assert max(task.end for task in void) == now.hour * 60 + now.minute
    again = [t for t in plan.tasks if t.key == oral.key and t.state != VOID]
    assert values["unplaced"] == (0 if again else 1)
    assert all(oral.members[0] not in task.members for task in again)


def test_a_candidate_on_two_tracks_does_not_come(session):
    now = datetime(2027, 6, 14, 9, 20)
    _found, plan, values = answered(session, now, Event("absent", "C13"))
    assert (values["unplaced"], values["recalled"], values["task_changes"]) == (0, 0, 0)
    assert [row.candidate for row in plan.unplaced] == ["C13"]


def test_an_oral_ends_late(session):
    oral, _now = busy_panel(session[1])
    end = oral.end + 25
    now = datetime(oral.day.year, oral.day.month, oral.day.day, end // 60, end % 60)
    ended = Event("ended", None, now, candidate=oral.candidate, track=oral.track, stage="QPP")
    found, plan, values = answered(session, now, ended)
    assert (values["unplaced"], values["day_changes"]) == (0, 0)
    assert next(t for t in plan.tasks if t.key == oral.key and t.state == DONE).end == end
    slid = [t for t in plan.tasks if t.candidate == oral.candidate and t.track == oral.track and not t.state]
    assert all(task.members == oral.members for task in slid)
    assert {v.rule for v in judged(found.problem, plan)[1]} <= {"duration", "meal"}


def test_a_room_is_flooded(session):
    oral, now = busy_panel(session[1])
    _found, plan, values = answered(session, now, Event("closed", oral.room, now))
    assert values["unplaced"] == 0
    assert not any(task.room == oral.room for task in plan.tasks if not task.state)
