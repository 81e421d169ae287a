"""How fast and how good suggested councils are: 1,000 and 5,000 experts, 30 dossiers, against a greedy choice and the bound."""

from __future__ import annotations

import random
import statistics
import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

from consult.libraries.council_solver import Demand, Expert, SuggestedCouncil, Weights, suggest
from consult.libraries.council_solver.values import Seating, may_sit
from consult.rules.council import CHAIR, DEPUTY, MEMBER, REVIEWER, SECRETARY
from consult.rules.problem import Problem
from consult.rules.text import normalise_for_search

EXPERTS, DOSSIERS, FIELDS, EMPLOYERS, OFFICERS, RUNS = (1000, 5000), 30, 24, 120, 8, 5
# What a plan made by a worker may take, and what it may take beside the solver.
LIMIT, GRACE = 60.0, 5.0
WORDS = [f"word{number}" for number in range(60)]


def registry(chance: random.Random, count: int) -> list[Expert]:
    """An invented registry: most people know one or two fields, some are busy, a third hold a doctorate."""
    experts = []
    for key in range(count):
        kinds = {MEMBER, REVIEWER} | ({CHAIR, DEPUTY} if chance.random() < 1 / 3 else set())
        experts.append(
            Expert(
                key=key,
                name=f"Expert {key}",
                kinds=frozenset(kinds),
                subject_areas=frozenset(chance.sample(range(FIELDS), chance.choice([1, 1, 2, 3]))),
                employer=f"Employer {chance.randrange(EMPLOYERS)}",
                open_seats=chance.choice([0, 0, 0, 0, 1, 1, 2, 3]),
                recent=chance.choice([0, 0, 0, 1, 1, 2, 4]),
                late=chance.choice([0] * 8 + [1, 3]),
                declined=chance.choice([0] * 6 + [1, 2]),
                words=frozenset(chance.sample(WORDS, 6)),
            )
        )
    office = [Expert(count + n, f"Officer {n}", frozenset({SECRETARY})) for n in range(OFFICERS)]
    return experts + office


def dossiers(chance: random.Random, count: int) -> list[Demand]:
    """Invented dossiers of two to four fields, each with councils of seven to eleven and some who may not sit."""
    made = []
    for key in range(DOSSIERS):
        members = chance.choice([2, 4, 6])
        made.append(
            Demand(
                key=key,
                kinds=(CHAIR, DEPUTY, REVIEWER, REVIEWER, *[MEMBER] * members, SECRETARY),
                subject_areas=frozenset(chance.sample(range(FIELDS), chance.choice([2, 3, 4]))),
                words=frozenset(chance.sample(WORDS, 8)),
                barred={person: Problem("tied", "tied") for person in chance.sample(range(count), 20)},
            )
        )
    return made


def greedy(experts: Sequence[Expert], demands: Sequence[Demand], weights: Weights) -> dict[int, SuggestedCouncil]:
    """What a careful person does: dossier by dossier, seat by seat, whoever costs least just now."""
    taken: Counter[int] = Counter()
    councils = {}
    for demand in demands:
        seats: list[Seating] = []
        unknown, employers, inside = set(demand.subject_areas), Counter[str](), set[int]()
        for kind in demand.kinds:

            def price(expert: Expert, kind: str = kind, unknown: set[int] = unknown, demand: Demand = demand) -> int:
                load = 0 if kind == SECRETARY else weights.load * (2 * (expert.open_seats + taken[expert.key]) + 1)
                news = 0 if kind == SECRETARY else weights.lacking_field * len(unknown & expert.subject_areas)
                return weights.seat(expert, demand, kind) + load - news

            fitting = [
                expert
                for expert in experts
                if expert.key not in inside
                and may_sit(expert, demand, kind)
                and (kind == SECRETARY or expert.open_seats + taken[expert.key] < demand.most_open)
                and (not expert.employer or employers[normalise_for_search(expert.employer)] < demand.per_employer)
            ]
            if not fitting:
                continue
            best = min(fitting, key=lambda expert: (price(expert), expert.key))
            seats.append(Seating(best.key, kind))
            inside.add(best.key)
            employers[normalise_for_search(best.employer)] += 1
            if kind != SECRETARY:
                taken[best.key] += 1
                unknown -= best.subject_areas
        councils[demand.key] = SuggestedCouncil(tuple(seats), lacking=frozenset(unknown))
    return councils


def cost_of(
    experts: Sequence[Expert], demands: Sequence[Demand], councils: dict[int, SuggestedCouncil], weights: Weights
) -> int:
    """What councils cost by the weights of the suggestion."""
    people = {expert.key: expert for expert in experts}
    cost, load = 0, Counter[int]()
    for demand in demands:
        council = councils[demand.key]
        cost += weights.empty_seat * (len(demand.kinds) - len(council.seatings))
        cost += weights.lacking_field * len(council.lacking)
        cost += sum(weights.seat(people[one.person], demand, one.kind) for one in council.seatings)
        load.update(one.person for one in council.seatings if one.kind != SECRETARY)
    for person, count in load.items():
        cost += sum(weights.loads(people[person], people[person].open_seats + count))
    return cost


def councils(count: int, runs: int = RUNS) -> dict[str, Any]:
    """Medians over several invented registries of ``count`` experts. Seconds are of this machine; fewer points are better."""
    weights, rows = Weights(), []
    for seed in range(runs):
        chance = random.Random(seed)
        experts, demands = registry(chance, count), dossiers(chance, count)
        started = time.perf_counter()
        by_hand = greedy(experts, demands, weights)
        greedy_seconds = time.perf_counter() - started
        found = suggest(experts, demands, weights, seconds=LIMIT)
        assert found.cost == cost_of(experts, demands, dict(found.councils), weights)
        assert found.seconds < LIMIT + GRACE, f"{found.seconds:.1f} s"
        one = suggest(experts, demands[:1], weights)
        hand = cost_of(experts, demands, by_hand, weights)
        rows.append(
            {
                "seconds for all": found.seconds,
                "seconds for one": one.seconds,
                "all / greedy, in time": found.seconds / greedy_seconds,
                "points": float(found.cost),
                "points above the bound": float(found.gap),
                "points above the bound, greedy": float(hand - found.bound),
                "proven": float(found.proven),
            }
        )
    return {name: statistics.median(row[name] for row in rows) for name in rows[0]}
