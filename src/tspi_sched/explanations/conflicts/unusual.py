"""How unusual a fact is: where it is not known which facts matter, people look at the odd ones first."""

from operator import attrgetter

from tspi_sched.explanations.constraints.kind import Fact
from tspi_sched.problem import Day, Problem, Rules, accredited, excluded

SORTS = (
    "locks", "absence", "dropped_days", "accreditation", "exclusions", "trainers", "member_times", "candidate_times",
    "invigilator_times", "room_times", "projector_times", "means_times", "access", "limits", "duty", "wait",
    "days_apart", "rest", "signing", "marking_first", "overlap", "mix", "extra_time", "professionals", "reserve",
    "opening", "panels", "projection", "means", "rooms", "desks", "invigilators", "waves", "meal", "setup",
    "changeover", "delay", "between_tracks", "turnover", "mode",
)  # fmt: skip
"""Kinds of facts, the most unusual first: what was put in by hand for this session, then what every session has."""

USUAL = {
    "meal": ("meal",), "setup": ("projector_setup_minutes",), "changeover": ("changeover_minutes",),
    "delay": ("marking.delay_minutes",), "between_tracks": ("rest_between_tracks_minutes",),
    "turnover": ("msp.turnover_minutes",),
}  # fmt: skip
"""Parameters by the kinds of facts that they are, where every session has them and few change them."""

_GROUPS = {
    "member_times": "member", "candidate_times": "candidate", "invigilator_times": "invigilator", "room_times": "room",
    "projector_times": "projector", "means_times": "means_by_id",
}  # fmt: skip


def unusual(problem: Problem, fact: Fact) -> tuple[int, float]:
    """A rank: the smaller, the more unusual is the fact in this session."""
    sort = SORTS.index(fact.kind) if fact.kind in SORTS else len(SORTS)
    if fact.kind in USUAL and not _usual(problem, fact.kind):
        sort = SORTS.index("limits")
    return sort, _share(problem, fact)


def _usual(problem: Problem, kind: str) -> bool:
    """Whether a parameter has the value that it has where nobody says anything."""
    now, usual = problem.rules, Rules()
    return all(attrgetter(name)(now) == attrgetter(name)(usual) for name in USUAL[kind])


def _share(problem: Problem, fact: Fact) -> float:
    """What a fact leaves of what there could be, from 0 (nothing) to 1."""
    if fact.kind in _GROUPS:
        thing = getattr(problem, _GROUPS[fact.kind])[fact.about[0]]
        free = sum(end - start for day in problem.days for start, end in day.windows(thing.availability))
        return free / max(1, sum(map(_length, problem.days)))
    if fact.kind == "accreditation":
        member = problem.member[fact.about[0]]
        return sum(accredited(member, day.date) for day in problem.days) / len(problem.days)
    if fact.kind == "exclusions":
        candidate = problem.candidate[fact.about[0]]
        barred = sum(excluded(candidate, member) for member in problem.members)
        return 1 - barred / max(1, len(problem.members))
    return 0.0


def _length(day: Day) -> int:
    return day.close - day.open
