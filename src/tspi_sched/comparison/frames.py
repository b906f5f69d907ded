"""Comparisons as pandas data frames, for notebooks. The columns are named in English whatever the language in force."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tspi_sched.comparison.days import day_text
from tspi_sched.comparison.moves import Move
from tspi_sched.comparison.people import Notice
from tspi_sched.comparison.score import Score
from tspi_sched.plan import Task, moment
from tspi_sched.problem import Problem
from tspi_sched.wording.bare import candidate_name

if TYPE_CHECKING:
    import pandas

SIDES = ("start", "end", "room", "members", "invigilators", "projector")
"""What a row tells of a task before and after, in columns such as ``before_start``."""


def objectives_frame(names: Sequence[str], scores: Sequence[Score]) -> "pandas.DataFrame":
    """A row per objective, four columns per plan."""
    import pandas  # slow to load, and most uses of the package do without it

    columns: dict[tuple[str, str], object] = {}
    for place, name in enumerate(names):
        reports = [score.reports[place] for score in scores]
        columns[name, "value"] = pandas.array([score.values[place] for score in scores], dtype="Int64")
        columns[name, "difference"] = pandas.array([score.differences[place] for score in scores], dtype="Int64")
        columns[name, "bound"] = pandas.array([one.bound if one else None for one in reports], dtype="Int64")
        columns[name, "status"] = [one.status if one else None for one in reports]
    frame = pandas.DataFrame(columns, index=pandas.Index([score.name for score in scores], name="objective"))
    frame.columns = pandas.MultiIndex.from_tuples(list(columns), names=["plan", "measure"])
    return frame


def moves_frame(problem: Problem, moved: Sequence[Move]) -> "pandas.DataFrame":
    """A row per task that differs; moments are ``datetime64``, several people are joined by ``;``."""
    import pandas

    what = ("plan", "candidate", "name", "track", "stage", "changed")
    sides = [f"{side}_{part}" for side in ("before", "after") for part in SIDES]
    rows = [(*_what(problem, move), *_side(move.before), *_side(move.after)) for move in moved]
    frame = pandas.DataFrame(rows, columns=pandas.Index([*what, *sides]), dtype=object)
    moments = [name for name in sides if name.endswith(("_start", "_end"))]
    return frame.astype(dict.fromkeys(moments, "datetime64[s]"))


def _what(problem: Problem, move: Move) -> tuple[object, ...]:
    task, changed = move.task, ";".join(move.parts)
    return move.plan, task.candidate, candidate_name(problem, task.candidate) or None, task.track, task.stage, changed


def _side(task: Task | None) -> tuple[object, ...]:
    if task is None:
        return (None,) * len(SIDES)
    people = (";".join(task.members) or None, ";".join(task.invigilators) or None)
    return moment(task.day, task.start), moment(task.day, task.end), task.room, *people, task.projector


def people_frame(problem: Problem, told: Sequence[Notice]) -> "pandas.DataFrame":
    """A row per person and day that differ, in words of the language in force."""
    import pandas

    columns = ("plan", "kind", "id", "name", "email", "day", "before", "after")
    rows = [_notice(problem, notice) for notice in told]
    frame = pandas.DataFrame(rows, columns=pandas.Index(columns), dtype=object)
    return frame.astype({"day": "datetime64[s]"})


def _notice(problem: Problem, notice: Notice) -> tuple[object, ...]:
    person, texts = notice.person, (day_text(problem, notice.before), day_text(problem, notice.after))
    return notice.plan, notice.kind, person.id, person.name, person.email, moment(notice.day, 0), *texts
