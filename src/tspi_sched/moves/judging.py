"""What a block breaks at a place, judged by the checker's own rules on the part of the plan that the block touches.

A breach is looked for only where the block was or comes to be: among the rows that share a day and a person, room or
projector with it, its candidates' own, and those of its papers. The rest of the plan stays as it is, and with it what
it breaks. `broken_by` says the same from the whole plan; a test holds the two against each other.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from tspi_sched.checker import RULES, Violation, check
from tspi_sched.checker.facts import Facts
from tspi_sched.moves.blocks import SITTING, Block, kind_of
from tspi_sched.moves.putting import Place, put
from tspi_sched.plan import Plan, Task
from tspi_sched.problem import ORAL, WRITTEN, Problem, rules_in_force

UNTOUCHED = frozenset({"all_or_nothing"})
"""A move leaves which rows there are."""
BY_CHAINS = UNTOUCHED | {"same_paper", "invigilation"}
"""What a block without a written paper cannot break."""
BY_SITTINGS = UNTOUCHED | {"chain", "same_panel", "panel_makeup", "panel_mode", "deliberation", "marking", "minutes"}
"""What written papers cannot break: rules of rows that have a panel."""

TIMELESS = ("panel_makeup", "same_panel", "panel_mode", "access")
"""Rules that look at who, where and on which day, never at the hour: what keeps one at some start keeps it at all."""

Breaches = tuple[Violation, ...]


def broken_by(problem: Problem, before: Plan, after: Plan, block: Block) -> Breaches:
    """What a block breaks where it was put: what the new plan breaks and the old one did not, and all that the block's
    own rows break."""
    old, own = set(check(problem, before)), frozenset(map(_row, block.tasks))
    return tuple(v for v in check(problem, after) if v not in old or _is_about(v, own))


def _is_about(violation: Violation, rows: frozenset[tuple[object, ...]]) -> bool:
    return any(_row(task) in rows for task in violation.tasks)


@dataclass
class Judge:
    """Judges places of one block of a plan; what several places have in common is worked out once."""

    problem: Problem
    plan: Plan
    block: Block
    _parts: dict[object, "_Part"] = field(default_factory=dict)

    def breaches(self, place: Place) -> Breaches:
        """What the block breaks there; raises `Fixed` for what has happened."""
        return self._part(place).breaches(self.block, place)

    def _part(self, place: Place) -> "_Part":
        key = place.day, place.room, place.panel, place.invigilators
        if key not in self._parts:
            self._parts[key] = _part(self.problem, self.plan, self.block, place)
        return self._parts[key]


@dataclass
class _Part:
    """The part of a plan that a block touches when it comes to some day, room and panel: what its rows break by now,
    and the rules that it may break there."""

    facts: Facts
    own: frozenset[tuple[object, ...]]
    rules: tuple[str, ...]
    broken: frozenset[Violation]
    is_first: bool = True

    def breaches(self, block: Block, place: Place) -> Breaches:
        """What the block breaks by being there; rules of no hour that are kept once are not asked again."""
        facts = self.facts.of_plan(put(self.facts.problem, self.facts.plan, block, place))
        found = [v for v in _judged(facts, self.rules) if v not in self.broken or _is_about(v, self.own)]
        if self.is_first:
            some = {violation.rule for violation in found}
            self.rules = tuple(name for name in self.rules if name not in TIMELESS or name in some)
            self.is_first = False
        return tuple(found)


def _part(problem: Problem, plan: Plan, block: Block, place: Place) -> _Part:
    near = _touched(problem, plan, put(problem, plan, block, place), block, place)
    part = replace(plan, tasks=tuple(task for task in plan.tasks if task in near))
    known = {task.candidate for task in part.tasks}
    cut = replace(
        problem,
        candidates=tuple(c for c in problem.candidates if c.id in known),
        locks=tuple(lock for lock in problem.locks if lock.task.candidate in known or lock.task.candidate is None),
        rules=rules_in_force(problem.rules, plan.is_replanned),
    )
    left_out = BY_SITTINGS if block.kind == SITTING else BY_CHAINS
    rules, facts = tuple(name for name in RULES if name not in left_out), Facts(cut, part)
    return _Part(facts, frozenset(map(_row, block.tasks)), rules, frozenset(_judged(facts, rules)))


def _judged(facts: Facts, rules: Iterable[str]) -> Iterator[Violation]:
    """What a plan breaks of some rules, but for findings: what history alone breaks."""
    begun = any(task.state for task in facts.tasks)
    for name in rules:
        found = RULES[name](facts)
        yield from (v for v in found if not (begun and facts.is_finding(v.rule, v.part, v.tasks)))


def _row(task: Task) -> tuple[object, ...]:
    """What a row is, wherever it is put; of the signings of the minutes there is one for each panel."""
    return (*task.key, task.state) if task.candidate is not None else (*task.key, task.members)


# --- what is touched -------------------------------------------------------------------------------------------------


def _touched(problem: Problem, plan: Plan, after: Plan, block: Block, place: Place) -> set[Task]:
    """The rows whose breaches may change with the block, and those that their judgement needs."""
    rules = problem.rules
    if plan.is_replanned:  # history, absences and notice reach across the plan
        return set(plan.tasks)
    changed = {_row(task) for task in after.tasks} & {_row(t) for t in set(plan.tasks) ^ set(after.tasks)}
    moved = [task for some in (plan, after) for task in some.tasks if _row(task) in changed]
    everyday = rules.closing_minutes > 0 or rules.marking.before == "all"
    uses = {use for task in (*moved, *block.tasks) for use in _uses(task, everyday)}
    uses |= {(place.day, kit.id) for kit in problem.projectors}  # which of them is taken depends on the hour
    whom = {task.candidate for task in block.tasks}
    tracks = {task.track for task in block.tasks} if block.kind == SITTING else set()
    near = {task for task in plan.tasks if not uses.isdisjoint(_uses(task, everyday))}
    near |= {task for task in plan.tasks if task.candidate in whom or _row(task) in changed}
    near |= {task for task in plan.tasks if task.track in tracks and kind_of(problem, task) == WRITTEN}
    cases = {(task.candidate, task.track) for task in near}
    near |= {t for t in plan.tasks if (t.candidate, t.track) in cases and kind_of(problem, t) == ORAL}
    if block.kind == SITTING:  # a chain meets papers in a room that it is in, all of which are here by then
        sittings = {(t.day, t.start, t.room) for t in near if kind_of(problem, t) == WRITTEN}
        near |= {t for t in plan.tasks if (t.day, t.start, t.room) in sittings and kind_of(problem, t) == WRITTEN}
    return near


def _uses(task: Task, everyday: bool) -> Iterator[tuple[date | None, str]]:
    """Whom and what a task needs on its day; of members all days, where a rule looks at them together."""
    for id in (*task.members, *task.invigilators, task.room, task.projector, *task.means):
        if id is not None:
            yield task.day, id
    if everyday:
        yield from ((None, id) for id in task.members)
