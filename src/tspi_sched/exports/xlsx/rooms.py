"""The sheets per place: what happens in each room, and who watches over which paper."""

from datetime import date

from tspi_sched.exports.common.roster import Roster, Sitting
from tspi_sched.exports.xlsx.draft import Draft
from tspi_sched.exports.xlsx.paper import list_page
from tspi_sched.exports.xlsx.sheet import Column, Styled, TableRow, add_sheet, at, group_starts, heading, table
from tspi_sched.exports.xlsx.style import stage_style, track_style
from tspi_sched.plan import Task
from tspi_sched.problem import WRITTEN
from tspi_sched.texts import _, ngettext

# --- rooms -----------------------------------------------------------------------------------------------------------


def add_rooms(draft: Draft) -> None:
    """What happens in each room, day by day; a sitting is one row."""
    roster, sheet = draft.roster, add_sheet(draft.book, _("Salles"))
    heading(
        sheet,
        _("Occupation des salles"),
        _("Une ligne par épreuve, une page par salle ; pour les portes : affiches.pdf."),
    )
    columns = (
        Column(_("Salle"), "strong", 34),
        Column(_("Date"), "date"),
        Column(_("Début"), "time"),
        Column(_("Fin"), "time"),
        Column(_("Épreuve"), "code", 14),
        Column(_("Intitulé"), "text", 44),
        Column(_("Candidats"), "text", 32),
        Column(_("N°"), "code"),
        Column(_("Jury ou surveillants"), "text", 36),
        Column(_("Projecteur"), "text", 18),
    )
    rows = sorted((*_sitting_rows(roster), *_task_rows(draft)), key=lambda row: row[0])
    last = table(sheet, 4, columns, (row for _key, row in rows), group=2)
    list_page(sheet, draft.session, len(columns), "B5", starts=group_starts(sheet, 5, last))


Key = tuple[int, date, int]


def _room_key(roster: Roster, room: str | None, day: date, start: int) -> Key:
    return roster.room_order.get(room or "", len(roster.room_order)), day, start


def _sitting_rows(roster: Roster) -> list[tuple[Key, TableRow]]:
    return [
        (_room_key(roster, sitting.room, sitting.day, sitting.start), _sitting_row(roster, sitting))
        for sitting in roster.sittings
    ]


def _sitting_row(roster: Roster, sitting: Sitting) -> TableRow:
    count = len(sitting.tasks)
    stage = roster.problem.title.stage[sitting.tasks[0].stage]
    return (
        roster.room_name(sitting.room),
        sitting.day,
        at(sitting.start),
        at(sitting.end),
        Styled(stage.code, stage_style(stage.code)),
        stage.name,
        ngettext("{count} candidat", "{count} candidats", count).format(count=count),
        None,
        roster.invigilator_names(sitting.invigilators),
        None,
    )


def _task_rows(draft: Draft) -> list[tuple[Key, TableRow]]:
    roster = draft.roster
    return [
        (_room_key(roster, task.room, task.day, task.start), _task_row(draft, task))
        for task in roster.tasks
        if task.room is not None and roster.kind(task) != WRITTEN
    ]


def _task_row(draft: Draft, task: Task) -> TableRow:
    roster = draft.roster
    stage = roster.problem.title.stage[task.stage]
    who = roster.problem.candidate[task.candidate].name if task.candidate is not None else ""
    return (
        roster.room_name(task.room),
        task.day,
        at(task.start),
        at(task.end),
        Styled(stage.code, stage_style(stage.code)),
        stage.name,
        who,
        draft.person(task.candidate) if task.candidate is not None else None,
        roster.panel_name(roster.panel_of(task)),
        _projector(roster, task),
    )


def _projector(roster: Roster, task: Task) -> str:
    if not roster.problem.title.stage[task.stage].projection:
        return ""
    return task.projector or _("fixe")


# --- invigilation ----------------------------------------------------------------------------------------------------


def add_invigilation(draft: Draft) -> None:
    """Every sitting with its candidates, each with their own end."""
    roster, sheet = draft.roster, add_sheet(draft.book, _("Surveillance"))
    note = _("Les fins sur fond jaune sont plus tardives que d'ordinaire : ne pas ramasser ces copies avant.")
    heading(sheet, _("Surveillance des épreuves écrites"), note)
    columns = (
        Column(_("Date"), "date"),
        Column(_("Salle"), "strong", 34),
        Column(_("Surveillants"), "text", 44),
        Column(_("Nom"), "line", 32),
        Column(_("Prénom"), "line", 24),
        Column(_("N°"), "code"),
        Column(_("Parcours"), "code"),
        Column(_("Début"), "time"),
        Column(_("Fin"), "time"),
        Column(_("Observations"), "small", 36),
    )
    rows = [_seat(draft, sitting, task) for sitting in roster.sittings for task in roster.by_name(sitting.tasks)]
    table(sheet, 4, columns, rows, group=3)
    list_page(sheet, draft.session, len(columns), "A5")


def _seat(draft: Draft, sitting: Sitting, task: Task) -> TableRow:
    roster = draft.roster
    person = roster.problem.candidate[task.candidate or ""]
    extra = roster.extra_minutes(task)
    return (
        task.day,
        roster.room_name(sitting.room),
        roster.invigilator_names(sitting.invigilators),
        Styled(person.last_name, "strong"),
        person.first_name,
        draft.person(person.id),
        Styled(task.track, track_style(task.track or "")),
        at(task.start),
        Styled(at(task.end), "flagtime") if extra else at(task.end),
        None,
    )
