"""The place of the nightly backups: what lies there, a folder or a bucket, and the taking out of what is no longer kept."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage, storages

from consult.storage.store import FolderStore

from .reading import FILES, MANIFEST, BackupFaultError, Night


@dataclass(frozen=True)
class Place:
    """Where the nightly backups lie: ``<night>/manifest.json``, ``<night>/tables/…``, and ``files/…`` of all nights."""

    store: Storage

    def require_there(self) -> None:
        """Raises ``BackupFaultError`` where the folder is not there: a disk that is not mounted must not be written beside."""
        if isinstance(self.store, FileSystemStorage) and not Path(self.store.location).is_dir():
            raise BackupFaultError(f"{self.store.location} is not there; make it, or mount what belongs there")

    def forget_half_written(self) -> None:
        """Throw away what a process that was killed left aside; one process at a time writes here."""
        if isinstance(self.store, FolderStore):
            self.store.forget_half_written()

    def names(self, folder: str) -> dict[str, int]:
        """Everything below a folder by its name there, with its size in bytes."""
        if isinstance(self.store, FileSystemStorage):
            top = Path(self.store.path(folder))
            walked = (Path(above) / name for above, _folders, names in os.walk(top) for name in names)
            return {path.relative_to(top).as_posix(): path.stat().st_size for path in walked}
        start = "/".join(part for part in (self.store.location, folder) if part) + "/"  # type: ignore[attr-defined]
        found = self.store.bucket.objects.filter(Prefix=start)  # type: ignore[attr-defined]
        return {one.key.removeprefix(start): one.size for one in found}

    def nights(self) -> dict[date, bool]:
        """Every night of which anything lies there, and whether its backup is finished."""
        try:
            folders, _files = self.store.listdir("")
        except FileNotFoundError:
            return {}
        return {day: self.store.exists(f"{day}/{MANIFEST}") for day in map(_night, folders) if day is not None}

    def keep(self, name: str, content: File) -> None:
        """Write one file. Raises ``BackupFaultError`` when something of that name is there, and what stores raise."""
        given = self.store.save(name, content)
        if given != name:
            self.store.delete(given)
            raise BackupFaultError(f"the place of the backups holds another {name}")

    def take_out(self, night: date) -> None:
        """Take a night out: first what says that it is finished, so that a half one is never counted."""
        self.store.delete(f"{night}/{MANIFEST}")
        for name in self.names(str(night)):
            self.store.delete(f"{night}/{name}")
        if isinstance(self.store, FileSystemStorage):
            for folder in (f"{night}/tables", str(night)):
                path = Path(self.store.path(folder))
                if path.is_dir() and not any(path.iterdir()):
                    self.store.delete(folder)

    def take_out_files(self, names: Iterable[str]) -> int:
        """Take out files of no night. Returns how many."""
        gone = 0
        for name in names:
            self.store.delete(f"{FILES}/{name}")
            gone += 1
        return gone


def _night(name: str) -> date | None:
    try:
        return date.fromisoformat(name)
    except ValueError:
        return None


def place_now() -> Place:
    """The place that BACKUP_TO names. Raises ``BackupFaultError`` where it names none."""
    if not settings.BACKUP_TO:
        raise BackupFaultError("BACKUP_TO names no place for backups")
    return Place(storages["backups"])


def night_of(name: str) -> Night:
    """The backup of a night, by its day as in 2026-11-20. Raises ``BackupFaultError`` for what is no day."""
    if _night(name) is None:
        raise BackupFaultError(f"{name} is no night, as in 2026-11-20")
    return Night(place_now().store, name)
