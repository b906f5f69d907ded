"""The numbers of `tiny` in docs/how are those of the code: its patterns, bounds, columns, duals and nodes."""

import re
from fractions import Fraction
from typing import Any

import pytest
from ortools.sat.python import cp_model

from tests.support.paths import ROOT
from tspi_sched.columns.arc_costs import waits_in
from tspi_sched.columns.arcs import columns_within, feasible_arcs
from tspi_sched.columns.build_network import build_network
from tspi_sched.columns.linking import ALONE
from tspi_sched.columns.master import (
    SCALE,
    BoundingProblem,
    LagrangianBound,
    RestrictedMaster,
    _price,
    column_generation,
)
from tspi_sched.columns.network import Duals, PanelSchedule
from tspi_sched.columns.node import Node
from tspi_sched.columns.pricing import INFINITY
from tspi_sched.model import build_instance
from tspi_sched.planner import solve
from tspi_sched.reading import read
from tspi_sched.relaxations.patterns.data import pattern_data
from tspi_sched.relaxations.patterns.enumeration import _stretches
from tspi_sched.relaxations.patterns.model import OBJECTIVES as OF_PATTERNS
from tspi_sched.relaxations.patterns.model import build_pattern_model
from tspi_sched.relaxations.positional.candidates import waiting as waiting_of_positions
from tspi_sched.relaxations.positional.model import build_positional_model
from tspi_sched.relaxations.workload.model import OBJECTIVES, build_workload_model
from tspi_sched.relaxations.workload.papers import paper_slots
from tspi_sched.relaxations.workload.waiting import _tables
from tspi_sched.solver import run
from tspi_sched.wishes import Objective, Wishes

HOW = ROOT / "docs" / "how"
PROBLEM, _ = read(ROOT / "scenarios" / "tiny.toml")
WORK = build_instance(PROBLEM)
LIMIT = 134
"""The presence of the question, in slots of two members: 670 minutes."""


def table(page: str, *heads: str) -> list[dict[str, str]]:
    """The table of a page that begins with some heads: its rows, by head."""
    lines = iter((HOW / page).read_text(encoding="utf-8").splitlines())
    first = next(cells for line in lines if (cells := row(line))[: len(heads)] == list(heads))
    next(lines)
    found = []
    for line in lines:
        if not line.startswith("|"):
            return found
        found.append(dict(zip(first, row(line), strict=True)))
    return found


def row(line: str) -> list[str]:
    """The cells of a line."""
    return [cell.strip() for cell in line.strip().strip("|").split("|")] if line.startswith("|") else []


def number(cell: str) -> float:
    """A number as a page writes it."""
    return float(cell.replace("−", "-"))


def slot(clock: str) -> int:
    """An hour of the only day as a slot."""
    hours, minutes = clock.split(":")
    return (60 * int(hours) + int(minutes)) // WORK.grid


def least(model: cp_model.CpModel, expression: Any) -> int | None:
    """The proven minimum of an expression; None if there is no solution."""
    model.minimize(expression)
    outcome = run(model, Wishes(workers=1), 60, lambda best, bound: None)
    assert outcome.proven or outcome.infeasible
    return outcome.best


# --- relaxations ------------------------------------------------------------------------------------------------------


def test_the_slacks_of_the_patterns() -> None:
    rows = table("relaxations.md", "meal", "begin")
    what = pattern_data(WORK)
    model = build_pattern_model(what, slot("16:40"))
    hull = WORK.problem.days[0].windows(())[0]
    fits = {
        meal.value: (begin, end, inside)
        for meal, begin, end, inside in _stretches(model, (hull[0] // WORK.grid, slot("16:40")), 0)
    }
    load = 2 * (what.job_types[0].hearing + what.job_types[0].marking)
    assert len(rows) == len(fits) == 3
    for told in rows:
        begin, end, inside = fits[told["meal"]]
        slack = end - begin - inside - load
        assert [number(told[head]) for head in ("begin", "end", "in it", "load", "slack")] == [
            begin, end, inside, load, slack,
        ]  # fmt: skip
        assert (told[""] == "fits") == (slack >= 0)


def test_the_close_that_is_refuted_and_the_close_that_is_not() -> None:
    what = pattern_data(WORK)
    for closes, possible in ((slot("16:40"), True), (slot("16:35"), False)):
        model = build_pattern_model(what, closes)
        assert (least(model.model, OF_PATTERNS["presence"](model)) is not None) == possible


LADDER = table("relaxations.md", "objective", "within")


@pytest.mark.parametrize("told", LADDER, ids=lambda told: told["objective"] + told["within"])
def test_the_ladder(told: dict[str, str]) -> None:
    name = told["objective"].strip("`")
    limits = {found[0]: int(found[1]) for found in re.findall(r"`(\w+)` ≤ (\d+)", told["within"])}
    for positions in (False, True):
        workload = build_workload_model(WORK)
        expressions = {
            what: OBJECTIVES[what](workload) for what in (name, *limits) if what != "waiting" or not positions
        }
        if positions:
            positional = build_positional_model(workload)
            if name == "waiting":
                expressions["waiting"] = waiting_of_positions(positional)
        for limited, most in limits.items():
            workload.model.add(expressions[limited] <= most)
        found = least(workload.model, expressions[name])
        assert found == number(told["positions" if positions else "workload"])
    if name == "presence":
        model = build_pattern_model(pattern_data(WORK))
        assert least(model.model, OF_PATTERNS["presence"](model)) == number(told["patterns"])
    wishes = [Objective(what, most - least_of(what)) for what, most in limits.items()]
    result = solve(PROBLEM, Wishes(objectives=(*wishes, Objective(name)), workers=1, time_limit=120))
    assert (result.status, result.objectives[-1].value) == ("optimal", number(told["optimum"]))


def least_of(name: str) -> int:
    """The optimum of an objective asked for first: a tolerance above it makes a limit."""
    return next(int(told["optimum"]) for told in LADDER if told["objective"] == f"`{name}`" and not told["within"])


def test_the_waiting_table() -> None:
    (released,) = {slot("8:00") + job.ready for job in WORK.jobs}
    assert _tables(WORK, WORK.jobs[0], 2)[1][released] == 61


# --- columns ----------------------------------------------------------------------------------------------------------

NETWORK = build_network(WORK, len(PROBLEM.days) * WORK.slots_per_day)
QUEST = BoundingProblem(NETWORK, "waiting", {"presence": LIMIT})
STARTS = paper_slots(WORK, {})
ROUNDS, COLUMNS = table("columns.md", "round", "LP"), table("columns.md", "column", "marks at")


def node(start: int | None = None) -> Node:
    """The root, or what is in it at one start of the paper."""
    return Node({track: slots if start is None else (start,) for track, slots in STARTS.items()}, ((0, 1),))


AT_EIGHT = node(slot("8:00"))


def priced(told: dict[str, str]) -> LagrangianBound:
    """What the duals of a round prove."""
    pi, nu, presence = (round(SCALE * number(told[dual])) for dual in "πνλ")
    duals = Duals((pi,), (nu,), {"juror_days": 0, "presence": presence, "waiting": SCALE})
    waits = waits_in(NETWORK, AT_EIGHT)
    return _price(
        QUEST, AT_EIGHT, [feasible_arcs(NETWORK, team, AT_EIGHT, waits) for team in NETWORK.panel_groups], duals
    )


def columns() -> dict[str, PanelSchedule]:
    """The columns of the page, with the waits that the node counts."""
    found = {}
    for told in COLUMNS:
        marks, hears = ([slot(clock) for clock in told[head].split(", ")] for head in ("marks at", "hears from"))
        amounts = {"juror_days": 2, "presence": int(told["presence"]), "waiting": 0}
        one = PanelSchedule(
            0, tuple((0, at) for at in marks), tuple((0, at, ALONE) for at in hears), (2,), frozenset({0}), amounts
        )
        (found[told["column"]],) = columns_within(NETWORK, AT_EIGHT, [one])
    return found


def test_the_columns_are_schedules_and_wait_as_told() -> None:
    for told in COLUMNS:
        one = columns()[told["column"]]
        end = one.heard[-1][1] + NETWORK.job_types[0].hearing
        assert one.amounts["presence"] == 2 * (end - one.marked[0][1])
        assert one.amounts["waiting"] == int(told["waiting"])


def test_any_duals_bound_and_each_round_finds_its_column() -> None:
    optimum = min(number(told["Lagrangian bound"]) for told in ROUNDS[-1:])
    for told in ROUNDS:
        found = priced(told)
        assert found.bound / SCALE == pytest.approx(number(told["Lagrangian bound"]), abs=0.1)
        assert found.bound / SCALE <= optimum + 0.001
        if told["new column"] != "none":
            one = columns()[told["new column"]]
            duals = found.duals
            reduced = SCALE * one.amounts["waiting"] + duals.amounts["presence"] * one.amounts["presence"]
            reduced += duals.duty[0] - 2 * duals.jobs[0]
            assert reduced == found.table[0].cost


def test_the_restricted_master_of_each_round() -> None:
    known: list[PanelSchedule] = []
    for told in ROUNDS:
        _, value = RestrictedMaster(QUEST, AT_EIGHT, known, ()).solve()
        assert value / SCALE == pytest.approx(number(told["LP"]), abs=0.05)
        if told["new column"] != "none":
            known.append(columns()[told["new column"]])


def test_the_mixture_of_the_third_round() -> None:
    one, other, third = (columns()[name] for name in "ABC")
    share = Fraction(9, 10)
    presence, waiting = (
        share * one.amounts[name] + (1 - share) * other.amounts[name] for name in ("presence", "waiting")
    )
    assert (presence, waiting) == (LIMIT, Fraction("61.8"))
    dual = Fraction(
        other.amounts["waiting"] - one.amounts["waiting"], one.amounts["presence"] - other.amounts["presence"]
    )
    costs = [column.amounts["waiting"] + dual * column.amounts["presence"] for column in (one, other, third)]
    assert (dual, costs) == (Fraction("0.4"), [Fraction("115.4"), Fraction("115.4"), Fraction("114.6")])


def bounded(node: Node) -> int:
    """What column generation proves of a node, in minutes."""
    found = column_generation(QUEST, node, None, [], INFINITY, float("inf"))
    assert found is not None
    return QUEST.bound(found.bound)


def test_the_nodes() -> None:
    (slots,) = STARTS.values()
    bounds = [bounded(node(start)) for start in slots]
    assert (bounded(node()), bounded(AT_EIGHT)) == (60, 305)
    assert (len(slots), min(bounds)) == (62, 225)
    text = (HOW / "columns.md").read_text(encoding="utf-8")
    for told in ("60 minutes", "305 minutes", "225 minutes", "62 nodes", "bound of 45 slots"):
        assert told in " ".join(text.split()), told
