"""The exact model, and nothing else: the only place where a whole plan becomes integers and booleans.

What bounds it by saying less is in `relaxations` and `columns`.
"""

from tspi_sched.model.build import build_model
from tspi_sched.model.build_instance import build_instance
from tspi_sched.model.extract import extract_plan
from tspi_sched.model.instance import Agent, Assignment, Instance, Job
from tspi_sched.model.objectives import OBJECTIVES
from tspi_sched.model.rules import NAMES
from tspi_sched.model.variables import Var, Variables
from tspi_sched.model.warm_start import add_warm_start

__all__ = [
    "NAMES",
    "OBJECTIVES",
    "Agent",
    "Assignment",
    "Instance",
    "Job",
    "Var",
    "Variables",
    "add_warm_start",
    "build_instance",
    "build_model",
    "extract_plan",
]
