"""Plans as tables and as pictures."""

import sys
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest

from tests.support.sessions import laid_out, session
from tspi_sched.comparison import table
from tspi_sched.comparison.score import Score, proven_and_beaten
from tspi_sched.exports.picture import draw
from tspi_sched.exports.xlsx.table import PLAN_TITLES
from tspi_sched.plan import ObjectiveReport, Plan, Status
from tspi_sched.texts import in_language


def test_the_table_has_a_row_per_task_and_the_columns_of_the_sheet() -> None:
    found = table(session(), laid_out())
    assert len(found) == len(laid_out().tasks)
    assert tuple(found.columns) == PLAN_TITLES["fr"][:11]  # all but the lock and what is noted on the day


def test_times_are_moments_that_can_be_subtracted() -> None:
    plan = laid_out()
    found = table(session(), plan)
    assert (found["Fin"] - found["Début"]).sum() == pd.Timedelta(minutes=sum(task.minutes for task in plan.tasks))
    assert {moment.date() for moment in found["Date"]} == {task.day for task in plan.tasks}
    assert (found["Début"].dt.normalize() == found["Date"]).all()


def test_people_and_places_are_ids_and_none_where_there_is_nobody() -> None:
    found = table(session(), laid_out())
    paper = found[found["Épreuve"] == "MSP"].iloc[0]
    oral = found[found["Épreuve"] == "ET"].iloc[0]
    assert paper["Jury"] is None
    assert set(oral["Jury"].split(";")) <= set(session().member)
    assert oral["Surveillants"] is None


def test_a_plan_without_tasks_is_a_table_without_rows() -> None:
    found = table(session(), Plan(()))
    assert (len(found), str(found["Début"].dtype)) == (0, "datetime64[s]")


# --- the picture -----------------------------------------------------------------------------------------------------


@pytest.fixture
def axes() -> Iterator[Any]:
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("Agg")
    from matplotlib import pyplot

    yield pyplot.subplots()[1]
    pyplot.close("all")


def test_every_task_is_a_bar_and_every_candidate_is_named(axes: Any) -> None:
    plan = laid_out()
    assert draw(session(), plan, axes) is axes
    assert len(axes.containers) >= len(plan.tasks)  # and the meals
    texts = {text.get_text() for text in axes.texts}
    assert {candidate.last_name for candidate in session().candidates} <= texts


def test_the_rows_are_named_in_the_language_in_force(axes: Any) -> None:
    with in_language("fr"):
        draw(session(), laid_out(), axes)
    assert axes.get_yticklabels()[0].get_text() == "lundi 7 décembre 2026"


def test_a_plan_without_tasks_can_be_drawn(axes: Any) -> None:
    assert len(draw(session(), Plan(()), axes).containers) == 0


def test_without_matplotlib_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(ImportError, match=r"pip install (.* )?matplotlib"):
        draw(session(), laid_out())


def test_a_proof_is_beaten_by_a_plan_that_is_worse_before() -> None:
    def score(name: str, *values: int, proven: bool = True) -> Score:
        status = Status.OPTIMAL if proven else Status.FEASIBLE
        return Score(name, values, tuple(ObjectiveReport(name, v, v, v, status, 0.0) for v in values))

    assert proven_and_beaten([score("days", 1, 2), score("waiting", 90, 30)])
    assert not proven_and_beaten([score("days", 1, 2), score("waiting", 90, 30, proven=False)])
    assert not proven_and_beaten([score("days", 1, 1), score("waiting", 90, 30)])
    assert not proven_and_beaten([score("days", 2, 1), score("waiting", 90, 30)])
