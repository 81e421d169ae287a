"""Brings a backup back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from consult.backup import BackupFaultError, restore


class Command(BaseCommand):
    help = "Brings a backup back into an empty database and store; a damaged one is refused before anything is touched."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("dir", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["dir"]
        try:
            restore(folder, self.stdout.write)
        except BackupFaultError as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(f"done: {folder}")
