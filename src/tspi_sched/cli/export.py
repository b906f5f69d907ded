"""``export``: a plan, wherever it comes from, as the documents that people hold in their hands."""

from dataclasses import replace
from pathlib import Path

import click

from tspi_sched.cli.check import broken_lines
from tspi_sched.cli.codes import BROKEN, Ending
from tspi_sched.cli.grammar import Argument, Command, Several
from tspi_sched.cli.output import check_available, check_writable, documents_option, spare, written
from tspi_sched.cli.screen import say, tell
from tspi_sched.documents import Documents
from tspi_sched.exports.formats import FORMATS
from tspi_sched.exports.proofs import with_proofs_that_hold
from tspi_sched.exports.writing import ANONYMOUS, paths_of
from tspi_sched.plan import Plan, Result
from tspi_sched.problem import Problem
from tspi_sched.stamp import Stamp
from tspi_sched.texts import _, mark
from tspi_sched.wishes import Objective
from tspi_sched.wording.objectives import unproven

USUAL = "html,ics"
"""The formats that are written when none is named: for everybody, and with nothing more to install."""


def command() -> Command:
    """The command as click knows it."""
    about = _(
        "Écrit un plan en documents, après l'avoir vérifié. PLAN est un plan.json ou un planning.xlsx, même modifié "
        "dans Excel. Exporté de nouveau dans le même dossier, un calendrier (ics) met à jour ce que chacun a déjà reçu."
    )
    params: list[click.Parameter] = [
        Argument("plan", _("le plan à écrire")),
        Argument("input", _("le scénario ou le classeur dont il est le plan")),
        Several("--to", FORMATS, _formats(), USUAL),
        click.Option(["-o", "--output"], metavar=_("DOSSIER"), help=_("Dossier où écrire (par défaut celui du plan).")),
        documents_option(),
        click.Option(["--anonymise"], is_flag=True, help=_anonymise()),
        click.Option(["--despite"], is_flag=True, help=_despite()),
    ]
    return Command("export", run, params, about)


def _formats() -> str:
    text = _("Formats, séparés par des virgules ou des espaces (par défaut {usual}) : {choices} ; peut être répété.")
    return text.format(usual=USUAL, choices=", ".join(FORMATS))


def _anonymise() -> str:
    text = _("Remplace les personnes et les entreprises par des codes ; écrit dans le sous-dossier {folder}.")
    return text.format(folder=ANONYMOUS)


def _despite() -> str:
    text = _("Écrit aussi un plan qui enfreint des règles ; elles sont dites sur la feuille « {sheet} ».")
    return text.format(sheet=_("Synthèse"))


def run(
    plan: str,
    input: str,
    to: tuple[str, ...],
    output: str | None,
    documents: str | None,
    anonymise: bool,
    despite: bool = False,
) -> None:
    """Read, refuse what breaks a rule, write."""
    from tspi_sched.editions.delivery import Target, deliver, origin_of, refuse_another
    from tspi_sched.reading import documents_for, input_files

    problem, result, objectives = _read(plan, input, despite)
    says = documents_for(input, documents)
    folder = Path(output) if output else Path(plan).parent
    origin = origin_of(input)
    refuse_another(folder, problem, origin)
    result = replace(result, stamp=_stamp(problem, result, says, (folder, Path(plan).parent)))
    if anonymise:
        from tspi_sched.exports.common.anonymise import anonymised

        problem, result, says = *anonymised(problem, result), Documents(leads=says.leads)
        folder /= ANONYMOUS
    result = _with_breaches(problem, result)
    check_available(to)
    check_writable(folder, to)
    spare(input_files(input, documents), paths_of(to, folder))
    target = Target(folder, to, origin, says, (Path(plan),), objectives, anonymise, despite, tell=tell)
    for line in written(deliver(problem, result, target)):
        say(line)


def _stamp(problem: Problem, result: Result, says: Documents, folders: tuple[Path, ...]) -> Stamp:
    """Which edition it is, or that it is a draft, by the editions of its session."""
    from tspi_sched.editions.stamping import stamp_for

    return stamp_for(problem, result, says, folders)


def _with_breaches(problem: Problem, result: Result) -> Result:
    """The result with the rules that its plan breaks, in the words of whoever is named in what is written."""
    from tspi_sched.checker import check

    broken = tuple(one.message for one in check(replace(problem, locks=()), result.plan or Plan(())))
    return replace(result, stamp=replace(result.stamp, broken=broken))


def _read(plan: str, input: str, despite: bool) -> tuple[Problem, Result, tuple[Objective, ...]]:
    """The session with the locks of the plan, the plan, which keeps every rule, and what is wanted of one."""
    from tspi_sched.checker import check
    from tspi_sched.reading import read, read_locks, read_plan, read_result

    problem, wishes = read(input, plans=(plan,))
    found = read_plan(plan, problem.whole)  # who is left out by now: the checker names their tasks
    if (broken := check(problem, found)) and despite:
        problem = problem.whole  # who is left out, and stands in the plan all the same, is written too
    elif broken:
        lines = [*broken_lines(broken), _refusal()]
        raise Ending(BROKEN, "\n".join(lines))
    result = read_result(plan, problem.whole)
    kept = with_proofs_that_hold(problem, result, wishes.name)
    if result.objectives and not kept.objectives:
        text = _("{path} : ce plan ou ce scénario n'est plus celui du calcul ; les preuves ne sont pas reprises.")
        tell(text.format(path=plan))
    elif not kept.objectives:
        tell(f"{plan}{mark(':')}{unproven(kept)}")
    return replace(problem, locks=read_locks(plan, problem)), kept, wishes.objectives


def _refusal() -> str:
    text = _("Rien n'est écrit : un plan qui enfreint une règle ne se distribue pas ; {option} l'écrit malgré tout.")
    return text.format(option="--despite")
