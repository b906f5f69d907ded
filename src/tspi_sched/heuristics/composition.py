"""Panels named beforehand where the optimiser composes its own: the problem becomes a part of what it was, and easy.

Members who always serve together may serve together once, so a plan of the part is a plan of the whole.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import combinations

from tspi_sched.problem import Member, Problem, accredited, excluded, in_common

AtOdds = Mapping[str, frozenset[str]]
"""By member, the candidates whom they may not assess."""

WIDTH = 12
"""Members among whom the mates of one are looked for; with more, the likeliest."""


def compose_panels(problem: Problem) -> Problem:
    """The problem with sound panels named, the ones that suit the most candidates for the longest first."""
    if problem.completions:
        return _complete_panels(problem)
    left = [member for member in problem.members if problem.rules.panel.use_reserve or not member.reserve]
    at_odds = {m.id: frozenset(c.id for c in problem.candidates if excluded(c, m)) for m in left}
    left.sort(key=lambda member: _suits(problem, at_odds, (member,)))
    panels: list[tuple[Member, ...]] = []
    while left:
        possible = _panels_with(problem, at_odds, left[0], left[1:])
        panel = max(possible, key=lambda p: _suits(problem, at_odds, p), default=None)
        if panel is None or not _suits(problem, at_odds, panel):
            left.pop(0)
            continue
        panels.append(panel)
        left = [member for member in left if member not in panel]
    names = {member.id: f"#{number}" for number, panel in enumerate(panels) for member in panel}
    return _named(problem, tuple(replace(member, panel=names.get(member.id, "")) for member in problem.members))


def _complete_panels(problem: Problem) -> Problem:
    """Each panel that lacks a member with somebody of the reserve or of no panel in it, the same on all days."""
    at_odds = {m.id: frozenset(c.id for c in problem.candidates if excluded(c, m)) for m in problem.members}
    before = {id for task in (problem.baseline.tasks if problem.baseline else ()) for id in task.members}
    taken, names = {member.id for member in problem.members if member.panel}, dict[str, str]()
    for label, panels in problem.completions.items():
        own = dict(problem.gone.panels)[label]
        free = [
            tuple(problem.member[id] for id in sorted(panel))
            for panel in panels
            if not panel & taken and all(id in own or problem.member[id].reserve or id not in before for id in panel)
        ]
        if best := max(free, key=lambda p: _suits(problem, at_odds, p), default=None):
            taken |= {member.id for member in best}
            names |= dict.fromkeys((member.id for member in best), label)
    members = (replace(m, panel=names[m.id], reserve=False) if m.id in names else m for m in problem.members)
    return _named(problem, tuple(members))


def _named(problem: Problem, members: tuple[Member, ...]) -> Problem:
    panel = replace(problem.rules.panel, mode="given", substitutes="none")
    return replace(problem, members=members, rules=replace(problem.rules, panel=panel))


def _panels_with(
    problem: Problem, at_odds: AtOdds, member: Member, further: list[Member]
) -> Iterator[tuple[Member, ...]]:
    rules = problem.rules.panel
    # The least flexible member chooses first; among its mates, professionals are spared where they are not needed.
    mates = sorted(
        further, key=lambda m: (m.professional == member.professional, -_suits(problem, at_odds, (member, m)))
    )
    for partners in combinations(mates[:WIDTH], rules.size - 1):
        panel = (member, *partners)
        if sum(m.professional for m in panel) >= rules.min_professionals:
            yield panel


def _suits(problem: Problem, at_odds: AtOdds, panel: tuple[Member, ...]) -> int:
    """Candidates that a panel may assess, times the minutes that it has in common."""
    free = [
        in_common(day, *(member.availability for member in panel))
        for day in problem.days
        if all(accredited(member, day.date) for member in panel)
    ]
    allowed = len(problem.candidates) - len(frozenset[str]().union(*(at_odds[member.id] for member in panel)))
    return allowed * sum(end - start for windows in free for start, end in windows)
