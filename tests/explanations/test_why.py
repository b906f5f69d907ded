"""What a wish for one candidate breaks, what it costs and whom it moves, with the arithmetic in the comments."""

from dataclasses import replace
from typing import Any

import pytest

from tests.support.cli_runs import MIXED
from tests.support.sessions import MONDAY, changed, laid_out, row, session
from tests.support.tempting import TWO_DAYS, opened, roomed, small
from tspi_sched.checker import check, measure
from tspi_sched.cli.wish import Said, read_wish
from tspi_sched.explanations.why import Answer, Cost, _Search, moved, why
from tspi_sched.plan import Plan
from tspi_sched.planner import solve
from tspi_sched.problem import Day, Lock, MealRules, Problem, Room
from tspi_sched.reading import read
from tspi_sched.wishes import Objective, Wishes


def wishes(*names: str, seconds: float = 30) -> Wishes:
    """These objectives, in this order."""
    return Wishes(objectives=tuple(Objective(name) for name in names), time_limit=seconds, workers=1)


def best(problem: Problem, *names: str) -> Plan:
    """The optimum of these objectives."""
    result = solve(problem, wishes(*names))
    assert result.status == "optimal"
    assert result.plan is not None
    return result.plan


def asked(problem: Problem, plan: Plan, *names: str, seconds: float = 30, **said: str) -> Answer:
    """The answer to a wish for C1."""
    return why(problem, plan, read_wish(Said("C1", **said), problem, plan), wishes(*names, seconds=seconds))


def rules(answer: Answer) -> list[str]:
    return [breach.rule for breach in answer.breaches]


# --- what a wish breaks ----------------------------------------------------------------------------------------------


def test_a_panel_that_is_excluded() -> None:
    problem = changed(session(), "C1", exclusions=("J3",))
    answer = asked(problem, laid_out(), "days", panel="B")
    assert [(breach.rule, breach.message) for breach in answer.breaches] == [
        (
            "panel_makeup",
            "ET (TITRE) – Alice Martin (C1), lundi 7 décembre 2026 de 13:00 à 13:30 : Judith Simon (J3) ne peut être du"
            " jury de ce candidat (exclusion).",
        )
    ]
    assert answer.plan is None
    assert not answer.impossible


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ({"at": "07/12/2026 12:00"}, "meal"),  # 12:00 to 13:50, and the window is 11:30 to 14:00
        ({"room": "S1"}, "oral_room"),
        ({"at": "2026-12-07 11:00"}, "order"),  # the paper is over at 11:00, its marking at 11:20
        ({"at": "17h"}, "hours"),  # 110 min
        ({"stage": "MSP", "room": "S3"}, "sitting"),
        ({"panel": "J1;J5"}, "panel_mode"),
    ],
)
def test_a_wish_that_breaks_a_rule(said: dict[str, Any], rule: str) -> None:
    assert rule in rules(asked(session(), laid_out(), "days", **said))


# --- what a wish costs -----------------------------------------------------------------------------------------------


def test_a_wish_that_costs_waiting_only() -> None:
    """The paper ends at 10:00; marked until 10:15, heard from 10:20 at the earliest: 20 min; from 10:50 on: 50 min."""
    problem = changed(small(), "S1", availability=opened("08:00-10:00"))
    plan = best(problem, "days", "waiting")
    answer = asked(problem, plan, "days", "waiting", at="10:50")
    assert answer.costs == (Cost("days", 1, 1, 1), Cost("waiting", 20, 50, 50))
    assert [(cost.difference, cost.proven) for cost in answer.costs] == [(0, True), (30, True)]
    assert answer.costly
    assert answer.plan is not None
    assert measure(problem, answer.plan)["waiting"] == 50
    assert check(problem, answer.plan) == ()
    assert (answer.candidates, answer.members) == ((), ("J1", "J2"))


def test_a_wish_that_costs_a_day() -> None:
    """Two objectives before it do not matter here: on Tuesday the session lasts two days instead of one."""
    problem = small(days=TWO_DAYS)
    answer = asked(problem, best(problem, "days", "waiting"), "days", "waiting", day="8/12/2026")
    assert answer.costs[0] == Cost("days", 1, 2, 2)


def test_a_wish_that_costs_nothing() -> None:
    problem = roomed(small(), Room("S4", ("ORAL",), 6))
    plan = best(problem, "finish", "waiting")
    other = {"S3": "S4", "S4": "S3"}[row(plan, "C1 ET").room or ""]
    answer = asked(problem, plan, "finish", "waiting", room=other)
    assert [cost.difference for cost in answer.costs] == [0, 0]
    assert answer.plan is not None
    assert row(answer.plan, "C1 ET").room == other
    assert answer.candidates == ()


def test_a_wish_that_costs_nothing_but_moves_somebody() -> None:
    """Two candidates alike change places."""
    problem = small("CCP1", "CCP1")
    plan = best(problem, "finish", "waiting")
    first, second = sorted((row(plan, "C1 ET").start, row(plan, "C2 ET").start))
    hour = second if row(plan, "C1 ET").start == first else first
    answer = asked(problem, plan, "finish", "waiting", at=f"{hour // 60}:{hour % 60:02d}")
    assert [cost.difference for cost in answer.costs] == [0, 0]
    assert (answer.candidates, answer.members) == (("C2",), ("J1", "J2"))


def test_a_wish_that_the_plan_grants_already() -> None:
    plan = laid_out()
    answer = asked(session(), plan, "days", "finish", at="13 h", panel="A", room="s3", day="2026-12-07")
    assert answer.plan == plan
    assert [cost.difference for cost in answer.costs] == [0, 0]


def test_a_wish_that_makes_the_plan_better() -> None:
    """C2, the last one until 15:45, could be over at 12:20; then C1 is the last one, until 15:00."""
    problem, plan = session(), laid_out()
    wish = read_wish(Said("C2", at="11:40"), problem, plan)
    answer = why(problem, plan, wish, wishes("days", "finish"))
    assert answer.costs[1] == Cost("finish", 945, 900)
    assert answer.candidates == ()


def test_time_runs_out_before_a_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    problem, given = read(MIXED)
    wish = read_wish(Said("C07", at="16/03/2027 9h"), problem, Plan(()))
    answer = why(problem, Plan(()), wish, replace(given, time_limit=0.01, workers=1))
    assert (answer.plan, answer.impossible, answer.interrupted) == (None, False, False)


def test_an_interruption_ends_the_search() -> None:
    def interrupt(question: str) -> None:
        raise KeyboardInterrupt

    problem, given = read(MIXED)
    wish = read_wish(Said("C07", at="16/03/2027 9h"), problem, Plan(()))
    assert why(problem, Plan(()), wish, replace(given, workers=1), interrupt).interrupted


def test_who_moves() -> None:
    before, problem = laid_out(), session()
    after = replace(before, tasks=tuple(replace(t, room="S2") if t.stage == "MSP" else t for t in before.tasks))
    assert moved(problem, before, after) == (("C1", "C2", "C3"), ())
    after = replace(before, tasks=tuple(replace(t, end=t.end + 5) if t.stage == "CORR" else t for t in before.tasks))
    assert moved(problem, before, after) == ((), ("J1", "J2", "J3", "J4"))
    assert moved(problem, before, before) == ((), ())


# --- what no plan grants ---------------------------------------------------------------------------------------------


def tight() -> Problem:
    """Two candidates to the title for one panel, from 08:00 to 18:00, with a meal.

    One heard from 14:00 to 15:50 leaves the other 11:00 to 13:55, too short with marking and meal, and 16:05 on: too
    late by 5 minutes with the deliberation.
    """
    whole = small("TITRE", "TITRE", days=(Day(MONDAY),))
    return replace(whole, rules=replace(whole.rules, meal=MealRules()))


def test_a_wish_that_only_the_search_refutes() -> None:
    problem = tight()
    answer = asked(problem, best(problem, "finish"), "finish", at="14:00")
    assert answer.impossible
    assert answer.breaches == ()
    assert answer.cause is not None
    assert answer.cause.minimal
    assert set(answer.cause.kinds) == {"candidates", "locks", "opening", "meal", "changeover", "panels"}
    assert "verrou : ET de Nom1 (C1), 14:00" in [line.text for line in answer.cause.lines]
    assert has_plan(problem)
    assert not has_plan(replace(problem, locks=(answer.wish,)))


def has_plan(problem: Problem) -> bool:
    """Whether there is a plan, apart from how explanations find out."""
    return solve(problem, wishes("days")).plan is not None


def test_without_time_to_look_for_it_no_cause_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = tight()
    monkeypatch.setattr("tspi_sched.explanations.why._Search.left", lambda self: 0.0)
    search = _Search(replace(problem, locks=(locked(problem),)), Plan(()), wishes("days"), lambda question: None)
    answer = search.without_plan()
    assert (answer.impossible, answer.cause) == (True, None)


def locked(problem: Problem) -> Lock:
    """The wish that no plan grants."""
    return read_wish(Said("C1", at="14:00"), problem, Plan(()))
