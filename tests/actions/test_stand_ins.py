"""Stand-ins: rights go over for some days and come back by themselves; nobody approves what they drafted."""

from __future__ import annotations

from datetime import timedelta

import pytest

from consult import clock
from consult.access import Capacity, capacities_of, check_task, check_union, roles
from consult.actions.stand_ins import end_stand_in, name_stand_in
from consult.commands import council_changes
from consult.models import Event, Membership, Notification, Person, StandIn
from consult.queries.inbox import tasks_for
from consult.queries.office_history import office_history
from consult.queries.progress import timeline
from consult.queries.reach import people_who, visible_dossiers
from tests.access.people import anew, new_person
from tests.actions.test_council_changes import propose, seat
from tests.refusals import refused

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def role_of(office, person: Person, role: str) -> Membership:
    return Membership.objects.get(organisation=office.union, person=person, role=role)


@pytest.fixture
def office_of_three(office):
    """One leader, one clerk, one officer and an administrator who does nothing else."""
    office.union.memberships.filter(role="leader").exclude(person=office.leader).delete()
    return office


def stand(
    office, person: Person, *, role: str = "leader", by: Person | None = None, first: int = 0, last: int = 5, **more
):
    holder = {"leader": office.leader, "clerk": office.clerk, "officer": office.officer}[role]
    today = clock.today()
    return name_stand_in(
        held=role_of(office, holder, role), person=person, by=by or holder, since=today + first * DAY,
        until=today + last * DAY, reason="Đi công tác", **more,
    )  # fmt: skip


# ---------------------------------------------------------------- rights go over, and come back
@pytest.mark.usefixtures("any_hour")
def test_a_role_goes_over_for_its_days_and_comes_back_by_itself(office):
    other = new_person("pho@lhh.test", (office.union, "officer"))
    stand(office, other, first=1, last=3)
    today = clock.today()
    for days, acts in ((0, False), (1, True), (3, True), (4, False)):
        with clock.at(clock.now() + days * DAY):
            assert clock.today() == today + days * DAY
            assert ((office.union.pk, "leader") in roles(anew(other))) is acts, days
            assert bool(check_union(anew(other), "procedure.approve", office.union.pk)) is acts
            assert (office.union.pk, "leader") in roles(anew(office.leader))


def test_the_leaders_step_is_done_by_the_stand_in_and_the_history_names_both(in_council):
    office = in_council.office
    other = new_person("pho@lhh.test", (office.union, "clerk"))
    in_council.do("propose_council", office.officer, seats=in_council.seats())
    task = in_council.task("approve_council")
    assert not check_task(other, task)
    row = stand(office, other, title="Chánh Văn phòng")
    other = anew(other)
    assert task in tasks_for(other)
    assert other in people_who("leader", in_council.dossier)
    assert type(in_council.dossier).objects.filter(visible_dossiers(other)).exists()
    in_council.do("approve_council", other, decision="approve")
    event = in_council.dossier.events.get(verb="council_approved")
    assert event.capacity == "leader"
    assert event.data["stood_in_for"] == str(office.leader.uid)
    who = next(
        line["who"] for line in timeline(in_council.dossier, office.officer, capacities_of(office.officer, in_council.dossier))
        if line["event"] == event
    )  # fmt: skip
    assert other.name in who
    assert office.leader.name in who
    made = in_council.dossier.documents.get(kind="council_decision")
    assert made.signer == other
    assert made.versions.get().data["signature"]["lines"] == ["TUQ. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"]
    end_stand_in(stand_in=row, by=office.leader)
    assert (office.union.pk, "leader") not in roles(anew(other))


def test_the_stand_in_has_no_more_rights_than_whom_they_stand_in_for(office):
    other = new_person("pho@lhh.test", (office.union, "officer"))
    stand(office, other)
    Membership.objects.filter(person=office.leader).update(until=clock.today() - DAY)
    assert (office.union.pk, "leader") not in roles(anew(other))
    Membership.objects.filter(person=office.leader).update(until=None)
    assert (office.union.pk, "leader") in roles(anew(other))
    Person.objects.filter(pk=office.leader.pk).update(is_active=False)
    assert (office.union.pk, "leader") not in roles(anew(other))


# ---------------------------------------------------------------- nobody approves what they drafted
def test_who_drafted_does_not_sign_for_the_only_leader(drafted, office_of_three):
    drafted.do("approve_opinion", drafted.seat("chair"), decision="approve")
    office = drafted.office
    officer, clerk = anew(office.officer), office.clerk
    row = stand(office, officer)
    with refused("own_draft"):
        drafted.do("sign_opinion", anew(officer), decision="approve")
    end_stand_in(stand_in=row, by=office.leader)
    stand(office, clerk, title="Chánh Văn phòng")
    drafted.do("sign_opinion", anew(clerk), decision="approve")
    assert not drafted.dossier.events.get(verb="opinion_signed").self_approved
    drafted.issue()
    data = drafted.dossier.documents.get(kind="opinion").versions.latest("version").data
    assert data["signature"]["lines"] == ["TUQ. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"]


def test_who_proposed_a_change_does_not_approve_it_for_the_leader(drafted, office_of_three):
    propose(drafted, (seat(drafted, "member"), drafted.office.experts[10], "member"))
    stand(drafted.office, drafted.office.officer)
    with refused("own_draft"):
        council_changes.decide_change(
            dossier_id=drafted.dossier.pk, by=anew(drafted.office.officer), decision="approve"
        )


def test_the_secretary_does_not_approve_as_the_chair_what_they_drafted(drafted):
    office, today = drafted.office, clock.today()
    chair = seat(drafted, "chair")
    for person, code in ((office.officer, "own_draft"), (seat(drafted, "deputy").person, "")):
        row = name_stand_in(held=chair, person=person, by=chair.person, since=today, until=today, reason="Ốm")
        decision = check_task(anew(person), drafted.task("approve_opinion"))
        assert decision.code == code
        if code:
            end_stand_in(stand_in=row, by=chair.person)
    ended = drafted.dossier.events.get(verb="seat_stand_in_ended")
    assert (ended.person, ended.data["holder"]) == (chair.person, chair.person.name)
    deputy = anew(seat(drafted, "deputy").person)
    assert drafted.task("approve_opinion") in tasks_for(deputy)
    drafted.do("approve_opinion", deputy, decision="approve")
    assert drafted.dossier.events.get(verb="opinion_approved").data["stood_in_for"] == str(chair.person.uid)


# ---------------------------------------------------------------- seats
def test_a_seats_stand_in_meets_that_dossier_alone_and_has_no_vote(reviewed):
    chair, today = seat(reviewed, "chair"), clock.today()
    clerk = reviewed.office.clerk
    name_stand_in(held=chair, person=clerk, by=chair.person, since=today, until=today, reason="Ốm")
    assert Capacity.CHAIR in capacities_of(anew(clerk), reviewed.dossier)
    reviewed.call_meeting()
    with refused("no_seat"):
        reviewed.act_in_session("here", anew(clerk), mode="online")
    assert reviewed.dossier.events.filter(verb="seat_stand_in_named").exists()


def test_a_seats_stand_in_ends_with_the_seat(drafted):
    chair, today = seat(drafted, "chair"), clock.today()
    deputy = seat(drafted, "deputy").person
    name_stand_in(held=chair, person=deputy, by=chair.person, since=today, until=today, reason="Ốm")
    propose(drafted, (chair, drafted.office.experts[10], "chair"))
    council_changes.decide_change(dossier_id=drafted.dossier.pk, by=drafted.office.leader, decision="approve")
    assert Capacity.CHAIR not in capacities_of(anew(deputy), drafted.dossier)
    assert check_task(anew(deputy), drafted.task("approve_opinion")).code in ("role", "somebody_elses")


# ---------------------------------------------------------------- who names whom
def test_oneself_a_leader_or_an_administrator_names_one_and_nobody_else(office):
    other = new_person("hai@lhh.test", (office.union, "officer"))
    stranger = new_person("la@khac.test")
    auditor = new_person("kt@lhh.test", (office.union, "auditor"))
    for by, code in ((other, "role"), (office.officer, "role"), (stranger, "role")):
        with refused(code):
            stand(office, other, role="clerk", by=by)
    for person in (stranger, auditor, office.investor_person):
        with refused("may_not_stand_in"):
            stand(office, person)
    with refused("oneself_named"):
        stand(office, office.administrator, by=office.administrator)
    stand(office, other, role="clerk", by=office.administrator)
    assert {row.person for row in Notification.objects.filter(kind="stand_in_named")} == {other, office.clerk}
    event = Event.objects.get(verb="stand_in_named")
    assert (event.data["person"], event.data["stand_in"]) == (str(office.clerk.uid), str(other.uid))
    assert any(other.name in str(line["text"]) for line in office_history(office.union).lines)
    with refused("ended_already"):
        row = StandIn.objects.get()
        end_stand_in(stand_in=row, by=office.clerk)
        end_stand_in(stand_in=row, by=office.clerk)


def test_a_stand_in_names_nobody_with_the_right_that_is_lent(office_of_three):
    office = office_of_three
    other = new_person("hai@lhh.test", (office.union, "officer"))
    third = new_person("ba@lhh.test", (office.union, "officer"))
    stand(office, other)
    with refused("role"):
        stand(office, third, role="clerk", by=anew(other))


@pytest.mark.parametrize(
    ("first", "last", "codes"),
    [(0, 5, ("overlaps",)), (5, 9, ("overlaps",)), (6, 9, ()), (-9, -1, ("day_past",)), (3, 1, ("last_before_first",)),
     (6, 500, ("too_long",))],
)  # fmt: skip
def test_days_that_overlap_are_refused(office, first, last, codes):
    other, third = (new_person(f"{name}@lhh.test", (office.union, "officer")) for name in ("hai", "ba"))
    stand(office, other)
    if codes:
        with refused(*codes):
            stand(office, third, first=first, last=last)
    else:
        assert stand(office, third, first=first, last=last).since == clock.today() + first * DAY


def test_circles_and_chains_are_refused(office):
    stand(office, office.clerk)
    with refused("away_themselves", "stands_in_already"):
        stand(office, office.leader, role="clerk")
    with refused("stands_in_already"):
        stand(office, office.officer, role="clerk")
    with refused("away_themselves"):
        stand(office, office.leader, role="officer")
