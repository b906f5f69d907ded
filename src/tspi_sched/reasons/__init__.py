"""Why there can be no plan, as far as it shows before a search: sums that exceed what there is, contradictory locks.

Each sentence is a proof: it compares what every plan needs with the most that any plan could have, or what is locked
with a rule. That none is found proves nothing; when one is, nobody need search.
"""

from collections.abc import Callable, Iterator

from tspi_sched.problem import Problem
from tspi_sched.reasons.locks import lock_breaches, lock_clashes, lock_in_words, lock_reasons
from tspi_sched.reasons.means import roles
from tspi_sched.reasons.panels import barred, eligible, makeup, panel_minutes, passages
from tspi_sched.reasons.places import oral_places, projector_minutes, room_minutes
from tspi_sched.reasons.session import Reasons, Session, panel_fault
from tspi_sched.reasons.sittings import sittings
from tspi_sched.reasons.written import desks, invigilators, papers, watchers

__all__ = [
    "counting_reasons",
    "counting_refutes",
    "lock_breaches",
    "lock_clashes",
    "lock_in_words",
    "lock_reasons",
    "panel_fault",
    "shortages",
]

_COUNTS = (
    papers, desks, invigilators, watchers, sittings, makeup, eligible, roles, oral_places,
    panel_minutes, passages, barred, room_minutes, projector_minutes,
)  # fmt: skip

_OF_ALL = desks, invigilators, panel_minutes, passages, room_minutes, projector_minutes
"""Those that are about everybody, not about one candidate."""


def counting_reasons(problem: Problem) -> tuple[str, ...]:
    """Sentences that each prove that no plan keeps all the rules; empty if counting does not show it.

    Always empty when candidates may be left out: then there is a plan, if only one without anybody.
    """
    if problem.rules.allow_unplaced:
        return ()
    return tuple(dict.fromkeys(_reasons(problem)))


def counting_refutes(problem: Problem) -> bool:
    """Whether there are such sentences: the first one found is enough."""
    return not problem.rules.allow_unplaced and any(True for _reason in _reasons(problem))


def shortages(problem: Problem) -> tuple[str, ...]:
    """Those of the sentences that are about everybody together: what there is too little of."""
    return tuple(dict.fromkeys(_reasons(problem, _OF_ALL)))


def _reasons(problem: Problem, counts: tuple[Callable[[Session], Reasons], ...] = _COUNTS) -> Iterator[str]:
    session = Session(problem)
    return (reason for count in counts for reason in count(session))
