"""A first plan near the one in force: whoever lost nothing keeps day, hour, panel, room and projector.

That leaves so little open that it is found soon, also in a large session, and it is often nearly as good as any. It
proves nothing: the search in the whole model begins at it, and is never worse.
"""

import time
from collections.abc import Iterable, Sequence

from ortools.sat.python import cp_model

from tspi_sched.plan import Task
from tspi_sched.problem import ORAL, WRITTEN
from tspi_sched.recovery.build import Stated
from tspi_sched.recovery.items import Item
from tspi_sched.recovery.situation import Situation, is_whole
from tspi_sched.recovery.variables import Var
from tspi_sched.solver import Outcome, SolverProfile, run
from tspi_sched.wishes import Wishes


def near_plan(stated: Stated, expressions: Sequence[Var], wishes: Wishes, seconds: float) -> Outcome | None:
    """The best solution near the plan in force by some objectives, stated already; None if none is found in time."""
    model, until = stated.v.m.clone(), time.monotonic() + seconds
    for item in stated.items:
        old = stated.v.s.before.get(item.key) if item.candidate else None
        if old and item.kind in (WRITTEN, ORAL) and _lost_nothing(stated.v.s, old):
            _keep(model, item, stated.v.s.line.start(old), old)
    found: Outcome | None = None
    for expression in expressions:
        model.minimize(expression)
        outcome = run(model, wishes, until - time.monotonic(), lambda _best, _bound: None, SolverProfile.AGAIN)
        if not outcome.found:
            break
        found = outcome
        model.add(expression <= (outcome.best or 0))
        model.clear_hints()  # type: ignore[no-untyped-call]
        model.proto.solution_hint.vars.extend(range(len(outcome.values)))
        model.proto.solution_hint.values.extend(outcome.values)
        if outcome.interrupted or time.monotonic() >= until:
            break
    return found


def _lost_nothing(s: Situation, old: Task) -> bool:
    """Whether a task to come can still be as it was, as far as events say."""
    start, end = s.line.start(old), s.line.end(old)
    things = (old.candidate, old.room, old.projector, *old.invigilators, *old.means)
    return start >= s.line.now and is_whole(s, old) and not any(s.line.is_away(one, start, end) for one in things)


def _keep(model: cp_model.CpModel, item: Item, start: int, old: Task) -> None:
    model.add(item.start == start).only_enforce_if(item.present)
    kept = ((item.members, old.members), (item.rooms, (old.room,)), (item.projectors, (old.projector,)))
    for literals, ids in (*kept, (item.means, old.means)):
        for literal in _known(literals, ids):
            model.add_implication(item.present, literal)


def _known(literals: dict[str, Var], ids: Iterable[str | None]) -> Iterable[Var]:
    return (literals[id] for id in ids if id in literals)
