"""Many scenarios at once: what one asks of them, their plans on all the cores or machines there are, their table."""

from tspi_sched.sweeps.front import pareto
from tspi_sched.sweeps.whole import sweep

__all__ = ["pareto", "sweep"]
