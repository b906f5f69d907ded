"""A plan in force, from Python: what happens is said as on a command line, and what is decided is published."""

import logging
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from tspi_sched.editions import Edition, Wanted
from tspi_sched.editions import publish as put
from tspi_sched.editions.documents import write_documents
from tspi_sched.plan import Plan
from tspi_sched.problem import Problem
from tspi_sched.reading.events import merged, read_incident
from tspi_sched.recovery import Incident

log = logging.getLogger(__name__)


def incident(
    problem: Problem,
    plan: Plan,
    events: Iterable[str] = (),
    *,
    file: str | Path | None = None,
    now: str | datetime | None = None,
    baseline: Plan | None = None,
) -> Incident:
    """Say what has happened to a plan in force, for `replan` to answer.

    Args:
        problem: The session; read with the same events file if that adds something to it.
        plan: The plan in force; the events that it holds hold on.
        events: Sentences, in French or English: ``absent J2 à partir de 10:40``, ``late C07 9:35``, ``closed S2``.
        file: An events file (TOML), which may say `now` too.
        now: The moment, local time of the centre, in words or as a `datetime`; None: before the session.
        baseline: The plan that everybody knows, against which changes are counted; by default the plan itself.

    Returns:
        What is to be answered, with every event that holds.

    Raises:
        InputError: An event cannot be understood, or names what the session does not know; with every fault.

    Example:
        >>> happened = tspi_sched.incident(problem, result.plan, ["absent C02"])
        >>> [(event.kind, event.who) for event in happened.events]
        [('absent', 'C02')]
    """
    moment = f"{now:%Y-%m-%d %H:%M}" if isinstance(now, datetime) else now
    said = read_incident(problem, events, file, moment)
    return Incident(plan, said.now, merged(plan.events, said.events), baseline)


def publish(
    plan: str | Path,
    input: str | Path,
    folder: str | Path | None = None,
    *,
    reason: str = "",
    documents: str | Path | None = None,
    events: str | Path | None = None,
    despite: bool = False,
    now: datetime | None = None,
) -> Edition:
    """Make a plan the next edition of its session, with its documents and what must be done now.

    Args:
        plan: The plan's file, `plan.json` or `planning.xlsx`.
        input: The scenario or the workbook that it is a plan of.
        folder: The session's folder, which keeps its editions; by default the plan's. A document that somebody worked
            on there is kept under a dated name.
        reason: Why there is a new edition, kept with it.
        documents: What the organiser says on paper (`documents.toml`); by default the one beside the input.
        events: An events file that says how to reach whom it added, which no plan says; by default that of the edition
            before.
        despite: Whether a plan that breaks rules is published all the same.
        now: The moment of publication, local time of the centre; by default the machine's.

    Returns:
        The edition, with whom it concerns.

    Raises:
        InputError: A file cannot be read; with every fault.
        Refused: The plan breaks rules, and `despite` is False (`tspi_sched.editions.Refused`, with the breaches).
        Busy: Another publication into this folder does not end (`tspi_sched.editions.Busy`).
        OSError: A file cannot be written; the next publication finishes this edition first.

    Example:
        >>> paths = tspi_sched.export(problem, result, folder / "published", ("json",))
        >>> edition = tspi_sched.publish(paths[0], "scenarios/tiny.toml", reason="first letters")
        >>> edition.number, edition.reason, edition.told
        (1, 'first letters', ())
    """
    home = Path(folder) if folder is not None else Path(plan).parent
    words, contacts = (Path(file) if file else None for file in (documents, events))
    wanted = Wanted(Path(plan), Path(input), words, reason, despite, now, events=contacts)
    return put(wanted, home, lambda kept: write_documents(kept, home, despite, log.info)).edition
