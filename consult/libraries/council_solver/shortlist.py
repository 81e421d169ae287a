"""Which seatings go into the programme, where there are too many for all of them, and what the rest could still bring.

A registry of thousands times thirty dossiers makes hundreds of thousands of possible seatings, of which hundreds are good.
The good ones go in first. The prices of the relaxed programme then say what each of the others would cost: whatever could
be worth its place is taken in, and what stays outside bounds how much better any choice with it could be.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest

from consult.rules.bodies import body_key
from consult.rules.council import SECRETARY

from .values import Demand, Expert, Weights, may_sit

# Up to so many possible seatings all of them go in.
ALL_AT_ONCE = 20_000
KEPT_OF_A_KIND = 40
ROUNDS = 6
# What may be worth its place: within so many points of the relaxed programme's best.
MARGIN = 3.0
TAKEN_A_ROUND = 4000


@dataclass(frozen=True)
class Option:
    """One possible seating: ``first`` is what the person's next open seat costs besides."""

    expert: Expert
    employer: str
    demand: int
    kind: str
    cost: int
    first: int
    fields: frozenset[int]

    @property
    def least(self) -> int:
        return self.cost + self.first


@dataclass
class Rows:
    """The numbers of a programme's rows, by what they are about."""

    kinds: dict[tuple[int, str], int] = field(default_factory=dict)
    fields: dict[tuple[int, int], int] = field(default_factory=dict)
    employers: dict[tuple[int, str], int] = field(default_factory=dict)
    people: dict[tuple[int, int], int] = field(default_factory=dict)
    loads: dict[int, int] = field(default_factory=dict)


def options_of(
    experts: Sequence[Expert],
    demand: Demand,
    kinds: Sequence[str],
    steps: Mapping[int, Sequence[int]],
    weights: Weights,
) -> list[Option]:
    """Everybody on every open seat that they may take. ``steps`` are what further seats cost each person."""
    fixed = {one.person for one in demand.fixed}
    made = []
    for expert in experts:
        if expert.key in fixed:
            continue
        employer = body_key(expert.employer)
        for kind in kinds:
            if not may_sit(expert, demand, kind):
                continue
            office = kind == SECRETARY
            if not office and not steps[expert.key]:
                continue
            made.append(
                Option(
                    expert=expert,
                    employer=employer,
                    demand=demand.key,
                    kind=kind,
                    cost=weights.seat(expert, demand, kind),
                    first=0 if office else steps[expert.key][0],
                    fields=frozenset() if office else expert.subject_areas & demand.subject_areas,
                )
            )
    return made


def best_of(options: Sequence[Option], seats: Mapping[str, int], keep: int) -> set[int]:
    """Which of one dossier's ``options`` go in first: the cheapest of each kind of seat, and of each field on it."""
    kept: set[int] = set()
    by_kind: defaultdict[str, list[int]] = defaultdict(list)
    by_field: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    for number, option in enumerate(options):
        by_kind[option.kind].append(number)
        for one in option.fields:
            by_field[option.kind, one].append(number)

    def price(number: int) -> tuple[int, int]:
        return options[number].least, options[number].expert.key

    for kind, numbers in by_kind.items():
        kept.update(nsmallest(keep * (1 + seats[kind] // 4), numbers, key=price))
    for numbers in by_field.values():
        kept.update(nsmallest(keep // 3, numbers, key=price))
    return kept


def floor(options: Sequence[Option], seats: Mapping[str, int], empty_seat: int) -> int:
    """Below which no council of these options can cost, found without a solver: each seat by whoever is cheapest on it."""
    by_kind: defaultdict[str, list[int]] = defaultdict(list)
    for option in options:
        by_kind[option.kind].append(option.least)
    return sum(sum(nsmallest(count, [*by_kind[kind], *[empty_seat] * count])) for kind, count in seats.items())


def price_of(option: Option, prices: Sequence[float], rows: Rows) -> float:
    """How many points above the relaxed best a choice is with ``option``, which is not in the programme; below, if negative."""
    key = option.demand
    price = option.cost - prices[rows.kinds[key, option.kind]]
    price -= sum(prices[rows.fields[key, one]] for one in option.fields if (key, one) in rows.fields)
    for number in (rows.employers.get((key, option.employer)), rows.people.get((key, option.expert.key))):
        if number is not None:
            price -= prices[number]
    if option.kind == SECRETARY:
        return price
    load = rows.loads.get(option.expert.key)
    return price + option.first if load is None else price - prices[load]
