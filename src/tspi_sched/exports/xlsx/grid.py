"""The coloured grid: who and what is busy when, one column per few minutes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from openpyxl.worksheet.worksheet import Worksheet

from tspi_sched.exports.common.breaks import meal_break
from tspi_sched.exports.common.day import day_title
from tspi_sched.exports.common.roster import Roster, Sitting
from tspi_sched.exports.xlsx.draft import Draft
from tspi_sched.exports.xlsx.paper import A3, WALL, keep_together, page
from tspi_sched.exports.xlsx.sheet import LINE_HEIGHT, add_sheet, back, breadth, line, lines_in, put, shortened, widths
from tspi_sched.exports.xlsx.style import stage_style, tight_style, wide_style
from tspi_sched.plan import Task
from tspi_sched.problem import PREPARATION, WRITTEN
from tspi_sched.texts import _, clock, ngettext

PITCHES = (30, 15, 10, 5)
"""Minutes per column: the coarsest that the plan's own grid allows."""

LEGEND_COLUMNS, COLOUR_COLUMNS = 30, 5
NAMES, HOURS = 26, 184
"""Characters across an A3 page: for the names on the left, and for all the hours."""

SMALL = 0.8
"""How large the letters of a block are, beside those that columns are measured in."""

TIGHT = 0.7
"""The same for the letters of the shortest blocks."""

TWO_LINES = 6
"""Small characters that a block must have room for, to say more than its code."""


@dataclass(frozen=True)
class _Block:
    """A coloured stretch of a row; `short` stands for its text where there is little room."""

    start: int
    end: int
    text: str
    stage: str
    """Its code, or empty for a meal."""
    short: str = ""


@dataclass(frozen=True)
class _Scale:
    """Minutes to columns: the first column holds the names."""

    start: int
    end: int
    pitch: int

    @property
    def columns(self) -> int:
        return (self.end - self.start) // self.pitch

    @property
    def width(self) -> float:
        """Characters a column, so that the hours fill the page."""
        return max(0.8, round(HOURS / self.columns, 2))

    def column(self, minute: int) -> int:
        return 2 + (minute - self.start) // self.pitch


def add_grid(draft: Draft) -> None:
    """One sheet for the whole session."""
    roster, sheet = draft.roster, add_sheet(draft.book, _("Grille"))
    put(sheet, 1, 1, _("Grille horaire"), "title")
    sheet.row_dimensions[1].height = 26
    scale = _scale(roster)
    widths(sheet, [NAMES, *[scale.width] * scale.columns])
    row = _legend(sheet, roster, scale, 2) + 1
    _hours(sheet, scale, row)
    sheet.freeze_panes = f"B{row + 1}"
    repeat = f"{row}:{row}"
    top, starts = row + 1, [row + 1]
    for day in roster.days:
        row = _day(sheet, roster, scale, day, row + 1)
        starts.append(row + 1)
    back(sheet, scale.columns + 3, _("Synthèse"))
    page(sheet, draft.session, repeat=repeat, columns=scale.columns + 1, paper=A3)
    keep_together(sheet, WALL.points, top, starts)


def _scale(roster: Roster) -> _Scale:
    grid = roster.problem.rules.grid_minutes
    start = min((task.start for task in roster.tasks), default=480)
    end = max((task.end for task in roster.tasks), default=1080)
    pitch = next((pitch for pitch in PITCHES if grid % pitch == 0), PITCHES[-1])
    return _Scale(start // 60 * 60, -(-end // 60) * 60, pitch)


def _legend(sheet: Worksheet, roster: Roster, scale: _Scale, row: int) -> int:
    """Each stage's colour and name; returns the last row used."""
    room = max(1, scale.columns // LEGEND_COLUMNS)
    for place, stage in enumerate(roster.stages):
        at_row, column = row + place // room, 2 + place % room * LEGEND_COLUMNS
        line(sheet, at_row, column, column + COLOUR_COLUMNS - 1, stage.code, stage_style(stage.code))
        put(sheet, at_row, column + COLOUR_COLUMNS, " " + stage.name, "note")
    return row + (max(len(roster.stages), 1) - 1) // room


def _hours(sheet: Worksheet, scale: _Scale, row: int) -> None:
    put(sheet, row, 1, None, "hour")
    for minute in range(scale.start, scale.end, 60):
        first = scale.column(minute)
        line(sheet, row, first, first + 60 // scale.pitch - 1, clock(minute), "hour")


def _day(sheet: Worksheet, roster: Roster, scale: _Scale, day: date, row: int) -> int:
    """A day's band and rows; returns the last row used."""
    line(sheet, row, 1, 1 + scale.columns, day_title(roster, day), "panel")
    sheet.row_dimensions[row].height = 20
    for title, rows in _sections(roster, day):
        shown = [(name, blocks) for name, blocks in rows if blocks]
        if shown:
            row += 1
            line(sheet, row, 1, 1 + scale.columns, title, "paper")
            sheet.row_dimensions[row].height = 16
        for name, blocks in shown:
            row += 1
            _row(sheet, scale, row, name, blocks)
    return row


Rows = list[tuple[str, list[_Block]]]


def _sections(roster: Roster, day: date) -> Iterator[tuple[str, Rows]]:
    sittings = [sitting for sitting in roster.sittings if sitting.day == day]
    yield _("Jurys"), [(roster.panel_name(panel), _panel(roster, panel, day)) for panel in roster.panels]
    yield (
        _("Salles"),
        [(roster.room_name(room.id), _room(roster, room.id, day, sittings)) for room in roster.problem.rooms],
    )
    yield (
        _("Surveillants"),
        [
            (person.name, [_watch(roster, sitting) for sitting in sittings if person.id in sitting.invigilators])
            for person in roster.problem.invigilators
        ],
    )


def _panel(roster: Roster, panel: tuple[str, ...], day: date) -> list[_Block]:
    """The panel's tasks, and its meal where it has one."""
    tasks = [_task(roster, task) for task in roster.by_panel[panel] if task.day == day]
    meal = meal_break(roster, panel, day) if tasks else None
    meals = [_Block(*meal, _("Pause"), "")] if meal else []
    return sorted([*tasks, *meals], key=lambda block: block.start)


def _task(roster: Roster, task: Task) -> _Block:
    if task.candidate is None:
        return _Block(task.start, task.end, task.stage, task.stage)
    person = roster.problem.candidate[task.candidate]
    return _Block(task.start, task.end, person.last_name, task.stage, _initials(person.first_name, person.last_name))


def _initials(*names: str) -> str:
    """``JC`` for Jean Castello: the first letter of each name."""
    return "".join(name.strip()[:1].upper() for name in names)


def _room(roster: Roster, room: str, day: date, sittings: Sequence[Sitting]) -> list[_Block]:
    written = [_written(sitting) for sitting in sittings if sitting.room == room]
    here = [task for task in roster.by_day[day] if task.room == room and roster.kind(task) != WRITTEN]
    others = [_task(roster, task) for task in here if roster.kind(task) != PREPARATION]
    alone = [task for task in here if roster.kind(task) == PREPARATION]
    return sorted([*written, *others, *_together(roster, alone)], key=lambda block: block.start)


def _together(roster: Roster, tasks: Sequence[Task]) -> list[_Block]:
    """Preparations in one room, those that overlap as one block."""
    groups: list[list[Task]] = []
    for task in tasks:
        if groups and task.start < max(one.end for one in groups[-1]):
            groups[-1].append(task)
        else:
            groups.append([task])
    return [_task(roster, group[0]) if len(group) == 1 else _several(group) for group in groups]


def _several(tasks: Sequence[Task]) -> _Block:
    count = len({task.candidate for task in tasks})
    text = ngettext("{count} candidat", "{count} candidats", count).format(count=count)
    return _Block(tasks[0].start, max(task.end for task in tasks), text, tasks[0].stage)


def _written(sitting: Sitting) -> _Block:
    count = len(sitting.tasks)
    stage = sitting.tasks[0].stage
    text = ngettext("{count} candidat", "{count} candidats", count).format(count=count)
    return _Block(sitting.start, sitting.end, text, stage)


def _watch(roster: Roster, sitting: Sitting) -> _Block:
    return _Block(sitting.start, sitting.end, roster.room_name(sitting.room), sitting.tasks[0].stage)


def _row(sheet: Worksheet, scale: _Scale, row: int, name: str, blocks: Sequence[_Block]) -> None:
    put(sheet, row, 1, name, "text")
    sheet.row_dimensions[row].height = max(25, LINE_HEIGHT * lines_in(name, NAMES) + 3)
    per_hour = 60 // scale.pitch
    for place in range(scale.columns):
        put(sheet, row, 2 + place, None, "void" if place % per_hour else "voidhour")
    free = 2
    for block in blocks:
        first = max(scale.column(block.start), free)  # on a finer grid two blocks may share a column
        last = scale.column(block.end + scale.pitch - 1) - 1
        if first <= last:
            _paint(sheet, scale, row, first, last, block)
            free = last + 1


def _paint(sheet: Worksheet, scale: _Scale, row: int, first: int, last: int, block: _Block) -> None:
    """A block with its stage's code over what it is for, as far as there is room: colour alone says nothing in grey."""
    room = (last - first + 1) * scale.width / SMALL - 1
    if not block.stage:
        line(sheet, row, first, last, block.text if room > breadth(block.text) else None, "gridpause")
    elif room >= TWO_LINES:
        text = f"{shortened(block.stage, room)}\n{shortened(block.text, room)}"
        line(sheet, row, first, last, text, wide_style(block.stage))
    elif block.short:
        tight = (last - first + 1) * scale.width / TIGHT
        line(sheet, row, first, last, f"{shortened(block.stage, tight)}\n{block.short}", tight_style(block.stage))
    else:
        line(sheet, row, first, last, block.stage, stage_style(block.stage))
