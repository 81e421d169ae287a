"""Reading copies of Word files: made once, kept with their attachment, waiting where there is no converter."""

from __future__ import annotations

import hashlib

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from pypdf import PdfReader

from consult.actions import holding, jobs, reading_copies
from consult.actions.intake import discard_draft, draft_dossier
from consult.actions.uploads import add_file, remove_file
from consult.models import Attachment, Job, LostFile, ReadingCopy
from consult.tasks import run_job, work_off
from tests.word_files import word_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(office):
    made = draft_dossier(procedure=office.investment, proposer=office.investor, by=office.investor_person)
    # The store outlives a test, and the next one's draft has the same key.
    for name in kept(made):
        default_storage.delete(f"dossiers/{made.pk}/reading/{name}")
    return made


def attached(draft, content: bytes = b"") -> Attachment:
    upload = ContentFile(content or word_file(), name="Thuyết minh.docx")
    return add_file(dossier_id=draft.pk, item_code="project", upload=upload, by=draft.submitter)


@pytest.fixture
def no_converter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")


def kept(draft) -> list[str]:
    """What the store holds of reading copies."""
    folder = f"dossiers/{draft.pk}/reading"
    return default_storage.listdir(folder)[1] if default_storage.exists(folder) else []


def test_a_word_file_gets_a_copy_to_read_and_stays_as_it_came(draft):
    attachment = attached(draft)
    before = attachment.sha256
    assert work_off() == 1
    copy = ReadingCopy.objects.get(attachment=attachment)
    with copy.file.open("rb") as file:
        content = file.read()
    assert (copy.size, copy.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    with copy.file.open("rb") as file:
        assert copy.pages == len(PdfReader(file).pages) == 1
    attachment.refresh_from_db()
    assert (attachment.sha256, attachment.pages) == (before, 0)
    assert reading_copies.ask_for_copy(attachment) == copy
    assert Job.objects.filter(kind="convert").count() == 1


def test_a_worker_that_was_overtaken_keeps_nothing(draft):
    attached(draft)
    job = Job.objects.get(kind="convert")
    slow = jobs.claim(job.pk)
    assert slow is not None
    Job.objects.filter(pk=job.pk).update(run_after=job.run_after)
    assert run_job(job.pk)
    before = kept(draft)
    with pytest.raises(jobs.LostClaimError):
        reading_copies.make_copy_now(slow)
    assert kept(draft) == before
    assert len(before) == 1


def test_a_copy_goes_with_its_attachment(draft, django_capture_on_commit_callbacks):
    attachment = attached(draft)
    work_off()
    assert len(kept(draft)) == 1
    with django_capture_on_commit_callbacks(execute=True):
        remove_file(dossier_id=draft.pk, attachment_id=attachment.pk, by=draft.submitter)
    assert (kept(draft), ReadingCopy.objects.count(), Job.objects.filter(kind="convert").count()) == ([], 0, 0)


def test_a_copy_goes_with_its_draft(draft, django_capture_on_commit_callbacks):
    attached(draft)
    work_off()
    pk = draft.pk
    with django_capture_on_commit_callbacks(execute=True):
        discard_draft(dossier=draft)
    draft.pk = pk
    assert kept(draft) == []


def test_without_a_converter_the_job_waits_and_is_not_given_up(draft, no_converter):
    attached(draft)
    for _ in range(jobs.MOST_ATTEMPTS + 1):
        Job.objects.update(run_after=draft.created_at)
        work_off()
    job = Job.objects.get(kind="convert")
    assert (job.state, job.attempts) == ("waiting", 0)


def test_a_file_on_which_the_converter_breaks_is_given_up_after_two_attempts(draft):
    attachment = attached(draft)
    content = b"PK\x03\x04 and then nothing"
    attachment.file.storage.delete(attachment.file.name)
    attachment.file.storage.save(attachment.file.name, ContentFile(content))
    Attachment.objects.update(sha256=hashlib.sha256(content).hexdigest())
    work_off()
    job = Job.objects.get(kind="convert")
    assert job.state == "waiting"
    Job.objects.update(run_after=draft.created_at)
    work_off()
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("failed", 2)
    assert job.error.startswith("ConversionRefusedError: fault")


def test_no_pages_are_made_of_a_file_that_is_not_what_came(draft):
    attached(draft)
    Attachment.objects.update(sha256="0" * 64)
    assert work_off() == 0
    assert Job.objects.get(kind="convert").error.startswith("NotWhatCameError")


def test_a_lost_copy_is_made_again_when_the_attachment_is_opened_next(draft):
    attachment = attached(draft)
    work_off()
    copy = ReadingCopy.objects.get()
    default_storage.delete(copy.file.name)
    holding.hold_newest()
    assert not ReadingCopy.objects.exists()
    holding.see_again()
    assert not LostFile.objects.exists()
    reading_copies.ask_for_copy(attachment)
    assert work_off() == 1
    assert len(kept(draft)) == 1


def test_no_message_is_sent_for_what_only_a_converter_does(draft, settings, django_capture_on_commit_callbacks):
    settings.DISPATCH_JOBS = True
    with django_capture_on_commit_callbacks() as told:
        attached(draft)
    assert told == []
    Job.objects.update(dispatched_at=draft.created_at, run_after=draft.created_at)
    assert jobs.dispatch_due(10) == 0
