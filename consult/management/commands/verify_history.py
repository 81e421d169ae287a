"""Checks that no event of any dossier was changed, taken out or put in."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from consult.models import Dossier, Stage
from consult.queries.history import history_faults

SAYS = {
    "unsealed": "event {place} was never sealed",
    "missing": "event {place} is missing",
    "inserted": "event {place} was put in",
    "changed": "event {place} was changed",
    "torn": "event {place} does not follow the one before",
}


class Command(BaseCommand):
    help = "Checks the chain of every dossier's history; exits with 1 when something was changed, is missing or was put in."

    def handle(self, *args: Any, **options: Any) -> None:
        dossiers = Dossier.objects.exclude(stage=Stage.DRAFT).order_by("pk")
        found = 0
        for dossier, fault, place in history_faults(dossiers.iterator()):
            found += 1
            self.stderr.write(f"{dossier.code or dossier.pk}: {SAYS[fault].format(place=place)}")
        if found:
            raise CommandError(f"{found} faults")
        self.stdout.write(f"{dossiers.count()} histories are whole")
