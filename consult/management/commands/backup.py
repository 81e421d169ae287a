"""Takes a backup."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from consult.backup import BackupFaultError, take


class Command(BaseCommand):
    help = "Writes every row and file into DIR, with a manifest of hashes; an interrupted backup is continued."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("dir", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["dir"]
        # Whatever this process writes is for its owner alone.
        os.umask(0o077)
        try:
            take(folder, self.stdout.write)
        except BackupFaultError as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(f"done: {folder}")
