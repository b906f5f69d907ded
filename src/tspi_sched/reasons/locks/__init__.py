"""Locks that contradict a rule, found before any search.

The checker judges the part of a plan that the locks make known (see `known`). A rule is asked only about rows of which
all is known that its judgement depends on, and only where nothing that a plan may add could mend the breach; where
its judgement would depend on more, the problem that it sees is made easier. So each breach is a proof.
"""

from tspi_sched.checker import Violation
from tspi_sched.problem import Problem
from tspi_sched.reasons.locks.alone import each_alone
from tspi_sched.reasons.locks.culprits import Clash, breaches, clashes, lock_in_words
from tspi_sched.reasons.locks.days import by_day, signings
from tspi_sched.reasons.locks.leads import leads
from tspi_sched.reasons.locks.papers import moments
from tspi_sched.reasons.locks.timeless import contradictory, each_track, undue
from tspi_sched.reasons.locks.together import together

__all__ = ["Clash", "lock_breaches", "lock_clashes", "lock_in_words", "lock_reasons"]

_JUDGES = (undue, contradictory, each_track, each_alone, by_day, signings, moments, leads, together)
"""Those that need to know least of a row come first: the locks to blame are those that the first one needs."""


def lock_reasons(problem: Problem) -> tuple[str, ...]:
    """Sentences that each prove that no plan keeps all the locks and all the rules; empty if nothing shows it.

    Each names as few locks as contradict a rule by themselves.
    """
    return tuple(clash.sentence(problem) for clash in lock_clashes(problem))


def lock_clashes(problem: Problem) -> tuple[Clash, ...]:
    """The rules that no plan with the locks of a problem can keep, each with the locks to blame."""
    return clashes(problem, _JUDGES) if problem.locks else ()


def lock_breaches(problem: Problem) -> tuple[Violation, ...]:
    """The rules that no plan with the locks of a problem can keep, as far as the locked tasks alone show it."""
    found = breaches(problem, _JUDGES) if problem.locks else {}
    return tuple(breach for breach, _judge in found.values())
