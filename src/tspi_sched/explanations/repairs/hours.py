"""Other hours and more days that might make a plan possible."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from tspi_sched.explanations.constraints.absent import reopened
from tspi_sched.explanations.constraints.kind import About
from tspi_sched.explanations.repairs.changes import Change, applied
from tspi_sched.explanations.repairs.offer import Facts, Offer
from tspi_sched.plan import Plan
from tspi_sched.problem import Day, Problem
from tspi_sched.texts import _, clock, duration, long_date, ngettext
from tspi_sched.wording.names import listed

LATEST, EARLIEST = 21 * 60, 7 * 60
"""How far an organiser can be asked to go: closing, opening, in minutes from midnight."""

MOST_DAYS = 4
"""More days than these are no small change."""

MUCH_LATER = 120
"""Minutes: rather than close one day still later, an organiser closes all days later."""

SATURDAY = 5


def close_later(problem: Problem, _facts: Facts) -> Iterator[Offer]:
    """A later closing time: on one day if it is not much later there, else on all."""
    grid, alone = problem.rules.grid_minutes, len(problem.days) == 1
    scopes = []
    for day in reversed(problem.days):
        latest = LATEST if alone else min(LATEST, day.close + MUCH_LATER)
        closes = range((day.close // grid + 1) * grid, latest + 1, grid)
        scopes.append(tuple(_hours(day, day.open, close) for close in closes))
    if not alone:
        first = (min(day.close for day in problem.days) // grid + 1) * grid
        scopes.append(tuple(_all_until(problem, close) for close in range(first, LATEST + 1, grid)))
    yield Offer("close_later", frozenset(("opening",)), tuple(filter(None, scopes)), compare=True)


def open_earlier(problem: Problem, _facts: Facts) -> Iterator[Offer]:
    """An earlier opening, on one day or on all."""
    grid = problem.rules.grid_minutes
    scopes = [
        tuple(
            _hours(day, opening, day.close) for opening in range((-(-day.open // grid) - 1) * grid, EARLIEST - 1, -grid)
        )
        for day in problem.days
    ]
    if len(problem.days) > 1:
        first = (-(-max(day.open for day in problem.days) // grid) - 1) * grid
        scopes.append(tuple(_all_from(problem, opening) for opening in range(first, EARLIEST - 1, -grid)))
    yield Offer("open_earlier", frozenset(("opening",)), tuple(filter(None, scopes)), compare=True)


def _hours(day: Day, opening: int, close: int) -> Change:
    def apply(problem: Problem) -> Problem:
        return replace(
            problem, days=tuple(_longer(d, opening, close) if d.date == day.date else d for d in problem.days)
        )

    if close > day.close:
        said = _("Fermer à {new} au lieu de {old} le {day} ({more} de plus)")
        said = said.format(
            new=clock(close), old=clock(day.close), day=long_date(day.date), more=duration(close - day.close)
        )
    else:
        said = _("Ouvrir à {new} au lieu de {old} le {day} ({more} plus tôt)")
        said = said.format(
            new=clock(opening), old=clock(day.open), day=long_date(day.date), more=duration(day.open - opening)
        )
    return Change(apply, said, days=True, minutes=max(close - day.close, 0) + max(day.open - opening, 0))


def _longer(day: Day, opening: int, close: int) -> Day:
    return replace(day, open=min(day.open, opening), close=max(day.close, close))


def _all_until(problem: Problem, close: int) -> Change:
    def apply(problem: Problem) -> Problem:
        return replace(problem, days=tuple(_longer(day, day.open, close) for day in problem.days))

    def fit(plan: Plan) -> Change | None:
        last = {day.date: max((task.end for task in plan.tasks if task.day == day.date), default=0) for day in days}
        return _some(problem, [_hours(day, day.open, last[day.date]) for day in days if last[day.date] > day.close])

    days = problem.days
    said = _("Fermer à {time} tous les jours").format(time=clock(close))
    return Change(apply, said, days=True, minutes=sum(max(close - day.close, 0) for day in days), fit=fit)


def _all_from(problem: Problem, opening: int) -> Change:
    def apply(problem: Problem) -> Problem:
        return replace(problem, days=tuple(_longer(day, opening, day.close) for day in problem.days))

    def fit(plan: Plan) -> Change | None:
        first = {
            day.date: min((task.start for task in plan.tasks if task.day == day.date), default=1440) for day in days
        }
        return _some(problem, [_hours(day, first[day.date], day.close) for day in days if first[day.date] < day.open])

    days = problem.days
    said = _("Ouvrir à {time} tous les jours").format(time=clock(opening))
    return Change(apply, said, days=True, minutes=sum(max(day.open - opening, 0) for day in days), fit=fit)


def _some(problem: Problem, parts: list[Change]) -> Change | None:
    """The hours of some days together, unless these are all the days."""
    if not 0 < len(parts) < len(problem.days):
        return None
    said = _(" et ").join([parts[0].said, *(part.said[:1].lower() + part.said[1:] for part in parts[1:])])
    return Change(lambda problem: applied(problem, parts), said, days=True, minutes=sum(part.minutes for part in parts))


def reopened_days(problem: Problem, _facts: Facts) -> Iterator[Offer]:
    """The days of the workbook that the scenario drops: each by itself, then all of them."""
    days = problem.gone.days
    scopes = [(_reopened([day]),) for day in days] + ([(_reopened(list(days)),)] if len(days) > 1 else [])
    yield Offer("reopened", DAY_HITS | {"dropped_days"}, tuple(scopes))


def _reopened(days: list[Day]) -> Change:
    chosen: list[About] = [(day.date.isoformat(),) for day in days]
    said = ngettext(
        "Rouvrir le {days}, que le scénario a supprimé", "Rouvrir les {days}, que le scénario a supprimés", len(days)
    )
    said = said.format(days=listed(long_date(day.date) for day in days))
    return Change(lambda problem: reopened(problem, chosen), said, days=True)


DAY_HITS = frozenset((
    "opening", "panels", "rooms", "projection", "limits", "duty", "meal", "member_times", "room_times",
    "projector_times", "candidate_times", "invigilator_times", "days_apart", "accreditation", "wait", "rest",
    "delay", "between_tracks", "turnover",
))  # fmt: skip
"""Kinds of causes for which a day more may do something."""


def more_days(problem: Problem, _facts: Facts) -> Iterator[Offer]:
    """A few working days more, with the hours of the last one."""
    last, days = max((*problem.days, *problem.gone.days), key=lambda day: day.date), list[Day]()
    while len(days) < MOST_DAYS:
        next_date = (days or [last])[-1].date + timedelta(days=1)
        while next_date.weekday() >= SATURDAY:
            next_date += timedelta(days=1)
        days.append(replace(last, date=next_date))
    yield Offer("day", DAY_HITS, (tuple(_with_days(days[: n + 1]) for n in range(len(days))),))


def _with_days(days: list[Day]) -> Change:
    def apply(problem: Problem) -> Problem:
        return replace(problem, days=(*problem.days, *days))

    said = ngettext("Ajouter {count} jour ({days})", "Ajouter {count} jours ({days})", len(days))
    return Change(apply, said.format(count=len(days), days=", ".join(long_date(day.date) for day in days)), days=True)
