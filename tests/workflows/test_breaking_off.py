from contextlib import suppress

import pytest
from django.core import mail
from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse

from consult import tasks
from consult.commands import dossiers, reviewers, steps
from consult.demo.walk import Walk
from consult.models import Dossier, Job, Notification, Review
from tests.refusals import refused

POINTS = ["walk", "in_council", "reviewing", "reviewed", "drafted"]


@pytest.mark.parametrize("point", POINTS)
def test_a_withdrawal_closes_every_task_reminder_and_invitation(point, request):
    walk = request.getfixturevalue(point)
    reviewers = [review.seat.person for review in walk.open_reviews()]
    dossiers.withdraw(dossier_id=walk.dossier.pk, by=walk.office.investor_person, reason="Đổi địa điểm")
    walk.dossier.refresh_from_db()
    assert (walk.dossier.stage, walk.dossier.outcome, walk.dossier.due_on) == ("closed", "withdrawn", None)
    assert not walk.dossier.tasks.exclude(status__in=["DONE", "CANCELED"]).exists()
    assert not walk.dossier.tasks.exclude(next_reminder_on=None).exists()
    assert not Review.objects.filter(state__in=["invited", "writing"]).exists()
    told = set(Notification.objects.filter(kind="withdrawn").values_list("person", flat=True))
    assert {walk.office.officer.pk, walk.office.leader.pk, *(person.pk for person in reviewers)} <= told
    assert walk.office.investor_person.pk not in told


def test_cancelling_wants_a_leader_and_a_reason(reviewing):
    office = reviewing.office
    with refused("role"):
        dossiers.cancel(dossier_id=reviewing.dossier.pk, by=office.officer, reason="x")
    with refused("reason_missing"):
        dossiers.cancel(dossier_id=reviewing.dossier.pk, by=office.leader, reason="  ")
    dossiers.cancel(dossier_id=reviewing.dossier.pk, by=office.leader, reason="Trùng hồ sơ")
    assert office.investor_person.notifications.filter(kind="cancelled").count() == 1


def test_nothing_can_be_done_on_a_closed_dossier(reviewing):
    office = reviewing.office
    task, review = reviewing.task("collect_reviews"), reviewing.open_reviews()[0]
    answer = reviewing.task("answer_invitation", review.seat.person)
    dossiers.withdraw(dossier_id=reviewing.dossier.pk, by=office.investor_person, reason="x")
    for code, attempt in (
        ("no_part", lambda: steps.perform(task_id=answer.pk, by=review.seat.person, decision="accept")),
        ("not_by_hand", lambda: steps.perform(task_id=task.pk, by=office.officer)),
        ("closed", lambda: reviewers.excuse_reviewer(review_id=review.pk, by=office.officer, reason="x")),
        ("closed", lambda: dossiers.withdraw(dossier_id=reviewing.dossier.pk, by=office.investor_person, reason="x")),
        ("closed", lambda: dossiers.cancel(dossier_id=reviewing.dossier.pk, by=office.leader, reason="x")),
    ):
        with refused(code):
            attempt()


def test_open_mails_about_closed_steps_are_not_sent(reviewing):
    dossiers.withdraw(dossier_id=reviewing.dossier.pk, by=reviewing.office.investor_person, reason="x")
    tasks.work_off()
    assert not [m for m in mail.outbox if "Mời ông/bà phản biện" in m.subject]
    assert [m for m in mail.outbox if "đã rút hồ sơ" in m.subject]


def test_whoever_has_left_a_dossier_is_told_and_led_nowhere(reviewing, as_person):
    review = reviewing.open_reviews()[0]
    person = review.seat.person
    reviewers.excuse_reviewer(review_id=review.pk, by=reviewing.office.officer, reason="Không trả lời")
    tasks.work_off()
    (message,) = [m for m in mail.outbox if m.to == [person.email] and "Không cần phiếu" in m.subject]
    assert "/dossiers/" not in message.body
    notice = person.notifications.get(kind="excused")
    answer = as_person(person).post(reverse("open_notice", args=[notice.pk]))
    assert answer["Location"] == reverse("notices")


def test_withdrawing_while_a_document_is_awaited_stops_the_flow(in_council):
    office = in_council.office
    in_council.do("propose_council", office.officer, seats=in_council.seats())
    in_council.do("approve_council", office.leader, decision="approve")
    dossiers.withdraw(dossier_id=in_council.dossier.pk, by=office.investor_person, reason="x")
    assert Job.objects.get(task__isnull=False).state == "cancelled"
    tasks.work_off()
    in_council.dossier.refresh_from_db()
    assert in_council.dossier.reviews.count() == 0
    assert in_council.dossier.outcome == "withdrawn"


def test_a_draft_is_discarded_with_its_files(office, new_walk):
    walk = Walk(office, lambda _dossier: None)
    draft = walk.submit(by=office.investor_person, procedure=office.investment, title="Nháp", location="", upto="draft")
    with refused("not_now"):
        dossiers.withdraw(dossier_id=draft.pk, by=office.investor_person, reason="x")
    dossiers.discard_draft(dossier_id=draft.pk, by=office.investor_person)
    assert not Dossier.objects.filter(pk=draft.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_the_files_of_a_draft_go_with_its_row_and_not_before(office):
    walk = Walk(office, lambda _dossier: None)
    draft = walk.submit(by=office.investor_person, procedure=office.investment, title="Nháp", location="", upto="draft")
    name = draft.attachments.first().file.name
    with suppress(ZeroDivisionError), transaction.atomic():
        dossiers.discard_draft(dossier_id=draft.pk, by=office.investor_person)
        raise ZeroDivisionError
    assert default_storage.exists(name)
    dossiers.discard_draft(dossier_id=draft.pk, by=office.investor_person)
    assert not default_storage.exists(name)
