"""The solver's councils against an independent search through all of them, and the rules they must hold."""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.libraries.council_solver import (
    Demand,
    Expert,
    FixedSeat,
    SuggestedCouncil,
    Weights,
    left_out,
    over_limit,
    reasons_for,
    suggest,
)
from consult.rules.problem import Problem
from tests.services.conftest import ROOT
from tools.bench_councils import dossiers, registry

KINDS = ("chair", "reviewer", "member", "secretary")
PLACES = (*KINDS, "head@1", "reviewer@1", "reviewer@2", "member@2")
WEIGHTS = Weights()


@st.composite
def people(draw, most=5):
    count = draw(st.integers(1, most))
    return [
        Expert(
            key=key,
            name=f"Người {key}",
            kinds=frozenset(draw(st.sets(st.sampled_from([*KINDS, "head"]), min_size=1))),
            subject_areas=frozenset(draw(st.sets(st.integers(1, 3), max_size=2))),
            employer=draw(st.sampled_from(["", "Đại học X", "đại học  x", "Viện Y"])),
            open_seats=draw(st.integers(0, 3)),
            recent=draw(st.integers(0, 3)),
            late=draw(st.integers(0, 6)),
            declined=draw(st.integers(0, 2)),
            words=frozenset(draw(st.sets(st.sampled_from(["xang", "nuoc"])))),
        )
        for key in range(1, count + 1)
    ]


@st.composite
def demands(draw, experts, most=2):
    made = []
    for key in range(1, draw(st.integers(1, most)) + 1):
        kinds = tuple(sorted(draw(st.lists(st.sampled_from(PLACES), min_size=1, max_size=3)), key=PLACES.index))
        barred = draw(st.sets(st.sampled_from([expert.key for expert in experts]), max_size=2))
        fixed = ()
        if draw(st.booleans()):
            fixed = (FixedSeat(draw(st.sampled_from([expert.key for expert in experts])), kinds[0]),)
        made.append(
            Demand(
                key=key,
                kinds=kinds,
                subject_areas=frozenset(draw(st.sets(st.integers(1, 3), max_size=2))),
                per_employer=draw(st.integers(1, 2)),
                most_open=draw(st.integers(1, 4)),
                words=frozenset({"xang"}),
                barred={person: Problem("barred", "không được") for person in barred},
                fixed=fixed,
            )
        )
    return made


def allowed(expert: Expert, demand: Demand, kind: str) -> bool:
    """Whether the procedure lets somebody sit, written anew from its words."""
    kind, _at, group = kind.partition("@")
    if expert.key in demand.barred or kind not in expert.kinds:
        return False
    if group:
        knows = int(group) in expert.subject_areas or kind == "member"
        return knows and expert.open_seats < demand.most_open
    if kind == "secretary":
        return True
    if expert.open_seats >= demand.most_open:
        return False
    return not (kind == "reviewer" and demand.subject_areas) or len(expert.subject_areas & demand.subject_areas) > 0


def employer_of(expert: Expert) -> str:
    return " ".join(expert.employer.lower().split())


def brute_force(experts: list[Expert], demands: list[Demand]) -> int:
    """The least cost, by trying every assignment of everybody, or nobody, to every open seat."""
    by_key = {expert.key: expert for expert in experts}
    open_seats = []
    for demand in demands:
        left = list((Counter(demand.kinds) - Counter(one.kind for one in demand.fixed)).elements())
        open_seats += [(demand, kind) for kind in left]
    choices = [
        [None, *(e.key for e in experts if allowed(e, demand, kind) and e.key not in {f.person for f in demand.fixed})]
        for demand, kind in open_seats
    ]
    return min(
        cost for chosen in product(*choices) if (cost := cost_of(by_key, demands, open_seats, chosen)) is not None
    )


def cost_of(people, demands, open_seats, chosen):
    cost, load = 0, Counter()
    for demand in demands:
        mine = [(person, kind) for (d, kind), person in zip(open_seats, chosen, strict=True) if d is demand]
        seated = [person for person, _kind in mine if person is not None]
        if len(set(seated)) < len(seated):
            return None
        by_hand = {one.person: one.kind for one in demand.fixed}
        employers = Counter(employer_of(people[p]) for p in seated if people[p].employer)
        before = Counter(employer_of(people[p]) for p in by_hand if people[p].employer)
        if any(count + min(before[e], demand.per_employer) > demand.per_employer for e, count in employers.items()):
            return None
        cost += WEIGHTS.empty_seat * sum(person is None for person, _kind in mine)
        working = [p for p, kind in mine if p is not None and kind != "secretary"]
        known = {f for p in working for f in people[p].subject_areas}
        known |= {f for p, kind in by_hand.items() if kind != "secretary" for f in people[p].subject_areas}
        cost += WEIGHTS.lacking_field * len(demand.subject_areas - known)
        cost += sum(WEIGHTS.seat(people[p], demand, kind) for p, kind in mine if p is not None)
        load.update(working)
    by_hand = Counter(one.person for demand in demands for one in demand.fixed if one.kind != "secretary")
    most = max(demand.most_open for demand in demands)
    for person, count in load.items():
        held = people[person].open_seats + by_hand[person]
        if held + count > most:
            return None
        cost += sum(WEIGHTS.load * (2 * number + 1) for number in range(held, held + count))
    return cost


@settings(max_examples=150)
@given(st.data())
def test_no_council_is_better_than_the_suggested_one(data):
    experts = data.draw(people())
    wanted = data.draw(demands(experts))
    found = suggest(experts, wanted)
    assert found.proven
    assert found.cost == brute_force(experts, wanted)


@settings(max_examples=160)
@given(st.data(), st.sampled_from([20.0, 0.0]))
def test_what_is_suggested_holds_the_rules_also_when_there_was_no_time_to_look(data, seconds):
    experts = data.draw(people(most=9))
    by_key = {expert.key: expert for expert in experts}
    for demand in data.draw(demands(experts, most=1)):
        council = suggest(experts, [demand], seconds=seconds).councils[demand.key]
        by_hand = {one.person for one in demand.fixed}
        people_in = [seating.person for seating in council.seatings]
        assert len(people_in) == len(set(people_in))
        assert Counter(s.kind for s in council.seatings) + Counter(council.empty) == Counter(demand.kinds)
        assert all(allowed(by_key[s.person], demand, s.kind) for s in council.seatings if s.person not in by_hand)
        of_one = Counter(employer_of(by_key[person]) for person in people_in if person not in by_hand)
        by_hand_of = Counter(employer_of(by_key[person]) for person in by_hand)
        assert all(count + by_hand_of[one] <= demand.per_employer for one, count in of_one.items() if one)
        working = [s.person for s in council.seatings if s.kind != "secretary"]
        assert council.lacking == demand.subject_areas - {f for p in working for f in by_key[p].subject_areas}


def expert(key, *kinds, **facts):
    return Expert(key, f"Người {key}", frozenset(kinds or ("reviewer", "member")), **facts)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"subject_areas": frozenset({1, 2})}, {"subject_areas": frozenset({1})}),
        ({"open_seats": 0}, {"open_seats": 2}),
        ({"recent": 0}, {"recent": 3}),
        ({"late": 0}, {"late": 1}),
        ({"declined": 0}, {"declined": 2}),
        ({"words": frozenset({"xang"})}, {}),
    ],
)
def test_what_speaks_for_somebody(better, worse):
    base = {"subject_areas": frozenset({1})}
    experts = [expert(1, **base | worse), expert(2, **base | better)]
    demand = Demand(1, ("reviewer",), frozenset({1, 2}), words=frozenset({"xang"}))
    assert suggest(experts, [demand]).councils[1].seatings[0].person == 2


@settings(max_examples=60)
@given(st.data())
def test_what_it_begins_with_costs_what_it_says_and_bears_the_bound(data):
    experts = data.draw(people())
    wanted = data.draw(demands(experts))
    begun, found = suggest(experts, wanted, seconds=0.0), suggest(experts, wanted)
    assert begun.bound <= found.cost <= begun.cost


@settings(max_examples=120)
@given(st.data(), st.sampled_from([0, 1, 3]), st.sampled_from([1, 6]))
def test_where_few_go_in_first_the_bound_still_holds_and_the_rest_is_looked_at(data, keep, rounds):
    experts = data.draw(people())
    wanted = data.draw(demands(experts))
    best = brute_force(experts, wanted)
    found = suggest(experts, wanted, all_at_once=0, keep=keep, rounds=rounds)
    assert found.bound <= best <= found.cost
    assert found.gap == found.cost - found.bound


def test_a_start_that_the_library_takes_for_cheaper_than_it_is_is_not_the_answer():
    experts = [
        expert(1, "chair", "reviewer"),
        expert(2, "reviewer", employer="Đại học X", declined=1),
        expert(3, "chair"),
        expert(4, "chair", "reviewer", employer="Đại học X", open_seats=1),
        expert(5, "chair", open_seats=2),
    ]
    barred = {1: Problem(code="barred", message="không được", values={}, where="")}
    wanted = [
        Demand(1, ("reviewer", "reviewer"), frozenset(), per_employer=1, most_open=2),
        Demand(2, ("chair", "chair"), frozenset(), per_employer=1, most_open=2, barred=barred),
    ]
    found = suggest(experts, wanted)
    assert found.cost == found.bound == brute_force(experts, wanted)
    assert found.councils[2].empty == ()


@pytest.mark.parametrize("seed", range(3))
def test_of_many_only_the_promising_are_looked_at_and_nothing_is_lost(seed):
    chance = random.Random(seed)
    experts, wanted = registry(chance, 300), dossiers(chance, 300)[:4]
    everybody, some = suggest(experts, wanted, all_at_once=10**9), suggest(experts, wanted, all_at_once=0, keep=8)
    assert everybody.proven
    assert (some.cost, some.bound) == (everybody.cost, everybody.bound)


def test_a_chair_of_the_field_comes_before_one_of_another_however_much_they_have_done():
    inside = expert(1, "chair", subject_areas=frozenset({1}), open_seats=3, recent=9, late=4, declined=4)
    outside = expert(2, "chair", subject_areas=frozenset({2}))
    # Somebody else knows the field already: the chair is chosen for themselves.
    knows = expert(3, "reviewer", subject_areas=frozenset({1}))
    demand = Demand(1, ("chair", "reviewer"), frozenset({1}))
    assert [one.person for one in suggest([inside, outside, knows], [demand]).councils[1].seatings] == [1, 3]
    # Nobody of the field may chair: somebody of another does, and it is said.
    busy = replace(inside, open_seats=4)
    assert [one.person for one in suggest([busy, outside, knows], [demand]).councils[1].seatings] == [2, 3]
    assert next(one.code for one in reasons_for(outside, "chair", demand, {1: "Môi trường"})) == "chair_outside"
    assert "chair_outside" not in [one.code for one in reasons_for(inside, "chair", demand, {1: "Môi trường"})]


def test_a_seat_that_only_busy_people_could_take_names_them():
    experts = [
        expert(1, subject_areas=frozenset({1}), open_seats=6),
        expert(2, subject_areas=frozenset({1}), open_seats=4),
        expert(3, subject_areas=frozenset({2}), open_seats=4),
        expert(4, subject_areas=frozenset({1}), open_seats=4),
        expert(5, subject_areas=frozenset({1}), open_seats=2),
    ]
    demand = Demand(1, ("reviewer", "reviewer"), frozenset({1}), barred={4: Problem("tied", "tied")})
    council = suggest(experts, [demand]).councils[1]
    assert council.empty == ("reviewer",)
    assert over_limit(experts, demand, council, {}) == {"reviewer": [2, 1]}
    # Whom the same plan gives two seats elsewhere has reached the limit too.
    nobody = SuggestedCouncil((), ("reviewer",))
    assert over_limit(experts, demand, nobody, {5: 2}) == {"reviewer": [2, 5, 1]}
    assert over_limit(experts, demand, nobody, {}) == {"reviewer": [2, 1]}


def test_several_dossiers_at_once_spread_the_work():
    experts = [expert(key, subject_areas=frozenset({1})) for key in (1, 2, 3)]
    wanted = [Demand(key, ("reviewer",), frozenset({1})) for key in (1, 2, 3)]
    councils = suggest(experts, wanted).councils
    assert {council.seatings[0].person for council in councils.values()} == {1, 2, 3}


def test_whoever_is_left_out_is_told_the_first_reason_that_holds():
    experts = [
        expert(1, subject_areas=frozenset({1}), employer="Đại học X"),
        expert(2, subject_areas=frozenset({1})),
        expert(3, subject_areas=frozenset({1}), open_seats=4),
        expert(4, subject_areas=frozenset({1}), employer="ĐẠI HỌC X"),
        expert(5, subject_areas=frozenset({2})),
        expert(6, subject_areas=frozenset({1}), recent=5),
        expert(7, "secretary"),
    ]
    barred = {2: Problem("colleague", "cùng cơ quan")}
    demand = Demand(1, ("reviewer",), frozenset({1}), per_employer=1, barred=barred)
    council = suggest([experts[0], *experts[1:3], *experts[4:]], [demand]).councils[1]
    assert [seating.person for seating in council.seatings] == [1]
    said = {one.person: (one.firm, one.problem.message) for one in left_out(experts, demand, council)}
    assert said[2] == (True, "cùng cơ quan")
    assert said[3][0] is False
    assert "open seats" in said[3][1]
    assert "the council already has" in said[4][1]
    assert "none of the dossier's fields" in said[5][1]
    assert "had more to do" in said[6][1]
    assert "secretary's seat" in said[7][1]
    assert set(said) == {2, 3, 4, 5, 6, 7}
    # Whoever has enough to do comes last, and could be taken all the same.
    assert list(said)[-1] == 3


def test_reasons_name_what_somebody_knows_and_what_they_have_to_do():
    person = expert(1, subject_areas=frozenset({1}), open_seats=2, recent=1, late=1, words=frozenset({"xang"}))
    demand = Demand(1, ("reviewer",), frozenset({1, 2}), words=frozenset({"xang"}))
    said = [problem.message % problem.values for problem in reasons_for(person, "reviewer", demand, {1: "Môi trường"})]
    assert said[0] == "knows Môi trường"
    assert "open seats: 2" in said
    assert "councils in twelve months: 1" in said
    assert "late: 1" in said


def test_the_solver_says_nothing_of_itself():
    code = "from consult.libraries.council_solver.programme import highspy; highspy.Highs(); print('x')"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert said.stdout + said.stderr == "x\n"
