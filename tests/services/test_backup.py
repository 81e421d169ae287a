"""Backup and return, between databases and stores of every kind, each in processes of their own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings as django_settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from consult.actions.office import save_seal
from consult.backup import BackupFaultError, take, verify
from consult.models import Heartbeat
from tests.actions.test_uploads import image_bytes
from tests.services.conftest import Processes, until
from tools.processes import free_port, listening

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).resolve().parents[2]


def quiet(_line: str) -> None:
    """What would be shown."""


@pytest.fixture
def backup(processes: Processes, issued, tmp_path) -> Path:
    """A backup of a union with an issued opinion."""
    folder = tmp_path / "backup"
    take(folder, quiet)
    return folder


class Elsewhere:
    """Another, empty installation."""

    def __init__(self, folder: Path, **env: str) -> None:
        folder.mkdir()
        self.folder = folder
        own = {"CONSULT_DATA_DIR": str(folder), "SIGNING_SECRET": django_settings.SIGNING_SECRET, "LOG_LEVEL": "ERROR"}
        self.env = {**{k: v for k, v in os.environ.items() if k != "DATABASE_URL"}, **own, **env}

    def manage(self, *words: str) -> subprocess.CompletedProcess[str]:
        line = [sys.executable, "manage.py", *words]
        return subprocess.run(line, cwd=ROOT, env=self.env, capture_output=True, text=True, check=False)

    def same_as(self, backup: Path) -> None:
        """What is there now, backed up again, is the same rows and files."""
        again = self.folder / "again"
        done = self.manage("backup", str(again))
        assert done.returncode == 0, done.stderr
        first, second = (json.loads((folder / "manifest.json").read_text()) for folder in (backup, again))
        for part in ("tables", "files", "histories", "migrations"):
            assert first[part] == second[part]
        assert sum(table["rows"] for table in first["tables"].values()) > 300
        assert len(first["files"]) > 10
        assert self.manage("verify_history").stdout.strip() == "1 histories are whole"


@pytest.fixture
def fresh_postgres() -> Iterator[str]:
    """An empty database in the cluster of ``make test``."""
    base = os.environ.get("TEST_POSTGRES_URL")
    assert base, "TEST_POSTGRES_URL is not set: these tests run by `make test`"
    name = f"return_{os.getpid()}"
    with psycopg.connect(base, autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {name}")
        admin.execute(f"CREATE DATABASE {name}")
    yield f"{base.rsplit('/', 1)[0]}/{name}"
    with psycopg.connect(base, autocommit=True) as admin:
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def s3() -> Iterator[dict[str, str]]:
    """A store with nothing in it, not even a bucket."""
    port = free_port()
    program = Path(sys.executable).with_name("moto_server")
    server = subprocess.Popen(
        [program, "-H", "127.0.0.1", "-p", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    until(lambda: listening(port))
    yield {
        "S3_BUCKET": "consult",
        "S3_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "S3_ACCESS_KEY": "consult",
        "S3_SECRET_KEY": "secret",
    }
    server.terminate()
    server.wait()


def test_a_backup_is_its_owners_alone(processes, issued, tmp_path):
    folder = tmp_path / "there before"
    folder.mkdir(mode=0o755)
    took = processes.call(f"from django.core.management import call_command; call_command('backup', {str(folder)!r})")
    assert took.wait() == 0, (tmp_path / "log").read_text()
    modes = {path: path.stat().st_mode & 0o077 for path in (folder, *folder.rglob("*"))}
    assert len(modes) > 20
    assert not any(modes.values()), modes


def test_return_into_an_empty_folder_and_into_no_other(backup, tmp_path):
    # Its secret was changed since: what was encrypted with the one before is readable there.
    there = Elsewhere(tmp_path / "there", SECRET_KEY_FALLBACKS=django_settings.SECRET_KEY)
    done = there.manage("restore", str(backup))
    assert done.returncode == 0, done.stderr
    assert "stays locked" not in done.stdout
    # Nor is what stands there now overwritten by a second return.
    again = there.manage("restore", str(backup))
    assert again.returncode == 1
    assert "not empty" in again.stderr
    there.same_as(backup)


def test_return_into_postgresql_and_s3(backup, tmp_path, fresh_postgres, s3):
    there = Elsewhere(tmp_path / "there", DATABASE_URL=fresh_postgres, **s3)
    assert there.manage("make_store").returncode == 0
    done = there.manage("restore", str(backup))
    assert done.returncode == 0, done.stderr
    assert "SECRET_KEY is another one" in done.stdout
    there.same_as(backup)
    # New rows are numbered after those that came back.
    code = "from consult.models import SubjectArea as S; print(S.objects.create(name='Mới').pk > S.objects.count() - 1)"
    assert there.manage("shell", "-v0", "-c", code).stdout.strip() == "True"


def test_a_backup_is_noted_for_the_administrator(backup):
    heartbeat = Heartbeat.objects.get(name="backup")
    assert "rows" in heartbeat.detail


def spoil_row(folder: Path) -> None:
    table = folder / "tables" / "consult.event.jsonl"
    table.write_text(table.read_text().replace("submitted", "accepted", 1))


def drop_rows(folder: Path) -> None:
    table = folder / "tables" / "consult.registerentry.jsonl"
    table.write_text("".join(table.read_text().splitlines(keepends=True)[1:]))


def a_file(folder: Path) -> Path:
    return next(path for path in sorted((folder / "files").rglob("*")) if path.is_file())


def spoil_file(folder: Path) -> None:
    content = bytearray(a_file(folder).read_bytes())
    content[len(content) // 2] ^= 1
    a_file(folder).write_bytes(content)


def cut_manifest(folder: Path) -> None:
    manifest = folder / "manifest.json"
    manifest.write_text(manifest.read_text()[:-200])


def lead_outside(folder: Path) -> None:
    manifest = folder / "manifest.json"
    kept = json.loads(manifest.read_text())
    kept["files"]["../../outside"] = next(iter(kept["files"].values()))
    manifest.write_text(json.dumps(kept))


DAMAGE = {
    "a row changed": (spoil_row, "is not what was backed up"),
    "rows missing": (drop_rows, "is not what was backed up"),
    "a bit of a file turned": (spoil_file, "is not what was backed up"),
    "a file missing": (lambda folder: a_file(folder).unlink(), "is missing"),
    "the manifest cut off": (cut_manifest, "manifest.json is damaged"),
    "no manifest": (lambda folder: (folder / "manifest.json").unlink(), "no finished backup"),
    "a name that leads outside": (lead_outside, "leads outside"),
}


@pytest.mark.once
def test_a_damaged_backup_is_refused_before_anything_is_touched(backup, tmp_path):
    for number, (what, (spoil, words)) in enumerate(DAMAGE.items()):
        copy = tmp_path / f"copy{number}"
        shutil.copytree(backup, copy)
        spoil(copy)
        with pytest.raises(BackupFaultError, match=words):
            verify(copy, quiet)
        there = Elsewhere(tmp_path / f"there{number}")
        if number < 3:
            done = there.manage("restore", str(copy))
            assert done.returncode == 1, what
            assert words in done.stderr, what
            assert not (there.folder / "consult.sqlite3").exists(), what
            assert not (there.folder / "files").exists(), what


def test_an_interrupted_backup_is_continued(processes, issued, tmp_path, monkeypatch):
    folder = tmp_path / "backup"
    opened: list[str] = []
    whole = default_storage.open

    def breaks(name, mode="rb"):
        opened.append(name)
        if len(opened) == 5:
            raise ConnectionError("the line is gone")
        return whole(name, mode)

    monkeypatch.setattr(default_storage._wrapped, "open", breaks, raising=False)
    with pytest.raises(ConnectionError):
        take(folder, quiet)
    with pytest.raises(BackupFaultError, match="no finished backup"):
        verify(folder, quiet)
    first = opened[:4]
    opened.clear()
    opened.extend(["", "", "", "", ""])
    take(folder, quiet)
    assert not set(first) & set(opened)
    assert verify(folder, quiet)["files"].keys() >= set(first)
    with pytest.raises(BackupFaultError, match="finished backup"):
        take(folder, quiet)


def test_a_file_that_is_gone_stops_the_backup(processes, issued, tmp_path):
    default_storage.delete(str(issued.dossier.attachments.first().file.name))
    with pytest.raises(BackupFaultError, match="missing in the store"):
        take(tmp_path / "backup", quiet)
    assert not (tmp_path / "backup" / "manifest.json").exists()


def test_a_file_that_is_replaced_meanwhile_does_not(processes, issued, tmp_path):
    office, told = issued.office, []

    def replace_seal(line: str) -> None:
        # The first line is said when the rows are written down, before any file is copied.
        if not told:
            save_seal(union=office.union, picture=ContentFile(image_bytes("PNG"), "dau.png"), by=office.clerk)
        told.append(line)

    before = str(office.union.seal.picture.name)
    manifest = take(tmp_path / "backup", replace_seal)
    assert not default_storage.exists(before)
    assert before not in manifest["files"]
    assert verify(tmp_path / "backup", quiet)["files"] == manifest["files"]
