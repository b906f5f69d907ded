"""What happens to a plan on a day that does not go as planned: orals that overrun, candidates who come late.

`network` says what each task has to wait for; `delays` lets chance delay it, many days over; `guarantee` gives the
worst that a few overruns can do, and how late each oral may run without anybody else having to wait.
"""

from tspi_sched.robustness.guarantee import Margin, margins, worst_wait
from tspi_sched.robustness.network import Network, build_network
from tspi_sched.robustness.simulation import Simulation, simulate

__all__ = ["Margin", "Network", "Simulation", "build_network", "margins", "simulate", "worst_wait"]
