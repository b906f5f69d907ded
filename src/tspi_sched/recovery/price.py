"""What an answer costs whom: who is called again, who is called in or off, and how the session ends."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tspi_sched.checker import measure
from tspi_sched.plan import DONE, VOID, Plan, Status, Task
from tspi_sched.problem import PREPARATION
from tspi_sched.recovery.answering import Answer, Replanned
from tspi_sched.recovery.search import FIRST
from tspi_sched.recovery.situation import Situation

Person = tuple[str, date]


@dataclass(frozen=True)
class Price:
    """The candidates called again; those left out anew, or though another answer places them; members and invigilators
    called in and off, each with the day; papers and orals in another room; objectives' values; whether what matters
    first is proven."""

    recalled: tuple[str, ...]
    left_out: tuple[str, ...]
    called_in: tuple[Person, ...]
    called_off: tuple[Person, ...]
    rooms: int
    finish: int
    juror_days: int
    proven: bool


def price(found: Replanned, answer: Answer) -> Price | None:
    """The price of an answer; None if it has no plan."""
    if answer.plan is None:
        return None
    values = measure(found.problem, answer.plan)
    s = found.situation
    before = _duties(t for t in found.problem.baseline_of(s.baseline).tasks)
    now = _duties(answer.plan.tasks)
    over = {(id, t.day) for t in s.past.rows for id in (*t.members, *t.invigilators)}
    reports = {report.name: report for report in answer.result.objectives}
    return Price(
        recalled=tuple(_recalled(s, answer.plan)),
        left_out=tuple(r.candidate for r in answer.plan.unplaced if r.candidate not in _left_out_anyway(found)),
        called_in=tuple(sorted(now - before - over, key=lambda p: (p[1], p[0]))),
        called_off=tuple(sorted((p for p in before - now - over if not _is_away(s, p)), key=lambda p: (p[1], p[0]))),
        rooms=values["room_changes"],
        finish=values["finish"],
        juror_days=values["juror_days"],
        proven=all(reports[name].status is Status.OPTIMAL for name in FIRST[:4]),
    )


def _left_out_anyway(found: Replanned) -> set[str]:
    """The candidates who were left out before and whom no answer places: whose return one answer can use, each other
    leaves out anew."""
    before = set(found.situation.unplaced_before)
    plans = [answer.plan for answer in found.answers if answer.plan]
    return before.intersection(*({row.candidate for row in plan.unplaced} for plan in plans))


def _duties(tasks: Iterable[Task]) -> set[Person]:
    return {(id, t.day) for t in tasks if t.state != VOID for id in (*t.members, *t.invigilators)}


def _is_away(s: Situation, person: Person) -> bool:
    start = s.line.at(person[1])
    return s.line.is_away(person[0], start, start + 1440)


def _recalled(s: Situation, plan: Plan) -> Iterable[str]:
    """The candidates with a call that differs, in the order of the workbook; who is left out is told apart."""
    kinds = s.problem.title.stage
    prepared = {t.key[:2] for t in plan.tasks if t.state == DONE and kinds[t.stage].kind == PREPARATION}
    old_tasks, new_tasks = (
        [t for t in tasks if kinds[t.stage].kind != PREPARATION or t.key[:2] not in prepared]
        for tasks in (s.baseline.tasks, plan.tasks)
    )
    before, now = _calls(s, old_tasks), _calls(s, new_tasks)
    out = {row.candidate for row in plan.unplaced}
    differs = set()
    for key in before.keys() | now.keys():
        old, new = before.get(key), now.get(key)
        if new is not None and new.state != DONE and not _slides(s, old, new):
            differs.add(key[0])
    return (c.id for c in s.problem.candidates if c.id in differs and c.id not in out)


def _calls(s: Situation, tasks: Iterable[Task]) -> dict[tuple[str | None, str | None, str], Task]:
    calls: dict[tuple[str | None, str | None, str], Task] = {}
    for task in tasks:
        if (to := s.problem.title.call(task.stage)) and task.state != VOID:
            key = task.candidate, task.track, to
            calls[key] = min(calls.get(key, task), task, key=s.line.start)
    return calls


def _slides(s: Situation, old: Task | None, new: Task) -> bool:
    if old is None or old.day != new.day:
        return False
    today = s.line.moment is not None and new.day == s.line.moment.date()
    slide = (s.problem.rules.slide_minutes or 0) if today else 0
    return 0 <= new.start - old.start <= slide
