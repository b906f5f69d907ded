"""What the Planning view shows, as data for its script: the chart with keys, breaches, locks, what can be undone."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from tspi_sched.checker import Violation, check, measure
from tspi_sched.exports.common.roster import Roster, Sitting
from tspi_sched.exports.common.runs import Run
from tspi_sched.exports.html.data import page_data
from tspi_sched.moves import Block, block_of
from tspi_sched.moves.putting import anchor
from tspi_sched.plan import Task
from tspi_sched.problem import LOCK_PARTS
from tspi_sched.texts import harmless
from tspi_sched.web.moving import Table
from tspi_sched.wording import objective_title, objective_value
from tspi_sched.wording.rules import rule_title

Json = dict[str, Any]


@dataclass(frozen=True)
class OpenRoster(Roster):
    """A plan with what it does not use yet: every day of the session, every named panel."""

    @cached_property
    def days(self) -> tuple[date, ...]:
        """All days of the session, and those on which the plan has a task."""
        return tuple(sorted({*(day.date for day in self.problem.days), *(task.day for task in self.tasks)}))

    @cached_property
    def panels(self) -> tuple[tuple[str, ...], ...]:
        """The panels that serve, and the named ones that do not."""
        serving = Roster(self.problem, self.plan).panels
        known = {frozenset(panel) for panel in serving}
        named = (tuple(member.id for member in panel) for panel in self.problem.panels.values())
        return (*serving, *(panel for panel in named if frozenset(panel) not in known))


def roster_of(table: Table) -> OpenRoster:
    """The plan on the table seen from the people's side; who has left the session is known if the plan names them."""
    return OpenRoster(table.facts.whole if _names_gone(table) else table.facts, table.plan)


def _names_gone(table: Table) -> bool:
    return any(table.facts.gone_from(task) for task in table.plan.tasks)


def state_of(table: Table) -> Json:
    """All that the page shows of a plan."""
    problem, plan, journal = table.problem, table.plan, table.journal
    own = block_of(problem, plan)
    broken = check(problem, plan)
    redo = journal.undone[-1] if journal.undone else None
    return {
        "version": journal.version,
        "data": page_data(roster_of(table), _known(table, own)),
        "broken": [_breach(violation, own) for violation in broken],
        "locks": locks_by_block(table, own),
        "undo": harmless(journal.last.label) if journal.last else None,
        "redo": harmless(redo.label) if redo else None,
        "last": _last_moved(table, own) if broken else None,
        "worth": _worth(table),
        "grid": problem.rules.grid_minutes,
    }


def _known(table: Table, own: dict[Task, Block]) -> Callable[[Run | Sitting], Json]:
    """What the script must know of a block to move it: its key, the start that counts, whether it is over."""

    def known(item: Run | Sitting) -> Json:
        block = own.get(item.tasks[0])
        if block is None:
            return {}
        place = anchor(table.problem, block)
        first, last = min(task.start for task in block.tasks), max(task.end for task in block.tasks)
        where = {"room": place.room, "panel": list(place.members), "invigilators": list(place.invigilators)}
        when = {"at": place.start, "span": [first, last]}
        return {"key": block.key, "kind": block.kind, **when, **where, "over": block.is_over}

    return known


def _last_moved(table: Table, own: dict[Task, Block]) -> str | None:
    """The block that was put down last, around which the rest may be put right."""
    last = table.journal.last
    keys = {block.key for block in own.values()}
    return last.about if last and last.kind == "move" and last.about in keys else None


def _breach(violation: Violation, own: dict[Task, Block]) -> Json:
    keys = dict.fromkeys(own[task].key for task in violation.tasks if task in own)
    return {"rule": rule_title(violation.rule), "message": harmless(violation.message), "keys": list(keys)}


def locks_by_block(table: Table, own: dict[Task, Block]) -> dict[str, list[str]]:
    """The locked parts of each block."""
    parts: dict[str, set[str]] = {}
    keys = {task.key if task.candidate else (*task.key, task.members): block.key for task, block in own.items()}
    for lock in table.problem.locks:
        task = lock.task
        key = keys.get(task.key if task.candidate else (*task.key, task.members))
        if key is not None:
            parts.setdefault(key, set()).update(lock.parts)
    return {key: [part for part in LOCK_PARTS if part in found] for key, found in parts.items()}


def _worth(table: Table) -> list[Json]:
    """Every objective of the scenario, as the plan is now."""
    values = measure(table.problem, table.plan)
    return [
        {"title": objective_title(o.name), "value": objective_value(table.problem, o.name, values[o.name])}
        for o in table.wishes.objectives
    ]
