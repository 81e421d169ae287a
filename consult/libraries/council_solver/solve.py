"""The assignment as a mixed integer programme, solved by HiGHS.

Each possible seating is a variable that is 0 or 1. Nobody sits twice in one council; at most so many come from one employer;
each field is known by somebody; further seats of one person cost more and more. A seat that nobody can take, and a field
that nobody knows, cost so much that they are left open only when nothing else is possible, and then said.
"""

from __future__ import annotations

import ctypes
import os
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

import highspy
import numpy as np

from consult.rules.council import SECRETARY
from consult.rules.text import normalise_for_search

from .values import Demand, Expert, Seating, Suggested, Suggestion, Weights, may_sit

SECONDS = 20.0
TAKEN = 0.5
ENDLESS = highspy.kHighsInf


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

    def row(self, least: float, most: float, columns: Sequence[int], factors: Sequence[int] = ()) -> None:
        self.rows.append((least, most, list(columns), list(factors) or [1] * len(columns)))

    def solve(self, seconds: float) -> tuple[list[float], float, float]:
        """Values of the columns, their cost and the proven lower bound."""
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
        kinds = highspy.HighsVarType
        model.integrality_ = [kinds.kInteger if whole else kinds.kContinuous for whole in self.whole]
        solver = highspy.Highs()
        solver.setOptionValue("log_to_console", False)
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("time_limit", seconds)
        solver.setOptionValue("threads", 1)
        solver.setOptionValue("mip_rel_gap", 0.0)
        # All costs are whole: within less than one point nothing better can hide.
        solver.setOptionValue("mip_abs_gap", 0.99)
        solver.passModel(model)
        solver.run()
        found = solver.getInfo()
        return list(solver.getSolution().col_value), found.objective_function_value, found.mip_dual_bound


def suggest(
    experts: Sequence[Expert],
    demands: Sequence[Demand],
    weights: Weights | None = None,
    *,
    seconds: float = SECONDS,
) -> Suggestion:
    """The councils that cost least together, with the proven bound. Stops after ``seconds`` with the best found.

    The councils' fixed seats are kept as they are, whoever sits on them, and count for what they bring.
    """
    began = time.monotonic()
    weights = weights or Weights()
    programme = Programme()
    seats: dict[int, tuple[int, Seating]] = {}
    of_person: defaultdict[int, list[int]] = defaultdict(list)
    lacking: dict[int, tuple[int, int]] = {}
    empty: dict[int, tuple[int, str]] = {}
    for demand in demands:
        _add_council(programme, experts, demand, weights, seats, of_person, lacking, empty)
    _add_loads(programme, experts, demands, weights, of_person)
    values, cost, bound = programme.solve(seconds) if programme.costs else ([], 0.0, 0.0)
    councils = {}
    for demand in demands:
        seatings = [Seating(one.person, one.kind) for one in demand.fixed]
        seatings += [
            seating for column, (key, seating) in seats.items() if key == demand.key and values[column] > TAKEN
        ]
        left = [
            kind for column, (key, kind) in empty.items() if key == demand.key for _n in range(round(values[column]))
        ]
        unknown = {name for column, (key, name) in lacking.items() if key == demand.key and values[column] > TAKEN}
        order = {kind: rank for rank, kind in reversed(list(enumerate(demand.kinds)))}
        ranked = sorted(seatings, key=partial(_rank, order))
        councils[demand.key] = Suggested(tuple(ranked), tuple(left), frozenset(unknown))
    # Bounds of whole costs are whole; what is lost in floating point is less than a thousandth.
    lower = int(np.ceil(bound - 1e-3)) if np.isfinite(bound) else -(10**9)
    return Suggestion(councils, round(cost), min(lower, round(cost)), time.monotonic() - began)


def _rank(order: Mapping[str, int], seating: Seating) -> tuple[int, int]:
    return order.get(seating.kind, len(order)), seating.person


def _add_council(
    programme: Programme,
    experts: Sequence[Expert],
    demand: Demand,
    weights: Weights,
    seats: dict[int, tuple[int, Seating]],
    of_person: Mapping[int, list[int]],
    lacking: dict[int, tuple[int, int]],
    empty: dict[int, tuple[int, str]],
) -> None:
    fixed = {one.person: one.kind for one in demand.fixed}
    open_kinds = Counter(demand.kinds) - Counter(fixed.values())
    by_kind: defaultdict[str, list[int]] = defaultdict(list)
    by_field: defaultdict[int, list[int]] = defaultdict(list)
    by_employer: defaultdict[str, list[int]] = defaultdict(list)
    known, employed = set[int](), Counter[str]()
    for expert in experts:
        employer = normalise_for_search(expert.employer)
        if expert.key in fixed:
            known |= expert.subject_areas if fixed[expert.key] != SECRETARY else set()
            employed[employer] += 1
            continue
        mine = []
        for kind in open_kinds:
            if not may_sit(expert, demand, kind):
                continue
            column = programme.column(weights.seat(expert, demand, kind))
            seats[column] = (demand.key, Seating(expert.key, kind))
            mine.append(column)
            by_kind[kind].append(column)
            if kind != SECRETARY:
                of_person[expert.key].append(column)
                for one in expert.subject_areas & demand.subject_areas:
                    by_field[one].append(column)
        if len(mine) > 1:
            programme.row(0, 1, mine)
        if employer:
            by_employer[employer] += mine
    for kind, count in open_kinds.items():
        left = programme.column(weights.empty_seat, count)
        empty[left] = (demand.key, kind)
        programme.row(count, count, [*by_kind[kind], left])
    for one in demand.subject_areas - known:
        left = programme.column(weights.lacking_field)
        lacking[left] = (demand.key, one)
        programme.row(1, ENDLESS, [*by_field[one], left])
    for employer, columns in by_employer.items():
        free = max(0, demand.per_employer - employed[employer])
        if len(columns) > free:
            programme.row(0, free, columns)


def _add_loads(
    programme: Programme,
    experts: Sequence[Expert],
    demands: Sequence[Demand],
    weights: Weights,
    of_person: Mapping[int, list[int]],
) -> None:
    """Pay for each further seat of a person, more for each; what is fixed by hand counts as held."""
    most = max((demand.most_open for demand in demands), default=0)
    by_hand = Counter(one.person for demand in demands for one in demand.fixed if one.kind != SECRETARY)
    for expert in experts:
        columns = of_person.get(expert.key, [])
        if not columns:
            continue
        steps = [programme.column(cost, whole=False) for cost in weights.loads(expert, most)[by_hand[expert.key] :]]
        programme.row(0, 0, [*columns, *steps], [1] * len(columns) + [-1] * len(steps))
