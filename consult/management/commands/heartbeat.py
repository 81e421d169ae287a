"""Whether something that should happen again and again still does: the health check of beat."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from consult import clock
from consult.models import Heartbeat
from consult.queries.operations import installed_at


class Command(BaseCommand):
    help = "Exits with 1 when the sweep, the reminders, the backup or another heartbeat happened too long ago."
    requires_system_checks = ()

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("name", choices=Heartbeat.Name.values)
        parser.add_argument("--within", type=float, required=True, help="seconds")

    def handle(self, *args: Any, **options: Any) -> None:
        heartbeat = Heartbeat.objects.filter(name=options["name"]).first()
        age = clock.now() - (heartbeat.at if heartbeat else installed_at())
        late = age > timedelta(seconds=options["within"])
        if heartbeat is None:
            said = f"{options['name']} never happened, in {age.total_seconds():.0f} s"
        else:
            said = f"{options['name']} happened {age.total_seconds():.0f} s ago"
        if late:
            raise CommandError(said)
        self.stdout.write(said)
