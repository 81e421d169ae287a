"""Brings a backup back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from consult.backup import BackupFaultError, night_of, restore


class Command(BaseCommand):
    help = "Brings a backup back into an empty database and store; a damaged one is refused before anything is touched."

    def add_arguments(self, parser: Any) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("dir", type=Path, nargs="?", help="a backup's folder")
        which.add_argument("--night", help="a nightly one where BACKUP_TO says, by its day as in 2026-11-20")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            source = options["dir"] or night_of(options["night"])
            restore(source, self.stdout.write)
        except BackupFaultError as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(f"done: {source}")
