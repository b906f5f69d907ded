"""Members for teams: who serves in which team on which day, so that a relaxation's solution can be followed.

The relaxations of a session whose panels are composed for the day know teams, not members (`relaxations.teams`). Here
each team gets members on each of its days, and each job a place at which nobody is at odds with its candidate. Then
the teams are named panels, and CP-SAT looks for hours and rooms: a part of the problem, whose plans are plans of it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from tspi_sched.heuristics.guided import GuidedRestriction, placed
from tspi_sched.model import Instance, build_instance
from tspi_sched.plan import Plan, Task
from tspi_sched.problem import Member, Opening, Problem, in_common
from tspi_sched.relaxations.bound import Minimise, RelaxationSolution
from tspi_sched.relaxations.casting import TeamDay, find_members

MemberOn = tuple[str, date]
"""A member of a team on a day."""


@dataclass(frozen=True)
class Cast:
    """A part of a problem with teams as named panels, and who serves in them."""

    problem: Problem
    guided: GuidedRestriction
    members: Mapping[MemberOn, str]
    """By member of a team and day, who it is."""

    def recast(self, plan: Plan) -> Plan:
        """A plan of the teams as one of the members."""
        return replace(plan, tasks=tuple(map(self._with_members, plan.tasks)))

    def _with_members(self, task: Task) -> Task:
        return replace(task, members=tuple(self.members[member, task.day] for member in task.members))


def cast_teams(problem: Problem, teams: Instance, solution: RelaxationSolution, run: Minimise) -> Cast | None:
    """Members and jobs for the teams of a solution; None if there are none who may.

    `problem`: the one that the teams are of, with the same days.
    """
    casting = None if solution.service_times is None else find_members(problem, teams, solution, run)
    if casting is None:
        return None
    named = replace(teams.problem, members=tuple(_stand_ins(problem, teams, casting.serving)))
    guided = placed(build_instance(named), casting.places, solution.papers)
    return Cast(named, guided, dict(_who(problem, teams, casting.serving)))


def _stand_ins(problem: Problem, teams: Instance, serving: Mapping[TeamDay, list[Member]]) -> Iterator[Member]:
    """The members of the teams, each team being there when all who serve in it are."""
    limit = problem.rules.member.max_candidates_per_day
    for team in teams.agents:
        own = {d: members for (number, d), members in serving.items() if number == team.index}
        openings = tuple(
            Opening(problem.days[d].date, start, end)
            for d, members in sorted(own.items())
            for start, end in in_common(problem.days[d], *(member.availability for member in members))
        )
        limits = [m.max_candidates_per_day for members in own.values() for m in members]
        least = min((one for one in (limit, *limits) if one is not None), default=None)
        never = (Opening(problem.days[0].date, 0, 0),)
        for member in team.members:
            yield replace(member, availability=openings or never, max_candidates_per_day=least)


def _who(problem: Problem, teams: Instance, serving: Mapping[TeamDay, list[Member]]) -> Iterator[tuple[MemberOn, str]]:
    for (team, d), members in serving.items():
        for stand_in, member in zip(teams.agents[team].members, members, strict=True):
            yield (stand_in.id, problem.days[d].date), member.id
