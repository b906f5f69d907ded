"""The exact model of a session, or a restriction of it: variables, rules, strengthening."""

from collections.abc import Mapping
from dataclasses import replace

from tspi_sched.model.build_instance import build_instance
from tspi_sched.model.instance import Assignment
from tspi_sched.model.objectives import NAMING_ROOMS
from tspi_sched.model.rules import state_rules
from tspi_sched.model.strengthening import strengthen
from tspi_sched.model.variables import Variables
from tspi_sched.model.variables.timing import build_variables
from tspi_sched.problem import Problem


def build_model(
    problem: Problem,
    objectives: tuple[str, ...] = (),
    without: frozenset[str] = frozenset(),
    restriction: Mapping[int, tuple[Assignment, ...]] | None = None,
) -> Variables:
    """The model of a problem, ready to have one of the `objectives` minimised.

    `without` names rules to leave out: to see that the checker misses them, or to find which of them conflict.
    `restriction` gives, per job, its possible assignments: the model then has only the plans that keep to them.
    """
    instance = build_instance(problem, without, names_rooms=bool(NAMING_ROOMS & set(objectives)))
    v = build_variables(replace(instance, restriction=restriction))
    state_rules(v)
    strengthen(v, objectives)
    return v
