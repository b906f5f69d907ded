"""``check``: a plan, wherever it comes from, against every rule and objective."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tspi_sched.cli.codes import BROKEN, Ending
from tspi_sched.cli.grammar import Argument, Command
from tspi_sched.cli.output import check_name, spare, written
from tspi_sched.cli.screen import say, tell
from tspi_sched.exports.proofs import contradicted, with_proofs_that_hold
from tspi_sched.exports.writing import cannot_write
from tspi_sched.plan import Plan, Result
from tspi_sched.problem import Problem
from tspi_sched.texts import _, ngettext
from tspi_sched.wording.rules import rule_title

if TYPE_CHECKING:
    from tspi_sched.checker import Violation

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
    output = _(
        "Classeur (.xlsx) où écrire le plan de nouveau, chaque règle enfreinte et chaque constat marqués dans leur "
        "case et listés sur une feuille « {sheet} »."
    ).format(sheet=_("Contrôle"))
    params: list[click.Parameter] = [
        Argument("plan", _("le plan à vérifier")),
        Argument("input", _("le scénario ou le classeur dont il est le plan")),
        click.Option(["-o", "--output"], metavar=_("FICHIER"), callback=_workbook, help=output),
    ]
    return Command("check", run, params, about)


def _workbook(_context: click.Context, _option: click.Parameter, path: str | None) -> str | None:
    """A file to write, which is a workbook."""
    if path is not None and Path(path).suffix.lower() != ".xlsx":
        text = _("« {path} » : un nom de fichier en {endings} est attendu")
        raise click.BadParameter(text.format(path=path, endings=".xlsx"))
    return path


def run(plan: str, input: str, output: str | None = None) -> None:
    """Print every broken rule and every value; end with a code of its own if a rule is broken."""
    from tspi_sched.cli.around import around
    from tspi_sched.exports.marked.control import folded_line
    from tspi_sched.reading import input_files, read, read_plan, read_result

    problem, wishes = read(input, plans=(plan,))
    if output:
        check_name(Path(output))
        spare((plan, *input_files(input)), [Path(output)])
    found = read_plan(plan, problem.whole)  # who is left out by now: the checker names their tasks
    broken, folded = breaches(problem, found, edited=Path(plan).suffix.lower() != ".json")
    for line in broken_lines(broken):
        say(line)
    if folded:
        say(folded_line(folded))
    known = findings(problem, found)
    for line in finding_lines(known):
        say(line)
    if not broken:
        say(_("Toutes les règles sont respectées."))
    result = read_result(plan, problem.whole)
    _show_measures(problem, result, {objective.name for objective in wishes.objectives})
    if lines := list(around(problem, found, Path(plan), input)):
        say("")
    for line in lines:
        say(line)
    if output:
        result = with_proofs_that_hold(problem, result, wishes.name)
        said = {"breaches": broken, "folded": folded, "remarks": lines, "findings": known}
        _mark(problem, Path(output), plan, input, result, **said)
    if broken:
        raise Ending(BROKEN)


def _mark(problem: Problem, path: Path, plan: str, input: str, result: Result, **found: Any) -> None:
    """Write the plan's workbook with what was found, in the place of an earlier one that nobody has worked on."""
    from tspi_sched.editions.delivery import origin_of
    from tspi_sched.editions.stamping import stamp_for
    from tspi_sched.exports import marked
    from tspi_sched.exports.common.fingerprint import marked_as_written
    from tspi_sched.exports.kept import keep
    from tspi_sched.reading import documents_for

    documents = documents_for(input)
    stamp = stamp_for(problem, result, documents, (Path(plan).parent,))
    result = replace(result, origin=origin_of(input), stamp=stamp)
    checked = marked.Checked(plan, input, result, leads=documents.leads, **found)
    try:
        if path.is_file() and not marked_as_written(path):
            text = _("{path} n'est pas un contrôle tel qu'il a été écrit : il est gardé sous « {kept} ».")
            tell(text.format(path=path, kept=keep(path).name))
        missing = marked.write(problem.whole, checked, path)
    except OSError as error:
        raise cannot_write(path, error) from None
    if missing:
        tell(marked.left_behind(missing))
    say("")
    for line in written([path]):
        say(line)


def breaches(problem: Problem, plan: Plan, *, edited: bool) -> tuple[tuple["Violation", ...], int]:
    """The broken rules, and how many more are left out because they follow from others.

    Where people edit a plan, a start is changed and the end forgotten: one message each, and what is broken besides.
    """
    from tspi_sched.checker import check, ends_left_behind

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


def findings(problem: Problem, plan: Plan) -> tuple["Violation", ...]:
    """What history alone breaks, and nobody can mend any more."""
    from tspi_sched.checker import judged

    return judged(problem, plan)[1] if plan.is_replanned else ()


def finding_lines(found: Sequence["Violation"]) -> Iterator[str]:
    """How many findings there are, and each of them; nothing if there is none."""
    count = len(found)
    if found:
        text = ngettext(
            "{count} constat, de ce qui a déjà eu lieu :", "{count} constats, de ce qui a déjà eu lieu :", count
        )
        yield text.format(count=count)
    yield from (f"  [{rule_title(violation.rule)}] {violation.message}" for violation in found)


def _show_measures(problem: Problem, result: Result, asked: set[str]) -> None:
    """Every objective's value on the plan, and where the file says otherwise."""
    from tspi_sched.checker import measure
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
