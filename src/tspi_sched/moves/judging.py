"""What a block breaks at a place, judged by the checker's own rules on the part of the plan that the block touches.

A breach is looked for only where the block was or comes to be: among the rows that share a day and a person, room or
projector with it, its candidates' own, and those of its papers. The rest of the plan stays as it is, and with it what
it breaks. `broken_by` says the same from the whole plan; a test holds the two against each other.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from tspi_sched.checker import RULES, Violation, check
from tspi_sched.checker.facts import Facts
from tspi_sched.checker.people import hours_of_rows, limits_of_days
from tspi_sched.checker.violation import Found
from tspi_sched.moves.blocks import SITTING, Block, kind_of
from tspi_sched.moves.putting import Place, put
from tspi_sched.plan import Plan, Task, in_time_order
from tspi_sched.problem import ORAL, WRITTEN, Problem, rules_in_force

UNTOUCHED = frozenset({"all_or_nothing"})
"""A move leaves which rows there are."""
BY_CHAINS = UNTOUCHED | {"same_paper", "invigilation"}
"""What a block without a written paper cannot break."""
BY_SITTINGS = UNTOUCHED | {"chain", "same_panel", "panel_makeup", "panel_mode", "deliberation", "marking", "minutes"}
"""What written papers cannot break: rules of rows that have a panel."""

OF_CANDIDATES = ("duration", "order", "chain", "candidate_time")
"""Rules of one candidate's rows among themselves: the rows of others need not be looked at again."""

TIMELESS = ("panel_makeup", "same_panel", "panel_mode", "access")
"""Rules that look at who, where and on which day, never at the hour: what keeps one at some start keeps it at all."""

Breaches = tuple[Violation, ...]
Rules = dict[str, Callable[[Facts], Found]]
"""Rules by their names, or what they say of some rows."""


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
    _known: dict[object, "tuple[_Part, ...]"] = field(default_factory=dict)
    _moving: dict[date, Plan] = field(default_factory=dict)

    def breaches(self, place: Place) -> Breaches:
        """What the block breaks there; raises `Fixed` for what has happened."""
        parts, before = self._parts(place), self._with_projectors(place.day)
        after = put(self.problem, before, self.block, place)
        was, comes = set(before.tasks).difference(after.tasks), set(after.tasks).difference(before.tasks)
        return tuple(found for part in parts for found in part.breaches(was, comes))

    def _with_projectors(self, day: date) -> Plan:
        """All that says what the block becomes on a day: its candidates' rows, and the loans of projectors."""
        if day not in self._moving:
            whom = {task.candidate for task in self.block.tasks}
            lent = (t for t in self.plan.tasks if t.candidate in whom or (t.projector is not None and t.day == day))
            self._moving[day] = replace(self.plan, tasks=tuple(lent))
        return self._moving[day]

    def _parts(self, place: Place) -> "tuple[_Part, ...]":
        key = place.day, place.room, place.panel, place.invigilators
        if key not in self._known:
            self._known[key] = tuple(_parts(self.problem, self.plan, self.block, place))
        return self._known[key]


@dataclass
class _Part:
    """The part of a plan that a block touches by some rules when it comes to some day, room and panel: what its rows
    break by now, and those of the rules that it may break there."""

    facts: Facts
    own: frozenset[tuple[object, ...]]
    rules: Rules
    broken: frozenset[Violation]
    is_first: bool = True

    def breaches(self, was: set[Task], comes: set[Task]) -> Breaches:
        """What the block breaks once some rows come in the place of others; rules of no hour that are kept once are not
        asked again."""
        plan = self.facts.plan
        rows = [*(task for task in plan.tasks if task not in was), *comes]
        facts = self.facts.of_plan(replace(plan, tasks=in_time_order(rows)))
        found = [v for v in _judged(facts, self.rules) if v not in self.broken or _is_about(v, self.own)]
        if self.is_first:
            some = {violation.rule for violation in found}
            self.rules = {name: rule for name, rule in self.rules.items() if name not in TIMELESS or name in some}
            self.is_first = False
        return tuple(found)


def _parts(problem: Problem, plan: Plan, block: Block, place: Place) -> Iterator[_Part]:
    """What the block touches; of a chain, its candidate's own rows, for the rules that look at no others, by
    themselves. History and absences reach across a plan, and so does a paper across its sitting."""
    left_out = BY_SITTINGS if block.kind == SITTING else BY_CHAINS
    rules: Rules = {name: rule for name, rule in RULES.items() if name not in left_out}
    near = _touched(problem, plan, put(problem, plan, block, place), block)
    lent = {task for task in plan.tasks if task.projector is not None and task.day in (place.day, block.day)}
    if block.kind != SITTING and not plan.is_replanned:
        whom = {task.candidate for task in block.tasks}
        own = {task for task in plan.tasks if task in block.tasks or task.candidate in whom}
        local: Rules = {name: rules.pop(name) for name in OF_CANDIDATES}
        yield _part(problem, plan, block, own, local | {"hours": hours_of_rows})
        rules["hours"] = limits_of_days
        yield _part(problem, plan, block, own | lent, {"projection": rules.pop("projection")})
        yield _part(problem, plan, block, near, rules)
    else:
        yield _part(problem, plan, block, near | lent, rules)


def _part(problem: Problem, plan: Plan, block: Block, rows: set[Task], rules: Rules) -> _Part:
    part = replace(plan, tasks=tuple(task for task in plan.tasks if task in rows))
    known = {task.candidate for task in part.tasks}
    cut = replace(
        problem,
        candidates=tuple(c for c in problem.candidates if c.id in known),
        locks=tuple(lock for lock in problem.locks if lock.task.candidate in known or lock.task.candidate is None),
        rules=rules_in_force(problem.rules, plan.is_replanned),
    )
    facts = Facts(cut, part)
    return _Part(facts, frozenset(map(_row, block.tasks)), rules, frozenset(_judged(facts, rules)))


def _judged(facts: Facts, rules: Rules) -> Iterator[Violation]:
    """What a plan breaks of some rules, but for findings: what history alone breaks."""
    begun = any(task.state for task in facts.tasks)
    for rule in rules.values():
        yield from (v for v in rule(facts) if not (begun and facts.is_finding(v.rule, v.part, v.tasks)))


def _row(task: Task) -> tuple[object, ...]:
    """What a row is, wherever it is put; of the signings of the minutes there is one for each panel."""
    return (*task.key, task.state) if task.candidate is not None else (*task.key, task.members)


# --- what is touched -------------------------------------------------------------------------------------------------


def _touched(problem: Problem, plan: Plan, after: Plan, block: Block) -> set[Task]:
    """The rows whose breaches may change with the block, and those that their judgement needs."""
    rules = problem.rules
    if plan.is_replanned:  # history, absences and notice reach across the plan
        return set(plan.tasks)
    changed = {_row(task) for task in after.tasks} & {_row(t) for t in set(plan.tasks) ^ set(after.tasks)}
    moved = [task for some in (plan, after) for task in some.tasks if _row(task) in changed]
    everyday = rules.closing_minutes > 0 or rules.marking.before == "all"
    uses = {use for task in (*moved, *block.tasks) for use in _uses(task, everyday)}
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
    for id in (*task.members, *task.invigilators, task.room, *task.means):
        if id is not None:
            yield task.day, id
    if everyday:
        yield from ((None, id) for id in task.members)
