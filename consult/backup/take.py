"""Taking a backup, and judging one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from consult.actions.jobs import beat
from consult.models import Attachment, Pulse, Stage
from consult.queries.history import heads

from .rows import dump, tables

FORMAT = 1
CHUNK = 1024 * 1024
SHOW_EVERY = 100
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
    # Rows and papers of everybody: for the owner of the folder alone.
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    (folder / "tables").mkdir(exist_ok=True)
    (folder / "files").mkdir(exist_ok=True)
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
        names, drafts = _files()
    rows = sum(table["rows"] for table in manifest["tables"].values())
    say(f"{rows} rows of {len(manifest['tables'])} tables")
    manifest["files"] = _copy(folder, names, drafts, say)
    text = json.dumps(manifest, indent=1, ensure_ascii=False, sort_keys=True)
    part = folder / "manifest.part"
    part.write_text(text)
    part.chmod(0o600)
    part.rename(folder / "manifest.json")
    beat(Pulse.Name.BACKUP, f"{rows} rows, {len(manifest['files'])} files")
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


def _files() -> tuple[list[str], set[str]]:
    """Every file that a row names, and those of drafts, which may go while the backup is taken."""
    names: set[str] = set()
    for model in tables():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, models.FileField):
                stored = model._base_manager.exclude(**{field.attname: ""}).values_list(field.attname, flat=True)
                names.update(str(name) for name in stored if name)
    drafts = Attachment.objects.filter(dossier__stage=Stage.DRAFT).values_list("file", flat=True)
    return sorted(names), {str(name) for name in drafts}


def _copy(folder: Path, names: list[str], drafts: set[str], say: Say) -> dict[str, dict[str, Any]]:
    """Copy files that are not there yet. What an interrupted run left half-written has another name."""
    copied: dict[str, dict[str, Any]] = {}
    for number, name in enumerate(names, start=1):
        target = file_path(folder, name)
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            part = target.with_name(f"{target.name}.part")
            try:
                with default_storage.open(name, "rb") as source, part.open("wb") as stream:
                    for chunk in source.chunks(CHUNK):
                        stream.write(chunk)
            except FileNotFoundError as fault:
                part.unlink(missing_ok=True)
                if name in drafts:
                    continue
                raise BackupFaultError(f"a file is missing in the store: {name}") from fault
            part.rename(target)
        with target.open("rb") as stream:
            copied[name] = {"size": target.stat().st_size, "sha256": sha256_of(stream)}
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
