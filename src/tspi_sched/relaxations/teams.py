"""Teams: what the panels of a day come to where the optimiser composes them anew for each day.

On a day each member serves in one panel, so there are no more panels at work than teams of members who are there, and
what the panels of a few days do can be shared out among so many teams. The session with these teams as its named panels
has a solution for each plan, and all that bounds named panels bounds it.
"""

from dataclasses import replace
from math import inf

from tspi_sched.problem import Candidate, Day, Gone, Member, Opening, Problem, Windows, accredited

MOST_DAYS = 3
"""Days whose panels can always be shared out to as many teams as there are at most."""


def with_teams(problem: Problem) -> Problem:
    """The problem with teams as its named panels where panels are composed for the day; else the problem itself."""
    # Panels that serve on several of so few days share one of them, and so nobody:
    # docs/how/arguments-easier-sessions.md#teams
    rules = problem.rules.panel
    if rules.mode != "daily" or not 0 < len(problem.days) <= MOST_DAYS:
        return problem
    counts, limit = _teams(problem), _limit(problem)
    members = [
        Member(id, id, panel=f"#{team}", availability=_hours(problem, team, counts), max_candidates_per_day=limit)
        for team in range(max(counts))
        for id in (member.id for member in problem.members[team * rules.size : (team + 1) * rules.size])
    ]
    panel = replace(rules, mode="given", min_professionals=0, substitutes="none")
    return replace(
        problem,
        candidates=tuple(_at_odds_with_nobody(problem, candidate) for candidate in problem.candidates),
        members=tuple(members),
        rules=replace(problem.rules, panel=panel),
        locks=(),
        baseline=None,
        gone=Gone(),
    )


def _teams(problem: Problem) -> list[int]:
    """By day, how many teams may be at work: of two days the first ones, of three as many on each."""
    there = [_there(problem, day) for day in problem.days]
    counts = [_teams_of(problem, members) for members in there]
    if len(counts) < MOST_DAYS:
        return counts
    most = _teams_of(problem, [m for m in problem.members if any(m in members for members in there)])
    return [most if count else 0 for count in counts]


def _there(problem: Problem, day: Day) -> list[Member]:
    """The members who may serve on a day at some hour."""
    return [
        member
        for member in problem.members
        if problem.may_serve(member) and accredited(member, day.date) and day.windows(member.availability)
    ]


def _teams_of(problem: Problem, members: list[Member]) -> int:
    """Most panels that members can form, no member in two of them."""
    rules = problem.rules.panel
    professionals = sum(member.professional for member in members)
    most = len(members) // rules.size
    return min(most, professionals // rules.min_professionals) if rules.min_professionals else most


def _hours(problem: Problem, team: int, counts: list[int]) -> tuple[Opening, ...]:
    """When a team is there: whenever any member is, on the days that have so many teams."""
    days = [day for day, count in zip(problem.days, counts, strict=True) if team < count]
    return tuple(Opening(day.date, start, end) for day in days for start, end in _hours_of(problem, day))


def _hours_of(problem: Problem, day: Day) -> Windows:
    """The hours of a day at which any member is there."""
    windows = (window for member in _there(problem, day) for window in day.windows(member.availability))
    return day.windows(tuple(Opening(day.date, start, end) for start, end in windows))


def _limit(problem: Problem) -> int | None:
    """The most candidates a day that any panel may have, the limit of each member being one of its panel."""
    general = problem.rules.member.max_candidates_per_day
    own = [general if m.max_candidates_per_day is None else m.max_candidates_per_day for m in problem.members]
    limits = sorted((inf if limit is None else limit for limit in own), reverse=True)
    greatest = limits[problem.rules.panel.size - 1] if len(limits) >= problem.rules.panel.size else 0
    return None if greatest == inf else int(greatest)


def _at_odds_with_nobody(problem: Problem, candidate: Candidate) -> Candidate:
    """A candidate whom every member may assess; who may watch its paper stays."""
    watching = tuple(id for id in candidate.trainers if id in problem.invigilator)
    return replace(candidate, company="", exclusions=(), trainers=watching)
