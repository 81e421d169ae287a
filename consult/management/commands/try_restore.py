"""Restores a nightly backup into scratch, compares it and throws the scratch away."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from consult.actions.backups import try_restore
from consult.models import Backup


class Command(BaseCommand):
    help = "Restores the newest nightly backup into scratch that is thrown away, as the worker does once a month."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--night", type=date.fromisoformat, help="as in 2026-11-20; the newest without it")

    def handle(self, *args: Any, **options: Any) -> None:
        made = Backup.objects.filter(place=settings.BACKUP_TO).exclude(made_at=None).order_by("-night")
        chosen = made.filter(night=options["night"]).first() if options["night"] else made.first()
        if chosen is None:
            raise CommandError("there is no finished backup of that night")
        fault = try_restore(chosen)
        if fault:
            raise CommandError(fault)
        self.stdout.write(f"{chosen.night} can be restored: every row and file is as it was")
