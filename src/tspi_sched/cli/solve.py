"""``solve``: plan, check, write."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import click

from tspi_sched.cli.attention import point_lines, points
from tspi_sched.cli.codes import IMPOSSIBLE, INTERRUPTED, NO_PLAN, Ending
from tspi_sched.cli.grammar import Argument, Command, Seconds, Several, Within
from tspi_sched.cli.interrupt import interruptible
from tspi_sched.cli.output import (
    ALWAYS,
    PARENT,
    PLAN,
    WORKBOOK,
    check_available,
    check_writable,
    default_folder,
    documents_option,
    paths_of,
    spare,
)
from tspi_sched.cli.pasted import pasted
from tspi_sched.cli.progress import watched
from tspi_sched.cli.remedy import Source
from tspi_sched.cli.screen import say, tell
from tspi_sched.documents import Documents
from tspi_sched.exports.formats import FORMATS
from tspi_sched.plan import Result
from tspi_sched.problem import Problem
from tspi_sched.texts import _
from tspi_sched.wishes import AGAINST_BASELINE, Wishes

Write = Callable[[Result], tuple[Path, ...]]
"""Writes the files of a result and returns their paths."""

YEAR = 31_536_000
"""Seconds: the longest time limit."""


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
    from tspi_sched.cli.deliver import Target, deliver, origin_of, refuse_another
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
        target = Target(folder, formats, origin, says, plans, wishes.objectives)
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


def read_input(input: str, lock: str | None, baseline: str | None, quiet: bool) -> tuple[Problem, Wishes]:
    """The input, with the locks and the baseline of other plans."""
    from tspi_sched.reading import read_noted, read_plan

    reading = read_noted(input)
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
    from tspi_sched.solve import Progress, solve

    with interruptible() as interruption:
        with watched(problem, wishes, quiet) as show:

            def watch(progress: Progress) -> None:
                show(progress)
                interruption.listen()

            result = solve(problem, wishes, watch)
        interruption.writing = True
        if result.plan:
            return result, write(result)
    if result.status == "infeasible":
        raise impossible(problem, wishes, quiet, source)
    if result.interrupted:
        raise KeyboardInterrupt
    raise undecided()


def undecided() -> Ending:
    """How a command ends when it is not known whether there is a plan."""
    text = _(
        "Le temps est écoulé sans qu'un plan soit trouvé, ni prouvé impossible. Donnez-lui plus de temps : {option}"
    )
    return Ending(NO_PLAN, text.format(option="--time-limit"))


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
