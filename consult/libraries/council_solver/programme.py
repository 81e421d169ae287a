"""A mixed integer programme for HiGHS: columns, rows, where to begin, what is found and how far it can be from the best."""

from __future__ import annotations

import ctypes
import os
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import highspy
import numpy as np

ENDLESS = highspy.kHighsInf
# All costs are whole points.
AS_GOOD_AS_SAME = 0.5


def _without_banner() -> None:
    """HiGHS says who it is on standard output, once in a process: here, where nobody has to read it."""
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        highspy.Highs()
        ctypes.CDLL(None).fflush(None)
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


_without_banner()


@dataclass
class Programme:
    """Columns with a cost and an upper bound, and rows over them."""

    costs: list[int] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[tuple[float, float, list[int], list[int]]] = field(default_factory=list)

    def column(self, cost: int, upper: float = 1.0, *, whole: bool = True) -> int:
        self.costs.append(cost)
        self.upper.append(upper)
        self.whole.append(whole)
        return len(self.costs) - 1

    def row(self, least: float, most: float, columns: Sequence[int], factors: Sequence[int] = ()) -> int:
        self.rows.append((least, most, list(columns), list(factors) or [1] * len(columns)))
        return len(self.rows) - 1

    def start(self) -> list[float]:
        """Values that keep every row, found seat by seat, the cheapest first: where to begin, and what there is without more.

        A row of this programme either bounds seats from above, or asks for some and has a column of its own for what is
        missing – its last – or pays for a person's seats by steps.
        """
        values = [0.0] * len(self.costs)
        bounds: defaultdict[int, list[int]] = defaultdict(list)
        room = [most for _least, most, _columns, _factors in self.rows]
        steps: dict[int, list[int]] = {}
        for number, (least, _most, columns, factors) in enumerate(self.rows):
            if -1 in factors:
                pays = [column for column, factor in zip(columns, factors, strict=True) if factor == -1]
                steps |= {column: pays for column, factor in zip(columns, factors, strict=True) if factor == 1}
            elif least == 0:
                for column in columns:
                    bounds[column].append(number)
        for least, _most, columns, _factors in (row for row in self.rows if row[0] > 0 and row[1] == row[0]):
            wanted = round(least)
            for column in sorted(columns[:-1], key=self.costs.__getitem__):
                free = next((step for step in steps.get(column, ()) if not values[step]), None)
                if (
                    wanted
                    and all(room[row] >= 1 for row in bounds[column])
                    and (column not in steps or free is not None)
                ):
                    values[column] = 1.0
                    wanted -= 1
                    for row in bounds[column]:
                        room[row] -= 1
                    if free is not None:
                        values[free] = 1.0
            values[columns[-1]] = float(wanted)
        for _least, _most, columns, _factors in (row for row in self.rows if row[0] > 0 and row[1] != row[0]):
            values[columns[-1]] = 0.0 if any(values[column] for column in columns[:-1]) else 1.0
        return values

    def cost_of(self, values: Sequence[float]) -> float:
        return sum(cost * value for cost, value in zip(self.costs, values, strict=True))

    def solve(self, seconds: float) -> tuple[list[float], float, float]:
        """Values of the columns, their cost and the proven lower bound; what it began with, where nothing was found in time."""
        begun = self.start()
        until = time.monotonic() + seconds
        values, cost, bound = self._run(seconds, begun)
        # HiGHS 1.16 now and then takes a start for cheaper than it is; without one it does not.
        if values and abs(cost - self.cost_of(values)) > AS_GOOD_AS_SAME:
            values, cost, bound = self._run(max(0.0, until - time.monotonic()), None)
        if not values:
            return begun, self.cost_of(begun), bound
        return values, cost, bound

    def _run(self, seconds: float, begun: list[float] | None) -> tuple[list[float], float, float]:
        """What HiGHS says: values, or none where it found nothing in time, their cost and the bound."""
        kinds = highspy.HighsVarType
        model = self._model()
        model.integrality_ = [kinds.kInteger if whole else kinds.kContinuous for whole in self.whole]
        solver = _solver(seconds)
        solver.setOptionValue("mip_rel_gap", 0.0)
        # All costs are whole: within less than one point nothing better can hide.
        solver.setOptionValue("mip_abs_gap", 0.99)
        solver.passModel(model)
        if begun is not None:
            first = highspy.HighsSolution()
            first.col_value = begun
            solver.setSolution(first)
        solver.run()
        found = solver.getInfo()
        values = list(solver.getSolution().col_value)
        if found.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible or not values:
            return [], 0.0, found.mip_dual_bound
        return values, found.objective_function_value, found.mip_dual_bound

    def prices(self, seconds: float) -> tuple[float, list[float]] | None:
        """The cost with parts of people allowed, and what each row costs there; None where there was no time for it."""
        solver = _solver(seconds)
        solver.passModel(self._model())
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return solver.getInfo().objective_function_value, list(solver.getSolution().row_dual)

    def _model(self) -> highspy.HighsLp:
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(self.costs), len(self.rows)
        model.col_cost_ = np.array(self.costs, dtype=float)
        model.col_lower_ = np.zeros(len(self.costs))
        model.col_upper_ = np.array(self.upper, dtype=float)
        model.row_lower_ = np.array([row[0] for row in self.rows], dtype=float)
        model.row_upper_ = np.array([row[1] for row in self.rows], dtype=float)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.cumsum([0, *(len(row[2]) for row in self.rows)])
        model.a_matrix_.index_ = np.array([column for row in self.rows for column in row[2]], dtype=np.int32)
        model.a_matrix_.value_ = np.array([factor for row in self.rows for factor in row[3]], dtype=float)
        return model


def _solver(seconds: float) -> highspy.Highs:
    solver = highspy.Highs()
    solver.setOptionValue("log_to_console", False)
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("time_limit", seconds)
    solver.setOptionValue("threads", 1)
    return solver
