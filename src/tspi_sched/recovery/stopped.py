"""Chains that have begun, lost their room or projector, and have nowhere to go on: void, as those that lost a member;
and preparations whose oral cannot be held any more on their day: void too, and made anew.

Whether a chain can go on depends on what else is to be held at that time, so the model is asked: only where it has no
plan at all, and a chain under way has lost its place, the fewest such chains are void whose end makes one possible.
Of preparations likewise: only where no plan has all their candidates, the fewest are void without which one has.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import combinations

from tspi_sched.plan import DONE, VOID
from tspi_sched.problem import ORAL, PREPARATION
from tspi_sched.recovery.build import build
from tspi_sched.recovery.past import ChainKey, prepared_anew
from tspi_sched.recovery.people import is_moving
from tspi_sched.recovery.situation import Situation, with_past
from tspi_sched.solver import SolverProfile, run
from tspi_sched.wishes import Wishes

SECONDS, MOST = 0.1, 4
"""Of the time limit, what each question may take; so many chains under way are looked at."""


def with_stopped(s: Situation, wishes: Wishes) -> Situation:
    """The situation, with chains void that cannot go on anywhere; as it is where that is not proven in time."""
    moving = list(_moving(s))[:MOST]
    if not moving or _has_plan(s, wishes) is not False:
        return s
    for number in range(1, len(moving) + 1):
        for keys in combinations(moving, number):
            stopped = _stopped(s, keys)
            if _has_plan(stopped, wishes):
                return stopped
    return s


def with_prepared(s: Situation, wishes: Wishes) -> Situation:
    """The situation, with preparations void whose oral cannot follow that day; as it is where that is not proven."""
    keys = [(c.candidate.id, c.track) for c in s.open_chains if c.done(PREPARATION) and not c.begun][:MOST]
    if not keys or _has_plan(s, wishes, keys) is not False:
        return s
    for number in range(1, len(keys) + 1):
        for gone in combinations(keys, number):
            anew = with_past(s, prepared_anew(s.past, gone, s.problem))
            if _has_plan(anew, wishes, [key for key in keys if key not in gone]):
                return anew
    return s


def _moving(s: Situation) -> Iterator[ChainKey]:
    """The chains under way that have orals to come and lost their room or projector."""
    v = build(s).v
    yield from ((c.candidate.id, c.track) for c in v.chains if c.begun and c.rest and is_moving(v, c))


def _has_plan(s: Situation, wishes: Wishes, placed: Iterable[ChainKey] = ()) -> bool | None:
    """Whether anything keeps the rules that leaves out none of some; None if that is not known in time."""
    v = build(s).v
    for candidate, _track in placed:
        v.m.add(v.placed[candidate or ""] == 1)
    outcome = run(v.m, wishes, SECONDS * wishes.time_limit, lambda _best, _bound: None, SolverProfile.FIRST)
    return True if outcome.found else False if outcome.infeasible else None


def _stopped(s: Situation, keys: tuple[ChainKey, ...]) -> Situation:
    """The situation with some chains void: what of them is over stays, and does not count."""
    kinds = s.problem.title.stage
    rows = [
        replace(row, state=VOID)
        if row.state == DONE and (row.candidate, row.track) in keys and kinds[row.stage].kind in (PREPARATION, ORAL)
        else row
        for row in s.past.rows
    ]
    past = replace(s.past, rows=rows, void=[*s.past.void, *keys], no_place=[*s.past.no_place, *keys])
    return with_past(s, past)
