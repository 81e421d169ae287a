"""The address of an account: one a person however it is written, and, once corrected or erased, without any use."""

from __future__ import annotations

import base64
import json
import re
from datetime import date
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.conf import settings as django_settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from consult import tasks
from consult.actions import privacy
from consult.actions.accounts import change_address
from consult.actions.notifications.mails import set_password_url
from consult.commands import dossiers
from consult.models import (
    Address,
    Channel,
    Expert,
    IncomingLetter,
    Membership,
    Notification,
    Person,
    Register,
    SheetImport,
)
from tests.refusals import refused

pytestmark = pytest.mark.django_db

PASSWORD = "mot-mat-khau-cu-2026"
OLD, NEW = "Cu.Ky@donvi.test", "moi.tinh@donvi.test"
LINK = re.compile(r"http\S+/password/set/\S+")


@pytest.fixture
def person(office) -> Person:
    made = Person.objects.create_user(OLD, PASSWORD, name="Người Đổi Thư", keeper=office.union)
    Expert.objects.create(person=made)
    return made


def signed_in(address: str, password: str = PASSWORD) -> Client | None:
    client = Client()
    client.post(reverse("account_login"), {"login": address, "password": password})
    return client if "_auth_user_id" in client.session else None


def asked_for_a_link(address: str) -> list[str]:
    mail.outbox.clear()
    Client().post(reverse("account_reset_password"), {"email": address})
    tasks.work_off()
    return [link for message in mail.outbox for link in LINK.findall(message.body)]


def takes_a_password(link: str, password: str = "mot-mat-khau-moi-2026") -> bool:
    client = Client()
    page = client.get(link.removeprefix(django_settings.SITE_URL).removeprefix("http://testserver"), follow=True)
    client.post(page.request["PATH_INFO"], {"password1": password, "password2": password}, follow=True)
    return "_auth_user_id" in client.session


def operator() -> Person:
    """Whoever runs the installation."""
    return Person.objects.create_superuser("goc@lhh.test", None, name="Gốc")


def correct(client: Client, person: Person, email: str, **changes: Any) -> int:
    data = {"name": person.name, "email": email, "phone": "", "language": "vi", "is_active": "on", **changes}
    kept = {name: value for name, value in data.items() if value is not None}
    return client.post(reverse("admin:consult_person_change", args=[person.pk]), kept).status_code


# ---------------------------------------------------------------- corrected
def test_a_corrected_address_opens_nothing_and_is_told(person, office, as_person):
    session = signed_in(OLD)
    assert session is not None
    links = [*asked_for_a_link(OLD), set_password_url(person)]
    assert len(links) == 2
    mail.outbox.clear()
    assert correct(as_person(operator()), person, NEW) == 302
    assert session.get(reverse("my_work")).status_code == 302
    for address in (OLD, NEW):
        assert signed_in(address) is None, address
    assert not any(takes_a_password(link) for link in links)
    tasks.work_off()
    told = {message.to[0]: message.body for message in mail.outbox}
    assert set(told) == {OLD.lower(), NEW}
    assert not LINK.search(told[OLD.lower()])
    assert "quản trị viên" in told[OLD.lower()]
    assert asked_for_a_link(OLD) == []
    assert not EmailAddress.objects.filter(email__iexact=OLD).exists()
    assert takes_a_password(LINK.search(told[NEW]).group())
    assert signed_in(NEW, "mot-mat-khau-moi-2026") is not None
    assert OLD.lower() not in Expert.objects.get(person=person).search_text


def test_who_is_deactivated_with_the_same_stroke_is_told_all_the_same(person, office, as_person):
    assert correct(as_person(operator()), person, NEW, is_active=None) == 302
    tasks.work_off()
    assert [message.to for message in mail.outbox] == [[OLD.lower()]]


def test_a_correction_of_anything_else_ends_nothing(person, office, as_person):
    session = signed_in(OLD)
    assert correct(as_person(operator()), person, OLD.upper(), phone="0900 111 222") == 302
    person.refresh_from_db()
    assert (person.email, person.phone) == (OLD.lower(), "0900 111 222")
    assert session is not None
    assert session.get(reverse("my_work")).status_code == 200
    assert not Notification.objects.exists()


def test_administrators_who_correct_their_own_address_sign_in_anew(office, as_person):
    client = as_person(office.administrator)
    assert client.post(reverse("person_address", args=[office.administrator.pk]), {"email": NEW}).status_code == 302
    assert client.get(reverse("my_work"))["Location"].startswith(reverse("account_login"))


# ---------------------------------------------------------------- one account an address
def test_an_address_is_one_however_it_is_written(person, office, as_person):
    assert person.email == OLD.lower()
    assert Person.objects.get(email=OLD.upper()) == person
    assert signed_in(f" {OLD.upper()}") is not None
    assert len(asked_for_a_link(OLD.upper())) == 1
    client = as_person(operator())
    data = {"name": "Hai", "email": OLD.upper(), "language": "vi", "keeper": office.union.pk}
    assert client.post(reverse("admin:consult_person_add"), data).status_code == 200
    assert correct(client, office.clerk, OLD.upper()) == 200
    with refused("address_taken"):
        change_address(person=office.clerk, by=office.administrator, email=OLD.upper())
    assert Person.objects.filter(email__iexact=OLD).count() == 1
    data["email"] = "Viet.HOA@donvi.test"
    assert client.post(reverse("admin:consult_person_add"), data).status_code == 302
    assert Person.objects.get(name="Hai").email == "viet.hoa@donvi.test"


def test_the_database_itself_keeps_two_accounts_from_one_address(person, office):
    statement = "UPDATE consult_person SET email = %s WHERE id = %s"
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [OLD.upper(), office.clerk.pk])


def test_a_demo_account_in_capitals_opens_nothing_outside_the_demo(office, settings):
    settings.DEMO = False
    office.officer.set_password(PASSWORD)
    office.officer.save()
    for address in (office.officer.email, office.officer.email.upper()):
        assert signed_in(address) is None


# ---------------------------------------------------------------- erased
def everywhere(word: str) -> list[str]:
    """The columns of all tables that hold ``word``, whatever they keep: text, JSON, bytes, sessions."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        for row in model._base_manager.values():
            for column, value in row.items():
                if isinstance(value, (bytes, memoryview)):
                    text = bytes(value).decode("latin-1") + base64.b64encode(bytes(value)).decode()
                else:
                    text = json.dumps(value, ensure_ascii=False, default=str)
                if model is Session and column == "session_data":
                    text += str(Session(session_data=value).get_decoded())
                if word.lower() in text.lower():
                    found.append(f"{model._meta.label_lower}.{column}")
    return found


def leave_traces(person: Person, office: Any, client: Client) -> None:
    """Everything that keeps somebody's address: a session, a link, a channel, the log, a sheet, a corrected address."""
    person.set_password(PASSWORD)
    person.save()
    first = person.email
    assert signed_in(person.email) is not None
    assert correct(client, person, NEW) == 302
    person.refresh_from_db()
    person.set_password(PASSWORD)
    person.save()
    assert signed_in(NEW) is not None
    asked_for_a_link(NEW)
    channel = Channel.objects.create(union=office.union, kind="zalo", address="https://zalo.test/a")
    Address.objects.create(channel=channel, person=person, address="8412345678900")
    apps.get_model("admin", "LogEntry").objects.create(
        user=office.administrator, object_repr=NEW, action_flag=2,
        change_message=json.dumps([{"added": {"name": "x", "object": f"{person.name}: 8412345678900"}}]),
    )  # fmt: skip
    # One was read before the address was corrected.
    rows = [
        {"name": person.name, "email": NEW.upper()},
        {"name": person.name, "email": first.upper()},
        {"name": "Khác", "email": "khac@donvi.test"},
    ]
    SheetImport.objects.create(union=office.union, name="a.xlsx", rows=rows, read_by=office.officer)
    found = {place.split(".")[1] for word in (first, NEW, "8412345678900") for place in everywhere(word)}
    assert {"person", "emailaddress", "sheetimport", "logentry", "session", "notification", "address"} <= found


@pytest.mark.parametrize("archived", [True, False])
def test_an_erased_persons_address_stands_in_no_table(reviewed, as_person, archived):
    office = reviewed.office
    dossiers.cancel(dossier_id=reviewed.dossier.pk, by=office.leader, reason="Dừng")
    tasks.work_off()
    person = reviewed.dossier.reviews.first().seat.person if archived else office.experts[11]
    first = person.email
    leave_traces(person, office, as_person(operator()))
    person.refresh_from_db()
    assert privacy.erase(person=person, by=person) is not archived
    for word in (first, NEW, "8412345678900"):
        assert everywhere(word) == [], word
    assert not Address.objects.exists()
    # What is another's in the sheet stays.
    assert [row["name"] for row in SheetImport.objects.get().rows] == ["Khác"]


def test_who_entered_something_that_stays_is_erased_too(office):
    clerk = Person.objects.get(pk=office.clerk.pk)
    register = Register.objects.create(
        union=office.union, kind="", first_day=date(2026, 1, 1), last_day=date(2026, 12, 31)
    )
    IncomingLetter.objects.create(
        register=register, number=1, sender="Sở A", subject="x", entered_by=clerk, arrived_on="2026-11-02"
    )
    Membership.objects.filter(person=clerk).delete()
    email = clerk.email
    assert privacy.erase(person=clerk, by=clerk) is False
    assert everywhere(email) == []
