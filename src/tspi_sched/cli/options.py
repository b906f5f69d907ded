"""What several commands share: how options are made, what they say of a search, the input with other plans' locks."""

from collections.abc import Sequence
from dataclasses import replace

import click

from tspi_sched.cli.attention import point_lines, points
from tspi_sched.cli.codes import NO_PLAN, Ending
from tspi_sched.cli.grammar import Seconds, Within
from tspi_sched.cli.output import WORKBOOK
from tspi_sched.cli.screen import tell
from tspi_sched.problem import Problem
from tspi_sched.texts import _
from tspi_sched.wishes import AGAINST_BASELINE, Wishes

YEAR = 31_536_000
"""Seconds: the longest time limit."""


def search_options(limit: str) -> list[click.Parameter]:
    """How much work may go into a search; `limit` is the help of the time limit."""
    seed = _("Graine du hasard : avec un seul cœur, la même donne le même planning.")
    return [
        option("--time-limit", type=Seconds(YEAR), metavar="S", about=limit),
        option("--workers", type=Within(int, 0, 1000), metavar="N", about=_("Nombre de cœurs employés ; 0 : tous.")),
        option("--seed", type=Within(int, 0, 2**31 - 1), metavar="N", about=seed),
    ]


def as_asked(wishes: Wishes, time_limit: float | None, workers: int | None, seed: int | None) -> Wishes:
    """The wishes with what the options of `search_options` say; None: what the input says."""
    given = {"time_limit": time_limit, "workers": workers, "seed": seed}
    return replace(wishes, **{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]


def lock_option() -> click.Option:
    """``--lock``."""
    about = _("Garde ce que verrouille la colonne Verrou de ce {workbook} modifié.")
    return option("--lock", metavar="PLAN", about=about.format(workbook=WORKBOOK))


def option(*names: str, metavar: str, about: str, type: Within | None = None) -> click.Option:
    """An option with a value."""
    return click.Option(names, type=type or str, metavar=metavar, help=about)


def read_input(
    input: str,
    lock: str | None,
    baseline: str | None,
    quiet: bool,
    plans: Sequence[str] = (),
    events: str | None = None,
) -> tuple[Problem, Wishes]:
    """The input, with the locks and the baseline of other plans; and with what incidents added to it, as some `plans`
    and an `events` file say."""
    from tspi_sched.reading import read_noted, read_plan

    reading = read_noted(input, plans=plans, events=events)
    problem, wishes = reading.problem, reading.wishes
    if not quiet:
        for line in point_lines(list(points(problem, reading.notes))):
            tell(line)
    if lock is not None:
        problem = _locked(problem, lock, quiet)
    if baseline is not None:
        problem = replace(problem, baseline=problem.baseline_of(read_plan(baseline, problem.whole)))
        if not {objective.name for objective in wishes.objectives} & set(AGAINST_BASELINE) and not quiet:
            text = _("« {name} » n'est pas un objectif du scénario : les changements seront comptés, pas évités.")
            tell(text.format(name="changes"))
    return problem, wishes


def _locked(problem: Problem, path: str, quiet: bool) -> Problem:
    """The problem with the locks of a plan; says which of them nobody can keep, for somebody is left out by now."""
    from tspi_sched.reading import read_freed, read_locks
    from tspi_sched.reasons import lock_in_words

    problem = replace(problem, locks=read_locks(path, problem))
    freed = read_freed(path, problem)
    if freed and not quiet:
        tell(_("Verrous levés, car ils nomment qui ou ce que le scénario écarte ; ceci reste donc libre :"))
        for lock in freed:
            tell(f"  – {lock_in_words(problem.whole, lock)}")
    if not problem.locks and not freed and not quiet:
        tell(_("{path} : aucun verrou dans ce plan, rien n'est donc gardé.").format(path=path))
    return problem


def undecided() -> Ending:
    """How a command ends when it is not known whether there is a plan."""
    text = _(
        "Le temps est écoulé sans qu'un plan soit trouvé, ni prouvé impossible. Donnez-lui plus de temps : {option}"
    )
    return Ending(NO_PLAN, text.format(option="--time-limit"))
