"""The cards: a page for each candidate and each member, to print alone, with what they live through day by day.

All the cards of a kind stand on one sheet, a page each, so that sixty candidates do not make sixty tabs.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from openpyxl.worksheet.worksheet import Worksheet

from tspi_sched.export.breaks import break_between
from tspi_sched.export.day import observations, panel_title, pause_text, pauses
from tspi_sched.export.roster import Roster
from tspi_sched.export.runs import attended
from tspi_sched.export.xlsx.alerts import DAYS, WAITS, Alert, watch
from tspi_sched.export.xlsx.draft import Draft
from tspi_sched.export.xlsx.paper import cards_page
from tspi_sched.export.xlsx.sheet import Styled, Value, add_sheet, at, back, breadth, lead, line, place, put, widths
from tspi_sched.export.xlsx.style import stage_style, track_style
from tspi_sched.plan import Task
from tspi_sched.problem import Candidate, Member
from tspi_sched.texts import _, clock, cut, duration, long_date, mark

SIZES = (7.5, 7.5, 8.5, 29, 8.5, 19, 14)
"""The columns, in characters: start, end, stage, what or whom, track, room, remark. Together they fill an A4 page."""

LAST = len(SIZES)
PER_SHEET = 500
"""Cards on one sheet at most: Excel knows a thousand page breaks a sheet."""

ROW, BAND, LINE = 17, 22, 13
"""Points: of a row, of a heading, of each line of a text that wraps."""

WIDTH = int(sum(SIZES))


@dataclass
class Pen:
    """Where the next row of a sheet of cards goes, and the cells with lengths to watch."""

    sheet: Worksheet
    row: int = 1
    lengths: list[str] = field(default_factory=list)

    def full(self, text: str, style: str, height: float = ROW) -> None:
        """A row that is one cell; a long text makes it higher."""
        line(self.sheet, self.row, 1, LAST, text, style)
        self._next(max(height, min(LINE * (1 + len(text) // WIDTH) + 4, 120)))

    def cells(self, values: Sequence[Styled], height: float = 0) -> None:
        """A row of the table, as high as its longest text needs if no height is given."""
        for column, value in enumerate(values, 1):
            cell = put(self.sheet, self.row, column, value.value, value.style)
            if value.target:
                lead(cell, value.target)
        lines = max(_lines(value.value, size) for value, size in zip(values, SIZES, strict=True))
        self._next(height or max(ROW, LINE * lines + 3))

    def total(self, text: str, minutes: int) -> None:
        """A length with what it is."""
        line(self.sheet, self.row, 1, LAST - 1, text, "total")
        cell = put(self.sheet, self.row, LAST, timedelta(minutes=minutes), "length")
        self.lengths.append(cell.coordinate)
        self._next(ROW)

    def space(self) -> None:
        """A little room."""
        self._next(8)

    def _next(self, height: float) -> None:
        self.sheet.row_dimensions[self.row].height = height
        self.row += 1


def _lines(value: Value, size: float) -> int:
    return 1 + int(breadth(value) / max(1.0, size - 2)) if isinstance(value, str) else 1


Card = tuple[str, Callable[[Pen], None]]
"""Whose it is, by id, and what writes it."""


def _sheets(draft: Draft, title: str, origin: str, cards: Sequence[Card], alerts: tuple[Alert, ...]) -> None:
    """Some cards, on as many sheets as they need; notes where each of them is."""
    for start in range(0, len(cards), PER_SHEET):
        pen = Pen(add_sheet(draft.book, title))
        widths(pen.sheet, SIZES)
        ends: list[int] = []
        for id, write in cards[start : start + PER_SHEET]:
            draft.cards[id] = place(pen.sheet, pen.row)
            back(pen.sheet, LAST + 1, origin, _("Synthèse"), row=pen.row)
            write(pen)
            ends.append(pen.row - 1)
        watch(pen.sheet, " ".join(pen.lengths), alerts)
        cards_page(pen.sheet, draft.session, LAST, ends)


def _heads(pen: Pen, *titles: str) -> None:
    pen.cells([Styled(title, "head") for title in titles], 20)


def _stage_row(roster: Roster, task: Task, what: Styled, remark: str) -> list[Styled]:
    """A task: when, which stage, what or whom, on which track, where."""
    track = Styled(task.track, track_style(task.track)) if task.track is not None else Styled(None, "code")
    return [
        Styled(at(task.start), "time"),
        Styled(at(task.end), "time"),
        Styled(task.stage, stage_style(task.stage)),
        what,
        track,
        Styled(cut(roster.short_room(task.room), 60), "text"),
        Styled(cut(remark, 60), "small"),
    ]


# --- candidates ------------------------------------------------------------------------------------------------------


def add_candidate_cards(draft: Draft) -> None:
    """A page per placed candidate."""
    placed = {one.candidate.id for one in draft.roster.assessments}
    people = (person for person in draft.roster.problem.candidates if person.id in placed)
    cards = [(person.id, _candidate_card(draft.roster, person)) for person in people]
    _sheets(draft, _("Fiches candidats"), _("Candidats"), cards, WAITS)


def _candidate_card(roster: Roster, person: Candidate) -> Callable[[Pen], None]:
    def write(pen: Pen) -> None:
        _title(pen, person.name, person.id, _candidate_facts(roster, person))
        tasks = attended(roster, person)
        for day in dict.fromkeys(task.day for task in tasks):
            pen.space()
            _candidate_day(roster, pen, [task for task in tasks if task.day == day])
        pen.space()
        pen.total(_("Attente entre les épreuves"), roster.waiting(person.id))

    return write


def _title(pen: Pen, name: str, id: str, facts: str) -> None:
    pen.full(cut(name if name == id else f"{name} – {id}", 90), "who", 30)
    pen.full(cut(facts, 400), "facts", BAND)


def _candidate_facts(roster: Roster, person: Candidate) -> str:
    """The tracks, the panels, and what to prepare."""
    own = [one for one in roster.assessments if one.candidate.id == person.id]
    panels = dict.fromkeys(panel_title(roster, one.members) for one in own)
    notes = dict.fromkeys(filter(None, (observations(roster, one) for one in own)))
    facts = (
        ", ".join(roster.problem.title.track[one.track].name for one in own),
        *panels,
        *notes,
    )
    return "  |  ".join(facts)


def _candidate_day(roster: Roster, pen: Pen, tasks: list[Task]) -> None:
    pen.full(long_date(tasks[0].day).capitalize(), "dayband", BAND)
    _heads(pen, _("Début"), _("Fin"), _("Épreuve"), _("Intitulé"), _("Parcours"), _("Salle"), _("Remarque"))
    meal = break_between(roster.problem, ((task.start, task.end) for task in tasks))
    before: Task | None = None
    for task in tasks:
        if meal and meal[0] <= task.start:
            pen.full(pause_text(meal), "pause")
            meal = None
        if before is None or task.start - before.end >= max(roster.leads.orals, 1):
            _call(roster, pen, task)
        name = roster.problem.title.stage[task.stage].name
        pen.cells(_stage_row(roster, task, Styled(name, "text"), _candidate_remark(roster, task)))
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


def _candidate_remark(roster: Roster, task: Task) -> str:
    extra = roster.extra_minutes(task)
    return _("Temps majoré : + {length}").format(length=duration(extra)) if extra else ""


# --- members ---------------------------------------------------------------------------------------------------------


def add_member_cards(draft: Draft) -> None:
    """A page per member who serves."""
    serving = dict.fromkeys(member for member, _day in draft.roster.duty)
    cards = [(id, _member_card(draft, draft.roster.problem.member[id])) for id in serving]
    _sheets(draft, _("Fiches jury"), _("Présences"), cards, DAYS)


def _member_card(draft: Draft, person: Member) -> Callable[[Pen], None]:
    roster = draft.roster

    def write(pen: Pen) -> None:
        days = [day for member, day in roster.duty if member == person.id]
        _title(pen, person.name, person.id, _member_facts(roster, person, days))
        for day in days:
            pen.space()
            _member_day(draft, pen, person, day)

    return write


def _member_facts(roster: Roster, person: Member, days: list[date]) -> str:
    tasks = [task for day in days for task in roster.duty[person.id, day]]
    return "  |  ".join(dict.fromkeys(panel_title(roster, roster.panel_of(task)) for task in tasks))


def _member_day(draft: Draft, pen: Pen, person: Member, day: date) -> None:
    """A member's tasks of a day in order, with the meal where it falls, and how long the day is."""
    roster = draft.roster
    tasks, meals = roster.duty[person.id, day], pauses(roster, (person.id,), day)
    start, end = tasks[0].start, max(task.end for task in tasks)
    called = max(0, start - roster.leads.members)
    text = _("{day} – présentez-vous à {time} ; fin prévue à {end}")
    pen.full(text.format(day=long_date(day).capitalize(), time=clock(called), end=clock(end)), "dayband", BAND)
    _heads(pen, _("Début"), _("Fin"), _("Épreuve"), _("Candidat"), _("Parcours"), _("Salle"), _("Remarque"))
    for task in tasks:
        while meals and meals[0][0][0] <= task.start:
            pen.full(pause_text(meals.pop(0)[0]), "pause")
        pen.cells(_stage_row(roster, task, _whom(draft, task), _member_remark(roster, task)))
    pen.total(_("Présence de la journée"), end - start)


def _whom(draft: Draft, task: Task) -> Styled:
    """The candidate, whose card is a click away, or what the panel does without one."""
    roster = draft.roster
    if task.candidate is None:
        return Styled(roster.problem.title.stage[task.stage].name, "text")
    return draft.person(task.candidate, cut(roster.candidate_name(task.candidate), 80), "leadline")


def _member_remark(roster: Roster, task: Task) -> str:
    stage, extra = roster.problem.title.stage[task.stage], roster.extra_minutes(task)
    person = roster.problem.candidate.get(task.candidate or "")
    notes = (
        _("Temps majoré : + {length}").format(length=duration(extra)) if extra else "",
        task.projector or "",
        _("copie de l'écrit") if stage.projection and person and roster.needs_copy(person) else "",
    )
    return mark(";").join(filter(None, notes))
