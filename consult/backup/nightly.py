"""A night's backup: its rows and the files that are new, then the nights that are no longer kept go."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage

from consult.models import Backup
from consult.queries import stored
from consult.rules.backups import kept_nights
from consult.storage import durable

from .place import Place, place_now
from .reading import FILES, MANIFEST, BackupFaultError, Night, Say, read_manifest, sha256_of
from .take import SHOW_EVERY, manifest_text, note, rows_of, write_rows


def back_up(night: date, say: Say, *, anew: bool = False) -> Backup:
    """Make the backup of ``night`` in the place that BACKUP_TO names, or finish one that was begun; then thin out.

    With ``anew`` the place may be another, empty one than it was. Raises ``BackupFaultError`` and what stores raise; the row
    of the night then says what went wrong, and the night counts for nothing.
    """
    try:
        place = place_now()
        place.require_there()
        there = place.nights()
        finished = [day for day, whole in there.items() if whole]
        _require_same_place(finished, anew)
        if there.get(night):
            return _told(night, read_manifest(Night(place.store, str(night))))
        place.forget_half_written()
        # Of one that was broken off: its rows are of another moment. Files that came are kept.
        place.take_out(night)
        with scratch("rows-") as folder:
            manifest, names, spared = write_rows(folder, say)
            known = read_manifest(Night(place.store, str(max(finished))))["files"] if finished else {}
            manifest["files"] = _bring(place, names, spared, known, say)
            for path in sorted((folder / "tables").iterdir()):
                with path.open("rb") as stream:
                    place.keep(f"{night}/tables/{path.name}", File(stream))
        text = manifest_text(manifest)
        place.keep(f"{night}/{MANIFEST}", ContentFile(text))
        if read_manifest(Night(place.store, str(night))) != json.loads(text):
            raise BackupFaultError("the manifest came to the place otherwise")
        made = _told(night, manifest)
        note(manifest)
    except Exception as fault:
        _tell_fault(night, fault)
        raise
    say(f"{thin_out(place)} backups are kept")
    return made


def thin_out(place: Place) -> int:
    """Take out the nights that are no longer kept, half ones, and files of none. Returns how many nights are left.

    A file that a row names stays: another backup may be bringing it at this moment.
    """
    there = place.nights()
    finished = [night for night, whole in there.items() if whole]
    keep = kept_nights(finished)
    for night in there:
        if night not in keep:
            place.take_out(night)
    used = {name for night in keep for name in read_manifest(Night(place.store, str(night)))["files"]}
    place.take_out_files(
        name
        for name in place.names(FILES)
        if name not in used and not name.startswith(".") and not stored.is_named(name)
    )
    Backup.objects.filter(place=settings.BACKUP_TO).exclude(made_at=None).exclude(night__in=keep).delete()
    if keep:
        Backup.objects.filter(place=settings.BACKUP_TO, made_at=None, night__lt=max(keep)).delete()
    return len(keep)


@contextmanager
def scratch(prefix: str) -> Iterator[Path]:
    """A folder for this process alone that is gone afterwards."""
    durable.make_folder(settings.BACKUP_SCRATCH)
    with tempfile.TemporaryDirectory(prefix=prefix, dir=settings.BACKUP_SCRATCH) as folder:
        yield Path(folder)


def _require_same_place(finished: list[date], anew: bool) -> None:
    before = Backup.objects.filter(place=settings.BACKUP_TO).exclude(made_at=None)
    if before.exists() and not finished and not anew:
        raise BackupFaultError(
            f"{settings.BACKUP_TO} holds none of the backups that were made there. Is it mounted? Where it was emptied on "
            "purpose: manage.py back_up --anew"
        )


def _bring(
    place: Place, names: dict[str, str], spared: set[str], known: dict[str, Any], say: Say
) -> dict[str, dict[str, Any]]:
    """Bring the files that are not there yet. Files of the store never change, so that what is there is as it was."""
    there, thorough = place.names(FILES), _was_damaged()
    brought: dict[str, dict[str, Any]] = {}
    for number, (name, sha256) in enumerate(names.items(), start=1):
        entry = known.get(name)
        expected = sha256 or (entry["sha256"] if entry else "")
        as_known = entry is not None and there.get(name) == entry["size"] and entry["sha256"] == expected
        if thorough or not as_known:
            entry = _there(place, name, expected) if name in there else None
        entry = entry or _copied(place, name, sha256, spared)
        if entry is not None:
            brought[name] = entry
        if number % SHOW_EVERY == 0 or number == len(names):
            say(f"{number} of {len(names)} files")
    return brought


def _was_damaged() -> bool:
    """Whether the last trial found something wrong: then what lies there is read, and not only counted."""
    tried = Backup.objects.filter(place=settings.BACKUP_TO).exclude(restored_at=None, trial_fault="")
    last = tried.order_by("-night").first()
    return last is not None and bool(last.trial_fault)


def _there(place: Place, name: str, expected: str) -> dict[str, Any] | None:
    """A file that was brought before and is in no manifest, or that is to be read; what is damaged is taken out again."""
    with place.store.open(f"{FILES}/{name}", "rb") as stream:
        found = sha256_of(stream)
    if found == (expected or _hash_in_store(name)):
        return {"size": place.store.size(f"{FILES}/{name}"), "sha256": found}
    place.store.delete(f"{FILES}/{name}")
    return None


def _hash_in_store(name: str) -> str:
    try:
        with default_storage.open(name, "rb") as stream:
            return sha256_of(stream)  # type: ignore[arg-type]
    except FileNotFoundError:
        return ""


def _copied(place: Place, name: str, sha256: str, spared: set[str]) -> dict[str, Any] | None:
    """Copy a file, read twice so that what goes there is what came. None for one that is gone and may be."""
    try:
        with default_storage.open(name, "rb") as source:
            found = sha256_of(source)  # type: ignore[arg-type]
            if sha256 and found != sha256:
                if name in spared:
                    return None
                raise BackupFaultError(f"a file in the store is not what came: {name}; see the command check_store")
            source.seek(0)
            place.keep(f"{FILES}/{name}", source)
    except FileNotFoundError as fault:
        # Taken out or replaced by somebody since the rows were written down.
        if name in spared or not stored.is_named(name):
            return None
        raise BackupFaultError(f"a file is missing in the store: {name}") from fault
    return {"size": place.store.size(f"{FILES}/{name}"), "sha256": found}


def _told(night: date, manifest: dict[str, Any]) -> Backup:
    files = manifest["files"].values()
    made, _new = Backup.objects.update_or_create(
        night=night,
        place=settings.BACKUP_TO,
        defaults={
            "made_at": datetime.fromisoformat(manifest["made_at"]),
            "rows": rows_of(manifest),
            "files": len(files),
            "size": sum(file["size"] for file in files) + sum(table["size"] for table in manifest["tables"].values()),
            "fault": "",
        },
    )
    return made


def _tell_fault(night: date, fault: Exception) -> None:
    words = str(fault) if isinstance(fault, BackupFaultError) else f"{type(fault).__name__}: {fault}"
    row, _new = Backup.objects.get_or_create(night=night, place=settings.BACKUP_TO)
    Backup.objects.filter(pk=row.pk, made_at=None).update(fault=words[:2000])
