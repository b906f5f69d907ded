"""Warnings for the organiser: late notice, papers to copy, candidates left out."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.support import export_demo as demo
from tspi_sched.documents import Leads
from tspi_sched.exports.common.breaks import meal_break
from tspi_sched.exports.common.calls import called
from tspi_sched.exports.common.notices import notices, whole_title_tracks
from tspi_sched.exports.common.roster import Roster
from tspi_sched.plan import Plan
from tspi_sched.problem import Problem


def late(days_before: int, problem: Problem = None) -> list[Any]:
    today = demo.MONDAY - timedelta(days=days_before)
    return [text for text in notices(problem or demo.problem(), demo.plan(), today) if "La session commence" in text]


@pytest.mark.parametrize(("days_before", "count"), [(31, 0), (30, 1), (15, 1), (14, 3), (0, 3), (-1, 1)])
def test_late_notice(days_before: int, count: int) -> None:
    # one month for the whole title, 15 days for a certificate and for the jurors' leave
    assert len(late(days_before)) == count


def test_late_notice_says_when() -> None:
    assert late(14)[0].startswith(
        "La session commence le lundi 7 décembre 2026, dans 14 jours : les candidats au titre"
    )
    assert "dans 1 jour :" in late(1)[0]
    assert late(-1) == ["La session commence le lundi 7 décembre 2026 : cette date est passée."]


def test_certificates_alone_need_no_month() -> None:
    plan = Plan(tuple(task for task in demo.plan().tasks if task.candidate == "C03"))
    texts = notices(demo.problem(), plan, demo.MONDAY - timedelta(days=20))
    assert texts == ()


def test_whole_title_tracks_are_found_without_their_names() -> None:
    assert whole_title_tracks(demo.TITLE) == {"TITRE"}
    assert whole_title_tracks(replace(demo.TITLE, completion=None)) == {"TITRE", "CCP1", "CCP2"}


def test_papers_to_copy_only_where_something_is_projected() -> None:
    without = tuple(replace(c, report=False) for c in demo.CANDIDATES)
    (text,) = notices(demo.problem(candidates=without), demo.plan(), demo.TODAY)
    assert "Zoé Lefèvre (C01), Noé Garnier (C02), Inès Roux (C03)" in text
    ccp1 = (*without[:2], replace(without[2], tracks=("CCP1",)))
    plan = Plan(tuple(task for task in demo.plan().tasks if task.track != "CCP2"))
    (text,) = notices(demo.problem(candidates=ccp1), plan, demo.TODAY)
    assert "C03" not in text


def test_left_out_candidates_are_named() -> None:
    plan = replace(demo.plan(), unplaced=demo.left_out())
    assert notices(demo.problem(), plan, demo.TODAY)[-1].startswith("Non placé : Inès Roux (C03) – ")


def test_an_empty_plan_has_no_warning() -> None:
    assert notices(demo.problem(), Plan(()), demo.TODAY) == ()


def test_candidates_are_called_early_but_never_during_a_stage() -> None:
    # C01: paper 8:00-11:00, orals from 13:00; C03 on Tuesday: CCP1's orals 8:30-9:00, CCP2's from 9:15
    roster = Roster(demo.problem(), demo.plan(), Leads(written=20, orals=30))
    tasks = {task.key: task for task in demo.plan().tasks}
    found = [called(roster, tasks[key]) for key in (("C01", "TITRE", "MSP"), ("C01", "TITRE", "ET"))]
    assert found == [480 - 20, 780 - 30]
    assert called(roster, tasks["C03", "CCP2", "ET"]) is None  # not at 8:45, during the other interview


def test_no_break_for_who_comes_after_the_meal_or_leaves_before() -> None:
    roster = Roster(demo.problem(), demo.plan())
    assert meal_break(roster, ("J3", "J4"), demo.TUESDAY) is None
    assert meal_break(roster, ("J1", "J2"), demo.MONDAY) == (690, 775)
