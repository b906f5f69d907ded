"""``replan``: an incident, and named answers to it side by side."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tspi_sched.cli.codes import FAULTS, IMPOSSIBLE, INTERRUPTED, NO_PLAN, Ending
from tspi_sched.cli.grammar import Argument, Command, Seconds, Within
from tspi_sched.cli.options import YEAR, lock_option, option, read_input
from tspi_sched.cli.output import PLAN, check_writable, written
from tspi_sched.cli.pasted import pasted
from tspi_sched.cli.screen import say, tell
from tspi_sched.cli.summary import aligned
from tspi_sched.errors import InputError
from tspi_sched.exports.writing import ALWAYS
from tspi_sched.plan import Status
from tspi_sched.texts import _, long_date
from tspi_sched.texts import clock as as_clock

if TYPE_CHECKING:
    from datetime import datetime

    from tspi_sched.plan import Plan
    from tspi_sched.problem import Problem
    from tspi_sched.recovery import Answer, Incident, Replanned

SECONDS = 30.0
"""The time limit for all answers together."""
FOLDER = "replan"
"""The folder beside the plan where answers are written by default."""


@dataclass(frozen=True)
class Asked:
    """What the command line asks for."""

    plan: str
    input: str
    event: tuple[str, ...]
    events: str | None
    now: str | None
    option: str | None
    output: str | None
    time_limit: float | None
    workers: int | None
    lock: str | None
    baseline: str | None
    publish: bool
    dry_run: bool


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
    problem, incident, limits, moment = _read(asked)
    if incident is None:
        say(_("La session est terminée : tout a déjà eu lieu, il n'y a plus rien à changer."))
        return
    if not asked.dry_run:
        check_writable(folder, ALWAYS)
    found = _found(problem, incident, limits)
    _show(found)
    interrupted = any(answer.result.interrupted for answer in found.answers)
    if interrupted and not any(answer.plan for answer in found.answers):
        raise Ending(INTERRUPTED)
    chosen = _chosen(found, asked.option, interrupted)
    if not asked.dry_run:
        _write(found, chosen, folder, asked)
    _next(asked, folder, chosen, _session_folder(asked, problem), moment)
    if interrupted:
        raise Ending(INTERRUPTED)


# --- reading ---------------------------------------------------------------------------------------------------------


def _read(asked: Asked):  # type: ignore[no-untyped-def]
    """The session, the incident (None once the session is over), the limits of the search, and the moment if it was
    given."""
    from tspi_sched.reading import documents_for, read_plan
    from tspi_sched.reading.events import machine_now, merged, read_incident
    from tspi_sched.reading.plan.file import read_noted_events
    from tspi_sched.recovery import Incident

    clock = machine_now(documents_for(asked.input, None).timezone)
    try:
        problem, wishes = read_input(asked.input, asked.lock, None, False, (asked.plan,), asked.events)
    except InputError as error:
        raise _with_others(error, asked, clock) from None
    plan = read_plan(asked.plan, problem.whole)
    said = read_incident(problem, asked.event, asked.events, asked.now, clock)
    noted = read_noted_events(asked.plan, problem.whole, said.now)
    _not_before(plan, said.now)
    events = merged(plan.events, (*noted, *said.events))
    baseline = _baseline(asked, problem)
    limits = replace(wishes, time_limit=asked.time_limit or SECONDS, workers=asked.workers or 0)
    incident = None if said.over else Incident(plan, said.now, events, baseline)
    return problem, incident, limits, said.clock if said.said else None


def _with_others(error: InputError, asked: Asked, clock: "datetime") -> InputError:
    """What is wrong with the facts, with what else is wrong in the events: all faults are told at once."""
    from tspi_sched.reading import read
    from tspi_sched.reading.events import read_incident

    try:
        read_incident(read(asked.input, plans=(asked.plan,))[0], asked.event, asked.events, asked.now, clock)
    except InputError as others:
        return InputError(tuple(dict.fromkeys((*error.faults, *others.faults))))
    return error


def _not_before(plan: "Plan", now: object) -> None:
    """The clock of a plan does not go back."""
    if plan.now and (now is None or plan.now > now):  # type: ignore[operator]
        text = _("le plan en vigueur a été fait le {day} à {hour} : donnez un moment qui n'est pas plus tôt")
        hour = as_clock(plan.now.hour * 60 + plan.now.minute)
        raise Ending(FAULTS, f"--now : {text.format(day=long_date(plan.now.date()), hour=hour)}")


def _baseline(asked: Asked, problem: "Problem") -> "Plan | None":
    """The plan that everybody knows: the one given, else the last edition beside the plan, else the plan itself."""
    from tspi_sched.editions.stamping import session_edition
    from tspi_sched.reading import read_plan

    if asked.baseline:
        return read_plan(asked.baseline, problem.whole)
    found = session_edition(problem, [Path(asked.plan).parent])
    return found[1].plan if found else None


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


def _next(asked: Asked, folder: Path, chosen: "Answer", session: Path, moment: "datetime | None") -> None:
    """Publish at once if so asked, else the command that does; and how another answer is taken."""
    from tspi_sched.recovery.told import answer_name

    say("")
    if asked.publish and not asked.dry_run:
        _publish(asked, folder, session, moment)
        return
    again = tuple(_again(asked))
    if asked.dry_run:
        say(_("Pour écrire cette réponse : {command}").format(command=pasted("replan", *again)))
    else:
        command = pasted("publish", folder / PLAN, Path(asked.input), "-o", session)
        say(_("Pour publier « {name} » : {command}").format(name=answer_name(chosen.name), command=command))
    other = pasted("replan", *again, "--option", _("RÉPONSE"))
    say(_("Pour en retenir une autre : {command}").format(command=other))


def _again(asked: Asked) -> Iterable[str | Path]:
    """The words of the same command."""
    yield from (Path(asked.plan), Path(asked.input))
    for text in asked.event:
        yield from ("--event", text)
    for name, value in (("--events", asked.events), ("--now", asked.now), ("-o", asked.output), ("--lock", asked.lock)):
        if value is not None:
            yield from (name, value if name == "--now" else Path(value))


def _session_folder(asked: Asked, problem: "Problem") -> Path:
    """Where the session's editions are kept, or would be."""
    from tspi_sched.editions.stamping import session_edition

    found = session_edition(problem, [Path(asked.plan).parent])
    return found[0] if found else Path(asked.plan).parent


def _publish(asked: Asked, folder: Path, session: Path, moment: "datetime | None") -> None:
    """The chosen answer becomes the session's next edition."""
    from tspi_sched.cli.publish import publish
    from tspi_sched.editions import Wanted

    wanted = Wanted(folder / PLAN, Path(asked.input), None, " ; ".join(asked.event), False, moment)
    publish(wanted, session)
