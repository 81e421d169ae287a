"""What it costs that a power cut loses nothing: an upload and a commit, against the same without waiting for the disk."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path

SIZE = 1024 * 1024
RUNS = 25


def keeping(in_turn: Callable[..., dict[str, float]], scratch: Path) -> dict[str, float]:
    """Medians in ms, and how many times as long as without waiting. ``scratch`` lies on the disk in question."""
    from django.core.files.base import ContentFile  # noqa: PLC0415
    from django.core.files.storage import FileSystemStorage  # noqa: PLC0415

    from consult.storage.store import FolderStore  # noqa: PLC0415

    content = bytes(SIZE)
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        plain, kept = FileSystemStorage(location=f"{folder}/a"), FolderStore(location=f"{folder}/b")
        bases = {name: _database(Path(folder) / f"{name}.sqlite3", name) for name in ("NORMAL", "FULL")}
        took = in_turn(
            {
                "file": lambda: plain.save("1/a.bin", ContentFile(content)),
                "file kept": lambda: kept.save("1/a.bin", ContentFile(content)),
                "commit": lambda: _commit(bases["NORMAL"]),
                "commit kept": lambda: _commit(bases["FULL"]),
            },
            runs=RUNS,
        )
        for base in bases.values():
            base.close()
    return {
        "a file of 1 MiB, synced, ms": took["file kept"] * 1000,
        "a file, synced / as Django keeps it": took["file kept"] / took["file"],
        "a commit, synchronous=FULL, ms": took["commit kept"] * 1000,
        "a commit, FULL / NORMAL": took["commit kept"] / took["commit"],
    }


def _database(path: Path, synchronous: str) -> sqlite3.Connection:
    base = sqlite3.connect(path, isolation_level=None)
    base.execute("PRAGMA journal_mode=WAL")
    base.execute(f"PRAGMA synchronous={synchronous}")
    base.execute("CREATE TABLE act (id INTEGER PRIMARY KEY, text TEXT)")
    return base


def _commit(base: sqlite3.Connection) -> None:
    base.execute("BEGIN IMMEDIATE")
    for _ in range(10):
        base.execute("INSERT INTO act (text) VALUES (?)", ("x" * 400,))
    base.execute("COMMIT")
