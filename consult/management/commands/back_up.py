"""Makes the backup of a night in the place that BACKUP_TO names."""

from __future__ import annotations

import os
from datetime import date
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from django.core.management.base import BaseCommand, CommandError

from consult import clock
from consult.backup import BackupFaultError, back_up


class Command(BaseCommand):
    help = (
        "Makes tonight's backup where BACKUP_TO says and takes out those no longer kept, as the worker does by itself."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--night", type=date.fromisoformat, help="as in 2026-11-20; today without it")
        parser.add_argument("--anew", action="store_true", help="although the place holds none of the earlier ones")

    def handle(self, *args: Any, **options: Any) -> None:
        # Whatever this process writes is for its owner alone.
        os.umask(0o077)
        try:
            made = back_up(options["night"] or clock.today(), self.stdout.write, anew=options["anew"])
        except (BackupFaultError, OSError, BotoCoreError, ClientError) as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(f"done: {made.night}")
