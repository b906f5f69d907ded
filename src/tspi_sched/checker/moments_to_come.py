"""When tasks to come may be after what has happened: not before now, nor before somebody arrives, nor too soon."""

from collections.abc import Iterator
from datetime import date

from tspi_sched.checker.facts import Facts
from tspi_sched.checker.spans import DAY_MINUTES, ended, grouped, started
from tspi_sched.checker.violation import Found, at
from tspi_sched.plan import Task
from tspi_sched.problem import ORAL, PREPARATION, WRITTEN
from tspi_sched.texts import _, clock, duration
from tspi_sched.wording import names


def out_of_time(facts: Facts) -> Found:
    """What is to come starts at now or later, what is done has started; a candidate who is late has no oral, nor
    preparation of one, before they arrive, and no paper that has ended by then."""
    now = facts.since.now
    for task in facts.tasks if facts.plan.now else ():
        text = ""
        if not task.state and started(task) < now:
            text = _("{task} : est à venir, et commence avant le moment présent, {now}.")
        elif task.state and started(task) > now:
            text = _("{task} : est dite passée, et commence après le moment présent, {now}.")
        if text:
            message = text.format(task=names.task(facts.problem, task), now=clock(now % DAY_MINUTES))
            yield at("hours", task, message, task.candidate, *task.members)
    for task in facts.of(ORAL, PREPARATION, WRITTEN):
        yield from _before_arrival(facts, task)


def _before_arrival(facts: Facts, task: Task) -> Found:
    arrives = facts.since.arrival.get(task.candidate or "", 0)
    early = ended(task) - 1 if facts.kind(task) == WRITTEN else started(task)
    if started(task) // DAY_MINUTES == arrives // DAY_MINUTES and early < arrives:
        text = _("{task} : {person} n'arrive qu'à {arrives}.")
        named = {"task": names.task(facts.problem, task), "person": names.person(facts.problem, task.candidate or "")}
        yield at("hours", task, text.format(arrives=clock(arrives % DAY_MINUTES), **named), task.candidate)


def short_notice(facts: Facts) -> Found:
    """An earlier call, or one to another day, is the notice after now; nobody has a task earlier than both their first
    of that day in the baseline and that moment. Before the session, and without a baseline, nothing is asked."""
    notice = facts.problem.rules.notice_minutes or 0
    if not (facts.plan.now and facts.problem.baseline and notice):
        return
    soonest = facts.since.now + notice
    for task in _calls_too_soon(facts, soonest):
        text = _("{task} : est avancée ou change de jour moins de {notice} après le moment présent.")
        message = text.format(task=names.task(facts.problem, task), notice=duration(notice))
        yield at("hours", task, message, task.candidate)
    firsts = _first_duties(facts.problem.baseline.tasks)
    for task in (task for task in facts.tasks if not task.state and started(task) < soonest):
        for who in (*task.members, *task.invigilators):
            if started(task) < firsts.get((who, task.day), soonest):
                text = _("{task} : {person} est appelé moins de {notice} après le moment présent.")
                named = {"task": names.task(facts.problem, task), "person": names.person(facts.problem, who)}
                part = "members" if who in task.members else "invigilators"
                yield at("hours", task, text.format(notice=duration(notice), **named), who, part=part)


def _first_duties(tasks: tuple[Task, ...]) -> dict[tuple[str, date], int]:
    """When each person's first task of a day starts."""
    firsts: dict[tuple[str, date], int] = {}
    for task in tasks:
        for who in (*task.members, *task.invigilators):
            firsts[who, task.day] = min(firsts.get((who, task.day), started(task)), started(task))
    return firsts


def _calls_too_soon(facts: Facts, soonest: int) -> Iterator[Task]:
    """The first rows to come of calls that are earlier than before, or on another day, and begin before a moment."""
    before = _first_of_calls(facts, facts.problem.baseline.tasks if facts.problem.baseline else ())
    for key, task in _first_of_calls(facts, facts.live).items():
        old = before.get(key)
        moved = old is not None and (task.day != old.day or task.start < old.start)
        if not task.state and moved and started(task) < soonest:
            yield task


def _first_of_calls(facts: Facts, tasks: tuple[Task, ...]) -> dict[tuple[str | None, str | None, str], Task]:
    rows = [task for task in tasks if facts.call(task)]
    groups = grouped(rows, lambda task: (task.candidate, task.track, facts.call(task)))
    return {key: min(group, key=started) for key, group in groups.items()}
