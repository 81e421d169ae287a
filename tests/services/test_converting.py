"""Pages of Word files, made by real processes that are killed in the middle, late, or two at once."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile

from consult import clock
from consult.actions.intake import draft_dossier
from consult.actions.uploads import add_file
from consult.models import Heartbeat, Job, ReadingCopy
from tests.services.conftest import Processes, until
from tests.word_files import word_file

pytestmark = pytest.mark.django_db(transaction=True)

LINE = (
    "Đơn vị cam kết chịu trách nhiệm về tính trung thực, chính xác của hồ sơ và chấp hành các quy định của pháp luật. "
)


@pytest.fixture
def asked(processes: Processes, office) -> Job:
    """The job of a Word file whose pages take some seconds, in the processes' own store."""
    # Longer than a busy machine takes: who takes the job over has a reason.
    processes.env["JOB_LEASE_SECONDS"] = "60"
    draft = draft_dossier(procedure=office.investment, proposer=office.investor, by=office.investor_person)
    content = word_file(*[f"{n}. {LINE * 6}" for n in range(600)])
    upload = ContentFile(content, name="Thuyết minh.docx")
    add_file(dossier_id=draft.pk, item_code="project", upload=upload, by=draft.submitter)
    Job.objects.exclude(kind="convert").delete()
    return Job.objects.get()


def converter(processes: Processes):
    return processes.start("manage.py", "work", "--lane=converter")


def test_a_converter_killed_in_the_middle_loses_nothing_and_doubles_nothing(processes: Processes, asked: Job):
    first = converter(processes)
    until(lambda: Job.objects.get().state == "running")
    processes.kill(first)
    assert not ReadingCopy.objects.exclude(file="").exists()
    # Its lease runs out. Two come in its place; one of them does it.
    Job.objects.update(run_after=clock.now())
    converter(processes)
    converter(processes)
    until(lambda: Job.objects.get().state == "done")
    asked.refresh_from_db()
    assert asked.attempts == 2
    files = list((processes.data_dir / "files").rglob("reading/*.pdf"))
    assert [str(file.relative_to(processes.data_dir / "files")) for file in files] == [
        ReadingCopy.objects.get().file.name
    ]
    assert Heartbeat.objects.filter(name="convert").exists()
