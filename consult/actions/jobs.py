"""Rows for the workers: asked for in the transaction of their cause, claimed by compare-and-set, retried, given up."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from consult import clock
from consult.models import Heartbeat, Job
from consult.rules.mail import RETURNED

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 6
ROOM_PAUSE = timedelta(seconds=30)
# More than two working days hold at the pauses of messages.
MOST_ATTEMPTS_OF_A_MESSAGE = 60
# Between machines; more than this means that a clock was moved.
CLOCKS_DIFFER = timedelta(seconds=30)
FIRST_PAUSE = timedelta(seconds=5)
OPEN = (Job.State.WAITING, Job.State.RUNNING)
QUEUES: dict[str, str] = {
    Job.Kind.RENDER: "documents",
    Job.Kind.MAIL: "mail",
    Job.Kind.CHANNEL: "mail",
    Job.Kind.PLAN: "documents",
    Job.Kind.CONVERT: "converter",
    Job.Kind.BACKUP: "backup",
    Job.Kind.TRIAL: "backup",
}
# Not every installation has a converter: messages that nobody reads would pile up, so whoever is one reads the rows.
UNCALLED = (Job.Kind.CONVERT,)
MESSAGES = (Job.Kind.MAIL, Job.Kind.CHANNEL)

_quiet: ContextVar[bool] = ContextVar("without_messages", default=False)


class LostClaimError(Exception):
    """Another worker took the job over, because this one's lease ran out."""


def enqueue(kind: Job.Kind, key: str, **fields: Any) -> Job:
    """Ask for a job; the same ``key`` twice is one job. A worker is told once the transaction is through."""
    job, created = Job.objects.get_or_create(key=key, defaults={"kind": kind, **fields})
    if created:
        notify_worker(job)
    return job


@contextmanager
def without_messages() -> Iterator[None]:
    """Leave the jobs of the block to the sweep: hundreds at once need no message each."""
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)


def notify_worker(job: Job) -> None:
    """Tell a worker to look, once the transaction is through. The message may be lost: the sweep finds the row."""
    if settings.DISPATCH_JOBS and not _quiet.get() and job.kind not in UNCALLED:
        transaction.on_commit(partial(_send, job.pk, job.kind))


def _send(job_id: int, kind: str, **options: Any) -> bool:
    try:
        current_app.send_task("consult.run_job", args=[job_id], queue=QUEUES[kind], ignore_result=True, **options)
    except (OperationalError, OSError, RedisError) as fault:
        logger.warning("broker not reached, the sweep will find job %s: %s", job_id, fault)
        return False
    return True


def dispatch_due(at_most: int) -> int:
    """Send a message for each job that lost messages, dead workers and pauses left behind. Returns how many were sent.

    Each goes to the queue of its kind, so that a document that breaks its worker holds up no mail. A job that merely waits
    its turn is not called for again before DISPATCH_AGAIN_SECONDS; by then its first message, if nobody took it, has expired.
    Workers that look at the rows themselves are not called.
    """
    now = clock.now()
    _follow_clock_back(now)
    _fail_crashing()
    if not settings.DISPATCH_JOBS:
        return 0
    again = settings.DISPATCH_AGAIN_SECONDS
    uncalled = Q(dispatched_at__lt=F("run_after")) | Q(dispatched_at__lt=now - timedelta(seconds=again))
    called_for = due_jobs(now).exclude(kind__in=UNCALLED)
    found = list(called_for.filter(uncalled).order_by("run_after").values_list("pk", "kind")[:at_most])
    called = []
    for job_id, kind in found:
        if not _send(job_id, kind, expires=again):
            break
        called.append(job_id)
    Job.objects.filter(pk__in=called).update(dispatched_at=now)
    return len(called)


def _follow_clock_back(now: datetime) -> None:
    """Bring back what was due, or called for, by a clock that has been set back since the last sweep.

    Otherwise it would wait until the clock has caught up. A job in somebody's hands keeps its lease, counted from now; one
    that waits for an hour of the day keeps its hour.
    """
    last = (
        Heartbeat.objects.filter(name=Heartbeat.Name.SWEEP, at__gt=now + CLOCKS_DIFFER)
        .values_list("at", flat=True)
        .first()
    )
    if last is None:
        return
    ahead = Job.objects.filter(state__in=OPEN, run_after__gt=now)
    ahead.filter(state=Job.State.WAITING, run_after__lte=last).update(run_after=now)
    lease = timedelta(seconds=settings.JOB_LEASE_SECONDS)
    ahead.filter(state=Job.State.RUNNING, run_after__gt=now + lease).update(run_after=now + lease)
    Job.objects.filter(state__in=OPEN, dispatched_at__gt=now).update(dispatched_at=now - lease)
    logger.warning("the clock was set back by %s", last - now)


def _fail_crashing() -> None:
    """Give up jobs that have taken their worker along each time, without a chance to say why.

    A message may have been tried often because it did not get through: then it has said why.
    """
    deadly = due_jobs().filter(state=Job.State.RUNNING, attempts__gte=MOST_ATTEMPTS)
    mute = ~Q(kind__in=MESSAGES) | Q(error="") | Q(attempts__gte=MOST_ATTEMPTS_OF_A_MESSAGE)
    given_up = deadly.filter(mute).update(
        state=Job.State.FAILED, error="every worker that tried it ended without an answer"
    )
    if given_up:
        logger.error("%s jobs given up: their workers died", given_up)


def due_jobs(now: datetime | None = None) -> QuerySet[Job]:
    """Jobs that nobody works on: not begun, or begun by a worker whose lease ran out."""
    return Job.objects.filter(state__in=OPEN, run_after__lte=now or clock.now())


def claim(job_id: int) -> Job | None:
    """Take a job for this worker, or None when another has it or it is done."""
    now = clock.now()
    job = due_jobs(now).filter(pk=job_id).first()
    if job is None:
        return None
    taken = (
        due_jobs(now)
        .filter(pk=job_id, attempts=job.attempts)
        .update(
            state=Job.State.RUNNING,
            attempts=F("attempts") + 1,
            run_after=now + timedelta(seconds=settings.JOB_LEASE_SECONDS),
        )
    )
    return Job.objects.get(pk=job_id) if taken == 1 else None


def claim_forgotten(job_id: int) -> Job | None:
    """Take, instead of a job that needs nobody, the one of its queue that has waited longest beyond DISPATCH_AGAIN_SECONDS.

    Where messages pile up faster than workers read them, those of the sweep expire before anybody reads them: a row could
    then wait for ever beside workers that are told all the time to look at what is done. So each message moves something.
    """
    kind = Job.objects.filter(pk=job_id).values_list("kind", flat=True).first()
    if kind is None:
        return None
    kinds = [other for other, queue in QUEUES.items() if queue == QUEUES[kind]]
    since = clock.now() - timedelta(seconds=settings.DISPATCH_AGAIN_SECONDS)
    oldest = due_jobs(since).filter(kind__in=kinds).order_by("run_after").values_list("pk", flat=True).first()
    return claim(oldest) if oldest is not None else None


def renew_lease(job: Job) -> None:
    """Renew the lease of a claimed job between two long parts of its work, so that nobody takes over what goes on.

    Raises ``LostClaimError`` when somebody has already: the rest need not be done.
    """
    until = clock.now() + timedelta(seconds=settings.JOB_LEASE_SECONDS)
    held = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, attempts=job.attempts).update(run_after=until)
    if held != 1:
        raise LostClaimError(job.key)


def complete(job: Job, state: Job.State = Job.State.DONE) -> None:
    """Close a claimed job, inside the transaction that keeps its result.

    Raises ``LostClaimError`` when the claim has passed to another worker, so that the result is not kept twice.
    """
    now = clock.now()
    begun = job.run_after - timedelta(seconds=settings.JOB_LEASE_SECONDS)
    closed = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, attempts=job.attempts).update(
        state=state, finished_at=now, error="", seconds=(now - begun).total_seconds()
    )
    if closed != 1:
        raise LostClaimError(job.key)


def fail(job: Job, fault: Exception | str, *, for_good: bool = False, again_at: datetime | None = None) -> bool:
    """Put a job back with a growing pause, or give it up after ``MOST_ATTEMPTS`` into a state that people see.

    ``for_good`` gives it up at once: another attempt would end alike. With ``again_at`` it is tried then, however often it
    has been. Returns whether it was given up here.
    """
    given_up = for_good or (again_at is None and job.attempts >= MOST_ATTEMPTS)
    changed = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, attempts=job.attempts).update(
        state=Job.State.FAILED if given_up else Job.State.WAITING,
        run_after=again_at or clock.now() + FIRST_PAUSE * 2 ** (job.attempts - 1),
        tried_since=job.tried_since or clock.now(),
        error=(fault if isinstance(fault, str) else f"{type(fault).__name__}: {fault}")[:2000],
    )
    return given_up and bool(changed)


def come_back(job: Job, answer: str) -> bool:
    """Give up a mail that was sent and came back, into the state that people see; whether it was given up here."""
    error = f"{RETURNED}: {answer}"[:2000]
    return bool(Job.objects.filter(pk=job.pk, state=Job.State.DONE).update(state=Job.State.FAILED, error=error))


def wait_for_room(job: Job) -> None:
    """Put a claimed job back until the disk has room again; that attempt does not count, however often it comes to it."""
    put_back(job, "the disk is full; it is tried again when there is room")


def put_back(job: Job, why: str) -> None:
    """Put a claimed job back for a while, without counting the attempt: what hinders it is not its own."""
    Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, attempts=job.attempts).update(
        state=Job.State.WAITING,
        attempts=job.attempts - 1,
        run_after=clock.now() + ROOM_PAUSE,
        error=why,
    )


def retry(job: Job) -> bool:
    """Give a failed job a fresh start."""
    revived = Job.objects.filter(pk=job.pk, state=Job.State.FAILED).update(
        state=Job.State.WAITING,
        attempts=0,
        tried_since=None,
        error="",
        run_after=clock.now(),
        dispatched_at=clock.now(),
    )
    if revived:
        notify_worker(job)
    return bool(revived)


def note_heartbeat(name: Heartbeat.Name, detail: str = "") -> None:
    """Note that something that should happen again and again has happened."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": clock.now(), "detail": detail[:300]})
