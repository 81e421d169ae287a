"""A Word file in the reader of attachments: its pages, or why there are none and its text."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consult import clock
from consult.actions import jobs
from consult.files import MEDIA_TYPES
from consult.models import Attachment, ConfidentialAccess, Heartbeat, Job, ReadingCopy
from consult.tasks import work_off
from tests.word_files import PROPOSAL, word_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def word(walk) -> Attachment:
    """An attachment that came as a Word file before there were reading copies."""
    attachment = walk.dossier.attachments.first()
    content = word_file()
    attachment.name, attachment.media_type, attachment.size = "Thuyết minh.docx", MEDIA_TYPES["docx"], len(content)
    attachment.sha256, attachment.pages = hashlib.sha256(content).hexdigest(), 0
    attachment.file.save("a.docx", ContentFile(content))
    Job.objects.all().delete()
    return attachment


def reader(client, word: Attachment) -> str:
    answer = client.get(reverse("read_attachment", args=[word.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def long_ago(copy: ReadingCopy) -> None:
    ReadingCopy.objects.filter(pk=copy.pk).update(asked_at=clock.now() - timedelta(hours=1))


def test_its_first_opening_asks_for_pages_once_and_they_are_shown(client, walk, word):
    client.force_login(walk.office.officer)
    page = reader(client, word)
    assert "data-reader-waits" in page
    reader(client, word)
    assert Job.objects.filter(kind="convert").count() == 1
    assert client.get(reverse("reading_copy", args=[word.pk])).status_code == 404
    work_off()
    page = reader(client, word)
    pages = reverse("reading_copy", args=[word.pk])
    assert f'data-pdf="{pages}"' in page
    assert "data-reading-copy" in page
    answer = client.get(pages)
    assert (answer["Content-Type"], b"".join(answer.streaming_content)[:5]) == ("application/pdf", b"%PDF-")
    assert answer["Content-Disposition"].startswith("inline")


def test_where_nobody_converts_the_page_says_so_and_shows_the_text(client, walk, word):
    client.force_login(walk.office.officer)
    reader(client, word)
    long_ago(ReadingCopy.objects.get())
    page = reader(client, word)
    assert "data-reader-text" in page
    assert "data-reader-waits" not in page
    assert PROPOSAL[0] in page
    jobs.note_heartbeat(Heartbeat.Name.CONVERT)
    page = reader(client, word)
    assert "data-reader-waits" in page
    assert "data-reader-text" not in page
    Heartbeat.objects.update(at=clock.now() - timedelta(minutes=6))
    assert "data-reader-text" in reader(client, word)


def test_what_could_not_be_converted_is_shown_as_text(client, walk, word):
    client.force_login(walk.office.officer)
    reader(client, word)
    Job.objects.update(state="failed")
    page = reader(client, word)
    assert "data-reader-text" in page
    assert PROPOSAL[1] in page
    word.file.storage.delete(word.file.name)
    assert "data-reader-text" not in reader(client, word)


def test_opening_pages_of_a_confidential_dossier_is_written_down_as_the_attachment(client, walk, word):
    walk.dossier.confidential = True
    walk.dossier.save()
    client.force_login(walk.office.officer)
    reader(client, word)
    work_off()
    client.get(reverse("reading_copy", args=[word.pk]))
    opened = ConfidentialAccess.objects.filter(dossier=walk.dossier, page="attachment", what=f"{word.pk}")
    assert opened.count() == 1


@pytest.mark.parametrize("made", [True, False])
def test_a_word_file_costs_few_queries(client, walk, word, made):
    client.force_login(walk.office.officer)
    reader(client, word)
    if made:
        work_off()
    address = reverse("read_attachment", args=[word.pk])
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    assert len(asked) <= 14
