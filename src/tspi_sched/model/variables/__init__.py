"""The decision variables: when, by whom, in which rooms."""

from tspi_sched.model.variables.container import Sitting, Taken, Variables
from tspi_sched.model.variables.keys import Expr, Interval, Literal, Service, Var

__all__ = ["Expr", "Interval", "Literal", "Service", "Sitting", "Taken", "Var", "Variables"]
