"""People and things that are free a little longer, which might make a plan possible."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from tspi_sched.explanations.constraints.kind import with_group
from tspi_sched.explanations.repairs.changes import Change, availability, changed
from tspi_sched.explanations.repairs.offer import Facts, Offer
from tspi_sched.plan import Plan, Task
from tspi_sched.problem import Availability, Day, Opening, Problem, Windows
from tspi_sched.reading.workbook.layout import (
    CANDIDATES,
    HELPERS,
    INVIGILATORS,
    MEANS,
    MEMBERS,
    PROJECTORS,
    ROOMS,
    Sheet,
)
from tspi_sched.texts import _, clock, long_date
from tspi_sched.wording.names import listed, person, room

_SHEETS: dict[str, tuple[str, Sheet]] = {
    "member_times": ("members", MEMBERS),
    "invigilator_times": ("invigilators", INVIGILATORS),
    "room_times": ("rooms", ROOMS),
    "projector_times": ("projectors", PROJECTORS),
    "means_times": ("means", MEANS),
    "candidate_times": ("candidates", CANDIDATES),
}


def more_availability(problem: Problem, facts: Facts) -> Iterator[Offer]:
    """Somebody or something free a little longer on one day, or on all days."""
    for fact in facts:
        if fact.kind in _SHEETS:
            group, sheet = _SHEETS[fact.kind]
            thing = next(one for one in getattr(problem, group) if one.id == fact.about[0])
            sheet = HELPERS if getattr(thing, "person", False) else sheet
            free = _Freed(problem, group, sheet, thing)
            scopes = [scope for day in problem.days for scope in free.on(day) if scope]
            scopes += [(free.always(),)] if len(scopes) != 1 else []
            yield Offer(fact.kind, frozenset((fact.kind,)), tuple(scopes), frozenset((thing.id,)), compare=True)


@dataclass(frozen=True)
class _Freed:
    """More availability for one person or thing of a group."""

    problem: Problem
    group: str
    sheet: Sheet
    thing: Any

    def on(self, day: Day) -> Iterator[tuple[Change, ...]]:
        """On one day from ever earlier on, or until ever later; the whole day where neither gives all of it."""
        windows, grid = day.windows(self.thing.availability), self.problem.rules.grid_minutes
        if windows == day.windows():
            return
        first, last = (windows[0][0], windows[-1][1]) if windows else (day.close, day.open)
        end, start = (last, first) if windows else (day.close, day.open)
        earlier = range((-(-first // grid) - 1) * grid, day.open - 1, -grid)
        later = range((last // grid + 1) * grid, day.close + 1, grid)
        yield tuple(self._between(day, minute, end) for minute in earlier)
        yield tuple(self._between(day, start, minute) for minute in later)
        if len(windows) > 1 or (windows and first > day.open and last < day.close):
            yield (self._between(day, day.open, day.close),)

    def _between(self, day: Day, start: int, end: int) -> Change:
        """Free from one minute of a day to another, besides what is stated."""
        windows = day.windows(self.thing.availability)
        stated = [Opening(day.date, *window) for window in windows]
        hours = Opening(day.date, *((start, end) if (start, end) != (day.open, day.close) else (0, 1440)))
        times = (*(o for o in self.thing.availability if o not in stated or o.day is None), hours)
        minutes = end - start - sum(max(0, min(e, end) - max(s, start)) for s, e in windows)
        return self._change(times, self._hours(day, start, end, windows), minutes)

    def _hours(self, day: Day, start: int, end: int, windows: Windows) -> str:
        text = _("Rendre disponible de {start} à {end} le {day} : {who}")
        if (start, end) == (day.open, day.close):
            text = _("Rendre disponible toute la journée du {day} : {who}")
        elif end == day.close or (windows and end == windows[-1][1]):
            text = _("Rendre disponible dès {start} le {day} : {who}")
        elif start == day.open or (windows and start == windows[0][0]):
            text = _("Rendre disponible jusqu'à {end} le {day} : {who}")
        return text.format(start=clock(start), end=clock(end), day=long_date(day.date), who=self._name())

    def _name(self) -> str:
        names = {"rooms": room(self.problem, self.thing.id), "projectors": self.thing.id}
        return names.get(self.group) or person(self.problem, self.thing.id)

    def always(self) -> Change:
        """Free on all days, of which a plan may need some only."""

        def fit(plan: Plan) -> Change | None:
            used = {task.day for task in plan.tasks if self.thing.id in _who_and_what(task)}
            lacking = [day for day in self.problem.days if day.windows(self.thing.availability) != day.windows()]
            some = [day for day in lacking if day.date in used]
            if not 0 < len(some) < len(lacking):
                return None
            said = _("Rendre disponible toute la journée : {who}, les {days}")
            said = said.format(who=self._name(), days=listed(long_date(day.date) for day in some))
            return self._change((*self.thing.availability, *(Opening(day.date) for day in some)), said, 0)

        said = _("Rendre disponible tous les jours entiers : {who}").format(who=self._name())
        minutes = sum(day.close - day.open for day in self.problem.days)
        return replace(self._change((), said, minutes), fit=fit)

    def _change(self, times: Availability, said: str, minutes: int) -> Change:
        def apply(problem: Problem) -> Problem:
            things = getattr(problem, self.group)
            return with_group(
                problem,
                self.group,
                (replace(one, availability=times) if one.id == self.thing.id else one for one in things),
            )

        column = self.sheet.column("availability")
        return Change(apply, said, changed(self.thing.id, column, availability(times)), minutes=minutes)


def _who_and_what(task: Task) -> tuple[str | None, ...]:
    return (task.candidate, task.room, task.projector, *task.members, *task.invigilators, *task.means)
