"""Whatever a row or an answer tells of is on the disk before; the whole proof with a real file system is in tests/prove."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from environs import Env

from config.deployment import read_deployment
from consult import tasks
from consult.actions import experts
from consult.actions.office import save_seal
from consult.actions.reviews.files import add_review_file
from consult.backup import take, verify
from consult.models import DocumentVersion, Expert
from consult.queries import stored
from consult.storage import durable
from consult.storage.store import ASIDE, FolderStore
from tests.actions.test_uploads import image_bytes, pdf_bytes
from tests.storage.disk import Disk
from tools import secret_files

pytestmark = pytest.mark.django_db


@pytest.fixture
def disk(monkeypatch) -> Disk:
    return Disk(monkeypatch)


@pytest.fixture
def store(settings, tmp_path: Path) -> Path:
    top = tmp_path / "files"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "consult.storage.store.FolderStore",
            "OPTIONS": {"location": str(top), "file_permissions_mode": 0o640},
        },
    }
    return top


@pytest.fixture
def told(disk: Disk, store: Path) -> Iterator[set[str]]:
    """The files that rows named so far. Fails when one would be lost if the power went as its row is written."""
    names: set[str] = set()

    def look(execute, sql, params, many, context):
        if sql.startswith(("INSERT", "UPDATE")) and not many:
            for value in params or ():
                path = store / str(value)
                if isinstance(value, str) and 1 < len(value) < 300 and path.is_file():
                    assert disk.lost(path, store.parent) == ""
                    names.add(value)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield names


def test_uploads_and_documents_are_on_the_disk_before_their_rows(told, store, request):
    request.getfixturevalue("issued")
    tasks.work_off()
    named = {file.name for kind in range(len(stored.kinds())) for file in stored.rows_after(kind, 0)}
    assert told == named
    assert len([name for name in named if name.startswith("documents/")]) > 8
    assert DocumentVersion.objects.filter(source="signed").exists()
    assert not any((store / ASIDE).iterdir())


def test_files_beside_the_dossier_too(told, reviewing):
    office = reviewing.office
    told.clear()
    reviewing.accept_all()
    review = reviewing.open_reviews()[0]
    add_review_file(review_id=review.pk, by=review.seat.person, upload=SimpleUploadedFile("a.pdf", pdf_bytes()))
    expert = Expert.objects.get(person=review.seat.person)
    upload = SimpleUploadedFile("cv.pdf", pdf_bytes(pages=2))
    experts.add_proof(expert=expert, by=review.seat.person, kind="cv", upload=upload)
    save_seal(union=office.union, picture=ContentFile(image_bytes("PNG"), "dau.png"), by=office.clerk)
    assert len(told) == 3


def test_the_database_waits_for_the_disk(db):
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA synchronous").fetchone()[0] == 2
    else:
        with connection.cursor() as cursor:
            cursor.execute("SHOW synchronous_commit")
            assert cursor.fetchone()[0] == "on"


def test_a_backup_is_on_the_disk_before_it_is_finished(disk, store, walk, tmp_path):
    folder = tmp_path / "far" / "backup"
    take(folder, lambda _line: None)
    kept = [path for path in folder.rglob("*") if path.is_file()]
    assert len(kept) > 40
    assert [disk.lost(path, tmp_path) for path in kept if disk.lost(path, tmp_path)] == []
    assert verify(folder, lambda _line: None)["files"]


def test_secrets_are_on_the_disk_before_anything_is_locked_with_them(disk, tmp_path, monkeypatch):
    monkeypatch.setenv("CONSULT_DATA_DIR", str(tmp_path / "new" / "var"))
    first = read_deployment(Env(), tmp_path)
    for name in ("secret_key", "signing_secret"):
        assert disk.lost(tmp_path / "new" / "var" / name, tmp_path) == ""
    assert read_deployment(Env(), tmp_path) == first
    secret_files.write_secrets(tmp_path / "secrets")
    assert [disk.lost(path, tmp_path) for path in (tmp_path / "secrets").iterdir()] == [""] * len(
        (*secret_files.RANDOM, *secret_files.GIVEN)
    )


def test_a_secret_that_was_torn_is_made_anew(tmp_path, monkeypatch):
    monkeypatch.setenv("CONSULT_DATA_DIR", str(tmp_path))
    (tmp_path / "secret_key").touch()
    assert len(read_deployment(Env(), tmp_path).secret_key) >= 50


def test_processes_that_start_at_once_have_one_secret(tmp_path, monkeypatch):
    monkeypatch.setenv("CONSULT_DATA_DIR", str(tmp_path))
    found: list[str] = []
    together = threading.Barrier(8)

    def read() -> None:
        together.wait()
        found.append(read_deployment(Env(), tmp_path).secret_key)

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1


def test_a_mail_in_the_folder_is_whole(disk, settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path / "mails"
    with mail.get_connection("consult.storage.mail_folder.FolderMail") as way:
        mail.EmailMessage("Chào", "Kính gửi", to=["a@b.test"], connection=way).send()
    (kept,) = (tmp_path / "mails").iterdir()
    assert disk.lost(kept, tmp_path) == ""
    assert kept.read_bytes().startswith(b"Content-Type")


def test_two_files_of_one_name_are_both_kept(store):
    first, second = (default_storage.save("a/b.txt", ContentFile(text)) for text in (b"one", b"two"))
    assert (store / first).read_bytes() == b"one"
    assert (store / second).read_bytes() == b"two"
    assert (store / first).stat().st_mode & 0o777 == 0o640


def test_what_breaks_off_leaves_nothing_under_the_name(store):
    class Broken(ContentFile):
        def chunks(self, chunk_size=None):
            yield b"half"
            raise OSError("the line is gone")

    with pytest.raises(OSError, match="the line is gone"):
        default_storage.save("a/b.txt", Broken(b"half and half"))
    assert [path for path in store.rglob("*") if path.is_file()] == []


def test_what_a_killed_process_left_aside_is_thrown_away(store):
    default_storage.save("a/b.txt", ContentFile(b"x"))
    (store / ASIDE / ".0123.part").write_bytes(b"half")
    assert isinstance(default_storage._wrapped, FolderStore)
    assert default_storage.forget_half_written() == 1
    assert default_storage.exists("a/b.txt")


def test_a_file_system_without_hard_links_keeps_files_too(tmp_path, monkeypatch):
    def no_links(*_paths, **_options):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    durable.save(tmp_path / "a", [b"one"])
    with pytest.raises(FileExistsError):
        durable.save(tmp_path / "a", [b"two"])
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"one"}


def test_djangos_own_folder_would_not_do(disk, tmp_path):
    """That the test sees what is missing: the same look at Django's storage, which syncs nothing."""
    plain = FileSystemStorage(location=str(tmp_path))
    name = plain.save("a.txt", ContentFile(b"x"))
    assert "content" in disk.lost(tmp_path / name, tmp_path)
    durable.sync_file(tmp_path / name)
    assert "name" in disk.lost(tmp_path / name, tmp_path)
    durable.sync_folder(tmp_path)
    assert disk.lost(tmp_path / name, tmp_path) == ""
