"""A report of sixty pages on a machine with little memory: a sentence for the office, and the document once there is more."""

from __future__ import annotations

import pytest

from consult import tasks
from consult.documents import pdf
from consult.models import DocumentVersion, Job, Notification
from consult.texts import job_trouble

pytestmark = pytest.mark.django_db


@pytest.fixture
def fresh_press():
    """Renderers of the test's own, since a renderer keeps the limits with which it began."""
    pdf._renderer.cache_clear()
    yield
    pdf.renderer().stop()
    pdf._renderer.cache_clear()


def test_sixty_pages_with_little_memory_are_refused_in_words_and_made_with_more(walk, settings, fresh_press):
    job = Job.objects.get(kind="render")
    version = DocumentVersion.objects.get(pk=job.version_id)
    attachments = [
        {"title": f"Tài liệu số {n}", "name": f"{n}.pdf", "required": True, "version": 1} for n in range(1900)
    ]
    version.data = {**version.data, "attachments": attachments}
    version.save()
    settings.RENDER_MEMORY_MIB = 250
    for _ in range(6):
        tasks.run_job(job.pk)
        job.refresh_from_db()
        if job.state == "failed":
            break
        Job.objects.filter(pk=job.pk).update(run_after=job.created_at)
    assert job.state == "failed"
    assert not DocumentVersion.objects.get(pk=version.pk).file
    assert job_trouble(job)
    told = Notification.objects.filter(kind="document_failed").values_list("person", flat=True)
    assert walk.office.officer.pk in told
    # Other documents and mails went on meanwhile.
    Job.objects.exclude(pk=job.pk).update(run_after=job.created_at)
    tasks.work_off()
    assert not Job.objects.exclude(pk=job.pk).exclude(state="done").filter(notification=None).exists()
    pdf.renderer().stop()
    pdf._renderer.cache_clear()
    settings.RENDER_MEMORY_MIB = 1024
    tasks.jobs.retry(job)
    assert tasks.run_job(job.pk) is True
    made = DocumentVersion.objects.get(pk=version.pk)
    assert made.pages >= 60
    assert made.document.entry == version.document.entry
