"""The nightly backups: made, thinned out, restored on trial, and never counted when they are half."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import boto3
import pytest
from django.conf import settings as django_settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.base import CommandError
from environs import Env

from config import services
from consult import clock
from consult.actions import backups, jobs
from consult.actions.office import save_seal
from consult.backup import BackupFaultError, back_up, night_of, nightly, verify
from consult.backup.place import place_now
from consult.models import Backup, Job, Notification
from consult.rules.backups import kept_nights
from consult.storage.store import ASIDE
from tests.actions.test_uploads import image_bytes
from tests.services.conftest import Processes, until
from tests.services.test_backup import quiet, s3  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db(transaction=True)

FIRST = date(2026, 11, 20)


def set_place(settings, folder: Path, place: str) -> str:
    settings.BACKUP_TO = place
    settings.BACKUP_SCRATCH = folder / "scratch"
    settings.STORAGES = {**settings.STORAGES, "backups": services.backup_store(Env(), place)}
    return place


@pytest.fixture
def folder(processes: Processes, issued, settings, tmp_path) -> Path:
    """A place for backups that is a folder, and a union with an issued opinion."""
    made = tmp_path / "place"
    made.mkdir()
    set_place(settings, tmp_path, str(made))
    return made


def files_in(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_each_night_is_whole_and_files_are_kept_once(folder, issued, tmp_path):
    made = back_up(FIRST, quiet)
    assert (made.fault, made.files > 10, made.rows > 300) == ("", True, True)
    shared = files_in(folder / "files")
    assert made.size == sum((folder / "files" / name).stat().st_size for name in shared) + sum(
        path.stat().st_size for path in (folder / str(FIRST) / "tables").iterdir()
    )
    assert not any(path.stat().st_mode & 0o077 for path in folder.rglob("*") if path.is_file())
    written = {name: (folder / "files" / name).stat().st_mtime_ns for name in shared}
    office = issued.office
    save_seal(union=office.union, picture=ContentFile(image_bytes("PNG"), "dau.png"), by=office.clerk)
    back_up(FIRST + timedelta(days=1), quiet)
    assert {name: (folder / "files" / name).stat().st_mtime_ns for name in shared} == written
    assert len(files_in(folder / "files") - shared) == 1
    assert verify(night_of(str(FIRST)), quiet)["files"].keys() == shared
    # As a folder, without the setting.
    assert verify(folder / str(FIRST), quiet)
    # The same night again is the same backup.
    assert back_up(FIRST, quiet).pk == made.pk
    assert not list((tmp_path / "scratch").iterdir())


@pytest.mark.once
def test_into_s3_and_back(processes, issued, settings, tmp_path, monkeypatch, s3):  # noqa: F811
    own = {f"BACKUP_{name}": value for name, value in s3.items() if name != "S3_BUCKET"}
    for name, value in own.items():
        monkeypatch.setenv(name, value)
    client = boto3.client("s3", endpoint_url=s3["S3_ENDPOINT_URL"], region_name="us-east-1", aws_access_key_id="consult",
                          aws_secret_access_key="secret")  # fmt: skip
    client.create_bucket(Bucket="far")
    place = set_place(settings, tmp_path, "s3://far/an-office")
    made = back_up(FIRST, quiet)
    assert made.place == place
    back_up(FIRST + timedelta(days=1), quiet)
    keys = [one["Key"] for one in client.list_objects_v2(Bucket="far")["Contents"]]
    assert all(key.startswith("an-office/") for key in keys)
    assert sum(key.startswith("an-office/files/") for key in keys) == made.files
    assert verify(night_of(str(FIRST)), quiet)["files"]
    client.delete_object(Bucket="far", Key=f"an-office/{FIRST}/manifest.json")
    with pytest.raises(BackupFaultError, match="no finished backup"):
        verify(night_of(str(FIRST)), quiet)
    assert nightly.thin_out(place_now()) == 1
    keys = [one["Key"] for one in client.list_objects_v2(Bucket="far")["Contents"]]
    assert not [key for key in keys if str(FIRST) in key]


def test_a_half_one_is_never_counted_and_goes_on(folder, issued, monkeypatch):
    back_up(FIRST, quiet)
    before = backups.last_made()
    shutil.rmtree(folder / "files")
    whole, opened = default_storage.open, []

    def breaks(name, mode="rb"):
        opened.append(name)
        if len(opened) == 5:
            raise ConnectionError("the line is gone")
        return whole(name, mode)

    monkeypatch.setattr(default_storage._wrapped, "open", breaks, raising=False)
    night = FIRST + timedelta(days=1)
    with pytest.raises(ConnectionError):
        back_up(night, quiet)
    row = Backup.objects.get(night=night)
    assert (row.made_at, row.fault) == (None, "ConnectionError: the line is gone")
    assert backups.last_made() == before
    assert place_now().nights().get(night) is not True
    with pytest.raises(BackupFaultError, match="no finished backup"):
        verify(night_of(str(night)), quiet)
    assert len(files_in(folder / "files")) == 4
    back_up(night, quiet)
    assert Backup.objects.get(night=night).fault == ""
    assert verify(night_of(str(night)), quiet)["files"]


@pytest.mark.once
def test_old_nights_and_files_of_none_go(folder):
    made = back_up(FIRST, quiet)
    nights = [FIRST - timedelta(days=day) for day in (*range(1, 17), 45, 50, 80)]
    for night in nights:
        shutil.copytree(folder / str(FIRST), folder / str(night))
        Backup.objects.create(night=night, place=str(folder), made_at=made.made_at)
    (folder / str(nights[3]) / "manifest.json").unlink()
    (folder / "files" / "nobodys").mkdir()
    (folder / "files" / "nobodys" / "a.pdf").write_bytes(b"x")
    (folder / "notes of the administrator").mkdir()
    kept = kept_nights({FIRST, *nights} - {nights[3]})
    assert nightly.thin_out(place_now()) == len(kept) == 17
    there = {path.name for path in folder.iterdir() if path.name != ASIDE}
    assert there == {*map(str, kept), "files", "notes of the administrator"}
    assert set(Backup.objects.values_list("night", flat=True)) == kept
    assert "nobodys/a.pdf" not in files_in(folder / "files")
    for night in (min(kept), max(kept)):
        verify(night_of(str(night)), quiet)


def test_a_damaged_file_is_found_on_trial_told_and_brought_anew(folder, issued):
    made = back_up(FIRST, quiet)
    spoilt = folder / "files" / sorted(files_in(folder / "files"))[0]
    content = spoilt.read_bytes()
    spoilt.write_bytes(bytes([content[0] ^ 1]) + content[1:])
    with pytest.raises(CommandError, match="is not what was backed up"):
        call_command("try_restore", night=FIRST)
    made.refresh_from_db()
    assert "is not what was backed up" in made.trial_fault
    assert made.restored_at is None
    told = Notification.objects.filter(kind="backup_not_restored")
    assert [notice.person for notice in told] == [issued.office.administrator]
    # By the next night it is whole again, for that night and for the one before.
    back_up(FIRST + timedelta(days=1), quiet)
    assert spoilt.read_bytes() == content
    assert verify(night_of(str(FIRST)), quiet)
    assert not list(django_settings.BACKUP_SCRATCH.iterdir())


@pytest.mark.once
def test_a_place_that_is_not_there_is_not_made(folder):
    back_up(FIRST, quiet)
    away = folder.rename(folder.with_name("unmounted"))
    night = FIRST + timedelta(days=1)
    with pytest.raises(BackupFaultError, match="is not there"):
        back_up(night, quiet)
    assert not folder.exists()
    # Another disk is mounted, or none.
    folder.mkdir()
    with pytest.raises(BackupFaultError, match="none of the backups"):
        back_up(night, quiet)
    assert not any(folder.iterdir())
    assert back_up(night, quiet, anew=True).made_at
    assert away.is_dir()


def test_a_worker_makes_one_and_tries_it(folder, processes):
    processes.env |= {"BACKUP_TO": str(folder), "HOLD_SECONDS": "0.3", "JOB_LEASE_SECONDS": "2"}
    processes.start("manage.py", "work")
    until(lambda: Backup.objects.exclude(made_at=None).exists())
    # It waits for a night otherwise.
    if not Job.objects.filter(kind="trial").exists():
        jobs.enqueue(Job.Kind.TRIAL, f"trial:{clock.today()}")
    # All migrations on an empty database.
    until(lambda: Backup.objects.exclude(restored_at=None).exists(), seconds=300)
    until(lambda: Job.objects.filter(kind__in=["backup", "trial"], state="done").count() == 2)
    made = Backup.objects.get()
    assert (made.fault, made.trial_fault) == ("", "")
    assert Job.objects.filter(kind__in=["backup", "trial"]).count() == 2
