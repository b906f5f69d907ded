"""Why there is no plan, or none like that: causes, repairs, the most that fits; and what a wish costs (`why`)."""

from tspi_sched.explanations.conflicts.told import Line, Told
from tspi_sched.explanations.explanation import SECONDS, Explanation, explain
from tspi_sched.explanations.most import Most
from tspi_sched.explanations.repairs.least_changes import Repair

__all__ = ["SECONDS", "Explanation", "Line", "Most", "Repair", "Told", "explain"]
