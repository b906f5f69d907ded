"""The sheets for the wall: a day each, as organisers lay it out: the papers, then every panel in running order."""

from dataclasses import dataclass
from datetime import date

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tspi_sched.export.breaks import Span, meal_break
from tspi_sched.export.roster import CONVOCATION_MINUTES, OPENING_MINUTES, RECEPTION_MINUTES, Assessment, Roster
from tspi_sched.export.xlsx.people import observations, times
from tspi_sched.export.xlsx.sheet import Value, add_sheet, at, cut, line, moment, page, put, widths
from tspi_sched.export.xlsx.style import stage_style
from tspi_sched.plan import Task
from tspi_sched.problem import CLOSING, ORAL, WRITTEN, Stage, plain
from tspi_sched.texts import _, clock, duration, language, long_date

FIRST_PAIR = 6
"""The column of the first stage's start: name, first name, number, track and convocation stand before it."""

ONE_PAGE_ROWS = 46
"""A day of at most so many rows is printed on one page; a longer one on as many as it takes."""


@dataclass(frozen=True)
class _Layout:
    """The columns of a day's sheet; every block of the sheet uses the same ones."""

    stages: tuple[Stage, ...]

    @property
    def room(self) -> int:
        return FIRST_PAIR + 2 * max(3, len(self.stages))

    @property
    def projector(self) -> int:
        return self.room + 1

    @property
    def last(self) -> int:
        return self.room + 2

    def pair(self, place: int) -> int:
        return FIRST_PAIR + 2 * place


def add_days(book: Workbook, roster: Roster) -> None:
    """One sheet per day with a task."""
    for day in roster.days:
        _add_day(book, roster, day)


def day_title(roster: Roster, day: date) -> str:
    """``Jour 1 – lundi 7 décembre 2026``, numbered among the days of the session."""
    return _("Jour {number} – {day}").format(number=roster.problem.day_index[day] + 1, day=long_date(day))


def _add_day(book: Workbook, roster: Roster, day: date) -> None:
    sheet = add_sheet(book, " ".join(day_title(roster, day).split()[:-1]))  # without the year: it would not fit
    layout = _Layout(_panel_stages(roster, day))
    _set_widths(sheet, layout)
    row = _headings(sheet, roster, day, layout)
    sheet.freeze_panes = f"A{row}"
    repeat = f"1:{row - 1}"
    row = _papers(sheet, roster, day, layout, row + 1)
    for panel in roster.panels:
        row = _panel(sheet, roster, day, layout, panel, row)
    page(sheet, roster.problem.centre, repeat=repeat, pages_high=1 if row <= ONE_PAGE_ROWS else 0)


def _panel_stages(roster: Roster, day: date) -> tuple[Stage, ...]:
    used = {task.stage for task in roster.by_day[day] if roster.kind(task) not in (WRITTEN, CLOSING)}
    return tuple(stage for stage in roster.problem.title.stages if stage.code in used)


def _set_widths(sheet: Worksheet, layout: _Layout) -> None:
    widths(sheet, [22, 16, 8, 10, 13, *[7.5] * (layout.room - FIRST_PAIR), 24, 12, 34])


# --- the heading -----------------------------------------------------------------------------------------------------


def _headings(sheet: Worksheet, roster: Roster, day: date, layout: _Layout) -> int:
    """The session, the day and its papers; returns the row after them."""
    title = roster.problem.title
    name = _("Planning de session – {title} ({code})").format(title=title.name, code=title.code)
    put(sheet, 1, 1, name, "subtitle")
    put(sheet, 1, layout.last, roster.problem.centre, "rightnote")
    put(sheet, 2, 1, day_title(roster, day), "title")
    sheet.row_dimensions[2].height = 28
    row = 3
    for text in _paper_lines(roster, day):
        line(sheet, row, 1, layout.last, text, "paper")
        sheet.row_dimensions[row].height = 20
        row += 1
    return row


def _paper_lines(roster: Roster, day: date) -> list[str]:
    """``MSP 3 h – accueil 8h30 – ouverture des plis 8h50 – début 9h00 – fin 12h00`` for each paper of the day."""
    groups: dict[tuple[int, str | None], list[Task]] = {}
    for task in roster.of_kind(WRITTEN):
        if task.day == day:
            groups.setdefault((task.start, task.track), []).append(task)
    return [_paper_line(roster, tasks) for tasks in groups.values()]


def _paper_line(roster: Roster, tasks: list[Task]) -> str:
    first = tasks[0]
    usual = min(task.minutes - roster.extra_minutes(task) for task in tasks)
    latest = max(task.end for task in tasks)
    text = _(
        "{track} : {stage} {length} – accueil {reception} – ouverture des plis {opening} – début {start} – fin {end}"
    ).format(
        track=roster.problem.title.track[first.track or ""].name,
        stage=first.stage,
        length=duration(usual),
        reception=_hour(first.start - RECEPTION_MINUTES),
        opening=_hour(first.start - OPENING_MINUTES),
        start=_hour(first.start),
        end=_hour(first.start + usual),
    )
    if latest > first.start + usual:
        text += _(" (temps majoré : jusqu'à {end})").format(end=_hour(latest))
    return text


def _hour(minute: int) -> str:
    """A time inside a sentence: ``8h30``, as organisers write it in French."""
    return f"{minute // 60}h{minute % 60:02d}" if language() == "fr" else clock(minute)


# --- the papers ------------------------------------------------------------------------------------------------------


def _papers(sheet: Worksheet, roster: Roster, day: date, layout: _Layout, row: int) -> int:
    """Who writes where, one row per candidate; returns the row after the block."""
    sittings = [sitting for sitting in roster.sittings if sitting.day == day]
    if not sittings:
        return row
    line(sheet, row, 1, layout.last, _("Épreuve écrite"), "panel")
    _paper_heads(sheet, roster, layout, row + 1, sittings[0].tasks[0].stage)
    row += 3
    for sitting in sittings:
        for task in sorted(sitting.tasks, key=lambda task: _sort_name(roster, task)):
            _paper_row(sheet, roster, layout, row, task)
            row += 1
    return row + 1


def _sort_name(roster: Roster, task: Task) -> tuple[str, str]:
    person = roster.problem.candidate[task.candidate or ""]
    return person.last_name.casefold(), person.first_name.casefold()


def _paper_heads(sheet: Worksheet, roster: Roster, layout: _Layout, row: int, code: str) -> None:
    _person_heads(sheet, row)
    _stage_head(sheet, row, FIRST_PAIR, roster.problem.title.stage[code])
    _head(sheet, row, FIRST_PAIR + 2, layout.room - 1, _("Surveillants"))
    _head(sheet, row, layout.room, layout.room, _("Salle"))
    _head(sheet, row, layout.projector, layout.projector, _("Projecteur"))
    _head(sheet, row, layout.last, layout.last, _("Observations"))


def _paper_row(sheet: Worksheet, roster: Roster, layout: _Layout, row: int, task: Task) -> None:
    person = roster.problem.candidate[task.candidate or ""]
    _person(sheet, row, person.last_name, person.first_name, person.id, task.track)
    put(sheet, row, 5, at(max(0, task.start - CONVOCATION_MINUTES)), "time")
    extra = roster.extra_minutes(task)
    put(sheet, row, FIRST_PAIR, at(task.start), "time")
    put(sheet, row, FIRST_PAIR + 1, at(task.end), "flagtime" if extra else "time")
    names = roster.invigilator_names(task.invigilators)
    line(sheet, row, FIRST_PAIR + 2, layout.room - 1, cut(names, 60), "line")
    put(sheet, row, layout.room, cut(roster.room_name(task.room), 60), "line")
    put(sheet, row, layout.projector, None, "code")
    note = _("Temps majoré : + {length}").format(length=duration(extra)) if extra else ""
    put(sheet, row, layout.last, note, "small")


# --- a panel ---------------------------------------------------------------------------------------------------------


def _panel(sheet: Worksheet, roster: Roster, day: date, layout: _Layout, panel: tuple[str, ...], row: int) -> int:
    """A panel's block: its members, its candidates in running order, its meal; returns the row after the block."""
    tasks = [task for task in roster.by_panel[panel] if task.day == day]
    if not tasks:
        return row
    line(sheet, row, 1, layout.last, _panel_title(roster, panel, tasks), "panel")
    _panel_heads(sheet, layout, row + 1)
    row += 3
    pauses = _pauses(roster, panel, day)
    for one in _running_order(roster, panel, day):
        while pauses and pauses[0][0][0] <= _reference(roster, one, day):
            row = _full_line(sheet, layout, row, pauses.pop(0)[1], "pause")
        _assessment_row(sheet, roster, day, layout, one, row)
        row += 1
    rest = [*(text for _span, text in pauses)]
    for text in rest:
        row = _full_line(sheet, layout, row, text, "pause")
    for task in tasks:
        if roster.kind(task) == CLOSING:
            row = _full_line(sheet, layout, row, _closing_text(roster, task), "line")
    return row + 1


def _panel_title(roster: Roster, panel: tuple[str, ...], tasks: list[Task]) -> str:
    name, names = roster.panel_name(panel), roster.member_names(panel)
    if plain(name).startswith(plain(_("Jury"))):
        who = f"{name} – {names}"
    elif name == names:
        who = _("Jury : {names}").format(names=names)
    else:
        who = _("Jury {name} – {names}").format(name=name, names=names)
    return _("{who} – de {start} à {end}").format(
        who=cut(who, 150), start=clock(tasks[0].start), end=clock(max(task.end for task in tasks))
    )


def _panel_heads(sheet: Worksheet, layout: _Layout, row: int) -> None:
    _person_heads(sheet, row)
    for place, stage in enumerate(layout.stages):
        _stage_head(sheet, row, layout.pair(place), stage)
    filled = layout.pair(len(layout.stages))
    if filled < layout.room:
        _head(sheet, row, filled, layout.room - 1, "")
    _head(sheet, row, layout.room, layout.room, _("Salle"))
    _head(sheet, row, layout.projector, layout.projector, _("Projecteur"))
    _head(sheet, row, layout.last, layout.last, _("Observations"))


def _running_order(roster: Roster, panel: tuple[str, ...], day: date) -> list[Assessment]:
    """Whom the panel sees or marks that day: by their first oral, else by whatever is done for them."""
    return sorted(roster.seen_by[panel, day], key=lambda one: _reference(roster, one, day))


def _reference(roster: Roster, one: Assessment, day: date) -> int:
    tasks = [task for task in one.on(day) if task.members]
    return next((task.start for task in tasks if roster.kind(task) == ORAL), tasks[0].start)


def _assessment_row(sheet: Worksheet, roster: Roster, day: date, layout: _Layout, one: Assessment, row: int) -> None:
    person = one.candidate
    _person(sheet, row, person.last_name, person.first_name, person.id, one.track)
    _convocation(sheet, roster, day, one, row)
    today = {task.stage: task for task in one.on(day)}
    for place, stage in enumerate(layout.stages):
        start, end = times(today.get(stage.code))
        put(sheet, row, layout.pair(place), start, "time")
        put(sheet, row, layout.pair(place) + 1, end, "time")
    for column in range(layout.pair(len(layout.stages)), layout.room):
        put(sheet, row, column, None, "time")
    inside = [task for task in today.values() if task.members]
    put(sheet, row, layout.room, cut(roster.rooms_of(inside), 80), "text")
    put(sheet, row, layout.projector, ", ".join(t.projector for t in inside if t.projector), "code")
    put(sheet, row, layout.last, observations(roster, one), "small")


def _convocation(sheet: Worksheet, roster: Roster, day: date, one: Assessment, row: int) -> None:
    """When the candidate is called for the orals: a time, with its day if that is another one."""
    task = roster.first(one, ORAL)
    value: Value = None
    if task is not None:
        value = moment(task.day, task.start - CONVOCATION_MINUTES)
    put(sheet, row, 5, value, "call" if task is not None and task.day == day else "moment")


def _pauses(roster: Roster, panel: tuple[str, ...], day: date) -> list[tuple[Span, str]]:
    """The meal of the panel, or of each member when they do not eat together, in time order."""
    together = meal_break(roster, panel, day)
    if together:
        return [(together, _pause_text(together))]
    found = [(meal_break(roster, [member], day), roster.problem.member[member].name) for member in panel]
    return sorted((span, _pause_text(span, name)) for span, name in found if span)


def _pause_text(span: Span, name: str = "") -> str:
    text = _("Pause déjeuner – {start} à {end}").format(start=clock(span[0]), end=clock(span[1]))
    return f"{text} ({name})" if name else text


def _closing_text(roster: Roster, task: Task) -> str:
    return _("{stage} – {start} à {end}").format(
        stage=roster.problem.title.stage[task.stage].name, start=clock(task.start), end=clock(task.end)
    )


# --- pieces of a block -----------------------------------------------------------------------------------------------


def _full_line(sheet: Worksheet, layout: _Layout, row: int, text: str, style: str) -> int:
    line(sheet, row, 1, layout.last, text, style)
    return row + 1


def _person_heads(sheet: Worksheet, row: int) -> None:
    for column, text in enumerate((_("Nom"), _("Prénom"), _("N°"), _("Parcours"), _("Convocation")), 1):
        _head(sheet, row, column, column, text)


def _head(sheet: Worksheet, row: int, first: int, last: int, text: str) -> None:
    """A column's title over the two rows of a block's header."""
    for column in range(first, last + 1):
        put(sheet, row, column, None, "head")
        put(sheet, row + 1, column, None, "head")
    put(sheet, row, first, text, "head")
    sheet.merge_cells(start_row=row, start_column=first, end_row=row + 1, end_column=last)


def _stage_head(sheet: Worksheet, row: int, column: int, stage: Stage) -> None:
    line(sheet, row, column, column + 1, stage.code, stage_style(stage.code))
    put(sheet, row + 1, column, _("Début"), "head")
    put(sheet, row + 1, column + 1, _("Fin"), "head")


def _person(sheet: Worksheet, row: int, *values: Value) -> None:
    """Name, first name, number and track."""
    styles = ("strong", "line", "code", "code")
    for column, (value, style) in enumerate(zip(values, styles, strict=True), 1):
        put(sheet, row, column, cut(value, 40) if isinstance(value, str) else value, style)
    sheet.row_dimensions[row].height = 18
