"""A plan whose file can no longer be read: what there is to take in its place. The damaged file goes into the bin."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from starlette.exceptions import HTTPException

from tspi_sched.editions import editions_in
from tspi_sched.editions.delivery import origin_of
from tspi_sched.errors import Fault, InputError
from tspi_sched.exports import plan_json
from tspi_sched.exports.common.files import write_bytes
from tspi_sched.exports.stamped import stamp_text
from tspi_sched.moves.journal import load
from tspi_sched.plan import Plan, Result, Status
from tspi_sched.problem import Problem
from tspi_sched.reading import read, read_result
from tspi_sched.texts import _, long_date
from tspi_sched.web.bin import put_away
from tspi_sched.web.moving import JOURNAL, WORKBOOK
from tspi_sched.web.sessions import PLAN, Variant, changed_at


@dataclass(frozen=True, slots=True)
class Source:
    """A plan that may take the place of the damaged one: its key in the form, what it is, its file."""

    key: str
    title: str
    path: Path


def is_damage(faults: tuple[Fault, ...]) -> bool:
    """Whether faults are those of a plan's file, and of nothing else."""
    return bool(faults) and all(Path(one.file).name == PLAN for one in faults)


def sources(variant: Variant) -> tuple[Source, ...]:
    """What there is, the nearest to what was lost first."""
    return tuple(one for one in _sources(variant) if one.path.is_file())


def _sources(variant: Variant) -> Iterator[Source]:
    folder = variant.plan_folder
    journal = folder / JOURNAL
    if load(journal, Plan(())) is not None:
        yield Source("journal", _("celui que la vue Planning montrait en dernier ({when})").format(
            when=_when(variant, journal)), journal)  # fmt: skip
    book = folder / WORKBOOK
    yield Source("book", _("celui du classeur {name} ({when})").format(name=WORKBOOK, when=_when(variant, book)), book)
    for edition in reversed(editions_in(folder)):
        yield Source(f"edition {edition.number}", stamp_text(edition.stamp), edition.plan_path)


def _when(variant: Variant, path: Path) -> str:
    at = changed_at(variant, path)
    return f"{long_date(at.date())}, {at:%H:%M}" if at else ""


def take(variant: Variant, key: str) -> None:
    """Put one of them in the place of the damaged plan; raises `InputError` where that cannot be read either."""
    found = next((one for one in sources(variant) if one.key == key), None)
    if found is None:
        raise HTTPException(404, _("Ce planning n'est plus là."))
    problem = read(variant.input)[0]
    content = _content(variant, problem, found)
    if variant.plan.exists():
        put_away(variant.root, f"{variant.session.name} – {PLAN}", (variant.plan,))
    write_bytes(variant.plan, content)


def _content(variant: Variant, problem: Problem, source: Source) -> bytes:
    if source.key.startswith("edition"):
        return source.path.read_bytes()
    draft = variant.plan_folder / ".plan.json"
    try:
        result = _result(problem, source)
        plan_json.write(problem, Result(Status.FEASIBLE, result, origin=origin_of(str(variant.input))), draft)
        return draft.read_bytes()
    finally:
        draft.unlink(missing_ok=True)


def _result(problem: Problem, source: Source) -> Plan:
    journal = load(source.path, Plan(())) if source.key == "journal" else None
    plan = journal.state.plan if journal else read_result(source.path, problem.whole).plan
    if plan is None:
        raise InputError((Fault(source.path.name, "", _("ce fichier ne contient pas de planning")),))
    return plan
