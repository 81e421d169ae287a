"""Messages that did not get through: tried again for two working days, or given up at once, as the fault asks for."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException

from django.utils import timezone

from consult import clock
from consult.access import Capacity
from consult.actions import jobs
from consult.actions.notifications.notices import notify, office
from consult.actions.timing import hours_of_id, told_at
from consult.libraries.channels import ChannelFaultError
from consult.models import Job, Mail, Person
from consult.refusals import ActionError
from consult.rules.mail import refuses_address

logger = logging.getLogger(__name__)

FAILED = "mail_failed"
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=4)
PATIENCE_DAYS = 2


def concerns_the_way(fault: Exception) -> bool:
    """Whether ``fault`` came from the way to a person: a server, a line, an address. Those of smtplib are OSErrors."""
    return isinstance(fault, (ChannelFaultError, ActionError, OSError))


def is_permanent(fault: Exception) -> bool:
    """Whether another attempt would end alike. A server that does not want us may be told to, and the address is right."""
    if isinstance(fault, ChannelFaultError):
        return fault.for_good
    return isinstance(fault, ActionError) or refuses_address(type(fault).__name__, answer_of(fault))


def answer_of(fault: Exception) -> str:
    """What the server answered, without anybody's address: smtplib's own words name it."""
    replies: list[tuple[int, bytes | str]] = []
    if isinstance(fault, SMTPRecipientsRefused):
        replies = list(fault.recipients.values())
    elif isinstance(fault, SMTPResponseException):
        replies = [(fault.smtp_code, fault.smtp_error)]
    else:
        return str(fault)
    return "; ".join(
        f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}" for code, text in replies
    )


def not_sent(job: Job, fault: Exception) -> None:
    """Put a claimed job off after ``fault``, by growing pauses in its office's hours, or give it up."""
    again = _next_attempt(job)
    words = f"{type(fault).__name__}: {answer_of(fault)}"
    logger.warning("job %s did not get through: %s", job.pk, words)
    if jobs.fail(job, words, for_good=is_permanent(fault) or again is None, again_at=again):
        tell_officers(job)


def tell_officers(job: Job) -> None:
    """Tell a dossier's officers that a mail of it did not arrive; not of what only tells them so."""
    notification, dossier = job.notification, job.dossier
    if notification is None or dossier is None or dossier.outcome or notification.kind == FAILED:
        return
    told = [one for one in office(dossier, Capacity.OFFICER) if one.pk != notification.person_id]
    sent = Mail.objects.filter(notification=notification).count()
    notify(told, FAILED, dossier=dossier, key=f"j{job.pk}:{sent}", name=notification.person.name)


def _next_attempt(job: Job) -> datetime | None:
    """When to try again; None when it has been tried for two working days."""
    now = timezone.localtime(clock.now())
    since = timezone.localtime(job.tried_since) if job.tried_since else now
    again = now + min(FIRST_PAUSE * 2 ** min(job.attempts - 1, 10), LONGEST_PAUSE)
    if job.dossier is None:
        return again if now - since < timedelta(days=PATIENCE_DAYS) else None
    hours = hours_of_id(job.dossier.union_id)
    last_day = hours.calendar.add(clock.day_of(since), PATIENCE_DAYS)
    if now >= datetime.combine(last_day, since.time(), now.tzinfo):
        return None
    return told_at(_receiver(job), hours, from_=again)


def _receiver(job: Job) -> Person:
    notification = job.notification or (job.delivery.notification if job.delivery else None)
    if notification is None:
        raise ValueError(f"{job.key} tells nobody")
    return notification.person
