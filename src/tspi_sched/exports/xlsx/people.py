"""The sheets per person: candidates with their convocations, panels with their running order, members' presence."""

from collections.abc import Iterator
from datetime import date, timedelta

from openpyxl.worksheet.worksheet import Worksheet

from tspi_sched.exports.common.calls import call_text, called
from tspi_sched.exports.common.day import all_observations
from tspi_sched.exports.common.roster import Assessment, Roster
from tspi_sched.exports.xlsx.alerts import DAYS, WAITS, watch_column
from tspi_sched.exports.xlsx.draft import Draft
from tspi_sched.exports.xlsx.paper import list_page
from tspi_sched.exports.xlsx.sheet import (
    Column,
    Styled,
    TableRow,
    Value,
    add_sheet,
    at,
    group_starts,
    heading,
    line,
    table,
)
from tspi_sched.exports.xlsx.style import stage_style, track_style
from tspi_sched.plan import Task, moment
from tspi_sched.problem import ATTENDED, ORAL, WRITTEN, Stage
from tspi_sched.texts import _, duration, mark
from tspi_sched.wording.names import paper as paper_of

# --- candidates ------------------------------------------------------------------------------------------------------


def add_candidates(draft: Draft) -> None:
    """One row per candidate and track: when they are called, their stages, their rooms and panel."""
    roster, sheet = draft.roster, add_sheet(draft.book, _("Candidats"))
    heading(sheet, _("Candidats : convocations et épreuves"), _convocation_note(roster))
    stages = [stage for stage in roster.stages if stage.kind in ATTENDED]
    columns = _candidate_columns(stages)
    last = table(sheet, 4, columns, (_candidate_row(draft, one, stages) for one in roster.assessments))
    _stage_band(sheet, columns, stages)
    watch_column(sheet, len(columns) - 1, 5, last, WAITS)
    list_page(sheet, draft.session, len(columns), "D5")


def _convocation_note(roster: Roster) -> str:
    text = _("Convocation {written} avant l'épreuve {paper}, {oral} avant le premier oral.")
    return text.format(
        written=duration(roster.leads.written), oral=duration(roster.leads.orals), paper=paper_of(roster.problem.title)
    )


def _candidate_columns(stages: list[Stage]) -> list[Column]:
    columns = [Column(_("Nom"), "strong", 22), Column(_("Prénom"), "line", 16), Column(_("N°"), "code")]
    columns.append(Column(_("Parcours"), "code"))
    for stage, called_to in _with_calls(stages):
        if called_to:
            columns.append(Column(_call_title(stage), "called"))
        columns += [Column(_("Début"), "time"), Column(_("Fin"), "time")]
        if stage.kind == WRITTEN:
            columns.append(Column(_("Salle"), "text", 19))
    return [
        *columns,
        Column(_("Salle des oraux"), "text", 19),
        Column(_("Jury"), "text", 19),
        Column(_("Attente"), "length"),
        Column(_("Observations"), "small", 24),
    ]


def _with_calls(stages: list[Stage]) -> Iterator[tuple[Stage, bool]]:
    """Stages, and whether candidates are called to each: to every written one, and to the first of all the others."""
    others = [stage for stage in stages if stage.kind != WRITTEN]
    return ((stage, stage.kind == WRITTEN or stage in others[:1]) for stage in stages)


def _call_title(stage: Stage) -> str:
    return _("Convocation {stage}").format(stage=stage.code) if stage.kind == WRITTEN else _("Convocation oral")


def _stage_band(sheet: Worksheet, columns: list[Column], stages: list[Stage]) -> None:
    """Above each stage's start and end, its name in its colour."""
    starts = [place for place, column in enumerate(columns, 1) if column.title == _("Début")]
    for start, stage in zip(starts, stages, strict=True):
        line(sheet, 3, start, start + 1, stage.code, stage_style(stage.code))


def _candidate_row(draft: Draft, one: Assessment, stages: list[Stage]) -> TableRow:
    roster, person = draft.roster, one.candidate
    cells: list[Value | Styled] = [person.last_name, person.first_name, draft.person(person.id)]
    cells.append(Styled(one.track, track_style(one.track)))
    for stage, called_to in _with_calls(stages):
        if called_to:
            cells.append(_called(roster, roster.called(one, roster.problem.title.call(stage.code))))
        cells += times(one.by_stage.get(stage.code))
        if stage.kind == WRITTEN:
            task = one.by_stage.get(stage.code)
            cells.append(roster.short_room(task.room) if task else None)
    return (
        *cells,
        _oral_rooms(roster, one),
        roster.panel_name(one.members),
        timedelta(minutes=roster.waiting(one.candidate.id)),
        all_observations(roster, one),
    )


def _called(roster: Roster, task: Task | None) -> Value:
    if task is None:
        return None
    time = called(roster, task)
    return call_text(None) if time is None else moment(task.day, time)


def times(task: Task | None) -> tuple[Value, Value]:
    """The start and the end of a task, empty without one."""
    return (at(task.start), at(task.end)) if task else (None, None)


def _oral_rooms(roster: Roster, one: Assessment) -> str:
    return roster.rooms_of([task for task in one.tasks if roster.problem.title.call(task.stage) == ORAL])


# --- panels ----------------------------------------------------------------------------------------------------------


def add_panels(draft: Draft) -> None:
    """Every panel's tasks in order."""
    roster, sheet = draft.roster, add_sheet(draft.book, _("Jurys"))
    codes = " – ".join(f"{stage.code}{mark(':')}{stage.name}" for stage in roster.stages if stage.kind != WRITTEN)
    heading(sheet, _("Jurys : déroulé"), codes)
    columns = (
        Column(_("Jury"), "strong", 30),
        Column(_("Membres"), "text", 46),
        Column(_("Date"), "date"),
        Column(_("Début"), "time"),
        Column(_("Fin"), "time"),
        Column(_("Épreuve"), "code", 14),
        Column(_("Candidat"), "line", 36),
        Column(_("N°"), "code"),
        Column(_("Parcours"), "code"),
        Column(_("Salle"), "text", 28),
    )
    rows = (_panel_row(draft, panel, task) for panel in roster.panels for task in roster.by_panel[panel])
    last = table(sheet, 4, columns, rows, group=3)
    list_page(sheet, draft.session, len(columns), "A5", starts=group_starts(sheet, 5, last))


def _panel_row(draft: Draft, panel: tuple[str, ...], task: Task) -> TableRow:
    roster = draft.roster
    person = roster.problem.candidate[task.candidate].name if task.candidate is not None else ""
    stage = roster.problem.title.stage[task.stage]
    return (
        roster.panel_name(panel),
        roster.member_names(panel),
        task.day,
        *times(task),
        Styled(stage.code, stage_style(stage.code)),
        person,
        draft.person(task.candidate) if task.candidate is not None else None,
        Styled(task.track, track_style(task.track)) if task.track is not None else None,
        roster.room_name(task.room),
    )


# --- presence --------------------------------------------------------------------------------------------------------


def add_presence(draft: Draft) -> None:
    """One row per member and day: arrival, departure, presence, work."""
    roster, sheet = draft.roster, add_sheet(draft.book, _("Présences"))
    heading(sheet, _("Présence des jurés"), _("De la première à la dernière tâche de la journée."))
    columns = (
        Column(_("Nom"), "strong", 32),
        Column(_("Prénom"), "line", 24),
        Column(_("N°"), "code"),
        Column(_("Jury"), "text", 44),
        Column(_("Date"), "longdate"),
        Column(_("Arrivée"), "time"),
        Column(_("Départ"), "time"),
        Column(_("Présence"), "length"),
        Column(_("Travail"), "length"),
        Column(_("Candidats"), "number"),
    )
    last = table(sheet, 4, columns, (_presence_row(draft, member, day) for member, day in roster.duty), group=3)
    watch_column(sheet, 8, 5, last, DAYS)
    list_page(sheet, draft.session, len(columns), "C5")


def _presence_row(draft: Draft, member: str, day: date) -> TableRow:
    roster = draft.roster
    person = roster.problem.member[member]
    tasks = roster.duty[member, day]
    end = max(task.end for task in tasks)
    panels = dict.fromkeys(roster.panel_name(roster.panel_of(task)) for task in tasks)
    heard = {task.candidate for task in tasks if roster.kind(task) == ORAL}
    return (
        person.last_name,
        person.first_name,
        draft.person(member),
        ", ".join(panels),
        day,
        at(tasks[0].start),
        at(end),
        timedelta(minutes=end - tasks[0].start),
        timedelta(minutes=sum(task.minutes for task in tasks)),
        len(heard),
    )
