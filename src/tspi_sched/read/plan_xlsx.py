"""Reading a plan back from the sheet `Plan` of a schedule workbook, which people may have edited."""

from pathlib import Path

from tspi_sched.plan import Plan, Result, Task, Unplaced, in_time_order
from tspi_sched.problem import CLOSING, MARKING, Lock, Problem
from tspi_sched.read.faults import Faults
from tspi_sched.read.layout import PLAN, PLAN_SHEETS, UNPLACED
from tspi_sched.read.near import fold
from tspi_sched.read.plan_ids import PlanIds, known_candidate, plan_ids, with_known_ids
from tspi_sched.read.rows import Record, read_records, read_tables
from tspi_sched.read.workbook import Book, open_book
from tspi_sched.texts import _


def read_xlsx(path: Path, problem: Problem) -> Result:
    """The plan in a workbook; how its search ended is not known, so it counts as merely `feasible`."""
    plan, _locks = _read(path, problem)
    return Result(status="feasible", plan=plan)


def read_xlsx_locks(path: Path, problem: Problem) -> tuple[Lock, ...]:
    """What the column `Verrou` locks, task by task."""
    _plan, locks = _read(path, problem)
    return locks


def _read(path: Path, problem: Problem) -> tuple[Plan, tuple[Lock, ...]]:
    """Both the plan and its locks; raises `InputError` with every fault found."""
    faults, known = Faults(), plan_ids(problem)
    book = open_book(path)
    tables = read_tables(_without_display_sheets(book), PLAN_SHEETS, {}, faults)
    records = read_records(tables.get(PLAN.key, []), PLAN, faults)
    left_out = read_records(tables.get(UNPLACED.key, []), UNPLACED, faults)
    pairs = [(_task(record, known, faults), record) for record in records]
    unplaced = tuple(_unplaced(record, known, faults) for record in left_out if record.readable)
    if not records and not unplaced and not faults:
        faults.add(
            _("la feuille « {sheet} » n'a aucune ligne").format(sheet=PLAN.title), file=book.name, where=PLAN.title
        )
    faults.raise_if_any()
    tasks = [task for task, _record in pairs if task]
    locked = [(task, record.values.get("lock")) for task, record in pairs]
    locks = tuple(
        Lock(task, kept) for task, parts in locked if task and parts and (kept := _lockable(problem, task, parts))
    )
    return Plan(in_time_order(tasks), unplaced), locks


def _lockable(problem: Problem, task: Task, parts: frozenset[str]) -> frozenset[str]:
    """The parts of a task that a plan chooses: papers are marked and minutes signed anywhere, so not in a room."""
    stage = problem.title.stage.get(task.stage)
    anywhere = stage is not None and stage.kind in (MARKING, CLOSING)
    return parts - {"room"} if anywhere else parts


def _without_display_sheets(book: Book) -> Book:
    """Only the sheets of the plan if they are there: the others are for printing and may be titled alike."""
    wanted = {fold(title) for sheet in PLAN_SHEETS for title in sheet.titles}
    if not any(fold(title) in map(fold, PLAN.titles) for title in book.sheets):
        return book
    return Book(book.name, {title: sheet for title, sheet in book.sheets.items() if fold(title) in wanted})


def _task(record: Record, known: PlanIds, faults: Faults) -> Task | None:
    def complain(field: str, message: str) -> None:
        column = PLAN.column(field).title
        record.fault(faults, field, _("{name} : {problem}").format(name=column, problem=message))

    if not record.readable:
        return None
    values = record.values
    task = Task(
        candidate=values.get("candidate"),
        track=values.get("track"),
        stage=values["stage"],
        day=values["date"],
        start=values["start"],
        end=values["end"],
        room=values.get("room"),
        members=values.get("members", ()),
        invigilators=values.get("invigilators", ()),
        projector=values.get("projector"),
    )
    return with_known_ids(task, known, complain)


def _unplaced(record: Record, known: PlanIds, faults: Faults) -> Unplaced:
    def complain(field: str, message: str) -> None:
        record.fault(faults, field, message)

    return Unplaced(known_candidate(record.values["candidate"], known, complain), record.values.get("reason", ""))
