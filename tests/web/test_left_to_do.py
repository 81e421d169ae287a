"""What is left to do once an office has been set up: seen by itself, or ticked."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from consult import clock, tasks
from consult.actions.office_setup import set_up_office
from consult.demo.office import Office
from consult.models import Event, Expert, Heartbeat, OfficeSetup, Person
from consult.rules.office_setup import read_set_up

pytestmark = pytest.mark.django_db

LEADER = {"name": "Hoàng Thị Thử", "email": "chutich@lhh.example", "roles": ["leader"]}
OTHERS = {"name": "Y Dụ", "email": "vp@lhh.example", "roles": ["officer", "clerk", "administrator"]}


def test_what_is_left_is_seen_or_ticked_and_then_my_work_says_nothing_of_it():
    union = set_up_office(read_set_up({"province": "Huế", "people": [LEADER, OTHERS]}))
    administrator = Person.objects.get(email=OTHERS["email"])
    client = Client()
    client.force_login(administrator)

    def open_items() -> set[str]:
        return {item.code for item in client.get("/").context["left_to_do"] if not item.done}

    assert {"mail", "people", "second_factor", "heading", "rates", "experts", "signing", "backup"} == open_items()
    tasks.work_off()
    Person.objects.update(password="x")
    client.force_login(Person.objects.get(pk=administrator.pk))
    Heartbeat.objects.create(name=Heartbeat.Name.BACKUP, at=clock.now())
    Expert.objects.create(person=Person.objects.create_user("cg@lhh.example", name="CG"), keeper=union)
    administrator.authenticator_set.create(type="totp", data={})
    assert open_items() == {"heading", "rates", "signing"}
    for item in ("heading", "rates", "signing", "rates"):
        client.post(reverse("tick_left", args=[item]))
    assert open_items() == set()
    assert b"left-to-do" not in client.get("/").content
    client.post(reverse("tick_left", args=["rates"]), {"undo": "1"})
    assert open_items() == {"rates"}
    assert [event.data["item"] for event in Event.objects.filter(verb="setup_item_ticked").order_by("pk")] == [
        "heading", "rates", "signing", "rates",
    ]  # fmt: skip
    # What can be seen is not said by hand.
    client.post(reverse("tick_left", args=["experts"]))
    assert OfficeSetup.objects.get().ticked == ["heading", "signing"]
    client.force_login(Person.objects.get(email=LEADER["email"]))
    assert client.get("/").context["left_to_do"] == []


def test_an_office_that_was_not_set_up_here_is_asked_nothing(office: Office, as_person):
    assert as_person(office.administrator).get("/").context["left_to_do"] == []
