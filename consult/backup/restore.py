"""The way back: into an empty database and an empty store, and compared row by row and file by file."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction

from consult.models import Dossier, Organisation, Person

from .reading import BackupFaultError, Say, Source, read_lines, sha256_of, source_of, verify
from .rows import dump, load, tables
from .take import SHOW_EVERY, fingerprint, migrations


def restore(place: Path | Source, say: Say) -> None:
    """Bring a backup back. Raises ``BackupFaultError`` before anything is touched when it is damaged or does not fit here.

    Files come first: until the last row is in, the database stays empty and the same command can be given again.
    """
    source = source_of(place)
    manifest = verify(source, say)
    call_command("migrate", verbosity=0, interactive=False)
    _require_fitting(manifest)
    _bring_files(source, manifest, say)
    known = {model._meta.label_lower: model for model in tables()}
    with transaction.atomic():
        _make_room()
        for label, table in manifest["tables"].items():
            count = load(known[label], read_lines(source, label))
            if count != table["rows"]:
                raise BackupFaultError(f"{label}: {count} rows instead of {table['rows']}")
        _set_sequences()
        _compare_rows(manifest)
    ContentType.objects.clear_cache()
    say(f"{sum(table['rows'] for table in manifest['tables'].values())} rows are back, each as it was")
    for name, value in manifest["secrets"].items():
        here = (getattr(settings, name), *getattr(settings, f"{name}_FALLBACKS"))
        if value and value not in map(fingerprint, here):
            say(f"Note: {name} is another one than when the backup was made. What was locked with it stays locked.")


def _require_fitting(manifest: dict[str, Any]) -> None:
    if Person.objects.exists() or Organisation.objects.exists() or Dossier.objects.exists():
        raise BackupFaultError("the database is not empty; nothing was touched")
    here, there = set(migrations()), set(manifest["migrations"])
    if here != there:
        newer, older = sorted(there - here), sorted(here - there)
        raise BackupFaultError(
            f"the backup is of another version of Consult: it has {newer or 'nothing'} more and {older or 'nothing'} less"
        )
    unknown = set(manifest["tables"]) ^ {model._meta.label_lower for model in tables()}
    if unknown:
        raise BackupFaultError(f"tables differ: {sorted(unknown)}")


def _bring_files(source: Source, manifest: dict[str, Any], say: Say) -> None:
    for number, (name, file) in enumerate(sorted(manifest["files"].items()), start=1):
        if default_storage.exists(name):
            with default_storage.open(name, "rb") as stream:
                same = sha256_of(stream) == file["sha256"]
            if not same:
                raise BackupFaultError(
                    f"the store holds another file called {name}; nothing of the database was touched"
                )
        else:
            with source.open_file(name) as stream:
                given = default_storage.save(name, File(stream))
            if given != name:
                raise BackupFaultError(f"the store calls {name} {given}")
            with default_storage.open(name, "rb") as stream:
                if sha256_of(stream) != file["sha256"]:
                    raise BackupFaultError(f"{name} came to the store otherwise")
        if number % SHOW_EVERY == 0 or number == len(manifest["files"]):
            say(f"{number} of {len(manifest['files'])} files are back")


def _make_room() -> None:
    """Take out the rows that ``migrate`` makes in an empty database; the backup brings its own."""
    for label in ("auth.Permission", "contenttypes.ContentType"):
        apps.get_model(label)._base_manager.all().delete()


def _set_sequences() -> None:
    """Let new rows be numbered after those that came back."""
    statements = connection.ops.sequence_reset_sql(no_style(), tables())
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _compare_rows(manifest: dict[str, Any]) -> None:
    for model in tables():
        digest = hashlib.sha256()
        for line in dump(model):
            digest.update(line.encode())
        if digest.hexdigest() != manifest["tables"][model._meta.label_lower]["sha256"]:
            raise BackupFaultError(f"{model._meta.label}: the rows came out otherwise; nothing was kept")
