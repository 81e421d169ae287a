"""Consent that is withdrawn without erasure: nobody is invited or suggested by it, and what is archived stays."""

from __future__ import annotations

import pytest
from django.urls import reverse

from consult.actions.choosing import choices_for
from consult.actions.councils import conflict_of, council_problems
from consult.actions.experts import agree, withdraw
from consult.actions.suggesting import check_council, propose_for
from consult.commands.reviewers import invite_again, replace_reviewer
from consult.forms.reviewers import ReplaceForm
from consult.models import Event, Expert, Notification, Organisation, Person, Seat
from consult.queries.candidates import active_experts, pool_of
from consult.queries.experts import ExpertFilters, expert_list
from tests.access.people import new_person
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def withdrawn(person: Person) -> Person:
    withdraw(expert=person.expert, by=person)
    return Person.objects.get(pk=person.pk)


def test_nobody_is_suggested_chosen_or_seated_any_more(walk):
    dossier, office = walk.dossier, walk.office
    expert = propose_for(dossier).seats[0][0]
    assert expert.pk in pool_of(office.union.pk).people
    person = withdrawn(expert)
    assert person.pk not in {one.pk for one, _seat in propose_for(dossier).seats}
    assert person.expert not in active_experts(office.union.pk)
    assert person.pk not in {choice.person.pk for choice in choices_for(dossier) if not choice.conflict}
    assert person.pk not in set(expert_list(ExpertFilters(), [office.union.pk]).values_list("person", flat=True))
    assert person.pk in set(
        expert_list(ExpertFilters(inactive=True), [office.union.pk]).values_list("person", flat=True)
    )
    assert conflict_of(person, dossier).code == "consent_withdrawn"
    # Who puts them on a seat by hand is told by the page and by the act.
    assert "consent_withdrawn" in [problem.code for problem in council_problems(dossier, [(person, "member")])]
    assert check_council(dossier, [(person, "member")]).problems
    other = Organisation.objects.create(kind="union", name="Liên hiệp Hội tỉnh Khác", symbol="K")
    assert person.expert not in active_experts(other.pk), "it holds for every union"


def test_running_councils_keep_their_seats_and_their_officers_are_told(reviewing):
    dossier, office = reviewing.dossier, reviewing.office
    review = reviewing.open_reviews()[0]
    person = review.seat.person
    seats = list(Seat.objects.values_list("pk", "released_at"))
    withdrawn(person)
    assert list(Seat.objects.values_list("pk", "released_at")) == seats
    notice = Notification.objects.get(kind="consent_withdrawn", dossier=dossier, person=office.officer)
    assert notice.data["name"] == person.name
    with refused("consent_withdrawn"):
        invite_again(review_id=review.pk, by=office.officer)
    with refused("withdrawn_already"):
        withdraw(expert=Expert.objects.get(person=person), by=person)


def test_no_replacement_is_somebody_who_withdrew(reviewing):
    dossier, office = reviewing.dossier, reviewing.office
    review = reviewing.open_reviews()[0]
    seated = set(dossier.council.seats.values_list("person", flat=True))
    person = next(one for one in office.experts if one.pk not in seated and conflict_of(one, dossier) is None)
    withdrawn(person)
    fresh = Person.objects.get(pk=person.pk)
    assert fresh not in ReplaceForm(dossier=dossier).fields["person"].queryset
    with refused("consent_withdrawn"):
        replace_reviewer(review_id=review.pk, by=office.officer, person=fresh, reason="Vì thế")


def test_who_withdrew_accepts_no_invitation_until_it_is_given_again(reviewing):
    walk = reviewing
    review = walk.open_reviews()[0]
    person = review.seat.person
    withdrawn(person)
    with refused("consent_withdrawn"):
        walk.accept(person)
    agree(expert=Expert.objects.get(person=person), by=person)
    walk.accept(person)
    review.refresh_from_db()
    assert review.state == "writing"


def test_it_can_be_given_again_by_the_expert_alone(office, as_person):
    person = office.experts[0]
    expert = person.expert
    agree(expert=expert, by=person)
    client = as_person(person)
    client.post(reverse("withdraw_expert", args=[expert.pk]))
    expert.refresh_from_db()
    assert expert.withdrawn_at is not None
    assert as_person(office.officer).post(reverse("agree_expert", args=[expert.pk])).status_code == 403
    assert "agree_expert" not in as_person(office.officer).get(reverse("expert", args=[expert.pk])).content.decode()
    page = client.get(reverse("expert", args=[expert.pk])).content.decode()
    assert reverse("agree_expert", args=[expert.pk]) in page
    client.post(reverse("agree_expert", args=[expert.pk]))
    expert.refresh_from_db()
    assert expert.withdrawn_at is None
    assert expert in active_experts(office.union.pk)
    verbs = Event.objects.filter(union=office.union, dossier=None).order_by("-position")
    assert [(event.verb, event.person) for event in verbs[:2]] == [("consent_given", None), ("consent_withdrawn", None)]


def test_only_who_keeps_the_facts_withdraws_for_somebody(office):
    other = Organisation.objects.create(kind="union", name="Liên hiệp Hội tỉnh Khác", symbol="K")
    theirs = new_person("cv@khac.test", (other, "officer"))
    expert = office.experts[0].expert
    with refused("another_unions_data"):
        withdraw(expert=expert, by=theirs)
    withdraw(expert=expert, by=office.officer)
    assert Event.objects.filter(union=office.union, verb="consent_withdrawn", person=office.officer).exists()
