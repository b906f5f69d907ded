"""``solve``: plan, check, write."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import click

from tspi_sched.cli.codes import IMPOSSIBLE, INTERRUPTED, NO_PLAN, Ending
from tspi_sched.cli.grammar import Argument, Command, Several
from tspi_sched.cli.interrupt import interruptible
from tspi_sched.cli.options import as_asked, lock_option, option, read_input, search_options, undecided
from tspi_sched.cli.output import (
    PARENT,
    PLAN,
    WORKBOOK,
    check_available,
    check_writable,
    default_folder,
    documents_option,
    spare,
)
from tspi_sched.cli.pasted import pasted
from tspi_sched.cli.progress import watched
from tspi_sched.cli.remedy import Source
from tspi_sched.cli.screen import say, tell
from tspi_sched.documents import Documents
from tspi_sched.exports.formats import FORMATS
from tspi_sched.exports.writing import ALWAYS, paths_of
from tspi_sched.plan import Result, Status
from tspi_sched.problem import Problem
from tspi_sched.texts import _
from tspi_sched.wishes import Wishes

Write = Callable[[Result], tuple[Path, ...]]
"""Writes the files of a result and returns their paths."""


def command() -> Command:
    """The command as click knows it."""
    about = _(
        "Calcule le meilleur planning, le vérifie et l'écrit. INPUT est un scénario (.toml) ou un classeur (.xlsx). "
        "Ctrl-C arrête le calcul et écrit le meilleur planning trouvé jusque-là."
    )
    return Command("solve", run, [Argument("input", _("le scénario ou le classeur")), *_options()], about)


def _options() -> list[click.Parameter]:
    folder = _("Dossier où écrire {plan} et {workbook} (par défaut {parent}/<nom du scénario>).").format(
        plan=PLAN, workbook=WORKBOOK, parent=PARENT
    )
    limit = _("Durée du calcul en secondes, ou 2min, 1h30 (par défaut celle du scénario, sinon 60).")
    baseline = _("Plan précédent, auquel se compare l'objectif « {name} ».")
    others = _(
        "Autres formats à écrire, séparés par des virgules ou des espaces : {choices} ; peut être répété."
    ).format(choices=", ".join(name for name in FORMATS if name not in ALWAYS))
    return [
        option("-o", "--output", metavar=_("DOSSIER"), about=folder),
        *search_options(limit),
        Several("--export", FORMATS, others),
        click.Option(["--quiet"], is_flag=True, help=_("N'affiche que les erreurs.")),
        lock_option(),
        option("--baseline", metavar="PLAN", about=baseline.format(name="changes")),
        documents_option(),
    ]


def run(
    input: str,
    output: str | None,
    time_limit: float | None,
    workers: int | None,
    seed: int | None,
    export: tuple[str, ...],
    quiet: bool,
    lock: str | None,
    baseline: str | None,
    documents: str | None,
) -> None:
    """Read, look for the simple reasons why there can be no plan, search, check, write, sum up."""
    from tspi_sched.editions.delivery import Target, deliver, origin_of, refuse_another
    from tspi_sched.reading import input_files

    try:
        problem, wishes = read_input(input, lock, baseline, quiet)
        says = _documents(input, documents)
        wishes = as_asked(wishes, time_limit, workers, seed)
        folder, formats = Path(output) if output else default_folder(wishes.name), _formats(export)
        check_available(formats)
        check_writable(folder, formats)
        spare(input_files(input, documents), paths_of(formats, folder))
        origin = origin_of(input)
        refuse_another(folder, problem, origin)
        plans = tuple(Path(path) for path in (lock, baseline) if path is not None)
        target = Target(folder, formats, origin, says, plans, wishes.objectives, tell=tell)
        source = Source(input, lock)
        _refuse_impossible(problem, wishes, quiet, source)
        result, paths = _plan(problem, wishes, quiet, lambda result: deliver(problem, result, target), source)
    except KeyboardInterrupt:
        raise Ending(NO_PLAN, _("Interrompu avant le premier plan : rien n'a été écrit.")) from None
    if not quiet:
        options = {"-o": output, "--lock": lock, "--baseline": baseline, "--documents": documents}
        _sum_up(problem, result, paths, _longer(input, wishes.time_limit, options))
    if result.interrupted:
        raise Ending(INTERRUPTED)


def _documents(input: str, given: str | None) -> Documents:
    """What the organiser says on paper, found wrong before a long search rather than after it."""
    from tspi_sched.reading import documents_for

    return documents_for(input, given)


def _formats(export: tuple[str, ...]) -> tuple[str, ...]:
    """The formats of every plan, then those asked for."""
    return tuple(dict.fromkeys((*ALWAYS, *export)))


def _refuse_impossible(problem: Problem, wishes: Wishes, quiet: bool, source: Source) -> None:
    """Stop at once when counting, or the locks by themselves, show that there is no plan."""
    from tspi_sched.reasons import counting_reasons, lock_reasons

    if reasons := lock_reasons(problem):
        raise Ending(IMPOSSIBLE, "\n".join(reason_lines(reasons)))
    if counting_reasons(problem):
        raise impossible(problem, wishes, quiet, source)


def reason_lines(reasons: Iterable[str]) -> Iterator[str]:
    """That there is no plan, for reasons that nothing need be added to."""
    yield _("Aucun plan ne respecte toutes les règles : c'est prouvé.")
    yield from (_("  – {reason}").format(reason=reason) for reason in reasons)


def impossible(problem: Problem, wishes: Wishes, quiet: bool, source: Source) -> Ending:
    """How a command ends when no plan keeps all the rules: with the explanation, or its first cause alone."""
    from tspi_sched.cli.explain import explained
    from tspi_sched.cli.explained import explanation_lines, in_one_line
    from tspi_sched.explanations import SECONDS

    limited = replace(wishes, time_limit=min(SECONDS, wishes.time_limit))
    explanation = explained(problem, limited, known=True, quiet=quiet)
    if quiet:
        return Ending(IMPOSSIBLE, in_one_line(explanation))
    return Ending(IMPOSSIBLE, "\n".join(explanation_lines(problem, explanation, source)))


def _plan(
    problem: Problem, wishes: Wishes, quiet: bool, write: Write, source: Source
) -> tuple[Result, tuple[Path, ...]]:
    """Search, and write what was found before any signal is heard again."""
    from tspi_sched.planner import Progress, solve

    with interruptible() as interruption:
        with watched(problem, wishes, quiet) as show:

            def watch(progress: Progress) -> None:
                show(progress)
                interruption.listen()

            result = solve(problem, wishes, watch)
        interruption.writing = True
        if result.plan:
            return result, write(result)
    if result.status is Status.INFEASIBLE:
        raise impossible(problem, wishes, quiet, source)
    if result.interrupted:
        raise KeyboardInterrupt
    raise undecided()


def _sum_up(problem: Problem, result: Result, paths: tuple[Path, ...], longer: str) -> None:
    from tspi_sched.cli.summary import summary

    for line in summary(problem, result, paths, longer=longer):
        say(line)


LONGER = 5
"""How many times as long a further search is proposed to be."""


def _longer(input: str, limit: float, options: dict[str, str | None]) -> str:
    """The same command with more time."""
    given = (word for name, value in options.items() if value is not None for word in (name, Path(value)))
    return pasted("solve", Path(input), *given, "--time-limit", str(round(LONGER * limit)))
