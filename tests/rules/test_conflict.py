"""What ties a person to a proposer, and what follows from it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.rules.conflict import Body, Candidate, Tie, barring, declared_bars, objections, to_weigh
from consult.rules.procedure import TIES, Conflicts, Rules, procedure_problems

TODAY = date(2026, 11, 25)
INVESTOR = Body("Công ty TNHH Xăng dầu Đông Á", 7)
DEFAULT = Conflicts()


def found(*ties, rule=DEFAULT, **facts):
    return objections(Candidate("Lê Văn Thử", ties, **facts), INVESTOR, rule, TODAY)


def test_the_proposers_people_may_not_sit():
    assert barring(found(Tie("employer", Body("tên khác", 7)))).values["proposer"] == INVESTOR.name
    assert found(Tie("employer", Body(INVESTOR.name, 8))) == []


def test_a_body_is_recognised_however_it_is_written():
    assert barring(found(Tie("employer", Body("CÔNG TY tnhh  xăng dầu Đông Á"))))
    assert objections(Candidate("A", (Tie("employer", Body("")),)), Body(""), DEFAULT, TODAY) == []


def test_the_submitter_may_not_sit():
    assert [one.kind for one in found(is_submitter=True)] == ["submitter"]
    assert barring(found(is_submitter=True))


@pytest.mark.parametrize("kind", ["family", "business", "paid", "author"])
def test_declared_ties_bar_by_default(kind):
    assert barring(found(Tie(kind, INVESTOR)))


@pytest.mark.parametrize(
    ("until", "counts"),
    [(date(2021, 11, 26), True), (date(2021, 11, 25), False), (date(2010, 1, 1), False), (None, True)],
)
def test_a_former_employment_is_weighed_and_forgotten_after_five_years(until, counts):
    against = found(Tie("former_employer", INVESTOR, until))
    assert bool(to_weigh(against)) is counts
    assert barring(against) is None


@pytest.mark.parametrize(("until", "code"), [(None, "once_employer"), (date(2025, 1, 2), "former_employer")])
def test_a_former_employment_is_said_with_its_end_where_that_is_known(until, code):
    (problem,) = to_weigh(found(Tie("former_employer", INVESTOR, until)))
    assert problem.code == code
    assert problem.values.get("until") == (f"{until:%d/%m/%Y}" if until else None)


@given(st.sets(st.sampled_from(TIES)), st.lists(st.sampled_from(TIES)))
def test_what_is_declared_forbids_a_seat_where_the_procedure_says_so(bars, declared):
    assert declared_bars(declared, Conflicts(bars=tuple(bars))) is bool(bars & set(declared))


def test_an_earlier_council_on_the_same_project_is_weighed():
    against = found(earlier=("LHH-2026-0003",))
    assert barring(against) is None
    assert to_weigh(against)[0].values["code"] == "LHH-2026-0003"


@given(st.sets(st.sampled_from(TIES)), st.lists(st.sampled_from(TIES[1:-1]), max_size=6), st.booleans())
def test_what_bars_is_the_procedures_and_each_tie_is_said_once(bars, kinds, submitted):
    rule = Conflicts(bars=tuple(sorted(bars)))
    against = found(*(Tie(kind, INVESTOR) for kind in kinds), rule=rule, is_submitter=submitted)
    said = [one.kind for one in against]
    assert sorted(said) == sorted({*kinds, *(["submitter"] if submitted else [])})
    assert all(one.bars == (one.kind in bars) for one in against)
    assert [one.bars for one in against] == sorted((one.bars for one in against), reverse=True)


def test_a_procedure_names_only_ties_that_are_known():
    assert Rules.from_json({"conflicts": {"bars": ["family"], "former_years": 3}}).conflicts.bars == ("family",)
    assert ("conflicts.bars.0", "unknown_choice") in {
        (one.where, one.code) for one in procedure_problems({"conflicts": {"bars": ["cousin"]}})
    }
