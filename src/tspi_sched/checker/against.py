"""The objectives that compare a plan with the plan before it, the baseline: one function each, 0 without a baseline.

A *call* is what a candidate is called to: the day and start of each written stage, and of the first oral of each track,
or of what prepares it. Preparations go with their orals: `task_changes` alone looks at them. While an oral whose
preparation is history is to come, the call is the oral's own hour, until which the candidate waits.
Candidates who have left the session are left aside in all of them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from tspi_sched.checker.facts import Facts
from tspi_sched.checker.spans import DAY_MINUTES, started
from tspi_sched.plan import VOID, Plan, Task
from tspi_sched.problem import ORAL, PREPARATION, WRITTEN

Key = tuple[str | None, str | None, str]
"""What a task or a call is, whatever its time: candidate, track, and the stage or the kind of call."""
Moment = tuple[date, int]
Place = tuple[date, int, str | None, frozenset[str]]


def changes(facts: Facts) -> int:
    """Number of (candidate, track, written paper or oral) whose day and start, room or members differ between the plan
    and the baseline; a row that only one of them has differs."""
    before, now = (_places(facts, plan) for plan in _both(facts))
    keys = (before.keys() | now.keys()) - _over(facts)
    return sum(before.get(key) != now.get(key) for key in keys)


def day_changes(facts: Facts) -> int:
    """Number of calls that both plans have, on different days."""
    return sum(old[0] != new[0] for old, new in _calls_of_both(facts))


def recalled(facts: Facts) -> int:
    """Number of calls that differ in day or hour; a call that only one plan has differs."""
    before, now = (_calls(facts, plan) for plan in _both(facts))
    keys = (before.keys() | now.keys()) - _calls_over(facts)
    return sum(before.get(key) != now.get(key) and not _slides(facts, before.get(key), now.get(key)) for key in keys)


def shift(facts: Facts) -> int:
    """Over the calls that both plans have, minutes between them; a day of the calendar is 1440."""
    return sum(abs(_minutes(new) - _minutes(old)) for old, new in _calls_of_both(facts))


def duty_changes(facts: Facts) -> int:
    """Number of (member or invigilator, day) with a row in exactly one of the plans; those who have left the session
    are left aside."""
    before, now = (set(_duties(plan)) for plan in _both(facts))
    gone = facts.problem.gone
    away = {member.id for member in gone.members} | {invigilator.id for invigilator in gone.invigilators}
    worked = {(who, row.day) for row in facts.tasks if row.state for who in (*row.members, *row.invigilators)}
    counted = ((who, day) for who, day in (before ^ now) - worked if who not in away)
    return sum(not facts.since.is_away(who, *_whole_day(day)) for who, day in counted)


def room_changes(facts: Facts) -> int:
    """Number of (candidate, track, written paper or oral) that both plans have, in different rooms."""
    before, now = (_places(facts, plan) for plan in _both(facts))
    return sum(before[key][2] != now[key][2] for key in (before.keys() & now.keys()) - _over(facts))


def task_changes(facts: Facts) -> int:
    """Number of rows of any stage whose day, start, room, projector, members, invigilators or, of an oral, other means
    differ, or that only one plan has. A signing of the minutes is recognised by its members."""
    before, now = (
        {_row(task): _all_of(facts, task) for task in plan.tasks if task.state != VOID} for plan in _both(facts)
    )
    over = {_row(task) for task in facts.live if task.state}
    return sum(before.get(key) != now.get(key) for key in (before.keys() | now.keys()) - over)


def _both(facts: Facts) -> tuple[Plan, Plan]:
    """The baseline, without candidates who have left, and the plan; the plan twice where there is no baseline."""
    baseline = facts.problem.baseline
    before = facts.plan if baseline is None else facts.problem.baseline_of(baseline)
    return _without_gone(facts, before), _without_gone(facts, facts.plan)


def _without_gone(facts: Facts, plan: Plan) -> Plan:
    """A plan without the candidates who are absent to the end of the session."""
    return replace(plan, tasks=tuple(task for task in plan.tasks if not facts.is_gone(task.candidate or "")))


def _over(facts: Facts) -> set[Key]:
    """What is history in the plan."""
    return {task.key for task in facts.live if task.state}


def _calls_over(facts: Facts) -> set[Key]:
    """The calls that are history in the plan: their first written stage or oral is."""
    first: dict[Key, Task] = {}
    for task in facts.of(WRITTEN, ORAL):
        key = task.candidate, task.track, facts.call(task)
        first[key] = min(first.get(key, task), task, key=started)
    return {key for key, task in first.items() if task.state}


def _prepared(facts: Facts) -> set[Key]:
    """The calls to orals a preparation of which is history in the plan, and counts."""
    return {(task.candidate, task.track, ORAL) for task in facts.of(PREPARATION) if task.state}


def _slides(facts: Facts, before: Moment | None, now: Moment | None) -> bool:
    """Whether a call is merely a little later, on the day of the plan's moment."""
    if before is None or now is None or facts.plan.now is None or before[0] != now[0]:
        return False
    slide = facts.problem.rules.slide_minutes or 0
    return now[0] == facts.plan.now.date() and 0 <= now[1] - before[1] <= slide


def _whole_day(day: date) -> tuple[int, int]:
    return day.toordinal() * DAY_MINUTES, (day.toordinal() + 1) * DAY_MINUTES


def _places(facts: Facts, plan: Plan) -> dict[Key, Place]:
    """Where and before whom each written paper and oral of a plan is; a written paper has no panel to compare."""
    return {
        task.key: (task.day, task.start, task.room, frozenset(task.members if facts.kind(task) == ORAL else ()))
        for task in plan.tasks
        if facts.kind(task) in (WRITTEN, ORAL) and task.state != VOID
    }


def _calls(facts: Facts, plan: Plan) -> dict[Key, Moment]:
    """Each call of a plan, by candidate, track and what it is to: of the orals of a track, the first in time."""
    calls: dict[Key, Moment] = {}
    prepared = _prepared(facts)
    for task in plan.tasks:
        key = task.candidate, task.track, facts.call(task)
        waits = facts.kind(task) == PREPARATION and key in prepared
        if key[2] and task.state != VOID and not waits:
            calls[key] = min(calls.get(key, (task.day, task.start)), (task.day, task.start))
    return calls


def _calls_of_both(facts: Facts) -> Iterable[tuple[Moment, Moment]]:
    before, now = (_calls(facts, plan) for plan in _both(facts))
    return [(before[key], now[key]) for key in (before.keys() & now.keys()) - _calls_over(facts)]


def _minutes(call: Moment) -> int:
    day, start = call
    return day.toordinal() * DAY_MINUTES + start


def _duties(plan: Plan) -> Iterator[tuple[str, date]]:
    for task in plan.tasks:
        for who in (*task.members, *task.invigilators):
            yield who, task.day


def _row(task: Task) -> tuple[object, ...]:
    """What a row is; of the signings of the minutes there is one for each panel."""
    return task.key if task.candidate is not None else (*task.key, frozenset(task.members))


def _all_of(facts: Facts, task: Task) -> tuple[object, ...]:
    people = frozenset(task.members), frozenset(task.invigilators), frozenset(_own_means(facts, task))
    return task.day, task.start, task.room, task.projector, *people


def _own_means(facts: Facts, task: Task) -> tuple[str, ...]:
    """The means of an oral; which of several a candidate has in a sitting is nobody's change."""
    return task.means if facts.kind(task) == ORAL else ()
