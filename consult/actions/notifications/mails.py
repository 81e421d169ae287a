"""Mails: written in the receiver's language from a template, sent by a worker, once for each notice."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import InterfaceError, OperationalError, connection, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from viewflow.workflow import STATUS

from consult import clock
from consult.access import UNION_TABLE, check, check_expert, check_task, organisations_as
from consult.access.keeping import administered
from consult.actions import jobs
from consult.actions.notifications.channels import deliver, message_for
from consult.actions.notifications.digest import KIND as DIGEST
from consult.actions.notifications.digest import WaitingTasks, compose_digest, waiting_for
from consult.actions.notifications.notices import MAIL_TO
from consult.actions.passwords import KIND as PASSWORD
from consult.actions.passwords import compose_link, find_receiver, set_password_url
from consult.actions.proposals import check_decision
from consult.exports.calendar_file import deadline_file, media_type, meeting_file
from consult.models import (
    ChangeProposal,
    Channel,
    DataRequest,
    Delivery,
    Dossier,
    Expert,
    Job,
    Meeting,
    Notification,
    Person,
    Task,
)
from consult.rules.text import shortened
from consult.texts import notice_text

SUBJECT_CHARACTERS = 250
ABOUT_MEETINGS = {"meeting", "meeting_moved", "meeting_adjourned", "meeting_cancelled"}
ABOUT_DEADLINES = {"task", "invitation", "reminder", "extended", "deadline_moved"}
# Notices about a step that is no longer open are not sent any more.
NEEDS_OPEN_TASK = {"task", "invitation", "reminder", "late", "escalation", "deadline_moved"}

# The pages of an office on which something that is about no dossier is decided, and who opens them.
DECIDED_ON = {
    "access_asked": ("access_requests", "people.keep"),
    "lower_asked": ("lower_unions", "lower.decide"),
    "lower_left": ("lower_unions", "lower.view"),
    "upper_confirmed": ("upper_union", "upper.edit"),
    "upper_dropped": ("upper_union", "upper.edit"),
}


def first_password(person: Person) -> str | None:
    """The link for whoever has no password yet."""
    return None if person.has_usable_password() else set_password_url(person)


def notice_path(notification: Notification) -> str:
    """Where the notice leads: the step while it is open and theirs, else the dossier; nowhere for who has left it."""
    task, dossier, person = notification.task, notification.dossier, notification.person
    if task is not None and task.status == STATUS.NEW and task.flow_task.act and check_task(person, task):
        return reverse("task", args=[task.pk])
    if dossier is not None and check(person, "dossier.view", dossier):
        return _page_of(notification, dossier)
    proposal = (
        ChangeProposal.objects.filter(pk=notification.data.get("proposal")).select_related("person", "body").first()
    )
    if proposal is not None and check_decision(person, proposal):
        return reverse("change_proposal", args=[proposal.pk])
    if notification.kind == "data_request_answered":
        return reverse("ask_about_data")
    asked = DataRequest.objects.filter(pk=notification.data.get("request")).first()
    if asked is not None and asked.union_id in administered(person):
        return reverse("data_request", args=[asked.pk])
    page, action = DECIDED_ON.get(notification.kind, ("", ""))
    if page and organisations_as(person, *UNION_TABLE[action]):
        return reverse(page)
    expert = Expert.objects.filter(pk=notification.data.get("expert")).select_related("person").first()
    if expert is not None and check_expert(person, expert.person, "expert.view"):
        return reverse("expert", args=[expert.pk])
    return ""


def _page_of(notification: Notification, dossier: Dossier) -> str:
    """The page of a dossier that a notice is about."""
    if notification.kind == "dates" and check(notification.person, "date.answer", dossier):
        return reverse("dates", args=[dossier.pk])
    if (
        notification.kind in ("meeting", "round")
        and "meeting" in notification.data
        and check(notification.person, "council.view", dossier)
    ):
        return reverse("meeting", args=[notification.data["meeting"]])
    return reverse("dossier", args=[dossier.pk])


def compose(notification: Notification, *, by_mail: bool = True) -> tuple[str, str]:
    """Subject and text of a notice, in the receiver's language.

    Only a mail holds a link that sets a password, and only one to the address that the account has now.
    """
    person = notification.person
    path = notice_path(notification)
    with translation.override(person.language):
        sentence = notice_text(notification)
        text = render_to_string(
            "mails/notice.txt",
            {
                "person": person,
                "notice": notification,
                "sentence": sentence,
                "dossier": notification.dossier,
                "task": notification.task,
                "url": f"{settings.SITE_URL}{path}" if path else "",
                "set_password": first_password(person) if by_mail and MAIL_TO not in notification.data else None,
            },
        )
    return shortened(sentence, SUBJECT_CHARACTERS), text


def calendar_file_of(notification: Notification) -> tuple[str, bytes, str] | None:
    """The calendar file that goes with a notice's mail: name, content and type. None where there is nothing to enter."""
    person, path = notification.person, notice_path(notification)
    url = f"{settings.SITE_URL}{path}" if path else ""
    if notification.kind in ABOUT_MEETINGS and "meeting" in notification.data:
        meeting = Meeting.objects.select_related("council__dossier__union").get(pk=notification.data["meeting"])
        content, method = meeting_file(meeting, person, url)
        return "lich-hop.ics", content, media_type(method)
    task = notification.task
    if notification.kind == "extended":
        task = Task.objects.filter(dossier=notification.dossier, assignee=person, status=STATUS.NEW).first()
    if task is None or task.assignee_id != person.pk or notification.kind not in ABOUT_DEADLINES:
        return None
    return deadline_of(task, int(notification.kind in ("extended", "deadline_moved")))


def deadline_of(task: Task, sequence: int) -> tuple[str, bytes, str] | None:
    """The calendar file of a step that waits for one person until a day; None for others."""
    if task.due_on is None or task.assignee_id is None:
        return None
    content, method = deadline_file(task, task.due_on, sequence, settings.SITE_URL + reverse("task", args=[task.pk]))
    return "thoi-han.ics", content, media_type(method)


@dataclass(frozen=True)
class Words:
    """What a notice says when it is sent. ``waiting`` is what a day's mail lists."""

    subject: str
    text: str
    waiting: WaitingTasks | None = None


def mail_words(notification: Notification, channel: Channel | None = None) -> Words | None:
    """What is to be said now, by mail or by ``channel``; None when time has overtaken it, or nothing waits any more.

    A channel is one union's and hears nothing of another's dossiers, and no link that sets a password.
    """
    by_mail = channel is None
    overtaken = (
        notification.kind in NEEDS_OPEN_TASK
        and notification.task is not None
        and notification.task.status != STATUS.NEW
    )
    if overtaken or not (notification.person.is_active or MAIL_TO in notification.data):
        return None
    if notification.kind == PASSWORD:
        return Words(*compose_link(notification.person))
    if notification.kind != DIGEST:
        return Words(*compose(notification, by_mail=by_mail))
    waiting = waiting_for(notification, channel.union_id if channel else None)
    link = first_password(notification.person) if by_mail else None
    return Words(*compose_digest(notification.person, waiting, link), waiting) if waiting else None


def send_by_channel(job: Job) -> None:
    """Send a claimed job's message by its channel. Raises ``ChannelFaultError``, ``ActionError``."""
    delivery = Delivery.objects.select_related("channel").get(job=job)
    notices = Notification.objects.select_related("person", "dossier", "task__dossier")
    notification = notices.get(deliveries=delivery)
    words = mail_words(notification, delivery.channel) if delivery.channel.active else None
    if words is None:
        jobs.complete(job, Job.State.CANCELLED)
        return
    url = settings.SITE_URL + notice_path(notification)
    deliver(job, message_for(notification, delivery.channel, words.subject, words.text, url))


def send_now(job: Job) -> None:
    """Send a claimed job's mail. A notice that time has overtaken is not sent, nor a link to nobody."""
    notices = Notification.objects.select_related("person", "dossier", "task__dossier")
    notification = find_receiver(job) if job.notification_id is None else notices.get(job=job)
    words = mail_words(notification) if notification else None
    if notification is None or words is None:
        jobs.complete(job, Job.State.CANCELLED)
        return
    mail = EmailMessage(
        subject=words.subject,
        body=words.text,
        to=[notification.data.get(MAIL_TO) or notification.person.email or ""],
        headers={"Message-ID": f"<notice-{notification.pk}@{settings.ALLOWED_HOSTS[0].lstrip('.') or 'consult'}>"},
    )
    waiting = words.waiting
    entries = [calendar_file_of(notification)] if waiting is None else [deadline_of(task, 0) for task in waiting.own]
    for entry in filter(None, entries):
        mail.attach(*entry)
    mail.send()
    _save_sent(job, notification, words)


def _save_sent(job: Job, notification: Notification, words: Words) -> None:
    """Note that a mail has gone. It cannot be called back, so a database that is away is waited for as long as the lease lasts.

    Raises ``LostClaimError`` when another worker has taken the job over, ``OperationalError`` when the lease has run out.
    """
    until = time.monotonic() + settings.JOB_LEASE_SECONDS
    while True:
        try:
            with transaction.atomic():
                jobs.complete(job)
                # The text may hold a link that sets a password: only the demo keeps it, to show it.
                Notification.objects.filter(pk=notification.pk).update(
                    mailed_at=clock.now(),
                    mail_subject=words.subject,
                    mail_text=words.text if settings.DEMO else "",
                )
        except (OperationalError, InterfaceError):
            if time.monotonic() > until or connection.in_atomic_block:
                raise
            connection.close()
            time.sleep(1)
        else:
            return
