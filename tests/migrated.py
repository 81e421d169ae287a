"""A migrated SQLite database, kept between runs: migrations run once for each state of the code that they stand on."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from pathlib import Path
from typing import Any
from unittest.mock import patch

from django.core import management
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.sqlite3.creation import DatabaseCreation
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

ROOT = Path(__file__).resolve().parent.parent
# What decides how a migrated database looks: our models and migrations, and the packages with theirs.
STANDS_ON = ("consult/migrations/*.py", "consult/models/*.py", "consult/rules/*.py", "requirements/dev.txt")


class StepByStep(MigrationExecutor):
    """Goes through each migration there ever was, as an office does that has been there since the first."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        super().__init__(connection)
        self.loader = MigrationLoader(connection, load=False, replace_migrations=False)
        self.loader.build_graph()
        for key, migration in self.loader.replacements.items():
            self.loader.graph.remove_replacement_node(key, migration.replaces)


def keep_migrated(folder: Path) -> None:
    """Have test databases copied from one that lies in ``folder``; where none does, one is migrated and put there."""
    plain = DatabaseCreation.create_test_db

    def create(self: DatabaseCreation, *words: Any, **options: Any) -> str:
        migrate = management.call_command

        def call(name: str, *rest: Any, **more: Any) -> Any:
            if name != "migrate":
                return migrate(name, *rest, **more)
            self.connection.ensure_connection()
            return _copied(
                folder / f"{_digest()}.sqlite3", self.connection.connection, lambda: migrate(name, *rest, **more)
            )

        with patch.object(management, "call_command", call):
            return plain(self, *words, **options)

    DatabaseCreation.create_test_db = create  # type: ignore[method-assign]


def _copied(kept: Path, own: sqlite3.Connection, migrate: Any) -> None:
    if kept.exists():
        # Nobody ever writes into it: other runs may read, or put a like one in its place, at the same time.
        source = sqlite3.connect(f"file:{kept}?immutable=1", uri=True)
        source.backup(own)
        source.close()
        return
    migrate()
    aside = kept.with_suffix(f".{os.getpid()}")
    target = sqlite3.connect(aside)
    own.backup(target)
    # Without a log beside it.
    target.execute("PRAGMA journal_mode = DELETE")
    target.close()
    aside.replace(kept)
    for other in kept.parent.glob("*.sqlite3"):
        if other != kept:
            other.unlink(missing_ok=True)


def _digest() -> str:
    files = sorted(path for pattern in STANDS_ON for path in ROOT.glob(pattern))
    return hashlib.sha256(b"".join(path.name.encode() + path.read_bytes() for path in files)).hexdigest()[:16]
