import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.rules.council import Candidate, composition_problems, conflict, may_approve, may_draft
from consult.rules.procedure import Seats

GOOD = ["chair", "deputy", "reviewer", "reviewer", "member", "member", "secretary"]


def test_a_council_of_seven_stands():
    assert composition_problems(GOOD, Seats()) == []


@pytest.mark.parametrize(
    "kinds",
    [
        GOOD[:-1],
        [*GOOD, "member"],
        ["member", *GOOD[1:]],
        [*GOOD[:5], "chair", "secretary"],
        ["chair", "reviewer", "secretary"],
        [*GOOD, *["member"] * 6],
        ["chair", "deputy", "reviewer", "member", "member", "member", "secretary"],
    ],
)
def test_a_council_that_breaks_a_rule_is_refused(kinds):
    assert composition_problems(kinds, Seats())


@given(st.integers(3, 30), st.integers(0, 3))
def test_size_and_parity_are_judged_by_the_procedure(size, reviewers):
    rule = Seats(least=3, most=30, odd=True, least_reviewers=reviewers)
    kinds = ["chair", "secretary", *["reviewer"] * (size - 2)]
    assert (composition_problems(kinds, rule) == []) == (size % 2 == 1 and size - 2 >= reviewers)


def test_the_proposers_people_may_not_sit():
    person = Candidate("Lê Văn Thử", "", frozenset({7}))
    assert conflict(person, 7, "Công ty A")
    assert conflict(person, 8, "Công ty A") is None


def test_an_employer_is_recognised_however_it_is_written():
    person = Candidate("Lê Văn Thử", "CÔNG TY tnhh  xăng dầu Đông Á", frozenset())
    assert conflict(person, 1, "Công ty TNHH Xăng dầu Đông Á")
    assert conflict(Candidate("Lê Văn Thử", "", frozenset()), 1, "") is None


def test_the_submitter_may_not_sit():
    assert conflict(Candidate("Lê Văn Thử", "", frozenset(), is_submitter=True), 1, "Sở A")


def test_nobody_approves_their_own_draft_unless_alone():
    assert not may_approve(1, 1, {1, 2})
    assert may_approve(1, 2, {1, 2})
    assert may_approve(1, 1, {1})


def test_the_only_leader_leaves_the_draft_to_a_colleague_if_there_is_one():
    assert not may_draft(1, {1, 2}, {1})
    assert may_draft(1, {1}, {1})
    assert may_draft(1, {1, 2}, {1, 3})


@given(st.sets(st.integers(1, 4), min_size=1), st.sets(st.integers(1, 4), min_size=1))
def test_whoever_may_draft_leaves_somebody_who_may_approve(drafters, approvers):
    allowed = [person for person in drafters if may_draft(person, drafters, approvers)]
    assert allowed
    for drafter in allowed:
        assert any(may_approve(drafter, approver, approvers) for approver in approvers)
