"""A body that no office knows asks for access without an account; the office enters it, or refuses."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from consult import clock, tasks
from consult.actions import access_requests as actions
from consult.actions.privacy import erase
from consult.models import AccessRequest, Event, Membership, Notification, Organisation, Person
from tests.access.people import new_person
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def letter(name: str = "cong-van.png") -> SimpleUploadedFile:
    stream = io.BytesIO()
    Image.new("RGB", (20, 20), "white").save(stream, "PNG")
    return SimpleUploadedFile(name, stream.getvalue())


def said(union: Organisation, **changes: object) -> dict[str, object]:
    return {
        "union": union.pk, "body_name": "Ban Quản lý dự án", "kind": "investor", "address": "1 Lê Lợi",
        "asker": "Người Xin", "email": "XIN@bqlda.vn", "phone": "0905 1", "note": "Xin cấp sớm", "upload": letter(),
    } | changes  # fmt: skip


def ask(office, **changes: object):
    return Client().post(reverse("ask_access"), said(office.union, **changes))


def test_a_body_asks_the_office_reads_the_letter_and_invites(office, as_person):
    assert ask(office).status_code == 302
    asked = AccessRequest.objects.get()
    assert (asked.email, asked.media_type, asked.decided_at) == ("xin@bqlda.vn", "image/png", None)
    assert [one.person for one in Notification.objects.filter(kind="access_asked")] == [office.administrator]
    assert not Person.objects.filter(email="xin@bqlda.vn").exists()
    client, page = as_person(office.administrator), reverse("access_request", args=[asked.pk])
    assert "Xin cấp sớm" in client.get(page).content.decode()
    answer = client.get(reverse("access_letter", args=[asked.pk]), {"inline": ""})
    assert b"".join(answer)[:4] == b"\x89PNG"
    body = {"act": "accept", "name": "BQLDA tỉnh", "kind": "investor"}
    assert client.post(page, body).status_code == 302
    made = Organisation.objects.get(name="BQLDA tỉnh")
    assert (made.keeper, made.address) == (office.union, "1 Lê Lợi")
    assert Membership.objects.get(person__email="xin@bqlda.vn").organisation == made
    events = Event.objects.filter(union=office.union, dossier=None).order_by("-position").values_list("verb", flat=True)
    assert list(events[:4]) == ["access_accepted", "role_given", "person_changed", "body_changed"]
    tasks.work_off()
    assert ["xin@bqlda.vn"] in [one.to for one in mail.outbox]
    asked.refresh_from_db()
    with refused("decided_already"):
        actions.refuse_request(asked=asked, by=office.administrator, reason="x")


def test_a_request_is_entered_as_a_body_that_is_there_already(office):
    ask(office)
    asked = AccessRequest.objects.get()
    foreign = Organisation.objects.create(kind="investor", name="Của bên kia")
    client = Client()
    client.force_login(office.administrator)
    page = reverse("access_request", args=[asked.pk])
    wrong = client.post(page, {"act": "accept", "body": foreign.pk, "name": "x", "kind": "investor"})
    assert list(wrong.context["accept"].errors) == ["body"]
    twice = client.post(page, {"act": "accept", "name": office.investor.name, "kind": "investor"})
    assert list(twice.context["accept"].errors) == ["name"]
    assert not Organisation.objects.exclude(pk=office.investor.pk).filter(name=office.investor.name).exists()
    done = client.post(page, {"act": "accept", "body": office.investor.pk, "name": "x", "kind": "investor"})
    assert done["Location"] == reverse("body", args=[office.investor.pk])


def test_an_address_that_is_somebody_elses_account_is_not_drawn_in(office):
    other = Organisation.objects.create(kind="union", name="LHH tỉnh khác", symbol="LHHK")
    theirs = new_person("cb@khac.test", (other, "officer"), keeper=other)
    # Whoever asks is not told whether the address has an account.
    assert ask(office, email=theirs.email).status_code == 302
    with refused("kept_elsewhere"):
        actions.accept_request(
            asked=AccessRequest.objects.get(), by=office.administrator, body=None, name="Mới", kind="investor"
        )
    assert not Organisation.objects.filter(name="Mới").exists()
    assert AccessRequest.objects.get().decided_at is None


def test_a_refusal_has_a_reason(office, as_person):
    ask(office)
    asked, client = AccessRequest.objects.get(), as_person(office.administrator)
    page = reverse("access_request", args=[asked.pk])
    assert client.post(page, {"act": "refuse", "reason": " "}).status_code == 422
    assert client.post(page, {"act": "other"}).status_code == 404
    assert client.post(page, {"act": "refuse", "reason": "Không rõ con dấu"}).status_code == 302
    event = Event.objects.filter(union=office.union, dossier=None).latest("position")
    assert (event.verb, event.reason) == ("access_refused", "Không rõ con dấu")


def test_what_is_wrong_stands_at_its_field_and_the_rest_is_kept(office):
    wrong = ask(office, upload=SimpleUploadedFile("a.exe", b"MZ\x90"), email="không phải")
    assert (wrong.status_code, set(wrong.context["form"].errors)) == (422, {"email"})
    assert "Ban Quản lý dự án" in wrong.content.decode()
    kind = ask(office, upload=SimpleUploadedFile("a.exe", b"MZ\x90"))
    assert set(kind.context["form"].errors) == {"upload"}
    ask(office)
    again = ask(office, body_name="Khác")
    assert set(again.context["form"].errors) == {"email"}
    assert AccessRequest.objects.count() == 1
    unions = list(Client().get(reverse("ask_access")).context["form"].fields["union"].queryset)
    # Others have nobody who would read it.
    assert unions == [office.union]


def test_an_address_sends_so_many_and_no_more(office, settings):
    settings.ACCESS_ASKED_AT_MOST = 2
    codes = [ask(office, email=f"x{n}@x.test").status_code for n in range(3)]
    assert codes == [302, 302, 429]


def test_an_office_that_is_flooded_takes_no_more(office):
    AccessRequest.objects.bulk_create(
        AccessRequest(union=office.union, body_name="x", kind="investor", email=f"n{n}@x.test", size=1)
        for n in range(actions.MOST_WAITING)
    )
    assert ask(office).status_code == 422


def test_requests_and_letters_go_when_their_time_is_over_or_their_person_is_erased(office):
    ask(office)
    asked = AccessRequest.objects.get()
    name = asked.file.name
    assert default_storage.exists(name)
    with clock.at(clock.now() + timedelta(days=actions.WAITING_DAYS - 1)):
        assert actions.throw_away() == 0
    person = Person.objects.create_user("xin@bqlda.vn", None, name="Người Xin", keeper=office.union)
    erase(person=person, by=office.administrator)
    assert not AccessRequest.objects.exists()
    ask(office, email="khac@bqlda.vn")
    with clock.at(clock.now() + timedelta(days=actions.WAITING_DAYS + 1)):
        assert actions.throw_away() == 1
