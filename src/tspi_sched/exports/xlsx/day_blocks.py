"""The blocks of a day's sheet: who writes where, then each panel with its candidates in running order and its meal."""

from dataclasses import dataclass
from datetime import date

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from tspi_sched.exports.common.calls import call_text, called
from tspi_sched.exports.common.day import (
    closing_text,
    observations,
    panel_title,
    running_order,
    with_hours,
    with_pauses,
    with_preparations,
)
from tspi_sched.exports.common.roster import Assessment, Roster
from tspi_sched.exports.xlsx.draft import Draft
from tspi_sched.exports.xlsx.people import times
from tspi_sched.exports.xlsx.sheet import LINE_HEIGHT, Value, at, block, lead, line, lines_in, put
from tspi_sched.exports.xlsx.style import stage_style, track_style
from tspi_sched.plan import Task, moment
from tspi_sched.problem import CLOSING, ORAL, WRITTEN, Candidate, Stage
from tspi_sched.texts import _
from tspi_sched.wording.names import paper as paper_of

FIRST_PAIR = 6
"""The column of the first stage's start: name, first name, number, track and convocation stand before it."""


@dataclass(frozen=True)
class DayPage:
    """A day's sheet and its columns, which every block of the sheet shares."""

    sheet: Worksheet
    draft: Draft
    day: date
    stages: tuple[Stage, ...]
    """What panels do that day: two columns each."""
    kit: bool
    """Whether a mobile projector is used that day, which takes a column."""
    notes: bool
    """Whether there is something to observe that day, which takes one too."""

    @property
    def roster(self) -> Roster:
        """The plan."""
        return self.draft.roster

    @property
    def room(self) -> int:
        """The column of the room."""
        return FIRST_PAIR + 2 * max(3, len(self.stages))

    @property
    def last(self) -> int:
        """The last column."""
        return self.room + self.kit + self.notes

    @property
    def width(self) -> float:
        """Characters over all columns."""
        return sum(self.sheet.column_dimensions[get_column_letter(place)].width for place in range(1, self.last + 1))

    def pair(self, place: int) -> int:
        """The first column of a stage, counted from 0."""
        return FIRST_PAIR + 2 * place


# --- the papers ------------------------------------------------------------------------------------------------------


def add_papers(page: DayPage, row: int) -> int:
    """Who writes where, one row per candidate; returns the row after the block."""
    sittings = [sitting for sitting in page.roster.sittings if sitting.day == page.day]
    if not sittings:
        return row
    line(page.sheet, row, 1, page.last, _("Épreuve {paper}").format(paper=paper_of(page.roster.problem.title)), "panel")
    page.sheet.row_dimensions[row].height = 20
    _paper_heads(page, row + 1)
    row += 3
    for sitting in sittings:
        for task in page.roster.by_name(sitting.tasks):
            _paper_row(page, row, task)
            row += 1
    return row + 1


def _paper_heads(page: DayPage, row: int) -> None:
    _person_heads(page, row)
    papers = [stage for stage in page.roster.problem.title.stages if stage.kind == WRITTEN]
    _stage_head(page, row, FIRST_PAIR, papers[0], " / ".join(stage.code for stage in papers))
    _head(page, row, FIRST_PAIR + 2, page.room - 1, _("Surveillants"))
    _tail_heads(page, row)


def _paper_row(page: DayPage, row: int, task: Task) -> None:
    person = page.roster.problem.candidate[task.candidate or ""]
    _person(page, row, person, task.track or "")
    time = called(page.roster, task)
    put(page.sheet, row, 5, call_text(None) if time is None else at(time), "code" if time is None else "time")
    put(page.sheet, row, FIRST_PAIR, at(task.start), "time")
    put(page.sheet, row, FIRST_PAIR + 1, at(task.end), "time")
    names = page.roster.invigilator_names(task.invigilators)
    line(page.sheet, row, FIRST_PAIR + 2, page.room - 1, names, "fit")
    _tail(page, row, page.roster.short_room(task.room), "", "")


# --- a panel ---------------------------------------------------------------------------------------------------------


def add_panel(page: DayPage, panel: tuple[str, ...], row: int) -> int:
    """A panel's block: its members, its candidates in running order, its meal; returns the row after the block."""
    tasks = [task for task in page.roster.by_panel[panel] if task.day == page.day]
    if not tasks:
        return row
    who = panel_title(page.roster, panel)
    title = with_hours(who, tasks)
    line(page.sheet, row, 1, page.last, title, "panel")
    page.sheet.row_dimensions[row].height = 6 + 15 * lines_in(title, page.width * 0.85)
    _panel_heads(page, row + 1)
    row += 3
    for one in with_pauses(page.roster, running_order(page.roster, panel, page.day), panel, page.day):
        if isinstance(one, str):
            row = _full_line(page, row, one, "pause")
        else:
            _assessment_row(page, one, row)
            row += 1
    for task in tasks:
        if page.roster.kind(task) == CLOSING:
            row = _full_line(page, row, closing_text(page.roster, task), "line")
    return row + 1


def _panel_heads(page: DayPage, row: int) -> None:
    _person_heads(page, row)
    for place, stage in enumerate(page.stages):
        _stage_head(page, row, page.pair(place), stage)
    filled = page.pair(len(page.stages))
    if filled < page.room:
        _head(page, row, filled, page.room - 1, "")
    _tail_heads(page, row)


def _assessment_row(page: DayPage, one: Assessment, row: int) -> None:
    person = one.candidate
    _person(page, row, person, one.track)
    _convocation(page, one, row)
    today = with_preparations(page.roster, one, page.day)
    for place, stage in enumerate(page.stages):
        start, end = times(today.get(stage.code))
        put(page.sheet, row, page.pair(place), start, "time")
        put(page.sheet, row, page.pair(place) + 1, end, "time")
    for column in range(page.pair(len(page.stages)), page.room):
        put(page.sheet, row, column, None, "time")
    kit = ", ".join(task.projector for task in today.values() if task.projector)
    _tail(page, row, page.roster.rooms_of(list(today.values())), kit, observations(page.roster, one))


def _convocation(page: DayPage, one: Assessment, row: int) -> None:
    """When the candidate is called for the orals: a time, with its day if that is another one."""
    task = page.roster.called(one, ORAL)
    value: Value = None
    if task is not None:
        time = called(page.roster, task)
        value = call_text(None) if time is None else moment(task.day, time)
    put(page.sheet, row, 5, value, "call" if task is not None and task.day == page.day else "otherday")


# --- pieces of a block -----------------------------------------------------------------------------------------------


def _full_line(page: DayPage, row: int, text: str, style: str) -> int:
    line(page.sheet, row, 1, page.last, text, style)
    page.sheet.row_dimensions[row].height = 17
    return row + 1


def _person_heads(page: DayPage, row: int) -> None:
    for column, text in enumerate((_("Nom"), _("Prénom"), _("N°"), _("Parcours"), _("Convocation")), 1):
        _head(page, row, column, column, text)


def _tail_heads(page: DayPage, row: int) -> None:
    _head(page, row, page.room, page.room, _("Salle"))
    if page.kit:
        _head(page, row, page.room + 1, page.room + 1, _("Projecteur"))
    if page.notes:
        _head(page, row, page.last, page.last, _("Observations"))


def _tail(page: DayPage, row: int, room: str, kit: str, note: str) -> None:
    """The last cells of a row; a long text makes it higher."""
    put(page.sheet, row, page.room, room, "text")
    if page.kit:
        put(page.sheet, row, page.room + 1, kit, "code")
    if page.notes:
        put(page.sheet, row, page.last, note, "small")
    names = ((column, page.sheet.cell(row, column).value) for column in (1, 2))
    wrapped = ((page.room, room), (page.last, note), *names)
    page.sheet.row_dimensions[row].height = max(18, LINE_HEIGHT * max(_lines(page, *one) for one in wrapped) + 4)


def _lines(page: DayPage, column: int, text: object) -> int:
    return lines_in(text, page.sheet.column_dimensions[get_column_letter(column)].width)


def _head(page: DayPage, row: int, first: int, last: int, text: str) -> None:
    """A column's title over the two rows of a block's header."""
    block(page.sheet, (row, row + 1), (first, last), text, "head")


def _stage_head(page: DayPage, row: int, column: int, stage: Stage, text: str = "") -> None:
    line(page.sheet, row, column, column + 1, text or stage.code, stage_style(stage.code))
    put(page.sheet, row + 1, column, _("Début"), "head")
    put(page.sheet, row + 1, column + 1, _("Fin"), "head")


def _person(page: DayPage, row: int, person: Candidate, track: str) -> None:
    """Name, first name, number, which leads to the card, and track."""
    put(page.sheet, row, 1, person.last_name, "strong")
    put(page.sheet, row, 2, person.first_name, "text")
    number = page.draft.person(person.id)
    cell = put(page.sheet, row, 3, number.value, number.style)
    if number.target:
        lead(cell, number.target)
    put(page.sheet, row, 4, track, track_style(track))
