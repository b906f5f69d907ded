"""``explain``: why there is no plan, and what would allow one."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tspi_sched.cli.codes import DONE, FAULTS, IMPOSSIBLE, INTERRUPTED, Ending
from tspi_sched.cli.grammar import Argument, Command
from tspi_sched.cli.interrupt import interruptible
from tspi_sched.cli.options import as_asked, lock_option, option, read_input, search_options, undecided
from tspi_sched.cli.output import PLAN, WORKBOOK, check_writable, spare, written
from tspi_sched.cli.remedy import Source, check_new, chosen, write_scenario
from tspi_sched.cli.screen import say, tell
from tspi_sched.exports.common.pasted import pasted
from tspi_sched.exports.writing import ALWAYS, paths_of
from tspi_sched.problem import Problem
from tspi_sched.texts import _
from tspi_sched.wishes import Wishes

if TYPE_CHECKING:
    from tspi_sched.editions.delivery import Target
    from tspi_sched.explanations import Explanation


class RepairNumber(click.ParamType):  # type: ignore[type-arg]  # generic in recent versions only
    """A repair's number, with or without the code that is printed with it: `2`, `2-b7f3`."""

    name = "repair"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The text, once it has the form of one."""
        if not re.fullmatch(r"[1-9]\d?(-[0-9a-f]{4})?", str(value)):
            text = _("« {value} » : le numéro d'un remède est attendu, tel qu'il est affiché")
            self.fail(text.format(value=value), param, ctx)
        return str(value)


def command() -> Command:
    """The command as click knows it."""
    about = _(
        "Dit pourquoi aucun plan n'est possible, quels moindres changements en permettraient un, et combien de "
        "candidats peuvent passer sans rien changer. INPUT est un scénario (.toml) ou un classeur (.xlsx)."
    )
    return Command("explain", run, [Argument("input", _("le scénario ou le classeur")), *_options()], about)


def _options() -> list[click.Parameter]:
    folder = _(
        "Dossier où écrire {plan} et {workbook} du plus grand nombre de candidats possible ; un fichier avec {option}."
    ).format(plan=PLAN, workbook=WORKBOOK, option="--repair")
    repair = _("Écrit dans le fichier donné par {option} le scénario changé selon le remède N.").format(option="-o")
    exclusions = _("Propose aussi de lever des exclusions (entreprise, formateurs, exclusions à la main).")
    return [
        option("-o", "--output", metavar=_("DOSSIER"), about=folder),
        *search_options(_("Durée du calcul en secondes (par défaut {seconds}).").format(seconds=30)),
        lock_option(),
        click.Option(["--allow-exclusions"], is_flag=True, help=exclusions),
        click.Option(["--repair"], metavar="N", help=repair, type=RepairNumber()),
    ]


def run(
    input: str,
    output: str | None,
    time_limit: float | None,
    workers: int | None,
    seed: int | None,
    lock: str | None,
    allow_exclusions: bool,
    repair: str | None,
) -> None:
    """Read, explain, print; write the plan of the most that fits, or the scenario with a repair, if asked for."""
    from tspi_sched.cli.explained import explanation_lines
    from tspi_sched.editions.delivery import Target, origin_of, refuse_another
    from tspi_sched.explanations import SECONDS
    from tspi_sched.reading import input_files

    target = _target(output, repair)
    problem, wishes = read_input(input, lock, None, False)
    wishes = as_asked(wishes, time_limit or SECONDS, workers, seed)
    if target:
        spare(input_files(input), [target])
        check_new(target)
    elif output:
        check_writable(Path(output))
        spare(input_files(input), paths_of(ALWAYS, Path(output)))
        refuse_another(Path(output), problem, origin_of(input))
    explanation, source = explained(problem, wishes, exclusions=allow_exclusions), Source(input, lock)
    _end_without(explanation, input, target)
    for line in explanation_lines(problem, explanation, source):
        say(line)
    if target and repair:
        _write_scenario(explanation, source, repair, target)
        return
    if output and explanation.most:
        plans = () if lock is None else (Path(lock),)
        _write(
            explanation,
            Target(Path(output), ALWAYS, origin_of(input), plans=plans, objectives=wishes.objectives, tell=tell),
        )
    raise Ending(INTERRUPTED if explanation.interrupted else IMPOSSIBLE)


def _target(output: str | None, repair: str | None) -> Path | None:
    """The file that the scenario with a repair goes to; None where none is asked for."""
    if repair is None:
        return None
    if output is None or Path(output).suffix.lower() != ".toml":
        text = _("{repair} demande le fichier où écrire le scénario : {option}")
        raise click.UsageError(text.format(repair="--repair", option=_("-o FICHIER.toml")))
    return Path(output)


def _write_scenario(explanation: "Explanation", source: Source, wanted: str, target: Path) -> None:
    """Write the scenario with one of the repairs, and say what comes next."""
    from tspi_sched.cli.explained import in_words

    if (found := chosen(explanation.repairs, wanted)) is None:
        text = _("{path} n'est pas écrit : ce calcul n'a pas trouvé le remède {number}.")
        raise Ending(IMPOSSIBLE, text.format(path=target, number=wanted))
    number, repair = found
    if not repair.snippet:
        text = _("{path} n'est pas écrit : le remède {number} se fait dans la colonne Verrou du planning annoté.")
        raise Ending(IMPOSSIBLE, text.format(path=target, number=number))
    write_scenario(source, repair, target)
    lock = ("--lock", Path(source.lock)) if source.lock else ()
    say("")
    say(_("Scénario écrit, avec le remède {number} ({changes}) :").format(number=number, changes=in_words(repair)))
    say(f"  {target}")
    say(_("Ensuite :"))
    say(f"  {pasted('solve', target, *lock)}")


def explained(
    problem: Problem,
    wishes: Wishes,
    *,
    known: bool = False,
    exclusions: bool = False,
    quiet: bool = False,
) -> "Explanation":
    """An explanation, with its steps told; Ctrl-C ends it with what has been found out."""
    from tspi_sched.explanations import explain

    show = _steps(quiet)
    with interruptible(_("Interruption : voici ce qui a été trouvé (Ctrl-C de nouveau : abandon).")) as interruption:

        def watch(step: str) -> None:
            show(step)
            interruption.listen()

        return explain(problem, wishes, watch, known=known, exclusions=exclusions, brief=quiet)


def _steps(quiet: bool) -> Callable[[str], None]:
    """Tells each step once."""
    texts = {
        "plan": _("Y a-t-il un plan ?"),
        "causes": _("Aucun plan : recherche des causes…"),
        "facts": _("Lesquels de ces faits comptent…"),
        "most": _("Combien de candidats peuvent passer sans rien changer…"),
        "repairs": _("Essai des changements qui permettraient un plan…"),
    }

    def show(step: str) -> None:
        if not quiet and (text := texts.pop(step, "")):
            tell(text)

    return show


def _end_without(explanation: "Explanation", input: str, target: Path | None) -> None:
    """End the command if there is nothing to explain."""
    if explanation.status == "possible" and target:
        raise Ending(FAULTS, _("{path} n'est pas écrit : un plan existe, il n'y a rien à changer.").format(path=target))
    if explanation.status == "possible":
        text = _("Un plan existe : il n'y a rien à expliquer. Pour chercher le meilleur : {command}")
        say(text.format(command=pasted("solve", Path(input))))
        raise Ending(DONE)
    if explanation.status == "unknown":
        if explanation.interrupted:
            raise Ending(INTERRUPTED, _("Interrompu avant de savoir s'il existe un plan."))
        raise undecided()


def _write(explanation: "Explanation", target: "Target") -> None:
    from tspi_sched.editions.delivery import deliver

    most = explanation.most
    if most is None or most.result.plan is None or not most.result.plan.tasks:
        return
    say("")
    for line in written(deliver(most.problem, most.result, target)):
        say(line)
