"""The checker as a whole: valid plans pass, strange ones never make it raise, and no title is known to it."""

import ast
import random
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tspi_sched.checker
from tests.support.sessions import (
    MONDAY,
    TUESDAY,
    added,
    chain,
    changed,
    edited,
    invented,
    laid_out,
    planned,
    row,
    ruled,
    session,
    shifted,
)
from tspi_sched.checker import OBJECTIVES, RULES, check, measure
from tspi_sched.plan import Event, Plan, Task, Unplaced
from tspi_sched.problem import Candidate, ExtraTime, Lock, Problem
from tspi_sched.wishes import OBJECTIVES as NAMES

CODE = sorted(Path(tspi_sched.checker.__file__).parent.glob("*.py"))


def two_tracks() -> tuple[Problem, Plan]:
    """C1 sits CCP1 and CCP2 and completes the title: both papers on Monday, orals on Tuesday, EF after the last."""
    problem = session(candidates=(Candidate("C1", "Martin", ("CCP1", "CCP2"), "Alice", final_interview=True),))
    first = chain(problem, "C1", "CCP1", written="08:00", marking="08:00", orals="09:00", oral_day=TUESDAY)
    # ET 09:50-10:20, QPP 10:20-11:20, EF 11:20-11:40: 20 min as the title says, deliberation after it.
    stages = (("MSP", 60), ("CORR", 10), ("ET", 30), ("QPP", 60), ("EF", 20), ("DELIB", 10))
    second = chain(
        problem, "C1", "CCP2", written="10:30", marking="08:20", orals="09:50", oral_day=TUESDAY, minutes=stages
    )
    return problem, planned(*first, *second)


def baker() -> tuple[Problem, Plan]:
    """A session of the invented title: C1 whole with extra time, C2 cakes only and the completion after them."""
    extra = (ExtraTime("DICTEE", Fraction(1, 3)), ExtraTime("EXPOSE", minutes=3))
    people = (
        Candidate("C1", "Martin", ("PAIN",), extra_time=extra),
        Candidate("C2", "Bernard", ("GATEAU",), final_interview=True),
    )
    problem = session(title=invented(), candidates=people)
    # DICTEE 45 + 45/3 = 60; EXPOSE 15 + 3 = 18, on the grid 20.
    whole = (("DICTEE", 60), ("LECTURE", 10), ("EXPOSE", 20), ("DEGUSTATION", 25), ("CONSEIL", 5))
    first = chain(problem, "C1", "PAIN", written="08:00", marking="09:00", orals="09:15", minutes=whole)
    cakes = (("DICTEE", 30), ("LECTURE", 5), ("DEGUSTATION", 40), ("BILAN", 10), ("CONSEIL", 5))
    second = chain(problem, "C2", "GATEAU", written="08:00", marking="10:05", orals="10:15", minutes=cakes)
    return problem, planned(*first, *second)


@pytest.mark.parametrize("made", [lambda: (session(), laid_out()), two_tracks, baker])
def test_a_sound_plan_breaks_no_rule(made: Callable[..., Any]) -> None:
    problem, plan = made()
    assert check(problem, plan) == ()


@pytest.mark.parametrize("mode", ["daily", "free"])
@pytest.mark.parametrize("rooms", ["single", "per_stage"])
def test_a_sound_plan_is_sound_under_looser_rules(mode: str, rooms: str) -> None:
    assert check(ruled(session(), panel={"mode": mode}, oral_rooms=rooms, oral_gap_max_minutes=30), laid_out()) == ()


def test_names_are_those_of_the_table_and_of_the_functions() -> None:
    assert {name: rule.__name__ for name, rule in RULES.items()} == {name: name for name in RULES}
    assert {name: value.__name__ for name, value in OBJECTIVES.items()} == {name: name for name in NAMES}
    assert len(RULES) == 22


def test_every_violation_of_a_bad_plan_is_found_with_its_time_and_people() -> None:
    plan = edited(edited(laid_out(), "C3 DELIB", end="11:00"), "C2 DELIB", room="S4")
    first, second = check(session(), plan)
    assert (first.rule, first.people, first.day, first.start, first.end) == ("duration", ("C3",), MONDAY, 645, 660)
    assert first.message == (
        "DELIB (CCP2) – Chloé Petit (C3), lundi 7 décembre 2026 de 10:45 à 11:00 : dure 15 min au lieu de 10 min."
    )
    assert (second.rule, second.people) == ("oral_room", ("C2", "J1", "J2"))


def test_no_code_of_a_title_and_nothing_of_the_model_stands_in_the_code() -> None:
    ours = {"checker", "problem", "plan", "texts", "wording"}
    codes = {"TITRE", "CCP1", "CCP2", "CORR", "ET", "QPP", "EF", "DELIB", "PV", "MSP"}
    for file in CODE:
        tree = ast.parse(file.read_text(encoding="utf-8"))
        nodes = list(ast.walk(tree))
        assert not codes & {node.value for node in nodes if isinstance(node, ast.Constant)}, file.name
        modules = [n.module or "" for n in nodes if isinstance(n, ast.ImportFrom)]
        modules += [alias.name for n in nodes if isinstance(n, ast.Import) for alias in n.names]
        assert {m.split(".")[1] for m in modules if m.startswith("tspi_sched.")} <= ours, file.name
        assert not [m for m in modules if m.split(".")[0] in ("ortools", "pandas", "numpy")], file.name


# --- the invented title ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("duration", lambda p, plan: (changed(p, "C1", extra_time=()), plan)),
        ("order", lambda p, plan: (p, edited(plan, "C2 LECTURE", start="08:25", end="08:30"))),
        ("all_or_nothing", lambda p, plan: (changed(p, "C2", final_interview=False), plan)),
        ("projection", lambda p, plan: (changed(p, "S3", projector=False), plan)),
        ("deliberation", lambda p, plan: (p, shifted(plan, 5, "C2 CONSEIL"))),
        ("minutes", lambda p, plan: (with_signing(p), added(plan, signing()))),
        ("candidate_time", lambda p, plan: (ruled(p, msp_and_orals="different_day"), plan)),
    ],
)
def test_rules_hold_for_a_title_that_nobody_knows(rule: str, change: Callable[..., Any]) -> None:
    assert rule in {violation.rule for violation in check(*change(*baker()))}


def with_signing(problem: Problem) -> Problem:
    """The problem with a stage of the closing kind in its title."""
    stage = replace(problem.title.stages[1], code="PAPERASSE", kind="closing")
    return replace(problem, title=replace(problem.title, stages=(*problem.title.stages, stage)))


def signing() -> Task:
    """A signing that nobody asked for."""
    return Task(None, None, "PAPERASSE", MONDAY, 720, 725, members=("J1", "J2"))


def test_a_title_without_a_signing_asks_for_none() -> None:
    problem, plan = baker()
    assert check(ruled(problem, closing_minutes=10), plan) == ()
    assert {v.rule for v in check(ruled(with_signing(problem), closing_minutes=10), plan)} == {"minutes"}


def test_objectives_of_a_title_that_nobody_knows() -> None:
    values = measure(*baker())
    # C1 08:00-10:00 less 60 + 20 + 25; C2 08:00-11:05 less 30 + 40 + 10.
    assert values["waiting"] == (120 - 105) + (185 - 80)
    assert values["finish"] == 11 * 60 + 10


# --- strange plans ---------------------------------------------------------------------------------------------------

WEIRD = {
    "candidate": st.sampled_from([None, "", "C1", "C2", "X", "J1"]),
    "track": st.sampled_from([None, "", "TITRE", "CCP1", "X"]),
    "stage": st.sampled_from(["", "MSP", "CORR", "ET", "QPP", "EF", "DELIB", "PV", "X"]),
    "day": st.sampled_from([MONDAY, TUESDAY, date(2020, 2, 29)]),
    "start": st.integers(-100, 1600),
    "end": st.integers(-100, 1600),
    "room": st.sampled_from([None, "", "S1", "S3", "S4", "X"]),
    "members": st.sampled_from([(), ("J1",), ("J1", "J1"), ("J1", "J2", "J6"), ("X", "V1"), ("",)]),
    "invigilators": st.sampled_from([(), ("V1", "V2"), ("V1", "V1"), ("J1",), ("X",)]),
    "projector": st.sampled_from([None, "", "VP1", "X"]),
    "state": st.sampled_from(["", "done", "void"]),
    "means": st.sampled_from([(), ("X",), ("J1", "J1"), ("",)]),
}
RULED = st.fixed_dictionaries(
    {
        "grid_minutes": st.sampled_from([1, 5]),
        "allow_unplaced": st.booleans(),
        "oral_rooms": st.sampled_from(["single", "per_stage"]),
        "msp_and_orals": st.sampled_from(["any", "same_day", "different_day"]),
        "closing_minutes": st.sampled_from([0, 7]),
        "max_wait_minutes": st.sampled_from([None, 60]),
        "rest_after_msp_minutes": st.sampled_from([0, 30]),
        "msp": st.fixed_dictionaries({"waves": st.sampled_from([1, 2]), "mix_tracks": st.booleans()}),
        "panel": st.fixed_dictionaries({"mode": st.sampled_from(["given", "daily", "free"])}),
        "marking": st.fixed_dictionaries({"before": st.sampled_from(["candidate", "all"])}),
        "deliberation": st.fixed_dictionaries({"position": st.sampled_from(["after_each", "end_of_day"])}),
        "member": st.fixed_dictionaries({"max_candidates_per_day": st.sampled_from([None, 1])}),
    }
)


def test_weird_values_cover_every_field_of_a_row() -> None:
    assert list(WEIRD) == [field.name for field in fields(Task)]


@settings(max_examples=150, deadline=None)
@given(data=st.data(), rules=RULED, seed=st.integers(0, 999))
def test_no_plan_makes_the_checker_raise(data: Any, rules: Any, seed: Any) -> None:
    tasks = list(laid_out().tasks)
    random.Random(seed).shuffle(tasks)
    for _ in range(data.draw(st.integers(1, 8))):
        place, name = data.draw(st.integers(0, len(tasks) - 1)), data.draw(st.sampled_from(list(WEIRD)))
        tasks[place] = replace(tasks[place], **{name: data.draw(WEIRD[name])})
    more = tuple(data.draw(st.lists(st.builds(Task, **WEIRD), max_size=4)))
    kept = tuple(tasks[: data.draw(st.integers(0, len(tasks)))])
    since = data.draw(st.sampled_from([None, datetime(2026, 12, 7, 11, 3)]))
    happened = data.draw(
        st.sampled_from([(), (Event("absent", "J1"), Event("closed", "S3"), Event("late", "C2", since))])
    )
    plan = Plan(kept + more, (Unplaced("C1", ""), Unplaced("X", "")), since, happened)
    locks = tuple(Lock(task, frozenset({"day", "room", "panel"})) for task in more)
    problem = ruled(session(locks=locks, baseline=laid_out()), **rules)
    assert all(violation.rule in RULES and violation.message for violation in check(problem, plan))
    assert set(measure(problem, plan)) == set(NAMES)


def test_an_empty_plan_and_an_empty_session_are_measured() -> None:
    assert {v.rule for v in check(session(), Plan(()))} == {"all_or_nothing"}
    assert measure(session(), Plan(())) == {name: 0 for name in NAMES} | {"unplaced": 6}  # priorities 1 + 2 + 3
    assert check(session(candidates=()), Plan(())) == ()


STRANGE = Task("C3", "CCP2", "DELIB", MONDAY, 645, 655, "S4", ("J3", "J4"))


@pytest.mark.parametrize(
    ("rule", "plan"),
    [
        ("all_or_nothing", added(laid_out(), replace(STRANGE, candidate="X", start=960, end=970))),
        ("all_or_nothing", added(laid_out(), replace(STRANGE, stage="X", start=960, end=970))),
        ("all_or_nothing", added(laid_out(), replace(STRANGE, track="CCP1", start=960, end=970))),
        ("all_or_nothing", added(laid_out(), replace(STRANGE, start=960, end=970))),
        ("hours", added(laid_out(), replace(STRANGE, candidate="X", start=1435, end=1450))),
        ("hours", edited(laid_out(), "C3 DELIB", day=date(2027, 1, 4))),
        ("duration", edited(laid_out(), "C3 DELIB", end="10:45")),
        ("duration", edited(laid_out(), "C3 DELIB", end="10:52")),
        ("panel_makeup", edited(laid_out(), "C3 MSP", members=("J3", "J4"))),
        ("panel_makeup", edited(laid_out(), "C3 DELIB", members=("J3", "X"))),
        ("invigilation", edited(laid_out(), "C3 DELIB", invigilators=("V1",))),
        ("invigilation", edited(laid_out(), "C1 MSP", "C2 MSP", "C3 MSP", invigilators=("X",))),
        ("projection", edited(laid_out(), "C3 QPP", projector="X")),
        ("projection", edited(laid_out(), "C3 DELIB", projector="VP2")),
        ("sitting", edited(laid_out(), "C3 MSP", room="X")),
        ("sitting", edited(laid_out(), "C3 MSP", room=None)),
        ("oral_room", edited(laid_out(), "C3 QPP", room=None)),
        ("oral_room", edited(laid_out(), "C3 CORR", room="X")),
        ("minutes", added(laid_out(), replace(STRANGE, stage="PV", start=960, end=970))),
    ],
)
def test_a_fault_of_structure_is_reported_under_its_rule(rule: str, plan: Plan) -> None:
    assert rule in {violation.rule for violation in check(session(), plan)}


def test_a_row_may_be_the_same_object_twice() -> None:
    plan = laid_out()
    assert "all_or_nothing" in {v.rule for v in check(session(), Plan((*plan.tasks, row(plan, "C1 ET"))))}
