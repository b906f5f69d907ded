"""Proven-optimal day plans for the assessment sessions of a French titre professionnel.

A session is read, planned and checked; every objective has a proven bound:

    >>> import tspi_sched
    >>> problem, wishes = tspi_sched.read("scenarios/tiny.toml")
    >>> result = tspi_sched.solve(problem, wishes)
    >>> result.status
    'optimal'
    >>> tspi_sched.check(problem, result.plan)  # every rule again, without the solver
    ()
    >>> tspi_sched.measure(problem, result.plan)["waiting"]  # minutes
    315

Facts and wishes are frozen; a question is asked of a variant. Candidates wait less if the session may end later:

    >>> from dataclasses import replace
    >>> order = ("days", "juror_days", "waiting", "finish")
    >>> patient = replace(wishes, objectives=tuple(map(tspi_sched.Objective, order)))
    >>> other = tspi_sched.solve(problem, patient)
    >>> comparison = tspi_sched.compare(problem, [result, other], ["usual", "patient"])
    >>> comparison.objectives["patient"]["difference"][["waiting", "finish"]].to_dict()  # minutes
    {'waiting': -90, 'finish': 25}

The interface, which stays as it is:

* ``read``: a scenario or a workbook, as a ``Problem`` (facts and rules) and ``Wishes`` (each an ``Objective``);
  ``read_plan``, ``read_result``: a plan from a file, even edited in Excel
* ``solve``: the best plan within a time limit, as a ``Result`` with a ``Plan`` and an ``ObjectiveReport`` each; how the
  search came there, a ``StepReport`` each
* ``check``, ``measure``: every ``Violation`` of a rule, and every objective's value, without the solver;
  ``objective_title``, ``objective_value``: what is measured, in words
* ``explain``: why there is no plan, as an ``Explanation``; ``why``: what a wish, said as a ``Lock``, would cost
* ``simulate``: what a plan becomes when orals overrun, as a ``Simulation`` whose parts are data frames
* ``incident``, ``replan``: what happened to a plan in force, as an ``Incident`` of ``Event``, and the answers to it
  side by side, as a ``Replanned`` whose parts are data frames
* ``publish``: a plan as the next ``Edition`` of its session; ``editions_in``, ``last_edition``: what was published
* ``contingency``: every single loss planned anew before the day, as a ``Contingency`` with an ``Answer`` for each
  ``Loss``, and a ``Standby``: where reserves must stand by; its parts are data frames, too
* ``sweep``: many scenarios at once, over cores or machines, as a data frame; ``pareto``: its front in two objectives,
  with what is proven
* ``compare``: plans side by side, as a ``Comparison`` whose parts are data frames
* ``table``, ``draw``, ``export``: a plan as a data frame, as a picture, as files for the people concerned
* ``Task``, ``Unplaced``: what plans are made of; ``InputError``, ``Fault``: what is wrong with an input

What is named here is loaded when it is first used, so that importing the package costs nothing.
"""

from __future__ import annotations

TYPE_CHECKING = False  # importing `typing` would take longer than all the rest
if TYPE_CHECKING:
    from typing import Any

    from tspi_sched.checker import Violation, check, measure
    from tspi_sched.comparison import Comparison, compare, table
    from tspi_sched.editions import Edition, editions_in, last_edition
    from tspi_sched.errors import Fault, InputError
    from tspi_sched.explanations import Explanation, explain
    from tspi_sched.explanations.why import why
    from tspi_sched.exports import export
    from tspi_sched.exports.picture import draw
    from tspi_sched.incidents import incident, publish
    from tspi_sched.losses import Answer, Contingency, Loss, Standby, contingency
    from tspi_sched.plan import Event, ObjectiveReport, Plan, Result, StepReport, Task, Unplaced
    from tspi_sched.planner import solve
    from tspi_sched.problem import Lock, Problem
    from tspi_sched.reading import read, read_plan, read_result
    from tspi_sched.recovery import Incident, Replanned, replan
    from tspi_sched.robustness import Simulation, simulate
    from tspi_sched.sweeps import pareto, sweep
    from tspi_sched.wishes import Objective, Wishes
    from tspi_sched.wording import objective_title, objective_value

    __version__: str

__all__ = [
    "Answer",
    "Comparison",
    "Contingency",
    "Edition",
    "Event",
    "Explanation",
    "Fault",
    "Incident",
    "InputError",
    "Lock",
    "Loss",
    "Objective",
    "ObjectiveReport",
    "Plan",
    "Problem",
    "Replanned",
    "Result",
    "Simulation",
    "Standby",
    "StepReport",
    "Task",
    "Unplaced",
    "Violation",
    "Wishes",
    "__version__",
    "check",
    "compare",
    "contingency",
    "draw",
    "editions_in",
    "explain",
    "export",
    "incident",
    "last_edition",
    "measure",
    "objective_title",
    "objective_value",
    "pareto",
    "publish",
    "read",
    "read_plan",
    "read_result",
    "replan",
    "simulate",
    "solve",
    "sweep",
    "table",
    "why",
]

_HOMES = {
    "Comparison": "comparison",
    "Edition": "editions",
    "Event": "plan",
    "Explanation": "explanations",
    "Incident": "recovery",
    "Replanned": "recovery",
    "Answer": "losses",
    "Contingency": "losses",
    "Fault": "errors",
    "InputError": "errors",
    "Lock": "problem",
    "Loss": "losses",
    "Objective": "wishes",
    "ObjectiveReport": "plan",
    "Plan": "plan",
    "Problem": "problem",
    "Result": "plan",
    "Simulation": "robustness",
    "Standby": "losses",
    "StepReport": "plan",
    "Task": "plan",
    "Unplaced": "plan",
    "Violation": "checker",
    "Wishes": "wishes",
    "check": "checker",
    "compare": "comparison",
    "draw": "exports.picture",
    "editions_in": "editions",
    "incident": "incidents",
    "last_edition": "editions",
    "publish": "incidents",
    "replan": "recovery",
    "explain": "explanations",
    "export": "exports",
    "measure": "checker",
    "contingency": "losses",
    "objective_title": "wording",
    "objective_value": "wording",
    "pareto": "sweeps",
    "read": "reading",
    "read_plan": "reading",
    "read_result": "reading",
    "simulate": "robustness",
    "solve": "planner",
    "sweep": "sweeps",
    "table": "comparison",
    "why": "explanations.why",
}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name == "__version__":
        return import_module("importlib.metadata").version("tspi-sched")
    if name in _HOMES:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
