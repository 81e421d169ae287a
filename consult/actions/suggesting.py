"""Councils proposed to the officer: the registry's facts, put to the solver, with reasons in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from consult.libraries.council_solver import (
    ENOUGH,
    SECONDS,
    Demand,
    FixedSeat,
    SuggestedCouncil,
    Suggestion,
    is_outside,
    left_out,
    over_limit,
    reasons_for,
    suggest,
)
from consult.models import Dossier, Person
from consult.problem_text import problem_text
from consult.queries.candidates import Pool, demand_of, pool_of
from consult.rules.conflict import Objection, to_weigh
from consult.rules.council import CHAIR, Sitting, composition_remarks, kind_of, seats_to_fill
from consult.rules.problem import Problem, gettext_noop

from .councils import council_problems, earlier_seats, leading_of, objections_to


@dataclass(frozen=True)
class CouncilSuggestion:
    """A council as it is shown: pairs of a person and a seat, why each, who was left out and why, what is lacking.

    ``found`` says how good it is, where it was chosen alone. ``outside`` names a chair who knows none of the dossier's
    fields. ``offers`` are, for each kind of seat that stayed empty, people over the limit of open seats who could take it
    all the same, with what is to be known of them.
    """

    seats: list[tuple[Person, str]]
    reasons: dict[int, str]
    left_out: list[tuple[Person, str, bool]] = field(default_factory=list)
    over_limit: list[tuple[Person, str]] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)
    offers: dict[str, list[tuple[Person, str]]] = field(default_factory=dict)
    outside: Person | None = None
    found: Suggestion | None = None


def propose_for(
    dossier: Dossier, kinds: Sequence[str] = (), fixed: Iterable[tuple[int, str]] = ()
) -> CouncilSuggestion:
    """The council that fits ``dossier`` best, with who was left out.

    ``fixed`` are people whom the officer has put on seats already. ``kinds`` are the seats to be filled, those of ``fixed``
    among them; without them the procedure's smallest council.
    """
    pool = pool_of(dossier.union_id)
    against = objections_to(pool.people.values(), dossier)
    demand = _demand(dossier, pool, against, kinds, list(fixed))
    found = suggest(list(pool.facts.values()), [demand])
    council = found.councils[demand.key]
    offers = over_limit(pool.facts.values(), demand, council, {})
    shown = _shown(dossier, demand, pool, council, against, offers)
    out = left_out(list(pool.facts.values()), demand, council)
    return replace(
        shown,
        found=found,
        left_out=[
            (pool.people[one.person], problem_text(one.problem), one.firm) for one in out if one.problem.code != ENOUGH
        ],
        over_limit=[(pool.people[one.person], problem_text(one.problem)) for one in out if one.problem.code == ENOUGH],
    )


def propose_together(
    dossiers: Sequence[Dossier], seconds: float = SECONDS
) -> tuple[dict[int, CouncilSuggestion], Suggestion]:
    """Councils for several dossiers of one union at once, so that nobody is asked for all of them."""
    plan = Planning.of(dossiers)
    found = plan.solve(seconds)
    return plan.shown(found.councils), found


@dataclass(frozen=True)
class Planning:
    """What a plan of one union's dossiers begins from: its people, and what each dossier asks."""

    dossiers: Sequence[Dossier]
    pool: Pool
    against: dict[int, dict[int, list[Objection]]]
    demands: list[Demand]

    @classmethod
    def of(cls, dossiers: Sequence[Dossier], only: Collection[int] | None = None) -> Planning:
        pool = pool_of(dossiers[0].union_id, only)
        earlier = earlier_seats(dossiers)
        against = {one.pk: objections_to(pool.people.values(), one, earlier[one.pk]) for one in dossiers}
        return cls(dossiers, pool, against, [_demand(one, pool, against[one.pk]) for one in dossiers])

    def solve(self, seconds: float = SECONDS) -> Suggestion:
        return suggest(list(self.pool.facts.values()), self.demands, seconds=seconds)

    def shown(
        self, councils: Mapping[int, SuggestedCouncil], offers: Mapping[int, Mapping[str, Sequence[int]]] | None = None
    ) -> dict[int, CouncilSuggestion]:
        """The councils by dossier, in words. ``offers`` says who could take empty seats, where that is known already."""
        planned = Counter(one.person for council in councils.values() for one in council.seatings)
        return {
            dossier.pk: _shown(
                dossier,
                demand,
                self.pool,
                councils[demand.key],
                self.against[dossier.pk],
                offers[dossier.pk] if offers else self._offers(demand, councils[demand.key], planned),
            )
            for dossier, demand in zip(self.dossiers, self.demands, strict=True)
            if demand.key in councils
        }

    def _offers(
        self, demand: Demand, council: SuggestedCouncil, planned: Mapping[int, int]
    ) -> Mapping[str, Sequence[int]]:
        return over_limit(self.pool.facts.values(), demand, council, planned)


def _demand(
    dossier: Dossier,
    pool: Pool,
    against: dict[int, list[Objection]],
    kinds: Sequence[str] = (),
    fixed: Sequence[tuple[int, str]] = (),
) -> Demand:
    seats = list(kinds) or seats_to_fill(
        dossier.procedure.rules.seats, sorted(field.pk for field in dossier.subject_areas.all())
    )
    return demand_of(dossier, pool, against, seats, [FixedSeat(person, kind) for person, kind in fixed])


def _shown(
    dossier: Dossier,
    demand: Demand,
    pool: Pool,
    council: SuggestedCouncil,
    against: Mapping[int, Sequence[Objection]],
    offers: Mapping[str, Sequence[int]],
) -> CouncilSuggestion:
    names = {one.pk: one.name for one in dossier.subject_areas.all()}
    seated = [one for one in council.seatings if one.person in pool.facts]

    def reason(person: int, kind: str) -> str:
        said = reasons_for(pool.facts[person], kind, demand, names)
        if not against[person]:
            said.append(Problem("no_tie", gettext_noop("no known tie to the proposer")))
        return "; ".join(problem_text(problem) for problem in said)

    chairs = [one.person for one in seated if kind_of(one.kind) == CHAIR]
    return CouncilSuggestion(
        seats=[(pool.people[one.person], one.kind) for one in seated],
        reasons={one.person: reason(one.person, one.kind) for one in seated},
        empty=list(council.empty),
        offers={
            kind: [(pool.people[person], reason(person, kind)) for person in people if person in pool.people]
            for kind, people in offers.items()
        },
        outside=next((pool.people[one] for one in chairs if is_outside(pool.facts[one], demand)), None),
    )


@dataclass(frozen=True)
class CouncilCheck:
    """A council as it stands while it is put together: what forbids it, what is to be weighed, and why each person."""

    problems: list[str]
    remarks: list[str]
    people: list[tuple[Person, str, str]]


def check_council(dossier: Dossier, seats: Sequence[tuple[Person, str]]) -> CouncilCheck:
    """What the procedure says of ``seats``, and what else speaks against them."""
    pool = pool_of(dossier.union_id, [person.pk for person, _kind in seats])
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
    if not dossier.procedure.rules.leading.firm:
        remarks += [problem_text(p) for p in leading_of(dossier, known)]
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
