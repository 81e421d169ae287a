"""A disk that is nearly full, full, or closed for writing: sentences for people, patience in the workers, nothing lost."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.storage import InMemoryStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.middleware.common import CommonMiddleware
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consult import tasks
from consult.actions import jobs
from consult.actions.experts import add_proof
from consult.actions.uploads import add_file
from consult.files import FileFaultError
from consult.models import Attachment, DocumentVersion, Dossier, Expert, Job, Notification
from consult.storage import space
from tests.actions.test_uploads import pdf_bytes

pytestmark = pytest.mark.django_db
EVERYTHING = 10**18


@pytest.fixture
def folder(settings, tmp_path) -> None:
    """A store on a disk of this machine, whatever the database is."""
    options = {"location": str(tmp_path / "files")}
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "consult.storage.store.FolderStore", "OPTIONS": options},
    }


@pytest.fixture
def draft(folder, new_walk, office):
    walk = new_walk()
    Dossier.objects.filter(pk=walk.dossier.pk).update(stage="draft")
    return walk.dossier


def pdf(pages: int = 3) -> SimpleUploadedFile:
    return SimpleUploadedFile("x.pdf", pdf_bytes(pages=pages))


# ---------------------------------------------------------------- nearly full
def test_uploads_are_refused_in_words_and_reading_goes_on(draft, office, settings, as_person):
    client = as_person(office.investor_person)
    address = reverse("upload", args=[draft.pk, "request"])
    settings.MIN_FREE = EVERYTHING
    before = Attachment.objects.count()
    answer = client.post(address, {"file": pdf()}, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert "sắp đầy" in answer.content.decode()
    expert = Expert.objects.filter(person__isnull=False).first()
    with pytest.raises(FileFaultError, match="sắp đầy"):
        add_proof(expert=expert, by=expert.person, kind="cv", upload=pdf())
    assert Attachment.objects.count() == before
    file = draft.attachments.first()
    assert client.get(reverse("attachment", args=[file.pk])).status_code == 200
    assert client.get(reverse("my_work")).status_code == 200
    settings.MIN_FREE = 0
    assert client.post(address, {"file": pdf()}, headers={"HX-Request": "true"}).status_code == 200


def test_the_administrators_are_told_once_a_day_and_see_it(folder, walk, settings, as_person):
    administrator = walk.office.administrator
    settings.MIN_FREE = space.free_bytes() + 10**9
    for _ in range(3):
        tasks.sweep()
    notice = Notification.objects.get(kind="little_space")
    assert notice.person == administrator
    assert notice.data["free"] == pytest.approx(space.free_bytes() // 2**20, rel=0.2)
    assert Job.objects.get(notification=notice).state == "waiting"
    client = as_person(administrator)
    assert "quá ít" in client.get(reverse("operations")).content.decode()
    assert "sắp đầy" in client.get(reverse("notices")).content.decode()
    assert client.get("/readyz").json() == {"database": "ok", "room": "little"}
    settings.MIN_FREE = 0
    assert client.get("/readyz").json() == {"database": "ok"}


def test_nothing_is_begun_without_room_and_all_goes_on_with_it(folder, walk, settings):
    settings.MIN_FREE = EVERYTHING
    before = list(Job.objects.order_by("pk").values("state", "attempts", "run_after", "error"))
    assert tasks.work_off() == 0
    assert tasks.sweep() == tasks.remind() == tasks.tidy() == 0
    assert tasks.hold_store() is False
    told = Job.objects.filter(notification__kind="no_space").values("pk")
    rows = Job.objects.exclude(pk__in=told).order_by("pk")
    assert list(rows.values("state", "attempts", "run_after", "error")) == before
    settings.MIN_FREE = 0
    tasks.work_off()
    assert not Job.objects.exclude(state="done").exists()


def test_what_stands_still_for_want_of_room_is_told_where_one_looks(folder, walk, settings, as_person):
    administrator, officer = as_person(walk.office.administrator), as_person(walk.office.officer)
    documents = reverse("dossier_documents", args=[walk.dossier.pk])

    def standing() -> str:
        found = re.search(r'data-standing="(\w+)"', administrator.get(reverse("operations")).content.decode())
        return found[1] if found else ""

    Job.objects.filter(kind="render").update(state="waiting")
    DocumentVersion.objects.update(rendered_at=None)
    for least, expected in ((0, ""), (space.free_bytes() + 10**9, "files"), (EVERYTHING, "work")):
        settings.MIN_FREE = least
        assert standing() == expected
        assert bool(officer.get(documents).context["no_room"]) == (expected == "work")
        tasks.sweep()
    notices = {
        notice.kind: notice.data for notice in Notification.objects.filter(kind__in=["little_space", "no_space"])
    }
    assert set(notices) == {"little_space", "no_space"}
    assert notices["no_space"]["needed"] == EVERYTHING // space.WORK_PART // 2**20


# ---------------------------------------------------------------- full
class FullStore(InMemoryStorage):
    """A disk without room."""

    full = True

    def _save(self, name, content):
        if self.full:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super()._save(name, content)


@pytest.fixture
def full_store(walk, settings):
    """A store that fills up now; what was kept before is forgotten, which matters to none of these tests."""
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": f"{__name__}.FullStore"}}
    return default_storage._wrapped if default_storage else None


def test_a_document_waits_for_room_however_long_and_is_not_given_up(full_store, walk):
    job = Job.objects.get(kind="render")
    for _ in range(3 * jobs.MOST_ATTEMPTS):
        assert tasks.run_job(job.pk) is False
        job.refresh_from_db()
        assert (job.state, job.attempts) == ("waiting", 0)
        Job.objects.filter(pk=job.pk).update(run_after=timezone.now())
    assert not Notification.objects.filter(kind="document_failed").exists()
    default_storage.full = False
    assert tasks.run_job(job.pk) is True
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("done", 1)


def test_who_lost_the_claim_meanwhile_puts_nothing_back(walk):
    job = Job.objects.get(kind="render")
    slow = jobs.claim(job.pk)
    Job.objects.filter(pk=job.pk).update(run_after=timezone.now() - timedelta(seconds=1))
    assert jobs.claim(job.pk).attempts == 2
    jobs.wait_for_room(slow)
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("running", 2)


def test_a_mail_that_did_not_fit_leaves_no_half(walk, settings, tmp_path):
    settings.EMAIL_BACKEND = "consult.storage.mail_folder.FolderMail"
    settings.EMAIL_FILE_PATH = "/dev/full/mails"
    job = Job.objects.filter(kind="mail").first()
    assert tasks.run_job(job.pk) is False
    settings.EMAIL_FILE_PATH = tmp_path / "mails"
    Job.objects.filter(pk=job.pk).update(run_after=timezone.now(), state="waiting")
    assert tasks.run_job(job.pk) is True
    assert len(list((tmp_path / "mails").iterdir())) == 1


@contextmanager
def database_full() -> Iterator[None]:
    """SQLite may not grow any more: what it then says is what a full disk makes it say."""
    with connection.cursor() as cursor:
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count={pages}")
        try:
            yield
        finally:
            cursor.execute("PRAGMA max_page_count=1073741823")


LONG = "Mô tả rất dài. " * 20_000


@pytest.mark.django_db(transaction=True)
def test_a_full_database_is_a_sentence_and_what_was_typed_is_in_it(draft, office, as_person):
    if connection.vendor != "sqlite":
        return
    client = as_person(office.investor_person)
    address = reverse("describe", args=[draft.pk])
    typed = {"title": "Tên mới <b>", "kind": "advice", "location": "Xã Ea Kmút", "summary": LONG, "password": "bí mật"}
    typed["answer_rice_land"] = "no"
    with database_full():
        answer = client.post(address, typed)
    assert answer.status_code == 507
    assert answer["Retry-After"] == "60"
    page = answer.content.decode()
    assert "đã đầy" in page
    assert "Tên mới &lt;b&gt;" in page
    assert LONG.strip() in page
    assert "bí mật" not in page
    assert f'action="{address}"' in page
    draft.refresh_from_db()
    assert draft.title != typed["title"]
    assert client.post(address, typed).status_code == 302
    draft.refresh_from_db()
    assert draft.title == typed["title"]


def test_an_upload_into_a_full_database_leaves_no_file(draft, office, monkeypatch):
    def full(self, *args, **kwargs):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(Attachment, "save", full)
    before = sum(len(files) for _folder, _folders, files in walk_store())
    with pytest.raises(FileFaultError, match="chọn lại sau ít phút"):
        add_file(dossier_id=draft.pk, item_code="request", upload=pdf(), by=office.investor_person)
    assert sum(len(files) for _folder, _folders, files in walk_store()) == before


def walk_store() -> Iterator[tuple[str, list[str], list[str]]]:
    yield from os.walk(default_storage.location)


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (OperationalError("database or disk is full"), 507),
        (OperationalError("attempt to write a readonly database"), 503),
        (OSError(errno.ENOSPC, "No space left on device"), 507),
        (OSError(errno.EROFS, "Read-only file system"), 503),
    ],
)
def test_a_fault_outside_of_any_view_is_a_sentence_too(walk, monkeypatch, fault, status):
    """Sessions are written after the view."""

    def fail(*_arguments, **_options):
        raise fault

    client = Client(raise_request_exception=False)
    for broken, name in ((SessionStore, "save"), (CommonMiddleware, "process_response")):
        with monkeypatch.context() as patch:
            patch.setattr(broken, name, fail)
            answer = client.post(reverse("demo_sign_in", args=[walk.office.officer.pk]))
        assert answer.status_code == status
        assert "không bị mất" in answer.content.decode()


def test_other_faults_stay_faults(walk, monkeypatch):
    def fail(self, must_create=False):
        raise OperationalError("no such table")

    monkeypatch.setattr(SessionStore, "save", fail)
    client = Client(raise_request_exception=False)
    assert client.post(reverse("demo_sign_in", args=[walk.office.officer.pk])).status_code == 500


def test_a_full_disk_is_known_in_every_tongue():
    class PostgresError(Exception):
        sqlstate = "53100"

    wrapped = RuntimeError("the document")
    wrapped.__cause__ = OSError(errno.EDQUOT, "Disk quota exceeded")
    for fault in (PostgresError(), wrapped, OSError(errno.ENOSPC, ""), OperationalError("database or disk is full")):
        assert space.trouble(fault) == "full"
    for fault in (None, ValueError("full"), OSError(errno.ENOENT, ""), OperationalError("database is locked")):
        assert space.trouble(fault) == ""
