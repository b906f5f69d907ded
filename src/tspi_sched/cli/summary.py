"""A plan in a few lines that a person understands."""

import textwrap
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from tspi_sched.checker import measure
from tspi_sched.cli.output import written
from tspi_sched.cli.progress import elapsed
from tspi_sched.cli.screen import terminal_width
from tspi_sched.exports.common.notices import notices
from tspi_sched.plan import Plan, Result, Status
from tspi_sched.problem import ATTENDED, Problem
from tspi_sched.texts import _, clock, long_date, mark
from tspi_sched.wording import objective_title, objective_value, proof, title_line

EACH = 12
"""Up to so many candidates, the end of each is told."""

GAP = 3
"""Blanks between two columns."""

ALWAYS = ("days", "finish", "juror_days", "presence", "waiting")
"""What is told of every plan, whether it was an objective or not."""


def summary(
    problem: Problem, result: Result, paths: Sequence[Path], today: date | None = None, longer: str = ""
) -> Iterator[str]:
    """The lines to print once a plan is written: how good, who ends when, what to watch, where the files are; with
    `longer`, the command that searches for longer, what to do about what is not proven."""
    plan = result.plan or Plan(())
    yield status(result)
    yield title_line(problem.title)
    yield _("Durée du calcul : {time}").format(time=elapsed(result.seconds))
    yield ""
    yield from objective_lines(problem, result, plan)
    if longer and result.status is not Status.OPTIMAL:
        yield _("Ce plan est bon à employer tel quel. Pour chercher plus longtemps s'il en existe un meilleur :")
        yield f"  {longer}"
    yield from _ends(problem, plan)
    if texts := notices(problem, plan, today or date.today()):
        yield ""
        yield _("Points d'attention :")
        yield from (f"  – {text}" for text in texts)
    yield ""
    yield from written(paths)


def status(result: Result) -> str:
    """How good the plan is, in one sentence."""
    open_ones = [objective_title(report.name) for report in result.objectives if report.status is not Status.OPTIMAL]
    if result.status is Status.OPTIMAL or not open_ones:
        return _("Plan optimal prouvé.")
    return _("Plan valable, optimum non prouvé pour : {names}.").format(names=mark(";").join(open_ones))


def objective_lines(problem: Problem, result: Result, plan: Plan) -> Iterator[str]:
    """Each objective with its value and its proof, then the other usual measures."""
    asked = {report.name for report in result.objectives}
    measured = measure(problem, plan)
    rows = [(report.name, report.value, proof(problem, report)) for report in result.objectives]
    rows += [(name, measured[name], "") for name in ALWAYS if name not in asked]
    yield from aligned([(objective_title(name), objective_value(problem, name, n), said) for name, n, said in rows])


def aligned(rows: Sequence[tuple[str, ...]], room: int | None = None) -> Iterator[str]:
    """Rows with their columns under each other, as far as there is room (on the terminal, if not said otherwise)."""
    for lines in aligned_rows(rows, room):
        yield from lines


def aligned_rows(rows: Sequence[tuple[str, ...]], room: int | None = None) -> Iterator[list[str]]:
    """The lines of each row: one, or, where there is no room for all columns, the first cell and the others below it,
    broken between words."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    room = terminal_width() if room is None else room
    narrow = 2 + sum(widths) + GAP * (len(widths) - 1) > room
    for row in rows:
        padded = (" " * GAP).join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True))
        yield _stacked(row, room) if narrow else [f"  {padded}".rstrip()]


def _stacked(row: tuple[str, ...], room: int) -> list[str]:
    first, *others = row
    below = (" " * GAP).join(filter(None, others))
    return [f"  {first}", *textwrap.wrap(below, max(20, room), initial_indent=" " * 6, subsequent_indent=" " * 6)]


def _ends(problem: Problem, plan: Plan) -> Iterator[str]:
    """When each candidate may leave, if they are few; else when the last may, and where the others are told."""
    last: dict[str, tuple[date, int]] = {}
    for task in plan.tasks:
        if task.candidate is not None and problem.title.stage[task.stage].kind in ATTENDED:
            last[task.candidate] = max(last.get(task.candidate, (task.day, 0)), (task.day, task.end))
    if not last:
        return
    yield ""
    if len(last) > EACH:
        text = _("Fin des {count} candidats : de {first} à {last} ; chacun dans la feuille Candidats de planning.xlsx.")
        ends = [_("{day} à {time}").format(day=long_date(day), time=clock(end)) for day, end in sorted(last.values())]
        yield text.format(count=len(last), first=ends[0], last=ends[-1])
        return
    yield _("Fin de chaque candidat :")
    yield from aligned(
        [
            (f"{problem.candidate[id].name} ({id})", _("{day} à {time}").format(day=long_date(day), time=clock(end)))
            for id, (day, end) in sorted(last.items(), key=lambda item: (item[1], item[0]))
        ]
    )
