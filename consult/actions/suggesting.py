"""Councils proposed to the officer: the registry's facts, put to the solver, with reasons in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from consult.libraries.council_solver import Demand, Fixed, Suggested, Suggestion, left_out, reasons_for, suggest
from consult.models import Dossier, Person
from consult.problem_text import problem_text
from consult.queries.candidates import Pool, demand_of, pool_of
from consult.rules.conflict import to_weigh
from consult.rules.council import Sitting, composition_remarks, seats_to_fill

from .councils import council_problems, objections_to


@dataclass(frozen=True)
class CouncilSuggestion:
    """A council as it is shown: pairs of a person and a seat, why each, who was left out and why, what is lacking."""

    seats: list[tuple[Person, str]]
    reasons: dict[int, str]
    left_out: list[tuple[Person, str, bool]] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)


def propose_for(
    dossier: Dossier, kinds: Sequence[str] = (), fixed: Iterable[tuple[int, str]] = ()
) -> CouncilSuggestion:
    """The council that fits ``dossier`` best. ``fixed`` are people whom the officer has put on seats already.

    ``kinds`` are the seats to be filled, those of ``fixed`` among them; without them the procedure's smallest council.
    """
    return propose_together([dossier], {dossier.pk: (kinds, list(fixed))})[0][dossier.pk]


def propose_together(
    dossiers: Sequence[Dossier], wishes: Mapping[int, tuple[Sequence[str], Sequence[tuple[int, str]]]] | None = None
) -> tuple[dict[int, CouncilSuggestion], Suggestion]:
    """Councils for several dossiers of one union at once, so that nobody is asked for all of them."""
    pool = pool_of(dossiers[0].union_id)
    demands = [_demand(dossier, pool, *(wishes or {}).get(dossier.pk, ((), ()))) for dossier in dossiers]
    found = suggest(list(pool.facts.values()), demands)
    return {
        dossier.pk: _shown(dossier, demand, pool, found.councils[demand.key])
        for dossier, demand in zip(dossiers, demands, strict=True)
    }, found


def _demand(dossier: Dossier, pool: Pool, kinds: Sequence[str], fixed: Sequence[tuple[int, str]]) -> Demand:
    against = objections_to(pool.people.values(), dossier)
    seats = list(kinds) or seats_to_fill(
        dossier.procedure.rules.seats, sorted(field.pk for field in dossier.subject_areas.all())
    )
    return demand_of(dossier, pool, against, seats, [Fixed(person, kind) for person, kind in fixed])


def _shown(dossier: Dossier, demand: Demand, pool: Pool, council: Suggested) -> CouncilSuggestion:
    names = {one.pk: one.name for one in dossier.subject_areas.all()}
    seated = [one for one in council.seatings if one.person in pool.facts]
    return CouncilSuggestion(
        seats=[(pool.people[one.person], one.kind) for one in seated],
        reasons={
            one.person: "; ".join(problem_text(p) for p in reasons_for(pool.facts[one.person], one.kind, demand, names))
            for one in seated
        },
        left_out=[
            (pool.people[one.person], problem_text(one.problem), one.firm)
            for one in left_out(list(pool.facts.values()), demand, council)
        ],
        empty=list(council.empty),
    )


@dataclass(frozen=True)
class CouncilCheck:
    """A council as it stands while it is put together: what forbids it, what is to be weighed, and why each person."""

    problems: list[str]
    remarks: list[str]
    people: list[tuple[Person, str, str]]


def check_council(dossier: Dossier, seats: Sequence[tuple[Person, str]]) -> CouncilCheck:
    """What the procedure says of ``seats``, and what else speaks against them."""
    pool = pool_of(dossier.union_id)
    known = [(pool.people[person.pk], kind) for person, kind in seats if person.pk in pool.people]
    against = objections_to([person for person, _kind in known], dossier)
    demand = demand_of(dossier, pool, against, [kind for _person, kind in known])
    names = {one.pk: one.name for one in dossier.subject_areas.all()}
    rules = dossier.procedure.rules.seats
    sittings = [_sitting(pool, person.pk, kind) for person, kind in known]
    remarks = [problem_text(p) for person, _kind in known for p in to_weigh(against[person.pk])]
    # Who is away may still be asked: it is for the officer to know better.
    remarks += [
        problem_text(demand.barred[person.pk])
        for person, _kind in known
        if person.pk in demand.barred and not any(one.bars for one in against[person.pk])
    ]
    remarks += [problem_text(p) for p in composition_remarks(sittings, rules, names)] if known else []
    return CouncilCheck(
        problems=[problem_text(problem) for problem in council_problems(dossier, known)],
        remarks=remarks,
        people=[
            (person, kind, "; ".join(problem_text(p) for p in reasons_for(pool.facts[person.pk], kind, demand, names)))
            for person, kind in known
        ],
    )


def _sitting(pool: Pool, person: int, kind: str) -> Sitting:
    facts = pool.facts[person]
    return Sitting(facts.name, kind, facts.employer, facts.subject_areas, facts.open_seats)
