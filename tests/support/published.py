"""A session as files, its plans, and their publication: with calendars alone (quick), or by the command line."""

from dataclasses import replace
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from tests.support import as_files, sessions
from tspi_sched.editions import Edition, Wanted, last_edition, publish
from tspi_sched.editions.kept import Kept
from tspi_sched.exports import plan_json
from tspi_sched.exports.formats import FORMATS
from tspi_sched.plan import Plan, Result, Status
from tspi_sched.problem import Problem

PHONE, NUMBER, HOME = "06 07 08 09 10", "0099887", "7 impasse des Glycines"
"""What reaches everybody, and the number under which every candidate is registered."""

NOW = datetime(2026, 12, 1, 9, 0)


def session() -> Problem:
    """The small session, with everybody's telephone, address and e-mail."""
    problem = sessions.session()

    def reached(people: tuple[Any, ...], **more: str) -> tuple[Any, ...]:
        return tuple(
            replace(one, phone=PHONE, address=f"{HOME}\n69003 Lyon", email=f"{one.id.lower()}@exemple.fr", **more)
            for one in people
        )

    return replace(
        problem,
        candidates=reached(problem.candidates, number=NUMBER),
        members=reached(problem.members),
        invigilators=reached(problem.invigilators),
    )


def files(folder: Path, problem: Problem | None = None, more: str = "") -> Path:
    """The scenario of a session beside its workbook."""
    folder.mkdir(parents=True, exist_ok=True)
    path = as_files.write(problem or session(), folder)
    path.write_text(f'name = "s"\n{path.read_text(encoding="utf-8")}{more}', encoding="utf-8")
    return path


def plan_file(path: Path, plan: Plan, problem: Problem | None = None) -> Path:
    """A plan's file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    plan_json.write(problem or session(), Result(Status.FEASIBLE, plan, scenario="s"), path)
    return path


def published(folder: Path, plan: Plan, scenario: Path, now: datetime = NOW, **wanted: object) -> Edition:
    """A plan published into a folder, with its calendars for all documents."""
    source = plan_file(folder.parent / "source.json", plan)
    publish(Wanted(source, scenario, now=now, **wanted), folder, lambda kept: _calendars(kept, folder))  # type: ignore[arg-type]
    found = last_edition(folder)
    assert found is not None
    return found


def _calendars(kept: Kept, folder: Path) -> tuple[Path, ...]:
    return (FORMATS["ics"].write(kept.problem, kept.result, folder, kept.documents),)


def editions(tmp_path: Path, *plans: Plan, documents: str = "", despite: bool = False) -> Path:
    """The folder in which some plans were published one after the other."""
    scenario = files(tmp_path / "session")
    if documents:
        (scenario.parent / "documents.toml").write_text(documents, encoding="utf-8")
    folder = tmp_path / "planning"
    for plan in plans:
        published(folder, plan, scenario, despite=despite)
    return folder


def drafts(folder: Path) -> dict[str, EmailMessage]:
    """The drafts of a to-do folder, by the id that ends their name."""
    found = (folder / "a-faire" / "courriels").glob("*.eml")
    return {file.stem.rpartition("-")[2]: message_from_bytes(file.read_bytes(), policy=default) for file in found}
