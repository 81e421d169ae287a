"""Secret votes: counted once, from three ballots on, and by no order of acts do figures tell how somebody voted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from consult import clock
from consult.models import Ballot, Event
from consult.queries.meeting import composed_minutes
from consult.queries.privacy import personal_data
from consult.refusals import Refusal
from tests.refusals import refused

from .test_meeting_session import Session, whole_database

pytestmark = pytest.mark.django_db


@pytest.fixture
def secret(reviewed):
    """A meeting with everybody in the room, and a secret vote that runs."""
    session = Session(reviewed)
    session.everybody()
    session.do("open")
    session.do("put", motion=session.whole.pk, secret=True)
    return session


def figures(session):
    whole = session.whole
    return (whole.state, whole.present, whole.votes_for, whole.votes_against, whole.abstentions, whole.passed)


NOTHING = ("open", 0, 0, 0, 0, None)


@pytest.mark.parametrize("given_votes", [0, 1, 2])
def test_with_fewer_than_three_ballots_nothing_is_counted(secret, given_votes):
    secret.vote(secret.whole, *["for"] * given_votes)
    with refused("too_few_votes", votes=given_votes):
        secret.do("count", motion=secret.whole.pk)
    assert figures(secret) == NOTHING
    assert not Event.objects.filter(verb="motion_decided").exists()


def test_three_ballots_are_from_three_people_who_are_still_there(secret):
    seats = secret.seats("member", "reviewer")
    secret.vote(secret.whole, "for", "for", "against", seats=seats)
    secret.do("presence", seat=seats[0].pk, mode="absent")
    with refused("too_few_votes", votes=2):
        secret.do("count", motion=secret.whole.pk)
    secret.do("presence", seat=seats[0].pk, mode="room")
    with refused("voted_already"):
        secret.vote(secret.whole, "against", seats=seats)
    secret.do("count", motion=secret.whole.pk)
    assert figures(secret)[2:5] == (2, 1, len(secret.seats()) - 3)


@pytest.mark.parametrize(("phones", "ballots"), [(1, 3), (2, 3), (3, 1), (3, 2)])
def test_who_counts_the_ballots_does_not_learn_how_one_or_two_voted_by_phone_nor_the_other_way_round(
    secret, phones, ballots
):
    secret.vote(secret.whole, *["for"] * phones)
    with refused("ways_tell_votes", phones=phones, ballots=ballots):
        secret.do("count", motion=secret.whole.pk, ballots_for=ballots)
    assert figures(secret) == NOTHING


def test_ballots_alone_are_counted_from_three_on(secret):
    secret.do("count", motion=secret.whole.pk, ballots_for=2, ballots_against=1)
    assert figures(secret)[2:4] == (2, 1)


def test_a_counted_vote_is_counted_once_and_not_broken_off(secret):
    secret.vote(secret.whole, "for", "for", "for", "for")
    secret.do("count", motion=secret.whole.pk)
    counted = figures(secret)
    for act in ("count", "break-off", "put"):
        with refused("vote_not_running"):
            secret.do(act, motion=secret.whole.pk)
    assert figures(secret) == counted


def test_a_vote_that_cannot_be_counted_is_broken_off_and_taken_again(secret):
    secret.vote(secret.whole, "for", "against")
    secret.do("break-off", motion=secret.whole.pk)
    whole = secret.whole
    assert (whole.state, bytes(whole.ballot_box), whole.secret) == ("planned", b"", True)
    assert not Ballot.objects.exists()
    assert "không kiểm phiếu" in composed_minutes(secret.meeting)
    assert Event.objects.filter(verb="vote_broken_off").count() == 1
    # It stays secret, and everybody votes anew.
    secret.do("put", motion=whole.pk)
    secret.vote(secret.whole, "for", "against", "for")
    secret.do("count", motion=whole.pk)
    assert figures(secret)[2:4] == (2, 1)


def test_an_open_vote_is_not_broken_off(reviewed):
    session = Session(reviewed)
    session.everybody()
    session.do("open")
    session.do("put", motion=session.whole.pk)
    with refused("not_secret"):
        session.do("break-off", motion=session.whole.pk)


def test_exactly_half_does_not_carry_and_without_a_casting_vote_nobody_is_waited_for(secret):
    rules = secret.walk.dossier.procedure
    rules.config = rules.config | {"vote": {"presider_breaks_tie": False}}
    rules.save()
    away = secret.seats("member")[0]
    secret.do("presence", seat=away.pk, mode="absent")
    seats = [seat for seat in secret.seats() if seat.pk != away.pk]
    assert len(seats) == 6
    secret.vote(secret.whole, *["for"] * 3, *["against"] * 3, seats=seats)
    secret.do("count", motion=secret.whole.pk)
    assert figures(secret) == ("closed", 6, 3, 3, 0, False)
    assert secret.whole.tie_broken is False


# ---------------------------------------------------------------- all orders
SEATS, CHOICES = 7, ("for", "against", "abstain")
SEAT = st.integers(0, SEATS - 1)
STEP = (
    st.tuples(st.just("vote"), SEAT)
    | st.tuples(st.just("vote"), SEAT)
    | st.tuples(st.sampled_from(["away", "back"]), SEAT)
    | st.tuples(st.just("count"), st.tuples(st.integers(0, 3), st.integers(0, 1)))
    | st.tuples(st.just("break"), st.none())
)


def course(session, steps, votes):
    """What is to be seen after each step, and what is kept, shown and handed out in the end."""
    seats, seen = session.seats(), []
    for number, (what, which) in enumerate(steps):
        pk = session.whole.pk
        act = {
            "vote": lambda i, pk=pk: session.do("vote", seats[i].person, motion=pk, choice=votes[i]),
            "away": lambda i: session.do("presence", seat=seats[i].pk, mode="absent"),
            "back": lambda i: session.do("presence", seat=seats[i].pk, mode="room"),
            "count": lambda p, pk=pk: session.do("count", motion=pk, ballots_for=p[0], ballots_against=p[1]),
            "break": lambda _n, pk=pk: (session.do("break-off", motion=pk), session.do("put", motion=pk)),
        }[what]
        with clock.at(session.meeting.opened_at + timedelta(seconds=number)):
            savepoint = connection.savepoint()
            try:
                act(which)
            except Refusal as refused:
                connection.savepoint_rollback(savepoint)
                seen.append(str(refused.reason))
        marked = set(session.whole.ballots.values_list("seat_id", flat=True))
        seen.append((figures(session), marked))
    return seen


def handed_out(session):
    """Every row, the live page, the minutes, and the file that each person may take along."""
    rows, minutes = whole_database(), composed_minutes(session.meeting)
    files = [repr(personal_data(seat.person)["motions"]) for seat in session.seats()]
    client = Client()
    client.force_login(session.walk.seat("secretary"))
    page = client.get(reverse("meeting_live", args=[session.pk])).content.decode()
    return rows, minutes, files, [line for line in page.splitlines() if "csrf" not in line]


# Without shrinking: each example holds a meeting twice.
@settings(
    max_examples=12,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(STEP, min_size=4, max_size=11),
    st.lists(st.sampled_from(CHOICES), min_size=SEATS, max_size=SEATS),
    st.data(),
)
def test_no_order_of_votes_absences_returns_and_counts_tells_a_vote(secret, steps, votes, data):
    steps = [*steps, ("count", (0, 0))]
    outside = connection.savepoint()
    seen = course(secret, steps, votes)
    published = {one[0] for one in seen if not isinstance(one, str) and one[0][0] != "open"}
    assert len(published) <= 1, "figures are published once"
    if published:
        whole = secret.whole
        order = [seat.pk for seat in secret.seats()]
        counted = sorted(order.index(pk) for pk in whole.ballots.values_list("seat_id", flat=True))
        assert len(counted) >= 3 or (not counted and whole.votes_for + whole.votes_against >= 3)
        pairs = [(a, b) for a in counted for b in counted if a < b and votes[a] != votes[b]]
        if pairs:
            first, second = data.draw(st.sampled_from(pairs))
            before = handed_out(secret)
            connection.savepoint_rollback(outside)
            outside = connection.savepoint()
            other = list(votes)
            other[first], other[second] = votes[second], votes[first]
            assert course(secret, steps, other) == seen
            assert handed_out(secret) == before
    connection.savepoint_rollback(outside)
