"""The decision variables: when, by whom, in which rooms."""

from tspi_sched.model.variables.container import Sitting, Var, Variables

__all__ = ["Sitting", "Var", "Variables"]
