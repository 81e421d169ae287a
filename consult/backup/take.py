"""Taking a backup into a folder."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from consult.actions.jobs import note_heartbeat
from consult.models import Attachment, FilePiece, Heartbeat, LostFile, ReadingCopy, Stage, TemplateRendering
from consult.queries import stored
from consult.queries.history import heads
from consult.storage import durable

from .reading import CHUNK, FILES, FORMAT, MANIFEST, BackupFaultError, Say, sha256_of, table_name, within
from .rows import dump, tables

SHOW_EVERY = 100
FILE_MODE = 0o600


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
    if (folder / MANIFEST).exists():
        raise BackupFaultError(f"{folder} holds a finished backup; choose another folder")
    manifest, names, spared = write_rows(folder, say)
    durable.make_folder(folder / FILES)
    manifest["files"] = _copy(folder, names, spared, say)
    durable.save(folder / MANIFEST, [manifest_text(manifest)])
    note(manifest)
    return manifest


def write_rows(folder: Path, say: Say) -> tuple[dict[str, Any], dict[str, str], set[str]]:
    """Write every row into ``folder``, as of one moment.

    Returns the manifest without its files, the files that rows name with the hash each came with or "", and those of them that
    may be missing.
    """
    durable.make_folder(folder)
    # Rows of everybody: for the owner of the folder alone.
    folder.chmod(0o700)
    durable.make_folder(folder / "tables")
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
    durable.sync_folder(folder / "tables")
    say(f"{rows_of(manifest)} rows of {len(manifest['tables'])} tables")
    return manifest, names, spared


def rows_of(manifest: dict[str, Any]) -> int:
    return sum(table["rows"] for table in manifest["tables"].values())


def manifest_text(manifest: dict[str, Any]) -> bytes:
    return json.dumps(manifest, indent=1, ensure_ascii=False, sort_keys=True).encode()


def note(manifest: dict[str, Any]) -> None:
    """Note that a backup has been finished."""
    note_heartbeat(Heartbeat.Name.BACKUP, f"{rows_of(manifest)} rows, {len(manifest['files'])} files")


def _hold_still() -> None:
    """See the database as it is at this moment until the transaction ends, whatever others write meanwhile."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SET LOCAL statement_timeout = 0")


def _write_table(folder: Path, model: type[models.Model]) -> dict[str, Any]:
    digest, rows, size = hashlib.sha256(), 0, 0
    with (folder / table_name(model._meta.label_lower)).open("w", encoding="utf-8") as stream:
        for line in dump(model):
            stream.write(line)
            digest.update(line.encode())
            rows, size = rows + 1, size + len(line.encode())
        stream.flush()
        os.fsync(stream.fileno())
    return {"rows": rows, "size": size, "sha256": digest.hexdigest()}


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
    # On their way, and gone once they are attached.
    pieces = FilePiece.objects.values_list("file", flat=True)
    lost = LostFile.objects.values_list("name", flat=True)
    return dict(sorted(names.items())), {str(name) for name in (*drafts, *copies, *filled, *pieces, *lost)}


def _copy(folder: Path, names: dict[str, str], spared: set[str], say: Say) -> dict[str, dict[str, Any]]:
    """Copy files that are not there yet, each synced before it gets its name: an interrupted backup holds whole files only."""
    copied: dict[str, dict[str, Any]] = {}
    for number, (name, sha256) in enumerate(names.items(), start=1):
        target = within(folder / FILES, name)
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
