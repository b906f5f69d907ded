"""``replan``: an incident, and named answers to it side by side."""

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tspi_sched.cli.codes import IMPOSSIBLE, INTERRUPTED, NO_PLAN, Ending
from tspi_sched.cli.grammar import Argument, Command, Seconds, Within
from tspi_sched.cli.happened import Asked, Happened, read_happened
from tspi_sched.cli.options import YEAR, lock_option, option
from tspi_sched.cli.output import PLAN, check_writable, written
from tspi_sched.cli.pasted import pasted
from tspi_sched.cli.screen import say, tell
from tspi_sched.cli.summary import aligned
from tspi_sched.exports.writing import ALWAYS
from tspi_sched.plan import Status
from tspi_sched.texts import _

if TYPE_CHECKING:
    from tspi_sched.problem import Problem
    from tspi_sched.recovery import Answer, Incident, Replanned

SECONDS = 30.0
"""The time limit for all answers together."""
FOLDER = "replan"
"""The folder beside the plan where answers are written by default."""


def command() -> Command:
    """The command as click knows it."""
    about = _(
        "Répond à un imprévu : plusieurs plannings côte à côte, chacun avec ce qu'il coûte. Ce qui a eu lieu reste ; "
        "le reste change le moins possible. PLAN est le plan.json ou le planning.xlsx en vigueur, avec ce qui y est "
        "noté."
    )
    arguments = [Argument("plan", _("le plan en vigueur")), Argument("input", _("le scénario ou le classeur"))]
    return Command("replan", run, [*arguments, *_options()], about)


def _options() -> list[click.Parameter]:
    event = _("Ce qui arrive : « absent J2 à partir de 10:40 », « retard C07 9h35 », « fermé S2 »… Se répète.")
    names = _("Réponse à retenir : remplacer, attendre, redistribuer, reporter ou meilleur (par défaut).")
    folder = _("Dossier où écrire les réponses (par défaut « {folder} » à côté du plan).").format(folder=FOLDER)
    limit = _("Durée du calcul pour toutes les réponses ensemble (par défaut 30 secondes).")
    return [
        click.Option(["--event"], multiple=True, metavar=_("TEXTE"), help=event),
        option("--events", metavar=_("FICHIER"), about=_("Fichier TOML d'événements.")),
        option("--now", metavar=_("MOMENT"), about=_("Le moment présent (par défaut l'heure de l'ordinateur).")),
        click.Option(["--option"], metavar=_("RÉPONSE"), callback=_answer, help=names),
        option("-o", "--output", metavar=_("DOSSIER"), about=folder),
        option("--time-limit", type=Seconds(YEAR), metavar="S", about=limit),
        option("--workers", type=Within(int, 0, 1000), metavar="N", about=_("Nombre de cœurs employés ; 0 : tous.")),
        lock_option(),
        option("--baseline", metavar="PLAN", about=_("Plan connu de tous (par défaut la dernière édition, ou PLAN).")),
        click.Option(["--publish"], is_flag=True, help=_("Publie aussitôt la réponse retenue.")),
        click.Option(["--dry-run"], is_flag=True, help=_("Montre les réponses sans rien écrire.")),
    ]


def _answer(_context: click.Context, _option: click.Parameter, name: str | None) -> str | None:
    """An answer by its name, in French or English."""
    from tspi_sched.reading.values.near import Names
    from tspi_sched.recovery import ANSWERS, ENGLISH

    if name is None:
        return None
    found = Names((*ANSWERS, *ENGLISH)).find(name)
    if found is None:
        text = _("« {name} » n'est pas une réponse ; il y a {names}")
        raise click.BadParameter(text.format(name=name, names=", ".join(ANSWERS)))
    return ENGLISH.get(found, found)


def run(**given: object) -> None:
    """Read, find the answers, show them, write them, and end with a code for the answer asked for."""
    asked = Asked(**given)  # type: ignore[arg-type]
    folder = Path(asked.output) if asked.output else Path(asked.plan).parent / FOLDER
    happened = read_happened(asked, SECONDS)
    problem, incident = happened.problem, happened.incident
    for line in happened.edited:
        say(line)
    if incident is None:
        say(_("La session est terminée : tout a déjà eu lieu, il n'y a plus rien à changer."))
        return
    if not asked.dry_run:
        check_writable(folder, ALWAYS)
    found = _found(problem, incident, happened.limits)
    _show(found)
    interrupted = any(answer.result.interrupted for answer in found.answers)
    if interrupted and not any(answer.plan for answer in found.answers):
        raise Ending(INTERRUPTED)
    chosen = _chosen(found, asked.option, interrupted)
    if not asked.dry_run:
        _write(found, chosen, folder, asked)
    _next(asked, folder, chosen, _session_folder(asked, problem), happened)
    if interrupted:
        raise Ending(INTERRUPTED)


# --- answers ---------------------------------------------------------------------------------------------------------


def _found(problem: "Problem", incident: "Incident", limits: object) -> "Replanned":
    from tspi_sched.recovery import replan

    return replan(problem, incident, limits)  # type: ignore[arg-type]


def _show(found: "Replanned") -> None:
    """The facts, then the table, then who is concerned."""
    from tspi_sched.recovery.told import details, facts, moment_line, table_rows

    say(moment_line(found.situation))
    for line in facts(found.situation):
        say(f"  – {line}")
    say("")
    for line in aligned(table_rows(found)):
        say(line)
    say("")
    for line in details(found):
        say(line)


def _chosen(found: "Replanned", name: str | None, interrupted: bool) -> "Answer":
    """The answer asked for, else the best one, or the last one before an interruption; an ending with its reason if
    there is none."""
    from tspi_sched.recovery import BEST
    from tspi_sched.recovery.told import answer_name

    wanted = name or BEST
    answer = found.named(wanted)
    if interrupted and name is None and (answer is None or answer.plan is None):
        answer = [one for one in found.answers if one.plan][-1]
    if answer is None:
        text = _("« {name} » ne s'applique pas à cet imprévu.")
        raise Ending(IMPOSSIBLE, text.format(name=answer_name(wanted)))
    if answer.plan is None:
        code = IMPOSSIBLE if answer.result.status is Status.INFEASIBLE else NO_PLAN
        raise Ending(code, _("« {name} » : {why}.").format(name=answer_name(wanted), why=answer.why))
    return answer


# --- writing ---------------------------------------------------------------------------------------------------------


def _write(found: "Replanned", chosen: "Answer", folder: Path, asked: Asked) -> None:
    """Each answer in a folder of its own, and the chosen one as plan and workbook."""
    from tspi_sched.editions.delivery import Target, deliver, origin_of, refuse_another
    from tspi_sched.exports.writing import write_plan

    origin = origin_of(asked.input)
    refuse_another(folder, found.problem, origin)
    paths: list[Path] = []
    for answer in (answer for answer in found.answers if answer.plan):
        for name in (answer.name, *answer.same):
            result = replace(answer.result_of(name), origin=origin)
            paths += write_plan(found.problem, result, folder / name, ("json",), None)
    target = Target(folder, ALWAYS, origin, None, (Path(asked.plan),), tell=tell)
    paths += deliver(found.problem, chosen.result, target)
    say("")
    for line in written(paths):
        say(line)


def _next(asked: Asked, folder: Path, chosen: "Answer", session: Path, happened: Happened) -> None:
    """Publish at once if so asked, else the command that does; and how another answer is taken."""
    from tspi_sched.recovery.told import answer_name

    say("")
    if asked.publish and not asked.dry_run:
        _publish(asked, folder, session, happened)
        return
    again = tuple(_again(asked))
    if asked.dry_run:
        wanted = ("--option", asked.option) if asked.option else ()
        say(_("Pour écrire cette réponse : {command}").format(command=pasted("replan", *again, *wanted)))
    else:
        contacts = ("--events", Path(asked.events)) if asked.events else ()
        command = pasted("publish", folder / PLAN, Path(asked.input), "-o", session, *contacts)
        say(_("Pour publier « {name} » : {command}").format(name=answer_name(chosen.name), command=command))
    other = pasted("replan", *again, "--option", _("RÉPONSE"))
    say(_("Pour en retenir une autre : {command}").format(command=other))


def _again(asked: Asked) -> Iterable[str | Path]:
    """The words of the same command."""
    yield from (Path(asked.plan), Path(asked.input))
    for text in asked.event:
        yield from ("--event", text)
    given = (
        ("--events", asked.events and Path(asked.events)),
        ("--now", asked.now),
        ("-o", asked.output and Path(asked.output)),
        ("--lock", asked.lock and Path(asked.lock)),
        ("--baseline", asked.baseline and Path(asked.baseline)),
        ("--time-limit", f"{asked.time_limit:g}" if asked.time_limit else None),
        ("--workers", None if asked.workers is None else str(asked.workers)),
    )
    for name, value in given:
        if value is not None:
            yield from (name, value)


def _session_folder(asked: Asked, problem: "Problem") -> Path:
    """Where the session's editions are kept, or would be."""
    from tspi_sched.editions.stamping import session_edition

    here = Path(asked.plan).parent
    found = session_edition(problem, [here])
    return here if found is None or found[0].samefile(here) else Path(os.path.relpath(found[0]))


def _publish(asked: Asked, folder: Path, session: Path, happened: Happened) -> None:
    """The chosen answer becomes the session's next edition; what happened is its reason."""
    from tspi_sched.cli.publish import publish
    from tspi_sched.editions import Wanted
    from tspi_sched.wording.events import event_text

    reason = " ; ".join(event_text(happened.problem.whole, event) for event in happened.new)
    events = Path(asked.events) if asked.events else None
    publish(Wanted(folder / PLAN, Path(asked.input), None, reason, False, happened.moment, events=events), session)
