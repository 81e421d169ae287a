"""The assignment as a mixed integer programme, solved by HiGHS.

Each possible seating is a variable that is 0 or 1. Nobody sits twice in one council; at most so many come from one employer;
each field is known by somebody; further seats of one person cost more and more. A seat that nobody can take, and a field
that nobody knows, cost so much that they are left open only when nothing else is possible, and then said.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from math import ceil, inf, isfinite

from consult.rules.bodies import body_key
from consult.rules.council import SECRETARY

from .programme import ENDLESS, Programme
from .shortlist import (
    ALL_AT_ONCE,
    KEPT_OF_A_KIND,
    MARGIN,
    ROUNDS,
    TAKEN_A_ROUND,
    Option,
    Rows,
    best_of,
    floor,
    options_of,
    price_of,
)
from .values import Demand, Expert, Seating, SuggestedCouncil, Suggestion, Weights

SECONDS = 20.0
TAKEN = 0.5


def suggest(
    experts: Sequence[Expert],
    demands: Sequence[Demand],
    weights: Weights | None = None,
    *,
    seconds: float = SECONDS,
    all_at_once: int = ALL_AT_ONCE,
    keep: int = KEPT_OF_A_KIND,
    rounds: int = ROUNDS,
) -> Suggestion:
    """The councils that cost least together, with the proven bound. Stops after ``seconds`` with the best found.

    The councils' fixed seats are kept as they are, whoever sits on them, and count for what they bring. Beyond
    ``all_at_once`` possible seatings only the promising ones are looked at, ``keep`` for each kind of seat to begin with; the
    bound says what the others could bring.
    """
    began = time.monotonic()
    weights = weights or Weights()
    steps = _steps(experts, demands, weights)
    options: list[Option] = []
    kept: set[int] = set()
    lowest = 0
    for demand in demands:
        kinds = _open_kinds(demand)
        own = options_of(experts, demand, list(kinds), steps, weights)
        lowest += floor(own, kinds, weights.empty_seat)
        kept.update(len(options) + number for number in best_of(own, kinds, keep))
        options += own
    if len(options) <= all_at_once:
        kept = set(range(len(options)))
    built, outside = _built(experts, demands, weights, steps, options, kept, began + seconds, rounds)
    left = max(0.0, began + seconds - time.monotonic())
    values, cost, bound = built.programme.solve(left) if built.programme.costs else ([], 0.0, 0.0)
    # Bounds of whole costs are whole; what is lost in floating point is less than a thousandth.
    bound = min(bound if isfinite(bound) else -inf, outside)
    lower = max(lowest, ceil(bound - 1e-3)) if isfinite(bound) else lowest
    councils = {demand.key: _council(demand, built, values) for demand in demands}
    return Suggestion(councils, round(cost), min(lower, round(cost)), time.monotonic() - began)


@dataclass
class Built:
    """A programme, what its columns stand for, and where its rows are."""

    programme: Programme = field(default_factory=Programme)
    rows: Rows = field(default_factory=Rows)
    seats: dict[int, tuple[int, Seating]] = field(default_factory=dict)
    lacking: dict[int, tuple[int, int]] = field(default_factory=dict)
    empty: dict[int, tuple[int, str]] = field(default_factory=dict)
    of_person: defaultdict[int, list[int]] = field(default_factory=lambda: defaultdict(list))


def _open_kinds(demand: Demand) -> Counter[str]:
    return Counter(demand.kinds) - Counter(one.kind for one in demand.fixed)


def _steps(experts: Sequence[Expert], demands: Sequence[Demand], weights: Weights) -> dict[int, list[int]]:
    """What each further seat costs a person, more for each; what is fixed by hand counts as held."""
    most = max((demand.most_open for demand in demands), default=0)
    by_hand = Counter(one.person for demand in demands for one in demand.fixed if one.kind != SECRETARY)
    return {expert.key: weights.loads(expert, most)[by_hand[expert.key] :] for expert in experts}


def _built(
    experts: Sequence[Expert],
    demands: Sequence[Demand],
    weights: Weights,
    steps: Mapping[int, Sequence[int]],
    options: Sequence[Option],
    kept: set[int],
    until: float,
    rounds: int,
) -> tuple[Built, float]:
    """The programme of the options ``kept`` and those that prove worth it, and what a choice with any other costs at least."""
    for turn in range(rounds):
        built = _programme(experts, demands, weights, steps, [options[number] for number in sorted(kept)])
        if len(kept) == len(options):
            return built, inf
        relaxed = built.programme.prices(max(0.0, until - time.monotonic()))
        if relaxed is None:
            return built, -inf
        best, prices = relaxed
        priced = sorted(
            (price_of(option, prices, built.rows), number)
            for number, option in enumerate(options)
            if number not in kept
        )
        worth = [number for price, number in priced[:TAKEN_A_ROUND] if price < MARGIN]
        negative = sum(min(0.0, price) for price, _number in priced)
        if not worth or turn == rounds - 1 or (negative > -1e-6 and turn > 1):
            return built, best + negative + max(0.0, priced[0][0])
        kept |= set(worth)
    raise AssertionError("the last round returns")


def _council(demand: Demand, built: Built, values: Sequence[float]) -> SuggestedCouncil:
    seatings = [Seating(one.person, one.kind) for one in demand.fixed]
    seatings += [
        seating for column, (key, seating) in built.seats.items() if key == demand.key and values[column] > TAKEN
    ]
    left = [
        kind for column, (key, kind) in built.empty.items() if key == demand.key for _n in range(round(values[column]))
    ]
    unknown = {name for column, (key, name) in built.lacking.items() if key == demand.key and values[column] > TAKEN}
    order = {kind: rank for rank, kind in reversed(list(enumerate(demand.kinds)))}
    ranked = sorted(seatings, key=partial(_rank, order))
    return SuggestedCouncil(tuple(ranked), tuple(left), frozenset(unknown))


def _rank(order: Mapping[str, int], seating: Seating) -> tuple[int, int]:
    return order.get(seating.kind, len(order)), seating.person


def _programme(
    experts: Sequence[Expert],
    demands: Sequence[Demand],
    weights: Weights,
    steps: Mapping[int, Sequence[int]],
    options: Sequence[Option],
) -> Built:
    built = Built()
    by_demand: defaultdict[int, list[Option]] = defaultdict(list)
    for option in options:
        by_demand[option.demand].append(option)
    people = {expert.key: expert for expert in experts}
    for demand in demands:
        _add_council(built, people, demand, weights, by_demand[demand.key])
    for person, columns in built.of_person.items():
        pays = [built.programme.column(cost, whole=False) for cost in steps[person]]
        factors = [1] * len(columns) + [-1] * len(pays)
        built.rows.loads[person] = built.programme.row(0, 0, [*columns, *pays], factors)
    return built


def _add_council(
    built: Built, people: Mapping[int, Expert], demand: Demand, weights: Weights, options: Sequence[Option]
) -> None:
    programme, rows = built.programme, built.rows
    by_kind: defaultdict[str, list[int]] = defaultdict(list)
    by_field: defaultdict[int, list[int]] = defaultdict(list)
    by_employer: defaultdict[str, list[int]] = defaultdict(list)
    by_person: defaultdict[int, list[int]] = defaultdict(list)
    for option in options:
        column = programme.column(option.cost)
        built.seats[column] = (demand.key, Seating(option.expert.key, option.kind))
        by_person[option.expert.key].append(column)
        by_kind[option.kind].append(column)
        if option.kind != SECRETARY:
            built.of_person[option.expert.key].append(column)
        for one in option.fields:
            by_field[one].append(column)
        if option.employer:
            by_employer[option.employer].append(column)
    for person, columns in by_person.items():
        if len(columns) > 1:
            rows.people[demand.key, person] = programme.row(0, 1, columns)
    for kind, count in _open_kinds(demand).items():
        left = programme.column(weights.empty_seat, count)
        built.empty[left] = (demand.key, kind)
        rows.kinds[demand.key, kind] = programme.row(count, count, [*by_kind[kind], left])
    fixed = [(people[one.person], one.kind) for one in demand.fixed if one.person in people]
    known = {one for expert, kind in fixed if kind != SECRETARY for one in expert.subject_areas}
    for one in sorted(demand.subject_areas - known):
        left = programme.column(weights.lacking_field)
        built.lacking[left] = (demand.key, one)
        rows.fields[demand.key, one] = programme.row(1, ENDLESS, [*by_field[one], left])
    employed = Counter(body_key(expert.employer) for expert, _kind in fixed)
    for employer, columns in by_employer.items():
        free = max(0, demand.per_employer - employed[employer])
        if len(columns) > free:
            rows.employers[demand.key, employer] = programme.row(0, free, columns)
