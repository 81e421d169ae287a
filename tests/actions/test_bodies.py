"""A union keeps its bodies; what another union knows, too, is used as it is, and changes are proposed."""

from __future__ import annotations

import pytest
from django.core import mail
from django.db import transaction
from django.http import Http404
from django.test import Client
from django.urls import reverse

from consult import tasks
from consult.actions.bodies import remove_body, save_body
from consult.actions.intake import draft_dossier
from consult.actions.proposals import A_DAY, propose_change
from consult.initial_data import install_procedures
from consult.models import Dossier, Event, Membership, Notification, Organisation, Person
from consult.queries.bodies import BodyFilters, body_list
from tests.access.people import new_person
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def last_event(union: Organisation) -> Event:
    return Event.objects.filter(union=union, dossier=None).latest("position")


@pytest.fixture
def other() -> Organisation:
    return Organisation.objects.create(kind="union", name="LHH tỉnh khác", symbol="LHHK")


@pytest.fixture
def theirs(other) -> Person:
    return new_person("qt@khac.test", (other, "administrator"), keeper=other)


def new_body(office, name: str = "Sở Xây dựng", kind: str = "department", **fields: object) -> Organisation:
    return save_body(body=Organisation(kind=kind, name=name, **fields), union=office.union, by=office.administrator)


def test_a_body_is_entered_once_changed_and_removed_while_nothing_names_it(office):
    body = new_body(office)
    assert (body.keeper, last_event(office.union).verb) == (office.union, "body_changed")
    with refused("body_exists"):
        new_body(office, " so xay  DUNG ")
    body.name = "Sở Xây dựng tỉnh"
    save_body(body=body, union=office.union, by=office.administrator)
    remove_body(body=body, by=office.administrator)
    assert not Organisation.objects.filter(name="Sở Xây dựng tỉnh").exists()
    assert last_event(office.union).data == {"body": str(body.uid)}
    with refused("body_in_use"), transaction.atomic():
        remove_body(body=office.investor, by=office.administrator)


def test_no_union_is_made_and_nobody_but_an_administrator_enters_a_body(office, theirs):
    with refused("no_unions"):
        new_body(office, "Liên hiệp giả", "union")
    for by in (office.officer, office.leader, theirs):
        with refused("role"):
            save_body(body=Organisation(kind="investor", name="X"), union=office.union, by=by)


def test_what_another_union_knows_is_used_and_not_changed(walk, office, other, theirs):
    mine = [office.union.pk]
    assert office.investor in body_list(BodyFilters(), mine)
    assert office.investor not in body_list(BodyFilters(), [other.pk])
    procedure = install_procedures(other)["investment"]
    draft_dossier(procedure=procedure, proposer=office.investor, by=office.investor_person, title="Của bên kia")
    # A draft is nobody's business yet; but from now on the body is no longer one union's alone.
    assert office.investor not in body_list(BodyFilters(), [other.pk])
    Dossier.objects.filter(title="Của bên kia").update(stage="intake", code="K-1")
    assert office.investor in body_list(BodyFilters(), [other.pk])
    for by, union in ((office.administrator, office.union), (theirs, other)):
        (row,) = body_list(BodyFilters(text="ban mai"), [union.pk])
        assert not row.own
        row.kind = "department"
        with refused("another_unions_body"):
            save_body(body=row, union=union, by=by)
        client = Client()
        client.force_login(by)
        page = client.get(reverse("body", args=[row.pk])).content.decode()
        assert office.investor_person.email not in page
        assert office.investor_person.name not in page
        for name in ("edit_body", "remove_body"):
            assert client.post(reverse(name, args=[row.pk]), {"kind": "department", "name": "X"}).status_code in (
                403,
                404,
            )
        added = client.post(
            reverse("add_person"),
            {"name": "Kẻ Lạ", "email": "la@x.test", "organisation": row.pk, "role": "proposer"},
        )
        assert added.status_code == 422
    assert not Person.objects.filter(email="la@x.test").exists()
    office.investor.refresh_from_db()
    assert office.investor.kind == "investor"


def test_a_proposal_reaches_who_keeps_the_body_and_is_bounded(walk, office, other, theirs):
    def propose() -> None:
        propose_change(about=office.investor, union=other, by=theirs, text="Đã đổi tên")

    with pytest.raises(Http404):
        propose()
    Dossier.objects.filter(pk=walk.dossier.pk).update(union=other)
    propose()
    told = Notification.objects.filter(kind="change_proposed")
    assert [one.person for one in told] == [office.administrator]
    tasks.work_off()
    assert [one.to for one in mail.outbox if "Đã đổi tên" in one.body] == [[office.administrator.email]]
    assert last_event(other).verb == "change_proposed"
    for _time in range(A_DAY - 1):
        propose()
    with refused("proposed_enough"):
        propose()


def test_what_is_ones_own_is_changed_and_not_proposed(office):
    with refused("own"):
        propose_change(about=office.investor, union=office.union, by=office.administrator, text="x")
    with refused("own"):
        propose_change(about=office.investor_person, union=office.union, by=office.administrator, text="x")


def test_the_pages_add_a_body_and_its_first_person(office, as_person):
    client = as_person(office.administrator)
    wrong = client.post(reverse("add_body"), {"kind": "union", "name": "Giả"})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["kind"])
    past = client.post(reverse("add_body"), {"kind": "commune", "name": "Xã Cũ", "level": "district"})
    assert list(past.context["form"].errors) == ["level"]
    assert (
        client.post(reverse("add_body"), {"kind": "commune", "name": "Xã Ea Kao", "level": "commune"}).status_code
        == 302
    )
    body = Organisation.objects.get(name="Xã Ea Kao")
    said = {"name": "Cán Bộ Xã", "email": "xa@x.test", "organisation": body.pk, "role": "proposer"}
    assert client.post(reverse("add_person"), {**said, "role": "officer"}).status_code == 422
    assert client.post(reverse("add_person"), said).status_code == 302
    page = client.get(reverse("body", args=[body.pk])).content.decode()
    assert "Cán Bộ Xã" in page
    assert "xa@x.test" in page
    assert Membership.objects.get(person__email="xa@x.test").organisation == body
    # A body of the past keeps its level when something else of it is changed.
    Organisation.objects.filter(pk=body.pk).update(level="district")
    kept = {"kind": "commune", "name": "Huyện Cũ", "level": "district"}
    assert client.post(reverse("edit_body", args=[body.pk]), kept).status_code == 302
