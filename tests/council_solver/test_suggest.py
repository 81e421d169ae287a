"""The solver's councils against an independent search through all of them, and the rules they must hold."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.libraries.council_solver import Demand, Expert, Fixed, Weights, left_out, reasons_for, suggest
from consult.rules.problem import Problem
from tests.services.conftest import ROOT

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
            fixed = (Fixed(draw(st.sampled_from([expert.key for expert in experts])), kinds[0]),)
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


@settings(max_examples=80)
@given(st.data())
def test_what_is_suggested_holds_the_rules(data):
    experts = data.draw(people(most=9))
    by_key = {expert.key: expert for expert in experts}
    for demand in data.draw(demands(experts, most=1)):
        council = suggest(experts, [demand]).councils[demand.key]
        by_hand = {one.person for one in demand.fixed}
        people_in = [seating.person for seating in council.seatings]
        assert len(people_in) == len(set(people_in))
        assert Counter(s.kind for s in council.seatings) + Counter(council.empty) == Counter(demand.kinds)
        assert all(allowed(by_key[s.person], demand, s.kind) for s in council.seatings if s.person not in by_hand)
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
    assert said[3][0] is True
    assert "open seats" in said[3][1]
    assert "are in the council already" in said[4][1]
    assert "none of the dossier's fields" in said[5][1]
    assert "had more to do" in said[6][1]
    assert "secretary's seat" in said[7][1]
    assert set(said) == {2, 3, 4, 5, 6, 7}


def test_reasons_name_what_somebody_knows_and_what_they_have_to_do():
    person = expert(1, subject_areas=frozenset({1}), open_seats=2, recent=1, late=1, words=frozenset({"xang"}))
    demand = Demand(1, ("reviewer",), frozenset({1, 2}), words=frozenset({"xang"}))
    said = [problem.message % problem.values for problem in reasons_for(person, "reviewer", demand, {1: "Môi trường"})]
    assert said[0] == "knows Môi trường"
    assert "open seats: 2" in said
    assert "councils in twelve months: 1" in said
    assert "late: 1" in said


def test_the_solver_says_nothing_of_itself():
    code = "from consult.libraries.council_solver.solve import highspy; highspy.Highs(); print('x')"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert said.stdout + said.stderr == "x\n"
