"""A page for each member: day by day, when to come and whom they see, laid out like the sheets of the days."""

from collections.abc import Callable
from datetime import date

from tspi_sched.exports.common.calls import duty
from tspi_sched.exports.common.day import closing_text, headline_date, panel_title, turn, with_pauses, with_preparations
from tspi_sched.exports.common.roster import Assessment, Roster
from tspi_sched.exports.xlsx.alerts import DAYS
from tspi_sched.exports.xlsx.cards import BAND, Kind, Pen, add_cards
from tspi_sched.exports.xlsx.draft import Draft
from tspi_sched.exports.xlsx.people import times
from tspi_sched.exports.xlsx.sheet import Styled, block, line
from tspi_sched.exports.xlsx.style import stage_style, track_style
from tspi_sched.plan import Task
from tspi_sched.problem import CLOSING, WRITTEN, Member, Stage
from tspi_sched.texts import _, clock, mark
from tspi_sched.wording.names import paper as paper_of

NAME, NUMBER, TRACK, TIME, ROOM, REMARK = 25.0, 7.0, 8.5, 6.0, 21.0, 16.0
"""The columns: two of times for each stage stand between track and room."""

SPACE = 8
"""Points between two days."""

FIRST_PAIR = 4
"""The column of the first stage's start."""


def add_member_cards(draft: Draft) -> None:
    """A page per member who serves."""
    roster = draft.roster
    stages = tuple(stage for stage in roster.stages if stage.kind not in (WRITTEN, CLOSING))
    serving = dict.fromkeys(member for member, _day in roster.duty)
    sizes = (NAME, NUMBER, TRACK, *(TIME,) * (2 * len(stages)), ROOM, REMARK)
    kind = Kind(_("Fiches jury"), _("Présences"), sizes, DAYS, upright=False)
    add_cards(draft, kind, [(id, _card(draft, roster.problem.member[id], stages)) for id in serving])


def _card(draft: Draft, person: Member, stages: tuple[Stage, ...]) -> Callable[[Pen], None]:
    roster = draft.roster

    def write(pen: Pen) -> None:
        days = [day for member, day in roster.duty if member == person.id]
        tasks = [task for day in days for task in roster.duty[person.id, day]]
        pen.title(person.name, person.id, dict.fromkeys(panel_title(roster, roster.panel_of(task)) for task in tasks))
        for day in days:
            pen.down(SPACE)
            _day(draft, pen, person, day, stages)
        pen.full(" – ".join(f"{stage.code}{mark(':')}{stage.name}" for stage in stages), "note")
        pen.edition(draft.stamp, "member", person.id)

    return write


def _day(draft: Draft, pen: Pen, person: Member, day: date, stages: tuple[Stage, ...]) -> None:
    """Whom a member sees on a day, with the meal where it falls, and how long the day is."""
    roster = draft.roster
    tasks = roster.duty[person.id, day]
    pen.full(_call(roster, person, day, tasks), "dayband", BAND)
    _heads(pen, stages)
    for one in with_pauses(roster, _seen(roster, day, tasks), (person.id,), day):
        if isinstance(one, str):
            pen.full(one, "pause")
        else:
            seen = with_preparations(roster, one, day)
            own = {code: task for code, task in seen.items() if not task.members or person.id in task.members}
            pen.cells(_row(draft, one, own, stages))
    for task in tasks:
        if roster.kind(task) == CLOSING:
            pen.full(closing_text(roster, task), "line")
    pen.total(_("Présence de la journée"), max(task.end for task in tasks) - tasks[0].start)


def _call(roster: Roster, person: Member, day: date, tasks: list[Task]) -> str:
    text = _("{day} – présentez-vous à {time} ; fin prévue à {end}")
    end = max(task.end for task in tasks)
    return text.format(day=headline_date(day), time=clock(duty(roster, person.id, day)), end=clock(end))


def _heads(pen: Pen, stages: tuple[Stage, ...]) -> None:
    """Two rows: the stages in their colours, over the start and the end of each."""
    rows, room = (pen.row, pen.row + 1), FIRST_PAIR + 2 * len(stages)
    heads = {1: _("Candidat"), 2: _("N°"), 3: _("Parcours"), room: _("Salle"), room + 1: _("Remarque")}
    for column, text in heads.items():
        block(pen.sheet, rows, (column, column), text, "head")
    for place, stage in enumerate(stages):
        first = FIRST_PAIR + 2 * place
        line(pen.sheet, pen.row, first, first + 1, stage.code, stage_style(stage.code))
        line(pen.sheet, pen.row + 1, first, first, _("Début"), "head")
        line(pen.sheet, pen.row + 1, first + 1, first + 1, _("Fin"), "head")
    pen.down(15)
    pen.down(15)


def _seen(roster: Roster, day: date, tasks: list[Task]) -> list[Assessment]:
    """Whom somebody sees or marks on a day, in running order, whatever the panels they sit on."""
    panels = dict.fromkeys(roster.panel_of(task) for task in tasks)
    seen = dict.fromkeys(one for panel in panels for one in roster.seen_by.get((panel, day), ()))
    return sorted(seen, key=lambda one: turn(roster, one, day))


def _row(draft: Draft, one: Assessment, tasks: dict[str, Task], stages: tuple[Stage, ...]) -> tuple[Styled, ...]:
    """A candidate, whose card is a click away, and the times of each stage."""
    roster = draft.roster
    return (
        Styled(one.candidate.name, "text"),
        draft.person(one.candidate.id),
        Styled(one.track, track_style(one.track)),
        *(Styled(time, "time") for stage in stages for time in times(tasks.get(stage.code))),
        Styled(roster.rooms_of(list(tasks.values())), "text"),
        Styled(_remark(roster, one, list(tasks.values())), "small"),
    )


def _remark(roster: Roster, one: Assessment, tasks: list[Task]) -> str:
    """What to prepare: the projector to bring, the paper to copy; nothing that tells of a candidate's health."""
    stages = roster.problem.title.stage
    copy = roster.needs_copy(one.candidate) and any(stages[task.stage].projection for task in tasks)
    notes = (
        *(task.projector for task in tasks if task.projector),
        _("copie de {paper}").format(paper=paper_of(roster.problem.title)) if copy else "",
    )
    return mark(";").join(filter(None, notes))
