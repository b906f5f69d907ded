"""The rules of what is fixed beforehand and of what ends a session: locks, the signing of the minutes."""

from tspi_sched.checker.expected import on_grid
from tspi_sched.checker.facts import OF_PANEL, Facts, last
from tspi_sched.checker.history import freed, history_kept
from tspi_sched.checker.spans import DAY_MINUTES, ended, grouped, started
from tspi_sched.checker.violation import Found, at, on
from tspi_sched.plan import Task
from tspi_sched.problem import CLOSING, DELIBERATION, LOCK_PARTS, ORAL, Lock
from tspi_sched.texts import _, clock, duration, long_date
from tspi_sched.wording import names


def locks(facts: Facts) -> Found:
    """The row of a locked task is there and keeps its locked parts: day, start (time of the day), room, panel and
    invigilators (in any order). A signing of the minutes is recognised by its members. A locked task that is not in
    the plan breaks its lock, also if its candidate may be left out."""
    yield from history_kept(facts)
    for lock in (Lock(lock.task, lock.parts - freed(facts, lock)) for lock in facts.problem.locks):
        rows = _rows_of(facts, lock.task)
        if not rows and lock.parts:
            text = _("{task} : est verrouillée, et n'est pas au planning.")
            message = text.format(task=names.task(facts.problem, lock.task))
            yield at("locks", lock.task, message, lock.task.candidate, *_signers(lock.task), part="candidate")
        for row in rows:
            yield from _moved(facts, lock, row)


def _rows_of(facts: Facts, locked: Task) -> list[Task]:
    rows = facts.by_key.get(locked.key, [])
    return [row for row in rows if row.candidate is not None or set(row.members) == set(locked.members)]


def _signers(task: Task) -> tuple[str, ...]:
    return task.members if task.candidate is None else ()


def _moved(facts: Facts, lock: Lock, row: Task) -> Found:
    for part in LOCK_PARTS:
        if part in lock.parts and _value(part, row) != _value(part, lock.task):
            text = _("{task} : {right} est verrouillé, et non {found}.")
            right, found = _shown(facts, part, lock.task), _shown(facts, part, row)
            message = text.format(task=names.task(facts.problem, row), right=right, found=found)
            yield at("locks", row, message, row.candidate, *_signers(row), part="members" if part == "panel" else part)


def _value(part: str, task: Task) -> object:
    """A part of a task as it is compared."""
    members, invigilators = frozenset(task.members), frozenset(task.invigilators)
    values: dict[str, object] = {"day": task.day, "start": task.start, "room": task.room}
    return (values | {"panel": members, "invigilators": invigilators})[part]


def _shown(facts: Facts, part: str, task: Task) -> str:
    """A part of a task as people read it."""
    texts = {
        "day": long_date(task.day),
        "start": clock(task.start),
        "room": names.room(facts.problem, task.room),
        "panel": names.people(facts.problem, task.members),
        "invigilators": names.people(facts.problem, task.invigilators),
    }
    return texts[part]


def minutes(facts: Facts) -> Found:
    """If closing takes time, each panel (the members who marked, heard or deliberated together) signs exactly once, for
    that time on the grid, on the last day it serves and after its last deliberation, and the last oral of whomever no
    deliberation is due for; else nobody signs. A title without such a stage asks for none."""
    rows = facts.of(CLOSING)
    if facts.problem.rules.closing_minutes <= 0:
        for row in rows:
            text = _("{task} : la session ne prévoit pas de signature du procès-verbal.")
            message, people = text.format(task=names.task(facts.problem, row)), (row.candidate, *row.members)
            yield at("minutes", row, message, *people, part="stage")
        return
    for row in rows:
        yield from _anonymous(facts, row)
    if any(stage.kind == CLOSING for stage in facts.problem.title.stages):
        yield from _once_each(facts, rows)


def _anonymous(facts: Facts, row: Task) -> Found:
    if row.candidate is not None or row.track is not None:
        text = _("{task} : le procès-verbal ne porte ni candidat ni parcours.")
        message, people = text.format(task=names.task(facts.problem, row)), (row.candidate, *row.members)
        yield at("minutes", row, message, *people, part="track" if row.candidate is None else "candidate")


def _once_each(facts: Facts, rows: tuple[Task, ...]) -> Found:
    served = grouped(facts.of(*OF_PANEL), lambda row: frozenset(row.members))
    signed = grouped(rows, lambda row: frozenset(row.members))
    for panel, duties in served.items():
        if panel and panel not in signed and not _no_more_whole(facts, panel, last(duties)):
            text = _("{panel} : il manque la signature du procès-verbal.")
            message = text.format(panel=names.people(facts.problem, panel))
            yield on("minutes", last(duties).day, message, *sorted(panel), part="members", rows=[last(duties)])
    for panel, signings in signed.items():
        for place, row in enumerate(signings):
            yield from _signing(facts, row, served.get(panel, []), again=place > 0)


def _no_more_whole(facts: Facts, panel: frozenset[str], final: Task) -> bool:
    """Whether a panel lacks a member in the rest of its last day: it signs nothing."""
    midnight = (final.day.toordinal() + 1) * DAY_MINUTES
    return any(facts.since.is_away(id, started(final), midnight) for id in panel)


def _decides(facts: Facts, duty: Task) -> bool:
    """Whether a row is an oral that no deliberation follows."""
    return facts.kind(duty) == ORAL and (duty.candidate, duty.track) in facts.undeliberated


def _signing(facts: Facts, row: Task, duties: list[Task], *, again: bool) -> Found:
    length = on_grid(facts.problem, facts.problem.rules.closing_minutes)
    decided = [duty for duty in duties if facts.kind(duty) == DELIBERATION or _decides(facts, duty)]
    texts = []
    if again:
        texts.append((_("{task} : ce jury signe déjà le procès-verbal une fois."), "stage"))
    if not duties:
        texts.append((_("{task} : ce jury n'a pas siégé."), "members"))
    elif row.day != last(duties).day:
        texts.append((_("{task} : doit avoir lieu le dernier jour où le jury siège, {day}."), "day"))
    if decided and started(row) < ended(last(decided)):
        text = _("{task} : doit venir après la dernière délibération du jury.")
        if facts.kind(last(decided)) == ORAL:
            text = _("{task} : doit venir après le dernier oral du jury.")
        texts.append((text, "start"))
    if row.minutes != length:
        texts.append((_("{task} : doit durer {length}."), "end"))
    named = {"task": names.task(facts.problem, row), "day": long_date(last(duties).day) if duties else ""}
    for text, part in texts:
        message = text.format(length=duration(length), **named)
        yield at("minutes", row, message, *sorted(set(row.members)), part=part)
