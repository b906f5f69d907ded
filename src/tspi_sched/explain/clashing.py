"""Which rules clash where a search has proven that there is no plan."""

from collections.abc import Callable, Iterable

from tspi_sched.model import NAMES, build_model
from tspi_sched.problem import Problem
from tspi_sched.reasons import counting_reasons
from tspi_sched.reasons.locks.culprits import least
from tspi_sched.solve.run import run
from tspi_sched.texts import _, mark
from tspi_sched.wishes import Wishes

KEPT_LAST = ("candidate_time", "oral_room", "same_paper", "one_at_a_time", "duration", "order", "hours", "meal")
"""Rules that explain most to most people: spared after the others, the last of them at the very end."""

QUESTION = 5.0
"""Seconds for one question to the solver, at the most."""


def causes(problem: Problem, wishes: Wishes, seconds: Callable[[], float], tick: Callable[[], None]) -> tuple[str, ...]:
    """Sentences that say why a problem that is proven to have no plan has none, as far as it shows in time.

    Sums if they show it; else a set of rules that no plan keeps together, in which none may be spared. `seconds` gives
    the time left, `tick` is called while the solver works and may raise `KeyboardInterrupt`.
    """
    if sums := counting_reasons(problem):
        return sums
    rules = _clash(problem, wishes, seconds, tick)
    text = _("Aucun plan ne respecte à la fois ces règles et les verrous : {rules}.")
    return (text.format(rules=mark(";").join(rules)),) if rules else ()


def _clash(problem: Problem, wishes: Wishes, seconds: Callable[[], float], tick: Callable[[], None]) -> list[str]:
    """Rules, as few as the time allows, that leave no plan beside the locks; none if that cannot be shown in time."""
    interrupted = False

    def shows(rules: list[str]) -> bool:
        nonlocal interrupted
        if interrupted or seconds() <= 0:
            return False
        v = build_model(problem, without=_others(rules))
        outcome = run(v.model, wishes, min(QUESTION, seconds()), lambda _best, _bound: tick(), "first")
        interrupted |= outcome.interrupted
        return outcome.infeasible

    every = [name for name in NAMES if name not in (*KEPT_LAST, "locks")] + list(KEPT_LAST)
    rules = least(every, shows)
    return rules if len(rules) < len(every) else []


def _others(rules: Iterable[str]) -> frozenset[str]:
    return frozenset(NAMES) - {"locks", *rules}
