"""A page for each candidate: when to come, where, for what, day by day, and how long they wait."""

from collections.abc import Callable

from tspi_sched.export.breaks import break_between
from tspi_sched.export.day import headline_date, observations, panel_title, pause_text
from tspi_sched.export.roster import Roster
from tspi_sched.export.runs import attended
from tspi_sched.export.xlsx.alerts import WAITS
from tspi_sched.export.xlsx.cards import BAND, Kind, Pen, add_cards
from tspi_sched.export.xlsx.draft import Draft
from tspi_sched.export.xlsx.sheet import Styled, at
from tspi_sched.export.xlsx.style import stage_style, track_style
from tspi_sched.plan import Task
from tspi_sched.problem import Candidate
from tspi_sched.texts import _, cut, duration

SIZES = (7.5, 7.5, 8.5, 29, 8.5, 19, 14)
"""The columns: start, end, stage, its name, track, room, remark. Together they fill an upright A4 page."""

SPACE = 8
"""Points between two days."""


def add_candidate_cards(draft: Draft) -> None:
    """A page per placed candidate."""
    placed = {one.candidate.id for one in draft.roster.assessments}
    people = (person for person in draft.roster.problem.candidates if person.id in placed)
    cards = [(person.id, _card(draft.roster, person)) for person in people]
    add_cards(draft, Kind(_("Fiches candidats"), _("Candidats"), SIZES, WAITS), cards)


def _card(roster: Roster, person: Candidate) -> Callable[[Pen], None]:
    def write(pen: Pen) -> None:
        pen.title(person.name, person.id, _facts(roster, person))
        tasks = attended(roster, person)
        for day in dict.fromkeys(task.day for task in tasks):
            pen.down(SPACE)
            _day(roster, pen, [task for task in tasks if task.day == day])
        pen.down(SPACE)
        pen.total(_("Attente entre les épreuves"), roster.waiting(person.id))

    return write


def _facts(roster: Roster, person: Candidate) -> tuple[str, ...]:
    """The tracks, the panels, and what to prepare."""
    own = [one for one in roster.assessments if one.candidate.id == person.id]
    panels = dict.fromkeys(panel_title(roster, one.members) for one in own)
    notes = dict.fromkeys(filter(None, (observations(roster, one) for one in own)))
    return (
        ", ".join(roster.problem.title.track[one.track].name for one in own),
        *panels,
        *notes,
    )


def _day(roster: Roster, pen: Pen, tasks: list[Task]) -> None:
    pen.full(headline_date(tasks[0].day), "dayband", BAND)
    heads = (_("Début"), _("Fin"), _("Épreuve"), _("Intitulé"), _("Parcours"), _("Salle"), _("Remarque"))
    pen.cells([Styled(head, "head") for head in heads], 20)
    meal = break_between(roster.problem, ((task.start, task.end) for task in tasks))
    before: Task | None = None
    for task in tasks:
        if meal and meal[0] <= task.start:
            pen.full(pause_text(meal), "pause")
            meal = None
        if before is None or task.start - before.end >= max(roster.leads.orals, 1):
            _call(roster, pen, task)
        pen.cells(_stage(roster, task))
        before = task


def _call(roster: Roster, pen: Pen, task: Task) -> None:
    """When to be there."""
    pen.cells(
        [
            Styled(at(roster.called(task)), "call"),
            *(Styled(None, "code"),) * 2,
            Styled(_("Convocation"), "strong"),
            Styled(None, "code"),
            Styled(cut(roster.short_room(task.room), 60), "text"),
            Styled(None, "small"),
        ]
    )


def _stage(roster: Roster, task: Task) -> tuple[Styled, ...]:
    """A stage: when, which, on which track, where."""
    return (
        Styled(at(task.start), "time"),
        Styled(at(task.end), "time"),
        Styled(task.stage, stage_style(task.stage)),
        Styled(roster.problem.title.stage[task.stage].name, "text"),
        Styled(task.track, track_style(task.track or "")),
        Styled(cut(roster.short_room(task.room), 60), "text"),
        Styled(_remark(roster, task), "small"),
    )


def _remark(roster: Roster, task: Task) -> str:
    """Extra time, which the candidate's own page may say."""
    extra = roster.extra_minutes(task)
    return _("Temps majoré : + {length}").format(length=duration(extra)) if extra else ""
