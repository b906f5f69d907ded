"""What the outline and the timetable tell the search: a bound, and where each panel's jobs may lie."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from ortools.sat.python import cp_model

from tspi_sched.model import Var, Work
from tspi_sched.relaxations.positional.candidates import waiting as waiting_of_timetable
from tspi_sched.relaxations.positional.data import Timetable
from tspi_sched.relaxations.positional.model import build_timetable, timetable_applies
from tspi_sched.relaxations.workload.data import Outline
from tspi_sched.relaxations.workload.model import (
    OBJECTIVES as OUTLINE_OBJECTIVES,
)
from tspi_sched.relaxations.workload.model import (
    build_outline,
    outline_applies,
)
from tspi_sched.solver import Outcome, hint

Run = Callable[[cp_model.CpModel], Outcome]
"""Minimises a model's objective."""

Turns = dict[tuple[int, tuple[int, ...]], list[tuple[int, int]]]
"""By agent and jobs of a kind: the slots of each marking and hearing, in order; without hours, of their midnight."""


@dataclass(frozen=True)
class Known:
    """What is known of the plans that are looked for: how far objectives may go, their bounds, the papers' last starts.

    `latest`: slots by track.
    """

    limits: Mapping[str, int] = field(default_factory=dict)
    floors: Mapping[str, int] = field(default_factory=dict)
    latest: Mapping[str, int] = field(default_factory=dict)
    least: int = 0
    """A proven bound of the objective at work."""
    best: int | None = None
    """What the plan at hand comes to: only a better one is of interest."""


@dataclass(frozen=True)
class Guide:
    """The best outline or timetable for an objective: a proven lower bound, and who does what when.

    `infeasible`: there is no outline, so no plan.
    """

    bound: int = 0
    turns: Turns | None = None
    """None: no outline was found in time."""
    papers: dict[str, int] | None = None
    """By track, the slot at which its paper starts; None of an outline, which knows days only."""
    infeasible: bool = False
    values: tuple[int, ...] = ()
    """Of all the unknowns of the outline, to start another search from."""


def outline_guide(work: Work, known: Known, name: str, run: Run, before: Guide | None = None) -> Guide | None:
    """The outline that is best for one objective.

    The search starts from the outline of the guide `before`. None if no outline tells of this problem or objective.
    """

    def stated() -> _Stated:
        outline = build_outline(work, known.latest)
        expressions = {what: OUTLINE_OBJECTIVES[what](outline) for what in _wanted(name, known)}
        return _Stated(outline.model, expressions, lambda outcome: (_days(outline, outcome), None))

    return _least(stated, known, name, run, before) if _tells(work, name) else None


def timetable_guide(work: Work, known: Known, name: str, run: Run, before: Guide | None = None) -> Guide | None:
    """The timetable that is best for one objective; as `outline_guide`, of which it knows more and takes longer."""

    def stated() -> _Stated:
        outline = build_outline(work, known.latest)
        timetable = build_timetable(outline)
        expressions = {what: OUTLINE_OBJECTIVES[what](outline) for what in _wanted(name, known) if what != "waiting"}
        if "waiting" in _wanted(name, known):
            expressions["waiting"] = waiting_of_timetable(timetable)
        return _Stated(outline.model, expressions, lambda outcome: _hours(timetable, outcome))

    return _least(stated, known, name, run, before) if _tells(work, name) and timetable_applies(work) else None


@dataclass(frozen=True)
class _Stated:
    """An outline or timetable: its model, its objectives, and how to read who does what when."""

    model: cp_model.CpModel
    expressions: Mapping[str, Var]
    read: Callable[[Outcome], tuple[Turns, dict[str, int] | None]]


def _tells(work: Work, name: str) -> bool:
    return name in OUTLINE_OBJECTIVES and outline_applies(work)


def _least(state: Callable[[], _Stated], known: Known, name: str, run: Run, before: Guide | None) -> Guide:
    if name in ("days", "finish"):
        return _earliest(state, known, name, run, before)
    stated = _within(state(), known, before)
    stated.model.add(stated.expressions[name] >= known.least)
    if known.best is not None:
        stated.model.add(stated.expressions[name] < known.best)
    stated.model.minimize(stated.expressions[name])
    outcome = run(stated.model)
    if outcome.infeasible:
        return Guide(infeasible=True) if known.best is None else Guide(known.best)
    if not outcome.found:
        return Guide(outcome.bound or 0)
    return Guide(outcome.bound or 0, *stated.read(outcome), values=outcome.values)


def _earliest(state: Callable[[], _Stated], known: Known, name: str, run: Run, before: Guide | None) -> Guide:
    """The least of an objective that the solver bounds badly but refutes quickly: by halving."""
    low, high, found = known.least, known.best, Guide(known.least)
    while high is None or low < high:
        most = cp_model.INT32_MAX if high is None else (low + high) // 2
        stated = _within(state(), known, before)
        stated.model.add_linear_constraint(stated.expressions[name], low, most)
        outcome = run(stated.model)
        if outcome.infeasible and high is None:
            return Guide(infeasible=True)
        if outcome.infeasible:
            low = most + 1
        elif outcome.found:
            high = outcome.value(stated.expressions[name])
            found = before = Guide(low, *stated.read(outcome), values=outcome.values)
        else:
            break
    return replace(found, bound=low)


def _within(stated: _Stated, known: Known, before: Guide | None) -> _Stated:
    for what, expression in stated.expressions.items():
        if what in known.limits:
            stated.model.add_linear_constraint(expression, known.floors.get(what, 0), known.limits[what])
    hint(stated.model, before.values if before else ())
    return stated


def _wanted(name: str, known: Known) -> list[str]:
    """The objectives to state, always in one order, so that the values of one outline are a start for another.

    Waits are dear to state.
    """
    return [what for what in OUTLINE_OBJECTIVES if what != "waiting" or what == name or what in known.limits]


def _days(outline: Outline, outcome: Outcome) -> Turns:
    """Each agent's markings and hearings of a kind, both in the order of the days."""
    turns: Turns = {}
    for agent in outline.work.agents:
        mine = [day for day in outline.days.values() if day.agent is agent]
        for kind in outline.kinds:
            marked = [outline.base(day.day) for day in mine for _ in range(outcome.value(day.marked[kind.index]))]
            heard = [outline.base(day.day) for day in mine for _ in range(outcome.value(day.heard[kind.index]))]
            turns[agent.index, tuple(kind.barred)] = list(zip(marked, heard, strict=True))
    return turns


def _hours(timetable: Timetable, outcome: Outcome) -> tuple[Turns, dict[str, int]]:
    papers = {track: outcome.value(start) for track, start in timetable.outline.paper_start.items()}
    turns = {
        (agent, tuple(timetable.outline.kinds[kind].barred)): [
            (outcome.value(turn.marking), outcome.value(turn.hearing)) for turn in turns if outcome.value(turn.used)
        ]
        for (agent, kind), turns in timetable.turns.items()
    }
    return turns, papers
