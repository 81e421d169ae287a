from datetime import timedelta

import pytest
from django.utils import timezone

from consult import tasks
from consult.actions import jobs
from consult.commands import documents
from consult.models import DocumentVersion, Heartbeat, Job


@pytest.fixture
def receipt_job(built_now, walk):
    return walk.dossier.jobs.get(kind="render")


def age(job: Job) -> None:
    """Let a claim's lease run out."""
    Job.objects.filter(pk=job.pk).update(run_after=timezone.now() - timedelta(seconds=1))


def test_a_job_is_claimed_by_one(receipt_job):
    assert jobs.claim(receipt_job.pk) is not None
    assert jobs.claim(receipt_job.pk) is None


def test_a_document_is_made_once_however_often_the_message_comes(receipt_job):
    assert tasks.run_job(receipt_job.pk) is True
    made = DocumentVersion.objects.get(pk=receipt_job.version_id)
    assert tasks.run_job(receipt_job.pk) is False
    tasks.work_off()
    again = DocumentVersion.objects.get(pk=receipt_job.version_id)
    assert (made.sha256, made.rendered_at) == (again.sha256, again.rendered_at)
    assert made.sha256


def test_the_sweep_does_what_lost_messages_left_behind(walk):
    walk.do("check_completeness", walk.office.officer, decision="accept")
    assert Job.objects.filter(state="waiting").count() > 3
    tasks.work_off()
    assert not Job.objects.filter(state__in=["waiting", "running"]).exists()


def test_a_worker_whose_lease_ran_out_keeps_nothing(receipt_job):
    slow = jobs.claim(receipt_job.pk)
    age(receipt_job)
    fast = jobs.claim(receipt_job.pk)
    documents.make_document_now(fast)
    version = DocumentVersion.objects.get(pk=receipt_job.version_id)
    with pytest.raises(jobs.LostClaimError):
        documents.make_document_now(slow)
    assert DocumentVersion.objects.get(pk=receipt_job.version_id).rendered_at == version.rendered_at


def test_a_lease_is_renewed_while_the_work_goes_on(receipt_job):
    working = jobs.claim(receipt_job.pk)
    age(receipt_job)
    jobs.renew_lease(working)
    assert jobs.claim(receipt_job.pk) is None
    documents.make_document_now(working)
    assert Job.objects.get(pk=receipt_job.pk).state == Job.State.DONE


def test_who_lost_the_claim_does_not_get_it_back(receipt_job):
    slow = jobs.claim(receipt_job.pk)
    age(receipt_job)
    assert jobs.claim(receipt_job.pk) is not None
    with pytest.raises(jobs.LostClaimError):
        jobs.renew_lease(slow)


def break_document(job: Job) -> None:
    DocumentVersion.objects.filter(pk=job.version_id).update(
        data={"kind": "tư vấn", "title": "x", "heading": {"number": "x"}, "attachments": 7}
    )


def test_a_failing_job_pauses_longer_each_time_and_is_given_up(receipt_job):
    break_document(receipt_job)
    pauses = []
    for _ in range(jobs.MOST_ATTEMPTS):
        age(receipt_job)
        before = timezone.now()
        assert tasks.run_job(receipt_job.pk) is False
        receipt_job.refresh_from_db()
        pauses.append(receipt_job.run_after - before)
    assert pauses == sorted(pauses)
    assert receipt_job.state == "failed"
    assert "TypeError" in receipt_job.error


def test_a_failed_job_can_be_tried_again(receipt_job):
    Job.objects.filter(pk=receipt_job.pk).update(state="failed", attempts=6)
    assert jobs.retry(receipt_job)
    assert tasks.run_job(receipt_job.pk) is True


def test_a_poison_job_does_not_hold_up_others(walk, receipt_job):
    break_document(receipt_job)
    tasks.work_off()
    states = set(walk.dossier.jobs.exclude(pk=receipt_job.pk).values_list("state", flat=True))
    assert states == {"done"}


def overdue(job: Job, settings) -> None:
    """Let a job wait for longer than the messages that call for it live."""
    later = timedelta(seconds=settings.DISPATCH_AGAIN_SECONDS + 1)
    Job.objects.filter(pk=job.pk).update(run_after=timezone.now() - later)


def test_where_only_messages_of_done_jobs_come_a_forgotten_row_is_done_all_the_same(walk, settings):
    first, *others = walk.dossier.jobs.filter(kind="mail").order_by("pk")
    assert tasks.run_job(first.pk)
    # Their own messages expired in a queue that is never empty; only the done one's come, again and again.
    for job in others:
        overdue(job, settings)
    for _job in others:
        assert tasks.run_job(first.pk)
    assert not walk.dossier.jobs.filter(kind="mail").exclude(state="done").exists()
    assert not tasks.run_job(first.pk)


def test_a_message_of_one_queue_does_no_work_of_another(walk, receipt_job, settings):
    overdue(receipt_job, settings)
    mail = walk.dossier.jobs.filter(kind="mail").first()
    assert tasks.run_job(mail.pk)
    assert not tasks.run_job(mail.pk)
    receipt_job.refresh_from_db()
    assert receipt_job.state == "waiting"


def test_what_was_due_when_the_clock_is_set_back_is_due_at_once(walk, receipt_job, settings):
    hour, now = timedelta(hours=1), timezone.now()
    held, busy = walk.dossier.jobs.filter(kind="mail").order_by("pk")[:2]
    lease = timedelta(seconds=settings.JOB_LEASE_SECONDS)
    # What was asked for an hour ago by the clock as it was, is now an hour ahead.
    Job.objects.filter(pk=receipt_job.pk).update(run_after=now + hour, dispatched_at=now + hour)
    Job.objects.filter(pk=held.pk).update(run_after=now + 9 * hour)
    Job.objects.filter(pk=busy.pk).update(state="running", attempts=1, run_after=now + hour + lease)
    Heartbeat.objects.create(name=Heartbeat.Name.SWEEP, at=now + hour)
    jobs.dispatch_due(50)
    for job in (receipt_job, held, busy):
        job.refresh_from_db()
    assert receipt_job.run_after <= timezone.now()
    assert held.run_after == now + 9 * hour
    assert timedelta(0) < busy.run_after - now <= lease + timedelta(minutes=1)
    assert tasks.run_job(receipt_job.pk)


def test_clocks_that_differ_by_seconds_move_nothing(receipt_job):
    later = timezone.now() + timedelta(seconds=5)
    Job.objects.filter(pk=receipt_job.pk).update(run_after=later)
    Heartbeat.objects.create(name=Heartbeat.Name.SWEEP, at=later)
    jobs.dispatch_due(50)
    receipt_job.refresh_from_db()
    assert receipt_job.run_after == later
