"""All relaxable constraints ("facts") of a session, and the session with some of them relaxed."""

from collections.abc import Iterable

from tspi_sched.explanations.constraints.absent import ABSENCE, DROPPED
from tspi_sched.explanations.constraints.kind import Fact, Kind
from tspi_sched.explanations.constraints.panels import (
    ACCREDITATION,
    DUTY,
    EXCLUSIONS,
    LIMITS,
    MODE,
    PANELS,
    PROFESSIONALS,
    RESERVE,
)
from tspi_sched.explanations.constraints.people import ACCESS, CANDIDATES, EXTRA_TIME, TIMES
from tspi_sched.explanations.constraints.places import (
    DESKS,
    INVIGILATORS,
    MEANS,
    MIX,
    OVERLAP,
    PROJECTION,
    ROOMS,
    TRAINERS,
    WAVES,
)
from tspi_sched.explanations.constraints.rules import LOCKS, OPENING, PARAMETERS
from tspi_sched.problem import Problem

KINDS: tuple[Kind, ...] = (
    LOCKS, CANDIDATES, ABSENCE, DROPPED, EXTRA_TIME, ACCESS, EXCLUSIONS, TRAINERS, *TIMES, ACCREDITATION, LIMITS, DUTY,
    OPENING, *PARAMETERS, RESERVE, PROFESSIONALS, MODE, PANELS, DESKS, MIX, INVIGILATORS, ROOMS, PROJECTION, MEANS,
    OVERLAP, WAVES,
)  # fmt: skip
"""In the order in which they are lifted: locks are known by their number, so they come first; what one kind leaves or
adds (candidates, rooms) counts for those after it; moments come last, as they matter only with what is left."""

BY_NAME = {kind.name: kind for kind in KINDS}


def facts_of(problem: Problem) -> tuple[Fact, ...]:
    """Every fact of a problem."""
    return tuple(Fact(kind.name, about) for kind in KINDS for about in kind.found(problem))


def lift(problem: Problem, facts: Iterable[Fact]) -> Problem:
    """The problem without some facts: it has every plan that it had with them."""
    chosen: dict[str, list[tuple[str, ...]]] = {}
    for fact in facts:
        chosen.setdefault(fact.kind, []).append(fact.about)
    for kind in KINDS:
        if kind.name in chosen:
            problem = kind.lifted(problem, chosen[kind.name])
    return problem


def say(problem: Problem, facts: Iterable[Fact]) -> tuple[str, ...]:
    """Facts in words, those of a kind together."""
    facts = list(facts)
    sentences: list[str] = []
    for kind in KINDS:
        if about := [fact.about for fact in facts if fact.kind == kind.name]:
            sentences += kind.said(problem, about)
    return tuple(sentences)
