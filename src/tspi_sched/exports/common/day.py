"""A day as organisers lay it out, in words: its papers, then every panel in running order, with its meal."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from tspi_sched.exports.common.breaks import Span, meal_break
from tspi_sched.exports.common.calls import call_text, opening, reception
from tspi_sched.exports.common.roster import Assessment, Roster, Sitting
from tspi_sched.plan import Task
from tspi_sched.problem import ORAL, PREPARATION, WRITTEN, plain
from tspi_sched.texts import _, clock, duration, long_date, mark
from tspi_sched.wording.names import paper as paper_of


def day_title(roster: Roster, day: date) -> str:
    """``Jour 1 – lundi 7 décembre 2026``, numbered among the days of the session."""
    return _("Jour {number} – {day}").format(number=roster.problem.day_index[day] + 1, day=long_date(day))


def headline_date(day: date) -> str:
    """A day in full at the beginning of a line: ``Lundi 7 décembre 2026``."""
    text = long_date(day)
    return text[0].upper() + text[1:]


# --- the papers ------------------------------------------------------------------------------------------------------


def paper_lines(roster: Roster, day: date) -> list[str]:
    """``MSP 3 h – accueil 08:30 – ouverture des plis 08:50 – début 09:00 – fin 12:00`` for each paper of the day."""
    groups: dict[tuple[int, str | None, str], list[Task]] = {}
    for task in roster.of_kind(WRITTEN):
        if task.day == day:
            groups.setdefault((task.start, task.track, task.stage), []).append(task)
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
        reception=call_text(_latest(roster, tasks, reception)),
        opening=call_text(_latest(roster, tasks, opening)),
        start=clock(first.start),
        end=clock(first.start + usual),
    )
    if latest > first.start + usual:
        text += _(" (dernière fin {end})").format(end=clock(latest))
    return text


def _latest(roster: Roster, tasks: list[Task], moment: Callable[[Roster, Sitting], int | None]) -> int | None:
    """A moment before a paper that is written in several rooms: the latest of them, so that none is still in use."""
    rooms = {task.room for task in tasks}
    sittings = (one for one in roster.sittings if one.day == tasks[0].day and one.start == tasks[0].start)
    found = [moment(roster, one) for one in sittings if one.room in rooms]
    return None if None in found else max(filter(None, found), default=0)


# --- a panel ---------------------------------------------------------------------------------------------------------


def panel_title(roster: Roster, panel: tuple[str, ...]) -> str:
    """``Jury A – Hélène Vasseur, Jean-Marc Orsel``, however the panel is called."""
    name, names = roster.panel_name(panel), roster.member_names(panel)
    if plain(name).startswith((plain("Jury"), plain(_("Jury")))):
        return f"{name} – {names}"
    if name == names:
        return _("Jury : {names}").format(names=names)
    return _("Jury {name} – {names}").format(name=name, names=names)


def with_hours(who: str, tasks: Sequence[Task]) -> str:
    """A panel's title with the bounds of its day."""
    start, end = tasks[0].start, max(task.end for task in tasks)
    return _("{who} – de {start} à {end}").format(who=who, start=clock(start), end=clock(end))


def running_order(roster: Roster, panel: tuple[str, ...], day: date) -> list[Assessment]:
    """Whom the panel sees or marks that day, with what it does for them: by their first oral, else by whatever it does.
    What another panel does for the same candidate, as after an incident, is that panel's."""
    seen = (_before(roster, one, panel, day) for one in roster.seen_by.get((panel, day), []))
    return sorted(seen, key=lambda one: turn(roster, one, day))


def _before(roster: Roster, one: Assessment, panel: tuple[str, ...], day: date) -> Assessment:
    """An assessment without what another panel does for it that day."""
    own = tuple(t for t in one.tasks if t.day != day or not t.members or roster.panel_of(t) == panel)
    return one if own == one.tasks else replace(one, tasks=own)


def with_preparations(roster: Roster, one: Assessment, day: date) -> dict[str, Task]:
    """What a panel's papers tell of a candidate on a day: the panel's tasks, and what is prepared alone."""
    return {task.stage: task for task in one.on(day) if task.members or roster.kind(task) == PREPARATION}


def turn(roster: Roster, one: Assessment, day: date) -> int:
    """The minute that gives a candidate their place in the running order of a day."""
    tasks = [task for task in one.on(day) if task.members]
    return next((task.start for task in tasks if roster.kind(task) == ORAL), tasks[0].start)


def with_pauses(
    roster: Roster, seen: Iterable[Assessment], people: Sequence[str], day: date
) -> Iterator[Assessment | str]:
    """Whom people see on a day, in running order, and between them the words of each meal of theirs, where it falls."""
    meals = _pauses(roster, people, day)
    for one in seen:
        while meals and meals[0][0][0] <= turn(roster, one, day):
            yield meals.pop(0)[1]
        yield one
    yield from (text for _span, text in meals)


def _pauses(roster: Roster, panel: Sequence[str], day: date) -> list[tuple[Span, str]]:
    """The meal of the panel, or of each member when they do not eat together, in time order."""
    together = meal_break(roster, panel, day)
    if together:
        return [(together, pause_text(together))]
    found = [(meal_break(roster, [member], day), roster.problem.member[member].name) for member in panel]
    return sorted((span, pause_text(span, name)) for span, name in found if span)


def pause_text(span: Span, name: str = "") -> str:
    """A meal with its time, and whose it is if not the whole panel's."""
    text = _("Pause déjeuner – {start} à {end}").format(start=clock(span[0]), end=clock(span[1]))
    return f"{text} ({name})" if name else text


def closing_text(roster: Roster, task: Task) -> str:
    """The signing of the minutes, with its time."""
    return _("{stage} – {start} à {end}").format(
        stage=roster.problem.title.stage[task.stage].name, start=clock(task.start), end=clock(task.end)
    )


# --- a candidate -----------------------------------------------------------------------------------------------------


def observations(roster: Roster, one: Assessment) -> str:
    """What to prepare for this candidate, on papers that others read: nothing that tells of their health."""
    text = _("Sans rapport : copier l'épreuve {paper}").format(paper=paper_of(roster.problem.title))
    return text if roster.needs_copy(one.candidate) else ""


def all_observations(roster: Roster, one: Assessment) -> str:
    """What to prepare for this candidate, for the organiser alone: extra time and accessible rooms are health data."""
    longer = [
        f"{task.stage} + {duration(roster.extra_minutes(task))}" for task in one.tasks if roster.extra_minutes(task)
    ]
    notes = (
        _("Temps majoré : {stages}").format(stages=", ".join(longer)) if longer else "",
        observations(roster, one),
        _("Salle accessible") if one.candidate.accessible else "",
    )
    return mark(";").join(note for note in notes if note)
