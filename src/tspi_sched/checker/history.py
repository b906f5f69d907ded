"""What has happened stays as it was; locks that it makes impossible are freed."""

from collections.abc import Iterator

from tspi_sched.checker.facts import Facts
from tspi_sched.checker.spans import DAY_MINUTES, ended, started
from tspi_sched.checker.violation import Found, at
from tspi_sched.plan import DONE, VOID, Task
from tspi_sched.problem import LOCK_PARTS, ORAL, Lock
from tspi_sched.texts import _
from tspi_sched.wording import names


def history_kept(facts: Facts) -> Found:
    """Each row of the plan in force that has begun by now, and that no event is about, stands in the plan as it was,
    done or void; what was done or void before stays so with its times, unless an event tells others."""
    before = facts.problem.in_force
    if before is None or not facts.plan.now:
        return
    for row in before.tasks:
        over = bool(row.state) or started(row) < facts.since.now
        if over and not _touched(facts, row) and not any(_same(row, one) for one in facts.tasks):
            text = _("{task} : a déjà eu lieu, et doit rester au planning tel que c'était.")
            yield at("locks", row, text.format(task=names.task(facts.problem.whole, row)), row.candidate, *row.members)


def _same(old: Task, row: Task) -> bool:
    """Whether a row is an old one, done as it was or void, perhaps cut."""
    what = row.key == old.key and row.day == old.day and row.start == old.start and row.room == old.room
    people = row.members == old.members and set(old.invigilators) <= set(row.invigilators)
    kept = (row.state == DONE and row.end == old.end) or (row.state == VOID and row.end <= old.end)
    return what and people and (row.projector, set(row.means)) == (old.projector, set(old.means)) and kept


def _touched(facts: Facts, row: Task) -> bool:
    """Whether an event may have changed a row: it is about its people, room, projector or means, or about another
    task that held one of them at the time, or about a chain that had begun and could not go on, for which
    they were waiting; or what comes before the row in its chain was not held for any of these reasons."""
    about = _about(row)
    named = {event.who for event in facts.plan.events} | {event.candidate for event in facts.plan.events}
    if about & named or any(_touched(facts, task) for task in _missing_before(facts, row)):
        return True
    return any(about & held for held in (*_held_by_events(facts, row), *_waiting(facts, row)))


def _missing_before(facts: Facts, row: Task) -> Iterator[Task]:
    """What the plan in force has before a row in its chain, and that is no history of the plan."""
    held = {task.key for task in facts.tasks if task.state == DONE}
    before = facts.problem.in_force.tasks if facts.problem.in_force else ()
    for task in before if row.candidate is not None else ():
        if task.key[:2] == row.key[:2] and started(task) < started(row) and task.key not in held:
            yield task


def _held_by_events(facts: Facts, row: Task) -> Iterator[set[str | None]]:
    """Whom and what the tasks hold that events moved, where they last longer than planned or were broken off."""
    moved = _moved(facts)
    for task in facts.tasks:
        about = _about(task)
        if about & moved and task.day == row.day and ended(task) > started(row):
            yield about


def _waiting(facts: Facts, row: Task) -> Iterator[set[str | None]]:
    """Whom and what a chain holds that had begun that day before a row, that events are about, and that was not heard
    to its end."""
    moved, orals = _moved(facts), [task for task in facts.tasks if task.state and facts.kind(task) == ORAL]
    heard = {task.key for task in orals if task.state == DONE}
    before = facts.problem.in_force.tasks if facts.problem.in_force else ()
    for task in orals:
        own = [t for t in before if t.key[:2] == task.key[:2] and facts.kind(t) == ORAL]
        stopped = any(t.key not in heard for t in own)
        if stopped and task.day == row.day and started(task) < started(row) and any(_about(t) & moved for t in own):
            yield _about(task)


def _moved(facts: Facts) -> set[str | None]:
    """Whom and what events are about that may hold others up."""
    told = {event.candidate for event in facts.plan.events if event.kind in ("ended", "started")}
    return (told | {event.who for event in facts.plan.events}) - {None}


def _about(task: Task) -> set[str | None]:
    return {task.candidate, *task.members, task.room, task.projector, *task.means} - {None}


def freed(facts: Facts, lock: Lock) -> frozenset[str]:
    """The locked parts of a task that history or an event makes impossible."""
    if not facts.plan.is_replanned:
        return frozenset()
    task, rows = lock.task, [row for row in facts.tasks if row.key == lock.task.key]
    if any(row.state for row in rows) or not rows:
        return frozenset(LOCK_PARTS) if rows or facts.plan.unplaced else frozenset()
    span, since = (started(task), ended(task)), facts.since
    past = {"start"} if started(task) < since.now else set[str]()
    past |= {"day"} if task.day.toordinal() < since.now // DAY_MINUTES else set[str]()
    row = (started(rows[0]), ended(rows[0]))
    panel = {"panel"} if any(since.is_away(id, *at) for id in task.members for at in (span, row)) else set[str]()
    watch = {"invigilators"} if any(since.is_away(id, *row) for id in task.invigilators) else set[str]()
    room = {"room"} if any(since.is_away(task.room, *at) for at in (span, row)) else set[str]()
    time = {"start", "day"} if since.is_away(task.candidate, *span) else set[str]()
    return frozenset(past | panel | watch | room | time)
