"""What providers post of our mails, in their own shapes, to the real address: noted once, and from nobody else."""

from __future__ import annotations

import base64
import json

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from consult import tasks
from consult.models import Job, Mail, Notification
from consult.queries.arrival import mails_of_people

SECRET = "khoa-kin-cua-nha-cung-cap"
ANSWER = "550 5.1.1 The email account that you tried to reach does not exist"


@pytest.fixture(params=["postmark", "brevo"])
def provider(request, settings) -> str:
    settings.MAIL_WEBHOOK, settings.MAIL_WEBHOOK_SECRET = request.param, SECRET
    return request.param


@pytest.fixture
def sent(provider, reviewing) -> Mail:
    """The invitation of a reviewer, which went out by the provider."""
    tasks.work_off()
    person = reviewing.open_reviews()[0].seat.person
    return Mail.objects.get(notification__kind="invitation", notification__person=person)


def handed_back(sent: Mail) -> dict[str, str]:
    """What our headers told the provider to hand back with this mail."""
    [message] = [one for one in mail.outbox if one.extra_headers["Message-ID"] == sent.message_id]
    given = message.extra_headers
    if "X-Mailin-custom" in given:
        return json.loads(given["X-Mailin-custom"])
    return {"mail": given["X-PM-Metadata-mail"]}


def bounce(provider: str, metadata: dict[str, str], *, late: bool = False, message_id: str = "") -> dict:
    """A mail that came back, or is late, as the provider tells it; under a number of its own."""
    if provider == "postmark":
        return {
            "RecordType": "Bounce", "ID": 42, "Type": "Transient" if late else "HardBounce", "TypeCode": 1,
            "MessageID": message_id or "883953f4-6105-42a2-a16a-77a8eac79483", "Metadata": metadata, "Tag": "",
            "Description": "The server was unable to deliver your message", "Details": ANSWER,
            "Email": "ai@truong.test", "From": "consult@lhh.test", "BouncedAt": "2026-11-27T16:33:54.9070259Z",
            "Inactive": not late, "CanActivate": True, "Subject": "Mời phản biện",
        }  # fmt: skip
    return {
        "event": "deferred" if late else "hard_bounce", "email": "ai@truong.test", "id": 26224, "ts_epoch": 1795000000000,
        "date": "2026-11-27 16:33:54", "message-id": message_id or "<202611271633.77a8eac79483@smtp-relay.test>",
        "subject": "Mời phản biện", "reason": ANSWER, "X-Mailin-custom": json.dumps(metadata),
    }  # fmt: skip


def post(said: object, password: str = SECRET):
    shown = base64.b64encode(f"consult:{password}".encode()).decode()
    return Client(enforce_csrf_checks=True).post(
        reverse("mail_events"), json.dumps(said), content_type="application/json",
        headers={"authorization": f"Basic {shown}"},
    )  # fmt: skip


def test_a_mail_that_came_back_is_noted_once_and_the_officer_is_told(provider, sent, reviewing):
    said = bounce(provider, handed_back(sent))
    assert [post(said).status_code for _time in range(3)] == [200] * 3
    sent.refresh_from_db()
    first = sent.returned_at
    assert sent.reply == ANSWER
    person = sent.notification.person
    assert mails_of_people(reviewing.dossier)[person.pk].code == "returned"
    assert Job.objects.get(notification=sent.notification).state == Job.State.FAILED
    assert Notification.objects.filter(person=reviewing.office.officer, kind="mail_failed").count() == 1
    post(bounce(provider, handed_back(sent), late=True))
    sent.refresh_from_db()
    assert (sent.returned_at, sent.delayed_at) == (first, None)


def test_a_delay_is_no_failure(provider, sent):
    assert post(bounce(provider, handed_back(sent), late=True)).status_code == 200
    sent.refresh_from_db()
    assert sent.delayed_at
    assert not sent.returned_at
    assert Job.objects.get(notification=sent.notification).state == Job.State.DONE


def test_a_provider_that_keeps_our_message_id_need_hand_nothing_back(provider, sent):
    post(bounce(provider, {}, message_id=sent.message_id))
    sent.refresh_from_db()
    assert sent.returned_at


def test_of_a_mail_whose_sending_is_not_noted_yet_it_is_asked_again(provider, sent):
    said = bounce(provider, handed_back(sent))
    moment, sent.sent_at = sent.sent_at, None
    sent.save()
    assert post(said).status_code == 503
    sent.sent_at = moment
    sent.save()
    assert post(said).status_code == 200
    sent.refresh_from_db()
    assert sent.returned_at


def test_nobody_else_is_believed_and_what_is_in_no_shape_changes_nothing(provider, sent, settings):
    said = bounce(provider, handed_back(sent))
    assert post(said, password="khác").status_code == 404
    assert Client().post(reverse("mail_events"), json.dumps(said), content_type="application/json").status_code == 404
    for odd in ([], "x", 7, None, [said], {"RecordType": ["Bounce"], "event": ["x"]}):
        assert post(odd).status_code in (200, 400), odd
    for other in ({"mail": "notice-1.0"}, {"mail": ["x"]}, {"mail": "a@b> <c"}, {}):
        assert post(bounce(provider, other)).status_code == 200
    settings.MAIL_WEBHOOK_SECRET = ""
    assert post(said, password="").status_code == 404
    sent.refresh_from_db()
    assert (sent.returned_at, sent.delayed_at) == (None, None)


def test_without_a_provider_there_is_no_such_page_and_no_such_header(reviewing):
    tasks.work_off()
    assert post({}).status_code == 404
    assert not any(name.startswith(("X-PM", "X-Mailin")) for one in mail.outbox for name in one.extra_headers)
