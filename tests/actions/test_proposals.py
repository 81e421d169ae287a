"""Changes that a union proposes: accepted by a click of whom they belong to, and by nobody else."""

from __future__ import annotations

import pytest
from django.http import Http404
from django.urls import reverse

from consult import clock
from consult.actions.notifications.mails import notice_path
from consult.actions.privacy import erase
from consult.actions.proposals import decide, now_of, propose_change
from consult.models import ChangeProposal, Dossier, Event, Expert, Membership, Notification, Organisation, Person
from consult.queries.privacy import personal_data
from consult.rules.marks import marks_of
from tests.access.people import anew, new_person
from tests.refusals import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(office) -> Person:
    """Another union's administrator, for whom the office's investor has begun a dossier."""
    union = Organisation.objects.create(kind="union", name="LHH tỉnh khác", symbol="LHHK")
    return new_person("qt@khac.test", (union, "administrator"), keeper=union)


@pytest.fixture
def known(office, other) -> Organisation:
    body = office.investor
    Organisation.objects.filter(pk=body.pk).update(keeper=other.keeper)
    Dossier.objects.create(
        union=office.union, procedure=office.investment, proposer=body, submitter=office.investor_person, title="x",
        stage="intake",
    )  # fmt: skip
    return Organisation.objects.get(pk=body.pk)


def test_a_body_is_changed_by_a_click_of_its_keeper(office, other, known, as_person):
    client = as_person(office.administrator)
    address = reverse("propose_body", args=[known.pk])
    assert known.name in client.get(address).content.decode()
    values = {
        "name": known.name,
        "place": "Buôn Ma Thuột",
        "address": "1 Lê Lợi",
        "identification_code": "",
        "text": "Đã dời",
    }
    assert client.post(address, values).status_code == 302
    row = ChangeProposal.objects.get()
    assert row.changes == {"place": "Buôn Ma Thuột", "address": "1 Lê Lợi"}
    known.refresh_from_db()
    assert known.address == "", "nothing changes before it is accepted"
    notice = Notification.objects.get(kind="change_proposed", person=other)
    page = notice_path(notice)
    assert page == reverse("change_proposal", args=[row.pk])
    keeper = as_person(other)
    assert "1 Lê Lợi" in keeper.get(page).content.decode()
    # Whoever proposed it does not accept it, nor does anybody else.
    for who in (office.administrator, office.officer, office.investor_person):
        assert as_person(who).get(page).status_code == 404, who
        assert as_person(who).post(page, {"act": "accept"}).status_code == 404, who
    looked_at = {"act": "accept", "seen": keeper.get(page).context["seen"]}
    # What has changed since the page was made is looked at again.
    Organisation.objects.filter(pk=known.pk).update(address="2 Lê Lợi")
    for sent in (looked_at, {"act": "accept"}, {"act": "accept", "seen": "[1"}):
        assert keeper.post(page, sent).status_code == 302
        known.refresh_from_db()
        assert known.address == "2 Lê Lợi"
    with refused("changed_meanwhile"):
        decide(proposal=row, by=other, accept=True, seen=looked_at["seen"])
    assert "2 Lê Lợi" in keeper.get(page).content.decode()
    looked_at["seen"] = keeper.get(page).context["seen"]
    assert keeper.post(page, looked_at).status_code == 302
    known.refresh_from_db()
    assert (known.address, known.place) == ("1 Lê Lợi", "Buôn Ma Thuột")
    event = Event.objects.filter(union=other.keeper, dossier=None).latest("position")
    assert (event.verb, event.person, event.data) == ("change_accepted", other, {"body": str(known.uid)})
    assert Notification.objects.filter(kind="change_accepted", person=office.administrator).count() == 1
    with refused("decided_already"):
        decide(proposal=row, by=other, accept=False)


def test_a_person_accepts_or_refuses_what_is_proposed_of_them(office, other, as_person):
    person = office.experts[0]
    Membership.objects.create(person=person, organisation=other.keeper, role="auditor")
    Person.objects.filter(pk=person.pk).update(last_login=clock.now(), phone="0905")
    row = propose_change(
        about=anew(person),
        union=office.union,
        by=office.administrator,
        text="",
        changes={"name": "Tên Đúng", "phone": "0905"},
    )
    assert row.changes == {"name": "Tên Đúng"}
    assert "Tên Đúng" in str(personal_data(anew(person))["proposals"])
    with pytest.raises(Http404):
        decide(proposal=row, by=office.administrator, accept=True)
    client = as_person(person)
    address = reverse("change_proposal", args=[row.pk])
    client.post(address, {"act": "accept", "seen": client.get(address).context["seen"]})
    person = anew(person)
    assert (person.name, "ten dung" in Expert.objects.get(person=person).search_text) == ("Tên Đúng", True)
    event = Event.objects.filter(verb="change_accepted").latest("pk")
    assert event.person is None
    again = propose_change(about=person, union=office.union, by=office.administrator, text="", changes={"phone": "1"})
    client.post(reverse("change_proposal", args=[again.pk]), {"act": "refuse"})
    assert anew(person).phone == "0905"
    assert Notification.objects.filter(kind="change_refused", person=office.administrator).exists()


def test_nothing_is_proposed_that_says_nothing_or_of_other_columns(office, other, known):
    with refused("nothing_said"):
        propose_change(about=known, union=office.union, by=office.administrator, text=" ", changes={"name": known.name})
    row = propose_change(
        about=known, union=office.union, by=office.administrator, text="x", changes={"kind": "union", "keeper": "1"}
    )
    assert row.changes == {}


def test_a_name_that_the_keeper_knows_already_is_not_given_twice(office, other, known):
    Organisation.objects.create(kind="investor", name="Tên Đã Có", keeper=other.keeper)
    row = propose_change(
        about=known, union=office.union, by=office.administrator, text="", changes={"name": "TÊN ĐÃ CÓ"}
    )
    with refused("body_exists"):
        decide(proposal=row, by=other, accept=True, seen=marks_of(now_of(row)))


def test_proposals_go_with_the_persons_data(office):
    person = new_person("di@nha.test", keeper=office.union)
    ChangeProposal.objects.create(union=office.union, person=person, changes={"name": "x"})
    erase(person=person, by=office.administrator)
    assert not ChangeProposal.objects.exists()
