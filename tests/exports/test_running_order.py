"""Whom a panel sees on a day, where a candidate is marked by one panel and heard by another, as after an incident."""

from tests.support.sessions import MONDAY, edited, laid_out, session
from tspi_sched.exports.common.day import running_order
from tspi_sched.exports.common.roster import Roster


def test_each_panel_has_what_it_does_alone() -> None:
    """C1's paper was marked by J1 and J2; J1 and J6 hear the candidate."""
    orals = ("C1 ET", "C1 QPP", "C1 EF", "C1 DELIB")
    plan = edited(laid_out(), *orals, members=("J1", "J6"))
    roster = Roster(session(), plan)
    marked = next(one for one in running_order(roster, ("J1", "J2"), MONDAY) if one.candidate.id == "C1")
    (heard,) = running_order(roster, ("J1", "J6"), MONDAY)
    assert [task.stage for task in marked.on(MONDAY) if task.members] == ["CORR"]
    assert [task.stage for task in heard.on(MONDAY) if task.members] == ["ET", "QPP", "EF", "DELIB"]


def test_a_candidate_of_one_panel_is_seen_whole() -> None:
    roster = Roster(session(), laid_out())
    whole = [one for one in roster.assessments if one.candidate.id == "C1"]
    assert [one for one in running_order(roster, ("J1", "J2"), MONDAY) if one.candidate.id == "C1"] == whole
