"""Panels named for the optimiser that composes its own: with these, the problem is a part of what it was, and easy.

Whoever serves together always is a panel that may serve together once, so a plan of the part is a plan of the whole.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from tspi_sched.model import accredited, common_windows, excluded
from tspi_sched.problem import Member, Problem

WIDTH = 12
"""Members among whom the mates of one are looked for; with more, the likeliest."""


def with_named_panels(problem: Problem) -> Problem:
    """The problem with sound panels named, the ones that suit the most candidates for the longest first."""
    left = [member for member in problem.members if problem.rules.panel.use_reserve or not member.reserve]
    panels: list[tuple[Member, ...]] = []
    while left:
        left.sort(key=lambda member: _suits(problem, (member,)))
        panel = max(_panels_with(problem, left[0], left[1:]), key=lambda p: _suits(problem, p), default=None)
        if panel is None or not _suits(problem, panel):
            left.pop(0)
            continue
        panels.append(panel)
        left = [member for member in left if member not in panel]
    names = {member.id: f"#{number}" for number, panel in enumerate(panels) for member in panel}
    members = tuple(replace(member, panel=names.get(member.id, "")) for member in problem.members)
    rules = replace(problem.rules, panel=replace(problem.rules.panel, mode="given"))
    return replace(problem, members=members, rules=rules)


def _panels_with(problem: Problem, member: Member, others: list[Member]) -> Iterator[tuple[Member, ...]]:
    rules = problem.rules.panel
    # The least flexible member chooses first; among its mates, professionals are spared where they are not needed.
    mates = sorted(others, key=lambda m: (m.professional == member.professional, -_suits(problem, (member, m))))
    for some in combinations(mates[:WIDTH], rules.size - 1):
        panel = (member, *some)
        if sum(m.professional for m in panel) >= rules.min_professionals:
            yield panel


def _suits(problem: Problem, panel: tuple[Member, ...]) -> int:
    """Candidates that a panel may assess, times the minutes that it has in common."""
    free = [
        common_windows(day, [member.availability for member in panel])
        for day in problem.days
        if all(accredited(member, day.date) for member in panel)
    ]
    allowed = sum(not any(excluded(candidate, member) for member in panel) for candidate in problem.candidates)
    return allowed * sum(end - start for windows in free for start, end in windows)
