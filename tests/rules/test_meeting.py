from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from consult.rules.meeting import (
    ABSTAIN,
    AGAINST,
    FOR,
    Presence,
    Tally,
    count_secret,
    count_votes,
    is_tied,
    quorum_problems,
    secrecy_problem,
)
from consult.rules.procedure import Quorum, Vote

VOTES = st.sampled_from([FOR, AGAINST, ABSTAIN])


def council(present_members: int, *, chair=True, deputy=True, secretary=True, reviewers=2, members=4, vote=FOR):
    kinds = [("chair", chair), ("deputy", deputy), ("secretary", secretary)]
    kinds += [("reviewer", n < reviewers) for n in range(2)]
    kinds += [("member", n < present_members) for n in range(members)]
    return [Presence(kind, present, vote) for kind, present in kinds]


def test_two_thirds_with_chair_secretary_and_reviewer_is_a_quorum():
    assert quorum_problems(council(1), Quorum()) == []


def test_one_below_two_thirds_is_none():
    (problem,) = quorum_problems(council(0), Quorum())
    assert problem.values == {"here": 5, "seats": 9, "needed": 6}


def test_without_the_chair_only_a_deputy_who_was_asked_will_do():
    rows = council(4, chair=False)
    assert len(quorum_problems(rows, Quorum())) == 1
    assert quorum_problems(rows, Quorum(), deputy_presides=True) == []
    assert len(quorum_problems(council(4, chair=False, deputy=False), Quorum(), deputy_presides=True)) == 1


def test_secretary_and_a_reviewer_must_be_there():
    assert len(quorum_problems(council(4, secretary=False), Quorum())) == 1
    assert len(quorum_problems(council(4, reviewers=0), Quorum())) == 1


@given(st.lists(st.booleans(), min_size=3, max_size=30), st.fractions(Fraction(1, 10), 1))
def test_more_presence_never_breaks_a_quorum(present, share):
    rule = Quorum(share=share, chair=False, secretary=False, least_reviewers=0)
    rows = [Presence("member", here) for here in present]
    everybody = [Presence("member", True) for _ in present]
    assert quorum_problems(everybody, rule) == []
    enough = sum(present) >= len(present) * share
    assert (quorum_problems(rows, rule) == []) == enough


@given(st.lists(VOTES, min_size=1, max_size=30), VOTES)
def test_votes_add_up_and_a_majority_of_those_present_passes(votes, chair_vote):
    rows = [Presence("chair", True, chair_vote), *(Presence("member", True, vote) for vote in votes)]
    tally = count_votes(rows, Vote())
    assert tally.votes_for + tally.votes_against + tally.abstentions == tally.present == len(rows)
    if tally.votes_for * 2 > len(rows):
        assert tally.passed
        assert not tally.tie_broken
    elif tally.votes_for != tally.votes_against:
        assert not tally.passed


@given(st.integers(1, 10), st.sampled_from([FOR, AGAINST]))
def test_a_tie_goes_as_the_chair_voted(pairs, chair_vote):
    other = AGAINST if chair_vote == FOR else FOR
    rows = [Presence("chair", True, chair_vote), Presence("member", True, other)]
    rows += [Presence("member", True, vote) for _ in range(pairs - 1) for vote in (FOR, AGAINST)]
    tally = count_votes(rows, Vote())
    assert tally.passed == (chair_vote == FOR)
    assert tally.tie_broken
    assert not count_votes(rows, Vote(presider_breaks_tie=False)).passed


def test_absent_people_have_no_vote():
    rows = [Presence("chair", True, FOR), Presence("member", False, AGAINST), Presence("member", False, AGAINST)]
    assert count_votes(rows, Vote()).passed


COUNTS = st.integers(0, 12)


@given(COUNTS, COUNTS, COUNTS, st.sampled_from([Fraction(1, 2), Fraction(2, 3), Fraction(3, 4)]))
def test_a_secret_vote_is_counted_as_it_was_given_and_breaks_no_tie(votes_for, votes_against, abstained, share):
    present = votes_for + votes_against + abstained
    counts = {FOR: votes_for, AGAINST: votes_against, ABSTAIN: abstained}
    tally = count_secret(present, {name: number for name, number in counts.items() if number}, Vote(share=share))
    assert (tally.present, tally.votes_for, tally.votes_against, tally.abstentions) == (
        present, votes_for, votes_against, abstained,
    )  # fmt: skip
    assert tally.passed is (Fraction(votes_for) > present * share)
    assert tally.tie_broken is False


@given(COUNTS, COUNTS, COUNTS)
def test_a_secret_vote_is_counted_when_three_took_each_way_or_nobody_and_three_are_there(phones, gone, ballots):
    gone = min(gone, phones)
    problem = secrecy_problem(phones, gone, ballots)
    if phones - gone + ballots < 3:
        assert (problem.code, problem.values["votes"]) == ("too_few_votes", phones - gone + ballots)
    elif phones in (1, 2) or ballots in (1, 2):
        assert (problem.code, problem.values["phones"], problem.values["ballots"]) == (
            "ways_tell_votes",
            phones,
            ballots,
        )
    else:
        assert problem is None
    assert problem is None or problem.values["least"] == 3


@given(COUNTS, COUNTS, st.booleans(), st.booleans(), st.booleans())
def test_a_tie_waits_for_whoever_presides_only_where_the_rule_says_so(votes_for, votes_against, breaks, passed, broken):
    tally = Tally(20, votes_for, votes_against, 20 - votes_for - votes_against, passed, broken)
    waits = breaks and not passed and not broken and votes_for == votes_against and votes_for > 0
    assert is_tied(tally, Vote(presider_breaks_tie=breaks)) is waits


@given(st.integers(1, 5), st.booleans())
def test_a_tie_stays_where_nobody_of_those_who_preside_voted_or_may_break_it(pairs, breaks):
    voters = [Presence("member", True, vote) for vote in [FOR, AGAINST] * pairs]
    tally = count_votes([*voters, Presence("chair", True, ABSTAIN)], Vote(presider_breaks_tie=breaks))
    assert (tally.passed, tally.tie_broken, tally.abstentions) == (False, False, 1)
    decided = count_votes([*voters[:-1], Presence("chair", True, AGAINST)], Vote(presider_breaks_tie=False))
    assert (decided.passed, decided.tie_broken) == (False, False)


def test_without_any_vote_for_there_is_no_tie_to_break():
    tally = count_votes([Presence("chair", True, ABSTAIN), Presence("member", True, ABSTAIN)], Vote())
    assert (tally.passed, tally.tie_broken, tally.votes_for) == (False, False, 0)
