"""Plans for people who go on working with them, in a notebook or a report: one as a table, several side by side."""

from tspi_sched.compare.comparison import Comparison, compare
from tspi_sched.compare.moves import Move
from tspi_sched.compare.people import Entry, Notice
from tspi_sched.compare.score import Score
from tspi_sched.compare.table import table

__all__ = ["Comparison", "Entry", "Move", "Notice", "Score", "compare", "table"]
