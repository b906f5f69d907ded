"""Why there is no plan, or none like that: causes, repairs, the most that fits; and what a wish costs (`why`)."""

from tspi_sched.explain.explanation import SECONDS, Explanation, explain
from tspi_sched.explain.most import Most
from tspi_sched.explain.repairs import Repair
from tspi_sched.explain.told import Line, Told

__all__ = ["SECONDS", "Explanation", "Line", "Most", "Repair", "Told", "explain"]
