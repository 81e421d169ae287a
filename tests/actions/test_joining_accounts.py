"""Two accounts of one person become one: nothing is lost, and nobody sees more than before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core import mail
from django.http import Http404
from django.urls import reverse

from consult import clock, tasks
from consult.access import capacities_of
from consult.actions.closing_accounts import open_account
from consult.actions.joined_rows import ENDED, JOINED, KEPT, MOVED, MOVED_UNLESS_THERE, SAME_ROW
from consult.actions.joining_accounts import join_accounts
from consult.actions.privacy import erase
from consult.models import Event, Expert, Membership, Notification, Organisation, Person, Seat, Task, UnionJudgement
from consult.queries.inbox import tasks_for
from consult.queries.privacy import personal_data
from tests.access.people import anew, new_person
from tests.refusals import refused

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def columns() -> set[str]:
    """Every column of every table that points at a person."""
    found = set()
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            column = getattr(field, "concrete", False) and field.is_relation and not field.many_to_many
            if column and field.related_model is Person:
                found.add(f"{model._meta.label}.{field.name}")
    return found


def test_every_column_that_names_a_person_is_thought_of_once():
    lists = [*MOVED, *MOVED_UNLESS_THERE, *JOINED, *KEPT, *ENDED, *SAME_ROW]
    assert set(lists) == columns()
    assert len(lists) == len(set(lists))


def second(office, *roles, **fields) -> Person:
    return new_person("hai@nha.test", *roles, keeper=office.union, **fields)


def join(office, remaining, other, by=None):
    join_accounts(remaining=remaining, other=other, by=by or office.administrator, reason="Một người")


def test_roles_seats_reviews_and_steps_are_the_remaining_accounts(reviewing):
    office = reviewing.office
    review = reviewing.open_reviews()[0]
    other = review.seat.person
    remaining = second(office, (office.union, "auditor"))
    waiting = set(tasks_for(other).values_list("pk", flat=True))
    notices = set(Notification.objects.filter(person=other).values_list("pk", flat=True))
    address, capacities = other.email, capacities_of(other, reviewing.dossier)
    assert waiting
    join(office, remaining, other)
    other, remaining = anew(other), anew(remaining)
    assert set(tasks_for(remaining).values_list("pk", flat=True)) >= waiting
    assert capacities <= capacities_of(remaining, reviewing.dossier)
    assert Notification.objects.filter(person=remaining, pk__in=notices).count() == len(notices)
    assert not Seat.objects.filter(person=other).exists()
    assert Expert.objects.get(person=remaining)
    assert (other.is_active, other.joined_into, other.has_usable_password()) == (False, remaining, False)
    assert not Person.objects.filter(email=address).exists()
    # The reviewer goes on where they stood.
    reviewing.accept(remaining)
    review.refresh_from_db()
    assert review.state == "writing"
    event = Event.objects.filter(union=office.union, dossier=None).latest("position")
    assert (event.verb, event.data) == (
        "accounts_joined", {"person": str(remaining.uid), "other": str(other.uid)},
    )  # fmt: skip
    tasks.work_off()
    assert {message.to[0] for message in mail.outbox} >= {address, remaining.email}
    with refused("joined"):
        open_account(person=other, by=office.administrator)


def test_what_histories_say_stays_and_is_told_to_the_person(issued):
    office = issued.office
    other = office.officer
    acts = Event.objects.filter(person=other).count()
    before = list(Event.objects.order_by("pk").values_list("pk", "person", "hash"))
    remaining = second(office, (office.union, "officer"))
    join(office, remaining, other)
    assert list(Event.objects.order_by("pk").values_list("pk", "person", "hash"))[: len(before)] == before
    assert len(personal_data(remaining)["acts"]) == acts > 0


def test_days_of_one_role_are_put_together_where_they_touch_and_never_filled(office):
    today = clock.today()
    remaining, other = second(office), new_person("ba@nha.test", keeper=office.union)

    def role(person, role, since, until):
        return Membership.objects.create(
            person=person, organisation=office.union, role=role,
            since=since and today + since * DAY, until=until and today + until * DAY,
        )  # fmt: skip

    role(remaining, "clerk", -9, 5)
    role(other, "clerk", 6, 9)
    role(remaining, "officer", -90, -80)
    role(other, "officer", -5, None)
    role(remaining, "leader", -5, None)
    role(other, "leader", -90, -80)
    later = role(remaining, "auditor", 20, None)
    role(other, "auditor", -5, 5)
    with refused("roles_apart"):
        join(office, remaining, other)
    later.delete()
    join(office, remaining, other)
    held = {row.role: (row.since, row.until) for row in anew(remaining).memberships.all()}
    assert held == {
        "clerk": (today - 9 * DAY, today + 9 * DAY),
        "officer": (today - 5 * DAY, None),
        "leader": (today - 5 * DAY, None),
        "auditor": (today - 5 * DAY, today + 5 * DAY),
    }
    assert {row.role for row in anew(other).memberships.all()} == {"officer", "leader"}
    assert not Membership.objects.in_force().filter(person=other).exists()


def test_two_profiles_become_one_and_caution_wins(office):
    remaining, other = office.experts[0], office.experts[1]
    mine, theirs = remaining.expert, other.expert
    UnionJudgement.objects.create(expert=mine, union=office.union, note="A")
    UnionJudgement.objects.create(expert=theirs, union=office.union, invited=False, note="B")
    Expert.objects.filter(pk=theirs.pk).update(withdrawn_at=clock.now())
    theirs.ties.create(kind="family", body="Sở A", declared_by=other)
    fields = set(mine.subject_areas.values_list("pk", flat=True)) | set(
        theirs.subject_areas.values_list("pk", flat=True)
    )
    join(office, remaining, other)
    expert = Expert.objects.get(person=remaining)
    assert not Expert.objects.filter(pk=theirs.pk).exists()
    assert set(expert.subject_areas.values_list("pk", flat=True)) == fields
    assert expert.withdrawn_at is not None
    assert (expert.judgements.get().invited, expert.judgements.get().note) == (False, "A\nB")
    assert expert.ties.get(body="Sở A").declared_by == remaining


def test_it_is_refused_where_the_two_would_meet(reviewing):
    office = reviewing.office
    one, two = (review.seat.person for review in reviewing.open_reviews()[:2])
    with refused("same_council"):
        join(office, one, two)
    # The submitter of the dossier and somebody of its council.
    with refused("submitted_and_sits"):
        join(office, office.investor_person, one)
    assert Person.objects.get(pk=two.pk).is_active


def test_whose_accounts_they_are_decides(office):
    union = Organisation.objects.create(kind="union", name="LHH tỉnh khác", symbol="LHHK")
    theirs = new_person("cb@khac.test", (union, "officer"), keeper=union)
    ours = second(office)
    with pytest.raises(Http404):
        join(office, ours, theirs)
    with pytest.raises(Http404):
        join(office, theirs, ours)
    with pytest.raises(Http404):
        join(office, office.clerk, ours, by=office.officer)
    with refused("oneself"):
        join(office, ours, office.administrator)
    with refused("same_account"):
        join(office, ours, ours)
    Membership.objects.create(person=ours, organisation=union, role="auditor")
    with pytest.raises(Http404):
        join(office, office.clerk, ours)


def test_credentials_end_and_erasing_takes_both(office):
    remaining, other = second(office), new_person("ba@nha.test", keeper=office.union, phone="0905")
    Authenticator.objects.create(user=other, type="totp", data={})
    join(office, remaining, other)
    remaining = anew(remaining)
    assert remaining.phone == "0905"
    assert not Authenticator.objects.filter(user=other).exists()
    erase(person=remaining, by=office.administrator)
    assert not Person.objects.filter(pk__in=[remaining.pk, other.pk], erased_at=None).exists()


def test_the_page_shows_both_and_joins_them(office, as_person):
    client = as_person(office.administrator)
    remaining, other = second(office), new_person("ba@nha.test", (office.union, "clerk"), keeper=office.union)
    address = reverse("join_account", args=[remaining.pk])
    assert client.get(address, {"email": "khong@co.vn"}).context["asked"].errors["email"]
    assert other.email in client.get(address, {"email": "BA@nha.test"}).content.decode()
    answer = client.post(f"{address}?email=ba@nha.test", {"remains": remaining.pk, "reason": ""})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["reason"])
    answer = client.post(f"{address}?email=ba@nha.test", {"remains": remaining.pk, "reason": "Một người"})
    assert answer.status_code == 302
    assert anew(remaining).memberships.get().role == "clerk"
    assert Task.objects.filter(assignee=other).count() == 0


def test_facts_that_another_union_keeps_are_neither_dropped_nor_added_to(office):
    union = Organisation.objects.create(kind="union", name="Liên hiệp Hội tỉnh Khác", symbol="K")
    gone = second(office, (office.union, "officer"))
    stays = new_person("ba@nha.test", (office.union, "clerk"), keeper=office.union)
    theirs = Expert.objects.create(person=gone, keeper=union, degree="TS.", biography="Của tỉnh Hai")
    mine = Expert.objects.create(person=stays, keeper=office.union, degree="GS.")
    for remaining, other in ((stays, gone), (gone, stays)):
        with refused("another_unions_data"):
            join(office, remaining, other)
    assert set(Expert.objects.filter(pk__in=[theirs.pk, mine.pk])) == {theirs, mine}
    # Who signs in keeps their own data; with one profile nothing is dropped, and its keeper stays.
    mine.delete()
    join(office, anew(stays), anew(gone))
    theirs.refresh_from_db()
    assert (theirs.person, theirs.keeper, theirs.biography) == (stays, union, "Của tỉnh Hai")
