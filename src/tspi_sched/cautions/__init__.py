"""What is no fault, but worth a look before planning: a slip, a date, a conflict of interest that a spelling hides.

Each caution is one sentence that names people and days. Nothing here is proven, nor does anything depend on it.
"""

from datetime import date

from tspi_sched.cautions.companies import companies_alike
from tspi_sched.cautions.days import odd_days
from tspi_sched.cautions.means import wholly_missing
from tspi_sched.cautions.panels import idle_members, panels_that_cannot_sit
from tspi_sched.cautions.people import (
    garbled,
    never_there,
    other_years,
    ranks_for_weights,
    salutations_against_genders,
    same_person,
    two_names_in_one,
)
from tspi_sched.problem import Problem

__all__ = ["cautions"]


def cautions(problem: Problem, today: date) -> tuple[str, ...]:
    """Every caution about a session as seen on a day."""
    found = (
        *odd_days(problem, today),
        *wholly_missing(problem),
        *panels_that_cannot_sit(problem),
        *never_there(problem),
        *other_years(problem),
        *companies_alike(problem),
        *same_person(problem),
        *two_names_in_one(problem),
        *salutations_against_genders(problem),
        *garbled(problem),
        *idle_members(problem),
        *ranks_for_weights(problem),
    )
    return tuple(dict.fromkeys(found))
