"""A plan in force from Python: what happens, the answers, what is published."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

import tspi_sched
from tests.support.published import files, plan_file, session
from tests.support.sessions import MONDAY, edited, laid_out, shifted
from tspi_sched.editions import Refused
from tspi_sched.wishes import Wishes

NOW = datetime(2026, 12, 1, 9, 0)
WISHES = Wishes(time_limit=300.0, workers=1)


def test_an_incident_is_said_and_answered() -> None:
    problem, plan = session(), laid_out()
    happened = tspi_sched.incident(problem, plan, ["absent C2"])
    found = tspi_sched.replan(problem, happened, WISHES, ("reporter", "meilleur"))
    best = found.named("meilleur")
    assert best is not None
    assert best.plan is not None
    assert tspi_sched.check(found.problem, best.plan) == ()
    assert [row.candidate for row in best.plan.unplaced] == ["C2"]
    prices = found.prices
    assert list(prices.index) == ["reporter", "meilleur"]
    assert [prices["recalled"]["meilleur"], prices["called_in"]["meilleur"]] == [0, 0]
    assert bool(prices["proven"]["meilleur"])
    assert found.people.columns.to_list() == ["answer", "what", "person", "day"]


def test_later_incidents_keep_what_was_known_before() -> None:
    problem, plan = session(), laid_out()
    first = tspi_sched.incident(problem, plan, ["absent C2"])
    known = replace(plan, events=first.events)
    later = tspi_sched.incident(
        problem, known, ["retard C1 9:00"], now=datetime(MONDAY.year, MONDAY.month, MONDAY.day, 8)
    )
    assert [event.kind for event in later.events] == ["absent", "late"]
    assert later.now is not None


def test_an_answer_that_is_impossible_says_why() -> None:
    problem, plan = session(), laid_out()
    member = next(task.members[0] for task in plan.tasks if task.members)
    happened = tspi_sched.incident(problem, plan, [f"absent {member}"])
    prices = tspi_sched.replan(problem, happened, WISHES, ("redistribuer", "reporter")).prices
    without = prices[prices["recalled"].isna()]
    assert (without["why"] != "").all()
    assert (prices.drop(without.index)["why"] == "").all()


def test_a_sentence_that_is_wrong_is_an_input_error() -> None:
    with pytest.raises(tspi_sched.InputError, match="J99"):
        tspi_sched.incident(session(), laid_out(), ["absent J99"])


def test_a_plan_is_published_and_its_editions_are_listed(tmp_path: Path) -> None:
    scenario = files(tmp_path / "session")
    first = plan_file(tmp_path / "planning" / "plan.json", laid_out())
    one = tspi_sched.publish(first, scenario, reason="first", now=NOW)
    assert (one.number, one.reason) == (1, "first")
    second = plan_file(tmp_path / "two.json", shifted(laid_out(), 5, "C2 ET", "C2 DELIB"))
    two = tspi_sched.publish(second, scenario, tmp_path / "planning", now=NOW)
    assert two.number == 2
    assert {told.id for told in two.told} >= {"C2"}
    assert tspi_sched.editions_in(tmp_path / "planning") == (one, two)
    assert tspi_sched.last_edition(tmp_path / "planning") == two
    assert (tmp_path / "planning" / "a-faire" / "appels.xlsx").is_file()


def test_a_workbook_that_somebody_worked_on_is_kept(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    scenario = files(tmp_path / "session")
    tspi_sched.publish(plan_file(tmp_path / "planning" / "plan.json", laid_out()), scenario, now=NOW)
    book = load_workbook(tmp_path / "planning" / "planning.xlsx")
    book["Plan"]["Z99"] = "à moi"
    book.save(tmp_path / "planning" / "planning.xlsx")
    other = plan_file(tmp_path / "two.json", shifted(laid_out(), 5, "C2 ET", "C2 DELIB"))
    tspi_sched.publish(other, scenario, tmp_path / "planning", now=NOW)
    (kept,) = (tmp_path / "planning").glob("planning (*.xlsx")
    assert load_workbook(kept)["Plan"]["Z99"].value == "à moi"


def test_a_plan_that_breaks_a_rule_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    scenario = files(tmp_path / "session")
    plan = plan_file(tmp_path / "planning" / "plan.json", edited(laid_out(), "C1 ET", room="S1"))
    with pytest.raises(Refused):
        tspi_sched.publish(plan, scenario, now=NOW)
    assert tspi_sched.editions_in(tmp_path / "planning") == ()
    assert tspi_sched.publish(plan, scenario, despite=True, now=NOW).broken
