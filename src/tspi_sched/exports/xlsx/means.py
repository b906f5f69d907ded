"""The sheet of the means: what and who is needed where and when, from the set-up on."""

from tspi_sched.exports.xlsx.draft import Draft
from tspi_sched.exports.xlsx.paper import list_page
from tspi_sched.exports.xlsx.people import times
from tspi_sched.exports.xlsx.sheet import Column, Styled, TableRow, add_sheet, at, group_starts, heading, table
from tspi_sched.exports.xlsx.style import stage_style
from tspi_sched.plan import Task
from tspi_sched.problem import Means
from tspi_sched.texts import _


def add_means(draft: Draft) -> None:
    """A row for each task that uses something, by means and in time order; no sheet where nothing is used."""
    roster = draft.roster
    rows = [
        _row(draft, one, task)
        for one in roster.problem.means
        for _day, tasks in roster.helping(one.id).items()
        for task in tasks
    ]
    if not rows:
        return
    sheet = add_sheet(draft.book, _("Moyens"))
    heading(sheet, _("Moyens : où et quand"), _("matériel et intervenants, installation comprise"))
    columns = (
        Column(_("Moyen"), "strong", 30),
        Column(_("Type"), "text", 24),
        Column(_("Date"), "date"),
        Column(_("Installation dès"), "time"),
        Column(_("Début"), "time"),
        Column(_("Fin"), "time"),
        Column(_("Épreuve"), "code", 14),
        Column(_("Candidat"), "line", 36),
        Column(_("Salle"), "text", 28),
    )
    last = table(sheet, 4, columns, rows, group=2)
    list_page(sheet, draft.session, len(columns), "A5", starts=group_starts(sheet, 5, last))


def _row(draft: Draft, one: Means, task: Task) -> TableRow:
    roster = draft.roster
    stage = roster.problem.title.stage[task.stage]
    return (
        one.name if one.person else one.id,
        one.type,
        task.day,
        at(task.start - one.setup_minutes) if one.setup_minutes else None,
        *times(task),
        Styled(stage.code, stage_style(stage.code)),
        roster.problem.candidate[task.candidate or ""].name,
        roster.room_name(task.room),
    )
