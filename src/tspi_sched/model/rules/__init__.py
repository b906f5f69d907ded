"""The rules of a plan: one function each, under the name that the checker and the explanations use.

Some rules are partly or wholly how the variables are made (`BY_CONSTRUCTION`): a stage has its length, a paper its
moments. Leaving one out of the instance makes the variables without it.
"""

from tspi_sched.model.rules.kept import all_or_nothing, locks
from tspi_sched.model.rules.means import means
from tspi_sched.model.rules.panels import (
    deliberation,
    marking,
    minutes,
    one_at_a_time,
    panel_makeup,
    panel_mode,
    same_panel,
)
from tspi_sched.model.rules.places import access, oral_room, projection
from tspi_sched.model.rules.stages import candidate_time, chain, hours, meal, order
from tspi_sched.model.rules.written import invigilation, same_paper, sitting
from tspi_sched.model.variables import Variables

RULES = (
    all_or_nothing, order, chain, same_panel, panel_makeup, panel_mode, meal, one_at_a_time, hours, candidate_time,
    sitting, same_paper, invigilation, oral_room, projection, means, access, deliberation, marking, locks, minutes,
)  # fmt: skip
"""In the order in which they are stated: meals come before the rules that keep them apart from tasks."""

BY_CONSTRUCTION = ("duration",)
"""Rules without a function: how long a stage lasts is a number of `instance`, not a constraint."""

NAMES = tuple(sorted([*BY_CONSTRUCTION, *(rule.__name__ for rule in RULES)]))


def state_rules(v: Variables) -> None:
    """State every rule that is in force."""
    for rule in RULES:
        if v.instance.keeps(rule.__name__):
            rule(v)
