"""Whether something that should happen again and again still does: the health check of beat."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from consult.models import Pulse


class Command(BaseCommand):
    help = "Exits with 1 when the sweep, the reminders or the backup happened too long ago."
    requires_system_checks = ()

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("name", choices=Pulse.Name.values)
        parser.add_argument("--within", type=float, required=True, help="seconds")

    def handle(self, *args: Any, **options: Any) -> None:
        pulse = Pulse.objects.filter(name=options["name"]).first()
        if pulse is None:
            raise CommandError(f"{options['name']} never happened")
        age = timezone.now() - pulse.at
        if age > timedelta(seconds=options["within"]):
            raise CommandError(f"{options['name']} happened {age.total_seconds():.0f} s ago")
