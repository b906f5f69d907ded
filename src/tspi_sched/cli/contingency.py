"""``contingency``: every single loss planned anew before the day, as a booklet; and where reserves must stand by."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tspi_sched.cli.codes import BROKEN, FAULTS, INTERRUPTED, Ending
from tspi_sched.cli.grammar import Argument, Command, Seconds, Within
from tspi_sched.cli.output import check_name, check_writable, documents_option, spare, written
from tspi_sched.cli.screen import say, tell
from tspi_sched.exports.writing import ANONYMOUS, cannot_write
from tspi_sched.plan import Status
from tspi_sched.texts import _, mark, ngettext

if TYPE_CHECKING:
    from tspi_sched.documents import Documents
    from tspi_sched.losses import Contingency, Step
    from tspi_sched.plan import Plan
    from tspi_sched.problem import Problem
    from tspi_sched.stamp import Stamp
    from tspi_sched.wishes import Wishes

FOLDER, KEPT, PLANS = "contingence", "calculs", "plans"
"""The folder of the booklet, beside the plan; in it, what is found again by a second run, and the plans themselves."""

YEAR = 31_536_000
"""Seconds: the longest time limit."""


def command() -> Command:
    """The command as click knows it."""
    about = _(
        "Prépare un livret de secours : pour chaque membre du jury, surveillant, salle, vidéoprojecteur ou autre moyen "
        "qui manquerait, qui appeler et ce qui change ; et où des réserves doivent se tenir prêtes. Ctrl-C garde ce "
        "qui est fait ; la même commande finit ensuite le reste."
    )
    output = _("Dossier où écrire (par défaut {folder}, à côté du plan).").format(folder=FOLDER)
    limit = _("Durée du calcul par perte en secondes, ou 2min (par défaut 30).")
    jobs = _("Nombre de pertes calculées à la fois ; 0 : une par cœur.")
    params: list[click.Parameter] = [
        Argument("plan", _("le plan, plan.json ou planning.xlsx")),
        Argument("input", _("le scénario ou le classeur dont il est le plan")),
        click.Option(["-o", "--output"], metavar=_("DOSSIER"), help=output),
        click.Option(["--time-limit"], type=Seconds(YEAR), default="30", metavar="S", help=limit),
        click.Option(["--jobs"], type=Within(int, 0, 1000), default="0", metavar="N", help=jobs),
        click.Option(["--seed"], type=Within(int, 0, 2**31 - 1), metavar="N", help=_("Graine du hasard.")),
        documents_option(),
        click.Option(["--anonymise"], is_flag=True, help=_anonymise()),
        click.Option(["--quiet"], is_flag=True, help=_("N'affiche que les erreurs.")),
    ]
    return Command("contingency", run, params, about)


def _anonymise() -> str:
    text = _("Remplace les personnes et les entreprises par des codes ; écrit dans le sous-dossier {folder}.")
    return text.format(folder=ANONYMOUS)


def run(
    plan: str,
    input: str,
    output: str | None,
    time_limit: float,
    jobs: int,
    seed: int | None,
    documents: str | None,
    anonymise: bool,
    quiet: bool,
) -> None:
    """Read and check the plan, plan every loss anew, write the booklet, sum up."""
    from tspi_sched.editions.stamping import stamp_for
    from tspi_sched.losses import contingency
    from tspi_sched.plan import Result
    from tspi_sched.reading import documents_for, input_files

    folder = Path(output) if output is not None else Path(plan).parent / FOLDER
    target = folder / ANONYMOUS if anonymise else folder
    _check(target, (plan, *input_files(input, documents)))
    says = documents_for(input, documents)
    problem, wishes, found = _read(plan, input)
    wishes = replace(wishes, workers=1, seed=wishes.seed if seed is None else seed)
    watch = None if quiet else Lines(problem).show
    made = contingency(
        problem, found, wishes=wishes, seconds=time_limit, processes=jobs, folder=folder / KEPT, watch=watch
    )
    if made.interrupted and not any(answer.plan for answer in made.answers):
        raise KeyboardInterrupt
    stamp = stamp_for(problem, Result(Status.FEASIBLE, found), says, (folder, Path(plan).parent))
    paths = _written(made, target, says, stamp, anonymise)
    if not quiet:
        for line in (*_summary(made), "", *written(paths)):
            say(line)
    if made.interrupted:
        raise Ending(INTERRUPTED, _("Interrompu : ce qui est fait est gardé ; la même commande finit le reste."))


def _check(folder: Path, read: tuple[str | Path, ...]) -> None:
    """Find out before the long work whether its results can be written."""
    from tspi_sched.exports.booklet import PDF, WORKBOOK

    check_name(folder)
    check_writable(folder, ())
    spare(read, (folder / PDF, folder / WORKBOOK))


def _read(plan: str, input: str) -> "tuple[Problem, Wishes, Plan]":
    """The session, what is wished, and the plan, which keeps every rule and is not empty."""
    from tspi_sched.checker import check
    from tspi_sched.cli.check import broken_lines
    from tspi_sched.reading import read, read_plan

    problem, wishes = read(input, plans=(plan,))
    found = read_plan(plan, problem)
    if broken := check(problem, found):
        raise Ending(BROKEN, "\n".join(broken_lines(broken)))
    if not found.tasks:
        raise Ending(FAULTS, _("Ce plan est vide : il n'y a rien à perdre."))
    if found.now is not None or found.events:
        text = _(
            "Ce plan est déjà celui d'un imprévu. Le livret se fait avant le jour ; qui manque d'avance se met dans le "
            "scénario : [what_if] without."
        )
        raise Ending(FAULTS, text)
    return problem, wishes, found


class Lines:
    """What is shown while the losses are planned anew: a line for each, with the time that the others may take."""

    def __init__(self, problem: "Problem") -> None:
        self.problem, self.began, self.asked = problem, time.monotonic(), 0

    def show(self, step: "Step") -> None:
        """Say what is new."""
        from tspi_sched.cli.progress import elapsed

        if step.answer is None:
            self.asked = step.done
            if step.done == 1:
                tell(_("Astreintes : recherche de ce qu'il en faut au moins…"))
            return
        spent = time.monotonic() - self.began
        rest = spent / step.done * (step.count - step.done)
        left = _(" – encore {time} environ").format(time=elapsed(rest)) if step.done < step.count else ""
        tell(f"[{step.done}/{step.count}] {self._said(step)}{left}")

    def _said(self, step: "Step") -> str:
        from tspi_sched.exports.booklet.pages import short_verdict

        assert step.answer is not None
        return short_verdict(self.problem, step.answer)


def _written(made: "Contingency", folder: Path, says: "Documents", stamp: "Stamp", anonymise: bool) -> list[Path]:
    """The files of the booklet, and the plans."""
    from tspi_sched.documents import Documents
    from tspi_sched.exports import plan_json
    from tspi_sched.exports.booklet import PDF, WORKBOOK, plan_names, write_pdf, write_workbook
    from tspi_sched.exports.booklet.anonymous import without_names
    from tspi_sched.plan import Result

    if anonymise:
        made, says, stamp = without_names(made), Documents(leads=says.leads), replace(stamp, since={}, broken=())
    paths: list[Path] = []
    try:
        _keep(folder / WORKBOOK)
        write_workbook(made, folder / WORKBOOK, stamp=stamp)
        paths.append(folder / WORKBOOK)
        for name, answer in plan_names(made) if not anonymise else ():
            plan_json.write(made.problem, Result(Status.FEASIBLE, answer.plan), folder / PLANS / f"{name}.json")
        paths += [] if anonymise else [folder / PLANS]
        write_pdf(made, folder / PDF, says, stamp=stamp)
        paths.insert(0, folder / PDF)
    except ImportError as error:
        tell(_("{file} n'est pas écrit : {reason}").format(file=PDF, reason=error))
    except OSError as error:
        raise cannot_write(folder, error) from None
    return paths


def _keep(path: Path) -> None:
    """A workbook that somebody worked on is kept under another name."""
    from tspi_sched.exports.kept import is_ours, keep

    if path.is_file() and not is_ours(path):
        text = _("{path} a été modifié : il est gardé sous « {kept} ».")
        tell(text.format(path=path, kept=keep(path).name))


def _summary(made: "Contingency") -> Iterator[str]:
    """How many losses are harmless, those that are not, and who must stand by."""
    from tspi_sched.exports.booklet.pages import short_verdict
    from tspi_sched.exports.booklet.summary import count_lines, standby_lines, standby_rows

    yield from count_lines(made)
    for answer in made.answers:
        if not answer.quiet:
            yield f"  – {short_verdict(made.problem, answer)}"
    yield ""
    yield from standby_lines(made)
    for who, _phone, _email, days in standby_rows(made):
        yield f"  – {who}{mark(':')}{days}"
    if made.standby is not None and made.standby.asked:
        count = made.standby.asked
        text = ngettext("({count} question posée au calcul)", "({count} questions posées au calcul)", count)
        yield text.format(count=count)
