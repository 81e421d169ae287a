"""Whoever stands for a body adds and retires colleagues; the offices hear of it, and nobody else's account is drawn in."""

from __future__ import annotations

import pytest
from django.core import mail
from django.http import Http404
from django.urls import reverse

from consult import tasks
from consult.access import capacities_of
from consult.actions.colleagues import A_DAY, MOST, add_colleague, retire_colleague
from consult.models import Dossier, Event, Membership, Notification, Organisation, Person
from tests.access.people import anew, new_person
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def add(office, email: str = "dn@congty.vn", **changes: object) -> Membership:
    said = {"body": office.investor, "by": office.investor_person, "name": "Đồng Nghiệp", "email": email}
    return add_colleague(**said | changes)


def test_a_colleague_sees_the_bodys_dossiers_and_the_office_hears_of_it(walk, office):
    row = add(office, "DN@congty.vn")
    assert (row.person.email, row.person.keeper) == ("dn@congty.vn", office.union)
    assert capacities_of(anew(row.person), walk.dossier) == {"proposer"}
    event = Event.objects.filter(union=office.union, dossier=None).latest("position")
    assert (event.verb, event.person, event.capacity) == ("role_given", office.investor_person, "proposer")
    assert [one.person for one in Notification.objects.filter(kind="colleague_added")] == [office.administrator]
    tasks.work_off()
    assert {one.to[0] for one in mail.outbox} >= {"dn@congty.vn", office.administrator.email}
    retire_colleague(membership=row, by=office.investor_person)
    assert capacities_of(anew(row.person), walk.dossier) == frozenset()
    assert [one.person for one in Notification.objects.filter(kind="colleague_retired")] == [office.administrator]
    assert [one.person for one in Notification.objects.filter(kind="role_ended")] == [row.person]
    again = add(office)
    assert (again.pk, again.counts) == (row.pk, True)


def test_every_union_that_the_body_works_with_hears_of_it(walk, office):
    other = Organisation.objects.create(kind="union", name="LHH tỉnh khác", symbol="LHHK")
    theirs = new_person("qt@khac.test", (other, "administrator"))
    gone = new_person("cu@khac.test", (other, "administrator"), is_active=False)
    Dossier.objects.filter(pk=walk.dossier.pk).update(union=other)
    add(office)
    told = {one.person for one in Notification.objects.filter(kind="colleague_added")}
    assert told == {office.administrator, theirs}
    assert gone not in told


def test_no_account_that_serves_anybody_else_is_drawn_in(office):
    body = Organisation.objects.create(kind="investor", name="Công ty khác")
    elsewhere = new_person("o@x.test", (body, "proposer"))
    former = new_person("f@x.test", (office.investor, "proposer"), is_active=False)
    root = new_person("r@x.test", (office.investor, "proposer"), is_superuser=True)
    nobody = new_person("n@x.test")
    for person in (office.officer, office.experts[0], elsewhere, former, root, nobody, office.department_person):
        Membership.objects.filter(person=person, organisation=office.investor).update(until="2020-01-01")
        with refused("kept_elsewhere"):
            add(office, person.email)
    with refused("role_held"):
        add(office, office.investor_person.email)


def test_only_who_stands_for_a_body_keeps_its_people(office):
    row = add(office)
    for by in (office.administrator, office.officer, office.department_person, office.experts[0]):
        with pytest.raises(Http404):
            add(office, "x@x.test", by=by)
        with pytest.raises(Http404):
            retire_colleague(membership=row, by=by)
    # A union is kept by its administrator, also where somebody proposes for it.
    proposer = new_person("dx@x.test", (office.union, "proposer"))
    with pytest.raises(Http404):
        add(office, "x@x.test", body=office.union, by=proposer)
    own = Membership.objects.get(person=office.investor_person)
    with refused("oneself"):
        retire_colleague(membership=own, by=office.investor_person)
    own.until = "2020-01-01"
    own.save()
    with pytest.raises(Http404):
        add(office, "x@x.test", by=anew(office.investor_person))


def test_so_many_and_no_more(office):
    for number in range(A_DAY):
        add(office, f"n{number}@x.test")
    with refused("invited_enough"):
        add(office, "x1@x.test")
    people = Person.objects.bulk_create(Person(email=f"d{n}@x.test", name=f"D{n}") for n in range(MOST))
    Membership.objects.bulk_create(
        Membership(person=one, organisation=office.investor, role="proposer") for one in people
    )
    with refused("too_many"):
        add(office, "x2@x.test")


def test_the_page_adds_and_says_at_its_field_what_is_wrong(office, as_person):
    client, address = as_person(office.investor_person), reverse("colleagues", args=[office.investor.pk])
    assert client.get(reverse("own_bodies"))["Location"] == address
    wrong = client.post(address, {"name": "Tên Đã Gõ", "email": office.officer.email})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["email"])
    assert "Tên Đã Gõ" in wrong.content.decode()
    assert client.post(address, {"name": "Đồng Nghiệp", "email": "dn@congty.vn"}).status_code == 302
    assert "dn@congty.vn" in client.get(address).content.decode()
    row = Membership.objects.get(person__email="dn@congty.vn")
    client.post(reverse("retire_colleague", args=[row.pk]))
    assert "dn@congty.vn" not in client.get(address).content.decode()
