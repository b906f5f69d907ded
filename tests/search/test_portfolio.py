"""The portfolio: each table's phases in their order, and that the documents print what is searched."""

from types import SimpleNamespace
from typing import Any

import pytest

from tests.support.sessions import session
from tools.guide import facts, stale  # type: ignore[attr-defined]  # a module of docs, which tools.guide finds
from tspi_sched.planner import solve
from tspi_sched.search import portfolio
from tspi_sched.search.portfolio import IN_TURNS, PORTFOLIO, UNPLACED, Phase, Situation
from tspi_sched.wishes import OBJECTIVES, Wishes

SIZES = (1, 40, 41, 200, 201, 700, 701, 1_000, 1_001, 5_000)


def names(objective: str, size: int, *, plan: bool, columns: bool = False) -> list[str]:
    """The phases of a situation."""
    now = Situation(objective, size, plan)
    return [phase.step.__name__ for phase in portfolio._table(now, columns) if phase.when.holds(now)]


def test_the_documents_print_the_tables() -> None:
    page = (facts.ROOT / "docs" / "how" / "portfolio.md").read_text(encoding="utf-8")
    for name in ("PORTFOLIO", "IN_TURNS", "UNPLACED"):
        assert facts.portfolio(name) in page
    assert facts.ROOT / "docs" / "how" / "portfolio.md" not in stale(), "run python tools/guide.py"


def test_each_phase_is_explained() -> None:
    page = (facts.ROOT / "docs" / "how" / "portfolio.md").read_text(encoding="utf-8")
    for phase in (*PORTFOLIO, *IN_TURNS, *UNPLACED):
        assert f"\n| `{phase.step.__name__}` | " in page


@pytest.mark.parametrize("objective", OBJECTIVES)
@pytest.mark.parametrize("size", SIZES)
def test_without_a_plan_all_the_plans_are_searched_in_the_end(objective: str, size: int) -> None:
    found = names(objective, size, plan=False)
    all_plans = "full_solve" if size <= 700 else "find_feasible"
    assert all_plans in found


@pytest.mark.parametrize("size", SIZES)
def test_small_sessions_are_tried_whole_at_once(size: int) -> None:
    assert (names("days", size, plan=True)[1] == "truncated_solve") == (size <= 40)
    assert (names("finish", size, plan=True)[0] == "truncated_solve") == (size <= 40)


@pytest.mark.parametrize(("objective", "size"), [("waiting", 701), ("presence", 1_001)])
def test_columns_take_over_where_they_bound_and_there_is_a_plan(objective: str, size: int) -> None:
    assert names(objective, size, plan=True, columns=True).count("column_bound") == (2 if objective == "waiting" else 1)
    assert "workload_bound" not in names(objective, size, plan=True, columns=True)
    for usual in (
        names(objective, size, plan=False, columns=True),
        names(objective, size, plan=True),
        names(objective, size - 1, plan=True, columns=True),
    ):
        assert usual[0] == "pattern_bound"
        assert "pattern_guided" in usual


@pytest.mark.parametrize(
    ("share", "unless_near", "value", "until"),
    [(None, False, 100, 50.0), (0.4, False, 100, 20.0), (0.4, True, 100, 5.0), (0.4, True, 101, 20.0)],
)
def test_a_phase_keeps_to_its_part_of_the_time(
    share: float | None, unless_near: bool, value: int, until: float
) -> None:
    """Of 50 s: 40 % are 20 s, and near the bound of 100 (up to 100.5) 10 % are 5 s."""
    asked = []
    search: Any = SimpleNamespace(
        plan=object(), value=lambda _plan: value, part_of=lambda deadline, part: deadline * part
    )

    def step(_s: object, bound: int, deadline: float) -> int:
        asked.append(deadline)
        return bound

    assert Phase(step, share, unless_near=unless_near).limited()(search, 100, 50.0) == 100
    assert asked == [until]


def test_a_search_takes_the_phases_of_the_table() -> None:
    result = solve(session(), Wishes(workers=1, time_limit=5))
    taken = [step.step for step in result.steps]
    assert taken[0] == "first_plan"
    assert set(taken[1:]) <= {phase.step.__name__ for phase in PORTFOLIO}
    assert "pattern_bound" in taken
