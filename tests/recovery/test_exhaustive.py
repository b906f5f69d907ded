"""The best answer in tiny sessions, against a search through every plan with the checker as the judge."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, product

import pytest

from tests.support.tiny_incidents import GRID, in_force, moment, rows, tiny
from tspi_sched.checker import check, judged, measure
from tspi_sched.plan import DONE, VOID, Event, Plan, Task, Unplaced, in_time_order
from tspi_sched.problem import (
    MarkingRules,
    Problem,
)
from tspi_sched.recovery import BEST, Incident, replan
from tspi_sched.recovery.search import FIRST
from tspi_sched.wishes import Objective, Wishes

OF_EACH = ("unplaced", "day_changes", "recalled")
"""Objectives that are sums over the candidates: what two come to together is what each comes to."""


def plans(
    problem: Problem, base: Plan, history: list[Task], now: int, gone: set[str], best: list[int]
) -> Iterator[Plan]:
    """Every plan with a history that may keep the rules and be as good as the best: each candidate left out, or heard
    by anybody, at any time, in any room, as far as the other one lets it (what breaks a rule alone breaks it beside
    others too)."""
    steps = range(-(-now // GRID) * GRID, 840, GRID)
    panels = [tuple(pair) for pair in combinations(problem.member, 2)]
    choices: list[list[list[Task] | None]] = []
    for candidate in ("C1", "C2"):
        over = {row.stage for row in history if row.candidate == candidate and row.state == DONE}
        heard = [] if candidate in gone else [*_heard(candidate, steps, panels, over)]
        if "CORR" in over and candidate not in gone:
            heard += _heard(candidate, steps, panels, set())
        choices.append([[]] if "ET" in over else [None, *heard])
    firsts = [one for one in choices[0] if one is None or _may_be(problem, _made(base, history, one, None))]
    seconds = [other for other in choices[1] if other is None or _may_be(problem, _made(base, history, None, other))]
    worth = [
        _worths(problem, base, history, firsts, seconds[0], 0),
        _worths(problem, base, history, seconds, firsts[0], 1),
    ]
    both = worth[0][0]
    for (n, one), (m, other) in product(enumerate(firsts), enumerate(seconds)):
        if [a + b - c for a, b, c in zip(worth[0][n], worth[1][m], both, strict=True)] <= best:
            yield _made(base, history, one, other)


Choice = list[Task] | None


def _worths(
    problem: Problem, base: Plan, history: list[Task], choices: list[Choice], beside: Choice, place: int
) -> list[list[int]]:
    """What each choice of one candidate comes to, beside one of the other."""
    pairs = ((choice, beside) if place == 0 else (beside, choice) for choice in choices)
    found = (measure(problem, _made(base, history, *pair)) for pair in pairs)
    return [[values[name] for name in OF_EACH] for values in found]


def _may_be(problem: Problem, plan: Plan) -> bool:
    """Whether a plan breaks at most that somebody is left out."""
    return all(violation.rule == "all_or_nothing" for violation in judged(problem, plan)[0])


def _made(base: Plan, history: list[Task], one: list[Task] | None, other: list[Task] | None) -> Plan:
    made = [*(one or []), *(other or [])]
    keys = {task.key for task in made}
    past = [replace(r, state=VOID) if r.key in keys and r.state == DONE else r for r in history]
    left = tuple(Unplaced(c, "") for c, rows_of in (("C1", one), ("C2", other)) if rows_of is None)
    return replace(base, tasks=in_time_order([*past, *made]), unplaced=left)


def _heard(candidate: str, steps: range, panels: list[tuple[str, ...]], over: set[str]) -> list[list[Task]]:
    """The rows to come of a candidate, whose marking is not to come if it is over."""
    if "CORR" in over:
        every = (rows(candidate, 0, et, room, panel)[1:] for et, room, panel in product(steps, ("O1", "O2"), panels))
        return list(every)
    times = ((corr, et) for corr, et in product(steps, steps) if corr + 30 <= et)
    return [rows(candidate, *at, room, panel) for at, room, panel in product(times, ("O1", "O2"), panels)]


@pytest.mark.parametrize("mode", ["given", "daily", "free"])
@pytest.mark.parametrize(
    ("now", "events"),
    [
        ("11:10", [Event("absent", "J1", moment("11:10"))]),
        ("11:00", [Event("absent", "J2", moment("11:00"), moment("12:00"))]),
        ("11:40", [Event("ended", None, moment("11:40"), candidate="C1", track="CCP1", stage="ET")]),
        ("11:30", [Event("closed", "O1", moment("11:30"))]),
        ("11:00", [Event("late", "C1", moment("11:25"))]),
        ("11:31", [Event("absent", "C2", moment("11:31"))]),
    ],
)
def test_no_plan_is_better_than_the_best_answer(mode: str, now: str, events: list[Event]) -> None:
    handover = "all" if mode == "daily" else None
    problem = tiny(mode, marking=MarkingRules(minutes=(("CCP1", 30),), delay_minutes=0, handover=handover))
    assert check(problem, in_force()) == ()
    wishes = Wishes(objectives=(Objective("finish"),), time_limit=300.0, workers=1)
    found = replan(problem, Incident(in_force(), moment(now), tuple(events)), wishes, (BEST,))
    answer = found.named(BEST)
    assert answer is not None
    assert answer.result.status == "optimal"
    order = [*FIRST, "finish"]
    best = [measure(found.problem, answer.plan)[name] for name in order]
    s = found.situation
    empty = replace(answer.plan, tasks=())
    tried = plans(found.problem, empty, s.past.rows, s.line.now, set(s.out), best[: len(OF_EACH)])
    every = ([measure(found.problem, p)[n] for n in order] for p in tried if judged(found.problem, p)[0] == ())
    assert min(every) == best
