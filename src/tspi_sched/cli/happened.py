"""What has happened to a plan in force, as the command line, a file and the plan's own sheet say it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from tspi_sched.cli.codes import FAULTS, Ending
from tspi_sched.cli.options import read_input
from tspi_sched.errors import InputError
from tspi_sched.texts import _, long_date
from tspi_sched.texts import clock as as_clock

if TYPE_CHECKING:
    from tspi_sched.plan import Event, Plan
    from tspi_sched.problem import Problem
    from tspi_sched.reading.events import Incident as Said
    from tspi_sched.reading.faults import Faults
    from tspi_sched.recovery import Incident
    from tspi_sched.wishes import Wishes

Found = TypeVar("Found")


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


@dataclass(frozen=True)
class Happened:
    """The session, what is to be answered (None once the session is over), the limits of the search, the moment if
    somebody said it, how the sheet of the plan differs from what was written, and the `new` events."""

    problem: "Problem"
    incident: "Incident | None"
    limits: "Wishes"
    moment: datetime | None
    edited: tuple[str, ...] = ()
    new: tuple["Event", ...] = ()


def read_happened(asked: Asked, seconds: float) -> Happened:
    """Read all that has happened; every fault of every file and option is told at once."""
    from tspi_sched.reading import documents_for, read_plan
    from tspi_sched.reading.events import contradictions, machine_now, merged, read_incident
    from tspi_sched.reading.faults import Faults

    faults, clock = Faults(), machine_now(documents_for(asked.input, None).timezone)
    problem, wishes = _facts(asked, faults)
    plan = _tried(faults, lambda: read_plan(asked.plan, problem.whole))
    noted = _noted(asked, problem, clock, faults)
    known = merged(plan.events if plan else (), noted)
    said = _tried(faults, lambda: read_incident(problem, asked.event, asked.events, asked.now, clock, known=known))
    for one in contradictions(known, noted):
        faults.add(one.message, file=Path(asked.plan).name, where=one.where)
    if plan is not None and said is not None:
        _note_holes(asked, problem, plan, said, faults)
    if plan is None or said is None or faults:
        raise faults.stop()
    _not_before(plan, said.now)
    limits = replace(wishes, time_limit=asked.time_limit or seconds, workers=asked.workers or 0)
    incident = _incident(asked, problem, plan, said, merged(known, said.events))
    moment, edited = said.clock if said.said else None, _edited(asked, problem, plan, said.now)
    return Happened(problem, incident, limits, moment, edited, merged(noted, said.events))


def _incident(
    asked: Asked, problem: "Problem", plan: "Plan", said: "Said", events: tuple["Event", ...]
) -> "Incident | None":
    from tspi_sched.recovery import Incident

    return None if said.over else Incident(plan, said.now, events, _baseline(asked, problem))


# --- each by itself --------------------------------------------------------------------------------------------------


def _tried(faults: "Faults", read: Callable[[], Found]) -> Found | None:
    """What can be read; its faults are noted with those of everything else."""
    try:
        return read()
    except InputError as error:
        faults.extend(error)
        return None


def _facts(asked: Asked, faults: "Faults") -> tuple["Problem", "Wishes"]:
    """The session with what the incident adds; without it where that is wrong, so that the rest can be read."""
    from tspi_sched.reading import read

    try:
        return read_input(asked.input, asked.lock, None, False, (asked.plan,), asked.events)
    except InputError as error:
        faults.extend(error)
        found = _tried(faults, lambda: read(asked.input, plans=(asked.plan,)))
        if found is None:
            raise
        return found


def _noted(asked: Asked, problem: "Problem", clock: datetime, faults: "Faults") -> tuple["Event", ...]:
    """What was noted in the rows, as far as the moment is known."""
    from tspi_sched.reading.events import read_incident
    from tspi_sched.reading.faults import Faults
    from tspi_sched.reading.plan.file import read_noted_events

    moment = _tried(Faults(), lambda: read_incident(problem, (), asked.events, asked.now, clock))
    moment = moment or _tried(Faults(), lambda: read_incident(problem, (), None, asked.now, clock))
    if moment is None:
        return ()
    now = moment.now
    return _tried(faults, lambda: read_noted_events(asked.plan, problem.whole, now)) or ()


def _not_before(plan: "Plan", now: datetime | None) -> None:
    """The clock of a plan does not go back."""
    if plan.now and (now is None or plan.now > now):
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


# --- a sheet that was worked on --------------------------------------------------------------------------------------


def _note_holes(asked: Asked, problem: "Problem", plan: "Plan", said: "Said", faults: "Faults") -> None:
    """A fault for each row that is missing though what follows it has begun."""
    from tspi_sched.recovery.holes import holes

    mark = _mark_of_another(asked, plan)
    written = _written(Path(asked.plan), problem, mark) if mark else None
    for one in holes(problem, plan, said.now, written, Path(asked.plan).name):
        faults.add(one.message, file=one.file, where=one.where)


def _mark_of_another(asked: Asked, plan: "Plan") -> str | None:
    """The mark of the plan that a workbook was written of, where its rows are no longer that plan's."""
    from tspi_sched.exports.common.fingerprint import fingerprint_of
    from tspi_sched.exports.common.marks import mark_of

    path = Path(asked.plan)
    said = fingerprint_of(path) if path.suffix.lower() == ".xlsx" else None
    return None if said is None or said.plan == mark_of(plan) else said.plan


def _edited(asked: Asked, problem: "Problem", plan: "Plan", now: datetime | None) -> tuple[str, ...]:
    """How the rows of a workbook differ from the plan that it was written of; nothing where they do not."""
    mark, path = _mark_of_another(asked, plan), Path(asked.plan)
    if not mark:
        return ()
    head = _("La feuille « Plan » de {path} n'est plus ce qui a été écrit ; ses lignes comptent comme elles sont.")
    written = _written(path, problem, mark)
    lines = () if written is None else _differences(problem, written, plan, now)
    return (head.format(path=path), *(f"  – {line}" for line in lines), "")


def _written(path: Path, problem: "Problem", mark: str) -> "Plan | None":
    """The plan that a workbook was written of, beside it or among the editions of its session."""
    from tspi_sched.editions import editions_in
    from tspi_sched.editions.stamping import session_edition
    from tspi_sched.exports.common.marks import mark_of
    from tspi_sched.reading import read_plan
    from tspi_sched.reading.faults import Faults

    found = session_edition(problem, [path.parent])
    kept = [edition.plan_path for edition in editions_in(found[0])] if found else []
    for place in (path.with_name("plan.json"), *reversed(kept)):
        plan = _tried(Faults(), partial(read_plan, place, problem.whole)) if place.is_file() else None
        if plan is not None and mark_of(plan) == mark:
            return plan
    return None


def _differences(problem: "Problem", before: "Plan", after: "Plan", now: datetime | None) -> Iterator[str]:
    """Rows that are gone, new or say something else."""
    from tspi_sched.comparison.moves import moves
    from tspi_sched.exports.comparison.shifts import Shift, aspects
    from tspi_sched.plan import moment
    from tspi_sched.wording import names as words

    whole = problem.whole
    for move in moves("", before, after):
        if move.after is None:
            text = _("{task} : ligne supprimée ; remettez-la si c'est une erreur, elle reste à placer.")
            if now is not None and moment(move.task.day, move.task.start) < now:
                text = _(
                    "{task} : ligne supprimée ; remettez-la si elle a eu lieu, sinon elle est à placer de nouveau."
                )
            yield text.format(task=words.task(whole, move.task))
        elif move.before is None:
            yield _("{task} : ligne ajoutée.").format(task=words.task(whole, move.task))
        else:
            told = " ; ".join(f"{word} {was} → {now}" for word, was, now in aspects(whole, Shift((move,))))
            yield _("{task} : {told}.").format(task=words.what(whole, move.task), told=told)
