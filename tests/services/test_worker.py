"""Real workers: killed, with an emptied broker, or two at once."""

from __future__ import annotations

from pathlib import Path

import pytest
import redis
from celery import current_app

from consult.actions import jobs
from consult.models import DocumentVersion, Job, Notification, Reminder, Task
from tests.services.conftest import Processes, until

pytestmark = pytest.mark.django_db(transaction=True)


def rendered(version_id: int) -> bool:
    return DocumentVersion.objects.filter(pk=version_id, rendered_at__isnull=False).exists()


def all_done() -> bool:
    return not Job.objects.filter(state__in=["waiting", "running"]).exists()


def slow_receipt(walk, attachments: int = 2500) -> Job:
    """The receipt's job, with so long a list of attachments that rendering takes a few seconds."""
    job = Job.objects.get(kind="render")
    version = DocumentVersion.objects.get(pk=job.version_id)
    version.data = {
        **version.data,
        "attachments": [{"title": f"Tài liệu số {n}", "name": f"{n}.pdf"} for n in range(attachments)],
    }
    version.save()
    return job


def test_a_worker_killed_while_rendering_loses_nothing_and_doubles_nothing(processes: Processes, walk):
    job = slow_receipt(walk)
    Job.objects.exclude(pk=job.pk).delete()
    first, beat = processes.worker(), processes.beat()
    until(lambda: Job.objects.get(pk=job.pk).state == "running")
    processes.kill(first)
    job.refresh_from_db()
    assert (job.state, rendered(job.version_id)) == ("running", False)
    processes.worker()
    until(lambda: rendered(job.version_id))
    until(all_done)
    processes.kill(beat)
    job.refresh_from_db()
    assert job.state == "done"
    assert job.attempts >= 2
    files = list((processes.data_dir / "files").rglob("receipt-*.pdf"))
    assert len(files) == 1
    assert files[0].read_bytes().startswith(b"%PDF-")


def test_an_emptied_broker_loses_nothing(processes: Processes, walk, redis_url: str):
    broker = redis.Redis.from_url(redis_url)
    broker.flushdb()
    with current_app.connection_for_write(redis_url) as connection:
        for job in Job.objects.all():
            current_app.send_task("consult.run_job", args=[job.pk], connection=connection)
    assert broker.llen("sweep") == Job.objects.count() > 0
    broker.flushdb()
    processes.worker()
    processes.beat()
    until(all_done)
    assert set(Job.objects.values_list("state", flat=True)) == {"done"}
    assert Notification.objects.filter(mailed_at=None).count() == 0


def test_two_sweeps_in_two_processes_remind_once_and_mail_once(processes: Processes, walk):
    Task.objects.filter(node="check_completeness").update(next_reminder_on="2020-01-01", due_on="2020-01-02")
    Job.objects.all().delete()
    Notification.objects.all().delete()
    # On a busy machine a mail may take longer than the short lease of the other tests, and then rightly go again.
    processes.env["JOB_LEASE_SECONDS"] = "60"
    code = "from consult.tasks import remind, work_off; remind(); work_off()"
    for process in [processes.call(code), processes.call(code)]:
        assert process.wait(timeout=180) == 0, (processes.data_dir / "log").read_text()[-2000:]
    assert Reminder.objects.filter(kind="reminder").count() == 1
    assert Reminder.objects.filter(kind="escalation").count() == 1
    told = list(Notification.objects.values_list("kind", flat=True))
    assert sorted(told) == ["escalation", "escalation", "late", "waiting", "waiting", "waiting"]
    subjects = [
        line
        for path in Path(processes.data_dir / "mails").iterdir()
        for line in path.read_text().splitlines()
        if line.startswith("Message-ID")
    ]
    assert len(subjects) == len(set(subjects)) == 3


def test_a_delivery_that_comes_twice_does_the_work_once(processes: Processes, walk):
    job = Job.objects.get(kind="render")
    # On a busy machine a document may take longer than the short lease of the other tests, and then rightly is begun again.
    processes.env["JOB_LEASE_SECONDS"] = "60"
    code = f"from consult.tasks import run_job; run_job({job.pk})"
    for process in [processes.call(code) for _ in range(3)]:
        assert process.wait(timeout=180) == 0
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("done", 1)
    assert jobs.claim(job.pk) is None


@pytest.mark.once
def test_the_rehearsal_comes_to_its_end_and_wants_an_empty_database(processes: Processes):
    processes.worker()
    processes.beat()
    first = processes.start("manage.py", "rehearse", "--wait", "60")
    assert first.wait(timeout=120) == 0, (processes.data_dir / "log").read_text()[-3000:]
    printed = (processes.data_dir / "log").read_text()
    assert " 23. lưu hồ sơ" in printed
    assert "01/BC-LHH" in printed
    assert processes.start("manage.py", "rehearse").wait(timeout=180) != 0
