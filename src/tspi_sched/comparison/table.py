"""Plans as tables for people who go on working with them: in a notebook, in a report."""

from typing import TYPE_CHECKING

from tspi_sched.plan import VOID, Plan, Task, in_time_order, moment
from tspi_sched.problem import Problem
from tspi_sched.reading.workbook.layout import PLAN, headings
from tspi_sched.texts import language

if TYPE_CHECKING:
    import pandas


def table(problem: Problem, plan: Plan) -> "pandas.DataFrame":
    """Give a plan as a pandas data frame.

    Args:
        problem: The session; it knows the candidates' names.
        plan: A plan of it.

    Returns:
        One row per task that counts, in time order. The columns are those of the sheet ``Plan`` of ``planning.xlsx``,
        up to its locks, in the language in force. Date, start and end are moments (``datetime64``), so that they can be
        sorted, subtracted and drawn; people and places are the workbook's ids, several of them joined by ``;``, and
        None where there is nobody or nothing.

    Example:
        >>> frame = tspi_sched.table(problem, result.plan)
        >>> list(frame.columns)[:8]
        ['Candidat', 'Nom', 'Parcours', 'Épreuve', 'Date', 'Début', 'Fin', 'Salle']
        >>> str((frame["Fin"] - frame["Début"])[frame["Épreuve"] == "QPP"].sum())
        '0 days 02:00:00'
    """
    import pandas  # slow to load, and most uses of the package do without it

    rows = [_row(problem, task) for task in in_time_order(list(plan.tasks)) if task.state != VOID]
    frame = pandas.DataFrame(rows, columns=pandas.Index(_headings()), dtype=object)
    moments = _headings()[4:7]
    return frame.astype(dict.fromkeys(moments, "datetime64[s]"))


def _headings() -> tuple[str, ...]:
    titles = headings(PLAN, language())
    return titles[: titles.index(PLAN.column("lock").title)]


def _row(problem: Problem, task: Task) -> tuple[object, ...]:
    candidate = problem.candidate.get(task.candidate or "")
    return (
        task.candidate,
        candidate.name if candidate else None,
        task.track,
        task.stage,
        moment(task.day, 0),
        moment(task.day, task.start),
        moment(task.day, task.end),
        task.room,
        ";".join(task.members) or None,
        ";".join(task.invigilators) or None,
        task.projector,
    )
