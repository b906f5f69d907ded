"""The exact model, and nothing else: the only place where a whole plan becomes integers and booleans.

What bounds it by saying less is in `relaxations` and `columns`.
"""

from tspi_sched.model.build import build_model
from tspi_sched.model.build_instance import build_work
from tspi_sched.model.extract import read_plan
from tspi_sched.model.instance import Agent, Job, Offer, Work
from tspi_sched.model.objectives import OBJECTIVES
from tspi_sched.model.rules import NAMES
from tspi_sched.model.variables import Var, Variables
from tspi_sched.model.warm_start import start_from

__all__ = [
    "NAMES",
    "OBJECTIVES",
    "Agent",
    "Job",
    "Offer",
    "Var",
    "Variables",
    "Work",
    "build_model",
    "build_work",
    "read_plan",
    "start_from",
]
