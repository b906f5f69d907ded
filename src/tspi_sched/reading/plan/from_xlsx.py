"""Reading a plan back from the sheet `Plan` of a schedule workbook, which people may have edited."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from tspi_sched.errors import Fault, fault
from tspi_sched.plan import Event, Plan, Result, Status, Task, Unplaced, in_time_order
from tspi_sched.problem import CLOSING, MARKING, Lock, Problem
from tspi_sched.reading.events.more import more_said
from tspi_sched.reading.events.raw import Raw
from tspi_sched.reading.events.resolve import known_in, resolve
from tspi_sched.reading.events.sentences import sentence
from tspi_sched.reading.events.tables import moment_of
from tspi_sched.reading.faults import Faults
from tspi_sched.reading.plan.ids import Complain, PlanIds, known_candidate, plan_ids, with_known_ids
from tspi_sched.reading.plan.lengths import stage_minutes
from tspi_sched.reading.plan_noted import Noted, noted_events
from tspi_sched.reading.values.cells import Unclear
from tspi_sched.reading.values.near import fold
from tspi_sched.reading.workbook.grids import Book, open_book
from tspi_sched.reading.workbook.layout import CANDIDATES, EVENTS, MEMBERS, PLAN, PLAN_SHEETS, UNPLACED
from tspi_sched.reading.workbook.records import Record, read_records
from tspi_sched.reading.workbook.rows import Row, read_tables
from tspi_sched.texts import _


@dataclass(frozen=True)
class Grid:
    """Where the rows of a sheet stand: its title, the row of its header, the letter of each field's column, and what
    is in each row by its number."""

    title: str
    header: int
    letters: Mapping[str, str]
    rows: Mapping[int, Task | Unplaced]


@dataclass(frozen=True)
class Located:
    """A plan with its places: the sheet of the tasks and that of the candidates left out, as far as they have rows;
    `notes` say what of them is not read."""

    plan: Plan
    tasks: Grid | None
    unplaced: Grid | None
    notes: tuple[Fault, ...] = ()


def read_xlsx(path: Path, problem: Problem) -> Result:
    """The plan in a workbook; how its search ended is not known, so it counts as merely `feasible`."""
    return Result(status=Status.FEASIBLE, plan=read_xlsx_located(path, problem).plan)


def read_xlsx_located(path: Path, problem: Problem) -> Located:
    """The plan in a workbook, and where each of its rows stands."""
    faults, known = Faults(), plan_ids(problem)
    records, left_out, happened = _records(path, problem, faults)
    tasks = [(r.row, _task(r, problem, known, _complaints(r, faults))) for r in records if r.readable]
    unplaced = [(r.row, _unplaced(r, known, faults)) for r in left_out if r.readable]
    faults.raise_if_any()
    now, events = _since(happened, problem, faults)
    faults.raise_if_any()
    ordered = in_time_order([task for _row, task in tasks])
    plan = Plan(ordered, tuple(one for _row, one in unplaced), now, events)
    return Located(plan, _grid(tasks), _grid(unplaced), faults.notes)


def _grid(rows: Sequence[tuple[Row, Task | Unplaced]]) -> Grid | None:
    """Where the rows of one sheet stand; None if there is none."""
    if not rows:
        return None
    first, found = rows[0][0], {row.number: what for row, what in rows}
    return Grid(first.place.rpartition("!")[0], first.header, first.letters, found)


def read_xlsx_locks(path: Path, problem: Problem) -> tuple[Lock, ...]:
    """What the column `Verrou` locks, task by task.

    Nothing else of the plan need be right: it may name people and rooms that are no more.
    """
    faults, known = Faults(), plan_ids(problem)
    records, _left_out, _happened = _records(path, problem, faults)
    locks = []
    for record in records:
        if record.readable and (parts := record.values.get("lock")):
            signing = frozenset({"panel"}) if "candidate" not in record.values else frozenset()
            task = _task(record, problem, known, _complaints(record, faults, parts | signing))
            locks.append(Lock(task, _lockable(problem, task, parts)))
    faults.raise_if_any()
    return tuple(lock for lock in locks if lock.parts)


def read_xlsx_noted(path: Path, problem: Problem, now: datetime | None) -> tuple[Event, ...]:
    """What the organiser noted in the rows of the plan by the moment `now`: real hours other than theirs, and who is
    absent since when."""
    faults, known = Faults(), plan_ids(problem)
    records, _left_out, _happened = _records(path, problem, faults)
    readable = (record for record in records if record.readable)
    rows = [Noted(record, _task(record, problem, known, _complaints(record, faults))) for record in readable]
    found = tuple(noted_events(rows, problem, known, now, faults))
    faults.raise_if_any()
    first: dict[tuple[str | None, ...], Event] = {}
    for event in sorted(found, key=lambda event: event.start or datetime.min):
        first.setdefault(event.subject, event)
    return tuple(first.values())


def rows_noted(path: Path) -> int:
    """In how many rows of the plan something was noted on the day, whatever it says."""
    table = read_tables(_without_display_sheets(open_book(path)), PLAN_SHEETS, {}, Faults()).get(PLAN.key, [])
    records = read_records(table, PLAN, Faults())
    return sum(any(field in record.values for field in ("real_start", "real_end", "absent")) for record in records)


def _since(records: list[Record], problem: Problem, faults: Faults) -> tuple[datetime | None, tuple[Event, ...]]:
    """The moment and the events of a plan that was made after an incident."""
    days = tuple(day.date for day in problem.days)
    file = records[0].row.file if records else ""
    moments = [(r, r.values["now"]) for r in records if r.values.get("now") is not None]
    now = moment_of(moments[0][1], days, file, moments[0][0].row.where("now"), faults) if moments else None
    raws: list[Raw] = []
    for record in (record for record in records if "event" in record.values):
        try:
            place = record.row.where("event")
            raws.append(_raw(record.values["event"], days, place, file))
        except Unclear as error:
            record.fault(faults, "event", str(error))
    return now, resolve(raws, known_in(problem), now, faults)


def _raw(text: str, days: tuple[date, ...], place: str, file: str) -> Raw:
    """The event of a sentence: a row that an incident adds, or something that happens."""
    if more := more_said(text):
        return Raw(more.kind, file=file, where=place, event=more)
    return replace(sentence(text, days, place), file=file)


def _records(path: Path, problem: Problem, faults: Faults) -> tuple[list[Record], list[Record], list[Record]]:
    """The rows of the plan, of the candidates left out, and of what happened."""
    book = open_book(path)
    _refuse_facts(book)
    tables = read_tables(_without_display_sheets(book), PLAN_SHEETS, {}, faults)
    records = read_records(tables.get(PLAN.key, []), PLAN, faults, tuple(day.date for day in problem.days))
    left_out = read_records(tables.get(UNPLACED.key, []), UNPLACED, faults)
    if not records and not left_out and not faults:
        faults.add(
            _("la feuille « {sheet} » n'a aucune ligne").format(sheet=PLAN.title), file=book.name, where=PLAN.title
        )
    happened = read_records(tables.get(EVENTS.key, []), EVENTS, faults)
    return records, left_out, happened


def _refuse_facts(book: Book) -> None:
    """Tell the workbook of a session, given where a plan is wanted, from a plan with a fault."""
    titles = {fold(title) for title in book.sheets}
    if not titles & set(map(fold, PLAN.titles)) and all(
        titles & set(map(fold, s.titles)) for s in (CANDIDATES, MEMBERS)
    ):
        text = _("c'est le classeur d'une session, non un planning ; donnez un plan.json ou un planning.xlsx")
        raise fault(text, file=book.name)


_OF_PARTS = {
    "room": "room",
    "members": "panel",
    "invigilators": "invigilators",
    "projector": "projector",
    "means": "means",
}
"""The part of a task that a column tells; the columns that say which task it is tell none."""


def _complaints(record: Record, faults: Faults, parts: frozenset[str] | None = None) -> Complain:
    """Where faults in a row are noted; of a locked row, only those in the parts that are locked."""

    def complain(field: str, message: str) -> None:
        if parts is None or _OF_PARTS.get(field) is None or _OF_PARTS[field] in parts:
            record.fault(faults, field, _("{name} : {problem}").format(name=PLAN.column(field).title, problem=message))

    return complain


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


def _task(record: Record, problem: Problem, known: PlanIds, complain: Complain) -> Task:
    values = record.values
    task = Task(
        candidate=values.get("candidate"),
        track=values.get("track"),
        stage=values["stage"],
        day=values["date"],
        start=values["start"],
        end=values.get("end", values["start"]),
        room=values.get("room"),
        members=values.get("members", ()),
        invigilators=values.get("invigilators", ()),
        projector=values.get("projector"),
        state=values.get("state", ""),
        means=values.get("means", ()),
    )
    task = with_known_ids(task, known, complain)
    return task if "end" in values else _with_end(task, problem, complain)


def _with_end(task: Task, problem: Problem, complain: Complain) -> Task:
    """A row whose end was left empty: it follows from the start, where the length is known."""
    minutes = stage_minutes(problem, task.candidate, task.track, task.stage)
    if minutes is None:
        complain("end", _("cellule vide, et la durée n'est pas connue ; écrivez l'heure de fin"))
    return replace(task, end=task.start + (minutes or 0))


def _unplaced(record: Record, known: PlanIds, faults: Faults) -> Unplaced:
    def complain(field: str, message: str) -> None:
        record.fault(faults, field, message)

    return Unplaced(known_candidate(record.values["candidate"], known, complain), record.values.get("reason", ""))
