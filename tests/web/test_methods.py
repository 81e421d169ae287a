"""What an address answers to which method, and that who opens a confidential dossier is written down by any of them."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consult import clock
from consult.models import ConfidentialAccess, Dossier
from consult.urls import addresses
from consult.views.methods import METHODS, READING, RESUMING, RESUMING_METHODS

pytestmark = pytest.mark.django_db

UNUSED = ("OPTIONS", "TRACE", "PUT", "PATCH", "DELETE")
KINDS = (frozenset(READING), frozenset({"POST"}), frozenset(METHODS))


def own_views():
    for pattern in addresses():
        view = pattern.callback
        if view.__module__.startswith("consult."):
            yield pattern.name, view


def test_every_view_says_which_methods_it_answers():
    views = dict(own_views())
    assert len(views) > 90
    others = {name for name, view in views.items() if getattr(view, "methods", None) not in KINDS}
    # The protocol of files in pieces has methods of its own.
    assert others == {"begin_sending", "go_on_sending"}
    assert all(views[name].methods <= set(RESUMING_METHODS) for name in others)
    assert all(reverse(name, args=[uuid4()] if name == "go_on_sending" else []).startswith(RESUMING) for name in others)


@pytest.mark.parametrize("method", UNUSED)
def test_no_address_answers_a_method_that_nothing_uses(issued, as_person, method):
    office, dossier = issued.office, issued.dossier
    client = as_person(office.administrator)
    for address in (
        reverse("dossier", args=[dossier.pk]),
        reverse("attachment", args=[dossier.attachments.first().pk]),
        reverse("admin:consult_channel_changelist"),
        reverse("account_change_password"),
        reverse("verify"),
    ):
        answer = client.generic(method, address)
        assert answer.status_code == 405, address
        assert dossier.title not in answer.content.decode(), address


def test_what_reads_refuses_to_be_posted_to_and_what_acts_to_be_looked_at(issued, as_person):
    dossier = issued.dossier
    client = as_person(issued.office.officer)
    by_what_they_take = {}
    for name, view in own_views():
        by_what_they_take.setdefault(view.methods, set()).add(name)
    for name in ("dossier", "dossier_documents", "procedure_of", "access_log", "reviews"):
        assert name in by_what_they_take[frozenset(READING)]
        assert client.post(reverse(name, args=[dossier.pk])).status_code == 405, name
    for name, *more in (("classify",), ("request_document", "payment_list"), ("waive_answer",)):
        assert name in by_what_they_take[frozenset({"POST"})]
        assert client.get(reverse(name, args=[dossier.pk, *more])).status_code == 405, name


# ---------------------------------------------------------------- who opened it
@pytest.fixture
def closed(reviewing):
    Dossier.objects.filter(pk=reviewing.dossier.pk).update(confidential=True)
    return reviewing


def written(*fields: str):
    return list(ConfidentialAccess.objects.order_by("pk").values_list(*fields))


def test_a_look_is_written_down_by_whatever_method(closed, as_person):
    office, dossier = closed.office, closed.dossier
    page, file = reverse("dossier", args=[dossier.pk]), reverse("attachment", args=[dossier.attachments.first().pk])
    assert as_person(office.clerk).head(page).status_code == 200
    assert as_person(office.leader).head(file).status_code == 200
    # A form that is sent empty comes back with everything that stands on its page.
    answer = as_person(office.officer).post(reverse("ask_department", args=[dossier.pk]), {})
    assert answer.status_code == 422
    assert written("person", "page") == [
        (office.clerk.pk, "dossier"), (office.leader.pk, "attachment"), (office.officer.pk, "ask_department"),
    ]  # fmt: skip


def test_a_step_is_written_down_when_it_is_looked_at_sent_or_taken_into_a_calendar(closed, as_person):
    invited, writing = (review.seat.person for review in closed.open_reviews())
    closed.accept(writing)
    step = closed.task("answer_invitation", invited)
    as_person(invited).post(reverse("task", args=[step.pk]), {})
    as_person(writing).get(reverse("step_calendar", args=[closed.task("write_review", writing).pk]))
    as_person(writing).get(reverse("ask_more_time", args=[closed.dossier.reviews.get(seat__person=writing).pk]))
    assert written("person", "page") == [
        (invited.pk, "task"), (writing.pk, "step_calendar"), (writing.pk, "ask_more_time"),
    ]  # fmt: skip


def test_a_page_that_asks_again_and_again_is_written_down_once_an_hour(reviewed, as_person):
    reviewed.call_meeting()
    dossier = reviewed.dossier
    Dossier.objects.filter(pk=dossier.pk).update(confidential=True)
    meeting = dossier.council.meetings.get()
    member = reviewed.seat("chair")
    client = as_person(member)
    began = timezone.now().replace(minute=10, second=0, microsecond=0)
    for seconds in range(0, 2 * 3600, 900):
        with clock.at(began + timedelta(seconds=seconds)):
            assert client.get(reverse("meeting", args=[meeting.pk])).status_code == 200
            for shown in ("", str(meeting.version)):
                client.get(reverse("meeting_live", args=[meeting.pk]), {"v": shown})
            client.post(reverse("meeting_act", args=[meeting.pk, "here"]), {"mode": "online"})
            client.get(reverse("dossier_documents", args=[dossier.pk]))
    hours = [began.replace(minute=0) + timedelta(hours=hour) for hour in range(2)]
    assert written("person", "page", "what", "hour") == [
        (member.pk, page, str(pk), hour)
        for hour in hours
        for page, pk in (("meeting", meeting.pk), ("dossier", dossier.pk))
    ]


def test_who_asks_for_the_live_part_alone_is_written_down_too(reviewed, as_person):
    reviewed.call_meeting()
    Dossier.objects.filter(pk=reviewed.dossier.pk).update(confidential=True)
    meeting = reviewed.dossier.council.meetings.get()
    as_person(reviewed.office.clerk).get(reverse("meeting_live", args=[meeting.pk]))
    assert written("person", "page") == [(reviewed.office.clerk.pk, "meeting")]


def test_each_file_is_written_down_and_two_windows_are_one_look(closed, as_person):
    dossier = closed.dossier
    files = list(dossier.attachments.order_by("pk").values_list("pk", flat=True))
    assert len(files) > 1
    first, second = as_person(closed.office.clerk), as_person(closed.office.clerk)
    for client in (first, second):
        for pk in files:
            assert client.get(reverse("attachment", args=[pk])).status_code == 200
    assert written("page", "what") == [("attachment", str(pk)) for pk in files]


def test_who_may_not_look_is_not_written_down(closed):
    assert Client().get(reverse("dossier", args=[closed.dossier.pk])).status_code == 302
    assert not ConfidentialAccess.objects.exists()
