"""From a problem and wishes to a result: objective after objective, each bounded, the last plan never lost."""

from tspi_sched.solve.run import Progress, Watch
from tspi_sched.solve.search import solve

__all__ = ["Progress", "Watch", "solve"]
