"""Thresholds: a portfolio with one of them elsewhere, runs that are not made twice, and curves by size."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks import thresholds
from benchmarks.run import SOLVERS
from benchmarks.thresholds import ALWAYS, NEVER, THRESHOLDS, curve, main, size_of, with_threshold
from tspi_sched.search import portfolio


@pytest.fixture
def portfolio_again() -> Iterator[None]:
    """The portfolio's module as it was, after a test."""
    before = dict(vars(portfolio))
    yield
    vars(portfolio).update(before)


def sizes_named(table: Any) -> set[str]:
    """The conditions on sizes in a table of phases."""
    return {word for phase in table for word in phase.when.words.split(", ") if word.startswith("size")}


@pytest.mark.parametrize("name", THRESHOLDS)
def test_a_threshold_elsewhere_changes_all_conditions_with_it_and_no_others(name: str, portfolio_again: None) -> None:
    before, usual = sizes_named(portfolio.PORTFOLIO), getattr(portfolio, name)
    conditions = {f"{side} {usual:,}" for side in ("size up to", "size beyond")} & before
    assert conditions
    changed = with_threshold(name, 7)
    assert getattr(changed, name) == 7
    assert sizes_named(changed.PORTFOLIO) - before == {words.replace(f"{usual:,}", "7") for words in conditions}
    assert before - sizes_named(changed.PORTFOLIO) == conditions


def test_every_size_in_a_condition_is_a_threshold_that_can_be_measured() -> None:
    known = {getattr(portfolio, name) for name in THRESHOLDS}
    tables = (*portfolio.PORTFOLIO, *portfolio.IN_TURNS, *portfolio.UNPLACED)
    assert {int(words.split()[-1].replace(",", "")) for words in sizes_named(tables)} == known


def record(value: int, session: str = "mixed-6-11", days: int = 2) -> dict[str, Any]:
    """A run with a threshold elsewhere."""
    family, count, seed = session.split("-")
    objectives = [
        {"name": "days", "value": days, "bound": days, "status": "optimal", "proven_at": 0.1},
        {"name": "waiting", "value": 90, "bound": 60, "status": "feasible", "proven_at": None},
    ]
    about = {"family": family, "candidates": int(count), "seed": int(seed), "days": 3, "limit": 4.0}
    return {"session": session, "solver": f"SMALL={value}", "objectives": objectives, **about}


def test_a_size_counts_the_days_that_the_session_needs() -> None:
    # Jobs times panels times the two days of the plan, not the three that there are; all three without a plan.
    assert size_of(record(NEVER)) * 3 == size_of(record(NEVER, days=3)) * 2
    assert size_of({**record(NEVER), "objectives": []}) == size_of(record(NEVER, days=3))


def test_a_row_of_the_curve_says_both_ways() -> None:
    other = record(ALWAYS)
    other["objectives"][1] |= {"bound": 90, "status": "optimal", "proven_at": 2.5}
    last = curve([(24, record(NEVER), other)]).splitlines()[-1]
    assert last == "| 24 | mixed-6-11 | 1, 2 | 4, 2.5 | alike | 90 \u2265 60, 90 \u2265 90 |"


def test_the_better_plan_is_told_by_the_first_objective_that_differs() -> None:
    fewer_days = record(ALWAYS, days=1)
    fewer_days["objectives"][1]["value"] = 500
    assert "| up to | 90" in curve([(24, record(NEVER), fewer_days)])
    assert "| beyond | 500" in curve([(24, fewer_days, record(ALWAYS))])


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    done: list[tuple[str, str]] = []

    def measure(asked: Any, _folder: Path) -> dict[str, Any]:
        assert asked.cpu_time
        assert asked.workers == 1
        done.append((asked.name, asked.solver))
        return record(int(asked.solver.partition("=")[2]), asked.name)

    monkeypatch.setattr(thresholds, "measure", measure)
    monkeypatch.setattr(thresholds, "SOLVERS", dict(SOLVERS))
    return done


def test_each_session_is_run_on_both_sides_and_once(
    runs: list[tuple[str, str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["run", "SMALL", "--sizes", "6", "--seeds", "11-12", "--file", str(tmp_path / "thresholds.jsonl")]
    main(given)
    both = [("mixed-6-11", f"SMALL={NEVER}"), ("mixed-6-11", f"SMALL={ALWAYS}")]
    assert runs[:2] == both
    assert {session for session, _solver in runs} == {"mixed-6-11", "mixed-6-12"}
    runs.clear()
    main(given)
    assert runs == []
    main(["report", "--file", str(tmp_path / "thresholds.jsonl")])
    printed = capsys.readouterr().out
    assert "### `SMALL`" in printed
    assert "### `FEW`" not in printed
    assert "| mixed-6-12 | 1, 1 |" in printed


def test_no_seed_of_the_reports_is_measured(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="kept for reports"):
        main(["run", "SMALL", "--sizes", "6", "--seeds", "21", "--file", str(tmp_path / "x.jsonl")])
