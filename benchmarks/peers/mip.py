"""A mixed-integer program put together row by row, and HiGHS to minimise one sum after the other in it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import highspy
import numpy as np

Term = tuple[int, float]
"""A column and its coefficient."""

INFINITY = highspy.kHighsInf

PROBING = 2**15
"""A presolve rule of HiGHS that its own log advises against here: it took all the time there was."""


@dataclass
class Mip:
    """Columns and rows; a column is known by its place."""

    upper: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    starts: list[int] = field(default_factory=lambda: [0])
    columns: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)

    def column(self, upper: float = 1, whole: bool = True) -> int:
        """A new unknown from 0 to `upper`."""
        self.upper.append(upper)
        self.whole.append(whole)
        return len(self.upper) - 1

    def row(self, terms: Iterable[Term], low: float, high: float) -> None:
        """A sum that lies between two numbers."""
        for column, value in terms:
            self.columns.append(column)
            self.values.append(value)
        self.starts.append(len(self.columns))
        self.low.append(low)
        self.high.append(high)

    def most(self, terms: Iterable[Term], high: float) -> None:
        """A sum of at most so much."""
        self.row(terms, -INFINITY, high)

    def equal(self, terms: Iterable[Term], value: float) -> None:
        """A sum of exactly so much."""
        self.row(terms, value, value)

    def solver(self, workers: int, seed: int) -> highspy.Highs:
        """HiGHS with all this in it."""
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.upper), len(self.low)
        lp.col_cost_ = np.zeros(len(self.upper))
        lp.col_lower_, lp.col_upper_ = np.zeros(len(self.upper)), np.array(self.upper, dtype=np.double)
        lp.row_lower_, lp.row_upper_ = np.array(self.low, dtype=np.double), np.array(self.high, dtype=np.double)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.array(self.starts, dtype=np.int32)
        lp.a_matrix_.index_ = np.array(self.columns, dtype=np.int32)
        lp.a_matrix_.value_ = np.array(self.values, dtype=np.double)
        lp.integrality_ = [highspy.HighsVarType.kInteger if w else highspy.HighsVarType.kContinuous for w in self.whole]
        solver = highspy.Highs()
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("threads", workers)
        solver.setOptionValue("random_seed", seed)
        solver.setOptionValue("mip_rel_gap", 0.0)
        solver.setOptionValue("presolve_rule_off", PROBING)
        solver.passModel(lp)
        return solver


@dataclass(frozen=True)
class Found:
    """What one minimisation came to."""

    values: list[float]
    best: float
    bound: float
    proven: bool


def minimise(
    solver: highspy.Highs, terms: list[Term], seconds: float, tell: Callable[[float, float], None]
) -> Found | None:
    """The least value of a sum, as far as the time goes; None if nothing was found."""
    columns = solver.getNumCol()
    costs = np.zeros(columns)
    for column, value in terms:
        costs[column] += value
    solver.changeColsCost(columns, np.arange(columns, dtype=np.int32), costs)
    solver.setOptionValue("time_limit", seconds)

    def improved(event: Any) -> None:
        tell(event.data_out.objective_function_value, event.data_out.mip_dual_bound)

    solver.cbMipImprovingSolution.subscribe(improved)
    solver.run()
    solver.cbMipImprovingSolution.unsubscribe(improved)
    info, solution = solver.getInfo(), solver.getSolution()
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return None
    proven = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return Found(list(solution.col_value), info.objective_function_value, info.mip_dual_bound, proven)


def keep(solver: highspy.Highs, terms: list[Term], most: float, values: list[float]) -> None:
    """From now on this sum is at most so much; start from these values."""
    merged: dict[int, float] = {}
    for column, value in terms:
        merged[column] = merged.get(column, 0.0) + value
    columns = np.array(list(merged), dtype=np.int32)
    solver.addRow(-INFINITY, most, len(columns), columns, np.array(list(merged.values()), dtype=np.double))
    start = highspy.HighsSolution()
    start.col_value = values
    solver.setSolution(start)
