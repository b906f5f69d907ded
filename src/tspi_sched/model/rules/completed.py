"""Named panels and those that others complete: what `panel_mode` asks where a panel of the workbook lacks a member.

Agents are single members here, as where the optimiser composes panels freely: every relaxation of that case counts more
plans than there are, so its bounds hold (docs/how/arguments-exact-model.md#panels-that-others-complete). What holds
after an incident is in `recovery.panels`, where history and events say from when on a member lacks.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tspi_sched.model.variables import Var, Variables
from tspi_sched.model.variables.keys import AgentDay, JobAgent, Service
from tspi_sched.problem import DELIBERATION, MARKING, ORAL, Problem, accredited

Panel = frozenset[str]
Picks = dict[int, dict[Panel, Var]]
"""By job and panel: the panel serves it."""
On = Mapping[AgentDay, list[Service]]
"""The jobs that may be marked or heard, each with its literal."""


@dataclass(frozen=True)
class _Served:
    """What is served, by panels and by members on days; papers and orals are served by the same, unless that rule is
    left out."""

    picks: Picks
    on: On


def named_or_completed(v: Variables) -> None:
    """Each job has a whole named panel, or one that others complete, by the same people for a day; who completes one
    without being of the reserve is in no other panel that day."""
    problem = v.instance.problem
    made = sorted({panel for panels in problem.completions.values() for panel in panels}, key=sorted)
    hears = _picks(v, v.hears, made)
    marks = hears if v.instance.keeps("same_panel") else _picks(v, v.marks, made)
    served = (_Served(marks, v.marked_on), _Served(hears, v.heard_on))
    for d, day in enumerate(problem.days):
        used = {panel: v.bool_var(f"completed[{','.join(sorted(panel))}]@{d}") for panel in made}
        for panel, literal in used.items():
            if not all(accredited(problem.member[id], day.date) for id in panel):
                v.model.add(literal == 0)
            _used_where_it_serves(v, served, panel, d, literal)
            ways = [_way(v, served, used, panel, label, d) for label, of in problem.completions.items() if panel in of]
            v.model.add_bool_or(~literal, *ways)


def _picks(v: Variables, service: Mapping[JobAgent, Var], made: list[Panel]) -> Picks:
    """Which panel each job has, of those all of whose members may serve it."""
    found: Picks = {}
    for job in v.instance.jobs:
        agents = {a.agent.members[0].id: a.agent.index for a in v.instance.assignments(job)}
        possible = [panel for panel in (*v.instance.problem.sound_panels, *made) if panel <= agents.keys()]
        own = found[job.index] = {panel: v.unnamed_bool_var() for panel in possible}
        v.model.add(sum(own.values()) == v.placed[job.candidate.id])
        for id, agent in agents.items():
            v.model.add(service[job.index, agent] == sum(own[panel] for panel in possible if id in panel))
    return found


def _used_where_it_serves(v: Variables, served: tuple[_Served, ...], panel: Panel, d: int, used: Var) -> None:
    for what in served:
        for job, serves in _by(v, what.on, min(panel), d):
            if panel in what.picks[job]:
                v.model.add_bool_or(~what.picks[job][panel], ~serves, used)


def _way(v: Variables, served: tuple[_Served, ...], used: dict[Panel, Var], panel: Panel, label: str, d: int) -> Var:
    """A literal that holds only if a panel completes this one that day: those who are still there of it are in no other
    completed one, and who stands in without being of the reserve is in no other at all."""
    problem, way = v.instance.problem, v.unnamed_bool_var()
    own = set(dict(problem.gone.panels)[label])
    for other in (other for other in used if other != panel and other & own):
        v.model.add_bool_or(~way, ~used[other])
    for id in (id for id in sorted(panel - own) if not problem.member[id].reserve):
        if _had_another(problem, id, panel, d):
            v.model.add(way == 0)
        for what in served:
            for job, serves in _by(v, what.on, id, d):
                same = [what.picks[job][panel]] if panel in what.picks[job] else []
                v.model.add_bool_or(~way, ~serves, *same)
    return way


def _by(v: Variables, on: On, id: str, d: int) -> Iterator[tuple[int, Var]]:
    """The jobs that somebody may serve on a day, each with its literal."""
    agent = next(agent.index for agent in v.instance.agents if agent.members[0].id == id)
    return ((job.index, literal) for job, literal in on[agent, d])


def _had_another(problem: Problem, id: str, panel: Panel, d: int) -> bool:
    """Whether the plan before has somebody in another, whole panel on a day."""
    gone = {member.id for member in problem.gone.members}
    kinds = {code: stage.kind for code, stage in problem.title.stage.items()}
    return any(
        task.day == problem.days[d].date
        and id in task.members
        and not task.state
        and kinds.get(task.stage) in (MARKING, ORAL, DELIBERATION)
        and frozenset(task.members) != panel
        and not gone & set(task.members)
        for task in (problem.baseline.tasks if problem.baseline else ())
    )
