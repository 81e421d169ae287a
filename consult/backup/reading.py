"""Reading a backup: a folder, or one night of the place where the nightly ones lie. What its manifest says is compared."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Protocol

from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import Storage

FORMAT = 1
CHUNK = 1024 * 1024
MANIFEST = "manifest.json"
# The nightly backups of one place share their files: those of the store are never changed once they are there.
FILES = "files"
Say = Callable[[str], None]


class BackupFaultError(Exception):
    """A backup cannot be taken, or is not what its manifest says."""


class Source(Protocol):
    """Where a backup is read from. Both raise ``FileNotFoundError``, and ``BackupFaultError`` for a name that leads outside."""

    def open(self, name: str) -> IO[bytes]: ...

    def open_file(self, name: str) -> IO[bytes]: ...


@dataclass(frozen=True)
class Folder:
    """A backup in a folder of its own, or a night's folder beside the files that it shares with others."""

    path: Path

    def open(self, name: str) -> IO[bytes]:
        return (self.path / name).open("rb")

    def open_file(self, name: str) -> IO[bytes]:
        own = self.path / FILES
        return within(own if own.is_dir() else self.path.parent / FILES, name).open("rb")

    def __str__(self) -> str:
        return str(self.path)


@dataclass(frozen=True)
class Night:
    """One night of the nightly backups."""

    store: Storage
    name: str

    def open(self, name: str) -> IO[bytes]:
        return self._open(f"{self.name}/{name}")

    def open_file(self, name: str) -> IO[bytes]:
        return self._open(f"{FILES}/{name}")

    def _open(self, name: str) -> IO[bytes]:
        if ".." in name.split("/"):
            raise BackupFaultError(f"a file's name leads outside the backup: {name}")
        try:
            return self.store.open(name, "rb")
        except SuspiciousOperation as fault:
            raise BackupFaultError(f"a file's name leads outside the backup: {name}") from fault

    def __str__(self) -> str:
        return self.name


def source_of(place: Path | Source) -> Source:
    return Folder(place) if isinstance(place, Path) else place


def within(root: Path, name: str) -> Path:
    """The path of ``name`` below ``root``. Raises ``BackupFaultError`` for a name that leads outside."""
    root = root.resolve()
    path = (root / name).resolve()
    if not path.is_relative_to(root) or path == root:
        raise BackupFaultError(f"a file's name leads outside the backup: {name}")
    return path


def table_name(label: str) -> str:
    return f"tables/{label}.jsonl"


def sha256_of(stream: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while chunk := stream.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def read_manifest(place: Path | Source) -> dict[str, Any]:
    """A finished backup's manifest. Raises ``BackupFaultError``."""
    source = source_of(place)
    try:
        with source.open(MANIFEST) as stream:
            manifest: dict[str, Any] = json.loads(stream.read())
    except FileNotFoundError as fault:
        raise BackupFaultError(f"{source} holds no finished backup") from fault
    except ValueError as fault:
        raise BackupFaultError("manifest.json is damaged") from fault
    if manifest.get("format") != FORMAT:
        raise BackupFaultError(f"the backup has format {manifest.get('format')}, this program reads {FORMAT}")
    return manifest


def verify(place: Path | Source, say: Say) -> dict[str, Any]:
    """Read a whole backup and compare it with its manifest. Returns the manifest; raises ``BackupFaultError``."""
    source = source_of(place)
    manifest = read_manifest(source)
    for label, table in manifest["tables"].items():
        compare(source.open, table_name(label), table["sha256"])
    say(f"{len(manifest['tables'])} tables are whole")
    for name, file in manifest["files"].items():
        compare(source.open_file, name, file["sha256"])
    say(f"{len(manifest['files'])} files are whole")
    return manifest


def compare(opener: Callable[[str], IO[bytes]], name: str, expected: str) -> None:
    """Hold what ``opener`` opens against its SHA-256. Raises ``BackupFaultError``."""
    try:
        with opener(name) as stream:
            found = sha256_of(stream)
    except FileNotFoundError as fault:
        raise BackupFaultError(f"{name} is missing") from fault
    if found != expected:
        raise BackupFaultError(f"{name} is not what was backed up")


def read_lines(source: Source, label: str) -> Iterable[str]:
    with source.open(table_name(label)) as stream:
        for line in stream:
            yield line.decode()
