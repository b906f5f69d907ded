"""``check``: a plan, wherever it comes from, against every rule and objective."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tspi_sched.check.titles import rule_title
from tspi_sched.cli.codes import BROKEN, Ending
from tspi_sched.cli.grammar import Argument, Command
from tspi_sched.cli.screen import say
from tspi_sched.plan import ObjectiveReport, Plan, Result
from tspi_sched.problem import Problem
from tspi_sched.texts import _, ngettext
from tspi_sched.wording import amount

if TYPE_CHECKING:
    from tspi_sched.check import Violation

_ONLY_IF_ASKED = frozenset(
    ("unplaced", "cost", "changes", "day_changes", "recalled", "shift", "duty_changes", "room_changes", "task_changes")
)
"""Objectives whose value of 0 says nothing to who did not ask: there is no cost, no plan before."""


def command() -> Command:
    """The command as click knows it."""
    about = _(
        "Vérifie un plan règle par règle et mesure chaque objectif. "
        "PLAN est un plan.json ou un planning.xlsx, même modifié dans Excel."
    )
    params: list[click.Parameter] = [
        Argument("plan", _("le plan à vérifier")),
        Argument("input", _("le scénario ou le classeur dont il est le plan")),
    ]
    return Command("check", run, params, about)


def run(plan: str, input: str) -> None:
    """Print every broken rule and every value; end with a code of its own if a rule is broken."""
    from tspi_sched.cli.around import around
    from tspi_sched.read import read, read_plan, read_result

    problem, wishes = read(input)
    found = read_plan(plan, problem.whole)  # who is left out by now: the checker names their tasks
    broken, folded = breaches(problem, found, edited=Path(plan).suffix.lower() != ".json")
    for line in broken_lines(broken):
        say(line)
    if folded:
        text = ngettext(
            "Non répétée : {count} règle enfreinte qui ne tient qu'à ces fins.",
            "Non répétées : {count} règles enfreintes qui ne tiennent qu'à ces fins.",
            folded,
        )
        say(text.format(count=amount(folded)))
    if not broken:
        say(_("Toutes les règles sont respectées."))
    _show_measures(problem, read_result(plan, problem.whole), {objective.name for objective in wishes.objectives})
    if lines := list(around(problem, found, Path(plan), input)):
        say("")
    for line in lines:
        say(line)
    if broken:
        raise Ending(BROKEN)


def breaches(problem: Problem, plan: Plan, *, edited: bool) -> tuple[tuple["Violation", ...], int]:
    """The broken rules, and how many more are left out because they follow from others.

    Where people edit a plan, a start is changed and the end forgotten: one message each, and what is broken besides.
    """
    from tspi_sched.check import check, ends_left_behind

    every = check(problem, plan)
    behind, followed = ends_left_behind(problem, plan) if edited else ((), plan)
    if not behind:
        return every, 0
    found = (*behind, *check(problem, followed))
    return found, max(len(every) - len(found), 0)


def broken_lines(broken: Sequence["Violation"]) -> Iterator[str]:
    """How many rules are broken, and each of them; nothing if none is."""
    count = len(broken)
    if broken:
        yield ngettext("{count} règle enfreinte :", "{count} règles enfreintes :", count).format(count=count)
    yield from (f"  [{rule_title(violation.rule)}] {violation.message}" for violation in broken)


def contradicted(problem: Problem, result: Result) -> tuple[ObjectiveReport, ...]:
    """What a file says of its plan's objectives, and the plan does not; changes are counted against a plan that only
    the search knew."""
    from tspi_sched.check import measure
    from tspi_sched.wishes import AGAINST_BASELINE

    values = measure(problem, result.plan or Plan(()))
    known = (
        report for report in result.objectives if report.name not in AGAINST_BASELINE or problem.baseline is not None
    )
    return tuple(report for report in known if values.get(report.name) != report.value)


def _show_measures(problem: Problem, result: Result, asked: set[str]) -> None:
    """Every objective's value on the plan, and where the file says otherwise."""
    from tspi_sched.check import measure
    from tspi_sched.cli.summary import aligned
    from tspi_sched.wording import objective_title, objective_value

    values = measure(problem, result.plan or Plan(()))
    shown = {name: n for name, n in values.items() if n or name in asked or name not in _ONLY_IF_ASKED}
    say("")
    say(_("Valeurs mesurées :"))
    for line in aligned([(objective_title(name), objective_value(problem, name, n)) for name, n in shown.items()]):
        say(line)
    for report in contradicted(problem, result):
        if report.name in values:
            text = _("Le fichier annonce {declared} pour « {title} », et le plan donne {measured}.")
            declared, measured = (objective_value(problem, report.name, n) for n in (report.value, values[report.name]))
            say(text.format(declared=declared, measured=measured, title=objective_title(report.name)))
