"""Taking a backup, and judging one."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from consult.actions.jobs import note_heartbeat
from consult.models import Attachment, Heartbeat, LostFile, ReadingCopy, Stage, TemplateRendering
from consult.queries import stored
from consult.queries.history import heads
from consult.storage import durable

from .rows import dump, tables

FORMAT = 1
CHUNK = 1024 * 1024
SHOW_EVERY = 100
FILE_MODE = 0o600
Say = Callable[[str], None]


class BackupFaultError(Exception):
    """A backup cannot be taken, or is not what its manifest says."""


def fingerprint(secret: str) -> str:
    """Enough of a secret's hash to see whether it is the same one, and nothing to find it by."""
    return hashlib.sha256(b"consult backup" + secret.encode()).hexdigest()[:12] if secret else ""


def migrations() -> list[str]:
    """The migrations that the database has, by name."""
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


def take(folder: Path, say: Say) -> dict[str, Any]:
    """Write a backup into ``folder``; one that was interrupted there is continued. Returns the manifest.

    Raises ``BackupFaultError`` when there is a finished one already, or when a file that belongs to a dossier is missing.
    """
    if (folder / "manifest.json").exists():
        raise BackupFaultError(f"{folder} holds a finished backup; choose another folder")
    durable.make_folder(folder)
    # Rows and documents of everybody: for the owner of the folder alone.
    folder.chmod(0o700)
    for part in ("tables", "files"):
        durable.make_folder(folder / part)
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "made_at": timezone.now().isoformat(),
        "migrations": migrations(),
        "secrets": {
            "SECRET_KEY": fingerprint(settings.SECRET_KEY),
            "SIGNING_SECRET": fingerprint(settings.SIGNING_SECRET),
        },
    }
    with transaction.atomic():
        _hold_still()
        manifest["tables"] = {model._meta.label_lower: _write_table(folder, model) for model in tables()}
        manifest["histories"] = heads()
        names, spared = _files()
    rows = sum(table["rows"] for table in manifest["tables"].values())
    say(f"{rows} rows of {len(manifest['tables'])} tables")
    manifest["files"] = _copy(folder, names, spared, say)
    text = json.dumps(manifest, indent=1, ensure_ascii=False, sort_keys=True)
    durable.sync_folder(folder / "tables")
    durable.save(folder / "manifest.json", [text.encode()])
    note_heartbeat(Heartbeat.Name.BACKUP, f"{rows} rows, {len(manifest['files'])} files")
    return manifest


def _hold_still() -> None:
    """See the database as it is at this moment until the transaction ends, whatever others write meanwhile."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SET LOCAL statement_timeout = 0")


def _write_table(folder: Path, model: type[models.Model]) -> dict[str, Any]:
    digest, rows = hashlib.sha256(), 0
    with table_path(folder, model._meta.label_lower).open("w", encoding="utf-8") as stream:
        for line in dump(model):
            stream.write(line)
            digest.update(line.encode())
            rows += 1
        stream.flush()
        os.fsync(stream.fileno())
    return {"rows": rows, "sha256": digest.hexdigest()}


def table_path(folder: Path, label: str) -> Path:
    return folder / "tables" / f"{label}.jsonl"


def file_path(folder: Path, name: str) -> Path:
    """Where a file of the store lies in the backup. Raises ``BackupFaultError`` for a name that leads outside."""
    root = (folder / "files").resolve()
    path = (root / name).resolve()
    if not path.is_relative_to(root) or path == root:
        raise BackupFaultError(f"a file's name leads outside the backup: {name}")
    return path


def _files() -> tuple[dict[str, str], set[str]]:
    """Every file that a row names, with the hash it came with or "", and those that may be missing.

    These are files of drafts, which may go while the backup is taken, and files whose loss is known and being seen to.
    """
    names: dict[str, str] = {}
    for model, field in stored.kinds():
        hashed = "sha256" if stored.has_field(model, "sha256") else models.Value("", models.CharField())
        for name, sha256 in model._base_manager.exclude(**{field: ""}).values_list(field, hashed).iterator():
            names[str(name)] = sha256
    drafts = Attachment.objects.filter(dossier__stage=Stage.DRAFT).values_list("file", flat=True)
    copies = ReadingCopy.objects.filter(attachment__dossier__stage=Stage.DRAFT).values_list("file", flat=True)
    # Replaced by the signed file at any moment.
    filled = TemplateRendering.objects.values_list("file", flat=True)
    lost = LostFile.objects.values_list("name", flat=True)
    return dict(sorted(names.items())), {str(name) for name in (*drafts, *copies, *filled, *lost)}


def _copy(folder: Path, names: dict[str, str], spared: set[str], say: Say) -> dict[str, dict[str, Any]]:
    """Copy files that are not there yet, each synced before it gets its name: an interrupted backup holds whole files only."""
    copied: dict[str, dict[str, Any]] = {}
    for number, (name, sha256) in enumerate(names.items(), start=1):
        target = file_path(folder, name)
        if not target.exists():
            durable.make_folder(target.parent)
            try:
                with default_storage.open(name, "rb") as source:
                    durable.save(target, source.chunks(CHUNK), mode=FILE_MODE)
            except FileNotFoundError as fault:
                # Taken out or replaced by somebody since the rows were written down.
                if name in spared or not stored.is_named(name):
                    continue
                raise BackupFaultError(f"a file is missing in the store: {name}") from fault
        with target.open("rb") as stream:
            found = sha256_of(stream)
        if sha256 and found != sha256:
            target.unlink()
            if name in spared:
                continue
            raise BackupFaultError(f"a file in the store is not what came: {name}; see the command check_store")
        copied[name] = {"size": target.stat().st_size, "sha256": found}
        if number % SHOW_EVERY == 0 or number == len(names):
            say(f"{number} of {len(names)} files")
    return copied


def sha256_of(stream: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while chunk := stream.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def read_manifest(folder: Path) -> dict[str, Any]:
    """A finished backup's manifest. Raises ``BackupFaultError``."""
    try:
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text())
    except FileNotFoundError as fault:
        raise BackupFaultError(f"{folder} holds no finished backup") from fault
    except ValueError as fault:
        raise BackupFaultError("manifest.json is damaged") from fault
    if manifest.get("format") != FORMAT:
        raise BackupFaultError(f"the backup has format {manifest.get('format')}, this program reads {FORMAT}")
    return manifest


def verify(folder: Path, say: Say) -> dict[str, Any]:
    """Read a whole backup and compare it with its manifest. Returns the manifest; raises ``BackupFaultError``."""
    manifest = read_manifest(folder)
    expected = {label: table["sha256"] for label, table in manifest["tables"].items()}
    compare({table_path(folder, label): value for label, value in expected.items()})
    say(f"{len(expected)} tables are whole")
    compare({file_path(folder, name): file["sha256"] for name, file in manifest["files"].items()})
    say(f"{len(manifest['files'])} files are whole")
    return manifest


def compare(expected: dict[Path, str]) -> None:
    """Hold files against their SHA-256. Raises ``BackupFaultError``."""
    for path, value in expected.items():
        try:
            with path.open("rb") as stream:
                found = sha256_of(stream)
        except FileNotFoundError as fault:
            raise BackupFaultError(f"{path.name} is missing") from fault
        if found != value:
            raise BackupFaultError(f"{path.name} is not what was backed up")


def read_lines(folder: Path, label: str) -> Iterable[str]:
    with table_path(folder, label).open(encoding="utf-8", newline="\n") as stream:
        yield from stream
