"""Mails: written in the receiver's language from a template, sent by a worker, once for each notice."""

from __future__ import annotations

import time

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import InterfaceError, OperationalError, connection, transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from viewflow.workflow import STATUS

from consult import clock
from consult.access import UNION_TABLE, check, check_expert, check_task, organisations_as
from consult.access.keeping import administered
from consult.actions import jobs
from consult.actions.accounts import LEFT
from consult.actions.calls import ask_calls
from consult.actions.notifications.calendars import calendar_files_of, deadline_of
from consult.actions.notifications.channels import deliver, message_for
from consult.actions.notifications.digest import KIND as DIGEST
from consult.actions.notifications.digest import compose_digest, waiting_for
from consult.actions.notifications.headers import headers_of, new_message_id
from consult.actions.notifications.notices import MAIL_TO
from consult.actions.notifications.wording import (
    Content,
    Link,
    Words,
    facts_of,
    greeting,
    parts_of,
    password_link,
    rendered,
)
from consult.actions.passwords import KIND as PASSWORD
from consult.actions.passwords import compose_link, find_receiver, set_password_url
from consult.actions.proposals import check_decision
from consult.actions.reviews.by_link import answer_url
from consult.models import (
    ChangeProposal,
    Channel,
    DataRequest,
    Delivery,
    Dossier,
    Expert,
    Job,
    Mail,
    Notification,
    Person,
)
from consult.queries.office_mail import sender_of
from consult.secret_addresses import without_keys

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


def compose(notification: Notification, *, by_mail: bool = True) -> Words:
    """A notice in words, in the receiver's language.

    Only a mail holds a link that sets a password or answers an invitation, and only one to the address that the account has
    now.
    """
    person = notification.person
    path = notice_path(notification)
    to_the_account = by_mail and MAIL_TO not in notification.data
    with translation.override(person.language):
        parts = parts_of(notification)
        button = Link(_("Open it here"), f"{settings.SITE_URL}{path}") if path else None
        if to_the_account and (answer := answer_url(notification)):
            button = Link(_("Answer here, without a password"), answer)
        notes = []
        if notification.kind == LEFT:
            notes.append(_("If you did not expect this, tell your union's administrator at once."))
        text, html = rendered(
            Content(
                greeting=greeting(person),
                opening=parts.opening,
                facts=facts_of(notification),
                button=button,
                links=password_link(first_password(person)) if to_the_account else [],
                closing=parts.closing,
                notes=notes,
                union=parts.values["union"],
                asker=parts.values["asker"],
                phone=parts.values["phone"],
            )
        )
    return Words(parts.subject, text, html)


def mail_words(notification: Notification, channel: Channel | None = None) -> Words | None:
    """What is to be said now, by mail or by ``channel``; None when time has overtaken it, or nothing waits any more.

    A channel is one union's and hears nothing of another's dossiers, and no link that opens a door.
    """
    by_mail = channel is None
    person = notification.person
    overtaken = (
        notification.kind in NEEDS_OPEN_TASK
        and notification.task is not None
        and notification.task.status != STATUS.NEW
    )
    if overtaken or not (person.is_active or MAIL_TO in notification.data):
        return None
    if notification.kind == PASSWORD:
        return compose_link(person)
    if notification.kind != DIGEST:
        return compose(notification, by_mail=by_mail)
    waiting = waiting_for(notification, channel.union_id if channel else None)
    link = first_password(person) if by_mail else None
    return compose_digest(notification, waiting, link, by_mail=by_mail) if waiting else None


def send_by_channel(job: Job) -> None:
    """Send a claimed job's message by its channel. Raises ``ChannelFaultError``, ``ActionError``."""
    delivery = Delivery.objects.select_related("channel").get(job=job)
    notices = Notification.objects.select_related(
        "person", "dossier__union", "dossier__proposer", "task__dossier", "union"
    )
    notification = notices.get(deliveries=delivery)
    words = mail_words(notification, delivery.channel) if delivery.channel.active else None
    if words is None:
        jobs.complete(job, Job.State.CANCELLED)
        return
    url = settings.SITE_URL + notice_path(notification)
    deliver(job, message_for(notification, delivery.channel, words.subject, words.text, url))


def send_now(job: Job) -> None:
    """Send a claimed job's mail. A notice that time has overtaken is not sent, nor a link to nobody."""
    notices = Notification.objects.select_related(
        "person", "dossier__union", "dossier__proposer", "task__dossier", "union"
    )
    notification = find_receiver(job) if job.notification_id is None else notices.get(job=job)
    words = mail_words(notification) if notification else None
    if notification is None or words is None or not address_of(notification):
        if notification is not None and notification.dossier is not None and words is not None:
            # The address was taken away since the mail was asked for.
            ask_calls([notification.person], notification.dossier)
        jobs.complete(job, Job.State.CANCELLED)
        return
    mail = begun(notification, words)
    message = EmailMultiAlternatives(
        subject=words.subject,
        body=words.text,
        from_email=sender_of(notification.office).written,
        to=[mail.address],
        headers=headers_of(notification, mail, words),
    )
    message.attach_alternative(words.html, "text/html")
    url = f"{settings.SITE_URL}{path}" if (path := notice_path(notification)) else ""
    waiting = words.waiting
    entries = calendar_files_of(notification, url) if waiting is None else [deadline_of(task) for task in waiting.own]
    for entry in filter(None, entries):
        message.attach(entry)
    message.send()
    _save_sent(job, mail)


def address_of(notification: Notification) -> str:
    """Where a notice's mail goes; nothing when the person has no address."""
    return str(notification.data.get(MAIL_TO) or notification.person.email or "")


def begun(notification: Notification, words: Words) -> Mail:
    """The row of the mail that is to go now: one that was begun and never went keeps its Message-ID.

    A link in it that opens a door is kept in the demo alone, which shows its mails.
    """
    number = Mail.objects.filter(notification=notification, sent_at__isnull=False).count() + 1
    text = words.text if settings.DEMO else without_keys(words.text)
    said = {
        "address": address_of(notification),
        "subject": words.subject,
        "text": text,
    }
    mail, _created = Mail.objects.update_or_create(
        notification=notification,
        number=number,
        defaults=said,
        create_defaults={**said, "message_id": new_message_id(notification)},
    )
    return mail


def _save_sent(job: Job, mail: Mail) -> None:
    """Note that a mail has gone. It cannot be called back, so a database that is away is waited for as long as the lease lasts.

    Raises ``LostClaimError`` when another worker has taken the job over, ``OperationalError`` when the lease has run out.
    """
    until = time.monotonic() + settings.JOB_LEASE_SECONDS
    while True:
        try:
            with transaction.atomic():
                jobs.complete(job)
                moment = clock.now()
                Notification.objects.filter(pk=mail.notification_id).update(mailed_at=moment)
                Mail.objects.filter(pk=mail.pk).update(sent_at=moment)
        except (OperationalError, InterfaceError):
            if time.monotonic() > until or connection.in_atomic_block:
                raise
            connection.close()
            time.sleep(1)
        else:
            return
