"""Celery tasks: thin, each only fetches by id and calls a function. A message says no more than "look again"."""

from __future__ import annotations

import logging
from collections.abc import Callable

from celery import shared_task

from consult.actions import (
    backups,
    data_requests,
    departments,
    half_sent,
    holding,
    jobs,
    mailbox,
    plans,
    reading_copies,
    retention,
    room,
    template_renderings,
)
from consult.actions.documents import notify_not_made
from consult.actions.notifications import mails, reminders, undelivered
from consult.commands import documents, renewal
from consult.libraries.converter import ConversionRefusedError, ConverterMissingError
from consult.libraries.renderer import RenderRefusedError
from consult.models import Heartbeat, Job
from consult.refusals import ActionError
from consult.storage import space

logger = logging.getLogger(__name__)

SWEEP_AT_MOST = 200
# Each is a question to a server elsewhere. In an hour the next ones follow.
RENEW_AT_MOST = 50

# A document that takes too long, or a file on which the converter breaks, so many times is given up.
TIMES_OUT = 2
WAITS = "it waits for its template to be converted"
# What the converter may do otherwise another time.
PASSING = ("time", "fault")


def convert_now(job: Job) -> None:
    """Turn a Word file into PDF: an attachment's, or a template filled in."""
    if job.rendering_id:
        template_renderings.make_rendering_now(job)
    else:
        reading_copies.make_copy_now(job)


DOERS: dict[str, Callable[[Job], None]] = {
    Job.Kind.RENDER: documents.make_document_now,
    Job.Kind.PLAN: plans.make_plan_now,
    Job.Kind.CHANNEL: mails.send_by_channel,
    Job.Kind.MAIL: mails.send_now,
    Job.Kind.CONVERT: convert_now,
    Job.Kind.BACKUP: backups.make_backup_now,
    Job.Kind.TRIAL: backups.try_restore_now,
}


@shared_task(name="consult.run_job")
def run_job(job_id: int) -> bool:
    """Do one job, if nobody else does, or else one of its queue that was forgotten. Returns whether one was done here.

    Without room on the disk none is begun: its row waits, and the sweep calls again when there is some.
    """
    if space.is_used_up():
        return False
    job = jobs.claim(job_id) or jobs.claim_forgotten(job_id)
    if job is None:
        return False
    try:
        DOERS[job.kind](job)
    except jobs.LostClaimError:
        logger.warning("job %s was taken over by another worker", job.pk)
        return False
    except RenderRefusedError as fault:
        # It would go beyond the same limit again. Time alone passes for other reasons too: a machine that was busy or asleep.
        logger.warning("job %s refused: %s", job.pk, fault)
        if jobs.fail(job, fault, for_good=fault.limit != "time" or job.attempts >= TIMES_OUT):
            notify_not_made(job)
        return False
    except ConverterMissingError:
        jobs.put_back(job, "there is no converter here")
        return False
    except template_renderings.WaitsForConverterError:
        jobs.put_back(job, WAITS)
        return False
    except ConversionRefusedError as fault:
        logger.warning("job %s refused: %s", job.pk, fault)
        jobs.fail(job, fault, for_good=fault.limit not in PASSING or job.attempts >= TIMES_OUT)
        return False
    except backups.BackupNotMadeError as fault:
        logger.error("job %s: %s", job.pk, fault)
        backups.put_off(job, fault)
        return False
    except Exception as fault:
        if space.tells_of_full_disk(fault):
            logger.warning("job %s waits for room on the disk", job.pk)
            jobs.wait_for_room(job)
            return False
        if job.kind in jobs.MESSAGES and undelivered.concerns_the_way(fault):
            undelivered.not_sent(job, fault)
            return False
        logger.exception("job %s failed", job.pk)
        if jobs.fail(job, fault, for_good=isinstance(fault, ActionError)) and job.kind == Job.Kind.RENDER:
            notify_not_made(job)
        return False
    return True


@shared_task(name="consult.sweep")
def sweep() -> int:
    """Call workers for the jobs that lost messages, dead workers and pauses left behind. Returns how many were called for."""
    room.notify_when_little()
    if space.is_used_up():
        return 0
    called = jobs.dispatch_due(SWEEP_AT_MOST)
    jobs.note_heartbeat(Heartbeat.Name.SWEEP)
    return called


def work_off() -> int:
    """Do every due job in this process, for programs that have no worker. Returns how many were done."""
    found = list(jobs.due_jobs().order_by("run_after").values_list("pk", flat=True)[:SWEEP_AT_MOST])
    return sum(run_job(pk) for pk in found)


@shared_task(name="consult.remind")
def remind() -> int:
    """Send the reminders of today. Returns how many tasks were reminded of."""
    if space.is_used_up():
        return 0
    reminded = reminders.send_due() + departments.notify_late() + data_requests.remind_due()
    jobs.note_heartbeat(Heartbeat.Name.REMIND)
    return reminded


@shared_task(name="consult.read_mailboxes")
def read_mailboxes() -> int:
    """Take what came into the mailboxes of offices. Returns how many mails were taken."""
    if space.is_used_up():
        return 0
    return mailbox.read_all()


@shared_task(name="consult.tidy")
def tidy() -> int:
    """Throw away what has been kept for long enough. Returns how many rows went."""
    if space.is_used_up():
        return 0
    gone = retention.purge() + half_sent.forget_expired()
    jobs.note_heartbeat(Heartbeat.Name.TIDY)
    return gone


@shared_task(name="consult.renew")
def renew() -> int:
    """Renew the time stamps of signed documents whose day has come. Returns how many were."""
    if space.is_used_up():
        return 0
    count = renewal.renew_due(RENEW_AT_MOST)
    jobs.note_heartbeat(Heartbeat.Name.RENEW)
    return count


@shared_task(name="consult.hold_store")
def hold_store() -> bool:
    """Go on holding the store of files against the rows. Returns whether this night's walk came to its end."""
    if space.is_used_up():
        return False
    try:
        finished = holding.walk_on()
    except holding.StoreAwayError as fault:
        logger.error("the store was not held against the rows: %s", fault)
        holding.notify_store_away(str(fault))
        return False
    if finished:
        jobs.note_heartbeat(Heartbeat.Name.STORE)
    return finished


@shared_task(name="consult.back_up")
def back_up() -> int:
    """Ask for the backup and the trial restore that are due. Returns how many were asked for."""
    if space.is_used_up():
        return 0
    return backups.ask_due()
