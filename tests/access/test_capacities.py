"""In which capacities a person meets a dossier, and what the table adds for steps, unions and experts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import update_last_login
from django.http import Http404

from consult import clock
from consult.access import (
    Capacity,
    Decision,
    capacities_of,
    check_expert,
    check_facts,
    check_task,
    check_union,
    members_of,
    organisations_as,
    require,
    require_on,
    roles,
)
from consult.models import Dossier, Membership, Organisation, Person, Review, Seat
from tests.refusals import refused

from . import why_not
from .people import anew, new_person

pytestmark = pytest.mark.django_db


def held(person: Person, dossier: Dossier) -> set[str]:
    return {str(who) for who in capacities_of(anew(person), Dossier.objects.get(pk=dossier.pk))}


# ---------------------------------------------------------------- roles
def test_roles_are_read_once_and_end_with_the_account(office, django_assert_num_queries):
    person = anew(office.administrator)
    with django_assert_num_queries(1):
        assert set(roles(person)) == {(office.union.pk, "administrator"), (office.union.pk, "auditor")}
        assert roles(person)[office.union.pk, "auditor"].organisation.name == office.union.name
    Person.objects.filter(pk=person.pk).update(is_active=False)
    assert roles(anew(person)) == {}
    assert organisations_as(anew(person), "administrator") == []


def test_organisations_are_those_with_one_of_the_roles(office, other):
    person = new_person("hai@x.test", (other, "officer"), (office.union, "clerk"), (office.union, "leader"))
    assert organisations_as(person, "officer") == [other.pk]
    assert organisations_as(person, "clerk", "leader") == [office.union.pk]
    assert organisations_as(person, "officer", "clerk") == sorted([office.union.pk, other.pk])
    assert organisations_as(person, "auditor") == []


def test_members_are_the_active_people_with_that_role_there(office, other):
    new_person("kia@x.test", (other, "leader"))
    new_person("cu@x.test", (office.union, "leader"), is_active=False)
    assert members_of(office.union.pk, "leader") == {office.leader.pk, office.second_leader.pk}
    assert members_of(office.union.pk, "clerk") == {office.clerk.pk}


# ---------------------------------------------------------------- capacities
def test_the_office_of_the_dossiers_union_and_its_proposer_alone_meet_it(walk, other):
    dossier, office = walk.dossier, walk.office
    assert held(office.officer, dossier) == {"officer"}
    assert held(office.administrator, dossier) == {"administrator", "auditor"}
    assert held(office.investor_person, dossier) == {"proposer"}
    # A proposer of another body, and everybody of another union, whatever their role.
    assert held(office.department_person, dossier) == set()
    elsewhere = new_person("moi@x.test", *[(other, role) for role in ("officer", "clerk", "leader", "administrator")])
    assert held(elsewhere, dossier) == set()
    # To stand before the union as a proposer is no role in its office.
    assert held(new_person("de@x.test", (office.union, "proposer")), dossier) == set()
    Person.objects.filter(pk=office.officer.pk).update(is_active=False)
    assert held(office.officer, dossier) == set()


def test_a_seat_counts_once_the_council_is_approved_and_while_it_is_held(in_council):
    walk = in_council
    walk.do("propose_council", walk.office.officer, seats=walk.seats())
    chair = walk.seat("chair")
    assert held(chair, walk.dossier) == set()
    # Nor where the dossier only says that it is further.
    Dossier.objects.update(stage="review")
    assert held(chair, walk.dossier) == set()
    Dossier.objects.update(stage="council")
    walk.approve_council(walk.office.leader)
    assert held(chair, walk.dossier) == {"chair"}
    assert held(walk.seat("deputy"), walk.dossier) == {"deputy"}
    assert held(walk.office.officer, walk.dossier) == {"officer", "secretary"}
    Dossier.objects.update(stage="council")
    assert held(chair, walk.dossier) == set()
    for stage in ("opinion", "response", "closed"):
        Dossier.objects.update(stage=stage, outcome="archived" if stage == "closed" else "")
        assert held(chair, walk.dossier) == {"chair"}
    Person.objects.filter(pk=chair.pk).update(is_active=False)
    assert held(chair, walk.dossier) == set()
    Person.objects.filter(pk=chair.pk).update(is_active=True)
    Seat.objects.filter(person=chair).update(released_at=clock.now())
    assert held(chair, walk.dossier) == set()


def test_what_a_reviewers_seat_gives_is_said_by_their_review(reviewing):
    review = Review.objects.first()
    gives: dict[str, set[str]] = {state: set() for state in Review.State.values}
    gives |= {"invited": {"invited"}, "writing": {"reviewer"}, "handed_in": {"reviewer", "reported"}}
    for state, expected in gives.items():
        Review.objects.filter(pk=review.pk).update(state=state)
        assert held(review.seat.person, reviewing.dossier) == expected, state


def test_who_came_when_the_reviews_were_in_sits_and_votes(reviewing):
    seat = Seat.objects.filter(kind="reviewer").first()
    Review.objects.filter(seat=seat).delete()
    assert held(seat.person, reviewing.dossier) == {Capacity.REVIEWER}


# ---------------------------------------------------------------- steps
def test_a_step_is_its_persons_or_whoevers_role_it_waits_for(reviewing):
    office = reviewing.office
    first, second = reviewing.open_reviews()
    step = reviewing.task("answer_invitation", first.seat.person)
    assert check_task(anew(first.seat.person), step) == Decision(True, capacity="invited")
    assert why_not(check_task(anew(second.seat.person), step)) == "somebody_elses"
    assert why_not(check_task(anew(office.leader), step)) == "role"
    assert why_not(check_task(anew(office.department_person), step)) == "no_part"
    # Capacities that were looked up already are not looked up again.
    assert why_not(check_task(anew(first.seat.person), step, frozenset({Capacity.LEADER}))) == "role"
    assert check_task(anew(first.seat.person), step, frozenset({Capacity.INVITED}))


def test_any_officer_takes_the_secretarys_step(reviewed):
    reviewed.call_meeting()
    office = reviewed.office
    step = reviewed.task("hold_meeting")
    assert step.assignee_id == office.officer.pk
    assert step.actor == "secretary"
    deputy = new_person("thay@x.test", (office.union, "officer"))
    assert check_task(deputy, step) == Decision(True, capacity="officer")
    step.actor = "chair"
    assert why_not(check_task(anew(deputy), step)) == "somebody_elses"


def test_nobody_approves_a_council_they_proposed_while_another_leader_can(in_council):
    walk, office = in_council, in_council.office
    Membership.objects.create(person=office.leader, organisation=office.union, role="officer")
    walk.do("propose_council", anew(office.leader), seats=walk.seats())
    step = walk.task("approve_council")
    assert why_not(check_task(anew(office.leader), step)) == "own_draft"
    assert check_task(anew(office.second_leader), step) == Decision(True, capacity="leader")
    office.second_leader.memberships.all().delete()
    # In an office of one leader the record says so.
    assert check_task(anew(office.leader), step) == Decision(True, capacity="leader", self_approved=True)


def test_the_only_leader_leaves_the_council_to_a_colleague(in_council):
    walk, office = in_council, in_council.office
    step = walk.task("propose_council")
    office.second_leader.memberships.all().delete()
    Membership.objects.create(person=office.leader, organisation=office.union, role="officer")
    assert why_not(check_task(anew(office.leader), step)) == "only_leader"
    assert check_task(anew(office.officer), step).allowed
    office.officer.memberships.all().delete()
    assert check_task(anew(office.leader), step).allowed


def test_nobody_signs_an_opinion_they_drafted_last(drafted):
    walk, office = drafted, drafted.office
    walk.do("approve_opinion", walk.seat("chair"), decision="approve")
    step = walk.task("sign_opinion")
    assert check_task(anew(office.leader), step) == Decision(True, capacity="leader")
    opinion = walk.dossier.opinions.latest("version")
    walk.dossier.opinions.update(drafted_by=office.leader)
    assert why_not(check_task(anew(office.leader), step)) == "own_draft"
    # It is the newest version that counts.
    opinion.pk, opinion.version, opinion.drafted_by = None, opinion.version + 1, office.officer
    opinion.save()
    assert check_task(anew(office.leader), step) == Decision(True, capacity="leader")


# ---------------------------------------------------------------- unions and experts
def test_a_unions_table_is_asked_for_that_union(office, other):
    assert check_union(anew(office.clerk), "register.void", office.union.pk) == Decision(True, capacity="clerk")
    assert why_not(check_union(anew(office.officer), "register.void", office.union.pk)) == "role"
    assert why_not(check_union(anew(office.clerk), "register.void", other.pk)) == "role"
    with pytest.raises(KeyError):
        check_union(anew(office.clerk), "register.burn", office.union.pk)


def test_an_expert_is_looked_at_by_offices_of_unions_and_kept_by_who_registers(office, other):
    expert = office.experts[0]
    assert check_expert(expert, expert, "expert.edit") == Decision(True)
    assert check_expert(anew(office.officer), expert, "expert.edit") == Decision(True, capacity="officer")
    assert check_expert(anew(office.administrator), expert, "expert.edit").capacity == "administrator"
    assert check_expert(anew(office.clerk), expert, "expert.view").capacity == "clerk"
    assert why_not(check_expert(anew(office.clerk), expert, "expert.edit")) == "role"
    assert why_not(check_expert(anew(office.investor_person), expert, "expert.view")) == "role"
    # An officer of something that is no union.
    assert (
        why_not(check_expert(new_person("so@x.test", (office.department, "officer")), expert, "expert.view")) == "role"
    )
    # Who works for another union is kept by it, and seen by all.
    Membership.objects.create(person=expert, organisation=other, role="officer")
    assert why_not(check_expert(anew(office.officer), expert, "expert.edit")) == "another_unions_person"
    assert check_expert(anew(office.officer), expert, "expert.view").allowed
    assert check_expert(new_person("kia@x.test", (other, "officer")), expert, "expert.edit").allowed


def test_who_stands_for_a_body_is_still_any_unions_expert(office):
    expert = office.experts[0]
    Membership.objects.create(person=expert, organisation=office.department, role="proposer")
    assert check_expert(anew(office.officer), expert, "expert.edit").allowed


def test_common_facts_are_the_persons_then_the_unions_that_entered_them(office, other):
    expert = office.experts[0].expert
    officer, stranger = anew(office.officer), new_person("kia@x.test", (other, "officer"))
    assert check_facts(expert.person, expert) == Decision(True)
    assert check_facts(officer, expert) == Decision(True, capacity="officer")
    assert why_not(check_facts(stranger, expert)) == "another_unions_data"
    assert why_not(check_facts(anew(office.clerk), expert)) == "role"
    expert.keeper = expert.person.keeper = None
    assert check_facts(stranger, expert).allowed
    update_last_login(None, expert.person)
    assert why_not(check_facts(officer, expert)) == "keeps_own_data"
    assert check_facts(expert.person, expert).allowed


# ---------------------------------------------------------------- what is not known is not found
def test_who_may_not_know_of_a_dossier_gets_no_reason(reviewing):
    office, dossier = reviewing.office, reviewing.dossier
    with pytest.raises(Http404):
        require_on(anew(office.department_person), "dossier.cancel", dossier)
    invited = reviewing.open_reviews()[0].seat.person
    with pytest.raises(Http404):
        require_on(anew(invited), "dossier.view", dossier)
    with refused("role"):
        require_on(anew(office.officer), "dossier.cancel", dossier)
    with refused("not_now"):
        require_on(anew(office.investor_person), "dossier.submit", dossier)
    assert require_on(anew(office.leader), "dossier.cancel", dossier).capacity == "leader"


def test_a_draft_is_known_to_its_proposer_alone(walk):
    draft = walk.dossier
    Dossier.objects.update(stage="draft")
    draft.refresh_from_db()
    with pytest.raises(Http404):
        require_on(anew(walk.office.officer), "dossier.view", draft)
    with pytest.raises(Http404):
        require_on(anew(walk.office.leader), "dossier.cancel", draft)
    assert require_on(anew(walk.office.investor_person), "dossier.edit", draft)


def test_a_decision_that_refuses_is_raised_or_hidden():
    no = Decision(False, "role", "Vì sao")
    with refused("role"):
        require(no)
    with pytest.raises(Http404):
        require(no, known=False)


def test_who_no_longer_handles_or_leads_submits_for_the_union_no_more(office, any_hour):
    person = new_person("c@nha.test", (office.union, "officer"), (office.union, "proposer"), keeper=office.union)
    outside = new_person("d@nha.test", (office.investor, "proposer"))
    assert organisations_as(anew(person), "proposer") == [office.union.pk]
    assert person.pk in members_of(office.union.pk, "proposer")
    # By an end that nobody presses a button for.
    Membership.objects.filter(person=person, role="officer").update(until=clock.today() - timedelta(days=1))
    assert organisations_as(anew(person), "proposer") == []
    assert person.pk not in members_of(office.union.pk, "proposer")
    assert organisations_as(anew(outside), "proposer") == [office.investor.pk]
    Membership.objects.create(person=person, organisation=office.union, role="leader")
    assert organisations_as(anew(person), "proposer") == [office.union.pk]
    # The same role elsewhere does not stand in for it.
    Membership.objects.filter(person=person, role="leader").delete()
    other = Organisation.objects.create(kind="union", name="Liên hiệp Hội tỉnh Khác", symbol="K")
    Membership.objects.create(person=person, organisation=other, role="officer")
    assert organisations_as(anew(person), "proposer") == []
