"""Plans for people who go on working with them, in a notebook or a report: one as a table, several side by side."""

from tspi_sched.comparison.moves import Move
from tspi_sched.comparison.people import Entry, Notice
from tspi_sched.comparison.score import Score
from tspi_sched.comparison.side_by_side import Comparison, compare
from tspi_sched.comparison.table import table

__all__ = ["Comparison", "Entry", "Move", "Notice", "Score", "compare", "table"]
