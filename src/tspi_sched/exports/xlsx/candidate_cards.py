"""A page for each candidate: when to come, where, for what, day by day. It is theirs: their number and extra time stand
on it; how long they wait, and before whom they pass, does not."""

from collections.abc import Callable

from tspi_sched.exports.common.breaks import free_noon
from tspi_sched.exports.common.calls import busy, call_text, called, visits
from tspi_sched.exports.common.day import headline_date, observations, pause_text
from tspi_sched.exports.common.roster import Roster
from tspi_sched.exports.common.runs import attended
from tspi_sched.exports.xlsx.cards import BAND, Kind, Pen, add_cards
from tspi_sched.exports.xlsx.draft import Draft
from tspi_sched.exports.xlsx.sheet import Styled, at
from tspi_sched.exports.xlsx.style import stage_style, track_style
from tspi_sched.plan import Task
from tspi_sched.problem import Candidate
from tspi_sched.texts import _, duration

SIZES = (8.5, 8.5, 8.5, 33, 9, 27)
"""The columns: start, end, stage, its name, track, room. Together they fill an upright A4 page."""

SPACE = 8
"""Points between two days."""


def add_candidate_cards(draft: Draft) -> None:
    """A page per placed candidate."""
    placed = {one.candidate.id for one in draft.roster.assessments}
    people = (person for person in draft.roster.problem.candidates if person.id in placed)
    cards = [(person.id, _card(draft, person)) for person in people]
    add_cards(draft, Kind(_("Fiches candidats"), _("Candidats"), SIZES, ()), cards)


def _card(draft: Draft, person: Candidate) -> Callable[[Pen], None]:
    roster = draft.roster

    def write(pen: Pen) -> None:
        pen.letterhead(roster.problem)
        pen.title(person.name, person.id, _facts(roster, person))
        tasks = attended(roster, person)
        for day in dict.fromkeys(task.day for task in tasks):
            pen.down(SPACE)
            _day(roster, pen, [task for task in tasks if task.day == day])
        pen.edition(draft.stamp, "candidate", person.id)

    return write


def _facts(roster: Roster, person: Candidate) -> tuple[str, ...]:
    """The number, the tracks, and what to prepare."""
    own = [one for one in roster.assessments if one.candidate.id == person.id]
    notes = dict.fromkeys(filter(None, (observations(roster, one) for one in own)))
    number = (_("N° candidat : {number}").format(number=person.number),) if person.number else ()
    return (*number, ", ".join(roster.problem.title.track[one.track].name for one in own), *notes)


def _day(roster: Roster, pen: Pen, tasks: list[Task]) -> None:
    pen.full(headline_date(tasks[0].day), "dayband", BAND)
    heads = (_("Début"), _("Fin"), _("Épreuve"), _("Intitulé"), _("Parcours"), _("Salle"))
    pen.cells([Styled(head, "head") for head in heads], 20)
    meal = free_noon(roster.problem, (busy(roster, task) for task in tasks))
    for visit in visits(roster, tasks):
        for task in visit:
            if meal and meal[0] < task.start:
                pen.full(pause_text(meal), "pause")
                meal = None
            if task is visit[0]:
                _call(roster, pen, task)
            pen.cells(_stage(roster, task))


def _call(roster: Roster, pen: Pen, task: Task) -> None:
    """When to be there."""
    time = called(roster, task)
    text = _("Convocation") if time is not None else _("Convocation : {time}").format(time=call_text(time))
    pen.cells(
        [
            Styled(None if time is None else at(time), "call"),
            *(Styled(None, "code"),) * 2,
            Styled(text, "strong"),
            Styled(None, "code"),
            Styled(roster.short_room(task.room), "text"),
        ]
    )


def _stage(roster: Roster, task: Task) -> tuple[Styled, ...]:
    """A stage: when, which, on which track, where."""
    name, extra = roster.problem.title.stage[task.stage].name, roster.extra_minutes(task)
    longer = _("{stage} (temps majoré : + {length})").format(stage=name, length=duration(extra))
    return (
        Styled(at(task.start), "time"),
        Styled(at(task.end), "time"),
        Styled(task.stage, stage_style(task.stage)),
        Styled(longer if extra else name, "text"),
        Styled(task.track, track_style(task.track or "")),
        Styled(roster.short_room(task.room), "text"),
    )
